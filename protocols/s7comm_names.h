/* Names of the values of S7comm: belongs to s7comm_fields.c. */
#ifndef KAGAMI_S7COMM_NAMES_H
#define KAGAMI_S7COMM_NAMES_H

#include "protocols/protocol.h"

/* clang-format off */
static const struct name s7_rosctr_names[] = { { 1, "Job" }, { 2, "Ack" }, { 3, "Ack_Data" }, { 7, "Userdata" }, { 0, NULL } };

static const struct name s7_function_names[] = {
	{ 0x00, "CPU services" }, { 0x04, "Read Var" }, { 0x05, "Write Var" }, { 0x1a, "Request download" },
	{ 0x1b, "Download block" }, { 0x1c, "Download ended" }, { 0x1d, "Start upload" }, { 0x1e, "Upload" },
	{ 0x1f, "End upload" }, { 0x28, "PI-Service" }, { 0x29, "PLC Stop" }, { 0xf0, "Setup communication" }, { 0, NULL },
};

static const struct name s7_error_class_names[] = {
	{ 0x00, "No error" }, { 0x81, "Application relationship" }, { 0x82, "Object definition" },
	{ 0x83, "No resources available" }, { 0x84, "Error on service processing" }, { 0x85, "Error on supplies" },
	{ 0x87, "Access error" }, { 0, NULL },
};

static const struct name s7_error_names[] = {
	{ 0x0000, "ok" }, { 0x0110, "invalid block number" }, { 0x0111, "invalid request length" },
	{ 0x0112, "invalid parameter" }, { 0x0113, "invalid block type" }, { 0x0114, "block not found" },
	{ 0x0115, "block exists already" }, { 0x0116, "block is write-protected" }, { 0x0117, "block or update too large" },
	{ 0x0118, "invalid block number" }, { 0x0119, "incorrect password" }, { 0x011a, "resource error of the client" },
	{ 0x011b, "resource error of the controller" }, { 0x011c, "protocol error" }, { 0x011d, "too many blocks" },
	{ 0x011e, "no connection to the database" }, { 0x011f, "result buffer too small" }, { 0x0120, "end of the block list" },
	{ 0x0140, "not enough memory" }, { 0x0141, "no resources for the job" },
	{ 0x8001, "not possible in the block's state" }, { 0x8003, "error during the transfer of the block" },
	{ 0x8100, "service unknown" }, { 0x8104, "service not implemented" }, { 0x8204, "type of the object inconsistent" },
	{ 0x8205, "copied block exists and is not linked" }, { 0x8301, "not enough memory on the module" },
	{ 0x8302, "too few resources" }, { 0x8304, "no more uploads at once" }, { 0x8305, "function not available" },
	{ 0x8306, "not enough work memory" }, { 0x8307, "not enough retentive memory" },
	{ 0x8401, "invalid order of services" }, { 0x8402, "not possible in the object's state" },
	{ 0x8404, "function cannot be performed" }, { 0x8405, "partner block is disabled" }, { 0x8500, "wrong frame" },
	{ 0x8503, "cancelled by the module" }, { 0x8701, "object cannot be addressed" }, { 0x8702, "service not supported" },
	{ 0x8703, "access refused" }, { 0x8704, "object damaged" }, { 0xd001, "illegal job number" },
	{ 0xd002, "illegal job variant" }, { 0xd003, "test function not supported" }, { 0xd004, "illegal job status" },
	{ 0xd005, "illegal end of job" }, { 0xd006, "illegal identifier" }, { 0xd007, "illegal number of buffer elements" },
	{ 0xd008, "illegal scan rate" }, { 0xd009, "illegal number of runs" }, { 0xd00a, "illegal trigger event" },
	{ 0xd00b, "illegal trigger condition" }, { 0xd011, "no such block in the call path" }, { 0xd012, "wrong address in the block" },
	{ 0xd014, "block is being deleted" }, { 0xd015, "illegal variable address" }, { 0xd016, "no tests: error in the program" },
	{ 0xd017, "illegal trigger number" }, { 0xd025, "invalid path" }, { 0xd026, "illegal kind of access" },
	{ 0xd027, "illegal number of data blocks" }, { 0xd031, "internal protocol error" }, { 0xd032, "wrong result buffer length" },
	{ 0xd033, "wrong job length" }, { 0xd03f, "error in the parameters" }, { 0xd041, "illegal status list" },
	{ 0xd042, "illegal variable address" }, { 0xd043, "no such job" }, { 0xd044, "illegal variable value" },
	{ 0xd045, "not allowed in HOLD" }, { 0xd046, "illegal measuring stage" }, { 0xd047, "illegal hierarchy" },
	{ 0xd048, "illegal deletion" }, { 0xd049, "illegal replacement" }, { 0xd04a, "program status failed" },
	{ 0xd05f, "error in the data" }, { 0xd061, "no memory for the job" }, { 0xd062, "job list full" },
	{ 0xd063, "trigger event occupied" }, { 0xd064, "no memory for a result" }, { 0xd065, "no memory for results" },
	{ 0xd066, "timer occupied" }, { 0xd067, "too many modify jobs" }, { 0xd081, "not in this operating state" },
	{ 0xd082, "HOLD cannot be left" }, { 0xd0a1, "not in this protection level" }, { 0xd0a2, "a function is running that changes memory" },
	{ 0xd0a3, "too many modify jobs on the I/O" }, { 0xd0a4, "forcing is active already" }, { 0xd0a5, "no such job" },
	{ 0xd0a6, "job cannot be disabled" }, { 0xd0a7, "job cannot be deleted" }, { 0xd0a8, "job cannot be replaced" },
	{ 0xd0a9, "job cannot be read" }, { 0xd0aa, "time limit exceeded" }, { 0xd0ab, "invalid job parameters" },
	{ 0xd0ac, "invalid job data" }, { 0xd0ad, "operating state set already" }, { 0xd0ae, "job belongs to another connection" },
	{ 0xd0c1, "error in access to a variable" }, { 0xd0c2, "change to STOP or HOLD" }, { 0xd0c3, "error in access to a variable" },
	{ 0xd0c4, "time-out of the measurement" }, { 0xd0c5, "block stack inconsistent" }, { 0xd0c6, "job deleted with its references" },
	{ 0xd0c7, "job deleted, STOP was left" }, { 0xd0c8, "block status aborted" }, { 0xd0c9, "status area left" },
	{ 0xd0ca, "status area left" }, { 0xd0cb, "output disable active again" }, { 0xd0cc, "too much data for test functions" },
	{ 0xd201, "syntax error in the block's name" }, { 0xd202, "syntax error in the parameters" },
	{ 0xd205, "linked block exists in RAM" }, { 0xd206, "linked block exists in EPROM" }, { 0xd208, "too many copied blocks" },
	{ 0xd209, "block not found" }, { 0xd20a, "too many blocks to link" }, { 0xd20b, "too many blocks to delete" },
	{ 0xd20c, "priority class missing for the block" }, { 0xd20d, "system data block cannot be interpreted" },
	{ 0xd20e, "no more blocks" }, { 0xd20f, "block too large" }, { 0xd210, "invalid block number" },
	{ 0xd212, "wrong header attribute" }, { 0xd213, "too many system data blocks" }, { 0xd216, "invalid user program" },
	{ 0xd217, "protection level not permitted" }, { 0xd218, "wrong attribute" }, { 0xd219, "wrong block length" },
	{ 0xd21a, "wrong local data length" }, { 0xd21b, "compression not possible" }, { 0xd21d, "too much project data" },
	{ 0xd21e, "module takes no parameters" }, { 0xd220, "invalid programming language" }, { 0xd221, "invalid connection data" },
	{ 0xd222, "invalid global data" }, { 0xd223, "error in an instance data block" }, { 0xd224, "invalid SCAN data" },
	{ 0xd225, "invalid DP data" }, { 0xd226, "structural error in a block" }, { 0xd230, "structural error in a block" },
	{ 0xd231, "priority class missing for an OB" }, { 0xd232, "illegal block number" }, { 0xd234, "block is there twice" },
	{ 0xd235, "wrong checksum of the block" }, { 0xd236, "block has no checksum" }, { 0xd237, "block is loaded twice" },
	{ 0xd238, "block is no DB" }, { 0xd239, "DB is not linked" }, { 0xd23a, "DB differs too much" },
	{ 0xd240, "rules of coordination violated" }, { 0xd241, "not in this protection level" },
	{ 0xd242, "fail-safe block is protected" }, { 0xd250, "version does not match" }, { 0xd251, "wrong order of components" },
	{ 0xd252, "wrong checksum" }, { 0xd253, "no loader" }, { 0xd254, "error in the memory" }, { 0xd280, "block cannot be compiled" },
	{ 0xd2a1, "another block function is active" }, { 0xd2a2, "a trigger is active on the block" },
	{ 0xd2a3, "block is not linked or occupied" }, { 0xd2a4, "block is in use by another function" },
	{ 0xd2a6, "saving and changing at once" }, { 0xd2a7, "block is not linked" }, { 0xd2a8, "a test function is active" },
	{ 0xd2a9, "CPU gets new parameters" }, { 0xd2aa, "modules get new parameters" }, { 0xd2ab, "limits are being changed" },
	{ 0xd2ac, "an activation is running" }, { 0xd2b0, "configuration in RUN failed" }, { 0xd2c0, "too many technology objects" },
	{ 0xd2c1, "technology block exists already" }, { 0xd2c2, "not possible in this state" },
	{ 0xd401, "information not available" }, { 0xd402, "information not available" }, { 0xd403, "logged on already" },
	{ 0xd404, "too many stations logged on" }, { 0xd405, "service not supported" }, { 0xd406, "information not available now" },
	{ 0xd407, "diagnostic error" }, { 0xd408, "update aborted" }, { 0xd409, "error on the DP bus" },
	{ 0xd601, "syntax error in the parameters" }, { 0xd602, "incorrect password" }, { 0xd603, "password was given already" },
	{ 0xd604, "connection is released already" }, { 0xd605, "there is no password" }, { 0xd801, "invalid variable address" },
	{ 0xd802, "no such job" }, { 0xd803, "illegal job status" }, { 0xd804, "illegal cycle time" },
	{ 0xd805, "no more cyclic jobs" }, { 0xd806, "not possible in the job's state" }, { 0xd807, "aborted: overload" },
	{ 0xdc01, "invalid date or time" }, { 0xe201, "CPU is the master already" }, { 0xe202, "programs differ" },
	{ 0xe203, "firmware differs" }, { 0xe204, "memory differs" }, { 0xe205, "synchronisation failed" },
	{ 0xe206, "rules of coordination violated" }, { 0xef01, "wrong identifier" }, { 0xef02, "no such resources" }, { 0, NULL },
};

static const struct name s7_syntax_names[] = {
	{ 0x10, "S7ANY" }, { 0x13, "PBC-R_ID" }, { 0x15, "ALARM_LOCKFREE" }, { 0x16, "ALARM_IND" }, { 0x19, "ALARM_ACK" },
	{ 0x1a, "ALARM_QUERYREQ" }, { 0x1c, "NOTIFY_IND" }, { 0x82, "NCK" }, { 0x83, "NCK_M" }, { 0x84, "NCK_I" },
	{ 0xa2, "DRIVEESANY" }, { 0xb0, "DBREAD" }, { 0xb2, "1200SYM" }, { 0, NULL },
};

static const struct name s7_type_names[] = {
	{ 1, "BIT" }, { 2, "BYTE" }, { 3, "CHAR" }, { 4, "WORD" }, { 5, "INT" }, { 6, "DWORD" }, { 7, "DINT" }, { 8, "REAL" },
	{ 9, "DATE" }, { 10, "TOD" }, { 11, "TIME" }, { 12, "S5TIME" }, { 15, "DATE_AND_TIME" }, { 28, "COUNTER" }, { 29, "TIMER" },
	{ 30, "IEC TIMER" }, { 31, "IEC COUNTER" }, { 32, "HS COUNTER" }, { 0, NULL },
};

static const struct name s7_area_names[] = {
	{ 0x01, "Data record" }, { 0x03, "System info of 200 family" }, { 0x05, "System flags of 200 family" },
	{ 0x06, "Analog inputs of 200 family" }, { 0x07, "Analog outputs of 200 family" }, { 0x1c, "S7 counters (C)" },
	{ 0x1d, "S7 timers (T)" }, { 0x1e, "IEC counters (200 family)" }, { 0x1f, "IEC timers (200 family)" },
	{ 0x80, "Direct peripheral access (P)" }, { 0x81, "Inputs (I)" }, { 0x82, "Outputs (Q)" }, { 0x83, "Flags (M)" },
	{ 0x84, "Data blocks (DB)" }, { 0x85, "Instance data blocks (DI)" }, { 0x86, "Local data (L)" }, { 0x87, "Previous local data (V)" }, { 0, NULL },
};

static const struct name s7_nck_area_names[] = {
	{ 0, "N - NCK" }, { 1, "B - Mode group" }, { 2, "C - Channel" }, { 3, "A - Axis" }, { 4, "T - Tool" },
	{ 5, "V - Feed drive" }, { 6, "M - Main drive" }, { 7, "M - MMC" }, { 0, NULL },
};

static const struct name s7_sym_area1_names[] = { { 0, "IQMCT" }, { 0x8a0e, "DB" }, { 0, NULL } };
static const struct name s7_sym_area2_names[] = {
	{ 0x50, "Inputs (I)" }, { 0x51, "Outputs (Q)" }, { 0x52, "Flags (M)" }, { 0x53, "Counter (C)" }, { 0x54, "Timer (T)" }, { 0, NULL },
};

static const struct name s7_return_names[] = {
	{ 0x00, "Reserved" }, { 0x01, "Hardware error" }, { 0x03, "Accessing the object not allowed" }, { 0x05, "Invalid address" },
	{ 0x06, "Data type not supported" }, { 0x07, "Data type inconsistent" }, { 0x0a, "Object does not exist" }, { 0xff, "Success" }, { 0, NULL },
};

static const struct name s7_data_size_names[] = {
	{ 0, "NULL" }, { 3, "BIT" }, { 4, "BYTE/WORD/DWORD" }, { 5, "INTEGER" }, { 6, "DINTEGER" }, { 7, "REAL" },
	{ 9, "OCTET STRING" }, { 17, "NCK ADDRESS1" }, { 18, "NCK ADDRESS2" }, { 0, NULL },
};

static const struct name s7_transfer_names[] = { { 1, "download" }, { 2, "upload" }, { 0, NULL } };
static const struct name s7_cpu_state_names[] = { { 1, "RUN" }, { 2, "STOP" }, { 3, "STARTUP" }, { 4, "HOLD" }, { 5, "DEFECT" }, { 0, NULL } };
static const struct name s7_connection_names[] = { { 1, "PG" }, { 2, "OP" }, { 3, "S7 basic" }, { 0, NULL } };

static const struct name s7_user_type_names[] = {
	{ 0, "Push" }, { 4, "Request" }, { 8, "Response" }, { 3, "NC Push" }, { 7, "NC Request" }, { 11, "NC Response" }, { 0, NULL },
};

static const struct name s7_group_names[] = {
	{ 0, "Mode-transition" }, { 1, "Programmer commands" }, { 2, "Cyclic services" }, { 3, "Block functions" }, { 4, "CPU functions" },
	{ 5, "Security" }, { 6, "PBC BSEND/BRECV" }, { 7, "Time functions" }, { 15, "NC programming" }, { 0, NULL },
};

static const struct name s7_last_names[] = { { 0, "Yes" }, { 1, "No" }, { 0, NULL } };

static const struct name s7_language_names[] = {
	{ 0, "Not defined" }, { 1, "AWL" }, { 2, "KOP" }, { 3, "FUP" }, { 4, "SCL" }, { 5, "DB" }, { 6, "GRAPH" }, { 7, "SDB" },
	{ 8, "CPU-DB" }, { 17, "SDB (after overall reset)" }, { 18, "SDB (Routing)" }, { 41, "ENCRYPT" }, { 0, NULL },
};

static const struct name s7_subblock_names[] = {
	{ 0, "Not set" }, { 8, "OB" }, { 10, "DB" }, { 11, "SDB" }, { 12, "FC" }, { 13, "SFC" }, { 14, "FB" }, { 15, "SFB" }, { 0, NULL },
};

static const struct name s7_security_names[] = { { 0, "None" }, { 3, "Know How Protect" }, { 0, NULL } };

static const struct name s7_mode_names[] = {
	{ 0, "STOP" }, { 1, "Warm Restart" }, { 2, "RUN" }, { 3, "Hot Restart" }, { 4, "HOLD" }, { 6, "Cold Restart" },
	{ 9, "RUN_R (H-System redundant)" }, { 11, "LINK-UP" }, { 12, "UPDATE" }, { 0, NULL },
};

static const struct name s7_timebase_names[] = { { 0, "100 milliseconds" }, { 1, "1 second" }, { 2, "10 seconds" }, { 0, NULL } };

static const struct name s7_trigger_type_names[] = {
	{ 0, "Update or activate" }, { 1, "Monitor or modify" }, { 2, "Modify permanently" }, { 256, "Force immediately" }, { 0, NULL },
};
static const struct name s7_trigger_names[] = { { 0, "Every cycle" }, { 1, "Once" }, { 2, "Always (force)" }, { 0, NULL } };

static const struct name s7_trigger_event_names[] = {
	{ 0x000, "Immediately" }, { 0x100, "System trigger" }, { 0x200, "Start of cycle" }, { 0x300, "End of cycle" },
	{ 0x400, "Transition RUN-STOP" }, { 0x500, "After code address" }, { 0x600, "Code address area" },
	{ 0x601, "Code address area with call environment" }, { 0x700, "Data address" }, { 0x800, "Data address area" },
	{ 0x900, "Local data address" }, { 0xa00, "Local data address area" }, { 0xb00, "Range trigger" }, { 0xc00, "Before code address" }, { 0, NULL },
};

static const struct name s7_tis_names[] = {
	{ 1, "Block status" }, { 2, "Variable status" }, { 3, "Output ISTACK" }, { 4, "Output BSTACK" }, { 5, "Output LSTACK" },
	{ 6, "Time measurement" }, { 7, "Force selection" }, { 8, "Modify variable" }, { 9, "Force" }, { 10, "Breakpoint" },
	{ 11, "Exit HOLD" }, { 12, "Memory reset" }, { 13, "Disable job" }, { 14, "Enable job" }, { 15, "Delete job" },
	{ 16, "Read job list" }, { 17, "Read job" }, { 18, "Replace job" }, { 19, "Block status v2" }, { 22, "Flash LED" }, { 0, NULL },
};

static const struct name s7_tis_area_names[] = {
	{ 0, "MX" }, { 1, "MB" }, { 2, "MW" }, { 3, "MD" }, { 16, "IX" }, { 17, "IB" }, { 18, "IW" }, { 19, "ID" }, { 32, "QX" },
	{ 33, "QB" }, { 34, "QW" }, { 35, "QD" }, { 49, "PIB" }, { 50, "PIW" }, { 51, "PID" }, { 84, "TIMER" }, { 100, "COUNTER" },
	{ 112, "DBX" }, { 113, "DBB" }, { 114, "DBW" }, { 115, "DBD" }, { 0, NULL },
};

static const struct name s7_szl_type_names[] = { { 0x0, "CPU" }, { 0x4, "IM" }, { 0x8, "FM" }, { 0xc, "CP" }, { 0, NULL } };

static const struct name s7_szl_names[] = {
	{ 0x00, "partial lists" }, { 0x11, "module identification" }, { 0x12, "CPU characteristics" }, { 0x13, "user memory" },
	{ 0x14, "system areas" }, { 0x15, "block types" }, { 0x16, "priority classes" }, { 0x17, "system data blocks" },
	{ 0x18, "I/O configuration" }, { 0x19, "LEDs" }, { 0x1c, "component identification" }, { 0x21, "interrupt assignment" },
	{ 0x22, "interrupt status" }, { 0x23, "priority classes" }, { 0x24, "operating states" }, { 0x25, "process image partitions" },
	{ 0x31, "communication parameters" }, { 0x32, "communication status" }, { 0x33, "stations logged on" }, { 0x37, "Ethernet interfaces" },
	{ 0x71, "H system" }, { 0x74, "LEDs" }, { 0x75, "DP slaves of the H system" }, { 0x81, "start information" },
	{ 0x82, "start events" }, { 0x90, "DP masters" }, { 0x91, "module status" }, { 0x92, "station status" }, { 0x94, "station status" },
	{ 0x95, "DP master systems" }, { 0x96, "module status" }, { 0xa0, "diagnostic buffer" }, { 0xb1, "module diagnosis" },
	{ 0xb2, "module diagnosis" }, { 0xb3, "module diagnosis" }, { 0xb4, "DP slave diagnosis" }, { 0, NULL },
};

static const struct name s7_switch_names[] = { { 0, "undefined" }, { 1, "RUN" }, { 2, "RUN_P" }, { 3, "STOP" }, { 4, "MRES" }, { 0, NULL } };

static const struct name s7_szl_mode_names[] = {
	{ 0x1, "STOP (update)" }, { 0x2, "STOP (memory reset)" }, { 0x3, "STOP (self initialization)" }, { 0x4, "STOP (internal)" },
	{ 0x5, "Startup (complete restart)" }, { 0x7, "Restart" }, { 0x8, "RUN" }, { 0xa, "HOLD" }, { 0xd, "DEFECT" }, { 0, NULL },
};

static const struct name s7_led_names[] = {
	{ 1, "SF" }, { 2, "INTF" }, { 3, "EXTF" }, { 4, "RUN" }, { 5, "STOP" }, { 6, "FRCE" }, { 7, "CRST" }, { 8, "BAF" },
	{ 9, "USR" }, { 10, "USR1" }, { 11, "BUS1F" }, { 12, "BUS2F" }, { 13, "REDF" }, { 14, "MSTR" }, { 15, "RACK0" },
	{ 16, "RACK1" }, { 17, "RACK2" }, { 18, "IFM1F" }, { 19, "IFM2F" }, { 20, "BUS3F" }, { 21, "MAINT" }, { 22, "DC24V" },
	{ 128, "IF" }, { 129, "UF" }, { 130, "MF" }, { 131, "CF" }, { 132, "TF" }, { 0, NULL },
};

static const struct name s7_event_class_names[] = {
	{ 0x1, "Standard OB events" }, { 0x2, "Synchronous errors" }, { 0x3, "Asynchronous errors" }, { 0x4, "Mode transitions" },
	{ 0x5, "Run-time events" }, { 0x6, "Communication events" }, { 0x7, "Fail-safe and fault-tolerant systems" },
	{ 0x8, "Module diagnosis" }, { 0x9, "Predefined user events" }, { 0xa, "User events" }, { 0xb, "User events" },
	{ 0xc, "Reserved" }, { 0xd, "Reserved" }, { 0xe, "Reserved" }, { 0xf, "Events of other modules" }, { 0, NULL },
};

static const struct name s7_alarm_type_names[] = {
	{ 0, "SCAN_ABORT" }, { 1, "SCAN_INITIATE" }, { 4, "ALARM_ABORT" }, { 5, "ALARM_INITIATE" }, { 8, "ALARM_S_ABORT" }, { 9, "ALARM_S_INITIATE" }, { 0, NULL },
};
static const struct name s7_query_names[] = { { 1, "ByAlarmtype" }, { 3, "ByEventID" }, { 0, NULL } };
static const struct name s7_query_alarm_names[] = { { 1, "SCAN" }, { 2, "ALARM_8" }, { 4, "ALARM_S" }, { 0, NULL } };

static const struct name s7p_type_names[] = {
	{ 0x01, "Connect" }, { 0x02, "Data" }, { 0x03, "Data with integrity" }, { 0xfe, "System event" }, { 0xff, "Keep alive" }, { 0, NULL },
};
static const struct name s7p_opcode_names[] = { { 0x31, "Request" }, { 0x32, "Response" }, { 0x33, "Notification" }, { 0x02, "Response2" }, { 0, NULL } };

static const struct name s7p_function_names[] = {
	{ 0x04b1, "Error" }, { 0x04bb, "Explore" }, { 0x04ca, "CreateObject" }, { 0x04d4, "DeleteObject" }, { 0x04f2, "SetVariable" },
	{ 0x04fc, "GetVariable" }, { 0x0506, "AddLink" }, { 0x051a, "RemoveLink" }, { 0x0524, "GetLink" }, { 0x0542, "SetMultiVariables" },
	{ 0x054c, "GetMultiVariables" }, { 0x0556, "BeginSequence" }, { 0x0560, "EndSequence" }, { 0x056b, "Invoke" },
	{ 0x057c, "SetVarSubStreamed" }, { 0x0586, "GetVarSubStreamed" }, { 0x0590, "GetVariablesAddress" }, { 0x059a, "Abort" },
	{ 0x05a9, "Error2" }, { 0x05b3, "InitSsl" }, { 0, NULL },
};
/* clang-format on */

#endif
