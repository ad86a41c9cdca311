/*
 * What the files of the S7comm decoder share: the message being read, its state, its parts.
 */
#ifndef KAGAMI_S7COMM_INSIDE_H
#define KAGAMI_S7COMM_INSIDE_H

#include "protocols/s7comm_fields.h"

enum s7_rosctr { S7_JOB = 1, S7_ACK = 2, S7_ACK_DATA = 3, S7_USERDATA = 7 };

enum s7_cpu { S7_CPU_UNKNOWN, S7_CPU_RUN, S7_CPU_STOP, S7_CPU_STARTUP, S7_CPU_HOLD, S7_CPU_DEFECT };

enum {
	S7_READ = 0x04,
	S7_WRITE = 0x05,
	S7_REQUEST_DOWNLOAD = 0x1a,
	S7_DOWNLOAD_BLOCK = 0x1b,
	S7_DOWNLOAD_ENDED = 0x1c,
	S7_START_UPLOAD = 0x1d,
	S7_UPLOAD = 0x1e,
	S7_END_UPLOAD = 0x1f,
	S7_PI_SERVICE_FUNC = 0x28,
	S7_PLC_STOP = 0x29,
	S7_SETUP = 0xf0,
	S7_RETURN_OK = 0xff,
	/* what pair.ask[] has */
	S7_ASK_FUNC = 0,
	S7_ASK_EXTRA = 1,
};

/* Of the connection: the user's part of COTP's state. */
struct s7_state {
	uint64_t session; /* of S7comm-plus */
	uint16_t pdu;	  /* bytes of a message at most; 0: unknown */
	uint8_t cpu;	  /* enum s7_cpu */
	bool called;	  /* rack and slot are known */
	uint8_t rack, slot;
	bool password;	 /* the right one was given */
	uint8_t partial; /* of S7comm-plus: sides (1 client, 2 server) whose message goes on */
};

/* Keys of notes: what they are for, beside a number. */
enum s7_note { S7_NOTE_ITEMS = 1, S7_NOTE_TRANSFER, S7_NOTE_PARTS, S7_NOTE_NAME, S7_NOTE_CYCLE };

static inline uint64_t s7_key(enum s7_note what, uint64_t number)
{
	return UINT64_C(0x5337) << 48 | (uint64_t)what << 40 | number;
}

/* One message. */
struct s7 {
	struct s7_state *state; /* NULL: none */
	enum s7_rosctr rosctr;
	uint16_t pduref;
	uint16_t error;		  /* class and code; 0: none */
	uint8_t func;		  /* of a job */
	struct cur param, data;	  /* what is left of the two parts */
	const struct pair *asked; /* the request that it answers, or NULL */
};

/* An address, as it is read or written. */
struct s7_item {
	uint8_t syntax, size, area;
	uint16_t length, db;
	uint32_t address;
	const char *text; /* the object's name, in the scratch space */
};

/* Remembers that the controller is in that state, and says so. */
void s7_cpu_state(struct dec *d, struct s7 *m, enum s7_cpu cpu);

/* Reads an address from d->c and records it; false: there is none. The text is not made. */
bool s7_item_take(struct dec *d, struct s7_item *item);
/* The same without recording, of an address that was kept. */
bool s7_item_look(struct cur *c, struct s7_item *item);
/* The object's name: "DB10.DBX4.2". */
const char *s7_item_text(struct dec *d, const struct s7_item *item);
/* The item's value in these bytes becomes the operation's. */
void s7_item_value(struct dec *d, const struct s7_item *item, struct cur bytes);
/* Nothing is known of the item but its bytes. */
void s7_plain_value(struct dec *d, struct cur bytes);

/*
 * One item of data: return code, size, length, contents. Returns the contents and in *code the
 * return code. alone: nothing follows it, so that nothing fills it up. bare: it may have no more
 * than its return code.
 */
struct cur s7_data_item(struct dec *d, uint8_t *code, bool alone, bool bare);

/* Jobs and their answers, by function; the parameters behind the function are in m->param. */
void s7_variables(struct dec *d, struct s7 *m);
void s7_download(struct dec *d, struct s7 *m);
void s7_upload(struct dec *d, struct s7 *m);
void s7_pi_service(struct dec *d, struct s7 *m);
void s7_stop(struct dec *d, struct s7 *m);

/* Keeps addresses for the answer, or finds those kept for it; ended: they are not needed again. */
void s7_items_keep(struct dec *d, uint64_t key, struct cur items);
struct cur s7_items_kept(struct dec *d, uint64_t key, bool ended);
/* The item's name and length become the operation's object. */
void s7_item_name(struct dec *d, const struct s7_item *item);
/* What became of the item, by its return code. */
void s7_item_status(struct dec *d, uint8_t code);

/* A block's name: "DB10" of type "0A" and number "00010". NULL: the bytes are no name. */
const char *s7_block_text(struct dec *d, struct cur type, struct cur number);

/* User data: parameters and data in m. */
void s7_userdata(struct dec *d, struct s7 *m);
/* Of CPU functions: c has the data behind the head; request: it is one. */
void s7_szl(struct dec *d, struct s7 *m, struct cur c, bool request);
void s7_diagnostic(struct dec *d, struct s7 *m, struct cur c);
void s7_alarm(struct dec *d, struct s7 *m, unsigned func, struct cur c, bool request);
void s7_messages(struct dec *d, struct cur c, bool request);
/* Programmer commands and cyclic services. */
void s7_programmer(struct dec *d, struct s7 *m, unsigned func, struct cur c);
void s7_cyclic(struct dec *d, struct s7 *m, unsigned func, unsigned type, struct cur c);
/* Eight bytes of binary coded decimals, taken from d->c, as a time; 0: they are none. */
uint64_t s7_time(struct dec *d);

/* S7comm-plus. */
enum probe s7plus_probe(struct cur c, enum dir dir);
void s7plus_read(struct dec *d, struct s7_state *state);

/* What is left of d->c, which must be c: recorded as field f, if it is anything. */
static inline void s7_rest(struct dec *d, unsigned field)
{
	if (cur_ok(&d->c) && cur_left(&d->c) > 0)
		(void)dec_take_bytes(d, &s7comm_field_table[field], cur_left(&d->c));
}

#endif
