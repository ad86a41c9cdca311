/* The stories; each writes one capture. */
#ifndef KAGAMI_GOOSE_SCENES_H
#define KAGAMI_GOOSE_SCENES_H

#include "pcaps/goose/publisher.h"

struct scene {
	const char *name; /* of the capture */
	void (*play)(struct tape *t);
};

void scene_normal(struct tape *t);
void scene_types(struct tape *t);
void scene_simulation(struct tape *t);
void scene_confrev(struct tape *t);
void scene_gap(struct tape *t);
void scene_wrap(struct tape *t);
void scene_restart(struct tape *t);
void scene_late(struct tape *t);
void scene_replay(struct tape *t);
void scene_injection(struct tape *t);
void scene_duplicate(struct tape *t);
void scene_moved(struct tape *t);
void scene_silence(struct tape *t);
void scene_malformed(struct tape *t);
void scene_redundancy(struct tape *t);
void scene_assets(struct tape *t);

/* The protection relay of feeder Q01: its entries say whether it trips and where its breaker is. */
struct publisher relay(void);
/* The bay controller of Q01: interlocking. */
struct publisher controller(void);
/* The relay's entries at a time (ns since the story's begin); returns how many. */
unsigned relay_data(struct bytes *to, bool trip, bool closed, uint64_t at);

#endif
