/*
 * target: the interface that frames are to go out on, and whether they may.
 *
 * Whoever plays a capture means an interface that nobody uses. What looks as if somebody did is
 * refused: an address or a default route, of the interface or of the bridge or bond whose port it
 * is. What a sensor captures on is refused for good.
 */
#ifndef PCAPS_REPLAY_TARGET_H
#define PCAPS_REPLAY_TARGET_H

#include <stdbool.h>
#include <stddef.h>

struct target {
	int fd;	      /* a packet socket that sends on it and receives nothing */
	unsigned mtu; /* bytes of a frame beyond its Ethernet header and VLAN tags */
	unsigned index;
};

enum { TARGET_WHY = 256 };

/*
 * Opens the interface. force: also when it looks to be in use. Returns false with one line in why:
 * no such interface, it is down, no Ethernet, in use, captured on, no permission.
 */
bool target_open(struct target *t, const char *name, bool force, char why[TARGET_WHY]);
void target_close(const struct target *t);

/* What speaks against sending on the interface, as one line; false: nothing does. */
bool target_used(unsigned index, const char *name, char why[TARGET_WHY]);

/* The process id of a kagami-sensor that captures on the interface, as far as this process may
 * see; 0: there is none. */
int target_sensor(unsigned index);

#endif
