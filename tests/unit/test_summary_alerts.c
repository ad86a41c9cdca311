/* sensor/summary_alerts.c: which rules fired, and what makes alerts incomplete. */
#include <stdlib.h>

#include "sensor/detect/detect.h"
#include "sensor/summary_format.h"
#include "sensor/summary_text.h"

#include "tests/unit/goose_says.h"
#include "tests/unit/json_check.h"
#include "tests/unit/rules_text.h"

#define RULE(id, rest)                                                                             \
	"- rule: Title of " id "\n  id: " id "\n  desc: d\n  output: x\n  priority: " rest "\n"

static const char rules[] = RULE("often", "low\n  condition: tcp.dstport == 502\n"
					  "  count: {threshold: 9, within: 1h, by: [ip.src]}")
	RULE("grave", "critical\n  condition: tcp.dstport == 503\n  throttle: 1h")
		RULE("goose-any", "info\n  condition: goose.stNum > 5")
			RULE("learned", "high\n  condition: tcp\n  new: [ip.src]");

static unsigned told;

static void tell(void *ctx, const struct alert *alert)
{
	(void)ctx;
	(void)alert;
	told++;
}

static struct detect *begin(struct baseline *b)
{
	struct rules_text r;
	struct detect *d;

	rules_text_load(&r, rules, NULL, NULL, NULL);
	assert_string_equal(r.said, "");
	d = detect_new(&(struct detect_options){
		.set = r.set, .baseline = b, .states = 1, .sink = { NULL, tell } });
	assert_non_null(d);
	r.set = NULL;
	rules_text_free(&r);
	told = 0;
	return d;
}

static void packet(struct detect *d, uint8_t from, uint16_t port)
{
	struct packet pkt = { .frame = 1 + from,
			      .at = NOW,
			      .ip_version = 4,
			      .ip_proto = IP_TCP,
			      .transport = true,
			      .dport = port };

	pkt.src.w[0] = from;
	detect_packet(d, &pkt, NULL, 0);
}

static void publisher(struct detect *d, unsigned number)
{
	char name[32];
	struct says m = heartbeat;
	struct flow f = { .class = CLASS_OURS, .protocol = PROTOCOL_goose };

	(void)snprintf(name, sizeof(name), "Q%u/LLN0$GO$gcb", number);
	m.reference = name;
	struct message *msg = message_that(&m);

	detect_message(d, &f, 0, &msg->d, NULL);
	message_free(msg);
}

/* The text, or the JSON, of the summary; to be freed. */
static char *summary_of(struct detect *d, bool json)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	assert_non_null(out);
	if (json) {
		char buf[4096];
		struct json j = json_to(buf, sizeof(buf));

		json_open(&j);
		summary_alerts_json(&j, d);
		json_close(&j);
		json_newline(&j);
		assert_false(j.overflow);
		(void)fwrite(buf, 1, j.len, out);
	} else {
		summary_alerts(out, d, 10);
	}
	assert_int_equal(fclose(out), 0);
	return text;
}

static void has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no %s in %s", part, text);
}

static void rules_that_fired_are_listed_by_weight(void **state)
{
	struct detect *d = begin(NULL);
	char *text;

	(void)state;
	packet(d, 1, 503);
	packet(d, 1, 503);
	text = summary_of(d, false);
	assert_int_equal(told, 1);
	has(text, "Alerts  1 (1 critical)\n");
	has(text, "critical         1          1  grave: Title of grave\n");
	has(text, "  1 rule is quiet for want of a baseline\n");
	assert_null(strstr(text, "gave way"));
	assert_null(strstr(text, "no room"));
	free(text);
	text = summary_of(d, true);
	assert_true(json_line_good(text));
	has(text, "\"alerts\":{\"critical\":1,\"high\":0,\"medium\":0,\"low\":0,\"info\":0,"
		  "\"held_back\":1,\"states_evicted\":0,\"goose_evicted\":0,\"distinct_full\":0,"
		  "\"baseline_full\":0,\"rules_quiet\":1,\"rules\":[{\"rule\":\"grave\","
		  "\"priority\":\"critical\",\"alerts\":1,\"held_back\":1}]}");
	free(text);
	detect_free(d);
}

static void what_found_no_room_is_told(void **state)
{
	struct baseline *b = baseline_new();
	struct detect *d;
	char *text, name[16];
	const char *const names[] = { name };

	(void)state;
	assert_non_null(b);
	for (unsigned i = 0; i < BASELINE_ENTRIES + 3; i++) {
		(void)snprintf(name, sizeof(name), "%u", i);
		(void)baseline_learn(b, "learned", 1, names);
	}
	d = begin(b);
	packet(d, 1, 502); /* two rules remember each of them, in room for one */
	packet(d, 2, 502);
	packet(d, 3, 502);
	for (unsigned i = 0; i < GOOSE_BLOCKS + 5; i++)
		publisher(d, i);
	text = summary_of(d, false);
	has(text, "  5 states of rules gave way to others (limit: states)\n");
	has(text, "  5 GOOSE control blocks gave way to others: how they go on is not known\n");
	has(text, "  3 combinations found no room in the baseline\n");
	assert_null(strstr(text, "quiet"));
	free(text);
	text = summary_of(d, true);
	has(text, "\"states_evicted\":5,\"goose_evicted\":5,\"distinct_full\":0,"
		  "\"baseline_full\":3,\"rules_quiet\":0,");
	free(text);
	detect_free(d);
	baseline_free(b);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rules_that_fired_are_listed_by_weight, setup,
						teardown),
		cmocka_unit_test_setup_teardown(what_found_no_room_is_told, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
