/*
 * The grammar of MMS and of what carries it, as tables for asn.h: which elements a PDU has, their
 * tags and the fields that they are. Facts of ISO 9506-2, ISO 8823 and ISO 8650.
 */
#ifndef KAGAMI_MMS_GRAMMAR_H
#define KAGAMI_MMS_GRAMMAR_H

#include "protocols/asn.h"
#include "protocols/mms_fields.h"

#define UNI(n) ASN_TAG(BER_UNIVERSAL, n)
#define APP(n) ASN_TAG(BER_APPLICATION, n)
#define CTX(n) ASN_TAG(BER_CONTEXT, n)

#define ASN_PARTS_(kind, name, ...)                                                                \
	static const struct asn_part name##_parts[] = { __VA_ARGS__ };                             \
	const struct asn_type name = { kind, sizeof(name##_parts) / sizeof(name##_parts[0]),       \
				       name##_parts }
#define SEQ(name, ...)	      ASN_PARTS_(ASN_SEQUENCE, name, __VA_ARGS__)
#define CHOICE(name, ...)     ASN_PARTS_(ASN_CHOICE, name, __VA_ARGS__)
#define LIST(name, ...)	      ASN_PARTS_(ASN_LIST, name, __VA_ARGS__)
#define NAMED_BITS(name, ...) ASN_PARTS_(ASN_BITS, name, __VA_ARGS__)
#define BIT(place, field)                                                                          \
	{                                                                                          \
		0, field, place, 0, NULL                                                           \
	}

extern const struct asn_type mms_mmspdu, mms_confirmed_request, mms_unconfirmed,
	mms_confirmed_response, mms_confirmed_error, mms_cs_detail, mms_unconfirmed_service,
	mms_modifier, mms_service_request, mms_service_response, mms_file_name, mms_object_name,
	mms_domain_specific, mms_application_reference, mms_ap_title, mms_ae_qualifier,
	mms_initiate_request, mms_init_request_detail, mms_initiate_response,
	mms_init_response_detail, mms_cancel_error, mms_service_error, mms_error_class,
	mms_specific_information, mms_additional_service_error, mms_remove_ecl_error,
	mms_unit_error, mms_unit_state, mms_load_unit_error, mms_reject, mms_reject_reason,
	mms_status_response, mms_object_scope, mms_extended_object_class, mms_get_name_list_request,
	mms_get_name_list_response, mms_identify_response, mms_rename_request,
	mms_capability_request, mms_capability_response, mms_initiate_download, mms_segment,
	mms_load_data, mms_external, mms_terminate_download, mms_initiate_upload,
	mms_request_download, mms_request_upload, mms_load_domain, mms_store_domain,
	mms_domain_attributes, mms_create_program, mms_start_request, mms_execution_argument,
	mms_stop_request, mms_program_attributes, mms_type_specification, mms_type_float,
	mms_type_array, mms_type_structure, mms_component, mms_alternate_access, mms_alternate_item,
	mms_named_selection, mms_selection, mms_select_alternate, mms_access_selection,
	mms_index_range, mms_select_access, mms_index_range2, mms_read_request, mms_read_response,
	mms_write_request, mms_write_result, mms_information_report, mms_name_or_address,
	mms_variable_attributes, mms_define_named_variable, mms_define_scattered_access,
	mms_scattered_attributes, mms_delete_variable_access, mms_deleted,
	mms_define_named_variable_list, mms_variable, mms_list_attributes,
	mms_delete_named_variable_list, mms_define_named_type, mms_type_attributes,
	mms_delete_named_type, mms_access_result, mms_data, mms_access_specification,
	mms_scattered_access, mms_scattered_item, mms_variable_specification,
	mms_variable_description, mms_address, mms_take_control_request, mms_take_control_response,
	mms_relinquish_control, mms_define_semaphore, mms_semaphore_status, mms_pool_status_request,
	mms_pool_status, mms_named_token_state, mms_entry_status_request, mms_entry_status,
	mms_attach_to_semaphore, mms_semaphore_entry, mms_input_request, mms_output_request,
	mms_define_event_condition, mms_delete_event_condition, mms_event_condition_attributes,
	mms_monitored_variable, mms_event_condition_status, mms_alter_event_condition,
	mms_trigger_event, mms_define_event_action, mms_delete_event_action,
	mms_event_action_attributes, mms_define_event_enrollment, mms_delete_event_enrollment,
	mms_get_enrollment_request, mms_event_enrollment, mms_condition_or_none, mms_action_or_none,
	mms_get_enrollment_response, mms_enrollment_status, mms_alter_enrollment_request,
	mms_alter_enrollment_response, mms_enrollment_state, mms_acknowledge_event,
	mms_severity_filter, mms_alarm_summary_request, mms_alarm_summary_response,
	mms_alarm_summary, mms_alarm_enrollment_request, mms_alarm_enrollment_response,
	mms_alarm_enrollment, mms_event_notification, mms_action_result, mms_event_action_result,
	mms_attach_to_event_condition, mms_event_time, mms_read_journal_request, mms_range_start,
	mms_range_stop, mms_entry_to_start_after, mms_read_journal_response, mms_journal_entry,
	mms_write_journal, mms_initialize_journal, mms_limit_specification, mms_journal_status,
	mms_journal_only, mms_entry_content, mms_entry_form, mms_journal_data, mms_journal_event,
	mms_journal_variable, mms_obtain_file, mms_file_open_request, mms_file_open_response,
	mms_file_read_response, mms_file_rename, mms_file_directory_request,
	mms_file_directory_response, mms_directory_entry, mms_file_attributes, mms_cp_type,
	mms_pres_mode, mms_cp_normal, mms_pres_context, mms_pres_user_data, mms_pdv_list,
	mms_pdv_values, mms_cpa_type, mms_cpa_normal, mms_pres_result, mms_cpr_normal,
	mms_abort_user, mms_pres_context_short, mms_abort_provider, mms_pres_abort, mms_aru_ppdu,
	mms_x400_abort, mms_acse, mms_aarq, mms_aare, mms_diagnostic, mms_release, mms_abrt,
	mms_acse_ap_title, mms_acse_ae_qualifier, mms_authentication, mms_external_t,
	mms_external_encoding, mms_list_modifier, mms_list_write_response_item, mms_list_identifier,
	mms_list_list_of_abstract_syntaxes_item, mms_list_list_of_capabilities_item,
	mms_list_components_item, mms_list_access_result, mms_list_data, mms_list_object_name,
	mms_list_list_of_variable_item, mms_list_list_of_named_tokens_item,
	mms_list_semaphore_entry, mms_list_list_of_prompt_data_item,
	mms_list_list_of_output_data_item, mms_list_event_enrollment, mms_list_alarm_summary,
	mms_list_alarm_enrollment_summary, mms_list_list_of_variables_item, mms_list_journal_entry,
	mms_list_entry_content, mms_list_list_of_variables_item_element, mms_list_directory_entry,
	mms_list_context_list_item_element, mms_list_transfer_syntax_name_item,
	mms_list_pdv_list_element, mms_list_result_list_item_element,
	mms_list_presentation_context_identifier_item_list_item_element, mms_list_externalt_element,
	mms_parameter_support, mms_transitions, mms_pres_version, mms_pres_requirements,
	mms_pres_session, mms_aarq_version, mms_aare_version, mms_acse_requirements;

#endif
