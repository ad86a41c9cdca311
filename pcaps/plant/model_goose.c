/* The sections goose and subscriptions of a plant's file. */
#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/goose.h"
#include "pcaps/plant/model_inside.h"

#define COUNT(array)	 (sizeof(array) / sizeof((array)[0]))
#define AT(type, member) offsetof(struct type, member)

static void set_form(struct reader *r, const struct yaml_node *n, void *to)
{
	const char *text = n->kind == YAML_TEXT ? n->text.s : "";

	for (int i = 0; i < GOOSE_FORMS; i++)
		if (strcmp(goose_form_names[i], text) == 0) {
			memcpy(to, &(enum goose_form){ (enum goose_form)i },
			       sizeof(enum goose_form));
			return;
		}
	model_no_such(r, n, "form", goose_form_names, GOOSE_FORMS);
}

static void set_entries(struct reader *r, const struct yaml_node *n, void *to)
{
	static const struct model_key keys[] = {
		{ "variable", model_variable, AT(goose_entry, variable), true },
		{ "as", set_form, AT(goose_entry, form), true },
		{ "change", model_double, AT(goose_entry, change), false },
	};
	struct goose_block *b = to;

	if (!model_section(r, n, YAML_SEQUENCE, GOOSE_ENTRIES))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct goose_entry *e = &b->entries[b->nentries++];

		e->variable = -1;
		model_keys(r, v, "an entry", keys, COUNT(keys), e);
	}
}

static const struct model_key block_keys[] = {
	{ "from", model_host, AT(goose_block, host), true },
	{ "reference", model_text, AT(goose_block, reference), true },
	{ "data_set", model_text, AT(goose_block, data_set), true },
	{ "id", model_text, AT(goose_block, id), true },
	{ "address", model_mac, AT(goose_block, address), true },
	{ "appid", model_u16, AT(goose_block, appid), true },
	{ "vlan", model_u16, AT(goose_block, vlan), false },
	{ "revision", model_u16, AT(goose_block, revision), true },
	{ "lives", model_time, AT(goose_block, lives_ms), true },
	{ "first", model_time, AT(goose_block, first_ms), true },
	{ "heartbeat", model_time, AT(goose_block, heartbeat_ms), true },
	{ "data", set_entries, 0, true },
};

static bool texts_fit(const struct goose_block *b)
{
	const char *const texts[] = { b->reference, b->data_set, b->id };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (!texts[i][0] || strlen(texts[i]) >= GOOSE_REFERENCE)
			return false;
	return true;
}

static void check_block(struct reader *r, const struct yaml_node *n, const struct goose_block *b)
{
	if (!texts_fit(b))
		model_wrong(r, n, "reference, data_set and id have 1 to %d letters",
			    GOOSE_REFERENCE - 1);
	if (strncmp(b->address, "01:0c:cd:01:", 12) != 0)
		model_wrong(r, n, "GOOSE goes to 01:0c:cd:01:xx:xx");
	if (b->vlan > 4094)
		model_wrong(r, n, "a VLAN is 1 to 4094; 0 is no tag");
	if (b->first_ms == 0 || b->heartbeat_ms < b->first_ms || b->lives_ms <= b->heartbeat_ms)
		model_wrong(r, n, "not 0 < first <= heartbeat < lives");
	for (size_t i = 0; i < ngoose_blocks; i++)
		if (strcmp(goose_blocks[i].reference, b->reference) == 0)
			model_wrong(r, n, "%s has this reference", goose_blocks[i].name);
}

void model_read_goose(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, GOOSE_BLOCKS))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct goose_block *b = &goose_blocks[ngoose_blocks];

		*b = (struct goose_block){ .name = v->key->text.s,
					   .host = NO_HOST,
					   .reference = "",
					   .data_set = "",
					   .id = "",
					   .address = "" };
		if (model_keys(r, v, "a control block", block_keys, COUNT(block_keys), b))
			check_block(r, v, b);
		ngoose_blocks++;
	}
}

static void set_block(struct reader *r, const struct yaml_node *n, void *to)
{
	const char *names[GOOSE_BLOCKS];
	int block = n->kind == YAML_TEXT ? goose_find(n->text.s) : -1;

	for (size_t i = 0; i < ngoose_blocks; i++)
		names[i] = goose_blocks[i].name;
	if (block < 0)
		model_no_such(r, n, "control block", names, ngoose_blocks);
	memcpy(to, &block, sizeof(block));
}

static void check_subscription(struct reader *r, const struct yaml_node *n,
			       const struct goose_subscription *x)
{
	if (x->block >= 0 && (x->entry < 1 || x->entry > goose_blocks[x->block].nentries))
		model_wrong(r, n, "%s has entries 1 to %u", goose_blocks[x->block].name,
			    goose_blocks[x->block].nentries);
	if (x->block >= 0 && goose_blocks[x->block].host == x->host)
		model_wrong(r, n, "a host does not subscribe to itself");
	if (x->variable >= 0 && variable_mapped(&variables[x->variable]))
		model_wrong(r, n, "what is subscribed is a state, and on no device");
	for (size_t i = 0; x->variable >= 0 && i < nequations; i++)
		if (equations[i].variable == x->variable)
			model_wrong(r, n, "an equation sets %s", variables[x->variable].name);
}

void model_read_subscriptions(struct reader *r, const struct yaml_node *n)
{
	static const struct model_key keys[] = {
		{ "by", model_host, AT(goose_subscription, host), true },
		{ "block", set_block, AT(goose_subscription, block), true },
		{ "entry", model_u16, AT(goose_subscription, entry), true },
		{ "sets", model_variable, AT(goose_subscription, variable), true },
	};

	if (!model_section(r, n, YAML_SEQUENCE, GOOSE_SUBSCRIPTIONS))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct goose_subscription *x = &goose_subscriptions[ngoose_subscriptions++];

		*x = (struct goose_subscription){ .host = NO_HOST, .block = -1, .variable = -1 };
		if (!model_keys(r, v, "a subscription", keys, COUNT(keys), x))
			continue;
		check_subscription(r, v, x);
		if (x->variable >= 0)
			variables[x->variable].received = true;
	}
}
