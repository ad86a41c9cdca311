#include "pcaps/goose/publisher.h"

#include <string.h>

/* The curve of repetitions: 4, 8, 16 … ms after a change, 1 s in the end. */
static const uint64_t interval_first = 4 * MS;
static const uint64_t interval_last = 1000 * MS;

enum {
	TPID = 0x8100,
	PRIORITY = 4,
	ETHERTYPE = 0x88b8,
	HEADER = 8,
	QUALITY = 0x0a, /* ten bits of the fraction count */
};

static void length(struct bytes *to, size_t n)
{
	size_t size = n < 0x80 ? 0 : n < 0x100 ? 1 : 2;

	if (size > 0)
		bytes_be(to, 0x80 | size, 1);
	bytes_be(to, n, size == 0 ? 1 : size);
}

void go_tlv(struct bytes *to, uint8_t tag, const void *content, size_t n)
{
	bytes_be(to, tag, 1);
	length(to, n);
	bytes_put(to, content, n);
}

void go_bool(struct bytes *to, bool value)
{
	uint8_t byte = value ? 0xff : 0;

	go_tlv(to, 0x83, &byte, 1);
}

void go_bits(struct bytes *to, uint8_t tag, uint64_t bits, unsigned n)
{
	struct bytes c = { 0 };
	unsigned padding = (8 - n % 8) % 8;

	bytes_be(&c, padding, 1);
	bytes_be(&c, bits << padding, (n + padding) / 8);
	go_tlv(to, tag, c.b, c.n);
}

/* In two's complement of so many bytes. */
static bool fits(int64_t value, size_t n)
{
	int64_t most = INT64_C(1) << (8 * n - 1);

	return value >= -most && value < most;
}

void go_int(struct bytes *to, uint8_t tag, int64_t value)
{
	struct bytes c = { 0 };
	size_t n = 1;

	while (n < 8 && !fits(value, n))
		n++;
	bytes_be(&c, (uint64_t)value, n);
	go_tlv(to, tag, c.b, c.n);
}

void go_unsigned(struct bytes *to, uint8_t tag, uint64_t value)
{
	struct bytes c = { 0 };
	size_t n = 1;

	while (n < 8 && value >> (8 * n) != 0)
		n++;
	if (value >> (8 * n - 1) != 0)
		bytes_be(&c, 0, 1);
	bytes_be(&c, value, n);
	go_tlv(to, tag, c.b, c.n);
}

void go_float(struct bytes *to, float value)
{
	struct bytes c = { 0 };
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bytes_be(&c, 8, 1);
	bytes_be(&c, bits, 4);
	go_tlv(to, 0x87, c.b, c.n);
}

void go_double(struct bytes *to, double value)
{
	struct bytes c = { 0 };
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bytes_be(&c, 11, 1);
	bytes_be(&c, bits, 8);
	go_tlv(to, 0x87, c.b, c.n);
}

void go_time(struct bytes *to, uint8_t tag, uint64_t at, uint8_t quality)
{
	struct bytes c = { 0 };
	uint64_t ns = STORY_BEGIN + at;

	bytes_be(&c, ns / SECOND, 4);
	bytes_be(&c, ((ns % SECOND) << 24) / SECOND, 3);
	bytes_be(&c, quality, 1);
	go_tlv(to, tag, c.b, c.n);
}

void go_text(struct bytes *to, uint8_t tag, const char *text)
{
	go_tlv(to, tag, text, strlen(text));
}

static void flag(struct bytes *to, uint8_t tag, bool value)
{
	uint8_t byte = value;

	go_tlv(to, tag, &byte, 1);
}

static void element(struct bytes *to, const struct publisher *p, unsigned e)
{
	uint8_t tag = (uint8_t)(0x80 | e);

	switch (e) {
	case GO_GOCBREF:
		go_text(to, tag, p->gocbref);
		break;
	case GO_TTL:
		go_unsigned(to, tag, p->ttl);
		break;
	case GO_DATSET:
		go_text(to, tag, p->datset);
		break;
	case GO_GOID:
		go_text(to, tag, p->goid);
		break;
	case GO_T:
		go_time(to, tag, p->changed, QUALITY);
		break;
	case GO_STNUM:
		go_unsigned(to, tag, p->stnum);
		break;
	case GO_SQNUM:
		go_unsigned(to, tag, p->sqnum);
		break;
	case GO_SIMULATION:
		flag(to, tag, p->simulation);
		break;
	case GO_CONFREV:
		go_unsigned(to, tag, p->confrev);
		break;
	case GO_NDSCOM:
		flag(to, tag, p->ndscom);
		break;
	case GO_ENTRIES:
		go_unsigned(to, tag, p->entries + (unsigned)p->more_entries);
		break;
	default:
		go_tlv(to, 0xa0 | GO_ALLDATA, p->data.b, p->data.n);
		break;
	}
}

struct bytes publisher_frame(const struct publisher *p)
{
	struct bytes pdu = { 0 };
	struct bytes apdu = { 0 };
	struct bytes f = { 0 };

	for (unsigned e = GO_GOCBREF; e <= GO_ALLDATA; e++) {
		if ((p->omit >> e & 1) == 0)
			element(&pdu, p, e);
	}
	go_tlv(&apdu, 0x61, pdu.b, pdu.n);
	bytes_be(&f, 0x010ccd010000 | p->group, MAC_LEN);
	bytes_put(&f, p->mac, MAC_LEN);
	if (p->vlan != 0) {
		bytes_be(&f, TPID, 2);
		bytes_be(&f, (uint64_t)PRIORITY << 13 | p->vlan, 2);
	}
	bytes_be(&f, ETHERTYPE, 2);
	bytes_be(&f, p->appid, 2);
	bytes_be(&f, apdu.n + HEADER + (size_t)p->more_length, 2);
	bytes_be(&f, p->s_bit ? 0x8000 : 0, 2);
	bytes_be(&f, 0, 2);
	bytes_put(&f, apdu.b, apdu.n);
	return f;
}

void publisher_change(struct publisher *p, uint64_t at, const struct bytes *data, unsigned entries)
{
	p->data = *data;
	p->entries = entries;
	p->changed = at;
	p->stnum++;
	p->sqnum = 0;
	p->next = at;
	p->interval = interval_first;
}

void publisher_run(struct tape *t, struct publisher *p, uint64_t until)
{
	while (p->next < until) {
		struct bytes f = publisher_frame(p);

		tape_add(t, p->next + tape_dice(t, 150000), &f);
		p->sqnum++;
		p->next += p->interval;
		p->interval = 2 * p->interval < interval_last ? 2 * p->interval : interval_last;
	}
}
