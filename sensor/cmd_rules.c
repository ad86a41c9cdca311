#include <stdio.h>
#include <string.h>

#include "common/json.h"
#include "common/log.h"
#include "common/nearest.h"
#include "sensor/commands.h"
#include "sensor/paths.h"
#include "common/technique.h"
#include "sensor/rule_page.h"
#include "sensor/run_rules.h"
#include "sensor/summary_format.h"

int cmd_rules_check(const struct sensor_options *s, char **args)
{
	struct ruleset *set = run_ruleset_args(s, args);
	uint32_t enabled = 0;

	if (set == NULL)
		return EXIT_USAGE;
	for (uint32_t i = 0; i < set->n; i++)
		enabled += set->rules[i]->enabled;
	printf("%s in %s OK, %u of them enabled\n", format_many(set->n, "rule").s,
	       format_many(set->nfiles, "file").s, enabled);
	ruleset_free(set);
	return EXIT_DONE;
}

/* ---- list -------------------------------------------------------------------------------- */

static bool has_tag(const struct rule *r, const char *tag)
{
	const struct technique *t = technique_now(tag);

	for (uint32_t i = 0; i < r->ntags; i++) {
		if (strcmp(r->tags[i], tag) == 0)
			return true;
	}
	for (uint32_t i = 0; t != NULL && i < r->ntechniques; i++) {
		if (strcmp(r->techniques[i], t->id) == 0)
			return true;
	}
	return false;
}

static bool listed(const struct sensor_options *s, const struct rule *r)
{
	bool tag = s->rule_tag.n == 0, protocol = s->protocol.n == 0;

	for (size_t i = 0; i < s->rule_tag.n; i++)
		tag = tag || has_tag(r, s->rule_tag.items[i]);
	for (size_t i = 0; i < s->protocol.n; i++)
		protocol = protocol || rule_about(r, s->protocol.items[i]);
	return tag && protocol;
}

static enum subject_kind asked_of(const struct rule *r)
{
	return r->condition != NULL ? r->condition->subject : r->state.steps[0]->subject;
}

static void list_text(const struct rule *r)
{
	char ids[80] = "";
	size_t n = 0;

	for (uint32_t i = 0; i < r->ntechniques && n < sizeof(ids); i++)
		n += (size_t)snprintf(ids + n, sizeof(ids) - n, "%s%s", i > 0 ? "," : "",
				      r->techniques[i]);
	printf("%-38s %-8s %-9s %-8s %-20s %s%s\n", r->id, priority_name(r->priority),
	       subject_kind_name(asked_of(r)), state_kind_name(r->state.kind), ids, r->title,
	       r->enabled ? "" : " (disabled)");
}

static void list_json(const struct rule *r)
{
	char buf[16384];
	struct json j = json_to(buf, sizeof(buf));
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "id", r->id },
		{ "title", r->title },
		{ "desc", r->desc },
		{ "priority", priority_name(r->priority) },
		{ "subject", subject_kind_name(asked_of(r)) },
		{ "state", state_kind_name(r->state.kind) },
		{ "version", r->version },
		{ "file", r->file },
	};

	json_open(&j);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		json_key(&j, texts[i].key);
		json_text(&j, texts[i].text);
	}
	json_key(&j, "line");
	json_int(&j, r->at.line);
	json_key(&j, "enabled");
	json_bool(&j, r->enabled);
	json_key(&j, "techniques");
	json_open_array(&j);
	for (uint32_t i = 0; i < r->ntechniques; i++)
		json_text(&j, r->techniques[i]);
	json_close_array(&j);
	json_key(&j, "tags");
	json_open_array(&j);
	for (uint32_t i = 0; i < r->ntags; i++)
		json_text(&j, r->tags[i]);
	json_close_array(&j);
	json_close(&j);
	json_newline(&j);
	if (!j.overflow)
		(void)fwrite(buf, 1, j.len, stdout);
}

int cmd_rules_list(const struct sensor_options *s, char **args)
{
	struct ruleset *set = run_ruleset_args(s, args);

	if (set == NULL)
		return EXIT_USAGE;
	for (uint32_t i = 0; i < set->n; i++) {
		if (!listed(s, set->rules[i]))
			continue;
		if (s->json)
			list_json(set->rules[i]);
		else
			list_text(set->rules[i]);
	}
	ruleset_free(set);
	return EXIT_DONE;
}

/* ---- explain ----------------------------------------------------------------------------- */

static void no_such_rule(const struct ruleset *set, const char *id)
{
	struct nearest near = nearest_to(id);

	for (uint32_t i = 0; i < set->n; i++)
		nearest_offer(&near, set->rules[i]->id);
	if (near.name != NULL)
		log_error("no rule '%s'; did you mean '%s'?", id, near.name);
	else
		log_error("no rule '%s'; `kagami-sensor rules list` shows them", id);
}

int cmd_rules_explain(const struct sensor_options *s, char **args)
{
	struct ruleset *set = run_ruleset_args(s, args + 1);
	const struct rule *r;

	if (set == NULL)
		return EXIT_USAGE;
	r = ruleset_find(set, args[0]);
	if (r == NULL) {
		no_such_rule(set, args[0]);
	} else {
		rule_page(stdout, r);
		putchar('\n');
		rule_inside(stdout, r);
	}
	ruleset_free(set);
	return r != NULL ? EXIT_DONE : EXIT_USAGE;
}

/* ---- reference --------------------------------------------------------------------------- */

static FILE *page_file(const char *folder, const char *name)
{
	char path[4096];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s.md", folder, name);
	f = fopen(path, "we");
	if (f == NULL)
		log_warn("%s", path);
	return f;
}

/* The file's own name, without folder and ending: the topic of its rules. */
static void topic_of(const struct rule *r, char *out, size_t room)
{
	const char *base = strrchr(r->file, '/');

	(void)snprintf(out, room, "%s", base != NULL ? base + 1 : r->file);
	char *dot = strrchr(out, '.');

	if (dot != NULL)
		*dot = '\0';
}

static void index_row(FILE *f, const struct rule *r, char topic[64])
{
	char now[64];

	topic_of(r, now, sizeof(now));
	if (strcmp(now, topic) != 0) {
		(void)snprintf(topic, 64, "%s", now);
		fprintf(f,
			"\n## %s\n\n| rule | priority | needs | ATT&CK for ICS | what it finds |\n"
			"|---|---|---|---|---|\n",
			topic);
	}
	fprintf(f, "| [%s](%s.md) | %s | %s | ", r->id, r->id, priority_name(r->priority),
		rule_needs(r));
	for (uint32_t i = 0; i < r->ntechniques; i++)
		fprintf(f, "%s%s", i > 0 ? ", " : "", r->techniques[i]);
	fputs(" | ", f);
	for (const char *c = r->title; *c != '\0'; c++)
		fprintf(f, "%s%c", *c == '|' ? "\\" : "", *c);
	fputs(" |\n", f);
}

static bool write_reference(const struct ruleset *set, const char *folder)
{
	FILE *all = page_file(folder, "README");
	char topic[64] = "";
	bool good = all != NULL;

	if (good)
		fprintf(all,
			"# The rules\n\nMade by `kagami-sensor rules reference`: one page a rule. "
			"The language they are written in is "
			"in\n[rules/README.md](../../rules/README.md). What a rule needs, it is "
			"quiet without; lists that a site has to fill stand on the rule's page.\n");
	for (uint32_t i = 0; i < set->n && good; i++) {
		FILE *f = page_file(folder, set->rules[i]->id);

		good = f != NULL;
		if (!good)
			break;
		rule_page(f, set->rules[i]);
		index_row(all, set->rules[i], topic);
		good = fclose(f) == 0;
	}
	if (all != NULL)
		good = fclose(all) == 0 && good;
	return good;
}

int cmd_rules_reference(const struct sensor_options *s, char **args)
{
	struct ruleset *set;
	bool good;

	if (s->output == NULL) {
		log_error("--output must name the folder that the pages are written to");
		return EXIT_USAGE;
	}
	if (!paths_make_folder(s->output)) {
		log_warn("%s", s->output);
		return EXIT_FAILED;
	}
	set = run_ruleset_args(s, args);
	if (set == NULL)
		return EXIT_USAGE;
	good = write_reference(set, s->output);
	ruleset_free(set);
	return good ? EXIT_DONE : EXIT_FAILED;
}
