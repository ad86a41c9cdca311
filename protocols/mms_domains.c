/* What MMS says of the device, its domains and programs: ISO 9506-2, clauses 8 to 12. */
#include "protocols/mms_grammar.h"

/* clang-format off */
LIST(mms_file_name,
	{ UNI(25), MMS_FILE_NAME_ITEM, 0, 0, &asn_text });

CHOICE(mms_object_name,
	{ CTX(0), MMS_VMD_SPECIFIC, 0, 0, &asn_text },
	{ CTX(1), ASN_NONE, 1, 0, &mms_domain_specific },
	{ CTX(2), MMS_AA_SPECIFIC, 2, 0, &asn_text });

SEQ(mms_domain_specific,
	{ UNI(26), MMS_DOMAIN_ID, 0, 0, &asn_text },
	{ UNI(26), MMS_ITEM_ID, 1, 0, &asn_text });

SEQ(mms_application_reference,
	{ CTX(0), MMS_AP_TITLE, 0, ASN_EXPLICIT, &mms_ap_title },
	{ CTX(1), MMS_AP_INVOCATION_ID, 1, ASN_EXPLICIT, &asn_int },
	{ CTX(2), MMS_AE_QUALIFIER, 2, ASN_EXPLICIT, &mms_ae_qualifier },
	{ CTX(3), MMS_AE_INVOCATION_ID, 3, ASN_EXPLICIT, &asn_int });

CHOICE(mms_ap_title,
	{ UNI(16), ASN_NONE, 0, 0, &asn_skip },
	{ UNI(6), ASN_NONE, 1, 0, &asn_oid });

CHOICE(mms_ae_qualifier,
	{ UNI(16), ASN_NONE, 0, 0, &asn_skip },
	{ UNI(2), ASN_NONE, 1, 0, &asn_int });

SEQ(mms_initiate_request,
	{ CTX(0), MMS_LOCAL_DETAIL_CALLING, 0, 0, &asn_int },
	{ CTX(1), MMS_PROPOSED_MAX_SERV_OUTSTANDING_CALLING, 1, 0, &asn_int },
	{ CTX(2), MMS_PROPOSED_MAX_SERV_OUTSTANDING_CALLED, 2, 0, &asn_int },
	{ CTX(3), MMS_PROPOSED_DATA_STRUCTURE_NESTING_LEVEL, 3, 0, &asn_int },
	{ CTX(4), ASN_NONE, 4, 0, &mms_init_request_detail });

SEQ(mms_init_request_detail,
	{ CTX(0), MMS_PROPOSED_VERSION_NUMBER, 0, 0, &asn_int },
	{ CTX(1), MMS_PROPOSED_PARAMETER_CBB, 1, 0, &mms_parameter_support },
	{ CTX(2), MMS_SERVICES_SUPPORTED_CALLING, 2, 0, &asn_bits });

SEQ(mms_initiate_response,
	{ CTX(0), MMS_LOCAL_DETAIL_CALLED, 0, 0, &asn_int },
	{ CTX(1), MMS_NEGOCIATED_MAX_SERV_OUTSTANDING_CALLING, 1, 0, &asn_int },
	{ CTX(2), MMS_NEGOCIATED_MAX_SERV_OUTSTANDING_CALLED, 2, 0, &asn_int },
	{ CTX(3), MMS_NEGOCIATED_DATA_STRUCTURE_NESTING_LEVEL, 3, 0, &asn_int },
	{ CTX(4), ASN_NONE, 4, 0, &mms_init_response_detail });

SEQ(mms_init_response_detail,
	{ CTX(0), MMS_NEGOCIATED_VERSION_NUMBER, 0, 0, &asn_int },
	{ CTX(1), MMS_NEGOCIATED_PARAMETER_CBB, 1, 0, &mms_parameter_support },
	{ CTX(2), MMS_SERVICES_SUPPORTED_CALLED, 2, 0, &asn_bits });

SEQ(mms_cancel_error,
	{ CTX(0), MMS_ORIGINAL_INVOKE_ID, 0, 0, &asn_int },
	{ CTX(1), ASN_NONE, 1, 0, &mms_service_error });

SEQ(mms_service_error,
	{ CTX(0), MMS_ERROR_CLASS, 0, ASN_EXPLICIT, &mms_error_class },
	{ CTX(1), MMS_ADDITIONAL_CODE, 1, 0, &asn_int },
	{ CTX(2), MMS_ADDITIONAL_DESCRIPTION, 2, 0, &asn_text },
	{ CTX(3), MMS_SERVICE_SPECIFIC_INFORMATION, 3, ASN_EXPLICIT, &mms_specific_information });

CHOICE(mms_error_class,
	{ CTX(0), MMS_VMD_STATE, 0, 0, &asn_int },
	{ CTX(1), MMS_APPLICATION_REFERENCE, 1, 0, &asn_int },
	{ CTX(2), MMS_DEFINITION, 2, 0, &asn_int },
	{ CTX(3), MMS_RESOURCE, 3, 0, &asn_int },
	{ CTX(4), MMS_SERVICE, 4, 0, &asn_int },
	{ CTX(5), MMS_SERVICE_PREEMPT, 5, 0, &asn_int },
	{ CTX(6), MMS_TIME_RESOLUTION, 6, 0, &asn_int },
	{ CTX(7), MMS_ACCESS, 7, 0, &asn_int },
	{ CTX(8), MMS_INITIATE, 8, 0, &asn_int },
	{ CTX(9), MMS_CONCLUDE, 9, 0, &asn_int },
	{ CTX(10), MMS_CANCEL, 10, 0, &asn_int },
	{ CTX(11), MMS_FILE, 11, 0, &asn_int },
	{ CTX(12), MMS_OTHERS, 12, 0, &asn_int });

CHOICE(mms_specific_information,
	{ CTX(0), MMS_OBTAIN_FILE, 0, 0, &asn_int },
	{ CTX(1), MMS_START, 1, 0, &asn_int },
	{ CTX(2), MMS_STOP, 2, 0, &asn_int },
	{ CTX(3), MMS_RESUME, 3, 0, &asn_int },
	{ CTX(4), MMS_RESET, 4, 0, &asn_int },
	{ CTX(5), MMS_DELETE_VARIABLE_ACCESS, 5, 0, &asn_int },
	{ CTX(6), MMS_DELETE_NAMED_VARIABLE_LIST, 6, 0, &asn_int },
	{ CTX(7), MMS_DELETE_NAMED_TYPE, 7, 0, &asn_int },
	{ CTX(8), MMS_DEFINE_EVENT_ENROLLMENT_ERROR, 8, ASN_EXPLICIT, &mms_object_name },
	{ CTX(9), MMS_FILE_RENAME, 9, 0, &asn_int },
	{ CTX(10), MMS_ADDITIONAL_SERVICE, 10, ASN_EXPLICIT, &mms_additional_service_error },
	{ CTX(11), MMS_CHANGE_ACCESS_CONTROL, 11, 0, &asn_int });

CHOICE(mms_additional_service_error,
	{ CTX(0), MMS_DEFINE_ECL, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_ADD_ECLREFERENCE, 1, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_REMOVE_ECLREFERENCE, 2, ASN_EXPLICIT, &mms_remove_ecl_error },
	{ CTX(3), MMS_INITIATE_UC, 3, ASN_EXPLICIT, &mms_unit_error },
	{ CTX(4), ASN_NONE, 4, 0, &mms_unit_state },
	{ CTX(5), ASN_NONE, 5, 0, &mms_unit_state },
	{ CTX(6), MMS_DELETE_UC, 6, ASN_EXPLICIT, &mms_unit_error },
	{ CTX(7), MMS_LOAD_UCFROM_FILE, 7, ASN_EXPLICIT, &mms_load_unit_error });

CHOICE(mms_remove_ecl_error,
	{ CTX(0), MMS_EVENT_CONDITION, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_LIST, 1, ASN_EXPLICIT, &mms_object_name });

CHOICE(mms_unit_error,
	{ CTX(0), MMS_DOMAIN, 0, 0, &asn_text },
	{ CTX(1), MMS_PROGRAM_INVOCATION, 1, 0, &asn_text });

SEQ(mms_unit_state,
	{ CTX(0), MMS_PROGRAM_INVOCATION_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_PROGRAM_INVOCATION_STATE, 1, 0, &asn_int });

CHOICE(mms_load_unit_error,
	{ CTX(0), ASN_NONE, 0, 0, &asn_null },
	{ CTX(1), MMS_DOMAIN, 1, 0, &asn_text },
	{ CTX(2), MMS_PROGRAM_INVOCATION, 2, 0, &asn_text });

SEQ(mms_reject,
	{ CTX(0), MMS_ORIGINAL_INVOKE_ID, 0, 0, &asn_int },
	{ ASN_ANY, MMS_REJECT_REASON, 1, 0, &mms_reject_reason });

CHOICE(mms_reject_reason,
	{ CTX(1), MMS_CONFIRMED_REQUEST_PDU, 1, 0, &asn_int },
	{ CTX(2), MMS_CONFIRMED_RESPONSE_PDU, 2, 0, &asn_int },
	{ CTX(3), MMS_CONFIRMED_ERROR_PDU, 3, 0, &asn_int },
	{ CTX(4), MMS_UNCONFIRMED_PDU, 4, 0, &asn_int },
	{ CTX(5), MMS_PDU_ERROR, 5, 0, &asn_int },
	{ CTX(6), MMS_REJECT_CANCEL_REQUEST_PDU, 6, 0, &asn_int },
	{ CTX(7), MMS_REJECT_CANCEL_RESPONSE_PDU, 7, 0, &asn_int },
	{ CTX(8), MMS_CANCEL_ERROR_PDU, 8, 0, &asn_int },
	{ CTX(9), MMS_CONCLUDE_REQUEST_PDU, 9, 0, &asn_int },
	{ CTX(10), MMS_CONCLUDE_RESPONSE_PDU, 10, 0, &asn_int },
	{ CTX(11), MMS_CONCLUDE_ERROR_PDU, 11, 0, &asn_int });

SEQ(mms_status_response,
	{ CTX(0), MMS_VMD_LOGICAL_STATUS, 0, 0, &asn_int },
	{ CTX(1), MMS_VMD_PHYSICAL_STATUS, 1, 0, &asn_int },
	{ CTX(2), MMS_LOCAL_DETAIL, 2, 0, &asn_bits });

CHOICE(mms_object_scope,
	{ CTX(0), ASN_NONE, 0, 0, &asn_null },
	{ CTX(1), MMS_DOMAIN_SPECIFIC, 1, 0, &asn_text },
	{ CTX(2), ASN_NONE, 2, 0, &asn_null });

CHOICE(mms_extended_object_class,
	{ CTX(0), MMS_OBJECT_CLASS, 0, 0, &asn_int });

SEQ(mms_get_name_list_request,
	{ CTX(0), MMS_EXTENDED_OBJECT_CLASS, 0, ASN_EXPLICIT, &mms_extended_object_class },
	{ CTX(1), MMS_OBJECT_SCOPE, 1, ASN_EXPLICIT, &mms_object_scope },
	{ CTX(2), MMS_GET_NAME_LIST_REQUEST_CONTINUE_AFTER, 2, 0, &asn_text });

SEQ(mms_get_name_list_response,
	{ CTX(0), MMS_LIST_OF_IDENTIFIER, 0, 0, &mms_list_identifier },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_identify_response,
	{ CTX(0), MMS_VENDOR_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_MODEL_NAME, 1, 0, &asn_text },
	{ CTX(2), MMS_REVISION, 2, 0, &asn_text },
	{ CTX(3), MMS_LIST_OF_ABSTRACT_SYNTAXES, 3, 0, &mms_list_list_of_abstract_syntaxes_item });

SEQ(mms_rename_request,
	{ CTX(0), MMS_EXTENDED_OBJECT_CLASS, 0, ASN_EXPLICIT, &mms_extended_object_class },
	{ CTX(1), MMS_CURRENT_NAME, 1, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_NEW_IDENTIFIER, 2, 0, &asn_text });

SEQ(mms_capability_request,
	{ UNI(26), MMS_GET_CAPABILITY_LIST_REQUEST_CONTINUE_AFTER, 0, 0, &asn_text });

SEQ(mms_capability_response,
	{ CTX(0), MMS_LIST_OF_CAPABILITIES, 0, 0, &mms_list_list_of_capabilities_item },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_initiate_download,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_LIST_OF_CAPABILITIES, 1, 0, &mms_list_list_of_capabilities_item },
	{ CTX(2), MMS_SHARABLE, 2, 0, &asn_bool });

SEQ(mms_segment,
	{ ASN_ANY, MMS_LOAD_DATA, 0, 0, &mms_load_data },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

CHOICE(mms_load_data,
	{ CTX(0), MMS_NON_CODED, 0, 0, &asn_bytes },
	{ UNI(8), ASN_NONE, 1, 0, &mms_external });

const struct asn_type mms_external = { ASN_SKIP, 0, NULL };

SEQ(mms_terminate_download,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), ASN_NONE, 1, 0, &mms_service_error });

SEQ(mms_initiate_upload,
	{ CTX(0), MMS_ULSM_ID, 0, 0, &asn_int },
	{ CTX(1), MMS_LIST_OF_CAPABILITIES, 1, 0, &mms_list_list_of_capabilities_item });

SEQ(mms_request_download,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_LIST_OF_CAPABILITIES, 1, 0, &mms_list_list_of_capabilities_item },
	{ CTX(2), MMS_SHARABLE, 2, 0, &asn_bool },
	{ CTX(4), MMS_FILE_NAME, 3, 0, &mms_file_name });

SEQ(mms_request_upload,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_FILE_NAME, 1, 0, &mms_file_name });

SEQ(mms_load_domain,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_LIST_OF_CAPABILITIES, 1, 0, &mms_list_list_of_capabilities_item },
	{ CTX(2), MMS_SHARABLE, 2, 0, &asn_bool },
	{ CTX(4), MMS_FILE_NAME, 3, 0, &mms_file_name },
	{ CTX(5), ASN_NONE, 4, 0, &mms_application_reference });

SEQ(mms_store_domain,
	{ CTX(0), MMS_DOMAIN_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_FILEN_NAME, 1, 0, &mms_file_name },
	{ CTX(2), ASN_NONE, 2, 0, &mms_application_reference });

SEQ(mms_domain_attributes,
	{ CTX(0), MMS_LIST_OF_CAPABILITIES, 0, 0, &mms_list_list_of_capabilities_item },
	{ CTX(1), MMS_GET_DOMAIN_ATTRIBUTES_RESPONSE_STATE, 1, 0, &asn_int },
	{ CTX(2), MMS_MMS_DELETABLE, 2, 0, &asn_bool },
	{ CTX(3), MMS_SHARABLE, 3, 0, &asn_bool },
	{ CTX(4), MMS_LIST_OF_PROGRAM_INVOCATIONS, 4, 0, &mms_list_identifier },
	{ CTX(5), MMS_UPLOAD_IN_PROGRESS, 5, 0, &asn_int });

SEQ(mms_create_program,
	{ CTX(0), MMS_PROGRAM_INVOCATION_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_LIST_OF_DOMAIN_NAME, 1, 0, &mms_list_identifier },
	{ CTX(2), MMS_REUSABLE, 2, 0, &asn_bool },
	{ CTX(3), MMS_MONITOR_TYPE, 3, 0, &asn_bool });

SEQ(mms_start_request,
	{ CTX(0), MMS_PROGRAM_INVOCATION_NAME, 0, 0, &asn_text },
	{ ASN_ANY, MMS_EXECUTION_ARGUMENT, 1, 0, &mms_execution_argument });

CHOICE(mms_execution_argument,
	{ CTX(1), MMS_SIMPLE_STRING, 0, 0, &asn_text },
	{ UNI(8), ASN_NONE, 1, 0, &mms_external });

SEQ(mms_stop_request,
	{ CTX(0), MMS_PROGRAM_INVOCATION_NAME, 0, 0, &asn_text });

SEQ(mms_program_attributes,
	{ CTX(0), MMS_GET_PROGRAM_INVOCATION_ATTRIBUTES_RESPONSE_STATE, 0, 0, &asn_int },
	{ CTX(1), MMS_LIST_OF_DOMAIN_NAMES, 1, 0, &mms_list_identifier },
	{ CTX(2), MMS_MMS_DELETABLE, 2, 0, &asn_bool },
	{ CTX(3), MMS_REUSABLE, 3, 0, &asn_bool },
	{ CTX(4), MMS_MONITOR, 4, 0, &asn_bool },
	{ CTX(5), MMS_START_ARGUMENT, 5, 0, &asn_text },
	{ ASN_ANY, MMS_EXECUTION_ARGUMENT, 6, 0, &mms_execution_argument });
/* clang-format on */
