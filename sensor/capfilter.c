#include "sensor/capfilter.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	SNAPLEN = 262144,
	RAW_IN_FILES = 101,
	ETHERTYPE_AT = 12,
	CUSTOMER_TAG = 0x8100, /* IEEE 802.1Q */
	SERVICE_TAG = 0x88a8,
	OLD_SERVICE_TAG = 0x9100,
};

/* Those of packet_link(), as libpcap numbers them. */
static const int links[] = {
	DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW, DLT_NULL, DLT_LOOP
};
enum { LINKS = sizeof links / sizeof *links };

struct program {
	unsigned linktype;
	bool good;
	struct bpf_program code;
	char error[PCAP_ERRBUF_SIZE];
};

struct capfilter {
	struct program programs[LINKS];
	struct program behind[CAPFILTER_TAGS]; /* the same behind one VLAN tag of Ethernet, two */
	uint64_t tagged[CAPFILTER_TAGS];
};

unsigned capfilter_link_of(int dlt)
{
	return dlt == DLT_RAW ? RAW_IN_FILES : (unsigned)dlt;
}

void capfilter_link_name(unsigned linktype, char name[CAPFILTER_NAME_MAX])
{
	int dlt = linktype == RAW_IN_FILES ? DLT_RAW : (int)linktype;
	const char *known = pcap_datalink_val_to_name(dlt);

	if (known)
		(void)snprintf(name, CAPFILTER_NAME_MAX, "%u (%s)", linktype, known);
	else
		(void)snprintf(name, CAPFILTER_NAME_MAX, "%u", linktype);
}

static void compile(struct program *p, int dlt, const char *expression, int optimize)
{
	pcap_t *dead = pcap_open_dead(dlt, SNAPLEN);

	p->linktype = capfilter_link_of(dlt);
	if (!dead) {
		(void)snprintf(p->error, sizeof p->error, "no memory for a filter");
		return;
	}
	p->good = pcap_compile(dead, &p->code, expression, optimize, PCAP_NETMASK_UNKNOWN) == 0;
	if (!p->good)
		(void)snprintf(p->error, sizeof p->error, "%s", pcap_geterr(dead));
	pcap_close(dead);
}

/* An expression that does not fit behind a tag has nothing to look for there. */
static void compile_behind(struct program *p, const char *tags, const char *expression)
{
	char *text = NULL;

	if (asprintf(&text, "%s and (%s)", tags, expression) < 0)
		return;
	compile(p, DLT_EN10MB, text, 1);
	free(text);
}

int capfilter_new(struct capfilter **filter, const char *expression, char *error, size_t n)
{
	struct capfilter *f = calloc(1, sizeof *f);
	bool good = false;

	*filter = NULL;
	if (!f) {
		(void)snprintf(error, n, "no memory for a filter");
		return -1;
	}
	for (size_t i = 0; i < LINKS; i++) {
		compile(&f->programs[i], links[i], expression, 1);
		good = good || f->programs[i].good;
	}
	if (!good) {
		(void)snprintf(error, n, "filter '%s': %s; see pcap-filter(7)", expression,
			       f->programs[0].error);
		capfilter_free(f);
		return -1;
	}
	compile_behind(&f->behind[0], "vlan", expression);
	compile_behind(&f->behind[1], "vlan and vlan", expression);
	*filter = f;
	return 0;
}

bool capfilter_check(const char *expression, char *error, size_t n)
{
	for (size_t i = 0; i < LINKS; i++) {
		struct program p = { .good = false };

		compile(&p, links[i], expression, 0);
		if (p.good) {
			pcap_freecode(&p.code);
			return true;
		}
		if (i == 0)
			(void)snprintf(error, n, "'%.100s': %s; see pcap-filter(7)", expression,
				       p.error);
	}
	return false;
}

static const struct program *program_of(const struct capfilter *f, unsigned linktype)
{
	for (size_t i = 0; i < LINKS; i++)
		if (f->programs[i].linktype == linktype)
			return &f->programs[i];
	return NULL;
}

static bool passes(const struct program *p, const struct frame *frame)
{
	uint32_t captured = (uint32_t)cur_left(&frame->bytes);
	const struct pcap_pkthdr h = { .caplen = captured, .len = frame->wire_len };

	return p->good && pcap_offline_filter(&p->code, &h, frame->bytes.p) != 0;
}

static bool has_tag(const struct frame *frame)
{
	struct cur c = frame->bytes;
	uint16_t type;

	cur_skip(&c, ETHERTYPE_AT);
	type = cur_be16(&c);
	return frame->linktype == DLT_EN10MB &&
	       (type == CUSTOMER_TAG || type == SERVICE_TAG || type == OLD_SERVICE_TAG);
}

bool capfilter_match(struct capfilter *f, const struct frame *frame)
{
	const struct program *p = program_of(f, frame->linktype);

	if (p && passes(p, frame))
		return true;
	if (!has_tag(frame))
		return false;
	for (unsigned i = 0; i < CAPFILTER_TAGS; i++)
		if (passes(&f->behind[i], frame)) {
			f->tagged[i]++;
			break;
		}
	return false;
}

uint64_t capfilter_tagged(const struct capfilter *f, unsigned tags)
{
	return f->tagged[tags - 1];
}

const char *capfilter_misfit(const struct capfilter *f, unsigned linktype)
{
	const struct program *p = program_of(f, linktype);

	if (!p)
		return "the link type is not supported";
	return p->good ? NULL : p->error;
}

void capfilter_free(struct capfilter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < LINKS; i++)
		if (f->programs[i].good)
			pcap_freecode(&f->programs[i].code);
	for (size_t i = 0; i < CAPFILTER_TAGS; i++)
		if (f->behind[i].good)
			pcap_freecode(&f->behind[i].code);
	free(f);
}
