"""A collector that makes incidents, and what it made of them."""

import glob
import json
import os
import re

from stage import Stage, until

SITE = ("--site", "waterworks", "--issuer", "csirt.example.org")


class Desk(Stage):
    def __init__(self, build, name="incidents", where=None):
        super().__init__(build, name, where)
        self.formats = ()

    def start(self, *more, wait=True):
        return self.collect(*SITE, *self.formats, *more, wait=wait)

    def collector_args(self, *more):
        # Whoever starts it again starts the same.
        given = more if "--site" in more else (*SITE, *self.formats, *more)
        return super().collector_args(*given)

    def ask(self, *args, check=False):
        """One of the commands about incidents."""
        settings = [a for a in args if a in ("ack", "assign", "close", "reopen", "merge", "note")]
        more = SITE if settings else SITE[2:] if "export" in args else ()
        return self.run("kagami-collector", "incidents", *args, "--config", "/dev/null", "--store",
                        self.store, *more, check=check)

    def incidents(self, *more):
        lines = self.ask("list", "--json", *more, check=True).stdout.splitlines()
        return sorted((json.loads(line) for line in lines), key=lambda i: i["id"])

    def written(self, seconds=30):
        """Waits until no record is due."""
        return until(lambda: self.sql("SELECT count(*) FROM revisions WHERE due = 1") == [(0,)],
                     seconds)

    def records(self):
        """{name: bytes} of all files below the folder of records, but the journal."""
        folder = self.path("incidents")
        found = {}
        for path in glob.glob(os.path.join(folder, "**"), recursive=True):
            name = os.path.relpath(path, folder)
            if os.path.isfile(path) and not os.path.islink(path) and name != "journal":
                with open(path, "rb") as f:
                    found[name] = f.read()
        return found

    def latest(self):
        """{name: where it points to} of latest/."""
        folder = self.path("incidents", "latest")
        names = os.listdir(folder) if os.path.isdir(folder) else []
        return {n: os.readlink(os.path.join(folder, n)) for n in names}

    def latest_of(self, extension):
        return [n for n in self.latest() if n.endswith("." + extension)]

    def journal(self):
        with open(self.path("incidents", "journal"), encoding="utf-8") as f:
            return f.read()


# When it came is another time in each run; without an answer of people that is when we were aware.
RECEIVED = re.compile(rb'("name": "awareness-time",[^}]*"value": )"[^"]*"')


def same(records):
    return {name: RECEIVED.sub(rb'\1""', data) for name, data in records.items()}


def unlike(have, want):
    """What differs between two sets of records, in words."""
    have, want = same(have), same(want)
    wrong = [f"{n} is missing" for n in sorted(set(want) - set(have))]
    wrong += [f"{n} is one too many" for n in sorted(set(have) - set(want))]
    for name in sorted(set(have) & set(want)):
        if have[name] != want[name]:
            pairs = zip(have[name].splitlines(), want[name].splitlines())
            wrong.append(f"{name} differs: " + next((f"{a} was {b}" for a, b in pairs if a != b), ""))
    return wrong
