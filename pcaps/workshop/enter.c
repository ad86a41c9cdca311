/* From another terminal into a workshop that runs. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "common/program.h"
#include "pcaps/workshop/service.h"

struct found {
	char folder[WORKSHOP_PATH];
	long pid; /* of process 1, as it is called here */
	bool played;
	unsigned port;
	char plant[64];
};

static const char prefix[] = "kagami-workshop-";

/* The lock of a workshop's folder is held as long as one of its two processes lives. */
static bool runs(const char *folder)
{
	char path[WORKSHOP_PATH + 16];
	bool held;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/lock", folder);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	(void)close(fd);
	return held;
}

/* "4711 plant 5570 waterworks" */
static bool read_note(struct found *f, const char *line)
{
	char *end;

	f->pid = strtol(line, &end, 10);
	f->played = strncmp(end, " played ", 8) == 0;
	if (f->pid <= 0 || (!f->played && strncmp(end, " plant ", 7) != 0))
		return false;
	f->port = (unsigned)strtoul(end + (f->played ? 8 : 7), &end, 10);
	return f->port != 0 && sscanf(end, " %63[A-Za-z0-9_-]", f->plant) == 1;
}

static bool look_at(struct found *f, const char *folder)
{
	char path[WORKSHOP_PATH + 16], line[160];
	bool good;
	FILE *note;

	if (strlen(folder) >= sizeof(f->folder) || !runs(folder))
		return false;
	(void)snprintf(f->folder, sizeof(f->folder), "%s", folder);
	(void)snprintf(path, sizeof(path), "%s/inside", folder);
	note = fopen(path, "re");
	if (note == NULL)
		return false;
	good = fgets(line, sizeof(line), note) != NULL && read_note(f, line);
	(void)fclose(note);
	return good;
}

/* Workshops of this user; calls `each` for them; how many. */
static size_t find_all(struct found *first, void (*each)(const struct found *f))
{
	const char *tmp = getenv("TMPDIR");
	const char *place = tmp != NULL && tmp[0] == '/' ? tmp : "/tmp";
	DIR *d = opendir(place);
	struct dirent *e;
	size_t n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char folder[WORKSHOP_PATH];
		struct found f;

		if (strncmp(e->d_name, prefix, sizeof(prefix) - 1) != 0)
			continue;
		(void)snprintf(folder, sizeof(folder), "%.240s/%.240s", place, e->d_name);
		if (!look_at(&f, folder))
			continue;
		if (n++ == 0)
			*first = f;
		if (each != NULL)
			each(&f);
	}
	if (d != NULL)
		(void)closedir(d);
	return n;
}

static bool find(struct found *f, const char *folder)
{
	const char *named = folder != NULL ? folder : getenv("KAGAMI_WORKSHOP");
	size_t n;

	if (named != NULL) {
		if (look_at(f, named))
			return true;
		log_error("%s: no workshop runs there", named);
		return false;
	}
	n = find_all(f, NULL);
	if (n == 0)
		log_error("no workshop runs; `make workshop` starts one");
	else if (n > 1)
		log_error(
			"%zu workshops run: --folder says which one; `kagami-workshop list` lists "
			"them",
			n);
	return n == 1;
}

/* Into one namespace of a process, unless one is in it already. */
static bool join(long pid, const char *kind, int type)
{
	char path[64];
	struct stat own, other;
	int fd;
	bool good;

	(void)snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	if (stat(path, &own) != 0)
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%ld/ns/%s", pid, kind);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	good = fd >= 0 && fstat(fd, &other) == 0 &&
	       (own.st_ino == other.st_ino || setns(fd, type) == 0);
	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* All others are opened through /proc, which the mount namespace may replace: it comes last. */
static bool join_all(long pid)
{
	if (join(pid, "user", CLONE_NEWUSER) && join(pid, "net", CLONE_NEWNET) &&
	    join(pid, "pid", CLONE_NEWPID) && join(pid, "mnt", CLONE_NEWNS))
		return true;
	log_warn("cannot enter the workshop");
	return false;
}

static bool join_host(const char *host)
{
	char path[128];
	int fd;
	bool good;

	if (strchr(host, '/') != NULL) {
		log_error("'%.40s' is no host", host);
		return false;
	}
	(void)snprintf(path, sizeof(path), "/run/netns/" WORKSHOP_PREFIX "%.60s", host);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	good = fd >= 0 && setns(fd, CLONE_NEWNET) == 0;
	if (fd >= 0)
		(void)close(fd);
	if (!good)
		log_error("'%.40s' is no host of the plant; `kagami-plant list hosts` lists them",
			  host);
	return good;
}

/* The programs are found by name, and find the plant and the workshop by themselves. */
static void set_environment(const struct found *f, const char *programs)
{
	const char *path = getenv("PATH");
	char longer[8192], data[WORKSHOP_PATH + 8];

	(void)snprintf(longer, sizeof(longer), "%s:%s", programs,
		       path != NULL ? path : "/usr/bin:/bin");
	(void)setenv("PATH", longer, 1);
	(void)setenv("KAGAMI_WORKSHOP", f->folder, 1);
	(void)setenv("XDG_RUNTIME_DIR", f->folder, 1);
	(void)snprintf(data, sizeof(data), "%s/pcaps", f->folder);
	(void)setenv("KAGAMI_PCAPS", data, 1);
	(void)setenv("KAGAMI_PLANT", f->plant, 1);
}

/* Runs it as one who belongs there: only a child is in the workshop's processes. */
static int run_there(const char *const *words)
{
	char **argv;
	int status = 0;
	pid_t pid;

	memcpy(&argv, &words, sizeof(argv));
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGQUIT, SIG_IGN);
	pid = fork();
	if (pid == 0) {
		(void)signal(SIGINT, SIG_DFL);
		(void)signal(SIGQUIT, SIG_DFL);
		(void)execvp(argv[0], argv);
		log_warn("%s", argv[0]);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0)
		log_warn("%s", argv[0]);
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : PROGRAM_FAILED;
}

static bool find_programs(char programs[WORKSHOP_PATH])
{
	ssize_t n = readlink("/proc/self/exe", programs, WORKSHOP_PATH - 1);

	programs[n > 0 ? n : 0] = '\0';
	if (strrchr(programs, '/') != NULL)
		*strrchr(programs, '/') = '\0';
	return n > 0;
}

int workshop_enter(const char *folder, const char *host, char **args)
{
	const char *shell = getenv("SHELL");
	const char *usual[] = { shell != NULL && shell[0] == '/' ? shell : "/bin/sh", NULL };
	char programs[WORKSHOP_PATH], here[PATH_MAX];
	const char *const *words = usual;
	struct found f;

	if (!find_programs(programs) || !find(&f, folder))
		return PROGRAM_FAILED;
	if (f.played && host != NULL) {
		log_error("captures are played in this workshop: it has no hosts");
		return PROGRAM_FAILED;
	}
	if (getcwd(here, sizeof(here)) == NULL)
		(void)snprintf(here, sizeof(here), "/");
	if (!f.played && (!join_all(f.pid) || (host != NULL && !join_host(host))))
		return PROGRAM_FAILED;
	if (chdir(here) != 0 && chdir("/") != 0)
		log_warn("%s", here);
	set_environment(&f, programs);
	if (args[0] != NULL)
		memcpy(&words, &args, sizeof(words));
	return run_there(words);
}

/* The capture of a scenario, through the collector of the workshop, as of now. */
static int play(struct workshop *w, const struct found *f, const char *name)
{
	char capture[WORKSHOP_PATH + 160], sensor[WORKSHOP_PATH + 32], collector[48];
	char key[WORKSHOP_PATH + 32], spool[WORKSHOP_PATH + 32];
	struct words a = { .n = 0 };

	if (strchr(name, '/') != NULL)
		(void)snprintf(capture, sizeof(capture), "%.600s", name);
	else
		(void)snprintf(capture, sizeof(capture), "%s/pcaps/scenarios/%.60s/%.60s.pcap",
			       w->data, name, name);
	if (access(capture, R_OK) != 0)
		(void)snprintf(capture, sizeof(capture), "%s/pcaps/attack-%.60s.pcap", w->data,
			       name);
	if (access(capture, R_OK) != 0) {
		log_error("there is no capture of '%.60s'", name);
		return PROGRAM_FAILED;
	}
	(void)snprintf(sensor, sizeof(sensor), "%s/kagami-sensor", w->programs);
	(void)snprintf(collector, sizeof(collector), "tcp://127.0.0.1:%u", f->port);
	(void)snprintf(key, sizeof(key), "%s/player.key", f->folder);
	(void)snprintf(spool, sizeof(spool), "%s/player-spool", f->folder);

	const char *const words[] = { sensor,	     "replay",	  "-q",
				      "--config",    "/dev/null", "--shift-to-now",
				      "--collector", collector,	  "--key",
				      key,	     "--spool",	  spool,
				      NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		words_add(&a, words[i]);
	w->plant = f->plant;
	workshop_add_detection(w, &a);
	words_add(&a, capture);
	return run_there(a.w);
}

/* For the dashboard, which then offers the next one. */
static void note_tried(const struct found *f, const char *name)
{
	char path[WORKSHOP_PATH + 16];
	FILE *tried;

	(void)snprintf(path, sizeof(path), "%s/tried", f->folder);
	tried = fopen(path, "ae");
	if (tried == NULL)
		return;
	(void)fprintf(tried, "%s\n", name);
	(void)fclose(tried);
}

int workshop_attack(struct workshop *w, const char *folder, char **args)
{
	struct found f;
	size_t n = 0;

	if (!workshop_find(w) || !find(&f, folder))
		return PROGRAM_FAILED;
	note_tried(&f, args[0]);
	if (f.played)
		return play(w, &f, args[0]);

	struct words a = { .n = 0 };
	char *words[SERVICE_ARGS];

	words_add(&a, "kagami-plant");
	words_add(&a, "attack");
	for (; args[n] != NULL; n++)
		words_add(&a, args[n]);
	memcpy(words, a.w, sizeof(words));
	return workshop_enter(f.folder, NULL, words);
}

static void print_one(const struct found *f)
{
	printf("%s  %s  %s\n", f->folder, f->plant,
	       f->played ? "captures are played" : "a plant runs");
}

int workshop_list(void)
{
	struct found f;

	if (find_all(&f, print_one) == 0)
		printf("no workshop runs\n");
	return PROGRAM_DONE;
}
