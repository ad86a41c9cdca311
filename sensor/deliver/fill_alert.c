/*
 * Alerts. What detection keeps of a rule's fields are texts for people (a rule that fires when
 * something was waited for in vain has nothing else); here they become typed again, and the names
 * that some numbers had are told beside them.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sensor/deliver/fill_inside.h"

/* Bytes that all texts of an alert make at most fit the room for values. */
_Static_assert((size_t)FILL_ROOM > 4 * sizeof(((struct alert *)0)->values) + FILL_NAMES * 32,
	       "every alert fits an event");
_Static_assert((int)ALERT_FIELDS <= (int)FILL_VALUES && (int)FILL_NAMES <= (int)FILL_BYTES,
	       "there is room for all fields");
_Static_assert((int)ALERT_WINDOWS <= (int)FILL_LIST, "there is room for all windows");

/* One text, read. */
struct reading {
	enum fill_list list; /* LIST_NONE: it is not what its field's type says */
	union fill_cell cell;
	uint8_t raw[ALERT_FIELD_TEXT];
	size_t n;   /* of raw */
	bool named; /* the text is what people call the value */
};

static bool all_figures(const char *s)
{
	return s[0] != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static bool read_uint(const char *text, int base, struct reading *r)
{
	errno = 0;
	r->cell.u = strtoull(text, NULL, base);
	r->list = errno == 0 ? LIST_UINTS : LIST_NONE;
	return errno == 0;
}

static bool read_int(const char *text, struct reading *r)
{
	errno = 0;
	r->cell.i = strtoll(text, NULL, 10);
	r->list = errno == 0 ? LIST_INTS : LIST_NONE;
	return errno == 0;
}

static bool read_real(const char *text, struct reading *r)
{
	char *end;

	r->cell.f = strtod(text, &end);
	if (end == text || *end != '\0')
		return false;
	r->named = !isfinite(r->cell.f); /* JSON has no number for it */
	r->list = LIST_REALS;
	return true;
}

static bool read_name(const char *text, const struct field *row, struct reading *r)
{
	const struct name *n = row->names;

	while (n != NULL && n->name != NULL && strcmp(n->name, text) != 0)
		n++;
	if (n == NULL || n->name == NULL)
		return false;
	r->cell.u = n->value;
	r->list = LIST_UINTS;
	r->named = true;
	return true;
}

/* "any": the value of objects is what it is, whatever its field. */
static bool read_number(const char *text, bool any, struct reading *r)
{
	if (strncmp(text, "0x", 2) == 0)
		return text[2 + strspn(text + 2, "0123456789abcdef")] == '\0' &&
		       read_uint(text, 16, r);
	if (all_figures(text))
		return read_uint(text, 10, r);
	if (text[0] == '-' && all_figures(text + 1))
		return read_int(text, r);
	return any && strspn(text, "-+.0123456789e") == strlen(text) && read_real(text, r);
}

static bool read_bool(const char *text, struct reading *r)
{
	r->cell.u = strcmp(text, "true") == 0;
	r->list = r->cell.u != 0 || strcmp(text, "false") == 0 ? LIST_UINTS : LIST_NONE;
	return r->list != LIST_NONE;
}

/* Nanoseconds of a fraction's figures: "5" is half a second. */
static uint64_t fraction(const char *figures)
{
	uint64_t ns = 0;

	for (unsigned i = 0; i < 9; i++) {
		bool more = *figures >= '0' && *figures <= '9';

		ns = ns * 10 + (more ? (uint64_t)(*figures - '0') : 0);
		figures += more;
	}
	return ns;
}

static bool read_seconds(const char *text, struct reading *r)
{
	bool negative = text[0] == '-';
	char *end;
	uint64_t ns;

	text += negative;
	if (*text < '0' || *text > '9')
		return false;
	ns = strtoull(text, &end, 10) * 1000000000U;
	if (*end == '.') {
		ns += fraction(end + 1);
		end += 1 + strspn(end + 1, "0123456789");
	}
	if (*end != '\0')
		return false;
	r->list = negative ? LIST_INTS : LIST_UINTS;
	if (negative)
		r->cell.i = -(int64_t)ns;
	else
		r->cell.u = ns;
	return true;
}

/* As value_write() writes it: "2026-11-22T07:00:00.000000000Z". */
static bool read_time(const char *text, struct reading *r)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);

	if (end == NULL || *end != '.' || end[1 + strspn(end + 1, "0123456789")] != 'Z')
		return false;
	r->cell.u = (uint64_t)timegm(&tm) * 1000000000U + fraction(end + 1);
	r->list = LIST_UINTS;
	return true;
}

static int figure(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "01:02:0a"; of one that was cut the bytes that are whole. */
static bool read_hex(const char *text, struct reading *r)
{
	r->n = 0;
	for (; text[0] != '\0' && text[1] != '\0'; text += text[2] == ':' ? 3 : 2) {
		int high = figure(text[0]), low = figure(text[1]);

		if (high < 0 || low < 0 || (text[2] != '\0' && text[2] != ':'))
			return false;
		r->raw[r->n++] = (uint8_t)(high << 4 | low);
	}
	r->list = LIST_BYTES;
	return true;
}

static bool read_ip(const char *text, int family, struct reading *r)
{
	r->n = family == AF_INET ? 4 : 16;
	r->list = LIST_BYTES;
	return inet_pton(family, text, r->raw) == 1;
}

static bool read_typed(const char *text, const struct rule_field *f, struct reading *r)
{
	switch (f->row->type) {
	case FIELD_UINT:
		return read_name(text, f->row, r) || read_number(text, f->any_type, r);
	case FIELD_INT:
		return read_name(text, f->row, r) || read_int(text, r);
	case FIELD_BOOL:
		return read_bool(text, r) || read_name(text, f->row, r);
	case FIELD_FLOAT:
		return read_real(text, r);
	case FIELD_TIME:
		return read_time(text, r);
	case FIELD_DURATION:
		return read_seconds(text, r);
	case FIELD_BYTES:
	case FIELD_MAC:
		return read_hex(text, r);
	case FIELD_IPV4:
		return read_ip(text, AF_INET, r);
	case FIELD_IPV6:
		return read_ip(text, AF_INET6, r);
	case FIELD_TEXT:
		break;
	}
	return false;
}

static void read_text(const char *text, const struct rule_field *f, struct reading *r)
{
	r->named = false;
	r->n = 0;
	if (!read_typed(text, f, r))
		r->list = LIST_NONE;
}

/* ---- into the event ---------------------------------------------------------------------- */

static void add_name(struct filler *fl, Kagami__Alert *out, uint32_t field, uint32_t index,
		     const char *text)
{
	Kagami__ValueText *name = &fl->name[out->n_names++];

	kagami__value_text__init(name);
	name->field = field;
	name->index = index;
	name->text = fill_text(fl, text);
}

static const void *keep_raw(struct filler *fl, const struct reading *r)
{
	if (r->n > FILL_TEXT - fl->ntext)
		return NULL;
	char *kept = fl->text + fl->ntext;

	memcpy(kept, r->raw, r->n);
	fl->ntext += (uint32_t)r->n;
	return kept;
}

static void add_element(struct filler *fl, Kagami__Value *v, const struct reading *r)
{
	union fill_cell *cell = &fl->cell[fl->ncells];

	if (r->list == LIST_BYTES) {
		const void *raw = keep_raw(fl, r);

		v->bytes[v->n_bytes++] = fill_bytes(raw, raw != NULL ? r->n : 0);
		fl->nbytes++;
		return;
	}
	*cell = r->cell;
	fl->ncells++;
	v->n_uints += r->list == LIST_UINTS;
	v->n_ints += r->list == LIST_INTS;
	v->n_reals += r->list == LIST_REALS;
}

/* Texts as they are. Of what should be something else they are its names too. */
static void add_texts(struct filler *fl, Kagami__Alert *out, Kagami__Value *v,
		      const struct alert_field *f, const char *text)
{
	for (unsigned k = 0; k < f->n; k++, text += strlen(text) + 1) {
		v->bytes[v->n_bytes++] = fill_bytes(text, strlen(text));
		fl->nbytes++;
		if (f->field->row->type != FIELD_TEXT)
			add_name(fl, out, f->field->id, k, text);
	}
}

/* The list that all of the field's values go to; LIST_NONE: they are texts. */
static enum fill_list common_list(const struct alert_field *f, const char *text)
{
	enum fill_list list = LIST_NONE;
	struct reading r;

	for (unsigned k = 0; k < f->n; k++, text += strlen(text) + 1) {
		read_text(text, f->field, &r);
		if (r.list == LIST_NONE || (k > 0 && r.list != list))
			return LIST_NONE;
		list = r.list;
	}
	return list;
}

static void add_field(struct filler *fl, Kagami__Alert *out, const struct alert *a,
		      const struct alert_field *f)
{
	Kagami__Value *v = &fl->values[fl->nvalues++];
	const char *text = a->values + f->at;
	enum fill_list list = common_list(f, text);
	union fill_cell *cell = &fl->cell[fl->ncells];
	struct reading r;

	kagami__value__init(v);
	v->field = f->field->id;
	v->series = f->list;
	v->uints = &cell->u;
	v->ints = &cell->i;
	v->reals = &cell->f;
	v->bytes = &fl->bytes[fl->nbytes];
	if (list == LIST_NONE) {
		add_texts(fl, out, v, f, text);
		return;
	}
	for (unsigned k = 0; k < f->n; k++, text += strlen(text) + 1) {
		read_text(text, f->field, &r);
		add_element(fl, v, &r);
		if (r.named)
			add_name(fl, out, f->field->id, k, text);
	}
}

static Kagami__End *end_of(struct filler *fl, unsigned i, const struct alert_end *from)
{
	if (from->ip_version == 0 && !from->has_mac && from->name == NULL)
		return NULL;
	Kagami__End *end = fill_end(fl, i);

	if (from->ip_version != 0)
		fill_end_ip(fl, i, from->ip_version, &from->ip);
	if (from->has_mac)
		fill_end_mac(fl, i, from->mac);
	end->port = from->port;
	end->vlan = from->vlan;
	end->name = fill_text(fl, from->name);
	end->role = fill_text(fl, from->role);
	return end;
}

static Kagami__Evidence *evidence_of(struct filler *fl, const struct alert *a)
{

	kagami__evidence__init(&fl->evidence);
	fl->evidence.n_frames = a->nframes;
	fl->evidence.frames = (uint64_t *)(uintptr_t)a->frames;
	fl->evidence.more = a->more_frames;
	fl->evidence.capture = fill_text(fl, fl->capture);
	return &fl->evidence;
}

const Kagami__Event *fill_alert(struct filler *fl, const struct alert *a, uint64_t id)
{
	Kagami__Event *e = fill_begin(fl, a->at);
	Kagami__Alert *out = &fl->alert;

	kagami__alert__init(out);
	out->id = id;
	out->rule = a->rule->index;
	out->text = fill_text(fl, a->text);
	out->why = fill_text(fl, a->why);
	out->suppressed = a->suppressed;
	out->source = end_of(fl, 0, &a->source);
	out->target = end_of(fl, 1, &a->target);
	out->protocol = fill_text(fl, a->protocol);
	out->device = fill_text(fl, a->device);
	out->object = fill_text(fl, a->object);
	out->learned = a->learned;
	out->outside = fl->list[0];
	for (uint32_t i = 0; i < a->noutside; i++)
		out->outside[out->n_outside++] = fill_text(fl, a->outside[i]);
	out->evidence = evidence_of(fl, a);
	out->names = fl->names;
	for (uint32_t i = 0; i < a->nfields; i++)
		add_field(fl, out, a, &a->fields[i]);
	out->n_values = fl->nvalues;
	out->values = fl->value_list;
	e->body_case = KAGAMI__EVENT__BODY_ALERT;
	e->alert = out;
	return e;
}

static void packet_of(Kagami__Packet *out, const struct evidence_set *set,
		      const struct evidence_packet *p)
{
	kagami__packet__init(out);
	out->frame = p->frame;
	out->time = p->at;
	out->length = p->wire_len;
	out->bytes = fill_bytes(set->bytes + p->offset, p->len);
	out->interface = p->interface;
	out->named = p->named;
}

const Kagami__Event *fill_packets(struct filler *fl, const struct evidence_set *set, uint64_t at)
{
	Kagami__Event *e = fill_begin(fl, at);
	Kagami__Packets *out = &fl->packets;

	kagami__packets__init(out);
	out->alert = set->alert;
	out->rule = set->rule;
	out->time = set->at;
	out->link_type = set->linktype;
	out->capture = fill_text(fl, fl->capture);
	out->more = set->more;
	out->gone = set->gone;
	for (uint32_t i = 0; i < set->n; i++)
		packet_of(&fl->packet[i], set, &set->packets[i]);
	out->n_packets = set->n;
	out->packets = fl->packet_list;
	e->body_case = KAGAMI__EVENT__BODY_PACKETS;
	e->packets = out;
	return e;
}
