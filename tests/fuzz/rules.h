#ifndef TESTS_FUZZ_RULES_H
#define TESTS_FUZZ_RULES_H
/*
 * Rules that hostile packets are offered to: one of every kind of subject and state, on fields of
 * few values, so that conditions hold often. With a site, process variables and a baseline.
 */

/* clang-format off */

/* Each kind of subject, each way to compare. */
static const char fuzz_rules[] =
	"- {list: hosts, items: [10.0.0.10, 10.0.0.200, 10.0.0.0/29]}\n"
	"- {macro: asks, condition: ot.request == true}\n"
	"- {rule: R, id: write, desc: D, priority: low,"
	    " condition: 'asks and ot.op == \"write\" and not ip.src in $hosts',"
	    " output: '{src.name} {ot.object} {ot.value} {ot.function}', during: always}\n"
	"- {rule: R, id: failed, desc: D, priority: low,"
	    " condition: 'ot.failed or ot.malformed or ot.unmatched',"
	    " output: '{ot.status} {ot.remarks}', throttle: {within: 1s, by: [ip.src]}}\n"
	"- {rule: R, id: unanswered, desc: D, priority: low, condition: 'ot.unanswered',"
	    " output: '{dst.name} {ot.function}'}\n"
	"- {rule: R, id: values, desc: D, priority: low,"
	    " condition: 'modbus.regval_uint16 > 3 or any modbus.bitval == true or "
	    "len(modbus.data) > 2',"
	    " output: '{modbus.regval_uint16} {modbus.bitval} {modbus.data}'}\n"
	"- {rule: R, id: bytes, desc: D, priority: low,"
	    " condition: 'modbus.data[0:2] == 00:01 or modbus.data[-1:] == 00 or modbus.data "
	    "contains 01:02', output: '{modbus.data}'}\n"
	"- {rule: R, id: texts, desc: D, priority: low,"
	    " condition: 'ot.function matches \"^(read|w.*s$)\" or lower(ot.function) contains "
	    "\"file\"', output: '{ot.function} {{}}'}\n"
	"- {rule: R, id: umas, desc: D, priority: low,"
	    " condition: 'umas or goose or arp or lldp or dhcp',"
	    " output: '{ot.protocol} {ot.function} {goose.gocbRef} {dst.model}'}\n"
	"- {rule: R, id: calculated, desc: D, priority: low,"
	    " condition: '{modbus.reference_num + modbus.word_cnt} % 7 == 3 or mbtcp.unit_id & "
	    "0x80', output: '{modbus.reference_num}'}\n"
	"- {rule: R, id: packet, desc: D, priority: low,"
	    " condition: 'eth.src[0:3] == 02:00:00 and (tcp.flags & 0x07 or udp.length > 9 or "
	    "vlan.id == 7)', output: '{eth.src} {tcp.flags} {vlan.id} {frame.len}',"
	    " throttle: 100ms}\n"
	"- {rule: R, id: addresses, desc: D, priority: low,"
	    " condition: 'ip.addr == 10.0.0.0/24 and ip.src != ip.dst and ip.ttl < 65',"
	    " output: '{ip.src} {ip.dst}', outside_of: never}\n"
	"- {rule: R, id: flow, desc: D, priority: low,"
	    " condition: 'flow.event == \"known\" or flow.risk or flow.failed',"
	    " output: '{flow.client} {flow.server} {flow.protocol} {flow.risk} {flow.host}'}\n"
	"- {rule: R, id: flow-end, desc: D, priority: low,"
	    " condition: 'flow.event == \"end\" and flow.packets > 1',"
	    " output: '{flow.duration} {flow.bytes} {flow.port}'}\n"
	"- {rule: R, id: asset, desc: D, priority: low, condition: 'asset.event',"
	    " output: '{asset.event} {asset.name} {asset.mac} {asset.what} {asset.was} "
	    "{asset.vendor}'}\n"
	"- {rule: R, id: capture, desc: D, priority: low, condition: 'capture.frames > 0',"
	    " output: '{capture.gaps} {capture.malformed} {capture.conflicts}'}\n";

/* Each kind of state. */
static const char fuzz_states[] =
	"- {rule: R, id: count, desc: D, priority: low, condition: 'asks',"
	    " output: '{state.count} {state.seconds}', count: {threshold: 3, within: 5s,"
	    " by: [ip.src, mbtcp.unit_id]}}\n"
	"- {rule: R, id: distinct, desc: D, priority: low, condition: 'modbus',"
	    " output: '{state.count}', count: {threshold: 3, within: 60s, by: [ip.dst],"
	    " distinct: ot.object}}\n"
	"- {rule: R, id: sequence, desc: D, priority: low, output: '{ip.src}',"
	    " condition: modbus, sequence: {steps: ['ot.op == \"read\"', 'ot.op == \"write\"',"
	    " 'ot.request == false'], within: 9s, by: [mbtcp.unit_id]}}\n"
	"- {rule: R, id: new, desc: D, priority: low, condition: 'asks', output: '{ip.src}',"
	    " new: [ip.src, ot.function, ot.object]}\n"
	"- {rule: R, id: outside-learned, desc: D, priority: low,"
	    " condition: 'modbus.reference_num',"
	    " output: '{state.value} {state.low} {state.high}',"
	    " outside: {value: modbus.reference_num, by: [ip.dst], margin: 10%}}\n"
	"- {rule: R, id: outside-given, desc: D, priority: low, condition: 'modbus',"
	    " output: '{state.value}', outside: {value: mbtcp.unit_id, min: 2, max: 90}}\n"
	"- {rule: R, id: step, desc: D, priority: low, condition: 'tag.good',"
	    " output: '{tag.name} {state.before} {state.value}', step: {value: tag.value,"
	    " by: [tag.name], max_change: 1, within: 10s}}\n"
	"- {rule: R, id: silent, desc: D, priority: low, condition: 'asks',"
	    " output: '{ip.src} {state.period} {state.seconds}', silent: {by: [ip.src],"
	    " factor: 2, at_least: 10ms}}\n"
	"- {rule: R, id: expect, desc: D, priority: low, condition: 'tag.written',"
	    " output: 'nothing', expect: {condition: 'tag.name == \"Two\" and tag.value == "
	    "tag(\"One\")', within: 1s}}\n"
	"- {rule: R, id: tags, desc: D, priority: low,"
	    " condition: 'tag.value > tag(\"Two\") or tag_age(\"One\") > 1 or tag.unchanged > "
	    "1', output: '{tag.name} {tag.value} {tag.before} {tag.unit}',"
	    " throttle: {within: 1s, by: [tag.name]}}\n";

/* Names of the ends, zones, windows. */
static const char fuzz_site[] =
	"site: fuzz\n"
	"assets:\n"
	"  client: {ip: 10.0.0.10, role: hmi}\n"
	"  server: {ip: 10.0.0.200, role: plc}\n"
	"zones:\n"
	"  all: {level: 1, networks: [10.0.0.0/8], vlans: [7]}\n"
	"windows:\n"
	"  always: [{weekdays: [mon, tue, wed, thu, fri, sat, sun], from: \"00:00\","
	    " to: \"24:00\"}]\n"
	"  never: [{dates: [2031-01-01], from: \"08:00\", to: \"09:00\"}]\n";

/* Variables of the server. */
static const char fuzz_tags[] =
	"One: {asset: server, unit: 1, object: \"hr:0\", type: uint16}\n"
	"Two: {asset: server, object: \"hr:1\", type: float32, scale: 2}\n"
	"Three: {asset: server, object: \"coil:0\", type: bit}\n";

/* What rules learned that need it. */
static const char fuzz_baseline[] =
	"kagami-baseline: 1\n"
	"rules:\n"
	"  new: {fields: [ip.src, ot.function, ot.object], seen: [[10.0.0.10,"
	    " \"Read Coils\", \"coil:0\"]]}\n"
	"  outside-learned: {fields: [ip.dst], ranges: [{by: [10.0.0.200], low: 1, high: 9,"
	    " samples: 7}]}\n"
	"  silent: {fields: [ip.src], rhythms: [{by: [10.0.0.10], period: 0.5,"
	    " shortest: 0.1, longest: 1, samples: 9}]}\n";

/* clang-format on */

#endif
