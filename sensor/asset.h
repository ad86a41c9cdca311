#ifndef SENSOR_ASSET_H
#define SENSOR_ASSET_H
/*
 * Stage 6, assets: the devices of the plant, as the traffic shows them. A bounded table; when it is
 * full the asset not seen for longest gives way, counted. Nothing is allocated after asset_init().
 *
 * Which addresses are one asset:
 *  - Multicast and broadcast addresses, 0.0.0.0 and :: are nobody's. An IP address sent to with a
 *    broadcast MAC is a broadcast address too.
 *  - A host without an IP address (a GOOSE publisher, a switch) is known by its MAC.
 *  - A host with one is known by it, in whatever VLAN it is seen. A MAC belongs to it when
 *    ARP or DHCP said so (a claim; a link-local address is claimed by who sends from it), or as
 *    long as the MAC is seen with this one address of that IP version only.
 *  - Addresses claimed by the same MAC are one asset with up to ASSET_IPS addresses. A MAC that
 *    claims more is a router or proxy: further addresses are assets of their own.
 *  - When a second address that was not claimed is seen with a MAC, both are assets of their own
 *    that sit behind (`via`) that MAC: its maker is not theirs. A MAC with ASSET_ROUTER or more
 *    assets behind it is called a router.
 *  - An address seen with two MACs without a claim (a mirror on both sides of a router) belongs to
 *    the one that carries no other address; if both do, to the first.
 *  - An address claimed by a second MAC within ASSET_CONFLICT_NS of the first one's last claim is a
 *    conflict: counted, both MACs remembered, the address stays with the first. A claim after that
 *    time means that the device was replaced: the asset's MAC changes, counted, the old one kept.
 *  - When the table is full, hosts that were only sent to and never heard give way first, so that
 *    a scan of the address space does not push out the plant.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocols/protocol.h"
#include "sensor/packet.h"
#include "sensor/table.h"

enum {
	ASSET_IPS = 8,
	ASSET_VLANS = 8,
	ASSET_ROUTER = 3,
	ASSET_TEXT = 64,      /* bytes of a name, model…, with its NUL */
	ASSET_CONFLICTS = 32, /* different conflicts kept */
	ASSET_KEYS = ASSET_IPS + 1,
	ASSET_MIN = 16, /* the smallest table */
};

#define ASSET_CONFLICT_NS 300000000000U /* five minutes */

/* An asset, or none (generation 0). Stays valid when assets are joined; an evicted one is none. */
struct asset_ref {
	uint32_t slot, generation;
};

enum asset_text {
	ASSET_NAME,
	ASSET_VENDOR,
	ASSET_MODEL,
	ASSET_FIRMWARE,
	ASSET_SERIAL,
	ASSET_DESCRIPTION,
	ASSET_TEXTS
};

/* "name", "vendor"…: as JSON calls them. */
extern const char *const asset_text_names[ASSET_TEXTS];

/* What a protocol says of a device: valid UTF-8 without control characters; "": unknown. */
struct asset_identity {
	char text[ASSET_TEXTS][ASSET_TEXT];
	uint32_t source[ASSET_TEXTS]; /* which kind of message said it; a hash */
	uint64_t at;		      /* when it was last said, ns; 0: never */
};

struct asset_ip {
	struct addr addr;
	uint8_t version; /* 4, 6 */
	bool claimed;	 /* by ARP, DHCP or as link-local: it is this MAC's for sure */
	uint64_t claimed_at;
};

/* A device behind a gateway's unit id (Modbus), when it said who it is. */
struct asset_unit {
	struct asset_ref asset; /* whose; generation 0: free */
	uint16_t unit;
	uint32_t changes;
	struct asset_identity identity;
};

struct asset {
	uint32_t generation;
	bool used;
	bool heard; /* it sent something */
	bool told;  /* that it is new was said */
	bool has_mac, has_via;
	uint8_t mac[6]; /* its own */
	uint8_t via[6]; /* the MAC it was seen behind */
	uint8_t nips, nvlans;
	struct asset_ip ips[ASSET_IPS];
	uint32_t behind;   /* assets that have its MAC as via */
	uint32_t more_ips; /* addresses that it claimed beyond ASSET_IPS */
	uint32_t more_vlans;
	uint16_t vlans[ASSET_VLANS];   /* in the order in which they were seen */
	uint64_t first, last;	       /* ns */
	uint64_t client[2], server[2]; /* sets of labels */
	uint64_t sent_packets, sent_bytes, got_packets, got_bytes; /* flushed from flows */
	uint64_t units[4];		/* unit ids that it was asked for, as a set */
	struct asset_identity identity; /* of the device, or of the unit that spoke first */
	int32_t identity_unit;		/* whose identity that is; -1: the device's */
	uint32_t changes;		/* how often a text became another */
	enum asset_text changed;	/* the last change: which, from what, when */
	char changed_from[ASSET_TEXT];
	uint64_t changed_at;
	uint32_t mac_changes;
	uint8_t mac_was[6];
	uint64_t mac_changed_at;
	struct asset_ref joined; /* not used any more: it became part of that one */
};

/* An IP address that two MACs claimed. */
struct asset_conflict {
	struct addr addr;
	uint8_t version;
	uint8_t mac[2][6]; /* whose it was, who else claimed it */
	uint64_t first, last, n;
};

/* What is news of an asset, for those who want to know (the rules). */
enum asset_event { ASSET_EVENT_NONE, ASSET_NEW, ASSET_CHANGED, ASSET_REPLACED, ASSET_CONFLICT };

struct asset_event_entry {
	enum asset_event event;
	struct asset_ref asset;
	uint8_t conflict; /* of ASSET_CONFLICT: index into conflicts[] */
};

enum { ASSET_EVENTS = 32 }; /* kept until somebody takes them */

struct assets {
	struct table table;
	uint32_t n;	  /* in use */
	uint32_t unheard; /* of them, never heard */
	uint32_t nunits;  /* size of units[] */
	struct asset *slot;
	struct asset_unit *units;
	uint32_t *order; /* for asset_sorted() */
	/* Told of what gives way, before it does; NULL: nobody is. Not of what is joined. */
	void (*gone)(void *ctx, const struct asset *a);
	void *gone_ctx;
	uint64_t evicted;
	uint64_t units_evicted; /* identities of units that gave way */
	uint64_t lost;		/* flushes for assets that were evicted */
	unsigned nconflicts;
	struct asset_conflict conflicts[ASSET_CONFLICTS]; /* in the order of their first */
	uint64_t more_conflicts;
	uint64_t mac_changes;
	unsigned nevents; /* news since whoever reads them set it to 0; later ones are lost */
	struct asset_event_entry events[ASSET_EVENTS];
};

/* Room for n assets (at least ASSET_MIN). False: no memory. */
bool asset_init(struct assets *t, uint32_t n) __attribute__((warn_unused_result));
void asset_free(struct assets *t);
/* Bytes that each asset of the limit costs. */
size_t asset_cost(void);

/* One end of a packet. */
struct asset_end {
	const uint8_t *mac; /* six bytes, or NULL */
	struct addr ip;
	uint8_t ip_version; /* 4, 6; 0: none */
	bool sender;
};

/*
 * An end of a packet was seen, when its flow began (or with each packet that has no flow): finds
 * or makes the asset. vlan: the outermost id, 0: untagged. at: ns. None when the address is
 * nobody's.
 */
struct asset_ref asset_seen(struct assets *t, const struct asset_end *end, uint16_t vlan,
			    uint64_t at);

/* What a message said of a device. */
struct asset_news {
	struct asset_ref sender, receiver; /* of the message */
	const struct identity *identity;
	int unit;	    /* the unit id that it says it of, -1: none */
	const char *source; /* which kind of message says so: its function */
	const char *object; /* and on which of several objects, or NULL */
	uint64_t at;
};

/*
 * Applies it to the asset of identity->mac, else to the sender or receiver as it says. Binds
 * identity->ipv4 to the MAC when it is assigned.
 *
 * A text belongs to the kind of message that said it first; others only fill in what is missing.
 * So a device that calls itself differently in DHCP and in LLDP, or has a name for each of its
 * GOOSE control blocks, does not seem to change all the time. When the same kind says something
 * else, the newest wins, the change is counted and the old text remembered.
 */
void asset_identify(struct assets *t, const struct asset_news *news);

/* The asset sent something at time at: it is there, and new if it was not heard before. */
void asset_heard(struct assets *t, struct asset_ref ref, uint64_t at);

/* Traffic of a flow since its last flush: sent by the asset, and to it; its last packet's time. */
void asset_account(struct assets *t, struct asset_ref ref, const uint64_t packets[2],
		   const uint64_t bytes[2], uint64_t last);

/* The asset takes this part in a protocol. */
void asset_role(struct assets *t, struct asset_ref ref, unsigned label, bool server);

/* The asset, for reading; NULL: none, or evicted. */
struct asset *asset_of(struct assets *t, struct asset_ref ref);
/* The asset that has the address; NULL: none. */
const struct asset *asset_by_ip(const struct assets *t, const struct addr *ip, uint8_t version);
const struct asset *asset_by_mac(const struct assets *t, const uint8_t mac[6]);

/* Slots in use, in order of their first address: IPv4, IPv6, then MACs. Returns how many. */
uint32_t asset_sorted(struct assets *t, const uint32_t **slots);
/* The maker by the asset's own MAC, or NULL. */
const char *asset_maker(const struct asset *a);
/* The identities of units of an asset: the next one after `after` (NULL: the first) by unit id. */
const struct asset_unit *asset_next_unit(const struct assets *t, const struct asset *a,
					 const struct asset_unit *after);

#endif
