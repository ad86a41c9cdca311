/*
 * Nothing that the recipient may not see is anywhere in a package: every text of an incident has a
 * mark that stands nowhere else, and every byte of every file, and every name of one, is searched
 * for each mark as it is, in base64 and in hexadecimal, and where everything of a kind is hidden in
 * many more ways: UTF-16, escapes of JSON and URLs, numbers, addresses as all kinds of programs
 * write them. And what is made of a secret (UUIDs, hashes, pseudonyms of others) is found without
 * knowing how it is made: what two incidents that differ in their secrets alone do not have in
 * common when they are written whole must not be in the package.
 */
#include "tests/unit/package_kit.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <sys/stat.h>

#include "collector/incident_files.h"
#include "tests/records/incidents.h"

enum { SITES = 1, ADDRESSES = 2, VALUES = 4, CONTACTS = 8, ALL = 15 };

/* What must be seen for a mark to be there. */
struct mark {
	const char *text;
	unsigned needs;
	enum tlp from; /* and how cleared at least: it is marked so in the record */
};

/* clang-format off */
static const struct mark marks[] = {
	{ "qzplant",               SITES, TLP_RED },     /* in the id, before the day */
	{ "QZSITENAME",            SITES, TLP_RED },
	{ "QZOPERATOR",            SITES, TLP_RED },
	{ "qzsensor1",             SITES, TLP_RED },
	{ "QZTARGETNAME",          SITES, TLP_RED },
	{ "QZOTHERNAME",           SITES, TLP_RED },
	{ "QZSOURCENAME",          SITES, TLP_RED },
	{ "QZZONEONE",             SITES, TLP_RED },
	{ "QZDEVICE.Unit",         SITES, TLP_RED },
	{ "QZOBJECT.Pump",         SITES, TLP_RED },
	{ "qzcapture0",            SITES, TLP_RED },
	{ "10.73.91.17",           ADDRESSES, TLP_CLEAR },
	{ "10.73.91.18",           ADDRESSES, TLP_CLEAR },
	{ "10.73.91.19",           ADDRESSES, TLP_CLEAR },
	{ "fd51:a2b3:c4d5::e6f7",  ADDRESSES, TLP_CLEAR },
	{ "00:80:f4:5b:6d:7e",     ADDRESSES, TLP_CLEAR },
	{ "0a495b11",              ALL + 1, TLP_CLEAR },      /* the first address's bytes: never */
	{ "QZVALUE4711",           VALUES, TLP_CLEAR },
	{ "QZVALUE0815",           VALUES, TLP_CLEAR },
	{ "QZASSIGNEE",            CONTACTS, TLP_CLEAR },   /* as a contact: RED, and that is looked for */
	{ "soc@qzmail.example.sg", CONTACTS, TLP_CLEAR },
	{ "+65 5550 9173",         CONTACTS, TLP_CLEAR },
	{ "QZANALYST",             CONTACTS, TLP_CLEAR },
	{ "cert.qzother.example",  CONTACTS, TLP_CLEAR },
	{ "QZTHEIRNUMBER",         CONTACTS, TLP_CLEAR },
	{ "QZNOTE",                ALL, TLP_RED },
	{ "QZSENTENCE",            SITES | ADDRESSES | VALUES, TLP_RED },
	{ "qzfile-01.pcap",        SITES | ADDRESSES | VALUES, TLP_RED },
};
/* clang-format on */
enum { MARKS = sizeof(marks) / sizeof(marks[0]) };

static struct incident incident;
static char text[KIT_TEXT];

static void note(const char *who, enum incident_action action, const char *what)
{
	struct incident_history *h = &incident.history[incident.nhistory++];

	memset(h, 0, sizeof(*h));
	h->time = SAMPLE_TIME;
	h->action = (uint8_t)action;
	SAMPLE_SET(h->who, "%s", who);
	SAMPLE_SET(h->text, "%s", what);
}

static void set_ends(void)
{
	static const uint8_t mac[] = { 0x00, 0x80, 0xf4, 0x5b, 0x6d, 0x7e };
	static const uint8_t ip6[] = { 0xfd, 0x51, 0xa2, 0xb3, 0xc4, 0xd5, 0,	 0,
				       0,    0,	   0,	 0,    0,    0,	   0xe6, 0xf7 };

	sample_end(&incident.source, "QZSOURCENAME", 66, 40882);
	memcpy(incident.source.ips[0].b, (const uint8_t[]){ 10, 73, 91, 17 }, 4);
	SAMPLE_SET(incident.target.name, "QZTARGETNAME");
	SAMPLE_SET(incident.target.zone, "QZZONEONE");
	memcpy(incident.target.ips[0].b, (const uint8_t[]){ 10, 73, 91, 18 }, 4);
	memcpy(incident.target.mac, mac, sizeof(mac));
	incident.target.nips = 2;
	incident.target.ips[1].n = 16;
	memcpy(incident.target.ips[1].b, ip6, sizeof(ip6));
	incident.ntargets = 1;
	sample_end(&incident.targets[0], "QZOTHERNAME", 14, 502);
	memcpy(incident.targets[0].ips[0].b, (const uint8_t[]){ 10, 73, 91, 19 }, 4);
}

/* Marks in every text, in sentences too. */
static void set_incident(enum tlp tlp)
{
	static const char leak[] = "QZSITENAME 10.73.91.17 00-80-F4-5B-6D-7E QZTARGETNAME "
				   "fd51:a2b3:c4d5:0::e6f7 QZVALUE4711 QZASSIGNEE";

	sample_plain(&incident, 1);
	set_ends();
	SAMPLE_SET(incident.id, "qzplant-20261120-0001");
	SAMPLE_SET(incident.site, "QZSITENAME");
	SAMPLE_SET(incident.device, "QZDEVICE.Unit");
	SAMPLE_SET(incident.object, "QZOBJECT.Pump");
	SAMPLE_SET(incident.title, "A title of %s", leak);
	SAMPLE_SET(incident.summary, "QZSENTENCE of %s", leak);
	SAMPLE_SET(incident.function, "Write at QZSITENAME by QZSOURCENAME");
	SAMPLE_SET(incident.rules[0].title, "Rule of %s", leak);
	SAMPLE_SET(incident.rules[0].id, "rule-for-QZSITENAME");
	SAMPLE_SET(incident.tlp, "%s", tlp_name(tlp));
	SAMPLE_SET(incident.assignee, "QZASSIGNEE");
	incident.nvalues = 2;
	SAMPLE_SET(incident.values[0], "QZVALUE4711");
	SAMPLE_SET(incident.values[1], "QZVALUE0815");
	incident.nsensors = 1;
	SAMPLE_SET(incident.sensors[0], "qzsensor1");
	incident.nevidence = 1;
	SAMPLE_SET(incident.evidence[0].sensor, "qzsensor1");
	SAMPLE_SET(incident.evidence[0].capture, "qzcapture0");
	SAMPLE_SET(incident.evidence[0].file, "qzfile-01.pcap");
	incident.nhistory = 0;
	note("QZANALYST", ACTION_NOTE, "QZNOTE about 10.73.91.18, QZVALUE0815 and qzplant");
	note("QZANALYST", ACTION_ASSIGNED, "QZASSIGNEE");
	note("cert.qzother.example", ACTION_SENT, "Revision 1, TLP:AMBER");
	incident.nrelated = 2;
	SAMPLE_SET(incident.related[0].id, "QZTHEIRNUMBER");
	SAMPLE_SET(incident.related[0].issuer, "cert.qzother.example");
	incident.related[0].relation = RELATED_ALTERNATIVE;
	SAMPLE_SET(incident.related[1].id, "qzplant-20261119-0007");
	SAMPLE_SET(incident.related[1].issuer, "%s", incident.issuer);
	incident.related[1].relation = RELATED_BEFORE;
}

/* ---- searching ---------------------------------------------------------------------------- */

static char small[KIT_TEXT]; /* text, in small letters */

static void make_small(char *out, const char *p, size_t n)
{
	for (size_t k = 0; k < n; k++)
		out[k] = (char)(p[k] >= 'A' && p[k] <= 'Z' ? p[k] + 32 : p[k]);
}

/* Without `exactly`: whether in small letters or not. */
static bool has(const char *p, size_t n, const char *what, size_t len, bool exactly)
{
	char little[1024], form[512];

	if (exactly)
		return memmem(p, n, what, len) != NULL;
	make_small(form, what, len);
	if (p == text)
		return memmem(small, n, form, len) != NULL;
	assert_true(n <= sizeof(little));
	make_small(little, p, n);
	return memmem(little, n, form, len) != NULL;
}

/* In base64, wherever in its groups of three it begins. */
static bool has_base64(const char *p, size_t n, const char *what, size_t len, int variant)
{
	for (size_t k = 0; k < 3; k++) {
		uint8_t bytes[256] = { 0 };
		char code[512];
		size_t from = (k * 8 + 5) / 6, to = (k + len) * 8 / 6;

		memcpy(bytes + k, what, len);
		(void)sodium_bin2base64(code, sizeof(code), bytes, k + len, variant);
		/* The two kinds differ in two characters only. */
		if (variant == sodium_base64_VARIANT_URLSAFE && strpbrk(code, "-_") == NULL)
			continue;
		if (has(p, n, code + from, to - from, true))
			return true;
	}
	return false;
}

static bool shows(const char *p, size_t n, const char *what)
{
	char hex[512], upper[256], lower[256];
	size_t len = strlen(what);

	for (size_t k = 0; k <= len; k++) {
		upper[k] = (char)toupper((unsigned char)what[k]);
		lower[k] = (char)tolower((unsigned char)what[k]);
	}
	if (has(p, n, what, len, false))
		return true;
	for (unsigned k = 0; k < 3; k++) {
		const char *form = k == 0 ? what : k == 1 ? upper : lower;

		if (k > 0 && strcmp(form, what) == 0)
			continue;
		(void)sodium_bin2hex(hex, sizeof(hex), (const uint8_t *)form, len);
		if (has(p, n, hex, strlen(hex), false) ||
		    has_base64(p, n, form, len, sodium_base64_VARIANT_ORIGINAL) ||
		    has_base64(p, n, form, len, sodium_base64_VARIANT_URLSAFE))
			return true;
	}
	return false;
}

/* ---- more ways to write it ----------------------------------------------------------------- */

/* How a character is written: before, that many figures to that base, behind. */
struct form {
	const char *before;
	unsigned base, figures;
	const char *behind;
};

static bool shows_escaped(const char *p, size_t n, const char *what, const struct form *form)
{
	char out[512];
	size_t at = 0;

	for (const char *c = what; *c != '\0'; c++) {
		unsigned v = (uint8_t)*c, figures = form->figures;

		if (figures == 0)
			figures = v < form->base * form->base ? 2 : 3;
		at += (size_t)snprintf(out + at, sizeof(out) - at, "%s", form->before);
		for (unsigned k = figures; k > 0; k--) {
			out[at + k - 1] = "0123456789abcdef"[v % form->base];
			v /= form->base;
		}
		at += figures;
		at += (size_t)snprintf(out + at, sizeof(out) - at, "%s", form->behind);
	}
	return has(p, n, out, at, false);
}

static bool shows_wide(const char *p, size_t n, const char *what)
{
	char out[256] = { 0 };
	size_t len = strlen(what);

	for (size_t k = 0; k < len; k++)
		out[2 * k] = what[k];
	/* The byte before or behind it is another character's. */
	return has(p, n, out, 2 * len - 1, true);
}

static bool shows_backwards(const char *p, size_t n, const char *what)
{
	char out[128] = "";
	size_t len = strlen(what);

	for (size_t k = 0; k < len; k++)
		out[k] = what[len - 1 - k];
	return has(p, n, out, len, false);
}

static bool shows_otherwise(const char *p, size_t n, const char *what)
{
	static const struct form forms[] = {
		{ "\\u", 16, 4, "" }, { "%", 16, 2, "" },   { "&#x", 16, 2, ";" },
		{ "&#", 10, 0, ";" }, { "\\x", 16, 2, "" }, { "\\", 8, 3, "" },
		{ "0x", 16, 2, "," }, { "", 16, 2, " " },   { "", 16, 2, ":" },
	};

	for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
		if (shows_escaped(p, n, what, &forms[k]))
			return true;
	}
	return shows_wide(p, n, what) || shows_backwards(p, n, what);
}

/* n bytes as a number, as bytes, as figures; from the front and from the back. */
static bool shows_bytes(const char *p, size_t n, const uint8_t *bytes, size_t count)
{
	uint8_t b[16];
	char hex[40], number[24];

	for (unsigned turned = 0; turned < 2; turned++) {
		uint64_t v = 0;

		for (size_t k = 0; k < count; k++) {
			b[k] = bytes[turned != 0 ? count - 1 - k : k];
			v = v << 8 | b[k];
		}
		(void)sodium_bin2hex(hex, sizeof(hex), b, count);
		(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)v);
		if (has(p, n, (char *)b, count, true) || has(p, n, hex, 2 * count, false) ||
		    (count <= 8 && has(p, n, number, strlen(number), true)))
			return true;
	}
	return false;
}

static bool shows_number(const char *p, size_t n, const char *mark)
{
	struct in_addr four;
	struct in6_addr six;
	uint8_t mac[6];
	char form[80];
	const uint8_t *b = (const uint8_t *)&four;

	if (inet_pton(AF_INET, mark, &four) == 1) {
		(void)snprintf(form, sizeof(form), "%u.%u.%u.%u", b[3], b[2], b[1], b[0]);
		if (shows(p, n, form))
			return true;
		(void)snprintf(form, sizeof(form), "%03u.%03u.%03u.%03u", b[0], b[1], b[2], b[3]);
		return shows(p, n, form) || shows_bytes(p, n, b, 4);
	}
	if (inet_pton(AF_INET6, mark, &six) == 1)
		return shows(p, n, "fd51:a2b3:c4d5:0000:0000:0000:0000:e6f7") ||
		       shows(p, n, "5.d.4.c.3.b.2.a.1.5.d.f") || shows_bytes(p, n, six.s6_addr, 16);
	if (sscanf(mark, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2], &mac[3],
		   &mac[4], &mac[5]) == 6)
		return shows(p, n, "00 80 f4 5b 6d 7e") || shows(p, n, "0080f4-5b6d7e") ||
		       shows(p, n, "0:80:f4:5b:6d:7e") || shows_bytes(p, n, mac, 6);
	return false;
}

/* The mark, and how else an address is written. */
static bool shows_mark(const char *p, size_t n, const char *mark)
{
	char other[64];
	size_t k = 0;

	if (shows(p, n, mark))
		return true;
	if (strcmp(mark, "00:80:f4:5b:6d:7e") == 0)
		return shows(p, n, "00-80-f4-5b-6d-7e") || shows(p, n, "0080f45b6d7e") ||
		       shows(p, n, "0080.f45b.6d7e");
	if (strchr(mark, '.') == NULL || strspn(mark, "0123456789.") != strlen(mark))
		return strcmp(mark, "fd51:a2b3:c4d5::e6f7") == 0 &&
		       (shows(p, n, "fd51:a2b3:c4d5:0") || shows(p, n, "fd51a2b3c4d5"));
	for (; mark[k] != '\0'; k++)
		other[k] = mark[k] == '.' ? '-' : mark[k];
	other[k] = '\0';
	return shows(p, n, other);
}

/* The whole package as bytes: names and contents, one behind the other. */
static size_t all_bytes(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	size_t n = (size_t)snprintf(text, sizeof(text), "%s\n", strrchr(path, '/'));

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s\n", e->d_name);
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			n += kit_read(path, e->d_name, text + n, sizeof(text) - n);
	}
	(void)closedir(d);
	assert_true(n < sizeof(text) - 1);
	make_small(small, text, n);
	return n;
}

static const struct record_party party = {
	.fqdn = "csirt.example.sg",
	.name = "Example CSIRT",
	.email = "soc@qzmail.example.sg",
	.telephone = "+65 5550 9173",
	.operator_name = "QZOPERATOR",
};

static bool pack(const char *folder, char *path, enum tlp clearance, unsigned sees)
{
	static const uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 7 };
	struct package_secret key;
	struct recipient to;
	char error[512] = "";

	kit_secret(&key, 1);
	kit_recipient(&to);
	to.clearance = clearance;
	to.sites = (sees & SITES) != 0;
	to.addresses = (sees & ADDRESSES) != 0;
	to.values = (sees & VALUES) != 0;
	to.contacts = (sees & CONTACTS) != 0;
	const struct package_order o = { .incident = &incident,
					 .to = &to,
					 .from = &party,
					 .key = &key,
					 .pseudonyms = pseudonyms,
					 .time = SAMPLE_TIME };

	return package_write(&o, folder, path, KIT_PATH, NULL, error, sizeof(error));
}

/* What a recipient so cleared may see of the mark's needs. */
static bool allowed(const struct mark *m, enum tlp clearance, unsigned sees)
{
	return (m->needs & ~sees) == 0 && clearance >= m->from;
}

/* Where nothing is to be seen, or all but one kind: enough to find whatever goes wrong. */
static bool thoroughly(enum tlp clearance, unsigned sees)
{
	unsigned hidden = ALL & ~sees;

	return sees == 0 ? clearance == TLP_CLEAR || clearance == TLP_RED
			 : clearance == TLP_RED && (hidden & (hidden - 1)) == 0;
}

static void search(const char *folder, enum tlp tlp, enum tlp clearance, unsigned sees)
{
	bool thorough = thoroughly(clearance, sees);
	char path[KIT_PATH];
	size_t n;

	set_incident(tlp);
	assert_true(pack(folder, path, clearance, sees));
	n = all_bytes(path);
	for (unsigned k = 0; k < MARKS; k++) {
		const char *mark = marks[k].text;

		if (allowed(&marks[k], clearance, sees))
			continue;
		if (shows_mark(text, n, mark) ||
		    (thorough && (shows_otherwise(text, n, mark) || shows_number(text, n, mark))))
			fail_msg("%s is in a package for TLP:%s that may see %x", marks[k].text,
				 tlp_name(clearance), sees);
	}
	if (clearance < TLP_RED && has(text, n, "\"restriction\": \"red\"", 20, false))
		fail_msg("an element marked red is in a package for TLP:%s", tlp_name(clearance));
	kit_remove(path);
}

static void nothing_above_the_clearance_is_in_a_package(void **state)
{
	for (unsigned clearance = TLP_CLEAR; clearance <= TLP_RED; clearance++) {
		for (unsigned sees = 0; sees <= ALL; sees++)
			search(*state, (enum tlp)clearance, (enum tlp)clearance, sees);
		search(*state, TLP_CLEAR, (enum tlp)clearance, 0);
		search(*state, TLP_CLEAR, (enum tlp)clearance, ALL);
	}
}

static void what_is_marked_higher_is_not_sent_at_all(void **state)
{
	char path[KIT_PATH];

	for (unsigned tlp = TLP_CLEAR; tlp <= TLP_RED; tlp++) {
		for (unsigned clearance = TLP_CLEAR; clearance < tlp; clearance++) {
			set_incident((enum tlp)tlp);
			assert_false(pack(*state, path, (enum tlp)clearance, ALL));
		}
	}
	set_incident(TLP_CLEAR);
	SAMPLE_SET(incident.tlp, "clear");
	assert_false(pack(*state, path, TLP_AMBER_STRICT, ALL));
	assert_int_equal(kit_count(*state), 0);
}

/* Else the search above would find nothing whatever was written. */
static void who_may_see_everything_sees_every_mark(void **state)
{
	char path[KIT_PATH];
	size_t n;

	set_incident(TLP_AMBER);
	assert_true(pack(*state, path, TLP_RED, ALL));
	n = all_bytes(path);
	for (unsigned k = 0; k < MARKS; k++) {
		if (marks[k].needs <= ALL && !shows_mark(text, n, marks[k].text))
			fail_msg("%s is nowhere in a package for all", marks[k].text);
	}
}

static void the_search_finds_what_is_encoded(void **state)
{
	(void)state;
	for (unsigned k = 0; k < 3; k++) {
		char raw[64], code[128];

		(void)snprintf(raw, sizeof(raw), "%.*sQZMARKER and more", (int)k, "xx");
		(void)sodium_bin2base64(code, sizeof(code), (uint8_t *)raw, strlen(raw),
					sodium_base64_VARIANT_ORIGINAL);
		assert_true(shows(code, strlen(code), "QZMARKER"));
		(void)sodium_bin2hex(code, sizeof(code), (uint8_t *)raw, strlen(raw));
		assert_true(shows(code, strlen(code), "QZMARKER"));
		assert_false(shows(code, strlen(code), "QZMARKES"));
	}
	assert_true(shows("xqzMarkeR", 9, "QZMARKER"));
}

static void the_search_finds_what_is_written_otherwise(void **state)
{
	static const char wide[] = "x\0Q\0Z\0M\0A\0R\0K\0x";
	static const char *const escaped[] = { "\\u0051\\u005A\\u004d\\u0041\\u0052\\u004b",
					       "%51%5A%4D%41%52%4B", "51 5a 4d 41 52 4b ",
					       "KRAMZQ" };
	static const char *const four[] = { "17.91.73.10",     "172579601",  "291195146",
					    "010.073.091.017", "0x0a495b11", "\x11\x5b\x49\x0a" };
	static const char *const mac[] = { "0080f4-5b6d7e", "00 80 F4 5B 6D 7E", "553855446398",
					   "7e6d5bf48000" };

	(void)state;
	assert_true(shows_otherwise(wide, sizeof(wide) - 1, "QZMARK"));
	for (size_t k = 0; k < sizeof(escaped) / sizeof(escaped[0]); k++)
		assert_true(shows_otherwise(escaped[k], strlen(escaped[k]), "QZMARK"));
	for (size_t k = 0; k < sizeof(four) / sizeof(four[0]); k++) {
		assert_true(shows_number(four[k], strlen(four[k]), "10.73.91.17"));
		assert_false(shows_number(four[k], strlen(four[k]), "10.73.91.16"));
	}
	for (size_t k = 0; k < sizeof(mac) / sizeof(mac[0]); k++)
		assert_true(shows_number(mac[k], strlen(mac[k]), "00:80:f4:5b:6d:7e"));
}

/* ---- what is made of secrets --------------------------------------------------------------- */

static char whole[2][KIT_TEXT]; /* everything that is written of an incident to whom all is told */
static struct incident twins[2];

/* Replaces each by another of the same length, wherever it stands in the incident's texts. */
static void replace(struct incident *i, const char *from, const char *to)
{
	char *p = (char *)i, *end = p + sizeof(*i);

	while (strcmp(from, to) != 0 &&
	       (p = memmem(p, (size_t)(end - p), from, strlen(from))) != NULL)
		memcpy(p, to, strlen(to));
}

static void other_end(struct incident_end *e)
{
	for (unsigned k = 0; k < e->nips; k++)
		e->ips[k].b[e->ips[k].n == 4 ? 3 : 15] ^= 0x40;
	e->mac[5] ^= 0x40;
}

/* The same incident with other secrets, of those that are hidden. */
static void set_twin(struct incident *i, enum tlp clearance, unsigned sees)
{
	for (unsigned k = 0; k < MARKS; k++) {
		char other[64];

		(void)snprintf(other, sizeof(other), "%s", marks[k].text);
		for (char *c = other; *c != '\0'; c++) {
			if (*c == 'Q' || *c == 'q')
				*c = (char)(*c + 1);
		}
		if (!allowed(&marks[k], clearance, sees))
			replace(i, marks[k].text, other);
	}
	if ((sees & VALUES) == 0)
		replace(i, "QZVALUE", "QXVALUE");
	if ((sees & ADDRESSES) == 0) {
		other_end(&i->source);
		other_end(&i->target);
		other_end(&i->targets[0]);
		replace(i, "10.73.91.1", "10.73.91.8");
		replace(i, "00-80-F4-5B-6D-7E", "00-80-F4-5B-6D-3E");
	}
	i->dedup[0] ^= 1;
	if ((sees & (SITES | ADDRESSES | VALUES)) != (SITES | ADDRESSES | VALUES) ||
	    clearance < TLP_RED)
		i->evidence[0].sha256[0] ^= 1;
}

static void write_whole(char *out, const struct incident *i)
{
	const struct record_context c = { .party = &party };
	size_t at = 0;

	for (unsigned f = 0; f < FORMATS; f++) {
		const char *why = "";
		char *made = NULL;
		size_t n = 0;

		assert_true(record_write(f, i, &c, &made, &n, &why));
		assert_true(at + n + 1 < KIT_TEXT);
		memcpy(out + at, made, n);
		at += n;
		free(made);
	}
	out[at] = '\0';
}

static size_t word_at(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.:@-");
}

/* Every word that is in what is written of the one and not of the other tells them apart. */
static void compare(const char *folder, enum tlp clearance, unsigned sees)
{
	unsigned found = 0;
	char path[KIT_PATH];
	size_t n;

	set_incident(clearance);
	twins[0] = twins[1] = incident;
	set_twin(&twins[1], clearance, sees);
	write_whole(whole[0], &twins[0]);
	write_whole(whole[1], &twins[1]);
	assert_true(pack(folder, path, clearance, sees));
	n = all_bytes(path);
	for (const char *s = whole[0]; *s != '\0'; s += word_at(s) > 0 ? word_at(s) : 1) {
		char word[256];
		size_t len = word_at(s);

		if (len < 4 || len >= sizeof(word))
			continue;
		memcpy(word, s, len);
		word[len] = '\0';
		if (strstr(whole[1], word) != NULL)
			continue;
		found++;
		if (memmem(text, n, word, len) != NULL)
			fail_msg("%s, which is made of a secret, is in a package for TLP:%s that "
				 "may see %x",
				 word, tlp_name(clearance), sees);
	}
	assert_true(found > 3);
	kit_remove(path);
}

static void nothing_that_is_made_of_a_secret_is_in_a_package(void **state)
{
	compare(*state, TLP_CLEAR, 0);
	compare(*state, TLP_AMBER, 0);
	compare(*state, TLP_RED, 0);
	for (unsigned kind = SITES; kind <= CONTACTS; kind <<= 1)
		compare(*state, TLP_RED, ALL & ~kind);
}

static void pseudonyms_are_stable_for_one_and_differ_for_two(void **state)
{
	static struct package_manifest one, same, other;
	static const uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 7 };
	struct package_secret key;
	struct recipient to;
	char path[KIT_PATH], error[512];

	set_incident(TLP_CLEAR);
	kit_secret(&key, 1);
	kit_recipient(&to);
	struct package_order o = { .incident = &incident,
				   .to = &to,
				   .from = &party,
				   .key = &key,
				   .pseudonyms = pseudonyms,
				   .time = SAMPLE_TIME };

	assert_true(package_write(&o, *state, path, sizeof(path), &one, error, sizeof(error)));
	kit_remove(path);
	o.time++;
	assert_true(package_write(&o, *state, path, sizeof(path), &same, error, sizeof(error)));
	kit_remove(path);
	assert_memory_equal(one.files, same.files, sizeof(one.files));
	(void)snprintf(to.fqdn, sizeof(to.fqdn), "cert.example.th");
	assert_true(package_write(&o, *state, path, sizeof(path), &other, error, sizeof(error)));
	assert_string_not_equal(one.incident, other.incident);
	assert_string_equal(one.incident + strlen(one.incident) - 14, "-20261120-0001");
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, kit_folder, kit_gone)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(nothing_above_the_clearance_is_in_a_package),
		IN_FOLDER(what_is_marked_higher_is_not_sent_at_all),
		IN_FOLDER(who_may_see_everything_sees_every_mark),
		cmocka_unit_test(the_search_finds_what_is_encoded),
		cmocka_unit_test(the_search_finds_what_is_written_otherwise),
		IN_FOLDER(nothing_that_is_made_of_a_secret_is_in_a_package),
		IN_FOLDER(pseudonyms_are_stable_for_one_and_differ_for_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
