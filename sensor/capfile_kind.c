/*
 * What a file is by its first bytes, and what to do about it when it is nothing that we read.
 */
#include "sensor/capfile_inside.h"

#include <stdio.h>

enum { KIND_MOST = 24 }; /* bytes looked at */

/* ---- ours ------------------------------------------------------------------------------------ */

static const struct pcap_magic {
	uint32_t magic; /* as a number of the writer's byte order */
	uint32_t unit;	/* ns */
	uint32_t record;
} pcap_magics[] = {
	{ 0xa1b2c3d4, 1000, 16 },
	{ 0xa1b23c4d, 1, 16 },
	{ 0xa1b2cd34, 1000, 24 }, /* Kuznetzov: interface, protocol and packet type follow */
	{ 0xa12b3c4d, 1000, 16 }, /* NAVTEL */
};

static const struct pcap_magic *pcap_magic_of(struct capfile *f)
{
	for (int swap = 0; swap < 2; swap++) {
		f->swap = swap;
		for (size_t i = 0; i < sizeof pcap_magics / sizeof *pcap_magics; i++)
			if (capfile_u32(f, f->buf) == pcap_magics[i].magic)
				return &pcap_magics[i];
	}
	return NULL;
}

/* ---- others ---------------------------------------------------------------------------------- */

#define CONVERT "convert it first: editcap -F pcap"

static const struct other {
	const char *starts;
	size_t n;
	const char *what;
	const char *tool; /* decompresses to standard output; NULL: no compression */
} others[] = {
	/* clang-format off */
	{ "\x1f\x8b",                 2, "gzip",                 "zcat" },
	{ "\x1f\x9d",                 2, "compress",             "zcat" },
	{ "\xfd" "7zXZ",              5, "xz",                   "xzcat" },
	{ "\x28\xb5\x2f\xfd",         4, "zstd",                 "zstdcat" },
	{ "\x04\x22\x4d\x18",         4, "lz4",                  "lz4cat" },
	{ "BZh",                      3, "bzip2",                "bzcat" },
	{ "PK\x03\x04",               4, "zip",                  "unzip -p" },
	{ "7z\xbc\xaf\x27\x1c",       6, "7z",                   "7z x -so" },
	{ "snoop\0\0\0",              8, "a Solaris snoop capture",             NULL },
	{ "btsnoop\0",                8, "a Bluetooth btsnoop capture",         NULL },
	{ "GMBU",                     4, "a Microsoft Network Monitor capture", NULL },
	{ "RTSS",                     4, "a Microsoft Network Monitor capture", NULL },
	{ "TRSNIFF data    \x1a",    17, "a Network General Sniffer capture",   NULL },
	{ "XCP\0",                    4, "a NetXRay or Sniffer capture",        NULL },
	{ "\177ver",                  4, "an OmniPeek capture",                 NULL },
	{ "iptrace ",                 8, "an AIX iptrace capture",              NULL },
	{ "\x05VNF",                  4, "a Visual Networks capture",           NULL },
	{ "ObserverPktBuffe",        16, "an Observer capture",                 NULL },
	{ "CINS",                     4, "a NetScaler trace",                   NULL },
	{ "NetS",                     4, "a NetScaler trace",                   NULL },
	/* clang-format on */
};

/* ERF has no magic: a record is a time stamp, a type, flags, and lengths that fit each other. */
static bool looks_like_erf(const uint8_t *p, size_t n)
{
	enum { HEADER = 16, TYPES = 48, META = 27, LENGTH_MAX = 10000 };
	enum { YEAR_2000 = 946684800, YEAR_2038 = INT32_MAX };
	uint64_t seconds;
	unsigned type, record;

	if (n < HEADER)
		return false;
	seconds =
		(uint64_t)p[4] | (uint64_t)p[5] << 8 | (uint64_t)p[6] << 16 | (uint64_t)p[7] << 24;
	type = p[8] & 0x7f;
	record = (unsigned)p[10] << 8 | p[11];
	return (type == META || (seconds > YEAR_2000 && seconds < YEAR_2038)) && type > 0 &&
	       type <= TYPES && record >= HEADER && record <= LENGTH_MAX;
}

static void say_start(const struct capfile *f, size_t n, char *out, size_t cap)
{
	enum { SHOWN = 8 };
	size_t used = 0;
	bool text = true;

	if (n > SHOWN)
		n = SHOWN;
	for (size_t i = 0; i < n; i++)
		text = text && f->buf[i] >= ' ' && f->buf[i] <= '~';
	if (text) {
		(void)snprintf(out, cap, "\"%.*s\"", (int)n, (const char *)f->buf);
		return;
	}
	for (size_t i = 0; i < n && used < cap; i++)
		used += (size_t)snprintf(out + used, cap - used, i ? " %02x" : "%02x", f->buf[i]);
}

static void say_compressed(struct capfile *f, const struct other *o)
{
	if (f->size == 0 && strcmp(f->name, "standard input") == 0)
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "compressed (%s): decompress it first, e.g. ... | %s | "
				   "kagami-sensor read -",
				   o->what, o->tool);
	else
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "compressed (%s): decompress it first, e.g. %s %s | "
				   "kagami-sensor read -",
				   o->what, o->tool, f->name);
}

static void say_what_it_is(struct capfile *f, size_t n)
{
	char start[64] = "";

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const struct other *o = &others[i];

		if (n < o->n || memcmp(f->buf, o->starts, o->n) != 0)
			continue;
		if (o->tool)
			say_compressed(f, o);
		else
			(void)capfile_fail(f, CAPFILE_ERROR, "is %s; " CONVERT " %s OUT.pcap",
					   o->what, f->name);
		return;
	}
	if (looks_like_erf(f->buf, n)) {
		(void)capfile_fail(f, CAPFILE_ERROR,
				   "seems to be an ERF capture; " CONVERT " %s OUT.pcap", f->name);
		return;
	}
	say_start(f, n, start, sizeof start);
	(void)capfile_fail(f, CAPFILE_ERROR,
			   "not a capture file (starts with %s); expected pcap or pcapng", start);
}

bool capfile_kind(struct capfile *f)
{
	static const uint8_t section[4] = { 0x0a, 0x0d, 0x0d, 0x0a };
	const struct pcap_magic *magic;
	size_t n;

	/* Fewer bytes are no error yet: they may still say what the file is. */
	(void)capfile_need(f, KIND_MOST);
	if (f->error[0] != '\0')
		return false;
	n = f->end;
	if (n == 0) {
		(void)capfile_fail(f, CAPFILE_ERROR, "empty: there is no capture in it");
		return false;
	}
	magic = n >= sizeof magic->magic ? pcap_magic_of(f) : NULL;
	if (magic)
		return capfile_start_pcap(f, magic->unit, magic->record);
	if (n >= sizeof section && memcmp(f->buf, section, sizeof section) == 0)
		return capfile_start_ng(f);
	say_what_it_is(f, n);
	return false;
}
