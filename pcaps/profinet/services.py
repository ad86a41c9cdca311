"""What is rare, and what is broken."""
from line import ATTACKER, CTRL, ENGINEER, GATE, MS, Relation, activity, ask_rpc, dcp_answer, dcp_ask, send
from messages import (CONNECT, CONTROL, CONTROLLER, DEVICE, GROUP, HELLO_GROUP, READ, READ_IMPLICIT, WRITE, arguments,
                      block, control, cyclic, dcp, dcp_block, differences, get, got, hello, read_answer,
                      read_head, rpc, rta, said, set_done, u16, u32, u8, write_answer, write_head)

NOBODY = bytes(16)


def discovery(tape):
    """DCP: Hello, every option, an alias, what is not supported."""
    send(tape, 10 * MS, GATE, HELLO_GROUP, hello(0x11, GATE))
    options = ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (2, 7), (2, 8), (2, 10), (3, 61), (4, 1),
               (6, 1), (7, 1), (0x80, 1), (255, 255))
    dcp_ask(tape, 20 * MS, ENGINEER, GATE.mac, get(0x12, *options))
    more = dcp_block(1, 1, u16(0) + GATE.bytes()) + dcp_block(2, 8, u16(0, 0x002A, 0x0313))
    more += dcp_block(2, 10, u16(0, 0x003F)) + dcp_block(6, 1, u16(0, 0)) + dcp_block(0x80, 1, u16(0) + b"maker")
    dcp_answer(tape, 26 * MS, GATE, ENGINEER, got(0x12, said(GATE) + more))
    dcp_ask(tape, 40 * MS, ENGINEER, GROUP, dcp(0xFEFE, 5, 0, 0x13, dcp_block(2, 6, b"port-001.gate-1"), delay=1))
    dcp_ask(tape, 60 * MS, ENGINEER, GATE.mac, dcp(0xFEFD, 4, 0, 0x14, dcp_block(3, 61, u16(1) + b"\1\2\3")
                                                  + dcp_block(6, 1, u16(1, 1))))
    dcp_answer(tape, 64 * MS, GATE, ENGINEER, set_done(0x14, (3, 61, 1), (6, 1, 2)))
    dcp_ask(tape, 80 * MS, ENGINEER, GATE.mac, dcp(0xFEFD, 4, 0, 0x15, dcp_block(5, 1, u16(0))
                                                  + dcp_block(2, 6, u16(1) + b"gate")))
    dcp_answer(tape, 84 * MS, GATE, ENGINEER, dcp(0xFEFD, 4, 5, 0x15))


def calls(tape):
    """Fragments, the other byte order, plug, several records, identification, release."""
    relation = Relation(CTRL, GATE, "cccccccc-0000-4000-8000-0000000000", 0x8010, 49180)
    who = activity(CTRL, 49180)
    body = arguments(relation.request())
    third = len(body) // 3 & ~7
    pieces = (body[:third], body[third:2 * third], body[2 * third:])
    for i, piece in enumerate(pieces):
        flags = 0x24 | (2 if i == 2 else 0)
        tape.udp((200 + 2 * i) * MS, CTRL, GATE, (49180, 34964), rpc(0, DEVICE, who, 1, CONNECT, piece, flags, number=i))
        if i < 2:
            tape.udp((201 + 2 * i) * MS, GATE, CTRL, (34964, 49180),
                     rpc(9, DEVICE, who, 1, CONNECT, u8(0, 0) + u16(8) + u32(1464, 1464) + u16(0, 0), 0, number=i))
    answer = relation.answer() + differences(2, 0x1002, 2, ((1, 0x12, 0x8840), (2, 0x13, 0x0001)))
    tape.udp(212 * MS, GATE, CTRL, (49152, 49180), rpc(2, DEVICE, who, 1, CONNECT, arguments(
        answer + block(0x8106, u16(len("gate-1")) + b"gate-1"), little=True, status=(0, 0, 0, 0)), 0x28, little=True))
    several = b""
    for i, data in enumerate((b"\1\2\3\4\5", b"\6\7\10\11")):
        several += write_head(21 + i, relation.ar, 1, 1, 0x10 + i, data) + bytes(-len(data) % 4)
    ask_rpc(tape, 230 * MS, CTRL, GATE, WRITE, write_head(20, relation.ar, 0xFFFF, 0xFFFF, 0xE040, several),
            write_answer(20, relation.ar, 0xFFFF, 0xFFFF, 0xE040, 0), 49180, 2)
    rest = (("Begin", 0x0118, 0x8118, 0x40), ("End", 0x0110, 0x8110, 1), ("Plug", 0x0111, 0x8111, 1))
    for i, (_, kind, back, command) in enumerate(rest):
        ask_rpc(tape, (250 + 10 * i) * MS, CTRL, GATE, CONTROL, control(kind, relation.ar, 1, command),
                control(back, relation.ar, 1, 8), 49180, 3 + i)
    for i, (kind, back, command) in enumerate(((0x0113, 0x8113, 2), (0x0116, 0x8116, 0x10), (0x0117, 0x8117, 0x20))):
        ask_rpc(tape, (300 + 10 * i) * MS, GATE, CTRL, CONTROL, control(kind, relation.ar, 1, command),
                control(back, relation.ar, 1, 8), 49480, 1 + i, interface=CONTROLLER)
    records(tape)
    relation.release(tape, 600 * MS)
    tape.udp(700 * MS, CTRL, GATE, (49180, 34964), rpc(1, DEVICE, who, 9, CONNECT, b""))
    tape.udp(702 * MS, GATE, CTRL, (34964, 49180), rpc(5, DEVICE, who, 9, CONNECT, b""))
    tape.udp(720 * MS, CTRL, GATE, (49180, 34964), rpc(0, DEVICE, who, 10, 9, arguments(b"")))
    tape.udp(724 * MS, GATE, CTRL, (34964, 49180), rpc(3, DEVICE, who, 10, 9, u32(0x1C010002)))


def records(tape):
    """Records of the device that are made of blocks, and one that is not."""
    module = u16(1, 0) + u32(0x313) + u16(1, 1) + u32(1)
    channel = u16(1, 1, 3, 0x0800, 0x8000, 3, 0x0800, 6)
    answers = (
        (0xAFF2, block(0x0022, b"2026-03-01 08:00")), (0xAFF3, block(0x0023, b"left of the gate".ljust(54))),
        (0xE000, block(0x0012, u16(1) + u32(0) + module, (1, 1))), (0xF000, block(0x0013, module, (1, 0))),
        (0xF840, block(0x0030, u16(1) + u32(0) + module)), (0x800C, block(0x0010, u32(0) + channel, (1, 1))),
        (0xF830, block(0x0019, bytes(24))), (0x0005, b"\x12\x34"),
    )
    for i, (index, data) in enumerate(answers):
        ask_rpc(tape, (400 + 10 * i) * MS, ENGINEER, GATE, READ_IMPLICIT, read_head(i, NOBODY, 0, 1, index),
                read_answer(i, NOBODY, 0, 1, index, data), 52030, 1 + i)


def services(tape):
    discovery(tape)
    calls(tape)
    for i, frame_id in enumerate((0x0080, 0xFF00, 0xFF20, 0xFF40, 0xFF41, 0xFF42, 0xFF43, 0xFF80, 0x1000)):
        send(tape, (800 + 10 * i) * MS, CTRL, GATE.mac, u16(frame_id) + bytes(range(44)))
    for i in range(6):
        for j, frame_id in enumerate((0x0120, 0x0710, 0xC010, 0xBC01, 0xF801)):
            send(tape, (1000 + 4 * i + j // 2) * MS, CTRL, GATE.mac if j < 3 else GROUP,
                 cyclic(frame_id, b"\x80\x01", 128 * i, 0x35 if i < 4 else 0x34))
    send(tape, 1100 * MS, CTRL, GATE.mac, rta(0xFE01, 2, 1, 2, 3, 4))


def malformed(tape):
    station = said(GATE)
    send(tape, 10 * MS, ATTACKER, CTRL.mac, dcp(0xFEFF, 5, 1, 0x66, station)[:30])
    send(tape, 20 * MS, ATTACKER, GATE.mac, dcp(0xFEFD, 4, 0, 0x67, u8(2, 2) + u16(4000) + u16(1) + bytes(70)))
    send(tape, 30 * MS, ATTACKER, GATE.mac, u16(0xFEFD) + u8(4, 0) + u32(0x68) + u16(0, 900) + bytes(20))
    tape.add(40 * MS, bytes.fromhex((GATE.mac + ATTACKER.mac).replace(":", "")) + b"\x88\x92" + u16(0x8000) + bytes(20))
    send(tape, 50 * MS, ATTACKER, CTRL.mac, rta(0xFC01, 1, 2, 1, 0, 0, bytes(8))[:-8] + u16(1, 500) + bytes(40))
    send(tape, 60 * MS, ATTACKER, CTRL.mac, rta(0xFC01, 1, 2, 1, 0, 0, u16(1, 1) + u8(1, 0)))
    whole = rpc(0, DEVICE, activity(ATTACKER, 52066), 1, READ, arguments(read_head(1, NOBODY, 0, 1, 0xAFF0)))
    tape.udp(80 * MS, ATTACKER, GATE, (52066, 34964), whole[:-40])
    body = arguments(block(0x0101, bytes(10)))
    tape.udp(90 * MS, ATTACKER, GATE, (52066, 34964), rpc(0, DEVICE, activity(ATTACKER, 52066), 2, CONNECT, body))
    body = arguments(b"\x01\x01\x00\x00\x01\x00")
    tape.udp(100 * MS, ATTACKER, GATE, (52066, 34964), rpc(0, DEVICE, activity(ATTACKER, 52066), 3, CONNECT, body))
