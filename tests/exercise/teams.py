"""A team that does its work, one that does nothing, and what is wrong."""

import json
import re

from room import Page, Room, goals
from tap import ok

CAPTURE = "pcaps/attack-setpoint.pcap"
HOSTILE = "塩素 </td><script>alert(1)</script> & \"chlorine\""


def begin(r):
    r.knows("csirt.example.org", "A", "csirt.example.net", "country-b", r.public())
    r.start()
    return r.exercise("start", r.path("scenario.yaml"), "--team", "Team <A>")


def team(build):
    with Room(build) as r:
        done = begin(r)
        ok(done.returncode == 0 and b"Team <A>" in done.stdout, "an exercise begins", done.stderr)
        ok(r.score()["points"] == 0, "before anything happened there are no points")
        (one,) = r.play(CAPTURE)
        ok(goals(r.score())["detected"]["state"] == "reached", "what the sensor finds counts at once")
        r.ask("ack", one, "--who", "aiko", check=True)
        r.ask("assign", one, "shift B", check=True)
        r.ask("note", one, HOSTILE, "--who", "aiko", check=True)
        sent = r.share(one, "--to", "country-b", "--report", "warning")
        ok(sent.returncode == 0, "the report is sent", sent.stderr)
        r.ask("close", one, "taken off the network", "--who", "aiko", check=True)
        score = r.score()
        ok(score["points"] == score["of"] == 100, "who does everything has all points",
           json.dumps(goals(score), ensure_ascii=False, indent=1))
        ok(all(g["found"] for g in goals(score).values()), "each goal says what was found")
        again = r.score()
        score.pop("time"), again.pop("time")
        ok(score == again, "the same is scored the same")
        sights = {t["id"]: t["sight"] for t in score["techniques"]}
        ok(sights.get("T0836") == "seen" and "missed" not in sights.values(),
           "techniques are compared", sights)
        pages(r)
        later(r, one)


def pages(r):
    html, js = r.path("report.html"), r.path("report.json")
    done = r.exercise("report", "--html", html, "--json", js)
    ok(done.returncode == 0, "a report is written", done.stderr)
    with open(js, encoding="utf-8") as f:
        ok(json.load(f)["points"] == 100, "as JSON")
    for language, words in (("en", ("Exercise report", "reached")), ("ja", ("演習報告書", "達成"))):
        done = r.exercise("report", "--html", html, "--language", language)
        with open(html, encoding="utf-8") as f:
            text = f.read()
        page = Page(text)
        ok(done.returncode == 0 and not page.wrong, f"the page in {language} is well-formed",
           *page.wrong, done.stderr)
        ok(all(w in page.text for w in words) and f'<html lang="{language}">' in text,
           f"it is in {language}")
        ok("script" not in page.tags and HOSTILE in page.text and "Team <A>" in page.text,
           f"hostile text is text in {language}", page.tags)
        ok(not re.search(r"https?:|url\(|@import|javascript:", text), f"it needs no network ({language})")
    status = r.exercise("status", "--json")
    ok(json.loads(status.stdout)["incidents"] == 1, "status counts", status.stdout, status.stderr)
    told = r.exercise("status").stdout.decode()
    ok("See who did it" in told and "turns the chlorine" not in told and "modbus-" not in told,
       "status gives nothing away", told)


def later(r, one):
    r.stop()
    r.start()
    ok(r.score()["points"] == 100, "a restart of the collector changes nothing")
    r.write("scenario.yaml", "no: scenario\n")
    ok(r.score()["points"] == 100, "the scenario's file may change: what was begun goes on")
    r.play("pcaps/attack-stop.pcap")
    score = r.score()
    ok(goals(score)["quiet"]["state"] == "missed" and len(score["unexpected"]) >= 1
       and score["points"] == 80, "what no scenario expects is told", score["unexpected"])
    ok(one not in [i["id"] for i in score["unexpected"]], "what is expected is not among it")


def idle(build):
    with Room(build, "idle") as r:
        begin(r)
        (one,) = r.play(CAPTURE)
        found = goals(r.score())
        ok([g for g, x in found.items() if x["state"] == "reached"] == ["detected", "quiet"],
           "who does nothing has only what the sensor found", found)
        r.ask("close", one, "--as", "false-positive", check=True)
        found = goals(r.score())
        ok(found["classified"]["state"] == "missed" and found["closed"]["state"] == "reached",
           "a wrong classification gives no points", found["classified"])
        done = r.exercise("start", r.path("scenario.yaml"))
        ok(done.returncode == 1 and b"--anew" in done.stderr, "another is not begun over it", done.stderr)
        done = r.exercise("start", r.path("scenario.yaml"), "--anew", "--team", "B")
        ok(done.returncode == 0 and r.score()["points"] == 0,
           "begun anew, what came before does not count", done.stderr)
        done = r.exercise("start", r.path("scenario.yaml"), "--anew", "--at", "2026-01-01T00:00:00Z")
        ok(done.returncode == 0 and goals(r.score())["detected"]["state"] == "reached",
           "it may have begun earlier", done.stderr)


def refused(r, sentence, what, code, *args):
    done = r.exercise(*args)
    ok(done.returncode == code and what in done.stderr.decode(), sentence, done.returncode, done.stderr)


def wrong(build):
    with Room(build, "wrong") as r:
        r.start()
        r.stop()
        refused(r, "without an exercise there is no score", "exercise start", 1, "score")
        refused(r, "a scenario that is not there is said", "no scenario 'nowhere'", 2, "start", "nowhere")
        bad = r.write("bad.yaml", "scenario: x\nlevel: 9\n")
        refused(r, "what is wrong with one is said where it stands", "bad.yaml:2:8:", 2, "start", bad)
        refused(r, "a time that is none", "is no time", 2, "start", r.path("scenario.yaml"), "--at", "noon")
        r.exercise("start", r.path("scenario.yaml"))
        refused(r, "a report is written as something", "--html", 2, "report")
        refused(r, "a language that there is not", "no texts in 'xx'", 2, "score", "--language", "xx")
        line = r.write("line.yaml", "timeline:\n  - {at: 5m, file: nothing.json}\n")
        refused(r, "a file of the timeline that is missing", "line.yaml:2:5:", 1, "inject", line)
        with open(r.path("store.db.exercise", "state.json"), "w", encoding="utf-8") as f:
            f.write("{}")
        refused(r, "a state that nobody wrote is refused", "--anew", 1, "status")
        ok(r.exercise("start", r.path("scenario.yaml"), "--anew").returncode == 0, "and can be replaced")
