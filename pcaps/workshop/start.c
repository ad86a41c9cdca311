/* The outer process: what is in the user's terminal, and outlives what it started. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"
#include "common/program.h"
#include "pcaps/workshop/workshop.h"

enum { PATIENCE_S = 20 };

volatile sig_atomic_t workshop_stop;

static void stop(int number)
{
	(void)number;
	workshop_stop = 1;
}

static void catch_signals(void)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = stop };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		(void)sigaction(ends[i], &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGTSTP, SIG_IGN);
}

/* ---- what is needed -------------------------------------------------------------------------- */

static bool there(const char *folder, const char *name, int how)
{
	char path[WORKSHOP_PATH + 64];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return access(path, how) == 0;
}

static bool find_data(struct workshop *w)
{
	char near[WORKSHOP_PATH + 8];

	(void)snprintf(near, sizeof(near), "%s/../..", w->programs);
	const char *const places[] = { w->root != NULL ? w->root : ".",
				       w->root != NULL ? NULL : near };

	for (size_t i = 0; i < 2 && places[i] != NULL; i++) {
		char *real = realpath(places[i], NULL);
		bool good = real != NULL && strlen(real) < sizeof(w->data) &&
			    there(real, "rules", R_OK) &&
			    there(real, "pcaps/workshop/network.sh", R_OK);

		if (good)
			(void)snprintf(w->data, sizeof(w->data), "%s", real);
		free(real);
		if (good)
			return true;
	}
	log_error(
		"the folders rules and pcaps are not %s; --root names the folder that they are in",
		w->root != NULL ? "there" : "here");
	return false;
}

bool workshop_find(struct workshop *w)
{
	static const char *const programs[] = { "kagami-plant", "kagami-sensor",
						"kagami-collector" };
	ssize_t n = readlink("/proc/self/exe", w->programs, sizeof(w->programs) - 1);
	char *slash;

	if (n <= 0)
		return false;
	w->programs[n] = '\0';
	slash = strrchr(w->programs, '/');
	*slash = '\0';
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (there(w->programs, programs[i], X_OK))
			continue;
		log_error("%s is not in %s: `make` builds it", programs[i], w->programs);
		return false;
	}
	return find_data(w);
}

/* A folder of its own, with a lock on it for as long as this process lives. */
static bool make_folder(struct workshop *w)
{
	const char *tmp = getenv("TMPDIR");
	char path[WORKSHOP_PATH + 8];
	int fd;

	(void)snprintf(w->folder, sizeof(w->folder), "%.400s/kagami-workshop-XXXXXX",
		       tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
	if (mkdtemp(w->folder) == NULL) {
		log_warn("%s", w->folder);
		return false;
	}
	(void)snprintf(path, sizeof(path), "%s/lock", w->folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return true; /* the descriptor stays open */
	log_warn("%s", path);
	return false;
}

/* For `enter`: who is process 1 inside, as it is called outside. */
static void leave_note(const struct workshop *w, pid_t inside)
{
	char path[WORKSHOP_PATH + 8];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/inside", w->folder);
	f = fopen(path, "we");
	if (f == NULL)
		return;
	(void)fprintf(f, "%ld %s %u %s\n", (long)inside, w->played ? "played" : "plant", w->port,
		      w->plant);
	(void)fclose(f);
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* Until process 1 has ended. Its exit code. */
static int wait_for(pid_t inside, pid_t parent)
{
	const struct timespec step = { .tv_nsec = 200000000 };
	time_t told = 0;
	int status = 0;

	while (waitpid(inside, &status, WNOHANG) == 0) {
		/* Whoever started it is gone: nobody is there to end it. */
		if ((workshop_stop || getppid() != parent) && told == 0) {
			told = time(NULL);
			(void)kill(inside, SIGTERM);
		}
		if (told != 0 && time(NULL) - told > PATIENCE_S)
			(void)kill(inside, SIGKILL);
		(void)nanosleep(&step, NULL); /* a signal ends it early */
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	log_warnx("the workshop was killed by signal %d", WTERMSIG(status));
	return PROGRAM_FAILED;
}

static void wake(int number)
{
	(void)number; /* only that sleeping ends */
}

int workshop_run(struct workshop *w)
{
	struct termios before;
	bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	struct sigaction child = { .sa_handler = wake };
	pid_t parent = getppid();
	int code = PROGRAM_FAILED;
	int life[2];
	pid_t inside;

	catch_signals();
	(void)sigaction(SIGCHLD, &child, NULL);
	if (!workshop_find(w) || !workshop_find_plant(w) || !make_folder(w))
		return PROGRAM_FAILED;
	w->played = w->played || !workshop_separate(w);
	w->port = w->played ? workshop_free_port() : 5570;
	w->metrics_port = w->played ? workshop_free_port() : 9570;
	(void)fflush(NULL);
	inside = pipe2(life, O_CLOEXEC) == 0 ? fork() : -1;
	if (inside == 0) {
		(void)close(life[1]);
		w->lifeline = life[0];
		_exit(workshop_inside(w));
	}
	if (inside > 0) {
		leave_note(w, inside);
		code = wait_for(inside, parent);
	} else {
		log_warn("cannot start");
	}
	/* The screen's own end was perhaps not reached. */
	if (terminal)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	workshop_remove(w->folder);
	return code;
}
