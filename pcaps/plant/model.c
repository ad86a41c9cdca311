#include "pcaps/plant/model.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcaps/plant/clients.h"
#include "pcaps/plant/goose.h"
#include "pcaps/plant/model_inside.h"
#include "pcaps/plant/process.h"
#include "pcaps/plant/troubles.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KEY(key, type, set, member)                                                                \
	{                                                                                          \
#key, set, offsetof(struct type, member), false                                    \
	}
#define MUST(key, type, set, member)                                                               \
	{                                                                                          \
#key, set, offsetof(struct type, member), true                                     \
	}

const char *model_name, *model_title;

static struct arena arena;

/* clang-format off */
static const struct model_key host_keys[] = {
	MUST(ip, host, model_ip, ip),
	KEY(ip6, host, model_ip6, ip6),
	MUST(loopback, host, model_ip, loopback),
	MUST(mac, host, model_mac, mac),
	MUST(role, host, model_text, role),
	KEY(any_unit, host, model_bool, any_unit),
	KEY(silent_units, host, model_bool, silent_units),
};

static const struct model_key device_keys[] = {
	MUST(host, device, model_host, host),
	MUST(unit, device, model_u8, unit),
	KEY(coils, device, model_u16, coils),
	KEY(discretes, device, model_u16, discretes),
	KEY(inputs, device, model_u16, inputs),
	KEY(holdings, device, model_u16, holdings),
	MUST(answers_ms, device, model_u16, scan_ms),
	KEY(vendor, device, model_text, vendor),
	KEY(product, device, model_text, product),
	KEY(revision, device, model_text, revision),
	KEY(url, device, model_text, url),
	KEY(name, device, model_text, name),
	KEY(model, device, model_text, model),
	KEY(application, device, model_text, application),
	KEY(serial, device, model_text, serial),
	KEY(server_id, device, model_u8, server_id),
	KEY(umas, device, model_bool, umas),
	KEY(canopen, device, model_bool, canopen),
};

static const struct model_key variable_keys[] = {
	MUST(host, variable, model_host, host),
	KEY(device, variable, model_u8, unit),
	{ "object", model_object, 0, true },
	KEY(coding, variable, model_coding, coding),
	KEY(scale, variable, model_double, scale),
	KEY(unit, variable, model_text, unit_text),
	KEY(low, variable, model_double, low),
	KEY(high, variable, model_double, high),
	MUST(start, variable, model_double, start),
	KEY(hidden, variable, model_bool, hidden),
	KEY(text, variable, model_text, text),
};

static const struct model_key state_keys[] = {
	KEY(unit, variable, model_text, unit_text),
	KEY(low, variable, model_double, low),
	KEY(high, variable, model_double, high),
	MUST(start, variable, model_double, start),
	KEY(hidden, variable, model_bool, hidden),
	KEY(text, variable, model_text, text),
};

static const struct model_key poll_keys[] = {
	MUST(from, poll, model_host, from),
	MUST(to, poll, model_host, to),
	KEY(device, poll, model_u8, unit),
	MUST(read, poll, model_reading, function),
	KEY(first, poll, model_u16, addr),
	MUST(count, poll, model_u16, count),
	MUST(every, poll, model_time, period_ms),
};

static const struct model_key action_keys[] = {
	MUST(at, action, model_time, at_ms),
	MUST(set, action, model_variable, first),
	MUST(function, action, model_function, function),
	{ "to", model_numbers, 0, true },
	KEY(text, action, model_text, text),
};

static const struct model_key trouble_keys[] = {
	MUST(kind, trouble, model_trouble, kind),
	KEY(host, trouble, model_host, host),
	KEY(client, trouble, model_host, client),
	KEY(from, trouble, model_time, from_ms),
	KEY(until, trouble, model_time, until_ms),
	KEY(variable, trouble, model_variable, variable),
	KEY(amount, trouble, model_double, amount),
	KEY(when, trouble, model_variable, when),
	MUST(text, trouble, model_text, text),
};
/* clang-format on */

static void read_hosts(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, HOSTS_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct host *h = &hosts[nhosts];

		h->name = v->key->text.s;
		model_keys(r, v, "a host", host_keys, COUNT(host_keys), h);
		nhosts++;
	}
}

static void read_devices(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_SEQUENCE, DEVICES_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct device *d = &devices[ndevices];

		*d = (struct device){ .vendor = "",
				      .product = "",
				      .revision = "",
				      .url = "",
				      .name = "",
				      .model = "",
				      .application = "",
				      .serial = "" };
		model_keys(r, v, "a device", device_keys, COUNT(device_keys), d);
		if (d->scan_ms == 0)
			model_wrong(r, v, "a device that answers after 0 ms");
		ndevices++;
	}
}

static const struct device *device_of(const struct variable *var)
{
	for (size_t i = 0; i < ndevices; i++)
		if (devices[i].host == var->host && devices[i].unit == var->unit)
			return &devices[i];
	return NULL;
}

static bool overlap(const struct variable *a, const struct variable *b)
{
	return a->host == b->host && a->unit == b->unit && a->area == b->area &&
	       a->addr < b->addr + variable_width(b) && b->addr < a->addr + variable_width(a);
}

/* A variable lies within its device, alone, and its values fit each other. */
static void check_variable(struct reader *r, const struct yaml_node *n, const struct variable *var)
{
	const struct device *d = device_of(var);
	bool bits = var->area == COIL || var->area == DISCRETE;

	if (!d) {
		model_wrong(r, n, "no device has unit %u of this host", var->unit);
		return;
	}
	const uint16_t size[] = { d->coils, d->discretes, d->inputs, d->holdings };

	if (var->addr + variable_width(var) > size[var->area])
		model_wrong(r, n, "its device has only %u of these objects", size[var->area]);
	if (bits != (var->coding == BIT))
		model_wrong(r, n, "coils and discrete inputs are bits, registers are not");
	for (size_t i = 0; i < nvariables; i++)
		if (overlap(var, &variables[i]))
			model_wrong(r, n, "lies where %s lies", variables[i].name);
}

static bool taken(const char *name)
{
	static const char *const reserved[] = { "time", "dt", "_pi", "_e" };

	for (size_t i = 0; i < COUNT(reserved); i++)
		if (strcmp(reserved[i], name) == 0)
			return true;
	for (size_t i = 0; i < nconstants; i++)
		if (strcmp(constants[i].name, name) == 0)
			return true;
	return variable_find(name) >= 0;
}

static void read_variable(struct reader *r, const struct yaml_node *n, bool state)
{
	struct variable var = { .name = n->key->text.s,
				.host = NO_HOST,
				.unit = 1,
				.coding = BIT,
				.scale = 1,
				.unit_text = "",
				.high = 1 };

	if (model_identifier(r, n->key) && taken(var.name))
		model_wrong(r, n->key, "'%.60s' is there already", var.name);
	if (state) {
		var.coding = F32;
		var.high = 1e9; /* nothing is wrong with it, whatever it is */
		model_keys(r, n, "a state", state_keys, COUNT(state_keys), &var);
	} else {
		model_keys(r, n, "a variable", variable_keys, COUNT(variable_keys), &var);
		check_variable(r, n, &var);
	}
	if (!(var.low <= var.start && var.start <= var.high))
		model_wrong(r, n, "its start is not from low to high");
	if (!(var.scale > 0))
		model_wrong(r, n, "its scale is more than 0");
	variables[nvariables++] = var;
}

static void read_variables(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, VARIABLES_MAX - nvariables))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next)
		read_variable(r, v, false);
}

static void read_states(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, VARIABLES_MAX - nvariables))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next)
		read_variable(r, v, true);
}

static void read_constants(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, CONSTANTS_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct constant *c = &constants[nconstants];

		if (model_identifier(r, v->key) && taken(v->key->text.s))
			model_wrong(r, v->key, "'%.60s' is there already", v->key->text.s);
		c->name = v->key->text.s;
		model_double(r, v, &c->value);
		nconstants++;
	}
}

static void read_equation(struct reader *r, const struct yaml_node *n,
			  const struct yaml_node **places)
{
	struct equation *e = &equations[nequations];

	model_variable(r, n->key, &e->variable);
	if (n->kind != YAML_TEXT) {
		model_wrong(r, n, "an expression");
		return;
	}
	if (e->variable < 0)
		return;
	if (variable_commanded(&variables[e->variable]))
		model_wrong(r, n->key, "%s is commanded from outside; no equation sets it",
			    variables[e->variable].name);
	e->text = n->text.s;
	places[nequations++] = n;
}

struct compiling {
	struct reader *r;
	const struct yaml_node *const *places;
};

static void equation_wrong(void *context, size_t equation, int at, const char *text)
{
	struct compiling *c = context;
	const struct yaml_node *n = c->places[equation];
	size_t offset = at < 0 || (size_t)at > n->text.len ? n->text.len : (size_t)at;

	rule_error(&c->r->e, &n->text, offset, "%s", text);
}

static void read_equations(struct reader *r, const struct yaml_node *n)
{
	static struct process trial;
	const struct yaml_node *places[EQUATIONS_MAX];
	struct compiling c = { r, places };

	if (!model_section(r, n, YAML_SEQUENCE, EQUATIONS_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		if (v->kind != YAML_MAPPING || v->n != 1)
			model_wrong(r, v, "an equation is one VARIABLE: expression");
		else
			read_equation(r, v->first, places);
	}
	(void)process_compile(&trial, equation_wrong, &c);
	process_free(&trial);
}

static void check_poll(struct reader *r, const struct yaml_node *n, const struct poll *p)
{
	unsigned most = p->function <= 2 ? MODBUS_MAX_READ_BITS : MODBUS_MAX_READ_REGISTERS;

	if (p->count < 1 || p->count > most)
		model_wrong(r, n, "reads 1 to %u at once", most);
	if (p->period_ms == 0)
		model_wrong(r, n, "every 0 ms");
	if (p->to >= 0 && !host_serves(p->to))
		model_wrong(r, n, "nobody answers on %s, which has no device", hosts[p->to].name);
	if (p->from >= 0 && host_serves(p->from))
		model_wrong(r, n, "%s has devices, it does not poll", hosts[p->from].name);
}

static void read_polls(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_SEQUENCE, POLLS_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct poll *p = &polls[npolls];

		*p = (struct poll){ .from = NO_HOST, .to = NO_HOST, .unit = 1 };
		if (model_keys(r, v, "a poll", poll_keys, COUNT(poll_keys), p))
			check_poll(r, v, p);
		npolls++;
	}
}

static void check_action(struct reader *r, const struct yaml_node *n, const struct action *a)
{
	bool bits = a->function == MODBUS_FC_WRITE_SINGLE_COIL ||
		    a->function == MODBUS_FC_WRITE_MULTIPLE_COILS;

	if (a->first < 0)
		return;
	if (nactions && a->at_ms < actions[nactions - 1].at_ms)
		model_wrong(r, n, "earlier than the action before it");
	if ((size_t)a->first + a->count > nvariables)
		model_wrong(r, n, "more values than variables");
	else if (variables[a->first].area != (bits ? COIL : HOLDING) ||
		 !variable_mapped(&variables[a->first]))
		model_wrong(r, n, "function %u does not write %s", a->function,
			    variables[a->first].name);
}

static void read_actions(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_SEQUENCE, ACTIONS_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct action *a = &actions[nactions];

		*a = (struct action){ .first = -1 };
		if (model_keys(r, v, "an action", action_keys, COUNT(action_keys), a))
			check_action(r, v, a);
		nactions++;
	}
}

static void set_actions(struct reader *r, const struct yaml_node *n, void *to)
{
	(void)to;
	read_actions(r, n);
}

static void read_operator(struct reader *r, const struct yaml_node *n)
{
	static const struct model_key keys[] = {
		MUST(host, operator_round, model_host, host),
		MUST(every, operator_round, model_time, cycle_ms),
		{ "actions", set_actions, 0, true },
	};

	model_keys(r, n, "the operator", keys, COUNT(keys), &operator_round);
	if (nactions && operator_round.cycle_ms <= actions[nactions - 1].at_ms)
		model_wrong(r, n, "his round is over before his last action");
}

static void read_troubles(struct reader *r, const struct yaml_node *n)
{
	if (!model_section(r, n, YAML_MAPPING, TROUBLES_MAX))
		return;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		struct trouble *t = &troubles[ntroubles];

		*t = (struct trouble){ .name = v->key->text.s,
				       .host = NO_HOST,
				       .client = NO_HOST,
				       .variable = -1,
				       .when = -1 };
		model_keys(r, v, "a trouble", trouble_keys, COUNT(trouble_keys), t);
		if (t->kind != TROUBLE_STATE && t->host == NO_HOST)
			model_wrong(r, v, "a trouble needs 'host'");
		if ((t->kind == TROUBLE_STATE || t->kind == TROUBLE_JUMP) && t->variable < 0)
			model_wrong(r, v, "a trouble of this kind needs 'variable'");
		ntroubles++;
	}
}

static void read_name(struct reader *r, const struct yaml_node *n)
{
	if (model_identifier(r, n))
		model_name = n->text.s;
}

static void read_title(struct reader *r, const struct yaml_node *n)
{
	model_text(r, n, &model_title);
}

/* In the order in which they are read, whatever that of the file is. */
static const struct section {
	const char *name;
	void (*read)(struct reader *r, const struct yaml_node *n);
	bool required;
} sections[] = {
	{ "plant", read_name, true },
	{ "title", read_title, true },
	{ "hosts", read_hosts, true },
	{ "devices", read_devices, true },
	{ "constants", read_constants, false },
	{ "variables", read_variables, true },
	{ "states", read_states, false },
	{ "equations", read_equations, true },
	{ "polls", read_polls, true },
	{ "operator", read_operator, false },
	{ "troubles", read_troubles, false },
	{ "goose", model_read_goose, false },
	{ "subscriptions", model_read_subscriptions, false },
};

static void read_sections(struct reader *r, const struct yaml_node *root)
{
	const char *names[COUNT(sections)];

	for (size_t i = 0; i < COUNT(sections); i++)
		names[i] = sections[i].name;
	for (const struct yaml_node *v = root->first; v; v = v->next) {
		size_t i = 0;

		while (i < COUNT(sections) && strcmp(names[i], v->key->text.s) != 0)
			i++;
		if (i == COUNT(sections))
			model_no_such(r, v->key, "section", names, COUNT(sections));
	}
	for (size_t i = 0; i < COUNT(sections); i++) {
		const struct yaml_node *v = root->first;

		while (v && strcmp(names[i], v->key->text.s) != 0)
			v = v->next;
		if (v)
			sections[i].read(r, v);
		else if (sections[i].required)
			model_wrong(r, root, "a plant needs '%s'", names[i]);
	}
}

bool model_parse(const char *file, const char *text, size_t len)
{
	struct reader r = { .a = &arena };
	struct yaml_node *root = yaml_read(&arena, file, text, len, &r.e);
	bool good;

	if (root && root->kind == YAML_MAPPING)
		read_sections(&r, root);
	else if (!r.e.errors)
		rule_error_at(&r.e, file, (struct text_place){ 0 }, "is no plant");
	rule_errors_print(&r.e, stderr);
	good = r.e.errors == 0;
	rule_errors_free(&r.e);
	return good;
}

void model_free(void)
{
	nhosts = ndevices = nvariables = nconstants = nequations = 0;
	npolls = nactions = ntroubles = ngoose_blocks = ngoose_subscriptions = 0;
	operator_round = (struct operator_round){ .host = NO_HOST };
	model_name = model_title = NULL;
	arena_free(&arena);
}
