#include "sensor/capfilter.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

enum { SNAPLEN = 262144, RAW_IN_FILES = 101 };

/* Those of packet_link(), as libpcap numbers them. */
static const int links[] = {
	DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW, DLT_NULL, DLT_LOOP
};
enum { LINKS = sizeof links / sizeof *links };

struct capfilter {
	struct program {
		unsigned linktype;
		bool good;
		struct bpf_program code;
		char error[PCAP_ERRBUF_SIZE];
	} programs[LINKS];
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

bool capfilter_match(const struct capfilter *f, const struct frame *frame)
{
	const struct program *p = program_of(f, frame->linktype);
	uint32_t captured = (uint32_t)cur_left(&frame->bytes);
	const struct pcap_pkthdr h = { .caplen = captured, .len = frame->wire_len };

	return p && p->good && pcap_offline_filter(&p->code, &h, frame->bytes.p) != 0;
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
	free(f);
}
