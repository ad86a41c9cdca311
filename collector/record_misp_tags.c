#include "collector/record_misp_inside.h"
#include "common/technique.h"

#include <string.h>

/* MISP refuses lists in which a thing stands twice. */
static void tag(struct misp *m, const char *colour, json_t *name)
{
	json_t *o, *before;
	size_t k;

	json_array_foreach(m->tags, k, before)
	{
		if (json_equal(json_object_get(before, "name"), name)) {
			json_decref(name);
			return;
		}
	}
	o = json_object();
	record_put(&m->tree, o, "name", name);
	record_put(&m->tree, o, "colour", json_string(colour));
	record_put(&m->tree, o, "exportable", json_true());
	record_push(&m->tree, m->tags, o);
}

static void plain(struct misp *m, json_t *name)
{
	tag(m, "#4e4e4e", name);
}

static const char *tlp_colour(const char *name)
{
	/* clang-format off */
	static const char *const colours[][2] = {
		{ "CLEAR", "#FFFFFF" }, { "GREEN", "#33FF00" }, { "AMBER", "#FFC000" },
		{ "AMBER+STRICT", "#FFC000" }, { "RED", "#FF2B2B" },
	};
	/* clang-format on */

	for (size_t k = 0; k < sizeof(colours) / sizeof(colours[0]); k++) {
		if (strcmp(colours[k][0], name) == 0)
			return colours[k][1];
	}
	return "#4e4e4e";
}

/* The galaxy has the names of 2020: of a technique that took the place of another, the other's. */
static const char *galaxy_name(const struct technique *t)
{
	const struct technique *before;

	for (unsigned k = 0; (before = technique_at(k)) != NULL; k++) {
		if (before->now != NULL && strcmp(before->now, t->id) == 0)
			return before->name;
	}
	return t->name;
}

static void techniques(struct misp *m)
{
	for (uint32_t k = 0; k < m->i->ntechniques; k++) {
		const struct technique *t = technique_now(m->i->techniques[k].id);

		if (t != NULL)
			plain(m, record_stringf("misp-galaxy:mitre-ics-techniques=\"%s\"",
						galaxy_name(t)));
	}
}

static void component(struct misp *m)
{
	/* clang-format off */
	static const char *const names[][2] = {
		{ "plc", "programmable-logic-controller" }, { "rtu", "remote-terminal-unit" },
		{ "ied", "intelligent-electronic-device" }, { "hmi", "human-machine-interface" },
		{ "historian", "data-historian" }, { "ews", "engineering-workstation" },
		{ "engineering", "engineering-workstation" }, { "scada", "supervisory-control" },
	};
	/* clang-format on */

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		if (strcmp(m->i->target.role, names[k][0]) == 0)
			plain(m, record_stringf("ics:ot-components-category=\"%s\"", names[k][1]));
	}
}

void misp_tags(struct misp *m)
{
	const struct incident *i = m->i;
	const struct record_sector *sector = record_sector(i->sector);
	const char *sure = i->confidence >= 75 ? "high" : i->confidence >= 40 ? "moderate" : "low";

	tag(m, tlp_colour(m->tlp->name), json_string(m->tlp->tag));
	if (i->category[0] != '\0')
		plain(m, record_string(i->category));
	plain(m, json_string(record_severity(i->severity)->tag));
	if (m->status->workflow != NULL)
		plain(m, json_string(m->status->workflow));
	if (m->status->disposition != NULL)
		plain(m, json_string(m->status->disposition));
	plain(m,
	      record_stringf("estimative-language:confidence-in-analytic-judgment=\"%s\"", sure));
	if (sector != NULL && sector->dhs != NULL)
		plain(m,
		      record_stringf("dhs-ciip-sectors:DHS-critical-sectors=\"%s\"", sector->dhs));
	component(m);
	if (strcmp(i->protocol, "modbus") == 0)
		plain(m, json_string("ics:ot-network-data-transmission-protocols-process-"
				     "automation=\"Modbus\""));
	techniques(m);
}
