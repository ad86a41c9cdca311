/* Packages that go out. */
#include "collector/package.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collector/package_file.h"
#include "collector/record_json.h"

enum { TEMPORARY = 8 };

/* ---- formats ------------------------------------------------------------------------------ */

/* A table: its first line says what is in it. */
static bool csv_of(const struct incident *i, const struct record_context *c, char **out, size_t *n,
		   const char **why)
{
	char *header = NULL, *line = NULL;
	size_t nheader = 0, nline = 0;
	bool good;

	*why = "no memory";
	good = record_csv_header(&header, &nheader) && record_csv(i, c, &line, &nline, why);
	*out = good ? malloc(nheader + nline + 1) : NULL;
	if (*out != NULL) {
		memcpy(*out, header, nheader);
		memcpy(*out + nheader, line, nline);
		*n = nheader + nline;
	}
	free(header);
	free(line);
	return *out != NULL;
}

static const struct {
	const char *name, *extension;
	bool (*write)(const struct incident *i, const struct record_context *c, char **out,
		      size_t *n, const char **why);
} formats[FORMATS] = {
	[FORMAT_IODEF] = { "iodef", "iodef.json", record_iodef },
	[FORMAT_STIX] = { "stix", "stix.json", record_stix },
	[FORMAT_MISP] = { "misp", "misp.json", record_misp },
	[FORMAT_CSV] = { "csv", "csv", csv_of },
	[FORMAT_CEF] = { "cef", "cef", siem_cef },
	[FORMAT_ECS] = { "ecs", "ecs.json", siem_ecs },
};

/* ---- writing ------------------------------------------------------------------------------ */

struct job {
	const struct package_order *o;
	struct recipient to;	  /* with what its clearance leaves of what it may see */
	const struct incident *i; /* what that is */
	struct record_party party;
	const char *languages[5];
	struct package_manifest *m;
	int parent, folder;
	char temporary[PACKAGE_NAME], name[PACKAGE_NAME];
	char *error;
	size_t size;
};

static bool wrong(const struct job *j, const char *name, const char *why)
{
	(void)snprintf(j->error, j->size, "%s: %s", name, why);
	return false;
}

/* We, as the recipient may know us, in its languages. */
static void set_party(struct job *j)
{
	const struct recipient *to = j->o->to;
	size_t n = 0;

	j->party = *j->o->from;
	if (!to->contacts)
		j->party.email = j->party.telephone = NULL;
	if (!j->to.sites)
		j->party.operator_name = NULL;
	for (size_t i = 0; i < 4; i++) {
		if (to->languages[i][0] != '\0')
			j->languages[n++] = to->languages[i];
	}
	j->party.languages = n > 0 ? j->languages : NULL;
}

static bool put_file(struct job *j, const char *name, const char *text, size_t n)
{
	return package_file_new(j->folder, name, text, n, 0640) || wrong(j, name, strerror(errno));
}

/* A file that the manifest names. */
static bool put_entry(struct job *j, const char *name, const char *format, const void *p, size_t n)
{
	struct package_entry *e = &j->m->files[j->m->nfiles];

	if (j->m->nfiles == PACKAGE_FILES)
		return wrong(j, name, "is one file too many");
	(void)snprintf(e->name, sizeof(e->name), "%s", name);
	(void)snprintf(e->format, sizeof(e->format), "%s", format);
	e->size = n;
	(void)crypto_hash_sha256(e->sha256, p, n);
	j->m->nfiles++;
	return put_file(j, name, p, n);
}

static bool put_record(struct job *j, unsigned f)
{
	const struct recipient *to = j->o->to;
	const struct record_recipient who = { to->fqdn, to->title,
					      to->email[0] != '\0' ? to->email : NULL };
	const struct record_context c = {
		.party = &j->party,
		.recipients = &who,
		.nrecipients = 1,
		.due = j->o->due,
		.messages = j->o->messages,
	};
	char name[PACKAGE_NAME];
	const char *why = "no memory";
	char *text = NULL;
	size_t n = 0;
	bool good;

	(void)snprintf(name, sizeof(name), "%s.r%u.%s", j->i->id, j->i->revision,
		       formats[f].extension);
	if (!package_name_good(name))
		return wrong(j, formats[f].name, "the incident's id makes no file name");
	if (!formats[f].write(j->i, &c, &text, &n, &why))
		return wrong(j, name, why);
	good = put_entry(j, name, formats[f].name, text, n);
	free(text);
	return good;
}

/* Raw packets have everything in them: only for who may see all that is in them, and is to have
 * them. */
static bool may_have_packets(const struct job *j)
{
	const struct recipient *to = &j->to;

	return to->packets && to->clearance >= TLP_RED && to->sites && to->addresses && to->values;
}

static bool listed(const struct job *j, const char *name)
{
	for (size_t k = 0; k < j->m->nfiles; k++) {
		if (strcmp(j->m->files[k].name, name) == 0)
			return true;
	}
	return false;
}

/* The file of it; one that is not what the record says of it is none. */
static bool put_pcap(struct job *j, const struct incident_evidence *e, bool *gone)
{
	uint8_t *p = NULL, sha256[32];
	size_t n = 0;
	bool good = true;

	if (!package_name_good(e->file) || listed(j, e->file))
		return true;
	*gone = true;
	if (j->o->load != NULL && j->o->load(j->o->ctx, e, &p, &n)) {
		(void)crypto_hash_sha256(sha256, p, n);
		*gone = n != e->file_size || memcmp(sha256, e->sha256, sizeof(sha256)) != 0;
	}
	if (!*gone)
		good = put_entry(j, e->file, "pcap", p, n);
	free(p);
	return good;
}

static bool put_packets(struct job *j)
{
	const struct incident *whole = j->o->incident;
	bool some = false, good = true;

	for (uint32_t k = 0; k < whole->nevidence; k++)
		some = some || whole->evidence[k].file[0] != '\0';
	j->m->packets = !some ? PACKETS_NONE : may_have_packets(j) ? PACKETS_ALL : PACKETS_LEFT_OUT;
	for (uint32_t k = 0; good && j->m->packets >= PACKETS_SOME && k < j->i->nevidence; k++) {
		bool gone = false;

		good = put_pcap(j, &j->i->evidence[k], &gone);
		if (gone)
			j->m->packets = PACKETS_SOME;
	}
	return good;
}

/* For who checks with sha256sum and minisign alone. */
static bool put_sums(struct job *j)
{
	static const char name[] = "SHA256SUMS", signature[] = "SHA256SUMS.minisig";
	char text[PACKAGE_FILES * (PACKAGE_NAME + RECORD_HEX + 4)], hex[RECORD_HEX];
	char lines[PACKAGE_SIGNATURE_MAX], comment[PACKAGE_COMMENT];
	size_t n = 0, len;

	for (size_t k = 0; k < j->m->nfiles; k++) {
		record_hex_text(hex, j->m->files[k].sha256);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s  %s\n", hex,
				      j->m->files[k].name);
	}
	(void)snprintf(comment, sizeof(comment), "files of %s revision %u", j->i->id,
		       j->i->revision);
	len = package_sign(lines, j->o->key, text, n, comment);
	return put_entry(j, name, "sha256", text, n) &&
	       put_entry(j, signature, "minisign", lines, len);
}

static void fill_manifest(struct job *j)
{
	const struct package_order *o = j->o;
	struct package_manifest *m = j->m;

	memset(m, 0, sizeof(*m));
	(void)snprintf(m->sender, sizeof(m->sender), "%s", j->party.fqdn);
	(void)snprintf(m->sender_name, sizeof(m->sender_name), "%s", j->party.name);
	(void)snprintf(m->recipient, sizeof(m->recipient), "%s", o->to->fqdn);
	(void)snprintf(m->recipient_name, sizeof(m->recipient_name), "%s", o->to->title);
	memcpy(m->incident, j->i->id, sizeof(m->incident));
	memcpy(m->issuer, j->i->issuer, sizeof(m->issuer));
	memcpy(m->tlp, j->i->tlp, sizeof(m->tlp));
	if (o->report != NULL) {
		memcpy(m->stage, o->report->stage, sizeof(m->stage));
		memcpy(m->report, o->report->name, sizeof(m->report));
	}
	m->revision = j->i->revision;
	m->time = o->time;
}

static bool put_manifest(struct job *j)
{
	char lines[PACKAGE_SIGNATURE_MAX], comment[PACKAGE_COMMENT];
	const char *why = "no memory";
	char *text = NULL;
	size_t n = 0, len;
	bool good;

	if (!package_manifest_text(j->m, &text, &n, &why))
		return wrong(j, "manifest.json", why);
	(void)snprintf(comment, sizeof(comment), "%s revision %u, TLP:%s", j->i->id, j->i->revision,
		       j->i->tlp);
	len = package_sign(lines, j->o->key, text, n, comment);
	good = put_file(j, "manifest.json", text, n) &&
	       put_file(j, "manifest.json.minisig", lines, len);
	free(text);
	return good;
}

/* Takes away what was not finished. */
static void undo(struct job *j)
{
	static const char *const more[] = { "manifest.json", "manifest.json.minisig" };

	for (size_t i = 0; i < j->m->nfiles; i++)
		(void)unlinkat(j->folder, j->m->files[i].name, 0);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		(void)unlinkat(j->folder, more[i], 0);
	(void)unlinkat(j->parent, j->temporary, AT_REMOVEDIR);
}

/* All files are synced; the rename makes them a package. It never takes another one's place: a
 * folder that is not empty is not replaced. */
static bool put_all(struct job *j)
{
	bool good = true;

	for (unsigned f = 0; good && f < FORMATS; f++) {
		if ((j->o->to->formats >> f & 1) != 0)
			good = put_record(j, f);
	}
	if (!good || !put_packets(j) || !put_sums(j) || !put_manifest(j))
		return false;
	(void)fsync(j->folder);
	if (renameat(j->parent, j->temporary, j->parent, j->name) != 0)
		return wrong(j, j->name,
			     errno == ENOTEMPTY || errno == EEXIST
				     ? "is there already; it was sent, or take it away first"
				     : strerror(errno));
	(void)fsync(j->parent);
	return true;
}

static bool write_into(struct job *j, const char *folder)
{
	const struct package_order *o = j->o;
	bool good;

	(void)snprintf(j->name, sizeof(j->name), "%s.r%u.%s%s%s", j->i->id, j->i->revision,
		       o->to->name, o->report != NULL ? "." : "",
		       o->report != NULL ? o->report->name : "");
	package_temporary(j->name, j->temporary, sizeof(j->temporary));
	if (!package_name_good(j->name))
		return wrong(j, "package", "the incident's id makes no file name");
	j->parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->parent >= 0)
		package_folder_sweep(j->parent, j->name);
	if (j->parent < 0 || mkdirat(j->parent, j->temporary, 0750) != 0)
		good = wrong(j, folder, strerror(errno));
	else {
		j->folder = openat(j->parent, j->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		good = j->folder >= 0 ? put_all(j) : wrong(j, folder, strerror(errno));
		if (!good)
			undo(j);
		if (j->folder >= 0)
			(void)close(j->folder);
	}
	if (j->parent >= 0)
		(void)close(j->parent);
	return good;
}

bool package_write(const struct package_order *o, const char *folder, char *path, size_t path_size,
		   struct package_manifest *sent, char *error, size_t size)
{
	struct package_manifest *m = calloc(1, sizeof(*m));
	struct incident *i = calloc(1, sizeof(*i));
	struct job j = { .o = o, .to = *o->to, .i = i, .m = m, .error = error, .size = size };
	bool good = false;

	j.to.sites = j.to.sites && j.to.clearance >= TLP_RED;
	if (m == NULL || i == NULL || sodium_init() < 0)
		(void)snprintf(error, size, "no memory");
	else if (!redact(o->incident, &j.to, o->pseudonyms, i))
		(void)snprintf(error, size, "%s is TLP:%s, and %s is cleared for TLP:%s only",
			       o->incident->id, o->incident->tlp, o->to->name,
			       tlp_name(o->to->clearance));
	else {
		/* Records mark these as red; the site's pseudonym is in the id too. */
		if (j.to.clearance < TLP_RED) {
			memset(i->assignee, 0, sizeof(i->assignee));
			memset(i->site, 0, sizeof(i->site));
		}
		if (o->report != NULL)
			memcpy(i->report_stage, o->report->stage, sizeof(i->report_stage));
		set_party(&j);
		fill_manifest(&j);
		good = write_into(&j, folder);
	}
	path[0] = '\0';
	if (j.name[0] != '\0')
		(void)snprintf(path, path_size, "%s/%s", folder, j.name);
	if (good && sent != NULL)
		*sent = *m;
	free(m);
	free(i);
	return good;
}

bool package_left(const char *path, const struct package_order *o, struct package_manifest *m)
{
	struct package_public ours;
	char why[256];

	package_public_of(&ours, o->key);
	return package_verify(path, &ours, m, why, sizeof(why)) &&
	       strcmp(m->sender, o->from->fqdn) == 0 && strcmp(m->recipient, o->to->fqdn) == 0 &&
	       m->revision == o->incident->revision &&
	       strcmp(m->report, o->report != NULL ? o->report->name : "") == 0;
}
