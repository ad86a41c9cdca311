#include "sensor/context.h"

#define ROW_(id, nm, ty, wr, ba, na, dc)                                                           \
	[id] = {                                                                                   \
		.name = (nm), .type = (ty), .wire = (wr), .base = (ba), .names = (na), .doc = (dc) \
	},

const struct field context_fields[CONTEXT_FIELD_COUNT] = { CONTEXT_FIELDS(ROW_) };
