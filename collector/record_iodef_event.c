/* EventData: what was seen, what is asked of the reader, and where the evidence is. */
#include <stdio.h>
#include <string.h>

#include "collector/record_iodef_inside.h"

static void say_more(struct iodef *w, json_t *text, const char *id, uint64_t more)
{
	char n[24];
	const char *const pairs[] = { "n", n, NULL };

	if (more == 0)
		return;
	(void)snprintf(n, sizeof(n), "%llu", (unsigned long long)more);
	iodef_say(w, text, id, pairs);
}

static json_t *descriptions(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *text = json_array();

	if (i->summary[0] != '\0')
		record_push_text(&w->t, text, i->summary);
	else
		iodef_say_class(w, text, "class");
	say_more(w, text, "system.others", i->more_targets);
	say_more(w, text, "values.more", i->more_values);
	return text;
}

static json_t *expectation(struct iodef *w)
{
	json_t *all = json_array(), *o, *text;

	if (incident_status_final(w->i->status))
		return all;
	o = json_object(), text = json_array();
	record_put(&w->t, o, "action", json_string("investigate"));
	record_put(&w->t, o, "severity", json_string(record_severity(w->i->severity)->iodef));
	iodef_say_class(w, text, "expect");
	record_put(&w->t, o, "Description", text);
	record_push(&w->t, all, o);
	return all;
}

static json_t *file_of(struct iodef *w, const struct incident_evidence *e)
{
	json_t *all = json_array(), *data = json_object(), *files = json_array();
	json_t *file = json_object(), *hashes = json_object(), *list = json_array();
	json_t *hash = json_object();
	char digest[RECORD_BASE64];

	record_base64_text(digest, e->sha256);
	record_put(&w->t, hash, "DigestMethod",
		   json_string("http://www.w3.org/2001/04/xmlenc#sha256"));
	record_put(&w->t, hash, "DigestValue", json_string(digest));
	record_push(&w->t, list, hash);
	record_put(&w->t, hashes, "scope", json_string("file-contents"));
	record_put(&w->t, hashes, "Hash", list);
	record_put(&w->t, file, "FileName", record_string(e->file));
	record_put(&w->t, file, "FileSize", record_number(e->file_size));
	record_put(&w->t, file, "FileType", json_string("application/vnd.tcpdump.pcap"));
	record_put(&w->t, file, "HashData", hashes);
	record_push(&w->t, files, file);
	record_put(&w->t, data, "restriction", json_string("red"));
	record_put(&w->t, data, "File", files);
	record_push(&w->t, all, data);
	return all;
}

/* "186, 187, 190 and 4 more". */
static void frames_text(char *out, size_t room, const struct incident_evidence *e)
{
	size_t used = 0;

	out[0] = '\0';
	for (unsigned k = 0; k < e->nframes && k < INCIDENT_FRAMES && used < room; k++)
		used += (size_t)snprintf(out + used, room - used, "%s%llu", k > 0 ? ", " : "",
					 (unsigned long long)e->frames[k]);
	if (e->more_frames > 0 && used < room)
		(void)snprintf(out + used, room - used, " (+%llu)",
			       (unsigned long long)e->more_frames);
}

static json_t *record_data(struct iodef *w, const struct incident_evidence *e)
{
	char frames[256], event[48];
	const char *const pairs[] = { "frames",	 frames,  "capture", e->capture, "sensor",
				      e->sensor, "event", event,     NULL };
	json_t *o = json_object(), *text = json_array();

	frames_text(frames, sizeof(frames), e);
	(void)snprintf(event, sizeof(event), "%016llx-%llu", (unsigned long long)e->epoch,
		       (unsigned long long)e->seq);
	record_put(&w->t, o, "DateTime", record_time(e->time != 0 ? e->time : w->detected));
	if (frames[0] != '\0' && e->capture[0] != '\0')
		iodef_say(w, text, "evidence.frames", pairs);
	iodef_say(w, text, "evidence.event", pairs);
	record_put_some(&w->t, o, "Description", text);
	if (e->file[0] != '\0')
		record_put(&w->t, o, "FileData", file_of(w, e));
	return o;
}

static json_t *evidence(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *all = json_array(), *o, *text;

	for (unsigned k = 0; k < i->nevidence; k++)
		record_push(&w->t, all, record_data(w, &i->evidence[k]));
	if (i->more_evidence > 0) {
		o = json_object(), text = json_array();
		say_more(w, text, "evidence.more", i->more_evidence);
		record_put(&w->t, o, "Description", text);
		record_push(&w->t, all, o);
	}
	return all;
}

json_t *iodef_event(struct iodef *w)
{
	const struct incident *i = w->i;
	json_t *all = json_array(), *o = json_object();

	record_put_some(&w->t, o, "Description", descriptions(w));
	record_put(&w->t, o, "DetectTime", record_time(w->detected));
	record_put(&w->t, o, "StartTime", record_time(i->first != 0 ? i->first : w->detected));
	record_put_time(&w->t, o, "EndTime", i->last);
	record_put_some(&w->t, o, "System", iodef_systems(w));
	record_put_some(&w->t, o, "Expectation", expectation(w));
	record_put_some(&w->t, o, "RecordData", evidence(w));
	record_push(&w->t, all, o);
	return all;
}
