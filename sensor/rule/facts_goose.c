/* How a GOOSE message goes on from the one before it: detect/goose_seq.h says what each means. */
#include "sensor/detect/goose_seq.h"
#include "sensor/rule/facts.h"

#define NS_PER_SECOND 1e9

static bool followed(const struct subject *s)
{
	return s->op != NULL && s->goose != NULL && s->goose->followed;
}

static bool fact_int(struct value *v, unsigned i, int64_t x)
{
	v->kind = VALUE_INT;
	v->n = 1;
	v->i = x;
	return i == 0;
}

static bool stnum_step(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return followed(s) && s->goose->has_stnum_step && fact_int(v, i, s->goose->stnum_step);
}

static bool sqnum_step(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return followed(s) && s->goose->has_sqnum_step && fact_int(v, i, s->goose->sqnum_step);
}

static bool restart(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, followed(s) && s->goose->restart);
}

static bool interval(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return followed(s) && s->goose->has_interval && fact_uint(v, i, s->goose->interval);
}

static bool late(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, followed(s) && s->goose->late);
}

static bool publisher(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return fact_true(v, i, followed(s) && s->goose->publisher_changed);
}

/* Durations are not signed: it is a number of seconds. */
static bool age(struct subject *s, const struct fact *fact, unsigned i, struct value *v)
{
	(void)fact;
	return s->op != NULL && s->goose != NULL && s->goose->has_age &&
	       fact_float(v, i, (double)s->goose->age / NS_PER_SECOND);
}

/* clang-format off */
#define G(nm, ty, get_, dc) \
	{ .row = { .name = (nm), .type = (ty), .doc = (dc) }, .home = HOME_OPERATION, \
	  .only_true = (ty) == FIELD_BOOL, .get = (get_) },
static const struct fact rows[] = {
	G("goose.seq.stnum_step", FIELD_INT,      stnum_step, "stNum less that of the message before of this control block: 0 the same state, 1 the next, more: it jumps, less: it goes back; 4294967295 to 1 is 1; absent when the publisher restarted")
	G("goose.seq.sqnum_step", FIELD_INT,      sqnum_step, "within one stNum: sqNum less that of the message before; 1 is right, more: messages are missing, 0 or less: sent again")
	G("goose.seq.restart",    FIELD_BOOL,     restart,    "true: the publisher began anew with stNum 1, after a silence or with a later state, else absent")
	G("goose.seq.interval",   FIELD_DURATION, interval,   "since the message before of this control block, seconds")
	G("goose.seq.late",       FIELD_BOOL,     late,       "true: longer than the message before had promised (timeAllowedtoLive), else absent")
	G("goose.seq.publisher_changed", FIELD_BOOL, publisher, "true: from another MAC address than the message before, which was still valid, else absent")
	G("goose.t_age",          FIELD_FLOAT,    age,        "how old the state is: the frame's time less goose.t, seconds, less than 0 if that is in the future; absent if the publisher's clock is not set")
};
#undef G
/* clang-format on */

const struct fact_table facts_goose = { .name = "goose.seq",
					.title = "How a GOOSE message goes on",
					.facts = rows,
					.n = sizeof(rows) / sizeof(*rows) };
