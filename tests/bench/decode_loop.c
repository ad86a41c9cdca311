/*
 * What decoding alone costs: the messages of captures, as the pipeline cuts them, decoded over and
 * over from memory.
 *
 *	decode_loop PROTOCOL CAPTURE MS|Nx
 *
 * Only flows that carry PROTOCOL count. Each pass begins with empty states, requests and notes, and
 * is timed by itself. What is printed is the fastest pass within MS milliseconds, or of N, for a
 * busy machine only ever makes them slower:
 *
 *	PROTOCOL messages N values V elements E operations O ns T
 *
 * V, E, O and T are means of a message; a series is one value of many elements.
 */
/* wrap: decode */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "protocols/protocols.h"
#include "sensor/capfile.h"
#include "sensor/pipeline.h"

void __real_decode(struct dec *d, const struct protocol *p);
void __wrap_decode(struct dec *d, const struct protocol *p);

enum { MESSAGES_MAX = 8192, FLOWS_MAX = 1024, NOTES = 1024 };

/* One call of decode(): what it was given. */
struct call {
	const struct protocol *protocol;
	uint8_t *bytes;
	size_t n;
	enum dir dir;
	uint64_t frame, at;
	uint32_t given;
	unsigned flow;
	bool gap, cut, gapless;
	uint8_t mac[2][6];
};

/* A flow's own memory. */
struct keep {
	uint64_t serial;
	bool wanted;
	struct pairs pairs;
	_Alignas(max_align_t) uint8_t state[PROTOCOL_STATE_MAX];
};

static struct call calls[MESSAGES_MAX];
static struct keep keeps[FLOWS_MAX];
static struct notes notes;
static struct dec dec;
static const char *wanted;
static unsigned ncalls, nkeeps;
static bool recording;

static void die(const char *what)
{
	(void)fprintf(stderr, "decode_loop: %s\n", what);
	exit(2);
}

static void *copy(const void *bytes, size_t n)
{
	void *out = malloc(n > 0 ? n : 1);

	if (out == NULL)
		die("no memory");
	return n > 0 ? memcpy(out, bytes, n) : out;
}

static unsigned flow_of(uint64_t serial)
{
	for (unsigned i = nkeeps; i > 0; i--) {
		if (keeps[i - 1].serial == serial)
			return i - 1;
	}
	if (nkeeps == FLOWS_MAX)
		return FLOWS_MAX;
	keeps[nkeeps].serial = serial;
	return nkeeps++;
}

void __wrap_decode(struct dec *d, const struct protocol *p)
{
	struct cur c = d->c;
	unsigned flow = recording && ncalls < MESSAGES_MAX ? flow_of(d->flow) : FLOWS_MAX;

	if (flow < FLOWS_MAX) {
		struct call *m = &calls[ncalls++];

		*m = (struct call){ .protocol = p,
				    .bytes = copy(c.p, c.left),
				    .n = c.left,
				    .dir = d->dir,
				    .frame = d->frame,
				    .at = d->at,
				    .given = d->given,
				    .flow = flow,
				    .gap = d->gap,
				    .cut = d->cut,
				    .gapless = d->gapless };
		if (d->eth_src != NULL)
			memcpy(m->mac[0], d->eth_src, sizeof(m->mac[0]));
		if (d->eth_dst != NULL)
			memcpy(m->mac[1], d->eth_dst, sizeof(m->mac[1]));
	}
	__real_decode(d, p);
	if (flow < FLOWS_MAX && strcmp(d->protocol->name, wanted) == 0)
		keeps[flow].wanted = true;
}

static struct pipeline *begin(void)
{
	static struct pipeline pl;
	struct sensor_options limits = { 0 };
	struct options o;

	options_init(&o, &sensor_program, option_command(&sensor_program, "read"), &limits);
	sensor_options_complete(&o, &limits);
	limits.dpi_flows = 0;
	if (pipeline_init(&pl, &limits, NULL) != 0)
		die("no memory");
	options_fini(&o);
	return &pl;
}

static void record(struct pipeline *pl, const char *path)
{
	char error[CAPFILE_ERROR_MAX] = "";
	struct capfile *file = NULL;
	struct frame frame;

	if (capfile_open(&file, path, error, sizeof(error)) != 0)
		die(error);
	recording = true;
	while (capfile_next(file, &frame) == CAPFILE_FRAME)
		pipeline_frame(pl, &frame);
	pipeline_break(pl);
	recording = false;
	capfile_close(file);
}

/* Flows that carry something else do not count. */
static void choose(void)
{
	unsigned n = 0;

	for (unsigned i = 0; i < ncalls; i++) {
		if (keeps[calls[i].flow].wanted)
			calls[n++] = calls[i];
		else
			free(calls[i].bytes);
	}
	ncalls = n;
}

static void run_call(const struct call *m, uint64_t round)
{
	struct keep *k = &keeps[m->flow];

	dec.c = cur_of(m->bytes, m->n);
	dec.dir = m->dir;
	dec.frame = m->frame;
	dec.at = m->at;
	dec.message++;
	dec.gap = m->gap;
	dec.cut = m->cut;
	dec.gapless = m->gapless;
	dec.eth_src = m->mac[0];
	dec.eth_dst = m->mac[1];
	dec.pairs = m->protocol->pairs ? &k->pairs : NULL;
	dec.state = m->protocol->state_size > 0 ? k->state : NULL;
	dec.notes = &notes;
	dec.flow = round * FLOWS_MAX + m->flow + 1; /* a new one in each round */
	dec.given = m->given;
	__real_decode(&dec, m->protocol);
	k->pairs.nlost = 0;
}

static void forget(void)
{
	for (unsigned i = 0; i < nkeeps; i++) {
		memset(&keeps[i].pairs, 0, sizeof(keeps[i].pairs));
		memset(keeps[i].state, 0, sizeof(keeps[i].state));
	}
}

static uint64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint64_t time_round(uint64_t round)
{
	forget();
	uint64_t begin_at = now();

	for (unsigned i = 0; i < ncalls; i++)
		run_call(&calls[i], round);
	return now() - begin_at;
}

static void count(uint64_t *values, uint64_t *elements, uint64_t *operations)
{
	forget();
	for (unsigned i = 0; i < ncalls; i++) {
		run_call(&calls[i], 0);
		*values += dec.nvalues;
		*operations += dec.noperations;
		for (unsigned v = 0; v < dec.nvalues; v++)
			*elements += value_count(&dec.values[v]);
	}
}

/* The fastest pass, ns. */
static uint64_t time_best(const char *how_long)
{
	char *end;
	uint64_t n = strtoull(how_long, &end, 10), best = UINT64_MAX, round = 1;
	const bool passes = *end == 'x';
	const uint64_t until = now() + n * 1000000;

	do {
		uint64_t took = time_round(round++);

		best = took < best ? took : best;
	} while (passes ? round <= n : now() < until);
	return best;
}

int main(int argc, char **argv)
{
	uint64_t values = 0, elements = 0, operations = 0;

	if (argc != 4)
		die("usage: decode_loop PROTOCOL CAPTURE MS|Nx");
	wanted = argv[1];
	struct pipeline *pl = begin();

	record(pl, argv[2]);
	pipeline_free(pl);
	choose();
	if (ncalls == 0 || !notes_init(&notes, NOTES))
		die("no messages of the protocol, or no memory");
	count(&values, &elements, &operations);
	const uint64_t best = time_best(argv[3]);

	printf("%s messages %u values %.2f elements %.2f operations %.2f ns %.1f\n", wanted, ncalls,
	       (double)values / ncalls, (double)elements / ncalls, (double)operations / ncalls,
	       (double)best / ncalls);
	return 0;
}
