/*
 * What people do with incidents. The collector that runs does it, and answers; only without one it
 * is done here, under the lock that keeps a collector out.
 */
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "collector/cmd_incidents.h"
#include "collector/incident_desk.h"
#include "collector/incident_text.h"
#include "common/log.h"

/* How long the collector is waited for. */
#define WAIT_NS UINT64_C(15000000000)

enum { WHY = 512 };

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

/* Who does it, when nobody says: the user, also behind sudo. */
static const char *user(void)
{
	const char *name = getenv("SUDO_USER");
	const struct passwd *p;

	if (name != NULL && name[0] != '\0')
		return name;
	p = getpwuid(getuid());
	return p != NULL ? p->pw_name : "somebody";
}

/* ---- by the collector that runs ------------------------------------------------------------ */

static int answered(struct store *s, uint64_t ticket, const char *id, char why[WHY])
{
	bool good = false, is = false, taken = false;

	if (!incident_store_answered(s, ticket, WAIT_NS, why, WHY, &good, &is) ||
	    (!is && !incident_store_unask(s, ticket, &taken))) {
		log_error("%s", store_error(s));
		return COLLECT_FAILED;
	}
	/* Done just as we gave up? */
	if (!is && !taken && !incident_store_answered(s, ticket, 0, why, WHY, &good, &is)) {
		log_error("%s", store_error(s));
		return COLLECT_FAILED;
	}
	if (!is)
		log_error("the collector that runs did not answer: nothing was changed");
	else if (!good)
		log_error("%s: %s", id, why);
	return is && good ? COLLECT_DONE : COLLECT_FAILED;
}

static int ask(const struct collector_options *o, const struct correlate_command *c, char text[WHY])
{
	struct store_options so = { .path = o->store, .ask = true };
	char error[STORE_ERROR];
	uint8_t bytes[INCIDENT_COMMAND_MAX];
	size_t n = incident_command_pack(c, bytes, sizeof(bytes));
	struct store *s = n == 0 ? NULL : store_open(&so, error, sizeof(error));
	uint64_t ticket;
	int code = COLLECT_FAILED;

	if (s == NULL)
		log_error("%s", n == 0 ? "the text is too long" : error);
	else if (!incident_store_ask(s, bytes, n, &ticket))
		log_error("%s", store_error(s));
	else
		code = answered(s, ticket, c->id, text);
	store_close(s);
	return code;
}

/* ---- without one --------------------------------------------------------------------------- */

static bool do_stored(struct store *s, struct desk *d, const struct correlate_command *c,
		      char why[WHY])
{
	if (!store_begin(s)) {
		log_error("%s", store_error(s));
		return false;
	}
	if (!desk_do(d, c, why, WHY)) {
		store_rollback(s);
		log_error("%s: %s", c->id, why);
		return false;
	}
	if (!desk_keep(d) || !store_commit(s)) {
		log_error("%s", store_error(s));
		return false;
	}
	return true;
}

static int alone(const struct collector_options *o, struct store *s,
		 const struct correlate_command *c, char why[WHY])
{
	struct desk *d = desk_open(o, s, why, WHY);
	bool good;

	if (d == NULL) {
		log_error("%s", why);
		return COLLECT_FAILED;
	}
	good = do_stored(s, d, c, why);
	while (good && desk_write(d, WAIT_NS))
		;
	desk_close(d);
	return good ? COLLECT_DONE : COLLECT_FAILED;
}

/* ---- either ------------------------------------------------------------------------------ */

/* The whole ids, as the store has them now. */
static bool find(const struct collector_options *o, const char *id, const char *other,
		 char ids[2][INCIDENT_ID])
{
	struct store_options so = { .path = o->store, .read_only = true };
	char error[STORE_ERROR];
	struct store *s = store_open(&so, error, sizeof(error));
	bool good;

	if (s == NULL) {
		log_error("%s", error);
		return false;
	}
	good = incidents_id(s, id, ids[0]) && (other == NULL || incidents_id(s, other, ids[1]));
	store_close(s);
	return good;
}

int incidents_do(const struct collector_options *o, struct correlate_command c, const char *done)
{
	char text[WHY] = "", ids[2][INCIDENT_ID] = { "", "" }, who[INCIDENT_WORD],
	     error[STORE_ERROR];
	bool held = false;
	struct store_options so = { .path = o->store, .durable = true, .held = &held };
	struct store *s;
	int code;

	if (!find(o, c.id, c.other, ids))
		return COLLECT_FAILED;
	incident_text(who, o->who != NULL ? o->who : user());
	c.id = ids[0];
	c.other = ids[1];
	c.who = who;
	c.time = now();
	s = store_open(&so, error, sizeof(error));
	if (s != NULL)
		code = alone(o, s, &c, text);
	else if (held)
		code = ask(o, &c, text);
	else
		code = COLLECT_FAILED;
	if (s == NULL && !held)
		log_error("%s", error);
	store_close(s);
	if (code == COLLECT_DONE)
		printf("%s: %s%s%s\n", ids[0], done, text[0] != '\0' ? " as " : "", text);
	return code;
}

static enum incident_status status_of(const char *name)
{
	unsigned i = 0;

	while (i < INCIDENT_STATUSES && strcmp(name, incident_status_name(i)) != 0)
		i++;
	return (enum incident_status)i;
}

int collect_incidents_ack(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_ACK, .id = args[0] };

	return incidents_do(c, m, "acknowledged, in progress");
}

int collect_incidents_assign(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_ASSIGN, .id = args[0], .text = args[1] };

	return incidents_do(c, m, "assigned");
}

int collect_incidents_close(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_CLOSE,
					     .id = args[0],
					     .other = c->of,
					     .text = args[1],
					     .status = status_of(c->as) };

	return incidents_do(c, m, c->as);
}

int collect_incidents_reopen(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_REOPEN, .id = args[0], .text = args[1] };

	return incidents_do(c, m, "goes on");
}

int collect_incidents_merge(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_MERGE, .id = args[0], .other = args[1] };

	return incidents_do(c, m, "merged");
}

int collect_incidents_note(const struct collector_options *c, char **args)
{
	const struct correlate_command m = { .verb = DO_NOTE, .id = args[0], .text = args[1] };

	return incidents_do(c, m, "noted");
}

int collect_incidents_report(const struct collector_options *c, char **args)
{
	char facts[INCIDENT_TEXT] = "";
	struct correlate_command m = { .verb = DO_STAGE, .id = args[0], .text = facts };
	size_t n = 0;

	for (char **p = args + 1; *p != NULL && n < sizeof(facts); p++)
		n += (size_t)snprintf(facts + n, sizeof(facts) - n, "%s%s", n > 0 ? " " : "", *p);
	if (n >= sizeof(facts)) {
		log_error("that is too long");
		return COLLECT_USAGE;
	}
	return incidents_do(c, m, "noted for reports");
}
