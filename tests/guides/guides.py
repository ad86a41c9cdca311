"""Runs the guides: guides.py BUILD_DIR [GUIDE...].

A block of ```sh is what a reader types. A block of ```text behind it is what comes; … stands for any
text, alone on a line for any lines. <!-- needs: PROGRAM --> before a block: it is skipped where there is
no such program. <!-- when: COMMAND -->: it is skipped where that fails. <!-- ends: N -->: its last command goes
on by itself; after N seconds it gets Ctrl-C.

All blocks of a guide run in one shell, in a folder with links to the project's, in namespaces of their
own: no network but loopback, and no process outlives the guide.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(1, os.path.join(ROOT, "tests", "delivery"))

# pylint: disable=wrong-import-position
import tap  # noqa: E402
from tap import ok, skip  # noqa: E402

GUIDES = ("workshop", "trainee")
BLOCK = re.compile(r"((?:<!-- [a-z]+: [^>]* -->\n)*)```(sh|text)\n(.*?)```\n", re.S)
SECONDS = 60
END = "--end of block--"


def blocks(path):
    """[(line, {mark: value}, kind, text)]"""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    found = []
    for m in BLOCK.finditer(text):
        marks = dict(re.findall(r"<!-- ([a-z]+): ([^>]*) -->", m[1]))
        found.append((text[:m.start()].count("\n") + 1, marks, m[2], m[3]))
    return found


def fenced(path):
    """How many fences of any kind there are: none may escape blocks()."""
    with open(path, encoding="utf-8") as f:
        return sum(line.startswith("```") for line in f) // 2


def like(line):
    return re.compile(".*".join(re.escape(part) for part in line.split("…")) + r"\Z")


def fits(want, have):
    """Do the lines that came fit those that are shown?"""
    if not want:
        return not have
    if want[0] == "…":
        return any(fits(want[1:], have[n:]) for n in range(len(have) + 1))
    return bool(have) and bool(like(want[0]).match(have[0])) and fits(want[1:], have[1:])


def namespaces():
    """What makes namespaces here; [] where that is not allowed."""
    for how in (["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"],
                ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child",
                 "--mount-proc"]):
        if subprocess.run([*how, "true"], capture_output=True, check=False).returncode == 0:
            return how
    return []


class Shell:
    """One shell for all blocks of a guide."""

    def __init__(self, build):
        self.folder = tempfile.mkdtemp(prefix="kagami-guide-")
        for name in os.listdir(ROOT):
            if not name.startswith("."):
                os.symlink(os.path.join(ROOT, name), os.path.join(self.folder, name))
        # The guides say build/release, whatever is tested.
        if build != "build/release":
            os.remove(os.path.join(self.folder, "build"))
            os.mkdir(os.path.join(self.folder, "build"))
            os.symlink(os.path.join(ROOT, build), os.path.join(self.folder, "build", "release"))
        os.mkdir(os.path.join(self.folder, "tmp"))
        env = {"TMPDIR": os.path.join(self.folder, "tmp"), "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": self.folder, "LANG": "C.UTF-8",
               "TERM": "dumb", "DEPS": "no", "TZ": "UTC", "COLUMNS": "100"}
        self.isolated = namespaces()
        self.dead = False
        self.shell = subprocess.Popen([*self.isolated, "bash", "--norc"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self.folder,
                                      env=env, start_new_session=True)
        os.set_blocking(self.shell.stdout.fileno(), False)
        self.run("trap 'echo \"--failed-- $BASH_COMMAND: $?\"' ERR; set -E; umask 022")
        if self.isolated:
            self.run("ip link set lo up")

    def run(self, text, ends=None):
        """(what came, the command that failed or None)"""
        self.shell.stdin.write(f"{text}\n\necho '{END}'\n".encode())
        self.shell.stdin.flush()
        came, begun, told = b"", time.monotonic(), False
        while time.monotonic() - begun < SECONDS:
            came += self.shell.stdout.read() or b""
            if came.endswith(f"{END}\n".encode()):
                lines = came.decode(errors="replace").splitlines()[:-1]
                failed = [line for line in lines if line.startswith("--failed--")]
                return [line for line in lines if line not in failed], failed
            if ends is not None and not told and time.monotonic() - begun > ends:
                self.interrupt()
                told = True
            if self.shell.poll() is not None:
                break
            time.sleep(0.02)
        self.dead = True
        return came.decode(errors="replace").splitlines(), ["not at its end"]

    def interrupt(self):
        """Ctrl-C for what the shell runs now."""
        pid = self.shell.pid
        for _ in self.isolated[:1]:
            pid = self.children(pid)[0]
        for child in self.children(pid)[-1:]:
            os.kill(child, signal.SIGINT)

    @staticmethod
    def children(pid):
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            return [int(p) for p in f.read().split()]

    def close(self):
        self.shell.stdin.close()
        try:
            os.killpg(self.shell.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.shell.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def play(build, name, path):
    shell = Shell(build)
    have = None
    try:
        for line, marks, kind, text in blocks(path):
            where = f"{name}, line {line}"
            if kind == "text":
                if have is not None:
                    ok(fits(text.splitlines(), have), f"{where}: what comes is what is shown", *have)
                continue
            need = marks.get("needs")
            if need and not shutil.which(need, path="/usr/bin:/bin:/usr/sbin:/sbin"):
                skip(f"{where}: {text.splitlines()[0]}", f"{need} is not installed")
                have = None
                continue
            if "when" in marks and shell.run(marks["when"] + " >/dev/null 2>&1")[1]:
                skip(f"{where}: {text.splitlines()[0]}", f"'{marks['when']}' says no")
                have = None
                continue
            have, failed = shell.run(text, float(marks["ends"]) if "ends" in marks else None)
            ok(not failed, f"{where}: {text.splitlines()[0]}", *failed, *have)
            if shell.dead:
                return
    finally:
        shell.close()


def same(name):
    """The guide in Japanese has the same commands, and every block is one that is looked at."""
    own, other = (os.path.join(ROOT, "docs", folder, f"{name}.md") for folder in ("", "ja"))
    for path in (own, other):
        ok(fenced(path) == len(blocks(path)), f"{os.path.relpath(path, ROOT)}: all blocks are sh or text")
    a, b = ([(kind, text) for _, _, kind, text in blocks(p)] for p in (own, other))
    wrong = [f"{x!r}\ninstead of\n{y!r}" for x, y in zip(b, a) if x != y]
    wrong += [f"{len(b)} blocks instead of {len(a)}"] * (len(a) != len(b))
    ok(not wrong, f"docs/ja/{name}.md has the commands of docs/{name}.md", *wrong[:3])


def main():
    build, names = sys.argv[1], sys.argv[2:] or GUIDES
    for name in names:
        tap.trial(same, name)
        tap.trial(play, build, f"docs/{name}.md", os.path.join(ROOT, "docs", f"{name}.md"))
    tap.end()


main()
