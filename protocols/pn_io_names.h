/* Names of the values of PROFINET IO: belongs to pn_io_fields.c. */
#ifndef KAGAMI_PN_IO_NAMES_H
#define KAGAMI_PN_IO_NAMES_H

#include "protocols/value.h"

/* clang-format off */
static const struct name pnio_opnums[] = {
	{ 0, "Connect" }, { 1, "Release" }, { 2, "Read" }, { 3, "Write" }, { 4, "Control" },
	{ 5, "Read implicit" }, { 0, NULL },
};
static const struct name pnio_errors[] = {
	{ 0x00, "ok" }, { 0x81, "PNIO" }, { 0xcf, "RTA error" }, { 0xda, "AlarmAck" }, { 0xdb, "Connect" },
	{ 0xdc, "Release" }, { 0xdd, "Control" }, { 0xde, "Read" }, { 0xdf, "Write" }, { 0, NULL },
};
static const struct name pnio_decodes[] = {
	{ 0x00, "ok" }, { 0x80, "PNIORW" }, { 0x81, "PNIO" }, { 0, NULL },
};
static const struct name pnio_blocks[] = {
	{ 0x0001, "AlarmNotificationHigh" }, { 0x0002, "AlarmNotificationLow" },
	{ 0x0008, "IODWriteReqHeader" }, { 0x0009, "IODReadReqHeader" }, { 0x0010, "DiagnosisData" },
	{ 0x0012, "ExpectedIdentificationData" }, { 0x0013, "RealIdentificationData" },
	{ 0x0014, "SubstituteValue" }, { 0x0015, "RecordInputDataObjectElement" },
	{ 0x0016, "RecordOutputDataObjectElement" }, { 0x0018, "ARData" }, { 0x0019, "LogData" },
	{ 0x001a, "APIData" }, { 0x001b, "SRLData" }, { 0x0020, "I&M0" }, { 0x0021, "I&M1" },
	{ 0x0022, "I&M2" }, { 0x0023, "I&M3" }, { 0x0024, "I&M4" }, { 0x0025, "I&M5" },
	{ 0x0030, "I&M0FilterDataSubmodul" }, { 0x0031, "I&M0FilterDataModul" },
	{ 0x0032, "I&M0FilterDataDevice" }, { 0x0034, "I&M5Data" }, { 0x0035, "AssetManagementData" },
	{ 0x0101, "ARBlockReq" }, { 0x0102, "IOCRBlockReq" }, { 0x0103, "AlarmCRBlockReq" },
	{ 0x0104, "ExpectedSubmoduleBlockReq" }, { 0x0105, "PrmServerBlockReq" }, { 0x0106, "MCRBlockReq" },
	{ 0x0107, "SubFrameBlock" }, { 0x0108, "ARVendorBlockReq" }, { 0x0109, "IRInfoBlock" },
	{ 0x010a, "SRInfoBlock" }, { 0x010b, "ARFSUBlock" }, { 0x010c, "RSInfoBlock" },
	{ 0x0110, "PrmEnd" }, { 0x0111, "PlugPrmEnd" }, { 0x0112, "ApplicationReady" },
	{ 0x0113, "PlugApplicationReady" }, { 0x0114, "Release" }, { 0x0115, "ARRPCServerBlockReq" },
	{ 0x0116, "ReadyForCompanion" }, { 0x0117, "ReadyForRTClass3" }, { 0x0118, "PrmBegin" },
	{ 0x0119, "SubmoduleListBlock" }, { 0x0200, "PDPortDataCheck" }, { 0x0201, "PDevData" },
	{ 0x0202, "PDPortDataAdjust" }, { 0x0203, "PDSyncData" }, { 0x0204, "IsochronousModeData" },
	{ 0x0205, "PDIRData" }, { 0x0206, "PDIRGlobalData" }, { 0x0207, "PDIRFrameData" },
	{ 0x0208, "PDIRBeginEndData" }, { 0x0209, "AdjustDomainBoundary" }, { 0x020a, "CheckPeers" },
	{ 0x020b, "CheckLineDelay" }, { 0x020c, "CheckMAUType" }, { 0x020e, "AdjustMAUType" },
	{ 0x020f, "PDPortDataReal" }, { 0x0210, "AdjustMulticastBoundary" },
	{ 0x0211, "PDInterfaceMrpDataAdjust" }, { 0x0212, "PDInterfaceMrpDataReal" },
	{ 0x0213, "PDInterfaceMrpDataCheck" }, { 0x0214, "PDPortMrpDataAdjust" },
	{ 0x0215, "PDPortMrpDataReal" }, { 0x0216, "MrpManagerParams" }, { 0x0217, "MrpClientParams" },
	{ 0x0219, "MrpRingStateData" }, { 0x021b, "AdjustLinkState" }, { 0x021c, "CheckLinkState" },
	{ 0x0220, "PDPortFODataReal" }, { 0x0224, "AdjustPeerToPeerBoundary" },
	{ 0x0225, "AdjustDCPBoundary" }, { 0x0226, "AdjustPreambleLength" },
	{ 0x0230, "PDNCDataCheck" }, { 0x0240, "PDInterfaceDataReal" }, { 0x0250, "PDInterfaceAdjust" },
	{ 0x0251, "PDPortStatistic" }, { 0x0400, "MultipleBlockHeader" }, { 0x0401, "COContainerContent" },
	{ 0x0500, "RecordDataReadQuery" }, { 0x0600, "FSHelloBlock" }, { 0x0601, "FSParameterBlock" },
	{ 0x0608, "PDInterfaceFSUDataAdjust" }, { 0x0609, "ARFSUDataAdjust" }, { 0x0f00, "MaintenanceItem" },
	{ 0x0f01, "UploadRecords" }, { 0x0f02, "iParameterItem" }, { 0x0f03, "RetrieveRecords" },
	{ 0x0f04, "RetrieveAllRecords" }, { 0x8001, "AlarmAckHigh" }, { 0x8002, "AlarmAckLow" },
	{ 0x8008, "IODWriteResHeader" }, { 0x8009, "IODReadResHeader" }, { 0x8101, "ARBlockRes" },
	{ 0x8102, "IOCRBlockRes" }, { 0x8103, "AlarmCRBlockRes" }, { 0x8104, "ModuleDiffBlock" },
	{ 0x8105, "PrmServerBlockRes" }, { 0x8106, "ARServerBlockRes" }, { 0x8107, "ARRPCBlockRes" },
	{ 0x8108, "ARVendorBlockRes" }, { 0x8110, "PrmEndRes" }, { 0x8111, "PlugPrmEndRes" },
	{ 0x8112, "ApplicationReadyRes" }, { 0x8113, "PlugApplicationReadyRes" }, { 0x8114, "ReleaseRes" },
	{ 0x8116, "ReadyForCompanionRes" }, { 0x8117, "ReadyForRTClass3Res" }, { 0x8118, "PrmBeginRes" },
	{ 0, NULL },
};
static const struct name pnio_ar_types[] = {
	{ 0x01, "IO controller" }, { 0x03, "IO controller, CIR" }, { 0x06, "IO supervisor" },
	{ 0x10, "IO controller, RT class 3" }, { 0x20, "IO controller, redundant" }, { 0, NULL },
};
static const struct name pnio_iocr_types[] = {
	{ 1, "input" }, { 2, "output" }, { 3, "multicast provider" }, { 4, "multicast consumer" }, { 0, NULL },
};
static const struct name pnio_rt_classes[] = {
	{ 1, "RT class 1" }, { 2, "RT class 2" }, { 3, "RT class 3" }, { 4, "RT over UDP" }, { 0, NULL },
};
static const struct name pnio_alarm_cr_types[] = { { 1, "alarms" }, { 0, NULL } };
static const struct name pnio_submodule_types[] = {
	{ 0, "no data" }, { 1, "inputs" }, { 2, "outputs" }, { 3, "inputs and outputs" }, { 0, NULL },
};
static const struct name pnio_descriptions[] = { { 1, "inputs" }, { 2, "outputs" }, { 0, NULL } };
static const struct name pnio_module_states[] = {
	{ 0, "no module" }, { 1, "wrong module" }, { 2, "proper module" }, { 3, "substitute" }, { 0, NULL },
};
static const struct name pnio_idents[] = {
	{ 0, "ok" }, { 1, "substitute" }, { 2, "wrong" }, { 3, "no submodule" }, { 0, NULL },
};
static const struct name pnio_ar_infos[] = {
	{ 0, "own" }, { 1, "not ready yet" }, { 2, "locked by a superior" }, { 3, "locked by a controller" },
	{ 4, "locked by a supervisor" }, { 0, NULL },
};
static const struct name pnio_details[] = {
	{ 0, "no submodule" }, { 1, "wrong submodule" }, { 2, "locked by a controller" },
	{ 4, "not ready yet" }, { 7, "substitute" }, { 0, NULL },
};
static const struct name pnio_indexes[] = {
	{ 0x8000, "ExpectedIdentificationData" }, { 0x8001, "RealIdentificationData" },
	{ 0x800a, "Diagnosis of channels" }, { 0x800b, "Diagnosis" }, { 0x800c, "Diagnosis and maintenance" },
	{ 0x801e, "SubstituteValues" }, { 0x8028, "RecordInputDataObjectElement" },
	{ 0x8029, "RecordOutputDataObjectElement" }, { 0x802a, "PDPortDataReal" }, { 0x802b, "PDPortDataCheck" },
	{ 0x802c, "PDIRData" }, { 0x802d, "PDSyncData" }, { 0x802f, "PDPortDataAdjust" },
	{ 0x8030, "IsochronousModeData" }, { 0x8050, "PDInterfaceMrpDataReal" },
	{ 0x8051, "PDInterfaceMrpDataCheck" }, { 0x8052, "PDInterfaceMrpDataAdjust" },
	{ 0x8053, "PDPortMrpDataAdjust" }, { 0x8054, "PDPortMrpDataReal" }, { 0x8070, "PDNCDataCheck" },
	{ 0x8071, "PDInterfaceAdjust" }, { 0x8072, "PDPortStatistic" }, { 0x8080, "PDInterfaceDataReal" },
	{ 0x8090, "PDInterfaceFSUDataAdjust" }, { 0xaff0, "I&M0" }, { 0xaff1, "I&M1" }, { 0xaff2, "I&M2" },
	{ 0xaff3, "I&M3" }, { 0xaff4, "I&M4" }, { 0xaff5, "I&M5" }, { 0xb02e, "PROFIdrive parameters, local" },
	{ 0xb02f, "PROFIdrive parameters" }, { 0xc000, "ExpectedIdentificationData of a slot" },
	{ 0xc001, "RealIdentificationData of a slot" }, { 0xc00a, "Diagnosis of channels of a slot" },
	{ 0xc00b, "Diagnosis of a slot" }, { 0xc00c, "Diagnosis and maintenance of a slot" },
	{ 0xe000, "ExpectedIdentificationData of an AR" }, { 0xe001, "RealIdentificationData of an AR" },
	{ 0xe002, "ModuleDiffBlock" }, { 0xe00a, "Diagnosis of channels of an AR" },
	{ 0xe00b, "Diagnosis of an AR" }, { 0xe00c, "Diagnosis and maintenance of an AR" },
	{ 0xe040, "MultipleWrite" }, { 0xe050, "ARFSUDataAdjust" }, { 0xf000, "RealIdentificationData of an API" },
	{ 0xf00a, "Diagnosis of channels of an API" }, { 0xf00b, "Diagnosis of an API" },
	{ 0xf00c, "Diagnosis and maintenance of an API" }, { 0xf020, "ARData of an API" },
	{ 0xf80c, "Diagnosis and maintenance of the device" }, { 0xf820, "ARData" }, { 0xf821, "APIData" },
	{ 0xf830, "LogData" }, { 0xf831, "PDevData" }, { 0xf840, "I&M0FilterData" }, { 0xf841, "PDRealData" },
	{ 0xf842, "PDExpectedData" }, { 0xf850, "AutoConfiguration" }, { 0xf860, "GSD upload" },
	{ 0xf880, "AssetManagementData" }, { 0xfbff, "connection monitoring" }, { 0, NULL },
};
static const struct name pnio_prefixes[] = {
	{ 'V', "released" }, { 'R', "revision" }, { 'P', "prototype" }, { 'U', "field test" },
	{ 'T', "test device" }, { 0, NULL },
};
static const struct name pnio_pdus[] = {
	{ 1, "data" }, { 2, "negative acknowledgement" }, { 3, "acknowledgement" }, { 4, "error" }, { 0, NULL },
};
static const struct name pnio_alarms[] = {
	{ 0x01, "Diagnosis" }, { 0x02, "Process" }, { 0x03, "Pull" }, { 0x04, "Plug" }, { 0x05, "Status" },
	{ 0x06, "Update" }, { 0x07, "Redundancy" }, { 0x08, "Controlled by supervisor" }, { 0x09, "Released" },
	{ 0x0a, "Plug wrong submodule" }, { 0x0b, "Return of submodule" }, { 0x0c, "Diagnosis disappears" },
	{ 0x0d, "Multicast mismatch" }, { 0x0e, "Port data change" }, { 0x0f, "Sync data change" },
	{ 0x10, "Isochronous mode problem" }, { 0x11, "Network component problem" },
	{ 0x12, "Time data change" }, { 0x13, "Dynamic frame packing problem" },
	{ 0x1e, "Upload and retrieval" }, { 0x1f, "Pull module" }, { 0, NULL },
};
static const struct name pnio_users[] = {
	{ 0x8000, "channel diagnosis" }, { 0x8001, "several diagnoses" }, { 0x8002, "extended channel diagnosis" },
	{ 0x8003, "qualified channel diagnosis" }, { 0x8100, "maintenance" }, { 0x8200, "upload and retrieval" },
	{ 0x8201, "iParameter" }, { 0x8320, "reasons of a process alarm" }, { 0, NULL },
};
static const struct name pnio_specifiers[] = {
	{ 0, "all disappear" }, { 1, "appears" }, { 2, "disappears" }, { 3, "disappears, others remain" }, { 0, NULL },
};
static const struct name pnio_severities[] = {
	{ 0, "failure" }, { 1, "maintenance required" }, { 2, "maintenance demanded" }, { 3, "see the qualifier" },
	{ 0, NULL },
};
static const struct name pnio_channel_errors[] = {
	{ 0x01, "short circuit" }, { 0x02, "undervoltage" }, { 0x03, "overvoltage" }, { 0x04, "overload" },
	{ 0x05, "overtemperature" }, { 0x06, "wire break" }, { 0x07, "upper limit exceeded" },
	{ 0x08, "lower limit exceeded" }, { 0x09, "error" }, { 0x0a, "simulation active" },
	{ 0x0f, "parameter missing" }, { 0x10, "wrong parameter" }, { 0x11, "power supply fault" },
	{ 0x12, "fuse blown" }, { 0x13, "communication fault" }, { 0x14, "ground fault" },
	{ 0x15, "reference point lost" }, { 0x16, "process event lost" }, { 0x17, "threshold warning" },
	{ 0x18, "output disabled" }, { 0x19, "functional safety event" }, { 0x1a, "external fault" },
	{ 0x1f, "temporary fault" }, { 0x40, "wrong safety destination address" },
	{ 0x41, "safety destination address not valid" }, { 0x42, "safety source address not valid" },
	{ 0x43, "safety watchdog time is 0" }, { 0x47, "safety parameters inconsistent" },
	{ 0x4d, "safety data inconsistent" }, { 0x4e, "safety timeout" },
	{ 0x8000, "data transmission impossible" }, { 0x8001, "remote mismatch" },
	{ 0x8002, "media redundancy mismatch" }, { 0x8003, "sync mismatch" },
	{ 0x8004, "isochronous mode mismatch" }, { 0x8005, "multicast mismatch" },
	{ 0x8007, "fiber optic mismatch" }, { 0, NULL },
};
/* clang-format on */

#endif
