#include "collector/incident.h"

const char *incident_status_name(enum incident_status s)
{
	static const char *const names[INCIDENT_STATUSES] = {
		[INCIDENT_NEW] = "new",
		[INCIDENT_IN_PROGRESS] = "in-progress",
		[INCIDENT_RESOLVED] = "resolved",
		[INCIDENT_FALSE_POSITIVE] = "false-positive",
		[INCIDENT_DUPLICATE] = "duplicate",
		[INCIDENT_WITHDRAWN] = "withdrawn",
	};

	return (unsigned)s < INCIDENT_STATUSES ? names[s] : "unknown";
}

bool incident_status_final(enum incident_status s)
{
	return s != INCIDENT_NEW && s != INCIDENT_IN_PROGRESS;
}

const char *incident_class_name(enum incident_class c)
{
	static const char *const names[INCIDENT_CLASSES] = {
		[INCIDENT_OTHER] = "other",	  [INCIDENT_DISCOVERY] = "discovery",
		[INCIDENT_IDENTIFY] = "identify", [INCIDENT_ACCESS] = "access",
		[INCIDENT_WRITE] = "write",	  [INCIDENT_PROGRAM] = "program",
		[INCIDENT_STOP] = "stop",
	};

	return (unsigned)c < INCIDENT_CLASSES ? names[c] : "unknown";
}
