#include "pcaps/workshop/service.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/log.h"

enum { STOP_MS = 4000, STEP_MS = 20 };

void words_add(struct words *a, const char *word)
{
	if (a->n + 1 >= SERVICE_ARGS)
		fatalx("too many arguments");
	a->w[a->n++] = word;
}

static void log_path(const struct workshop *w, const char *name, char path[WORKSHOP_PATH + 32])
{
	(void)snprintf(path, WORKSHOP_PATH + 32, "%s/%s.log", w->folder, name);
}

/* The child: its own group, so that Ctrl-C is for the dashboard alone. */
static void become(const struct words *a, int out, int err)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;
	char **argv;

	(void)setpgid(0, 0);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGTSTP, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)dup2(null, 0);
	(void)dup2(out >= 0 ? out : null, 1);
	(void)dup2(err >= 0 ? err : null, 2);
	/* Nothing writes to the words; execv() was declared before that could be said. */
	memcpy(&argv, &(const char *const *){ a->w }, sizeof(argv));
	(void)execvp(argv[0], argv);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static pid_t spawn(const struct words *a, int out, int err)
{
	pid_t pid = fork();

	if (pid == 0)
		become(a, out, err);
	if (pid < 0)
		log_warn("%s", a->w[0]);
	return pid;
}

static pid_t spawn_logged(const struct workshop *w, const char *name, const struct words *a)
{
	char path[WORKSHOP_PATH + 32];
	pid_t pid;
	int fd;

	log_path(w, name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_warn("%s", path);
		return -1;
	}
	pid = spawn(a, fd, fd);
	(void)close(fd);
	return pid;
}

bool service_start(struct service *s, const struct workshop *w, const struct words *a)
{
	pid_t pid = spawn_logged(w, s->name, a);

	s->pid = pid > 0 ? pid : 0;
	s->ended = false;
	return pid > 0;
}

void service_note(struct service *s, size_t n, pid_t pid, int status)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i].pid != pid)
			continue;
		s[i].pid = 0;
		s[i].ended = true;
		s[i].status = status;
	}
}

static void pause_ms(long ms)
{
	struct timespec t = { .tv_nsec = ms * 1000000 };

	(void)nanosleep(&t, NULL);
}

static void stop_one(struct service *s)
{
	int status;

	if (s->pid == 0)
		return;
	(void)kill(s->pid, SIGTERM);
	for (int ms = 0; ms < STOP_MS; ms += STEP_MS) {
		if (waitpid(s->pid, &status, WNOHANG) != 0) {
			s->pid = 0;
			return;
		}
		pause_ms(STEP_MS);
	}
	(void)kill(s->pid, SIGKILL);
	(void)waitpid(s->pid, &status, 0);
	s->pid = 0;
}

void service_stop_all(struct service *s, size_t n)
{
	while (n > 0)
		stop_one(&s[--n]);
}

/* Was it asked to stop, or is the outer process gone? */
static bool asked(const struct workshop *w)
{
	struct pollfd life = { .fd = w->lifeline, .events = POLLIN };

	return workshop_stop || (poll(&life, 1, 0) > 0 && life.revents != 0);
}

void service_last_line(const struct workshop *w, const char *name, char line[WORKSHOP_LINE])
{
	char path[WORKSHOP_PATH + 32];
	char text[1024];
	FILE *f;

	line[0] = '\0';
	log_path(w, name, path);
	f = fopen(path, "re");
	while (f != NULL && fgets(text, sizeof(text), f) != NULL) {
		text[strcspn(text, "\n")] = '\0';
		if (text[0] != '\0')
			(void)snprintf(line, WORKSHOP_LINE, "%.*s", WORKSHOP_LINE - 1, text);
	}
	if (f != NULL)
		(void)fclose(f);
	for (char *c = line; *c != '\0'; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	}
}

bool service_do(const struct workshop *w, const char *name, const struct words *a)
{
	pid_t pid = spawn_logged(w, name, a);
	char line[WORKSHOP_LINE];
	int status = 0;

	while (pid > 0 && waitpid(pid, &status, WNOHANG) == 0) {
		if (asked(w)) {
			(void)kill(pid, SIGKILL);
			(void)waitpid(pid, &status, 0);
			return false;
		}
		pause_ms(STEP_MS);
	}
	if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	service_last_line(w, name, line);
	log_warnx("%s failed: %s", name, line);
	return false;
}

pid_t service_read(const struct words *a, int *out)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) != 0)
		return -1;
	pid = spawn(a, fds[1], -1);
	(void)close(fds[1]);
	if (pid < 0)
		(void)close(fds[0]);
	*out = pid < 0 ? -1 : fds[0];
	return pid;
}
