#include "pcaps/plant/hosts.h"

#include <string.h>

/* clang-format off */
const struct host hosts[HOST_COUNT] = {
	[HOST_PLC1] = { "plc1", "10.10.1.11", "fd0a:a:1::11", "127.10.1.11", "00:80:f4:1a:20:11",
		"PLC of the river intake and the raw water tank" },
	[HOST_PLC2] = { "plc2", "10.10.1.12", "fd0a:a:1::12", "127.10.1.12", "00:30:de:41:07:12",
		"PLC of filtration, contact tank and chlorine dosing" },
	[HOST_PLC3] = { "plc3", "10.10.1.13", "fd0a:a:1::13", "127.10.1.13", "00:a0:45:7b:33:13",
		"PLC of the high-level reservoir; serial gateway to three meters" },
	[HOST_SERIAL] = { "serial", "10.10.1.41", "fd0a:a:1::41", "127.10.1.41", "00:90:e8:0c:55:41",
		"serial device server: Modbus RTU over TCP, port 4001" },
	[HOST_HMI] = { "hmi", "10.10.1.21", "fd0a:a:1::21", "127.10.1.21", "00:d0:c9:e2:11:21",
		"operator station, polls and commands the PLCs" },
	[HOST_HISTORIAN] = { "historian", "10.10.1.22", "fd0a:a:1::22", "127.10.1.22",
		"00:50:56:9a:04:22", "reads large blocks for the archive" },
	[HOST_EWS] = { "ews", "10.10.1.31", "fd0a:a:1::31", "127.10.1.31", "d4:be:d9:70:6c:31",
		"engineering station" },
	[HOST_ATTACKER] = { "attacker", "10.10.1.66", "fd0a:a:1::66", "127.10.1.66",
		"b8:27:eb:5d:fa:66", "a small computer that does not belong here" },
};

const struct device devices[] = {
	{ HOST_PLC1, 1, 32, 32, 64, 200, 5, "Schneider Electric", "BMX P34 2020", "v2.60",
		"www.schneider-electric.com", "Modicon M340", "BMX P34 2020", "INTAKE_R7",
		"SN21094411711", 0x4d },
	{ HOST_PLC2, 1, 32, 32, 64, 128, 10, "WAGO", "750-8212", "04.02.13", "www.wago.com",
		"PFC200 G2", "750-8212/025-000", "DOSING_R3", "SN0030DE410712", 0x57 },
	{ HOST_PLC3, 1, 32, 32, 64, 128, 18, "Phoenix Contact", "AXC F 2152", "2022.0.4",
		"www.phoenixcontact.com", "AXC F 2152", "2404267", "RESERVOIR_R5",
		"SN1357946120", 0x50 },
	{ HOST_PLC3, 11, 0, 8, 16, 16, 31, "Meter Works", "PL-200", "1.4", "meter.example",
		"pressure logger", "PL-200", "ZONE_NORTH", "SN000117", 0x11 },
	{ HOST_PLC3, 12, 0, 8, 16, 16, 62, "Meter Works", "PL-200", "1.4", "meter.example",
		"pressure logger", "PL-200", "ZONE_SOUTH", "SN000118", 0x11 },
	{ HOST_PLC3, 13, 8, 8, 16, 16, 44, "Meter Works", "FM-80", "2.0", "meter.example",
		"flow meter", "FM-80", "TRUNK_MAIN", "SN000342", 0x12 },
};
/* clang-format on */
const size_t ndevices = sizeof(devices) / sizeof(devices[0]);

const struct host *host_find(const char *name)
{
	for (size_t i = 0; i < HOST_COUNT; i++)
		if (strcmp(hosts[i].name, name) == 0)
			return &hosts[i];
	return NULL;
}
