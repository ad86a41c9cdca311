/* The rows of cip.* and the names of their values: for the files of CIP alone. */
#ifndef KAGAMI_CIP_FIELDS_H
#define KAGAMI_CIP_FIELDS_H

#include "protocols/protocol.h"

extern const struct name cip_rr_names[], cip_sc_names[], cip_status_names[], cip_class_names[],
	cip_segment_names[], cip_logical_names[], cip_format_names[], cip_data_segment_names[],
	cip_network_names[], cip_key_names[], cip_reset_names[], cip_vendor_names[],
	cip_device_names[], cip_state_names[], cip_type_names[], cip_cm_names[],
	cip_cm_status_names[], cip_conn_type_names[], cip_priority_names[], cip_size_type_names[],
	cip_owner_names[], cip_trigger_names[], cip_direction_names[], cip_multiplier_names[],
	cip_closer_names[], cip_config_names[], cip_method_names[], cip_duplex_names[],
	cip_negotiation_names[], cip_pccc_command_names[], cip_pccc_status_names[],
	cip_pccc_06_names[], cip_pccc_07_names[], cip_pccc_0f_names[], cip_pccc_file_names[],
	cip_pccc_mode_names[], cip_safety_names[], cip_extlogical_names[], cip_interface_names[],
	cip_interface_state_names[], cip_admin_names[];

/* clang-format off */
#define CIP_FIELDS(F) \
	F(CONNID, "cip.connid", FIELD_UINT, LE(4), BASE_HEX, NULL, "network connection that the message belongs to, or opens") \
	F(SEQ, "cip.seq", FIELD_UINT, LE(2), BASE_DEC, NULL, "sequence count of a message on a connection") \
	F(SERVICE, "cip.service", FIELD_UINT, BE(1), BASE_HEX, NULL, "service, with the bit that says request or response") \
	F(RR, "cip.rr", FIELD_UINT, SIZED(1), BASE_HEX, cip_rr_names, "request or response") \
	F(SC, "cip.sc", FIELD_UINT, SIZED(1), BASE_HEX, cip_sc_names, "service; those of one class have their names in ot.function") \
	F(GENSTAT, "cip.genstat", FIELD_UINT, BE(1), BASE_HEX, cip_status_names, "general status") \
	F(ADDSTAT_SIZE, "cip.addstat_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of additional status") \
	F(ADDSTAT, "cip.addstat", FIELD_UINT, LE(2), BASE_HEX, NULL, "additional status") \
	F(PATH_SIZE, "cip.request_path_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of the path; of a response: of its request's path") \
	F(EPATH, "cip.epath", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "path as it is on the wire") \
	F(SEGMENT, "cip.path_segment", FIELD_UINT, BE(1), BASE_HEX, NULL, "first byte of a segment of a path") \
	F(SEGMENT_TYPE, "cip.path_segment.type", FIELD_UINT, SIZED(1), BASE_DEC, cip_segment_names, "kind of segment") \
	F(EX_LINK, "cip.ex_linkaddress", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the port's link address has a length of its own") \
	F(PORT, "cip.port", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "port that the message leaves by: 1 is the backplane") \
	F(PORT_EXTENDED, "cip.port_extended", FIELD_UINT, LE(2), BASE_DEC, NULL, "port that the message leaves by, when it is over 14") \
	F(LINK, "cip.linkaddress.byte", FIELD_UINT, BE(1), BASE_DEC, NULL, "address behind the port: a slot") \
	F(LINK_SIZE, "cip.linkaddress_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of a longer link address") \
	F(LINK_TEXT, "cip.linkaddress.string", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "longer link address, such as an IP address in text") \
	F(LOGICAL_TYPE, "cip.logical_segment.type", FIELD_UINT, SIZED(1), BASE_DEC, cip_logical_names, "what a logical segment names") \
	F(LOGICAL_FORMAT, "cip.logical_segment.format", FIELD_UINT, SIZED(1), BASE_DEC, cip_format_names, "width of its number") \
	F(CLASS, "cip.class", FIELD_UINT, SIZED(4), BASE_HEX, cip_class_names, "class of the object addressed") \
	F(INSTANCE, "cip.instance", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "instance of the class; 0: the class itself") \
	F(MEMBER, "cip.member", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "member: an element of an array") \
	F(ATTRIBUTE, "cip.attribute", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "attribute of the instance") \
	F(POINT, "cip.connpoint", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "connection point: an assembly of I/O data") \
	F(SERVICE_ID, "cip.serviceid", FIELD_UINT, BE(1), BASE_HEX, NULL, "service named in a path") \
	F(EXTLOGICAL_TYPE, "cip.extlogical.type", FIELD_UINT, BE(1), BASE_HEX, cip_extlogical_names, "kind of extended logical segment") \
	F(EXTLOGICAL, "cip.extlogical", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "number of an extended logical segment") \
	F(KEY_FORMAT, "cip.ekey.format", FIELD_UINT, BE(1), BASE_HEX, cip_key_names, "format of the electronic key") \
	F(KEY_VENDOR, "cip.ekey.vendor", FIELD_UINT, LE(2), BASE_HEX, cip_vendor_names, "vendor that the device must have") \
	F(KEY_TYPE, "cip.ekey.devtype", FIELD_UINT, LE(2), BASE_HEX, cip_device_names, "device type that it must have") \
	F(KEY_CODE, "cip.ekey.product_code", FIELD_UINT, LE(2), BASE_HEX, NULL, "product code that it must have") \
	F(KEY_COMPATIBILITY, "cip.ekey.compatibility", FIELD_UINT, BE(1), BASE_HEX, NULL, "compatibility bit and major revision") \
	F(KEY_BIT, "cip.ekey.comp_bit", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "1: a compatible device will do") \
	F(KEY_MAJOR, "cip.ekey.major_rev", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "major revision that it must have") \
	F(KEY_MINOR, "cip.ekey.minor_rev", FIELD_UINT, BE(1), BASE_DEC, NULL, "minor revision that it must have") \
	F(KEY_SERIAL, "cip.ekey.serial_number", FIELD_UINT, LE(4), BASE_HEX, NULL, "serial number that it must have") \
	F(DATA_TYPE, "cip.data_segment.type", FIELD_UINT, SIZED(1), BASE_DEC, cip_data_segment_names, "kind of data segment") \
	F(DATA_SIZE, "cip.data_segment.size", FIELD_UINT, BE(1), BASE_DEC, NULL, "size of a data segment: bytes of a symbol, words of data") \
	F(SEGMENT_DATA, "cip.data_segment.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data in a path: a module's configuration") \
	F(SYMBOL, "cip.symbol", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "symbol: a tag, or a part of its name") \
	F(ASCII_SYMBOL, "cip.ascii_symbol", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "symbol of a symbolic segment") \
	F(SYMBOL_SIZE, "cip.symbol.size", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "bytes of a symbolic segment's symbol") \
	F(SYMBOL_FORMAT, "cip.symbol.format", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "format of an extended symbolic segment") \
	F(SYMBOL_NUMFORMAT, "cip.symbol.numformat", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "width of an extended symbolic segment's number") \
	F(NUMERIC_SYMBOL, "cip.numeric_symbol", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "number of an extended symbolic segment") \
	F(NETWORK_TYPE, "cip.network_segment.type", FIELD_UINT, SIZED(1), BASE_DEC, cip_network_names, "kind of network segment") \
	F(SCHEDULE, "cip.network_segment.schedule", FIELD_UINT, BE(1), BASE_HEX, NULL, "multiplier and phase of a schedule") \
	F(FIXED_TAG, "cip.network_segment.fixed_tag", FIELD_UINT, BE(1), BASE_HEX, NULL, "fixed tag") \
	F(INHIBIT, "cip.network_segment.prod_inhibit", FIELD_UINT, BE(1), BASE_DEC, NULL, "production inhibit time, ms") \
	F(NETWORK_LENGTH, "cip.network_segment.length", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of a network segment") \
	F(NETWORK_SUBTYPE, "cip.network_segment.subtype", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "kind of extended network segment") \
	F(SAFETY_FORMAT, "cip.safety_segment.format", FIELD_UINT, BE(1), BASE_DEC, cip_safety_names, "format of a safety segment: a CIP Safety connection") \
	F(SAFETY_DATA, "cip.safety_segment.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "a safety segment behind its format") \
	F(GETLIST, "cip.getlist.attr_count", FIELD_UINT, LE(2), BASE_DEC, NULL, "attributes that are read") \
	F(GETLIST_STATUS, "cip.getlist.attr_status", FIELD_UINT, BE(1), BASE_HEX, cip_status_names, "status of one attribute read") \
	F(SETLIST, "cip.setlist.attr_count", FIELD_UINT, LE(2), BASE_DEC, NULL, "attributes that are written") \
	F(SETLIST_STATUS, "cip.setlist.attr_status", FIELD_UINT, BE(1), BASE_HEX, cip_status_names, "status of one attribute written") \
	F(RESET, "cip.reset.type", FIELD_UINT, BE(1), BASE_DEC, cip_reset_names, "what a reset goes back to") \
	F(CREATED, "cip.create.instance", FIELD_UINT, LE(2), BASE_DEC, NULL, "instance that was created") \
	F(MSP_COUNT, "cip.msp.num_services", FIELD_UINT, LE(2), BASE_DEC, NULL, "services in a Multiple Service Packet") \
	F(MSP_OFFSET, "cip.msp.offset", FIELD_UINT, LE(2), BASE_DEC, NULL, "where in it a service begins") \
	F(NEXT_MAX, "cip.find_next_object.max_instance", FIELD_UINT, BE(1), BASE_DEC, NULL, "most instances that the answer may name") \
	F(NEXT_COUNT, "cip.find_next_object.num_instances", FIELD_UINT, BE(1), BASE_DEC, NULL, "instances that it names") \
	F(NEXT_INSTANCE, "cip.find_next_object.instance", FIELD_UINT, LE(2), BASE_DEC, NULL, "an instance that exists") \
	F(DATA, "cip.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data as they are on the wire") \
	F(CLASS_REVISION, "cip.class_revision", FIELD_UINT, LE(2), BASE_DEC, NULL, "revision of the class") \
	F(MAX_INSTANCE, "cip.max_instance", FIELD_UINT, LE(2), BASE_DEC, NULL, "highest instance of the class") \
	F(NUM_INSTANCE, "cip.num_instance", FIELD_UINT, LE(2), BASE_DEC, NULL, "instances of the class") \
	F(ID_VENDOR, "cip.id.vendor_id", FIELD_UINT, LE(2), BASE_HEX, cip_vendor_names, "vendor") \
	F(ID_TYPE, "cip.id.device_type", FIELD_UINT, LE(2), BASE_HEX, cip_device_names, "device type") \
	F(ID_CODE, "cip.id.product_code", FIELD_UINT, LE(2), BASE_DEC, NULL, "product code") \
	F(ID_MAJOR, "cip.id.major_rev", FIELD_UINT, BE(1), BASE_DEC, NULL, "major revision of the firmware") \
	F(ID_MINOR, "cip.id.minor_rev", FIELD_UINT, BE(1), BASE_DEC, NULL, "minor revision of the firmware") \
	F(ID_STATUS, "cip.id.status", FIELD_UINT, LE(2), BASE_HEX, NULL, "status of the device") \
	F(ID_OWNED, "cip.id.owned", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "somebody owns the device's outputs") \
	F(ID_CONF, "cip.id.conf", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "it is configured") \
	F(ID_EXT, "cip.id.ext", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "extended status: self-test, update, faults, run or idle") \
	F(ID_MINOR1, "cip.id.minor_fault1", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "minor recoverable fault") \
	F(ID_MINOR2, "cip.id.minor_fault2", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "minor unrecoverable fault") \
	F(ID_MAJOR1, "cip.id.major_fault1", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "major recoverable fault") \
	F(ID_MAJOR2, "cip.id.major_fault2", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "major unrecoverable fault") \
	F(ID_EXT2, "cip.id.ext2", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "extended status 2: of the vendor; of Logix: the key switch") \
	F(ID_SERIAL, "cip.id.serial_number", FIELD_UINT, LE(4), BASE_HEX, NULL, "serial number") \
	F(ID_NAME, "cip.id.product_name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "product name") \
	F(ID_STATE, "cip.id.state", FIELD_UINT, BE(1), BASE_HEX, cip_state_names, "state of the device") \
	F(MR_COUNT, "cip.mr.num_classes", FIELD_UINT, LE(2), BASE_DEC, NULL, "classes that the device has") \
	F(MR_CLASS, "cip.mr.class", FIELD_UINT, LE(2), BASE_HEX, cip_class_names, "a class that the device has") \
	F(TCPIP_STATUS, "cip.tcpip.status", FIELD_UINT, LE(4), BASE_HEX, NULL, "status of the TCP/IP interface") \
	F(TCPIP_CONFIG, "cip.tcpip.status.interface_config", FIELD_UINT, SIZED(4), BASE_DEC, cip_config_names, "where its configuration is from") \
	F(TCPIP_MCAST, "cip.tcpip.status.mcast_pending", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "multicast configuration will change at a reset") \
	F(TCPIP_PENDING, "cip.tcpip.status.interface_config_pending", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "its configuration will change at a reset") \
	F(TCPIP_ACD, "cip.tcpip.status.acd", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "somebody else has the address") \
	F(TCPIP_ACD_FAULT, "cip.tcpip.status.acd_fault", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "the address is not used because of that") \
	F(TCPIP_PORT_ADMIN, "cip.tcpip.status.iana_port_admin", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "ports will change at a reset") \
	F(TCPIP_PROTOCOL_ADMIN, "cip.tcpip.status.iana_protocol_admin", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "protocols will change at a reset") \
	F(TCPIP_CAP, "cip.tcpip.config_cap", FIELD_UINT, LE(4), BASE_HEX, NULL, "how it can be configured") \
	F(CAP_BOOTP, "cip.tcpip.config_cap.bootp", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: BOOTP") \
	F(CAP_DNS, "cip.tcpip.config_cap.dns", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: DNS") \
	F(CAP_DHCP, "cip.tcpip.config_cap.dhcp", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: DHCP") \
	F(CAP_DHCP_DNS, "cip.tcpip.config_cap.dhcp_dns_update", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: DNS updates by DHCP") \
	F(CAP_SETTABLE, "cip.tcpip.config_cap.config_settable", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: the configuration can be written") \
	F(CAP_HARDWARE, "cip.tcpip.config_cap.hardware_config", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: switches on the device") \
	F(CAP_RESET, "cip.tcpip.config_cap.interface_reset", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: a change needs a reset") \
	F(CAP_ACD, "cip.tcpip.config_cap.acd", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "it can: detection of address conflicts") \
	F(TCPIP_CONTROL, "cip.tcpip.config_control", FIELD_UINT, LE(4), BASE_HEX, NULL, "how it is configured when it starts") \
	F(TCPIP_METHOD, "cip.tcpip.config_control.config", FIELD_UINT, SIZED(4), BASE_DEC, cip_method_names, "by what: stored, BOOTP, DHCP") \
	F(TCPIP_DNS, "cip.tcpip.config_control.dns", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "names are resolved by DNS") \
	F(PATH_LEN, "cip.path_len", FIELD_UINT, LE(2), BASE_DEC, NULL, "words of a path in an attribute") \
	F(TCPIP_IP, "cip.tcpip.ip_addr", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address") \
	F(TCPIP_MASK, "cip.tcpip.subnet_mask", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "subnet mask") \
	F(TCPIP_GATEWAY, "cip.tcpip.gateway", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "gateway") \
	F(TCPIP_NS, "cip.tcpip.name_server", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "name server") \
	F(TCPIP_NS2, "cip.tcpip.name_server2", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "second name server") \
	F(TCPIP_DOMAIN, "cip.tcpip.domain_name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "domain") \
	F(TCPIP_HOST, "cip.tcpip.hostname", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "host name") \
	F(ELINK_SPEED, "cip.elink.interface_speed", FIELD_UINT, LE(4), BASE_DEC, NULL, "speed of the Ethernet interface, Mbit/s") \
	F(ELINK_FLAGS, "cip.elink.iflags", FIELD_UINT, LE(4), BASE_HEX, NULL, "flags of the interface") \
	F(ELINK_LINK, "cip.elink.iflags.link_status", FIELD_BOOL, SIZED(4), BASE_DEC, NULL, "there is a link") \
	F(ELINK_DUPLEX, "cip.elink.iflags.duplex", FIELD_UINT, SIZED(4), BASE_DEC, cip_duplex_names, "half or full duplex") \
	F(ELINK_NEGOTIATION, "cip.elink.iflags.neg_status", FIELD_UINT, SIZED(4), BASE_DEC, cip_negotiation_names, "what the negotiation came to") \
	F(ELINK_RESET, "cip.elink.iflags.manual_reset", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "a change needs a reset") \
	F(ELINK_FAULT, "cip.elink.iflags.local_hw_fault", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "the interface is broken") \
	F(ELINK_MAC, "cip.elink.physical_address", FIELD_MAC, RAW(6), BASE_DEC, NULL, "MAC address") \
	F(ELINK_CONTROL, "cip.elink.icontrol.control_bits", FIELD_UINT, LE(2), BASE_HEX, NULL, "control bits of the interface") \
	F(ELINK_AUTO, "cip.elink.icontrol.control_bits.auto_neg", FIELD_BOOL, SIZED(2), BASE_DEC, NULL, "speed and duplex are negotiated") \
	F(ELINK_FORCED, "cip.elink.icontrol.control_bits.forced_duplex", FIELD_UINT, SIZED(2), BASE_DEC, cip_duplex_names, "duplex that is forced") \
	F(ELINK_FORCED_SPEED, "cip.elink.icontrol.forced_speed", FIELD_UINT, LE(2), BASE_DEC, NULL, "speed that is forced, Mbit/s") \
	F(ELINK_TYPE, "cip.elink.interface_type", FIELD_UINT, BE(1), BASE_DEC, cip_interface_names, "kind of interface") \
	F(ELINK_STATE, "cip.elink.interface_state", FIELD_UINT, BE(1), BASE_DEC, cip_interface_state_names, "state of the interface") \
	F(ELINK_ADMIN, "cip.elink.admin_state", FIELD_UINT, BE(1), BASE_DEC, cip_admin_names, "interface switched on or off") \
	F(TAG_TYPE, "cip.tag.type", FIELD_UINT, LE(2), BASE_HEX, cip_type_names, "data type of a tag's value") \
	F(TAG_HANDLE, "cip.tag.structure", FIELD_UINT, LE(2), BASE_HEX, NULL, "handle of a structure's type") \
	F(TAG_COUNT, "cip.tag.count", FIELD_UINT, LE(2), BASE_DEC, NULL, "elements of the tag that are read or written") \
	F(TAG_OFFSET, "cip.tag.offset", FIELD_UINT, LE(4), BASE_DEC, NULL, "byte of the tag that a fragment begins at") \
	F(TAG_INT, "cip.tag.int", FIELD_INT, DERIVED, BASE_DEC, NULL, "value of an element: a whole number") \
	F(TAG_FLOAT, "cip.tag.float", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "value of an element: a floating-point number") \
	F(TAG_STRING, "cip.tag.string", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "value of an element: text") \
	F(TAG_MASK_SIZE, "cip.tag.mask_size", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes of each mask of a Read-Modify-Write") \
	F(TAG_OR, "cip.tag.or_mask", FIELD_UINT, SIZED(8), BASE_HEX, NULL, "bits that are set") \
	F(TAG_AND, "cip.tag.and_mask", FIELD_UINT, SIZED(8), BASE_HEX, NULL, "bits that stay; the others are cleared") \
	F(CM_SC, "cip.cm.sc", FIELD_UINT, SIZED(1), BASE_HEX, cip_cm_names, "service of the Connection Manager") \
	F(CM_EXT, "cip.cm.ext_status", FIELD_UINT, SIZED(2), BASE_HEX, cip_cm_status_names, "why it failed") \
	F(CM_PRIORITY, "cip.cm.priority", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "priority of the request") \
	F(CM_TICK, "cip.cm.tick_time", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "a tick is 2 to the power of this, ms") \
	F(CM_TICKS, "cip.cm.timeout_tick", FIELD_UINT, BE(1), BASE_DEC, NULL, "ticks until the request is given up") \
	F(CM_TIMEOUT, "cip.cm.timeout", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "time until the request is given up, ms") \
	F(CM_OT, "cip.cm.ot_connid", FIELD_UINT, LE(4), BASE_HEX, NULL, "connection from originator to target") \
	F(CM_TO, "cip.cm.to_connid", FIELD_UINT, LE(4), BASE_HEX, NULL, "connection from target to originator") \
	F(CM_SERIAL, "cip.cm.conn_serial_num", FIELD_UINT, LE(2), BASE_HEX, NULL, "connection's number with its originator") \
	F(CM_VENDOR, "cip.cm.vendor", FIELD_UINT, LE(2), BASE_HEX, cip_vendor_names, "originator's vendor") \
	F(CM_ORIGINATOR, "cip.cm.orig_serial_num", FIELD_UINT, LE(4), BASE_HEX, NULL, "originator's serial number") \
	F(CM_MULTIPLIER, "cip.cm.timeout_multiplier", FIELD_UINT, BE(1), BASE_DEC, cip_multiplier_names, "intervals without data after which the connection is given up") \
	F(CM_OT_RPI, "cip.cm.otrpi", FIELD_UINT, LE(4), BASE_DEC, NULL, "requested packet interval from originator to target, us") \
	F(CM_OT_PARAMS, "cip.cm.ot_net_params", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "parameters of the connection from originator to target") \
	F(CM_TO_RPI, "cip.cm.torpi", FIELD_UINT, LE(4), BASE_DEC, NULL, "requested packet interval from target to originator, us") \
	F(CM_TO_PARAMS, "cip.cm.to_net_params", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "parameters of the connection from target to originator") \
	F(CM_OWNER, "cip.cm.fwo.owner", FIELD_UINT, SIZED(2), BASE_DEC, cip_owner_names, "may several own the outputs") \
	F(CM_TYPE, "cip.cm.fwo.type", FIELD_UINT, SIZED(2), BASE_DEC, cip_conn_type_names, "to one or to many") \
	F(CM_PRIO, "cip.cm.fwo.prio", FIELD_UINT, SIZED(2), BASE_DEC, cip_priority_names, "priority of the connection") \
	F(CM_FV, "cip.cm.fwo.f_v", FIELD_UINT, SIZED(2), BASE_DEC, cip_size_type_names, "fixed or variable size") \
	F(CM_SIZE, "cip.cm.fwo.consize", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "size of the connection's data, bytes") \
	F(CM_TRANSPORT, "cip.cm.transport_type_trigger", FIELD_UINT, BE(1), BASE_HEX, NULL, "direction, trigger and class") \
	F(CM_DIR, "cip.cm.fwo.dir", FIELD_UINT, SIZED(1), BASE_DEC, cip_direction_names, "who begins") \
	F(CM_TRIGGER, "cip.cm.fwo.trigger", FIELD_UINT, SIZED(1), BASE_DEC, cip_trigger_names, "when data are sent") \
	F(CM_CLASS, "cip.cm.fwo.transport", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "transport class: 0 and 1 are I/O, 3 are messages") \
	F(CM_PATH_SIZE, "cip.cm.connpath_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of the connection's path") \
	F(CM_OT_API, "cip.cm.otapi", FIELD_UINT, LE(4), BASE_DEC, NULL, "actual packet interval from originator to target, us") \
	F(CM_TO_API, "cip.cm.toapi", FIELD_UINT, LE(4), BASE_DEC, NULL, "actual packet interval from target to originator, us") \
	F(CM_REPLY_SIZE, "cip.cm.app_reply_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of the application's reply") \
	F(CM_REPLY, "cip.cm.app_reply_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "the application's reply") \
	F(CM_REMAINING, "cip.cm.remain_path_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of the path that were left where it failed") \
	F(CM_MESSAGE, "cip.cm.msg_req_size", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes of the message in an Unconnected Send") \
	F(CM_ROUTE_SIZE, "cip.cm.route_path_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "words of its route") \
	F(CM_CLOSER, "cip.cm.closer", FIELD_UINT, SIZED(1), BASE_DEC, cip_closer_names, "who closes the connection") \
	F(CM_OPENED, "cip.fwd_open_in", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the Forward Open that opened what is closed") \
	F(PCCC_SC, "cip.pccc.sc", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "service of the PCCC object") \
	F(PCCC_ID_LEN, "cip.pccc.req.id.len", FIELD_UINT, BE(1), BASE_HEX, NULL, "bytes of the requester's identity") \
	F(PCCC_VENDOR, "cip.pccc.cip.vend.id", FIELD_UINT, LE(2), BASE_HEX, NULL, "requester's vendor") \
	F(PCCC_SERIAL, "cip.pccc.cip.serial.num", FIELD_UINT, LE(4), BASE_HEX, NULL, "requester's serial number") \
	F(PCCC_CMD, "cip.pccc.cmd.code", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_command_names, "command of DF1") \
	F(PCCC_RESPONSE, "cip.pccc.resp.code", FIELD_UINT, BE(1), BASE_HEX, NULL, "command that is answered, with bit 6 set") \
	F(PCCC_STATUS, "cip.pccc.gs.status", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_status_names, "status") \
	F(PCCC_EXT, "cip.pccc.es.status", FIELD_UINT, BE(1), BASE_HEX, NULL, "extended status") \
	F(PCCC_TNS, "cip.pccc.tns.code", FIELD_UINT, LE(2), BASE_HEX, NULL, "transaction") \
	F(PCCC_06, "cip.pccc.fnc.code_06", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_06_names, "function of command 06") \
	F(PCCC_07, "cip.pccc.fnc.code_07", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_07_names, "function of command 07") \
	F(PCCC_0F, "cip.pccc.fnc.code_0f", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_0f_names, "function of command 0F") \
	F(PCCC_SIZE, "cip.pccc.byte.size", FIELD_UINT, BE(1), BASE_HEX, NULL, "bytes that are read or written") \
	F(PCCC_FILE, "cip.pccc.file.num", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "number of the data table's file") \
	F(PCCC_TYPE, "cip.pccc.file.type", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_file_names, "type of the file") \
	F(PCCC_ELEMENT, "cip.pccc.element.num", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "element of the file") \
	F(PCCC_SUB, "cip.pccc.subelement.num", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "sub-element") \
	F(PCCC_MODE, "cip.pccc.cpu.mode_80", FIELD_UINT, BE(1), BASE_HEX, cip_pccc_mode_names, "mode that the processor is put into") \
	F(PCCC_DATA, "cip.pccc.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data as they are on the wire")
/* clang-format on */

enum { CIP_FIELDS(FIELD_ID_) CIP_FIELD_COUNT };
extern const struct field cip_field_table[CIP_FIELD_COUNT];
#undef field_table
#define field_table cip_field_table

#endif
