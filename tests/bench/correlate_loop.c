/*
 * How fast alerts become incidents, and in how much memory: alerts of SENSORS sensors about hosts
 * that scan, ask, write and stop, in the order in which a store has them.
 *
 *	correlate_loop ALERTS SENSORS OPEN
 *
 * Prints alerts a second, incidents, revisions, what is open, the memory that is stated and the
 * peak of what was resident. Ends with 1 when that is more.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "collector/correlate.h"
#include "proto/dictionary.h"

#define SEC UINT64_C(1000000000)

enum { RULES = 6, FIELDS = 2, COMMIT = 4096 };

static const struct {
	const char *id, *technique;
	Kagami__Priority priority;
} rules[RULES] = {
	{ "port-scan", "T0846", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-identify-new-host", "T0888", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "modbus-write-unauthorised", "T1692.001", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-write-new-object", "T0836", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "process-value-outside", "T0831", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "umas-stop", "T0858", KAGAMI__PRIORITY__PRIORITY_CRITICAL },
};

static void die(const char *what)
{
	(void)fprintf(stderr, "correlate_loop: %s\n", what);
	exit(2);
}

static char *text(const char *s)
{
	return (char *)(uintptr_t)s;
}

static struct dictionary *make_dictionary(void)
{
	static Kagami__Rule rule[RULES], *rule_list[RULES];
	static Kagami__Technique technique[RULES], *technique_list[RULES];
	static Kagami__Field field[FIELDS], *field_list[FIELDS];
	Kagami__Dictionary m = KAGAMI__DICTIONARY__INIT;
	const char *why = "";
	struct dictionary *d;

	for (uint32_t k = 0; k < RULES; k++) {
		kagami__rule__init(&rule[k]);
		kagami__technique__init(&technique[k]);
		rule[k].index = k;
		rule[k].id = text(rules[k].id);
		rule[k].title = text(rules[k].id);
		rule[k].priority = rules[k].priority;
		technique[k].id = text(rules[k].technique);
		technique_list[k] = &technique[k];
		rule[k].n_techniques = 1;
		rule[k].techniques = &technique_list[k];
		rule_list[k] = &rule[k];
	}
	for (uint32_t k = 0; k < FIELDS; k++) {
		kagami__field__init(&field[k]);
		field[k].id = k + 1;
		field[k].name = text(k == 0 ? "ot.value" : "ot.request");
		field_list[k] = &field[k];
	}
	m.n_rules = RULES;
	m.rules = rule_list;
	m.n_fields = FIELDS;
	m.fields = field_list;
	d = dictionary_new(&m, &why);
	if (d == NULL)
		die(why);
	return d;
}

static uint64_t seed = 88172645463325252U;

static uint32_t any(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 16) % below);
}

/* Ten sites share the sensors; five hosts of each attack, and every few minutes others do. */
static void alert(struct correlate *c, const struct dictionary *d, uint64_t n, uint32_t sensors,
		  uint64_t *seq)
{
	uint32_t sensor = any(sensors);
	uint64_t frame = n, request = 1;
	double real = any(100);
	uint8_t from[4] = { 10, (uint8_t)(sensor % 10), (uint8_t)(n / 2000), (uint8_t)any(5) };
	uint8_t to[4] = { 10, (uint8_t)(sensor % 10), 200, (uint8_t)any(250) };
	char name[32], site[32], what[64], object[16];
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert al = KAGAMI__ALERT__INIT;
	Kagami__Evidence ev = KAGAMI__EVIDENCE__INIT;
	Kagami__End source = KAGAMI__END__INIT, target = KAGAMI__END__INIT;
	Kagami__Value values[2] = { KAGAMI__VALUE__INIT, KAGAMI__VALUE__INIT };
	Kagami__Value *list[2] = { &values[0], &values[1] };
	struct correlate_alert a = { .sensor = name, .site = site, .epoch = 1, .event = &e };

	(void)snprintf(name, sizeof(name), "sensor-%u", sensor);
	(void)snprintf(site, sizeof(site), "site-%u", sensor % 10);
	(void)snprintf(object, sizeof(object), "hr:%u", any(200));
	al.rule = any(RULES);
	(void)snprintf(what, sizeof(what), "a host does something to %s", object);
	e.time = UINT64_C(1795305600) * SEC + n * SEC / 10;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &al;
	al.text = what;
	al.protocol = text("modbus");
	al.object = object;
	source.ip = (ProtobufCBinaryData){ 4, from };
	target.ip = (ProtobufCBinaryData){ 4, to };
	al.source = &source;
	al.target = &target;
	al.evidence = &ev;
	ev.n_frames = 1;
	ev.frames = &frame;
	values[0].field = 1;
	values[0].n_reals = 1;
	values[0].reals = &real;
	values[1].field = 2;
	values[1].n_uints = 1;
	values[1].uints = &request;
	al.values = list;
	al.n_values = 2;
	a.seq = ++seq[sensor];
	a.received = e.time;
	a.dictionary = d;
	a.rule = dictionary_rule(d, al.rule);
	correlate_alert(c, &a, NULL, NULL);
}

static void nothing(void *ctx, const struct incident *i)
{
	(void)i;
	++*(uint64_t *)ctx;
}

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	uint64_t alerts = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000, kept = 0;
	uint32_t sensors = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 200;
	struct incident_tables *tables = incident_tables_read(NULL);
	struct correlate_options o = {
		.tables = tables,
		.site = "site",
		.issuer = "csirt.example",
		.max_open = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 4096,
		.quiet = 3600 * SEC,
		.chain = 3600 * SEC,
		.revise = 60 * SEC,
	};
	struct dictionary *d = make_dictionary();
	struct correlate *c = tables != NULL ? correlate_new(&o) : NULL;
	uint64_t *seq = calloc(sensors + 1, sizeof(*seq));
	struct correlate_stats stats;
	struct rusage before, after;
	double began, took;
	uint8_t *state;

	if (c == NULL || seq == NULL || sensors == 0)
		die("no memory");
	(void)getrusage(RUSAGE_SELF, &before);
	state = malloc(correlate_state_max(c));
	if (state == NULL)
		die("no memory");
	began = now();
	for (uint64_t n = 0; n < alerts; n++) {
		alert(c, d, n, sensors, seq);
		if (n % COMMIT != COMMIT - 1)
			continue;
		correlate_changed(c, nothing, &kept);
		if (correlate_state(c, state, correlate_state_max(c)) == 0)
			die("the state does not fit");
	}
	took = now() - began;
	correlate_stats(c, &stats);
	(void)getrusage(RUSAGE_SELF, &after);
	long used = after.ru_maxrss - before.ru_maxrss;
	long stated = (long)((stats.memory + correlate_state_max(c)) / 1024);
	(void)printf("%.0f alerts/s, %" PRIu64 " incidents, %" PRIu64 " revisions, %u open, "
		     "%ld KiB stated, %ld KiB used\n",
		     (double)alerts / took, stats.incidents, stats.revisions, stats.open, stated,
		     used);
	correlate_free(c);
	incident_tables_free(tables);
	dictionary_free(d);
	free(seq);
	free(state);
	return used > stated;
}
