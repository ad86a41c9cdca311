/*
 * What is made of a secret (UUIDs, hashes, pseudonyms of others) is found without knowing how it is
 * made: what two incidents that differ in their secrets alone do not have in common when they are
 * written whole must not be in the package.
 */
#include "tests/unit/secret_kit.h"

#include "collector/incident_files.h"

static char whole[2][KIT_TEXT]; /* everything that is written of an incident to whom all is told */
static struct incident twins[2];

/* Replaces each by another of the same length, wherever it stands in the incident's texts. */
static void replace(struct incident *i, const char *from, const char *to)
{
	char *p = (char *)i, *end = p + sizeof(*i);

	while (strcmp(from, to) != 0 &&
	       (p = memmem(p, (size_t)(end - p), from, strlen(from))) != NULL)
		memcpy(p, to, strlen(to));
}

static void other_end(struct incident_end *e)
{
	for (unsigned k = 0; k < e->nips; k++)
		e->ips[k].b[e->ips[k].n == 4 ? 3 : 15] ^= 0x40;
	e->mac[5] ^= 0x40;
}

/* The same incident with other secrets, of those that are hidden. */
static void set_twin(struct incident *i, enum tlp clearance, unsigned sees)
{
	for (unsigned k = 0; k < MARKS; k++) {
		char other[64];

		(void)snprintf(other, sizeof(other), "%s", marks[k].text);
		for (char *c = other; *c != '\0'; c++) {
			if (*c == 'Q' || *c == 'q')
				*c = (char)(*c + 1);
		}
		if (!allowed(&marks[k], clearance, sees))
			replace(i, marks[k].text, other);
	}
	if ((sees & VALUES) == 0)
		replace(i, "QZVALUE", "QXVALUE");
	if ((sees & ADDRESSES) == 0) {
		other_end(&i->source);
		other_end(&i->target);
		other_end(&i->targets[0]);
		replace(i, "10.73.91.1", "10.73.91.8");
		replace(i, "00-80-F4-5B-6D-7E", "00-80-F4-5B-6D-3E");
	}
	i->dedup[0] ^= 1;
	if ((sees & (SITES | ADDRESSES | VALUES)) != (SITES | ADDRESSES | VALUES) ||
	    clearance < TLP_RED)
		i->evidence[0].sha256[0] ^= 1;
}

static void write_whole(char *out, const struct incident *i)
{
	const struct record_context c = { .party = &party };
	size_t at = 0;

	for (unsigned f = 0; f < FORMATS; f++) {
		const char *why = "";
		char *made = NULL;
		size_t n = 0;

		assert_true(record_write(f, i, &c, &made, &n, &why));
		assert_true(at + n + 1 < KIT_TEXT);
		memcpy(out + at, made, n);
		at += n;
		free(made);
	}
	out[at] = '\0';
}

static size_t word_at(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.:@-");
}

/* Every word that is in what is written of the one and not of the other tells them apart. */
static void compare(const char *folder, enum tlp clearance, unsigned sees)
{
	unsigned found = 0;
	char path[KIT_PATH];
	size_t n;

	set_incident(clearance);
	twins[0] = twins[1] = incident;
	set_twin(&twins[1], clearance, sees);
	write_whole(whole[0], &twins[0]);
	write_whole(whole[1], &twins[1]);
	assert_true(pack(folder, path, clearance, sees));
	n = all_bytes(path);
	for (const char *s = whole[0]; *s != '\0'; s += word_at(s) > 0 ? word_at(s) : 1) {
		char word[256];
		size_t len = word_at(s);

		if (len < 4 || len >= sizeof(word))
			continue;
		memcpy(word, s, len);
		word[len] = '\0';
		if (strstr(whole[1], word) != NULL)
			continue;
		found++;
		if (memmem(text, n, word, len) != NULL)
			fail_msg("%s, which is made of a secret, is in a package for TLP:%s that "
				 "may see %x",
				 word, tlp_name(clearance), sees);
	}
	assert_true(found > 3);
	kit_remove(path);
}

static void nothing_that_is_made_of_a_secret_is_in_a_package(void **state)
{
	compare(*state, TLP_CLEAR, 0);
	compare(*state, TLP_AMBER, 0);
	compare(*state, TLP_RED, 0);
	for (unsigned kind = SITES; kind <= CONTACTS; kind <<= 1)
		compare(*state, TLP_RED, ALL & ~kind);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_that_is_made_of_a_secret_is_in_a_package,
						kit_folder, kit_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
