#!/usr/bin/python3
"""STIX bundles.

Each object is checked against its OASIS schema where those are at hand (bundle.json itself refuses
bundles with incidents and notes, so that only objects are), and against what schemas cannot say:
ids made anew here, references, versions, markings.
"""
import glob
import json
import os
import re
import uuid

import jsonschema

import suite

SCO_SPACE = uuid.UUID('00abedb4-aa42-466c-9c01-fed23315a9b7')
OURS = uuid.UUID('fa9d7f3a-8b47-4d2b-bd4e-3ad337c94767')
# STIX 2.1: what makes the id of a cyber-observable.
CONTRIBUTING = {
    'ipv4-addr': ['value'], 'ipv6-addr': ['value'], 'mac-addr': ['value'],
    'file': ['hashes', 'name', 'extensions', 'parent_directory_ref'],
    'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols',
                        'extensions'],
}
TLP2 = {
    'TLP:CLEAR': '94868c89-83c2-464b-929b-a1a8aa3c8487',
    'TLP:GREEN': 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
    'TLP:AMBER': '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
    'TLP:AMBER+STRICT': '939a9414-2ddd-4d32-a0cd-375ea402b003',
    'TLP:RED': 'e828b379-4e03-4974-9ac4-e53a884c97c1',
}
PATTERN = re.compile(r"\[network-traffic:src_ref\.value = '[0-9a-f.:]+'"
                     r"( AND network-traffic:dst_ref\.value = '[0-9a-f.:]+')?"
                     r"( AND network-traffic:dst_port = \d{1,5})?\]")
STEERS = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')


def jcs(value):
    """RFC 8785 of what stands in ids: no reals, ASCII keys."""
    if isinstance(value, dict):
        return '{' + ','.join(jcs(k) + ':' + jcs(value[k]) for k in sorted(value)) + '}'
    if isinstance(value, list):
        return '[' + ','.join(map(jcs, value)) + ']'
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def references(value):
    if isinstance(value, dict):
        for k, v in value.items():
            if k.endswith('_ref') and isinstance(v, str):
                yield v
            elif k.endswith('_refs') and isinstance(v, list):
                yield from v
            else:
                yield from references(v)
    elif isinstance(value, list):
        for v in value:
            yield from references(v)


class Schemas:
    """Those of OASIS, each loaded once."""

    def __init__(self):
        self.kinds, self.made, store = {}, {}, {}
        for path in glob.glob(suite.FORMATS + '/stix-schemas/schemas/*/*.json'):
            with open(path, encoding='utf-8') as f:
                schema = json.load(f)
            store[schema['$id']] = schema
            store[schema['$id'].replace('http://', 'https://')] = schema
            self.kinds[os.path.basename(path)[:-5]] = schema
        self.store = store

    def validator(self, kind):
        if kind not in self.made:
            schema = self.kinds[kind]
            resolver = jsonschema.RefResolver(schema['$id'], schema, store=self.store)
            self.made[kind] = jsonschema.Draft202012Validator(
                schema, resolver=resolver, format_checker=suite.CHECKER)
        return self.made[kind]

    def problems(self, o):
        if o['type'] not in self.kinds:
            return ['there is no schema for ' + o['type']]
        return [f"{o['id']} {'/'.join(map(str, e.absolute_path))}: {e.message[:160]}"
                for e in self.validator(o['type']).iter_errors(o)]


def of_object(o, first):
    kind = o['type']
    if kind in CONTRIBUTING:
        name = jcs({k: o[k] for k in CONTRIBUTING[kind] if k in o})
        if o['id'] != f'{kind}--{uuid.uuid5(SCO_SPACE, name)}':
            yield f"{o['id']} is not the id of {name}"
    elif kind == 'marking-definition':
        if o['id'] != 'marking-definition--' + TLP2.get(o['name'], ''):
            yield f"{o['id']} is not the marking of {o['name']}"
        if 'definition' in o or 'definition_type' in o:
            yield 'a marking of TLP 2.0 with a definition'
    elif uuid.UUID(o['id'][-36:]).version != 5:
        yield f"{o['id']} has another version than 5"
    if o.get('modified', '9') < o.get('created', '0'):
        yield f"{o['id']} was modified before it was created"
    for t in suite.strings(o):
        if STEERS.search(t):
            yield f"{o['id']} has a text with control characters: {t!r}"
    if kind == 'indicator' and not PATTERN.fullmatch(o['pattern']):
        yield f"a pattern that is none: {o['pattern']}"
    if kind in ('incident', 'indicator', 'observed-data', 'sighting', 'relationship', 'note',
                'location', 'infrastructure') + tuple(CONTRIBUTING):
        if o.get('object_marking_refs') != [first['id']]:
            yield f"{o['id']} is not marked"


def of_bundle(bundle):
    objects = bundle['objects']
    ids = [o['id'] for o in objects]
    first = objects[0]
    if first['type'] != 'marking-definition':
        yield 'it does not begin with its marking'
    if len(ids) != len(set(ids)):
        yield 'an id stands twice'
    outside = {r for o in objects for r in references(o)} - set(ids)
    if any(not r.startswith('incident--') for r in outside):
        yield f'references to what is not there: {outside}'
    incidents = [o for o in objects if o['type'] == 'incident']
    if len(incidents) != 1:
        yield f'{len(incidents)} incidents'
    for o in incidents:
        own = o['external_references'][0]
        name = f"incident|{own['source_name']}|{own['external_id']}"
        if o['id'] != f'incident--{uuid.uuid5(OURS, name)}':
            yield f"{o['id']} is not the id of {name}"
    for o in objects:
        yield from of_object(o, first)


def sample(bundle):
    """What the sample of the format has, ours has too."""
    with open(suite.FORMATS + '/samples/stix.json', encoding='utf-8') as f:
        theirs = json.load(f)['objects']
    ours = bundle['objects']
    missing = {o['type'] for o in theirs} - {o['type'] for o in ours}
    if missing:
        yield f'no {missing}'
    said = {o['relationship_type'] for o in ours if o['type'] == 'relationship'}
    for o in theirs:
        if o['type'] == 'relationship' and o['relationship_type'] not in said:
            yield f"no relationship {o['relationship_type']}"
        if o['type'] in CONTRIBUTING:
            yield from (p for p in of_object(o, {'id': None}) if 'is not the id' in p)
    core = next(o for o in theirs if o['type'] == 'incident')['extensions']
    mine = next(o for o in ours if o['type'] == 'incident')['extensions']
    if set(core) != set(mine):
        yield 'the incident has another extension'


def invalid(bundles):
    schemas, seen = Schemas(), set()
    for name, b in bundles.items():
        for o in b['objects']:
            text = json.dumps(o, sort_keys=True)
            if text not in seen:
                seen.add(text)
                yield from (f'{name}: {p}' for p in schemas.problems(o))


def clashes(bundles):
    """What everybody may know is no incident's: the same version is the same text everywhere."""
    shared, project = {}, f"identity--{uuid.uuid5(OURS, 'identity|kagami')}"
    for name, b in bundles.items():
        for o in b['objects']:
            if project in (o['id'], o.get('created_by_ref')):
                if shared.setdefault(o['id'], o) != o:
                    yield f"{name}: {o['id']} differs"


def result(problems, sentence):
    problems = list(problems)
    suite.result(not problems, sentence, problems)


def main():
    bundles = {os.path.basename(p): suite.read(p) for p in suite.files('stix.json')}
    suite.result(len(bundles) > 100, f'{len(bundles)} STIX bundles are JSON')
    result((f'{name}: {p}' for name, b in bundles.items() for p in of_bundle(b)),
           'ids, references, versions and markings of STIX bundles hold')
    result(clashes(bundles), 'what several STIX bundles share is the same in each')
    if suite.foreign('stix-schemas') is None:
        suite.skip('each STIX object is valid by its OASIS schema', 'the schemas are not here')
        return
    result(invalid(bundles), 'each STIX object is valid by its OASIS schema')
    richest = max(bundles.values(), key=lambda b: len({o['type'] for o in b['objects']}))
    result(sample(richest), 'a STIX bundle has all that the sample has, and its ids are ours')


if __name__ == '__main__':
    main()
    suite.end()
