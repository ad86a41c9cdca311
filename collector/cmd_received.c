/* What other parties sent, as a list. */
#include <inttypes.h>
#include <stdio.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_share.h"

enum { LINE = 4096 };

static bool row(void *ctx, const struct incident_notification *x)
{
	const struct incidents *q = ctx;
	struct text at = incidents_time(q->c, x->received);

	printf("%-23s  %-10s  %-32s  %3" PRIu32 "  %s%s%s%s\n", at.s,
	       x->sender[0] != '\0' ? x->sender : "-", x->incident, x->revision, x->issuer,
	       x->quarantined ? "  QUARANTINE" : "",
	       x->conflict ? "  CONFLICT: another text of the same revision came" : "",
	       x->ours[0] != '\0' ? "  answers ours" : "");
	return ferror(stdout) == 0;
}

static void text(struct json *j, const char *key, const char *s)
{
	if (s[0] == '\0')
		return;
	json_key(j, key);
	json_text(j, s);
}

static bool line(void *ctx, const struct incident_notification *x)
{
	char room[LINE];
	struct json j = json_to(room, sizeof(room));

	(void)ctx;
	json_open(&j);
	json_key(&j, "received");
	json_time(&j, x->received);
	text(&j, "sender", x->sender);
	text(&j, "issuer", x->issuer);
	text(&j, "incident", x->incident);
	json_key(&j, "revision");
	json_uint(&j, x->revision);
	json_key(&j, "quarantined");
	json_bool(&j, x->quarantined);
	json_key(&j, "conflict");
	json_bool(&j, x->conflict);
	text(&j, "ours", x->ours);
	json_close(&j);
	json_newline(&j);
	if (!j.overflow)
		(void)fwrite(j.buf, 1, j.len, stdout);
	return ferror(stdout) == 0;
}

int collect_received(const struct collector_options *c, char **args)
{
	struct incidents q;
	int code = COLLECT_FAILED;

	(void)args;
	if (incidents_open(&q, c, &code)) {
		if (!c->json)
			printf("%-23s  %-10s  %-32s  REV  OF\n",
			       c->local ? "RECEIVED (local)" : "RECEIVED (UTC)", "SENDER",
			       "INCIDENT");
		code = incident_store_notified(q.q.store, c->json ? line : row, &q)
			       ? query_written()
			       : query_failed(&q.q);
	}
	incidents_close(&q);
	return code;
}
