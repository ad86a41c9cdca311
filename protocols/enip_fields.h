/* The rows of enip.* and the names of their values: for enip.c alone. */
#ifndef KAGAMI_ENIP_FIELDS_H
#define KAGAMI_ENIP_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
static const struct name commands[] = {
	{ 0x00, "NOP" }, { 0x04, "List Services" }, { 0x63, "List Identity" }, { 0x64, "List Interfaces" },
	{ 0x65, "Register Session" }, { 0x66, "Unregister Session" }, { 0x6f, "Send RR Data" },
	{ 0x70, "Send Unit Data" }, { 0x72, "Indicate Status" }, { 0x73, "Cancel" }, { 0xc8, "Start DTLS" },
	{ 0, NULL },
};

static const struct name statuses[] = {
	{ 0x00, "Success" }, { 0x01, "Invalid Command" }, { 0x02, "No Memory Resources" },
	{ 0x03, "Incorrect Data" }, { 0x64, "Invalid Session Handle" }, { 0x65, "Invalid Length" },
	{ 0x69, "Unsupported Protocol Revision" }, { 0x6a, "Encapsulated CIP service not allowed on this port" },
	{ 0, NULL },
};

static const struct name items[] = {
	{ 0x0000, "Null Address" }, { 0x000c, "CIP Identity" }, { 0x0086, "CIP Security Information" },
	{ 0x0087, "EtherNet/IP Capability" }, { 0x0088, "EtherNet/IP Usage" },
	{ 0x00a1, "Connected Address" }, { 0x00b1, "Connected Data" }, { 0x00b2, "Unconnected Data" },
	{ 0x0100, "List Services Response" }, { 0x8000, "Socket Address Info O->T" },
	{ 0x8001, "Socket Address Info T->O" }, { 0x8002, "Sequenced Address" },
	{ 0x8003, "Unconnected Message over UDP" }, { 0, NULL },
};


#define FIELDS(F) \
	F(COMMAND, "enip.command", FIELD_UINT, LE(2), BASE_HEX, commands, "command of the encapsulation") \
	F(LENGTH, "enip.length", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes behind the header") \
	F(SESSION, "enip.session", FIELD_UINT, LE(4), BASE_HEX, NULL, "session, which the device gives") \
	F(STATUS, "enip.status", FIELD_UINT, LE(4), BASE_HEX, statuses, "status of the encapsulation") \
	F(DELAY, "enip.listid_delay", FIELD_UINT, LE(2), BASE_DEC, NULL, "longest time until a device answers List Identity, ms") \
	F(CONTEXT, "enip.context", FIELD_BYTES, RAW(8), BASE_HEX, NULL, "what the sender knows the answer by") \
	F(OPTIONS, "enip.options", FIELD_UINT, LE(4), BASE_HEX, NULL, "options: 0") \
	F(VERSION, "enip.rs.version", FIELD_UINT, LE(2), BASE_DEC, NULL, "version of the protocol that a session wants") \
	F(FLAGS, "enip.rs.flags", FIELD_UINT, LE(2), BASE_HEX, NULL, "options of the session") \
	F(RR_INTERFACE, "enip.srrd.iface", FIELD_UINT, LE(4), BASE_HEX, NULL, "interface: 0 is CIP") \
	F(UNIT_INTERFACE, "enip.sud.iface", FIELD_UINT, LE(4), BASE_HEX, NULL, "interface: 0 is CIP") \
	F(TIMEOUT, "enip.timeout", FIELD_UINT, LE(2), BASE_DEC, NULL, "time until the request is given up, s") \
	F(ITEMS, "enip.cpf.itemcount", FIELD_UINT, LE(2), BASE_DEC, NULL, "items that follow") \
	F(ITEM, "enip.cpf.typeid", FIELD_UINT, LE(2), BASE_HEX, items, "kind of item") \
	F(ITEM_LENGTH, "enip.cpf.length", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes of the item") \
	F(ITEM_CONNECTION, "enip.cpf.cai.connid", FIELD_UINT, LE(4), BASE_HEX, NULL, "connection that the message is for") \
	F(ITEM_DATA, "enip.cpf.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "an item that is not taken apart") \
	F(VERSION_CIP, "enip.encapver", FIELD_UINT, LE(2), BASE_DEC, NULL, "version of the encapsulation") \
	F(FAMILY, "enip.sinfamily", FIELD_UINT, BE(2), BASE_DEC, NULL, "address family: 2 is IPv4") \
	F(SOCKET_PORT, "enip.sinport", FIELD_UINT, BE(2), BASE_DEC, NULL, "port of the device") \
	F(SOCKET_ADDRESS, "enip.sinaddr", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "address of the device") \
	F(SOCKET_ZERO, "enip.sinzero", FIELD_BYTES, RAW(8), BASE_HEX, NULL, "zeros behind it") \
	F(LIR_VENDOR, "enip.lir.vendor", FIELD_UINT, LE(2), BASE_HEX, NULL, "vendor; its name is in the asset") \
	F(LIR_TYPE, "enip.lir.devtype", FIELD_UINT, LE(2), BASE_DEC, NULL, "device type") \
	F(LIR_CODE, "enip.lir.prodcode", FIELD_UINT, LE(2), BASE_DEC, NULL, "product code") \
	F(LIR_REVISION, "enip.lir.revision", FIELD_UINT, BE(2), BASE_DEC, NULL, "revision of the firmware: major and minor byte") \
	F(LIR_STATUS, "enip.lir.status", FIELD_UINT, LE(2), BASE_HEX, NULL, "status of the device") \
	F(LIR_SERIAL, "enip.lir.serial", FIELD_UINT, LE(4), BASE_HEX, NULL, "serial number") \
	F(LIR_LENGTH, "enip.lir.namelen", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the product name") \
	F(LIR_NAME, "enip.lir.name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "product name") \
	F(LIR_STATE, "enip.lir.state", FIELD_UINT, BE(1), BASE_HEX, NULL, "state of the device; 3 is operational") \
	F(CAPABILITY, "enip.lsr.capaflags", FIELD_UINT, LE(2), BASE_HEX, NULL, "what the service can do") \
	F(CAPABILITY_TCP, "enip.lsr.capaflags.tcp", FIELD_BOOL, SIZED(2), BASE_DEC, NULL, "CIP over TCP") \
	F(CAPABILITY_UDP, "enip.lsr.capaflags.udp", FIELD_BOOL, SIZED(2), BASE_DEC, NULL, "I/O data over UDP") \
	F(SERVICE_NAME, "enip.lsr.servicename", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the service") \
	F(PROFILES, "enip.security_profiles", FIELD_UINT, LE(2), BASE_HEX, NULL, "CIP Security profiles of the device") \
	F(CIP_SECURITY, "enip.cip_security_state", FIELD_UINT, BE(1), BASE_DEC, NULL, "state of the CIP Security object") \
	F(EIP_SECURITY, "enip.eip_security_state", FIELD_UINT, BE(1), BASE_DEC, NULL, "state of the EtherNet/IP Security object") \
	F(PORT_STATE, "enip.iana_port_state_flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "ports that are open, plain and secured") \
	F(UCMM_REQUEST, "enip.cpf.ucmm.request", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "request or response of a message over UDP") \
	F(UCMM_TYPE, "enip.cpf.ucmm.msg_type", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "kind of message over UDP") \
	F(UCMM_TRANSACTION, "enip.cpf.ucmm.trans_id", FIELD_UINT, LE(4), BASE_HEX, NULL, "transaction of a message over UDP") \
	F(UCMM_STATUS, "enip.cpf.ucmm.status", FIELD_UINT, LE(4), BASE_HEX, NULL, "status of a message over UDP") \
	F(DATA, "enip.encap_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of a command that is not taken apart") \
	F(REQUEST_FRAME, "enip.response_to", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the request that is answered") \
	F(TIME, "enip.time", FIELD_DURATION, SIZED(8), BASE_DEC, NULL, "time from the request to its response")
/* clang-format on */

#endif
