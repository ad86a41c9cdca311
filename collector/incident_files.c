#include "collector/incident_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/record_files.h"
#include "common/log.h"

enum { PATH = 4096 };

struct incident_files {
	struct record_files *files;
	struct incident_party party;
	unsigned formats; /* set of 1 << enum record_format */
	char folder[PATH];
};

/* ---- formats ----------------------------------------------------------------------------- */

static bool csv_with_header(const struct incident *i, const struct record_context *c, char **out,
			    size_t *n, const char **why)
{
	char *head = NULL, *line = NULL;
	size_t nhead = 0, nline = 0;

	if (!record_csv_header(&head, &nhead)) {
		*why = "no memory";
		return false;
	}
	if (!record_csv(i, c, &line, &nline, why)) {
		free(head);
		return false;
	}
	*out = malloc(nhead + nline + 1);
	if (*out == NULL) {
		*why = "no memory";
	} else {
		memcpy(*out, head, nhead);
		memcpy(*out + nhead, line, nline);
		*n = nhead + nline;
		(*out)[*n] = '\0';
	}
	free(head);
	free(line);
	return *out != NULL;
}

/* clang-format off */
static const struct {
	const char *name, *extension;
	bool (*write)(const struct incident *i, const struct record_context *c, char **out, size_t *n, const char **why);
} formats[FORMATS] = {
	[FORMAT_IODEF] = { "iodef", "iodef.json", record_iodef },
	[FORMAT_STIX] = { "stix", "stix.json", record_stix },
	[FORMAT_MISP] = { "misp", "misp.json", record_misp },
	[FORMAT_CSV] = { "csv", "csv", csv_with_header },
	[FORMAT_CEF] = { "cef", "cef", siem_cef },
	[FORMAT_ECS] = { "ecs", "ecs.json", siem_ecs },
};
/* clang-format on */

enum record_format record_format_of(const char *name)
{
	unsigned f = 0;

	while (f < FORMATS && strcmp(formats[f].name, name) != 0)
		f++;
	return (enum record_format)f;
}

const char *record_format_extension(enum record_format f)
{
	return formats[f].extension;
}

bool record_write(enum record_format f, const struct incident *i, const struct record_context *c,
		  char **out, size_t *n, const char **why)
{
	return formats[f].write(i, c, out, n, why);
}

/* ---- who writes -------------------------------------------------------------------------- */

bool incident_party(struct incident_party *p, const struct collector_options *o, char *why,
		    size_t size)
{
	enum { MOST = sizeof(p->languages) / sizeof(p->languages[0]) - 1 };

	*p = (struct incident_party){ 0 };
	for (size_t i = 0; i < o->languages.n && i < MOST; i++)
		p->languages[i] = o->languages.items[i];
	p->party = (struct record_party){
		.fqdn = o->issuer,
		.name = o->issuer_name,
		.email = o->issuer_email,
		.telephone = o->issuer_telephone,
		.timezone = o->timezone,
		.operator_name = o->operator_name,
		.languages = o->languages.n > 0 ? p->languages : NULL,
	};
	if (o->languages.n > 0) {
		p->messages = messages_read(o->messages, why, size);
		if (p->messages == NULL)
			return false;
	}
	p->context = (struct record_context){ .party = &p->party, .messages = p->messages };
	return true;
}

void incident_party_free(struct incident_party *p)
{
	messages_free(p->messages);
}

/* ---- files ------------------------------------------------------------------------------- */

bool incident_folder(const struct collector_options *o, char *out, size_t size)
{
	const char *slash = strrchr(o->store, '/');
	int n;

	if (o->records != NULL)
		n = snprintf(out, size, "%s", o->records);
	else if (slash == NULL)
		n = snprintf(out, size, "incidents");
	else
		n = snprintf(out, size, "%.*s/incidents", (int)(slash - o->store), o->store);
	return n >= 0 && (size_t)n < size;
}

static void choose(struct incident_files *f, const struct collector_options *o)
{
	f->formats = 1U << FORMAT_IODEF;
	for (size_t i = 0; i < o->formats.n; i++)
		f->formats |= 1U << record_format_of(o->formats.items[i]);
}

struct incident_files *incident_files_open(const struct collector_options *o, char *why,
					   size_t size)
{
	struct incident_files *f = calloc(1, sizeof(*f));
	unsigned repaired = 0;

	if (f == NULL || !incident_folder(o, f->folder, sizeof(f->folder))) {
		(void)snprintf(why, size,
			       f == NULL ? "no memory" : "the folder's name is too long");
		free(f);
		return NULL;
	}
	choose(f, o);
	if (!incident_party(&f->party, o, why, size)) {
		free(f);
		return NULL;
	}
	f->files = record_files_open(f->folder, &repaired, why, size);
	if (f->files == NULL) {
		incident_files_close(f);
		return NULL;
	}
	if (repaired > 0)
		log_info("%s: put right after an interruption, %u %s", f->folder, repaired,
			 repaired == 1 ? "repair" : "repairs");
	return f;
}

const char *incident_files_folder(const struct incident_files *f)
{
	return f->folder;
}

void incident_files_close(struct incident_files *f)
{
	if (f == NULL)
		return;
	record_files_close(f->files);
	incident_party_free(&f->party);
	free(f);
}

static bool write_as(struct incident_files *f, const struct incident *i, enum record_format as,
		     char *error, size_t size)
{
	const char *why = "no memory";
	char *text = NULL;
	size_t n = 0;
	bool good;

	if (!record_write(as, i, &f->party.context, &text, &n, &why)) {
		(void)snprintf(error, size, "%s as %s: %s", i->id, formats[as].name, why);
		/* What a format cannot say it never will: the others are not to wait for it. */
		if (strcmp(why, "no memory") == 0)
			return false;
		log_warnx("%s", error);
		return true;
	}
	good = record_files_write(f->files, i->id, i->revision, i->detected, formats[as].extension,
				  text, n, error, size);
	free(text);
	return good;
}

bool incident_files_write(struct incident_files *f, const struct incident *i, char *why,
			  size_t size)
{
	bool good = true;

	for (unsigned as = 0; good && as < FORMATS; as++) {
		if ((f->formats >> as & 1) != 0)
			good = write_as(f, i, (enum record_format)as, why, size);
	}
	return good;
}
