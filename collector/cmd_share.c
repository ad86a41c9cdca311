/* Incidents for others: packages, their check, and the keys for both. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_share.h"
#include "collector/evidence.h"
#include "collector/incident_files.h"
#include "collector/package.h"
#include "common/log.h"

enum { PATH_ROOM = 4096, WHY = 512 };

uint64_t share_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000U + (uint64_t)t.tv_nsec;
}

const struct recipient *share_recipient(const struct sharing *s, const char *name, const char *file)
{
	const struct recipient *r = sharing_recipient(s, name);
	char names[WHY];

	if (r != NULL)
		return r;
	sharing_names(s, names, sizeof(names));
	log_error("%s: there is no recipient '%s'; there %s %s", file, name,
		  names[0] != '\0' ? "are:" : "is none", names);
	return NULL;
}

/* ---- share -------------------------------------------------------------------------------- */

/* What one sending needs. */
struct sending {
	const struct collector_options *c;
	struct sharing *sharing;
	struct messages *messages;
	struct package_secret key;
	uint8_t pseudonyms[PACKAGE_PSEUDONYMS];
	struct package_order order;
	char id[INCIDENT_ID]; /* as it is here, not as the recipient sees it */
};

/* The regime that --report names, if it is for this recipient. */
static bool set_report(struct sending *x)
{
	const struct regime *r;

	if (x->c->report == NULL)
		return true;
	r = sharing_regime(x->sharing, x->c->report);
	if (r == NULL)
		log_error("%s: there is no regime '%s'", x->c->sharing, x->c->report);
	else if (strcmp(r->recipient, x->order.to->name) != 0)
		log_error("the report '%s' is for %s, not for %s", r->name, r->recipient,
			  x->order.to->name);
	else
		x->order.report = r;
	return x->order.report != NULL;
}

static bool set_keys(struct sending *x)
{
	char why[WHY];

	if (!package_secret_read(&x->key, x->c->signing_key, why, sizeof(why)) ||
	    !package_pseudonyms_read(x->pseudonyms, x->c->pseudonyms, why, sizeof(why))) {
		log_error("%s; 'kagami-collector share keygen' makes keys", why);
		return false;
	}
	x->order.key = &x->key;
	x->order.pseudonyms = x->pseudonyms;
	return true;
}

/* Without the folder all is in English. */
static bool set_messages(struct sending *x)
{
	char why[WHY];

	if (x->order.to->languages[0][0] == '\0' || access(x->c->messages, F_OK) != 0)
		return true;
	x->messages = messages_read(x->c->messages, why, sizeof(why));
	x->order.messages = x->messages;
	if (x->messages == NULL)
		log_error("%s", why);
	return x->messages != NULL;
}

/* The revision that is in the records, not what has changed since. */
static bool set_incident(struct sending *x, struct incidents *q, const char *id)
{
	uint32_t now;
	bool found = false;

	if (!incidents_read(q, id))
		return false;
	now = q->incident->revision;
	memcpy(x->id, q->incident->id, sizeof(x->id));
	if (incident_store_get(q->q.store, x->id, now, q->incident, &found) && !found)
		(void)incident_store_get(q->q.store, x->id, 0, q->incident, &found);
	x->order.incident = q->incident;
	if (!found)
		(void)query_failed(&q->q);
	return found;
}

/* Of the file beside the records; the store may have forgotten its packets. */
static bool load_packets(void *ctx, const struct incident_evidence *e, uint8_t **out, size_t *n)
{
	const struct sending *x = ctx;
	char folder[PATH_ROOM];

	return incident_folder(x->c, folder, sizeof(folder)) && evidence_load(folder, e, out, n);
}

static const char *const packets_said[PACKETS_KINDS] = {
	[PACKETS_NONE] = "no packets are known",
	[PACKETS_LEFT_OUT] = "without packets",
	[PACKETS_SOME] = "with those packets that are still there",
	[PACKETS_ALL] = "with packets",
};

/* Says what went where, and writes it into the incident's history. */
static int record_it(const struct sending *x, const struct package_manifest *m, const char *path)
{
	char what[INCIDENT_TEXT], text[INCIDENT_TEXT * 2 + 2];
	const struct correlate_command command = { .verb = DO_SENT, .id = x->id, .text = text };
	int code;

	printf("%s.tar: TLP:%s for %s, signed, %s; send this file\n", path, m->tlp,
	       x->order.to->title, packets_said[m->packets]);
	(void)fflush(stdout);
	sharing_sent_text(what, sizeof(what), m->revision, m->tlp, x->order.report);
	(void)snprintf(text, sizeof(text), "%s: %s", x->order.to->fqdn, what);
	code = incidents_do(x->c, command, "sending is in its history");
	if (code != COLLECT_DONE)
		log_error("the package is there, but the incident's history does not say so");
	return code;
}

/* A program that was killed may have written the folder and not the file, or the file and not the
 * history. (What is in its history is of an earlier revision: there is another package now.) */
static bool go_on(struct sending *x, const char *path, struct package_manifest *m, char *why,
		  size_t size)
{
	char tar[PATH_ROOM + 8];

	if (path[0] == '\0' || !package_left(path, &x->order, m))
		return false;
	(void)snprintf(tar, sizeof(tar), "%s.tar", path);
	log_info("%s: was written before, but its sending was not: going on with it", path);
	return access(tar, F_OK) == 0 || package_tar_write(path, m, why, size);
}

static bool write_it(struct sending *x, char *path, struct package_manifest *m)
{
	const char *folder = x->c->output != NULL ? x->c->output : ".";
	char why[WHY] = "";
	bool good = package_write(&x->order, folder, path, PATH_ROOM, m, why, sizeof(why))
			    ? package_tar_write(path, m, why, sizeof(why))
			    : go_on(x, path, m, why, sizeof(why));

	if (!good)
		log_error("%s", why);
	return good;
}

static int send_it(struct sending *x, const char *id)
{
	static struct package_manifest m;
	char path[PATH_ROOM];
	struct incidents q;
	int code = COLLECT_FAILED;
	bool good = incidents_open(&q, x->c, &code);

	if (good && set_incident(x, &q, id)) {
		x->order.from = sharing_party(x->sharing);
		x->order.time = share_now();
		if (x->order.report != NULL)
			x->order.due = sharing_due_of(x->sharing, q.incident, x->order.report);
		x->order.load = load_packets;
		x->order.ctx = x;
		code = write_it(x, path, &m) ? COLLECT_DONE : COLLECT_FAILED;
	} else if (good) {
		code = COLLECT_FAILED;
	}
	incidents_close(&q);
	return code == COLLECT_DONE ? record_it(x, &m, path) : code;
}

int collect_share(const struct collector_options *c, char **args)
{
	struct sending x = { .c = c };
	int code = COLLECT_USAGE;

	x.sharing = sharing_read(c->sharing);
	if (x.sharing != NULL)
		x.order.to = share_recipient(x.sharing, c->to, c->sharing);
	if (x.order.to != NULL && set_report(&x))
		code = set_keys(&x) && set_messages(&x) ? send_it(&x, args[0]) : COLLECT_FAILED;
	package_forget(&x.key, sizeof(x.key));
	package_forget(x.pseudonyms, sizeof(x.pseudonyms));
	messages_free(x.messages);
	sharing_free(x.sharing);
	return code;
}

/* ---- share verify ------------------------------------------------------------------------- */

/* The key of a sender: of sharing.yaml by its name, or given itself. *fqdn: "" for the latter. */
static bool sender_key(const struct collector_options *c, struct package_public *key,
		       char fqdn[INCIDENT_TEXT])
{
	struct sharing *s = access(c->sharing, F_OK) == 0 ? sharing_read(c->sharing) : NULL;
	const struct recipient *r = s != NULL ? sharing_recipient(s, c->from) : NULL;
	char why[WHY];
	bool good = false;

	fqdn[0] = '\0';
	if (r != NULL && r->public_key[0] == '\0')
		log_error("%s: '%s' has no key", c->sharing, r->name);
	else if (r != NULL) {
		(void)snprintf(fqdn, INCIDENT_TEXT, "%s", r->fqdn);
		good = package_public_parse(key, r->public_key);
	} else {
		good = package_public_given(key, c->from, why, sizeof(why));
		if (!good)
			log_error("%s; nor is it a recipient of %s", why, c->sharing);
	}
	sharing_free(s);
	return good;
}

static bool verify(const char *path, const struct package_public *key, struct package_manifest *m,
		   char *why, size_t size)
{
	struct package_place place;
	bool is = false;
	bool good = package_enter(&place, path, &is, why, size);

	if (good && !is)
		(void)snprintf(why, size, "is no package");
	good = good && is && package_verify(place.folder, key, m, why, size);
	package_leave(&place);
	return good;
}

int collect_share_verify(const struct collector_options *c, char **args)
{
	static struct package_manifest m;
	struct package_public key;
	char fqdn[INCIDENT_TEXT], why[WHY];

	if (!sender_key(c, &key, fqdn))
		return COLLECT_USAGE;
	if (!verify(args[0], &key, &m, why, sizeof(why))) {
		log_error("%s: %s", args[0], why);
		return COLLECT_FAILED;
	}
	if (fqdn[0] != '\0' && strcmp(fqdn, m.sender) != 0) {
		log_error("%s: says to be of %s, and is signed by %s", args[0], m.sender, fqdn);
		return COLLECT_FAILED;
	}
	printf("%s: whole, signed by %s, for %s: %s revision %" PRIu32 ", TLP:%s, %zu files\n",
	       args[0], m.sender, m.recipient, m.incident, m.revision, m.tlp, m.nfiles);
	return COLLECT_DONE;
}

/* ---- share keygen ------------------------------------------------------------------------- */

int collect_share_keygen(const struct collector_options *c, char **args)
{
	const char *folder = c->output != NULL ? c->output : ".";
	struct package_secret secret;
	struct package_public public;
	char text[PACKAGE_PUBLIC_TEXT], why[WHY];
	bool made = false, good;

	(void)args;
	if (!package_secret_make(&secret)) {
		log_error("this machine gives no randomness");
		return COLLECT_FAILED;
	}
	good = package_keys_write(&secret, folder, &made, why, sizeof(why));
	package_public_of(&public, &secret);
	package_forget(&secret, sizeof(secret));
	if (!good) {
		log_error("%s", why);
		return COLLECT_FAILED;
	}
	package_public_text(text, &public);
	printf("%s/sharing.key: secret; signs packages (share --signing-key)\n", folder);
	printf("%s/sharing.pub: public; for those who get packages: %s\n", folder, text);
	printf("%s/sharing.pseudonyms: secret; %s\n", folder,
	       made ? "makes pseudonyms (share --pseudonyms); keep it when the other key changes"
		    : "was there already, and stays: pseudonyms are what they were");
	return COLLECT_DONE;
}
