#include "collector/incident_command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/incident_text.h"

enum { FIELDS = 7 };

static const char *const verbs[] = {
	[DO_ACK] = "ack",     [DO_ASSIGN] = "assign", [DO_CLOSE] = "close",
	[DO_REOPEN] = "open", [DO_MERGE] = "merge",   [DO_NOTE] = "note",
	[DO_SENT] = "sent",   [DO_ACKED] = "acked",   [DO_STAGE] = "stage",
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const char *some(const char *s)
{
	return s == NULL ? "" : s;
}

size_t incident_command_pack(const struct correlate_command *c, uint8_t *out, size_t room)
{
	char time[24];
	const char *fields[FIELDS] = { verbs[c->verb], incident_status_name(c->status),
				       time,	       some(c->id),
				       some(c->other), some(c->who),
				       some(c->text) };
	size_t at = 0;

	(void)snprintf(time, sizeof(time), "%" PRIu64, c->time);
	for (unsigned i = 0; i < FIELDS; i++) {
		size_t n = strlen(fields[i]) + 1;

		if (n > room - at)
			return 0;
		memcpy(out + at, fields[i], n);
		at += n;
	}
	return at;
}

static bool verb_of(const char *text, enum correlate_verb *verb)
{
	for (unsigned i = 0; i < VERBS; i++) {
		if (strcmp(text, verbs[i]) == 0) {
			*verb = (enum correlate_verb)i;
			return true;
		}
	}
	return false;
}

static bool status_of(const char *text, enum incident_status *status)
{
	for (unsigned i = 0; i < INCIDENT_STATUSES; i++) {
		if (strcmp(text, incident_status_name((enum incident_status)i)) == 0) {
			*status = (enum incident_status)i;
			return true;
		}
	}
	return false;
}

static bool time_of(const char *text, uint64_t *time)
{
	char *end;

	errno = 0;
	*time = strtoull(text, &end, 10);
	return errno == 0 && end != text && *end == '\0' && text[0] != '-';
}

bool incident_command_unpack(struct incident_command *out, const uint8_t *p, size_t n)
{
	const char *fields[FIELDS];
	size_t at = 0;

	for (unsigned i = 0; i < FIELDS; i++) {
		const uint8_t *end = at < n ? memchr(p + at, '\0', n - at) : NULL;

		if (end == NULL)
			return false;
		fields[i] = (const char *)p + at;
		at = (size_t)(end - p) + 1;
	}
	*out = (struct incident_command){ 0 };
	incident_text(out->id, fields[3]);
	incident_text(out->other, fields[4]);
	incident_text(out->who, fields[5]);
	incident_text(out->text, fields[6]);
	out->c.id = out->id;
	out->c.other = out->other;
	out->c.who = out->who;
	out->c.text = out->text;
	return at == n && verb_of(fields[0], &out->c.verb) &&
	       status_of(fields[1], &out->c.status) && time_of(fields[2], &out->c.time);
}
