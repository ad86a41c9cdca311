#include <arpa/inet.h>
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "pcaps/plant/clients.h"
#include "pcaps/plant/model_inside.h"
#include "pcaps/plant/troubles.h"

const char *const model_area_names[4] = { "coil", "discrete", "input", "holding" };
const char *const model_coding_names[5] = { "bit", "u16", "s16", "u32", "f32" };

void model_wrong(struct reader *r, const struct yaml_node *n, const char *format, ...)
{
	char text[RULE_ERROR_TEXT];
	va_list args;

	if (n->refused)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	rule_error_at(&r->e, n->file, n->at, "%s", text);
}

void model_no_such(struct reader *r, const struct yaml_node *n, const char *what,
		   const char *const *names, size_t count)
{
	struct nearest near = nearest_to(n->text.s);

	for (size_t i = 0; i < count; i++)
		nearest_offer(&near, names[i]);
	if (near.name)
		model_wrong(r, n, "no %s '%.60s'; did you mean '%s'?", what, n->text.s, near.name);
	else
		model_wrong(r, n, "no %s '%.60s'", what, n->text.s);
}

static const struct model_key *key_of(const struct model_key *keys, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

bool model_keys(struct reader *r, const struct yaml_node *n, const char *what,
		const struct model_key *keys, size_t nkeys, void *to)
{
	const char *names[32];

	if (n->kind != YAML_MAPPING) {
		model_wrong(r, n, "%s is a mapping", what);
		return false;
	}
	for (size_t i = 0; i < nkeys; i++)
		names[i] = keys[i].name;
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		const struct model_key *k = key_of(keys, nkeys, v->key->text.s);

		if (k)
			k->set(r, v, (char *)to + k->at);
		else
			model_no_such(r, v->key, "key", names, nkeys);
	}
	for (size_t i = 0; i < nkeys; i++) {
		const struct yaml_node *v = n->first;

		while (v && strcmp(v->key->text.s, keys[i].name) != 0)
			v = v->next;
		if (!v && keys[i].required)
			model_wrong(r, n, "%s needs '%s'", what, keys[i].name);
	}
	return true;
}

bool model_section(struct reader *r, const struct yaml_node *n, enum yaml_kind kind, size_t most)
{
	if (n->kind == kind && n->n <= most)
		return true;
	model_wrong(r, n, "%s: a %s, of at most %zu", n->key->text.s,
		    kind == YAML_MAPPING ? "mapping" : "list", most);
	return false;
}

bool model_identifier(struct reader *r, const struct yaml_node *n)
{
	const char *s = n->text.s;
	bool good = n->kind == YAML_TEXT && (isalpha((unsigned char)*s) || *s == '_');

	for (; good && *s; s++)
		good = isalnum((unsigned char)*s) || *s == '_';
	if (!good)
		model_wrong(r, n, "a name of letters, digits and _ that begins with a letter");
	return good;
}

bool model_number(struct reader *r, const struct yaml_node *n, double low, double high,
		  double *number)
{
	char *end = NULL;
	double value = n->kind == YAML_TEXT ? strtod(n->text.s, &end) : 0;

	if (!end || end == n->text.s || *end || !isfinite(value) || value < low || value > high) {
		model_wrong(r, n, "a number from %g to %g", low, high);
		return false;
	}
	*number = value;
	return true;
}

void model_text(struct reader *r, const struct yaml_node *n, void *to)
{
	const char *text = NULL;

	if (n->kind != YAML_TEXT)
		model_wrong(r, n, "a text");
	else
		text = n->text.s;
	memcpy(to, &text, sizeof(text));
}

void model_bool(struct reader *r, const struct yaml_node *n, void *to)
{
	bool yes = n->kind == YAML_TEXT && strcmp(n->text.s, "true") == 0;

	if (!yes && (n->kind != YAML_TEXT || strcmp(n->text.s, "false") != 0))
		model_wrong(r, n, "true or false");
	*(bool *)to = yes;
}

static double whole(struct reader *r, const struct yaml_node *n, double high)
{
	double number = 0;

	if (model_number(r, n, 0, high, &number) && number != floor(number))
		model_wrong(r, n, "a whole number");
	return floor(number);
}

void model_u8(struct reader *r, const struct yaml_node *n, void *to)
{
	*(uint8_t *)to = (uint8_t)whole(r, n, UINT8_MAX);
}

void model_u16(struct reader *r, const struct yaml_node *n, void *to)
{
	uint16_t number = (uint16_t)whole(r, n, UINT16_MAX);

	memcpy(to, &number, sizeof(number));
}

void model_double(struct reader *r, const struct yaml_node *n, void *to)
{
	double number = 0;

	model_number(r, n, -1e12, 1e12, &number);
	memcpy(to, &number, sizeof(number));
}

void model_time(struct reader *r, const struct yaml_node *n, void *to)
{
	static const struct {
		const char *unit;
		double ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };
	char *end = NULL;
	double number = n->kind == YAML_TEXT ? strtod(n->text.s, &end) : 0;
	unsigned ms = 0;
	bool good = false;

	for (size_t i = 0; end && end != n->text.s && i < sizeof(units) / sizeof(units[0]); i++) {
		double total = number * units[i].ms;

		if (strcmp(end, units[i].unit) != 0 || !(total >= 0 && total <= 1e9))
			continue;
		ms = (unsigned)(total + 0.5);
		good = true;
	}
	if (!good)
		model_wrong(r, n, "a time such as 500ms, 20s or 5m");
	memcpy(to, &ms, sizeof(ms));
}

/* The index of the name that the node says; -1 and said when it is none. */
static int choice(struct reader *r, const struct yaml_node *n, const char *what,
		  const char *const *names, size_t count)
{
	if (n->kind != YAML_TEXT) {
		model_wrong(r, n, "the name of a %s", what);
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], n->text.s) == 0)
			return (int)i;
	model_no_such(r, n, what, names, count);
	return -1;
}

void model_host(struct reader *r, const struct yaml_node *n, void *to)
{
	const char *names[HOSTS_MAX];
	int host;

	for (size_t i = 0; i < nhosts; i++)
		names[i] = hosts[i].name;
	host = choice(r, n, "host", names, nhosts);
	memcpy(to, &host, sizeof(host));
}

void model_variable(struct reader *r, const struct yaml_node *n, void *to)
{
	const char *names[VARIABLES_MAX];
	int variable;

	for (size_t i = 0; i < nvariables; i++)
		names[i] = variables[i].name;
	variable = choice(r, n, "variable", names, nvariables);
	memcpy(to, &variable, sizeof(variable));
}

void model_coding(struct reader *r, const struct yaml_node *n, void *to)
{
	int found = choice(r, n, "coding", model_coding_names, 5);
	enum coding coding = found < 0 ? U16 : (enum coding)found;

	memcpy(to, &coding, sizeof(coding));
}

void model_trouble(struct reader *r, const struct yaml_node *n, void *to)
{
	int found = choice(r, n, "kind", trouble_kind_names, TROUBLE_KINDS);
	enum trouble_kind kind = found < 0 ? TROUBLE_SILENT : (enum trouble_kind)found;

	memcpy(to, &kind, sizeof(kind));
}

void model_reading(struct reader *r, const struct yaml_node *n, void *to)
{
	static const uint8_t functions[] = { MODBUS_FC_READ_COILS, MODBUS_FC_READ_DISCRETE_INPUTS,
					     MODBUS_FC_READ_INPUT_REGISTERS,
					     MODBUS_FC_READ_HOLDING_REGISTERS };
	int found = choice(r, n, "object area", model_area_names, 4);

	*(uint8_t *)to = functions[found < 0 ? 0 : found];
}

void model_function(struct reader *r, const struct yaml_node *n, void *to)
{
	uint8_t function = (uint8_t)whole(r, n, UINT8_MAX);

	if (function != 5 && function != 6 && function != 15 && function != 16)
		model_wrong(r, n, "a function that writes: 5, 6, 15 or 16");
	*(uint8_t *)to = function;
}

/* "holding:12" */
void model_object(struct reader *r, const struct yaml_node *n, void *to)
{
	struct variable *var = to;
	const char *colon = n->kind == YAML_TEXT ? strchr(n->text.s, ':') : NULL;

	for (unsigned i = 0; colon && i < 4; i++) {
		char *end;
		unsigned long addr;

		if (strlen(model_area_names[i]) != (size_t)(colon - n->text.s) ||
		    strncmp(model_area_names[i], n->text.s, (size_t)(colon - n->text.s)) != 0)
			continue;
		addr = strtoul(colon + 1, &end, 10);
		if (!isdigit((unsigned char)colon[1]) || *end || addr > UINT16_MAX)
			break;
		var->area = (enum object_area)i;
		var->addr = (uint16_t)addr;
		return;
	}
	model_wrong(r, n,
		    "an object such as \"coil:0\", \"discrete:3\", \"input:8\" or "
		    "\"holding:12\"");
}

void model_numbers(struct reader *r, const struct yaml_node *n, void *to)
{
	struct action *action = to;

	action->count = 0;
	if (n->kind != YAML_SEQUENCE || n->n < 1 || n->n > ACTION_VALUES) {
		model_wrong(r, n, "a list of 1 to %d numbers", ACTION_VALUES);
		return;
	}
	for (const struct yaml_node *v = n->first; v; v = v->next)
		model_double(r, v, &action->value[action->count++]);
}

static void address(struct reader *r, const struct yaml_node *n, void *to, int family)
{
	uint8_t bytes[16];

	model_text(r, n, to);
	if (n->kind == YAML_TEXT && inet_pton(family, n->text.s, bytes) != 1)
		model_wrong(r, n, "an IPv%c address", family == AF_INET ? '4' : '6');
}

void model_ip(struct reader *r, const struct yaml_node *n, void *to)
{
	address(r, n, to, AF_INET);
}

void model_ip6(struct reader *r, const struct yaml_node *n, void *to)
{
	address(r, n, to, AF_INET6);
}

void model_mac(struct reader *r, const struct yaml_node *n, void *to)
{
	bool good = n->kind == YAML_TEXT && n->text.len == 17;

	for (size_t i = 0; good && i < 17; i++)
		good = i % 3 == 2 ? n->text.s[i] == ':'
				  : isxdigit((unsigned char)n->text.s[i]) != 0;
	if (!good)
		model_wrong(r, n, "a MAC address such as 00:80:f4:1a:20:11");
	model_text(r, n, to);
}
