#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/wire.h"
#include "sensor/deliver/uplink.h"
#include "sensor/options.h"

/* A number from 1 to 65535. */
static bool port_good(const char *text)
{
	size_t n = strlen(text);
	unsigned long port;

	if (n == 0 || n > 5 || strspn(text, "0123456789") != n)
		return false;
	port = strtoul(text, NULL, 10);
	return port >= 1 && port <= 65535;
}

/* A name or an IPv4 address, or an IPv6 address in brackets. */
static bool host_good(const char *host, size_t n)
{
	if (n > 2 && host[0] == '[' && host[n - 1] == ']')
		return strspn(host + 1, "0123456789abcdefABCDEF:.") >= n - 2;
	return n > 0 && n <= 253 &&
	       strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") >=
		       n;
}

bool sensor_collector_good(const char *text, struct option_why *why)
{
	static const char scheme[] = "tcp://";
	size_t n = sizeof(scheme) - 1;
	const char *port = strrchr(text, ':');

	if (strncmp(text, scheme, n) == 0 && port >= text + n && port_good(port + 1) &&
	    host_good(text + n, (size_t)(port - text) - n))
		return true;
	(void)snprintf(why->text, sizeof(why->text),
		       "'%.80s' is no address of a collector; one looks like "
		       "tcp://collector.example:5570, tcp://10.0.0.5:5570 or tcp://[fd00::5]:5570",
		       text);
	return false;
}

bool sensor_name_good(const char *text, struct option_why *why)
{
	if (wire_name_good(text))
		return true;
	(void)snprintf(why->text, sizeof(why->text),
		       "'%.80s' is no name: letters, digits, '.', '_' and '-', at most %d of them",
		       text, WIRE_NAME_MAX);
	return false;
}

void sensor_options_delivery(struct options *o, struct sensor_options *s)
{
	/* The service manager may hand over the key. */
	bool given = s->key != NULL || getenv("CREDENTIALS_DIRECTORY") != NULL;

	if (s->collector.n > UPLINK_COLLECTORS)
		options_error_in(o, &s->collector, "more than %d collectors", UPLINK_COLLECTORS);
	if (s->collector.n > 0 && !given)
		options_error_in(o, &s->collector,
				 "'collector' needs 'key': the file that `kagami-collector keygen "
				 "NAME` wrote for this sensor");
	if (s->collector.n == 0 && s->key != NULL)
		options_error_in(o, &s->key, "'key' is of no use without 'collector'");
	if (s->collector.n == 0 && s->again)
		options_error_in(o, &s->again, "'again' is of no use without 'collector'");
}
