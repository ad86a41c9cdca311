/* kagami-plant list. */
#include <stdio.h>
#include <string.h>

#include "pcaps/plant/command.h"
#include "pcaps/plant/errand.h"
#include "pcaps/plant/model.h"
#include "pcaps/plant/troubles.h"

static void list_hosts(void)
{
	for (size_t i = 0; i < nhosts; i++)
		printf("%-10s %-11s %-13s %-12s %s  %s\n", hosts[i].name, hosts[i].ip,
		       hosts[i].ip6 ? hosts[i].ip6 : "-", hosts[i].loopback, hosts[i].mac,
		       hosts[i].role);
}

static void list_variables(void)
{
	for (size_t i = 0; i < nvariables; i++) {
		const struct variable *v = &variables[i];

		if (v->hidden || !variable_mapped(v))
			continue;
		printf("%-14s %s unit %-2d %-8s %-3d %s x %-5g %-5s %g to %g\n", v->name,
		       hosts[v->host].name, v->unit, model_area_names[v->area], v->addr,
		       model_coding_names[v->coding], v->scale, v->unit_text, v->low, v->high);
	}
}

static void list_scenarios(void)
{
	for (size_t i = 0; i < nworks; i++)
		printf("work   %-14s %-7s %s\n", works[i].name, works[i].target, works[i].text);
	for (size_t i = 0; i < nattacks; i++)
		printf("attack %-14s %-7s %s\n", attacks[i].name, attacks[i].target,
		       attacks[i].text);
}

static void list_states(void)
{
	for (size_t i = 0; i < nvariables; i++)
		if (!variable_mapped(&variables[i]) && !variables[i].hidden)
			printf("%-14s %-5s %s\n", variables[i].name, variables[i].unit_text,
			       variables[i].text ? variables[i].text : "");
}

static void list_troubles(void)
{
	for (size_t i = 0; i < ntroubles; i++)
		printf("%-12s %s\n", troubles[i].name, troubles[i].text);
}

int command_list(const struct command *c, int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} lists[] = { { "hosts", list_hosts },
		      { "variables", list_variables },
		      { "states", list_states },
		      { "scenarios", list_scenarios },
		      { "troubles", list_troubles } };
	bool found = false;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		command_usage(c);
		return DONE;
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		if (argc == 1 || (argc == 2 && strcmp(argv[1], lists[i].name) == 0)) {
			lists[i].print();
			found = true;
		}
	}
	return found ? DONE : command_misuse(c);
}
