#include "tests/unit/opcua_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/hex.h"
#include "tests/unit/test.h"

enum { TEXT = 40000 };

void opcua_begin(struct opcua_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->at = 1000000000;
}

void opcua_end(struct opcua_talk *t)
{
	notes_free(&t->notes);
	free(t->bytes);
	t->bytes = NULL;
}

void opcua_say(struct opcua_talk *t, enum dir dir, const char *head, const char *hex)
{
	size_t n;

	free(t->bytes);
	t->bytes = calloc(1, 8 + strlen(hex) + 1);
	assert_non_null(t->bytes);
	n = 8 + hex_bytes(hex, t->bytes + 8);
	memcpy(t->bytes, head, 4);
	for (unsigned i = 0; i < 4; i++)
		t->bytes[4 + i] = (uint8_t)(n >> 8 * i);
	t->bytes = realloc(t->bytes, n);
	assert_non_null(t->bytes);
	t->at += 1000000;
	t->m.d.c = cur_of(t->bytes, n);
	t->m.d.dir = dir;
	t->m.d.frame = t->m.d.message = ++t->frames;
	t->m.d.at = t->at;
	t->m.d.pairs = &t->pairs;
	t->m.d.notes = &t->notes;
	t->m.d.flow = 1;
	t->m.d.state = t->state;
	decode(&t->m.d, &protocol_opcua);
}

static const char *hex_of(uint64_t u, unsigned width, char *to)
{
	for (unsigned i = 0; i < width; i++)
		(void)snprintf(to + 2 * i, 3, "%02x", (unsigned)(u >> 8 * i & 0xff));
	return to;
}

void opcua_piece(struct opcua_talk *t, enum dir dir, char piece, unsigned request, const char *hex)
{
	static char text[TEXT];
	char head[] = "MSGF", sequence[9], number[9];

	head[3] = piece;
	(void)snprintf(text, sizeof(text), "01000000 01000000 %s %s %s",
		       hex_of(++t->sequence[dir], 4, sequence), hex_of(request, 4, number), hex);
	opcua_say(t, dir, head, text);
}

void opcua_ask(struct opcua_talk *t, unsigned service, const char *hex)
{
	static char text[TEXT];
	char number[9];

	(void)snprintf(text, sizeof(text),
		       "0100%s 020000e9030000 0000000000000000 01000000 00000000 ffffffff 10270000 "
		       "000000 %s",
		       hex_of(service, 2, number), hex);
	opcua_piece(t, DIR_REQUEST, 'F', ++t->request, text);
}

void opcua_answer(struct opcua_talk *t, unsigned service, uint32_t result, const char *hex)
{
	static char text[TEXT];
	char number[9], status[9];

	(void)snprintf(text, sizeof(text),
		       "0100%s 0000000000000000 01000000 %s 00 ffffffff 000000 %s",
		       hex_of(service, 2, number), hex_of(result, 4, status), hex);
	opcua_piece(t, DIR_RESPONSE, 'F', t->request, text);
}

void opcua_open(struct opcua_talk *t, const char *policy)
{
	char uri[128], text[1024];
	size_t n = 0;

	(void)snprintf(uri, sizeof(uri), "http://opcfoundation.org/UA/SecurityPolicy#%s", policy);
	n = strlen(uri);
	char size[9], hex[300] = "";

	for (size_t i = 0; i < n; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", (unsigned)uri[i]);
	(void)snprintf(
		text, sizeof(text), "00000000 %s %s ffffffff ffffffff %s", hex_of(n, 4, size), hex,
		strcmp(policy, "None") != 0 ? "aabbccdd"
					    : "01000000 01000000 0100be01 0000 0000000000000000 "
					      "01000000 00000000 ffffffff 10270000 000000 "
					      "00000000 00000000 01000000 ffffffff 80ee3600");
	opcua_say(t, DIR_REQUEST, "OPNF", text);
	t->sequence[DIR_REQUEST] = t->request = 1;
}

void opcua_number(struct opcua_bytes *b, uint64_t u, unsigned width)
{
	assert_true(b->n + width <= sizeof(b->at));
	for (unsigned i = 0; i < width; i++)
		b->at[b->n++] = (uint8_t)(u >> 8 * i);
}

static void add_text(struct opcua_bytes *b, const char *text)
{
	opcua_number(b, strlen(text), 4);
	for (; *text != '\0'; text++)
		opcua_number(b, (uint8_t)*text, 1);
}

static void add_value(struct opcua_bytes *b, uint64_t time)
{
	opcua_number(b, 0x063f, 2); /* everything, a signed number */
	opcua_number(b, 42, 4);
	opcua_number(b, 0x40920000, 4);
	opcua_number(b, time, 8);
	opcua_number(b, 7, 2);
	opcua_number(b, time, 8);
	opcua_number(b, 9, 2);
}

static void add_diagnostics(struct opcua_bytes *b)
{
	opcua_number(b, 0x7f, 1);
	for (unsigned i = 1; i <= 4; i++)
		opcua_number(b, i, 4);
	add_text(b, "more");
	opcua_number(b, 0x80010000, 4);
	opcua_number(b, 0, 1);
}

static void put_member(struct opcua_bytes *b, const struct opcua_member *member)
{
	static const uint8_t widths[OPCUA_KINDS] = {
		[OPCUA_BOOL] = 1, [OPCUA_I8] = 1,    [OPCUA_U8] = 1,	 [OPCUA_I16] = 2,
		[OPCUA_U16] = 2,  [OPCUA_I32] = 4,   [OPCUA_U32] = 4,	 [OPCUA_I64] = 8,
		[OPCUA_U64] = 8,  [OPCUA_FLOAT] = 4, [OPCUA_DOUBLE] = 8, [OPCUA_STATUS] = 4,
		[OPCUA_I64F] = 8,
	};
	const uint64_t time = 0x01dc5b8000000000;

	switch ((enum opcua_kind)member->kind) {
	case OPCUA_TIME:
		opcua_number(b, time, 8);
		break;
	case OPCUA_STRING:
	case OPCUA_BYTES:
	case OPCUA_SECRET:
		add_text(b, "pump");
		break;
	case OPCUA_NODE:
		opcua_number(b, 0x07d20201, 4); /* ns=2;i=2002 */
		break;
	case OPCUA_EXPANDED:
		opcua_number(b, 0x55c0, 2); /* i=85, with a URI and a server */
		add_text(b, "urn:u");
		opcua_number(b, 3, 4);
		break;
	case OPCUA_QNAME:
		opcua_number(b, 2, 2);
		add_text(b, "Tag");
		break;
	case OPCUA_LTEXT:
		opcua_number(b, 3, 1);
		add_text(b, "en");
		add_text(b, "Pump");
		break;
	case OPCUA_VARIANT:
		opcua_number(b, 0x06, 1);
		opcua_number(b, 42, 4);
		break;
	case OPCUA_DATAVALUE:
		add_value(b, time);
		break;
	case OPCUA_DIAG:
		add_diagnostics(b);
		break;
	case OPCUA_EXTOBJ:
		opcua_number(b, 0, 3);
		break;
	case OPCUA_STRUCT:
		opcua_structure(b, (enum opcua_type)member->what);
		break;
	default:
		opcua_number(b, 1, widths[member->kind]);
		break;
	}
}

void opcua_structure(struct opcua_bytes *b, enum opcua_type type)
{
	for (const struct opcua_member *member = opcua_types[type]; member->kind != OPCUA_END;
	     member++) {
		if (member->list)
			opcua_number(b, 1, 4);
		put_member(b, member);
	}
}

const char *opcua_hex(const struct opcua_bytes *b)
{
	static char text[2 * sizeof(b->at) + 1];

	text[0] = '\0';
	for (size_t i = 0; i < b->n; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", b->at[i]);
	return text;
}
