/* The entries of a rule file: what they define, replace and take away. */
#include <fnmatch.h>
#include <string.h>

#include "common/nearest.h"
#include "sensor/rule/load_inside.h"

/* clang-format off */
const char *const load_rule_keys[] = {
	[KEY_RULE] = "rule", [KEY_ID] = "id", [KEY_DESC] = "desc", [KEY_WHY] = "why",
	[KEY_CHECK] = "check", [KEY_FALSE_POSITIVES] = "false_positives",
	[KEY_CONDITION] = "condition", [KEY_OUTPUT] = "output", [KEY_PRIORITY] = "priority",
	[KEY_TAGS] = "tags", [KEY_ENABLED] = "enabled", [KEY_VERSION] = "version",
	[KEY_REFERENCES] = "references", [KEY_EXCEPTIONS] = "exceptions",
	[KEY_COUNT] = "count", [KEY_SEQUENCE] = "sequence", [KEY_NEW] = "new",
	[KEY_OUTSIDE] = "outside", [KEY_STEP] = "step", [KEY_SILENT] = "silent",
	[KEY_EXPECT] = "expect", [KEY_THROTTLE] = "throttle", [KEY_DURING] = "during",
	[KEY_OUTSIDE_OF] = "outside_of", [KEY_CASES] = "cases", [RULE_KEYS] = NULL,
};
/* clang-format on */

static bool id_good(const char *s, bool pattern)
{
	size_t n = strlen(s);
	const char *set = pattern ? "abcdefghijklmnopqrstuvwxyz0123456789-*"
				  : "abcdefghijklmnopqrstuvwxyz0123456789-";

	return n > 0 && n <= RULE_ID && s[0] != '-' && strspn(s, set) == n;
}

static void say_id(struct loader *l, const struct yaml_node *n, const char *what)
{
	load_error(l, n,
		   "%s: '%.60s' is not an id: small letters, digits and '-', at most %d, "
		   "such as modbus-write-unknown-host",
		   what, n->text.s, RULE_ID);
}

static void draft_add(struct loader *l, struct draft *d)
{
	if (l->last != NULL)
		l->last->next = d;
	else
		l->first = d;
	l->last = d;
}

static void read_rule(struct loader *l, const struct yaml_node *entry)
{
	const struct yaml_node *keys[RULE_KEYS];
	struct draft *d = arena_new(l->a, struct draft, 1);
	const struct draft *before;

	if (!load_mapping(l, entry, "a rule", load_rule_keys, keys))
		return;
	d->title = keys[KEY_RULE];
	for (unsigned k = 0; k < RULE_KEYS; k++)
		d->key[k].node = keys[k];
	if (keys[KEY_ID] == NULL) {
		load_error(l, d->title,
			   "the rule has no id; add 'id:' with a name that stays, such as "
			   "modbus-write-unknown-host");
	} else {
		d->id = load_text(l, keys[KEY_ID], "id");
		if (d->id != NULL && !id_good(d->id, false)) {
			say_id(l, keys[KEY_ID], "id");
			d->id = NULL;
		}
	}
	before = d->id != NULL ? dict_find(&l->drafts, d->id) : NULL;
	if (before != NULL)
		load_error(l, keys[KEY_ID],
			   "the id '%s' is taken by the rule at %s:%d; to change that rule, use "
			   "'override: %s'",
			   d->id, before->title->file, before->title->at.line, d->id);
	else if (d->id != NULL)
		dict_put(l->a, &l->drafts, d->id, d);
	draft_add(l, d);
}

static void miss(struct loader *l, const struct yaml_node *id, const char *verb)
{
	struct missing *m = arena_new(l->a, struct missing, 1);

	*m = (struct missing){ .next = l->missing, .id = id, .verb = verb };
	l->missing = m;
}

void load_missing(struct loader *l)
{
	for (const struct missing *m = l->missing; m != NULL; m = m->next) {
		const char *id = m->id->text.s;
		const struct draft *d = dict_find(&l->drafts, id);

		if (d != NULL)
			load_error(l, m->id, "%s: the rule '%s' comes later, at %s:%d; %s", m->verb,
				   id, d->title->file, d->title->at.line,
				   "what changes a rule must stand behind it");
		else if (strchr(id, '*') != NULL)
			load_error(l, m->id, "%s: '%.80s' matches no rule before this", m->verb,
				   id);
		else
			load_error(l, m->id, "%s: there is no rule '%.80s'%s", m->verb, id,
				   load_meant(dict_nearest(&l->drafts, id)));
	}
}

static void append(struct loader *l, struct slot *slot, const struct yaml_node *node)
{
	while (slot->more != NULL)
		slot = slot->more;
	if (slot->node != NULL) {
		slot->more = arena_new(l->a, struct slot, 1);
		slot = slot->more;
	}
	slot->node = node;
}

/* A rule has one stateful key: another one takes its place. */
static void clear_state(struct draft *d, unsigned key)
{
	if (key < KEY_COUNT || key > KEY_EXPECT)
		return;
	for (unsigned k = KEY_COUNT; k <= KEY_EXPECT; k++) {
		if (k != key)
			d->key[k] = (struct slot){ NULL };
	}
}

static void read_override(struct loader *l, const struct yaml_node *entry)
{
	const char *names[RULE_KEYS + 1];
	const struct yaml_node *keys[RULE_KEYS];
	const char *id;
	struct draft *d;
	bool more = false;

	memcpy(names, load_rule_keys, sizeof(names));
	names[KEY_OVERRIDE] = "override";
	names[KEY_APPEND] = "append";
	if (!load_mapping(l, entry, "an override", names, keys))
		return;
	if (keys[KEY_APPEND] != NULL)
		(void)load_bool(l, keys[KEY_APPEND], "append", &more);
	id = load_text(l, keys[KEY_OVERRIDE], "override");
	d = id != NULL ? dict_find(&l->drafts, id) : NULL;
	if (id != NULL && d == NULL)
		miss(l, keys[KEY_OVERRIDE], "override");
	if (d == NULL)
		return;
	if (d->disabled != NULL && keys[KEY_ENABLED] == NULL)
		load_warn(l, keys[KEY_OVERRIDE],
			  "the rule '%s' is disabled at %s:%d: this changes nothing", id,
			  d->disabled->file, d->disabled->at.line);
	for (unsigned k = KEY_DESC; k < RULE_KEYS; k++) {
		bool grows = k == KEY_TAGS || k == KEY_REFERENCES || k == KEY_EXCEPTIONS ||
			     k == KEY_CASES;

		if (keys[k] == NULL)
			continue;
		clear_state(d, k);
		if (yaml_null(keys[k]))
			d->key[k] = (struct slot){ NULL };
		else if (more && grows)
			append(l, &d->key[k], keys[k]);
		else
			d->key[k] = (struct slot){ keys[k], NULL };
		if (k == KEY_ENABLED)
			d->disabled = NULL;
	}
}

static void disable(struct loader *l, const struct yaml_node *id)
{
	bool any = false;

	if (!id_good(id->text.s, true)) {
		say_id(l, id, "disable");
		return;
	}
	for (struct draft *d = l->first; d != NULL; d = d->next) {
		if (d->id == NULL || fnmatch(id->text.s, d->id, 0) != 0)
			continue;
		any = true;
		d->disabled = id;
	}
	if (!any)
		miss(l, id, "disable");
}

static void read_disable(struct loader *l, const struct yaml_node *entry)
{
	static const char *const names[] = { "disable", NULL };
	const struct yaml_node *keys[1];
	const struct yaml_node **ids;
	uint32_t n;

	if (!load_mapping(l, entry, "a disable", names, keys))
		return;
	ids = arena_new(l->a, const struct yaml_node *, keys[0]->n + 1);
	n = load_texts(l, keys[0], "disable", ids, keys[0]->n + 1);
	for (uint32_t i = 0; i < n; i++)
		disable(l, ids[i]);
}

static const struct {
	const char *name;
	void (*read)(struct loader *l, const struct yaml_node *entry);
} kinds[] = {
	{ "list", load_list },	       { "macro", load_macro },	    { "rule", read_rule },
	{ "override", read_override }, { "disable", read_disable },
};

enum { ENTRY_KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static void unknown_entry(struct loader *l, const struct yaml_node *entry)
{
	struct nearest near = nearest_to(entry->first != NULL ? entry->first->key->text.s : "");

	for (unsigned k = 0; k < ENTRY_KINDS; k++)
		nearest_offer(&near, kinds[k].name);
	load_error(l, entry->first != NULL ? entry->first->key : entry,
		   "an entry has one of the keys list, macro, rule, override, disable%s",
		   load_meant(near.name));
}

static void read_entry(struct loader *l, const struct yaml_node *entry)
{
	const struct yaml_node *found = NULL;
	unsigned kind = 0;

	if (entry->kind != YAML_MAPPING) {
		load_error(l, entry, "%s is not an entry such as '- rule: ...' with its keys",
			   yaml_kind_name(entry));
		return;
	}
	for (const struct yaml_node *v = entry->first; v != NULL; v = v->next) {
		for (unsigned k = 0; k < ENTRY_KINDS; k++) {
			if (strcmp(kinds[k].name, v->key->text.s) != 0)
				continue;
			if (found != NULL && kind != k) {
				load_error(l, v->key,
					   "'%s' in an entry that is a %s already: begin another "
					   "entry with '- %s:'",
					   kinds[k].name, kinds[kind].name, kinds[k].name);
				return;
			}
			found = v;
			kind = k;
		}
	}
	if (found == NULL)
		unknown_entry(l, entry);
	else
		kinds[kind].read(l, entry);
}

/* A site or tag file that was taken for a rule file is a mapping. */
static const char *other_file(const struct yaml_node *root)
{
	static const char *const site[] = { "site", "timezone", "assets", "zones", "windows" };

	if (root->kind != YAML_MAPPING || root->first == NULL)
		return "";
	for (size_t i = 0; i < sizeof(site) / sizeof(site[0]); i++) {
		if (strcmp(root->first->key->text.s, site[i]) == 0)
			return "; this looks like a site file, which --site takes";
	}
	if (root->first->kind == YAML_MAPPING)
		return "; this looks like a tag file, which --tags takes";
	return "; begin each with '- '";
}

void load_entries(struct loader *l, const char *file, const struct yaml_node *root)
{
	if (root == NULL || yaml_null(root)) {
		rule_error_at(l->e, file, (struct text_place){ 0, 0 },
			      "the file is empty; a rule file is a list of entries");
		return;
	}
	if (root->kind != YAML_SEQUENCE) {
		load_error(l, root, "a rule file is a list of entries (list, macro, rule...)%s",
			   other_file(root));
		return;
	}
	for (const struct yaml_node *entry = root->first; entry != NULL; entry = entry->next)
		read_entry(l, entry);
}
