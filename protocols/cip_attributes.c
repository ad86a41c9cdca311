/*
 * CIP: the services that read and write attributes, and what is known of the attributes of the
 * objects that tell who a device is and how it is reached. Spec: The CIP Networks Library, volume
 * 1, chapter 5 (Identity, Message Router), volume 2, chapter 5 (TCP/IP Interface, Ethernet Link).
 */
#include <stdio.h>

#include "protocols/cip.h"
#include "protocols/cip_fields.h"

/* How an attribute lies in a message. */
enum shape { FIELDS_ONLY, STATUS_BITS, NAME8, CLASSES, LINK_PATH, ADDRESSES, NAME16, FLAGS };

struct attribute {
	uint16_t class_id;
	uint8_t number, shape;
	bool in_all; /* Get Attributes All has it */
	uint8_t field[2];
};

/* Bits of a number that are fields of their own. */
struct bits {
	uint8_t number, field, shift;
	uint16_t mask;
};

/* clang-format off */
static const struct attribute attributes[] = {
	{ CIP_IDENTITY, 1, FIELDS_ONLY, true, { ID_VENDOR, 0 } },
	{ CIP_IDENTITY, 2, FIELDS_ONLY, true, { ID_TYPE, 0 } },
	{ CIP_IDENTITY, 3, FIELDS_ONLY, true, { ID_CODE, 0 } },
	{ CIP_IDENTITY, 4, FIELDS_ONLY, true, { ID_MAJOR, ID_MINOR } },
	{ CIP_IDENTITY, 5, FLAGS, true, { ID_STATUS, 0 } },
	{ CIP_IDENTITY, 6, FIELDS_ONLY, true, { ID_SERIAL, 0 } },
	{ CIP_IDENTITY, 7, NAME8, true, { ID_NAME, 0 } },
	{ CIP_IDENTITY, 8, FIELDS_ONLY, false, { ID_STATE, 0 } },
	{ CIP_ROUTER, 1, CLASSES, true, { MR_COUNT, MR_CLASS } },
	{ CIP_TCPIP, 1, FLAGS, true, { TCPIP_STATUS, 0 } },
	{ CIP_TCPIP, 2, FLAGS, true, { TCPIP_CAP, 0 } },
	{ CIP_TCPIP, 3, FLAGS, true, { TCPIP_CONTROL, 0 } },
	{ CIP_TCPIP, 4, LINK_PATH, true, { PATH_LEN, 0 } },
	{ CIP_TCPIP, 5, ADDRESSES, true, { TCPIP_IP, 0 } },
	{ CIP_TCPIP, 6, NAME16, true, { TCPIP_HOST, 0 } },
	{ CIP_ETHERNET, 1, FIELDS_ONLY, true, { ELINK_SPEED, 0 } },
	{ CIP_ETHERNET, 2, FLAGS, true, { ELINK_FLAGS, 0 } },
	{ CIP_ETHERNET, 3, FIELDS_ONLY, true, { ELINK_MAC, 0 } },
	{ CIP_ETHERNET, 6, FLAGS, false, { ELINK_CONTROL, ELINK_FORCED_SPEED } },
	{ CIP_ETHERNET, 7, FIELDS_ONLY, false, { ELINK_TYPE, 0 } },
	{ CIP_ETHERNET, 8, FIELDS_ONLY, false, { ELINK_STATE, 0 } },
	{ CIP_ETHERNET, 9, FIELDS_ONLY, false, { ELINK_ADMIN, 0 } },
};

/* Attributes of a class itself, instance 0. */
static const uint8_t class_fields[] = { 0, CLASS_REVISION, MAX_INSTANCE, NUM_INSTANCE };

static const struct bits bits[] = {
	{ ID_STATUS, ID_OWNED, 0, 1 }, { ID_STATUS, ID_CONF, 2, 1 }, { ID_STATUS, ID_EXT, 4, 15 },
	{ ID_STATUS, ID_MINOR1, 8, 1 }, { ID_STATUS, ID_MINOR2, 9, 1 }, { ID_STATUS, ID_MAJOR1, 10, 1 },
	{ ID_STATUS, ID_MAJOR2, 11, 1 }, { ID_STATUS, ID_EXT2, 12, 15 },
	{ TCPIP_STATUS, TCPIP_CONFIG, 0, 15 }, { TCPIP_CONTROL, TCPIP_METHOD, 0, 15 },
	{ TCPIP_STATUS, TCPIP_MCAST, 4, 1 }, { TCPIP_STATUS, TCPIP_PENDING, 5, 1 },
	{ TCPIP_STATUS, TCPIP_ACD, 6, 1 }, { TCPIP_STATUS, TCPIP_ACD_FAULT, 7, 1 },
	{ TCPIP_STATUS, TCPIP_PORT_ADMIN, 8, 1 }, { TCPIP_STATUS, TCPIP_PROTOCOL_ADMIN, 9, 1 },
	{ TCPIP_CAP, CAP_BOOTP, 0, 1 }, { TCPIP_CAP, CAP_DNS, 1, 1 }, { TCPIP_CAP, CAP_DHCP, 2, 1 },
	{ TCPIP_CAP, CAP_DHCP_DNS, 3, 1 }, { TCPIP_CAP, CAP_SETTABLE, 4, 1 }, { TCPIP_CAP, CAP_HARDWARE, 5, 1 },
	{ TCPIP_CAP, CAP_RESET, 6, 1 }, { TCPIP_CAP, CAP_ACD, 7, 1 }, { TCPIP_CONTROL, TCPIP_DNS, 4, 1 },
	{ ELINK_FLAGS, ELINK_RESET, 5, 1 }, { ELINK_FLAGS, ELINK_FAULT, 6, 1 },
	{ ELINK_FLAGS, ELINK_LINK, 0, 1 }, { ELINK_FLAGS, ELINK_DUPLEX, 1, 1 },
	{ ELINK_FLAGS, ELINK_NEGOTIATION, 2, 7 },
	{ ELINK_CONTROL, ELINK_AUTO, 0, 1 }, { ELINK_CONTROL, ELINK_FORCED, 1, 1 },
};
/* clang-format on */

enum { LIST_MAX = 256 };

void cip_data(struct dec *d)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, DATA);
}

static void flags(struct dec *d, unsigned number)
{
	uint64_t u = take(d, number);

	if (!cur_ok(&d->c))
		return;
	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if (bits[i].number == number)
			put(d, bits[i].field, u >> bits[i].shift & bits[i].mask);
	}
}

static void classes(struct dec *d)
{
	uint64_t n = take(d, MR_COUNT);

	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++)
		take(d, MR_CLASS);
}

static void link_path(struct dec *d)
{
	struct cip_path p;
	size_t words = take(d, PATH_LEN);
	struct cur path = cur_sub(&d->c, 2 * words);

	if (!cur_ok(&path) || words == 0)
		return;
	put_bytes(d, EPATH, path);
	cip_path_begin(&p);
	cip_path(d, path, &p);
}

/* IP addresses are numbers here: the least significant byte comes first. */
static void address(struct dec *d, unsigned field)
{
	uint32_t u = (uint32_t)cur_le(&d->c, 4);
	const uint8_t bytes[4] = { (uint8_t)(u >> 24), (uint8_t)(u >> 16), (uint8_t)(u >> 8),
				   (uint8_t)u };

	if (cur_ok(&d->c))
		put_bytes(d, field, dec_keep(d, bytes, sizeof(bytes)));
}

/* Text with a length of two bytes, filled up to an even one. */
static struct cur name16(struct dec *d, unsigned field)
{
	size_t n = cur_le(&d->c, 2);
	struct cur name = take_bytes(d, field, n);

	if (n % 2 != 0 && cur_left(&d->c) > 0)
		cur_skip(&d->c, 1);
	return name;
}

static void addresses(struct dec *d)
{
	static const uint8_t fields[] = { TCPIP_IP, TCPIP_MASK, TCPIP_GATEWAY, TCPIP_NS,
					  TCPIP_NS2 };

	for (unsigned i = 0; i < sizeof(fields); i++)
		address(d, fields[i]);
	name16(d, TCPIP_DOMAIN);
}

static void attribute(struct dec *d, const struct attribute *a)
{
	switch ((enum shape)a->shape) {
	case NAME8:
		take_bytes(d, a->field[0], cur_u8(&d->c));
		break;
	case NAME16:
		name16(d, a->field[0]);
		break;
	case CLASSES:
		classes(d);
		break;
	case LINK_PATH:
		link_path(d);
		break;
	case ADDRESSES:
		addresses(d);
		break;
	case FLAGS:
		flags(d, a->field[0]);
		if (a->field[1] != 0)
			take(d, a->field[1]);
		break;
	default:
		take(d, a->field[0]);
		if (a->field[1] != 0)
			take(d, a->field[1]);
		break;
	}
}

static const struct attribute *attribute_of(uint32_t class_id, uint64_t number)
{
	for (unsigned i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		if (attributes[i].class_id == class_id && attributes[i].number == number)
			return &attributes[i];
	}
	return NULL;
}

/* An attribute's value, if its shape is known; false: it is not. */
static bool read_attribute(struct dec *d, const struct cip_path *p, uint64_t number)
{
	if ((p->says & SAYS_INSTANCE) != 0 && p->instance == 0 && p->class_id <= UINT16_MAX) {
		if (number == 0 || number >= sizeof(class_fields))
			return false;
		take(d, class_fields[number]);
		return true;
	}
	const struct attribute *a = attribute_of(p->class_id, number);

	if (a == NULL)
		return false;
	attribute(d, a);
	return true;
}

static const struct value *value_of(const struct dec *d, unsigned from, unsigned field)
{
	for (unsigned i = from; i < d->nvalues; i++) {
		if (d->values[i].field == &field_table[field])
			return &d->values[i];
	}
	return NULL;
}

static uint64_t number_of(const struct dec *d, unsigned from, unsigned field)
{
	const struct value *v = value_of(d, from, field);

	return v != NULL ? v->u : 0;
}

void cip_identify(struct dec *d, uint64_t vendor, struct cur name, unsigned major, unsigned minor,
		  uint64_t serial)
{
	const char *known = field_value_name(&field_table[ID_VENDOR], vendor);

	known = known != NULL ? dec_text(d, "%s", known)
			      : dec_text(d, "CIP vendor %u", (unsigned)vendor);
	const char *version = dec_text(d, "%u.%u", major, minor);
	const char *number = dec_text(d, "%08x", (unsigned)serial);
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	id->vendor = cur_of(known, strlen(known));
	id->model = name;
	id->firmware = cur_of(version, strlen(version));
	id->serial = cur_of(number, strlen(number));
}

/* What the Identity object says is of the sender, unless it is behind it. */
static void identity(struct dec *d, const struct cip *m, unsigned from)
{
	const struct value *name = value_of(d, from, ID_NAME);

	if (name == NULL || !cur_ok(&d->c))
		return;
	d->ot.value = *name;
	if (m->routed || m->depth > 0 || m->path.instance > 1)
		return;
	cip_identify(d, number_of(d, from, ID_VENDOR), value_cur(name),
		     (unsigned)number_of(d, from, ID_MAJOR), (unsigned)number_of(d, from, ID_MINOR),
		     number_of(d, from, ID_SERIAL));
}

void cip_get_all_response(struct dec *d, struct cip *m)
{
	unsigned from = d->nvalues;
	bool instance = (m->path.says & SAYS_INSTANCE) == 0 || m->path.instance != 0;

	if (!m->asked || !instance) {
		cip_data(d);
		return;
	}
	for (unsigned i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		if (attributes[i].class_id != m->path.class_id || !attributes[i].in_all)
			continue;
		if (cur_left(&d->c) == 0)
			break;
		put(d, ATTRIBUTE, attributes[i].number);
		attribute(d, &attributes[i]);
	}
	if (m->path.class_id == CIP_IDENTITY)
		identity(d, m, from);
	cip_data(d);
}

/* The value of one attribute as the operation's: the first field that was read, or bytes. */
static void one_value(struct dec *d, unsigned from, struct cur all)
{
	if (d->nvalues > from) {
		d->ot.value = d->values[from];
		return;
	}
	size_t n = cur_left(&all);

	if (n == 1 || n == 2 || n == 4)
		ot_number(d, cur_le(&all, n));
	else if (n > 0)
		ot_bytes(d, &field_table[DATA], all);
}

static void single(struct dec *d, const struct cip *m)
{
	unsigned from = d->nvalues;
	struct cur all = d->c;

	if (!read_attribute(d, &m->path, m->path.attribute))
		cip_data(d);
	if (from < d->nvalues && d->values[from].field == &field_table[DATA])
		from = d->nvalues;
	one_value(d, from, all);
	cip_data(d);
}

void cip_get_single_response(struct dec *d, struct cip *m)
{
	if (m->asked)
		single(d, m);
	else
		cip_data(d);
}

void cip_set_single_request(struct dec *d, struct cip *m)
{
	single(d, m);
}

/* Get and Set Attribute List: a count, then attributes; those read have values whose length only
 * the attribute's shape tells. */
static void list(struct dec *d, struct cip *m, bool response)
{
	bool set = m->service == 4;
	uint64_t n = take(d, set ? SETLIST : GETLIST);
	unsigned from = d->nvalues;

	d->ot.count = (uint32_t)n;
	for (uint64_t i = 0; i < n && i < LIST_MAX && cur_left(&d->c) > 0; i++) {
		uint64_t number = cur_le(&d->c, 2), status = 0;

		if (!cur_ok(&d->c))
			break;
		put(d, ATTRIBUTE, number);
		if (response) {
			status = take(d, set ? SETLIST_STATUS : GETLIST_STATUS);
			cur_skip(&d->c, 1);
		}
		bool value = set ? !response : response && status == 0;

		if (value && !read_attribute(d, &m->path, number))
			break;
	}
	if (response && !set && m->path.class_id == CIP_IDENTITY)
		identity(d, m, from);
	cip_data(d);
}

void cip_list_request(struct dec *d, struct cip *m)
{
	list(d, m, false);
}

void cip_list_response(struct dec *d, struct cip *m)
{
	list(d, m, true);
}

void cip_reset_request(struct dec *d, struct cip *m)
{
	if (m->path.class_id == CIP_IDENTITY && cur_left(&d->c) == 1)
		ot_number(d, take(d, RESET));
	cip_data(d);
}

void cip_create_response(struct dec *d, struct cip *m)
{
	(void)m;
	if (cur_left(&d->c) > 0)
		ot_number(d, take(d, CREATED));
	cip_data(d);
}

void cip_find_next(struct dec *d, struct cip *m)
{
	(void)m;
	if (!d->ot.response) {
		take(d, NEXT_MAX);
		return;
	}
	uint64_t n = take(d, NEXT_COUNT);

	d->ot.count = (uint32_t)n;
	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++)
		take(d, NEXT_INSTANCE);
}

/* The name of a Logix controller's project. */
void cip_name_response(struct dec *d, struct cip *m)
{
	struct cur c = d->c;
	size_t n = cur_le(&c, 2);
	struct cur name = cur_sub(&c, n);

	cip_data(d);
	if (!cur_ok(&name) || n == 0)
		return;
	ot_bytes(d, &ot_text_field, name);
	if (m->routed || m->depth > 0)
		return;
	dec_identity(d)->of_sender = true;
	d->identity.name = name;
}
