#include "sensor/detect/alert_fill.h"

#include <stdarg.h>
#include <string.h>

#include "common/json.h"

enum { SHOWN_VALUES = 8 }; /* of one placeholder or field */

/* Text being written into fixed room; what does not fit is cut at a character's end. */
struct writer {
	char *buf;
	size_t room, n;
};

static void say(struct writer *w, const char *p, size_t n)
{
	size_t left = w->room - 1 - w->n;

	if (n > left) {
		n = left;
		while (n > 0 && ((unsigned char)p[n] & 0xc0) == 0x80)
			n--;
		w->room = w->n + n + 1; /* full: nothing follows the cut */
	}
	memcpy(w->buf + w->n, p, n);
	w->n += n;
	w->buf[w->n] = '\0';
}

static void say_text(struct writer *w, const char *s)
{
	say(w, s, strlen(s));
}

__attribute__((format(printf, 2, 3))) static void say_format(struct writer *w, const char *fmt, ...)
{
	char text[64];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	say_text(w, text);
}

/* How many of the n bytes are whole characters, when the last one may have been cut. */
static size_t whole(const char *s, size_t n)
{
	size_t last = n > 0 ? n - 1 : 0, bad;

	while (last > 0 && n - last < 4 && ((unsigned char)s[last] & 0xc0) == 0x80)
		last--;
	return n > 0 && utf8_next((const uint8_t *)s + last, n - last, &bad) == 0 ? last : n;
}

static void say_value(struct writer *w, const struct value *v, uint32_t i)
{
	char text[ALERT_FIELD_TEXT];
	size_t n = value_write(v, i, text, sizeof(text));

	say(w, text, n < sizeof(text) ? n : whole(text, sizeof(text) - 1));
}

static void say_values(struct writer *w, const struct value *v, uint32_t n)
{
	for (uint32_t i = 0; i < n && i < SHOWN_VALUES; i++) {
		if (i > 0)
			say_text(w, ", ");
		say_value(w, &v[i], 0);
	}
	if (n > SHOWN_VALUES)
		say_text(w, ", …");
}

/* ---- the sentence ------------------------------------------------------------------------ */

static void say_operand(struct writer *w, const struct piece *p, struct subject *s)
{
	struct value v[SHOWN_VALUES + 1];
	uint32_t n = s != NULL ? operand_values(p->operand, s, v, SHOWN_VALUES + 1) : 0;

	if (n == 0)
		say_text(w, "?");
	else
		say_values(w, v, n);
}

static void say_state(struct writer *w, const struct piece *p, const struct state_result *r)
{
	const double number[] = {
		[PIECE_COUNT] = (double)r->count,
		[PIECE_SINCE] = r->seconds,
		[PIECE_VALUE] = r->value,
		[PIECE_BEFORE] = r->before,
		[PIECE_LOW] = r->low,
		[PIECE_HIGH] = r->high,
		[PIECE_PERIOD] = r->period,
	};

	say_format(w, "%.6g", number[p->kind]);
}

/* The value that was kept of a placeholder that is one of the rule's `by`. */
static const char *kept(const struct state_due *due, const struct piece *p)
{
	for (uint32_t i = 0; i < due->nby; i++) {
		if (strcmp(due->rule->state.by.of[i]->text, p->operand->text) == 0)
			return due->by[i][0] != '\0' ? due->by[i] : "?";
	}
	return "?";
}

static void write_text(struct alert *a, struct subject *s, const struct state_result *r,
		       const struct state_due *due)
{
	struct writer w = { .buf = a->text, .room = sizeof(a->text) };

	a->text[0] = '\0';
	for (uint32_t i = 0; i < a->rule->npieces; i++) {
		const struct piece *p = &a->rule->pieces[i];

		if (p->kind == PIECE_TEXT)
			say_text(&w, p->text);
		else if (p->kind != PIECE_OPERAND)
			say_state(&w, p, r);
		else if (due != NULL)
			say_text(&w, kept(due, p));
		else
			say_operand(&w, p, s);
	}
}

/* ---- fields ------------------------------------------------------------------------------ */

static const char figures[] = "0123456789";

/* Behind the figures at *p, of which there is at least one. */
static bool skip_figures(const char **p)
{
	size_t n = strspn(*p, figures);

	*p += n;
	return n > 0;
}

/* Is it a number as JSON writes one, or one in hexadecimal? */
static bool number(const char *text)
{
	const char *p = text[0] == '-' ? text + 1 : text;

	if (strncmp(text, "0x", 2) == 0)
		return text[2] != '\0' && strspn(text + 2, "0123456789abcdef") == strlen(text + 2);
	if ((p[0] == '0' && p[1] != '\0' && strchr(figures, p[1]) != NULL) || !skip_figures(&p))
		return false;
	if (*p == '.') {
		p++;
		if (!skip_figures(&p))
			return false;
	}
	if (*p == 'e') {
		p += p[1] == '-' || p[1] == '+' ? 2 : 1;
		if (!skip_figures(&p))
			return false;
	}
	return *p == '\0';
}

/* The text of a value that is a number. It may be its name. */
static bool literal(const char *text)
{
	return number(text) || strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

/* Bytes and addresses may look like numbers and are none. */
static bool of_numbers(enum field_type type)
{
	return type == FIELD_UINT || type == FIELD_INT || type == FIELD_FLOAT ||
	       type == FIELD_DURATION || type == FIELD_BOOL;
}

static bool has_field(const struct alert *a, const struct rule_field *f)
{
	for (uint32_t i = 0; i < a->nfields; i++) {
		if (a->fields[i].field == f)
			return true;
	}
	return false;
}

/* Puts the text at the end of the values, cut to what room there is. False: there is none. */
static bool add_text(struct alert *a, struct alert_field *f, size_t *room, const char *text,
		     bool may_be_literal)
{
	struct writer w = { .buf = a->values + a->nvalues, .room = *room };

	if (f->n == ALERT_FIELD_VALUES || *room < 2)
		return false;
	a->values[a->nvalues] = '\0';
	say_text(&w, text);
	if (may_be_literal && literal(w.buf) && w.n == strlen(text))
		f->literal |= (uint8_t)(1U << f->n);
	f->n++;
	a->nvalues += (uint32_t)w.n + 1;
	*room -= w.n + 1;
	return true;
}

static bool add_value(struct alert *a, struct alert_field *f, size_t *room, const struct value *v,
		      uint32_t i)
{
	char text[ALERT_FIELD_TEXT];
	size_t n = value_write(v, i, text, sizeof(text));

	if (n >= sizeof(text))
		text[whole(text, sizeof(text) - 1)] = '\0';
	return add_text(a, f, room, text, v->kind != VALUE_BYTES);
}

/* What is left for a field's values. */
static size_t room_of(const struct alert *a)
{
	size_t room = sizeof(a->values) - a->nvalues;

	return room < ALERT_FIELD_TEXT ? room : ALERT_FIELD_TEXT;
}

static void add_field(struct alert *a, const struct rule_field *rf, struct subject *s)
{
	struct alert_field f = { .field = rf, .at = a->nvalues };
	size_t room = room_of(a);
	struct walk walk;
	const struct value *v;
	bool more = true;

	if (a->nfields == ALERT_FIELDS || rf->presence || has_field(a, rf))
		return;
	for (v = subject_first(s, rf, &walk); v != NULL && more; v = subject_next(s, &walk)) {
		f.list |= value_series(v);
		for (uint32_t i = 0; i < value_count(v) && more; i++)
			more = add_value(a, &f, &room, v, i);
	}
	if (f.n > 0)
		a->fields[a->nfields++] = f;
}

static void add_fields_of(struct alert *a, const struct condition *c, struct subject *s)
{
	for (uint32_t i = 0; i < c->nfields; i++)
		add_field(a, c->fields[i], s);
}

static void add_fields(struct alert *a, struct subject *s)
{
	const struct rule *r = a->rule;
	const struct rule_state *st = &r->state;

	if (r->condition != NULL)
		add_fields_of(a, r->condition, s);
	/* A sequence: its last step is what the subject is. */
	for (uint32_t i = st->nsteps; i > 0; i--)
		add_fields_of(a, st->steps[i - 1], s);
	for (uint32_t i = 0; i < st->by.n; i++) {
		if (st->by.of[i]->field != NULL)
			add_field(a, st->by.of[i]->field, s);
	}
	for (uint32_t i = 0; i < r->npieces; i++) {
		if (r->pieces[i].kind == PIECE_OPERAND && r->pieces[i].operand->field != NULL)
			add_field(a, r->pieces[i].operand->field, s);
	}
}

static void add_due_fields(struct alert *a, const struct state_due *due)
{
	for (uint32_t i = 0; i < due->nby; i++) {
		const struct operand *o = due->rule->state.by.of[i];
		struct alert_field f = { .field = o->field, .at = a->nvalues };
		size_t room = room_of(a);

		if (o->field == NULL || due->by[i][0] == '\0' || a->nfields == ALERT_FIELDS)
			continue;
		if (add_text(a, &f, &room, due->by[i], of_numbers(o->field->row->type)))
			a->fields[a->nfields++] = f;
	}
}

/* ---- all of it --------------------------------------------------------------------------- */

/* What was met in another order, such as connections that end, all the same. */
static void sort_frames(struct alert *a)
{
	for (uint32_t i = 1; i < a->nframes; i++) {
		uint64_t frame = a->frames[i];
		uint32_t k = i;

		for (; k > 0 && a->frames[k - 1] > frame; k--)
			a->frames[k] = a->frames[k - 1];
		a->frames[k] = frame;
	}
}

static void begin(struct alert *a, const struct rule *rule, uint64_t at,
		  const struct state_result *r)
{
	memset(a, 0, offsetof(struct alert, frames));
	a->rule = rule;
	a->at = at;
	a->suppressed = 0;
	a->protocol = a->device = a->object = NULL;
	a->nfields = a->nvalues = 0;
	a->learned = false;
	a->noutside = 0;
	a->nframes = r->nframes;
	a->more_frames = r->more_frames;
	memcpy(a->frames, r->frames, r->nframes * sizeof(*a->frames));
	sort_frames(a);
	memcpy(a->why, r->why, sizeof(a->why));
}

/* Puts a frame among the others, in order, when it is not there yet; without room it counts. */
static void add_frame(struct alert *a, uint64_t frame)
{
	uint32_t i = a->nframes;

	if (frame == 0)
		return;
	for (uint32_t k = 0; k < a->nframes; k++) {
		if (a->frames[k] == frame)
			return;
	}
	if (a->nframes == ALERT_FRAMES) {
		a->more_frames++;
		return;
	}
	for (; i > 0 && a->frames[i - 1] > frame; i--)
		a->frames[i] = a->frames[i - 1];
	a->frames[i] = frame;
	a->nframes++;
}

static const char *scratch_text(struct alert *a, const char *s)
{
	struct writer w = { .buf = a->values + a->nvalues, .room = sizeof(a->values) - a->nvalues };

	if (w.room < 2)
		return NULL;
	say_text(&w, s);
	a->nvalues += (uint32_t)w.n + 1;
	return w.buf;
}

static void add_operation(struct alert *a, const struct subject *s)
{
	const struct ot *ot;
	char text[64];

	if (s->unanswered != NULL && s->unanswered->protocol < PROTOCOL_COUNT)
		a->protocol = protocols[s->unanswered->protocol]->name;
	if (s->dec == NULL || s->op == NULL)
		return;
	ot = &s->op->ot;
	a->protocol = s->dec->protocol->name;
	if (ot->device_text != NULL) {
		a->device = scratch_text(a, ot->device_text);
	} else if (ot->has_device) {
		(void)snprintf(text, sizeof(text), "%llu", (unsigned long long)ot->device);
		a->device = scratch_text(a, text);
	}
	if (ot->has_object && ot->object_text != NULL) {
		a->object = scratch_text(a, ot->object_text);
	} else if (ot->has_object) {
		(void)snprintf(text, sizeof(text), "%s:%llu",
			       ot->area != NULL ? ot->area : "object",
			       (unsigned long long)ot->index);
		a->object = scratch_text(a, text);
	}
	add_frame(a, ot->request_frame);
}

/* What operations are called whose flow is known by its framing. */
static const char *carried(const char *name)
{
	if (name == protocol_mbtcp.name || name == protocol_mbrtu.name)
		return protocol_modbus.name;
	return name;
}

static void note_windows(struct alert *a, const struct site *site, uint64_t at)
{
	for (uint32_t i = 0; i < site->nwindows && a->noutside < ALERT_WINDOWS; i++) {
		if (!window_holds(site->windows[i], at))
			a->outside[a->noutside++] = window_name(site->windows[i]);
	}
}

void alert_fill(struct alert *a, const struct rule *rule, struct subject *s,
		const struct state_result *r)
{
	begin(a, rule, s->known, r);
	if (s->site != NULL)
		note_windows(a, s->site, s->at);
	alert_ends(s, &a->source, &a->target);
	subject_reset(s);
	write_text(a, s, r, NULL);
	subject_reset(s);
	add_fields(a, s);
	add_operation(a, s);
	if (a->protocol == NULL && s->flow != NULL && s->flow->class == CLASS_OURS)
		a->protocol = carried(protocols[s->flow->protocol]->name);
}

/* Who has an IP address is known by it alone: the MAC may be a router's. */
static void name_due(struct alert_end *e, const struct site *site)
{
	const struct addr *ip = e->ip_version != 0 ? &e->ip : NULL;
	const uint8_t *mac = ip == NULL && e->has_mac ? e->mac : NULL;
	const struct site_asset *known = site_asset(site, ip, e->ip_version, mac);

	e->name = known != NULL ? known->name : NULL;
	e->role = known != NULL ? known->role : NULL;
}

void alert_fill_due(struct alert *a, const struct state_due *due, const struct site *site)
{
	begin(a, due->rule, due->at, &due->result);
	note_windows(a, site, due->at);
	a->source = due->source;
	a->target = due->target;
	name_due(&a->source, site);
	name_due(&a->target, site);
	a->protocol = carried(due->protocol);
	write_text(a, NULL, &due->result, due);
	add_due_fields(a, due);
}
