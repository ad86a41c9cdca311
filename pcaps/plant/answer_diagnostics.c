/* Function 8, diagnostics: Modbus Application Protocol V1.1b3, section 6.8. */
#include "pcaps/plant/answer.h"

#include <string.h>

#define DIAGNOSTIC_REGISTER 0x0040 /* bit 6: the last restart was a warm one */

static void clear_counters(struct unit *u)
{
	memset(u->counter, 0, sizeof(u->counter));
	u->event_count = 0;
}

static int echo(const uint8_t *pdu, size_t len, uint8_t *out)
{
	memcpy(out, pdu, len);
	return (int)len;
}

static int restart(struct unit *u, const uint8_t *pdu, uint8_t *out)
{
	bool silent = u->listen_only;

	u->listen_only = false;
	clear_counters(u);
	if (get16(pdu + 3) == 0xff00)
		u->nevents = 0;
	return silent ? 0 : echo(pdu, 5, out);
}

static int value(const uint8_t *pdu, uint16_t number, uint8_t *out)
{
	memcpy(out, pdu, 3);
	put16(out + 3, number);
	return 5;
}

int answer_diagnostics(struct unit *u, const uint8_t *pdu, size_t len, uint8_t *out)
{
	unsigned sub = get16(pdu + 1), data = get16(pdu + 3);
	bool known = sub <= 4 || (sub >= 10 && sub <= 18) || sub == 20;

	if (!known)
		return answer_exception(u, pdu[0], MODBUS_EXCEPTION_ILLEGAL_FUNCTION, out);
	if (sub == 0)
		return echo(pdu, len, out);
	if (len != 5 || (sub == 1 && data != 0 && data != 0xff00) ||
	    (sub == 3 && (data & 0xff) != 0) || (sub != 1 && sub != 3 && data != 0))
		return answer_exception(u, pdu[0], MODBUS_EXCEPTION_ILLEGAL_DATA_VALUE, out);

	switch (sub) {
	case 1:
		return restart(u, pdu, out);
	case 2:
		return value(pdu, DIAGNOSTIC_REGISTER, out);
	case 4:
		u->listen_only = true;
		return 0;
	case 10:
		clear_counters(u);
		return echo(pdu, len, out);
	case 20:
		u->counter[OVERRUNS] = 0;
		return echo(pdu, len, out);
	default:
		return sub == 3 ? echo(pdu, len, out) : value(pdu, u->counter[sub - 11], out);
	}
}
