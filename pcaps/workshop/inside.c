/* Process 1 of the workshop: starts everything, shows it, ends it. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/log.h"
#include "common/program.h"
#include "pcaps/workshop/view.h"

enum { COLLECTOR, SENSOR, PLANT, ROUND_MS = 1000, STEP_MS = 200, LIST_ROOM = 8 * 1024 * 1024 };

static struct {
	struct workshop *w;
	struct service services[3];
	struct state state;
	bool screen;

	/* `incidents list` as it comes */
	pid_t list_pid;
	int list_fd; /* -1: nobody was asked */
	char *list;
	size_t list_n;
	uint64_t next_list;

	char program[3][WORKSHOP_PATH + 32]; /* collector, sensor, plant */
	char config[WORKSHOP_PATH + 32];
} me;

/* ---- before anything runs -------------------------------------------------------------------- */

/* FOLDER/name, in one of some buffers: good for a few calls. */
static const char *in_folder(const char *name)
{
	static char texts[16][WORKSHOP_PATH + 64];
	static unsigned next;
	char *text = texts[next++ % 16];

	(void)snprintf(text, sizeof(texts[0]), "%s/%s", me.w->folder, name);
	return text;
}

static const char *in_data(const char *name)
{
	static char texts[16][WORKSHOP_PATH + 96];
	static unsigned next;
	char *text = texts[next++ % 16];

	(void)snprintf(text, sizeof(texts[0]), "%s/%s", me.w->data, name);
	return text;
}

static void add_all(struct words *a, const char *const *w)
{
	for (; *w != NULL; w++)
		words_add(a, *w);
}

#define DO(name, ...) do_words(name, (const char *const[]){ __VA_ARGS__, NULL })

static bool do_words(const char *name, const char *const *w)
{
	struct words a = { .n = 0 };

	add_all(&a, w);
	return service_do(me.w, name, &a);
}

/* Keys that no other workshop has: of the collector, of the sensor, and of whoever plays captures.
 */
static bool make_keys(void)
{
	static const char *const sensors[] = { "plant", "player" };
	const char *c = me.program[COLLECTOR];

	if (!DO("keys", c, "keygen", "--output", me.w->folder))
		return false;
	for (size_t i = 0; i < 2; i++) {
		char public[64];

		(void)snprintf(public, sizeof(public), "%s.pub", sensors[i]);
		if (!DO("keys", c, "keygen", sensors[i], "--collector-key",
			in_folder("collector.pub"), "--output", me.w->folder) ||
		    !DO("keys", c, "sensors", "add", sensors[i], in_folder(public), "--config",
			"/dev/null", "--allow", in_folder("allow")))
			return false;
	}
	return true;
}

/* So that commands in another terminal need one option only. */
static bool write_config(void)
{
	FILE *f = fopen(me.config, "we");
	const char *d = me.w->folder;

	if (f == NULL)
		return false;
	(void)fprintf(f,
		      "listen:\n  listen: [\"tcp://127.0.0.1:%u\"]\n  key: \"%s/collector.key\"\n"
		      "  allow: \"%s/allow\"\n  metrics: none\n"
		      "store:\n  store: \"%s/collector.db\"\n"
		      "incidents:\n  site: %s\n  issuer: csirt.example.org\n"
		      "  languages: [ja]\n  messages: \"%s/collector/data/messages\"\n",
		      me.w->port, d, d, d, me.w->plant, me.w->data);
	return fclose(f) == 0;
}

/* What commands in another terminal look for in the folder, too. */
static bool link_data(void)
{
	return symlink(workshop_file(me.w, "pcaps/plants/", "/baseline.yaml"),
		       in_folder("baseline.yaml")) == 0 &&
	       symlink(in_data("pcaps"), in_folder("pcaps")) == 0;
}

static bool prepare(void)
{
	const char *folder = in_folder("kagami");

	if (mkdir(folder, 0700) != 0 || !make_keys() || !write_config() || !link_data())
		return false;
	return me.w->played || DO("network", in_data("pcaps/workshop/network.sh"),
				  me.program[PLANT], WORKSHOP_PREFIX);
}

/* ---- what runs ------------------------------------------------------------------------------- */

static bool start_collector(void)
{
	struct words a = { .n = 0 };
	const char *const w[] = { me.program[COLLECTOR], "run", "--config", me.config, NULL };

	add_all(&a, w);
	return service_start(&me.services[COLLECTOR], me.w, &a);
}

static bool start_sensor(void)
{
	struct words a = { .n = 0 };
	char collector[48], metrics[48];
	const char *const live[] = { "live", "--interface", WORKSHOP_BRIDGE, NULL };
	const char *const played[] = { "replay", "--loop", "--shift-to-now", NULL };
	const char *const w[] = { "--config",
				  "/dev/null",
				  "--collector",
				  collector,
				  "--key",
				  in_folder("plant.key"),
				  "--spool",
				  in_folder("spool"),
				  "--spool-size",
				  "64MiB",
				  "--linger",
				  "10ms",
				  "--metrics",
				  metrics,
				  NULL };

	(void)snprintf(collector, sizeof(collector), "tcp://127.0.0.1:%u", me.w->port);
	(void)snprintf(metrics, sizeof(metrics), "127.0.0.1:%u", me.w->metrics_port);
	words_add(&a, me.program[SENSOR]);
	add_all(&a, me.w->played ? played : live);
	add_all(&a, w);
	workshop_add_detection(me.w, &a);
	if (me.w->played)
		words_add(&a, workshop_file(me.w, "pcaps/plants/", "/usual.pcap"));
	return service_start(&me.services[SENSOR], me.w, &a);
}

static bool start_plant(void)
{
	struct words a = { .n = 0 };
	char seed[32];

	(void)snprintf(seed, sizeof(seed), "%llu", (unsigned long long)me.w->seed);
	const char *const w[] = { me.program[PLANT], "run", "--netns", WORKSHOP_PREFIX,
				  "--seed",	     seed,  NULL };

	add_all(&a, w);
	if (me.w->operating)
		words_add(&a, "--operator");
	return service_start(&me.services[PLANT], me.w, &a);
}

static bool start_all(void)
{
	static const char *const names[] = { "collector", "sensor", "plant" };
	static const char *const programs[] = { "kagami-collector", "kagami-sensor",
						"kagami-plant" };

	for (size_t i = 0; i < 3; i++) {
		me.services[i].name = names[i];
		(void)snprintf(me.program[i], sizeof(me.program[i]), "%s/%s", me.w->programs,
			       programs[i]);
	}
	(void)snprintf(me.config, sizeof(me.config), "%s/collector.yaml", me.w->folder);
	/* The plant says there how it is, and its commands look there. */
	(void)setenv("XDG_RUNTIME_DIR", me.w->folder, 1);
	(void)setenv("KAGAMI_PCAPS", in_data("pcaps"), 1);
	(void)setenv("KAGAMI_PLANT", me.w->plant, 1);
	if (!prepare() || !start_collector() || !start_sensor())
		return false;
	return me.w->played || start_plant();
}

/* ---- what is shown --------------------------------------------------------------------------- */

static uint64_t now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void ask_incidents(void)
{
	struct words a = { .n = 0 };
	const char *const w[] = { me.program[COLLECTOR],
				  "incidents",
				  "list",
				  "--json",
				  "--config",
				  me.config,
				  "--limit",
				  "100",
				  NULL };

	if (me.list_fd >= 0 || now_ms() < me.next_list)
		return;
	add_all(&a, w);
	me.list_n = 0;
	me.list_pid = service_read(&a, &me.list_fd);
	me.next_list = now_ms() + ROUND_MS;
}

/* What has come of the list. */
static void hear_incidents(void)
{
	ssize_t n = read(me.list_fd, me.list + me.list_n, LIST_ROOM - me.list_n);

	if (n > 0) {
		me.list_n += (size_t)n;
		return;
	}
	if (n < 0 && errno == EINTR)
		return;
	(void)close(me.list_fd);
	me.list_fd = -1;
	me.next_list = now_ms() + ROUND_MS;
	/* A store that is not there yet is no empty list that was not empty before. */
	if (me.list_n > 0)
		state_parse_incidents(&me.state, me.list, me.list_n);
}

static void note_problems(void)
{
	char line[WORKSHOP_LINE];

	me.state.problem[0] = '\0';
	for (size_t i = 0; i < 3; i++) {
		const struct service *s = &me.services[i];

		if (!s->ended)
			continue;
		service_last_line(me.w, s->name, line);
		(void)snprintf(me.state.problem, sizeof(me.state.problem),
			       "the %s has ended: %.180s", s->name, line);
		return;
	}
}

/* As process 1 it has the orphans of others, too. */
static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		service_note(me.services, 3, pid, status);
}

static void look(void)
{
	reap();
	note_problems();
	if (!me.w->played)
		state_read_plant(&me.state.plant, me.w);
	state_read_sensor(&me.state.sensor, me.w);
	state_note_tried(&me.state, me.w);
	ask_incidents();
}

static void show(void)
{
	if (me.screen)
		screen_show(&me.state, me.w);
	else
		plain_show(&me.state, me.w);
}

/* Until the user wants to end, or nobody is there any more. */
static void watch(void)
{
	uint64_t next = 0;

	while (!workshop_stop) {
		struct pollfd fds[] = { { .fd = me.w->lifeline, .events = POLLIN },
					{ .fd = me.screen ? STDIN_FILENO : -1, .events = POLLIN },
					{ .fd = me.list_fd, .events = POLLIN } };

		if (now_ms() >= next) {
			look();
			show();
			next = now_ms() + ROUND_MS;
		}
		if (poll(fds, 3, STEP_MS) < 0 && !me.screen)
			continue;
		if (fds[0].revents != 0 || (fds[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
			return;
		if (fds[2].revents != 0)
			hear_incidents();
		/* Also when nothing was typed: a new size of the terminal is a key. */
		if (me.screen && !screen_keys(&me.state, me.w))
			return;
		if (me.screen && fds[1].revents != 0)
			show();
	}
}

int workshop_inside(struct workshop *w)
{
	struct pollfd life = { .fd = w->lifeline, .events = POLLIN };
	bool good;

	me.w = w;
	me.list_fd = -1;
	me.list = malloc(LIST_ROOM);
	me.state.began = time(NULL);
	(void)signal(SIGCHLD, SIG_DFL);
	if (me.list == NULL || (!w->played && !workshop_settle())) {
		log_warn("cannot begin");
		return PROGRAM_FAILED;
	}
	log_info("starting in %s", w->folder);
	good = start_all();
	if (good) {
		state_find_tries(&me.state, w);
		me.screen = !w->plain && screen_begin();
		watch();
		if (me.screen)
			screen_end();
	}
	service_stop_all(me.services, 3);
	/* Who would remove it is gone. */
	if (poll(&life, 1, 0) > 0)
		workshop_remove(w->folder);
	return good || workshop_stop ? PROGRAM_DONE : PROGRAM_FAILED;
}
