/* Rows of the fields of MMS PDUs, by Wireshark's names: belongs to mms_fields.c. */
#ifndef KAGAMI_MMS_ROWS_H
#define KAGAMI_MMS_ROWS_H

/* clang-format off */
#define MMS_ROWS(F) \
	F(MMS_CANCEL_REQUEST_PDU, "mms.cancel_RequestPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "request that is to be cancelled") \
	F(MMS_CANCEL_RESPONSE_PDU, "mms.cancel_ResponsePDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "request that was cancelled") \
	F(MMS_INVOKE_ID, "mms.invokeID", FIELD_INT, DERIVED, BASE_DEC, NULL, "number that joins a request and its answer") \
	F(MMS_LIST_OF_MODIFIER, "mms.listOfModifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of modifier") \
	F(MMS_CONFIRMED_SERVICE_REQUEST, "mms.confirmedServiceRequest", FIELD_UINT, DERIVED, BASE_DEC, service_names, "service that is asked for") \
	F(MMS_CS_REQUEST_DETAIL, "mms.cs_request_detail", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of cs request detail") \
	F(MMS_UNCONFIRMED_SERVICE, "mms.unconfirmedService", FIELD_UINT, DERIVED, BASE_DEC, mms_unconfirmed_service_names, "kind of unconfirmed service") \
	F(MMS_CONFIRMED_SERVICE_RESPONSE, "mms.confirmedServiceResponse", FIELD_UINT, DERIVED, BASE_DEC, service_names, "service that is answered") \
	F(MMS_MODIFIER_POSITION, "mms.modifierPosition", FIELD_INT, DERIVED, BASE_DEC, NULL, "modifier position") \
	F(MMS_FOO, "mms.foo", FIELD_INT, DERIVED, BASE_DEC, NULL, "foo") \
	F(MMS_STATUS, "mms.status", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "whether the status is derived anew") \
	F(MMS_GET_VARIABLE_ACCESS_ATTRIBUTES, "mms.getVariableAccessAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get variable access attributes") \
	F(MMS_GET_SCATTERED_ACCESS_ATTRIBUTES, "mms.getScatteredAccessAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get scattered access attributes") \
	F(MMS_GET_NAMED_VARIABLE_LIST_ATTRIBUTES, "mms.getNamedVariableListAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get named variable list attributes") \
	F(MMS_GET_NAMED_TYPE_ATTRIBUTES, "mms.getNamedTypeAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get named type attributes") \
	F(MMS_DELETE_SEMAPHORE, "mms.deleteSemaphore", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of delete semaphore") \
	F(MMS_REPORT_SEMAPHORE_STATUS, "mms.reportSemaphoreStatus", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of report semaphore status") \
	F(MMS_DOWNLOAD_SEGMENT, "mms.downloadSegment", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "download segment") \
	F(MMS_INITIATE_UPLOAD_SEQUENCE, "mms.initiateUploadSequence", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "initiate upload sequence") \
	F(MMS_UPLOAD_SEGMENT, "mms.uploadSegment", FIELD_INT, DERIVED, BASE_DEC, NULL, "upload segment") \
	F(MMS_TERMINATE_UPLOAD_SEQUENCE, "mms.terminateUploadSequence", FIELD_INT, DERIVED, BASE_DEC, NULL, "terminate upload sequence") \
	F(MMS_DELETE_DOMAIN, "mms.deleteDomain", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "delete domain") \
	F(MMS_GET_DOMAIN_ATTRIBUTES, "mms.getDomainAttributes", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "get domain attributes") \
	F(MMS_DELETE_PROGRAM_INVOCATION, "mms.deleteProgramInvocation", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "delete program invocation") \
	F(MMS_GET_PROGRAM_INVOCATION_ATTRIBUTES, "mms.getProgramInvocationAttributes", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "get program invocation attributes") \
	F(MMS_CONFIRMED_SERVICE_REQUEST_DELETE_EVENT_CONDITION, "mms.confirmedServiceRequest.deleteEventCondition", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of confirmed service request delete event condition") \
	F(MMS_GET_EVENT_CONDITION_ATTRIBUTES, "mms.getEventConditionAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get event condition attributes") \
	F(MMS_REPORT_EVENT_CONDITION_STATUS, "mms.reportEventConditionStatus", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of report event condition status") \
	F(MMS_CONFIRMED_SERVICE_REQUEST_DELETE_EVENT_ACTION, "mms.confirmedServiceRequest.deleteEventAction", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of confirmed service request delete event action") \
	F(MMS_GET_EVENT_ACTION_ATTRIBUTES, "mms.getEventActionAttributes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get event action attributes") \
	F(MMS_REPORT_EVENT_ACTION_STATUS, "mms.reportEventActionStatus", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of report event action status") \
	F(MMS_CONFIRMED_SERVICE_REQUEST_DELETE_EVENT_ENROLLMENT, "mms.confirmedServiceRequest.deleteEventEnrollment", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of confirmed service request delete event enrollment") \
	F(MMS_REPORT_EVENT_ENROLLMENT_STATUS, "mms.reportEventEnrollmentStatus", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of report event enrollment status") \
	F(MMS_REPORT_JOURNAL_STATUS, "mms.reportJournalStatus", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of report journal status") \
	F(MMS_FILE_READ, "mms.fileRead", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of the open file that is read") \
	F(MMS_FILE_CLOSE, "mms.fileClose", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of the open file that is closed") \
	F(MMS_FILE_DELETE, "mms.fileDelete", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of file delete") \
	F(MMS_WRITE, "mms.write", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of write") \
	F(MMS_INPUT, "mms.input", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "input") \
	F(MMS_TAKE_CONTROL, "mms.takeControl", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of take control") \
	F(MMS_CONFIRMED_SERVICE_RESPONSE_DELETE_EVENT_CONDITION, "mms.confirmedServiceResponse.deleteEventCondition", FIELD_INT, DERIVED, BASE_DEC, NULL, "confirmed service response delete event condition") \
	F(MMS_DELETE_EVENT_ACTION, "mms.deleteEventAction", FIELD_INT, DERIVED, BASE_DEC, NULL, "delete event action") \
	F(MMS_REPORT_ACTION_STATUS, "mms.reportActionStatus", FIELD_INT, DERIVED, BASE_DEC, NULL, "report action status") \
	F(MMS_CONFIRMED_SERVICE_RESPONSE_DELETE_EVENT_ENROLLMENT, "mms.confirmedServiceResponse.deleteEventEnrollment", FIELD_INT, DERIVED, BASE_DEC, NULL, "confirmed service response delete event enrollment") \
	F(MMS_INITIALIZE_JOURNAL, "mms.initializeJournal", FIELD_INT, DERIVED, BASE_DEC, NULL, "initialize journal") \
	F(MMS_FILE_NAME_ITEM, "mms.FileName_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "file name") \
	F(MMS_VMD_SPECIFIC, "mms.vmd_specific", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name that belongs to the whole device") \
	F(MMS_AA_SPECIFIC, "mms.aa_specific", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name that belongs to the association") \
	F(MMS_DOMAIN_ID, "mms.domainId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "logical device") \
	F(MMS_ITEM_ID, "mms.itemId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "object in the logical device: node$constraint$data$attribute") \
	F(MMS_AP_TITLE, "mms.ap_title", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of ap title") \
	F(MMS_AP_INVOCATION_ID, "mms.ap_invocation_id", FIELD_INT, DERIVED, BASE_DEC, NULL, "ap invocation id") \
	F(MMS_AE_QUALIFIER, "mms.ae_qualifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of ae qualifier") \
	F(MMS_AE_INVOCATION_ID, "mms.ae_invocation_id", FIELD_INT, DERIVED, BASE_DEC, NULL, "ae invocation id") \
	F(MMS_LOCAL_DETAIL_CALLING, "mms.localDetailCalling", FIELD_INT, DERIVED, BASE_DEC, NULL, "bytes of a PDU that the client takes") \
	F(MMS_PROPOSED_MAX_SERV_OUTSTANDING_CALLING, "mms.proposedMaxServOutstandingCalling", FIELD_INT, DERIVED, BASE_DEC, NULL, "proposed max serv outstanding calling") \
	F(MMS_PROPOSED_MAX_SERV_OUTSTANDING_CALLED, "mms.proposedMaxServOutstandingCalled", FIELD_INT, DERIVED, BASE_DEC, NULL, "proposed max serv outstanding called") \
	F(MMS_PROPOSED_DATA_STRUCTURE_NESTING_LEVEL, "mms.proposedDataStructureNestingLevel", FIELD_INT, DERIVED, BASE_DEC, NULL, "proposed data structure nesting level") \
	F(MMS_PROPOSED_VERSION_NUMBER, "mms.proposedVersionNumber", FIELD_INT, DERIVED, BASE_DEC, NULL, "proposed version number") \
	F(MMS_PROPOSED_PARAMETER_CBB, "mms.proposedParameterCBB", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "proposed parameter cbb") \
	F(MMS_SERVICES_SUPPORTED_CALLING, "mms.servicesSupportedCalling", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "services supported calling") \
	F(MMS_LOCAL_DETAIL_CALLED, "mms.localDetailCalled", FIELD_INT, DERIVED, BASE_DEC, NULL, "bytes of a PDU that the server takes") \
	F(MMS_NEGOCIATED_MAX_SERV_OUTSTANDING_CALLING, "mms.negociatedMaxServOutstandingCalling", FIELD_INT, DERIVED, BASE_DEC, NULL, "negociated max serv outstanding calling") \
	F(MMS_NEGOCIATED_MAX_SERV_OUTSTANDING_CALLED, "mms.negociatedMaxServOutstandingCalled", FIELD_INT, DERIVED, BASE_DEC, NULL, "negociated max serv outstanding called") \
	F(MMS_NEGOCIATED_DATA_STRUCTURE_NESTING_LEVEL, "mms.negociatedDataStructureNestingLevel", FIELD_INT, DERIVED, BASE_DEC, NULL, "negociated data structure nesting level") \
	F(MMS_NEGOCIATED_VERSION_NUMBER, "mms.negociatedVersionNumber", FIELD_INT, DERIVED, BASE_DEC, NULL, "negociated version number") \
	F(MMS_NEGOCIATED_PARAMETER_CBB, "mms.negociatedParameterCBB", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "negociated parameter cbb") \
	F(MMS_SERVICES_SUPPORTED_CALLED, "mms.servicesSupportedCalled", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "services supported called") \
	F(MMS_ORIGINAL_INVOKE_ID, "mms.originalInvokeID", FIELD_INT, DERIVED, BASE_DEC, NULL, "request that is refused or cancelled") \
	F(MMS_ERROR_CLASS, "mms.errorClass", FIELD_UINT, DERIVED, BASE_DEC, mms_error_class_names, "kind of error class") \
	F(MMS_ADDITIONAL_CODE, "mms.additionalCode", FIELD_INT, DERIVED, BASE_DEC, NULL, "additional code") \
	F(MMS_ADDITIONAL_DESCRIPTION, "mms.additionalDescription", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "additional description") \
	F(MMS_SERVICE_SPECIFIC_INFORMATION, "mms.serviceSpecificInformation", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of service specific information") \
	F(MMS_VMD_STATE, "mms.vmd_state", FIELD_INT, DERIVED, BASE_DEC, mms_vmd_state_names, "vmd state") \
	F(MMS_APPLICATION_REFERENCE, "mms.application_reference", FIELD_INT, DERIVED, BASE_DEC, mms_application_reference_names, "application reference") \
	F(MMS_DEFINITION, "mms.definition", FIELD_INT, DERIVED, BASE_DEC, mms_definition_names, "definition") \
	F(MMS_RESOURCE, "mms.resource", FIELD_INT, DERIVED, BASE_DEC, mms_resource_names, "resource") \
	F(MMS_SERVICE, "mms.service", FIELD_INT, DERIVED, BASE_DEC, mms_service_names, "service") \
	F(MMS_SERVICE_PREEMPT, "mms.service_preempt", FIELD_INT, DERIVED, BASE_DEC, mms_service_preempt_names, "service preempt") \
	F(MMS_TIME_RESOLUTION, "mms.time_resolution", FIELD_INT, DERIVED, BASE_DEC, mms_time_resolution_names, "time resolution") \
	F(MMS_ACCESS, "mms.access", FIELD_INT, DERIVED, BASE_DEC, mms_access_names, "access") \
	F(MMS_INITIATE, "mms.initiate", FIELD_INT, DERIVED, BASE_DEC, mms_initiate_names, "initiate") \
	F(MMS_CONCLUDE, "mms.conclude", FIELD_INT, DERIVED, BASE_DEC, mms_conclude_names, "conclude") \
	F(MMS_CANCEL, "mms.cancel", FIELD_INT, DERIVED, BASE_DEC, mms_cancel_names, "cancel") \
	F(MMS_FILE, "mms.file", FIELD_INT, DERIVED, BASE_DEC, mms_file_names, "file") \
	F(MMS_OTHERS, "mms.others", FIELD_INT, DERIVED, BASE_DEC, NULL, "others") \
	F(MMS_OBTAIN_FILE, "mms.obtainFile", FIELD_INT, DERIVED, BASE_DEC, NULL, "obtain file") \
	F(MMS_START, "mms.start", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "start") \
	F(MMS_STOP, "mms.stop", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "stop") \
	F(MMS_RESUME, "mms.resume", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "resume") \
	F(MMS_RESET, "mms.reset", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "reset") \
	F(MMS_DELETE_VARIABLE_ACCESS, "mms.deleteVariableAccess", FIELD_INT, DERIVED, BASE_DEC, NULL, "delete variable access") \
	F(MMS_DELETE_NAMED_VARIABLE_LIST, "mms.deleteNamedVariableList", FIELD_INT, DERIVED, BASE_DEC, NULL, "delete named variable list") \
	F(MMS_DELETE_NAMED_TYPE, "mms.deleteNamedType", FIELD_INT, DERIVED, BASE_DEC, NULL, "delete named type") \
	F(MMS_DEFINE_EVENT_ENROLLMENT_ERROR, "mms.defineEventEnrollment_Error", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of define event enrollment error") \
	F(MMS_FILE_RENAME, "mms.fileRename", FIELD_INT, DERIVED, BASE_DEC, NULL, "file rename") \
	F(MMS_ADDITIONAL_SERVICE, "mms.additionalService", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of additional service") \
	F(MMS_CHANGE_ACCESS_CONTROL, "mms.changeAccessControl", FIELD_INT, DERIVED, BASE_DEC, NULL, "change access control") \
	F(MMS_DEFINE_ECL, "mms.defineEcl", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of define ecl") \
	F(MMS_ADD_ECLREFERENCE, "mms.addECLReference", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of add eclreference") \
	F(MMS_REMOVE_ECLREFERENCE, "mms.removeECLReference", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of remove eclreference") \
	F(MMS_INITIATE_UC, "mms.initiateUC", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of initiate uc") \
	F(MMS_DELETE_UC, "mms.deleteUC", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of delete uc") \
	F(MMS_LOAD_UCFROM_FILE, "mms.loadUCFromFile", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of load ucfrom file") \
	F(MMS_EVENT_CONDITION, "mms.eventCondition", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event condition") \
	F(MMS_EVENT_CONDITION_LIST, "mms.eventConditionList", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event condition list") \
	F(MMS_DOMAIN, "mms.domain", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "domain") \
	F(MMS_PROGRAM_INVOCATION, "mms.programInvocation", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "program invocation") \
	F(MMS_PROGRAM_INVOCATION_NAME, "mms.programInvocationName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "program invocation name") \
	F(MMS_PROGRAM_INVOCATION_STATE, "mms.programInvocationState", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "program invocation state") \
	F(MMS_REJECT_REASON, "mms.rejectReason", FIELD_UINT, DERIVED, BASE_DEC, mms_reject_reason_names, "kind of reject reason") \
	F(MMS_CONFIRMED_REQUEST_PDU, "mms.confirmed_requestPDU", FIELD_INT, DERIVED, BASE_DEC, mms_confirmed_request_pdu_names, "confirmed request pdu") \
	F(MMS_CONFIRMED_RESPONSE_PDU, "mms.confirmed_responsePDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "confirmed response pdu") \
	F(MMS_CONFIRMED_ERROR_PDU, "mms.confirmed_errorPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "confirmed error pdu") \
	F(MMS_UNCONFIRMED_PDU, "mms.unconfirmedPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "unconfirmed pdu") \
	F(MMS_PDU_ERROR, "mms.pdu_error", FIELD_INT, DERIVED, BASE_DEC, mms_pdu_error_names, "pdu error") \
	F(MMS_REJECT_CANCEL_REQUEST_PDU, "mms.cancel_requestPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "cancel request pdu") \
	F(MMS_REJECT_CANCEL_RESPONSE_PDU, "mms.cancel_responsePDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "cancel response pdu") \
	F(MMS_CANCEL_ERROR_PDU, "mms.cancel_errorPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "cancel error pdu") \
	F(MMS_CONCLUDE_REQUEST_PDU, "mms.conclude_requestPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "conclude request pdu") \
	F(MMS_CONCLUDE_RESPONSE_PDU, "mms.conclude_responsePDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "conclude response pdu") \
	F(MMS_CONCLUDE_ERROR_PDU, "mms.conclude_errorPDU", FIELD_INT, DERIVED, BASE_DEC, NULL, "conclude error pdu") \
	F(MMS_VMD_LOGICAL_STATUS, "mms.vmdLogicalStatus", FIELD_INT, DERIVED, BASE_DEC, mms_vmd_logical_status_names, "vmd logical status") \
	F(MMS_VMD_PHYSICAL_STATUS, "mms.vmdPhysicalStatus", FIELD_INT, DERIVED, BASE_DEC, mms_vmd_physical_status_names, "vmd physical status") \
	F(MMS_LOCAL_DETAIL, "mms.localDetail", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "local detail") \
	F(MMS_DOMAIN_SPECIFIC, "mms.domainSpecific", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "domain whose objects are listed") \
	F(MMS_OBJECT_CLASS, "mms.objectClass", FIELD_INT, DERIVED, BASE_DEC, mms_object_class_names, "kind of objects that are listed") \
	F(MMS_EXTENDED_OBJECT_CLASS, "mms.extendedObjectClass", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of extended object class") \
	F(MMS_OBJECT_SCOPE, "mms.objectScope", FIELD_UINT, DERIVED, BASE_DEC, mms_object_scope_names, "where objects are listed: device, domain or association") \
	F(MMS_GET_NAME_LIST_REQUEST_CONTINUE_AFTER, "mms.getNameList-Request_continueAfter", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "get name list request continue after") \
	F(MMS_LIST_OF_IDENTIFIER, "mms.listOfIdentifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of identifier") \
	F(MMS_MORE_FOLLOWS, "mms.moreFollows", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "there is more to ask for") \
	F(MMS_VENDOR_NAME, "mms.vendorName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "maker of the device") \
	F(MMS_MODEL_NAME, "mms.modelName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "model of the device") \
	F(MMS_REVISION, "mms.revision", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "revision of the device") \
	F(MMS_LIST_OF_ABSTRACT_SYNTAXES, "mms.listOfAbstractSyntaxes", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of abstract syntaxes") \
	F(MMS_CURRENT_NAME, "mms.currentName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of current name") \
	F(MMS_NEW_IDENTIFIER, "mms.newIdentifier", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "new identifier") \
	F(MMS_GET_CAPABILITY_LIST_REQUEST_CONTINUE_AFTER, "mms.getCapabilityList-Request_continueAfter", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "get capability list request continue after") \
	F(MMS_LIST_OF_CAPABILITIES, "mms.listOfCapabilities", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of capabilities") \
	F(MMS_DOMAIN_NAME, "mms.domainName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "domain name") \
	F(MMS_SHARABLE, "mms.sharable", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "sharable") \
	F(MMS_LOAD_DATA, "mms.loadData", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of load data") \
	F(MMS_NON_CODED, "mms.non_coded", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "non coded") \
	F(MMS_ULSM_ID, "mms.ulsmID", FIELD_INT, DERIVED, BASE_DEC, NULL, "ulsm id") \
	F(MMS_FILE_NAME, "mms.fileName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of file name") \
	F(MMS_FILEN_NAME, "mms.filenName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of filen name") \
	F(MMS_GET_DOMAIN_ATTRIBUTES_RESPONSE_STATE, "mms.getDomainAttributes-Response_state", FIELD_INT, DERIVED, BASE_DEC, NULL, "get domain attributes response state") \
	F(MMS_MMS_DELETABLE, "mms.mmsDeletable", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "mms deletable") \
	F(MMS_LIST_OF_PROGRAM_INVOCATIONS, "mms.listOfProgramInvocations", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of program invocations") \
	F(MMS_UPLOAD_IN_PROGRESS, "mms.uploadInProgress", FIELD_INT, DERIVED, BASE_DEC, NULL, "upload in progress") \
	F(MMS_LIST_OF_DOMAIN_NAME, "mms.listOfDomainName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of domain name") \
	F(MMS_REUSABLE, "mms.reusable", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "reusable") \
	F(MMS_MONITOR_TYPE, "mms.monitorType", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "monitor type") \
	F(MMS_EXECUTION_ARGUMENT, "mms.executionArgument", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of execution argument") \
	F(MMS_SIMPLE_STRING, "mms.simpleString", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "simple string") \
	F(MMS_GET_PROGRAM_INVOCATION_ATTRIBUTES_RESPONSE_STATE, "mms.getProgramInvocationAttributes-Response_state", FIELD_INT, DERIVED, BASE_DEC, mms_program_invocation_state_names, "get program invocation attributes response state") \
	F(MMS_LIST_OF_DOMAIN_NAMES, "mms.listOfDomainNames", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of domain names") \
	F(MMS_MONITOR, "mms.monitor", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "monitor") \
	F(MMS_START_ARGUMENT, "mms.startArgument", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "start argument") \
	F(MMS_TYPE_NAME, "mms.typeName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of type name") \
	F(MMS_TYPE_SPECIFICATION_BIT_STRING, "mms.typeSpecification_bit-string", FIELD_INT, DERIVED, BASE_DEC, NULL, "type specification bit string") \
	F(MMS_INTEGER, "mms.integer", FIELD_INT, DERIVED, BASE_DEC, NULL, "value: signed number; of a type: its bits") \
	F(MMS_UNSIGNED, "mms.unsigned", FIELD_INT, DERIVED, BASE_DEC, NULL, "value: unsigned number; of a type: its bits") \
	F(MMS_TYPE_SPECIFICATION_OCTET_STRING, "mms.typeSpecification.octet-string", FIELD_INT, DERIVED, BASE_DEC, NULL, "type specification octet string") \
	F(MMS_TYPE_SPECIFICATION_VISIBLE_STRING, "mms.typeSpecification.visible-string", FIELD_INT, DERIVED, BASE_DEC, NULL, "type specification visible string") \
	F(MMS_TYPE_SPECIFICATION_BINARY_TIME, "mms.typeSpecification.binary-time", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "type specification binary time") \
	F(MMS_BCD, "mms.bcd", FIELD_INT, DERIVED, BASE_DEC, NULL, "bcd") \
	F(MMS_TYPE_M_MSSTRING, "mms.type_mMSString", FIELD_INT, DERIVED, BASE_DEC, NULL, "type m msstring") \
	F(MMS_FORMAT_WIDTH, "mms.format_width", FIELD_INT, DERIVED, BASE_DEC, NULL, "format width") \
	F(MMS_EXPONENT_WIDTH, "mms.exponent_width", FIELD_INT, DERIVED, BASE_DEC, NULL, "exponent width") \
	F(MMS_PACKED, "mms.packed", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "packed") \
	F(MMS_NUMBER_OF_ELEMENTS, "mms.numberOfElements", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of elements") \
	F(MMS_ELEMENT_TYPE, "mms.elementType", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of element type") \
	F(MMS_COMPONENTS, "mms.components", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of components") \
	F(MMS_COMPONENT_NAME, "mms.componentName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of a component of a structure") \
	F(MMS_COMPONENT_TYPE, "mms.componentType", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of component type") \
	F(MMS_ALTERNATE_ACCESS_ITEM, "mms.AlternateAccess_item", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of alternate access item") \
	F(MMS_UNNAMED, "mms.unnamed", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of unnamed") \
	F(MMS_ACCESST, "mms.accesst", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of accesst") \
	F(MMS_SELECT_ACCESS, "mms.selectAccess", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of select access") \
	F(MMS_ACCESS_SELECTION, "mms.accessSelection", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of access selection") \
	F(MMS_ALTERNATE_ACCESS, "mms.alternateAccess", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of alternate access") \
	F(MMS_COMPONENT, "mms.component", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "component") \
	F(MMS_INDEX, "mms.index", FIELD_INT, DERIVED, BASE_DEC, NULL, "index") \
	F(MMS_LOW_INDEX, "mms.lowIndex", FIELD_INT, DERIVED, BASE_DEC, NULL, "low index") \
	F(MMS_NMBER_OF_ELEMENTS, "mms.nmberOfElements", FIELD_INT, DERIVED, BASE_DEC, NULL, "nmber of elements") \
	F(MMS_SPECIFICATION_WITH_RESULT, "mms.specificationWithResult", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "specification with result") \
	F(MMS_VARIABLE_ACCESS_SPECIFICATN, "mms.variableAccessSpecificatn", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable access specificatn") \
	F(MMS_LIST_OF_ACCESS_RESULT, "mms.listOfAccessResult", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of access result") \
	F(MMS_LIST_OF_DATA, "mms.listOfData", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of data") \
	F(MMS_FAILURE, "mms.failure", FIELD_INT, DERIVED, BASE_DEC, mms_failure_names, "why the object could not be accessed") \
	F(MMS_VARIABLE_ACCESS_SPECIFICATION, "mms.variableAccessSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable access specification") \
	F(MMS_NAME, "mms.name", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of name") \
	F(MMS_ADDRESS, "mms.address", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of address") \
	F(MMS_TYPE_SPECIFICATION, "mms.typeSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of type specification") \
	F(MMS_VARIABLE_NAME, "mms.variableName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable name") \
	F(MMS_SCATTERED_ACCESS_NAME, "mms.scatteredAccessName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of scattered access name") \
	F(MMS_SCATTERED_ACCESS_DESCRIPTION, "mms.scatteredAccessDescription", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of scattered access description") \
	F(MMS_SCOPE_OF_DELETE, "mms.scopeOfDelete", FIELD_INT, DERIVED, BASE_DEC, NULL, "scope of delete") \
	F(MMS_LIST_OF_NAME, "mms.listOfName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of name") \
	F(MMS_NUMBER_MATCHED, "mms.numberMatched", FIELD_INT, DERIVED, BASE_DEC, NULL, "number matched") \
	F(MMS_NUMBER_DELETED, "mms.numberDeleted", FIELD_INT, DERIVED, BASE_DEC, NULL, "number deleted") \
	F(MMS_VARIABLE_LIST_NAME, "mms.variableListName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable list name") \
	F(MMS_LIST_OF_VARIABLE, "mms.listOfVariable", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of variable") \
	F(MMS_VARIABLE_SPECIFICATION, "mms.variableSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable specification") \
	F(MMS_LIST_OF_VARIABLE_LIST_NAME, "mms.listOfVariableListName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of variable list name") \
	F(MMS_LIST_OF_TYPE_NAME, "mms.listOfTypeName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of type name") \
	F(MMS_SUCCESS, "mms.success", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of success") \
	F(MMS_ARRAY, "mms.array", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of array") \
	F(MMS_STRUCTURE, "mms.structure", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of structure") \
	F(MMS_BOOLEAN, "mms.boolean", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "value: boolean") \
	F(MMS_DATA_BIT_STRING, "mms.data_bit-string", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "value: bits, first one leftmost (quality, double point)") \
	F(MMS_FLOATING_POINT, "mms.floating_point", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "value: floating point, as encoded") \
	F(MMS_FLOAT_VALUE, "mms.float_value", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "its value") \
	F(MMS_REAL, "mms.real", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "real") \
	F(MMS_DATA_OCTET_STRING, "mms.data.octet-string", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "value: bytes") \
	F(MMS_DATA_VISIBLE_STRING, "mms.data.visible-string", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "value: ASCII text") \
	F(MMS_DATA_BINARY_TIME, "mms.data.binary-time", FIELD_TIME, DERIVED, BASE_DEC, NULL, "value: time (TimeOfDay)") \
	F(MMS_BOOLEAN_ARRAY, "mms.booleanArray", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "boolean array") \
	F(MMS_OBJ_ID, "mms.objId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "obj id") \
	F(MMS_M_MSSTRING, "mms.mMSString", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "value: UTF-8 text") \
	F(MMS_UTC_TIME, "mms.utc_time", FIELD_TIME, DERIVED, BASE_DEC, NULL, "value: time") \
	F(MMS_UTC_TIME_QUALITY, "mms.utc_time.quality", FIELD_UINT, DERIVED, BASE_DEC, NULL, "0x80 leap seconds known, 0x40 clock failure, 0x20 not synchronized, accuracy in bits") \
	F(MMS_NUMERIC_ADDRESS, "mms.numericAddress", FIELD_INT, DERIVED, BASE_DEC, NULL, "numeric address") \
	F(MMS_SYMBOLIC_ADDRESS, "mms.symbolicAddress", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "symbolic address") \
	F(MMS_UNCONSTRAINED_ADDRESS, "mms.unconstrainedAddress", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "unconstrained address") \
	F(MMS_SEMAPHORE_NAME, "mms.semaphoreName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of semaphore name") \
	F(MMS_NAMED_TOKEN, "mms.namedToken", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "named token") \
	F(MMS_PRIORITY, "mms.priority", FIELD_INT, DERIVED, BASE_DEC, NULL, "priority") \
	F(MMS_ACCEPTABLE_DELAY, "mms.acceptableDelay", FIELD_INT, DERIVED, BASE_DEC, NULL, "acceptable delay") \
	F(MMS_CONTROL_TIME_OUT, "mms.controlTimeOut", FIELD_INT, DERIVED, BASE_DEC, NULL, "control time out") \
	F(MMS_ABORT_ON_TIME_OUT, "mms.abortOnTimeOut", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "abort on time out") \
	F(MMS_RELINQUISH_IF_CONNECTION_LOST, "mms.relinquishIfConnectionLost", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "relinquish if connection lost") \
	F(MMS_NUMBERS_OF_TOKENS, "mms.numbersOfTokens", FIELD_INT, DERIVED, BASE_DEC, NULL, "numbers of tokens") \
	F(MMS_CLASS, "mms.class", FIELD_INT, DERIVED, BASE_DEC, NULL, "class") \
	F(MMS_NUMBER_OF_TOKENS, "mms.numberOfTokens", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of tokens") \
	F(MMS_NUMBER_OF_OWNED_TOKENS, "mms.numberOfOwnedTokens", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of owned tokens") \
	F(MMS_NUMBER_OF_HUNG_TOKENS, "mms.numberOfHungTokens", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of hung tokens") \
	F(MMS_NAME_TO_START_AFTER, "mms.nameToStartAfter", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name to start after") \
	F(MMS_LIST_OF_NAMED_TOKENS, "mms.listOfNamedTokens", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of named tokens") \
	F(MMS_FREE_NAMED_TOKEN, "mms.freeNamedToken", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "free named token") \
	F(MMS_OWNED_NAMED_TOKEN, "mms.ownedNamedToken", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "owned named token") \
	F(MMS_HUNG_NAMED_TOKEN, "mms.hungNamedToken", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "hung named token") \
	F(MMS_REPORT_SEMAPHORE_ENTRY_STATUS_REQUEST_STATE, "mms.reportSemaphoreEntryStatus-Request_state", FIELD_INT, DERIVED, BASE_DEC, NULL, "report semaphore entry status request state") \
	F(MMS_ENTRY_ID_TO_START_AFTER, "mms.entryIdToStartAfter", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry id to start after") \
	F(MMS_LIST_OF_SEMAPHORE_ENTRY, "mms.listOfSemaphoreEntry", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of semaphore entry") \
	F(MMS_ENTRY_ID, "mms.entryId", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry id") \
	F(MMS_ENTRY_CLASS, "mms.entryClass", FIELD_INT, DERIVED, BASE_DEC, NULL, "entry class") \
	F(MMS_REMAINING_TIME_OUT, "mms.remainingTimeOut", FIELD_INT, DERIVED, BASE_DEC, NULL, "remaining time out") \
	F(MMS_OPERATOR_STATION_NAME, "mms.operatorStationName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "operator station name") \
	F(MMS_ECHO, "mms.echo", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "echo") \
	F(MMS_LIST_OF_PROMPT_DATA, "mms.listOfPromptData", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of prompt data") \
	F(MMS_INPUT_TIME_OUT, "mms.inputTimeOut", FIELD_INT, DERIVED, BASE_DEC, NULL, "input time out") \
	F(MMS_LIST_OF_OUTPUT_DATA, "mms.listOfOutputData", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of output data") \
	F(MMS_EVENT_CONDITION_NAME, "mms.eventConditionName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event condition name") \
	F(MMS_PRIO_RITY, "mms.prio_rity", FIELD_INT, DERIVED, BASE_DEC, NULL, "prio rity") \
	F(MMS_SEVERITY, "mms.severity", FIELD_INT, DERIVED, BASE_DEC, NULL, "severity") \
	F(MMS_ALARM_SUMMARY_REPORTS, "mms.alarmSummaryReports", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "alarm summary reports") \
	F(MMS_MONITORED_VARIABLE, "mms.monitoredVariable", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of monitored variable") \
	F(MMS_EVALUATION_INTERVAL, "mms.evaluationInterval", FIELD_INT, DERIVED, BASE_DEC, NULL, "evaluation interval") \
	F(MMS_SPECIFIC, "mms.specific", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of specific") \
	F(MMS_VARIABLE_REFERENCE, "mms.variableReference", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of variable reference") \
	F(MMS_CURRENT_STATE, "mms.currentState", FIELD_INT, DERIVED, BASE_DEC, NULL, "current state") \
	F(MMS_NUMBER_OF_EVENT_ENROLLMENTS, "mms.numberOfEventEnrollments", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of event enrollments") \
	F(MMS_ENABLED, "mms.enabled", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "enabled") \
	F(MMS_TIME_OF_LAST_TRANSITION_TO_ACTIVE, "mms.timeOfLastTransitionToActive", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of time of last transition to active") \
	F(MMS_TIME_OF_LAST_TRANSITION_TO_IDLE, "mms.timeOfLastTransitionToIdle", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of time of last transition to idle") \
	F(MMS_EVENT_ACTION_NAME, "mms.eventActionName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event action name") \
	F(MMS_EVENT_ENROLLMENT_NAME, "mms.eventEnrollmentName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event enrollment name") \
	F(MMS_EVENT_CONDITION_TRANSITION, "mms.eventConditionTransition", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "event condition transition") \
	F(MMS_ALARM_ACKNOWLEDGEMENT_RULE, "mms.alarmAcknowledgementRule", FIELD_INT, DERIVED, BASE_DEC, NULL, "alarm acknowledgement rule") \
	F(MMS_EC, "mms.ec", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of ec") \
	F(MMS_EA, "mms.ea", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of ea") \
	F(MMS_SCOPE_OF_REQUEST, "mms.scopeOfRequest", FIELD_INT, DERIVED, BASE_DEC, NULL, "scope of request") \
	F(MMS_EVENT_ENROLLMENT_NAMES, "mms.eventEnrollmentNames", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of event enrollment names") \
	F(MMS_GET_EVENT_ENROLLMENT_ATTRIBUTES_REQUEST_CONTINUE_AFTER, "mms.getEventEnrollmentAttributes-Request_continueAfter", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get event enrollment attributes request continue after") \
	F(MMS_ENROLLMENT_CLASS, "mms.enrollmentClass", FIELD_INT, DERIVED, BASE_DEC, NULL, "enrollment class") \
	F(MMS_DURATION, "mms.duration", FIELD_INT, DERIVED, BASE_DEC, NULL, "duration") \
	F(MMS_REMAINING_ACCEPTABLE_DELAY, "mms.remainingAcceptableDelay", FIELD_INT, DERIVED, BASE_DEC, NULL, "remaining acceptable delay") \
	F(MMS_EVENT_ACTION, "mms.eventAction", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event action") \
	F(MMS_LIST_OF_EVENT_ENROLLMENT, "mms.listOfEventEnrollment", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of event enrollment") \
	F(MMS_EVENT_CONDITION_TRANSITIONS, "mms.eventConditionTransitions", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "event condition transitions") \
	F(MMS_NOTIFICATION_LOST, "mms.notificationLost", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "notification lost") \
	F(MMS_ALARM_ACKNOWLEDGMENT_RULE, "mms.alarmAcknowledgmentRule", FIELD_INT, DERIVED, BASE_DEC, NULL, "alarm acknowledgment rule") \
	F(MMS_TRANSITION_TIME, "mms.transitionTime", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of transition time") \
	F(MMS_ALTER_EVENT_ENROLLMENT_RESPONSE_CURRENT_STATE_STATE, "mms.alterEventEnrollment-Response_currentState_state", FIELD_INT, DERIVED, BASE_DEC, NULL, "alter event enrollment response current state state") \
	F(MMS_ACKNOWLEDGED_STATE, "mms.acknowledgedState", FIELD_INT, DERIVED, BASE_DEC, NULL, "acknowledged state") \
	F(MMS_TIME_OF_ACKNOWLEDGED_TRANSITION, "mms.timeOfAcknowledgedTransition", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of time of acknowledged transition") \
	F(MMS_MOST_SEVERE, "mms.mostSevere", FIELD_INT, DERIVED, BASE_DEC, NULL, "most severe") \
	F(MMS_LEAST_SEVERE, "mms.leastSevere", FIELD_INT, DERIVED, BASE_DEC, NULL, "least severe") \
	F(MMS_ENROLLMENTS_ONLY, "mms.enrollmentsOnly", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "enrollments only") \
	F(MMS_ACTIVE_ALARMS_ONLY, "mms.activeAlarmsOnly", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "active alarms only") \
	F(MMS_ACKNOWLEDGMENT_FILTER, "mms.acknowledgmentFilter", FIELD_INT, DERIVED, BASE_DEC, NULL, "acknowledgment filter") \
	F(MMS_CONTINUE_AFTER, "mms.continueAfter", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of continue after") \
	F(MMS_LIST_OF_ALARM_SUMMARY, "mms.listOfAlarmSummary", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of alarm summary") \
	F(MMS_UNACKNOWLEDGED_STATE, "mms.unacknowledgedState", FIELD_INT, DERIVED, BASE_DEC, NULL, "unacknowledged state") \
	F(MMS_GET_ALARM_ENROLLMENT_SUMMARY_REQUEST_CONTINUE_AFTER, "mms.getAlarmEnrollmentSummary-Request_continueAfter", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of get alarm enrollment summary request continue after") \
	F(MMS_LIST_OF_ALARM_ENROLLMENT_SUMMARY, "mms.listOfAlarmEnrollmentSummary", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of alarm enrollment summary") \
	F(MMS_ENROLLEMENT_STATE, "mms.enrollementState", FIELD_INT, DERIVED, BASE_DEC, NULL, "enrollement state") \
	F(MMS_TIME_ACTIVE_ACKNOWLEDGED, "mms.timeActiveAcknowledged", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of time active acknowledged") \
	F(MMS_TIME_IDLE_ACKNOWLEDGED, "mms.timeIdleAcknowledged", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of time idle acknowledged") \
	F(MMS_EVENT_ACTIO_NAME, "mms.eventActioName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event actio name") \
	F(MMS_EVENT_ACTION_RESULT, "mms.eventActionResult", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of event action result") \
	F(MMS_CAUSING_TRANSITIONS, "mms.causingTransitions", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "causing transitions") \
	F(MMS_TIME_OF_DAY_T, "mms.timeOfDayT", FIELD_TIME, DERIVED, BASE_DEC, NULL, "time of day t") \
	F(MMS_TIME_SEQUENCE_IDENTIFIER, "mms.timeSequenceIdentifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "time sequence identifier") \
	F(MMS_JOURNAL_NAME, "mms.journalName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of journal name") \
	F(MMS_RANGE_START_SPECIFICATION, "mms.rangeStartSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of range start specification") \
	F(MMS_RANGE_STOP_SPECIFICATION, "mms.rangeStopSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of range stop specification") \
	F(MMS_LIST_OF_VARIABLES, "mms.listOfVariables", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of variables") \
	F(MMS_STARTING_TIME, "mms.startingTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "starting time") \
	F(MMS_STARTING_ENTRY, "mms.startingEntry", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "starting entry") \
	F(MMS_ENDING_TIME, "mms.endingTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "ending time") \
	F(MMS_NUMBER_OF_ENTRIES, "mms.numberOfEntries", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of entries") \
	F(MMS_TIME_SPECIFICATION, "mms.timeSpecification", FIELD_TIME, DERIVED, BASE_DEC, NULL, "time specification") \
	F(MMS_ENTRY_SPECIFICATION, "mms.entrySpecification", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry specification") \
	F(MMS_LIST_OF_JOURNAL_ENTRY, "mms.listOfJournalEntry", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of journal entry") \
	F(MMS_ENTRY_IDENTIFIER, "mms.entryIdentifier", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry identifier") \
	F(MMS_LIMITING_TIME, "mms.limitingTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "limiting time") \
	F(MMS_LIMITING_ENTRY, "mms.limitingEntry", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "limiting entry") \
	F(MMS_CURRENT_ENTRIES, "mms.currentEntries", FIELD_INT, DERIVED, BASE_DEC, NULL, "current entries") \
	F(MMS_OCCURENCE_TIME, "mms.occurenceTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "occurence time") \
	F(MMS_ENTRY_FORM, "mms.entryForm", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of entry form") \
	F(MMS_ANNOTATION, "mms.annotation", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "annotation") \
	F(MMS_VARIABLE_TAG, "mms.variableTag", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "variable tag") \
	F(MMS_VALUE_SPECIFICATION, "mms.valueSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of value specification") \
	F(MMS_SOURCE_FILE, "mms.sourceFile", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of source file") \
	F(MMS_DESTINATION_FILE, "mms.destinationFile", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of destination file") \
	F(MMS_INITIAL_POSITION, "mms.initialPosition", FIELD_INT, DERIVED, BASE_DEC, NULL, "byte of the file from which it is read") \
	F(MMS_FRSM_ID, "mms.frsmID", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of the open file") \
	F(MMS_FILE_DATA, "mms.fileData", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "piece of the file") \
	F(MMS_CURRENT_FILE_NAME, "mms.currentFileName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of current file name") \
	F(MMS_NEW_FILE_NAME, "mms.newFileName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of new file name") \
	F(MMS_FILE_SPECIFICATION, "mms.fileSpecification", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of file specification") \
	F(MMS_FILE_DIRECTORY_REQUEST_CONTINUE_AFTER, "mms.fileDirectory-Request_continueAfter", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of file directory request continue after") \
	F(MMS_LIST_OF_DIRECTORY_ENTRY, "mms.listOfDirectoryEntry", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of the list of directory entry") \
	F(MMS_FILENAME, "mms.filename", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of filename") \
	F(MMS_SIZE_OF_FILE, "mms.sizeOfFile", FIELD_INT, DERIVED, BASE_DEC, NULL, "bytes") \
	F(MMS_LAST_MODIFIED, "mms.lastModified", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the file was changed") \
	F(MMS_MODIFIER, "mms.Modifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of modifier") \
	F(MMS_WRITE_RESPONSE_ITEM, "mms.Write_Response_item", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of write response item") \
	F(MMS_IDENTIFIER, "mms.Identifier", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name in a list") \
	F(MMS_LIST_OF_ABSTRACT_SYNTAXES_ITEM, "mms.listOfAbstractSyntaxes_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "list of abstract syntaxes item") \
	F(MMS_LIST_OF_CAPABILITIES_ITEM, "mms.listOfCapabilities_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "list of capabilities item") \
	F(MMS_ACCESS_RESULT, "mms.AccessResult", FIELD_UINT, DERIVED, BASE_DEC, mms_access_result_names, "whether the object could be read") \
	F(MMS_DATA, "mms.Data", FIELD_UINT, DERIVED, BASE_DEC, mms_data_names, "type of a value") \
	F(MMS_OBJECT_NAME, "mms.ObjectName", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of object name") \
	F(MMS_LIST_OF_NAMED_TOKENS_ITEM, "mms.listOfNamedTokens_item", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of list of named tokens item") \
	F(MMS_LIST_OF_PROMPT_DATA_ITEM, "mms.listOfPromptData_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "list of prompt data item") \
	F(MMS_LIST_OF_OUTPUT_DATA_ITEM, "mms.listOfOutputData_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "list of output data item") \
	F(MMS_LIST_OF_VARIABLES_ITEM, "mms.listOfVariables_item", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "list of variables item")
/* clang-format on */

#endif
