/*
 * Hosts for the tests of assets: 10.0.0.n and MAC number m, seen and claimed.
 */
#ifndef KAGAMI_TEST_HOSTS_H
#define KAGAMI_TEST_HOSTS_H

#include "tests/unit/test.h"

#include <string.h>

#include "sensor/asset.h"

#define SECOND 1000000000U
#define NOW    1714564800000000000U

static struct assets t;

static inline int setup(void **state)
{
	(void)state;
	return asset_init(&t, 64) ? 0 : -1;
}

static inline int teardown(void **state)
{
	(void)state;
	asset_free(&t);
	return 0;
}

/* MAC number n. */
static inline const uint8_t *mac(uint8_t n)
{
	static uint8_t macs[256][6];

	memcpy(macs[n], (const uint8_t[]){ 0x00, 0x80, 0xf4, 0, 1, n }, 6);
	return macs[n];
}

static inline struct addr ip4(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
	const uint8_t bytes[4] = { a, b, c, d };
	struct addr ip = { { 0, 0 } };

	memcpy(ip.w, bytes, 4);
	return ip;
}

/* 10.0.0.n */
static inline struct addr ip(uint8_t n)
{
	return ip4(10, 0, 0, n);
}

static inline struct addr ip6(uint8_t first, uint8_t second, uint8_t last)
{
	const uint8_t bytes[16] = { first, second, [15] = last };
	struct addr a;

	memcpy(a.w, bytes, 16);
	return a;
}

static inline struct asset_ref see(const uint8_t *m, const struct addr *a, uint8_t version,
				   bool sender)
{
	struct asset_end end = { .mac = m, .ip_version = version, .sender = sender };

	if (a != NULL)
		end.ip = *a;
	return asset_seen(&t, &end, 0, NOW);
}

static inline struct asset_ref see4(uint8_t m, uint8_t n)
{
	struct addr a = ip(n);

	return see(m != 0 ? mac(m) : NULL, &a, 4, true);
}

/* ARP says that 10.0.0.n is at MAC m. */
static inline void claim(uint8_t m, uint8_t n, uint64_t at)
{
	struct addr a = ip(n);
	struct asset_ref who = see(mac(m), NULL, 0, true);
	struct identity id = { .any = true,
			       .of_sender = true,
			       .mac = cur_of(mac(m), 6),
			       .ipv4 = cur_of(&a, 4),
			       .assigned = true };

	const struct asset_news news = {
		.sender = who, .identity = &id, .unit = -1, .source = "arp", .at = at
	};

	asset_identify(&t, &news);
}

static inline const struct asset *at_ip(uint8_t n)
{
	struct addr a = ip(n);

	return asset_by_ip(&t, &a, 4);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
