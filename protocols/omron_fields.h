/* The fields of FINS, shared by the files of the decoder (omron*.c). */
#ifndef KAGAMI_OMRON_FIELDS_H
#define KAGAMI_OMRON_FIELDS_H

#include "protocols/protocol.h"
#include "protocols/omron_rows.h"

enum { OMRON_ROWS(FIELD_ID_) OMRON_FIELD_COUNT };

extern const struct field omron_field_table[OMRON_FIELD_COUNT];
#define field_table omron_field_table

#endif
