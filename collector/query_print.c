#include <inttypes.h>
#include <string.h>

#include "collector/query.h"
#include "common/format.h"
#include "common/json.h"

static const struct {
	const char *name, *color;
} priorities[] = {
	{ "info", "" },		{ "low", "\033[36m" },		 { "medium", "\033[33m" },
	{ "high", "\033[31m" }, { "critical", "\033[1;37;41m" },
};

enum { NPRIORITIES = sizeof(priorities) / sizeof(priorities[0]), SENSOR = 12, KIND = 12 };

/* Where details of an event begin: below its text. */
#define INDENT "                "

static void print_begin(struct query *q, const struct store_event *x, const char *kind,
			const char *color)
{
	char when[TEXT_TIME];
	uint64_t day = x->time / 86400000000000U;
	bool colored = q->color && color[0] != '\0';

	(void)text_time(when, x->time);
	if (day != q->day) {
		q->day = day;
		printf("%.10s (UTC)\n", when);
	}
	printf("%.15s ", when + 11);
	format_cell(stdout, -SENSOR, x->origin.sensor);
	printf(" %s", colored ? color : "");
	format_cell(stdout, -KIND, kind);
	printf("%s ", colored ? "\033[0m" : "");
}

static void print_end(const Kagami__End *e, bool port)
{
	char address[48] = "?";

	if (e == NULL) {
		(void)fputs("?", stdout);
		return;
	}
	if (e->ip.len == 4)
		(void)text_ipv4(address, e->ip.data);
	else if (e->ip.len == 16)
		(void)text_ipv6(address, e->ip.data);
	else if (e->mac.len == 6)
		(void)text_mac(address, e->mac.data);
	if (port && e->port != 0 && e->ip.len == 16)
		printf("[%s]:%" PRIu32, address, e->port);
	else if (port && e->port != 0)
		printf("%s:%" PRIu32, address, e->port);
	else
		(void)fputs(address, stdout);
	if (e->name != NULL && e->name[0] != '\0') {
		(void)fputs(" (", stdout);
		format_safely(stdout, e->name);
		(void)fputc(')', stdout);
	}
}

static void print_word(const char *before, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	(void)fputs(before, stdout);
	format_safely(stdout, text);
}

/* ---- values ---- */

static void print_uint(uint64_t u, Kagami__FieldType type)
{
	char when[TEXT_TIME];

	if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_TIME) {
		(void)text_time(when, u);
		(void)fputs(when, stdout);
	} else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_DURATION) {
		(void)fputs(format_ns(u).s, stdout);
	} else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_BOOL) {
		(void)fputs(u != 0 ? "true" : "false", stdout);
	} else {
		printf("%" PRIu64, u);
	}
}

static void print_bytes(const ProtobufCBinaryData *b, Kagami__FieldType type)
{
	char text[FORMAT_TEXT] = "";

	if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_IPV4 && b->len == 4) {
		(void)text_ipv4(text, b->data);
	} else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_IPV6 && b->len == 16) {
		(void)text_ipv6(text, b->data);
	} else if (type == KAGAMI__FIELD_TYPE__FIELD_TYPE_TEXT) {
		(void)snprintf(text, sizeof(text), "%.*s", (int)(b->len < 200 ? b->len : 200),
			       (const char *)b->data);
	} else {
		for (size_t i = 0; i < b->len && i < 64; i++)
			(void)snprintf(text + 3 * i, sizeof(text) - 3 * i, "%s%02x",
				       i > 0 ? ":" : " ", b->data[i]);
	}
	format_safely(stdout, text[0] == ' ' ? text + 1 : text);
}

static bool print_name(const Kagami__Alert *a, uint32_t field, size_t index)
{
	for (size_t i = 0; i < a->n_names; i++) {
		if (a->names[i]->field == field && a->names[i]->index == index) {
			format_safely(stdout, a->names[i]->text);
			return true;
		}
	}
	return false;
}

enum { ELEMENTS = 32 };

static void print_value(const Kagami__Alert *a, const Kagami__Value *v, Kagami__FieldType type)
{
	size_t counts[] = { v->n_uints, v->n_ints, v->n_reals, v->n_bytes };
	size_t shown = 0;

	for (size_t list = 0; list < 4; list++) {
		for (size_t i = 0; i < counts[list] && shown < ELEMENTS; i++, shown++) {
			(void)fputs(shown > 0 ? ", " : "", stdout);
			if (print_name(a, v->field, shown))
				continue;
			if (list == 0)
				print_uint(v->uints[i], type);
			else if (list == 1)
				printf("%" PRId64, v->ints[i]);
			else if (list == 2)
				printf("%.*g",
				       type == KAGAMI__FIELD_TYPE__FIELD_TYPE_FLOAT32 ? 7 : 15,
				       v->reals[i]);
			else
				print_bytes(&v->bytes[i], type);
		}
	}
	if (shown == ELEMENTS)
		(void)fputs(", …", stdout);
}

static void print_values(const Kagami__Alert *a, const struct dictionary *d, const char **sep)
{
	for (size_t i = 0; i < a->n_values; i++) {
		const Kagami__Value *v = a->values[i];
		const Kagami__Field *f = d == NULL ? NULL : dictionary_field(d, v->field);

		if (v->n_uints + v->n_ints + v->n_reals + v->n_bytes == 0)
			continue;
		(void)fputs(*sep, stdout);
		if (f == NULL)
			printf("field %" PRIu32 " = ", v->field);
		else
			printf("%s = ", f->name);
		print_value(a, v, f == NULL ? KAGAMI__FIELD_TYPE__FIELD_TYPE_BYTES : f->type);
		*sep = ", ";
	}
}

/* ---- kinds ---- */

static void print_frames(const Kagami__Evidence *e)
{
	if (e == NULL || e->n_frames == 0)
		return;
	(void)fputs(e->n_frames > 1 ? "frames" : "frame", stdout);
	for (size_t i = 0; i < e->n_frames && i < ELEMENTS; i++)
		printf(" %" PRIu64, e->frames[i]);
	if (e->more > 0)
		printf(" and %" PRIu64 " more", e->more);
	print_word(" of ", e->capture);
	(void)fputs("; ", stdout);
}

static void print_alert(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const struct dictionary *d = query_dictionary(q, x->origin.sensor, x->dictionary);
	const Kagami__Alert *a = e->alert;
	const Kagami__Rule *r = d == NULL ? NULL : dictionary_rule(d, a->rule);
	unsigned p = r != NULL && (unsigned)r->priority < NPRIORITIES ? (unsigned)r->priority : 0;
	const char *sep = "";

	print_begin(q, x, r == NULL ? "alert" : priorities[p].name,
		    r == NULL ? "" : priorities[p].color);
	format_safely(stdout, a->text);
	if (a->suppressed > 0)
		printf(" (and %" PRIu64 " like it before)", a->suppressed);
	printf("\n" INDENT);
	format_safely(stdout, r == NULL ? "rule unknown" : r->id);
	(void)fputs(": ", stdout);
	print_frames(a->evidence);
	print_word("", a->why);
	if (a->why[0] != '\0')
		(void)fputs("; ", stdout);
	print_values(a, d, &sep);
	sep = sep[0] == '\0' ? "" : "; ";
	for (size_t i = 0; r != NULL && i < r->n_techniques; i++) {
		printf("%s%s", sep, r->techniques[i]->id);
		print_word(" ", r->techniques[i]->name);
		sep = ", ";
	}
	(void)fputc('\n', stdout);
}

static void print_operation(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const Kagami__Operation *o = e->operation;

	print_begin(q, x, "operation", "");
	print_end(o->source, true);
	(void)fputs(" → ", stdout);
	print_end(o->destination, true);
	print_word(" ", o->protocol);
	print_word(" ", o->function);
	(void)fputs(o->response ? " (response)" : "", stdout);
	print_word(", device ", o->device);
	print_word(", ", o->object);
	print_word(": ", o->status);
	printf("; frame %" PRIu64 "\n", o->frame);
}

static const char *change_of(Kagami__Change change)
{
	static const char *const words[] = { "seen", "new", "changed", "ended" };

	return (unsigned)change < 4 ? words[change] : "seen";
}

static void print_asset(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const Kagami__Asset *a = e->asset;
	char address[48];

	print_begin(q, x, "asset", "");
	printf("%s:", change_of(a->change));
	for (size_t i = 0; i < a->n_ips; i++) {
		if (a->ips[i].len == 4)
			(void)text_ipv4(address, a->ips[i].data);
		else
			(void)text_ipv6(address, a->ips[i].data);
		printf(" %s", address);
	}
	if (a->mac.len == 6) {
		(void)text_mac(address, a->mac.data);
		printf(" %s", address);
	}
	print_word(", ", a->name);
	print_word(", ", a->vendor);
	print_word(" ", a->model);
	print_word(", firmware ", a->firmware);
	print_word(", serial ", a->serial);
	(void)fputc('\n', stdout);
}

static void print_conversation(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const Kagami__Conversation *c = e->conversation;

	print_begin(q, x, "conversation", "");
	printf("%s: ", change_of(c->change));
	print_end(c->client, false);
	(void)fputs(" → ", stdout);
	print_end(c->server, c->ip_proto != 0);
	print_word(" ", c->protocol);
	printf(", %s, %s", format_many(c->client_packets + c->server_packets, "packet").s,
	       format_many(c->messages, "message").s);
	if (c->errors > 0)
		printf(", %s", format_many(c->errors, "error").s);
	(void)fputc('\n', stdout);
}

static void print_health(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const Kagami__Health *h = e->health;
	uint64_t frames = 0, dropped = 0;

	for (size_t i = 0; i < h->n_interfaces; i++) {
		frames += h->interfaces[i]->frames;
		dropped += h->interfaces[i]->dropped + h->interfaces[i]->interface_dropped;
	}
	print_begin(q, x, "health", "");
	format_safely(stdout, h->state);
	printf(": %s, %" PRIu64 " dropped, %s", format_many(frames, "frame").s, dropped,
	       format_many(h->alerts, "alert").s);
	print_word("; ", h->program);
	(void)fputc('\n', stdout);
}

static void print_packets(struct query *q, const struct store_event *x, const Kagami__Event *e)
{
	const struct dictionary *d = query_dictionary(q, x->origin.sensor, x->dictionary);
	const Kagami__Packets *p = e->packets;
	const Kagami__Rule *r = d == NULL ? NULL : dictionary_rule(d, p->rule);
	uint64_t bytes = 0;

	for (size_t i = 0; i < p->n_packets; i++)
		bytes += p->packets[i]->bytes.len;
	print_begin(q, x, "packets", "");
	printf("of alert %" PRIu64, p->alert);
	print_word(", ", r == NULL ? "" : r->id);
	printf(": %s, %s", format_many(p->n_packets, "frame").s, format_many(bytes, "byte").s);
	print_word(" of ", p->capture);
	if (p->more + p->gone > 0)
		printf("; %" PRIu64 " more did not fit, %" PRIu64 " were gone", p->more, p->gone);
	(void)fputc('\n', stdout);
}

void query_print(struct query *q, const struct store_event *x)
{
	static void (*const kinds[EVENT_KINDS])(struct query * q, const struct store_event *x,
						const Kagami__Event *e) = {
		[EVENT_OPERATION] = print_operation, [EVENT_CONVERSATION] = print_conversation,
		[EVENT_ASSET] = print_asset,	     [EVENT_HEALTH] = print_health,
		[EVENT_ALERT] = print_alert,	     [EVENT_PACKETS] = print_packets,
	};
	const char *why = NULL;

	wire_clear(&q->arena);
	const Kagami__Event *e = wire_unpack_event(&q->arena, x->p, x->n, &why);
	enum event_kind kind = e == NULL ? EVENT_KINDS : event_kind_of(e);

	if (kind < EVENT_KINDS) {
		kinds[kind](q, x, e);
		return;
	}
	print_begin(q, x, "unknown", "");
	if (e == NULL)
		printf("number %" PRIu64 " cannot be read: %s\n", x->origin.seq, why);
	else
		printf("number %" PRIu64 ", of a later version of the sensor\n", x->origin.seq);
}
