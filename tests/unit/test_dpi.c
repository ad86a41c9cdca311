/*
 * dpi.c over the real library: what it says of flows.
 */
#include "tests/unit/dpi_talk.h"

static void a_client_hello_gives_tls_with_name_and_fingerprint(void **state)
{
	struct talk t = talk_new(engine(4), IPPROTO_TCP, 8443);
	struct bytes hello = client_hello("hmi.example.test"), answer = server_hello();

	(void)state;
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &hello);
	if (!t.final)
		send_packet(&t, false, PSH | ACK, &answer);
	dpi_finish(t.d, t.slot, &t.facts);
	assert_string_equal(dpi_protocol_name(t.d, t.facts.app), "TLS");
	assert_string_equal(dpi_category_name(t.d, t.facts.category), "Web");
	assert_string_equal(t.facts.host, "hmi.example.test");
	assert_true(t.facts.tls);
	assert_false(t.facts.guessed);
	assert_true(is_hex(t.facts.ja3, 32) || t.facts.ja4[0]);
	assert_true(is_hex(t.facts.ja3s, 32));
	close_all(&t);
}

static void the_same_hello_gives_the_same_fingerprint_under_another_name(void **state)
{
	char first[DPI_JA3_SIZE] = "";
	struct dpi *d = engine(1);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct talk t = talk_new(d, IPPROTO_TCP, 8443);
		struct bytes hello = client_hello(i ? "b.example.test" : "a.example.test");

		handshake(&t);
		send_packet(&t, true, PSH | ACK, &hello);
		dpi_finish(d, t.slot, &t.facts);
		assert_string_equal(t.facts.host, i ? "b.example.test" : "a.example.test");
		if (i)
			assert_string_equal(t.facts.ja3, first);
		memcpy(first, t.facts.ja3, sizeof(first));
		dpi_close(d, t.slot);
	}
	dpi_free(d);
}

static void a_hello_without_name_is_a_named_risk(void **state)
{
	struct talk t = talk_new(engine(1), IPPROTO_TCP, 443);
	struct bytes hello = client_hello(NULL);
	bool found = false;

	(void)state;
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &hello);
	dpi_finish(t.d, t.slot, &t.facts);
	assert_string_equal(t.facts.host, "");
	for (unsigned bit = 0; bit < DPI_NRISKS; bit++)
		if (t.facts.risk >> bit & 1)
			found |= strcmp(dpi_risk_name(bit), "tls_missing_sni") == 0;
	assert_true(found);
	close_all(&t);
}

static void a_get_request_gives_http_with_its_host(void **state)
{
	struct talk t = talk_new(engine(4), IPPROTO_TCP, 80);
	struct bytes get = text("GET /status HTTP/1.1\r\nHost: plc7.plant\r\n"
				"User-Agent: test\r\nAccept: */*\r\n\r\n");
	struct bytes ok = text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
			       "Content-Length: 2\r\n\r\nhi");

	(void)state;
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &get);
	if (!t.final)
		send_packet(&t, false, PSH | ACK, &ok);
	dpi_finish(t.d, t.slot, &t.facts);
	assert_string_equal(dpi_protocol_name(t.d, t.facts.app), "HTTP");
	assert_string_equal(t.facts.host, "plc7.plant");
	assert_false(t.facts.tls);
	assert_false(t.facts.guessed);
	assert_string_equal(t.facts.ja3, "");
	close_all(&t);
}

static void a_dns_query_gives_dns_over_ipv4_and_ipv6(void **state)
{
	struct dpi *d = engine(1);

	(void)state;
	for (int version = 4; version <= 6; version += 2) {
		struct talk t = talk_new(d, IPPROTO_UDP, 53);
		struct bytes query = dns_query("historian");

		t.version = version;
		send_packet(&t, true, 0, &query);
		dpi_finish(d, t.slot, &t.facts);
		assert_string_equal(dpi_protocol_name(d, t.facts.app), "DNS");
		assert_string_equal(t.facts.host, "historian.plant");
		assert_false(t.facts.guessed);
		dpi_close(d, t.slot);
	}
	dpi_free(d);
}

static void bytes_of_a_name_that_do_not_print_are_shown_as_question_marks(void **state)
{
	struct talk t = talk_new(engine(1), IPPROTO_TCP, 80);
	struct bytes get = text("GET / HTTP/1.1\r\nHost: a\x01\x1b[31m\xff\"b\r\n\r\n");

	(void)state;
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &get);
	dpi_finish(t.d, t.slot, &t.facts);
	assert_true(t.facts.host[0] == 'a');
	for (const char *c = t.facts.host; *c; c++)
		assert_true(*c > ' ' && *c < 0x7f);
	close_all(&t);
}

static void a_long_name_fits_with_its_nul(void **state)
{
	struct talk t = talk_new(engine(1), IPPROTO_TCP, 443);
	struct bytes hello;
	char name[200];

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	memcpy(name + 100, ".example.test", 13);
	hello = client_hello(name);
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &hello);
	dpi_finish(t.d, t.slot, &t.facts);
	assert_true(t.facts.tls);
	assert_int_equal(strlen(t.facts.host), DPI_HOST_SIZE - 1);
	close_all(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_hello_gives_tls_with_name_and_fingerprint),
		cmocka_unit_test(the_same_hello_gives_the_same_fingerprint_under_another_name),
		cmocka_unit_test(a_hello_without_name_is_a_named_risk),
		cmocka_unit_test(a_get_request_gives_http_with_its_host),
		cmocka_unit_test(a_dns_query_gives_dns_over_ipv4_and_ipv6),
		cmocka_unit_test(bytes_of_a_name_that_do_not_print_are_shown_as_question_marks),
		cmocka_unit_test(a_long_name_fits_with_its_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
