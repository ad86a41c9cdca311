/*
 * Node ids of OPC UA, and texts: how they are read, and how people write them.
 *
 * Spec: OPC 10000-6, clauses 5.2.2.4, 5.2.2.9 and 5.2.2.10 (binary), 5.3.1.10 (text).
 */
#include "protocols/opcua_inside.h"

enum { URI_FLAG = 0x80, SERVER_FLAG = 0x40 };

struct cur opcua_take_string(struct dec *d, unsigned f)
{
	uint32_t n = (uint32_t)cur_le(&d->c, 4);

	if (!cur_ok(&d->c) || n == UINT32_MAX)
		return cur_of("", 0);
	return take_bytes(d, f, n);
}

static struct cur look_string(struct cur *c, bool *there)
{
	uint32_t n = (uint32_t)cur_le(c, 4);

	*there = cur_ok(c) && n != UINT32_MAX;
	return *there ? cur_sub(c, n) : cur_of("", 0);
}

bool opcua_node_look(struct cur *c, struct opcua_node *node, bool expanded)
{
	struct cur from = *c;
	unsigned mask = cur_u8(c), encoding = mask & 0x0f;
	bool there;

	*node = (struct opcua_node){ .encoding = (uint8_t)encoding };
	if (encoding > 0)
		node->ns = (uint16_t)cur_le(c, encoding == 1 ? 1 : 2);
	if (encoding <= 2)
		node->number = (uint32_t)cur_le(c, encoding == 2 ? 4 : encoding + 1);
	else if (encoding == OPCUA_UUID)
		node->bytes = cur_sub(c, 16);
	else
		node->bytes = look_string(c, &there);
	node->form = (uint8_t)(encoding <= 2 ? OPCUA_NUMBER : encoding);
	if (encoding > OPCUA_OPAQUE || (!expanded && (mask & ~0x0fU) != 0))
		cur_fail(c);
	if ((mask & URI_FLAG) != 0)
		node->uri = look_string(c, &node->has_uri);
	if ((mask & SERVER_FLAG) != 0) {
		node->server = (uint32_t)cur_le(c, 4);
		node->has_server = true;
	}
	if (!cur_ok(c))
		return false;
	node->raw = cur_sub(&from, cur_left(&from) - cur_left(c));
	return true;
}

bool opcua_take_node(struct dec *d, struct opcua_node *node, bool expanded)
{
	static const uint8_t fields[] = { [OPCUA_TEXT] = UA_NODE_STRING,
					  [OPCUA_UUID] = UA_NODE_GUID,
					  [OPCUA_OPAQUE] = UA_NODE_BYTES };

	if (!opcua_node_look(&d->c, node, expanded))
		return false;
	put(d, UA_NODE_ENCODING, node->encoding);
	if (node->encoding > 0)
		put(d, UA_NODE_NS, node->ns);
	if (node->form == OPCUA_NUMBER)
		put(d, UA_NODE_NUMBER, node->number);
	else
		put_bytes(d, fields[node->form], node->bytes);
	if (node->has_uri)
		put_bytes(d, UA_NAMESPACE_URI, node->uri);
	if (node->has_server)
		put(d, UA_SERVER_INDEX, node->server);
	return true;
}

static const char *guid_text(struct dec *d, struct cur c)
{
	uint32_t a = (uint32_t)cur_le(&c, 4);
	unsigned b = (unsigned)cur_le(&c, 2), e = (unsigned)cur_le(&c, 2);
	unsigned f = (unsigned)cur_be(&c, 2);

	return dec_text(d, "%08x-%04x-%04x-%04x-%012llx", a, b, e, f,
			(unsigned long long)cur_be(&c, 6));
}

static const char *base64_text(struct dec *d, struct cur c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[96];
	size_t n = 0;

	while (cur_left(&c) > 0 && n + 5 < sizeof(text)) {
		size_t left = cur_left(&c);
		uint32_t x = (uint32_t)cur_at(&c, 0) << 16 | (uint32_t)cur_at(&c, 1) << 8 |
			     cur_at(&c, 2);

		text[n++] = digits[x >> 18 & 63];
		text[n++] = digits[x >> 12 & 63];
		text[n++] = left > 1 ? digits[x >> 6 & 63] : '=';
		text[n++] = left > 2 ? digits[x & 63] : '=';
		(void)cur_upto(&c, 3);
	}
	text[n] = '\0';
	return dec_text(d, "%s%s", text, cur_left(&c) > 0 ? "..." : "");
}

const char *opcua_node_text(struct dec *d, const struct opcua_node *node)
{
	const char *what = "";

	if (node->form == OPCUA_NUMBER)
		return node->ns == 0 ? dec_text(d, "i=%u", node->number)
				     : dec_text(d, "ns=%u;i=%u", node->ns, node->number);
	if (node->form == OPCUA_TEXT)
		what = dec_string(d, node->bytes);
	else if (node->form == OPCUA_UUID)
		what = guid_text(d, node->bytes);
	else
		what = base64_text(d, node->bytes);
	char form = "sgb"[node->form - OPCUA_TEXT];

	return node->ns == 0 ? dec_text(d, "%c=%s", form, what)
			     : dec_text(d, "ns=%u;%c=%s", node->ns, form, what);
}
