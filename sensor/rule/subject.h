#ifndef SENSOR_RULE_SUBJECT_H
#define SENSOR_RULE_SUBJECT_H
/*
 * What a condition is asked of, and how the values of a field are found in it. A subject borrows
 * everything and lives as long as the call that offers it.
 */
#include "protocols/protocol.h"
#include "sensor/flow.h"
#include "sensor/observe.h"
#include "sensor/packet.h"
#include "sensor/rule/universe.h"

struct site;	  /* zones and names of assets, see site.h */
struct tags;	  /* process variables and their last values, see tag.h */
struct goose_seq; /* see detect/goose_seq.h */

enum flow_event { FLOW_EVENT_NONE, FLOW_BEGIN, FLOW_KNOWN, FLOW_END };
/* The counters of SUBJECT_CAPTURE, of the last ten seconds: rows in facts.c say what each is. */
enum capture_fact {
	CAPTURE_FRAMES,
	CAPTURE_DUPLICATES,
	CAPTURE_GAPS,
	CAPTURE_MESSAGES,
	CAPTURE_MALFORMED,
	CAPTURE_FLOWS,
	CAPTURE_ONE_SIDED,
	CAPTURE_CONFLICTS,
	CAPTURE_TRUNCATED,
	CAPTURE_DROPPED,
	CAPTURE_FACTS
};

enum { SUBJECT_TEXT = 2048 };

struct subject {
	enum subject_kind kind;
	uint64_t at;		       /* ns */
	uint64_t known;		       /* ns: later, when what happened shows only then */
	uint64_t frame;		       /* number; 0: none */
	const struct packet *pkt;      /* the frame as a packet; NULL: not at hand */
	const struct flow *flow;       /* NULL: none */
	uint8_t end;		       /* which end of the flow sent it */
	const struct dec *dec;	       /* the message; NULL: none */
	const struct operation *op;    /* of it; NULL: none */
	const struct pair *unanswered; /* a request that stayed without an answer, or NULL */
	const struct goose_seq *goose; /* of a GOOSE message, or NULL: how it goes on */
	/* SUBJECT_FRAME: every value of every message in it, and all else but the packet's facts,
	 * by row */
	const struct value *more;
	uint32_t nmore;
	struct observe *observe;      /* assets, names of labels; NULL in tests */
	const struct dpi_facts *dpi;  /* what inspection said of the flow; NULL: nothing (yet) */
	const struct dpi *dpi_engine; /* for the names of its protocols */
	enum flow_event flow_event;
	enum asset_event asset_event;
	const struct asset *asset;	       /* of an asset event */
	const struct asset_conflict *conflict; /* of ASSET_CONFLICT */
	const struct site *site;	       /* NULL: there is none */
	const struct tags *tags;	       /* NULL: there are none */
	int tag;			       /* SUBJECT_TAG: index of the variable; else -1 */
	const uint64_t *capture;	       /* SUBJECT_CAPTURE: CAPTURE_FACTS numbers */
	uint32_t ntext;
	char text[SUBJECT_TEXT]; /* texts made for values: addresses of units, objects... */
};

/* Walks over the values of one field. */
struct walk {
	const struct rule_field *field;
	uint32_t next, stop; /* among the values that were recorded; next: of those computed */
	uint8_t stage;	     /* 0: shared values, 1: the operation's own, 2: over */
	struct value own;    /* the value that was computed last */
};

/*
 * The first value of the field, NULL: it has none here. Values are those of protocols/value.h; one
 * that is a series (value_count() > 1) stands for all its elements. A presence has a value (1) when
 * the protocol is there. Texts that had to be made live in s->text until subject_reset(); a value
 * that was computed is good until the next one is asked for.
 */
const struct value *subject_first(struct subject *s, const struct rule_field *f, struct walk *w);
const struct value *subject_next(struct subject *s, struct walk *w);

/* Forgets the texts made so far. */
static inline void subject_reset(struct subject *s)
{
	s->ntext = 0;
}

#endif
