/*
 * kagami-goose DIRECTORY: writes the layer-2 captures of pcaps/ (goose-*.pcap, l2-assets.pcap), the
 * same bytes each run.
 */
#include <stdio.h>

#include "pcaps/goose/scenes.h"

static const struct scene scenes[] = {
	{ "goose-normal", scene_normal },
	{ "goose-types", scene_types },
	{ "goose-simulation", scene_simulation },
	{ "goose-confrev", scene_confrev },
	{ "goose-replay", scene_replay },
	{ "goose-injection", scene_injection },
	{ "goose-duplicate", scene_duplicate },
	{ "goose-silence", scene_silence },
	{ "goose-malformed", scene_malformed },
	{ "goose-redundancy", scene_redundancy },
	{ "l2-assets", scene_assets },
	{ "goose-gap", scene_gap },
	{ "goose-wrap", scene_wrap },
	{ "goose-restart", scene_restart },
	{ "goose-late", scene_late },
	{ "goose-moved", scene_moved },
};

int main(int argc, char **argv)
{
	struct tape t = { 0 };

	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: kagami-goose DIRECTORY\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		t.dice = (uint32_t)i + 1;
		scenes[i].play(&t);
		tape_write(&t, argv[1], scenes[i].name);
	}
	return 0;
}
