#ifndef SENSOR_DETECT_INDEX_INSIDE_H
#define SENSOR_DETECT_INDEX_INSIDE_H
/* What index.c, which builds, and index_find.c, which finds, share; for them only. */
#include "sensor/detect/index.h"
#include "sensor/rule/program.h"

/* The entries filed under one field: the numbers are cut at every range's ends, and each piece has
 * the list of entries whose ranges cover it. */
struct index_map {
	const struct rule_field *field;
	enum key_kind kind; /* of most of its values */
	uint32_t ncuts;	    /* pieces: piece i begins at cut[i] and ends before the next */
	const uint64_t *cut;
	const uint32_t *from; /* ncuts + 1: where the piece's entries are in `entry` */
	const uint32_t *entry;
	/* Entries filed where several of their keys overlap: right while the subject has one value
	 * of the field. With more, different values may satisfy different keys: then all are looked
	 * at. */
	uint32_t nshared;
	const uint32_t *shared;
	uint32_t now; /* the subject that was last seen to have a value */
};

/* Where the piece lies that the number is in: the last cut that is not greater. */
static inline uint32_t index_piece(const uint64_t *cut, uint32_t n, uint64_t u)
{
	uint32_t low = 0, high = n;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (cut[mid] <= u)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* Decoders' rows lie one behind the other; their addresses differ in the bits from here on. */
static inline unsigned index_slot(const struct field *row)
{
	uintptr_t u = (uintptr_t)row / sizeof(*row);

	return (unsigned)(u % INDEX_ROWS);
}

#endif
