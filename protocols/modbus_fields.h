/* The fields of modbus.*, named and cut as tshark 4.0 does; shared by the files that decode PDUs.
 */
#ifndef KAGAMI_MODBUS_FIELDS_H
#define KAGAMI_MODBUS_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define MODBUS_FIELDS(F) \
	F(FUNC_CODE,     "modbus.func_code",        FIELD_UINT,  SIZED(1), BASE_DEC, modbus_function_names, "function code, exception bit removed") \
	F(REQUEST_FRAME, "modbus.request_frame",    FIELD_UINT,  DERIVED, BASE_DEC, NULL, "frame number of the request that this answers") \
	F(RESPONSE_TIME, "modbus.response_time",    FIELD_DURATION, DERIVED, BASE_DEC, NULL, "time from the request to this response, seconds") \
	F(EXCEPTION,     "modbus.exception_code",   FIELD_UINT,  BE(1),   BASE_DEC, modbus_exception_names, "why the device refused") \
	F(REFERENCE,     "modbus.reference_num",    FIELD_UINT,  BE(2),   BASE_DEC, NULL, "first coil or register, counted from 0") \
	F(REFERENCE_32,  "modbus.reference_num_32", FIELD_UINT,  BE(4),   BASE_DEC, NULL, "file number (high half) and record number (low half)") \
	F(REFERENCE_TYPE, "modbus.reference_type",  FIELD_UINT,  BE(1),   BASE_DEC, NULL, "reference type of a file record: 6") \
	F(READ_REFERENCE, "modbus.read_reference_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "first register to read") \
	F(WRITE_REFERENCE, "modbus.write_reference_num", FIELD_UINT, BE(2), BASE_DEC, NULL, "first register to write") \
	F(BIT_COUNT,     "modbus.bit_cnt",          FIELD_UINT,  BE(2),   BASE_DEC, NULL, "how many coils or inputs") \
	F(WORD_COUNT,    "modbus.word_cnt",         FIELD_UINT,  BE(2),   BASE_DEC, NULL, "how many registers") \
	F(READ_COUNT,    "modbus.read_word_cnt",    FIELD_UINT,  BE(2),   BASE_DEC, NULL, "how many registers to read") \
	F(WRITE_COUNT,   "modbus.write_word_cnt",   FIELD_UINT,  BE(2),   BASE_DEC, NULL, "how many registers to write") \
	F(BYTE_COUNT,    "modbus.byte_cnt",         FIELD_UINT,  BE(1),   BASE_DEC, NULL, "bytes of data that follow") \
	F(BYTE_COUNT_16, "modbus.byte_cnt_16",      FIELD_UINT,  BE(2),   BASE_DEC, NULL, "bytes that follow, of a FIFO queue") \
	F(DATA,          "modbus.data",             FIELD_BYTES, RAW(0),  BASE_HEX, NULL, "data as it is on the wire") \
	F(PADDING,       "modbus.padding",          FIELD_UINT,  SIZED(1), BASE_HEX, NULL, "second byte of a coil's value") \
	F(BIT_NUMBER,    "modbus.bitnum",           FIELD_UINT,  SIZED(2), BASE_DEC, NULL, "address of each coil or input whose value follows") \
	F(BIT_VALUE,     "modbus.bitval",           FIELD_BOOL,  DERIVED, BASE_DEC, NULL, "value of each coil or input") \
	F(REG_NUMBER,    "modbus.regnum16",         FIELD_UINT,  SIZED(2), BASE_DEC, NULL, "address of each register whose value follows") \
	F(REG_VALUE,     "modbus.regval_uint16",    FIELD_UINT,  SIZED(2), BASE_DEC, NULL, "value of each register") \
	F(AND_MASK,      "modbus.and_mask",         FIELD_UINT,  BE(2),   BASE_HEX, NULL, "bits of the register to keep") \
	F(OR_MASK,       "modbus.or_mask",          FIELD_UINT,  BE(2),   BASE_HEX, NULL, "bits of the register to set") \
	F(DIAGNOSTIC,    "modbus.diagnostic_code",  FIELD_UINT,  BE(2),   BASE_DEC, modbus_diagnostic_names, "diagnostic sub-function") \
	F(QUERY_DATA,    "modbus.diagnostic.return_query_data.request", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data to be echoed") \
	F(ECHO_DATA,     "modbus.diagnostic.return_query_data.echo", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data echoed") \
	F(RESTART_OPTION, "modbus.diagnostic.restart_communication_option", FIELD_UINT, BE(2), BASE_HEX, modbus_restart_names, "what a restart does to the event log") \
	F(DIAG_REGISTER, "modbus.diagnostic.return_diag_register", FIELD_UINT, BE(2), BASE_HEX, NULL, "diagnostic register") \
	F(DELIMITER,     "modbus.diagnostic.ascii_input_delimiter", FIELD_UINT, BE(1), BASE_HEX, NULL, "character that ends ASCII messages") \
	F(CLEAR_ECHO,    "modbus.diagnostic.clear_ctr_diag_reg", FIELD_UINT, BE(2), BASE_DEC, NULL, "echo: counters and diagnostic register are cleared") \
	F(MESSAGE_COUNT, "modbus.diagnostic.bus_message_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "messages seen on the bus") \
	F(CRC_ERRORS,    "modbus.diagnostic.bus_comm_error_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "CRC errors on the bus") \
	F(EXCEPTIONS,    "modbus.diagnostic.bus_exception_error_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "exceptions answered") \
	F(SLAVE_MESSAGES, "modbus.diagnostic.slave_message_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "messages to this device") \
	F(NO_RESPONSE,   "modbus.diagnostic.no_slave_response_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "messages that the device did not answer") \
	F(NAK_COUNT,     "modbus.diagnostic.slave_nak_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "negative acknowledges answered") \
	F(BUSY_COUNT,    "modbus.diagnostic.slave_busy_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "busy exceptions answered") \
	F(OVERRUNS,      "modbus.diagnostic.bus_char_overrun_count", FIELD_UINT, BE(2), BASE_DEC, NULL, "character overruns") \
	F(EV_STATUS,     "modbus.ev_status",        FIELD_UINT,  BE(2),   BASE_HEX, NULL, "status word: ffff while a program command runs") \
	F(EV_COUNT,      "modbus.ev_count",         FIELD_UINT,  BE(2),   BASE_DEC, NULL, "events counted") \
	F(EV_MESSAGES,   "modbus.ev_msg_count",     FIELD_UINT,  BE(2),   BASE_DEC, NULL, "messages counted") \
	F(EVENT,         "modbus.event",            FIELD_UINT,  BE(1),   BASE_DEC, NULL, "an event of the log, newest first") \
	F(EV_RX_ERROR,   "modbus.ev_recv_comm_err", FIELD_BOOL,  DERIVED, BASE_DEC, NULL, "receive event: communication error") \
	F(EV_RX_OVERRUN, "modbus.ev_recv_char_over", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "receive event: character overrun") \
	F(EV_RX_LISTEN,  "modbus.ev_recv_lo_mode",  FIELD_BOOL,  DERIVED, BASE_DEC, NULL, "receive event: in listen only mode") \
	F(EV_RX_BROADCAST, "modbus.ev_recv_broadcast", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "receive event: broadcast received") \
	F(EV_TX_READ,    "modbus.ev_send_read_ex",  FIELD_BOOL,  DERIVED, BASE_DEC, NULL, "send event: read exception sent") \
	F(EV_TX_ABORT,   "modbus.ev_send_slave_abort_ex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "send event: abort exception sent") \
	F(EV_TX_BUSY,    "modbus.ev_send_slave_busy_ex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "send event: busy exception sent") \
	F(EV_TX_NAK,     "modbus.ev_send_slave_nak_ex", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "send event: NAK exception sent") \
	F(EV_TX_TIMEOUT, "modbus.ev_send_write_timeout", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "send event: write timeout") \
	F(EV_TX_LISTEN,  "modbus.ev_send_lo_mode",  FIELD_BOOL,  DERIVED, BASE_DEC, NULL, "send event: in listen only mode") \
	F(MEI,           "modbus.mei",              FIELD_UINT,  BE(1),   BASE_DEC, modbus_mei_names, "encapsulated interface (MEI) type") \
	F(READ_DEVICE_ID, "modbus.read_device_id",  FIELD_UINT,  BE(1),   BASE_DEC, modbus_device_id_names, "which identification objects are asked for") \
	F(CONFORMITY,    "modbus.conformity_level", FIELD_UINT,  BE(1),   BASE_HEX, modbus_conformity_names, "which identification the device offers") \
	F(MORE_FOLLOWS,  "modbus.more_follows",     FIELD_UINT,  BE(1),   BASE_HEX, NULL, "ff: another request is needed for the rest") \
	F(NEXT_OBJECT,   "modbus.next_object_id",   FIELD_UINT,  BE(1),   BASE_DEC, NULL, "object to ask for next") \
	F(OBJECT_COUNT,  "modbus.num_objects",      FIELD_UINT,  BE(1),   BASE_DEC, NULL, "identification objects in this response") \
	F(OBJECT_ID,     "modbus.object_id",        FIELD_UINT,  BE(1),   BASE_DEC, modbus_object_names, "identification object") \
	F(OBJECT_LENGTH, "modbus.objects_len",      FIELD_UINT,  BE(1),   BASE_DEC, NULL, "its length, bytes") \
	F(OBJECT_TEXT,   "modbus.object_str_value", FIELD_TEXT,  RAW(0),  BASE_DEC, NULL, "its value, of a standard object") \
	F(OBJECT_BYTES,  "modbus.object_value",     FIELD_BYTES, RAW(0),  BASE_HEX, NULL, "its value, of a private object")
/* clang-format on */

enum modbus_field { MODBUS_FIELDS(FIELD_ID_) MODBUS_FIELD_COUNT };

extern const struct field modbus_field_table[MODBUS_FIELD_COUNT];

/* The kit's verbs work on the including file's field_table. */
#define field_table modbus_field_table

/* Names that more than the field table needs. */
extern const struct name modbus_function_names[];
extern const struct name modbus_exception_names[];
extern const struct name modbus_diagnostic_names[];

/*
 * What a request asked, for reading its response: the pair's words. Without the request (or in one
 * that does not say) a word is 0 and a response's reader is given NULL for all.
 */
enum modbus_ask { ASK_FUNCTION, ASK_ADDRESS, ASK_COUNT, ASK_EXTRA };

/* In the word ASK_FUNCTION: the capture has only its beginning, the other words may be wrong. */
enum { ASK_INCOMPLETE = 0x100 };

/* What one request may name (V1.1b3, section 6; libmodbus has the same limits). */
enum {
	MODBUS_MAX_READ_BITS = 2000,
	MODBUS_MAX_WRITE_BITS = 1968,
	MODBUS_MAX_READ_REGISTERS = 125,
	MODBUS_MAX_WRITE_REGISTERS = 123,
	MODBUS_MAX_WRITE_READ_REGISTERS = 121,
	MODBUS_MAX_FIFO = 31,
};

/* Copies what was asked, but for the function. */
static inline void modbus_keep(uint16_t to[PAIR_ASK_WORDS], const uint16_t from[PAIR_ASK_WORDS])
{
	for (unsigned i = ASK_FUNCTION + 1; i < PAIR_ASK_WORDS; i++)
		to[i] = from[i];
}

/* The objects that the operation is about: ask is what was or is being asked. */
void modbus_object(struct dec *d, const uint16_t *ask);

/*
 * Readers of the functions: the PDU behind the function code, of a request (which fills ask) or of
 * a response (which may use it). modbus_data.c:
 */
void modbus_read_bits_request(struct dec *d, uint16_t *ask);
void modbus_read_bits_response(struct dec *d, uint16_t *ask);
void modbus_read_registers_request(struct dec *d, uint16_t *ask);
void modbus_read_registers_response(struct dec *d, uint16_t *ask);
void modbus_write_coil(struct dec *d, uint16_t *ask);
void modbus_write_register(struct dec *d, uint16_t *ask);
void modbus_write_bits_request(struct dec *d, uint16_t *ask);
void modbus_write_bits_response(struct dec *d, uint16_t *ask);
void modbus_write_registers_request(struct dec *d, uint16_t *ask);
void modbus_write_registers_response(struct dec *d, uint16_t *ask);
void modbus_mask_write(struct dec *d, uint16_t *ask);
void modbus_read_write_request(struct dec *d, uint16_t *ask);
void modbus_read_write_response(struct dec *d, uint16_t *ask);
void modbus_fifo_request(struct dec *d, uint16_t *ask);
void modbus_fifo_response(struct dec *d, uint16_t *ask);
void modbus_exception_status(struct dec *d, uint16_t *ask);
void modbus_only_data(struct dec *d, uint16_t *ask);
/* modbus_more.c: */
void modbus_diagnostics(struct dec *d, uint16_t *ask);
void modbus_event_counter(struct dec *d, uint16_t *ask);
void modbus_event_log(struct dec *d, uint16_t *ask);
void modbus_slave_id(struct dec *d, uint16_t *ask);
void modbus_read_file(struct dec *d, uint16_t *ask);
void modbus_write_file(struct dec *d, uint16_t *ask);
void modbus_encapsulated(struct dec *d, uint16_t *ask);

/* Names the operation by the sub-function or record asked for: a refusal does not repeat it. */
void modbus_name_asked(struct dec *d, const uint16_t *ask);

/* Does the request go without an answer, unless the device or a gateway refuses it? */
bool modbus_silent(const uint16_t *ask);

/* Data that no other field describes, if there is any. */
static inline void modbus_data(struct dec *d)
{
	if (cur_left(&d->c) > 0)
		take_rest(d, DATA);
}

#endif
