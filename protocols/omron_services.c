/*
 * FINS: what commands other than those of memory are about: objects, values, who the controller is.
 * Their fields are read already. Spec: W342, section 5-3.
 */
#include "protocols/omron_inside.h"

enum {
	NODE_BYTES = 31,
	ERROR_BYTES = 8,
	COUNTER_BYTES = 62,
	CLEAR_MESSAGE = 0x4000,
	READ_FAL = 0x8000,
	ALL_ERRORS = 0xffff,
	PRESENT_ERROR = 0xfffe,
	ONLY_UNITS = 1,
};

/* clang-format off */
static const int16_t model[] = { OMRON_MORE, MODEL, VERSION, OMRON_END };
static const int16_t cpu[] = { OMRON_MORE, SYSTEM_USE, OMRON_MORE, PROGRAM_SIZE, IOM_SIZE,
	DM_WORDS, TIMER_SIZE, EM_SIZE, STEPS, CARD, CARD_SIZE, OMRON_END };
static const int16_t bus_units[] = { OMRON_MORE, BUS_UNIT_0, BUS_UNIT_1, BUS_UNIT_2, BUS_UNIT_3, BUS_UNIT_4, BUS_UNIT_5,
	BUS_UNIT_6, BUS_UNIT_7, BUS_UNIT_8, BUS_UNIT_9, BUS_UNIT_10, BUS_UNIT_11, BUS_UNIT_12, BUS_UNIT_13, BUS_UNIT_14,
	BUS_UNIT_15, BUS_RESERVED, SYSMAC_1, SYSMAC_2, OMRON_PC_STATUS, OMRON_END };
static const int16_t status[] = { OMRON_MORE, STATUS, MODE, OMRON_FATAL, OMRON_NON_FATAL, OMRON_MESSAGE, OMRON_FALS,
	ERROR_MESSAGE, OMRON_END };
static const int16_t only_data[] = { RESPONSE_DATA, OMRON_END };
static const int16_t fal[] = { OMRON_MORE, OMRON_FALS, ERROR_MESSAGE, OMRON_END };
static const int16_t texts[] = { OMRON_MORE, OMRON_MESSAGE, OMRON_EACH, READ_MESSAGE, OMRON_END };
/* clang-format on */

/* Text without the blanks that fill it up. */
static struct cur trimmed(struct cur c)
{
	size_t n = cur_left(&c);

	while (n > 0 && cur_at(&c, n - 1) == ' ')
		n--;
	return cur_upto(&c, n);
}

static void object(struct dec *d, const char *text)
{
	d->ot.has_object = true;
	d->ot.object_text = text;
}

/* The field's text is the operation's value. */
static void value_of(struct dec *d, unsigned field)
{
	const struct value *v = omron_said(d, field);

	if (v != NULL)
		ot_bytes(d, &ot_text_field, trimmed(value_cur(v)));
}

void omron_value_name(struct dec *d, const char *name)
{
	d->ot.value.n = 0;
	if (name != NULL)
		ot_bytes(d, &ot_text_field, dec_keep(d, name, strlen(name)));
}

static const char *text_of(const struct dec *d, unsigned field)
{
	return field_value_name(&field_table[field], omron_number(d, field));
}

/* ---- parameters and programs ------------------------------------------------------------------
 */

void omron_parameter_area(struct dec *d, struct omron *m)
{
	const char *area = text_of(d, PARAMETER_AREA);

	(void)m;
	if (omron_said(d, NUMWORDS) == NULL)
		return;
	unsigned word = (unsigned)omron_number(d, WORD);

	if (area != NULL)
		object(d, dec_text(d, "%s:%u", area, word));
	else
		object(d, dec_text(d, "parameters 0x%04x:%u",
				   (unsigned)omron_number(d, PARAMETER_AREA), word));
	d->ot.count = (uint32_t)(omron_number(d, NUMWORDS) & 0x7fff);
}

void omron_program_area(struct dec *d, struct omron *m)
{
	(void)m;
	if (omron_said(d, PROGRAM) == NULL)
		return;
	unsigned program = (unsigned)omron_number(d, PROGRAM);

	if (omron_said(d, BEGIN_WORD) != NULL)
		object(d, dec_text(d, "program %u:%u", program,
				   (unsigned)omron_number(d, BEGIN_WORD)));
	else
		object(d, dec_text(d, "program %u", program));
	d->ot.count = (uint32_t)(omron_number(d, NUMWORDS) & 0x7fff);
}

void omron_mode(struct dec *d, struct omron *m)
{
	(void)m;
	/* Without a mode it is MONITOR. */
	omron_value_name(d, omron_said(d, MODE) != NULL ? text_of(d, MODE) : "MONITOR");
}

/* ---- who and how ------------------------------------------------------------------------------
 */

void omron_controller_command(struct dec *d, struct omron *m)
{
	if (cur_left(&d->c) == 0)
		return;
	struct cur what = take_rest(d, COMMAND_DATA);

	omron_keep(m, cur_at(&what, 0), 0, 0);
}

static struct identity *sender(struct dec *d)
{
	static const char vendor[] = "Omron";
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	if (cur_left(&id->vendor) == 0)
		id->vendor = dec_keep(d, vendor, sizeof(vendor) - 1);
	return id;
}

void omron_controller(struct dec *d, struct omron *m)
{
	if (m->unit || !m->known || m->ask[OMRON_ASK_AREA] != ONLY_UNITS) {
		omron_take(d, model);
		omron_take(d, m->unit ? only_data : cpu);
	}
	omron_take(d, bus_units);
	const struct value *v = omron_said(d, MODEL), *version = omron_said(d, VERSION);

	if (v == NULL)
		return;
	struct cur type = trimmed(value_cur(v));

	ot_bytes(d, &ot_text_field, type);
	/* What comes through gateways is said of a device that has not the frame's address. */
	if (m->relayed || cur_left(&type) == 0)
		return;
	sender(d)->model = type;
	if (version != NULL)
		sender(d)->firmware = trimmed(value_cur(version));
}

void omron_connected(struct dec *d, struct omron *m)
{
	struct listing all = { .n = 0 };

	(void)m;
	for (unsigned i = 0; i < d->nvalues; i++) {
		if (d->values[i].field != &field_table[UNIT_MODEL])
			continue;
		ot_bytes(d, &ot_text_field, trimmed(value_cur(&d->values[i])));
		listing_add(&all, ", ", &d->ot.value);
	}
	ot_listing(d, &all);
}

void omron_status(struct dec *d, struct omron *m)
{
	omron_take(d, m->unit ? only_data : status);
	if (omron_said(d, MODE) != NULL)
		omron_value_name(d, text_of(d, MODE));
	if (omron_number(d, FATAL) != 0)
		dec_mark(d, "the controller has a fatal error");
}

static void node_bits(struct dec *d, struct cur nodes)
{
	static const struct {
		uint8_t field, shift;
	} bits[] = { { NODE_NETWORK_LOW, 0 },  { NODE_EXIT_LOW, 1 },  { NODE_POLLING_LOW, 3 },
		     { NODE_NETWORK_HIGH, 4 }, { NODE_EXIT_HIGH, 5 }, { NODE_POLLING_HIGH, 7 } };

	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		struct value series = series_of(nodes, VALUE_PARTS, 1, 1, NODE_BYTES);

		series.shift = bits[i].shift;
		put_strided(d, bits[i].field, series);
	}
}

void omron_network(struct dec *d, struct omron *m)
{
	static const int16_t cyclic[] = { COM_CYCLE, POLLING_NODE, CYCLIC_OPERATION,
					  CYCLIC_TRANSMISSION, OMRON_END };

	(void)m;
	if (cur_left(&d->c) == 0)
		return;
	struct cur nodes = cur_sub(&d->c, NODE_BYTES);

	if (!cur_ok(&nodes))
		return;
	node_bits(d, nodes);
	omron_take(d, cyclic);
	struct cur errors = cur_sub(&d->c, ERROR_BYTES);

	if (cur_ok(&errors))
		put_series(d, CYCLIC_ERRORS, VALUE_U8S, errors, ERROR_BYTES);
	struct cur counters = cur_sub(&d->c, COUNTER_BYTES);

	if (cur_ok(&counters))
		put_series(d, NODE_ERRORS, VALUE_U8S, counters, COUNTER_BYTES);
}

void omron_cycle_command(struct dec *d, struct omron *m)
{
	const struct value *v = omron_said(d, CYCLE_PARAMETER);

	if (v == NULL)
		return;
	omron_keep(m, (uint16_t)v->u, 0, 0);
	omron_value_name(d, text_of(d, CYCLE_PARAMETER));
}

void omron_cycle(struct dec *d, struct omron *m)
{
	(void)m;
	if (omron_said(d, CYCLE_AVERAGE) != NULL)
		ot_number(d, omron_number(d, CYCLE_AVERAGE));
}

/* ---- times, messages, rights, errors ----------------------------------------------------------
 */

static bool decimal(uint64_t bcd, unsigned least, unsigned most)
{
	unsigned u = (unsigned)(10 * (bcd >> 4) + (bcd & 15));

	return (bcd & 15) < 10 && bcd >> 4 < 10 && u >= least && u <= most;
}

/* The years are 1998 to 2097. */
void omron_clock(struct dec *d, struct omron *m)
{
	(void)m;
	if (omron_said(d, MINUTE) == NULL)
		return;
	unsigned year = (unsigned)omron_number(d, YEAR), month = (unsigned)omron_number(d, MONTH);
	unsigned day = (unsigned)omron_number(d, DATE), hour = (unsigned)omron_number(d, HOUR);
	unsigned minute = (unsigned)omron_number(d, MINUTE),
		 second = (unsigned)omron_number(d, SECOND);

	if (!decimal(year, 0, 99) || !decimal(month, 1, 12) || !decimal(day, 1, 31) ||
	    !decimal(hour, 0, 23) || !decimal(minute, 0, 59) || !decimal(second, 0, 59)) {
		dec_mark(d, "time that is no time");
		return;
	}
	const char *text =
		dec_text(d, "%s%02x-%02x-%02x %02x:%02x:%02x", year >= 0x98 ? "19" : "20", year,
			 month, day, hour, minute, second);

	ot_bytes(d, &ot_text_field, cur_of(text, strlen(text)));
}

void omron_messages_command(struct dec *d, struct omron *m)
{
	static const int16_t number[] = { OMRON_FALS, OMRON_END },
			     which[] = { OMRON_MESSAGE, OMRON_END };
	struct cur look = d->c;
	uint16_t what = cur_be16(&look);

	if (!cur_ok(&look)) {
		cur_fail(&d->c);
		return;
	}
	omron_keep(m, what, 0, 0);
	if ((what & (READ_FAL | CLEAR_MESSAGE)) == READ_FAL) {
		d->ot.function = "FAL/FALS Read";
		omron_take(d, number);
		return;
	}
	d->ot.function = (what & CLEAR_MESSAGE) != 0 ? "Message Clear" : "Message Read";
	if ((what & CLEAR_MESSAGE) != 0)
		d->ot.op = OT_CONTROL;
	omron_take(d, which);
}

void omron_messages(struct dec *d, struct omron *m)
{
	uint16_t what = m->ask[OMRON_ASK_AREA];

	if (!m->known) { /* nobody knows of what it tells */
		omron_take(d, only_data);
		return;
	}
	if ((what & CLEAR_MESSAGE) != 0)
		d->ot.op = OT_CONTROL;
	if ((what & (READ_FAL | CLEAR_MESSAGE)) == READ_FAL) {
		d->ot.function = "FAL/FALS Read";
		omron_take(d, fal);
		value_of(d, ERROR_MESSAGE);
		return;
	}
	d->ot.function = (what & CLEAR_MESSAGE) != 0 ? "Message Clear" : "Message Read";
	omron_take(d, texts);
	value_of(d, READ_MESSAGE);
}

/* Who has the right, when it is another. */
void omron_holder(struct dec *d, struct omron *m)
{
	(void)m;
	if (omron_said(d, NETWORK) == NULL)
		return;
	const char *text =
		dec_text(d, "%u.%u.%u", (unsigned)omron_number(d, NETWORK),
			 (unsigned)omron_number(d, NODE), (unsigned)omron_number(d, UNIT));

	ot_bytes(d, &ot_text_field, cur_of(text, strlen(text)));
}

void omron_error_number(struct dec *d, struct omron *m)
{
	uint64_t number = omron_number(d, RESET_FALS);

	(void)m;
	if (omron_said(d, RESET_FALS) == NULL)
		return;
	object(d, number == ALL_ERRORS	    ? "all errors"
		  : number == PRESENT_ERROR ? "present error"
					    : dec_text(d, "error 0x%04x", (unsigned)number));
}

/* ---- files, names, addresses ------------------------------------------------------------------
 */

/* The first file; of a copy or a new name, the second one is the value. */
void omron_file(struct dec *d, struct omron *m)
{
	const struct value *first = NULL, *second = NULL;
	uint32_t n = 0;

	for (unsigned i = 0; i < d->nvalues; i++) {
		if (d->values[i].field != &field_table[FILENAME])
			continue;
		if (n == 0)
			first = &d->values[i];
		else if (n == 1)
			second = &d->values[i];
		n++;
	}
	const char *device = text_of(d, DISK);

	if (first == NULL && omron_said(d, DISK) != NULL)
		object(d, device != NULL ? device : "file device");
	if (first == NULL)
		return;
	if (m->response) {
		ot_bytes(d, &ot_text_field, trimmed(value_cur(first)));
		d->ot.count = n;
		return;
	}
	object(d, dec_string(d, trimmed(value_cur(first))));
	d->ot.count = n;
	if (second != NULL)
		ot_bytes(d, &ot_text_field, trimmed(value_cur(second)));
}

void omron_label(struct dec *d, struct omron *m)
{
	const char *device = text_of(d, DISK);

	(void)m;
	if (omron_said(d, DISK) != NULL)
		object(d, device != NULL ? device : "file device");
	value_of(d, VOLUME);
}

void omron_name(struct dec *d, struct omron *m)
{
	const struct value *v = omron_said(d, NAME);

	value_of(d, NAME);
	if (v == NULL || !m->response || m->relayed || v->n == 0)
		return;
	sender(d)->name = trimmed(value_cur(v));
}

void omron_address(struct dec *d, struct omron *m)
{
	const struct value *v = omron_said(d, IP);
	struct cur ip = v != NULL ? value_cur(v) : cur_of("", 0);
	uint8_t octet[4];

	(void)m;
	if (cur_left(&ip) != sizeof(octet))
		return;
	cur_copy(&ip, octet, sizeof(octet));
	const char *text = dec_text(d, "%u.%u.%u.%u", octet[0], octet[1], octet[2], octet[3]);

	ot_bytes(d, &ot_text_field, cur_of(text, strlen(text)));
}
