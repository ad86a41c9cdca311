/* Names of values of cip.* that are few, those of PCCC, and the rows. */
#include "protocols/cip_fields.h"

/* clang-format off */
const struct name cip_segment_names[] = {
	{ 0, "Port Segment" }, { 1, "Logical Segment" }, { 2, "Network Segment" }, { 3, "Symbolic Segment" },
	{ 4, "Data Segment" }, { 5, "Data Type (constructed)" }, { 6, "Data Type (elementary)" }, { 7, "Reserved" }, { 0, NULL },
};
const struct name cip_logical_names[] = {
	{ 0, "Class ID" }, { 1, "Instance ID" }, { 2, "Member ID" }, { 3, "Connection Point" },
	{ 4, "Attribute ID" }, { 5, "Special" }, { 6, "Service ID" }, { 7, "Extended Logical" }, { 0, NULL },
};
const struct name cip_format_names[] = {
	{ 0, "8-bit" }, { 1, "16-bit" }, { 2, "32-bit" }, { 3, "Reserved" }, { 0, NULL },
};
const struct name cip_data_segment_names[] = {
	{ 0, "Simple Data Segment" }, { 0x11, "ANSI Extended Symbol Segment" }, { 0, NULL },
};
const struct name cip_network_names[] = {
	{ 1, "Schedule" }, { 2, "Fixed Tag" }, { 3, "Production Inhibit Time" },
	{ 4, "Production Inhibit Time (us)" }, { 0x10, "Safety" }, { 0x1f, "Extended" }, { 0, NULL },
};
const struct name cip_key_names[] = {
	{ 4, "Key Format 4" }, { 5, "Key Format 5" }, { 0, NULL },
};
const struct name cip_reset_names[] = {
	{ 0, "Cycle power" }, { 1, "Factory default" }, { 2, "Factory default, but for communication" }, { 0, NULL },
};
const struct name cip_state_names[] = {
	{ 0, "Nonexistent" }, { 1, "Self-testing" }, { 2, "Standby" }, { 3, "Operational" },
	{ 4, "Major recoverable fault" }, { 5, "Major unrecoverable fault" }, { 0xff, "Default" }, { 0, NULL },
};
const struct name cip_type_names[] = {
	{ 0xa0, "Structure (abbreviated)" }, { 0x2a0, "Structure" }, { 0xc1, "BOOL" }, { 0xc2, "SINT" },
	{ 0xc3, "INT" }, { 0xc4, "DINT" }, { 0xc5, "LINT" }, { 0xc6, "USINT" }, { 0xc7, "UINT" }, { 0xc8, "UDINT" },
	{ 0xc9, "ULINT" }, { 0xca, "REAL" }, { 0xcb, "LREAL" }, { 0xcc, "STIME" }, { 0xcd, "DATE" },
	{ 0xce, "TIME_OF_DAY" }, { 0xcf, "DATE_AND_TIME" }, { 0xd0, "STRING" }, { 0xd1, "BYTE" }, { 0xd2, "WORD" },
	{ 0xd3, "DWORD" }, { 0xd4, "LWORD" }, { 0xd5, "STRING2" }, { 0xd6, "FTIME" }, { 0xd7, "LTIME" },
	{ 0xd8, "ITIME" }, { 0xd9, "STRINGN" }, { 0xda, "SHORT_STRING" }, { 0xdb, "TIME" }, { 0, NULL },
};
const struct name cip_cm_names[] = {
	{ 0x4e, "Forward Close" }, { 0x54, "Forward Open" }, { 0x52, "Unconnected Send" },
	{ 0x5b, "Large Forward Open" }, { 0x56, "Get Connection Data" }, { 0x57, "Search Connection Data" },
	{ 0x5a, "Get Connection Owner" }, { 0, NULL },
};
const struct name cip_conn_type_names[] = {
	{ 0, "Null" }, { 1, "Multicast" }, { 2, "Point to Point" }, { 3, "Reserved" }, { 0, NULL },
};
const struct name cip_priority_names[] = {
	{ 0, "Low" }, { 1, "High" }, { 2, "Scheduled" }, { 3, "Urgent" }, { 0, NULL },
};
const struct name cip_size_type_names[] = {
	{ 0, "Fixed" }, { 1, "Variable" }, { 0, NULL },
};
const struct name cip_owner_names[] = {
	{ 0, "Exclusive" }, { 1, "Redundant" }, { 0, NULL },
};
const struct name cip_trigger_names[] = {
	{ 0, "Cyclic" }, { 1, "Change of State" }, { 2, "Application Object" }, { 0, NULL },
};
const struct name cip_direction_names[] = {
	{ 0, "Client" }, { 1, "Server" }, { 0, NULL },
};
const struct name cip_multiplier_names[] = {
	{ 0, "*4" }, { 1, "*8" }, { 2, "*16" }, { 3, "*32" }, { 4, "*64" }, { 5, "*128" }, { 6, "*256" },
	{ 7, "*512" }, { 0, NULL },
};
const struct name cip_closer_names[] = {
	{ 0, "opener" }, { 1, "opener, on another TCP connection" }, { 2, "another host" },
	{ 3, "not known: no opening was seen" }, { 0, NULL },
};
const struct name cip_config_names[] = {
	{ 0, "Not configured" }, { 1, "BOOTP/DHCP/NVS" }, { 2, "Hardware settings" }, { 0, NULL },
};
const struct name cip_method_names[] = {
	{ 0, "Stored" }, { 1, "BOOTP" }, { 2, "DHCP" }, { 0, NULL },
};
const struct name cip_duplex_names[] = {
	{ 0, "Half Duplex" }, { 1, "Full Duplex" }, { 0, NULL },
};
const struct name cip_negotiation_names[] = {
	{ 0, "In progress" }, { 1, "Failed" }, { 2, "Failed, but speed detected" }, { 3, "Successful" },
	{ 4, "Not attempted" }, { 0, NULL },
};
const struct name cip_interface_names[] = {
	{ 0, "Unknown" }, { 1, "Internal" }, { 2, "Twisted pair" }, { 3, "Optical fiber" }, { 0, NULL },
};
const struct name cip_interface_state_names[] = {
	{ 0, "Unknown" }, { 1, "Enabled" }, { 2, "Disabled" }, { 3, "Testing" }, { 0, NULL },
};
const struct name cip_admin_names[] = {
	{ 1, "Enable" }, { 2, "Disable" }, { 0, NULL },
};
const struct name cip_safety_names[] = {
	{ 0, "Target" }, { 1, "Router" }, { 2, "Extended" }, { 0, NULL },
};
const struct name cip_extlogical_names[] = {
	{ 0, "Reserved" }, { 1, "Array Index" }, { 2, "Indirect Array Index" }, { 3, "Bit Index" },
	{ 4, "Indirect Bit Index" }, { 5, "Structure Member Number" }, { 6, "Structure Member Handle" }, { 0, NULL },
};
const struct name cip_pccc_command_names[] = {
	{ 0, "Protected write" }, { 1, "Unprotected read" }, { 2, "Protected bit write" },
	{ 5, "Unprotected bit write" }, { 6, "Diagnostics and set-up" }, { 7, "Mode and memory" },
	{ 8, "Unprotected write" }, { 0xf, "Extended" }, { 0, NULL },
};
const struct name cip_pccc_status_names[] = {
	{ 0, "Success" }, { 0x10, "Illegal command or format" },
	{ 0x20, "Host has a problem and will not communicate" },
	{ 0x30, "Remote node host is missing, disconnected, or shut down" },
	{ 0x40, "Host could not complete function due to hardware fault" },
	{ 0x50, "Addressing problem or memory protect rungs" },
	{ 0x60, "Function not allowed due to command protection selection" },
	{ 0x70, "Processor is in Program mode" },
	{ 0x80, "Compatibility mode file missing or communication zone problem" },
	{ 0x90, "Remote node cannot buffer command" }, { 0xa0, "Wait ACK (1775-KA buffer full)" },
	{ 0xb0, "Remote node problem due to download" }, { 0xc0, "Wait ACK (1775-KA buffer full)" },
	{ 0xd0, "Not used" }, { 0xe0, "Not used" }, { 0xf0, "Error code in the EXT STS byte" }, { 0, NULL },
};
const struct name cip_pccc_06_names[] = {
	{ 0, "Echo" }, { 1, "Read diagnostic counters" }, { 2, "Set variables" }, { 3, "Diagnostic status" },
	{ 4, "Set timeout" }, { 5, "Set NAKs" }, { 6, "Set ENQs" }, { 7, "Reset diagnostic counters" },
	{ 8, "Set data table size" }, { 9, "Read link parameters" }, { 0xa, "Set link parameters" }, { 0, NULL },
};
const struct name cip_pccc_07_names[] = {
	{ 0, "Disable outputs" }, { 1, "Enable outputs" }, { 3, "Enable PLC scanning" },
	{ 4, "Enter download mode" }, { 5, "Exit download/upload mode" }, { 6, "Enter upload mode" }, { 0, NULL },
};
const struct name cip_pccc_0f_names[] = {
	{ 0, "Word range write" }, { 1, "Word range read" }, { 2, "Bit write" }, { 3, "File write" },
	{ 4, "File read" }, { 5, "Download request" }, { 6, "Upload" }, { 7, "Shutdown" }, { 8, "Physical write" },
	{ 9, "Physical read" }, { 0xa, "Restart request" }, { 0x11, "Get edit resource" },
	{ 0x12, "Return edit resource" }, { 0x17, "Read bytes physical" }, { 0x18, "Write bytes physical" },
	{ 0x26, "Read-modify-write" }, { 0x29, "Read section size" }, { 0x3a, "Set CPU mode" },
	{ 0x41, "Disable forces" }, { 0x50, "Download all request" }, { 0x52, "Download completed" },
	{ 0x53, "Upload all request (upload)" }, { 0x55, "Upload completed" }, { 0x57, "Initialize memory" },
	{ 0x5e, "Modify PLC-2 compatibility file" }, { 0x67, "Typed write" }, { 0x68, "Typed read" },
	{ 0x79, "Read-modify-write N" }, { 0x80, "Change CPU mode" }, { 0x81, "Open file" }, { 0x82, "Close file" },
	{ 0x88, "Execute Multiple Commands" }, { 0x8f, "Apply port configuration" },
	{ 0xa1, "Protected typed logical read with two address fields" },
	{ 0xa2, "Protected typed logical read with three address fields" }, { 0xa7, "Protected typed file read" },
	{ 0xa9, "Protected typed logical write with two address fields" },
	{ 0xaa, "Protected typed logical write with three address fields" },
	{ 0xab, "Protected typed logical masked-write with three address fields" },
	{ 0xaf, "Protected typed file write" }, { 0, NULL },
};
const struct name cip_pccc_file_names[] = {
	{ 0x22, "Ladder Logic File" }, { 0x49, "Channel Configuration File" }, { 0x4a, "EtherNet/IP Function File" },
	{ 0x65, "Online Editing File" }, { 0x6a, "IOS Function File" }, { 0x82, "Output Data File" },
	{ 0x83, "Input Data File" }, { 0x84, "Status Data File" }, { 0x85, "Binary Data File" },
	{ 0x86, "Timer Data File" }, { 0x87, "Counter Data File" }, { 0x88, "Control Data File" },
	{ 0x89, "Integer Data File" }, { 0x8a, "Float Data File" }, { 0x8d, "String Data File" },
	{ 0x8e, "ASCII Data File" }, { 0x91, "Long Data File" }, { 0xa1, "Output Force File" },
	{ 0xa2, "Input Force File" }, { 0xe0, "ES0 Function File" }, { 0xe2, "STI Function File" },
	{ 0xe3, "EII Function File" }, { 0xe4, "RTC Function File" }, { 0xe5, "BHI Function File" },
	{ 0xe6, "Memory Module Function File" }, { 0xec, "Built-in LCD Function File" },
	{ 0xed, "PTOX Function File" }, { 0xee, "PWMX Function File" }, { 0, NULL },
};
const struct name cip_pccc_mode_names[] = {
	{ 1, "Remote Program" }, { 6, "Remote Run" }, { 7, "Remote Test Continuous" }, { 8, "Remote Test Single" },
	{ 9, "Remote Test Debug" }, { 0, NULL },
};

const struct field cip_field_table[CIP_FIELD_COUNT] = { CIP_FIELDS(FIELD_ROW_) };
/* clang-format on */
