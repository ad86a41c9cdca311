#include "protocols/cotp.h"
#include "protocols/mms.h"
#include "protocols/protocols.h"
#include "protocols/s7comm.h"

const struct cotp_user cotp_users[] = {
	{ &protocol_mms, mms_probe, mms_read, NULL },
	{ &protocol_s7comm, s7_probe, s7_read, s7_called },
	{ NULL, NULL, NULL, NULL },
};
