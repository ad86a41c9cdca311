/*
 * workshop: a plant, a sensor on its mirror, a collector, and a dashboard, in one command.
 *
 *	kagami-workshop run        the outer process, in the user's terminal: makes a folder, takes
 *	 |                         namespaces of its own, waits, removes the folder
 *	 '- inside                 process 1 of these namespaces: builds the network, starts the
 *	     |                     programs, shows the dashboard
 *	     |- kagami-plant run   on /run/netns/PREFIX<host>
 *	     |- kagami-sensor live on the bridge
 *	     '- kagami-collector run
 *
 * When process 1 ends, the kernel ends all processes inside, and with them go the namespaces, the
 * interfaces and what was mounted. A pipe tells it that the outer process is gone; then it removes
 *the folder. So nothing is left behind whichever of the two is killed, and however.
 *
 * Without the right to have namespaces there is no plant: captures are played instead (played).
 */
#ifndef PCAPS_WORKSHOP_WORKSHOP_H
#define PCAPS_WORKSHOP_WORKSHOP_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Names inside the workshop's own namespaces: no other sees them. */
#define WORKSHOP_PREFIX "kgw-"
#define WORKSHOP_BRIDGE "br0"
/* In the workshop's folder: where kagami-plant says how the plant is, when XDG_RUNTIME_DIR is the
 * folder. */
#define WORKSHOP_STATUS "%s/kagami/plant-" WORKSHOP_PREFIX ".json"

enum { WORKSHOP_PATH = 512, WORKSHOP_LINE = 256 };

struct workshop {
	/* what was asked for */
	const char *root;  /* where rules/ and pcaps/ are; NULL: find out */
	const char *plant; /* its name, as of pcaps/plants/NAME.yaml */
	uint64_t seed;
	bool operating; /* the operator works */
	bool plain;	/* lines instead of a screen */
	bool played;	/* captures are played, no plant runs */

	/* what became of it */
	char programs[WORKSHOP_PATH]; /* the folder of kagami-plant and so on */
	char data[WORKSHOP_PATH];     /* the folder of rules/ and pcaps/ */
	char folder[WORKSHOP_PATH];   /* everything that is written is in there */
	char why_played[WORKSHOP_LINE];
	bool user; /* in a user namespace: root is only called so */
	unsigned port, metrics_port;
	int lifeline; /* readable when the outer process is gone */
};

/* Set by SIGINT, SIGTERM, SIGHUP. */
extern volatile sig_atomic_t workshop_stop;

/* start.c: runs a workshop to its end. An exit code of common/program.h. */
int workshop_run(struct workshop *w);
/* Finds programs and data; false: it has said what is missing. */
bool workshop_find(struct workshop *w);

/* space.c: namespaces of its own. False: not possible, why is in w->why_played. */
bool workshop_separate(struct workshop *w);
/* As process 1 inside: what is mounted from now on is seen by nobody else. */
bool workshop_settle(void);
/* A port of 127.0.0.1 that nobody uses; 0: there is none. */
unsigned workshop_free_port(void);

/* inside.c: process 1. An exit code. */
int workshop_inside(struct workshop *w);

/* remove.c: a folder with all that is in it. */
void workshop_remove(const char *folder);

struct words;

/*
 * plant.c: what comes with a plant, by its name: pcaps/plants/NAME.yaml and NAME/ (what is usual:
 * baseline.yaml, and usual.pcap, which is played where no plant can run), rules/examples/NAME.yaml
 * and NAME/ (site.yaml, tags.yaml). False: there is no such plant, which was said, with those that
 * there are.
 */
bool workshop_find_plant(const struct workshop *w);
/* A file of it, in one of some buffers that are good for a few calls. */
const char *workshop_file(const struct workshop *w, const char *before, const char *after);
/* Adds the options with which a sensor knows the plant; texts are good as above. */
void workshop_add_detection(const struct workshop *w, struct words *a);

/* enter.c: in another terminal. Exit codes. args: NULL-terminated; folder: NULL: the only one. */
int workshop_enter(const char *folder, const char *host, char **args);
int workshop_attack(struct workshop *w, const char *folder, char **args);
int workshop_list(void);

#endif
