/*
 * The times of IEC 60870-5: elapsed (CP16Time2a), within the hour (CP24Time2a), of the calendar
 * (CP56Time2a).
 *
 * Spec: IEC 60870-5-4, clause 6.8; IEC 60870-5-101:2003+A1, clauses 7.2.6.18 to 7.2.6.20.
 */
#include "protocols/iec60870.h"
#include "protocols/iec60870_fields.h"

enum { MS = 1000000 }; /* ns */

void iec60870_read_cp16(struct dec *d, struct iec60870_object *o)
{
	uint64_t ms = cur_le(&d->c, 2);

	(void)o;
	if (cur_ok(&d->c))
		put(d, CP16TIME, ms * MS);
}

void iec60870_read_cp24(struct dec *d, struct iec60870_object *o)
{
	uint64_t ms = take(d, CP24_MS);
	uint8_t minutes = cur_u8(&d->c);

	(void)o;
	if (!cur_ok(&d->c))
		return;
	put(d, CP24_MIN, minutes & 0x3f);
	put(d, CP24_IV, minutes >> 7);
	put(d, CP24TIME, ((minutes & 0x3fU) * UINT64_C(60000) + ms) * MS);
	if (ms > 59999 || (minutes & 0x3f) > 59)
		dec_mark(d, "time tag that is no time");
}

/* Days from 1970-01-01 to the day given, of 1970 to 2069: every fourth year is a leap year. */
static uint64_t days_until(unsigned year, unsigned month, unsigned day)
{
	static const uint16_t before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };

	return (uint64_t)(year - 1970) * 365 + (year - 1969) / 4 + before[month - 1] +
	       (year % 4 == 0 && month > 2) + day - 1;
}

/* A time of seven octets in ns since 1970, 0 if it is none. */
static uint64_t cp56_time(uint64_t ms, uint64_t rest)
{
	static const uint8_t lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned minute = rest & 0x3f, hour = rest >> 8 & 0x1f, day = rest >> 16 & 0x1f;
	unsigned month = rest >> 24 & 0x0f, year = rest >> 32 & 0x7f;

	if (ms > 59999 || minute > 59 || hour > 23 || day < 1 || month < 1 || month > 12 ||
	    day > lengths[month - 1] || (month == 2 && day == 29 && year % 4 != 0))
		return 0;
	year += year < 70 ? 2000 : 1900;
	return (((days_until(year, month, day) * 24 + hour) * 60 + minute) * 60000 + ms) * MS;
}

void iec60870_read_cp56(struct dec *d, struct iec60870_object *o)
{
	static const struct {
		uint8_t field, shift, mask;
	} parts[] = {
		{ CP56_MIN, 0, 0x3f },	{ CP56_GEN, 6, 1 },	 { CP56_IV, 7, 1 },
		{ CP56_HOUR, 8, 0x1f }, { CP56_SU, 15, 1 },	 { CP56_DAY, 16, 0x1f },
		{ CP56_DOW, 21, 7 },	{ CP56_MONTH, 24, 0xf }, { CP56_YEAR, 32, 0x7f },
	};
	uint64_t ms = take(d, CP56_MS), rest = cur_le(&d->c, 5);

	if (!cur_ok(&d->c))
		return;
	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		put(d, parts[i].field, rest >> parts[i].shift & parts[i].mask);
	o->time = cp56_time(ms, rest);
	if (o->time != 0 && (rest >> 15 & 1) != 0) /* the clock is an hour ahead of itself */
		o->time -= UINT64_C(3600000) * MS;
	if (o->time != 0)
		put(d, CP56TIME, o->time);
	else
		dec_mark(d, "time tag that is no time");
}
