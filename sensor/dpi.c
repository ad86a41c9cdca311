/*
 * The only file that knows nDPI, which renames and moves things in every release. What differs
 * between 4.2 (Debian 12) and today stands first, each with the release that changed it; below,
 * there is one API. tests/ndpi-stub/ declares those releases, so that each branch is compiled.
 */
#include "sensor/dpi.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wvariadic-macros"
#if __has_include(<ndpi_api.h>)
#include <ndpi_api.h>
#else
#include <ndpi/ndpi_api.h>
#endif
#pragma GCC diagnostic pop

/* What the releases do differently. Development versions have odd numbers: 4.5 leads to 4.6. */
#define VERSION(major, minor) ((major)*100 + (minor))
#define NDPI		      VERSION(NDPI_MAJOR, NDPI_MINOR)

#if NDPI < VERSION(4, 2)
#error "nDPI 4.2 or newer is needed"
#endif
#if NDPI >= VERSION(6, 0) && !defined(NDPI_LICENSE)
#error "nDPI 6 wants to be told its licence: -DNDPI_LICENSE=<a value of enum ndpi_license_type>"
#endif

/* The account that the library's allocations go to: that of the engine now inside the library. */
static _Thread_local size_t *account;

#ifdef KAGAMI_NOMALLOC /* the build that counts what we allocate must not count the library */
void *__real_malloc(size_t size);
#define MALLOC __real_malloc
#else
#define MALLOC malloc
#endif

/* No header of ours before a block: the library frees some memory that libc gave it. */
static void *hook_malloc(size_t size)
{
	void *p = MALLOC(size);

	if (p && account)
		*account += malloc_usable_size(p);
	return p;
}

static void hook_free(void *p)
{
	size_t size = malloc_usable_size(p);

	if (account)
		*account -= size < *account ? size : *account;
	free(p);
}

/* 5.1: one function sets all hooks; hooks of calloc and realloc are wanted, others may be NULL. */
#if NDPI >= VERSION(5, 1)
static void *hook_calloc(size_t n, size_t size)
{
	void *p = size && n > SIZE_MAX / size ? NULL : hook_malloc(n * size);

	return p ? memset(p, 0, n * size) : NULL;
}

static void *hook_realloc(void *p, size_t size)
{
	size_t old = malloc_usable_size(p);
	void *moved = hook_malloc(size);

	if (moved && p) {
		memcpy(moved, p, old < size ? old : size);
		hook_free(p);
	}
	return moved;
}

static void hooks_install(void)
{
	ndpi_set_memory_alloction_functions(hook_malloc, hook_free, hook_calloc, hook_realloc, NULL,
					    NULL, NULL, NULL);
}
#else
static void hooks_install(void)
{
	set_ndpi_malloc(hook_malloc);
	set_ndpi_free(hook_free);
}
#endif

/*
 * 4.10: options by name instead of preference bits, and finalizing can fail. A name that a release
 * does not have is refused, without harm.
 */
#if NDPI >= VERSION(4, 10)
static int module_ready(struct ndpi_detection_module_struct *module)
{
	(void)ndpi_set_config(module, NULL, "packets_limit_per_flow", "0");   /* we limit */
	(void)ndpi_set_config(module, NULL, "flow_risk_lists.load", "0");     /* megabytes */
	(void)ndpi_set_config(module, NULL, "metadata.tcp_fingerprint", "0"); /* no fact of ours */
	return ndpi_finalize_initialization(module);
}
#else
static int module_ready(struct ndpi_detection_module_struct *module)
{
	ndpi_finalize_initialization(module);
	return 0;
}
#endif

/* 4.10: a global context, which may be NULL. 6.0: a licence is stated. */
#if NDPI >= VERSION(6, 0)
#define MODULE_INIT() ndpi_init_detection_module(NULL, NDPI_LICENSE)
#elif NDPI >= VERSION(4, 10)
#define MODULE_INIT() ndpi_init_detection_module(NULL)
#elif NDPI >= VERSION(4, 3)
#define MODULE_INIT() ndpi_init_detection_module(ndpi_no_prefs)
#else /* without its list of Tor's nodes: a megabyte, and of early 2022 */
#define MODULE_INIT() ndpi_init_detection_module(ndpi_dont_load_tor_hosts)
#endif

/* 5.0: all protocols are enabled without saying so. */
static struct ndpi_detection_module_struct *module_new(void)
{
	struct ndpi_detection_module_struct *module = MODULE_INIT();

	if (!module)
		return NULL;
#if NDPI < VERSION(5, 0)
	NDPI_PROTOCOL_BITMASK all;

	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(module, &all);
#endif
	if (module_ready(module) == 0)
		return module;
	ndpi_exit_detection_module(module);
	return NULL;
}

/* 4.6: the application may tell the direction, the library need not find out. */
static ndpi_protocol inspect(struct ndpi_detection_module_struct *module,
			     struct ndpi_flow_struct *flow, const uint8_t *l3, unsigned short len,
			     uint64_t now_ms, bool from_client)
{
#if NDPI >= VERSION(4, 6)
	struct ndpi_flow_input_info info = {
		.in_pkt_dir = from_client ? NDPI_IN_PKT_DIR_C_TO_S : NDPI_IN_PKT_DIR_S_TO_C,
		.seen_flow_beginning = NDPI_FLOW_BEGINNING_UNKNOWN,
	};

	return ndpi_detection_process_packet(module, flow, l3, len, now_ms, &info);
#else
	(void)from_client;
	return ndpi_detection_process_packet(module, flow, l3, len, now_ms);
#endif
}

/* 4.10: guessing is an option, on by default, no parameter. 5.0: nothing is told beside the answer.
 */
static ndpi_protocol give_up(struct ndpi_detection_module_struct *module,
			     struct ndpi_flow_struct *flow)
{
#if NDPI >= VERSION(5, 0)
	return ndpi_detection_giveup(module, flow);
#else
	u_int8_t guessed; /* the flow's confidence says the same, in all releases */

#if NDPI >= VERSION(4, 10)
	return ndpi_detection_giveup(module, flow, &guessed);
#else
	return ndpi_detection_giveup(module, flow, 1, &guessed);
#endif
#endif
}

/* 4.12: the pair of protocols became a structure of its own. */
#if NDPI >= VERSION(4, 12)
#define MASTER(p) ((p)->proto.master_protocol)
#define APP(p)	  ((p)->proto.app_protocol)
#else
#define MASTER(p) ((p)->master_protocol)
#define APP(p)	  ((p)->app_protocol)
#endif

/* 5.0: the answer says whether more packets can tell more. */
static bool answered(struct ndpi_detection_module_struct *module, struct ndpi_flow_struct *flow,
		     const ndpi_protocol *p)
{
#if NDPI >= VERSION(5, 0)
	(void)module;
	(void)flow;
	return p->state == NDPI_STATE_CLASSIFIED || p->state == NDPI_STATE_MONITORING;
#else
	if (APP(p) == NDPI_PROTOCOL_UNKNOWN && MASTER(p) == NDPI_PROTOCOL_UNKNOWN)
		return false;
	return !ndpi_extra_dissection_possible(module, flow);
#endif
}

/* 4.10: JA4 of the client comes. 4.14: JA3 of the client goes, that of the server stays. */
#if NDPI < VERSION(4, 14)
#define JA3(flow) ((flow)->protos.tls_quic.ja3_client)
#else
#define JA3(flow) ""
#endif
#if NDPI >= VERSION(4, 10)
#define JA4(flow) ((flow)->protos.tls_quic.ja4_client)
#else
#define JA4(flow) ""
#endif

/* 5.0 gave the number of "suspicious ESNI" to another risk. */
#if NDPI >= VERSION(5, 0)
#define RISK_21 "protocol_ip_mismatch"
#else
#define RISK_21 "tls_suspicious_esni"
#endif

#define RISK(bit, name) [bit] = name,
static const char *const risk_names[DPI_NRISKS] = {
#include "sensor/dpi_risks.h"
};

_Static_assert(NDPI_MAX_RISK <= DPI_NRISKS, "a risk has no bit");
_Static_assert(NDPI_TLS_OBSOLETE_VERSION == 7 && NDPI_UNSAFE_PROTOCOL == 22 &&
		       NDPI_SUSPICIOUS_ENTROPY == 35 && NDPI_TLS_CERTIFICATE_ABOUT_TO_EXPIRE == 41,
	       "the numbers of risks have changed");

const char *dpi_risk_name(unsigned bit)
{
	return bit < NDPI_MAX_RISK ? risk_names[bit] : NULL;
}

const char *dpi_risk_title(unsigned bit)
{
	return dpi_risk_name(bit) ? ndpi_risk2str((ndpi_risk_enum)bit) : NULL;
}

#define BYTES_PER_SLOT	4096	     /* what the library may hold for flows, times the slots */
#define BYTES_OF_CACHES (512 * 1024) /* its caches over all flows, allocated at first use */

/* One flow under inspection. */
struct slot {
	struct ndpi_flow_struct flow;
	struct dpi_facts facts; /* master, app, category: as last answered */
	unsigned packets;	/* it may still see */
	int next;		/* free slot after this one, -1 none */
	bool open, final;
};

struct dpi {
	struct ndpi_detection_module_struct *module;
	size_t bytes;	/* the library holds for this engine */
	size_t ceiling; /* of bytes */
	uint64_t starved;
	unsigned tcp_packets, udp_packets;
	int free; /* first free slot, -1 none; last freed first: its memory is warm */
	int nslots;
	struct slot slots[];
};

int dpi_new(struct dpi **out, unsigned slots, unsigned tcp_packets, unsigned udp_packets)
{
	struct dpi *d;

	*out = NULL;
	if (slots == 0 || slots > INT_MAX || tcp_packets == 0 || udp_packets == 0) {
		errno = EINVAL;
		return -1;
	}
	if (ndpi_detection_get_sizeof_ndpi_flow_struct() != sizeof(struct ndpi_flow_struct)) {
		errno = ENOTSUP;
		return -1;
	}
	d = calloc(1, sizeof(*d) + (size_t)slots * sizeof(*d->slots));
	if (!d)
		return -1;
	d->tcp_packets = tcp_packets;
	d->udp_packets = udp_packets;
	d->nslots = (int)slots;
	for (int i = 0; i < d->nslots; i++)
		d->slots[i].next = i + 1 < d->nslots ? i + 1 : -1;

	account = &d->bytes;
	hooks_install();
	d->module = module_new();
	account = NULL;
	if (!d->module) {
		free(d);
		errno = ENOMEM;
		return -1;
	}
	d->ceiling = d->bytes + BYTES_OF_CACHES + (size_t)slots * BYTES_PER_SLOT;
	*out = d;
	return 0;
}

void dpi_free(struct dpi *d)
{
	if (!d)
		return;
	for (int i = 0; i < d->nslots; i++)
		if (d->slots[i].open)
			dpi_close(d, i);
	account = &d->bytes;
	ndpi_exit_detection_module(d->module);
	account = NULL;
	free(d);
}

size_t dpi_slot_size(void)
{
	return sizeof(struct slot);
}

size_t dpi_bytes(const struct dpi *d)
{
	return d->bytes;
}

uint64_t dpi_starved(const struct dpi *d)
{
	return d->starved;
}

static struct slot *slot_at(struct dpi *d, int slot)
{
	assert(slot >= 0 && slot < d->nslots && d->slots[slot].open);
	return &d->slots[slot];
}

int dpi_open(struct dpi *d, uint8_t ip_proto)
{
	int i = d->free;

	if (i < 0)
		return -1;
	d->free = d->slots[i].next;
	d->slots[i].open = true;
	d->slots[i].packets = ip_proto == IPPROTO_TCP ? d->tcp_packets : d->udp_packets;
	return i;
}

void dpi_close(struct dpi *d, int slot)
{
	struct slot *s = slot_at(d, slot);

	account = &d->bytes;
	ndpi_free_flow_data(&s->flow);
	account = NULL;
	memset(s, 0, sizeof(*s));
	s->next = d->free;
	d->free = slot;
}

/* The bytes come from the network: what is printed somewhere else must be harmless. */
static void take_host(char *to, const char *from, size_t size)
{
	size_t n = size < DPI_HOST_SIZE ? size : DPI_HOST_SIZE;
	size_t i;

	for (i = 0; i + 1 < n && from[i]; i++)
		to[i] = from[i] > ' ' && from[i] < 0x7f ? from[i] : '?';
	to[i] = '\0';
}

/* A union of all protocols' data holds the fingerprints: only what looks like one is one. */
static void take_fingerprint(char *to, const char *from, size_t size)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz_";
	size_t len = strnlen(from, size);

	if (len + 1 == size && strspn(from, allowed) >= len)
		memcpy(to, from, size);
}

static bool carries_tls(uint16_t protocol)
{
	static const uint16_t carriers[] = { NDPI_PROTOCOL_TLS,	      NDPI_PROTOCOL_DTLS,
					     NDPI_PROTOCOL_QUIC,      NDPI_PROTOCOL_MAIL_SMTPS,
					     NDPI_PROTOCOL_MAIL_POPS, NDPI_PROTOCOL_MAIL_IMAPS };

	for (size_t i = 0; i < sizeof(carriers) / sizeof(*carriers); i++)
		if (protocol == carriers[i])
			return true;
	return false;
}

static void take_answer(struct dpi_facts *f, const ndpi_protocol *p)
{
	f->master = MASTER(p);
	f->app = APP(p);
	f->category = (uint16_t)p->category;
}

static void conclude(struct slot *s, struct dpi_facts *out)
{
	const struct ndpi_flow_struct *flow = &s->flow;
	struct dpi_facts *f = &s->facts;

	if (!s->final) {
		s->final = true;
		f->guessed = flow->confidence == NDPI_CONFIDENCE_MATCH_BY_PORT ||
			     flow->confidence == NDPI_CONFIDENCE_MATCH_BY_IP;
		f->risk = flow->risk;
		take_host(f->host, flow->host_server_name, sizeof(flow->host_server_name));
		f->tls = !f->guessed && (carries_tls(f->master) || carries_tls(f->app));
		if (f->tls) {
			take_fingerprint(f->ja3, JA3(flow), DPI_JA3_SIZE);
			take_fingerprint(f->ja3s, flow->protos.tls_quic.ja3_server, DPI_JA3_SIZE);
			take_fingerprint(f->ja4, JA4(flow), DPI_JA4_SIZE);
		}
	}
	*out = *f;
}

static bool looks_like_ip(const uint8_t *l3, size_t len)
{
	return (len >= 20 && l3[0] >> 4 == 4) || (len >= 40 && l3[0] >> 4 == 6);
}

/* One packet through the library. True: it knows all it will know. */
static bool look(struct dpi *d, struct slot *s, const uint8_t *l3, size_t len, uint64_t now_ns,
		 bool from_client)
{
	unsigned short n = len > USHRT_MAX ? USHRT_MAX : (unsigned short)len;
	ndpi_protocol p;
	bool done;

	account = &d->bytes;
	p = inspect(d->module, &s->flow, l3, n, now_ns / 1000000, from_client);
	done = answered(d->module, &s->flow, &p);
	account = NULL;
	take_answer(&s->facts, &p);
	return done;
}

bool dpi_packet(struct dpi *d, int slot, const uint8_t *l3, size_t len, uint64_t now_ns,
		bool from_client, struct dpi_facts *out)
{
	struct slot *s = slot_at(d, slot);

	if (s->final || (looks_like_ip(l3, len) && look(d, s, l3, len, now_ns, from_client))) {
		conclude(s, out);
		return true;
	}
	if (--s->packets > 0 && d->bytes <= d->ceiling)
		return false;
	if (s->packets > 0)
		d->starved++;
	dpi_finish(d, slot, out);
	return true;
}

void dpi_finish(struct dpi *d, int slot, struct dpi_facts *out)
{
	struct slot *s = slot_at(d, slot);

	if (!s->final) {
		ndpi_protocol p;

		account = &d->bytes;
		p = give_up(d->module, &s->flow);
		account = NULL;
		take_answer(&s->facts, &p);
	}
	conclude(s, out);
}

const char *dpi_protocol_name(const struct dpi *d, uint16_t protocol)
{
	const char *name = ndpi_get_proto_name(d->module, protocol);

	return name ? name : "Unknown";
}

const char *dpi_category_name(const struct dpi *d, uint16_t category)
{
	/* beyond its table the library prints into a buffer that all threads share */
	unsigned known = category < NDPI_PROTOCOL_NUM_CATEGORIES ? category : 0;
	const char *name = ndpi_category_get_name(d->module, (ndpi_protocol_category_t)known);

	return name && *name ? name : "Unspecified";
}

const char *dpi_version(void)
{
	return ndpi_revision();
}
