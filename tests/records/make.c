/*
 * Writes records of incidents for the suite: make FOLDER MESSAGES.
 *
 * Each of tests/records/incidents.h in each format, once as one writes it who has told all there is
 * to tell (NNN.full.EXTENSION) and once as one who has told nothing (NNN.bare.EXTENSION). Each is
 * made twice; that both are the same is checked here.
 */
#include <stdlib.h>

#include "collector/record.h"
#include "tests/records/incidents.h"

struct format {
	const char *extension;
	bool (*write)(const struct incident *i, const struct record_context *c, char **out,
		      size_t *n, const char **why);
};

/* clang-format off */
static const struct format formats[] = {
	{ "iodef.json", record_iodef },
	{ "stix.json",  record_stix },
	{ "misp.json",  record_misp },
	{ "csv",        record_csv },
	{ "cef",        siem_cef },
	{ "ecs.json",   siem_ecs },
	{ "stix.json", record_stix },
	{ "misp.json", record_misp },
	{ "csv", record_csv },
	{ "cef", siem_cef },
	{ "ecs.json", siem_ecs },
};
/* clang-format on */

static bool put(const char *folder, unsigned k, const char *kind, const char *extension,
		const char *text, size_t n)
{
	char path[4096];
	FILE *f;
	bool good;

	(void)snprintf(path, sizeof(path), "%s/%03u.%s.%s", folder, k, kind, extension);
	f = fopen(path, "we");
	if (f == NULL)
		return false;
	good = fwrite(text, 1, n, f) == n;
	return fclose(f) == 0 && good;
}

/* Writes it; says what went wrong. */
static bool make(const char *folder, const struct incident *i, unsigned k, const char *kind,
		 const struct format *format, const struct record_context *c)
{
	char *text = NULL, *again = NULL;
	const char *why = "no reason was given";
	size_t n = 0, m = 0;
	bool good = format->write(i, c, &text, &n, &why);

	if (!good)
		(void)printf("%03u.%s.%s: %s\n", k, kind, format->extension, why);
	else if (!format->write(i, c, &again, &m, &why) || n != m || memcmp(text, again, n) != 0)
		(void)printf("%03u.%s.%s: the same incident gives other bytes\n", k, kind,
			     format->extension);
	good = good && again != NULL && n == m && memcmp(text, again, n) == 0 &&
	       put(folder, k, kind, format->extension, text, n);
	free(text);
	free(again);
	return good;
}

static bool header(const char *folder)
{
	char path[4096], *text = NULL;
	size_t n = 0;
	bool good = record_csv_header(&text, &n);
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/header.csv-header", folder);
	f = good ? fopen(path, "we") : NULL;
	good = f != NULL && fwrite(text, 1, n, f) == n;
	good = f != NULL && fclose(f) == 0 && good;
	free(text);
	return good;
}

int main(int argc, char **argv)
{
	static struct incident i;
	struct record_party bare = { .fqdn = sample_party.fqdn, .name = sample_party.name };
	struct record_context told = { .party = &sample_party, .recipients = sample_recipients };
	const struct record_context untold = { .party = &bare };
	char error[512] = "";
	struct messages *messages = argc == 3 ? messages_read(argv[2], error, sizeof(error)) : NULL;
	bool good = messages != NULL;

	if (!good)
		(void)printf("usage: make FOLDER MESSAGES %s\n", error);
	told.messages = messages;
	told.nrecipients = sizeof(sample_recipients) / sizeof(sample_recipients[0]);
	good = good && header(argv[1]);
	for (unsigned k = 0; k < SAMPLES && messages != NULL; k++) {
		sample_incident(&i, k);
		for (size_t f = 0; f < sizeof(formats) / sizeof(formats[0]); f++) {
			good = make(argv[1], &i, k, "full", &formats[f], &told) && good;
			good = make(argv[1], &i, k, "bare", &formats[f], &untold) && good;
		}
	}
	messages_free(messages);
	return good ? 0 : 1;
}
