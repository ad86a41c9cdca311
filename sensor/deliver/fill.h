#ifndef SENSOR_DELIVER_FILL_H
#define SENSOR_DELIVER_FILL_H
/*
 * Events made of what the sensor has: an operation of a decoded message, an alert, an asset, a
 * conversation, the sensor's health. Filling allocates nothing: the event's parts are in the
 * caller's struct filler, texts and bytes are borrowed from what they are made of, and both are
 * good until the filler is used again.
 *
 * An event is never more than WIRE_EVENT_MAX bytes when it is packed: values of an operation that
 * do not fit are left out, and it says that it is truncated. Texts are UTF-8 without NULs: what is
 * none becomes U+FFFD.
 */
#include "proto/dictionary.h"
#include "protocols/protocol.h"
#include "sensor/deliver/evidence.h"
#include "sensor/detect/alert.h"
#include "sensor/flow.h"
#include "sensor/observe.h"
#include "sensor/rule/ruleset.h"

struct filler;

/* NULL: no memory. About 300 KiB. */
struct filler *filler_new(void);
void filler_free(struct filler *f);

/* What events made from now on say of the machine's clock; NULL: nothing. Is copied. */
void filler_clock(struct filler *fl, const Kagami__Clock *clock);
/* The name of the capture in the evidence of alerts: of a path its last part. Is copied, cut to 255
 * bytes. */
void filler_capture(struct filler *fl, const char *name);

/* The event, good until the next fill_*() of the same filler. */
const Kagami__Event *fill_operation(struct filler *fl, const struct flow *f, unsigned end,
				    const struct dec *d, const struct operation *op);
/* id: as Alert.id. */
const Kagami__Event *fill_alert(struct filler *fl, const struct alert *a, uint64_t id);
/* The frames of an alert. at: ns. */
const Kagami__Event *fill_packets(struct filler *fl, const struct evidence_set *set, uint64_t at);
/* site: NULL, or what it says of addresses. labels: names of the protocols. at: ns. */
const Kagami__Event *fill_asset(struct filler *fl, const struct assets *t, const struct asset *a,
				const struct site *site, const struct coverage *labels,
				Kagami__Change change, uint64_t at);
/* t: for the names of its ends. */
const Kagami__Event *fill_conversation(struct filler *fl, const struct assets *t,
				       const struct conv *c, const struct site *site,
				       const struct coverage *labels, Kagami__Change change,
				       uint64_t at);

enum { FILL_INTERFACES = 64 }; /* that a health event has room for */

struct fill_interface {
	const char *name;
	uint64_t frames, bytes, dropped, interface_dropped;
	bool down;
};

/* How the sensor is. */
struct fill_health {
	uint64_t at;	   /* ns */
	const char *state; /* as Health.state */
	uint64_t uptime;   /* ns */
	const struct fill_interface *interfaces;
	size_t ninterfaces;
	const struct stats *stats;
	const struct ruleset *set;   /* NULL: no rules */
	const char *baseline_digest; /* NULL: no baseline */
	uint64_t alerts, assets, conversations;
	const Kagami__Link *link; /* NULL: none */
};
const Kagami__Event *fill_health(struct filler *fl, const struct fill_health *h);

/* The message that says what numbers in those events stand for: all fields of the universe, all
 * rules of the set (NULL: none). Allocates; give it to dictionary_message_free(). NULL: no memory.
 * Its texts borrow from the set, which must outlive it. */
Kagami__Dictionary *fill_dictionary(const struct ruleset *set, const char *baseline_digest);
void dictionary_message_free(Kagami__Dictionary *m);

#endif
