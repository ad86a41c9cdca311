#include "tests/unit/cclink_kit.h"

#include <string.h>

#include "tests/unit/test.h"

void cclink_init(struct cclink_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->mac[0] = 2;
	t->d.at = 1000000000;
	t->d.notes = &t->notes;
	t->d.flow = 1;
	t->d.eth_src = t->d.eth_dst = t->mac;
}

void cclink_free(struct cclink_talk *t)
{
	notes_free(&t->notes);
}

static unsigned digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

void cclink_take(struct cclink_talk *t, const char *hex)
{
	size_t n = 0;

	for (; *hex != '\0'; hex++) {
		if (*hex == ' ')
			continue;
		t->bytes[n / 2] = (uint8_t)((unsigned)t->bytes[n / 2] << 4 | digit(*hex));
		n++;
	}
	t->n = n / 2;
}

void cclink_say(struct cclink_talk *t, const struct protocol *p)
{
	t->d.c = cur_of(t->bytes, t->n);
	t->d.message++;
	t->d.frame++;
	t->d.at += 250000000;
	decode(&t->d, p);
}

static const struct value *first(const struct cclink_talk *t, const char *field, unsigned *n)
{
	const struct value *found = NULL;

	*n = 0;
	for (unsigned i = 0; i < t->d.nvalues; i++) {
		if (strcmp(t->d.values[i].field->name, field) != 0)
			continue;
		found = found != NULL ? found : &t->d.values[i];
		*n += value_count(&t->d.values[i]);
	}
	return found;
}

unsigned cclink_count(const struct cclink_talk *t, const char *field)
{
	unsigned n = 0;

	(void)first(t, field, &n);
	return n;
}

uint64_t cclink_number(const struct cclink_talk *t, const char *field)
{
	unsigned n = 0;
	const struct value *v = first(t, field, &n);

	if (v == NULL)
		fail_msg("there is no %s", field);
	if (v->kind == VALUE_BYTES) {
		struct cur c = cur_of(v->p, v->n);

		return cur_be(&c, v->n <= 8 ? v->n : 8);
	}
	return value_uint(v, 0);
}
