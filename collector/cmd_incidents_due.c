/* What must be reported, when, to whom: the most urgent first. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_share.h"
#include "collector/record_json.h"
#include "common/log.h"

enum { ROWS_MOST = 4096, JSON_ROOM = 8192, LEFT = 32 };

struct row {
	struct due due;
	char id[INCIDENT_ID], title[INCIDENT_TEXT];
	uint32_t severity;
};

struct listing {
	const struct sharing *sharing;
	struct due found[SHARING_REGIMES];
	struct row *rows; /* ROWS_MOST */
	size_t n;
	uint64_t waiting, more;
};

static bool take(void *ctx, const struct incident *i)
{
	struct listing *l = ctx;
	size_t n = sharing_due(l->sharing, i, l->found);

	l->waiting += sharing_waits(l->sharing, i);
	for (size_t k = 0; k < n; k++) {
		struct row *r = &l->rows[l->n];

		if (l->n == ROWS_MOST) {
			l->more++;
			continue;
		}
		r->due = l->found[k];
		memcpy(r->id, i->id, sizeof(r->id));
		memcpy(r->title, i->title, sizeof(r->title));
		r->severity = i->severity;
		l->n++;
	}
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order;

	if (x->due.at != y->due.at)
		return x->due.at < y->due.at ? -1 : 1;
	order = strcmp(x->id, y->id);
	return order != 0 ? order : strcmp(x->due.regime->name, y->due.regime->name);
}

/* "overdue 2 h 5 min", "in 3 d 4 h". */
static void left(char out[LEFT], uint64_t at, uint64_t now)
{
	bool over = at < now;
	uint64_t minutes = (over ? now - at : at - now) / UINT64_C(60000000000);
	const char *word = over ? "overdue" : "in";

	if (minutes >= 2880)
		(void)snprintf(out, LEFT, "%s %" PRIu64 " d %" PRIu64 " h", word, minutes / 1440,
			       minutes % 1440 / 60);
	else if (minutes >= 60)
		(void)snprintf(out, LEFT, "%s %" PRIu64 " h %" PRIu64 " min", word, minutes / 60,
			       minutes % 60);
	else
		(void)snprintf(out, LEFT, "%s %" PRIu64 " min", word, minutes);
}

static void print_json(const struct row *r, uint64_t now)
{
	char text[JSON_ROOM];
	struct json j = json_to(text, sizeof(text));

	json_open(&j);
	json_key(&j, "due");
	json_time(&j, r->due.at);
	json_key(&j, "overdue");
	json_bool(&j, r->due.at < now);
	json_key(&j, "expected");
	json_bool(&j, r->due.expected);
	json_key(&j, "incident");
	json_text(&j, r->id);
	json_key(&j, "severity");
	json_text(&j, record_severity(r->severity)->name);
	json_key(&j, "title");
	json_text(&j, r->title);
	json_key(&j, "report");
	json_text(&j, r->due.regime->name);
	json_key(&j, "stage");
	json_text(&j, r->due.regime->stage);
	json_key(&j, "to");
	json_text(&j, r->due.recipient->name);
	json_close(&j);
	json_newline(&j);
	(void)fwrite(text, 1, j.len, stdout);
}

static void print_table(const struct incidents *x, const struct listing *l, uint64_t now)
{
	int id = 8, report = 6;

	for (size_t k = 0; k < l->n; k++) {
		int a = (int)strlen(l->rows[k].id), b = (int)strlen(l->rows[k].due.regime->name);

		id = a > id ? a : id;
		report = b > report ? b : report;
	}
	if (l->n > 0)
		printf("%-23s  %-20s  %-*s  %-8s  %-*s  %s\n", "DUE", "LEFT", id, "INCIDENT",
		       "SEVERITY", report, "REPORT", "TO");
	for (size_t k = 0; k < l->n; k++) {
		const struct row *r = &l->rows[k];
		struct text at = incidents_time(x->c, r->due.at);
		char when[LEFT];

		left(when, r->due.at, now);
		incidents_color(x, r->due.at < now ? KAGAMI__PRIORITY__PRIORITY_CRITICAL
						   : KAGAMI__PRIORITY__PRIORITY_LOW);
		printf("%-23s  %-20s", at.s, when);
		incidents_plain(x);
		printf("  %-*s  %-8s  %-*s  %s%s\n", id, r->id, record_severity(r->severity)->name,
		       report, r->due.regime->name, r->due.recipient->name,
		       r->due.expected ? " (when the report before it was sent)" : "");
	}
	if (l->n > 0)
		printf("\nNext: kagami-collector share %s --to %s --report %s\n", l->rows[0].id,
		       l->rows[0].due.recipient->name, l->rows[0].due.regime->name);
	else
		printf("Nothing must be reported.\n");
	if (l->more > 0)
		printf("%" PRIu64 " more are not listed.\n", l->more);
	if (l->waiting > 0)
		printf("%" PRIu64
		       " incidents that would have to be reported were not acknowledged: "
		       "their clocks begin with 'incidents ack'.\n",
		       l->waiting);
}

static int list(struct incidents *x, struct listing *l)
{
	const struct incident_filter all = { .limit = 0 };
	uint64_t now = share_now();

	if (!incident_store_each(x->q.store, &all, take, l))
		return query_failed(&x->q);
	qsort(l->rows, l->n, sizeof(l->rows[0]), by_time);
	for (size_t k = 0; x->c->json && k < l->n; k++)
		print_json(&l->rows[k], now);
	if (!x->c->json)
		print_table(x, l, now);
	return query_written();
}

int collect_incidents_due(const struct collector_options *c, char **args)
{
	static struct listing l;
	struct sharing *s;
	struct incidents x;
	int code = COLLECT_USAGE;

	(void)args;
	if (access(c->sharing, F_OK) != 0 && errno == ENOENT) {
		log_error("%s is not there: it says to whom what must be reported, and when "
			  "(--sharing FILE; an example is installed as "
			  "/usr/share/kagami/sharing.yaml)",
			  c->sharing);
		return code;
	}
	s = sharing_read(c->sharing);
	if (s == NULL)
		return code;
	memset(&l, 0, sizeof(l));
	l.sharing = s;
	l.rows = malloc(ROWS_MOST * sizeof(l.rows[0]));
	if (l.rows == NULL) {
		log_error("no memory");
		code = COLLECT_FAILED;
	} else {
		if (incidents_open(&x, c, &code))
			code = list(&x, &l);
		incidents_close(&x);
	}
	free(l.rows);
	sharing_free(s);
	return code;
}
