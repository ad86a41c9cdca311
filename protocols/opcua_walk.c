/*
 * The walker of OPC UA's structures: reads what the tables of opcua_types.c say, value by value.
 *
 * Spec: OPC 10000-6, clause 5.2 (OPC UA Binary).
 */
#include "protocols/opcua_inside.h"

enum {
	DEEPEST = 10,
	ARRAY_FLAG = 0x80,
	MATRIX_FLAG = 0x40,
};

/* 1970 in ticks of 100 ns since 1601, which times are counted in. */
#define EPOCH UINT64_C(116444736000000000)

/* Bytes of the kinds that have a fixed size. */
static const uint8_t widths[OPCUA_KINDS] = {
	[OPCUA_BOOL] = 1, [OPCUA_I8] = 1,    [OPCUA_U8] = 1,	 [OPCUA_I16] = 2,
	[OPCUA_U16] = 2,  [OPCUA_I32] = 4,   [OPCUA_U32] = 4,	 [OPCUA_I64] = 8,
	[OPCUA_U64] = 8,  [OPCUA_FLOAT] = 4, [OPCUA_DOUBLE] = 8, [OPCUA_STATUS] = 4,
	[OPCUA_I64F] = 8,
};

/* The types of variants. */
static const struct opcua_member builtin[] = {
	{ OPCUA_END, false, 0 },
	{ OPCUA_BOOL, false, UA_BOOLEAN },
	{ OPCUA_I8, false, UA_SBYTE },
	{ OPCUA_U8, false, UA_BYTE },
	{ OPCUA_I16, false, UA_INT16 },
	{ OPCUA_U16, false, UA_UINT16 },
	{ OPCUA_I32, false, UA_INT32 },
	{ OPCUA_U32, false, UA_UINT32 },
	{ OPCUA_I64, false, UA_INT64 },
	{ OPCUA_U64, false, UA_UINT64 },
	{ OPCUA_FLOAT, false, UA_FLOAT },
	{ OPCUA_DOUBLE, false, UA_DOUBLE },
	{ OPCUA_STRING, false, UA_STRING },
	{ OPCUA_TIME, false, UA_DATE_TIME },
	{ OPCUA_GUID, false, UA_GUID },
	{ OPCUA_BYTES, false, UA_BYTE_STRING },
	{ OPCUA_BYTES, false, UA_XML_ELEMENT },
	{ OPCUA_NODE, false, 0 },
	{ OPCUA_EXPANDED, false, 0 },
	{ OPCUA_STATUS, false, UA_STATUS_CODE },
	{ OPCUA_QNAME, false, 0 },
	{ OPCUA_LTEXT, false, 0 },
	{ OPCUA_EXTOBJ, false, 0 },
	{ OPCUA_DATAVALUE, false, 0 },
	{ OPCUA_VARIANT, false, 0 },
	{ OPCUA_DIAG, false, 0 },
};

enum { BUILTINS = sizeof(builtin) / sizeof(builtin[0]) };

static void walk_one(struct dec *d, struct opcua *m, const struct opcua_member *member);

/* ---- values without parts -------------------------------------------------------------------- */

static int64_t signed_of(uint64_t u, unsigned width)
{
	unsigned unused = 64 - 8 * width;

	return (int64_t)(u << unused) >> unused;
}

static double real_of(uint64_t u, unsigned width)
{
	union {
		uint64_t u;
		double x;
	} wide = { .u = u };
	union {
		uint32_t u;
		float x;
	} narrow = { .u = (uint32_t)u };

	return width == 8 ? wide.x : (double)narrow.x;
}

/* A time that is none, or that does not fit into ns since 1970, is not recorded. */
static void take_time(struct dec *d, unsigned f)
{
	uint64_t ticks = cur_le(&d->c, 8);

	if (cur_ok(&d->c) && ticks >= EPOCH && ticks - EPOCH <= UINT64_MAX / 100)
		put(d, f, (ticks - EPOCH) * 100);
}

/* A number of a fixed size; recorded. */
static uint64_t take_number(struct dec *d, const struct opcua_member *member)
{
	unsigned kind = member->kind, width = widths[kind];
	uint64_t u = cur_le(&d->c, width);

	if (!cur_ok(&d->c))
		return 0;
	if (kind == OPCUA_FLOAT || kind == OPCUA_DOUBLE)
		put_float(d, member->what, real_of(u, width));
	else if (kind == OPCUA_I64F)
		put_float(d, member->what, (double)(int64_t)u);
	else if (kind == OPCUA_I8 || kind == OPCUA_I16 || kind == OPCUA_I32 || kind == OPCUA_I64)
		put_int(d, member->what, signed_of(u, width));
	else
		put(d, member->what, u);
	return u;
}

/* Elements of a list: at most as many as there are bytes; 0: there is no list. */
static uint32_t take_size(struct dec *d)
{
	int64_t n = signed_of(cur_le(&d->c, 4), 4);

	if (!cur_ok(&d->c))
		return 0;
	put_int(d, UA_ARRAY_SIZE, n);
	if (n <= 0)
		return 0;
	if ((uint64_t)n > cur_left(&d->c)) {
		if (!d->cut)
			dec_mark(d, "list of more elements than there are bytes");
		return (uint32_t)cur_left(&d->c) + 1; /* the last of them fails */
	}
	return (uint32_t)n;
}

/* ---- names and texts ------------------------------------------------------------------------- */

static void walk_qualified(struct dec *d, struct opcua *m)
{
	take(d, UA_QUALIFIED_NS);
	opcua_saw_text(d, m, UA_QUALIFIED_NAME, opcua_take_string(d, UA_QUALIFIED_NAME));
}

static void walk_text(struct dec *d, struct opcua *m)
{
	unsigned mask = cur_u8(&d->c);

	if ((mask & 1) != 0)
		(void)opcua_take_string(d, UA_LOCALE);
	if ((mask & 2) != 0)
		opcua_saw_text(d, m, UA_TEXT, opcua_take_string(d, UA_TEXT));
}

/* ---- values with parts ----------------------------------------------------------------------- */

static bool deeper(struct dec *d, struct opcua *m)
{
	if (m->depth < DEEPEST) {
		m->depth++;
		return true;
	}
	dec_malformed(d, "values in values, deeper than anybody needs");
	cur_fail(&d->c);
	return false;
}

static void walk_diagnostics(struct dec *d, struct opcua *m)
{
	static const uint8_t order[][2] = { { 0x01, UA_SYMBOLIC_ID },
					    { 0x02, UA_DIAG_NAMESPACE },
					    { 0x08, UA_DIAG_LOCALE },
					    { 0x04, UA_DIAG_TEXT } };
	unsigned mask = cur_u8(&d->c);

	if (mask == 0 || !deeper(d, m))
		return;
	for (unsigned i = 0; i < 4; i++) {
		if ((mask & order[i][0]) != 0)
			(void)take_number(d,
					  &(struct opcua_member){ OPCUA_I32, false, order[i][1] });
	}
	if ((mask & 0x10) != 0)
		(void)opcua_take_string(d, UA_DIAG_INFO);
	if ((mask & 0x20) != 0)
		take(d, UA_DIAG_STATUS);
	if ((mask & 0x40) != 0)
		walk_diagnostics(d, m);
	m->depth--;
}

/* A structure that is not known, or not in binary. */
static void take_unknown(struct dec *d, unsigned mask)
{
	(void)opcua_take_string(d, mask == 1 ? UA_BYTE_STRING : UA_XML_ELEMENT);
}

static void walk_extension(struct dec *d, struct opcua *m)
{
	struct opcua_node id;

	if (!deeper(d, m))
		return;
	bool read = opcua_take_node(d, &id, true);
	unsigned mask = cur_u8(&d->c);
	enum opcua_type type = read && id.form == OPCUA_NUMBER && id.ns == 0
				       ? opcua_type_of(id.number)
				       : OPCUA_TYPE_COUNT;

	if (mask == 1 && type != OPCUA_TYPE_COUNT) {
		uint32_t n = (uint32_t)cur_le(&d->c, 4);
		struct cur body = cur_sub(&d->c, n == UINT32_MAX ? 0 : n), rest = d->c;

		if (cur_ok(&body)) {
			put(d, UA_STRUCTURE, id.number);
			opcua_saw_structure(m, type);
			d->c = body;
			opcua_walk(d, m, type);
			if (!cur_ok(&d->c))
				dec_malformed(d, "structure too short");
			else if (cur_left(&d->c) > 0)
				dec_mark(d, "structure longer than its members");
			d->c = rest;
		}
	} else if (mask == 1 || mask == 2) {
		take_unknown(d, mask);
	} else if (mask != 0) {
		dec_malformed(d, "structure of an unknown encoding");
		cur_fail(&d->c);
	}
	m->depth--;
}

/* Numbers of a fixed size are one value, whatever their count. */
static void take_series(struct dec *d, struct opcua *m, const struct opcua_member *member)
{
	unsigned kind = member->kind, width = widths[kind];
	uint32_t n = take_size(d);
	struct cur all = cur_sub(&d->c, (size_t)n * width);
	enum value_kind as = VALUE_UINTS;

	if (!cur_ok(&all) || n == 0)
		return;
	if (kind == OPCUA_FLOAT || kind == OPCUA_DOUBLE)
		as = VALUE_FLOATS;
	else if (kind == OPCUA_I8 || kind == OPCUA_I16 || kind == OPCUA_I32 || kind == OPCUA_I64)
		as = VALUE_INTS;
	struct value series = series_of(all, as, width, width, n);

	put_strided(d, member->what, series);
	series.field = &field_table[member->what];
	opcua_saw_value(m, &series, false);
}

/* What one of a variant's elements is, for the operation; listed: there are more of them. */
static void tell_element(struct dec *d, struct opcua *m, unsigned kind, uint16_t before,
			 bool listed)
{
	struct value v = d->values[d->nvalues > 0 ? d->nvalues - 1 : 0];

	if (!cur_ok(&d->c) || d->nvalues == before || kind >= OPCUA_VARIANT)
		return;
	if (kind == OPCUA_NODE || kind == OPCUA_EXPANDED) {
		const char *text = opcua_node_text(d, &m->item.node[m->item.nodes - 1]);

		ot_bytes(d, &ot_text_field, cur_of(text, strlen(text)));
		v = d->ot.value;
	}
	opcua_saw_value(m, &v, listed);
}

/* One element of a variant. That its status is bad says nothing of the item. */
static void walk_element(struct dec *d, struct opcua *m, unsigned type, bool listed)
{
	const struct opcua_member *member = &builtin[type];
	uint16_t before = d->nvalues;

	if (widths[member->kind] > 0)
		(void)take_number(d, member);
	else
		walk_one(d, m, member);
	tell_element(d, m, member->kind, before, listed);
}

static void walk_array(struct dec *d, struct opcua *m, unsigned type)
{
	if (widths[builtin[type].kind] > 0) {
		take_series(d, m, &builtin[type]);
		return;
	}
	for (uint32_t i = take_size(d); i > 0 && cur_ok(&d->c); i--)
		walk_element(d, m, type, true);
}

static void walk_variant(struct dec *d, struct opcua *m)
{
	static const struct opcua_member dimension = { OPCUA_I32, false, UA_INT32 };

	if (!deeper(d, m))
		return;
	uint64_t mask = take(d, UA_VARIANT_TYPE);
	unsigned type = mask & 0x3f;

	if (type >= BUILTINS) {
		dec_malformed(d, "value of an unknown type");
		cur_fail(&d->c);
	} else if ((mask & ARRAY_FLAG) != 0) {
		if (type != 0)
			walk_array(d, m, type);
		if ((mask & MATRIX_FLAG) != 0) {
			for (uint32_t i = take_size(d); i > 0 && cur_ok(&d->c); i--)
				(void)take_number(d, &dimension);
		}
	} else if (type != 0) {
		walk_element(d, m, type, false);
	}
	m->depth--;
}

static void walk_value(struct dec *d, struct opcua *m)
{
	static const struct opcua_member parts[] = { { OPCUA_STATUS, false, UA_STATUS_CODE },
						     { OPCUA_TIME, false, UA_SOURCE_TIME },
						     { OPCUA_U16, false, UA_SOURCE_PICO },
						     { OPCUA_TIME, false, UA_SERVER_TIME },
						     { OPCUA_U16, false, UA_SERVER_PICO } };
	static const uint8_t bits[] = { 0x02, 0x04, 0x10, 0x08, 0x20 };
	unsigned mask = cur_u8(&d->c);

	if ((mask & 0x01) != 0)
		walk_variant(d, m);
	for (unsigned i = 0; i < sizeof(bits) && mask > 1; i++) {
		if ((mask & bits[i]) != 0)
			walk_one(d, m, &parts[i]);
	}
}

/* ---- members --------------------------------------------------------------------------------- */

static void walk_node(struct dec *d, struct opcua *m, bool expanded)
{
	struct opcua_node node;

	if (opcua_take_node(d, &node, expanded))
		opcua_saw_node(d, m, &node);
}

static void walk_secret(struct dec *d, unsigned field)
{
	uint32_t n = (uint32_t)cur_le(&d->c, 4);

	if (n == UINT32_MAX)
		return;
	cur_skip(&d->c, n);
	if (cur_ok(&d->c))
		put_secret(d, field, n);
}

static void walk_one(struct dec *d, struct opcua *m, const struct opcua_member *member)
{
	unsigned field = member->what;

	if (widths[member->kind] > 0) {
		uint64_t u = take_number(d, member);

		if (cur_ok(&d->c))
			opcua_saw_number(d, m, field, u);
		return;
	}
	switch ((enum opcua_kind)member->kind) {
	case OPCUA_TIME:
		take_time(d, field);
		break;
	case OPCUA_GUID:
		(void)take_bytes(d, field, 16);
		break;
	case OPCUA_STRING:
	case OPCUA_BYTES:
		opcua_saw_text(d, m, field, opcua_take_string(d, field));
		break;
	case OPCUA_SECRET:
		walk_secret(d, field);
		break;
	case OPCUA_NODE:
	case OPCUA_EXPANDED:
		walk_node(d, m, member->kind == OPCUA_EXPANDED);
		break;
	case OPCUA_QNAME:
		walk_qualified(d, m);
		break;
	case OPCUA_LTEXT:
		walk_text(d, m);
		break;
	case OPCUA_VARIANT:
		walk_variant(d, m);
		break;
	case OPCUA_DATAVALUE:
		walk_value(d, m);
		break;
	case OPCUA_DIAG:
		walk_diagnostics(d, m);
		break;
	case OPCUA_EXTOBJ:
		walk_extension(d, m);
		break;
	default:
		opcua_walk(d, m, (enum opcua_type)field);
		break;
	}
}

/* Is each element of that list an operation? */
static bool is_item(const struct opcua *m, const struct opcua_member *member)
{
	const struct opcua_service *service = m->service;

	if (service == NULL || m->header || m->depth != (service->waits ? 1 : 0))
		return false;
	if (member->kind == OPCUA_STRUCT && member->what == OPCUA_T_EventFieldList)
		return service->waits;
	const struct opcua_member *item = &service->item[m->response];

	return item->kind == member->kind &&
	       (item->kind != OPCUA_STRUCT || item->what == member->what);
}

static void walk_list(struct dec *d, struct opcua *m, const struct opcua_member *member)
{
	bool items = is_item(m, member);

	for (uint32_t i = take_size(d); i > 0 && cur_ok(&d->c); i--) {
		if (items)
			opcua_item_begins(d, m);
		walk_one(d, m, member);
	}
}

void opcua_walk(struct dec *d, struct opcua *m, enum opcua_type type)
{
	const struct opcua_member *member = opcua_types[type];
	bool header = type == OPCUA_T_RequestHeader || type == OPCUA_T_ResponseHeader;

	if (header)
		m->header = true;
	for (; member->kind != OPCUA_END && cur_ok(&d->c); member++) {
		if (member->list)
			walk_list(d, m, member);
		else
			walk_one(d, m, member);
	}
	if (header)
		m->header = false;
}
