#ifndef COMMON_VERSION_H
#define COMMON_VERSION_H
/* The version of all programs; CHANGELOG.md says what each brought. */
#define KAGAMI_VERSION "0.1.0"
#endif
