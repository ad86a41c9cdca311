/* The latest frames. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/deliver/evidence_inside.h"
#include "sensor/flow.h"

/* A quarter of the memory says what frames there are: frames of 200 bytes use up both. */
enum { BYTES_A_FRAME = 256 };

bool ring_of_frames_init(struct ring_of_frames *r, size_t bytes)
{
	static_assert(sizeof(struct kept) <= BYTES_A_FRAME / 4, "a quarter is enough");

	r->room = bytes / BYTES_A_FRAME;
	r->size = bytes - r->room * sizeof(struct kept);
	r->kept = calloc(r->room, sizeof(*r->kept));
	r->bytes = malloc(r->size);
	return r->kept != NULL && r->bytes != NULL;
}

void ring_of_frames_free(struct ring_of_frames *r)
{
	free(r->kept);
	free(r->bytes);
}

/* ---- who ----------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t u)
{
	h = (h ^ u) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

static uint64_t fold(const struct addr *a)
{
	return a->w[0] ^ (a->w[1] << 32 | a->w[1] >> 32);
}

/* No secret in it: the same capture gives the same sets, and who makes two pairs of hosts look
 * alike gets frames of both into the evidence. The ends of a key are in order. */
static void identify(struct kept *k, const struct packet *pkt)
{
	struct flow_key key;

	k->pair = k->flow = 0;
	if (pkt == NULL)
		return;
	(void)flow_key(&key, pkt);
	uint64_t net = (uint64_t)key.tunnel << 32 | (uint64_t)key.ip_version << 16 | key.vlan;
	uint64_t ports = (uint64_t)key.ip_proto << 32 | (uint64_t)key.port[0] << 16 | key.port[1];

	k->pair = mix(mix(net, fold(&key.addr[0])), fold(&key.addr[1])) | 1;
	k->flow = mix(k->pair, ports) | 1;
}

/* ---- frames -------------------------------------------------------------------------------- */

static bool there(const struct ring_of_frames *r, uint64_t i)
{
	return r->at - ring_of_frames_at(r, i)->pos <= r->size;
}

uint64_t ring_of_frames_first(const struct ring_of_frames *r)
{
	uint64_t low = r->n > r->room ? r->n - r->room : 0, high = r->n;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (there(r, middle))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

const struct kept *ring_of_frames_put(struct ring_of_frames *r, const struct frame *frame,
				      const struct packet *pkt, uint32_t most)
{
	struct kept *k = &r->kept[r->n % r->room];
	size_t n = cur_left(&frame->bytes);
	uint64_t rest = r->size - r->at % r->size;

	n = n < most ? n : most;
	if (n > rest) /* frames lie in one piece */
		r->at += rest;
	*k = (struct kept){ .frame = frame->number,
			    .at = frame->at,
			    .pos = r->at,
			    .len = (uint32_t)n,
			    .wire_len = frame->wire_len,
			    .interface = frame->interface,
			    .linktype = frame->linktype };
	identify(k, pkt);
	if (n > 0)
		memcpy(r->bytes + r->at % r->size, frame->bytes.p, n);
	r->at += n;
	r->n++;
	return k;
}

uint64_t ring_of_frames_find(const struct ring_of_frames *r, uint64_t frame)
{
	uint64_t low = ring_of_frames_first(r), high = r->n;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (ring_of_frames_at(r, middle)->frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->n && ring_of_frames_at(r, low)->frame == frame ? low : UINT64_MAX;
}
