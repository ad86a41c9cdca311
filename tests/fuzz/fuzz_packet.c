/*
 * Stage 1 on any bytes: the first byte picks the link type, then come frames, each after two bytes
 * of length and one of time. Every frame is in memory of its exact size, so that reading past it is
 * seen.
 */
#include <stdlib.h>

#include "sensor/dedup.h"
#include "sensor/defrag.h"
#include "sensor/packet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MS = 1000000 };

static volatile uint8_t sink; /* so that no read is optimised away */

/* The payload must lie in the frame or in the datagram: reads all of it. */
static void touch(const struct packet *pkt)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < cur_left(&pkt->payload); i++)
		sum ^= cur_at(&pkt->payload, i);
	struct cur l3 = cur_of(pkt->l3, pkt->l3_len);

	for (size_t i = 0; i < cur_left(&l3); i++)
		sum ^= cur_at(&l3, i);
	if (pkt->eth_src != NULL)
		sum ^= pkt->eth_src[5];
	if (pkt->eth_dst != NULL)
		sum ^= pkt->eth_dst[5];
	if (pkt->nvlans > PACKET_VLANS || pkt->truncated != (pkt->payload_missing > 0) ||
	    (pkt->transport && pkt->ip_proto != IP_TCP && pkt->ip_proto != IP_UDP))
		abort();
	sink = sum;
}

static void one(struct defrag *defrag, struct dedup *dedup, struct packet *pkt, enum link link,
		struct cur frame)
{
	struct cur whole;
	uint8_t proto;

	if (packet_parse(pkt, link, frame) != PACKET_OK) {
		touch(pkt);
		return;
	}
	touch(pkt);
	(void)dedup_seen(dedup, pkt);
	if (!pkt->fragment || defrag_add(defrag, pkt, pkt->at, &whole, &proto) != DEFRAG_WHOLE)
		return;
	if (packet_reassembled(pkt, proto, whole) == PACKET_OK && pkt->fragment) {
		/* A tunnel in the datagram holds a fragment again, with bytes of the datagram. */
		struct cur inner;

		touch(pkt);
		if (defrag_add(defrag, pkt, pkt->at, &inner, &proto) != DEFRAG_WHOLE)
			return;
		(void)packet_reassembled(pkt, proto, inner);
	}
	touch(pkt);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cur c = cur_of(data, size);
	enum link link = (enum link)(cur_u8(&c) % (LINK_LOOP + 1));
	struct defrag defrag;
	struct dedup dedup;
	struct packet pkt = { .at = 0 };

	if (!defrag_init(&defrag, 2, 0, 100 * MS, 1) || !dedup_init(&dedup, 8, 5 * MS, 5 * MS, 1))
		abort();
	while (cur_left(&c) > 0) {
		size_t len = cur_be16(&c);

		pkt.at += (uint64_t)cur_u8(&c) * MS;
		struct cur bytes = cur_upto(&c, len);
		uint8_t *frame = malloc(cur_left(&bytes) + (cur_left(&bytes) == 0));

		if (frame == NULL)
			break;
		pkt.frame++;
		pkt.cap_len = (uint32_t)cur_copy(&bytes, frame, cur_left(&bytes));
		/* A length beyond the input is a frame that the snaplen cut. */
		pkt.wire_len = (uint32_t)len;
		one(&defrag, &dedup, &pkt, link, cur_of(frame, pkt.cap_len));
		free(frame);
	}
	dedup_fini(&dedup);
	defrag_fini(&defrag);
	return 0;
}
