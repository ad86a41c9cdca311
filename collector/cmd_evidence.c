#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collector/commands.h"
#include "collector/evidence.h"
#include "collector/query.h"
#include "common/format.h"
#include "common/log.h"

/* What was found, as a file. */
struct taking {
	uint8_t *p;
	size_t n, packets;
	uint64_t more, gone;
	struct incident_evidence e;
};

static void take(void *ctx, uint64_t seq, const Kagami__Packets *p)
{
	struct taking *t = ctx;

	t->e.time = p->time;
	if (!evidence_fill(&t->e, seq, p))
		return;
	t->n = evidence_pcap(p, t->p, EVIDENCE_MAX);
	t->packets = p->n_packets;
	t->more = p->more;
	t->gone = p->gone;
}

/* Sixteen hexadecimal figures, or fewer without zeros at the start. */
static bool epoch_of(const char *text, uint64_t *out)
{
	size_t n = strlen(text);

	*out = strtoull(text, NULL, 16);
	return n > 0 && n <= 16 && strspn(text, "0123456789abcdefABCDEF") == n;
}

static bool number_of(const char *text, uint64_t *out)
{
	size_t n = strlen(text);

	*out = strtoull(text, NULL, 10);
	return n > 0 && n <= 15 && strspn(text, "0123456789") == n && *out > 0;
}

static int write_out(const struct taking *t, const char *output)
{
	const char *path = output != NULL ? output : t->e.file;
	char sha256[65], error[STORE_ERROR];

	if (strcmp(path, "-") == 0) {
		(void)fwrite(t->p, 1, t->n, stdout);
		return query_written();
	}
	if (!evidence_write(path, t->p, t->n, error, sizeof(error))) {
		log_error("%s", error);
		return COLLECT_FAILED;
	}
	(void)sodium_bin2hex(sha256, sizeof(sha256), t->e.sha256, sizeof(t->e.sha256));
	printf("%s: %s, %s, SHA-256 %s\n", path, format_many(t->packets, "frame").s,
	       format_many(t->n, "byte").s, sha256);
	if (t->more > 0)
		printf("%" PRIu64 " more did not fit\n", t->more);
	if (t->gone > 0)
		printf("%" PRIu64 " of the alert's own were no longer there\n", t->gone);
	return query_written();
}

static int find(struct query *q, char **args, struct taking *t)
{
	uint64_t epoch, seq;
	bool found;

	if (!epoch_of(args[1], &epoch) || !number_of(args[2], &seq)) {
		log_error("'%s %s' names no event: the epoch is up to 16 hexadecimal figures, the "
			  "number is a decimal one, as events --json prints them",
			  args[1], args[2]);
		return COLLECT_USAGE;
	}
	if (!evidence_find(q->store, args[0], epoch, seq, &found, take, t))
		return query_failed(q);
	if (t->n > 0)
		return COLLECT_DONE;
	log_error("no packets of event %" PRIu64 " of %s, epoch %016" PRIx64
		  ", are stored: it is no alert, has none, or they were forgotten",
		  seq, args[0], epoch);
	return COLLECT_FAILED;
}

int collect_evidence(const struct collector_options *c, char **args)
{
	struct taking t = { .p = malloc(EVIDENCE_MAX) };
	struct query q;
	int code;

	if (query_open(&q, c, &code)) {
		code = COLLECT_FAILED;
		if (t.p == NULL)
			log_error("no memory");
		else if ((code = find(&q, args, &t)) == COLLECT_DONE)
			code = write_out(&t, c->output);
	}
	query_close(&q);
	free(t.p);
	return code;
}
