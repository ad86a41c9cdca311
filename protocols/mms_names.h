/* Names of the values of MMS: belongs to mms_fields.c. */
#ifndef KAGAMI_MMS_NAMES_H
#define KAGAMI_MMS_NAMES_H

#include "protocols/protocol.h"

/* clang-format off */
static const struct name service_names[] = {
	{ 0, "status" }, { 1, "getNameList" }, { 2, "identify" }, { 3, "rename" }, { 4, "read" },
	{ 5, "write" }, { 6, "getVariableAccessAttributes" }, { 7, "defineNamedVariable" },
	{ 8, "defineScatteredAccess" }, { 9, "getScatteredAccessAttributes" },
	{ 10, "deleteVariableAccess" }, { 11, "defineNamedVariableList" },
	{ 12, "getNamedVariableListAttributes" }, { 13, "deleteNamedVariableList" },
	{ 14, "defineNamedType" }, { 15, "getNamedTypeAttributes" }, { 16, "deleteNamedType" },
	{ 17, "input" }, { 18, "output" }, { 19, "takeControl" }, { 20, "relinquishControl" },
	{ 21, "defineSemaphore" }, { 22, "deleteSemaphore" }, { 23, "reportSemaphoreStatus" },
	{ 24, "reportPoolSemaphoreStatus" }, { 25, "reportSemaphoreEntryStatus" },
	{ 26, "initiateDownloadSequence" }, { 27, "downloadSegment" },
	{ 28, "terminateDownloadSequence" }, { 29, "initiateUploadSequence" },
	{ 30, "uploadSegment" }, { 31, "terminateUploadSequence" },
	{ 32, "requestDomainDownload" }, { 33, "requestDomainUpload" },
	{ 34, "loadDomainContent" }, { 35, "storeDomainContent" }, { 36, "deleteDomain" },
	{ 37, "getDomainAttributes" }, { 38, "createProgramInvocation" },
	{ 39, "deleteProgramInvocation" }, { 40, "start" }, { 41, "stop" }, { 42, "resume" },
	{ 43, "reset" }, { 44, "kill" }, { 45, "getProgramInvocationAttributes" },
	{ 46, "obtainFile" }, { 47, "defineEventCondition" }, { 48, "deleteEventCondition" },
	{ 49, "getEventConditionAttributes" }, { 50, "reportEventConditionStatus" },
	{ 51, "alterEventConditionMonitoring" }, { 52, "triggerEvent" },
	{ 53, "defineEventAction" }, { 54, "deleteEventAction" },
	{ 55, "getEventActionAttributes" }, { 56, "reportEventActionStatus" },
	{ 57, "defineEventEnrollment" }, { 58, "deleteEventEnrollment" },
	{ 59, "alterEventEnrollment" }, { 60, "reportEventEnrollmentStatus" },
	{ 61, "getEventEnrollmentAttributes" }, { 62, "acknowledgeEventNotification" },
	{ 63, "getAlarmSummary" }, { 64, "getAlarmEnrollmentSummary" }, { 65, "readJournal" },
	{ 66, "writeJournal" }, { 67, "initializeJournal" }, { 68, "reportJournalStatus" },
	{ 69, "createJournal" }, { 70, "deleteJournal" }, { 71, "getCapabilityList" },
	{ 72, "fileOpen" }, { 73, "fileRead" }, { 74, "fileClose" }, { 75, "fileRename" },
	{ 76, "fileDelete" }, { 77, "fileDirectory" }, { 0, NULL },
};

static const struct name mms_object_class_names[] = {
	{ 0, "namedVariable" }, { 1, "scatteredAccess" }, { 2, "namedVariableList" },
	{ 3, "namedType" }, { 4, "semaphore" }, { 5, "eventCondition" }, { 6, "eventAction" },
	{ 7, "eventEnrollment" }, { 8, "journal" }, { 9, "domain" }, { 10, "programInvocation" },
	{ 11, "operatorStation" }, { 0, NULL },
};

static const struct name mms_object_scope_names[] = {
	{ 0, "vmdSpecific" }, { 1, "domainSpecific" }, { 2, "aaSpecific" }, { 0, NULL },
};

static const struct name mms_vmd_logical_status_names[] = {
	{ 0, "state-changes-allowed" }, { 1, "no-state-changes-allowed" },
	{ 2, "limited-services-allowed" }, { 3, "support-services-allowed" }, { 0, NULL },
};

static const struct name mms_vmd_physical_status_names[] = {
	{ 0, "operational" }, { 1, "partially-operational" }, { 2, "inoperable" },
	{ 3, "needs-commissioning" }, { 0, NULL },
};

static const struct name mms_failure_names[] = {
	{ 0, "object-invalidated" }, { 1, "hardware-fault" }, { 2, "temporarily-unavailable" },
	{ 3, "object-access-denied" }, { 4, "object-undefined" }, { 5, "invalid-address" },
	{ 6, "type-unsupported" }, { 7, "type-inconsistent" },
	{ 8, "object-attribute-inconsistent" }, { 9, "object-access-unsupported" },
	{ 10, "object-non-existent" }, { 11, "object-value-invalid" }, { 0, NULL },
};

static const struct name mms_error_class_names[] = {
	{ 0, "vmd-state" }, { 1, "application-reference" }, { 2, "definition" },
	{ 3, "resource" }, { 4, "service" }, { 5, "service-preempt" }, { 6, "time-resolution" },
	{ 7, "access" }, { 8, "initiate" }, { 9, "conclude" }, { 10, "cancel" }, { 11, "file" },
	{ 12, "others" }, { 0, NULL },
};

static const struct name mms_vmd_state_names[] = {
	{ 0, "other" }, { 1, "vmd-state-conflict" }, { 2, "vmd-operational-problem" },
	{ 3, "domain-transfer-problem" }, { 4, "state-machine-id-invalid" }, { 0, NULL },
};

static const struct name mms_application_reference_names[] = {
	{ 0, "other" }, { 1, "application-unreachable" }, { 2, "connection-lost" },
	{ 3, "application-reference-invalid" }, { 4, "context-unsupported" }, { 0, NULL },
};

static const struct name mms_definition_names[] = {
	{ 0, "other" }, { 1, "object-undefined" }, { 2, "invalid-address" },
	{ 3, "type-unsupported" }, { 4, "type-inconsistent" }, { 5, "object-exists" },
	{ 6, "object-attribute-inconsistent" }, { 0, NULL },
};

static const struct name mms_resource_names[] = {
	{ 0, "other" }, { 1, "memory-unavailable" }, { 2, "processor-resource-unavailable" },
	{ 3, "mass-storage-unavailable" }, { 4, "capability-unavailable" },
	{ 5, "capability-unknown" }, { 0, NULL },
};

static const struct name mms_service_names[] = {
	{ 0, "other" }, { 1, "primitives-out-of-sequence" }, { 2, "object-state-conflict" },
	{ 3, "pdu-size" }, { 4, "continuation-invalid" }, { 5, "object-constraint-conflict" },
	{ 0, NULL },
};

static const struct name mms_service_preempt_names[] = {
	{ 0, "other" }, { 1, "timeout" }, { 2, "deadlock" }, { 3, "cancel" }, { 0, NULL },
};

static const struct name mms_time_resolution_names[] = {
	{ 0, "other" }, { 1, "unsupportable-time-resolution" }, { 0, NULL },
};

static const struct name mms_access_names[] = {
	{ 0, "other" }, { 1, "object-access-unsupported" }, { 2, "object-non-existent" },
	{ 3, "object-access-denied" }, { 4, "object-invalidated" }, { 0, NULL },
};

static const struct name mms_initiate_names[] = {
	{ 0, "other" }, { 1, "version-incompatible" }, { 2, "max-segment-insufficient" },
	{ 3, "max-services-outstanding-calling-insufficient" },
	{ 4, "max-services-outstanding-called-insufficient" }, { 5, "service-CBB-insufficient" },
	{ 6, "parameter-CBB-insufficient" }, { 7, "nesting-level-insufficient" }, { 0, NULL },
};

static const struct name mms_conclude_names[] = {
	{ 0, "other" }, { 1, "further-communication-required" }, { 0, NULL },
};

static const struct name mms_cancel_names[] = {
	{ 0, "other" }, { 1, "invoke-id-unknown" }, { 2, "cancel-not-possible" }, { 0, NULL },
};

static const struct name mms_file_names[] = {
	{ 0, "other" }, { 1, "filename-ambiguous" }, { 2, "file-busy" },
	{ 3, "filename-syntax-error" }, { 4, "content-type-invalid" }, { 5, "position-invalid" },
	{ 6, "file-access-denied" }, { 7, "file-non-existent" }, { 8, "duplicate-filename" },
	{ 9, "insufficient-space-in-filestore" }, { 0, NULL },
};

static const struct name mms_reject_reason_names[] = {
	{ 1, "confirmed-requestPDU" }, { 2, "confirmed-responsePDU" },
	{ 3, "confirmed-errorPDU" }, { 4, "unconfirmedPDU" }, { 5, "pdu-error" },
	{ 6, "cancel-requestPDU" }, { 7, "cancel-responsePDU" }, { 8, "cancel-errorPDU" },
	{ 9, "conclude-requestPDU" }, { 10, "conclude-responsePDU" }, { 11, "conclude-errorPDU" },
	{ 0, NULL },
};

static const struct name mms_confirmed_request_pdu_names[] = {
	{ 0, "other" }, { 1, "unrecognized-service" }, { 2, "unrecognized-modifier" },
	{ 3, "invalid-invokeID" }, { 4, "invalid-argument" }, { 5, "invalid-modifier" },
	{ 6, "max-serv-outstanding-exceeded" }, { 8, "max-recursion-exceeded" },
	{ 9, "value-out-of-range" }, { 0, NULL },
};

static const struct name mms_pdu_error_names[] = {
	{ 0, "unknown-pdu-type" }, { 1, "invalid-pdu" }, { 2, "illegal-acse-mapping" },
	{ 0, NULL },
};

static const struct name mms_data_names[] = {
	{ 1, "array" }, { 2, "structure" }, { 3, "boolean" }, { 4, "bit-string" },
	{ 5, "integer" }, { 6, "unsigned" }, { 7, "floating-point" }, { 8, "real" },
	{ 9, "octet-string" }, { 10, "visible-string" }, { 12, "binary-time" }, { 13, "bcd" },
	{ 14, "booleanArray" }, { 15, "objId" }, { 16, "mMSString" }, { 17, "utc-time" },
	{ 0, NULL },
};

static const struct name mms_access_result_names[] = {
	{ 0, "failure" }, { 1, "success" }, { 0, NULL },
};

static const struct name mms_unconfirmed_service_names[] = {
	{ 0, "informationReport" }, { 1, "unsolicitedStatus" }, { 2, "eventNotification" },
	{ 0, NULL },
};

static const struct name mms_program_invocation_state_names[] = {
	{ 0, "non-existent" }, { 1, "unrunable" }, { 2, "idle" }, { 3, "running" },
	{ 4, "stopped" }, { 5, "starting" }, { 6, "stopping" }, { 7, "resuming" },
	{ 8, "resetting" }, { 0, NULL },
};

static const struct name acse_result_names[] = {
	{ 0, "accepted" }, { 1, "rejected-permanent" }, { 2, "rejected-transient" }, { 0, NULL },
};

static const struct name acse_abort_source_names[] = {
	{ 0, "acse-service-user" }, { 1, "acse-service-provider" }, { 0, NULL },
};

static const struct name acse_reason_names[] = {
	{ 0, "normal" }, { 1, "urgent or not finished" }, { 30, "user-defined" }, { 0, NULL },
};

static const struct name pres_mode_value_names[] = {
	{ 0, "x410-1984-mode" }, { 1, "normal-mode" }, { 0, NULL },
};

static const struct name pres_result_names[] = {
	{ 0, "acceptance" }, { 1, "user-rejection" }, { 2, "provider-rejection" }, { 0, NULL },
};
static const struct name spdu_names[] = {
	{ 1, "data transfer" }, { 8, "not finished" }, { 9, "finish" }, { 10, "disconnect" },
	{ 12, "refuse" }, { 13, "connect" }, { 14, "accept" }, { 25, "abort" },
	{ 26, "abort accept" }, { 0, NULL },
};

static const struct name spdu_parameter_names[] = {
	{ 1, "connection identifier" }, { 5, "connect accept item" }, { 9, "called reference" },
	{ 10, "calling reference" }, { 11, "common reference" }, { 17, "transport disconnect" },
	{ 19, "protocol options" }, { 20, "session requirement" }, { 21, "TSDU maximum size" },
	{ 22, "version number" }, { 25, "enclosure" }, { 50, "reason code" },
	{ 51, "calling session selector" }, { 52, "called session selector" },
	{ 193, "user data" }, { 194, "extended user data" }, { 0, NULL },
};

static const struct name quality_names[] = {
	{ 0, "good" }, { 1, "invalid" }, { 2, "reserved" }, { 3, "questionable" }, { 0, NULL },
};

static const struct name control_action_names[] = {
	{ 1, "select" }, { 2, "select with value" }, { 3, "operate" }, { 4, "cancel" },
	{ 5, "command termination" }, { 6, "application error" }, { 0, NULL },
};

static const struct name control_category_names[] = {
	{ 0, "not-supported" }, { 1, "bay-control" }, { 2, "station-control" },
	{ 3, "remote-control" }, { 4, "automatic-bay" }, { 5, "automatic-station" },
	{ 6, "automatic-remote" }, { 7, "maintenance" }, { 8, "process" }, { 0, NULL },
};

static const struct name control_selected_names[] = {
	{ 0, "not selected" }, { 1, "selected" }, { 2, "selected with another value" },
	{ 3, "selection refused" }, { 4, "selection cancelled" }, { 5, "operated since" },
	{ 0, NULL },
};

static const struct name control_model_names[] = {
	{ 0, "status-only" }, { 1, "direct-with-normal-security" },
	{ 2, "sbo-with-normal-security" }, { 3, "direct-with-enhanced-security" },
	{ 4, "sbo-with-enhanced-security" }, { 0, NULL },
};

static const struct name control_error_names[] = {
	{ 0, "no-error" }, { 1, "unknown" }, { 2, "timeout-test-not-ok" },
	{ 3, "operator-test-not-ok" }, { 0, NULL },
};

static const struct name control_cause_names[] = {
	{ 0, "unknown" }, { 1, "not-supported" }, { 2, "blocked-by-switching-hierarchy" },
	{ 3, "select-failed" }, { 4, "invalid-position" }, { 5, "position-reached" },
	{ 6, "parameter-change-in-execution" }, { 7, "step-limit" }, { 8, "blocked-by-mode" },
	{ 9, "blocked-by-process" }, { 10, "blocked-by-interlocking" },
	{ 11, "blocked-by-synchrocheck" }, { 12, "command-already-in-execution" },
	{ 13, "blocked-by-health" }, { 14, "one-of-n-control" }, { 15, "abortion-by-cancel" },
	{ 16, "time-limit-over" }, { 17, "abortion-by-trip" }, { 18, "object-not-selected" },
	{ 19, "object-already-selected" }, { 20, "no-access-authority" },
	{ 21, "ended-with-overshoot" }, { 22, "abortion-due-to-deviation" },
	{ 23, "abortion-by-communication-loss" }, { 24, "blocked-by-command" }, { 25, "none" },
	{ 26, "inconsistent-parameters" }, { 27, "locked-by-other-client" }, { 0, NULL },
};
/* clang-format on */

#endif
