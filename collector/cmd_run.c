#include <malloc.h>
#include <signal.h>

#include "collector/commands.h"
#include "collector/server.h"
#include "common/curve_key.h"
#include "common/log.h"

static void stop(int number)
{
	(void)number;
	server_stopped = 1;
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = stop };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&action.sa_mask);
	sigemptyset(&ignore.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	/* The list is looked at several times a second: there is nothing to be told. */
	(void)sigaction(SIGHUP, &ignore, NULL);
	(void)sigaction(SIGPIPE, &ignore, NULL);
}

/* A batch is large enough that malloc() would ask the kernel for it and give it back, page by page,
 * each time. */
enum { KEPT_MEMORY = 32 * 1024 * 1024 };

int collect_run(const struct collector_options *c, char **args)
{
	struct curve_key key;
	char why[512];
	int code;

	(void)args;
	if (!curve_key_read(&key, c->key, true, why, sizeof(why))) {
		log_error("%s; 'kagami-collector keygen' makes the collector's key", why);
		return COLLECT_USAGE;
	}
	(void)mallopt(M_MMAP_THRESHOLD, KEPT_MEMORY);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_MEMORY);
	catch_signals();
	code = server_run(c, &key);
	curve_key_forget(&key);
	return code;
}
