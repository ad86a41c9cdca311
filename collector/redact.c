#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collector/redact_inside.h"

/* ---- TLP ------------------------------------------------------------------------------------- */

static const char *const tlps[] = { "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED" };

const char *tlp_name(enum tlp t)
{
	return (unsigned)t <= TLP_RED ? tlps[t] : tlps[TLP_RED];
}

bool tlp_parse(const char *text, enum tlp *t)
{
	for (unsigned k = 0; k <= TLP_RED; k++) {
		if (strcmp(text, tlps[k]) == 0) {
			*t = (enum tlp)k;
			return true;
		}
	}
	return false;
}

/* ---- pseudonyms ------------------------------------------------------------------------------ */

void redact_begin(struct redaction *r, const struct recipient *to, const uint8_t key[32])
{
	const char *who = to->fqdn[0] != '\0' ? to->fqdn : to->name;

	memset(r, 0, sizeof(*r));
	r->to = to;
	(void)crypto_generichash(r->key, sizeof(r->key), (const unsigned char *)who, strlen(who),
				 key, 32);
}

void redact_hash(const struct redaction *r, const char *kind, const void *data, size_t len,
		 uint8_t *out, size_t n)
{
	crypto_generichash_state state;
	uint8_t all[32];

	(void)crypto_generichash_init(&state, r->key, sizeof(r->key), sizeof(all));
	(void)crypto_generichash_update(&state, (const unsigned char *)kind, strlen(kind) + 1);
	(void)crypto_generichash_update(&state, data, len);
	(void)crypto_generichash_final(&state, all, sizeof(all));
	memcpy(out, all, n < sizeof(all) ? n : sizeof(all));
}

void redact_put(char *out, size_t room, const char *text)
{
	size_t n = strnlen(text, room - 1);

	memmove(out, text, n);
	memset(out + n, 0, room - n);
}

void redact_name(const struct redaction *r, const char *kind, char *out, size_t room,
		 const char *text)
{
	uint8_t b[REDACT_HEX / 2];
	char hex[REDACT_HEX + 1], made[INCIDENT_WORD] = "";

	if (text[0] != '\0') {
		redact_hash(r, kind, text, strlen(text), b, sizeof(b));
		(void)sodium_bin2hex(hex, sizeof(hex), b, sizeof(b));
		(void)snprintf(made, sizeof(made), "%s-%s", kind, hex);
	}
	redact_put(out, room, made);
}

void redact_address(const struct redaction *r, uint8_t *b, size_t n)
{
	static const char *const kinds[] = { [4] = "ip4", [6] = "mac", [16] = "ip6" };
	static const uint8_t documentation[] = { 0x20, 0x01, 0x0d, 0xb8 };

	redact_hash(r, kinds[n], b, n, b, n);
	if (n == 4) /* 240.0.0.0/4, and not the broadcast address */
		b[0] = (uint8_t)(240 + b[0] % 15);
	else if (n == 6) /* locally administered, of one station */
		b[0] = 0x02;
	else
		memcpy(b, documentation, sizeof(documentation));
}

/* Unicast addresses that the Internet knows. */
static bool global(const uint8_t *b, size_t n)
{
	if (n == 16)
		return (b[0] & 0xe0) == 0x20 &&
		       !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && b[3] == 0xb8);
	return b[0] != 0 && b[0] != 10 && b[0] != 127 && b[0] < 224 &&
	       !(b[0] == 100 && (b[1] & 0xc0) == 64) && !(b[0] == 169 && b[1] == 254) &&
	       !(b[0] == 172 && (b[1] & 0xf0) == 16) && !(b[0] == 192 && b[1] == 168) &&
	       !(b[0] == 198 && (b[1] & 0xfe) == 18);
}

bool redact_keeps(const struct redaction *r, const uint8_t *b, size_t n)
{
	for (unsigned k = 0; k < r->kept.nips; k++) {
		if (r->kept.ips[k].n == n && memcmp(r->kept.ips[k].b, b, n) == 0)
			return true;
	}
	return false;
}

void redact_addresses(const struct redaction *r, struct incident_end *e)
{
	for (unsigned k = 0; k < e->nips && k < INCIDENT_IPS; k++) {
		size_t n = e->ips[k].n == 4 ? 4 : 16;

		if (!redact_keeps(r, e->ips[k].b, n))
			redact_address(r, e->ips[k].b, n);
	}
	if (e->has_mac != 0)
		redact_address(r, e->mac, sizeof(e->mac));
	e->vlan = 0;
}

void redact_keep(struct redaction *r, const struct incident_end *source)
{
	if (source->name[0] != '\0' || source->zone[0] != '\0' || source->role[0] != '\0')
		return;
	for (unsigned k = 0; k < source->nips && k < INCIDENT_IPS; k++) {
		if (global(source->ips[k].b, source->ips[k].n == 4 ? 4 : 16))
			r->kept.ips[r->kept.nips++] = source->ips[k];
	}
}

/* ---- ids ------------------------------------------------------------------------------------- */

/* The site before "-20261120-0001"; the length of the whole if it has another form. */
size_t redact_site_of(const char *id)
{
	size_t n = strlen(id), figures = 0, day = 0;

	while (n > figures && id[n - 1 - figures] >= '0' && id[n - 1 - figures] <= '9')
		figures++;
	if (figures == 0 || n < figures + 11 || id[n - figures - 1] != '-')
		return n;
	while (day < 8 && id[n - figures - 2 - day] >= '0' && id[n - figures - 2 - day] <= '9')
		day++;
	return day == 8 && id[n - figures - 10] == '-' ? n - figures - 10 : n;
}

void redact_own_id(const struct redaction *r, char out[INCIDENT_ID], const char *id)
{
	size_t site = redact_site_of(id);
	char name[INCIDENT_ID], made[INCIDENT_ID], all[2 * INCIDENT_ID];

	(void)snprintf(name, sizeof(name), "%.*s", (int)site, id);
	redact_name(r, "site", made, sizeof(made), name);
	(void)snprintf(all, sizeof(all), "%s%s", made, id + site);
	redact_put(out, INCIDENT_ID, all);
}

void redact_id(char out[INCIDENT_ID], const char *id, const struct recipient *to,
	       const uint8_t key[32])
{
	struct redaction *r = sodium_malloc(sizeof(*r));

	if (to->sites || r == NULL) {
		(void)snprintf(out, INCIDENT_ID, "%s", to->sites ? id : "");
	} else {
		redact_begin(r, to, key);
		redact_own_id(r, out, id);
	}
	sodium_free(r);
}
