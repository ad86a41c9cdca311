/* Names of C37.118's codes, and the table of its fields. */
#include "protocols/synphasor_fields.h"

/* clang-format off */
const struct name synphasor_type_names[] = {
	{ 0, "Data Frame" }, { 1, "Header Frame" }, { 2, "Configuration Frame 1" },
	{ 3, "Configuration Frame 2" }, { 4, "Command Frame" }, { 5, "Configuration Frame 3" },
	{ 0, NULL },
};

const struct name synphasor_version_names[] = {
	{ 1, "Defined in IEEE Std C37.118-2005" }, { 2, "Added in IEEE Std C37.118.2-2011" },
	{ 0, NULL },
};

const struct name synphasor_msg_tq_names[] = {
	{ 0, "Normal operation, clock locked" },
	{ 1, "Clock unlocked, time within 10^-9 s" }, { 2, "Clock unlocked, time within 10^-8 s" },
	{ 3, "Clock unlocked, time within 10^-7 s" }, { 4, "Clock unlocked, time within 10^-6 s" },
	{ 5, "Clock unlocked, time within 10^-5 s" }, { 6, "Clock unlocked, time within 10^-4 s" },
	{ 7, "Clock unlocked, time within 10^-3 s" }, { 8, "Clock unlocked, time within 10^-2 s" },
	{ 9, "Clock unlocked, time within 10^-1 s" }, { 10, "Clock unlocked, time within 1 s" },
	{ 11, "Clock unlocked, time within 10 s" }, { 15, "Clock failure, time not reliable" },
	{ 0, NULL },
};

const struct name synphasor_checksum_names[] = { { 0, "Bad" }, { 1, "Good" }, { 0, NULL } };

const struct name synphasor_command_names[] = {
	{ 1, "data transmission off" }, { 2, "data transmission on" }, { 3, "send HDR frame" },
	{ 4, "send CFG-1 frame" }, { 5, "send CFG-2 frame" }, { 6, "send CFG-3 frame" },
	{ 8, "extended frame" }, { 0, NULL },
};

const struct name synphasor_component_names[] = {
	{ 0, "Zero sequence" }, { 1, "Positive sequence" }, { 2, "Negative sequence" },
	{ 4, "Phase A" }, { 5, "Phase B" }, { 6, "Phase C" }, { 0, NULL },
};

const struct name synphasor_error_names[] = {
	{ 0, "Good measurement data, no errors" }, { 1, "PMU error, no information about data" },
	{ 2, "PMU in test mode or absent data tags have been inserted (do not use values)" },
	{ 3, "PMU error (do not use values)" }, { 0, NULL },
};

const struct name synphasor_pmu_tq_names[] = {
	{ 0, "Not used (indicates code from previous version of profile)" },
	{ 1, "Estimated maximum time error < 100 ns" }, { 2, "Estimated maximum time error < 1 µs" },
	{ 3, "Estimated maximum time error < 10 µs" }, { 4, "Estimated maximum time error < 100 µs" },
	{ 5, "Estimated maximum time error < 1 ms" }, { 6, "Estimated maximum time error < 10 ms" },
	{ 7, "Estimated maximum time error > 10 ms or time error unknown" }, { 0, NULL },
};

const struct name synphasor_unlocked_names[] = {
	{ 0, "Locked or unlocked less than 10 s" }, { 1, "Unlocked for 10-100 s" },
	{ 2, "Unlocked for 100-1000 s" }, { 3, "Unlocked for over 1000 s" }, { 0, NULL },
};

const struct name synphasor_reason_names[] = {
	{ 0, "Manual" }, { 1, "Magnitude low" }, { 2, "Magnitude high" }, { 3, "Phase-angel diff" },
	{ 4, "Frequency high or low" }, { 5, "df/dt high" }, { 7, "Digital" }, { 0, NULL },
};

const struct field synphasor_field_table[SYNPHASOR_FIELD_COUNT] = {
	SYNPHASOR_FIELDS(FIELD_ROW_)
};
/* clang-format on */
