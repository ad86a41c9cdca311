/* sensor/detect/alert_fill.c, alert_json.c, alert_text.c */
#include "tests/unit/alert_made.h"

static struct state_due due;

/* ---- filling ------------------------------------------------------------------------------- */

static void the_sentence_is_filled_in(void **state)
{
	(void)state;
	says("function ");
	says_field("modbus.func_code");
	says(" on ");
	says_field("ip.dst");
	says(", ");
	says_field("modbus.reference_num");
	add_number("modbus.func_code", 6);
	fill();
	assert_string_equal(alert.text, "function Write Single Register on 10.0.0.2, ?");
}

static void of_many_values_the_first_are_named(void **state)
{
	(void)state;
	says_field("modbus.regval_uint16");
	for (uint64_t i = 0; i < 8; i++)
		add_number("modbus.regval_uint16", i);
	fill();
	assert_string_equal(alert.text, "0, 1, 2, 3, 4, 5, 6, 7");
	add_number("modbus.regval_uint16", 8);
	fill();
	assert_string_equal(alert.text, "0, 1, 2, 3, 4, 5, 6, 7, …");
}

static void what_the_state_knows_can_be_said(void **state)
{
	static const enum piece_kind kinds[] = { PIECE_COUNT,  PIECE_SINCE, PIECE_VALUE,
						 PIECE_BEFORE, PIECE_LOW,   PIECE_HIGH,
						 PIECE_PERIOD };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		rule.pieces[rule.npieces++] = (struct piece){ .kind = kinds[i] };
		says(" ");
	}
	result.count = 17;
	result.seconds = 60;
	result.value = 81.25;
	result.before = -3;
	result.low = 0.001;
	result.high = 1e9;
	result.period = 0.5;
	memcpy(result.why, "17 within 60 s", sizeof("17 within 60 s"));
	fill();
	assert_string_equal(alert.text, "17 60 81.25 -3 0.001 1e+09 0.5 ");
	json_has("\"why\":\"17 within 60 s\"");
}

static void every_field_of_the_rule_is_listed_once(void **state)
{
	(void)state;
	rule.condition = condition("modbus.func_code == 6 and modbus and ip.src == 10.0.0.1 and "
				   "not modbus.reference_num == 3");
	rule.state.by.of[rule.state.by.n++] = operand("ip.dst");
	says_field("ip.src");
	says_field("tcp.dstport");
	add_number("modbus.func_code", 6);
	fill();
	assert_int_equal(alert.nfields, 4); /* there is no address; presence is no value */
	json_has("\"fields\":{\"modbus.func_code\":\"Write Single Register\","
		 "\"ip.src\":\"10.0.0.1\",\"ip.dst\":\"10.0.0.2\",\"tcp.dstport\":502}");
}

static void fields_of_all_steps_of_a_sequence_are_listed(void **state)
{
	(void)state;
	rule.state.kind = STATE_SEQUENCE;
	rule.state.nsteps = 2;
	rule.state.steps[0] = condition("ip.src == 10.0.0.1 and modbus.func_code == 5");
	rule.state.steps[1] = condition("modbus.func_code == 6 and tcp.dstport == 502");
	add_number("modbus.func_code", 6);
	fill();
	json_has("\"fields\":{\"modbus.func_code\":\"Write Single Register\",\"tcp.dstport\":502,"
		 "\"ip.src\":\"10.0.0.1\"}");
}

static void the_protocol_is_what_operations_say(void **state)
{
	(void)state;
	s.dec = NULL;
	s.op = NULL;
	s.kind = SUBJECT_PACKET;
	flow.protocol = PROTOCOL_mbtcp;
	fill();
	json_has("\"protocol\":\"modbus\"");
	flow.protocol = PROTOCOL_mbrtu;
	fill();
	json_has("\"protocol\":\"modbus\"");
	flow.protocol = PROTOCOL_goose;
	fill();
	json_has("\"protocol\":\"goose\"");
	due = (struct state_due){ .rule = &rule, .at = NOON, .protocol = protocol_mbtcp.name };
	alert_fill_due(&alert, &due, &site);
	json_has("\"protocol\":\"modbus\"");
}

static void frames_are_in_order_and_the_request_is_among_them(void **state)
{
	(void)state;
	result.nframes = 2;
	result.frames[0] = 4;
	result.frames[1] = 12;
	dec.operations[0].ot.request_frame = 9;
	fill();
	json_has("\"frames\":[4,9,12]");
	fill();
	json_has("\"frames\":[4,9,12]");
	dec.operations[0].ot.request_frame = 4;
	fill();
	json_has("\"frames\":[4,12]");
	result.more_frames = 30;
	fill();
	json_has("\"frames\":[4,12],\"more_frames\":30");
}

static void frames_that_were_met_in_another_order_are_in_order(void **state)
{
	(void)state;
	result.nframes = 4;
	memcpy(result.frames, (const uint64_t[]){ 30, 7, 12, 8 }, 4 * sizeof(uint64_t));
	fill();
	json_has("\"frames\":[7,8,12,30]");
}

static void no_frame_is_lost_when_all_places_are_taken(void **state)
{
	(void)state;
	result.nframes = ALERT_FRAMES;
	for (uint32_t i = 0; i < ALERT_FRAMES; i++)
		result.frames[i] = 100 + i;
	dec.operations[0].ot.request_frame = 99;
	fill();
	assert_int_equal(alert.nframes, ALERT_FRAMES);
	assert_true(alert.frames[0] == 100 && alert.more_frames == 1);
}

static void ends_device_and_object_say_who(void **state)
{
	static struct site_asset assets[] = { { .name = "plc1", .ip_version = 4 } };
	static const uint32_t first[] = { 0 };
	struct ot *ot = &dec.operations[0].ot;

	(void)state;
	assets[0].ip = flow.key.addr[1];
	site.nassets = site.nby_ip = 1;
	site.assets = assets;
	site.by_ip = first;
	ot->has_device = true;
	ot->device = 17;
	ot->has_object = true;
	ot->area = "hr";
	ot->index = 100;
	flow.client = 0;
	flow.nvlans = 1;
	flow.vlans[0] = 110;
	flow.has_mac[0] = true;
	fill();
	json_has("\"source\":{\"ip\":\"10.0.0.1\",\"port\":40000,\"mac\":\"00:00:00:00:00:00\","
		 "\"vlan\":110}");
	json_has("\"target\":{\"name\":\"plc1\",\"ip\":\"10.0.0.2\",\"port\":502,\"vlan\":110}");
	json_has("\"protocol\":\"modbus\",\"device\":\"17\",\"object\":\"hr:100\"");
	/* Who acts is the client, also when the server's answer made it an alert. */
	s.end = 1;
	fill();
	json_has("\"source\":{\"ip\":\"10.0.0.1\"");
}

static void a_router_does_not_give_its_name_to_who_is_behind_it(void **state)
{
	static const struct site_asset assets[] = { { .name = "router", .has_mac = true } };
	static const uint32_t first[] = { 0 };
	static struct observe o;
	struct asset_end behind = { .ip_version = 4, .mac = assets[0].mac, .sender = true };

	(void)state;
	site.nassets = site.nby_mac = 1;
	site.assets = assets;
	site.by_mac = first;
	flow.has_mac[0] = flow.has_mac[1] = true;
	assert_true(observe_init(&o, 16, 16));
	s.observe = &o;
	for (unsigned i = 0; i < 2; i++) {
		behind.ip = flow.key.addr[i];
		(void)asset_seen(&o.assets, &behind, 0, NOON);
	}
	behind.ip = flow.key.addr[0];
	flow.seen.client = asset_seen(&o.assets, &behind, 0, NOON);
	assert_false(asset_of(&o.assets, flow.seen.client)->has_mac);
	fill();
	json_has("\"source\":{\"ip\":\"10.0.0.1\",");
	due = (struct state_due){ .rule = &rule, .at = NOON, .source = alert.source };
	alert_fill_due(&alert, &due, &site);
	json_has("\"source\":{\"ip\":\"10.0.0.1\",");
	due.source.ip_version = 0; /* of layer 2: it is the router itself */
	alert_fill_due(&alert, &due, &site);
	json_has("\"source\":{\"name\":\"router\",");
	observe_free(&o);
}

static void an_alert_of_nothing_in_particular_is_whole(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	s.kind = SUBJECT_CAPTURE;
	s.at = s.known = NOON;
	s.tag = -1;
	result.nframes = 0;
	fill();
	json_has("\"text\":\"\"");
	json_has("\"frames\":[],\"techniques\":[],\"fields\":{}}");
	json_has_not("source");
	json_has_not("protocol");
}

/* ---- what comes due ------------------------------------------------------------------------ */

static void what_came_due_says_what_was_kept(void **state)
{
	(void)state;
	rule.state.kind = STATE_SILENT;
	rule.state.by.n = 5;
	rule.state.by.of[0] = operand("ip.src");
	rule.state.by.of[1] = operand("ip.dst");
	rule.state.by.of[2] = operand("ot.request");
	rule.state.by.of[3] = operand("goose.appid");
	rule.state.by.of[4] = operand("ot.device");
	says_field("ip.src");
	says(" to ");
	says_field("ip.dst");
	says(" every ");
	rule.pieces[rule.npieces++] = (struct piece){ .kind = PIECE_PERIOD };
	says(" s: ");
	says_field("tcp.dstport");
	due = (struct state_due){ .rule = &rule,
				  .at = NOON,
				  .protocol = "modbus",
				  .nby = 5,
				  .by = { "10.0.0.1", "", "true", "0x11", "17" } };
	due.result.period = 2.5;
	due.target = (struct alert_end){ .ip_version = 4, .ip = flow.key.addr[1] };
	alert_fill_due(&alert, &due, &site);
	assert_string_equal(alert.text, "10.0.0.1 to ? every 2.5 s: ?");
	json_has("\"frames\":[]");
	json_has("\"target\":{\"ip\":\"10.0.0.2\"}");
	json_has_not("source");
	json_has("\"protocol\":\"modbus\"");
	json_has("\"fields\":{\"ip.src\":\"10.0.0.1\",\"ot.request\":true,\"goose.appid\":17,"
		 "\"ot.device\":\"17\"}");
	json_has_not("suppressed");
}

/* ---- hostile texts ------------------------------------------------------------------------- */

static void texts_of_the_wire_keep_json_well_formed(void **state)
{
	static const char nasty[] = "\"\\\n\r\t\0\x01\x7f\x1b[31m\xff\xc3(\xe2\x82\xed\xa0\x80"
				    "\xf4\x90\x80\x80\xe2\x80\xae</script>\xc2\x9b";

	(void)state;
	says("{");
	says_field("goose.gocbRef");
	says("}");
	add_text("goose.gocbRef", nasty, sizeof(nasty) - 1);
	fill();
	json_has("\"fields\":{\"goose.gocbRef\":\"\\\"\\\\\\\\x0a");
	char *text = printed(false);

	/* Two lines and the day's; nothing that steers a terminal. */
	for (const char *p = text; *p != '\0'; p++)
		assert_true((unsigned char)*p >= 0x20 || *p == '\n');
	assert_null(strstr(text, "\xff"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	free(text);
}

static void any_bytes_make_good_json(void **state)
{
	char bytes[600];
	uint32_t seed = 7;

	(void)state;
	says_field("goose.visible_string");
	says_field("goose.gocbRef");
	for (unsigned round = 0; round < 300; round++) {
		dec.nvalues = 0;
		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525U + 1013904223U;
			bytes[i] = (char)(seed >> 24);
		}
		add_text("goose.visible_string", bytes, round);
		add_text("goose.gocbRef", bytes, 600 - round);
		fill();
		(void)json();
		free(printed(true));
	}
}

/* Is it UTF-8, to its end? */
static bool all_characters(const char *text)
{
	size_t n = strlen(text), bad;

	for (size_t i = 0, len; i < n; i += len) {
		len = utf8_next((const uint8_t *)text + i, n - i, &bad);
		if (len == 0)
			return false;
	}
	return true;
}

static void long_texts_are_cut_between_characters(void **state)
{
	char words[4 * ALERT_TEXT];

	(void)state;
	says_field("goose.gocbRef");
	for (unsigned before = 0; before < 4; before++) {
		size_t n = before;

		memset(words, 'a', before);
		for (; n + 4 < sizeof(words); n += 3)
			memcpy(words + n, "€", 3);
		words[n] = '\0';
		dec.nvalues = 0;
		add_text("goose.gocbRef", words, n);
		rule.npieces = 1;
		fill(); /* one value is cut */
		assert_in_range(strlen(alert.text), ALERT_FIELD_TEXT - 4, ALERT_FIELD_TEXT - 1);
		assert_true(all_characters(alert.text));
		assert_true(all_characters(alert.values + alert.fields[0].at));
		says(words);
		says("the end");
		fill(); /* the sentence is */
		assert_in_range(strlen(alert.text), ALERT_TEXT - 4, ALERT_TEXT - 1);
		assert_true(all_characters(alert.text));
		assert_null(strstr(alert.text, "the end"));
		json_has_not("\\ufffd");
	}
}

static void the_longest_alert_fits_a_line(void **state)
{
	static const char *const names[] = {
		"goose.gocbRef",	"goose.datSet",		"goose.goID",
		"goose.octet_string",	"goose.bit_string",	"goose.booleanArray",
		"goose.binary_time",	"goose.visible_string", "goose.mMSString",
		"goose.floating_point",
	};
	char quotes[ALERT_TEXT];

	(void)state;
	memset(quotes, '"', sizeof(quotes));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		add_text(names[i], quotes, sizeof(quotes));
		says_field(names[i]);
	}
	result.nframes = ALERT_FRAMES;
	for (uint32_t i = 0; i < ALERT_FRAMES; i++)
		result.frames[i] = UINT64_MAX - ALERT_FRAMES + i;
	fill();
	assert_int_equal(alert.nfields, sizeof(names) / sizeof(names[0]));
	json_has_not("truncated");
	assert_int_equal(json_in(20), 0); /* that is no room for anything */
}

/* ---- writing ------------------------------------------------------------------------------- */

static void a_line_of_json_says_what_when_and_how_often(void **state)
{
	(void)state;
	rule.techniques[rule.ntechniques++] = "T0836";
	says("all of it");
	fill();
	alert.suppressed = 5;
	json_has("{\"event\":\"alert\",\"time\":\"2024-05-01T12:00:00.000000000Z\","
		 "\"priority\":\"high\",\"rule\":\"a-rule\",\"title\":\"A rule\","
		 "\"text\":\"all of it\",\"suppressed\":5,\"frames\":[12]");
	json_has("\"techniques\":[{\"id\":\"T0836\",\"name\":\"Modify Parameter\"}]");
}

static void a_text_for_people_says_the_same(void **state)
{
	char *text;

	(void)state;
	rule.techniques[rule.ntechniques++] = "T0836";
	says("writes ");
	says_field("modbus.func_code");
	add_number("modbus.func_code", 6);
	memcpy(result.why, "new", sizeof("new"));
	result.nframes = 2;
	result.frames[0] = 3;
	result.frames[1] = 12;
	result.more_frames = 2;
	fill();
	alert.suppressed = 5;
	text = printed(false);
	assert_string_equal(
		text,
		"2024-05-01 (UTC)\n"
		"12:00:00.000000 high     writes Write Single Register (and 5 like it before)\n"
		"                a-rule: frames 3 12 and 2 more; new; modbus.func_code = Write "
		"Single Register; T0836 Modify Parameter\n");
	free(text);
	text = printed(true);
	assert_non_null(strstr(text, "\033[31mhigh    \033[0m writes"));
	free(text);
}

static void the_day_is_printed_when_it_changes(void **state)
{
	static struct alert_printer printer = { .day = UINT64_MAX };
	static const uint64_t times[] = { 0, 1, 43199, 43200, 43201 };
	char *text = NULL;
	size_t n = 0;
	unsigned days = 0;

	(void)state;
	fill();
	printer.out = open_memstream(&text, &n);
	assert_non_null(printer.out);
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		alert.at = NOON + times[i] * 1000000000U;
		alert_print(&printer, &alert);
	}
	assert_int_equal(fclose(printer.out), 0);
	for (const char *p = text; (p = strstr(p, "(UTC)")) != NULL; p++)
		days++;
	assert_int_equal(days, 2);
	assert_non_null(strstr(text, "2024-05-02 (UTC)\n00:00:00.000000 "));
	free(text);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_sentence_is_filled_in),
		T(of_many_values_the_first_are_named),
		T(what_the_state_knows_can_be_said),
		T(every_field_of_the_rule_is_listed_once),
		T(fields_of_all_steps_of_a_sequence_are_listed),
		T(the_protocol_is_what_operations_say),
		T(frames_are_in_order_and_the_request_is_among_them),
		T(frames_that_were_met_in_another_order_are_in_order),
		T(no_frame_is_lost_when_all_places_are_taken),
		T(ends_device_and_object_say_who),
		T(a_router_does_not_give_its_name_to_who_is_behind_it),
		T(an_alert_of_nothing_in_particular_is_whole),
		T(what_came_due_says_what_was_kept),
		T(texts_of_the_wire_keep_json_well_formed),
		T(any_bytes_make_good_json),
		T(long_texts_are_cut_between_characters),
		T(the_longest_alert_fits_a_line),
		T(a_line_of_json_says_what_when_and_how_often),
		T(a_text_for_people_says_the_same),
		T(the_day_is_printed_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
