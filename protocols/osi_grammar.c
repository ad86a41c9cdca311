/* Presentation (ISO 8823, X.226) and association control (ISO 8650, X.227). */
#include "protocols/mms_grammar.h"

/* clang-format off */
SEQ(mms_cp_type,
	{ CTX(0), ASN_NONE, 0, 0, &mms_pres_mode },
	{ CTX(2), ASN_NONE, 1, 0, &mms_cp_normal });

SEQ(mms_pres_mode,
	{ CTX(0), PRES_MODE_VALUE, 0, 0, &asn_int });

SEQ(mms_cp_normal,
	{ CTX(0), PRES_PROTOCOL_VERSION, 0, 0, &mms_pres_version },
	{ CTX(1), PRES_CALLING_PRESENTATION_SELECTOR, 1, 0, &asn_bytes },
	{ CTX(2), PRES_CALLED_PRESENTATION_SELECTOR, 2, 0, &asn_bytes },
	{ CTX(4), PRES_PRESENTATION_CONTEXT_DEFINITION_LIST, 3, 0, &mms_list_context_list_item_element },
	{ CTX(6), ASN_NONE, 4, 0, &asn_skip },
	{ CTX(8), PRES_PRESENTATION_REQUIREMENTS, 5, 0, &mms_pres_requirements },
	{ CTX(9), PRES_USER_SESSION_REQUIREMENTS, 6, 0, &mms_pres_session },
	{ CTX(10), PRES_PROTOCOL_OPTIONS, 7, 0, &asn_bits },
	{ CTX(11), PRES_INITIATORS_NOMINATED_CONTEXT, 8, 0, &asn_int },
	{ ASN_ANY, PRES_USER_DATA, 9, 0, &mms_pres_user_data });

SEQ(mms_pres_context,
	{ UNI(2), PRES_PRESENTATION_CONTEXT_IDENTIFIER, 0, 0, &asn_int },
	{ UNI(6), PRES_ABSTRACT_SYNTAX_NAME, 1, 0, &asn_oid },
	{ UNI(16), PRES_TRANSFER_SYNTAX_NAME_LIST, 2, 0, &mms_list_transfer_syntax_name_item });

CHOICE(mms_pres_user_data,
	{ APP(0), PRES_SIMPLY_ENCODED_DATA, 0, 0, &asn_bytes },
	{ APP(1), PRES_FULLY_ENCODED_DATA, 1, 0, &mms_list_pdv_list_element });

SEQ(mms_pdv_list,
	{ UNI(6), PRES_TRANSFER_SYNTAX_NAME, 0, 0, &asn_oid },
	{ UNI(2), PRES_PRESENTATION_CONTEXT_IDENTIFIER, 1, 0, &asn_int },
	{ ASN_ANY, PRES_PRESENTATION_DATA_VALUES, 2, 0, &mms_pdv_values });

CHOICE(mms_pdv_values,
	{ CTX(0), ASN_NONE, 0, 0, &asn_open },
	{ CTX(1), PRES_OCTET_ALIGNED, 1, 0, &asn_bytes },
	{ CTX(2), PRES_ARBITRARY, 2, 0, &asn_bits });

SEQ(mms_cpa_type,
	{ CTX(0), ASN_NONE, 0, 0, &mms_pres_mode },
	{ CTX(2), ASN_NONE, 1, 0, &mms_cpa_normal });

SEQ(mms_cpa_normal,
	{ CTX(0), PRES_PROTOCOL_VERSION, 0, 0, &mms_pres_version },
	{ CTX(3), PRES_RESPONDING_PRESENTATION_SELECTOR, 1, 0, &asn_bytes },
	{ CTX(5), PRES_PRESENTATION_CONTEXT_DEFINITION_RESULT_LIST, 2, 0, &mms_list_result_list_item_element },
	{ CTX(8), PRES_PRESENTATION_REQUIREMENTS, 3, 0, &mms_pres_requirements },
	{ CTX(9), PRES_USER_SESSION_REQUIREMENTS, 4, 0, &mms_pres_session },
	{ CTX(10), PRES_PROTOCOL_OPTIONS, 5, 0, &asn_bits },
	{ CTX(11), PRES_RESPONDERS_NOMINATED_CONTEXT, 6, 0, &asn_int },
	{ ASN_ANY, PRES_USER_DATA, 7, 0, &mms_pres_user_data });

SEQ(mms_pres_result,
	{ CTX(0), PRES_RESULT, 0, 0, &asn_int },
	{ CTX(1), PRES_TRANSFER_SYNTAX_NAME, 1, 0, &asn_oid },
	{ CTX(2), PRES_PROVIDER_REASON, 2, 0, &asn_int });

SEQ(mms_cpr_normal,
	{ CTX(0), PRES_PROTOCOL_VERSION, 0, 0, &mms_pres_version },
	{ CTX(3), PRES_RESPONDING_PRESENTATION_SELECTOR, 1, 0, &asn_bytes },
	{ CTX(5), PRES_PRESENTATION_CONTEXT_DEFINITION_RESULT_LIST, 2, 0, &mms_list_result_list_item_element },
	{ CTX(7), PRES_DEFAULT_CONTEXT_RESULT, 3, 0, &asn_int },
	{ CTX(10), PRES_PROVIDER_REASON, 4, 0, &asn_int },
	{ ASN_ANY, PRES_USER_DATA, 5, 0, &mms_pres_user_data });

SEQ(mms_abort_user,
	{ CTX(0), PRES_PRESENTATION_CONTEXT_IDENTIFIER_LIST, 0, 0, &mms_list_presentation_context_identifier_item_list_item_element },
	{ ASN_ANY, PRES_USER_DATA, 1, 0, &mms_pres_user_data });

SEQ(mms_pres_context_short,
	{ UNI(2), PRES_PRESENTATION_CONTEXT_IDENTIFIER, 0, 0, &asn_int },
	{ UNI(6), PRES_TRANSFER_SYNTAX_NAME, 1, 0, &asn_oid });

SEQ(mms_abort_provider,
	{ CTX(0), PRES_PROVIDER_REASON, 0, 0, &asn_int },
	{ CTX(1), PRES_EVENT_IDENTIFIER, 1, 0, &asn_int });

CHOICE(mms_pres_abort,
	{ ASN_ANY, PRES_ARU_PPDU, 0, 0, &mms_aru_ppdu },
	{ UNI(16), ASN_NONE, 1, 0, &mms_abort_provider });

CHOICE(mms_aru_ppdu,
	{ UNI(17), ASN_NONE, 0, 0, &mms_x400_abort },
	{ CTX(0), ASN_NONE, 1, 0, &mms_abort_user });

const struct asn_type mms_x400_abort = { ASN_SKIP, 0, NULL };

CHOICE(mms_acse,
	{ APP(0), ASN_NONE, 0, 0, &mms_aarq },
	{ APP(1), ASN_NONE, 1, 0, &mms_aare },
	{ APP(2), ASN_NONE, 2, 0, &mms_release },
	{ APP(3), ASN_NONE, 3, 0, &mms_release },
	{ APP(4), ASN_NONE, 4, 0, &mms_abrt });

SEQ(mms_aarq,
	{ CTX(0), ACSE_PROTOCOL_VERSION, 0, 0, &mms_aarq_version },
	{ CTX(1), ACSE_A_SO_CONTEXT_NAME, 1, ASN_EXPLICIT, &asn_oid },
	{ CTX(2), ACSE_CALLED_AP_TITLE, 2, ASN_EXPLICIT, &mms_acse_ap_title },
	{ CTX(3), ACSE_CALLED_AE_QUALIFIER, 3, ASN_EXPLICIT, &mms_acse_ae_qualifier },
	{ CTX(4), ACSE_CALLED_AP_INVOCATION_IDENTIFIER, 4, ASN_EXPLICIT, &asn_int },
	{ CTX(5), ACSE_CALLED_AE_INVOCATION_IDENTIFIER, 5, ASN_EXPLICIT, &asn_int },
	{ CTX(6), ACSE_CALLING_AP_TITLE, 6, ASN_EXPLICIT, &mms_acse_ap_title },
	{ CTX(7), ACSE_CALLING_AE_QUALIFIER, 7, ASN_EXPLICIT, &mms_acse_ae_qualifier },
	{ CTX(8), ACSE_CALLING_AP_INVOCATION_IDENTIFIER, 8, ASN_EXPLICIT, &asn_int },
	{ CTX(9), ACSE_CALLING_AE_INVOCATION_IDENTIFIER, 9, ASN_EXPLICIT, &asn_int },
	{ CTX(10), ACSE_SENDER_ACSE_REQUIREMENTS, 10, 0, &mms_acse_requirements },
	{ CTX(11), ACSE_MECHANISM_NAME, 11, 0, &asn_oid },
	{ CTX(12), ACSE_CALLING_AUTHENTICATION_VALUE, 12, ASN_EXPLICIT, &mms_authentication },
	{ CTX(29), ACSE_IMPLEMENTATION_INFORMATION, 13, 0, &asn_text },
	{ CTX(30), ACSE_USER_INFORMATION, 14, 0, &mms_list_externalt_element });

SEQ(mms_aare,
	{ CTX(0), ACSE_PROTOCOL_VERSION, 0, 0, &mms_aare_version },
	{ CTX(1), ACSE_A_SO_CONTEXT_NAME, 1, ASN_EXPLICIT, &asn_oid },
	{ CTX(2), ACSE_RESULT, 2, ASN_EXPLICIT, &asn_int },
	{ CTX(3), ACSE_RESULT_SOURCE_DIAGNOSTIC, 3, ASN_EXPLICIT, &mms_diagnostic },
	{ CTX(4), ACSE_RESPONDING_AP_TITLE, 4, ASN_EXPLICIT, &mms_acse_ap_title },
	{ CTX(5), ACSE_RESPONDING_AE_QUALIFIER, 5, ASN_EXPLICIT, &mms_acse_ae_qualifier },
	{ CTX(6), ACSE_RESPONDING_AP_INVOCATION_IDENTIFIER, 6, ASN_EXPLICIT, &asn_int },
	{ CTX(7), ACSE_RESPONDING_AE_INVOCATION_IDENTIFIER, 7, ASN_EXPLICIT, &asn_int },
	{ CTX(8), ACSE_RESPONDER_ACSE_REQUIREMENTS, 8, 0, &mms_acse_requirements },
	{ CTX(9), ACSE_MECHANISM_NAME, 9, 0, &asn_oid },
	{ CTX(10), ACSE_RESPONDING_AUTHENTICATION_VALUE, 10, ASN_EXPLICIT, &mms_authentication },
	{ CTX(29), ACSE_IMPLEMENTATION_INFORMATION, 11, 0, &asn_text },
	{ CTX(30), ACSE_USER_INFORMATION, 12, 0, &mms_list_externalt_element });

CHOICE(mms_diagnostic,
	{ CTX(1), ACSE_SERVICE_USER, 1, ASN_EXPLICIT, &asn_int },
	{ CTX(2), ACSE_SERVICE_PROVIDER, 2, ASN_EXPLICIT, &asn_int });

SEQ(mms_release,
	{ CTX(0), ACSE_REASON, 0, 0, &asn_int },
	{ CTX(30), ACSE_USER_INFORMATION, 1, 0, &mms_list_externalt_element });

SEQ(mms_abrt,
	{ CTX(0), ACSE_ABORT_SOURCE, 0, 0, &asn_int },
	{ CTX(1), ACSE_ABORT_DIAGNOSTIC, 1, 0, &asn_int },
	{ CTX(30), ACSE_USER_INFORMATION, 2, 0, &mms_list_externalt_element });

CHOICE(mms_acse_ap_title,
	{ UNI(16), ASN_NONE, 0, 0, &asn_skip },
	{ UNI(6), ACSE_AP_TITLE_FORM2, 1, 0, &asn_oid },
	{ UNI(19), ACSE_AP_TITLE_FORM3, 2, 0, &asn_text });

CHOICE(mms_acse_ae_qualifier,
	{ UNI(16), ASN_NONE, 0, 0, &asn_skip },
	{ UNI(2), ACSE_ASO_QUALIFIER_FORM2, 1, 0, &asn_int },
	{ UNI(19), ACSE_ASO_QUALIFIER_FORM3, 2, 0, &asn_text });

CHOICE(mms_authentication,
	{ CTX(0), ACSE_CHARSTRING, 0, 0, &asn_text },
	{ CTX(1), ACSE_BITSTRING, 1, 0, &asn_bits },
	{ CTX(2), ASN_NONE, 2, 0, &asn_skip },
	{ CTX(3), ASN_NONE, 3, 0, &asn_skip });

SEQ(mms_external_t,
	{ UNI(6), ACSE_DIRECT_REFERENCE, 0, 0, &asn_oid },
	{ UNI(2), ACSE_INDIRECT_REFERENCE, 1, 0, &asn_int },
	{ ASN_ANY, ACSE_ENCODING, 2, 0, &mms_external_encoding });

CHOICE(mms_external_encoding,
	{ CTX(0), ASN_NONE, 0, 0, &asn_open },
	{ CTX(1), ACSE_OCTET_ALIGNED, 1, 0, &asn_bytes },
	{ CTX(2), ACSE_ARBITRARY, 2, 0, &asn_bits });
/* clang-format on */
