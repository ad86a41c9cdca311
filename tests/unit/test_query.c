#include "tests/unit/store_kit.h"

#include <fcntl.h>
#include <sys/types.h>

#include "collector/commands.h"
#include "common/log.h"

/* The commands that ask the store, with what they print. */
static char out[65536], err[65536];

static int run(int (*command)(const struct collector_options *c, char **args),
	       const struct collector_options *c, char **args)
{
	char *const texts[2] = { out, err };
	int saved[2], files[2];

	(void)fflush(stdout);
	(void)fflush(stderr);
	for (int i = 0; i < 2; i++) {
		char path[] = "/tmp/kagami-query-XXXXXX";

		files[i] = mkstemp(path);
		assert_true(files[i] >= 0);
		(void)unlink(path);
		saved[i] = dup(i + 1);
		assert_int_equal(dup2(files[i], i + 1), i + 1);
	}
	int code = command(c, args);

	(void)fflush(stdout);
	(void)fflush(stderr);
	for (int i = 0; i < 2; i++) {
		ssize_t n = pread(files[i], texts[i], 65535, 0);

		texts[i][n < 0 ? 0 : n] = '\0';
		assert_int_equal(dup2(saved[i], i + 1), i + 1);
		(void)close(saved[i]);
		(void)close(files[i]);
	}
	return code;
}

static struct dictionary *rules(void)
{
	static char id[] = "modbus-write", technique_id[] = "T0855",
		    name[] = "Unauthorized Command";
	static char field_name[] = "modbus.func_code";
	static Kagami__Rule rule, *list[] = { &rule };
	static Kagami__Technique technique, *techniques[] = { &technique };
	static Kagami__Field field, *fields[] = { &field };
	Kagami__Dictionary m;
	const char *why = NULL;

	kagami__dictionary__init(&m);
	kagami__rule__init(&rule);
	kagami__technique__init(&technique);
	kagami__field__init(&field);
	rule.id = rule.title = id;
	rule.priority = KAGAMI__PRIORITY__PRIORITY_HIGH;
	technique.id = technique_id;
	technique.name = name;
	rule.techniques = techniques;
	rule.n_techniques = 1;
	field.id = 3;
	field.name = field_name;
	m.id = 7;
	m.n_rules = 1;
	m.rules = list;
	m.n_fields = 1;
	m.fields = fields;
	struct dictionary *d = dictionary_new(&m, &why);

	if (d == NULL)
		fail_msg("%s", why);
	return d;
}

static void put_dictionary(struct kit *k, const struct dictionary *d)
{
	uint8_t bytes[4096];
	size_t n = kagami__dictionary__pack(dictionary_message(d), bytes);

	assert_true(store_put_dictionary(k->s, "plant-1", 7, bytes, n));
}

static void alert(struct kit *k, uint64_t seq, const struct dictionary *d, const char *sentence)
{
	char text[128];
	uint8_t ip[4] = { 10, 0, 0, 5 };
	uint64_t six = 6, frame = 12;
	Kagami__Event *e = kit_event(k, T0 + seq * S);
	Kagami__Alert a;
	Kagami__End source;
	Kagami__Value value, *values[] = { &value };
	Kagami__Evidence evidence;

	kagami__alert__init(&a);
	kagami__end__init(&source);
	kagami__value__init(&value);
	kagami__evidence__init(&evidence);
	(void)snprintf(text, sizeof(text), "%s", sentence);
	source.ip = (ProtobufCBinaryData){ 4, ip };
	value.field = 3;
	value.uints = &six;
	value.n_uints = 1;
	evidence.frames = &frame;
	evidence.n_frames = 1;
	a.text = text;
	a.source = &source;
	a.values = values;
	a.n_values = 1;
	a.evidence = &evidence;
	e->body_case = KAGAMI__EVENT__BODY_ALERT;
	e->alert = &a;
	assert_int_equal(kit_store(k, "plant-1", 1, seq, T0, d), 1);
}

static void asset(struct kit *k, uint64_t time)
{
	uint8_t ip[4] = { 10, 0, 0, 9 }, mac[6] = { 0, 0x80, 0xf4, 1, 2, 3 };
	ProtobufCBinaryData ips[] = { { 4, ip } };
	char name[] = "PLC\x1b[31m", protocol[] = "Modbus/TCP", *server_of[] = { protocol };
	Kagami__Event *e = kit_event(k, time);
	Kagami__Asset a;

	kagami__asset__init(&a);
	a.change = KAGAMI__CHANGE__CHANGE_NEW;
	a.ips = ips;
	a.n_ips = 1;
	a.mac = (ProtobufCBinaryData){ 6, mac };
	a.name = name;
	a.server_of = server_of;
	a.n_server_of = 1;
	a.first = a.last = time;
	e->body_case = KAGAMI__EVENT__BODY_ASSET;
	e->asset = &a;
	assert_int_equal(kit_store(k, "plant-1", 1, 3, T0, NULL), 1);
}

static int fill(void **state)
{
	struct kit *k = kit_new();
	struct dictionary *d = rules();

	put_dictionary(k, d);
	alert(k, 1, d, "10.0.0.5 writes \x07");
	alert(k, 2, d, "10.0.0.5 writes again");
	asset(k, T0 + 4 * S);
	dictionary_free(d);
	log_init("kagami-collector");
	*state = k;
	return 0;
}

static int end(void **state)
{
	kit_free(*state);
	return 0;
}

static struct collector_options of(const struct kit *k)
{
	static char allow[400];

	(void)snprintf(allow, sizeof(allow), "%s/allow", k->folder);
	return (struct collector_options){ .store = k->path,
					   .allow = allow,
					   .key = "/nowhere/key" };
}

static void test_alerts_are_printed_as_the_sensor_does(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);

	c.kind = "alert";
	assert_int_equal(run(collect_events, &c, NULL), COLLECT_DONE);
	assert_string_equal(out, "2023-11-14 (UTC)\n"
				 "22:13:21.000000 plant-1      high         10.0.0.5 writes .\n"
				 "                modbus-write: frame 12; modbus.func_code = 6; "
				 "T0855 Unauthorized Command\n"
				 "22:13:22.000000 plant-1      high         10.0.0.5 writes again\n"
				 "                modbus-write: frame 12; modbus.func_code = 6; "
				 "T0855 Unauthorized Command\n");
}

static void test_a_limit_gives_the_newest_in_their_order(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);

	c.limit = 2;
	c.json = true;
	assert_int_equal(run(collect_events, &c, NULL), COLLECT_DONE);
	const char *again = strstr(out, "writes again"), *new = strstr(out, "\"asset\"");

	assert_null(strstr(out, "writes \\u0007"));
	assert_non_null(again);
	assert_non_null(new);
	assert_true(again < new);
	assert_non_null(
		strstr(out, "\"sensor\":\"plant-1\",\"epoch\":\"0000000000000001\",\"seq\":2"));
}

static void test_names_that_nobody_has_are_said_with_the_nearest(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);

	c.sensor = "plnt-1";
	assert_int_equal(run(collect_events, &c, NULL), COLLECT_USAGE);
	assert_non_null(
		strstr(err, "no sensor 'plnt-1' ever sent anything; did you mean 'plant-1'?"));
	c = of(k);
	c.rule = "modbus-wirte";
	assert_int_equal(run(collect_events, &c, NULL), COLLECT_DONE);
	assert_non_null(strstr(err, "did you mean 'modbus-write'?"));
	c = of(k);
	c.address = "10.0.0";
	assert_int_equal(run(collect_assets, &c, NULL), COLLECT_FAILED);
	assert_non_null(strstr(err, "'10.0.0' is no IP or MAC address"));
	c = of(k);
	c.store = "/nowhere/collector.db";
	assert_int_equal(run(collect_events, &c, NULL), COLLECT_FAILED);
	assert_non_null(strstr(err, "there is no store yet: `kagami-collector run` makes it"));
}

static void test_assets_are_a_table_that_steers_no_terminal(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);

	assert_int_equal(run(collect_assets, &c, NULL), COLLECT_DONE);
	assert_non_null(strstr(out, "10.0.0.9                 00:80:f4:01:02:03 -"));
	assert_non_null(strstr(out, "2023-11-14 22:13 server of Modbus/TCP\n"));
	assert_non_null(strstr(out, "      name PLC.[31m\n      seen by plant-1\n"));
	assert_null(strchr(out, 0x1b));
	c.json = true;
	assert_int_equal(run(collect_assets, &c, NULL), COLLECT_DONE);
	assert_non_null(strstr(out, "\"ip\":[\"10.0.0.9\"],\"mac\":\"00:80:f4:01:02:03\""));
	assert_non_null(strstr(out, "\"server_of\":[\"Modbus/TCP\"],\"sensors\":[\"plant-1\"]"));
	c.json = false;
	assert_int_equal(run(collect_conversations, &c, NULL), COLLECT_DONE);
	assert_string_equal(out, "no conversation yet\n");
}

static void write_list(const struct collector_options *c, const char *text)
{
	FILE *f = fopen(c->allow, "w");

	assert_non_null(f);
	(void)fputs(text, f);
	(void)fclose(f);
	assert_int_equal(chmod(c->allow, 0644), 0);
}

static void test_sensors_of_the_list_that_never_came_are_shown_too(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);
	char name[] = "plant-2", wrong[] = "plant-3", *args[] = { name, NULL };

	write_list(&c, "sensor plant-2 rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n");
	assert_int_equal(run(collect_sensors_list, &c, NULL), COLLECT_DONE);
	assert_non_null(strstr(out, "plant-1          not listed "));
	assert_non_null(strstr(out, "plant-2          never came  never "));
	assert_int_equal(run(collect_sensors_show, &c, args), COLLECT_DONE);
	assert_non_null(strstr(out, "state                  never came\n"));
	args[0] = wrong;
	assert_int_equal(run(collect_sensors_show, &c, args), COLLECT_USAGE);
	assert_non_null(strstr(err, "no sensor 'plant-3' is on the list"));
	assert_int_equal(unlink(c.allow), 0);
}

static void test_check_says_what_is_wrong_and_what_to_do(void **state)
{
	struct kit *k = *state;
	struct collector_options c = of(k);

	assert_int_equal(run(collect_check, &c, NULL), COLLECT_FAILED);
	assert_non_null(strstr(out, "WRONG   key       /nowhere/key: there is none: "
				    "`kagami-collector keygen` makes it\n"));
	assert_non_null(strstr(out, "`kagami-collector sensors add` lets one in"));
	assert_non_null(strstr(out, "3 events, 1 asset, 0 conversations"));
	assert_non_null(strstr(out, "the database is whole"));
	write_list(&c, "sensor plant-2 short\n");
	assert_int_equal(run(collect_check, &c, NULL), COLLECT_FAILED);
	assert_non_null(strstr(out, "allow:1"));
	write_list(&c, "sensor plant-2 rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7\n");
	assert_int_equal(chmod(c.allow, 0666), 0);
	assert_int_equal(run(collect_check, &c, NULL), COLLECT_FAILED);
	assert_non_null(strstr(out, "chmod go-w"));
	assert_int_equal(unlink(c.allow), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fill, end)
	const struct CMUnitTest tests[] = {
		TEST(test_alerts_are_printed_as_the_sensor_does),
		TEST(test_a_limit_gives_the_newest_in_their_order),
		TEST(test_names_that_nobody_has_are_said_with_the_nearest),
		TEST(test_assets_are_a_table_that_steers_no_terminal),
		TEST(test_sensors_of_the_list_that_never_came_are_shown_too),
		TEST(test_check_says_what_is_wrong_and_what_to_do),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
