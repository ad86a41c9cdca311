#include <string.h>

#include "sensor/deliver/fill_inside.h"
#include "sensor/report_inside.h"

_Static_assert((int)OT_REPORT == (int)KAGAMI__OP__OP_REPORT &&
		       (int)OT_READ == (int)KAGAMI__OP__OP_READ,
	       "operations have the same numbers");
_Static_assert((int)PACKET_VLANS <= (int)FILL_VLANS && (int)ASSET_VLANS <= (int)FILL_VLANS,
	       "there is room for all tags");

static Kagami__End *end_of(struct filler *fl, unsigned i, const struct flow *f, unsigned end,
			   const uint8_t *mac)
{
	Kagami__End *e = fill_end(fl, i);

	if (f->key.ip_version != 0) {
		fill_end_ip(fl, i, f->key.ip_version, &f->key.addr[end]);
		e->port = f->key.port[end];
	}
	if (mac != NULL)
		fill_end_mac(fl, i, mac);
	e->vlan = f->nvlans > 0 ? f->vlans[0] : 0;
	return e;
}

static void add_context(struct filler *fl, Kagami__Operation *o, const struct flow *f, unsigned end,
			const struct dec *d)
{
	o->frame = d->frame;
	o->source = end_of(fl, 0, f, end, d->eth_src);
	o->destination = end_of(fl, 1, f, 1 - end, d->eth_dst);
	o->eth_type = f->eth_type;
	o->n_vlans = f->nvlans;
	o->vlans = fl->vlans;
	for (unsigned i = 0; i < f->nvlans; i++)
		fl->vlans[i] = f->vlans[i];
	if (f->key.ip_version != 0)
		o->ip_proto = f->key.ip_proto;
	o->protocol = fill_borrow(d->protocol->name);
	o->message = d->message;
	o->malformed = d->malformed;
	o->trailing = d->trailing;
	o->n_remarks = d->nmarks;
	o->remarks = fl->list[0];
	for (unsigned i = 0; i < d->nmarks; i++)
		fl->list[0][i] = fill_borrow(d->marks[i]);
}

/* What the value is when no field says so. */
static Kagami__FieldType type_of(const struct value *v)
{
	if (v->field != NULL)
		return fill_type(v->field);
	switch (value_element_kind(v)) {
	case VALUE_INT:
		return KAGAMI__FIELD_TYPE__FIELD_TYPE_INT;
	case VALUE_FLOAT:
		return KAGAMI__FIELD_TYPE__FIELD_TYPE_FLOAT;
	case VALUE_BYTES:
		return KAGAMI__FIELD_TYPE__FIELD_TYPE_BYTES;
	default:
		return KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT;
	}
}

static void add_ot(struct filler *fl, Kagami__Operation *o, const struct ot *ot)
{
	o->op = (Kagami__Op)ot->op;
	o->function = fill_text(fl, ot->function);
	o->response = ot->response;
	o->device = fill_text(fl, report_device(ot, fl->device, sizeof(fl->device)));
	o->object = fill_text(fl, report_object(ot, fl->object, sizeof(fl->object)));
	o->count = ot->count;
	if (fill_object_value(fl, &ot->value, &fl->value)) {
		o->value = &fl->value;
		o->value_type = type_of(&ot->value);
	}
	o->status = fill_text(fl, ot->status);
	o->failed = ot->failed;
	o->unmatched = ot->unmatched;
	if (ot->request_frame != 0) {
		o->request_frame = ot->request_frame;
		o->response_time = ot->response_time;
	}
}

const Kagami__Event *fill_operation(struct filler *fl, const struct flow *f, unsigned end,
				    const struct dec *d, const struct operation *op)
{
	Kagami__Event *e = fill_begin(fl, d->at);
	Kagami__Operation *o = &fl->operation;

	kagami__operation__init(o);
	add_context(fl, o, f, end, d);
	add_ot(fl, o, &op->ot);
	fill_own_values(fl, d, op);
	o->n_values = fl->nvalues;
	o->values = fl->value_list;
	o->truncated = d->overflow || fl->cut;
	e->body_case = KAGAMI__EVENT__BODY_OPERATION;
	e->operation = o;
	return e;
}
