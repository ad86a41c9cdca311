/* Sizes of addresses that options give: sensor/sizes.c. */
#include <arpa/inet.h>
#include <string.h>

#include "protocols/iec60870.h"
#include "sensor/options.h"
#include "sensor/sizes.h"
#include "tests/unit/test.h"

static uint32_t of(const struct sizes *t, const char *ip, uint16_t port)
{
	struct addr a = { 0 };
	bool six = strchr(ip, ':') != NULL;

	assert_int_equal(inet_pton(six ? AF_INET6 : AF_INET, ip, a.w), 1);
	return sizes_of(t, &a, six ? 6 : 4, port);
}

static void the_first_that_fits_the_server_holds(void **state)
{
	const char *items[] = { "10.20.1.5:2405=1/1/1", "10.20.1.0/24=1/1/2",
				"2001:db8::/32=1/2/3",	"[2001:db9::1]:2406=2/1/3",
				":2407=2/1/1",		"2/2/3" };
	struct sizes t;

	(void)state;
	sizes_fill(&t, &(struct option_list){ items, sizeof(items) / sizeof(items[0]) });
	assert_int_equal(t.n, 6);
	assert_int_equal(of(&t, "10.20.1.5", 2405), iec60870_given(1, 1, 1));
	assert_int_equal(of(&t, "10.20.1.5", 2404), iec60870_given(1, 1, 2));
	assert_int_equal(of(&t, "10.20.1.255", 2404), iec60870_given(1, 1, 2));
	assert_int_equal(of(&t, "10.20.2.0", 2404), iec60870_given(2, 2, 3));
	assert_int_equal(of(&t, "10.20.2.0", 2407), iec60870_given(2, 1, 1));
	assert_int_equal(of(&t, "2001:db8::7", 2404), iec60870_given(1, 2, 3));
	assert_int_equal(of(&t, "2001:db9::1", 2406), iec60870_given(2, 1, 3));
	assert_int_equal(of(&t, "2001:db9::1", 2404), iec60870_given(2, 2, 3));
	t.n--;
	assert_int_equal(of(&t, "10.20.2.0", 2404), 0);
}

static void what_is_none_is_refused_with_a_word_why(void **state)
{
	static const char *const wrong[] = { "",
					     "2/2",
					     "2/2/4",
					     "3/2/3",
					     "0/1/1",
					     "1/1/1/1",
					     "=1/1/1",
					     "10.0.0.0/33=1/1/1",
					     ":0=1/1/1",
					     ":65536=1/1/1",
					     "10.0.0.1:=1/1/1",
					     "[10.0.0.1]:2404=1/1/1",
					     "[::1=1/1/1",
					     "[::1]2404=1/1/1",
					     "name=1/1/1",
					     "10.0.0.1:x=1/1/1" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct option_why why = { "" };

		assert_false(sensor_sizes_good(wrong[i], &why));
		assert_non_null(strstr(why.text, "is no sizes"));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_that_fits_the_server_holds),
		cmocka_unit_test(what_is_none_is_refused_with_a_word_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
