/*
 * FINS: the commands, and what stands in them and in their responses.
 *
 * Spec: CS/CJ/CP/NSJ Series Communications Commands (W342), section 5-3; FINS Commands (W227) for
 * CV and CVM1 controllers; CS1W-ETN21 Operation Manual, Construction of Applications (W421),
 * section 7.
 */
#include "protocols/omron_inside.h"

/* ---- lists of fields --------------------------------------------------------------------------*/

/* clang-format off */
static const int16_t parameter_area[] = { PARAMETER_AREA, WORD, NUMWORDS, OMRON_END };
static const int16_t parameter_write[] = { PARAMETER_AREA, WORD, NUMWORDS, COMMAND_DATA, OMRON_END };
static const int16_t parameter_read[] = { OMRON_MORE, PARAMETER_AREA, WORD, NUMWORDS, RESPONSE_DATA, OMRON_END };
static const int16_t link_read[] = { FIXED, INTELLIGENT_ID, FIRST_WORD, READ_LENGTH, OMRON_END };
#define LINK_RECORDS OMRON_LINK_COUNT, OMRON_EACH, OMRON_LINK_NODE, LINK_CIO, LINK_DM_KIND, LINK_DM, LINK_WORDS, OMRON_END
static const int16_t link_table[] = { OMRON_MORE, LINK_RECORDS };
static const int16_t link_write[] = { FIXED, INTELLIGENT_ID, FIRST_WORD, READ_LENGTH, LINK_RECORDS };
static const int16_t protect[] = { PROGRAM, PROTECT, BEGIN_WORD, LAST_WORD, PASSWORD, OMRON_END };
static const int16_t program_area[] = { PROGRAM, BEGIN_WORD, NUMWORDS, OMRON_END };
static const int16_t program_read[] = { OMRON_MORE, PROGRAM, BEGIN_WORD, NUMWORDS, RESPONSE_DATA, OMRON_END };
static const int16_t program_write[] = { PROGRAM, BEGIN_WORD, NUMWORDS, COMMAND_DATA, OMRON_END };
static const int16_t program_written[] = { OMRON_MORE, PROGRAM, BEGIN_WORD, NUMWORDS, OMRON_END };
static const int16_t program_clear[] = { PROGRAM, CLEAR_CODE, OMRON_END };
static const int16_t run[] = { OMRON_MORE, PROGRAM, OMRON_MORE, MODE, OMRON_END };
static const int16_t nothing[] = { OMRON_END };
static const int16_t units_command[] = { UNIT, OMRON_MORE, UNITS, OMRON_END };
static const int16_t units[] = { OMRON_MORE, UNITS, OMRON_EACH, UNIT, UNIT_MODEL, OMRON_END };
static const int16_t link_status[] = { OMRON_MORE, OMRON_LINK_FLAGS, MASTER_NODE, LINK_NODES, OMRON_END };
static const int16_t cycle_command[] = { OMRON_MORE, CYCLE_PARAMETER, OMRON_END };
static const int16_t cycle[] = { OMRON_MORE, CYCLE_AVERAGE, CYCLE_MAX, CYCLE_MIN, OMRON_END };
static const int16_t clock_read[] = { OMRON_MORE, YEAR, MONTH, DATE, HOUR, MINUTE, SECOND, DAY, OMRON_END };
static const int16_t clock_write[] = { YEAR, MONTH, DATE, HOUR, MINUTE, OMRON_MORE, SECOND, OMRON_MORE, DAY, OMRON_END };
static const int16_t only_data[] = { DATA, OMRON_END };
static const int16_t receptions[] = { OMRON_MORE, RECEPTIONS, OMRON_END };
static const int16_t program_number[] = { PROGRAM, OMRON_END };
static const int16_t holder[] = { OMRON_MORE, UNIT, NODE, NETWORK, OMRON_END };
static const int16_t error_number[] = { OMRON_MORE, RESET_FALS, OMRON_END };
static const int16_t log_command[] = { FIRST_RECORD, RECORDS, OMRON_END };
static const int16_t error_log[] = { OMRON_MORE, RECORDS_MAX, RECORDS_STORED, RECORDS, OMRON_EACH, RESET_FALS, RESET_FALS,
	MINUTE, SECOND, DATE, HOUR, YEAR, MONTH, OMRON_END };
static const int16_t access_log[] = { OMRON_MORE, RECORDS_MAX, RECORDS_STORED, RECORDS, RESPONSE_DATA, OMRON_END };
static const int16_t file_names_command[] = { DISK, FILE_INDEX, FILE_COUNT, OMRON_END };
static const int16_t file_names[] = { OMRON_MORE, VOLUME, OMRON_FILE_TIME, CAPACITY, UNUSED, FILES_TOTAL, FILES, OMRON_EACH,
	FILENAME, OMRON_FILE_TIME, FILE_CAPACITY, OMRON_END };
static const int16_t file_read_command[] = { DISK, FILENAME, FILE_POSITION, DATA_LENGTH, OMRON_END };
static const int16_t file_read[] = { OMRON_MORE, FILE_CAPACITY, FILE_POSITION, DATA_LENGTH, FILE_DATA, OMRON_END };
static const int16_t file_write[] = { DISK, FILE_PARAMETER, FILENAME, FILE_POSITION, DATA_LENGTH, FILE_DATA, OMRON_END };
static const int16_t disk[] = { DISK, OMRON_END };
static const int16_t files[] = { DISK, FILES, OMRON_EACH, FILENAME, OMRON_END };
static const int16_t deleted[] = { OMRON_MORE, FILES, OMRON_END };
static const int16_t label[] = { DISK, VOLUME_PARAMETER, OMRON_MORE, VOLUME, OMRON_END };
static const int16_t copy[] = { DISK, FILENAME, DISK, FILENAME, OMRON_END };
static const int16_t rename_file[] = { DISK, FILENAME, FILENAME, OMRON_END };
static const int16_t check[] = { DISK, FILENAME, OMRON_END };
static const int16_t memory_transferred[] = { OMRON_MORE, NUMITEMS, OMRON_END };
static const int16_t parameter_file[] = { TRANSFER_PARAMETER, PARAMETER_AREA, ADDRESS, NUMWORDS, DISK, FILENAME, OMRON_END };
static const int16_t parameter_transferred[] = { OMRON_MORE, NUMWORDS, OMRON_END };
static const int16_t program_file[] = { TRANSFER_PARAMETER, PROGRAM, BEGIN_WORD, NUMBER_OF_BYTES, DISK, FILENAME, OMRON_END };
static const int16_t program_transferred[] = { OMRON_MORE, NUMBER_OF_BYTES, OMRON_END };
static const int16_t index_command[] = { FIRST_BLOCK, BLOCKS, OMRON_END };
static const int16_t index_read[] = { OMRON_MORE, BLOCKS_LEFT, BLOCKS_TOTAL, MEMORY_TYPE, OMRON_EACH, OMRON_BLOCK_TYPE,
	CONTROL_DATA, OMRON_END };
static const int16_t block_command[] = { BLOCK, OMRON_END };
static const int16_t block_read[] = { OMRON_MORE, OMRON_BLOCK_TYPE, CONTROL_DATA, DATA, OMRON_END };
static const int16_t block_write[] = { OMRON_BLOCK_TYPE, CONTROL_DATA, BLOCK, DATA, OMRON_END };
static const int16_t directory[] = { DISK, DIRECTORY_PARAMETER, DIRECTORY, OMRON_END };
static const int16_t name[] = { NAME, OMRON_END };
static const int16_t ping[] = { IP, OMRON_MORE, PING_TIMEOUT, OMRON_END };
static const int16_t remote_node[] = { CONNECTION, IP, TCP_PORT, OMRON_END };
static const int16_t connection[] = { CONNECTION, OMRON_END };
static const int16_t address_table[] = { RECORDS, OMRON_EACH, TABLE_NODE, IP, OMRON_END };
static const int16_t address_write[] = { IP, IP_MASK, OMRON_END };
static const int16_t records[] = { RECORDS, OMRON_END };
static const int16_t address_read[] = { OMRON_MORE, RECORDS_MAX, RECORDS_STORED, RECORDS, OMRON_EACH, TABLE_NODE, IP, OMRON_END };

/* In order of their codes. */
static const struct omron_command commands[] = {
	{ 0x0101, OT_READ, false, { NULL, NULL }, { omron_memory_command, omron_memory_response } },
	{ 0x0102, OT_WRITE, false, { NULL, nothing }, { omron_memory_command, omron_memory_response } },
	{ 0x0103, OT_WRITE, false, { NULL, nothing }, { omron_memory_command, omron_memory_response } },
	{ 0x0104, OT_READ, false, { NULL, NULL }, { omron_multiple_command, omron_multiple_response } },
	{ 0x0105, OT_WRITE, false, { NULL, nothing }, { omron_transfer, omron_memory_response } },
	{ 0x0201, OT_READ, false, { parameter_area, parameter_read }, { omron_parameter_area, omron_parameter_area } },
	{ 0x0202, OT_WRITE, false, { parameter_write, nothing }, { omron_parameter_area, NULL } },
	{ 0x0203, OT_WRITE, false, { parameter_write, nothing }, { omron_parameter_area, NULL } },
	{ 0x0220, OT_READ, false, { link_read, link_table }, { NULL, NULL } },
	{ 0x0221, OT_WRITE, false, { link_write, nothing }, { NULL, NULL } },
	{ 0x0304, OT_AUTH, false, { protect, nothing }, { omron_program_area, NULL } },
	{ 0x0305, OT_AUTH, false, { protect, nothing }, { omron_program_area, NULL } },
	{ 0x0306, OT_PROGRAM, false, { program_area, program_read }, { omron_program_area, omron_program_area } },
	{ 0x0307, OT_PROGRAM, false, { program_write, program_written }, { omron_program_area, omron_program_area } },
	{ 0x0308, OT_PROGRAM, false, { program_clear, nothing }, { omron_program_area, NULL } },
	{ 0x0401, OT_CONTROL, false, { run, nothing }, { omron_mode, NULL } },
	{ 0x0402, OT_CONTROL, false, { nothing, nothing }, { NULL, NULL } },
	{ 0x0403, OT_CONTROL, true, { nothing, nothing }, { NULL, NULL } },
	{ 0x0501, OT_IDENTIFY, false, { NULL, NULL }, { omron_controller_command, omron_controller } },
	{ 0x0502, OT_IDENTIFY, false, { units_command, units }, { NULL, omron_connected } },
	{ 0x0601, OT_DIAGNOSE, false, { nothing, NULL }, { NULL, omron_status } },
	{ 0x0602, OT_DIAGNOSE, false, { nothing, NULL }, { NULL, omron_network } },
	{ 0x0603, OT_DIAGNOSE, false, { nothing, link_status }, { NULL, NULL } },
	{ 0x0620, OT_DIAGNOSE, false, { cycle_command, cycle }, { omron_cycle_command, omron_cycle } },
	{ 0x0701, OT_READ, false, { nothing, clock_read }, { NULL, omron_clock } },
	{ 0x0702, OT_WRITE, false, { clock_write, nothing }, { omron_clock, NULL } },
	{ 0x0801, OT_DIAGNOSE, false, { only_data, only_data }, { NULL, NULL } },
	{ 0x0802, OT_DIAGNOSE, false, { nothing, receptions }, { NULL, NULL } },
	{ 0x0803, OT_DIAGNOSE, true, { only_data, nothing }, { NULL, NULL } },
	{ 0x0920, OT_DIAGNOSE, false, { NULL, NULL }, { omron_messages_command, omron_messages } },
	{ 0x0c01, OT_AUTH, false, { program_number, holder }, { NULL, omron_holder } },
	{ 0x0c02, OT_AUTH, false, { program_number, nothing }, { NULL, NULL } },
	{ 0x0c03, OT_AUTH, false, { program_number, nothing }, { NULL, NULL } },
	{ 0x2101, OT_CONTROL, false, { error_number, nothing }, { omron_error_number, NULL } },
	{ 0x2102, OT_DIAGNOSE, false, { log_command, error_log }, { NULL, NULL } },
	{ 0x2103, OT_CONTROL, false, { nothing, nothing }, { NULL, NULL } },
	{ 0x2140, OT_DIAGNOSE, false, { log_command, access_log }, { NULL, NULL } },
	{ 0x2141, OT_CONTROL, false, { nothing, nothing }, { NULL, NULL } },
	{ 0x2201, OT_READ, false, { file_names_command, file_names }, { NULL, omron_file } },
	{ 0x2202, OT_READ, false, { file_read_command, file_read }, { omron_file, NULL } },
	{ 0x2203, OT_WRITE, false, { file_write, nothing }, { omron_file, NULL } },
	{ 0x2204, OT_WRITE, false, { disk, nothing }, { omron_file, NULL } },
	{ 0x2205, OT_WRITE, false, { files, deleted }, { omron_file, NULL } },
	{ 0x2206, OT_WRITE, false, { label, nothing }, { omron_label, NULL } },
	{ 0x2207, OT_WRITE, false, { copy, nothing }, { omron_file, NULL } },
	{ 0x2208, OT_WRITE, false, { rename_file, nothing }, { omron_file, NULL } },
	{ 0x2209, OT_DIAGNOSE, false, { check, nothing }, { omron_file, NULL } },
	{ 0x220a, OT_WRITE, false, { NULL, memory_transferred }, { omron_file_transfer, NULL } },
	{ 0x220b, OT_WRITE, false, { parameter_file, parameter_transferred }, { omron_file, NULL } },
	{ 0x220c, OT_PROGRAM, false, { program_file, program_transferred }, { omron_file, NULL } },
	{ 0x220f, OT_READ, false, { index_command, index_read }, { NULL, NULL } },
	{ 0x2210, OT_READ, false, { block_command, block_read }, { NULL, NULL } },
	{ 0x2211, OT_WRITE, false, { block_write, nothing }, { NULL, NULL } },
	{ 0x2215, OT_WRITE, false, { directory, nothing }, { NULL, NULL } },
	{ 0x2220, OT_PROGRAM, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2301, OT_CONTROL, false, { NULL, nothing }, { omron_forced, NULL } },
	{ 0x2302, OT_CONTROL, false, { nothing, nothing }, { NULL, NULL } },
	{ 0x230a, OT_READ, false, { NULL, NULL }, { omron_forced_status, omron_forced_status } },
	{ 0x2601, OT_WRITE, false, { name, nothing }, { omron_name, NULL } },
	{ 0x2602, OT_WRITE, false, { nothing, nothing }, { NULL, NULL } },
	{ 0x2603, OT_IDENTIFY, false, { nothing, name }, { NULL, omron_name } },
	{ 0x2720, OT_DIAGNOSE, false, { ping, nothing }, { omron_address, NULL } },
	{ 0x2730, OT_WRITE, false, { remote_node, nothing }, { omron_address, NULL } },
	{ 0x2731, OT_DIAGNOSE, false, { connection, NULL }, { NULL, NULL } },
	{ 0x2750, OT_WRITE, false, { address_table, nothing }, { NULL, NULL } },
	{ 0x2751, OT_WRITE, false, { NULL, nothing }, { NULL, NULL } },
	{ 0x2757, OT_WRITE, false, { address_write, nothing }, { omron_address, NULL } },
	{ 0x2760, OT_READ, false, { records, address_read }, { NULL, NULL } },
	{ 0x2761, OT_READ, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2762, OT_DIAGNOSE, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2763, OT_DIAGNOSE, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2764, OT_DIAGNOSE, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2765, OT_READ, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2767, OT_READ, false, { NULL, NULL }, { NULL, NULL } },
	{ 0x2801, OT_OTHER, false, { NULL, NULL }, { NULL, NULL } },
};

/* Numbers that are made of bits: the number itself (-1: it is not told) and its parts. */
static const struct number { int16_t whole; uint8_t bytes, first, parts; } numbers[] = {
	/* by what it is, from OMRON_PC_STATUS on */
	[0] = { PC_STATUS, 1, 0, 3 },
	[OMRON_FATAL - OMRON_PC_STATUS] = { FATAL, 2, 3, 11 },
	[OMRON_NON_FATAL - OMRON_PC_STATUS] = { NON_FATAL, 2, 14, 11 },
	[OMRON_MESSAGE - OMRON_PC_STATUS] = { MESSAGE, 2, 25, 8 },
	[OMRON_LINK_FLAGS - OMRON_PC_STATUS] = { STATUS_FLAGS, 1, 33, 2 },
	[OMRON_BLOCK_TYPE - OMRON_PC_STATUS] = { BLOCK_TYPE, 1, 35, 3 },
	[OMRON_LINK_COUNT - OMRON_PC_STATUS] = { -1, 1, 38, 1 },
	[OMRON_LINK_NODE - OMRON_PC_STATUS] = { -1, 1, 39, 2 },
	[OMRON_FILE_TIME - OMRON_PC_STATUS] = { -1, 4, 41, 6 },
	[OMRON_FALS - OMRON_PC_STATUS] = { -1, 2, 47, 1 },
};

static const struct part { uint8_t field, shift, width; } parts[] = {
	{ PERIPHERAL, 7, 1 }, { HOST_INTERFACE, 6, 1 }, { RACK, 0, 4 },
	{ FALS_ERROR, 15, 1 }, { SFC_FATAL, 14, 1 }, { CYCLE_OVER, 13, 1 }, { PROGRAM_ERROR, 12, 1 }, { IO_SETTING, 11, 1 },
	{ IO_POINTS, 10, 1 }, { CPU_BUS_ERROR, 9, 1 }, { DUPLICATION_ERROR, 8, 1 }, { IO_BUS_ERROR, 7, 1 },
	{ MEMORY_ERROR, 6, 1 }, { WATCHDOG, 0, 1 },
	{ POWER, 13, 1 }, { BUS_UNIT_SETTING, 12, 1 }, { BATTERY, 11, 1 }, { SYSMAC_BUS, 10, 1 }, { SYSMAC_BUS2, 9, 1 },
	{ BUS_UNIT_ERROR, 8, 1 }, { IO_VERIFICATION, 6, 1 }, { SFC_ERROR, 4, 1 }, { INDIRECT_DM, 3, 1 }, { JMP_ERROR, 2, 1 },
	{ FAL_ERROR, 0, 1 },
	{ MESSAGE_0, 0, 1 }, { MESSAGE_1, 1, 1 }, { MESSAGE_2, 2, 1 }, { MESSAGE_3, 3, 1 }, { MESSAGE_4, 4, 1 },
	{ MESSAGE_5, 5, 1 }, { MESSAGE_6, 6, 1 }, { MESSAGE_7, 7, 1 },
	{ LINK_MASTER, 7, 1 }, { LINK_ACTIVE, 0, 1 },
	{ BLOCK_KIND, 0, 3 }, { BLOCK_PROTECTED, 6, 1 }, { BLOCK_END, 7, 1 },
	{ LINK_COUNT, 0, 7 },
	{ LINK_STATUS, 7, 1 }, { LINK_NODE, 0, 7 },
	{ FILE_YEAR, 25, 7 }, { FILE_MONTH, 21, 4 }, { FILE_DAY, 16, 5 }, { FILE_HOUR, 11, 5 }, { FILE_MINUTE, 5, 6 },
	{ FILE_SECOND, 0, 5 },
	{ FALS, 0, 14 },
};
/* clang-format on */

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]), FIRST_YEAR = 1980 };

const struct omron_command *omron_command_find(uint16_t code)
{
	unsigned low = 0, high = COMMANDS;

	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (commands[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COMMANDS && commands[low].code == code ? &commands[low] : NULL;
}

/* What is made of bits; NULL: it is a field. */
static const struct number *number_of(int which)
{
	return which >= OMRON_PC_STATUS ? numbers + (which - OMRON_PC_STATUS) : NULL;
}

size_t omron_least(const struct omron_command *command, bool response)
{
	const int16_t *f = command->fields[response];
	size_t n = 0;

	for (; f != NULL && *f != OMRON_END && *f != OMRON_MORE && *f != OMRON_EACH; f++) {
		const struct number *number = number_of(*f);

		n += number != NULL ? number->bytes : field_table[*f].size;
	}
	return n;
}

static void take_number(struct dec *d, const struct number *which)
{
	uint64_t u = cur_be(&d->c, which->bytes);

	if (!cur_ok(&d->c))
		return;
	if (which->whole >= 0)
		put(d, which->whole, u);
	for (unsigned i = 0; i < which->parts; i++) {
		const struct part *p = &parts[which->first + i];
		uint64_t part = u >> p->shift & ((UINT64_C(1) << p->width) - 1);

		if (p->field == FILE_YEAR)
			part += FIRST_YEAR;
		else if (p->field == FILE_SECOND)
			part *= 2;
		put(d, p->field, part);
	}
}

/* Text that ends before the zeros that fill it up. */
static void take_text(struct dec *d, const struct field *f)
{
	struct cur all = f->size != 0 ? cur_sub(&d->c, f->size) : cur_rest(&d->c);
	size_t n = 0;

	if (!cur_ok(&all))
		return;
	while (n < cur_left(&all) && cur_at(&all, n) != 0)
		n++;
	dec_put_bytes(d, f, cur_upto(&all, n));
}

static void take_secret(struct dec *d, const struct field *f)
{
	cur_skip(&d->c, f->size);
	if (cur_ok(&d->c))
		dec_put_secret(d, f, f->size);
}

static void take_field(struct dec *d, int16_t which)
{
	const struct number *number = number_of(which);

	if (number != NULL) {
		take_number(d, number);
		return;
	}
	const struct field *f = &field_table[which];

	if (f->wire == WIRE_RAW && f->size == 0 && cur_left(&d->c) == 0)
		return; /* no data are no value */
	if (which == PASSWORD)
		take_secret(d, f);
	else if (f->type == FIELD_TEXT)
		take_text(d, f);
	else
		dec_take(d, f);
}

void omron_take(struct dec *d, const int16_t *fields)
{
	const int16_t *each = NULL;

	for (;; fields++) {
		if (*fields == OMRON_MORE || *fields == OMRON_EACH) {
			if (cur_left(&d->c) == 0)
				return;
			if (*fields == OMRON_EACH)
				each = fields;
			continue;
		}
		if (*fields == OMRON_END) {
			if (each == NULL || cur_left(&d->c) == 0)
				return;
			fields = each;
			continue;
		}
		take_field(d, *fields);
	}
}

const struct value *omron_said(const struct dec *d, unsigned field)
{
	for (unsigned i = 0; i < d->nvalues; i++) {
		if (d->values[i].field == &field_table[field])
			return &d->values[i];
	}
	return NULL;
}

uint64_t omron_number(const struct dec *d, unsigned field)
{
	const struct value *v = omron_said(d, field);

	return v != NULL ? value_uint(v, 0) : 0;
}
