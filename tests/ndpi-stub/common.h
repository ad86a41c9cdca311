/*
 * What sensor/dpi.c uses of nDPI, as declarations only: just enough to compile the file against
 * releases that are not installed (cc -fsyntax-only -Itests/ndpi-stub/<release>), so that its
 * version switch cannot rot. Nothing here can be linked. Written from the facts of each release:
 * names, types and the parameters of functions; sizes and numbers that dpi.c does not depend on
 * are arbitrary. This file has what all releases share; <release>/ndpi_api.h has the rest.
 */
#ifndef NDPI_STUB_COMMON_H
#define NDPI_STUB_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

struct ndpi_detection_module_struct;
struct ndpi_flow_struct;
struct ndpi_global_context;

enum {
	NDPI_PROTOCOL_UNKNOWN = 0,
	NDPI_PROTOCOL_MAIL_POPS = 23,
	NDPI_PROTOCOL_MAIL_SMTPS = 29,
	NDPI_PROTOCOL_DTLS = 30,
	NDPI_PROTOCOL_MAIL_IMAPS = 51,
	NDPI_PROTOCOL_TLS = 91,
	NDPI_PROTOCOL_QUIC = 188,
};

typedef enum {
	NDPI_PROTOCOL_CATEGORY_UNSPECIFIED = 0,
	NDPI_PROTOCOL_NUM_CATEGORIES = 113,
} ndpi_protocol_category_t;

typedef enum {
	NDPI_NO_RISK = 0,
	NDPI_TLS_OBSOLETE_VERSION = 7,
	NDPI_UNSAFE_PROTOCOL = 22,
	NDPI_SUSPICIOUS_ENTROPY = 35,
	NDPI_TLS_CERTIFICATE_ABOUT_TO_EXPIRE = 41,
	NDPI_MAX_RISK = 57,
} ndpi_risk_enum;

typedef u_int64_t ndpi_risk;

typedef enum {
	NDPI_CONFIDENCE_UNKNOWN = 0,
	NDPI_CONFIDENCE_MATCH_BY_PORT,
	NDPI_CONFIDENCE_MATCH_BY_IP,
	NDPI_CONFIDENCE_DPI,
} ndpi_confidence_t;

u_int32_t ndpi_detection_get_sizeof_ndpi_flow_struct(void);
void ndpi_exit_detection_module(struct ndpi_detection_module_struct *module);
void ndpi_free_flow_data(struct ndpi_flow_struct *flow);
char *ndpi_get_proto_name(struct ndpi_detection_module_struct *module, u_int16_t id);
const char *ndpi_category_get_name(struct ndpi_detection_module_struct *module,
				   ndpi_protocol_category_t category);
const char *ndpi_risk2str(ndpi_risk_enum risk);
char *ndpi_revision(void);

#endif
