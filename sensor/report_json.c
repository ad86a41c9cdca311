#include <string.h>

#include "sensor/context.h"
#include "sensor/report_inside.h"

static void key(struct json *j, enum context_field id)
{
	json_key(j, context_fields[id].name);
}

static void number(struct json *j, const struct value *v, uint32_t i)
{
	uint64_t u = value_uint(v, i);

	switch (v->field != NULL ? v->field->type : FIELD_UINT) {
	case FIELD_BOOL:
		json_bool(j, u != 0);
		break;
	case FIELD_TIME:
		json_time(j, u);
		break;
	case FIELD_DURATION:
		json_seconds(j, u);
		break;
	case FIELD_INT:
		json_int(j, v->i);
		break;
	default:
		if (v->kind == VALUE_INT)
			json_int(j, v->i);
		else
			json_uint(j, u);
	}
}

static void bytes(struct json *j, const struct value *v)
{
	switch (v->field != NULL ? v->field->type : FIELD_BYTES) {
	case FIELD_TEXT:
		json_text_n(j, v->p, v->n);
		break;
	case FIELD_IPV4:
		json_ipv4(j, v->p);
		break;
	case FIELD_IPV6:
		json_ipv6(j, v->p);
		break;
	default:
		json_hex(j, v->p, v->n);
	}
}

static void scalar(struct json *j, const struct value *v)
{
	if (v->kind == VALUE_BYTES)
		bytes(j, v);
	else if (v->kind == VALUE_FLOAT && v->field != NULL && v->field->size == 4)
		json_float32(j, (float)v->f);
	else if (v->kind == VALUE_FLOAT)
		json_float(j, v->f);
	else
		number(j, v, 0);
}

static void elements(struct json *j, const struct value *v)
{
	if (!value_series(v)) {
		scalar(j, v);
		return;
	}
	for (uint32_t i = 0; i < v->n; i++)
		number(j, v, i);
}

/* The ends of the flow, as the sender of this message sees them. */
static void addresses(struct json *j, const struct flow *f, unsigned end)
{
	static const enum context_field ids[2][2] = { { C_IP_SRC, C_IP_DST },
						      { C_IPV6_SRC, C_IPV6_DST } };
	bool six = f->key.ip_version == 6;

	for (unsigned i = 0; i < 2; i++) {
		uint8_t raw[16];

		memcpy(raw, &f->key.addr[i == 0 ? end : 1 - end], sizeof(raw));
		key(j, ids[six][i]);
		if (six)
			json_ipv6(j, raw);
		else
			json_ipv4(j, raw);
	}
	if (f->key.ip_proto != IP_TCP && f->key.ip_proto != IP_UDP)
		return;
	key(j, f->key.ip_proto == IP_TCP ? C_TCP_SRC : C_UDP_SRC);
	json_uint(j, f->key.port[end]);
	key(j, f->key.ip_proto == IP_TCP ? C_TCP_DST : C_UDP_DST);
	json_uint(j, f->key.port[1 - end]);
}

static void context(struct json *j, const struct flow *f, unsigned end, const struct dec *d)
{
	key(j, C_FRAME);
	json_uint(j, d->frame);
	key(j, C_TIME);
	json_time(j, d->at);
	if (d->eth_src != NULL) {
		key(j, C_ETH_SRC);
		json_mac(j, d->eth_src);
	}
	if (d->eth_dst != NULL) {
		key(j, C_ETH_DST);
		json_mac(j, d->eth_dst);
	}
	if (f->eth_type != 0) {
		key(j, C_ETH_TYPE);
		json_uint(j, f->eth_type);
	}
	if (f->nvlans > 0) {
		key(j, C_VLAN);
		if (f->nvlans > 1)
			json_open_array(j);
		for (unsigned i = 0; i < f->nvlans; i++)
			json_uint(j, f->vlans[i]);
		if (f->nvlans > 1)
			json_close_array(j);
	}
	if (f->key.ip_version != 0)
		addresses(j, f, end);
}

static void write_flag(struct json *j, enum context_field id, bool yes)
{
	if (!yes)
		return;
	key(j, id);
	json_bool(j, true);
}

static void write_text(struct json *j, enum context_field id, const char *text)
{
	if (text == NULL)
		return;
	key(j, id);
	json_text(j, text);
}

static void operation(struct json *j, const struct dec *d, const struct ot *ot)
{
	char buf[48];

	write_text(j, C_PROTOCOL, d->protocol->name);
	write_text(j, C_OP, ot_op_name(ot->op));
	write_text(j, C_FUNCTION, ot->function);
	key(j, C_REQUEST);
	json_bool(j, !ot->response);
	write_text(j, C_DEVICE, report_device(ot, buf, sizeof(buf)));
	write_text(j, C_OBJECT, report_object(ot, buf, sizeof(buf)));
	if (ot->count > 0) {
		key(j, C_COUNT);
		json_uint(j, ot->count);
	}
	if (ot->value.n > 0) {
		key(j, C_VALUE);
		if (value_series(&ot->value))
			json_open_array(j);
		elements(j, &ot->value);
		if (value_series(&ot->value))
			json_close_array(j);
	}
	write_text(j, C_STATUS, ot->status);
	write_flag(j, C_FAILED, ot->failed);
	key(j, C_MESSAGE);
	json_uint(j, d->message);
	if (ot->request_frame != 0) {
		key(j, C_REQ_FRAME);
		json_uint(j, ot->request_frame);
		key(j, C_RSP_TIME);
		json_seconds(j, ot->response_time);
	}
}

static void faults(struct json *j, const struct dec *d, const struct ot *ot)
{
	write_flag(j, C_UNMATCHED, ot->unmatched);
	write_flag(j, C_MALFORMED, d->malformed);
	if (d->trailing > 0) {
		key(j, C_TRAILING);
		json_uint(j, d->trailing);
	}
	if (d->nmarks > 0) {
		key(j, C_REMARKS);
		json_open_array(j);
		for (unsigned i = 0; i < d->nmarks; i++)
			json_text(j, d->marks[i]);
		json_close_array(j);
	}
	write_flag(j, C_TRUNCATED, d->overflow);
}

/* Value i of the operation: the message's shared ones come first, then its own. */
static const struct value *value_at(const struct dec *d, const struct operation *op, unsigned i)
{
	return i < d->shared ? &d->values[i] : &d->values[op->first + (i - d->shared)];
}

/* Each field once, where it first occurs, with all its values. */
static void fields(struct json *j, const struct dec *d, const struct operation *op)
{
	unsigned n = d->shared + (unsigned)(op->end - op->first);
	uint64_t done[(DEC_VALUES + 63) / 64] = { 0 };

	for (unsigned i = 0; i < n; i++) {
		const struct value *v = value_at(d, op, i);
		bool several = value_series(v);
		unsigned last = i;

		if (done[i / 64] >> (i % 64) & 1)
			continue;
		for (unsigned k = i + 1; k < n; k++) {
			if (value_at(d, op, k)->field != v->field)
				continue;
			done[k / 64] |= (uint64_t)1 << (k % 64);
			several = true;
			last = k;
		}
		json_key(j, v->field->name);
		if (several)
			json_open_array(j);
		for (unsigned k = i; k <= last; k++) {
			if (value_at(d, op, k)->field == v->field)
				elements(j, value_at(d, op, k));
		}
		if (several)
			json_close_array(j);
	}
}

size_t report_json(struct report *r, const struct flow *f, unsigned end, const struct dec *d,
		   const struct operation *op, size_t *patch_at)
{
	struct json j = json_to(r->line, sizeof(r->line) - 1);

	json_open(&j);
	context(&j, f, end, d);
	operation(&j, d, &op->ot);
	*patch_at = j.len;
	faults(&j, d, &op->ot);
	fields(&j, d, op);
	if (j.overflow) { /* more than a line holds: without the protocol's own fields */
		j = json_to(r->line, sizeof(r->line) - 1);
		json_open(&j);
		context(&j, f, end, d);
		key(&j, C_PROTOCOL);
		json_text(&j, d->protocol->name);
		write_flag(&j, C_TRUNCATED, true);
		*patch_at = j.len;
	}
	json_close(&j);
	r->line[j.len] = '\n';
	return j.len + 1;
}
