/*
 * PROFINET IO, context management: the calls of controllers and devices over DCE/RPC, by which they
 * connect, set parameters and read records. Spec: IEC 61158-6-10.
 *
 *	request:  ArgsMaximum (4), ArgsLength (4), then an array: max (4), offset (4), count (4),
 *blocks response: status (4), ArgsLength (4), and the array block:    type (2), length of what
 *follows (2), version (2), contents
 *
 * The numbers before the blocks are in the byte order of the call, the blocks have their most
 * significant byte first.
 *
 * What a Connect request asks for is noted by its AR, and by its response under the FrameIDs, so
 * that cyclic frames (pn_rt.c) can be told what they belong to.
 */
#include "protocols/pn_io_fields.h"
#include "protocols/protocols.h"

enum { CONNECT, RELEASE, READ, WRITE, CONTROL, READ_IMPLICIT, OPNUMS };
enum { GLOBAL = 0x504e494f }; /* notes of all flows */
enum { WORD_FRAME, WORD_MAC, WORD_INPUT, WORD_OUTPUT };

#define NOTE_AR ((uint64_t)0xa0 << 56)
#define NOTE_CR ((uint64_t)0xc0 << 56)

static uint64_t hash(struct cur c, uint64_t more)
{
	uint64_t h = UINT64_C(14695981039346656037) ^ more;

	while (cur_left(&c) > 0)
		h = (h ^ cur_u8(&c)) * UINT64_C(1099511628211);
	return h >> 8;
}

/* clang-format off */
/* Makers whose number their device descriptions and captures confirm. */
static const struct name vendors[] = {
	{ 0x002a, "Siemens" }, { 0x00b0, "Phoenix Contact" }, { 0x010a, "SEW-EURODRIVE" },
	{ 0x010c, "HMS Industrial Networks" }, { 0x0493, "RT-Labs" }, { 0, NULL },
};
/* clang-format on */

const char *pn_vendor(uint64_t id)
{
	const struct name *v = vendors;

	while (v->name != NULL && v->value != id)
		v++;
	return v->name;
}

void pn_agree(struct dec *d, struct cur mac, uint64_t frame_id, const struct pn_agreed *a)
{
	struct note *note = d->notes == NULL
				    ? NULL
				    : notes_open(d->notes, GLOBAL,
						 NOTE_CR | hash(mac, frame_id << 40), d->message);

	if (note == NULL)
		return;
	note->word[0] = a->frame;
	note->word[1] = a->interval;
	note->word[2] = (uint64_t)a->length << 1 | a->output;
}

bool pn_agreed(struct dec *d, struct cur mac, uint64_t frame_id, struct pn_agreed *a)
{
	struct note *note = d->notes == NULL
				    ? NULL
				    : notes_find(d->notes, GLOBAL,
						 NOTE_CR | hash(mac, frame_id << 40), d->message);

	if (note == NULL || note->word[0] == 0)
		return false;
	a->frame = note->word[0];
	a->interval = note->word[1];
	a->length = (uint16_t)(note->word[2] >> 1);
	a->output = (note->word[2] & 1) != 0;
	return true;
}

/* A cyclic connection in one word: its number, data length, and interval in 31.25 us. */
static uint64_t word_of(const struct pn_iocr *c)
{
	return (uint64_t)c->reference << 48 | (uint64_t)c->length << 32 | c->interval;
}

static void agree(struct dec *d, struct cur mac, uint64_t frame_id, uint64_t word, uint64_t frame,
		  bool output)
{
	struct pn_agreed a = { .frame = frame,
			       .interval = (word & UINT32_MAX) * 31250,
			       .length = (uint16_t)(word >> 32),
			       .output = output };

	if (cur_left(&mac) == 6)
		pn_agree(d, mac, frame_id, &a);
}

static void note_request(struct dec *d, const struct pn_said *s)
{
	struct note *note = notes_open(d->notes, GLOBAL, NOTE_AR | hash(s->ar, 0), d->message);
	struct cur mac = s->initiator;

	if (note == NULL)
		return;
	note->word[WORD_FRAME] = d->frame;
	note->word[WORD_MAC] = cur_be(&mac, 6);
	note->word[WORD_INPUT] = note->word[WORD_OUTPUT] = 0;
	for (unsigned i = 0; i < s->iocrs && i < PN_IOCRS; i++) {
		if (s->iocr[i].type == 1 || s->iocr[i].type == 2)
			note->word[WORD_MAC + s->iocr[i].type] = word_of(&s->iocr[i]);
		/* Whoever receives frames chooses their FrameID: here the controller. */
		if (s->iocr[i].type == 1)
			agree(d, s->initiator, s->iocr[i].frame_id, word_of(&s->iocr[i]), d->frame,
			      false);
	}
}

static void note_response(struct dec *d, const struct pn_said *s)
{
	struct note *note = notes_find(d->notes, GLOBAL, NOTE_AR | hash(s->ar, 0), d->message);

	if (note == NULL || note->word[WORD_FRAME] == 0)
		return;
	uint64_t frame = note->word[WORD_FRAME], output = note->word[WORD_OUTPUT];

	for (unsigned i = 0; i < s->iocrs && i < PN_IOCRS; i++) {
		const struct pn_iocr *c = &s->iocr[i];

		if (c->type == 2 && output >> 48 == c->reference)
			agree(d, s->responder, c->frame_id, output, frame, true);
	}
	if (!d->ot.unmatched && d->ot.request_frame == 0)
		put(d, PN_CONNECT_FRAME, frame);
}

/* A number before the blocks. */
static uint64_t number(struct dec *d, unsigned f, bool little)
{
	uint64_t u = little ? cur_le(&d->c, 4) : cur_be(&d->c, 4);

	if (cur_ok(&d->c))
		put(d, f, u);
	return u;
}

void pn_io_status(struct dec *d, struct pn_said *s, bool little)
{
	struct cur c = cur_sub(&d->c, 4);

	for (unsigned i = 0; i < 4 && cur_ok(&c); i++) {
		s->status[i] = cur_at(&c, little ? 3 - i : i);
		put(d, PN_ERROR_CODE + i, s->status[i]);
	}
}

struct cur pn_io_uuid(struct dec *d, unsigned field)
{
	struct cur bytes = cur_sub(&d->c, 16);

	if (cur_ok(&bytes))
		dec_put_bytes(d, &field_table[field], pn_uuid(d, bytes, false));
	return bytes;
}

/* A record that tells who a module is. */
static void identify(struct dec *d, const struct pn_said *s)
{
	const char *vendor = pn_vendor(s->vendor);
	struct identity *id = dec_identity(d);
	const char *version = dec_text(d, "%c%u.%u.%u", s->version[0], s->version[1], s->version[2],
				       s->version[3]);

	id->of_sender = true;
	id->model = s->order;
	id->serial = s->serial;
	id->firmware = cur_of(version, strlen(version));
	if (vendor != NULL)
		id->vendor = dec_keep(d, vendor, strlen(vendor));
}

static const char *index_name(struct dec *d, uint16_t index)
{
	const char *name = field_value_name(&field_table[PN_INDEX], index);

	return name != NULL ? name : dec_text(d, "index 0x%04x", index);
}

/* What a record's call does hangs on the record. */
static enum ot_op op_of_record(const struct pn_said *s, bool write)
{
	uint16_t index = s->index;

	if (write)
		return OT_WRITE;
	if ((index & 0xfff0) == 0xaff0 || index == 0xf840 || (index & 0xfff0) == 0xf880)
		return OT_IDENTIFY;
	if (index >= 0x8000 && ((index & 0x0fff) <= 0x13 || index == 0xf80c || index == 0xf830))
		return OT_DIAGNOSE;
	return OT_READ;
}

static void tell_record(struct dec *d, const struct pn_said *s, uint64_t opnum)
{
	d->ot.op = op_of_record(s, opnum == WRITE);
	d->ot.has_object = true;
	d->ot.object_text =
		dec_text(d, "slot %u.%u %s", s->slot, s->subslot, index_name(d, s->index));
	if (cur_left(&s->data) > 0)
		ot_bytes(d, &field_table[PN_RECORD], s->data);
}

static void tell_relation(struct dec *d, const struct pn_said *s)
{
	struct cur text = cur_left(&s->ar) == 16 ? pn_uuid(d, s->ar, false) : s->ar;

	if (cur_left(&text) > 0) {
		d->ot.has_object = true;
		d->ot.object_text = dec_string(d, text);
	}
	if (cur_left(&s->name) > 0)
		ot_bytes(d, &field_table[PN_INITIATOR_NAME], s->name);
	d->ot.count = s->iocrs;
}

static void tell(struct dec *d, const struct pn_said *s, const struct pn_call *call)
{
	bool failed = s->status[0] != 0 || s->status[1] != 0 || s->status[2] != 0;

	if (s->function != NULL)
		d->ot.function = s->function;
	if (s->record)
		tell_record(d, s, call->opnum);
	else
		tell_relation(d, s);
	if (call->response || failed) {
		d->ot.failed = failed;
		d->ot.status = failed ? pn_io_error(d, s->status) : "ok";
	}
	if (!cur_ok(&d->c) || d->malformed || d->cut)
		return;
	if (s->has_im)
		identify(d, s);
	if (call->opnum == CONNECT && d->notes != NULL && cur_left(&s->ar) == 16 && !failed) {
		if (call->response)
			note_response(d, s);
		else if (cur_left(&s->initiator) == 6)
			note_request(d, s);
	}
}

bool pn_io_call(struct dec *d, const struct pn_call *call)
{
	/* clang-format off */
	static const enum ot_op ops[OPNUMS] = {
		[CONNECT] = OT_AUTH, [RELEASE] = OT_AUTH, [READ] = OT_READ, [WRITE] = OT_WRITE,
		[CONTROL] = OT_CONTROL, [READ_IMPLICIT] = OT_READ,
	};
	/* clang-format on */
	struct pn_said s = { .response = call->response };

	put(d, PN_OPNUM, call->opnum);
	if (call->opnum >= OPNUMS) {
		d->ot.function = "unknown operation";
		return false;
	}
	d->ot.function = field_value_name(&field_table[PN_OPNUM], call->opnum);
	d->ot.op = ops[call->opnum];
	if (call->response)
		pn_io_status(d, &s, call->little);
	else
		number(d, PN_ARGS_MAX, call->little);
	number(d, PN_ARGS_LENGTH, call->little);
	number(d, PN_ARRAY_MAX, call->little);
	number(d, PN_ARRAY_OFFSET, call->little);
	uint64_t n = number(d, PN_ARRAY_COUNT, call->little);

	if (!cur_ok(&d->c))
		return true;
	struct cur rest = d->c;

	d->c = pn_part(d, &rest, n);
	pn_io_blocks(d, &s);
	tell(d, &s, call);
	if (cur_ok(&d->c))
		d->c = rest;
	return true;
}

/* The PDU's bits, and what it is. */
static uint64_t read_pdu(struct dec *d)
{
	take(d, PN_DESTINATION);
	take(d, PN_SOURCE);
	uint64_t type = cur_u8(&d->c);

	if (cur_ok(&d->c)) {
		put(d, PN_PDU_TYPE, type & 15);
		put(d, PN_PDU_VERSION, type >> 4);
	}
	uint64_t flags = cur_u8(&d->c);

	if (cur_ok(&d->c)) {
		put(d, PN_WINDOW, flags & 15);
		put(d, PN_TACK, flags >> 4 & 1);
	}
	take(d, PN_SEND_NUMBER);
	take(d, PN_ACK_NUMBER);
	return type & 15;
}

static void tell_alarm(struct dec *d, const struct pn_said *s, uint64_t type)
{
	bool failed = s->status[0] != 0 || s->status[1] != 0;

	if (type == 4) {
		d->ot.function = "Abort";
		failed = true;
	} else if (s->function != NULL) {
		d->ot.function = s->function;
	}
	if (s->record) {
		d->ot.has_object = true;
		d->ot.object_text = dec_text(d, "slot %u.%u", s->slot, s->subslot);
	}
	d->ot.failed = failed;
	if (failed)
		d->ot.status = pn_io_error(d, s->status);
	else
		d->ot.status = s->alarm;
	if (s->channel != NULL)
		ot_bytes(d, &ot_text_field, dec_keep(d, s->channel, strlen(s->channel)));
}

void pn_io_alarm(struct dec *d, bool high)
{
	static const char *const functions[] = { NULL, "Alarm", "Alarm refused",
						 "Alarm transport acknowledgement", "Abort" };
	struct pn_said s = { .response = false };

	d->protocol = &protocol_pn_io;
	d->ot.function = high ? "Alarm, high priority" : "Alarm";
	uint64_t type = read_pdu(d);
	size_t n = take(d, PN_VARPART);

	if (!cur_ok(&d->c))
		return;
	if (type > 1 && type < sizeof(functions) / sizeof(functions[0]))
		d->ot.function = functions[type];
	d->ot.op = type == 1 || type == 4 ? OT_REPORT : OT_OTHER;
	struct cur rest = d->c;

	d->c = pn_part(d, &rest, n);
	if (type == 4)
		pn_io_status(d, &s, false);
	else
		pn_io_blocks(d, &s);
	tell_alarm(d, &s, type);
	if (!cur_ok(&d->c))
		return;
	if (cur_left(&d->c) > 0)
		take_rest(d, PN_ALARM_DATA);
	/* What fills the frame up. */
	d->c = rest;
	cur_skip(&d->c, cur_left(&d->c));
}

const struct protocol protocol_pn_io = {
	.name = "pn_io",
	.label = "PROFINET IO",
	.title = "PROFINET IO: connections, parameters, records and alarms",
	.spec = "IEC 61158-6-10",
	.fields = field_table,
	.nfields = PN_FIELD_COUNT,
};
