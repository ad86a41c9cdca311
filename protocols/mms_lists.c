/* Lists in MMS and below it, and the names of bits. */
#include "protocols/mms_grammar.h"

/* clang-format off */
LIST(mms_list_modifier, { ASN_ANY, MMS_MODIFIER, 0, 0, &mms_modifier });
LIST(mms_list_write_response_item, { ASN_ANY, MMS_WRITE_RESPONSE_ITEM, 0, 0, &mms_write_result });
LIST(mms_list_identifier, { UNI(26), MMS_IDENTIFIER, 0, 0, &asn_text });
LIST(mms_list_list_of_abstract_syntaxes_item, { UNI(6), MMS_LIST_OF_ABSTRACT_SYNTAXES_ITEM, 0, 0, &asn_oid });
LIST(mms_list_list_of_capabilities_item, { UNI(26), MMS_LIST_OF_CAPABILITIES_ITEM, 0, 0, &asn_text });
LIST(mms_list_components_item, { UNI(16), ASN_NONE, 0, 0, &mms_component });
LIST(mms_list_access_result, { ASN_ANY, MMS_ACCESS_RESULT, 0, 0, &mms_access_result });
LIST(mms_list_data, { ASN_ANY, MMS_DATA, 0, 0, &mms_data });
LIST(mms_list_object_name, { ASN_ANY, MMS_OBJECT_NAME, 0, 0, &mms_object_name });
LIST(mms_list_list_of_variable_item, { UNI(16), ASN_NONE, 0, 0, &mms_variable });
LIST(mms_list_list_of_named_tokens_item, { ASN_ANY, MMS_LIST_OF_NAMED_TOKENS_ITEM, 0, 0, &mms_named_token_state });
LIST(mms_list_semaphore_entry, { UNI(16), ASN_NONE, 0, 0, &mms_semaphore_entry });
LIST(mms_list_list_of_prompt_data_item, { UNI(26), MMS_LIST_OF_PROMPT_DATA_ITEM, 0, 0, &asn_text });
LIST(mms_list_list_of_output_data_item, { UNI(26), MMS_LIST_OF_OUTPUT_DATA_ITEM, 0, 0, &asn_text });
LIST(mms_list_event_enrollment, { UNI(16), ASN_NONE, 0, 0, &mms_event_enrollment });
LIST(mms_list_alarm_summary, { UNI(16), ASN_NONE, 0, 0, &mms_alarm_summary });
LIST(mms_list_alarm_enrollment_summary, { UNI(16), ASN_NONE, 0, 0, &mms_alarm_enrollment });
LIST(mms_list_list_of_variables_item, { UNI(26), MMS_LIST_OF_VARIABLES_ITEM, 0, 0, &asn_text });
LIST(mms_list_journal_entry, { UNI(16), ASN_NONE, 0, 0, &mms_journal_entry });
LIST(mms_list_entry_content, { UNI(16), ASN_NONE, 0, 0, &mms_entry_content });
LIST(mms_list_list_of_variables_item_element, { UNI(16), ASN_NONE, 0, 0, &mms_journal_variable });
LIST(mms_list_directory_entry, { UNI(16), ASN_NONE, 0, 0, &mms_directory_entry });
LIST(mms_list_context_list_item_element, { UNI(16), ASN_NONE, 0, 0, &mms_pres_context });
LIST(mms_list_transfer_syntax_name_item, { UNI(6), PRES_TRANSFER_SYNTAX_NAME_ITEM, 0, 0, &asn_oid });
LIST(mms_list_pdv_list_element, { UNI(16), ASN_NONE, 0, 0, &mms_pdv_list });
LIST(mms_list_result_list_item_element, { UNI(16), ASN_NONE, 0, 0, &mms_pres_result });
LIST(mms_list_presentation_context_identifier_item_list_item_element, { UNI(16), ASN_NONE, 0, 0, &mms_pres_context_short });
LIST(mms_list_externalt_element, { UNI(8), ASN_NONE, 0, 0, &mms_external_t });

NAMED_BITS(mms_parameter_support,
	BIT(0, MMS_PARAMETER_SUPPORT_OPTIONS_STR1),
	BIT(1, MMS_PARAMETER_SUPPORT_OPTIONS_STR2),
	BIT(2, MMS_PARAMETER_SUPPORT_OPTIONS_VNAM),
	BIT(3, MMS_PARAMETER_SUPPORT_OPTIONS_VALT),
	BIT(4, MMS_PARAMETER_SUPPORT_OPTIONS_VADR),
	BIT(5, MMS_PARAMETER_SUPPORT_OPTIONS_VSCA),
	BIT(6, MMS_PARAMETER_SUPPORT_OPTIONS_TPY),
	BIT(7, MMS_PARAMETER_SUPPORT_OPTIONS_VLIS),
	BIT(8, MMS_PARAMETER_SUPPORT_OPTIONS_REAL),
	BIT(9, MMS_PARAMETER_SUPPORT_OPTIONS_SPARE_BIT9),
	BIT(10, MMS_PARAMETER_SUPPORT_OPTIONS_CEI));
NAMED_BITS(mms_transitions,
	BIT(0, MMS_TRANSITIONS_IDLE_TO_DISABLED),
	BIT(1, MMS_TRANSITIONS_ACTIVE_TO_DISABLED),
	BIT(2, MMS_TRANSITIONS_DISABLED_TO_IDLE),
	BIT(3, MMS_TRANSITIONS_ACTIVE_TO_IDLE),
	BIT(4, MMS_TRANSITIONS_DISABLED_TO_ACTIVE),
	BIT(5, MMS_TRANSITIONS_IDLE_TO_ACTIVE),
	BIT(6, MMS_TRANSITIONS_ANY_TO_DELETED));
NAMED_BITS(mms_pres_version,
	BIT(0, PRES_PROTOCOL_VERSION_VERSION_1));
NAMED_BITS(mms_pres_requirements,
	BIT(0, PRES_PRESENTATION_REQUIREMENTS_CONTEXT_MANAGEMENT),
	BIT(1, PRES_PRESENTATION_REQUIREMENTS_RESTORATION));
NAMED_BITS(mms_pres_session,
	BIT(0, PRES_USER_SESSION_REQUIREMENTS_HALF_DUPLEX),
	BIT(1, PRES_USER_SESSION_REQUIREMENTS_DUPLEX),
	BIT(2, PRES_USER_SESSION_REQUIREMENTS_EXPEDITED_DATA),
	BIT(3, PRES_USER_SESSION_REQUIREMENTS_MINOR_SYNCHRONIZE),
	BIT(4, PRES_USER_SESSION_REQUIREMENTS_MAJOR_SYNCHRONIZE),
	BIT(5, PRES_USER_SESSION_REQUIREMENTS_RESYNCHRONIZE),
	BIT(6, PRES_USER_SESSION_REQUIREMENTS_ACTIVITY_MANAGEMENT),
	BIT(7, PRES_USER_SESSION_REQUIREMENTS_NEGOTIATED_RELEASE),
	BIT(8, PRES_USER_SESSION_REQUIREMENTS_CAPABILITY_DATA),
	BIT(9, PRES_USER_SESSION_REQUIREMENTS_EXCEPTIONS),
	BIT(10, PRES_USER_SESSION_REQUIREMENTS_TYPED_DATA),
	BIT(11, PRES_USER_SESSION_REQUIREMENTS_SYMMETRIC_SYNCHRONIZE),
	BIT(12, PRES_USER_SESSION_REQUIREMENTS_DATA_SEPARATION));
NAMED_BITS(mms_aarq_version,
	BIT(0, ACSE_T_AARQ_PROTOCOL_VERSION_VERSION1));
NAMED_BITS(mms_aare_version,
	BIT(0, ACSE_T_AARE_PROTOCOL_VERSION_VERSION1));
NAMED_BITS(mms_acse_requirements,
	BIT(0, ACSE_ACSE_REQUIREMENTS_AUTHENTICATION),
	BIT(1, ACSE_ACSE_REQUIREMENTS_A_SO_CONTEXT_NEGOTIATION),
	BIT(2, ACSE_ACSE_REQUIREMENTS_HIGHER_LEVEL_ASSOCIATION),
	BIT(3, ACSE_ACSE_REQUIREMENTS_NESTED_ASSOCIATION));
/* clang-format on */
