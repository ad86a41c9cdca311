#ifndef TESTS_UNIT_SECRET_KIT_H
#define TESTS_UNIT_SECRET_KIT_H
/* An incident with a mark in every text that somebody may not see, and packages of it. */
#include "tests/unit/package_kit.h"

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

static char small[KIT_TEXT]; /* text, in small letters */

static void make_small(char *out, const char *p, size_t n)
{
	for (size_t k = 0; k < n; k++)
		out[k] = (char)(p[k] >= 'A' && p[k] <= 'Z' ? p[k] + 32 : p[k]);
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

#endif
