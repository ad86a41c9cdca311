#ifndef SENSOR_RULE_FACTS_H
#define SENSOR_RULE_FACTS_H
/*
 * What is known of packets, flows, the two ends, assets, tags and the capture itself, beside what
 * decoders read: one row a fact, with the function that finds its values in a subject. Names are
 * Wireshark's where it has the field.
 */
#include <string.h>

#include "sensor/context.h"
#include "sensor/rule/subject.h"

/* Of a fact about the two ends: which one. */
enum fact_end { FACT_SRC, FACT_DST, FACT_BOTH };

struct fact {
	struct field row;
	uint8_t home;	/* enum field_home */
	bool wireshark; /* see struct rule_field */
	bool only_true; /* likewise */
	uint8_t arg;	/* what the function needs to know: an end, a bit, an offset */
	/*
	 * Value i of the fact in the subject, from 0; false: there are no more. Fills v, whose
	 * field is set already. Borrows from the subject, or makes a text in s->text.
	 */
	bool (*get)(struct subject *s, const struct fact *fact, unsigned i, struct value *v);
};

/* A group of facts, as the reference of fields lists it. */
struct fact_table {
	const char *name, *title;
	const struct fact *facts;
	unsigned n;
};

enum fact_group {
	FACT_PACKET,
	FACT_TRANSPORT,
	FACT_FLOW,
	FACT_ENDS,
	FACT_GOOSE,
	FACT_ASSET,
	FACT_TAG,
	FACT_CAPTURE,
	FACT_GROUPS
};

extern const struct fact_table *const fact_tables[FACT_GROUPS];
/* The same, each in a file of its own; use fact_tables. */
extern const struct fact_table facts_packet, facts_transport, facts_flow, facts_ends, facts_goose,
	facts_asset, facts_tag, facts_capture;

/* ot.* of an operation, or of a request without an answer, by enum context_field: only `get`, which
 * is NULL where the field is not theirs, and only_true. */
extern const struct fact facts_operation[CONTEXT_FIELD_COUNT];

/* The only value is this number. */
static inline bool fact_uint(struct value *v, unsigned i, uint64_t u)
{
	v->kind = VALUE_UINT;
	v->n = 1;
	v->u = u;
	return i == 0;
}

static inline bool fact_float(struct value *v, unsigned i, double f)
{
	v->kind = VALUE_FLOAT;
	v->n = 1;
	v->f = f;
	return i == 0;
}

static inline bool fact_bytes(struct value *v, unsigned i, const void *p, size_t n)
{
	v->kind = VALUE_BYTES;
	v->n = (uint32_t)n;
	v->p = p;
	return i == 0;
}

/* A text; none if it is NULL or empty. */
static inline bool fact_text(struct value *v, unsigned i, const char *text)
{
	return text != NULL && text[0] != '\0' && fact_bytes(v, i, text, strlen(text));
}

/* There when it is true. */
static inline bool fact_true(struct value *v, unsigned i, bool yes)
{
	return yes && fact_uint(v, i, 1);
}

/* n bytes of s->text; NULL: it is full. */
static inline char *fact_room(struct subject *s, size_t n)
{
	if (n > SUBJECT_TEXT - s->ntext)
		return NULL;
	s->ntext += (uint32_t)n;
	return s->text + s->ntext - n;
}

/* ---- the two ends (facts_packet.c) -------------------------------------------------------- */

/* Is the subject a frame, and not what a flow, an asset or an operation did? */
static inline bool fact_of_frame(const struct subject *s)
{
	return s->kind == SUBJECT_PACKET || s->kind == SUBJECT_FRAME;
}

/* The packet of the subject's frame; NULL: it is not at hand. */
static inline const struct packet *fact_packet(const struct subject *s)
{
	return s->pkt != NULL && s->pkt->frame == s->frame ? s->pkt : NULL;
}

/* Which end of its flow is the source (0) or the destination (1). */
static inline unsigned fact_flow_end(const struct subject *s, unsigned end)
{
	return (s->kind == SUBJECT_FLOW ? s->flow->client : s->end) ^ end;
}

/* The end that value i of a fact about ends is of; 2: there are no more. */
static inline unsigned fact_end_of(const struct fact *fact, unsigned i)
{
	if (fact->arg == FACT_BOTH)
		return i < 2 ? i : 2;
	return i == 0 ? fact->arg : 2;
}

/* IP version between the ends; 0: none. */
uint8_t fact_ip_version(const struct subject *s);
/* Address of the source (0) or destination (1), when fact_ip_version() is not 0. */
const struct addr *fact_addr(const struct subject *s, unsigned end);
/* Its MAC address, six bytes; NULL: unknown. */
const uint8_t *fact_mac(const struct subject *s, unsigned end);
/* The outermost VLAN; 0: untagged. */
uint16_t fact_vlan(const struct subject *s);

#endif
