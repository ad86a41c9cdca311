/* The list of protocols: one row each. Order is the order in which probes are asked. */
#ifndef KAGAMI_PROTOCOLS_H
#define KAGAMI_PROTOCOLS_H

#include "protocols/protocol.h"

/* clang-format off */
#define PROTOCOLS(P) \
	P(mbtcp) \
	P(mbrtu) \
	P(modbus) \
	P(umas) \
	P(goose) \
	P(arp) \
	P(lldp) \
	P(dhcp) \
	P(iec60870_104) \
	P(iec60870_101) \
	P(iec60870_asdu) \
	P(cotp) \
	P(mms) \
	P(sv) \
	P(dnp3) \
	P(synphasor) \
	P(enip) \
	P(cip) \
	P(cipio) \
	P(s7comm) \
	P(cciefb) \
	P(cclinkie) \
	P(opcua) \
	P(slmp) \
	P(omron) \
	P(pn_rt) \
	P(pn_dcp) \
	P(dcerpc) \
	P(pn_io)
/* clang-format on */

#define PROTOCOL_DECLARE_(p) extern const struct protocol protocol_##p;
PROTOCOLS(PROTOCOL_DECLARE_)
#undef PROTOCOL_DECLARE_

#define PROTOCOL_ID_(p) PROTOCOL_##p,
enum protocol_id { PROTOCOLS(PROTOCOL_ID_) PROTOCOL_COUNT };
#undef PROTOCOL_ID_

/* All of them, by id. */
extern const struct protocol *const protocols[PROTOCOL_COUNT];

#endif
