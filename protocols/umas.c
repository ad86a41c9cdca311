/*
 * UMAS: Schneider's engineering protocol inside Modbus function 90 (0x5A).
 *
 * Spec: none is public; public research (the "Unity (UMAS) protocol" articles of 2017, Kaspersky
 *ICS CERT's "The secrets of Schneider Electric's UMAS protocol", 2022) and captures of Modicon
 *PLCs.
 *
 *	+----------+---------+-------------+        +----------+---------+----------------+
 *	| function | session | sub-function| data   | function | session | fe ok, fd error| data
 *	+----------+---------+-------------+        +----------+---------+----------------+
 *	            request                                   response
 */
#include "protocols/modbus.h"
#include "protocols/modbus_fields.h"
#include "protocols/protocols.h"

/* clang-format off */
static const struct name codes[] = {
	{ 0x01, "Initialise communication" }, { 0x02, "Read identity" }, { 0x03, "Read project information" },
	{ 0x04, "Read PLC status" }, { 0x06, "Read memory card information" }, { 0x07, "Read block information" },
	{ 0x0a, "Repeat" }, { 0x10, "Take reservation" }, { 0x11, "Release reservation" },
	{ 0x12, "Keep alive" }, { 0x20, "Read memory block" }, { 0x21, "Write memory block" },
	{ 0x22, "Read variables" }, { 0x23, "Write variables" },
	{ 0x24, "Read coils and registers" }, { 0x25, "Write coils and registers" },
	{ 0x26, "Read data dictionary" }, { 0x27, "Preload data dictionary" },
	{ 0x28, "Read physical address" }, { 0x29, "Write physical address" }, { 0x2a, "Browse events" },
	{ 0x30, "Begin download to PLC" }, { 0x31, "Download block to PLC" }, { 0x32, "End download to PLC" },
	{ 0x33, "Begin upload from PLC" }, { 0x34, "Upload block from PLC" }, { 0x35, "End upload from PLC" },
	{ 0x36, "Backup" }, { 0x38, "Signed message" }, { 0x39, "Read Ethernet master data" },
	{ 0x40, "Start PLC" }, { 0x41, "Stop PLC" }, { 0x42, "Initialise PLC" }, { 0x43, "Swap PLC" },
	{ 0x50, "Monitor PLC" }, { 0x58, "Check PLC" }, { 0x60, "Sequence of operations" },
	{ 0x70, "Read I/O object" }, { 0x71, "Write I/O object" }, { 0x72, "Read rack" },
	{ 0x73, "Get module status" }, { 0x74, "Reserve device" },
	{ 0, NULL },
};

static const struct name statuses[] = { { 0xfe, "ok" }, { 0xfd, "error" }, { 0, NULL } };

/* What a sub-function does, where it is not a read of the device's state. */
static const struct { uint8_t code; enum ot_op op; } ops[] = {
	{ 0x01, OT_AUTH }, { 0x02, OT_IDENTIFY }, { 0x03, OT_IDENTIFY }, { 0x0a, OT_DIAGNOSE },
	{ 0x10, OT_AUTH }, { 0x11, OT_AUTH }, { 0x12, OT_DIAGNOSE }, { 0x04, OT_DIAGNOSE },
	{ 0x06, OT_DIAGNOSE }, { 0x21, OT_WRITE }, { 0x23, OT_WRITE }, { 0x25, OT_WRITE },
	{ 0x29, OT_WRITE }, { 0x30, OT_PROGRAM }, { 0x31, OT_PROGRAM }, { 0x32, OT_PROGRAM },
	{ 0x33, OT_PROGRAM }, { 0x34, OT_PROGRAM }, { 0x35, OT_PROGRAM }, { 0x36, OT_PROGRAM },
	{ 0x38, OT_OTHER }, { 0x40, OT_CONTROL }, { 0x41, OT_CONTROL }, { 0x42, OT_CONTROL },
	{ 0x43, OT_CONTROL }, { 0x50, OT_READ }, { 0x58, OT_DIAGNOSE }, { 0x60, OT_OTHER },
	{ 0x71, OT_WRITE }, { 0x73, OT_DIAGNOSE }, { 0x74, OT_AUTH },
};

#define FIELDS(F) \
	F(SESSION, "umas.session", FIELD_UINT, BE(1), BASE_HEX, NULL, "session key, 0 before a reservation") \
	F(CODE,    "umas.code",    FIELD_UINT, BE(1), BASE_HEX, codes, "sub-function; of a response: that of its request") \
	F(STATUS,  "umas.status",  FIELD_UINT, BE(1), BASE_HEX, statuses, "what the device answered")
/* clang-format on */

#undef field_table
#define field_table umas_field_table
FIELD_IDS(FIELDS);
FIELD_TABLE(FIELDS);

enum { READ_IDENTITY = 0x02, STATUS_OK = 0xfe, MODBUS_UNITY = 90 };

static enum ot_op op_of(uint64_t code)
{
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (ops[i].code == code)
			return ops[i].op;
	}
	return field_value_name(&field_table[CODE], code) != NULL ? OT_READ : OT_OTHER;
}

static void name_function(struct dec *d, uint64_t code)
{
	const char *name = field_value_name(&field_table[CODE], code);

	d->ot.function = name != NULL ? name : "unknown UMAS function";
	d->ot.op = op_of(code);
}

/* Answer to Read identity: 8 bytes, firmware as two BCD bytes, 12 bytes, then the model's name. */
static void identify(struct dec *d, struct cur c)
{
	cur_skip(&c, 8);
	unsigned firmware = (unsigned)cur_le(&c, 2);

	cur_skip(&c, 12);
	size_t n = cur_u8(&c);
	struct cur model = cur_sub(&c, n);

	if (!cur_ok(&model) || n == 0)
		return;
	const char *version = dec_text(d, "%x.%02x", firmware >> 8, firmware & 0xff);
	struct identity *id = dec_identity(d);
	struct listing who = { .n = 0 };

	ot_bytes(d, &ot_text_field, model);
	listing_add(&who, "", &d->ot.value);
	ot_bytes(d, &ot_text_field, cur_of(version, strlen(version)));
	listing_add(&who, ", v", &d->ot.value);
	ot_listing(d, &who);

	id->of_sender = true;
	id->model = model;
	id->firmware = cur_of(version, strlen(version));
	id->vendor = cur_of("Schneider Electric", strlen("Schneider Electric"));
}

void umas_pdu(struct dec *d, uint16_t *ask)
{
	struct cur all = d->c;

	d->protocol = &protocol_umas;
	dec_put_bytes(d, &modbus_field_table[DATA], all);
	take(d, SESSION);
	if (d->dir == DIR_REQUEST) {
		uint64_t code = take(d, CODE);

		if (!cur_ok(&d->c))
			return;
		name_function(d, code);
		ask[ASK_EXTRA] = (uint16_t)code;
	} else {
		uint64_t status = take(d, STATUS);

		if (ask != NULL)
			name_function(d, ask[ASK_EXTRA]);
		if (!cur_ok(&d->c))
			return;
		if (ask != NULL)
			put(d, CODE, ask[ASK_EXTRA]);
		d->ot.failed = status != STATUS_OK;
		d->ot.status = d->ot.failed ? "error" : "ok";
		if (ask != NULL && ask[ASK_EXTRA] == READ_IDENTITY && !d->ot.failed)
			identify(d, d->c);
	}
	if (cur_ok(&d->c))
		cur_skip(&d->c, cur_left(&d->c)); /* in modbus.data */
}

const struct protocol protocol_umas = {
	.name = "umas",
	.label = "UMAS",
	.title = "Schneider UMAS (Unity), in Modbus function 90",
	.spec = "none public; research articles",
	.fields = field_table,
	.nfields = FIELD_COUNT_,
};
