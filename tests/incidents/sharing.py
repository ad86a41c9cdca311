"""Sharing, receiving and reporting, by whole programs, beside a collector that takes in events."""

import base64
import glob
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import threading

from crashes import RULES, captures, consistent
from desk import SITE, Desk
import suite
from stage import ROOT, until
from tap import ok, skip

SHARING = """version: 1
us:
  fqdn: {us}
  name: CSIRT of {us}
  sector-lead: Example Water Authority
recipients:
  {name}:
    fqdn: {them}
    title: CERT of {them}
    clearance: RED
    may-see: [sites, addresses, values, contacts, packets]
    formats: [iodef, stix, misp, csv, cef, ecs]
{key}  isac:
    fqdn: isac.example.net
    title: An ISAC
    clearance: AMBER
    formats: [iodef, stix]
regimes:
  warn: {{title: Early warning, stage: early-warning, due: 24h, recipient: {name}}}
  tell: {{title: Notification, stage: notification, due: 72h, recipient: {name}}}
  final: {{title: Final report, stage: final, due: 1month, after: tell, recipient: {name}}}
"""
FIRST = ["pcaps/attack-write.pcap", "pcaps/attack-stop.pcap"]
# Nothing is resolved in between.
FOREVER = ("--resolve-after", "365d")
OURS, THEIRS = "csirt.example.org", "cert.example.jp"


class Party(Desk):
    """Somebody with keys who shares."""

    def __init__(self, build, name, us, them):
        super().__init__(build, name)
        self.us, self.them = us, them
        self.partner = "partner"
        self.run("kagami-collector", "share", "keygen", "--output", self.folder)
        self.sharing()

    def sharing(self, key=None):
        line = f"    key: {key}\n" if key else ""
        with open(self.path("sharing.yaml"), "w", encoding="utf-8") as f:
            f.write(SHARING.format(us=self.us, them=self.them, name=self.partner, key=line))

    def key(self):
        with open(self.path("sharing.pub"), encoding="utf-8") as f:
            return f.read().split()[-1]

    def do(self, *args):
        """Any command of the collector, with what it takes."""
        takes = {"share": ("signing-key", "pseudonyms", "sharing", "issuer", "site"),
                 "receive": ("signing-key", "pseudonyms", "sharing", "issuer", "site"),
                 "received": (), "incidents": ("sharing",) if "due" in args else () if "list" in args
                 else ("issuer", "site")}
        values = {"signing-key": self.path("sharing.key"), "sharing": self.path("sharing.yaml"),
                  "pseudonyms": self.path("sharing.pseudonyms"), "issuer": self.us, "site": SITE[1]}
        more = [w for k in takes[args[0]] for w in ("--" + k, values[k])]
        return self.run("kagami-collector", *args, "--config", "/dev/null", "--store", self.store, *more,
                        check=False)

    def start(self, *more, wait=True):
        return self.collect("--site", SITE[1], "--issuer", self.us, *self.formats, *more, wait=wait)


def said(done):
    return done.stdout.decode() + done.stderr.decode()


def package_of(done):
    """The file that share wrote."""
    return done.stdout.decode().split(":", 1)[0]


# ---- all at once -------------------------------------------------------------------------------

class Worker(threading.Thread):
    """Does things one after the other, and keeps what went wrong."""

    def __init__(self, things):
        super().__init__()
        self.things, self.wrong = things, []

    def run(self):
        for what, thing in self.things:
            done = thing()
            if done.returncode != 0:
                self.wrong.append(f"{what}: exit {done.returncode}: {said(done)}")


def theirs(build, us, n):
    """Another party with n incidents, each in a package for us."""
    p = Party(build, "partner", THEIRS, us.us)
    p.sharing(us.key())
    us.sharing(p.key())
    p.start("--site", "harbour")
    p.read(["pcaps/attack-setpoint.pcap", "pcaps/goose-injection.pcap"], *RULES)
    p.written()
    ids = [i["id"] for i in p.incidents()][:n]
    made = [p.do("share", i, "--to", "partner", "--output", p.folder) for i in ids]
    p.stop()
    return p, ids, [package_of(m) for m in made]


def texts(d, incident):
    """Everything that was ever in the history of an incident, by its revisions."""
    found = []
    last = json.loads(d.ask("show", incident, "--json").stdout)["revision"]
    for r in range(1, last + 1):
        one = json.loads(d.ask("show", incident, "--json", "--revision", str(r)).stdout)
        found += [h for h in one["history"] if h not in found]
    return found


def count_of(d):
    return sum(i["alerts"] for i in d.incidents())


def beside(build):
    """Commands of people while events come: nothing of either is lost."""
    files = captures()
    with Desk(build, "quiet") as d:
        d.start(*FOREVER)
        d.read(FIRST, *RULES)
        first = count_of(d)
        d.read(files, *RULES)
        alerts = count_of(d) - first
    with Party(build, "beside", OURS, THEIRS) as d:
        other, their_ids, packages = theirs(build, d, 4)
        with other:
            d.start(*FOREVER)
            d.read(FIRST, *RULES)
            d.written()
            ids = [i["id"] for i in d.incidents()]
            out = d.path("out")
            os.mkdir(out)
            workers = [
                Worker([(f"note {n}", lambda i=ids[n % len(ids)], n=n: d.do("incidents", "note", i, f"note {n}"))
                        for n in range(12)]),
                Worker([(f"share {n}", lambda i=i, r=r: d.do("share", i, "--to", "partner", "--report", r,
                                                             "--output", out))
                        for n, (i, r) in enumerate((i, r) for i in ids[:2] for r in ("warn", "tell"))]
                       + [("ack", lambda: d.do("incidents", "ack", ids[0]))]),
                Worker([(f"receive {p}", lambda p=p: d.do("receive", p, "--output", out)) for p in packages]
                       + [("due", lambda: d.do("incidents", "due", "--json"))] * 2
                       + [("list", lambda: d.do("incidents", "list", "--json"))] * 2),
            ]
            for w in workers:
                w.start()
            reads = []
            while not reads or any(w.is_alive() for w in workers):
                # Another sensor each time: what one says twice is stored once.
                name = f"plant-{len(reads) + 2}"
                d.add(name)
                reads.append(d.read(files, *RULES, name=name, spool="spool-" + name))
            for w in workers:
                w.join()
            wrong = [line for w in workers for line in w.wrong]
            ok(not wrong and set(reads) == {0}, "notes, sendings and records of others go in while events come",
               *wrong, d.sensor_said(), d.collector_said())
            ok(d.written(), "every revision has its record", d.collector_said())
            history = [h for i in ids for h in texts(d, i)]
            told = {h["text"] for h in history}
            lost = [f"note {n}" for n in range(12) if f"note {n}" not in told]
            sent = [h for h in history if h["action"] == "sent" and ", report " in h["text"]]
            ok(not lost and len(sent) == 4, "no note and no sending is lost", *lost, *sent)
            have, want = count_of(d), first + len(reads) * alerts
            ok(have == want, "no alert is lost beside them", f"{have} instead of {want}")
            kept = d.do("received").stdout.decode()
            missing = [i for i in their_ids if i not in kept]
            ok(not missing and "QUARANTINE" not in kept and "CONFLICT" not in kept,
               "what others sent is kept, once", *missing, kept)
            d.stop()
            wrong = consistent(d)
            ok(not wrong, "records, journal and store agree", *wrong)


def held(build):
    """Somebody has the store for longer than anybody waits: the collector says so, and loses nothing."""
    with Desk(build, "held") as d:
        d.start()
        d.read(["pcaps/attack-write.pcap"], *RULES)
        db = sqlite3.connect(d.store, isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        sensor = d.sensor(["pcaps/attack-stop.pcap"], *RULES)
        said_so = until(lambda: "nothing can be stored" in d.collector_said(), 25)
        db.execute("ROLLBACK")
        db.close()
        ok(said_so and sensor.wait(60) == 0 and d.written() and "stored again" in d.collector_said(),
           "a store that is held for long delays events and loses none", d.collector_said(), d.sensor_said())


# ---- there and back ----------------------------------------------------------------------------

def reports(d, one):
    due = [json.loads(line) for line in d.do("incidents", "due", "--json").stdout.splitlines()]
    mine = {x["report"]: x for x in due if x["incident"] == one}
    ok(set(mine) == {"warn", "tell", "final"} and mine["final"]["expected"] and not mine["warn"]["overdue"]
       and {"due", "stage", "to", "title", "severity"} <= set(mine["warn"]), "due --json says what is due", due)
    table = d.do("incidents", "due").stdout.decode()
    ok(all(w in table for w in ("DUE", "LEFT", "warn", "in 23 h", f"share {one} --to partner")), "due, for people",
       table)
    done = d.do("incidents", "report", one, "malicious=yes", "cross-border=no", "nisc=2", "nciss=41.5")
    ok(done.returncode == 0, "what only people know is told", said(done))
    done = d.do("incidents", "report", one, "nisc=5")
    ok(done.returncode == 1 and "nisc=0 to 4" in said(done), "what cannot be is refused", said(done))


def by_hand(d, path, ids):
    """What a recipient does who has neither this program nor jq."""
    name = "a package is checked with tar, minisign and sha256sum alone"
    where = d.path("by-hand")
    os.mkdir(where)
    subprocess.run(["tar", "-xf", path, "-C", where], check=True)
    folder = glob.glob(where + "/*")[0]
    if shutil.which("minisign") is None:
        skip(name, "minisign is not installed")
        return folder
    script = 'minisign -Vm SHA256SUMS -p "$1" && sha256sum --quiet -c SHA256SUMS && minisign -Vm manifest.json -p "$1"'
    done = subprocess.run(["sh", "-c", script, "sh", d.path("sharing.pub")], cwd=folder, capture_output=True,
                          check=False)
    named = {line.split("  ")[1] for line in open(folder + "/SHA256SUMS", encoding="utf-8").read().splitlines()}
    files = set(os.listdir(folder)) - {"manifest.json", "manifest.json.minisig", "SHA256SUMS", "SHA256SUMS.minisig"}
    ok(done.returncode == 0 and named == files, name, done.stderr.decode(), named ^ files, ids)
    victim = sorted(files)[0]
    with open(os.path.join(folder, victim), "ab") as f:
        f.write(b" ")
    again = subprocess.run(["sh", "-c", script, "sh", d.path("sharing.pub")], cwd=folder, capture_output=True,
                           check=False)
    ok(again.returncode != 0, "and a changed one is found so")
    return folder


def packets(folder, manifest):
    pcaps = [f for f in manifest["files"] if f["format"] == "pcap"]
    ok(manifest["packets"] == "all" and pcaps, "who may have packets gets them", manifest)
    with open(glob.glob(folder + "/*.iodef.json")[0], encoding="utf-8") as f:
        record = json.loads(f.read().strip())
    said_of = {}
    for data in record["Incident"][0]["EventData"][0]["RecordData"]:
        for group in data.get("FileData", []):
            for file in group["File"]:
                said_of[file["FileName"]] = file["HashData"]["Hash"][0]["DigestValue"]
    wrong = []
    for p in pcaps:
        with open(os.path.join(folder, p["name"]), "rb") as f:
            data = f.read()
        if p is pcaps[0] and data.endswith(b" "):
            data = data[:-1]
        if base64.b64encode(hashlib.sha256(data).digest()).decode() != said_of.get(p["name"]):
            wrong.append(f"{p['name']} is not what the record says")
    ok(not wrong and set(said_of) == {p["name"] for p in pcaps}, "they are those that the record names", *wrong,
       said_of)
    if shutil.which("tshark"):
        done = subprocess.run(["tshark", "-r", os.path.join(folder, pcaps[-1]["name"]), "-T", "fields", "-e",
                               "frame.number"], capture_output=True, check=False)
        ok(done.returncode == 0 and done.stdout.split(), "tshark reads them", done.stderr.decode())


def half_written(d, one):
    """The folder is written and the file cannot be: as after a program that was killed in between."""
    d.written()
    revision = json.loads(d.ask("show", one, "--json").stdout)["revision"]
    there = d.path(f"{one}.r{revision}.partner.warn")
    os.mkdir(there + ".tar")
    done = d.do("share", one, "--to", "partner", "--report", "warn", "--output", d.folder)
    now = json.loads(d.ask("show", one, "--json").stdout)["revision"]
    ok(done.returncode == 1 and os.path.isdir(there) and now == revision, "a package that is no file yet is not sent",
       said(done))
    os.rmdir(there + ".tar")


def there_and_back(build):
    """A report goes out, is verified by hand, is received, and its acknowledgement comes back."""
    with Party(build, "ours", OURS, THEIRS) as d, Party(build, "theirs", THEIRS, OURS) as t:
        d.sharing(t.key())
        t.sharing(d.key())
        d.start()
        d.read(["pcaps/attack-setpoint.pcap"], *RULES)
        until(lambda: glob.glob(d.path("incidents", "evidence", "*", "*", "*.pcap")), 20)
        d.written()
        one = d.incidents()[0]["id"]
        d.do("incidents", "ack", one)
        reports(d, one)
        half_written(d, one)
        done = d.do("share", one, "--to", "partner", "--report", "warn", "--output", d.folder)
        tar = package_of(done)
        ok("going on with it" in said(done), "what was written and not sent is gone on with", said(done))
        ok(done.returncode == 0 and tar.endswith(".tar") and os.path.isfile(tar) and "with packets" in said(done),
           "share writes one file to send", said(done))
        folder = by_hand(d, tar, one)
        with open(folder + "/manifest.json", encoding="utf-8") as f:
            manifest = json.load(f)
        packets(tar[:-4], manifest)
        with open(glob.glob(tar[:-4] + "/*.iodef.json")[0], encoding="utf-8") as f:
            text = f.read()
        ok(all(f'"{w}"' in text for w in ("due-time", "sector-lead", "nisc-severity-level", "nciss-score",
                                           "early-warning")), "the record says what a report must say")
        again = d.do("incidents", "due").stdout.decode()
        ok("warn" not in again and "tell" in again, "its clock ended", again)
        low = d.do("share", one, "--to", "isac", "--output", d.folder)
        with open(package_of(low)[:-4] + "/manifest.json", encoding="utf-8") as f:
            manifest = json.load(f)
        ok(manifest["packets"] == "left-out" and not glob.glob(package_of(low)[:-4] + "/*.pcap")
           and "without packets" in said(low), "who may not have packets does not get them, and is told so", manifest)
        came_back(d, t, tar, one)


def came_back(d, t, tar, one):
    for tampered in (tar + ".cut", tar + ".changed"):
        with open(tar, "rb") as f:
            data = bytearray(f.read())
        if tampered.endswith("cut"):
            del data[len(data) // 2:]
        else:
            data[-5000] ^= 1
        with open(tampered, "wb") as f:
            f.write(data)
    t.start()
    for tampered in (tar + ".cut", tar + ".changed"):
        done = t.do("receive", tampered, "--output", t.folder)
        ok(done.returncode == 1 and t.sql("SELECT count(*) FROM notifications") == [(0,)],
           f"a package that was {tampered.rsplit('.', 1)[1]} is refused", said(done))
    done = t.do("receive", tar, "--output", t.folder)
    ok(done.returncode == 0 and "our number received-" in said(done), "the other side takes it in and answers",
       said(done))
    verify = t.run("kagami-collector", "share", "verify", tar, "--from", d.path("sharing.pub"), "--sharing",
                   t.path("sharing.yaml"), "--config", "/dev/null", check=False)
    ok(verify.returncode == 0 and b"whole, signed by " + OURS.encode() in verify.stdout, "share verify agrees",
       said(verify))
    answer = glob.glob(t.path("received-*.iodef.json"))[0]
    done = d.do("receive", answer)
    number = os.path.basename(answer).split(".r")[0]
    i = json.loads(d.ask("show", one, "--json").stdout)
    ok(done.returncode == 0 and [r for r in i["related"] if r["id"] == number and r["relation"] == "alternative"],
       "the answer gives our incident their number", said(done), i["related"])
    left = glob.glob("/tmp/kagami-received-*")
    ok(not left, "nothing that was unpacked is left", *left)


# ---- records of others -------------------------------------------------------------------------

def contact(**more):
    return [{"role": "creator", "type": "organization", **more}]


def theirs_by(issuer):
    """Documents in the shapes of the examples of RFC 8727 and RFC 7970: the least one, the indicators of a
    campaign, a worm with its hosts and what was done."""
    least = {"purpose": "reporting", "restriction": "private", "IncidentID": {"id": "492382", "name": issuer},
             "GenerationTime": "2015-07-18T09:00:00-05:00",
             "Contact": contact(Email=[{"EmailTo": "contact@" + issuer}])}
    campaign = {
        "purpose": "watch", "restriction": "green", "IncidentID": {"id": "897923", "name": issuer},
        "RelatedActivity": [{"ThreatActor": [{"ThreatActorID": ["TA-12-AGGRESSIVE-BUTTERFLY"],
                                              "Description": ["A group"]}],
                             "Campaign": [{"CampaignID": ["C-2015-59405"], "Description": ["Orange Giraffe"]}]}],
        "GenerationTime": "2015-10-02T11:18:00-05:00", "Description": ["Indicators of a campaign"],
        "Assessment": [{"Impact": [{"BusinessImpact": {"type": "breach-proprietary"}}]}],
        "Contact": contact(ContactName=["CSIRT"], Email=[{"EmailTo": "contact@" + issuer}]),
        "Indicator": [
            {"IndicatorID": {"id": "G90823490", "name": issuer, "version": "1"}, "Description": ["C2 domains"],
             "StartTime": "2014-12-02T11:18:00-05:00",
             "Observable": {"BulkObservable": {"type": "domain-name", "BulkObservableList": [
                 "kj290023j09r34.example.com", "09ijk23jfj0k8.example.net"]}}},
            {"IndicatorID": {"id": "G90823491", "name": issuer, "version": "1"},
             "Observable": {"FileData": {"File": [{"HashData": {"scope": "file-contents", "Hash": [
                 {"DigestMethod": "http://www.w3.org/2001/04/xmlenc#sha256",
                  "DigestValue": base64.b64encode(bytes(32)).decode()}]}}]}}}]}
    worm = {
        "purpose": "traceback", "status": "new", "IncidentID": {"id": "189493", "name": issuer},
        "DetectTime": "2001-09-13T23:19:24+00:00", "GenerationTime": "2001-09-13T23:25:24+00:00",
        "Description": [{"value": "A worm", "lang": "en"}, {"value": "ワーム", "lang": "ja"}],
        "Assessment": [{"Impact": [{"SystemImpact": {"completion": "failed", "type": "takeover-system"}}]}],
        "Contact": contact(ContactName=["CSIRT"]),
        "EventData": [{"System": [
            {"category": "source", "Node": {"Address": [{"category": "ipv4-addr", "value": "192.0.2.200"}]},
             "Counter": [{"type": "count", "unit": "event", "value": 57}]},
            {"category": "target", "Node": {"Address": [{"category": "ipv4-net", "value": "192.0.2.16/28"}]},
             "Service": [{"ip-protocol": 6, "Port": 80}]}],
            "RecordData": [{"DateTime": "2001-09-13T18:11:21+02:00", "RecordItem": [
                {"dtype": "string", "value": "GET /scripts/ HTTP/1.0"}]}]}],
        "History": {"HistoryItem": [{"action": "contact-source-site", "DateTime": "2001-09-14T08:19:01+00:00",
                                     "Description": ["Told the source"]}]}}
    return [{"version": "2.0", "lang": "en", "Incident": [i]} for i in (least, campaign, worm)]


def records_of_others(build):
    """What another program wrote, by whom we know and by whom we do not."""
    with Party(build, "others", OURS, THEIRS) as d:
        d.start()
        until(lambda: os.path.exists(d.store), 20)
        for issuer, quarantined in ((THEIRS, False), ("csirt.example.com", True)):
            for k, document in enumerate(theirs_by(issuer)):
                path = d.path(f"{k}-{issuer}.json")
                with open(path, "w", encoding="utf-8") as f:
                    json.dump(document, f)
                done = d.do("receive", path, "--output", d.folder)
                where = document["Incident"][0]["IncidentID"]["id"] + " of " + issuer
                answered = "our number received-" in said(done)
                ok(done.returncode == 0 and where in said(done) and answered != quarantined
                   and ("in quarantine" in said(done)) == quarantined,
                   f"{where} is taken in" + (", in quarantine" if quarantined else " and answered"), said(done))
        rows = d.sql("SELECT incident, quarantined FROM notifications")
        ok(len(rows) == 6 and sum(q for _, q in rows) == 3, "all are kept", rows)
        told = [json.loads(line) for line in d.do("received", "--json").stdout.splitlines()]
        table = d.do("received").stdout.decode().splitlines()
        ok(len(told) == len(table) - 1 == 6 and sum(t["quarantined"] for t in told) == 3
           and all(t["incident"] in row and t["issuer"] in row and ("QUARANTINE" in row) == t["quarantined"]
                   for t, row in zip(told, table[1:])), "received --json and its table agree", told, *table)
        answers = glob.glob(d.path("received-*.iodef.json"))
        schema = suite.validator(os.path.join(ROOT, "proto", "incident.schema.json"))
        wrong = []
        for a in answers:
            with open(a, encoding="utf-8") as f:
                wrong += suite.errors(schema, json.load(f), a)
        ok(len(answers) == 3 and not wrong, "the answers are valid", *wrong)
