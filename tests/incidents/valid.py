"""Every record of every capture, as the collector wrote it, in each format."""

import os

import check_iodef
import check_lines
import check_misp
import check_stix
import jsonschema
import suite
from stage import ROOT
from tap import ok, skip


def once(pairs):
    keys = [k for k, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key stands twice in {keys}")
    return dict(pairs)


def of_kind(played, extension):
    """{capture and file: bytes as text}; bytes that are no UTF-8 are an error."""
    return {f"{capture} {name}": data.decode() for capture, (_, files, _) in played.items()
            for name, data in files.items() if name.endswith("." + extension)}


def documents(played, extension):
    return {name: suite.json.loads(text, object_pairs_hook=once)
            for name, text in of_kind(played, extension).items()}


def by_schema(records, what, path, kind=jsonschema.Draft7Validator):
    if not os.path.exists(path):
        skip(f"every record is valid by {what}", "the schema is not here")
        return
    check = suite.validator(path, kind)
    wrong = [e for name, d in records.items() for e in suite.errors(check, d, name)]
    ok(not wrong and len(records) > 50, f"{len(records)} records are valid by {what}", *wrong[:20])


def each(records, what, problems):
    wrong = [f"{name}: {p}" for name, d in records.items() for p in problems(d)]
    ok(not wrong and len(records) > 50, f"{len(records)} {what}", *wrong[:20])


def iodef(played):
    records = documents(played, "iodef.json")
    by_schema(records, "the project's schema", os.path.join(ROOT, "proto", "incident.schema.json"))
    by_schema(records, "the schema of RFC 8727", os.path.join(suite.FORMATS, "iodef-schema.draft07.json"))
    by_schema(records, "the OT profile", os.path.join(suite.FORMATS, "ot-profile.schema.json"))
    wrong = [w for name, d in records.items() for w in check_iodef.consistent(name, d)]
    ok(not wrong, "records are consistent and have no harmful character", *wrong[:20])
    return len(records)


def stix(played):
    bundles = documents(played, "stix.json")
    each(bundles, "STIX bundles: ids, references, versions and markings hold", check_stix.of_bundle)
    clashes = list(check_stix.clashes(bundles))
    ok(not clashes, "what several STIX bundles share is the same in each", *clashes[:20])
    if suite.foreign("stix-schemas") is None:
        skip("each STIX object is valid by its OASIS schema", "the schemas are not here")
        return
    wrong = list(check_stix.invalid(bundles))
    ok(not wrong, "each STIX object is valid by its OASIS schema", *wrong[:20])


def misp(played):
    events = documents(played, "misp.json")
    each(events, "MISP events: UUIDs, references, types and tags hold",
         lambda e: check_misp.of_event(e["Event"]))
    by_schema(events, "MISP's core schema", os.path.join(suite.FORMATS, "misp-core-schema.json"),
              jsonschema.Draft4Validator)


def lines(played):
    each(of_kind(played, "cef"), "lines of CEF in RFC 5424", check_lines.of_cef)
    each(of_kind(played, "ecs.json"), "lines of ECS", check_lines.of_ecs)

    def table(text):
        head, row = text.split("\r\n", 1)
        return check_lines.of_csv(row, head.split(","))
    each(of_kind(played, "csv"), "lines of CSV, none of which a spreadsheet runs", table)


def all_formats(played):
    n = iodef(played)
    stix(played)
    misp(played)
    lines(played)
    counts = {e: len(of_kind(played, e)) for e in ("stix.json", "misp.json", "csv", "cef", "ecs.json")}
    ok(set(counts.values()) == {n}, "each record is there in each format", n, counts)


FORMATS = {"iodef": "iodef.json", "stix": "stix.json", "misp": "misp.json", "csv": "csv", "cef": "cef",
           "ecs": "ecs.json"}


def exported(d, index):
    """What export writes again of all incidents, in the record's format and another, and is not what was
    written."""
    files = {os.path.basename(n): data for n, data in d.records().items()}
    wrong = []
    for form in ("iodef", list(FORMATS)[1 + index % 5]):
        folder = d.path("exported-" + form)
        os.mkdir(folder)
        done = d.ask("export", "--format", form, "--output", folder)
        if done.returncode != 0:
            wrong.append(done.stderr.decode())
        names = os.listdir(folder)
        if len(names) != len(d.latest_of(FORMATS[form])):
            wrong.append(f"{len(names)} of {len(d.latest_of(FORMATS[form]))} were exported as {form}")
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                if f.read() != files.get(name):
                    wrong.append(f"{name} is exported with other bytes than it was written with")
    return wrong
