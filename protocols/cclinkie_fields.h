/*
 * Names and rows of the fields of CC-Link IE on layer 2, and what the files of its decoder share:
 * belongs to cclinkie*.c. Wireshark does not know the protocol; the names are the specification's.
 */
#ifndef KAGAMI_CCLINKIE_FIELDS_H
#define KAGAMI_CCLINKIE_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define CCLINKIE_FIELDS(F) \
	F(TYPE,          "cclinkie.type",          FIELD_UINT, BE(1), BASE_HEX, cclinkie_types, "what the frame is") \
	F(NETWORK,       "cclinkie.network",       FIELD_UINT, SIZED(1), BASE_DEC, cclinkie_networks, "kind of network") \
	F(DATA_TYPE,     "cclinkie.data_type",     FIELD_UINT, BE(1), BASE_HEX, NULL, "kind of the data (Field), priority (Control)") \
	F(NODE_ID,       "cclinkie.node_id",       FIELD_UINT, BE(2), BASE_HEX, NULL, "node that the frame is for or of, by its id") \
	F(CONNECTION,    "cclinkie.connection_info", FIELD_UINT, BE(1), BASE_HEX, NULL, "which transient exchange it belongs to") \
	F(SYNC_FLAG,     "cclinkie.sync_flag",     FIELD_UINT, BE(1), BASE_HEX, NULL, "is the node synchronized") \
	F(PERSUASION,    "cclinkie.pers_priority", FIELD_UINT, BE(3), BASE_HEX, NULL, "priority among those who would be master") \
	F(SCAN_NUMBER,   "cclinkie.scan_number",   FIELD_UINT, BE(3), BASE_DEC, NULL, "counts the link scans (Control)") \
	F(NODE_TYPE,     "cclinkie.node_type",     FIELD_UINT, BE(1), BASE_HEX, cclinkie_node_types, "what the sender is") \
	F(SRC_NODE,      "cclinkie.src_node",      FIELD_UINT, BE(2), BASE_HEX, NULL, "number of the node that sends") \
	F(VER_TYPE,      "cclinkie.version_type",  FIELD_UINT, BE(1), BASE_HEX, cclinkie_ver_types, "version and kind of the protocol") \
	F(HEC,           "cclinkie.hec",           FIELD_UINT, BE(4), BASE_HEX, NULL, "checksum of the header; its polynomial is not public") \
	F(DATA,          "cclinkie.data",          FIELD_UINT, SIZED(1), BASE_HEX, NULL, "bytes behind the header, as they are on the wire, with what fills up the frame") \
	F(CYCLE,         "cclinkie.tsn.cycle",     FIELD_UINT, SIZED(1), BASE_DEC, NULL, "number of the cycle, 0 to 127") \
	F(CYCLE_OFF,     "cclinkie.tsn.cycle_unchecked", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the number of the cycle is not checked") \
	F(STATION,       "cclinkie.tsn.station",   FIELD_UINT, BE(2), BASE_HEX, NULL, "station, by the last two bytes of its IP address: the master's in cyclic frames, else the receiver's") \
	F(PART_STATION,  "cclinkie.tsn.part.station", FIELD_UINT, BE(2), BASE_HEX, NULL, "station that a part of a cyclic frame is for (from the master) or of") \
	F(PART_LENGTH,   "cclinkie.tsn.part.length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes of the part's data") \
	F(PART_CYCLIC,   "cclinkie.tsn.part.cyclic", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "cyclic transmission is enabled") \
	F(PART_LATE,     "cclinkie.tsn.part.timing_error", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "an error of the communication timing was detected") \
	F(PART_ACYCLIC,  "cclinkie.tsn.part.transient", FIELD_UINT, BE(1), BASE_HEX, NULL, "may and would the station send transient data") \
	F(PART_SEQUENCE, "cclinkie.tsn.part.sequence", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "number of a part that is divided") \
	F(PART_FINAL,    "cclinkie.tsn.part.final", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "last piece of a part that is divided") \
	F(DIAGNOSIS,     "cclinkie.tsn.diagnosis", FIELD_UINT, BE(1), BASE_HEX, NULL, "state of the station, bit by bit") \
	F(STOPPED,       "cclinkie.tsn.diagnosis.stopped", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the application stands") \
	F(APP_ERROR,     "cclinkie.tsn.diagnosis.application_error", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the application has an error") \
	F(COMM_ERROR,    "cclinkie.tsn.diagnosis.communication_error", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the communication has an error") \
	F(INVALID,       "cclinkie.tsn.diagnosis.data_invalid", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "cyclic data are not valid") \
	F(DISCONNECTED,  "cclinkie.tsn.diagnosis.disconnected", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "disconnected by an error") \
	F(WATCHDOG,      "cclinkie.tsn.diagnosis.watchdog", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the watchdog has bitten") \
	F(HARDWARE,      "cclinkie.tsn.hardware",  FIELD_UINT, BE(3), BASE_HEX, NULL, "state of the hardware, bit by bit") \
	F(EMERGENCY,     "cclinkie.tsn.hardware.emergency_stop", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "in emergency stop") \
	F(GATE_OFF,      "cclinkie.tsn.hardware.gate_off", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "gate off is asked for") \
	F(ALARM,         "cclinkie.tsn.hardware.alarm", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "in alarm") \
	F(MEMORY,        "cclinkie.tsn.memory",    FIELD_UINT, BE(4), BASE_HEX, NULL, "address in the station's memory that the data are for") \
	F(PART_DATA,     "cclinkie.tsn.part.data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "data of the part") \
	F(CRC,           "cclinkie.tsn.part.crc",  FIELD_UINT, BE(4), BASE_HEX, NULL, "checksum of the part") \
	F(DETECTION_VERSION, "cclinkie.tsn.detection_version", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of the detection") \
	F(PROTOCOL_VERSION, "cclinkie.tsn.protocol_version", FIELD_UINT, BE(1), BASE_HEX, NULL, "version of CC-Link IE TSN") \
	F(STATION_TYPE,  "cclinkie.tsn.station_type", FIELD_UINT, SIZED(1), BASE_DEC, cclinkie_station_types, "what the station is") \
	F(LAST_OCTET,    "cclinkie.tsn.ip_last",   FIELD_UINT, BE(1), BASE_DEC, NULL, "last byte of the station's IP address") \
	F(NODE_MAC,      "cclinkie.tsn.node_mac",  FIELD_MAC, RAW(6), BASE_HEX, NULL, "station, by its MAC address") \
	F(MANAGER_MAC,   "cclinkie.tsn.manager_mac", FIELD_MAC, RAW(6), BASE_HEX, NULL, "managing master, by its MAC address") \
	F(PREVIOUS_MAC,  "cclinkie.tsn.previous_mac", FIELD_MAC, RAW(6), BASE_HEX, NULL, "station before it on the line") \
	F(PREVIOUS_PORT, "cclinkie.tsn.previous_port", FIELD_UINT, BE(1), BASE_DEC, NULL, "port of that station") \
	F(RECEIVED_PORT, "cclinkie.tsn.received_port", FIELD_UINT, BE(1), BASE_DEC, NULL, "port that the detection came in by") \
	F(PORTS,         "cclinkie.tsn.ports",     FIELD_UINT, BE(1), BASE_DEC, NULL, "ports that the station has") \
	F(CLASS,         "cclinkie.tsn.class",     FIELD_UINT, BE(1), BASE_DEC, cclinkie_classes, "class of certification") \
	F(PRIORITY,      "cclinkie.tsn.priority",  FIELD_UINT, BE(1), BASE_DEC, NULL, "priority of the managing master") \
	F(HOPS,          "cclinkie.tsn.hops",      FIELD_UINT, BE(2), BASE_DEC, NULL, "stations that the frame has passed") \
	F(IP,            "cclinkie.tsn.ip",        FIELD_IPV4, RAW(4), BASE_DEC, NULL, "IP address of the station or the master") \
	F(MASK,          "cclinkie.tsn.mask",      FIELD_IPV4, RAW(4), BASE_DEC, NULL, "its subnet mask") \
	F(GATEWAY,       "cclinkie.tsn.gateway",   FIELD_IPV4, RAW(4), BASE_DEC, NULL, "its default gateway") \
	F(DUPLICATE_IP,  "cclinkie.tsn.duplicate_ip", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the station has found its IP address elsewhere") \
	F(DEVICE_VERSION, "cclinkie.tsn.device_version", FIELD_UINT, BE(2), BASE_DEC, NULL, "version of the station") \
	F(VENDOR,        "cclinkie.tsn.vendor_code", FIELD_UINT, BE(2), BASE_HEX, NULL, "maker of the station, a number of the CC-Link Partner Association") \
	F(MODEL,         "cclinkie.tsn.model_code", FIELD_UINT, BE(4), BASE_HEX, NULL, "model of the station, the maker's number") \
	F(EXPANSION,     "cclinkie.tsn.expansion_code", FIELD_UINT, BE(2), BASE_HEX, NULL, "more of the model") \
	F(DEVICE_TYPE,   "cclinkie.tsn.device_type", FIELD_UINT, BE(2), BASE_HEX, cclinkie_device_types, "kind of device") \
	F(SLMP_SUBHEADER, "cclinkie.slmp.subheader", FIELD_UINT, BE(2), BASE_HEX, cclinkie_subheaders, "SLMP inside: request or response") \
	F(SLMP_LENGTH,   "cclinkie.slmp.length",   FIELD_UINT, LE(2), BASE_DEC, NULL, "SLMP inside: bytes behind it") \
	F(SLMP_END,      "cclinkie.slmp.end_code", FIELD_UINT, LE(2), BASE_HEX, NULL, "SLMP inside: what the device says; 0: ok") \
	F(SLMP_COMMAND,  "cclinkie.slmp.command",  FIELD_UINT, LE(2), BASE_HEX, cclinkie_commands, "SLMP inside: what is asked for") \
	F(SLMP_SUBCOMMAND, "cclinkie.slmp.subcommand", FIELD_UINT, LE(2), BASE_HEX, NULL, "SLMP inside: how") \
	F(INTERVAL,      "cclinkie.interval",      FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time since the frame of this kind before, of the same sender to the same receiver") \
	F(CYCLE_STEP,    "cclinkie.tsn.cycle_step", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "how much further the number of the cycle is than in that frame")
/* clang-format on */

enum { CCLINKIE_FIELDS(FIELD_ID_) CCLINKIE_FIELD_COUNT };

extern const struct field cclinkie_field_table[CCLINKIE_FIELD_COUNT];
#define field_table cclinkie_field_table

extern const struct name cclinkie_types[], cclinkie_networks[], cclinkie_node_types[],
	cclinkie_ver_types[], cclinkie_station_types[], cclinkie_classes[], cclinkie_device_types[],
	cclinkie_subheaders[], cclinkie_commands[];

/* Kinds of network. */
enum { CCLINKIE_CONTROL, CCLINKIE_FIELD, CCLINKIE_TSN };

/* How the four bytes behind the second one of a header lie, or what else the frame is. */
enum cclinkie_layout {
	LAYOUT_NODE,	   /* node id, reserved */
	LAYOUT_CONNECTION, /* node id, connection, reserved */
	LAYOUT_STATUS,	   /* node id, sync flag, node type */
	LAYOUT_PERSUASION, /* priority, node type */
	LAYOUT_RESERVED,
	LAYOUT_SCAN, /* scan number, reserved: Control */
	LAYOUT_TSN,  /* a header of its own */
};

struct cclinkie_type {
	uint8_t type;
	uint8_t layout; /* enum cclinkie_layout */
	uint8_t op;	/* enum ot_op */
	bool response;
};

/* cclinkie_names.c: the type's row, or NULL. */
const struct cclinkie_type *cclinkie_type_of(uint64_t type);

/* cclinkie_tsn.c: reads a frame of CC-Link IE TSN behind its type. */
void cclinkie_tsn(struct dec *d, uint64_t type);
/* The bytes behind the header of a test frame that is of a TSN. */
void cclinkie_tsn_test(struct dec *d);

/* cclinkie.c: the bytes that are left, as they are. */
void cclinkie_data(struct dec *d);
/* How the frame goes on from the one of its type before. cycle: of a TSN's cyclic frames, else 0.
 */
void cclinkie_follow(struct dec *d, uint64_t type, unsigned cycle);

#endif
