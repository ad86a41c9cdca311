/*
 * SLMP: the commands of 3E and 4E frames, and how each one's messages are read.
 */
#include "protocols/slmp.h"

/* clang-format off */
static const struct slmp_command commands[] = {
	{ 0x0401, OT_READ, NULL, NULL, slmp_batch }, { 0x1401, OT_WRITE, NULL, NULL, slmp_batch },
	{ 0x0403, OT_READ, NULL, NULL, slmp_random }, { 0x1402, OT_WRITE, NULL, NULL, slmp_random },
	{ 0x0406, OT_READ, NULL, NULL, slmp_block }, { 0x1406, OT_WRITE, NULL, NULL, slmp_block },
	{ 0x0801, OT_READ, NULL, NULL, slmp_monitor }, { 0x0802, OT_READ, NULL, NULL, slmp_monitor },
	{ 0x0613, OT_READ, NULL, NULL, slmp_memory }, { 0x1613, OT_WRITE, NULL, NULL, slmp_memory },
	{ 0x0601, OT_READ, NULL, NULL, slmp_memory }, { 0x1601, OT_WRITE, NULL, NULL, slmp_memory },
	{ 0x041a, OT_READ, NULL, NULL, slmp_label }, { 0x141a, OT_WRITE, NULL, NULL, slmp_label },
	{ 0x041c, OT_READ, NULL, NULL, slmp_label }, { 0x141b, OT_WRITE, NULL, NULL, slmp_label },
	{ 0x0101, OT_IDENTIFY, "", "yq", NULL }, { 0x0619, OT_DIAGNOSE, "L", "L", NULL },
	{ 0x1001, OT_CONTROL, "mc1", "", NULL }, { 0x1002, OT_CONTROL, "m", "", NULL },
	{ 0x1003, OT_CONTROL, "m", "", NULL }, { 0x1005, OT_CONTROL, "m", "", NULL },
	{ 0x1006, OT_CONTROL, "m", "", NULL }, { 0x1617, OT_CONTROL, "*", "*", NULL },
	{ 0x1630, OT_AUTH, "Q", "", NULL }, { 0x1631, OT_AUTH, "Q", "", NULL },
	{ 0x2101, OT_REPORT, "*", "*", NULL },
	{ 0x0201, OT_PROGRAM, "kDFn", "*", NULL }, { 0x0202, OT_PROGRAM, "kDFn", "*", NULL },
	{ 0x0203, OT_PROGRAM, "kDxg", "FS", NULL }, { 0x0204, OT_PROGRAM, "kD", "*", NULL },
	{ 0x0205, OT_DIAGNOSE, "*", "*", NULL }, { 0x0206, OT_PROGRAM, "kDFxgOB", "*", NULL },
	{ 0x0808, OT_PROGRAM, "lDFxg", "*", NULL }, { 0x1202, OT_PROGRAM, "kD4xgS2", "F", NULL },
	{ 0x1203, OT_PROGRAM, "kDFxgOB*", "*", NULL }, { 0x1204, OT_PROGRAM, "kDFxg*", "*", NULL },
	{ 0x1205, OT_PROGRAM, "kDFxg", "*", NULL }, { 0x1206, OT_PROGRAM, "kDFxg*", "*", NULL },
	{ 0x1207, OT_PROGRAM, "*", "*", NULL }, { 0x1810, OT_PROGRAM, "PDFnd*", "*", NULL },
	{ 0x1811, OT_PROGRAM, "PDdN", "*", NULL }, { 0x1820, OT_PROGRAM, "PDSN", "*", NULL },
	{ 0x1822, OT_PROGRAM, "PDN", "*", NULL }, { 0x1824, OT_PROGRAM, "PPPDNPDN", "*", NULL },
	{ 0x1825, OT_PROGRAM, "PDAN", "*", NULL }, { 0x1826, OT_PROGRAM, "PDehN", "*", NULL },
	{ 0x1827, OT_PROGRAM, "PaDN", "p", NULL }, { 0x1828, OT_PROGRAM, "pOB", "B*", NULL },
	{ 0x1829, OT_PROGRAM, "pOB*", "B", NULL }, { 0x182a, OT_PROGRAM, "pC", "*", NULL },
	{ 0x0e28, OT_IDENTIFY, "*", "*", NULL }, { 0x0e29, OT_DIAGNOSE, "*", "*", NULL },
	{ 0x0e30, OT_IDENTIFY, "MI", "MIXYKGHVWZTtUro", NULL }, { 0x0e31, OT_WRITE, "MIXYKGHTto", "M", NULL },
	{ 0x0e32, OT_IDENTIFY, "JVWZ", "JR", NULL }, { 0x0e33, OT_READ, "u*", "uis*", NULL },
	{ 0x0e34, OT_WRITE, "uis*", "*", NULL }, { 0x0e35, OT_WRITE, "*", "*", NULL },
	{ 0x0e36, OT_WRITE, "*", "*", NULL }, { 0x0e3a, OT_WRITE, "*", "*", NULL },
	{ 0x0e44, OT_DIAGNOSE, "*", "2U", NULL }, { 0x0e45, OT_DIAGNOSE, "J", "Jr*", NULL },
	{ 0x0e53, OT_DIAGNOSE, "*", "*", NULL }, { 0x0e90, OT_OTHER, "*", "*", NULL },
	{ 0x0e91, OT_WRITE, "*", "*", NULL }, { 0x0e92, OT_WRITE, "*", "*", NULL },
	{ 0x0e93, OT_WRITE, "*", "*", NULL }, { 0x0e94, OT_OTHER, "*", "*", NULL },
	{ 0x0eb0, OT_READ, "*", "*", NULL }, { 0x0eb1, OT_READ, "*", "*", NULL },
	{ 0x0eb2, OT_READ, "*", "*", NULL }, { 0x0eb3, OT_PROGRAM, "*", "*", NULL },
	{ 0x0eb4, OT_PROGRAM, "*", "*", NULL }, { 0x0eb5, OT_PROGRAM, "*", "*", NULL },
	{ 0x0eb6, OT_PROGRAM, "*", "*", NULL }, { 0x0eb7, OT_PROGRAM, "*", "*", NULL },
	{ 0x0eb8, OT_PROGRAM, "*", "*", NULL }, { 0x0eb9, OT_PROGRAM, "*", "*", NULL },
	{ 0x0eba, OT_PROGRAM, "*", "*", NULL }, { 0x0ebe, OT_DIAGNOSE, "*", "*", NULL },
	{ 0x1619, OT_CONTROL, "*", "*", NULL }, { 0x161a, OT_CONTROL, "*", "*", NULL },
	{ 0x3040, OT_DIAGNOSE, "*", "*", NULL }, { 0x3050, OT_DIAGNOSE, "*", "*", NULL },
	{ 0x3060, OT_DIAGNOSE, "*", "*", NULL }, { 0x3061, OT_DIAGNOSE, "*", "*", NULL },
	{ 0x3062, OT_OTHER, "*", "*", NULL }, { 0x3070, OT_CONTROL, "*", "*", NULL },
	{ 0x3072, OT_WRITE, "*", "*", NULL }, { 0x3119, OT_IDENTIFY, "*", "*", NULL },
	{ 0x3206, OT_CONTROL, "*", "*", NULL }, { 0x3207, OT_CONTROL, "*", "*", NULL },
	{ 0x3208, OT_CONTROL, "*", "*", NULL }, { 0x3209, OT_CONTROL, "*", "*", NULL },
	{ 0x320a, OT_WRITE, "*", "*", NULL }, { 0x320b, OT_DIAGNOSE, "*", "*", NULL },
	{ 0x320c, OT_DIAGNOSE, "*", "*", NULL }, { 0x320d, OT_WRITE, "*", "*", NULL },
	{ 0x320e, OT_WRITE, "*", "*", NULL }, { 0x3210, OT_WRITE, "*", "*", NULL },
	{ 0x3211, OT_WRITE, "*", "*", NULL }, { 0x3230, OT_OTHER, "*", "*", NULL },
	{ 0x4020, OT_OTHER, "*", "*", NULL }, { 0xa445, OT_READ, "*", "*", NULL },
};
/* clang-format on */

const struct slmp_command *slmp_find(uint16_t cmd)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (commands[i].cmd == cmd)
			return &commands[i];
	}
	return NULL;
}
