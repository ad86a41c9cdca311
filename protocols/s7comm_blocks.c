/* S7comm: transfers of blocks, program invocation services, stop. */
#include "protocols/protocols.h"
#include "protocols/s7comm_inside.h"

#include <sodium/crypto_hash_sha256.h>

enum { DOWNLOAD = 1, UPLOAD = 2, NAME = 12, FILENAME = 9, PI_FILENAME = 8 };

/* A transfer on its way: the contents of a note. */
struct transfer {
	crypto_hash_sha256_state sha; /* plain bytes: may be copied */
	uint64_t size;
	uint64_t gap;	 /* contents are missing */
	char name[NAME]; /* with its end */
};

/* What a service does, by its name; with an argument that begins so. */
/* clang-format off */
static const struct service {
	const char *name, *argument, *function;
	uint8_t op, cpu; /* state of the controller once it is done */
} services[] = {
	{ "_INSE", "", "Insert block", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_INS2", "", "Insert block", OT_PROGRAM, S7_CPU_UNKNOWN },
	{ "_DELE", "", "Delete block", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_MODU", "", "Copy RAM to ROM", OT_PROGRAM, S7_CPU_UNKNOWN },
	{ "_GARB", "", "Compress memory", OT_PROGRAM, S7_CPU_UNKNOWN }, { "P_PROGRAM", "C", "PLC cold start", OT_CONTROL, S7_CPU_RUN },
	{ "P_PROGRAM", "", "PLC start", OT_CONTROL, S7_CPU_RUN }, { "_N_LOGIN_", "", "NC login", OT_AUTH, S7_CPU_UNKNOWN },
	{ "_N_LOGOUT", "", "NC logout", OT_AUTH, S7_CPU_UNKNOWN }, { "_N_CANCEL", "", "NC cancel alarms", OT_CONTROL, S7_CPU_UNKNOWN },
	{ "_N_F_OPEN", "", "NC open file", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_N_F_OPER", "", "NC open file to read", OT_PROGRAM, S7_CPU_UNKNOWN },
	{ "_N_F_CLOS", "", "NC close file", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_N_F_DELE", "", "NC delete file", OT_PROGRAM, S7_CPU_UNKNOWN },
	{ "_N_F_RENA", "", "NC rename file", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_N_F_COPY", "", "NC copy file", OT_PROGRAM, S7_CPU_UNKNOWN },
	{ "_N_F_PROT", "", "NC set file protection", OT_PROGRAM, S7_CPU_UNKNOWN }, { "_N_SELECT", "", "NC select program", OT_CONTROL, S7_CPU_UNKNOWN },
	{ "_N_SETUFR", "", "NC activate frames", OT_CONTROL, S7_CPU_UNKNOWN }, { "_N_NCKMOD", "", "NC mode", OT_CONTROL, S7_CPU_UNKNOWN },
	{ "_N_", "", "NC service", OT_CONTROL, S7_CPU_UNKNOWN },
};
/* clang-format on */
enum { SERVICES = sizeof(services) / sizeof(services[0]) };

const char *s7_block_text(struct dec *d, struct cur type, struct cur number)
{
	static const char *const kinds[16] = {
		[0x8] = "OB",  [0xa] = "DB", [0xb] = "SDB", [0xc] = "FC",
		[0xd] = "SFC", [0xe] = "FB", [0xf] = "SFB"
	};
	uint8_t high = cur_at(&type, 0), digit = cur_at(&type, 1);
	unsigned kind = digit >= 'A' && digit <= 'F' ? digit - 'A' + 10U : digit - (unsigned)'0';
	unsigned n = 0;

	if (high != '0' || kind > 15 || kinds[kind] == NULL || cur_left(&number) != 5)
		return NULL;
	for (; cur_left(&number) > 0; cur_skip(&number, 1)) {
		unsigned c = cur_at(&number, 0) - (unsigned)'0';

		if (c > 9)
			return NULL;
		n = n * 10 + c;
	}
	return dec_text(d, "%s%u", kinds[kind], n);
}

/* The transfer of that note. */
static bool transfer_load(struct dec *d, uint64_t key, struct transfer *t)
{
	struct note *note = note_find(d, key);

	if (note == NULL || note->n != sizeof(*t))
		return false;
	struct cur c = note_bytes(d, note);

	return cur_copy(&c, t, sizeof(*t)) == sizeof(*t);
}

static void transfer_drop(struct dec *d, uint64_t key)
{
	struct note *note = note_find(d, key);

	if (note != NULL)
		note_end(d, note);
}

static void transfer_save(struct dec *d, uint64_t key, const struct transfer *t)
{
	transfer_drop(d, key);
	struct note *note = note_open(d, key);

	if (note != NULL)
		(void)note_add(d, note, cur_of(t, sizeof(*t)));
}

static void transfer_begin(struct dec *d, uint64_t key, const char *name)
{
	struct transfer t = { .size = 0 };
	struct cur c = cur_of(name, strlen(name));

	(void)crypto_hash_sha256_init(&t.sha);
	(void)cur_copy(&c, t.name, NAME - 1);
	transfer_save(d, key, &t);
}

static void transfer_hash(struct transfer *t, struct cur bytes)
{
	uint8_t some[256];

	while (cur_left(&bytes) > 0) {
		size_t n = cur_copy(&bytes, some, sizeof(some));

		cur_skip(&bytes, n);
		(void)crypto_hash_sha256_update(&t->sha, some, n);
	}
}

static void transfer_name(struct dec *d, const struct transfer *t)
{
	d->ot.object_text = dec_text(d, "%s", t->name);
	d->ot.has_object = true;
}

static void transfer_end(struct dec *d, uint64_t key, unsigned direction)
{
	struct transfer t;
	uint8_t digest[crypto_hash_sha256_BYTES];

	if (!transfer_load(d, key, &t))
		return;
	transfer_drop(d, key);
	transfer_name(d, &t);
	put_text(d, S7_TRANSFER_BLOCK, d->ot.object_text);
	put(d, S7_TRANSFER_TO, direction);
	put(d, S7_TRANSFER_SIZE, t.size);
	d->ot.count = (uint32_t)t.size;
	if (t.gap != 0)
		return;
	(void)crypto_hash_sha256_final(&t.sha, digest);
	struct cur hash = dec_keep(d, digest, sizeof(digest));

	put_bytes(d, S7_TRANSFER_HASH, hash);
}

static void status(struct dec *d)
{
	uint64_t u = take(d, S7_STATUS);

	if (!cur_ok(&d->c))
		return;
	put(d, S7_STATUS_MORE, u & 1);
	put(d, S7_STATUS_ERROR, u >> 1 & 1);
	if ((u & 2) != 0 && !d->ot.failed) {
		d->ot.failed = true;
		d->ot.status = "error";
	}
}

/* Type, number and file system of a name; with what it begins with. */
static const char *file_parts(struct dec *d, struct cur name)
{
	struct cur rest = d->c;

	d->c = name;
	if (cur_left(&name) == FILENAME)
		take(d, S7_FILE_IDENTIFIER);
	struct cur type = dec_take_bytes(d, &field_table[S7_BLOCK_TYPE], 2);
	struct cur number = dec_take_bytes(d, &field_table[S7_BLOCK_NUMBER], 5);

	take(d, S7_BLOCK_FILESYS);
	d->c = rest;
	const char *text = s7_block_text(d, type, number);

	if (text != NULL) {
		d->ot.object_text = text;
		d->ot.has_object = true;
	}
	return text;
}

static const char *filename(struct dec *d)
{
	size_t n = take(d, S7_FILENAME_LENGTH);

	if (n == 0 || !cur_ok(&d->c))
		return NULL;
	struct cur name = dec_take_bytes(d, &field_table[S7_FILENAME], n);

	if (!cur_ok(&name))
		return NULL;
	if (n == FILENAME)
		return file_parts(d, name);
	d->ot.object_text = dec_string(d, name);
	d->ot.has_object = true;
	return d->ot.object_text;
}

/* A piece of the block: the answer's data. */
static void piece(struct dec *d, struct s7 *m, uint64_t key)
{
	struct transfer t;
	bool known = transfer_load(d, key, &t);

	if (cur_left(&d->c) > 0)
		status(d);
	if (known)
		transfer_name(d, &t);
	if (!cur_ok(&d->c))
		return;
	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = m->data;
	if (cur_left(&m->data) == 0)
		return;
	size_t n = take(d, S7_DATA_LENGTH);

	(void)dec_take_bytes(d, &field_table[S7_BLOCK_UNKNOWN], 2);
	struct cur bytes = dec_take_bytes(d, &field_table[S7_RESP_DATA], n);

	if (!known || !cur_ok(&bytes))
		return;
	d->ot.count = (uint32_t)n;
	t.gap |= d->gap;
	t.size += n;
	transfer_hash(&t, bytes);
	transfer_save(d, key, &t);
}

static void request_lengths(struct dec *d)
{
	if (cur_left(&d->c) == 0)
		return;
	take(d, S7_PART2_LENGTH);
	take(d, S7_PART2_UNKNOWN);
	take(d, S7_LOAD_LENGTH);
	take(d, S7_CODE_LENGTH);
}

void s7_download(struct dec *d, struct s7 *m)
{
	uint64_t key = s7_key(S7_NOTE_TRANSFER, UINT32_MAX);
	struct transfer t;

	if (m->rosctr != S7_JOB) {
		if (m->func == S7_DOWNLOAD_BLOCK)
			piece(d, m, key);
		else if (transfer_load(d, key, &t))
			transfer_name(d, &t);
		if (m->func == S7_DOWNLOAD_ENDED)
			transfer_drop(d, key);
		s7_rest(d, S7_PARAM_DATA);
		return;
	}
	status(d);
	if (m->func == S7_DOWNLOAD_ENDED) {
		uint64_t error = take(d, S7_BLOCK_ERROR);

		if (error != 0) {
			const char *why = field_value_name(&field_table[S7_BLOCK_ERROR], error);

			d->ot.failed = true;
			d->ot.status = why != NULL ? why : "error";
		}
	} else {
		(void)dec_take_bytes(d, &field_table[S7_BLOCK_UNKNOWN], 2);
	}
	(void)dec_take_bytes(d, &field_table[S7_BLOCK_UNKNOWN], 4);
	const char *name = filename(d);

	if (m->func == S7_REQUEST_DOWNLOAD) {
		request_lengths(d);
		if (name != NULL)
			transfer_begin(d, key, name);
	} else if (m->func == S7_DOWNLOAD_ENDED && !d->ot.failed) {
		transfer_end(d, key, DOWNLOAD);
	}
	s7_rest(d, S7_PARAM_DATA);
}

/* The answer to "Start upload" gives the transfer its number; until then its name is kept. */
static void upload_answer(struct dec *d, struct s7 *m)
{
	struct note *note = note_find(d, s7_key(S7_NOTE_NAME, m->pduref));
	char name[NAME] = "";

	if (note != NULL) {
		struct cur c = note_bytes(d, note);

		(void)cur_copy(&c, name, NAME - 1);
		note_end(d, note);
	}
	if (cur_left(&d->c) == 0)
		return;
	status(d);
	(void)dec_take_bytes(d, &field_table[S7_BLOCK_UNKNOWN], 2);
	uint64_t id = take(d, S7_UPLOAD_ID);
	size_t n = take(d, S7_UPLOAD_SIZE_LENGTH);

	if (n > 0 && cur_ok(&d->c))
		(void)dec_take_bytes(d, &field_table[S7_UPLOAD_SIZE], n);
	if (name[0] == '\0' || !cur_ok(&d->c))
		return;
	transfer_begin(d, s7_key(S7_NOTE_TRANSFER, id), name);
	d->ot.object_text = dec_text(d, "%s", name);
	d->ot.has_object = true;
}

static void upload_name(struct dec *d, struct s7 *m, const char *name)
{
	struct note *note = note_open(d, s7_key(S7_NOTE_NAME, m->pduref));

	if (note != NULL && note->n == 0)
		(void)note_add(d, note, cur_of(name, strlen(name)));
}

void s7_upload(struct dec *d, struct s7 *m)
{
	uint64_t id = 0;

	if (m->rosctr != S7_JOB) {
		if (m->asked != NULL)
			id = m->asked->ask[S7_ASK_EXTRA] | (uint64_t)m->asked->ask[S7_ASK_EXTRA + 1]
								   << 16;
		uint64_t key = s7_key(S7_NOTE_TRANSFER, id);
		struct transfer t;

		if (m->func == S7_START_UPLOAD)
			upload_answer(d, m);
		else if (m->func == S7_UPLOAD && m->error == 0)
			piece(d, m, key);
		else if (transfer_load(d, key, &t))
			transfer_name(d, &t);
		if (m->func == S7_END_UPLOAD)
			transfer_drop(d, key);
		s7_rest(d, S7_PARAM_DATA);
		return;
	}
	status(d);
	if (m->func == S7_END_UPLOAD)
		take(d, S7_BLOCK_ERROR);
	else
		(void)dec_take_bytes(d, &field_table[S7_BLOCK_UNKNOWN], 2);
	id = take(d, S7_UPLOAD_ID);
	if (m->func == S7_START_UPLOAD) {
		const char *name = filename(d);

		if (name != NULL)
			upload_name(d, m, name);
	} else if (d->asked) {
		struct pair *p = &pairs_all(d->pairs)[d->pairs->n - 1];

		p->ask[S7_ASK_EXTRA] = (uint16_t)id;
		p->ask[S7_ASK_EXTRA + 1] = (uint16_t)(id >> 16);
	}
	if (m->func == S7_END_UPLOAD)
		transfer_end(d, s7_key(S7_NOTE_TRANSFER, id), UPLOAD);
	s7_rest(d, S7_PARAM_DATA);
}

static unsigned find_service(struct cur name, struct cur argument)
{
	for (unsigned i = 0; i < SERVICES; i++) {
		const struct service *s = &services[i];

		if (cur_starts(&name, s->name, strlen(s->name)) &&
		    cur_starts(&argument, s->argument, strlen(s->argument)))
			return i;
	}
	return SERVICES;
}

/* What it does; remembered for the answer, which does not say it. */
static void be_service(struct dec *d, unsigned i)
{
	if (i < SERVICES) {
		d->ot.function = services[i].function;
		d->ot.op = (enum ot_op)services[i].op;
	}
	if (d->asked)
		pairs_all(d->pairs)[d->pairs->n - 1].ask[S7_ASK_EXTRA] = (uint16_t)(i + 1);
}

static void answer_service(struct dec *d, struct s7 *m)
{
	unsigned i = m->asked != NULL ? m->asked->ask[S7_ASK_EXTRA] : 0U;

	if (cur_left(&d->c) > 0)
		status(d);
	if (i > 0 && i <= SERVICES) {
		be_service(d, i - 1);
		if (!d->ot.failed)
			s7_cpu_state(d, m, (enum s7_cpu)services[i - 1].cpu);
	}
	s7_rest(d, S7_PARAM_DATA);
}

static void service_blocks(struct dec *d, struct cur block)
{
	struct cur rest = d->c;

	d->c = block;
	uint64_t n = take(d, S7_PI_BLOCKS);

	take(d, S7_PI_INSERT_UNKNOWN);
	for (uint64_t i = 0; i < n && cur_ok(&d->c); i++) {
		struct cur name = dec_take_bytes(d, &field_table[S7_FILENAME], PI_FILENAME);

		if (cur_ok(&name))
			(void)file_parts(d, name);
	}
	d->ot.count = (uint32_t)n;
	bool whole = cur_ok(&d->c);

	d->trailing += (uint32_t)cur_left(&d->c);
	d->c = rest;
	if (!whole)
		dec_malformed(d, "fewer block names than are counted");
}

void s7_pi_service(struct dec *d, struct s7 *m)
{
	if (m->rosctr != S7_JOB) {
		answer_service(d, m);
		return;
	}
	(void)dec_take_bytes(d, &field_table[S7_PI_UNKNOWN], 7);
	size_t n = take(d, S7_PI_BLOCK_LENGTH);
	struct cur block = cur_sub(&d->c, n), ahead = d->c;
	struct cur name = cur_of("", 0);

	if (!cur_ok(&d->c))
		return;
	name = cur_sub(&ahead, cur_u8(&ahead));
	if (!cur_ok(&ahead)) { /* what the block is hangs on the name behind it */
		cur_fail(&d->c);
		return;
	}
	unsigned i = find_service(name, block);

	be_service(d, i);
	if ((cur_starts(&name, "_INS", 4) || cur_starts(&name, "_DEL", 4)) && n > 0) {
		service_blocks(d, block);
	} else if (n > 0 && cur_starts(&name, "_N_", 3)) {
		dec_put_bytes(d, &field_table[S7_PARAM_DATA], block);
	} else if (n > 0) {
		dec_put_bytes(d, &field_table[S7_PI_ARGUMENT], block);
		ot_bytes(d, &field_table[S7_PI_ARGUMENT], block);
	}
	size_t length = take(d, S7_PI_LENGTH);
	struct cur service = dec_take_bytes(d, &field_table[S7_PI_SERVICE], length);

	if (!d->ot.has_object && cur_ok(&service)) {
		d->ot.object_text = dec_string(d, service);
		d->ot.has_object = true;
	}
}

void s7_stop(struct dec *d, struct s7 *m)
{
	if (m->rosctr != S7_JOB) {
		if (m->error == 0)
			s7_cpu_state(d, m, S7_CPU_STOP);
		s7_rest(d, S7_PARAM_DATA);
		return;
	}
	(void)dec_take_bytes(d, &field_table[S7_PI_UNKNOWN], 5);
	size_t n = take(d, S7_PI_PART2_LENGTH);
	struct cur service = dec_take_bytes(d, &field_table[S7_PI_SERVICE], n);

	if (cur_ok(&service)) {
		d->ot.object_text = dec_string(d, service);
		d->ot.has_object = true;
	}
}
