/* Lists and macros: what they stand for, and that none stands for itself. */
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/site_inside.h"

/* How many stand for each other in a row; nodes that one stands for, all of its own taken in. */
enum { NAMED_DEPTH = 24, NAMED_SIZE = 1 << 17, NAME_MAX_LEN = 80 };

struct path {
	unsigned n;
	const struct named *of[NAMED_DEPTH];
};

static bool name_good(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n > 0 && n <= NAME_MAX_LEN && s[n] == '\0' && (s[0] < '0' || s[0] > '9');
}

static const char *take_name(struct loader *l, const struct yaml_node *n, const char *what)
{
	const char *s = load_text(l, n, what);

	if (s == NULL || name_good(s))
		return s;
	load_error(l, n, "%s: '%.60s' is not a name: letters, digits and _, such as hmi_stations",
		   what, s);
	return NULL;
}

/* The macro or list of that name: a new one, or the one that is to be replaced. */
static struct named *named_of(struct loader *l, struct dict *d, const char *name,
			      const struct yaml_node *at, bool add)
{
	struct named *m = dict_find(d, name);

	if (m == NULL) {
		m = arena_new(l->a, struct named, 1);
		dict_put(l->a, d, name, m);
	} else if (!add && strcmp(m->name->file, at->file) == 0) {
		load_warn(l, at, "this '%s' takes the place of the one in line %d", name,
			  m->name->at.line);
	}
	m->name = at;
	m->list = d == &l->lists;
	return m;
}

static struct node *new_node(struct loader *l, enum node_kind kind, const struct rule_text *t,
			     size_t offset, size_t len)
{
	struct node *n = arena_new(l->a, struct node, 1);

	n->kind = (uint8_t)kind;
	n->offset = (uint32_t)offset;
	n->text = t;
	n->word = arena_copy(l->a, t->s + offset, len);
	n->word_len = (uint32_t)len;
	return n;
}

/* A part of an unquoted item: a literal as in a condition, or else words. */
static struct node *literal_or_words(struct loader *l, const struct rule_text *t, size_t offset,
				     size_t len)
{
	struct rule_errors unsaid = { NULL };
	const struct rule_text *part = load_part(l->a, t, offset, len);
	struct node *n = parse_operand(l->a, part, &unsaid);
	bool plain;

	rule_errors_free(&unsaid);
	plain = n != NULL &&
		(n->kind == NODE_LITERAL || n->kind == NODE_STRING || n->kind == NODE_CHAR ||
		 (n->kind == NODE_NEGATE && n->a->kind == NODE_LITERAL));
	return plain ? n : new_node(l, NODE_STRING, t, offset, len);
}

/* Is a quoted item an address or a network? They may stand in quotes, which YAML wants for some. */
static bool address_like(const char *s)
{
	char text[64];
	size_t n = strcspn(s, "/");
	const char *range = strstr(s, "..");
	struct addr ip;
	uint8_t version;
	uint8_t mac[6];

	if (range != NULL)
		n = (size_t)(range - s);
	if (n >= sizeof(text))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	return site_address(text, &ip, &version) || site_mac(text, mac);
}

struct node *load_element(struct loader *l, const struct yaml_node *item)
{
	const struct rule_text *t = &item->text;
	const char *range;
	struct node *n;

	if (load_text(l, item, "an item") == NULL)
		return NULL;
	if (t->s[0] == '$') {
		if (!name_good(t->s + 1)) {
			load_error(l, item, "'%.60s' is not a list's name", t->s);
			return NULL;
		}
		n = new_node(l, NODE_LIST, t, 1, t->len - 1);
		n->offset = 0;
		return n;
	}
	if (item->quoted && !address_like(t->s))
		return new_node(l, NODE_STRING, t, 0, t->len);
	range = strstr(t->s, "..");
	if (range == NULL || range == t->s || range[2] == '\0')
		return literal_or_words(l, t, 0, t->len);

	size_t split = (size_t)(range - t->s);

	n = new_node(l, NODE_RANGE, t, 0, t->len);
	n->a = literal_or_words(l, t, 0, split);
	n->b = literal_or_words(l, t, split + 2, t->len - split - 2);
	return n;
}

void load_list(struct loader *l, const struct yaml_node *entry)
{
	static const char *const names[] = { "list", "items", "append", NULL };
	const struct yaml_node *keys[3];
	const char *name;
	struct named *m;
	bool more = false;

	if (!load_mapping(l, entry, "a list", names, keys))
		return;
	name = take_name(l, keys[0], "list");
	if (keys[1] == NULL)
		load_error(l, keys[0], "the list has no items; an empty one is 'items: []'");
	else if (keys[1]->kind != YAML_SEQUENCE)
		load_error(l, keys[1], "items: %s is not a list such as [10.0.0.1, 10.0.0.2]",
			   yaml_kind_name(keys[1]));
	if (keys[2] != NULL)
		(void)load_bool(l, keys[2], "append", &more);
	if (name == NULL)
		return;
	m = named_of(l, &l->lists, name, keys[0], more);
	if (!more)
		m->tree = m->last = NULL;
	if (keys[1] == NULL || keys[1]->kind != YAML_SEQUENCE)
		return;
	for (const struct yaml_node *item = keys[1]->first; item != NULL; item = item->next) {
		struct node *n = load_element(l, item);

		if (n == NULL)
			continue;
		if (m->last != NULL)
			m->last->next = n;
		else
			m->tree = n;
		m->last = n;
	}
}

void load_macro(struct loader *l, const struct yaml_node *entry)
{
	static const char *const names[] = { "macro", "condition", NULL };
	const struct yaml_node *keys[2];
	const char *name;

	if (!load_mapping(l, entry, "a macro", names, keys))
		return;
	name = take_name(l, keys[0], "macro");
	if (keys[1] == NULL)
		load_error(l, keys[0], "the macro has no condition");
	if (name == NULL || keys[1] == NULL || load_text(l, keys[1], "condition") == NULL)
		return;
	if (universe_find(name, strlen(name)) != NULL) {
		load_error(l, keys[0], "'%s' is a field; a macro needs a name of its own", name);
		return;
	}
	named_of(l, &l->macros, name, keys[0], false)->condition = keys[1];
}

static bool measure(struct loader *l, const struct node *n, struct path *p, uint64_t *size);

/* How many names there are from the first place where m stands, as "a -> b -> a". */
static const char *circle(const struct path *p, const struct named *m, char *out, size_t room)
{
	unsigned i = 0;
	size_t at = 0;

	while (i < p->n && p->of[i] != m)
		i++;
	out[0] = '\0';
	for (; i <= p->n && at < room; i++)
		at += (size_t)snprintf(out + at, room - at, "%s%.40s", at > 0 ? " -> " : "",
				       i < p->n ? p->of[i]->name->text.s : m->name->text.s);
	return out;
}

/* Walks what m stands for, once. n is where it is named. */
static bool measure_named(struct loader *l, struct named *m, const struct node *n, struct path *p)
{
	char names[200];
	uint64_t size = 1;
	bool good;

	if (m->state == NAMED_WALKED && n != NULL) {
		rule_error(l->e, n->text, n->offset, "the %s '%s' stands for itself: %s",
			   m->list ? "list" : "macro", m->name->text.s,
			   circle(p, m, names, sizeof(names)));
		return false;
	}
	if (m->state != NAMED_NEW)
		return m->state == NAMED_GOOD;
	if (p->n == NAMED_DEPTH && n != NULL) {
		rule_error(l->e, n->text, n->offset, "more than %d lists or macros in each other",
			   NAMED_DEPTH);
		return false;
	}
	m->state = NAMED_WALKED;
	p->of[p->n++] = m;
	good = (m->list || m->tree != NULL) && measure(l, m->tree, p, &size);
	p->n--;
	if (good && size > NAMED_SIZE) {
		load_error(l, m->name, "'%s' stands for more than %d things", m->name->text.s,
			   NAMED_SIZE);
		good = false;
	}
	m->size = size;
	m->state = good ? NAMED_GOOD : NAMED_BAD;
	return good;
}

static struct named *named_in(const struct loader *l, const struct node *n)
{
	if (n->kind == NODE_NAME && n->layer == 0)
		return dict_find(&l->macros, n->word);
	return n->kind == NODE_LIST ? dict_find(&l->lists, n->word) : NULL;
}

/* Adds up what the tree stands for. False: something in it is bad, and that has been said. */
static bool measure(struct loader *l, const struct node *n, struct path *p, uint64_t *size)
{
	bool good = true;

	for (; n != NULL; n = n->next) {
		struct named *m = named_in(l, n);

		++*size;
		if (m != NULL && !measure_named(l, m, n, p))
			good = false;
		else if (m != NULL)
			*size += m->size;
		if (!measure(l, n->a, p, size))
			good = false;
		if (!measure(l, n->b, p, size))
			good = false;
	}
	return good;
}

void load_named_finish(struct loader *l)
{
	struct path p = { 0 };

	for (const struct dict_entry *x = l->macros.first; x != NULL; x = x->next) {
		struct named *m = x->thing;

		m->tree = parse_condition(l->a, &m->condition->text, l->e);
	}
	for (const struct dict_entry *x = l->lists.first; x != NULL; x = x->next)
		(void)measure_named(l, x->thing, NULL, &p);
	for (const struct dict_entry *x = l->macros.first; x != NULL; x = x->next)
		(void)measure_named(l, x->thing, NULL, &p);
	/* Each for itself, so that a mistake is told once and not by every rule that uses it. */
	for (const struct dict_entry *x = l->macros.first; x != NULL; x = x->next) {
		struct named *m = x->thing;

		if (m->state == NAMED_GOOD &&
		    condition_compile(l->a, m->tree, &l->scope, l->e) == NULL)
			m->state = NAMED_BAD;
	}
}

static void keep(struct rule_named *out, const struct dict *d)
{
	for (const struct dict_entry *x = d->first; x != NULL; x = x->next) {
		const struct named *m = x->thing;

		*out++ = (struct rule_named){
			.name = x->name, .list = m->list, .tree = m->tree, .file = m->name->file
		};
	}
}

static uint32_t dict_size(const struct dict *d)
{
	uint32_t n = 0;

	for (const struct dict_entry *x = d->first; x != NULL; x = x->next)
		n++;
	return n;
}

void load_named_keep(struct loader *l)
{
	uint32_t lists = dict_size(&l->lists);
	uint32_t macros = dict_size(&l->macros);
	struct rule_named *all = arena_new(l->a, struct rule_named, lists + macros);

	keep(all, &l->lists);
	keep(all + lists, &l->macros);
	l->set->named = all;
	l->set->nnamed = lists + macros;
}

bool load_sound(struct loader *l, const struct node *n)
{
	bool good = true;

	for (; n != NULL; n = n->next) {
		struct named *m = named_in(l, n);

		if (m != NULL) {
			m->used = true;
			good = good && m->state == NAMED_GOOD;
		}
		good = load_sound(l, n->a) && good;
		good = load_sound(l, n->b) && good;
	}
	return good;
}

static void mark_used(struct loader *l, const struct dict *d)
{
	for (const struct dict_entry *x = d->first; x != NULL; x = x->next) {
		const struct named *m = x->thing;

		(void)load_sound(l, m->tree);
	}
}

static void say_unused(struct loader *l, const struct dict *d)
{
	for (const struct dict_entry *x = d->first; x != NULL; x = x->next) {
		const struct named *m = x->thing;

		if (!m->used)
			load_warn(l, m->name, "nothing uses the %s '%s'",
				  m->list ? "list" : "macro", m->name->text.s);
	}
}

void load_unused(struct loader *l)
{
	mark_used(l, &l->macros);
	mark_used(l, &l->lists);
	say_unused(l, &l->lists);
	say_unused(l, &l->macros);
}

static const struct node *scope_macro(void *ctx, const char *name)
{
	const struct loader *l = ctx;
	const struct named *m = dict_find(&l->macros, name);

	return m != NULL && m->state == NAMED_GOOD ? m->tree : NULL;
}

static const struct node *scope_list(void *ctx, const char *name, bool *found)
{
	const struct loader *l = ctx;
	const struct named *m = dict_find(&l->lists, name);

	*found = m != NULL && m->state == NAMED_GOOD;
	return *found ? m->tree : NULL;
}

static int scope_tag(void *ctx, const char *name)
{
	const struct loader *l = ctx;

	return l->set->tags != NULL ? tag_find(l->set->tags, name) : -1;
}

static const char *scope_nearest(void *ctx, const char *what, const char *name)
{
	const struct loader *l = ctx;

	if (strcmp(what, "tag") == 0)
		return l->set->tags != NULL ? tag_nearest(l->set->tags, name) : NULL;
	return dict_nearest(strcmp(what, "list") == 0 ? &l->lists : &l->macros, name);
}

void load_scope(struct loader *l)
{
	l->scope = (struct rule_scope){ .ctx = l,
					.macro = scope_macro,
					.list = scope_list,
					.tag = scope_tag,
					.nearest = scope_nearest };
}
