/* Where an incident's packets are. The commands that are shown will be pasted into a shell, and
 * what stands in them may come from the wire: it is quoted. */
#include <inttypes.h>
#include <string.h>

#include "collector/cmd_incidents_inside.h"
#include "collector/record_json.h"

enum { IN = 2, DEEP = 4, FRAMES = 24, DICTIONARIES = 8, PACKETS = 3 };

const Kagami__Rule *incidents_rule(struct incidents *x, const char *id)
{
	const struct incident *i = x->incident;

	for (uint32_t k = 0; k < i->nsensors; k++) {
		uint64_t ids[DICTIONARIES];
		size_t n = 0;

		if (!store_dictionaries(x->q.store, i->sensors[k], ids, DICTIONARIES, &n))
			return NULL;
		for (size_t d = 0; d < n; d++) {
			const struct dictionary *dict =
				query_dictionary(&x->q, i->sensors[k], ids[d]);
			const Kagami__Dictionary *m =
				dict == NULL ? NULL : dictionary_message(dict);

			for (size_t r = 0; m != NULL && r < m->n_rules; r++) {
				if (strcmp(m->rules[r]->id, id) == 0)
					return m->rules[r];
			}
		}
	}
	return NULL;
}

/* A word for a shell: in single quotes, unless it needs none. */
static struct text quoted(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-./:=,@%+";
	struct text t = { "" };

	if (word[0] != '\0' && word[0] != '-' && strspn(word, plain) == strlen(word)) {
		format_add(&t, "%s", word);
		return t;
	}
	format_add(&t, "'");
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			format_add(&t, "'\\''");
		else
			format_add(&t, "%c", *word);
	}
	format_add(&t, "'");
	return t;
}

/* A name of one file; not that of several ("a.pcap and 2 more"), nor of an interface. */
static bool is_file(const char *capture)
{
	static const char *const ends[] = { ".pcap", ".pcapng", ".cap", ".dump" };
	size_t n = strlen(capture);

	for (unsigned k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
		size_t len = strlen(ends[k]);

		if (n > len && strcmp(capture + n - len, ends[k]) == 0)
			return true;
	}
	return false;
}

/* Is there an earlier one from the same place? It has told of this one. */
static bool told(const struct incident *i, uint32_t k)
{
	for (uint32_t e = 0; e < k; e++) {
		if (strcmp(i->evidence[e].sensor, i->evidence[k].sensor) == 0 &&
		    i->evidence[e].epoch == i->evidence[k].epoch &&
		    strcmp(i->evidence[e].capture, i->evidence[k].capture) == 0)
			return true;
	}
	return false;
}

struct frames {
	uint64_t at[FRAMES];
	unsigned n;
	uint64_t more;
};

static void add_frame(struct frames *f, uint64_t frame)
{
	for (unsigned k = 0; k < f->n; k++) {
		if (f->at[k] == frame)
			return;
	}
	if (f->n == FRAMES) {
		f->more++;
		return;
	}
	unsigned at = f->n++;

	for (; at > 0 && f->at[at - 1] > frame; at--)
		f->at[at] = f->at[at - 1];
	f->at[at] = frame;
}

/* Of all evidence from the place of the k-th. */
static struct frames frames_of(const struct incident *i, uint32_t k)
{
	struct frames f = { .n = 0 };

	for (uint32_t e = k; e < i->nevidence; e++) {
		const struct incident_evidence *v = &i->evidence[e];

		if (strcmp(v->sensor, i->evidence[k].sensor) != 0 ||
		    v->epoch != i->evidence[k].epoch ||
		    strcmp(v->capture, i->evidence[k].capture) != 0)
			continue;
		for (unsigned n = 0; n < v->nframes && n < INCIDENT_FRAMES; n++)
			add_frame(&f, v->frames[n]);
		f.more += v->more_frames;
	}
	return f;
}

static struct text list_of(const struct frames *f, const char *sep)
{
	struct text t = { "" };

	for (unsigned k = 0; k < f->n; k++)
		format_add(&t, "%s%" PRIu64, k > 0 ? sep : "", f->at[k]);
	return t;
}

/* Not wrapped, so that it can be copied. */
static void command(const char *line)
{
	printf("%*s", DEEP, "");
	format_safely(stdout, line);
	(void)fputc('\n', stdout);
}

static void place(struct incidents *x, uint32_t k)
{
	const struct incident_evidence *v = &x->incident->evidence[k];
	struct frames f = frames_of(x->incident, k);
	bool file = is_file(v->capture);
	char line[1024];
	struct text t = { "" };

	format_add(&t, "Sensor %s, %s %s: ", v->sensor, file ? "file" : "reading",
		   v->capture[0] != '\0' ? v->capture : "unknown");
	if (f.n > 0)
		format_add(&t, "frame%s %s", f.n == 1 ? "" : "s", list_of(&f, ", ").s);
	else
		format_add(&t, "counted over many frames, none is named");
	if (f.more > 0)
		format_add(&t, " and %" PRIu64 " more", f.more);
	incidents_say(x, IN, t.s);
	if (file && f.n > 0) {
		(void)snprintf(line, sizeof(line), "tshark -r %s -Y 'frame.number in {%s}'",
			       quoted(v->capture).s, list_of(&f, ",").s);
		command(line);
	}
}

/* Is there an earlier one with the same packets? */
static bool same(const struct incident *i, uint32_t k)
{
	for (uint32_t e = 0; e < k; e++) {
		if (i->evidence[e].file[0] != '\0' &&
		    memcmp(i->evidence[e].sha256, i->evidence[k].sha256, 32) == 0)
			return true;
	}
	return false;
}

/* Packets that the sensor sent with an alert. Returns whether there are others than before. */
static bool kept(struct incidents *x, uint32_t k, bool print)
{
	const struct incident_evidence *v = &x->incident->evidence[k];
	char hex[RECORD_HEX], line[1024];

	if (v->file[0] == '\0' || same(x->incident, k))
		return false;
	if (!print)
		return true;
	record_hex_text(hex, v->sha256);
	(void)snprintf(line, sizeof(line),
		       "Packets around event %" PRIu64 ", %s, SHA-256 %s:", v->seq,
		       format_bytes(v->file_size).s, hex);
	incidents_say(x, IN, line);
	(void)snprintf(line, sizeof(line),
		       "kagami-collector evidence %s %016" PRIx64 " %" PRIu64 " -o - | tshark -r -",
		       quoted(v->sensor).s, v->epoch, v->seq);
	command(line);
	return true;
}

static void events(struct incidents *x)
{
	const struct incident *i = x->incident;
	char since[RECORD_TIME], until[RECORD_TIME], address[RECORD_ADDRESS], line[1024];
	bool has = record_ip_text(address, &i->source, 0) || record_mac_text(address, &i->source) ||
		   record_ip_text(address, &i->target, 0) || record_mac_text(address, &i->target);

	/* Milliseconds are cut in the text: the last event is to be among them. */
	record_time_text(since, i->first);
	record_time_text(until, i->last + 1000000U);
	incidents_say(x, IN, "All that the store has of that time:");
	(void)snprintf(line, sizeof(line), "kagami-collector events%s%s --since %s --until %s",
		       has ? " --address " : "", has ? address : "", since, until);
	command(line);
}

void incidents_evidence(struct incidents *x)
{
	const struct incident *i = x->incident;
	unsigned packets = 0;

	for (uint32_t k = 0; k < i->nevidence; k++) {
		if (!told(i, k))
			place(x, k);
	}
	for (uint32_t k = 0; k < i->nevidence; k++)
		packets += kept(x, k, packets < PACKETS);
	if (packets > PACKETS)
		printf("%*sand those of %s more ('incidents show --json')\n", IN, "",
		       format_many(packets - PACKETS, "event").s);
	if (i->more_evidence > 0)
		printf("%*sand %s that %s not listed\n", IN, "",
		       format_many(i->more_evidence, "event").s,
		       i->more_evidence == 1 ? "is" : "are");
	events(x);
}
