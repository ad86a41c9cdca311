/*
 * The whole pipeline with small limits. The first byte says what is reported and what the rest is:
 * raw frames (link type, then length, time and bytes of each), or a script: records of eight bytes
 * and a payload that become TCP segments and UDP datagrams of a few conversations, in order or
 * not. At the end nothing may be left behind, and the counters must agree with each other. Rules of
 * every kind may look on, be replaced under way, or learn.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/detect/alert_print.h"
#include "sensor/detect/detect.h"
#include "sensor/pipeline.h"
#include "sensor/report.h"
#include "tests/fuzz/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	MS = 1000000,
	HEADERS = 14 + 4 + 20 + 20, /* Ethernet, VLAN, IPv4, TCP */
	ENDS = 8,		    /* conversations of a script */
	FRAMES = 2000,
	START = 1000,  /* seconds since 1970 */
	STATES = 64,   /* of rules */
	RELOAD_AT = 7, /* frame before which rules are replaced */
};

/* The first byte. */
enum { RAW = 1, REPORT = 2, JSON = 4, WAIT = 8, DETECT = 16, RELOAD = 32, LEARN = 64 };

/* The first byte of a record. */
enum {
	FROM_SERVER = 1,
	UDP = 2,
	TAGGED = 4,
	AGAIN = 8,   /* the frame is seen twice */
	JUMP = 16,   /* the sequence number goes on from here */
	CUT = 32,    /* the snaplen cut half of the payload */
	MODBUS = 64, /* the payload is a request or response */
	IN_ORDER = 128,
};

/* Rules that look on. */
struct watch {
	struct detect *detect; /* NULL: nobody does */
	struct baseline *baseline;
	struct alert_printer *printer;
	bool reload;
};

static struct watch watch;

struct script {
	struct pipeline *pl;
	struct frame frame;
	uint32_t seq[ENDS][2];
};

static void be16(uint8_t *at, unsigned v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

static void be32(uint8_t *at, uint32_t v)
{
	be16(at, v >> 16);
	be16(at + 2, v & 0xffff);
}

/* ---- rules --------------------------------------------------------------------------------- */

static struct source_text source(const char *name, const char *text)
{
	return (struct source_text){ .name = name, .s = text, .len = strlen(text) };
}

static struct ruleset *load_rules(void)
{
	const struct source_text rules[] = { source("rules", fuzz_rules),
					     source("states", fuzz_states) };
	const struct source_text site = source("site", fuzz_site), tags = source("tags", fuzz_tags);
	const struct ruleset_texts texts = {
		.rules = rules, .nrules = 2, .site = &site, .tags = &tags
	};
	struct rule_errors errors = { NULL };
	struct arena failed = { NULL, 0 };
	struct ruleset *set = ruleset_load_texts(&texts, &errors, &failed);

	if (set == NULL)
		rule_errors_print(&errors, stderr);
	assert(set != NULL);
	rule_errors_free(&errors);
	arena_free(&failed);
	return set;
}

static void watch_begin(unsigned how, FILE *out)
{
	struct ruleset *set = load_rules();
	struct rule_errors errors = { NULL };
	struct alert_sink sink = { NULL, alert_print };

	watch = (struct watch){ .baseline = baseline_new(),
				.printer = calloc(1, sizeof(*watch.printer)),
				.reload = (how & RELOAD) != 0 };
	assert(watch.baseline != NULL && watch.printer != NULL);
	if (!baseline_read_text(watch.baseline, "baseline", fuzz_baseline, strlen(fuzz_baseline),
				set, &errors)) {
		rule_errors_print(&errors, stderr);
		assert(false);
	}
	rule_errors_free(&errors);
	watch.printer->out = out;
	watch.printer->json = (how & JSON) != 0;
	watch.printer->day = UINT64_MAX;
	sink.ctx = watch.printer;
	watch.detect = detect_new(&(struct detect_options){ .set = set,
							    .baseline = watch.baseline,
							    .learning = (how & LEARN) != 0,
							    .states = STATES,
							    .sink = sink });
	assert(watch.detect != NULL);
}

static void watch_renew(const struct frame *f)
{
	if (watch.detect != NULL && watch.reload && f->number == RELOAD_AT) {
		bool used = detect_use(watch.detect, load_rules());

		assert(used);
	}
}

/* What was learned can be read again. */
static void watch_end(bool learned)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = learned ? open_memstream(&text, &n) : NULL;
	struct rule_errors errors = { NULL };

	if (out != NULL) {
		struct baseline *again = baseline_new();
		const struct ruleset *set = detect_set(watch.detect);

		assert(again != NULL && baseline_write(watch.baseline, set, out));
		assert(fclose(out) == 0);
		if (!baseline_read_text(again, "again", text, n, set, &errors)) {
			rule_errors_print(&errors, stderr);
			assert(false);
		}
		rule_errors_free(&errors);
		baseline_free(again);
	}
	free(text);
	detect_free(watch.detect);
	baseline_free(watch.baseline);
	alert_printer_fini(watch.printer);
	free(watch.printer);
	watch = (struct watch){ NULL };
}

/* ---- frames -------------------------------------------------------------------------------- */

/* The frame in a block of exactly its size. */
static void give(struct pipeline *pl, struct frame *f, const uint8_t *bytes, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);

	assert(copy != NULL);
	if (n > 0)
		memcpy(copy, bytes, n);
	f->number++;
	watch_renew(f);
	f->bytes = cur_of(copy, n);
	pipeline_frame(pl, f);
	free(copy);
}

/* Ethernet and IPv4 before a transport header and payload of n bytes; returns their length. */
static size_t write_headers(uint8_t *b, const uint8_t *record, unsigned which, size_t n)
{
	bool server = (record[0] & FROM_SERVER) != 0;
	uint8_t ends[2] = { (uint8_t)(10 + which), 200 };
	size_t at = 12;

	memset(b, 0, HEADERS);
	b[0] = b[6] = 2;
	b[5] = ends[!server];
	b[11] = ends[server];
	if ((record[0] & TAGGED) != 0) {
		be16(b + at, 0x8100);
		be16(b + at + 2, 7);
		at += 4;
	}
	be16(b + at, 0x0800);
	at += 2;
	b[at] = 0x45;
	be16(b + at + 2, (unsigned)(20 + n));
	b[at + 8] = 64;
	b[at + 9] = (record[0] & UDP) != 0 ? IP_UDP : IP_TCP;
	b[at + 12] = b[at + 16] = 10;
	b[at + 15] = ends[server];
	b[at + 19] = ends[!server];
	return at + 20;
}

static size_t write_modbus(uint8_t *b, const uint8_t *p, size_t n)
{
	if (n > 250)
		n = 250;
	memset(b, 0, 7);
	b[1] = n > 1 ? p[1] & 3 : 0;
	b[5] = (uint8_t)(n + 1);
	b[6] = 1;
	if (n > 0)
		memcpy(b + 7, p, n);
	return 7 + n;
}

static uint32_t moved(uint32_t at, int32_t by)
{
	return at + (uint32_t)by;
}

static void record(struct script *s, const uint8_t *r, struct cur payload)
{
	static const uint16_t ports[4] = { 502, 503, 20000, 80 };
	static uint8_t b[HEADERS + 7 + 65536];
	uint8_t data[7 + 256];
	size_t n = cur_copy(&payload, data, 256);
	unsigned which = r[7] % ENDS, end = r[0] & FROM_SERVER;
	uint32_t *next = &s->seq[which][end];
	uint32_t seq = (r[0] & IN_ORDER) != 0 ? *next : moved(*next, (int16_t)(r[2] << 8 | r[3]));

	if ((r[0] & MODBUS) != 0) {
		uint8_t plain[256];

		memcpy(plain, data, n);
		n = write_modbus(data, plain, n);
	}
	size_t transport = (r[0] & UDP) != 0 ? 8 : 20;
	size_t at = write_headers(b, r, which, transport + n);
	uint16_t client = (uint16_t)(40000 + which), server = ports[which % 4];

	be16(b + at, end == 0 ? client : server);
	be16(b + at + 2, end == 0 ? server : client);
	if ((r[0] & UDP) != 0) {
		be16(b + at + 4, (unsigned)(8 + n));
	} else {
		be32(b + at + 4, seq);
		be32(b + at + 8, moved(s->seq[which][1 - end], (int8_t)r[4]));
		b[at + 12] = 5 << 4;
		b[at + 13] = r[1];
	}
	memcpy(b + at + transport, data, n);
	at += transport + n;
	s->frame.at += (uint64_t)r[5] * r[5] * MS;
	s->frame.wire_len = (uint32_t)at;
	if ((r[0] & CUT) != 0)
		at -= n / 2;
	give(s->pl, &s->frame, b, at);
	if ((r[0] & AGAIN) != 0)
		give(s->pl, &s->frame, b, at);
	if ((r[0] & (IN_ORDER | JUMP)) != 0)
		*next = seq + (uint32_t)n + ((r[1] & TCP_SYN) != 0);
}

static uint64_t run_script(struct pipeline *pl, struct cur c)
{
	struct script s = { .pl = pl,
			    .frame = { .linktype = 1, .at = START * (uint64_t)1000 * MS } };

	for (unsigned i = 0; i < ENDS; i++) {
		s.seq[i][0] = UINT32_MAX - 40; /* the numbers wrap soon */
		s.seq[i][1] = 1000 * i;
	}
	while (cur_left(&c) > 0 && s.frame.number < FRAMES) {
		uint8_t head[8];
		struct cur r = cur_sub(&c, sizeof(head));

		if (cur_copy(&r, head, sizeof(head)) < sizeof(head))
			break;
		record(&s, head, cur_upto(&c, head[6]));
	}
	return s.frame.number;
}

static uint64_t run_raw(struct pipeline *pl, struct cur c)
{
	struct frame f = { .at = START * (uint64_t)1000 * MS };
	static uint8_t bytes[65536];

	f.linktype = cur_u8(&c);
	while (cur_left(&c) > 0 && f.number < FRAMES) {
		size_t n = cur_be16(&c);

		f.at += (uint64_t)(int64_t)(int8_t)cur_u8(&c) * 100 * MS;
		struct cur b = cur_upto(&c, n);

		f.wire_len = (uint32_t)n;
		give(pl, &f, bytes, cur_copy(&b, bytes, sizeof(bytes)));
	}
	return f.number;
}

static void check(const struct pipeline *pl, uint64_t frames)
{
	const uint64_t *n = pl->observe.stats.n;
	const struct coverage *c = &pl->observe.coverage;
	uint64_t messages = 0;

	assert(pl->flows.used == 0);
	assert(pl->streams.pool.used[0] == 0 && pl->streams.pool.used[1] == 0);
	assert(pl->streams.oldest == NULL && pl->streams.newest == NULL);
	assert(n[STAT_FRAMES] == frames && n[STAT_CAPTURED] <= n[STAT_BYTES]);
	assert(n[STAT_DUPLICATES] <= frames && n[STAT_FLOWS] <= frames);
	assert(n[STAT_FLOWS_MIDSTREAM] <= n[STAT_FLOWS]);
	for (unsigned i = 0; i < c->nlabels; i++) {
		const struct coverage_row *r = &c->rows[i];

		messages += r->messages;
		assert(r->messages <= r->operations);
		assert(r->decoded + r->malformed == r->messages);
		assert(r->requests + r->responses <= r->operations);
		assert(r->unmatched <= r->responses && r->unanswered <= r->requests);
		assert(r->packets <= frames && r->flows <= n[STAT_FLOWS]);
	}
	/* A line about bytes sent again with other contents has a number, but is no message. */
	assert(messages <= pl->messages &&
	       pl->messages - messages <= pl->observe.stats.n[STAT_STREAM_CONFLICTS]);
}

/* Whole lines, and no byte of the wire as it came. */
static void check_text(const char *text, size_t n)
{
	assert(n == 0 || text[n - 1] == '\n');
	for (size_t i = 0; i < n; i++)
		assert((uint8_t)text[i] >= ' ' || text[i] == '\n');
}

static void run(unsigned how, struct cur c, struct report *report)
{
	static const struct sensor_options limits = {
		.flows = 64,
		.fragments = 2,
		.segment_buffers = 16,
		.large_buffers = 2,
		.notes = 64,
		.assets = 64,
		.conversations = 64,
		.tcp_idle = 3600000 * (uint64_t)MS,
		.tcp_closed = 10000 * (uint64_t)MS,
		.udp_idle = 120000 * (uint64_t)MS,
		.response_timeout = 10000 * (uint64_t)MS,
		.fragment_timeout = 30000 * (uint64_t)MS,
		.gap_wait = 2000 * (uint64_t)MS,
		.duplicate_window = 5 * MS,
	};
	struct pipeline *pl = malloc(sizeof(*pl));

	assert(pl != NULL && pipeline_init(pl, &limits, report) == 0);
	if (watch.detect != NULL)
		pipeline_detect(pl, watch.detect);
	uint64_t frames = (how & RAW) != 0 ? run_raw(pl, c) : run_script(pl, c);

	pipeline_end(pl);
	check(pl, frames);
	pipeline_free(pl);
	free(pl);
}

static void check_counts(void)
{
	struct detect_counts n;
	uint64_t told = 0, fired = 0;

	detect_counts(watch.detect, &n);
	for (unsigned p = 0; p < PRIORITIES; p++)
		told += n.alerts[p];
	for (uint32_t i = 0; i < detect_set(watch.detect)->n; i++)
		fired += detect_fired(watch.detect)[i];
	assert(watch.reload || told == fired);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cur c = cur_of(data, size);
	unsigned how = cur_u8(&c);
	bool learned = (how & (DETECT | LEARN)) == (DETECT | LEARN);
	struct report *report = NULL;
	char *text = NULL;
	size_t n = 0;

	if ((how & (REPORT | DETECT)) == 0) {
		run(how, c, NULL);
		return 0;
	}
	FILE *out = open_memstream(&text, &n);
	const struct report_options options = { .out = out,
						.json = (how & JSON) != 0,
						.wait = (how & WAIT) != 0 };

	assert(out != NULL);
	if ((how & REPORT) != 0) {
		report = report_new(&options);
		assert(report != NULL);
	}
	if ((how & DETECT) != 0)
		watch_begin(how, out);
	run(how, c, report);
	assert(report == NULL || report_flush(report));
	report_free(report);
	if ((how & DETECT) != 0) {
		check_counts();
		watch_end(learned);
	}
	assert(fclose(out) == 0);
	check_text(text, n);
	free(text);
	return 0;
}
