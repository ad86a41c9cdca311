#include <string.h>

#include "collector/watch_inside.h"
#include "common/version.h"

enum { RULES = 2 * WATCH_CONDITIONS, ID = 64 };

/* clang-format off */
static const struct {
	const char *name;
	Kagami__FieldType type;
} fields[WATCH_FIELDS] = {
	[WATCH_SENSOR]       = { "collector.sensor",          KAGAMI__FIELD_TYPE__FIELD_TYPE_TEXT },
	[WATCH_QUIET]        = { "collector.silence",         KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION },
	[WATCH_LAG]          = { "collector.lag",             KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION },
	[WATCH_SPOOLED]      = { "collector.spooled_events",  KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT },
	[WATCH_DROPPED]      = { "collector.dropped",         KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT },
	[WATCH_FRAMES]       = { "collector.frames",          KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT },
	[WATCH_SHED]         = { "collector.shed",            KAGAMI__FIELD_TYPE__FIELD_TYPE_UINT },
	[WATCH_CLOCK_OFFSET] = { "collector.clock_offset",    KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION },
	[WATCH_MAX_ERROR]    = { "collector.clock_max_error", KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION },
	[WATCH_RULES]        = { "collector.rules_digest",    KAGAMI__FIELD_TYPE__FIELD_TYPE_TEXT },
	[WATCH_BASELINE]     = { "collector.baseline_digest", KAGAMI__FIELD_TYPE__FIELD_TYPE_TEXT },
};
/* clang-format on */

/* The message and what it points to, until it is copied. */
struct made {
	Kagami__Dictionary m;
	Kagami__Field field[WATCH_FIELDS], *fields[WATCH_FIELDS];
	Kagami__Rule rule[RULES], *rules[RULES];
	char words[RULES][3][WATCH_TEXT]; /* id, title, description */
};

/* The generated structs want texts that they may change. */
static char *copy(char *out, const char *text, const char *more)
{
	size_t n = strlen(text), m = strlen(more);

	if (n + m >= WATCH_TEXT) /* our own words are shorter; a test sees to it */
		return out;
	memcpy(out, text, n);
	memcpy(out + n, more, m + 1);
	return out;
}

static void make_rule(struct made *d, size_t i)
{
	const struct watch_condition *c = &watch_conditions[i / 2];
	Kagami__Rule *r = &d->rule[i];
	bool over = i % 2 == 1;

	kagami__rule__init(r);
	r->index = (uint32_t)i;
	r->id = copy(d->words[i][0], c->id, over ? "-over" : "");
	r->title = copy(d->words[i][1], over ? c->over_title : c->title, "");
	r->desc = copy(d->words[i][2], c->desc, "");
	r->priority = over ? KAGAMI__PRIORITY__PRIORITY_INFO : c->priority;
	d->rules[i] = r;
}

struct dictionary *watch_dictionary_new(void)
{
	static struct made d; /* made once, by the one thread there is */
	static char names[WATCH_FIELDS][ID];
	const char *why = NULL;

	memset(&d, 0, sizeof(d));
	kagami__dictionary__init(&d.m);
	for (uint32_t i = 0; i < WATCH_FIELDS; i++) {
		kagami__field__init(&d.field[i]);
		d.field[i].id = i;
		memcpy(names[i], fields[i].name, strlen(fields[i].name) + 1);
		d.field[i].name = names[i];
		d.field[i].type = fields[i].type;
		d.fields[i] = &d.field[i];
	}
	for (size_t i = 0; i < RULES; i++)
		make_rule(&d, i);
	d.m.fields = d.fields;
	d.m.n_fields = WATCH_FIELDS;
	d.m.rules = d.rules;
	d.m.n_rules = RULES;
	d.m.id = dictionary_digest(&d.m);
	return dictionary_new(&d.m, &why);
}
