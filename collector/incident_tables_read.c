/* The file that says what alerts mean, as tables. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_tables_inside.h"
#include "collector/incidents_yaml.h"
#include "common/technique.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- sections ----------------------------------------------------------------------------- */

static struct table_row *new_row(struct reader *r, const struct yaml_node *key)
{
	const char *s = tables_text(r, key, "a name");
	struct table_row *row;

	if (s == NULL)
		return NULL;
	if (++r->rows > TABLE_ROWS) {
		if (r->rows == TABLE_ROWS + 1)
			tables_wrong(r, key, "there are more than %d rules, tags and techniques",
				     TABLE_ROWS);
		return NULL;
	}
	row = arena_new(&r->t->arena, struct table_row, 1);
	row->len = strlen(s);
	row->name = arena_copy(&r->t->arena, s, row->len);
	return row;
}

/* Rows of a section; the checks that only one of them needs are behind `check`. */
static void read_rows(struct reader *r, const struct yaml_node *n, struct table_row **last,
		      bool (*check)(struct reader *r, const struct yaml_node *key,
				    struct table_row *row))
{
	if (!tables_mapping(r, n, n->key->text.s))
		return;
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct table_row *row = new_row(r, p->key);

		if (row == NULL || !check(r, p->key, row))
			continue;
		tables_properties(r, p, row);
		*last = row;
		last = &row->next;
	}
}

static bool check_rule(struct reader *r, const struct yaml_node *key, struct table_row *row)
{
	const char *star = strchr(row->name, '*');

	if (star != NULL && star[1] != '\0') {
		tables_wrong(r, key, "'%.60s': a * stands only at the end of a rule's id",
			     row->name);
		return false;
	}
	row->prefix = star != NULL;
	row->len -= row->prefix;
	return true;
}

static bool check_tag(struct reader *r, const struct yaml_node *key, struct table_row *row)
{
	if (strchr(row->name, '*') == NULL)
		return true;
	tables_wrong(r, key, "'%.60s': a tag is named whole, without *", row->name);
	return false;
}

static bool check_technique(struct reader *r, const struct yaml_node *key, struct table_row *row)
{
	const struct technique *t = technique_now(row->name);

	if (t == NULL) {
		t = technique_nearest(row->name);
		tables_wrong(r, key, "'%.40s' is no technique of ATT&CK for ICS%s%s%s", row->name,
			     t != NULL ? "; did you mean '" : "", t != NULL ? t->id : "",
			     t != NULL ? "'?" : "");
		return false;
	}
	row->name = t->id;
	row->len = strlen(t->id);
	return true;
}

static void read_rules(struct reader *r, const struct yaml_node *n)
{
	read_rows(r, n, &r->t->rules, check_rule);
}

static void read_tags(struct reader *r, const struct yaml_node *n)
{
	read_rows(r, n, &r->t->tags, check_tag);
}

static void read_techniques(struct reader *r, const struct yaml_node *n)
{
	read_rows(r, n, &r->t->techniques, check_technique);
}

static void read_classes(struct reader *r, const struct yaml_node *n)
{
	if (!tables_mapping(r, n, "classes"))
		return;
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		int i = tables_class(r, p->key, "a class");

		if (i < 0)
			continue;
		tables_properties(r, p, &r->t->classes[i]);
		if (r->t->classes[i].given & GIVEN_CLASS)
			tables_wrong(r, p,
				     "a class is what it is called: 'class' has no place here");
		r->t->classes[i].given &= ~(unsigned)GIVEN_CLASS;
	}
}

static void read_version(struct reader *r, const struct yaml_node *n)
{
	uint64_t v = 0;

	if (tables_number(r, n, "version", OPTION_UINT, UINT32_MAX, &v) && v != 1)
		tables_wrong(r, n, "version is 1; this program knows no other");
}

static void read_tree(struct reader *r, const struct yaml_node *root)
{
	static const char *const names[] = { "version", "rules",  "tags",   "techniques",
					     "classes", "chains", "routine" };
	static void (*const sections[])(struct reader * r, const struct yaml_node *n) = {
		read_version, read_rules,    read_tags,	     read_techniques,
		read_classes, tables_chains, tables_routines
	};
	bool versioned = false;

	if (!tables_mapping(r, root, "the file"))
		return;
	for (const struct yaml_node *n = root->first; n != NULL; n = n->next) {
		int i = tables_name(r, n->key, "a section", names, COUNT(names));

		versioned = versioned || i == 0;
		if (i >= 0)
			sections[i](r, n);
	}
	if (!versioned)
		tables_wrong(r, root, "it must say 'version: 1'");
}

struct incident_tables *incident_tables_parse(const char *name, const char *text, size_t n)
{
	struct incident_tables *t = calloc(1, sizeof(*t));
	struct reader r = { .t = t };
	const struct yaml_node *root;
	bool good;

	if (t == NULL)
		return NULL;
	for (unsigned i = 0; i < INCIDENT_CLASSES; i++)
		t->classes[i].m = (struct incident_meaning){ .family = "", .category = "" };
	root = yaml_read(&r.trees, name, text, n, &r.e);
	if (root != NULL)
		read_tree(&r, root);
	else if (r.e.errors == 0)
		rule_error_at(&r.e, name, (struct text_place){ 0, 0 }, "it is empty");
	good = r.e.errors == 0;
	rule_errors_print(&r.e, stderr);
	rule_errors_free(&r.e);
	arena_free(&r.trees);
	if (good) {
		incident_tables_index(t);
		return t;
	}
	incident_tables_free(t);
	return NULL;
}

static struct incident_tables *read_file(const char *path)
{
	char *text = malloc(YAML_SIZE + 1);
	FILE *f = text != NULL ? fopen(path, "re") : NULL;
	struct incident_tables *t = NULL;
	size_t n = 0;

	if (f != NULL)
		n = fread(text, 1, YAML_SIZE + 1, f);
	if (f == NULL || ferror(f) != 0)
		(void)fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(errno));
	else
		t = incident_tables_parse(path, text, n);
	if (f != NULL)
		(void)fclose(f);
	free(text);
	return t;
}

struct incident_tables *incident_tables_read(const char *path)
{
	if (path != NULL)
		return read_file(path);
	return incident_tables_parse("incidents.yaml", (const char *)incidents_yaml,
				     sizeof(incidents_yaml));
}
