/* Where plants and scenarios lie. */
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcaps/plant/model.h"
#include "pcaps/plant/plant.h"

#define FILE_MAX (4 * 1024 * 1024)

bool data_find(const char *file, char path[MODEL_PATH])
{
	static const char *const beside[] = { "../../pcaps", "../share/kagami" };
	const char *own = getenv("KAGAMI_PCAPS");
	char self[MODEL_PATH / 2];
	ssize_t n;

	if (own) {
		snprintf(path, MODEL_PATH, "%s/%s", own, file);
		return access(path, R_OK) == 0;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return false;
	self[n] = '\0';
	dirname(self);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(path, MODEL_PATH, "%s/%s/%s", self, beside[i], file);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static char *file_text(const char *path, size_t *len)
{
	FILE *f = fopen(path, "re");
	char *text = f ? malloc(FILE_MAX) : NULL;

	if (text) {
		*len = fread(text, 1, FILE_MAX, f);
		if (ferror(f) || *len == FILE_MAX) {
			free(text);
			text = NULL;
			errno = errno ? errno : EFBIG;
		}
	}
	if (f)
		fclose(f);
	return text;
}

bool model_load(const char *name)
{
	static char path[MODEL_PATH]; /* the tables point to it */
	char file[MODEL_PATH / 4];
	size_t n = strlen(name), len;
	char *text;
	bool good;

	if (strchr(name, '/') || (n > 5 && strcmp(name + n - 5, ".yaml") == 0)) {
		snprintf(path, sizeof(path), "%s", name);
	} else {
		snprintf(file, sizeof(file), "plants/%s.yaml", name);
		if (!data_find(file, path)) {
			complain("no plant '%s': there is no %s beside the program; KAGAMI_PCAPS "
				 "names another folder",
				 name, file);
			return false;
		}
	}
	text = file_text(path, &len);
	if (!text) {
		complain("%s: %s", path, strerror(errno));
		return false;
	}
	good = model_parse(path, text, len);
	free(text);
	return good;
}
