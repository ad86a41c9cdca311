#ifndef COLLECTOR_MESSAGES_H
#define COLLECTOR_MESSAGES_H
/*
 * Texts of ours in other languages; record.h declares how the catalogue is read and asked.
 *
 * English sentences are in the program (messages_own()); a language is a file
 * collector/data/messages/<lang>.yaml, "id: text", with the same {placeholders} in each text as in
 * the English one. Beside our own ids there is "rule.<id>" for each shipped rule's title.
 */
#include "collector/record.h"

enum { MESSAGES_TEXT = 512, MESSAGES_EACH = 4096, MESSAGES_LANGS = 32, MESSAGES_LANG = 36 };

/* Our own sentences in English, by id; the last has no id. */
struct messages_row {
	const char *id, *text;
};
const struct messages_row *messages_own(void);

/* A catalogue out of one language's text; NULL: `error` has file:line:column and what is wrong. */
struct messages *messages_parse(const char *name, const char *lang, const char *text, size_t n,
				char *error, size_t size);
/* Do both have the same placeholders, each as often? */
bool messages_agree(const char *a, const char *b);
/* Calls tell for each id of a language. */
void messages_each(const struct messages *m, const char *lang,
		   void (*tell)(void *ctx, const char *id, const char *text), void *ctx);

#endif
