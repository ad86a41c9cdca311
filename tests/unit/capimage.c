#include "tests/unit/test.h"

#include "tests/unit/capimage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void capimage_init(struct capimage *c, bool big)
{
	*c = (struct capimage){ .bytes = malloc(CAPIMAGE_MAX), .big = big };
	assert_non_null(c->bytes);
}

void capimage_fini(struct capimage *c)
{
	free(c->bytes);
}

void capimage_number(struct capimage *c, uint64_t v, unsigned size)
{
	assert_true(c->n + size <= CAPIMAGE_MAX);
	for (unsigned i = 0; i < size; i++)
		c->bytes[c->n++] = (uint8_t)(v >> 8 * (c->big ? size - 1 - i : i));
}

void capimage_bytes(struct capimage *c, uint8_t first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		capimage_number(c, (uint8_t)(first + i), 1);
}

void capimage_pcap(struct capimage *c, uint32_t magic, uint32_t linktype)
{
	capimage_number(c, magic, 4);
	capimage_number(c, 2, 2);
	capimage_number(c, 4, 2);
	capimage_number(c, 0, 8);
	capimage_number(c, 65535, 4);
	capimage_number(c, linktype, 4);
}

void capimage_record(struct capimage *c, uint32_t seconds, uint32_t fraction, uint32_t captured,
		     uint32_t wire)
{
	capimage_number(c, seconds, 4);
	capimage_number(c, fraction, 4);
	capimage_number(c, captured, 4);
	capimage_number(c, wire, 4);
	capimage_bytes(c, 0, captured);
}

size_t capimage_block(struct capimage *c, uint32_t type)
{
	size_t start = c->n;

	capimage_number(c, type, 4);
	capimage_number(c, 0, 4);
	return start;
}

void capimage_block_end(struct capimage *c, size_t start)
{
	size_t end, total;

	while ((c->n - start) % 4 != 0)
		capimage_number(c, 0, 1);
	total = c->n - start + 4;
	capimage_number(c, total, 4);
	end = c->n;
	c->n = start + 4;
	capimage_number(c, total, 4);
	c->n = end;
}

void capimage_section(struct capimage *c)
{
	size_t start = capimage_block(c, 0x0a0d0d0a);

	capimage_number(c, 0x1a2b3c4d, 4);
	capimage_number(c, 1, 2);
	capimage_number(c, 0, 2);
	capimage_number(c, UINT64_MAX, 8);
	capimage_block_end(c, start);
}

void capimage_interface(struct capimage *c, uint16_t linktype, uint32_t snaplen, int tsresol,
			int64_t tsoffset)
{
	size_t start = capimage_block(c, 1);

	capimage_number(c, linktype, 2);
	capimage_number(c, 0, 2);
	capimage_number(c, snaplen, 4);
	capimage_number(c, 2, 2); /* if_name, padded */
	capimage_number(c, 3, 2);
	capimage_bytes(c, 'a', 3);
	capimage_number(c, 0, 1);
	if (tsresol >= 0) {
		capimage_number(c, 9, 2);
		capimage_number(c, 1, 2);
		capimage_number(c, (uint64_t)tsresol, 1);
		capimage_number(c, 0, 3);
	}
	if (tsoffset != 0) {
		capimage_number(c, 14, 2);
		capimage_number(c, 8, 2);
		capimage_number(c, (uint64_t)tsoffset, 8);
	}
	capimage_number(c, 0, 4);
	capimage_block_end(c, start);
}

void capimage_packet(struct capimage *c, uint32_t interface, uint64_t units, uint32_t captured,
		     uint32_t wire)
{
	size_t start = capimage_block(c, 6);

	capimage_number(c, interface, 4);
	capimage_number(c, units >> 32, 4);
	capimage_number(c, units & UINT32_MAX, 4);
	capimage_number(c, captured, 4);
	capimage_number(c, wire, 4);
	capimage_bytes(c, 0, captured);
	capimage_block_end(c, start);
}

static ssize_t read_some(void *ctx, void *to, size_t n)
{
	struct capreader *r = ctx;
	size_t left = r->n - r->at;

	if (left == 0 && r->fail != 0) {
		errno = r->fail;
		return -1;
	}
	if (n > left)
		n = left;
	if (n > r->step)
		n = r->step;
	if (n > 0)
		memcpy(to, r->bytes + r->at, n);
	r->at += n;
	return (ssize_t)n;
}

struct capfile_source capreader_source(struct capreader *r)
{
	return (struct capfile_source){ .read = read_some, .ctx = r };
}

struct capfile *capimage_open(const struct capimage *c, size_t n, struct capreader *r)
{
	struct capfile *f;
	char error[CAPFILE_ERROR_MAX] = "";
	struct capfile_source source;

	*r = (struct capreader){ .bytes = c->bytes, .n = n, .step = SIZE_MAX };
	source = capreader_source(r);
	if (capfile_open_source(&f, &source, "image", CAPFILE_BUFFER, error, sizeof error) != 0)
		fail_msg("%s", error);
	return f;
}

const char *capimage_refused(const struct capimage *c)
{
	static char error[CAPFILE_ERROR_MAX];
	struct capreader r = { .bytes = c->bytes, .n = c->n, .step = SIZE_MAX };
	struct capfile_source source = capreader_source(&r);
	struct capfile *f;

	error[0] = '\0';
	if (capfile_open_source(&f, &source, "image", 64, error, sizeof error) == 0)
		fail_msg("was opened");
	assert_null(f);
	return error;
}

enum capfile_result capimage_drain(struct capfile *f, uint64_t *frames)
{
	struct frame frame;
	enum capfile_result result;

	*frames = 0;
	while ((result = capfile_next(f, &frame)) == CAPFILE_FRAME) {
		++*frames;
		assert_int_equal(frame.number, *frames);
		assert_true(frame.wire_len >= cur_left(&frame.bytes));
		assert_true(frame.at <= INT64_MAX);
	}
	assert_int_equal(capfile_next(f, &frame), CAPFILE_END);
	return result;
}

void capimage_expect(const struct capimage *c, uint64_t frames, enum capfile_result result,
		     const char *text)
{
	struct capreader r;
	struct capfile *f = capimage_open(c, c->n, &r);
	uint64_t n;

	assert_int_equal(capimage_drain(f, &n), result);
	assert_int_equal(n, frames);
	if (text && !strstr(capfile_error(f), text))
		fail_msg("\"%s\" does not say \"%s\"", capfile_error(f), text);
	if (result == CAPFILE_END)
		assert_string_equal(capfile_error(f), "");
	capfile_close(f);
}
