/* EtherNet/IP: what its parts share. */
#ifndef KAGAMI_ENIP_H
#define KAGAMI_ENIP_H

#include "protocols/protocol.h"

/* Commands and items of the encapsulation. */
enum {
	ENIP_HEADER = 24,
	ENIP_NOP = 0x00,
	ENIP_LIST_SERVICES = 0x04,
	ENIP_LIST_IDENTITY = 0x63,
	ENIP_LIST_INTERFACES = 0x64,
	ENIP_REGISTER = 0x65,
	ENIP_UNREGISTER = 0x66,
	ENIP_SEND_RR = 0x6f,
	ENIP_SEND_UNIT = 0x70,
	ENIP_INDICATE_STATUS = 0x72,
	ENIP_CANCEL = 0x73,
	ENIP_START_DTLS = 0xc8,
	ENIP_ITEM_IDENTITY = 0x0c,
	ENIP_ITEM_SECURITY = 0x86,
	ENIP_ITEM_CONNECTED = 0xa1,
	ENIP_ITEM_CONNECTED_DATA = 0xb1,
	ENIP_ITEM_UNCONNECTED = 0xb2,
	ENIP_ITEM_SERVICES = 0x100,
	ENIP_ITEM_SOCKET_OT = 0x8000,
	ENIP_ITEM_SOCKET_TO = 0x8001,
	ENIP_ITEM_SEQUENCED = 0x8002,
	ENIP_ITEM_UCMM = 0x8003,
};

/* As struct protocol has them. */
enum probe enip_probe(struct cur c, enum dir dir);
long enip_segment(struct cur c, enum dir dir);

/* Fields of the items that also I/O data consist of. */
extern const struct field *const enip_items, *const enip_item, *const enip_item_length;

#endif
