#ifndef COMMON_CURVE_KEY_H
#define COMMON_CURVE_KEY_H
/*
 * CURVE keys and the files they are kept in: lines `key: value`; a line that begins with '#' is a
 * comment ('#' is also a character of keys).
 *
 *	name: plant-1           whose key it is
 *	public: rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7
 *	secret: JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6     not in files meant for others
 *	collector: Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID  a sensor's: whom it may talk to
 *
 * Keys are 40 characters of Z85 (ZeroMQ RFC 32). A file with a secret must be readable by its
 * owner only. Secrets never get into messages or logs.
 */
#include <stdbool.h>
#include <stddef.h>

enum { CURVE_KEY_TEXT = 41, CURVE_KEY_NAME = 64, CURVE_KEY_FILE_MAX = 4096 };

struct curve_key {
	char name[CURVE_KEY_NAME]; /* "": none */
	char public[CURVE_KEY_TEXT];
	char secret[CURVE_KEY_TEXT];	/* "": none */
	char collector[CURVE_KEY_TEXT]; /* "": none */
};

/* Is that a key in Z85 (40 characters that decode to 32 bytes)? */
bool curve_key_good(const char *text);

/*
 * Reads a file. False: `error` says what is wrong with file and line. A file with a secret that
 * others may read is wrong (checked on the open file, not its name), and so is one whose secret is
 * not that of its public key. need_secret: so is a file without one.
 */
bool curve_key_read(struct curve_key *key, const char *path, bool need_secret, char *error,
		    size_t size);
/* Reads from memory; `name` stands for the file in messages. For fuzzing, and for the above. */
bool curve_key_parse(struct curve_key *key, const char *name, const char *text, size_t n,
		     char *error, size_t size);

/* Makes a new pair; `name` is cut to what fits. False: this libzmq has no CURVE. */
bool curve_key_make(struct curve_key *key, const char *name);

/*
 * A public key as one gives it on a command line: a file that has it, or its 40 characters. What is
 * there as a file is one, because a path of 40 characters may look like a key. key->name is "" when
 * it was given itself. False: `error`.
 */
bool curve_key_given(struct curve_key *key, const char *given, char *error, size_t size);

/*
 * Writes the file whole or not at all (temporary file, fsync, link), 0600 if there is a secret,
 * else 0644. An existing file is not overwritten. False: `error` says why.
 */
bool curve_key_write(const struct curve_key *key, const char *path, char *error, size_t size);

/* Overwrites it. */
void curve_key_forget(struct curve_key *key);

#endif
