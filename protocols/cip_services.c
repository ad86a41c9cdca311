/*
 * CIP: which service of which class does what. Spec: The CIP Networks Library, volume 1, appendix A
 * and chapter 5; Rockwell's publications 1756-PM020 (tags) and 1747/1770-6.5.16 (PCCC); Omron's
 * W506 (variables). What controllers do beyond that is known from captures.
 */
#include "protocols/cip.h"
#include "protocols/cip_fields.h"

enum {
	PROGRAM_CLASS = 0x68,
	CONTROLLER = 0x8e,
	FIRMWARE = 0xa1,
	NVS_DATA = 0x4d,
	FILES = 0x37,
	LOCK = 0x74
};

/* clang-format off */
#define GET { NULL, cip_get_single_response }
#define SET { cip_set_single_request, NULL }
#define NONE { NULL, NULL }

/* Services that every class may have. */
static const struct cip_service common[32] = {
	[0x01] = { CIP_NO_CLASS, 0x01, OT_READ,  "Get Attributes All", { NULL, cip_get_all_response } },
	[0x02] = { CIP_NO_CLASS, 0x02, OT_WRITE, "Set Attributes All", NONE },
	[0x03] = { CIP_NO_CLASS, 0x03, OT_READ,  "Get Attribute List", { cip_list_request, cip_list_response } },
	[0x04] = { CIP_NO_CLASS, 0x04, OT_WRITE, "Set Attribute List", { cip_list_request, cip_list_response } },
	[0x05] = { CIP_NO_CLASS, 0x05, OT_CONTROL, "Reset", { cip_reset_request, NULL } },
	[0x06] = { CIP_NO_CLASS, 0x06, OT_CONTROL, "Start", NONE },
	[0x07] = { CIP_NO_CLASS, 0x07, OT_CONTROL, "Stop", NONE },
	[0x08] = { CIP_NO_CLASS, 0x08, OT_WRITE, "Create", { NULL, cip_create_response } },
	[0x09] = { CIP_NO_CLASS, 0x09, OT_WRITE, "Delete", NONE },
	[0x0a] = { CIP_NO_CLASS, 0x0a, OT_OTHER, "Multiple Service Packet", NONE },
	[0x0d] = { CIP_NO_CLASS, 0x0d, OT_WRITE, "Apply Attributes", NONE },
	[0x0e] = { CIP_NO_CLASS, 0x0e, OT_READ,  "Get Attribute Single", GET },
	[0x10] = { CIP_NO_CLASS, 0x10, OT_WRITE, "Set Attribute Single", SET },
	[0x11] = { CIP_NO_CLASS, 0x11, OT_READ,  "Find Next Object Instance", { cip_find_next, cip_find_next } },
	[0x15] = { CIP_NO_CLASS, 0x15, OT_CONTROL, "Restore", NONE },
	[0x16] = { CIP_NO_CLASS, 0x16, OT_CONTROL, "Save", NONE },
	[0x17] = { CIP_NO_CLASS, 0x17, OT_DIAGNOSE, "Nop", NONE },
	[0x18] = { CIP_NO_CLASS, 0x18, OT_READ,  "Get Member", NONE },
	[0x19] = { CIP_NO_CLASS, 0x19, OT_WRITE, "Set Member", NONE },
	[0x1a] = { CIP_NO_CLASS, 0x1a, OT_WRITE, "Insert Member", NONE },
	[0x1b] = { CIP_NO_CLASS, 0x1b, OT_WRITE, "Remove Member", NONE },
	[0x1c] = { CIP_NO_CLASS, 0x1c, OT_DIAGNOSE, "Group Sync", NONE },
	[0x1d] = { CIP_NO_CLASS, 0x1d, OT_READ, "Get Connection Point Member List", NONE },
};

/* Services of one class, and common ones that mean more there; the frequent ones first. */
static const struct cip_service own[] = {
	{ CIP_TAG_CLASS, 0x4c, OT_READ,  "Read Tag", { cip_read_tag_request, cip_read_tag_response } },
	{ CIP_TAG_CLASS, 0x4d, OT_WRITE, "Write Tag", { cip_write_tag_request, NULL } },
	{ CIP_TAG_CLASS, 0x52, OT_READ,  "Read Tag Fragmented", { cip_read_tag_request, cip_read_tag_response } },
	{ CIP_TAG_CLASS, 0x53, OT_WRITE, "Write Tag Fragmented", { cip_write_tag_request, NULL } },
	{ CIP_TAG_CLASS, 0x4e, OT_WRITE, "Read Modify Write Tag", { cip_modify_tag_request, NULL } },
	{ CIP_SYMBOL_CLASS, 0x4c, OT_READ,  "Read Tag", { cip_read_tag_request, cip_read_tag_response } },
	{ CIP_SYMBOL_CLASS, 0x4d, OT_WRITE, "Write Tag", { cip_write_tag_request, NULL } },
	{ CIP_SYMBOL_CLASS, 0x52, OT_READ,  "Read Tag Fragmented", { cip_read_tag_request, cip_read_tag_response } },
	{ CIP_SYMBOL_CLASS, 0x53, OT_WRITE, "Write Tag Fragmented", { cip_write_tag_request, NULL } },
	{ CIP_SYMBOL_CLASS, 0x4e, OT_WRITE, "Read Modify Write Tag", { cip_modify_tag_request, NULL } },
	{ CIP_SYMBOL_CLASS, 0x55, OT_READ,  "Get Instance Attribute List", NONE },
	{ CIP_TAG_CLASS, 0x55, OT_READ,  "Get Instance Attribute List", NONE },
	{ CIP_SYMBOL_CLASS, 0x4b, OT_READ, "Find Symbol", NONE },
	{ CIP_MANAGER, CIP_UNCONNECTED_SEND, OT_OTHER, "Unconnected Send", { cip_send_request, NULL } },
	{ CIP_MANAGER, CIP_FORWARD_OPEN, OT_OTHER, "Forward Open", { cip_open_request, cip_open_response } },
	{ CIP_MANAGER, CIP_LARGE_FORWARD_OPEN, OT_OTHER, "Large Forward Open", { cip_open_request, cip_open_response } },
	{ CIP_MANAGER, CIP_FORWARD_CLOSE, OT_OTHER, "Forward Close", { cip_close_request, cip_close_response } },
	{ CIP_MANAGER, 0x56, OT_DIAGNOSE, "Get Connection Data", { cip_manager_data, cip_manager_data } },
	{ CIP_MANAGER, 0x57, OT_DIAGNOSE, "Search Connection Data", { cip_manager_data, cip_manager_data } },
	{ CIP_MANAGER, 0x59, OT_DIAGNOSE, "Get Connection Owner (old)", { cip_manager_data, cip_manager_data } },
	{ CIP_MANAGER, 0x5a, OT_DIAGNOSE, "Get Connection Owner", { cip_manager_data, cip_manager_data } },
	{ CIP_MANAGER, 0x01, OT_DIAGNOSE, "Get Attributes All", { NULL, cip_get_all_response } },
	{ CIP_PCCC, 0x4b, OT_OTHER, "Execute PCCC", { cip_pccc_request, cip_pccc_response } },
	{ CIP_PCCC, 0x4c, OT_OTHER, "Execute DH+ PCCC", NONE },
	{ CIP_PCCC, 0x4d, OT_OTHER, "Execute local PCCC", NONE },
	{ CIP_IDENTITY, 0x01, OT_IDENTIFY, "Get Attributes All", { NULL, cip_get_all_response } },
	{ CIP_IDENTITY, 0x03, OT_IDENTIFY, "Get Attribute List", { cip_list_request, cip_list_response } },
	{ CIP_IDENTITY, 0x0e, OT_IDENTIFY, "Get Attribute Single", GET },
	{ CIP_IDENTITY, 0x4b, OT_CONTROL, "Flash LEDs", NONE },
	{ CIP_ROUTER, 0x01, OT_IDENTIFY, "Get Attributes All", { NULL, cip_get_all_response } },
	{ CIP_ROUTER, 0x4b, OT_READ, "Symbolic Translation", NONE },
	{ CIP_ROUTER, 0x4c, OT_WRITE, "Send Receive Fragment", NONE },
	{ 0x64, 0x01, OT_IDENTIFY, "Get Attributes All", { NULL, cip_name_response } },
	{ FILES, 0x4b, OT_PROGRAM, "Initiate Upload", NONE },
	{ FILES, 0x4c, OT_PROGRAM, "Initiate Download", NONE },
	{ FILES, 0x4d, OT_PROGRAM, "Initiate Partial Read", NONE },
	{ FILES, 0x4e, OT_PROGRAM, "Initiate Partial Write", NONE },
	{ FILES, 0x4f, OT_PROGRAM, "Upload Transfer", NONE },
	{ FILES, 0x50, OT_PROGRAM, "Download Transfer", NONE },
	{ FILES, 0x51, OT_PROGRAM, "Clear File", NONE },
	{ FIRMWARE, NVS_DATA, OT_PROGRAM, "Firmware Transfer", NONE },
	{ FIRMWARE, 0x4b, OT_PROGRAM, "Firmware Update", NONE },
	{ FIRMWARE, 0x4c, OT_PROGRAM, "Firmware Upload", NONE },
	{ FIRMWARE, 0x51, OT_PROGRAM, "Firmware Update Status", NONE },
	{ CONTROLLER, 0x06, OT_CONTROL, "Start", NONE },
	{ CONTROLLER, 0x07, OT_CONTROL, "Stop", NONE },
	{ LOCK, 0x4b, OT_AUTH, "Lock", NONE },
	{ LOCK, 0x4c, OT_AUTH, "Unlock", NONE },
	{ 0x6c, 0x4c, OT_READ, "Read Template", NONE },
	{ 0x6a, 0x5f, OT_READ, "Get Instance List Extended 2", NONE },
	{ 0x05, 0x4c, OT_OTHER, "Connection Bind", NONE },
	{ 0x05, 0x4d, OT_OTHER, "Producing Application Lookup", NONE },
	{ 0x05, 0x4e, OT_OTHER, "Safety Close", NONE },
	{ 0x05, 0x54, OT_OTHER, "Safety Open", NONE },
	{ 0x0f, 0x4b, OT_READ, "Get Enum String", NONE },
	{ 0x39, 0x4b, OT_CONTROL, "Recover", NONE },
	{ 0x39, 0x4c, OT_CONTROL, "Perform Diagnostics", NONE },
	{ 0x39, 0x4d, OT_AUTH, "Configure Request", NONE },
	{ 0x39, 0x4e, OT_CONTROL, "Validate Configuration", NONE },
	{ 0x39, 0x4f, OT_AUTH, "Set Password", NONE },
	{ 0x39, 0x50, OT_WRITE, "Configuration Lock", NONE },
	{ 0x39, 0x51, OT_CONTROL, "Mode Change", NONE },
	{ 0x39, 0x54, OT_CONTROL, "Safety Reset", NONE },
	{ 0x39, 0x55, OT_AUTH, "Reset Password", NONE },
	{ 0x39, 0x56, OT_WRITE, "Propose TUNID", NONE },
	{ 0x39, 0x57, OT_WRITE, "Apply TUNID", NONE },
	{ 0x3a, 0x4b, OT_CONTROL, "Reset Error", NONE },
	{ 0x44, 0x4b, OT_READ, "Read Discrete Inputs", NONE },
	{ 0x44, 0x4c, OT_READ, "Read Coils", NONE },
	{ 0x44, 0x4d, OT_READ, "Read Input Registers", NONE },
	{ 0x44, 0x4e, OT_READ, "Read Holding Registers", NONE },
	{ 0x44, 0x4f, OT_WRITE, "Write Coils", NONE },
	{ 0x44, 0x50, OT_WRITE, "Write Holding Registers", NONE },
	{ 0x44, 0x51, OT_OTHER, "Modbus Passthrough", NONE },
	{ CIP_ETHERNET, 0x4c, OT_DIAGNOSE, "Get and Clear", NONE },
	{ CIP_ETHERNET, 0x0e, OT_DIAGNOSE, "Get Attribute Single", GET },
	{ CIP_ETHERNET, 0x01, OT_DIAGNOSE, "Get Attributes All", { NULL, cip_get_all_response } },
};
/* clang-format on */

/* Classes of Logix controllers whose objects are the program: programs, routines, tasks, modules.
 */
static bool is_program(uint32_t class_id)
{
	return class_id == PROGRAM_CLASS || class_id == 0x69 || class_id == 0x6a ||
	       (class_id >= 0x6d && class_id <= 0x70) || class_id == 0x7e;
}

/* What changes the objects of the program is programming; also services without a public name. */
static const struct cip_service *program_service(uint8_t code)
{
	/* clang-format off */
	static const struct cip_service rows[] = {
		{ PROGRAM_CLASS, 0x04, OT_PROGRAM, "Set Attribute List", { cip_list_request, cip_list_response } },
		{ PROGRAM_CLASS, 0x08, OT_PROGRAM, "Create", { NULL, cip_create_response } },
		{ PROGRAM_CLASS, 0x09, OT_PROGRAM, "Delete", NONE },
		{ PROGRAM_CLASS, 0x4b, OT_PROGRAM, "Program Service 4B", NONE },
		{ PROGRAM_CLASS, 0x4c, OT_PROGRAM, "Program Service 4C", NONE },
		{ PROGRAM_CLASS, 0x4d, OT_PROGRAM, "Program Service 4D", NONE },
		{ PROGRAM_CLASS, 0x4f, OT_PROGRAM, "Program Service 4F", NONE },
		{ PROGRAM_CLASS, 0x50, OT_PROGRAM, "Program Service 50", NONE },
	};
	/* clang-format on */

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].code == code)
			return &rows[i];
	}
	return NULL;
}

const struct cip_service *cip_service(uint32_t class_id, uint8_t code)
{
	static const struct cip_service unknown = {
		CIP_NO_CLASS, 0, OT_OTHER, "Unknown service", { NULL, NULL }
	};

	for (unsigned i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (own[i].code == code && own[i].class_id == class_id)
			return &own[i];
	}
	const struct cip_service *program = is_program(class_id) ? program_service(code) : NULL;

	if (program != NULL)
		return program;
	if (code < sizeof(common) / sizeof(common[0]) && common[code].name != NULL)
		return &common[code];
	return &unknown;
}

const char *cip_class_name(uint32_t class_id)
{
	return class_id <= UINT16_MAX ? field_value_name(&field_table[CLASS], class_id) : NULL;
}
