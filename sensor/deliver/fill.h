#ifndef SENSOR_DELIVER_FILL_H
#define SENSOR_DELIVER_FILL_H
/*
 * Events made of what the sensor has: an operation of a decoded message, an alert, an asset, a
 * conversation, the sensor's health. Filling allocates nothing: the event's parts are in the
 * caller's struct filler, texts and bytes are borrowed from what they are made of, and both are
 * good until the filler is used again.
 */
#include "proto/dictionary.h"
#include "protocols/protocol.h"
#include "sensor/detect/alert.h"
#include "sensor/flow.h"
#include "sensor/observe.h"
#include "sensor/rule/ruleset.h"

struct filler;

/* NULL: no memory. About 200 KiB. */
struct filler *filler_new(void);
void filler_free(struct filler *f);

/* The event, good until the next fill_*() of the same filler. */
const Kagami__Event *fill_operation(struct filler *fl, const struct flow *f, unsigned end,
				    const struct dec *d, const struct operation *op);
const Kagami__Event *fill_alert(struct filler *fl, const struct alert *a);
const Kagami__Event *fill_asset(struct filler *fl, const struct assets *t, const struct asset *a,
				const struct site *site, const struct coverage *labels,
				Kagami__Change change, uint64_t at);
const Kagami__Event *fill_conversation(struct filler *fl, const struct convs *t,
				       const struct conv *c, const struct coverage *labels,
				       Kagami__Change change, uint64_t at);

/* The message that says what numbers in those events stand for: all fields of the universe, all
 * rules of the set (NULL: none). Allocates; give it to dictionary_message_free(). NULL: no memory.
 */
Kagami__Dictionary *fill_dictionary(const struct ruleset *set, const char *baseline_digest);
void dictionary_message_free(Kagami__Dictionary *m);

#endif
