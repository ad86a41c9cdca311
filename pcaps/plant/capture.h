/*
 * capture: recording an interface and rewriting recordings as a mirror port would have spoiled
 * them. Writes its own files, so that every format a sensor meets can be made.
 */
#ifndef PCAPS_PLANT_CAPTURE_H
#define PCAPS_PLANT_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum capfile_format {
	CAPFILE_NANO,	 /* classic pcap, nanoseconds, this machine's byte order */
	CAPFILE_MICRO,	 /* classic pcap, microseconds */
	CAPFILE_SWAPPED, /* classic pcap, microseconds, the other byte order */
	CAPFILE_NG,	 /* pcapng, nanoseconds */
	CAPFILE_FORMAT_COUNT
};

extern const char *const capfile_format_names[CAPFILE_FORMAT_COUNT];

struct capfile {
	FILE *file;
	enum capfile_format format;
};

/* Opens and writes the header for `linktype`; false with a complaint. */
bool capfile_create(struct capfile *c, const char *path, enum capfile_format format, int linktype,
		    uint32_t snaplen);

/* Adds a frame: time in ns since 1970, `caplen` bytes of the `len` that were on the wire. */
void capfile_add(struct capfile *c, uint64_t time, const uint8_t *bytes, uint32_t caplen,
		 uint32_t len);

/* Closes; false with a complaint when anything could not be written. */
bool capfile_close(struct capfile *c, const char *path);

struct record_options {
	const char *interface, *path;
	long seconds; /* 0: until it is asked to stop */
	long snaplen;
	enum capfile_format format;
};

/* Records; the file exists with its header as soon as frames are seen. An exit code. */
int capture_record(const struct record_options *o);

struct rewrite_options {
	const char *in, *out;
	const char *keep; /* BPF: frames that stay; NULL: all */
	long vlan;	  /* tag to add to every frame; -1: none */
	long copy_vlan;	  /* tag of the copies that `duplicate` makes; -1: as the original */
	long duplicate;	  /* every n-th frame twice; 0: none */
	long drop;	  /* every n-th frame lost; 0: none */
	long snaplen;	  /* 0: as it is */
	long cut;	  /* bytes to remove from the end of the file */
	long skip_ms;	  /* frames of the first ms are left out */
	long stretch;	  /* so many times the time between frames; 0: as it is */
	long begin;	  /* seconds since 1970 of the first frame; 0: as it is */
	enum capfile_format format;
};

/* Rewrites a capture of Ethernet frames. An exit code. */
int capture_rewrite(const struct rewrite_options *o);

#endif
