/* The only user of PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>

#include "common/log.h"
#include "sensor/rule/program.h"

enum {
	/* What a pattern may try on one value: a millisecond or two, also on bytes made for it. */
	REGEX_MATCH_LIMIT = 20000,
	REGEX_DEPTH_LIMIT = 1000,
	REGEX_HEAP_KIB = 1024,
	/* Bytes of a value that are looked at. */
	REGEX_SUBJECT = 16384,
};

struct regex {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
};

static void free_regex(void *p)
{
	struct regex *r = p;

	pcre2_match_context_free(r->limits);
	pcre2_match_data_free(r->data);
	pcre2_code_free(r->code);
}

struct regex *regex_new(struct arena *a, const char *pattern, size_t n, char *why, size_t room,
			size_t *at)
{
	int error = 0;
	PCRE2_SIZE offset = 0;
	struct regex *r = arena_new(a, struct regex, 1);

	r->code = pcre2_compile((PCRE2_SPTR)pattern, n, PCRE2_CASELESS | PCRE2_NEVER_UTF, &error,
				&offset, NULL);
	if (r->code == NULL) {
		if (pcre2_get_error_message(error, (PCRE2_UCHAR *)why, room) < 0)
			snprintf(why, room, "error %d", error);
		*at = offset;
		return NULL;
	}
	/* A pattern that cannot be JIT-compiled is interpreted. */
	(void)pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
	r->data = pcre2_match_data_create(1, NULL);
	r->limits = pcre2_match_context_create(NULL);
	if (r->data == NULL || r->limits == NULL)
		fatalx("rules: no memory for a pattern");
	pcre2_set_match_limit(r->limits, REGEX_MATCH_LIMIT);
	pcre2_set_depth_limit(r->limits, REGEX_DEPTH_LIMIT);
	pcre2_set_heap_limit(r->limits, REGEX_HEAP_KIB);
	arena_at_end(a, free_regex, r);
	return r;
}

bool regex_match(struct regex *r, const uint8_t *p, size_t n)
{
	static const uint8_t none[1];

	if (n > REGEX_SUBJECT)
		n = REGEX_SUBJECT;
	return pcre2_match(r->code, n > 0 ? p : none, n, 0, 0, r->data, r->limits) >= 0;
}
