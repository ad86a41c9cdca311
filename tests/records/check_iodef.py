#!/usr/bin/python3
"""IODEF records: against our schema, the RFC's, and what no schema can say."""
import copy
import os
import re

import suite

OURS = os.path.join(suite.ROOT, "proto", "incident.schema.json")
# What incident_clean() never leaves: control characters, marks of direction, noncharacters.
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                     "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]")
TIGHTNESS = {"white": 0, "green": 1, "amber": 2, "ext-value": 3, "red": 4}


def restrictions(value, outer):
    """Members that say a wider restriction than what they are in."""
    if isinstance(value, dict):
        own = value.get("restriction", outer)
        if TIGHTNESS[own] < TIGHTNESS[outer]:
            yield f"{own} in {outer}"
        for v in value.values():
            yield from restrictions(v, own)
    elif isinstance(value, list):
        for v in value:
            yield from restrictions(v, outer)


def extension(incident, name):
    return [a["value"] for a in incident["AdditionalData"] if a["name"] == name]


def country(incident):
    return next(a for a in incident["AdditionalData"] if a["name"] == "country")


def observables(value):
    if isinstance(value, dict):
        if "observable-id" in value:
            yield value["observable-id"]
        for v in value.values():
            yield from observables(v)
    elif isinstance(value, list):
        for v in value:
            yield from observables(v)


def consistent(name, document):
    """What is wrong with it that no schema says."""
    incident = document["Incident"][0]
    ids = list(observables(incident))
    wrong = [f"{name}: harmful character in {s!r}" for s in suite.strings(document)
             if HARMFUL.search(s)]
    wrong += [f"{name}: {r}" for r in restrictions(incident, "white")]
    if len(ids) != len(set(ids)):
        wrong.append(f"{name}: an observable-id stands twice")
    for indicator in incident.get("Indicator", []):
        if indicator["uid-ref"] not in ids:
            wrong.append(f"{name}: an indicator refers to nothing")
        if [indicator["IndicatorID"]["version"]] != extension(incident, "revision"):
            wrong.append(f"{name}: an indicator has another revision")
    if incident["StartTime"] > incident.get("EndTime", incident["StartTime"]):
        wrong.append(f"{name}: it ends before it begins")
    if any(a["IncidentID"] == incident["IncidentID"] for a in incident.get("RelatedActivity", [])):
        wrong.append(f"{name}: it is related to itself")
    return wrong


def check_schema(sentence, path, documents):
    check = suite.validator(path)
    wrong = [e for name, d in documents.items() for e in suite.errors(check, d, name)]
    suite.result(not wrong and len(documents) > 0, f"{len(documents)} records: {sentence}", wrong)


def mistakes(document):
    """Documents with one mistake each, and what it is."""
    def with_(change):
        d = copy.deepcopy(document)
        change(d, d["Incident"][0])
        return d
    yield "unknown member", with_(lambda d, i: i.update(Foo=1))
    yield "status closed", with_(lambda d, i: i.update(status="closed"))
    yield "ext-status without ext-value", with_(lambda d, i: i.update({"ext-status": "x"}))
    yield "local time", with_(lambda d, i: i.update(DetectTime="2026-11-20T02:14:07.512+08:00"))
    yield "no milliseconds", with_(lambda d, i: i.update(DetectTime="2026-11-20T02:14:07Z"))
    yield "no time", with_(lambda d, i: i.update(DetectTime="2026-13-20T02:14:07.512Z"))
    yield "no contact", with_(lambda d, i: i.pop("Contact"))
    yield "no creator", with_(lambda d, i: i["Contact"][0].update(role="admin"))
    yield "empty array", with_(lambda d, i: i.update(Method=[]))
    yield "number for a string", with_(lambda d, i: i["AdditionalData"][0].update(value=1))
    yield "no revision", with_(lambda d, i: i["AdditionalData"].pop(0))
    yield "unknown AdditionalData", with_(lambda d, i: i["AdditionalData"][0].update(name="foo"))
    yield "severity info", with_(lambda d, i: i["Assessment"][0]["Impact"][0]["SystemImpact"]
                                 .update(severity="info"))
    yield "two impacts in one", with_(lambda d, i: i["Assessment"][0]["Impact"][0]
                                      .update(BusinessImpact={"type": "unknown"}))
    yield "confidence of 101", with_(lambda d, i: i["Assessment"][0]["Confidence"].update(value=101))
    yield "port beyond 65535", with_(lambda d, i: i["EventData"][0]["System"][0]["Service"][0]
                                     .update(Port=65536))
    yield "issuer is no domain", with_(lambda d, i: i["IncidentID"].update(name="csirt"))
    yield "id with a blank", with_(lambda d, i: i["IncidentID"].update(id="a b"))
    yield "control character", with_(lambda d, i: i["Description"].append("a\x1b[2J"))
    yield "two incidents", with_(lambda d, i: d["Incident"].append(i))
    yield "no language", with_(lambda d, i: d.pop("lang"))
    yield "another technique", with_(lambda d, i: i["Method"][0]["AttackPattern"][0]
                                     .update(ContentID="0836"))
    yield "country in words", with_(lambda d, i: country(i).update(value="Singapore"))
    yield "MAC in capitals", with_(lambda d, i: i["EventData"][0]["System"][0]["Node"]["Address"]
                                   .append({"category": "mac", "value": "00:80:F4:0A:11:42"}))
    yield "address that is none", with_(lambda d, i: i["EventData"][0]["System"][0]["Node"]
                                        ["Address"][0].update(value="10.10.1.256"))


def check_mistakes(document):
    check = suite.validator(OURS)
    passed = [what for what, d in mistakes(document) if check.is_valid(d)]
    suite.result(check.is_valid(document) and not passed,
                 f"our schema refuses each of {len(list(mistakes(document)))} mistakes", passed)


def main():
    documents = {os.path.basename(p): suite.read(p) for p in suite.files("iodef.json")}
    check_schema("valid by the project's own schema", OURS, documents)
    for name, what in (("iodef-schema.draft07.json", "valid by the schema of RFC 8727"),
                       ("ot-profile.schema.json", "valid by the profile for OT incidents")):
        path = suite.foreign(name)
        if path is None:
            suite.skip(f"records are {what}", "the schema is not here")
        else:
            check_schema(what, path, documents)
    wrong = [w for name, d in documents.items() for w in consistent(name, d)]
    suite.result(not wrong, "records are consistent and have no harmful character", wrong)
    full = documents.get("001.full.iodef.json")
    suite.result(full is not None and any("lang" in t for t in full["Incident"][0]["Description"]
                                          if isinstance(t, dict)),
                 "a record has our texts in Japanese beside the English ones")
    check_mistakes(documents["001.full.iodef.json"])
    suite.end()


if __name__ == "__main__":
    main()
