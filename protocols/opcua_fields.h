/*
 * The fields of OPC UA and the names of their values, shared by the files of the decoder
 * (opcua*.c).
 */
#ifndef KAGAMI_OPCUA_FIELDS_H
#define KAGAMI_OPCUA_FIELDS_H

#include "protocols/opcua_rows.h"
#include "protocols/protocol.h"

#define OPCUA_ID_(id, ...) id,
enum { OPCUA_ROWS(OPCUA_ID_) OPCUA_FIELD_COUNT };
#undef OPCUA_ID_

extern const struct field opcua_field_table[OPCUA_FIELD_COUNT];
#define field_table opcua_field_table

/* By value, in order of it: opcua_status() searches them. */
extern const struct name opcua_status_names[];
enum { OPCUA_STATUSES = 274 };
extern const struct name opcua_application_type_names[];
extern const struct name opcua_attribute_id_names[];
extern const struct name opcua_axis_scale_enumeration_names[];
extern const struct name opcua_browse_direction_names[];
extern const struct name opcua_data_change_trigger_names[];
extern const struct name opcua_deadband_type_names[];
extern const struct name opcua_filter_operator_names[];
extern const struct name opcua_history_update_type_names[];
extern const struct name opcua_identity_names[];
extern const struct name opcua_message_security_mode_names[];
extern const struct name opcua_monitoring_mode_names[];
extern const struct name opcua_node_class_names[];
extern const struct name opcua_nodeid_names[];
extern const struct name opcua_perform_update_type_names[];
extern const struct name opcua_security_names[];
extern const struct name opcua_security_token_request_type_names[];
extern const struct name opcua_server_state_names[];
extern const struct name opcua_service_names[];
extern const struct name opcua_structure_names[];
extern const struct name opcua_timestamps_to_return_names[];
extern const struct name opcua_user_token_type_names[];
extern const struct name opcua_variant_names[];

#endif
