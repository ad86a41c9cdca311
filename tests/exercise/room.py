"""A collector with an exercise, and what the tests ask of it."""

import json
from html.parser import HTMLParser

from desk import SITE, Desk

RULES = ("--rules", "rules")
MESSAGES = ("--messages", "collector/data/messages")

SCENARIO = """\
scenario: setpoint
title: {en: "Somebody turns the chlorine up", ja: "塩素の設定値が上げられる"}
level: 2
plant: waterworks
duration: 180s
goals: {en: ["See who did it"], ja: ["誰が行ったかを確認する"]}
hosts: {attacker: [10.10.1.66], plc2: [10.10.1.12]}
expect:
  - {id: change, rules: [modbus-write-fresh-connection], severity: medium, techniques: [T0836],
     source: attacker, target: plc2, completion: succeeded}
score:
  - {goal: detected, incident: change, points: 20}
  - {goal: acknowledged, incident: change, within: 15m, points: 10}
  - {goal: assigned, incident: change, points: 5}
  - {goal: classified, incident: change, as: true-positive, points: 10}
  - {goal: noted, incident: change, any: [chlorine, 塩素], points: 10}
  - {goal: notified, incident: change, report: early, to: country-b, points: 20}
  - {goal: closed, incident: change, points: 5}
  - {goal: quiet, points: 20}
"""

SHARING = """\
version: 1
us: {{fqdn: {us}, name: {name}}}
recipients:
  {other}: {{fqdn: {them}, title: {other}, clearance: AMBER, key: {key}}}
regimes:
  warning: {{title: Warning, stage: early-warning, due: 24h, recipient: {other}}}
"""


class Room(Desk):
    def __init__(self, build, name="exercise"):
        super().__init__(build, name)
        self.run("kagami-collector", "share", "keygen", "--output", self.folder)
        self.write("scenario.yaml", SCENARIO)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)
        return self.path(name)

    def public(self):
        with open(self.path("sharing.pub"), encoding="utf-8") as f:
            return f.read().split()[-1]

    def knows(self, us, name, them, other, key):
        self.write("sharing.yaml", SHARING.format(us=us, name=name, them=them, other=other, key=key))

    def keys(self):
        return ("--sharing", self.path("sharing.yaml"), "--signing-key", self.path("sharing.key"),
                "--pseudonyms", self.path("sharing.pseudonyms"))

    def own(self, *args):
        return self.run("kagami-collector", *args, "--config", "/dev/null", "--store", self.store,
                        check=False)

    def exercise(self, what, *args):
        start = what == "start"
        return self.own("exercise", what, *args, *(() if start else (*SITE, *self.keys(), *MESSAGES)))

    def score(self):
        return json.loads(self.exercise("score", "--json").stdout)

    def share(self, *args):
        return self.own("share", *args, *SITE, *self.keys(), "--output", self.folder)

    def receive(self, path):
        return self.own("receive", path, *SITE, *self.keys(), "--output", self.folder)

    def play(self, *files):
        if self.read(list(files), *RULES) != 0 or not self.written():
            raise RuntimeError(self.sensor_said() + self.collector_said())
        return [i["id"] for i in self.incidents()]


def goals(score):
    return {g["goal"]: g for s in score["scenarios"] for g in s["goals"]}


class Page(HTMLParser):
    """Is every element closed, in order? And what is on the page, as text?"""

    EMPTY = {"meta", "br", "link", "img", "hr", "input"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.wrong, self.text, self.tags = [], [], "", set()
        self.feed(text)
        self.close()
        self.wrong += [f"<{t}> is not closed" for t in self.stack]

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.wrong += [f"{tag} {k}" for k, _ in attrs if k.startswith("on") or k in ("src", "href")]
        if tag not in self.EMPTY:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if not self.stack or self.stack[-1] != "style":
            self.text += data
