/*
 * The fields of S7comm and S7comm-plus, shared by the files of the decoder (s7comm*.c).
 */
#ifndef KAGAMI_S7COMM_FIELDS_H
#define KAGAMI_S7COMM_FIELDS_H

#include "protocols/protocol.h"
#include "protocols/s7comm_rows.h"

#define S7_ID_(id, ...) id,
enum { S7_ROWS(S7_ID_) S7_FIELD_COUNT };
#undef S7_ID_

extern const struct field s7comm_field_table[S7_FIELD_COUNT];
#define field_table s7comm_field_table

#endif
