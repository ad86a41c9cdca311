#include "collector/evidence.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- the file ------------------------------------------------------------------------------ */

/* draft-ietf-opsawg-pcap, with nanoseconds. */
#define PCAP_MAGIC UINT32_C(0xa1b23c4d)
enum { PCAP_MAJOR = 2, PCAP_MINOR = 4, PCAP_SNAPLEN = 262144 };
enum { PCAP_HEAD = 24, PCAP_PACKET = 16 };
static_assert(EVIDENCE_MAX >= PCAP_HEAD + PCAP_PACKET * WIRE_PACKETS + WIRE_EVENT_MAX, "room");

static uint8_t *put_u32(uint8_t *out, uint64_t u)
{
	for (unsigned i = 0; i < 4; i++)
		*out++ = (uint8_t)(u >> 8 * i);
	return out;
}

static uint8_t *put_packet(uint8_t *out, const Kagami__Packet *p)
{
	uint64_t seconds = p->time / 1000000000;
	size_t n = p->bytes.len;

	/* The format ends in 2106. */
	out = put_u32(out, seconds < UINT32_MAX ? seconds : UINT32_MAX);
	out = put_u32(out, p->time % 1000000000);
	out = put_u32(out, n);
	out = put_u32(out, p->length > n ? p->length : n);
	if (n > 0)
		memcpy(out, p->bytes.data, n);
	return out + n;
}

size_t evidence_pcap(const Kagami__Packets *p, uint8_t *out, size_t room)
{
	size_t n = PCAP_HEAD;

	for (size_t i = 0; i < p->n_packets; i++)
		n += PCAP_PACKET + p->packets[i]->bytes.len;
	if (n > room)
		return 0;
	out = put_u32(out, PCAP_MAGIC);
	out = put_u32(out, PCAP_MAJOR | PCAP_MINOR << 16);
	out = put_u32(out, 0); /* times are UTC */
	out = put_u32(out, 0);
	out = put_u32(out, PCAP_SNAPLEN);
	out = put_u32(out, p->link_type & 0xffff); /* above are flags of a frame check sequence */
	for (size_t i = 0; i < p->n_packets; i++)
		out = put_packet(out, p->packets[i]);
	return n;
}

/* ---- in incidents -------------------------------------------------------------------------- */

static void name_file(struct incident_evidence *e)
{
	time_t s = (time_t)(e->time / 1000000000);
	char hash[17];
	struct tm tm;

	(void)gmtime_r(&s, &tm);
	(void)sodium_bin2hex(hash, sizeof(hash), e->sha256, 8);
	(void)snprintf(e->file, sizeof(e->file), "%04u%02u%02uT%02u%02u%02uZ-%s.pcap",
		       ((unsigned)tm.tm_year + 1900) % 10000, (unsigned)tm.tm_mon + 1,
		       (unsigned)tm.tm_mday, (unsigned)tm.tm_hour, (unsigned)tm.tm_min,
		       (unsigned)tm.tm_sec, hash);
}

bool evidence_fill(struct incident_evidence *e, uint64_t seq, const Kagami__Packets *p)
{
	uint8_t *file = p->n_packets > 0 ? malloc(EVIDENCE_MAX) : NULL;
	size_t n = file != NULL ? evidence_pcap(p, file, EVIDENCE_MAX) : 0;

	if (n > 0) {
		(void)crypto_hash_sha256(e->sha256, file, n);
		e->file_size = n;
		e->packets = seq;
		name_file(e);
	}
	free(file);
	return n > 0;
}

bool evidence_join(struct incident *i, const char *sensor, uint64_t epoch, uint64_t seq,
		   const Kagami__Packets *p)
{
	for (uint32_t k = 0; k < i->nevidence; k++) {
		struct incident_evidence *e = &i->evidence[k];

		if (p->alert != 0 && e->alert == p->alert && e->epoch == epoch && e->packets == 0 &&
		    strcmp(e->sensor, sensor) == 0)
			return evidence_fill(e, seq, p);
	}
	return false;
}

bool evidence_path(const struct incident_evidence *e, char *out, size_t size)
{
	/* The name begins with year and month; what has another form is not ours. */
	if (strlen(e->file) < 6 || strspn(e->file, "0123456789") < 6 ||
	    strchr(e->file, '/') != NULL)
		return false;
	int n = snprintf(out, size, "evidence/%.4s/%.2s/%s", e->file, e->file + 4, e->file);

	return n > 0 && (size_t)n < size;
}

/* ---- in the store -------------------------------------------------------------------------- */

/* What is looked for, and what was found. */
struct finding {
	uint64_t epoch;
	uint64_t alert, time; /* of the alert; 0: none was found */
	bool found, memory;
	void (*tell)(void *ctx, uint64_t seq, const Kagami__Packets *p);
	void *ctx;
};

/* The packets of an alert come within a second of capture time, or when the capture goes on. */
#define SEARCHED_NS (3600 * UINT64_C(1000000000))

static void look(struct finding *f, const struct store_event *x)
{
	struct wire_arena arena;
	const char *why;

	if (!wire_arena_init(&arena, WIRE_ARENA_EVENT)) {
		f->memory = false;
		return;
	}
	const Kagami__Event *e = wire_unpack_event(&arena, x->p, x->n, &why);

	if (e != NULL && e->body_case == KAGAMI__EVENT__BODY_ALERT) {
		f->alert = e->alert->id;
		f->time = e->time;
	} else if (e != NULL && e->body_case == KAGAMI__EVENT__BODY_PACKETS &&
		   (f->alert == 0 || e->packets->alert == f->alert)) {
		f->found = true;
		f->tell(f->ctx, x->origin.seq, e->packets);
	}
	wire_arena_free(&arena);
}

static void look_at_it(void *ctx, const struct store_event *x)
{
	look(ctx, x);
}

static bool look_behind(void *ctx, const struct store_event *x)
{
	struct finding *f = ctx;

	if (x->origin.epoch == f->epoch)
		look(f, x);
	return !f->found && f->memory;
}

bool evidence_find(struct store *s, const char *sensor, uint64_t epoch, uint64_t seq, bool *found,
		   void (*tell)(void *ctx, uint64_t seq, const Kagami__Packets *p), void *ctx)
{
	struct finding f = { .epoch = epoch, .memory = true, .tell = tell, .ctx = ctx };
	bool there, good = store_get_event(s, sensor, epoch, seq, &there, look_at_it, &f);

	if (good && !f.found && f.alert != 0) {
		const struct store_filter filter = { .sensor = sensor,
						     .kinds = 1U << EVENT_PACKETS,
						     .since = f.time,
						     .until = f.time + SEARCHED_NS };

		good = store_each_event(s, &filter, look_behind, &f);
	}
	*found = f.found;
	return good && f.memory;
}
