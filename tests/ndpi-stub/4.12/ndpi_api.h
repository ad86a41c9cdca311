/* Stub of nDPI 4.12: new: the pair of protocols is a structure. See ../common.h. */
#ifndef NDPI_STUB_API_H
#define NDPI_STUB_API_H

#include "tests/ndpi-stub/common.h"

#define NDPI_MAJOR 4
#define NDPI_MINOR 12
#define NDPI_PATCH 0

struct ndpi_proto {
	struct {
		u_int16_t master_protocol, app_protocol;
	} proto;
	u_int16_t protocol_by_ip;
	ndpi_protocol_category_t category;
};
#define ndpi_protocol struct ndpi_proto

struct ndpi_flow_struct {
	ndpi_confidence_t confidence;
	char host_server_name[80];
	ndpi_risk risk;
	union {
		struct {
			char ja3_client[33], ja3_server[33], ja4_client[37];
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

struct ndpi_detection_module_struct *
ndpi_init_detection_module(struct ndpi_global_context *context);

typedef enum { NDPI_CFG_NOT_FOUND = -2, NDPI_CFG_OK = 0 } ndpi_cfg_error;

ndpi_cfg_error ndpi_set_config(struct ndpi_detection_module_struct *module, const char *proto,
			       const char *param, const char *value);
int ndpi_finalize_initialization(struct ndpi_detection_module_struct *module);

void set_ndpi_malloc(void *(*hook)(size_t size));
void set_ndpi_free(void (*hook)(void *p));

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
					    const struct ndpi_flow_input_info *info);

u_int8_t ndpi_extra_dissection_possible(struct ndpi_detection_module_struct *module,
					struct ndpi_flow_struct *flow);

ndpi_protocol ndpi_detection_giveup(struct ndpi_detection_module_struct *module,
				    struct ndpi_flow_struct *flow, u_int8_t *protocol_was_guessed);

#endif
