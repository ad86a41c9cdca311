#include "sensor/stat.h"

#define STAT_ROW_(id, nm, kd, dc) [STAT_##id] = { .name = (nm), .kind = STAT_##kd, .doc = (dc) },
const struct stat_row stat_rows[STAT_COUNT] = { STATS(STAT_ROW_) };
