/* Names and rows of modbus.*; the sub-functions that need more than a few lines are in
 * modbus_more.c. */
#include "protocols/modbus_fields.h"

/* clang-format off */
const struct name modbus_function_names[] = {
	{ 1, "Read Coils" }, { 2, "Read Discrete Inputs" }, { 3, "Read Holding Registers" },
	{ 4, "Read Input Registers" }, { 5, "Write Single Coil" }, { 6, "Write Single Register" },
	{ 7, "Read Exception Status" }, { 8, "Diagnostics" }, { 9, "Program (484)" }, { 10, "Poll (484)" },
	{ 11, "Get Comm. Event Counters" }, { 12, "Get Comm. Event Log" },
	{ 13, "Program (584/984)" }, { 14, "Poll (584/984)" },
	{ 15, "Write Multiple Coils" }, { 16, "Write Multiple Registers" }, { 17, "Report Slave ID" },
	{ 18, "Program (884/u84)" }, { 19, "Reset Comm. Link (884/u84)" },
	{ 20, "Read File Record" }, { 21, "Write File Record" }, { 22, "Mask Write Register" },
	{ 23, "Read Write Register" }, { 24, "Read FIFO Queue" },
	{ 40, "Program (Concept)" }, { 43, "Encapsulated Interface Transport" }, { 90, "Unity (Schneider)" },
	{ 125, "Firmware Replacement" }, { 126, "Program (584/984)" },
	{ 0, NULL },
};

const struct name modbus_exception_names[] = {
	{ 1, "Illegal function" }, { 2, "Illegal data address" }, { 3, "Illegal data value" },
	{ 4, "Slave device failure" }, { 5, "Acknowledge" }, { 6, "Slave device busy" },
	{ 7, "Negative acknowledge" }, { 8, "Memory parity error" },
	{ 10, "Gateway path unavailable" }, { 11, "Gateway target device failed to respond" },
	{ 0, NULL },
};

const struct name modbus_diagnostic_names[] = {
	{ 0, "Return Query Data" }, { 1, "Restart Communications Option" },
	{ 2, "Return Diagnostic Register" }, { 3, "Change ASCII Input Delimiter" },
	{ 4, "Force Listen Only Mode" }, { 10, "Clear Counters and Diagnostic Register" },
	{ 11, "Return Bus Message Count" }, { 12, "Return Bus Communication Error Count" },
	{ 13, "Return Bus Exception Error Count" }, { 14, "Return Slave Message Count" },
	{ 15, "Return Slave No Response Count" }, { 16, "Return Slave NAK Count" },
	{ 17, "Return Slave Busy Count" }, { 18, "Return Bus Character Overrun Count" },
	{ 19, "Return Overrun Error Count" }, { 20, "Clear Overrun Counter and Flag" },
	{ 21, "Get/Clear Modbus Plus Statistics" },
	{ 0, NULL },
};

static const struct name modbus_restart_names[] = {
	{ 0x0000, "Leave Log" }, { 0xff00, "Clear Log" }, { 0, NULL },
};

static const struct name modbus_mei_names[] = {
	{ 13, "CANopen Request/Response" }, { 14, "Read Device Identification" }, { 0, NULL },
};

static const struct name modbus_device_id_names[] = {
	{ 1, "Basic Device Identification" }, { 2, "Regular Device Identification" },
	{ 3, "Extended Device Identification" }, { 4, "Specific Identification Object" }, { 0, NULL },
};

static const struct name modbus_conformity_names[] = {
	{ 0x01, "Basic Device Identification (stream)" },
	{ 0x02, "Regular Device Identification (stream)" },
	{ 0x03, "Extended Device Identification (stream)" },
	{ 0x81, "Basic Device Identification (stream and individual)" },
	{ 0x82, "Regular Device Identification (stream and individual)" },
	{ 0x83, "Extended Device Identification (stream and individual)" },
	{ 0, NULL },
};

static const struct name modbus_object_names[] = {
	{ 0, "VendorName" }, { 1, "ProductCode" }, { 2, "MajorMinorRevision" }, { 3, "VendorURL" },
	{ 4, "ProductName" }, { 5, "ModelName" }, { 6, "UserApplicationName" }, { 0, NULL },
};

const struct field modbus_field_table[MODBUS_FIELD_COUNT] = { MODBUS_FIELDS(FIELD_ROW_) };
/* clang-format on */
