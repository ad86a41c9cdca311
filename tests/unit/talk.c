#include "tests/unit/talk.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/hex.h"
#include "tests/unit/test.h"

enum { MS = 1000000, HEADERS = 14 + 4 + 20 + 20, MOST = 4096 };

struct sensor_options talk_options(void)
{
	return (struct sensor_options){
		.flows = 64,
		.fragments = 4,
		.segment_buffers = 32,
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
}

static struct talk *begin(const struct sensor_options *options, bool json)
{
	struct sensor_options usual = talk_options();
	struct talk *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->out = open_memstream(&t->text, &t->n);
	assert_non_null(t->out);
	const struct report_options ro = { .out = t->out, .json = json, .wait = json };

	t->report = report_new(&ro);
	t->pl = malloc(sizeof(*t->pl));
	assert_non_null(t->report);
	assert_non_null(t->pl);
	assert_int_equal(pipeline_init(t->pl, options != NULL ? options : &usual, t->report), 0);
	t->frame.linktype = 1;
	t->frame.at = 1700000000 * (uint64_t)1000 * MS;
	t->host[CLIENT] = 1;
	t->host[SERVER] = 2;
	t->port[CLIENT] = 40000;
	t->port[SERVER] = 502;
	t->seq[CLIENT] = 1000;
	t->seq[SERVER] = 500000;
	return t;
}

struct talk *talk_new(const struct sensor_options *options)
{
	return begin(options, true);
}

struct talk *talk_new_text(void)
{
	return begin(NULL, false);
}

void talk_free(struct talk *t)
{
	if (!t->ended)
		talk_end(t);
	assert_int_equal(t->pl->flows.used, 0);
	assert_int_equal(t->pl->streams.pool.used[0], 0);
	assert_int_equal(t->pl->streams.pool.used[1], 0);
	pipeline_free(t->pl);
	report_free(t->report);
	assert_int_equal(fclose(t->out), 0);
	free(t->text);
	free(t->pl);
	free(t);
}

void talk_wait(struct talk *t, uint64_t ms)
{
	t->frame.at += ms * MS;
}

void talk_frame(struct talk *t, const uint8_t *bytes, size_t n)
{
	uint8_t *copy = malloc(n);

	assert_non_null(copy);
	memcpy(copy, bytes, n);
	t->frame.number++;
	t->frame.wire_len = (uint32_t)n;
	t->frame.bytes = cur_of(copy, n - t->cut);
	t->cut = 0;
	pipeline_frame(t->pl, &t->frame);
	free(copy);
	talk_wait(t, 1);
}

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

/* Ethernet and IPv4; returns where the transport header goes. n: bytes behind the IP header. */
static size_t headers(const struct talk *t, uint8_t *b, unsigned from, uint8_t proto, size_t n)
{
	size_t at = 12;

	memset(b, 0, HEADERS);
	b[0] = b[6] = 2;
	b[5] = t->host[1 - from];
	b[11] = t->host[from];
	if (t->vlan != 0) {
		be16(b + at, 0x8100);
		be16(b + at + 2, t->vlan);
		at += 4;
	}
	be16(b + at, 0x0800);
	at += 2;
	b[at] = 0x45;
	be16(b + at + 2, (unsigned)(20 + n));
	be16(b + at + 4, (unsigned)t->frame.number + 1);
	b[at + 8] = 64;
	b[at + 9] = proto;
	b[at + 12] = b[at + 16] = 10;
	b[at + 15] = t->host[from];
	b[at + 19] = t->host[1 - from];
	at += 20;
	be16(b + at, t->port[from]);
	be16(b + at + 2, t->port[1 - from]);
	return at;
}

/* Returns the sequence number behind it. */
static uint32_t send_at(struct talk *t, unsigned from, uint32_t seq, uint8_t flags, const char *hex)
{
	uint8_t b[HEADERS + MOST], data[MOST] = { 0 };
	size_t n = hex_bytes(hex, data);

	assert_true(n <= MOST);
	size_t at = headers(t, b, from, IP_TCP, 20 + n);

	be32(b + at + 4, seq);
	be32(b + at + 8, (flags & TCP_ACK) != 0 ? t->seq[1 - from] : 0);
	b[at + 12] = 5 << 4;
	b[at + 13] = flags;
	memcpy(b + at + 20, data, n);
	talk_frame(t, b, at + 20 + n);
	return seq + (uint32_t)n + ((flags & (TCP_SYN | TCP_FIN)) != 0);
}

void talk_segment(struct talk *t, unsigned from, uint8_t flags, const char *hex)
{
	t->seq[from] = send_at(t, from, t->seq[from], flags, hex);
}

void talk_segment_at(struct talk *t, unsigned from, int32_t offset, uint8_t flags, const char *hex)
{
	(void)send_at(t, from, t->seq[from] + (uint32_t)offset, flags, hex);
}

void talk_datagram(struct talk *t, unsigned from, const char *hex)
{
	uint8_t b[HEADERS + MOST], data[MOST] = { 0 };
	size_t n = hex_bytes(hex, data);

	assert_true(n <= MOST);
	size_t at = headers(t, b, from, IP_UDP, 8 + n);

	be16(b + at + 4, (unsigned)(8 + n));
	memcpy(b + at + 8, data, n);
	talk_frame(t, b, at + 8 + n);
}

void talk_handshake(struct talk *t)
{
	talk_segment(t, CLIENT, TCP_SYN, "");
	talk_segment(t, SERVER, TCP_SYN | TCP_ACK, "");
	talk_segment(t, CLIENT, TCP_ACK, "");
}

void talk_say(struct talk *t, unsigned from, const char *hex)
{
	talk_segment(t, from, TCP_ACK | TCP_PSH, hex);
}

void talk_lose(struct talk *t, unsigned from, unsigned bytes)
{
	t->seq[from] += bytes;
}

void talk_end(struct talk *t)
{
	t->ended = true;
	pipeline_end(t->pl);
	assert_true(report_flush(t->report));
}

const char *talk_line(struct talk *t, unsigned i)
{
	static char line[1 << 15];

	assert_int_equal(fflush(t->out), 0);
	const char *at = t->text;

	for (; i > 0 && at != NULL; i--) {
		at = strchr(at, '\n');
		at = at != NULL ? at + 1 : NULL;
	}
	if (at == NULL || *at == '\0')
		return NULL;
	size_t n = strcspn(at, "\n");

	assert_true(n < sizeof(line));
	memcpy(line, at, n);
	line[n] = '\0';
	return line;
}

unsigned talk_lines(struct talk *t)
{
	unsigned n = 0;

	while (talk_line(t, n) != NULL)
		n++;
	return n;
}

unsigned talk_count(struct talk *t, const char *text)
{
	unsigned n = 0;
	const char *line;

	for (unsigned i = 0; (line = talk_line(t, i)) != NULL; i++)
		n += strstr(line, text) != NULL;
	return n;
}

void talk_expect(struct talk *t, unsigned i, ...)
{
	const char *line = talk_line(t, i), *want;
	va_list ap;

	if (line == NULL)
		fail_msg("there are only %u lines", talk_lines(t));
	va_start(ap, i);
	do {
		want = va_arg(ap, const char *);
	} while (want != NULL && strstr(line, want) != NULL);
	va_end(ap);
	if (want != NULL)
		fail_msg("no %s in line %u: %s", want, i, line);
}

uint64_t talk_stat(const struct talk *t, enum stat id)
{
	return t->pl->observe.stats.n[id];
}

const struct coverage_row *talk_row(const struct talk *t, enum protocol_id id)
{
	return &t->pl->observe.coverage.rows[id];
}
