#include "pcaps/plant/goose.h"

#include <string.h>

const char *const goose_form_names[GOOSE_FORMS] = { "boolean", "position", "integer", "float" };

struct goose_block goose_blocks[GOOSE_BLOCKS];
size_t ngoose_blocks;
struct goose_subscription goose_subscriptions[GOOSE_SUBSCRIPTIONS];
size_t ngoose_subscriptions;

int goose_find(const char *name)
{
	for (size_t i = 0; i < ngoose_blocks; i++)
		if (strcmp(goose_blocks[i].name, name) == 0)
			return (int)i;
	return -1;
}

bool goose_speaks(int host)
{
	for (size_t i = 0; i < ngoose_blocks; i++)
		if (goose_blocks[i].host == host)
			return true;
	for (size_t i = 0; i < ngoose_subscriptions; i++)
		if (goose_subscriptions[i].host == host)
			return true;
	return false;
}
