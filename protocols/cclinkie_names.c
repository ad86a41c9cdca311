/*
 * CC-Link IE on layer 2: types of frames, names of values, rows of fields.
 */
#include "protocols/cclinkie_fields.h"

/* clang-format off */
const struct name cclinkie_types[] = {
	{ 0x00, "Connect" }, { 0x01, "ConnectAck" }, { 0x02, "Scan" }, { 0x03, "Collect" },
	{ 0x04, "Select" }, { 0x05, "Launch" }, { 0x06, "Token" }, { 0x10, "Persuasion" },
	{ 0x11, "TestData" }, { 0x12, "TestDataAck" }, { 0x13, "Setup" }, { 0x14, "SetupAck" },
	{ 0x15, "TokenM" }, { 0x1c, "Timer" }, { 0x20, "MyStatus" }, { 0x22, "Transient1" },
	{ 0x23, "TransientAck" }, { 0x24, "Dummy" }, { 0x25, "Transient2" }, { 0x26, "IpTransient" },
	{ 0x28, "ParamCheck" }, { 0x29, "Parameter" }, { 0x2f, "NTNTest" }, { 0x40, "Measure" },
	{ 0x41, "MeasureAck" }, { 0x42, "Offset" }, { 0x43, "Update" }, { 0x80, "CyclicDataW" },
	{ 0x81, "CyclicDataB" }, { 0x82, "CyclicDataRWw" }, { 0x83, "CyclicDataRY" },
	{ 0x84, "CyclicDataRWr" }, { 0x85, "CyclicDataRX" }, { 0x8c, "CyclicDataOut1" },
	{ 0x8d, "CyclicDataOut2" }, { 0x8e, "CyclicDataIn1" }, { 0x8f, "CyclicDataIn2" },
	{ 0xc0, "Priority" }, { 0xc1, "Detection" }, { 0xc2, "DetectionAck" }, { 0xc3, "AcyclicData" },
	{ 0xc4, "CyclicM" }, { 0xc5, "CyclicS" }, { 0, NULL },
};

/* By type. Test frames do not change anything; parameters do. */
static const struct cclinkie_type types[] = {
	{ 0x00, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x01, LAYOUT_SCAN, OT_OTHER, true },
	{ 0x02, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x03, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x04, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x05, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x06, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x10, LAYOUT_PERSUASION, OT_OTHER, false },
	{ 0x11, LAYOUT_PERSUASION, OT_DIAGNOSE, false },
	{ 0x12, LAYOUT_PERSUASION, OT_DIAGNOSE, true },
	{ 0x13, LAYOUT_NODE, OT_OTHER, false },
	{ 0x14, LAYOUT_RESERVED, OT_OTHER, true },
	{ 0x15, LAYOUT_NODE, OT_OTHER, false },
	{ 0x1c, LAYOUT_RESERVED, OT_OTHER, false },
	{ 0x20, LAYOUT_STATUS, OT_REPORT, false },
	{ 0x22, LAYOUT_CONNECTION, OT_OTHER, false },
	{ 0x23, LAYOUT_CONNECTION, OT_OTHER, true },
	{ 0x24, LAYOUT_SCAN, OT_OTHER, false },
	{ 0x25, LAYOUT_CONNECTION, OT_OTHER, false },
	{ 0x26, LAYOUT_CONNECTION, OT_OTHER, false },
	{ 0x28, LAYOUT_CONNECTION, OT_DIAGNOSE, false },
	{ 0x29, LAYOUT_CONNECTION, OT_WRITE, false },
	{ 0x2f, LAYOUT_SCAN, OT_DIAGNOSE, false },
	{ 0x40, LAYOUT_NODE, OT_OTHER, false },
	{ 0x41, LAYOUT_NODE, OT_OTHER, true },
	{ 0x42, LAYOUT_NODE, OT_OTHER, false },
	{ 0x43, LAYOUT_NODE, OT_OTHER, false },
	{ 0x80, LAYOUT_SCAN, OT_REPORT, false },
	{ 0x81, LAYOUT_SCAN, OT_REPORT, false },
	{ 0x82, LAYOUT_NODE, OT_REPORT, false },
	{ 0x83, LAYOUT_NODE, OT_REPORT, false },
	{ 0x84, LAYOUT_NODE, OT_REPORT, false },
	{ 0x85, LAYOUT_NODE, OT_REPORT, false },
	{ 0x8c, LAYOUT_SCAN, OT_REPORT, false },
	{ 0x8d, LAYOUT_SCAN, OT_REPORT, false },
	{ 0x8e, LAYOUT_SCAN, OT_REPORT, false },
	{ 0x8f, LAYOUT_SCAN, OT_REPORT, false },
	{ 0xc0, LAYOUT_TSN, OT_OTHER, false },
	{ 0xc1, LAYOUT_TSN, OT_IDENTIFY, false },
	{ 0xc2, LAYOUT_TSN, OT_IDENTIFY, true },
	{ 0xc3, LAYOUT_TSN, OT_OTHER, false },
	{ 0xc4, LAYOUT_TSN, OT_REPORT, false },
	{ 0xc5, LAYOUT_TSN, OT_REPORT, false },
};

const struct name cclinkie_networks[] = {
	{ CCLINKIE_CONTROL, "Control" }, { CCLINKIE_FIELD, "Field" }, { CCLINKIE_TSN, "TSN" }, { 0, NULL },
};

/* The first three are of Control. */
const struct name cclinkie_node_types[] = {
	{ 0x00, "management node" }, { 0x02, "normal node" }, { 0x21, "master of the node-to-node test" },
	{ 0x30, "master" }, { 0x32, "local node" }, { 0x33, "intelligent device" },
	{ 0x34, "remote device" }, { 0x35, "remote I/O" }, { 0, NULL },
};

const struct name cclinkie_ver_types[] = {
	{ 0x00, "Control" }, { 0x01, "Field" }, { 0x02, "TSN" }, { 0x03, "TSN and Field" },
	{ 0x10, "Control, several masters" }, { 0x11, "Field, several masters" }, { 0x23, "TSN" },
	{ 0x33, "TSN and Field" }, { 0, NULL },
};

const struct name cclinkie_station_types[] = {
	{ 0, "master" }, { 1, "slave" }, { 2, "switch" }, { 4, "sub-master" }, { 0, NULL },
};

const struct name cclinkie_classes[] = { { 0, "class A" }, { 1, "class B" }, { 0, NULL } };

const struct name cclinkie_device_types[] = {
	{ 0x00, "not told" }, { 0x01, "PLC" }, { 0x02, "personal computer" }, { 0x03, "digital I/O" },
	{ 0x04, "analog I/O" }, { 0x05, "positioning controller" }, { 0x06, "temperature controller" },
	{ 0x07, "HMI" }, { 0x08, "ID" }, { 0x09, "serial converter" }, { 0x1d, "bridge to CC-Link/LT" },
	{ 0x1f, "converter" }, { 0x20, "inverter" }, { 0x21, "servo" }, { 0x22, "CNC" }, { 0x23, "robot" },
	{ 0x24, "power distribution" }, { 0x30, "sensor" }, { 0x31, "actuator" },
	{ 0x32, "bar code reader" }, { 0x33, "weight indicator" }, { 0x34, "high-speed counter" },
	{ 0x35, "switch" }, { 0x36, "analyzer" }, { 0x37, "space transmission" },
	{ 0x38, "transport control" }, { 0x39, "power supply control" }, { 0x3b, "gas detector" },
	{ 0x3c, "solenoid valve" }, { 0x3d, "general-purpose robot" }, { 0x3e, "printer control" },
	{ 0x3f, "motor control" }, { 0x40, "vacuum pump" }, { 0x41, "multi-axis controller" },
	{ 0x42, "VME board" }, { 0x43, "mass flow power supply" }, { 0x44, "mass flow controller" },
	{ 0x45, "received power distribution" }, { 0x46, "control center" }, { 0x47, "welding control" },
	{ 0x48, "indicator" }, { 0x49, "PID control" }, { 0x4a, "vacuum meter" }, { 0x4b, "wireless" },
	{ 0x4c, "digital and analog I/O" }, { 0x4d, "vacuum valve" }, { 0x4e, "tension controller" },
	{ 0x4f, "measuring machine" }, { 0x7f, "generic device" }, { 0, NULL },
};

const struct name cclinkie_subheaders[] = {
	{ 0x5000, "request" }, { 0xd000, "response" }, { 0x5400, "request with serial number" },
	{ 0xd400, "response with serial number" }, { 0x6800, "request with serial number and id" },
	{ 0xe800, "response with serial number and id" }, { 0, NULL },
};

const struct name cclinkie_commands[] = {
	{ 0x0101, "Read type name" }, { 0x0401, "Device read" }, { 0x0403, "Device read random" },
	{ 0x0406, "Device read block" }, { 0x0613, "Memory read" }, { 0x0619, "Self test" },
	{ 0x0e30, "Node search" }, { 0x0e31, "IP address set" }, { 0x0e32, "Device info compare" },
	{ 0x0e33, "Parameter get" }, { 0x0e34, "Parameter set" }, { 0x0e35, "Parameter set start" },
	{ 0x0e36, "Parameter set end" }, { 0x0e3a, "Parameter set cancel" }, { 0x0e90, "Network config" },
	{ 0x0e91, "Master config" }, { 0x0e92, "Slave config" }, { 0x0e93, "Cyclic config" },
	{ 0x0e94, "Notification" }, { 0x1001, "Remote run" }, { 0x1002, "Remote stop" },
	{ 0x1003, "Remote pause" }, { 0x1005, "Remote latch clear" }, { 0x1006, "Remote reset" },
	{ 0x1401, "Device write" }, { 0x1402, "Device write random" }, { 0x1406, "Device write block" },
	{ 0x1613, "Memory write" }, { 0x1617, "Clear error" }, { 0x3070, "Remote control" },
	{ 0, NULL },
};

const struct field cclinkie_field_table[CCLINKIE_FIELD_COUNT] = { CCLINKIE_FIELDS(FIELD_ROW_) };
/* clang-format on */

const struct cclinkie_type *cclinkie_type_of(uint64_t type)
{
	for (unsigned i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (types[i].type == type)
			return &types[i];
	}
	return NULL;
}
