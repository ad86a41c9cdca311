#ifndef TESTS_UNIT_EXERCISE_KIT_H
#define TESTS_UNIT_EXERCISE_KIT_H
/* A scenario, incidents that fit it more or less, and their score. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/exercise.h"
#include "common/format.h"

#define SEC   UINT64_C(1000000000)
#define START (UINT64_C(1795305600) * SEC)
#define MIN   (60 * SEC)

enum { MOST = 24 };

static const char yaml[] =
	"scenario: x\n"
	"title: X\n"
	"level: 2\n"
	"plant: waterworks\n"
	"duration: 60s\n"
	"hosts: {attacker: [10.10.1.66, 'b8:27:eb:5d:fa:66'], plc2: [10.10.1.12]}\n"
	"expect:\n"
	"  - {id: change, rules: [setpoint, write], severity: high, techniques: [T0836],\n"
	"     source: attacker, target: plc2, completion: succeeded}\n"
	"  - {id: scan, rules: [scan], techniques: [T0846], optional: true}\n"
	"  - {id: any-write, rules: [write]}\n"
	"score:\n"
	"  - {goal: detected, incident: change, points: 1}\n"
	"  - {goal: acknowledged, incident: change, within: 15m, points: 2}\n"
	"  - {goal: assigned, incident: change, to: Shift-B, points: 4}\n"
	"  - {goal: classified, incident: change, as: true-positive, points: 8}\n"
	"  - {goal: noted, incident: change, any: [CHLORINE, 塩素], points: 16}\n"
	"  - {goal: notified, incident: change, report: early, points: 32}\n"
	"  - {goal: shared, incident: change, to: jp, points: 64}\n"
	"  - {goal: closed, incident: change, within: 30m, points: 128}\n"
	"  - {goal: received, from: jp, within: 1h, points: 256}\n"
	"  - {goal: quiet, points: 512}\n"
	"  - {goal: detected, incident: any-write, points: 1024}\n";

static const char shared[] = "version: 1\n"
			     "us: {fqdn: csirt.example.sg, name: Us}\n"
			     "recipients:\n"
			     "  jp: {fqdn: cert.example.jp, title: JP, clearance: AMBER}\n"
			     "regimes:\n"
			     "  warn: {title: W, stage: early-warning, due: 2h, recipient: jp}\n";

struct world {
	struct scenario *scenario;
	struct sharing *sharing;
	struct incident *all[MOST];
	struct exercise_notice notices[4];
	struct exercise_case c;
};

static inline struct world *world_new(const char *text)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->scenario = scenario_parse("scenario.yaml", text, strlen(text));
	w->sharing = sharing_parse("sharing.yaml", shared, strlen(shared));
	assert_non_null(w->scenario);
	assert_non_null(w->sharing);
	w->c = (struct exercise_case){ .scenarios = (const struct scenario *const *)&w->scenario,
				       .nscenarios = 1,
				       .start = START,
				       .now = START + 60 * MIN,
				       .incidents = (const struct incident *const *)w->all,
				       .notices = w->notices,
				       .sharing = w->sharing };
	return w;
}

static inline void world_free(struct world *w)
{
	for (size_t k = 0; k < w->c.nincidents; k++)
		free(w->all[k]);
	scenario_free(w->scenario);
	sharing_free(w->sharing);
	free(w);
}

static inline void set_ip(struct incident_end *e, uint8_t last)
{
	const uint8_t ip[4] = { 10, 10, 1, last };

	e->nips = 1;
	e->ips[0].n = 4;
	memcpy(e->ips[0].b, ip, 4);
}

/* One that came so many minutes after the start, with a rule and a technique. */
static inline struct incident *came(struct world *w, unsigned minutes, const char *rule,
				    const char *technique)
{
	struct incident *i = calloc(1, sizeof(*i));

	assert_non_null(i);
	assert_true(w->c.nincidents < MOST);
	(void)snprintf(i->id, sizeof(i->id), "site-20261122-%04zu", w->c.nincidents + 1);
	i->received = START + minutes * MIN;
	i->detected = i->received;
	i->severity = 3;
	i->completion = COMPLETION_SUCCEEDED;
	i->nrules = 1;
	(void)snprintf(i->rules[0].id, sizeof(i->rules[0].id), "%s", rule);
	if (technique != NULL) {
		i->ntechniques = 1;
		(void)snprintf(i->techniques[0].id, sizeof(i->techniques[0].id), "%s", technique);
	}
	set_ip(&i->source, 66);
	set_ip(&i->target, 12);
	w->all[w->c.nincidents++] = i;
	return i;
}

static inline void did(struct incident *i, unsigned minutes, enum incident_action action,
		       const char *who, const char *text, const char *message)
{
	struct incident_history *h = &i->history[i->nhistory++];

	assert_true(i->nhistory <= INCIDENT_HISTORY);
	h->time = START + minutes * MIN;
	h->action = (uint8_t)action;
	(void)snprintf(h->who, sizeof(h->who), "%s", who);
	(void)snprintf(h->text, sizeof(h->text), "%s", text);
	(void)snprintf(h->message, sizeof(h->message), "%s", message);
}

static inline struct exercise_score *scored(const struct world *w)
{
	struct exercise_score *s = exercise_score(&w->c);

	assert_non_null(s);
	return s;
}

static inline unsigned points(const struct world *w)
{
	struct exercise_score *s = scored(w);
	unsigned n = s->points;

	exercise_score_free(s);
	return n;
}

/* Everything is done in time. */
static inline struct incident *handled(struct world *w)
{
	struct incident *i = came(w, 1, "setpoint", "T0836");

	i->aware = START + 5 * MIN;
	i->status = INCIDENT_RESOLVED;
	i->resolved = START + 20 * MIN;
	did(i, 1, ACTION_OPENED, "collector", "Opened by its first alert", "history.opened");
	did(i, 5, ACTION_STATUS, "aiko", "Acknowledged", "history.acknowledged");
	did(i, 6, ACTION_ASSIGNED, "aiko", "Assigned to shift-b", "history.assigned");
	did(i, 7, ACTION_NOTE, "ben", "the chlorine is too high", "");
	did(i, 9, ACTION_SENT, "cert.example.jp", "Revision 3, TLP:AMBER, report warn",
	    "history.sent");
	did(i, 20, ACTION_STATUS, "aiko", "Resolved", "history.resolved.by");
	return i;
}

#endif
