#include "collector/incident_text.h"

#include <stdint.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd";
enum { REPLACEMENT = sizeof(replacement) - 1 };

/* The length of the character at s and its code; 0: it is none. */
static size_t character(const uint8_t *s, size_t n, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (len == 0 || len > n || s[0] > 0xf4)
		return 0;
	*code = len == 1 ? s[0] : s[0] & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (s[i] & 0x3fU);
	}
	return *code >= least[len] && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff) ? len
											      : 0;
}

static bool harmless(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0x00, 0x1f },	    { 0x7f, 0x9f },	{ 0x61c, 0x61c },     { 0x180e, 0x180e },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },   { 0xfdd0, 0xfdef },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	if ((c & 0xfffe) == 0xfffe)
		return false;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return false;
	}
	return true;
}

size_t incident_clean(char *out, size_t room, const char *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t used = 0;

	for (size_t at = 0; at < n;) {
		uint32_t code = 0;

		if (p[at] >= 0x20 && p[at] < 0x7f && used + 1 < room) {
			out[used++] = s[at++];
			continue;
		}

		size_t len = character(p + at, n - at, &code);
		bool good = len > 0 && harmless(code);
		size_t put = good ? len : (size_t)REPLACEMENT;

		if (used + put >= room)
			break;
		memcpy(out + used, good ? s + at : replacement, put);
		used += put;
		at += len > 0 ? len : 1;
	}
	out[used] = '\0';
	return used;
}

void incident_copy(char *out, size_t room, const char *s)
{
	if (s == NULL)
		s = "";
	(void)incident_clean(out, room, s, strnlen(s, room));
}

bool incident_is_clean(const char *s, size_t n)
{
	const uint8_t *p = (const uint8_t *)s;
	uint32_t code = 0;
	size_t len;

	for (size_t at = 0; at < n; at += len) {
		len = character(p + at, n - at, &code);
		if (len == 0 || !harmless(code))
			return false;
	}
	return true;
}
