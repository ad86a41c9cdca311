/*
 * The structures of OPC UA: what their members are, as OPC 10000-4, 10000-5 and 10000-6 list them.
 * One walker (opcua_walk.c) reads all of them by these tables.
 */
#ifndef KAGAMI_OPCUA_TYPES_H
#define KAGAMI_OPCUA_TYPES_H

#include <stdbool.h>
#include <stdint.h>

/* What a member is. Those up to OPCUA_DOUBLE, and OPCUA_STATUS, have a fixed size. */
enum opcua_kind {
	OPCUA_END,
	OPCUA_BOOL,
	OPCUA_I8,
	OPCUA_U8,
	OPCUA_I16,
	OPCUA_U16,
	OPCUA_I32,
	OPCUA_U32,
	OPCUA_I64,
	OPCUA_U64,
	OPCUA_FLOAT,
	OPCUA_DOUBLE,
	OPCUA_STATUS,
	OPCUA_I64F, /* of 64 signed bits, in a field of floating point */
	OPCUA_TIME,
	OPCUA_GUID,
	OPCUA_STRING,
	OPCUA_BYTES,
	OPCUA_SECRET, /* bytes that are told of, never told */
	OPCUA_NODE,   /* from here on there is no field of its own */
	OPCUA_EXPANDED,
	OPCUA_QNAME,
	OPCUA_LTEXT,
	OPCUA_VARIANT,
	OPCUA_DATAVALUE,
	OPCUA_DIAG,
	OPCUA_EXTOBJ,
	OPCUA_STRUCT,
	OPCUA_KINDS,
};

/* A member of a structure; the last one is followed by one of OPCUA_END. */
struct opcua_member {
	uint8_t kind;  /* enum opcua_kind */
	bool list;     /* a list of them: its size goes before */
	uint16_t what; /* the field's id, or of OPCUA_STRUCT the enum opcua_type */
};

/* Name, and the number of its binary encoding (0: it is only a part of others). */
/* clang-format off */
#define OPCUA_TYPES(T) \
	T(ResponseHeader, 394) T(ServiceFault, 397) T(RequestHeader, 391) T(FindServersRequest, 422) \
	T(ApplicationDescription, 310) T(FindServersResponse, 425) T(FindServersOnNetworkRequest, 12208) \
	T(ServerOnNetwork, 12207) T(FindServersOnNetworkResponse, 12209) T(GetEndpointsRequest, 428) \
	T(UserTokenPolicy, 306) T(EndpointDescription, 314) T(GetEndpointsResponse, 431) T(RegisteredServer, 434) \
	T(RegisterServerRequest, 437) T(RegisterServerResponse, 440) T(RegisterServer2Request, 12211) \
	T(RegisterServer2Response, 12212) T(OpenSecureChannelRequest, 446) T(ChannelSecurityToken, 443) \
	T(OpenSecureChannelResponse, 449) T(CloseSecureChannelRequest, 452) T(CloseSecureChannelResponse, 455) \
	T(CreateSessionRequest, 461) T(SignedSoftwareCertificate, 346) T(SignatureData, 458) \
	T(CreateSessionResponse, 464) T(ActivateSessionRequest, 467) T(ActivateSessionResponse, 470) \
	T(CloseSessionRequest, 473) T(CloseSessionResponse, 476) T(CancelRequest, 479) T(CancelResponse, 482) \
	T(AddNodesItem, 378) T(AddNodesRequest, 488) T(AddNodesResult, 485) T(AddNodesResponse, 491) \
	T(AddReferencesItem, 381) T(AddReferencesRequest, 494) T(AddReferencesResponse, 497) T(DeleteNodesItem, 384) \
	T(DeleteNodesRequest, 500) T(DeleteNodesResponse, 503) T(DeleteReferencesItem, 387) \
	T(DeleteReferencesRequest, 506) T(DeleteReferencesResponse, 509) T(ViewDescription, 513) \
	T(BrowseDescription, 516) T(BrowseRequest, 527) T(ReferenceDescription, 520) T(BrowseResult, 524) \
	T(BrowseResponse, 530) T(BrowseNextRequest, 533) T(BrowseNextResponse, 536) T(RelativePathElement, 539) \
	T(RelativePath, 542) T(BrowsePath, 545) T(TranslateBrowsePathsToNodeIdsRequest, 554) T(BrowsePathTarget, 548) \
	T(BrowsePathResult, 551) T(TranslateBrowsePathsToNodeIdsResponse, 557) T(RegisterNodesRequest, 560) \
	T(RegisterNodesResponse, 563) T(UnregisterNodesRequest, 566) T(UnregisterNodesResponse, 569) \
	T(QueryDataDescription, 572) T(NodeTypeDescription, 575) T(ContentFilterElement, 585) T(ContentFilter, 588) \
	T(QueryFirstRequest, 615) T(QueryDataSet, 579) T(ParsingResult, 612) T(ContentFilterElementResult, 606) \
	T(ContentFilterResult, 609) T(QueryFirstResponse, 618) T(QueryNextRequest, 621) T(QueryNextResponse, 624) \
	T(ReadValueId, 628) T(ReadRequest, 631) T(ReadResponse, 634) T(HistoryReadValueId, 637) \
	T(HistoryReadRequest, 664) T(HistoryReadResult, 640) T(HistoryReadResponse, 667) T(WriteValue, 670) \
	T(WriteRequest, 673) T(WriteResponse, 676) T(HistoryUpdateRequest, 700) T(HistoryUpdateResult, 697) \
	T(HistoryUpdateResponse, 703) T(CallMethodRequest, 706) T(CallRequest, 712) T(CallMethodResult, 709) \
	T(CallResponse, 715) T(MonitoringParameters, 742) T(MonitoredItemCreateRequest, 745) \
	T(CreateMonitoredItemsRequest, 751) T(MonitoredItemCreateResult, 748) T(CreateMonitoredItemsResponse, 754) \
	T(MonitoredItemModifyRequest, 757) T(ModifyMonitoredItemsRequest, 763) T(MonitoredItemModifyResult, 760) \
	T(ModifyMonitoredItemsResponse, 766) T(SetMonitoringModeRequest, 769) T(SetMonitoringModeResponse, 772) \
	T(SetTriggeringRequest, 775) T(SetTriggeringResponse, 778) T(DeleteMonitoredItemsRequest, 781) \
	T(DeleteMonitoredItemsResponse, 784) T(CreateSubscriptionRequest, 787) T(CreateSubscriptionResponse, 790) \
	T(ModifySubscriptionRequest, 793) T(ModifySubscriptionResponse, 796) T(SetPublishingModeRequest, 799) \
	T(SetPublishingModeResponse, 802) T(SubscriptionAcknowledgement, 823) T(PublishRequest, 826) \
	T(NotificationMessage, 805) T(PublishResponse, 829) T(RepublishRequest, 832) T(RepublishResponse, 835) \
	T(TransferSubscriptionsRequest, 841) T(TransferResult, 838) T(TransferSubscriptionsResponse, 844) \
	T(DeleteSubscriptionsRequest, 847) T(DeleteSubscriptionsResponse, 850) T(UserNameIdentityToken, 324) \
	T(AnonymousIdentityToken, 321) T(X509IdentityToken, 327) T(IssuedIdentityToken, 940) T(DataChangeFilter, 724) \
	T(SimpleAttributeOperand, 603) T(EventFilter, 727) T(AggregateConfiguration, 950) T(AggregateFilter, 730) \
	T(EventFilterResult, 736) T(AggregateFilterResult, 739) T(ElementOperand, 594) T(LiteralOperand, 597) \
	T(AttributeOperand, 600) T(MonitoredItemNotification, 808) T(DataChangeNotification, 811) \
	T(EventFieldList, 919) T(EventNotificationList, 916) T(StatusChangeNotification, 820) \
	T(ReadEventDetails, 646) T(ReadRawModifiedDetails, 649) T(ReadProcessedDetails, 652) \
	T(ReadAtTimeDetails, 655) T(HistoryData, 658) T(ModificationInfo, 11226) T(HistoryModifiedData, 11227) \
	T(HistoryEventFieldList, 922) T(HistoryEvent, 661) T(HistoryUpdateDetails, 679) T(UpdateDataDetails, 682) \
	T(UpdateStructureDataDetails, 11300) T(UpdateEventDetails, 685) T(DeleteRawModifiedDetails, 688) \
	T(DeleteAtTimeDetails, 691) T(DeleteEventDetails, 694) T(ObjectAttributes, 354) T(VariableAttributes, 357) \
	T(MethodAttributes, 360) T(ObjectTypeAttributes, 363) T(VariableTypeAttributes, 366) \
	T(ReferenceTypeAttributes, 369) T(DataTypeAttributes, 372) T(ViewAttributes, 375) \
	T(MdnsDiscoveryConfiguration, 12901) T(BuildInfo, 340) T(ServerStatusDataType, 864) \
	T(ServerDiagnosticsSummaryDataType, 861) T(ServiceCounterDataType, 873) T(SessionDiagnosticsDataType, 867) \
	T(SessionSecurityDiagnosticsDataType, 870) T(SubscriptionDiagnosticsDataType, 876) \
	T(SamplingIntervalDiagnosticsDataType, 858) T(RedundantServerDataType, 855) T(Argument, 298) \
	T(EUInformation, 889) T(Range, 886) T(EnumValueType, 8251) T(ModelChangeStructureDataType, 879) \
	T(SemanticChangeStructureDataType, 899) T(TimeZoneDataType, 8917) T(ComplexNumberType, 12181) \
	T(DoubleComplexNumberType, 12182) T(AxisInformation, 12089) T(XVType, 12090) T(StatusResult, 301) \
	T(ProgramDiagnosticDataType, 896) T(Annotation, 893) T(TrustListDataType, 12680) \
	T(EndpointUrlListDataType, 11957) T(NetworkGroupDataType, 11958)
/* clang-format on */

#define OPCUA_TYPE_ID_(name, number) OPCUA_T_##name,
enum opcua_type { OPCUA_TYPES(OPCUA_TYPE_ID_) OPCUA_TYPE_COUNT };
#undef OPCUA_TYPE_ID_

extern const struct opcua_member *const opcua_types[OPCUA_TYPE_COUNT];

/* The structure with that number of its binary encoding, or OPCUA_TYPE_COUNT. */
enum opcua_type opcua_type_of(uint64_t number);

#endif
