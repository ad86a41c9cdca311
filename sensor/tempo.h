#ifndef SENSOR_TEMPO_H
#define SENSOR_TEMPO_H
/*
 * When a frame of a capture is due when it is played again: by the capture's own times, faster or
 * slower, once or over and over. Deadlines are absolute, so that being late once makes nothing
 * after it late. Knows nothing of frames but their times, and of the machine but its two clocks.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/* What rounds of a loop are apart, in the capture's time, ns. */
#define TEMPO_BETWEEN UINT64_C(1000000000)

enum { TEMPO_WHY = 160 };

/* Zero it but for what is asked for. */
struct tempo {
	double speed; /* 1: as it was captured; 0: as fast as it goes */
	/*
	 * Times become those at which frames are played: the first one's is. At more than the
	 * captured speed times run faster than the clock, so that they would soon lie in the
	 * future; there the last frame's is, and those before it lie as long before it as they did.
	 * Then `span` says from when to when the frames are, from the first one to the latest, ns.
	 */
	bool to_now;
	uint64_t span;

	/* The rest is its own. */
	bool begun;
	bool anew;	     /* the next frame begins another round */
	uint64_t began;	     /* ns of the monotonic clock when the first frame was due */
	uint64_t start;	     /* the time that the first frame was given, ns since 1970 */
	uint64_t from, base; /* frames of this round: what is `from` in the file is `base` */
	uint64_t last;	     /* the latest time given, ns since 1970 */
	uint64_t late;	     /* by so much was a frame late at most, ns */
};

/* "1x", "10x", "0.5x", "2": from 0.001 to 1000000; "max" is 0. False: it is none; why (TEMPO_WHY
 * bytes, or NULL) then says so. */
bool tempo_speed(const char *text, double *speed, char *why);

/* Must span be known before the first frame is asked about? */
bool tempo_ahead(const struct tempo *p);

/* The time that a frame gets which has the time `at` in its file; both ns since 1970. Ask for each
 * frame once, in order: the first one asked about starts the clock. */
uint64_t tempo_time(struct tempo *p, uint64_t at);

/* The frame that is asked about next is the first of another round: it comes TEMPO_BETWEEN after
 * the latest of this one. */
void tempo_again(struct tempo *p);

/*
 * Sleeps until the frame with that time, as tempo_time() gave it, is due, or until the monotonic
 * clock shows `until`, or *stop is set by a signal (seen within a tenth of a second). True: it is
 * due now.
 */
bool tempo_wait(struct tempo *p, uint64_t time, uint64_t until, const volatile sig_atomic_t *stop);

/* Nanoseconds of the monotonic clock. */
uint64_t tempo_clock(void);

#endif
