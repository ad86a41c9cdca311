/*
 * Names and rows of the fields of CC-Link IE Field Network Basic, and what the files of its decoder
 * share: belongs to cciefb*.c. Wireshark does not know the protocol; the names are the
 * specification's.
 */
#ifndef KAGAMI_CCIEFB_FIELDS_H
#define KAGAMI_CCIEFB_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define CCIEFB_FIELDS(F) \
	F(SUBHEADER,     "cciefb.subheader",      FIELD_UINT, BE(2), BASE_HEX, cciefb_subheaders, "request or response, with or without a serial number") \
	F(SERIAL,        "cciefb.serial",         FIELD_UINT, LE(2), BASE_DEC, NULL, "serial number: that of the request comes back in the response") \
	F(NETWORK,       "cciefb.network",        FIELD_UINT, LE(1), BASE_DEC, NULL, "network number of the SLMP header: 0") \
	F(UNIT,          "cciefb.unit",           FIELD_UINT, LE(1), BASE_HEX, NULL, "station number of the SLMP header: 0xff") \
	F(IO,            "cciefb.io",             FIELD_UINT, LE(2), BASE_HEX, NULL, "module's I/O number of the SLMP header: 0x03ff") \
	F(EXTENSION,     "cciefb.extension",      FIELD_UINT, LE(1), BASE_HEX, NULL, "multidrop number of the SLMP header: 0") \
	F(LENGTH,        "cciefb.length",         FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes behind it") \
	F(TIMER,         "cciefb.timer",          FIELD_UINT, LE(2), BASE_DEC, NULL, "monitoring timer of the SLMP header: 0") \
	F(SLMP_END,      "cciefb.slmp_end_code",  FIELD_UINT, LE(2), BASE_HEX, cciefb_end_codes, "end code of the SLMP header") \
	F(COMMAND,       "cciefb.command",        FIELD_UINT, LE(2), BASE_HEX, cciefb_commands, "what is asked for") \
	F(SUBCOMMAND,    "cciefb.subcommand",     FIELD_UINT, LE(2), BASE_HEX, NULL, "subcommand: 0") \
	F(VERSION,       "cciefb.version",        FIELD_UINT, LE(2), BASE_DEC, NULL, "version of the cyclic protocol") \
	F(END_CODE,      "cciefb.end_code",       FIELD_UINT, LE(2), BASE_HEX, cciefb_end_codes, "what a slave says of a cyclic request") \
	F(OFFSET,        "cciefb.cyclic_offset",  FIELD_UINT, LE(2), BASE_DEC, NULL, "where the cyclic part begins: 36 in requests, 40 in responses") \
	F(MASTER_STATE,  "cciefb.master_state",   FIELD_UINT, LE(2), BASE_DEC, cciefb_master_states, "state of the master's application") \
	F(CLOCK,         "cciefb.clock",          FIELD_TIME, SIZED(8), BASE_DEC, NULL, "clock of the master; not told by masters that have none") \
	F(VENDOR,        "cciefb.vendor_code",    FIELD_UINT, LE(2), BASE_HEX, NULL, "maker of the slave, a number of the CC-Link Partner Association") \
	F(MODEL,         "cciefb.model_code",     FIELD_UINT, LE(4), BASE_HEX, NULL, "model of the slave, the maker's number") \
	F(EQUIPMENT,     "cciefb.equipment_version", FIELD_UINT, LE(2), BASE_DEC, NULL, "version of the slave") \
	F(SLAVE_STATE,   "cciefb.slave_state",    FIELD_UINT, LE(2), BASE_DEC, cciefb_slave_states, "state of the slave's application") \
	F(SLAVE_ERROR,   "cciefb.slave_error",    FIELD_UINT, LE(2), BASE_HEX, NULL, "error of the slave, the maker's number; 0: none") \
	F(MANAGEMENT,    "cciefb.management",     FIELD_UINT, LE(4), BASE_HEX, NULL, "what else the slave's maker tells") \
	F(MASTER_ID,     "cciefb.master_id",      FIELD_IPV4, DERIVED, BASE_DEC, NULL, "master, by its address") \
	F(GROUP,         "cciefb.group",          FIELD_UINT, LE(1), BASE_DEC, NULL, "group of slaves, 1 to 64") \
	F(SEQUENCE,      "cciefb.sequence",       FIELD_UINT, LE(2), BASE_DEC, NULL, "counts the group's link scans; the response has that of its request") \
	F(TIMEOUT,       "cciefb.timeout",        FIELD_UINT, LE(2), BASE_DEC, NULL, "ms that are waited for the other side; 0: 500") \
	F(TIMEOUT_COUNT, "cciefb.timeout_count",  FIELD_UINT, LE(2), BASE_DEC, NULL, "how often in a row before a station is disconnected; 0: 3") \
	F(PARAMETER,     "cciefb.parameter_no",   FIELD_UINT, LE(2), BASE_DEC, NULL, "number of the master's settings, raised when they change") \
	F(STATIONS,      "cciefb.stations",       FIELD_UINT, LE(2), BASE_DEC, NULL, "stations that the group's slaves occupy, 1 to 16") \
	F(CYCLIC_STATE,  "cciefb.cyclic_state",   FIELD_UINT, LE(2), BASE_HEX, NULL, "bit for each station, the first one the lowest: cyclic data are exchanged") \
	F(SLAVE_ID,      "cciefb.slave_id",       FIELD_IPV4, DERIVED, BASE_DEC, NULL, "slave by its address, one for each station of the group; 255.255.255.255: the one before has this station, too; 0.0.0.0: nobody") \
	F(STATION,       "cciefb.station",        FIELD_UINT, SIZED(1), BASE_DEC, NULL, "first station in the group that the values are of") \
	F(RWW,           "cciefb.rww",            FIELD_UINT, SIZED(2), BASE_DEC, NULL, "registers that the master sets, 32 for each station") \
	F(RY,            "cciefb.ry",             FIELD_BOOL, DERIVED, BASE_DEC, NULL, "outputs that the master sets, 64 for each station") \
	F(RWR,           "cciefb.rwr",            FIELD_UINT, SIZED(2), BASE_DEC, NULL, "registers that the slave tells, 32 for each station") \
	F(RX,            "cciefb.rx",             FIELD_BOOL, DERIVED, BASE_DEC, NULL, "inputs that the slave tells, 64 for each station") \
	F(ADDRESS_SIZE,  "cciefb.address_size",   FIELD_UINT, LE(1), BASE_DEC, NULL, "bytes of the address behind it: 4") \
	F(MASTER_MAC,    "cciefb.master_mac",     FIELD_MAC,  DERIVED, BASE_HEX, NULL, "MAC address of who searches or sets") \
	F(MASTER_IP,     "cciefb.master_ip",      FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address of who searches or sets") \
	F(SLAVE_MAC,     "cciefb.slave_mac",      FIELD_MAC,  DERIVED, BASE_HEX, NULL, "MAC address of the slave") \
	F(SLAVE_IP,      "cciefb.slave_ip",       FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address of the slave") \
	F(SLAVE_MASK,    "cciefb.slave_mask",     FIELD_IPV4, DERIVED, BASE_DEC, NULL, "subnet mask of the slave") \
	F(NEW_IP,        "cciefb.new_ip",         FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address that the slave is to take") \
	F(NEW_MASK,      "cciefb.new_mask",       FIELD_IPV4, DERIVED, BASE_DEC, NULL, "subnet mask that the slave is to take") \
	F(GATEWAY,       "cciefb.gateway",        FIELD_IPV4, DERIVED, BASE_DEC, NULL, "default gateway; 255.255.255.255: none") \
	F(HOSTNAME_SIZE, "cciefb.hostname_size",  FIELD_UINT, LE(1), BASE_DEC, NULL, "bytes of the name behind it") \
	F(HOSTNAME,      "cciefb.hostname",       FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the slave") \
	F(TARGET_IP,     "cciefb.target_ip",      FIELD_IPV4, DERIVED, BASE_DEC, NULL, "address that the slave sends to; 255.255.255.255: none") \
	F(TARGET_PORT,   "cciefb.target_port",    FIELD_UINT, LE(2), BASE_DEC, NULL, "port that the slave sends to; 65535: none") \
	F(STATUS,        "cciefb.slave_status",   FIELD_UINT, LE(2), BASE_HEX, NULL, "state of the slave; 0: normal, else the maker's number") \
	F(SLAVE_PORT,    "cciefb.slave_port",     FIELD_UINT, LE(2), BASE_DEC, NULL, "port at which the slave is asked") \
	F(TRANSPORT,     "cciefb.transport",      FIELD_UINT, LE(1), BASE_DEC, cciefb_transports, "transport that the slave uses") \
	F(SEQ_STEP,      "cciefb.sequence_step",  FIELD_UINT, SIZED(2), BASE_DEC, NULL, "how much further the sequence is than in the request before of this master and group") \
	F(SCAN_TIME,     "cciefb.scan_time",      FIELD_DURATION, DERIVED, BASE_DEC, NULL, "link scan time, the mean of a second and more; to two digits") \
	F(LOST,          "cciefb.lost_station",   FIELD_UINT, SIZED(1), BASE_DEC, NULL, "station that the master has disconnected with this request") \
	F(LOST_ID,       "cciefb.lost_id",        FIELD_IPV4, DERIVED, BASE_DEC, NULL, "slave that it belongs to") \
	F(BACK,          "cciefb.back_station",   FIELD_UINT, SIZED(1), BASE_DEC, NULL, "station that the master has connected with this request") \
	F(BACK_ID,       "cciefb.back_id",        FIELD_IPV4, DERIVED, BASE_DEC, NULL, "slave that it belongs to") \
	F(CHANGED,       "cciefb.slaves_changed", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the group has other slaves than in the request before; only when true") \
	F(SET_ANEW,      "cciefb.parameter_changed", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the master's settings have another number than in the request before; only when true") \
	F(STOPPED,       "cciefb.stopped",        FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the sender's application ran in the message before and does not now; only when true") \
	F(STARTED,       "cciefb.started",        FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the sender's application did not run in the message before and does now; only when true") \
	F(OTHER_MASTER,  "cciefb.other_master",   FIELD_IPV4, DERIVED, BASE_DEC, NULL, "another master that has sent outputs to the same slave in the last ten seconds") \
	F(OTHER_SENDER,  "cciefb.other_sender",   FIELD_MAC,  DERIVED, BASE_HEX, NULL, "another MAC address that has sent as this master in the last ten seconds")
/* clang-format on */

enum { CCIEFB_FIELDS(FIELD_ID_) CCIEFB_FIELD_COUNT };

extern const struct field cciefb_field_table[CCIEFB_FIELD_COUNT];
#define field_table cciefb_field_table

extern const struct name cciefb_subheaders[], cciefb_commands[], cciefb_end_codes[],
	cciefb_master_states[], cciefb_slave_states[], cciefb_transports[];

enum {
	CCIEFB_REQUEST = 0x5000,
	CCIEFB_RESPONSE = 0xd000,
	CCIEFB_SERIAL_REQUEST = 0x5400,
	CCIEFB_SERIAL_RESPONSE = 0xd400,
	CCIEFB_CYCLIC = 0x0e70,
	CCIEFB_NODE_SEARCH = 0x0e30,
	CCIEFB_IP_SET = 0x0e31,
	CCIEFB_MAX_STATIONS = 16,
	CCIEFB_WORDS = 32, /* of a station */
	CCIEFB_BITS = 64,
	CCIEFB_WORD_BYTES = 64,
	CCIEFB_BIT_BYTES = 8,
	/* Bytes behind the SLMP header of the messages that are not cyclic. */
	CCIEFB_SEARCH_BYTES = 11,
	CCIEFB_FOUND_BYTES = 51,
	CCIEFB_IP_SET_BYTES = 39,
	CCIEFB_IP_DONE_BYTES = 6,
	CCIEFB_REFUSED_BYTES = 9,
};

/* A cyclic message. Addresses are numbers as people write them: 192.168.3.1 is 0xc0a80301. */
struct cciefb_cyclic {
	uint32_t master, slave[CCIEFB_MAX_STATIONS];
	uint16_t sequence, parameter, cyclic_state;
	uint8_t group, stations;
	bool runs; /* the sender's application */
};

/* Who occupies a station goes on with the one before; nobody does. */
#define CCIEFB_ALSO   UINT32_MAX
#define CCIEFB_NOBODY 0U

/* Takes n bytes (at most 8), least significant first, as field f, the most significant first; as a
 * number. */
uint64_t cciefb_turned(struct dec *d, unsigned f, size_t n);
/* Records an address. */
void cciefb_address(struct dec *d, unsigned f, uint32_t address);

/* cciefb_node.c: reads what is behind the SLMP header of a node search or IP address set, or of
 * their responses. */
void cciefb_node_request(struct dec *d, uint64_t command, uint64_t serial);
void cciefb_node_response(struct dec *d, uint64_t serial);

/* cciefb_state.c: records how a cyclic request or response goes on from those before, and which
 * request a response answers. */
void cciefb_follow_request(struct dec *d, const struct cciefb_cyclic *m);
/* Returns the slave's first station in its group, 0: not known. */
unsigned cciefb_follow_response(struct dec *d, const struct cciefb_cyclic *m);

/* A request that is not cyclic was seen, or its response: by the serial number and the MAC address
 * of who asks. */
void cciefb_asked(struct dec *d, uint64_t command, uint64_t serial, uint64_t mac);
void cciefb_answered(struct dec *d, uint64_t command, uint64_t serial, uint64_t mac);

/* What a slave says of its make. Numbers of the makers: a model of 0 says nothing. */
void cciefb_model(struct dec *d, struct identity *who, uint64_t vendor, uint64_t model,
		  uint64_t version);

#endif
