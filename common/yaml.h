#ifndef COMMON_YAML_H
#define COMMON_YAML_H
/*
 * YAML as rule, site and tag files use it: a text becomes a tree in the arena in which everything
 * knows its line and column, also the characters within a folded, indented or quoted text.
 * Mappings, sequences and scalars only: anchors, aliases and tags are errors, and so is a key that
 * stands twice.
 *
 * Spec: YAML 1.2.2 (yaml.org); the events come from libfyaml.
 */
#include "common/arena.h"
#include "common/errors.h"

enum {
	YAML_SIZE = 4 << 20,  /* bytes of a file */
	YAML_DEPTH = 32,      /* sequences and mappings in each other */
	YAML_NODES = 1 << 18, /* of a file */
	YAML_SCALAR = 1 << 16 /* bytes of one text */
};

enum yaml_kind { YAML_TEXT, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	bool refused;	  /* an anchor, an alias or a tag: nothing more needs to be said of it */
	bool quoted;	  /* a text in quotation marks, or a block (| or >) */
	const char *file; /* its name */
	struct text_place at;	     /* where it begins; of a quoted text: the quotation mark */
	struct rule_text text;	     /* of YAML_TEXT, else empty */
	const struct yaml_node *key; /* of an entry of a mapping: its name, a YAML_TEXT */
	struct yaml_node *first;     /* entries of a mapping (their values) or items, by next */
	struct yaml_node *next;
	uint32_t n; /* entries or items */
};

/*
 * Reads the one document of a text. What is wrong goes to e; NULL: nothing could be read, or
 * something was wrong in a way that the rest cannot be trusted (it is no YAML, not UTF-8, too
 * large, too deep). A document that is empty is NULL too, and no error. `file` and the texts of the
 * tree live in the arena or are the caller's; `text` may go.
 */
struct yaml_node *yaml_read(struct arena *a, const char *file, const char *text, size_t len,
			    struct rule_errors *e);

/* Is it the text for "nothing": empty, ~ or null, not quoted? */
bool yaml_null(const struct yaml_node *n);
/* "text", "a list", "a mapping", "nothing": for messages. */
const char *yaml_kind_name(const struct yaml_node *n);

/* How a scalar was written, for yaml_runs(). */
enum yaml_style { YAML_PLAIN, YAML_SINGLE, YAML_DOUBLE, YAML_BLOCK };

/* Where a scalar's own characters begin and end in the file, in bytes, and the first one's place.
 */
struct yaml_span {
	const char *source;
	size_t at, end;
	int line, column;
	enum yaml_style style;
};

/* yaml_text.c: makes the runs of a scalar's text (s, len and file are set) out of what stands in
 * the file. */
void yaml_runs(struct arena *a, struct rule_text *t, const struct yaml_span *span);

#endif
