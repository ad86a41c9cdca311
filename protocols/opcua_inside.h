/*
 * What the files of the OPC UA decoder share: the message being read, the connection's state, its
 * parts.
 */
#ifndef KAGAMI_OPCUA_INSIDE_H
#define KAGAMI_OPCUA_INSIDE_H

#include "protocols/opcua_fields.h"
#include "protocols/opcua_types.h"

/* What is done to a channel's messages. */
enum opcua_security { OPCUA_UNKNOWN, OPCUA_NONE, OPCUA_SIGN, OPCUA_ENCRYPT };

/* How a user logs in. */
enum opcua_identity {
	OPCUA_NOBODY,
	OPCUA_ANONYMOUS,
	OPCUA_USER_NAME,
	OPCUA_CERTIFICATE,
	OPCUA_ISSUED
};

/* Of the connection. */
struct opcua_state {
	uint32_t sequence[2];	/* number of the last piece, by direction */
	uint32_t dropped[2];	/* request whose pieces are too many to be kept; 0: none */
	bool counted[2];	/* sequence[] is known */
	bool policy_known;	/* the channel's policy is */
	uint8_t security;	/* enum opcua_security */
	uint8_t signature;	/* bytes of signatures; 0: unknown or none */
	uint8_t identity;	/* enum opcua_identity */
	uint16_t failures;	/* log-ins that failed, one after the other */
	uint16_t subscriptions; /* that are there */
};

/* Keys of notes: what they are for, beside a number. */
enum opcua_note { OPCUA_PIECES_ASKED = 1, OPCUA_PIECES_ANSWERED, OPCUA_ASKED_NODES, OPCUA_HANDLES };

static inline uint64_t opcua_key(enum opcua_note what, uint64_t number)
{
	return UINT64_C(0x4f55) << 48 | (uint64_t)what << 40 | number;
}

enum opcua_form { OPCUA_NUMBER, OPCUA_TEXT = 3, OPCUA_UUID, OPCUA_OPAQUE };

/* A node id. */
struct opcua_node {
	uint16_t ns;
	uint8_t encoding;
	uint8_t form; /* enum opcua_form */
	uint32_t number;
	struct cur bytes; /* of the other forms */
	struct cur raw;	  /* as it is on the wire */
	struct cur uri;	  /* of its namespace, or none */
	uint32_t server;
	bool has_uri, has_server;
};

/* A service: what its messages are, and what an operation of it is. */
struct opcua_service {
	const char *name;
	uint16_t request, response;  /* numbers of the messages */
	uint8_t op;		     /* enum ot_op */
	uint8_t node;		     /* which of an item's node ids is the object */
	bool many;		     /* an item may have many values */
	bool waits;		     /* the server answers when it has something to say */
	struct opcua_member item[2]; /* list whose elements are operations: asked, answered */
};

enum { OPCUA_NODES = 3, OPCUA_KEPT = 2048 };

/* One item of a message, or the message that has none. */
struct opcua_item {
	struct opcua_node node[OPCUA_NODES];
	uint8_t nodes;
	bool has_attribute, has_status, has_handle, listed;
	uint32_t attribute, status, handle;
	unsigned values;
	struct value value; /* the first of them */
};

/* One message. */
struct opcua {
	struct opcua_state *state;
	const struct opcua_service *service;
	bool response;
	uint32_t request_id;
	uint32_t result;   /* status of a response */
	unsigned depth;	   /* values in values */
	uint32_t items;	   /* that have begun */
	uint32_t good;	   /* results that are */
	bool header;	   /* the request's or response's header is being read */
	bool application;  /* an application was named before */
	uint8_t identity;  /* enum opcua_identity, of the token */
	uint8_t asked;	   /* the same, of the request that is answered */
	struct cur text;   /* that says most of a message without items */
	struct cur name;   /* of an item that has no node id yet */
	struct cur kept;   /* of the request: what its items are about */
	struct note *note; /* where that is */
	struct opcua_item item;
	struct listing *listing; /* of an item's values */
	uint16_t nkeep;		 /* bytes of keep */
	uint8_t *keep;		 /* room for OPCUA_KEPT: what the items are about, for the answer */
};

/* Name of a status, by its first two bytes; NULL: it has none. */
const char *opcua_status_name(uint32_t status);
/* Is it one that says that something failed? */
static inline bool opcua_bad(uint32_t status)
{
	return status >> 31 != 0;
}

/* Reads a node id from c without recording it; false: there is none. expanded: it may say a
 * namespace's URI and a server. */
bool opcua_node_look(struct cur *c, struct opcua_node *node, bool expanded);
/* The same, recorded. */
bool opcua_take_node(struct dec *d, struct opcua_node *node, bool expanded);
/* "i=2258", "ns=2;s=Pump": the node id in the scratch space. */
const char *opcua_node_text(struct dec *d, const struct opcua_node *node);
/* Reads a text or bytes for field f and records it, if there is one. */
struct cur opcua_take_string(struct dec *d, unsigned f);

/* Reads the structure's members from d->c. */
void opcua_walk(struct dec *d, struct opcua *m, enum opcua_type type);

/* What the walker tells of what it reads: the next item of a list begins, a number, a text, a node
 * id, a structure, a value (listed: one of several). */
void opcua_item_begins(struct dec *d, struct opcua *m);
void opcua_item_ends(struct dec *d, struct opcua *m);
void opcua_saw_number(struct dec *d, struct opcua *m, unsigned field, uint64_t u);
void opcua_saw_text(struct dec *d, struct opcua *m, unsigned field, struct cur text);
void opcua_saw_node(struct dec *d, struct opcua *m, const struct opcua_node *node);
void opcua_saw_structure(struct opcua *m, enum opcua_type type);
void opcua_saw_value(struct opcua *m, const struct value *v, bool listed);

/* The service that the number is a message of, or NULL. */
const struct opcua_service *opcua_service_of(uint64_t number);
/* Reads a service's message, from its number on. */
void opcua_service(struct dec *d, struct opcua *m);

#endif
