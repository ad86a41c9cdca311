#ifndef SENSOR_CONTEXT_H
#define SENSOR_CONTEXT_H
/*
 * The fields that every operation has beside its protocol's own: which frame, who to whom, and the
 * protocol-independent view. Rows as in a decoder; the JSON writer and the field reference use
 * them.
 */
#include "protocols/value.h"

/* clang-format off */
#define CONTEXT_FIELDS(F) \
	F(C_FRAME,        "frame.number",  FIELD_UINT, 0, BASE_DEC, NULL, "number of the frame that completed the message, from 1") \
	F(C_TIME,         "frame.time",    FIELD_TIME, 0, BASE_DEC, NULL, "its time, UTC") \
	F(C_ETH_SRC,      "eth.src",       FIELD_MAC,  0, BASE_DEC, NULL, "sender's MAC address") \
	F(C_ETH_DST,      "eth.dst",       FIELD_MAC,  0, BASE_DEC, NULL, "receiver's MAC address") \
	F(C_ETH_TYPE,     "eth.type",      FIELD_UINT, 0, BASE_HEX, NULL, "ethertype behind all VLAN tags") \
	F(C_VLAN,         "vlan.id",       FIELD_UINT, 0, BASE_DEC, NULL, "VLAN, outermost first") \
	F(C_IP_SRC,       "ip.src",        FIELD_IPV4, 0, BASE_DEC, NULL, "sender's IPv4 address") \
	F(C_IP_DST,       "ip.dst",        FIELD_IPV4, 0, BASE_DEC, NULL, "receiver's IPv4 address") \
	F(C_IPV6_SRC,     "ipv6.src",      FIELD_IPV6, 0, BASE_DEC, NULL, "sender's IPv6 address") \
	F(C_IPV6_DST,     "ipv6.dst",      FIELD_IPV6, 0, BASE_DEC, NULL, "receiver's IPv6 address") \
	F(C_TCP_SRC,      "tcp.srcport",   FIELD_UINT, 0, BASE_DEC, NULL, "sender's TCP port") \
	F(C_TCP_DST,      "tcp.dstport",   FIELD_UINT, 0, BASE_DEC, NULL, "receiver's TCP port") \
	F(C_UDP_SRC,      "udp.srcport",   FIELD_UINT, 0, BASE_DEC, NULL, "sender's UDP port") \
	F(C_UDP_DST,      "udp.dstport",   FIELD_UINT, 0, BASE_DEC, NULL, "receiver's UDP port") \
	F(C_PROTOCOL,     "ot.protocol",   FIELD_TEXT, 0, BASE_DEC, NULL, "protocol of the operation") \
	F(C_OP,           "ot.op",         FIELD_TEXT, 0, BASE_DEC, NULL, "read, write, control, program, diagnose, identify, auth, report or other") \
	F(C_FUNCTION,     "ot.function",   FIELD_TEXT, 0, BASE_DEC, NULL, "the function's name") \
	F(C_REQUEST,      "ot.request",    FIELD_BOOL, 0, BASE_DEC, NULL, "true: asked or sent unasked; false: a response") \
	F(C_DEVICE,       "ot.device",     FIELD_TEXT, 0, BASE_DEC, NULL, "device behind the address: unit, station, control block") \
	F(C_OBJECT,       "ot.object",     FIELD_TEXT, 0, BASE_DEC, NULL, "first object it is about: hr:100, coil:3, file:4/1") \
	F(C_COUNT,        "ot.count",      FIELD_UINT, 0, BASE_DEC, NULL, "how many objects") \
	F(C_VALUE,        "ot.value",      FIELD_UINT, 0, BASE_DEC, NULL, "their values, of the type that the object has; an array if there are several") \
	F(C_STATUS,       "ot.status",     FIELD_TEXT, 0, BASE_DEC, NULL, "what the device answered: ok, or why not") \
	F(C_FAILED,       "ot.failed",     FIELD_BOOL, 0, BASE_DEC, NULL, "true: the device refused or could not") \
	F(C_MESSAGE,      "ot.message",    FIELD_UINT, 0, BASE_DEC, NULL, "number of the message; its operations share it") \
	F(C_REQ_FRAME,    "ot.request_frame", FIELD_UINT, 0, BASE_DEC, NULL, "of a response: frame of its request") \
	F(C_RSP_FRAME,    "ot.response_frame", FIELD_UINT, 0, BASE_DEC, NULL, "of a request: frame of its response") \
	F(C_RSP_TIME,     "ot.response_time", FIELD_DURATION, 0, BASE_DEC, NULL, "from the request to the response, seconds") \
	F(C_UNMATCHED,    "ot.unmatched",  FIELD_BOOL, 0, BASE_DEC, NULL, "true: a response whose request was not seen") \
	F(C_UNANSWERED,   "ot.unanswered", FIELD_BOOL, 0, BASE_DEC, NULL, "true: a request that was not answered in time") \
	F(C_MALFORMED,    "ot.malformed",  FIELD_BOOL, 0, BASE_DEC, NULL, "true: the message breaks its own rules; what could be read is there") \
	F(C_TRAILING,     "ot.trailing",   FIELD_UINT, 0, BASE_DEC, NULL, "bytes behind the message's last field") \
	F(C_REMARKS,      "ot.remarks",    FIELD_TEXT, 0, BASE_DEC, NULL, "what is wrong with the message, in words") \
	F(C_TRUNCATED,    "ot.truncated",  FIELD_BOOL, 0, BASE_DEC, NULL, "true: it had more values than are kept")
/* clang-format on */

#define CONTEXT_ID_(id, ...) id,
enum context_field { CONTEXT_FIELDS(CONTEXT_ID_) CONTEXT_FIELD_COUNT };
#undef CONTEXT_ID_

extern const struct field context_fields[CONTEXT_FIELD_COUNT];

#endif
