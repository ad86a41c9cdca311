#ifndef SENSOR_COMMANDS_H
#define SENSOR_COMMANDS_H
/*
 * The subcommands. Options are complete and checked; `files` are the arguments that are no options,
 * NULL-terminated, as many as the command's row in options.c allows. A command returns the exit
 * code of the program: 0 done, 1 ran but failed, 2 wrong use; it has said why (log.h).
 */
struct sensor_options;

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

int cmd_read(const struct sensor_options *s, char **files);
int cmd_live(const struct sensor_options *s, char **files);
int cmd_replay(const struct sensor_options *s, char **files);
int cmd_send(const struct sensor_options *s, char **files);
int cmd_fields(const struct sensor_options *s, char **files);
int cmd_check(const struct sensor_options *s, char **files);
int cmd_learn(const struct sensor_options *s, char **files);
int cmd_rules_check(const struct sensor_options *s, char **args);
int cmd_rules_list(const struct sensor_options *s, char **args);
int cmd_rules_explain(const struct sensor_options *s, char **args);
int cmd_rules_test(const struct sensor_options *s, char **args);
int cmd_rules_try(const struct sensor_options *s, char **args);
int cmd_rules_reference(const struct sensor_options *s, char **args);

#endif
