/*
 * C37.118: data frames.
 *
 * Spec: IEEE C37.118.2-2011, clause 6.3. For each PMU of the configuration:
 *
 *	+------+-------------------------+------------+------------+-----------------+-----------+
 *	| STAT | PHASORS, 4 or 8 octets  | FREQ, DFREQ: 2 or 4 each| ANALOG, 2 or 4  | DIGITAL, 2|
 *	+------+-------------------------+------------+------------+-----------------+-----------+
 *
 * Each PMU is an operation whose value is the frequency, and so is each of its channels; a stream
 * of more channels than a message has operations for has only those of the PMUs.
 */
#include <math.h>

#include "protocols/synphasor_fields.h"

enum { HEADER_VALUES = 24, INT_ABSENT = -32768 };

/* How much of the channels there is room for. */
enum detail { EACH_CHANNEL, EACH_PMU, PMU_ONLY };

/* A data frame while it is read. */
struct walk {
	const struct note *note; /* with the layout */
	struct cur at;		 /* what is left of it */
	size_t size;		 /* all of it */
	enum detail detail;
};

/* ---- the layout ------------------------------------------------------------------------------ */

static struct synphasor_pmu next_pmu(struct walk *w)
{
	struct synphasor_pmu pmu = { .id = 0 };
	struct cur bytes = cur_sub(&w->at, sizeof(pmu));

	(void)cur_copy(&bytes, &pmu, sizeof(pmu));
	return pmu;
}

static struct synphasor_channel next_channel(struct walk *w)
{
	struct synphasor_channel channel = { .bits = 0 };
	struct cur bytes = cur_sub(&w->at, sizeof(channel));

	(void)cur_copy(&bytes, &channel, sizeof(channel));
	return channel;
}

/* The text that is next, of n bytes. */
static const char *next_text(struct dec *d, struct walk *w, size_t n)
{
	const char *text = notes_text(d->notes, w->note, w->size - cur_left(&w->at));

	cur_skip(&w->at, n);
	return text;
}

/* ---- a PMU ----------------------------------------------------------------------------------- */

static const char *state_of(unsigned stat)
{
	static const char *const errors[] = { "ok", "PMU error, no information", "test mode",
					      "PMU error" };

	if (stat >> 14 == 0 && (stat >> 13 & 1) != 0)
		return "not synchronized";
	return errors[stat >> 14];
}

static void take_stat(struct dec *d)
{
	unsigned stat = cur_be16(&d->c);

	if (!cur_ok(&d->c))
		return;
	put(d, STAT_ERROR, stat >> 14);
	put(d, STAT_SYNC, stat >> 13 & 1);
	put(d, STAT_SORTING, stat >> 12 & 1);
	put(d, STAT_TRIGGER, stat >> 11 & 1);
	put(d, STAT_CHANGE, stat >> 10 & 1);
	put(d, STAT_MODIFIED, stat >> 9 & 1);
	put(d, PMU_TQ, stat >> 6 & 7);
	put(d, UNLOCKED, stat >> 4 & 3);
	put(d, REASON, stat & 15);
	d->ot.status = state_of(stat);
}

static float next_float(struct cur *c)
{
	struct value v = series_of(*c, VALUE_FLOATS, 4 | VALUE_BIG, 4, 1);
	float x = v.n == 1 ? (float)value_float(&v, 0) : 0;

	cur_skip(c, 4);
	return x;
}

static int next_int(struct cur *c)
{
	return (int16_t)cur_be16(c);
}

/* An integer that stands for none is no number. */
static float next_present(struct cur *c)
{
	int i = next_int(c);

	return i == INT_ABSENT ? NAN : (float)i;
}

static void number_of(struct dec *d, unsigned field, double x)
{
	put_float(d, field, x);
	d->ot.value = d->values[d->nvalues - 1];
}

static void take_frequency(struct dec *d, const struct synphasor_pmu *pmu)
{
	double deviation, change;

	if ((pmu->format & SYNPHASOR_FREQ_FLOAT) != 0) {
		double hz = (double)next_float(&d->c);

		put_float(d, ROCOF, (double)next_float(&d->c));
		number_of(d, FREQUENCY, hz);
		return;
	}
	deviation = next_int(&d->c);
	change = next_int(&d->c);
	put_int(d, DEVIATION, (int64_t)deviation);
	put_float(d, ROCOF, change / 100);
	number_of(d, FREQUENCY,
		  deviation == INT_ABSENT ? (double)NAN : pmu->nominal + deviation / 1000);
}

/* ---- channels -------------------------------------------------------------------------------- */

struct polar {
	float magnitude, angle; /* V or A, rad */
};

static struct polar next_phasor(struct cur *c, unsigned format,
				const struct synphasor_channel *channel)
{
	bool floats = (format & SYNPHASOR_PHASOR_FLOAT) != 0;
	bool polar = (format & SYNPHASOR_POLAR) != 0;
	float a, b;

	if (floats) {
		a = next_float(c);
		b = next_float(c);
	} else {
		a = polar ? (float)cur_be16(c) : next_present(c);
		b = next_present(c);
	}
	struct polar p = { a, b };

	if (!polar)
		p = (struct polar){ sqrtf(a * a + b * b), atan2f(b, a) };
	else if (!floats)
		p = (struct polar){ isnan(b) ? NAN : a, b / 10000 };
	if (!floats) {
		p.magnitude *= channel->scale;
		p.angle -= channel->offset;
	}
	return p;
}

/* The channel's names: the object, and the field with the name as it is on the wire. */
static void name_channel(struct dec *d, struct walk *w, const struct synphasor_channel *channel,
			 unsigned field)
{
	d->ot.object_text = next_text(d, w, channel->text);
	put_bytes(d, field, cur_sub(&w->at, channel->name));
}

static void end_channel(struct dec *d, const struct walk *w)
{
	if (w->detail == EACH_CHANNEL)
		emit(d);
}

static void read_phasors(struct dec *d, struct walk *w, const struct synphasor_pmu *pmu,
			 struct cur phasors)
{
	static const double degrees = 57.29577951308232;

	for (unsigned i = 0; i < pmu->phasors; i++) {
		struct synphasor_channel channel = next_channel(w);
		struct polar p = next_phasor(&phasors, pmu->format, &channel);

		name_channel(d, w, &channel, PHASOR);
		put_float(d, ANGLE, (double)p.angle * degrees);
		number_of(d, MAGNITUDE, (double)p.magnitude);
		end_channel(d, w);
	}
}

static void read_analogs(struct dec *d, struct walk *w, const struct synphasor_pmu *pmu)
{
	bool floats = (pmu->format & SYNPHASOR_ANALOG_FLOAT) != 0;

	for (unsigned i = 0; i < pmu->analogs; i++) {
		struct synphasor_channel channel = next_channel(w);
		float x = floats ? next_float(&d->c)
				 : next_present(&d->c) * channel.scale + channel.offset;

		name_channel(d, w, &channel, ANALOG);
		number_of(d, NUMBER, (double)x);
		end_channel(d, w);
	}
}

static void read_words(struct dec *d, struct walk *w, const struct synphasor_pmu *pmu,
		       const char *station)
{
	for (unsigned i = 0; i < pmu->words; i++) {
		struct synphasor_channel word = next_channel(w), bit;
		uint64_t bits = take(d, DIGITAL);

		if (word.bits == 0) {
			d->ot.object_text = station;
			ot_number(d, bits);
			end_channel(d, w);
		}
		for (unsigned k = 0; k < 16; k++) {
			if ((word.bits >> k & 1) == 0)
				continue;
			bit = next_channel(w);
			d->ot.object_text = next_text(d, w, bit.text);
			cur_skip(&w->at, bit.name);
			ot_number(d, bits >> k & 1);
			end_channel(d, w);
		}
	}
}

/* ---- the frame ------------------------------------------------------------------------------- */

/* Moves behind channels for which there is no room, in the frame and in the layout. */
static void skip_channels(struct dec *d, struct walk *w, const struct synphasor_pmu *pmu)
{
	size_t size = (pmu->format & SYNPHASOR_ANALOG_FLOAT) != 0 ? 4 : 2;

	for (unsigned i = 0; i < (unsigned)pmu->phasors + pmu->analogs + pmu->words; i++) {
		struct synphasor_channel channel = next_channel(w);

		cur_skip(&w->at, (size_t)channel.text + channel.name);
		for (unsigned bits = channel.bits; bits != 0; bits &= bits - 1) {
			struct synphasor_channel bit = next_channel(w);

			cur_skip(&w->at, (size_t)bit.text + bit.name);
		}
	}
	cur_skip(&d->c, size * pmu->analogs + 2 * (size_t)pmu->words);
}

static void read_pmu(struct dec *d, struct walk *w)
{
	struct synphasor_pmu pmu = next_pmu(w);
	const char *station = next_text(d, w, pmu.text);
	size_t size = (pmu.format & SYNPHASOR_PHASOR_FLOAT) != 0 ? 8 : 4;

	d->ot.device = pmu.id;
	d->ot.object_text = station;
	put_text(d, STATION, station);
	take_stat(d);
	struct cur phasors = cur_sub(&d->c, size * pmu.phasors);

	take_frequency(d, &pmu);
	if (w->detail == PMU_ONLY) {
		skip_channels(d, w, &pmu);
		emit(d);
		return;
	}
	struct ot own = d->ot;

	if (w->detail == EACH_CHANNEL)
		emit(d);
	read_phasors(d, w, &pmu, phasors);
	read_analogs(d, w, &pmu);
	read_words(d, w, &pmu, station);
	if (w->detail == EACH_PMU) {
		d->ot = own;
		emit(d);
	}
}

static enum detail detail_of(const struct synphasor_layout *layout)
{
	if (layout->values + HEADER_VALUES > DEC_VALUES)
		return PMU_ONLY;
	return layout->operations <= DEC_OPERATIONS ? EACH_CHANNEL : EACH_PMU;
}

static void read_unknown(struct dec *d, const struct synphasor_frame *f)
{
	struct synphasor_layout other;

	if (synphasor_layout_find(d, f, 0, &other) != NULL)
		dec_mark(d, "data frame of another size than its configuration says");
	put(d, UNREAD, 1);
	take_rest(d, DATA);
	d->ot.status = "configuration unknown";
	dec_share(d);
	synphasor_data_seen(d, f, NULL);
}

void synphasor_data(struct dec *d, const struct synphasor_frame *f)
{
	struct synphasor_layout layout;
	struct walk w = { .note = synphasor_layout_find(d, f, (uint32_t)cur_left(&d->c), &layout) };

	if (w.note == NULL || cur_left(&d->c) == 0) {
		read_unknown(d, f);
		return;
	}
	w.at = note_bytes(d, w.note);
	w.size = cur_left(&w.at);
	w.detail = detail_of(&layout);
	d->overflow = w.detail == PMU_ONLY;
	cur_skip(&w.at, sizeof(layout));
	put_float(d, FRACSEC_MS, 1000.0 * f->fraction / layout.time_base);
	put(d, CONF_FRAME, layout.frame);
	d->ot.has_object = true;
	d->ot.count = 1;
	dec_share(d);
	synphasor_data_seen(d, f, &layout);
	for (unsigned i = 0; i < layout.pmus && cur_ok(&d->c); i++)
		read_pmu(d, &w);
}
