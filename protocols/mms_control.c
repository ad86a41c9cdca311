/*
 * Commands of IEC 61850-8-1, clause 20: an object is selected (SBO is read, or SBOw written) and
 * operated (Oper written), or cancelled; with enhanced security the device reports the command's
 * end with the same structure (command termination), and says why it refuses in LastApplError.
 *
 *	logical device / node $CO$ object $ Oper	{ ctlVal, [operTm], origin { orCat, orIdent
 *}, ctlNum, T, Test, Check }
 *
 * A selection belongs to the connection that made it, so it is remembered for the flow.
 */
#include <stdio.h>

#include "protocols/mms_inside.h"

enum {
	DATA_STRUCTURE = 2,
	DATA_BOOLEAN = 3,
	DATA_BITS = 4,
	DATA_INTEGER = 5,
	DATA_UNSIGNED = 6,
	DATA_FLOAT = 7,
	DATA_OCTETS = 9,
	DATA_VISIBLE = 10,
	DATA_UTC = 17,
	NAME_MAX = 200,
	/* kinds of notes, in the key's top bits */
	NOTE_OBJECT = 2,
};

/* What is remembered of an object. */
enum { WORD_PHASE, WORD_VALUE, WORD_MODEL };

/* Where the last command for it stands; from 1 on it is CONTROL_SELECTED's value plus 1. */
enum phase {
	PHASE_NONE,
	PHASE_SELECTED = 2,
	PHASE_REFUSED = 4,
	PHASE_CANCELLED = 5,
	PHASE_OPERATED = 6,
	PHASE_ASKED = 7, /* a select without its answer yet */
};

enum { OTHER_VALUE = 2 };

static bool ends_with(const struct cur *item, const char *end)
{
	struct cur tail = *item;
	size_t n = strlen(end);

	if (cur_left(&tail) < n)
		return false;
	cur_skip(&tail, cur_left(&tail) - n);
	return cur_starts(&tail, end, n);
}

/* Where the functional constraint is: "$CO$"; 0: it is another one, or there is none. */
static size_t constraint_at(const struct cur *item, const char *constraint)
{
	struct cur c = *item;

	for (size_t at = 0; cur_left(&c) > 0; at++, cur_skip(&c, 1)) {
		if (cur_at(&c, 0) == '$')
			return cur_starts(&c, constraint, strlen(constraint)) ? at : 0;
	}
	return 0;
}

enum mms_action mms_action_of(const struct mms_name *name)
{
	static const struct {
		const char *end;
		enum mms_action action;
	} table[] = {
		{ "$Oper", MMS_OPERATE },
		{ "$SBOw", MMS_SELECT_VALUE },
		{ "$SBO", MMS_SELECT },
		{ "$Cancel", MMS_CANCEL_ACTION },
	};

	if (ends_with(&name->item, "LastApplError"))
		return MMS_APPLICATION_ERROR;
	if (constraint_at(&name->item, "$CO$") == 0)
		return MMS_NO_ACTION;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (ends_with(&name->item, table[i].end))
			return table[i].action;
	}
	return MMS_NO_ACTION;
}

/* Copies c to text; false: there is no room. */
static bool append(char text[NAME_MAX], size_t *n, struct cur c)
{
	if (*n + cur_left(&c) >= NAME_MAX)
		return false;
	*n += cur_copy(&c, text + *n, NAME_MAX - *n);
	text[*n] = '\0';
	return true;
}

/* "domain/node$CO$object" of a name with another constraint of two letters and another end. */
static bool object_text(const struct mms_name *name, size_t at, char text[NAME_MAX])
{
	struct cur item = name->item;
	size_t n = 0, left = cur_left(&item);

	while (left > 0 && cur_at(&item, left - 1) != '$')
		left--;
	if (left < at + 5)
		return false;
	struct cur node = cur_sub(&item, at);

	cur_skip(&item, 4);
	struct cur object = cur_sub(&item, left - 1 - at - 4);

	return append(text, &n, name->domain) && append(text, &n, cur_of("/", 1)) &&
	       append(text, &n, node) && append(text, &n, cur_of("$CO$", 4)) &&
	       append(text, &n, object);
}

/* FNV-1a. */
static uint64_t hash_of(struct cur c)
{
	uint64_t h = UINT64_C(14695981039346656037);

	while (cur_left(&c) > 0)
		h = (h ^ cur_u8(&c)) * UINT64_C(1099511628211);
	return h;
}

static struct note *note_of(struct dec *d, const char *object)
{
	uint64_t hash = hash_of(cur_of(object, strlen(object)));

	return note_open(d, (uint64_t)NOTE_OBJECT << 56 | hash >> 8);
}

/* The first scalar in e: the position of a double point, the number of a set point. */
static bool scalar(struct ber *e)
{
	for (unsigned i = 0; i < 4 && e->tag == DATA_STRUCTURE; i++) {
		struct cur inner = e->body;

		if (!ber_next(&inner, e))
			return false;
	}
	return true;
}

static const char *value_of(struct dec *d, struct ber e)
{
	int64_t i = 0;
	double x = 0;
	bool b = false;

	if (!scalar(&e))
		return NULL;
	if (e.tag == DATA_BOOLEAN && ber_bool(e.body, &b))
		return dec_text(d, "%s", b ? "true" : "false");
	if ((e.tag == DATA_INTEGER || e.tag == DATA_UNSIGNED) && ber_int(e.body, &i))
		return dec_text(d, "%lld", (long long)i);
	if (e.tag == DATA_FLOAT && ber_float(e.body, &x))
		return dec_text(d, "%g", x);
	if (e.tag == DATA_BITS && cur_left(&e.body) == 2)
		return dec_text(d, "%u", (unsigned)cur_at(&e.body, 1) >> (cur_at(&e.body, 0) & 7));
	if (e.tag == DATA_VISIBLE)
		return dec_string(d, e.body);
	return NULL;
}

static void origin(struct dec *d, struct cur c)
{
	struct ber e;
	int64_t category = 0;

	if (ber_next(&c, &e) && ber_int(e.body, &category))
		put_int(d, CONTROL_CATEGORY, category);
	if (ber_next(&c, &e) && cur_left(&e.body) > 0)
		put_text(d, CONTROL_IDENT, dec_string(d, e.body));
}

static void put_time(struct dec *d, unsigned field, struct cur body)
{
	uint64_t time = 0;
	uint8_t quality = 0;

	if (ber_utc(body, &time, &quality))
		put(d, field, time);
}

/* What is behind ctlVal, by the types: only operTm and the order tell them apart. */
static void members(struct dec *d, struct cur c)
{
	bool has_origin = false, test = false;
	int64_t number = 0;
	struct ber e;

	while (ber_next(&c, &e)) {
		if (e.tag == DATA_STRUCTURE && !has_origin) {
			origin(d, e.body);
			has_origin = true;
		} else if (e.tag == DATA_UTC) {
			put_time(d, has_origin ? CONTROL_TIME : CONTROL_OPER_TIME, e.body);
		} else if ((e.tag == DATA_UNSIGNED || e.tag == DATA_INTEGER) &&
			   ber_int(e.body, &number)) {
			put_int(d, CONTROL_NUMBER, number);
		} else if (e.tag == DATA_BOOLEAN && ber_bool(e.body, &test)) {
			put(d, CONTROL_TEST, test);
		} else if (e.tag == DATA_BITS && cur_left(&e.body) == 2) {
			put(d, CONTROL_CHECK, cur_at(&e.body, 1));
		}
	}
}

/* The structure of a command; its value as text, or NULL. */
static const char *structure(struct dec *d, const struct ber *data)
{
	struct cur c = data->body;
	struct ber e;
	const char *value = NULL;

	if (data->class != BER_CONTEXT || data->tag != DATA_STRUCTURE || !ber_next(&c, &e))
		return NULL;
	value = value_of(d, e);
	if (value != NULL) {
		put_text(d, CONTROL_VALUE, value);
		ot_bytes(d, &ot_text_field, cur_of(value, strlen(value)));
	}
	members(d, c);
	return value;
}

/* How the selection stands for an operate with that value: CONTROL_SELECTED. */
static unsigned selection(const struct note *note, uint64_t value)
{
	uint64_t phase = note->word[WORD_PHASE];

	if (phase == PHASE_ASKED)
		phase = PHASE_SELECTED;
	if (phase == PHASE_SELECTED && note->word[WORD_VALUE] != 0 && value != 0 &&
	    note->word[WORD_VALUE] != value)
		return OTHER_VALUE;
	return phase > 0 ? (unsigned)phase - 1 : 0;
}

static void remember(struct dec *d, struct note *note, enum mms_action action, uint64_t value)
{
	switch (action) {
	case MMS_SELECT:
	case MMS_SELECT_VALUE:
		note->word[WORD_PHASE] = PHASE_ASKED;
		note->word[WORD_VALUE] = value;
		break;
	case MMS_OPERATE:
		put(d, CONTROL_SELECTED, selection(note, value));
		if (note->word[WORD_MODEL] != 0)
			put_int(d, CONTROL_MODEL, (int64_t)note->word[WORD_MODEL] - 1);
		note->word[WORD_PHASE] = PHASE_OPERATED;
		break;
	case MMS_CANCEL_ACTION:
		note->word[WORD_PHASE] = PHASE_CANCELLED;
		break;
	default:
		break;
	}
}

void mms_command(struct dec *d, const struct mms_name *name, enum mms_action action,
		 const struct ber *data)
{
	static const char *const functions[] = {
		[MMS_SELECT] = "select",
		[MMS_SELECT_VALUE] = "select with value",
		[MMS_OPERATE] = "operate",
		[MMS_CANCEL_ACTION] = "cancel",
		[MMS_TERMINATION] = "command termination",
	};
	char object[NAME_MAX];
	const char *value = NULL;

	d->ot.function = functions[action];
	put(d, CONTROL_ACTION, action);
	if (!object_text(name, constraint_at(&name->item, "$CO$"), object))
		return;
	put_text(d, CONTROL_OBJECT, dec_text(d, "%s", object));
	if (data != NULL)
		value = structure(d, data);
	struct note *note = note_of(d, object);

	if (note != NULL)
		remember(d, note, action,
			 value != NULL ? hash_of(cur_of(value, strlen(value))) : 0);
}

void mms_command_answer(struct dec *d, const struct mms_name *name, enum mms_action action,
			bool done)
{
	char object[NAME_MAX];

	put(d, CONTROL_ACTION, action);
	if (!object_text(name, constraint_at(&name->item, "$CO$"), object))
		return;
	put_text(d, CONTROL_OBJECT, dec_text(d, "%s", object));
	struct note *note = note_of(d, object);

	if (note == NULL)
		return;
	if (note->word[WORD_PHASE] == PHASE_ASKED)
		note->word[WORD_PHASE] = done ? PHASE_SELECTED : PHASE_REFUSED;
}

void mms_application_error(struct dec *d, const struct ber *data)
{
	static const unsigned fields[] = { CONTROL_ERROR, CONTROL_NUMBER, CONTROL_CAUSE };
	struct cur c = data->body;
	unsigned n = 0;
	int64_t i = 0;
	struct ber e;

	put(d, CONTROL_ACTION, MMS_APPLICATION_ERROR);
	while (ber_next(&c, &e)) {
		if (e.tag == DATA_VISIBLE)
			put_text(d, CONTROL_OBJECT, dec_string(d, e.body));
		else if (e.tag == DATA_STRUCTURE)
			origin(d, e.body);
		else if (n < 3 && ber_int(e.body, &i))
			put_int(d, fields[n++], i);
	}
	d->ot.failed = true;
	d->ot.status = n == 3 ? field_value_name(&field_table[CONTROL_CAUSE], (uint64_t)i) : NULL;
}

void mms_learn_model(struct dec *d, const struct mms_name *name, const struct ber *data)
{
	size_t at = constraint_at(&name->item, "$CF$");
	char object[NAME_MAX];
	int64_t model = 0;

	if (at == 0 || !ends_with(&name->item, "$ctlModel") || data->tag != DATA_INTEGER ||
	    !ber_int(data->body, &model) || !object_text(name, at, object))
		return;
	struct note *note = note_of(d, object);

	put_int(d, CONTROL_MODEL, model);
	if (note != NULL)
		note->word[WORD_MODEL] = (uint64_t)model + 1;
}
