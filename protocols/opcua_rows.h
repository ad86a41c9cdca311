/*
 * Rows of the fields of OPC UA: belongs to opcua_fields.h. Fields are named as tshark 4.0 names
 * them: those of structures after their member, or after the type of an enumeration.
 */
#ifndef KAGAMI_OPCUA_ROWS_H
#define KAGAMI_OPCUA_ROWS_H

/* clang-format off */
/* Transport, secure channel, encodings; at the end what tshark does not have. */
#define OPCUA_HEAD_ROWS(F) \
	F(UA_TRANSPORT_TYPE, "opcua.transport.type", FIELD_TEXT, RAW(3), BASE_DEC, NULL, "kind of message: HEL, ACK, ERR, RHE, OPN, CLO, MSG") \
	F(UA_TRANSPORT_CHUNK, "opcua.transport.chunk", FIELD_TEXT, RAW(1), BASE_DEC, NULL, "F: the last piece, C: more follow, A: given up") \
	F(UA_TRANSPORT_SIZE, "opcua.transport.size", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of the piece") \
	F(UA_VERSION, "opcua.transport.ver", FIELD_UINT, LE(4), BASE_DEC, NULL, "version of the transport") \
	F(UA_RECEIVE_BUFFER, "opcua.transport.rbs", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of a piece that the sender can receive") \
	F(UA_SEND_BUFFER, "opcua.transport.sbs", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of a piece that the sender sends at most") \
	F(UA_MAX_MESSAGE, "opcua.transport.mms", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of a message at most; 0: any") \
	F(UA_MAX_CHUNKS, "opcua.transport.mcc", FIELD_UINT, LE(4), BASE_DEC, NULL, "pieces of a message at most; 0: any") \
	F(UA_TRANSPORT_ENDPOINT, "opcua.transport.endpoint", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "address of the endpoint") \
	F(UA_TRANSPORT_SERVER, "opcua.transport.suri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "global name of a server that opens the connection itself") \
	F(UA_TRANSPORT_ERROR, "opcua.transport.error", FIELD_UINT, LE(4), BASE_HEX, opcua_status_names, "why the connection ends, or the message is given up") \
	F(UA_TRANSPORT_REASON, "opcua.transport.reason", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "the same in words") \
	F(UA_CHANNEL, "opcua.transport.scid", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the secure channel; 0: it is asked for") \
	F(UA_POLICY_URI, "opcua.security.spu", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "security policy of the secure channel") \
	F(UA_SENDER_CERT, "opcua.security.scert", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "certificate of the sender") \
	F(UA_THUMBPRINT, "opcua.security.rcthumb", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "SHA-1 of the receiver's certificate") \
	F(UA_SEQUENCE, "opcua.security.seq", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the piece") \
	F(UA_REQUEST_ID, "opcua.security.rqid", FIELD_UINT, LE(4), BASE_DEC, NULL, "number that joins a request, its pieces and its answer") \
	F(UA_SECURITY_TOKEN, "opcua.security.tokenid", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the channel's keys") \
	F(UA_SERVICE_ENCODING, "opcua.servicenodeid.encodingmask", FIELD_UINT, SIZED(1), BASE_HEX, opcua_nodeid_names, "how the service's number is written") \
	F(UA_SERVICE_NS, "opcua.servicenodeid.nsid", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "namespace of the service's number") \
	F(UA_SERVICE, "opcua.servicenodeid.numeric", FIELD_UINT, SIZED(4), BASE_DEC, opcua_service_names, "what the message is") \
	F(UA_NODE_ENCODING, "opcua.nodeid.encodingmask", FIELD_UINT, SIZED(1), BASE_HEX, opcua_nodeid_names, "how a node id is written") \
	F(UA_NODE_NS, "opcua.nodeid.nsindex", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "namespace of a node id") \
	F(UA_NODE_NUMBER, "opcua.nodeid.numeric", FIELD_UINT, SIZED(4), BASE_DEC, NULL, "node id that is a number") \
	F(UA_NODE_STRING, "opcua.nodeid.string", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "node id that is a text") \
	F(UA_NODE_GUID, "opcua.nodeid.guid", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "node id that is a GUID, as it is on the wire") \
	F(UA_NODE_BYTES, "opcua.nodeid.bytestring", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "node id that is bytes") \
	F(UA_SERVER_INDEX, "opcua.expandednodeid.ServerIndex", FIELD_UINT, LE(4), BASE_DEC, NULL, "server that has the node; 0: this one") \
	F(UA_LOCALE, "opcua.loctext.Locale", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "language of a text") \
	F(UA_TEXT, "opcua.loctext.Text", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "text in a language") \
	F(UA_QUALIFIED_NS, "opcua.qualname.Id", FIELD_UINT, LE(2), BASE_DEC, NULL, "namespace of a name") \
	F(UA_QUALIFIED_NAME, "opcua.qualname.Name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name in a namespace") \
	F(UA_SYMBOLIC_ID, "opcua.diag.SymbolicId", FIELD_INT, DERIVED, BASE_DEC, NULL, "diagnostics: symbolic name, as its place in the table of texts") \
	F(UA_DIAG_NAMESPACE, "opcua.diag.Namespace", FIELD_INT, DERIVED, BASE_DEC, NULL, "diagnostics: its namespace, likewise") \
	F(UA_DIAG_LOCALE, "opcua.diag.Locale", FIELD_INT, DERIVED, BASE_DEC, NULL, "diagnostics: language of the text, likewise") \
	F(UA_DIAG_TEXT, "opcua.diag.LocalizedText", FIELD_INT, DERIVED, BASE_DEC, NULL, "diagnostics: what happened, likewise") \
	F(UA_DIAG_INFO, "opcua.diag.AdditionalInfo", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "diagnostics: more about it") \
	F(UA_DIAG_STATUS, "opcua.diag.InnerStatusCode", FIELD_UINT, LE(4), BASE_HEX, NULL, "diagnostics: status of what lies below") \
	F(UA_VARIANT_TYPE, "opcua.variant.has_value", FIELD_UINT, LE(1), BASE_HEX, opcua_variant_names, "type of a value") \
	F(UA_ARRAY_SIZE, "opcua.variant.ArraySize", FIELD_INT, DERIVED, BASE_DEC, NULL, "elements of a list; -1: no list") \
	F(UA_SOURCE_TIME, "opcua.datavalue.SourceTimestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "time of a value, of its source") \
	F(UA_SOURCE_PICO, "opcua.datavalue.SourcePicoseconds", FIELD_UINT, LE(2), BASE_DEC, NULL, "the same, more exactly: steps of 10 ps") \
	F(UA_SERVER_TIME, "opcua.datavalue.ServerTimestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "time of a value, of the server") \
	F(UA_SERVER_PICO, "opcua.datavalue.ServerPicoseconds", FIELD_UINT, LE(2), BASE_DEC, NULL, "the same, more exactly: steps of 10 ps") \
	F(UA_BOOLEAN, "opcua.Boolean", FIELD_BOOL, LE(1), BASE_DEC, NULL, "value that is true or false") \
	F(UA_SBYTE, "opcua.SByte", FIELD_INT, DERIVED, BASE_DEC, NULL, "value of a signed byte") \
	F(UA_BYTE, "opcua.Byte", FIELD_UINT, LE(1), BASE_DEC, NULL, "value of a byte") \
	F(UA_INT16, "opcua.Int16", FIELD_INT, DERIVED, BASE_DEC, NULL, "value of 16 signed bits") \
	F(UA_UINT16, "opcua.UInt16", FIELD_UINT, LE(2), BASE_DEC, NULL, "value of 16 bits") \
	F(UA_INT32, "opcua.Int32", FIELD_INT, DERIVED, BASE_DEC, NULL, "value of 32 signed bits, or size of a dimension") \
	F(UA_UINT32, "opcua.UInt32", FIELD_UINT, LE(4), BASE_DEC, NULL, "value of 32 bits") \
	F(UA_INT64, "opcua.Int64", FIELD_INT, DERIVED, BASE_DEC, NULL, "value of 64 signed bits") \
	F(UA_UINT64, "opcua.UInt64", FIELD_UINT, LE(8), BASE_DEC, NULL, "value of 64 bits") \
	F(UA_FLOAT, "opcua.Float", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "value of single precision") \
	F(UA_DOUBLE, "opcua.Double", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "value of double precision") \
	F(UA_STRING, "opcua.String", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "value that is a text") \
	F(UA_DATE_TIME, "opcua.DateTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "value that is a time") \
	F(UA_GUID, "opcua.Guid", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "value that is a GUID, as it is on the wire") \
	F(UA_BYTE_STRING, "opcua.ByteString", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "value of bytes, or structure that is not taken apart") \
	F(UA_XML_ELEMENT, "opcua.XmlElement", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "value of XML") \
	F(UA_STRUCTURE, "opcua.extobj.type", FIELD_UINT, SIZED(4), BASE_DEC, opcua_structure_names, "structure that a value or a part of the message is") \
	F(UA_CHANNEL_SECURITY, "opcua.channel.security", FIELD_UINT, SIZED(1), BASE_DEC, opcua_security_names, "what is done to the channel's messages") \
	F(UA_SESSION_IDENTITY, "opcua.session.identity", FIELD_UINT, SIZED(1), BASE_DEC, opcua_identity_names, "how the user logged in") \
	F(UA_SESSION_ID, "opcua.session.id", FIELD_UINT, SIZED(4), BASE_HEX, NULL, "which session: made of its secret number, from which nobody gets that back") \
	F(UA_LOGIN_FAILURES, "opcua.session.failures", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "log-ins that failed on this connection, one after the other") \
	F(UA_SUBSCRIPTIONS, "opcua.session.subscriptions", FIELD_UINT, SIZED(2), BASE_DEC, NULL, "subscriptions that were made on this connection and are still there") \
	F(UA_ENCRYPTED, "opcua.security.encrypted", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "what is encrypted") \
	F(UA_MESSAGE_SIGNATURE, "opcua.security.signature", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "signature over the message")

/* Members of structures, by name. */
#define OPCUA_MEMBER_ROWS_A(F) \
	F(UA_ACCESS_LEVEL, "opcua.AccessLevel", FIELD_UINT, LE(1), BASE_DEC, NULL, "what can be done with the value, as bits") \
	F(UA_ACTUAL_SESSION_TIMEOUT, "opcua.ActualSessionTimeout", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "actual session timeout") \
	F(UA_ADD_RESULTS, "opcua.AddResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "add results") \
	F(UA_ALGORITHM, "opcua.Algorithm", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "algorithm of the signature") \
	F(UA_ALIAS, "opcua.Alias", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "alias") \
	F(UA_ANNOTATION_TIME, "opcua.AnnotationTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "annotation time") \
	F(UA_APPLICATION_TYPE, "opcua.ApplicationType", FIELD_UINT, LE(4), BASE_HEX, opcua_application_type_names, "server, client, both, discovery server") \
	F(UA_APPLICATION_URI, "opcua.ApplicationUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "global name of the application") \
	F(UA_ARRAY_DIMENSIONS, "opcua.ArrayDimensions", FIELD_UINT, LE(4), BASE_DEC, NULL, "size of each dimension, 0: any") \
	F(UA_ATTRIBUTE_ID, "opcua.AttributeId", FIELD_UINT, LE(4), BASE_HEX, opcua_attribute_id_names, "attribute of the node") \
	F(UA_AUDIT_ENTRY_ID, "opcua.AuditEntryId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the action for the audit log") \
	F(UA_AUTHENTICATION_MECHANISM, "opcua.AuthenticationMechanism", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "authentication mechanism") \
	F(UA_AVAILABLE_SEQUENCE_NUMBERS, "opcua.AvailableSequenceNumbers", FIELD_UINT, LE(4), BASE_DEC, NULL, "notifications that can be asked for again") \
	F(UA_AXIS_SCALE_ENUMERATION, "opcua.AxisScaleEnumeration", FIELD_UINT, LE(4), BASE_HEX, opcua_axis_scale_enumeration_names, "axis scale enumeration") \
	F(UA_AXIS_STEPS, "opcua.AxisSteps", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "axis steps") \
	F(UA_BROWSE_DIRECTION, "opcua.BrowseDirection", FIELD_UINT, LE(4), BASE_HEX, opcua_browse_direction_names, "forward, inverse, both") \
	F(UA_BUILD_DATE, "opcua.BuildDate", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when it was built") \
	F(UA_BUILD_NUMBER, "opcua.BuildNumber", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "number of the build") \
	F(UA_CANCEL_COUNT, "opcua.CancelCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "requests that were given up") \
	F(UA_CERTIFICATE_DATA, "opcua.CertificateData", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "certificate") \
	F(UA_CHANNEL_ID, "opcua.ChannelId", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the secure channel") \
	F(UA_CLIENT_CERTIFICATE, "opcua.ClientCertificate", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "certificate of the client") \
	F(UA_CLIENT_CONNECTION_TIME, "opcua.ClientConnectionTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "client connection time") \
	F(UA_CLIENT_HANDLE, "opcua.ClientHandle", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the monitored item at the client") \
	F(UA_CLIENT_LAST_CONTACT_TIME, "opcua.ClientLastContactTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "client last contact time") \
	F(UA_CLIENT_NONCE, "opcua.ClientNonce", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "random number of the client") \
	F(UA_CLIENT_PROTOCOL_VERSION, "opcua.ClientProtocolVersion", FIELD_UINT, LE(4), BASE_DEC, NULL, "version of the protocol") \
	F(UA_CLIENT_USER_ID_HISTORY, "opcua.ClientUserIdHistory", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "client user id history") \
	F(UA_CLIENT_USER_ID_OF_SESSION, "opcua.ClientUserIdOfSession", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "client user id of session") \
	F(UA_CONFIGURATION_RESULTS, "opcua.ConfigurationResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "configuration results") \
	F(UA_CONTAINS_NO_LOOPS, "opcua.ContainsNoLoops", FIELD_BOOL, LE(1), BASE_DEC, NULL, "contains no loops") \
	F(UA_CONTINUATION_POINT, "opcua.ContinuationPoint", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "where to go on") \
	F(UA_CONTINUATION_POINTS, "opcua.ContinuationPoints", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "where to go on") \
	F(UA_CREATE_CLIENT_NAME, "opcua.CreateClientName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "create client name") \
	F(UA_CREATED_AT, "opcua.CreatedAt", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the keys were made") \
	F(UA_CUMULATED_SESSION_COUNT, "opcua.CumulatedSessionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "cumulated session count") \
	F(UA_CUMULATED_SUBSCRIPTION_COUNT, "opcua.CumulatedSubscriptionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "cumulated subscription count") \
	F(UA_CURRENT_KEEP_ALIVE_COUNT, "opcua.CurrentKeepAliveCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current keep alive count") \
	F(UA_CURRENT_LIFETIME_COUNT, "opcua.CurrentLifetimeCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current lifetime count") \
	F(UA_CURRENT_MONITORED_ITEMS_COUNT, "opcua.CurrentMonitoredItemsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current monitored items count") \
	F(UA_CURRENT_PUBLISH_REQUESTS_IN_QUEUE, "opcua.CurrentPublishRequestsInQueue", FIELD_UINT, LE(4), BASE_DEC, NULL, "current publish requests in queue") \
	F(UA_CURRENT_SESSION_COUNT, "opcua.CurrentSessionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current session count") \
	F(UA_CURRENT_SUBSCRIPTION_COUNT, "opcua.CurrentSubscriptionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current subscription count") \
	F(UA_CURRENT_SUBSCRIPTIONS_COUNT, "opcua.CurrentSubscriptionsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "current subscriptions count") \
	F(UA_CURRENT_TIME, "opcua.CurrentTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "current time") \
	F(UA_DATA_CHANGE_NOTIFICATIONS_COUNT, "opcua.DataChangeNotificationsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "data change notifications count") \
	F(UA_DATA_CHANGE_TRIGGER, "opcua.DataChangeTrigger", FIELD_UINT, LE(4), BASE_HEX, opcua_data_change_trigger_names, "what is told: status, value, time") \
	F(UA_DATA_STATUS_CODES, "opcua.DataStatusCodes", FIELD_UINT, LE(4), BASE_HEX, NULL, "data status codes") \
	F(UA_DAYLIGHT_SAVING_IN_OFFSET, "opcua.DaylightSavingInOffset", FIELD_BOOL, LE(1), BASE_DEC, NULL, "daylight saving in offset") \
	F(UA_DEADBAND_TYPE, "opcua.DeadbandType", FIELD_UINT, LE(4), BASE_HEX, opcua_deadband_type_names, "change that is too small to be told: none, absolute, in percent") \
	F(UA_DEADBAND_VALUE, "opcua.DeadbandValue", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "how much that is") \
	F(UA_DELETE_BIDIRECTIONAL, "opcua.DeleteBidirectional", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the reference back goes, too") \
	F(UA_DELETE_SUBSCRIPTIONS, "opcua.DeleteSubscriptions", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the subscriptions end with the session") \
	F(UA_DELETE_TARGET_REFERENCES, "opcua.DeleteTargetReferences", FIELD_BOOL, LE(1), BASE_DEC, NULL, "references to the node go with it") \
	F(UA_DISABLE_COUNT, "opcua.DisableCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "disable count") \
	F(UA_DISABLED_MONITORED_ITEM_COUNT, "opcua.DisabledMonitoredItemCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "disabled monitored item count") \
	F(UA_DISCARD_OLDEST, "opcua.DiscardOldest", FIELD_BOOL, LE(1), BASE_DEC, NULL, "a full queue loses its oldest sample") \
	F(UA_DISCARDED_MESSAGE_COUNT, "opcua.DiscardedMessageCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "discarded message count") \
	F(UA_DISCOVERY_PROFILE_URI, "opcua.DiscoveryProfileUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "profile of the discovery") \
	F(UA_DISCOVERY_URL, "opcua.DiscoveryUrl", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "address to find the server by") \
	F(UA_DISCOVERY_URLS, "opcua.DiscoveryUrls", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "addresses to find the application by") \
	F(UA_ENABLE_COUNT, "opcua.EnableCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "enable count") \
	F(UA_ENCODING, "opcua.Encoding", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "encoding") \
	F(UA_ENCRYPTION_ALGORITHM, "opcua.EncryptionAlgorithm", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "algorithm that the password or token is encrypted with") \
	F(UA_END_TIME, "opcua.EndTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "end of the time that is asked for") \
	F(UA_ENDPOINT_URL, "opcua.EndpointUrl", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "address of the endpoint") \
	F(UA_ENDPOINT_URL_LIST, "opcua.EndpointUrlList", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "endpoint url list") \
	F(UA_ERROR_COUNT, "opcua.ErrorCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "requests of the service that failed") \
	F(UA_EVENT_IDS, "opcua.EventIds", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "event ids") \
	F(UA_EVENT_NOTIFICATIONS_COUNT, "opcua.EventNotificationsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "event notifications count") \
	F(UA_EVENT_NOTIFIER, "opcua.EventNotifier", FIELD_UINT, LE(1), BASE_DEC, NULL, "event notifier") \
	F(UA_EVENT_QUEUE_OVER_FLOW_COUNT, "opcua.EventQueueOverFlowCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "event queue over flow count") \
	F(UA_EXECUTABLE, "opcua.Executable", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the method can be called") \
	F(UA_FILTER_OPERATOR, "opcua.FilterOperator", FIELD_UINT, LE(4), BASE_HEX, opcua_filter_operator_names, "operator of a filter") \
	F(UA_GATEWAY_SERVER_URI, "opcua.GatewayServerUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "gateway to the server") \
	F(UA_HIGH, "opcua.High", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "end of the range") \
	F(UA_HISTORIZING, "opcua.Historizing", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the value's history is kept") \
	F(UA_HISTORY_UPDATE_TYPE, "opcua.HistoryUpdateType", FIELD_UINT, LE(4), BASE_HEX, opcua_history_update_type_names, "how the value was changed") \
	F(UA_IMAGINARY, "opcua.Imaginary", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "imaginary part") \
	F(UA_INCLUDE_SUB_TYPES, "opcua.IncludeSubTypes", FIELD_BOOL, LE(1), BASE_DEC, NULL, "types below count, too") \
	F(UA_INCLUDE_SUBTYPES, "opcua.IncludeSubtypes", FIELD_BOOL, LE(1), BASE_DEC, NULL, "kinds of references below count, too") \
	F(UA_INDEX, "opcua.Index", FIELD_UINT, LE(4), BASE_DEC, NULL, "index") \
	F(UA_INDEX_RANGE, "opcua.IndexRange", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "part of an array, \"0:3\"") \
	F(UA_INPUT_ARGUMENT_RESULTS, "opcua.InputArgumentResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "what is wrong with each argument") \
	F(UA_INVOCATION_CREATION_TIME, "opcua.InvocationCreationTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "invocation creation time") \
	F(UA_IS_ABSTRACT, "opcua.IsAbstract", FIELD_BOOL, LE(1), BASE_DEC, NULL, "is abstract") \
	F(UA_IS_DELETE_MODIFIED, "opcua.IsDeleteModified", FIELD_BOOL, LE(1), BASE_DEC, NULL, "values that were changed later are deleted") \
	F(UA_IS_FORWARD, "opcua.IsForward", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the reference leads away from the node") \
	F(UA_IS_INVERSE, "opcua.IsInverse", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the reference is followed backwards") \
	F(UA_IS_ONLINE, "opcua.IsOnline", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the server can be reached") \
	F(UA_IS_READ_MODIFIED, "opcua.IsReadModified", FIELD_BOOL, LE(1), BASE_DEC, NULL, "values that were changed later are asked for") \
	F(UA_ISSUED_TOKEN_TYPE, "opcua.IssuedTokenType", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "kind of token that somebody else issues") \
	F(UA_ISSUER_CERTIFICATES, "opcua.IssuerCertificates", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "issuer certificates") \
	F(UA_ISSUER_CRLS, "opcua.IssuerCrls", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "issuer crls") \
	F(UA_ISSUER_ENDPOINT_URL, "opcua.IssuerEndpointUrl", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "who issues tokens") \
	F(UA_LAST_COUNTER_RESET_TIME, "opcua.LastCounterResetTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "last counter reset time") \
	F(UA_LAST_METHOD_CALL, "opcua.LastMethodCall", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "last method call") \
	F(UA_LAST_METHOD_CALL_TIME, "opcua.LastMethodCallTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "last method call time") \
	F(UA_LAST_TRANSITION_TIME, "opcua.LastTransitionTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "last transition time") \
	F(UA_LATE_PUBLISH_REQUEST_COUNT, "opcua.LatePublishRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "late publish request count") \
	F(UA_LINKS_TO_ADD, "opcua.LinksToAdd", FIELD_UINT, LE(4), BASE_DEC, NULL, "links to add") \
	F(UA_LINKS_TO_REMOVE, "opcua.LinksToRemove", FIELD_UINT, LE(4), BASE_DEC, NULL, "links to remove") \
	F(UA_LOCALE_IDS, "opcua.LocaleIds", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "languages") \
	F(UA_LOW, "opcua.Low", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "beginning of the range") \
	F(UA_MANUFACTURER_NAME, "opcua.ManufacturerName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "maker of the product") \
	F(UA_MAX_AGE, "opcua.MaxAge", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "age in ms of values that may be told from memory") \
	F(UA_MAX_DATA_SETS_TO_RETURN, "opcua.MaxDataSetsToReturn", FIELD_UINT, LE(4), BASE_DEC, NULL, "max data sets to return") \
	F(UA_MAX_KEEP_ALIVE_COUNT, "opcua.MaxKeepAliveCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "max keep alive count") \
	F(UA_MAX_LIFETIME_COUNT, "opcua.MaxLifetimeCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "max lifetime count") \
	F(UA_MAX_MONITORED_ITEM_COUNT, "opcua.MaxMonitoredItemCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "max monitored item count") \
	F(UA_MAX_NOTIFICATIONS_PER_PUBLISH, "opcua.MaxNotificationsPerPublish", FIELD_UINT, LE(4), BASE_DEC, NULL, "values of a notification at most; 0: any") \
	F(UA_MAX_RECORDS_TO_RETURN, "opcua.MaxRecordsToReturn", FIELD_UINT, LE(4), BASE_DEC, NULL, "max records to return") \
	F(UA_MAX_REFERENCES_TO_RETURN, "opcua.MaxReferencesToReturn", FIELD_UINT, LE(4), BASE_DEC, NULL, "max references to return") \
	F(UA_MAX_REQUEST_MESSAGE_SIZE, "opcua.MaxRequestMessageSize", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of a request at most") \
	F(UA_MAX_RESPONSE_MESSAGE_SIZE, "opcua.MaxResponseMessageSize", FIELD_UINT, LE(4), BASE_DEC, NULL, "bytes of a response at most") \
	F(UA_MDNS_SERVER_NAME, "opcua.MdnsServerName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "mdns server name") \
	F(UA_MESSAGE, "opcua.Message", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "message") \
	F(UA_MESSAGE_SECURITY_MODE, "opcua.MessageSecurityMode", FIELD_UINT, LE(4), BASE_HEX, opcua_message_security_mode_names, "what is done to messages: none, signed, signed and encrypted") \
	F(UA_MINIMUM_SAMPLING_INTERVAL, "opcua.MinimumSamplingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "minimum sampling interval") \
	F(UA_MODIFICATION_TIME, "opcua.ModificationTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "modification time") \
	F(UA_MODIFY_COUNT, "opcua.ModifyCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "modify count") \
	F(UA_MONITORED_ITEM_COUNT, "opcua.MonitoredItemCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "monitored item count") \
	F(UA_MONITORED_ITEM_ID, "opcua.MonitoredItemId", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the monitored item at the server") \
	F(UA_MONITORED_ITEM_IDS, "opcua.MonitoredItemIds", FIELD_UINT, LE(4), BASE_DEC, NULL, "numbers of monitored items at the server") \
	F(UA_MONITORING_MODE, "opcua.MonitoringMode", FIELD_UINT, LE(4), BASE_HEX, opcua_monitoring_mode_names, "disabled, sampling, reporting") \
	F(UA_MONITORING_QUEUE_OVERFLOW_COUNT, "opcua.MonitoringQueueOverflowCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "monitoring queue overflow count") \
	F(UA_MORE_NOTIFICATIONS, "opcua.MoreNotifications", FIELD_BOOL, LE(1), BASE_DEC, NULL, "there are more than fit into the message") \
	F(UA_NAME, "opcua.Name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name") \
	F(UA_NAMESPACE_URI, "opcua.NamespaceUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "namespace uri")

#define OPCUA_MEMBER_ROWS_B(F) \
	F(UA_NEXT_SEQUENCE_NUMBER, "opcua.NextSequenceNumber", FIELD_UINT, LE(4), BASE_DEC, NULL, "next sequence number") \
	F(UA_NODE_CLASS, "opcua.NodeClass", FIELD_UINT, LE(4), BASE_HEX, opcua_node_class_names, "kind of node") \
	F(UA_NOTIFICATIONS_COUNT, "opcua.NotificationsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "notifications count") \
	F(UA_NUM_VALUES_PER_NODE, "opcua.NumValuesPerNode", FIELD_UINT, LE(4), BASE_DEC, NULL, "values of each node at most") \
	F(UA_OFFSET, "opcua.Offset", FIELD_INT, DERIVED, BASE_DEC, NULL, "offset") \
	F(UA_OPERAND_STATUS_CODES, "opcua.OperandStatusCodes", FIELD_UINT, LE(4), BASE_HEX, NULL, "operand status codes") \
	F(UA_OPERATION_RESULTS, "opcua.OperationResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "how each change ended") \
	F(UA_PASSWORD, "opcua.Password", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "a password was there: \"********\"; it is plain where no algorithm is named") \
	F(UA_PERCENT_DATA_BAD, "opcua.PercentDataBad", FIELD_UINT, LE(1), BASE_DEC, NULL, "percent data bad") \
	F(UA_PERCENT_DATA_GOOD, "opcua.PercentDataGood", FIELD_UINT, LE(1), BASE_DEC, NULL, "percent data good") \
	F(UA_PERFORM_UPDATE_TYPE, "opcua.PerformUpdateType", FIELD_UINT, LE(4), BASE_HEX, opcua_perform_update_type_names, "insert, replace, update, remove") \
	F(UA_POLICY_ID, "opcua.PolicyId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "policy of the token, as the server names it") \
	F(UA_PRIORITY, "opcua.Priority", FIELD_UINT, LE(1), BASE_DEC, NULL, "priority of the subscription") \
	F(UA_PROCESSING_INTERVAL, "opcua.ProcessingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "processing interval") \
	F(UA_PRODUCT_NAME, "opcua.ProductName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the product") \
	F(UA_PRODUCT_URI, "opcua.ProductUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "global name of the product") \
	F(UA_PROFILE_URIS, "opcua.ProfileUris", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "transports that are asked for") \
	F(UA_PUBLISH_REQUEST_COUNT, "opcua.PublishRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publish request count") \
	F(UA_PUBLISH_TIME, "opcua.PublishTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the notification was made") \
	F(UA_PUBLISHING_ENABLED, "opcua.PublishingEnabled", FIELD_BOOL, LE(1), BASE_DEC, NULL, "notifications are sent") \
	F(UA_PUBLISHING_INTERVAL, "opcua.PublishingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms between notifications") \
	F(UA_PUBLISHING_INTERVAL_COUNT, "opcua.PublishingIntervalCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publishing interval count") \
	F(UA_QUEUE_SIZE, "opcua.QueueSize", FIELD_UINT, LE(4), BASE_DEC, NULL, "samples that are kept") \
	F(UA_REAL, "opcua.Real", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "real part") \
	F(UA_RECORD_ID, "opcua.RecordId", FIELD_UINT, LE(4), BASE_DEC, NULL, "record id") \
	F(UA_REJECTED_REQUESTS_COUNT, "opcua.RejectedRequestsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "rejected requests count") \
	F(UA_REJECTED_SESSION_COUNT, "opcua.RejectedSessionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "rejected session count") \
	F(UA_RELEASE_CONTINUATION_POINT, "opcua.ReleaseContinuationPoint", FIELD_BOOL, LE(1), BASE_DEC, NULL, "release continuation point") \
	F(UA_RELEASE_CONTINUATION_POINTS, "opcua.ReleaseContinuationPoints", FIELD_BOOL, LE(1), BASE_DEC, NULL, "release continuation points") \
	F(UA_REMAINING_PATH_INDEX, "opcua.RemainingPathIndex", FIELD_UINT, LE(4), BASE_DEC, NULL, "remaining path index") \
	F(UA_REMOVE_RESULTS, "opcua.RemoveResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "remove results") \
	F(UA_REPUBLISH_MESSAGE_COUNT, "opcua.RepublishMessageCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "republish message count") \
	F(UA_REPUBLISH_MESSAGE_REQUEST_COUNT, "opcua.RepublishMessageRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "republish message request count") \
	F(UA_REPUBLISH_REQUEST_COUNT, "opcua.RepublishRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "republish request count") \
	F(UA_REQ_TIMES, "opcua.ReqTimes", FIELD_TIME, DERIVED, BASE_DEC, NULL, "times that are asked for") \
	F(UA_REQUEST_HANDLE, "opcua.RequestHandle", FIELD_UINT, LE(4), BASE_DEC, NULL, "number that the client gives a request and the server repeats") \
	F(UA_REQUESTED_LIFETIME, "opcua.RequestedLifetime", FIELD_UINT, LE(4), BASE_DEC, NULL, "ms that the keys shall be good for") \
	F(UA_REQUESTED_LIFETIME_COUNT, "opcua.RequestedLifetimeCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publishing intervals without a client after which the subscription shall end") \
	F(UA_REQUESTED_MAX_KEEP_ALIVE_COUNT, "opcua.RequestedMaxKeepAliveCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publishing intervals without data after which a sign of life shall be sent") \
	F(UA_REQUESTED_MAX_REFERENCES_PER_NODE, "opcua.RequestedMaxReferencesPerNode", FIELD_UINT, LE(4), BASE_DEC, NULL, "references of each node at most") \
	F(UA_REQUESTED_PUBLISHING_INTERVAL, "opcua.RequestedPublishingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms between notifications that are asked for") \
	F(UA_REQUESTED_SESSION_TIMEOUT, "opcua.RequestedSessionTimeout", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms without a request after which the session shall end") \
	F(UA_RESULTS, "opcua.Results", FIELD_UINT, LE(4), BASE_HEX, opcua_status_names, "how each item ended") \
	F(UA_RETRANSMIT_SEQUENCE_NUMBER, "opcua.RetransmitSequenceNumber", FIELD_UINT, LE(4), BASE_DEC, NULL, "notification that is asked for again") \
	F(UA_RETURN_BOUNDS, "opcua.ReturnBounds", FIELD_BOOL, LE(1), BASE_DEC, NULL, "values at both ends are asked for") \
	F(UA_REVISED_CONTINUATION_POINT, "opcua.RevisedContinuationPoint", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "revised continuation point") \
	F(UA_REVISED_LIFETIME, "opcua.RevisedLifetime", FIELD_UINT, LE(4), BASE_DEC, NULL, "ms that the keys are good for") \
	F(UA_REVISED_LIFETIME_COUNT, "opcua.RevisedLifetimeCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publishing intervals without a client after which the subscription ends") \
	F(UA_REVISED_MAX_KEEP_ALIVE_COUNT, "opcua.RevisedMaxKeepAliveCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "publishing intervals without data after which a sign of life is sent") \
	F(UA_REVISED_PROCESSING_INTERVAL, "opcua.RevisedProcessingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "revised processing interval") \
	F(UA_REVISED_PUBLISHING_INTERVAL, "opcua.RevisedPublishingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms between notifications") \
	F(UA_REVISED_QUEUE_SIZE, "opcua.RevisedQueueSize", FIELD_UINT, LE(4), BASE_DEC, NULL, "samples that are kept, as the server makes it") \
	F(UA_REVISED_SAMPLING_INTERVAL, "opcua.RevisedSamplingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms between samples, as the server makes it") \
	F(UA_REVISED_SESSION_TIMEOUT, "opcua.RevisedSessionTimeout", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms without a request after which the session ends") \
	F(UA_REVISED_START_TIME, "opcua.RevisedStartTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "revised start time") \
	F(UA_SAMPLING_INTERVAL, "opcua.SamplingInterval", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "ms between samples") \
	F(UA_SECONDS_TILL_SHUTDOWN, "opcua.SecondsTillShutdown", FIELD_UINT, LE(4), BASE_DEC, NULL, "seconds until the server shuts down") \
	F(UA_SECURITY_LEVEL, "opcua.SecurityLevel", FIELD_UINT, LE(1), BASE_DEC, NULL, "how good the server takes the endpoint for") \
	F(UA_SECURITY_POLICY_URI, "opcua.SecurityPolicyUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "security policy that is offered") \
	F(UA_SECURITY_REJECTED_REQUESTS_COUNT, "opcua.SecurityRejectedRequestsCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "security rejected requests count") \
	F(UA_SECURITY_REJECTED_SESSION_COUNT, "opcua.SecurityRejectedSessionCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "security rejected session count") \
	F(UA_SECURITY_TOKEN_REQUEST_TYPE, "opcua.SecurityTokenRequestType", FIELD_UINT, LE(4), BASE_HEX, opcua_security_token_request_type_names, "new keys, or keys again") \
	F(UA_SELECT_CLAUSE_RESULTS, "opcua.SelectClauseResults", FIELD_UINT, LE(4), BASE_HEX, NULL, "select clause results") \
	F(UA_SEMAPHORE_FILE_PATH, "opcua.SemaphoreFilePath", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "file whose end means that the server is gone") \
	F(UA_SEND_INITIAL_VALUES, "opcua.SendInitialValues", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the first notification has all values") \
	F(UA_SEQUENCE_NUMBER, "opcua.SequenceNumber", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of a notification, or of the one that is acknowledged") \
	F(UA_SERVER_CAPABILITIES, "opcua.ServerCapabilities", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "server capabilities") \
	F(UA_SERVER_CAPABILITY_FILTER, "opcua.ServerCapabilityFilter", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "server capability filter") \
	F(UA_SERVER_CERTIFICATE, "opcua.ServerCertificate", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "certificate of the server") \
	F(UA_SERVER_ID, "opcua.ServerId", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "server id") \
	F(UA_SERVER_NAME, "opcua.ServerName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the server") \
	F(UA_SERVER_NONCE, "opcua.ServerNonce", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "random number of the server") \
	F(UA_SERVER_PROTOCOL_VERSION, "opcua.ServerProtocolVersion", FIELD_UINT, LE(4), BASE_DEC, NULL, "version of the protocol") \
	F(UA_SERVER_STATE, "opcua.ServerState", FIELD_UINT, LE(4), BASE_HEX, opcua_server_state_names, "running, failed, suspended…") \
	F(UA_SERVER_URI, "opcua.ServerUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "global name of the server") \
	F(UA_SERVER_URIS, "opcua.ServerUris", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "servers that are asked for") \
	F(UA_SERVER_VIEW_COUNT, "opcua.ServerViewCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "server view count") \
	F(UA_SERVICE_LEVEL, "opcua.ServiceLevel", FIELD_UINT, LE(1), BASE_DEC, NULL, "how well the redundant server works, 0 to 255") \
	F(UA_SERVICE_RESULT, "opcua.ServiceResult", FIELD_UINT, LE(4), BASE_HEX, opcua_status_names, "how the request ended") \
	F(UA_SESSION_ABORT_COUNT, "opcua.SessionAbortCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "session abort count") \
	F(UA_SESSION_NAME, "opcua.SessionName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name that the client gives its session") \
	F(UA_SESSION_TIMEOUT_COUNT, "opcua.SessionTimeoutCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "session timeout count") \
	F(UA_SIGNATURE, "opcua.Signature", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "signature over the other side's certificate and nonce") \
	F(UA_SOFTWARE_VERSION, "opcua.SoftwareVersion", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "version of the software") \
	F(UA_SPECIFIED_ATTRIBUTES, "opcua.SpecifiedAttributes", FIELD_UINT, LE(4), BASE_DEC, NULL, "attributes that the new node is given, as bits") \
	F(UA_SPECIFIED_LISTS, "opcua.SpecifiedLists", FIELD_UINT, LE(4), BASE_DEC, NULL, "specified lists") \
	F(UA_START_TIME, "opcua.StartTime", FIELD_TIME, DERIVED, BASE_DEC, NULL, "beginning of the time that is asked for, or of the server") \
	F(UA_STARTING_RECORD_ID, "opcua.StartingRecordId", FIELD_UINT, LE(4), BASE_DEC, NULL, "starting record id") \
	F(UA_STATUS, "opcua.Status", FIELD_UINT, LE(4), BASE_HEX, NULL, "what the subscription became") \
	F(UA_STATUS_CODE, "opcua.StatusCode", FIELD_UINT, LE(4), BASE_HEX, opcua_status_names, "quality of a value, or how one item ended") \
	F(UA_STRING_TABLE, "opcua.StringTable", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "texts that diagnostics point to") \
	F(UA_SUBSCRIPTION_ID, "opcua.SubscriptionId", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the subscription") \
	F(UA_SUBSCRIPTION_IDS, "opcua.SubscriptionIds", FIELD_UINT, LE(4), BASE_DEC, NULL, "numbers of subscriptions") \
	F(UA_SYMMETRIC, "opcua.Symmetric", FIELD_BOOL, LE(1), BASE_DEC, NULL, "symmetric") \
	F(UA_TARGET_SERVER_URI, "opcua.TargetServerUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "target server uri") \
	F(UA_TIMEOUT_HINT, "opcua.TimeoutHint", FIELD_UINT, LE(4), BASE_DEC, NULL, "ms that the client waits") \
	F(UA_TIMESTAMP, "opcua.Timestamp", FIELD_TIME, DERIVED, BASE_DEC, NULL, "when the sender made the message, or what it tells of") \
	F(UA_TIMESTAMPS_TO_RETURN, "opcua.TimestampsToReturn", FIELD_UINT, LE(4), BASE_HEX, opcua_timestamps_to_return_names, "times that are asked for with values") \
	F(UA_TOKEN_DATA, "opcua.TokenData", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "a token that somebody else issued was there: \"********\"") \
	F(UA_TOKEN_ID, "opcua.TokenId", FIELD_UINT, LE(4), BASE_DEC, NULL, "number of the channel's keys") \
	F(UA_TOTAL_COUNT, "opcua.TotalCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "requests of the service") \
	F(UA_TRANSFER_REQUEST_COUNT, "opcua.TransferRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "transfer request count") \
	F(UA_TRANSFERRED_TO_ALT_CLIENT_COUNT, "opcua.TransferredToAltClientCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "transferred to alt client count") \
	F(UA_TRANSFERRED_TO_SAME_CLIENT_COUNT, "opcua.TransferredToSameClientCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "transferred to same client count") \
	F(UA_TRANSPORT_PROFILE_URI, "opcua.TransportProfileUri", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "transport of the endpoint") \
	F(UA_TRANSPORT_PROTOCOL, "opcua.TransportProtocol", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "transport protocol") \
	F(UA_TREAT_UNCERTAIN_AS_BAD, "opcua.TreatUncertainAsBad", FIELD_BOOL, LE(1), BASE_DEC, NULL, "treat uncertain as bad") \
	F(UA_TRIGGERING_ITEM_ID, "opcua.TriggeringItemId", FIELD_UINT, LE(4), BASE_DEC, NULL, "triggering item id") \
	F(UA_TRUSTED_CERTIFICATES, "opcua.TrustedCertificates", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "trusted certificates") \
	F(UA_TRUSTED_CRLS, "opcua.TrustedCrls", FIELD_BYTES, DERIVED, BASE_HEX, NULL, "trusted crls") \
	F(UA_UNACKNOWLEDGED_MESSAGE_COUNT, "opcua.UnacknowledgedMessageCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "unacknowledged message count") \
	F(UA_UNAUTHORIZED_REQUEST_COUNT, "opcua.UnauthorizedRequestCount", FIELD_UINT, LE(4), BASE_DEC, NULL, "unauthorized request count") \
	F(UA_UNIT_ID, "opcua.UnitId", FIELD_INT, DERIVED, BASE_DEC, NULL, "number of the engineering unit") \
	F(UA_USE_SERVER_CAPABILITIES_DEFAULTS, "opcua.UseServerCapabilitiesDefaults", FIELD_BOOL, LE(1), BASE_DEC, NULL, "use server capabilities defaults") \
	F(UA_USE_SIMPLE_BOUNDS, "opcua.UseSimpleBounds", FIELD_BOOL, LE(1), BASE_DEC, NULL, "use simple bounds") \
	F(UA_USE_SLOPED_EXTRAPOLATION, "opcua.UseSlopedExtrapolation", FIELD_BOOL, LE(1), BASE_DEC, NULL, "use sloped extrapolation") \
	F(UA_USER_ACCESS_LEVEL, "opcua.UserAccessLevel", FIELD_UINT, LE(1), BASE_DEC, NULL, "what the user can do with the value, as bits") \
	F(UA_USER_EXECUTABLE, "opcua.UserExecutable", FIELD_BOOL, LE(1), BASE_DEC, NULL, "the user can call the method") \
	F(UA_USER_NAME, "opcua.UserName", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "name of the user that logs in") \
	F(UA_USER_TOKEN_TYPE, "opcua.UserTokenType", FIELD_UINT, LE(4), BASE_HEX, opcua_user_token_type_names, "how users may log in") \
	F(UA_USER_WRITE_MASK, "opcua.UserWriteMask", FIELD_UINT, LE(4), BASE_DEC, NULL, "attributes that the user can write, as bits") \
	F(UA_VALUE, "opcua.Value", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "value of the structure") \
	F(UA_VALUE_RANK, "opcua.ValueRank", FIELD_INT, DERIVED, BASE_DEC, NULL, "dimensions of the value; -1: no array") \
	F(UA_VERB, "opcua.Verb", FIELD_UINT, LE(1), BASE_DEC, NULL, "verb") \
	F(UA_VIEW_VERSION, "opcua.ViewVersion", FIELD_UINT, LE(4), BASE_DEC, NULL, "view version") \
	F(UA_WRITE_MASK, "opcua.WriteMask", FIELD_UINT, LE(4), BASE_DEC, NULL, "attributes that can be written, as bits") \
	F(UA_X, "opcua.X", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "x") \
	F(UA_NODECLASSMASK, "opcua.nodeclassmask", FIELD_UINT, LE(4), BASE_HEX, NULL, "kinds of nodes that are asked for, as bits") \
	F(UA_RESULTMASK, "opcua.resultmask", FIELD_UINT, LE(4), BASE_HEX, NULL, "what is asked for of each reference, as bits") \
	F(UA_RETURNDIAG, "opcua.returndiag", FIELD_UINT, LE(4), BASE_HEX, NULL, "diagnostics that are asked for, as bits")

#define OPCUA_ROWS(F) OPCUA_HEAD_ROWS(F) OPCUA_MEMBER_ROWS_A(F) OPCUA_MEMBER_ROWS_B(F)
/* clang-format on */

#endif
