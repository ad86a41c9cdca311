/*
 * The services of OPC UA: what their messages are about, and what came of it.
 *
 * Spec: OPC 10000-4, clauses 5 and 7.
 */
#include "protocols/opcua_inside.h"

/* clang-format off */
#define NONE { OPCUA_END, false, 0 }
#define KIND(kind) { OPCUA_##kind, true, 0 }
#define TYPE(type) { OPCUA_STRUCT, true, OPCUA_T_##type }
#define PLAIN(name, id, op) { #name, id, (id) + 3, op, 0, false, false, { NONE, NONE } }
#define LIST(name, id, op, node, many, asked, answered) { #name, id, (id) + 3, op, node, many, false, { asked, answered } }

/* The most frequent ones first. */
static const struct opcua_service services[] = {
	{ "Publish", 826, 829, OT_REPORT, 0, true, true, { NONE, TYPE(MonitoredItemNotification) } },
	LIST(Read, 631, OT_READ, 0, false, TYPE(ReadValueId), KIND(DATAVALUE)),
	LIST(Write, 673, OT_WRITE, 0, false, TYPE(WriteValue), KIND(STATUS)),
	LIST(Call, 712, OT_CONTROL, 1, true, TYPE(CallMethodRequest), TYPE(CallMethodResult)),
	LIST(Browse, 527, OT_READ, 0, false, TYPE(BrowseDescription), TYPE(BrowseResult)),
	LIST(BrowseNext, 533, OT_READ, 0, false, NONE, TYPE(BrowseResult)),
	LIST(TranslateBrowsePathsToNodeIds, 554, OT_READ, 0, false, TYPE(BrowsePath), TYPE(BrowsePathResult)),
	LIST(CreateMonitoredItems, 751, OT_READ, 0, false, TYPE(MonitoredItemCreateRequest), TYPE(MonitoredItemCreateResult)),
	LIST(ModifyMonitoredItems, 763, OT_OTHER, 0, false, TYPE(MonitoredItemModifyRequest), TYPE(MonitoredItemModifyResult)),
	PLAIN(SetMonitoringMode, 769, OT_OTHER),
	PLAIN(SetTriggering, 775, OT_OTHER),
	PLAIN(DeleteMonitoredItems, 781, OT_OTHER),
	PLAIN(CreateSubscription, 787, OT_OTHER),
	PLAIN(ModifySubscription, 793, OT_OTHER),
	PLAIN(SetPublishingMode, 799, OT_OTHER),
	PLAIN(Republish, 832, OT_OTHER),
	PLAIN(TransferSubscriptions, 841, OT_OTHER),
	PLAIN(DeleteSubscriptions, 847, OT_OTHER),
	LIST(HistoryRead, 664, OT_READ, 0, true, TYPE(HistoryReadValueId), TYPE(HistoryReadResult)),
	LIST(HistoryUpdate, 700, OT_WRITE, 0, true, KIND(EXTOBJ), TYPE(HistoryUpdateResult)),
	LIST(AddNodes, 488, OT_PROGRAM, 2, true, TYPE(AddNodesItem), TYPE(AddNodesResult)),
	LIST(AddReferences, 494, OT_PROGRAM, 0, false, TYPE(AddReferencesItem), KIND(STATUS)),
	LIST(DeleteNodes, 500, OT_PROGRAM, 0, false, TYPE(DeleteNodesItem), KIND(STATUS)),
	LIST(DeleteReferences, 506, OT_PROGRAM, 0, false, TYPE(DeleteReferencesItem), KIND(STATUS)),
	LIST(RegisterNodes, 560, OT_OTHER, 0, false, KIND(NODE), KIND(NODE)),
	LIST(UnregisterNodes, 566, OT_OTHER, 0, false, KIND(NODE), NONE),
	PLAIN(QueryFirst, 615, OT_READ),
	PLAIN(QueryNext, 621, OT_READ),
	PLAIN(FindServers, 422, OT_IDENTIFY),
	{ "FindServersOnNetwork", 12208, 12209, OT_IDENTIFY, 0, false, false, { NONE, NONE } },
	PLAIN(GetEndpoints, 428, OT_IDENTIFY),
	PLAIN(RegisterServer, 437, OT_OTHER),
	{ "RegisterServer2", 12211, 12212, OT_OTHER, 0, false, false, { NONE, NONE } },
	PLAIN(OpenSecureChannel, 446, OT_AUTH),
	PLAIN(CloseSecureChannel, 452, OT_AUTH),
	PLAIN(CreateSession, 461, OT_AUTH),
	PLAIN(ActivateSession, 467, OT_AUTH),
	PLAIN(CloseSession, 473, OT_AUTH),
	PLAIN(Cancel, 479, OT_OTHER),
};
/* clang-format on */

enum {
	SERVICES = sizeof(services) / sizeof(services[0]),
	SERVICE_FAULT = 397,
	/* what pair.ask[] has */
	ASK_SERVICE = 0,
	ASK_IDENTITY = 1,
};

const char *opcua_status_name(uint32_t status)
{
	size_t low = 0, high = OPCUA_STATUSES;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t here = opcua_status_names[middle].value;

		if (here == (status & 0xffff0000))
			return opcua_status_names[middle].name;
		if (here < (status & 0xffff0000))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct opcua_service *opcua_service_of(uint64_t number)
{
	for (unsigned i = 0; i < SERVICES; i++) {
		if (services[i].request == number || services[i].response == number)
			return &services[i];
	}
	return NULL;
}

/* ---- messages -------------------------------------------------------------------------------- */

static bool fits(const struct pair *asked, const struct dec *d)
{
	const struct value *v = &d->values[d->nvalues - 1]; /* the message's number */
	const struct opcua_service *service = opcua_service_of(asked->ask[ASK_SERVICE]);

	return v->u == SERVICE_FAULT || service == NULL || service->response == v->u;
}

static void ask(struct dec *d, struct opcua *m)
{
	struct pair *p = pair_ask(d, m->request_id);

	if (p == NULL)
		return;
	p->ask[ASK_SERVICE] = m->service->request;
	p->optional =
		m->service->waits || m->service->request == 452; /* nobody answers a goodbye */
}

/* Who logs in is known at the end of the request only: the newest of the open ones has it. */
static void ask_more(struct dec *d, const struct opcua *m)
{
	struct pairs *ps = d->pairs;

	if (ps != NULL && d->asked && ps->n > 0)
		pairs_all(ps)[ps->n - 1].ask[ASK_IDENTITY] = m->identity;
	if (m->nkeep > 0 && m->service->item[1].kind != OPCUA_END) {
		struct note *note = note_open(d, opcua_key(OPCUA_ASKED_NODES, m->request_id));

		if (note != NULL && note->n == 0)
			(void)note_add(d, note, cur_of(m->keep, m->nkeep));
	}
}

static void answer(struct dec *d, struct opcua *m, uint64_t number)
{
	const struct pair *asked = pair_answer(d, m->request_id, fits);

	if (asked != NULL) {
		m->asked = (uint8_t)asked->ask[ASK_IDENTITY];
		if (number == SERVICE_FAULT)
			m->service = opcua_service_of(asked->ask[ASK_SERVICE]);
	}
	m->note = note_find(d, opcua_key(OPCUA_ASKED_NODES, m->request_id));
	if (m->note != NULL)
		m->kept = note_bytes(d, m->note);
}

/* What the response changes of the connection. */
static void follow_session(struct dec *d, struct opcua *m, uint64_t number)
{
	struct opcua_state *s = m->state;
	bool good = !opcua_bad(m->result);

	if (m->service == NULL || !cur_ok(&d->c))
		return;
	if (m->service->request == 467) { /* ActivateSession */
		s->failures =
			good ? 0
			     : (uint16_t)(s->failures < UINT16_MAX ? s->failures + 1 : s->failures);
		if (good && m->asked != OPCUA_NOBODY)
			s->identity = m->asked;
		put(d, UA_LOGIN_FAILURES, s->failures);
	} else if (m->service->request == 787 && good) { /* CreateSubscription */
		if (s->subscriptions < UINT16_MAX)
			s->subscriptions++;
		put(d, UA_SUBSCRIPTIONS, s->subscriptions);
	} else if (m->service->request == 847 &&
		   number != SERVICE_FAULT) { /* DeleteSubscriptions */
		s->subscriptions =
			(uint16_t)(m->good < s->subscriptions ? s->subscriptions - m->good : 0);
		put(d, UA_SUBSCRIPTIONS, s->subscriptions);
	} else if (m->service->request == 473 && good) { /* CloseSession */
		s->identity = OPCUA_NOBODY;
		s->subscriptions = 0;
	}
}

/* A message without items is one operation. */
static void tell_whole(struct dec *d, const struct opcua *m)
{
	if (cur_left(&m->text) > 0)
		ot_bytes(d, &ot_text_field, m->text);
}

/* The number of the message; 0: it is none of OPC UA's own. */
static uint64_t take_number(struct dec *d)
{
	struct opcua_node id;

	if (!opcua_node_look(&d->c, &id, false))
		return 0;
	put(d, UA_SERVICE_ENCODING, id.encoding);
	if (id.encoding > 0)
		put(d, UA_SERVICE_NS, id.ns);
	if (id.form != OPCUA_NUMBER)
		return 0;
	put(d, UA_SERVICE, id.number);
	return id.ns == 0 ? id.number : 0;
}

void opcua_service(struct dec *d, struct opcua *m)
{
	uint64_t number = take_number(d);

	if (!cur_ok(&d->c))
		return;
	enum opcua_type type = opcua_type_of(number);

	m->service = opcua_service_of(number);
	if ((m->service == NULL && number != SERVICE_FAULT) || type == OPCUA_TYPE_COUNT) {
		d->ot.function = dec_text(d, "unknown service %u", (unsigned)number);
		dec_mark(d, "service that no version of OPC UA has");
		(void)take_rest(d, UA_BYTE_STRING);
		return;
	}
	m->response = number == SERVICE_FAULT || m->service->response == number;
	d->ot.response = m->response;
	if (m->response)
		answer(d, m, number);
	else
		ask(d, m);
	if (m->service != NULL) {
		d->ot.op = (enum ot_op)m->service->op;
		d->ot.function = m->service->name;
		if (m->service->waits && !m->response)
			d->ot.op = OT_OTHER;
	} else {
		d->ot.function = "ServiceFault";
	}
	opcua_walk(d, m, type);
	if (m->response)
		follow_session(d, m, number);
	if (m->items > 0)
		opcua_item_ends(d, m);
	else
		tell_whole(d, m);
	if (!m->response)
		ask_more(d, m);
	if (m->note != NULL)
		note_end(d, m->note);
}
