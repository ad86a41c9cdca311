/* What the summaries say of delivery: sensor/summary_delivery.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "proto/wire.h"
#include "sensor/summary_text.h"
#include "tests/unit/test.h"

static struct summary_delivery some(void)
{
	struct summary_delivery s = { .collector = "tcp://c:1",
				      .sensor = "plant-1",
				      .state = "up" };

	s.offered[EVENT_ALERT] = 3;
	s.offered[EVENT_OPERATION] = 10;
	return s;
}

static void says(const struct summary_delivery *s, const char *expected)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	summary_delivery(f, s);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(text, expected);
	free(text);
}

static void the_text_says_what_went_where(void **state)
{
	struct summary_delivery s = some();

	(void)state;
	says(&s, "\nDelivery\n  to tcp://c:1 as plant-1\n  events 13, alert 3, operation 10\n");
}

static void the_text_says_what_did_not(void **state)
{
	struct summary_delivery s = some();

	(void)state;
	s.shed[EVENT_OPERATION] = 4;
	s.unchanged = 90;
	s.forgotten = 6;
	s.before = 2;
	s.expired = 1;
	s.left = 5;
	s.refusals = 1;
	(void)snprintf(s.refusal, sizeof(s.refusal), "no room");
	says(&s, "\nDelivery\n  to tcp://c:1 as plant-1\n  events 13, alert 3, operation 10\n"
		 "  operations not sent, nothing changed: 90\n"
		 "  last values that gave way (limit: last-values): 6\n"
		 "  made by an earlier run too: 2\n"
		 "  shed, no room: 4, operation 4\n"
		 "  forgotten for their age: 1\n"
		 "  not delivered yet, in the spool: 5\n"
		 "  refused by the collector: 1 time, the last: no room\n");
}

static void the_json_has_every_number(void **state)
{
	struct summary_delivery s = some();
	char text[1024];
	struct json j = json_to(text, sizeof(text));

	(void)state;
	s.left = 5;
	json_open(&j);
	summary_delivery_json(&j, &s);
	json_close(&j);
	assert_false(j.overflow);
	text[j.len] = '\0';
	assert_string_equal(
		text,
		"{\"delivery\":{\"collector\":\"tcp://"
		"c:1\",\"sensor\":\"plant-1\",\"state\":\"up\","
		"\"events\":{\"alert\":3,\"health\":0,\"asset\":0,\"packets\":0,\"conversation\":0,"
		"\"operation\":10},"
		"\"shed\":{\"alert\":0,\"health\":0,\"asset\":0,\"packets\":0,\"conversation\":0,"
		"\"operation\":0},"
		"\"unchanged\":0,\"values_evicted\":0,\"made_before\":0,\"not_delivered\":5,"
		"\"expired\":0,\"sessions\":0,\"refusals\":0}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_says_what_went_where),
		cmocka_unit_test(the_text_says_what_did_not),
		cmocka_unit_test(the_json_has_every_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
