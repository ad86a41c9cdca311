/*
 * The fields of SLMP (MC protocol), shared by the files of the decoder (slmp*.c).
 */
#ifndef KAGAMI_SLMP_FIELDS_H
#define KAGAMI_SLMP_FIELDS_H

#include "protocols/protocol.h"
#include "protocols/slmp_rows.h"

#define SLMP_ID_(id, ...) id,
enum { SLMP_ROWS(SLMP_ID_) SLMP_FIELD_COUNT };
#undef SLMP_ID_

extern const struct field slmp_field_table[SLMP_FIELD_COUNT];
#define field_table slmp_field_table

#endif
