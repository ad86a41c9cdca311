/*
 * CIP: PCCC, the commands of DF1 that PLC-5, SLC 500 and MicroLogix know, in the PCCC object. Spec:
 * Rockwell's DF1 Protocol and Command Set, 1770-6.5.16.
 *
 *	request:  length of the requester's identity, its contents, command, status, transaction
 *(2), function (commands 06, 07, 0f), data response: the same identity, command with bit 6, status,
 *transaction (2), extended status if status is f0, data
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"

enum { COMMAND_06 = 0x06, COMMAND_07 = 0x07, COMMAND_0F = 0x0f, EXTENDED_STATUS = 0xf0 };

struct function {
	uint8_t command, code;
	uint8_t op;	 /* enum ot_op */
	uint8_t address; /* fields of its logical address; 0: none */
	bool mask;	 /* a mask of bits before the data */
};

/* clang-format off */
static const struct function functions[] = {
	{ 0x0f, 0xa2, OT_READ, 3, false }, { 0x0f, 0xaa, OT_WRITE, 3, false }, { 0x0f, 0xab, OT_WRITE, 3, true },
	{ 0x0f, 0xa1, OT_READ, 2, false }, { 0x0f, 0xa9, OT_WRITE, 2, false },
	{ 0x06, 0x03, OT_IDENTIFY, 0, false }, { 0x06, 0x00, OT_DIAGNOSE, 0, false }, { 0x06, 0x01, OT_DIAGNOSE, 0, false },
	{ 0x06, 0x02, OT_WRITE, 0, false }, { 0x06, 0x04, OT_WRITE, 0, false }, { 0x06, 0x05, OT_WRITE, 0, false },
	{ 0x06, 0x06, OT_WRITE, 0, false }, { 0x06, 0x07, OT_DIAGNOSE, 0, false }, { 0x06, 0x08, OT_PROGRAM, 0, false },
	{ 0x06, 0x09, OT_DIAGNOSE, 0, false }, { 0x06, 0x0a, OT_WRITE, 0, false },
	{ 0x07, 0x00, OT_CONTROL, 0, false }, { 0x07, 0x01, OT_CONTROL, 0, false }, { 0x07, 0x03, OT_CONTROL, 0, false },
	{ 0x07, 0x04, OT_PROGRAM, 0, false }, { 0x07, 0x05, OT_PROGRAM, 0, false }, { 0x07, 0x06, OT_PROGRAM, 0, false },
	{ 0x0f, 0x00, OT_WRITE, 0, false }, { 0x0f, 0x01, OT_READ, 0, false }, { 0x0f, 0x02, OT_WRITE, 0, false },
	{ 0x0f, 0x03, OT_PROGRAM, 0, false }, { 0x0f, 0x04, OT_PROGRAM, 0, false }, { 0x0f, 0x05, OT_PROGRAM, 0, false },
	{ 0x0f, 0x06, OT_PROGRAM, 0, false }, { 0x0f, 0x07, OT_CONTROL, 0, false }, { 0x0f, 0x08, OT_PROGRAM, 0, false },
	{ 0x0f, 0x09, OT_PROGRAM, 0, false }, { 0x0f, 0x0a, OT_CONTROL, 0, false }, { 0x0f, 0x11, OT_AUTH, 0, false },
	{ 0x0f, 0x12, OT_AUTH, 0, false }, { 0x0f, 0x17, OT_PROGRAM, 0, false }, { 0x0f, 0x18, OT_PROGRAM, 0, false },
	{ 0x0f, 0x26, OT_WRITE, 0, false }, { 0x0f, 0x29, OT_READ, 0, false }, { 0x0f, 0x3a, OT_CONTROL, 0, false },
	{ 0x0f, 0x41, OT_CONTROL, 0, false }, { 0x0f, 0x50, OT_PROGRAM, 0, false }, { 0x0f, 0x52, OT_PROGRAM, 0, false },
	{ 0x0f, 0x53, OT_PROGRAM, 0, false }, { 0x0f, 0x55, OT_PROGRAM, 0, false }, { 0x0f, 0x57, OT_CONTROL, 0, false },
	{ 0x0f, 0x5e, OT_WRITE, 0, false }, { 0x0f, 0x67, OT_WRITE, 0, false }, { 0x0f, 0x68, OT_READ, 0, false },
	{ 0x0f, 0x79, OT_WRITE, 0, false }, { 0x0f, 0x80, OT_CONTROL, 0, false }, { 0x0f, 0x81, OT_PROGRAM, 0, false },
	{ 0x0f, 0x82, OT_PROGRAM, 0, false }, { 0x0f, 0x88, OT_OTHER, 0, false }, { 0x0f, 0x8f, OT_PROGRAM, 0, false },
	{ 0x0f, 0xa7, OT_PROGRAM, 0, false }, { 0x0f, 0xaf, OT_PROGRAM, 0, false },
};

/* The letter that an address of a data file begins with, and bytes of its elements' values. */
static const struct { uint8_t type, width; const char *letter; } files[] = {
	{ 0x82, 2, "O" }, { 0x83, 2, "I" }, { 0x84, 2, "S" }, { 0x85, 2, "B" }, { 0x86, 2, "T" }, { 0x87, 2, "C" },
	{ 0x88, 2, "R" }, { 0x89, 2, "N" }, { 0x8a, 4, "F" }, { 0x8d, 0, "ST" }, { 0x8e, 0, "A" }, { 0x91, 4, "L" },
};

/* Parts of timers, counters and control elements. */
static const char *const parts[3][3] = {
	{ "", ".PRE", ".ACC" }, { "", ".PRE", ".ACC" }, { "", ".LEN", ".POS" },
};
/* clang-format on */

enum { FILE_TIMER = 0x86, FILE_CONTROL = 0x88, FILE_FLOAT = 0x8a, FILE_LONG = 0x91 };

/* What of the request the answer's reading needs. */
struct address {
	uint8_t command, code, size, file_type;
	uint32_t file, element, sub;
	bool known;
};

static const struct function *function_of(uint8_t command, uint8_t code)
{
	for (unsigned i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (functions[i].command == command && functions[i].code == code)
			return &functions[i];
	}
	return NULL;
}

static void requester(struct dec *d)
{
	size_t n = take(d, PCCC_ID_LEN);

	if (n == 7) {
		take(d, PCCC_VENDOR);
		take(d, PCCC_SERIAL);
	} else if (n > 1) {
		cur_skip(&d->c, n - 1);
	}
}

/* A number of one byte, or of two behind ff. */
static uint32_t wide(struct cur *c)
{
	uint8_t byte = cur_u8(c);

	return byte == 0xff ? (uint32_t)cur_le(c, 2) : byte;
}

static unsigned field_of(uint8_t command)
{
	switch (command) {
	case COMMAND_06:
		return PCCC_06;
	case COMMAND_07:
		return PCCC_07;
	default:
		return command == COMMAND_0F ? PCCC_0F : 0;
	}
}

static void name_function(struct dec *d, uint8_t command, uint8_t code)
{
	unsigned field = field_of(command);
	const char *name = field != 0 ? field_value_name(&field_table[field], code)
				      : field_value_name(&field_table[PCCC_CMD], command);
	const struct function *f = field != 0 ? function_of(command, code) : NULL;

	d->ot.function = name != NULL ? name : "Unknown PCCC function";
	if (f != NULL)
		d->ot.op = (enum ot_op)f->op;
	else if (field == 0 && name != NULL)
		d->ot.op = command == 1 ? OT_READ : OT_WRITE;
}

static void object(struct dec *d, const struct address *a)
{
	struct cip_text t = { .n = 0 };
	const char *letter = NULL;

	for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i].type == a->file_type)
			letter = files[i].letter;
	}
	if (letter != NULL) {
		cip_text_add(&t, letter);
	} else {
		cip_text_add(&t, "type ");
		cip_text_number(&t, a->file_type);
		cip_text_add(&t, " file ");
	}
	cip_text_number(&t, a->file);
	cip_text_add(&t, ":");
	cip_text_number(&t, a->element);
	if (a->file_type >= FILE_TIMER && a->file_type <= FILE_CONTROL && a->sub < 3) {
		cip_text_add(&t, parts[a->file_type - FILE_TIMER][a->sub]);
	} else if (a->sub != 0) {
		cip_text_add(&t, ".");
		cip_text_number(&t, a->sub);
	}
	d->ot.has_object = true;
	d->ot.object_text = cip_text_keep(d, &t);
	d->ot.device_text = NULL;
}

/* The elements' values: words, long words or floats. */
static void values(struct dec *d, uint8_t file_type, struct cur c)
{
	unsigned width = file_type == FILE_FLOAT || file_type == FILE_LONG ? 4 : 2;
	enum value_kind kind = file_type == FILE_FLOAT ? VALUE_FLOATS : VALUE_INTS;
	bool known = false;

	for (unsigned i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		known = known || (files[i].type == file_type && files[i].width > 0);
	uint32_t n = (uint32_t)(cur_left(&c) / width);
	struct value series = series_of(c, kind, width, width, n);

	if (!known || n == 0)
		return;
	put_strided(d, kind == VALUE_FLOATS ? TAG_FLOAT : TAG_INT, series);
	d->ot.count = n;
	if (n == 1)
		d->ot.value = value_element(&series, 0);
	else
		d->ot.value = series;
}

/* The logical address of a typed read or write: from c, which moves. */
static void address(struct cur *c, const struct function *f, struct address *a)
{
	a->size = cur_u8(c);
	a->file = wide(c);
	a->file_type = cur_u8(c);
	a->element = wide(c);
	a->sub = f->address == 3 ? wide(c) : 0;
	a->known = cur_ok(c);
}

static void put_address(struct dec *d, const struct address *a, bool sub)
{
	put(d, PCCC_SIZE, a->size);
	put(d, PCCC_FILE, a->file);
	put(d, PCCC_TYPE, a->file_type);
	put(d, PCCC_ELEMENT, a->element);
	if (sub)
		put(d, PCCC_SUB, a->sub);
}

/* What is left, as it is; returns it to be read. */
static struct cur data(struct dec *d)
{
	struct cur c = d->c;

	if (cur_left(&c) > 0)
		take_rest(d, PCCC_DATA);
	return c;
}

static void body(struct dec *d, const struct function *f, struct address *a)
{
	if (f != NULL && f->address > 0) {
		address(&d->c, f, a);
		if (!cur_ok(&d->c))
			return;
		put_address(d, a, f->address == 3);
		object(d, a);
	} else if (a->command == COMMAND_0F && a->code == 0x80) {
		ot_number(d, take(d, PCCC_MODE));
	}
	struct cur c = data(d);

	if (f != NULL && f->address > 0 && f->op == OT_WRITE && !f->mask)
		values(d, a->file_type, c);
	else if (a->command == COMMAND_0F && a->code == 0x3a)
		ot_number(d, cur_u8(&c));
}

void cip_pccc_request(struct dec *d, struct cip *m)
{
	struct address a = { .known = false };

	put(d, PCCC_SC, m->service);
	requester(d);
	a.command = (uint8_t)take(d, PCCC_CMD);
	take(d, PCCC_STATUS);
	take(d, PCCC_TNS);
	unsigned field = field_of(a.command);

	a.code = field != 0 ? (uint8_t)take(d, field) : 0;
	if (!cur_ok(&d->c))
		return;
	name_function(d, a.command, a.code);
	body(d, field != 0 ? function_of(a.command, a.code) : NULL, &a);
}

/* What was asked, from the request's bytes. */
static struct address asked(const struct cip *m)
{
	struct address a = { .known = false };
	struct cur c = m->request;

	cur_skip(&c, 1);
	size_t words = cur_u8(&c);

	cur_skip(&c, 2 * words);
	size_t n = cur_u8(&c);

	cur_skip(&c, n > 0 ? n - 1 : 0);
	a.command = cur_u8(&c);
	cur_skip(&c, 3);
	a.code = field_of(a.command) != 0 ? cur_u8(&c) : 0;
	const struct function *f = function_of(a.command, a.code);

	if (cur_ok(&c) && f != NULL && f->address > 0)
		address(&c, f, &a);
	return a;
}

/* Answer to Diagnostic status: a SLC or MicroLogix says its catalogue name from byte 6 on. */
static void diagnostic_status(struct dec *d, const struct cip *m, struct cur c)
{
	cur_skip(&c, 5);
	struct cur name = cur_upto(&c, 11);
	size_t n = cur_left(&name);

	while (n > 0 && cur_at(&name, n - 1) <= ' ')
		n--;
	for (size_t i = 0; i < n; i++) {
		if (cur_at(&name, i) < ' ' || cur_at(&name, i) > '~')
			return;
	}
	name = cur_sub(&name, n);
	if (n < 4)
		return;
	ot_bytes(d, &ot_text_field, name);
	if (m->routed || m->depth > 0)
		return;
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	id->model = name;
}

void cip_pccc_response(struct dec *d, struct cip *m)
{
	struct address a = { .known = false };

	put(d, PCCC_SC, m->service);
	requester(d);
	take(d, PCCC_RESPONSE);
	uint64_t status = take(d, PCCC_STATUS);

	take(d, PCCC_TNS);
	if (!cur_ok(&d->c))
		return;
	if (m->asked) {
		a = asked(m);
		name_function(d, a.command, a.code);
	}
	if (a.known)
		object(d, &a);
	if (status != 0) {
		const char *why = field_value_name(&field_table[PCCC_STATUS], status & 0xf0);

		d->ot.failed = true;
		d->ot.status = why != NULL ? why : "unknown PCCC status";
	}
	if (status == EXTENDED_STATUS)
		take(d, PCCC_EXT);
	struct cur c = data(d);

	if (status == 0 && a.known && d->ot.op == OT_READ)
		values(d, a.file_type, c);
	if (status == 0 && a.command == COMMAND_06 && a.code == 3)
		diagnostic_status(d, m, c);
}
