/* GOOSE frames: read by a subscriber, filled for a publisher. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/answer.h"
#include "pcaps/plant/goose.h"

enum {
	ETHER = 14,
	VLAN_TAG = 0x8100,
	GOOSE_TYPE = 0x88b8,
	GOOSE_HEADER = 8, /* APPID, length, two reserved words */
	PDU = 0x61,
	OPEN = 1, /* of a position, in two bits */
	CLOSED = 2,
};

struct tlv {
	uint8_t tag;
	size_t at, len; /* of the content */
};

/* The element at *at, which moves behind it; false: it does not end before `end`. */
static bool next_tlv(const uint8_t *f, size_t *at, size_t end, struct tlv *t)
{
	size_t size, len;

	if (*at + 2 > end)
		return false;
	t->tag = f[(*at)++];
	len = f[(*at)++];
	if (len >= 0x80) {
		size = len & 0x7f;
		if (size < 1 || size > 2 || *at + size > end)
			return false;
		for (len = 0; size > 0; size--)
			len = len << 8 | f[(*at)++];
	}
	t->at = *at;
	t->len = len;
	*at += len;
	return *at <= end;
}

static uint64_t number(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static void take(struct goose_seen *s, const uint8_t *f, const struct tlv *t)
{
	uint64_t *const numbers[] = {
		[GO_TTL] = &s->lives_ms,    [GO_STNUM] = &s->stnum,	[GO_SQNUM] = &s->sqnum,
		[GO_CONFREV] = &s->confrev, [GO_ENTRIES] = &s->entries, [GO_ALLDATA] = NULL
	};
	unsigned element = t->tag & 0x1fU;

	if (t->tag == (0xa0 | GO_ALLDATA)) {
		s->data = t->at;
		s->data_len = t->len;
	} else if (element == GO_GOCBREF) {
		snprintf(s->reference, sizeof(s->reference), "%.*s",
			 (int)(t->len < GOOSE_REFERENCE ? t->len : GOOSE_REFERENCE - 1),
			 (const char *)f + t->at);
	} else if (element == GO_SIMULATION) {
		s->simulation = t->len > 0 && f[t->at] != 0;
	} else if (element <= GO_ENTRIES && numbers[element]) {
		*numbers[element] = number(f + t->at, t->len);
	}
}

bool goose_read(const uint8_t *f, size_t n, struct goose_seen *s)
{
	size_t at = ETHER, end;
	struct tlv t;

	*s = (struct goose_seen){ .data = 0 };
	if (n < ETHER + 4 + GOOSE_HEADER)
		return false;
	memcpy(s->source, f + 6, sizeof(s->source));
	if (get16(f + 12) == VLAN_TAG)
		at += 4;
	if (get16(f + at - 2) != GOOSE_TYPE)
		return false;
	end = at + get16(f + at + 2);
	at += GOOSE_HEADER;
	if (end > n || !next_tlv(f, &at, end, &t) || t.tag != PDU)
		return false;
	for (at = t.at, end = t.at + t.len; at < end;) {
		if (!next_tlv(f, &at, end, &t))
			return false;
		take(s, f, &t);
	}
	return s->reference[0] && s->data;
}

bool goose_content(const uint8_t *frame, const struct goose_seen *s, unsigned entry, size_t *at,
		   size_t *len)
{
	size_t from = s->data;
	struct tlv t = { 0 };

	for (unsigned i = 0; i < entry; i++)
		if (!next_tlv(frame, &from, s->data + s->data_len, &t))
			return false;
	*at = t.at;
	*len = t.len;
	return entry > 0;
}

double goose_value(enum goose_form form, const uint8_t *content, size_t len)
{
	switch (form) {
	case GOOSE_BOOLEAN:
		return len == 1 && content[0] != 0;
	case GOOSE_POSITION:
		return len == 2 && content[1] >> 6 == CLOSED;
	case GOOSE_FLOAT: {
		uint32_t bits = len == 5 ? (uint32_t)number(content + 1, 4) : 0;
		float value;

		memcpy(&value, &bits, sizeof(value));
		return (double)value;
	}
	default: {
		uint64_t bits = len > 0 && content[0] & 0x80 ? UINT64_MAX : 0;

		for (size_t i = 0; i < len && i < sizeof(bits); i++)
			bits = bits << 8 | content[i];
		return (double)(int64_t)bits;
	}
	}
}

static void mac_of(const char *text, uint8_t mac[MAC_LEN])
{
	/* model_mac() has seen that these are pairs of digits with colons between */
	for (size_t i = 0; i < MAC_LEN; i++)
		mac[i] = (uint8_t)strtoul(text + 3 * i, NULL, 16);
}

void goose_publisher(struct publisher *p, const struct goose_block *b)
{
	uint8_t address[MAC_LEN];

	mac_of(b->address, address);
	*p = (struct publisher){ .group = (uint16_t)get16(address + 4),
				 .vlan = b->vlan,
				 .appid = b->appid,
				 .gocbref = b->reference,
				 .datset = b->data_set,
				 .goid = b->id,
				 .confrev = b->revision,
				 .ttl = b->lives_ms,
				 .entries = b->nentries };
	mac_of(hosts[b->host].mac, p->mac);
}

void goose_data(struct bytes *to, const struct goose_block *b, const double *values)
{
	to->n = 0;
	for (unsigned i = 0; i < b->nentries; i++) {
		double value = values[b->entries[i].variable];

		switch (b->entries[i].form) {
		case GOOSE_BOOLEAN:
			go_bool(to, value >= 0.5);
			break;
		case GOOSE_POSITION:
			go_bits(to, 0x84, value >= 0.5 ? CLOSED : OPEN, 2);
			break;
		case GOOSE_FLOAT:
			go_float(to, (float)value);
			break;
		default:
			go_int(to, 0x85, (int64_t)value);
			break;
		}
	}
}

bool goose_accept(struct goose_heard *h, const struct goose_block *b, const struct goose_seen *s,
		  uint64_t now)
{
	bool newer = s->stnum > h->stnum || (s->stnum == h->stnum && s->sqnum > h->sqnum);

	if (strcmp(s->reference, b->reference) != 0 || s->simulation || s->confrev != b->revision ||
	    s->entries != b->nentries)
		return false;
	if (h->any && now < h->until && !newer)
		return false;
	*h = (struct goose_heard){ true, s->stnum, s->sqnum, now + s->lives_ms * MS };
	return true;
}
