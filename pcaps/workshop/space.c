/* Namespaces: a network, processes and mounts that only the workshop sees. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pcaps/workshop/workshop.h"

enum { SPACES = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID };

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* Who one is becomes root inside, and nobody else is there. */
static bool separate_user(void)
{
	char uid[32], gid[32];

	(void)snprintf(uid, sizeof(uid), "0 %u 1", (unsigned)geteuid());
	(void)snprintf(gid, sizeof(gid), "0 %u 1", (unsigned)getegid());
	return unshare(CLONE_NEWUSER) == 0 && write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/uid_map", uid) && write_file("/proc/self/gid_map", gid);
}

bool workshop_separate(struct workshop *w)
{
	if (geteuid() == 0 && unshare(SPACES) == 0)
		return true;
	if (separate_user() && unshare(SPACES) == 0) {
		w->user = true;
		return true;
	}
	(void)snprintf(w->why_played, sizeof(w->why_played),
		       "no namespaces here (%s): there is no plant, captures are played instead. "
		       "As root there would be one%s",
		       strerror(errno),
		       access("/proc/sys/kernel/unprivileged_userns_clone", F_OK) == 0
			       ? ", or with sysctl kernel.unprivileged_userns_clone=1"
			       : "");
	return false;
}

bool workshop_settle(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
		return false;
	/* The machine's own is good enough where another one is not allowed. */
	(void)mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
	return true;
}

unsigned workshop_free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unsigned port = 0;

	if (fd >= 0 && bind(fd, (const struct sockaddr *)&a, n) == 0 &&
	    getsockname(fd, (struct sockaddr *)&a, &n) == 0)
		port = ntohs(a.sin_port);
	if (fd >= 0)
		(void)close(fd);
	return port;
}
