#include "common/yaml.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/conf.h"
#include "common/scalar.h"

struct reader {
	struct arena *a;
	struct rule_errors *e;
	const char *file;
	const char *source;
	size_t len;
	struct fy_parser *parser;
	struct fy_event *event; /* the present one; NULL: the text ended or is no YAML */
	struct text_place at;	/* of the present event */
	uint32_t nodes, depth;
	bool refused; /* the present event has an anchor, is an alias or has a tag */
	bool stopped; /* too much of something: the rest is not read */
	bool ended;   /* the text was read to its end */
};

static enum fy_event_type type(const struct reader *r)
{
	return r->event != NULL && !r->stopped ? r->event->type : FYET_NONE;
}

static bool stop(struct reader *r)
{
	r->stopped = true;
	return false;
}

static bool quotation(const struct fy_token *t)
{
	enum fy_scalar_style style;

	if (t == NULL)
		return false;
	style = fy_token_scalar_style((struct fy_token *)(uintptr_t)t);
	return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

/* Moves to the next event. An empty scalar has no place of its own: it stays where its key was. The
 * parser's mark lies behind a quotation mark and the sign of an alias. */
static bool next(struct reader *r)
{
	const struct fy_mark *mark;
	bool sign;

	if (r->event != NULL)
		fy_parser_event_free(r->parser, r->event);
	r->event = r->stopped ? NULL : fy_parser_parse(r->parser);
	if (r->event == NULL)
		return false;
	mark = fy_event_start_mark(r->event);
	sign = r->event->type == FYET_ALIAS ||
	       (r->event->type == FYET_SCALAR && quotation(r->event->scalar.value));
	if (mark != NULL)
		r->at = (struct text_place){ mark->line + 1, mark->column + 1 - (sign ? 1 : 0) };
	return true;
}

static void complain(struct reader *r, const char *what)
{
	rule_error_at(r->e, r->file, r->at, "%s", what);
}

/* They have no use here; refusing them keeps a small file small. Mostly they are meant to be the
 * beginning of a condition. */
static void refuse(struct reader *r, struct fy_token *anchor, struct fy_token *tag)
{
	const struct fy_mark *mark = NULL;

	r->refused = anchor != NULL || tag != NULL;
	/* They stand before the event's own place. The mark of an anchor is behind its sign. */
	if (anchor != NULL && type(r) != FYET_ALIAS)
		mark = fy_token_start_mark(anchor);
	if (mark != NULL)
		r->at = (struct text_place){ mark->line + 1, mark->column };
	if (anchor != NULL)
		complain(r, "YAML anchors and aliases are not supported here; "
			    "a text that begins with & or * must stand in quotes");
	mark = tag != NULL ? fy_token_start_mark(tag) : NULL;
	if (mark != NULL)
		r->at = (struct text_place){ mark->line + 1, mark->column + 1 };
	if (tag != NULL)
		complain(r, "YAML tags are not supported here; "
			    "a text that begins with ! must stand in quotes");
}

static void refuse_extras(struct reader *r)
{
	r->refused = false;
	switch (type(r)) {
	case FYET_SCALAR:
		refuse(r, r->event->scalar.anchor, r->event->scalar.tag);
		break;
	case FYET_SEQUENCE_START:
		refuse(r, r->event->sequence_start.anchor, r->event->sequence_start.tag);
		break;
	case FYET_MAPPING_START:
		refuse(r, r->event->mapping_start.anchor, r->event->mapping_start.tag);
		break;
	case FYET_ALIAS:
		refuse(r, r->event->alias.anchor, NULL);
		break;
	default:
		break;
	}
}

static struct yaml_node *node_new(struct reader *r, enum yaml_kind kind)
{
	struct yaml_node *n;

	if (r->nodes++ >= YAML_NODES) {
		complain(r, "too many things in one file (at most 262144)");
		(void)stop(r);
		return NULL;
	}
	n = arena_new(r->a, struct yaml_node, 1);
	n->kind = kind;
	n->file = r->file;
	n->at = r->at;
	n->refused = r->refused;
	return n;
}

/* The styles in which the parser tells them. */
static enum yaml_style style_of(struct fy_token *t)
{
	switch (fy_token_scalar_style(t)) {
	case FYSS_SINGLE_QUOTED:
		return YAML_SINGLE;
	case FYSS_DOUBLE_QUOTED:
		return YAML_DOUBLE;
	case FYSS_LITERAL:
	case FYSS_FOLDED:
		return YAML_BLOCK;
	default:
		return YAML_PLAIN;
	}
}

/* Takes the text of the present event into n. */
static bool take_text(struct reader *r, struct yaml_node *n)
{
	struct fy_token *token = r->event->scalar.value;
	const struct fy_mark *start = fy_event_start_mark(r->event);
	const struct fy_mark *end = fy_event_end_mark(r->event);
	struct yaml_span span = { .source = r->source, .line = r->at.line, .column = r->at.column };
	char *s = NULL;
	size_t len = 0;

	n->text.file = r->file;
	n->text.s = "";
	if (token != NULL && start != NULL && end != NULL) {
		span.style = style_of(token);
		span.at = start->input_pos < r->len ? start->input_pos : r->len;
		span.end = end->input_pos < r->len ? end->input_pos : r->len;
		span.line = start->line + 1;
		span.column = start->column + 1;
		/* The parser would put all of a text together before it said how long it is. */
		if (span.end - span.at <= YAML_SCALAR)
			s = scalar_text(token, &len);
		else
			len = span.end - span.at;
	}
	n->quoted = span.style != YAML_PLAIN;
	if (len > YAML_SCALAR) {
		complain(r, "a text of more than 65536 bytes");
		free(s);
		return stop(r);
	}
	if (s == NULL)
		len = 0;
	if (len > 0 && memchr(s, '\0', len) != NULL) {
		complain(r, "a text holds a NUL byte");
		len = 0;
	}
	n->text.s = arena_copy(r->a, len > 0 ? s : "", len);
	n->text.len = len;
	free(s);
	yaml_runs(r->a, &n->text, &span);
	if (span.style == YAML_BLOCK)
		n->at = text_place(&n->text, 0);
	return true;
}

static struct yaml_node *read_node(struct reader *r);

static void add(struct yaml_node *parent, struct yaml_node **last, struct yaml_node *n)
{
	if (*last != NULL)
		(*last)->next = n;
	else
		parent->first = n;
	*last = n;
	parent->n++;
}

static void read_items(struct reader *r, struct yaml_node *parent)
{
	struct yaml_node *last = NULL;

	while (type(r) != FYET_NONE && type(r) != FYET_SEQUENCE_END) {
		struct yaml_node *n = read_node(r);

		if (n != NULL)
			add(parent, &last, n);
	}
	(void)next(r);
}

static void read_entries(struct reader *r, struct yaml_node *parent)
{
	struct yaml_node *last = NULL;

	while (type(r) != FYET_NONE && type(r) != FYET_MAPPING_END) {
		struct text_place at = r->at;
		struct yaml_node *key = read_node(r);
		struct yaml_node *n = type(r) != FYET_NONE ? read_node(r) : NULL;

		if (key != NULL && key->kind != YAML_TEXT) {
			rule_error_at(r->e, r->file, at, "a key must be a name");
		} else if (key != NULL && n != NULL && !key->refused) {
			n->key = key;
			add(parent, &last, n);
		}
	}
	(void)next(r);
}

static int by_name(const void *a, const void *b)
{
	const struct yaml_node *x = *(const struct yaml_node *const *)a;
	const struct yaml_node *y = *(const struct yaml_node *const *)b;
	int d = strcmp(x->key->text.s, y->key->text.s);

	if (d != 0)
		return d;
	return x->at.line != y->at.line
		       ? (x->at.line < y->at.line ? -1 : 1)
		       : (x->at.column > y->at.column) - (x->at.column < y->at.column);
}

/* A name that stands twice: which of the two is meant? */
static void refuse_twice(struct reader *r, const struct yaml_node *mapping)
{
	const struct yaml_node **all;
	size_t i = 0;

	if (mapping->n < 2)
		return;
	all = calloc(mapping->n, sizeof(const struct yaml_node *));
	if (all == NULL) {
		complain(r, "no memory");
		return;
	}
	for (const struct yaml_node *n = mapping->first; n != NULL; n = n->next)
		all[i++] = n;
	qsort(all, i, sizeof(const struct yaml_node *), by_name);
	for (size_t k = 1; k < i; k++) {
		const struct yaml_node *before = all[k - 1]->key;
		const struct yaml_node *key = all[k]->key;

		if (strcmp(before->text.s, key->text.s) == 0)
			rule_error_at(r->e, r->file, key->at,
				      "the key '%.60s' stands twice; it is in line %d already",
				      key->text.s, before->at.line);
	}
	free(all);
}

static struct yaml_node *read_inner(struct reader *r, enum yaml_kind kind)
{
	struct yaml_node *n = node_new(r, kind);

	if (n == NULL)
		return NULL;
	if (++r->depth > YAML_DEPTH) {
		complain(r, "nested too deeply (at most 32 levels)");
		(void)stop(r);
		return NULL;
	}
	(void)next(r);
	if (kind == YAML_SEQUENCE) {
		read_items(r, n);
	} else {
		read_entries(r, n);
		refuse_twice(r, n);
	}
	r->depth--;
	return n;
}

/* The node that begins at the present event; ends after it. NULL: there is none to use. */
static struct yaml_node *read_node(struct reader *r)
{
	struct yaml_node *n = NULL;

	refuse_extras(r);
	switch (type(r)) {
	case FYET_SEQUENCE_START:
		return read_inner(r, YAML_SEQUENCE);
	case FYET_MAPPING_START:
		return read_inner(r, YAML_MAPPING);
	case FYET_SCALAR:
		n = node_new(r, YAML_TEXT);
		if (n != NULL && !take_text(r, n))
			n = NULL;
		break;
	case FYET_ALIAS:
		n = node_new(r, YAML_TEXT);
		if (n != NULL)
			n->text = (struct rule_text){ .s = "", .file = r->file };
		break;
	default:
		break;
	}
	(void)next(r);
	return n;
}

static struct yaml_node *read_stream(struct reader *r)
{
	struct yaml_node *root = NULL;
	bool seen = false;

	while (next(r)) {
		if (type(r) == FYET_STREAM_END)
			r->ended = true;
		if (type(r) != FYET_DOCUMENT_START)
			continue;
		if (seen) {
			complain(r, "a second document; a file has one");
			(void)stop(r);
			break;
		}
		seen = true;
		if (next(r))
			root = read_node(r);
	}
	return r->stopped ? NULL : root;
}

/* What the parser found wrong. It stops at the first error. */
static bool report_syntax(struct reader *r, struct fy_diag *diag)
{
	void *iter = NULL;
	struct fy_diag_error *error;
	const char *hint = "";

	if (r->stopped || (r->ended && !fy_diag_got_error(diag)))
		return true;
	error = fy_diag_errors_iterate(diag, &iter);
	if (error == NULL) {
		complain(r, "this is not YAML");
		return false;
	}
	if (strstr(error->msg, " tab ") != NULL || strncmp(error->msg, "tab ", 4) == 0)
		hint = "; indent with spaces";
	else if (strstr(error->msg, "nested block mapping") != NULL)
		hint = "; a text with ': ' in it must stand in quotes";
	else if (strstr(error->msg, "plain scalar cannot start") != NULL)
		hint = "; put the text in quotes";
	rule_error_at(r->e, r->file, (struct text_place){ error->line, error->column },
		      "this is not YAML: %.200s%s", error->msg, hint);
	return false;
}

static struct yaml_node *parse(struct reader *r)
{
	struct fy_diag_cfg diag_cfg;
	struct fy_diag *diag;
	struct yaml_node *root = NULL;

	fy_diag_cfg_default(&diag_cfg);
	diag_cfg.fp = NULL;
	diag = fy_diag_create(&diag_cfg);
	if (diag == NULL) {
		complain(r, "the YAML parser does not start");
		return NULL;
	}
	fy_diag_set_collect_errors(diag, true);

	struct fy_parse_cfg cfg = {
		.search_path = "",
		.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE,
		.diag = diag,
	};

	r->parser = fy_parser_create(&cfg);
	if (r->parser != NULL && fy_parser_set_string(r->parser, r->source, r->len) == 0) {
		root = read_stream(r);
		if (r->event != NULL)
			fy_parser_event_free(r->parser, r->event);
		r->event = NULL;
		if (!report_syntax(r, diag))
			root = NULL;
	} else {
		complain(r, "the YAML parser does not start");
	}
	if (r->parser != NULL)
		fy_parser_destroy(r->parser);
	fy_diag_destroy(diag);
	return root;
}

struct yaml_node *yaml_read(struct arena *a, const char *file, const char *text, size_t len,
			    struct rule_errors *e)
{
	struct reader r = { .a = a, .e = e, .file = file, .source = text, .len = len };
	const char *wrong;

	if (len > YAML_SIZE) {
		rule_error_at(e, file, (struct text_place){ 0, 0 }, "too large (at most %d bytes)",
			      YAML_SIZE);
		return NULL;
	}
	if (len == 0)
		return NULL;
	wrong = conf_unreadable(text, len, &r.at.line, &r.at.column);
	if (wrong != NULL) {
		complain(&r, wrong);
		return NULL;
	}
	return parse(&r);
}

bool yaml_null(const struct yaml_node *n)
{
	return n->kind == YAML_TEXT && !n->quoted &&
	       (n->text.len == 0 || strcmp(n->text.s, "~") == 0 ||
		strcasecmp(n->text.s, "null") == 0);
}

const char *yaml_kind_name(const struct yaml_node *n)
{
	if (n->kind == YAML_SEQUENCE)
		return "a list";
	if (n->kind == YAML_MAPPING)
		return "a mapping";
	return yaml_null(n) ? "nothing" : "text";
}
