/* The blocks of PROFINET IO: those of a Connect and of the calls that follow it. */
#include "protocols/pn_io_fields.h"

enum { BLOCK_WRITE = 0x0008, BLOCK_READ_ANSWER = 0x8009, INDEX_MULTIPLE = 0xe040 };

static void read_ar(struct dec *d, struct pn_said *s)
{
	take(d, PN_AR_TYPE);
	s->ar = pn_io_uuid(d, PN_AR_UUID);
	take(d, PN_SESSION);
	struct cur mac = d->c;

	take(d, PN_INITIATOR_MAC);
	if (cur_ok(&d->c))
		s->initiator = cur_upto(&mac, 6);
	pn_io_uuid(d, PN_INITIATOR_UUID);
	uint64_t properties = take(d, PN_AR_PROPERTIES);

	if (cur_ok(&d->c))
		put(d, PN_TAKEOVER, properties >> 3 & 1);
	take(d, PN_TIMEOUT_FACTOR);
	take(d, PN_INITIATOR_PORT);
	s->name = take_bytes(d, PN_INITIATOR_NAME, take(d, PN_NAME_LENGTH));
}

static void read_ar_answer(struct dec *d, struct pn_said *s)
{
	take(d, PN_AR_TYPE);
	s->ar = pn_io_uuid(d, PN_AR_UUID);
	take(d, PN_SESSION);
	struct cur mac = d->c;

	take(d, PN_RESPONDER_MAC);
	if (cur_ok(&d->c))
		s->responder = cur_upto(&mac, 6);
	take(d, PN_RESPONDER_PORT);
}

static void read_alarm_cr(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_ALARM_CR_TYPE);
	take(d, PN_LT);
	take(d, PN_ALARM_CR_PROPERTIES);
	take(d, PN_RTA_TIMEOUT);
	take(d, PN_RTA_RETRIES);
	take(d, PN_ALARM_REFERENCE);
	take(d, PN_ALARM_LENGTH);
	take(d, PN_ALARM_TAG_HIGH);
	take(d, PN_ALARM_TAG_LOW);
}

static void read_alarm_cr_answer(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_ALARM_CR_TYPE);
	take(d, PN_ALARM_REFERENCE);
	take(d, PN_ALARM_LENGTH);
}

static void read_server(struct dec *d, struct pn_said *s)
{
	(void)s;
	pn_io_uuid(d, PN_SERVER_UUID);
	take(d, PN_SERVER_PROPERTIES);
	take(d, PN_TIMEOUT_FACTOR);
	take_bytes(d, PN_SERVER_NAME, take(d, PN_NAME_LENGTH));
}

static void read_device_name(struct dec *d, struct pn_said *s)
{
	(void)s;
	take_bytes(d, PN_RESPONDER_NAME, take(d, PN_NAME_LENGTH));
}

static void read_vendor(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_STRUCTURE);
	take(d, PN_API);
}

static void read_rpc(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_RPC_PORT);
}

/* End of parameters, application ready, release…: alarm says that a number takes the place of the
 * second zero. */
static void control(struct dec *d, struct pn_said *s, bool alarm)
{
	take(d, PN_RESERVED);
	s->ar = pn_io_uuid(d, PN_AR_UUID);
	take(d, PN_SESSION);
	take(d, alarm ? PN_ALARM_NUMBER : PN_RESERVED);
	take(d, PN_COMMAND);
	take(d, PN_CONTROL_PROPERTIES);
}

static void read_control(struct dec *d, struct pn_said *s)
{
	control(d, s, false);
}

static void read_plug(struct dec *d, struct pn_said *s)
{
	control(d, s, true);
}

/* What all heads of records begin with. */
static void record_head(struct dec *d, struct pn_said *s)
{
	take(d, PN_RECORD_NUMBER);
	s->ar = pn_io_uuid(d, PN_AR_UUID);
	take(d, PN_API);
	uint64_t slot = take(d, PN_SLOT), subslot = take(d, PN_SUBSLOT);

	cur_skip(&d->c, 2);
	uint64_t index = take(d, PN_INDEX);

	if (cur_ok(&d->c) && !s->record) {
		s->record = true;
		s->slot = (uint16_t)slot;
		s->subslot = (uint16_t)subslot;
		s->index = (uint16_t)index;
	}
	s->last_index = (uint16_t)index;
	s->length = take(d, PN_RECORD_LENGTH);
}

static void read_write(struct dec *d, struct pn_said *s)
{
	record_head(d, s);
	cur_skip(&d->c, 24);
}

static void read_write_answer(struct dec *d, struct pn_said *s)
{
	record_head(d, s);
	take(d, PN_ADD_1);
	take(d, PN_ADD_2);
	pn_io_status(d, s, false);
	cur_skip(&d->c, 16);
}

static void read_read(struct dec *d, struct pn_said *s)
{
	record_head(d, s);
	pn_io_uuid(d, PN_TARGET_UUID);
	cur_skip(&d->c, 8);
}

static void read_read_answer(struct dec *d, struct pn_said *s)
{
	record_head(d, s);
	take(d, PN_ADD_1);
	take(d, PN_ADD_2);
	cur_skip(&d->c, 20);
}

static struct cur take_text(struct dec *d, unsigned f)
{
	struct cur text = d->c;

	dec_take(d, &field_table[f]);
	return cur_ok(&d->c) ? cur_upto(&text, field_table[f].size) : cur_of("", 0);
}

static void read_im0(struct dec *d, struct pn_said *s)
{
	static const uint8_t version[] = { PN_PREFIX, PN_ENHANCEMENT, PN_BUGFIX, PN_INTERNAL };
	static const uint8_t more[] = { PN_REVISIONS, PN_PROFILE,  PN_PROFILE_TYPE,
					PN_IM_MAJOR,  PN_IM_MINOR, PN_SUPPORTED };
	uint64_t high = take(d, PN_VENDOR_HIGH);

	s->vendor = (uint16_t)(high << 8 | take(d, PN_VENDOR_LOW));
	s->order = take_text(d, PN_ORDER);
	s->serial = take_text(d, PN_SERIAL);
	take(d, PN_HARDWARE);
	for (unsigned i = 0; i < sizeof(version); i++)
		s->version[i] = (uint8_t)take(d, version[i]);
	for (unsigned i = 0; i < sizeof(more); i++)
		take(d, more[i]);
	s->has_im = cur_ok(&d->c);
}

static void read_im1(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_TAG_FUNCTION);
	take(d, PN_TAG_LOCATION);
}

static void read_im2(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_DATE);
}

static void read_im3(struct dec *d, struct pn_said *s)
{
	(void)s;
	take(d, PN_DESCRIPTOR);
}

/* clang-format off */
static const struct block {
	uint16_t type;
	void (*read)(struct dec *d, struct pn_said *s);
	const char *function; /* of a call that has it, when it says more than the call's name */
} blocks[] = {
	{ 0x0001, pn_io_read_alarm, "Alarm, high priority" },
	{ 0x0002, pn_io_read_alarm, "Alarm" },
	{ 0x0008, read_write, NULL },
	{ 0x0009, read_read, NULL },
	{ 0x0010, pn_io_read_diagnosis, NULL },
	{ 0x0012, pn_io_read_identification, NULL },
	{ 0x0013, pn_io_read_identification, NULL },
	{ 0x0020, read_im0, NULL },
	{ 0x0021, read_im1, NULL },
	{ 0x0022, read_im2, NULL },
	{ 0x0023, read_im3, NULL },
	{ 0x0030, pn_io_read_filter, NULL },
	{ 0x0031, pn_io_read_filter, NULL },
	{ 0x0032, pn_io_read_filter, NULL },
	{ 0x0101, read_ar, NULL },
	{ 0x0102, pn_io_read_iocr, NULL },
	{ 0x0103, read_alarm_cr, NULL },
	{ 0x0104, pn_io_read_expected, NULL },
	{ 0x0105, read_server, NULL },
	{ 0x0108, read_vendor, NULL },
	{ 0x0110, read_control, "End of parameters" },
	{ 0x0111, read_plug, "End of parameters after plug" },
	{ 0x0112, read_control, "Application ready" },
	{ 0x0113, read_plug, "Application ready after plug" },
	{ 0x0114, read_control, NULL },
	{ 0x0115, read_rpc, NULL },
	{ 0x0116, read_control, "Ready for companion" },
	{ 0x0117, read_control, "Ready for RT class 3" },
	{ 0x0118, read_control, "Begin of parameters" },
	{ 0x8001, pn_io_read_alarm_answer, "Alarm acknowledgement" },
	{ 0x8002, pn_io_read_alarm_answer, "Alarm acknowledgement" },
	{ 0x8008, read_write_answer, NULL },
	{ 0x8009, read_read_answer, NULL },
	{ 0x8101, read_ar_answer, NULL },
	{ 0x8102, pn_io_read_iocr_answer, NULL },
	{ 0x8103, read_alarm_cr_answer, NULL },
	{ 0x8104, pn_io_read_differences, NULL },
	{ 0x8106, read_device_name, NULL },
	{ 0x8110, read_control, "End of parameters" },
	{ 0x8111, read_plug, "End of parameters after plug" },
	{ 0x8112, read_control, "Application ready" },
	{ 0x8113, read_plug, "Application ready after plug" },
	{ 0x8114, read_control, NULL },
	{ 0x8116, read_control, "Ready for companion" },
	{ 0x8117, read_control, "Ready for RT class 3" },
	{ 0x8118, read_control, "Begin of parameters" },
};
/* clang-format on */

static const struct block *block_of(uint64_t type)
{
	size_t low = 0, high = sizeof(blocks) / sizeof(blocks[0]);

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (blocks[mid].type < type)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof(blocks) / sizeof(blocks[0]) && blocks[low].type == type ? &blocks[low]
										    : NULL;
}

/* Is the record made of blocks? Those below 0x8000 belong to the device's maker. */
static bool has_blocks(const struct pn_said *s, struct cur record)
{
	uint64_t type = cur_be16(&record);
	uint64_t length = cur_be16(&record);

	return s->last_index >= 0x8000 && length >= 2 && length <= cur_left(&record) &&
	       cur_at(&record, 0) == 1 &&
	       field_value_name(&field_table[PN_BLOCK_TYPE], type) != NULL;
}

/* The record behind its head: when it is made of blocks, they are read on, one by one. */
static void read_record(struct dec *d, struct pn_said *s)
{
	struct cur rest = d->c, record = cur_sub(&rest, s->length);

	if (!cur_ok(&record)) {
		d->c = rest;
		return;
	}
	if (cur_left(&s->data) == 0)
		s->data = record;
	if (s->last_index == INDEX_MULTIPLE)
		s->several = true;
	if (has_blocks(s, record))
		return;
	if (cur_left(&record) > 0)
		take_bytes(d, PN_RECORD, cur_left(&record));
	/* Of several records, each begins at a multiple of four bytes. */
	if (s->several)
		(void)cur_upto(&d->c, (4 - s->length % 4) % 4);
}

static void read_block(struct dec *d, struct pn_said *s)
{
	uint64_t type = take(d, PN_BLOCK_TYPE);
	size_t n = take(d, PN_BLOCK_LENGTH);

	take(d, PN_VERSION_HIGH);
	s->version_low = (uint8_t)take(d, PN_VERSION_LOW);
	if (cur_ok(&d->c) && n < 2) {
		dec_malformed(d, "block that is shorter than its version");
		cur_fail(&d->c);
	}
	struct cur rest = d->c;
	const struct block *b = block_of(type);

	d->c = cur_sub(&rest, n - 2);
	if (!cur_ok(&d->c))
		return;
	if (b != NULL) {
		if (b->function != NULL)
			s->function = b->function;
		b->read(d, s);
	}
	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) > 0)
		take_rest(d, PN_BLOCK_DATA);
	d->c = rest;
	if (type == BLOCK_WRITE || type == BLOCK_READ_ANSWER)
		read_record(d, s);
}

void pn_io_blocks(struct dec *d, struct pn_said *s)
{
	while (cur_left(&d->c) > 0)
		read_block(d, s);
}
