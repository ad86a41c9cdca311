#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/s7_kit.h"
#include "tests/unit/hex.h"
#include "tests/unit/test.h"

enum { TEXT = 8192, COTP = 7 };

void s7_begin(struct s7_talk *t)
{
	memset(t, 0, sizeof(*t));
	assert_true(notes_init(&t->notes, 64));
	t->at = 1000000000;
}

void s7_end(struct s7_talk *t)
{
	notes_free(&t->notes);
	free(t->bytes);
	t->bytes = NULL;
}

void s7_say(struct s7_talk *t, enum dir dir, const char *tpkt)
{
	size_t n = hex_length(tpkt);

	free(t->bytes);
	t->bytes = calloc(1, n > 0 ? n : 1);
	assert_non_null(t->bytes);
	(void)hex_bytes(tpkt, t->bytes);
	t->at += 1000000;
	t->m.d.c = cur_of(t->bytes, n);
	t->m.d.dir = dir;
	t->m.d.frame = t->m.d.message = ++t->frames;
	t->m.d.at = t->at;
	t->m.d.pairs = &t->pairs;
	t->m.d.notes = &t->notes;
	t->m.d.flow = 1;
	t->m.d.state = t->state;
	decode(&t->m.d, &protocol_cotp);
}

static void say(struct s7_talk *t, enum dir dir, const char *pdu)
{
	char tpkt[TEXT + 32];

	(void)snprintf(tpkt, sizeof(tpkt), "0300 %04x 02f080 %s",
		       (unsigned)(hex_length(pdu) + COTP), pdu);
	s7_say(t, dir, tpkt);
}

void s7_ask(struct s7_talk *t, const char *pdu)
{
	say(t, DIR_REQUEST, pdu);
}

void s7_answer(struct s7_talk *t, const char *pdu)
{
	say(t, DIR_RESPONSE, pdu);
}

void s7_job(struct s7_talk *t, unsigned ref, const char *param, const char *data)
{
	char pdu[TEXT];

	(void)snprintf(pdu, sizeof(pdu), "32 01 0000 %04x %04x %04x %s %s", ref,
		       (unsigned)hex_length(param), (unsigned)hex_length(data), param, data);
	say(t, DIR_REQUEST, pdu);
}

void s7_done(struct s7_talk *t, unsigned ref, const char *param, const char *data)
{
	char pdu[TEXT];

	(void)snprintf(pdu, sizeof(pdu), "32 03 0000 %04x %04x %04x 0000 %s %s", ref,
		       (unsigned)hex_length(param), (unsigned)hex_length(data), param, data);
	say(t, DIR_RESPONSE, pdu);
}

void s7_user_ask(struct s7_talk *t, unsigned group, unsigned func, const char *data)
{
	char pdu[2048];
	size_t n = 0;

	for (const char *c = data; *c != '\0'; c++)
		n += *c != ' ';
	(void)snprintf(pdu, sizeof(pdu),
		       "32 07 0000 0100 0008 %04x 000112 04 11 4%x %02x 00 ff 09 %04x %s",
		       (unsigned)(n / 2 + 4), group, func, (unsigned)(n / 2), data);
	s7_ask(t, pdu);
}

void s7_user_answer(struct s7_talk *t, unsigned group, unsigned func, const char *tail,
		    const char *data)
{
	char pdu[2048];
	size_t n = 0;

	for (const char *c = data; *c != '\0'; c++)
		n += *c != ' ';
	(void)snprintf(pdu, sizeof(pdu),
		       "32 07 0000 0100 000c %04x 000112 08 12 8%x %02x 01 %s ff 09 %04x %s",
		       (unsigned)(n / 2 + 4), group, func, tail, (unsigned)(n / 2), data);
	s7_answer(t, pdu);
}
