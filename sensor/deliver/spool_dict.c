#include "sensor/deliver/spool_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/log.h"
#include "proto/dictionary.h"

/* A dictionary's file: magic, version, length, id, CRC-32C of all of that and the bytes; the bytes.
 */
enum { AT_VERSION = 8, AT_LENGTH = 12, AT_ID = 16, AT_CRC = 24, HEAD = 28 };

static uint32_t crc_of(const uint8_t *file, size_t len)
{
	return crc32c(crc32c(0, file, AT_CRC), file + HEAD, len - HEAD);
}

static bool good(const uint8_t *file, size_t len, uint64_t id)
{
	return len >= HEAD &&
	       memcmp(file, spool_magic_dictionary, sizeof(spool_magic_dictionary)) == 0 &&
	       spool_get32(file + AT_VERSION) == SPOOL_VERSION &&
	       spool_get32(file + AT_LENGTH) == len - HEAD && spool_get64(file + AT_ID) == id &&
	       spool_get32(file + AT_CRC) == crc_of(file, len);
}

const uint8_t *spool_dictionary(struct spool *s, uint64_t id, size_t *n)
{
	char name[SPOOL_NAME];
	size_t len = 0;
	uint8_t *file;

	if (s->dict == NULL || s->dict_id != id) {
		spool_dictionary_name(name, id);
		file = spool_read_file(s, name, HEAD + DICTIONARY_MAX, &len);
		if (file == NULL)
			return NULL;
		if (!good(file, len, id)) {
			free(file);
			errno = EBADMSG;
			return NULL;
		}
		free(s->dict);
		s->dict = file;
		s->dict_len = len;
		s->dict_id = id;
	}
	*n = s->dict_len - HEAD;
	return s->dict + HEAD;
}

bool spool_dictionary_keep(struct spool *s, uint64_t id, const uint8_t *p, size_t n)
{
	char name[SPOOL_NAME];
	size_t had;
	const uint8_t *there = spool_dictionary(s, id, &had);
	uint8_t *file;
	bool kept;

	if (there != NULL && had == n && memcmp(there, p, n) == 0)
		return true;
	if (n > DICTIONARY_MAX) {
		errno = EFBIG;
		return false;
	}
	file = malloc(HEAD + n);
	if (file == NULL)
		return false;
	memcpy(file, spool_magic_dictionary, sizeof(spool_magic_dictionary));
	spool_put32(file + AT_VERSION, SPOOL_VERSION);
	spool_put32(file + AT_LENGTH, (uint32_t)n);
	spool_put64(file + AT_ID, id);
	if (n != 0)
		memcpy(file + HEAD, p, n);
	spool_put32(file + AT_CRC, crc_of(file, HEAD + n));
	spool_dictionary_name(name, id);
	kept = spool_write_file(s, name, file, HEAD + n, true);
	if (!kept) {
		int error = errno;

		free(file);
		spool_failed(s, SPOOL_WRITE_FAILS, error);
		errno = error;
		return false;
	}
	free(s->dict);
	s->dict = file;
	s->dict_len = HEAD + n;
	s->dict_id = id;
	return true;
}

void spool_dictionary_drop(struct spool *s, uint64_t id)
{
	char name[SPOOL_NAME];

	if (s->epoch != NULL && s->dictionary == id)
		return;
	for (const struct spool_segment *g = s->head; g != NULL; g = g->after) {
		if (g->dictionary == id)
			return;
	}
	spool_dictionary_name(name, id);
	if (unlinkat(s->folder, name, 0) != 0 && errno != ENOENT)
		log_warn("spool %s: %s cannot be deleted", s->path, name);
}
