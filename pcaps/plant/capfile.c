#include "pcaps/plant/capture.h"

#include <errno.h>
#include <string.h>

#include "pcaps/plant/plant.h"

#define MAGIC_MICRO 0xa1b2c3d4u
#define MAGIC_NANO  0xa1b23c4du

const char *const capfile_format_names[CAPFILE_FORMAT_COUNT] = { "nano", "micro", "swapped",
								 "pcapng" };

/* Words of a header, collected before they are written in the file's byte order. */
struct words {
	uint8_t bytes[64];
	size_t len;
	bool swap;
};

static void put(struct words *w, uint64_t value, size_t size)
{
	/* big-endian when swapped: all the project's machines are little-endian */
	for (size_t i = 0; i < size; i++)
		w->bytes[w->len++] = (uint8_t)(value >> 8 * (w->swap ? size - 1 - i : i));
}

static void put32s(struct words *w, size_t n, const uint32_t *values)
{
	for (size_t i = 0; i < n; i++)
		put(w, values[i], 4);
}

static void flush(struct capfile *c, const struct words *w)
{
	fwrite(w->bytes, 1, w->len, c->file);
}

static void header_classic(struct capfile *c, int linktype, uint32_t snaplen)
{
	struct words w = { .swap = c->format == CAPFILE_SWAPPED };

	put(&w, c->format == CAPFILE_NANO ? MAGIC_NANO : MAGIC_MICRO, 4);
	put(&w, 2, 2);
	put(&w, 4, 2);
	put32s(&w, 4, (const uint32_t[]){ 0, 0, snaplen, (uint32_t)linktype });
	flush(c, &w);
}

/* A section header and one interface description with option if_tsresol = 9. */
static void header_ng(struct capfile *c, int linktype, uint32_t snaplen)
{
	struct words w = { 0 };

	put32s(&w, 3, (const uint32_t[]){ 0x0a0d0d0a, 28, 0x1a2b3c4d });
	put(&w, 1, 2);
	put(&w, 0, 2);
	put(&w, UINT64_MAX, 8);
	put(&w, 28, 4);
	flush(c, &w);

	w.len = 0;
	put32s(&w, 2, (const uint32_t[]){ 1, 32 });
	put(&w, (uint64_t)linktype, 2);
	put(&w, 0, 2);
	put(&w, snaplen, 4);
	put(&w, 9, 2);
	put(&w, 1, 2);
	put32s(&w, 3, (const uint32_t[]){ 9, 0, 32 });
	flush(c, &w);
}

bool capfile_create(struct capfile *c, const char *path, enum capfile_format format, int linktype,
		    uint32_t snaplen)
{
	c->format = format;
	c->file = fopen(path, "wbe");
	if (!c->file) {
		complain("cannot write %s: %s", path, strerror(errno));
		return false;
	}
	if (format == CAPFILE_NG)
		header_ng(c, linktype, snaplen);
	else
		header_classic(c, linktype, snaplen);
	fflush(c->file);
	return true;
}

static void add_ng(struct capfile *c, uint64_t time, const uint8_t *bytes, uint32_t caplen,
		   uint32_t len)
{
	uint32_t pad = (4 - caplen % 4) % 4, total = 32 + caplen + pad;
	struct words w = { 0 };

	put32s(&w, 7,
	       (const uint32_t[]){ 6, total, 0, (uint32_t)(time >> 32), (uint32_t)time, caplen,
				   len });
	flush(c, &w);
	fwrite(bytes, 1, caplen, c->file);
	w.len = 0;
	put(&w, 0, pad);
	put(&w, total, 4);
	flush(c, &w);
}

void capfile_add(struct capfile *c, uint64_t time, const uint8_t *bytes, uint32_t caplen,
		 uint32_t len)
{
	uint32_t fraction = (uint32_t)(time % 1000000000u);
	struct words w = { .swap = c->format == CAPFILE_SWAPPED };

	if (c->format == CAPFILE_NG) {
		add_ng(c, time, bytes, caplen, len);
		return;
	}
	if (c->format != CAPFILE_NANO)
		fraction /= 1000;
	put32s(&w, 4, (const uint32_t[]){ (uint32_t)(time / 1000000000u), fraction, caplen, len });
	flush(c, &w);
	fwrite(bytes, 1, caplen, c->file);
}

bool capfile_close(struct capfile *c, const char *path)
{
	bool failed = ferror(c->file) != 0;

	if (fclose(c->file) != 0 || failed) {
		complain("cannot write %s: %s", path, strerror(errno));
		return false;
	}
	return true;
}
