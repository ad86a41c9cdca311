/* collector/evidence*.c: the packets of alerts as files. */
#include "collector/evidence.h"
#include "collector/incident_store.h"

#include <pcap/pcap.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/unit/store_kit.h"

#define SECOND UINT64_C(1000000000)
#define NOON   (UINT64_C(1714564800) * SECOND)

enum { PACKETS = 3 };

static uint8_t bytes[PACKETS][64];
static Kagami__Packet packet[WIRE_PACKETS], *list[WIRE_PACKETS];
static Kagami__Packets packets;
static uint8_t out[EVIDENCE_MAX];

static void make_packets(uint64_t alert)
{
	kagami__packets__init(&packets);
	packets.alert = alert;
	packets.time = NOON;
	packets.link_type = 1;
	for (unsigned i = 0; i < PACKETS; i++) {
		for (unsigned k = 0; k < sizeof(bytes[i]); k++)
			bytes[i][k] = (uint8_t)(i * 64 + k + alert);
		kagami__packet__init(&packet[i]);
		packet[i].frame = 10 + i;
		packet[i].time = NOON + i * SECOND + 123456789;
		packet[i].length = 100 + i;
		packet[i].bytes = (ProtobufCBinaryData){ .data = bytes[i], .len = 64 - i };
		list[i] = &packet[i];
	}
	packets.packets = list;
	packets.n_packets = PACKETS;
}

/* ---- the file ------------------------------------------------------------------------------ */

static pcap_t *open_bytes(size_t n)
{
	char error[PCAP_ERRBUF_SIZE];
	FILE *f = fmemopen(out, n, "rb");
	pcap_t *p = pcap_fopen_offline_with_tstamp_precision(f, PCAP_TSTAMP_PRECISION_NANO, error);

	if (p == NULL)
		fail_msg("%s", error);
	return p;
}

static void libpcap_reads_what_was_captured(void **state)
{
	struct pcap_pkthdr *h;
	const u_char *p;

	(void)state;
	make_packets(1);
	size_t n = evidence_pcap(&packets, out, sizeof(out));

	assert_int_equal(n, 24 + 3 * 16 + 64 + 63 + 62);
	pcap_t *in = open_bytes(n);

	assert_int_equal(pcap_datalink(in), DLT_EN10MB);
	for (unsigned i = 0; i < PACKETS; i++) {
		assert_int_equal(pcap_next_ex(in, &h, &p), 1);
		assert_int_equal(h->ts.tv_sec, NOON / SECOND + i);
		assert_int_equal(h->ts.tv_usec, 123456789);
		assert_int_equal(h->caplen, 64 - i);
		assert_int_equal(h->len, 100 + i);
		assert_memory_equal(p, bytes[i], h->caplen);
	}
	assert_int_equal(pcap_next_ex(in, &h, &p), PCAP_ERROR_BREAK);
	pcap_close(in);
}

static void there_is_room_or_nothing_is_written(void **state)
{
	(void)state;
	make_packets(1);
	size_t n = evidence_pcap(&packets, out, sizeof(out));

	assert_int_equal(evidence_pcap(&packets, out, n), n);
	memset(out, 0x55, sizeof(out));
	assert_int_equal(evidence_pcap(&packets, out, n - 1), 0);
	assert_int_equal(out[0], 0x55);
}

static void whatever_an_event_says_the_file_can_be_read(void **state)
{
	struct pcap_pkthdr *h;
	const u_char *p;

	(void)state;
	make_packets(1);
	packets.link_type = UINT32_MAX;
	packet[0].time = UINT64_MAX;
	packet[0].length = 0; /* less than was captured */
	packet[1].bytes = (ProtobufCBinaryData){ .len = 0 };
	packet[1].length = UINT32_MAX;
	pcap_t *in = open_bytes(evidence_pcap(&packets, out, sizeof(out)));

	assert_int_equal(pcap_next_ex(in, &h, &p), 1);
	assert_int_equal(h->len, 64);
	assert_int_equal(pcap_next_ex(in, &h, &p), 1);
	assert_int_equal(h->caplen, 0);
	assert_int_equal(pcap_next_ex(in, &h, &p), 1);
	pcap_close(in);
}

static void the_largest_event_has_room(void **state)
{
	static uint8_t large[WIRE_EVENT_MAX];

	(void)state;
	make_packets(1);
	for (unsigned i = 0; i < WIRE_PACKETS; i++) {
		kagami__packet__init(&packet[i]);
		packet[i].bytes =
			(ProtobufCBinaryData){ .data = large, .len = sizeof(large) / WIRE_PACKETS };
		list[i] = &packet[i];
	}
	packets.n_packets = WIRE_PACKETS;
	assert_int_equal(evidence_pcap(&packets, out, sizeof(out)),
			 24 + WIRE_PACKETS * 16 + sizeof(large));
}

/* ---- incidents ----------------------------------------------------------------------------- */

static void the_incident_that_has_the_alert_says_what_the_file_is(void **state)
{
	struct incident *i = calloc(1, sizeof(*i));
	uint8_t sha256[32];
	char path[INCIDENT_TEXT + 32];

	(void)state;
	assert_non_null(i);
	i->nevidence = 2;
	for (unsigned k = 0; k < 2; k++) {
		(void)snprintf(i->evidence[k].sensor, sizeof(i->evidence[k].sensor), "plant-1");
		i->evidence[k].epoch = 5;
		i->evidence[k].alert = 7 + k;
		i->evidence[k].time = NOON;
	}
	make_packets(8);
	assert_false(evidence_join(i, "plant-2", 5, 9, &packets));
	assert_false(evidence_join(i, "plant-1", 6, 9, &packets));
	packets.n_packets = 0;
	assert_false(evidence_join(i, "plant-1", 5, 9, &packets));
	packets.n_packets = PACKETS;
	assert_int_equal(i->evidence[1].file[0], '\0');
	assert_false(evidence_path(&i->evidence[1], path, sizeof(path)));
	assert_true(evidence_join(i, "plant-1", 5, 9, &packets));
	assert_int_equal(i->evidence[0].file[0], '\0');
	size_t n = evidence_pcap(&packets, out, sizeof(out));

	(void)crypto_hash_sha256(sha256, out, n);
	assert_memory_equal(i->evidence[1].sha256, sha256, sizeof(sha256));
	assert_int_equal(i->evidence[1].file_size, n);
	assert_int_equal(i->evidence[1].packets, 9);
	assert_memory_equal(i->evidence[1].file, "20240501T120000Z-", 17);
	assert_true(evidence_path(&i->evidence[1], path, sizeof(path)));
	assert_memory_equal(path, "evidence/2024/05/20240501T120000Z-", 34);
	/* Once: another event of that alert changes nothing. */
	assert_false(evidence_join(i, "plant-1", 5, 10, &packets));
	make_packets(0);
	i->evidence[0].alert = 0; /* of a sensor without ids */
	assert_false(evidence_join(i, "plant-1", 5, 9, &packets));
	free(i);
}

static void a_name_that_is_not_ours_is_no_path(void **state)
{
	static const char *const bad[] = { "", "..", "../../etc/passwd", "202405/../../x", "2024" };
	struct incident_evidence e = { 0 };
	char path[INCIDENT_TEXT + 32];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(e.file, sizeof(e.file), "%s", bad[i]);
		assert_false(evidence_path(&e, path, sizeof(path)));
	}
}

/* ---- store and disk ------------------------------------------------------------------------ */

static Kagami__Event *event_at(Kagami__Event *e, uint64_t time)
{
	kagami__event__init(e);
	e->time = time;
	return e;
}

/* Events 1 (an alert with id 7), 2 (another's packets), 3 (its packets) and 4 (an alert without),
 * of epoch 5 of plant-1. */
static void store_them(struct kit *k)
{
	Kagami__Event e;
	Kagami__Alert a = KAGAMI__ALERT__INIT;
	uint8_t p[4][4096];
	ProtobufCBinaryData of[4];
	Kagami__Event *events[4];
	struct wire_arena arena;
	const char *why;
	size_t added;

	assert_true(wire_arena_init(&arena, WIRE_ARENA_EVENT));
	for (unsigned i = 0; i < 4; i++) {
		event_at(&e, NOON + i);
		a.id = i == 0 ? 7 : 9;
		make_packets(i == 1 ? 6 : 7);
		e.body_case =
			i == 0 || i == 3 ? KAGAMI__EVENT__BODY_ALERT : KAGAMI__EVENT__BODY_PACKETS;
		if (i == 0 || i == 3)
			e.alert = &a;
		else
			e.packets = &packets;
		of[i].data = p[i];
		of[i].len = wire_pack_event(&e, p[i], sizeof(p[i]));
		assert_true(of[i].len > 0);
		events[i] = wire_unpack_event(&arena, p[i], of[i].len, &why);
		assert_non_null(events[i]);
	}
	const struct store_batch b = { .sensor = "plant-1",
				       .epoch = 5,
				       .first_seq = 1,
				       .n = 4,
				       .bytes = of,
				       .events = events,
				       .received = NOON };

	assert_true(store_begin(k->s));
	assert_true(store_add(k->s, &b, NULL, &added));
	assert_true(store_commit(k->s));
	assert_int_equal(added, 4);
	wire_arena_free(&arena);
}

struct told {
	unsigned n;
	uint64_t seq, alert;
	struct incident_evidence e;
};

static void tell(void *ctx, uint64_t seq, const Kagami__Packets *p)
{
	struct told *t = ctx;

	t->n++;
	t->seq = seq;
	t->alert = p->alert;
	t->e.time = p->time;
	assert_true(evidence_fill(&t->e, seq, p));
}

static void packets_are_found_by_their_own_number_and_by_the_alerts(void **state)
{
	struct kit *k = kit_new();
	static const uint64_t numbers[] = { 1, 3 };

	(void)state;
	store_them(k);
	for (unsigned i = 0; i < 2; i++) {
		struct told t = { 0 };
		bool found = false;

		assert_true(evidence_find(k->s, "plant-1", 5, numbers[i], &found, tell, &t));
		assert_true(found);
		assert_int_equal(t.n, 1);
		assert_int_equal(t.seq, 3);
		assert_int_equal(t.alert, 7);
	}
	static const struct {
		const char *sensor;
		uint64_t epoch, seq;
	} none[] = { { "plant-1", 5, 4 }, { "plant-1", 5, 5 }, { "plant-1", 6, 1 },
		     { "plant-2", 5, 1 }, { "plant-1", 5, 0 }, { "plant-1", 5, UINT64_MAX } };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct told t = { 0 };
		bool found = true;

		assert_true(evidence_find(k->s, none[i].sensor, none[i].epoch, none[i].seq, &found,
					  tell, &t));
		assert_false(found);
		assert_int_equal(t.n, 0);
	}
	kit_free(k);
}

static void check_file(const char *path, const struct incident_evidence *e)
{
	uint8_t sha256[32];
	FILE *f = fopen(path, "rb");

	assert_non_null(f);
	size_t n = fread(out, 1, sizeof(out), f);

	(void)fclose(f);
	assert_int_equal(n, e->file_size);
	(void)crypto_hash_sha256(sha256, out, n);
	assert_memory_equal(sha256, e->sha256, sizeof(sha256));
}

static void the_file_is_written_once_and_is_what_the_record_says(void **state)
{
	struct kit *k = kit_new();
	struct told t = { 0 };
	char folder[512], path[1024], below[INCIDENT_TEXT + 32], error[512] = "";
	struct stat before, after;
	bool found;

	(void)state;
	store_them(k);
	assert_true(evidence_find(k->s, "plant-1", 5, 1, &found, tell, &t));
	(void)snprintf(t.e.sensor, sizeof(t.e.sensor), "plant-1");
	t.e.epoch = 5;
	(void)snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(k->path, '/') - k->path),
		       k->path);
	assert_true(evidence_path(&t.e, below, sizeof(below)));
	(void)snprintf(path, sizeof(path), "%s/%s", folder, below);
	assert_true(evidence_keep(k->s, folder, &t.e, error, sizeof(error)));
	check_file(path, &t.e);
	assert_int_equal(stat(path, &before), 0);
	assert_true(evidence_keep(k->s, folder, &t.e, error, sizeof(error)));
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	/* What a crash left of it is made whole. */
	assert_int_equal(truncate(path, 30), 0);
	assert_true(evidence_keep(k->s, folder, &t.e, error, sizeof(error)));
	check_file(path, &t.e);
	/* Stored packets that are others, or none, are no file of that record. */
	assert_int_equal(unlink(path), 0);
	t.e.sha256[0] ^= 1;
	assert_true(evidence_keep(k->s, folder, &t.e, error, sizeof(error)));
	assert_int_equal(stat(path, &after), -1);
	t.e.sha256[0] ^= 1;
	t.e.packets = 77;
	assert_true(evidence_keep(k->s, folder, &t.e, error, sizeof(error)));
	assert_int_equal(stat(path, &after), -1);
	/* A folder that is none is tried again later. */
	t.e.packets = 3;
	assert_false(evidence_keep(k->s, k->path, &t.e, error, sizeof(error)));
	assert_true(error[0] != '\0');
	for (char *slash; (slash = strrchr(path, '/')) != NULL && strlen(path) > strlen(folder);) {
		*slash = '\0';
		(void)rmdir(path);
	}
	kit_free(k);
}

static uint64_t left_after_a_year(struct kit *k)
{
	const struct store_retention r = { .max_age = SECOND,
					   .now = NOON + 365 * 86400 * SECOND,
					   .budget = 1000 };
	struct store_forgotten gone = { 0 };
	uint64_t n = 0;

	assert_true(store_forget(k->s, &r, &gone));
	assert_true(store_count_events(k->s, &(struct store_filter){ 0 }, &n));
	return n;
}

static bool put(struct kit *k, const struct incident *i)
{
	return store_begin(k->s) && incident_store_put(k->s, i) && store_commit(k->s);
}

static void packets_stay_as_long_as_their_incident_is_open(void **state)
{
	struct kit *k = kit_new();
	struct incident *i = calloc(1, sizeof(*i));
	struct told t = { 0 };
	bool found;

	(void)state;
	assert_non_null(i);
	store_them(k);
	(void)snprintf(i->id, sizeof(i->id), "waterworks-20240501-0001");
	i->revision = 1;
	i->nevidence = 1;
	(void)snprintf(i->evidence[0].sensor, sizeof(i->evidence[0].sensor), "plant-1");
	i->evidence[0].epoch = 5;
	i->evidence[0].seq = 1;
	i->evidence[0].alert = 7;
	make_packets(7);
	assert_true(evidence_join(i, "plant-1", 5, 3, &packets));
	assert_true(put(k, i));
	assert_int_equal(left_after_a_year(k), 2);
	assert_true(evidence_find(k->s, "plant-1", 5, 1, &found, tell, &t));
	assert_true(found);
	i->revision = 2;
	i->status = INCIDENT_RESOLVED;
	assert_true(put(k, i));
	assert_int_equal(left_after_a_year(k), 0);
	free(i);
	kit_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libpcap_reads_what_was_captured),
		cmocka_unit_test(there_is_room_or_nothing_is_written),
		cmocka_unit_test(whatever_an_event_says_the_file_can_be_read),
		cmocka_unit_test(the_largest_event_has_room),
		cmocka_unit_test(the_incident_that_has_the_alert_says_what_the_file_is),
		cmocka_unit_test(a_name_that_is_not_ours_is_no_path),
		cmocka_unit_test(packets_are_found_by_their_own_number_and_by_the_alerts),
		cmocka_unit_test(the_file_is_written_once_and_is_what_the_record_says),
		cmocka_unit_test(packets_stay_as_long_as_their_incident_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
