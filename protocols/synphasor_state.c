/*
 * C37.118: what is kept of streams. Of each of a flow's streams: the data frame before, and how
 * many there were. In notes: the configuration, by flow and stream; and once more by the MAC
 * address of its sender and stream, for data that come another way than the commands (TCP and UDP),
 * for a connection that is opened again, and for commands of somebody else.
 */
#include "protocols/synphasor_fields.h"

enum { MS = 1000000, MEASURED_FRAMES = 10 };

static const uint64_t second = 1000 * (uint64_t)MS;

/* Words of a note: of both kinds, but for WORD_SEEN, which is only in those of senders. */
enum { WORD_SEEN, WORD_CFG2, WORD_CFG3, WORD_PMUS };

/* ---- notes ----------------------------------------------------------------------------------- */

uint64_t synphasor_hash(uint64_t before, struct cur c)
{
	uint64_t hash = before != 0 ? before : UINT64_C(14695981039346656037);

	while (cur_left(&c) > 0)
		hash = (hash ^ cur_u8(&c)) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t key_of(const uint8_t *mac, uint16_t id)
{
	struct cur c = cur_of(mac, 6);

	return cur_be(&c, 6) << 16 | id;
}

static struct note *of_flow(struct dec *d, uint16_t id, bool open)
{
	return open ? note_open(d, id) : note_find(d, id);
}

/* Of the PMU with that MAC address, whatever the flow: they are numbered from 1. */
static struct note *of_sender(struct dec *d, const uint8_t *mac, uint16_t id, bool open)
{
	if (d->notes == NULL || mac == NULL)
		return NULL;
	return open ? notes_open(d->notes, 0, key_of(mac, id), d->message)
		    : notes_find(d->notes, 0, key_of(mac, id), d->message);
}

static bool read_layout(struct dec *d, const struct note *note, uint32_t size,
			struct synphasor_layout *layout)
{
	struct cur c = note != NULL ? note_bytes(d, note) : cur_of("", 0);

	return cur_copy(&c, layout, sizeof(*layout)) == sizeof(*layout) &&
	       (size == 0 || size == layout->size);
}

struct note *synphasor_layout_find(struct dec *d, const struct synphasor_frame *f, uint32_t size,
				   struct synphasor_layout *layout)
{
	struct note *note = of_flow(d, f->id, false);

	if (read_layout(d, note, size, layout))
		return note;
	note = of_sender(d, f->type == SYNPHASOR_COMMAND ? d->eth_dst : d->eth_src, f->id, false);
	return read_layout(d, note, size, layout) ? note : NULL;
}

/* Puts another layout into the note; its words stay. */
static void replace(struct dec *d, struct note *note, const struct synphasor_layout *layout,
		    struct cur records)
{
	const struct note was = *note;

	note_end(d, note);
	note = notes_open(d->notes, was.flow, was.key, d->message);
	if (note == NULL)
		return;
	for (unsigned i = 0; i < NOTE_WORDS; i++)
		note->word[i] = was.word[i];
	note = note_add(d, note, cur_of(layout, sizeof(*layout)));
	if (note != NULL && cur_left(&records) > 0)
		(void)note_add(d, note, records);
}

void synphasor_layout_keep(struct dec *d, const struct synphasor_frame *f,
			   const struct synphasor_layout *layout, struct cur records,
			   struct cur contents, uint64_t pmus)
{
	struct note *notes[2] = { of_flow(d, f->id, true), of_sender(d, d->eth_src, f->id, true) };
	unsigned word = f->type == SYNPHASOR_CFG3 ? WORD_CFG3 : WORD_CFG2;
	uint64_t hash = synphasor_hash(0, contents);
	bool known = false, changed = false;

	/* What CFG-1 says, a PMU could send; data are as CFG-2 or CFG-3 says. */
	if (f->type == SYNPHASOR_CFG1)
		return;
	for (unsigned i = 0; i < 2; i++) {
		struct note *note = notes[i];

		if (note == NULL)
			continue;
		/* Behind a router, many have its MAC address: only the same PMUs are compared. */
		if (note->word[word] != 0 && (i == 0 || note->word[WORD_PMUS] == pmus)) {
			changed = changed || note->word[word] != hash;
			known = true;
		}
		note->word[word] = hash;
		note->word[WORD_PMUS] = pmus;
		replace(d, note, layout, records);
	}
	if (known)
		put(d, CHANGED, changed);
}

/* ---- streams --------------------------------------------------------------------------------- */

/* The flow's stream, or the place for it: a free one, or that of the one heard of longest ago. */
static struct synphasor_stream *stream_of(struct dec *d, uint16_t id)
{
	struct synphasor_state *state = d->state;
	struct synphasor_stream *place;

	if (state == NULL)
		return NULL;
	place = &state->stream[0];
	for (unsigned i = 0; i < SYNPHASOR_STREAMS; i++) {
		struct synphasor_stream *s = &state->stream[i];

		if (s->seen != 0 && s->id == id)
			return s;
		if (s->seen < place->seen)
			place = s;
	}
	*place = (struct synphasor_stream){ .id = id };
	return place;
}

static void count_from(struct synphasor_stream *s, uint64_t at)
{
	s->from = at;
	s->frames = 0;
}

/* How many periods lie between two times of data, to the nearest. */
static int64_t periods(uint64_t from, uint64_t to, uint64_t period)
{
	bool back = to < from;
	uint64_t n = ((back ? from - to : to - from) + period / 2) / period;

	return back ? -(int64_t)n : (int64_t)n;
}

/* The rate, when enough were counted to say it. */
static void measure(struct dec *d, struct synphasor_stream *s, uint64_t period)
{
	uint64_t window = MEASURED_FRAMES * period;

	if (window < 2 * second)
		window = 2 * second;
	if (d->at < s->from || d->gap)
		count_from(s, d->at);
	else if (++s->frames > 0 && d->at - s->from >= window) {
		double took = (double)(d->at - s->from);
		double rate = (double)s->frames * (double)second / took;
		double percent = 100.0 * (rate * (double)period / (double)second - 1.0);

		put_float(d, RATE, rate);
		if (percent < 1e9)
			put_int(d, RATE_OFF, (int64_t)(percent + (percent < 0 ? -0.5 : 0.5)));
		count_from(s, d->at);
	}
}

void synphasor_data_seen(struct dec *d, const struct synphasor_frame *f,
			 const struct synphasor_layout *layout)
{
	struct synphasor_stream *s = stream_of(d, f->id);
	struct note *note = of_sender(d, d->eth_src, f->id, true);
	bool first;

	if (note != NULL)
		note->word[WORD_SEEN] = d->at;
	if (s == NULL)
		return;
	first = s->seen == 0;
	s->seen = d->at > 0 ? d->at : 1;
	if (first)
		count_from(s, d->at);
	if (layout == NULL) { /* neither its time nor its rate can be known */
		s->time = 0;
		count_from(s, d->at);
		return;
	}
	uint64_t time = f->soc * second + f->fraction * second / layout->time_base;
	uint64_t period = layout->rate > 0 ? second / (uint64_t)layout->rate
					   : second * (uint64_t)(-(int64_t)layout->rate);

	put_float(d, TIME_OFFSET, (double)(int64_t)(time - d->at) * 1e-9);
	if (period > 0 && s->time != 0)
		put_int(d, STEP, periods(s->time, time, period));
	s->time = time;
	if (period > 0 && !first)
		measure(d, s, period);
}

void synphasor_switched(struct dec *d, const struct synphasor_frame *f)
{
	struct synphasor_state *state = d->state;
	struct note *note = of_sender(d, d->eth_dst, f->id, false);
	uint64_t seen = note != NULL ? note->word[WORD_SEEN] : 0;

	for (unsigned i = 0; state != NULL && i < SYNPHASOR_STREAMS; i++) {
		struct synphasor_stream *s = &state->stream[i];

		if (s->seen == 0 || s->id != f->id)
			continue;
		if (s->seen > seen)
			seen = s->seen;
		/* What comes now does not go on from what came before. */
		*s = (struct synphasor_stream){ .seen = 0 };
	}
	put(d, RUNNING, seen != 0 && d->at >= seen && d->at - seen < 2 * second);
}
