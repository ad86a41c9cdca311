/* Variables, their types and values in MMS: ISO 9506-2, clauses 13 and 14; IEC 61850-8-1, clause 8.
 */
#include "protocols/mms_grammar.h"

/* clang-format off */
CHOICE(mms_type_specification,
	{ CTX(0), MMS_TYPE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), ASN_NONE, 1, 0, &mms_type_array },
	{ CTX(2), ASN_NONE, 2, 0, &mms_type_structure },
	{ CTX(3), ASN_NONE, 3, 0, &asn_null },
	{ CTX(4), MMS_TYPE_SPECIFICATION_BIT_STRING, 4, 0, &asn_int },
	{ CTX(5), MMS_INTEGER, 5, 0, &asn_int },
	{ CTX(6), MMS_UNSIGNED, 6, 0, &asn_int },
	{ CTX(7), ASN_NONE, 7, 0, &mms_type_float },
	{ CTX(9), MMS_TYPE_SPECIFICATION_OCTET_STRING, 9, 0, &asn_int },
	{ CTX(10), MMS_TYPE_SPECIFICATION_VISIBLE_STRING, 10, 0, &asn_int },
	{ CTX(11), ASN_NONE, 11, 0, &asn_null },
	{ CTX(12), MMS_TYPE_SPECIFICATION_BINARY_TIME, 12, 0, &asn_bool },
	{ CTX(13), MMS_BCD, 13, 0, &asn_int },
	{ CTX(15), ASN_NONE, 15, 0, &asn_null },
	{ CTX(16), MMS_TYPE_M_MSSTRING, 16, 0, &asn_int },
	{ CTX(17), ASN_NONE, 17, 0, &asn_null });

SEQ(mms_type_float,
	{ UNI(2), MMS_FORMAT_WIDTH, 0, 0, &asn_int },
	{ UNI(2), MMS_EXPONENT_WIDTH, 1, 0, &asn_int });

SEQ(mms_type_array,
	{ CTX(0), MMS_PACKED, 0, 0, &asn_bool },
	{ CTX(1), MMS_NUMBER_OF_ELEMENTS, 1, 0, &asn_int },
	{ CTX(2), MMS_ELEMENT_TYPE, 2, ASN_EXPLICIT, &mms_type_specification });

SEQ(mms_type_structure,
	{ CTX(0), MMS_PACKED, 0, 0, &asn_bool },
	{ CTX(1), MMS_COMPONENTS, 1, 0, &mms_list_components_item });

SEQ(mms_component,
	{ CTX(0), MMS_COMPONENT_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_COMPONENT_TYPE, 1, ASN_EXPLICIT, &mms_type_specification });

LIST(mms_alternate_access,
	{ ASN_ANY, MMS_ALTERNATE_ACCESS_ITEM, 0, 0, &mms_alternate_item });

CHOICE(mms_alternate_item,
	{ ASN_ANY, MMS_UNNAMED, 0, 0, &mms_selection },
	{ CTX(5), ASN_NONE, 1, 0, &mms_named_selection });

SEQ(mms_named_selection,
	{ CTX(0), MMS_COMPONENT_NAME, 0, 0, &asn_text },
	{ ASN_ANY, MMS_ACCESST, 1, 0, &mms_selection });

CHOICE(mms_selection,
	{ CTX(0), ASN_NONE, 0, 0, &mms_select_alternate },
	{ ASN_ANY, MMS_SELECT_ACCESS, 1, 0, &mms_select_access });

SEQ(mms_select_alternate,
	{ ASN_ANY, MMS_ACCESS_SELECTION, 0, 0, &mms_access_selection },
	{ UNI(16), MMS_ALTERNATE_ACCESS, 1, 0, &mms_alternate_access });

CHOICE(mms_access_selection,
	{ CTX(0), MMS_COMPONENT, 0, 0, &asn_text },
	{ CTX(1), MMS_INDEX, 1, 0, &asn_int },
	{ CTX(2), ASN_NONE, 2, 0, &mms_index_range },
	{ CTX(3), ASN_NONE, 3, 0, &asn_null });

SEQ(mms_index_range,
	{ CTX(0), MMS_LOW_INDEX, 0, 0, &asn_int },
	{ CTX(1), MMS_NUMBER_OF_ELEMENTS, 1, 0, &asn_int });

CHOICE(mms_select_access,
	{ CTX(1), MMS_COMPONENT, 1, 0, &asn_text },
	{ CTX(2), MMS_INDEX, 2, 0, &asn_int },
	{ CTX(3), ASN_NONE, 3, 0, &mms_index_range2 },
	{ CTX(4), ASN_NONE, 4, 0, &asn_null });

SEQ(mms_index_range2,
	{ CTX(0), MMS_LOW_INDEX, 0, 0, &asn_int },
	{ CTX(1), MMS_NMBER_OF_ELEMENTS, 1, 0, &asn_int });

SEQ(mms_read_request,
	{ CTX(0), MMS_SPECIFICATION_WITH_RESULT, 0, 0, &asn_bool },
	{ CTX(1), MMS_VARIABLE_ACCESS_SPECIFICATN, 1, ASN_EXPLICIT, &mms_access_specification });

SEQ(mms_read_response,
	{ CTX(0), MMS_VARIABLE_ACCESS_SPECIFICATN, 0, ASN_EXPLICIT, &mms_access_specification },
	{ CTX(1), MMS_LIST_OF_ACCESS_RESULT, 1, ASN_KEEP, &mms_list_access_result });

SEQ(mms_write_request,
	{ ASN_ANY, MMS_VARIABLE_ACCESS_SPECIFICATN, 0, 0, &mms_access_specification },
	{ CTX(0), MMS_LIST_OF_DATA, 1, ASN_KEEP, &mms_list_data });

CHOICE(mms_write_result,
	{ CTX(0), MMS_FAILURE, 0, 0, &asn_int },
	{ CTX(1), ASN_NONE, 1, 0, &asn_null });

SEQ(mms_information_report,
	{ ASN_ANY, MMS_VARIABLE_ACCESS_SPECIFICATION, 0, 0, &mms_access_specification },
	{ CTX(0), MMS_LIST_OF_ACCESS_RESULT, 1, ASN_KEEP, &mms_list_access_result });

CHOICE(mms_name_or_address,
	{ CTX(0), MMS_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_ADDRESS, 1, ASN_EXPLICIT, &mms_address });

SEQ(mms_variable_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_ADDRESS, 1, ASN_EXPLICIT, &mms_address },
	{ CTX(2), MMS_TYPE_SPECIFICATION, 2, ASN_EXPLICIT, &mms_type_specification });

SEQ(mms_define_named_variable,
	{ CTX(0), MMS_VARIABLE_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_ADDRESS, 1, ASN_EXPLICIT, &mms_address },
	{ CTX(2), MMS_TYPE_SPECIFICATION, 2, ASN_EXPLICIT, &mms_type_specification });

SEQ(mms_define_scattered_access,
	{ CTX(0), MMS_SCATTERED_ACCESS_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_SCATTERED_ACCESS_DESCRIPTION, 1, 0, &mms_scattered_access });

SEQ(mms_scattered_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_SCATTERED_ACCESS_DESCRIPTION, 1, 0, &mms_scattered_access });

SEQ(mms_delete_variable_access,
	{ CTX(0), MMS_SCOPE_OF_DELETE, 0, 0, &asn_int },
	{ CTX(1), MMS_LIST_OF_NAME, 1, 0, &mms_list_object_name },
	{ CTX(2), MMS_DOMAIN_NAME, 2, 0, &asn_text });

SEQ(mms_deleted,
	{ CTX(0), MMS_NUMBER_MATCHED, 0, 0, &asn_int },
	{ CTX(1), MMS_NUMBER_DELETED, 1, 0, &asn_int });

SEQ(mms_define_named_variable_list,
	{ ASN_ANY, MMS_VARIABLE_LIST_NAME, 0, 0, &mms_object_name },
	{ CTX(0), MMS_LIST_OF_VARIABLE, 1, 0, &mms_list_list_of_variable_item });

SEQ(mms_variable,
	{ ASN_ANY, MMS_VARIABLE_SPECIFICATION, 0, 0, &mms_variable_specification },
	{ CTX(5), MMS_ALTERNATE_ACCESS, 1, 0, &mms_alternate_access });

SEQ(mms_list_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ CTX(1), MMS_LIST_OF_VARIABLE, 1, 0, &mms_list_list_of_variable_item });

SEQ(mms_delete_named_variable_list,
	{ CTX(0), MMS_SCOPE_OF_DELETE, 0, 0, &asn_int },
	{ CTX(1), MMS_LIST_OF_VARIABLE_LIST_NAME, 1, 0, &mms_list_object_name },
	{ CTX(2), MMS_DOMAIN_NAME, 2, 0, &asn_text });

SEQ(mms_define_named_type,
	{ ASN_ANY, MMS_TYPE_NAME, 0, 0, &mms_object_name },
	{ ASN_ANY, MMS_TYPE_SPECIFICATION, 1, 0, &mms_type_specification });

SEQ(mms_type_attributes,
	{ CTX(0), MMS_MMS_DELETABLE, 0, 0, &asn_bool },
	{ ASN_ANY, MMS_TYPE_SPECIFICATION, 1, 0, &mms_type_specification });

SEQ(mms_delete_named_type,
	{ CTX(0), MMS_SCOPE_OF_DELETE, 0, 0, &asn_int },
	{ CTX(1), MMS_LIST_OF_TYPE_NAME, 1, 0, &mms_list_object_name },
	{ CTX(2), MMS_DOMAIN_NAME, 2, 0, &asn_text });

CHOICE(mms_access_result,
	{ CTX(0), MMS_FAILURE, 0, 0, &asn_int },
	{ ASN_ANY, MMS_SUCCESS, 1, 0, &mms_data });

CHOICE(mms_data,
	{ CTX(1), MMS_ARRAY, 1, 0, &mms_list_data },
	{ CTX(2), MMS_STRUCTURE, 2, 0, &mms_list_data },
	{ CTX(3), MMS_BOOLEAN, 3, 0, &asn_bool },
	{ CTX(4), MMS_DATA_BIT_STRING, 4, 0, &asn_bits },
	{ CTX(5), MMS_INTEGER, 5, 0, &asn_int },
	{ CTX(6), MMS_UNSIGNED, 6, 0, &asn_int },
	{ CTX(7), MMS_FLOATING_POINT, 7, 0, &asn_float },
	{ CTX(8), MMS_REAL, 8, 0, &asn_real },
	{ CTX(9), MMS_DATA_OCTET_STRING, 9, 0, &asn_bytes },
	{ CTX(10), MMS_DATA_VISIBLE_STRING, 10, 0, &asn_text },
	{ CTX(12), MMS_DATA_BINARY_TIME, 12, 0, &asn_time_of_day },
	{ CTX(13), MMS_BCD, 13, 0, &asn_int },
	{ CTX(14), MMS_BOOLEAN_ARRAY, 14, 0, &asn_bits },
	{ CTX(15), MMS_OBJ_ID, 15, 0, &asn_oid },
	{ CTX(16), MMS_M_MSSTRING, 16, 0, &asn_text },
	{ CTX(17), MMS_UTC_TIME, 17, 0, &asn_utc });

CHOICE(mms_access_specification,
	{ CTX(0), MMS_LIST_OF_VARIABLE, 0, 0, &mms_list_list_of_variable_item },
	{ CTX(1), MMS_VARIABLE_LIST_NAME, 1, ASN_EXPLICIT, &mms_object_name });

LIST(mms_scattered_access,
	{ UNI(16), ASN_NONE, 0, 0, &mms_scattered_item });

SEQ(mms_scattered_item,
	{ CTX(0), MMS_COMPONENT_NAME, 0, 0, &asn_text },
	{ CTX(1), MMS_VARIABLE_SPECIFICATION, 1, ASN_EXPLICIT, &mms_variable_specification },
	{ CTX(2), MMS_ALTERNATE_ACCESS, 2, 0, &mms_alternate_access });

CHOICE(mms_variable_specification,
	{ CTX(0), MMS_NAME, 0, ASN_EXPLICIT, &mms_object_name },
	{ CTX(1), MMS_ADDRESS, 1, ASN_EXPLICIT, &mms_address },
	{ CTX(2), ASN_NONE, 2, 0, &mms_variable_description },
	{ CTX(3), MMS_SCATTERED_ACCESS_DESCRIPTION, 3, 0, &mms_scattered_access },
	{ CTX(4), ASN_NONE, 4, 0, &asn_null });

SEQ(mms_variable_description,
	{ ASN_ANY, MMS_ADDRESS, 0, 0, &mms_address },
	{ ASN_ANY, MMS_TYPE_SPECIFICATION, 1, 0, &mms_type_specification });

CHOICE(mms_address,
	{ CTX(0), MMS_NUMERIC_ADDRESS, 0, 0, &asn_int },
	{ CTX(1), MMS_SYMBOLIC_ADDRESS, 1, 0, &asn_text },
	{ CTX(2), MMS_UNCONSTRAINED_ADDRESS, 2, 0, &asn_bytes });
/* clang-format on */
