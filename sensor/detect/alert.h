#ifndef SENSOR_DETECT_ALERT_H
#define SENSOR_DETECT_ALERT_H
/*
 * An alert: a rule, when, who, which frames, in plain words. What detection hands on; printing and
 * sending are others' business.
 */
#include "sensor/rule/ruleset.h"

enum {
	ALERT_FRAMES = 16,
	ALERT_TEXT = 1024,
	ALERT_FIELDS = 24,
	ALERT_FIELD_TEXT = 256,
	ALERT_FIELD_VALUES = 8,
	ALERT_WINDOWS = 16
};

/* One side of what happened. */
struct alert_end {
	uint8_t ip_version; /* 4, 6; 0: none */
	bool has_mac;
	uint8_t mac[6];
	uint16_t port; /* 0: none */
	struct addr ip;
	uint16_t vlan;	  /* 0: untagged */
	const char *name; /* what the site or the device itself calls it; NULL */
	const char *role; /* of the site file; NULL */
};

/* A field that the rule mentions, and its values here: texts as value_write() writes them, one
 * behind the other in struct alert's values, each with its NUL. */
struct alert_field {
	const struct rule_field *field;
	uint32_t at;	 /* where the first begins */
	uint8_t n;	 /* how many there are, at most ALERT_FIELD_VALUES */
	uint8_t literal; /* bit i: value i is no text but a number (also "0x11"), "true" or "false"
			  */
	bool list;	 /* several by nature, even when there is one */
};

struct alert {
	const struct rule *rule;
	uint64_t at;		       /* capture time, ns */
	uint32_t nframes;	       /* of frames[] */
	uint64_t more_frames;	       /* that did not fit */
	uint64_t frames[ALERT_FRAMES]; /* in order */
	uint64_t suppressed;	       /* alerts of the same kind since the last that was told */
	struct alert_end source;       /* who acts: the client of the conversation, the sender */
	struct alert_end target;       /* on whom: the device */
	const char *protocol;	       /* "modbus"; NULL */
	const char *device;	       /* unit behind the address; NULL */
	const char *object;	       /* NULL */
	bool learned;		       /* nothing of it is new: see proto/kagami.proto */
	uint32_t noutside;	       /* of outside[] */
	const char *outside[ALERT_WINDOWS]; /* windows of the site file that it was not in */
	char text[ALERT_TEXT];		    /* the rule's output, filled in; UTF-8 */
	char why[160]; /* what the state says: "17 within 60 s", "never seen while learning" */
	uint32_t nfields;
	struct alert_field fields[ALERT_FIELDS];
	uint32_t nvalues;
	char values[ALERT_FIELDS * ALERT_FIELD_TEXT];
};

/* Who is told. */
struct alert_sink {
	void *ctx;
	void (*tell)(void *ctx, const struct alert *alert);
};

#endif
