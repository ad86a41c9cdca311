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

/* Bytes of text that can be made for a subject, and how many of them for values that are kept. */
enum { SUBJECT_TEXT = 3072, SUBJECT_KEPT = 1024 };

/* What was worked out of a field that no decoder recorded. */
struct subject_fact {
	uint64_t serial; /* of the subject it is of */
	struct value first;
	uint8_t n; /* values: 0, 1, or 2 for more than one */
};

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
	/* By field id: what many rules ask for is worked out once. NULL: nothing is kept, and the
	 * subject may change as it likes. Not for SUBJECT_FRAME. */
	struct subject_fact *facts;
	uint64_t serial; /* not 0; no other subject that shared `facts` had it */
	uint32_t kept;	 /* bytes of text that belong to values in `facts` */
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

/* What subject_first() and subject_next() do of what is not kept. */
const struct value *subject_look(struct subject *s, const struct rule_field *f, struct walk *w);
const struct value *subject_look_on(struct subject *s, struct walk *w);
/* Works out what is not known of the field and keeps it; false: it is not to be kept. */
bool subject_keep(struct subject *s, const struct rule_field *f);

/* What is kept of the field, worked out now if need be; NULL: nothing, subject_first() tells. */
static inline const struct subject_fact *subject_fact(struct subject *s, const struct rule_field *f)
{
	if (s->facts == NULL)
		return NULL;
	const struct subject_fact *known = &s->facts[f->id];

	return known->serial == s->serial || subject_keep(s, f) ? known : NULL;
}

/*
 * The first value of the field, NULL: it has none here. Values are those of protocols/value.h; one
 * that is a series (value_count() > 1) stands for all its elements. A presence has a value (1) when
 * the protocol is there. Texts that had to be made live in s->text until subject_reset(); a value
 * that was computed is good until the next one is asked for.
 */
static inline const struct value *subject_first(struct subject *s, const struct rule_field *f,
						struct walk *w)
{
	const struct subject_fact *known = subject_fact(s, f);

	if (known == NULL)
		return subject_look(s, f, w);
	w->field = f;
	w->next = 1;
	w->stage = known->n > 1 ? 0 : 2;
	return known->n > 0 ? &known->first : NULL;
}

static inline const struct value *subject_next(struct subject *s, struct walk *w)
{
	return w->stage != 2 ? subject_look_on(s, w) : NULL;
}

/* Forgets the texts made so far, but for those of values that are kept. */
static inline void subject_reset(struct subject *s)
{
	s->ntext = s->kept;
}

/* It is another subject now than the one that `facts` are of. */
static inline void subject_renew(struct subject *s, uint64_t serial)
{
	s->serial = serial;
	s->ntext = s->kept = 0;
}

#endif
