#include "sensor/coverage.h"

/* label: static; NULL: the name is good enough for people too. */
static void set_name(struct coverage_row *row, const char *name, const char *label)
{
	size_t n = strnlen(name, COVERAGE_NAME - 1);

	memcpy(row->name, name, n);
	row->name[n] = '\0';
	row->label = label != NULL ? label : row->name;
}

void coverage_init(struct coverage *c)
{
	memset(c, 0, sizeof(*c));
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++)
		set_name(&c->rows[i], protocols[i]->name, protocols[i]->label);
	set_name(&c->rows[LABEL_UNKNOWN], "unknown", NULL);
	set_name(&c->rows[LABEL_OTHERS], "others", NULL);
	c->nlabels = LABEL_FIRST;
}

unsigned coverage_label(struct coverage *c, const char *name)
{
	if (name == NULL || name[0] == '\0' || strcmp(name, "Unknown") == 0)
		return LABEL_UNKNOWN;
	for (unsigned i = LABEL_FIRST; i < c->nlabels; i++) {
		if (strncmp(c->rows[i].name, name, COVERAGE_NAME - 1) == 0)
			return i;
	}
	if (c->nlabels == LABELS)
		return LABEL_OTHERS;
	set_name(&c->rows[c->nlabels], name, NULL);
	return c->nlabels++;
}

static void add_mark(struct coverage_row *row, const char *why)
{
	for (unsigned i = 0; i < COVERAGE_MARKS; i++) {
		struct coverage_mark *m = &row->marks[i];

		if (m->why == NULL)
			m->why = why;
		if (m->why == why || strcmp(m->why, why) == 0) {
			m->n++;
			return;
		}
	}
	row->more_marks++;
}

void coverage_message(struct coverage *c, unsigned label, const struct dec *d)
{
	struct coverage_row *row = &c->rows[label];

	row->messages++;
	if (d->malformed)
		row->malformed++;
	else
		row->decoded++;
	row->overflow += d->overflow;
	row->trailing += d->trailing > 0;
	row->trailing_bytes += d->trailing;
	row->operations += d->noperations;
	if (d->noperations > 0) { /* a message asks or answers once, however much it is about */
		const struct ot *ot = &d->operations[0].ot;

		row->requests += !ot->response;
		row->responses += ot->response;
		row->unmatched += ot->unmatched;
		row->errors += ot->failed;
	}
	for (unsigned i = 0; i < d->nmarks; i++)
		add_mark(row, d->marks[i]);
}

static enum bind_over over_of(uint8_t ip_proto)
{
	return ip_proto == 6 ? BIND_TCP : ip_proto == 17 ? BIND_UDP : BIND_NONE;
}

static bool bound(const struct protocol *p, enum bind_over over, uint16_t port)
{
	for (unsigned i = 0; i < sizeof(p->bind) / sizeof(p->bind[0]); i++) {
		if (p->bind[i].over == over && p->bind[i].key == port)
			return true;
	}
	return false;
}

/* Is the port one of the protocol's, or of what its messages come in? */
static bool at_home(unsigned label, enum bind_over over, uint16_t port)
{
	const struct protocol *p = protocols[label];

	return bound(p, over, port) || (p->in != NULL && bound(p->in, over, port));
}

/* Whose port it is: a label of ours, or LABELS. */
static unsigned owner(enum bind_over over, uint16_t port)
{
	for (unsigned i = 0; i < PROTOCOL_COUNT; i++) {
		if (bound(protocols[i], over, port))
			return i;
	}
	return LABELS;
}

void coverage_port(struct coverage *c, uint8_t ip_proto, uint16_t port, unsigned label)
{
	enum bind_over over = over_of(ip_proto);

	if (over == BIND_NONE || port == 0)
		return;
	unsigned expected = owner(over, port);
	bool ours = label < PROTOCOL_COUNT;

	if (ours && at_home(label, over, port))
		return;
	/* Nobody's port: only news when the protocol has ports of its own. */
	if (expected == LABELS &&
	    (!ours || at_home(label, over == BIND_TCP ? BIND_ANY_TCP : BIND_ANY_UDP, 0)))
		return;
	for (unsigned i = 0; i < c->nports; i++) {
		struct coverage_port *p = &c->ports[i];

		if (p->ip_proto == ip_proto && p->port == port && p->label == label) {
			p->flows++;
			return;
		}
	}
	if (c->nports == COVERAGE_PORTS) {
		c->more_ports++;
		return;
	}
	c->ports[c->nports++] = (struct coverage_port){ .ip_proto = ip_proto,
							.port = port,
							.label = (uint8_t)label,
							.expected = (uint8_t)expected,
							.flows = 1 };
}
