/*
 * The configuration file from hostile bytes: every text is read or refused, each refusal says why,
 * and what was read lies within its row's range.
 */
#include <assert.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/conf.h"
#include "common/log.h"
#include "sensor/options.h"

/* Longer inputs find nothing that shorter ones do not. */
enum { INPUT_MAX = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 loses the pieces of a quoted text of very many; a program reads one file, once.
 */
const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

/* In place of libpcap's: a filter may name hosts, which are looked up in the network. */
int pcap_compile(pcap_t *pcap, struct bpf_program *program, const char *text, int optimize,
		 bpf_u_int32 netmask)
{
	(void)pcap;
	(void)optimize;
	(void)netmask;
	*program = (struct bpf_program){ 0 };
	return text[0] == '(' ? PCAP_ERROR : 0;
}

static void check_range(const struct option *row, const void *value)
{
	uint64_t min = 0;
	uint64_t max = UINT64_MAX;
	uint64_t v = *(const uint64_t *)value;

	if (row->min != NULL)
		option_number(row->type, row->min, &min);
	if (row->max != NULL)
		option_number(row->type, row->max, &max);
	assert((v >= min && v <= max) || (v == 0 && row->zero != NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *sink;
	struct sensor_options s = { NULL };
	struct options o;

	if (size > INPUT_MAX)
		return -1;
	if (sink == NULL)
		sink = fopen("/dev/null", "w");

	FILE *before = stderr;
	bool good;

	if (sink != NULL)
		stderr = sink;
	options_init(&o, &sensor_program, option_command(&sensor_program, "check"), &s);
	good = conf_text(&o, "fuzz", (const char *)data, size);
	stderr = before;
	assert(good == (o.errors == 0));
	for (size_t i = 0; i < sensor_program.nrows; i++) {
		const struct option *row = &sensor_program.rows[i];

		if (row->type == OPTION_UINT || row->type == OPTION_SIZE ||
		    row->type == OPTION_DURATION)
			check_range(row, (const char *)&s + row->at);
	}
	options_fini(&o);
	return 0;
}
