/* The values of scenario.yaml. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "common/option.h"
#include "common/scenario_inside.h"
#include "common/technique.h"

enum { WORD_MOST = 64, TEXT_MOST = 2048, LANGUAGE_MOST = 8, LEVELS = 3 };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DAY	 (UINT64_C(86400) * 1000000000)

void scenario_wrong(struct scenario_reader *r, const struct yaml_node *n, const char *fmt, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list ap;

	if (n->refused)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rule_error_at(&r->e, n->file, n->at, "%s", text);
}

/* What a value is of: its key, or that of the list that it is in. */
static const char *called(const struct yaml_node *n)
{
	return n->key != NULL ? n->key->text.s : "this";
}

void scenario_no_such(struct scenario_reader *r, const struct yaml_node *n, const char *what,
		      const char *const *names, size_t count)
{
	struct nearest near = nearest_to(n->text.s);

	for (size_t i = 0; i < count; i++)
		nearest_offer(&near, names[i]);
	scenario_wrong(r, n, "%s '%.60s'%s%s%s", what, n->text.s,
		       near.name != NULL ? "; did you mean '" : "",
		       near.name != NULL ? near.name : "", near.name != NULL ? "'?" : "");
}

const struct yaml_node *scenario_value(const struct yaml_node *n, const char *key)
{
	for (const struct yaml_node *p = n->first; n->kind == YAML_MAPPING && p != NULL;
	     p = p->next) {
		if (strcmp(p->key->text.s, key) == 0)
			return p;
	}
	return NULL;
}

static void refuse_key(struct scenario_reader *r, const struct yaml_node *n, const char *what,
		       const struct scenario_key *keys)
{
	struct nearest near = nearest_to(n->key->text.s);

	for (const struct scenario_key *k = keys; k->name != NULL; k++)
		nearest_offer(&near, k->name);
	scenario_wrong(r, n->key, "%s has no key '%.60s'%s%s%s", what, n->key->text.s,
		       near.name != NULL ? "; did you mean '" : "",
		       near.name != NULL ? near.name : "", near.name != NULL ? "'?" : "");
}

bool scenario_keys(struct scenario_reader *r, const struct yaml_node *n, const char *what,
		   const struct scenario_key *keys, void *to)
{
	if (n->kind != YAML_MAPPING) {
		scenario_wrong(r, n, "%s must be a mapping, not %s", what, yaml_kind_name(n));
		return false;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		const struct scenario_key *k = keys;

		while (k->name != NULL && strcmp(k->name, p->key->text.s) != 0)
			k++;
		if (k->name == NULL)
			refuse_key(r, p, what, keys);
		else
			k->set(r, p, (char *)to + k->at);
	}
	for (const struct scenario_key *k = keys; k->name != NULL; k++) {
		if (k->required && scenario_value(n, k->name) == NULL)
			scenario_wrong(r, n, "%s must have '%s'", what, k->name);
	}
	return true;
}

bool scenario_list(struct scenario_reader *r, const struct yaml_node *n, size_t most)
{
	if (n->kind == YAML_SEQUENCE && n->n <= most)
		return true;
	if (n->kind == YAML_SEQUENCE)
		scenario_wrong(r, n, "%s must be a list of at most %zu", called(n), most);
	else
		scenario_wrong(r, n, "%s must be a list, not %s", called(n), yaml_kind_name(n));
	return false;
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* Nothing that would move a terminal's cursor. */
static bool printable(const char *s)
{
	for (const unsigned char *p = (const unsigned char *)s; *p != '\0'; p++) {
		if ((*p < ' ' && *p != '\n') || *p == 0x7f ||
		    (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0))
			return false;
	}
	return true;
}

/* The text that it is, NULL: it is none, which was said. */
static const char *phrase_of(struct scenario_reader *r, const struct yaml_node *n)
{
	if (n->kind != YAML_TEXT || n->text.len == 0 || yaml_null(n))
		scenario_wrong(r, n, "%s must be a text, not %s", called(n),
			       n->kind == YAML_TEXT ? "nothing" : yaml_kind_name(n));
	else if (n->text.len > TEXT_MOST || !printable(n->text.s))
		scenario_wrong(r, n,
			       "%s must be a text of at most %d bytes without control characters",
			       called(n), TEXT_MOST);
	else
		return n->refused ? NULL : arena_copy(r->a, n->text.s, n->text.len);
	return NULL;
}

const char *scenario_word_of(struct scenario_reader *r, const struct yaml_node *n)
{
	static const char of[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				 "-_.:/";
	const char *s = phrase_of(r, n);

	if (s == NULL || (n->text.len < WORD_MOST && strspn(s, of) == n->text.len))
		return s;
	scenario_wrong(r, n, "%s: '%.60s' is no name: less than %d of A-Z, a-z, 0-9 and -_.:/",
		       called(n), s, WORD_MOST);
	return NULL;
}

void scenario_set_word(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	*(const char **)to = scenario_word_of(r, n);
}

void scenario_set_phrase(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	*(const char **)to = phrase_of(r, n);
}

static void set_list(struct scenario_reader *r, const struct yaml_node *n, void *to,
		     const char *(*of)(struct scenario_reader *r, const struct yaml_node *n))
{
	struct scenario_words *w = to;

	if (!scenario_list(r, n, SCENARIO_LIST))
		return;
	*w = (struct scenario_words){ .s = arena_new(r->a, const char *, n->n + 1) };
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		const char *s = of(r, p);

		if (s != NULL)
			w->s[w->n++] = s;
	}
}

void scenario_set_words(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	set_list(r, n, to, scenario_word_of);
}

void scenario_set_phrases(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	set_list(r, n, to, phrase_of);
}

/* "en", "pt-BR". */
static bool language(struct scenario_reader *r, const struct yaml_node *key)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = strspn(key->text.s, letters);

	if (key->text.len < LANGUAGE_MOST && (n == 2 || n == 3) &&
	    (key->text.s[n] == '\0' || key->text.s[n] == '-'))
		return true;
	scenario_wrong(r, key, "'%.40s' is no language such as en or ja", key->text.s);
	return false;
}

void scenario_set_text(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario_text *t = to;
	size_t most = n->kind == YAML_MAPPING ? n->n : 1;

	t->n = 0; /* a key may stand twice, which was said */
	t->langs = arena_new(r->a, const char *, most + 1);
	t->texts = arena_new(r->a, const char *, most + 1);
	if (n->kind != YAML_MAPPING) {
		t->langs[0] = "en";
		t->texts[0] = phrase_of(r, n);
		t->n = t->texts[0] != NULL;
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		const char *s = language(r, p->key) ? phrase_of(r, p) : NULL;

		if (s == NULL)
			continue;
		t->langs[t->n] = arena_copy(r->a, p->key->text.s, p->key->text.len);
		t->texts[t->n++] = s;
	}
	if (n->n == 0)
		scenario_wrong(r, n, "%s must have a text in a language", called(n));
}

static void add_items(struct scenario_reader *r, const struct yaml_node *n, const char *lang,
		      struct scenario_texts *t)
{
	struct scenario_words w = { .n = 0 };

	scenario_set_phrases(r, n, &w);
	t->langs[t->n] = lang;
	t->items[t->n++] = (struct scenario_items){ w.s, w.n };
}

void scenario_set_texts(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario_texts *t = to;
	size_t most = n->kind == YAML_MAPPING ? n->n : 1;

	t->n = 0;
	t->langs = arena_new(r->a, const char *, most + 1);
	t->items = arena_new(r->a, struct scenario_items, most + 1);
	if (n->kind != YAML_MAPPING) {
		add_items(r, n, "en", t);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		if (language(r, p->key))
			add_items(r, p, arena_copy(r->a, p->key->text.s, p->key->text.len), t);
	}
}

/* ---- numbers, times, choices ---------------------------------------------------------------- */

bool scenario_number_of(const char *text, double *value)
{
	static locale_t plain;
	char *end;

	if (plain == (locale_t)0)
		plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	if (plain == (locale_t)0 || text[0] == '\0' ||
	    strspn(text, "0123456789+-.eE") != strlen(text))
		return false;
	*value = strtod_l(text, &end, plain);
	return *end == '\0' && isfinite(*value) != 0;
}

/* A year is more than any exercise takes. */
static bool time_of(const char *text, uint64_t *ns)
{
	return option_number(OPTION_DURATION, text + (text[0] == '+'), ns) == OPTION_PARSED &&
	       *ns <= 366 * DAY;
}

void scenario_set_time(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	const char *s = phrase_of(r, n);

	if (s != NULL && !time_of(s, to))
		scenario_wrong(r, n, "%s: '%.40s' is no time such as 5s, 2m or 1h", called(n), s);
}

bool scenario_choice(struct scenario_reader *r, const struct yaml_node *n, const char *const *names,
		     size_t count, unsigned *number)
{
	const char *s = phrase_of(r, n);
	char what[WORD_MOST];

	if (s == NULL)
		return false;
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(names[i], s) == 0) {
			*number = i;
			return true;
		}
	}
	(void)snprintf(what, sizeof(what), "%.40s: there is no", called(n));
	scenario_no_such(r, n, what, names, count);
	return false;
}

void scenario_set_severity(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };

	(void)scenario_choice(r, n, names, COUNT(names), to);
}

const char *scenario_severity_name(unsigned severity)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };

	return severity < COUNT(names) ? names[severity] : "unknown";
}

static const char *technique_of(struct scenario_reader *r, const struct yaml_node *n)
{
	const char *s = scenario_word_of(r, n);
	const struct technique *near = s != NULL ? technique_nearest(s) : NULL;

	if (s == NULL || technique_find(s) != NULL)
		return s != NULL ? technique_now(s)->id : NULL;
	scenario_wrong(r, n, "'%.40s' is no technique of ATT&CK for ICS%s%s%s", s,
		       near != NULL ? "; did you mean '" : "", near != NULL ? near->id : "",
		       near != NULL ? "'?" : "");
	return NULL;
}

void scenario_set_techniques(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	set_list(r, n, to, technique_of);
}

static void set_whole(struct scenario_reader *r, const struct yaml_node *n, unsigned *to,
		      unsigned most)
{
	const char *s = phrase_of(r, n);
	uint64_t number = 0;

	if (s == NULL)
		return;
	if (option_number(OPTION_UINT, s, &number) != OPTION_PARSED || number == 0 || number > most)
		scenario_wrong(r, n, "%s must be a whole number from 1 to %u", called(n), most);
	else
		*to = (unsigned)number;
}

void scenario_set_points(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	set_whole(r, n, to, SCENARIO_POINTS);
}

void scenario_set_level(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	set_whole(r, n, to, LEVELS);
}

void scenario_set_bool(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	static const char *const names[] = { "false", "true" };
	unsigned number = 0;

	if (scenario_choice(r, n, names, COUNT(names), &number))
		*(bool *)to = number == 1;
}

/* ---- parameters of steps -------------------------------------------------------------------- */

void scenario_set_with(struct scenario_reader *r, const struct yaml_node *n, void *to)
{
	struct scenario_step *step = to;

	if (n->kind != YAML_MAPPING || n->n > SCENARIO_LIST) {
		scenario_wrong(r, n, "with must be a mapping of at most %d", SCENARIO_LIST);
		return;
	}
	step->nwith = 0;
	step->with = arena_new(r->a, struct scenario_param, n->n + 1);
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct scenario_param *param = &step->with[step->nwith];
		const char *s;

		param->name = scenario_word_of(r, p->key);
		param->place = p->at;
		if (param->name == NULL)
			continue;
		step->nwith++;
		if (p->kind == YAML_SEQUENCE) {
			scenario_set_phrases(r, p, &param->values);
			continue;
		}
		s = phrase_of(r, p);
		param->values.s = arena_new(r->a, const char *, 1);
		param->values.s[0] = s;
		param->values.n = s != NULL;
	}
}

const struct scenario_param *scenario_with(const struct scenario_step *step, const char *name)
{
	for (size_t i = 0; i < step->nwith; i++) {
		if (strcmp(step->with[i].name, name) == 0)
			return &step->with[i];
	}
	return NULL;
}

const char *scenario_word(const struct scenario_step *step, const char *name)
{
	const struct scenario_param *p = scenario_with(step, name);

	return p != NULL && p->values.n == 1 ? p->values.s[0] : NULL;
}

bool scenario_number(const struct scenario_step *step, const char *name, double *value)
{
	const char *s = scenario_word(step, name);

	return s != NULL && scenario_number_of(s, value);
}

bool scenario_time(const struct scenario_step *step, const char *name, uint64_t *ns)
{
	const char *s = scenario_word(step, name);

	return s != NULL && time_of(s, ns);
}
