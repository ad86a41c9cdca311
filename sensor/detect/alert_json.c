#include "sensor/detect/alert_json.h"

#include <stdlib.h>
#include <string.h>

#include "common/json.h"
#include "sensor/detect/alert_print.h"
#include "sensor/rule/technique.h"

/*
 * What a line may be made of at most. A byte of a text is six in JSON when it is a control
 * character; the rest of the alert is keys, brackets, numbers and names of ours.
 */
enum {
	ESCAPED = 6,
	SAID = ALERT_TEXT + sizeof(((struct alert *)0)->why) + RULE_TITLE + RULE_ID,
	VALUES = sizeof(((struct alert *)0)->values), /* device and object among them */
	NAMES = 2 * SITE_NAME,			      /* of both ends; a device's own is shorter */
	FIELD = 64 + 8 + ALERT_FIELD_VALUES * 3,      /* a field's name; quotes and commas */
	TECHNIQUE = 128,			      /* id and name, with keys */
	END = 160,				      /* keys, addresses and numbers of an end */
	NUMBER = 21,				      /* with a comma */
	REST = 512,				      /* the other keys, time, priority, protocol */
	LONGEST = ESCAPED * (SAID + VALUES + NAMES) + ALERT_FIELDS * FIELD +
		  RULE_TECHNIQUES * TECHNIQUE + 2 * END + (ALERT_FRAMES + 2) * NUMBER + REST,
};
_Static_assert((int)LONGEST <= (int)ALERT_LINE, "every alert fits a line");
_Static_assert((int)ASSET_TEXT <= (int)SITE_NAME, "as is said of NAMES");

static void write_ip(struct json *j, const struct alert_end *e)
{
	uint8_t raw[16];

	memcpy(raw, e->ip.w, sizeof(raw));
	json_key(j, "ip");
	if (e->ip_version == 4)
		json_ipv4(j, raw);
	else
		json_ipv6(j, raw);
}

static void write_end(struct json *j, const char *key, const struct alert_end *e)
{
	if (e->ip_version == 0 && !e->has_mac && e->name == NULL)
		return;
	json_key(j, key);
	json_open(j);
	if (e->name != NULL) {
		json_key(j, "name");
		json_text(j, e->name);
	}
	if (e->ip_version != 0)
		write_ip(j, e);
	if (e->port != 0) {
		json_key(j, "port");
		json_uint(j, e->port);
	}
	if (e->has_mac) {
		json_key(j, "mac");
		json_mac(j, e->mac);
	}
	if (e->vlan != 0) {
		json_key(j, "vlan");
		json_uint(j, e->vlan);
	}
	json_close(j);
}

static void write_frames(struct json *j, const struct alert *a)
{
	json_key(j, "frames");
	json_open_array(j);
	for (uint32_t i = 0; i < a->nframes; i++)
		json_uint(j, a->frames[i]);
	json_close_array(j);
	if (a->more_frames > 0) {
		json_key(j, "more_frames");
		json_uint(j, a->more_frames);
	}
}

static void write_techniques(struct json *j, const struct rule *r)
{
	json_key(j, "techniques");
	json_open_array(j);
	for (uint32_t i = 0; i < r->ntechniques; i++) {
		const struct technique *t = technique_find(r->techniques[i]);

		json_open(j);
		json_key(j, "id");
		json_text(j, r->techniques[i]);
		if (t != NULL) {
			json_key(j, "name");
			json_text(j, t->name);
		}
		json_close(j);
	}
	json_close_array(j);
}

static void write_value(struct json *j, const char *text, bool literal)
{
	if (!literal) {
		json_text(j, text);
	} else if (strncmp(text, "0x", 2) == 0) {
		json_uint(j, strtoull(text, NULL, 16));
	} else {
		json_comma(j);
		json_put(j, text, strlen(text));
	}
}

static void write_fields(struct json *j, const struct alert *a)
{
	json_key(j, "fields");
	json_open(j);
	for (uint32_t i = 0; i < a->nfields; i++) {
		const struct alert_field *f = &a->fields[i];
		const char *text = a->values + f->at;
		bool list = f->list || f->n > 1;

		json_key(j, f->field->row->name);
		if (list)
			json_open_array(j);
		for (unsigned k = 0; k < f->n; k++) {
			write_value(j, text, (f->literal >> k & 1) != 0);
			text += strlen(text) + 1;
		}
		if (list)
			json_close_array(j);
	}
	json_close(j);
}

static void write_text(struct json *j, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	json_key(j, key);
	json_text(j, text);
}

size_t alert_json(const struct alert *a, char *out, size_t room)
{
	const struct rule *r = a->rule;
	struct json j = json_to(out, room);

	json_open(&j);
	json_key(&j, "event");
	json_text(&j, "alert");
	json_key(&j, "time");
	json_time(&j, a->at);
	json_key(&j, "priority");
	json_text(&j, priority_name(r->priority));
	json_key(&j, "rule");
	json_text(&j, r->id);
	json_key(&j, "title");
	json_text(&j, r->title);
	json_key(&j, "text");
	json_text(&j, a->text);
	write_text(&j, "why", a->why);
	if (a->suppressed > 0) {
		json_key(&j, "suppressed");
		json_uint(&j, a->suppressed);
	}
	write_frames(&j, a);
	write_end(&j, "source", &a->source);
	write_end(&j, "target", &a->target);
	write_text(&j, "protocol", a->protocol);
	write_text(&j, "device", a->device);
	write_text(&j, "object", a->object);
	write_techniques(&j, r);
	write_fields(&j, a);
	json_close(&j);
	json_newline(&j);
	return j.overflow ? 0 : j.len;
}
