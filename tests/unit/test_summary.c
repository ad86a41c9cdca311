#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/summary_format.h"
#include "tests/unit/observed.h"

static void a_flow_is_flushed_into_conversation_assets_and_protocol(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	observe_flow(&o, &f, &delta, NOW);
	observe_unanswered(&o, &f, 2);
	const struct coverage_row *r = &o.coverage.rows[PROTOCOL_mbtcp];
	const struct conv *c = conv_of(&o.convs, f.conv);
	const struct asset *client = asset_of(&o.assets, f.client);
	const struct asset *server = asset_of(&o.assets, f.server);

	assert_int_equal(r->flows, 1);
	assert_int_equal(r->packets, 14);
	assert_int_equal(r->bytes, 1400);
	assert_int_equal(r->undecoded, 0);
	assert_int_equal(r->messages, 2);
	assert_int_equal(r->unanswered, 2);
	assert_int_equal(c->flows, 1);
	assert_int_equal(c->packets[0], 8);
	assert_int_equal(c->bytes[1], 600);
	assert_int_equal(c->unanswered, 2);
	assert_int_equal(c->last, NOW + 5);
	assert_int_equal(client->sent_bytes, 800);
	assert_int_equal(client->got_bytes, 600);
	assert_int_equal(server->sent_packets, 6);
	assert_int_equal(server->got_packets, 8);
	assert_int_equal(client->client[0], 1 << PROTOCOL_mbtcp);
	assert_int_equal(client->server[0], 0);
	assert_int_equal(server->server[0], 1 << PROTOCOL_mbtcp);
	assert_int_equal(server->units[0], 1 << 1);
}

static void a_flow_without_protocol_counts_as_unknown_and_may_become_known(void **state)
{
	struct observe_flow f = flow(1, 2, 9999);

	(void)state;
	observe_flow(&o, &f, &delta, NOW);
	assert_int_equal(o.coverage.rows[LABEL_UNKNOWN].flows, 1);
	assert_int_equal(o.coverage.rows[LABEL_UNKNOWN].undecoded, 120);
	assert_int_equal(asset_of(&o.assets, f.client)->client[0], 0);
	unsigned tls = coverage_label(&o.coverage, "TLS");

	observe_open(&o, &f, tls, NOW);
	observe_flow(&o, &f, &delta, NOW);
	assert_int_equal(o.coverage.rows[LABEL_UNKNOWN].flows, 0);
	assert_int_equal(o.coverage.rows[tls].flows, 1);
	assert_int_equal(o.coverage.rows[tls].undecoded, 120);
	assert_int_equal(conv_of(&o.convs, f.conv)->flows, 1);
}

static void who_never_answered_over_udp_is_no_server(void **state)
{
	struct observe_flow f = flow(1, 2, 502);
	const struct observe_delta one_way = { .packets = { 1, 0 }, .bytes = { 60, 0 } };

	(void)state;
	f.key.ip_proto = IP_UDP;
	observe_open(&o, &f, PROTOCOL_mbtcp, NOW);
	observe_flow(&o, &f, &one_way, NOW);
	assert_int_equal(asset_of(&o.assets, f.client)->client[0], 1 << PROTOCOL_mbtcp);
	assert_int_equal(asset_of(&o.assets, f.server)->server[0], 0);
}

static void nobody_is_client_or_server_of_arp_and_lldp(void **state)
{
	static const unsigned labels[] = { PROTOCOL_arp, PROTOCOL_lldp };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct observe_flow f = flow(1, 2, 0);

		f.key.ip_version = 0;
		f.key.ip_proto = 0;
		observe_open(&o, &f, labels[i], NOW);
		observe_flow(&o, &f, &delta, NOW);
		assert_int_equal(asset_of(&o.assets, f.client)->client[0], 0);
		assert_int_equal(asset_of(&o.assets, f.server)->server[0], 0);
	}
}

static void an_evicted_conversation_is_begun_anew(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	for (uint8_t n = 0; n < 64; n++) {
		struct observe_flow other = flow(3, n, 80);

		observe_flow(&o, &other, &delta, NOW);
	}
	assert_null(conv_of(&o.convs, f.conv));
	observe_flow(&o, &f, &delta, NOW);
	const struct conv *c = conv_of(&o.convs, f.conv);

	assert_non_null(c);
	assert_int_equal(c->key.label, PROTOCOL_mbtcp);
	assert_int_equal(c->packets[0], 4);
	assert_int_equal(c->flows, 1);
	assert_int_equal(o.coverage.rows[PROTOCOL_mbtcp].flows, 1);
	assert_int_equal(o.coverage.rows[PROTOCOL_mbtcp].packets, 14);
}

static void a_good_capture_has_no_problems_and_says_so(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	(void)written();
	assert_says("2024-05-01 12:00:00.000 to 2024-05-01 12:01:01.500 UTC, 1 min 1 s");
	assert_says("10.0.0.1 -> 10.0.0.2:502");
	assert_says("Read Holding Registers 1");
	assert_says("1.50 ms");
	assert_says("Schneider Electric     Modbus/TCP server");
	assert_says("Problems: none. Every message was decoded and every request answered, "
		    "nothing was lost.\n");
	assert_says_nothing_of("Not decoded");
}

static void modbus_over_udp_is_marked(void **state)
{
	struct observe_flow f = flow(1, 2, 502);
	struct observe_flow dns = flow(1, 3, 53);

	(void)state;
	dns.key.ip_proto = f.key.ip_proto = IP_UDP;
	observe_open(&o, &f, PROTOCOL_mbtcp, NOW);
	observe_flow(&o, &f, &delta, NOW);
	observe_open(&o, &dns, coverage_label(&o.coverage, "DNS"), NOW);
	observe_flow(&o, &dns, &delta, NOW);
	(void)written();
	assert_says(" Modbus/TCP udp ");
	assert_says_nothing_of("DNS udp");
	a_good_dialogue(&f);
	(void)written();
	assert_says(" Modbus/TCP             1 ");
}

static void the_functions_add_up_to_the_requests(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	d.dir = DIR_RESPONSE;
	d.operations[0].ot =
		(struct ot){ .function = "Read Coils", .response = true, .unmatched = true };
	observe_message(&o, &f, PROTOCOL_mbtcp, &d);
	d.operations[0].ot.failed = true;
	observe_message(&o, &f, PROTOCOL_mbtcp, &d);
	d.operations[0].ot = (struct ot){ .function = "Read Holding Registers",
					  .response = true,
					  .unmatched = true };
	observe_message(&o, &f, PROTOCOL_mbtcp, &d);
	(void)written();
	assert_says("Modbus/TCP             1         4      1");
	assert_says("      Read Holding Registers 1 +1 answer without request, "
		    "Read Coils 0 +2 answers without request (1 refused)\n");
}

static void long_tables_are_limited_and_no_line_is_too_long(void **state)
{
	static char name[] = "00, a function with quite a long name";

	(void)state;
	for (uint8_t n = 10; n < 60; n++) {
		struct observe_flow f = flow(n, 2, 502);

		observe_open(&o, &f, PROTOCOL_mbtcp, NOW);
		for (uint8_t k = 0; k < 30; k++) {
			name[0] = (char)('0' + k / 10);
			name[1] = (char)('0' + k % 10);
			memcpy(d.scratch, name, sizeof(name));
			exchange(&f, d.scratch);
		}
		observe_flow(&o, &f, &delta, NOW);
	}
	(void)written();
	assert_says("… and 30 more");
	assert_says(", and more functions: 6 requests\n");
	assert_says_nothing_of("others ");
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		assert_true(format_width(line) <= SUMMARY_WIDTH);
}

static void the_order_of_arrival_does_not_show(void **state)
{
	char *first;

	(void)state;
	for (uint8_t n = 10; n < 30; n++) {
		struct observe_flow f = flow(n, 2, 502);

		observe_flow(&o, &f, &delta, NOW);
	}
	first = strdup(written());
	assert_non_null(first);
	observe_free(&o);
	assert_true(observe_init(&o, 64, 64));
	for (uint8_t n = 29; n >= 10; n--) {
		struct observe_flow f = flow(n, 2, 502);

		observe_flow(&o, &f, &delta, NOW);
	}
	assert_string_equal(written(), first);
	free(first);
}

static void json_is_one_line_with_everything(void **state)
{
	struct observe_flow f;

	(void)state;
	a_good_dialogue(&f);
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_true(summary_json(out, &o, &capture));
	assert_int_equal(fclose(out), 0);
	assert_ptr_equal(strchr(text, '\n'), text + size - 1);
	assert_says(
		"{\"capture\":{\"inputs\":[{\"name\":\"plant.pcap\",\"live\":false,\"frames\":10,"
		"\"bytes\":1000,\"dropped\":0,\"interface_dropped\":0,"
		"\"files\":1,\"files_failed\":0,\"total_frames\":10,\"total_bytes\":1000,"
		"\"skipped_filter\":0,\"skipped_time\":0,\"skipped_link_type\":0,"
		"\"remarks\":[],\"more_remarks\":0}],"
		"\"first\":\"2024-05-01T12:00:00.000000000Z\"");
	assert_says("\"duration\":61.500000000,\"stopped\":false,\"limited\":false}");
	assert_says("{\"client\":\"10.0.0.1\",\"server\":\"10.0.0.2\",\"transport\":\"tcp\","
		    "\"port\":502,\"vlan\":null,\"protocol\":\"mbtcp\"");
	assert_says("\"functions\":[{\"function\":\"Read Holding Registers\",\"op\":\"read\","
		    "\"requests\":1,\"responses\":1,\"errors\":0}]");
	assert_says("\"response_time\":{\"count\":1,\"min\":0.001500000,\"mean\":0.001500000,"
		    "\"p50\":0.001500000");
	assert_says("\"roles\":[{\"protocol\":\"mbtcp\",\"role\":\"server\"}]");
	assert_says("\"assets\":{\"size\":64,\"used\":2,\"evicted\":0}");
}

static void json_that_cannot_be_written_is_reported(void **state)
{
	struct observe_flow f;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	if (full == NULL)
		skip();
	a_good_dialogue(&f);
	setbuf(full, NULL);
	assert_false(summary_json(full, &o, &capture));
	(void)fclose(full);
}

static void quantities_are_written_for_people(void **state)
{
	const uint64_t set[4] = { 1 | 1 << 1 | 1 << 5, 0, 0, (uint64_t)7 << 61 };
	const uint64_t pair[4] = { 3 << 3, 0, 0, 0 };

	(void)state;
	assert_string_equal(format_bytes(0).s, "0 B");
	assert_string_equal(format_bytes(999).s, "999 B");
	assert_string_equal(format_bytes(1000).s, "1.00 kB");
	assert_string_equal(format_bytes(99949).s, "99.9 kB");
	assert_string_equal(format_bytes(999499).s, "999 kB");
	assert_string_equal(format_bytes(999500).s, "1.00 MB");
	assert_string_equal(format_ns(999).s, "999 ns");
	assert_string_equal(format_ns(1234567).s, "1.23 ms");
	assert_string_equal(format_ns(137000000000).s, "137 s");
	assert_string_equal(format_span(59999000000).s, "59.999 s");
	assert_string_equal(format_span(90061000000000).s, "1 d 1 h");
	assert_string_equal(format_units(set).s, "0,1,5,253-255");
	assert_string_equal(format_units(pair).s, "3,4");
	assert_string_equal(format_cut("abcdef", 6).s, "abcdef");
	assert_string_equal(format_cut("abcdef", 5).s, "abcd…");
	assert_string_equal(format_cut("µµµµ", 3).s, "µµ…");
	assert_int_equal(format_width("µ€a"), 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_flow_is_flushed_into_conversation_assets_and_protocol),
		TEST(a_flow_without_protocol_counts_as_unknown_and_may_become_known),
		TEST(who_never_answered_over_udp_is_no_server),
		TEST(nobody_is_client_or_server_of_arp_and_lldp),
		TEST(an_evicted_conversation_is_begun_anew),
		TEST(a_good_capture_has_no_problems_and_says_so),
		TEST(modbus_over_udp_is_marked),
		TEST(the_functions_add_up_to_the_requests),
		TEST(long_tables_are_limited_and_no_line_is_too_long),
		TEST(the_order_of_arrival_does_not_show),
		TEST(json_is_one_line_with_everything),
		TEST(json_that_cannot_be_written_is_reported),
		TEST(quantities_are_written_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
