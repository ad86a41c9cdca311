#include <stdio.h>
#include <string.h>

#include "common/json.h"
#include "common/log.h"
#include "common/nearest.h"
#include "protocols/protocols.h"
#include "sensor/commands.h"
#include "sensor/context.h"
#include "sensor/options.h"
#include "sensor/rule/facts.h"

/* A table of fields with a name: a protocol's, those that all operations have, or a group of facts
 * that rules know beside them. */
struct section {
	const char *name, *title, *spec;
	const struct field *fields; /* NULL: facts */
	const struct fact *facts;
	unsigned n;
};

enum { SECTIONS = PROTOCOL_COUNT + 1 + FACT_GROUPS };

static const struct field *field_at(const struct section *s, unsigned i)
{
	return s->fields != NULL ? &s->fields[i] : &s->facts[i].row;
}

static void sections(struct section out[SECTIONS])
{
	out[0] = (struct section){ "context", "What every operation has", NULL, context_fields,
				   NULL,      CONTEXT_FIELD_COUNT };
	for (unsigned id = 0; id < PROTOCOL_COUNT; id++) {
		const struct protocol *p = protocols[id];

		out[1 + id] =
			(struct section){ p->name, p->title, p->spec, p->fields, NULL, p->nfields };
	}
	for (unsigned g = 0; g < FACT_GROUPS; g++) {
		const struct fact_table *t = fact_tables[g];

		out[1 + PROTOCOL_COUNT + g] =
			(struct section){ t->name, t->title, "for conditions of rules",
					  NULL,	   t->facts, t->n };
	}
}

static void print_text(const struct section *s)
{
	printf("%s: %s\n", s->name, s->title);
	if (s->spec != NULL)
		printf("  %s\n", s->spec);
	for (unsigned i = 0; i < s->n; i++) {
		const struct field *f = field_at(s, i);

		printf("  %-46s %-13s %s\n", f->name, field_type_name(f->type), f->doc);
		for (const struct name *n = f->names; n != NULL && n->name != NULL; n++)
			printf(f->base == BASE_HEX ? "  %46s   0x%02llx %s\n"
						   : "  %46s   %llu %s\n",
			       "", (unsigned long long)n->value, n->name);
	}
	printf("\n");
}

static void print_json(const struct section *s, const struct field *f)
{
	char buf[32768];
	struct json j = json_to(buf, sizeof(buf));

	json_open(&j);
	json_key(&j, "name");
	json_text(&j, f->name);
	json_key(&j, "protocol");
	json_text(&j, s->name);
	json_key(&j, "type");
	json_text(&j, field_type_name(f->type));
	json_key(&j, "bytes");
	json_uint(&j, f->size);
	json_key(&j, "doc");
	json_text(&j, f->doc);
	if (f->names != NULL) {
		json_key(&j, "values");
		json_open(&j);
		for (const struct name *n = f->names; n->name != NULL; n++) {
			char number[24];

			(void)snprintf(number, sizeof(number), "%llu",
				       (unsigned long long)n->value);
			json_key(&j, number);
			json_text(&j, n->name);
		}
		json_close(&j);
	}
	if (s->facts != NULL) {
		json_key(&j, "fact"); /* no operation has it, only conditions know it */
		json_bool(&j, true);
	}
	json_close(&j);
	printf("%.*s\n", (int)j.len, buf);
}

static int unknown(const char *name, const struct section all[SECTIONS])
{
	struct nearest near = nearest_to(name);

	for (unsigned i = 0; i < SECTIONS; i++)
		nearest_offer(&near, all[i].name);
	log_error("no protocol is called '%s'%s%s%s; `kagami-sensor fields` lists all", name,
		  near.name != NULL ? "; did you mean '" : "", near.name != NULL ? near.name : "",
		  near.name != NULL ? "'?" : "");
	return EXIT_USAGE;
}

int cmd_fields(const struct sensor_options *s, char **files)
{
	struct section all[SECTIONS];
	bool found = false;

	sections(all);
	for (unsigned i = 0; i < SECTIONS; i++) {
		if (files[0] != NULL && strcmp(files[0], all[i].name) != 0)
			continue;
		found = true;
		if (!s->json) {
			print_text(&all[i]);
			continue;
		}
		for (unsigned k = 0; k < all[i].n; k++)
			print_json(&all[i], field_at(&all[i], k));
	}
	return found ? EXIT_DONE : unknown(files[0], all);
}
