#include "sensor/rule/subject.h"

#include <stdio.h>
#include <string.h>

#include "sensor/rule/site.h"
#include "tests/unit/message.h"
#include "tests/unit/shown.h"
#include "tests/unit/test.h"

#define NOW  1714564800000000000U
#define MACS "0200000000bb 0200000000aa "

static struct subject s;
static struct flow flow;

#define expect(name, is) assert_string_equal(shown(&s, name), is)

/* ---- subjects ------------------------------------------------------------------------------- */

static void has_flow(void)
{
	const uint8_t a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 };

	memcpy(&flow.key.addr[0], a, 4);
	memcpy(&flow.key.addr[1], b, 4);
	flow.key.port[0] = 40000;
	flow.key.port[1] = 502;
	flow.key.ip_version = 4;
	flow.key.ip_proto = IP_TCP;
	flow.first = NOW - 5000000000U;
	flow.last = NOW;
	flow.packets = 12;
	flow.class = CLASS_OURS;
	flow.protocol = PROTOCOL_mbtcp;
	flow.delta.bytes[0] = 100;
	flow.delta.bytes[1] = 50;
	flow.flushed_bytes = 1000;
	s.flow = &flow;
}

static struct message *message;

static void operation(const struct protocol *p, enum dir dir, const char *hex, unsigned i)
{
	message = message_of(p, dir, hex);
	has_flow();
	s.kind = SUBJECT_OPERATION;
	s.at = NOW;
	s.frame = 9;
	s.end = dir == DIR_REQUEST ? 0 : 1;
	s.dec = &message->d;
	s.op = &message->d.operations[i];
}

static int setup(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	memset(&flow, 0, sizeof(flow));
	s.tag = -1;
	message = NULL;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (message != NULL)
		message_free(message);
	return 0;
}

/* ---- operations ----------------------------------------------------------------------------- */

static void an_operation_has_its_messages_values_and_its_flows_ends(void **state)
{
	(void)state;
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0009 11 10 0064 0001 02 0007", 0);
	expect("mbtcp.unit_id", "17");
	expect("modbus.func_code", "16");
	expect("modbus.regval_uint16", "7");
	expect("modbus", "1");
	expect("mbtcp", "1");
	expect("umas", "-");
	expect("ip.src", "0a000001");
	expect("ip.dst", "0a000002");
	expect("tcp.dstport", "502");
	expect("ip.proto", "6");
	expect("ip.ttl", "-"); /* the packet is not at hand */
	expect("frame.number", "9");
	expect("eth.src", "020000000001");
	expect("ot.protocol", "modbus");
	expect("ot.op", "write");
	expect("ot.function", "Write Multiple Registers");
	expect("ot.request", "1");
	expect("ot.device", "17");
	expect("ot.object", "hr:100");
	expect("ot.value", "7");
	expect("ot.failed", "-");
	expect("ot.status", "-");
	expect("ot.remarks", "-");
	expect("flow.protocol", "modbus mbtcp");
}

static void a_response_comes_from_the_other_end(void **state)
{
	(void)state;
	operation(&protocol_mbtcp, DIR_RESPONSE, "0001 0000 0003 11 90 02", 0);
	expect("ip.src", "0a000002");
	expect("tcp.srcport", "502");
	expect("ot.request", "-");
	expect("ot.failed", "1");
	expect("modbus.exception_code", "2");
	expect("flow.client", "0a000001");
}

static void facts_of_the_packet_are_there_when_it_carried_the_message(void **state)
{
	(void)state;
	shown_parse(&s, MACS "0800 4500 002c 1234 4000 40 06 0000 0a000001 0a000002 "
			     "c350 01f6 00000001 00000002 50 18 2000 0000 0000 deadbeef");
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0006 11 03 0064 0002", 0);
	expect("ip.ttl", "-");
	s.frame = 7;
	expect("ip.ttl", "64");
}

static void each_operation_has_its_own_values_and_the_shared_ones(void **state)
{
	(void)state;
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 000d 11 17 0001 0002 0064 0001 02 0007",
		  0);
	assert_int_equal(message->d.noperations, 2);
	char first[64];

	(void)snprintf(first, sizeof(first), "%s", shown(&s, "ot.op"));
	s.op = &message->d.operations[1];
	assert_string_not_equal(shown(&s, "ot.op"), first);
	expect("mbtcp.unit_id", "17");
	expect("modbus.func_code", "23");
}

static void a_request_without_answer_says_so(void **state)
{
	const struct pair request = {
		.frame = 5, .message = 3, .at = NOW, .protocol = PROTOCOL_modbus, .ask = { 6 }
	};

	(void)state;
	has_flow();
	s.kind = SUBJECT_OPERATION;
	s.frame = 5;
	s.at = NOW;
	s.unanswered = &request;
	expect("ot.unanswered", "1");
	expect("ot.request", "1");
	expect("ot.protocol", "modbus");
	expect("ot.function", "Write Single Register");
	expect("ot.message", "3");
	expect("ot.op", "-");
	expect("ot.value", "-");
	expect("modbus", "1");
	expect("goose", "-");
	expect("modbus.func_code", "-");
	expect("ip.src", "0a000001");
	expect("frame.number", "5");
}

static void texts_end_when_their_room_does(void **state)
{
	(void)state;
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0006 11 03 0064 0002", 0);
	s.ntext = SUBJECT_TEXT - 4;
	expect("ot.object", "-");
	subject_reset(&s);
	expect("ot.object", "hr:100");
}

/* ---- flows, ends, events -------------------------------------------------------------------- */

static void a_flow_is_from_its_client_to_its_server(void **state)
{
	(void)state;
	has_flow();
	s.kind = SUBJECT_FLOW;
	s.flow_event = FLOW_END;
	s.at = NOW;
	flow.client = 1;
	flow.heard[0] = flow.heard[1] = true;
	expect("flow.event", "end");
	expect("ip.src", "0a000002");
	expect("flow.client", "0a000002");
	expect("flow.port", "40000");
	expect("flow.client_port", "502");
	expect("flow.transport", "tcp");
	expect("flow.duration", "5000000000");
	expect("flow.packets", "12");
	expect("flow.bytes", "1150");
	expect("flow.handshake", "-");
	expect("flow.answered", "1");
	expect("flow.risk", "-");
	expect("flow.category", "-");
	expect("frame.number", "-");
}

static void public_addresses_are_those_of_the_internet(void **state)
{
	static const struct {
		uint8_t ip[4];
		const char *is;
	} cases[] = {
		{ { 10, 1, 1, 1 }, "-" },	 { { 172, 31, 0, 1 }, "-" },
		{ { 192, 168, 5, 5 }, "-" },	 { { 169, 254, 1, 1 }, "-" },
		{ { 224, 0, 0, 1 }, "-" },	 { { 100, 64, 0, 1 }, "-" },
		{ { 255, 255, 255, 255 }, "-" }, { { 172, 32, 0, 1 }, "1" },
		{ { 8, 8, 8, 8 }, "1" },	 { { 203, 0, 113, 9 }, "1" },
	};

	(void)state;
	has_flow();
	s.kind = SUBJECT_FLOW;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		memcpy(&flow.key.addr[1], cases[i].ip, 4);
		expect("dst.public", cases[i].is);
	}
	expect("src.public", "-");
}

static void ends_are_known_by_their_assets(void **state)
{
	static struct observe o;
	const uint8_t mac[6] = { 0, 0x80, 0xf4, 0, 0, 1 };
	struct asset_end end = { .mac = mac, .ip_version = 4 };

	(void)state;
	assert_true(observe_init(&o, 16, 16));
	has_flow();
	end.ip = flow.key.addr[1];
	flow.seen.server = asset_seen(&o.assets, &end, 0, NOW - 1000);
	(void)snprintf(asset_of(&o.assets, flow.seen.server)->identity.text[ASSET_MODEL],
		       ASSET_TEXT, "M340");
	s.kind = SUBJECT_FLOW;
	s.observe = &o;
	s.at = NOW;
	expect("dst.model", "M340");
	expect("dst.age", "1000");
	expect("dst.first_seen", "1714564799999999000");
	expect("dst.firmware", "-");
	expect("src.model", "-");
	expect("dst.zone", "-");
	s.flow = NULL;
	s.kind = SUBJECT_ASSET;
	s.asset = asset_of(&o.assets, flow.seen.server);
	s.asset_event = ASSET_NEW;
	expect("asset.event", "new");
	expect("asset.ip", "0a000002");
	expect("asset.mac", "0080f4000001");
	expect("asset.model", "M340");
	expect("asset.what", "-");
	expect("src.model", "-");
	expect("ip.src", "-");
	observe_free(&o);
}

static void a_replaced_or_contested_address_names_the_other_mac(void **state)
{
	struct asset a = { .has_mac = true, .mac_was = { 0, 0x80, 0xf4, 0, 0, 9 }, .nips = 1 };
	const struct asset_conflict c = { .version = 4, .mac = { { 1 }, { 2, 0, 0, 0, 0, 3 } } };

	(void)state;
	s.kind = SUBJECT_ASSET;
	s.asset = &a;
	s.asset_event = ASSET_REPLACED;
	expect("asset.what", "mac");
	expect("asset.was", "00:80:f4:00:00:09");
	s.asset_event = ASSET_CONFLICT;
	s.conflict = &c;
	expect("asset.other", "020000000003");
	expect("asset.was", "-");
	s.asset_event = ASSET_CHANGED;
	s.conflict = NULL;
	a.changed = ASSET_FIRMWARE;
	(void)snprintf(a.changed_from, sizeof(a.changed_from), "v1");
	expect("asset.what", "firmware");
	expect("asset.was", "v1");
}

static void the_captures_counters_are_facts(void **state)
{
	const uint64_t counts[CAPTURE_FACTS] = { [CAPTURE_FRAMES] = 100, [CAPTURE_GAPS] = 2 };

	(void)state;
	s.kind = SUBJECT_CAPTURE;
	s.capture = counts;
	expect("capture.frames", "100");
	expect("capture.gaps", "2");
	expect("capture.dropped", "0");
}

/* ---- frames --------------------------------------------------------------------------------- */

static void a_frame_has_all_that_was_gathered(void **state)
{
	struct value more[2] = { { .kind = VALUE_UINT, .n = 1, .u = 3 },
				 { .kind = VALUE_UINT, .n = 1, .u = 6 } };

	(void)state;
	shown_parse(&s, MACS
		    "0800 4500 0020 1234 4000 40 11 0000 0a000001 0a000002 c350 01f6 000c 0000 "
		    "deadbeef");
	s.kind = SUBJECT_FRAME;
	expect("modbus.func_code", "-");
	expect("modbus", "-");
	more[0].field = more[1].field = universe_find("modbus.func_code", 16)->row;
	s.more = more;
	s.nmore = 2;
	expect("modbus.func_code", "3 6");
	expect("modbus", "1");
	expect("goose", "-");
	expect("ip.src", "0a000001");
	expect("udp.payload", "deadbeef");
	more[1].field = universe_find("goose", 5)->row;
	expect("goose", "1");
}

/* ---- what is kept ---------------------------------------------------------------------------- */

static struct subject_fact facts[4096];

/* Everything that rules may ask for, twice: as it is worked out, and as it was kept. */
static void what_is_kept_is_what_is_worked_out(void **state)
{
	char plain[4096];

	(void)state;
	assert_true(universe_count() <= sizeof(facts) / sizeof(facts[0]));
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0009 11 10 0064 0001 02 0007", 0);
	s.frame = 7;
	for (unsigned id = 0; id < universe_count(); id++) {
		const char *name = universe_at(id)->row->name;

		s.facts = NULL;
		subject_reset(&s);
		(void)snprintf(plain, sizeof(plain), "%s", shown(&s, name));
		s.facts = facts;
		subject_renew(&s, id + 1);
		expect(name, plain);
		expect(name, plain);
	}
}

static void a_fact_stays_until_the_subject_is_another(void **state)
{
	(void)state;
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0009 11 10 0064 0001 02 0007", 0);
	s.facts = facts;
	subject_renew(&s, 5000);
	expect("flow.packets", "12");
	flow.packets = 13;
	expect("flow.packets", "12");
	subject_renew(&s, 5001);
	expect("flow.packets", "13");
}

static void says(const struct value *v, const char *text)
{
	assert_non_null(v);
	if (v != NULL) /* as the compiler does not know */
		assert_memory_equal(v->p, text, v->n);
}

/* Other texts are made where they would lie if they were forgotten. */
static void a_kept_text_outlives_those_of_others(void **state)
{
	struct walk w;
	const struct value *v;

	(void)state;
	operation(&protocol_mbtcp, DIR_REQUEST, "0001 0000 0009 11 10 0064 0001 02 0007", 0);
	s.facts = facts;
	subject_renew(&s, 6000);
	v = subject_first(&s, universe_find("src.addr", strlen("src.addr")), &w);
	subject_reset(&s);
	memset(s.text + s.ntext, 'x', sizeof(s.text) - s.ntext);
	says(v, "10.0.0.1");
	/* Too much is not kept, and is worked out each time. */
	s.ntext = SUBJECT_KEPT;
	v = subject_first(&s, universe_find("dst.addr", strlen("dst.addr")), &w);
	says(v, "10.0.0.2");
	assert_true(s.kept < SUBJECT_KEPT);
	subject_reset(&s);
	expect("dst.addr", "10.0.0.2");
	/* A text that has no room now is missed, but not for ever. */
	subject_renew(&s, 6001);
	s.ntext = SUBJECT_TEXT;
	expect("src.addr", "-");
	subject_reset(&s);
	expect("src.addr", "10.0.0.1");
}

#define test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(an_operation_has_its_messages_values_and_its_flows_ends),
		test(a_response_comes_from_the_other_end),
		test(facts_of_the_packet_are_there_when_it_carried_the_message),
		test(each_operation_has_its_own_values_and_the_shared_ones),
		test(a_request_without_answer_says_so),
		test(texts_end_when_their_room_does),
		test(a_flow_is_from_its_client_to_its_server),
		test(public_addresses_are_those_of_the_internet),
		test(ends_are_known_by_their_assets),
		test(a_replaced_or_contested_address_names_the_other_mac),
		test(the_captures_counters_are_facts),
		test(a_frame_has_all_that_was_gathered),
		test(what_is_kept_is_what_is_worked_out),
		test(a_fact_stays_until_the_subject_is_another),
		test(a_kept_text_outlives_those_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
