/* S7comm above COTP: what cotp_users.c needs to know. */
#ifndef KAGAMI_S7COMM_H
#define KAGAMI_S7COMM_H

#include "protocols/protocol.h"

enum probe s7_probe(struct cur c, enum dir dir);
void s7_read(struct dec *d);
/* A connect request calls that TSAP: says which rack and slot it means, and remembers them. */
void s7_called(struct dec *d, struct cur tsap);

#endif
