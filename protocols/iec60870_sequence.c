/*
 * IEC 60870-5: select, execute, confirmation and termination of commands, object by object.
 *
 * Spec: IEC 60870-5-5, clause 6.8 (command transmission); 60870-5-101, clause 7.2.6.26 (S/E). A
 * flow remembers the commands that are under way on its last IEC60870_COMMANDS objects.
 */
#include "protocols/iec60870.h"
#include "protocols/iec60870_fields.h"

enum { ACTIVATION = 6, CONFIRMATION, DEACTIVATION, DEACTIVATION_CON, TERMINATION };

enum phase { FREE, SELECTED, SELECT_CONFIRMED, SELECT_REFUSED, EXECUTED, RUNS };

enum { MS = 1000000 }; /* ns */

static uint32_t object_of(const struct iec60870_object *o)
{
	return o->ioa | (uint32_t)o->qualifier << 24;
}

/* The object's command, or the place for a new one: a free one, or that of the oldest. */
static struct iec60870_command *place_of(struct iec60870_state *s, uint16_t ca, uint32_t ioa,
					 uint32_t now, bool *found)
{
	struct iec60870_command *place = &s->command[0];

	*found = true;
	for (unsigned i = 0; i < IEC60870_COMMANDS; i++) {
		struct iec60870_command *c = &s->command[i];

		if (c->phase != FREE && c->ca == ca && (c->object & 0xffffff) == ioa)
			return c;
		if (place->phase != FREE && (c->phase == FREE || now - c->at > now - place->at))
			place = c;
	}
	*found = false;
	return place;
}

static bool same(const struct iec60870_command *c, const struct iec60870_head *h,
		 const struct iec60870_object *o)
{
	return c->type == h->id && c->object == object_of(o) && c->value == o->raw;
}

/* A select or execute of the controlling station. */
static enum iec60870_sequence activation(struct dec *d, struct iec60870_command *c, bool found,
					 const struct iec60870_head *h,
					 const struct iec60870_object *o)
{
	uint32_t now = (uint32_t)(d->at / MS);
	enum iec60870_sequence says = SEQUENCE_SELECT;

	if (!o->selects) {
		bool selected = found && c->phase <= SELECT_REFUSED;

		says = SEQUENCE_DIRECT;
		if (selected && c->phase == SELECT_REFUSED)
			says = SEQUENCE_REFUSED_SELECT;
		else if (selected)
			says = same(c, h, o) ? SEQUENCE_EXECUTE : SEQUENCE_MISMATCH;
		if (selected)
			put(d, SELECT_TIME, (uint64_t)(now - c->at) * MS);
	}
	*c = (struct iec60870_command){ .object = object_of(o),
					.value = o->raw,
					.at = now,
					.ca = h->ca,
					.type = h->id,
					.phase = o->selects ? SELECTED : EXECUTED };
	return says;
}

/* A confirmation by the controlled station. */
static enum iec60870_sequence confirmation(struct iec60870_command *c, bool found, bool refused,
					   const struct iec60870_head *h,
					   const struct iec60870_object *o)
{
	if (!found)
		return SEQUENCE_ANSWER_ALONE;
	bool selects = c->phase <= SELECT_REFUSED;

	if (!same(c, h, o) || selects != o->selects)
		return SEQUENCE_ANSWER_DIFFERS;
	if (selects)
		c->phase = refused ? SELECT_REFUSED : SELECT_CONFIRMED;
	else
		c->phase = refused ? FREE : RUNS;
	return refused ? SEQUENCE_REFUSED : SEQUENCE_CONFIRMED;
}

static enum iec60870_sequence termination(struct dec *d, struct iec60870_command *c, bool found)
{
	uint32_t now = (uint32_t)(d->at / MS);

	if (!found || c->phase < EXECUTED)
		return SEQUENCE_ANSWER_ALONE;
	put(d, RUN_TIME, (uint64_t)(now - c->at) * MS);
	c->phase = FREE;
	return SEQUENCE_TERMINATED;
}

void iec60870_sequence_step(struct dec *d, const struct iec60870_head *h,
			    const struct iec60870_object *o)
{
	struct iec60870_state *s = d->state;
	enum iec60870_sequence says = SEQUENCE_NONE;
	bool found = false;

	if (s == NULL)
		return;
	struct iec60870_command *c = place_of(s, h->ca, o->ioa, (uint32_t)(d->at / MS), &found);

	if (h->cause == ACTIVATION && d->dir == DIR_REQUEST) {
		says = activation(d, c, found, h, o);
	} else if (h->cause == CONFIRMATION && d->dir == DIR_RESPONSE) {
		says = confirmation(c, found, h->negative, h, o);
	} else if (h->cause >= 44 && d->dir == DIR_RESPONSE) {
		says = confirmation(c, found, true, h, o);
	} else if (h->cause == TERMINATION && d->dir == DIR_RESPONSE) {
		says = termination(d, c, found);
	} else if (h->cause == DEACTIVATION && d->dir == DIR_REQUEST) {
		says = SEQUENCE_CANCEL;
		c->phase = FREE;
	}
	if (says != SEQUENCE_NONE)
		put(d, SEQUENCE, says);
}
