/* Facts of process variables and of the capture itself; the list of all groups. */
#include "sensor/rule/facts.h"
#include "sensor/rule/tag.h"

/* ---- tags ---------------------------------------------------------------------------------- */

/* The variable of the subject and what is known of it; NULL: there is none. */
static const struct tag_value *last(const struct subject *s)
{
	if (s->tags == NULL || s->tag < 0)
		return NULL;
	const struct tag_value *v = tags_last(s->tags, (uint32_t)s->tag);

	return v->known ? v : NULL;
}

static bool tag_named(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return last(s) != NULL && fact_text(v, i, tag_name(tags_defs(s->tags), (uint32_t)s->tag));
}

static bool unit(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return last(s) != NULL && fact_text(v, i, tag_unit(tags_defs(s->tags), (uint32_t)s->tag));
}

static bool value(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct tag_value *t = last(s);

	(void)fact;
	return t != NULL && fact_float(v, i, t->value);
}

static bool before(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct tag_value *t = last(s);

	(void)fact;
	return t != NULL && fact_float(v, i, t->before);
}

static bool written(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct tag_value *t = last(s);

	(void)fact;
	return t != NULL && fact_true(v, i, t->written);
}

static bool good(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct tag_value *t = last(s);

	(void)fact;
	return t != NULL && fact_true(v, i, t->good);
}

static bool unchanged(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	const struct tag_value *t = last(s);

	(void)fact;
	return t != NULL && fact_uint(v, i, s->at > t->changed ? s->at - t->changed : 0);
}

/* ---- the capture --------------------------------------------------------------------------- */

/* arg: which. */
static bool counted(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	return s->capture != NULL && fact_uint(v, i, s->capture[fact->arg]);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* clang-format off */
#define T(nm, ty, get_, dc) \
	{ .row = { .name = (nm), .type = (ty), .doc = (dc) }, .home = HOME_TAG, \
	  .only_true = (ty) == FIELD_BOOL, .get = (get_) },
static const struct fact tag_rows[] = {
	T("tag.name",      FIELD_TEXT,     tag_named, "name of the process variable whose value was read or written")
	T("tag.value",     FIELD_FLOAT,    value,     "its value, scaled")
	T("tag.before",    FIELD_FLOAT,    before,    "the value before this one")
	T("tag.unit",      FIELD_TEXT,     unit,      "its unit of measure")
	T("tag.written",   FIELD_BOOL,     written,   "true: a write asked for the value, else absent")
	T("tag.good",      FIELD_BOOL,     good,      "true: the device does not call the value bad, else absent")
	T("tag.unchanged", FIELD_DURATION, unchanged, "for how long the value has been the same, seconds")
};
#undef T

#define C(nm, which, dc) \
	{ .row = { .name = (nm), .type = FIELD_UINT, .doc = (dc) }, .home = HOME_CAPTURE, \
	  .get = counted, .arg = (which) },
static const struct fact capture_rows[] = {
	C("capture.frames",     CAPTURE_FRAMES,     "frames in the last ten seconds")
	C("capture.duplicates", CAPTURE_DUPLICATES, "of them, copies that the mirror made")
	C("capture.gaps",       CAPTURE_GAPS,       "holes in TCP streams that were given up")
	C("capture.messages",   CAPTURE_MESSAGES,   "messages that were decoded")
	C("capture.malformed",  CAPTURE_MALFORMED,  "of them, malformed ones")
	C("capture.flows",      CAPTURE_FLOWS,      "flows that began")
	C("capture.one_sided",  CAPTURE_ONE_SIDED,  "flows that ended of which one direction only was seen")
	C("capture.conflicts",  CAPTURE_CONFLICTS,  "TCP bytes that were sent again with other contents")
	C("capture.truncated",  CAPTURE_TRUNCATED,  "frames that the snaplen cut")
	C("capture.dropped",    CAPTURE_DROPPED,    "frames that the capture lost")
};
#undef C
/* clang-format on */

const struct fact_table facts_tag = { .name = "tag",
				      .title = "The process variable whose value was seen",
				      .facts = tag_rows,
				      .n = sizeof(tag_rows) / sizeof(*tag_rows) };

const struct fact_table facts_capture = { .name = "capture",
					  .title = "The capture itself, over the last ten seconds",
					  .facts = capture_rows,
					  .n = sizeof(capture_rows) / sizeof(*capture_rows) };

const struct fact_table *const fact_tables[FACT_GROUPS] = {
	[FACT_PACKET] = &facts_packet, [FACT_TRANSPORT] = &facts_transport,
	[FACT_FLOW] = &facts_flow,     [FACT_ENDS] = &facts_ends,
	[FACT_GOOSE] = &facts_goose,   [FACT_ASSET] = &facts_asset,
	[FACT_TAG] = &facts_tag,       [FACT_CAPTURE] = &facts_capture,
};
