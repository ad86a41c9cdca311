#include "pcaps/plant/clients.h"

struct poll polls[POLLS_MAX];
size_t npolls;
struct action actions[ACTIONS_MAX];
size_t nactions;
struct operator_round operator_round;
