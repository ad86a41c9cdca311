#include "protocols/opcua_types.h"

#include <stddef.h>

#include "protocols/opcua_fields.h"

/* clang-format off */
/* One member, or a list of them: of a field, of a kind without a field, a structure. */
#define V(kind, field) { OPCUA_##kind, false, UA_##field }
#define L(kind, field) { OPCUA_##kind, true, UA_##field }
#define C(kind) { OPCUA_##kind, false, 0 }
#define CL(kind) { OPCUA_##kind, true, 0 }
#define S(type) { OPCUA_STRUCT, false, OPCUA_T_##type }
#define SL(type) { OPCUA_STRUCT, true, OPCUA_T_##type }
#define M(type, ...) static const struct opcua_member type[] = { __VA_ARGS__, { OPCUA_END, false, 0 } };

M(ResponseHeader, V(TIME, TIMESTAMP), V(U32, REQUEST_HANDLE), V(STATUS, SERVICE_RESULT), C(DIAG),
	L(STRING, STRING_TABLE), C(EXTOBJ))
M(ServiceFault, S(ResponseHeader))
M(RequestHeader, C(NODE), V(TIME, TIMESTAMP), V(U32, REQUEST_HANDLE), V(U32, RETURNDIAG),
	V(STRING, AUDIT_ENTRY_ID), V(U32, TIMEOUT_HINT), C(EXTOBJ))
M(FindServersRequest, S(RequestHeader), V(STRING, ENDPOINT_URL), L(STRING, LOCALE_IDS),
	L(STRING, SERVER_URIS))
M(ApplicationDescription, V(STRING, APPLICATION_URI), V(STRING, PRODUCT_URI), C(LTEXT),
	V(U32, APPLICATION_TYPE), V(STRING, GATEWAY_SERVER_URI), V(STRING, DISCOVERY_PROFILE_URI),
	L(STRING, DISCOVERY_URLS))
M(FindServersResponse, S(ResponseHeader), SL(ApplicationDescription))
M(FindServersOnNetworkRequest, S(RequestHeader), V(U32, STARTING_RECORD_ID), V(U32, MAX_RECORDS_TO_RETURN),
	L(STRING, SERVER_CAPABILITY_FILTER))
M(ServerOnNetwork, V(U32, RECORD_ID), V(STRING, SERVER_NAME), V(STRING, DISCOVERY_URL),
	L(STRING, SERVER_CAPABILITIES))
M(FindServersOnNetworkResponse, S(ResponseHeader), V(TIME, LAST_COUNTER_RESET_TIME), SL(ServerOnNetwork))
M(GetEndpointsRequest, S(RequestHeader), V(STRING, ENDPOINT_URL), L(STRING, LOCALE_IDS),
	L(STRING, PROFILE_URIS))
M(UserTokenPolicy, V(STRING, POLICY_ID), V(U32, USER_TOKEN_TYPE), V(STRING, ISSUED_TOKEN_TYPE),
	V(STRING, ISSUER_ENDPOINT_URL), V(STRING, SECURITY_POLICY_URI))
M(EndpointDescription, V(STRING, ENDPOINT_URL), S(ApplicationDescription), V(BYTES, SERVER_CERTIFICATE),
	V(U32, MESSAGE_SECURITY_MODE), V(STRING, SECURITY_POLICY_URI), SL(UserTokenPolicy),
	V(STRING, TRANSPORT_PROFILE_URI), V(U8, SECURITY_LEVEL))
M(GetEndpointsResponse, S(ResponseHeader), SL(EndpointDescription))
M(RegisteredServer, V(STRING, SERVER_URI), V(STRING, PRODUCT_URI), CL(LTEXT), V(U32, APPLICATION_TYPE),
	V(STRING, GATEWAY_SERVER_URI), L(STRING, DISCOVERY_URLS), V(STRING, SEMAPHORE_FILE_PATH), V(BOOL, IS_ONLINE))
M(RegisterServerRequest, S(RequestHeader), S(RegisteredServer))
M(RegisterServerResponse, S(ResponseHeader))
M(RegisterServer2Request, S(RequestHeader), S(RegisteredServer), CL(EXTOBJ))
M(RegisterServer2Response, S(ResponseHeader), L(STATUS, CONFIGURATION_RESULTS), CL(DIAG))
M(OpenSecureChannelRequest, S(RequestHeader), V(U32, CLIENT_PROTOCOL_VERSION),
	V(U32, SECURITY_TOKEN_REQUEST_TYPE), V(U32, MESSAGE_SECURITY_MODE), V(BYTES, CLIENT_NONCE),
	V(U32, REQUESTED_LIFETIME))
M(ChannelSecurityToken, V(U32, CHANNEL_ID), V(U32, TOKEN_ID), V(TIME, CREATED_AT), V(U32, REVISED_LIFETIME))
M(OpenSecureChannelResponse, S(ResponseHeader), V(U32, SERVER_PROTOCOL_VERSION), S(ChannelSecurityToken),
	V(BYTES, SERVER_NONCE))
M(CloseSecureChannelRequest, S(RequestHeader))
M(CloseSecureChannelResponse, S(ResponseHeader))
M(CreateSessionRequest, S(RequestHeader), S(ApplicationDescription), V(STRING, SERVER_URI),
	V(STRING, ENDPOINT_URL), V(STRING, SESSION_NAME), V(BYTES, CLIENT_NONCE), V(BYTES, CLIENT_CERTIFICATE),
	V(DOUBLE, REQUESTED_SESSION_TIMEOUT), V(U32, MAX_RESPONSE_MESSAGE_SIZE))
M(SignedSoftwareCertificate, V(BYTES, CERTIFICATE_DATA), V(BYTES, SIGNATURE))
M(SignatureData, V(STRING, ALGORITHM), V(BYTES, SIGNATURE))
M(CreateSessionResponse, S(ResponseHeader), C(NODE), C(NODE), V(DOUBLE, REVISED_SESSION_TIMEOUT),
	V(BYTES, SERVER_NONCE), V(BYTES, SERVER_CERTIFICATE), SL(EndpointDescription), SL(SignedSoftwareCertificate),
	S(SignatureData), V(U32, MAX_REQUEST_MESSAGE_SIZE))
M(ActivateSessionRequest, S(RequestHeader), S(SignatureData), SL(SignedSoftwareCertificate),
	L(STRING, LOCALE_IDS), C(EXTOBJ), S(SignatureData))
M(ActivateSessionResponse, S(ResponseHeader), V(BYTES, SERVER_NONCE), L(STATUS, RESULTS), CL(DIAG))
M(CloseSessionRequest, S(RequestHeader), V(BOOL, DELETE_SUBSCRIPTIONS))
M(CloseSessionResponse, S(ResponseHeader))
M(CancelRequest, S(RequestHeader), V(U32, REQUEST_HANDLE))
M(CancelResponse, S(ResponseHeader), V(U32, CANCEL_COUNT))
M(AddNodesItem, C(EXPANDED), C(NODE), C(EXPANDED), C(QNAME), V(U32, NODE_CLASS), C(EXTOBJ), C(EXPANDED))
M(AddNodesRequest, S(RequestHeader), SL(AddNodesItem))
M(AddNodesResult, V(STATUS, STATUS_CODE), C(NODE))
M(AddNodesResponse, S(ResponseHeader), SL(AddNodesResult), CL(DIAG))
M(AddReferencesItem, C(NODE), C(NODE), V(BOOL, IS_FORWARD), V(STRING, TARGET_SERVER_URI), C(EXPANDED),
	V(U32, NODE_CLASS))
M(AddReferencesRequest, S(RequestHeader), SL(AddReferencesItem))
M(AddReferencesResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(DeleteNodesItem, C(NODE), V(BOOL, DELETE_TARGET_REFERENCES))
M(DeleteNodesRequest, S(RequestHeader), SL(DeleteNodesItem))
M(DeleteNodesResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(DeleteReferencesItem, C(NODE), C(NODE), V(BOOL, IS_FORWARD), C(EXPANDED), V(BOOL, DELETE_BIDIRECTIONAL))
M(DeleteReferencesRequest, S(RequestHeader), SL(DeleteReferencesItem))
M(DeleteReferencesResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(ViewDescription, C(NODE), V(TIME, TIMESTAMP), V(U32, VIEW_VERSION))
M(BrowseDescription, C(NODE), V(U32, BROWSE_DIRECTION), C(NODE), V(BOOL, INCLUDE_SUBTYPES),
	V(U32, NODECLASSMASK), V(U32, RESULTMASK))
M(BrowseRequest, S(RequestHeader), S(ViewDescription), V(U32, REQUESTED_MAX_REFERENCES_PER_NODE),
	SL(BrowseDescription))
M(ReferenceDescription, C(NODE), V(BOOL, IS_FORWARD), C(EXPANDED), C(QNAME), C(LTEXT), V(U32, NODE_CLASS),
	C(EXPANDED))
M(BrowseResult, V(STATUS, STATUS_CODE), V(BYTES, CONTINUATION_POINT), SL(ReferenceDescription))
M(BrowseResponse, S(ResponseHeader), SL(BrowseResult), CL(DIAG))
M(BrowseNextRequest, S(RequestHeader), V(BOOL, RELEASE_CONTINUATION_POINTS), L(BYTES, CONTINUATION_POINTS))
M(BrowseNextResponse, S(ResponseHeader), SL(BrowseResult), CL(DIAG))
M(RelativePathElement, C(NODE), V(BOOL, IS_INVERSE), V(BOOL, INCLUDE_SUBTYPES), C(QNAME))
M(RelativePath, SL(RelativePathElement))
M(BrowsePath, C(NODE), S(RelativePath))
M(TranslateBrowsePathsToNodeIdsRequest, S(RequestHeader), SL(BrowsePath))
M(BrowsePathTarget, C(EXPANDED), V(U32, REMAINING_PATH_INDEX))
M(BrowsePathResult, V(STATUS, STATUS_CODE), SL(BrowsePathTarget))
M(TranslateBrowsePathsToNodeIdsResponse, S(ResponseHeader), SL(BrowsePathResult), CL(DIAG))
M(RegisterNodesRequest, S(RequestHeader), CL(NODE))
M(RegisterNodesResponse, S(ResponseHeader), CL(NODE))
M(UnregisterNodesRequest, S(RequestHeader), CL(NODE))
M(UnregisterNodesResponse, S(ResponseHeader))
M(QueryDataDescription, S(RelativePath), V(U32, ATTRIBUTE_ID), V(STRING, INDEX_RANGE))
M(NodeTypeDescription, C(EXPANDED), V(BOOL, INCLUDE_SUB_TYPES), SL(QueryDataDescription))
M(ContentFilterElement, V(U32, FILTER_OPERATOR), CL(EXTOBJ))
M(ContentFilter, SL(ContentFilterElement))
M(QueryFirstRequest, S(RequestHeader), S(ViewDescription), SL(NodeTypeDescription), S(ContentFilter),
	V(U32, MAX_DATA_SETS_TO_RETURN), V(U32, MAX_REFERENCES_TO_RETURN))
M(QueryDataSet, C(EXPANDED), C(EXPANDED), CL(VARIANT))
M(ParsingResult, V(STATUS, STATUS_CODE), L(STATUS, DATA_STATUS_CODES), CL(DIAG))
M(ContentFilterElementResult, V(STATUS, STATUS_CODE), L(STATUS, OPERAND_STATUS_CODES), CL(DIAG))
M(ContentFilterResult, SL(ContentFilterElementResult), CL(DIAG))
M(QueryFirstResponse, S(ResponseHeader), SL(QueryDataSet), V(BYTES, CONTINUATION_POINT), SL(ParsingResult),
	CL(DIAG), S(ContentFilterResult))
M(QueryNextRequest, S(RequestHeader), V(BOOL, RELEASE_CONTINUATION_POINT), V(BYTES, CONTINUATION_POINT))
M(QueryNextResponse, S(ResponseHeader), SL(QueryDataSet), V(BYTES, REVISED_CONTINUATION_POINT))
M(ReadValueId, C(NODE), V(U32, ATTRIBUTE_ID), V(STRING, INDEX_RANGE), C(QNAME))
M(ReadRequest, S(RequestHeader), V(DOUBLE, MAX_AGE), V(U32, TIMESTAMPS_TO_RETURN), SL(ReadValueId))
M(ReadResponse, S(ResponseHeader), CL(DATAVALUE), CL(DIAG))
M(HistoryReadValueId, C(NODE), V(STRING, INDEX_RANGE), C(QNAME), V(BYTES, CONTINUATION_POINT))
M(HistoryReadRequest, S(RequestHeader), C(EXTOBJ), V(U32, TIMESTAMPS_TO_RETURN),
	V(BOOL, RELEASE_CONTINUATION_POINTS), SL(HistoryReadValueId))
M(HistoryReadResult, V(STATUS, STATUS_CODE), V(BYTES, CONTINUATION_POINT), C(EXTOBJ))
M(HistoryReadResponse, S(ResponseHeader), SL(HistoryReadResult), CL(DIAG))
M(WriteValue, C(NODE), V(U32, ATTRIBUTE_ID), V(STRING, INDEX_RANGE), C(DATAVALUE))
M(WriteRequest, S(RequestHeader), SL(WriteValue))
M(WriteResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(HistoryUpdateRequest, S(RequestHeader), CL(EXTOBJ))
M(HistoryUpdateResult, V(STATUS, STATUS_CODE), L(STATUS, OPERATION_RESULTS), CL(DIAG))
M(HistoryUpdateResponse, S(ResponseHeader), SL(HistoryUpdateResult), CL(DIAG))
M(CallMethodRequest, C(NODE), C(NODE), CL(VARIANT))
M(CallRequest, S(RequestHeader), SL(CallMethodRequest))
M(CallMethodResult, V(STATUS, STATUS_CODE), L(STATUS, INPUT_ARGUMENT_RESULTS), CL(DIAG), CL(VARIANT))
M(CallResponse, S(ResponseHeader), SL(CallMethodResult), CL(DIAG))
M(MonitoringParameters, V(U32, CLIENT_HANDLE), V(DOUBLE, SAMPLING_INTERVAL), C(EXTOBJ), V(U32, QUEUE_SIZE),
	V(BOOL, DISCARD_OLDEST))
M(MonitoredItemCreateRequest, S(ReadValueId), V(U32, MONITORING_MODE), S(MonitoringParameters))
M(CreateMonitoredItemsRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), V(U32, TIMESTAMPS_TO_RETURN),
	SL(MonitoredItemCreateRequest))
M(MonitoredItemCreateResult, V(STATUS, STATUS_CODE), V(U32, MONITORED_ITEM_ID),
	V(DOUBLE, REVISED_SAMPLING_INTERVAL), V(U32, REVISED_QUEUE_SIZE), C(EXTOBJ))
M(CreateMonitoredItemsResponse, S(ResponseHeader), SL(MonitoredItemCreateResult), CL(DIAG))
M(MonitoredItemModifyRequest, V(U32, MONITORED_ITEM_ID), S(MonitoringParameters))
M(ModifyMonitoredItemsRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), V(U32, TIMESTAMPS_TO_RETURN),
	SL(MonitoredItemModifyRequest))
M(MonitoredItemModifyResult, V(STATUS, STATUS_CODE), V(DOUBLE, REVISED_SAMPLING_INTERVAL),
	V(U32, REVISED_QUEUE_SIZE), C(EXTOBJ))
M(ModifyMonitoredItemsResponse, S(ResponseHeader), SL(MonitoredItemModifyResult), CL(DIAG))
M(SetMonitoringModeRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), V(U32, MONITORING_MODE),
	L(U32, MONITORED_ITEM_IDS))
M(SetMonitoringModeResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(SetTriggeringRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), V(U32, TRIGGERING_ITEM_ID),
	L(U32, LINKS_TO_ADD), L(U32, LINKS_TO_REMOVE))
M(SetTriggeringResponse, S(ResponseHeader), L(STATUS, ADD_RESULTS), CL(DIAG), L(STATUS, REMOVE_RESULTS),
	CL(DIAG))
M(DeleteMonitoredItemsRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), L(U32, MONITORED_ITEM_IDS))
M(DeleteMonitoredItemsResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(CreateSubscriptionRequest, S(RequestHeader), V(DOUBLE, REQUESTED_PUBLISHING_INTERVAL),
	V(U32, REQUESTED_LIFETIME_COUNT), V(U32, REQUESTED_MAX_KEEP_ALIVE_COUNT),
	V(U32, MAX_NOTIFICATIONS_PER_PUBLISH), V(BOOL, PUBLISHING_ENABLED), V(U8, PRIORITY))
M(CreateSubscriptionResponse, S(ResponseHeader), V(U32, SUBSCRIPTION_ID),
	V(DOUBLE, REVISED_PUBLISHING_INTERVAL), V(U32, REVISED_LIFETIME_COUNT), V(U32, REVISED_MAX_KEEP_ALIVE_COUNT))
M(ModifySubscriptionRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID),
	V(DOUBLE, REQUESTED_PUBLISHING_INTERVAL), V(U32, REQUESTED_LIFETIME_COUNT),
	V(U32, REQUESTED_MAX_KEEP_ALIVE_COUNT), V(U32, MAX_NOTIFICATIONS_PER_PUBLISH), V(U8, PRIORITY))
M(ModifySubscriptionResponse, S(ResponseHeader), V(DOUBLE, REVISED_PUBLISHING_INTERVAL),
	V(U32, REVISED_LIFETIME_COUNT), V(U32, REVISED_MAX_KEEP_ALIVE_COUNT))
M(SetPublishingModeRequest, S(RequestHeader), V(BOOL, PUBLISHING_ENABLED), L(U32, SUBSCRIPTION_IDS))
M(SetPublishingModeResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(SubscriptionAcknowledgement, V(U32, SUBSCRIPTION_ID), V(U32, SEQUENCE_NUMBER))
M(PublishRequest, S(RequestHeader), SL(SubscriptionAcknowledgement))
M(NotificationMessage, V(U32, SEQUENCE_NUMBER), V(TIME, PUBLISH_TIME), CL(EXTOBJ))
M(PublishResponse, S(ResponseHeader), V(U32, SUBSCRIPTION_ID), L(U32, AVAILABLE_SEQUENCE_NUMBERS),
	V(BOOL, MORE_NOTIFICATIONS), S(NotificationMessage), L(STATUS, RESULTS), CL(DIAG))
M(RepublishRequest, S(RequestHeader), V(U32, SUBSCRIPTION_ID), V(U32, RETRANSMIT_SEQUENCE_NUMBER))
M(RepublishResponse, S(ResponseHeader), S(NotificationMessage))
M(TransferSubscriptionsRequest, S(RequestHeader), L(U32, SUBSCRIPTION_IDS), V(BOOL, SEND_INITIAL_VALUES))
M(TransferResult, V(STATUS, STATUS_CODE), L(U32, AVAILABLE_SEQUENCE_NUMBERS))
M(TransferSubscriptionsResponse, S(ResponseHeader), SL(TransferResult), CL(DIAG))
M(DeleteSubscriptionsRequest, S(RequestHeader), L(U32, SUBSCRIPTION_IDS))
M(DeleteSubscriptionsResponse, S(ResponseHeader), L(STATUS, RESULTS), CL(DIAG))
M(UserNameIdentityToken, V(STRING, POLICY_ID), V(STRING, USER_NAME), V(SECRET, PASSWORD),
	V(STRING, ENCRYPTION_ALGORITHM))
M(AnonymousIdentityToken, V(STRING, POLICY_ID))
M(X509IdentityToken, V(STRING, POLICY_ID), V(BYTES, CERTIFICATE_DATA))
M(IssuedIdentityToken, V(STRING, POLICY_ID), V(SECRET, TOKEN_DATA), V(STRING, ENCRYPTION_ALGORITHM))
M(DataChangeFilter, V(U32, DATA_CHANGE_TRIGGER), V(U32, DEADBAND_TYPE), V(DOUBLE, DEADBAND_VALUE))
M(SimpleAttributeOperand, C(NODE), CL(QNAME), V(U32, ATTRIBUTE_ID), V(STRING, INDEX_RANGE))
M(EventFilter, SL(SimpleAttributeOperand), S(ContentFilter))
M(AggregateConfiguration, V(BOOL, USE_SERVER_CAPABILITIES_DEFAULTS), V(BOOL, TREAT_UNCERTAIN_AS_BAD),
	V(U8, PERCENT_DATA_BAD), V(U8, PERCENT_DATA_GOOD), V(BOOL, USE_SLOPED_EXTRAPOLATION))
M(AggregateFilter, V(TIME, START_TIME), C(NODE), V(DOUBLE, PROCESSING_INTERVAL), S(AggregateConfiguration))
M(EventFilterResult, L(STATUS, SELECT_CLAUSE_RESULTS), CL(DIAG), S(ContentFilterResult))
M(AggregateFilterResult, V(TIME, REVISED_START_TIME), V(DOUBLE, REVISED_PROCESSING_INTERVAL),
	S(AggregateConfiguration))
M(ElementOperand, V(U32, INDEX))
M(LiteralOperand, C(VARIANT))
M(AttributeOperand, C(NODE), V(STRING, ALIAS), S(RelativePath), V(U32, ATTRIBUTE_ID), V(STRING, INDEX_RANGE))
M(MonitoredItemNotification, V(U32, CLIENT_HANDLE), C(DATAVALUE))
M(DataChangeNotification, SL(MonitoredItemNotification), CL(DIAG))
M(EventFieldList, V(U32, CLIENT_HANDLE), CL(VARIANT))
M(EventNotificationList, SL(EventFieldList))
M(StatusChangeNotification, V(STATUS, STATUS), C(DIAG))
M(ReadEventDetails, V(U32, NUM_VALUES_PER_NODE), V(TIME, START_TIME), V(TIME, END_TIME), S(EventFilter))
M(ReadRawModifiedDetails, V(BOOL, IS_READ_MODIFIED), V(TIME, START_TIME), V(TIME, END_TIME),
	V(U32, NUM_VALUES_PER_NODE), V(BOOL, RETURN_BOUNDS))
M(ReadProcessedDetails, V(TIME, START_TIME), V(TIME, END_TIME), V(DOUBLE, PROCESSING_INTERVAL), CL(NODE),
	S(AggregateConfiguration))
M(ReadAtTimeDetails, L(TIME, REQ_TIMES), V(BOOL, USE_SIMPLE_BOUNDS))
M(HistoryData, CL(DATAVALUE))
M(ModificationInfo, V(TIME, MODIFICATION_TIME), V(U32, HISTORY_UPDATE_TYPE), V(STRING, USER_NAME))
M(HistoryModifiedData, CL(DATAVALUE), SL(ModificationInfo))
M(HistoryEventFieldList, CL(VARIANT))
M(HistoryEvent, SL(HistoryEventFieldList))
M(HistoryUpdateDetails, C(NODE))
M(UpdateDataDetails, C(NODE), V(U32, PERFORM_UPDATE_TYPE), CL(DATAVALUE))
M(UpdateStructureDataDetails, C(NODE), V(U32, PERFORM_UPDATE_TYPE), CL(DATAVALUE))
M(UpdateEventDetails, C(NODE), V(U32, PERFORM_UPDATE_TYPE), S(EventFilter), SL(HistoryEventFieldList))
M(DeleteRawModifiedDetails, C(NODE), V(BOOL, IS_DELETE_MODIFIED), V(TIME, START_TIME), V(TIME, END_TIME))
M(DeleteAtTimeDetails, C(NODE), L(TIME, REQ_TIMES))
M(DeleteEventDetails, C(NODE), L(BYTES, EVENT_IDS))
M(ObjectAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(U8, EVENT_NOTIFIER))
M(VariableAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), C(VARIANT), C(NODE), V(I32, VALUE_RANK), L(U32, ARRAY_DIMENSIONS),
	V(U8, ACCESS_LEVEL), V(U8, USER_ACCESS_LEVEL), V(DOUBLE, MINIMUM_SAMPLING_INTERVAL), V(BOOL, HISTORIZING))
M(MethodAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(BOOL, EXECUTABLE), V(BOOL, USER_EXECUTABLE))
M(ObjectTypeAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(BOOL, IS_ABSTRACT))
M(VariableTypeAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), C(VARIANT), C(NODE), V(I32, VALUE_RANK), L(U32, ARRAY_DIMENSIONS),
	V(BOOL, IS_ABSTRACT))
M(ReferenceTypeAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(BOOL, IS_ABSTRACT), V(BOOL, SYMMETRIC), C(LTEXT))
M(DataTypeAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(BOOL, IS_ABSTRACT))
M(ViewAttributes, V(U32, SPECIFIED_ATTRIBUTES), C(LTEXT), C(LTEXT), V(U32, WRITE_MASK),
	V(U32, USER_WRITE_MASK), V(BOOL, CONTAINS_NO_LOOPS), V(U8, EVENT_NOTIFIER))
M(MdnsDiscoveryConfiguration, V(STRING, MDNS_SERVER_NAME), L(STRING, SERVER_CAPABILITIES))
M(BuildInfo, V(STRING, PRODUCT_URI), V(STRING, MANUFACTURER_NAME), V(STRING, PRODUCT_NAME),
	V(STRING, SOFTWARE_VERSION), V(STRING, BUILD_NUMBER), V(TIME, BUILD_DATE))
M(ServerStatusDataType, V(TIME, START_TIME), V(TIME, CURRENT_TIME), V(U32, SERVER_STATE), S(BuildInfo),
	V(U32, SECONDS_TILL_SHUTDOWN), C(LTEXT))
M(ServerDiagnosticsSummaryDataType, V(U32, SERVER_VIEW_COUNT), V(U32, CURRENT_SESSION_COUNT),
	V(U32, CUMULATED_SESSION_COUNT), V(U32, SECURITY_REJECTED_SESSION_COUNT), V(U32, REJECTED_SESSION_COUNT),
	V(U32, SESSION_TIMEOUT_COUNT), V(U32, SESSION_ABORT_COUNT), V(U32, CURRENT_SUBSCRIPTION_COUNT),
	V(U32, CUMULATED_SUBSCRIPTION_COUNT), V(U32, PUBLISHING_INTERVAL_COUNT),
	V(U32, SECURITY_REJECTED_REQUESTS_COUNT), V(U32, REJECTED_REQUESTS_COUNT))
M(ServiceCounterDataType, V(U32, TOTAL_COUNT), V(U32, ERROR_COUNT))
M(SessionDiagnosticsDataType, C(NODE), V(STRING, SESSION_NAME), S(ApplicationDescription),
	V(STRING, SERVER_URI), V(STRING, ENDPOINT_URL), L(STRING, LOCALE_IDS), V(DOUBLE, ACTUAL_SESSION_TIMEOUT),
	V(U32, MAX_RESPONSE_MESSAGE_SIZE), V(TIME, CLIENT_CONNECTION_TIME), V(TIME, CLIENT_LAST_CONTACT_TIME),
	V(U32, CURRENT_SUBSCRIPTIONS_COUNT), V(U32, CURRENT_MONITORED_ITEMS_COUNT),
	V(U32, CURRENT_PUBLISH_REQUESTS_IN_QUEUE), S(ServiceCounterDataType), V(U32, UNAUTHORIZED_REQUEST_COUNT),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType),
	S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType), S(ServiceCounterDataType))
M(SessionSecurityDiagnosticsDataType, C(NODE), V(STRING, CLIENT_USER_ID_OF_SESSION),
	L(STRING, CLIENT_USER_ID_HISTORY), V(STRING, AUTHENTICATION_MECHANISM), V(STRING, ENCODING),
	V(STRING, TRANSPORT_PROTOCOL), V(U32, MESSAGE_SECURITY_MODE), V(STRING, SECURITY_POLICY_URI),
	V(BYTES, CLIENT_CERTIFICATE))
M(SubscriptionDiagnosticsDataType, C(NODE), V(U32, SUBSCRIPTION_ID), V(U8, PRIORITY),
	V(DOUBLE, PUBLISHING_INTERVAL), V(U32, MAX_KEEP_ALIVE_COUNT), V(U32, MAX_LIFETIME_COUNT),
	V(U32, MAX_NOTIFICATIONS_PER_PUBLISH), V(BOOL, PUBLISHING_ENABLED), V(U32, MODIFY_COUNT),
	V(U32, ENABLE_COUNT), V(U32, DISABLE_COUNT), V(U32, REPUBLISH_REQUEST_COUNT),
	V(U32, REPUBLISH_MESSAGE_REQUEST_COUNT), V(U32, REPUBLISH_MESSAGE_COUNT), V(U32, TRANSFER_REQUEST_COUNT),
	V(U32, TRANSFERRED_TO_ALT_CLIENT_COUNT), V(U32, TRANSFERRED_TO_SAME_CLIENT_COUNT),
	V(U32, PUBLISH_REQUEST_COUNT), V(U32, DATA_CHANGE_NOTIFICATIONS_COUNT), V(U32, EVENT_NOTIFICATIONS_COUNT),
	V(U32, NOTIFICATIONS_COUNT), V(U32, LATE_PUBLISH_REQUEST_COUNT), V(U32, CURRENT_KEEP_ALIVE_COUNT),
	V(U32, CURRENT_LIFETIME_COUNT), V(U32, UNACKNOWLEDGED_MESSAGE_COUNT), V(U32, DISCARDED_MESSAGE_COUNT),
	V(U32, MONITORED_ITEM_COUNT), V(U32, DISABLED_MONITORED_ITEM_COUNT), V(U32, MONITORING_QUEUE_OVERFLOW_COUNT),
	V(U32, NEXT_SEQUENCE_NUMBER), V(U32, EVENT_QUEUE_OVER_FLOW_COUNT))
M(SamplingIntervalDiagnosticsDataType, V(DOUBLE, SAMPLING_INTERVAL), V(U32, MONITORED_ITEM_COUNT),
	V(U32, MAX_MONITORED_ITEM_COUNT), V(U32, DISABLED_MONITORED_ITEM_COUNT))
M(RedundantServerDataType, V(STRING, SERVER_ID), V(U8, SERVICE_LEVEL), V(U32, SERVER_STATE))
M(Argument, V(STRING, NAME), C(NODE), V(I32, VALUE_RANK), L(U32, ARRAY_DIMENSIONS), C(LTEXT))
M(EUInformation, V(STRING, NAMESPACE_URI), V(I32, UNIT_ID), C(LTEXT), C(LTEXT))
M(Range, V(DOUBLE, LOW), V(DOUBLE, HIGH))
M(EnumValueType, V(I64F, VALUE), C(LTEXT), C(LTEXT))
M(ModelChangeStructureDataType, C(NODE), C(NODE), V(U8, VERB))
M(SemanticChangeStructureDataType, C(NODE), C(NODE))
M(TimeZoneDataType, V(I16, OFFSET), V(BOOL, DAYLIGHT_SAVING_IN_OFFSET))
M(ComplexNumberType, V(FLOAT, REAL), V(FLOAT, IMAGINARY))
M(DoubleComplexNumberType, V(DOUBLE, REAL), V(DOUBLE, IMAGINARY))
M(AxisInformation, S(EUInformation), S(Range), C(LTEXT), V(U32, AXIS_SCALE_ENUMERATION),
	L(DOUBLE, AXIS_STEPS))
M(XVType, V(DOUBLE, X), V(FLOAT, VALUE))
M(StatusResult, V(STATUS, STATUS_CODE), C(DIAG))
M(ProgramDiagnosticDataType, C(NODE), V(STRING, CREATE_CLIENT_NAME), V(TIME, INVOCATION_CREATION_TIME),
	V(TIME, LAST_TRANSITION_TIME), V(STRING, LAST_METHOD_CALL), C(NODE), SL(Argument), SL(Argument),
	V(TIME, LAST_METHOD_CALL_TIME), S(StatusResult))
M(Annotation, V(STRING, MESSAGE), V(STRING, USER_NAME), V(TIME, ANNOTATION_TIME))
M(TrustListDataType, V(U32, SPECIFIED_LISTS), L(BYTES, TRUSTED_CERTIFICATES), L(BYTES, TRUSTED_CRLS),
	L(BYTES, ISSUER_CERTIFICATES), L(BYTES, ISSUER_CRLS))
M(EndpointUrlListDataType, L(STRING, ENDPOINT_URL_LIST))
M(NetworkGroupDataType, V(STRING, SERVER_URI), SL(EndpointUrlListDataType))
/* clang-format on */

#define ROW_(name, number) [OPCUA_T_##name] = (name),
const struct opcua_member *const opcua_types[OPCUA_TYPE_COUNT] = { OPCUA_TYPES(ROW_) };
#undef ROW_

/* In order of the number. */
struct numbered {
	uint16_t number, type;
};

/* clang-format off */
static const struct numbered numbered[] = {
	{ 298, OPCUA_T_Argument }, { 301, OPCUA_T_StatusResult }, { 306, OPCUA_T_UserTokenPolicy },
	{ 310, OPCUA_T_ApplicationDescription }, { 314, OPCUA_T_EndpointDescription },
	{ 321, OPCUA_T_AnonymousIdentityToken }, { 324, OPCUA_T_UserNameIdentityToken },
	{ 327, OPCUA_T_X509IdentityToken }, { 340, OPCUA_T_BuildInfo }, { 346, OPCUA_T_SignedSoftwareCertificate },
	{ 354, OPCUA_T_ObjectAttributes }, { 357, OPCUA_T_VariableAttributes }, { 360, OPCUA_T_MethodAttributes },
	{ 363, OPCUA_T_ObjectTypeAttributes }, { 366, OPCUA_T_VariableTypeAttributes },
	{ 369, OPCUA_T_ReferenceTypeAttributes }, { 372, OPCUA_T_DataTypeAttributes },
	{ 375, OPCUA_T_ViewAttributes }, { 378, OPCUA_T_AddNodesItem }, { 381, OPCUA_T_AddReferencesItem },
	{ 384, OPCUA_T_DeleteNodesItem }, { 387, OPCUA_T_DeleteReferencesItem }, { 391, OPCUA_T_RequestHeader },
	{ 394, OPCUA_T_ResponseHeader }, { 397, OPCUA_T_ServiceFault }, { 422, OPCUA_T_FindServersRequest },
	{ 425, OPCUA_T_FindServersResponse }, { 428, OPCUA_T_GetEndpointsRequest },
	{ 431, OPCUA_T_GetEndpointsResponse }, { 434, OPCUA_T_RegisteredServer },
	{ 437, OPCUA_T_RegisterServerRequest }, { 440, OPCUA_T_RegisterServerResponse },
	{ 443, OPCUA_T_ChannelSecurityToken }, { 446, OPCUA_T_OpenSecureChannelRequest },
	{ 449, OPCUA_T_OpenSecureChannelResponse }, { 452, OPCUA_T_CloseSecureChannelRequest },
	{ 455, OPCUA_T_CloseSecureChannelResponse }, { 458, OPCUA_T_SignatureData },
	{ 461, OPCUA_T_CreateSessionRequest }, { 464, OPCUA_T_CreateSessionResponse },
	{ 467, OPCUA_T_ActivateSessionRequest }, { 470, OPCUA_T_ActivateSessionResponse },
	{ 473, OPCUA_T_CloseSessionRequest }, { 476, OPCUA_T_CloseSessionResponse }, { 479, OPCUA_T_CancelRequest },
	{ 482, OPCUA_T_CancelResponse }, { 485, OPCUA_T_AddNodesResult }, { 488, OPCUA_T_AddNodesRequest },
	{ 491, OPCUA_T_AddNodesResponse }, { 494, OPCUA_T_AddReferencesRequest },
	{ 497, OPCUA_T_AddReferencesResponse }, { 500, OPCUA_T_DeleteNodesRequest },
	{ 503, OPCUA_T_DeleteNodesResponse }, { 506, OPCUA_T_DeleteReferencesRequest },
	{ 509, OPCUA_T_DeleteReferencesResponse }, { 513, OPCUA_T_ViewDescription },
	{ 516, OPCUA_T_BrowseDescription }, { 520, OPCUA_T_ReferenceDescription }, { 524, OPCUA_T_BrowseResult },
	{ 527, OPCUA_T_BrowseRequest }, { 530, OPCUA_T_BrowseResponse }, { 533, OPCUA_T_BrowseNextRequest },
	{ 536, OPCUA_T_BrowseNextResponse }, { 539, OPCUA_T_RelativePathElement }, { 542, OPCUA_T_RelativePath },
	{ 545, OPCUA_T_BrowsePath }, { 548, OPCUA_T_BrowsePathTarget }, { 551, OPCUA_T_BrowsePathResult },
	{ 554, OPCUA_T_TranslateBrowsePathsToNodeIdsRequest },
	{ 557, OPCUA_T_TranslateBrowsePathsToNodeIdsResponse }, { 560, OPCUA_T_RegisterNodesRequest },
	{ 563, OPCUA_T_RegisterNodesResponse }, { 566, OPCUA_T_UnregisterNodesRequest },
	{ 569, OPCUA_T_UnregisterNodesResponse }, { 572, OPCUA_T_QueryDataDescription },
	{ 575, OPCUA_T_NodeTypeDescription }, { 579, OPCUA_T_QueryDataSet }, { 585, OPCUA_T_ContentFilterElement },
	{ 588, OPCUA_T_ContentFilter }, { 594, OPCUA_T_ElementOperand }, { 597, OPCUA_T_LiteralOperand },
	{ 600, OPCUA_T_AttributeOperand }, { 603, OPCUA_T_SimpleAttributeOperand },
	{ 606, OPCUA_T_ContentFilterElementResult }, { 609, OPCUA_T_ContentFilterResult },
	{ 612, OPCUA_T_ParsingResult }, { 615, OPCUA_T_QueryFirstRequest }, { 618, OPCUA_T_QueryFirstResponse },
	{ 621, OPCUA_T_QueryNextRequest }, { 624, OPCUA_T_QueryNextResponse }, { 628, OPCUA_T_ReadValueId },
	{ 631, OPCUA_T_ReadRequest }, { 634, OPCUA_T_ReadResponse }, { 637, OPCUA_T_HistoryReadValueId },
	{ 640, OPCUA_T_HistoryReadResult }, { 646, OPCUA_T_ReadEventDetails },
	{ 649, OPCUA_T_ReadRawModifiedDetails }, { 652, OPCUA_T_ReadProcessedDetails },
	{ 655, OPCUA_T_ReadAtTimeDetails }, { 658, OPCUA_T_HistoryData }, { 661, OPCUA_T_HistoryEvent },
	{ 664, OPCUA_T_HistoryReadRequest }, { 667, OPCUA_T_HistoryReadResponse }, { 670, OPCUA_T_WriteValue },
	{ 673, OPCUA_T_WriteRequest }, { 676, OPCUA_T_WriteResponse }, { 679, OPCUA_T_HistoryUpdateDetails },
	{ 682, OPCUA_T_UpdateDataDetails }, { 685, OPCUA_T_UpdateEventDetails },
	{ 688, OPCUA_T_DeleteRawModifiedDetails }, { 691, OPCUA_T_DeleteAtTimeDetails },
	{ 694, OPCUA_T_DeleteEventDetails }, { 697, OPCUA_T_HistoryUpdateResult },
	{ 700, OPCUA_T_HistoryUpdateRequest }, { 703, OPCUA_T_HistoryUpdateResponse },
	{ 706, OPCUA_T_CallMethodRequest }, { 709, OPCUA_T_CallMethodResult }, { 712, OPCUA_T_CallRequest },
	{ 715, OPCUA_T_CallResponse }, { 724, OPCUA_T_DataChangeFilter }, { 727, OPCUA_T_EventFilter },
	{ 730, OPCUA_T_AggregateFilter }, { 736, OPCUA_T_EventFilterResult }, { 739, OPCUA_T_AggregateFilterResult },
	{ 742, OPCUA_T_MonitoringParameters }, { 745, OPCUA_T_MonitoredItemCreateRequest },
	{ 748, OPCUA_T_MonitoredItemCreateResult }, { 751, OPCUA_T_CreateMonitoredItemsRequest },
	{ 754, OPCUA_T_CreateMonitoredItemsResponse }, { 757, OPCUA_T_MonitoredItemModifyRequest },
	{ 760, OPCUA_T_MonitoredItemModifyResult }, { 763, OPCUA_T_ModifyMonitoredItemsRequest },
	{ 766, OPCUA_T_ModifyMonitoredItemsResponse }, { 769, OPCUA_T_SetMonitoringModeRequest },
	{ 772, OPCUA_T_SetMonitoringModeResponse }, { 775, OPCUA_T_SetTriggeringRequest },
	{ 778, OPCUA_T_SetTriggeringResponse }, { 781, OPCUA_T_DeleteMonitoredItemsRequest },
	{ 784, OPCUA_T_DeleteMonitoredItemsResponse }, { 787, OPCUA_T_CreateSubscriptionRequest },
	{ 790, OPCUA_T_CreateSubscriptionResponse }, { 793, OPCUA_T_ModifySubscriptionRequest },
	{ 796, OPCUA_T_ModifySubscriptionResponse }, { 799, OPCUA_T_SetPublishingModeRequest },
	{ 802, OPCUA_T_SetPublishingModeResponse }, { 805, OPCUA_T_NotificationMessage },
	{ 808, OPCUA_T_MonitoredItemNotification }, { 811, OPCUA_T_DataChangeNotification },
	{ 820, OPCUA_T_StatusChangeNotification }, { 823, OPCUA_T_SubscriptionAcknowledgement },
	{ 826, OPCUA_T_PublishRequest }, { 829, OPCUA_T_PublishResponse }, { 832, OPCUA_T_RepublishRequest },
	{ 835, OPCUA_T_RepublishResponse }, { 838, OPCUA_T_TransferResult },
	{ 841, OPCUA_T_TransferSubscriptionsRequest }, { 844, OPCUA_T_TransferSubscriptionsResponse },
	{ 847, OPCUA_T_DeleteSubscriptionsRequest }, { 850, OPCUA_T_DeleteSubscriptionsResponse },
	{ 855, OPCUA_T_RedundantServerDataType }, { 858, OPCUA_T_SamplingIntervalDiagnosticsDataType },
	{ 861, OPCUA_T_ServerDiagnosticsSummaryDataType }, { 864, OPCUA_T_ServerStatusDataType },
	{ 867, OPCUA_T_SessionDiagnosticsDataType }, { 870, OPCUA_T_SessionSecurityDiagnosticsDataType },
	{ 873, OPCUA_T_ServiceCounterDataType }, { 876, OPCUA_T_SubscriptionDiagnosticsDataType },
	{ 879, OPCUA_T_ModelChangeStructureDataType }, { 886, OPCUA_T_Range }, { 889, OPCUA_T_EUInformation },
	{ 893, OPCUA_T_Annotation }, { 896, OPCUA_T_ProgramDiagnosticDataType },
	{ 899, OPCUA_T_SemanticChangeStructureDataType }, { 916, OPCUA_T_EventNotificationList },
	{ 919, OPCUA_T_EventFieldList }, { 922, OPCUA_T_HistoryEventFieldList },
	{ 940, OPCUA_T_IssuedIdentityToken }, { 950, OPCUA_T_AggregateConfiguration },
	{ 8251, OPCUA_T_EnumValueType }, { 8917, OPCUA_T_TimeZoneDataType }, { 11226, OPCUA_T_ModificationInfo },
	{ 11227, OPCUA_T_HistoryModifiedData }, { 11300, OPCUA_T_UpdateStructureDataDetails },
	{ 11957, OPCUA_T_EndpointUrlListDataType }, { 11958, OPCUA_T_NetworkGroupDataType },
	{ 12089, OPCUA_T_AxisInformation }, { 12090, OPCUA_T_XVType }, { 12181, OPCUA_T_ComplexNumberType },
	{ 12182, OPCUA_T_DoubleComplexNumberType }, { 12207, OPCUA_T_ServerOnNetwork },
	{ 12208, OPCUA_T_FindServersOnNetworkRequest }, { 12209, OPCUA_T_FindServersOnNetworkResponse },
	{ 12211, OPCUA_T_RegisterServer2Request }, { 12212, OPCUA_T_RegisterServer2Response },
	{ 12680, OPCUA_T_TrustListDataType }, { 12901, OPCUA_T_MdnsDiscoveryConfiguration },
};
/* clang-format on */

enum opcua_type opcua_type_of(uint64_t number)
{
	size_t low = 0, high = sizeof(numbered) / sizeof(numbered[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (numbered[middle].number == number)
			return (enum opcua_type)numbered[middle].type;
		if (numbered[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return OPCUA_TYPE_COUNT;
}
