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

#define SETTLE_STEPS 600 /* the model runs a minute before the plant starts */

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

static pid_t start_host(struct plant *plant, const struct run_options *o, enum host_id host)
{
	pid_t pid = fork();

	if (pid < 0)
		complain("cannot start %s: %s", hosts[host].name, strerror(errno));
	if (pid != 0)
		return pid;
	/* a host does not outlive its plant */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (o->reach.netns && !netns_enter(o->reach.netns, hosts[host].name))
		_exit(FAILED);
	_exit(is_plc(host) ? server_run(plant, &o->reach, host)
			   : client_run(plant, &o->reach, host, o->operating && host == HOST_HMI));
}

static int stop_hosts(pid_t pids[HOST_COUNT], bool clients)
{
	int result = DONE, status;

	for (int i = 0; i < HOST_COUNT; i++)
		if (pids[i] > 0 && is_client((enum host_id)i) == clients)
			kill(pids[i], SIGTERM);
	for (int i = 0; i < HOST_COUNT; i++) {
		if (pids[i] <= 0 || is_client((enum host_id)i) != clients)
			continue;
		while (waitpid(pids[i], &status, 0) < 0 && errno == EINTR)
			;
		/* a host that fails has said why */
		if (WIFSIGNALED(status))
			complain("%s was killed by signal %d", hosts[i].name, WTERMSIG(status));
		if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
			result = FAILED;
		pids[i] = 0;
	}
	return result;
}

/* False when a host ended by itself: that is a failure it has told about. */
static bool all_alive(const pid_t pids[HOST_COUNT])
{
	for (int i = 0; i < HOST_COUNT; i++) {
		siginfo_t info = { 0 };

		if (pids[i] > 0 &&
		    waitid(P_PID, (id_t)pids[i], &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid != 0)
			return false;
	}
	return true;
}

static bool start_hosts(struct plant *plant, const struct run_options *o, pid_t pids[HOST_COUNT])
{
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < HOST_COUNT; i++) {
			bool wanted = pass == 0 ? is_plc((enum host_id)i)
						: o->polling && is_client((enum host_id)i);

			if (wanted && (pids[i] = start_host(plant, o, (enum host_id)i)) < 0)
				return false;
		}
		/* the PLCs listen before anyone connects */
		if (pass == 0 && (!clock_sleep_ms(300) || !all_alive(pids)))
			return all_alive(pids);
	}
	return true;
}

int plant_run(const struct run_options *o)
{
	static struct process process;
	struct plant *plant = plant_new();
	pid_t pids[HOST_COUNT] = { 0 };
	bool alive;
	int result;

	if (!plant || !netns_exist(o->reach.netns))
		return FAILED;
	process_init(&process, o->seed);
	for (int i = 0; i < SETTLE_STEPS; i++)
		process_step(&process);
	for (int i = 0; i < VARIABLE_COUNT; i++)
		atomic_store(&plant->value[i], process.v[i]);

	alive = start_hosts(plant, o, pids);
	uint64_t step = (uint64_t)(PROCESS_DT * 1e9), at = clock_now();
	uint64_t end = o->seconds ? at + (uint64_t)o->seconds * 1000000000u : UINT64_MAX;

	while (alive && at < end && clock_sleep_until(at += step)) {
		plant_step(plant, &process);
		alive = all_alive(pids) || stop_asked();
	}
	result = alive ? DONE : FAILED;
	if (stop_hosts(pids, true) != DONE || stop_hosts(pids, false) != DONE)
		result = FAILED;
	for (int i = 0; i < HOST_COUNT; i++)
		tally_print(stdout, hosts[i].name, &plant->tally[i]);
	return result;
}
