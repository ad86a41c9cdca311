#ifndef TESTS_UPLINK_SAYS_H
#define TESTS_UPLINK_SAYS_H
/* A machine of sensor/deliver/uplink_state.h, and what collectors say to it. */
#include "sensor/deliver/uplink_state.h"

#define MS	   UINT64_C(1000000)
#define S	   (1000 * MS)
#define EPOCH	   UINT64_C(0x1234)
#define WALL	   (UINT64_C(1700000000) * S)
#define SESSION	   UINT64_C(77)
#define READ_EPOCH (EPOCH_OF_READ | 5)

/* What chance gives: how much jitter takes off a pause. */
extern uint64_t says_jitter;

/* Heartbeat 5 s, timeout 15 s, pauses 250 ms to 30 s; without jitter. */
struct uplink_machine says_machine(size_t ncollectors);
void says_hello(struct uplink_machine *m, uint64_t now, uint64_t epoch, uint64_t first,
		uint64_t next);
enum uplink_heard says_welcome(struct uplink_machine *m, uint64_t now, uint64_t epoch,
			       uint64_t committed, uint32_t credit);
enum uplink_heard says_ack(struct uplink_machine *m, uint64_t now, uint64_t session, uint64_t epoch,
			   uint64_t seq);
enum uplink_heard says_pong(struct uplink_machine *m, uint64_t now, uint64_t theirs);
enum uplink_heard says_refusal(struct uplink_machine *m, uint64_t now, uint64_t session,
			       Kagami__Reason reason, uint32_t retry_ms);
/* A session that began at `now` with events 1..10 made and a credit of 100. */
struct uplink_machine says_up(uint64_t now);

#endif
