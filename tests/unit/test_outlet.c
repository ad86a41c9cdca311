/* sensor/deliver/outlet*.c, changes.c: which events leave the sensor, and when. */
#include "tests/unit/events.h"

/* Unit 1: two holding registers from 16 on; the same answered with an exception. */
#define ASK	"0001 0000 0006 01 03 0010 0002"
#define SAME	"0001 0000 0007 01 03 04 000a 000b"
#define OTHER	"0001 0000 0007 01 03 04 000a 000c"
#define REFUSED "0001 0000 0003 01 83 02"
/* Register 16 becomes 5; the answer says the same. */
#define WRITE "0002 0000 0006 01 06 0010 0005"

#define SECONDS(n) ((n)*UINT64_C(1000))

static struct talk *t;
static struct events *ev;

static void begin_with(enum send_operations operations, uint32_t objects, uint32_t tables)
{
	struct sensor_options so = talk_options();
	const struct outlet_options o = { .operations = operations,
					  .objects = objects,
					  .round = 10000000000U,
					  .interval = 300000000000U,
					  .capture = "a/path/to/some.pcap" };

	so.assets = so.conversations = tables;
	t = talk_new(&so);
	ev = events_new(&o, t->pl);
}

static void begin(enum send_operations operations)
{
	begin_with(operations, 1024, 64);
}

static int teardown(void **state)
{
	(void)state;
	if (!t->ended)
		talk_end(t);
	events_free(ev, t->pl);
	talk_free(t);
	return 0;
}

static unsigned operations(void)
{
	return events_count(ev, EVENT_OPERATION, 0);
}

/* A request and its answer; returns how many events they were. */
static unsigned exchange(const char *ask, const char *answer)
{
	unsigned before = operations();

	talk_say(t, CLIENT, ask);
	talk_say(t, SERVER, answer);
	return operations() - before;
}

/* Time goes on to the next round, and nothing is heard. */
static void wait_round(unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		talk_wait(t, SECONDS(10));
		pipeline_idle(t->pl, t->frame.at);
	}
}

/* ---- operations -------------------------------------------------------------------------- */

static void polls_are_told_when_something_changed(void **state)
{
	struct outlet_stats s;

	(void)state;
	begin(SEND_CHANGES);
	assert_int_equal(exchange(ASK, SAME), 2); /* never seen before */
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(exchange(ASK, SAME), 0);
	assert_int_equal(exchange(ASK, OTHER), 1); /* the answer alone */
	assert_non_null(strstr(events_json(ev, ev->n - 1), "\"ot.value\":[10,12]"));
	assert_int_equal(exchange(ASK, OTHER), 0);
	assert_int_equal(exchange(ASK, SAME), 1);
	assert_int_equal(exchange(ASK, REFUSED), 1);
	assert_int_equal(exchange(ASK, REFUSED), 0);
	assert_int_equal(exchange(ASK, SAME), 1); /* it works again */
	assert_int_equal(exchange(ASK, SAME), 0);
	outlet_stats(ev->outlet, &s);
	assert_int_equal(s.unchanged + s.offered[EVENT_OPERATION], 2 * 28);
	assert_int_equal(s.forgotten, 0);
}

static void writes_are_told_each_time(void **state)
{
	(void)state;
	begin(SEND_CHANGES);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(exchange(WRITE, WRITE), 2);
}

static void another_client_is_a_change_and_a_reconnect_is_none(void **state)
{
	(void)state;
	begin(SEND_CHANGES);
	assert_int_equal(exchange(ASK, SAME), 2);
	t->port[CLIENT]++;
	assert_int_equal(exchange(ASK, SAME), 0);
	t->host[CLIENT] = 9;
	assert_int_equal(exchange(ASK, SAME), 2);
	t->host[CLIENT] = 1; /* two who poll the same do not make each other's answers news */
	t->port[CLIENT]++;
	assert_int_equal(exchange(ASK, SAME), 0);
}

static void other_units_objects_and_functions_are_told_apart(void **state)
{
	(void)state;
	begin(SEND_CHANGES);
	assert_int_equal(exchange(ASK, SAME), 2);
	assert_int_equal(
		exchange("0001 0000 0006 02 03 0010 0002", "0001 0000 0007 02 03 04 000a 000b"), 2);
	assert_int_equal(exchange("0001 0000 0006 01 03 0011 0002", SAME), 2);
	assert_int_equal(
		exchange("0001 0000 0006 01 04 0010 0002", "0001 0000 0007 01 04 04 000a 000b"), 2);
	assert_int_equal(exchange(ASK, SAME), 0);
}

static void objects_that_gave_way_are_news_again(void **state)
{
	struct outlet_stats s;
	char ask[64];

	(void)state;
	begin_with(SEND_CHANGES, 8, 64);
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < 6; i++) {
			(void)snprintf(ask, sizeof(ask), "0001 0000 0006 01 03 %04x 0002", i);
			assert_int_equal(exchange(ask, SAME), 2);
		}
	}
	outlet_stats(ev->outlet, &s);
	assert_int_equal(s.forgotten, 24 - 8);
}

static void a_choice_of_none_or_writes_is_kept_to(void **state)
{
	(void)state;
	begin(SEND_NONE);
	assert_int_equal(exchange(WRITE, WRITE), 0);
	assert_int_equal(exchange(ASK, REFUSED), 0);
	(void)teardown(NULL);
	begin(SEND_WRITES);
	assert_int_equal(exchange(WRITE, WRITE), 2);
	assert_int_equal(exchange(ASK, SAME), 0);
	assert_int_equal(exchange(ASK, REFUSED), 1); /* it failed */
	(void)teardown(NULL);
	begin(SEND_ALL);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(exchange(ASK, SAME), 2);
}

/* ---- assets and conversations ------------------------------------------------------------ */

static void what_is_new_is_told_when_its_round_ends(void **state)
{
	(void)state;
	begin(SEND_NONE);
	talk_handshake(t);
	(void)exchange(ASK, SAME);
	assert_int_equal(ev->n, 0);
	wait_round(2);
	assert_int_equal(events_with(ev, EVENT_ASSET, 0, "\"change\":\"new\""), 2);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, 0, "\"change\":\"new\""), 1);
	assert_int_equal(ev->n, 3);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, 0,
				     "\"functions\":[{\"function\":\"Read Holding Registers\","
				     "\"op\":\"read\",\"requests\":1,\"responses\":1,"),
			 1);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, 0, "\"client_packets\":3"), 1);
	assert_int_equal(events_with(ev, EVENT_ASSET, 0, "\"server_of\":[\"Modbus/TCP\"]"), 1);
}

static void what_goes_on_as_before_is_told_now_and_then(void **state)
{
	(void)state;
	begin(SEND_NONE);
	(void)exchange(ASK, SAME);
	wait_round(2);
	size_t before = ev->n;

	for (unsigned i = 0; i < 28; i++) {
		(void)exchange(ASK, SAME);
		wait_round(1);
	}
	assert_int_equal(ev->n, before); /* not five minutes yet */
	(void)exchange(ASK, SAME);
	wait_round(3);
	assert_int_equal(events_with(ev, EVENT_ASSET, before, "\"change\":\"seen\""), 2);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, before, "\"change\":\"seen\""), 1);
	before = ev->n;
	wait_round(40); /* nothing is heard: nothing is told */
	assert_int_equal(ev->n, before);
}

static void what_becomes_another_is_told_at_the_end_of_the_round(void **state)
{
	(void)state;
	begin(SEND_NONE);
	(void)exchange(ASK, SAME);
	wait_round(2);
	size_t before = ev->n;

	(void)exchange(WRITE, WRITE);
	wait_round(1);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, before, "\"change\":\"changed\""), 1);
	assert_int_equal(ev->n, before + 1);
	before = ev->n;
	(void)exchange(WRITE, WRITE);
	wait_round(1);
	assert_int_equal(ev->n, before); /* nothing new about it */
	(void)exchange(ASK, REFUSED);	 /* it fails for the first time */
	wait_round(1);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, before, "\"change\":\"changed\""), 1);
}

static void what_gives_way_is_told_and_nothing_is_lost(void **state)
{
	(void)state;
	begin_with(SEND_NONE, 8, 16);
	for (unsigned i = 0; i < 40; i++) {
		t->host[CLIENT] = (uint8_t)(10 + i);
		t->port[CLIENT]++;
		(void)exchange(ASK, SAME);
		wait_round(i % 10 == 9);
	}
	talk_end(t);
	assert_true(t->pl->observe.convs.evicted > 0 && t->pl->observe.assets.evicted > 0);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, 0, "\"change\":\"ended\""),
			 t->pl->observe.convs.evicted);
	assert_int_equal(events_with(ev, EVENT_ASSET, 0, "\"change\":\"ended\""),
			 t->pl->observe.assets.evicted);
	for (unsigned i = 0; i < 40; i++) {
		char ip[32];

		(void)snprintf(ip, sizeof(ip), "\"ips\":[\"10.0.0.%u\"]", 10 + i);
		assert_true(events_with(ev, EVENT_ASSET, 0, ip) >= 1);
		(void)snprintf(ip, sizeof(ip), "\"client\":{\"ip\":\"10.0.0.%u\"}", 10 + i);
		assert_true(events_with(ev, EVENT_CONVERSATION, 0, ip) >= 1);
	}
}

static void the_end_tells_what_was_not_told_once(void **state)
{
	(void)state;
	begin(SEND_NONE);
	(void)exchange(ASK, SAME);
	wait_round(2);
	assert_int_equal(ev->n, 3);
	(void)exchange(ASK, SAME);
	talk_end(t);
	assert_int_equal(events_count(ev, EVENT_ASSET, 3), 2);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, 3, "\"requests\":2,"), 1);
	assert_int_equal(ev->n, 6);
	outlet_end(ev->outlet);
	assert_int_equal(ev->n, 6);
}

static void rounds_go_on_when_time_goes_back(void **state)
{
	(void)state;
	begin(SEND_NONE);
	(void)exchange(ASK, SAME);
	wait_round(2);
	size_t before = ev->n;

	t->frame.at -= UINT64_C(3600000000000);
	for (unsigned i = 0; i < 100; i++)
		(void)exchange(ASK, SAME);
	t->host[CLIENT] = 77;
	(void)exchange(ASK, SAME);
	wait_round(2);
	assert_int_equal(events_with(ev, EVENT_CONVERSATION, before, "10.0.0.77"), 1);
}

/* ---- health and rules -------------------------------------------------------------------- */

static void health_says_what_was_counted(void **state)
{
	const struct summary_input input = { .name = "/some/where/a.pcap", .frames = 2 };
	const struct summary_capture capture = { .inputs = &input, .ninputs = 1 };

	(void)state;
	begin(SEND_NONE);
	(void)exchange(ASK, SAME);
	outlet_health(ev->outlet, "finished", &capture);
	assert_int_equal(ev->n, 1);
	const char *line = events_json(ev, 0);

	assert_non_null(strstr(line, "\"state\":\"finished\",\"program\":\"kagami-sensor "));
	assert_non_null(strstr(line, "\"interfaces\":[{\"name\":\"a.pcap\",\"frames\":2,"));
	assert_non_null(strstr(line, "\"frames\":2,"));
	assert_non_null(strstr(line, "\"uptime\":0.001000000,"));
	assert_null(strstr(line, "\"clock\""));
	assert_null(strstr(line, "\"link\""));
}

static void health_of_before_the_first_frame_has_its_time(void **state)
{
	(void)state;
	begin(SEND_NONE);
	outlet_health(ev->outlet, "started", NULL);
	assert_int_equal(ev->n, 0);
	uint64_t at = t->frame.at;

	(void)exchange(ASK, SAME);
	assert_int_equal(events_with(ev, EVENT_HEALTH, 0, "\"state\":\"started\""), 1);
	assert_true(events_at(ev, 0)->time == at);
	(void)exchange(ASK, SAME);
	assert_int_equal(ev->n, 1);
}

static void a_capture_without_a_frame_has_no_health(void **state)
{
	(void)state;
	begin(SEND_NONE);
	outlet_health(ev->outlet, "started", NULL);
	outlet_end(ev->outlet);
	outlet_health(ev->outlet, "finished", NULL);
	assert_int_equal(ev->n, 0);
}

static void alerts_name_their_capture_and_are_of_the_dictionary(void **state)
{
	struct rule rule = { .id = "a-rule", .title = "A rule" };
	struct rule *rules[] = { &rule };
	struct ruleset set = { .n = 1, .rules = rules, .digest = "5", .site.name = "" };
	static struct alert a;

	(void)state;
	begin(SEND_NONE);
	assert_int_equal(ev->dictionaries, 1);
	assert_true(outlet_rules(ev->outlet, &set, "6"));
	assert_int_equal(ev->dictionaries, 2);
	rule.set = &set;
	a = (struct alert){ .rule = &rule, .at = 5, .nframes = 1, .frames = { 3 } };
	outlet_alert(ev->outlet, &a);
	const char *line = events_json(ev, 0);

	assert_non_null(strstr(line, "\"rule\":\"a-rule\",\"title\":\"A rule\""));
	assert_non_null(strstr(line, "\"frames\":[3],\"capture\":\"some.pcap\""));
	assert_true(outlet_rules(ev->outlet, NULL, NULL));
	assert_int_equal(dictionary_message(ev->dictionary)->n_rules, 0);
}

/* ---- the same each time ------------------------------------------------------------------ */

/* What a capture was read to. */
struct reading {
	struct pipeline *pl;
	struct events *ev; /* NULL: nothing was sent */
	char *summary;
};

/* room: of the tables. */
static struct reading read_once(const char *name, bool sent, uint32_t room)
{
	struct sensor_options so = talk_options();
	const struct outlet_options o = { .operations = SEND_CHANGES,
					  .objects = 64,
					  .round = 1000000000U,
					  .interval = 5000000000U };
	struct reading r = { .pl = malloc(sizeof(*r.pl)) };
	struct summary_capture capture = { 0 };
	size_t n = 0;

	assert_non_null(r.pl);
	so.assets = so.conversations = room;
	so.flows = 16 * room;
	assert_int_equal(pipeline_init(r.pl, &so, NULL), 0);
	r.ev = sent ? events_new(&o, r.pl) : NULL;
	events_read(r.pl, name);
	if (sent)
		outlet_health(r.ev->outlet, "finished", NULL);
	FILE *f = open_memstream(&r.summary, &n);

	assert_non_null(f);
	assert_true(summary_json(f, &r.pl->observe, &capture));
	assert_int_equal(fclose(f), 0);
	return r;
}

static void reading_free(struct reading *r)
{
	if (r->ev != NULL)
		events_free(r->ev, r->pl);
	pipeline_free(r->pl);
	free(r->pl);
	free(r->summary);
}

static const char *const captures[] = { "operator.pcap",    "it-nmap-modbus.pcap",
					"goose-types.pcap", "it-hostsweep.pcap",
					"l2-assets.pcap",   "attack-sweep.pcap" };
enum { CAPTURES = sizeof(captures) / sizeof(captures[0]) };

/* Also when the tables are too small for what there is. */
static void reading_again_makes_the_same_bytes(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CAPTURES; i++) {
		struct reading a = read_once(captures[i], true, 16);
		struct reading b = read_once(captures[i], true, 16);

		assert_true(a.ev->n > 0);
		assert_int_equal(a.ev->n, b.ev->n);
		assert_int_equal(a.ev->used, b.ev->used);
		assert_memory_equal(a.ev->bytes, b.ev->bytes, a.ev->used);
		assert_string_equal(a.summary, b.summary);
		reading_free(&a);
		reading_free(&b);
	}
}

static void sending_changes_nothing_of_what_is_found(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CAPTURES; i++) {
		struct reading a = read_once(captures[i], true, 1024);
		struct reading b = read_once(captures[i], false, 1024);

		assert_string_equal(a.summary, b.summary);
		reading_free(&a);
		reading_free(&b);
	}
}

/* The last that is told of each asset and conversation is what the summary says of it. */
static void in_the_end_all_counters_were_told(void **state)
{
	(void)state;
	for (unsigned i = 0; i < CAPTURES; i++) {
		struct reading r = read_once(captures[i], true, 1024);
		const uint32_t *slots;
		uint32_t n = conv_sorted(&r.pl->observe.convs, &slots);

		for (uint32_t k = 0; k < n; k++) {
			const struct conv *c = &r.pl->observe.convs.slot[slots[k]];
			char text[160];

			(void)snprintf(
				text, sizeof(text),
				"\"client_packets\":%llu,\"client_bytes\":%llu,"
				"\"server_packets\":%llu,\"server_bytes\":%llu,",
				(unsigned long long)c->packets[0], (unsigned long long)c->bytes[0],
				(unsigned long long)c->packets[1], (unsigned long long)c->bytes[1]);
			assert_true(events_with(r.ev, EVENT_CONVERSATION, 0, text) > 0);
		}
		reading_free(&r);
	}
}

#define T(f) cmocka_unit_test_teardown(f, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(polls_are_told_when_something_changed),
		T(writes_are_told_each_time),
		T(another_client_is_a_change_and_a_reconnect_is_none),
		T(other_units_objects_and_functions_are_told_apart),
		T(objects_that_gave_way_are_news_again),
		T(a_choice_of_none_or_writes_is_kept_to),
		T(what_is_new_is_told_when_its_round_ends),
		T(what_goes_on_as_before_is_told_now_and_then),
		T(what_becomes_another_is_told_at_the_end_of_the_round),
		T(what_gives_way_is_told_and_nothing_is_lost),
		T(the_end_tells_what_was_not_told_once),
		T(rounds_go_on_when_time_goes_back),
		T(health_says_what_was_counted),
		T(health_of_before_the_first_frame_has_its_time),
		T(a_capture_without_a_frame_has_no_health),
		T(alerts_name_their_capture_and_are_of_the_dictionary),
		cmocka_unit_test(reading_again_makes_the_same_bytes),
		cmocka_unit_test(sending_changes_nothing_of_what_is_found),
		cmocka_unit_test(in_the_end_all_counters_were_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
