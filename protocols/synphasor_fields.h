/*
 * Names and rows of C37.118's fields, and what the files of its decoder share: belongs to
 * synphasor*.c.
 *
 * Fields are cut as tshark 4.0 cuts them. What it does not have stands at the end, beside
 * synphasor.station_name of CFG-1 and CFG-2, and synphasor.actual_frequency_value of integers.
 */
#ifndef KAGAMI_SYNPHASOR_FIELDS_H
#define KAGAMI_SYNPHASOR_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define SYNPHASOR_FIELDS(F) \
	F(SYNC,        "synphasor.sync",        FIELD_UINT, BE(2), BASE_HEX, NULL, "start of a frame, its type and version") \
	F(FRTYPE,      "synphasor.frtype",      FIELD_UINT, SIZED(1), BASE_HEX, synphasor_type_names, "what the frame is") \
	F(VERSION,     "synphasor.version",     FIELD_UINT, SIZED(1), BASE_DEC, synphasor_version_names, "version of the standard") \
	F(FRSIZE,      "synphasor.frsize",      FIELD_UINT, BE(2), BASE_DEC, NULL, "bytes of the frame") \
	F(IDCODE,      "synphasor.idcode_stream_source", FIELD_UINT, BE(2), BASE_DEC, NULL, "stream: of the PMU or concentrator that sends it, or that a command is for") \
	F(SOC,         "synphasor.soc",         FIELD_TIME, SIZED(8), BASE_DEC, NULL, "second that the frame is of") \
	F(LSDIR,       "synphasor.timeqal.lsdir",  FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the leap second is deleted, not added") \
	F(LSOCC,       "synphasor.timeqal.lsocc",  FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a leap second has occurred within 24 hours") \
	F(LSPEND,      "synphasor.timeqal.lspend", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "a leap second will occur within a minute") \
	F(MSG_TQ,      "synphasor.timeqal.timequalindic", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_msg_tq_names, "how good the sender's clock is") \
	F(FRACSEC,     "synphasor.fracsec_raw", FIELD_UINT, BE(3), BASE_DEC, NULL, "fraction of the second, in parts that the configuration says") \
	F(FRACSEC_MS,  "synphasor.fracsec_ms",  FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "the same in ms, when the configuration is known") \
	F(DATA,        "synphasor.data",        FIELD_BYTES, DERIVED, BASE_HEX, NULL, "contents that are not taken apart: of a header, of a part of CFG-3, of data without a configuration, of a frame with a wrong checksum") \
	F(CHECKSUM,    "synphasor.checksum",    FIELD_UINT, BE(2), BASE_HEX, NULL, "CRC-CCITT of the frame") \
	F(CHECKSUM_OK, "synphasor.checksum.status", FIELD_UINT, SIZED(1), BASE_DEC, synphasor_checksum_names, "is the checksum right") \
	F(COMMAND,     "synphasor.command",     FIELD_UINT, BE(2), BASE_HEX, synphasor_command_names, "what is asked for; 0x0100 to 0x0fff: a vendor's own") \
	F(EXTENDED,    "synphasor.extended_frame_data", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of an extended command") \
	F(UNKNOWN,     "synphasor.data.unknown", FIELD_BYTES, RAW(0), BASE_HEX, NULL, "data of a command that has none") \
	F(CONTINUED,   "synphasor.conf.contindx", FIELD_UINT, BE(2), BASE_DEC, NULL, "part of a CFG-3: 0 alone, 1 the first, 65535 the last") \
	F(TIMEBASE,    "synphasor.conf.timebase", FIELD_UINT, BE(3), BASE_DEC, NULL, "parts of a second that fractions are counted in") \
	F(NUMPMU,      "synphasor.conf.numpmu", FIELD_UINT, BE(2), BASE_DEC, NULL, "PMUs in the stream") \
	F(STATION_LEN, "synphasor.station_name_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of the station's name in CFG-3") \
	F(STATION,     "synphasor.station_name", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "station of a PMU, without the blanks that fill it up") \
	F(SOURCE,      "synphasor.idcode_data_source", FIELD_UINT, BE(2), BASE_DEC, NULL, "PMU whose data it is") \
	F(GPMUID,      "synphasor.gpmuid",      FIELD_BYTES, RAW(16), BASE_HEX, NULL, "global id of the PMU") \
	F(DFREQ_FORMAT, "synphasor.conf.dfreq_format", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "frequencies are floating point, not integers") \
	F(ANALOG_FORMAT, "synphasor.conf.analog_format", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "analog values are floating point, not integers") \
	F(PHASOR_FORMAT, "synphasor.conf.phasor_format", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "phasors are floating point, not integers") \
	F(PHASOR_NOTATION, "synphasor.conf.phasor_notation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "phasors are polar, not rectangular") \
	F(PHNMR,       "synphasor.num_phasors", FIELD_UINT, BE(2), BASE_DEC, NULL, "phasors of a PMU") \
	F(ANNMR,       "synphasor.num_analog_values", FIELD_UINT, BE(2), BASE_DEC, NULL, "analog values of a PMU") \
	F(DGNMR,       "synphasor.num_digital_status_words", FIELD_UINT, BE(2), BASE_DEC, NULL, "words of 16 digital channels of a PMU") \
	F(CHANNEL,     "synphasor.channel_name", FIELD_TEXT, RAW(16), BASE_DEC, NULL, "channel in CFG-1 and CFG-2, with the blanks that fill it up") \
	F(CHNAM_LEN,   "synphasor.conf.chnam_len", FIELD_UINT, BE(1), BASE_DEC, NULL, "bytes of a channel's name in CFG-3") \
	F(CHNAM,       "synphasor.conf.chnam",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "channel in CFG-3") \
	F(PHUNIT,      "synphasor.conversion_factor", FIELD_UINT, BE(4), BASE_HEX, NULL, "phasor: unit (0x01...: A, else V) and 10^-5 of it a bit") \
	F(ANUNIT,      "synphasor.factor_for_analog_value", FIELD_UINT, BE(4), BASE_DEC, NULL, "analog value: what it is, and a factor of the user's choice") \
	F(NORMAL,      "synphasor.status_word_mask.normal_state", FIELD_UINT, BE(2), BASE_HEX, NULL, "usual state of a word's digital channels") \
	F(VALID,       "synphasor.status_word_mask.valid_bits", FIELD_UINT, BE(2), BASE_HEX, NULL, "digital channels of a word that are used") \
	F(MOD_OTHER,   "synphasor.conf.phasor_mod.type_not_def", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "phasor changed in another way") \
	F(MOD_PSEUDO,  "synphasor.conf.phasor_mod.pseudo_phasor", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "phasor made of others") \
	F(MOD_ROTATION, "synphasor.conf.phasor_mod.phase_rotation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "angle adjusted for rotation") \
	F(MOD_PHASE,   "synphasor.conf.phasor_mod.phase_calibration", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "angle adjusted for calibration") \
	F(MOD_MAGNITUDE, "synphasor.conf.phasor_mod.mag_calibration", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "magnitude adjusted for calibration") \
	F(MOD_FILTERED, "synphasor.conf.phasor_mod.filtered", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "filtered without a change of the sampling") \
	F(MOD_DOWN,    "synphasor.conf.phasor_mod.downsampled", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "down sampled with another filter than FIR") \
	F(MOD_DOWN_FIR, "synphasor.conf.phasor_mod.downsampled_fir", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "down sampled with a FIR filter") \
	F(MOD_DOWN_SELECT, "synphasor.conf.phasor_mod.downsampled_reselect", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "down sampled by selection") \
	F(MOD_UP_EXTRA, "synphasor.conf.phasor_mod.upsampled_extrapolation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "up sampled with extrapolation") \
	F(MOD_UP_INTER, "synphasor.conf.phasor_mod.upsampled_interpolation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "up sampled with interpolation") \
	F(PHASOR_CURRENT, "synphasor.conf.phasor_type", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "phasor is a current, not a voltage") \
	F(COMPONENT,   "synphasor.conf.phasor_component", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_component_names, "which component the phasor is") \
	F(USER_FLAGS,  "synphasor.conf.phasor_user_flags", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "flags of the user's choice are set") \
	F(PHASOR_SCALE, "synphasor.conf.phasor_scale_factor", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "phasor in CFG-3: factor of integers") \
	F(PHASOR_ANGLE, "synphasor.conf.phasor_angle_offset", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "phasor in CFG-3: angle that is taken off integers, rad") \
	F(ANALOG_SCALE, "synphasor.conf.analog_scale_factor", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "analog value in CFG-3: factor of integers") \
	F(ANALOG_OFFSET, "synphasor.conf.analog_offset", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "analog value in CFG-3: what is added to integers") \
	F(LATITUDE,    "synphasor.conf.pmu_latitude", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "degrees north; infinite: not said") \
	F(LONGITUDE,   "synphasor.conf.pmu_longitude", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "degrees east; infinite: not said") \
	F(ELEVATION,   "synphasor.conf.pmu_elevation", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "metres above the sea; infinite: not said") \
	F(SVC_CLASS,   "synphasor.conf.svc_class", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "service class: Protection or Monitoring") \
	F(WINDOW,      "synphasor.conf.window", FIELD_UINT, BE(4), BASE_DEC, NULL, "us that a phasor is measured over") \
	F(GRP_DLY,     "synphasor.conf.grp_dly", FIELD_UINT, BE(4), BASE_DEC, NULL, "us that the measurement is late") \
	F(FNOM,        "synphasor.conf.fnom",   FIELD_BOOL, DERIVED, BASE_DEC, NULL, "nominal frequency is 50 Hz, not 60 Hz") \
	F(CFGCNT,      "synphasor.conf.cfgcnt", FIELD_UINT, BE(2), BASE_DEC, NULL, "counts changes of a PMU's configuration") \
	F(DATA_RATE,   "synphasor.rate_of_transmission", FIELD_INT, SIZED(2), BASE_DEC, NULL, "data frames a second; negative: seconds a frame") \
	F(CONF_FRAME,  "synphasor.data.conf_frame", FIELD_UINT, DERIVED, BASE_DEC, NULL, "frame whose configuration the data were read by") \
	F(STAT_ERROR,  "synphasor.data.status", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_error_names, "are the data good") \
	F(STAT_SYNC,   "synphasor.data.sync",   FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the PMU is not synchronized") \
	F(STAT_SORTING, "synphasor.data.sorting", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "sorted by arrival, not by time") \
	F(STAT_TRIGGER, "synphasor.data.trigger", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the PMU has detected a trigger") \
	F(STAT_CHANGE, "synphasor.data.CFGchange", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the configuration has changed or is about to, for a minute") \
	F(STAT_MODIFIED, "synphasor.data.data_modified", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "somebody behind the PMU has changed the data") \
	F(PMU_TQ,      "synphasor.data.pmu_tq", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_pmu_tq_names, "error of the PMU's time") \
	F(UNLOCKED,    "synphasor.data.t_unlock", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_unlocked_names, "how long the PMU has been without its clock") \
	F(REASON,      "synphasor.data.trigger_reason", FIELD_UINT, SIZED(1), BASE_HEX, synphasor_reason_names, "what the trigger was") \
	F(PHASOR,      "synphasor.phasor",      FIELD_TEXT, DERIVED, BASE_DEC, NULL, "phasor: its name") \
	F(DEVIATION,   "synphasor.frequency_deviation_from_nominal", FIELD_INT, SIZED(2), BASE_DEC, NULL, "mHz") \
	F(FREQUENCY,   "synphasor.actual_frequency_value", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "Hz") \
	F(ROCOF,       "synphasor.rate_change_frequency", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "Hz a second") \
	F(ANALOG,      "synphasor.analog_value", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "analog value: its name") \
	F(DIGITAL,     "synphasor.digital_status_word", FIELD_UINT, BE(2), BASE_HEX, NULL, "word of 16 digital channels") \
	F(MAGNITUDE,   "synphasor.phasor.magnitude", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "magnitude of the phasor, V or A") \
	F(ANGLE,       "synphasor.phasor.angle", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "angle of the phasor, degrees") \
	F(NUMBER,      "synphasor.analog_value.number", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "the analog value; integers of CFG-1 and CFG-2 without their factor") \
	F(STEP,        "synphasor.data.step",   FIELD_INT, DERIVED, BASE_DEC, NULL, "periods of the data rate from the data frame before, by their times: 1 is the next one") \
	F(TIME_OFFSET, "synphasor.data.time_offset", FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "time of the data, minus the time they are seen, s") \
	F(RATE,        "synphasor.data.rate",   FIELD_FLOAT, DERIVED, BASE_DEC, NULL, "data frames a second, measured over two seconds or ten frames") \
	F(RATE_OFF,    "synphasor.data.rate_deviation", FIELD_INT, DERIVED, BASE_DEC, NULL, "the same, in percent over what the configuration says") \
	F(UNREAD,      "synphasor.data.unread", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "data without a configuration that fits") \
	F(CHANGED,     "synphasor.conf.changed", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "differs from the configuration that the same PMUs sent before") \
	F(RUNNING,     "synphasor.command.running", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "the stream that is turned on or off has sent data within two seconds before")
/* clang-format on */
enum synphasor_field { SYNPHASOR_FIELDS(FIELD_ID_) SYNPHASOR_FIELD_COUNT };

extern const struct field synphasor_field_table[SYNPHASOR_FIELD_COUNT];
#define field_table synphasor_field_table

extern const struct name synphasor_type_names[], synphasor_version_names[],
	synphasor_msg_tq_names[], synphasor_checksum_names[], synphasor_command_names[],
	synphasor_component_names[], synphasor_error_names[], synphasor_pmu_tq_names[],
	synphasor_unlocked_names[], synphasor_reason_names[];

enum synphasor_type {
	SYNPHASOR_DATA,
	SYNPHASOR_HEADER,
	SYNPHASOR_CFG1,
	SYNPHASOR_CFG2,
	SYNPHASOR_COMMAND,
	SYNPHASOR_CFG3,
	SYNPHASOR_TYPES,
};

/* Bits of a PMU's FORMAT. */
enum {
	SYNPHASOR_POLAR = 1,
	SYNPHASOR_PHASOR_FLOAT = 2,
	SYNPHASOR_ANALOG_FLOAT = 4,
	SYNPHASOR_FREQ_FLOAT = 8,
};

/* What the frame being read says before its contents. */
struct synphasor_frame {
	enum synphasor_type type;
	uint16_t id;	   /* of the stream */
	uint32_t soc;	   /* s since 1970 */
	uint32_t fraction; /* of the second, in parts of the time base */
};

/*
 * How data frames are read, as a configuration says: kept as bytes in a note, this first, then for
 * each PMU a struct synphasor_pmu and its channels, then a zero.
 */
struct synphasor_layout {
	uint64_t frame;	     /* that it came in */
	uint32_t time_base;  /* parts of a second; never 0 */
	uint32_t size;	     /* bytes of a data frame's contents */
	uint32_t operations; /* if each channel is one */
	uint32_t values;     /* that a data frame has then, beside those of the frame */
	uint16_t pmus;
	int16_t rate; /* data frames a second; negative: seconds a frame; 0: not said */
};

/* A PMU, then its station's name with a zero behind it, then its phasors, analogs and words. */
struct synphasor_pmu {
	uint16_t id, format, phasors, analogs, words;
	uint8_t nominal; /* Hz */
	uint16_t text;	 /* bytes of the name, with the zero */
};

/*
 * A channel, then "STATION/NAME" with a zero behind it, then the name as it is on the wire. A
 * digital word is a channel without names; its channels follow, one for each bit of `bits`.
 */
struct synphasor_channel {
	float scale, offset; /* of integers */
	uint16_t bits;	     /* of a digital word: those that are channels */
	uint16_t text, name; /* bytes of both */
};

/* Names of stations and channels come with blanks or zeros that fill them up: without those. */
struct cur synphasor_trim(struct cur name);

/* synphasor_conf.c: reads the contents of a CFG-1, -2 or -3 in d->c, and keeps it. */
void synphasor_conf(struct dec *d, const struct synphasor_frame *f);

/* synphasor_data.c: reads the contents of a data frame in d->c. */
void synphasor_data(struct dec *d, const struct synphasor_frame *f);

/* synphasor_state.c: what is kept of a stream. */

enum { SYNPHASOR_STREAMS = 5 };

/* A stream of a flow. */
struct synphasor_stream {
	uint64_t time; /* of the last data frame, ns since 1970, by itself; 0: none yet */
	uint64_t seen; /* when it was seen; 0: free */
	uint64_t from; /* when counting began */
	uint32_t frames;
	uint16_t id;
};

struct synphasor_state {
	struct synphasor_stream stream[SYNPHASOR_STREAMS];
};

/*
 * The configuration of the stream that the message's flow has shown, else the one that its sender
 * has shown elsewhere; NULL: neither. size: bytes of data that it must be for, 0: any.
 */
struct note *synphasor_layout_find(struct dec *d, const struct synphasor_frame *f, uint32_t size,
				   struct synphasor_layout *layout);
/*
 * A configuration came: its layout and the records behind it; contents are what it is compared by,
 * pmus a number for the PMUs that it names.
 */
void synphasor_layout_keep(struct dec *d, const struct synphasor_frame *f,
			   const struct synphasor_layout *layout, struct cur records,
			   struct cur contents, uint64_t pmus);
/* A data frame; layout NULL: its configuration is not known. Records how it goes on. */
void synphasor_data_seen(struct dec *d, const struct synphasor_frame *f,
			 const struct synphasor_layout *layout);
/* The stream is turned on or off. */
void synphasor_switched(struct dec *d, const struct synphasor_frame *f);

/* A number that differs with the bytes of c; go on with that of the bytes before, at first 0. */
uint64_t synphasor_hash(uint64_t before, struct cur c);

#endif
