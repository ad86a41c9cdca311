#include "common/json.h"
#include "sensor/asset.h"
#include "sensor/asset_table.h"

const char *const asset_text_names[ASSET_TEXTS] = {
	[ASSET_NAME] = "name",	   [ASSET_VENDOR] = "vendor",
	[ASSET_MODEL] = "model",   [ASSET_FIRMWARE] = "firmware",
	[ASSET_SERIAL] = "serial", [ASSET_DESCRIPTION] = "description",
};

static bool control(const uint8_t *p, size_t n)
{
	return (n == 1 && (p[0] < 0x20 || p[0] == 0x7f)) ||
	       (n == 2 && p[0] == 0xc2 && p[1] < 0xa0) ||
	       /* marks that reorder text: U+200E, U+200F, U+202A to E, U+2066 to 9 */
	       (n == 3 && p[0] == 0xe2 && p[1] == 0x80 &&
		(p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
	       (n == 3 && p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

/*
 * The text up to a NUL, as far as there is room, without spaces at its ends; what is no printable
 * character becomes '?' (it goes to terminals and into files).
 */
static void clean(char out[ASSET_TEXT], struct cur text)
{
	uint8_t raw[256] = { 0 };
	size_t n = cur_copy(&text, raw, sizeof(raw));
	size_t len = 0;
	size_t i = 0;

	memset(out, 0, ASSET_TEXT);
	while (i < n && (raw[i] == ' ' || raw[i] == '\t'))
		i++;
	while (i < n && raw[i] != '\0') {
		size_t bad;
		size_t one = utf8_next(raw + i, n - i, &bad);
		size_t take = one == 0 || control(raw + i, one) ? 1 : one;

		if (len + take >= ASSET_TEXT)
			break;
		if (one == 0 || control(raw + i, one))
			out[len] = '?';
		else
			memcpy(out + len, raw + i, one);
		len += take;
		i += one == 0 ? bad : one;
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
}

/* FNV-1a over both texts; never 0. */
static uint32_t source_of(const struct asset_news *news)
{
	const char *texts[2] = { news->source, news->object };
	uint32_t h = 2166136261U;

	for (unsigned i = 0; i < 2; i++) {
		for (const char *c = texts[i]; c != NULL && *c != '\0'; c++)
			h = (h ^ (uint8_t)*c) * 16777619U;
		h = (h ^ 0xff) * 16777619U;
	}
	return h | 1;
}

/* Says which text became another one, the last of them; ASSET_TEXTS: none. from is what it was. */
static enum asset_text apply(struct asset_identity *to, const struct asset_news *news,
			     uint32_t *changes, char from[ASSET_TEXT])
{
	const struct identity *id = news->identity;
	const struct cur *texts[ASSET_TEXTS] = {
		[ASSET_NAME] = &id->name,     [ASSET_VENDOR] = &id->vendor,
		[ASSET_MODEL] = &id->model,   [ASSET_FIRMWARE] = &id->firmware,
		[ASSET_SERIAL] = &id->serial, [ASSET_DESCRIPTION] = &id->description,
	};
	uint32_t source = source_of(news);
	enum asset_text changed = ASSET_TEXTS;

	to->at = news->at;
	for (unsigned i = 0; i < ASSET_TEXTS; i++) {
		char text[ASSET_TEXT];
		bool known = to->text[i][0] != '\0';

		if (cur_left(texts[i]) == 0 || (known && to->source[i] != source))
			continue;
		clean(text, *texts[i]);
		if (text[0] == '\0' || strcmp(text, to->text[i]) == 0)
			continue;
		if (known) {
			(*changes)++;
			changed = (enum asset_text)i;
			memcpy(from, to->text[i], ASSET_TEXT);
		}
		memcpy(to->text[i], text, ASSET_TEXT);
		to->source[i] = source;
	}
	return changed;
}

static bool same_ref(struct asset_ref a, struct asset_ref b)
{
	return a.slot == b.slot && a.generation == b.generation;
}

/* The identity of a unit; made when it is not there: the one that spoke longest ago gives way. */
static struct asset_unit *unit_of(struct assets *t, struct asset_ref ref, uint16_t unit)
{
	struct asset_unit *oldest = &t->units[0];

	for (uint32_t i = 0; i < t->nunits; i++) {
		struct asset_unit *u = &t->units[i];

		if (u->unit == unit && same_ref(u->asset, ref))
			return u;
		if (u->identity.at < oldest->identity.at)
			oldest = u;
	}
	if (oldest->asset.generation != 0)
		t->units_evicted++;
	*oldest = (struct asset_unit){ .asset = ref, .unit = unit };
	return oldest;
}

void asset_units_move(struct assets *t, struct asset_ref from, struct asset_ref into)
{
	for (uint32_t i = 0; i < t->nunits; i++) {
		struct asset_unit *u = &t->units[i];

		if (!same_ref(u->asset, from))
			continue;
		if (into.generation == 0)
			*u = (struct asset_unit){ 0 };
		else
			u->asset = into;
	}
}

/* The asset that a message speaks of. */
static struct asset *subject(struct assets *t, const struct asset_news *news)
{
	const struct identity *id = news->identity;
	uint8_t mac[6];
	struct asset *a = NULL;

	if (cur_copy(&id->mac, mac, sizeof(mac)) == sizeof(mac)) {
		uint8_t bytes[4];
		struct addr ip = { { 0, 0 } };

		if (id->assigned && cur_copy(&id->ipv4, bytes, sizeof(bytes)) == sizeof(bytes)) {
			memcpy(ip.w, bytes, sizeof(bytes));
			asset_claim(t, mac, &ip, 4, news->at);
		}
		a = asset_find_mac(t, mac);
	}
	return a != NULL ? a : asset_of(t, id->of_sender ? news->sender : news->receiver);
}

static void changed(struct assets *t, struct asset *a, enum asset_text which,
		    const char from[ASSET_TEXT], uint64_t at)
{
	if (which == ASSET_TEXTS)
		return;
	a->changed = which;
	a->changed_at = at;
	memcpy(a->changed_from, from, ASSET_TEXT);
	asset_note(t, ASSET_CHANGED, a, 0);
}

void asset_identify(struct assets *t, const struct asset_news *news)
{
	const struct identity *id = news->identity;
	int unit = news->unit;
	char from[ASSET_TEXT];
	struct asset *a = subject(t, news);

	if (a == NULL || cur_left(&id->name) + cur_left(&id->vendor) + cur_left(&id->model) +
					 cur_left(&id->firmware) + cur_left(&id->serial) +
					 cur_left(&id->description) ==
				 0)
		return;
	if (unit >= 0 && a->identity_unit >= 0 && a->identity_unit != unit) {
		struct asset_unit *u = unit_of(t, asset_ref_of(t, a), (uint16_t)unit);

		changed(t, a, apply(&u->identity, news, &u->changes, from), from, news->at);
		return;
	}
	if (unit >= 0)
		a->identity_unit = unit;
	changed(t, a, apply(&a->identity, news, &a->changes, from), from, news->at);
}

const struct asset_unit *asset_next_unit(const struct assets *t, const struct asset *a,
					 const struct asset_unit *after)
{
	const struct asset_unit *next = NULL;

	for (uint32_t i = 0; i < t->nunits; i++) {
		const struct asset_unit *u = &t->units[i];

		if (same_ref(u->asset, asset_ref_of(t, a)) &&
		    (after == NULL || u->unit > after->unit) &&
		    (next == NULL || u->unit < next->unit))
			next = u;
	}
	return next;
}
