/*
 * Names and rows of DNP3's fields, and what the files of its decoder share: belongs to dnp3*.c.
 *
 * Fields are cut as tshark 4.0 cuts them, those of secure authentication as later versions name
 * them. What it does not have stands at the end: dnp3.select.*, dnp3.al.iin.new and so on.
 */
#ifndef KAGAMI_DNP3_FIELDS_H
#define KAGAMI_DNP3_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define DNP3_FIELDS(F) \
	F(START,     "dnp3.start",      FIELD_UINT, BE(2),   BASE_HEX, NULL, "start of a link frame: 0x0564") \
	F(LEN,       "dnp3.len",        FIELD_UINT, BE(1),   BASE_DEC, NULL, "bytes from the control byte on, without CRCs") \
	F(CTL,       "dnp3.ctl",        FIELD_UINT, BE(1),   BASE_HEX, NULL, "control byte of the link layer") \
	F(CTL_DIR,   "dnp3.ctl.dir",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "sent by a master") \
	F(CTL_PRM,   "dnp3.ctl.prm",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "sent by the station that begins") \
	F(CTL_FCB,   "dnp3.ctl.fcb",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "frame count bit") \
	F(CTL_FCV,   "dnp3.ctl.fcv",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the frame count bit counts") \
	F(CTL_DFC,   "dnp3.ctl.dfc",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the receiver's buffers are full") \
	F(PRIFUNC,   "dnp3.ctl.prifunc", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_prifunc_names, "what the link frame is, from the station that begins") \
	F(SECFUNC,   "dnp3.ctl.secfunc", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_secfunc_names, "what the link frame is, from the station that answers") \
	F(DST,       "dnp3.dst",        FIELD_UINT, LE(2),   BASE_DEC, NULL, "link address of the receiver; 65533 to 65535: everybody") \
	F(SRC,       "dnp3.src",        FIELD_UINT, LE(2),   BASE_DEC, NULL, "link address of the sender") \
	F(ADDR,      "dnp3.addr",       FIELD_UINT, SIZED(2), BASE_DEC, NULL, "link address of the receiver, and that of the sender") \
	F(CRC,       "dnp3.hdr.CRC",    FIELD_UINT, LE(2),   BASE_HEX, NULL, "CRC of the link header") \
	F(CRC_STATUS, "dnp.hdr.CRC.status", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_crc_names, "is the header's CRC right") \
	F(DATA_CRC_STATUS, "dnp.data_chunk.CRC.status", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_crc_names, "are the CRCs of the data blocks right") \
	F(TR_CTL,    "dnp3.tr.ctl",     FIELD_UINT, BE(1),   BASE_HEX, NULL, "control byte of the transport function") \
	F(TR_FIN,    "dnp3.tr.fin",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "last segment of a fragment") \
	F(TR_FIR,    "dnp3.tr.fir",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "first segment of a fragment") \
	F(TR_SEQ,    "dnp3.tr.seq",     FIELD_UINT, SIZED(1), BASE_DEC, NULL, "counts transport segments") \
	F(FRAG_DATA, "dnp3.al.frag_data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "a part of a fragment that is not whole yet") \
	F(FRAGMENT,  "dnp3.al.fragment", FIELD_UINT, DERIVED, BASE_DEC, NULL, "frames that the fragment came in") \
	F(FRAGMENT_COUNT, "dnp3.al.fragment.count", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "link frames that the fragment came in") \
	F(FRAGMENT_LENGTH, "dnp3.al.fragment.reassembled.length", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "bytes of the fragment") \
	F(AL_CTL,    "dnp3.al.ctl",     FIELD_UINT, BE(1),   BASE_HEX, NULL, "control byte of the application layer") \
	F(AL_FIR,    "dnp3.al.fir",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "first fragment of a message") \
	F(AL_FIN,    "dnp3.al.fin",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "last fragment of a message") \
	F(AL_CON,    "dnp3.al.con",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a confirmation is wanted") \
	F(AL_UNS,    "dnp3.al.uns",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "belongs to an unsolicited response") \
	F(AL_SEQ,    "dnp3.al.seq",     FIELD_UINT, SIZED(1), BASE_DEC, NULL, "application sequence number") \
	F(FUNC,      "dnp3.al.func",    FIELD_UINT, BE(1),   BASE_DEC, dnp3_func_names, "function code") \
	F(IIN,       "dnp3.al.iin",     FIELD_UINT, BE(2),   BASE_HEX, NULL, "internal indications of the outstation") \
	F(IIN_RST,   "dnp3.al.iin.rst", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the device has restarted") \
	F(IIN_DT,    "dnp3.al.iin.dt",  FIELD_BOOL, DERIVED, BASE_DEC, NULL, "device trouble") \
	F(IIN_DOL,   "dnp3.al.iin.dol", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "outputs are in local mode") \
	F(IIN_TSR,   "dnp3.al.iin.tsr", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the device needs the time") \
	F(IIN_CLS3D, "dnp3.al.iin.cls3d", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "events of class 3 wait") \
	F(IIN_CLS2D, "dnp3.al.iin.cls2d", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "events of class 2 wait") \
	F(IIN_CLS1D, "dnp3.al.iin.cls1d", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "events of class 1 wait") \
	F(IIN_BMSG,  "dnp3.al.iin.bmsg", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a broadcast was received") \
	F(IIN_CC,    "dnp3.al.iin.cc",  FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the configuration is corrupt") \
	F(IIN_OAE,   "dnp3.al.iin.oae", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the operation is already executing") \
	F(IIN_EBO,   "dnp3.al.iin.ebo", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "event buffers overflowed") \
	F(IIN_PIOOR, "dnp3.al.iin.pioor", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "parameters are invalid or out of range") \
	F(IIN_OBJU,  "dnp3.al.iin.obju", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "objects are unknown") \
	F(IIN_FCNI,  "dnp3.al.iin.fcni", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the function is not implemented") \
	F(OBJ,       "dnp3.al.obj",     FIELD_UINT, BE(2),   BASE_HEX, NULL, "object group and variation, a byte each") \
	F(PREFIX,    "dnp3.al.objq.prefix", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_prefix_names, "qualifier: what stands before each object") \
	F(RANGE,     "dnp3.al.objq.range", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_range_names, "qualifier: how objects are selected") \
	F(RANGE_START, "dnp3.al.range.start", FIELD_UINT, DERIVED, BASE_DEC, NULL, "index of the first object") \
	F(RANGE_STOP, "dnp3.al.range.stop", FIELD_UINT, DERIVED, BASE_DEC, NULL, "index of the last object") \
	F(RANGE_ABS, "dnp3.al.range.abs", FIELD_UINT, DERIVED, BASE_DEC, NULL, "absolute address of the object") \
	F(QUANTITY,  "dnp3.al.range.quantity", FIELD_UINT, DERIVED, BASE_DEC, NULL, "how many objects") \
	F(POINT_INDEX, "dnp3.al.point_index", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "index of each object, as the range says") \
	F(INDEX,     "dnp3.al.index",   FIELD_UINT, DERIVED, BASE_DEC, NULL, "index before each object") \
	F(SIZE,      "dnp3.al.size",    FIELD_UINT, DERIVED, BASE_DEC, NULL, "size before each object, in bytes") \
	F(BIT,       "dnp3.al.bit",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "value: packed bits") \
	F(BIT2,      "dnp3.al.2bit",    FIELD_UINT, SIZED(1), BASE_DEC, dnp3_double_names, "value: double-bit input") \
	F(BIQ0, "dnp3.al.biq.b0", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: online") \
	F(BIQ1, "dnp3.al.biq.b1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: not updated since a restart") \
	F(BIQ2, "dnp3.al.biq.b2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: communication lost") \
	F(BIQ3, "dnp3.al.biq.b3", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: forced elsewhere") \
	F(BIQ4, "dnp3.al.biq.b4", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: forced at the device") \
	F(BIQ5, "dnp3.al.biq.b5", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: chatter filter") \
	F(BIQ6, "dnp3.al.biq.b6", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: reserved") \
	F(BIQ7, "dnp3.al.biq.b7", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary input: state") \
	F(BOQ0, "dnp3.al.boq.b0", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: online") \
	F(BOQ1, "dnp3.al.boq.b1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: not updated since a restart") \
	F(BOQ2, "dnp3.al.boq.b2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: communication lost") \
	F(BOQ3, "dnp3.al.boq.b3", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: forced elsewhere") \
	F(BOQ4, "dnp3.al.boq.b4", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: forced at the device") \
	F(BOQ5, "dnp3.al.boq.b5", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: reserved") \
	F(BOQ6, "dnp3.al.boq.b6", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: reserved") \
	F(BOQ7, "dnp3.al.boq.b7", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "binary output: state") \
	F(CTRQ0, "dnp3.al.ctrq.b0", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: online") \
	F(CTRQ1, "dnp3.al.ctrq.b1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: not updated since a restart") \
	F(CTRQ2, "dnp3.al.ctrq.b2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: communication lost") \
	F(CTRQ3, "dnp3.al.ctrq.b3", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: forced elsewhere") \
	F(CTRQ4, "dnp3.al.ctrq.b4", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: forced at the device") \
	F(CTRQ5, "dnp3.al.ctrq.b5", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: rolled over") \
	F(CTRQ6, "dnp3.al.ctrq.b6", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: cannot be compared with the last one") \
	F(CTRQ7, "dnp3.al.ctrq.b7", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "counter: reserved") \
	F(AIQ0, "dnp3.al.aiq.b0", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: online") \
	F(AIQ1, "dnp3.al.aiq.b1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: not updated since a restart") \
	F(AIQ2, "dnp3.al.aiq.b2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: communication lost") \
	F(AIQ3, "dnp3.al.aiq.b3", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: forced elsewhere") \
	F(AIQ4, "dnp3.al.aiq.b4", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: forced at the device") \
	F(AIQ5, "dnp3.al.aiq.b5", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: over its range") \
	F(AIQ6, "dnp3.al.aiq.b6", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: its reference is wrong") \
	F(AIQ7, "dnp3.al.aiq.b7", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog input: reserved") \
	F(AOQ0, "dnp3.al.aoq.b0", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: online") \
	F(AOQ1, "dnp3.al.aoq.b1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: not updated since a restart") \
	F(AOQ2, "dnp3.al.aoq.b2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: communication lost") \
	F(AOQ3, "dnp3.al.aoq.b3", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: forced elsewhere") \
	F(AOQ4, "dnp3.al.aoq.b4", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: forced at the device") \
	F(AOQ5, "dnp3.al.aoq.b5", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: reserved") \
	F(AOQ6, "dnp3.al.aoq.b6", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: reserved") \
	F(AOQ7, "dnp3.al.aoq.b7", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog output: reserved") \
	F(ANA_INT,   "dnp3.al.ana.int", FIELD_INT,  DERIVED, BASE_DEC, NULL, "value: analog input or deadband") \
	F(ANA_FLOAT, "dnp3.al.ana.float", FIELD_FLOAT, SIZED(4), BASE_DEC, NULL, "value: analog input or deadband, single precision") \
	F(ANA_DOUBLE, "dnp3.al.ana.double", FIELD_FLOAT, SIZED(8), BASE_DEC, NULL, "value: analog input, double precision") \
	F(OUT_INT,   "dnp3.al.anaout.int", FIELD_INT, DERIVED, BASE_DEC, NULL, "value: analog output or setpoint") \
	F(OUT_FLOAT, "dnp3.al.anaout.float", FIELD_FLOAT, SIZED(4), BASE_DEC, NULL, "value: analog output or setpoint, single precision") \
	F(OUT_DOUBLE, "dnp3.al.anaout.double", FIELD_FLOAT, SIZED(8), BASE_DEC, NULL, "value: analog output or setpoint, double precision") \
	F(CNT,       "dnp3.al.cnt",     FIELD_UINT, SIZED(4), BASE_DEC, NULL, "value: counter") \
	F(TIMESTAMP, "dnp3.al.timestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "time, in milliseconds on the wire") \
	F(RELTIME,   "dnp3.al.reltimestamp", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time after the common time of occurrence (group 51)") \
	F(DELAY,     "dnp3.al.time_delay", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "time delay: of group 52 variation 2 in ms, of variation 1 in s") \
	F(CTL_OP,    "dnp3.ctl.op",     FIELD_UINT, SIZED(1), BASE_DEC, dnp3_op_names, "control: what the output is to do") \
	F(CTL_CLR,   "dnp3.ctl.clr",    FIELD_UINT, SIZED(1), BASE_DEC, dnp3_clear_names, "control: queue and clear bits") \
	F(CTL_TRIP,  "dnp3.ctl.trip",   FIELD_UINT, SIZED(1), BASE_DEC, dnp3_trip_names, "control: trip or close") \
	F(COUNT,     "dnp3.al.count",   FIELD_UINT, SIZED(1), BASE_DEC, NULL, "control: how many times") \
	F(ON_TIME,   "dnp3.al.on_time", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "control: ms that the output is on") \
	F(OFF_TIME,  "dnp3.al.off_time", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "control: ms that the output is off") \
	F(CTRLSTATUS, "dnp3.al.ctrlstatus", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_control_status_names, "control: what the outstation says of it") \
	F(BOCS,      "dnp3.al.bocs",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "command event: the state that was commanded") \
	F(FILE_OFFSET, "dnp3.al.file_string_offset", FIELD_UINT, LE(2), BASE_DEC, NULL, "where in the object the file's name is") \
	F(FILE_LENGTH, "dnp3.al.file_string_length", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes of the file's name") \
	F(FILE_PERMS, "dnp3.al.file.perms", FIELD_UINT, LE(2), BASE_HEX, NULL, "permissions of the file, as of Unix") \
	F(FILE_AUTH, "dnp3.al.file.auth", FIELD_UINT, LE(4), BASE_HEX, NULL, "key that permits the operation on a file") \
	F(FILE_SIZE, "dnp3.al.file.size", FIELD_UINT, LE(4), BASE_HEX, NULL, "bytes of the file") \
	F(FILE_MODE, "dnp3.al.file.mode", FIELD_UINT, LE(2), BASE_DEC, dnp3_file_mode_names, "what the file is opened for") \
	F(FILE_MAXBLOCK, "dnp3.al.file.maxblock", FIELD_UINT, LE(2), BASE_DEC, NULL, "bytes of a block, at most") \
	F(FILE_REQ,  "dnp3.al.file.reqID", FIELD_UINT, LE(2), BASE_DEC, NULL, "number of the file request") \
	F(FILE_STATUS, "dnp3.al.file.status", FIELD_UINT, LE(1), BASE_DEC, dnp3_file_status_names, "what came of the file operation") \
	F(FILE_HANDLE, "dnp3.al.file.handle", FIELD_UINT, LE(4), BASE_HEX, NULL, "handle of the open file") \
	F(FILE_BLOCK, "dnp3.al.file.blocknum", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "number of the block, from 0") \
	F(FILE_LAST, "dnp3.al.file.lastblock", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "it is the file's last block") \
	F(FILE_DATA, "dnp3.al.file.data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "contents, or a remark of the outstation") \
	F(FILE_NAME, "dnp3.al.file_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the file") \
	F(DATATYPE,  "dnp3.al.datatype", FIELD_UINT, BE(1),  BASE_HEX, dnp3_datatype_names, "type of a device attribute") \
	F(DA_LENGTH, "dnp3.al.da.length", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of a device attribute") \
	F(DA_U8,     "dnp3.al.da.uint8", FIELD_UINT, LE(1),  BASE_DEC, NULL, "device attribute") \
	F(DA_U16,    "dnp3.al.da.uint16", FIELD_UINT, LE(2), BASE_DEC, NULL, "device attribute") \
	F(DA_U32,    "dnp3.al.da.uint32", FIELD_UINT, LE(4), BASE_DEC, NULL, "device attribute") \
	F(DA_I8,     "dnp3.al.da.int8", FIELD_INT, SIZED(1), BASE_DEC, NULL, "device attribute") \
	F(DA_I16,    "dnp3.al.da.int16", FIELD_INT, SIZED(2), BASE_DEC, NULL, "device attribute") \
	F(DA_I32,    "dnp3.al.da.int32", FIELD_INT, SIZED(4), BASE_DEC, NULL, "device attribute") \
	F(DA_FLOAT,  "dnp3.al.da.float", FIELD_FLOAT, SIZED(4), BASE_DEC, NULL, "device attribute") \
	F(DA_DOUBLE, "dnp3.al.da.double", FIELD_FLOAT, SIZED(8), BASE_DEC, NULL, "device attribute") \
	F(DA_VALUE,  "dnp3.al.da.value", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "device attribute") \
	F(DA_BYTES,  "dnp3.al.da.bytes", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "device attribute: octets, bits, lists") \
	F(OCTETS,    "dnp3.al.octet_string", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "octet string, or bytes of a virtual terminal") \
	F(UNKNOWN,   "dnp3.al.unknown_data_chunk", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "rest of the fragment, from an unknown object on") \
	F(SA_CSQ,    "dnp3.al.sa.csq",  FIELD_UINT, LE(4), BASE_DEC, NULL, "authentication: challenge sequence number") \
	F(SA_USR,    "dnp3.al.sa.usr",  FIELD_UINT, LE(2), BASE_DEC, NULL, "authentication: number of the user") \
	F(SA_MAL,    "dnp3.al.sa.mal",  FIELD_UINT, LE(1), BASE_DEC, dnp3_mac_names, "authentication: MAC algorithm") \
	F(SA_RFC,    "dnp3.al.sa.rfc",  FIELD_UINT, LE(1), BASE_DEC, dnp3_challenge_names, "authentication: reason of the challenge") \
	F(SA_CD,     "dnp3.al.sa.cd",   FIELD_BYTES, DERIVED, BASE_HEX, NULL, "authentication: challenge data") \
	F(SA_MAC,    "dnp3.al.sa.mac",  FIELD_BYTES, DERIVED, BASE_HEX, NULL, "authentication: message authentication code") \
	F(SA_KSQ,    "dnp3.al.sa.ksq",  FIELD_UINT, LE(4), BASE_DEC, NULL, "authentication: key change sequence number") \
	F(SA_KWA,    "dnp3.al.sa.kwa",  FIELD_UINT, LE(1), BASE_DEC, dnp3_wrap_names, "authentication: key wrap algorithm") \
	F(SA_KS,     "dnp3.al.sa.ks",   FIELD_UINT, LE(1), BASE_DEC, dnp3_key_status_names, "authentication: status of the session keys") \
	F(SA_CDL,    "dnp3.al.sa.cdl",  FIELD_UINT, LE(2), BASE_DEC, NULL, "authentication: bytes of the challenge data") \
	F(SA_KEY,    "dnp3.al.sa.key",  FIELD_BYTES, DERIVED, BASE_HEX, NULL, "authentication: wrapped session keys") \
	F(SA_SEQ,    "dnp3.al.sa.seq",  FIELD_UINT, LE(4), BASE_DEC, NULL, "authentication: sequence number") \
	F(SA_ASSOC,  "dnp3.al.sa.assoc_id", FIELD_UINT, LE(2), BASE_DEC, NULL, "authentication: association") \
	F(SA_ERR,    "dnp3.al.sa.err",  FIELD_UINT, LE(1), BASE_DEC, dnp3_auth_error_names, "authentication: error") \
	F(SA_KCM,    "dnp3.al.sa.kcm",  FIELD_UINT, LE(1), BASE_DEC, dnp3_key_method_names, "authentication: key change method") \
	F(SA_USRNL,  "dnp3.al.sa.usrnl", FIELD_UINT, LE(2), BASE_DEC, NULL, "authentication: bytes of the user's name") \
	F(SA_USRN,   "dnp3.al.sa.usrn", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "authentication: name of the user") \
	F(SA_UKL,    "dnp3.al.sa.ukl",  FIELD_UINT, LE(2), BASE_DEC, NULL, "authentication: bytes of the encrypted update key") \
	F(SA_UK,     "dnp3.al.sa.uk",   FIELD_BYTES, DERIVED, BASE_HEX, NULL, "authentication: encrypted update key") \
	F(SA_ERRTEXT, "dnp3.al.sa.errtext", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "authentication: error in words") \
	F(SA_DATA,   "dnp3.al.sa.data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "authentication: certificate or signature") \
	F(OBJECT_DATA, "dnp3.al.object_data", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "object as it is: data sets, profiles, applications") \
	F(BCD,       "dnp3.al.bcd",     FIELD_BYTES, DERIVED, BASE_HEX, NULL, "value: packed decimal digits, the last ones first") \
	F(UINT8,     "dnp3.al.uint8",   FIELD_UINT, SIZED(1), BASE_DEC, NULL, "value: unsigned integer of group 102") \
	F(INTERVAL,  "dnp3.al.interval", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "interval that goes with a time") \
	F(INTERVAL_UNIT, "dnp3.al.interval_unit", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "unit of the interval") \
	F(FILL,      "dnp3.al.fill",    FIELD_UINT, SIZED(1), BASE_DEC, NULL, "percentage of a buffer that is full (group 81)") \
	F(FILL_OBJ,  "dnp3.al.fill_obj", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "variation and group of the objects in that buffer") \
	F(FILE_TYPE, "dnp3.al.file.type", FIELD_UINT, LE(2), BASE_DEC, dnp3_file_type_names, "a file or a directory") \
	F(FILE_USER, "dnp3.al.file.user", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name that asks for permission") \
	F(FILE_PASSWORD, "dnp3.al.file.password", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "its password was there, in clear text: \"********\"") \
	F(IIN_NEW,   "dnp3.al.iin.new", FIELD_UINT, SIZED(2), BASE_HEX, NULL, "indications that the last response did not have") \
	F(TIME_OFFSET, "dnp3.al.time_offset", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time that a master writes, minus the time it is written at") \
	F(RETRY,     "dnp3.al.retry",   FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the same message as the last one: sent again") \
	F(SELECT_RESULT, "dnp3.select.result", FIELD_UINT, SIZED(1), BASE_DEC, dnp3_select_names, "operate: was the point selected") \
	F(SELECT_FRAME, "dnp3.select.frame", FIELD_UINT, DERIVED, BASE_DEC, NULL, "operate: frame of the select") \
	F(SELECT_AGE, "dnp3.select.age", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "operate: time since the select")
/* clang-format on */

enum dnp3_field { DNP3_FIELDS(FIELD_ID_) DNP3_FIELD_COUNT };

extern const struct field dnp3_field_table[DNP3_FIELD_COUNT];
#define field_table dnp3_field_table

/* One application fragment being read. */
struct dnp3 {
	uint16_t master, outstation; /* link addresses */
	bool from_master, broadcast;
	uint8_t control, function;
	uint8_t asked;	     /* function of the request that it answers; DNP3_UNKNOWN */
	uint16_t iin;	     /* of responses */
	bool state;	     /* what it says may be kept and compared */
	unsigned points;     /* commands so far */
	struct note *select; /* what was selected */
};

enum {
	DNP3_CONFIRM = 0,
	DNP3_READ = 1,
	DNP3_WRITE = 2,
	DNP3_SELECT = 3,
	DNP3_OPERATE = 4,
	DNP3_DIRECT_OPERATE = 5,
	DNP3_DIRECT_OPERATE_NO_ACK = 6,
	DNP3_RESPONSE = 129,
	DNP3_UNSOLICITED = 130,
	DNP3_AUTH_RESPONSE = 131,
	DNP3_UNKNOWN = 255,
	DNP3_SEQUENCE = 0x0f,
	DNP3_UNS = 0x10,
	DNP3_CON = 0x20,
	DNP3_FIN = 0x40,
	DNP3_FIR = 0x80,
};

/* One object header. */
struct dnp3_header {
	uint8_t group, variation, prefix, range;
	uint32_t start;	  /* index of the first object */
	uint32_t count;	  /* 0: all */
	bool data;	  /* objects follow */
	const char *area; /* "g30v1" */
};

/* dnp3_al.c: reads the fragment in d->c. m: link addresses and state are set. */
void dnp3_fragment(struct dec *d, struct dnp3 *m);

/* dnp3_objects.c: reads the objects behind a header, and emits what they are about. */
void dnp3_objects(struct dec *d, struct dnp3 *m, struct dnp3_header *h);

/*
 * dnp3_special.c: reads one object whose length is its own (body; of size-prefixed ones all of
 * it) and fills d->ot. False: the group is none of those.
 */
bool dnp3_special(struct dec *d, struct dnp3 *m, const struct dnp3_header *h, struct cur *body);

/* dnp3_state.c: what is kept of a master and an outstation. */
/* A message begins; bytes: all of it. Sequence numbers, confirmations, repetitions. */
void dnp3_state_message(struct dec *d, struct dnp3 *m, struct cur bytes);
/* A response said these indications. */
void dnp3_state_iin(struct dec *d, const struct dnp3 *m);
/* A command on a point: its object without the status; status: what a response says. */
void dnp3_state_command(struct dec *d, struct dnp3 *m, const struct dnp3_header *h, uint32_t index,
			struct cur object, uint8_t status);

/* Is the status that a control has an error? */
static inline bool dnp3_refused(uint64_t status)
{
	return status != 0 && status != 14; /* already complete is none */
}

extern const struct name dnp3_prifunc_names[], dnp3_secfunc_names[], dnp3_crc_names[],
	dnp3_func_names[], dnp3_prefix_names[], dnp3_range_names[], dnp3_double_names[],
	dnp3_op_names[], dnp3_clear_names[], dnp3_trip_names[], dnp3_control_status_names[],
	dnp3_file_mode_names[], dnp3_file_status_names[], dnp3_file_type_names[],
	dnp3_datatype_names[], dnp3_mac_names[], dnp3_challenge_names[], dnp3_wrap_names[],
	dnp3_key_status_names[], dnp3_auth_error_names[], dnp3_key_method_names[],
	dnp3_select_names[];

#endif
