/* Names of the values of FINS: belongs to omron_fields.c. */
#ifndef KAGAMI_OMRON_NAMES_H
#define KAGAMI_OMRON_NAMES_H

#include "protocols/protocol.h"

/* clang-format off */
static const struct name omron_tcp_command_names[] = {
	{ 0, "Node Address Request" }, { 1, "Node Address Response" }, { 2, "Frame Send" },
	{ 3, "Frame Send Error" }, { 6, "Connection Confirmation" }, { 0, NULL },
};

static const struct name omron_tcp_error_names[] = {
	{ 0x00, "ok" }, { 0x01, "header is not FINS" }, { 0x02, "frame too long" }, { 0x03, "unsupported command" },
	{ 0x20, "all connections are in use" }, { 0x21, "node is connected already" },
	{ 0x22, "IP address is not allowed" }, { 0x23, "client's node is out of range" },
	{ 0x24, "client and server have the same node" }, { 0x25, "no node is left to give" }, { 0, NULL },
};

static const struct name omron_gateway_names[] = { { 0, "No gateway" }, { 1, "Gateway" }, { 0, NULL } };
static const struct name omron_data_type_names[] = { { 0, "Command" }, { 1, "Response" }, { 0, NULL } };
static const struct name omron_no_response_names[] = { { 0, "Response wanted" }, { 1, "No response wanted" }, { 0, NULL } };

static const struct name omron_command_names[] = {
	{ 0x0101, "Memory Area Read" }, { 0x0102, "Memory Area Write" }, { 0x0103, "Memory Area Fill" },
	{ 0x0104, "Multiple Memory Area Read" }, { 0x0105, "Memory Area Transfer" },
	{ 0x0201, "Parameter Area Read" }, { 0x0202, "Parameter Area Write" }, { 0x0203, "Parameter Area Clear" },
	{ 0x0220, "Data Link Table Read" }, { 0x0221, "Data Link Table Write" },
	{ 0x0304, "Program Area Protect" }, { 0x0305, "Program Area Protect Clear" }, { 0x0306, "Program Area Read" },
	{ 0x0307, "Program Area Write" }, { 0x0308, "Program Area Clear" },
	{ 0x0401, "Run" }, { 0x0402, "Stop" }, { 0x0403, "Reset" },
	{ 0x0501, "Controller Data Read" }, { 0x0502, "Connection Data Read" },
	{ 0x0601, "Controller Status Read" }, { 0x0602, "Network Status Read" }, { 0x0603, "Data Link Status Read" },
	{ 0x0620, "Cycle Time Read" }, { 0x0701, "Clock Read" }, { 0x0702, "Clock Write" },
	{ 0x0801, "Loop-back Test" }, { 0x0802, "Broadcast Test Results Read" }, { 0x0803, "Broadcast Test Data Send" },
	{ 0x0920, "Message Read, Message Clear or FAL/FALS Read" },
	{ 0x0c01, "Access Right Acquire" }, { 0x0c02, "Access Right Forced Acquire" }, { 0x0c03, "Access Right Release" },
	{ 0x2101, "Error Clear" }, { 0x2102, "Error Log Read" }, { 0x2103, "Error Log Clear" },
	{ 0x2140, "Write Access Log Read" }, { 0x2141, "Write Access Log Clear" },
	{ 0x2201, "File Name Read" }, { 0x2202, "Single File Read" }, { 0x2203, "Single File Write" },
	{ 0x2204, "File Memory Format" }, { 0x2205, "File Delete" }, { 0x2206, "Volume Label Create or Delete" },
	{ 0x2207, "File Copy" }, { 0x2208, "File Name Change" }, { 0x2209, "File Data Check" },
	{ 0x220a, "Memory Area File Transfer" }, { 0x220b, "Parameter Area File Transfer" },
	{ 0x220c, "Program Area File Transfer" }, { 0x220f, "File Memory Index Read" }, { 0x2210, "File Memory Read" },
	{ 0x2211, "File Memory Write" }, { 0x2215, "Directory Create or Delete" }, { 0x2220, "Memory Cassette Transfer" },
	{ 0x2301, "Forced Set/Reset" }, { 0x2302, "Forced Set/Reset Cancel" }, { 0x230a, "Multiple Forced Status Read" },
	{ 0x2601, "Name Set" }, { 0x2602, "Name Delete" }, { 0x2603, "Name Read" },
	{ 0x2720, "Ping" }, { 0x2730, "FINS/TCP Connection Remote Node Change" }, { 0x2731, "FINS/TCP Connection Status Read" },
	{ 0x2750, "IP Address Table Write" }, { 0x2751, "IP Router Table Write" }, { 0x2757, "IP Address Write" },
	{ 0x2760, "IP Address Table Read" }, { 0x2761, "IP Router Table Read" }, { 0x2762, "Protocol Status Read" },
	{ 0x2763, "Memory Status Read" }, { 0x2764, "Socket Status Read" }, { 0x2765, "Address Information Read" },
	{ 0x2767, "IP Address Read" }, { 0x2801, "Explicit Message Send" }, { 0, NULL },
};

/* Without the bits of relay and CPU errors. */
static const struct name omron_response_names[] = {
	{ 0x0000, "ok" }, { 0x0001, "service was interrupted" },
	{ 0x0101, "local node is not in the network" }, { 0x0102, "token time-out" }, { 0x0103, "retries failed" },
	{ 0x0104, "too many frames to send" }, { 0x0105, "node address is out of range" }, { 0x0106, "node address is taken" },
	{ 0x0201, "destination node is not in the network" }, { 0x0202, "destination unit is missing" },
	{ 0x0203, "third node is missing" }, { 0x0204, "destination node is busy" }, { 0x0205, "response time-out" },
	{ 0x0301, "communications controller error" }, { 0x0302, "CPU unit error" }, { 0x0303, "controller error" },
	{ 0x0304, "unit number error" },
	{ 0x0401, "undefined command" }, { 0x0402, "not supported by the model or version" },
	{ 0x0501, "destination is not in the routing tables" }, { 0x0502, "no routing tables" },
	{ 0x0503, "routing table error" }, { 0x0504, "too many relays" },
	{ 0x1001, "command too long" }, { 0x1002, "command too short" }, { 0x1003, "items and data do not match" },
	{ 0x1004, "command format error" }, { 0x1005, "header error" },
	{ 0x1101, "no such area" }, { 0x1102, "access size error" }, { 0x1103, "address range error" },
	{ 0x1104, "address range exceeded" }, { 0x1106, "no such program" }, { 0x1109, "relational error" },
	{ 0x110a, "duplicate data access" }, { 0x110b, "response too long" }, { 0x110c, "parameter error" },
	{ 0x2002, "protected" }, { 0x2003, "no such table" }, { 0x2004, "no such data" }, { 0x2005, "no such program to read" },
	{ 0x2006, "no such file to read" }, { 0x2007, "data mismatch" },
	{ 0x2101, "read-only" }, { 0x2102, "write-protected" }, { 0x2103, "cannot be registered" },
	{ 0x2105, "no such program to write" }, { 0x2106, "no such file to write" }, { 0x2107, "file exists already" },
	{ 0x2108, "cannot be changed" },
	{ 0x2201, "not possible while running" }, { 0x2202, "not possible while stopped" },
	{ 0x2203, "wrong mode: PROGRAM" }, { 0x2204, "wrong mode: DEBUG" }, { 0x2205, "wrong mode: MONITOR" },
	{ 0x2206, "wrong mode: RUN" }, { 0x2207, "not the polling node" }, { 0x2208, "step cannot be executed" },
	{ 0x220f, "service is being executed" }, { 0x2211, "too busy" },
	{ 0x2230, "connected with the remote node already" }, { 0x2231, "connection is not a client" },
	{ 0x2232, "another change came between" },
	{ 0x2301, "no such file device" }, { 0x2302, "no such memory" }, { 0x2303, "no clock" },
	{ 0x2307, "addresses are generated by the unit" },
	{ 0x2401, "no such data link table" },
	{ 0x2502, "memory error" }, { 0x2503, "I/O setting error" }, { 0x2504, "too many I/O points" },
	{ 0x2505, "CPU bus error" }, { 0x2506, "I/O duplication" }, { 0x2507, "I/O bus error" },
	{ 0x2509, "SYSMAC BUS/2 error" }, { 0x250a, "CPU bus unit error" }, { 0x250d, "SYSMAC BUS duplication" },
	{ 0x250f, "internal memory error" }, { 0x2510, "no SYSMAC BUS terminator" },
	{ 0x2601, "not protected" }, { 0x2602, "wrong password" }, { 0x2604, "protected by a password" },
	{ 0x2605, "service is being executed already" }, { 0x2606, "service is stopped" },
	{ 0x2607, "no right to execute" }, { 0x2608, "settings are not complete" }, { 0x2609, "necessary items are not set" },
	{ 0x260a, "number is defined already" }, { 0x260b, "error still exists" },
	{ 0x3001, "another device has the access right" }, { 0x4001, "service was aborted" }, { 0, NULL },
};

#define OMRON_BANKS_13(first, what) \
	{ (first), what ", bank 0" }, { (first) + 1, what ", bank 1" }, { (first) + 2, what ", bank 2" }, \
	{ (first) + 3, what ", bank 3" }, { (first) + 4, what ", bank 4" }, { (first) + 5, what ", bank 5" }, \
	{ (first) + 6, what ", bank 6" }, { (first) + 7, what ", bank 7" }, { (first) + 8, what ", bank 8" }, \
	{ (first) + 9, what ", bank 9" }, { (first) + 10, what ", bank A" }, { (first) + 11, what ", bank B" }, \
	{ (first) + 12, what ", bank C" }
#define OMRON_BANKS_DF(first, what) \
	{ (first) + 13, what ", bank D" }, { (first) + 14, what ", bank E" }, { (first) + 15, what ", bank F" }
#define OMRON_BANKS_UP(first, what) \
	{ (first), what ", bank 10" }, { (first) + 1, what ", bank 11" }, { (first) + 2, what ", bank 12" }, \
	{ (first) + 3, what ", bank 13" }, { (first) + 4, what ", bank 14" }, { (first) + 5, what ", bank 15" }, \
	{ (first) + 6, what ", bank 16" }, { (first) + 7, what ", bank 17" }, { (first) + 8, what ", bank 18" }

static const struct name omron_area_names[] = {
	{ 0x00, "CV: bit" }, { 0x01, "CV: timer or counter flag" }, { 0x02, "DM bit" }, { 0x03, "CV: transition flag" },
	{ 0x04, "CV: step flag" }, { 0x05, "CV: forced status bit" }, { 0x06, "Task flag" },
	{ 0x07, "Condition flag or clock pulse" }, { 0x09, "Timer or counter flag" }, { 0x0a, "EM bit, current bank" },
	{ 0x1b, "CV: action flag" }, OMRON_BANKS_13(0x20, "EM bit"), OMRON_BANKS_DF(0x20, "EM bit"),
	{ 0x30, "CIO bit" }, { 0x31, "Work bit" }, { 0x32, "Holding bit" }, { 0x33, "Auxiliary bit" },
	{ 0x40, "CV: bit with forced status" }, { 0x41, "CV: timer or counter flag with forced status" },
	{ 0x43, "CV: transition flag with forced status" }, { 0x44, "CV: step status" }, { 0x46, "Task status" },
	{ 0x49, "Timer or counter flag with forced status" }, OMRON_BANKS_UP(0x60, "EM word"),
	{ 0x70, "CIO bit with forced status" }, { 0x71, "Work bit with forced status" },
	{ 0x72, "Holding bit with forced status" }, { 0x80, "CV: word" }, { 0x81, "CV: timer or counter value" },
	{ 0x82, "DM word" }, { 0x84, "CV: step timer value" }, { 0x85, "CV: forced status word" },
	{ 0x89, "Timer or counter value" },
	{ 0x90, "CV: EM word, bank 0" }, { 0x91, "CV: EM word, bank 1" }, { 0x92, "CV: EM word, bank 2" },
	{ 0x93, "CV: EM word, bank 3" }, { 0x94, "CV: EM word, bank 4" }, { 0x95, "CV: EM word, bank 5" },
	{ 0x96, "CV: EM word, bank 6" }, { 0x97, "CV: EM word, bank 7" }, { 0x98, "EM word, current bank" },
	{ 0x9c, "CV: register" }, OMRON_BANKS_13(0xa0, "EM word"), OMRON_BANKS_DF(0xa0, "EM word"),
	{ 0xb0, "CIO word" }, { 0xb1, "Work word" }, { 0xb2, "Holding word" }, { 0xb3, "Auxiliary word" },
	{ 0xbc, "Data register or EM bank number" }, { 0xc0, "CV: word with forced status" }, { 0xdc, "Index register" },
	{ 0xdd, "CV: interrupt interval" }, OMRON_BANKS_UP(0xe0, "EM bit"),
	{ 0xf0, "CIO word with forced status" }, { 0xf1, "Work word with forced status" },
	{ 0xf2, "Holding word with forced status" }, { 0, NULL },
};

static const struct name omron_parameter_area_names[] = {
	{ 0x8002, "CPU Bus Unit Setup" }, { 0x8010, "PLC Setup" }, { 0x8011, "Peripheral Device Setup" },
	{ 0x8012, "I/O Table" }, { 0x8013, "Routing Tables" }, { 0, NULL },
};

static const struct name omron_mode_names[] = {
	{ 0, "PROGRAM" }, { 1, "DEBUG" }, { 2, "MONITOR" }, { 4, "RUN" }, { 0, NULL },
};

static const struct name omron_card_names[] = {
	{ 0, "None" }, { 1, "RAM" }, { 2, "EPROM" }, { 3, "EEPROM" }, { 4, "Flash" }, { 0, NULL },
};

static const struct name omron_status_names[] = { { 0, "Stop" }, { 1, "Run" }, { 0x80, "Standby" }, { 0, NULL } };
static const struct name omron_active_names[] = { { 0, "Stopped" }, { 1, "Active" }, { 0, NULL } };
static const struct name omron_transmission_names[] = { { 0, "None" }, { 1, "Active" }, { 0, NULL } };
static const struct name omron_cycle_names[] = { { 0, "Initialize" }, { 1, "Read" }, { 0, NULL } };

static const struct name omron_day_names[] = {
	{ 0, "Sunday" }, { 1, "Monday" }, { 2, "Tuesday" }, { 3, "Wednesday" }, { 4, "Thursday" }, { 5, "Friday" },
	{ 6, "Saturday" }, { 0, NULL },
};

static const struct name omron_disk_names[] = {
	{ 0x0000, "Memory card" }, { 0x0001, "EM file memory" }, { 0x8000, "Memory card" }, { 0x8001, "EM file memory" },
	{ 0, NULL },
};

static const struct name omron_file_parameter_names[] = {
	{ 0, "New file" }, { 1, "New file or overwrite" }, { 2, "Append" }, { 3, "Overwrite" }, { 0, NULL },
};

static const struct name omron_volume_parameter_names[] = {
	{ 0, "Create" }, { 1, "Create or overwrite" }, { 2, "Delete" }, { 0, NULL },
};

static const struct name omron_transfer_parameter_names[] = {
	{ 0, "Memory to file" }, { 1, "File to memory" }, { 2, "Compare" }, { 0, NULL },
};

static const struct name omron_set_reset_names[] = {
	{ 0x0000, "Force off" }, { 0x0001, "Force on" }, { 0x8000, "Release, off" }, { 0x8001, "Release, on" },
	{ 0xffff, "Release" }, { 0, NULL },
};

static const struct name omron_memory_type_names[] = { { 0, "RAM" }, { 1, "RAM and ROM" }, { 0, NULL } };

static const struct name omron_block_kind_names[] = {
	{ 0, "Empty" }, { 1, "I/O data" }, { 2, "User program" }, { 3, "Comments" }, { 0, NULL },
};

static const struct name omron_directory_parameter_names[] = { { 0, "Create" }, { 1, "Delete" }, { 0, NULL } };
/* clang-format on */

#endif
