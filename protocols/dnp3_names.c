/* Names of DNP3's codes, and the table of its fields. */
#include "protocols/dnp3_fields.h"

/* clang-format off */
const struct name dnp3_prifunc_names[] = {
	{ 0, "Reset of Remote Link" }, { 1, "Reset of User Process" }, { 2, "Test Function For Link" },
	{ 3, "User Data" }, { 4, "Unconfirmed User Data" }, { 9, "Request Link Status" },
	{ 0, NULL },
};

const struct name dnp3_secfunc_names[] = {
	{ 0, "ACK" }, { 1, "NACK" }, { 11, "Status of Link" },
	{ 14, "Link Service Not Functioning" }, { 15, "Link Service Not Used or Implemented" },
	{ 0, NULL },
};

const struct name dnp3_crc_names[] = { { 0, "Bad" }, { 1, "Good" }, { 0, NULL } };

const struct name dnp3_func_names[] = {
	{ 0, "Confirm" }, { 1, "Read" }, { 2, "Write" }, { 3, "Select" }, { 4, "Operate" },
	{ 5, "Direct Operate" }, { 6, "Direct Operate No Ack" },
	{ 7, "Immediate Freeze" }, { 8, "Immediate Freeze No Ack" },
	{ 9, "Freeze and Clear" }, { 10, "Freeze and Clear No ACK" },
	{ 11, "Freeze With Time" }, { 12, "Freeze With Time No ACK" },
	{ 13, "Cold Restart" }, { 14, "Warm Restart" }, { 15, "Initialize Data" },
	{ 16, "Initialize Application" }, { 17, "Start Application" }, { 18, "Stop Application" },
	{ 19, "Save Configuration" },
	{ 20, "Enable Spontaneous Messages" }, { 21, "Disable Spontaneous Messages" },
	{ 22, "Assign Classes" }, { 23, "Delay Measurement" }, { 24, "Record Current Time" },
	{ 25, "Open File" }, { 26, "Close File" }, { 27, "Delete File" }, { 28, "Get File Info" },
	{ 29, "Authenticate File" }, { 30, "Abort File" }, { 31, "Activate Config" },
	{ 32, "Authentication Request" }, { 33, "Authentication Error" },
	{ 129, "Response" }, { 130, "Unsolicited Response" }, { 131, "Authentication Response" },
	{ 0, NULL },
};

const struct name dnp3_prefix_names[] = {
	{ 0, "None" }, { 1, "1-Octet Index Prefix" }, { 2, "2-Octet Index Prefix" },
	{ 3, "4-Octet Index Prefix" }, { 4, "1-Octet Object Size Prefix" },
	{ 5, "2-Octet Object Size Prefix" }, { 6, "4-Octet Object Size Prefix" },
	{ 0, NULL },
};

const struct name dnp3_range_names[] = {
	{ 0, "8-bit Start and Stop Indices" }, { 1, "16-bit Start and Stop Indices" },
	{ 2, "32-bit Start and Stop Indices" }, { 3, "8-bit Absolute Address in Range Field" },
	{ 4, "16-bit Absolute Address in Range Field" }, { 5, "32-bit Absolute Address in Range Field" },
	{ 6, "No Range Field" }, { 7, "8-bit Single Field Quantity" },
	{ 8, "16-bit Single Field Quantity" }, { 9, "32-bit Single Field Quantity" },
	{ 10, "Reserved" }, { 11, "Free-format Qualifier" },
	{ 0, NULL },
};

const struct name dnp3_double_names[] = {
	{ 0, "Intermediate" }, { 1, "Determined Off" }, { 2, "Determined On" }, { 3, "Indeterminate" },
	{ 0, NULL },
};

const struct name dnp3_op_names[] = {
	{ 0, "NUL Operation" }, { 1, "Pulse On" }, { 2, "Pulse Off" }, { 3, "Latch On" }, { 4, "Latch Off" },
	{ 0, NULL },
};

const struct name dnp3_clear_names[] = {
	{ 0, "Not Set" }, { 1, "Queue" }, { 2, "Clear" }, { 3, "Queue and Clear" }, { 0, NULL },
};

const struct name dnp3_trip_names[] = {
	{ 0, "NUL" }, { 1, "Close" }, { 2, "Trip" }, { 3, "Reserved" }, { 0, NULL },
};

const struct name dnp3_control_status_names[] = {
	{ 0, "ok" }, { 1, "select has timed out" }, { 2, "no select" }, { 3, "format error" },
	{ 4, "not supported" }, { 5, "already active" }, { 6, "hardware error" },
	{ 7, "local" }, { 8, "too many operations" }, { 9, "not authorized" },
	{ 10, "inhibited by automation" }, { 11, "processing limited" }, { 12, "out of range" },
	{ 13, "local downstream" }, { 14, "already complete" }, { 15, "blocked" }, { 16, "cancelled" },
	{ 17, "blocked by another master" }, { 18, "failed downstream" },
	{ 126, "not participating" }, { 127, "undefined error" },
	{ 0, NULL },
};

const struct name dnp3_file_mode_names[] = {
	{ 0, "NULL" }, { 1, "READ" }, { 2, "WRITE" }, { 3, "APPEND" }, { 0, NULL },
};

const struct name dnp3_file_status_names[] = {
	{ 0, "SUCCESS" }, { 1, "PERMISSION DENIED" }, { 2, "INVALID MODE" }, { 3, "FILE NOT FOUND" },
	{ 4, "FILE LOCKED" }, { 5, "TOO MANY OPEN" }, { 6, "INVALID HANDLE" }, { 7, "WRITE BLOCK SIZE" },
	{ 8, "COMM LOST" }, { 9, "CANNOT ABORT" }, { 16, "NOT OPENED" }, { 17, "HANDLE EXPIRED" },
	{ 18, "BUFFER OVERRUN" }, { 19, "FATAL" }, { 20, "BLOCK SEQUENCE" }, { 255, "UNDEFINED" },
	{ 0, NULL },
};

const struct name dnp3_file_type_names[] = { { 0, "directory" }, { 1, "file" }, { 0, NULL } };

const struct name dnp3_datatype_names[] = {
	{ 0, "none" }, { 1, "text" }, { 2, "unsigned number" }, { 3, "signed number" }, { 4, "floating point" },
	{ 5, "octets" }, { 6, "bits" }, { 7, "time" }, { 8, "Unicode text" },
	{ 254, "list of variations" }, { 255, "extended list of variations" },
	{ 0, NULL },
};

const struct name dnp3_mac_names[] = {
	{ 0, "none" }, { 1, "HMAC SHA-1, 4 octets" }, { 2, "HMAC SHA-1, 10 octets" },
	{ 3, "HMAC SHA-256, 8 octets" }, { 4, "HMAC SHA-256, 16 octets" },
	{ 5, "HMAC SHA-1, 8 octets" }, { 6, "AES-GMAC, 12 octets" },
	{ 0, NULL },
};

const struct name dnp3_challenge_names[] = { { 0, "none" }, { 1, "critical" }, { 0, NULL } };

const struct name dnp3_wrap_names[] = { { 0, "none" }, { 1, "AES-128" }, { 2, "AES-256" }, { 0, NULL } };

const struct name dnp3_key_status_names[] = {
	{ 0, "not used" }, { 1, "ok" }, { 2, "not initialised" }, { 3, "communication failed" },
	{ 4, "authentication failed" },
	{ 0, NULL },
};

const struct name dnp3_auth_error_names[] = {
	{ 0, "none" }, { 1, "authentication failed" }, { 2, "unexpected response" }, { 3, "no response" },
	{ 4, "aggressive mode not supported" }, { 5, "MAC algorithm not supported" },
	{ 6, "key wrap algorithm not supported" }, { 7, "authorization failed" },
	{ 8, "key change method not permitted" }, { 9, "invalid signature" },
	{ 10, "invalid certification data" }, { 11, "unknown user" },
	{ 12, "too many session key status requests" },
	{ 0, NULL },
};

const struct name dnp3_key_method_names[] = {
	{ 0, "none" }, { 3, "AES-128, SHA-1" }, { 4, "AES-256, SHA-256" }, { 5, "AES-256, AES-GMAC" },
	{ 67, "RSA-1024, DSA, SHA-1" }, { 68, "RSA-2048, DSA, SHA-256" }, { 69, "RSA-3072, DSA, SHA-256" },
	{ 70, "RSA-2048, DSA, AES-GMAC" }, { 71, "RSA-3072, DSA, AES-GMAC" },
	{ 0, NULL },
};

const struct name dnp3_select_names[] = {
	{ 1, "selected" }, { 2, "not selected" }, { 3, "another control was selected" },
	{ 4, "select was refused" }, { 5, "selected too long ago" },
	{ 0, NULL },
};

const struct field dnp3_field_table[DNP3_FIELD_COUNT] = { DNP3_FIELDS(FIELD_ROW_) };
/* clang-format on */
