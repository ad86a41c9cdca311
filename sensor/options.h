#ifndef SENSOR_OPTIONS_H
#define SENSOR_OPTIONS_H
/*
 * What the sensor can be told: the values of its options, ready to use. The rows in options.c say
 * how each is written, its default and its range.
 */
#include "common/option.h"

enum sensor_command {
	OPT_READ = 1 << 0,
	OPT_LIVE = 1 << 1,
	OPT_FIELDS = 1 << 2,
	OPT_CHECK = 1 << 3,
	OPT_LEARN = 1 << 4,
	OPT_RULES_CHECK = 1 << 5,
	OPT_RULES_LIST = 1 << 6,
	OPT_RULES_EXPLAIN = 1 << 7,
	OPT_RULES_TEST = 1 << 8,
	OPT_RULES_TRY = 1 << 9,
	OPT_RULES_REFERENCE = 1 << 10,
	OPT_SEND = 1 << 11,
	OPT_REPLAY = 1 << 12,
	OPT_WATCH = OPT_READ | OPT_LIVE | OPT_REPLAY,  /* those that print what they see */
	OPT_DELIVER = OPT_WATCH | OPT_SEND,	       /* those that deliver events */
	OPT_FILES = OPT_READ | OPT_LEARN | OPT_REPLAY, /* those that read captures... */
	OPT_CAPTURE = OPT_LIVE | OPT_LEARN,	       /* ...and those that make them */
	OPT_RUN = OPT_WATCH | OPT_LEARN,	       /* those that decode packets */
	/* those that take rules as arguments */
	OPT_RULES = OPT_RULES_CHECK | OPT_RULES_LIST | OPT_RULES_EXPLAIN | OPT_RULES_TEST |
		    OPT_RULES_REFERENCE,
};

/* What is printed while frames come in. */
enum sensor_show { SHOW_AUTO, SHOW_OPERATIONS, SHOW_ALERTS, SHOW_BOTH };

/* Which frames are sent. */
enum sensor_evidence { EVIDENCE_NONE, EVIDENCE_ALERTS };

enum sensor_progress { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

struct sensor_options {
	const char *config; /* the configuration file; NULL: none was named */

	/* capture */
	struct option_list interface; /* live: at least one; replay: the one to send on, or none */
	const char *filter;	      /* BPF expression, or NULL */
	uint64_t snaplen;	      /* bytes kept of a frame */
	uint64_t ring;		      /* kernel buffer per interface, bytes */
	bool promiscuous;
	bool wait;		   /* for an interface that is missing or down at the start */
	uint64_t from, to;	   /* frames with from <= time < to, ns since 1970 */
	uint64_t count;		   /* stop after as many frames; 0: never */
	uint64_t duration;	   /* stop after as much time, ns; 0: never */
	const char *speed;	   /* replay: as tempo_speed() reads it */
	bool shift_to_now, loop;   /* replay */
	bool force;		   /* replay: onto an interface that looks to be in use, too */
	uint64_t duplicate_window; /* same frame again within: a mirror's duplicate, ns; 0: off */

	/* output */
	bool json;
	bool summary;		     /* the summary instead of the operations */
	struct option_list protocol; /* print operations of these only; empty: all */
	bool quiet;		     /* no informational messages, no progress */
	bool verbose;		     /* log_debug() is written */
	unsigned progress;	     /* enum sensor_progress */

	unsigned show; /* enum sensor_show; SHOW_AUTO: alerts where there are rules */

	/* detection */
	struct option_list rules; /* files and folders; empty: no detection */
	const char *site;	  /* file, or NULL */
	const char *tags;	  /* file, or NULL */
	const char *baseline;	  /* file, or NULL */
	bool reload;		  /* live: use rules that changed without being told to */

	/* delivery */
	struct option_list collector; /* endpoints, in the order of preference; empty: none */
	const char *key;	      /* file, or NULL */
	const char *collector_key;    /* Z85 or a file, or NULL: it is in the key's file */
	const char *name;	      /* the sensor's, or NULL: the key's */
	const char *spool;	      /* folder, or NULL: the usual one */
	uint64_t spool_size;	      /* bytes */
	uint64_t spool_age;	      /* ns; 0: no limit */
	unsigned spool_sync;	      /* enum spool_sync */
	uint64_t sync_interval;	      /* ns */
	unsigned send;		      /* enum send_operations */
	unsigned evidence;	      /* enum sensor_evidence */
	uint64_t evidence_frames;     /* of an alert */
	uint64_t evidence_bytes;      /* of these frames in all */
	uint64_t queue;		      /* bytes between packets and spool */
	uint64_t batch_interval;      /* ns */
	uint64_t link_timeout;	      /* ns */
	uint64_t linger;	      /* ns */
	bool again;		      /* what was delivered before is sent as new */
	const char *metrics;	      /* address and port, or NULL */

	/* learn */
	const char *output; /* the baseline that is written */
	const char *merge;  /* the baseline that is gone on from, or NULL */
	bool review;	    /* say what would be new, write nothing */
	bool learning;	    /* set by the command itself */

	/* rules try */
	bool total; /* print only how many frames match */

	/* rules list */
	struct option_list rule_tag; /* only rules with one of these tags */

	/* limits: how many are kept at once; the oldest gives way */
	uint64_t flows;
	uint64_t fragments;	  /* IP datagrams being reassembled */
	uint64_t segment_buffers; /* of 4 KiB */
	uint64_t large_buffers;	  /* of 64 KiB */
	uint64_t notes;		  /* of decoders, see protocols/note.h */
	uint64_t assets;
	uint64_t conversations;
	uint64_t dpi_flows;	/* flows under nDPI's inspection at once; 0: nDPI is not used */
	uint64_t dpi_packets;	/* packets of a flow that nDPI may see */
	uint64_t states;	/* of rules: windows, sequences, what was seen */
	uint64_t last_values;	/* of objects, to know what changed and is to be sent */
	uint64_t evidence_ring; /* bytes for the latest frames */

	/* timeouts, ns of capture time */
	uint64_t tcp_idle;
	uint64_t tcp_closed; /* after FIN or RST */
	uint64_t udp_idle;   /* and everything that is not TCP */
	uint64_t response_timeout;

	/* decoding */
	struct option_list iec60870_sizes; /* sizes.h */
	uint64_t fragment_timeout;
	uint64_t gap_wait; /* how long a hole in a stream may stay open */
};

extern const struct option_program sensor_program;

/* Completes what rows cannot say: an absent `to` becomes the end of time, verbose and quiet set the
 * log's level; complains of options that contradict each other. After flags and file are read. */
void sensor_options_complete(struct options *o, struct sensor_options *s);

/* options_deliver.c: checks of rows, and what rows of delivery cannot say. */
bool sensor_collector_good(const char *text, struct option_why *why);
bool sensor_name_good(const char *text, struct option_why *why);
void sensor_options_delivery(struct options *o, struct sensor_options *s);

/* options_protocol.c: is it the name of a protocol that operations are reported of? */
bool sensor_protocol_good(const char *text, struct option_why *why);
/* Sizes of IEC 60870-5's addresses, see sizes.h. */
bool sensor_sizes_good(const char *text, struct option_why *why);

/* options_replay.c: the same of replay. */
bool sensor_speed_good(const char *text, struct option_why *why);
void sensor_options_replay(struct options *o, struct sensor_options *s);

/* Bytes of fragments that are kept for each datagram of the limit, on average. */
enum { FRAGMENT_ROOM = 8192 };

/* cost.c: what the limits cost, one row each; returns how many rows (at most SENSOR_COSTS). */
enum { SENSOR_COSTS = 16 };
/* Bytes of the queue: the next power of two. */
size_t sensor_queue(const struct sensor_options *s);
size_t sensor_costs(const struct sensor_options *s, struct cost costs[SENSOR_COSTS]);

#endif
