/* The blocks of PROFINET IO that list modules and submodules. Each list says how many entries it
 * has; more than the block has bytes for end it. */
#include "protocols/pn_io_fields.h"

enum { INPUTS_AND_OUTPUTS = 3 };

/* Slot, subslot, and where they are in the frame. */
static void places(struct dec *d, unsigned count, unsigned offset)
{
	uint64_t n = dec_take(d, &field_table[count]);

	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++) {
		take(d, PN_SLOT);
		take(d, PN_SUBSLOT);
		dec_take(d, &field_table[offset]);
	}
}

static struct pn_iocr *iocr_of(struct pn_said *s)
{
	return &s->iocr[s->iocrs < PN_IOCRS ? s->iocrs : PN_IOCRS];
}

void pn_io_read_iocr(struct dec *d, struct pn_said *s)
{
	static const uint8_t more[] = { PN_PHASE,     PN_SEQUENCE, PN_SEND_OFFSET, PN_WATCHDOG,
					PN_DATA_HOLD, PN_TAG,	   PN_MULTICAST };
	struct pn_iocr *c = iocr_of(s);

	c->type = (uint16_t)take(d, PN_IOCR_TYPE);
	c->reference = (uint16_t)take(d, PN_IOCR_REFERENCE);
	take(d, PN_LT);
	uint64_t properties = take(d, PN_IOCR_PROPERTIES);

	if (cur_ok(&d->c))
		put(d, PN_RT_CLASS, properties & 15);
	c->length = (uint16_t)take(d, PN_DATA_LENGTH);
	c->frame_id = (uint16_t)take(d, PN_FRAME_ID);
	uint64_t clock = take(d, PN_SEND_CLOCK);

	c->interval = (uint32_t)(clock * take(d, PN_REDUCTION));
	for (unsigned i = 0; i < sizeof(more); i++)
		take(d, more[i]);
	uint64_t apis = take(d, PN_APIS);

	for (uint64_t i = 0; i < apis && cur_ok(&d->c); i++) {
		take(d, PN_API);
		places(d, PN_IO_OBJECTS, PN_IO_OFFSET);
		places(d, PN_IOCS_COUNT, PN_IOCS_OFFSET);
	}
	if (cur_ok(&d->c))
		s->iocrs++;
}

void pn_io_read_iocr_answer(struct dec *d, struct pn_said *s)
{
	struct pn_iocr *c = iocr_of(s);

	c->type = (uint16_t)take(d, PN_IOCR_TYPE);
	c->reference = (uint16_t)take(d, PN_IOCR_REFERENCE);
	c->frame_id = (uint16_t)take(d, PN_FRAME_ID);
	if (cur_ok(&d->c))
		s->iocrs++;
}

static void description(struct dec *d)
{
	take(d, PN_DESCRIPTION);
	take(d, PN_SUBMODULE_LENGTH);
	take(d, PN_IOCS_LENGTH);
	take(d, PN_IOPS_LENGTH);
}

void pn_io_read_expected(struct dec *d, struct pn_said *s)
{
	uint64_t apis = take(d, PN_APIS);

	(void)s;
	for (uint64_t i = 0; i < apis && cur_ok(&d->c); i++) {
		take(d, PN_API);
		take(d, PN_SLOT);
		take(d, PN_MODULE);
		take(d, PN_MODULE_PROPERTIES);
		uint64_t n = take(d, PN_SUBMODULES);

		for (uint64_t j = 0; j < n && cur_ok(&d->c); j++) {
			take(d, PN_SUBSLOT);
			take(d, PN_SUBMODULE);
			uint64_t kind = take(d, PN_SUBMODULE_PROPERTIES);

			if (!cur_ok(&d->c))
				return;
			put(d, PN_SUBMODULE_TYPE, kind & 3);
			description(d);
			if ((kind & 3) == INPUTS_AND_OUTPUTS)
				description(d);
		}
	}
}

static void submodule_state(struct dec *d)
{
	/* clang-format off */
	static const struct { uint8_t field, shift, mask; } bits[] = {
		{ PN_STATE_IDENT, 11, 15 }, { PN_STATE_AR, 7, 15 }, { PN_STATE_FAULT, 6, 1 },
		{ PN_STATE_DEMANDED, 5, 1 }, { PN_STATE_REQUIRED, 4, 1 }, { PN_STATE_ADVICE, 3, 1 },
		{ PN_STATE_ADD, 0, 7 },
	};
	/* clang-format on */
	uint64_t state = take(d, PN_SUBMODULE_STATE);

	if (!cur_ok(&d->c))
		return;
	put(d, PN_STATE_FORMAT, state >> 15);
	if (state >> 15 == 0) {
		put(d, PN_STATE_DETAIL, state & 0x7fff);
		return;
	}
	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		put(d, bits[i].field, state >> bits[i].shift & bits[i].mask);
}

void pn_io_read_differences(struct dec *d, struct pn_said *s)
{
	uint64_t apis = take(d, PN_APIS);

	(void)s;
	for (uint64_t i = 0; i < apis && cur_ok(&d->c); i++) {
		take(d, PN_API);
		uint64_t modules = take(d, PN_MODULES);

		for (uint64_t j = 0; j < modules && cur_ok(&d->c); j++) {
			take(d, PN_SLOT);
			take(d, PN_MODULE);
			take(d, PN_MODULE_STATE);
			uint64_t n = take(d, PN_SUBMODULES);

			for (uint64_t k = 0; k < n && cur_ok(&d->c); k++) {
				take(d, PN_SUBSLOT);
				take(d, PN_SUBMODULE);
				submodule_state(d);
			}
		}
	}
}

/* Slots or modules with what is in them. */
static void modules_of(struct dec *d, unsigned count, unsigned inner)
{
	uint64_t modules = dec_take(d, &field_table[count]);

	for (uint64_t j = 0; j < modules && cur_ok(&d->c); j++) {
		take(d, PN_SLOT);
		take(d, PN_MODULE);
		uint64_t n = dec_take(d, &field_table[inner]);

		for (uint64_t k = 0; k < n && cur_ok(&d->c); k++) {
			take(d, PN_SUBSLOT);
			take(d, PN_SUBMODULE);
		}
	}
}

void pn_io_read_identification(struct dec *d, struct pn_said *s)
{
	/* The first version has no list of application processes. */
	if (s->version_low == 0) {
		modules_of(d, PN_SLOTS, PN_SUBSLOTS);
		return;
	}
	uint64_t apis = take(d, PN_APIS);

	for (uint64_t i = 0; i < apis && cur_ok(&d->c); i++) {
		take(d, PN_API);
		modules_of(d, PN_SLOTS, PN_SUBSLOTS);
	}
}

void pn_io_read_filter(struct dec *d, struct pn_said *s)
{
	uint64_t apis = take(d, PN_APIS);

	(void)s;
	for (uint64_t i = 0; i < apis && cur_ok(&d->c); i++) {
		take(d, PN_API);
		modules_of(d, PN_MODULES, PN_SUBMODULES);
	}
}
