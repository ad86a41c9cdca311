/* Scans that go for one thing each. */
#include "pcaps/plant/errand.h"

#define SILENCE_MS 100

int attack_scan_functions(struct visit *v)
{
	struct link l;
	uint8_t out[LINK_ADU_MAX];
	unsigned answered = 0, refused = 0, unknown = 0, n = 0;

	if (!visit_open(v, &l, 400))
		return FAILED;
	for (uint8_t function = 60; n < 40 && clock_sleep_ms(180); n++, function++) {
		const uint8_t pdu[] = { function, 0xff, 0xff, 0, 1 };
		int got = link_exchange(&l, 1, pdu, sizeof(pdu), out);

		answered += got > 0 && !(out[0] & 0x80);
		refused += got > 0 && out[0] & 0x80;
		unknown += got > 1 && out[0] & 0x80 && out[1] == 1;
	}
	say(v, "functions 60 to %u tried: %u answered, %u refused, %u of them as unknown", 59 + n,
	    answered, refused, unknown);
	link_close(&l);
	return DONE;
}

int attack_scan_registers(struct visit *v)
{
	static const int functions[] = { 3, 4, 1 };
	struct link l;
	unsigned refused = 0, n = 0;

	if (!visit_open(v, &l, 400))
		return FAILED;
	for (; n < 150 && clock_sleep_ms(12); n++) {
		int addr = 1000 + (int)n * 331;

		link_do(&l, 1, functions[n / 50], addr, 1, NULL);
		refused += l.last_exception == 2;
	}
	say(v,
	    "one object at %u addresses from 1000 on, in steps of 331, 50 each with functions 3, 4 "
	    "and 1: %u times exception 2",
	    n, refused);
	link_close(&l);
	return DONE;
}

int attack_unit_sweep(struct visit *v)
{
	struct link l;
	uint8_t out[LINK_ADU_MAX];
	unsigned answered = 0, silent = 0;

	if (!visit_open(v, &l, SILENCE_MS))
		return FAILED;
	for (int unit = 1; unit <= 60 && !stop_asked(); unit++) {
		int n = link_exchange(&l, unit, (const uint8_t[]){ 3, 0, 0, 0, 1 }, 5, out);

		if (n > 0)
			say(v, "unit %d answers", unit);
		answered += n > 0;
		silent += n == 0;
	}
	say(v, "unit ids 1 to 60 tried: %u answered, %u silent", answered, silent);
	link_close(&l);
	return DONE;
}
