/*
 * Inside the decoder of SLMP (MC protocol): what its files (slmp*.c) share.
 */
#ifndef KAGAMI_SLMP_H
#define KAGAMI_SLMP_H

#include "protocols/protocol.h"
#include "protocols/slmp_fields.h"

enum slmp_frame { SLMP_1E = 1, SLMP_3E = 3, SLMP_4E = 4 };

/* Bits of a subcommand. */
enum {
	SLMP_SUB_BITS = 0x01,
	SLMP_SUB_IQR = 0x02,
	SLMP_SUB_UNICODE = 0x40,
	SLMP_SUB_EXTENDED = 0x80
};

/* What a flow keeps. */
struct slmp_state {
	uint8_t remote;	  /* what the last remote command made of the CPU; 0: none was seen */
	uint16_t refused; /* passwords */
};

/* What struct pair's ask[] holds of a request. */
enum {
	SLMP_ASK_CMD, /* command */
	SLMP_ASK_SUB, /* the device's code, four bits of the subcommand, bits 19 to 22 of the number
		       */
	SLMP_ASK_LOW, /* bits 0 to 15 of the device's number, or a file pointer */
	SLMP_ASK_POINTS, /* bits 16 to 18 of the number, points */
};

struct slmp;

/* A command: how its messages are read. */
struct slmp_command {
	uint16_t cmd;
	uint8_t op; /* enum ot_op */
	/* What follows the subcommand or the end code, a letter a part (slmp_plain.c); "" nothing.
	 */
	const char *request, *response;
	/* Instead of them, where that does not do. */
	void (*read)(struct dec *d, struct slmp *m);
};

/* A message while it is read. */
struct slmp {
	enum slmp_frame frame;
	bool ascii;
	bool response;
	uint16_t cmd, sub, end;		/* of a response: the request's command and subcommand */
	const struct slmp_command *row; /* NULL: none is known */
	const struct pair *asked;	/* of a response: the request; NULL: unknown */
	struct pair *pair;		/* of a request: what its response will find; NULL: none */
	struct slmp_state *state;	/* NULL: a flow without */
	bool model;			/* a part was the model's name */
};

/* One address of devices. */
struct slmp_device {
	uint32_t code, number;
	uint16_t extension; /* module or network */
	uint8_t memory;	    /* 0: the station's own devices */
};

/* Numbers: n bytes in binary, twice as many characters in ASCII. */
uint64_t slmp_number(const struct slmp *m, struct cur *c, unsigned n);
/* Reads one, records it for field f (an id), returns it. */
uint64_t slmp_take(struct dec *d, const struct slmp *m, unsigned f, unsigned n);
/* Bytes that n bytes of binary take. */
size_t slmp_size(const struct slmp *m, size_t n);
/* What is left, as bytes. */
void slmp_rest(struct dec *d);
/* n bytes of the message that are numbers in ASCII: as bytes, in the message or in the scratch. */
struct cur slmp_bytes(struct dec *d, const struct slmp *m, size_t n);

/* n words (width 2) or double words (4) as values of field f, and of the operation. */
void slmp_words(struct dec *d, const struct slmp *m, unsigned f, unsigned width, uint32_t n);
/* n bits, one to four bits of binary or a character. */
void slmp_bits(struct dec *d, const struct slmp *m, uint32_t n);

/* An address of the subcommand's form; records it. */
struct slmp_device slmp_device(struct dec *d, const struct slmp *m, struct cur *c, bool tell);
/* Makes it the operation's object. */
void slmp_object(struct dec *d, const struct slmp_device *at);
/* What the response will need of the subcommand, and back. */
void slmp_ask_sub(struct slmp *m);
uint16_t slmp_asked_sub(const struct pair *asked);
/* The same of a device. */
void slmp_ask_device(struct slmp *m, const struct slmp_device *at, uint32_t points);
struct slmp_device slmp_asked_device(const struct slmp *m, uint32_t *points);
/* The operating state, if SD203 is among the words that were just read from the device. */
void slmp_cpu_state(struct dec *d, const struct slmp_device *at, uint32_t n);

/* The devices of commands in 3E and 4E frames. */
void slmp_batch(struct dec *d, struct slmp *m);
void slmp_random(struct dec *d, struct slmp *m);
void slmp_block(struct dec *d, struct slmp *m);
void slmp_monitor(struct dec *d, struct slmp *m);
/* Buffer memories and labels. */
void slmp_memory(struct dec *d, struct slmp *m);
void slmp_label(struct dec *d, struct slmp *m);
/* Everything that parts describe. */
void slmp_plain(struct dec *d, struct slmp *m);

/* Is it a command of 3E and 4E frames? NULL: no. */
const struct slmp_command *slmp_find(uint16_t cmd);

/* Notes of a flow, by what they are of. */
enum slmp_note { SLMP_NOTE_REQUEST = 1, SLMP_NOTE_MONITOR, SLMP_NOTE_FILE, SLMP_NOTE_OBJECT };
/* The key of one. */
uint64_t slmp_key(enum slmp_note kind, uint64_t of);
/* Keeps bytes under it, in place of what was there. */
void slmp_keep(struct dec *d, uint64_t key, struct cur bytes);
/* The kept bytes; none: broken. Ends the note. */
struct cur slmp_kept(struct dec *d, uint64_t key, bool end);

/* 1E frames: are these the beginning of one? Length of the first; as segment(). */
enum probe slmp_1e_probe(struct cur c, enum dir dir);
long slmp_1e_segment(struct cur c, enum dir dir);
void slmp_1e(struct dec *d, struct slmp *m);
/* Is it in ASCII? The first four characters say so, or as many as there are. */
bool slmp_is_ascii(const struct cur *c);

/* After the message: what remote commands and passwords make of the flow. */
void slmp_follow(struct dec *d, struct slmp *m);
/* Names the command; op and function. */
void slmp_name(struct dec *d, struct slmp *m);

#endif
