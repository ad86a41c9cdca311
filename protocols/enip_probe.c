/*
 * EtherNet/IP: is it, where does a message end, and who sends it: a client or a device. Spec: The
 * CIP Networks Library, volume 2, chapter 2.
 */
#include "protocols/enip.h"

enum { STATUS_MAX = 0x6a, LOOKED_AT = 16 };

struct header {
	uint16_t command, length;
	uint32_t session, status, options;
	bool whole; /* there was room for it */
};

static struct header look(struct cur c)
{
	struct header h;

	h.command = (uint16_t)cur_le(&c, 2);
	h.length = (uint16_t)cur_le(&c, 2);
	h.session = (uint32_t)cur_le(&c, 4);
	h.status = (uint32_t)cur_le(&c, 4);
	cur_skip(&c, 8);
	h.options = (uint32_t)cur_le(&c, 4);
	h.whole = cur_ok(&c);
	return h;
}

static bool known_command(uint16_t command)
{
	static const uint8_t known[] = {
		ENIP_NOP,
		ENIP_LIST_SERVICES,
		ENIP_LIST_IDENTITY,
		ENIP_LIST_INTERFACES,
		ENIP_REGISTER,
		ENIP_UNREGISTER,
		ENIP_SEND_RR,
		ENIP_SEND_UNIT,
		ENIP_INDICATE_STATUS,
		ENIP_CANCEL,
		ENIP_START_DTLS,
	};

	for (unsigned i = 0; i < sizeof(known); i++) {
		if (known[i] == command)
			return true;
	}
	return false;
}

static bool plausible(const struct header *h)
{
	if (!known_command(h->command) || h->options != 0 || h->status > STATUS_MAX)
		return false;
	switch (h->command) {
	case ENIP_SEND_RR:
	case ENIP_SEND_UNIT:
		return h->session != 0 && (h->length >= 16 || h->status != 0);
	case ENIP_REGISTER:
		return h->length == 4 || h->status != 0;
	case ENIP_UNREGISTER:
		return h->length == 0;
	default:
		return h->length < 2048;
	}
}

/* The service's byte of the CIP message that a Send's data begin with; -1: it is not there. */
static int service_byte(struct cur c)
{
	cur_skip(&c, 6);
	uint64_t n = cur_le(&c, 2);

	for (uint64_t i = 0; i < n && i < LOOKED_AT && cur_ok(&c); i++) {
		uint64_t type = cur_le(&c, 2);
		size_t length = cur_le(&c, 2);

		if (type == ENIP_ITEM_CONNECTED_DATA)
			return length > 2 && cur_left(&c) > 2 ? cur_at(&c, 2) : -1;
		if (type == ENIP_ITEM_UNCONNECTED)
			return length > 0 && cur_left(&c) > 0 ? cur_at(&c, 0) : -1;
		cur_skip(&c, length);
	}
	return -1;
}

/* Is it sent by a device, as an answer? 1: yes, 0: no, -1: it does not say. */
static int is_answer(const struct header *h, struct cur data)
{
	int service = 0;

	switch (h->command) {
	case ENIP_LIST_SERVICES:
	case ENIP_LIST_IDENTITY:
	case ENIP_LIST_INTERFACES:
		return h->length > 0 ? 1 : 0;
	case ENIP_REGISTER:
		return h->session != 0 || h->status != 0 ? 1 : 0;
	case ENIP_UNREGISTER:
		return 0;
	case ENIP_SEND_RR:
	case ENIP_SEND_UNIT:
		service = service_byte(data);
		return service >= 0 ? service >> 7 : h->status != 0 ? 1 : -1;
	default:
		return -1;
	}
}

/* Two zeros are no reason to wait for a header: nobody needs a NOP to begin with. */
static bool may_begin(struct cur c)
{
	uint16_t command = (uint16_t)cur_le(&c, 2);

	return command != ENIP_NOP && known_command(command);
}

enum probe enip_probe(struct cur c, enum dir dir)
{
	struct header h = look(c);

	if (!h.whole)
		return cur_left(&c) < 2 || may_begin(c) ? PROBE_SHORT : PROBE_NO;
	size_t left = cur_left(&c) - ENIP_HEADER;

	if (!plausible(&h)) /* a command of a vendor, or somebody tries things */
		return h.length == left && h.options == 0 ? PROBE_WEAK : PROBE_NO;
	if (h.command == ENIP_NOP || left < h.length)
		return PROBE_WEAK;
	cur_skip(&c, ENIP_HEADER);
	int answer = is_answer(&h, c);

	/* Nothing but a command and zeros: a list request is sure in a datagram of its own. */
	if (h.length == 0 && left > 0)
		return PROBE_WEAK;
	if (answer < 0)
		return PROBE_WEAK;
	return (answer == 1) == (dir == DIR_RESPONSE) ? PROBE_SURE : PROBE_TURNED;
}

long enip_segment(struct cur c, enum dir dir)
{
	struct header h = look(c);

	(void)dir;
	if (!h.whole)
		return 0;
	if (plausible(&h) || h.length + (size_t)ENIP_HEADER == cur_left(&c))
		return ENIP_HEADER + (long)h.length;
	return SEGMENT_BAD;
}
