/* manifest.json. */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/incident_text.h"
#include "collector/package.h"
#include "collector/package_file.h"
#include "collector/record_json.h"
#include "collector/record_time.h"

static const char format[] = "kagami-package-1";
static const char *const packets[PACKETS_KINDS] = {
	[PACKETS_NONE] = "none",
	[PACKETS_LEFT_OUT] = "left-out",
	[PACKETS_SOME] = "some",
	[PACKETS_ALL] = "all",
};

/* ---- writing ------------------------------------------------------------------------------ */

static json_t *party_of(struct record_tree *t, const char *fqdn, const char *name)
{
	json_t *o = json_object();

	record_put(t, o, "fqdn", record_string(fqdn));
	record_put_text(t, o, "name", name);
	return o;
}

static json_t *entry_of(struct record_tree *t, const struct package_entry *e)
{
	json_t *o = json_object();
	char hex[RECORD_HEX];

	record_hex_text(hex, e->sha256);
	record_put(t, o, "name", record_string(e->name));
	record_put(t, o, "format", record_string(e->format));
	record_put(t, o, "size", record_number(e->size));
	record_put(t, o, "sha256", record_string(hex));
	return o;
}

bool package_manifest_text(const struct package_manifest *m, char **out, size_t *n,
			   const char **why)
{
	struct record_tree t = { false };
	json_t *root = json_object(), *incident = json_object(), *files = json_array();

	record_put(&t, root, "format", json_string(format));
	record_put(&t, root, "sender", party_of(&t, m->sender, m->sender_name));
	record_put(&t, root, "recipient", party_of(&t, m->recipient, m->recipient_name));
	record_put(&t, incident, "id", record_string(m->incident));
	record_put(&t, incident, "issuer", record_string(m->issuer));
	record_put(&t, incident, "revision", record_number(m->revision));
	record_put(&t, root, "incident", incident);
	record_put(&t, root, "tlp", record_string(m->tlp));
	record_put_text(&t, root, "stage", m->stage);
	record_put_text(&t, root, "report", m->report);
	record_put(&t, root, "packets", json_string(packets[m->packets]));
	record_put(&t, root, "time", record_time(m->time));
	for (size_t i = 0; i < m->nfiles; i++)
		record_push(&t, files, entry_of(&t, &m->files[i]));
	record_put(&t, root, "files", files);
	return record_finish(&t, root, RECORD_INDENTED, out, n, why);
}

/* ---- reading ------------------------------------------------------------------------------ */

struct source {
	char *error;
	size_t size;
};

static bool wrong(const struct source *src, const char *what, const char *member)
{
	(void)snprintf(src->error, src->size, "manifest.json: %s%s", member, what);
	return false;
}

static bool text_into(const struct source *src, const json_t *o, const char *member, char *out,
		      size_t room, bool needed)
{
	const json_t *v = json_object_get(o, member);
	const char *s = json_string_value(v);
	size_t n = json_string_length(v);

	out[0] = '\0';
	if (v == NULL && !needed)
		return true;
	if (s == NULL || n == 0)
		return wrong(src, " is missing, or no text", member);
	if (n >= room || !incident_is_clean(s, n))
		return wrong(src, " is too long, or has characters that it must not have", member);
	memcpy(out, s, n + 1);
	return true;
}

static bool number_into(const struct source *src, const json_t *o, const char *member,
			uint64_t most, uint64_t *out)
{
	const json_t *v = json_object_get(o, member);
	json_int_t n = json_integer_value(v);

	if (!json_is_integer(v) || n < 0 || (uint64_t)n > most)
		return wrong(src, " is no number, or too large", member);
	*out = (uint64_t)n;
	return true;
}

static bool entry_into(const struct source *src, const json_t *o, struct package_manifest *m)
{
	struct package_entry *e = &m->files[m->nfiles];
	char hex[RECORD_HEX];
	size_t got = 0;

	if (!text_into(src, o, "name", e->name, sizeof(e->name), true) ||
	    !text_into(src, o, "format", e->format, sizeof(e->format), true) ||
	    !text_into(src, o, "sha256", hex, sizeof(hex), true) ||
	    !number_into(src, o, "size", PACKAGE_FILE_MAX, &e->size))
		return false;
	if (!package_name_good(e->name) || strncmp(e->name, "manifest.json", 13) == 0)
		return wrong(src, "a file is called in a way that none may be", "");
	if (strlen(hex) != 64 ||
	    sodium_hex2bin(e->sha256, sizeof(e->sha256), hex, 64, NULL, &got, NULL) != 0 ||
	    got != sizeof(e->sha256))
		return wrong(src, " is no SHA-256", "sha256");
	for (size_t i = 0; i < m->nfiles; i++) {
		if (strcmp(m->files[i].name, e->name) == 0)
			return wrong(src, "a file is named twice", "");
	}
	m->nfiles++;
	return true;
}

static bool files_into(const struct source *src, const json_t *root, struct package_manifest *m)
{
	const json_t *files = json_object_get(root, "files");

	if (!json_is_array(files) || json_array_size(files) == 0 ||
	    json_array_size(files) > PACKAGE_FILES)
		return wrong(src, " is no list, empty or too long", "files");
	for (size_t i = 0; i < json_array_size(files); i++) {
		if (!entry_into(src, json_array_get(files, i), m))
			return false;
	}
	return true;
}

/* Who says nothing of packets has none. */
static bool packets_into(const struct source *src, const json_t *root, struct package_manifest *m)
{
	char text[INCIDENT_WORD];
	unsigned k = 0;

	if (!text_into(src, root, "packets", text, sizeof(text), false))
		return false;
	while (k < PACKETS_KINDS && strcmp(text, packets[k]) != 0)
		k++;
	m->packets = k < PACKETS_KINDS ? (enum package_packets)k : PACKETS_NONE;
	return true;
}

static bool root_into(const struct source *src, const json_t *root, struct package_manifest *m)
{
	const json_t *from = json_object_get(root, "sender");
	const json_t *to = json_object_get(root, "recipient");
	const json_t *incident = json_object_get(root, "incident");
	char text[INCIDENT_WORD];
	uint64_t revision = 0;

	if (!text_into(src, root, "format", text, sizeof(text), true))
		return false;
	if (strcmp(text, format) != 0)
		return wrong(src, " is one that this program does not know", "format");
	if (!text_into(src, from, "fqdn", m->sender, sizeof(m->sender), true) ||
	    !text_into(src, from, "name", m->sender_name, sizeof(m->sender_name), false) ||
	    !text_into(src, to, "fqdn", m->recipient, sizeof(m->recipient), true) ||
	    !text_into(src, to, "name", m->recipient_name, sizeof(m->recipient_name), false) ||
	    !text_into(src, incident, "id", m->incident, sizeof(m->incident), true) ||
	    !text_into(src, incident, "issuer", m->issuer, sizeof(m->issuer), true) ||
	    !number_into(src, incident, "revision", UINT32_MAX, &revision) ||
	    !text_into(src, root, "tlp", m->tlp, sizeof(m->tlp), true) ||
	    !text_into(src, root, "stage", m->stage, sizeof(m->stage), false) ||
	    !text_into(src, root, "report", m->report, sizeof(m->report), false) ||
	    !packets_into(src, root, m) || !text_into(src, root, "time", text, sizeof(text), true))
		return false;
	m->revision = (uint32_t)revision;
	if (!record_time_parse(text, &m->time))
		return wrong(src, " is no time", "time");
	return files_into(src, root, m);
}

bool package_manifest_parse(struct package_manifest *m, const char *text, size_t n, char *error,
			    size_t size)
{
	const struct source src = { error, size };
	json_error_t e;
	json_t *root;
	bool good;

	memset(m, 0, sizeof(*m));
	if (n > PACKAGE_MANIFEST_MAX)
		return wrong(&src, "it is too large", "");
	root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
	if (root == NULL) {
		(void)snprintf(error, size, "manifest.json:%d:%d: is no JSON", e.line, e.column);
		return false;
	}
	good = json_is_object(root) ? root_into(&src, root, m) : wrong(&src, "is no object", "");
	json_decref(root);
	return good;
}

bool package_manifest_read(struct package_manifest *m, const char *path, char *error, size_t size)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *why = "";
	char *text = NULL;
	size_t n = 0;
	bool good;

	if (folder < 0) {
		(void)snprintf(error, size, "%s", strerror(errno));
		return false;
	}
	good = package_file_read(folder, "manifest.json", PACKAGE_MANIFEST_MAX, &text, &n, NULL,
				 &why);
	(void)close(folder);
	if (!good) {
		(void)snprintf(error, size, "manifest.json: %s", why);
		return false;
	}
	good = package_manifest_parse(m, text, n, error, size);
	free(text);
	return good;
}
