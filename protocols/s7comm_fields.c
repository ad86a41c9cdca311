#include "protocols/s7comm_fields.h"
#include "protocols/s7comm_names.h"

const struct field s7comm_field_table[S7_FIELD_COUNT] = { S7_ROWS(FIELD_ROW_) };
