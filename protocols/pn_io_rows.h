/* Rows of the fields of PROFINET IO: belongs to pn_io_fields.c. */
#ifndef KAGAMI_PN_IO_ROWS_H
#define KAGAMI_PN_IO_ROWS_H

/* clang-format off */
/* Calls, status, the blocks' heads, and the blocks of a Connect. */
#define PNIO_CONNECT_ROWS(F) \
	F(PN_OPNUM, "pn_io.opnum", FIELD_UINT, SIZED(2), BASE_DEC, pnio_opnums, "what is called") \
	F(PN_ERROR_CODE, "pn_io.error_code", FIELD_UINT, SIZED(1), BASE_HEX, pnio_errors, "which service failed, 0: none") \
	F(PN_ERROR_DECODE, "pn_io.error_decode", FIELD_UINT, SIZED(1), BASE_HEX, pnio_decodes, "how the two codes are read") \
	F(PN_ERROR_1, "pn_io.error_code1", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "the error, or whose it is; its name is in ot.status") \
	F(PN_ERROR_2, "pn_io.error_code2", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "the error of that; its name is in ot.status") \
	F(PN_ARGS_MAX, "pn_io.args_max", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes that the response may have") \
	F(PN_ARGS_LENGTH, "pn_io.args_len", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes of the blocks") \
	F(PN_ARRAY_MAX, "pn_io.array_max_count", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes there is room for") \
	F(PN_ARRAY_OFFSET, "pn_io.array_offset", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "0") \
	F(PN_ARRAY_COUNT, "pn_io.array_act_count", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes of the blocks") \
	F(PN_BLOCK_TYPE, "pn_io.block_type", FIELD_UINT, BE(2), BASE_HEX, pnio_blocks, "kind of block") \
	F(PN_BLOCK_LENGTH, "pn_io.block_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the block from its version on") \
	F(PN_VERSION_HIGH, "pn_io.block_version_high", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of the block") \
	F(PN_VERSION_LOW, "pn_io.block_version_low", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of the block, low byte") \
	F(PN_BLOCK_DATA, "pn_io.block_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "contents of a block that are not taken apart") \
	F(PN_AR_TYPE, "pn_io.ar_type", FIELD_UINT, BE(2), BASE_HEX, pnio_ar_types, "kind of the application relation (AR)") \
	F(PN_AR_UUID, "pn_io.ar_uuid", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "identifier of the application relation") \
	F(PN_TARGET_UUID, "pn_io.target_ar_uuid", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "application relation that is asked about") \
	F(PN_SESSION, "pn_io.session_key", FIELD_UINT, BE(2), BASE_DEC, NULL, "the controller's count of the AR's connects") \
	F(PN_INITIATOR_MAC, "pn_io.cminitiator_mac_add", FIELD_MAC, RAW(6), BASE_DEC, NULL, "MAC address of the controller") \
	F(PN_INITIATOR_UUID, "pn_io.cminitiator_uuid", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "object of the controller: instance, device, vendor") \
	F(PN_AR_PROPERTIES, "pn_io.ar_properties", FIELD_UINT, BE(4), BASE_HEX, NULL, "bits of the AR: 8 a supervisor may take over") \
	F(PN_TAKEOVER, "pn_io.ar_properties.supervisor_takeover_allowed", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "a supervisor may take submodules over") \
	F(PN_TIMEOUT_FACTOR, "pn_io.cminitiator_activitytimeoutfactor", FIELD_UINT, BE(2), BASE_DEC, NULL, "time without a call until the AR ends, in 100 ms") \
	F(PN_INITIATOR_PORT, "pn_io.cminitiator_udprtport", FIELD_UINT, BE(2), BASE_HEX, NULL, "the controller's UDP port of real-time data") \
	F(PN_NAME_LENGTH, "pn_io.station_name_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the station's name") \
	F(PN_INITIATOR_NAME, "pn_io.cminitiator_station_name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the controller's station") \
	F(PN_SERVER_UUID, "pn_io.parameter_server_objectuuid", FIELD_TEXT, SIZED(36), BASE_DEC, NULL, "object of the parameter server") \
	F(PN_SERVER_PROPERTIES, "pn_io.parameter_server_properties", FIELD_UINT, BE(4), BASE_HEX, NULL, "properties of the parameter server") \
	F(PN_SERVER_NAME, "pn_io.parameter_server_station_name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the parameter server's station") \
	F(PN_RESPONDER_MAC, "pn_io.cmresponder_macadd", FIELD_MAC, RAW(6), BASE_DEC, NULL, "MAC address of the device") \
	F(PN_RESPONDER_PORT, "pn_io.cmresponder_udprtport", FIELD_UINT, BE(2), BASE_HEX, NULL, "the device's UDP port of real-time data") \
	F(PN_RESPONDER_NAME, "pn_io.cmresponder_station_name", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the device's station") \
	F(PN_IOCR_TYPE, "pn_io.iocr_type", FIELD_UINT, BE(2), BASE_HEX, pnio_iocr_types, "kind of the cyclic connection (IOCR)") \
	F(PN_IOCR_REFERENCE, "pn_io.iocr_reference", FIELD_UINT, BE(2), BASE_HEX, NULL, "its number in the AR") \
	F(PN_LT, "pn_io.lt", FIELD_UINT, BE(2), BASE_HEX, NULL, "ethertype of the frames") \
	F(PN_IOCR_PROPERTIES, "pn_io.iocr_properties", FIELD_UINT, BE(4), BASE_HEX, NULL, "bits of the IOCR") \
	F(PN_RT_CLASS, "pn_io.iocr_properties.rtclass", FIELD_UINT, SIZED(4), BASE_HEX, pnio_rt_classes, "class of real time") \
	F(PN_DATA_LENGTH, "pn_io.data_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of data and their states in a frame") \
	F(PN_FRAME_ID, "pn_io.frame_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "FrameID of the cyclic frames") \
	F(PN_SEND_CLOCK, "pn_io.send_clock_factor", FIELD_UINT, BE(2), BASE_DEC, NULL, "the AR's clock, in 31.25 us") \
	F(PN_REDUCTION, "pn_io.reduction_ratio", FIELD_UINT, BE(2), BASE_DEC, NULL, "a frame every so many clocks") \
	F(PN_PHASE, "pn_io.phase", FIELD_UINT, BE(2), BASE_DEC, NULL, "in which of them") \
	F(PN_SEQUENCE, "pn_io.sequence", FIELD_UINT, BE(2), BASE_DEC, NULL, "order within the clock") \
	F(PN_SEND_OFFSET, "pn_io.frame_send_offset", FIELD_UINT, BE(4), BASE_DEC, NULL, "when in the clock, ns; all bits: best effort") \
	F(PN_WATCHDOG, "pn_io.watchdog_factor", FIELD_UINT, BE(2), BASE_DEC, NULL, "frames that may be missing") \
	F(PN_DATA_HOLD, "pn_io.data_hold_factor", FIELD_UINT, BE(2), BASE_DEC, NULL, "frames that may be missing until the AR ends") \
	F(PN_TAG, "pn_io.iocr_tag_header", FIELD_UINT, BE(2), BASE_HEX, NULL, "VLAN tag of the frames: priority and VLAN") \
	F(PN_MULTICAST, "pn_io.iocr_multicast_mac_add", FIELD_MAC, RAW(6), BASE_DEC, NULL, "group address of multicast frames") \
	F(PN_APIS, "pn_io.number_of_apis", FIELD_UINT, BE(2), BASE_DEC, NULL, "application processes that follow") \
	F(PN_API, "pn_io.api", FIELD_UINT, BE(4), BASE_HEX, NULL, "application process: 0 is the default one") \
	F(PN_IO_OBJECTS, "pn_io.number_of_io_data_objects", FIELD_UINT, BE(2), BASE_DEC, NULL, "submodules whose data are in the frame") \
	F(PN_SLOT, "pn_io.slot_nr", FIELD_UINT, BE(2), BASE_HEX, NULL, "slot: the module") \
	F(PN_SUBSLOT, "pn_io.subslot_nr", FIELD_UINT, BE(2), BASE_HEX, NULL, "subslot: the submodule") \
	F(PN_IO_OFFSET, "pn_io.io_data_object.frame_offset", FIELD_UINT, BE(2), BASE_DEC, NULL, "where the submodule's data are in the frame") \
	F(PN_IOCS_COUNT, "pn_io.number_of_iocs", FIELD_UINT, BE(2), BASE_DEC, NULL, "consumer states (IOCS) in the frame") \
	F(PN_IOCS_OFFSET, "pn_io.iocs_frame_offset", FIELD_UINT, BE(2), BASE_DEC, NULL, "where the state is in the frame") \
	F(PN_ALARM_CR_TYPE, "pn_io.alarmcr_type", FIELD_UINT, BE(2), BASE_HEX, pnio_alarm_cr_types, "kind of the alarms' connection") \
	F(PN_ALARM_CR_PROPERTIES, "pn_io.alarmcr_properties", FIELD_UINT, BE(4), BASE_HEX, NULL, "bits of the alarms' connection") \
	F(PN_RTA_TIMEOUT, "pn_io.rta_timeoutfactor", FIELD_UINT, BE(2), BASE_DEC, NULL, "time until an alarm is sent again, in 100 ms") \
	F(PN_RTA_RETRIES, "pn_io.rta_retries", FIELD_UINT, BE(2), BASE_DEC, NULL, "how often it is sent again") \
	F(PN_ALARM_REFERENCE, "pn_io.localalarmref", FIELD_UINT, BE(2), BASE_HEX, NULL, "the sender's number of the alarms' connection") \
	F(PN_ALARM_LENGTH, "pn_io.maxalarmdatalength", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes that an alarm may have") \
	F(PN_ALARM_TAG_HIGH, "pn_io.alarmcr_tagheaderhigh", FIELD_UINT, BE(2), BASE_HEX, NULL, "VLAN tag of alarms of high priority") \
	F(PN_ALARM_TAG_LOW, "pn_io.alarmcr_tagheaderlow", FIELD_UINT, BE(2), BASE_HEX, NULL, "VLAN tag of alarms of low priority") \
	F(PN_MODULE, "pn_io.module_ident_number", FIELD_UINT, BE(4), BASE_HEX, NULL, "which module it is") \
	F(PN_MODULE_PROPERTIES, "pn_io.module_properties", FIELD_UINT, BE(2), BASE_HEX, NULL, "0") \
	F(PN_SUBMODULES, "pn_io.number_of_submodules", FIELD_UINT, BE(2), BASE_DEC, NULL, "submodules that follow") \
	F(PN_SUBMODULE, "pn_io.submodule_ident_number", FIELD_UINT, BE(4), BASE_HEX, NULL, "which submodule it is") \
	F(PN_SUBMODULE_PROPERTIES, "pn_io.submodule_properties", FIELD_UINT, BE(2), BASE_HEX, NULL, "bits of the submodule") \
	F(PN_SUBMODULE_TYPE, "pn_io.submodule_properties.type", FIELD_UINT, SIZED(2), BASE_HEX, pnio_submodule_types, "which data it has") \
	F(PN_DESCRIPTION, "pn_io.data_description", FIELD_UINT, BE(2), BASE_HEX, pnio_descriptions, "inputs or outputs") \
	F(PN_SUBMODULE_LENGTH, "pn_io.submodule_data_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the submodule's data") \
	F(PN_IOCS_LENGTH, "pn_io.length_iocs", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the consumer's state") \
	F(PN_IOPS_LENGTH, "pn_io.length_iops", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the provider's state") \
	F(PN_MODULES, "pn_io.number_of_modules", FIELD_UINT, BE(2), BASE_HEX, NULL, "modules that follow") \
	F(PN_MODULE_STATE, "pn_io.module_state", FIELD_UINT, BE(2), BASE_HEX, pnio_module_states, "what the device has in the slot") \
	F(PN_SUBMODULE_STATE, "pn_io.submodule_state", FIELD_UINT, BE(2), BASE_HEX, NULL, "bits of what the device has in the subslot") \
	F(PN_STATE_FORMAT, "pn_io.submodule_state.format_indicator", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "1: the bits are read as here") \
	F(PN_STATE_IDENT, "pn_io.submodule_state.ident_info", FIELD_UINT, SIZED(2), BASE_HEX, pnio_idents, "whether it is the right submodule") \
	F(PN_STATE_AR, "pn_io.submodule_state.ar_info", FIELD_UINT, SIZED(2), BASE_HEX, pnio_ar_infos, "who owns the submodule") \
	F(PN_STATE_FAULT, "pn_io.submodule_state.fault", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is a fault") \
	F(PN_STATE_DEMANDED, "pn_io.submodule_state.maintenance_demanded", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "maintenance is demanded") \
	F(PN_STATE_REQUIRED, "pn_io.submodule_state.maintenance_required", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "maintenance is required") \
	F(PN_STATE_ADVICE, "pn_io.submodule_state.advice", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is advice") \
	F(PN_STATE_ADD, "pn_io.submodule_state.add_info", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "1: a takeover is not allowed") \
	F(PN_STATE_DETAIL, "pn_io.submodule_state.detail", FIELD_UINT, SIZED(2), BASE_HEX, pnio_details, "the state in the old form") \
	F(PN_STRUCTURE, "pn_io.apstructureidentifier", FIELD_UINT, BE(2), BASE_HEX, NULL, "what the maker's block has") \
	F(PN_CONNECT_FRAME, "pn_io.connect_frame", FIELD_UINT, SIZED(8), BASE_DEC, NULL, "frame of the Connect that is answered from another port") \
	F(PN_RPC_PORT, "pn_io.initiator_rpc_server_port", FIELD_UINT, BE(2), BASE_DEC, NULL, "UDP port that calls go to")

/* Control, records, identification, alarms. */
#define PNIO_MORE_ROWS(F) \
	F(PN_RESERVED, "pn_io.reserved16", FIELD_UINT, BE(2), BASE_HEX, NULL, "0") \
	F(PN_ALARM_NUMBER, "pn_io.control_alarm_sequence_number", FIELD_UINT, BE(2), BASE_DEC, NULL, "alarm that the plugged module was reported with") \
	F(PN_COMMAND, "pn_io.control_command", FIELD_UINT, BE(2), BASE_HEX, NULL, "bits: 1 end of parameters, 2 application ready, 4 release, 8 done") \
	F(PN_CONTROL_PROPERTIES, "pn_io.control_block_properties", FIELD_UINT, BE(2), BASE_HEX, NULL, "bits of the control block") \
	F(PN_RECORD_NUMBER, "pn_io.seq_number", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the record's call") \
	F(PN_INDEX, "pn_io.index", FIELD_UINT, BE(2), BASE_HEX, pnio_indexes, "which record; below 0x8000 the device's maker defines it") \
	F(PN_RECORD_LENGTH, "pn_io.record_data_length", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes of the record; of a Read request: at most") \
	F(PN_RECORD, "pn_io.record_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "the record's bytes") \
	F(PN_ADD_1, "pn_io.add_val1", FIELD_UINT, BE(2), BASE_DEC, NULL, "additional value of the maker") \
	F(PN_ADD_2, "pn_io.add_val2", FIELD_UINT, BE(2), BASE_DEC, NULL, "additional value of the maker") \
	F(PN_SLOTS, "pn_io.number_of_slots", FIELD_UINT, BE(2), BASE_DEC, NULL, "slots that follow") \
	F(PN_SUBSLOTS, "pn_io.number_of_subslots", FIELD_UINT, BE(2), BASE_DEC, NULL, "subslots that follow") \
	F(PN_VENDOR_HIGH, "pn_io.vendor_id_high", FIELD_UINT, BE(1), BASE_HEX, NULL, "maker, high byte; its name is in the asset") \
	F(PN_VENDOR_LOW, "pn_io.vendor_id_low", FIELD_UINT, BE(1), BASE_HEX, NULL, "maker, low byte") \
	F(PN_ORDER, "pn_io.order_id", FIELD_TEXT, RAW(20), BASE_DEC, NULL, "order number") \
	F(PN_SERIAL, "pn_io.im_serial_number", FIELD_TEXT, RAW(16), BASE_DEC, NULL, "serial number") \
	F(PN_HARDWARE, "pn_io.im_hardware_revision", FIELD_UINT, BE(2), BASE_DEC, NULL, "revision of the hardware") \
	F(PN_PREFIX, "pn_io.im_revision_prefix", FIELD_UINT, BE(1), BASE_HEX, pnio_prefixes, "kind of the software's revision") \
	F(PN_ENHANCEMENT, "pn_io.im_sw_revision_functional_enhancement", FIELD_UINT, BE(1), BASE_DEC, NULL, "revision of the software: x of Vx.y.z") \
	F(PN_BUGFIX, "pn_io.im_revision_bugfix", FIELD_UINT, BE(1), BASE_DEC, NULL, "y of Vx.y.z") \
	F(PN_INTERNAL, "pn_io.im_sw_revision_internal_change", FIELD_UINT, BE(1), BASE_DEC, NULL, "z of Vx.y.z") \
	F(PN_REVISIONS, "pn_io.im_revision_counter", FIELD_UINT, BE(2), BASE_DEC, NULL, "how often I&M data were changed") \
	F(PN_PROFILE, "pn_io.im_profile_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "profile of the device") \
	F(PN_PROFILE_TYPE, "pn_io.im_profile_specific_type", FIELD_UINT, BE(2), BASE_HEX, NULL, "type within the profile") \
	F(PN_IM_MAJOR, "pn_io.im_version_major", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of I&M") \
	F(PN_IM_MINOR, "pn_io.im_version_minor", FIELD_UINT, BE(1), BASE_DEC, NULL, "version of I&M, minor") \
	F(PN_SUPPORTED, "pn_io.im_supported", FIELD_UINT, BE(2), BASE_HEX, NULL, "which I&M records there are") \
	F(PN_TAG_FUNCTION, "pn_io.im_tag_function", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "what the module does in the plant") \
	F(PN_TAG_LOCATION, "pn_io.im_tag_location", FIELD_TEXT, RAW(22), BASE_DEC, NULL, "where it is") \
	F(PN_DATE, "pn_io.im_date", FIELD_TEXT, RAW(16), BASE_DEC, NULL, "when it was installed") \
	F(PN_DESCRIPTOR, "pn_io.im_descriptor", FIELD_TEXT, RAW(54), BASE_DEC, NULL, "comment") \
	F(PN_DESTINATION, "pn_io.alarm_dst_endpoint", FIELD_UINT, BE(2), BASE_HEX, NULL, "alarm reference of the receiver") \
	F(PN_SOURCE, "pn_io.alarm_src_endpoint", FIELD_UINT, BE(2), BASE_HEX, NULL, "alarm reference of the sender") \
	F(PN_PDU_TYPE, "pn_io.pdu_type.type", FIELD_UINT, SIZED(1), BASE_HEX, pnio_pdus, "kind of the PDU") \
	F(PN_PDU_VERSION, "pn_io.pdu_type.version", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "1") \
	F(PN_WINDOW, "pn_io.window_size", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "1") \
	F(PN_TACK, "pn_io.tack", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "1: an acknowledgement is wanted at once") \
	F(PN_SEND_NUMBER, "pn_io.send_seq_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the PDU") \
	F(PN_ACK_NUMBER, "pn_io.ack_seq_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "number that is acknowledged") \
	F(PN_VARPART, "pn_io.var_part_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes that follow") \
	F(PN_ALARM_TYPE, "pn_io.alarm_type", FIELD_UINT, BE(2), BASE_HEX, pnio_alarms, "what happened") \
	F(PN_SPEC_SEQUENCE, "pn_io.alarm_specifier.sequence", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "number of the alarm") \
	F(PN_SPEC_CHANNEL, "pn_io.alarm_specifier.channel", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is diagnosis of channels") \
	F(PN_SPEC_MAKER, "pn_io.alarm_specifier.manufacturer", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is diagnosis of the maker") \
	F(PN_SPEC_SUBMODULE, "pn_io.alarm_specifier.submodule", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is diagnosis of this submodule") \
	F(PN_SPEC_AR, "pn_io.alarm_specifier.ardiagnosis", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "there is diagnosis in the AR") \
	F(PN_USER, "pn_io.user_structure_identifier", FIELD_UINT, BE(2), BASE_HEX, pnio_users, "what follows; below 0x8000 the maker defines it") \
	F(PN_CHANNEL, "pn_io.channel_number", FIELD_UINT, BE(2), BASE_HEX, NULL, "channel; 0x8000: the whole submodule") \
	F(PN_CHANNEL_PROPERTIES, "pn_io.channel_properties", FIELD_UINT, BE(2), BASE_HEX, NULL, "bits of the diagnosis") \
	F(PN_CHANNEL_APPEARS, "pn_io.channel_properties.specifier", FIELD_UINT, SIZED(2), BASE_HEX, pnio_specifiers, "whether the error comes or goes") \
	F(PN_CHANNEL_MAINTENANCE, "pn_io.channel_properties.maintenance", FIELD_UINT, SIZED(2), BASE_HEX, pnio_severities, "how bad it is") \
	F(PN_CHANNEL_ERROR, "pn_io.channel_error_type", FIELD_UINT, BE(2), BASE_HEX, pnio_channel_errors, "what is wrong with the channel") \
	F(PN_EXT_ERROR, "pn_io.ext_channel_error_type", FIELD_UINT, BE(2), BASE_HEX, NULL, "more of what is wrong") \
	F(PN_EXT_VALUE, "pn_io.ext_channel_add_value", FIELD_UINT, BE(4), BASE_HEX, NULL, "a value that goes with it") \
	F(PN_QUALIFIER, "pn_io.qualified_channel_qualifier", FIELD_UINT, BE(4), BASE_HEX, NULL, "how bad it is, bit by bit") \
	F(PN_ALARM_DATA, "pn_io.alarm_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of an alarm that are not taken apart") \
	F(PN_MAINTENANCE, "pn_io.maintenance_status", FIELD_UINT, BE(4), BASE_HEX, NULL, "bits: 1 required, 2 demanded")

#define PNIO_ROWS(F) PNIO_CONNECT_ROWS(F) PNIO_MORE_ROWS(F)
/* clang-format on */

#endif
