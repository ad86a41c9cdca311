#include <stdarg.h>
#include <stdio.h>

#include "protocols/protocols.h"

const char *ot_op_name(enum ot_op op)
{
	static const char *const names[] = {
		[OT_OTHER] = "other",	    [OT_READ] = "read",	      [OT_WRITE] = "write",
		[OT_CONTROL] = "control",   [OT_PROGRAM] = "program", [OT_DIAGNOSE] = "diagnose",
		[OT_IDENTIFY] = "identify", [OT_AUTH] = "auth",	      [OT_REPORT] = "report",
	};

	return names[op];
}

struct cur dec_take_bytes(struct dec *d, const struct field *f, size_t n)
{
	struct cur s = cur_sub(&d->c, n);

	if (cur_ok(&s))
		dec_put_bytes(d, f, s);
	return s;
}

void dec_put_text(struct dec *d, const struct field *f, const char *s)
{
	dec_put_bytes(d, f, cur_of(s, strlen(s)));
}

void dec_put_secret(struct dec *d, const struct field *f, size_t n)
{
	if (n > 0)
		dec_put_text(d, f, dec_text(d, "********"));
}

void dec_put_run(struct dec *d, const struct field *f, uint64_t u, uint32_t n)
{
	if (n == 0)
		return;
	struct value *v = dec_value(d, f, VALUE_RUN);

	v->u = u;
	v->n = n;
}

void dec_put_series(struct dec *d, const struct field *f, enum value_kind kind, struct cur c,
		    uint32_t n)
{
	const struct value s = { .kind = (uint8_t)kind, .n = n };

	if (n == 0 || cur_left(&c) < value_bytes(&s))
		return;
	struct value *v = dec_value(d, f, kind);

	v->p = c.p;
	v->n = n;
}

void ot_series(struct dec *d, enum value_kind kind, struct cur c, uint32_t n)
{
	struct value s = { .kind = (uint8_t)kind, .p = c.p, .n = n };

	if (n > 0 && cur_left(&c) >= value_bytes(&s))
		d->ot.value = s;
}

void ot_bytes(struct dec *d, const struct field *f, struct cur c)
{
	d->ot.value = (struct value){
		.field = f, .kind = VALUE_BYTES, .p = c.p, .n = (uint32_t)cur_left(&c)
	};
}

const struct field ot_text_field = { .name = "ot.value", .type = FIELD_TEXT };

void listing_add(struct listing *l, const char *between, const struct value *v)
{
	const size_t room = sizeof(l->text) - strlen("…");

	if (v->kind == VALUE_BYTES && v->n == 0)
		return;
	if (l->n++ == 0) {
		l->first = *v;
		between = "";
	}
	size_t at = l->len + strlen(between);
	size_t n = !l->full && l->n <= LISTING_VALUES && at < room
			   ? value_text(v, l->text + at, room - at)
			   : room;

	if (at + n >= room) {
		l->full = true;
		return;
	}
	memcpy(l->text + l->len, between, strlen(between));
	l->len = (uint32_t)(at + n);
}

void ot_listing(struct dec *d, const struct listing *l)
{
	char text[LISTING_TEXT];
	size_t n = l->len;

	if (l->n == 1)
		d->ot.value = l->first;
	if (l->n < 2)
		return;
	memcpy(text, l->text, n);
	if (l->full) {
		memcpy(text + n, "…", strlen("…"));
		n += strlen("…");
	}
	ot_bytes(d, &ot_text_field, dec_keep(d, text, n));
}

const char *dec_text(struct dec *d, const char *format, ...)
{
	size_t room = DEC_SCRATCH - (size_t)d->nscratch;
	char *at = d->scratch + d->nscratch;
	va_list ap;

	va_start(ap, format);
	int n = vsnprintf(at, room, format, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= room) {
		d->overflow = true;
		return "";
	}
	d->nscratch = (uint16_t)(d->nscratch + n + 1);
	if (d->nscratch == DEC_SCRATCH)
		d->nscratch--; /* room stays above 0: the last byte is a terminator */
	return at;
}

const char *dec_string(struct dec *d, struct cur c)
{
	static const char hex[] = "0123456789abcdef";
	char *at = d->scratch + d->nscratch;
	char *out = at;
	const char *end = d->scratch + DEC_SCRATCH - 1;

	size_t i = 0;

	for (; i < cur_left(&c) && end - out >= 4; i++) {
		uint8_t byte = cur_at(&c, i);

		if (byte >= ' ' && byte <= '~' && byte != '\\') {
			*out++ = (char)byte;
			continue;
		}
		*out++ = '\\';
		*out++ = 'x';
		*out++ = hex[byte >> 4];
		*out++ = hex[byte & 15];
	}
	if (i < cur_left(&c))
		d->overflow = true;
	*out = '\0';
	if (out < end)
		d->nscratch = (uint16_t)(d->nscratch + (out - at) + 1);
	return at;
}

struct cur dec_keep(struct dec *d, const void *bytes, size_t n)
{
	if (n >= DEC_SCRATCH - (size_t)d->nscratch) {
		d->overflow = true;
		return cur_of("", 0);
	}
	char *at = d->scratch + d->nscratch;

	if (n > 0)
		memcpy(at, bytes, n);
	d->nscratch = (uint16_t)(d->nscratch + n);
	return cur_of(at, n);
}

struct cur dec_join(struct dec *d, struct cur c)
{
	size_t n = cur_copy(&c, d->joined + d->njoined, DEC_JOINED - (size_t)d->njoined);

	if (n < cur_left(&c))
		d->overflow = true;
	d->njoined += (uint32_t)n;
	return cur_of(d->joined, d->njoined);
}

void dec_mark(struct dec *d, const char *why)
{
	for (unsigned i = 0; i < d->nmarks; i++) {
		if (strcmp(d->marks[i], why) == 0)
			return;
	}
	if (d->nmarks < DEC_MARKS)
		d->marks[d->nmarks++] = why;
}

void dec_malformed(struct dec *d, const char *why)
{
	if (d->cut) /* the capture's fault, not the sender's: lengths cannot be compared */
		return;
	d->malformed = true;
	dec_mark(d, why);
}

struct identity *dec_identity(struct dec *d)
{
	if (!d->identity.any)
		d->identity = (struct identity){ .any = true };
	return &d->identity;
}

void emit(struct dec *d)
{
	if (d->noperations == DEC_OPERATIONS) {
		d->overflow = true;
		return;
	}
	struct operation *op = &d->operations[d->noperations];
	uint16_t first = d->noperations == 0 ? d->shared : d->operations[d->noperations - 1].end;

	op->ot = d->ot;
	op->first = first < d->shared ? d->shared : first;
	op->end = d->nvalues;
	d->noperations++;
}

void decode(struct dec *d, const struct protocol *p)
{
	d->protocol = p;
	d->ot = (struct ot){ .response = d->dir == DIR_RESPONSE };
	d->shared = 0;
	d->nvalues = 0;
	d->noperations = 0;
	d->malformed = false;
	d->overflow = false;
	d->asked = false;
	d->trailing = 0;
	d->nmarks = 0;
	d->identity.any = false;
	d->nscratch = 0;
	d->njoined = 0;
	p->decode(d);
	if (d->cut)
		dec_mark(d, "the capture has only the beginning of this message");
	else if (!cur_ok(&d->c))
		dec_malformed(d, "message too short");
	d->trailing += (uint32_t)cur_left(&d->c);
	if (d->ot.function == NULL)
		d->ot.function = "unknown";
	if (d->noperations == 0)
		emit(d);
	for (unsigned i = 0; i < d->noperations; i++) {
		if (d->operations[i].ot.function == NULL)
			d->operations[i].ot.function = d->ot.function;
	}
}

/*
 * The same key asked again: a retry or a client that uses one key for all. When far more time has
 * gone by than answers take here, nobody waits for the older one any more, and leaving it in would
 * shift every later answer by one.
 */
static void give_up_older(struct pairs *ps, uint64_t key, uint64_t at)
{
	const uint64_t patience = ps->typical != 0 ? 8 * ps->typical : 0;
	const uint64_t least =
		100000000; /* ns: gateways with serial lines behind them take this long */

	for (unsigned i = ps->n; i > 0; i--) {
		const struct pair *p = &pairs_all(ps)[i - 1];

		if (p->key == key && at > p->at &&
		    at - p->at > (patience > least ? patience : least))
			pairs_lose(ps, i - 1);
	}
}

struct pair *pair_ask(struct dec *d, uint64_t key)
{
	if (d->pairs == NULL)
		return NULL;
	give_up_older(d->pairs, key, d->at);
	struct pair *p = pairs_open(d->pairs, key, d->at);

	p->protocol = 0;
	while (p->protocol < PROTOCOL_COUNT && protocols[p->protocol] != d->protocol)
		p->protocol++;
	p->frame = d->frame;
	p->message = d->message;
	d->asked = true;
	return p;
}

const struct pair *pair_answer(struct dec *d, uint64_t key,
			       bool (*fits)(const struct pair *asked, const struct dec *d))
{
	struct pairs *ps = d->pairs;
	unsigned n = ps != NULL ? ps->n : 0, found = n, other = n;

	for (unsigned i = 0; i < n && found == n; i++) {
		if (pairs_all(ps)[i].key != key)
			continue;
		if (fits == NULL || fits(&pairs_all(ps)[i], d))
			found = i;
		else if (other == n)
			other = i;
	}
	if (found == n && other == n) {
		if (n > 0 && ps->forgotten > 0)
			ps->forgotten--; /* perhaps one of those: no reason to say there was none */
		else
			d->ot.unmatched = true;
		return NULL;
	}
	const struct pair *p = pairs_take(ps, found < n ? found : other);
	uint64_t took = d->at > p->at ? d->at - p->at : 0;

	ps->typical = ps->typical == 0 ? took : ps->typical - ps->typical / 8 + took / 8;
	d->ot.request_frame = p->frame;
	d->ot.request_message = p->message;
	d->ot.response_time = took;
	if (found < n)
		return p;
	dec_mark(d, "answers a function that was not asked for");
	return NULL;
}
