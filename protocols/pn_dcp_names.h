/* Names of the values of PROFINET DCP: belongs to pn_dcp.c. */
#ifndef KAGAMI_PN_DCP_NAMES_H
#define KAGAMI_PN_DCP_NAMES_H

#include "protocols/value.h"

/* clang-format off */
static const struct name services[] = {
	{ 3, "Get" }, { 4, "Set" }, { 5, "Identify" }, { 6, "Hello" }, { 0, NULL },
};
static const struct name types[] = {
	{ 0, "request" }, { 1, "success" }, { 5, "not supported" }, { 0, NULL },
};
static const struct name options[] = {
	{ 1, "IP" }, { 2, "device properties" }, { 3, "DHCP" }, { 4, "LLDP" }, { 5, "control" },
	{ 6, "device initiative" }, { 7, "TSN domain" }, { 255, "all" }, { 0, NULL },
};
static const struct name ip_names[] = {
	{ 1, "MAC address" }, { 2, "IP parameter" }, { 3, "full IP suite" }, { 0, NULL },
};
static const struct name device_names[] = {
	{ 1, "type of station" }, { 2, "name of station" }, { 3, "device ID" }, { 4, "device role" },
	{ 5, "device options" }, { 6, "alias name" }, { 7, "device instance" }, { 8, "OEM device ID" },
	{ 9, "standard gateway" }, { 10, "RSI properties" }, { 0, NULL },
};
static const struct name dhcp_names[] = {
	{ 12, "host name" }, { 43, "vendor specific" }, { 54, "server identifier" },
	{ 55, "parameter request list" }, { 60, "class identifier" }, { 61, "client identifier" },
	{ 81, "FQDN" }, { 97, "client UUID" }, { 255, "control of DHCP" }, { 0, NULL },
};
static const struct name control_names[] = {
	{ 1, "start transaction" }, { 2, "end transaction" }, { 3, "signal" }, { 4, "response" },
	{ 5, "factory reset" }, { 6, "reset to factory" }, { 0, NULL },
};
static const struct name initiative_names[] = { { 1, "device initiative" }, { 0, NULL } };
static const struct name tsn_names[] = {
	{ 1, "domain name" }, { 2, "NME manager" }, { 3, "NME parameter UUID" }, { 4, "NME agent" },
	{ 5, "CIM interface" }, { 0, NULL },
};
static const struct name all_names[] = { { 255, "all" }, { 0, NULL } };
static const struct name errors[] = {
	{ 0, "ok" }, { 1, "option not supported" }, { 2, "suboption not supported" }, { 3, "suboption not set" },
	{ 4, "resource error" }, { 5, "not possible by local reasons" }, { 6, "not possible in operation" },
	{ 0, NULL },
};
static const struct name ip_infos[] = {
	{ 0, "not set" }, { 1, "set" }, { 2, "set by DHCP" }, { 0x80, "not set, address conflict" },
	{ 0x81, "set, address conflict" }, { 0x82, "set by DHCP, address conflict" }, { 0, NULL },
};
static const struct name qualifiers[] = { { 0, "temporary" }, { 1, "permanent" }, { 0, NULL } };
static const struct name resets[] = {
	{ 2, "application data" }, { 3, "application data" }, { 4, "communication parameters" },
	{ 5, "communication parameters" }, { 6, "engineering parameters" }, { 7, "engineering parameters" },
	{ 8, "all data" }, { 9, "all data" }, { 16, "device to factory values" }, { 17, "device to factory values" },
	{ 18, "reset and restore" }, { 19, "reset and restore" }, { 0, NULL },
};
static const struct name signals[] = { { 0x100, "flash once" }, { 0, NULL } };
static const struct name initiatives[] = { { 0, "no Hello" }, { 1, "Hello after power on" }, { 0, NULL } };
/* clang-format on */

#endif
