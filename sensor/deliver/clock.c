#include "sensor/deliver/clock.h"

bool clock_of(int state, const struct timex *t, Kagami__Clock *out)
{
	if (state < 0)
		return false;
	/* TIME_ERROR also stands for a lost PPS signal, which is none of the clock's
	 * synchronisation: what counts is the flag. */
	out->synchronised = (t->status & STA_UNSYNC) != 0 ? KAGAMI__SYNCHRONISED__SYNCHRONISED_NO
							  : KAGAMI__SYNCHRONISED__SYNCHRONISED_YES;
	out->max_error = t->maxerror > 0 ? (uint64_t)t->maxerror * 1000 : 0; /* microseconds */
	return true;
}

bool clock_read(Kagami__Clock *out)
{
	struct timex t = { .modes = 0 }; /* 0: nothing is set */

	return clock_of(adjtimex(&t), &t, out);
}
