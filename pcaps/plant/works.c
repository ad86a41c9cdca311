/* Honest work: what an engineering station and less usual masters do. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "pcaps/plant/rtu.h"
#include "pcaps/plant/errand.h"

#define WAIT_MS 600

int work_maintenance(struct visit *v)
{
	static const struct step look[] = {
		{ "report server id", 1, "11" },
		{ "device identification, basic", 1, "2b0e0100" },
		{ "device identification, extended", 1, "2b0e0300" },
		{ "device identification, the rest", 1, "2b0e0380" },
		{ "diagnostics: return query data", 1, "08 0000 a537" },
		{ "diagnostics: bus message count", 1, "08 000b 0000" },
		{ "diagnostics: exception count", 1, "08 000d 0000" },
		{ "event counter", 1, "0b" },
		{ "event log", 1, "0c" },
		{ "exception status", 1, "07" },
		{ "read file 1, records 0 to 9", 1, "14 07 06 0001 0000 000a" },
	};
	static const struct step after[] = {
		{ "write file 2, records 4 and 5", 1, "15 0b 06 0002 0004 0002 0102 0304" },
		{ "read file 2, records 4 and 5", 1, "14 07 06 0002 0004 0002" },
		{ "diagnostics: clear counters", 1, "08 000a 0000" },
	};
	static const uint16_t parameters[] = { 11, 22, 33, 44, 55, 66 };
	uint16_t back[16];
	struct link l;
	bool ok;

	if (!visit_open(v, &l, WAIT_MS))
		return FAILED;
	ok = steps_run(v, &l, look, COUNT_OF(look));
	ok = ok && link_do(&l, 1, 3, 64, 64, NULL);
	say(v, "function 3: parameters 64 to 127 read");
	clock_sleep_ms(800);
	ok = ok && link_do(&l, 1, 16, 70, COUNT_OF(parameters), parameters);
	say(v, "function 16: parameters 70 to 75 written");
	clock_sleep_ms(400);
	modbus_set_slave(l.modbus, 1);
	ok = ok && link_count(&l, 22, modbus_mask_write_register(l.modbus, 76, 0xfff0, 0x0009));
	say(v, "function 22: parameter 76 masked with and 0xfff0, or 0x0009");
	clock_sleep_ms(400);
	ok = ok &&
	     link_count(&l, 23,
			modbus_write_and_read_registers(l.modbus, 80, 3, parameters, 70, 13, back));
	say(v, "function 23: parameters 80 to 82 written, 70 to 82 read");
	clock_sleep_ms(400);
	ok = ok && steps_run(v, &l, after, COUNT_OF(after));
	link_close(&l);
	return ok ? DONE : FAILED;
}

/* clang-format off */
static const struct step functions[] = {
	{ "5 coils from 0",                          1, "01 0000 0005" },
	{ "all 32 coils",                            1, "01 0000 0020" },
	{ "coils past the end",                      1, "01 0020 0001" },
	{ "2001 coils",                              1, "01 0000 07d1" },
	{ "11 discrete inputs from 0",               1, "02 0000 000b" },
	{ "discrete inputs past the end",            1, "02 001e 0005" },
	{ "8 holding registers",                     1, "03 0000 0008" },
	{ "125 holding registers",                   1, "03 0000 007d" },
	{ "holding registers past the end",          1, "03 0080 0001" },
	{ "0 holding registers",                     1, "03 0000 0000" },
	{ "14 input registers",                      1, "04 0000 000e" },
	{ "input registers past the end",            1, "04 003f 0002" },
	{ "coil 10 on",                              1, "05 000a ff00" },
	{ "coil 10 off",                             1, "05 000a 0000" },
	{ "coil past the end",                       1, "05 0100 ff00" },
	{ "coil with a wrong value",                 1, "05 000a 0001" },
	{ "register 64",                             1, "06 0040 1234" },
	{ "register past the end",                   1, "06 0080 1234" },
	{ "exception status",                        1, "07" },
	{ "0, return query data",                    1, "08 0000 a537" },
	{ "0, return query data, eight bytes",       1, "08 0000 0102030405060708" },
	{ "2, diagnostic register",                  1, "08 0002 0000" },
	{ "3, ASCII input delimiter",                1, "08 0003 0a00" },
	{ "10, clear counters",                      1, "08 000a 0000" },
	{ "11, bus messages",                        1, "08 000b 0000" },
	{ "12, bus errors",                          1, "08 000c 0000" },
	{ "13, exceptions",                          1, "08 000d 0000" },
	{ "14, server messages",                     1, "08 000e 0000" },
	{ "15, no responses",                        1, "08 000f 0000" },
	{ "16, negative acknowledges",               1, "08 0010 0000" },
	{ "17, busy",                                1, "08 0011 0000" },
	{ "18, overruns",                            1, "08 0012 0000" },
	{ "20, clear overruns",                      1, "08 0014 0000" },
	{ "4, force listen only: never answered",    1, "08 0004 0000" },
	{ "1, restart: ends listen only, silent",    1, "08 0001 0000" },
	{ "1, restart and clear the log",            1, "08 0001 ff00" },
	{ "1, restart with a wrong option",          1, "08 0001 1234" },
	{ "19, reserved",                            1, "08 0013 0000" },
	{ "event counter",                           1, "0b" },
	{ "event log",                               1, "0c" },
	{ "coils 8 to 17",                           1, "0f 0008 000a 02 cd01" },
	{ "coils past the end",                      1, "0f 001e 0008 01 ff" },
	{ "registers 64 to 66",                      1, "10 0040 0003 06 000a 0102 ffff" },
	{ "registers past the end",                  1, "10 007f 0002 04 0001 0002" },
	{ "server id",                               1, "11" },
	{ "file 4, records 1 and 2; file 3, 9 and 10", 1, "14 0e 06 0004 0001 0002 06 0003 0009 0002" },
	{ "file 9, which does not exist",            1, "14 07 06 0009 0000 0002" },
	{ "file 4, records 7 to 9",                  1, "15 0d 06 0004 0007 0003 06af 04be 100d" },
	{ "files 1 and 2, one record each",          1, "15 12 06 0001 0000 0001 1111 06 0002 0001 0001 2222" },
	{ "file 4, records past the end",            1, "15 0b 06 0004 0063 0002 0001 0002" },
	{ "register 64 masked",                      1, "16 0040 00f2 0025" },
	{ "register past the end masked",            1, "16 0090 00f2 0025" },
	{ "registers 64 to 66 written, 60 to 69 read", 1, "17 003c 000a 0040 0003 06 00ff 00fe 00fd" },
	{ "read past the end",                       1, "17 007e 000a 0040 0001 02 00ff" },
	{ "FIFO at 100",                             1, "18 0064" },
	{ "FIFO at 110, more than 31 values",        1, "18 006e" },
	{ "FIFO where there is none",                1, "18 0000" },
	{ "CANopen general reference",               1, "2b 0d 01 00 00 02 10 18 01 00 04" },
	{ "device identification, basic stream",     1, "2b 0e 01 00" },
	{ "device identification, regular stream",   1, "2b 0e 02 00" },
	{ "device identification, extended stream",  1, "2b 0e 03 00" },
	{ "device identification, extended, the rest", 1, "2b 0e 03 80" },
	{ "device identification, object 2 alone",   1, "2b 0e 04 02" },
	{ "device identification, no such object",   1, "2b 0e 04 42" },
	{ "device identification, wrong read code",  1, "2b 0e 07 00" },
	{ "MEI type 1, which does not exist",        1, "2b 01 00 00" },
	{ "user-defined function",                   1, "41 00 01" },
	{ "reserved function",                       1, "09 0000 0001" },
	{ "a unit that is not there: never answered", 77, "03 0000 0001" },
	{ "unit 255, the device itself",             255, "03 0000 0001" },
};
/* clang-format on */

int work_functions(struct visit *v)
{
	struct link l;
	bool alive;

	if (!visit_open(v, &l, WAIT_MS))
		return FAILED;
	alive = steps_run(v, &l, functions, COUNT_OF(functions));
	link_close(&l);
	return alive ? DONE : FAILED;
}

/* One request over a datagram or serial transport, told and counted like those of a link. */
static bool ask(struct visit *v, struct wire *w, const struct step *s)
{
	uint8_t pdu[WIRE_PDU_MAX], out[WIRE_PDU_MAX];
	size_t len = hex_bytes(s->hex, pdu, sizeof(pdu));
	int n = wire_exchange(w, s->unit, pdu, len, out, WAIT_MS);

	v->tally.sent[pdu[0]]++;
	if (n > 0 && out[0] & 0x80)
		v->tally.refused[pdu[0]]++;
	else if (n > 0)
		v->tally.answered[pdu[0]]++;
	say(v, "unit %d, function %d, %s: %s", s->unit, pdu[0], s->text,
	    n == WIRE_BAD_CRC ? "an answer with a wrong CRC" : answer_text(out, n));
	return n >= 0 || n == WIRE_BAD_CRC;
}

int work_udp(struct visit *v)
{
	static const struct step steps[] = {
		{ "8 holding registers", 1, "03 0000 0008" },
		{ "14 input registers", 1, "04 0000 000e" },
		{ "5 coils", 1, "01 0000 0005" },
		{ "7 discrete inputs", 1, "02 0000 0007" },
		{ "chlorine setpoint 0.62", 1, "06 0000 003e" },
		{ "registers 64 to 65", 1, "10 0040 0002 04 0001 0002" },
		{ "registers past the end", 1, "03 0080 0001" },
		{ "device identification, basic", 1, "2b 0e 01 00" },
	};
	struct wire w;
	bool ok = wire_open(&w, WIRE_UDP, v->address, v->port);

	for (size_t i = 0; ok && i < 5 * COUNT_OF(steps) && clock_sleep_ms(120); i++)
		ok = ask(v, &w, &steps[i % COUNT_OF(steps)]);
	wire_close(&w);
	return ok ? DONE : FAILED;
}

int work_rtu(struct visit *v)
{
	static const struct step steps[] = {
		{ "6 holding registers", 21, "03 0000 0006" },
		{ "4 input registers", 22, "04 0000 0004" },
		{ "10 coils", 21, "01 0000 000a" },
		{ "9 discrete inputs", 22, "02 0000 0009" },
		{ "coil 3 on", 21, "05 0003 ff00" },
		{ "register 2", 22, "06 0002 0155" },
		{ "coils 0 to 9", 21, "0f 0000 000a 02 5501" },
		{ "registers 4 to 6", 22, "10 0004 0003 06 0001 0002 0003" },
		{ "register 2 masked", 21, "16 0002 00f2 0025" },
		{ "registers written and read", 22, "17 0000 0004 0002 0002 04 0007 0008" },
		{ "registers past the end", 21, "03 0060 0010" },
		{ "server id", 22, "11" },
		{ "a unit that is not on the line", 23, "03 0000 0001" },
	};
	struct wire w;
	unsigned n = 0;
	bool ok = wire_open(&w, WIRE_RTU, v->address, v->port);

	for (; ok && n < 6 * COUNT_OF(steps) && clock_sleep_ms(60); n++) {
		/* a few requests are hit by noise as well: no device answers those */
		w.noise = n % 19 == 18;
		if (w.noise)
			say(v, "the next request has a wrong CRC");
		ok = ask(v, &w, &steps[n % COUNT_OF(steps)]);
	}
	say(v, "%u requests sent", n);
	wire_close(&w);
	return ok ? DONE : FAILED;
}
