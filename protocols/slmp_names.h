/* Names of the values of SLMP (MC protocol): belongs to slmp_fields.c. */
#ifndef KAGAMI_SLMP_NAMES_H
#define KAGAMI_SLMP_NAMES_H

#include "protocols/protocol.h"

/* clang-format off */
static const struct name slmp_frame_names[] = { { 1, "1E" }, { 3, "3E" }, { 4, "4E" }, { 0, NULL } };

static const struct name slmp_code_names[] = { { 0, "binary" }, { 1, "ASCII" }, { 0, NULL } };

static const struct name slmp_subheader_names[] = {
	{ 0x5000, "request" }, { 0xd000, "response" }, { 0x5400, "request with serial number" },
	{ 0xd400, "response with serial number" }, { 0, NULL },
};

static const struct name slmp_module_names[] = {
	{ 0x03ff, "CPU of the station" }, { 0x03d0, "control system CPU" }, { 0x03d1, "standby system CPU" },
	{ 0x03d2, "system A CPU" }, { 0x03d3, "system B CPU" }, { 0x03e0, "CPU 1" }, { 0x03e1, "CPU 2" },
	{ 0x03e2, "CPU 3" }, { 0x03e3, "CPU 4" }, { 0, NULL },
};

static const struct name slmp_command_names[] = {
	{ 0x0401, "Device read" }, { 0x1401, "Device write" }, { 0x0403, "Device random read" },
	{ 0x1402, "Device random write" }, { 0x0406, "Device block read" }, { 0x1406, "Device block write" },
	{ 0x0801, "Monitor registration" }, { 0x0802, "Monitor" }, { 0x0101, "CPU model read" },
	{ 0x041a, "Label array read" }, { 0x141a, "Label array write" }, { 0x041c, "Label random read" },
	{ 0x141b, "Label random write" }, { 0x0613, "Buffer memory read" }, { 0x1613, "Buffer memory write" },
	{ 0x0601, "Module buffer memory read" }, { 0x1601, "Module buffer memory write" },
	{ 0x0619, "Self test" }, { 0x1001, "Remote RUN" }, { 0x1002, "Remote STOP" }, { 0x1003, "Remote PAUSE" },
	{ 0x1005, "Remote latch clear" }, { 0x1006, "Remote RESET" }, { 0x1617, "Clear error" },
	{ 0x1630, "Remote password unlock" }, { 0x1631, "Remote password lock" }, { 0x2101, "On-demand data" },
	{ 0x0201, "File information read" }, { 0x0202, "File information with title read" },
	{ 0x0203, "File search" }, { 0x0204, "File number usage read" }, { 0x0205, "Drive memory usage read" },
	{ 0x0206, "File read" }, { 0x0808, "File lock" }, { 0x1202, "File create" }, { 0x1203, "File write" },
	{ 0x1204, "File information change" }, { 0x1205, "File delete" }, { 0x1206, "File copy" },
	{ 0x1207, "Drive memory defragment" }, { 0x1810, "Directory read" }, { 0x1811, "Directory search" },
	{ 0x1820, "File create" }, { 0x1822, "File delete" }, { 0x1824, "File copy" },
	{ 0x1825, "File attribute change" }, { 0x1826, "File date change" }, { 0x1827, "File open" },
	{ 0x1828, "File read" }, { 0x1829, "File write" }, { 0x182a, "File close" },
	{ 0x0e28, "Device identification get" }, { 0x0e29, "Node data monitoring" }, { 0x0e30, "Node search" },
	{ 0x0e31, "IP address set" }, { 0x0e32, "Device information compare" }, { 0x0e33, "Parameter get" },
	{ 0x0e34, "Parameter set" }, { 0x0e35, "Parameter set start" }, { 0x0e36, "Parameter set end" },
	{ 0x0e3a, "Parameter set cancel" }, { 0x0e44, "Node status read" },
	{ 0x0e45, "Communication setting get" }, { 0x0e53, "Node status read 2" }, { 0x0e90, "Network configuration" },
	{ 0x0e91, "Master configuration" }, { 0x0e92, "Slave configuration" }, { 0x0e93, "Cyclic configuration" },
	{ 0x0e94, "Notification" }, { 0x0eb0, "Backup communication setting get" },
	{ 0x0eb1, "Backup list get" }, { 0x0eb2, "Backup device information get" }, { 0x0eb3, "Backup start" },
	{ 0x0eb4, "Backup end" }, { 0x0eb5, "Backup request" }, { 0x0eb6, "Backup parameter get" },
	{ 0x0eb7, "Restore check" }, { 0x0eb8, "Restore start" }, { 0x0eb9, "Restore end" },
	{ 0x0eba, "Restore parameter set" }, { 0x0ebe, "Slave parameter check" }, { 0x1619, "Clear error history" },
	{ 0x161a, "Event history clear" }, { 0x3040, "Communication test" }, { 0x3050, "Cable test" },
	{ 0x3060, "Event history count get" }, { 0x3061, "Event history get" },
	{ 0x3062, "Event history clock offset" }, { 0x3070, "Remote control" },
	{ 0x3072, "Communication speed" }, { 0x3119, "Node information get" }, { 0x3206, "Cyclic stop own" },
	{ 0x3207, "Cyclic start own" }, { 0x3208, "Cyclic stop other" }, { 0x3209, "Cyclic start other" },
	{ 0x320a, "Link device parameter write" }, { 0x320b, "Link device parameter check" },
	{ 0x320c, "Link device parameter check result" }, { 0x320d, "Reserved station release" },
	{ 0x320e, "Reserved station set" }, { 0x3210, "Watchdog counter set" },
	{ 0x3211, "Watchdog counter offset" }, { 0x3230, "Node information accept" },
	{ 0x4020, "CAN object access" }, { 0xa445, "Data collection" },
	/* of 1E frames */
	{ 0x00, "Batch read in bits" }, { 0x01, "Batch read in words" }, { 0x02, "Batch write in bits" },
	{ 0x03, "Batch write in words" }, { 0x04, "Test in bits" }, { 0x05, "Test in words" },
	{ 0x06, "Monitor registration in bits" }, { 0x07, "Monitor registration in words" },
	{ 0x08, "Monitor in bits" }, { 0x09, "Monitor in words" }, { 0x0a, "Program read (main)" },
	{ 0x0b, "Program read (sub)" }, { 0x0c, "Program write (main)" }, { 0x0d, "Program write (sub)" },
	{ 0x0e, "Module buffer memory read" }, { 0x0f, "Module buffer memory write" }, { 0x10, "Parameter read" },
	{ 0x11, "Parameter write" }, { 0x12, "Parameter analysis" }, { 0x13, "Remote RUN" },
	{ 0x14, "Remote STOP" }, { 0x15, "CPU model read" }, { 0x16, "Self test" },
	{ 0x17, "Extended file register read" }, { 0x18, "Extended file register write" },
	{ 0x19, "Extended file register test" }, { 0x1a, "Extended file register monitor registration" },
	{ 0x1b, "Extended file register monitor" }, { 0x1c, "Comment read" }, { 0x1d, "Comment write" },
	{ 0x1e, "Microcomputer program read (main)" }, { 0x1f, "Microcomputer program read (sub)" },
	{ 0x20, "Microcomputer program write (main)" }, { 0x21, "Microcomputer program write (sub)" },
	{ 0x39, "Extended comment read" }, { 0x3a, "Extended comment write" },
	{ 0x3b, "Extended file register direct read" }, { 0x3c, "Extended file register direct write" },
	{ 0x60, "On-demand data" }, { 0, NULL },
};

static const struct name slmp_end_names[] = {
	{ 0x0000, "ok" }, { 0x0055, "writing is not allowed while the CPU runs" },
	{ 0x4000, "checksum error" }, { 0x4001, "request is not supported" }, { 0x4002, "request is not supported" },
	{ 0x4004, "system protection is on" }, { 0x4005, "too many data" }, { 0x4008, "CPU is busy" },
	{ 0x4010, "not possible while the CPU runs" }, { 0x4013, "not possible unless the CPU is stopped" },
	{ 0x4021, "drive does not exist" }, { 0x4022, "file does not exist" },
	{ 0x4023, "file name and number do not fit" }, { 0x4024, "file is not accessible" },
	{ 0x4025, "file is in use" }, { 0x4026, "password is needed" }, { 0x4027, "beyond the file's end" },
	{ 0x4029, "no room on the drive" }, { 0x4030, "device does not exist" },
	{ 0x4031, "device number is out of range" }, { 0x4032, "wrong qualification of the device" },
	{ 0x4033, "device cannot be written" }, { 0x4040, "not possible for the module" },
	{ 0x4041, "beyond the buffer memory" }, { 0x4050, "memory card is write-protected" },
	{ 0x4051, "memory is not accessible" }, { 0x4052, "file is read-only" },
	{ 0x4053, "error while writing to the drive" }, { 0x4080, "request data are wrong" },
	{ 0x4082, "the same is being executed" }, { 0x408b, "remote request cannot be executed" },
	{ 0xc001, "IP address setting is wrong" },
	{ 0xc035, "partner was not heard in time" },
	{ 0xc040, "data did not come in time" }, { 0xc050, "ASCII data cannot be converted" },
	{ 0xc051, "too many points in words" }, { 0xc052, "too many points in bits" },
	{ 0xc053, "too many random points in bits" }, { 0xc054, "too many random points in words" },
	{ 0xc055, "too many bytes of a file" }, { 0xc056, "beyond the largest address" },
	{ 0xc057, "length does not fit the data" }, { 0xc058, "length does not fit the converted data" },
	{ 0xc059, "unknown command or subcommand" }, { 0xc05a, "device cannot be accessed" },
	{ 0xc05b, "device cannot be accessed" }, { 0xc05c, "request is wrong" },
	{ 0xc05d, "monitor without registration" }, { 0xc05e, "monitoring timer ran out" },
	{ 0xc05f, "destination cannot execute it" }, { 0xc060, "request for bit devices is wrong" },
	{ 0xc061, "length does not fit the data" }, { 0xc070, "memory cannot be extended there" },
	{ 0xc071, "too many points for that module" }, { 0xc072, "request is wrong for that device" },
	{ 0xc073, "destination cannot execute it" }, { 0xc075, "request for labels is too long" },
	{ 0xc0b2, "buffers of a station on the way are full" }, { 0xc0d9, "wrong subcommand" },
	{ 0xc0de, "no data in time" }, { 0xc1a2, "no response from behind" },
	{ 0xc1a4, "wrong command, subcommand or module" }, { 0xc1a7, "wrong network number" },
	{ 0xc1a8, "wrong station number" }, { 0xc200, "wrong remote password" },
	{ 0xc201, "locked by the remote password" }, { 0xc202, "remote password of another station" },
	{ 0xc203, "remote password check failed" }, { 0xc204, "unlocked by another device" },
	{ 0xc205, "remote password of another station" }, { 0xc207, "file name is too long" },
	{ 0xc208, "password length is out of range" }, { 0xc810, "wrong remote password" },
	{ 0xc811, "wrong remote password, wait 1 minute" }, { 0xc812, "wrong remote password, wait 5 minutes" },
	{ 0xc813, "wrong remote password, wait 15 minutes" }, { 0xc814, "wrong remote password, wait 60 minutes" },
	{ 0xc815, "wrong remote password, wait 60 minutes" }, { 0xc816, "passwords are not accepted any more" },
	{ 0xc61c, "length does not fit the data" },
	{ 0xccc7, "not possible in this state" },
	{ 0xccc8, "can only be written" }, { 0xccc9, "can only be read" }, { 0xccca, "object does not exist" },
	{ 0xccff, "object access failed" }, { 0xcee0, "busy with another request" },
	{ 0xcee1, "request is too long" }, { 0xcee2, "response would be too long" }, { 0xcf00, "gateway error" },
	{ 0xcf10, "node information does not exist" }, { 0xcf20, "setting cannot be made" },
	{ 0xcf30, "parameter does not exist" }, { 0xcf31, "parameter cannot be written now" },
	{ 0xcf40, "part of a message did not come in time" }, { 0xcf41, "part of a message came twice" },
	{ 0xcf42, "part of a message is wrong" }, { 0xcf43, "part of a message was lost" },
	{ 0xcf44, "messages in parts are not supported" }, { 0xcf70, "error on the way" },
	{ 0xcf71, "timeout on the way" }, { 0xcfe0, "second master" },
	{ 0xcfe1, "wrong number of stations" }, { 0xcff0, "slave error" },
	{ 0xcfff, "slave wants to disconnect" }, { 0, NULL },
};

static const struct name slmp_end_1e_names[] = {
	{ 0x00, "ok" }, { 0x50, "unknown command" }, { 0x54, "ASCII data cannot be converted" },
	{ 0x55, "writing is not allowed while the CPU runs" }, { 0x56, "wrong device" },
	{ 0x57, "wrong number of points" }, { 0x58, "beyond the largest address" },
	{ 0x59, "extended file register does not exist" }, { 0x5b, "CPU cannot be reached" },
	{ 0x60, "monitoring timer ran out" }, { 0, NULL },
};

static const struct name slmp_abnormal_names[] = {
	{ 0x10, "wrong PC number" }, { 0x11, "CPU does not answer" }, { 0x12, "no such special module" },
	{ 0x18, "not possible while the CPU runs" }, { 0x20, "link error" }, { 0x21, "bus error of a special module" },
	{ 0x22, "remote request cannot be executed" }, { 0x23, "writing is not allowed while the CPU runs" }, { 0, NULL },
};

static const struct name slmp_device_names[] = {
	{ 0xa8, "D" }, { 0x90, "M" }, { 0x9c, "X" }, { 0x9d, "Y" }, { 0xb4, "W" }, { 0xa0, "B" }, { 0xb0, "ZR" },
	{ 0xaf, "R" }, { 0x91, "SM" }, { 0xa9, "SD" }, { 0x92, "L" }, { 0x93, "F" }, { 0x94, "V" }, { 0x98, "S" },
	{ 0xc1, "TS" }, { 0xc0, "TC" }, { 0xc2, "TN" }, { 0xc4, "CS" }, { 0xc3, "CC" }, { 0xc5, "CN" },
	{ 0xc7, "STS" }, { 0xc6, "STC" }, { 0xc8, "STN" }, { 0xa1, "SB" }, { 0xb5, "SW" }, { 0xa2, "DX" },
	{ 0xa3, "DY" }, { 0xcc, "Z" }, { 0x51, "LTS" }, { 0x50, "LTC" }, { 0x52, "LTN" }, { 0x59, "LSTS" },
	{ 0x58, "LSTC" }, { 0x5a, "LSTN" }, { 0x55, "LCS" }, { 0x54, "LCC" }, { 0x56, "LCN" }, { 0x62, "LZ" },
	{ 0x2c, "RD" }, { 0xab, "G" }, { 0x2e, "HG" }, { 0, NULL },
};

static const struct name slmp_memory_names[] = {
	{ 0x00, "devices" }, { 0xf8, "module" }, { 0xf9, "link" }, { 0xfa, "CPU buffer" }, { 0, NULL },
};

static const struct name slmp_type_names[] = {
	{ 1, "bit" }, { 2, "word" }, { 3, "double word" }, { 4, "bit string, 16" }, { 5, "bit string, 32" },
	{ 6, "float" }, { 7, "double float" }, { 8, "time" }, { 9, "string" }, { 10, "wide string" },
	{ 11, "timer" }, { 12, "counter" }, { 13, "retentive timer" }, { 0, NULL },
};

static const struct name slmp_unit_names[] = { { 0, "bits" }, { 1, "bytes" }, { 0, NULL } };

static const struct name slmp_mode_names[] = { { 1, "not by force" }, { 3, "by force" }, { 0, NULL } };

static const struct name slmp_clear_names[] = {
	{ 0, "nothing" }, { 1, "all but latched devices" }, { 2, "all devices" }, { 0, NULL },
};

static const struct name slmp_remote_names[] = {
	{ 1, "run" }, { 2, "stop" }, { 3, "pause" }, { 4, "latch cleared" }, { 5, "reset" }, { 0, NULL },
};

static const struct name slmp_cpu_names[] = { { 0, "run" }, { 2, "stop" }, { 3, "pause" }, { 0, NULL } };

static const struct name slmp_drive_names[] = {
	{ 0, "program memory" }, { 1, "memory card RAM" }, { 2, "memory card ROM" }, { 3, "standard RAM" },
	{ 4, "standard ROM" }, { 0, NULL },
};

static const struct name slmp_file_mode_names[] = { { 0x0000, "read" }, { 0x0100, "write" }, { 0, NULL } };

static const struct name slmp_protocol_names[] = { { 0, "TCP" }, { 1, "UDP" }, { 0, NULL } };
/* clang-format on */

#endif
