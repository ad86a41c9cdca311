/*
 * A baseline file as a stream of YAML's events: it may hold far more than a rule file, so no tree
 * of it is made. Anchors, aliases and tags are errors, as in the other files.
 */
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "common/conf.h"
#include "common/scalar.h"
#include "sensor/detect/baseline_inside.h"

enum { DEPTH = 16 };

static void stop(struct baseline_yaml *y, const char *what)
{
	rule_error_at(y->e, y->name, y->at, "%s", what);
	y->stopped = true;
}

static bool start(struct baseline_yaml *y)
{
	struct fy_diag_cfg diag_cfg;
	struct fy_parse_cfg cfg = { .search_path = "",
				    .flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE };

	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	y->diag = fy_diag_create(&diag_cfg);
	if (y->diag == NULL)
		return false;
	fy_diag_set_collect_errors(y->diag, true);
	cfg.diag = y->diag;
	y->parser = fy_parser_create(&cfg);
	return y->parser != NULL && fy_parser_set_string(y->parser, y->source, y->source_len) == 0;
}

bool baseline_yaml_open(struct baseline_yaml *y, const char *name, const char *text, size_t len,
			struct rule_errors *e)
{
	const char *wrong;

	*y = (struct baseline_yaml){ .name = name, .source = text, .source_len = len, .e = e };
	wrong = len > 0 ? conf_unreadable(text, len, &y->at.line, &y->at.column) : NULL;
	if (len > BASELINE_SIZE) {
		y->at = (struct text_place){ 0, 0 };
		wrong = "too large (at most 64 MiB)";
	}
	if (wrong == NULL && len > 0 && !start(y))
		wrong = "the YAML parser does not start";
	if (wrong != NULL)
		stop(y, wrong);
	return wrong == NULL;
}

void baseline_yaml_close(struct baseline_yaml *y)
{
	if (y->raw != NULL)
		fy_parser_event_free(y->parser, y->raw);
	if (y->parser != NULL)
		fy_parser_destroy(y->parser);
	if (y->diag != NULL)
		fy_diag_destroy(y->diag);
	free(y->copy);
	y->raw = y->parser = y->diag = NULL;
	y->text = y->copy = NULL;
}

/* What the parser found wrong, if it stopped for that. */
static void report_syntax(struct baseline_yaml *y)
{
	void *iter = NULL;
	struct fy_diag_error *error;

	if (y->stopped || !fy_diag_got_error(y->diag))
		return;
	y->stopped = true;
	error = fy_diag_errors_iterate(y->diag, &iter);
	if (error == NULL)
		rule_error_at(y->e, y->name, y->at, "this is not YAML");
	else
		rule_error_at(y->e, y->name, (struct text_place){ error->line, error->column },
			      "this is not YAML: %.200s", error->msg);
}

static void refuse(struct baseline_yaml *y, const struct fy_token *anchor,
		   const struct fy_token *tag)
{
	if (anchor != NULL)
		stop(y, "YAML anchors and aliases are not supported here; "
			"a text that begins with & or * must stand in quotes");
	else if (tag != NULL)
		stop(y, "YAML tags are not supported here; "
			"a text that begins with ! must stand in quotes");
}

static void take_text(struct baseline_yaml *y, struct fy_token *token)
{
	enum fy_scalar_style style = token != NULL ? fy_token_scalar_style(token) : FYSS_PLAIN;

	free(y->copy);
	y->len = 0;
	y->copy = token != NULL ? scalar_text(token, &y->len) : NULL;
	y->text = y->copy != NULL ? y->copy : "";
	y->quoted = style != FYSS_PLAIN && style != FYSS_ANY;
	/* The parser's mark lies behind a quotation mark. */
	if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
		y->at.column--;
	y->event = EVENT_TEXT;
}

/* Makes an event of ours of the parser's; false: it means nothing here. */
static bool understand(struct baseline_yaml *y, struct fy_event *raw)
{
	switch (raw->type) {
	case FYET_SCALAR:
		take_text(y, raw->scalar.value);
		refuse(y, raw->scalar.anchor, raw->scalar.tag);
		return true;
	case FYET_SEQUENCE_START:
		y->event = EVENT_LIST;
		refuse(y, raw->sequence_start.anchor, raw->sequence_start.tag);
		return true;
	case FYET_SEQUENCE_END:
		y->event = EVENT_LIST_END;
		return true;
	case FYET_MAPPING_START:
		y->event = EVENT_MAP;
		refuse(y, raw->mapping_start.anchor, raw->mapping_start.tag);
		return true;
	case FYET_MAPPING_END:
		y->event = EVENT_MAP_END;
		return true;
	case FYET_ALIAS:
		y->at.column--;
		refuse(y, raw->alias.anchor, NULL);
		return true;
	default:
		return false;
	}
}

void baseline_yaml_next(struct baseline_yaml *y)
{
	y->event = EVENT_END;
	while (!y->stopped && y->parser != NULL) {
		struct fy_event *raw;

		if (y->raw != NULL)
			fy_parser_event_free(y->parser, y->raw);
		raw = y->raw = fy_parser_parse(y->parser);
		if (raw == NULL) {
			report_syntax(y);
			return;
		}
		const struct fy_mark *begin = fy_event_start_mark(raw);
		const struct fy_mark *end = fy_event_end_mark(raw);

		/* An empty text has no place of its own: it stays where its key was. */
		if (begin != NULL)
			y->at = (struct text_place){ begin->line + 1, begin->column + 1 };
		if (end != NULL)
			y->end = end->input_pos < y->source_len ? end->input_pos : y->source_len;
		if (understand(y, raw))
			break;
	}
	if (y->stopped)
		y->event = EVENT_END;
}

void baseline_yaml_skip(struct baseline_yaml *y)
{
	unsigned depth = 0;

	do {
		if (y->event == EVENT_LIST || y->event == EVENT_MAP)
			depth++;
		else if (depth > 0 && (y->event == EVENT_LIST_END || y->event == EVENT_MAP_END))
			depth--;
		if (depth > DEPTH)
			stop(y, "nested too deeply (at most 16 levels)");
		if (depth > 0)
			baseline_yaml_next(y);
	} while (depth > 0 && y->event != EVENT_END);
}
