#include <inttypes.h>
#include <string.h>

#include "collector/commands.h"
#include "collector/query.h"
#include "common/format.h"
#include "common/json.h"

/* Assets and conversations of all sensors, as tables and as JSON. */

enum { INDENT = 6 };

struct table {
	struct query *q;
	uint64_t rows;
};

/* To the minute. */
static void time_cell(uint64_t at)
{
	struct text t = { "-" };

	if (at != 0)
		t = format_time(at);
	t.s[t.s[0] == '-' ? 1 : 16] = '\0';
	format_cell(stdout, -16, t.s);
}

static void cell(int columns, const char *text)
{
	format_cell(stdout, columns, text[0] != '\0' ? text : "-");
	(void)fputc(' ', stdout);
}

static void add(struct text *t, const char *what, const char *text)
{
	if (text[0] != '\0')
		format_add(t, "%s%s%s", t->s[0] != '\0' ? ", " : "", what, text);
}

/* A line below the row; nothing when there is nothing to say. */
static void below(const char *text)
{
	if (text[0] == '\0')
		return;
	printf("%*s", INDENT, "");
	format_safely(stdout, text);
	(void)fputc('\n', stdout);
}

static bool row_asset(void *ctx, const struct store_asset *a)
{
	struct table *t = ctx;
	struct text roles = { "" }, identity = { "" }, place = { "" };
	const char *more = strchr(a->addresses, ',');
	struct text first = { "" };

	if (t->rows++ == 0)
		printf("%-24s %-17s %-20s %-16s %s\n", "Asset", "MAC", "maker", "last seen (UTC)",
		       "roles");
	format_add(&first, "%.*s", more == NULL ? 250 : (int)(more - a->addresses), a->addresses);
	format_cell(stdout, -24, first.s[0] != '\0' ? first.s : a->mac);
	(void)fputc(' ', stdout);
	cell(-17, a->mac);
	cell(-20, a->maker);
	time_cell(a->last);
	(void)fputc(' ', stdout);
	add(&roles, "server of ", a->server_of);
	add(&roles, "client of ", a->client_of);
	format_safely(stdout, roles.s[0] != '\0' ? roles.s : "-");
	(void)fputc('\n', stdout);
	if (more != NULL) {
		struct text also = { "" };

		format_add(&also, "also %s", more + 2);
		below(also.s);
	}
	add(&identity, "name ", a->name);
	add(&identity, "vendor ", a->vendor);
	add(&identity, "model ", a->model);
	add(&identity, "firmware ", a->firmware);
	add(&identity, "serial ", a->serial);
	below(identity.s);
	add(&place, "role ", a->role);
	add(&place, "zone ", a->zone);
	add(&place, "seen by ", a->sensors);
	below(place.s);
	return ferror(stdout) == 0;
}

/* Members that are absent when there is nothing to say. */
static void json_some(struct json *j, const char *key, const char *text)
{
	if (text[0] == '\0')
		return;
	json_key(j, key);
	json_text(j, text);
}

/* "a, b" as ["a", "b"]. */
static void json_list(struct json *j, const char *key, const char *list)
{
	json_key(j, key);
	json_open_array(j);
	while (*list != '\0') {
		const char *end = strstr(list, ", ");
		size_t n = end == NULL ? strlen(list) : (size_t)(end - list);

		json_text_n(j, list, n);
		list += n + (end == NULL ? 0 : 2);
	}
	json_close_array(j);
}

static void json_at(struct json *j, const char *key, uint64_t at)
{
	if (at == 0)
		return;
	json_key(j, key);
	json_time(j, at);
}

static void json_number(struct json *j, const char *key, uint64_t n)
{
	json_key(j, key);
	json_uint(j, n);
}

static bool json_line(struct json *j)
{
	json_close(j);
	json_newline(j);
	if (!j->overflow)
		(void)fwrite(j->buf, 1, j->len, stdout);
	return ferror(stdout) == 0;
}

static bool json_asset(void *ctx, const struct store_asset *a)
{
	struct table *t = ctx;
	struct json j = json_to(t->q->json, EVENT_JSON_MAX);

	json_open(&j);
	json_number(&j, "id", a->id);
	json_list(&j, "ip", a->addresses);
	json_some(&j, "mac", a->mac);
	json_some(&j, "name", a->name);
	json_some(&j, "vendor", a->vendor);
	json_some(&j, "model", a->model);
	json_some(&j, "firmware", a->firmware);
	json_some(&j, "serial", a->serial);
	json_some(&j, "description", a->description);
	json_some(&j, "maker", a->maker);
	json_some(&j, "zone", a->zone);
	json_some(&j, "role", a->role);
	json_at(&j, "first", a->first);
	json_at(&j, "last", a->last);
	json_list(&j, "client_of", a->client_of);
	json_list(&j, "server_of", a->server_of);
	json_list(&j, "sensors", a->sensors);
	json_number(&j, "changes", a->changes);
	return json_line(&j);
}

static struct text end_of(const char *address, const char *name, uint32_t port, bool ip)
{
	struct text t = { "" };

	if (ip && port != 0)
		format_add(&t, strchr(address, ':') != NULL ? "[%s]:%" PRIu32 : "%s:%" PRIu32,
			   address, port);
	else
		format_add(&t, "%s", address);
	if (name[0] != '\0')
		format_add(&t, " (%s)", name);
	return t;
}

static bool row_conversation(void *ctx, const struct store_conversation *c)
{
	struct table *t = ctx;
	struct text more = { "" };

	if (t->rows++ == 0)
		printf("%-24s %-28s %-16s %10s %9s %7s  %s\n", "Client", "server", "protocol",
		       "bytes", "messages", "errors", "last seen (UTC)");
	cell(-24, end_of(c->client, c->client_name, 0, true).s);
	cell(-28, end_of(c->server, c->server_name, c->port, c->ip_proto != 0).s);
	cell(-16, c->protocol);
	format_cell(stdout, 10, format_bytes(c->bytes).s);
	printf(" %9" PRIu64 " %7" PRIu64 "  ", c->messages, c->errors + c->unanswered);
	time_cell(c->last);
	(void)fputc('\n', stdout);
	below(c->functions);
	add(&more, "asked for ", c->host);
	add(&more, "risks: ", c->risks);
	if (c->vlan != 0)
		format_add(&more, "%sVLAN %" PRIu32, more.s[0] != '\0' ? ", " : "", c->vlan);
	add(&more, "seen by ", c->sensors);
	below(more.s);
	return ferror(stdout) == 0;
}

static bool json_conversation(void *ctx, const struct store_conversation *c)
{
	struct table *t = ctx;
	struct json j = json_to(t->q->json, EVENT_JSON_MAX);

	json_open(&j);
	json_number(&j, "id", c->id);
	json_some(&j, "client", c->client);
	json_some(&j, "client_name", c->client_name);
	json_some(&j, "server", c->server);
	json_some(&j, "server_name", c->server_name);
	json_number(&j, "port", c->port);
	json_number(&j, "ip_proto", c->ip_proto);
	json_number(&j, "vlan", c->vlan);
	json_some(&j, "protocol", c->protocol);
	json_at(&j, "first", c->first);
	json_at(&j, "last", c->last);
	json_number(&j, "packets", c->packets);
	json_number(&j, "bytes", c->bytes);
	json_number(&j, "messages", c->messages);
	json_number(&j, "requests", c->requests);
	json_number(&j, "errors", c->errors);
	json_number(&j, "unanswered", c->unanswered);
	json_list(&j, "functions", c->functions);
	json_some(&j, "host", c->host);
	json_list(&j, "risks", c->risks);
	json_list(&j, "sensors", c->sensors);
	return json_line(&j);
}

/* The newest ones, as events have it. */
static void newest(struct query *q)
{
	q->filter.newest_first = q->c->limit != 0;
}

static void nothing(const struct query *q, uint64_t rows, const char *what)
{
	const struct collector_options *c = q->c;
	bool asked = c->sensor != NULL || c->address != NULL || c->since != 0 || c->until != 0;

	if (rows == 0 && !c->json)
		printf("no %s%s\n", what, asked ? " that was asked for" : " yet");
}

int collect_assets(const struct collector_options *c, char **args)
{
	struct query q;
	struct table t = { .q = &q };
	int code;

	(void)args;
	if (query_open(&q, c, &code)) {
		newest(&q);
		bool good =
			store_each_asset(q.store, &q.filter, c->json ? json_asset : row_asset, &t);

		if (good)
			nothing(&q, t.rows, "asset");
		code = good ? query_written() : query_failed(&q);
	}
	query_close(&q);
	return code;
}

int collect_conversations(const struct collector_options *c, char **args)
{
	struct query q;
	struct table t = { .q = &q };
	int code;

	(void)args;
	if (query_open(&q, c, &code)) {
		newest(&q);
		bool good = store_each_conversation(
			q.store, &q.filter, c->json ? json_conversation : row_conversation, &t);

		if (good)
			nothing(&q, t.rows, "conversation");
		code = good ? query_written() : query_failed(&q);
	}
	query_close(&q);
	return code;
}
