#include "sensor/live_device.h"

#include "common/log.h"
#include "sensor/capfilter.h"
#include "sensor/packet.h"

#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- what can go wrong ----------------------------------------------------------------------- */

static void say_interfaces(char *out, size_t cap)
{
	struct if_nameindex *all = if_nameindex();
	size_t used = 0;

	out[0] = '\0';
	for (struct if_nameindex *i = all; i && i->if_index != 0; i++) {
		int n = snprintf(out + used, cap - used, "%s%s", used ? ", " : "", i->if_name);

		if (n < 0 || (size_t)n >= cap - used)
			break;
		used += (size_t)n;
	}
	if (all)
		if_freenameindex(all);
}

static void say_no_device(const struct live_device *d, char *error, size_t n)
{
	char names[256];

	say_interfaces(names, sizeof names);
	(void)snprintf(error, n, "%s: no such interface; there are: %s", d->name, names);
}

static void say_not_up(const struct live_device *d, char *error, size_t n)
{
	(void)snprintf(error, n, "%s: the interface is down; bring it up: ip link set %s up",
		       d->name, d->name);
}

static void say_no_permission(const struct live_device *d, char *error, size_t n)
{
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

	self[len > 0 ? len : 0] = '\0';
	(void)snprintf(error, n,
		       "%s: no permission to capture; run it with sudo, or allow it once: sudo "
		       "setcap cap_net_raw+ep %s",
		       d->name, self);
}

static const struct reason {
	int status; /* of pcap_activate() */
	enum live_opened opened;
	void (*say)(const struct live_device *, char *, size_t);
} reasons[] = {
	/* clang-format off */
	{ PCAP_ERROR_NO_SUCH_DEVICE,      LIVE_ABSENT,  say_no_device },
	{ PCAP_ERROR_IFACE_NOT_UP,        LIVE_ABSENT,  say_not_up },
	{ PCAP_ERROR_PERM_DENIED,         LIVE_REFUSED, say_no_permission },
	{ PCAP_ERROR_PROMISC_PERM_DENIED, LIVE_REFUSED, say_no_permission },
	/* clang-format on */
};

static enum live_opened explain(const struct live_device *d, int status, char *error, size_t n)
{
	const char *text = pcap_geterr(d->pcap);

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status) {
			reasons[i].say(d, error, n);
			return reasons[i].opened;
		}
	(void)snprintf(error, n, "%s: cannot be captured from: %s", d->name,
		       text[0] != '\0' ? text : pcap_statustostr(status));
	return LIVE_REFUSED;
}

/* ---- opening --------------------------------------------------------------------------------- */

static int at_most_int(uint64_t v)
{
	return v < INT_MAX ? (int)v : INT_MAX;
}

/* These fail only on a handle that is active already, but for the clock. */
static bool configure(struct live_device *d, const struct live_options *o, char *error, size_t n)
{
	(void)pcap_set_snaplen(d->pcap, at_most_int(o->snaplen));
	(void)pcap_set_promisc(d->pcap, o->promiscuous);
	(void)pcap_set_timeout(d->pcap, LIVE_TIMEOUT_MS);
	(void)pcap_set_buffer_size(d->pcap, at_most_int(o->ring));
	(void)pcap_set_tstamp_precision(d->pcap, PCAP_TSTAMP_PRECISION_NANO);
	if (o->clock) {
		int type = pcap_tstamp_type_name_to_val(o->clock);

		if (type < 0 || pcap_set_tstamp_type(d->pcap, type) != 0) {
			(void)snprintf(error, n, "%s: has no time stamps of type '%s'", d->name,
				       o->clock);
			return false;
		}
	}
	return true;
}

static bool set_filter(struct live_device *d, const char *expression, char *error, size_t n)
{
	struct bpf_program code;
	bool good;

	if (!expression)
		return true;
	if (pcap_compile(d->pcap, &code, expression, 1, PCAP_NETMASK_UNKNOWN) != 0) {
		(void)snprintf(error, n, "filter '%s': %s (on %s)", expression,
			       pcap_geterr(d->pcap), d->name);
		return false;
	}
	good = pcap_setfilter(d->pcap, &code) == 0;
	if (!good)
		(void)snprintf(error, n, "filter '%s': %s (on %s)", expression,
			       pcap_geterr(d->pcap), d->name);
	pcap_freecode(&code);
	return good;
}

/* After it was activated: link type, filter, and how to wait for it. */
static bool finish(struct live_device *d, const struct live_options *o, char *error, size_t n)
{
	char text[PCAP_ERRBUF_SIZE] = "", name[CAPFILTER_NAME_MAX];

	/* "any" can say which interface a frame came from, if it is asked to. */
	if (pcap_datalink(d->pcap) == DLT_LINUX_SLL)
		(void)pcap_set_datalink(d->pcap, DLT_LINUX_SLL2);
	d->linktype = capfilter_link_of(pcap_datalink(d->pcap));
	if (packet_link(d->linktype) == LINK_UNKNOWN) {
		capfilter_link_name(d->linktype, name);
		(void)snprintf(error, n, "%s: link type %s is not supported", d->name, name);
		return false;
	}
	if (!set_filter(d, o->filter, error, n))
		return false;
	d->fd = pcap_get_selectable_fd(d->pcap);
	if (d->fd < 0 || pcap_setnonblock(d->pcap, 1, text) != 0) {
		(void)snprintf(error, n, "%s: cannot be waited for: %s", d->name, text);
		return false;
	}
	d->unit = pcap_get_tstamp_precision(d->pcap) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
	return true;
}

enum live_opened live_device_open(struct live_device *d, const struct live_options *options,
				  char *error, size_t n)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	enum live_opened opened = LIVE_REFUSED;
	int status;

	/* Before it is opened: should it be replaced in between, that shows at the next look. */
	d->index = if_nametoindex(d->name);
	d->pcap = pcap_create(d->name, text);
	if (!d->pcap) {
		(void)snprintf(error, n, "%s: %s", d->name, text);
		return LIVE_REFUSED;
	}
	if (!configure(d, options, error, n))
		goto close;
	status = pcap_activate(d->pcap);
	if (status < 0) {
		opened = explain(d, status, error, n);
		goto close;
	}
	if (status > 0)
		log_debug("%s: %s", d->name, pcap_statustostr(status));
	if (!finish(d, options, error, n))
		goto close;
	d->down = false;
	d->ready = true;
	d->last_received = d->last_dropped = d->last_if_dropped = 0;
	return LIVE_OPENED;
close:
	pcap_close(d->pcap);
	d->pcap = NULL;
	return opened;
}

void live_device_close(struct live_device *d)
{
	if (!d->pcap)
		return;
	live_device_count(d);
	pcap_close(d->pcap);
	d->pcap = NULL;
}

/* ---- while it is open ------------------------------------------------------------------------ */

enum live_presence live_device_presence(const struct live_device *d)
{
	struct ifreq request = { 0 };
	bool up = true;
	int fd;

	if (d->index == 0)
		return LIVE_PRESENT;
	/* Another interface of that name is not the one that the socket is bound to. */
	if (if_nametoindex(d->name) != d->index)
		return LIVE_GONE;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return LIVE_PRESENT;
	(void)snprintf(request.ifr_name, sizeof request.ifr_name, "%s", d->name);
	if (ioctl(fd, SIOCGIFFLAGS, &request) == 0)
		up = request.ifr_flags & IFF_UP;
	(void)close(fd);
	return up ? LIVE_PRESENT : LIVE_DOWN;
}

struct frame live_device_frame(const struct live_device *d, const struct pcap_pkthdr *h,
			       const uint8_t *bytes)
{
	uint64_t seconds = h->ts.tv_sec > 0 ? (uint64_t)h->ts.tv_sec : 0;
	uint64_t fraction = h->ts.tv_usec > 0 ? (uint64_t)h->ts.tv_usec : 0;

	return (struct frame){
		.at = seconds * UINT64_C(1000000000) + fraction * d->unit,
		.bytes = cur_of(bytes, h->caplen),
		.wire_len = h->len > h->caplen ? h->len : h->caplen,
		.interface = d->number,
		.linktype = d->linktype,
	};
}

/* What a 32-bit counter went on by; nothing when it went back, as that of an interface that was
 * replaced does. */
static uint32_t went_on(uint32_t *last, uint32_t now)
{
	uint32_t by = now - *last;

	*last = now;
	return by <= INT32_MAX ? by : 0;
}

void live_device_count(struct live_device *d)
{
	struct pcap_stat s;

	if (!d->pcap || pcap_stats(d->pcap, &s) != 0)
		return;
	d->received += went_on(&d->last_received, s.ps_recv);
	d->dropped += went_on(&d->last_dropped, s.ps_drop);
	d->if_dropped += went_on(&d->last_if_dropped, s.ps_ifdrop);
}
