/* Stub of nDPI 5.1: new: one function for all allocation hooks. See ../common.h. */
#ifndef NDPI_STUB_API_H
#define NDPI_STUB_API_H

#include "tests/ndpi-stub/common.h"

#define NDPI_MAJOR 5
#define NDPI_MINOR 1
#define NDPI_PATCH 0

typedef enum ndpi_classification_state {
	NDPI_STATE_INSPECTING = 0,
	NDPI_STATE_PARTIAL,
	NDPI_STATE_MONITORING,
	NDPI_STATE_CLASSIFIED,
} ndpi_classification_state;

struct ndpi_proto {
	struct {
		u_int16_t master_protocol, app_protocol;
	} proto;
	u_int16_t protocol_by_ip;
	ndpi_protocol_category_t category;
	ndpi_classification_state state;
};
#define ndpi_protocol struct ndpi_proto

struct ndpi_flow_struct {
	ndpi_confidence_t confidence;
	char host_server_name[80];
	ndpi_risk risk;
	union {
		struct {
			char ja3_server[33], ja4_client[37];
		} tls_quic;
	} protos;
};

struct ndpi_detection_module_struct *
ndpi_init_detection_module(struct ndpi_global_context *context);

typedef enum { NDPI_CFG_NOT_FOUND = -2, NDPI_CFG_OK = 0 } ndpi_cfg_error;

ndpi_cfg_error ndpi_set_config(struct ndpi_detection_module_struct *module, const char *proto,
			       const char *param, const char *value);
int ndpi_finalize_initialization(struct ndpi_detection_module_struct *module);

void ndpi_set_memory_alloction_functions(
	void *(*malloc_hook)(size_t size), void (*free_hook)(void *p),
	void *(*calloc_hook)(size_t n, size_t size), void *(*realloc_hook)(void *p, size_t size),
	void *(*aligned_malloc_hook)(size_t alignment, size_t size),
	void (*aligned_free_hook)(void *p), void *(*flow_malloc_hook)(size_t size),
	void (*flow_free_hook)(void *p));

#define NDPI_IN_PKT_DIR_UNKNOWN	    0
#define NDPI_IN_PKT_DIR_C_TO_S	    1
#define NDPI_IN_PKT_DIR_S_TO_C	    2
#define NDPI_FLOW_BEGINNING_UNKNOWN 0

struct ndpi_flow_input_info {
	unsigned char in_pkt_dir;
	unsigned char seen_flow_beginning;
};

ndpi_protocol ndpi_detection_process_packet(struct ndpi_detection_module_struct *module,
					    struct ndpi_flow_struct *flow,
					    const unsigned char *packet, const unsigned short len,
					    const u_int64_t time_ms,
					    struct ndpi_flow_input_info *info);

ndpi_protocol ndpi_detection_giveup(struct ndpi_detection_module_struct *module,
				    struct ndpi_flow_struct *flow);

#endif
