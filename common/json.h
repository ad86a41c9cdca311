#ifndef COMMON_JSON_H
#define COMMON_JSON_H
/*
 * JSON (RFC 8259) into a fixed buffer: commas, escaping and UTF-8 are seen to here, so that what
 * comes out is well-formed whatever the bytes that went in. Nothing is allocated.
 *
 *	struct json j = json_to(buf, sizeof(buf));
 *	json_open(&j);
 *	json_key(&j, "modbus.func_code");
 *	json_uint(&j, 3);
 *	json_close(&j);
 *	if (!j.overflow)
 *		fwrite(buf, 1, j.len, f);
 *
 * Without a flush function a text that does not fit sets `overflow`: what is in the buffer is then
 * a beginning of the text and no JSON. With one, the buffer is emptied into it when it is full.
 *
 * Text: control characters, '"', '\' and U+007F are escaped; valid UTF-8 is kept as it is; what is
 * not valid UTF-8 becomes U+FFFD, written \ufffd, one for each longest beginning of a valid
 * character, as the Unicode standard recommends (and Python's errors="replace" does). So that
 * text is always text; the bytes as they were are for json_hex().
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { JSON_DEPTH = 32 }; /* objects and arrays inside each other; deeper ones assert */

struct json {
	char *buf;  /* the caller's */
	size_t cap; /* its bytes */
	size_t len; /* written and not yet flushed; no NUL follows */
	bool overflow;
	bool keyed;	/* a key was written, its value comes next */
	uint8_t depth;	/* open objects and arrays */
	uint32_t some;	/* bit d: the object or array at depth d has a member */
	uint32_t array; /* bit d: it is an array */
	/* Takes n bytes at p; false: could not, overflow is set. NULL: there is only the buffer. */
	bool (*flush)(void *to, const char *p, size_t n);
	void *to;
};

/* A writer into the cap bytes at buf, which must outlive it. */
static inline struct json json_to(char *buf, size_t cap)
{
	return (struct json){ .buf = buf, .cap = cap };
}

/* Empties the buffer into the flush function. Call it at the end when there is one. */
void json_flush(struct json *j);

/* Copies n bytes into the text as they are, without a comma or quotes. */
void json_put_slow(struct json *j, const char *p, size_t n);
static inline void json_put(struct json *j, const char *p, size_t n)
{
	if (__builtin_expect(j->cap - j->len < n || j->overflow, 0)) {
		json_put_slow(j, p, n);
		return;
	}
	memcpy(j->buf + j->len, p, n);
	j->len += n;
}

/* What stands before each value: a comma unless it is the first or follows its key. */
static inline void json_comma(struct json *j)
{
	if (!j->keyed && (j->some >> j->depth & 1) != 0)
		json_put(j, ",", 1);
	j->some |= (uint32_t)1 << j->depth;
	j->keyed = false;
}

/* A line's end after a whole text: more texts may follow in the same buffer. */
static inline void json_newline(struct json *j)
{
	json_put(j, "\n", 1);
	j->some = 0;
}

/* {, }, [, ]. */
void json_open(struct json *j);
void json_close(struct json *j);
void json_open_array(struct json *j);
void json_close_array(struct json *j);

/* A member's name, which must need no escaping (ours do not). Its value must follow. */
static inline void json_key(struct json *j, const char *name)
{
	json_comma(j);
	json_put(j, "\"", 1);
	json_put(j, name, strlen(name));
	json_put(j, "\":", 2);
	j->keyed = true;
}

/* A member's name of any bytes, escaped as text is. */
void json_key_text(struct json *j, const char *name);

void json_uint(struct json *j, uint64_t u);
void json_int(struct json *j, int64_t i);
/* The shortest text that reads back as x; NaN and infinities, which JSON has not, become null. */
void json_float(struct json *j, double x);
/* The same for a number that was four bytes on the wire. */
void json_float32(struct json *j, float x);
void json_bool(struct json *j, bool b);
void json_nothing(struct json *j);

/* A string up to the NUL; NULL: null. */
void json_text(struct json *j, const char *s);
/* A string of n bytes, NULs among them escaped. */
void json_text_n(struct json *j, const void *p, size_t n);
/* A string of bytes as Wireshark writes them: "01:02:0a". */
void json_hex(struct json *j, const uint8_t *p, size_t n);
/* A string of a MAC address: "00:80:f4:0a:11:02". */
static inline void json_mac(struct json *j, const uint8_t mac[6])
{
	json_hex(j, mac, 6);
}
/* Strings of four and of sixteen bytes: "10.0.0.1", "fe80::1" (RFC 5952). */
void json_ipv4(struct json *j, const uint8_t ip[4]);
void json_ipv6(struct json *j, const uint8_t ip[16]);
/* A string: ns since 1970-01-01 UTC as "2024-05-01T12:00:00.000000001Z" (RFC 3339). */
void json_time(struct json *j, uint64_t ns);
/* A number: ns as seconds with all nine decimals, 0.001500000. */
void json_seconds(struct json *j, uint64_t ns);

/* The same texts without quotes, for people; each ends in a NUL and returns its length. */
enum { TEXT_IP = 46, TEXT_MAC = 18, TEXT_TIME = 31 };
size_t text_ipv4(char *out, const uint8_t ip[4]); /* 16 bytes at out are enough */
size_t text_ipv6(char out[TEXT_IP], const uint8_t ip[16]);
size_t text_mac(char out[TEXT_MAC], const uint8_t mac[6]);
size_t text_time(char out[TEXT_TIME], uint64_t ns);

/*
 * Length of the valid UTF-8 character at p (1 to 4), of which n > 0 bytes are there; if it is not
 * valid, 0, and *bad is how many bytes one U+FFFD stands for (1 to 3).
 */
size_t utf8_next(const uint8_t *p, size_t n, size_t *bad);

#endif
