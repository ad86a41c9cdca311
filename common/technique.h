#ifndef COMMON_TECHNIQUE_H
#define COMMON_TECHNIQUE_H
/*
 * What an attacker does, by the ids of MITRE ATT&CK for ICS: those of v19, and those that it
 * revoked, which rules may still name.
 */

struct technique {
	const char *id; /* "T0836", "T1692.001" */
	const char *
		name; /* of a sub-technique with its parent's: "Unauthorized Message: Command..." */
	unsigned tactics; /* set, for technique_tactic() */
	const char *now;  /* of a revoked one: the id that took its place; else NULL */
};

/* The technique of that id (in any case of letters), or NULL. */
const struct technique *technique_find(const char *id);
/* The same, but the one that took its place if it is revoked. */
const struct technique *technique_now(const char *id);
/* The one whose id is most like it, or NULL. */
const struct technique *technique_nearest(const char *id);
/* Number i, by id, or NULL behind the last. */
const struct technique *technique_at(unsigned i);
/* Its tactic number i, "impair-process-control", in the order of the matrix; NULL: it has no more.
 */
const char *technique_tactic(const struct technique *t, unsigned i);

#endif
