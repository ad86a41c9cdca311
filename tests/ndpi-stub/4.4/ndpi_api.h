/* Stub of nDPI 4.4: as 4.2, Debian 12. See ../common.h. */
#ifndef NDPI_STUB_API_H
#define NDPI_STUB_API_H

#include "tests/ndpi-stub/common.h"

#define NDPI_MAJOR 4
#define NDPI_MINOR 4
#define NDPI_PATCH 0

struct ndpi_proto {
	u_int16_t master_protocol, app_protocol;
	ndpi_protocol_category_t category;
};
#define ndpi_protocol struct ndpi_proto

struct ndpi_flow_struct {
	ndpi_confidence_t confidence;
	char host_server_name[80];
	ndpi_risk risk;
	union {
		struct {
			char ja3_client[33], ja3_server[33];
		} tls_quic;
	} protos;
};

struct ndpi_protocol_bitmask_struct {
	u_int32_t fds_bits[16];
};

#define NDPI_PROTOCOL_BITMASK	struct ndpi_protocol_bitmask_struct
#define NDPI_BITMASK_SET_ALL(a) memset(&(a), 0xff, sizeof(a))

void ndpi_set_protocol_detection_bitmask2(struct ndpi_detection_module_struct *module,
					  const NDPI_PROTOCOL_BITMASK *bitmask);

typedef u_int32_t ndpi_init_prefs;
typedef enum { ndpi_no_prefs = 0 } ndpi_prefs;

struct ndpi_detection_module_struct *ndpi_init_detection_module(ndpi_init_prefs prefs);
void ndpi_finalize_initialization(struct ndpi_detection_module_struct *module);

void set_ndpi_malloc(void *(*hook)(size_t size));
void set_ndpi_free(void (*hook)(void *p));

ndpi_protocol ndpi_detection_process_packet(struct ndpi_detection_module_struct *module,
					    struct ndpi_flow_struct *flow,
					    const unsigned char *packet, const unsigned short len,
					    const u_int64_t time_ms);

u_int8_t ndpi_extra_dissection_possible(struct ndpi_detection_module_struct *module,
					struct ndpi_flow_struct *flow);

ndpi_protocol ndpi_detection_giveup(struct ndpi_detection_module_struct *module,
				    struct ndpi_flow_struct *flow, u_int8_t enable_guess,
				    u_int8_t *protocol_was_guessed);

#endif
