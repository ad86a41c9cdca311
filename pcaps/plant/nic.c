/*
 * Offloads off, so that the frames in a capture have their real checksums and sizes. Done by
 * ioctl because ethtool is not on every machine.
 */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pcaps/plant/run.h"

bool nic_plain(const char *interface)
{
	static const uint32_t commands[] = { ETHTOOL_STXCSUM, ETHTOOL_SSG, ETHTOOL_STSO,
					     ETHTOOL_SGSO, ETHTOOL_SGRO };
	struct ifreq request = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool done = fd >= 0;

	if (strlen(interface) >= sizeof(request.ifr_name))
		errno = ENODEV, done = false;
	for (size_t i = 0; done && i < sizeof(commands) / sizeof(commands[0]); i++) {
		struct ethtool_value off = { .cmd = commands[i], .data = 0 };

		memcpy(request.ifr_name, interface, strlen(interface) + 1);
		request.ifr_data = (void *)&off;
		/* EOPNOTSUPP: what the interface cannot do is off already */
		done = ioctl(fd, SIOCETHTOOL, &request) == 0 || errno == EOPNOTSUPP;
	}
	if (!done)
		complain("cannot switch off the offloads of %s: %s", interface, strerror(errno));
	if (fd >= 0)
		close(fd);
	return done;
}
