/*
 * SLMP: numbers, addresses and values, in binary and in ASCII.
 */
#include "protocols/slmp.h"

/* Values that are made from the message lie in the scratch space: so many bytes at once. */
enum { ROOM = 2048, MOST_BITS = 8 * 1024 };

enum {
	CODE_X = 0x9c,
	CODE_Y = 0x9d,
	CODE_B = 0xa0,
	CODE_SB = 0xa1,
	CODE_DX = 0xa2,
	CODE_DY = 0xa3
};
enum {
	CODE_W = 0xb4,
	CODE_SW = 0xb5,
	CODE_SD = 0xa9,
	SD_STATE = 203,
	LARGEST_ASKED = 0x7fffff,
	MOST_ASKED = 0x1fff
};
enum { MEMORY_MODULE = 0xf8, MEMORY_LINK = 0xf9, MEMORY_CPU = 0xfa };

static int digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* n digits of a number; blanks before it are zeros. */
static uint64_t digits(struct cur *c, size_t n, unsigned base)
{
	struct cur s = cur_sub(c, n);
	uint64_t u = 0;

	for (size_t i = 0; i < n && cur_ok(&s); i++) {
		uint8_t character = cur_u8(&s);
		int value = character == ' ' && u == 0 ? 0 : digit(character);

		if (value < 0 || (unsigned)value >= base) {
			cur_fail(c);
			return 0;
		}
		u = u * base + (unsigned)value;
	}
	return u;
}

uint64_t slmp_number(const struct slmp *m, struct cur *c, unsigned n)
{
	return m->ascii ? digits(c, 2 * (size_t)n, 16) : cur_le(c, n);
}

uint64_t slmp_take(struct dec *d, const struct slmp *m, unsigned f, unsigned n)
{
	uint64_t u = slmp_number(m, &d->c, n);

	if (cur_ok(&d->c))
		put(d, f, u);
	return u;
}

size_t slmp_size(const struct slmp *m, size_t n)
{
	return m->ascii ? 2 * n : n;
}

void slmp_rest(struct dec *d)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, SLMP_DATA);
}

struct cur slmp_bytes(struct dec *d, const struct slmp *m, size_t n)
{
	uint8_t bytes[ROOM];

	if (!m->ascii || n > sizeof(bytes))
		return cur_sub(&d->c, slmp_size(m, n));
	for (size_t i = 0; i < n && cur_ok(&d->c); i++)
		bytes[i] = (uint8_t)digits(&d->c, 2, 16);
	return cur_ok(&d->c) ? dec_keep(d, bytes, n) : d->c;
}

/* Words in ASCII, most significant digit first, as bytes in the order of binary. */
static struct cur words_of_text(struct dec *d, unsigned width, uint32_t n)
{
	uint8_t bytes[ROOM];
	size_t at = 0;

	for (uint32_t i = 0; i < n && at + width <= sizeof(bytes) && cur_ok(&d->c); i++) {
		uint64_t u = digits(&d->c, 2 * (size_t)width, 16);

		for (unsigned j = 0; j < width; j++)
			bytes[at++] = (uint8_t)(u >> 8 * j);
	}
	return cur_ok(&d->c) ? dec_keep(d, bytes, at) : d->c;
}

void slmp_words(struct dec *d, const struct slmp *m, unsigned f, unsigned width, uint32_t n)
{
	size_t bytes = (size_t)n * width;
	struct cur s;

	if (m->ascii && bytes > ROOM) {
		struct cur text = cur_sub(&d->c, 2 * bytes);

		if (cur_ok(&text))
			put_bytes(d, SLMP_DATA, text);
		return;
	}
	s = m->ascii ? words_of_text(d, width, n) : cur_sub(&d->c, bytes);
	if (!cur_ok(&s) || n == 0)
		return;
	struct value v = series_of(s, VALUE_UINTS, width, width, n);

	put_strided(d, f, v);
	d->ot.value = v;
}

void slmp_bits(struct dec *d, const struct slmp *m, uint32_t n)
{
	struct cur s = cur_sub(&d->c, m->ascii ? n : (n + 1) / 2);
	uint8_t bits[MOST_BITS / 8] = { 0 };

	if (!cur_ok(&s) || n == 0)
		return;
	if (n > MOST_BITS) {
		put_bytes(d, SLMP_DATA, s);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint8_t byte = cur_at(&s, m->ascii ? i : i / 2);
		unsigned on = m->ascii || i % 2 != 0 ? byte & 1 : byte >> 4 & 1;

		bits[i / 8] = (uint8_t)(bits[i / 8] | on << i % 8);
	}
	s = dec_keep(d, bits, (n + 7) / 8);
	put_series(d, SLMP_BIT, VALUE_BITS, s, n);
	ot_series(d, VALUE_BITS, s, n);
}

static bool hexadecimal(uint32_t code)
{
	return code == CODE_X || code == CODE_Y || (code >= CODE_B && code <= CODE_DY) ||
	       code == CODE_W || code == CODE_SW;
}

/* Is it the name, filled up with asterisks or blanks? */
static bool called(struct cur text, const char *name)
{
	for (; *name != '\0'; name++) {
		if (cur_u8(&text) != (uint8_t)*name)
			return false;
	}
	while (cur_ok(&text) && cur_left(&text) > 0) {
		uint8_t c = cur_u8(&text);

		if (c != '*' && c != ' ')
			return false;
	}
	return cur_ok(&text);
}

static uint32_t code_of(struct cur text)
{
	const struct name *n = slmp_field_table[SLMP_DEVICE_CODE].names;

	while (n->name != NULL && !called(text, n->name))
		n++;
	return n->name != NULL ? (uint32_t)n->value : 0;
}

/* Code and number in characters. */
static void place_of_text(const struct slmp *m, struct cur *c, struct slmp_device *at)
{
	bool iqr = (m->sub & SLMP_SUB_IQR) != 0;
	struct cur name = cur_sub(c, iqr ? 4 : 2);

	at->code = cur_ok(&name) ? code_of(name) : 0;
	/* Numbers of what is not known may have hexadecimal digits. */
	at->number =
		(uint32_t)digits(c, iqr ? 8 : 6, hexadecimal(at->code) || at->code == 0 ? 16 : 10);
}

static void place(const struct slmp *m, struct cur *c, struct slmp_device *at)
{
	bool iqr = (m->sub & SLMP_SUB_IQR) != 0;

	if (m->ascii) {
		place_of_text(m, c, at);
		return;
	}
	at->number = (uint32_t)cur_le(c, iqr ? 4 : 3);
	at->code = (uint32_t)cur_le(c, iqr ? 2 : 1);
}

/* "U01" a module, "J001" a network; anything else: 0. */
static void extension_of_text(const struct slmp *m, struct cur *c, struct slmp_device *at)
{
	bool iqr = (m->sub & SLMP_SUB_IQR) != 0;
	uint8_t kind;

	cur_skip(c, 2);
	kind = cur_u8(c);
	at->extension = (uint16_t)digits(c, 3, kind == 'J' ? 10 : 16);
	if (kind == 'U')
		at->memory = (at->extension & 0xff0) == 0x3e0 ? MEMORY_CPU : MEMORY_MODULE;
	else if (kind == 'J')
		at->memory = MEMORY_LINK;
	cur_skip(c, iqr ? 4 : 3);
}

struct slmp_device slmp_device(struct dec *d, const struct slmp *m, struct cur *c, bool tell)
{
	struct slmp_device at = { .memory = 0 };
	bool extended = (m->sub & SLMP_SUB_EXTENDED) != 0;

	if (extended && m->ascii)
		extension_of_text(m, c, &at);
	else if (extended)
		cur_skip(c, 2);
	place(m, c, &at);
	if (extended && m->ascii) {
		cur_skip(c, (m->sub & SLMP_SUB_IQR) != 0 ? 4 : 3);
	} else if (extended) {
		cur_skip(c, 2);
		at.extension = (uint16_t)cur_le(c, 2);
		at.memory = cur_u8(c);
	}
	if (!tell || !cur_ok(c))
		return at;
	put(d, SLMP_DEVICE_CODE, at.code);
	put(d, SLMP_DEVICE_NUMBER, at.number);
	if (extended) {
		put(d, SLMP_EXTENSION, at.extension);
		put(d, SLMP_MEMORY, at.memory);
	}
	return at;
}

/* The number's digits at out; how many. */
static size_t write_number(char *out, uint32_t u, unsigned base)
{
	char turned[12];
	size_t n = 0;

	do {
		turned[n++] = "0123456789abcdef"[u % base];
		u /= base;
	} while (u != 0);
	for (size_t i = 0; i < n; i++)
		out[i] = turned[n - 1 - i];
	return n;
}

void slmp_object(struct dec *d, const struct slmp_device *at)
{
	const char *name = field_value_name(&slmp_field_table[SLMP_DEVICE_CODE], at->code);
	char text[48];
	size_t n = 0;

	if (at->memory == MEMORY_LINK || at->memory == MEMORY_MODULE || at->memory == MEMORY_CPU) {
		text[n++] = at->memory == MEMORY_LINK ? 'j' : 'u';
		n += write_number(text + n, at->extension, at->memory == MEMORY_LINK ? 10 : 16);
		text[n++] = '/';
	}
	if (name == NULL) { /* a device that is not known, by its code */
		text[n++] = '0';
		text[n++] = 'x';
		n += write_number(text + n, at->code, 16);
		text[n++] = ':';
	}
	for (; name != NULL && *name != '\0'; name++)
		text[n++] = (char)(*name | 0x20);
	n += write_number(text + n, at->number, hexadecimal(at->code) ? 16 : 10);
	d->ot.object_text = dec_string(d, cur_of(text, n));
	d->ot.has_object = true;
}

void slmp_ask_sub(struct slmp *m)
{
	unsigned sub = m->sub, four = (sub & 3) | (sub >> 4 & 0xc);

	if (m->pair != NULL)
		m->pair->ask[SLMP_ASK_SUB] = (uint16_t)(four << 4);
}

uint16_t slmp_asked_sub(const struct pair *asked)
{
	unsigned four = asked->ask[SLMP_ASK_SUB] >> 4 & 0xf;

	return (uint16_t)((four & 3) | (four & 0xc) << 4);
}

void slmp_ask_device(struct slmp *m, const struct slmp_device *at, uint32_t points)
{
	if (m->pair == NULL || at->number > LARGEST_ASKED || points > MOST_ASKED)
		return;
	uint16_t *ask = m->pair->ask;

	ask[SLMP_ASK_SUB] = (uint16_t)((ask[SLMP_ASK_SUB] & 0xf0) | (at->code & 0xff) << 8 |
				       (at->number >> 19));
	ask[SLMP_ASK_LOW] = (uint16_t)at->number;
	ask[SLMP_ASK_POINTS] = (uint16_t)((at->number >> 16 & 7) << 13 | points);
}

struct slmp_device slmp_asked_device(const struct slmp *m, uint32_t *points)
{
	const uint16_t *ask = m->asked->ask;

	*points = ask[SLMP_ASK_POINTS] & MOST_ASKED;
	return (struct slmp_device){
		.code = ask[SLMP_ASK_SUB] >> 8,
		.number = (uint32_t)(ask[SLMP_ASK_SUB] & 0xf) << 19 |
			  (uint32_t)(ask[SLMP_ASK_POINTS] >> 13) << 16 | ask[SLMP_ASK_LOW],
	};
}

void slmp_cpu_state(struct dec *d, const struct slmp_device *at, uint32_t n)
{
	if (at->code != CODE_SD || at->memory != 0 || at->number > SD_STATE ||
	    SD_STATE - at->number >= n || value_count(&d->ot.value) != n)
		return;
	put(d, SLMP_CPU_STATE, value_uint(&d->ot.value, SD_STATE - at->number) & 0xf);
}
