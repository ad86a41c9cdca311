#ifndef TESTS_UNIT_INCIDENT_KIT_H
#define TESTS_UNIT_INCIDENT_KIT_H
/* Alerts for correlation, a line each, and the incidents that come of them. */
#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate.h"
#include "proto/dictionary.h"

#define T0  UINT64_C(1795305600000000000) /* 2026-11-22T00:00:00Z */
#define SEC UINT64_C(1000000000)

/* An alert. */
struct line {
	const char *sensor;
	double at; /* seconds after T0 */
	const char *rule, *from, *to;
	const char *object; /* "hr:4" */
	double value;
	bool learned;
	const char *role, *outside; /* of `from`, by the site file; a window that it was not in */
};

enum {
	FIELD_OBJECT_VALUE = 1,
	FIELD_REQUEST,
	FIELD_FAILED,
	FIELD_OTHER_MAC,
	FIELD_SRC_ROLE,
	FIELD_NAMES
};

struct kit {
	struct incident_tables *tables;
	struct dictionary *dictionary;
	struct correlate *c;
	struct correlate_options o;
	uint64_t seq[256], epoch;
	size_t ntold, room, new_ones;
	uint8_t **told; /* revisions, packed, each after its length */
	struct incident last;
};

static const struct kit_rule {
	const char *id, *technique;
	Kagami__Priority priority;
} kit_rules[] = {
	{ "port-scan", "T0846", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "arp-scan", "T0846", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "modbus-identify-new-host", "T0888", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "modbus-new-client", "T0848", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "modbus-write-unauthorised", "T1692.001", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-write-new-object", "T0836", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "umas-download", "T0843", KAGAMI__PRIORITY__PRIORITY_CRITICAL },
	{ "umas-stop", "T0858", KAGAMI__PRIORITY__PRIORITY_CRITICAL },
	{ "process-value-outside", "T0831", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "conversation-new", "T0869", KAGAMI__PRIORITY__PRIORITY_LOW },
	{ "capture-gaps", NULL, KAGAMI__PRIORITY__PRIORITY_LOW },
	{ "capture-duplicates", NULL, KAGAMI__PRIORITY__PRIORITY_INFO },
	{ "asset-ip-conflict", "T0830", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "site-own-rule", "T0855", KAGAMI__PRIORITY__PRIORITY_LOW },
	{ "goose-state-jump", "T1692.002", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-write-new-pair", "T1692.001", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-write-value-outside", "T0836", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-flood", "T0814", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-device-unresponsive", "T0814", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "dhcp-new-server", "T0830", KAGAMI__PRIORITY__PRIORITY_MEDIUM },
	{ "tcp-contradicting-bytes", "T0830", KAGAMI__PRIORITY__PRIORITY_HIGH },
	{ "modbus-file-read", "T0845", KAGAMI__PRIORITY__PRIORITY_LOW },
	{ "modbus-file-write", "T0843", KAGAMI__PRIORITY__PRIORITY_HIGH },
};
enum { KIT_RULES = sizeof(kit_rules) / sizeof(kit_rules[0]) };

static inline struct dictionary *kit_dictionary(void)
{
	static const char *const names[] = { [FIELD_OBJECT_VALUE] = "ot.value",
					     [FIELD_REQUEST] = "ot.request",
					     [FIELD_FAILED] = "ot.failed",
					     [FIELD_OTHER_MAC] = "asset.other",
					     [FIELD_SRC_ROLE] = "src.role" };
	Kagami__Dictionary m = KAGAMI__DICTIONARY__INIT;
	Kagami__Field fields[FIELD_NAMES], *field[FIELD_NAMES];
	Kagami__Rule rules[KIT_RULES], *rule[KIT_RULES];
	Kagami__Technique techniques[KIT_RULES], *technique[KIT_RULES];
	struct dictionary *d;
	const char *why = "";

	for (uint32_t k = 1; k < FIELD_NAMES; k++) {
		kagami__field__init(&fields[k]);
		fields[k].id = k;
		fields[k].name = (char *)(uintptr_t)names[k];
		field[k - 1] = &fields[k];
	}
	for (uint32_t k = 0; k < KIT_RULES; k++) {
		kagami__rule__init(&rules[k]);
		kagami__technique__init(&techniques[k]);
		technique[k] = &techniques[k];
		techniques[k].id = (char *)(uintptr_t)kit_rules[k].technique;
		rules[k].index = k;
		rules[k].id = (char *)(uintptr_t)kit_rules[k].id;
		rules[k].title = (char *)(uintptr_t)kit_rules[k].id;
		rules[k].priority = kit_rules[k].priority;
		rules[k].n_techniques = kit_rules[k].technique != NULL;
		rules[k].techniques = &technique[k];
		rule[k] = &rules[k];
	}
	m.n_fields = FIELD_NAMES - 1;
	m.fields = field;
	m.n_rules = KIT_RULES;
	m.rules = rule;
	d = dictionary_new(&m, &why);
	if (d == NULL)
		fail_msg("%s", why);
	return d;
}

static inline void kit_start(struct kit *k)
{
	k->c = correlate_new(&k->o);
	assert_non_null(k->c);
}

static inline struct kit *kit_new(void)
{
	struct kit *k = calloc(1, sizeof(*k));

	assert_non_null(k);
	k->tables = incident_tables_read(NULL);
	assert_non_null(k->tables);
	k->dictionary = kit_dictionary();
	k->o = (struct correlate_options){ .tables = k->tables,
					   .site = "Water Works",
					   .issuer = "csirt.example.sg",
					   .sector = "water",
					   .country = "SG",
					   .tlp = "AMBER",
					   .max_open = 64,
					   .quiet = 3600 * SEC,
					   .chain = 3600 * SEC,
					   .revise = 60 * SEC };
	kit_start(k);
	return k;
}

static inline void kit_forget_told(struct kit *k)
{
	for (size_t n = 0; n < k->ntold; n++)
		free(k->told[n]);
	k->ntold = 0;
}

static inline void kit_free(struct kit *k)
{
	kit_forget_told(k);
	free(k->told);
	correlate_free(k->c);
	incident_tables_free(k->tables);
	dictionary_free(k->dictionary);
	free(k);
}

static inline void kit_tell(void *ctx, const struct correlate_change *change)
{
	static uint8_t bytes[INCIDENT_PACKED_MAX];
	struct kit *k = ctx;
	uint32_t n = (uint32_t)incident_pack(change->incident, bytes, sizeof(bytes));

	assert_int_not_equal(n, 0);
	assert_true(change->is_new == (change->incident->revision == 1));
	if (k->ntold == k->room) {
		k->room = k->room * 2 + 64;
		k->told = reallocarray(k->told, k->room, sizeof(*k->told));
		assert_non_null(k->told);
	}
	k->told[k->ntold] = malloc(n + sizeof(n));
	assert_non_null(k->told[k->ntold]);
	memcpy(k->told[k->ntold], &n, sizeof(n));
	memcpy(k->told[k->ntold] + sizeof(n), bytes, n);
	k->ntold++;
	k->new_ones += change->is_new;
	k->last = *change->incident;
}

/* The revision told as number n, from 0. */
static inline const struct incident *kit_told(const struct kit *k, size_t n)
{
	static struct incident i;
	uint32_t size;

	assert_true(n < k->ntold);
	memcpy(&size, k->told[n], sizeof(size));
	assert_true(incident_unpack(&i, k->told[n] + sizeof(size), size));
	return &i;
}

static inline const Kagami__Rule *kit_rule(const struct kit *k, const char *id, uint32_t *index)
{
	for (uint32_t n = 0; n < KIT_RULES; n++) {
		*index = n;
		if (strcmp(kit_rules[n].id, id) == 0)
			return dictionary_rule(k->dictionary, n);
	}
	fail_msg("there is no rule %s", id);
	return NULL;
}

/* "10.0.0.1", or "00:11:22:33:44:55"; NULL: nobody. */
static inline Kagami__End *kit_end(Kagami__End *e, uint8_t b[6], const char *s)
{
	kagami__end__init(e);
	if (s == NULL)
		return NULL;
	if (inet_pton(AF_INET, s, b) == 1) {
		e->ip = (ProtobufCBinaryData){ 4, b };
		return e;
	}
	assert_int_equal(sscanf(s, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &b[0], &b[1], &b[2], &b[3],
				&b[4], &b[5]),
			 6);
	e->mac = (ProtobufCBinaryData){ 6, b };
	return e;
}

/* The alert with the number that its sensor is at; `more` values besides the line's. */
static inline void kit_say_more(struct kit *k, const struct line *l, Kagami__Value **more, size_t n)
{
	uint8_t number = (uint8_t)l->sensor[strlen(l->sensor) - 1], from[6], to[6];
	Kagami__Event e = KAGAMI__EVENT__INIT;
	Kagami__Alert al = KAGAMI__ALERT__INIT;
	Kagami__Evidence ev = KAGAMI__EVIDENCE__INIT;
	Kagami__Value value = KAGAMI__VALUE__INIT, *values[8] = { &value };
	Kagami__End source, target;
	double real = l->value;
	struct correlate_alert a = { .sensor = l->sensor, .epoch = k->epoch + 1, .event = &e };
	uint64_t frame;
	char text[128], *outside;

	a.seq = ++k->seq[number];
	frame = a.seq * 10;
	a.dictionary = k->dictionary;
	a.rule = kit_rule(k, l->rule, &al.rule);
	e.time = T0 + (uint64_t)(l->at * 1e9);
	a.received = e.time + SEC;
	e.body_case = KAGAMI__EVENT__BODY_ALERT;
	e.alert = &al;
	(void)snprintf(text, sizeof(text), "%s: %s", l->rule, l->object != NULL ? l->object : "");
	al.text = text;
	al.source = kit_end(&source, from, l->from);
	al.target = kit_end(&target, to, l->to);
	al.learned = l->learned;
	outside = (char *)(uintptr_t)l->outside;
	al.outside = &outside;
	al.n_outside = outside != NULL;
	if (al.source != NULL && l->role != NULL)
		source.role = (char *)(uintptr_t)l->role;
	al.protocol = (char *)(uintptr_t) "modbus";
	al.object = (char *)(uintptr_t)(l->object != NULL ? l->object : "");
	al.evidence = &ev;
	ev.n_frames = 1;
	ev.frames = &frame;
	ev.capture = (char *)(uintptr_t) "eth0";
	value.field = FIELD_OBJECT_VALUE;
	value.n_reals = 1;
	value.reals = &real;
	al.values = values + (l->value == 0);
	for (size_t m = 0; m < n; m++)
		values[m + 1] = more[m];
	al.n_values = n + (l->value != 0);
	correlate_alert(k->c, &a, kit_tell, k);
}

static inline void kit_say(struct kit *k, const struct line *l, size_t n)
{
	for (size_t m = 0; m < n; m++)
		kit_say_more(k, &l[m], NULL, 0);
}

#define SAY(k, ...)                                                                                \
	do {                                                                                       \
		static const struct line lines_[] = { __VA_ARGS__ };                               \
		kit_say((k), lines_, sizeof(lines_) / sizeof(lines_[0]));                          \
	} while (0)

static inline void kit_time(struct kit *k, const char *sensor, double at, bool finished)
{
	correlate_time(k->c, sensor, k->epoch + 1, T0 + (uint64_t)(at * 1e9), finished, kit_tell,
		       k);
}

/* What is open, oldest first. */
struct kit_open {
	size_t n;
	struct incident i[16];
};

static inline void kit_keep(void *ctx, const struct incident *i)
{
	struct kit_open *open = ctx;

	if (open->n < 16)
		open->i[open->n] = *i;
	open->n++;
}

static inline const struct kit_open *kit_open(struct kit *k)
{
	static struct kit_open open;

	open.n = 0;
	correlate_each(k->c, kit_keep, &open);
	return &open;
}

#endif
