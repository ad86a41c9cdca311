/* The blocks of PROFINET IO that alarms and diagnosis consist of. */
#include "protocols/pn_io_fields.h"

enum { CHANNEL = 0x8000, EXTENDED = 0x8002, QUALIFIED = 0x8003, MAINTENANCE = 0x8100 };

static void where(struct dec *d, struct pn_said *s)
{
	uint64_t type = take(d, PN_ALARM_TYPE);

	take(d, PN_API);
	uint64_t slot = take(d, PN_SLOT), subslot = take(d, PN_SUBSLOT);

	if (!cur_ok(&d->c))
		return;
	s->alarm = field_value_name(&field_table[PN_ALARM_TYPE], type);
	if (s->alarm == NULL)
		s->alarm = "alarm of the maker";
	s->record = true;
	s->slot = (uint16_t)slot;
	s->subslot = (uint16_t)subslot;
}

static void specifier(struct dec *d)
{
	uint64_t bits = cur_be16(&d->c);

	if (!cur_ok(&d->c))
		return;
	put(d, PN_SPEC_SEQUENCE, bits & 0x7ff);
	put(d, PN_SPEC_CHANNEL, bits >> 11 & 1);
	put(d, PN_SPEC_MAKER, bits >> 12 & 1);
	put(d, PN_SPEC_SUBMODULE, bits >> 13 & 1);
	put(d, PN_SPEC_AR, bits >> 15);
}

static void properties(struct dec *d)
{
	uint64_t bits = take(d, PN_CHANNEL_PROPERTIES);

	if (!cur_ok(&d->c))
		return;
	put(d, PN_CHANNEL_MAINTENANCE, bits >> 9 & 3);
	put(d, PN_CHANNEL_APPEARS, bits >> 11 & 3);
}

static void channel(struct dec *d, struct pn_said *s, uint64_t kind)
{
	take(d, PN_CHANNEL);
	properties(d);
	uint64_t error = take(d, PN_CHANNEL_ERROR);

	if (cur_ok(&d->c) && s->channel == NULL) {
		s->channel = field_value_name(&field_table[PN_CHANNEL_ERROR], error);
		if (s->channel == NULL)
			s->channel = "error of the maker";
	}
	if (kind == CHANNEL)
		return;
	take(d, PN_EXT_ERROR);
	take(d, PN_EXT_VALUE);
	if (kind == QUALIFIED)
		take(d, PN_QUALIFIER);
}

/* A block within an alarm: head, two bytes that fill it up, and the bits. */
static void maintenance(struct dec *d)
{
	take(d, PN_BLOCK_TYPE);
	take(d, PN_BLOCK_LENGTH);
	take(d, PN_VERSION_HIGH);
	take(d, PN_VERSION_LOW);
	cur_skip(&d->c, 2);
	take(d, PN_MAINTENANCE);
}

void pn_io_read_alarm(struct dec *d, struct pn_said *s)
{
	where(d, s);
	take(d, PN_MODULE);
	take(d, PN_SUBMODULE);
	specifier(d);
	while (cur_left(&d->c) > 0) {
		uint64_t kind = take(d, PN_USER);

		if (kind == CHANNEL || kind == EXTENDED || kind == QUALIFIED)
			channel(d, s, kind);
		else if (kind == MAINTENANCE)
			maintenance(d);
		else if (cur_left(&d->c) > 0)
			take_rest(d, PN_ALARM_DATA);
	}
}

void pn_io_read_alarm_answer(struct dec *d, struct pn_said *s)
{
	where(d, s);
	specifier(d);
	pn_io_status(d, s, false);
}

void pn_io_read_diagnosis(struct dec *d, struct pn_said *s)
{
	if (s->version_low != 0)
		take(d, PN_API);
	take(d, PN_SLOT);
	take(d, PN_SUBSLOT);
	take(d, PN_CHANNEL);
	properties(d);
	uint64_t kind = take(d, PN_USER);

	while ((kind == CHANNEL || kind == EXTENDED || kind == QUALIFIED) && cur_left(&d->c) > 0)
		channel(d, s, kind);
	if (cur_left(&d->c) > 0)
		take_rest(d, PN_ALARM_DATA);
}
