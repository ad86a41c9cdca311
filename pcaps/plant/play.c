#include "pcaps/plant/play.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/nearest.h"
#include "pcaps/plant/model.h"
#include "pcaps/plant/run.h"

#define STEPS_MAX SCENARIO_STEPS

static void wrong_at(const struct scenario *s, struct text_place at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void wrong_at(const struct scenario *s, struct text_place at, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d:%d: ", s->file, at.line, at.column);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

static const struct plant_action *action_find(const char *name)
{
	for (size_t i = 0; i < nplant_actions; i++)
		if (strcmp(plant_actions[i].name, name) == 0)
			return &plant_actions[i];
	return NULL;
}

/* Is the name among the action's parameters? "must": is it one that must be given? */
static bool takes(const struct plant_action *a, const char *name, bool must)
{
	size_t len = strlen(name);

	for (const char *at = a->takes; *at; at += strcspn(at, " "), at += *at == ' ')
		if (strncmp(at, name, len) == 0 &&
		    (at[len] == '!' || (!must && strchr(" ", at[len]))))
			return true;
	return false;
}

static bool action_check(const struct scenario *s, const struct scenario_step *step)
{
	const struct plant_action *a = action_find(step->action);
	struct nearest near = nearest_to(step->action);
	bool good = true;

	if (!a) {
		for (size_t i = 0; i < nplant_actions; i++)
			nearest_offer(&near, plant_actions[i].name);
		if (near.name)
			wrong_at(s, step->place, "no action '%s'; did you mean '%s'?", step->action,
				 near.name);
		else
			wrong_at(s, step->place, "no action '%s'", step->action);
		return false;
	}
	for (size_t i = 0; i < step->nwith; i++)
		if (!takes(a, step->with[i].name, false)) {
			wrong_at(s, step->with[i].place, "this action takes no '%s'",
				 step->with[i].name);
			good = false;
		}
	for (const char *at = a->takes; *at; at += strcspn(at, " "), at += *at == ' ') {
		char name[32];

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at, " !"), at);
		if (takes(a, name, true) && !scenario_with(step, name)) {
			wrong_at(s, step->place, "this action needs '%s'", name);
			good = false;
		}
	}
	return good;
}

static bool host_check(const struct scenario *s, const struct scenario_step *step, const char *name,
		       bool needed, const char *what)
{
	if (!name && !needed)
		return true;
	if (name && host_find(name) != NO_HOST)
		return true;
	if (name)
		wrong_at(s, step->place, "the plant has no host '%s'", name);
	else
		wrong_at(s, step->place, "this action needs '%s'", what);
	return false;
}

/* A parameter that names a variable names one of the plant, on the host that the step is about. */
static bool variable_check(const struct scenario *s, const struct scenario_step *step)
{
	const char *name = scenario_word(step, "variable");
	int id = name ? variable_find(name) : -1;

	if (!name)
		return true;
	if (id < 0 || !variable_mapped(&variables[id]))
		wrong_at(s, step->place, "the plant has no variable '%s'", name);
	else if (step->to && variables[id].host != host_find(step->to))
		wrong_at(s, step->place, "the variable is on '%s'", hosts[variables[id].host].name);
	else
		return true;
	return false;
}

/* Everything that can be wrong with the attack, before anything of it is done. */
static bool scenario_check(const struct scenario *s)
{
	bool good = true;

	for (size_t i = 0; i < s->nattack; i++) {
		const struct scenario_step *step = &s->attack[i];
		const struct plant_action *a = action_find(step->action);

		good &= action_check(s, step);
		if (!a)
			continue;
		good &= host_check(s, step, step->from, a->needs & NEEDS_FROM, "from");
		good &= host_check(s, step, step->to, a->needs & NEEDS_TO, "to");
		good &= variable_check(s, step);
	}
	for (size_t i = 0; i < s->nprocess; i++)
		if (variable_find(s->process[i].variable) < 0) {
			wrong_at(s, s->process[i].place, "the plant has no variable '%s'",
				 s->process[i].variable);
			good = false;
		}
	return good;
}

double deed_number(const struct deed *d, const char *name, double usual)
{
	double number;

	return scenario_number(d->step, name, &number) ? number : usual;
}

uint64_t deed_time(const struct deed *d, const char *name, uint64_t usual)
{
	uint64_t ns;

	return scenario_time(d->step, name, &ns) ? ns : usual;
}

bool deed_read(struct deed *d, struct link *l, const struct variable *var, double *value)
{
	uint16_t regs[125] = { 0 };
	uint8_t bit = 0;
	int width = variable_width(var), got = -1, function = 1;

	(void)d;
	modbus_set_slave(l->modbus, var->unit);
	switch (var->area) {
	case COIL:
		got = modbus_read_bits(l->modbus, var->addr, 1, &bit);
		break;
	case DISCRETE:
		function = 2;
		got = modbus_read_input_bits(l->modbus, var->addr, 1, &bit);
		break;
	case HOLDING:
		function = 3;
		got = modbus_read_registers(l->modbus, var->addr, width, regs);
		break;
	case INPUT:
		function = 4;
		got = modbus_read_input_registers(l->modbus, var->addr, width, regs);
		break;
	}
	if (!link_count(l, function, got))
		return false;
	*value = var->area <= DISCRETE ? bit : variable_value(var, regs);
	return true;
}

bool deed_write(struct deed *d, struct link *l, const struct variable *var, double value)
{
	uint16_t regs[2];
	int n = variable_registers(var, value, regs);
	int function = var->area == COIL ? 5 : n == 1 ? 6 : 16;

	if (link_do(l, var->unit, function, var->addr, n, regs)) {
		say(&d->visit, "%s to %g %s (%s, function %d)", var->name, value, var->unit_text,
		    d->step->to ? d->step->to : d->visit.address, function);
		return true;
	}
	say(&d->visit, "%s to %g %s: exception %d", var->name, value, var->unit_text,
	    l->last_exception);
	return false;
}

/* The step's process: goes to its host, waits for its time, does it. */
static int step_run(struct deed *d, const struct plant_action *a)
{
	const char *text = scenario_say(&d->step->text, "en");
	int result;

	if (d->reach.netns && d->from != NO_HOST &&
	    !netns_enter(d->reach.netns, hosts[d->from].name))
		return FAILED;
	if (!d->reach.netns && d->from != NO_HOST)
		link_from(hosts[d->from].loopback);
	if (!clock_sleep_until(d->visit.start + d->step->at))
		return DONE;
	if (text)
		say(&d->visit, "%s", text);
	result = a->run(d);
	if (result != DONE && !stop_asked())
		say(&d->visit, "%s failed", a->name);
	return result;
}

static pid_t step_start(const struct running *r, const struct scenario *s,
			const struct scenario_step *step, uint64_t start)
{
	const char *variable = scenario_word(step, "variable");
	struct deed d = {
		.visit = { .who = step->from, .port = r->port, .start = start },
		.scenario = s,
		.step = step,
		.running = r,
		.reach = { .netns = *r->netns ? r->netns : NULL, .port = r->port },
		.from = step->from ? host_find(step->from) : NO_HOST,
		.to = step->to ? host_find(step->to) : NO_HOST,
		.variable = variable ? variable_find(variable) : -1,
	};
	pid_t pid;

	if (d.to != NO_HOST)
		d.visit.address = plant_address(&d.reach, d.to);
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		complain("cannot begin a step: %s", strerror(errno));
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	setvbuf(stdout, NULL, _IOLBF, 0);

	const struct plant_action *a = action_find(step->action);
	int result = a ? step_run(&d, a) : FAILED;

	fflush(stdout);
	_exit(result);
}

static int steps_wait(pid_t *pids, size_t n)
{
	int result = DONE, status;

	for (size_t i = 0; i < n; i++) {
		if (pids[i] <= 0)
			continue;
		while (waitpid(pids[i], &status, 0) < 0 && errno == EINTR)
			if (stop_asked())
				for (size_t k = i; k < n; k++)
					if (pids[k] > 0)
						kill(pids[k], SIGTERM);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
			result = FAILED;
	}
	return result;
}

static int steps_play(struct running *r, const struct scenario *s, const struct play_options *o)
{
	pid_t pids[STEPS_MAX] = { 0 };
	uint64_t start = clock_now();
	const char *cannot = scenario_say(&s->loopback, "en");
	bool left_out = false;

	for (size_t i = 0; i < s->nattack && !stop_asked(); i++) {
		const struct scenario_step *step = &s->attack[i];

		const struct plant_action *a = action_find(step->action);

		if (!a || (!*r->netns && a->needs & NEEDS_NETWORK)) {
			left_out = true;
			continue;
		}
		pids[i] = step_start(r, s, step, start);
		if (pids[i] < 0)
			break;
	}
	if (left_out && !o->skip)
		printf("- left out, for it needs a network of its own: %s\n",
		       cannot ? cannot : "some steps");
	/* what has not come about yet when all is done may still come */
	bool suffered = !o->check || play_check(r, s, start);
	int result = steps_wait(pids, s->nattack);

	return suffered ? result : FAILED;
}

/* The file of a scenario: of the program's own, or a path. */
static bool scenario_path(const char *name, char path[MODEL_PATH])
{
	char file[MODEL_PATH / 4];
	size_t n = strlen(name);

	if (strchr(name, '/')) {
		bool itself = n > 5 && strcmp(name + n - 5, ".yaml") == 0;

		snprintf(path, MODEL_PATH, itself ? "%s" : "%s/scenario.yaml", name);
		return true;
	}
	snprintf(file, sizeof(file), "scenarios/%s/scenario.yaml", name);
	if (data_find(file, path))
		return true;
	complain("no scenario '%s'; kagami-plant attack --help lists them", name);
	return false;
}

static int play_against(const struct scenario *s, const char *status, const struct play_options *o)
{
	struct running r;
	int result = MISUSE;

	if (!scenario_check(s))
		return MISUSE;
	if (!running_find(&r, status))
		return FAILED;
	clock_set(r.pace_from, r.pace);
	if (strcmp(r.plant, s->plant) != 0)
		complain("the scenario is one of the plant '%s', what runs is '%s'", s->plant,
			 r.plant);
	else
		result = steps_play(&r, s, o);
	running_free(&r);
	return result;
}

int play_scenario(const char *name, const char *status, const struct play_options *o)
{
	char path[MODEL_PATH];
	struct scenario *s;
	int result = MISUSE;

	if (!scenario_path(name, path))
		return MISUSE;
	s = scenario_read(path);
	if (!s)
		return MISUSE;
	if (strcmp(s->plant, model_name) != 0) {
		model_free();
		if (!model_load(s->plant)) {
			scenario_free(s);
			return MISUSE;
		}
	}
	result = play_against(s, status, o);
	scenario_free(s);
	return result;
}

void play_list(void)
{
	char folder[MODEL_PATH], path[MODEL_PATH + 300];
	struct dirent **entries;
	int n;

	if (!data_find("scenarios", folder))
		return;
	n = scandir(folder, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct scenario *s = NULL;

		snprintf(path, sizeof(path), "%s/%s/scenario.yaml", folder, entries[i]->d_name);
		if (access(path, R_OK) == 0)
			s = scenario_read(path);
		if (s)
			printf("  %-18s level %u  %s\n", s->name, s->level,
			       scenario_say(&s->title, "en"));
		scenario_free(s);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}
