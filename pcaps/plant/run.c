#include "pcaps/plant/run.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pcaps/plant/clients.h"
#include "pcaps/plant/server.h"
#include "pcaps/plant/troubles.h"

#define SETTLE_STEPS 600 /* the model runs a minute before the plant starts */

/* A process of the plant: a PLC, or what a client has to do with one PLC. */
struct member {
	enum host_id host, to;
};

static const struct member members[] = {
	{ HOST_PLC1, HOST_PLC1 },      { HOST_PLC2, HOST_PLC2 },      { HOST_PLC3, HOST_PLC3 },
	{ HOST_HMI, HOST_PLC1 },       { HOST_HMI, HOST_PLC2 },	      { HOST_HMI, HOST_PLC3 },
	{ HOST_HISTORIAN, HOST_PLC1 }, { HOST_HISTORIAN, HOST_PLC2 }, { HOST_HISTORIAN, HOST_PLC3 },
};

#define MEMBERS (sizeof(members) / sizeof(members[0]))

static bool is_client(enum host_id host)
{
	return host == HOST_HMI || host == HOST_HISTORIAN;
}

static bool is_plc(enum host_id host)
{
	return host == HOST_PLC1 || host == HOST_PLC2 || host == HOST_PLC3;
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
static bool netns_exist(const char *prefix)
{
	char path[128];

	for (int i = 0; prefix && i < HOST_COUNT; i++) {
		snprintf(path, sizeof(path), "/run/netns/%s%s", prefix, hosts[i].name);
		if ((is_plc((enum host_id)i) || is_client((enum host_id)i)) &&
		    access(path, F_OK) < 0) {
			complain("no network namespace %s", path);
			return false;
		}
	}
	return true;
}

static pid_t start_member(struct plant *plant, const struct run_options *o, const struct member *m)
{
	pid_t pid = fork();

	if (pid < 0)
		complain("cannot start %s: %s", hosts[m->host].name, strerror(errno));
	if (pid != 0)
		return pid;
	/* a host does not outlive its plant */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (o->reach.netns && !netns_enter(o->reach.netns, hosts[m->host].name))
		_exit(FAILED);
	_exit(is_plc(m->host) ? server_run(plant, &o->reach, m->host)
			      : client_run(plant, &o->reach, m->host, m->to,
					   o->operating && m->host == HOST_HMI));
}

static int stop_members(pid_t pids[MEMBERS], bool clients)
{
	int result = DONE, status;

	for (size_t i = 0; i < MEMBERS; i++)
		if (pids[i] > 0 && is_client(members[i].host) == clients)
			kill(pids[i], SIGTERM);
	for (size_t i = 0; i < MEMBERS; i++) {
		if (pids[i] <= 0 || is_client(members[i].host) != clients)
			continue;
		while (waitpid(pids[i], &status, 0) < 0 && errno == EINTR)
			;
		/* a host that fails has said why */
		if (WIFSIGNALED(status))
			complain("%s was killed by signal %d", hosts[members[i].host].name,
				 WTERMSIG(status));
		if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
			result = FAILED;
		pids[i] = 0;
	}
	return result;
}

/* False when a host ended by itself: that is a failure it has told about. */
static bool all_alive(const pid_t pids[MEMBERS])
{
	for (size_t i = 0; i < MEMBERS; i++) {
		siginfo_t info = { 0 };

		if (pids[i] > 0 &&
		    waitid(P_PID, (id_t)pids[i], &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid != 0)
			return false;
	}
	return true;
}

static bool start_members(struct plant *plant, const struct run_options *o, pid_t pids[MEMBERS])
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < MEMBERS; i++) {
			bool wanted = pass == 0 ? is_plc(members[i].host)
						: o->polling && is_client(members[i].host);

			if (wanted && (pids[i] = start_member(plant, o, &members[i])) < 0)
				return false;
		}
		/* the PLCs listen before anyone connects */
		if (pass == 0 && (!clock_sleep_ms(300) || !all_alive(pids)))
			return all_alive(pids);
		if (pass == 0)
			atomic_store(&plant->start, clock_now());
	}
	return true;
}

static void tallies_print(const struct plant *plant)
{
	for (int host = 0; host < HOST_COUNT; host++) {
		struct tally all = { 0 };

		for (int to = 0; to < HOST_COUNT; to++)
			tally_add(&all, &plant->tally[host][to]);
		tally_print(stdout, hosts[host].name, &all);
	}
}

int plant_run(const struct run_options *o)
{
	static struct process process;
	struct plant *plant = plant_new();
	pid_t pids[MEMBERS] = { 0 };
	bool alive;
	int result;

	if (!plant || !netns_exist(o->reach.netns))
		return FAILED;
	plant->trouble = o->trouble;
	process_init(&process, o->seed);
	for (int i = 0; i < SETTLE_STEPS; i++)
		process_step(&process);
	for (int i = 0; i < VARIABLE_COUNT; i++)
		atomic_store(&plant->value[i], process.v[i]);

	alive = start_members(plant, o, pids);
	uint64_t step = (uint64_t)(PROCESS_DT * 1e9), at = clock_now();
	uint64_t end = o->seconds ? at + (uint64_t)o->seconds * 1000000000u : UINT64_MAX;

	while (alive && at < end && clock_sleep_until(at += step)) {
		process.p102_blocked = trouble_active(plant, TROUBLE_PUMP_BLOCKED, HOST_PLC1);
		for (long i = 0; i < o->speed; i++)
			plant_step(plant, &process);
		alive = all_alive(pids) || stop_asked();
	}
	result = alive ? DONE : FAILED;
	if (stop_members(pids, true) != DONE || stop_members(pids, false) != DONE)
		result = FAILED;
	tallies_print(plant);
	return result;
}
