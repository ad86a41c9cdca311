#ifndef COLLECTOR_COMMANDS_H
#define COLLECTOR_COMMANDS_H
/* The commands of kagami-collector. Each returns an exit code and has said why. */
#include "collector/options.h"

/* Done; something failed (said why); the command line or a file is wrong. */
enum { COLLECT_DONE = 0, COLLECT_FAILED = 1, COLLECT_USAGE = 2 };

int collect_run(const struct collector_options *c, char **args);
int collect_keygen(const struct collector_options *c, char **args);
int collect_sensors_list(const struct collector_options *c, char **args);
int collect_sensors_add(const struct collector_options *c, char **args);
int collect_sensors_remove(const struct collector_options *c, char **args);
int collect_sensors_show(const struct collector_options *c, char **args);
int collect_events(const struct collector_options *c, char **args);
int collect_assets(const struct collector_options *c, char **args);
int collect_conversations(const struct collector_options *c, char **args);
int collect_evidence(const struct collector_options *c, char **args);
int collect_incidents_list(const struct collector_options *c, char **args);
int collect_incidents_show(const struct collector_options *c, char **args);
int collect_incidents_timeline(const struct collector_options *c, char **args);
int collect_incidents_ack(const struct collector_options *c, char **args);
int collect_incidents_assign(const struct collector_options *c, char **args);
int collect_incidents_close(const struct collector_options *c, char **args);
int collect_incidents_reopen(const struct collector_options *c, char **args);
int collect_incidents_merge(const struct collector_options *c, char **args);
int collect_incidents_note(const struct collector_options *c, char **args);
int collect_incidents_export(const struct collector_options *c, char **args);
int collect_incidents_stats(const struct collector_options *c, char **args);
int collect_check(const struct collector_options *c, char **args);
int collect_incidents_report(const struct collector_options *c, char **args);
int collect_incidents_due(const struct collector_options *c, char **args);
int collect_share(const struct collector_options *c, char **args);
int collect_share_verify(const struct collector_options *c, char **args);
int collect_share_keygen(const struct collector_options *c, char **args);
int collect_receive(const struct collector_options *c, char **args);
int collect_received(const struct collector_options *c, char **args);
int collect_exercise_start(const struct collector_options *c, char **args);
int collect_exercise_status(const struct collector_options *c, char **args);
int collect_exercise_score(const struct collector_options *c, char **args);
int collect_exercise_report(const struct collector_options *c, char **args);
int collect_exercise_inject(const struct collector_options *c, char **args);

#endif
