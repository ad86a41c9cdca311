/* The techniques of ATT&CK for ICS, v18 and v19 together, in the order of their ids. */
#include "common/technique.h"

#include <stdlib.h>
#include <strings.h>

#include "common/nearest.h"

enum tactic {
	INITIAL = 1 << 0,
	EXECUTION = 1 << 1,
	PERSISTENCE = 1 << 2,
	PRIVILEGE = 1 << 3,
	EVASION = 1 << 4,
	DISCOVERY = 1 << 5,
	LATERAL = 1 << 6,
	COLLECTION = 1 << 7,
	COMMAND = 1 << 8,
	INHIBIT = 1 << 9,
	IMPAIR = 1 << 10,
	IMPACT = 1 << 11,
};

static const char *const tactics[] = {
	"initial-access",
	"execution",
	"persistence",
	"privilege-escalation",
	"evasion",
	"discovery",
	"lateral-movement",
	"collection",
	"command-and-control",
	"inhibit-response-function",
	"impair-process-control",
	"impact",
};

/* clang-format off */
static const struct technique techniques[] = {
	{ "T0800", "Activate Firmware Update Mode", INHIBIT, NULL },
	{ "T0801", "Monitor Process State", COLLECTION, NULL },
	{ "T0802", "Automated Collection", COLLECTION, NULL },
	{ "T0803", "Block Command Message", INHIBIT, "T1691.001" },
	{ "T0804", "Block Reporting Message", INHIBIT, "T1691.002" },
	{ "T0805", "Block Serial COM", INHIBIT, "T1695.001" },
	{ "T0806", "Brute Force I/O", IMPAIR, NULL },
	{ "T0807", "Command-Line Interface", EXECUTION, NULL },
	{ "T0809", "Data Destruction", INHIBIT, NULL },
	{ "T0811", "Data from Information Repositories", COLLECTION, NULL },
	{ "T0812", "Default Credentials", LATERAL, "T1694.001" },
	{ "T0813", "Denial of Control", IMPACT, NULL },
	{ "T0814", "Denial of Service", INHIBIT, NULL },
	{ "T0815", "Denial of View", IMPACT, NULL },
	{ "T0816", "Device Restart/Shutdown", INHIBIT, NULL },
	{ "T0817", "Drive-by Compromise", INITIAL, NULL },
	{ "T0819", "Exploit Public-Facing Application", INITIAL, NULL },
	{ "T0820", "Exploitation for Evasion", EVASION, NULL },
	{ "T0821", "Modify Controller Tasking", EXECUTION, NULL },
	{ "T0822", "External Remote Services", INITIAL, NULL },
	{ "T0823", "Graphical User Interface", EXECUTION, NULL },
	{ "T0826", "Loss of Availability", IMPACT, NULL },
	{ "T0827", "Loss of Control", IMPACT, NULL },
	{ "T0828", "Loss of Productivity and Revenue", IMPACT, NULL },
	{ "T0829", "Loss of View", IMPACT, NULL },
	{ "T0830", "Adversary-in-the-Middle", COLLECTION, NULL },
	{ "T0831", "Manipulation of Control", IMPACT, NULL },
	{ "T0832", "Manipulation of View", IMPACT, NULL },
	{ "T0834", "Native API", EXECUTION, NULL },
	{ "T0835", "Manipulate I/O Image", INHIBIT, NULL },
	{ "T0836", "Modify Parameter", IMPAIR, NULL },
	{ "T0837", "Loss of Protection", IMPACT, NULL },
	{ "T0838", "Modify Alarm Settings", INHIBIT, NULL },
	{ "T0839", "Module Firmware", PERSISTENCE | IMPAIR, "T1693.002" },
	{ "T0840", "Network Connection Enumeration", DISCOVERY, NULL },
	{ "T0842", "Network Sniffing", DISCOVERY, NULL },
	{ "T0843", "Program Download", LATERAL, NULL },
	{ "T0843.001", "Program Download: Download All", LATERAL, NULL },
	{ "T0843.002", "Program Download: Online Edit", LATERAL, NULL },
	{ "T0843.003", "Program Download: Program Append", LATERAL, NULL },
	{ "T0845", "Program Upload", COLLECTION, NULL },
	{ "T0846", "Remote System Discovery", DISCOVERY, NULL },
	{ "T0846.001", "Remote System Discovery: Port Scan", DISCOVERY, NULL },
	{ "T0846.002", "Remote System Discovery: Broadcast Discovery", DISCOVERY, NULL },
	{ "T0846.003", "Remote System Discovery: Multicast Discovery", DISCOVERY, NULL },
	{ "T0847", "Replication Through Removable Media", INITIAL, NULL },
	{ "T0848", "Rogue Master", INITIAL, NULL },
	{ "T0849", "Masquerading", EVASION, NULL },
	{ "T0851", "Rootkit", EVASION | INHIBIT, NULL },
	{ "T0852", "Screen Capture", COLLECTION, NULL },
	{ "T0853", "Scripting", EXECUTION, NULL },
	{ "T0855", "Unauthorized Command Message", IMPAIR, "T1692.001" },
	{ "T0856", "Spoof Reporting Message", EVASION | IMPAIR, "T1692.002" },
	{ "T0857", "System Firmware", PERSISTENCE | INHIBIT, "T1693.001" },
	{ "T0858", "Change Operating Mode", EXECUTION | EVASION, NULL },
	{ "T0859", "Valid Accounts", PERSISTENCE | LATERAL, NULL },
	{ "T0860", "Wireless Compromise", INITIAL, NULL },
	{ "T0861", "Point & Tag Identification", COLLECTION, NULL },
	{ "T0862", "Supply Chain Compromise", INITIAL, NULL },
	{ "T0863", "User Execution", EXECUTION, NULL },
	{ "T0864", "Transient Cyber Asset", INITIAL, NULL },
	{ "T0865", "Spearphishing Attachment", INITIAL, NULL },
	{ "T0866", "Exploitation of Remote Services", INITIAL | LATERAL, NULL },
	{ "T0867", "Lateral Tool Transfer", LATERAL, NULL },
	{ "T0868", "Detect Operating Mode", COLLECTION, NULL },
	{ "T0869", "Standard Application Layer Protocol", COMMAND, NULL },
	{ "T0871", "Execution through API", EXECUTION, NULL },
	{ "T0872", "Indicator Removal on Host", EVASION, NULL },
	{ "T0873", "Project File Infection", PERSISTENCE, NULL },
	{ "T0873.001", "Project File Infection: Siemens Project File Format", PERSISTENCE, NULL },
	{ "T0874", "Hooking", EXECUTION | PRIVILEGE, NULL },
	{ "T0877", "I/O Image", COLLECTION, NULL },
	{ "T0878", "Alarm Suppression", INHIBIT, NULL },
	{ "T0879", "Damage to Property", IMPACT, NULL },
	{ "T0880", "Loss of Safety", IMPACT, NULL },
	{ "T0881", "Service Stop", INHIBIT, NULL },
	{ "T0882", "Theft of Operational Information", IMPACT, NULL },
	{ "T0883", "Internet Accessible Device", INITIAL, NULL },
	{ "T0884", "Connection Proxy", COMMAND, NULL },
	{ "T0885", "Commonly Used Port", COMMAND, NULL },
	{ "T0886", "Remote Services", INITIAL | LATERAL, NULL },
	{ "T0887", "Wireless Sniffing", DISCOVERY | COLLECTION, NULL },
	{ "T0888", "Remote System Information Discovery", DISCOVERY, NULL },
	{ "T0889", "Modify Program", PERSISTENCE, NULL },
	{ "T0890", "Exploitation for Privilege Escalation", PRIVILEGE, NULL },
	{ "T0891", "Hardcoded Credentials", PERSISTENCE | LATERAL, "T1694.002" },
	{ "T0892", "Change Credential", INHIBIT, NULL },
	{ "T0893", "Data from Local System", COLLECTION, NULL },
	{ "T0894", "System Binary Proxy Execution", EVASION, NULL },
	{ "T0895", "Autorun Image", EXECUTION, NULL },
	{ "T1691", "Block Operational Technology Message", INHIBIT, NULL },
	{ "T1691.001", "Block Operational Technology Message: Command Message", INHIBIT, NULL },
	{ "T1691.002", "Block Operational Technology Message: Reporting Message", INHIBIT, NULL },
	{ "T1692", "Unauthorized Message", EVASION | IMPAIR, NULL },
	{ "T1692.001", "Unauthorized Message: Command Message", EVASION | IMPAIR, NULL },
	{ "T1692.002", "Unauthorized Message: Reporting Message", EVASION | IMPAIR, NULL },
	{ "T1693", "Modify Firmware", PERSISTENCE | INHIBIT | IMPAIR, NULL },
	{ "T1693.001", "Modify Firmware: System Firmware", PERSISTENCE | INHIBIT | IMPAIR, NULL },
	{ "T1693.002", "Modify Firmware: Module Firmware", PERSISTENCE | INHIBIT | IMPAIR, NULL },
	{ "T1694", "Insecure Credentials", PERSISTENCE | LATERAL, NULL },
	{ "T1694.001", "Insecure Credentials: Default Credentials", PERSISTENCE | LATERAL, NULL },
	{ "T1694.002", "Insecure Credentials: Hardcoded Credentials", PERSISTENCE | LATERAL, NULL },
	{ "T1695", "Block Communications", INHIBIT, NULL },
	{ "T1695.001", "Block Communications: Serial COM", INHIBIT, NULL },
	{ "T1695.002", "Block Communications: Ethernet", INHIBIT, NULL },
	{ "T1695.003", "Block Communications: Wi-Fi", INHIBIT, NULL },
};
/* clang-format on */

enum {
	TECHNIQUES = sizeof(techniques) / sizeof(techniques[0]),
	TACTICS = sizeof(tactics) / sizeof(tactics[0])
};

static int by_id(const void *key, const void *row)
{
	return strcasecmp(key, ((const struct technique *)row)->id);
}

const struct technique *technique_find(const char *id)
{
	return bsearch(id, techniques, TECHNIQUES, sizeof(techniques[0]), by_id);
}

const struct technique *technique_now(const char *id)
{
	const struct technique *t = technique_find(id);

	return t != NULL && t->now != NULL ? technique_find(t->now) : t;
}

const struct technique *technique_nearest(const char *id)
{
	struct nearest near = nearest_to(id);

	for (unsigned i = 0; i < TECHNIQUES; i++)
		nearest_offer(&near, techniques[i].id);
	return near.name != NULL ? technique_find(near.name) : NULL;
}

const struct technique *technique_at(unsigned i)
{
	return i < TECHNIQUES ? &techniques[i] : NULL;
}

const char *technique_tactic(const struct technique *t, unsigned i)
{
	for (unsigned bit = 0; bit < TACTICS; bit++) {
		if ((t->tactics >> bit & 1) != 0 && i-- == 0)
			return tactics[bit];
	}
	return NULL;
}
