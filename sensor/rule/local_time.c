#include "sensor/rule/local_time.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "protocols/cur.h"
#include "sensor/rule/local_rule.h"

enum { ZONE_FILE = 64 * 1024, ZONE_NAME = 60, CHANGES = 4096, TYPES = 256, LAST_YEAR = 2100 };

static const char folder[] = "/usr/share/zoneinfo/";

bool local_time_offset(const char *s, struct local_time *out)
{
	int sign = s[0] == '-' ? -1 : 1;

	*out = (struct local_time){ 0 };
	if (strcmp(s, "Z") == 0 || strcmp(s, "UTC") == 0)
		return true;
	if ((s[0] != '+' && s[0] != '-') || strlen(s) != 6 || s[3] != ':' ||
	    strspn(s + 1, "0123456789") != 2 || strspn(s + 4, "0123456789") != 2)
		return false;

	int hours = (s[1] - '0') * 10 + (s[2] - '0');
	int minutes = (s[4] - '0') * 10 + (s[5] - '0');

	if (hours > 14 || minutes > 59)
		return false;
	out->ahead = sign * (hours * 3600 + minutes * 60);
	return true;
}

/* The counts of a header, in the order of the file. */
struct head {
	uint8_t version;
	uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_head(struct cur *c, struct head *h)
{
	struct cur magic = cur_sub(c, 4);

	if (!cur_ok(c) || memcmp(magic.p, "TZif", 4) != 0)
		return false;
	h->version = cur_u8(c);
	(void)cur_sub(c, 15);
	h->isut = cur_be32(c);
	h->isstd = cur_be32(c);
	h->leap = cur_be32(c);
	h->time = cur_be32(c);
	h->type = cur_be32(c);
	h->chars = cur_be32(c);
	return cur_ok(c) && h->time <= CHANGES && h->type > 0 && h->type <= TYPES &&
	       h->leap <= CHANGES && h->chars <= ZONE_FILE && h->isut <= TYPES && h->isstd <= TYPES;
}

static void pass_data(struct cur *c, const struct head *h, size_t time_size)
{
	(void)cur_sub(c, h->time * (time_size + 1) + h->type * 6 + h->chars +
				 h->leap * (time_size + 4) + h->isstd + h->isut);
}

/* The changes of version 2's data; room for those that the footer's rule brings is behind them. */
static bool read_changes(struct arena *a, struct cur *c, const struct head *h, size_t room,
			 struct local_time *out)
{
	struct cur times = cur_sub(c, h->time * 8);
	struct cur indices = cur_sub(c, h->time);
	struct cur types = cur_sub(c, h->type * 6);
	struct local_change *changes = arena_new(a, struct local_change, h->time + room);
	int32_t ahead[TYPES] = { 0 };

	(void)cur_sub(c, h->chars + h->leap * 12 + h->isstd + h->isut);
	if (!cur_ok(c))
		return false;
	for (uint32_t i = 0; i < h->type; i++) {
		ahead[i] = (int32_t)cur_be32(&types);
		(void)cur_sub(&types, 2);
		if (ahead[i] < -93600 || ahead[i] > 93600)
			return false;
	}
	for (uint32_t i = 0; i < h->time; i++) {
		uint8_t type = cur_u8(&indices);

		changes[i].at = (int64_t)cur_be(&times, 8);
		if (type >= h->type || (i > 0 && changes[i].at <= changes[i - 1].at))
			return false;
		changes[i].ahead = ahead[type];
	}
	*out = (struct local_time){ .ahead = ahead[0], .n = h->time, .changes = changes };
	return true;
}

/* What comes after the last change: the rule in the footer, written out to the year LAST_YEAR. */
static bool read_footer(struct cur *c, struct local_time *t, size_t room)
{
	struct local_change *changes = (struct local_change *)(uintptr_t)t->changes;
	char text[80] = "";
	struct cur line = cur_rest(c);
	size_t n = cur_left(&line);
	struct local_rule rule;
	int64_t last = t->n > 0 ? changes[t->n - 1].at : INT64_MIN;

	if (n < 2 || n > sizeof(text) || line.p[0] != '\n' || line.p[n - 1] != '\n')
		return n == 0;
	memcpy(text, line.p + 1, n - 2);
	if (text[0] == '\0')
		return true;
	if (!local_rule_parse(text, &rule))
		return false;
	if (!rule.changes) {
		if (t->n == 0)
			t->ahead = rule.standard;
		return true;
	}
	for (int year = 1970; year < LAST_YEAR && room >= 2; year++) {
		struct local_change two[2];

		local_rule_year(&rule, year, two);
		for (unsigned i = 0; i < 2; i++) {
			if (two[i].at > last) {
				changes[t->n++] = two[i];
				room--;
			}
		}
	}
	return true;
}

const char *local_time_parse(struct arena *a, const void *bytes, size_t n, struct local_time *out)
{
	static const char damaged[] = "its zone file is damaged";
	const size_t room = 2 * (LAST_YEAR - 1970);
	struct cur c = cur_of(bytes, n);
	struct head h;

	if (!read_head(&c, &h))
		return damaged;
	if (h.version < '2')
		return "its zone file is too old";
	pass_data(&c, &h, 4);
	if (!read_head(&c, &h) || !read_changes(a, &c, &h, room, out) ||
	    !read_footer(&c, out, room))
		return damaged;
	return NULL;
}

static bool name_good(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/");

	return n > 0 && n <= ZONE_NAME && s[n] == '\0' && s[0] != '/' && s[n - 1] != '/';
}

const char *local_time_named(struct arena *a, const char *name, struct local_time *out)
{
	char path[sizeof(folder) + ZONE_NAME];
	uint8_t *bytes;
	ssize_t n;
	int fd;

	if (!name_good(name))
		return "it is neither an offset such as +07:00 nor a zone such as Europe/Zurich";
	memcpy(path, folder, sizeof(folder) - 1);
	memcpy(path + sizeof(folder) - 1, name, strlen(name) + 1);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return "the system has no zone of that name (package tzdata)";
	bytes = arena_get(a, ZONE_FILE);
	n = read(fd, bytes, ZONE_FILE);
	close(fd);
	return local_time_parse(a, bytes, n > 0 ? (size_t)n : 0, out);
}

int32_t local_time_ahead(const struct local_time *t, int64_t at)
{
	uint32_t low = 0;
	uint32_t high = t->n;

	while (low < high) { /* the first change that is later */
		uint32_t middle = low + (high - low) / 2;

		if (t->changes[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? t->ahead : t->changes[low - 1].ahead;
}
