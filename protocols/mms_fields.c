#include "protocols/mms_fields.h"
#include "protocols/mms_names.h"

const struct field mms_field_table[MMS_FIELD_COUNT] = { ROWS(FIELD_ROW_) };
