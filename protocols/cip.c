/*
 * CIP, the Common Industrial Protocol: requests of services on objects, and their responses. Spec:
 * The CIP Networks Library, volume 1, chapter 2-4.
 *
 *	request:  service, words of the path, path, data
 *	response: service with bit 7, 0, general status, words of additional status, these, data
 *
 * A response does not say what it is about: the request's bytes were kept by enip.c.
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"
#include "protocols/protocols.h"

enum { DEPTH_MAX = 2, PARTIAL_TRANSFER = 6, LIST_ERROR = 0x0a, SERVICES_MAX = 1024 };

/* Puts the parts of the service's byte. */
static bool service(struct dec *d, struct cip *m)
{
	uint64_t byte = take(d, SERVICE);

	if (!cur_ok(&d->c))
		return false;
	put(d, RR, byte >> 7);
	put(d, SC, byte & 0x7f);
	m->service = byte & 0x7f;
	d->ot.response = byte >> 7 != 0;
	return true;
}

static void name_operation(struct dec *d, const struct cip *m, const struct cip_service *row)
{
	d->ot.op = row->op;
	d->ot.function = row->name;
	cip_object(d, &m->path);
}

/* One service of several: part i of the request that they answer, if it is known. */
static struct cur part_asked(const struct cip *m, unsigned i)
{
	struct cur c = m->request;

	if (!m->asked)
		return cur_of("", 0);
	cur_skip(&c, 1);
	size_t words = cur_u8(&c);

	cur_skip(&c, 2 * words);
	struct cur base = c;
	unsigned n = (unsigned)cur_le(&c, 2);

	if (i >= n)
		return cur_of("", 0);
	cur_skip(&c, (size_t)2 * i);
	size_t from = cur_le(&c, 2), to = i + 1 < n ? cur_le(&c, 2) : cur_left(&base);

	cur_skip(&base, from);
	return to > from ? cur_upto(&base, to - from) : cur_of("", 0);
}

/* A Multiple Service Packet: every service is an operation of its own. */
static void several(struct dec *d, struct cip *m)
{
	struct cur base = d->c;
	uint64_t n = take(d, MSP_COUNT);
	struct cur table = cur_sub(&d->c, 2 * n);
	struct cur offsets = table;
	size_t from = cur_le(&offsets, 2);

	if (!cur_ok(&table) || m->depth >= DEPTH_MAX) {
		dec_malformed(d, "Multiple Service Packet whose services do not fit");
		return;
	}
	put_strided(d, MSP_OFFSET, series_of(table, VALUE_UINTS, 2, 2, (uint32_t)n));
	if (d->shared == 0) /* one in another adds operations to that one's */
		dec_share(d);
	struct ot whole = d->ot;

	for (unsigned i = 0; i < n && i < SERVICES_MAX; i++) {
		size_t to = i + 1 < n ? cur_le(&offsets, 2) : cur_left(&base);
		struct cip in = { .depth = (uint8_t)(m->depth + 1), .routed = m->routed };
		struct cur body = base;

		cur_skip(&body, from);
		body = from >= 2 + 2 * n && to >= from ? cur_sub(&body, to - from)
						       : (struct cur){ .broken = true };
		in.request = part_asked(m, i);
		in.asked = cur_left(&in.request) > 0;
		from = to;
		d->ot = whole;
		d->c = body;
		cip_message(d, &in);
		if (!cur_ok(&d->c))
			dec_malformed(d, "Multiple Service Packet whose services do not fit");
		emit(d);
	}
	d->c = cur_of("", 0);
}

static void request(struct dec *d, struct cip *m)
{
	size_t words = take(d, PATH_SIZE);
	struct cur path = cur_sub(&d->c, 2 * words);

	if (!cur_ok(&path))
		return;
	if (words > 0)
		put_bytes(d, EPATH, path);
	cip_path(d, path, &m->path);
	const struct cip_service *row = cip_service(m->path.class_id, m->service);

	name_operation(d, m, row);
	if (m->service == CIP_MULTIPLE)
		several(d, m);
	else if (row->read[0] != NULL)
		row->read[0](d, m);
	else
		cip_data(d);
}

/* What the response is about: the request's path, which it repeats in none of its bytes. */
static void repeat(struct dec *d, struct cip *m)
{
	struct cur c = m->request;
	uint8_t asked = cur_u8(&c);
	size_t words = cur_u8(&c);
	struct cur path = cur_sub(&c, 2 * words);

	if (!cur_ok(&path)) {
		m->asked = false;
		return;
	}
	bool malformed = d->malformed; /* what is wrong with the request was said there */
	uint8_t marks = d->nmarks;

	put(d, PATH_SIZE, words);
	cip_path(d, path, &m->path);
	d->malformed = malformed;
	d->nmarks = marks;
	if (asked == CIP_UNCONNECTED_SEND && m->path.class_id == CIP_MANAGER && m->depth == 0)
		cip_send_inside(d, m);
}

static void status(struct dec *d, struct cip *m)
{
	cur_skip(&d->c, 1);
	m->status = (uint8_t)take(d, GENSTAT);
	uint64_t n = take(d, ADDSTAT_SIZE);

	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++) {
		uint16_t word = (uint16_t)take(d, ADDSTAT);

		if (i == 0)
			m->extended = word;
	}
	if (!cur_ok(&d->c))
		return;
	const char *name = field_value_name(&field_table[GENSTAT], m->status);

	d->ot.failed = m->status != 0 && m->status != PARTIAL_TRANSFER;
	d->ot.status = m->status == 0 ? "ok" : name != NULL ? name : "unknown status";
}

/* Does the response have what was asked for? A list does although some of its attributes failed. */
static bool readable(const struct cip *m)
{
	bool list = m->service == CIP_GET_LIST || m->service == CIP_SET_LIST;

	return m->status == 0 || m->status == PARTIAL_TRANSFER || (m->status == LIST_ERROR && list);
}

static void response(struct dec *d, struct cip *m)
{
	status(d, m);
	if (!cur_ok(&d->c))
		return;
	if (m->asked)
		repeat(d, m);
	const struct cip_service *row = cip_service(m->path.class_id, m->service);

	name_operation(d, m, row);
	if (m->service == CIP_MULTIPLE && cur_left(&d->c) > 0)
		several(d, m);
	else if (d->ot.failed && m->path.class_id == CIP_MANAGER)
		cip_manager_failed(d, m);
	else if (readable(m) && row->read[1] != NULL)
		row->read[1](d, m);
	else
		cip_data(d);
}

void cip_message(struct dec *d, struct cip *m)
{
	d->protocol = &protocol_cip;
	cip_path_begin(&m->path);
	if (!service(d, m))
		return;
	if (d->ot.response)
		response(d, m);
	else
		request(d, m);
}

const struct protocol protocol_cip = {
	.name = "cip",
	.label = "CIP",
	.title = "CIP, the Common Industrial Protocol",
	.spec = "The CIP Networks Library, volume 1",
	.fields = cip_field_table,
	.nfields = CIP_FIELD_COUNT,
};
