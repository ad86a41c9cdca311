/* Rows of the fields of S7comm and S7comm-plus: belongs to s7comm_fields.c. */
#ifndef KAGAMI_S7COMM_ROWS_H
#define KAGAMI_S7COMM_ROWS_H

/* clang-format off */
/* Header and the parameters of jobs. */
#define S7_JOB_ROWS(F) \
	F(S7_PROTID, "s7comm.header.protid", FIELD_UINT, BE(1), BASE_HEX, NULL, "always 0x32") \
	F(S7_ROSCTR, "s7comm.header.rosctr", FIELD_UINT, BE(1), BASE_DEC, s7_rosctr_names, "kind of message") \
	F(S7_REDID, "s7comm.header.redid", FIELD_UINT, BE(2), BASE_HEX, NULL, "redundancy identification, 0") \
	F(S7_PDUREF, "s7comm.header.pduref", FIELD_UINT, BE(2), BASE_DEC, NULL, "number that joins a request and its answer") \
	F(S7_PARLG, "s7comm.header.parlg", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of parameters") \
	F(S7_DATLG, "s7comm.header.datlg", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of data") \
	F(S7_ERRCLS, "s7comm.header.errcls", FIELD_UINT, BE(1), BASE_HEX, s7_error_class_names, "class of the error, 0: none") \
	F(S7_ERRCOD, "s7comm.header.errcod", FIELD_UINT, BE(1), BASE_HEX, NULL, "the error within its class") \
	F(S7_PARAM_ERROR, "s7comm.param.errcod", FIELD_UINT, BE(2), BASE_HEX, s7_error_names, "class and code of the error as one number") \
	F(S7_FUNC, "s7comm.param.func", FIELD_UINT, BE(1), BASE_HEX, s7_function_names, "function of a job") \
	F(S7_AMQ_CALLING, "s7comm.param.maxamq_calling", FIELD_UINT, BE(2), BASE_DEC, NULL, "jobs at once from the client, at most") \
	F(S7_AMQ_CALLED, "s7comm.param.maxamq_called", FIELD_UINT, BE(2), BASE_DEC, NULL, "jobs at once from the server, at most") \
	F(S7_SETUP_RESERVED, "s7comm.param.setup_reserved1", FIELD_UINT, BE(1), BASE_HEX, NULL, "always 0") \
	F(S7_PDU_LENGTH, "s7comm.param.pdu_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of a message at most") \
	F(S7_ITEMCOUNT, "s7comm.param.itemcount", FIELD_UINT, BE(1), BASE_DEC, NULL, "items of the message") \
	F(S7_PARAM_DATA, "s7comm.param.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "parameters that are not taken apart") \
	F(S7_VARSPEC, "s7comm.param.item.varspec", FIELD_UINT, BE(1), BASE_HEX, NULL, "0x12: an address follows") \
	F(S7_VARSPEC_LENGTH, "s7comm.param.item.varspec_length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the address") \
	F(S7_SYNTAXID, "s7comm.param.item.syntaxid", FIELD_UINT, BE(1), BASE_HEX, s7_syntax_names, "form of the address") \
	F(S7_TRANSP_SIZE, "s7comm.param.item.transp_size", FIELD_UINT, BE(1), BASE_DEC, s7_type_names, "type of the elements") \
	F(S7_LENGTH, "s7comm.param.item.length", FIELD_UINT, BE(2), BASE_DEC, NULL, "elements") \
	F(S7_DB, "s7comm.param.item.db", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the data block") \
	F(S7_AREA, "s7comm.param.item.area", FIELD_UINT, BE(1), BASE_HEX, s7_area_names, "memory area") \
	F(S7_ADDRESS, "s7comm.param.item.address", FIELD_UINT, BE(3), BASE_HEX, NULL, "address in the area, in bits (timers, counters: their number)") \
	F(S7_ADDRESS_BYTE, "s7comm.param.item.address.byte", FIELD_UINT, DERIVED, BASE_DEC, NULL, "its byte") \
	F(S7_ADDRESS_BIT, "s7comm.param.item.address.bit", FIELD_UINT, DERIVED, BASE_DEC, NULL, "its bit") \
	F(S7_ADDRESS_NUMBER, "s7comm.param.item.address.number", FIELD_UINT, DERIVED, BASE_DEC, NULL, "number of the timer or counter") \
	F(S7_DBREAD_AREAS, "s7comm.param.item.dbread.numareas", FIELD_UINT, BE(1), BASE_DEC, NULL, "areas that follow") \
	F(S7_DBREAD_LENGTH, "s7comm.param.item.dbread.length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the area") \
	F(S7_DBREAD_DB, "s7comm.param.item.dbread.db", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the data block") \
	F(S7_DBREAD_START, "s7comm.param.item.dbread.startaddress", FIELD_UINT, BE(2), BASE_DEC, NULL, "first byte of the area") \
	F(S7_DRIVE_1, "s7comm.param.item.driveesany.unknown1", FIELD_UINT, BE(1), BASE_DEC, NULL, "of a drive; unknown") \
	F(S7_DRIVE_2, "s7comm.param.item.driveesany.unknown2", FIELD_UINT, BE(2), BASE_DEC, NULL, "of a drive; unknown") \
	F(S7_DRIVE_3, "s7comm.param.item.driveesany.unknown3", FIELD_UINT, BE(2), BASE_HEX, NULL, "of a drive; unknown") \
	F(S7_DRIVE_PARAMETER, "s7comm.param.item.driveesany.parameternr", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter of the drive") \
	F(S7_DRIVE_INDEX, "s7comm.param.item.driveesany.parameteridx", FIELD_UINT, BE(2), BASE_DEC, NULL, "index of the parameter") \
	F(S7_NCK_AREA_UNIT, "s7comm.param.item.nck.area_unit", FIELD_UINT, BE(1), BASE_HEX, NULL, "area and unit of a numeric control") \
	F(S7_NCK_AREA, "s7comm.param.item.nck.area", FIELD_UINT, DERIVED, BASE_DEC, s7_nck_area_names, "area of a numeric control") \
	F(S7_NCK_UNIT, "s7comm.param.item.nck.unit", FIELD_UINT, DERIVED, BASE_DEC, NULL, "channel, axis… in the area") \
	F(S7_NCK_COLUMN, "s7comm.param.item.nck.column", FIELD_UINT, BE(2), BASE_DEC, NULL, "column: the variable") \
	F(S7_NCK_LINE, "s7comm.param.item.nck.line", FIELD_UINT, BE(2), BASE_DEC, NULL, "line") \
	F(S7_NCK_MODULE, "s7comm.param.item.nck.module", FIELD_UINT, BE(1), BASE_HEX, NULL, "data module of a numeric control") \
	F(S7_NCK_LINECOUNT, "s7comm.param.item.nck.linecount", FIELD_UINT, BE(1), BASE_DEC, NULL, "lines") \
	F(S7_SYM_RESERVED, "s7comm.tiap.item.reserved1", FIELD_UINT, BE(1), BASE_HEX, NULL, "of a symbolic address; 0xff") \
	F(S7_SYM_AREA1, "s7comm.tiap.item.area1", FIELD_UINT, BE(2), BASE_HEX, s7_sym_area1_names, "0x8a0e: a data block, 0: another area") \
	F(S7_SYM_AREA2, "s7comm.tiap.item.area2", FIELD_UINT, BE(2), BASE_HEX, s7_sym_area2_names, "area of a symbolic address") \
	F(S7_SYM_DB, "s7comm.tiap.item.dbnumber", FIELD_UINT, BE(2), BASE_DEC, NULL, "data block of a symbolic address") \
	F(S7_SYM_CRC, "s7comm.tiap.item.crc", FIELD_UINT, BE(4), BASE_HEX, NULL, "checksum over the symbol's name and type") \
	F(S7_SYM_FLAGS, "s7comm.tiap.item.lid_flags", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of the step") \
	F(S7_SYM_VALUE, "s7comm.tiap.item.value", FIELD_UINT, DERIVED, BASE_DEC, NULL, "step of the symbol's path") \
	F(S7_RETURN, "s7comm.data.returncode", FIELD_UINT, BE(1), BASE_HEX, s7_return_names, "what became of the item") \
	F(S7_DATA_SIZE, "s7comm.data.transportsize", FIELD_UINT, BE(1), BASE_HEX, s7_data_size_names, "how the length is counted: 3 to 5 in bits") \
	F(S7_DATA_LENGTH, "s7comm.data.length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of data") \
	F(S7_RESP_DATA, "s7comm.resp.data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of the item") \
	F(S7_FILLBYTE, "s7comm.data.fillbyte", FIELD_UINT, BE(1), BASE_HEX, NULL, "fills the data up to an even number")

/* Blocks, program invocations, and what this decoder makes of them. */
#define S7_BLOCK_ROWS(F) \
	F(S7_STATUS, "s7comm.param.blockcontrol.functionstatus", FIELD_UINT, BE(1), BASE_HEX, NULL, "how the transfer goes on") \
	F(S7_STATUS_MORE, "s7comm.param.blockcontrol.functionstatus.more", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "more data follow") \
	F(S7_STATUS_ERROR, "s7comm.param.blockcontrol.functionstatus.error", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "an error occurred") \
	F(S7_BLOCK_UNKNOWN, "s7comm.data.blockcontrol.unknown1", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "unknown") \
	F(S7_BLOCK_ERROR, "s7comm.data.blockcontrol.errorcode", FIELD_UINT, BE(2), BASE_HEX, s7_error_names, "how the transfer ended, 0: well") \
	F(S7_UPLOAD_ID, "s7comm.data.blockcontrol.uploadid", FIELD_UINT, BE(4), BASE_HEX, NULL, "number of the upload") \
	F(S7_FILENAME_LENGTH, "s7comm.param.blockcontrol.filename_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the name") \
	F(S7_FILENAME, "s7comm.param.blockcontrol.filename", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "block as file name: type, number, file system") \
	F(S7_FILE_IDENTIFIER, "s7comm.data.blockcontrol.file_identifier", FIELD_TEXT, RAW(1), BASE_DEC, NULL, "_: a whole block, $: its header alone") \
	F(S7_BLOCK_TYPE, "s7comm.data.blockcontrol.block_type", FIELD_TEXT, RAW(2), BASE_DEC, NULL, "08 OB, 0A DB, 0B SDB, 0C FC, 0D SFC, 0E FB, 0F SFB") \
	F(S7_BLOCK_NUMBER, "s7comm.data.blockcontrol.block_number", FIELD_TEXT, RAW(5), BASE_DEC, NULL, "number of the block") \
	F(S7_BLOCK_FILESYS, "s7comm.data.blockcontrol.dest_filesys", FIELD_TEXT, RAW(1), BASE_DEC, NULL, "P: passive (copied), A: active (linked), B: both") \
	F(S7_PART2_LENGTH, "s7comm.data.blockcontrol.part2_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the lengths") \
	F(S7_PART2_UNKNOWN, "s7comm.data.blockcontrol.part2_unknown", FIELD_TEXT, RAW(1), BASE_DEC, NULL, "always 1") \
	F(S7_LOAD_LENGTH, "s7comm.data.blockcontrol.loadmem_len", FIELD_TEXT, RAW(6), BASE_DEC, NULL, "bytes in the load memory, as digits") \
	F(S7_CODE_LENGTH, "s7comm.data.blockcontrol.mc7code_len", FIELD_TEXT, RAW(6), BASE_DEC, NULL, "bytes of code, as digits") \
	F(S7_UPLOAD_SIZE_LENGTH, "s7comm.param.blockcontrol.upl_lenstring_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the length") \
	F(S7_UPLOAD_SIZE, "s7comm.param.blockcontrol.upl_lenstring", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "bytes to be uploaded, as digits") \
	F(S7_PI_UNKNOWN, "s7comm.param.pistart.unknown1", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "unknown") \
	F(S7_PI_BLOCK_LENGTH, "s7comm.param.pistart.parameterblock_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the service's parameters") \
	F(S7_PI_LENGTH, "s7comm.param.pi.n_x.string_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of a name") \
	F(S7_PI_SERVICE, "s7comm.param.pistart.servicename", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "program invocation service") \
	F(S7_PI_ARGUMENT, "s7comm.param.pistart.argument", FIELD_TEXT, RAW(0), BASE_DEC, NULL, "argument of the service") \
	F(S7_PI_BLOCKS, "s7comm.data.plccontrol.block_cnt", FIELD_UINT, BE(1), BASE_DEC, NULL, "blocks that are named") \
	F(S7_PI_INSERT_UNKNOWN, "s7comm.param.pi.inse.unknown", FIELD_UINT, BE(1), BASE_HEX, NULL, "unknown") \
	F(S7_PI_PART2_LENGTH, "s7comm.data.plccontrol.part2_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the service's name") \
	F(S7_TRANSFER_BLOCK, "s7comm.transfer.block", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "block that was transferred as a whole") \
	F(S7_TRANSFER_TO, "s7comm.transfer.direction", FIELD_UINT, DERIVED, BASE_DEC, s7_transfer_names, "into the controller, or out of it") \
	F(S7_TRANSFER_SIZE, "s7comm.transfer.size", FIELD_UINT, DERIVED, BASE_DEC, NULL, "bytes of the block's contents that were seen") \
	F(S7_TRANSFER_HASH, "s7comm.transfer.sha256", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "SHA-256 of the block's contents; not of one with a gap") \
	F(S7_CPU_STATE, "s7comm.cpu.state", FIELD_UINT, DERIVED, BASE_DEC, s7_cpu_state_names, "operating state that the message tells") \
	F(S7_CPU_STATE_BEFORE, "s7comm.cpu.state_before", FIELD_UINT, DERIVED, BASE_DEC, s7_cpu_state_names, "operating state that the connection told before, if it was another") \
	F(S7_CONNECTION_TYPE, "s7comm.connection.type", FIELD_UINT, DERIVED, BASE_DEC, s7_connection_names, "resource that the client takes (called TSAP)") \
	F(S7_CONNECTION_RACK, "s7comm.connection.rack", FIELD_UINT, DERIVED, BASE_DEC, NULL, "rack that is called (called TSAP)") \
	F(S7_CONNECTION_SLOT, "s7comm.connection.slot", FIELD_UINT, DERIVED, BASE_DEC, NULL, "slot that is called (called TSAP)") \
	F(S7_SESSION_PASSWORD, "s7comm.session.password", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the connection gave the right password before")

/* User data: header, block functions, clock, cyclic data, programmer commands. */
#define S7_USER_ROWS(F) \
	F(S7_USER_HEAD, "s7comm.param.userdata.head", FIELD_UINT, BE(3), BASE_HEX, NULL, "always 0x000112") \
	F(S7_USER_LENGTH, "s7comm.param.userdata.length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the parameters that follow") \
	F(S7_USER_METHOD, "s7comm.param.userdata.reqres1", FIELD_UINT, BE(1), BASE_HEX, NULL, "0x11: the short form, 0x12: the long one") \
	F(S7_USER_TYPE, "s7comm.param.userdata.type", FIELD_UINT, DERIVED, BASE_DEC, s7_user_type_names, "request, response, or sent unasked") \
	F(S7_USER_GROUP, "s7comm.param.userdata.funcgroup", FIELD_UINT, DERIVED, BASE_DEC, s7_group_names, "group of functions") \
	F(S7_USER_FUNC, "s7comm.param.userdata.subfunc", FIELD_UINT, BE(1), BASE_DEC, NULL, "function in its group") \
	F(S7_USER_SEQ, "s7comm.param.userdata.seq_num", FIELD_UINT, BE(1), BASE_DEC, NULL, "sequence number, given by the controller") \
	F(S7_USER_UNIT, "s7comm.param.userdata.dataunitref", FIELD_UINT, BE(1), BASE_DEC, NULL, "number of data that come in several messages") \
	F(S7_USER_LAST, "s7comm.param.userdata.lastdataunit", FIELD_UINT, BE(1), BASE_HEX, s7_last_names, "is it the last of them?") \
	F(S7_USER_DATA, "s7comm.data.userdata", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data that are not taken apart") \
	F(S7_INFO_TYPE, "s7comm.blockinfo.blocktype", FIELD_TEXT, RAW(2), BASE_DEC, NULL, "type of block: 08 OB, 0A DB, 0B SDB, 0C FC, 0D SFC, 0E FB, 0F SFB") \
	F(S7_INFO_COUNT, "s7comm.blockinfo.block_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "blocks of the type") \
	F(S7_INFO_NUMBER, "s7comm.blockinfo.block_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of the block") \
	F(S7_INFO_FLAGS, "s7comm.blockinfo.flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "flags of the block") \
	F(S7_INFO_LANGUAGE, "s7comm.blockinfo.block_lang", FIELD_UINT, BE(1), BASE_DEC, s7_language_names, "language that the block is written in") \
	F(S7_INFO_ASKED, "s7comm.data.blockinfo.block_number", FIELD_TEXT, RAW(5), BASE_DEC, NULL, "number of the block that is asked for") \
	F(S7_INFO_FILESYS, "s7comm.data.blockinfo.filesys", FIELD_TEXT, RAW(1), BASE_DEC, NULL, "P: passive, A: active, B: both") \
	F(S7_INFO_LENGTH, "s7comm.blockinfo.res_infolength", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the description") \
	F(S7_INFO_UNKNOWN2, "s7comm.blockinfo.res_unknown2", FIELD_UINT, BE(2), BASE_HEX, NULL, "unknown") \
	F(S7_INFO_CONST3, "s7comm.blockinfo.res_const3", FIELD_TEXT, RAW(2), BASE_DEC, NULL, "always pp") \
	F(S7_INFO_UNKNOWN, "s7comm.blockinfo.res_unknown", FIELD_BYTES, RAW(1), BASE_HEX, NULL, "unknown") \
	F(S7_INFO_BLOCK_FLAGS, "s7comm.param.userdata.blockinfo.flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "attributes of the block") \
	F(S7_INFO_LINKED, "s7comm.param.userdata.blockinfo.linked", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "linked into the program") \
	F(S7_INFO_STANDARD, "s7comm.param.userdata.blockinfo.standard_block", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "standard block") \
	F(S7_INFO_NONRETAIN, "s7comm.param.userdata.blockinfo.nonretain", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "not retentive") \
	F(S7_INFO_SUBTYPE, "s7comm.blockinfo.subblk_type", FIELD_UINT, BE(1), BASE_DEC, s7_subblock_names, "type of block") \
	F(S7_INFO_LOAD, "s7comm.blockinfo.load_mem_len", FIELD_UINT, BE(4), BASE_DEC, NULL, "bytes in the load memory") \
	F(S7_INFO_SECURITY, "s7comm.blockinfo.blocksecurity", FIELD_UINT, BE(4), BASE_DEC, s7_security_names, "know-how protection") \
	F(S7_INFO_CODE_TIME, "s7comm.blockinfo.code_timestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the code was changed") \
	F(S7_INFO_INTERFACE_TIME, "s7comm.blockinfo.interface_timestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the interface was changed") \
	F(S7_INFO_SSB, "s7comm.blockinfo.ssb_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the SSB") \
	F(S7_INFO_ADD, "s7comm.blockinfo.add_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the ADD") \
	F(S7_INFO_LOCAL, "s7comm.blockinfo.localdata_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of local data") \
	F(S7_INFO_CODE, "s7comm.blockinfo.mc7_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of code") \
	F(S7_INFO_AUTHOR, "s7comm.blockinfo.author", FIELD_TEXT, RAW(8), BASE_DEC, NULL, "author") \
	F(S7_INFO_FAMILY, "s7comm.blockinfo.family", FIELD_TEXT, RAW(8), BASE_DEC, NULL, "family") \
	F(S7_INFO_NAME, "s7comm.blockinfo.headername", FIELD_TEXT, RAW(8), BASE_DEC, NULL, "name in the header") \
	F(S7_INFO_VERSION, "s7comm.blockinfo.headerversion", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "version in the header") \
	F(S7_INFO_CHECKSUM, "s7comm.blockinfo.checksum", FIELD_UINT, BE(2), BASE_HEX, NULL, "checksum of the block") \
	F(S7_INFO_RESERVED1, "s7comm.blockinfo.reserved1", FIELD_UINT, BE(4), BASE_HEX, NULL, "reserved") \
	F(S7_INFO_RESERVED2, "s7comm.blockinfo.reserved2", FIELD_UINT, BE(4), BASE_HEX, NULL, "reserved") \
	F(S7_TIME, "s7comm.data.ts", FIELD_TIME, DERIVED, BASE_DEC, NULL, "date and time of the controller, taken as UTC") \
	F(S7_MODE, "s7comm.param.modetrans.subfunc", FIELD_UINT, BE(1), BASE_DEC, s7_mode_names, "operating state that the controller enters") \
	F(S7_CYCLE_BASE, "s7comm.cyclic.interval_timebase", FIELD_UINT, BE(1), BASE_DEC, s7_timebase_names, "unit of the interval") \
	F(S7_CYCLE_TIME, "s7comm.cyclic.interval_time", FIELD_UINT, BE(1), BASE_DEC, NULL, "interval, in those units") \
	F(S7_CYCLE_FUNCTION, "s7comm.cyclic.function", FIELD_UINT, BE(1), BASE_DEC, NULL, "function that is ended") \
	F(S7_CYCLE_JOB, "s7comm.cyclic.job_id", FIELD_UINT, BE(1), BASE_DEC, NULL, "job that is ended") \
	F(S7_TIS_PARAMETERS, "s7comm.tis.parametersize", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the test function's parameters") \
	F(S7_TIS_DATA, "s7comm.tis.datasize", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of its data") \
	F(S7_TIS_1, "s7comm.tis.param1", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 1") \
	F(S7_TIS_2, "s7comm.tis.param2", FIELD_UINT, BE(2), BASE_DEC, s7_trigger_type_names, "kind of trigger") \
	F(S7_TIS_3, "s7comm.tis.param3", FIELD_UINT, BE(2), BASE_DEC, s7_trigger_names, "how often") \
	F(S7_TIS_ANSWER, "s7comm.tis.answersize", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of an answer") \
	F(S7_TIS_5, "s7comm.tis.param5", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 5") \
	F(S7_TIS_6, "s7comm.tis.param6", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 6") \
	F(S7_TIS_7, "s7comm.tis.param7", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 7") \
	F(S7_TIS_8, "s7comm.tis.param8", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 8") \
	F(S7_TIS_9, "s7comm.tis.param9", FIELD_UINT, BE(2), BASE_DEC, NULL, "parameter 9") \
	F(S7_TIS_EVENT, "s7comm.varstat.trgevent", FIELD_UINT, BE(2), BASE_HEX, s7_trigger_event_names, "event that triggers") \
	F(S7_TIS_RESULT1, "s7comm.tis.res.param1", FIELD_UINT, BE(2), BASE_HEX, NULL, "result 1") \
	F(S7_TIS_RESULT2, "s7comm.tis.res.param2", FIELD_UINT, BE(2), BASE_HEX, NULL, "result 2") \
	F(S7_TIS_JOB, "s7comm.tis.job.function", FIELD_UINT, BE(1), BASE_DEC, s7_tis_names, "test function of a job") \
	F(S7_TIS_JOB_SEQ, "s7comm.tis.job.response_seq_num", FIELD_UINT, BE(1), BASE_DEC, NULL, "sequence number of the job's set-up") \
	F(S7_TIS_JOB_RESERVED, "s7comm.tis.job.reserved", FIELD_BYTES, RAW(2), BASE_HEX, NULL, "unknown") \
	F(S7_TIS_ITEMS, "s7comm.varstat.item_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "variables that are monitored, changed or forced") \
	F(S7_TIS_AREA, "s7comm.varstat.req.memory_area", FIELD_UINT, BE(1), BASE_DEC, s7_tis_area_names, "memory area and width of a variable") \
	F(S7_TIS_REPEAT, "s7comm.varstat.req.repetition_factor", FIELD_UINT, BE(1), BASE_DEC, NULL, "elements") \
	F(S7_TIS_DB, "s7comm.varstat.req.db_number", FIELD_UINT, BE(2), BASE_DEC, NULL, "data block of a variable") \
	F(S7_TIS_START, "s7comm.varstat.req.startaddress", FIELD_UINT, BE(2), BASE_DEC, NULL, "byte of a variable") \
	F(S7_TIS_BIT, "s7comm.varstat.req.bitpos", FIELD_UINT, BE(1), BASE_DEC, NULL, "bit of a variable")

/* CPU functions: system status list, messages, alarms. */
#define S7_CPU_ROWS(F) \
	F(S7_SZL_ID, "s7comm.data.userdata.szl_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "partial list of the system status list") \
	F(S7_SZL_TYPE, "s7comm.data.userdata.szl_id.diag_type", FIELD_UINT, DERIVED, BASE_HEX, s7_szl_type_names, "class of module: CPU, interface module, function module, CP") \
	F(S7_SZL_EXTRACT, "s7comm.data.userdata.szl_id.partlist_ex", FIELD_UINT, DERIVED, BASE_HEX, NULL, "partial list with its extract") \
	F(S7_SZL_LIST, "s7comm.data.userdata.szl_id.partlist_num", FIELD_UINT, DERIVED, BASE_HEX, s7_szl_names, "what the partial list is about") \
	F(S7_SZL_INDEX, "s7comm.data.userdata.szl_index", FIELD_UINT, BE(2), BASE_HEX, NULL, "object of the partial list") \
	F(S7_SZL_SIZE, "s7comm.data.userdata.szl_id.partlist_len", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of a record") \
	F(S7_SZL_COUNT, "s7comm.data.userdata.szl_id.partlist_cnt", FIELD_UINT, BE(2), BASE_DEC, NULL, "records") \
	F(S7_SZL_RECORD, "s7comm.szl.record", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "a record that is not taken apart") \
	F(S7_SZL_0000_ID, "s7comm.szl.0000.0000.szl_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "partial list that the module has") \
	F(S7_SZL_11_INDEX, "s7comm.szl.xy11.0001.index", FIELD_UINT, BE(2), BASE_HEX, NULL, "1: the module, 6: its hardware, 7: its firmware, 0x81: its boot loader") \
	F(S7_SZL_11_ORDER, "s7comm.szl.xy11.0001.anz", FIELD_TEXT, RAW(20), BASE_DEC, NULL, "order number") \
	F(S7_SZL_11_TYPE, "s7comm.szl.xy11.0001.bgtyp", FIELD_UINT, BE(2), BASE_HEX, NULL, "type of module") \
	F(S7_SZL_11_VERSION, "s7comm.szl.xy11.0001.ausbg", FIELD_UINT, BE(2), BASE_DEC, NULL, "version of the module or of its firmware") \
	F(S7_SZL_11_RELEASE, "s7comm.szl.xy11.0001.ausbe", FIELD_UINT, BE(2), BASE_DEC, NULL, "the version's second half") \
	F(S7_SZL_1C_INDEX, "s7comm.szl.001c.000x.index", FIELD_UINT, BE(2), BASE_HEX, NULL, "which component's name") \
	F(S7_SZL_1C_RESERVED, "s7comm.szl.001c.000x.res", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "reserved") \
	F(S7_SZL_1C_PLC, "s7comm.szl.001c.0001.name", FIELD_TEXT, RAW(24), BASE_DEC, NULL, "name of the controller") \
	F(S7_SZL_1C_MODULE, "s7comm.szl.001c.0002.name", FIELD_TEXT, RAW(24), BASE_DEC, NULL, "name of the module") \
	F(S7_SZL_1C_TAG, "s7comm.szl.001c.0003.tag", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "plant designation") \
	F(S7_SZL_1C_COPYRIGHT, "s7comm.szl.001c.0004.copyright", FIELD_TEXT, RAW(26), BASE_DEC, NULL, "copyright") \
	F(S7_SZL_1C_SERIAL, "s7comm.szl.001c.0005.serialn", FIELD_TEXT, RAW(24), BASE_DEC, NULL, "serial number") \
	F(S7_SZL_1C_TYPE, "s7comm.szl.001c.0007.cputypname", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "type of the CPU") \
	F(S7_SZL_1C_CARD, "s7comm.szl.001c.0008.snmcmmc", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "serial number of the memory card") \
	F(S7_SZL_1C_MAKER, "s7comm.szl.001c.0009.manufacturer_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "manufacturer, 0x2a: Siemens") \
	F(S7_SZL_1C_PROFILE, "s7comm.szl.001c.0009.profile_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "profile") \
	F(S7_SZL_1C_SPECIFIC, "s7comm.szl.001c.0009.profile_spec_typ", FIELD_UINT, BE(2), BASE_HEX, NULL, "type in the profile") \
	F(S7_SZL_1C_OEM, "s7comm.szl.001c.000a.oem_copyright_string", FIELD_TEXT, RAW(26), BASE_DEC, NULL, "copyright of a maker of machines") \
	F(S7_SZL_1C_OEM_ID, "s7comm.szl.001c.000a.oem_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "his number") \
	F(S7_SZL_1C_OEM_ADD, "s7comm.szl.001c.000a.oem_add_id", FIELD_UINT, BE(4), BASE_HEX, NULL, "his second number") \
	F(S7_SZL_1C_LOCATION, "s7comm.szl.001c.000b.loc_id", FIELD_TEXT, RAW(32), BASE_DEC, NULL, "location") \
	F(S7_SZL_32_INDEX, "s7comm.szl.0132.0004.index", FIELD_UINT, BE(2), BASE_HEX, NULL, "4: protection of the CPU") \
	F(S7_SZL_32_KEY, "s7comm.szl.0132.0004.key", FIELD_UINT, BE(2), BASE_DEC, NULL, "protection level of the key switch, 1 to 3") \
	F(S7_SZL_32_PARAM, "s7comm.szl.0132.0004.param", FIELD_UINT, BE(2), BASE_DEC, NULL, "protection level that is configured, 0 to 3") \
	F(S7_SZL_32_REAL, "s7comm.szl.0132.0004.real", FIELD_UINT, BE(2), BASE_DEC, NULL, "protection level that holds, 1: none, 2: no writing, 3: no reading") \
	F(S7_SZL_32_SWITCH, "s7comm.szl.0132.0004.bart_sch", FIELD_UINT, BE(2), BASE_DEC, s7_switch_names, "position of the mode switch") \
	F(S7_SZL_32_START, "s7comm.szl.0132.0004.crst_wrst", FIELD_UINT, BE(2), BASE_DEC, NULL, "start-up switch, 1: cold or complete, 2: warm") \
	F(S7_SZL_32_F, "s7comm.szl.0132.0004.ken_f", FIELD_UINT, BE(2), BASE_HEX, NULL, "reserved") \
	F(S7_SZL_32_VALID, "s7comm.szl.0132.0004.ken_rel", FIELD_UINT, BE(2), BASE_HEX, NULL, "whether the checksums are valid") \
	F(S7_SZL_32_HW1, "s7comm.szl.0132.0004.ken_ver1_hw", FIELD_UINT, LE(2), BASE_HEX, NULL, "checksum 1 of the hardware configuration") \
	F(S7_SZL_32_HW2, "s7comm.szl.0132.0004.ken_ver2_hw", FIELD_UINT, LE(2), BASE_HEX, NULL, "checksum 2 of the hardware configuration") \
	F(S7_SZL_32_SW1, "s7comm.szl.0132.0004.ken_ver1_awp", FIELD_UINT, LE(2), BASE_HEX, NULL, "checksum 1 of the user program") \
	F(S7_SZL_32_SW2, "s7comm.szl.0132.0004.ken_ver2_awp", FIELD_UINT, LE(2), BASE_HEX, NULL, "checksum 2 of the user program") \
	F(S7_SZL_32_RESERVED, "s7comm.szl.0132.0004.res", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "reserved") \
	F(S7_SZL_24_EVENT, "s7comm.szl.0424.0000.ereig", FIELD_UINT, BE(2), BASE_HEX, NULL, "event") \
	F(S7_SZL_24_AE, "s7comm.szl.0424.0000.ae", FIELD_UINT, BE(1), BASE_HEX, NULL, "always 0xff") \
	F(S7_SZL_24_MODE, "s7comm.szl.0424.0000.bzu_id", FIELD_UINT, BE(1), BASE_HEX, NULL, "operating states") \
	F(S7_SZL_24_NOW, "s7comm.szl.0424.0000.bzu_id.req", FIELD_UINT, DERIVED, BASE_HEX, s7_szl_mode_names, "operating state now") \
	F(S7_SZL_24_BEFORE, "s7comm.szl.0424.0000.bzu_id.pre", FIELD_UINT, DERIVED, BASE_HEX, s7_szl_mode_names, "operating state before") \
	F(S7_SZL_24_RESERVED, "s7comm.szl.0424.0000.res", FIELD_BYTES, RAW(4), BASE_HEX, NULL, "reserved") \
	F(S7_SZL_24_INFO1, "s7comm.szl.0424.0000.anlinfo1", FIELD_UINT, BE(1), BASE_HEX, NULL, "about the start-up") \
	F(S7_SZL_24_INFO2, "s7comm.szl.0424.0000.anlinfo2", FIELD_UINT, BE(1), BASE_HEX, NULL, "kind of the last start-up") \
	F(S7_SZL_24_INFO3, "s7comm.szl.0424.0000.anlinfo3", FIELD_UINT, BE(1), BASE_HEX, NULL, "start-ups that are possible") \
	F(S7_SZL_24_INFO4, "s7comm.szl.0424.0000.anlinfo4", FIELD_UINT, BE(1), BASE_HEX, NULL, "start-up at power on") \
	F(S7_SZL_24_TIME, "s7comm.szl.0424.0000.time", FIELD_BYTES, RAW(8), BASE_HEX, NULL, "when the state was entered") \
	F(S7_SZL_74_LED, "s7comm.szl.xy74.0000.cpu_led_id", FIELD_UINT, BE(2), BASE_HEX, NULL, "light of a CPU") \
	F(S7_SZL_74_RACK, "s7comm.szl.xy74.0000.cpu_led_id.rackno", FIELD_UINT, DERIVED, BASE_DEC, NULL, "its rack") \
	F(S7_SZL_74_CPU, "s7comm.szl.xy74.0000.cpu_led_id.cputype", FIELD_UINT, DERIVED, BASE_DEC, NULL, "1: of the master CPU, 0: of the standby") \
	F(S7_SZL_74_ID, "s7comm.szl.xy74.0000.cpu_led_id.id", FIELD_UINT, DERIVED, BASE_DEC, s7_led_names, "which light") \
	F(S7_SZL_74_ON, "s7comm.szl.xy74.0000.led_on", FIELD_UINT, BE(1), BASE_DEC, NULL, "1: it is on") \
	F(S7_SZL_74_BLINK, "s7comm.szl.xy74.0000.led_blink", FIELD_UINT, BE(1), BASE_DEC, NULL, "0: steady, 1: flashes, 2: flashes slowly") \
	F(S7_DIAG_EVENT, "s7comm.cpu.diag_msg.eventid", FIELD_UINT, BE(2), BASE_HEX, NULL, "diagnostic event") \
	F(S7_DIAG_CLASS, "s7comm.cpu.diag_msg.eventid.class", FIELD_UINT, DERIVED, BASE_HEX, s7_event_class_names, "class of the event") \
	F(S7_DIAG_ENTERS, "s7comm.cpu.diag_msg.eventid.ident.entleave", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the event comes (else: it goes)") \
	F(S7_DIAG_BUFFER, "s7comm.cpu.diag_msg.eventid.ident.diagbuf", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "it is in the diagnostic buffer") \
	F(S7_DIAG_INTERNAL, "s7comm.cpu.diag_msg.eventid.ident.interr", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "internal error") \
	F(S7_DIAG_EXTERNAL, "s7comm.cpu.diag_msg.eventid.ident.exterr", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "external error") \
	F(S7_DIAG_NUMBER, "s7comm.cpu.diag_msg.eventid.nr", FIELD_UINT, DERIVED, BASE_HEX, NULL, "number of the event in its class") \
	F(S7_DIAG_PRIORITY, "s7comm.cpu.diag_msg.prioclass", FIELD_UINT, BE(1), BASE_DEC, NULL, "priority class that was interrupted") \
	F(S7_DIAG_OB, "s7comm.cpu.diag_msg.obnumber", FIELD_UINT, BE(1), BASE_DEC, NULL, "organisation block that was interrupted") \
	F(S7_DIAG_DATID, "s7comm.cpu.diag_msg.datid", FIELD_UINT, BE(2), BASE_HEX, NULL, "what the information is") \
	F(S7_DIAG_INFO1, "s7comm.cpu.diag_msg.info1", FIELD_UINT, BE(2), BASE_HEX, NULL, "information 1") \
	F(S7_DIAG_INFO2, "s7comm.cpu.diag_msg.info2", FIELD_UINT, BE(4), BASE_HEX, NULL, "information 2") \
	F(S7_MSG_EVENTS, "s7comm.cpu.msg.events", FIELD_UINT, BE(1), BASE_HEX, NULL, "messages that are wanted: 1 state changes, 2 system, 4 user, 0x80 alarms") \
	F(S7_MSG_RESERVED1, "s7comm.cpu.msg.req_reserved1", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved") \
	F(S7_MSG_USER, "s7comm.cpu.msg.username", FIELD_TEXT, RAW(8), BASE_DEC, NULL, "who wants them, as the client says") \
	F(S7_MSG_ALARM, "s7comm.cpu.msg.almtype", FIELD_UINT, BE(1), BASE_DEC, s7_alarm_type_names, "alarms that are wanted") \
	F(S7_MSG_RESERVED2, "s7comm.cpu.msg.req_reserved2", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved") \
	F(S7_MSG_RESULT, "s7comm.cpu.msg.res_result", FIELD_UINT, BE(1), BASE_HEX, NULL, "result") \
	F(S7_MSG_RESULT1, "s7comm.cpu.msg.res_reserved1", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved") \
	F(S7_MSG_RESULT2, "s7comm.cpu.msg.res_reserved2", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved") \
	F(S7_MSG_RESULT3, "s7comm.cpu.msg.res_reserved3", FIELD_UINT, BE(1), BASE_HEX, NULL, "reserved") \
	F(S7_ALARM_FUNCTION, "s7comm.alarm.function", FIELD_UINT, BE(1), BASE_HEX, NULL, "function of the alarm message") \
	F(S7_ALARM_OBJECTS, "s7comm.alarm.nr_objects", FIELD_UINT, BE(1), BASE_DEC, NULL, "alarms of the message") \
	F(S7_ALARM_VALUES, "s7comm.alarm.nr_add_values", FIELD_UINT, BE(1), BASE_DEC, NULL, "associated values") \
	F(S7_ALARM_EVENT, "s7comm.alarm.event_id", FIELD_UINT, BE(4), BASE_HEX, NULL, "number of the alarm") \
	F(S7_ALARM_EVENTSTATE, "s7comm.alarm.eventstate", FIELD_UINT, BE(1), BASE_HEX, NULL, "signals that are present, one bit each") \
	F(S7_ALARM_STATE, "s7comm.alarm.state", FIELD_UINT, BE(1), BASE_HEX, NULL, "signals that changed") \
	F(S7_ALARM_ACK_GOING, "s7comm.alarm.ack_state.going", FIELD_UINT, BE(1), BASE_HEX, NULL, "signals whose going is acknowledged") \
	F(S7_ALARM_ACK_COMING, "s7comm.alarm.ack_state.coming", FIELD_UINT, BE(1), BASE_HEX, NULL, "signals whose coming is acknowledged") \
	F(S7_QUERY_1, "s7comm.alarm.query.unknown1", FIELD_UINT, BE(1), BASE_HEX, NULL, "unknown") \
	F(S7_QUERY_TYPE, "s7comm.alarm.query.querytype", FIELD_UINT, BE(1), BASE_DEC, s7_query_names, "what the query goes by") \
	F(S7_QUERY_2, "s7comm.alarm.query.unknown2", FIELD_UINT, BE(1), BASE_HEX, NULL, "unknown") \
	F(S7_QUERY_ALARM, "s7comm.alarm.query.alarmtype", FIELD_UINT, BE(4), BASE_DEC, s7_query_alarm_names, "kind of alarms") \
	F(S7_QUERY_ALL, "s7comm.alarm.query.complete_length", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of all alarms") \
	F(S7_QUERY_ONE, "s7comm.alarm.query.dataset_length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of an alarm") \
	F(S7_QUERY_RES, "s7comm.alarm.query.resunknown1", FIELD_UINT, BE(2), BASE_HEX, NULL, "unknown")

/* S7comm-plus; by the names of the public plugin. */
#define S7_PLUS_ROWS(F) \
	F(S7P_PROTID, "s7comm-plus.header.protid", FIELD_UINT, BE(1), BASE_HEX, NULL, "always 0x72") \
	F(S7P_TYPE, "s7comm-plus.header.pdutype", FIELD_UINT, BE(1), BASE_HEX, s7p_type_names, "kind of message: version of the protocol") \
	F(S7P_LENGTH, "s7comm-plus.header.datlg", FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of data") \
	F(S7P_ALIVE, "s7comm-plus.header.keepalive_seqnum", FIELD_UINT, BE(2), BASE_DEC, NULL, "number of a keep-alive") \
	F(S7P_DIGEST_LENGTH, "s7comm-plus.integrity.digestlen", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the digest") \
	F(S7P_DIGEST, "s7comm-plus.integrity.digest", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "digest that protects the message") \
	F(S7P_OPCODE, "s7comm-plus.data.opcode", FIELD_UINT, BE(1), BASE_HEX, s7p_opcode_names, "request, response or notification") \
	F(S7P_RESERVED1, "s7comm-plus.data.reserved1", FIELD_UINT, BE(2), BASE_HEX, NULL, "reserved") \
	F(S7P_FUNCTION, "s7comm-plus.data.function", FIELD_UINT, BE(2), BASE_HEX, s7p_function_names, "function") \
	F(S7P_RESERVED2, "s7comm-plus.data.reserved2", FIELD_UINT, BE(2), BASE_HEX, NULL, "reserved") \
	F(S7P_SEQUENCE, "s7comm-plus.data.seqnum", FIELD_UINT, BE(2), BASE_DEC, NULL, "number that joins a request and its response") \
	F(S7P_SESSION, "s7comm-plus.data.sessionid", FIELD_UINT, BE(4), BASE_HEX, NULL, "session") \
	F(S7P_FLAGS, "s7comm-plus.data.transportflags", FIELD_UINT, BE(1), BASE_HEX, NULL, "flags of the transport") \
	F(S7P_OBJECT, "s7comm-plus.object.id", FIELD_UINT, BE(4), BASE_HEX, NULL, "object that is created, deleted, explored, read or written") \
	F(S7P_SUBSCRIPTION, "s7comm-plus.notification.subscriptionid", FIELD_UINT, BE(4), BASE_HEX, NULL, "subscription of a notification") \
	F(S7P_RETURN, "s7comm-plus.returnvalue", FIELD_UINT, DERIVED, BASE_HEX, NULL, "return value, 0: well; the error is in its low 16 bits") \
	F(S7P_ERROR, "s7comm-plus.returnvalue.errorcode", FIELD_INT, DERIVED, BASE_DEC, NULL, "error of the return value; below 0: it failed") \
	F(S7P_CREATED, "s7comm-plus.object.createobjid", FIELD_UINT, DERIVED, BASE_HEX, NULL, "object that was created: the first of a new session is the session") \
	F(S7P_DATA, "s7comm-plus.data.payload", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data that are not taken apart")

#define S7_ROWS(F) S7_JOB_ROWS(F) S7_BLOCK_ROWS(F) S7_USER_ROWS(F) S7_CPU_ROWS(F) S7_PLUS_ROWS(F)
/* clang-format on */

#endif
