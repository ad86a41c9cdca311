/*
 * SLMP: 1E frames, the oldest form of the MELSEC communication protocol, that controllers of the A
 * and FX series speak.
 *
 * Spec: MELSEC Communication Protocol Reference Manual (SH-080008), chapter on 1E frames.
 *
 *	+---------+-----------+----------+- - -       +----------------+----------+- - -
 *	| command | PC number | timer, 2 | data       | command | 0x80 | end code | data
 *	+---------+-----------+----------+- - -       +----------------+----------+- - -
 *	                 request                        response; 5b: abnormal code, 0
 *	device: number (4), name (2); in ASCII the name first
 *
 * There is no length: a request's follows from what it asks, a response is all that comes.
 */
#include "protocols/slmp.h"

enum { HEADER = 4, ADDRESS = 6, RESPONSE = 0x80, ALL_POINTS = 256, LOCAL = 0xff, STATIONS = 64 };
enum {
	UNREACHABLE = 0x5b,
	TIMED_OUT = 0x60,
	FIRST_ERROR = 0x50,
	ON_DEMAND = 0x60,
	LOOPBACK = 0x16
};
enum { TYPE_READ = 0x15, MOST_DATA = 512 };

/* What a command's data are. */
enum shape { BATCH, TEST, REGISTER, MONITOR, NOTHING, ECHO, OTHER };

/* clang-format off */
static const struct command {
	uint8_t cmd, op, shape;
	bool bits;
} commands[] = {
	{ 0x00, OT_READ, BATCH, true }, { 0x01, OT_READ, BATCH, false }, { 0x02, OT_WRITE, BATCH, true },
	{ 0x03, OT_WRITE, BATCH, false }, { 0x04, OT_WRITE, TEST, true }, { 0x05, OT_WRITE, TEST, false },
	{ 0x06, OT_READ, REGISTER, true }, { 0x07, OT_READ, REGISTER, false },
	{ 0x08, OT_READ, MONITOR, true }, { 0x09, OT_READ, MONITOR, false },
	{ 0x0a, OT_PROGRAM, OTHER, false }, { 0x0b, OT_PROGRAM, OTHER, false },
	{ 0x0c, OT_PROGRAM, OTHER, false }, { 0x0d, OT_PROGRAM, OTHER, false },
	{ 0x0e, OT_READ, OTHER, false }, { 0x0f, OT_WRITE, OTHER, false },
	{ 0x10, OT_PROGRAM, OTHER, false }, { 0x11, OT_PROGRAM, OTHER, false },
	{ 0x12, OT_PROGRAM, OTHER, false }, { 0x13, OT_CONTROL, NOTHING, false },
	{ 0x14, OT_CONTROL, NOTHING, false }, { TYPE_READ, OT_IDENTIFY, NOTHING, false },
	{ LOOPBACK, OT_DIAGNOSE, ECHO, false }, { 0x17, OT_READ, OTHER, false },
	{ 0x18, OT_WRITE, OTHER, false }, { 0x19, OT_WRITE, OTHER, false },
	{ 0x1a, OT_READ, OTHER, false }, { 0x1b, OT_READ, OTHER, false },
	{ 0x1c, OT_PROGRAM, OTHER, false }, { 0x1d, OT_PROGRAM, OTHER, false },
	{ 0x1e, OT_PROGRAM, OTHER, false }, { 0x1f, OT_PROGRAM, OTHER, false },
	{ 0x20, OT_PROGRAM, OTHER, false }, { 0x21, OT_PROGRAM, OTHER, false },
	{ 0x39, OT_PROGRAM, OTHER, false }, { 0x3a, OT_PROGRAM, OTHER, false },
	{ 0x3b, OT_READ, OTHER, false }, { 0x3c, OT_WRITE, OTHER, false },
	{ ON_DEMAND, OT_REPORT, OTHER, false },
};

/* A device's name in two characters, and its code in the other frames. */
static const struct {
	uint16_t name;
	uint8_t code;
} names[] = {
	{ 0x4420, 0xa8 }, { 0x4d20, 0x90 }, { 0x5820, 0x9c }, { 0x5920, 0x9d }, { 0x5720, 0xb4 }, { 0x4220, 0xa0 },
	{ 0x5220, 0xaf }, { 0x4620, 0x93 }, { 0x4c20, 0x92 }, { 0x5320, 0x98 }, { 0x5453, 0xc1 }, { 0x5443, 0xc0 },
	{ 0x544e, 0xc2 }, { 0x4353, 0xc4 }, { 0x4343, 0xc3 }, { 0x434e, 0xc5 },
};
/* clang-format on */

static const struct command *find(uint64_t cmd)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (commands[i].cmd == cmd)
			return &commands[i];
	}
	return NULL;
}

static struct slmp_device address(const struct slmp *m, struct cur *c)
{
	struct slmp_device at = { .memory = 0 };
	uint64_t name = 0;

	if (m->ascii)
		name = slmp_number(m, c, 2);
	at.number = (uint32_t)slmp_number(m, c, 4);
	if (!m->ascii)
		name = slmp_number(m, c, 2);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].name == name)
			at.code = names[i].code;
	}
	return at;
}

/* A number of points, and the zero behind it. */
static uint32_t points_of(const struct slmp *m, struct cur *c, bool *zero)
{
	uint32_t n = (uint32_t)slmp_number(m, c, 1);

	*zero = slmp_number(m, c, 1) == 0 && cur_ok(c);
	return n == 0 ? ALL_POINTS : n;
}

/* Bytes of n values. */
static size_t values_size(const struct slmp *m, bool bits, uint32_t n)
{
	if (!bits)
		return slmp_size(m, 2 * (size_t)n);
	return m->ascii ? n : (n + 1) / 2;
}

/*
 * Bytes of a request's data, behind its header. sure: it has an address and a zero where they have
 * to be. -1: it cannot be one; 0 with short: more is needed to say.
 */
static long data_size(const struct slmp *m, const struct command *row, struct cur c, bool *sure)
{
	size_t left = cur_left(&c), n;
	struct slmp_device at = { .code = 0 };
	bool zero = true;

	*sure = false;
	switch ((enum shape)row->shape) {
	case BATCH:
		at = address(m, &c);
		n = points_of(m, &c, &zero);
		break;
	case TEST:
	case REGISTER:
		n = points_of(m, &c, &zero);
		at = address(m, &c);
		break;
	case ECHO:
		return (long)(slmp_size(m, 1) + slmp_number(m, &c, 1));
	case MONITOR:
	case NOTHING:
		return 0;
	case OTHER:
	default:
		return (long)left;
	}
	*sure = cur_ok(&c) && zero && at.code != 0;
	if (!*sure)
		return -1;
	size_t each = row->shape == TEST ? ADDRESS + (row->bits ? 1 : 2) : ADDRESS;

	if (row->shape == BATCH)
		return (long)(slmp_size(m, ADDRESS + 2) +
			      (row->op == OT_WRITE ? values_size(m, row->bits, (uint32_t)n) : 0));
	return (long)slmp_size(m, 2 + n * each);
}

/* Reads what all have: its command, and which side sends it. */
static const struct command *look(struct cur *c, struct slmp *m, uint8_t *second)
{
	m->frame = SLMP_1E;
	m->ascii = slmp_is_ascii(c);
	uint64_t cmd = slmp_number(m, c, 1);

	*second = (uint8_t)slmp_number(m, c, 1);
	m->response = (cmd & RESPONSE) != 0;
	m->cmd = cmd & ~(uint64_t)RESPONSE & 0xff;
	return cur_ok(c) ? find(m->cmd) : NULL;
}

static bool station(uint8_t pc)
{
	return pc == LOCAL || pc <= STATIONS;
}

static bool end_code(uint8_t end)
{
	return end == 0 || (end >= FIRST_ERROR && end <= TIMED_OUT);
}

/* Could these be what is left of a response? Other things begin with its two bytes, too. */
static bool plausible(const struct slmp *m, const struct command *row, struct cur c)
{
	bool bits = !m->ascii && row->bits && row->op == OT_READ;

	if (cur_left(&c) == 0)
		return true;
	if (row->shape != BATCH || row->op != OT_READ || cur_left(&c) > slmp_size(m, MOST_DATA) ||
	    (!row->bits && cur_left(&c) % slmp_size(m, 2) != 0))
		return false;
	while (bits && cur_left(&c) > 0) {
		if ((cur_u8(&c) & 0xee) != 0)
			return false;
	}
	return true;
}

enum probe slmp_1e_probe(struct cur c, enum dir dir)
{
	struct slmp m = { .frame = SLMP_1E };
	uint8_t second;
	bool sure;
	const struct command *row = look(&c, &m, &second);

	if (row == NULL || row->cmd == ON_DEMAND)
		return PROBE_NO;
	if (m.response)
		return dir == DIR_RESPONSE && end_code(second) && plausible(&m, row, c) ? PROBE_WEAK
											: PROBE_NO;
	if (!station(second) || row->shape == OTHER)
		return PROBE_NO;
	cur_skip(&c, slmp_size(&m, 2));
	if (!cur_ok(&c))
		return PROBE_NO;
	long n = data_size(&m, row, c, &sure);

	if (n < 0 || (size_t)n > cur_left(&c))
		return PROBE_NO;
	if (sure && cur_left(&c) - (size_t)n <= 1)
		return dir == DIR_REQUEST ? PROBE_SURE : PROBE_TURNED;
	return dir == DIR_REQUEST && (size_t)n == cur_left(&c) ? PROBE_WEAK : PROBE_NO;
}

long slmp_1e_segment(struct cur c, enum dir dir)
{
	struct slmp m = { .frame = SLMP_1E };
	size_t all = cur_left(&c);
	uint8_t second;
	bool sure;
	const struct command *row = look(&c, &m, &second);

	if (all < slmp_size(&m, 2))
		return 0;
	if (row == NULL || m.response != (dir == DIR_RESPONSE))
		return SEGMENT_BAD;
	if (m.response)
		return end_code(second) ? (long)all : SEGMENT_BAD;
	cur_skip(&c, slmp_size(&m, 2));
	if (!station(second))
		return SEGMENT_BAD;
	if (!cur_ok(&c))
		return 0;
	size_t need = row->shape <= REGISTER ? slmp_size(&m, ADDRESS + 2) : 0;

	if (cur_left(&c) < need)
		return 0;
	long n = data_size(&m, row, c, &sure);

	if (n < 0)
		return SEGMENT_BAD;
	/* In ASCII an odd number of bits may have one more digit behind it. */
	if (m.ascii && n % 2 != 0 && cur_left(&c) > (size_t)n)
		n++;
	return (long)slmp_size(&m, HEADER) + n;
}

static void tell(struct dec *d, const struct slmp_device *at)
{
	if (!cur_ok(&d->c))
		return;
	put(d, SLMP_DEVICE_CODE, at->code);
	put(d, SLMP_DEVICE_NUMBER, at->number);
}

static void values(struct dec *d, const struct slmp *m, bool bits, uint32_t n)
{
	if (bits)
		slmp_bits(d, m, n);
	else
		slmp_words(d, m, SLMP_WORD, 2, n);
}

static uint32_t take_points(struct dec *d, const struct slmp *m, unsigned f)
{
	bool zero;
	uint32_t n = points_of(m, &d->c, &zero);

	if (cur_ok(&d->c))
		put(d, f, n);
	return n;
}

/* An odd number of bits in ASCII has a digit more. */
static void fill(struct dec *d, const struct slmp *m, bool bits, uint32_t n)
{
	if (m->ascii && bits && n % 2 != 0 && cur_left(&d->c) == 1)
		cur_skip(&d->c, 1);
}

static void batch(struct dec *d, struct slmp *m, const struct command *row)
{
	struct slmp_device at = address(m, &d->c);

	tell(d, &at);
	uint32_t n = take_points(d, m, SLMP_POINTS);

	if (!cur_ok(&d->c))
		return;
	slmp_ask_device(m, &at, n);
	slmp_object(d, &at);
	d->ot.count = n;
	if (row->op != OT_WRITE)
		return;
	values(d, m, row->bits, n);
	fill(d, m, row->bits, n);
}

/* Several addresses, with their values when they are written. */
static void addresses(struct dec *d, const struct slmp *m, const struct command *row, struct cur *c,
		      uint32_t n)
{
	bool write = row->shape == TEST;

	for (uint32_t i = 0; i < n && cur_ok(c) && d->noperations < DEC_OPERATIONS - 1; i++) {
		struct slmp_device at = address(m, c);

		if (c == &d->c)
			tell(d, &at);
		if (write && row->bits)
			ot_number(d, slmp_take(d, m, SLMP_BIT, 1));
		else if (write)
			slmp_words(d, m, SLMP_WORD, 2, 1);
		if (!cur_ok(&d->c) || !cur_ok(c))
			return;
		slmp_object(d, &at);
		d->ot.count = 1;
		emit(d);
		d->ot.value.n = 0;
	}
}

static void several(struct dec *d, struct slmp *m, const struct command *row)
{
	dec_share(d);
	if (row->shape == REGISTER)
		slmp_keep(d, slmp_key(SLMP_NOTE_MONITOR, row->bits ? 2 : 1), d->c);
	uint32_t n = take_points(d, m, row->bits ? SLMP_BIT_POINTS : SLMP_WORD_POINTS);

	addresses(d, m, row, &d->c, n);
}

/* Values of what was registered: the bits packed, a word each for words. */
static void monitored(struct dec *d, const struct slmp *m, const struct command *row)
{
	struct cur kept = slmp_kept(d, slmp_key(SLMP_NOTE_MONITOR, row->bits ? 2 : 1), false);
	bool zero;

	if (!cur_ok(&kept)) {
		slmp_rest(d);
		return;
	}
	uint32_t n = points_of(m, &kept, &zero);
	struct slmp_device at = address(m, &kept);

	values(d, m, row->bits, n);
	fill(d, m, row->bits, n);
	if (!cur_ok(&d->c) || at.code == 0)
		return;
	slmp_object(d, &at); /* the first of them */
	d->ot.count = n;
}

static void read_request(struct dec *d, struct slmp *m, const struct command *row)
{
	switch ((enum shape)row->shape) {
	case BATCH:
		batch(d, m, row);
		break;
	case TEST:
	case REGISTER:
		several(d, m, row);
		break;
	case ECHO:
		take_bytes(d, SLMP_LOOPBACK, (size_t)slmp_number(m, &d->c, 1));
		break;
	case MONITOR:
	case NOTHING:
		break;
	case OTHER:
		slmp_rest(d);
		break;
	}
}

static void asked_device(struct dec *d, const struct slmp *m, uint32_t *points)
{
	struct slmp_device at = slmp_asked_device(m, points);

	if (at.code == 0)
		return;
	slmp_object(d, &at);
	d->ot.count = *points;
}

static void read_response(struct dec *d, struct slmp *m, const struct command *row)
{
	uint32_t n = 0;

	if (row->shape == BATCH && m->asked != NULL) {
		asked_device(d, m, &n);
		if (row->op == OT_WRITE || n == 0)
			return;
		values(d, m, row->bits, n);
		fill(d, m, row->bits, n);
	} else if (row->shape == MONITOR) {
		monitored(d, m, row);
	} else if (row->shape == ECHO) {
		take_bytes(d, SLMP_LOOPBACK, (size_t)slmp_number(m, &d->c, 1));
	} else if (row->cmd == TYPE_READ) {
		uint64_t model = slmp_take(d, m, SLMP_MODEL_CODE, 1);

		if (cur_ok(&d->c)) {
			struct identity *who = dec_identity(d);
			const char *text = dec_text(d, "CPU type 0x%02x", (unsigned)model);

			who->of_sender = true;
			who->model = cur_of(text, strlen(text));
			ot_number(d, model);
		}
		cur_skip(&d->c, cur_left(&d->c));
	} else {
		slmp_rest(d);
	}
}

static bool same_command(const struct pair *asked, const struct dec *d)
{
	const struct value *v = d->nvalues > 0 ? &d->values[d->nvalues - 1] : NULL;

	return v == NULL || v->field != &field_table[SLMP_CMD] || asked->ask[SLMP_ASK_CMD] == v->u;
}

static void response(struct dec *d, struct slmp *m, const struct command *row)
{
	d->ot.response = true;
	m->asked = pair_answer(d, SLMP_1E, same_command);
	uint64_t end = slmp_take(d, m, SLMP_END_1E, 1);

	if (!cur_ok(&d->c))
		return;
	d->ot.status = "ok";
	if (end == 0) {
		read_response(d, m, row);
		return;
	}
	const char *name = field_value_name(&field_table[SLMP_END_1E], end);

	d->ot.status = name != NULL ? name : dec_text(d, "error 0x%02x", (unsigned)end);
	d->ot.failed = true;
	if (m->asked != NULL && row->shape == BATCH) {
		uint32_t points = 0;

		asked_device(d, m, &points);
	}
	if (end == UNREACHABLE)
		slmp_take(d, m, SLMP_ABNORMAL, 1);
	cur_skip(&d->c, cur_left(&d->c));
}

static void request(struct dec *d, struct slmp *m, const struct command *row)
{
	uint8_t pc = (uint8_t)slmp_take(d, m, SLMP_STATION, 1);

	slmp_take(d, m, SLMP_TIMER, 2);
	if (!cur_ok(&d->c))
		return;
	if (pc != LOCAL) {
		d->ot.has_device = true;
		d->ot.device = pc;
	}
	if (row->cmd != ON_DEMAND)
		m->pair = pair_ask(d, SLMP_1E);
	if (m->pair != NULL)
		m->pair->ask[SLMP_ASK_CMD] = m->cmd;
	read_request(d, m, row);
}

void slmp_1e(struct dec *d, struct slmp *m)
{
	struct cur c = d->c;
	uint8_t second;
	const struct command *row = look(&c, m, &second);

	if (row == NULL) {
		cur_fail(&d->c);
		return;
	}
	cur_skip(&d->c, slmp_size(m, 1));
	put(d, SLMP_FRAME, m->frame);
	put(d, SLMP_CODE, m->ascii);
	put(d, SLMP_CMD, m->cmd);
	slmp_name(d, m);
	d->ot.op = (enum ot_op)row->op;
	if (m->response)
		response(d, m, row);
	else
		request(d, m, row);
	if (cur_ok(&d->c))
		slmp_follow(d, m);
}
