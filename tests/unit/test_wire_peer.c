/*
 * What Python's protobuf packs, C unpacks, and the other way round. wire_peer.py is the other side.
 */
#include "tests/unit/test.h"

#include <unistd.h>

#include "proto/event_json.h"
#include "tests/unit/wire_data.h"

enum { RECORD_MAX = 1 << 17, JSON_RECORD = 9 };

static char folder[] = "/tmp/kagami-wire-XXXXXX";
static struct wire_arena arena;

static void run(const char *what)
{
	char command[128];

	(void)snprintf(command, sizeof(command), "/usr/bin/python3 tests/unit/wire_peer.py %s %s",
		       what, folder);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own words */
}

static FILE *open_file(const char *name, const char *mode)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *f = fopen(path, mode);

	assert_non_null(f);
	return f;
}

static void remove_file(const char *name)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	(void)unlink(path);
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(folder) != NULL && wire_arena_init(&arena, WIRE_ARENA_EVENT) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	wire_arena_free(&arena);
	remove_file("made");
	remove_file("back");
	return rmdir(folder);
}

static bool read_record(FILE *f, uint8_t *type, uint8_t *p, size_t *n)
{
	uint8_t head[5];

	if (fread(head, 1, sizeof(head), f) != sizeof(head))
		return false;
	*type = head[0];
	*n = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
	assert_true(*n <= RECORD_MAX);
	assert_int_equal(fread(p, 1, *n, f), *n);
	return true;
}

static void write_record(FILE *f, uint8_t type, const void *p, size_t n)
{
	uint8_t head[5] = { type, (uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8),
			    (uint8_t)n };

	assert_int_equal(fwrite(head, 1, sizeof(head), f), sizeof(head));
	assert_int_equal(fwrite(p, 1, n, f), n);
}

static void write_json(FILE *f, const uint8_t *p, size_t n)
{
	static const struct event_origin origin = { .sensor = "plant-1" };
	static char line[EVENT_JSON_MAX];
	const char *why = NULL;
	Kagami__Event *e = wire_unpack_event(&arena, p, n, &why);

	assert_non_null(e);
	size_t len = event_json(e, NULL, &origin, NULL, line, sizeof(line));

	assert_true(len > 0);
	write_record(f, JSON_RECORD, line, len);
}

static void messages_mean_the_same_to_another_implementation(void **state)
{
	static uint8_t p[RECORD_MAX], out[RECORD_MAX];
	size_t n, records = 0;
	uint8_t type;

	(void)state;
	run("make");
	FILE *made = open_file("made", "rb"), *back = open_file("back", "wb");

	while (read_record(made, &type, p, &n)) {
		const char *why = NULL;

		wire_clear(&arena);
		ProtobufCMessage *m = wire_unpack_any((enum wire_type)type, &arena, p, n, &why);

		if (m == NULL)
			fail_msg("message %zu: %s", records, why);
		else
			write_record(back, type, out, protobuf_c_message_pack(m, out));
		if (type == 2)
			write_json(back, p, n);
		records++;
	}
	(void)fclose(made);
	assert_int_equal(fclose(back), 0);
	assert_true(records >= 300);
	run("check");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_mean_the_same_to_another_implementation),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
