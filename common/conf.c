#include "common/conf.h"

#include <libfyaml.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/log.h"
#include "common/nearest.h"
#include "common/scalar.h"

enum { SECTIONS = 32, TEXT_MAX = 4096 };

struct conf {
	struct options *o;
	const char *name;
	struct fy_parser *parser;
	struct fy_event *event; /* the present one; NULL when the text ended or is no YAML */
	struct option_place at; /* of the present event */
	char text[TEXT_MAX];	/* of the present scalar */
	int rows[OPTION_ROWS];	/* line where the key of each row stood first, or 0 */
	int sections[SECTIONS]; /* and of each section */
	bool ended;		/* the text was read to its end, or far enough */
	unsigned errors;
};

static __attribute__((format(printf, 3, 4))) void complain(struct conf *c, struct option_place at,
							   const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	c->errors++;
	if (c->o->errors++ >= OPTION_ERRORS)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (at.line > 0)
		log_file_error("%s:%d:%d: %s", c->name, at.line, at.column, text);
	else
		log_file_error("%s: %s", c->name, text);
}

static bool quoted(const struct conf *c)
{
	return c->event->scalar.value != NULL &&
	       fy_token_scalar_style(c->event->scalar.value) != FYSS_PLAIN;
}

/* How many bytes of the file the present scalar takes. The parser's own length would first put all
 * of a text together, however long. */
static size_t span(const struct conf *c)
{
	const struct fy_mark *start = fy_event_start_mark(c->event);
	const struct fy_mark *end = fy_event_end_mark(c->event);

	if (c->event->scalar.value == NULL || start == NULL || end == NULL)
		return 0;
	return end->input_pos - start->input_pos;
}

/* Moves to the next event. An empty scalar has no place of its own: it stays where the key was. The
 * parser's mark lies behind a quotation mark and the sign of an alias. */
static bool next(struct conf *c)
{
	if (c->event != NULL)
		fy_parser_event_free(c->parser, c->event);
	c->event = fy_parser_parse(c->parser);
	if (c->event == NULL)
		return false;

	const struct fy_mark *mark = fy_event_start_mark(c->event);
	bool scalar = c->event->type == FYET_SCALAR;
	bool sign = c->event->type == FYET_ALIAS;

	if (mark == NULL || (scalar && !quoted(c) && span(c) == 0))
		return true;
	if (scalar && quoted(c)) {
		enum fy_scalar_style style = fy_token_scalar_style(c->event->scalar.value);

		sign = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
	}
	c->at = (struct option_place){ mark->line + 1, mark->column + 1 - (sign ? 1 : 0) };
	return true;
}

static enum fy_event_type type(const struct conf *c)
{
	return c->event != NULL ? c->event->type : FYET_NONE;
}

/* Anchors, aliases and tags have no use in a list of options; refusing them keeps a small file
 * small. `anchor` and `tag` are the event's, or NULL. */
static void refuse(struct conf *c, const struct fy_token *anchor, const struct fy_token *tag)
{
	if (anchor != NULL)
		complain(c, c->at, "anchors and aliases are not supported here");
	if (tag != NULL)
		complain(c, c->at, "tags are not supported here");
}

static void refuse_extras(struct conf *c)
{
	switch (type(c)) {
	case FYET_SCALAR:
		refuse(c, c->event->scalar.anchor, c->event->scalar.tag);
		break;
	case FYET_SEQUENCE_START:
		refuse(c, c->event->sequence_start.anchor, c->event->sequence_start.tag);
		break;
	case FYET_MAPPING_START:
		refuse(c, c->event->mapping_start.anchor, c->event->mapping_start.tag);
		break;
	case FYET_ALIAS:
		refuse(c, c->event->alias.anchor, NULL);
		break;
	default:
		break;
	}
}

/* Passes over the node that starts at the present event, however deep; ends after it. */
static void skip(struct conf *c)
{
	size_t depth = 0;

	do {
		enum fy_event_type t = type(c);

		if (t == FYET_NONE)
			return;
		if (t == FYET_MAPPING_START || t == FYET_SEQUENCE_START)
			depth++;
		else if (t == FYET_MAPPING_END || t == FYET_SEQUENCE_END)
			depth--;
	} while (next(c) && depth > 0);
}

/* Takes the text of the present scalar; false when it cannot be one of ours. */
static bool scalar(struct conf *c)
{
	size_t len = span(c);
	char *text = NULL;

	if (c->event->scalar.value != NULL && len < sizeof(c->text))
		text = scalar_text(c->event->scalar.value, &len);
	if (len >= sizeof(c->text)) {
		complain(c, c->at, "a text of %zu bytes is too long (at most %zu)", len,
			 sizeof(c->text) - 1);
		free(text);
		return false;
	}
	if (text == NULL)
		len = 0;
	else
		memcpy(c->text, text, len);
	c->text[len] = '\0';
	free(text);
	if (memchr(c->text, '\0', len) != NULL) {
		complain(c, c->at, "a text holds a NUL byte");
		return false;
	}
	return true;
}

static bool null(const struct conf *c)
{
	return !quoted(c) && (c->text[0] == '\0' || strcmp(c->text, "~") == 0 ||
			      strcasecmp(c->text, "null") == 0);
}

/* One scalar for a row. Numbers in quotation marks are texts. */
static void value(struct conf *c, const struct option *row)
{
	struct option_why why;
	char like[256];

	if (!scalar(c))
		return;
	c->o->at = c->at;
	option_takes(row, like, sizeof(like));
	if (null(c)) {
		if (row->value != NULL || row->type == OPTION_BOOL || row->type == OPTION_UINT)
			complain(c, c->at, "%s: no value (%s)", row->name, like);
	} else if (quoted(c) && (row->type == OPTION_UINT || row->type == OPTION_BOOL)) {
		complain(c, c->at, "%s: \"%.60s\" is text, not %s; leave the quotes out", row->name,
			 c->text, like);
	} else if (!option_set(c->o, row, c->text, OPTION_FILE, &why)) {
		complain(c, c->at, "%s: %s", row->name, why.text);
	}
}

/* The node that is the value of a row's key. */
static void row_value(struct conf *c, const struct option *row)
{
	char like[256];

	refuse_extras(c);
	if (type(c) == FYET_SCALAR) {
		value(c, row);
		next(c);
		return;
	}
	if (type(c) != FYET_SEQUENCE_START || row->type != OPTION_LIST) {
		if (type(c) != FYET_NONE && type(c) != FYET_ALIAS) {
			option_takes(row, like, sizeof(like));
			complain(c, c->at, "%s: %s is not %s", row->name,
				 type(c) == FYET_SEQUENCE_START ? "a list" : "a section", like);
		}
		skip(c);
		return;
	}
	next(c);
	while (type(c) != FYET_NONE && type(c) != FYET_SEQUENCE_END) {
		refuse_extras(c);
		if (type(c) == FYET_SCALAR) {
			value(c, row);
		} else if (type(c) != FYET_ALIAS) {
			complain(c, c->at, "%s: an item of the list is not text", row->name);
		}
		skip(c);
	}
	next(c);
}

static const struct option *row_in(const struct conf *c, const char *group, const char *name)
{
	const struct option *row = option_find(c->o->program, name);

	if (row == NULL || row->group == NULL || strcmp(row->group, group) != 0)
		return NULL;
	return row;
}

static void unknown_key(struct conf *c, const char *group)
{
	const struct option_program *p = c->o->program;
	const struct option *row = option_find(p, c->text);
	struct nearest near = nearest_to(c->text);
	char all[512] = "";
	size_t at = 0;

	if (row != NULL && row->group != NULL) {
		complain(c, c->at, "unknown key '%s' in '%s'; it belongs to '%s'", c->text, group,
			 row->group);
		return;
	}
	for (size_t i = 0; i < p->nrows; i++) {
		row = &p->rows[i];
		if (row->group == NULL || strcmp(row->group, group) != 0)
			continue;
		nearest_offer(&near, row->name);
		if (at < sizeof(all))
			at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s",
					       at == 0 ? "" : ", ", row->name);
	}
	if (near.name != NULL)
		complain(c, c->at, "unknown key '%.60s' in '%s'; did you mean '%s'?", c->text,
			 group, near.name);
	else
		complain(c, c->at, "unknown key '%.60s' in '%s'; it has: %s", c->text, group, all);
}

/* A key must be a scalar. Moves on to its value. */
static bool key(struct conf *c)
{
	refuse_extras(c);
	if (type(c) == FYET_SCALAR)
		return scalar(c);
	if (type(c) != FYET_ALIAS && type(c) != FYET_NONE)
		complain(c, c->at, "a key must be a name");
	return false;
}

static bool first(struct conf *c, int *line)
{
	if (*line > 0) {
		complain(c, c->at, "duplicate key '%s'; it is in line %d already", c->text, *line);
		return false;
	}
	*line = c->at.line;
	return true;
}

/* One key of a section with its value. */
static void section_key(struct conf *c, const char *group)
{
	const struct option *row = NULL;

	if (key(c)) {
		row = row_in(c, group, c->text);
		if (row == NULL)
			unknown_key(c, group);
		else if (!first(c, &c->rows[row - c->o->program->rows]))
			row = NULL;
	}
	skip(c);
	if (row != NULL)
		row_value(c, row);
	else
		skip(c);
}

static void section(struct conf *c, const char *group)
{
	refuse_extras(c);
	if (type(c) == FYET_MAPPING_START) {
		next(c);
		while (type(c) != FYET_NONE && type(c) != FYET_MAPPING_END)
			section_key(c, group);
		next(c);
		return;
	}
	if (type(c) == FYET_SEQUENCE_START || (type(c) == FYET_SCALAR && scalar(c) && !null(c)))
		complain(c, c->at, "'%s' is a section: its keys stand below it, indented", group);
	skip(c);
}

static void unknown_section(struct conf *c)
{
	const struct option_program *p = c->o->program;
	const struct option *row = option_find(p, c->text);
	struct nearest near = nearest_to(c->text);
	struct nearest key_near = nearest_to(c->text);
	char all[256] = "";
	size_t at = 0;

	for (size_t i = 0; i < p->ngroups; i++) {
		nearest_offer(&near, p->groups[i].name);
		if (at < sizeof(all))
			at += (size_t)snprintf(all + at, sizeof(all) - at, "%s%s",
					       at == 0 ? "" : ", ", p->groups[i].name);
	}
	for (size_t i = 0; row == NULL && i < p->nrows; i++) {
		if (p->rows[i].group != NULL)
			nearest_offer(&key_near, p->rows[i].name);
	}
	if (row == NULL && near.name == NULL && key_near.name != NULL)
		row = option_find(p, key_near.name);
	if (row != NULL && row->group != NULL)
		complain(c, c->at, "unknown section '%.60s'; did you mean the key '%s' in '%s'?",
			 c->text, row->name, row->group);
	else if (near.name != NULL)
		complain(c, c->at, "unknown section '%.60s'; did you mean '%s'?", c->text,
			 near.name);
	else
		complain(c, c->at, "unknown section '%.60s'; there are: %s", c->text, all);
}

/* One section: its name and what is below it. */
static void root_key(struct conf *c)
{
	const struct option_program *p = c->o->program;
	const char *group = NULL;

	if (key(c)) {
		for (size_t i = 0; i < p->ngroups && i < SECTIONS; i++) {
			if (strcmp(p->groups[i].name, c->text) != 0)
				continue;
			group = p->groups[i].name;
			first(c, &c->sections[i]);
			break;
		}
		if (group == NULL)
			unknown_section(c);
	}
	skip(c);
	if (group != NULL)
		section(c, group);
	else
		skip(c);
}

static void document(struct conf *c)
{
	refuse_extras(c);
	if (type(c) == FYET_MAPPING_START) {
		next(c);
		while (type(c) != FYET_NONE && type(c) != FYET_MAPPING_END)
			root_key(c);
		next(c);
		return;
	}
	if (type(c) == FYET_SEQUENCE_START || (type(c) == FYET_SCALAR && scalar(c) && !null(c)))
		complain(c, c->at, "a configuration is made of sections, such as '%s:'",
			 c->o->program->groups[0].name);
	skip(c);
}

static void stream(struct conf *c)
{
	bool seen = false;

	while (next(c)) {
		c->ended = type(c) == FYET_STREAM_END;
		if (type(c) != FYET_DOCUMENT_START)
			continue;
		if (seen) {
			complain(c, c->at, "a second document; a configuration is one");
			c->ended = true;
			return;
		}
		seen = true;
		if (!next(c))
			return;
		document(c);
		if (type(c) == FYET_NONE)
			return;
	}
}

/* What the YAML parser itself found wrong. It stops at the first error. */
static void report_syntax(struct conf *c, struct fy_diag *diag)
{
	struct fy_diag_error *e;
	void *iter = NULL;

	if (c->ended && !fy_diag_got_error(diag))
		return;
	e = fy_diag_errors_iterate(diag, &iter);
	if (e == NULL)
		complain(c, c->at, "this is not YAML");
	else
		complain(c, (struct option_place){ e->line, e->column }, "%.200s", e->msg);
}

static bool readable(struct conf *c, const char *text, size_t len)
{
	struct option_place at;
	const char *wrong = conf_unreadable(text, len, &at.line, &at.column);

	if (wrong != NULL)
		complain(c, at, "%s", wrong);
	return wrong == NULL;
}

static bool parse(struct conf *c, const char *text, size_t len)
{
	struct fy_diag_cfg diag_cfg;
	struct fy_diag *diag;
	bool good;

	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	diag = fy_diag_create(&diag_cfg);
	if (diag == NULL)
		return false;
	fy_diag_set_collect_errors(diag, true);

	struct fy_parse_cfg cfg = {
		.search_path = "",
		.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE,
		.diag = diag,
	};

	c->parser = fy_parser_create(&cfg);
	good = c->parser != NULL && fy_parser_set_string(c->parser, text, len) == 0;
	if (good) {
		stream(c);
		if (c->event != NULL)
			fy_parser_event_free(c->parser, c->event);
		c->event = NULL;
		report_syntax(c, diag);
	}
	if (c->parser != NULL)
		fy_parser_destroy(c->parser);
	fy_diag_destroy(diag);
	return good;
}

bool conf_text(struct options *o, const char *name, const char *text, size_t len)
{
	struct conf *c = calloc(1, sizeof(*c));

	if (c == NULL)
		fatal("%s", name);
	c->o = o;
	c->name = name;
	o->file = name;
	if (len > CONF_MAX) {
		complain(c, (struct option_place){ 0, 0 },
			 "too large for a configuration (at most %d bytes)", CONF_MAX);
	} else if (len > 0 && readable(c, text, len)) {
		if (!parse(c, text, len))
			complain(c, (struct option_place){ 0, 0 },
				 "the YAML parser does not start");
	}

	bool good = c->errors == 0;

	free(c);
	return good;
}
