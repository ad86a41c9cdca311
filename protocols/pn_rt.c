/*
 * PROFINET RT: frames with ethertype 0x8892, IEC 61158-6-10 (application layer protocol, type 10).
 *
 *	+----------+------------------------------+---------------+-------------+-----------------+
 *	| FrameID  | data and their states (IOxS) | cycle counter | data status | transfer status |
 *	+----------+------------------------------+---------------+-------------+-----------------+
 *	   2 bytes   40 to 1440                      2               1             1
 *
 * That is a cyclic frame; the FrameID says what else it may be. A frame has no length: its end is
 * the packet's. The cycle counter counts 31.25 us. Each flow keeps what it needs to say how a
 * frame follows the one before it of the same FrameID and sender; what the Connect agreed on comes
 * from pn_io.c.
 */
#include "protocols/pn.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name changes[] = {
	{ 1, "provider stopped" }, { 2, "provider runs" }, { 3, "data invalid" }, { 4, "data valid" },
	{ 5, "station problem" }, { 6, "station in order" }, { 7, "another length" },
	{ 8, "became backup" }, { 9, "became primary" },
	{ 0, NULL },
};
static const struct name runs[] = { { 0, "stop" }, { 1, "run" }, { 0, NULL } };
static const struct name valids[] = { { 0, "invalid" }, { 1, "valid" }, { 0, NULL } };
static const struct name problems[] = { { 0, "problem" }, { 1, "ok" }, { 0, NULL } };
static const struct name primaries[] = { { 0, "backup" }, { 1, "primary" }, { 0, NULL } };

#define FIELDS(F) \
	F(FRAME_ID, "pn_rt.frame_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "what the frame is, and which connection's data") \
	F(DATA, "pn_rt.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of the submodules with their states, or of a frame that is not taken apart") \
	F(LENGTH, "pn_rt.data_length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes of the data and their states") \
	F(CYCLE, "pn_rt.cycle_counter", FIELD_UINT, BE(2), BASE_DEC, NULL, "when it was sent, in 31.25 us") \
	F(STATUS, "pn_rt.ds", FIELD_UINT, BE(1), BASE_HEX, NULL, "state of the data: its bits") \
	F(IGNORE, "pn_rt.ds_ignore", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "1: the consumer shall ignore the frame") \
	F(RESERVED_2, "pn_rt.ds_Reserved_2", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "0") \
	F(OK, "pn_rt.ds_ok", FIELD_UINT, SIZED(1), BASE_HEX, problems, "0: the provider has a problem") \
	F(OPERATE, "pn_rt.ds_operate", FIELD_UINT, SIZED(1), BASE_HEX, runs, "the provider runs, or has stopped") \
	F(RESERVED_1, "pn_rt.ds_res3", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "0") \
	F(VALID, "pn_rt.ds_valid", FIELD_UINT, SIZED(1), BASE_HEX, valids, "the data are valid") \
	F(REDUNDANCY, "pn_rt.ds_redundancy", FIELD_BOOL, SIZED(1), BASE_HEX, NULL, "no primary connection of the set is there") \
	F(PRIMARY, "pn_rt.ds_primary", FIELD_UINT, SIZED(1), BASE_HEX, primaries, "of a primary or a backup connection") \
	F(TRANSFER, "pn_rt.transfer_status", FIELD_UINT, BE(1), BASE_DEC, NULL, "0: sent without an error") \
	F(STEP, "pn_rt.cycle_step", FIELD_INT, SIZED(2), BASE_DEC, NULL, "31.25 us by which the cycle counter went on since the frame before") \
	F(INTERVAL, "pn_rt.interval", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "time since the frame before") \
	F(CHANGE, "pn_rt.change", FIELD_UINT, SIZED(1), BASE_DEC, changes, "what differs from the frame before") \
	F(RATE, "pn_rt.rate", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "frames a second, about once a second, rounded to two digits") \
	F(CONNECTED, "pn_rt.connect_frame", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the Connect that the data belong to") \
	F(EXPECTED, "pn_rt.agreed_interval", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "time from frame to frame that the Connect agreed on") \
	F(AGREED, "pn_rt.agreed_length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes of data that the Connect agreed on") \
	F(OUTPUT, "pn_rt.output", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "from the controller to the device: outputs")
/* clang-format on */
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum {
	TAIL = 4,      /* cycle counter, data status, transfer status */
	DATA_MIN = 40, /* shorter data are filled up */
	KNOWN = 5,     /* connections of two stations that a flow keeps */
	MILLION = 1000000,
};

#define WINDOW UINT64_C(1000000000)

/* A connection's frames of one sender. */
struct stream {
	uint64_t at, began;
	uint64_t connect;  /* frame of its Connect, 0: not known */
	uint32_t interval; /* us that were agreed on */
	uint32_t frames;   /* since began */
	uint16_t id, cycle, length, agreed;
	uint8_t status, dir, used, output;
};

struct state {
	struct stream stream[KNOWN];
};

_Static_assert(sizeof(struct state) <= PROTOCOL_STATE_MAX, "a flow's state");

/* What a FrameID stands for. */
enum kind { OTHER, CYCLIC, DCP, HELLO, ALARM_HIGH, ALARM_LOW };

/* clang-format off */
static const struct range {
	uint16_t first, last;
	enum kind kind;
	enum ot_op op;
	const char *name;
} ranges[] = {
	{ 0x0000, 0x001f, OTHER, OT_OTHER, "reserved FrameID" },
	{ 0x0020, 0x0020, OTHER, OT_DIAGNOSE, "PTCP sync of the clock, follow-up comes" },
	{ 0x0021, 0x0021, OTHER, OT_DIAGNOSE, "PTCP sync of the time, follow-up comes" },
	{ 0x0080, 0x0080, OTHER, OT_DIAGNOSE, "PTCP sync of the clock" },
	{ 0x0081, 0x0081, OTHER, OT_DIAGNOSE, "PTCP sync of the time" },
	{ 0x0100, 0x06ff, CYCLIC, OT_REPORT, "cyclic data, RT class 3" },
	{ 0x0700, 0x0fff, CYCLIC, OT_REPORT, "cyclic data, RT class 3, redundant" },
	{ 0x8000, 0xbbff, CYCLIC, OT_REPORT, "cyclic data, RT class 2" },
	{ 0xbc00, 0xbfff, CYCLIC, OT_REPORT, "cyclic data, RT class 2, multicast" },
	{ 0xc000, 0xf7ff, CYCLIC, OT_REPORT, "cyclic data, RT class 1" },
	{ 0xf800, 0xfbff, CYCLIC, OT_REPORT, "cyclic data, RT class 1, multicast" },
	{ 0xfc01, 0xfc01, ALARM_HIGH, OT_REPORT, NULL },
	{ 0xfe01, 0xfe01, ALARM_LOW, OT_REPORT, NULL },
	{ 0xfe02, 0xfe02, OTHER, OT_OTHER, "remote service interface (RSI)" },
	{ 0xfefc, 0xfefc, HELLO, OT_REPORT, NULL },
	{ 0xfefd, 0xfeff, DCP, OT_IDENTIFY, NULL },
	{ 0xff00, 0xff00, OTHER, OT_DIAGNOSE, "PTCP announce of the clock" },
	{ 0xff01, 0xff01, OTHER, OT_DIAGNOSE, "PTCP announce of the time" },
	{ 0xff20, 0xff20, OTHER, OT_DIAGNOSE, "PTCP follow-up of the clock" },
	{ 0xff21, 0xff21, OTHER, OT_DIAGNOSE, "PTCP follow-up of the time" },
	{ 0xff40, 0xff40, OTHER, OT_DIAGNOSE, "PTCP delay request" },
	{ 0xff41, 0xff41, OTHER, OT_DIAGNOSE, "PTCP delay response, follow-up comes" },
	{ 0xff42, 0xff42, OTHER, OT_DIAGNOSE, "PTCP delay follow-up" },
	{ 0xff43, 0xff43, OTHER, OT_DIAGNOSE, "PTCP delay response" },
	{ 0xff80, 0xff8f, OTHER, OT_OTHER, "fragment of a frame" },
};
/* clang-format on */

static const struct range *range_of(uint64_t id)
{
	static const struct range reserved = { 0, 0, OTHER, OT_OTHER, "reserved FrameID" };
	size_t low = 0, high = sizeof(ranges) / sizeof(ranges[0]);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (id > ranges[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof(ranges) / sizeof(ranges[0]) && id >= ranges[low].first ? &ranges[low]
										   : &reserved;
}

/* The connection's place; the one heard longest ago gives way to one that is new. */
static struct stream *find(struct state *s, uint16_t id, uint8_t dir)
{
	struct stream *oldest = &s->stream[0];

	for (unsigned i = 0; i < KNOWN; i++) {
		struct stream *t = &s->stream[i];

		if (t->used != 0 && t->id == id && t->dir == dir)
			return t;
		if (t->used < oldest->used || (t->used == oldest->used && t->at < oldest->at))
			oldest = t;
	}
	*oldest = (struct stream){ .id = id, .dir = dir };
	return oldest;
}

/* What clocks and mirrors jitter by shall not show: two digits are left. */
static uint64_t two_digits(uint64_t n)
{
	uint64_t unit = 1;

	while (n / unit >= 100)
		unit *= 10;
	return (n + unit / 2) / unit * unit;
}

/* One more frame; how many a second they are, when a window is over. */
static void measure(struct dec *d, struct stream *s)
{
	uint64_t took = d->at - s->began;

	if (s->used == 0 || d->at < s->began || took >= 10 * WINDOW) {
		s->began = d->at;
		s->frames = 0;
	} else if (took >= WINDOW) {
		put(d, RATE, two_digits(s->frames * UINT64_C(1000000000) / took));
		s->began = d->at;
		s->frames = 0;
	}
	s->frames++;
}

/* Each bit of the status that is another one than before. */
static void compare(struct dec *d, const struct stream *s, uint8_t status, uint16_t length)
{
	/* clang-format off */
	static const struct { uint8_t bit, gone, come; } bits[] = {
		{ 0x10, 1, 2 }, { 0x04, 3, 4 }, { 0x20, 5, 6 }, { 0x01, 8, 9 },
	};
	/* clang-format on */
	uint8_t changed = s->status ^ status;

	for (unsigned i = 0; changed != 0 && i < sizeof(bits) / sizeof(bits[0]); i++) {
		if ((changed & bits[i].bit) != 0)
			put(d, CHANGE, (status & bits[i].bit) != 0 ? bits[i].come : bits[i].gone);
	}
	if (length != s->length)
		put(d, CHANGE, 7);
}

/* What the Connect says of frames with that number to their receiver; asked for as long as it is
 * not known. */
static void look_up(struct dec *d, struct stream *s)
{
	struct pn_agreed a;

	/* Data flow before the answer to the Connect that tells of them only when it is not seen:
	 * asking again for a while is enough. */
	if (s->connect == 0 && (s->frames & 63) == 0 && d->eth_dst != NULL &&
	    pn_agreed(d, cur_of(d->eth_dst, 6), s->id, &a)) {
		s->connect = a.frame;
		s->interval = (uint32_t)(a.interval / 1000);
		s->agreed = a.length;
		s->output = a.output;
	}
	if (s->connect == 0)
		return;
	put(d, CONNECTED, s->connect);
	put(d, EXPECTED, (uint64_t)s->interval * 1000);
	put(d, AGREED, s->agreed);
	put(d, OUTPUT, s->output);
}

static void follow(struct dec *d, uint64_t id, uint64_t cycle, uint8_t status, uint16_t length)
{
	if (d->state == NULL)
		return;
	struct stream *s = find(d->state, (uint16_t)id, (uint8_t)d->dir);

	if (s->used != 0) {
		int step = (uint16_t)(cycle - s->cycle);

		put_int(d, STEP, step > INT16_MAX ? step - 0x10000 : step);
		put(d, INTERVAL, d->at > s->at ? d->at - s->at : 0);
		compare(d, s, status, length);
	}
	look_up(d, s);
	measure(d, s);
	s->used = 1;
	s->at = d->at;
	s->cycle = (uint16_t)cycle;
	s->status = status;
	s->length = length;
}

static void put_status(struct dec *d, uint8_t status)
{
	static const uint8_t fields[] = { IGNORE,     RESERVED_2, OK,	      OPERATE,
					  RESERVED_1, VALID,	  REDUNDANCY, PRIMARY };

	for (unsigned i = 0; i < 8; i++)
		put(d, fields[i], status >> (7 - i) & 1);
	if ((status & 0x04) == 0)
		d->ot.status = "data invalid";
	else if ((status & 0x10) == 0)
		d->ot.status = "provider stopped";
	else
		d->ot.status = (status & 0x20) == 0 ? "station problem" : "ok";
}

static void cyclic(struct dec *d, uint64_t id)
{
	size_t all = cur_left(&d->c);

	/* Where the end is, nobody knows. */
	if (d->cut) {
		cur_skip(&d->c, all);
		return;
	}
	d->ot.has_object = true;
	d->ot.area = "frame";
	d->ot.index = id;
	if (all < DATA_MIN + TAIL) {
		dec_malformed(d, "cyclic frame that is too short");
		cur_skip(&d->c, all);
		return;
	}
	size_t n = all - TAIL;
	struct cur data = take_bytes(d, DATA, n);

	ot_bytes(d, &field_table[DATA], data);
	put(d, LENGTH, n);
	uint64_t cycle = take(d, CYCLE);
	uint8_t status = (uint8_t)take(d, STATUS);

	put_status(d, status);
	if (take(d, TRANSFER) != 0) {
		dec_mark(d, "the sender had an error with the frame");
		d->ot.status = "transfer error";
	}
	follow(d, id, cycle, status, (uint16_t)n);
}

static void pn_rt_decode(struct dec *d)
{
	d->ot.response = false;
	d->ot.op = OT_OTHER;
	d->ot.function = "PROFINET";
	uint64_t id = take(d, FRAME_ID);

	if (!cur_ok(&d->c))
		return;
	const struct range *r = range_of(id);

	d->ot.op = r->op;
	if (r->name != NULL)
		d->ot.function = r->name;
	switch (r->kind) {
	case CYCLIC:
		cyclic(d, id);
		break;
	case DCP:
	case HELLO:
		pn_dcp_read(d, r->kind == HELLO);
		break;
	case ALARM_HIGH:
	case ALARM_LOW:
		pn_io_alarm(d, r->kind == ALARM_HIGH);
		break;
	case OTHER:
		take_rest(d, DATA);
		break;
	}
}

static enum probe pn_rt_probe(struct cur c, enum dir dir)
{
	(void)dir;
	/* Only the ethertype says that it is PROFINET. */
	return cur_left(&c) < 2 ? PROBE_SHORT : PROBE_WEAK;
}

const struct protocol protocol_pn_rt = {
	.name = "pn_rt",
	.label = "PROFINET RT",
	.title = "PROFINET RT frames: cyclic data, and what carries DCP and alarms",
	.spec = "IEC 61158-6-10",
	.bind = { { BIND_ETHERTYPE, 0x8892 } },
	.fields = field_table,
	.nfields = FIELD_COUNT_,
	.ntell = 2,
	.tell = { CYCLE, STATUS },
	.state_size = sizeof(struct state),
	.pairs = true,
	.probe = pn_rt_probe,
	.decode = pn_rt_decode,
};
