/* Records of other parties: checked, kept, acknowledged; what nobody vouches for in quarantine. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/cmd_incidents.h"
#include "collector/cmd_share.h"
#include "collector/package.h"
#include "collector/package_file.h"
#include "collector/record_read.h"
#include "common/log.h"

enum { PATH_ROOM = 4096, WHY = 512, NUMBER = 16 };

/* What came in, and from whom. */
struct arrival {
	const struct collector_options *c;
	struct sharing *sharing;
	const char *path;
	struct package_place place; /* of a package */
	char *text;		    /* the document */
	size_t n;
	char sender[INCIDENT_TEXT];    /* FQDN, as it says itself */
	const struct recipient *known; /* who that is; NULL: nobody we know */
	bool trusted;		       /* known, and nothing speaks against it */
	char doubt[WHY];	       /* why it is not trusted, or only somewhat */
	size_t n_incidents;
	struct incident *incidents;	  /* RECORD_READ_INCIDENTS */
	char (*ours)[INCIDENT_ID];	  /* of each: our incident that it is an answer to; "" */
	bool done[RECORD_READ_INCIDENTS]; /* of each: the answer is in our incident already */
};

/* ---- reading ------------------------------------------------------------------------------ */

static bool failed(const struct arrival *a, const char *why)
{
	log_error("%s: %s", a->path, why);
	return false;
}

static void set_sender(struct arrival *a, const char *fqdn)
{
	(void)snprintf(a->sender, sizeof(a->sender), "%s", fqdn);
	a->known = sharing_by_fqdn(a->sharing, fqdn);
}

static void doubt(struct arrival *a, bool trusted, const char *why)
{
	a->trusted = trusted;
	(void)snprintf(a->doubt, sizeof(a->doubt), "%s", why);
}

/* The file of the manifest that is the record, as it was signed. */
static bool read_entry(struct arrival *a, const struct package_manifest *m)
{
	const struct package_entry *e = m->files;
	const char *why = "";
	uint8_t sha256[32];
	int folder;
	bool good;

	while (e < m->files + m->nfiles && strcmp(e->format, "iodef") != 0)
		e++;
	if (e == m->files + m->nfiles)
		return failed(a, "has no record in IODEF, which is the format that can be read");
	folder = open(a->place.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	good = folder >= 0 &&
	       package_file_read(folder, e->name, RECORD_READ_MAX, &a->text, &a->n, NULL, &why);
	if (folder >= 0)
		(void)close(folder);
	if (!good)
		return failed(a, why);
	(void)crypto_hash_sha256(sha256, (unsigned char *)a->text, a->n);
	return memcmp(sha256, e->sha256, sizeof(sha256)) == 0 ||
	       failed(a, "the record is not what the manifest says");
}

/* A known sender's package must be whole; one of nobody we know is only looked at. */
static bool read_package(struct arrival *a)
{
	static struct package_manifest m;
	struct package_public key;
	char why[WHY];

	if (!package_manifest_read(&m, a->place.folder, why, sizeof(why)))
		return failed(a, why);
	set_sender(a, m.sender);
	if (a->known == NULL)
		doubt(a, false, "its sender is nobody we know");
	else if (a->known->public_key[0] == '\0')
		doubt(a, true, "its sender has no key here: nothing proves who sent it");
	else if (!package_public_parse(&key, a->known->public_key) ||
		 !package_verify(a->place.folder, &key, &m, why, sizeof(why)))
		return failed(a, why);
	else if (strcasecmp(m.sender, a->known->fqdn) != 0)
		return failed(a, "says now that somebody else sent it");
	else if (strcasecmp(m.recipient, sharing_party(a->sharing)->fqdn) != 0)
		doubt(a, false, "it is for somebody else");
	else
		doubt(a, true, "");
	return read_entry(a, &m);
}

/* FILE.minisig beside a file, by the key of whoever says to have written it. */
static bool signed_file(const struct arrival *a, const char **why)
{
	char name[PATH_ROOM], comment[PACKAGE_COMMENT];
	struct package_public key;
	char *lines = NULL;
	size_t n = 0;
	bool good;

	*why = "it is not signed, though its sender has a key";
	if (snprintf(name, sizeof(name), "%s.minisig", a->path) >= (int)sizeof(name) ||
	    access(name, F_OK) != 0)
		return false;
	good = package_file_read(AT_FDCWD, name, PACKAGE_SIGNATURE_MAX, &lines, &n, NULL, why) &&
	       package_public_parse(&key, a->known->public_key) &&
	       package_signed(&key, a->text, a->n, lines, n, comment, why);
	free(lines);
	return good;
}

static void judge_file(struct arrival *a)
{
	const char *why = "";

	set_sender(a, a->incidents[0].issuer);
	for (size_t k = 1; k < a->n_incidents; k++) {
		if (strcmp(a->incidents[k].issuer, a->sender) != 0)
			a->known = NULL;
	}
	if (a->known == NULL)
		doubt(a, false, "its sender is nobody we know");
	else if (a->known->public_key[0] == '\0')
		doubt(a, true, "its sender has no key here: nothing proves who sent it");
	else if (signed_file(a, &why))
		doubt(a, true, "");
	else
		doubt(a, false, why);
}

static bool keep(void *ctx, const struct incident *i)
{
	struct arrival *a = ctx;

	a->incidents[a->n_incidents++] = *i;
	return a->n_incidents < RECORD_READ_INCIDENTS;
}

static bool read_arrival(struct arrival *a)
{
	const char *why = "";
	char error[WHY];
	bool package;

	if (!package_enter(&a->place, a->path, &package, error, sizeof(error)))
		return failed(a, error);
	if (package ? !read_package(a)
		    : !package_file_read(AT_FDCWD, a->path, RECORD_READ_MAX, &a->text, &a->n, NULL,
					 &why) &&
			      !failed(a, why))
		return false;
	if (!record_read_iodef(a->text, a->n, keep, a, error, sizeof(error)))
		return failed(a, error);
	if (!package)
		judge_file(a);
	return true;
}

/* ---- what it answers ---------------------------------------------------------------------- */

struct search {
	const struct recipient *to;
	const uint8_t *pseudonyms;
	const char *id; /* of ours, as they call it */
	const struct incident *theirs;
	char *out;
	bool *done;
};

/* The recipient knows our incidents by the ids that it was given. */
static bool look(void *ctx, const struct incident *i)
{
	struct search *s = ctx;
	char id[INCIDENT_ID];

	redact_id(id, i->id, s->to, s->pseudonyms);
	if (strcmp(i->id, s->id) != 0 && strcmp(id, s->id) != 0)
		return true;
	memcpy(s->out, i->id, sizeof(i->id));
	for (uint32_t k = 0; k < i->nrelated; k++)
		*s->done = *s->done || (i->related[k].relation == RELATED_ALTERNATIVE &&
					strcasecmp(i->related[k].issuer, s->theirs->issuer) == 0 &&
					strcmp(i->related[k].id, s->theirs->id) == 0);
	return false;
}

/* Our incident of which their record is the answer: it names ours as an alternative. */
static bool find_ours(const struct arrival *a, struct store *store, const struct incident *i,
		      char out[INCIDENT_ID], bool *done)
{
	const struct incident_filter all = { .limit = 0 };
	const char *us = sharing_party(a->sharing)->fqdn;
	uint8_t pseudonyms[PACKAGE_PSEUDONYMS] = { 0 };
	struct search s = {
		.to = a->known, .pseudonyms = pseudonyms, .theirs = i, .out = out, .done = done
	};
	char why[WHY];
	bool good = true;

	out[0] = '\0';
	for (uint32_t k = 0; k < i->nrelated && a->trusted && good && out[0] == '\0'; k++) {
		if (i->related[k].relation != RELATED_ALTERNATIVE ||
		    strcasecmp(i->related[k].issuer, us) != 0)
			continue;
		if (!package_pseudonyms_read(pseudonyms, a->c->pseudonyms, why, sizeof(why)))
			memset(pseudonyms, 0, sizeof(pseudonyms));
		s.id = i->related[k].id;
		good = incident_store_each(store, &all, look, &s);
	}
	package_forget(pseudonyms, sizeof(pseudonyms));
	return good;
}

/* ---- keeping ------------------------------------------------------------------------------ */

/* Puts them into the store, all or none. */
static bool put_all(struct arrival *a, struct store *s, bool *known)
{
	bool good = store_begin(s);

	*known = true;
	for (size_t k = 0; good && k < a->n_incidents; k++) {
		const struct incident *i = &a->incidents[k];
		const struct incident_notification x = {
			.issuer = i->issuer,
			.incident = i->id,
			.revision = i->revision,
			.received = share_now(),
			.sender = a->known != NULL ? a->known->name : "",
			.quarantined = !a->trusted,
			.ours = a->ours[k],
			.text = (const uint8_t *)a->text,
			.n = a->n,
		};
		bool same = false;

		good = incident_store_notify(s, &x, &same);
		*known = *known && same;
	}
	if (good)
		return store_commit(s);
	store_rollback(s);
	return false;
}

static bool find_all(struct arrival *a, struct store *s)
{
	bool good = true;

	for (size_t k = 0; good && k < a->n_incidents; k++)
		good = find_ours(a, s, &a->incidents[k], a->ours[k], &a->done[k]);
	return good;
}

static bool keep_all(struct arrival *a, bool *known)
{
	struct store_options so = { .path = a->c->store, .ask = true };
	char error[STORE_ERROR];
	struct store *s = store_open(&so, error, sizeof(error));
	bool good;

	if (s == NULL) {
		log_error("%s", error);
		return false;
	}
	good = find_all(a, s) && put_all(a, s, known);
	if (!good)
		log_error("%s", store_error(s));
	store_close(s);
	return good;
}

/* ---- answering ---------------------------------------------------------------------------- */

/* The number that we give it: always the same, whatever revision comes, and none of our own. */
static void number_of(char out[INCIDENT_ID], const struct incident *i)
{
	uint8_t hash[16];
	char hex[NUMBER * 2 + 1], key[INCIDENT_ID + INCIDENT_TEXT];
	size_t n = (size_t)snprintf(key, sizeof(key), "%s|%s", i->issuer, i->id);

	(void)crypto_generichash(hash, sizeof(hash), (unsigned char *)key, n, NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, 6);
	(void)snprintf(out, INCIDENT_ID, "received-%s", hex);
}

/* A record of ours that has nothing but our number and, as the alternative one, theirs. */
static void answer_of(struct incident *out, const struct arrival *a, const struct incident *i)
{
	memset(out, 0, sizeof(*out));
	number_of(out->id, i);
	(void)snprintf(out->issuer, sizeof(out->issuer), "%s", sharing_party(a->sharing)->fqdn);
	(void)snprintf(out->title, sizeof(out->title), "Acknowledgement of %s of %.150s", i->id,
		       i->issuer);
	memcpy(out->tlp, i->tlp, sizeof(out->tlp));
	out->revision = i->revision > 0 ? i->revision : 1;
	out->status = INCIDENT_IN_PROGRESS;
	out->function_code = UINT32_MAX;
	out->source.level = out->target.level = -1;
	out->detected = out->first = out->received = out->aware = out->written = share_now();
	out->nrelated = out->nhistory = 1;
	memcpy(out->related[0].id, i->id, sizeof(i->id));
	memcpy(out->related[0].issuer, i->issuer, sizeof(i->issuer));
	out->related[0].relation = RELATED_ALTERNATIVE;
	out->history[0].time = out->written;
	out->history[0].action = ACTION_RECEIVED;
	(void)snprintf(out->history[0].who, sizeof(out->history[0].who), "%.63s", i->issuer);
	(void)snprintf(out->history[0].text, sizeof(out->history[0].text),
		       "Received from another party");
	(void)snprintf(out->history[0].message, sizeof(out->history[0].message),
		       "history.received");
}

/* Signs it where we have a key. */
static bool put_signature(const struct arrival *a, const char *path, const char *text, size_t n)
{
	struct package_secret key;
	char lines[PACKAGE_SIGNATURE_MAX], name[PATH_ROOM + 16], why[WHY];
	size_t len;

	if (!package_secret_read(&key, a->c->signing_key, why, sizeof(why))) {
		log_info("the acknowledgement is not signed: %s", why);
		return true;
	}
	len = package_sign(lines, &key, text, n, "acknowledgement");
	package_forget(&key, sizeof(key));
	(void)snprintf(name, sizeof(name), "%s.minisig", path);
	if (package_path_new(name, lines, len, 0640, why, sizeof(why)))
		return true;
	log_error("%s", why);
	return false;
}

static bool answer(const struct arrival *a, const struct incident *i)
{
	const struct record_recipient to = { a->known->fqdn, a->known->title,
					     a->known->email[0] != '\0' ? a->known->email : NULL };
	const struct record_context c = { .party = sharing_party(a->sharing),
					  .recipients = &to,
					  .nrecipients = 1 };
	struct incident *out = malloc(sizeof(*out));
	char path[PATH_ROOM], error[WHY] = "no memory", *text = NULL;
	const char *why = "no memory";
	size_t n = 0;
	bool good = out != NULL;

	if (good) {
		answer_of(out, a, i);
		(void)snprintf(path, sizeof(path), "%s/%s.r%u.iodef.json",
			       a->c->output != NULL ? a->c->output : ".", out->id, out->revision);
		good = record_iodef(out, &c, &text, &n, &why);
		if (!good)
			(void)snprintf(error, sizeof(error), "acknowledgement: %s", why);
		if (good && access(path, F_OK) == 0) {
			printf("%s: was written before\n", path);
			free(text);
			free(out);
			return true;
		}
		good = good && package_path_new(path, text, n, 0640, error, sizeof(error)) &&
		       put_signature(a, path, text, n);
	}
	if (good)
		printf("%s: our number %s for it; send this to %s\n", path, out->id,
		       a->known->title);
	else
		log_error("%s", error);
	free(text);
	free(out);
	return good;
}

/* An answer to ours goes into our incident's history; anything else is answered. */
static int act(struct arrival *a)
{
	struct collector_options o = *a->c;
	int code = COLLECT_DONE;

	o.who = a->sender;
	for (size_t k = 0; k < a->n_incidents; k++) {
		const struct incident *i = &a->incidents[k];
		const struct correlate_command acked = { .verb = DO_ACKED,
							 .id = a->ours[k],
							 .text = i->id };

		if (a->ours[k][0] != '\0' && a->done[k])
			printf("%s: has that number already\n", a->ours[k]);
		else if (a->ours[k][0] != '\0')
			code = incidents_do(&o, acked, "acknowledged by the recipient") ==
					       COLLECT_DONE
				       ? code
				       : COLLECT_FAILED;
		else if (!answer(a, i))
			code = COLLECT_FAILED;
	}
	return code;
}

static int take_in(struct arrival *a)
{
	bool known = false;

	if (!read_arrival(a) || !keep_all(a, &known))
		return COLLECT_FAILED;
	for (size_t k = 0; k < a->n_incidents; k++) {
		const struct incident *i = &a->incidents[k];

		printf("%s of %s, revision %" PRIu32 ", TLP:%s: ", i->id, i->issuer, i->revision,
		       i->tlp);
		format_safely(stdout, i->title[0] != '\0' ? i->title : "(no title)");
		printf("\n");
	}
	if (a->doubt[0] != '\0')
		log_info("%s: %s%s", a->path, a->trusted ? "" : "in quarantine: ", a->doubt);
	(void)fflush(stdout);
	if (known)
		printf("The same came before.\n");
	return a->trusted ? act(a) : COLLECT_DONE;
}

int collect_receive(const struct collector_options *c, char **args)
{
	struct arrival a = { .c = c, .path = args[0] };
	int code = COLLECT_USAGE;

	a.sharing = sharing_read(c->sharing);
	a.incidents = calloc(RECORD_READ_INCIDENTS, sizeof(*a.incidents));
	a.ours = calloc(RECORD_READ_INCIDENTS, sizeof(*a.ours));
	if (a.sharing != NULL && a.incidents != NULL && a.ours != NULL && sodium_init() >= 0)
		code = take_in(&a);
	package_leave(&a.place);
	free(a.text);
	free(a.incidents);
	free(a.ours);
	sharing_free(a.sharing);
	return code;
}
