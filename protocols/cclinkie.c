/*
 * CC-Link IE on layer 2: Field and Control, whose networks nobody but their own hardware takes part
 * in, and the frames of TSN that share their EtherType.
 *
 * Spec: CC-Link Partner Association, BAP-05026 (Field), BAP-05021 (Control), BAP-C2021 (TSN).
 *
 *	+------+-----------+---------------------+----------+---------+---+-------+----------
 *	| type | data type | 4, as the type says | src node | version | 0 | HEC:4 | contents
 *	+------+-----------+---------------------+----------+---------+---+-------+----------
 *
 * The most significant byte is the first. In Control the second byte is a priority, and version is
 * 0. A token says whose turn it is to send: TokenM in Field, Token in Control. Which registers and
 * bits of which station lie where in cyclic data, only the network's parameters say, and how
 * transient data lie is not public: both are told as bytes. TSN has headers of its own, see
 * cclinkie_tsn.c.
 */
#include "protocols/cclinkie_fields.h"
#include "protocols/protocols.h"

enum { PADDED = 46, HEADER = 14, TEST_DATA = 0x11, TEST_ACK = 0x12, NOTE_TYPE = 1 };

/* Words of a note: when the last frame of the type came, and its cycle. */
enum { WORD_AT, WORD_CYCLE };

void cclinkie_data(struct dec *d)
{
	struct cur rest = cur_rest(&d->c);
	uint32_t n = (uint32_t)cur_left(&rest);

	if (!cur_ok(&rest) || n == 0)
		return;
	put_series(d, DATA, VALUE_U8S, rest, n);
	ot_series(d, VALUE_U8S, rest, n);
}

void cclinkie_follow(struct dec *d, uint64_t type, unsigned cycle)
{
	struct note *note = note_open(d, (uint64_t)NOTE_TYPE << 56 | type);

	if (note == NULL)
		return;
	if (note->word[WORD_AT] != 0 && d->at >= note->word[WORD_AT]) {
		put(d, INTERVAL, d->at - note->word[WORD_AT]);
		if (type == 0xc4 || type == 0xc5)
			put(d, CYCLE_STEP, (cycle - note->word[WORD_CYCLE]) % 128);
	}
	note->word[WORD_AT] = d->at;
	note->word[WORD_CYCLE] = cycle;
}

/* The four bytes that the types of frames differ in. */
static void middle(struct dec *d, unsigned layout)
{
	switch (layout) {
	case LAYOUT_NODE:
		take(d, NODE_ID);
		cur_skip(&d->c, 2);
		return;
	case LAYOUT_CONNECTION:
		take(d, NODE_ID);
		take(d, CONNECTION);
		cur_skip(&d->c, 1);
		return;
	case LAYOUT_STATUS:
		take(d, NODE_ID);
		take(d, SYNC_FLAG);
		take(d, NODE_TYPE);
		return;
	case LAYOUT_PERSUASION:
		take(d, PERSUASION);
		take(d, NODE_TYPE);
		return;
	case LAYOUT_SCAN:
		take(d, SCAN_NUMBER);
		cur_skip(&d->c, 1);
		return;
	default:
		cur_skip(&d->c, 4);
	}
}

/* The low bits of the version are the kind: 2 and 3 are TSN in one source and the other. */
static unsigned network_of(uint64_t version)
{
	unsigned kind = version & 3;

	return kind >= CCLINKIE_TSN ? CCLINKIE_TSN : kind;
}

/* Frames that say nothing behind their header are filled up. */
static bool filled_up(const struct cur *c)
{
	struct cur rest = *c;
	uint8_t any = 0;

	while (cur_left(&rest) > 0)
		any |= cur_u8(&rest);
	return any == 0;
}

static void field_or_control(struct dec *d, const struct cclinkie_type *row)
{
	take(d, DATA_TYPE);
	middle(d, row->layout);
	uint64_t node = take(d, SRC_NODE);

	if (cur_ok(&d->c)) {
		d->ot.has_device = true;
		d->ot.device = node;
	}
	unsigned network = network_of(take(d, VER_TYPE));

	cur_skip(&d->c, 1);
	take(d, HEC);
	if (!cur_ok(&d->c))
		return;
	put(d, NETWORK, network);
	cclinkie_follow(d, row->type, 0);
	if (network == CCLINKIE_TSN && (row->type == TEST_DATA || row->type == TEST_ACK)) {
		cclinkie_tsn_test(d);
		return;
	}
	if (row->op == OT_REPORT || !filled_up(&d->c)) {
		d->ot.has_object = row->op == OT_REPORT;
		d->ot.object_text = d->ot.has_object ? d->ot.function : NULL;
		cclinkie_data(d);
	}
}

static void cclinkie_decode(struct dec *d)
{
	d->ot.function = "CC-Link IE";
	uint64_t type = take(d, TYPE);
	const struct cclinkie_type *row = cclinkie_type_of(type);

	if (!cur_ok(&d->c))
		return;
	if (row == NULL) {
		d->ot.function = dec_text(d, "type 0x%02x", (unsigned)type);
		dec_malformed(d, "unknown type of frame");
		cur_skip(&d->c, cur_left(&d->c));
		return;
	}
	d->ot.function = field_value_name(&field_table[TYPE], type);
	d->ot.op = (enum ot_op)row->op;
	d->ot.response = row->response;
	if (row->layout == LAYOUT_TSN)
		cclinkie_tsn(d, type);
	else
		field_or_control(d, row);
	/* What is left fills the frame up. */
	if (cur_ok(&d->c))
		cur_skip(&d->c, cur_left(&d->c));
}

const struct protocol protocol_cclinkie = {
	.name = "cclinkie",
	.label = "CC-Link IE",
	.title = "CC-Link IE Field, Control and TSN",
	.spec = "CC-Link Partner Association, BAP-05026, BAP-05021",
	.bind = { { BIND_ETHERTYPE, 0x890f } },
	.fields = cclinkie_field_table,
	.nfields = CCLINKIE_FIELD_COUNT,
	.decode = cclinkie_decode,
};
