/*
 * Incidents, the state of correlation and the tables from hostile bytes. The first byte says which:
 * what is taken is whole, and packed again it is what it was.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/correlate.h"
#include "collector/incident_text.h"

/* Longer inputs find nothing that shorter ones do not. */
enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses the pieces of a quoted text of very many; a program reads few files. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

static void check_incident(const uint8_t *p, size_t n, struct incident *i)
{
	static uint8_t once[INCIDENT_PACKED_MAX], twice[INCIDENT_PACKED_MAX];
	static struct incident back;
	size_t size;

	if (!incident_unpack(i, p, n))
		return;
	assert(i->nrules <= INCIDENT_RULES && i->nhistory <= INCIDENT_HISTORY);
	assert((unsigned)i->status < INCIDENT_STATUSES && (unsigned)i->class < INCIDENT_CLASSES);
	assert(incident_is_clean(i->title, strlen(i->title)));
	size = incident_pack(i, once, sizeof(once));
	assert(size > 0 && incident_unpack(&back, once, size));
	assert(incident_pack(&back, twice, sizeof(twice)) == size);
	assert(memcmp(once, twice, size) == 0);
}

static struct correlate *new_correlate(struct incident_tables **tables)
{
	struct correlate_options o = { .site = "s", .issuer = "i.example", .max_open = 8 };
	struct correlate *c;

	*tables = incident_tables_parse("t", "version: 1\n", 11);
	o.tables = *tables;
	c = correlate_new(&o);
	if (c == NULL)
		abort();
	return c;
}

/* The state, and an incident before it. */
static void check_state(const uint8_t *p, size_t n)
{
	static struct incident i;
	struct incident_tables *tables;
	struct correlate *c = new_correlate(&tables);
	size_t room = correlate_state_max(c);
	uint8_t *state = malloc(room);

	if (state == NULL)
		abort();
	memset(&i, 0, sizeof(i));
	(void)snprintf(i.id, sizeof(i.id), "a-1");
	assert(correlate_restore(c, &i) && correlate_knows(c, "a-1"));
	if (correlate_restore_state(c, p, n))
		assert(correlate_state(c, state, room) > 0);
	correlate_time(c, "s1", 1, 1, true, NULL, NULL);
	correlate_time(c, "s1", 1, UINT64_MAX, false, NULL, NULL);
	free(state);
	correlate_free(c);
	incident_tables_free(tables);
}

static void check_tables(const uint8_t *p, size_t n)
{
	static FILE *sink;
	FILE *before = stderr;

	if (sink == NULL)
		sink = fopen("/dev/null", "w");
	if (sink != NULL)
		stderr = sink;
	incident_tables_free(incident_tables_parse("fuzz", (const char *)p, n));
	stderr = before;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct incident i;

	if (size == 0 || size > INPUT_MAX)
		return -1;
	if (data[0] % 3 == 0)
		check_incident(data + 1, size - 1, &i);
	else if (data[0] % 3 == 1)
		check_state(data + 1, size - 1);
	else
		check_tables(data + 1, size - 1);
	return 0;
}
