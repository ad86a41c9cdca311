#include "pcaps/replay/target.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool refuse(char *why, const char *name, const char *reason)
{
	(void)snprintf(why, TARGET_WHY, "%.32s: %s", name, reason);
	return false;
}

static bool ask(int fd, unsigned long what, const char *name, struct ifreq *answer)
{
	*answer = (struct ifreq){ 0 };
	(void)snprintf(answer->ifr_name, sizeof(answer->ifr_name), "%s", name);
	return ioctl(fd, what, answer) == 0;
}

/* Is it there, up, and Ethernet? */
static bool fits(struct target *t, const char *name, char *why)
{
	struct ifreq r;

	if (strlen(name) >= IF_NAMESIZE || !ask(t->fd, SIOCGIFINDEX, name, &r))
		return refuse(why, name, "there is no such interface");
	t->index = (unsigned)r.ifr_ifindex;
	if (!ask(t->fd, SIOCGIFHWADDR, name, &r) || r.ifr_hwaddr.sa_family != ARPHRD_ETHER)
		return refuse(why, name, "no Ethernet interface: captures of Ethernet are played");
	if (!ask(t->fd, SIOCGIFFLAGS, name, &r) || (r.ifr_flags & IFF_UP) == 0)
		return refuse(why, name, "it is down; `ip link set dev IF up` changes that");
	if (!ask(t->fd, SIOCGIFMTU, name, &r) || r.ifr_mtu < 1)
		return refuse(why, name, "it does not say how long a frame may be");
	t->mtu = (unsigned)r.ifr_mtu;
	return true;
}

/* May frames go out there? */
static bool allowed(const struct target *t, const char *name, bool force, char *why)
{
	char reason[TARGET_WHY];
	int sensor = target_sensor(t->index);

	if (sensor != 0) {
		(void)snprintf(why, TARGET_WHY,
			       "%.32s: a kagami-sensor (process %d) captures there, and would take "
			       "what is "
			       "played for what happens",
			       name, sensor);
		return false;
	}
	if (force || !target_used(t->index, name, reason))
		return true;
	(void)snprintf(why, TARGET_WHY, "%.200s; --force sends there all the same", reason);
	return false;
}

bool target_open(struct target *t, const char *name, bool force, char why[TARGET_WHY])
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };

	/* Protocol 0: what comes in there is not for us. */
	*t = (struct target){ .fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0) };
	if (t->fd < 0) {
		(void)snprintf(why, TARGET_WHY, "%.32s: cannot send there: %s%s", name,
			       strerror(errno),
			       errno == EPERM ? "; it needs root, or CAP_NET_RAW" : "");
		return false;
	}
	if (fits(t, name, why) && allowed(t, name, force, why)) {
		to.sll_ifindex = (int)t->index;
		if (bind(t->fd, (const struct sockaddr *)&to, sizeof(to)) == 0)
			return true;
		(void)refuse(why, name, strerror(errno));
	}
	target_close(t);
	return false;
}

void target_close(const struct target *t)
{
	(void)close(t->fd);
}
