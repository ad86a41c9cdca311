#include "common/scalar.h"

#include <stdlib.h>
#include <string.h>

/* Puts all pieces together; NULL: no memory, or the parser's error. */
static char *join(struct fy_token_iter *iter, size_t *len)
{
	const struct fy_iter_chunk *piece = NULL;
	size_t size = 128;
	char *text = malloc(size);
	int error = 0;

	if (text == NULL)
		return NULL;
	while ((piece = fy_token_iter_chunk_next(iter, piece, &error)) != NULL) {
		if (piece->len >= size - *len) {
			char *larger;

			size = 2 * size + piece->len;
			larger = realloc(text, size);
			if (larger == NULL)
				break;
			text = larger;
		}
		memcpy(text + *len, piece->str, piece->len);
		*len += piece->len;
	}
	if (piece == NULL && error == 0) {
		text[*len] = '\0';
		return text;
	}
	free(text);
	*len = 0;
	return NULL;
}

char *scalar_text(struct fy_token *token, size_t *len)
{
	struct fy_token_iter *iter = fy_token_iter_create(token);
	char *text;

	*len = 0;
	if (iter == NULL)
		return NULL;
	text = join(iter, len);
	fy_token_iter_destroy(iter);
	return text;
}
