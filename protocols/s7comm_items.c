/* S7comm: what is read and written, and its values. */
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum {
	S7ANY = 0x10,
	NCK = 0x82,
	NCK_M = 0x83,
	NCK_I = 0x84,
	DRIVEESANY = 0xa2,
	DBREAD = 0xb0,
	SYMBOL = 0xb2,
	AREA_COUNTERS = 0x1c,
	AREA_IEC_TIMERS = 0x1f,
	AREA_DB = 0x84,
	AREA_DI = 0x85,
	TYPE_BIT = 1,
	TYPE_BYTE = 2,
	TYPE_CHAR = 3,
	TYPE_S5TIME = 12,
	TYPE_DATE_AND_TIME = 15,
	TYPE_COUNTER = 28,
	TYPE_TIMER = 29,
	TYPES = 33,
};

/* clang-format off */
/* Bytes of an element, what it is as a number, and the letter of its width in an object's name. */
static const struct { uint8_t bytes, kind; char width; } type_table[TYPES] = {
	[1] = { 1, VALUE_UINTS, 'X' }, [2] = { 1, VALUE_UINTS, 'B' }, [3] = { 1, 0, 'B' },
	[4] = { 2, VALUE_UINTS, 'W' }, [5] = { 2, VALUE_INTS, 'W' }, [6] = { 4, VALUE_UINTS, 'D' },
	[7] = { 4, VALUE_INTS, 'D' }, [8] = { 4, VALUE_FLOATS, 'D' }, [9] = { 2, VALUE_UINTS, 'W' },
	[10] = { 4, VALUE_UINTS, 'D' }, [11] = { 4, VALUE_INTS, 'D' }, [12] = { 2, 0, 'W' },
	[15] = { 8, 0, 'B' }, [28] = { 2, 0, 'W' }, [29] = { 2, 0, 'W' }, [30] = { 2, VALUE_UINTS, 'W' },
	[31] = { 2, VALUE_UINTS, 'W' }, [32] = { 4, VALUE_UINTS, 'D' },
};

static const struct { uint8_t area; const char *name; } area_table[] = {
	{ 0x84, "DB" }, { 0x83, "M" }, { 0x81, "I" }, { 0x82, "Q" }, { 0x80, "PI" }, { 0x85, "DI" }, { 0x86, "L" },
	{ 0x87, "V" }, { 0x1c, "C" }, { 0x1d, "T" }, { 0x1e, "C" }, { 0x1f, "T" }, { 0x01, "record" },
	{ 0x03, "SI" }, { 0x05, "SM" }, { 0x06, "AI" }, { 0x07, "AQ" },
};
/* clang-format on */

/* An object's name on its way. */
struct text {
	char s[48];
	size_t n;
};

static void add(struct text *t, const char *s)
{
	while (*s != '\0' && t->n < sizeof(t->s))
		t->s[t->n++] = *s++;
}

static void add_number(struct text *t, uint32_t u)
{
	char digits[10];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	while (n > 0 && t->n < sizeof(t->s))
		t->s[t->n++] = digits[--n];
}

static bool numbered(uint8_t area)
{
	return area >= AREA_COUNTERS && area <= AREA_IEC_TIMERS;
}

static void any_text(struct text *t, const struct s7_item *item)
{
	const char width[2] = { item->size < TYPES && type_table[item->size].width != '\0'
					? type_table[item->size].width
					: 'B' };
	const char *area = "area";
	bool block = item->area == AREA_DB || item->area == AREA_DI;

	for (size_t i = 0; i < sizeof(area_table) / sizeof(area_table[0]); i++) {
		if (area_table[i].area == item->area) {
			area = area_table[i].name;
			break;
		}
	}
	add(t, area);
	if (numbered(item->area)) {
		add_number(t, item->address & 0xffff);
		return;
	}
	if (block) {
		add_number(t, item->db);
		add(t, item->area == AREA_DB ? ".DB" : ".DI");
	}
	/* A bit of I, Q or M has no letter: I0.1. */
	if (block || item->size != TYPE_BIT)
		add(t, width);
	add_number(t, item->address >> 3);
	if (item->size == TYPE_BIT) {
		add(t, ".");
		add_number(t, item->address & 7);
	}
}

const char *s7_item_text(struct dec *d, const struct s7_item *item)
{
	struct text t = { .n = 0 };

	if (item->syntax == S7ANY) {
		any_text(&t, item);
	} else if (item->syntax == DBREAD) {
		add(&t, "DB");
		add_number(&t, item->db);
		add(&t, ".DBB");
		add_number(&t, item->address);
	} else if (item->syntax == SYMBOL) {
		add(&t, item->area == 0 ? "DB" : "area");
		add_number(&t, item->db);
		add(&t, ":");
		add_number(&t, item->address);
	} else if (item->syntax == DRIVEESANY) {
		add(&t, "p");
		add_number(&t, item->db);
		add(&t, ".");
		add_number(&t, item->address);
	} else if (item->syntax >= NCK && item->syntax <= NCK_I) {
		static const char areas[8][2] = { "N", "B", "C", "A", "T", "V", "H", "M" };

		add(&t, "nck:");
		add(&t, areas[item->area >> 5]);
		add_number(&t, item->area & 31);
		add(&t, "/");
		add_number(&t, item->size);
		add(&t, "/");
		add_number(&t, item->db);
		add(&t, "/");
		add_number(&t, item->address);
	} else {
		add(&t, "syntax ");
		add_number(&t, item->syntax);
	}
	return dec_string(d, cur_of(t.s, t.n));
}

static void take_any(struct dec *d, struct s7_item *item)
{
	item->size = (uint8_t)take(d, S7_TRANSP_SIZE);
	item->length = (uint16_t)take(d, S7_LENGTH);
	item->db = (uint16_t)take(d, S7_DB);
	item->area = (uint8_t)take(d, S7_AREA);
	item->address = (uint32_t)take(d, S7_ADDRESS);
	if (!cur_ok(&d->c))
		return;
	if (numbered(item->area)) {
		put(d, S7_ADDRESS_NUMBER, item->address & 0xffff);
		return;
	}
	put(d, S7_ADDRESS_BYTE, (item->address & 0x7ffff) >> 3);
	put(d, S7_ADDRESS_BIT, item->address & 7);
}

static void take_areas(struct dec *d, struct s7_item *item)
{
	uint64_t n = take(d, S7_DBREAD_AREAS);

	for (uint64_t i = 0; i < n && cur_left(&d->c) > 0; i++) {
		uint64_t length = take(d, S7_DBREAD_LENGTH), db = take(d, S7_DBREAD_DB);
		uint64_t start = take(d, S7_DBREAD_START);

		item->length = (uint16_t)(item->length + length);
		if (i > 0)
			continue;
		item->db = (uint16_t)db;
		item->address = (uint32_t)start;
	}
}

static void take_nck(struct dec *d, struct s7_item *item)
{
	item->area = (uint8_t)take(d, S7_NCK_AREA_UNIT);
	if (cur_ok(&d->c)) {
		put(d, S7_NCK_AREA, item->area >> 5);
		put(d, S7_NCK_UNIT, item->area & 31);
	}
	item->db = (uint16_t)take(d, S7_NCK_COLUMN);
	item->address = (uint32_t)take(d, S7_NCK_LINE);
	item->size = (uint8_t)take(d, S7_NCK_MODULE);
	item->length = (uint16_t)take(d, S7_NCK_LINECOUNT);
}

static void take_drive(struct dec *d, struct s7_item *item)
{
	take(d, S7_DRIVE_1);
	take(d, S7_DRIVE_2);
	take(d, S7_DRIVE_3);
	item->db = (uint16_t)take(d, S7_DRIVE_PARAMETER);
	item->address = (uint32_t)take(d, S7_DRIVE_INDEX);
	item->length = 1;
}

static void take_symbol(struct dec *d, struct s7_item *item)
{
	take(d, S7_SYM_RESERVED);
	uint64_t area = take(d, S7_SYM_AREA1);

	item->area = area == 0;
	item->db = (uint16_t)(area == 0 ? take(d, S7_SYM_AREA2) : take(d, S7_SYM_DB));
	take(d, S7_SYM_CRC);
	item->length = 1;
	while (cur_left(&d->c) >= 4) {
		uint32_t step = cur_be32(&d->c);

		put(d, S7_SYM_FLAGS, step >> 28);
		put(d, S7_SYM_VALUE, step & 0xfffffff);
		item->address = step & 0xfffffff;
	}
}

bool s7_item_take(struct dec *d, struct s7_item *item)
{
	*item = (struct s7_item){ .size = 0 };
	take(d, S7_VARSPEC);
	size_t n = take(d, S7_VARSPEC_LENGTH);
	struct cur rest = d->c;
	struct cur address = cur_upto(&rest, n);
	bool whole = cur_ok(&d->c) && cur_left(&address) == n;

	d->c = address;
	item->syntax = (uint8_t)take(d, S7_SYNTAXID);
	if (item->syntax == S7ANY)
		take_any(d, item);
	else if (item->syntax == DBREAD)
		take_areas(d, item);
	else if (item->syntax >= NCK && item->syntax <= NCK_I)
		take_nck(d, item);
	else if (item->syntax == DRIVEESANY)
		take_drive(d, item);
	else if (item->syntax == SYMBOL)
		take_symbol(d, item);
	s7_rest(d, S7_PARAM_DATA);
	if (!whole)
		cur_fail(&d->c);
	if (cur_ok(&d->c))
		d->c = rest;
	return cur_ok(&d->c);
}

bool s7_item_look(struct cur *c, struct s7_item *item)
{
	*item = (struct s7_item){ .size = 0 };
	cur_skip(c, 1);
	struct cur a = cur_sub(c, cur_u8(c));

	item->syntax = cur_u8(&a);
	if (item->syntax == S7ANY) {
		item->size = cur_u8(&a);
		item->length = cur_be16(&a);
		item->db = cur_be16(&a);
		item->area = cur_u8(&a);
		item->address = (uint32_t)cur_be(&a, 3);
	} else if (item->syntax == DBREAD) {
		cur_skip(&a, 2);
		item->db = cur_be16(&a);
		item->address = cur_be16(&a);
	} else if (item->syntax >= NCK && item->syntax <= NCK_I) {
		item->area = cur_u8(&a);
		item->db = cur_be16(&a);
		item->address = cur_be16(&a);
		item->size = cur_u8(&a);
		item->length = cur_u8(&a);
	} else if (item->syntax == DRIVEESANY) {
		cur_skip(&a, 5);
		item->db = cur_be16(&a);
		item->address = cur_be16(&a);
		item->length = 1;
	} else if (item->syntax == SYMBOL) {
		cur_skip(&a, 1);
		item->area = cur_be16(&a) == 0;
		item->db = cur_be16(&a);
		cur_skip(&a, 4);
		while (cur_left(&a) >= 4)
			item->address = cur_be32(&a) & 0xfffffff;
		item->length = 1;
	}
	return cur_ok(&a) && cur_ok(c);
}

void s7_plain_value(struct dec *d, struct cur bytes)
{
	if (cur_left(&bytes) == 1)
		ot_number(d, cur_at(&bytes, 0));
	else if (cur_left(&bytes) > 0)
		ot_bytes(d, &field_table[S7_RESP_DATA], bytes);
}

/* Three binary coded decimals. */
static unsigned bcd(uint16_t u)
{
	return (u >> 8 & 15) * 100U + (u >> 4 & 15) * 10U + (u & 15);
}

/* Values that are no plain numbers; false: it is none of them. */
static bool coded_value(struct dec *d, uint8_t type, struct cur bytes)
{
	static const double base[4] = { 0.01, 0.1, 1, 10 };
	struct cur c = bytes;
	uint16_t u = cur_be16(&c);

	if (type == TYPE_CHAR) {
		ot_bytes(d, &ot_text_field, bytes);
		return true;
	}
	if (cur_left(&bytes) != 2)
		return false;
	if (type == TYPE_S5TIME || type == TYPE_TIMER) {
		d->ot.value = (struct value){ .kind = VALUE_FLOAT,
					      .f = bcd(u) * base[u >> 12 & 3],
					      .n = 1 };
		return true;
	}
	if (type == TYPE_COUNTER)
		ot_number(d, bcd(u));
	return type == TYPE_COUNTER;
}

void s7_item_value(struct dec *d, const struct s7_item *item, struct cur bytes)
{
	uint8_t type = item->syntax == S7ANY && item->size < TYPES ? item->size : 0;
	unsigned size = type_table[type].bytes;
	uint32_t n = size != 0 ? (uint32_t)(cur_left(&bytes) / size) : 0;

	if (n == 0 || n * size != cur_left(&bytes)) {
		s7_plain_value(d, bytes);
		return;
	}
	if (type_table[type].kind == 0) {
		if (!coded_value(d, type, bytes))
			s7_plain_value(d, bytes);
		return;
	}
	if (size == 1) {
		s7_plain_value(d, bytes);
		return;
	}
	struct value v = series_of(bytes, (enum value_kind)type_table[type].kind,
				   size | (unsigned)VALUE_BIG, size, n);

	d->ot.value = n == 1 ? value_element(&v, 0) : v;
}

struct cur s7_data_item(struct dec *d, uint8_t *code, bool alone, bool bare)
{
	struct cur none = cur_of("", 0);

	*code = (uint8_t)take(d, S7_RETURN);
	if (bare && cur_left(&d->c) < 3)
		return none;
	uint64_t size = take(d, S7_DATA_SIZE), n = cur_be16(&d->c);

	if (!cur_ok(&d->c))
		return none;
	if (size >= 3 && size <= 5) /* it counts bits */
		n = (n + 7) / 8;
	put(d, S7_DATA_LENGTH, n);
	/* An item that failed may count bytes that are not there. */
	if (n == 0 || (*code != S7_RETURN_OK && *code != 0))
		return none;
	struct cur bytes = dec_take_bytes(d, &field_table[S7_RESP_DATA], n);

	if (n % 2 == 1 && !alone && cur_left(&d->c) > 0)
		take(d, S7_FILLBYTE);
	return bytes;
}

void s7_items_keep(struct dec *d, uint64_t key, struct cur items)
{
	struct note *note = note_open(d, key);

	if (note != NULL && note->n > 0) {
		note_end(d, note);
		note = note_open(d, key);
	}
	if (note != NULL)
		(void)note_add(d, note, items);
}

struct cur s7_items_kept(struct dec *d, uint64_t key, bool ended)
{
	struct note *note = note_find(d, key);
	struct cur items = note != NULL ? note_bytes(d, note) : cur_of("", 0);

	if (note != NULL && ended)
		note_end(d, note);
	return items;
}

void s7_item_name(struct dec *d, const struct s7_item *item)
{
	d->ot.object_text = s7_item_text(d, item);
	d->ot.has_object = true;
	d->ot.count = item->length;
}

static void request(struct dec *d, struct s7 *m, uint64_t n)
{
	struct cur data = m->data;
	struct s7_item item;

	s7_items_keep(d, s7_key(S7_NOTE_ITEMS, m->pduref), d->c);
	for (uint64_t i = 0; i < n; i++) {
		size_t before = cur_left(&d->c);

		if (!s7_item_take(d, &item))
			return;
		if ((before - cur_left(&d->c)) % 2 == 1 && i + 1 < n)
			cur_skip(&d->c, 1);
		s7_item_name(d, &item);
		d->ot.value.n = 0;
		if (m->func == S7_WRITE) {
			struct cur param = d->c;
			uint8_t code;

			d->c = data;
			s7_item_value(d, &item, s7_data_item(d, &code, i + 1 == n, false));
			data = d->c;
			if (!cur_ok(&d->c))
				return;
			d->c = param;
		}
		emit(d);
	}
	d->trailing += (uint32_t)(m->func == S7_WRITE ? cur_left(&data) : 0);
}

void s7_item_status(struct dec *d, uint8_t code)
{
	const char *name = field_value_name(&field_table[S7_RETURN], code);

	d->ot.failed = code != S7_RETURN_OK;
	d->ot.status = name != NULL ? name : "error";
	if (!d->ot.failed)
		d->ot.status = "ok";
}

static void response(struct dec *d, struct s7 *m, uint64_t n)
{
	struct cur items = m->asked != NULL
				   ? s7_items_kept(d, s7_key(S7_NOTE_ITEMS, m->pduref), true)
				   : cur_of("", 0);

	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = m->data;
	for (uint64_t i = 0; i < n; i++) {
		struct s7_item item;
		size_t before = cur_left(&items);
		bool known = before > 0 && s7_item_look(&items, &item);
		uint8_t code;
		struct cur bytes = cur_of("", 0);

		if ((before - cur_left(&items)) % 2 == 1)
			cur_skip(&items, 1);
		d->ot.value.n = 0;
		if (known)
			s7_item_name(d, &item);
		else
			d->ot.has_object = false;
		if (m->func == S7_WRITE)
			code = (uint8_t)take(d, S7_RETURN);
		else
			bytes = s7_data_item(d, &code, i + 1 == n, false);
		if (!cur_ok(&d->c))
			return;
		s7_item_status(d, code);
		if (known)
			s7_item_value(d, &item, bytes);
		else
			s7_plain_value(d, bytes);
		emit(d);
	}
}

void s7_variables(struct dec *d, struct s7 *m)
{
	if (cur_left(&d->c) == 0 && m->error != 0)
		return;
	uint64_t n = take(d, S7_ITEMCOUNT);

	if (!cur_ok(&d->c))
		return;
	dec_share(d);
	if (m->rosctr == S7_JOB)
		request(d, m, n);
	else
		response(d, m, n);
}
