#include <stdio.h>
#include <string.h>

#include "common/nearest.h"
#include "protocols/protocols.h"
#include "sensor/options.h"
#include "sensor/sizes.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Framings have fields, but what they carry is reported by the name of its own protocol. */
static const struct {
	const struct protocol *framing;
	const char *carries;
} framings[] = {
	{ &protocol_mbtcp, "'modbus' and 'umas'" },
	{ &protocol_mbrtu, "'modbus' and 'umas'" },
};

static const char *carried_by(const struct protocol *p)
{
	for (size_t i = 0; i < COUNT(framings); i++) {
		if (framings[i].framing == p)
			return framings[i].carries;
	}
	return NULL;
}

static void protocol_unknown(const char *name, struct option_why *why)
{
	struct nearest near = nearest_to(name);
	const char *sep = ":";
	size_t at;

	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		if (carried_by(protocols[i]) == NULL)
			nearest_offer(&near, protocols[i]->name);
	}
	if (near.name != NULL) {
		snprintf(why->text, sizeof(why->text),
			 "unknown protocol '%.60s'; did you mean '%s'?", name, near.name);
		return;
	}
	at = (size_t)snprintf(why->text, sizeof(why->text), "unknown protocol '%.60s'; there are",
			      name);
	for (size_t i = 0; i < PROTOCOL_COUNT && at < sizeof(why->text); i++) {
		if (carried_by(protocols[i]) != NULL)
			continue;
		at += (size_t)snprintf(why->text + at, sizeof(why->text) - at, "%s %s", sep,
				       protocols[i]->name);
		sep = ",";
	}
}

bool sensor_protocol_good(const char *name, struct option_why *why)
{
	for (size_t i = 0; i < PROTOCOL_COUNT; i++) {
		const char *carries = carried_by(protocols[i]);

		if (strcmp(name, protocols[i]->name) != 0)
			continue;
		if (carries == NULL)
			return true;
		snprintf(why->text, sizeof(why->text),
			 "'%s' is only a framing; the operations it carries are called %s", name,
			 carries);
		return false;
	}
	protocol_unknown(name, why);
	return false;
}

bool sensor_sizes_good(const char *text, struct option_why *why)
{
	struct sizes_row row;

	if (sizes_read(text, &row))
		return true;
	snprintf(why->text, sizeof(why->text),
		 "'%.60s' is no sizes: octets of cause (1, 2), common address (1, 2) and "
		 "information "
		 "object address (1 to 3) as 2/2/3, of whom before it as 10.1.0.0/16=, "
		 "10.1.0.5:2405= "
		 "or :2405=",
		 text);
	return false;
}
