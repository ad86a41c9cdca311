/*
 * Items of OPC UA's services: what the walker tells becomes their object, value and status, and
 * what their messages say of a device.
 */
#include "protocols/opcua_inside.h"

enum {
	VALUE_ATTRIBUTE = 13,
	NODE_MOST = 250, /* bytes of a node id that is kept */
	/* nodes of namespace 0 */
	BUILD_PRODUCT = 2261,
	BUILD_MAKER = 2263,
	BUILD_VERSION = 2264,
};

/* ---- what the walker tells ------------------------------------------------------------------- */

static bool is_null(const struct opcua_node *node)
{
	return node->form == OPCUA_NUMBER ? node->ns == 0 && node->number == 0
					  : cur_left(&node->bytes) == 0;
}

/* FNV-1a: as good as the number itself to tell sessions apart, and no secret. */
static uint32_t hash_of(struct cur c)
{
	uint32_t hash = 2166136261;

	while (cur_left(&c) > 0)
		hash = (hash ^ cur_u8(&c)) * 16777619;
	return hash;
}

/* The session's secret number: in the head of requests, and where the session is made. */
static void saw_token(struct dec *d, struct opcua *m, const struct opcua_node *node)
{
	bool made = m->response && m->service != NULL && m->service->response == 464 &&
		    !m->header && m->item.nodes == 2;

	if ((made || (m->header && !m->response && m->item.nodes == 1)) && !is_null(node))
		put(d, UA_SESSION_ID, hash_of(node->raw));
}

void opcua_saw_node(struct dec *d, struct opcua *m, const struct opcua_node *node)
{
	if (m->item.nodes < OPCUA_NODES)
		m->item.node[m->item.nodes++] = *node;
	if (m->items == 0)
		saw_token(d, m, node);
}

static void saw_result(struct dec *d, struct opcua *m, uint32_t status)
{
	m->result = status;
	d->ot.failed = opcua_bad(status);
	if (status == 0) {
		d->ot.status = "ok";
		return;
	}
	d->ot.status = opcua_status_name(status);
	if (d->ot.status == NULL)
		d->ot.status = dec_text(d, "0x%08x", status);
}

void opcua_saw_number(struct dec *d, struct opcua *m, unsigned field, uint64_t u)
{
	switch (field) {
	case UA_SERVICE_RESULT:
		saw_result(d, m, (uint32_t)u);
		break;
	case UA_RESULTS:
	case UA_STATUS_CODE:
	case UA_STATUS:
		m->good += !opcua_bad((uint32_t)u);
		if (!m->item.has_status)
			m->item.status = (uint32_t)u;
		m->item.has_status = true;
		break;
	case UA_ATTRIBUTE_ID:
		if (!m->item.has_attribute)
			m->item.attribute = (uint32_t)u;
		m->item.has_attribute = true;
		break;
	case UA_CLIENT_HANDLE:
		m->item.handle = (uint32_t)u;
		m->item.has_handle = true;
		break;
	case UA_APPLICATION_TYPE:
		m->application = true;
		break;
	default:
		break;
	}
}

/* Of the first application that a message describes. */
static void saw_application(struct dec *d, struct opcua *m, unsigned field, struct cur text)
{
	unsigned number = m->service != NULL ? m->service->request : 0;
	bool of_server = m->response && (number == 428 || number == 461);

	if (m->application || cur_left(&text) == 0 || m->header)
		return;
	if (!of_server && !(number == 461 && !m->response))
		return;
	struct identity *who = dec_identity(d);

	who->of_sender = true;
	if (field == UA_PRODUCT_URI)
		who->model = text;
	else if (field == UA_TEXT)
		who->name = text;
}

/* Of the server's build. */
static void saw_build(struct dec *d, unsigned field, struct cur text)
{
	if (cur_left(&text) == 0)
		return;
	struct identity *who = dec_identity(d);

	who->of_sender = true;
	if (field == UA_PRODUCT_NAME)
		who->model = text;
	else if (field == UA_MANUFACTURER_NAME)
		who->vendor = text;
	else
		who->firmware = text;
}

void opcua_saw_text(struct dec *d, struct opcua *m, unsigned field, struct cur text)
{
	switch (field) {
	case UA_PRODUCT_URI:
	case UA_TEXT:
		saw_application(d, m, field, text);
		break;
	case UA_PRODUCT_NAME:
	case UA_MANUFACTURER_NAME:
	case UA_SOFTWARE_VERSION:
		if (m->response)
			saw_build(d, field, text);
		break;
	case UA_USER_NAME:
	case UA_SESSION_NAME:
	case UA_ENDPOINT_URL:
		if (cur_left(&m->text) == 0)
			m->text = text;
		break;
	case UA_QUALIFIED_NAME:
		if (cur_left(&m->name) == 0)
			m->name = text;
		break;
	default:
		break;
	}
}

void opcua_saw_structure(struct opcua *m, enum opcua_type type)
{
	if (type == OPCUA_T_AnonymousIdentityToken)
		m->identity = OPCUA_ANONYMOUS;
	else if (type == OPCUA_T_UserNameIdentityToken)
		m->identity = OPCUA_USER_NAME;
	else if (type == OPCUA_T_X509IdentityToken)
		m->identity = OPCUA_CERTIFICATE;
	else if (type == OPCUA_T_IssuedIdentityToken)
		m->identity = OPCUA_ISSUED;
}

void opcua_saw_value(struct opcua *m, const struct value *v, bool listed)
{
	if (m->item.values++ == 0)
		m->item.value = *v;
	m->item.listed |= listed || (m->service != NULL && m->service->many);
	if (m->item.listed && !value_series(v))
		listing_add(m->listing, ", ", v);
}

/* ---- names that are kept --------------------------------------------------------------------- */

/* Remembers what the item is about, for the answer: the node id's length, itself, the attribute. */
static void keep_item(struct opcua *m, const struct opcua_node *node)
{
	size_t n = node != NULL ? cur_left(&node->raw) : 0;
	uint32_t attribute = m->item.has_attribute ? m->item.attribute : VALUE_ATTRIBUTE;

	if (n > NODE_MOST)
		n = 0;
	if (m->nkeep + n + 2 > OPCUA_KEPT)
		return;
	m->keep[m->nkeep++] = (uint8_t)n;
	if (n > 0)
		m->nkeep = (uint16_t)(m->nkeep + cur_copy(&node->raw, m->keep + m->nkeep, n));
	m->keep[m->nkeep++] = (uint8_t)(attribute < UINT8_MAX ? attribute : UINT8_MAX);
}

/* The object's name: the node, and which attribute unless it is the value. */
static void name_object(struct dec *d, const struct opcua_node *node, uint32_t attribute)
{
	const char *text = opcua_node_text(d, node);

	if (attribute != VALUE_ATTRIBUTE) {
		const char *name = field_value_name(&field_table[UA_ATTRIBUTE_ID], attribute);

		text = name != NULL ? dec_text(d, "%s@%s", text, name)
				    : dec_text(d, "%s@%u", text, attribute);
	}
	d->ot.has_object = true;
	d->ot.object_text = text;
}

/* Of the server's build, asked for as nodes. */
static void name_server(struct dec *d, const struct opcua *m, const struct opcua_node *node)
{
	static const struct {
		uint16_t node, field;
	} build[] = { { BUILD_PRODUCT, UA_PRODUCT_NAME },
		      { BUILD_MAKER, UA_MANUFACTURER_NAME },
		      { BUILD_VERSION, UA_SOFTWARE_VERSION } };

	if (node->ns != 0 || node->form != OPCUA_NUMBER || m->item.values == 0)
		return;
	for (unsigned i = 0; i < 3; i++) {
		if (build[i].node == node->number)
			saw_build(d, build[i].field, value_cur(&m->item.value));
	}
}

/* The next of the items that were asked for becomes the object. */
static void name_from_request(struct dec *d, struct opcua *m)
{
	struct cur node = cur_sub(&m->kept, cur_u8(&m->kept));
	uint32_t attribute = cur_u8(&m->kept);
	struct opcua_node id;

	if (!cur_ok(&m->kept) || cur_left(&node) == 0 || !opcua_node_look(&node, &id, true))
		return;
	name_object(d, &id, attribute);
	if (m->service->request == 631 && attribute == VALUE_ATTRIBUTE)
		name_server(d, m, &id);
}

enum { HANDLES = 8 }; /* whose names are in one note */

/* Remembers what the client calls a monitored item: its number, the node id's length, itself. */
static void keep_handle(struct dec *d, const struct opcua *m, const struct opcua_node *node)
{
	size_t n = cur_left(&node->raw);
	uint8_t head[3] = { (uint8_t)(m->item.handle % HANDLES), (uint8_t)m->item.attribute,
			    (uint8_t)n };
	struct note *note =
		n <= NODE_MOST ? note_open(d, opcua_key(OPCUA_HANDLES, m->item.handle / HANDLES))
			       : NULL;

	if (note == NULL)
		return;
	if (note->n > NOTE_MIDDLE / 2) { /* used again and again: begin anew */
		note_end(d, note);
		note = note_open(d, opcua_key(OPCUA_HANDLES, m->item.handle / HANDLES));
	}
	note = note != NULL ? note_add(d, note, cur_of(head, sizeof(head))) : NULL;
	if (note != NULL)
		(void)note_add(d, note, node->raw);
}

/* The newest of the names that the note has for the handle; false: none. */
static bool find_handle(struct cur all, unsigned handle, struct opcua_node *node,
			unsigned *attribute)
{
	bool found = false;

	while (cur_left(&all) > 0) {
		unsigned here = cur_u8(&all), of = cur_u8(&all);
		struct cur raw = cur_sub(&all, cur_u8(&all));

		if (here == handle && opcua_node_look(&raw, node, true)) {
			found = true;
			*attribute = of;
		}
	}
	return found;
}

static void name_from_handle(struct dec *d, const struct opcua *m)
{
	const struct note *note = note_find(d, opcua_key(OPCUA_HANDLES, m->item.handle / HANDLES));
	struct opcua_node node;
	unsigned attribute;

	if (note != NULL &&
	    find_handle(note_bytes(d, note), m->item.handle % HANDLES, &node, &attribute))
		name_object(d, &node, attribute);
}

/* ---- items ----------------------------------------------------------------------------------- */

static void status_of_item(struct dec *d, const struct opcua *m)
{
	uint32_t status = m->item.has_status ? m->item.status : 0;

	d->ot.failed = opcua_bad(status);
	d->ot.status = "ok";
	if (status == 0)
		return;
	d->ot.status = opcua_status_name(status);
	if (d->ot.status == NULL)
		d->ot.status = dec_text(d, "0x%08x", status);
}

static void value_of_item(struct dec *d, struct opcua *m)
{
	d->ot.value = (struct value){ .n = 0 };
	if (m->item.listed && m->listing->n > 1)
		ot_listing(d, m->listing);
	else if (m->item.values > 0 && m->item.value.n > 0)
		d->ot.value = m->item.value;
	d->ot.count = d->ot.value.n > 0 && value_series(&d->ot.value) ? d->ot.value.n : 1;
}

/* A node that is to be made has perhaps no id yet, but a name. */
static void name_new_node(struct dec *d, const struct opcua *m)
{
	const struct opcua_node *parent = &m->item.node[0];

	d->ot.has_object = cur_ok(&m->name);
	d->ot.object_text =
		dec_text(d, "%s/%s", opcua_node_text(d, parent), dec_string(d, m->name));
}

static void name_of_item(struct dec *d, struct opcua *m)
{
	const struct opcua_node *node = m->item.nodes > m->service->node && !m->response
						? &m->item.node[m->service->node]
						: NULL;

	d->ot.has_object = false;
	d->ot.object_text = NULL;
	if (m->response && m->item.has_handle) {
		name_from_handle(d, m);
		return;
	}
	if (m->response) {
		name_from_request(d, m);
		if (!d->ot.has_object && m->service->request == 488 && m->item.nodes > 0)
			name_object(d, &m->item.node[0], VALUE_ATTRIBUTE);
		return;
	}
	if (node != NULL && m->service->request == 488 && is_null(node)) {
		name_new_node(d, m);
		keep_item(m, NULL);
		return;
	}
	if (node != NULL)
		name_object(d, node, m->item.has_attribute ? m->item.attribute : VALUE_ATTRIBUTE);
	keep_item(m, node);
	if (node != NULL && m->item.has_handle && m->service->request == 751)
		keep_handle(d, m, node);
}

/* The item is complete, and with it an operation. */
void opcua_item_ends(struct dec *d, struct opcua *m)
{
	if (m->response)
		status_of_item(d, m);
	value_of_item(d, m);
	name_of_item(d, m);
	emit(d);
}

static void forget_item(struct opcua *m)
{
	m->item.nodes = 0;
	m->item.has_attribute = m->item.has_status = m->item.has_handle = m->item.listed = false;
	m->item.values = 0;
	m->listing->n = m->listing->len = 0;
	m->listing->full = false;
	m->name = cur_of("", 0);
}

void opcua_item_begins(struct dec *d, struct opcua *m)
{
	if (m->items++ == 0)
		dec_share(d);
	else
		opcua_item_ends(d, m);
	forget_item(m);
}
