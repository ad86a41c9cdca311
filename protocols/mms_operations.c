/*
 * Reads, writes and command terminations of MMS: an operation for each object of the message, with
 * its own values.
 */
#include "protocols/mms_inside.h"

/* The values of item i of the kept list. */
static struct mms_range item_range(const struct mms *m, unsigned i, uint16_t last)
{
	if (i >= m->w.nitems)
		return (struct mms_range){ 0, 0 };
	return (struct mms_range){ m->w.item[i], i + 1 < m->w.nitems ? m->w.item[i + 1] : last };
}

/* The values of r are object i's; those that an earlier object has stay with it. */
static void give(uint8_t *owner, struct mms_range r, unsigned i)
{
	for (unsigned k = r.first; k < r.end; k++) {
		if (owner[k] == 0)
			owner[k] = (uint8_t)(i + 1);
	}
}

/*
 * Puts the values in an order in which those of each object are together, behind those of all:
 * names come first in a message, and values later. ends[i]: where those of object i end. Returns
 * where those of all end.
 */
static uint16_t arrange(struct dec *d, const struct mms *m, unsigned n, uint16_t last,
			uint16_t *ends)
{
	struct value all[DEC_VALUES];
	uint8_t owner[DEC_VALUES];	      /* object's number from 1 on; 0: all have it */
	uint16_t at[MMS_OBJECTS + 2] = { 0 }; /* where the next value of the owner goes */

	memset(owner, 0, d->nvalues);
	for (unsigned i = 0; i < n; i++) {
		if (i < m->nnames)
			give(owner, m->named[i], i);
		give(owner, item_range(m, i, last), i);
		give(owner, m->more[i], i);
	}
	for (uint16_t i = 0; i < d->nvalues; i++)
		at[owner[i] + 1]++;
	for (unsigned i = 1; i <= n; i++)
		at[i] = (uint16_t)(at[i] + at[i - 1]);
	for (uint16_t i = 0; i < d->nvalues; i++)
		all[at[owner[i]]++] = d->values[i];
	for (uint16_t i = 0; i < d->nvalues; i++)
		d->values[i] = all[i];
	for (unsigned i = 0; i < n; i++)
		ends[i] = at[i + 1];
	return at[0];
}

/* Each of n objects as an operation of its own: ots[i] is the view of it. */
static void emit_all(struct dec *d, const struct mms *m, unsigned n, uint16_t last,
		     const struct ot *ots)
{
	uint16_t ends[MMS_OBJECTS];

	if (n > 1)
		d->shared = arrange(d, m, n, last, ends);
	for (unsigned i = 0; i < n; i++) {
		if (n > 1)
			d->nvalues = ends[i];
		d->ot = ots[i];
		emit(d);
	}
}

/* What an access result or a write's result says. */
static void result(struct dec *d, struct mms_range r)
{
	for (unsigned i = r.first; i < r.end && i < d->nvalues; i++) {
		const struct value *v = &d->values[i];

		if (v->field != &field_table[MMS_FAILURE])
			continue;
		d->ot.failed = true;
		d->ot.status = field_value_name(v->field, (uint64_t)v->i);
		if (d->ot.status == NULL)
			d->ot.status = "failure";
		return;
	}
	d->ot.status = "ok";
	if (d->ot.op == OT_WRITE || d->ot.op == OT_CONTROL)
		return;
	mms_values(d, r);
	mms_quality(d, r);
}

/* An empty name is how a device answers to a select that it refuses. */
static bool accepted(const struct mms *m, unsigned i, enum mms_action action)
{
	struct ber e;

	return action != MMS_SELECT || (mms_item(m, i, &e) && e.tag != 0 && cur_left(&e.body) > 0);
}

/* What the name says of object i beyond its service: a command, or its answer. */
void mms_read_command(struct dec *d, struct mms *m, unsigned i, bool response)
{
	enum mms_action action = mms_action_of(&m->name[i]);
	struct ber e;
	bool data = mms_item(m, i, &e);

	if (action == MMS_NO_ACTION || action == MMS_APPLICATION_ERROR)
		return;
	if ((action == MMS_SELECT) != (m->service == MMS_SERVICE_READ))
		return;
	d->ot.op = OT_CONTROL;
	if (!response) {
		mms_command(d, &m->name[i], action,
			    data && m->service == MMS_SERVICE_WRITE ? &e : NULL);
		return;
	}
	static const char *const functions[] = { [MMS_SELECT] = "select",
						 [MMS_SELECT_VALUE] = "select with value",
						 [MMS_OPERATE] = "operate",
						 [MMS_CANCEL_ACTION] = "cancel" };

	d->ot.function = functions[action];
	if (!d->ot.failed && !accepted(m, i, action)) {
		d->ot.failed = true;
		d->ot.status = "not selected";
	}
	mms_command_answer(d, &m->name[i], action, !d->ot.failed);
}

/* Reads and writes: an operation for each object. */
void mms_variables(struct dec *d, struct mms *m, bool response)
{
	struct ot ots[MMS_OBJECTS], common = d->ot;
	uint16_t last = d->nvalues;
	unsigned items = m->w.nitems < MMS_OBJECTS ? m->w.nitems : MMS_OBJECTS;
	unsigned n = response && items > m->nnames ? items : m->nnames;
	struct ber e;

	if (n == 1 && items > 1) /* a named list: its members are one object */
		items = 1;
	if (!response && n > 1 && items > 0 && items != n)
		dec_malformed(d, "as many values as variables are wanted");
	for (unsigned i = 0; i < n; i++) {
		d->ot = common;
		m->more[i].first = d->nvalues;
		struct mms_range r = item_range(m, i, last);

		if (n == 1 && m->w.nitems > 0)
			r = (struct mms_range){ m->w.item[0], last };
		if (i < m->nnames)
			mms_name_operation(d, &m->name[i]);
		if (response)
			result(d, r);
		else if (m->service == MMS_SERVICE_WRITE)
			mms_values(d, r);
		if (i < m->nnames)
			mms_read_command(d, m, i, response);
		if (response && m->service == MMS_SERVICE_READ && i < m->nnames &&
		    mms_item(m, i, &e))
			mms_learn_model(d, &m->name[i], &e);
		d->ot.count = 1;
		m->more[i].end = d->nvalues;
		ots[i] = d->ot;
	}
	if (n > 0)
		emit_all(d, m, n, last, ots);
}

/* Termination of a command, with what went wrong before it. */
void mms_termination(struct dec *d, struct mms *m)
{
	struct ot ots[MMS_OBJECTS], common = d->ot;
	uint16_t last = d->nvalues;
	bool wrong = false;
	const char *why = NULL;
	struct ber e;

	for (unsigned i = 0; i < m->nnames; i++) {
		enum mms_action action = mms_action_of(&m->name[i]);

		d->ot = common;
		m->more[i].first = d->nvalues;
		mms_name_operation(d, &m->name[i]);
		if (!mms_item(m, i, &e))
			e = (struct ber){ .tag = 0 };
		if (action == MMS_APPLICATION_ERROR) {
			d->ot.function = "application error";
			mms_application_error(d, &e);
			wrong = true;
			why = d->ot.status;
		} else if (action != MMS_NO_ACTION) {
			mms_command(d, &m->name[i], MMS_TERMINATION, &e);
			d->ot.failed = wrong;
			d->ot.status = wrong ? why : "ok";
		} else {
			mms_values(d, item_range(m, i, last));
		}
		d->ot.count = 1;
		m->more[i].end = d->nvalues;
		ots[i] = d->ot;
	}
	emit_all(d, m, m->nnames, last, ots);
}
