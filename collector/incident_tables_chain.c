/* Which steps make a chain, and whose work is routine. */
#include <string.h>

#include "collector/incident_tables_inside.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- chains ------------------------------------------------------------------------------- */

static void read_stages(struct reader *r, const struct yaml_node *n, struct table_chain *c)
{
	if (n->kind != YAML_SEQUENCE || n->n < 1 || n->n > TABLE_CHAIN_STAGES) {
		tables_wrong(r, n, "stages must be a list of 1 to %d classes", TABLE_CHAIN_STAGES);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		int i = tables_class(r, p, "a stage");

		if (i >= 0)
			c->stages[c->nstages++] = (enum incident_class)i;
	}
}

static void read_chain_title(struct reader *r, const struct yaml_node *n, struct table_chain *c)
{
	const char *s = tables_text(r, n, "title");

	if (s != NULL && strlen(s) >= INCIDENT_TEXT)
		tables_wrong(r, n, "title: it has more than %d bytes", INCIDENT_TEXT - 1);
	else if (s != NULL)
		c->title = arena_copy(&r->t->arena, s, strlen(s));
}

/* "Found, asked and written" is "chain.found-asked-and-written" in the catalogue. */
static const char *chain_message(struct reader *r, const char *name)
{
	char out[INCIDENT_WORD] = "chain.";
	size_t n = strlen(out);

	for (; *name != '\0' && n + 1 < sizeof(out); name++) {
		char ch = *name >= 'A' && *name <= 'Z' ? (char)(*name + 32) : *name;

		if ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9'))
			out[n++] = ch;
		else if (out[n - 1] != '-' && out[n - 1] != '.')
			out[n++] = '-';
	}
	while (out[n - 1] == '-')
		n--;
	return arena_copy(&r->t->arena, out, n);
}

static void read_chain_key(struct reader *r, const struct yaml_node *n, struct table_chain *c)
{
	static const char *const keys[] = { "chain", "stages", "raise", "at_least", "title" };
	uint64_t v = 0;
	int p;

	switch (tables_name(r, n->key, "a chain's key", keys, COUNT(keys))) {
	case 0:
		c->name = tables_text(r, n, "chain");
		break;
	case 1:
		read_stages(r, n, c);
		break;
	case 2:
		(void)tables_number(r, n, "raise", OPTION_UINT, KAGAMI__PRIORITY__PRIORITY_CRITICAL,
				    &v);
		c->raise = (uint32_t)v;
		break;
	case 3:
		p = tables_priority(r, n, "at_least");
		c->at_least = (uint32_t)(p < 0 ? 0 : p);
		break;
	case 4:
		read_chain_title(r, n, c);
		break;
	default:
		break;
	}
}

void tables_chains(struct reader *r, const struct yaml_node *n)
{
	struct table_chain **last = &r->t->chains;

	if (n->kind != YAML_SEQUENCE) {
		tables_wrong(r, n, "chains must be a list, not %s", yaml_kind_name(n));
		return;
	}
	if (n->n > TABLE_CHAINS) {
		tables_wrong(r, n, "there are more than %d chains", TABLE_CHAINS);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct table_chain *c;

		if (!tables_mapping(r, p, "a chain"))
			continue;
		c = arena_new(&r->t->arena, struct table_chain, 1);
		for (const struct yaml_node *k = p->first; k != NULL; k = k->next)
			read_chain_key(r, k, c);
		if (c->name == NULL || c->nstages == 0)
			tables_wrong(r, p, "a chain has a name ('chain') and 'stages'");
		c->message = c->name != NULL ? chain_message(r, c->name) : "";
		c->name = NULL; /* is for people */
		*last = c;
		last = &c->next;
	}
}

/* ---- routine ------------------------------------------------------------------------------ */

static const char *keep(struct reader *r, const struct yaml_node *n, const char *what)
{
	const char *s = tables_text(r, n, what);

	if (s != NULL && strlen(s) >= INCIDENT_WORD) {
		tables_wrong(r, n, "%s: it has more than %d bytes", what, INCIDENT_WORD - 1);
		return NULL;
	}
	return s != NULL ? arena_copy(&r->t->arena, s, strlen(s)) : NULL;
}

static void read_routine_key(struct reader *r, const struct yaml_node *n, struct table_routine *row)
{
	static const char *const keys[] = { "of", "role", "learned", "during", "lower" };
	uint64_t v = 0;

	switch (tables_name(r, n->key, "a key of routine", keys, COUNT(keys))) {
	case 0:
		row->name = keep(r, n, "of");
		break;
	case 1:
		row->role = keep(r, n, "role");
		break;
	case 2:
		(void)tables_bool(r, n, "learned", &row->learned);
		break;
	case 3:
		row->during = keep(r, n, "during");
		break;
	case 4:
		(void)tables_number(r, n, "lower", OPTION_UINT, KAGAMI__PRIORITY__PRIORITY_CRITICAL,
				    &v);
		row->lower = (uint32_t)v;
		break;
	default:
		break;
	}
}

void tables_routines(struct reader *r, const struct yaml_node *n)
{
	struct table_routine **last = &r->t->routines;

	if (n->kind != YAML_SEQUENCE || n->n > TABLE_ROUTINES) {
		tables_wrong(r, n, "routine must be a list of at most %d rows", TABLE_ROUTINES);
		return;
	}
	for (const struct yaml_node *p = n->first; p != NULL; p = p->next) {
		struct table_routine *row;

		if (!tables_mapping(r, p, "whose routine it is"))
			continue;
		row = arena_new(&r->t->arena, struct table_routine, 1);
		for (const struct yaml_node *k = p->first; k != NULL; k = k->next)
			read_routine_key(r, k, row);
		if (row->name == NULL || (row->role == NULL && !row->learned)) {
			tables_wrong(r, p,
				     "it says whose routine ('of'), and by what he is known: "
				     "'role', 'learned: yes' or both");
			continue;
		}
		*last = row;
		last = &row->next;
	}
}
