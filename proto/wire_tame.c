#include "proto/wire_inside.h"

/* The generated descriptors say where the members of a struct are. */
static void *member_at(ProtobufCMessage *m, unsigned offset)
{
	return (uint8_t *)m + offset;
}

static void tame_enum(ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	int *value = member_at(m, f->offset);

	if (protobuf_c_enum_descriptor_get_value(f->descriptor, *value) == NULL)
		*value = 0;
}

static void tame_messages(ProtobufCMessage *m, const ProtobufCFieldDescriptor *f)
{
	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		size_t n = *(size_t *)member_at(m, f->quantifier_offset);
		ProtobufCMessage **of = *(ProtobufCMessage ***)member_at(m, f->offset);

		for (size_t i = 0; i < n; i++)
			wire_tame(of[i]);
		return;
	}
	bool absent = (f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0 &&
		      *(uint32_t *)member_at(m, f->quantifier_offset) != f->id;
	ProtobufCMessage *inner = absent ? NULL : *(ProtobufCMessage **)member_at(m, f->offset);

	if (inner != NULL)
		wire_tame(inner);
}

/* The messages are not recursive: neither is their depth. */
void wire_tame(ProtobufCMessage *m)
{
	for (unsigned i = 0; i < m->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &m->descriptor->fields[i];

		if (f->type == PROTOBUF_C_TYPE_ENUM && f->label != PROTOBUF_C_LABEL_REPEATED)
			tame_enum(m, f);
		else if (f->type == PROTOBUF_C_TYPE_MESSAGE)
			tame_messages(m, f);
	}
}
