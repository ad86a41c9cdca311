#ifndef COLLECTOR_OPTIONS_H
#define COLLECTOR_OPTIONS_H
/*
 * What the collector can be told: the values of its options, ready to use. The rows in options.c
 * say how each is written, its default and its range.
 */
#include "common/option.h"

enum collector_command {
	COLLECT_RUN = 1 << 0,
	COLLECT_KEYGEN = 1 << 1,
	COLLECT_SENSORS_LIST = 1 << 2,
	COLLECT_SENSORS_ADD = 1 << 3,
	COLLECT_SENSORS_REMOVE = 1 << 4,
	COLLECT_SENSORS_SHOW = 1 << 5,
	COLLECT_EVENTS = 1 << 6,
	COLLECT_ASSETS = 1 << 7,
	COLLECT_CONVERSATIONS = 1 << 8,
	COLLECT_CHECK = 1 << 9,
	COLLECT_INCIDENTS_LIST = 1 << 10,
	COLLECT_INCIDENTS_SHOW = 1 << 11,
	COLLECT_INCIDENTS_TIMELINE = 1 << 12,
	COLLECT_INCIDENTS_ACK = 1 << 13,
	COLLECT_INCIDENTS_ASSIGN = 1 << 14,
	COLLECT_INCIDENTS_CLOSE = 1 << 15,
	COLLECT_INCIDENTS_REOPEN = 1 << 16,
	COLLECT_INCIDENTS_MERGE = 1 << 17,
	COLLECT_INCIDENTS_NOTE = 1 << 18,
	COLLECT_INCIDENTS_EXPORT = 1 << 19,
	COLLECT_INCIDENTS_STATS = 1 << 20,
	COLLECT_INCIDENTS_DUE = 1 << 21,
	COLLECT_SHARE = 1 << 22,
	COLLECT_SHARE_VERIFY = 1 << 23,
	COLLECT_SHARE_KEYGEN = 1 << 24,
	COLLECT_RECEIVE = 1 << 25,
	COLLECT_RECEIVED = 1 << 26,
	COLLECT_INCIDENTS_REPORT = 1 << 27,
	COLLECT_EVIDENCE = 1 << 30,
	COLLECT_INCIDENTS_CHANGE = COLLECT_INCIDENTS_ACK | COLLECT_INCIDENTS_ASSIGN |
				   COLLECT_INCIDENTS_CLOSE | COLLECT_INCIDENTS_REOPEN |
				   COLLECT_INCIDENTS_MERGE | COLLECT_INCIDENTS_NOTE |
				   COLLECT_INCIDENTS_REPORT | COLLECT_SHARE | COLLECT_RECEIVE,
	/* those that take a choice of incidents */
	COLLECT_INCIDENTS_SOME =
		COLLECT_INCIDENTS_LIST | COLLECT_INCIDENTS_EXPORT | COLLECT_INCIDENTS_STATS,
	COLLECT_INCIDENTS = COLLECT_INCIDENTS_SOME | COLLECT_INCIDENTS_SHOW |
			    COLLECT_INCIDENTS_TIMELINE | COLLECT_INCIDENTS_CHANGE,
	COLLECT_SENSORS = COLLECT_SENSORS_LIST | COLLECT_SENSORS_ADD | COLLECT_SENSORS_REMOVE |
			  COLLECT_SENSORS_SHOW,
	COLLECT_QUERY = COLLECT_EVENTS | COLLECT_ASSETS | COLLECT_CONVERSATIONS |
			COLLECT_SENSORS_LIST | COLLECT_SENSORS_SHOW | COLLECT_INCIDENTS_LIST |
			COLLECT_INCIDENTS_DUE | COLLECT_INCIDENTS_SHOW |
			COLLECT_INCIDENTS_TIMELINE | COLLECT_INCIDENTS_STATS,
	COLLECT_STORE = COLLECT_RUN | COLLECT_QUERY | COLLECT_CHECK | COLLECT_EVIDENCE |
			COLLECT_RECEIVED | COLLECT_INCIDENTS, /* those that open the store */
};

/* Beyond the bits that an enumeration has. */
#define COLLECT_EXERCISE_START	(UINT64_C(1) << 32)
#define COLLECT_EXERCISE_STATUS (UINT64_C(1) << 33)
#define COLLECT_EXERCISE_SCORE	(UINT64_C(1) << 34)
#define COLLECT_EXERCISE_REPORT (UINT64_C(1) << 35)
#define COLLECT_EXERCISE_INJECT (UINT64_C(1) << 36)
/* those that take in what partners sent, as receive does... */
#define COLLECT_EXERCISE_TAKE                                                                      \
	(COLLECT_EXERCISE_STATUS | COLLECT_EXERCISE_SCORE | COLLECT_EXERCISE_REPORT |              \
	 COLLECT_EXERCISE_INJECT)
#define COLLECT_EXERCISE (COLLECT_EXERCISE_START | COLLECT_EXERCISE_TAKE)
/* ...and with them all that change incidents */
#define COLLECT_DESK (COLLECT_INCIDENTS_CHANGE | COLLECT_EXERCISE_TAKE)
/* those that write records */
#define COLLECT_RECORDS (COLLECT_DESK | COLLECT_RUN | COLLECT_INCIDENTS_EXPORT)

struct collector_options {
	const char *config; /* the configuration file; NULL: none was named */
	bool quiet, verbose, json;

	/* listen */
	struct option_list listen; /* "tcp://0.0.0.0:5570" */
	const char *publish;	   /* "tcp://127.0.0.1:5571"; NULL: no live stream */
	const char *key;	   /* file of the collector's key */
	const char *allow;	   /* file of those who may come in */
	const char *metrics;	   /* "127.0.0.1:9571"; NULL: none */
	uint64_t max_connections;  /* at once, of anybody */
	uint64_t credit;	   /* events under way from each sensor */

	/* store */
	const char *store;	  /* the database file */
	uint64_t commit_interval; /* ns: how long events may be gathered before a commit */
	uint64_t commit_events;	  /* how many */
	bool durable;
	uint64_t max_age, max_size; /* retention: ns, bytes; 0: none */
	uint64_t incident_age;	    /* ns; 0: closed incidents stay */

	/* health of sensors: when the collector raises an alert of its own */
	uint64_t quiet_after; /* ns without a word */
	uint64_t lag;	      /* ns that stored events are old */
	uint64_t clock_off;   /* ns that a clock is off */

	/* incidents */
	bool incidents;
	const char *site, *sector, *country, *tlp;
	const char *issuer, *issuer_name, *issuer_email, *issuer_telephone; /* NULL: none */
	const char *operator_name, *timezone;				    /* NULL: none */
	struct option_list languages, formats;
	const char *messages;	     /* folder */
	const char *records;	     /* folder; NULL: beside the store */
	const char *incident_tables; /* file; NULL: what is built in */
	uint64_t resolve_after, chain_window;
	uint64_t max_open;

	/* sharing */
	const char *sharing;	 /* file of recipients and regimes */
	const char *signing_key; /* file */
	const char *pseudonyms;	 /* file of the key of pseudonyms */
	const char *to, *from;	 /* a recipient's name; of from also a key or its file */
	const char *report;	 /* a regime's name; NULL: it is none */

	/* keygen, incidents export */
	const char *output;	   /* folder; NULL: here, or standard output; evidence: the file */
	const char *collector_key; /* the collector's public key or its file, for a sensor's file */
	bool subscriber;	   /* keygen, sensors add: a subscriber of the live stream */

	/* queries */
	const char *sensor, *rule, *address, *kind, *priority;
	uint64_t since, until;
	uint64_t limit;
	bool follow;

	/* incidents ... */
	const char *severity, *status, *at, *who, *as, *of, *format;
	uint64_t revision;
	bool open, local;

	/* exercise ... */
	const char *team, *language, *html;
	bool anew;
};

/* Whose incidents are until somebody says: no domain that anybody can have. */
#define COLLECTOR_NOBODY "kagami.invalid"

extern const struct option_program collector_program;

/* Completes what rows cannot say; complains of options that contradict each other. */
void collector_options_complete(struct options *o, struct collector_options *c);

#endif
