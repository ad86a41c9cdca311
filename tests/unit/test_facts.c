/* sensor/rule/facts_flow.c, facts_ends.c, facts_more.c: what is derived of flows, ends and tags */
/* wrap: tags_last tags_defs tag_count */
#include "sensor/rule/facts.h"

#include "sensor/rule/condition.h"
#include "sensor/rule/parse.h"
#include "sensor/rule/site.h"
#include "sensor/rule/tag.h"
#include "tests/unit/talk.h"
#include "tests/unit/test.h"

#define SECOND	1000000000U
#define REQUEST "0001 0000 0006 01 03 0000 0001"
#define ANSWER	"0001 0000 0005 01 03 02 002a"

enum { TEXT = 64 };

static struct subject s;

/* The first value of the fact as text: numbers, true, texts; "-": there is none. */
static const char *show(const char *name)
{
	static char out[TEXT];
	const struct rule_field *f = universe_find(name, strlen(name));
	struct walk w;

	assert_non_null(f);
	assert_false(f->wireshark);
	subject_reset(&s);
	const struct value *v = subject_first(&s, f, &w);

	if (v == NULL)
		return "-";
	assert_true(value_write(v, 0, out, sizeof(out)) < sizeof(out));
	return out;
}

#define expect(name, is) assert_string_equal(show(name), is)

static int setup(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	s.tag = -1;
	return 0;
}

/* ---- flows --------------------------------------------------------------------------------- */

/* What was said of the flow when the last message was decoded, and after the last packet. */
static struct {
	unsigned messages;
	bool unmatched;
	char whole[TEXT], gaps[TEXT], up[TEXT], down[TEXT], failed[TEXT];
	struct flow flow;
} heard;

static void keep(char to[TEXT], const char *name)
{
	const char *text = show(name);

	memcpy(to, text, strlen(text) + 1);
}

static void on_frame(void *ctx, const struct packet *pkt)
{
	(void)ctx;
	(void)pkt;
}

static void on_packet(void *ctx, const struct packet *pkt, const struct flow *f, unsigned sender)
{
	(void)ctx;
	heard.flow = *f;
	s = (struct subject){ .kind = SUBJECT_PACKET, .at = pkt->at, .pkt = pkt, .flow = f };
	s.end = (uint8_t)sender;
	s.tag = -1;
	keep(heard.failed, "flow.failed");
}

static void on_message(void *ctx, const struct flow *f, unsigned end, const struct dec *d)
{
	(void)ctx;
	s = (struct subject){ .kind = SUBJECT_OPERATION, .at = d->at, .flow = f, .dec = d };
	s.op = &d->operations[0];
	s.end = (uint8_t)end;
	s.tag = -1;
	heard.messages++;
	heard.unmatched = s.op->ot.unmatched;
	keep(heard.whole, "flow.whole");
	keep(heard.gaps, "flow.gaps");
	keep(heard.up, "flow.up_bytes");
	keep(heard.down, "flow.down_bytes");
}

static const struct pipeline_tap tap = { NULL, on_frame, on_packet, on_message };

static struct talk *begin(void)
{
	struct talk *t = talk_new(NULL);

	memset(&heard, 0, sizeof(heard));
	t->pl->tap = &tap;
	return t;
}

static void a_connection_of_which_nothing_is_lost_is_whole(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_handshake(t);
	talk_say(t, CLIENT, REQUEST);
	assert_string_equal(heard.whole, "true");
	assert_string_equal(heard.up, "12");
	assert_string_equal(heard.down, "0");
	talk_say(t, SERVER, ANSWER);
	assert_int_equal(heard.messages, 2);
	assert_string_equal(heard.whole, "true");
	assert_string_equal(heard.gaps, "0");
	assert_string_equal(heard.up, "12");
	assert_string_equal(heard.down, "11");
	talk_free(t);
}

static void a_response_whose_request_was_lost_is_not_of_a_whole_one(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_handshake(t);
	talk_lose(t, CLIENT, 12);
	talk_say(t, SERVER, ANSWER); /* it acknowledges what was never seen */
	assert_true(heard.unmatched);
	assert_string_equal(heard.whole, "-");
	assert_string_equal(heard.gaps, "1");
	talk_say(t, CLIENT, REQUEST);
	talk_say(t, SERVER, ANSWER);
	assert_int_equal(heard.messages, 3);
	assert_string_equal(heard.whole, "-");
	assert_string_equal(heard.gaps, "1"); /* the same one */
	talk_lose(t, SERVER, 11);
	talk_say(t, CLIENT, REQUEST);
	talk_say(t, SERVER, ANSWER);
	assert_string_equal(heard.gaps, "2");
	talk_free(t);
}

static void a_response_that_nobody_asked_for_is_of_a_whole_one(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_handshake(t);
	talk_say(t, CLIENT, REQUEST);
	talk_say(t, SERVER, ANSWER);
	talk_say(t, SERVER, ANSWER);
	assert_true(heard.unmatched);
	assert_string_equal(heard.whole, "true");
	talk_free(t);
}

static void a_connection_picked_up_in_the_middle_is_not_whole(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_say(t, CLIENT, REQUEST);
	talk_say(t, SERVER, ANSWER);
	assert_int_equal(heard.messages, 2);
	assert_string_equal(heard.whole, "-");
	assert_string_equal(heard.gaps, "0");
	talk_free(t);
}

/* What rules are told of the flow when it ends, some seconds after it began. */
static const char *failed_at_end(unsigned seconds)
{
	s = (struct subject){ .kind = SUBJECT_FLOW, .flow = &heard.flow, .tag = -1 };
	s.at = heard.flow.first + seconds * (uint64_t)SECOND;
	s.flow_event = FLOW_END;
	return show("flow.failed");
}

static void a_refused_connection_has_failed(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_segment(t, CLIENT, TCP_SYN, "");
	assert_string_equal(heard.failed, "-"); /* not yet */
	talk_segment(t, SERVER, TCP_RST | TCP_ACK, "");
	assert_string_equal(heard.failed, "true");
	talk_free(t);
}

static void a_connection_that_nobody_answers_has_failed_when_it_ends(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_segment(t, CLIENT, TCP_SYN, "");
	assert_string_equal(failed_at_end(60), "true");
	assert_string_equal(failed_at_end(0), "-"); /* the capture ended before an answer could come
						     */
	s.flow_event = FLOW_BEGIN;
	s.at += 60 * (uint64_t)SECOND;
	expect("flow.failed", "-");
	talk_free(t);
}

static void a_connection_that_was_accepted_has_not(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_segment(t, CLIENT, TCP_SYN, "");
	talk_segment(t, SERVER, TCP_SYN | TCP_ACK, "");
	talk_segment(t, CLIENT, TCP_RST, ""); /* a scanner that found what it looked for */
	assert_string_equal(heard.failed, "-");
	assert_string_equal(failed_at_end(60), "-");
	talk_free(t);
	/* A mirror that shows the client only. */
	t = begin();
	talk_segment(t, CLIENT, TCP_SYN, "");
	t->seq[SERVER]++;
	talk_segment(t, CLIENT, TCP_ACK, "");
	assert_string_equal(failed_at_end(60), "-");
	talk_free(t);
	/* From the middle. */
	t = begin();
	talk_segment(t, SERVER, TCP_RST, "");
	assert_string_equal(heard.failed, "-");
	assert_string_equal(failed_at_end(60), "-");
	talk_free(t);
}

static void datagrams_have_no_connection(void **state)
{
	struct talk *t = begin();

	(void)state;
	talk_datagram(t, CLIENT, "01020304");
	assert_string_equal(failed_at_end(60), "-");
	expect("flow.gaps", "-");
	expect("flow.whole", "-");
	expect("flow.up_bytes", "4");
	talk_free(t);
}

/* ---- ends ---------------------------------------------------------------------------------- */

static struct flow flow;

static void between(uint8_t version, const uint8_t a[16], const uint8_t b[16])
{
	static const uint8_t macs[2][6] = { { 0, 0x30, 0xa7, 1, 1, 1 },
					    { 0, 0x30, 0xa7, 1, 1, 2 } };

	memset(&flow, 0, sizeof(flow));
	flow.key.ip_version = version;
	memcpy(&flow.key.addr[0], a, version == 6 ? 16 : 4);
	memcpy(&flow.key.addr[1], b, version == 6 ? 16 : 4);
	flow.has_mac[0] = flow.has_mac[1] = true;
	memcpy(flow.mac, macs, sizeof(macs));
	s.kind = SUBJECT_FLOW;
	s.flow = &flow;
}

static void an_end_has_an_address_whatever_the_version(void **state)
{
	static const uint8_t v4[2][16] = { { 10, 10, 1, 21 }, { 10, 10, 1, 11 } };
	static const uint8_t v6[2][16] = { { 0xfd, 0x0a, 0, 0x0a, 0, 1, [15] = 0x21 },
					   { 0xfe, 0x80, [15] = 1 } };

	(void)state;
	between(4, v4[0], v4[1]);
	expect("src.addr", "10.10.1.21");
	expect("dst.addr", "10.10.1.11");
	between(6, v6[0], v6[1]);
	expect("src.addr", "fd0a:a:1::21");
	expect("dst.addr", "fe80::1");
	between(0, v4[0], v4[1]);
	expect("src.addr", "00:30:a7:01:01:01");
	expect("dst.addr", "00:30:a7:01:01:02");
	s.flow = NULL;
	expect("src.addr", "-");
	expect("src.name", "-");
}

static void who_has_no_address_yet_is_known_by_its_mac(void **state)
{
	static const uint8_t none[16] = { 0 }, all[16] = { 255, 255, 255, 255 };

	(void)state;
	between(4, none, all);
	expect("src.addr", "00:30:a7:01:01:01");
	expect("dst.addr", "255.255.255.255");
	flow.has_mac[0] = false;
	expect("src.addr", "0.0.0.0");
	between(6, none, none);
	expect("src.addr", "00:30:a7:01:01:01");
}

static void a_name_is_the_sites_or_its_own_or_the_address(void **state)
{
	static const uint8_t ips[2][16] = { { 10, 0, 0, 1 }, { 10, 0, 0, 2 } };
	static const uint32_t first[] = { 0 };
	static struct site_asset plc = { .name = "plc1", .ip_version = 4, .role = "plc" };
	static struct observe o;
	struct site site = { .nassets = 1, .assets = &plc, .nby_ip = 1, .by_ip = first };
	struct asset_end end = { .ip_version = 4, .sender = true };

	(void)state;
	assert_true(observe_init(&o, 16, 16));
	between(4, ips[0], ips[1]);
	expect("dst.name", "10.0.0.2");
	expect("dst.role", "-");
	end.mac = flow.mac[1];
	end.ip = flow.key.addr[1];
	flow.seen.server = asset_seen(&o.assets, &end, 0, SECOND);
	s.observe = &o;
	expect("dst.name", "10.0.0.2");
	(void)snprintf(asset_of(&o.assets, flow.seen.server)->identity.text[ASSET_NAME], ASSET_TEXT,
		       "BMX P34");
	expect("dst.name", "BMX P34");
	expect("dst.role", "-"); /* what a device says of itself gives it no role */
	plc.ip = flow.key.addr[1];
	s.site = &site;
	expect("dst.name", "plc1");
	expect("dst.role", "plc");
	expect("dst.addr", "10.0.0.2");
	expect("src.name", "10.0.0.1");
	s.flow = NULL;
	s.kind = SUBJECT_ASSET;
	s.asset = asset_of(&o.assets, flow.seen.server);
	s.asset_event = ASSET_NEW;
	expect("asset.addr", "10.0.0.2");
	expect("asset.name", "plc1");
	observe_free(&o);
}

/* ---- tags ---------------------------------------------------------------------------------- */

static struct tag_value last;

const struct tag_value *__wrap_tags_last(const struct tags *t, uint32_t i);
const struct tag_defs *__wrap_tags_defs(const struct tags *t);
uint32_t __wrap_tag_count(const struct tag_defs *defs);

const struct tag_value *__wrap_tags_last(const struct tags *t, uint32_t i)
{
	assert_non_null(t);
	assert_int_equal(i, 0);
	return &last;
}

const struct tag_defs *__wrap_tags_defs(const struct tags *t)
{
	(void)t;
	return NULL;
}

uint32_t __wrap_tag_count(const struct tag_defs *defs)
{
	(void)defs;
	return 1;
}

static int find_tag(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "Level") == 0 ? 0 : -1;
}

static bool holds(const char *words)
{
	static const struct rule_scope scope = { .tag = find_tag };
	const struct rule_text text = { .s = words, .len = strlen(words), .file = "t" };
	struct rule_errors e = { 0 };
	struct arena arena = { 0 };
	struct condition *c =
		condition_compile(&arena, parse_condition(&arena, &text, &e), &scope, &e);

	assert_non_null(c);
	assert_true(c->calls_time);
	bool yes = condition_match(c, &s);

	rule_errors_free(&e);
	arena_free(&arena);
	return yes;
}

static void a_tag_knows_for_how_long_it_stood_still(void **state)
{
	(void)state;
	s.kind = SUBJECT_TAG;
	s.at = 100 * (uint64_t)SECOND;
	s.tags = (const struct tags *)&last;
	s.tag = 0;
	last = (struct tag_value){ .at = 99 * (uint64_t)SECOND, .changed = 40 * (uint64_t)SECOND };
	expect("tag.unchanged", "-"); /* no value was seen yet */
	assert_false(holds("tag_unchanged(\"Level\") >= 0"));
	last.known = true;
	expect("tag.unchanged", "60");
	assert_true(holds("tag_unchanged(\"Level\") == 60"));
	assert_true(holds("tag_age(\"Level\") == 1"));
	last.changed = 200 * (uint64_t)SECOND; /* the clock was set back */
	expect("tag.unchanged", "0");
	assert_true(holds("tag_unchanged(\"Level\") == 0"));
}

#define T(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_connection_of_which_nothing_is_lost_is_whole),
		T(a_response_whose_request_was_lost_is_not_of_a_whole_one),
		T(a_response_that_nobody_asked_for_is_of_a_whole_one),
		T(a_connection_picked_up_in_the_middle_is_not_whole),
		T(a_refused_connection_has_failed),
		T(a_connection_that_nobody_answers_has_failed_when_it_ends),
		T(a_connection_that_was_accepted_has_not),
		T(datagrams_have_no_connection),
		T(an_end_has_an_address_whatever_the_version),
		T(who_has_no_address_yet_is_known_by_its_mac),
		T(a_name_is_the_sites_or_its_own_or_the_address),
		T(a_tag_knows_for_how_long_it_stood_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
