#!/usr/bin/python3
"""Lines: CSV read back by another reader, CEF in syslog by grammars written anew, ECS."""
import csv
import io
import ipaddress
import json
import os
import re

import suite
from check_stix import STEERS, result

# RFC 5424, 6. A PARAM-VALUE has '"', '\' and ']' only behind a '\'.
SD = r'\[[^ =\]"]{1,32}(?: [^ =\]"]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*\]'
SYSLOG = re.compile(r'<(?P<pri>\d{1,3})>1 (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) '
                    r'(?P<host>[\x21-\x7e]{1,255}) (?P<app>[\x21-\x7e]{1,48}) '
                    r'(?P<proc>[\x21-\x7e]{1,128}) (?P<msgid>[\x21-\x7e]{1,32}) '
                    r'(?P<sd>-|(?:' + SD + r')+) (?P<msg>CEF:.*)\n', re.S)
PARAM = re.compile(r' ([^ =\]"]+)="((?:[^"\\\]]|\\["\\\]])*)"')
CEF = re.compile(r'CEF:0' + r'\|((?:[^|\\]|\\[|\\])*)' * 6 + r'\|(.*)', re.S)
PAIR = re.compile(r'(?:^| )([A-Za-z0-9_.]+)=')
RUNS = re.compile('[\\s\u00a0\u3000]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]')
ESCAPE = re.compile(r'\\(.)')


def pairs(text):
    """key=value key=value, where a '=' in a value has a '\\' before it."""
    found = list(PAIR.finditer(text))
    for k, m in enumerate(found):
        end = found[k + 1].start() if k + 1 < len(found) else len(text)
        value = text[m.end():end]
        if not re.fullmatch(r'(?:[^\\=]|\\[\\=nr])*', value):
            raise ValueError(f'a value with a bare sign: {value!r}')
        yield m.group(1), ESCAPE.sub(r'\1', value)


def of_cef(line):
    m = SYSLOG.fullmatch(line)
    if m is None:
        yield 'no line of RFC 5424'
        return
    if not 128 <= int(m['pri']) < 136:
        yield f"priority {m['pri']}"
    cef = CEF.fullmatch(m['msg'])
    if cef is None:
        yield 'no CEF'
        return
    if not 0 <= int(cef[6]) <= 10 or cef[1] != 'Kagami':
        yield f'header: {cef.groups()[:6]}'
    said = list(pairs(cef[7]))
    keys = [k for k, _ in said]
    if len(keys) != len(set(keys)):
        yield f'a key stands twice: {keys}'
    fields = dict(said)
    params = {k: ESCAPE.sub(r'\1', v) for k, v in PARAM.findall(m['sd'])}
    if params['id'] != fields['externalId']:
        yield f"{params['id']} and {fields['externalId']}"
    for key in ('src', 'dst', 'c6a2', 'c6a3'):
        if key in fields:
            ipaddress.ip_address(fields[key])
    for key in keys:
        if re.fullmatch(r'c[sn]\d|c6a\d', key) and key + 'Label' not in fields:
            yield f'{key} without a label'
    if STEERS.search(line[:-1]):
        yield 'control characters'


def of_csv(text, head):
    rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
    if len(rows) != 1 or not text.endswith('\r\n'):
        yield f'{len(rows)} rows'
        return
    row = dict(zip(head, rows[0]))
    if len(rows[0]) != len(head):
        yield f'{len(rows[0])} cells'
    for name, cell in row.items():
        if RUNS.match(cell) and not re.fullmatch(r'-?\d+(\.\d+)?', cell):
            yield f'{name} is a formula: {cell[:40]!r}'
        if STEERS.search(cell):
            yield f'{name} has control characters'
    for name in ('revision', 'confidence', 'alerts'):
        int(row[name])


def of_ecs(line):
    o = json.loads(line)
    if line.count('\n') != 1 or not line.endswith('\n'):
        yield 'more lines than one'
    if o['ecs'] != {'version': '8.17.0'} or o['event']['kind'] != 'alert':
        yield 'no alert of ECS 8.17'
    for side in ('source', 'destination'):
        if 'ip' in o.get(side, {}):
            ipaddress.ip_address(o[side]['ip'])
        if 'mac' in o.get(side, {}) and not re.fullmatch('([0-9A-F]{2}-){5}[0-9A-F]{2}',
                                                         o[side]['mac']):
            yield f"MAC {o[side]['mac']}"
    known = {'@timestamp', 'ecs', 'message', 'event', 'rule', 'threat', 'source', 'destination',
             'related', 'network', 'observer', 'file', 'labels', 'kagami'}
    if set(o) - known:
        yield f'fields: {set(o) - known}'
    if any(STEERS.search(t) for t in suite.strings(o)):
        yield 'control characters'


def lines(extension):
    for path in suite.files(extension):
        with open(path, encoding='utf-8', newline='') as f:
            yield os.path.basename(path), f.read()


def sample(said):
    path = suite.foreign('samples/ecs.json')
    if path is None:
        return

    def names(value, before=''):
        for k, v in value.items():
            yield before + k
            if isinstance(v, dict):
                yield from names(v, before + k + '.')
    ours = {n for _, line in said for n in names(json.loads(line))}
    # `host` is for what writes logs itself; the protocol is no application.
    missing = {n for n in names(suite.read(path))
               if not n.startswith('host') and n != 'network.application'} - ours
    if missing:
        yield f'no {missing}'


def main():
    cef, ecs, cells = (list(lines(e)) for e in ('cef', 'ecs.json', 'csv'))
    for said, name in ((cef, 'CEF'), (ecs, 'ECS'), (cells, 'CSV')):
        suite.result(len(said) > 100, f'{len(said)} lines of {name}')
    result((f'{n}: {p}' for n, line in cef for p in of_cef(line)),
           'each line is RFC 5424, and its CEF reads back')
    result((f'{n}: {p}' for n, line in ecs for p in of_ecs(line)), 'each ECS line is an object')
    head = next(csv.reader(io.StringIO(dict(lines('csv-header')).get('header.csv-header', ''))))
    result((f'{n}: {p}' for n, row in cells for p in of_csv(row, head)),
           'each CSV line reads back, and nothing in it is a formula')
    result(sample(ecs), 'ECS lines have all that the sample has')


if __name__ == '__main__':
    main()
    suite.end()
