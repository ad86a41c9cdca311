/* What comes with a plant: files that are found by its name. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "pcaps/workshop/service.h"

const char *workshop_file(const struct workshop *w, const char *before, const char *after)
{
	static char texts[16][WORKSHOP_PATH + 160];
	static unsigned next;
	char *text = texts[next++ % 16];

	(void)snprintf(text, sizeof(texts[0]), "%s/%s%.60s%s", w->data, before, w->plant, after);
	return text;
}

static bool there(const struct workshop *w, const char *before, const char *after)
{
	return access(workshop_file(w, before, after), R_OK) == 0;
}

static bool complete(const struct workshop *w)
{
	return there(w, "pcaps/plants/", ".yaml") && there(w, "pcaps/plants/", "/baseline.yaml");
}

static void say_which(const struct workshop *w)
{
	char folder[WORKSHOP_PATH + 16], names[WORKSHOP_LINE] = "";
	struct dirent **entries;
	size_t at = 0;
	int n;

	(void)snprintf(folder, sizeof(folder), "%s/pcaps/plants", w->data);
	n = scandir(folder, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct workshop other = *w;

		other.plant = entries[i]->d_name;
		if (entries[i]->d_name[0] != '.' && complete(&other) && at < sizeof(names))
			at += (size_t)snprintf(names + at, sizeof(names) - at, "%s%s",
					       at > 0 ? ", " : "", entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	log_error("there is no workshop of a plant '%.60s'; there is: %s", w->plant, names);
}

bool workshop_find_plant(const struct workshop *w)
{
	if (strchr(w->plant, '/') == NULL && w->plant[0] != '.' && complete(w))
		return true;
	say_which(w);
	return false;
}

void workshop_add_detection(const struct workshop *w, struct words *a)
{
	static const struct {
		const char *option, *before, *after;
	} own[] = {
		{ "--rules", "rules/examples/", ".yaml" },
		{ "--site", "rules/examples/", "/site.yaml" },
		{ "--tags", "rules/examples/", "/tags.yaml" },
		{ "--baseline", "pcaps/plants/", "/baseline.yaml" },
	};
	static char rules[WORKSHOP_PATH + 16];

	(void)snprintf(rules, sizeof(rules), "%s/rules", w->data);
	words_add(a, "--rules");
	words_add(a, rules);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (!there(w, own[i].before, own[i].after))
			continue;
		words_add(a, own[i].option);
		words_add(a, workshop_file(w, own[i].before, own[i].after));
	}
}
