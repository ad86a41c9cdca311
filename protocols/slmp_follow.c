/*
 * SLMP: what is kept of a connection: the CPU's state as remote commands made it, and how many
 * passwords were refused.
 */
#include "protocols/slmp.h"

enum { RUN = 1, STOP, PAUSE, LATCH_CLEARED, RESET };
enum { UNLOCK = 0x1630, LOCK = 0x1631, REFUSED_MOST = 0xffff };

static uint8_t remote_state(uint16_t cmd)
{
	static const struct {
		uint16_t cmd;
		uint8_t state;
	} remote[] = {
		{ 0x1001, RUN },   { 0x1002, STOP }, { 0x1003, PAUSE }, { 0x1005, LATCH_CLEARED },
		{ 0x1006, RESET }, { 0x13, RUN },    { 0x14, STOP },
	};

	for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++) {
		if (remote[i].cmd == cmd)
			return remote[i].state;
	}
	return 0;
}

void slmp_follow(struct dec *d, struct slmp *m)
{
	struct slmp_state *s = m->state;
	uint8_t state = remote_state(m->cmd);

	/* A CPU that is reset need not answer. */
	if (state != 0 && !d->ot.failed && (m->response || state == RESET)) {
		put(d, SLMP_REMOTE, state);
		if (s != NULL && s->remote != 0 && s->remote != state)
			put(d, SLMP_REMOTE_BEFORE, s->remote);
		if (s != NULL)
			s->remote = state;
	}
	if (s == NULL || !m->response || (m->cmd != UNLOCK && m->cmd != LOCK))
		return;
	if (d->ot.failed && s->refused < REFUSED_MOST)
		s->refused++;
	if (s->refused > 0)
		put(d, SLMP_PASSWORD_REFUSED, s->refused);
	if (!d->ot.failed)
		s->refused = 0;
}
