#include "pcaps/plant/raw.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pcaps/plant/answer.h"
#include "pcaps/plant/plant.h"

#define INTERFACE "eth0"
#define ARP_LEN	  42
#define WAIT_MS	  500

bool raw_open(struct raw *r, uint16_t ethertype)
{
	struct sockaddr_ll me = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(ethertype),
				  .sll_ifindex = (int)if_nametoindex(INTERFACE) };
	struct ifreq address = { .ifr_name = INTERFACE };
	socklen_t len = sizeof(me);
	struct sockaddr_in ip;

	r->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ethertype));
	if (r->fd < 0 || bind(r->fd, (const struct sockaddr *)&me, sizeof(me)) < 0 ||
	    getsockname(r->fd, (struct sockaddr *)&me, &len) < 0) {
		complain("cannot listen on " INTERFACE ": %s", strerror(errno));
		raw_close(r);
		return false;
	}
	memcpy(r->mac, me.sll_addr, RAW_MAC);

	int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (any >= 0 && ioctl(any, SIOCGIFADDR, &address) == 0) {
		memcpy(&ip, &address.ifr_addr, sizeof(ip));
		memcpy(r->ip, &ip.sin_addr, sizeof(r->ip));
	}
	if (any >= 0)
		close(any);
	return true;
}

void raw_close(struct raw *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

size_t raw_receive(const struct raw *r, uint8_t frame[RAW_FRAME], int wait_ms)
{
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	struct sockaddr_ll from = { 0 };
	socklen_t len = sizeof(from);

	while (!stop_asked() && poll(&p, 1, wait_ms) > 0) {
		ssize_t n = recvfrom(r->fd, frame, RAW_FRAME, 0, (struct sockaddr *)&from, &len);

		/* what it sent itself comes back too */
		if (n >= RAW_ETHER && from.sll_pkttype != PACKET_OUTGOING)
			return (size_t)n;
	}
	return 0;
}

bool raw_send(const struct raw *r, const uint8_t *frame, size_t len)
{
	return send(r->fd, frame, len, 0) == (ssize_t)len;
}

bool raw_arp(const struct raw *r, unsigned operation, const uint8_t sender_mac[RAW_MAC],
	     const uint8_t sender_ip[4], const uint8_t *to, const uint8_t target_ip[4])
{
	static const uint8_t fixed[] = { 0x08, 0x06, 0, 1, 0x08, 0, RAW_MAC, 4 };
	uint8_t f[ARP_LEN] = { 0 };

	memset(f, 0xff, RAW_MAC);
	if (to) {
		memcpy(f, to, RAW_MAC);
		memcpy(f + 32, to, RAW_MAC);
	}
	memcpy(f + 6, r->mac, RAW_MAC);
	memcpy(f + 12, fixed, sizeof(fixed));
	put16(f + 20, operation);
	memcpy(f + 22, sender_mac, RAW_MAC);
	memcpy(f + 28, sender_ip, 4);
	memcpy(f + 38, target_ip, 4);
	return raw_send(r, f, sizeof(f));
}

bool raw_resolve(const struct raw *r, const uint8_t ip[4], uint8_t mac[RAW_MAC])
{
	uint64_t end = clock_monotonic() + WAIT_MS * UINT64_C(1000000);
	uint8_t f[RAW_FRAME];

	if (!raw_arp(r, 1, r->mac, r->ip, NULL, ip))
		return false;
	while (clock_monotonic() < end) {
		size_t n = raw_receive(r, f, 50);

		if (n < ARP_LEN || get16(f + 12) != ETHERTYPE_ARP || get16(f + 20) != 2 ||
		    memcmp(f + 28, ip, 4) != 0)
			continue;
		memcpy(mac, f + 22, RAW_MAC);
		return true;
	}
	return false;
}

uint32_t raw_sum(uint32_t sum, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		sum += get16(p + i);
	return n % 2 ? sum + (uint32_t)(p[n - 1] << 8) : sum;
}

uint16_t raw_folded(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

void raw_checksums(uint8_t *frame)
{
	uint8_t *ip = frame + RAW_ETHER;
	size_t head = (size_t)(ip[0] & 15) * 4, len = get16(ip + 2) - head;
	uint8_t *tcp = ip + head;

	put16(ip + 10, 0);
	put16(ip + 10, raw_folded(raw_sum(0, ip, head)));
	put16(tcp + 16, 0);
	put16(tcp + 16,
	      raw_folded(raw_sum(raw_sum(IPPROTO_TCP + (uint32_t)len, ip + 12, 8), tcp, len)));
}
