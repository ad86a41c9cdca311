#include "pcaps/plant/hosts.h"

#include <string.h>

struct host hosts[HOSTS_MAX];
size_t nhosts;

struct device devices[DEVICES_MAX];
size_t ndevices;

int host_find(const char *name)
{
	for (size_t i = 0; i < nhosts; i++)
		if (strcmp(hosts[i].name, name) == 0)
			return (int)i;
	return NO_HOST;
}

bool host_serves(int host)
{
	for (size_t i = 0; i < ndevices; i++)
		if (devices[i].host == host)
			return true;
	return false;
}
