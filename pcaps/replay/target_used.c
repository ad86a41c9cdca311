/* What speaks against sending on an interface: all that can be known without asking anybody. */
#include "pcaps/replay/target.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <ifaddrs.h>
#include <limits.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 512, SOCKETS = 256 };

/* ---- addresses and routes ---------------------------------------------------------------- */

/* A link-local address comes with every interface that is up, and says nothing of its use. */
static bool counts(const struct sockaddr *a)
{
	if (a == NULL)
		return false;
	if (a->sa_family == AF_INET)
		return true;
	if (a->sa_family != AF_INET6)
		return false;
	struct sockaddr_in6 six;

	memcpy(&six, a, sizeof(six));
	return !IN6_IS_ADDR_LINKLOCAL(&six.sin6_addr);
}

static bool has_address(const char *name)
{
	struct ifaddrs *all = NULL;
	bool found = false;

	if (getifaddrs(&all) != 0)
		return false;
	for (const struct ifaddrs *a = all; a != NULL; a = a->ifa_next)
		found = found || (strcmp(a->ifa_name, name) == 0 && counts(a->ifa_addr));
	freeifaddrs(all);
	return found;
}

/* The word in a column of a table of the kernel's, from 0; "": there is none. */
static void column(const char *line, unsigned n, char *out, size_t size)
{
	static const char blank[] = " \t\n";

	line += strspn(line, blank);
	for (; n > 0; n--) {
		line += strcspn(line, blank);
		line += strspn(line, blank);
	}
	(void)snprintf(out, size, "%.*s", (int)strcspn(line, blank), line);
}

/* The number there; ULONG_MAX: it is none. */
static unsigned long number_in(const char *line, unsigned n, int base)
{
	char word[64], *end;
	unsigned long number;

	column(line, n, word, sizeof(word));
	number = strtoul(word, &end, base);
	return word[0] != '\0' && *end == '\0' ? number : ULONG_MAX;
}

static bool names(const char *line, unsigned n, const char *interface)
{
	char word[64];

	column(line, n, word, sizeof(word));
	return strcmp(word, interface) == 0;
}

/* Interface, destination, ..., and the 8th is the mask. */
static bool default_route4(const char *line, const char *name)
{
	return names(line, 0, name) && number_in(line, 1, 16) == 0 && number_in(line, 7, 16) == 0;
}

/* Destination, length of the prefix, ..., and the last is the interface. */
static bool default_route6(const char *line, const char *name)
{
	return names(line, 9, name) && number_in(line, 1, 16) == 0;
}

static bool in_table(const char *path, const char *name, bool (*is)(const char *, const char *))
{
	FILE *f = fopen(path, "re");
	char line[LINE];
	bool found = false;

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL)
		found = is(line, name);
	if (f != NULL)
		(void)fclose(f);
	return found;
}

static bool has_default_route(const char *name)
{
	return in_table("/proc/self/net/route", name, default_route4) ||
	       in_table("/proc/self/net/ipv6_route", name, default_route6);
}

/* ---- bridges and bonds ------------------------------------------------------------------- */

/* The attribute of a link message that says whose port it is; 0: nobody's. */
static unsigned master_in(const char *message, size_t n)
{
	size_t at = NLMSG_LENGTH(NLMSG_ALIGN(sizeof(struct ifinfomsg)));
	struct nlmsghdr h;

	if (n < sizeof(h))
		return 0;
	memcpy(&h, message, sizeof(h));
	if (h.nlmsg_type != RTM_NEWLINK || h.nlmsg_len > n)
		return 0;
	while (at + sizeof(struct rtattr) <= h.nlmsg_len) {
		struct rtattr a;
		unsigned master;

		memcpy(&a, message + at, sizeof(a));
		if (a.rta_len < sizeof(a) || at + a.rta_len > h.nlmsg_len)
			break;
		if (a.rta_type == IFLA_MASTER && a.rta_len >= RTA_LENGTH(sizeof(master))) {
			memcpy(&master, message + at + RTA_LENGTH(0), sizeof(master));
			return master;
		}
		at += RTA_ALIGN(a.rta_len);
	}
	return 0;
}

/* /sys would tell too, but of the namespace in which it was mounted. */
static unsigned master_of(unsigned index)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg info;
	} question = { .h = { .nlmsg_len = sizeof(question),
			      .nlmsg_type = RTM_GETLINK,
			      .nlmsg_flags = NLM_F_REQUEST },
		       .info = { .ifi_family = AF_UNSPEC, .ifi_index = (int)index } };
	static char answer[32768];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	ssize_t n = -1;

	if (fd >= 0 && send(fd, &question, sizeof(question), 0) == (ssize_t)sizeof(question))
		n = recv(fd, answer, sizeof(answer), 0);
	if (fd >= 0)
		(void)close(fd);
	return n > 0 ? master_in(answer, (size_t)n) : 0;
}

bool target_used(unsigned index, const char *name, char why[TARGET_WHY])
{
	char of[IF_NAMESIZE] = "";
	unsigned master = master_of(index);
	const char *what = has_address(name)	     ? "it has an address"
			   : has_default_route(name) ? "the default route goes out there"
						     : NULL;

	if (what != NULL) {
		(void)snprintf(why, TARGET_WHY, "%s: %s", name, what);
		return true;
	}
	if (master == 0 || if_indextoname(master, of) == NULL)
		return false;
	if (!has_address(of) && !has_default_route(of))
		return false;
	(void)snprintf(why, TARGET_WHY, "%s: it is a port of %s, which has an address", name, of);
	return true;
}

/* ---- sensors ----------------------------------------------------------------------------- */

/* "/proc/PID/NAME" or "/proc/PID/fd/NAME": what the link points to, or the file begins with. */
static bool first_line(const char *pid, const char *file, char *out, size_t size)
{
	char path[64];
	FILE *f;
	bool good;

	(void)snprintf(path, sizeof(path), "/proc/%.16s/%s", pid, file);
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	good = fgets(out, (int)size, f) != NULL;
	(void)fclose(f);
	if (good)
		out[strcspn(out, "\n")] = '\0';
	return good;
}

struct sockets {
	unsigned long inode[SOCKETS];
	size_t n;
};

/* The packet sockets that receive from the interface, or from all of them. */
static void sockets_on(unsigned index, struct sockets *s)
{
	FILE *f = fopen("/proc/self/net/packet", "re");
	char line[LINE];

	s->n = 0;
	/* sk, references, type, protocol, interface, running, memory, user, inode */
	while (f != NULL && s->n < SOCKETS && fgets(line, sizeof(line), f) != NULL) {
		unsigned long protocol = number_in(line, 3, 16), of = number_in(line, 4, 10);
		unsigned long inode = number_in(line, 8, 10);

		if (inode != ULONG_MAX && protocol != 0 && (of == index || of == 0))
			s->inode[s->n++] = inode;
	}
	if (f != NULL)
		(void)fclose(f);
}

static bool holds(const char *pid, const struct sockets *s)
{
	char path[64], link[64];
	bool found = false;
	struct dirent *e;
	DIR *d;

	(void)snprintf(path, sizeof(path), "/proc/%.16s/fd", pid);
	d = opendir(path);
	while (d != NULL && !found && (e = readdir(d)) != NULL) {
		ssize_t n = readlinkat(dirfd(d), e->d_name, link, sizeof(link) - 1);
		unsigned long inode;

		if (n <= 0)
			continue;
		link[n] = '\0';
		if (strncmp(link, "socket:[", 8) != 0)
			continue;
		inode = strtoul(link + 8, NULL, 10);
		for (size_t i = 0; i < s->n; i++)
			found = found || s->inode[i] == inode;
	}
	if (d != NULL)
		(void)closedir(d);
	return found;
}

int target_sensor(unsigned index)
{
	static struct sockets sockets;
	struct dirent *e;
	char name[64];
	int pid = 0;
	DIR *d;

	sockets_on(index, &sockets);
	if (sockets.n == 0 || (d = opendir("/proc")) == NULL)
		return 0;
	while (pid == 0 && (e = readdir(d)) != NULL) {
		if (isdigit((unsigned char)e->d_name[0]) &&
		    first_line(e->d_name, "comm", name, sizeof(name)) &&
		    strcmp(name, "kagami-sensor") == 0 && holds(e->d_name, &sockets))
			pid = (int)strtol(e->d_name, NULL, 10);
	}
	(void)closedir(d);
	return pid;
}
