/* Records in the formats of others: on standard output, or a file each. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cmd_incidents.h"
#include "collector/incident_files.h"
#include "common/log.h"

enum { PATH = 4096 };

struct exporting {
	struct incidents *x;
	struct incident_party party;
	enum record_format format;
	uint64_t n;
	bool failed;
};

static bool write_file(struct exporting *e, const struct incident *i, const char *text, size_t n)
{
	char path[PATH];
	FILE *f;
	bool good;

	if (snprintf(path, sizeof(path), "%s/%s.r%" PRIu32 ".%s", e->x->c->output, i->id,
		     i->revision, record_format_extension(e->format)) >= PATH) {
		log_error("%s: the name is too long", e->x->c->output);
		return false;
	}
	f = fopen(path, "w");
	good = f != NULL && fwrite(text, 1, n, f) == n;
	if (f != NULL && fclose(f) != 0)
		good = false;
	if (good)
		printf("%s\n", path);
	else
		log_error("%s: %s", path, strerror(errno));
	return good;
}

/* Of CSV the header comes once. */
static bool header(const struct exporting *e)
{
	char *text = NULL;
	size_t n = 0;
	bool good;

	if (e->format != FORMAT_CSV || e->n > 0 || e->x->c->output != NULL)
		return true;
	good = record_csv_header(&text, &n);
	if (good)
		(void)fwrite(text, 1, n, stdout);
	free(text);
	return good;
}

static bool export_one(void *ctx, const struct incident *i)
{
	struct exporting *e = ctx;
	bool alone = e->x->c->output != NULL;
	const char *why = "no memory";
	char *text = NULL;
	size_t n = 0;
	bool good;

	good = header(e) &&
	       (e->format == FORMAT_CSV && !alone
			? record_csv(i, &e->party.context, &text, &n, &why)
			: record_write(e->format, i, &e->party.context, &text, &n, &why));
	e->n++;
	if (!good)
		log_error("%s: %s", i->id, why);
	else if (alone)
		good = write_file(e, i, text, n);
	else
		(void)fwrite(text, 1, n, stdout);
	free(text);
	e->failed = e->failed || !good;
	return good && ferror(stdout) == 0;
}

static bool some(struct exporting *e)
{
	struct incident_filter f = incidents_filter(e->x->c);

	if (incident_store_each(e->x->q.store, &f, export_one, e))
		return !e->failed;
	(void)query_failed(&e->x->q);
	return false;
}

int collect_incidents_export(const struct collector_options *c, char **args)
{
	struct incidents x;
	struct exporting e = { .x = &x, .format = record_format_of(c->format) };
	char why[512] = "";
	int code = COLLECT_FAILED;
	bool good = true;

	if (!incident_party(&e.party, c, why, sizeof(why))) {
		log_error("%s", why);
		return COLLECT_FAILED;
	}
	if (incidents_open(&x, c, &code)) {
		if (args[0] == NULL)
			good = some(&e);
		for (size_t k = 0; good && args[k] != NULL; k++)
			good = incidents_read(&x, args[k]) && export_one(&e, x.incident);
		code = good ? query_written() : COLLECT_FAILED;
	}
	incidents_close(&x);
	incident_party_free(&e.party);
	return code;
}
