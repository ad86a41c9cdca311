/*
 * SLMP: buffer memories of modules, and labels (variables by name).
 */
#include "protocols/slmp.h"

enum { OWN_MEMORY = 0x0613, OWN_MEMORY_WRITE = 0x1613, LABEL_MOST = 256, UNIT_BYTES = 1 };
enum { ARRAY_READ = 0x041a, ARRAY_WRITE = 0x141a, RANDOM_WRITE = 0x141b };

static bool own(const struct slmp *m)
{
	return m->cmd == OWN_MEMORY || m->cmd == OWN_MEMORY_WRITE;
}

/* Object and, for its response, the note of it. */
static void about(struct dec *d, struct slmp *m, uint64_t address, uint64_t module)
{
	d->ot.object_text =
		own(m) ? dec_text(d, "buffer:0x%x", (unsigned)address)
		       : dec_text(d, "u%x/buffer:0x%x", (unsigned)module, (unsigned)address);
	d->ot.has_object = true;
	if (m->pair != NULL)
		slmp_keep(d, slmp_key(SLMP_NOTE_OBJECT, d->message),
			  cur_of(d->ot.object_text, strlen(d->ot.object_text)));
}

/* Bytes, as words where they are. */
static void contents(struct dec *d, const struct slmp *m, uint32_t bytes)
{
	slmp_words(d, m, SLMP_WORD, 2, bytes / 2);
	if (bytes % 2 != 0) {
		struct cur last = cur_sub(&d->c, slmp_size(m, 1));

		if (cur_ok(&last))
			put_bytes(d, SLMP_DATA, last);
	}
}

void slmp_memory(struct dec *d, struct slmp *m)
{
	bool write = m->row->op == OT_WRITE;

	if (m->response) {
		size_t left = cur_left(&d->c);

		if (m->asked != NULL) {
			struct cur kept =
				slmp_kept(d, slmp_key(SLMP_NOTE_OBJECT, m->asked->message), true);

			d->ot.has_object = cur_ok(&kept);
			if (d->ot.has_object)
				d->ot.object_text = dec_string(d, kept);
			d->ot.count = m->asked->ask[SLMP_ASK_POINTS];
		}
		if (write || m->asked == NULL)
			slmp_rest(d);
		else
			contents(d, m, (uint32_t)(m->ascii ? left / 2 : left));
		return;
	}
	uint64_t address = slmp_take(d, m, SLMP_ADDRESS, 4);
	uint32_t points = (uint32_t)slmp_take(d, m, SLMP_POINTS, 2);
	uint64_t module = own(m) ? 0 : slmp_take(d, m, SLMP_MODULE, 2);

	if (!cur_ok(&d->c))
		return;
	about(d, m, address, module);
	d->ot.count = points;
	if (m->pair != NULL)
		m->pair->ask[SLMP_ASK_POINTS] = (uint16_t)points;
	if (write)
		contents(d, m, own(m) ? 2 * points : points);
}

/* A name of n characters of two bytes (in ASCII: of four digits), in the scratch. */
static struct cur wide(struct dec *d, const struct slmp *m, struct cur *c)
{
	uint64_t n = slmp_number(m, c, 2);
	uint8_t narrow[LABEL_MOST];
	size_t k = 0;

	for (uint64_t i = 0; i < n && cur_ok(c); i++) {
		uint64_t u = slmp_number(m, c, 2);

		if (k < sizeof(narrow))
			narrow[k++] = u < 0x80 ? (uint8_t)u : '?';
	}
	return cur_ok(c) ? dec_keep(d, narrow, k) : *c;
}

/* Data of a label; its type, where the message says it: 0 not. */
static void label_data(struct dec *d, const struct slmp *m, uint64_t bytes, uint64_t type)
{
	enum { DOUBLE_WORD = 3, BITS_32 = 5, FLOAT = 6, DOUBLE = 7, TEXT = 9, WIDE_TEXT = 10 };
	size_t n = (size_t)bytes;

	if (type == TEXT) {
		struct cur s = slmp_bytes(d, m, n);

		if (cur_ok(&s) && cur_left(&s) > 0)
			put_bytes(d, SLMP_DATA, s);
		ot_bytes(d, &ot_text_field, s);
	} else if ((type == DOUBLE_WORD || type == BITS_32) && n % 4 == 0) {
		slmp_words(d, m, SLMP_DWORD, 4, (uint32_t)(n / 4));
	} else if ((type == FLOAT && n == 4) || (type == DOUBLE && n == 8)) {
		struct cur s = slmp_bytes(d, m, n);

		if (!cur_ok(&s) || cur_left(&s) != n)
			return;
		put_bytes(d, SLMP_DATA, s);
		d->ot.value = series_of(s, VALUE_FLOATS, (unsigned)n, (unsigned)n, 1);
	} else {
		contents(d, m, (uint32_t)n);
	}
}

/* Bytes that an array's data take: bits in words of 16. */
static uint64_t array_bytes(uint64_t unit, uint64_t length)
{
	return unit == UNIT_BYTES ? length : 2 * ((length + 15) / 16);
}

static void label_object(struct dec *d, const struct slmp *m, struct cur name, bool tell)
{
	struct cur text = name;

	if (tell && !m->response)
		put_bytes(d, SLMP_LABEL, name);
	d->ot.object_text = dec_string(d, text);
	d->ot.has_object = true;
	d->ot.count = 1;
}

/* What a request has of one label behind its name. */
static void asked_label(struct dec *d, const struct slmp *m, struct cur *c, bool tell)
{
	uint64_t unit = UNIT_BYTES, length = 0;

	if (m->cmd == ARRAY_READ || m->cmd == ARRAY_WRITE) {
		unit = slmp_number(m, c, 1);
		(void)slmp_number(m, c, 1);
	}
	if (m->cmd != 0x041c)
		length = slmp_number(m, c, 2);
	if (!tell || !cur_ok(c))
		return;
	if (m->cmd == ARRAY_READ || m->cmd == ARRAY_WRITE)
		put(d, SLMP_LABEL_UNIT, unit);
	if (m->cmd != 0x041c)
		put(d, SLMP_LABEL_LENGTH, length);
	if (m->row->op == OT_WRITE)
		label_data(d, m, array_bytes(unit, length), 0);
}

/* What a response has of one label. */
static void answered_label(struct dec *d, const struct slmp *m)
{
	uint64_t type = slmp_take(d, m, SLMP_LABEL_TYPE, 1), unit = UNIT_BYTES;

	if (m->cmd == ARRAY_READ)
		unit = slmp_take(d, m, SLMP_LABEL_UNIT, 1);
	else
		(void)slmp_number(m, &d->c, 1);
	uint64_t length = slmp_take(d, m, SLMP_LABEL_LENGTH, 2);

	if (cur_ok(&d->c))
		label_data(d, m, array_bytes(unit, length), type);
}

/* Names that are abbreviated in what follows. */
static void abbreviations(struct dec *d, const struct slmp *m, struct cur *c, uint64_t n)
{
	for (uint64_t i = 0; i < n && cur_ok(c); i++)
		(void)wide(d, m, c);
}

/* The labels of a request; with its response's values when that is being read. */
static void labels(struct dec *d, const struct slmp *m, struct cur *c)
{
	uint64_t n = slmp_number(m, c, 2);
	uint64_t shorter = slmp_number(m, c, 2);

	if (!m->response && cur_ok(c)) {
		put(d, SLMP_LABEL_POINTS, n);
		put(d, SLMP_LABEL_SHORT, shorter);
	}
	abbreviations(d, m, c, shorter);
	for (uint64_t i = 0; i < n && cur_ok(c) && d->noperations < DEC_OPERATIONS - 1; i++) {
		struct cur name = wide(d, m, c);

		if (!cur_ok(c))
			break;
		label_object(d, m, name, true);
		asked_label(d, m, c, !m->response);
		if (m->response)
			answered_label(d, m);
		if (!cur_ok(&d->c))
			break;
		emit(d);
		d->ot.value.n = 0;
	}
}

void slmp_label(struct dec *d, struct slmp *m)
{
	dec_share(d);
	if (!m->response) {
		if (m->row->op == OT_READ && m->pair != NULL)
			slmp_keep(d, slmp_key(SLMP_NOTE_REQUEST, d->message), d->c);
		labels(d, m, &d->c);
		return;
	}
	if (m->row->op == OT_WRITE)
		return;
	struct cur asked = slmp_kept(d, slmp_key(SLMP_NOTE_REQUEST, d->ot.request_message), true);

	if (m->asked == NULL || !cur_ok(&asked)) {
		slmp_rest(d);
		return;
	}
	slmp_take(d, m, SLMP_LABEL_POINTS, 2);
	labels(d, m, &asked);
}
