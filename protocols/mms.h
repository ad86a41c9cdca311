/* MMS (ISO 9506, IEC 61850-8-1, TASE.2) as a user of COTP, with the OSI layers in between. */
#ifndef KAGAMI_MMS_H
#define KAGAMI_MMS_H

#include "protocols/protocol.h"

/* Could c be a session PDU that carries MMS or ACSE? */
enum probe mms_probe(struct cur c, enum dir dir);

/* Reads the session PDUs in d->c and what is in them. */
void mms_read(struct dec *d);

#endif
