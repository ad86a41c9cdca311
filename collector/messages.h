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
/* What a sentence of ours says exactly. */
enum { MESSAGES_VALUES = 4 };
struct messages_said {
	char id[INCIDENT_WORD]; /* of the text that has its values, or of the one
				 * that names nothing */
	const char *pairs[2 * MESSAGES_VALUES + 1]; /* of record_message(); point into the rest */
	char names[MESSAGES_VALUES][16];
	char values[MESSAGES_VALUES][INCIDENT_TEXT];
};
/* Takes the values out of an English text, which was made of the sentence with that id. One that
 * was not (an older program wrote it) is said by the general sentence, whose id is shorter by its
 * last part. */
void messages_take(struct messages_said *out, const char *id, const char *text);
/* The id of that general sentence of an id whose sentence has placeholders; else the id itself.
 * False: there is none. */
bool messages_general(char out[INCIDENT_WORD], const char *id);
/* Calls tell for each id of a language. */
void messages_each(const struct messages *m, const char *lang,
		   void (*tell)(void *ctx, const char *id, const char *text), void *ctx);

#endif
