#include "collector/once.h"

#define MINUTE_NS UINT64_C(60000000000)

uint64_t once_hash(const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return h ^ h >> 32;
}

bool once_worth(struct once *o, const char *source, unsigned sort, uint64_t monotonic)
{
	uint64_t h = ((once_hash(source) + sort) * UINT64_C(0x9e3779b97f4a7c15)) | 1;
	size_t i = (size_t)(h >> 32) % ONCE_PLACES;

	if (o->minute == 0 || monotonic - o->minute >= MINUTE_NS) {
		o->minute = monotonic;
		o->lines = 0;
	}
	if (o->lines == ONCE_LINES ||
	    (o->places[i].hash == h && monotonic - o->places[i].said < MINUTE_NS))
		return false;
	o->places[i].hash = h;
	o->places[i].said = monotonic;
	o->lines++;
	return true;
}
