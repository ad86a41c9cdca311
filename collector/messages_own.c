/* Our own sentences, in English. */
#include "collector/messages.h"

/* clang-format off */
static const struct messages_row rows[] = {
	/* what happened, by class and by how it ended */
	{ "class.other",     "Something unusual happens in the network" },
	{ "class.discovery", "Somebody looks for devices and services" },
	{ "class.identify",  "Somebody asks devices what they are" },
	{ "class.access",    "Somebody has access who should not, or in a way that nobody should" },
	{ "class.write",     "Process values or parameters of a device are written" },
	{ "class.program",   "Logic, firmware or files of a device are read or changed" },
	{ "class.stop",      "A device is stopped, blocked or flooded and may no longer do its work" },
	{ "completion.unknown",   "No answer was seen: whether it succeeded is not known" },
	{ "completion.succeeded", "The device's answer was seen: it did what it was asked" },
	{ "completion.failed",    "The device's answer was seen: it refused" },

	/* what is asked of who reads it */
	{ "expect.other",     "Find out what changed in the network, and whether somebody planned it" },
	{ "expect.discovery", "Find the host that scans and who uses it; look for what else it did" },
	{ "expect.identify",  "Find out whether an inventory was planned; look for what the host does next" },
	{ "expect.access",    "Find out whether the access was planned; if not, close it and look for what was done through it" },
	{ "expect.write",     "Compare the values in the device with those that should be there; find out who wrote" },
	{ "expect.program",   "Compare the device's program and firmware with the last known good copy" },
	{ "expect.stop",      "Make sure that the process is safe and the device runs; find out who stopped it" },

	/* who saw it, and where to look */
	{ "discovery.sensor",      "Found by passive sensors in the network, by rules" },
	{ "discovery.correlation", "Found by correlation of several rules' alerts" },
	{ "discovery.notified",    "Reported by another party" },
	{ "evidence.frames", "Frames {frames} of {capture}, as sensor {sensor} saw them" },
	{ "evidence.event",  "Event {event} of sensor {sensor}" },
	{ "evidence.more",   "{n} more events are not listed" },
	{ "system.others",   "{n} more targets are not listed" },
	{ "values.more",     "{n} more values are not listed" },

	/* how incidents are related */
	{ "related.before",    "The same activity, whose incident was closed before" },
	{ "related.case",      "Another activity against the same target" },
	{ "related.duplicate", "This incident is a duplicate of that one" },
	{ "related.merged",    "That incident became part of this one" },
	{ "related.notified",  "The record of another party that this incident is about" },

	/* what was done */
	{ "history.opened", "Opened by its first alert" },
	{ "history.news", "More was seen" },
	{ "history.acknowledged", "Acknowledged" },
	{ "history.assigned", "Assigned" },
	{ "history.resolved", "Resolved: nothing more was seen" },
	{ "history.resolved.by", "Resolved" },
	{ "history.resolved.room", "Resolved to make room: more incidents are open than are kept" },
	{ "history.false-positive", "A false positive" },
	{ "history.duplicate", "A duplicate of another incident" },
	{ "history.withdrawn", "Withdrawn" },
	{ "history.reopened", "Opened again" },
	{ "history.merged", "Another incident became part of this one" },
	{ "history.merged-into", "Became part of another incident" },
	{ "history.raised.low", "Severity raised to low: its steps make a chain" },
	{ "history.raised.medium", "Severity raised to medium: its steps make a chain" },
	{ "history.raised.high", "Severity raised to high: its steps make a chain" },
	{ "history.raised.critical", "Severity raised to critical: its steps make a chain" },
	{ "history.sent", "Sent" },
	{ "history.acked", "Acknowledged by a recipient, who gave it a number" },
	{ "history.received", "Received from another party" },
	{ "history.report", "What is reported to authorities was changed" },
	{ "history.more", "{n} entries are not listed" },
	{ NULL, NULL },
};
/* clang-format on */

const struct messages_row *messages_own(void)
{
	return rows;
}
