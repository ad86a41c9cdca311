#include "collector/record_id.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uuid/uuid.h>

#define OURS "fa9d7f3a-8b47-4d2b-bd4e-3ad337c94767"
/* Of cyber-observables: STIX 2.1, 2.9. */
#define STIXES "00abedb4-aa42-466c-9c01-fed23315a9b7"

enum { NAME = 4096 };

static struct record_uuid version5(const char *namespace, const char *name, size_t n)
{
	uuid_t space, id;
	struct record_uuid out;

	(void)uuid_parse(namespace, space);
	uuid_generate_sha1(id, space, name, n);
	uuid_unparse_lower(id, out.s);
	return out;
}

static size_t add(char *name, size_t at, const char *part)
{
	for (; *part != '\0' && at + 3 < NAME; part++) {
		if (*part == '|' || *part == '\\')
			name[at++] = '\\';
		name[at++] = *part;
	}
	return at;
}

struct record_uuid record_uuid_of(const char *const *parts)
{
	char name[NAME];
	size_t n = add(name, 0, parts[0]);

	for (parts++; *parts != NULL; parts++) {
		if (n + 3 < NAME)
			name[n++] = '|';
		n = add(name, n, *parts);
	}
	return version5(OURS, name, n);
}

bool record_sco_uuid(const json_t *contributing, struct record_uuid *out)
{
	/* The order of keys by bytes is RFC 8785's for ASCII keys, which are all there are. */
	char *name = json_dumps(contributing, JSON_COMPACT | JSON_SORT_KEYS);

	if (name == NULL)
		return false;
	*out = version5(STIXES, name, strlen(name));
	free(name);
	return true;
}
