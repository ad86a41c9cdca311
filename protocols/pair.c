#include <assert.h>
#include <string.h>

#include "protocols/pair.h"

static void drop(struct pairs *ps, unsigned i)
{
	struct pair *all = pairs_all(ps);

	ps->n--;
	if (i < ps->n)
		memmove(&all[i], &all[i + 1], (ps->n - i) * sizeof(all[0]));
}

void pairs_widen(struct pairs *ps, struct pair *more, uint16_t room)
{
	memcpy(more, pairs_all(ps), ps->n * sizeof(ps->slot[0]));
	ps->more = more;
	ps->room = room;
}

void pairs_narrow(struct pairs *ps)
{
	assert(ps->n <= PAIRS_MAX);
	if (ps->more != NULL)
		memcpy(ps->slot, ps->more, ps->n * sizeof(ps->slot[0]));
	ps->more = NULL;
}

const struct pair *pairs_take(struct pairs *ps, unsigned i)
{
	ps->taken = pairs_all(ps)[i];
	drop(ps, i);
	return &ps->taken;
}

void pairs_lose(struct pairs *ps, unsigned i)
{
	const unsigned room = sizeof(ps->lost) / sizeof(ps->lost[0]);

	const struct pair *p = &pairs_all(ps)[i];

	if (p->optional || p->excused) {
		ps->excused += p->excused && !p->optional;
		drop(ps, i);
		return;
	}
	if (ps->nlost < room)
		ps->lost[ps->nlost++] = *p;
	else
		ps->lost_uncounted++;
	drop(ps, i);
}

struct pair *pairs_open(struct pairs *ps, uint64_t key, uint64_t at)
{
	if (ps->n == (ps->more != NULL ? ps->room : PAIRS_MAX)) {
		ps->forgotten++;
		ps->pushed++;
		drop(ps, 0);
	}
	struct pair *p = &pairs_all(ps)[ps->n++];

	*p = (struct pair){ .key = key, .at = at };
	return p;
}

void pairs_excuse(struct pairs *ps)
{
	for (unsigned i = 0; i < ps->n; i++)
		pairs_all(ps)[i].excused = true;
}

void pairs_expire(struct pairs *ps, uint64_t before)
{
	while (ps->n > 0 && pairs_all(ps)[0].at < before)
		pairs_lose(ps, 0);
}
