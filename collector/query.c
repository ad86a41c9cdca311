#include "collector/query.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/allow.h"
#include "collector/commands.h"
#include "common/log.h"
#include "common/nearest.h"

enum { ARENA = 4 * 1024 * 1024 };

/* A sensor's name among those in the store; others may be near. Names do not outlive the callback,
 * so the nearest one is copied. */
struct naming {
	const char *wanted;
	bool there;
	struct nearest nearest;
	char best[128];
};

static void offer(void *ctx, const char *name)
{
	struct naming *n = ctx;
	const char *before = n->nearest.name;

	n->there = n->there || strcmp(name, n->wanted) == 0;
	nearest_offer(&n->nearest, name);
	if (n->nearest.name != before && n->nearest.name != NULL) {
		(void)snprintf(n->best, sizeof(n->best), "%s", name);
		n->nearest.name = n->best;
	}
}

static void offer_sensor(void *ctx, const struct store_sensor *x)
{
	offer(ctx, x->name);
}

static bool complain(const struct naming *n, const char *what, const char *where)
{
	log_error("no %s '%s' %s%s%s%s", what, n->wanted, where,
		  n->nearest.name != NULL ? "; did you mean '" : "",
		  n->nearest.name != NULL ? n->nearest.name : "",
		  n->nearest.name != NULL ? "'?" : "");
	return false;
}

static bool sensor_good(struct query *q, const char *name)
{
	struct naming n = { .wanted = name, .nearest = nearest_to(name) };

	if (name == NULL)
		return true;
	offer(&n, ALLOW_OWN_NAME);
	if (!store_each_sensor(q->store, offer_sensor, &n))
		return query_failed(q) == 0;
	return n.there || complain(&n, "sensor", "ever sent anything");
}

static bool rule_good(struct query *q, const char *rule)
{
	struct naming n = { .wanted = rule, .nearest = nearest_to(rule) };

	if (rule == NULL)
		return true;
	if (!store_each_rule(q->store, offer, &n))
		return query_failed(q) == 0;
	/* A rule that never fired is no mistake: there is just nothing to print. */
	if (n.there || n.nearest.name == NULL)
		return true;
	log_warnx("no alert of rule '%s' is stored; did you mean '%s'?", rule, n.nearest.name);
	return true;
}

static unsigned kinds_of(const char *name)
{
	for (unsigned k = 0; name != NULL && k < EVENT_KINDS; k++) {
		if (strcmp(name, event_kind_name((enum event_kind)k)) == 0)
			return 1U << k;
	}
	return 0;
}

static unsigned priority_of(const char *name)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };

	for (unsigned p = 0; name != NULL && p < 5; p++) {
		if (strcmp(name, names[p]) == 0)
			return p;
	}
	return 0;
}

bool query_open(struct query *q, const struct collector_options *c, int *code)
{
	struct store_options o = { .path = c->store, .read_only = true };
	char error[STORE_ERROR];

	*q = (struct query){ .c = c, .day = UINT64_MAX };
	*code = COLLECT_FAILED;
	q->store = store_open(&o, error, sizeof(error));
	if (q->store == NULL) {
		log_error("%s", error);
		return false;
	}
	q->json = malloc(EVENT_JSON_MAX);
	if (q->json == NULL || !wire_arena_init(&q->arena, ARENA)) {
		log_error("no memory");
		return false;
	}
	q->color = isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == NULL;
	q->filter = (struct store_filter){ .sensor = c->sensor,
					   .rule = c->rule,
					   .address = c->address,
					   .kinds = kinds_of(c->kind),
					   .min_priority = priority_of(c->priority),
					   .since = c->since,
					   .until = c->until,
					   .limit = c->limit };
	/* Who asks for a priority asks for alerts. */
	if (c->priority != NULL && c->kind == NULL)
		q->filter.kinds = 1U << EVENT_ALERT;
	*code = COLLECT_USAGE;
	return sensor_good(q, c->sensor) && rule_good(q, c->rule);
}

void query_close(struct query *q)
{
	for (unsigned i = 0; i < q->ndictionaries; i++)
		dictionary_free(q->dictionaries[i].d);
	wire_arena_free(&q->arena);
	free(q->json);
	store_close(q->store);
}

int query_failed(const struct query *q)
{
	log_error("%s", store_error(q->store));
	return COLLECT_FAILED;
}

static void unpack_dictionary(void *ctx, const uint8_t *p, size_t n)
{
	const char *why;

	*(struct dictionary **)ctx = dictionary_from(p, n, &why);
}

const struct dictionary *query_dictionary(struct query *q, const char *sensor, uint64_t id)
{
	unsigned at = q->ndictionaries;
	bool found;

	for (unsigned i = 0; i < q->ndictionaries; i++) {
		if (q->dictionaries[i].id == id && strcmp(q->dictionaries[i].sensor, sensor) == 0)
			return q->dictionaries[i].d;
	}
	if (at == QUERY_DICTIONARIES) {
		at = q->oldest++ % QUERY_DICTIONARIES;
		dictionary_free(q->dictionaries[at].d);
	} else {
		q->ndictionaries++;
	}
	q->dictionaries[at].d = NULL;
	q->dictionaries[at].id = id;
	(void)snprintf(q->dictionaries[at].sensor, sizeof(q->dictionaries[at].sensor), "%s",
		       sensor);
	(void)store_get_dictionary(q->store, sensor, id, &found, unpack_dictionary,
				   &q->dictionaries[at].d);
	return q->dictionaries[at].d;
}

int query_written(void)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return COLLECT_DONE;
	if (errno != EPIPE)
		log_error("standard output: %s", strerror(errno));
	return COLLECT_FAILED;
}
