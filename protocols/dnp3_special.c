/*
 * DNP3's objects whose lengths are their own: device attributes, files, octet strings, virtual
 * terminals, secure authentication, data sets.
 *
 * Spec: IEEE 1815-2012, annex A (groups 0, 70, 82 to 91, 110 to 113, 120).
 *
 * A reader takes what it knows out of d->c, which is the object's body while it reads.
 */
#include "protocols/dnp3_fields.h"

/* ---- device attributes (group 0) ------------------------------------------------------------- */

static void identify(struct dec *d, unsigned variation, struct cur text)
{
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	switch (variation) {
	case 242:
		id->firmware = text;
		break;
	case 245:
		id->description = text;
		break;
	case 247:
		id->name = text;
		break;
	case 248:
		id->serial = text;
		break;
	case 250:
		id->model = text;
		break;
	case 252:
		id->vendor = text;
		break;
	default:
		break;
	}
}

static void attribute_text(struct dec *d, const struct dnp3 *m, unsigned variation, size_t n)
{
	struct cur text = take_bytes(d, DA_VALUE, n);

	if (!cur_ok(&text))
		return;
	ot_bytes(d, &field_table[DA_VALUE], text);
	if (!m->from_master && n > 0)
		identify(d, variation, text);
}

static void attribute_signed(struct dec *d, size_t n)
{
	static const uint16_t fields[] = { 0, DA_I8, DA_I16, 0, DA_I32 };
	struct cur c = cur_sub(&d->c, n);
	struct value s = series_of(c, VALUE_INTS, (unsigned)n, (unsigned)n, 1);

	if (!cur_ok(&c))
		return;
	put_int(d, fields[n], (int64_t)value_uint(&s, 0));
	d->ot.value = d->values[d->nvalues - 1];
}

static void attribute_float(struct dec *d, size_t n)
{
	struct cur c = cur_sub(&d->c, n);
	struct value s = series_of(c, VALUE_FLOATS, (unsigned)n, (unsigned)n, 1);

	if (!cur_ok(&c))
		return;
	put_float(d, n == 4 ? DA_FLOAT : DA_DOUBLE, value_float(&s, 0));
	d->ot.value = d->values[d->nvalues - 1];
}

static void read_attribute(struct dec *d, const struct dnp3 *m, const struct dnp3_header *h)
{
	static const uint16_t unsigned_fields[] = { 0, DA_U8, DA_U16, 0, DA_U32 };
	uint64_t type = take(d, DATATYPE);
	size_t n = type == 0 ? 0 : (size_t)take(d, DA_LENGTH);

	if (!cur_ok(&d->c) || type == 0)
		return;
	if (type == 1)
		attribute_text(d, m, h->variation, n);
	else if (type == 2 && (n == 1 || n == 2 || n == 4))
		ot_number(d, take(d, unsigned_fields[n]));
	else if (type == 3 && (n == 1 || n == 2 || n == 4))
		attribute_signed(d, n);
	else if (type == 4 && (n == 4 || n == 8))
		attribute_float(d, n);
	else if (type == 7 && n == 6)
		put_strided(d, TIMESTAMP, series_of(cur_sub(&d->c, n), VALUE_MSTIMES, 6, 6, 1));
	else
		take_bytes(d, DA_BYTES, n);
	if (field_value_name(&field_table[DATATYPE], type) == NULL)
		dec_mark(d, "type of a device attribute is unknown");
}

/* ---- files (group 70) ------------------------------------------------------------------------ */

static void take_time(struct dec *d)
{
	struct cur c = cur_sub(&d->c, 6);

	if (cur_ok(&c))
		put_strided(d, TIMESTAMP, series_of(c, VALUE_MSTIMES, 6, 6, 1));
}

static void take_block(struct dec *d)
{
	uint64_t block = cur_le(&d->c, 4);

	if (!cur_ok(&d->c))
		return;
	put(d, FILE_BLOCK, block & 0x7fffffff);
	put(d, FILE_LAST, block >> 31);
}

static void take_status(struct dec *d)
{
	uint64_t status = take(d, FILE_STATUS);
	const char *name = field_value_name(&field_table[FILE_STATUS], status);

	if (!cur_ok(&d->c))
		return;
	d->ot.status = name != NULL ? name : "unknown status";
	d->ot.failed = status != 0;
	if (status == 0)
		d->ot.status = "ok";
}

static void take_name(struct dec *d, size_t n)
{
	struct cur name = n > 0 ? take_bytes(d, FILE_NAME, n) : cur_of("", 0);

	if (n > 0 && cur_ok(&name))
		d->ot.object_text = dec_string(d, name);
}

static void file_content(struct dec *d)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, FILE_DATA);
}

static void file_authentication(struct dec *d)
{
	cur_skip(&d->c, 2);
	size_t user = (size_t)cur_le(&d->c, 2);

	cur_skip(&d->c, 2);
	size_t password = (size_t)cur_le(&d->c, 2);

	take(d, FILE_AUTH);
	if (user > 0)
		take_bytes(d, FILE_USER, user);
	cur_skip(&d->c, password);
	if (password > 0 && cur_ok(&d->c)) {
		put_secret(d, FILE_PASSWORD, password);
		dec_mark(d, "password in clear text");
	}
}

static void file_command(struct dec *d)
{
	take(d, FILE_OFFSET);
	size_t n = (size_t)take(d, FILE_LENGTH);
	struct cur look = d->c;

	cur_skip(&look, 16);
	uint64_t mode = cur_le(&look, 2);

	/* Of a file that is read or deleted, some of it means nothing. */
	if (mode == 2) {
		take_time(d);
		take(d, FILE_PERMS);
	} else {
		cur_skip(&d->c, 8);
	}
	take(d, FILE_AUTH);
	if (mode == 2 || mode == 3)
		take(d, FILE_SIZE);
	else
		cur_skip(&d->c, 4);
	take(d, FILE_MODE);
	take(d, FILE_MAXBLOCK);
	take(d, FILE_REQ);
	take_name(d, n);
}

static void file_command_status(struct dec *d)
{
	take(d, FILE_HANDLE);
	take(d, FILE_SIZE);
	take(d, FILE_MAXBLOCK);
	take(d, FILE_REQ);
	take_status(d);
	file_content(d);
}

static void file_transport(struct dec *d)
{
	take(d, FILE_HANDLE);
	take_block(d);
	file_content(d);
}

static void file_transport_status(struct dec *d)
{
	take(d, FILE_HANDLE);
	take_block(d);
	take_status(d);
	file_content(d);
}

static void file_descriptor(struct dec *d)
{
	take(d, FILE_OFFSET);
	size_t n = (size_t)take(d, FILE_LENGTH);

	take(d, FILE_TYPE);
	take(d, FILE_SIZE);
	take_time(d);
	take(d, FILE_PERMS);
	take(d, FILE_REQ);
	take_name(d, n);
}

static void file_specification(struct dec *d)
{
	take_name(d, cur_left(&d->c));
}

/* Variation 1, obsolete: nobody says what is in it. */
static void plain_data(struct dec *d)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, OBJECT_DATA);
}

/* ---- secure authentication (group 120) ------------------------------------------------------- */

static void rest_of(struct dec *d, unsigned field)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, field);
}

static void challenge(struct dec *d)
{
	take(d, SA_CSQ);
	take(d, SA_USR);
	take(d, SA_MAL);
	take(d, SA_RFC);
	rest_of(d, SA_CD);
}

static void reply(struct dec *d)
{
	take(d, SA_CSQ);
	take(d, SA_USR);
	rest_of(d, SA_MAC);
}

static void aggressive_request(struct dec *d)
{
	take(d, SA_CSQ);
	take(d, SA_USR);
}

static void key_status_request(struct dec *d)
{
	take(d, SA_USR);
}

static void key_status(struct dec *d)
{
	take(d, SA_KSQ);
	take(d, SA_USR);
	take(d, SA_KWA);
	take(d, SA_KS);
	take(d, SA_MAL);
	size_t n = (size_t)take(d, SA_CDL);

	take_bytes(d, SA_CD, n);
	rest_of(d, SA_MAC);
}

static void key_change(struct dec *d)
{
	take(d, SA_KSQ);
	take(d, SA_USR);
	rest_of(d, SA_KEY);
}

static void auth_error(struct dec *d)
{
	take(d, SA_SEQ);
	take(d, SA_USR);
	take(d, SA_ASSOC);
	uint64_t error = take(d, SA_ERR);
	const char *name = field_value_name(&field_table[SA_ERR], error);

	take_time(d);
	rest_of(d, SA_ERRTEXT);
	d->ot.status = name != NULL ? name : "unknown error";
	d->ot.failed = true;
}

static void certificate(struct dec *d)
{
	take(d, SA_KCM);
	rest_of(d, SA_DATA);
}

static void mac_only(struct dec *d)
{
	rest_of(d, SA_MAC);
}

static void update_key_request(struct dec *d)
{
	take(d, SA_KCM);
	size_t name = (size_t)take(d, SA_USRNL), data = (size_t)take(d, SA_CDL);

	if (name > 0)
		take_bytes(d, SA_USRN, name);
	take_bytes(d, SA_CD, data);
}

static void update_key_reply(struct dec *d)
{
	take(d, SA_SEQ);
	take(d, SA_USR);
	size_t n = (size_t)take(d, SA_CDL);

	take_bytes(d, SA_CD, n);
}

static void update_key(struct dec *d)
{
	take(d, SA_SEQ);
	take(d, SA_USR);
	size_t n = (size_t)take(d, SA_UKL);

	take_bytes(d, SA_UK, n);
}

static void signature(struct dec *d)
{
	rest_of(d, SA_DATA);
}

/* Changes of a user's status, signed by an authority. */
static void user_status(struct dec *d)
{
	take(d, SA_KCM);
	rest_of(d, SA_DATA);
}

/* ---- which of them --------------------------------------------------------------------------- */

/* clang-format off */
static void (*const files[])(struct dec *d) = {
	[1] = plain_data, [2] = file_authentication, [3] = file_command, [4] = file_command_status,
	[5] = file_transport, [6] = file_transport_status, [7] = file_descriptor, [8] = file_specification,
};

static void (*const authentication[])(struct dec *d) = {
	[1] = challenge, [2] = reply, [3] = aggressive_request, [4] = key_status_request,
	[5] = key_status, [6] = key_change, [7] = auth_error, [8] = certificate, [9] = mac_only,
	[10] = user_status, [11] = update_key_request, [12] = update_key_reply, [13] = update_key,
	[14] = signature, [15] = mac_only,
};
/* clang-format on */

static bool read_with(struct dec *d, void (*const readers[])(struct dec *), size_t n,
		      unsigned which)
{
	if (which >= n || readers[which] == NULL) {
		dec_mark(d, "object of an unknown kind: what follows is not read");
		if (cur_left(&d->c) > 0)
			take_rest(d, UNKNOWN);
		return false;
	}
	readers[which](d);
	return true;
}

/* Reads what is left in d->c. */
static bool read_body(struct dec *d, const struct dnp3 *m, const struct dnp3_header *h, bool sized)
{
	if (h->group == 0) {
		read_attribute(d, m, h);
		return true;
	}
	if (h->group == 70)
		return read_with(d, files, sizeof(files) / sizeof(files[0]), h->variation);
	if (h->group == 120)
		return read_with(d, authentication,
				 sizeof(authentication) / sizeof(authentication[0]), h->variation);
	if (h->group >= 110 && h->group <= 113) {
		struct cur octets =
			h->variation > 0 ? take_bytes(d, OCTETS, h->variation) : cur_of("", 0);

		ot_bytes(d, &field_table[OCTETS], octets);
		return true;
	}
	if (!sized)
		return read_with(d, files, 0, 0);
	plain_data(d);
	return true;
}

bool dnp3_special(struct dec *d, struct dnp3 *m, const struct dnp3_header *h, struct cur *body)
{
	struct cur outer = d->c;
	bool sized = h->prefix >= 4;

	d->c = *body;
	bool known = read_body(d, m, h, sized);
	bool short_of = !cur_ok(&d->c);

	if (sized && !short_of && known && cur_left(&d->c) > 0)
		dec_mark(d, "bytes after the end of an object");
	*body = d->c;
	d->c = outer;
	if (sized && short_of)
		dec_malformed(d, "object is shorter than its kind is");
	return known;
}
