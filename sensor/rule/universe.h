#ifndef SENSOR_RULE_UNIVERSE_H
#define SENSOR_RULE_UNIVERSE_H
/*
 * Every name that a condition may use, with its type and what it belongs to: the fields of all
 * decoders, what packets, flows, assets, tags and the capture itself are known by, and the names of
 * protocols, which stand for "it is there". Made from the declared rows; there is no second list.
 */
#include "protocols/protocols.h"

/* What a condition is asked of. Its fields decide, see subject_of_homes(). */
enum subject_kind {
	SUBJECT_PACKET,	   /* each packet */
	SUBJECT_OPERATION, /* each operation of a message, and each request that stays unanswered */
	SUBJECT_TAG,	   /* each value of a process variable that is read or written */
	SUBJECT_FLOW,	   /* a flow that begins, is known, or ends */
	SUBJECT_ASSET,	   /* an asset that is new or changes */
	SUBJECT_CAPTURE,   /* the capture's own counters, every ten seconds */
	SUBJECT_FRAME,	   /* a whole frame with everything in it, as Wireshark sees it */
	SUBJECT_KINDS
};

/* What a field belongs to. */
enum field_home {
	HOME_PACKET, /* frame. eth. vlan. ip. ipv6. tcp. udp. icmp.: known of packets; addresses and
			ports also of operations and flows */
	HOME_OPERATION,	 /* ot.* and the decoders' fields */
	HOME_FLOW,	 /* flow.*: known of packets and operations too, as far as it is */
	HOME_FLOW_EVENT, /* flow.event: asked only when something happens to a flow */
	HOME_ASSET, /* src.*, dst.*: the two ends as assets and zones; of everything with ends */
	HOME_ASSET_EVENT, /* asset.*: asked only when something happens to an asset */
	HOME_TAG,	  /* tag.* */
	HOME_CAPTURE,	  /* capture.* */
	HOMES
};

struct fact;

struct rule_field {
	const struct field *row; /* name, type, value names, meaning */
	const struct fact *fact; /* how its values are computed; NULL: a decoder recorded them */
	uint16_t id;		 /* its place in the universe */
	uint16_t index;		 /* its place in its own table */
	uint8_t home;		 /* enum field_home */
	uint8_t protocol;	 /* of a decoder's field or a decoder's name; else PROTOCOL_COUNT */
	bool presence;		 /* a protocol's name: is it there? It has no value to compare */
	bool any_type;		 /* its value may be a number or a text: ot.value */
	bool wireshark;		 /* Wireshark knows the name and means the same */
	bool only_true;		 /* a boolean that is there when it is true, and else is absent */
	bool single;		 /* a fact that has at most one value in a subject */
	bool packet_only;	 /* of HOME_PACKET: it is no flow's, but each packet's own */
};

/* Fields are numbered 0 .. universe_count() - 1, the same in every run of one version. */
unsigned universe_count(void);
const struct rule_field *universe_at(unsigned id);
/* The field of that name (of len bytes), or NULL. */
const struct rule_field *universe_find(const char *name, size_t len);
/* The name most like it, or NULL when nothing is alike. */
const char *universe_nearest(const char *name);

/* What a condition that mentions fields of these homes (a set of 1 << home) is asked of: a tag if
 * any is a tag's, else an asset, flow or capture event, else an operation, else a flow, else a
 * packet. */
enum subject_kind subject_of_homes(unsigned homes);
/* The same of a condition that mentions these n fields: it is asked of packets, not of flows, when
 * one of them is only a packet's. */
enum subject_kind subject_of_fields(unsigned homes, const struct rule_field *const *fields,
				    uint32_t n);
/* "packet", "operation"... */
const char *subject_kind_name(enum subject_kind kind);

#endif
