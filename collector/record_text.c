/* Times, addresses and names as records write them. */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collector/incident_text.h"
#include "collector/record_json.h"
#include "common/json.h"

_Static_assert(RECORD_ADDRESS >= (int)TEXT_IP && RECORD_ADDRESS >= (int)TEXT_MAC,
	       "an address fits");
_Static_assert(RECORD_TIME + 6 == TEXT_TIME, "a time has six decimals less");

void record_time_text(char out[RECORD_TIME], uint64_t ns)
{
	char full[TEXT_TIME]; /* "2026-11-20T02:14:07.512345678Z" */

	(void)text_time(full, ns);
	memcpy(out, full, RECORD_TIME - 2);
	memcpy(out + RECORD_TIME - 2, "Z", 2);
}

bool record_ip_text(char out[RECORD_ADDRESS], const struct incident_end *e, unsigned k)
{
	if (k >= e->nips || k >= INCIDENT_IPS)
		return false;
	if (e->ips[k].n == 4)
		(void)text_ipv4(out, e->ips[k].b);
	else if (e->ips[k].n == 16)
		(void)text_ipv6(out, e->ips[k].b);
	else
		return false;
	return true;
}

bool record_mac_text(char out[RECORD_ADDRESS], const struct incident_end *e)
{
	if (e->has_mac != 0)
		(void)text_mac(out, e->mac);
	return e->has_mac != 0;
}

void record_hex_text(char out[RECORD_HEX], const uint8_t sha256[32])
{
	(void)sodium_bin2hex(out, RECORD_HEX, sha256, 32);
}

void record_base64_text(char out[RECORD_BASE64], const uint8_t sha256[32])
{
	(void)sodium_bin2base64(out, RECORD_BASE64, sha256, 32, sodium_base64_VARIANT_ORIGINAL);
}

bool record_end_known(const struct incident_end *e)
{
	return e->nips > 0 || e->has_mac != 0 || e->name[0] != '\0';
}

void record_end_name(char out[INCIDENT_WORD], const struct incident_end *e)
{
	char address[RECORD_ADDRESS];

	if (e->name[0] != '\0')
		incident_copy(out, INCIDENT_WORD, e->name);
	else if (record_ip_text(address, e, 0) || record_mac_text(address, e))
		incident_copy(out, INCIDENT_WORD, address);
	else
		out[0] = '\0';
}

/* The value of the key that begins at `key` and has n characters; NULL: it has none. */
static const char *value_of(const char *const *pairs, const char *key, size_t n)
{
	for (; pairs != NULL && pairs[0] != NULL; pairs += 2) {
		if (strlen(pairs[0]) == n && memcmp(pairs[0], key, n) == 0)
			return pairs[1];
	}
	return NULL;
}

bool record_message(char *out, size_t room, const struct messages *m, const char *lang,
		    const char *id, const char *const *pairs)
{
	const char *s = messages_get(m, lang, id);
	size_t used = 0;

	if (s == NULL || room == 0)
		return false;
	while (*s != '\0') {
		const char *end = *s == '{' ? strchr(s, '}') : NULL;
		const char *value =
			end != NULL ? value_of(pairs, s + 1, (size_t)(end - s) - 1) : NULL;
		size_t n = value != NULL ? strlen(value) : 1;

		if (used + n >= room)
			return false;
		memcpy(out + used, value != NULL ? value : s, n);
		used += n;
		s = value != NULL ? end + 1 : s + 1;
	}
	out[used] = '\0';
	return true;
}
