#ifndef COLLECTOR_INCIDENT_H
#define COLLECTOR_INCIDENT_H
/*
 * An incident: what several alerts are about, in one. The source of truth of every record and
 * export, which are pure functions of it (record.h). docs/incidents.md explains each member.
 *
 * Bounded: what does not fit is counted. Texts are UTF-8 without control characters, whatever came
 * from the wire; "" is unknown. Times are ns since 1970, UTC; 0 is none. An incident has no
 * pointers, so that it is copied, compared and kept as it is; incident_pack() makes bytes of it
 * that later versions can read.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/wire.h"

enum {
	INCIDENT_ID = 64, /* "waterworks-20261120-0001", with its NUL */
	INCIDENT_TEXT = 256,
	INCIDENT_WORD = 64,
	INCIDENT_RULES = 12,
	INCIDENT_TECHNIQUES = 24,
	INCIDENT_STAGES = 12,
	INCIDENT_VALUES = 32,
	INCIDENT_SENSORS = 8,
	INCIDENT_EVIDENCE = 16,
	INCIDENT_FRAMES = 8,
	INCIDENT_RELATED = 8,
	INCIDENT_HISTORY = 32,
	INCIDENT_TARGETS = 8,
	INCIDENT_IPS = 4,
	INCIDENT_NISC_MOST = 4 + 1,
	INCIDENT_NCISS_MOST = 1000 + 1,
};

/* The life of an incident; INCIDENT.md 4.1 maps them to IODEF, STIX and MISP. */
enum incident_status {
	INCIDENT_NEW,
	INCIDENT_IN_PROGRESS, /* somebody acknowledged or was assigned it */
	INCIDENT_RESOLVED,
	INCIDENT_FALSE_POSITIVE,
	INCIDENT_DUPLICATE, /* of related[0] */
	INCIDENT_WITHDRAWN,
	INCIDENT_STATUSES
};
const char *incident_status_name(enum incident_status s); /* "new", "in-progress"... */
/* May nothing more join it? */
bool incident_status_final(enum incident_status s);

/* What is done, in the order in which an attack goes on. */
enum incident_class {
	INCIDENT_OTHER,	    /* the network itself, a sensor, a mirror */
	INCIDENT_DISCOVERY, /* scans and sweeps */
	INCIDENT_IDENTIFY,  /* who are you: device identification */
	INCIDENT_ACCESS,    /* sessions, log-ins, reads by those who should not */
	INCIDENT_WRITE,	    /* process values and parameters */
	INCIDENT_PROGRAM,   /* logic, firmware, files */
	INCIDENT_STOP,	    /* stop, restart, block, flood: the device no longer does its work */
	INCIDENT_CLASSES
};
const char *incident_class_name(enum incident_class c);

enum incident_completion { COMPLETION_UNKNOWN, COMPLETION_SUCCEEDED, COMPLETION_FAILED };

/* One side. */
struct incident_end {
	char name[INCIDENT_WORD]; /* of the site file, or what the device calls itself */
	uint8_t nips;
	struct {
		uint8_t n; /* 4 or 16 */
		uint8_t b[16];
	} ips[INCIDENT_IPS];
	uint8_t has_mac;
	uint8_t mac[6];
	uint16_t port, vlan;
	char vendor[INCIDENT_WORD], model[INCIDENT_WORD], firmware[INCIDENT_WORD];
	char role[INCIDENT_WORD], zone[INCIDENT_WORD];
	int8_t level; /* Purdue; -1: unknown */
};

/* A rule that took part. */
struct incident_rule {
	char id[INCIDENT_ID + 1], version[16];
	char title[INCIDENT_TEXT];
	uint32_t priority; /* Kagami__Priority */
	uint64_t count;
};

struct incident_technique {
	char id[16]; /* "T0836", "T1692.001" */
	char name[INCIDENT_WORD * 2];
	char tactic[INCIDENT_WORD]; /* "impair-process-control": the first of its tactics */
	uint64_t first;
};

/* A step of a chain: the kill-chain as it was seen. */
struct incident_stage {
	enum incident_class class;
	uint64_t first, last, count;
	char rule[INCIDENT_ID + 1];
};

/* Which events, which frames. */
struct incident_evidence {
	char sensor[WIRE_NAME_MAX + 1];
	uint64_t epoch, seq, time;
	char capture[INCIDENT_TEXT]; /* file or interface */
	uint8_t nframes;
	uint8_t class; /* enum incident_class: the step that its alert is of */
	uint64_t frames[INCIDENT_FRAMES], more_frames;
	uint64_t alert;		  /* Alert.id, which the sensor's packets name; 0: none */
	uint64_t packets;	  /* the number of the event that brought them; 0: none did */
	char file[INCIDENT_TEXT]; /* the pcap of them (evidence.h); "": none */
	uint64_t file_size;
	uint8_t sha256[32];
};

struct incident_related {
	char id[INCIDENT_ID], issuer[INCIDENT_TEXT];
	uint8_t relation; /* enum incident_relation */
};
enum incident_relation {
	RELATED_BEFORE, /* the same thing, whose incident was closed */
	RELATED_CASE,	/* another thing on the same target */
	RELATED_DUPLICATE_OF,
	RELATED_MERGED,	     /* that one became part of this */
	RELATED_ALTERNATIVE, /* the number that somebody we told gave it (AlternativeID) */
	RELATED_NOTIFIED,    /* another party's record that this one is about */
};

struct incident_history {
	uint64_t time;
	uint8_t action;		     /* enum incident_action */
	char who[INCIDENT_WORD];     /* "collector", a user, a recipient's FQDN */
	char text[INCIDENT_TEXT];    /* English; ours by message id where message[0] != '\0' */
	char message[INCIDENT_WORD]; /* of the message catalogue */
};
enum incident_action {
	ACTION_OPENED,
	ACTION_NEWS, /* a revision with something new */
	ACTION_STATUS,
	ACTION_ASSIGNED,
	ACTION_NOTE,
	ACTION_RELATED,
	ACTION_SENT,	 /* to a recipient */
	ACTION_ACKED,	 /* by a recipient, who gave it a number */
	ACTION_RECEIVED, /* it came from another party */
	ACTION_ACTIONS
};

struct incident {
	char id[INCIDENT_ID];
	char issuer[INCIDENT_TEXT]; /* FQDN of whoever gives the ids */
	uint32_t revision;	    /* from 1; of the last that was written, or is due */
	enum incident_status status;
	uint32_t severity;		     /* Kagami__Priority, raised by chains */
	uint32_t base_severity;		     /* of the worst alert */
	uint32_t confidence;		     /* 0 to 100 */
	enum incident_class class;	     /* the furthest */
	enum incident_completion completion; /* of the leading alert's step */
	char site[INCIDENT_TEXT];
	char family[INCIDENT_WORD];	  /* of the rules: "modbus-write" */
	char title[INCIDENT_TEXT];	  /* of the chain that is complete, or the leading rule */
	char summary[INCIDENT_TEXT * 2];  /* what the leading alert says */
	char message[INCIDENT_WORD];	  /* title's id in the message catalogue: "rule.<id>" */
	char category[INCIDENT_TEXT / 2]; /* RSIT */
	char impact[INCIDENT_WORD];	  /* SystemImpact.type */
	char protocol[INCIDENT_WORD], function[INCIDENT_WORD * 2], object[INCIDENT_WORD];
	char device[INCIDENT_WORD]; /* unit behind the target's address */
	uint32_t function_code;	    /* UINT32_MAX: none */
	struct incident_end source, target;
	uint32_t ntargets; /* others, of a campaign */
	struct incident_end targets[INCIDENT_TARGETS];
	uint64_t more_targets;
	uint64_t first, last; /* of the events */
	uint64_t detected;    /* the first alert's time */
	uint64_t received;    /* the first alert at the collector */
	uint64_t aware;	      /* somebody acknowledged it: reporting clocks run from here */
	uint64_t resolved;    /* 0: is not */
	uint64_t written;     /* time of the revision: GenerationTime */
	uint64_t count;	      /* alerts, the suppressed ones too */
	uint32_t nrules, ntechniques, nstages, nvalues, nsensors, nevidence, nrelated, nhistory;
	uint64_t more_values, more_evidence, more_history;
	struct incident_rule rules[INCIDENT_RULES];
	struct incident_technique techniques[INCIDENT_TECHNIQUES];
	struct incident_stage stages[INCIDENT_STAGES];
	char values[INCIDENT_VALUES][INCIDENT_WORD]; /* distinct ones, as text */
	char sensors[INCIDENT_SENSORS][WIRE_NAME_MAX + 1];
	struct incident_evidence evidence[INCIDENT_EVIDENCE];
	struct incident_related related[INCIDENT_RELATED];
	struct incident_history history[INCIDENT_HISTORY];
	char assignee[INCIDENT_WORD];
	char routine[INCIDENT_WORD]; /* whose routine all of it is, as the tables call it; "" */
	char tlp[16];		     /* "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED" */
	char sector[INCIDENT_WORD], country[4];
	char clock_sync[8];		    /* "yes", "no", "" */
	uint64_t clock_error;		    /* ns */
	uint8_t dedup[32];		    /* SHA-256 of the key, INCIDENT.md 4.3 */
	char report_stage[INCIDENT_WORD];   /* "early-warning"...; "" */
	char malicious[8], cross_border[8]; /* "yes", "no", "unknown"; entered by people */
	uint8_t nisc;	/* NISC's level 0 to 4, and one more; 0: nobody has judged it */
	uint16_t nciss; /* NCISS's score 0 to 100 in tenths, and one more; 0: nobody has */
};

/* Bytes of it and back; versioned. Returns the length, 0: it does not fit. */
size_t incident_pack(const struct incident *i, uint8_t *out, size_t room);
bool incident_unpack(struct incident *i, const uint8_t *p, size_t n);
enum { INCIDENT_PACKED_MAX = 128 * 1024 };

#endif
