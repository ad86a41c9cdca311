#include "protocols/slmp_fields.h"
#include "protocols/slmp_names.h"

const struct field slmp_field_table[SLMP_FIELD_COUNT] = { SLMP_ROWS(FIELD_ROW_) };
