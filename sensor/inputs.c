#include "sensor/inputs.h"

#include <stdio.h>
#include <string.h>

#include "common/log.h"
#include "sensor/commands.h"

void inputs_say(void *ctx, const char *line)
{
	struct inputs_said *s = ctx;

	log_warnx("%s", line);
	if (s->n == INPUTS_LINES) {
		s->more++;
		return;
	}
	(void)snprintf(s->text[s->n], sizeof(s->text[s->n]), "%s", line);
	s->line[s->n] = s->text[s->n];
	s->n++;
}

struct summary_input inputs_describe(const struct capset_counts *n, char **files,
				     const struct inputs_said *said, char name[INPUTS_LINE])
{
	if (files[1] == NULL)
		(void)snprintf(name, INPUTS_LINE, "%s",
			       strcmp(files[0], "-") == 0 ? "standard input" : files[0]);
	else if (n->files_failed > 0)
		(void)snprintf(name, INPUTS_LINE, "%u files, %u could not be read to the end",
			       n->files, n->files_failed);
	else
		(void)snprintf(name, INPUTS_LINE, "%u files", n->files);
	return (struct summary_input){ .name = name,
				       .frames = n->given,
				       .total_frames = n->frames,
				       .total_bytes = n->bytes,
				       .skipped_filter = n->skipped_filter,
				       .skipped_time = n->skipped_time,
				       .skipped_link = n->skipped_linktype,
				       .files = n->files,
				       .files_failed = n->files_failed,
				       .said = said->line,
				       .nsaid = said->n,
				       .more_said = said->more };
}

/* "plant.pcap", "monday.pcap and 2 more": no path, which another machine has not. */
static void name_of(char **files, char *name, size_t size)
{
	const char *slash = strrchr(files[0], '/');
	const char *base = slash != NULL ? slash + 1 : files[0];
	size_t more = 0;

	while (files[more + 1] != NULL)
		more++;
	if (more == 0)
		(void)snprintf(name, size, "%s", base);
	else
		(void)snprintf(name, size, "%s and %zu more", base, more);
}

int inputs_deliver(struct run *r, char **files)
{
	char name[INPUTS_LINE];
	struct run_deliver_start start = { .capture = name };
	const struct ruleset *set = r->rules.detect != NULL ? detect_set(r->rules.detect) : NULL;

	if (r->options->collector.n == 0)
		return EXIT_DONE;
	name_of(files, name, sizeof(name));
	start.epoch = run_deliver_epoch(&r->deliver, set, files);
	if (start.epoch == 0) {
		if (!run_stopped)
			log_warn("what is read cannot be delivered");
		return EXIT_FAILED;
	}
	return run_deliver_begin(r, &start);
}
