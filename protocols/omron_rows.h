/* Rows of the fields of FINS: belongs to omron_fields.c. */
#ifndef KAGAMI_OMRON_ROWS_H
#define KAGAMI_OMRON_ROWS_H

/* clang-format off */
/* Headers, end codes, memory, parameters and programs. */
#define OMRON_HEADER_ROWS(F) \
	F(MAGIC, "omron.tcp.magic", FIELD_UINT, BE(4), BASE_HEX, NULL, "\"FINS\" as a number, at the beginning of each frame over TCP") \
	F(TCP_LENGTH, "omron.tcp.length", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes of the frame that follow this field") \
	F(TCP_COMMAND, "omron.tcp.command", FIELD_UINT, BE(4), BASE_HEX, omron_tcp_command_names, "what the frame over TCP is for") \
	F(TCP_ERROR, "omron.tcp.error_code", FIELD_UINT, BE(4), BASE_HEX, omron_tcp_error_names, "why the server refuses it; 0: it does not") \
	F(CLIENT_NODE, "omron.tcp.client_node_address", FIELD_UINT, BE(4), BASE_DEC, NULL, "FINS node of the client: asked for (0: any) or given") \
	F(SERVER_NODE, "omron.tcp.server_node_address", FIELD_UINT, BE(4), BASE_DEC, NULL, "FINS node of the server") \
	F(SESSION_NODE, "omron.session.node", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "FINS node that the connection's handshake gave the client") \
	F(ICF, "omron.icf", FIELD_UINT, BE(1), BASE_HEX, NULL, "information control: kind of the frame") \
	F(GATEWAY, "omron.icf.gwb", FIELD_UINT, SIZED(1), BASE_DEC, omron_gateway_names, "bit 7: a gateway may pass it on") \
	F(DATA_TYPE, "omron.icf.dtb", FIELD_UINT, SIZED(1), BASE_DEC, omron_data_type_names, "bit 6: command or response") \
	F(NO_RESPONSE, "omron.icf.rsb", FIELD_UINT, SIZED(1), BASE_DEC, omron_no_response_names, "bit 0: is an answer wanted?") \
	F(RSV, "omron.rsv", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved, 0") \
	F(GCT, "omron.gct", FIELD_UINT, BE(1), BASE_DEC, NULL, "gateways that may still pass it on") \
	F(DNA, "omron.dna", FIELD_UINT, BE(1), BASE_DEC, NULL, "destination network; 0: the local one") \
	F(DA1, "omron.da1", FIELD_UINT, BE(1), BASE_DEC, NULL, "destination node; 0: the one that is spoken to, 255: all") \
	F(DA2, "omron.da2", FIELD_UINT, BE(1), BASE_HEX, NULL, "destination unit: 0 CPU, 0x10 to 0x1f CPU bus unit, 0xfe the network's unit") \
	F(SNA, "omron.sna", FIELD_UINT, BE(1), BASE_DEC, NULL, "source network; 0: the local one") \
	F(SA1, "omron.sa1", FIELD_UINT, BE(1), BASE_DEC, NULL, "source node") \
	F(SA2, "omron.sa2", FIELD_UINT, BE(1), BASE_HEX, NULL, "source unit") \
	F(SID, "omron.sid", FIELD_UINT, BE(1), BASE_HEX, NULL, "service number: a response repeats its command's") \
	F(COMMAND, "omron.command", FIELD_UINT, BE(2), BASE_HEX, omron_command_names, "command: main and sub code") \
	F(RESPONSE, "omron.response.code", FIELD_UINT, BE(2), BASE_HEX, omron_response_names, "end code: main and sub code, with the bits of relay and CPU errors") \
	F(RELAY_ERROR, "omron.response.relay_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "bit 15 of the end code: it failed on the way through networks") \
	F(CPU_FATAL, "omron.response.fatal_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "bit 7 of the end code: the CPU has a fatal error") \
	F(CPU_NON_FATAL, "omron.response.non_fatal_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "bit 6 of the end code: the CPU has an error that does not stop it") \
	F(RELAY_NETWORK, "omron.response.relay_network", FIELD_UINT, BE(1), BASE_DEC, NULL, "network on which it failed") \
	F(RELAY_NODE, "omron.response.relay_node", FIELD_UINT, BE(1), BASE_DEC, NULL, "node on which it failed") \
	F(COMMAND_DATA, "omron.command.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of a command as they are on the wire") \
	F(RESPONSE_DATA, "omron.response.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of a response as they are on the wire") \
	F(AREA, "omron.memory.area.read", FIELD_UINT, BE(1), BASE_HEX, omron_area_names, "memory area") \
	F(ADDRESS, "omron.memory.address", FIELD_UINT, BE(2), BASE_DEC, NULL, "first word, timer… of the area") \
	F(BITS, "omron.memory.address.bits", FIELD_UINT, BE(1), BASE_DEC, NULL, "bit of the word, 0 to 15") \
	F(NUMITEMS, "omron.memory.numitems", FIELD_UINT, BE(2), BASE_DEC, NULL, "items from there on") \
	F(AREA_ADDRESS, "omron.transfer_beginning_address", FIELD_UINT, BE(3), BASE_HEX, NULL, "word and bit as one number") \
	F(DATA, "omron.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data as they are on the wire") \
	F(PARAMETER_AREA, "omron.parameter_area_code", FIELD_UINT, BE(2), BASE_HEX, omron_parameter_area_names, "parameter area") \
	F(WORD, "omron.word", FIELD_UINT, BE(2), BASE_DEC, NULL, "first word of the parameter area") \
	F(NUMWORDS, "omron.numwords", FIELD_UINT, BE(2), BASE_HEX, NULL, "words or bytes; bit 15: the last part") \
	F(PROGRAM, "omron.program_number", FIELD_UINT, BE(2), BASE_DEC, NULL, "program") \
	F(PROTECT, "omron.protect_code", FIELD_UINT, BE(1), BASE_HEX, NULL, "0") \
	F(BEGIN_WORD, "omron.word.begin", FIELD_UINT, BE(4), BASE_DEC, NULL, "first word of the program") \
	F(LAST_WORD, "omron.word.last", FIELD_UINT, BE(4), BASE_HEX, NULL, "last word of the program; 0xffffffff: to the end") \
	F(PASSWORD, "omron.password", FIELD_TEXT, RAW(4), BASE_DEC, NULL, "the protection's password was there, in clear text: \"********\"") \
	F(CLEAR_CODE, "omron.clearcode", FIELD_UINT, BE(1), BASE_HEX, NULL, "0") \
	F(MODE, "omron.mode_code", FIELD_UINT, BE(1), BASE_DEC, omron_mode_names, "operating mode")

/* What units say of themselves and of their network. */
#define OMRON_UNIT_ROWS(F) \
	F(MODEL, "omron.controller.model", FIELD_TEXT, RAW(20), BASE_DEC, NULL, "model of the controller or unit") \
	F(VERSION, "omron.controller.version", FIELD_TEXT, RAW(20), BASE_DEC, NULL, "version of the controller or unit") \
	F(SYSTEM_USE, "omron.system.use", FIELD_BYTES, RAW(40), BASE_HEX, NULL, "for the maker's own use") \
	F(PROGRAM_SIZE, "omron.area_data.program_area_size", FIELD_UINT, BE(2), BASE_DEC, NULL, "program area, thousands of words") \
	F(IOM_SIZE, "omron.area_data.iom_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "I/O memory, thousands of bytes") \
	F(DM_WORDS, "omron.area_data.dm_words", FIELD_UINT, BE(2), BASE_DEC, NULL, "words of DM") \
	F(TIMER_SIZE, "omron.area_data.timer_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "timers and counters, thousands") \
	F(EM_SIZE, "omron.area_data.dm_size", FIELD_UINT, BE(1), BASE_DEC, NULL, "banks of expansion DM") \
	F(STEPS, "omron.area_data.num_steps", FIELD_UINT, BE(2), BASE_DEC, NULL, "steps and transitions") \
	F(CARD, "omron.area_data.memory_card", FIELD_UINT, BE(1), BASE_DEC, omron_card_names, "kind of memory card") \
	F(CARD_SIZE, "omron.area_data.memory_card.size", FIELD_UINT, BE(2), BASE_DEC, NULL, "thousands of bytes of the memory card") \
	F(BUS_UNIT_0, "omron.cpubus_unit.no0", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 0: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_1, "omron.cpubus_unit.no1", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 1: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_2, "omron.cpubus_unit.no2", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 2: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_3, "omron.cpubus_unit.no3", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 3: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_4, "omron.cpubus_unit.no4", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 4: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_5, "omron.cpubus_unit.no5", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 5: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_6, "omron.cpubus_unit.no6", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 6: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_7, "omron.cpubus_unit.no7", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 7: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_8, "omron.cpubus_unit.no8", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 8: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_9, "omron.cpubus_unit.no9", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 9: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_10, "omron.cpubus_unit.no10", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 10: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_11, "omron.cpubus_unit.no11", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 11: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_12, "omron.cpubus_unit.no12", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 12: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_13, "omron.cpubus_unit.no13", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 13: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_14, "omron.cpubus_unit.no14", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 14: 0x8000 and its kind, 0: none") \
	F(BUS_UNIT_15, "omron.cpubus_unit.no15", FIELD_UINT, BE(2), BASE_HEX, NULL, "CPU bus unit 15: 0x8000 and its kind, 0: none") \
	F(BUS_RESERVED, "omron.cpubus_unit.reserved", FIELD_BYTES, RAW(32), BASE_HEX, NULL, "for the maker's own use") \
	F(SYSMAC_1, "omron.remote_io_date.sysmac_1", FIELD_UINT, BE(1), BASE_DEC, NULL, "masters of SYSMAC BUS/2") \
	F(SYSMAC_2, "omron.remote_io_date.sysmac_2", FIELD_UINT, BE(1), BASE_DEC, NULL, "masters of SYSMAC BUS") \
	F(PC_STATUS, "omron.pc_status", FIELD_UINT, BE(1), BASE_HEX, NULL, "what is connected: the bits below") \
	F(PERIPHERAL, "omron.pc_status.pdc", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "a programming device is connected") \
	F(HOST_INTERFACE, "omron.pc_status.hi", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "with a built-in host interface") \
	F(RACK, "omron.pcp_status.rack_num", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "racks") \
	F(UNIT, "omron.unit_address", FIELD_UINT, BE(1), BASE_HEX, NULL, "address of a unit") \
	F(UNITS, "omron.unit_nums", FIELD_UINT, BE(1), BASE_HEX, NULL, "units; bit 7: there are no more") \
	F(UNIT_MODEL, "omron.model_number", FIELD_TEXT, RAW(20), BASE_DEC, NULL, "model of the unit") \
	F(STATUS, "omron.status", FIELD_UINT, BE(1), BASE_HEX, omron_status_names, "is the program run?") \
	F(FATAL, "omron.fatal_error_data", FIELD_UINT, BE(2), BASE_HEX, NULL, "fatal errors, a bit each: below") \
	F(MEMORY_ERROR, "omron.fatal.memory_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "memory error") \
	F(IO_BUS_ERROR, "omron.fatal.io_bus_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "I/O bus error") \
	F(DUPLICATION_ERROR, "omron.fatal.duplication_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "two units have one number") \
	F(CPU_BUS_ERROR, "omron.fatal.cpu_bus_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "CPU bus error") \
	F(IO_POINTS, "omron.fatal.io_point_overflow", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "too many I/O points") \
	F(IO_SETTING, "omron.fatal.io_setting_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "units are not as the I/O table says") \
	F(PROGRAM_ERROR, "omron.fatal.program_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the program cannot be run") \
	F(CYCLE_OVER, "omron.fatal.cycle_time_over", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "a cycle took too long") \
	F(SFC_FATAL, "omron.fatal.sfc_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "fatal error of a sequential function chart") \
	F(FALS_ERROR, "omron.fatal.fals_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the program reports a severe failure (FALS)") \
	F(WATCHDOG, "omron.fatal.watch_dog_timer_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "watchdog error") \
	F(NON_FATAL, "omron.non_fatal_error_data", FIELD_UINT, BE(2), BASE_HEX, NULL, "errors that do not stop the CPU, a bit each: below") \
	F(POWER, "omron.non_fatal.power_interruption", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "power failed for a moment") \
	F(BUS_UNIT_SETTING, "omron.non_fatal.cpu_bus_unit_setting_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "settings of a CPU bus unit") \
	F(BATTERY, "omron.non_fatal.batter_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "battery") \
	F(SYSMAC_BUS, "omron.non_fatal.sysmac_bus_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "SYSMAC BUS error") \
	F(SYSMAC_BUS2, "omron.non_fatal.sysmac_bus2_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "SYSMAC BUS/2 error") \
	F(BUS_UNIT_ERROR, "omron.non_fatal.cpu_bus_unit_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "error of a CPU bus unit") \
	F(IO_VERIFICATION, "omron.non_fatal.io_verification_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "units are not as the I/O table says") \
	F(SFC_ERROR, "omron.non_fatal.sfc_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "error of a sequential function chart") \
	F(INDIRECT_DM, "omron.non_fatal.indirect_dm_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "an indirect address of DM is none") \
	F(JMP_ERROR, "omron.non_fatal.jmp_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "a jump without an end") \
	F(FAL_ERROR, "omron.non_fatal.fal_error", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the program reports a failure (FAL)") \
	F(MESSAGE, "omron.message", FIELD_UINT, BE(2), BASE_HEX, NULL, "messages to people, a bit each: below") \
	F(MESSAGE_0, "omron.message.no_0", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 0") \
	F(MESSAGE_1, "omron.message.no_1", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 1") \
	F(MESSAGE_2, "omron.message.no_2", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 2") \
	F(MESSAGE_3, "omron.message.no_3", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 3") \
	F(MESSAGE_4, "omron.message.no_4", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 4") \
	F(MESSAGE_5, "omron.message.no_5", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 5") \
	F(MESSAGE_6, "omron.message.no_6", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 6") \
	F(MESSAGE_7, "omron.message.no_7", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "message 7") \
	F(FALS, "omron.fals", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "number of the failure that the program reports") \
	F(ERROR_MESSAGE, "omron.error_message", FIELD_TEXT, RAW(16), BASE_DEC, NULL, "text of the failure") \
	F(NODE_NETWORK_LOW, "omron.node_number.low.network", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 1, 3, 5…: in the network") \
	F(NODE_EXIT_LOW, "omron.node_number.low.exit_status", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 1, 3, 5…: left with an error") \
	F(NODE_POLLING_LOW, "omron.node_number.low.polling_Status", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 1, 3, 5…: no answer to polling") \
	F(NODE_NETWORK_HIGH, "omron.node_number.high.network", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 2, 4, 6…: in the network") \
	F(NODE_EXIT_HIGH, "omron.node_number.high.exit_status", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 2, 4, 6…: left with an error") \
	F(NODE_POLLING_HIGH, "omron.node_number.high.polling_Status", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "nodes 2, 4, 6…: no answer to polling") \
	F(COM_CYCLE, "omron.com_cycle_time", FIELD_UINT, BE(2), BASE_DEC, NULL, "cycle of the network's communication, us") \
	F(POLLING_NODE, "omron.polling_unit_node_num", FIELD_UINT, BE(1), BASE_DEC, NULL, "node that polls the others") \
	F(CYCLIC_OPERATION, "omron.cyclic_operation", FIELD_UINT, BE(1), BASE_DEC, omron_active_names, "cyclic operation") \
	F(CYCLIC_TRANSMISSION, "omron.cyclic_trans_status", FIELD_UINT, BE(1), BASE_DEC, omron_transmission_names, "cyclic transmission") \
	F(CYCLIC_ERRORS, "omron.cyclic_error_status", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "nodes with errors of the cyclic transmission: a bit each, 8 nodes a byte") \
	F(NODE_ERRORS, "omron.node_error_count", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "errors of the cyclic transmission, of nodes 1 to 62") \
	F(STATUS_FLAGS, "omron.status_flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "data link: the bits below") \
	F(LINK_MASTER, "omron.status_flags.slave_master", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "it is the polling node of the data link") \
	F(LINK_ACTIVE, "omron.status_flags.data_link", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the data link works") \
	F(MASTER_NODE, "omron.master_node_number", FIELD_UINT, BE(1), BASE_DEC, NULL, "polling node of the data link") \
	F(LINK_NODES, "omron.data_link.nodes", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data link, of each 8 nodes: errors, stopped or not, warnings: a bit each")

/* Times, messages, errors, files, forced bits, data links. */
#define OMRON_SERVICE_ROWS(F) \
	F(CYCLE_PARAMETER, "omron.parameter", FIELD_UINT, BE(1), BASE_DEC, omron_cycle_names, "what is asked of the cycle time") \
	F(CYCLE_AVERAGE, "omron.avg_cycle_time", FIELD_UINT, BE(4), BASE_DEC, NULL, "mean cycle time, 0.1 ms") \
	F(CYCLE_MAX, "omron.max_cycle_time", FIELD_UINT, BE(4), BASE_DEC, NULL, "longest cycle time, 0.1 ms") \
	F(CYCLE_MIN, "omron.min_cycle_time", FIELD_UINT, BE(4), BASE_DEC, NULL, "shortest cycle time, 0.1 ms") \
	F(YEAR, "omron.year", FIELD_UINT, BE(1), BASE_HEX, NULL, "year, last two digits") \
	F(MONTH, "omron.month", FIELD_UINT, BE(1), BASE_HEX, NULL, "month") \
	F(DATE, "omron.date", FIELD_UINT, BE(1), BASE_HEX, NULL, "day of the month") \
	F(HOUR, "omron.hour", FIELD_UINT, BE(1), BASE_HEX, NULL, "hour") \
	F(MINUTE, "omron.minute", FIELD_UINT, BE(1), BASE_HEX, NULL, "minute") \
	F(SECOND, "omron.second", FIELD_UINT, BE(1), BASE_HEX, NULL, "second") \
	F(DAY, "omron.day", FIELD_UINT, BE(1), BASE_DEC, omron_day_names, "day of the week") \
	F(RECEPTIONS, "omron.num_receptions", FIELD_UINT, BE(2), BASE_DEC, NULL, "broadcasts that were received") \
	F(READ_MESSAGE, "omron.read_message", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "text of a message") \
	F(NODE, "omron.node_number", FIELD_UINT, BE(1), BASE_DEC, NULL, "node that has the access right") \
	F(NETWORK, "omron.network_address", FIELD_UINT, BE(1), BASE_DEC, NULL, "network of the node that has the access right") \
	F(RESET_FALS, "omron.error_reset_fals_no", FIELD_UINT, BE(2), BASE_HEX, NULL, "number of an error") \
	F(FIRST_RECORD, "omron.beginning_record_no", FIELD_UINT, BE(2), BASE_DEC, NULL, "first record of the error log") \
	F(RECORDS, "omron.no_of_records", FIELD_UINT, BE(2), BASE_DEC, NULL, "records") \
	F(RECORDS_MAX, "omron.max_no_of_stored_records", FIELD_UINT, BE(2), BASE_DEC, NULL, "records that the error log has room for") \
	F(RECORDS_STORED, "omron.no_stored_records", FIELD_UINT, BE(2), BASE_DEC, NULL, "records that the error log has") \
	F(DISK, "omron.disk_no", FIELD_UINT, BE(2), BASE_HEX, omron_disk_names, "file device") \
	F(FILE_INDEX, "omron.beginning_file_position", FIELD_UINT, BE(2), BASE_DEC, NULL, "first entry of the directory") \
	F(FILE_COUNT, "omron.no_of_files", FIELD_UINT, BE(2), BASE_DEC, NULL, "entries of the directory") \
	F(VOLUME, "omron.disk_data.volume_label", FIELD_TEXT, RAW(12), BASE_DEC, NULL, "label of the file device") \
	F(FILE_YEAR, "omron.disk_data.year", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "year of a file or label") \
	F(FILE_MONTH, "omron.disk_data.month", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "month") \
	F(FILE_DAY, "omron.disk_data.day", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "day") \
	F(FILE_HOUR, "omron.disk_data.hour", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "hour") \
	F(FILE_MINUTE, "omron.disk_data.minute", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "minute") \
	F(FILE_SECOND, "omron.disk_data.second", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "second") \
	F(CAPACITY, "omron.disk_data.total_capacity", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes that the file device has") \
	F(UNUSED, "omron.disk_data.unused_capacity", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes that are free") \
	F(FILES_TOTAL, "omron.disk_data.total_no_files", FIELD_UINT, BE(2), BASE_DEC, NULL, "files that the file device has") \
	F(FILES, "omron.disk_data.no_files", FIELD_UINT, BE(2), BASE_DEC, NULL, "files of the message; bit 15: the last ones") \
	F(FILENAME, "omron.file_data.filename", FIELD_TEXT, RAW(12), BASE_DEC, NULL, "name of a file: eight characters, a point, three") \
	F(FILE_CAPACITY, "omron.file_data.file_capacity", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes of the file") \
	F(FILE_POSITION, "omron.file_position", FIELD_UINT, BE(4), BASE_DEC, NULL, "first byte of the file") \
	F(DATA_LENGTH, "omron.data_length", FIELD_UINT, BE(2), BASE_HEX, NULL, "bytes; bit 15: to the end of the file") \
	F(FILE_DATA, "omron.file_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "contents of the file") \
	F(FILE_PARAMETER, "omron.file_parameter_code", FIELD_UINT, BE(2), BASE_DEC, omron_file_parameter_names, "how a file is written") \
	F(VOLUME_PARAMETER, "omron.volume_parameter_code", FIELD_UINT, BE(2), BASE_DEC, omron_volume_parameter_names, "what is done with the label") \
	F(TRANSFER_PARAMETER, "omron.transfer_parameter_code", FIELD_UINT, BE(2), BASE_DEC, omron_transfer_parameter_names, "direction of a transfer") \
	F(NUMBER_OF_BYTES, "omron.number_of_bytes", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes") \
	F(BIT_COUNT, "omron.number_of_bits_flags", FIELD_UINT, BE(2), BASE_DEC, NULL, "bits and flags that are forced") \
	F(SET_RESET, "omron.set_reset_specification", FIELD_UINT, BE(2), BASE_HEX, omron_set_reset_names, "what is done with the bit") \
	F(BIT_FLAG, "omron.bit_flag", FIELD_UINT, BE(3), BASE_HEX, NULL, "word and bit as one number") \
	F(FIRST_BLOCK, "omron.beginning_block_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "first block of the file memory") \
	F(BLOCKS, "omron.num_blocks", FIELD_UINT, BE(1), BASE_DEC, NULL, "blocks") \
	F(BLOCKS_LEFT, "omron.num_blocks_remaining", FIELD_UINT, BE(2), BASE_DEC, NULL, "blocks that remain") \
	F(BLOCKS_TOTAL, "omron.total_num_blocks", FIELD_UINT, BE(2), BASE_DEC, NULL, "blocks that there are") \
	F(MEMORY_TYPE, "omron.type", FIELD_UINT, BE(1), BASE_DEC, omron_memory_type_names, "kind of the file memory") \
	F(BLOCK_TYPE, "omron.data_type", FIELD_UINT, BE(1), BASE_HEX, NULL, "block of the file memory: the bits below") \
	F(BLOCK_KIND, "omron.data_type_type", FIELD_UINT, SIZED(1), BASE_DEC, omron_block_kind_names, "what it has") \
	F(BLOCK_PROTECTED, "omron.data_type_protected", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "it is protected") \
	F(BLOCK_END, "omron.data_type_end", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "it is the last one") \
	F(CONTROL_DATA, "omron.control_data", FIELD_UINT, BE(1), BASE_HEX, NULL, "counter of the block") \
	F(BLOCK, "omron.block_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the block") \
	F(UNITS_16, "omron.num_unit_uint16", FIELD_UINT, BE(2), BASE_DEC, NULL, "items") \
	F(FIXED, "omron.fixed", FIELD_UINT, BE(2), BASE_HEX, NULL, "0") \
	F(INTELLIGENT_ID, "omron.intelligent_id_no", FIELD_UINT, BE(2), BASE_HEX, NULL, "what is read or written, \"SN\": the data link table") \
	F(FIRST_WORD, "omron.first_word", FIELD_UINT, BE(2), BASE_DEC, NULL, "first word of the table") \
	F(READ_LENGTH, "omron.read_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes or words") \
	F(LINK_COUNT, "omron.no_of_link_nodes", FIELD_UINT, BE(1), BASE_DEC, NULL, "nodes of the data link") \
	F(LINK_STATUS, "omron.block_record.node_num_status", FIELD_BOOL, SIZED(1), BASE_DEC, NULL, "the node's part is as it should be") \
	F(LINK_NODE, "omron.block_record.node_num_num_nodes", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "the node") \
	F(LINK_CIO, "omron.block_record.cio_area", FIELD_UINT, BE(2), BASE_DEC, NULL, "first word of its CIO area") \
	F(LINK_DM_KIND, "omron.block_record.kind_of_dm", FIELD_UINT, BE(1), BASE_HEX, NULL, "its kind of DM") \
	F(LINK_DM, "omron.block_record.dm_area_first_word", FIELD_UINT, BE(2), BASE_DEC, NULL, "first word of its DM area") \
	F(LINK_WORDS, "omron.block_record.no_of_total_words", FIELD_UINT, BE(2), BASE_DEC, NULL, "its words") \
	F(NAME, "omron.name_data", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "name of the controller") \
	F(CONNECTION, "omron.connection", FIELD_UINT, BE(2), BASE_DEC, NULL, "connection of FINS/TCP") \
	F(IP, "omron.ip", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "IP address") \
	F(IP_MASK, "omron.ip.mask", FIELD_IPV4, RAW(4), BASE_DEC, NULL, "mask of the subnet") \
	F(TCP_PORT, "omron.ip.port", FIELD_UINT, BE(2), BASE_DEC, NULL, "port of the remote node") \
	F(PING_TIMEOUT, "omron.ip.timeout", FIELD_UINT, BE(2), BASE_DEC, NULL, "how long an answer is waited for, s") \
	F(TABLE_NODE, "omron.ip.node", FIELD_UINT, BE(2), BASE_DEC, NULL, "FINS node that has the IP address") \
	F(DIRECTORY_PARAMETER, "omron.directory_parameter", FIELD_UINT, BE(2), BASE_DEC, omron_directory_parameter_names, "create or delete") \
	F(DIRECTORY, "omron.directory", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "path of a directory")

#define OMRON_ROWS(F) OMRON_HEADER_ROWS(F) OMRON_UNIT_ROWS(F) OMRON_SERVICE_ROWS(F)
/* clang-format on */

#endif
