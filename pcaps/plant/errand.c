#include "pcaps/plant/errand.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
const struct errand attacks[] = {
	{ "scan",      "plc3", "tries unit ids, then every function code", attack_scan },
	{ "identify",  "plc1", "reads the device identification in every way", attack_identify },
	{ "sweep",     "plc1", "walks the address space until exceptions show its ends", attack_sweep },
	{ "write",     "plc3", "writes coils and registers with every writing function", attack_write },
	{ "setpoint",  "plc2", "raises the chlorine setpoint and its limits far out of range",
		attack_setpoint },
	{ "flap",      "plc1", "switches a pump on and off as fast as it can", attack_flap },
	{ "flood",     "plc2", "three connections full of requests, answers ignored", attack_flood },
	{ "malformed", "plc1", "broken frames, one connection each", attack_malformed },
	{ "pipeline",  "plc3", "many requests in flight, split, joined and answered out of order",
		attack_pipeline },
	{ "tid-zero",  "plc2", "transaction id 0 in every request, then another constant one",
		attack_transaction_zero },
	{ "scan-functions", "plc2", "tries forty function codes, most of them unknown",
		attack_scan_functions },
	{ "scan-registers", "plc1", "reads addresses that are not there", attack_scan_registers },
	{ "unit-sweep", "plc2", "tries sixty unit ids, all but one of them silent",
		attack_unit_sweep },
	{ "frostygoop", "plc1", "reads and writes holding registers of each PLC, one session each",
		attack_frostygoop },
	{ "master",    "plc1", "polls like the HMI, and writes now and then", attack_master },
	{ "broadcast", "plc3", "writes with unit id 0", attack_broadcast },
	{ "stop",      "plc2", "clears counters, restarts communications, forces listen only",
		attack_stop },
	{ "file",      "plc1", "reads and writes file records", attack_file },
	{ "drift",     "plc2", "raises the chlorine setpoint in small steps", attack_drift },
	{ "overflow",  "plc1", "lifts the raw tank's limits and lets both pumps run",
		attack_overflow },
	{ "spoof",     "plc2", "answers the HMI in PLC2's place, in a network that it can hear",
		attack_spoof },
	{ "umas",      "plc1", "Schneider's function 90: reads, reserves, uploads, stops, starts",
		attack_umas },
};
const struct errand works[] = {
	{ "maintenance", "plc1", "the engineer identifies a PLC, reads and changes parameters",
		work_maintenance },
	{ "functions",   "plc2", "every public function, answered and refused", work_functions },
	{ "udp",         "plc2", "requests over UDP", work_udp },
	{ "rtu",         "serial", "RTU frames over TCP to a serial device server, port 4001",
		work_rtu },
};
/* clang-format on */
const size_t nattacks = COUNT_OF(attacks), nworks = COUNT_OF(works);

const struct errand *attack_find(const char *name)
{
	for (size_t i = 0; i < nattacks; i++)
		if (strcmp(attacks[i].name, name) == 0)
			return &attacks[i];
	return NULL;
}

void say(const struct visit *v, const char *format, ...)
{
	va_list args;

	if (v->who)
		printf("- %.3f s: %s: ", (double)(clock_now() - v->start) / 1e9, v->who);
	else
		printf("- %.3f s: ", (double)(clock_now() - v->start) / 1e9);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

size_t hex_bytes(const char *hex, uint8_t *out, size_t room)
{
	size_t n = 0;

	while (*hex && n < room) {
		char digits[3] = { 0 };

		if (isspace((unsigned char)*hex)) {
			hex++;
			continue;
		}
		digits[0] = hex[0];
		digits[1] = hex[1];
		out[n++] = (uint8_t)strtoul(digits, NULL, 16);
		hex += 2;
	}
	return n;
}

const char *answer_text(const uint8_t *pdu, int len)
{
	static char text[64];

	if (len < 0)
		return "the connection was closed";
	if (len == 0)
		return "no answer";
	if (pdu[0] & 0x80)
		snprintf(text, sizeof(text), "exception %d", len > 1 ? pdu[1] : 0);
	else if (pdu[0] == 90 && len > 2)
		snprintf(text, sizeof(text), "%s, PDU of %d bytes",
			 pdu[2] == 0xfe ? "done" : "refused by UMAS", len);
	else
		snprintf(text, sizeof(text), "answered, PDU of %d bytes", len);
	return text;
}

bool steps_run(struct visit *v, struct link *l, const struct step *steps, size_t n)
{
	uint8_t pdu[LINK_ADU_MAX] = { 0 }, out[LINK_ADU_MAX] = { 0 };

	for (size_t i = 0; i < n && !stop_asked(); i++) {
		size_t len = hex_bytes(steps[i].hex, pdu, sizeof(pdu));
		int got = link_exchange(l, steps[i].unit, pdu, len, out);

		say(v, "unit %d, function %d, %s: %s", steps[i].unit, pdu[0], steps[i].text,
		    answer_text(out, got));
		if (got < 0)
			return false;
		clock_sleep_ms(40);
	}
	return true;
}

bool visit_open(struct visit *v, struct link *l, unsigned timeout_ms)
{
	return link_open(l, v->address, v->port, timeout_ms, &v->tally);
}

/*
 * The plant's own networks and loopback: nothing in this program can be pointed at a real plant.
 */
static bool address_allowed(const char *address)
{
	struct in_addr ip4;
	struct in6_addr ip6, net;

	if (inet_pton(AF_INET, address, &ip4) == 1)
		return (ntohl(ip4.s_addr) >> 24) == 127 || (ntohl(ip4.s_addr) >> 8) == 0x0a0a01;
	if (inet_pton(AF_INET6, address, &ip6) != 1)
		return false;
	inet_pton(AF_INET6, "fd0a:a:1::", &net);
	return IN6_IS_ADDR_LOOPBACK(&ip6) || memcmp(&ip6, &net, 8) == 0;
}

/* Splits "HOST[:PORT]" or "[IPV6]:PORT" in place. */
static void split(char *text, struct visit *v)
{
	char *colon = strrchr(text, ':');

	v->address = text;
	v->port = "502";
	if (text[0] == '[' && strchr(text, ']')) {
		char *end = strchr(text, ']');

		*end = '\0';
		v->address = text + 1;
		if (end[1] == ':')
			v->port = end + 2;
	} else if (colon && colon == strchr(text, ':')) {
		*colon = '\0';
		v->port = colon + 1;
	}
}

int errand_run(const struct errand *s, const char *target)
{
	char text[128];
	struct visit v = { .start = clock_now() };
	int host;
	long port;
	int result;

	snprintf(text, sizeof(text), "%s", target);
	split(text, &v);
	host = host_find(v.address);
	if (host != NO_HOST)
		v.address = hosts[host].ip;
	if (!number_parse(v.port, "port", 1, 65535, &port))
		return MISUSE;
	if (!address_allowed(v.address)) {
		complain("target '%s': only the plant's hosts, 10.10.1.0/24, fd0a:a:1::/64 and "
			 "loopback are allowed",
			 target);
		return MISUSE;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	result = s->run(&v);
	printf("\n| who | function | requests | answers | exceptions |\n|---|---|---|---|---|\n");
	tally_print(stdout, s->name, &v.tally);
	return result;
}
