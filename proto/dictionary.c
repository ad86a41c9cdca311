#include "proto/dictionary.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "proto/wire_inside.h"

struct dictionary {
	struct wire_arena arena; /* the message is in it */
	const Kagami__Dictionary *m;
	uint32_t nfields, nrules; /* entries of the two: the greatest number, and one */
	const Kagami__Field **fields;
	const Kagami__Rule **rules;
};

/* A name that is a key of JSON as it is. */
static bool good_name(const char *name)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789_.-";
	size_t n = strspn(name, good);

	return n > 0 && name[n] == '\0';
}

static bool index_fields(struct dictionary *d, const char **why)
{
	for (size_t i = 0; i < d->m->n_fields; i++) {
		const Kagami__Field *f = d->m->fields[i];

		if (f->id >= d->nfields)
			d->nfields = f->id + 1;
		*why = f->id >= DICTIONARY_FIELDS ? "a field's number is out of range"
		       : !good_name(f->name)	  ? "that is no name of a field"
						  : NULL;
		if (*why != NULL)
			return false;
	}
	d->fields = calloc((size_t)d->nfields + 1, sizeof(Kagami__Field *));
	for (size_t i = 0; d->fields != NULL && i < d->m->n_fields; i++) {
		const Kagami__Field *f = d->m->fields[i];

		if (d->fields[f->id] != NULL) {
			*why = "a field's number is there twice";
			return false;
		}
		d->fields[f->id] = f;
	}
	return d->fields != NULL;
}

static bool index_rules(struct dictionary *d, const char **why)
{
	for (size_t i = 0; i < d->m->n_rules; i++) {
		const Kagami__Rule *r = d->m->rules[i];

		if (r->index >= d->nrules)
			d->nrules = r->index + 1;
		*why = r->index >= DICTIONARY_RULES ? "a rule's number is out of range"
		       : r->id[0] == '\0'	    ? "a rule has no id"
						    : NULL;
		if (*why != NULL)
			return false;
	}
	d->rules = calloc((size_t)d->nrules + 1, sizeof(Kagami__Rule *));
	for (size_t i = 0; d->rules != NULL && i < d->m->n_rules; i++) {
		const Kagami__Rule *r = d->m->rules[i];

		if (d->rules[r->index] != NULL) {
			*why = "a rule's number is there twice";
			return false;
		}
		d->rules[r->index] = r;
	}
	return d->rules != NULL;
}

struct dictionary *dictionary_from(const uint8_t *p, size_t n, const char **why)
{
	struct dictionary *d = calloc(1, sizeof(*d));
	/* Of the shortest entries a byte becomes some 25; what needs more was made for that. */
	size_t room = n <= DICTIONARY_MAX ? 32 * n + 65536 : 65536;

	*why = NULL;
	if (d != NULL && wire_arena_init(&d->arena, room) &&
	    (d->m = wire_unpack_dictionary(&d->arena, p, n, why)) != NULL && index_fields(d, why) &&
	    index_rules(d, why))
		return d;
	dictionary_free(d);
	errno = *why != NULL ? EINVAL : ENOMEM;
	if (*why == NULL)
		*why = "there is no memory";
	return NULL;
}

struct dictionary *dictionary_new(const Kagami__Dictionary *m, const char **why)
{
	size_t n = protobuf_c_message_get_packed_size(&m->base);
	uint8_t *bytes = malloc(n > 0 ? n : 1);
	struct wire_found found;
	struct dictionary *d = NULL;

	if (bytes == NULL) {
		*why = "there is no memory";
		errno = ENOMEM;
		return NULL;
	}
	(void)protobuf_c_message_pack(&m->base, bytes);
	/* Texts of rule files are UTF-8; one that is not must not take the others with it. */
	(void)wire_scan(m->base.descriptor, bytes, n, bytes, &found);
	d = dictionary_from(bytes, n, why);
	free(bytes);
	return d;
}

void dictionary_free(struct dictionary *d)
{
	if (d == NULL)
		return;
	free(d->fields);
	free(d->rules);
	wire_arena_free(&d->arena);
	free(d);
}

struct digest {
	ProtobufCBuffer base;
	crypto_generichash_state *state;
};

static void digest_more(ProtobufCBuffer *b, size_t n, const uint8_t *p)
{
	struct digest *d = (struct digest *)b;

	(void)crypto_generichash_update(d->state, p, n);
}

uint64_t dictionary_digest(const Kagami__Dictionary *m)
{
	crypto_generichash_state state;
	struct digest d = { .base.append = digest_more, .state = &state };
	Kagami__Dictionary nameless = *m;
	uint8_t raw[crypto_generichash_BYTES];
	uint64_t u = 0;

	nameless.id = 0;
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(raw));
	(void)protobuf_c_message_pack_to_buffer(&nameless.base, &d.base);
	(void)crypto_generichash_final(&state, raw, sizeof(raw));
	for (unsigned i = 0; i < 8; i++)
		u = u << 8 | raw[i];
	return u != 0 ? u : 1;
}

const Kagami__Field *dictionary_field(const struct dictionary *d, uint32_t id)
{
	return id < d->nfields ? d->fields[id] : NULL;
}

const Kagami__Rule *dictionary_rule(const struct dictionary *d, uint32_t index)
{
	return index < d->nrules ? d->rules[index] : NULL;
}

const Kagami__Dictionary *dictionary_message(const struct dictionary *d)
{
	return d->m;
}
