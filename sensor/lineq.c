#include <stdlib.h>
#include <string.h>

#include "sensor/lineq.h"

struct lineq_line {
	uint64_t key, at;
	uint64_t from; /* its first byte, as lineq.from counts */
	uint32_t n, patch_at;
	bool waits;
	uint8_t npatch;
	char patch[LINEQ_PATCH];
};

bool lineq_init(struct lineq *q, FILE *out)
{
	*q = (struct lineq){ .out = out };
	q->bytes = malloc(LINEQ_BYTES);
	q->line = malloc(LINEQ_LINES * sizeof(*q->line));
	if (q->bytes != NULL && q->line != NULL)
		return true;
	lineq_free(q);
	return false;
}

void lineq_free(struct lineq *q)
{
	free(q->bytes);
	free(q->line);
	q->bytes = NULL;
	q->line = NULL;
}

static struct lineq_line *line_at(const struct lineq *q, uint64_t i)
{
	return &q->line[i % LINEQ_LINES];
}

static void write_ring(const struct lineq *q, uint64_t from, size_t n)
{
	size_t at = from % LINEQ_BYTES;
	size_t first = n < LINEQ_BYTES - at ? n : LINEQ_BYTES - at;

	(void)fwrite(q->bytes + at, 1, first, q->out);
	(void)fwrite(q->bytes, 1, n - first, q->out);
}

static void write_first(struct lineq *q)
{
	const struct lineq_line *l = line_at(q, q->first++);

	write_ring(q, l->from, l->patch_at);
	(void)fwrite(l->patch, 1, l->npatch, q->out);
	write_ring(q, l->from + l->patch_at, l->n - l->patch_at);
	q->from = l->from + l->n;
}

static void write_ready(struct lineq *q)
{
	while (q->first < q->end && !line_at(q, q->first)->waits)
		write_first(q);
}

static void make_room(struct lineq *q, size_t n)
{
	while (q->first < q->end &&
	       (q->end - q->first == LINEQ_LINES || q->to - q->from + n > LINEQ_BYTES)) {
		q->early += line_at(q, q->first)->waits;
		write_first(q);
	}
}

void lineq_add(struct lineq *q, const char *text, size_t n, uint64_t key, bool waits,
	       size_t patch_at, uint64_t at)
{
	make_room(q, n);
	if ((q->first == q->end && !waits) || n > LINEQ_BYTES) {
		(void)fwrite(text, 1, n, q->out);
		return;
	}
	struct lineq_line *l = line_at(q, q->end++);
	size_t start = q->to % LINEQ_BYTES;
	size_t part = n < LINEQ_BYTES - start ? n : LINEQ_BYTES - start;

	l->key = key;
	l->at = at;
	l->from = q->to;
	l->n = (uint32_t)n;
	l->patch_at = waits ? (uint32_t)patch_at : 0;
	l->waits = waits;
	l->npatch = 0;
	memcpy(q->bytes + start, text, part);
	memcpy(q->bytes, text + part, n - part);
	q->to += n;
	write_ready(q);
}

bool lineq_patch(struct lineq *q, uint64_t key, const char *word, size_t n)
{
	uint64_t low = q->first, high = q->end;
	bool found = false;

	while (low < high) { /* the first line whose key is not less */
		uint64_t middle = low + (high - low) / 2;

		if (line_at(q, middle)->key < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < q->end && line_at(q, low)->key == key; low++) {
		struct lineq_line *l = line_at(q, low);

		if (!l->waits || n > LINEQ_PATCH)
			continue;
		memcpy(l->patch, word, n);
		l->npatch = (uint8_t)n;
		l->waits = false;
		found = true;
	}
	write_ready(q);
	return found;
}

void lineq_until(struct lineq *q, uint64_t before)
{
	while (q->first < q->end) {
		const struct lineq_line *l = line_at(q, q->first);

		if (l->waits && l->at >= before)
			return;
		write_first(q);
	}
}

void lineq_flush(struct lineq *q)
{
	while (q->first < q->end)
		write_first(q);
	(void)fflush(q->out);
}
