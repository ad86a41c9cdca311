#include "protocols/protocols.h"

#define PROTOCOL_ROW_(p) &protocol_##p,
const struct protocol *const protocols[PROTOCOL_COUNT] = { PROTOCOLS(PROTOCOL_ROW_) };
