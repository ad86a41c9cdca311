#include "sensor/sizes.h"

#include <string.h>

#include "protocols/iec60870.h"
#include "sensor/rule/literal.h"

/* "2/2/3"; 0: it is none. */
static uint32_t octets(const char *s)
{
	static const char most[] = "223";
	uint8_t n[3] = { 0 };

	if (strlen(s) != 5 || s[1] != '/' || s[3] != '/')
		return 0;
	for (unsigned i = 0; i < 3; i++) {
		if (s[2 * i] < '1' || s[2 * i] > most[i])
			return 0;
		n[i] = (uint8_t)(s[2 * i] - '0');
	}
	return iec60870_given(n[0], n[1], n[2]);
}

static bool read_port(const char *s, size_t n, uint16_t *port)
{
	unsigned value = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || i == 5)
			return false;
		value = value * 10 + (unsigned)(s[i] - '0');
	}
	*port = (uint16_t)value;
	return n > 0 && value > 0 && value <= UINT16_MAX;
}

static bool read_network(const char *s, size_t n, struct sizes_row *row)
{
	uint32_t lo, hi;

	if (n == 0)
		return true;
	if (literal_ipv4(s, n, &lo, &hi) == ADDRESS_OK) {
		for (unsigned i = 0; i < 4; i++) {
			row->lo[i] = (uint8_t)(lo >> (24 - 8 * i));
			row->hi[i] = (uint8_t)(hi >> (24 - 8 * i));
		}
		row->version = 4;
		return true;
	}
	row->version = 6;
	return literal_ipv6(s, n, row->lo, row->hi) == ADDRESS_OK;
}

/* NETWORK, NETWORK:PORT, [NETWORK]:PORT or :PORT. */
static bool read_place(const char *s, size_t n, struct sizes_row *row)
{
	const char *bracket = s[0] == '[' ? memchr(s, ']', n) : NULL;
	const char *colon = memchr(s, ':', n);

	if (bracket != NULL) {
		size_t inside = (size_t)(bracket - s) - 1, rest = n - inside - 2;

		return read_network(s + 1, inside, row) && row->version == 6 &&
		       (rest == 0 ||
			(bracket[1] == ':' && read_port(bracket + 2, rest - 1, &row->port)));
	}
	/* One colon alone is before a port; more are an address. */
	if (colon == NULL || memchr(colon + 1, ':', n - (size_t)(colon + 1 - s)) != NULL)
		return n > 0 && read_network(s, n, row);
	return read_network(s, (size_t)(colon - s), row) &&
	       read_port(colon + 1, n - (size_t)(colon + 1 - s), &row->port);
}

bool sizes_read(const char *text, struct sizes_row *row)
{
	const char *equals = strchr(text, '=');

	*row = (struct sizes_row){ .given = octets(equals != NULL ? equals + 1 : text) };
	return row->given != 0 &&
	       (equals == NULL || read_place(text, (size_t)(equals - text), row));
}

void sizes_fill(struct sizes *t, const struct option_list *items)
{
	*t = (struct sizes){ 0 };
	for (size_t i = 0; i < items->n && t->n < SIZES_MAX; i++)
		t->n += sizes_read(items->items[i], &t->row[t->n]);
}

uint32_t sizes_of(const struct sizes *t, const struct addr *server, uint8_t version, uint16_t port)
{
	const size_t n = version == 4 ? 4 : 16;
	uint8_t b[16];

	memcpy(b, server->w, sizeof(b));
	for (size_t i = 0; i < t->n; i++) {
		const struct sizes_row *r = &t->row[i];

		if ((r->port == 0 || r->port == port) &&
		    (r->version == 0 || (r->version == version && memcmp(b, r->lo, n) >= 0 &&
					 memcmp(b, r->hi, n) <= 0)))
			return r->given;
	}
	return 0;
}
