/*
 * The fields of MMS and of the session and presentation layers below it: shared by the files of
 * the decoder (mms*.c, osi*.c, the grammar).
 */
#ifndef KAGAMI_MMS_FIELDS_H
#define KAGAMI_MMS_FIELDS_H

#include "protocols/mms_rows.h"
#include "protocols/osi_rows.h"
#include "protocols/protocol.h"

/* clang-format off */
/* The session layer (ISO 8327, X.225). */
#define SES_ROWS(F) \
	F(SES_TYPE, "ses.type", FIELD_UINT, BE(1), BASE_DEC, spdu_names, "kind of session PDU") \
	F(SES_LENGTH, "ses.length", FIELD_UINT, DERIVED, BASE_DEC, NULL, "bytes of its parameters") \
	F(SES_PARAMETER_TYPE, "ses.parameter_type", FIELD_UINT, BE(1), BASE_DEC, spdu_parameter_names, "parameter or group of them") \
	F(SES_PARAMETER_LENGTH, "ses.parameter_length", FIELD_UINT, DERIVED, BASE_DEC, NULL, "bytes of the parameter") \
	F(SES_CONNECT_FLAGS, "ses.connect.flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "protocol options") \
	F(SES_CONNECT_F1, "ses.connect.f1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "takes concatenated session PDUs") \
	F(SES_VERSION_FLAGS, "ses.version.flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "versions of the session protocol") \
	F(SES_PROTOCOL_VERSION2, "ses.protocol_version2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "version 2") \
	F(SES_PROTOCOL_VERSION1, "ses.protocol_version1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "version 1") \
	F(SES_REQ_FLAGS, "ses.req.flags", FIELD_UINT, BE(2), BASE_HEX, NULL, "functional units wanted") \
	F(SES_EXCEPTION_REPORT, "ses.exception_report", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "exception reports") \
	F(SES_DATA_SEP, "ses.data_sep", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "data separation") \
	F(SES_SYMM_SYNC, "ses.symm_sync", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "symmetric synchronization") \
	F(SES_TYPED_DATA, "ses.typed_data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "typed data") \
	F(SES_EXCEPTION_DATA, "ses.exception_data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "exceptions") \
	F(SES_CAPABILITY_DATA, "ses.capability_data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "capability data") \
	F(SES_NEGOTIATED_RELEASE, "ses.negotiated_release", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "negotiated release") \
	F(SES_ACTIVITY_MANAGEMENT, "ses.activity_management", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "activities") \
	F(SES_RESYNCHRONIZE, "ses.resynchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "resynchronization") \
	F(SES_MAJOR_RESYNCHRONIZE, "ses.major_resynchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "major synchronization") \
	F(SES_MINOR_RESYNCHRONIZE, "ses.minor_resynchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "minor synchronization") \
	F(SES_EXPEDITED_DATA, "ses.expedited_data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "expedited data") \
	F(SES_DUPLEX, "ses.duplex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "both sides may send at once") \
	F(SES_HALF_DUPLEX, "ses.half_duplex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "one side sends at a time") \
	F(SES_CALLING_SELECTOR, "ses.calling_session_selector", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "session selector of the client") \
	F(SES_CALLED_SELECTOR, "ses.called_session_selector", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "session selector of the server") \
	F(SES_TRANSPORT_FLAGS, "ses.transport_flags", FIELD_UINT, BE(1), BASE_HEX, NULL, "why the session ends") \
	F(SES_TRANSPORT_CONNECTION, "ses.transport_flags.connection", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the transport connection is released") \
	F(SES_TRANSPORT_USER, "ses.transport_flags.user_abort", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the user gave up") \
	F(SES_TRANSPORT_ERROR, "ses.transport_flags.protocol_error", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "protocol error") \
	F(SES_TRANSPORT_NONE, "ses.transport_flags.no_reason", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "no reason is given") \
	F(SES_TRANSPORT_IMPLEMENTATION, "ses.transport_flags.implementation_restriction", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a restriction of the implementation") \
	F(SES_REASON_CODE, "ses.reason_code", FIELD_UINT, BE(1), BASE_DEC, NULL, "why the connection is refused")

/* What IEC 61850-8-1 means by it. */
#define IEC_ROWS(F) \
	F(QUALITY, "mms.quality", FIELD_UINT, DERIVED, BASE_DEC, quality_names, "validity of a value that has a quality and a time") \
	F(CONTROL_ACTION, "mms.control.action", FIELD_UINT, DERIVED, BASE_DEC, control_action_names, "step of a command") \
	F(CONTROL_OBJECT, "mms.control.object", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "controllable object: logical device/node$CO$object") \
	F(CONTROL_VALUE, "mms.control.ctlVal", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "value that is commanded") \
	F(CONTROL_OPER_TIME, "mms.control.operTm", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the command is to be carried out") \
	F(CONTROL_CATEGORY, "mms.control.orCat", FIELD_INT, DERIVED, BASE_DEC, control_category_names, "where the command comes from, as the client says") \
	F(CONTROL_IDENT, "mms.control.orIdent", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "who commands, as the client says") \
	F(CONTROL_NUMBER, "mms.control.ctlNum", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of the command") \
	F(CONTROL_TIME, "mms.control.T", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the command was sent, as the client says") \
	F(CONTROL_TEST, "mms.control.Test", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a test: the process must not move") \
	F(CONTROL_CHECK, "mms.control.Check", FIELD_UINT, DERIVED, BASE_HEX, NULL, "checks before it: 0x80 synchrocheck, 0x40 interlocking") \
	F(CONTROL_SELECTED, "mms.control.selected", FIELD_UINT, DERIVED, BASE_DEC, control_selected_names, "what this connection did with the object before it operates") \
	F(CONTROL_MODEL, "mms.control.ctlModel", FIELD_INT, DERIVED, BASE_DEC, control_model_names, "control model of the object, once it was read in this connection") \
	F(CONTROL_ERROR, "mms.control.error", FIELD_INT, DERIVED, BASE_DEC, control_error_names, "LastApplError: what went wrong") \
	F(CONTROL_CAUSE, "mms.control.addCause", FIELD_INT, DERIVED, BASE_DEC, control_cause_names, "LastApplError: why the command was refused or ended") \
	F(REPORT_ID, "mms.report.rptID", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "report's name") \
	F(REPORT_OPTIONS, "mms.report.optFlds", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "which optional members the report has") \
	F(REPORT_SEQUENCE, "mms.report.sqNum", FIELD_UINT, DERIVED, BASE_DEC, NULL, "counts the reports of a control block") \
	F(REPORT_STEP, "mms.report.sqNum_step", FIELD_INT, DERIVED, BASE_DEC, NULL, "how far sqNum is from the report before on this connection: 1 in order, 0 again") \
	F(REPORT_TIME, "mms.report.timeOfEntry", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the entry was made") \
	F(REPORT_DATASET, "mms.report.datSet", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "data set that is reported") \
	F(REPORT_OVERFLOW, "mms.report.bufOvfl", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "entries were lost: the buffer was full") \
	F(REPORT_ENTRY, "mms.report.entryID", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "number of the entry") \
	F(REPORT_CONFREV, "mms.report.confRev", FIELD_UINT, DERIVED, BASE_DEC, NULL, "revision of the data set's configuration") \
	F(REPORT_SUBSEQUENCE, "mms.report.subSqNum", FIELD_UINT, DERIVED, BASE_DEC, NULL, "part of a report in several messages") \
	F(REPORT_MORE, "mms.report.moreSegmentsFollow", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "more parts follow") \
	F(REPORT_INCLUDED, "mms.report.included", FIELD_UINT, DERIVED, BASE_DEC, NULL, "members of the data set that the report has, from 0") \
	F(REPORT_REASON, "mms.report.reason", FIELD_UINT, DERIVED, BASE_HEX, NULL, "why each is reported: 0x40 changed, 0x20 quality, 0x10 updated, 0x08 integrity, 0x04 interrogation, 0x02 application")
/* clang-format on */

#define ROWS(F) MMS_ROWS(F) IEC_ROWS(F) SES_ROWS(F) OSI_ROWS(F)

#define MMS_ID_(id, ...) id,
enum { ROWS(MMS_ID_) MMS_FIELD_COUNT };
#undef MMS_ID_

extern const struct field mms_field_table[MMS_FIELD_COUNT];
#define field_table mms_field_table

#endif
