/*
 * Rows of the fields of the presentation layer and of ACSE, and of the named bits of MMS, by
 * Wireshark's names: belongs to mms_fields.c.
 */
#ifndef KAGAMI_OSI_ROWS_H
#define KAGAMI_OSI_ROWS_H

/* clang-format off */
#define OSI_ROWS(F) \
	F(PRES_MODE_VALUE, "pres.mode_value", FIELD_INT, DERIVED, BASE_DEC, pres_mode_value_names, "mode value") \
	F(PRES_PROTOCOL_VERSION, "pres.protocol_version", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "protocol version") \
	F(PRES_CALLING_PRESENTATION_SELECTOR, "pres.calling_presentation_selector", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "calling presentation selector") \
	F(PRES_CALLED_PRESENTATION_SELECTOR, "pres.called_presentation_selector", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "called presentation selector") \
	F(PRES_PRESENTATION_CONTEXT_DEFINITION_LIST, "pres.presentation_context_definition_list", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of presentation context definition list") \
	F(PRES_PRESENTATION_REQUIREMENTS, "pres.presentation_requirements", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "presentation requirements") \
	F(PRES_USER_SESSION_REQUIREMENTS, "pres.user_session_requirements", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "user session requirements") \
	F(PRES_PROTOCOL_OPTIONS, "pres.protocol_options", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "protocol options") \
	F(PRES_INITIATORS_NOMINATED_CONTEXT, "pres.initiators_nominated_context", FIELD_INT, DERIVED, BASE_DEC, NULL, "initiators nominated context") \
	F(PRES_USER_DATA, "pres.user_data", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of user data") \
	F(PRES_PRESENTATION_CONTEXT_IDENTIFIER, "pres.presentation_context_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "presentation context identifier") \
	F(PRES_ABSTRACT_SYNTAX_NAME, "pres.abstract_syntax_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "abstract syntax name") \
	F(PRES_TRANSFER_SYNTAX_NAME_LIST, "pres.transfer_syntax_name_list", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of transfer syntax name list") \
	F(PRES_SIMPLY_ENCODED_DATA, "pres.simply_encoded_data", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "simply encoded data") \
	F(PRES_FULLY_ENCODED_DATA, "pres.fully_encoded_data", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of fully encoded data") \
	F(PRES_TRANSFER_SYNTAX_NAME, "pres.transfer_syntax_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "transfer syntax name") \
	F(PRES_PRESENTATION_DATA_VALUES, "pres.presentation_data_values", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of presentation data values") \
	F(PRES_OCTET_ALIGNED, "pres.octet_aligned", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "octet aligned") \
	F(PRES_ARBITRARY, "pres.arbitrary", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "arbitrary") \
	F(PRES_RESPONDING_PRESENTATION_SELECTOR, "pres.responding_presentation_selector", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "responding presentation selector") \
	F(PRES_PRESENTATION_CONTEXT_DEFINITION_RESULT_LIST, "pres.presentation_context_definition_result_list", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of presentation context definition result list") \
	F(PRES_RESPONDERS_NOMINATED_CONTEXT, "pres.responders_nominated_context", FIELD_INT, DERIVED, BASE_DEC, NULL, "responders nominated context") \
	F(PRES_RESULT, "pres.result", FIELD_INT, DERIVED, BASE_DEC, pres_result_names, "result") \
	F(PRES_PROVIDER_REASON, "pres.provider_reason", FIELD_INT, DERIVED, BASE_DEC, NULL, "provider reason") \
	F(PRES_DEFAULT_CONTEXT_RESULT, "pres.default_context_result", FIELD_INT, DERIVED, BASE_DEC, NULL, "default context result") \
	F(PRES_PRESENTATION_CONTEXT_IDENTIFIER_LIST, "pres.presentation_context_identifier_list", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of presentation context identifier list") \
	F(PRES_EVENT_IDENTIFIER, "pres.event_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "event identifier") \
	F(PRES_ARU_PPDU, "pres.aru_ppdu", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of aru ppdu") \
	F(ACSE_PROTOCOL_VERSION, "acse.protocol_version", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "protocol version") \
	F(ACSE_A_SO_CONTEXT_NAME, "acse.aSO_context_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "a so context name") \
	F(ACSE_CALLED_AP_TITLE, "acse.called_AP_title", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of called ap title") \
	F(ACSE_CALLED_AE_QUALIFIER, "acse.called_AE_qualifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of called ae qualifier") \
	F(ACSE_CALLED_AP_INVOCATION_IDENTIFIER, "acse.called_AP_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "called ap invocation identifier") \
	F(ACSE_CALLED_AE_INVOCATION_IDENTIFIER, "acse.called_AE_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "called ae invocation identifier") \
	F(ACSE_CALLING_AP_TITLE, "acse.calling_AP_title", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of calling ap title") \
	F(ACSE_CALLING_AE_QUALIFIER, "acse.calling_AE_qualifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of calling ae qualifier") \
	F(ACSE_CALLING_AP_INVOCATION_IDENTIFIER, "acse.calling_AP_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "calling ap invocation identifier") \
	F(ACSE_CALLING_AE_INVOCATION_IDENTIFIER, "acse.calling_AE_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "calling ae invocation identifier") \
	F(ACSE_SENDER_ACSE_REQUIREMENTS, "acse.sender_acse_requirements", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "sender acse requirements") \
	F(ACSE_MECHANISM_NAME, "acse.mechanism_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "mechanism name") \
	F(ACSE_CALLING_AUTHENTICATION_VALUE, "acse.calling_authentication_value", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of calling authentication value") \
	F(ACSE_IMPLEMENTATION_INFORMATION, "acse.implementation_information", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "implementation information") \
	F(ACSE_USER_INFORMATION, "acse.user_information", FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of user information") \
	F(ACSE_RESULT, "acse.result", FIELD_INT, DERIVED, BASE_DEC, acse_result_names, "result") \
	F(ACSE_RESULT_SOURCE_DIAGNOSTIC, "acse.result_source_diagnostic", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of result source diagnostic") \
	F(ACSE_RESPONDING_AP_TITLE, "acse.responding_AP_title", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of responding ap title") \
	F(ACSE_RESPONDING_AE_QUALIFIER, "acse.responding_AE_qualifier", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of responding ae qualifier") \
	F(ACSE_RESPONDING_AP_INVOCATION_IDENTIFIER, "acse.responding_AP_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "responding ap invocation identifier") \
	F(ACSE_RESPONDING_AE_INVOCATION_IDENTIFIER, "acse.responding_AE_invocation_identifier", FIELD_INT, DERIVED, BASE_DEC, NULL, "responding ae invocation identifier") \
	F(ACSE_RESPONDER_ACSE_REQUIREMENTS, "acse.responder_acse_requirements", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "responder acse requirements") \
	F(ACSE_RESPONDING_AUTHENTICATION_VALUE, "acse.responding_authentication_value", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of responding authentication value") \
	F(ACSE_SERVICE_USER, "acse.service_user", FIELD_INT, DERIVED, BASE_DEC, NULL, "service user") \
	F(ACSE_SERVICE_PROVIDER, "acse.service_provider", FIELD_INT, DERIVED, BASE_DEC, NULL, "service provider") \
	F(ACSE_REASON, "acse.reason", FIELD_INT, DERIVED, BASE_DEC, acse_reason_names, "reason") \
	F(ACSE_ABORT_SOURCE, "acse.abort_source", FIELD_INT, DERIVED, BASE_DEC, acse_abort_source_names, "abort source") \
	F(ACSE_ABORT_DIAGNOSTIC, "acse.abort_diagnostic", FIELD_INT, DERIVED, BASE_DEC, NULL, "abort diagnostic") \
	F(ACSE_AP_TITLE_FORM2, "acse.ap_title_form2", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "ap title form2") \
	F(ACSE_AP_TITLE_FORM3, "acse.ap_title_form3", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "ap title form3") \
	F(ACSE_ASO_QUALIFIER_FORM2, "acse.aso_qualifier_form2", FIELD_INT, DERIVED, BASE_DEC, NULL, "aso qualifier form2") \
	F(ACSE_ASO_QUALIFIER_FORM3, "acse.aso_qualifier_form3", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "aso qualifier form3") \
	F(ACSE_CHARSTRING, "acse.charstring", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "charstring") \
	F(ACSE_BITSTRING, "acse.bitstring", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "bitstring") \
	F(ACSE_DIRECT_REFERENCE, "acse.direct_reference", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "direct reference") \
	F(ACSE_INDIRECT_REFERENCE, "acse.indirect_reference", FIELD_INT, DERIVED, BASE_DEC, NULL, "indirect reference") \
	F(ACSE_ENCODING, "acse.encoding", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of encoding") \
	F(ACSE_OCTET_ALIGNED, "acse.octet_aligned", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "octet aligned") \
	F(ACSE_ARBITRARY, "acse.arbitrary", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "arbitrary") \
	F(PRES_TRANSFER_SYNTAX_NAME_ITEM, "pres.Transfer_syntax_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "transfer syntax name") \
	F(PRES_ABORTTYPE, "pres.aborttype", FIELD_UINT, DERIVED, BASE_DEC, NULL, "kind of aborttype") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_STR1, "mms.ParameterSupportOptions.str1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: str1") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_STR2, "mms.ParameterSupportOptions.str2", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: str2") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_VNAM, "mms.ParameterSupportOptions.vnam", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: vnam") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_VALT, "mms.ParameterSupportOptions.valt", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: valt") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_VADR, "mms.ParameterSupportOptions.vadr", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: vadr") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_VSCA, "mms.ParameterSupportOptions.vsca", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: vsca") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_TPY, "mms.ParameterSupportOptions.tpy", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: tpy") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_VLIS, "mms.ParameterSupportOptions.vlis", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: vlis") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_REAL, "mms.ParameterSupportOptions.real", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: real") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_SPARE_BIT9, "mms.ParameterSupportOptions.spare.bit9", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: bit9") \
	F(MMS_PARAMETER_SUPPORT_OPTIONS_CEI, "mms.ParameterSupportOptions.cei", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: cei") \
	F(MMS_TRANSITIONS_IDLE_TO_DISABLED, "mms.Transitions.idle.to.disabled", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: disabled") \
	F(MMS_TRANSITIONS_ACTIVE_TO_DISABLED, "mms.Transitions.active.to.disabled", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: disabled") \
	F(MMS_TRANSITIONS_DISABLED_TO_IDLE, "mms.Transitions.disabled.to.idle", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: idle") \
	F(MMS_TRANSITIONS_ACTIVE_TO_IDLE, "mms.Transitions.active.to.idle", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: idle") \
	F(MMS_TRANSITIONS_DISABLED_TO_ACTIVE, "mms.Transitions.disabled.to.active", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: active") \
	F(MMS_TRANSITIONS_IDLE_TO_ACTIVE, "mms.Transitions.idle.to.active", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: active") \
	F(MMS_TRANSITIONS_ANY_TO_DELETED, "mms.Transitions.any.to.deleted", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: deleted") \
	F(PRES_PROTOCOL_VERSION_VERSION_1, "pres.Protocol.version.version.1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: 1") \
	F(PRES_PRESENTATION_REQUIREMENTS_CONTEXT_MANAGEMENT, "pres.Presentation.requirements.context.management", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: management") \
	F(PRES_PRESENTATION_REQUIREMENTS_RESTORATION, "pres.Presentation.requirements.restoration", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: restoration") \
	F(PRES_USER_SESSION_REQUIREMENTS_HALF_DUPLEX, "pres.User.session.requirements.half.duplex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: duplex") \
	F(PRES_USER_SESSION_REQUIREMENTS_DUPLEX, "pres.User.session.requirements.duplex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: duplex") \
	F(PRES_USER_SESSION_REQUIREMENTS_EXPEDITED_DATA, "pres.User.session.requirements.expedited.data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: data") \
	F(PRES_USER_SESSION_REQUIREMENTS_MINOR_SYNCHRONIZE, "pres.User.session.requirements.minor.synchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: synchronize") \
	F(PRES_USER_SESSION_REQUIREMENTS_MAJOR_SYNCHRONIZE, "pres.User.session.requirements.major.synchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: synchronize") \
	F(PRES_USER_SESSION_REQUIREMENTS_RESYNCHRONIZE, "pres.User.session.requirements.resynchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: resynchronize") \
	F(PRES_USER_SESSION_REQUIREMENTS_ACTIVITY_MANAGEMENT, "pres.User.session.requirements.activity.management", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: management") \
	F(PRES_USER_SESSION_REQUIREMENTS_NEGOTIATED_RELEASE, "pres.User.session.requirements.negotiated.release", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: release") \
	F(PRES_USER_SESSION_REQUIREMENTS_CAPABILITY_DATA, "pres.User.session.requirements.capability.data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: data") \
	F(PRES_USER_SESSION_REQUIREMENTS_EXCEPTIONS, "pres.User.session.requirements.exceptions", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: exceptions") \
	F(PRES_USER_SESSION_REQUIREMENTS_TYPED_DATA, "pres.User.session.requirements.typed.data", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: data") \
	F(PRES_USER_SESSION_REQUIREMENTS_SYMMETRIC_SYNCHRONIZE, "pres.User.session.requirements.symmetric.synchronize", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: synchronize") \
	F(PRES_USER_SESSION_REQUIREMENTS_DATA_SEPARATION, "pres.User.session.requirements.data.separation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: separation") \
	F(ACSE_T_AARQ_PROTOCOL_VERSION_VERSION1, "acse.T.AARQ.protocol.version.version1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: version1") \
	F(ACSE_T_AARE_PROTOCOL_VERSION_VERSION1, "acse.T.AARE.protocol.version.version1", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: version1") \
	F(ACSE_ACSE_REQUIREMENTS_AUTHENTICATION, "acse.ACSE.requirements.authentication", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: authentication") \
	F(ACSE_ACSE_REQUIREMENTS_A_SO_CONTEXT_NEGOTIATION, "acse.ACSE.requirements.aSO.context.negotiation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: negotiation") \
	F(ACSE_ACSE_REQUIREMENTS_HIGHER_LEVEL_ASSOCIATION, "acse.ACSE.requirements.higher.level.association", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: association") \
	F(ACSE_ACSE_REQUIREMENTS_NESTED_ASSOCIATION, "acse.ACSE.requirements.nested.association", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "bit: association")
/* clang-format on */

#endif
