#include <pcap/pcap.h>
#include <string.h>

#include "pcaps/plant/capture.h"
#include "pcaps/plant/plant.h"

static pcap_t *open_interface(const struct record_options *o)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_create(o->interface, error);
	int result;

	if (!p) {
		complain("cannot record on %s: %s", o->interface, error);
		return NULL;
	}
	pcap_set_snaplen(p, (int)o->snaplen);
	pcap_set_promisc(p, 1);
	pcap_set_timeout(p, 50);
	pcap_set_buffer_size(p, 16 << 20);
	/* where nanoseconds are not to be had, microseconds are what is recorded */
	pcap_set_tstamp_precision(p, PCAP_TSTAMP_PRECISION_NANO);
	result = pcap_activate(p);
	if (result < 0) {
		complain("cannot record on %s: %s (%s)", o->interface, pcap_geterr(p),
			 pcap_statustostr(result));
		pcap_close(p);
		return NULL;
	}
	pcap_setnonblock(p, 1, error);
	return p;
}

struct sink {
	struct capfile file;
	unsigned long frames;
	uint32_t fraction_ns;
};

static void add_frame(u_char *user, const struct pcap_pkthdr *h, const u_char *bytes)
{
	struct sink *s;

	memcpy(&s, user, sizeof(s));
	capfile_add(&s->file,
		    (uint64_t)h->ts.tv_sec * 1000000000u + (uint64_t)h->ts.tv_usec * s->fraction_ns,
		    bytes, h->caplen, h->len);
	s->frames++;
}

int capture_record(const struct record_options *o)
{
	struct sink sink = { 0 }, *sink_of = &sink;
	pcap_t *p = open_interface(o);
	struct pcap_stat stat = { 0 };
	uint64_t end = o->seconds ? clock_now() + (uint64_t)o->seconds * 1000000000u : UINT64_MAX;
	u_char user[sizeof(sink_of)];
	int got;

	if (!p)
		return FAILED;
	sink.fraction_ns = pcap_get_tstamp_precision(p) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
	if (!capfile_create(&sink.file, o->path, o->format, pcap_datalink(p),
			    (uint32_t)o->snaplen)) {
		pcap_close(p);
		return FAILED;
	}
	memcpy(user, &sink_of, sizeof(user));
	do {
		got = pcap_dispatch(p, -1, add_frame, user);
		if (got == 0 && !clock_sleep_ms(20))
			break;
	} while (got >= 0 && !stop_asked() && clock_now() < end);
	/* what the kernel still holds */
	if (got >= 0)
		got = pcap_dispatch(p, -1, add_frame, user);
	if (got < 0)
		complain("recording on %s ended: %s", o->interface, pcap_geterr(p));
	pcap_stats(p, &stat);
	pcap_close(p);
	if (!capfile_close(&sink.file, o->path))
		return FAILED;
	printf("%s: %lu frames, %u dropped by the kernel\n", o->path, sink.frames, stat.ps_drop);
	return got < 0 ? FAILED : DONE;
}
