#include "pcaps/goose/tape.h"

#include <err.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_MIN = 60 };

void bytes_put(struct bytes *to, const void *from, size_t n)
{
	if (n > BYTES_MAX - to->n)
		errx(1, "a frame of the story is longer than %d bytes", BYTES_MAX);
	if (n > 0)
		memcpy(to->b + to->n, from, n);
	to->n += n;
}

void bytes_text(struct bytes *to, const char *text)
{
	bytes_put(to, text, strlen(text));
}

void bytes_be(struct bytes *to, uint64_t v, size_t n)
{
	while (n > 0) {
		uint8_t byte = (uint8_t)(v >> (8 * --n));

		bytes_put(to, &byte, 1);
	}
}

void bytes_fill(struct bytes *to, uint8_t value, size_t n)
{
	while (n-- > 0)
		bytes_put(to, &value, 1);
}

void tape_add(struct tape *t, uint64_t at, const struct bytes *frame)
{
	if (t->n == t->room) {
		t->room = t->room == 0 ? 64 : 2 * t->room;
		t->frames = reallocarray(t->frames, t->room, sizeof(*t->frames));
		if (t->frames == NULL)
			err(1, "frames");
	}
	struct frame *f = &t->frames[t->n];

	f->at = STORY_BEGIN + at;
	f->order = (unsigned)t->n++;
	f->bytes = *frame;
	if (f->bytes.n < FRAME_MIN)
		bytes_fill(&f->bytes, 0, FRAME_MIN - f->bytes.n);
}

uint32_t tape_dice(struct tape *t, uint32_t n)
{
	t->dice = t->dice * 1664525 + 1013904223;
	return (t->dice >> 8) % n;
}

static int earlier(const void *a, const void *b)
{
	const struct frame *x = a;
	const struct frame *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void tape_write(struct tape *t, const char *directory, const char *name)
{
	char path[4096];
	pcap_t *p =
		pcap_open_dead_with_tstamp_precision(DLT_EN10MB, 65535, PCAP_TSTAMP_PRECISION_NANO);

	snprintf(path, sizeof(path), "%s/%s.pcap", directory, name);
	pcap_dumper_t *out = p == NULL ? NULL : pcap_dump_open(p, path);

	if (out == NULL)
		errx(1, "%s", p == NULL ? "no memory" : pcap_geterr(p));
	qsort(t->frames, t->n, sizeof(*t->frames), earlier);
	for (size_t i = 0; i < t->n; i++) {
		const struct frame *f = &t->frames[i];
		struct pcap_pkthdr h = { .caplen = (bpf_u_int32)f->bytes.n,
					 .len = (bpf_u_int32)f->bytes.n };

		h.ts.tv_sec = (time_t)(f->at / SECOND);
		h.ts.tv_usec = (suseconds_t)(f->at % SECOND);
		pcap_dump((u_char *)out, &h, f->bytes.b);
	}
	if (pcap_dump_flush(out) != 0)
		err(1, "%s", path);
	pcap_dump_close(out);
	pcap_close(p);
	printf("%s: %zu frames\n", path, t->n);
	free(t->frames);
	*t = (struct tape){ 0 };
}
