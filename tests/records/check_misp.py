#!/usr/bin/python3
"""MISP events.

Against the core schema of MISP where it is at hand, and against what it does not say: UUIDs made
anew here, types and categories that a server takes, references, lists without a thing twice.
"""
import datetime
import ipaddress
import json
import os
import re
import uuid

import jsonschema

import suite
from check_stix import OURS, STEERS, result

# Which types a category has, of those that we use (describeTypes.json of MISP).
PAIRS = {
    'Network activity': {'ip-src', 'ip-dst', 'port', 'mac-address'},
    'Internal reference': {'text', 'comment'},
    'Targeting data': {'target-org', 'target-location'},
    'Payload delivery': {'filename', 'sha256', 'mime-type'},
    'Other': {'text', 'counter', 'datetime', 'size-in-bytes'},
}
TEMPLATES = {
    'incident': ('38597424-f9bb-4865-9b4b-819172df0334', '1'),
    'network-connection': ('af16764b-f8e5-4603-9de1-de34d272f80b', '7'),
    'file': ('688c46fb-5edb-40a3-8273-1af7923e2215', '25'),
    'ot-operation': (str(uuid.uuid5(OURS, 'misp-object|ot-operation')), '1'),
}
SCALARS = {'published', 'to_ids', 'deleted', 'disable_correlation', 'exportable'}


def attributes(event):
    yield from event['Attribute']
    for o in event['Object']:
        yield from o['Attribute']


def scalars(value, key=''):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from scalars(v, k)
    elif isinstance(value, list):
        for v in value:
            yield from scalars(v, key)
    else:
        yield key, value


def of_attribute(a):
    if a['type'] not in PAIRS.get(a['category'], ()):
        yield f"{a['type']} in {a['category']}"
    if a['type'] in ('ip-src', 'ip-dst'):
        ipaddress.ip_address(a['value'])
    if a['type'] == 'sha256' and not re.fullmatch('[0-9a-f]{64}', a['value']):
        yield f"no SHA-256: {a['value']}"
    if a['type'] == 'datetime':
        datetime.datetime.strptime(a['value'], '%Y-%m-%dT%H:%M:%S.%fZ')
    if a['value'] == '':
        yield 'an attribute without value'


def of_event(event):
    own = next(a['value'] for a in event['Attribute'] if a['comment'] == 'IODEF IncidentID')
    issuer, number = own.split(' ', 1)
    if event['uuid'] != str(uuid.uuid5(OURS, f'event|{issuer}|{number}')):
        yield f"{event['uuid']} is not the UUID of {own}"
    if not event['info'].startswith(f'[{number}] ') or len(event['info'].encode()) > 255:
        yield f"info: {event['info']!r}"
    made = [o['uuid'] for o in event['Object']] + [a['uuid'] for a in attributes(event)]
    if len(made) != len(set(made)):
        yield 'a UUID stands twice'
    if any(uuid.UUID(u).version != 5 for u in made):
        yield 'a UUID of another version than 5'
    if int(event['attribute_count']) != len(list(attributes(event))):
        yield f"it has not {event['attribute_count']} attributes"
    objects = {o['uuid'] for o in event['Object']}
    for o in event['Object']:
        if (o['template_uuid'], o['template_version']) != TEMPLATES[o['name']]:
            yield f"{o['name']} of another template"
        for r in o['ObjectReference']:
            if r['object_uuid'] != o['uuid'] or r['referenced_uuid'] not in objects:
                yield 'a reference to what is not there'
    for a in attributes(event):
        yield from of_attribute(a)
    names = [t['name'] for t in event['Tag']]
    if len(names) != len(set(names)) or sum(n.startswith('tlp:') for n in names) != 1:
        yield f'tags: {names}'
    for key, value in scalars(event):
        if isinstance(value, bool) != (key in SCALARS):
            yield f'{key} is {value!r}'
    for t in suite.strings(event):
        if STEERS.search(t):
            yield f'a text with control characters: {t!r}'


def sample(event):
    with open(suite.FORMATS + '/samples/misp.json', encoding='utf-8') as f:
        theirs = json.load(f)['Event']
    # Ours has neither the local numbers of a server nor what people enter.
    local = {'id', 'org_id', 'orgc_id', 'locked', 'first_publication'}
    missing = set(theirs) - set(event) - local
    if missing:
        yield f'no {missing}'
    for o in theirs['Object']:
        mine = [x for x in event['Object'] if x['name'] == o['name']]
        if not mine:
            yield f"no object {o['name']}"
            continue
        said = {a['object_relation'] for x in mine for a in x['Attribute']}
        missing = {a['object_relation'] for a in o['Attribute']} - said - {'score', 'asset-cpe'}
        if missing:
            yield f"{o['name']} without {missing}"


def main():
    events = {os.path.basename(p): suite.read(p) for p in suite.files('misp.json')}
    suite.result(len(events) > 100, f'{len(events)} MISP events are JSON')
    result((f'{n}: {p}' for n, e in events.items() for p in of_event(e['Event'])),
           'UUIDs, references, types and tags of MISP events hold')
    if suite.foreign('misp-core-schema.json') is None:
        suite.skip("each MISP event is valid by MISP's core schema", 'the schema is not here')
        return
    check = suite.validator(suite.foreign('misp-core-schema.json'), jsonschema.Draft4Validator)
    result((line for n, e in events.items() for line in suite.errors(check, e, n)),
           "each MISP event is valid by MISP's core schema")
    richest = max(events.values(),
                  key=lambda e: len({a.get('object_relation') for a in attributes(e['Event'])}))
    result(sample(richest['Event']), 'a MISP event has all that the sample has')


if __name__ == '__main__':
    main()
    suite.end()
