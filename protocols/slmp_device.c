/*
 * SLMP: commands that read and write devices: one range, several addresses, several ranges, and
 * those that were registered before.
 *
 * What a response's values are of is only in its request: of one range it fits into what is kept
 * of open requests, else the request's addresses are kept as they are and read again.
 */
#include "protocols/slmp.h"

enum { LAST_OPERATION = DEC_OPERATIONS - 1 };

/* Ends an operation; the last one that there is room for has all that follows. */
static void each(struct dec *d, const struct slmp_device *at, uint32_t count)
{
	if (!cur_ok(&d->c) || d->noperations >= LAST_OPERATION)
		return;
	if (at != NULL)
		slmp_object(d, at);
	d->ot.count = count;
	emit(d);
	d->ot.value.n = 0;
}

/* Values of one range, as the subcommand says. */
static void values(struct dec *d, const struct slmp *m, uint32_t n)
{
	if ((m->sub & SLMP_SUB_BITS) != 0)
		slmp_bits(d, m, n);
	else
		slmp_words(d, m, SLMP_WORD, 2, n);
}

void slmp_batch(struct dec *d, struct slmp *m)
{
	struct slmp_device at;
	uint32_t points = 0;

	if (!m->response) {
		at = slmp_device(d, m, &d->c, true);
		points = (uint32_t)slmp_take(d, m, SLMP_POINTS, 2);
		if (!cur_ok(&d->c))
			return;
		slmp_ask_device(m, &at, points);
		if ((m->sub & SLMP_SUB_EXTENDED) != 0 && m->pair != NULL)
			m->pair->ask[SLMP_ASK_SUB] &= 0xff;
		slmp_object(d, &at);
		d->ot.count = points;
		if (m->row->op == OT_WRITE)
			values(d, m, points);
		return;
	}
	if (m->asked == NULL) {
		slmp_rest(d);
		return;
	}
	at = slmp_asked_device(m, &points);
	if (at.code != 0) {
		slmp_object(d, &at);
		d->ot.count = points;
	}
	if (m->row->op == OT_WRITE)
		return;
	if (points == 0) { /* more than can be kept */
		slmp_rest(d);
		return;
	}
	values(d, m, points);
	if ((m->sub & SLMP_SUB_BITS) == 0)
		slmp_cpu_state(d, &at, points);
}

/* Keeps what follows the subcommand, for the response. */
static void keep_request(struct dec *d, struct slmp *m)
{
	if (m->pair != NULL && cur_ok(&d->c))
		slmp_keep(d, slmp_key(SLMP_NOTE_REQUEST, d->message), d->c);
}

/* The addresses that a request for words and double words has; or the values that answer it. */
static void addresses(struct dec *d, const struct slmp *m, struct cur *c, uint32_t words,
		      uint32_t dwords)
{
	bool write = m->row->op == OT_WRITE;

	for (uint32_t i = 0; i < words + dwords && cur_ok(c); i++) {
		struct slmp_device at = slmp_device(d, m, c, !m->response);
		bool valued = m->response ? !write : write;
		unsigned width = i < words ? 2 : 4;

		if (valued && cur_ok(c))
			slmp_words(d, m, width == 2 ? SLMP_WORD : SLMP_DWORD, width, 1);
		if (cur_ok(c))
			each(d, &at, 1);
	}
}

static void random_bits(struct dec *d, struct slmp *m)
{
	uint32_t n = (uint32_t)slmp_take(d, m, SLMP_BIT_POINTS, 1);
	unsigned width = (m->sub & SLMP_SUB_IQR) != 0 ? 2 : 1;

	for (uint32_t i = 0; i < n && cur_ok(&d->c); i++) {
		struct slmp_device at = slmp_device(d, m, &d->c, true);
		uint64_t on = slmp_take(d, m, SLMP_BIT, width);

		ot_number(d, on);
		each(d, &at, 1);
	}
}

/* The numbers of addresses at the beginning of c; tell: they are fields of this message. */
static void counts(struct dec *d, const struct slmp *m, struct cur *c, uint32_t n[2])
{
	n[0] = (uint32_t)slmp_number(m, c, 1);
	if (cur_ok(c) && !m->response)
		put(d, SLMP_WORD_POINTS, n[0]);
	n[1] = (uint32_t)slmp_number(m, c, 1);
	if (cur_ok(c) && !m->response)
		put(d, SLMP_DWORD_POINTS, n[1]);
}

void slmp_random(struct dec *d, struct slmp *m)
{
	bool write = m->row->op == OT_WRITE;
	uint32_t n[2];

	dec_share(d);
	if (m->response) {
		if (write)
			return;
		struct cur asked =
			slmp_kept(d, slmp_key(SLMP_NOTE_REQUEST, d->ot.request_message), true);

		if (m->asked == NULL || !cur_ok(&asked)) {
			slmp_rest(d);
			return;
		}
		counts(d, m, &asked, n);
		addresses(d, m, &asked, n[0], n[1]);
		return;
	}
	if (write && (m->sub & SLMP_SUB_BITS) != 0) {
		random_bits(d, m);
		return;
	}
	if (!write)
		keep_request(d, m);
	counts(d, m, &d->c, n);
	addresses(d, m, &d->c, n[0], n[1]);
}

/* Ranges of a block command: those of words, then those of bits. */
static void blocks(struct dec *d, const struct slmp *m, struct cur *c)
{
	bool valued = (m->row->op == OT_WRITE) != m->response;
	uint32_t n[2];

	n[0] = (uint32_t)slmp_number(m, c, 1);
	if (cur_ok(c) && !m->response)
		put(d, SLMP_WORD_BLOCKS, n[0]);
	n[1] = (uint32_t)slmp_number(m, c, 1);
	if (cur_ok(c) && !m->response)
		put(d, SLMP_BIT_BLOCKS, n[1]);
	for (uint32_t i = 0; i < n[0] + n[1] && cur_ok(c); i++) {
		struct slmp_device at = slmp_device(d, m, c, !m->response);
		uint32_t points = (uint32_t)slmp_number(m, c, 2);

		if (!cur_ok(c))
			break;
		if (!m->response)
			put(d, SLMP_POINTS, points);
		if (valued)
			slmp_words(d, m, SLMP_WORD, 2, points);
		each(d, &at, i < n[0] ? points : 16 * points);
	}
}

void slmp_block(struct dec *d, struct slmp *m)
{
	bool write = m->row->op == OT_WRITE;

	dec_share(d);
	if (!m->response) {
		if (!write)
			keep_request(d, m);
		blocks(d, m, &d->c);
		return;
	}
	if (write)
		return;
	struct cur asked = slmp_kept(d, slmp_key(SLMP_NOTE_REQUEST, d->ot.request_message), true);

	if (m->asked == NULL || !cur_ok(&asked))
		slmp_rest(d);
	else
		blocks(d, m, &asked);
}

/* What is registered: the subcommand's byte, then the addresses. */
static void registered(struct dec *d, struct slmp *m)
{
	struct cur kept = slmp_kept(d, slmp_key(SLMP_NOTE_MONITOR, 0), false);
	uint32_t n[2];

	if (!cur_ok(&kept)) {
		slmp_rest(d);
		return;
	}
	m->sub = cur_u8(&kept);
	counts(d, m, &kept, n);
	addresses(d, m, &kept, n[0], n[1]);
}

enum { MONITOR_REGISTRATION = 0x0801 };

void slmp_monitor(struct dec *d, struct slmp *m)
{
	uint32_t n[2];

	dec_share(d);
	if (m->cmd != MONITOR_REGISTRATION) {
		if (m->response)
			registered(d, m);
		return;
	}
	if (m->response)
		return;
	const uint8_t sub = (uint8_t)m->sub;
	struct note *note = note_open(d, slmp_key(SLMP_NOTE_MONITOR, 0));

	if (note != NULL) {
		note_end(d, note);
		note = note_open(d, slmp_key(SLMP_NOTE_MONITOR, 0));
	}
	if (note != NULL)
		note = note_add(d, note, cur_of(&sub, 1));
	if (note != NULL)
		(void)note_add(d, note, d->c);
	counts(d, m, &d->c, n);
	addresses(d, m, &d->c, n[0], n[1]);
}
