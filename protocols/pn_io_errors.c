/* What the status of PROFINET IO means: four bytes, of which the second says how the third and
 * fourth are read, and the third how the fourth is. Spec: IEC 61158-6-10, PNIOStatus. */
#include "protocols/pn_io_fields.h"

enum { PNIORW = 0x80, PARAMETER_MAX = 60, CMRPC = 64, RTA_PROTOCOL = 253 };

/* clang-format off */
/* Code 1 of PNIORW: errors of a record. */
static const struct name records[] = {
	{ 0xa0, "read error" }, { 0xa1, "write error" }, { 0xa2, "module failure" }, { 0xa7, "busy" },
	{ 0xa8, "version conflict" }, { 0xa9, "feature not supported" }, { 0xb0, "invalid index" },
	{ 0xb1, "wrong length" }, { 0xb2, "invalid slot or subslot" }, { 0xb3, "type conflict" },
	{ 0xb4, "invalid area" }, { 0xb5, "state conflict" }, { 0xb6, "access denied" },
	{ 0xb7, "invalid range" }, { 0xb8, "invalid parameter" }, { 0xb9, "invalid type" },
	{ 0xba, "backup" }, { 0xc0, "read constraint conflict" }, { 0xc1, "write constraint conflict" },
	{ 0xc2, "resource busy" }, { 0xc3, "resource unavailable" }, { 0, NULL },
};

/* Code 1 of PNIO: the block that is wrong, or the machine that says so. */
static const struct name sources[] = {
	{ 1, "faulty ARBlockReq" }, { 2, "faulty IOCRBlockReq" }, { 3, "faulty ExpectedSubmoduleBlockReq" },
	{ 4, "faulty AlarmCRBlockReq" }, { 5, "faulty PrmServerBlockReq" }, { 6, "faulty MCRBlockReq" },
	{ 7, "faulty ARRPCBlockReq" }, { 8, "faulty record" }, { 9, "faulty SubFrameBlock" },
	{ 10, "faulty IRTFrameBlock" }, { 13, "faulty RSInfoBlock" },
	{ 20, "faulty ControlBlockConnect" }, { 21, "faulty ControlBlockPlug" },
	{ 22, "faulty ControlBlock after connect" }, { 23, "faulty ControlBlock after plug" },
	{ 24, "faulty ControlBlockPrmBegin" }, { 25, "faulty SubmoduleListBlock" },
	{ 40, "faulty ReleaseBlock" }, { 50, "faulty ARBlockRes" }, { 51, "faulty IOCRBlockRes" },
	{ 52, "faulty AlarmCRBlockRes" }, { 53, "faulty ModuleDiffBlock" }, { 54, "faulty ARRPCBlockRes" },
	{ 55, "faulty ARServerBlockRes" }, { 56, "faulty ARVendorBlockRes" }, { 60, "alarm" },
	{ 61, "CMDEV" }, { 62, "CMCTL" }, { 63, "CTLDINA" }, { CMRPC, "CMRPC" }, { 65, "ALPMI" },
	{ 66, "ALPMR" }, { 67, "LMPM" }, { 68, "MAC" }, { 69, "RPC" }, { 70, "APMR" }, { 71, "APMS" },
	{ 72, "CPM" }, { 73, "PPM" }, { 74, "DCPUCS" }, { 75, "DCPUCR" }, { 76, "DCPMCS" }, { 77, "DCPMCR" },
	{ 78, "FSPM" }, { 79, "RSI" }, { 80, "RSIR" }, { 100, "CTLSM" }, { 101, "CTLRDI" }, { 102, "CTLRDR" },
	{ 103, "CTLWRI" }, { 104, "CTLWRR" }, { 105, "CTLIO" }, { 106, "CTLSU" }, { 107, "CTLRPC" },
	{ 108, "CTLPBE" }, { 109, "CTLSRL" }, { 110, "NME" }, { 111, "TDE" }, { 112, "PCE" }, { 113, "NCE" },
	{ 114, "NUE" }, { 115, "BNME" }, { 116, "CTLSAM" }, { 200, "CMSM" }, { 202, "CMRDR" },
	{ 204, "CMWRR" }, { 205, "CMIO" }, { 206, "CMSU" }, { 208, "CMINA" }, { 209, "CMPBE" },
	{ 210, "CMSRL" }, { 211, "CMDMC" }, { 212, "CMSAM" }, { RTA_PROTOCOL, "RTA protocol" },
	{ 255, "of the maker" }, { 0, NULL },
};

/* Code 2 of CMRPC. */
static const struct name calls[] = {
	{ 0, "wrong ArgsLength" }, { 1, "unknown blocks" }, { 2, "IOCR missing" },
	{ 3, "wrong number of AlarmCRBlocks" }, { 4, "no more ARs possible" }, { 5, "AR unknown" },
	{ 6, "state conflict" }, { 7, "no more connections possible" }, { 8, "no memory" },
	{ 9, "PDEV has an owner already" }, { 10, "ARset state conflict" }, { 11, "ARset parameter conflict" },
	{ 12, "port without its interface" }, { 0, NULL },
};

/* Code 2 of the RTA protocol: why an AR ends. */
static const struct name aborts[] = {
	{ 1, "wrong sequence number" }, { 2, "instance closed" }, { 3, "no memory for the AR" },
	{ 4, "no provider or consumer" }, { 5, "cyclic data missing" }, { 6, "no call in time" },
	{ 7, "alarms not opened" }, { 8, "alarm not sent" }, { 9, "alarm not acknowledged" },
	{ 10, "alarm too long" }, { 11, "alarm wrong" }, { 12, "call failed" }, { 13, "aborted by request" },
	{ 14, "connected anew" }, { 15, "released" }, { 16, "device deactivated" }, { 17, "AR removed" },
	{ 18, "protocol violation" }, { 19, "name not resolved" }, { 20, "bind failed" },
	{ 21, "connect failed" }, { 22, "read failed" }, { 23, "write failed" }, { 24, "control failed" },
	{ 25, "pull or plug forbidden" }, { 26, "application removed" }, { 27, "link down" },
	{ 28, "no multicast address" }, { 29, "not synchronized" }, { 30, "wrong topology" },
	{ 31, "name of station changed" }, { 32, "reset to factory settings" },
	{ 33, "submodule of the first AR wrong" }, { 34, "no IR data" }, { 35, "PDEV" },
	{ 36, "no port is fast enough" }, { 37, "IP address changed" }, { 38, "redundant data missing" },
	{ 39, "PDEV cannot be set" }, { 40, "application not ready in time" },
	{ 41, "peripherals cannot be reached" }, { 42, "switch-over took too long" },
	{ 43, "protocol violation of redundancy" }, { 44, "port plugged without its container" },
	{ 45, "wrong configuration of TSN" }, { 255, "aborted by the user" }, { 0, NULL },
};
/* clang-format on */

static const char *find(const struct name *n, uint64_t value)
{
	while (n->name != NULL && n->value != value)
		n++;
	return n->name;
}

const char *pn_io_error(struct dec *d, const uint8_t status[4])
{
	const char *code = field_value_name(&field_table[PN_ERROR_CODE], status[0]);
	const char *first = find(status[1] == PNIORW ? records : sources, status[2]);
	const char *second = NULL;

	if (code == NULL)
		code = "error";
	if (status[1] != PNIORW && status[2] == CMRPC)
		second = find(calls, status[3]);
	else if (status[1] != PNIORW && status[2] == RTA_PROTOCOL)
		second = find(aborts, status[3]);
	if (first == NULL)
		return dec_text(d, "%s: error %u/%u", code, status[2], status[3]);
	if (second != NULL)
		return dec_text(d, "%s: %s, %s", code, first, second);
	if (status[1] != PNIORW && status[2] < PARAMETER_MAX)
		return dec_text(d, "%s: %s, parameter %u", code, first, status[3]);
	return status[3] != 0 ? dec_text(d, "%s: %s, %u", code, first, status[3])
			      : dec_text(d, "%s: %s", code, first);
}
