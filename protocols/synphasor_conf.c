/*
 * C37.118: configuration frames, and the layout of data frames that comes of them.
 *
 * Spec: IEEE C37.118.2-2011, clauses 6.4 (CFG-1, CFG-2) and 6.5 (CFG-3).
 *
 *	CFG-1, CFG-2: TIME_BASE NUM_PMU { STN[16] IDCODE FORMAT PHNMR ANNMR DGNMR CHNAM[16]...
 *	              PHUNIT... ANUNIT... DIGUNIT... FNOM CFGCNT }... DATA_RATE
 *	CFG-3:        CONT_IDX, then the same; names have a length before them, behind IDCODE is
 *	              G_PMU_ID[16]; PHSCALE and ANSCALE instead of PHUNIT and ANUNIT, and before
 *	              FNOM PMU_LAT PMU_LON PMU_ELEV SVC_CLASS WINDOW GRP_DLY
 */
#include "protocols/synphasor_fields.h"

enum { NAME = 16, WORD_BITS = 16, LAST_PART = 0xffff };

/* Key of the note with the parts of a CFG-3. */
#define KEY_PARTS ((uint64_t)1 << 16)

/* A configuration while it is read. */
struct reading {
	bool long_names; /* CFG-3 */
	struct synphasor_layout layout;
	struct cur records; /* of the layout, joined so far */
	size_t want;	    /* bytes that they ought to have */
	uint64_t pmus;	    /* a number for those that it names */
	struct listing stations;
};

/* A PMU while it is read. */
struct block {
	struct synphasor_pmu pmu;
	struct cur station; /* its name */
	struct cur names;   /* of its channels */
	struct cur units;   /* behind them */
};

struct cur synphasor_trim(struct cur name)
{
	struct cur c = name;
	size_t n = 0, left = cur_left(&name);

	for (size_t i = 0; i < left; i++) {
		if (cur_at(&name, i) != ' ' && cur_at(&name, i) != '\0')
			n = i + 1;
	}
	return cur_sub(&c, n);
}

static double read_float(struct cur *c)
{
	struct cur bytes = cur_sub(c, 4);
	struct value v = series_of(bytes, VALUE_FLOATS, 4 | VALUE_BIG, 4, 1);

	return v.n == 1 ? value_float(&v, 0) : 0;
}

static void take_float(struct dec *d, enum synphasor_field f)
{
	double x = read_float(&d->c);

	if (cur_ok(&d->c))
		put_float(d, f, x);
}

/* ---- the layout ------------------------------------------------------------------------------ */

static void record(struct dec *d, struct reading *r, const void *bytes, size_t n)
{
	r->records = dec_join(d, cur_of(bytes, n));
	r->want += n;
}

static struct cur next_name(const struct reading *r, struct cur *names)
{
	return cur_sub(names, r->long_names ? cur_u8(names) : NAME);
}

/* A channel: kind and number stand for a name that is empty. */
static void record_channel(struct dec *d, struct reading *r, const struct block *b,
			   struct synphasor_channel channel, struct cur name, const char *kind)
{
	uint16_t scratch = d->nscratch;
	struct cur trimmed = synphasor_trim(name);
	const char *station = dec_string(d, b->station);
	const char *text = cur_left(&trimmed) > 0 ? dec_string(d, trimmed) : kind;

	text = dec_text(d, "%s/%s", station, text);
	channel.text = (uint16_t)(strlen(text) + 1);
	channel.name = (uint16_t)cur_left(&name);
	record(d, r, &channel, sizeof(channel));
	record(d, r, text, channel.text);
	r->records = dec_join(d, name);
	r->want += cur_left(&name);
	d->nscratch = scratch;
	r->layout.operations++;
}

/* Sixteen digital channels: those that are valid, or, if none is, those that have a name. */
static void record_word(struct dec *d, struct reading *r, struct block *b, unsigned number)
{
	uint64_t valid = cur_be32(&b->units) & 0xffff;
	struct cur names = b->names;
	struct synphasor_channel word = { .bits = (uint16_t)valid };

	for (unsigned i = 0; valid == 0 && i < WORD_BITS; i++) {
		struct cur name = synphasor_trim(next_name(r, &names));

		if (cur_left(&name) > 0)
			word.bits = (uint16_t)(word.bits | 1U << i);
	}
	record(d, r, &word, sizeof(word));
	r->layout.values++;
	if (word.bits == 0)
		r->layout.operations++;
	for (unsigned i = 0; i < WORD_BITS; i++) {
		struct cur name = next_name(r, &b->names);
		uint16_t scratch = d->nscratch;

		if ((word.bits >> i & 1) != 0)
			record_channel(d, r, b, (struct synphasor_channel){ .scale = 1 }, name,
				       dec_text(d, "digital %u.%u", number, i));
		d->nscratch = scratch;
	}
}

/* How a phasor's or analog value's integers become what they are. */
static struct synphasor_channel unit_of(const struct reading *r, struct cur *units, bool phasor)
{
	struct synphasor_channel channel = { .scale = 1 };

	if (!r->long_names) {
		uint32_t unit = cur_be32(units);

		if (phasor)
			channel.scale = (float)((double)(unit & 0xffffff) * 1e-5);
		return channel;
	}
	if (phasor)
		cur_skip(units, 4);
	channel.scale = (float)read_float(units);
	channel.offset = (float)read_float(units);
	return channel;
}

static void record_pmu(struct dec *d, struct reading *r, struct block *b)
{
	struct synphasor_pmu *pmu = &b->pmu;
	bool large = (pmu->format & SYNPHASOR_PHASOR_FLOAT) != 0;
	uint16_t scratch = d->nscratch;
	const char *station = dec_string(d, b->station);

	pmu->text = (uint16_t)(strlen(station) + 1);
	record(d, r, pmu, sizeof(*pmu));
	record(d, r, station, pmu->text);
	d->nscratch = scratch;
	for (unsigned i = 0; i < (unsigned)pmu->phasors + pmu->analogs; i++) {
		bool phasor = i < pmu->phasors;
		struct synphasor_channel channel = unit_of(r, &b->units, phasor);
		const char *kind =
			phasor ? dec_text(d, "phasor %u", i + 1)
			       : dec_text(d, "analog %u", i + 1 - (unsigned)pmu->phasors);

		record_channel(d, r, b, channel, next_name(r, &b->names), kind);
		d->nscratch = scratch;
	}
	for (unsigned i = 0; i < pmu->words; i++)
		record_word(d, r, b, i + 1);
	r->layout.operations++;
	r->layout.values += 14 + 3 * (uint32_t)pmu->phasors + 2 * (uint32_t)pmu->analogs;
	r->layout.size +=
		2 + (uint32_t)pmu->phasors * (large ? 8 : 4) +
		((pmu->format & SYNPHASOR_FREQ_FLOAT) != 0 ? 8 : 4) +
		(uint32_t)pmu->analogs * ((pmu->format & SYNPHASOR_ANALOG_FLOAT) != 0 ? 4 : 2) +
		2 * (uint32_t)pmu->words;
}

/* ---- fields ---------------------------------------------------------------------------------- */

static void take_names(struct dec *d, bool long_names, uint32_t n)
{
	for (uint32_t i = 0; i < n && cur_ok(&d->c); i++) {
		if (!long_names) {
			take(d, CHANNEL);
			continue;
		}
		size_t length = (size_t)take(d, CHNAM_LEN);

		take_bytes(d, CHNAM, length);
	}
}

/* What was done to a phasor, and what it is, in CFG-3. */
static void take_phasor_flags(struct dec *d)
{
	static const struct {
		uint8_t bit;
		uint8_t field;
	} mods[] = {
		{ 15, MOD_OTHER },   { 10, MOD_PSEUDO },   { 9, MOD_ROTATION },
		{ 8, MOD_PHASE },    { 7, MOD_MAGNITUDE }, { 6, MOD_FILTERED },
		{ 5, MOD_DOWN },     { 4, MOD_DOWN_FIR },  { 3, MOD_DOWN_SELECT },
		{ 2, MOD_UP_EXTRA }, { 1, MOD_UP_INTER },
	};
	unsigned changes = cur_be16(&d->c), type = cur_u8(&d->c), user = cur_u8(&d->c);

	if (!cur_ok(&d->c))
		return;
	for (unsigned i = 0; i < sizeof(mods) / sizeof(mods[0]); i++)
		put(d, mods[i].field, changes >> mods[i].bit & 1);
	put(d, PHASOR_CURRENT, type >> 3 & 1);
	put(d, COMPONENT, type & 7);
	put(d, USER_FLAGS, user != 0);
}

static void take_units(struct dec *d, bool scales, const struct synphasor_pmu *pmu)
{
	for (unsigned i = 0; i < pmu->phasors && cur_ok(&d->c); i++) {
		if (!scales) {
			take(d, PHUNIT);
			continue;
		}
		take_phasor_flags(d);
		take_float(d, PHASOR_SCALE);
		take_float(d, PHASOR_ANGLE);
	}
	for (unsigned i = 0; i < pmu->analogs && cur_ok(&d->c); i++) {
		if (!scales) {
			take(d, ANUNIT);
			continue;
		}
		take_float(d, ANALOG_SCALE);
		take_float(d, ANALOG_OFFSET);
	}
	for (unsigned i = 0; i < pmu->words && cur_ok(&d->c); i++) {
		take(d, NORMAL);
		take(d, VALID);
	}
}

/* Where the PMU is, and how it measures, in CFG-3. */
static void take_place(struct dec *d)
{
	take_float(d, LATITUDE);
	take_float(d, LONGITUDE);
	take_float(d, ELEVATION);
	unsigned class = cur_u8(&d->c) | 0x20U;

	if (cur_ok(&d->c))
		put_text(d, SVC_CLASS,
			 dec_text(d, "%s",
				  class == 'p'	 ? "Protection"
				  : class == 'm' ? "Monitoring"
						 : "Unknown"));
	take(d, WINDOW);
	take(d, GRP_DLY);
}

static void take_station(struct dec *d, struct reading *r, struct block *b)
{
	struct cur name = cur_sub(&d->c, r->long_names ? (size_t)take(d, STATION_LEN) : NAME);

	if (!cur_ok(&d->c))
		return;
	b->station = synphasor_trim(name);
	put_bytes(d, STATION, r->long_names ? name : b->station);
	listing_add(&r->stations, ", ", &d->values[d->nvalues - 1]);
	b->pmu.id = (uint16_t)take(d, SOURCE);
	r->pmus = synphasor_hash(r->pmus, name) + b->pmu.id;
}

static void take_format(struct dec *d, struct synphasor_pmu *pmu)
{
	pmu->format = cur_be16(&d->c);
	if (cur_ok(&d->c)) {
		put(d, DFREQ_FORMAT, pmu->format >> 3 & 1);
		put(d, ANALOG_FORMAT, pmu->format >> 2 & 1);
		put(d, PHASOR_FORMAT, pmu->format >> 1 & 1);
		put(d, PHASOR_NOTATION, pmu->format & 1);
	}
	pmu->phasors = (uint16_t)take(d, PHNMR);
	pmu->analogs = (uint16_t)take(d, ANNMR);
	pmu->words = (uint16_t)take(d, DGNMR);
}

static void take_pmu(struct dec *d, struct reading *r)
{
	struct block b = { .pmu = { .id = 0 } };

	take_station(d, r, &b);
	if (r->long_names)
		take(d, GPMUID);
	take_format(d, &b.pmu);
	b.names = d->c;
	take_names(d, r->long_names,
		   (uint32_t)b.pmu.phasors + b.pmu.analogs + WORD_BITS * (uint32_t)b.pmu.words);
	b.units = d->c;
	take_units(d, r->long_names, &b.pmu);
	if (r->long_names)
		take_place(d);
	unsigned nominal = cur_be16(&d->c) & 1;

	if (cur_ok(&d->c))
		put(d, FNOM, nominal);
	b.pmu.nominal = nominal != 0 ? 50 : 60;
	take(d, CFGCNT);
	if (cur_ok(&d->c))
		record_pmu(d, r, &b);
}

/* ---- the frame ------------------------------------------------------------------------------- */

/* A PMU says its station's name; a concentrator those of others. */
static void identify(struct dec *d, const struct reading *r, struct cur station)
{
	struct identity *who;

	if (r->stations.n == 0)
		return;
	who = dec_identity(d);
	who->of_sender = true;
	if (r->layout.pmus == 1)
		who->name = station;
	else
		who->description = value_cur(&d->ot.value);
}

static void keep(struct dec *d, const struct synphasor_frame *f, struct reading *r,
		 struct cur contents)
{
	record(d, r, "", 1);
	if (cur_left(&r->records) == r->want)
		synphasor_layout_keep(d, f, &r->layout, r->records, contents, r->pmus);
}

static void read_conf(struct dec *d, const struct synphasor_frame *f)
{
	struct reading r = { .long_names = f->type == SYNPHASOR_CFG3,
			     .layout = { .frame = d->frame } };
	struct cur contents = d->c, station = cur_of("", 0);

	cur_skip(&d->c, 1);
	r.layout.time_base = (uint32_t)take(d, TIMEBASE);
	r.layout.pmus = (uint16_t)take(d, NUMPMU);
	if (cur_ok(&d->c) && r.layout.time_base == 0) {
		dec_malformed(d, "time base is 0");
		r.layout.time_base = 1;
	}
	for (unsigned i = 0; i < r.layout.pmus && cur_ok(&d->c); i++) {
		take_pmu(d, &r);
		if (i == 0)
			station = value_cur(&r.stations.first);
	}
	r.layout.rate = (int16_t)cur_be16(&d->c);
	d->ot.count = r.layout.pmus;
	ot_listing(d, &r.stations);
	identify(d, &r, station);
	if (!cur_ok(&d->c))
		return;
	put_int(d, DATA_RATE, r.layout.rate);
	if (cur_left(&d->c) > 0)
		dec_malformed(d, "configuration is longer than its PMUs");
	else if (!d->malformed)
		keep(d, f, &r, contents);
}

/* Puts a part to those before it. True: that was the last, and d->c is all of them. */
static bool join(struct dec *d, const struct synphasor_frame *f, uint64_t index)
{
	uint64_t key = KEY_PARTS | f->id;
	struct note *parts = index == 1 ? note_open(d, key) : note_find(d, key);

	if (parts == NULL) {
		dec_mark(d, "part of a configuration whose beginning was not seen");
		return false;
	}
	if (index == 1 && parts->n > 0) { /* begun anew */
		note_end(d, parts);
		parts = note_open(d, key);
	} else if (index != 1 && index != LAST_PART && index != parts->word[0]) {
		dec_mark(d, "part of a configuration out of order");
		note_end(d, parts);
		return false;
	}
	if (parts == NULL)
		return false;
	parts->word[0] = index + 1;
	if (index == 1)
		parts->word[1] = d->ot.response;
	d->ot.response = parts->word[1] != 0;
	parts = note_add(d, parts, d->c);
	if (parts == NULL) {
		dec_mark(d, "configuration is longer than there is room for");
		return false;
	}
	if (index != LAST_PART)
		return false;
	d->c = note_bytes(d, parts);
	note_end(d, parts);
	return true;
}

void synphasor_conf(struct dec *d, const struct synphasor_frame *f)
{
	uint64_t index = f->type == SYNPHASOR_CFG3 ? take(d, CONTINUED) : 0;

	if (!cur_ok(&d->c))
		return;
	if (index != 0 && !join(d, f, index)) {
		take_rest(d, DATA);
		d->ot.status = "part";
		return;
	}
	read_conf(d, f);
}
