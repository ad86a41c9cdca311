/*
 * The rows of LLDP's fields and the names of their values: belongs to lldp.c, included there only.
 */
#ifndef KAGAMI_LLDP_FIELDS_H
#define KAGAMI_LLDP_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
/* The bits of the two capability numbers: first those that the system has, then those in use. */
#define CAPABILITIES(F, ID, name) \
	F(ID##_OTHER,    name ".other",          FIELD_BOOL, DERIVED, BASE_DEC, NULL, "something else") \
	F(ID##_REPEATER, name ".repeater",       FIELD_BOOL, DERIVED, BASE_DEC, NULL, "repeater") \
	F(ID##_BRIDGE,   name ".bridge",         FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bridge, switch") \
	F(ID##_WLAN,     name ".wlan_access_pt", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "wireless access point") \
	F(ID##_ROUTER,   name ".router",         FIELD_BOOL, DERIVED, BASE_DEC, NULL, "router") \
	F(ID##_PHONE,    name ".telephone",      FIELD_BOOL, DERIVED, BASE_DEC, NULL, "telephone") \
	F(ID##_DOCSIS,   name ".docsis_cable_device", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "cable modem") \
	F(ID##_STATION,  name ".station_only",   FIELD_BOOL, DERIVED, BASE_DEC, NULL, "station only")

#define FIELDS(F) \
	F(TLV_TYPE,      "lldp.tlv.type",        FIELD_UINT, DERIVED, BASE_DEC, tlv_names, "kind of TLV") \
	F(TLV_LEN,       "lldp.tlv.len",         FIELD_UINT, DERIVED, BASE_DEC, NULL, "bytes of the TLV's value") \
	F(CHASSIS_KIND,  "lldp.chassis.subtype", FIELD_UINT, BE(1),   BASE_DEC, chassis_names, "kind of chassis id") \
	F(CHASSIS_ID,    "lldp.chassis.id",      FIELD_BYTES, DERIVED, BASE_DEC, NULL, "chassis id of another kind; PROFINET: station name") \
	F(CHASSIS_MAC,   "lldp.chassis.id.mac",  FIELD_MAC,  RAW(6),  BASE_DEC, NULL, "chassis MAC address") \
	F(CHASSIS_IP4,   "lldp.chassis.id.ip4",  FIELD_IPV4, RAW(4),  BASE_DEC, NULL, "chassis IPv4 address") \
	F(CHASSIS_IP6,   "lldp.chassis.id.ip6",  FIELD_IPV6, RAW(16), BASE_DEC, NULL, "chassis IPv6 address") \
	F(NET_KIND,      "lldp.network_address.subtype", FIELD_UINT, BE(1), BASE_DEC, family_names, "address family") \
	F(PORT_KIND,     "lldp.port.subtype",    FIELD_UINT, BE(1),   BASE_DEC, port_names, "kind of port id") \
	F(PORT_ID,       "lldp.port.id",         FIELD_TEXT, DERIVED, BASE_DEC, NULL, "port id") \
	F(PORT_MAC,      "lldp.port.id.mac",     FIELD_MAC,  RAW(6),  BASE_DEC, NULL, "port MAC address") \
	F(PORT_IP4,      "lldp.port.id.ip4",     FIELD_IPV4, RAW(4),  BASE_DEC, NULL, "port IPv4 address") \
	F(PORT_IP6,      "lldp.port.id.ip6",     FIELD_IPV6, RAW(16), BASE_DEC, NULL, "port IPv6 address") \
	F(TTL,           "lldp.time_to_live",    FIELD_UINT, BE(2),   BASE_DEC, NULL, "seconds that this is good for; 0: the sender leaves") \
	F(PORT_DESC,     "lldp.port.desc",       FIELD_TEXT, DERIVED, BASE_DEC, NULL, "port description") \
	F(SYS_NAME,      "lldp.tlv.system.name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "system name") \
	F(SYS_DESC,      "lldp.tlv.system.desc", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "system description: hardware, software") \
	F(CAP,           "lldp.tlv.system_cap",  FIELD_UINT, BE(2),   BASE_HEX, NULL, "what the system can be") \
	CAPABILITIES(F, CAP, "lldp.tlv.system_cap") \
	F(ENABLED,       "lldp.tlv.enable_system_cap", FIELD_UINT, BE(2), BASE_HEX, NULL, "what the system is used as") \
	CAPABILITIES(F, ENABLED, "lldp.tlv.enable_system_cap") \
	F(MGN_LEN,       "lldp.mgn.address.len", FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes of family and address") \
	F(MGN_KIND,      "lldp.mgn.address.subtype", FIELD_UINT, BE(1), BASE_DEC, family_names, "address family") \
	F(MGN_IP4,       "lldp.mgn.addr.ip4",    FIELD_IPV4, RAW(4),  BASE_DEC, NULL, "management address") \
	F(MGN_IP6,       "lldp.mgn.addr.ip6",    FIELD_IPV6, RAW(16), BASE_DEC, NULL, "management address") \
	F(MGN_HEX,       "lldp.mgn.addr.hex",    FIELD_BYTES, DERIVED, BASE_DEC, NULL, "management address of another family") \
	F(MGN_IF_KIND,   "lldp.mgn.interface.subtype", FIELD_UINT, BE(1), BASE_DEC, interface_names, "how the interface is numbered") \
	F(MGN_IF,        "lldp.mgn.interface.number", FIELD_UINT, BE(4), BASE_DEC, NULL, "interface number") \
	F(MGN_OBJ_LEN,   "lldp.mgn.obj.len",     FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes of the object identifier") \
	F(MGN_OBJ,       "lldp.mgn.obj.id",      FIELD_TEXT, DERIVED, BASE_DEC, NULL, "object identifier") \
	F(OUI,           "lldp.orgtlv.oui",      FIELD_UINT, BE(3),   BASE_HEX, oui_names, "organisation that defines the TLV") \
	F(IEEE1_KIND,    "lldp.ieee.802_1.subtype", FIELD_UINT, BE(1), BASE_HEX, ieee1_names, "IEEE 802.1: what it says") \
	F(PVID,          "lldp.ieee.802_1.port_vlan.id", FIELD_UINT, BE(2), BASE_DEC, NULL, "VLAN of untagged frames") \
	F(PPVID_FLAGS,   "lldp.ieee.802_1.port_and_vlan_id_flag", FIELD_UINT, BE(1), BASE_HEX, NULL, "protocol VLANs supported (2), enabled (4)") \
	F(PPVID,         "lldp.ieee.802_1.port_proto_vlan.id", FIELD_UINT, BE(2), BASE_DEC, NULL, "port and protocol VLAN") \
	F(VLAN_ID,       "lldp.ieee.802_1.vlan.id", FIELD_UINT, BE(2), BASE_DEC, NULL, "VLAN") \
	F(VLAN_NAME_LEN, "lldp.ieee.802_1.vlan.name_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of its name") \
	F(VLAN_NAME,     "lldp.ieee.802_1.vlan.name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "its name") \
	F(PROTO_LEN,     "lldp.ieee.802_1.proto.id_length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the protocol identity") \
	F(PROTO_ID,      "lldp.ieee.802_1.proto.id", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "protocol identity") \
	F(IEEE3_KIND,    "lldp.ieee.802_3.subtype", FIELD_UINT, BE(1), BASE_HEX, ieee3_names, "IEEE 802.3: what it says") \
	F(AUTONEG,       "lldp.ieee.802_3.mac_phy_auto_neg_status", FIELD_UINT, BE(1), BASE_HEX, NULL, "auto-negotiation supported (1), enabled (2)") \
	F(PMD,           "lldp.ieee.802_3.pmd_auto_neg_advertised_caps", FIELD_UINT, BE(2), BASE_HEX, NULL, "link speeds advertised") \
	F(MAU,           "lldp.ieee.802_3.pmd_mau_type", FIELD_UINT, BE(2), BASE_HEX, NULL, "link speed in use") \
	F(AGG_STATUS,    "lldp.ieee.802_3.aggregation_status", FIELD_UINT, BE(1), BASE_HEX, NULL, "link aggregation supported (1), enabled (2)") \
	F(AGG_PORT,      "lldp.ieee.802_3.aggregated_port_id", FIELD_UINT, BE(4), BASE_DEC, NULL, "aggregated port") \
	F(MAX_FRAME,     "lldp.ieee.802_3.max_frame_size", FIELD_UINT, BE(2), BASE_DEC, NULL, "longest frame") \
	F(MED_KIND,      "lldp.media.subtype",   FIELD_UINT, BE(1),   BASE_HEX, med_names, "LLDP-MED: what it says") \
	F(MED_CAPS,      "lldp.media.subtype.caps", FIELD_UINT, BE(2), BASE_HEX, NULL, "LLDP-MED capabilities") \
	F(MED_CLASS,     "lldp.media.subtype.class", FIELD_UINT, BE(1), BASE_DEC, NULL, "LLDP-MED class of device") \
	F(MED_HARDWARE,  "lldp.media.hardware",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "hardware revision") \
	F(MED_FIRMWARE,  "lldp.media.firmware",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "firmware revision") \
	F(MED_SOFTWARE,  "lldp.media.software",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "software revision") \
	F(MED_SERIAL,    "lldp.media.sn",        FIELD_TEXT, DERIVED, BASE_DEC, NULL, "serial number") \
	F(MED_MAKER,     "lldp.media.manufacturer", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "manufacturer") \
	F(MED_MODEL,     "lldp.media.model",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "model") \
	F(MED_ASSET,     "lldp.media.asset",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "asset id") \
	F(PN_KIND,       "lldp.profinet.subtype", FIELD_UINT, BE(1),  BASE_HEX, profinet_names, "PROFINET: what it says") \
	F(PN_RX_LOCAL,   "lldp.profinet.port_rx_delay_local", FIELD_UINT, BE(4), BASE_DEC, NULL, "delays, ns") \
	F(PN_RX_REMOTE,  "lldp.profinet.port_rx_delay_remote", FIELD_UINT, BE(4), BASE_DEC, NULL, "delays, ns") \
	F(PN_TX_LOCAL,   "lldp.profinet.port_tx_delay_local", FIELD_UINT, BE(4), BASE_DEC, NULL, "delays, ns") \
	F(PN_TX_REMOTE,  "lldp.profinet.port_tx_delay_remote", FIELD_UINT, BE(4), BASE_DEC, NULL, "delays, ns") \
	F(PN_CABLE,      "lldp.profinet.cable_delay_local", FIELD_UINT, BE(4), BASE_DEC, NULL, "delays, ns") \
	F(PN_RTC2,       "lldp.profinet.rtc2_port_status", FIELD_UINT, BE(2), BASE_HEX, NULL, "state of the isochronous class 2") \
	F(PN_RTC3,       "lldp.profinet.rtc3_port_status", FIELD_UINT, DERIVED, BASE_HEX, NULL, "state of the isochronous class 3") \
	F(PN_MAC,        "lldp.profinet.cm_mac_add", FIELD_MAC, RAW(6), BASE_DEC, NULL, "chassis MAC address") \
	F(IANA_KIND,     "lldp.iana.subtype",    FIELD_UINT, BE(1),   BASE_HEX, NULL, "IANA: what it says") \
	F(MUDURL,        "lldp.iana.mudurl",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "where the device's intended use is described (RFC 8520)") \
	F(OTHER_KIND,    "lldp.unknown_subtype", FIELD_UINT, BE(1),   BASE_DEC, NULL, "subtype that is not taken apart") \
	F(OTHER,         "lldp.unknown_subtype.content", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "its content")

static const struct name tlv_names[] = {
	{ 0, "End of LLDPDU" }, { 1, "Chassis Id" }, { 2, "Port Id" }, { 3, "Time to Live" },
	{ 4, "Port Description" }, { 5, "System Name" }, { 6, "System Description" },
	{ 7, "System Capabilities" }, { 8, "Management Address" },
	{ 127, "Organization Specific" }, { 0, NULL },
};
static const struct name chassis_names[] = {
	{ 1, "Chassis component" }, { 2, "Interface alias" }, { 3, "Port component" },
	{ 4, "MAC address" }, { 5, "Network address" }, { 6, "Interface name" },
	{ 7, "Locally assigned" }, { 0, NULL },
};
static const struct name port_names[] = {
	{ 1, "Interface alias" }, { 2, "Port component" }, { 3, "MAC address" },
	{ 4, "Network address" }, { 5, "Interface name" }, { 6, "Agent circuit Id" },
	{ 7, "Locally assigned" }, { 0, NULL },
};
static const struct name family_names[] = {
	{ 1, "IPv4" }, { 2, "IPv6" }, { 6, "802 (includes all 802 media)" }, { 0, NULL },
};
static const struct name interface_names[] = {
	{ 1, "Unknown" }, { 2, "ifIndex" }, { 3, "System port number" }, { 0, NULL },
};
static const struct name oui_names[] = {
	{ 0x00005e, "IANA" }, { 0x000ecf, "PROFIBUS & PROFINET International" },
	{ 0x00120f, "IEEE 802.3" }, { 0x0012bb, "TIA" }, { 0x0080c2, "IEEE 802.1" }, { 0, NULL },
};
static const struct name ieee1_names[] = {
	{ 1, "Port VLAN ID" }, { 2, "Port and Protocol VLAN ID" }, { 3, "VLAN Name" },
	{ 4, "Protocol Identity" }, { 0, NULL },
};
static const struct name ieee3_names[] = {
	{ 1, "MAC/PHY Configuration/Status" }, { 2, "Power Via MDI" }, { 3, "Link Aggregation" },
	{ 4, "Maximum Frame Size" }, { 0, NULL },
};
static const struct name med_names[] = {
	{ 1, "Media Capabilities" }, { 2, "Network Policy" }, { 3, "Location Identification" },
	{ 4, "Extended Power-via-MDI" }, { 5, "Inventory - Hardware Revision" },
	{ 6, "Inventory - Firmware Revision" }, { 7, "Inventory - Software Revision" },
	{ 8, "Inventory - Serial Number" }, { 9, "Inventory - Manufacturer Name" },
	{ 10, "Inventory - Model Name" }, { 11, "Inventory - Asset ID" }, { 0, NULL },
};
static const struct name profinet_names[] = {
	{ 1, "Measured Delay Values" }, { 2, "Port Status" }, { 3, "Alias" },
	{ 4, "MRP Port Status" }, { 5, "Chassis MAC" }, { 6, "PTCP Status" }, { 0, NULL },
};
/* clang-format on */

#endif
