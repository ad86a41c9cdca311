#include "tests/unit/store_kit.h"

static int open_one(void **state)
{
	*state = kit_new();
	return 0;
}

static int close_one(void **state)
{
	kit_free(*state);
	return 0;
}

/* What a sensor says of an asset; addresses are the last byte of 10.0.0.x, 0: none. */
struct said {
	uint8_t ips[3], mac;
	const char *name, *firmware;
	uint64_t last;
};

static uint64_t next_seq;

static void asset(struct kit *k, const char *sensor, struct said x)
{
	uint8_t ip[3][4], mac[6] = { 0, 0x80, 0xf4, 0, 0, x.mac };
	ProtobufCBinaryData ips[3];
	char name[64], firmware[64], protocol[] = "Modbus/TCP", *client_of[] = { protocol };
	Kagami__Event *e = kit_event(k, x.last);
	Kagami__Asset a;

	kagami__asset__init(&a);
	for (size_t i = 0; i < 3 && x.ips[i] != 0; i++) {
		memcpy(ip[i], (uint8_t[]){ 10, 0, 0, x.ips[i] }, 4);
		ips[a.n_ips++] = (ProtobufCBinaryData){ 4, ip[i] };
	}
	a.ips = ips;
	if (x.mac != 0)
		a.mac = (ProtobufCBinaryData){ 6, mac };
	(void)snprintf(name, sizeof(name), "%s", x.name == NULL ? "" : x.name);
	(void)snprintf(firmware, sizeof(firmware), "%s", x.firmware == NULL ? "" : x.firmware);
	a.name = name;
	a.firmware = firmware;
	a.client_of = client_of;
	a.n_client_of = 1;
	a.first = T0;
	a.last = x.last == 0 ? T0 : x.last;
	e->body_case = KAGAMI__EVENT__BODY_ASSET;
	e->asset = &a;
	assert_int_equal(kit_store(k, sensor, 1, ++next_seq, T0, NULL), 1);
}

static bool line(void *ctx, const struct store_asset *a)
{
	char *out = ctx;
	size_t n = strlen(out);

	(void)snprintf(out + n, 1024 - n, "[%s %s %s %s %s %llu]", a->addresses,
		       a->mac[0] == '\0' ? "-" : a->mac + 15, a->name, a->firmware, a->sensors,
		       (unsigned long long)a->changes);
	return true;
}

static const char *assets(struct kit *k, const struct store_filter *f)
{
	static char text[1024];

	text[0] = '\0';
	if (!store_each_asset(k->s, f, line, text))
		fail_msg("%s", store_error(k->s));
	return text;
}

#define ALL (&(struct store_filter){ 0 })

static void test_two_sensors_that_see_an_address_see_one_asset(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5 }, .mac = 1, .name = "PLC" });
	asset(k, "b", (struct said){ .ips = { 5 }, .firmware = "2.1" });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01 PLC 2.1 a, b 0]");
	assert_true(store_verify(k->s, kit_problem, (char[512]){ "" }));
}

static void test_a_mac_alone_is_the_host_that_has_it(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .mac = 1, .name = "publisher" });
	asset(k, "b", (struct said){ .ips = { 5 }, .mac = 1 });
	asset(k, "c", (struct said){ .mac = 1 });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01 publisher  a, b, c 0]");
}

static void test_a_mac_with_two_addresses_at_two_sensors_is_two_assets(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5 }, .mac = 1 });
	asset(k, "b", (struct said){ .ips = { 6 }, .mac = 1 }); /* a router's, perhaps */
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01   a 0][10.0.0.6 -   b 0]");
	/* A sensor that sees both claimed knows better. */
	asset(k, "c", (struct said){ .ips = { 5, 6 }, .mac = 1 });
	assert_string_equal(assets(k, ALL), "[10.0.0.5, 10.0.0.6 01   a, b, c 0]");
}

static void test_assets_are_joined_when_a_sensor_knows_that_they_are_one(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .mac = 1, .name = "by mac" });
	asset(k, "b", (struct said){ .ips = { 5 }, .firmware = "3" });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 -  3 b 0][ 01 by mac  a 0]");
	asset(k, "c", (struct said){ .ips = { 5 }, .mac = 1 });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01 by mac 3 a, b, c 0]");
}

static void test_only_the_address_moves_to_a_device_with_another_mac(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5, 6 }, .mac = 1, .name = "old" });
	asset(k, "a", (struct said){ .ips = { 7 }, .mac = 2, .name = "new" });
	asset(k, "a", (struct said){ .ips = { 6, 7 }, .mac = 2 });
	assert_string_equal(assets(k, ALL),
			    "[10.0.0.5 01 old  a 0][10.0.0.6, 10.0.0.7 02 new  a 0]");
}

static void test_a_mac_changes_when_the_sensor_that_saw_it_says_so(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5 }, .mac = 1 });
	asset(k, "b", (struct said){ .ips = { 5 }, .mac = 9 }); /* behind a router */
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01   a, b 0]");
	asset(k, "a", (struct said){ .ips = { 5 }, .mac = 2 }); /* replaced */
	assert_string_equal(assets(k, ALL), "[10.0.0.5 02   a, b 1]");
	asset(k, "c", (struct said){ .ips = { 6 }, .mac = 1 }); /* the old one's second life */
	assert_string_equal(assets(k, ALL), "[10.0.0.5 02   a, b 1][10.0.0.6 01   c 0]");
}

static void test_the_newest_text_wins_and_two_opinions_do_not_alternate(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5 }, .name = "PLC", .last = T0 });
	asset(k, "b", (struct said){ .ips = { 5 }, .name = "M340", .last = T0 + S });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 - M340  a, b 1]");
	for (unsigned i = 2; i < 6; i++) {
		asset(k, "a", (struct said){ .ips = { 5 }, .name = "PLC", .last = T0 + i * S });
		asset(k, "b", (struct said){ .ips = { 5 }, .name = "M340", .last = T0 + i * S });
	}
	assert_string_equal(assets(k, ALL), "[10.0.0.5 - M340  a, b 1]");
	asset(k, "a", (struct said){ .ips = { 5 }, .name = "pump", .last = T0 + 9 * S });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 - pump  a, b 2]");
	/* What an old capture says is no news. */
	asset(k, "c", (struct said){ .ips = { 5 }, .name = "older", .firmware = "1", .last = T0 });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 - pump 1 a, b, c 2]");
}

static void test_assets_are_found_by_what_is_asked(void **state)
{
	struct kit *k = *state;

	next_seq = 0;
	asset(k, "a", (struct said){ .ips = { 5 }, .mac = 1, .last = T0 });
	asset(k, "b", (struct said){ .ips = { 100 }, .last = T0 + 5 * S });
	asset(k, "b", (struct said){ .ips = { 20 }, .last = T0 + 9 * S });
	assert_string_equal(assets(k, ALL), "[10.0.0.5 01   a 0][10.0.0.20 -   b 0]"
					    "[10.0.0.100 -   b 0]");
	assert_string_equal(assets(k, &(struct store_filter){ .sensor = "a" }),
			    "[10.0.0.5 01   a 0]");
	assert_string_equal(assets(k, &(struct store_filter){ .address = "00:80:f4:00:00:01" }),
			    "[10.0.0.5 01   a 0]");
	assert_string_equal(assets(k, &(struct store_filter){ .since = T0 + 6 * S }),
			    "[10.0.0.20 -   b 0]");
	assert_string_equal(assets(k, &(struct store_filter){ .newest_first = true, .limit = 1 }),
			    "[10.0.0.20 -   b 0]");
}

/* ---- conversations ---- */

static void conversation(struct kit *k, const char *sensor, uint64_t epoch, uint64_t seq,
			 uint64_t packets, const char *function)
{
	uint8_t ip[2][4] = { { 10, 0, 0, 5 }, { 10, 0, 0, 9 } };
	char name[64], protocol[] = "Modbus/TCP";
	Kagami__Event *e = kit_event(k, T0);
	Kagami__Conversation c;
	Kagami__End client, server;
	Kagami__Function f, *functions[] = { &f };

	kagami__conversation__init(&c);
	kagami__end__init(&client);
	kagami__end__init(&server);
	kagami__function__init(&f);
	(void)snprintf(name, sizeof(name), "%s", function);
	f.name = name;
	client.ip = (ProtobufCBinaryData){ 4, ip[0] };
	server.ip = (ProtobufCBinaryData){ 4, ip[1] };
	server.port = 502;
	c.client = &client;
	c.server = &server;
	c.ip_proto = 6;
	c.protocol = protocol;
	c.first = T0;
	c.last = T0 + S;
	c.client_packets = packets;
	c.messages = packets;
	c.functions = functions;
	c.n_functions = 1;
	e->body_case = KAGAMI__EVENT__BODY_CONVERSATION;
	e->conversation = &c;
	assert_int_equal(kit_store(k, sensor, epoch, seq, T0, NULL), 1);
}

static bool conversation_line(void *ctx, const struct store_conversation *c)
{
	char *out = ctx;
	size_t n = strlen(out);

	(void)snprintf(out + n, 1024 - n, "[%s %s:%u %s %llu %s %s]", c->client, c->server, c->port,
		       c->protocol, (unsigned long long)c->packets, c->functions, c->sensors);
	return true;
}

static const char *conversations(struct kit *k)
{
	static char text[1024];

	text[0] = '\0';
	if (!store_each_conversation(k->s, ALL, conversation_line, text))
		fail_msg("%s", store_error(k->s));
	return text;
}

static void test_conversations_count_on_over_epochs_and_not_twice_over_sensors(void **state)
{
	struct kit *k = *state;

	conversation(k, "a", 1, 1, 10, "Read");
	conversation(k, "a", 1, 2, 25, "Read");
	assert_string_equal(conversations(k), "[10.0.0.5 10.0.0.9:502 Modbus/TCP 25 Read a]");
	conversation(k, "b", 1, 1, 20, "Write"); /* the same packets, elsewhere */
	assert_string_equal(conversations(k),
			    "[10.0.0.5 10.0.0.9:502 Modbus/TCP 25 Read, Write a, b]");
	conversation(k, "a", 2, 1, 4, "Read"); /* the sensor was started again */
	conversation(k, "a", 2, 2, 3, "Read"); /* its table let go of it */
	conversation(k, "a", 2, 3, 5, "Read");
	assert_string_equal(conversations(k),
			    "[10.0.0.5 10.0.0.9:502 Modbus/TCP 34 Read, Write a, b]");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)
	const struct CMUnitTest tests[] = {
		TEST(test_two_sensors_that_see_an_address_see_one_asset),
		TEST(test_a_mac_alone_is_the_host_that_has_it),
		TEST(test_a_mac_with_two_addresses_at_two_sensors_is_two_assets),
		TEST(test_assets_are_joined_when_a_sensor_knows_that_they_are_one),
		TEST(test_only_the_address_moves_to_a_device_with_another_mac),
		TEST(test_a_mac_changes_when_the_sensor_that_saw_it_says_so),
		TEST(test_the_newest_text_wins_and_two_opinions_do_not_alternate),
		TEST(test_assets_are_found_by_what_is_asked),
		TEST(test_conversations_count_on_over_epochs_and_not_twice_over_sensors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
