/*
 * Any bytes as a capture file. Whatever they are: reading ends, frames lie within what was read,
 * there are no more of them than fit into the file, and it does not matter in which pieces the
 * bytes come.
 */
#include "sensor/capfile.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct pieces {
	const uint8_t *bytes;
	size_t n, at, step;
};

struct outcome {
	enum capfile_result result;
	uint64_t frames, bytes, sum;
};

static ssize_t read_piece(void *ctx, void *to, size_t n)
{
	struct pieces *p = ctx;
	size_t left = p->n - p->at;

	if (n > left)
		n = left;
	if (n > p->step)
		n = p->step;
	if (n > 0)
		memcpy(to, p->bytes + p->at, n);
	p->at += n;
	return (ssize_t)n;
}

static void add(struct outcome *o, const struct frame *f)
{
	struct cur c = f->bytes;

	assert(f->number == o->frames + 1);
	assert(f->wire_len >= cur_left(&c));
	assert(f->at <= INT64_MAX);
	o->frames++;
	o->bytes += cur_left(&c);
	o->sum = o->sum * 31 + f->at + f->wire_len + f->interface + f->linktype;
	while (cur_left(&c) > 0)
		o->sum = o->sum * 31 + cur_u8(&c);
}

static struct outcome run(const uint8_t *data, size_t size, size_t step, size_t buffer)
{
	struct pieces pieces = { .bytes = data, .n = size, .step = step };
	const struct capfile_source source = { .read = read_piece, .ctx = &pieces };
	struct outcome o = { .result = CAPFILE_ERROR };
	char error[CAPFILE_ERROR_MAX] = "";
	struct capfile *file;
	struct frame frame;

	if (capfile_open_source(&file, &source, "input", buffer, error, sizeof error) != 0) {
		assert(!file && error[0] != '\0');
		return o;
	}
	while ((o.result = capfile_next(file, &frame)) == CAPFILE_FRAME)
		add(&o, &frame);
	assert((o.result == CAPFILE_END) == (capfile_error(file)[0] == '\0'));
	assert(capfile_next(file, &frame) == CAPFILE_END);
	assert(capfile_offset(file) <= size);
	assert(o.frames * 16 <= size && o.bytes <= size);
	capfile_close(file);
	return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole = run(data, size, SIZE_MAX, 4096);
	size_t step = size > 0 ? data[size - 1] % 64U + 1 : 1;
	struct outcome pieces = run(data, size, step, step);

	assert(whole.result == pieces.result);
	assert(whole.frames == pieces.frames && whole.bytes == pieces.bytes);
	assert(whole.sum == pieces.sum);
	return 0;
}
