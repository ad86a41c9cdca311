#include "protocols/opcua_fields.h"

const struct field opcua_field_table[OPCUA_FIELD_COUNT] = { OPCUA_ROWS(FIELD_ROW_) };
