#include <string.h>

#include "protocols/pair.h"

static void drop(struct pairs *ps, unsigned i)
{
	ps->n--;
	if (i < ps->n)
		memmove(&ps->slot[i], &ps->slot[i + 1], (ps->n - i) * sizeof(ps->slot[0]));
}

const struct pair *pairs_take(struct pairs *ps, unsigned i)
{
	ps->taken = ps->slot[i];
	drop(ps, i);
	return &ps->taken;
}

void pairs_lose(struct pairs *ps, unsigned i)
{
	const unsigned room = sizeof(ps->lost) / sizeof(ps->lost[0]);

	if (ps->slot[i].optional) {
		drop(ps, i);
		return;
	}
	if (ps->nlost < room)
		ps->lost[ps->nlost++] = ps->slot[i];
	else
		ps->lost_uncounted++;
	drop(ps, i);
}

struct pair *pairs_open(struct pairs *ps, uint64_t key, uint64_t at)
{
	if (ps->n == PAIRS_MAX) {
		ps->forgotten++;
		ps->pushed++;
		drop(ps, 0);
	}
	struct pair *p = &ps->slot[ps->n++];

	*p = (struct pair){ .key = key, .at = at };
	return p;
}

void pairs_excuse(struct pairs *ps)
{
	for (unsigned i = 0; i < ps->n; i++)
		ps->slot[i].optional = true;
}

void pairs_expire(struct pairs *ps, uint64_t before)
{
	while (ps->n > 0 && ps->slot[0].at < before)
		pairs_lose(ps, 0);
}
