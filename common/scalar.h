/* The text of a YAML scalar, as libfyaml's parser hands it out. */
#ifndef KAGAMI_COMMON_SCALAR_H
#define KAGAMI_COMMON_SCALAR_H

#include <libfyaml.h>
#include <stddef.h>

/*
 * The text of `token`, a scalar's: unquoted, unescaped, folded (YAML 1.2, section 7.3 and 8.1).
 * *len is its bytes; one NUL more follows them, and NULs may be among them. The caller frees it.
 * NULL, with *len 0: there is no memory, or the text cannot be told.
 *
 * Not fy_token_get_text(): what libfyaml 0.7 uses to put a text of more than eight pieces together
 * (each doubled quotation mark begins one) it never gives back.
 */
char *scalar_text(struct fy_token *token, size_t *len);

#endif
