#include <errno.h>
#include <pcap/pcap.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pcaps/plant/capture.h"
#include "pcaps/plant/plant.h"

#define FRAME_MAX    65536
#define ADDRESSES    12		     /* destination and source MAC: the tag follows them */
#define MIRROR_DELAY UINT64_C(21000) /* ns between a frame and its copy */

struct frame {
	uint64_t time; /* 0: none */
	uint32_t caplen, len;
	uint8_t bytes[FRAME_MAX];
};

struct rewriting {
	const struct rewrite_options *o;
	struct capfile out;
	struct frame copy; /* waits for its place in time */
	unsigned long seen, written, copied, dropped;
};

static void write_frame(struct rewriting *r, const struct frame *f)
{
	uint32_t caplen = f->caplen;

	if (r->o->snaplen && caplen > (uint32_t)r->o->snaplen)
		caplen = (uint32_t)r->o->snaplen;
	capfile_add(&r->out, f->time, f->bytes, caplen, f->len);
	r->written++;
}

static void write_copy(struct rewriting *r)
{
	if (!r->copy.time)
		return;
	write_frame(r, &r->copy);
	r->copy.time = 0;
	r->copied++;
}

static void fill(struct frame *f, uint64_t time, const uint8_t *bytes, uint32_t caplen,
		 uint32_t len, long vlan)
{
	uint32_t tag = vlan >= 0 && caplen >= ADDRESSES ? 4 : 0;

	f->time = time;
	f->caplen = caplen + tag;
	f->len = len + tag;
	memcpy(f->bytes, bytes, caplen < ADDRESSES ? caplen : ADDRESSES);
	if (caplen < ADDRESSES)
		return;
	if (tag) {
		f->bytes[12] = 0x81;
		f->bytes[13] = 0x00;
		f->bytes[14] = (uint8_t)(vlan >> 8);
		f->bytes[15] = (uint8_t)vlan;
	}
	memcpy(f->bytes + ADDRESSES + tag, bytes + ADDRESSES, caplen - ADDRESSES);
}

static void rewrite_frame(struct rewriting *r, uint64_t time, const struct pcap_pkthdr *h,
			  const uint8_t *bytes)
{
	static struct frame now;
	const struct rewrite_options *o = r->o;

	if (h->caplen + 8 > FRAME_MAX)
		return;
	r->seen++;
	if (o->drop && r->seen % (unsigned long)o->drop == 0) {
		r->dropped++;
		return;
	}
	fill(&now, time, bytes, h->caplen, h->len, o->vlan);
	if (r->copy.time && r->copy.time <= time)
		write_copy(r);
	write_frame(r, &now);
	if (o->duplicate && r->seen % (unsigned long)o->duplicate == 0) {
		write_copy(r);
		fill(&r->copy, time + MIRROR_DELAY, bytes, h->caplen, h->len,
		     o->copy_vlan >= 0 ? o->copy_vlan : o->vlan);
	}
}

static bool cut_file(const struct rewrite_options *o)
{
	struct stat st;

	if (!o->cut)
		return true;
	if (stat(o->out, &st) < 0 || st.st_size <= o->cut ||
	    truncate(o->out, st.st_size - o->cut) < 0) {
		complain("cannot cut %ld bytes off %s: %s", o->cut, o->out,
			 errno ? strerror(errno) : "it is shorter");
		return false;
	}
	return true;
}

static pcap_t *open_file(const struct rewrite_options *o)
{
	char error[PCAP_ERRBUF_SIZE];
	struct bpf_program program;
	pcap_t *p =
		pcap_open_offline_with_tstamp_precision(o->in, PCAP_TSTAMP_PRECISION_NANO, error);

	if (!p) {
		complain("cannot read %s", error);
		return NULL;
	}
	if (pcap_datalink(p) != DLT_EN10MB) {
		complain("%s has no Ethernet frames", o->in);
		pcap_close(p);
		return NULL;
	}
	if (!o->keep)
		return p;
	if (pcap_compile(p, &program, o->keep, 1, PCAP_NETMASK_UNKNOWN) < 0 ||
	    pcap_setfilter(p, &program) < 0) {
		complain("filter '%s': %s", o->keep, pcap_geterr(p));
		pcap_close(p);
		return NULL;
	}
	pcap_freecode(&program);
	return p;
}

/* When a frame of the moment `time` of the file that begins at `first` is in the new one. */
static uint64_t new_time(const struct rewrite_options *o, uint64_t first, uint64_t time)
{
	uint64_t begin = o->begin ? (uint64_t)o->begin * 1000000000u : first;

	return begin + (time - first) * (o->stretch ? (uint64_t)o->stretch : 1);
}

int capture_rewrite(const struct rewrite_options *o)
{
	static struct rewriting r;
	struct pcap_pkthdr *h;
	const u_char *bytes;
	pcap_t *p = open_file(o);
	uint64_t first = 0;
	int got;

	if (!p)
		return FAILED;
	r = (struct rewriting){ .o = o };
	if (!capfile_create(&r.out, o->out, o->format, DLT_EN10MB,
			    o->snaplen ? (uint32_t)o->snaplen : 262144)) {
		pcap_close(p);
		return FAILED;
	}
	while ((got = pcap_next_ex(p, &h, &bytes)) == 1) {
		uint64_t time = (uint64_t)h->ts.tv_sec * 1000000000u + (uint64_t)h->ts.tv_usec;

		if (!first)
			first = time;
		if (time - first >= (uint64_t)o->skip_ms * 1000000u)
			rewrite_frame(&r, new_time(o, first, time), h, bytes);
	}
	write_copy(&r);
	if (got == -1)
		complain("%s: %s", o->in, pcap_geterr(p));
	pcap_close(p);
	if (!capfile_close(&r.out, o->out) || !cut_file(o))
		return FAILED;
	printf("%s: %lu frames read, %lu written, of them %lu copies; %lu dropped\n", o->out,
	       r.seen, r.written, r.copied, r.dropped);
	return got == -1 ? FAILED : DONE;
}
