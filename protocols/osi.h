/* The OSI layers between COTP and MMS: session (X.225), presentation (X.226), ACSE (X.227). */
#ifndef KAGAMI_OSI_H
#define KAGAMI_OSI_H

#include "protocols/asn.h"

/* ACSE's PDUs, by their tag. */
enum osi_acse { OSI_AARQ, OSI_AARE, OSI_RLRQ, OSI_RLRE, OSI_ABRT, OSI_NO_ACSE };

/* What the layers said. */
struct osi {
	uint8_t spdu;	    /* kind of the session PDU that has the data, 0: none */
	enum osi_acse acse; /* ACSE's PDU, if there is one */
	bool has_user;	    /* user is set */
	struct cur user;    /* the application's PDU */
};

enum {
	SPDU_DATA = 1,
	SPDU_FINISH = 9,
	SPDU_DISCONNECT = 10,
	SPDU_REFUSE = 12,
	SPDU_CONNECT = 13,
	SPDU_ACCEPT = 14,
	SPDU_ABORT = 25,
	SPDU_ABORT_ACCEPT = 26,
};

/* Reads the layers' fields from d->c, all of it. */
struct osi osi_read(struct dec *d);

/* Could c be a session PDU of an association that carries MMS? */
enum probe osi_probe(struct cur c);

#endif
