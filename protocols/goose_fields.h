/*
 * The rows of GOOSE's fields and the names of its data types: belongs to goose.c, included there
 * only.
 */
#ifndef KAGAMI_GOOSE_FIELDS_H
#define KAGAMI_GOOSE_FIELDS_H

#include "protocols/protocol.h"

/* clang-format off */
#define FIELDS(F) \
	F(APPID,     "goose.appid",      FIELD_UINT, BE(2),   BASE_HEX, NULL, "application id") \
	F(LENGTH,    "goose.length",     FIELD_UINT, BE(2),   BASE_DEC, NULL, "bytes of header and PDU") \
	F(RESERVE1,  "goose.reserve1",   FIELD_UINT, BE(2),   BASE_HEX, NULL, "simulation bit and reserved bits") \
	F(S_BIT,     "goose.reserve1.s_bit", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "frame is simulated (Ed. 2)") \
	F(RESERVE2,  "goose.reserve2",   FIELD_UINT, BE(2),   BASE_HEX, NULL, "reserved; security uses it") \
	F(GOCBREF,   "goose.gocbRef",    FIELD_TEXT, DERIVED, BASE_DEC, NULL, "control block that publishes") \
	F(TTL,       "goose.timeAllowedtoLive", FIELD_UINT, DERIVED, BASE_DEC, NULL, "ms until the next frame is overdue") \
	F(DATSET,    "goose.datSet",     FIELD_TEXT, DERIVED, BASE_DEC, NULL, "data set that is published") \
	F(GOID,      "goose.goID",       FIELD_TEXT, DERIVED, BASE_DEC, NULL, "the publisher's own name for it") \
	F(T,         "goose.t",          FIELD_TIME, DERIVED, BASE_DEC, NULL, "when stNum was raised") \
	F(T_QUALITY, "goose.t.quality",  FIELD_UINT, DERIVED, BASE_HEX, NULL, "0x80 leap seconds known, 0x40 clock failure, 0x20 not synchronized, accuracy in bits") \
	F(STNUM,     "goose.stNum",      FIELD_UINT, DERIVED, BASE_DEC, NULL, "counts changes of the data") \
	F(SQNUM,     "goose.sqNum",      FIELD_UINT, DERIVED, BASE_DEC, NULL, "counts frames since the change") \
	F(SIMULATION,"goose.simulation", FIELD_BOOL, DERIVED, BASE_DEC, NULL, "simulated (Ed. 1: test)") \
	F(CONFREV,   "goose.confRev",    FIELD_UINT,  DERIVED, BASE_DEC, NULL, "revision of the data set's configuration") \
	F(NDSCOM,    "goose.ndsCom",     FIELD_BOOL, DERIVED, BASE_DEC, NULL, "control block needs commissioning") \
	F(ENTRIES,   "goose.numDatSetEntries", FIELD_UINT, DERIVED, BASE_DEC, NULL, "entries that allData says it has") \
	F(ALLDATA,   "goose.allData",    FIELD_UINT, DERIVED, BASE_DEC, NULL, "entries that allData has") \
	F(DATA,      "goose.Data",       FIELD_UINT, DERIVED, BASE_DEC, data_names, "types of the entries, nested ones too, in order") \
	F(ARRAY,     "goose.array",      FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of an array, which follow") \
	F(STRUCTURE, "goose.structure",  FIELD_UINT, DERIVED, BASE_DEC, NULL, "elements of a structure, which follow") \
	F(BOOLEAN,   "goose.boolean",    FIELD_BOOL, DERIVED, BASE_DEC, NULL, "entry: boolean") \
	F(BIT_STRING,"goose.bit_string", FIELD_BYTES,DERIVED, BASE_DEC, NULL, "entry: bits, first one leftmost (quality, double point)") \
	F(INTEGER,   "goose.integer",    FIELD_INT,  DERIVED, BASE_DEC, NULL, "entry: signed number") \
	F(UNSIGNED,  "goose.unsigned",   FIELD_UINT,  DERIVED, BASE_DEC, NULL, "entry: unsigned number") \
	F(FLOATING,  "goose.floating_point", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry: floating point, as encoded") \
	F(FLOAT,     "goose.float_value",FIELD_FLOAT,DERIVED, BASE_DEC, NULL, "its value") \
	F(REAL,      "goose.real",       FIELD_FLOAT,DERIVED, BASE_DEC, NULL, "entry: ASN.1 REAL") \
	F(OCTETS,    "goose.octet_string", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry: bytes") \
	F(VISIBLE,   "goose.visible_string", FIELD_TEXT, DERIVED, BASE_DEC, NULL, "entry: ASCII text") \
	F(BINTIME,   "goose.binary_time", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry: ms of the day, days since 1984") \
	F(BCD,       "goose.bcd",        FIELD_INT,  DERIVED, BASE_DEC, NULL, "entry: binary coded decimal") \
	F(BOOLEANS,  "goose.booleanArray", FIELD_BYTES, DERIVED, BASE_DEC, NULL, "entry: booleans as bits") \
	F(OBJID,     "goose.objId",      FIELD_TEXT, DERIVED, BASE_DEC, NULL, "entry: object identifier") \
	F(MMSSTRING, "goose.mMSString",  FIELD_TEXT, DERIVED, BASE_DEC, NULL, "entry: UTF-8 text") \
	F(UTC_TIME,  "goose.utc_time",   FIELD_TIME, DERIVED, BASE_DEC, NULL, "entry: time") \
	F(SECURITY,  "goose.security",   FIELD_BYTES,DERIVED, BASE_DEC, NULL, "reserved for a signature") \
	F(STATEID,   "goose.stateID",    FIELD_INT,  DERIVED, BASE_DEC, NULL, "GSE management: number of the request")

static const struct name data_names[] = {
	{  1, "array" },         {  2, "structure" },    {  3, "boolean" },
	{  4, "bit-string" },    {  5, "integer" },      {  6, "unsigned" },
	{  7, "floating-point" },{  8, "real" },         {  9, "octet-string" },
	{ 10, "visible-string" },{ 12, "binary-time" },  { 13, "bcd" },
	{ 14, "booleanArray" },  { 15, "objId" },        { 16, "mMSString" },
	{ 17, "utc-time" },      {  0, NULL },
};
/* clang-format on */

#endif
