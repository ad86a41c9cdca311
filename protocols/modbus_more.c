/* Modbus functions with an inner life: diagnostics, event log, file records, encapsulated
 * interfaces. */
#include "protocols/modbus_fields.h"

/* Diagnostics (6.8): which field the data of a sub-function is, in request and response; -1: data.
 */
struct diagnostic {
	enum ot_op op;
	int16_t field[2];
};

/* clang-format off */
static const struct diagnostic diagnostics[] = {
	[0]  = { OT_DIAGNOSE, { QUERY_DATA, ECHO_DATA } },
	[1]  = { OT_CONTROL,  { RESTART_OPTION, RESTART_OPTION } },
	[2]  = { OT_DIAGNOSE, { -1, DIAG_REGISTER } },
	[3]  = { OT_CONTROL,  { DELIMITER, DELIMITER } },
	[4]  = { OT_CONTROL,  { -1, -1 } },
	[5]  = { OT_OTHER,    { -1, -1 } },
	[6]  = { OT_OTHER,    { -1, -1 } },
	[7]  = { OT_OTHER,    { -1, -1 } },
	[8]  = { OT_OTHER,    { -1, -1 } },
	[9]  = { OT_OTHER,    { -1, -1 } },
	[10] = { OT_CONTROL,  { -1, CLEAR_ECHO } },
	[11] = { OT_DIAGNOSE, { -1, MESSAGE_COUNT } },
	[12] = { OT_DIAGNOSE, { -1, CRC_ERRORS } },
	[13] = { OT_DIAGNOSE, { -1, EXCEPTIONS } },
	[14] = { OT_DIAGNOSE, { -1, SLAVE_MESSAGES } },
	[15] = { OT_DIAGNOSE, { -1, NO_RESPONSE } },
	[16] = { OT_DIAGNOSE, { -1, NAK_COUNT } },
	[17] = { OT_DIAGNOSE, { -1, BUSY_COUNT } },
	[18] = { OT_DIAGNOSE, { -1, OVERRUNS } },
	[19] = { OT_DIAGNOSE, { -1, -1 } },
	[20] = { OT_CONTROL,  { -1, -1 } },
	[21] = { OT_CONTROL,  { -1, -1 } },
};
/* clang-format on */

enum {
	DIAGNOSTICS = 8,
	READ_FILE = 20,
	WRITE_FILE = 21,
	ENCAPSULATED = 43,
	FORCE_LISTEN_ONLY = 4,
	CHANGE_DELIMITER = 3,
	RETURN_QUERY_DATA = 0,
	DEVICE_IDENTIFICATION = 14,
};

bool modbus_silent(const uint16_t *ask)
{
	return ask[ASK_FUNCTION] == DIAGNOSTICS && ask[ASK_EXTRA] == FORCE_LISTEN_ONLY;
}

static const struct diagnostic *diagnostic_of(uint16_t code)
{
	static const struct diagnostic unknown = { OT_OTHER, { -1, -1 } };

	return code < sizeof(diagnostics) / sizeof(diagnostics[0]) ? &diagnostics[code] : &unknown;
}

static void name_diagnostic(struct dec *d, uint16_t code)
{
	const char *name = field_value_name(&field_table[DIAGNOSTIC], code);

	d->ot.op = diagnostic_of(code)->op;
	if (name != NULL)
		d->ot.function = name;
}

static void name_encapsulated(struct dec *d, uint16_t mei)
{
	const char *name = field_value_name(&field_table[MEI], mei);

	d->ot.op = mei == DEVICE_IDENTIFICATION ? OT_IDENTIFY : OT_OTHER;
	if (name != NULL)
		d->ot.function = name;
}

static void name_record(struct dec *d, unsigned file, unsigned record)
{
	d->ot.has_object = true;
	d->ot.object_text = dec_text(d, "file:%u/%u", file, record);
}

static void name_asked_record(struct dec *d, const uint16_t *ask)
{
	if (ask[ASK_COUNT] != 0)
		name_record(d, ask[ASK_ADDRESS], ask[ASK_EXTRA]);
	else /* the request named none, or nothing of it */
		d->ot.has_object = false;
}

void modbus_name_asked(struct dec *d, const uint16_t *ask)
{
	if (ask[ASK_FUNCTION] == DIAGNOSTICS)
		name_diagnostic(d, ask[ASK_EXTRA]);
	else if (ask[ASK_FUNCTION] == ENCAPSULATED)
		name_encapsulated(d, ask[ASK_EXTRA]);
	else if (ask[ASK_FUNCTION] == READ_FILE || ask[ASK_FUNCTION] == WRITE_FILE)
		name_asked_record(d, ask);
}

void modbus_diagnostics(struct dec *d, uint16_t *ask)
{
	uint16_t code = (uint16_t)take(d, DIAGNOSTIC);

	if (!cur_ok(&d->c))
		return;
	const struct diagnostic *row = diagnostic_of(code);

	name_diagnostic(d, code);
	if (d->dir == DIR_REQUEST) {
		ask[ASK_EXTRA] = code;
	} else if (ask != NULL && ask[ASK_EXTRA] != code) {
		dec_mark(d, "answers a function that was not asked for");
	}
	uint16_t before = d->nvalues;

	if (row->field[d->dir] < 0)
		modbus_data(d);
	else if (code != RETURN_QUERY_DATA || cur_left(&d->c) > 0) /* which may be of any length */
		(void)dec_take(d, &field_table[row->field[d->dir]]);
	/* What the device tells, and what it is to repeat; other requests have filling only. */
	if (row->op == OT_DIAGNOSE && (d->dir == DIR_RESPONSE || code == RETURN_QUERY_DATA) &&
	    d->nvalues > before)
		d->ot.value = d->values[before];
	if (code == CHANGE_DELIMITER)
		cur_skip(&d->c, 1); /* the low byte is 00 by definition */
}

void modbus_event_counter(struct dec *d, uint16_t *ask)
{
	(void)ask;
	if (d->dir == DIR_REQUEST) {
		modbus_data(d);
		return;
	}
	take(d, EV_STATUS);
	uint64_t count = take(d, EV_COUNT);

	if (cur_ok(&d->c))
		ot_number(d, count);
}

/* Events (6.10): bit 7 set: a message was received; bits 7 and 6 clear and set: one was sent. */
static void event(struct dec *d)
{
	static const struct {
		uint8_t bit, field;
	} received[] = { { 0x02, EV_RX_ERROR },
			 { 0x10, EV_RX_OVERRUN },
			 { 0x20, EV_RX_LISTEN },
			 { 0x40, EV_RX_BROADCAST } },
	  sent[] = { { 0x01, EV_TX_READ }, { 0x02, EV_TX_ABORT },   { 0x04, EV_TX_BUSY },
		     { 0x08, EV_TX_NAK },  { 0x10, EV_TX_TIMEOUT }, { 0x20, EV_TX_LISTEN } };
	uint64_t e = take(d, EVENT);

	if ((e & 0x80) != 0) {
		for (size_t i = 0; i < sizeof(received) / sizeof(received[0]); i++)
			put(d, received[i].field, (e & received[i].bit) != 0);
	} else if ((e & 0x40) != 0) {
		for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++)
			put(d, sent[i].field, (e & sent[i].bit) != 0);
	}
}

void modbus_event_log(struct dec *d, uint16_t *ask)
{
	(void)ask;
	if (d->dir == DIR_REQUEST) {
		modbus_data(d);
		return;
	}
	size_t bytes = take(d, BYTE_COUNT);

	take(d, EV_STATUS);
	take(d, EV_COUNT);
	take(d, EV_MESSAGES);
	if (!cur_ok(&d->c))
		return;
	if (bytes < 6 || bytes - 6 != cur_left(&d->c))
		dec_malformed(d, "byte count does not match the data");
	for (size_t n = bytes < 6 ? 0 : bytes - 6; n > 0 && cur_left(&d->c) > 0; n--)
		event(d);
}

/* Is it text that people can read? */
static bool readable(struct cur c)
{
	for (; cur_left(&c) > 0; cur_skip(&c, 1)) {
		if (cur_at(&c, 0) < ' ' || cur_at(&c, 0) > '~')
			return false;
	}
	return true;
}

void modbus_slave_id(struct dec *d, uint16_t *ask)
{
	(void)ask;
	if (d->dir == DIR_RESPONSE) {
		struct cur look = d->c;
		size_t bytes = cur_u8(&look);
		struct cur id = cur_sub(&look, bytes), all = id;

		if (!cur_ok(&id))
			dec_malformed(d, "byte count does not match the data");
		/* Its text begins after the id and the run indicator, where it has these (6.17). */
		if (cur_at(&id, 1) == 0x00 || cur_at(&id, 1) == 0xff)
			cur_skip(&id, 2);
		if (cur_left(&id) > 0 && readable(id))
			ot_bytes(d, &ot_text_field, id);
		else
			ot_bytes(d, &field_table[DATA], all);
		struct identity *known = dec_identity(d);

		known->of_sender = true;
		known->description = id;
	}
	modbus_data(d);
}

/* One sub-request or record: reference type, file and record number, length in registers. */
static uint16_t record_header(struct dec *d, uint16_t *ask)
{
	uint64_t type = take(d, REFERENCE_TYPE);
	uint32_t where = (uint32_t)take(d, REFERENCE_32);
	uint16_t words = (uint16_t)take(d, WORD_COUNT);

	if (!cur_ok(&d->c))
		return words;
	if (type != 6)
		dec_mark(d, "reference type is not 6");
	if ((where & 0xffff) > 9999)
		dec_mark(d, "record number is over 9999");
	if (ask != NULL) {
		ask[ASK_ADDRESS] = (uint16_t)(where >> 16);
		ask[ASK_EXTRA] = (uint16_t)where;
		ask[ASK_COUNT] = words;
	}
	name_record(d, where >> 16, where & 0xffff);
	d->ot.count = words;
	return words;
}

/* Records end where the byte count says; what lies behind is none. False: there are none. */
static bool records_fit(struct dec *d, size_t bytes)
{
	if (cur_ok(&d->c) && bytes != cur_left(&d->c))
		dec_malformed(d, "byte count does not match the data");
	if (bytes < cur_left(&d->c)) {
		struct cur records = cur_sub(&d->c, bytes);

		d->trailing += (uint32_t)cur_left(&d->c);
		d->c = records;
	}
	return cur_left(&d->c) > 0;
}

static void read_file_response(struct dec *d, const uint16_t *ask)
{
	unsigned n = 0;

	if (!records_fit(d, take(d, BYTE_COUNT)))
		return;
	dec_share(d);
	for (; cur_left(&d->c) > 0; n++) {
		size_t bytes = take(d, BYTE_COUNT);
		uint64_t type = take(d, REFERENCE_TYPE);
		struct cur data = bytes > 0 ? take_bytes(d, DATA, bytes - 1) : cur_sub(&d->c, 0);

		if (!cur_ok(&data) || bytes == 0) {
			dec_malformed(d, "record length does not match the data");
			break;
		}
		if (type != 6)
			dec_mark(d, "reference type is not 6");
		/* The response does not repeat the records' names; the request kept the first. */
		d->ot.has_object = false;
		if (n == 0 && ask != NULL)
			name_record(d, ask[ASK_ADDRESS], ask[ASK_EXTRA]);
		d->ot.count = (uint32_t)(cur_left(&data) / 2);
		ot_series(d, VALUE_BE16S, data, d->ot.count);
		emit(d);
	}
}

void modbus_read_file(struct dec *d, uint16_t *ask)
{
	if (d->dir == DIR_RESPONSE) {
		read_file_response(d, ask);
		return;
	}
	if (!records_fit(d, take(d, BYTE_COUNT)))
		return;
	dec_share(d);
	for (bool first = true; cur_left(&d->c) > 0; first = false) {
		(void)record_header(d, first ? ask : NULL);
		if (cur_ok(&d->c))
			emit(d);
	}
}

void modbus_write_file(struct dec *d, uint16_t *ask)
{
	if (!records_fit(d, take(d, BYTE_COUNT)))
		return;
	dec_share(d);
	for (bool first = true; cur_left(&d->c) > 0; first = false) {
		size_t words = record_header(d, first && d->dir == DIR_REQUEST ? ask : NULL);

		if (!cur_ok(&d->c))
			return;
		struct cur data = take_bytes(d, DATA, 2 * words);

		if (!cur_ok(&data))
			return;
		ot_series(d, VALUE_BE16S, data, (uint32_t)words);
		emit(d);
	}
}

/*
 * Where an identification object goes in the asset table (6.21). One object for each text: a device
 * that is asked for its objects one by one must not seem to change.
 */
static void identify(struct dec *d, uint64_t object, struct cur text)
{
	enum { VENDOR, MODEL, FIRMWARE, URL, PRODUCT, DESCRIPTION, NAME, OBJECTS };

	if (object >= OBJECTS || object == URL || object == PRODUCT || cur_left(&text) == 0)
		return;
	struct identity *id = dec_identity(d);
	struct cur *const where[OBJECTS] = { [VENDOR] = &id->vendor,
					     [MODEL] = &id->model,
					     [FIRMWARE] = &id->firmware,
					     [DESCRIPTION] = &id->description,
					     [NAME] = &id->name };

	id->of_sender = true;
	*where[object] = text;
}

static void identification_response(struct dec *d)
{
	struct listing texts = { .n = 0 };

	take(d, READ_DEVICE_ID);
	take(d, CONFORMITY);
	take(d, MORE_FOLLOWS);
	take(d, NEXT_OBJECT);
	uint64_t n = take(d, OBJECT_COUNT);

	d->ot.count = (uint32_t)n;
	for (; n > 0 && cur_ok(&d->c); n--) {
		uint64_t object = take(d, OBJECT_ID);
		size_t bytes = take(d, OBJECT_LENGTH);
		struct cur text = take_bytes(d, object < 7 ? OBJECT_TEXT : OBJECT_BYTES, bytes);

		if (!cur_ok(&text))
			break;
		identify(d, object, text);
		if (object < 7)
			listing_add(&texts, ", ", &d->values[d->nvalues - 1]);
	}
	ot_listing(d, &texts);
}

void modbus_encapsulated(struct dec *d, uint16_t *ask)
{
	struct cur whole = d->c;
	uint64_t mei = take(d, MEI);

	if (!cur_ok(&d->c))
		return;
	name_encapsulated(d, (uint16_t)mei);
	if (d->dir == DIR_REQUEST)
		ask[ASK_EXTRA] = (uint16_t)mei;
	else if (ask != NULL && ask[ASK_EXTRA] != mei)
		dec_mark(d, "answers a function that was not asked for");
	if (mei != DEVICE_IDENTIFICATION) {
		d->c = whole; /* as Wireshark has it: the data begins with the MEI type */
		modbus_data(d);
		return;
	}
	if (d->dir == DIR_RESPONSE) {
		identification_response(d);
	} else {
		take(d, READ_DEVICE_ID);
		take(d, OBJECT_ID);
	}
}
