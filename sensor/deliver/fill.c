#include "sensor/deliver/fill_inside.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"

static uint32_t slot_of(const struct field *row)
{
	return (uint32_t)(((uintptr_t)row * 0x9e3779b97f4a7c15U) >> 40) & (FILL_FIELDS - 1);
}

struct fill_field *fill_field_of(struct filler *fl, const struct field *row)
{
	uint32_t i = slot_of(row);

	while (fl->fields[i].row != row) {
		if (fl->fields[i].row == NULL)
			return NULL;
		i = (i + 1) & (FILL_FIELDS - 1);
	}
	return &fl->fields[i];
}

static void add_field(struct filler *fl, const struct field *row, uint32_t id)
{
	uint32_t i = slot_of(row);

	while (fl->fields[i].row != NULL)
		i = (i + 1) & (FILL_FIELDS - 1);
	fl->fields[i] = (struct fill_field){ .row = row, .id = id };
}

/* Rows of decoders are found by where they are; one whose name another has goes by that one. */
static void map_fields(struct filler *fl)
{
	for (unsigned p = 0; p < PROTOCOL_COUNT; p++) {
		for (unsigned i = 0; i < protocols[p]->nfields; i++) {
			const struct field *row = &protocols[p]->fields[i];
			const struct rule_field *f = universe_find(row->name, strlen(row->name));

			/* Modbus and what is framed differently share one table. */
			if (f != NULL && fill_field_of(fl, row) == NULL)
				add_field(fl, row, f->id);
		}
	}
}

struct filler *filler_new(void)
{
	struct filler *fl = calloc(1, sizeof(*fl));

	if (fl == NULL)
		return NULL;
	map_fields(fl);
	for (unsigned i = 0; i < FILL_VALUES; i++)
		fl->value_list[i] = &fl->values[i];
	for (unsigned i = 0; i < CONV_FUNCTIONS; i++)
		fl->functions[i] = &fl->function[i];
	for (unsigned i = 0; i < STAT_COUNT; i++)
		fl->counters[i] = &fl->counter[i];
	for (unsigned i = 0; i < FILL_INTERFACES; i++)
		fl->interfaces[i] = &fl->interface[i];
	for (unsigned i = 0; i < EVIDENCE_FRAMES_MAX; i++)
		fl->packet_list[i] = &fl->packet[i];
	for (unsigned i = 0; i < FILL_NAMES; i++)
		fl->names[i] = &fl->name[i];
	return fl;
}

void filler_free(struct filler *fl)
{
	free(fl);
}

void filler_clock(struct filler *fl, const Kagami__Clock *clock)
{
	fl->has_clock = clock != NULL;
	if (clock != NULL)
		fl->clock = *clock;
}

void filler_capture(struct filler *fl, const char *name)
{
	const char *slash = strrchr(name, '/');

	if (slash != NULL && slash[1] != '\0')
		name = slash + 1;
	size_t n = strnlen(name, sizeof(fl->capture) - 1);

	memcpy(fl->capture, name, n);
	fl->capture[n] = '\0';
}

Kagami__Event *fill_begin(struct filler *fl, uint64_t at)
{

	fl->serial++;
	fl->cut = false;
	fl->room = FILL_ROOM;
	fl->ncells = fl->nbytes = fl->nvalues = fl->ntext = 0;
	kagami__event__init(&fl->event);
	fl->event.time = at;
	fl->event.clock = fl->has_clock ? &fl->clock : NULL;
	return &fl->event;
}

static bool ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80)
			return false;
	}
	return true;
}

/* A copy in which every part that is no UTF-8 is U+FFFD; as much of it as there is room for. */
static char *mended(struct filler *fl, const char *s, size_t n)
{
	char *out = fl->text + fl->ntext;
	size_t room = FILL_TEXT - fl->ntext;
	size_t len = 0, bad = 0;

	if (room == 0)
		return fill_borrow("");
	for (size_t i = 0; i < n;) {
		size_t good = utf8_next((const uint8_t *)s + i, n - i, &bad);
		const char *from = good > 0 ? s + i : "\xef\xbf\xbd";
		size_t more = good > 0 ? good : 3;

		if (len + more >= room)
			break;
		memcpy(out + len, from, more);
		len += more;
		i += good > 0 ? good : bad;
	}
	out[len] = '\0';
	fl->ntext += (uint32_t)len + 1;
	return out;
}

static bool utf8(const char *s, size_t n)
{
	size_t bad = 0;

	for (size_t i = 0; i < n;) {
		size_t good = utf8_next((const uint8_t *)s + i, n - i, &bad);

		if (good == 0)
			return false;
		i += good;
	}
	return true;
}

char *fill_text(struct filler *fl, const char *s)
{
	if (s == NULL)
		return fill_borrow("");
	size_t n = strlen(s);

	return ascii(s, n) || utf8(s, n) ? fill_borrow(s) : mended(fl, s, n);
}

Kagami__End *fill_end(struct filler *fl, unsigned i)
{

	kagami__end__init(&fl->end[i]);
	return &fl->end[i];
}

void fill_end_ip(struct filler *fl, unsigned i, uint8_t version, const struct addr *ip)
{
	memcpy(fl->ip[i], ip->w, sizeof(fl->ip[i]));
	fl->end[i].ip = fill_bytes(fl->ip[i], version == 6 ? 16 : 4);
}

void fill_end_mac(struct filler *fl, unsigned i, const uint8_t mac[6])
{
	memcpy(fl->mac[i], mac, sizeof(fl->mac[i]));
	fl->end[i].mac = fill_bytes(fl->mac[i], sizeof(fl->mac[i]));
}

size_t fill_set(const uint64_t set[4], uint32_t *out)
{
	size_t n = 0;

	for (uint32_t u = 0; u < 256; u++) {
		if ((set[u / 64] >> u % 64 & 1) != 0)
			out[n++] = u;
	}
	return n;
}
