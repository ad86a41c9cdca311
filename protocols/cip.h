/*
 * CIP messages, inside the encapsulation of EtherNet/IP (enip.c): requests and responses of
 * services on objects. The parts of one decoder: cip.c (messages), cip_path.c, cip_services.c
 * (which service does what), cip_attributes.c, cip_tags.c, cip_manager.c (connections), cip_pccc.c,
 * cip_names.c.
 */
#ifndef KAGAMI_CIP_H
#define KAGAMI_CIP_H

#include "protocols/protocol.h"

enum {
	CIP_TAG_CLASS = 0x10000, /* no class: the path names a tag */
	CIP_NO_CLASS = 0x10001,	 /* the path names none, or it is not known */
	CIP_IDENTITY = 0x01,
	CIP_ROUTER = 0x02,
	CIP_ASSEMBLY = 0x04,
	CIP_MANAGER = 0x06,
	CIP_PCCC = 0x67,
	CIP_SYMBOL_CLASS = 0x6b,
	CIP_TCPIP = 0xf5,
	CIP_ETHERNET = 0xf6,
	CIP_GET_ALL = 0x01,
	CIP_GET_LIST = 0x03,
	CIP_SET_LIST = 0x04,
	CIP_MULTIPLE = 0x0a,
	CIP_FORWARD_CLOSE = 0x4e,
	CIP_UNCONNECTED_SEND = 0x52,
	CIP_FORWARD_OPEN = 0x54,
	CIP_LARGE_FORWARD_OPEN = 0x5b,
	CIP_TEXT = 160, /* bytes of a name that is put together here */
};

/* What of a path was named. */
enum { SAYS_CLASS = 1, SAYS_INSTANCE = 2, SAYS_ATTRIBUTE = 4, SAYS_POINT = 8, SAYS_SAFETY = 16 };

/* Text on its way, always shorter than its room. */
struct cip_text {
	unsigned n;
	char text[CIP_TEXT];
};

void cip_text_add(struct cip_text *t, const char *s);
void cip_text_number(struct cip_text *t, uint64_t u);
/* Copies it to the scratch space: NULL when it is empty. */
const char *cip_text_keep(struct dec *d, const struct cip_text *t);

/* What a path said: the last of each. */
struct cip_path {
	uint32_t class_id, instance, attribute,
		point; /* class_id also CIP_TAG_CLASS, CIP_NO_CLASS */
	uint8_t says;
	struct cip_text tag;   /* names and members of a tag */
	struct cip_text route; /* ports and addresses: "1,0" */
};

/* One CIP message on its way. */
struct cip {
	struct cip_path path; /* what it is about */
	struct cur request;   /* of a response: its request, none if it is not known */
	bool asked;	      /* the request is known */
	bool routed;	      /* it is for somebody behind the device */
	uint8_t service;      /* without the bit of responses */
	uint8_t status;	      /* general status of a response */
	uint16_t extended;    /* its first word of additional status */
	uint8_t depth;	      /* messages around it */
};

/* A service: what it does and how its data are read. */
struct cip_service {
	uint32_t class_id;
	uint8_t code;
	enum ot_op op;
	const char *name;
	void (*read[2])(struct dec *d,
			struct cip *m); /* request, response that succeeded; or NULL */
};

/* The message that is left in d->c. request: of a response, what it answers, if asked. */
void cip_message(struct dec *d, struct cip *m);

/*
 * Puts all segments of the path c and adds to p. Padded paths, as all over EtherNet/IP. A segment
 * that does not fit or is unknown makes the message malformed.
 */
void cip_path(struct dec *d, struct cur c, struct cip_path *p);
/* An empty path. */
void cip_path_begin(struct cip_path *p);
/* "Identity:1:5", or the tag: sets ot's object. */
void cip_object(struct dec *d, const struct cip_path *p);

/* The service's row: never NULL. */
const struct cip_service *cip_service(uint32_t class_id, uint8_t code);
const char *cip_class_name(uint32_t class_id);

/* Readers of services' data. cip_attributes.c: */
void cip_get_all_response(struct dec *d, struct cip *m);
void cip_get_single_response(struct dec *d, struct cip *m);
void cip_set_single_request(struct dec *d, struct cip *m);
void cip_list_request(struct dec *d, struct cip *m);
void cip_list_response(struct dec *d, struct cip *m);
void cip_reset_request(struct dec *d, struct cip *m);
void cip_create_response(struct dec *d, struct cip *m);
void cip_find_next(struct dec *d, struct cip *m);
void cip_name_response(struct dec *d, struct cip *m);
/* cip_tags.c: */
void cip_read_tag_request(struct dec *d, struct cip *m);
void cip_read_tag_response(struct dec *d, struct cip *m);
void cip_write_tag_request(struct dec *d, struct cip *m);
void cip_modify_tag_request(struct dec *d, struct cip *m);
/* cip_manager.c: */
void cip_open_request(struct dec *d, struct cip *m);
void cip_open_response(struct dec *d, struct cip *m);
void cip_close_request(struct dec *d, struct cip *m);
void cip_close_response(struct dec *d, struct cip *m);
void cip_send_request(struct dec *d, struct cip *m);
/* What the manager says of its connections, as bytes. */
void cip_manager_data(struct dec *d, struct cip *m);
/* A Connection Manager's refusal. */
void cip_manager_failed(struct dec *d, struct cip *m);
/* The response of an Unconnected Send's message: m becomes that of the message inside. */
void cip_send_inside(struct dec *d, struct cip *m);
/* cip_pccc.c: */
void cip_pccc_request(struct dec *d, struct cip *m);
void cip_pccc_response(struct dec *d, struct cip *m);

/* Data that nothing else describes, if there are any. */
void cip_data(struct dec *d);

/* Who a device is, from the Identity object or ListIdentity: any text may be NULL. */
void cip_identify(struct dec *d, uint64_t vendor, struct cur name, unsigned major, unsigned minor,
		  uint64_t serial);

/* A connection that a Forward Open opened, as I/O data see it. */
struct cip_connection {
	uint64_t frame;	   /* of the Forward Open */
	uint32_t interval; /* us: the actual packet interval */
	uint16_t size;	   /* bytes of its data */
	uint8_t transport; /* class */
	bool safety, to_target;
	struct cur object; /* text: what it carries */
};

/* Is the connection known, and does the sender of this frame send on it? */
bool cip_connection(struct dec *d, uint32_t id, struct cip_connection *c);

#endif
