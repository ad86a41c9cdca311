/* S7comm: the system status list (SZL), by which a controller says who it is and how it is. */
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

enum {
	LISTS = 0x00,
	MODULE = 0x11,
	LEDS_OLD = 0x19,
	COMPONENT = 0x1c,
	MODE = 0x24,
	STATUS = 0x32,
	LEDS = 0x74,
	BUFFER = 0xa0,
	PROTECTION = 4,
	ORDER_BYTES = 28,
	COMPONENT_BYTES = 34,
	MODE_BYTES = 20,
	LED_BYTES = 4,
	EVENT_BYTES = 20,
	PROTECTION_BYTES = 40,
	LED_RUN = 4,
	LED_STOP = 5,
};

/* Text without the blanks and zeros that fill it up. */
static struct cur trimmed(struct cur c)
{
	size_t n = 0, i = 0;
	struct cur walk = c;

	for (; cur_left(&walk) > 0; cur_skip(&walk, 1)) {
		i++;
		if (cur_at(&walk, 0) != ' ' && cur_at(&walk, 0) != 0)
			n = i;
	}
	return cur_upto(&c, n);
}

static struct identity *sender(struct dec *d)
{
	static const char vendor[] = "Siemens";
	struct identity *id = dec_identity(d);

	id->of_sender = true;
	if (cur_left(&id->vendor) == 0)
		id->vendor = dec_keep(d, vendor, sizeof(vendor) - 1);
	return id;
}

/* Module, hardware, firmware: an order number and a version. */
static void module(struct dec *d, struct s7 *m)
{
	uint64_t index = take(d, S7_SZL_11_INDEX);
	struct cur order = dec_take_bytes(d, &field_table[S7_SZL_11_ORDER], 20);

	take(d, S7_SZL_11_TYPE);
	uint64_t version = take(d, S7_SZL_11_VERSION), release = take(d, S7_SZL_11_RELEASE);

	(void)m;
	if (!cur_ok(&d->c))
		return;
	if (index == 1 && cur_left(&order) > 0) {
		struct cur model = trimmed(order);

		if (cur_left(&model) > 0)
			sender(d)->model = model;
	} else if (index == 7 && version >> 8 == 'V') {
		const char *text = dec_text(d, "V%u.%u.%u", (unsigned)(version & 0xff),
					    (unsigned)(release >> 8), (unsigned)(release & 0xff));

		sender(d)->firmware = cur_of(text, strlen(text));
	}
}

/* clang-format off */
static const struct { uint16_t index; uint16_t field; uint8_t bytes; } names[] = {
	{ 1, S7_SZL_1C_PLC, 24 }, { 2, S7_SZL_1C_MODULE, 24 }, { 3, S7_SZL_1C_TAG, 32 }, { 4, S7_SZL_1C_COPYRIGHT, 26 },
	{ 5, S7_SZL_1C_SERIAL, 24 }, { 7, S7_SZL_1C_TYPE, 32 }, { 8, S7_SZL_1C_CARD, 32 }, { 11, S7_SZL_1C_LOCATION, 32 },
};
/* clang-format on */

static void be_named(struct dec *d, uint64_t index, struct cur text)
{
	if (cur_left(&text) == 0)
		return;
	if (index == 1)
		sender(d)->name = text;
	else if (index == 5)
		sender(d)->serial = text;
	else if (index == 7)
		sender(d)->description = text;
}

static void component(struct dec *d, struct s7 *m)
{
	uint64_t index = take(d, S7_SZL_1C_INDEX) & 0xff;

	(void)m;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].index != index)
			continue;
		struct cur text = dec_take_bytes(d, &field_table[names[i].field], names[i].bytes);

		be_named(d, index, trimmed(text));
	}
	if (index == 9) {
		take(d, S7_SZL_1C_MAKER);
		take(d, S7_SZL_1C_PROFILE);
		take(d, S7_SZL_1C_SPECIFIC);
	} else if (index == 10) {
		take(d, S7_SZL_1C_OEM);
		take(d, S7_SZL_1C_OEM_ID);
		take(d, S7_SZL_1C_OEM_ADD);
	}
	s7_rest(d, S7_SZL_1C_RESERVED);
}

static void mode(struct dec *d, struct s7 *m)
{
	static const uint8_t cpu[16] = {
		[1] = S7_CPU_STOP, [2] = S7_CPU_STOP,	 [3] = S7_CPU_STOP,
		[4] = S7_CPU_STOP, [5] = S7_CPU_STARTUP, [7] = S7_CPU_STARTUP,
		[8] = S7_CPU_RUN,  [10] = S7_CPU_HOLD,	 [13] = S7_CPU_DEFECT
	};

	take(d, S7_SZL_24_EVENT);
	take(d, S7_SZL_24_AE);
	uint64_t both = take(d, S7_SZL_24_MODE);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_SZL_24_NOW, both & 15);
	put(d, S7_SZL_24_BEFORE, both >> 4);
	take(d, S7_SZL_24_RESERVED);
	take(d, S7_SZL_24_INFO1);
	take(d, S7_SZL_24_INFO2);
	take(d, S7_SZL_24_INFO3);
	take(d, S7_SZL_24_INFO4);
	take(d, S7_SZL_24_TIME);
	s7_cpu_state(d, m, (enum s7_cpu)cpu[both & 15]);
}

static void led(struct dec *d, struct s7 *m)
{
	uint64_t id = take(d, S7_SZL_74_LED);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_SZL_74_RACK, id >> 8 & 7);
	put(d, S7_SZL_74_CPU, id >> 11 & 1);
	put(d, S7_SZL_74_ID, id & 0xff);
	uint64_t on = take(d, S7_SZL_74_ON), blinks = take(d, S7_SZL_74_BLINK);

	if (!cur_ok(&d->c) || on != 1 || blinks != 0)
		return;
	if ((id & 0xff) == LED_RUN)
		s7_cpu_state(d, m, S7_CPU_RUN);
	else if ((id & 0xff) == LED_STOP)
		s7_cpu_state(d, m, S7_CPU_STOP);
}

static void protection(struct dec *d, struct s7 *m)
{
	static const uint16_t fields[] = {
		S7_SZL_32_INDEX,  S7_SZL_32_KEY,   S7_SZL_32_PARAM, S7_SZL_32_REAL,
		S7_SZL_32_SWITCH, S7_SZL_32_START, S7_SZL_32_F,	    S7_SZL_32_VALID,
		S7_SZL_32_HW1,	  S7_SZL_32_HW2,   S7_SZL_32_SW1,   S7_SZL_32_SW2,
	};

	(void)m;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		(void)dec_take(d, &field_table[fields[i]]);
	s7_rest(d, S7_SZL_32_RESERVED);
}

static void event(struct dec *d, struct s7 *m)
{
	uint64_t id = take(d, S7_DIAG_EVENT);

	(void)m;
	if (!cur_ok(&d->c))
		return;
	put(d, S7_DIAG_CLASS, id >> 12);
	put(d, S7_DIAG_ENTERS, id >> 8 & 1);
	put(d, S7_DIAG_BUFFER, id >> 9 & 1);
	put(d, S7_DIAG_INTERNAL, id >> 10 & 1);
	put(d, S7_DIAG_EXTERNAL, id >> 11 & 1);
	put(d, S7_DIAG_NUMBER, id & 0xff);
	take(d, S7_DIAG_PRIORITY);
	take(d, S7_DIAG_OB);
	take(d, S7_DIAG_DATID);
	take(d, S7_DIAG_INFO1);
	take(d, S7_DIAG_INFO2);
	(void)s7_time(d);
}

void s7_diagnostic(struct dec *d, struct s7 *m, struct cur c)
{
	d->c = c;
	if (cur_left(&c) == EVENT_BYTES)
		event(d, m);
	s7_rest(d, S7_USER_DATA);
}

/* What reads a record of that partial list and size. */
static void (*reader(uint64_t id, uint64_t index, size_t size))(struct dec *d, struct s7 *m)
{
	switch (id & 0xff) {
	case MODULE:
		return size == ORDER_BYTES ? module : NULL;
	case COMPONENT:
		return size == COMPONENT_BYTES ? component : NULL;
	case MODE:
		return size == MODE_BYTES && (id == 0x0124 || id == 0x0424) ? mode : NULL;
	case STATUS:
		return size == PROTECTION_BYTES && index == PROTECTION ? protection : NULL;
	case LEDS_OLD:
	case LEDS:
		return size == LED_BYTES ? led : NULL;
	case BUFFER:
		return size == EVENT_BYTES ? event : NULL;
	default:
		return NULL;
	}
}

static void records(struct dec *d, struct s7 *m, uint64_t id, uint64_t index)
{
	size_t size = take(d, S7_SZL_SIZE);
	uint64_t n = take(d, S7_SZL_COUNT);
	void (*read)(struct dec *, struct s7 *) = reader(id, index, size);

	if (!cur_ok(&d->c))
		return;
	d->ot.count = (uint32_t)n;
	if (id == LISTS && size == 2) {
		struct cur all = cur_rest(&d->c);

		put_strided(d, S7_SZL_0000_ID,
			    series_of(all, VALUE_UINTS, 2 | VALUE_BIG, 2,
				      (uint32_t)(cur_left(&all) / 2)));
		return;
	}
	for (uint64_t i = 0; i < n && size > 0 && cur_left(&d->c) > 0; i++) {
		struct cur one = cur_upto(&d->c, size), rest = d->c;
		bool cut = cur_left(&one) < size;

		d->c = one;
		if (read != NULL && !cut)
			read(d, m);
		s7_rest(d, S7_SZL_RECORD);
		if (cur_ok(&d->c))
			d->c = rest;
	}
}

void s7_szl(struct dec *d, struct s7 *m, struct cur c, bool request)
{
	d->c = c;
	uint64_t id = take(d, S7_SZL_ID);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_SZL_TYPE, id >> 12);
	put(d, S7_SZL_EXTRACT, id);
	put(d, S7_SZL_LIST, id & 0xff);
	uint64_t index = take(d, S7_SZL_INDEX);
	uint64_t list = id & 0xff;

	if (list == MODULE || list == COMPONENT)
		d->ot.op = OT_IDENTIFY;
	d->ot.object_text = dec_text(d, "SZL %04x:%04x", (unsigned)id, (unsigned)index);
	d->ot.has_object = true;
	if (!request && cur_left(&d->c) > 0)
		records(d, m, id, index);
	if (d->identity.any && cur_left(&d->identity.model) > 0)
		ot_bytes(d, &ot_text_field, d->identity.model);
}
