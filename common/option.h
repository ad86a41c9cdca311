#ifndef COMMON_OPTION_H
#define COMMON_OPTION_H
/*
 * Options, declared once: a row gives the flag, the key of the configuration file, the check of
 * type and range, --help, the man pages and the example file.
 *
 * A program declares a struct for the values and a table of rows that point into it. Precedence:
 * default < configuration file < flag. Every error of the command line and of the file is
 * reported, a line each, before anything runs (log.h); the caller then exits 2.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* clang-format off */
enum option_type {       /* in the struct             written as */
	OPTION_BOOL,     /* bool                      --name, --no-name; true, false, yes, no, on, off */
	OPTION_UINT,     /* uint64_t                  16384, 16k, 2M, 1G: powers of 1000 */
	OPTION_SIZE,     /* uint64_t, bytes           65536, 64KiB, 32MiB, 1GiB, 64kB, 32MB, 1GB */
	OPTION_DURATION, /* uint64_t, ns              250ms, 5s, 1.5s, 2m, 1h, 7d, 0 */
	OPTION_TIME,     /* uint64_t, ns since 1970   2024-05-01T12:00:00.25Z, 2024-05-01, 1714564800.25 */
	OPTION_CHOICE,   /* unsigned, the index       one of the row's choices */
	OPTION_STRING,   /* const char *, or NULL */
	OPTION_LIST,     /* struct option_list        repeated, or a,b,c; in the file [a, b, c] */
};
/* clang-format on */

struct option_list {
	const char **items; /* NULL when empty */
	size_t n;
};

struct option_why {
	char text[512];
};

/* clang-format off */
struct option {
	const char *name;    /* "tcp-idle": the flag is --tcp-idle, the key tcp-idle: */
	char letter;         /* short flag, or 0 */
	enum option_type type;
	size_t at;           /* offset of the value in the program's struct */
	const char *value;   /* the default, as one would write it; NULL: none (0, false, NULL) */
	const char *min;     /* numbers: the least and the greatest value, as one would write */
	const char *max;     /* them; NULL: no bound */
	const char *metavar; /* what the value is called in help: N, SIZE, FILE ... */
	const char *group;   /* the section of the file; NULL: a flag only */
	uint64_t commands;   /* bits of the subcommands that take the flag */
	const char *help;    /* one line, no full stop */
	const char *zero;    /* what 0 means ("no limit"), which is allowed below min; or NULL */
	const char *example; /* a value for the example file when there is no default */
	uint64_t required;   /* bits of the subcommands that cannot do without */
	const char *const *choices; /* OPTION_CHOICE: NULL-terminated */
	/* OPTION_STRING, and each item of an OPTION_LIST: is the text a right value? Else why not; the
	 * text is then among the words. NULL: every text is. */
	bool (*check)(const char *text, struct option_why *why);
};
/* clang-format on */

struct option_group {
	const char *name;  /* section of the file */
	const char *title; /* heading in help */
};

/* clang-format off */
struct option_command {
	const char *name;
	uint64_t bit;        /* what struct option's `commands` calls it */
	const char *args;    /* "FILE..." or NULL: what it takes besides options */
	unsigned min_args;   /* how many of them */
	unsigned max_args;
	const char *help;    /* one line, no full stop */
	const char *about;   /* paragraphs, separated by empty lines */
	const char *const *examples; /* pairs: command line, what it does; NULL-terminated */
};

struct option_program {
	const char *name;    /* "kagami-sensor" */
	const char *help;    /* one line, no full stop */
	const char *about;   /* paragraphs, separated by empty lines */
	const char *version;
	const char *date;    /* of the man pages, as mdoc wants it: "November 22, 2026" */
	const char *file;    /* "sensor.yaml" */
	const char *path;    /* where that is looked for by default */
	const char *file_about;   /* paragraphs about the file, for its man page */
	const char *file_example; /* a short one, lines of YAML */
	const struct option_group *groups;
	size_t ngroups;
	const struct option *rows;
	size_t nrows;
	const struct option_command *commands;
	size_t ncommands;
	const char *const *examples; /* the first to try: pairs as above */
};
/* clang-format on */

enum { OPTION_ROWS = 128, OPTION_ERRORS = 64 };

enum option_source { OPTION_DEFAULT, OPTION_FILE, OPTION_FLAG };

/* In a configuration file; both count from 1. */
struct option_place {
	int line, column;
};

/* The state of reading options for one run. Zero it, or use options_init(). */
struct options {
	const struct option_program *program;
	const struct option_command *command;
	void *values;	 /* the program's struct */
	unsigned errors; /* lines reported, or left unsaid after OPTION_ERRORS of them */
	bool help;	 /* --help was given */
	uint8_t source[OPTION_ROWS];		 /* enum option_source, by row */
	struct option_place places[OPTION_ROWS]; /* by row, where the source is the file */
	struct option_place at;			 /* of the file's value that is read now */
	const char *file;			 /* its name in messages; borrowed */
	char **args; /* what is no option, NULL-terminated; points into argv */
	size_t nargs;
	void *memory; /* lists, and strings copied from the file */
};

/* Fills `values` with the rows' defaults. Asserts that the rows are sound. */
void options_init(struct options *o, const struct option_program *program,
		  const struct option_command *command, void *values);
/* Frees the lists and strings that `values` points to. */
void options_fini(struct options *o);
/* Reads the arguments after the subcommand; argv is NULL-terminated and permuted into o->args. */
void options_args(struct options *o, char **argv);
/* Complains of required options that are missing and of a wrong number of arguments.
 * Call when flags and file are read. */
void options_complete(struct options *o);
/* Reports an error of the command line (log_error()) and counts it. */
void options_error(struct options *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same of an option's value that proves wrong later: says which, and where it stands.
 * `value` points into the program's struct. */
void options_error_in(struct options *o, const void *value, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Where the option's value came from. `value` points into the program's struct. */
enum option_source options_source(const struct options *o, const void *value);

/* Sets a value from text, from the file or from a flag; a value of a weaker source than the
 * present one is checked and dropped. Lists grow while the source stays the same. The text is
 * copied when `source` is OPTION_FILE, else borrowed. Returns false with the reason in `why`,
 * such as "'many' is not a number (a whole number from 64 to 16777216)". */
bool option_set(struct options *o, const struct option *row, const char *text,
		enum option_source source, struct option_why *why);

const struct option *option_find(const struct option_program *p, const char *name);
const struct option_command *option_command(const struct option_program *p, const char *name);

/* Reads a number as the row's type says, without its range. */
enum option_parsed { OPTION_PARSED, OPTION_NOT_ONE, OPTION_TOO_LARGE };
enum option_parsed option_number(enum option_type type, const char *text, uint64_t *value);
/* "a whole number from 64 to 16777216": what the row takes. */
void option_takes(const struct option *row, char *out, size_t cap);

/* Help for the program (subcommands whose bits are in `commands`) and for one subcommand. */
void option_help(FILE *f, const struct option_program *p, uint64_t commands);
void option_help_command(FILE *f, const struct option_program *p, const struct option_command *c);
/* The configuration file with every key, its default and a comment. */
void option_example(FILE *f, const struct option_program *p);
/* Man pages, in mdoc: "kagami-sensor.8", "kagami-sensor-read.8", "sensor.yaml.5". False: no such
 * page. option_man_names() writes their names, one a line. */
bool option_man(FILE *f, const struct option_program *p, const char *page);
void option_man_names(FILE *f, const struct option_program *p);

/* What a limit costs: n units of `each` bytes, allocated at start. */
struct cost {
	const char *name;
	uint64_t n;
	size_t each;
};
/* One line: "limits: flows 16384 x 1.1 KiB = 17.6 MiB, ..., 41 MiB in all". */
void options_print_cost(FILE *f, const struct cost *costs, size_t n);

#endif
