/*
 * MMS: the messages of IEC 61850 (and of TASE.2) between clients and devices.
 *
 * Spec: ISO 9506-2 (Manufacturing Message Specification), IEC 61850-8-1 (what it means there).
 *
 *	TPKT, COTP (cotp.c) > session, presentation, ACSE (osi.c) > MMS PDU, BER by the grammar of
 *	mms_grammar.h:
 *
 *	[0] confirmed request { invokeID, service [n] … }	[1] response	[2] error
 *	[3] unconfirmed { information report … }		[4] reject
 *	[5..7] cancel	[8..10] initiate	[11..13] conclude
 *
 * An object of IEC 61850 is a variable "node$constraint$data$attribute" in the domain that is its
 * logical device. Each object that is read, written or reported is an operation. Answers do not
 * repeat the names: those of the request are kept in a note until then.
 */
#include "protocols/mms.h"
#include "protocols/cotp.h"
#include "protocols/mms_grammar.h"
#include "protocols/mms_inside.h"
#include "protocols/osi.h"
#include "protocols/protocols.h"

enum pdu {
	CONFIRMED_REQUEST,
	CONFIRMED_RESPONSE,
	CONFIRMED_ERROR,
	UNCONFIRMED,
	REJECT,
	CANCEL_REQUEST,
	CANCEL_RESPONSE,
	CANCEL_ERROR,
	INITIATE_REQUEST,
	INITIATE_RESPONSE,
	INITIATE_ERROR,
	CONCLUDE_REQUEST,
	CONCLUDE_RESPONSE,
	CONCLUDE_ERROR,
	PDUS,
};

enum {
	SERVICE_IDENTIFY = 2,
	SERVICES = 78,
	ASK_SERVICE = 0, /* what pair.ask[] has */
	ASK_ACTION = 1,
};

static const uint64_t initiate_key = UINT64_C(2) << 40, conclude_key = UINT64_C(3) << 40;
static const uint64_t cancel_key = UINT64_C(4) << 40;

/* clang-format off */
/* What the services do to the device; those that are not here read its model. */
static const uint8_t op_table[SERVICES] = {
	[0] = OT_DIAGNOSE, [1] = OT_READ, [2] = OT_IDENTIFY, [3] = OT_WRITE, [4] = OT_READ, [5] = OT_WRITE,
	[6] = OT_READ, [7] = OT_WRITE, [8] = OT_WRITE, [9] = OT_READ, [10] = OT_WRITE, [11] = OT_WRITE,
	[12] = OT_READ, [13] = OT_WRITE, [14] = OT_WRITE, [15] = OT_READ, [16] = OT_WRITE,
	[17] = OT_OTHER, [18] = OT_OTHER, [19] = OT_AUTH, [20] = OT_AUTH, [21] = OT_WRITE, [22] = OT_WRITE,
	[23] = OT_DIAGNOSE, [24] = OT_DIAGNOSE, [25] = OT_DIAGNOSE,
	[26] = OT_PROGRAM, [27] = OT_PROGRAM, [28] = OT_PROGRAM, [29] = OT_PROGRAM, [30] = OT_PROGRAM,
	[31] = OT_PROGRAM, [32] = OT_PROGRAM, [33] = OT_PROGRAM, [34] = OT_PROGRAM, [35] = OT_PROGRAM,
	[36] = OT_PROGRAM, [37] = OT_DIAGNOSE, [38] = OT_PROGRAM, [39] = OT_PROGRAM,
	[40] = OT_CONTROL, [41] = OT_CONTROL, [42] = OT_CONTROL, [43] = OT_CONTROL, [44] = OT_CONTROL,
	[45] = OT_DIAGNOSE, [46] = OT_WRITE, [47] = OT_WRITE, [48] = OT_WRITE, [49] = OT_READ,
	[50] = OT_DIAGNOSE, [51] = OT_WRITE, [52] = OT_CONTROL, [53] = OT_WRITE, [54] = OT_WRITE,
	[55] = OT_READ, [56] = OT_DIAGNOSE, [57] = OT_WRITE, [58] = OT_WRITE, [59] = OT_WRITE,
	[60] = OT_DIAGNOSE, [61] = OT_READ, [62] = OT_WRITE, [63] = OT_READ, [64] = OT_READ,
	[65] = OT_READ, [66] = OT_WRITE, [67] = OT_WRITE, [68] = OT_DIAGNOSE, [69] = OT_WRITE,
	[70] = OT_WRITE, [71] = OT_READ, [72] = OT_READ, [73] = OT_READ, [74] = OT_READ, [75] = OT_WRITE,
	[76] = OT_WRITE, [77] = OT_READ,
};

/* clang-format on */

static void service_of(struct dec *d, struct mms *m, unsigned field)
{
	const struct value *v = mms_first(d, field, 0);

	m->service = v != NULL && v->u < SERVICES ? (int)v->u : -1;
	if (m->service < 0) {
		d->ot.function = "unknown service";
		return;
	}
	d->ot.op = (enum ot_op)op_table[m->service];
	d->ot.function =
		field_value_name(&field_table[MMS_CONFIRMED_SERVICE_REQUEST], (uint64_t)m->service);
}

static void request(struct dec *d, struct mms *m)
{
	d->ot.response = false;
	service_of(d, m, MMS_CONFIRMED_SERVICE_REQUEST);
	mms_find_names(d, m);
	if (m->nnames == 0)
		mms_subject(d, m);
	struct pair *p = m->has_invoke ? pair_ask(d, (uint32_t)m->invoke) : NULL;

	if (p != NULL) {
		p->ask[ASK_SERVICE] = (uint16_t)(m->service + 1);
		p->ask[ASK_ACTION] = m->nnames == 1 ? (uint16_t)mms_action_of(&m->name[0]) : 0;
		mms_keep_names(d, m);
	}
	if (m->service == MMS_SERVICE_READ || m->service == MMS_SERVICE_WRITE)
		mms_variables(d, m, false);
	else if (m->nnames > 0)
		mms_name_operation(d, &m->name[0]);
}

static bool same_service(const struct pair *asked, const struct dec *d)
{
	const struct value *v = mms_first(d, MMS_CONFIRMED_SERVICE_RESPONSE, 0);

	return v != NULL && asked->ask[ASK_SERVICE] == v->u + 1;
}

static struct cur text_of(const struct dec *d, unsigned field)
{
	const struct value *v = mms_first(d, field, 0);

	return v != NULL ? value_cur(v) : cur_of("", 0);
}

static void identify(struct dec *d)
{
	struct identity *id = dec_identity(d);
	struct listing who = { .n = 0 };
	static const uint16_t fields[] = { MMS_VENDOR_NAME, MMS_MODEL_NAME, MMS_REVISION };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const struct value *v = mms_first(d, fields[i], 0);

		if (v != NULL)
			listing_add(&who, ", ", v);
	}
	ot_listing(d, &who);
	id->of_sender = true;
	id->vendor = text_of(d, MMS_VENDOR_NAME);
	id->model = text_of(d, MMS_MODEL_NAME);
	id->firmware = text_of(d, MMS_REVISION);
}

static void response(struct dec *d, struct mms *m)
{
	d->ot.response = true;
	d->ot.status = "ok";
	service_of(d, m, MMS_CONFIRMED_SERVICE_RESPONSE);
	if (m->has_invoke)
		(void)pair_answer(d, (uint32_t)m->invoke, same_service);
	mms_find_names(d, m);
	if (m->service == MMS_SERVICE_READ || m->service == MMS_SERVICE_WRITE) {
		if (m->nnames == 0)
			mms_recall_names(d, m);
		mms_variables(d, m, true);
		return;
	}
	mms_recall_names(d, m);
	if (m->nnames > 0)
		mms_name_operation(d, &m->name[0]);
	if (m->service == SERVICE_IDENTIFY && !d->malformed)
		identify(d);
}

/* Why: the class and the code of a service error. */
static void error_status(struct dec *d)
{
	const struct value *class = mms_first(d, MMS_ERROR_CLASS, 0);

	d->ot.failed = true;
	d->ot.status = "error";
	if (class == NULL || class + 1 >= d->values + d->nvalues)
		return;
	const char *name = field_value_name(class->field, class->u);
	const char *code = field_value_name(class[1].field, class[1].u);

	if (code != NULL)
		d->ot.status = code;
	else if (name != NULL)
		d->ot.status = name;
}

static void service_asked(struct dec *d, struct mms *m, const struct pair *asked)
{
	if (asked == NULL || asked->ask[ASK_SERVICE] == 0)
		return;
	m->service = asked->ask[ASK_SERVICE] - 1;
	d->ot.op = (enum ot_op)op_table[m->service % SERVICES];
	d->ot.function =
		field_value_name(&field_table[MMS_CONFIRMED_SERVICE_REQUEST], (uint64_t)m->service);
	mms_recall_names(d, m);
	if (m->nnames == 0)
		return;
	mms_name_operation(d, &m->name[0]);
	mms_read_command(d, m, 0, true);
}

static void error(struct dec *d, struct mms *m)
{
	d->ot.response = true;
	d->ot.function = "confirmed error";
	error_status(d);
	if (m->has_invoke)
		service_asked(d, m, pair_answer(d, (uint32_t)m->invoke, NULL));
}

static void unconfirmed(struct dec *d, struct mms *m)
{
	const struct value *kind = mms_first(d, MMS_UNCONFIRMED_SERVICE, 0);

	d->ot.op = OT_REPORT;
	d->ot.response = false;
	d->ot.function = kind != NULL ? field_value_name(kind->field, kind->u) : "unconfirmed";
	mms_find_names(d, m);
	if (kind == NULL || kind->u != 0 || m->nnames == 0)
		return;
	const struct value *list = mms_first(d, MMS_VARIABLE_LIST_NAME, 0);

	if (list != NULL && cur_left(&m->name[0].item) == 3 &&
	    cur_starts(&m->name[0].item, "RPT", 3))
		mms_report(d, m);
	else if (list == NULL)
		mms_termination(d, m);
	else
		mms_name_operation(d, &m->name[0]);
}

static void reject(struct dec *d, struct mms *m)
{
	const struct value *reason = mms_first(d, MMS_REJECT_REASON, 0);
	const struct value *id = mms_first(d, MMS_ORIGINAL_INVOKE_ID, 0);

	d->ot.response = d->dir == DIR_RESPONSE;
	d->ot.function = "reject";
	d->ot.failed = true;
	d->ot.status = reason != NULL ? field_value_name(reason->field, reason->u) : NULL;
	if (reason != NULL && reason + 1 < d->values + d->nvalues) {
		const char *name = field_value_name(reason[1].field, reason[1].u);

		if (name != NULL)
			d->ot.status = name;
	}
	if (id == NULL)
		return;
	m->invoke = id->i;
	service_asked(d, m, pair_answer(d, (uint32_t)id->i, NULL));
}

static void cancel(struct dec *d, enum pdu pdu)
{
	const struct value *id = mms_first(d, MMS_ORIGINAL_INVOKE_ID, 0);

	if (pdu != CANCEL_ERROR)
		id = mms_first(
			d, pdu == CANCEL_REQUEST ? MMS_CANCEL_REQUEST_PDU : MMS_CANCEL_RESPONSE_PDU,
			0);
	d->ot.function = "cancel service";
	d->ot.response = pdu != CANCEL_REQUEST;
	uint64_t key = cancel_key | (id != NULL ? (uint32_t)id->i : 0);

	if (pdu == CANCEL_REQUEST)
		(void)pair_ask(d, key);
	else
		(void)pair_answer(d, key, NULL);
	if (pdu == CANCEL_ERROR)
		error_status(d);
}

static void connection(struct dec *d, uint64_t key, const char *function, unsigned step)
{
	d->ot.function = function;
	d->ot.response = step > 0;
	if (step == 0)
		(void)pair_ask(d, key);
	else
		(void)pair_answer(d, key, NULL);
	if (step == 2)
		error_status(d);
	else if (step == 1)
		d->ot.status = "ok";
}

static void mms_pdu(struct dec *d, struct cur c)
{
	static const struct asn_part root = { ASN_ANY, ASN_NONE, 0, 0, &mms_mmspdu };
	struct mms m;
	enum pdu pdu = (enum pdu)(cur_at(&c, 0) & 0x1f);

	asn_begin(&m.w, mms_field_table);
	m.service = -1;
	m.nnames = 0;
	if (pdu >= PDUS || !asn_read(d, &m.w, &root, &c)) {
		d->ot.function = "unknown MMS PDU";
		dec_malformed(d, "no MMS PDU");
		return;
	}
	const struct value *invoke = mms_first(d, MMS_INVOKE_ID, 0);

	m.has_invoke = invoke != NULL;
	m.invoke = invoke != NULL ? invoke->i : 0;
	if (pdu == CONFIRMED_REQUEST)
		request(d, &m);
	else if (pdu == CONFIRMED_RESPONSE)
		response(d, &m);
	else if (pdu == CONFIRMED_ERROR)
		error(d, &m);
	else if (pdu == UNCONFIRMED)
		unconfirmed(d, &m);
	else if (pdu == REJECT)
		reject(d, &m);
	else if (pdu <= CANCEL_ERROR)
		cancel(d, pdu);
	else if (pdu <= INITIATE_ERROR)
		connection(d, initiate_key, "initiate", pdu - (unsigned)INITIATE_REQUEST);
	else
		connection(d, conclude_key, "conclude", pdu - (unsigned)CONCLUDE_REQUEST);
}

/* What the association's messages are called when no MMS is in them, or beside it. */
static void association(struct dec *d, const struct osi *o)
{
	static const char *const acse[] = { "associate", "associate", "release", "release",
					    "abort" };
	const struct value *v = mms_first(d, ACSE_RESULT, 0);

	if (o->acse < OSI_NO_ACSE && d->ot.function == NULL)
		d->ot.function = acse[o->acse];
	if (mms_first(d, ACSE_CALLING_AUTHENTICATION_VALUE, 0) != NULL)
		d->ot.op = OT_AUTH;
	if (v != NULL && v->i != 0) {
		d->ot.failed = true;
		d->ot.status = field_value_name(v->field, (uint64_t)v->i);
	}
	if (d->ot.function == NULL) {
		const struct value *type = mms_first(d, SES_TYPE, 0);

		d->ot.function = type != NULL ? field_value_name(type->field, type->u) : NULL;
	}
	d->ot.response = d->ot.response || o->spdu == SPDU_ACCEPT || o->spdu == SPDU_REFUSE ||
			 o->spdu == SPDU_DISCONNECT;
	if (o->spdu == SPDU_REFUSE || o->spdu == SPDU_ABORT)
		d->ot.failed = true;
}

/* An MMS PDU and nothing else: old devices leave out the layers between it and COTP. */
static bool is_pdu(struct cur c)
{
	uint8_t tag = cur_at(&c, 0);
	struct ber e;
	bool known = (tag >= 0xa0 && tag <= 0xad) || tag == 0x85 || tag == 0x86 || tag == 0x8b ||
		     tag == 0x8c;

	return known && ber_open(&c, &e) && cur_left(&c) == 0;
}

void mms_read(struct dec *d)
{
	d->ot.response = false;
	if (is_pdu(d->c)) {
		mms_pdu(d, cur_rest(&d->c));
		return;
	}
	struct osi o = osi_read(d);

	if (o.has_user && cur_ok(&d->c))
		mms_pdu(d, o.user);
	if (d->noperations == 0)
		association(d, &o);
}

enum probe mms_probe(struct cur c, enum dir dir)
{
	(void)dir;
	if (!is_pdu(c))
		return osi_probe(c);
	return PROBE_WEAK;
}

const struct protocol protocol_mms = {
	.name = "mms",
	.label = "MMS",
	.title = "MMS (IEC 61850, TASE.2)",
	.spec = "ISO 9506-2; IEC 61850-8-1",
	.in = &protocol_cotp,
	.fields = mms_field_table,
	.nfields = MMS_FIELD_COUNT,
};
