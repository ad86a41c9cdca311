#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sensor/report_inside.h"

static bool choose(struct report *r, const struct report_options *o)
{
	for (unsigned id = 0; id < PROTOCOL_COUNT; id++)
		r->show[id] = o->n == 0;
	for (size_t i = 0; i < o->n; i++) {
		unsigned id = 0;

		while (id < PROTOCOL_COUNT && strcmp(protocols[id]->name, o->protocols[i]) != 0)
			id++;
		if (id == PROTOCOL_COUNT)
			return false;
		r->show[id] = true;
	}
	return true;
}

/* Lines of JSON are events; their fields have the names of the universe. */
static bool make_events(struct report *r)
{
	Kagami__Dictionary *names = fill_dictionary(NULL, NULL);
	const char *why;

	r->filler = filler_new();
	if (names != NULL)
		r->dictionary = dictionary_new(names, &why);
	dictionary_message_free(names);
	return r->filler != NULL && r->dictionary != NULL;
}

struct report *report_new(const struct report_options *o)
{
	struct report *r = calloc(1, sizeof(*r));

	if (r == NULL || !lineq_init(&r->queue, o->out) || (o->json && !make_events(r))) {
		report_free(r);
		errno = ENOMEM;
		return NULL;
	}
	r->out = o->out;
	r->json = o->json;
	r->wait = o->json && o->wait;
	r->day = UINT64_MAX;
	if (choose(r, o))
		return r;
	report_free(r);
	errno = EINVAL;
	return NULL;
}

void report_free(struct report *r)
{
	if (r == NULL)
		return;
	lineq_free(&r->queue);
	filler_free(r->filler);
	dictionary_free(r->dictionary);
	free(r);
}

const char *report_object(const struct ot *ot, char *buf, size_t n)
{
	if (!ot->has_object)
		return NULL;
	if (ot->object_text != NULL)
		return ot->object_text;
	(void)snprintf(buf, n, "%s:%llu", ot->area != NULL ? ot->area : "object",
		       (unsigned long long)ot->index);
	return buf;
}

const char *report_device(const struct ot *ot, char *buf, size_t n)
{
	if (ot->device_text != NULL)
		return ot->device_text;
	if (!ot->has_device)
		return NULL;
	(void)snprintf(buf, n, "%llu", (unsigned long long)ot->device);
	return buf;
}

static bool shown(const struct report *r, const struct dec *d)
{
	unsigned id = 0;

	while (id < PROTOCOL_COUNT && protocols[id] != d->protocol)
		id++;
	return id < PROTOCOL_COUNT && r->show[id];
}

static void tell_request(struct report *r, const struct ot *ot, const struct dec *d)
{
	char word[LINEQ_PATCH];
	int n = snprintf(word, sizeof(word), ",\"ot.response_frame\":%llu,\"ot.response_time\":",
			 (unsigned long long)d->frame);
	int m = n > 0 ? snprintf(word + n, sizeof(word) - (size_t)n, "%llu.%09llu",
				 (unsigned long long)(ot->response_time / 1000000000U),
				 (unsigned long long)(ot->response_time % 1000000000U))
		      : -1;

	/* A time of more than 11 digits of seconds does not fit: then the frame must do. */
	if (m > 0 && (size_t)(n + m) < sizeof(word))
		n += m;
	else
		n = snprintf(word, sizeof(word), ",\"ot.response_frame\":%llu",
			     (unsigned long long)d->frame);
	(void)lineq_patch(&r->queue, ot->request_message, word, (size_t)n);
}

void report_message(struct report *r, const struct flow *f, unsigned end, const struct dec *d)
{
	size_t patch_at = 0;

	/* The request may be of a protocol that is shown when its refusal is not. */
	if (r->wait && d->operations[0].ot.request_frame != 0)
		tell_request(r, &d->operations[0].ot, d);
	if (!shown(r, d))
		return;
	for (unsigned i = 0; i < d->noperations; i++) {
		const struct operation *op = &d->operations[i];

		size_t n = r->json ? report_json(r, f, end, d, op, &patch_at)
				   : report_text(r, f, end, d, op);

		lineq_add(&r->queue, r->line, n, d->message, r->wait && d->asked, patch_at, d->at);
	}
}

void report_unanswered(struct report *r, const struct flow *f, const struct pair *request)
{
	static const char word[] = ",\"ot.unanswered\":true";

	if (r->wait) {
		(void)lineq_patch(&r->queue, request->message, word, sizeof(word) - 1);
	} else if (!r->json && request->protocol < PROTOCOL_COUNT && r->show[request->protocol]) {
		size_t n = report_text_unanswered(r, f, request);

		lineq_add(&r->queue, r->line, n, request->message, false, 0, request->at);
	}
}

void report_until(struct report *r, uint64_t before)
{
	lineq_until(&r->queue, before);
}

uint64_t report_early(const struct report *r)
{
	return r->queue.early;
}

bool report_flush(struct report *r)
{
	lineq_flush(&r->queue);
	return ferror(r->out) == 0;
}
