#include "common/option.h"

#include <inttypes.h>

/* "712 B", "1.1 KiB", "64 KiB", "17.6 MiB". */
static void human(char *out, size_t cap, double bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;

	while (bytes >= 1024.0 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		bytes /= 1024.0;
		unit++;
	}

	/* One decimal, and none when it is 0. */
	uint64_t tenths = (uint64_t)(bytes * 10.0 + 0.5);

	if (tenths % 10 == 0)
		snprintf(out, cap, "%" PRIu64 " %s", tenths / 10, units[unit]);
	else
		snprintf(out, cap, "%" PRIu64 ".%u %s", tenths / 10, (unsigned)(tenths % 10),
			 units[unit]);
}

void options_print_cost(FILE *f, const struct cost *costs, size_t n)
{
	double sum = 0.0;
	char each[32];
	char all[32];

	fputs("limits: ", f);
	for (size_t i = 0; i < n; i++) {
		double bytes = (double)costs[i].n * (double)costs[i].each;

		human(each, sizeof(each), (double)costs[i].each);
		human(all, sizeof(all), bytes);
		fprintf(f, "%s %" PRIu64 " × %s = %s, ", costs[i].name, costs[i].n, each, all);
		sum += bytes;
	}
	human(all, sizeof(all), sum);
	fprintf(f, "%s in all\n", all);
}
