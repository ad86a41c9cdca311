#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "collector/allow.h"
#include "collector/commands.h"
#include "collector/incident_tables.h"
#include "collector/query.h"
#include "common/curve_key.h"
#include "common/format.h"

/*
 * Each line says what was looked at and how it is; what is wrong also says what to do. The
 * configuration was read before, and would not have got here if it were wrong.
 */
enum { LINE = 8192 };

struct checking {
	const struct collector_options *c;
	unsigned wrong;
};

static void line(const char *mark, const char *what, const char *text)
{
	printf("%-7s %-9s ", mark, what);
	format_safely(stdout, text);
	(void)fputc('\n', stdout);
}

static void right(const char *what, const char *text)
{
	line("ok", what, text);
}

static void note(const char *what, const char *text)
{
	line("note", what, text);
}

static void wrong(struct checking *k, const char *what, const char *text)
{
	k->wrong++;
	line("WRONG", what, text);
}

static void check_key(struct checking *k)
{
	struct curve_key key;
	char text[LINE];

	if (access(k->c->key, F_OK) != 0 && errno == ENOENT) {
		(void)snprintf(text, sizeof(text),
			       "%s: there is none: `kagami-collector keygen` makes it", k->c->key);
		wrong(k, "key", text);
		return;
	}
	if (!curve_key_read(&key, k->c->key, true, text, sizeof(text))) {
		wrong(k, "key", text);
		return;
	}
	(void)snprintf(text, sizeof(text), "%s; public: %s", k->c->key, key.public);
	right("key", text);
	curve_key_forget(&key);
}

static void check_list(struct checking *k)
{
	struct allow a = { 0 };
	char text[LINE];
	size_t sensors = 0;
	struct stat st;

	if (!allow_read(&a, k->c->allow, text, sizeof(text))) {
		wrong(k, "list", text);
		return;
	}
	for (size_t i = 0; i < a.n; i++)
		sensors += a.entries[i].role == ALLOW_SENSOR;
	(void)snprintf(text, sizeof(text), "%s: %s, %s", k->c->allow,
		       format_many(sensors, "sensor").s,
		       format_many(a.n - sensors, "subscriber").s);
	if (stat(k->c->allow, &st) == 0 && (st.st_mode & 0022) != 0) {
		(void)snprintf(text, sizeof(text),
			       "%s: others may write it, and so let in whom they like: chmod go-w",
			       k->c->allow);
		wrong(k, "list", text);
	} else if (sensors == 0) {
		(void)snprintf(text, sizeof(text),
			       "%s: nobody may come in: `kagami-collector sensors add` lets one in",
			       k->c->allow);
		note("list", text);
	} else {
		right("list", text);
	}
	if (k->c->publish != NULL && a.n == sensors)
		note("list", "the live stream is on and nobody may subscribe to it: "
			     "`kagami-collector sensors add --subscriber`");
	allow_free(&a);
}

/* The folder that the store is in, or will be. */
static void check_folder(struct checking *k)
{
	char folder[LINE / 2], text[LINE];
	struct statvfs fs;

	(void)snprintf(folder, sizeof(folder), "%s", k->c->store);
	char *slash = strrchr(folder, '/');

	if (slash == NULL)
		(void)snprintf(folder, sizeof(folder), ".");
	else
		slash[slash == folder ? 1 : 0] = '\0';
	if (statvfs(folder, &fs) != 0) {
		(void)snprintf(text, sizeof(text), "%s: %s%s", folder, strerror(errno),
			       errno == ENOENT ? ": make the folder, for the collector's user"
					       : "");
		wrong(k, "folder", text);
		return;
	}
	uint64_t room = (uint64_t)fs.f_bavail * fs.f_frsize;

	(void)snprintf(text, sizeof(text), "%s: %s free", folder, format_bytes(room).s);
	if (room < 64 * 1024 * 1024)
		wrong(k, "folder", text);
	else
		right("folder", text);
	if (k->c->max_size > room)
		note("folder", "max-size is more than what is free: the disk may be full before "
			       "anything is forgotten");
}

static void problem(void *ctx, const char *text)
{
	wrong(ctx, "store", text);
}

static void check_facts(struct checking *k, struct store *s)
{
	struct store_facts f;
	char text[LINE];

	if (!store_facts(s, &f)) {
		wrong(k, "store", store_error(s));
		return;
	}
	(void)snprintf(text, sizeof(text), "%s: schema %" PRIu64 ", %s (%s of it free), %s, %s, %s",
		       k->c->store, f.schema, format_bytes(f.bytes).s, format_bytes(f.free_bytes).s,
		       format_many(f.events, "event").s, format_many(f.assets, "asset").s,
		       format_many(f.conversations, "conversation").s);
	right("store", text);
	if (f.events > 0) {
		(void)snprintf(text, sizeof(text), "events from %s to %s (UTC)",
			       format_time(f.oldest).s, format_time(f.newest).s);
		right("store", text);
	}
}

static void check_store(struct checking *k)
{
	struct store_options o = { .path = k->c->store, .read_only = true };
	char text[LINE];
	unsigned before = k->wrong;

	if (access(k->c->store, F_OK) != 0 && errno == ENOENT) {
		(void)snprintf(text, sizeof(text),
			       "%s: not there yet: `kagami-collector run` makes it", k->c->store);
		note("store", text);
		return;
	}
	struct store *s = store_open(&o, text, sizeof(text));

	if (s == NULL) {
		wrong(k, "store", text);
		return;
	}
	check_facts(k, s);
	if (!store_verify(s, problem, k))
		wrong(k, "store", store_error(s));
	if (k->wrong == before)
		right("store", "the database is whole, and every number is there once");
	else
		note("store", "docs/store.md says how to go back to a backup");
	store_close(s);
}

static void check_incidents(struct checking *k)
{
	struct incident_tables *t;
	char text[LINE];

	if (!k->c->incidents) {
		note("incidents", "none are made (incidents: false)");
		return;
	}
	t = incident_tables_read(k->c->incident_tables);
	(void)snprintf(text, sizeof(text), "%s: what alerts mean, site %s, issuer %s",
		       k->c->incident_tables != NULL ? k->c->incident_tables : "built in",
		       k->c->site, k->c->issuer);
	if (t == NULL)
		wrong(k, "incidents", text);
	else if (strcmp(k->c->issuer, COLLECTOR_NOBODY) == 0)
		note("incidents", "nobody's: say whose with 'site' and 'issuer', because ids stay");
	else
		right("incidents", text);
	incident_tables_free(t);
}

int collect_check(const struct collector_options *c, char **args)
{
	struct checking k = { .c = c };

	(void)args;
	right("settings", c->config != NULL ? c->config : "as they are by default and in the file");
	check_key(&k);
	check_list(&k);
	check_folder(&k);
	check_incidents(&k);
	check_store(&k);
	if (k.wrong > 0)
		printf("%s\n", format_many(k.wrong, "problem").s);
	int code = query_written();

	return k.wrong > 0 ? COLLECT_FAILED : code;
}
