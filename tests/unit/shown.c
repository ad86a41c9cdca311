#include "tests/unit/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#define NOW 1714564800000000000U

static size_t show_value(const struct value *v, uint32_t i, char *out, size_t room)
{
	enum field_type type = v->field->type;
	size_t n = 0;

	if (value_element_kind(v) == VALUE_FLOAT)
		return (size_t)snprintf(out, room, "%g", value_float(v, i));
	if (v->kind != VALUE_BYTES)
		return (size_t)snprintf(out, room, "%llu", (unsigned long long)value_uint(v, i));
	if (type == FIELD_TEXT)
		return (size_t)snprintf(out, room, "%.*s", (int)v->n, (const char *)v->p);
	for (uint32_t k = 0; k < v->n; k++)
		n += (size_t)snprintf(out + n, room - n, "%02x", v->p[k]);
	return n;
}

const char *shown(struct subject *s, const char *name)
{
	static char out[1024];
	const struct rule_field *f = universe_find(name, strlen(name));
	struct walk w;
	size_t n = 0;

	assert_non_null(f);
	out[0] = '\0';
	for (const struct value *v = subject_first(s, f, &w); v != NULL; v = subject_next(s, &w)) {
		assert_non_null(v->field);
		for (uint32_t i = 0; i < value_count(v); i++) {
			n += (size_t)snprintf(out + n, sizeof(out) - n, n > 0 ? " " : "");
			n += show_value(v, i, out + n, sizeof(out) - n);
		}
	}
	return n > 0 ? out : "-";
}

void shown_parse_cut(struct subject *s, const char *hex, uint32_t wire)
{
	static struct packet pkt;
	static uint8_t bytes[256];
	size_t n = 0;

	for (; *hex != '\0'; hex += *hex == ' ' ? 1 : 2) {
		if (*hex == ' ')
			continue;
		const char digits[3] = { hex[0], hex[1], '\0' };

		bytes[n++] = (uint8_t)strtoul(digits, NULL, 16);
	}
	pkt = (struct packet){ .frame = 7,
			       .at = NOW,
			       .wire_len = wire != 0 ? wire : (uint32_t)n + 4,
			       .cap_len = (uint32_t)n };
	assert_int_equal(packet_parse(&pkt, LINK_ETHERNET, cur_of(bytes, n)),
			 wire == 0 ? PACKET_OK : PACKET_SHORT);
	s->kind = SUBJECT_PACKET;
	s->pkt = &pkt;
	s->frame = 7;
	s->at = NOW;
}

void shown_parse(struct subject *s, const char *hex)
{
	shown_parse_cut(s, hex, 0);
}
