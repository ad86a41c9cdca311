/* What the files of the MMS decoder share. */
#ifndef KAGAMI_MMS_INSIDE_H
#define KAGAMI_MMS_INSIDE_H

#include "protocols/asn.h"
#include "protocols/mms_fields.h"

enum { MMS_OBJECTS = 64 }; /* objects of a message that get an operation of their own */

/* An object's name as it lies in the message, or, of an answer, in the note of its request. */
struct mms_name {
	struct cur domain; /* broken or empty: none */
	struct cur item;
};

/* A range of d->values. */
struct mms_range {
	uint16_t first, end;
};

/* A message that is being read. */
struct mms {
	struct asn_walk w;
	int64_t invoke;
	bool has_invoke;
	int service; /* number of the confirmed service; -1: none */
	unsigned nnames;
	struct mms_name name[MMS_OBJECTS];
	struct mms_range named[MMS_OBJECTS]; /* values of each object's name */
	struct mms_range more[MMS_OBJECTS];  /* values that were derived for it */
};

/* What a name asks for, if it is one of a command (IEC 61850-8-1, clause 20). */
enum mms_action {
	MMS_NO_ACTION,
	MMS_SELECT,
	MMS_SELECT_VALUE,
	MMS_OPERATE,
	MMS_CANCEL_ACTION,
	MMS_TERMINATION,
	MMS_APPLICATION_ERROR,
};

enum { MMS_SERVICE_READ = 4, MMS_SERVICE_WRITE = 5 };

/* The first value of a field from value `from` on, or NULL. */
const struct value *mms_first(const struct dec *d, unsigned field, unsigned from);

/* "domain/item", or the one that there is, in the scratch space. */
const char *mms_object(struct dec *d, const struct mms_name *name);

/* Element i of the list that the walk kept. False: there is none. */
bool mms_item(const struct mms *m, unsigned i, struct ber *e);

/* The scalars among d->values[first .. end - 1] as the operation's value. */
void mms_values(struct dec *d, struct mms_range r);

/* Records the validity of each quality (13 bits, then a time) among the values. */
void mms_quality(struct dec *d, struct mms_range r);

/* mms_objects.c: the names of variables in the message, and where their values are. */
void mms_find_names(struct dec *d, struct mms *m);

/* What a service that is not about variables is about, as the only name. */
void mms_subject(struct dec *d, struct mms *m);

/* Keeps the names of a request until its answer, and gets them back; then they are good until the
 * next message. */
void mms_keep_names(struct dec *d, const struct mms *m);
void mms_recall_names(struct dec *d, struct mms *m);

/* The object as that of the operation. */
void mms_name_operation(struct dec *d, const struct mms_name *name);

/* mms_operations.c: an operation for each object of a read or write. */
void mms_variables(struct dec *d, struct mms *m, bool response);

/* The same for an information report of variables: terminations of commands, mostly. */
void mms_termination(struct dec *d, struct mms *m);

/* What the name of object i says beyond its service: a command, or its answer. */
void mms_read_command(struct dec *d, struct mms *m, unsigned i, bool response);

/* mms_control.c: what kind of command the object's name asks for. */
enum mms_action mms_action_of(const struct mms_name *name);

/*
 * A command that is sent in a write (data: its structure) or a read (data: NULL), or a command
 * termination: records its fields and remembers it for the flow. What it is: d->ot.
 */
void mms_command(struct dec *d, const struct mms_name *name, enum mms_action action,
		 const struct ber *data);

/* The device's answer to it: done, refused; selected: what it answered to a select. */
void mms_command_answer(struct dec *d, const struct mms_name *name, enum mms_action action,
			bool done);

/* LastApplError, in a report of its own or before a termination. */
void mms_application_error(struct dec *d, const struct ber *data);

/* A value that was read: the control model of an object is remembered. */
void mms_learn_model(struct dec *d, const struct mms_name *name, const struct ber *data);

/* mms_report.c: an informationReport that is a report of IEC 61850. */
void mms_report(struct dec *d, struct mms *m);

#endif
