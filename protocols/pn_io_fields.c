#include "protocols/pn_io_fields.h"
#include "protocols/pn_io_names.h"

const struct field pn_io_field_table[PN_FIELD_COUNT] = { PNIO_ROWS(FIELD_ROW_) };
