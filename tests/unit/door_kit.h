#ifndef TESTS_UNIT_DOOR_KIT_H
#define TESTS_UNIT_DOOR_KIT_H
/* A list of who may come in, in a folder of its own, and peers that connect with CURVE. */
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#include "collector/allow.h"
#include "common/log.h"

enum { DOOR_WAIT_MS = 10000, DOOR_SOON_MS = 300 };

struct door_kit {
	char folder[64], allow[96];
	struct curve_key collector, sensor, subscriber, stranger;
	void *peers; /* the context of who connects */
};

static inline void door_let_in(const struct door_kit *k, enum allow_role role, const char *name,
			       const struct curve_key *key)
{
	struct allow_entry e = { .role = role };
	char error[256];

	(void)snprintf(e.name, sizeof(e.name), "%s", name);
	memcpy(e.key, key->public, sizeof(e.key));
	if (!allow_add(k->allow, &e, error, sizeof(error)))
		fail_msg("%s", error);
}

static inline void door_begin(struct door_kit *k)
{
	*k = (struct door_kit){ .folder = "/tmp/kagami-door-XXXXXX" };
	log_level(LOG_ERROR);
	assert_non_null(mkdtemp(k->folder));
	(void)snprintf(k->allow, sizeof(k->allow), "%s/allow", k->folder);
	assert_true(curve_key_make(&k->collector, "collector"));
	assert_true(curve_key_make(&k->sensor, "plant-1"));
	assert_true(curve_key_make(&k->subscriber, "console"));
	assert_true(curve_key_make(&k->stranger, "stranger"));
	door_let_in(k, ALLOW_SENSOR, "plant-1", &k->sensor);
	door_let_in(k, ALLOW_SUBSCRIBER, "console", &k->subscriber);
	k->peers = zmq_ctx_new();
	assert_non_null(k->peers);
}

static inline void door_remove(const struct door_kit *k, const char *name)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/%s", k->folder, name);
	(void)unlink(path);
}

static inline void door_end(struct door_kit *k)
{
	static const char *const files[] = { "allow",  "allow.lock", "db",	  "db-wal",
					     "db-shm", "db.lock",    "db-journal" };

	assert_int_equal(zmq_ctx_term(k->peers), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		door_remove(k, files[i]);
	assert_int_equal(rmdir(k->folder), 0);
	log_level(LOG_NOTE);
}

/* A DEALER or SUB that connects with this key; to be closed. */
static inline void *door_peer(const struct door_kit *k, int type, const struct curve_key *key,
			      const char *endpoint)
{
	const int none = 0, wait = DOOR_WAIT_MS;
	void *s = zmq_socket(k->peers, type);

	assert_non_null(s);
	assert_int_equal(zmq_setsockopt(s, ZMQ_LINGER, &none, sizeof(none)), 0);
	assert_int_equal(zmq_setsockopt(s, ZMQ_RCVTIMEO, &wait, sizeof(wait)), 0);
	assert_int_equal(zmq_setsockopt(s, ZMQ_SNDTIMEO, &wait, sizeof(wait)), 0);
	assert_int_equal(zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, key->public, CURVE_KEY_TEXT), 0);
	assert_int_equal(zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, key->secret, CURVE_KEY_TEXT), 0);
	assert_int_equal(
		zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, k->collector.public, CURVE_KEY_TEXT), 0);
	if (type == ZMQ_SUB)
		assert_int_equal(zmq_setsockopt(s, ZMQ_SUBSCRIBE, "", 0), 0);
	assert_int_equal(zmq_connect(s, endpoint), 0);
	return s;
}

/* Is there something to receive within so many milliseconds? */
static inline bool door_hears(void *socket, int ms)
{
	zmq_pollitem_t item = { socket, 0, ZMQ_POLLIN, 0 };

	return zmq_poll(&item, 1, ms) > 0;
}

static inline void door_nap(void)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

/* Waits until it is so; what comes too late fails. */
#define DOOR_UNTIL(condition)                                                                      \
	do {                                                                                       \
		for (unsigned i_ = 0; i_ < DOOR_WAIT_MS && !(condition); i_++)                     \
			door_nap();                                                                \
		assert_true(condition);                                                            \
	} while (0)

#endif
