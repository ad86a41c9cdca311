/* The tag file: process variables by name. */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "common/nearest.h"
#include "protocols/protocols.h"
#include "sensor/rule/site_inside.h"
#include "sensor/rule/tag_inside.h"

/* clang-format off */
enum {
	TAG_ASSET, TAG_PROTOCOL, TAG_DEVICE, TAG_UNIT, TAG_UNIT_TEXT, TAG_OBJECT, TAG_TYPE,
	TAG_ORDER, TAG_BIT_NUMBER, TAG_SCALE, TAG_OFFSET, TAG_KEYS
};
static const char *const tag_keys[] = {
	"asset", "protocol", "device", "unit", "unit_text", "object", "type",
	"order", "bit", "scale", "offset", NULL
};
static const char *const types[] = {
	[TAG_BIT] = "bit", [TAG_UINT16] = "uint16", [TAG_INT16] = "int16",
	[TAG_UINT32] = "uint32", [TAG_INT32] = "int32", [TAG_FLOAT32] = "float32",
	[TAG_UINT64] = "uint64", [TAG_INT64] = "int64", [TAG_FLOAT64] = "float64", NULL
};
static const char *const orders[] = {
	[ORDER_ABCD] = "abcd", [ORDER_DCBA] = "dcba", [ORDER_CDAB] = "cdab", [ORDER_BADC] = "badc",
	"big", "little", "word-swapped", "byte-swapped", NULL
};
/* clang-format on */

/* The index of the text among the names; -1 and said: it is none of them. */
static int choice(struct loader *l, const struct yaml_node *n, const char *what,
		  const char *const *names)
{
	const char *s = load_text(l, n, what);
	struct nearest near = nearest_to(s != NULL ? s : "");
	char all[512] = "";
	size_t at = 0;

	if (s == NULL)
		return -1;
	for (int i = 0; names[i] != NULL; i++) {
		if (strcmp(names[i], s) == 0)
			return i;
		nearest_offer(&near, names[i]);
		if (at < sizeof(all))
			at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s",
					       i > 0 ? ", " : "", names[i]);
	}
	load_error(l, n, "%s: '%.40s' is not one of %s%s", what, s, all, load_meant(near.name));
	return -1;
}

static void read_place(struct loader *l, const struct yaml_node *n, struct tag_def *d)
{
	const char *s = load_text(l, n, "asset");
	const struct site_asset *a = s != NULL ? site_asset_named(&l->set->site, s) : NULL;
	struct nearest near;

	if (s == NULL || site_address(s, &d->addr, &d->ip_version))
		return;
	if (a == NULL) {
		near = nearest_to(s);
		for (uint32_t i = 0; i < l->set->site.nassets; i++)
			nearest_offer(&near, l->set->site.assets[i].name);
		load_error(l, n, "asset: '%.60s' is no address and no asset of the site file%s", s,
			   load_meant(near.name));
	} else if (a->ip_version != 0) {
		d->addr = a->ip;
		d->ip_version = a->ip_version;
	} else {
		memcpy(&d->addr, a->mac, sizeof(a->mac));
	}
}

static void read_protocol(struct loader *l, const struct yaml_node *n, struct tag_def *d)
{
	const char *names[PROTOCOL_COUNT + 1] = { NULL };
	int i;

	for (unsigned p = 0; p < PROTOCOL_COUNT; p++)
		names[p] = protocols[p]->name;
	i = choice(l, n, "protocol", names);
	if (i == PROTOCOL_mbtcp || i == PROTOCOL_mbrtu) /* both only carry it */
		i = PROTOCOL_modbus;
	if (i >= 0)
		d->protocol = (uint8_t)i;
}

static bool whole(const char *s, uint64_t *out)
{
	char *end;

	if (s[0] < '0' || s[0] > '9' || strlen(s) > 18)
		return false;
	*out = strtoull(s, &end, 10);
	return *end == '\0';
}

/* "hr:100", or an object that other protocols name by a text. */
static void read_object(struct loader *l, const struct yaml_node *n, struct tag_def *d)
{
	const char *s = load_text(l, n, "object");
	const char *colon = s != NULL ? strrchr(s, ':') : NULL;
	static const char *const areas[] = { "coil", "di", "hr", "ir", NULL };

	if (s == NULL)
		return;
	d->area = s;
	if (colon != NULL && colon != s && whole(colon + 1, &d->index)) {
		d->has_index = true;
		d->area = arena_copy(l->a, s, (size_t)(colon - s));
	}
	if (d->protocol != PROTOCOL_modbus)
		return;
	for (size_t i = 0; areas[i] != NULL; i++) {
		if (d->has_index && d->index <= UINT16_MAX && strcmp(areas[i], d->area) == 0)
			return;
	}
	load_error(
		l, n,
		"object: '%.60s' is no object of Modbus: coil, di, hr or ir, and a number from 0 "
		"to 65535, such as hr:100",
		s);
}

/* `unit` is the device behind the address if it is a number, else the unit of measure. */
static void read_unit(struct loader *l, const struct yaml_node *const *v, struct tag_def *d)
{
	uint64_t number;

	if (v[TAG_UNIT] != NULL) {
		const char *s = load_text(l, v[TAG_UNIT], "unit");

		if (s != NULL && !v[TAG_UNIT]->quoted && whole(s, &number)) {
			d->has_device = true;
			d->device = number;
		} else if (s != NULL) {
			d->unit = s;
		}
	}
	if (v[TAG_DEVICE] != NULL) {
		if (d->has_device)
			load_error(l, v[TAG_DEVICE], "device: 'unit' says it already");
		d->has_device = load_whole(l, v[TAG_DEVICE], "device", 0, UINT32_MAX, &d->device);
	}
	if (v[TAG_UNIT_TEXT] != NULL) {
		const char *s = load_text(l, v[TAG_UNIT_TEXT], "unit_text");

		d->unit = s != NULL ? s : "";
	}
}

static bool bits_area(const struct tag_def *d)
{
	return strcmp(d->area, "coil") == 0 || strcmp(d->area, "di") == 0;
}

static void read_type(struct loader *l, const struct yaml_node *const *v, struct tag_def *d)
{
	uint64_t bit = 0;
	int i;

	d->type = bits_area(d) ? TAG_BIT : TAG_UINT16;
	if (v[TAG_TYPE] != NULL) {
		i = choice(l, v[TAG_TYPE], "type", types);
		if (i >= 0)
			d->type = (uint8_t)i;
		if (i > TAG_BIT && d->has_index && bits_area(d))
			load_error(l, v[TAG_TYPE], "type: a %s is a bit", d->area);
	}
	if (v[TAG_ORDER] != NULL) {
		i = choice(l, v[TAG_ORDER], "order", orders);
		if (i >= 0)
			d->order = (uint8_t)(i % TAG_ORDERS);
	}
	if (v[TAG_BIT_NUMBER] != NULL && load_whole(l, v[TAG_BIT_NUMBER], "bit", 0, 15, &bit)) {
		d->bit = (uint8_t)bit;
		if (d->type != TAG_BIT && v[TAG_TYPE] != NULL)
			load_error(l, v[TAG_BIT_NUMBER], "bit: the type is %s; say 'type: bit'",
				   types[d->type]);
		d->type = TAG_BIT;
	}
}

static void read_tag(struct loader *l, const struct yaml_node *n, struct tag_def *d)
{
	const struct yaml_node *v[TAG_KEYS];

	*d = (struct tag_def){ .name = n->key->text.s,
			       .unit = "",
			       .area = "",
			       .protocol = PROTOCOL_COUNT,
			       .scale = 1 };
	if (!load_mapping(l, n, "a tag", tag_keys, v))
		return;
	if (v[TAG_ASSET] == NULL)
		load_error(l, n->key, "the tag '%.60s' has no asset", d->name);
	else
		read_place(l, v[TAG_ASSET], d);
	if (v[TAG_PROTOCOL] != NULL)
		read_protocol(l, v[TAG_PROTOCOL], d);
	if (v[TAG_OBJECT] == NULL)
		load_error(l, n->key, "the tag '%.60s' has no object, such as hr:100", d->name);
	else
		read_object(l, v[TAG_OBJECT], d);
	read_unit(l, v, d);
	read_type(l, v, d);
	if (v[TAG_SCALE] != NULL &&
	    load_number(l, v[TAG_SCALE], "scale", false, -DBL_MAX, DBL_MAX, &d->scale) &&
	    d->scale == 0)
		load_error(l, v[TAG_SCALE], "scale: it makes every value 0");
	if (v[TAG_OFFSET] != NULL)
		(void)load_number(l, v[TAG_OFFSET], "offset", false, -DBL_MAX, DBL_MAX, &d->offset);
}

void load_tags(struct loader *l, const struct yaml_node *root)
{
	struct tag_defs *defs;

	if (root == NULL || yaml_null(root))
		return;
	if (root->kind != YAML_MAPPING || root->n > TAGS_MAX) {
		load_error(l, root, "a tag file is a mapping of names to what they are, at most %d",
			   TAGS_MAX);
		return;
	}
	defs = arena_new(l->a, struct tag_defs, 1);
	defs->of = arena_new(l->a, struct tag_def, root->n);
	for (const struct yaml_node *n = root->first; n != NULL; n = n->next)
		read_tag(l, n, &defs->of[defs->n++]);
	tag_defs_index(l->a, defs);
	l->set->tags = defs;
}
