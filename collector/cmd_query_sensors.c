#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "collector/allow.h"
#include "collector/commands.h"
#include "collector/query.h"
#include "common/format.h"
#include "common/json.h"
#include "common/log.h"
#include "common/nearest.h"

/* What is known of the sensors, with those on the list that never came. */
struct listing {
	struct query q;
	struct allow allow;
	bool *came; /* by entry of the list */
	uint64_t now, rows;
	const char *only; /* show: this one */
	struct nearest nearest;
	char best[WIRE_NAME_MAX + 1];
};

static uint64_t wall_clock(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

static uint64_t not_sent(const struct store_sensor *x)
{
	const Kagami__Shed *s = &x->shed;

	return s->operations + s->conversations + s->assets + s->health + s->alerts + s->packets;
}

/* It is on the list, and not as a subscriber. */
static bool listed(struct listing *l, const char *name)
{
	const struct allow_entry *e = allow_by_name(&l->allow, name);

	return e != NULL && e->role == ALLOW_SENSOR;
}

static const char *state_of(struct listing *l, const struct store_sensor *x)
{
	if (x->connected)
		return "connected";
	if (!listed(l, x->name))
		return "not listed";
	return x->last_seen == 0 ? "never came" : "away";
}

/* "1.25 ms", "-12 s": ahead of the collector's clock, or behind it. */
static struct text offset_of(int64_t ns)
{
	struct text t = { "" };
	uint64_t size = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;

	format_add(&t, "%s%s", ns < 0 ? "-" : "", size == 0 ? "0" : format_ns(size).s);
	return t;
}

static struct text ago(const struct listing *l, uint64_t at)
{
	struct text t = { "never" };

	if (at == 0)
		return t;
	if (at > l->now)
		return format_time(at);
	if (l->now - at < 1000000000U)
		return (struct text){ "now" };
	t = format_span((l->now - at) / 1000000000U * 1000000000U);
	/* Nobody asks for milliseconds here. */
	char *fraction = strstr(t.s, ".000");

	if (fraction != NULL)
		memmove(fraction, fraction + 4, strlen(fraction + 4) + 1);
	format_add(&t, " ago");
	return t;
}

static void row(struct listing *l, const struct store_sensor *x)
{
	uint64_t lost = x->lost + not_sent(x);

	if (l->rows++ == 0)
		printf("%-16s %-11s %-18s %12s %9s %10s %10s %10s %11s %8s\n", "Sensor", "state",
		       "last seen", "events", "alerts", "waiting", "lag", "lost", "clock off",
		       "refused");
	format_cell(stdout, -16, x->name);
	printf(" %-11s %-18s %12" PRIu64 " %9" PRIu64 " %10" PRIu64 " ", state_of(l, x),
	       ago(l, x->last_seen).s, x->events, x->alerts, x->spooled_events);
	format_cell(stdout, 10, x->lag == 0 ? "-" : format_ns(x->lag).s);
	printf(" %10" PRIu64 " ", lost);
	format_cell(stdout, 11, x->last_seen == 0 ? "-" : offset_of(x->clock_offset).s);
	printf(" %8" PRIu64 "\n", x->refused);
}

static void field(const char *name, const char *text)
{
	printf("%-22s ", name);
	format_safely(stdout, text[0] != '\0' ? text : "-");
	(void)fputc('\n', stdout);
}

static void number(const char *name, uint64_t n, const char *what)
{
	printf("%-22s %" PRIu64 "%s%s\n", name, n, what[0] != '\0' ? " " : "", what);
}

static void moment(struct listing *l, const char *name, uint64_t at)
{
	struct text t = { "never" };

	if (at != 0) {
		t = format_time(at);
		format_add(&t, " UTC (%s)", ago(l, at).s);
	}
	field(name, t.s);
}

static void show(struct listing *l, const struct store_sensor *x)
{
	static const char *const sync[] = { "not known", "yes", "no" };
	struct text epoch = { "" }, spool = { "" }, clock = { "" };

	l->rows++;
	field("sensor", x->name);
	field("state", state_of(l, x));
	field("address", x->address);
	field("program", x->program);
	moment(l, "first seen", x->first_seen);
	moment(l, "last seen", x->last_seen);
	number("events stored", x->events, "");
	number("alerts among them", x->alerts, "");
	format_add(&epoch, "%016" PRIx64 ", up to number %" PRIu64, x->epoch, x->committed_seq);
	field("epoch", x->committed_seq == 0 ? "" : epoch.s);
	format_add(&spool, "%s, %s", format_many(x->spooled_events, "event").s,
		   format_bytes(x->spooled_bytes).s);
	field("waiting in its spool", spool.s);
	field("lag", x->lag == 0 ? "" : format_ns(x->lag).s);
	number("not sent for want of", not_sent(x), "events since its epoch began");
	number("  operations", x->shed.operations, "");
	number("  conversations", x->shed.conversations, "");
	number("  assets", x->shed.assets, "");
	number("  health", x->shed.health, "");
	number("  alerts", x->shed.alerts, "");
	number("  packets", x->shed.packets, "");
	number("too old in its spool", x->lost, "events, ever");
	number("frames seen", x->frames, "");
	number("frames dropped", x->dropped, "by its kernel and interfaces");
	format_add(&clock, "%s of the collector's", offset_of(x->clock_offset).s);
	field("its clock is ahead", x->last_seen == 0 ? "" : clock.s);
	field("its clock is in step", sync[x->synchronised < 3 ? x->synchronised : 0]);
	field("  off at most", x->clock_max_error == 0 ? "" : format_ns(x->clock_max_error).s);
	field("rules", x->rules_digest);
	field("baseline", x->baseline_digest);
	number("messages refused", x->refused, "");
	field("  the last because", x->refusal);
}

static void json_named(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

static void json_moment(struct json *j, const char *key, uint64_t at)
{
	json_key(j, key);
	if (at == 0)
		json_nothing(j);
	else
		json_time(j, at);
}

static void json_string(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_text(j, text);
}

/* Seconds with a sign. */
static void json_offset(struct json *j, const char *key, int64_t ns)
{
	json_key(j, key);
	json_float(j, (double)ns / 1e9);
}

static void json_sensor(struct listing *l, const struct store_sensor *x)
{
	struct json j = json_to(l->q.json, EVENT_JSON_MAX);
	char epoch[20];

	l->rows++;
	(void)snprintf(epoch, sizeof(epoch), "%016" PRIx64, x->epoch);
	json_open(&j);
	json_string(&j, "sensor", x->name);
	json_string(&j, "state", state_of(l, x));
	json_string(&j, "address", x->address);
	json_string(&j, "program", x->program);
	json_moment(&j, "first_seen", x->first_seen);
	json_moment(&j, "last_seen", x->last_seen);
	json_named(&j, "events", x->events);
	json_named(&j, "alerts", x->alerts);
	json_string(&j, "epoch", epoch);
	json_named(&j, "committed", x->committed_seq);
	json_named(&j, "spooled_events", x->spooled_events);
	json_named(&j, "spooled_bytes", x->spooled_bytes);
	json_key(&j, "lag");
	json_seconds(&j, x->lag);
	json_key(&j, "shed");
	json_open(&j);
	json_named(&j, "operations", x->shed.operations);
	json_named(&j, "conversations", x->shed.conversations);
	json_named(&j, "assets", x->shed.assets);
	json_named(&j, "health", x->shed.health);
	json_named(&j, "alerts", x->shed.alerts);
	json_named(&j, "packets", x->shed.packets);
	json_close(&j);
	json_named(&j, "expired", x->lost);
	json_named(&j, "frames", x->frames);
	json_named(&j, "dropped", x->dropped);
	json_offset(&j, "clock_offset", x->clock_offset);
	json_string(&j, "rules_digest", x->rules_digest);
	json_string(&j, "baseline_digest", x->baseline_digest);
	json_named(&j, "refused", x->refused);
	json_string(&j, "refusal", x->refusal);
	json_close(&j);
	json_newline(&j);
	(void)fwrite(j.buf, 1, j.overflow ? 0 : j.len, stdout);
}

static void tell(struct listing *l, const struct store_sensor *x)
{
	if (l->q.c->json)
		json_sensor(l, x);
	else if (l->only != NULL)
		show(l, x);
	else
		row(l, x);
}

static void near(struct listing *l, const char *name)
{
	const char *before = l->nearest.name;

	nearest_offer(&l->nearest, name);
	if (l->nearest.name != before && l->nearest.name != NULL) {
		(void)snprintf(l->best, sizeof(l->best), "%s", name);
		l->nearest.name = l->best;
	}
}

static void from_store(void *ctx, const struct store_sensor *x)
{
	struct listing *l = ctx;
	const struct allow_entry *e = allow_by_name(&l->allow, x->name);

	if (e != NULL)
		l->came[e - l->allow.entries] = true;
	if (l->only == NULL || strcmp(l->only, x->name) == 0)
		tell(l, x);
	else
		near(l, x->name);
}

/* Those who are on the list and never came. */
static void from_list(struct listing *l)
{
	for (size_t i = 0; i < l->allow.n; i++) {
		const struct allow_entry *e = &l->allow.entries[i];
		struct store_sensor x = { .name = e->name,
					  .address = "",
					  .program = "",
					  .rules_digest = "",
					  .baseline_digest = "",
					  .refusal = "" };

		if (l->came[i] || e->role != ALLOW_SENSOR)
			continue;
		kagami__shed__init(&x.shed);
		if (l->only == NULL || strcmp(l->only, e->name) == 0)
			tell(l, &x);
		else
			near(l, e->name);
	}
}

static int nobody(const struct listing *l)
{
	if (l->only != NULL) {
		log_error("no sensor '%s' is on the list %s or ever came%s%s%s", l->only,
			  l->q.c->allow, l->nearest.name != NULL ? "; did you mean '" : "",
			  l->nearest.name != NULL ? l->nearest.name : "",
			  l->nearest.name != NULL ? "'?" : "");
		return COLLECT_USAGE;
	}
	if (!l->q.c->json)
		printf("no sensor is on the list %s, and none ever came: "
		       "`kagami-collector sensors add` lets one in\n",
		       l->q.c->allow);
	return COLLECT_DONE;
}

static int list(const struct collector_options *c, const char *only)
{
	static bool came[ALLOW_MAX];
	struct listing l = { .came = came, .now = wall_clock(), .only = only };
	char error[512];
	int code;

	if (only != NULL)
		l.nearest = nearest_to(only);
	if (query_open(&l.q, c, &code)) {
		/* A list that is broken is a reason to say so, not to hide what the store knows. */
		if (!allow_read(&l.allow, c->allow, error, sizeof(error)))
			log_warnx("%s", error);
		if (store_each_sensor(l.q.store, from_store, &l)) {
			from_list(&l);
			code = l.rows == 0 ? nobody(&l) : COLLECT_DONE;
			if (code == COLLECT_DONE)
				code = query_written();
		} else {
			code = query_failed(&l.q);
		}
	}
	allow_free(&l.allow);
	query_close(&l.q);
	return code;
}

int collect_sensors_list(const struct collector_options *c, char **args)
{
	(void)args;
	return list(c, NULL);
}

int collect_sensors_show(const struct collector_options *c, char **args)
{
	return list(c, args[0]);
}
