#ifndef COLLECTOR_CMD_SHARE_H
#define COLLECTOR_CMD_SHARE_H
/* What the commands of sharing have in common. */
#include "collector/sharing.h"

/* The wall clock, ns since 1970. */
uint64_t share_now(void);
/* The recipient of that name; NULL: it was said which there are in the file. */
const struct recipient *share_recipient(const struct sharing *s, const char *name,
					const char *file);

#endif
