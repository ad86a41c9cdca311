#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_json.h"

/*
 * A cell while it is written. Spreadsheets run what begins with one of = + - @ (and their wide
 * forms), also after blanks: such a text gets an apostrophe before it, which makes it a text.
 */
enum { CELL = 16 * 1024 };
struct cell {
	char s[CELL];
	size_t n;
};

static void put(struct cell *c, const char *text)
{
	c->n += incident_clean(c->s + c->n, CELL - c->n, text, strlen(text));
}

static void item(struct cell *c, const char *text)
{
	if (text[0] == '\0')
		return;
	if (c->n > 0)
		put(c, "; ");
	put(c, text);
}

static void number(struct cell *c, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRIu64, n);
	put(c, text);
}

/* "-12.5": what a spreadsheet may well see as what it is. */
static bool plain_number(const char *s)
{
	size_t whole, part;

	s += *s == '-';
	whole = strspn(s, "0123456789");
	part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
	return whole > 0 && s[whole + (s[whole] == '.' ? 1 + part : 0)] == '\0' &&
	       (s[whole] != '.' || part > 0);
}

static bool runs(const char *s)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
					    "\xef\xbc\xa0" };
	bool starts;

	if (plain_number(s))
		return false;
	/* U+00A0 and U+3000 are blanks, too. */
	while (*s == ' ' || strncmp(s, "\xc2\xa0", 2) == 0 || strncmp(s, "\xe3\x80\x80", 3) == 0)
		s += *s == ' ' ? 1 : (unsigned char)*s == 0xc2 ? 2 : 3;
	starts = *s != '\0' && strchr("=+-@|%", *s) != NULL;
	for (size_t k = 0; k < sizeof(wide) / sizeof(wide[0]); k++)
		starts = starts || strncmp(s, wide[k], 3) == 0;
	return starts;
}

/* Quoted whatever could be a separator somewhere: ';' is one where ',' is in numbers. */
static void cell_end(FILE *f, struct cell *c, bool last)
{
	static const char bare[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._:-";
	bool quoted, text;

	c->s[c->n] = '\0';
	text = runs(c->s);
	quoted = text || strspn(c->s, bare) != c->n;
	if (quoted)
		(void)fputc('"', f);
	if (text)
		(void)fputc('\'', f);
	for (size_t k = 0; k < c->n; k++) {
		if (c->s[k] == '"')
			(void)fputc('"', f);
		(void)fputc(c->s[k], f);
	}
	if (quoted)
		(void)fputc('"', f);
	(void)fputs(last ? "\r\n" : ",", f);
	c->n = 0;
}

/* ---- columns that are put together ----------------------------------------------------------- */

static void time_of(struct cell *c, uint64_t ns)
{
	char text[RECORD_TIME];

	if (ns == 0)
		return;
	record_time_text(text, ns);
	put(c, text);
}

static void addresses(struct cell *c, const struct incident_end *e)
{
	char text[RECORD_ADDRESS];

	for (unsigned k = 0; record_ip_text(text, e, k); k++)
		item(c, text);
}

static void mac(struct cell *c, const struct incident_end *e)
{
	char text[RECORD_ADDRESS];

	if (record_mac_text(text, e))
		put(c, text);
}

static void some(struct cell *c, uint64_t n)
{
	if (n != 0)
		number(c, n);
}

#define COLUMN(name) static void name(struct cell *c, const struct incident *i)

/* clang-format off */
COLUMN(id) { put(c, i->id); }
COLUMN(revision) { number(c, i->revision); }
COLUMN(issuer) { put(c, i->issuer); }
COLUMN(status) { put(c, incident_status_name(i->status)); }
COLUMN(severity) { put(c, record_severity(i->severity)->name); }
COLUMN(confidence) { number(c, i->confidence); }
COLUMN(class) { put(c, incident_class_name(i->class)); }
COLUMN(determination) { put(c, record_determination(i)); }
COLUMN(title) { put(c, i->title); }
COLUMN(summary) { put(c, i->summary); }
COLUMN(category) { put(c, i->category); }
COLUMN(impact) { put(c, i->impact); }
COLUMN(tlp) { put(c, record_tlp(i->tlp)->name); }
COLUMN(site) { put(c, i->site); }
COLUMN(sector) { put(c, i->sector); }
COLUMN(country) { put(c, i->country); }
COLUMN(first) { time_of(c, i->first); }
COLUMN(last) { time_of(c, i->last); }
COLUMN(detected) { time_of(c, i->detected); }
COLUMN(aware) { time_of(c, i->aware); }
COLUMN(resolved) { time_of(c, i->resolved); }
COLUMN(written) { time_of(c, i->written); }
COLUMN(alerts) { number(c, i->count); }
COLUMN(protocol) { put(c, i->protocol); }
COLUMN(function) { put(c, i->function); }
COLUMN(device) { put(c, i->device); }
COLUMN(object) { put(c, i->object); }
COLUMN(values_omitted) { number(c, i->more_values); }
COLUMN(source_name) { put(c, i->source.name); }
COLUMN(source_addresses) { addresses(c, &i->source); }
COLUMN(source_mac) { mac(c, &i->source); }
COLUMN(source_port) { some(c, i->source.port); }
COLUMN(target_name) { put(c, i->target.name); }
COLUMN(target_addresses) { addresses(c, &i->target); }
COLUMN(target_mac) { mac(c, &i->target); }
COLUMN(target_port) { some(c, i->target.port); }
COLUMN(target_vendor) { put(c, i->target.vendor); }
COLUMN(target_model) { put(c, i->target.model); }
COLUMN(target_firmware) { put(c, i->target.firmware); }
COLUMN(target_role) { put(c, i->target.role); }
COLUMN(report_stage) { put(c, i->report_stage); }
COLUMN(malicious) { put(c, i->malicious); }
COLUMN(cross_border) { put(c, i->cross_border); }
COLUMN(assignee) { put(c, i->assignee); }
/* clang-format on */

COLUMN(function_code)
{
	if (i->function_code != UINT32_MAX)
		number(c, i->function_code);
}

COLUMN(values)
{
	for (uint32_t k = 0; k < i->nvalues; k++)
		item(c, i->values[k]);
}

COLUMN(other_targets)
{
	char name[INCIDENT_WORD];

	for (uint32_t k = 0; k < i->ntargets; k++) {
		record_end_name(name, &i->targets[k]);
		item(c, name);
	}
}

COLUMN(more_targets)
{
	number(c, i->more_targets);
}

COLUMN(rules)
{
	for (uint32_t k = 0; k < i->nrules; k++)
		item(c, i->rules[k].id);
}

COLUMN(techniques)
{
	for (uint32_t k = 0; k < i->ntechniques; k++)
		item(c, record_technique(i->techniques[k].id));
}

COLUMN(stages)
{
	for (uint32_t k = 0; k < i->nstages; k++)
		item(c, incident_class_name(i->stages[k].class));
}

COLUMN(sensors)
{
	for (uint32_t k = 0; k < i->nsensors; k++)
		item(c, i->sensors[k]);
}

COLUMN(related)
{
	for (uint32_t k = 0; k < i->nrelated; k++)
		item(c, i->related[k].id);
}

COLUMN(evidence)
{
	for (uint32_t k = 0; k < i->nevidence; k++)
		item(c, i->evidence[k].file);
}

COLUMN(evidence_sha256)
{
	char hex[RECORD_HEX];

	for (uint32_t k = 0; k < i->nevidence; k++) {
		record_hex_text(hex, i->evidence[k].sha256);
		if (i->evidence[k].file[0] != '\0')
			item(c, hex);
	}
}

/* clang-format off */
#define ROW(name) { #name, name }
static const struct column {
	const char *name;
	void (*write)(struct cell *c, const struct incident *i);
} columns[] = {
	ROW(id), ROW(revision), ROW(issuer), ROW(status), ROW(severity), ROW(confidence), ROW(class),
	ROW(determination), ROW(title), ROW(summary), ROW(category), ROW(impact), ROW(tlp), ROW(site),
	ROW(sector), ROW(country), ROW(first), ROW(last), ROW(detected), ROW(aware), ROW(resolved),
	ROW(written), ROW(alerts), ROW(protocol), ROW(function_code), ROW(function), ROW(device),
	ROW(object), ROW(values), ROW(values_omitted), ROW(source_name), ROW(source_addresses),
	ROW(source_mac), ROW(source_port), ROW(target_name), ROW(target_addresses), ROW(target_mac),
	ROW(target_port), ROW(target_vendor), ROW(target_model), ROW(target_firmware), ROW(target_role),
	ROW(other_targets), ROW(more_targets), ROW(rules), ROW(techniques), ROW(stages), ROW(sensors),
	ROW(related), ROW(evidence), ROW(evidence_sha256), ROW(report_stage), ROW(malicious),
	ROW(cross_border), ROW(assignee),
};
/* clang-format on */
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

bool record_csv(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		const char **why)
{
	struct cell *cell = malloc(sizeof(*cell));
	FILE *f = cell != NULL ? open_memstream(out, n) : NULL;

	(void)c;
	*why = "no memory for the record";
	if (f == NULL) {
		free(cell);
		return false;
	}
	cell->n = 0;
	for (size_t k = 0; k < COLUMNS; k++) {
		columns[k].write(cell, i);
		cell_end(f, cell, k + 1 == COLUMNS);
	}
	free(cell);
	if (fclose(f) == 0)
		return true;
	free(*out);
	return false;
}

bool record_csv_header(char **out, size_t *n)
{
	FILE *f = open_memstream(out, n);

	if (f == NULL)
		return false;
	for (size_t k = 0; k < COLUMNS; k++)
		(void)fprintf(f, "%s%s", columns[k].name, k + 1 == COLUMNS ? "\r\n" : ",");
	if (fclose(f) == 0)
		return true;
	free(*out);
	return false;
}
