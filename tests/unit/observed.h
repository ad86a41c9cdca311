#ifndef TESTS_UNIT_OBSERVED_H
#define TESTS_UNIT_OBSERVED_H
/*
 * A small observation to summarise, for the tests of the summary: its state is the test's own.
 */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/summary.h"

#define NOW 1714564800000000000U

static struct observe o;
static struct dec d;
static const struct summary_input input = { .name = "plant.pcap",
					    .frames = 10,
					    .bytes = 1000,
					    .total_frames = 10,
					    .total_bytes = 1000,
					    .files = 1 };
static struct summary_capture capture;
static char *text;
static size_t size;

static inline int setup(void **state)
{
	(void)state;
	memset(&d, 0, sizeof(d));
	d.at = NOW;
	capture = (struct summary_capture){
		.inputs = &input, .ninputs = 1, .first = NOW, .last = NOW + 61500000000
	};
	return observe_init(&o, 64, 64) ? 0 : -1;
}

static inline int teardown(void **state)
{
	(void)state;
	observe_free(&o);
	free(text);
	text = NULL;
	return 0;
}

static inline struct addr ip(uint8_t n)
{
	const uint8_t bytes[4] = { 10, 0, 0, n };
	struct addr a = { { 0, 0 } };

	memcpy(a.w, bytes, 4);
	return a;
}

static inline struct asset_ref host(uint8_t n)
{
	const uint8_t mac[6] = { 0x00, 0x80, 0xf4, 0, 0, n };
	struct asset_end end = { .mac = mac, .ip = ip(n), .ip_version = 4, .sender = true };

	return asset_seen(&o.assets, &end, 0, NOW);
}

static inline struct observe_flow flow(uint8_t client, uint8_t server, uint16_t port)
{
	struct observe_flow f = { .client = host(client), .server = host(server) };

	f.key.client = ip(client);
	f.key.server = ip(server);
	f.key.port = port;
	f.key.ip_version = 4;
	f.key.ip_proto = IP_TCP;
	return f;
}

static inline void exchange(struct observe_flow *f, const char *function)
{
	struct ot *ot = &d.operations[0].ot;

	d.noperations = 1;
	d.dir = DIR_REQUEST;
	*ot = (struct ot){ .function = function, .op = OT_READ, .has_device = true, .device = 1 };
	observe_message(&o, f, PROTOCOL_mbtcp, &d);
	d.dir = DIR_RESPONSE;
	ot->response = true;
	ot->request_frame = 1;
	ot->response_time = 1500000;
	observe_message(&o, f, PROTOCOL_mbtcp, &d);
}

static const struct observe_delta delta = {
	.packets = { 4, 3 }, .bytes = { 400, 300 }, .payload = 120, .undecoded = 0, .last = NOW + 5
};

static inline void a_good_dialogue(struct observe_flow *f)
{
	*f = flow(1, 2, 502);
	observe_open(&o, f, PROTOCOL_mbtcp, NOW);
	exchange(f, "Read Holding Registers");
	observe_flow(&o, f, &delta, NOW);
}

static inline const char *written(void)
{
	free(text);
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	summary_text(f, &o, &capture, SUMMARY_ROWS);
	assert_int_equal(fclose(f), 0);
	return text;
}

static inline void assert_says(const char *want)
{
	if (strstr(text, want) == NULL)
		fail_msg("no \"%s\" in:\n%s", want, text);
}

static inline void assert_says_nothing_of(const char *word)
{
	if (strstr(text, word) != NULL)
		fail_msg("\"%s\" in:\n%s", word, text);
}

#endif
