#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_json.h"
#include "common/version.h"

/*
 * CEF 0 in a line of syslog (RFC 5424). There are two grammars, each with its escapes: PARAM-VALUE
 * of structured data ('"', '\', ']'), and CEF's header ('|', '\') and extension ('=', '\'). What
 * neither can hold, control characters, is not in a cleaned text.
 */
enum { TEXT = 4096, LOCAL0 = 16 };

static void escaped(FILE *f, const char *s, const char *special)
{
	char clean[TEXT];

	(void)incident_clean(clean, sizeof(clean), s, strlen(s));
	for (const char *p = clean; *p != '\0'; p++) {
		if (strchr(special, *p) != NULL)
			(void)fputc('\\', f);
		(void)fputc(*p, f);
	}
}

/* ---- structured data ------------------------------------------------------------------------- */

static void param(FILE *f, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	(void)fprintf(f, " %s=\"", name);
	escaped(f, value, "\"\\]");
	(void)fputc('"', f);
}

/* HOSTNAME is printable ASCII without blanks. */
static void host(FILE *f, const char *name)
{
	size_t n = 0;

	for (; n < 255 && name[n] != '\0'; n++)
		(void)fputc(name[n] > ' ' && name[n] < 0x7f ? name[n] : '-', f);
	if (n == 0)
		(void)fputc('-', f);
}

static void header(FILE *f, const struct incident *i, const struct record_context *c)
{
	static const unsigned severities[] = { 6, 5, 4, 3, 2 };
	const struct record_party *p = c->party;
	char time[RECORD_TIME], revision[16];

	record_time_text(time, i->written != 0 ? i->written : i->last);
	(void)snprintf(revision, sizeof(revision), "%" PRIu32, i->revision);
	(void)fprintf(f, "<%u>1 %s ", LOCAL0 * 8 + severities[i->severity < 5 ? i->severity : 4],
		      time);
	host(f, p != NULL && p->fqdn != NULL ? p->fqdn : i->issuer);
	(void)fputs(" kagami-collector - incident [origin", f);
	param(f, "software", "kagami-collector");
	param(f, "swVersion", KAGAMI_VERSION);
	(void)fputs("][kagami@32473", f);
	param(f, "id", i->id);
	param(f, "revision", revision);
	param(f, "status", incident_status_name(i->status));
	param(f, "severity", record_severity(i->severity)->name);
	param(f, "tlp", record_tlp(i->tlp)->name);
	param(f, "site", i->site);
	(void)fputs("] ", f);
}

/* ---- CEF ------------------------------------------------------------------------------------- */

static void field(FILE *f, const char *key, const char *value)
{
	if (value[0] == '\0')
		return;
	(void)fprintf(f, " %s=", key);
	escaped(f, value, "=\\");
}

static void count(FILE *f, const char *key, uint64_t n)
{
	(void)fprintf(f, " %s=%" PRIu64, key, n);
}

static void millis(FILE *f, const char *key, uint64_t ns)
{
	if (ns != 0)
		count(f, key, ns / 1000000);
}

static void labelled(FILE *f, const char *key, const char *label, const char *value)
{
	if (value[0] != '\0')
		(void)fprintf(f, " %sLabel=%s", key, label);
	field(f, key, value);
}

struct side {
	const char *ip, *ip6, *ip6_label, *mac, *host, *port;
};

static void side(FILE *f, const struct incident_end *e, const struct side *names)
{
	char text[RECORD_ADDRESS];
	bool four = false, six = false;

	for (unsigned k = 0; record_ip_text(text, e, k); k++) {
		bool *had = e->ips[k].n == 4 ? &four : &six;

		if (!*had && e->ips[k].n == 4)
			field(f, names->ip, text);
		else if (!*had)
			labelled(f, names->ip6, names->ip6_label, text);
		*had = true;
	}
	if (record_mac_text(text, e))
		field(f, names->mac, text);
	field(f, names->host, e->name);
	if (e->port != 0)
		count(f, names->port, e->port);
}

static void list(char out[TEXT], const char *item)
{
	size_t n = strlen(out);

	if (item[0] != '\0')
		(void)snprintf(out + n, TEXT - n, "%s%s", n > 0 ? ", " : "", item);
}

static void lists(FILE *f, const struct incident *i)
{
	char text[TEXT] = "";

	for (uint32_t k = 0; k < i->nrules; k++)
		list(text, i->rules[k].id);
	labelled(f, "cs1", "rules", text);
	text[0] = '\0';
	for (uint32_t k = 0; k < i->ntechniques; k++)
		list(text, record_technique(i->techniques[k].id));
	labelled(f, "cs2", "attackTechniques", text);
	labelled(f, "cs3", "object", i->object);
	text[0] = '\0';
	for (uint32_t k = 0; k < i->nvalues; k++)
		list(text, i->values[k]);
	labelled(f, "cs4", "values", text);
	labelled(f, "cs5", "function", i->function);
	labelled(f, "cs6", "device", i->device);
	text[0] = '\0';
	for (uint32_t k = 0; k < i->nsensors; k++)
		list(text, i->sensors[k]);
	field(f, "dvchost", i->nsensors == 1 ? text : "");
	field(f, "deviceExternalId", text);
}

static void extension(FILE *f, const struct incident *i)
{
	static const struct side from = { "src",  "c6a2",  "Source IPv6 Address",
					  "smac", "shost", "spt" };
	static const struct side to = { "dst",	"c6a3",	 "Destination IPv6 Address",
					"dmac", "dhost", "dpt" };
	static const char *const outcomes[] = { "unknown", "success", "failure" };
	const struct record_protocol *p = record_protocol(i->protocol);

	(void)fputs("rt=", f);
	(void)fprintf(f, "%" PRIu64, i->written / 1000000);
	millis(f, "start", i->first);
	millis(f, "end", i->last);
	count(f, "cnt", i->count);
	field(f, "externalId", i->id);
	field(f, "cat", i->category);
	field(f, "act", incident_class_name(i->class));
	field(f, "outcome", outcomes[i->completion <= COMPLETION_FAILED ? i->completion : 0]);
	if (p != NULL && p->transport != 0)
		field(f, "proto", p->transport == 6 ? "TCP" : "UDP");
	field(f, "app", i->protocol);
	side(f, &i->source, &from);
	side(f, &i->target, &to);
	lists(f, i);
	(void)fputs(" cn1Label=confidence", f);
	count(f, "cn1", i->confidence);
	if (i->function_code != UINT32_MAX) {
		(void)fputs(" cn2Label=functionCode", f);
		count(f, "cn2", i->function_code);
	}
	field(f, "msg", i->summary[0] != '\0' ? i->summary : i->title);
}

bool siem_cef(const struct incident *i, const struct record_context *c, char **out, size_t *n,
	      const char **why)
{
	FILE *f = open_memstream(out, n);

	*why = "no memory for the line";
	if (f == NULL)
		return false;
	header(f, i, c);
	(void)fputs("CEF:0|Kagami|kagami-collector|" KAGAMI_VERSION "|", f);
	escaped(f, i->nrules > 0 && i->rules[0].id[0] != '\0' ? i->rules[0].id : i->family, "|\\");
	(void)fputc('|', f);
	escaped(f, i->title, "|\\");
	(void)fprintf(f, "|%u|", record_severity(i->severity)->cef);
	extension(f, i);
	(void)fputc('\n', f);
	if (fclose(f) == 0)
		return true;
	free(*out);
	return false;
}
