#ifndef COLLECTOR_STORE_SQLITE_READING_H
#define COLLECTOR_STORE_SQLITE_READING_H
/* Events on their way to a reader, wherever they were found. */
#include "collector/store_sqlite.h"
#include "collector/store_sqlite_operations.h"

struct reading {
	struct store *s;
	const struct store_filter *f;
	uint8_t address[16];
	size_t naddress;
	bool (*tell)(void *ctx, const struct store_event *e);
	void *ctx;
	uint8_t *bytes; /* WIRE_EVENT_MAX */
	uint64_t told;
	bool stop; /* tell wants no more */
};

/* False: the store's error is set; reading_end() all the same. */
bool reading_begin(struct reading *r, struct store *s, const struct store_filter *f,
		   bool (*tell)(void *ctx, const struct store_event *e), void *ctx);
void reading_end(struct reading *r);

/* Gives the event to the reader, if it is still there and takes part with the filter's address. */
bool reading_give(struct reading *r, struct store_row at, unsigned kind);

/* Only alerts can be meant. */
bool reading_of_alerts(const struct store_filter *f);
/* Does the filter leave events of that kind? */
bool reading_wanted(const struct store_filter *f, unsigned kind);

#endif
