#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "collector/incident_text.h"
#include "collector/record_json.h"
#include "collector/redact_inside.h"

enum { SCRUBBED = 4 * INCIDENT_TEXT, MAC_TEXT = 18 };

/* ---- what must not be seen ------------------------------------------------------------------- */

static bool letters_only(const char *s)
{
	while (isalpha((unsigned char)*s))
		s++;
	return *s == '\0';
}

void redact_forbid(struct redaction *r, const char *text, const char *pseudonym)
{
	size_t len = strnlen(text, INCIDENT_TEXT - 1), at = r->ntokens;
	struct redact_token made = { .len = len, .word = len < 4 || letters_only(text) };

	if (len < 2 || r->ntokens == REDACT_TOKENS)
		return;
	for (size_t k = 0; k < r->ntokens; k++) {
		if (r->tokens[k].len == len && strncasecmp(r->tokens[k].text, text, len) == 0)
			return;
	}
	(void)snprintf(made.text, sizeof(made.text), "%s", text);
	(void)snprintf(made.pseudonym, sizeof(made.pseudonym), "%s", pseudonym);
	/* The longest first: "plc3 north" before "plc3". */
	for (; at > 0 && r->tokens[at - 1].len < len; at--)
		r->tokens[at] = r->tokens[at - 1];
	r->tokens[at] = made;
	r->ntokens++;
}

static void mac_text(char out[MAC_TEXT], const uint8_t mac[6], char between)
{
	size_t at = 0;

	for (size_t k = 0; k < 6; k++) {
		(void)snprintf(out + at, MAC_TEXT - at, "%02x", mac[k]);
		at += 2;
		if (between != '\0' && k < 5)
			out[at++] = between;
	}
}

/* With ':' and '-' between, and with nothing; what is written otherwise is found as an address. */
static void forbid_mac(struct redaction *r, const uint8_t mac[6])
{
	static const char between[] = { ':', '-', '\0' };
	char text[MAC_TEXT], other[MAC_TEXT];
	uint8_t b[6];

	memcpy(b, mac, sizeof(b));
	redact_address(r, b, sizeof(b));
	mac_text(other, b, ':');
	for (size_t k = 0; k < sizeof(between); k++) {
		mac_text(text, mac, between[k]);
		redact_forbid(r, text, other);
	}
}

void redact_forbid_end(struct redaction *r, const struct incident_end *e)
{
	struct incident_end other = *e;
	char text[RECORD_ADDRESS], pseudonym[RECORD_ADDRESS];

	redact_addresses(r, &other);
	for (unsigned k = 0; record_ip_text(text, e, k); k++) {
		if (record_ip_text(pseudonym, &other, k) && strcmp(text, pseudonym) != 0)
			redact_forbid(r, text, pseudonym);
	}
	if (e->has_mac != 0)
		forbid_mac(r, e->mac);
}

/* ---- addresses in a sentence ----------------------------------------------------------------- */

static bool boundary(char c)
{
	return !isalnum((unsigned char)c);
}

/* The longest beginning of s that is an address; *n: how many bytes it has. 0: none. */
static size_t ip_at(const char *s, uint8_t b[16], size_t *n)
{
	size_t len = strspn(s, "0123456789abcdefABCDEF:.");
	char text[RECORD_ADDRESS];

	if (strcspn(s, "0123456789abcdefABCDEF") >= len)
		return 0;
	for (len = len < sizeof(text) - 1 ? len : sizeof(text) - 1; len >= 2; len--) {
		if (isalnum((unsigned char)s[len]))
			continue;
		memcpy(text, s, len);
		text[len] = '\0';
		*n = inet_pton(AF_INET, text, b) == 1 ? 4 : 16;
		if (*n == 4 || inet_pton(AF_INET6, text, b) == 1)
			return len;
	}
	return 0;
}

/* aa:bb:cc:dd:ee:ff, aa-bb-..., aabb.ccdd.eeff, aabbccddeeff */
static size_t mac_at(const char *s, uint8_t b[6])
{
	size_t len = 0, figures = 0;
	char between = '\0';

	while (figures < 12) {
		char c = s[len];

		if (isxdigit((unsigned char)c)) {
			unsigned v = (unsigned)(isdigit((unsigned char)c)
							? c - '0'
							: tolower((unsigned char)c) - 'a' + 10);

			b[figures / 2] = (uint8_t)(figures % 2 == 0 ? v << 4 : b[figures / 2] | v);
			figures++;
		} else if (figures > 0 && figures % 2 == 0 && strchr(":-.", c) != NULL &&
			   c != '\0' && (between == '\0' || between == c) &&
			   isxdigit((unsigned char)s[len + 1])) {
			between = c;
		} else {
			return 0;
		}
		len++;
	}
	return boundary(s[len]) && (between == '\0' || len == 14 || len == 17) ? len : 0;
}

/* Writes what stands for the address that s begins with; *len: its length. "" and 0: none. */
static void address_at(const struct redaction *r, const char *s, char out[RECORD_ADDRESS],
		       size_t *len)
{
	struct incident_end e = { .nips = 1, .has_mac = 1 };
	size_t n = 6;

	out[0] = '\0';
	*len = mac_at(s, e.mac);
	if (*len > 0) {
		redact_address(r, e.mac, n);
		(void)record_mac_text(out, &e);
		return;
	}
	*len = ip_at(s, e.ips[0].b, &n);
	if (*len == 0)
		return;
	e.ips[0].n = (uint8_t)n;
	if (!redact_keeps(r, e.ips[0].b, n))
		redact_address(r, e.ips[0].b, n);
	(void)record_ip_text(out, &e, 0);
}

/* ---- all of a text --------------------------------------------------------------------------- */

static const struct redact_token *token_at(const struct redaction *r, const char *s, bool begins)
{
	for (size_t k = 0; k < r->ntokens; k++) {
		const struct redact_token *t = &r->tokens[k];

		if (strncasecmp(s, t->text, t->len) == 0 &&
		    (!t->word || (begins && boundary(s[t->len]))))
			return t;
	}
	return NULL;
}

void redact_scrub(const struct redaction *r, char *text, size_t room, bool addresses)
{
	char out[SCRUBBED], address[RECORD_ADDRESS];
	size_t at = 0, n = 0;

	while (text[at] != '\0' && n + INCIDENT_WORD < sizeof(out)) {
		bool begins = at == 0 || boundary(text[at - 1]);
		const struct redact_token *t = token_at(r, text + at, begins);
		size_t len = 0;

		if (t != NULL) {
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", t->pseudonym);
			at += t->len;
			continue;
		}
		if (addresses && begins)
			address_at(r, text + at, address, &len);
		if (len > 0) {
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", address);
			at += len;
			continue;
		}
		out[n++] = text[at++];
	}
	memset(text, 0, room);
	(void)incident_clean(text, room, out, n);
}
