/*
 * kagami-replay: plays captures onto an interface. The sensor cannot send, and becomes this program
 * when it is asked to; whoever watches a plant does not install it.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "common/log.h"
#include "common/program.h"
#include "common/version.h"
#include "pcaps/replay/target.h"
#include "sensor/capfilter.h"
#include "sensor/capset.h"
#include "sensor/tempo.h"

enum {
	SEND = 1,
	ETHERNET = 1, /* LINKTYPE_ */
	HEADER = 14,
	TAG = 4,
};

struct values {
	struct option_list interface;
	const char *speed, *filter;
	uint64_t from, to, count;
	bool loop, force, quiet;
};

static struct values values;
static volatile sig_atomic_t stopped;

#define AT(member) offsetof(struct values, member)

static bool speed_good(const char *text, struct option_why *why)
{
	char line[TEMPO_WHY];
	double speed;

	if (tempo_speed(text, &speed, line))
		return true;
	(void)snprintf(why->text, sizeof(why->text), "%s", line);
	return false;
}

static bool filter_good(const char *expression, struct option_why *why)
{
	return capfilter_check(expression, why->text, sizeof(why->text));
}

/* clang-format off */
static const struct option rows[] = {
	{ "interface", 'i', OPTION_LIST, AT(interface), .metavar = "IF", .commands = SEND, .required = SEND,
	  .help = "interface that frames go out on" },
	{ "speed", 0, OPTION_STRING, AT(speed), .value = "1x", .metavar = "FACTOR", .commands = SEND, .check = speed_good,
	  .help = "1x: as it was captured; 10x: ten times as fast; 0.5x: half; max: as fast as it goes" },
	{ "loop", 0, OPTION_BOOL, AT(loop), .commands = SEND,
	  .help = "begin again a second after the end, until Ctrl-C" },
	{ "force", 0, OPTION_BOOL, AT(force), .commands = SEND,
	  .help = "also on an interface that has an address or a default route" },
	{ "filter", 'f', OPTION_STRING, AT(filter), .metavar = "BPF", .commands = SEND, .check = filter_good,
	  .help = "only frames that match the expression, see pcap-filter(7)" },
	{ "from", 0, OPTION_TIME, AT(from), .metavar = "TIME", .commands = SEND, .help = "only frames of that time and later" },
	{ "to", 0, OPTION_TIME, AT(to), .metavar = "TIME", .commands = SEND, .help = "only frames before that time" },
	{ "count", 'c', OPTION_UINT, AT(count), "0", "1", "1000G", "N", NULL, SEND, "stop after so many frames", .zero = "no end" },
	{ "quiet", 'q', OPTION_BOOL, AT(quiet), .commands = SEND, .help = "say only warnings and errors" },
};

static const char *const examples[] = {
	"kagami-replay send --interface veth0 plant.pcap", "a capture, as it happened",
	"kagami-replay send --interface veth0 --speed 10x --loop plant.pcap", "ten times as fast, over and over",
	NULL,
};

static const struct option_command commands[] = {
	{ "send", SEND, "FILE...", 1, -1U, "play captures onto an interface",
	  "Sends the frames of captures on an interface at the pace at which they were captured, several files in the order "
	  "of their times. An interface with an address or a default route, or a port of a bridge that has, is refused "
	  "unless --force is given; one that a kagami-sensor captures on always is.\n\n"
	  "Frames that were cut short when captured, that are longer than the interface takes, or no Ethernet frames are left "
	  "out, and counted at the end. When none could be sent, the exit status is 1.",
	  examples },
};
/* clang-format on */

static const struct option_program replay_program = {
	.name = "kagami-replay",
	.help = "plays captures onto an interface",
	.about = "Sends what was captured once more, for other tools to see. It is no part of the "
		 "sensor, which cannot send.",
	.version = KAGAMI_VERSION,
	.date = "November 22, 2026",
	.file = "",
	.path = "",
	.rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0]),
	.commands = commands,
	.ncommands = 1,
	.examples = examples,
};

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

/* What became of the frames. */
struct played {
	struct target target;
	struct tempo tempo;
	uint64_t sent, bytes;
	uint64_t cut, longer, other;	    /* left out: cut short, too long, of no use */
	uint64_t longest;		    /* of those too long, bytes */
	uint64_t filtered, frames, unknown; /* of rounds that are over */
};

/* What the interface takes: its MTU beside the header and the tags, which cost it nothing. */
static size_t room(const struct target *t, const uint8_t *frame, size_t n)
{
	size_t header = HEADER;

	while (header + TAG <= n) {
		unsigned type = (unsigned)frame[header - 2] << 8 | frame[header - 1];

		if (type != 0x8100 && type != 0x88a8)
			break;
		header += TAG;
	}
	return t->mtu + header;
}

/* Counts a frame that cannot be sent as it was. */
static bool sendable(struct played *p, const struct frame *f)
{
	size_t n = cur_left(&f->bytes);

	if (f->linktype != ETHERNET || n < HEADER)
		p->other++;
	else if (n < f->wire_len)
		p->cut++;
	else if (n <= room(&p->target, f->bytes.p, n))
		return true;
	else {
		p->longer++;
		p->longest = n > p->longest ? n : p->longest;
	}
	return false;
}

/* Waits where the interface's queue is full. False: it has said why no more can be sent. */
static bool transmit(struct played *p, const struct frame *f)
{
	size_t n = cur_left(&f->bytes);

	while (!stopped) {
		if (send(p->target.fd, f->bytes.p, n, 0) >= 0) {
			p->sent++;
			p->bytes += n;
			return true;
		}
		if (errno == EMSGSIZE) {
			p->longer++;
			p->longest = n > p->longest ? n : p->longest;
			return true;
		}
		if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) {
			log_warn("%s", values.interface.items[0]);
			return false;
		}
		(void)poll(NULL, 0, 1);
	}
	return true;
}

static bool enough(const struct played *p)
{
	return stopped || (values.count != 0 && p->sent == values.count);
}

/* False: sending failed. */
static bool send_round(struct played *p, struct capset *set)
{
	enum capset_result got;
	struct frame frame;

	while (!enough(p) && (got = capset_next(set, &frame)) != CAPSET_END) {
		if (got != CAPSET_FRAME)
			continue;
		uint64_t at = tempo_time(&p->tempo, frame.at);

		if (!sendable(p, &frame))
			continue;
		while (!stopped && !tempo_wait(&p->tempo, at, UINT64_MAX, &stopped))
			;
		if (!stopped && !transmit(p, &frame))
			return false;
	}
	return true;
}

/* Plays the files once, or over and over. An exit code. */
static int play(struct played *p, char **files, size_t n)
{
	struct capset_options co = {
		.filter = values.filter, .from = values.from, .to = values.to, .stop = &stopped
	};
	char error[512];
	bool good = true;

	do {
		uint64_t before = p->sent;
		struct capset *set;

		if (capset_open(&set, (const char *const *)files, n, &co, error, sizeof(error)) !=
		    0) {
			log_error("%s", error);
			return PROGRAM_USAGE;
		}
		good = send_round(p, set) && capset_counts(set)->files_failed == 0;
		p->frames += capset_counts(set)->frames;
		p->unknown += capset_counts(set)->skipped_linktype;
		capset_close(set);
		tempo_again(&p->tempo);
		if (p->sent == before)
			break;
	} while (good && values.loop && !enough(p));
	return good ? PROGRAM_DONE : PROGRAM_FAILED;
}

static void tell(const struct played *p)
{
	const struct tempo *tempo = &p->tempo;

	if (p->cut > 0)
		log_warnx("%" PRIu64 " frames were cut short when captured, and left out", p->cut);
	if (p->longer > 0)
		log_warnx("%" PRIu64 " frames are longer than %s takes (up to %" PRIu64
			  " bytes, its MTU is %u), and left out",
			  p->longer, values.interface.items[0], p->longest, p->target.mtu);
	if (p->other + p->unknown > 0)
		log_warnx("%" PRIu64 " frames are no Ethernet frames, and left out",
			  p->other + p->unknown);
	if (tempo->begun)
		log_info("%" PRIu64 " frames, %" PRIu64 " bytes sent on %s in %.1f s; the latest "
			 "was %.1f ms late",
			 p->sent, p->bytes, values.interface.items[0],
			 (double)(tempo_clock() - tempo->began) / 1e9, (double)tempo->late / 1e6);
}

static int run(const struct options *o)
{
	static struct played p;
	struct sigaction action = { .sa_handler = stop };
	char why[TARGET_WHY];
	int code;

	if (values.quiet)
		log_level(LOG_WARN);
	if (!target_open(&p.target, values.interface.items[0], values.force, why)) {
		log_error("%s", why);
		return PROGRAM_FAILED;
	}
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	/* Deadlines are met to the microsecond, not to the usual fifty. */
	(void)prctl(PR_SET_TIMERSLACK, 1UL);
	(void)tempo_speed(values.speed, &p.tempo.speed, NULL);
	code = play(&p, o->args, o->nargs);
	tell(&p);
	target_close(&p.target);
	if (code == PROGRAM_DONE && p.sent == 0 && p.frames > 0 && !stopped) {
		log_warnx("nothing was sent");
		code = PROGRAM_FAILED;
	}
	return code;
}

static const char *config(const struct options *o)
{
	(void)o;
	return NULL;
}

static void complete(struct options *o)
{
	if (options_source(o, &values.to) == OPTION_DEFAULT)
		values.to = UINT64_MAX;
	if (values.interface.n > 1)
		options_error_in(o, &values.interface, "replay sends on one interface");
	for (size_t i = 0; values.loop && i < o->nargs; i++) {
		if (strcmp(o->args[i], "-") == 0)
			options_error(o, "standard input cannot be read more than once: --loop "
					 "needs files");
	}
}

static int write_error(void)
{
	return 0;
}

int main(int argc, char **argv)
{
	const struct program replay = { .options = &replay_program,
					.commands = SEND,
					.values = &values,
					.config = config,
					.complete = complete,
					.run = run,
					.write_error = write_error };

	return program_main(&replay, argc, argv);
}
