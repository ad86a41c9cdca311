#include "protocols/omron_fields.h"
#include "protocols/omron_names.h"

const struct field omron_field_table[OMRON_FIELD_COUNT] = { OMRON_ROWS(FIELD_ROW_) };
