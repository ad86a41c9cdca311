#include "pcaps/plant/run.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pcaps/plant/clients.h"
#include "pcaps/plant/goose.h"
#include "pcaps/plant/link.h"
#include "pcaps/plant/server.h"
#include "pcaps/plant/status.h"
#include "pcaps/plant/troubles.h"

#define STATUS_EVERY UINT64_C(500000000)
#define SETTLE_STEPS 600 /* the model runs a minute before the plant starts */

#define MEMBERS_MAX (2 * HOSTS_MAX + POLLS_MAX)

enum member_kind { SERVER, CLIENT, STATION };

/* A process of the plant: a PLC, what a client has to do with one PLC, or the GOOSE of a host. */
struct member {
	int host, to;
	enum member_kind kind;
	pid_t pid; /* 0: none */
};

struct members {
	struct member member[MEMBERS_MAX];
	size_t n;
};

static void members_add(struct members *all, int host, int to, enum member_kind kind)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->member[i].host == host && all->member[i].to == to &&
		    all->member[i].kind == kind)
			return;
	all->member[all->n++] = (struct member){ .host = host, .to = to, .kind = kind };
}

/* Who belongs to the plant, by its devices, its polls and, where there is a network, its GOOSE. */
static void members_make(struct members *all, bool network)
{
	all->n = 0;
	for (int i = 0; i < (int)nhosts; i++)
		if (host_serves(i))
			members_add(all, i, i, SERVER);
	for (size_t i = 0; i < npolls; i++)
		members_add(all, polls[i].from, polls[i].to, CLIENT);
	for (int i = 0; network && i < (int)nhosts; i++)
		if (goose_speaks(i))
			members_add(all, i, i, STATION);
}

static void equation_wrong(void *context, size_t equation, int at, const char *text)
{
	(void)context;
	complain("equation %zu, byte %d: %s", equation, at, text);
}

bool netns_enter(const char *prefix, const char *host)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s%s", prefix, host);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0) {
		complain("cannot enter network namespace %s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	close(fd);
	return true;
}

/* All at once and before anything starts: one message instead of one a host. */
static bool netns_exist(const char *prefix, const struct members *all)
{
	char path[128];

	for (size_t i = 0; prefix && i < all->n; i++) {
		snprintf(path, sizeof(path), "/run/netns/%s%s", prefix,
			 hosts[all->member[i].host].name);
		if (access(path, F_OK) < 0) {
			complain("no network namespace %s", path);
			return false;
		}
	}
	return true;
}

static bool start_member(struct plant *plant, const struct run_options *o, struct member *m)
{
	m->pid = fork();
	if (m->pid < 0)
		complain("cannot start %s: %s", hosts[m->host].name, strerror(errno));
	if (m->pid != 0)
		return m->pid > 0;
	/* a host does not outlive its plant */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (o->reach.netns && !netns_enter(o->reach.netns, hosts[m->host].name))
		_exit(FAILED);
	if (!o->reach.netns)
		link_from(hosts[m->host].loopback);
	if (m->kind == STATION)
		_exit(goose_run(plant, m->host));
	_exit(m->kind == CLIENT ? client_run(plant, &o->reach, m->host, m->to,
					     o->operating && m->host == operator_round.host)
				: server_run(plant, &o->reach, m->host));
}

static int stop_members(struct members *all, bool clients)
{
	int result = DONE, status;

	for (size_t i = 0; i < all->n; i++)
		if (all->member[i].pid > 0 && (all->member[i].kind == CLIENT) == clients)
			kill(all->member[i].pid, SIGTERM);
	for (size_t i = 0; i < all->n; i++) {
		struct member *m = &all->member[i];

		if (m->pid <= 0 || (m->kind == CLIENT) != clients)
			continue;
		while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR)
			;
		/* a host that fails has said why */
		if (WIFSIGNALED(status))
			complain("%s was killed by signal %d", hosts[m->host].name,
				 WTERMSIG(status));
		if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
			result = FAILED;
		m->pid = 0;
	}
	return result;
}

/* False when a host ended by itself: that is a failure it has told about. */
static bool all_alive(const struct members *all)
{
	for (size_t i = 0; i < all->n; i++) {
		siginfo_t info = { 0 };

		if (all->member[i].pid > 0 &&
		    waitid(P_PID, (id_t)all->member[i].pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
			    0 &&
		    info.si_pid != 0)
			return false;
	}
	return true;
}

static bool start_members(struct plant *plant, const struct run_options *o, struct members *all)
{
	struct timespec wait = { .tv_nsec = 300000000 };

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < all->n; i++) {
			struct member *m = &all->member[i];

			if ((m->kind == CLIENT) == (pass == 1) &&
			    (m->kind != CLIENT || o->polling) && !start_member(plant, o, m))
				return false;
		}
		/* the PLCs listen before anyone connects */
		if (pass == 0)
			nanosleep(&wait, NULL);
		if (pass == 0 && (stop_asked() || !all_alive(all)))
			return all_alive(all);
	}
	if (o->trouble)
		trouble_begin(plant, o->trouble, clock_now());
	return true;
}

static void tallies_print(const struct plant *plant)
{
	for (size_t host = 0; host < nhosts; host++) {
		struct tally all = { 0 };

		for (size_t to = 0; to < nhosts; to++)
			tally_add(&all, &plant->tally[host][to]);
		tally_print(stdout, hosts[host].name, &all);
	}
}

/* The states that troubles hold where they are. */
static void states_held(const struct plant *plant, struct process *process)
{
	for (size_t i = 0; i < ntroubles; i++)
		if (troubles[i].kind == TROUBLE_STATE)
			process->v[troubles[i].variable] =
				trouble_is(plant, &troubles[i])
					? troubles[i].amount
					: variables[troubles[i].variable].start;
}

/* Steps the model until it is asked to stop, the time is over, or a host has ended; false: that. */
static bool model_run(struct plant *plant, struct process *process, const struct run_options *o,
		      const struct members *all)
{
	struct status status = { .reach = &o->reach, .speed = o->speed, .start = clock_now() };
	uint64_t step = (uint64_t)(PROCESS_DT * 1e9), at = status.start;
	uint64_t end = o->seconds ? at + (uint64_t)o->seconds * 1000000000u : UINT64_MAX;
	uint64_t told = 0;
	bool alive = true;

	if (o->status)
		snprintf(status.path, sizeof(status.path), "%s", o->status);
	else if (!status_path(&o->reach, status.path, sizeof(status.path)))
		return false;
	while (alive && at < end && clock_sleep_until(at += step)) {
		states_held(plant, process);
		for (long i = 0; i < o->speed; i++)
			plant_step(plant, process);
		status_troubles(&status, plant);
		if (clock_monotonic() - told >= STATUS_EVERY) {
			told = clock_monotonic();
			if (!status_write(&status, plant))
				break;
		}
		alive = all_alive(all) || stop_asked();
	}
	status_remove(&status);
	return alive;
}

static bool process_prepare(struct plant *plant, struct process *process, uint64_t seed)
{
	if (!process_compile(process, equation_wrong, NULL))
		return false;
	process_init(process, seed);
	for (int i = 0; i < SETTLE_STEPS; i++)
		process_step(process);
	for (size_t i = 0; i < nvariables; i++)
		atomic_store(&plant->value[i], process->v[i]);
	return true;
}

int plant_run(const struct run_options *o)
{
	static struct process process;
	static struct members all;
	struct plant *plant = plant_new();
	int result;

	members_make(&all, o->reach.netns != NULL);
	if (!plant || !netns_exist(o->reach.netns, &all) ||
	    !process_prepare(plant, &process, o->seed))
		return FAILED;
	clock_set(clock_monotonic(), (unsigned)o->pace);
	result = start_members(plant, o, &all) &&
				 (stop_asked() || model_run(plant, &process, o, &all))
			 ? DONE
			 : FAILED;
	if (stop_members(&all, true) != DONE || stop_members(&all, false) != DONE)
		result = FAILED;
	process_free(&process);
	tallies_print(plant);
	return result;
}
