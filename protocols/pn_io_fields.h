/* The fields of PROFINET IO, shared by the files of the decoder (pn_io*.c). */
#ifndef KAGAMI_PN_IO_FIELDS_H
#define KAGAMI_PN_IO_FIELDS_H

#include "protocols/pn.h"
#include "protocols/pn_io_rows.h"

#define PN_ID_(id, ...) id,
enum { PNIO_ROWS(PN_ID_) PN_FIELD_COUNT };
#undef PN_ID_

extern const struct field pn_io_field_table[PN_FIELD_COUNT];
#define field_table pn_io_field_table

enum { PN_IOCRS = 4 };

/* A cyclic connection. */
struct pn_iocr {
	uint16_t type, reference, frame_id, length;
	uint32_t interval; /* 31.25 us from frame to frame */
};

/* What the blocks of a message say, for what is the same in every protocol. */
struct pn_said {
	bool response;
	const char *function;		 /* more than the call's name, or NULL */
	struct cur ar;			 /* 16 bytes: the application relation */
	struct cur name;		 /* of the controller's station */
	struct cur initiator, responder; /* MAC addresses, six bytes */
	bool record;			 /* slot, subslot and index are those of a record */
	uint16_t slot, subslot, index;
	struct cur data;		   /* the record's bytes */
	bool several;			   /* it consists of records itself */
	uint16_t last_index;		   /* of the record whose head was read last */
	size_t length;			   /* bytes that it has */
	uint8_t version_low;		   /* of the block that is read */
	uint32_t iocrs;			   /* also those that iocr has no room for */
	struct pn_iocr iocr[PN_IOCRS + 1]; /* the last one: where those without room go */
	uint8_t status[4];		   /* error code, decode, code 1, code 2 */
	bool has_im;			   /* I&M0: who the module is */
	uint16_t vendor;
	struct cur order, serial;
	uint8_t version[4];  /* prefix, x, y, z */
	const char *alarm;   /* what happened, or NULL */
	const char *channel; /* what is wrong with a channel, or NULL */
};

/* All blocks of d->c, which is left empty. */
void pn_io_blocks(struct dec *d, struct pn_said *s);

/* A block behind its head, whose contents are d->c. */
void pn_io_read_iocr(struct dec *d, struct pn_said *s);
void pn_io_read_iocr_answer(struct dec *d, struct pn_said *s);
void pn_io_read_expected(struct dec *d, struct pn_said *s);
void pn_io_read_differences(struct dec *d, struct pn_said *s);
void pn_io_read_identification(struct dec *d, struct pn_said *s);
void pn_io_read_filter(struct dec *d, struct pn_said *s);
void pn_io_read_alarm(struct dec *d, struct pn_said *s);
void pn_io_read_alarm_answer(struct dec *d, struct pn_said *s);
void pn_io_read_diagnosis(struct dec *d, struct pn_said *s);

/* The four bytes of a status from d->c, in the order code, decode, code 1, code 2 or turned. */
void pn_io_status(struct dec *d, struct pn_said *s, bool little);

/* The UUID of d->c as text; its bytes. */
struct cur pn_io_uuid(struct dec *d, unsigned field);

/* What a status other than 0 means, in the scratch space. */
const char *pn_io_error(struct dec *d, const uint8_t status[4]);

#endif
