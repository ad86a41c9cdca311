/*
 * SLMP: commands whose messages are one part after the other: remote control, files, passwords,
 * nodes, parameters. Which parts they have is written as letters in the table of commands.
 */
#include "protocols/slmp.h"

/* How a part lies in the message. */
enum form {
	FORM_END,	/* no part */
	FORM_NUMBER,	/* n bytes, or twice as many characters */
	FORM_SKIP,	/* the same, but it says nothing */
	FORM_SKIP_TEXT, /* n characters in either code, which are not told: passwords */
	FORM_SECRET,	/* length of two bytes, told, and characters, which are not */
	FORM_TEXT,	/* n characters in either code */
	FORM_NAME,	/* length of two bytes, then characters */
	FORM_MAC,	/* six bytes, the last one first */
	FORM_IP,	/* length of one byte, then an address, the last byte first */
	FORM_MORE_IP,	/* as the address before: four bytes */
	FORM_HOST,	/* length of one byte, then characters */
	FORM_DATA,	/* length of two bytes, then bytes */
	FORM_REST,	/* all that is left */
};

/* clang-format off */
static const struct part {
	char letter;
	uint8_t form, bytes, field;
} parts[] = {
	{ 'A', FORM_NUMBER, 2, SLMP_FILE_ATTRIBUTE }, { 'B', FORM_NUMBER, 2, SLMP_FILE_BYTES },
	{ 'C', FORM_NUMBER, 2, SLMP_FILE_CLOSE }, { 'D', FORM_NUMBER, 2, SLMP_DRIVE },
	{ 'F', FORM_NUMBER, 2, SLMP_FILE_NUMBER }, { 'G', FORM_MORE_IP, 4, SLMP_NODE_GATEWAY },
	{ 'H', FORM_HOST, 0, SLMP_NODE_NAME }, { 'I', FORM_IP, 4, SLMP_MASTER_IP },
	{ 'J', FORM_NUMBER, 2, SLMP_COMPARE }, { 'K', FORM_MORE_IP, 4, SLMP_NODE_MASK },
	{ 'L', FORM_DATA, 2, SLMP_LOOPBACK }, { 'M', FORM_MAC, 6, SLMP_MASTER_MAC },
	{ 'N', FORM_NAME, 0, SLMP_FILE }, { 'O', FORM_NUMBER, 4, SLMP_FILE_OFFSET },
	{ 'P', FORM_SKIP_TEXT, 4, 0 }, { 'Q', FORM_SECRET, 2, SLMP_PASSWORD_LENGTH },
	{ 'R', FORM_NUMBER, 2, SLMP_COMPARE_RESULT }, { 'S', FORM_NUMBER, 4, SLMP_FILE_SIZE },
	{ 'T', FORM_IP, 4, SLMP_TARGET_IP }, { 'U', FORM_NUMBER, 2, SLMP_NODE_STATUS },
	{ 'V', FORM_NUMBER, 2, SLMP_NODE_VENDOR }, { 'W', FORM_NUMBER, 4, SLMP_MODEL_CODE },
	{ 'X', FORM_MAC, 6, SLMP_NODE_MAC }, { 'Y', FORM_IP, 4, SLMP_NODE_IP },
	{ 'Z', FORM_NUMBER, 2, SLMP_NODE_VERSION }, { 'a', FORM_NUMBER, 2, SLMP_FILE_MODE },
	{ 'c', FORM_NUMBER, 1, SLMP_CLEAR }, { 'd', FORM_NAME, 0, SLMP_DIRECTORY },
	{ 'e', FORM_NUMBER, 2, SLMP_FILE_DATE }, { 'h', FORM_NUMBER, 2, SLMP_FILE_TIME },
	{ 'i', FORM_NUMBER, 2, SLMP_PARAMETER }, { 'k', FORM_SKIP, 4, 0 },
	{ 'l', FORM_NUMBER, 2, SLMP_LOCK_MODE }, { 'm', FORM_NUMBER, 2, SLMP_MODE },
	{ 'n', FORM_NUMBER, 2, SLMP_FILE_COUNT }, { 'o', FORM_NUMBER, 1, SLMP_NODE_PROTOCOL },
	{ 'p', FORM_NUMBER, 2, SLMP_FILE_POINTER }, { 'q', FORM_NUMBER, 2, SLMP_MODEL_CODE },
	{ 'r', FORM_NUMBER, 2, SLMP_NODE_PORT }, { 's', FORM_NUMBER, 2, SLMP_PARAMETER_SIZE },
	{ 't', FORM_NUMBER, 2, SLMP_TARGET_PORT }, { 'u', FORM_NUMBER, 2, SLMP_PARAMETER_COUNT },
	{ 'g', FORM_NUMBER, 1, SLMP_FILE_ATTRIBUTE }, { 'x', FORM_TEXT, 11, SLMP_FILE }, { 'y', FORM_TEXT, 16, SLMP_MODEL },
	{ '1', FORM_SKIP, 1, 0 }, { '2', FORM_SKIP, 2, 0 }, { '4', FORM_SKIP, 4, 0 }, { '*', FORM_REST, 0, SLMP_DATA },
};
/* clang-format on */

enum { NAME_MOST = 256, NOTHING = 0xffff };

/* What parts say of the operation's object. */
struct told {
	uint32_t drive, pointer;
	const char *file, *node;
	const char *address;
	struct cur mac, ip; /* in the order people write them */
};

static const struct part *part_of(char letter)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].letter == letter)
			return &parts[i];
	}
	return NULL;
}

/* Text of n characters: of two bytes each when the subcommand says so. */
static struct cur text(struct dec *d, const struct slmp *m, size_t n)
{
	bool wide = (m->sub & SLMP_SUB_UNICODE) != 0;
	struct cur s = cur_sub(&d->c, wide ? 2 * n : n);
	uint8_t narrow[NAME_MOST];
	size_t k = 0;

	if (!wide || !cur_ok(&s))
		return s;
	while (cur_left(&s) > 0 && k < sizeof(narrow)) {
		uint64_t u = cur_le(&s, 2);

		narrow[k++] = u < 0x80 ? (uint8_t)u : '?';
	}
	return dec_keep(d, narrow, k);
}

static struct cur taken(struct dec *d, size_t n)
{
	return cur_sub(&d->c, n);
}

/* Without the blanks and zeros that fill it up. */
static struct cur trimmed(struct cur s)
{
	size_t n = cur_left(&s);

	while (n > 0 && (cur_at(&s, n - 1) == ' ' || cur_at(&s, n - 1) == 0))
		n--;
	return cur_upto(&s, n);
}

static void take_text(struct dec *d, struct slmp *m, const struct part *p, struct told *told)
{
	size_t n = p->bytes;

	if (p->form != FORM_TEXT)
		n = (size_t)slmp_number(m, &d->c, p->form == FORM_HOST ? 1 : 2);
	struct cur s = p->form == FORM_NAME ? text(d, m, n) : taken(d, n);

	if (!cur_ok(&s))
		return;
	s = trimmed(s);
	if (cur_left(&s) > 0)
		dec_put_bytes(d, &field_table[p->field], s);
	if (p->field == SLMP_FILE && told->file == NULL)
		told->file = dec_string(d, s);
	if (p->field != SLMP_MODEL)
		return;
	m->model = true;
	dec_identity(d)->model = s;
}

/* n bytes that are sent the last one first. */
static struct cur turned(struct dec *d, const struct slmp *m, unsigned n)
{
	uint64_t u = slmp_number(m, &d->c, n);
	uint8_t bytes[8];

	for (unsigned i = 0; i < n; i++)
		bytes[i] = (uint8_t)(u >> 8 * (n - 1 - i));
	return cur_ok(&d->c) ? dec_keep(d, bytes, n) : d->c;
}

static void take_address(struct dec *d, struct slmp *m, const struct part *p, struct told *told)
{
	size_t n = p->form == FORM_IP ? (size_t)slmp_number(m, &d->c, 1) : p->bytes;

	if (n != p->bytes) { /* none, or of another kind of network */
		cur_skip(&d->c, slmp_size(m, n));
		return;
	}
	struct cur s = turned(d, m, p->bytes);

	if (!cur_ok(&d->c) || cur_left(&s) != n)
		return;
	dec_put_bytes(d, &field_table[p->field], s);
	if (p->field == SLMP_NODE_MAC) {
		told->mac = s;
		told->node =
			dec_text(d, "%02x:%02x:%02x:%02x:%02x:%02x", cur_at(&s, 0), cur_at(&s, 1),
				 cur_at(&s, 2), cur_at(&s, 3), cur_at(&s, 4), cur_at(&s, 5));
	} else if (p->field == SLMP_NODE_IP) {
		told->ip = s;
		told->address = dec_text(d, "%u.%u.%u.%u", cur_at(&s, 0), cur_at(&s, 1),
					 cur_at(&s, 2), cur_at(&s, 3));
	}
}

static void take_number(struct dec *d, struct slmp *m, const struct part *p, struct told *told)
{
	uint64_t u = slmp_take(d, m, p->field, p->bytes);

	if (!cur_ok(&d->c))
		return;
	if (p->field == SLMP_DRIVE && told->drive == NOTHING)
		told->drive = (uint32_t)u;
	if (p->field == SLMP_FILE_POINTER)
		told->pointer = (uint32_t)u;
}

static void take_part(struct dec *d, struct slmp *m, const struct part *p, struct told *told)
{
	size_t n;

	switch ((enum form)p->form) {
	case FORM_NUMBER:
		take_number(d, m, p, told);
		break;
	case FORM_SKIP:
		cur_skip(&d->c, slmp_size(m, p->bytes));
		break;
	case FORM_SKIP_TEXT:
		cur_skip(&d->c, p->bytes);
		break;
	case FORM_SECRET:
		n = (size_t)slmp_take(d, m, p->field, 2);
		cur_skip(&d->c, n);
		break;
	case FORM_TEXT:
	case FORM_NAME:
	case FORM_HOST:
		take_text(d, m, p, told);
		break;
	case FORM_MAC:
	case FORM_IP:
	case FORM_MORE_IP:
		take_address(d, m, p, told);
		break;
	case FORM_DATA:
		n = (size_t)slmp_number(m, &d->c, 2);
		take_bytes(d, p->field, n);
		break;
	case FORM_REST:
	case FORM_END:
		slmp_rest(d);
		break;
	}
}

static void object(struct dec *d, const char *of)
{
	d->ot.object_text = of;
	d->ot.has_object = true;
}

/* What a request is about, kept for its response; what a file pointer stands for. */
static void about(struct dec *d, struct slmp *m, const struct told *told)
{
	if (told->file != NULL && told->drive != NOTHING)
		object(d, dec_text(d, "file:%u/%s", (unsigned)told->drive, told->file));
	else if (told->file != NULL)
		object(d, dec_text(d, "file:%s", told->file));
	else if (told->node != NULL)
		object(d, dec_text(d, "node:%s", told->node));
	if (told->pointer != NOTHING && !d->ot.has_object) {
		struct cur name = slmp_kept(d, slmp_key(SLMP_NOTE_FILE, told->pointer), false);

		object(d, cur_ok(&name) ? dec_string(d, name)
					: dec_text(d, "file-pointer:%u", (unsigned)told->pointer));
	}
	if (d->ot.has_object && m->pair != NULL)
		slmp_keep(d, slmp_key(SLMP_NOTE_OBJECT, d->message),
			  cur_of(d->ot.object_text, strlen(d->ot.object_text)));
}

/* A response: about what its request was; of an open one, the name of the file pointer. */
static void about_request(struct dec *d, const struct slmp *m, const struct told *told)
{
	if (told->node != NULL)
		object(d, dec_text(d, "node:%s", told->node));
	if (m->asked == NULL)
		return;
	struct cur kept = slmp_kept(d, slmp_key(SLMP_NOTE_OBJECT, m->asked->message), true);

	if (!cur_ok(&kept))
		return;
	if (!d->ot.has_object)
		object(d, dec_string(d, kept));
	if (told->pointer != NOTHING && d->ot.object_text != NULL)
		slmp_keep(d, slmp_key(SLMP_NOTE_FILE, told->pointer),
			  cur_of(d->ot.object_text, strlen(d->ot.object_text)));
}

static bool known_maker(struct cur model)
{
	uint8_t c = cur_at(&model, 0);

	/* Models of other makers who speak it: KV- of Keyence, FP of Panasonic. */
	return c == 'Q' || c == 'R' || c == 'L' || c == 'N' || c == 'A' ||
	       (c == 'F' && cur_at(&model, 1) != 'P');
}

/* Who it is: the model's name, a node that answers a search. */
static void identity(struct dec *d, const struct slmp *m, const struct told *told)
{
	if (m->model) {
		struct identity *who = dec_identity(d);

		who->of_sender = m->response;
		if (known_maker(who->model)) {
			const char *maker = dec_text(d, "Mitsubishi Electric");

			who->vendor = cur_of(maker, strlen(maker));
		}
		ot_bytes(d, &ot_text_field, who->model);
	} else if (cur_left(&told->mac) == 6 && m->response && cur_left(&told->ip) == 4) {
		struct identity *who = dec_identity(d);

		who->of_sender = true;
		who->mac = told->mac;
		who->ipv4 = told->ip;
	}
	if (told->address != NULL)
		ot_bytes(d, &ot_text_field, cur_of(told->address, strlen(told->address)));
}

void slmp_plain(struct dec *d, struct slmp *m)
{
	const char *letters = m->row == NULL ? "*"
			      : m->response  ? m->row->response
					     : m->row->request;
	struct told told = { .drive = NOTHING, .pointer = NOTHING };

	for (; *letters != '\0' && cur_ok(&d->c); letters++) {
		const struct part *p = part_of(*letters);

		if (p != NULL)
			take_part(d, m, p, &told);
	}
	if (!cur_ok(&d->c))
		return;
	if (m->response)
		about_request(d, m, &told);
	else
		about(d, m, &told);
	identity(d, m, &told);
}
