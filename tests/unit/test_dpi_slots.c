/*
 * dpi.c over the real library: slots, limits, accounts, names.
 */
#include "tests/unit/dpi_talk.h"

#include <errno.h>

/* Bytes that no detector knows: 0x80 to 0xff in a pattern. */
static struct bytes noise(unsigned salt)
{
	struct bytes p = { .n = 0 };

	for (unsigned i = 0; i < 100; i++)
		put8(&p, 0x80 | (i * 37 + salt * 101));
	return p;
}

static void an_unknown_flow_is_final_when_its_packets_are_spent(void **state)
{
	static const struct {
		uint8_t proto;
		unsigned packets;
	} cases[] = { { IPPROTO_TCP, 7 }, { IPPROTO_UDP, 5 } };
	struct dpi *d;

	(void)state;
	assert_int_equal(dpi_new(&d, 1, 7, 5), 0);
	for (size_t i = 0; i < 2; i++) {
		struct talk t = talk_new(d, cases[i].proto, 49876);
		unsigned sent = 1;

		for (struct bytes p = noise(sent); !send_packet(&t, true, ACK, &p); p = noise(sent))
			sent++;
		assert_int_equal(sent, cases[i].packets);
		assert_int_equal(t.facts.app, 0);
		assert_int_equal(t.facts.master, 0);
		assert_string_equal(dpi_protocol_name(d, t.facts.app), "Unknown");
		dpi_close(d, t.slot);
	}
	assert_int_equal(dpi_starved(d), 0);
	dpi_free(d);
}

static void a_flow_known_by_its_port_alone_is_a_guess(void **state)
{
	static const struct {
		uint16_t port;
		const char *name;
	} cases[] = { { 3389, "RDP" }, { 443, "TLS" } };
	struct dpi *d = engine(1);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct talk t = talk_new(d, IPPROTO_TCP, cases[i].port);

		handshake(&t);
		dpi_finish(d, t.slot, &t.facts);
		assert_string_equal(dpi_protocol_name(d, t.facts.app), cases[i].name);
		assert_true(t.facts.guessed);
		assert_false(t.facts.tls);
		dpi_close(d, t.slot);
	}
	dpi_free(d);
}

static void a_flow_without_packets_is_unknown(void **state)
{
	struct talk t = talk_new(engine(1), IPPROTO_UDP, 53);
	struct dpi_facts none = { 0 };

	(void)state;
	dpi_finish(t.d, t.slot, &t.facts);
	assert_memory_equal(&t.facts, &none, sizeof(none));
	close_all(&t);
}

static void final_facts_do_not_change(void **state)
{
	struct talk t = talk_new(engine(1), IPPROTO_UDP, 53);
	struct bytes query = dns_query("first"), other = dns_query("second");
	struct dpi_facts before;

	(void)state;
	send_packet(&t, true, 0, &query);
	dpi_finish(t.d, t.slot, &before);
	assert_true(send_packet(&t, true, 0, &other));
	assert_memory_equal(&t.facts, &before, sizeof(before));
	assert_string_equal(t.facts.host, "first.plant");
	close_all(&t);
}

static void slots_run_out_and_come_back(void **state)
{
	struct dpi *d = engine(3);
	bool seen[3] = { false };

	(void)state;
	for (int i = 0; i < 3; i++) {
		int slot = dpi_open(d, IPPROTO_TCP);

		assert_in_range(slot, 0, 2);
		assert_false(seen[slot]);
		seen[slot] = true;
	}
	assert_int_equal(dpi_open(d, IPPROTO_TCP), -1);
	dpi_close(d, 1);
	assert_int_equal(dpi_open(d, IPPROTO_UDP), 1);
	assert_int_equal(dpi_open(d, IPPROTO_UDP), -1);
	dpi_free(d);
}

static void a_reused_slot_knows_nothing_of_the_former_flow(void **state)
{
	struct dpi *d = engine(1);
	struct bytes hello = client_hello("secret.example.test"), query = dns_query("x");
	struct dpi_facts fresh, again;
	struct talk t;

	(void)state;
	t = talk_new(d, IPPROTO_UDP, 53);
	send_packet(&t, true, 0, &query);
	dpi_finish(d, t.slot, &fresh);
	dpi_close(d, t.slot);

	t = talk_new(d, IPPROTO_TCP, 443);
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &hello);
	dpi_close(d, t.slot); /* in the middle */

	t = talk_new(d, IPPROTO_UDP, 53);
	send_packet(&t, true, 0, &query);
	dpi_finish(d, t.slot, &again);
	assert_memory_equal(&again, &fresh, sizeof(fresh));
	close_all(&t);
}

static void closing_a_flow_returns_what_the_library_took(void **state)
{
	struct dpi *d = engine(1);
	size_t before = dpi_bytes(d);

	(void)state;
	assert_true(before > 100000);
	for (int i = 0; i < 200; i++) {
		struct talk t = talk_new(d, IPPROTO_TCP, 443);
		struct bytes hello = client_hello("many.example.test");

		handshake(&t);
		hello.b[4] = (uint8_t)(hello.b[4] + 200); /* the record goes on in other segments */
		send_packet(&t, true, PSH | ACK, &hello);
		dpi_close(d, t.slot);
	}
	assert_int_equal(dpi_bytes(d), before);
	dpi_free(d);
}

#define HOARDERS 64

static void flows_that_make_the_library_hoard_are_given_up(void **state)
{
	struct dpi *d = engine(HOARDERS);
	struct talk flows[HOARDERS];
	struct bytes part = { .n = 0 };
	size_t limit = dpi_bytes(d) + 512 * 1024 + HOARDERS * 4096;
	unsigned early = 0;

	(void)state;
	put32(&part, 0x16030140); /* a record of 16 KiB with a hello of as much */
	put8(&part, 0);
	put32(&part, 0x01003ffc);
	put16(&part, 0x0303);
	while (part.n < 1400)
		put8(&part, 0x41);
	for (size_t i = 0; i < HOARDERS; i++) {
		flows[i] = talk_new(d, IPPROTO_TCP, 443);
		handshake(&flows[i]);
	}
	for (unsigned sent = 4; sent < DPI_TCP_PACKETS; sent++)
		for (size_t i = 0; i < HOARDERS; i++)
			if (!flows[i].final && send_packet(&flows[i], true, ACK, &part)) {
				dpi_close(d, flows[i].slot);
				early++;
			}
	assert_true(early > 0);
	assert_int_equal(dpi_starved(d), early);
	assert_true(dpi_bytes(d) <= limit);
	dpi_free(d);
}

static void every_prefix_of_a_packet_is_survived(void **state)
{
	struct dpi *d = engine(1);
	struct bytes hello = client_hello("cut.example.test");
	struct bytes p = { .n = 0 };
	struct talk t = talk_new(d, IPPROTO_TCP, 443);

	(void)state;
	put_ip(&p, &t, true, 20 + hello.n);
	put32(&p, 0x9c4001bb);
	put32(&p, 1);
	put32(&p, 1);
	put32(&p, 0x50182000);
	put32(&p, 0);
	put(&p, hello.b, hello.n);
	dpi_close(d, t.slot);
	for (size_t n = 0; n <= p.n; n++) {
		uint8_t *exact = malloc(n ? n : 1);
		int slot = dpi_open(d, IPPROTO_TCP);
		struct dpi_facts facts;

		assert_non_null(exact);
		memcpy(exact, p.b, n);
		(void)!dpi_packet(d, slot, exact, n, SECOND, true, &facts);
		dpi_finish(d, slot, &facts);
		assert_int_equal(facts.tls, n == p.n); /* a cut packet is not believed */
		dpi_close(d, slot);
		free(exact);
	}
	dpi_free(d);
}

static void two_engines_do_not_share_their_accounts(void **state)
{
	struct dpi *a = engine(2), *b = engine(2);
	size_t of_a = dpi_bytes(a), of_b = dpi_bytes(b);
	struct talk t = talk_new(a, IPPROTO_TCP, 443);
	struct bytes hello = client_hello("a.example.test");

	(void)state;
	handshake(&t);
	send_packet(&t, true, PSH | ACK, &hello);
	assert_true(dpi_bytes(a) > of_a);
	assert_int_equal(dpi_bytes(b), of_b);
	dpi_free(b);
	close_all(&t);
}

static void risk_names_are_unique_and_complete(void **state)
{
	unsigned n = 0;

	(void)state;
	assert_null(dpi_risk_name(0));
	assert_null(dpi_risk_name(DPI_NRISKS));
	assert_string_equal(dpi_risk_name(7), "tls_obsolete_version");
	assert_string_equal(dpi_risk_name(36), "clear_text_credentials");
	for (unsigned i = 0; i < DPI_NRISKS; i++) {
		const char *name = dpi_risk_name(i);

		assert_true(!name == !dpi_risk_title(i));
		if (!name)
			continue;
		n++;
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_"),
				 strlen(name));
		for (unsigned j = 0; j < i; j++)
			assert_true(!dpi_risk_name(j) || strcmp(name, dpi_risk_name(j)) != 0);
	}
	assert_true(n >= 41);
}

static void every_number_has_a_name(void **state)
{
	struct dpi *d = engine(1);

	(void)state;
	for (unsigned i = 0; i <= UINT16_MAX; i++) {
		assert_true(dpi_protocol_name(d, (uint16_t)i)[0]);
		assert_true(dpi_category_name(d, (uint16_t)i)[0]);
	}
	assert_string_equal(dpi_protocol_name(d, 0), "Unknown");
	assert_string_equal(dpi_protocol_name(d, UINT16_MAX), "Unknown");
	assert_string_equal(dpi_category_name(d, 0), "Unspecified");
	assert_string_equal(dpi_category_name(d, 60), "Unspecified");
	assert_string_equal(dpi_category_name(d, UINT16_MAX), "Unspecified");
	assert_true(dpi_version()[0]);
	dpi_free(d);
}

static void parameters_of_zero_are_refused(void **state)
{
	struct dpi *d;

	(void)state;
	for (int i = 0; i < 4; i++) {
		errno = 0;
		assert_int_equal(dpi_new(&d,
					 i == 0	  ? 0
					 : i == 3 ? 0x80000000u
						  : 1,
					 i != 1, i != 2),
				 -1);
		assert_int_equal(errno, EINVAL);
		assert_null(d);
	}
	dpi_free(NULL);
	assert_true(dpi_slot_size() > sizeof(struct dpi_facts));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_flow_is_final_when_its_packets_are_spent),
		cmocka_unit_test(a_flow_known_by_its_port_alone_is_a_guess),
		cmocka_unit_test(a_flow_without_packets_is_unknown),
		cmocka_unit_test(final_facts_do_not_change),
		cmocka_unit_test(slots_run_out_and_come_back),
		cmocka_unit_test(a_reused_slot_knows_nothing_of_the_former_flow),
		cmocka_unit_test(closing_a_flow_returns_what_the_library_took),
		cmocka_unit_test(flows_that_make_the_library_hoard_are_given_up),
		cmocka_unit_test(every_prefix_of_a_packet_is_survived),
		cmocka_unit_test(two_engines_do_not_share_their_accounts),
		cmocka_unit_test(risk_names_are_unique_and_complete),
		cmocka_unit_test(every_number_has_a_name),
		cmocka_unit_test(parameters_of_zero_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
