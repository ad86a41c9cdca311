#ifndef COLLECTOR_RECORD_IODEF_INSIDE_H
#define COLLECTOR_RECORD_IODEF_INSIDE_H
/*
 * The parts of an IODEF document (RFC 7970, as JSON: RFC 8727). Each makes one member of Incident
 * or EventData; arrays and objects that would be empty are not put (record_put_some()).
 */
#include "collector/messages.h"
#include "collector/record_json.h"

struct iodef {
	struct record_tree t;
	const struct incident *i;
	const struct record_context *c;
	const struct record_party *party; /* never NULL; its members may be */
	uint64_t detected;		  /* the best that is known */
};

#define IODEF_FORMAT "kagami-incident-1"

/* record_iodef.c. AdditionalData and ApplicationHeaderField: every value is a string. */
json_t *iodef_extension(struct iodef *w, const char *name, const char *dtype, json_t *value);
void iodef_extend(struct iodef *w, json_t *array, const char *name, const char *value);
void iodef_extend_number(struct iodef *w, json_t *array, const char *name, uint64_t n);
/* A text and, beside it, what the catalogue has of `id` in the party's languages. */
void iodef_text(struct iodef *w, json_t *array, const char *english, const char *id,
		const char *translation_id, const char *const *pairs);
/* Our own sentence of that id, with the translations. */
void iodef_say(struct iodef *w, json_t *array, const char *id, const char *const *pairs);
/* {"id":...,"name":...}, if both are what an IncidentID may be; else NULL and no failure. */
json_t *iodef_incident_id(struct iodef *w, const char *id, const char *name);
/* "impact.write": our sentences are by class. */
void iodef_say_class(struct iodef *w, json_t *array, const char *prefix);
/* An array that holds the text alone. */
json_t *iodef_alone(struct iodef *w, const char *s);

/* record_iodef_assess.c */
json_t *iodef_discovery(struct iodef *w);
json_t *iodef_assessment(struct iodef *w);
json_t *iodef_method(struct iodef *w);

/* record_iodef_people.c */
json_t *iodef_contacts(struct iodef *w);
json_t *iodef_history(struct iodef *w);
json_t *iodef_related(struct iodef *w);
json_t *iodef_alternatives(struct iodef *w);

/* record_iodef_event.c, record_iodef_system.c */
json_t *iodef_event(struct iodef *w);
json_t *iodef_systems(struct iodef *w);
/* The id of the observable that the indicator refers to; NULL: the source has no address. */
const char *iodef_source_observable(const struct iodef *w);

#endif
