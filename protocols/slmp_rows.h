/* Rows of the fields of SLMP (MC protocol): belongs to slmp_fields.c. */
#ifndef KAGAMI_SLMP_ROWS_H
#define KAGAMI_SLMP_ROWS_H

/* clang-format off */
#define SLMP_HEADER_ROWS(F) \
	F(SLMP_FRAME, "slmp.frame", FIELD_UINT, SIZED(1), BASE_DEC, slmp_frame_names, "form of the frame") \
	F(SLMP_CODE, "slmp.code", FIELD_UINT, SIZED(1), BASE_DEC, slmp_code_names, "how numbers are written") \
	F(SLMP_SUBHEADER, "slmp.subheader", FIELD_UINT, SIZED(2), BASE_HEX, slmp_subheader_names, "request or response, with or without serial number (3E, 4E)") \
	F(SLMP_SERIAL, "slmp.serial", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "number that joins a request and its response (4E)") \
	F(SLMP_NETWORK, "slmp.network", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "network of the station that is addressed, 0: the one connected to") \
	F(SLMP_STATION, "slmp.station", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "station that is addressed (1E: PC number), 0xff: the one connected to") \
	F(SLMP_MODULE_IO, "slmp.module_io", FIELD_UINT, SIZED(2), BASE_HEX, slmp_module_names, "module that is addressed") \
	F(SLMP_MULTIDROP, "slmp.multidrop", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "multidrop station behind the module, 0: none") \
	F(SLMP_LENGTH, "slmp.length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes that follow the length") \
	F(SLMP_TIMER, "slmp.timer", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "how long the station may take, in 250 ms; 0: as long as it likes") \
	F(SLMP_CMD, "slmp.cmd", FIELD_UINT, SIZED(2), BASE_HEX, slmp_command_names, "command (below 0x100: of 1E frames); of a response: that of its request") \
	F(SLMP_SUBCMD, "slmp.subcmd", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "subcommand: 1 in bits, 2 iQ-R addresses, 0x80 extended addresses, 0x40 long file names") \
	F(SLMP_END, "slmp.end_code", FIELD_UINT, SIZED(2), BASE_HEX, slmp_end_names, "how the command ended, 0: well") \
	F(SLMP_END_1E, "slmp.end_code_1e", FIELD_UINT, SIZED(1), BASE_HEX, slmp_end_1e_names, "how the command of a 1E frame ended, 0: well") \
	F(SLMP_ABNORMAL, "slmp.abnormal_code", FIELD_UINT, SIZED(1), BASE_HEX, slmp_abnormal_names, "why the station behind could not be reached (1E)") \
	F(SLMP_ERROR_NETWORK, "slmp.error.network", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "network of the station that refused") \
	F(SLMP_ERROR_STATION, "slmp.error.station", FIELD_UINT, SIZED(1), BASE_HEX, NULL, "station that refused") \
	F(SLMP_ERROR_MODULE_IO, "slmp.error.module_io", FIELD_UINT, SIZED(2), BASE_HEX, slmp_module_names, "module that refused") \
	F(SLMP_ERROR_MULTIDROP, "slmp.error.multidrop", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "multidrop station that refused") \
	F(SLMP_ERROR_CMD, "slmp.error.cmd", FIELD_UINT, SIZED(2), BASE_HEX, slmp_command_names, "command that was refused") \
	F(SLMP_ERROR_SUBCMD, "slmp.error.subcmd", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "subcommand that was refused")

#define SLMP_DEVICE_ROWS(F) \
	F(SLMP_DEVICE_CODE, "slmp.device.code", FIELD_UINT, SIZED(2), BASE_HEX, slmp_device_names, "kind of device") \
	F(SLMP_DEVICE_NUMBER, "slmp.device.number", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "number of the first device") \
	F(SLMP_EXTENSION, "slmp.device.extension", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "module (U) or network (J) whose device it is") \
	F(SLMP_MEMORY, "slmp.device.memory", FIELD_UINT, SIZED(1), BASE_HEX, slmp_memory_names, "where an extended address points to") \
	F(SLMP_POINTS, "slmp.points", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "devices, in words or bits as the subcommand says") \
	F(SLMP_WORD_POINTS, "slmp.points.words", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "addresses of words that follow") \
	F(SLMP_DWORD_POINTS, "slmp.points.dwords", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "addresses of double words that follow") \
	F(SLMP_BIT_POINTS, "slmp.points.bits", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "addresses of bits that follow") \
	F(SLMP_WORD_BLOCKS, "slmp.blocks.words", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "blocks of word devices that follow") \
	F(SLMP_BIT_BLOCKS, "slmp.blocks.bits", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "blocks of bit devices that follow, 16 to a point") \
	F(SLMP_WORD, "slmp.word", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "values in words") \
	F(SLMP_DWORD, "slmp.dword", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "values in double words") \
	F(SLMP_BIT, "slmp.bit", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "values in bits") \
	F(SLMP_ADDRESS, "slmp.address", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "first address of a memory") \
	F(SLMP_MODULE, "slmp.module", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "module whose buffer memory it is") \
	F(SLMP_LABEL_POINTS, "slmp.label.points", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "labels that follow") \
	F(SLMP_LABEL_SHORT, "slmp.label.abbreviations", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "abbreviated names that follow") \
	F(SLMP_LABEL, "slmp.label", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of a label") \
	F(SLMP_LABEL_TYPE, "slmp.label.type", FIELD_UINT, SIZED(1), BASE_DEC, slmp_type_names, "type of a label") \
	F(SLMP_LABEL_UNIT, "slmp.label.unit", FIELD_UINT, SIZED(1), BASE_DEC, slmp_unit_names, "what a label's length is counted in") \
	F(SLMP_LABEL_LENGTH, "slmp.label.length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "length of a label's data") \
	F(SLMP_DATA, "slmp.data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "data that are not taken apart")

#define SLMP_MORE_ROWS(F) \
	F(SLMP_MODE, "slmp.mode", FIELD_UINT, SIZED(2), BASE_DEC, slmp_mode_names, "does a remote command override others?") \
	F(SLMP_CLEAR, "slmp.clear_mode", FIELD_UINT, SIZED(1), BASE_DEC, slmp_clear_names, "what is cleared when the CPU starts") \
	F(SLMP_REMOTE, "slmp.remote.state", FIELD_UINT, SIZED(1), BASE_DEC, slmp_remote_names, "what the last remote command made of the CPU") \
	F(SLMP_REMOTE_BEFORE, "slmp.remote.state_before", FIELD_UINT, SIZED(1), BASE_DEC, slmp_remote_names, "the same of the remote command before it on the connection") \
	F(SLMP_CPU_STATE, "slmp.cpu.state", FIELD_UINT, SIZED(1), BASE_DEC, slmp_cpu_names, "operating state of the CPU, as SD203 tells it") \
	F(SLMP_MODEL, "slmp.model", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the CPU's model") \
	F(SLMP_MODEL_CODE, "slmp.model_code", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "code of the model") \
	F(SLMP_PASSWORD_LENGTH, "slmp.password.length", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "characters of the password, which is not shown") \
	F(SLMP_PASSWORD_REFUSED, "slmp.password.refused", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "passwords that were refused on the connection so far") \
	F(SLMP_LOOPBACK, "slmp.loopback", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "data that are to come back") \
	F(SLMP_DRIVE, "slmp.file.drive", FIELD_UINT, SIZED(2), BASE_DEC, slmp_drive_names, "drive of a file") \
	F(SLMP_FILE, "slmp.file.name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of a file") \
	F(SLMP_DIRECTORY, "slmp.file.directory", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of a directory") \
	F(SLMP_FILE_NUMBER, "slmp.file.number", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "number of a file") \
	F(SLMP_FILE_COUNT, "slmp.file.count", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "files") \
	F(SLMP_FILE_SIZE, "slmp.file.size", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes of a file") \
	F(SLMP_FILE_ATTRIBUTE, "slmp.file.attribute", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "attribute of a file") \
	F(SLMP_FILE_DATE, "slmp.file.date", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "date of a file: year since 1980 in 7 bits, month in 4, day in 5") \
	F(SLMP_FILE_TIME, "slmp.file.time", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "time of a file: hours in 5 bits, minutes in 6, seconds/2 in 5") \
	F(SLMP_FILE_MODE, "slmp.file.mode", FIELD_UINT, SIZED(2), BASE_HEX, slmp_file_mode_names, "what a file is opened for") \
	F(SLMP_FILE_POINTER, "slmp.file.pointer", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "number of a file that is open") \
	F(SLMP_FILE_OFFSET, "slmp.file.offset", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "where in the file") \
	F(SLMP_FILE_BYTES, "slmp.file.bytes", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes that are read or written") \
	F(SLMP_FILE_CLOSE, "slmp.file.close", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "which files are closed, 0: this one") \
	F(SLMP_LOCK_MODE, "slmp.file.lock", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "lock of a file is set (1) or released (0)") \
	F(SLMP_MASTER_MAC, "slmp.node.client_mac", FIELD_MAC, DERIVED, BASE_HEX, NULL, "MAC address of who searches or sets") \
	F(SLMP_MASTER_IP, "slmp.node.client_ip", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address of who searches or sets") \
	F(SLMP_NODE_MAC, "slmp.node.mac", FIELD_MAC, DERIVED, BASE_HEX, NULL, "MAC address of the node") \
	F(SLMP_NODE_IP, "slmp.node.ip", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address of the node: that it has, or is to have") \
	F(SLMP_NODE_MASK, "slmp.node.mask", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "subnet mask of the node") \
	F(SLMP_NODE_GATEWAY, "slmp.node.gateway", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "default gateway of the node, all ones: none") \
	F(SLMP_NODE_NAME, "slmp.node.hostname", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "host name of the node") \
	F(SLMP_NODE_VENDOR, "slmp.node.vendor", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "vendor code of the node") \
	F(SLMP_NODE_VERSION, "slmp.node.version", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "version of the node") \
	F(SLMP_TARGET_IP, "slmp.node.target_ip", FIELD_IPV4, DERIVED, BASE_DEC, NULL, "IP address of whom the node talks to, all ones: not set") \
	F(SLMP_TARGET_PORT, "slmp.node.target_port", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "port of whom the node talks to, 65535: not set") \
	F(SLMP_NODE_STATUS, "slmp.node.status", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "status of the node, 0: normal") \
	F(SLMP_NODE_PORT, "slmp.node.port", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "port of the node") \
	F(SLMP_NODE_PROTOCOL, "slmp.node.protocol", FIELD_UINT, SIZED(1), BASE_DEC, slmp_protocol_names, "protocol that the node uses") \
	F(SLMP_COMPARE, "slmp.compare.target", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "what of the node is compared") \
	F(SLMP_COMPARE_RESULT, "slmp.compare.result", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "what the comparison said") \
	F(SLMP_PARAMETER_COUNT, "slmp.parameter.count", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "parameters that follow") \
	F(SLMP_PARAMETER, "slmp.parameter.id", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "number of a parameter") \
	F(SLMP_PARAMETER_SIZE, "slmp.parameter.size", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "bytes of a parameter")

#define SLMP_ROWS(F) SLMP_HEADER_ROWS(F) SLMP_DEVICE_ROWS(F) SLMP_MORE_ROWS(F)
/* clang-format on */

#endif
