/*
 * FINS: memory areas, their addresses as names, and what they hold.
 *
 * Spec: CS/CJ/CP/NSJ Series Communications Commands (W342), section 5-2-2; for the codes of CV and
 * CVM1 controllers FINS Commands (W227), section 2-3.
 */
#include "protocols/omron_inside.h"

/* How an address of an area is written. */
enum form {
	FORM_NONE,
	FORM_WORD,  /* D100 */
	FORM_BIT,   /* D100.05 */
	FORM_TIMER, /* T5 or, from 0x8000 on, C5 */
	FORM_FLAG,  /* the same, its completion flag: T5.flag */
	FORM_TASK,  /* TK3 */
	FORM_INDEX, /* IR3 */
	FORM_REGISTER,
	FORM_CV_WORD,
	FORM_CV_BIT,
	FORM_CV_TIMER,
	FORM_CV_FLAG,
};

struct area {
	const char *prefix;
	uint8_t form;
	uint8_t width; /* bytes of an element */
};

/* clang-format off */
#define BANK_SET(first, form, width) \
	[(first)] = { "E0_", form, width }, [(first) + 1] = { "E1_", form, width }, [(first) + 2] = { "E2_", form, width }, \
	[(first) + 3] = { "E3_", form, width }, [(first) + 4] = { "E4_", form, width }, [(first) + 5] = { "E5_", form, width }, \
	[(first) + 6] = { "E6_", form, width }, [(first) + 7] = { "E7_", form, width }
#define MORE_BANKS(first, form, width) \
	[(first) + 8] = { "E8_", form, width }, [(first) + 9] = { "E9_", form, width }, [(first) + 10] = { "EA_", form, width }, \
	[(first) + 11] = { "EB_", form, width }, [(first) + 12] = { "EC_", form, width }, [(first) + 13] = { "ED_", form, width }, \
	[(first) + 14] = { "EE_", form, width }, [(first) + 15] = { "EF_", form, width }
#define UPPER_BANKS(first, form, width) \
	[(first)] = { "E10_", form, width }, [(first) + 1] = { "E11_", form, width }, [(first) + 2] = { "E12_", form, width }, \
	[(first) + 3] = { "E13_", form, width }, [(first) + 4] = { "E14_", form, width }, [(first) + 5] = { "E15_", form, width }, \
	[(first) + 6] = { "E16_", form, width }, [(first) + 7] = { "E17_", form, width }, [(first) + 8] = { "E18_", form, width }

static const struct area areas[256] = {
	[0x00] = { "", FORM_CV_BIT, 1 }, [0x01] = { "", FORM_CV_FLAG, 1 }, [0x02] = { "D", FORM_BIT, 1 },
	[0x03] = { "TN", FORM_WORD, 1 }, [0x04] = { "ST", FORM_WORD, 1 }, [0x05] = { "", FORM_CV_BIT, 1 },
	[0x06] = { "TK", FORM_TASK, 1 }, [0x07] = { "CF", FORM_BIT, 1 }, [0x09] = { "", FORM_FLAG, 1 },
	[0x0a] = { "E_", FORM_BIT, 1 }, [0x1b] = { "AC", FORM_WORD, 1 },
	BANK_SET(0x20, FORM_BIT, 1), MORE_BANKS(0x20, FORM_BIT, 1),
	[0x30] = { "CIO", FORM_BIT, 1 }, [0x31] = { "W", FORM_BIT, 1 }, [0x32] = { "H", FORM_BIT, 1 }, [0x33] = { "A", FORM_BIT, 1 },
	[0x40] = { "", FORM_CV_BIT, 1 }, [0x41] = { "", FORM_CV_FLAG, 1 }, [0x43] = { "TN", FORM_WORD, 1 },
	[0x44] = { "ST", FORM_WORD, 1 }, [0x46] = { "TK", FORM_TASK, 1 }, [0x49] = { "", FORM_FLAG, 1 },
	UPPER_BANKS(0x60, FORM_WORD, 2),
	[0x70] = { "CIO", FORM_BIT, 1 }, [0x71] = { "W", FORM_BIT, 1 }, [0x72] = { "H", FORM_BIT, 1 },
	[0x80] = { "", FORM_CV_WORD, 2 }, [0x81] = { "", FORM_CV_TIMER, 2 }, [0x82] = { "D", FORM_WORD, 2 },
	[0x84] = { "ST", FORM_WORD, 2 }, [0x85] = { "", FORM_CV_WORD, 2 }, [0x89] = { "", FORM_TIMER, 2 },
	BANK_SET(0x90, FORM_WORD, 2), [0x98] = { "E_", FORM_WORD, 2 }, [0x9c] = { "", FORM_REGISTER, 2 },
	BANK_SET(0xa0, FORM_WORD, 2), MORE_BANKS(0xa0, FORM_WORD, 2),
	[0xb0] = { "CIO", FORM_WORD, 2 }, [0xb1] = { "W", FORM_WORD, 2 }, [0xb2] = { "H", FORM_WORD, 2 }, [0xb3] = { "A", FORM_WORD, 2 },
	[0xbc] = { "", FORM_REGISTER, 2 }, [0xc0] = { "", FORM_CV_WORD, 4 }, [0xdc] = { "IR", FORM_INDEX, 4 },
	[0xdd] = { "II", FORM_WORD, 4 }, UPPER_BANKS(0xe0, FORM_BIT, 1),
	[0xf0] = { "CIO", FORM_WORD, 4 }, [0xf1] = { "W", FORM_WORD, 4 }, [0xf2] = { "H", FORM_WORD, 4 },
};
/* clang-format on */

enum {
	COUNTERS = 0x8000,
	CV_COUNTERS = 0x0800,
	CV_LINK = 0x0a00,
	CV_AUXILIARY = 0x0b00,
	CV_AUXILIARY_END = 0x0ec0,
	CV_TR = 0x09ff,
	EM_BANK_NUMBER = 0x0f00,
	NAME_MAX = 24,
	ITEM_BYTES = 4,
};

/* ---- names ----------------------------------------------------------------------------------- */

struct text {
	char at[NAME_MAX];
	size_t n;
};

static void add(struct text *t, const char *s)
{
	while (*s != '\0' && t->n < NAME_MAX - 1)
		t->at[t->n++] = *s++;
}

static void add_number(struct text *t, unsigned u)
{
	char digits[10];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	while (n > 0 && t->n < NAME_MAX - 1)
		t->at[t->n++] = digits[--n];
}

static void add_bit(struct text *t, unsigned bit)
{
	add(t, bit < 10 ? ".0" : ".");
	add_number(t, bit);
}

/* The memory of CV controllers is one: what an address belongs to hangs on its number. */
static void add_cv(struct text *t, unsigned address)
{
	if (address == CV_TR) {
		add(t, "TR");
		return;
	}
	if (address >= CV_AUXILIARY && address < CV_AUXILIARY_END) {
		add(t, "A");
		address -= CV_AUXILIARY;
	} else if (address >= CV_LINK && address < CV_AUXILIARY) {
		add(t, "G");
		address -= CV_LINK;
	} else {
		add(t, "CIO");
	}
	add_number(t, address);
}

static void add_timer(struct text *t, unsigned address, unsigned counters, bool flag)
{
	add(t, address >= counters ? "C" : "T");
	add_number(t, address >= counters ? address - counters : address);
	if (flag)
		add(t, ".flag");
}

static void add_register(struct text *t, unsigned address)
{
	if (address == EM_BANK_NUMBER) {
		add(t, "EM bank");
		return;
	}
	add(t, "DR");
	add_number(t, address & 0xff);
}

/* clang-format off */
static void write_name(struct text *t, const struct area *a, unsigned address, unsigned bit)
{
	add(t, a->prefix);
	switch ((enum form)a->form) {
	case FORM_NONE: break;
	case FORM_WORD: add_number(t, address); break;
	case FORM_BIT: add_number(t, address); add_bit(t, bit); break;
	case FORM_TIMER: add_timer(t, address, COUNTERS, false); break;
	case FORM_FLAG: add_timer(t, address, COUNTERS, true); break;
	case FORM_TASK:
	case FORM_INDEX: add_number(t, address & 0xff); break;
	case FORM_REGISTER: add_register(t, address); break;
	case FORM_CV_WORD: add_cv(t, address); break;
	case FORM_CV_BIT: add_cv(t, address); add_bit(t, bit); break;
	case FORM_CV_TIMER: add_timer(t, address, CV_COUNTERS, false); break;
	case FORM_CV_FLAG: add_timer(t, address, CV_COUNTERS, true); break;
	}
}
/* clang-format on */

static const char *name_of(struct dec *d, unsigned code, unsigned address, unsigned bit)
{
	static const char digits[] = "0123456789abcdef";
	struct text t = { .n = 0 };
	const struct area *a = &areas[code & 0xff];

	if (a->form == FORM_NONE) {
		add(&t, "area 0x");
		t.at[t.n++] = digits[code >> 4 & 15];
		t.at[t.n++] = digits[code & 15];
		add(&t, ":");
		add_number(&t, address);
		if (bit != 0)
			add_bit(&t, bit);
	} else {
		write_name(&t, a, address, bit);
	}
	return dec_string(d, cur_of(t.at, t.n));
}

static void object(struct dec *d, unsigned code, unsigned address, unsigned bit, uint32_t count)
{
	d->ot.has_object = true;
	d->ot.object_text = name_of(d, code, address, bit);
	d->ot.count = count;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void values(struct dec *d, unsigned code, struct cur c)
{
	unsigned width = areas[code & 0xff].width;

	d->ot.value.n = 0;
	if (width == 0 || cur_left(&c) < width)
		return;
	uint32_t n = (uint32_t)(cur_left(&c) / width);
	struct value all = series_of(c, VALUE_UINTS, width | VALUE_BIG, width, n);

	if (width == 2) {
		ot_series(d, VALUE_BE16S, c, n);
		all = d->ot.value;
	} else if (width == 1) {
		ot_series(d, VALUE_U8S, c, n);
		all = d->ot.value;
	}
	d->ot.value = n == 1 ? value_element(&all, 0) : all;
}

/* Are the data as many as the items say? */
static void compare(struct dec *d, unsigned code, unsigned count, size_t bytes)
{
	unsigned width = areas[code & 0xff].width;

	if (width != 0 && bytes != (size_t)width * count)
		dec_malformed(d, "items and data do not match");
}

struct place {
	uint16_t area, address, bit;
};

static struct place take_place(struct dec *d)
{
	struct place p;

	p.area = (uint16_t)take(d, AREA);
	p.address = (uint16_t)take(d, ADDRESS);
	p.bit = (uint16_t)take(d, BITS);
	if (cur_ok(&d->c) && p.bit > 15)
		dec_mark(d, "there is no such bit");
	return p;
}

static struct place take_joined_place(struct dec *d, unsigned field)
{
	struct place p;
	uint64_t both;

	p.area = (uint16_t)take(d, AREA);
	both = dec_take(d, &field_table[field]);
	p.address = (uint16_t)(both >> 8);
	p.bit = (uint16_t)(both & 0xff);
	return p;
}

/* Read, write and fill. */
void omron_memory_command(struct dec *d, struct omron *m)
{
	struct place p = take_place(d);
	uint16_t count = (uint16_t)take(d, NUMITEMS);

	if (!cur_ok(&d->c))
		return;
	object(d, p.area, p.address, p.bit, count);
	omron_keep(m, (uint16_t)(p.area << 8 | (p.bit & 0xff)), p.address, count);
	if (m->command == OMRON_MEMORY_READ)
		return;
	if (cur_left(&d->c) == 0) {
		dec_malformed(d, "items and data do not match");
		return;
	}
	bool fill = m->command == OMRON_MEMORY_FILL;
	struct cur data = fill ? dec_take_bytes(d, &field_table[COMMAND_DATA], 2)
			       : take_rest(d, COMMAND_DATA);

	if (fill) {
		struct cur word = data;

		if (cur_left(&word) == 2)
			ot_number(d, cur_be16(&word));
		return;
	}
	compare(d, p.area, count, cur_left(&data));
	values(d, p.area, data);
}

void omron_asked_object(struct dec *d, const struct omron *m)
{
	if (m->known)
		object(d, m->ask[OMRON_ASK_AREA] >> 8, m->ask[OMRON_ASK_ADDRESS],
		       m->ask[OMRON_ASK_AREA] & 0xff, m->ask[OMRON_ASK_COUNT]);
}

void omron_memory_response(struct dec *d, struct omron *m)
{
	omron_asked_object(d, m);
	if (m->command != OMRON_MEMORY_READ || cur_left(&d->c) == 0)
		return;
	struct cur data = take_rest(d, RESPONSE_DATA);

	if (!m->known)
		return;
	compare(d, m->ask[OMRON_ASK_AREA] >> 8, m->ask[OMRON_ASK_COUNT], cur_left(&data));
	values(d, m->ask[OMRON_ASK_AREA] >> 8, data);
}

/* ---- several places -------------------------------------------------------------------------- */

void omron_multiple_command(struct dec *d, struct omron *m)
{
	struct note *note = m->pair != NULL ? note_open(d, m->key) : NULL;

	if (note != NULL && note->n > 0) {
		note_end(d, note);
		note = note_open(d, m->key);
	}
	if (note != NULL)
		(void)note_add(d, note, d->c);
	dec_share(d);
	while (cur_left(&d->c) > 0) {
		struct place p = take_place(d);

		if (!cur_ok(&d->c))
			return;
		object(d, p.area, p.address, p.bit, 1);
		emit(d);
	}
}

/* The next of the places that were asked for; false: it is another area than the answer says. */
static bool next_asked(struct cur *asked, unsigned area, struct place *p)
{
	struct cur item = cur_sub(asked, ITEM_BYTES);

	p->area = cur_u8(&item);
	p->address = cur_be16(&item);
	p->bit = cur_u8(&item);
	return cur_ok(&item) && p->area == area;
}

void omron_multiple_response(struct dec *d, struct omron *m)
{
	struct note *note = m->paired ? note_find(d, m->key) : NULL;
	struct cur asked = cur_of("", 0);

	if (note != NULL) {
		asked = note_bytes(d, note);
		note_end(d, note);
	}
	dec_share(d);
	while (cur_left(&d->c) > 0) {
		unsigned area = (unsigned)take(d, AREA);
		unsigned width = areas[area & 0xff].width;
		struct place p = { 0 };

		if (width == 0) {
			if (cur_left(&d->c) > 0)
				take_rest(d, RESPONSE_DATA);
			dec_mark(d, "unknown memory area");
			return;
		}
		struct cur data = dec_take_bytes(d, &field_table[RESPONSE_DATA], width);

		if (!cur_ok(&d->c))
			return;
		if (next_asked(&asked, area, &p)) {
			object(d, p.area, p.address, p.bit, 1);
		} else {
			asked = cur_of("", 0);
			d->ot.has_object = false;
			d->ot.object_text = NULL;
			d->ot.count = 1;
		}
		values(d, area, data);
		emit(d);
	}
}

/* From one place to another: the object is where it goes. */
void omron_transfer(struct dec *d, struct omron *m)
{
	struct place from = take_place(d), to = take_place(d);
	uint16_t count = (uint16_t)take(d, NUMITEMS);

	if (!cur_ok(&d->c))
		return;
	object(d, to.area, to.address, to.bit, count);
	omron_keep(m, (uint16_t)(to.area << 8 | (to.bit & 0xff)), to.address, count);
	omron_value_name(d, dec_text(d, "from %s", name_of(d, from.area, from.address, from.bit)));
}

void omron_forced(struct dec *d, struct omron *m)
{
	uint64_t count = take(d, BIT_COUNT);
	uint64_t n = 0;

	(void)m;
	dec_share(d);
	for (; cur_left(&d->c) > 0; n++) {
		uint64_t what = take(d, SET_RESET);
		struct place p = take_joined_place(d, BIT_FLAG);

		if (!cur_ok(&d->c))
			return;
		object(d, p.area, p.address, p.bit, 1);
		omron_value_name(d, field_value_name(&field_table[SET_RESET], what));
		emit(d);
	}
	if (cur_ok(&d->c) && n != count)
		dec_malformed(d, "items and data do not match");
}

void omron_forced_status(struct dec *d, struct omron *m)
{
	struct place p = take_joined_place(d, AREA_ADDRESS);
	uint32_t count = (uint32_t)take(d, UNITS_16);

	if (!cur_ok(&d->c))
		return;
	object(d, p.area, p.address, p.bit, count);
	if (m->response && cur_left(&d->c) > 0)
		values(d, p.area, take_rest(d, DATA));
}

/* Between memory and a file: the object is the memory, the value the file. */
void omron_file_transfer(struct dec *d, struct omron *m)
{
	static const int16_t file[] = { DISK, FILENAME, OMRON_END };

	(void)m;
	take(d, TRANSFER_PARAMETER);
	struct place p = take_joined_place(d, AREA_ADDRESS);
	uint32_t count = (uint32_t)take(d, NUMITEMS);

	omron_take(d, file);
	if (!cur_ok(&d->c))
		return;
	object(d, p.area, p.address, p.bit, count);
	const struct value *name = omron_said(d, FILENAME);

	if (name != NULL)
		ot_bytes(d, &ot_text_field, value_cur(name));
}
