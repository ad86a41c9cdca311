#include "protocols/cotp.h"
#include "protocols/mms.h"
#include "protocols/protocols.h"

const struct cotp_user cotp_users[] = {
	{ &protocol_mms, mms_probe, mms_read },
	{ NULL, NULL, NULL },
};
