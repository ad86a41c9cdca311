#ifndef COLLECTOR_CMD_INCIDENTS_H
#define COLLECTOR_CMD_INCIDENTS_H
/* What the commands about incidents share. */
#include "collector/commands.h"
#include "collector/correlate.h"
#include "collector/incident_store.h"
#include "collector/query.h"
#include "common/format.h"
#include "common/json.h"

struct incidents {
	const struct collector_options *c;
	struct query q;
	struct incident *incident; /* the one at hand */
	size_t width;		   /* columns of the terminal */
};

enum { INCIDENT_JSON_MAX = 512 * 1024 };

/* Opens the store for reading. False: it was said why; *code is the exit code. incidents_close() is
 * called in any case. */
bool incidents_open(struct incidents *x, const struct collector_options *c, int *code);
void incidents_close(struct incidents *x);
/* Reads the incident whose id is, or ends in, `id` into x->incident, in the revision that the
 * options ask for. False: said why. */
bool incidents_read(struct incidents *x, const char *id);
/* The whole id of what a person wrote; false: said why. */
bool incidents_id(struct store *s, const char *text, char id[INCIDENT_ID]);
/* Does what a person asks: by the collector that runs, or without one here. The id may be the end
 * of one; who and time are put in (--who, the user). Says `done`, of reopening as which; the exit
 * code.
 */
int incidents_do(const struct collector_options *o, struct correlate_command c, const char *done);
/* What the options choose. */
struct incident_filter incidents_filter(const struct collector_options *c);

/* ---- printing ------------------------------------------------------------------------------- */

/* "2026-11-20 02:14:07.512", in UTC or, with --local, in the zone of this machine. */
struct text incidents_time(const struct collector_options *c, uint64_t ns);
/* The zone of these times: "UTC", "+08". */
struct text incidents_zone(const struct collector_options *c, uint64_t ns);
/* "plc-1 (10.1.2.3)", "10.1.2.3", "somebody". */
struct text incidents_end(const struct incident_end *e);
/* Switches colours on for that severity, and off: nothing where there are none. */
void incidents_color(const struct incidents *x, uint32_t severity);
void incidents_plain(const struct incidents *x);
void incidents_bold(const struct incidents *x);
/* Words in lines of the terminal's width, each behind that many spaces; safely. */
void incidents_say(const struct incidents *x, int indent, const char *text);
/* The same behind something that is that wide and stands there already. */
void incidents_go_on(const struct incidents *x, int indent, const char *text);

/* One object and a newline; the members are described in docs/incidents.md. */
void incidents_json(struct json *j, const struct incident *i);

#endif
