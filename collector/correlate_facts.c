/* What an alert says. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate_inside.h"
#include "collector/incident_text.h"
#include "proto/dictionary.h"

/* No event is later: room for sums of times (2262). */
static const uint64_t time_max = INT64_MAX;

const Kagami__Value *facts_value(const struct correlate_alert *a, const char *name)
{
	const Kagami__Alert *al = a->event->alert;

	for (size_t i = 0; i < al->n_values; i++) {
		const Kagami__Field *f = dictionary_field(a->dictionary, al->values[i]->field);

		if (f != NULL && strcmp(f->name, name) == 0)
			return al->values[i];
	}
	return NULL;
}

/* The first value as a text; false: there is none. */
static bool as_text(const Kagami__Value *v, char *out, size_t room)
{
	if (v == NULL)
		return false;
	if (v->n_uints > 0)
		(void)snprintf(out, room, "%" PRIu64, v->uints[0]);
	else if (v->n_ints > 0)
		(void)snprintf(out, room, "%" PRId64, v->ints[0]);
	else if (v->n_reals > 0)
		(void)snprintf(out, room, "%.10g", v->reals[0]);
	else if (v->n_bytes > 0)
		(void)incident_clean(out, room, (const char *)v->bytes[0].data, v->bytes[0].len);
	else
		return false;
	return out[0] != '\0';
}

/* What people call the value, else the value. */
static bool named(const struct facts *f, const Kagami__Value *v, char *out, size_t room)
{
	for (size_t i = 0; v != NULL && i < f->alert->n_names; i++) {
		const Kagami__ValueText *t = f->alert->names[i];

		if (t->field == v->field && t->index == 0) {
			incident_copy(out, room, t->text);
			return true;
		}
	}
	return as_text(v, out, room);
}

/* ---- ends --------------------------------------------------------------------------------- */

static bool all(const uint8_t *p, size_t n, uint8_t b)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != b)
			return false;
	}
	return true;
}

bool facts_end(struct incident_end *out, const Kagami__End *e)
{
	memset(out, 0, sizeof(*out));
	out->level = -1;
	if (e == NULL)
		return false;
	if ((e->ip.len == 4 || e->ip.len == 16) && !all(e->ip.data, e->ip.len, 0) &&
	    !all(e->ip.data, e->ip.len, 0xff)) {
		out->nips = 1;
		out->ips[0].n = (uint8_t)e->ip.len;
		memcpy(out->ips[0].b, e->ip.data, e->ip.len);
	}
	if (e->mac.len == 6 && !all(e->mac.data, 6, 0) && !all(e->mac.data, 6, 0xff)) {
		out->has_mac = 1;
		memcpy(out->mac, e->mac.data, 6);
	}
	out->port = (uint16_t)e->port;
	out->vlan = (uint16_t)e->vlan;
	incident_text(out->name, e->name);
	incident_text(out->role, e->role);
	return out->nips > 0 || out->has_mac;
}

/* Rules that wait in vain have no message: only the addresses that they remembered. */
static bool end_of_value(struct incident_end *out, const struct correlate_alert *a,
			 const char *const names[])
{
	char text[INET6_ADDRSTRLEN];
	const Kagami__Value *v = NULL;

	for (; *names != NULL && v == NULL; names++)
		v = facts_value(a, *names);
	if (v == NULL || v->n_bytes == 0)
		return false;
	if (v->bytes[0].len == 6) {
		memcpy(out->mac, v->bytes[0].data, 6);
		out->has_mac = 1;
		return true;
	}
	if (!as_text(v, text, sizeof(text)))
		return false;
	out->nips = 1;
	if (v->bytes[0].len == 4 || v->bytes[0].len == 16) {
		out->ips[0].n = (uint8_t)v->bytes[0].len;
		memcpy(out->ips[0].b, v->bytes[0].data, v->bytes[0].len);
		return true;
	}
	out->ips[0].n = strchr(text, ':') != NULL ? 16 : 4;
	if (inet_pton(out->ips[0].n == 4 ? AF_INET : AF_INET6, text, out->ips[0].b) == 1)
		return true;
	memset(out->ips, 0, sizeof(out->ips[0]));
	out->nips = 0;
	return false;
}

static int compare_ip(const struct incident_end *e, unsigned a, unsigned b)
{
	int order = e->ips[a].n - e->ips[b].n;

	return order != 0 ? order : memcmp(e->ips[a].b, e->ips[b].b, e->ips[a].n);
}

bool end_identity(struct identity *out, const char *site, const struct incident_end *e, bool mac)
{
	uint8_t text[INCIDENT_TEXT + 32];
	size_t n = strnlen(site, INCIDENT_TEXT);
	unsigned lowest = 0;

	if (mac ? !e->has_mac : e->nips == 0)
		return false;
	memcpy(text, site, n);
	text[n++] = 0;
	if (mac) {
		memcpy(text + n, e->mac, 6);
		n += 6;
	} else {
		for (unsigned i = 1; i < e->nips; i++)
			lowest = compare_ip(e, i, lowest) < 0 ? i : lowest;
		memcpy(text + n, e->ips[lowest].b, e->ips[lowest].n);
		n += e->ips[lowest].n;
	}
	identity_of(out, text, n);
	return true;
}

/* The same address; who shows none in one place is known by his MAC. */
bool end_same(const struct incident_end *a, const struct incident_end *b)
{
	for (unsigned i = 0; i < a->nips; i++) {
		for (unsigned j = 0; j < b->nips; j++) {
			if (a->ips[i].n == b->ips[j].n &&
			    memcmp(a->ips[i].b, b->ips[j].b, a->ips[i].n) == 0)
				return true;
		}
	}
	return (a->nips == 0 || b->nips == 0) && a->has_mac && b->has_mac &&
	       memcmp(a->mac, b->mac, sizeof(a->mac)) == 0;
}

/* ---- what was done ------------------------------------------------------------------------ */

static bool flag(const struct correlate_alert *a, const char *name, bool *v)
{
	const Kagami__Value *found = facts_value(a, name);

	*v = found != NULL && found->n_uints > 0 && found->uints[0] != 0;
	return found != NULL && found->n_uints > 0;
}

static bool number(const struct correlate_alert *a, const char *name, uint64_t *v)
{
	const Kagami__Value *found = facts_value(a, name);

	*v = found != NULL && found->n_uints > 0 ? found->uints[0] : 0;
	return found != NULL && found->n_uints > 0;
}

/* Does the message that the rule looked at go from the target to the source? */
static bool answered(const struct facts *f)
{
	static const char *const from[] = { "src.addr", "ip.src", NULL };
	struct incident_end end = { .nips = 0 };
	bool request;

	if (flag(f->a, "ot.request", &request))
		return !request;
	return f->has_target && end_of_value(&end, f->a, from) && end_same(&end, &f->target);
}

/* Only an answer that was seen says how it went. */
static enum incident_completion completion(const struct facts *f)
{
	bool failed;
	uint64_t n;

	if (flag(f->a, "ot.failed", &failed) && (failed || answered(f)))
		return failed ? COMPLETION_FAILED : COMPLETION_SUCCEEDED;
	if (number(f->a, "modbus.exception_code", &n) && n != 0)
		return COMPLETION_FAILED;
	return COMPLETION_UNKNOWN;
}

static void set_function(struct facts *f)
{
	static const char *const codes[] = { "umas.code", "modbus.func_code", "mbrtu.func_code" };
	const Kagami__Value *v = facts_value(f->a, "ot.function");

	f->function_code = UINT32_MAX;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		const Kagami__Value *code = facts_value(f->a, codes[i]);

		if (code == NULL || code->n_uints == 0)
			continue;
		f->function_code = (uint32_t)code->uints[0];
		v = v != NULL ? v : code;
		break;
	}
	(void)named(f, v, f->function, sizeof(f->function));
}

/* "Chlorine.HighLimit = 500", "hr:4 = 500", "hr:4". */
static void set_value(struct facts *f)
{
	char name[INCIDENT_WORD] = "", text[INCIDENT_WORD] = "", both[2 * INCIDENT_WORD + 4];
	const Kagami__Value *v = facts_value(f->a, "tag.value");

	if (!as_text(facts_value(f->a, "tag.name"), name, sizeof(name)))
		incident_text(name, f->object);
	if (v == NULL)
		v = facts_value(f->a, "ot.value");
	if (v == NULL)
		v = facts_value(f->a, "goose.stNum");
	(void)named(f, v, text, sizeof(text));
	(void)snprintf(both, sizeof(both), "%s%s%s", name,
		       name[0] != '\0' && text[0] != '\0' ? " = " : "", text);
	incident_text(f->value, both);
}

static void set_ends(struct facts *f)
{
	static const char *const from[] = { "src.addr", "ip.src", "asset.ip", "asset.mac", NULL };
	static const char *const to[] = { "dst.addr", "ip.dst", NULL };
	static const struct {
		const char *role, *zone, *level;
	} names[2] = { { "src.role", "src.zone", "src.level" },
		       { "dst.role", "dst.zone", "dst.level" } };
	struct incident_end *ends[2] = { &f->source, &f->target };
	uint64_t level;
	bool back;

	f->has_source = facts_end(&f->source, f->alert->source);
	f->has_target = facts_end(&f->target, f->alert->target);
	if (!f->has_source && !f->has_target) {
		f->has_source = end_of_value(&f->source, f->a, from);
		f->has_target = end_of_value(&f->target, f->a, to);
	}
	back = answered(f);
	for (unsigned i = 0; i < 2; i++) {
		struct incident_end *e = ends[back ? 1 - i : i];

		(void)as_text(facts_value(f->a, names[i].role), e->role, sizeof(e->role));
		(void)as_text(facts_value(f->a, names[i].zone), e->zone, sizeof(e->zone));
		if (number(f->a, names[i].level, &level) && level <= 5)
			e->level = (int8_t)level;
	}
}

static bool mac_of(const struct correlate_alert *a, const char *const names[], uint8_t mac[6])
{
	for (; *names != NULL; names++) {
		const Kagami__Value *v = facts_value(a, *names);

		if (v != NULL && v->n_bytes > 0 && v->bytes[0].len == 6) {
			memcpy(mac, v->bytes[0].data, 6);
			return true;
		}
	}
	return false;
}

/* Who claims an address that is another's is known by his MAC; the address is whom it happens to:
 * the one that is claimed, the one that answers, the one that was known before. */
static void set_liar(struct facts *f)
{
	static const char *const macs[] = { "asset.other", "arp.src.hw_mac", "eth.src", NULL };
	static const char *const claims[] = { "arp.src.proto_ipv4", "asset.ip", NULL };
	struct incident_end liar = { .level = -1 }, victim = { .level = -1 };

	if (f->meaning.about != ABOUT_MAC)
		return;
	/* What is seen may as well be the true one that goes on answering. */
	if (!mac_of(f->a, macs, liar.mac) ||
	    (f->target.nips > 0 && f->target.has_mac &&
	     memcmp(f->target.mac, liar.mac, sizeof(liar.mac)) == 0)) {
		f->meaning.about = ABOUT_TARGET;
		return;
	}
	liar.has_mac = 1;
	if (!end_of_value(&victim, f->a, claims))
		victim = f->target.nips > 0 ? f->target : f->source;
	else if (end_same(&victim, &f->source))
		victim = f->source;
	victim.has_mac = victim.has_mac && memcmp(victim.mac, liar.mac, sizeof(liar.mac)) != 0;
	if (!victim.has_mac)
		memset(victim.mac, 0, sizeof(victim.mac));
	f->source = liar;
	f->has_source = true;
	f->target = victim;
	f->has_target = victim.nips > 0 || victim.has_mac;
}

/* Who answers is who does it. */
static void set_server(struct facts *f)
{
	struct incident_end client = f->source;
	bool has_client = f->has_source;

	if (f->meaning.about != ABOUT_SERVER)
		return;
	f->meaning.about = ABOUT_SOURCE;
	if (!f->has_target)
		return;
	f->source = f->target;
	f->has_source = true;
	f->target = client;
	f->has_target = has_client;
}

/* Of what happens to somebody the other end is the witness, not who did it. */
static void drop_witness(struct facts *f)
{
	if (f->meaning.about != ABOUT_TARGET || !f->has_target)
		return;
	f->source = (struct incident_end){ .level = -1 };
	f->has_source = false;
}

/* ---- the key ------------------------------------------------------------------------------ */

static void write_end(char *out, size_t room, const struct incident_end *e, bool known)
{
	char ip[INET6_ADDRSTRLEN] = "";

	if (known && e->nips > 0)
		(void)inet_ntop(e->ips[0].n == 4 ? AF_INET : AF_INET6, e->ips[0].b, ip, sizeof(ip));
	else if (known)
		(void)snprintf(ip, sizeof(ip), "%02x:%02x:%02x:%02x:%02x:%02x", e->mac[0],
			       e->mac[1], e->mac[2], e->mac[3], e->mac[4], e->mac[5]);
	(void)snprintf(out, room, "%s", ip);
}

static void set_key(struct facts *f, const char *issuer)
{
	enum incident_about about = f->meaning.about;
	char source[64], target[128], text[INCIDENT_TEXT * 4];
	uint8_t digest[crypto_hash_sha256_BYTES];
	bool with_source, with_target;
	size_t n;

	if (about == ABOUT_DEVICE && f->device[0] == '\0')
		about = ABOUT_BOTH;
	if ((about == ABOUT_TARGET && !f->has_target) ||
	    ((about == ABOUT_SOURCE || about == ABOUT_MAC) && !f->has_source))
		about = ABOUT_BOTH;
	f->meaning.about = about;
	with_source = f->has_source && about != ABOUT_TARGET && about != ABOUT_DEVICE;
	with_target = f->has_target && (about == ABOUT_BOTH || about == ABOUT_TARGET);
	write_end(source, sizeof(source), &f->source, with_source);
	write_end(target, sizeof(target), &f->target, with_target);
	if (about == ABOUT_DEVICE)
		(void)snprintf(target, sizeof(target), "device %s", f->device);
	(void)snprintf(text, sizeof(text), "%s|%s|%s|%s|%s|%s|%s", issuer, f->site,
		       f->meaning.family, source, target, f->protocol,
		       incident_class_name(f->meaning.class));
	n = strlen(text);
	(void)crypto_hash_sha256(f->dedup, (const uint8_t *)text, n);
	memcpy(f->key.b, f->dedup, sizeof(f->key.b));
	if (about != ABOUT_DEVICE)
		return;
	(void)snprintf(text, sizeof(text), "%s|%s|%s", f->site, f->protocol, f->device);
	(void)crypto_hash_sha256(digest, (const uint8_t *)text, strlen(text));
	memcpy(f->group.b, digest, sizeof(f->group.b));
	f->grouped = true;
}

/* Of work that has to be done. What names nobody is nobody's. */
static void set_doer(struct facts *f, const struct incident_tables *t)
{
	if (!f->meaning.routine || !f->has_source)
		return;
	f->doer = (struct incident_doer){
		.role = f->source.role,
		.learned = f->alert->learned,
		.noutside = f->alert->n_outside,
		.outside = (const char *const *)f->alert->outside,
	};
	f->routine = incident_routine(t, &f->doer, NULL);
}

bool facts_of(const struct correlate *c, const struct correlate_alert *a, struct facts *f)
{
	const Kagami__Alert *al = a->event->alert;
	const char *site = a->site != NULL && a->site[0] != '\0' ? a->site : c->o.site;

	memset(f, 0, sizeof(*f));
	f->a = a;
	f->alert = al;
	f->rule = a->rule;
	f->time = a->event->time < time_max ? a->event->time : time_max;
	incident_meaning_of(c->o.tables, a->rule, al, &f->meaning);
	if (!f->meaning.is_incident)
		return false;
	incident_text(f->site, site);
	incident_text(f->protocol, al->protocol);
	incident_text(f->device, al->device);
	if (f->device[0] == '\0')
		(void)as_text(facts_value(a, "goose.gocbRef"), f->device, sizeof(f->device));
	incident_text(f->object, al->object);
	set_ends(f);
	set_server(f);
	set_liar(f);
	drop_witness(f);
	set_function(f);
	set_value(f);
	f->completion = f->meaning.answers ? completion(f) : COMPLETION_UNKNOWN;
	set_doer(f, c->o.tables);
	set_key(f, c->o.issuer != NULL ? c->o.issuer : "");
	return true;
}
