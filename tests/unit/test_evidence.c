/* sensor/deliver/evidence*.c: which frames go with an alert. */
#include "sensor/deliver/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#define SECOND UINT64_C(1000000000)
#define NOON   (UINT64_C(1714564800) * SECOND)

enum { LONGEST = 2000, LINK_ETHERNET_TYPE = 1 };

static struct evidence *ev;
static struct evidence_options options;
static uint64_t number, now, alerts;
static struct rule rules[64];
static struct alert alert;

static void begin(size_t ring, uint32_t frames, uint32_t bytes)
{
	options = (struct evidence_options){ .ring = ring, .frames = frames, .bytes = bytes };
	ev = evidence_new(&options);
	assert_non_null(ev);
	number = alerts = 0;
	now = NOON;
}

static int set_up(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 64; i++) {
		static char ids[64][8];

		(void)snprintf(ids[i], sizeof(ids[i]), "rule-%u", i);
		rules[i] = (struct rule){ .id = ids[i], .index = i };
	}
	begin(1024 * 1024, 8, 65536);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	evidence_free(ev);
	return 0;
}

/* Every frame has bytes of its own. */
static uint8_t byte_of(uint64_t frame, size_t i)
{
	return (uint8_t)(frame * 31 + i * 7 + (frame >> 8));
}

/* A packet from one host to another, hosts and ports as single figures; 0: no packet. */
static uint64_t frame_of(uint8_t from, uint8_t to, uint16_t port, size_t n)
{
	struct packet pkt = { .ip_version = 4, .ip_proto = IP_TCP, .transport = true };
	uint8_t *bytes = malloc(n > 0 ? n : 1);

	assert_non_null(bytes);
	number++;
	for (size_t i = 0; i < n; i++)
		bytes[i] = byte_of(number, i);
	const struct frame f = { .number = number,
				 .at = now,
				 .bytes = cur_of(bytes, n),
				 .wire_len = (uint32_t)n + 4,
				 .interface = (unsigned)(number % 3),
				 .linktype = LINK_ETHERNET_TYPE };

	pkt.src.w[0] = from;
	pkt.dst.w[0] = to;
	pkt.sport = from < to ? port : 502;
	pkt.dport = from < to ? 502 : port;
	evidence_frame(ev, &f, from != 0 ? &pkt : NULL);
	free(bytes);
	now += SECOND / 1000;
	return number;
}

static bool alert_of(unsigned rule, const uint64_t *frames, uint32_t n)
{
	alert = (struct alert){ .rule = &rules[rule], .at = now, .nframes = n };
	memcpy(alert.frames, frames, n * sizeof(*frames)); /* cppcheck-suppress uninitvar */
	return evidence_alert(ev, &alert, ++alerts);
}

static bool alert_at(unsigned rule, uint64_t frame)
{
	return alert_of(rule, &frame, 1);
}

/* What holds of every set. */
static const struct evidence_set *checked(const struct evidence_set *s)
{
	uint64_t before = 0, bytes = 0;

	assert_non_null(s);
	assert_in_range(s->n, 1, options.frames);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct evidence_packet *p = &s->packets[i];

		assert_true(p->frame > before && p->frame <= number);
		before = p->frame;
		assert_int_equal(p->interface, p->frame % 3);
		assert_true(p->wire_len >= p->len + 4);
		for (size_t k = 0; k < p->len; k++)
			assert_int_equal(s->bytes[p->offset + k], byte_of(p->frame, k));
		bytes += p->len;
	}
	assert_true(bytes <= options.bytes);
	return s;
}

static void has(const struct evidence_set *s, const uint64_t *frames, uint32_t n)
{
	assert_int_equal(s->n, n);
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(s->packets[i].frame, frames[i]);
}
#define HAS(s, ...)                                                                                \
	has(s, (const uint64_t[]){ __VA_ARGS__ },                                                  \
	    sizeof((const uint64_t[]){ __VA_ARGS__ }) / sizeof(uint64_t))

static const struct evidence_set *complete(void)
{
	now += SECOND;
	return checked(evidence_next(ev, now, false));
}

/* ---- which --------------------------------------------------------------------------------- */

static void an_alert_has_its_frames_and_those_around_them(void **state)
{
	const struct evidence_set *s;

	(void)state;
	frame_of(1, 2, 1000, 60);
	frame_of(2, 1, 1000, 70);
	frame_of(3, 2, 1000, 80); /* others */
	uint64_t at = now;

	frame_of(1, 2, 1000, 90);
	assert_true(alert_at(5, 4));
	assert_null(evidence_next(ev, now, false));
	frame_of(2, 3, 1000, 50);
	frame_of(2, 1, 1000, 100);
	s = complete();
	HAS(s, 1, 2, 4, 6);
	assert_int_equal(s->alert, 1);
	assert_int_equal(s->rule, 5);
	assert_int_equal(s->at, alert.at);
	assert_int_equal(s->linktype, LINK_ETHERNET_TYPE);
	assert_int_equal(s->more + s->gone, 0);
	assert_int_equal(s->packets[2].at, at);
	assert_int_equal(s->packets[2].len, 90);
	assert_int_equal(s->packets[2].wire_len, 94);
	for (uint32_t i = 0; i < s->n; i++)
		assert_int_equal(s->packets[i].named, i == 2);
	assert_null(evidence_next(ev, now, false));
	assert_true(evidence_due(ev) == UINT64_MAX);
}

static void the_connection_comes_before_others_of_its_hosts(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 2; i++)
		frame_of(1, 2, 1000, 60); /* 1, 2 */
	for (unsigned i = 0; i < 20; i++)
		frame_of(1, 2, 2000, 60); /* 3 to 22 */
	frame_of(1, 2, 1000, 60);
	assert_true(alert_at(0, 23));
	/* Of seven left, four are for what was before: two of the connection, two of others. */
	HAS(complete(), 1, 2, 21, 22, 23);
}

static void what_is_further_away_than_a_second_is_no_part_of_it(void **state)
{
	(void)state;
	frame_of(1, 2, 1000, 60);
	now += SECOND;
	frame_of(1, 2, 1000, 60);
	frame_of(1, 2, 1000, 60);
	assert_true(alert_at(0, 3));
	now += SECOND - SECOND / 1000;
	frame_of(1, 2, 1000, 60); /* within */
	now += SECOND / 500;
	frame_of(1, 2, 1000, 60);
	HAS(checked(evidence_next(ev, now, false)), 2, 3, 4);
}

static void what_is_no_packet_goes_alone(void **state)
{
	(void)state;
	frame_of(1, 2, 1000, 60);
	frame_of(0, 0, 0, 60);
	frame_of(0, 0, 0, 60);
	assert_true(alert_at(0, 2));
	HAS(checked(evidence_next(ev, now, false)), 2); /* there is nothing to wait for */
}

/* ---- limits -------------------------------------------------------------------------------- */

static void a_set_has_so_many_frames_and_is_complete_then(void **state)
{
	const struct evidence_set *s;

	(void)state;
	for (unsigned i = 0; i < 30; i++)
		frame_of(1, 2, 1000, 60);
	assert_true(alert_at(0, 30));
	for (unsigned i = 0; i < 2; i++)
		frame_of(1, 2, 1000, 60);
	assert_null(evidence_next(ev, now, false));
	frame_of(1, 2, 1000, 60);
	assert_true(evidence_due(ev) <= now);
	s = checked(evidence_next(ev, now, false));
	HAS(s, 26, 27, 28, 29, 30, 31, 32, 33);
}

static void the_frames_of_the_alert_come_first_and_what_does_not_fit_is_counted(void **state)
{
	uint64_t frames[12];
	const struct evidence_set *s;

	(void)state;
	for (unsigned i = 0; i < 24; i++) {
		frame_of(1, 2, 1000, 60);
		if (i % 2 == 1)
			frames[i / 2] = number;
	}
	assert_true(alert_of(0, frames, 12));
	s = checked(evidence_next(ev, now, false));
	HAS(s, 2, 4, 6, 8, 10, 12, 14, 16);
	assert_int_equal(s->more, 4);
	for (uint32_t i = 0; i < s->n; i++)
		assert_true(s->packets[i].named);
}

static void a_set_has_so_many_bytes_and_a_longer_frame_is_cut(void **state)
{
	const struct evidence_set *s;

	(void)state;
	evidence_free(ev);
	begin(1024 * 1024, 8, 1024);
	frame_of(1, 2, 1000, 500);
	frame_of(1, 2, 1000, 2000);
	assert_true(alert_at(0, 2));
	s = complete();
	HAS(s, 2);
	assert_int_equal(s->packets[0].len, 1024);
	assert_int_equal(s->packets[0].wire_len, 2004);
	assert_int_equal(s->more, 1);
}

static void frames_that_gave_way_are_gone(void **state)
{
	const uint64_t frames[2] = { 1, 2000 };
	const struct evidence_set *s;
	struct evidence_stats stats;

	(void)state;
	evidence_free(ev);
	begin(256 * 1024, 8, 65536);
	for (unsigned i = 0; i < 2000; i++)
		frame_of(1, 2, 1000, 1400);
	assert_true(alert_of(0, frames, 2));
	s = complete();
	assert_int_equal(s->gone, 1);
	HAS(s, 1996, 1997, 1998, 1999, 2000);
	assert_false(alert_at(0, 3));
	assert_false(alert_of(0, frames, 0));
	evidence_stats(ev, &stats);
	assert_int_equal(stats.sets, 1);
	assert_int_equal(stats.without, 2);
	assert_int_equal(stats.limited, 0);
}

static unsigned allowed(unsigned rule, unsigned tries)
{
	unsigned n = 0;

	for (unsigned i = 0; i < tries; i++) {
		n += alert_at(rule, frame_of(1, 2, 1000, 60));
		while (evidence_next(ev, now, true) != NULL)
			;
	}
	return n;
}

static void a_flood_of_alerts_does_not_send_the_network_along(void **state)
{
	struct evidence_stats stats;

	(void)state;
	assert_int_equal(allowed(0, 100), EVIDENCE_RULE_BURST);
	assert_int_equal(allowed(1, 100), EVIDENCE_RULE_BURST);
	assert_int_equal(allowed(2, 100), EVIDENCE_RULE_BURST);
	/* Each try takes a millisecond: none is free again. */
	assert_int_equal(allowed(3, 100) + allowed(4, 100),
			 EVIDENCE_BURST - 3 * EVIDENCE_RULE_BURST);
	now += 10 * SECOND;
	assert_int_equal(allowed(0, 100), 1);
	now += 1000 * SECOND;
	assert_int_equal(allowed(0, 100), EVIDENCE_RULE_BURST);
	now -= 1; /* late, not another time */
	assert_int_equal(allowed(0, 1), 0);
	now -= 5000 * SECOND;
	assert_int_equal(allowed(0, 100), EVIDENCE_RULE_BURST);
	evidence_stats(ev, &stats);
	assert_int_equal(stats.sets + stats.limited, alerts);
}

static void when_too_many_wait_the_oldest_goes_early(void **state)
{
	(void)state;
	for (unsigned i = 0; i < EVIDENCE_OPEN - 1; i++) {
		assert_true(alert_at(
			i, frame_of((uint8_t)(2 * i + 2), (uint8_t)(2 * i + 3), 1000, 60)));
		assert_null(evidence_next(ev, now, false));
	}
	for (unsigned i = 0; i < 8; i++) {
		uint8_t host = (uint8_t)(100 + 2 * i);

		assert_true(alert_at(20 + i, frame_of(host, host + 1, 1000, 60)));
		assert_int_equal(checked(evidence_next(ev, now, false))->alert, i + 1);
		assert_null(evidence_next(ev, now, false));
		assert_true(evidence_due(ev) > now);
	}
}

static void sets_come_in_the_order_of_their_alerts(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 5; i++)
		assert_true(alert_at(i, frame_of(1, (uint8_t)(2 + i), 1000, 60)));
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(checked(evidence_next(ev, now, true))->alert, i + 1);
	assert_null(evidence_next(ev, now, true));
}

static void when_time_goes_back_nothing_waits_for_ever(void **state)
{
	(void)state;
	assert_true(alert_at(0, frame_of(1, 2, 1000, 60)));
	now -= 100 * SECOND;
	assert_non_null(evidence_next(ev, now, false));
}

/* ---- whatever comes ------------------------------------------------------------------------ */

static uint64_t seed;

static uint32_t chance(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((seed >> 33) % n);
}

static void any_alert(void)
{
	uint64_t frames[ALERT_FRAMES];
	uint32_t n = chance(ALERT_FRAMES + 1);
	uint64_t f = number > 400 ? number - chance(400) : 1;

	for (uint32_t k = 0; k < n; k++)
		frames[k] = f += 1 + chance(5);
	(void)alert_of(chance(64), frames, n);
}

static void whatever_comes_sets_hold_what_was_captured(void **state)
{
	static const uint32_t rings[] = { 256 * 1024, 300000, 1024 * 1024 };

	(void)state;
	for (unsigned round = 0; round < 12; round++) {
		evidence_free(ev);
		begin(rings[round % 3], 1 + chance(40), 1024 + chance(65536 - 1024));
		for (unsigned i = 0; i < 4000; i++) {
			const struct evidence_set *s;
			uint8_t from = (uint8_t)chance(4), to = (uint8_t)(from ^ 1);

			frame_of(from, to, (uint16_t)(1000 + chance(3)), chance(LONGEST));
			if (chance(20) == 0)
				now += chance(1000000) * UINT64_C(1000);
			if (chance(500) == 0)
				now -= chance(2) == 0 ? SECOND : 90 * SECOND;
			if (chance(10) == 0)
				any_alert();
			while ((s = evidence_next(ev, now, false)) != NULL)
				(void)checked(s);
		}
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_alert_has_its_frames_and_those_around_them),
		T(the_connection_comes_before_others_of_its_hosts),
		T(what_is_further_away_than_a_second_is_no_part_of_it),
		T(what_is_no_packet_goes_alone),
		T(a_set_has_so_many_frames_and_is_complete_then),
		T(the_frames_of_the_alert_come_first_and_what_does_not_fit_is_counted),
		T(a_set_has_so_many_bytes_and_a_longer_frame_is_cut),
		T(frames_that_gave_way_are_gone),
		T(a_flood_of_alerts_does_not_send_the_network_along),
		T(when_too_many_wait_the_oldest_goes_early),
		T(sets_come_in_the_order_of_their_alerts),
		T(when_time_goes_back_nothing_waits_for_ever),
		T(whatever_comes_sets_hold_what_was_captured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
