#include "collector/cmd_incidents.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "collector/record_json.h"
#include "common/log.h"

enum { NARROW = 60, USUAL = 120 };

static size_t terminal_width(void)
{
	struct winsize w;
	const char *columns = getenv("COLUMNS");
	unsigned long n = columns != NULL ? strtoul(columns, NULL, 10) : 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		n = w.ws_col;
	if (n == 0)
		n = USUAL;
	return n < NARROW ? NARROW : n;
}

bool incidents_open(struct incidents *x, const struct collector_options *c, int *code)
{
	*x = (struct incidents){ .c = c, .width = terminal_width() };
	if (!query_open(&x->q, c, code))
		return false;
	x->incident = malloc(sizeof(*x->incident));
	if (x->incident != NULL)
		return true;
	log_error("no memory");
	*code = COLLECT_FAILED;
	return false;
}

void incidents_close(struct incidents *x)
{
	free(x->incident);
	query_close(&x->q);
}

bool incidents_id(struct store *s, const char *text, char id[INCIDENT_ID])
{
	unsigned n = 0;

	if (!incident_store_match(s, text, id, &n)) {
		log_error("%s", store_error(s));
		return false;
	}
	if (n == 1)
		return true;
	if (n == 0)
		log_error("no incident '%s'; 'kagami-collector incidents list' lists them", text);
	else
		log_error("more than one incident ends in '%s': write more of its id", text);
	return false;
}

bool incidents_read(struct incidents *x, const char *text)
{
	char id[INCIDENT_ID];
	bool found = false;

	if (!incidents_id(x->q.store, text, id))
		return false;
	if (!incident_store_get(x->q.store, id, (uint32_t)x->c->revision, x->incident, &found)) {
		log_error("%s", store_error(x->q.store));
		return false;
	}
	if (!found)
		log_error("%s has no revision %" PRIu64
			  " in the store; its record may still be on disk",
			  id, x->c->revision);
	return found;
}

struct incident_filter incidents_filter(const struct collector_options *c)
{
	static const char *const names[] = { "info", "low", "medium", "high", "critical" };
	struct incident_filter f = { .status = c->status,
				     .site = c->at,
				     .address = c->address,
				     .rule = c->rule,
				     .since = c->since,
				     .until = c->until,
				     .limit = c->limit,
				     .open_only = c->open };

	for (uint32_t i = 0; c->severity != NULL && i < 5; i++) {
		if (strcmp(c->severity, names[i]) == 0)
			f.min_severity = i;
	}
	return f;
}

/* ---- printing ---------------------------------------------------------------------------- */

static bool broken_down(const struct collector_options *c, uint64_t ns, struct tm *tm)
{
	time_t seconds = (time_t)(ns / 1000000000U);

	return (c->local ? localtime_r(&seconds, tm) : gmtime_r(&seconds, tm)) != NULL;
}

struct text incidents_time(const struct collector_options *c, uint64_t ns)
{
	struct text t = { "-" };
	char day[32];
	struct tm tm;

	if (ns == 0 || !broken_down(c, ns, &tm) ||
	    strftime(day, sizeof(day), "%Y-%m-%d %H:%M:%S", &tm) == 0)
		return t;
	t.s[0] = '\0';
	format_add(&t, "%s.%03u", day, (unsigned)(ns / 1000000U % 1000U));
	return t;
}

struct text incidents_zone(const struct collector_options *c, uint64_t ns)
{
	struct text t = { "UTC" };
	struct tm tm;

	if (c->local && broken_down(c, ns, &tm))
		(void)strftime(t.s, sizeof(t.s), "%Z", &tm);
	return t;
}

struct text incidents_end(const struct incident_end *e)
{
	char address[RECORD_ADDRESS] = "";
	struct text t = { "" };
	bool known = record_ip_text(address, e, 0) || record_mac_text(address, e);

	if (e->name[0] != '\0' && known)
		format_add(&t, "%s (%s)", e->name, address);
	else
		format_add(&t, "%s", e->name[0] != '\0' ? e->name : known ? address : "somebody");
	return t;
}

static void escape(const struct incidents *x, const char *code)
{
	if (x->q.color)
		printf("\033[%sm", code);
}

void incidents_color(const struct incidents *x, uint32_t severity)
{
	static const char *const codes[] = { "0", "36", "33", "31", "1;37;41" };

	escape(x, codes[severity < 5 ? severity : 4]);
}

void incidents_plain(const struct incidents *x)
{
	escape(x, "0");
}

void incidents_bold(const struct incidents *x)
{
	escape(x, "1");
}

/* The bytes of as many words as fit, at least one. */
static size_t line_of(const char *s, size_t columns)
{
	size_t best = 0;

	for (size_t at = 0;;) {
		size_t end = at + strcspn(s + at, " ");
		char part[2048];

		(void)snprintf(part, sizeof(part), "%.*s", (int)(end < 2047 ? end : 2047), s);
		if (best > 0 && format_width(part) > columns)
			return best;
		best = end;
		if (s[end] == '\0')
			return best;
		at = end + 1;
	}
}

static void say(const struct incidents *x, int indent, const char *text, bool there)
{
	size_t columns = x->width - (size_t)indent;

	while (*text == ' ')
		text++;
	if (*text == '\0' && there)
		(void)fputc('\n', stdout);
	for (; *text != '\0'; there = false) {
		char part[2048];
		size_t n = line_of(text, columns);

		(void)snprintf(part, sizeof(part), "%.*s", (int)(n < 2047 ? n : 2047), text);
		printf("%*s", there ? 0 : indent, "");
		format_safely(stdout, part);
		(void)fputc('\n', stdout);
		text += n;
		while (*text == ' ')
			text++;
	}
}

void incidents_say(const struct incidents *x, int indent, const char *text)
{
	say(x, indent, text, false);
}

void incidents_go_on(const struct incidents *x, int indent, const char *text)
{
	say(x, indent, text, true);
}
