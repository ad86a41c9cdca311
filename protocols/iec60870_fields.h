/*
 * The fields of iec60870_asdu.*, named and cut as tshark 4.0 does where it knows them; shared by
 * the files that read ASDUs.
 */
#ifndef KAGAMI_IEC60870_FIELDS_H
#define KAGAMI_IEC60870_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define IEC60870_FIELDS(F) \
	F(START,     "iec60870_asdu.start",     FIELD_UINT, BE(1),    BASE_HEX, NULL, "first byte of an APDU of 104: 0x68") \
	F(TYPEID,    "iec60870_asdu.typeid",    FIELD_UINT, BE(1),    BASE_DEC, iec60870_type_names, "type identification: what the objects are") \
	F(SQ,        "iec60870_asdu.sq",        FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "one address for all objects, which count up from it") \
	F(NUMIX,     "iec60870_asdu.numix",     FIELD_UINT, SIZED(1), BASE_DEC, NULL, "number of objects") \
	F(CAUSETX,   "iec60870_asdu.causetx",   FIELD_UINT, SIZED(1), BASE_DEC, iec60870_cause_names, "cause of transmission") \
	F(NEGA,      "iec60870_asdu.nega",      FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "negative confirmation") \
	F(TEST,      "iec60870_asdu.test",      FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "sent for a test") \
	F(OA,        "iec60870_asdu.oa",        FIELD_UINT, BE(1),    BASE_DEC, NULL, "originator address: which master it is from or for") \
	F(ADDR,      "iec60870_asdu.addr",      FIELD_UINT, SIZED(2), BASE_DEC, NULL, "common address: which station; 65535 (255): all") \
	F(IOA,       "iec60870_asdu.ioa",       FIELD_UINT, SIZED(3), BASE_DEC, NULL, "information object address") \
	F(SIQ,       "iec60870_asdu.siq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "single point with quality") \
	F(SIQ_SPI,   "iec60870_asdu.siq.spi",   FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "single point: on") \
	F(SIQ_BL,    "iec60870_asdu.siq.bl",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "blocked") \
	F(SIQ_SB,    "iec60870_asdu.siq.sb",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "substituted by hand") \
	F(SIQ_NT,    "iec60870_asdu.siq.nt",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "not topical: the last update failed") \
	F(SIQ_IV,    "iec60870_asdu.siq.iv",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "invalid") \
	F(DIQ,       "iec60870_asdu.diq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "double point with quality") \
	F(DIQ_DPI,   "iec60870_asdu.diq.dpi",   FIELD_UINT, SIZED(1), BASE_DEC, iec60870_double_names, "double point") \
	F(DIQ_BL,    "iec60870_asdu.diq.bl",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "blocked") \
	F(DIQ_SB,    "iec60870_asdu.diq.sb",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "substituted by hand") \
	F(DIQ_NT,    "iec60870_asdu.diq.nt",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "not topical: the last update failed") \
	F(DIQ_IV,    "iec60870_asdu.diq.iv",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "invalid") \
	F(QDS,       "iec60870_asdu.qds",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "quality") \
	F(QDS_OV,    "iec60870_asdu.qds.ov",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "overflow: beyond the range") \
	F(QDS_BL,    "iec60870_asdu.qds.bl",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "blocked") \
	F(QDS_SB,    "iec60870_asdu.qds.sb",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "substituted by hand") \
	F(QDS_NT,    "iec60870_asdu.qds.nt",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "not topical: the last update failed") \
	F(QDS_IV,    "iec60870_asdu.qds.iv",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "invalid") \
	F(VTI,       "iec60870_asdu.vti",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "step position with transient flag") \
	F(VTI_V,     "iec60870_asdu.vti.v",     FIELD_INT,  DERIVED,  BASE_DEC, NULL, "step position, -64 to 63") \
	F(VTI_T,     "iec60870_asdu.vti.t",     FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "in transition") \
	F(BITSTRING, "iec60870_asdu.bitstring", FIELD_UINT, BE(4),    BASE_HEX, NULL, "32 bits") \
	F(NORMVAL,   "iec60870_asdu.normval",   FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "normalised value, -1 to 1") \
	F(SCALVAL,   "iec60870_asdu.scalval",   FIELD_INT,  DERIVED,  BASE_DEC, NULL, "scaled value") \
	F(FLOATVAL,  "iec60870_asdu.float",     FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "short floating point value") \
	F(BCR_COUNT, "iec60870_asdu.bcr.count", FIELD_INT,  DERIVED,  BASE_DEC, NULL, "counter") \
	F(BCR_SQ,    "iec60870_asdu.bcr.sq",    FIELD_UINT, SIZED(1), BASE_DEC, NULL, "sequence number of the reading") \
	F(BCR_CY,    "iec60870_asdu.bcr.cy",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "counter overflowed since the last reading") \
	F(BCR_CA,    "iec60870_asdu.bcr.ca",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "counter was adjusted since the last reading") \
	F(BCR_IV,    "iec60870_asdu.bcr.iv",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "counter is invalid") \
	F(SCD_ST,    "iec60870_asdu.scd.st",    FIELD_UINT, LE(2),    BASE_HEX, NULL, "16 single points") \
	F(SCD_CD,    "iec60870_asdu.scd.cd",    FIELD_UINT, LE(2),    BASE_HEX, NULL, "which of the 16 points changed") \
	F(SEP,       "iec60870_asdu.sep",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "event of protection with quality") \
	F(SEP_ES,    "iec60870_asdu.sep.es",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_double_names, "state of the event") \
	F(SPE,       "iec60870_asdu.spe",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "start events of protection: general, L1, L2, L3, earth, reverse") \
	F(OCI,       "iec60870_asdu.oci",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "output circuits of protection: general, L1, L2, L3") \
	F(QDP,       "iec60870_asdu.qdp",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "quality of an event of protection") \
	F(QDP_EI,    "iec60870_asdu.qdp.ei",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "elapsed time is invalid") \
	F(QDP_BL,    "iec60870_asdu.qdp.bl",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "blocked") \
	F(QDP_SB,    "iec60870_asdu.qdp.sb",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "substituted by hand") \
	F(QDP_NT,    "iec60870_asdu.qdp.nt",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "not topical: the last update failed") \
	F(QDP_IV,    "iec60870_asdu.qdp.iv",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "invalid") \
	F(CP16TIME,  "iec60870_asdu.cp16time",  FIELD_DURATION, DERIVED, BASE_DEC, NULL, "elapsed time, seconds") \
	F(CP24TIME,  "iec60870_asdu.cp24time",  FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time within the hour, seconds") \
	F(CP24_MS,   "iec60870_asdu.cp24time.ms", FIELD_UINT, LE(2),  BASE_DEC, NULL, "its milliseconds") \
	F(CP24_MIN,  "iec60870_asdu.cp24time.min", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its minutes") \
	F(CP24_IV,   "iec60870_asdu.cp24time.iv", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "time is invalid") \
	F(CP56TIME,  "iec60870_asdu.cp56time",  FIELD_TIME, DERIVED,  BASE_DEC, NULL, "date and time of the station's clock, without the hour of summer time") \
	F(CP56_MS,   "iec60870_asdu.cp56time.ms", FIELD_UINT, LE(2),  BASE_DEC, NULL, "its milliseconds") \
	F(CP56_MIN,  "iec60870_asdu.cp56time.min", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its minutes") \
	F(CP56_GEN,  "iec60870_asdu.cp56time.gen", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "time is substituted") \
	F(CP56_IV,   "iec60870_asdu.cp56time.iv", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "time is invalid") \
	F(CP56_HOUR, "iec60870_asdu.cp56time.hour", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its hour") \
	F(CP56_SU,   "iec60870_asdu.cp56time.su", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "summer time") \
	F(CP56_DAY,  "iec60870_asdu.cp56time.day", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its day") \
	F(CP56_DOW,  "iec60870_asdu.cp56time.dow", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its day of the week, 1: Monday; 0: not used") \
	F(CP56_MONTH, "iec60870_asdu.cp56time.month", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its month") \
	F(CP56_YEAR, "iec60870_asdu.cp56time.year", FIELD_UINT, SIZED(1), BASE_DEC, NULL, "its year within the century") \
	F(SCO,       "iec60870_asdu.sco",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "single command") \
	F(SCO_ON,    "iec60870_asdu.sco.on",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "switch on") \
	F(SCO_QU,    "iec60870_asdu.sco.qu",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_pulse_names, "kind of pulse") \
	F(SCO_SE,    "iec60870_asdu.sco.se",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "select (else: execute)") \
	F(DCO,       "iec60870_asdu.dco",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "double command") \
	F(DCO_ON,    "iec60870_asdu.dco.on",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_dco_names, "which state") \
	F(DCO_QU,    "iec60870_asdu.dco.qu",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_pulse_names, "kind of pulse") \
	F(DCO_SE,    "iec60870_asdu.dco.se",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "select (else: execute)") \
	F(RCO,       "iec60870_asdu.rco",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "regulating step command") \
	F(RCO_UP,    "iec60870_asdu.rco.up",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_rco_names, "which way") \
	F(RCO_QU,    "iec60870_asdu.rco.qu",    FIELD_UINT, SIZED(1), BASE_DEC, iec60870_pulse_names, "kind of pulse") \
	F(RCO_SE,    "iec60870_asdu.rco.se",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "select (else: execute)") \
	F(QOS,       "iec60870_asdu.qos",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "qualifier of a set point") \
	F(QOS_QL,    "iec60870_asdu.qos.ql",    FIELD_UINT, SIZED(1), BASE_DEC, NULL, "0: default, 64 to 127: private") \
	F(QOS_SE,    "iec60870_asdu.qos.se",    FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "select (else: execute)") \
	F(QPM,       "iec60870_asdu.qpm",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "qualifier of a parameter") \
	F(QPM_KPA,   "iec60870_asdu.qpm.kpa",   FIELD_UINT, SIZED(1), BASE_DEC, iec60870_kpa_names, "kind of parameter") \
	F(QPM_LPC,   "iec60870_asdu.qpm.lpc",   FIELD_UINT, SIZED(1), BASE_DEC, iec60870_lpc_names, "changed at the station itself") \
	F(QPM_POP,   "iec60870_asdu.qpm.pop",   FIELD_UINT, SIZED(1), BASE_DEC, iec60870_pop_names, "parameter in operation") \
	F(QPA,       "iec60870_asdu.qpa",       FIELD_UINT, BE(1),    BASE_DEC, iec60870_qpa_names, "which parameters are activated or not") \
	F(COI,       "iec60870_asdu.coi",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "cause of initialisation") \
	F(COI_R,     "iec60870_asdu.coi_r",     FIELD_UINT, SIZED(1), BASE_DEC, iec60870_coi_names, "why the station started") \
	F(COI_I,     "iec60870_asdu.coi_i",     FIELD_BOOL, DERIVED,  BASE_DEC, NULL, "after a change of local parameters") \
	F(QOI,       "iec60870_asdu.qoi",       FIELD_UINT, BE(1),    BASE_DEC, iec60870_qoi_names, "what is interrogated") \
	F(QCC,       "iec60870_asdu.qcc",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "qualifier of a counter interrogation") \
	F(RQT,       "iec60870_asdu.rqt",       FIELD_UINT, SIZED(1), BASE_DEC, iec60870_rqt_names, "which counters") \
	F(FRZ,       "iec60870_asdu.frz",       FIELD_UINT, SIZED(1), BASE_DEC, iec60870_frz_names, "what happens to them") \
	F(QRP,       "iec60870_asdu.qrp",       FIELD_UINT, BE(1),    BASE_DEC, iec60870_qrp_names, "what is reset") \
	F(FBP,       "iec60870_asdu.fbp",       FIELD_UINT, LE(2),    BASE_HEX, NULL, "fixed test pattern: 0x55aa") \
	F(TSC,       "iec60870_asdu.tsc",       FIELD_UINT, LE(2),    BASE_DEC, NULL, "counter of tests") \
	F(NOF,       "iec60870_asdu.nof",       FIELD_UINT, LE(2),    BASE_DEC, iec60870_nof_names, "name of the file") \
	F(NOS,       "iec60870_asdu.nos",       FIELD_UINT, BE(1),    BASE_DEC, NULL, "name of the section") \
	F(LOF,       "iec60870_asdu.lof",       FIELD_UINT, LE(3),    BASE_DEC, NULL, "length of the file or section, bytes") \
	F(FRQ,       "iec60870_asdu.frq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "file ready; 0x80: select, request… of it failed") \
	F(SRQ,       "iec60870_asdu.srq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "section ready; 0x80: it is not") \
	F(SCQ,       "iec60870_asdu.scq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "select and call: action and, above it, error") \
	F(SCQ_ACTION, "iec60870_asdu.scq.action", FIELD_UINT, SIZED(1), BASE_DEC, iec60870_scq_names, "what is asked for") \
	F(SCQ_ERROR, "iec60870_asdu.scq.error", FIELD_UINT, SIZED(1), BASE_DEC, iec60870_file_error_names, "why it failed") \
	F(LSQ,       "iec60870_asdu.lsq",       FIELD_UINT, BE(1),    BASE_DEC, iec60870_lsq_names, "last section or segment") \
	F(CHS,       "iec60870_asdu.chs",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "checksum of file or section") \
	F(AFQ,       "iec60870_asdu.afq",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "acknowledgement of file or section: answer and, above it, error") \
	F(AFQ_ACTION, "iec60870_asdu.afq.action", FIELD_UINT, SIZED(1), BASE_DEC, iec60870_afq_names, "what is acknowledged") \
	F(AFQ_ERROR, "iec60870_asdu.afq.error", FIELD_UINT, SIZED(1), BASE_DEC, iec60870_file_error_names, "why it failed") \
	F(LOS,       "iec60870_asdu.los",       FIELD_UINT, BE(1),    BASE_DEC, NULL, "length of the segment, bytes") \
	F(SEGMENT,   "iec60870_asdu.segment",   FIELD_BYTES, RAW(0),  BASE_HEX, NULL, "bytes of the file") \
	F(SOF,       "iec60870_asdu.sof",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "status of the file: 0x20 last of the directory, 0x40 directory, 0x80 being transferred") \
	F(AID,       "iec60870_asdu.aid",       FIELD_UINT, LE(2),    BASE_DEC, NULL, "association that security statistics are of") \
	F(ASN,       "iec60870_asdu.asn",       FIELD_UINT, BE(1),    BASE_HEX, NULL, "segment of a security message: 0x80 last, 0x40 first, number") \
	F(RAWDATA,   "iec60870_asdu.rawdata",   FIELD_BYTES, RAW(0),  BASE_HEX, NULL, "what no other field describes") \
	F(SEQUENCE,  "iec60870_asdu.sequence",  FIELD_UINT, SIZED(1), BASE_DEC, iec60870_sequence_names, "the command's place in select, execute, confirmation and termination") \
	F(SELECT_TIME, "iec60870_asdu.select_time", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time from select to execute, seconds") \
	F(RUN_TIME,  "iec60870_asdu.run_time",  FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time from activation to termination, seconds") \
	F(CLOCK_STEP, "iec60870_asdu.clock_step", FIELD_DURATION, DERIVED, BASE_DEC, NULL, "how far the time tag is from the capture's clock, seconds, either way; of clock commands")
/* clang-format on */

enum { IEC60870_FIELDS(FIELD_ID_) IEC60870_FIELD_COUNT };
extern const struct field iec60870_field_table[IEC60870_FIELD_COUNT];
#define field_table iec60870_field_table

/* What SEQUENCE says. */
enum iec60870_sequence {
	SEQUENCE_NONE,
	SEQUENCE_SELECT,
	SEQUENCE_EXECUTE,	 /* as selected before */
	SEQUENCE_DIRECT,	 /* execute, no select was seen */
	SEQUENCE_MISMATCH,	 /* execute, another was selected */
	SEQUENCE_REFUSED_SELECT, /* execute, although the select was refused */
	SEQUENCE_CANCEL,
	SEQUENCE_CONFIRMED,
	SEQUENCE_REFUSED,
	SEQUENCE_TERMINATED,
	SEQUENCE_ANSWER_DIFFERS, /* confirmation of something else than what was asked */
	SEQUENCE_ANSWER_ALONE,	 /* confirmation or termination, no command was seen */
};

#endif
