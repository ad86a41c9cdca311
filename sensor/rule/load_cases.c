/* The cases of a rule: captures on which it fires, and such on which it must not. */
#include <stdlib.h>
#include <string.h>

#include "sensor/rule/load_inside.h"

enum { CASES_MAX = 64, CASE_LEARN = 16 };

/* clang-format off */
enum { CASE_CAPTURE, CASE_FRAMES, CASE_ALERTS, CASE_LEARNED, CASE_SITE, CASE_TAGS, CASE_KEYS };
static const char *const case_keys[] = { "capture", "frames", "alerts", "learn", "site", "tags", NULL };
/* clang-format on */

struct cases {
	struct loader *l;
	struct rule_case *of;
	uint32_t n;
};

/* "1-200" or "7". */
static void read_frames(struct loader *l, const struct yaml_node *n, struct rule_case *c)
{
	const char *s = load_text(l, n, "frames");
	char *end = NULL;

	if (s == NULL)
		return;
	if (s[0] >= '0' && s[0] <= '9') {
		c->first = c->last = strtoull(s, &end, 10);
		if (*end == '-' && end[1] >= '0' && end[1] <= '9')
			c->last = strtoull(end + 1, &end, 10);
	}
	if (end == NULL || *end != '\0')
		load_error(l, n, "frames: '%.60s' is not a range of frames such as 1-200", s);
	else if (c->first == 0 || c->first > c->last)
		load_error(l, n, "frames: %.60s is no range: frames count from 1, the first first",
			   s);
}

static void read_learn(struct loader *l, const struct yaml_node *n, struct rule_case *c)
{
	const struct yaml_node *names[CASE_LEARN];
	uint32_t count = load_texts(l, n, "learn", names, CASE_LEARN);
	const char **list = arena_new(l->a, const char *, count + 1);

	for (uint32_t i = 0; i < count; i++)
		list[i] = names[i]->text.s;
	c->learn = list;
}

static void read_case(struct cases *x, const struct yaml_node *n, bool fires)
{
	const struct yaml_node *v[CASE_KEYS];
	struct rule_case *c = &x->of[x->n]; /* there is one more than are kept */
	struct loader *l = x->l;

	if (!load_mapping(l, n, "a case", case_keys, v))
		return;
	if (x->n == CASES_MAX) {
		load_error(l, n, "cases: too many (at most %d)", CASES_MAX);
		return;
	}
	x->n++;
	*c = (struct rule_case){ .fires = fires, .at = n->at };
	if (v[CASE_CAPTURE] == NULL)
		load_error(l, n, "a case needs a capture, such as 'capture: normal.pcap'");
	else
		c->capture = load_text(l, v[CASE_CAPTURE], "capture");
	if (v[CASE_FRAMES] != NULL)
		read_frames(l, v[CASE_FRAMES], c);
	if (v[CASE_ALERTS] != NULL && !fires)
		load_error(l, v[CASE_ALERTS], "alerts: a quiet case has none");
	else if (v[CASE_ALERTS] != NULL)
		(void)load_whole(l, v[CASE_ALERTS], "alerts", 1, UINT32_MAX, &c->alerts);
	if (v[CASE_LEARNED] != NULL)
		read_learn(l, v[CASE_LEARNED], c);
	if (v[CASE_SITE] != NULL)
		c->site = load_text(l, v[CASE_SITE], "site");
	if (v[CASE_TAGS] != NULL)
		c->tags = load_text(l, v[CASE_TAGS], "tags");
}

static void read_list(struct cases *x, const struct yaml_node *n, bool fires)
{
	if (n == NULL)
		return;
	if (n->kind != YAML_SEQUENCE) {
		load_error(x->l, n, "%s: %s is not a list of cases such as [{capture: FILE}]",
			   fires ? "fires" : "quiet", yaml_kind_name(n));
		return;
	}
	for (const struct yaml_node *item = n->first; item != NULL; item = item->next)
		read_case(x, item, fires);
}

/* At most so many cases: what is one too many is refused, and not kept. */
static uint32_t count_items(const struct slot *slot)
{
	uint32_t n = 0;

	for (; slot != NULL; slot = slot->more) {
		for (const struct yaml_node *v = slot->node->first; v != NULL; v = v->next)
			n += v->n;
	}
	return n < CASES_MAX ? n : CASES_MAX;
}

void load_cases(struct loader *l, const struct slot *slot, struct rule *r)
{
	static const char *const names[] = { "fires", "quiet", NULL };
	const struct yaml_node *v[2];
	struct cases x = { .l = l };

	if (slot->node == NULL)
		return;
	x.of = arena_new(l->a, struct rule_case, count_items(slot) + 1);
	for (; slot != NULL; slot = slot->more) {
		if (!load_mapping(l, slot->node, "cases", names, v))
			continue;
		read_list(&x, v[0], true);
		read_list(&x, v[1], false);
	}
	r->cases = x.of;
	r->ncases = x.n;
}
