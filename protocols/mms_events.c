/* Semaphores, events, journals and files in MMS: ISO 9506-2, clauses 15 to 20 and annexes. */
#include "protocols/mms_grammar.h"

/* clang-format off */
SEQ(mms_take_control_request,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_NAMED_TOKEN, 1, 0, &asn_text },
	{ CTX(2), MMS_PRIORITY, 2, 0, &asn_int },
	{ CTX(3), MMS_ACCEPTABLE_DELAY, 3, 0, &asn_int },
	{ CTX(4), MMS_CONTROL_TIME_OUT, 4, 0, &asn_int },
	{ CTX(5), MMS_ABORT_ON_TIME_OUT, 5, 0, &asn_bool },
	{ CTX(6), MMS_RELINQUISH_IF_CONNECTION_LOST, 6, 0, &asn_bool },
	{ CTX(7), ASN_NONE, 7, 0, &mms_application_reference });

CHOICE(mms_take_control_response,
	{ CTX(0), ASN_NONE, 0, 0, &asn_null },
	{ CTX(1), MMS_NAMED_TOKEN, 1, 0, &asn_text });

SEQ(mms_relinquish_control,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_NAMED_TOKEN, 1, 0, &asn_text });

SEQ(mms_define_semaphore,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_NUMBERS_OF_TOKENS, 1, 0, &asn_int });

SEQ(mms_semaphore_status,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_CLASS, 1, 0, &asn_int },
	{ CTX(2), MMS_NUMBER_OF_TOKENS, 2, 0, &asn_int },
	{ CTX(3), MMS_NUMBER_OF_OWNED_TOKENS, 3, 0, &asn_int },
	{ CTX(4), MMS_NUMBER_OF_HUNG_TOKENS, 4, 0, &asn_int });

SEQ(mms_pool_status_request,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_NAME_TO_START_AFTER, 1, 0, &asn_text });

SEQ(mms_pool_status,
	{ CTX(0), MMS_LIST_OF_NAMED_TOKENS, 0, 0, &mms_list_list_of_named_tokens_item },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

CHOICE(mms_named_token_state,
	{ CTX(0), MMS_FREE_NAMED_TOKEN, 0, 0, &asn_text },
	{ CTX(1), MMS_OWNED_NAMED_TOKEN, 1, 0, &asn_text },
	{ CTX(2), MMS_HUNG_NAMED_TOKEN, 2, 0, &asn_text });

SEQ(mms_entry_status_request,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_REPORT_SEMAPHORE_ENTRY_STATUS_REQUEST_STATE, 1, 0, &asn_int },
	{ CTX(2), MMS_ENTRY_ID_TO_START_AFTER, 2, 0, &asn_bytes });

SEQ(mms_entry_status,
	{ CTX(0), MMS_LIST_OF_SEMAPHORE_ENTRY, 0, 0, &mms_list_semaphore_entry },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_attach_to_semaphore,
	{ CTX(0), MMS_SEMAPHORE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_NAMED_TOKEN, 1, 0, &asn_text },
	{ CTX(2), MMS_PRIORITY, 2, 0, &asn_int },
	{ CTX(3), MMS_ACCEPTABLE_DELAY, 3, 0, &asn_int },
	{ CTX(4), MMS_CONTROL_TIME_OUT, 4, 0, &asn_int },
	{ CTX(5), MMS_ABORT_ON_TIME_OUT, 5, 0, &asn_bool },
	{ CTX(6), MMS_RELINQUISH_IF_CONNECTION_LOST, 6, 0, &asn_bool });

SEQ(mms_semaphore_entry,
	{ CTX(0), MMS_ENTRY_ID, 0, 0, &asn_bytes },
	{ CTX(1), MMS_ENTRY_CLASS, 1, 0, &asn_int },
	{ CTX(2), ASN_NONE, 2, ASN_EXPLICIT, &mms_application_reference },
	{ CTX(3), MMS_NAMED_TOKEN, 3, 0, &asn_text },
	{ CTX(4), MMS_PRIORITY, 4, 0, &asn_int },
	{ CTX(5), MMS_REMAINING_TIME_OUT, 5, 0, &asn_int },
	{ CTX(6), MMS_ABORT_ON_TIME_OUT, 6, 0, &asn_bool },
	{ CTX(7), MMS_RELINQUISH_IF_CONNECTION_LOST, 7, 0, &asn_bool });

SEQ(mms_input_request,
	{ CTX(0), MMS_OPERATOR_STATION_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_ECHO, 1, 0, &asn_bool },
	{ CTX(2), MMS_LIST_OF_PROMPT_DATA, 2, 0, &mms_list_list_of_prompt_data_item },
	{ CTX(3), MMS_INPUT_TIME_OUT, 3, 0, &asn_int });

SEQ(mms_output_request,
	{ CTX(0), MMS_OPERATOR_STATION_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_LIST_OF_OUTPUT_DATA, 1, 0, &mms_list_list_of_output_data_item });

SEQ(mms_define_event_condition,
	{ CTX(0), MMS_EVENT_CONDITION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_CLASS, 1, 0, &asn_int },
	{ CTX(2), MMS_PRIO_RITY, 2, 0, &asn_int },
	{ CTX(3), MMS_SEVERITY, 3, 0, &asn_int },
	{ CTX(4), MMS_ALARM_SUMMARY_REPORTS, 4, 0, &asn_bool },
	{ CTX(6), MMS_MONITORED_VARIABLE, 5, ASN_EXPLICIT, &mms_variable_specification },
	{ CTX(7), MMS_EVALUATION_INTERVAL, 6, 0, &asn_int });

CHOICE(mms_delete_event_condition,
	{ CTX(0), MMS_SPECIFIC, 0, 0, &mms_list_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null },
	{ CTX(2), MMS_DOMAIN, 2, 0, &asn_text },
	{ CTX(3), ASN_NONE, 3, 0, &asn_null });

SEQ(mms_event_condition_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_CLASS, 1, 0, &asn_int },
	{ CTX(2), MMS_PRIO_RITY, 2, 0, &asn_int },
	{ CTX(3), MMS_SEVERITY, 3, 0, &asn_int },
	{ CTX(4), MMS_ALARM_SUMMARY_REPORTS, 4, 0, &asn_bool },
	{ CTX(6), MMS_MONITORED_VARIABLE, 5, ASN_EXPLICIT, &mms_monitored_variable },
	{ CTX(7), MMS_EVALUATION_INTERVAL, 6, 0, &asn_int });

CHOICE(mms_monitored_variable,
	{ CTX(0), MMS_VARIABLE_REFERENCE, 0, ASN_EXPLICIT, &mms_variable_specification },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null });

SEQ(mms_event_condition_status,
	{ CTX(0), MMS_CURRENT_STATE, 0, 0, &asn_int },
	{ CTX(1), MMS_NUMBER_OF_EVENT_ENROLLMENTS, 1, 0, &asn_int },
	{ CTX(2), MMS_ENABLED, 2, 0, &asn_bool },
	{ CTX(3), MMS_TIME_OF_LAST_TRANSITION_TO_ACTIVE, 3, ASN_EXPLICIT, &mms_event_time },
	{ CTX(4), MMS_TIME_OF_LAST_TRANSITION_TO_IDLE, 4, ASN_EXPLICIT, &mms_event_time });

SEQ(mms_alter_event_condition,
	{ CTX(0), MMS_EVENT_CONDITION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_ENABLED, 1, 0, &asn_bool },
	{ CTX(2), MMS_PRIORITY, 2, 0, &asn_int },
	{ CTX(3), MMS_ALARM_SUMMARY_REPORTS, 3, 0, &asn_bool },
	{ CTX(4), MMS_EVALUATION_INTERVAL, 4, 0, &asn_int });

SEQ(mms_trigger_event,
	{ CTX(0), MMS_EVENT_CONDITION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_PRIORITY, 1, 0, &asn_int });

SEQ(mms_define_event_action,
	{ CTX(0), MMS_EVENT_ACTION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_LIST_OF_MODIFIER, 1, 0, &mms_list_modifier });

CHOICE(mms_delete_event_action,
	{ CTX(0), MMS_SPECIFIC, 0, 0, &mms_list_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null },
	{ CTX(3), MMS_DOMAIN, 3, 0, &asn_text },
	{ CTX(4), ASN_NONE, 4, 0, &asn_null });

SEQ(mms_event_action_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_LIST_OF_MODIFIER, 1, 0, &mms_list_modifier });

SEQ(mms_define_event_enrollment,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_NAME, 1, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_EVENT_CONDITION_TRANSITION, 2, 0, &mms_transitions },
	{ CTX(3), MMS_ALARM_ACKNOWLEDGEMENT_RULE, 3, 0, &asn_int },
	{ CTX(4), MMS_EVENT_ACTION_NAME, 4, ASN_EXPLICIT, &mms_object_name },
	{ CTX(5), ASN_NONE, 5, ASN_EXPLICIT, &mms_application_reference });

CHOICE(mms_delete_event_enrollment,
	{ CTX(0), MMS_SPECIFIC, 0, 0, &mms_list_object_name },
	{ CTX(1), MMS_EC, 1, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_EA, 2, ASN_EXPLICIT, &mms_object_name });

SEQ(mms_get_enrollment_request,
	{ CTX(0), MMS_SCOPE_OF_REQUEST, 0, 0, &asn_int },
	{ CTX(1), MMS_EVENT_ENROLLMENT_NAMES, 1, 0, &mms_list_object_name },
	{ CTX(2), ASN_NONE, 2, ASN_EXPLICIT, &mms_application_reference },
	{ CTX(3), MMS_EVENT_CONDITION_NAME, 3, ASN_EXPLICIT, &mms_object_name },
	{ CTX(4), MMS_EVENT_ACTION_NAME, 4, ASN_EXPLICIT, &mms_object_name },
	{ CTX(5), MMS_GET_EVENT_ENROLLMENT_ATTRIBUTES_REQUEST_CONTINUE_AFTER, 5, ASN_EXPLICIT, &mms_object_name });

SEQ(mms_event_enrollment,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_NAME, 1, ASN_EXPLICIT, &mms_condition_or_none },
	{ CTX(2), MMS_EVENT_ACTION_NAME, 2, ASN_EXPLICIT, &mms_action_or_none },
	{ CTX(3), ASN_NONE, 3, ASN_EXPLICIT, &mms_application_reference },
	{ CTX(4), MMS_MMS_DELETABLE, 4, 0, &asn_bool },
	{ CTX(5), MMS_ENROLLMENT_CLASS, 5, 0, &asn_int },
	{ CTX(6), MMS_DURATION, 6, 0, &asn_int },
	{ CTX(7), MMS_INVOKE_ID, 7, 0, &asn_int },
	{ CTX(8), MMS_REMAINING_ACCEPTABLE_DELAY, 8, 0, &asn_int });

CHOICE(mms_condition_or_none,
	{ CTX(0), MMS_EVENT_CONDITION, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null });

CHOICE(mms_action_or_none,
	{ CTX(0), MMS_EVENT_ACTION, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null });

SEQ(mms_get_enrollment_response,
	{ CTX(0), MMS_LIST_OF_EVENT_ENROLLMENT, 0, 0, &mms_list_event_enrollment },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_enrollment_status,
	{ CTX(0), MMS_EVENT_CONDITION_TRANSITIONS, 0, 0, &mms_transitions },
	{ CTX(1), MMS_NOTIFICATION_LOST, 1, 0, &asn_bool },
	{ CTX(2), MMS_DURATION, 2, 0, &asn_int },
	{ CTX(3), MMS_ALARM_ACKNOWLEDGMENT_RULE, 3, 0, &asn_int },
	{ CTX(4), MMS_CURRENT_STATE, 4, 0, &asn_int });

SEQ(mms_alter_enrollment_request,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_TRANSITIONS, 1, 0, &mms_transitions },
	{ CTX(2), MMS_ALARM_ACKNOWLEDGMENT_RULE, 2, 0, &asn_int });

SEQ(mms_alter_enrollment_response,
	{ CTX(0), MMS_CURRENT_STATE, 0, ASN_EXPLICIT, &mms_enrollment_state },
	{ CTX(1), MMS_TRANSITION_TIME, 1, ASN_EXPLICIT, &mms_event_time });

CHOICE(mms_enrollment_state,
	{ CTX(0), MMS_ALTER_EVENT_ENROLLMENT_RESPONSE_CURRENT_STATE_STATE, 0, 0, &asn_int },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null });

SEQ(mms_acknowledge_event,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_ACKNOWLEDGED_STATE, 1, 0, &asn_int },
	{ CTX(3), MMS_TIME_OF_ACKNOWLEDGED_TRANSITION, 2, ASN_EXPLICIT, &mms_event_time });

SEQ(mms_severity_filter,
	{ CTX(0), MMS_MOST_SEVERE, 0, 0, &asn_int },
	{ CTX(1), MMS_LEAST_SEVERE, 1, 0, &asn_int });

SEQ(mms_alarm_summary_request,
	{ CTX(0), MMS_ENROLLMENTS_ONLY, 0, 0, &asn_bool },
	{ CTX(1), MMS_ACTIVE_ALARMS_ONLY, 1, 0, &asn_bool },
	{ CTX(2), MMS_ACKNOWLEDGMENT_FILTER, 2, 0, &asn_int },
	{ CTX(3), ASN_NONE, 3, 0, &mms_severity_filter },
	{ CTX(5), MMS_CONTINUE_AFTER, 4, ASN_EXPLICIT, &mms_object_name });

SEQ(mms_alarm_summary_response,
	{ CTX(0), MMS_LIST_OF_ALARM_SUMMARY, 0, 0, &mms_list_alarm_summary },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_alarm_summary,
	{ CTX(0), MMS_EVENT_CONDITION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_SEVERITY, 1, 0, &asn_int },
	{ CTX(2), MMS_CURRENT_STATE, 2, 0, &asn_int },
	{ CTX(3), MMS_UNACKNOWLEDGED_STATE, 3, 0, &asn_int },
	{ CTX(5), MMS_TIME_OF_LAST_TRANSITION_TO_ACTIVE, 4, ASN_EXPLICIT, &mms_event_time },
	{ CTX(6), MMS_TIME_OF_LAST_TRANSITION_TO_IDLE, 5, ASN_EXPLICIT, &mms_event_time });

SEQ(mms_alarm_enrollment_request,
	{ CTX(0), MMS_ENROLLMENTS_ONLY, 0, 0, &asn_bool },
	{ CTX(1), MMS_ACTIVE_ALARMS_ONLY, 1, 0, &asn_bool },
	{ CTX(2), MMS_ACKNOWLEDGMENT_FILTER, 2, 0, &asn_int },
	{ CTX(3), ASN_NONE, 3, 0, &mms_severity_filter },
	{ CTX(5), MMS_GET_ALARM_ENROLLMENT_SUMMARY_REQUEST_CONTINUE_AFTER, 4, ASN_EXPLICIT, &mms_object_name });

SEQ(mms_alarm_enrollment_response,
	{ CTX(0), MMS_LIST_OF_ALARM_ENROLLMENT_SUMMARY, 0, 0, &mms_list_alarm_enrollment_summary },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_alarm_enrollment,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), ASN_NONE, 1, ASN_EXPLICIT, &mms_application_reference },
	{ CTX(3), MMS_SEVERITY, 2, 0, &asn_int },
	{ CTX(4), MMS_CURRENT_STATE, 3, 0, &asn_int },
	{ CTX(6), MMS_NOTIFICATION_LOST, 4, 0, &asn_bool },
	{ CTX(7), MMS_ALARM_ACKNOWLEDGMENT_RULE, 5, 0, &asn_int },
	{ CTX(8), MMS_ENROLLEMENT_STATE, 6, 0, &asn_int },
	{ CTX(9), MMS_TIME_OF_LAST_TRANSITION_TO_ACTIVE, 7, ASN_EXPLICIT, &mms_event_time },
	{ CTX(10), MMS_TIME_ACTIVE_ACKNOWLEDGED, 8, ASN_EXPLICIT, &mms_event_time },
	{ CTX(11), MMS_TIME_OF_LAST_TRANSITION_TO_IDLE, 9, ASN_EXPLICIT, &mms_event_time },
	{ CTX(12), MMS_TIME_IDLE_ACKNOWLEDGED, 10, ASN_EXPLICIT, &mms_event_time });

SEQ(mms_event_notification,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_NAME, 1, ASN_EXPLICIT, &mms_condition_or_none },
	{ CTX(2), MMS_SEVERITY, 2, 0, &asn_int },
	{ CTX(3), MMS_CURRENT_STATE, 3, 0, &asn_int },
	{ CTX(4), MMS_TRANSITION_TIME, 4, ASN_EXPLICIT, &mms_event_time },
	{ CTX(6), MMS_NOTIFICATION_LOST, 5, 0, &asn_bool },
	{ CTX(7), MMS_ALARM_ACKNOWLEDGMENT_RULE, 6, 0, &asn_int },
	{ CTX(8), ASN_NONE, 7, 0, &mms_action_result });

SEQ(mms_action_result,
	{ ASN_ANY, MMS_EVENT_ACTIO_NAME, 0, 0, &mms_object_name },
	{ ASN_ANY, MMS_EVENT_ACTION_RESULT, 1, 0, &mms_event_action_result });

CHOICE(mms_event_action_result,
	{ CTX(0), MMS_SUCCESS, 0, ASN_EXPLICIT, &mms_service_response },
	{ CTX(1), ASN_NONE, 1, 0, &mms_service_error });

SEQ(mms_attach_to_event_condition,
	{ CTX(0), MMS_EVENT_ENROLLMENT_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_EVENT_CONDITION_NAME, 1, ASN_EXPLICIT, &mms_object_name },
	{ CTX(2), MMS_CAUSING_TRANSITIONS, 2, 0, &mms_transitions },
	{ CTX(3), MMS_ACCEPTABLE_DELAY, 3, 0, &asn_int });

CHOICE(mms_event_time,
	{ CTX(0), MMS_TIME_OF_DAY_T, 0, 0, &asn_time_of_day },
	{ CTX(1), MMS_TIME_SEQUENCE_IDENTIFIER, 1, 0, &asn_int });

SEQ(mms_read_journal_request,
	{ CTX(0), MMS_JOURNAL_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_RANGE_START_SPECIFICATION, 1, ASN_EXPLICIT, &mms_range_start },
	{ CTX(2), MMS_RANGE_STOP_SPECIFICATION, 2, ASN_EXPLICIT, &mms_range_stop },
	{ CTX(4), MMS_LIST_OF_VARIABLES, 3, 0, &mms_list_list_of_variables_item },
	{ CTX(5), ASN_NONE, 4, 0, &mms_entry_to_start_after });

CHOICE(mms_range_start,
	{ CTX(0), MMS_STARTING_TIME, 0, 0, &asn_time_of_day },
	{ CTX(1), MMS_STARTING_ENTRY, 1, 0, &asn_bytes });

CHOICE(mms_range_stop,
	{ CTX(0), MMS_ENDING_TIME, 0, 0, &asn_time_of_day },
	{ CTX(1), MMS_NUMBER_OF_ENTRIES, 1, 0, &asn_int });

SEQ(mms_entry_to_start_after,
	{ CTX(0), MMS_TIME_SPECIFICATION, 0, 0, &asn_time_of_day },
	{ CTX(1), MMS_ENTRY_SPECIFICATION, 1, 0, &asn_bytes });

SEQ(mms_read_journal_response,
	{ CTX(0), MMS_LIST_OF_JOURNAL_ENTRY, 0, 0, &mms_list_journal_entry },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_journal_entry,
	{ CTX(0), MMS_ENTRY_IDENTIFIER, 0, 0, &asn_bytes },
	{ CTX(1), ASN_NONE, 1, ASN_EXPLICIT, &mms_application_reference },
	{ CTX(2), ASN_NONE, 2, 0, &mms_entry_content });

SEQ(mms_write_journal,
	{ CTX(0), MMS_JOURNAL_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_LIST_OF_JOURNAL_ENTRY, 1, 0, &mms_list_entry_content });

SEQ(mms_initialize_journal,
	{ CTX(0), MMS_JOURNAL_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &mms_limit_specification });

SEQ(mms_limit_specification,
	{ CTX(0), MMS_LIMITING_TIME, 0, 0, &asn_time_of_day },
	{ CTX(1), MMS_LIMITING_ENTRY, 1, 0, &asn_bytes });

SEQ(mms_journal_status,
	{ CTX(0), MMS_CURRENT_ENTRIES, 0, 0, &asn_int },
	{ CTX(1), MMS_MMS_DELETABLE, 1, 0, &asn_bool });

SEQ(mms_journal_only,
	{ CTX(0), MMS_JOURNAL_NAME, 0, ASN_EXPLICIT, &mms_object_name });

SEQ(mms_entry_content,
	{ CTX(0), MMS_OCCURENCE_TIME, 0, 0, &asn_time_of_day },
	{ CTX(1), ASN_NONE, 1, ASN_EXPLICIT, &asn_null },
	{ ASN_ANY, MMS_ENTRY_FORM, 2, 0, &mms_entry_form });

CHOICE(mms_entry_form,
	{ CTX(2), ASN_NONE, 2, 0, &mms_journal_data },
	{ CTX(3), MMS_ANNOTATION, 3, 0, &asn_text });

SEQ(mms_journal_data,
	{ CTX(0), ASN_NONE, 0, 0, &mms_journal_event },
	{ CTX(1), MMS_LIST_OF_VARIABLES, 1, 0, &mms_list_list_of_variables_item_element });

SEQ(mms_journal_event,
	{ CTX(0), MMS_EVENT_CONDITION_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_CURRENT_STATE, 1, 0, &asn_int });

SEQ(mms_journal_variable,
	{ CTX(0), MMS_VARIABLE_TAG, 0, 0, &asn_text },
	{ CTX(1), MMS_VALUE_SPECIFICATION, 1, ASN_EXPLICIT, &mms_data });

SEQ(mms_obtain_file,
	{ CTX(0), ASN_NONE, 0, 0, &mms_application_reference },
	{ CTX(1), MMS_SOURCE_FILE, 1, 0, &mms_file_name },
	{ CTX(2), MMS_DESTINATION_FILE, 2, 0, &mms_file_name });

SEQ(mms_file_open_request,
	{ CTX(0), MMS_FILE_NAME, 0, 0, &mms_file_name },
	{ CTX(1), MMS_INITIAL_POSITION, 1, 0, &asn_int });

SEQ(mms_file_open_response,
	{ CTX(0), MMS_FRSM_ID, 0, 0, &asn_int },
	{ CTX(1), ASN_NONE, 1, 0, &mms_file_attributes });

SEQ(mms_file_read_response,
	{ CTX(0), MMS_FILE_DATA, 0, 0, &asn_bytes },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_file_rename,
	{ CTX(0), MMS_CURRENT_FILE_NAME, 0, 0, &mms_file_name },
	{ CTX(1), MMS_NEW_FILE_NAME, 1, 0, &mms_file_name });

SEQ(mms_file_directory_request,
	{ CTX(0), MMS_FILE_SPECIFICATION, 0, 0, &mms_file_name },
	{ CTX(1), MMS_FILE_DIRECTORY_REQUEST_CONTINUE_AFTER, 1, 0, &mms_file_name });

SEQ(mms_file_directory_response,
	{ CTX(0), MMS_LIST_OF_DIRECTORY_ENTRY, 0, ASN_EXPLICIT, &mms_list_directory_entry },
	{ CTX(1), MMS_MORE_FOLLOWS, 1, 0, &asn_bool });

SEQ(mms_directory_entry,
	{ CTX(0), MMS_FILENAME, 0, 0, &mms_file_name },
	{ CTX(1), ASN_NONE, 1, 0, &mms_file_attributes });

SEQ(mms_file_attributes,
	{ CTX(0), MMS_SIZE_OF_FILE, 0, 0, &asn_int },
	{ CTX(1), MMS_LAST_MODIFIED, 1, 0, &asn_generalized });
/* clang-format on */
