/*
 * The conditions that sensors are watched for, and what is said of them.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "collector/watch_inside.h"

enum { DIGEST = 12 }; /* characters of a digest that are told */

/* A condition with a limit is over at four fifths of it, so that it does not flicker. */
static uint64_t limit_of(const struct watch_look *l, uint64_t limit)
{
	return l->state->on ? limit / 5 * 4 : limit;
}

/* A duration for people: "250 ms", "2.5 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
struct span {
	char s[64];
};

/* Two units, the second one only when there is some of it. */
static struct span units(uint64_t n, uint64_t size, const char *unit, const char *less)
{
	struct span out;
	uint64_t rest = n % size;

	if (rest == 0)
		(void)snprintf(out.s, sizeof(out.s), "%" PRIu64 " %s", n / size, unit);
	else
		(void)snprintf(out.s, sizeof(out.s), "%" PRIu64 " %s %" PRIu64 " %s", n / size,
			       unit, rest, less);
	return out;
}

static struct span span(uint64_t ns)
{
	uint64_t seconds = ns / WATCH_SECOND, tenth = ns % WATCH_SECOND / (WATCH_SECOND / 10);
	struct span out;

	if (seconds >= 86400)
		return units(seconds / 3600, 24, "d", "h");
	if (seconds >= 3600)
		return units(seconds / 60, 60, "h", "min");
	if (seconds >= 60)
		return units(seconds, 60, "min", "s");
	if (seconds == 0)
		(void)snprintf(out.s, sizeof(out.s), "%" PRIu64 " ms", ns / 1000000);
	else if (tenth == 0)
		(void)snprintf(out.s, sizeof(out.s), "%" PRIu64 " s", seconds);
	else
		(void)snprintf(out.s, sizeof(out.s), "%" PRIu64 ".%" PRIu64 " s", seconds, tenth);
	return out;
}

static void add(struct watch_words *out, enum watch_field field, uint64_t u)
{
	out->values[out->nvalues].field = field;
	out->values[out->nvalues++].u = u;
}

__attribute__((format(printf, 2, 3))) static void say(char out[WATCH_TEXT], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(out, WATCH_TEXT, fmt, ap);
	va_end(ap);
}

/* ---- quiet ------------------------------------------------------------------------------- */

uint64_t watch_silence(const struct watch_look *l)
{
	uint64_t last = l->s->last_seen > l->since ? l->s->last_seen : l->since;

	return l->now > last ? l->now - last : 0;
}

bool watch_heard(const struct watch_look *l)
{
	return l->s->last_seen != 0 &&
	       (l->limits->quiet_after == 0 || watch_silence(l) < l->limits->quiet_after);
}

/* Who reads files has nothing to say behind their end; its epoch tells it from one that captures.
 */
static bool quiet(const struct watch_look *l)
{
	if (l->limits->quiet_after == 0 || l->s->epoch >> 63 != 0)
		return false;
	/* It is heard of again when it speaks, not because we began to listen anew. */
	if (l->state->on)
		return l->now > l->s->last_seen &&
		       l->now - l->s->last_seen >= l->limits->quiet_after;
	return watch_silence(l) >= l->limits->quiet_after;
}

static void say_quiet(const struct watch_look *l, struct watch_words *out)
{
	if (l->s->last_seen == 0)
		say(out->text,
		    "Sensor %s was never heard of since the collector began to listen, %s ago",
		    l->s->name, span(l->now - l->since).s);
	else
		say(out->text, "Sensor %s was not heard of for %s", l->s->name,
		    span(watch_silence(l)).s);
	say(out->why, "the limit is %s", span(l->limits->quiet_after).s);
	add(out, WATCH_QUIET, watch_silence(l));
}

static void say_heard(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Sensor %s is heard of again, after %s", l->s->name,
	    span(l->now - l->state->began + l->limits->quiet_after).s);
}

/* ---- lag --------------------------------------------------------------------------------- */

/* Of a capture that was read the events are old by nature; its epoch says so. */
static bool late(const struct watch_look *l)
{
	return l->limits->lag != 0 && l->s->epoch >> 63 == 0 &&
	       l->s->lag > limit_of(l, l->limits->lag);
}

static void say_late(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Events of sensor %s arrive %s late", l->s->name, span(l->s->lag).s);
	say(out->why, "the limit is %s; %" PRIu64 " events wait in its spool",
	    span(l->limits->lag).s, l->s->spooled_events);
	add(out, WATCH_LAG, l->s->lag);
	add(out, WATCH_SPOOLED, l->s->spooled_events);
}

static void say_in_time(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Events of sensor %s arrive in time again, after %s", l->s->name,
	    span(l->now - l->state->began).s);
	add(out, WATCH_LAG, l->s->lag);
}

/* ---- packets and events lost ------------------------------------------------------------- */

static bool dropping(const struct watch_look *l)
{
	return l->known->dropping;
}

static void say_dropping(const struct watch_look *l, struct watch_words *out)
{
	const struct watch_sensor *k = l->known;

	say(out->text, "Sensor %s lost %" PRIu64 " of %" PRIu64 " packets", l->s->name,
	    k->new_dropped, k->new_dropped + k->new_frames);
	say(out->why, "its kernel or its network interface dropped them since its last report");
	add(out, WATCH_DROPPED, k->new_dropped);
	add(out, WATCH_FRAMES, k->new_frames);
}

static void say_dropped(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Sensor %s loses no more packets, after %s", l->s->name,
	    span(l->now - l->state->began).s);
}

static bool shedding(const struct watch_look *l)
{
	return l->known->shed_at != 0 && l->now - l->known->shed_at < 5 * WATCH_MINUTE;
}

static uint64_t sum(const Kagami__Shed *s)
{
	return s->operations + s->conversations + s->assets + s->health + s->alerts + s->packets +
	       s->expired;
}

static void say_shedding(const struct watch_look *l, struct watch_words *out)
{
	const Kagami__Shed *s = &l->known->new_shed;

	say(out->text, "Sensor %s gave up %" PRIu64 " events for want of room", l->s->name, sum(s));
	say(out->why,
	    "%" PRIu64 " operations, %" PRIu64 " conversations, %" PRIu64 " assets, %" PRIu64
	    " health, %" PRIu64 " alerts, %" PRIu64 " packets; %" PRIu64 " others grew too old",
	    s->operations, s->conversations, s->assets, s->health, s->alerts, s->packets,
	    s->expired);
	add(out, WATCH_SHED, sum(s));
}

static void say_shed(const struct watch_look *l, struct watch_words *out)
{
	uint64_t n = sum(&l->known->new_shed);

	/* How many they were, an earlier run of ours knew. */
	if (n == 0) {
		say(out->text, "Sensor %s gives up no more events, after %s", l->s->name,
		    span(l->now - l->state->began).s);
		return;
	}
	say(out->text, "Sensor %s gives up no more events; it was %" PRIu64 " in %s", l->s->name, n,
	    span(l->now - l->state->began).s);
	add(out, WATCH_SHED, n);
}

/* ---- clocks ------------------------------------------------------------------------------ */

static uint64_t offset(const struct watch_look *l)
{
	int64_t ns = l->s->clock_offset;

	return ns < 0 ? -(uint64_t)ns : (uint64_t)ns;
}

static bool clock_off(const struct watch_look *l)
{
	return l->limits->clock_off != 0 && offset(l) > limit_of(l, l->limits->clock_off);
}

static void add_offset(const struct watch_look *l, struct watch_words *out)
{
	add(out, WATCH_CLOCK_OFFSET, 0);
	out->values[out->nvalues - 1].i = l->s->clock_offset;
}

static void say_clock_off(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The clock of sensor %s is %s %s the collector's", l->s->name,
	    span(offset(l)).s, l->s->clock_offset < 0 ? "behind" : "ahead of");
	say(out->why, "the limit is %s", span(l->limits->clock_off).s);
	add_offset(l, out);
}

static void say_clock_good(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The clock of sensor %s is off by only %s again", l->s->name,
	    span(offset(l)).s);
	add_offset(l, out);
}

static bool adrift(const struct watch_look *l)
{
	return l->s->synchronised == KAGAMI__SYNCHRONISED__SYNCHRONISED_NO;
}

static void say_adrift(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The clock of sensor %s is not synchronised", l->s->name);
	if (l->s->clock_max_error == 0) {
		say(out->why, "its kernel says so");
		return;
	}
	say(out->why, "its kernel says so; it may be off by %s", span(l->s->clock_max_error).s);
	add(out, WATCH_MAX_ERROR, l->s->clock_max_error);
}

static void say_synchronised(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The clock of sensor %s is synchronised again", l->s->name);
}

/* ---- what others have -------------------------------------------------------------------- */

static bool differs(const struct watch_most *most, const char *digest)
{
	return most->digest != NULL && digest != NULL && strcmp(most->digest, digest) != 0;
}

static void say_differs(const struct watch_most *most, const char *digest, enum watch_field field,
			struct watch_words *out)
{
	say(out->why, "it has %.*s; %zu of %zu sensors have %.*s", DIGEST,
	    digest[0] != '\0' ? digest : "none", most->have, most->of, DIGEST, most->digest);
	add(out, field, 0);
	out->values[out->nvalues - 1].text = digest;
}

static bool other_rules(const struct watch_look *l)
{
	return differs(&l->rules, l->s->rules_digest);
}

static void say_other_rules(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Sensor %s has other rules than most sensors", l->s->name);
	say_differs(&l->rules, l->s->rules_digest, WATCH_RULES, out);
}

static void say_same_rules(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The rules of sensor %s are no longer unlike those of most", l->s->name);
}

static bool other_baseline(const struct watch_look *l)
{
	return differs(&l->baseline, l->s->baseline_digest);
}

static void say_other_baseline(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "Sensor %s has another baseline than most sensors", l->s->name);
	say_differs(&l->baseline, l->s->baseline_digest, WATCH_BASELINE, out);
}

static void say_same_baseline(const struct watch_look *l, struct watch_words *out)
{
	say(out->text, "The baseline of sensor %s is no longer unlike that of most", l->s->name);
}

/* ---- the table --------------------------------------------------------------------------- */

/* clang-format off */
const struct watch_condition watch_conditions[WATCH_CONDITIONS] = {
	{ "collector-sensor-quiet", "A sensor is not heard of", "A sensor is heard of again",
	  "Nothing came from the sensor for longer than the limit: it was stopped, its network is cut, or its key is refused. "
	  "What it sees meanwhile stays in its spool, as long as it runs.",
	  KAGAMI__PRIORITY__PRIORITY_HIGH, 0, true, quiet, say_quiet, say_heard },
	{ "collector-sensor-late", "Events arrive late", "Events arrive in time again",
	  "Events were older than the limit when they were stored: the link or the collector is too slow, or the sensor "
	  "sends what it kept while it had no link.",
	  KAGAMI__PRIORITY__PRIORITY_MEDIUM, 30 * WATCH_SECOND, false, late, say_late, say_in_time },
	{ "collector-packets-dropped", "A sensor loses packets", "A sensor loses no more packets",
	  "Packets were dropped before the sensor could look at them: what was in them was not seen.",
	  KAGAMI__PRIORITY__PRIORITY_MEDIUM, 0, false, dropping, say_dropping, say_dropped },
	{ "collector-events-shed", "A sensor gives up events", "A sensor gives up no more events",
	  "The sensor's spool is full, or its events grew older than its limit: they are gone, operations first, alerts last.",
	  KAGAMI__PRIORITY__PRIORITY_HIGH, 0, false, shedding, say_shedding, say_shed },
	{ "collector-clock-off", "A sensor's clock is off", "A sensor's clock is right again",
	  "The sensor's clock and the collector's differ by more than the limit: times of different sensors cannot be compared.",
	  KAGAMI__PRIORITY__PRIORITY_MEDIUM, WATCH_MINUTE, false, clock_off, say_clock_off, say_clock_good },
	{ "collector-clock-unsynchronised", "A sensor's clock is not synchronised", "A sensor's clock is synchronised again",
	  "The sensor's kernel says that nothing (NTP, PTP) keeps its clock right.",
	  KAGAMI__PRIORITY__PRIORITY_LOW, 5 * WATCH_MINUTE, false, adrift, say_adrift, say_synchronised },
	{ "collector-rules-differ", "A sensor has other rules", "A sensor's rules are no longer others",
	  "More than half of the sensors use the same rules, and this one uses others: was it left out of an update?",
	  KAGAMI__PRIORITY__PRIORITY_MEDIUM, 10 * WATCH_MINUTE, false, other_rules, say_other_rules, say_same_rules },
	{ "collector-baseline-differs", "A sensor has another baseline", "A sensor's baseline is no longer another",
	  "More than half of the sensors use the same baseline, and this one uses another.",
	  KAGAMI__PRIORITY__PRIORITY_LOW, 10 * WATCH_MINUTE, false, other_baseline, say_other_baseline, say_same_baseline },
};
/* clang-format on */
