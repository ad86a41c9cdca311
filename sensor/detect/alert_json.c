#include "sensor/detect/alert_json.h"

#include <stdlib.h>
#include <string.h>

#include "proto/event_json.h"
#include "sensor/deliver/fill.h"

struct alert_writer {
	struct filler *filler;
	struct dictionary *dictionary;			    /* NULL: there was no memory for it */
	char digest[sizeof(((struct ruleset *)0)->digest)]; /* of the set that it is of */
};

static void take_names(struct alert_writer *w, const struct ruleset *set)
{
	Kagami__Dictionary *names = fill_dictionary(set, NULL);
	const char *why;

	dictionary_free(w->dictionary);
	w->dictionary = names != NULL ? dictionary_new(names, &why) : NULL;
	dictionary_message_free(names);
	memcpy(w->digest, set->digest, sizeof(w->digest));
}

struct alert_writer *alert_writer_new(const struct ruleset *set)
{
	struct alert_writer *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->filler = filler_new();
	take_names(w, set);
	if (w->filler != NULL && w->dictionary != NULL)
		return w;
	alert_writer_free(w);
	return NULL;
}

void alert_writer_free(struct alert_writer *w)
{
	if (w == NULL)
		return;
	filler_free(w->filler);
	dictionary_free(w->dictionary);
	free(w);
}

size_t alert_json(struct alert_writer *w, const struct alert *a, char *out, size_t room)
{
	if (memcmp(w->digest, a->rule->set->digest, sizeof(w->digest)) != 0)
		take_names(w, a->rule->set);
	return event_json(fill_alert(w->filler, a, 0), w->dictionary, NULL, NULL, out, room);
}
