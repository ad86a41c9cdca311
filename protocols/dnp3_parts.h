/*
 * The parts that DNP3's objects are made of, and which group and variation has which: belongs to
 * dnp3_objects.c, included there only.
 */
#ifndef KAGAMI_DNP3_PARTS_H
#define KAGAMI_DNP3_PARTS_H

#include "protocols/dnp3_fields.h"

enum { PARTS_MAX = 5 };

enum part_id {
	NOTHING,
	BITS,
	BITS2,
	BI,
	DBI,
	BO,
	CTR,
	AI,
	AO, /* flags */
	CNT16,
	CNT32,
	ANA16,
	ANA32,
	ANAF,
	ANAD,
	OUT16,
	OUT32,
	OUTF,
	OUTD,
	STATUS,
	BOCS_STATUS,
	TIME,
	REL,
	DELAY_MS,
	CODE,
	TIMES,
	ON,
	OFF,
	ASSOC,
	BCD2,
	BCD4,
	BCD8,
	U8,
	INTERVAL32,
	UNIT,
	FILLED,
	FILLED_OBJ,
};

/* What a part is on the wire, and its field; of flags: the field of bit 0. */
struct part {
	uint8_t width, kind;
	bool value, flags; /* it is the point's value; eight bits */
	uint16_t field;
};

/* clang-format off */
static const struct part parts[] = {
	[BI]     = { 1, VALUE_PARTS, true,  true,  BIQ0 },
	[DBI]    = { 1, VALUE_PARTS, true,  true,  BIQ0 },
	[BO]     = { 1, VALUE_PARTS, true,  true,  BOQ0 },
	[CTR]    = { 1, VALUE_PARTS, false, true,  CTRQ0 },
	[AI]     = { 1, VALUE_PARTS, false, true,  AIQ0 },
	[AO]     = { 1, VALUE_PARTS, false, true,  AOQ0 },
	[CNT16]  = { 2, VALUE_UINTS,  true, false, CNT },
	[CNT32]  = { 4, VALUE_UINTS,  true, false, CNT },
	[ANA16]  = { 2, VALUE_INTS,   true, false, ANA_INT },
	[ANA32]  = { 4, VALUE_INTS,   true, false, ANA_INT },
	[ANAF]   = { 4, VALUE_FLOATS, true, false, ANA_FLOAT },
	[ANAD]   = { 8, VALUE_FLOATS, true, false, ANA_DOUBLE },
	[OUT16]  = { 2, VALUE_INTS,   true, false, OUT_INT },
	[OUT32]  = { 4, VALUE_INTS,   true, false, OUT_INT },
	[OUTF]   = { 4, VALUE_FLOATS, true, false, OUT_FLOAT },
	[OUTD]   = { 8, VALUE_FLOATS, true, false, OUT_DOUBLE },
	[STATUS] = { 1, VALUE_PARTS, false, false, CTRLSTATUS },
	[BOCS_STATUS] = { 1, VALUE_PARTS, true, false, CTRLSTATUS },
	[TIME]   = { 6, VALUE_MSTIMES, false, false, TIMESTAMP },
	[REL]    = { 2, VALUE_MSTIMES, false, false, RELTIME },
	[DELAY_MS] = { 2, VALUE_UINTS, true, false, DELAY },
	[CODE]   = { 1, VALUE_PARTS, false, false, CTL_OP },
	[TIMES]  = { 1, VALUE_UINTS, false, false, COUNT },
	[ON]     = { 4, VALUE_UINTS, false, false, ON_TIME },
	[OFF]    = { 4, VALUE_UINTS, false, false, OFF_TIME },
	[ASSOC]  = { 2, VALUE_UINTS, false, false, SA_ASSOC },
	[BCD2]   = { 2, VALUE_BYTES, true,  false, BCD },
	[BCD4]   = { 4, VALUE_BYTES, true,  false, BCD },
	[BCD8]   = { 8, VALUE_BYTES, true,  false, BCD },
	[U8]     = { 1, VALUE_UINTS, true,  false, UINT8 },
	[INTERVAL32] = { 4, VALUE_UINTS, false, false, INTERVAL },
	[UNIT]   = { 1, VALUE_UINTS, false, false, INTERVAL_UNIT },
	[FILLED] = { 1, VALUE_UINTS, true,  false, FILL },
	[FILLED_OBJ] = { 2, VALUE_UINTS, false, false, FILL_OBJ },
};

struct row {
	uint16_t object;
	const char *area;
	uint8_t part[PARTS_MAX];
};

#define ROW(g, v, ...) { (g) << 8 | (v), "g" #g "v" #v, { __VA_ARGS__ } }

/* In the order of group and variation. */
static const struct row rows[] = {
	ROW(1, 1, BITS), ROW(1, 2, BI), ROW(2, 1, BI), ROW(2, 2, BI, TIME), ROW(2, 3, BI, REL),
	ROW(3, 1, BITS2), ROW(3, 2, DBI), ROW(4, 1, DBI), ROW(4, 2, DBI, TIME),
	ROW(4, 3, DBI, REL), ROW(10, 1, BITS), ROW(10, 2, BO), ROW(11, 1, BO),
	ROW(11, 2, BO, TIME), ROW(12, 1, CODE, TIMES, ON, OFF, STATUS),
	ROW(12, 2, CODE, TIMES, ON, OFF, STATUS), ROW(12, 3, BITS), ROW(13, 1, BOCS_STATUS),
	ROW(13, 2, BOCS_STATUS, TIME), ROW(20, 1, CTR, CNT32), ROW(20, 2, CTR, CNT16),
	ROW(20, 3, CTR, CNT32), ROW(20, 4, CTR, CNT16), ROW(20, 5, CNT32), ROW(20, 6, CNT16),
	ROW(20, 7, CNT32), ROW(20, 8, CNT16), ROW(21, 1, CTR, CNT32), ROW(21, 2, CTR, CNT16),
	ROW(21, 3, CTR, CNT32), ROW(21, 4, CTR, CNT16), ROW(21, 5, CTR, CNT32, TIME),
	ROW(21, 6, CTR, CNT16, TIME), ROW(21, 7, CTR, CNT32, TIME), ROW(21, 8, CTR, CNT16, TIME),
	ROW(21, 9, CNT32), ROW(21, 10, CNT16), ROW(21, 11, CNT32), ROW(21, 12, CNT16),
	ROW(22, 1, CTR, CNT32), ROW(22, 2, CTR, CNT16), ROW(22, 3, CTR, CNT32),
	ROW(22, 4, CTR, CNT16), ROW(22, 5, CTR, CNT32, TIME), ROW(22, 6, CTR, CNT16, TIME),
	ROW(22, 7, CTR, CNT32, TIME), ROW(22, 8, CTR, CNT16, TIME), ROW(23, 1, CTR, CNT32),
	ROW(23, 2, CTR, CNT16), ROW(23, 3, CTR, CNT32), ROW(23, 4, CTR, CNT16),
	ROW(23, 5, CTR, CNT32, TIME), ROW(23, 6, CTR, CNT16, TIME), ROW(23, 7, CTR, CNT32, TIME),
	ROW(23, 8, CTR, CNT16, TIME), ROW(30, 1, AI, ANA32), ROW(30, 2, AI, ANA16),
	ROW(30, 3, ANA32), ROW(30, 4, ANA16), ROW(30, 5, AI, ANAF), ROW(30, 6, AI, ANAD),
	ROW(31, 1, AI, ANA32), ROW(31, 2, AI, ANA16), ROW(31, 3, AI, ANA32, TIME),
	ROW(31, 4, AI, ANA16, TIME), ROW(31, 5, ANA32), ROW(31, 6, ANA16), ROW(31, 7, AI, ANAF),
	ROW(31, 8, AI, ANAD), ROW(32, 1, AI, ANA32), ROW(32, 2, AI, ANA16),
	ROW(32, 3, AI, ANA32, TIME), ROW(32, 4, AI, ANA16, TIME), ROW(32, 5, AI, ANAF),
	ROW(32, 6, AI, ANAD), ROW(32, 7, AI, ANAF, TIME), ROW(32, 8, AI, ANAD, TIME),
	ROW(33, 1, AI, ANA32), ROW(33, 2, AI, ANA16), ROW(33, 3, AI, ANA32, TIME),
	ROW(33, 4, AI, ANA16, TIME), ROW(33, 5, AI, ANAF), ROW(33, 6, AI, ANAD),
	ROW(33, 7, AI, ANAF, TIME), ROW(33, 8, AI, ANAD, TIME), ROW(34, 1, ANA16),
	ROW(34, 2, ANA32), ROW(34, 3, ANAF), ROW(40, 1, AO, OUT32), ROW(40, 2, AO, OUT16),
	ROW(40, 3, AO, OUTF), ROW(40, 4, AO, OUTD), ROW(41, 1, OUT32, STATUS),
	ROW(41, 2, OUT16, STATUS), ROW(41, 3, OUTF, STATUS), ROW(41, 4, OUTD, STATUS),
	ROW(42, 1, AO, OUT32), ROW(42, 2, AO, OUT16), ROW(42, 3, AO, OUT32, TIME),
	ROW(42, 4, AO, OUT16, TIME), ROW(42, 5, AO, OUTF), ROW(42, 6, AO, OUTD),
	ROW(42, 7, AO, OUTF, TIME), ROW(42, 8, AO, OUTD, TIME), ROW(43, 1, STATUS, OUT32),
	ROW(43, 2, STATUS, OUT16), ROW(43, 3, STATUS, OUT32, TIME),
	ROW(43, 4, STATUS, OUT16, TIME), ROW(43, 5, STATUS, OUTF), ROW(43, 6, STATUS, OUTD),
	ROW(43, 7, STATUS, OUTF, TIME), ROW(43, 8, STATUS, OUTD, TIME), ROW(50, 1, TIME),
	ROW(50, 2, TIME, INTERVAL32), ROW(50, 3, TIME), ROW(50, 4, TIME, INTERVAL32, UNIT),
	ROW(51, 1, TIME), ROW(51, 2, TIME), ROW(52, 1, DELAY_MS), ROW(52, 2, DELAY_MS),
	ROW(80, 1, BITS), ROW(81, 1, FILLED, FILLED_OBJ), ROW(101, 1, BCD2), ROW(101, 2, BCD4),
	ROW(101, 3, BCD8), ROW(102, 1, U8), ROW(121, 1, CTR, ASSOC, CNT32),
	ROW(122, 1, CTR, ASSOC, CNT32), ROW(122, 2, CTR, ASSOC, CNT32, TIME),
};
/* clang-format on */

#endif
