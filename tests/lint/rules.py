#!/usr/bin/python3
"""The rules of the house that no compiler knows. Prints file:line: rule; exit 1 if any is broken."""

import re
import subprocess
import sys

FUNCTION_LINES = 60
FILE_LINES = 500

# Files that are one long table of data may be longer. File: reason.
LONG_FILES = {}
# Functions that may be longer. (file, name): reason.
LONG_FUNCTIONS = {}
# The kit that the decoders stand on: the only files of protocols/ that may touch bytes.
CURSOR_KIT = {"cur", "value", "protocol", "protocols", "pair", "note"}
# Decoders that may break the cursor rule. File: reason.
CURSOR_EXEMPT = {}

# Which of our folders each folder may include; longest prefix wins.
INCLUDES = {
    "protocols/": ["protocols/"],
    "common/": ["common/"],
    "sensor/": ["sensor/", "protocols/", "proto/", "common/"],
    "collector/": ["collector/", "proto/", "common/"],
    "pcaps/": ["pcaps/", "common/"],
    "pcaps/replay/": ["pcaps/", "common/", "sensor/capset.h", "sensor/capfilter.h", "sensor/tempo.h"],
    "tests/": ["tests/", "collector/", "sensor/", "protocols/", "proto/", "common/", "pcaps/"],
}
# Headers of libraries, and the folders that may include them.
LIBRARIES = {
    r"pcap(/|\.h)": ["sensor/", "pcaps/", "tests/"],
    r"ndpi": ["sensor/"],
    r"libfyaml": ["common/", "sensor/detect/"],
    r"modbus": ["pcaps/plant/"],
    # The decoders may hash, and no more.
    r"sodium(?!/crypto_hash_sha256\.h)": ["sensor/", "collector/", "common/", "proto/", "tests/"],
    r"(sys/socket|netinet/|arpa/|netdb|linux/|net/)": ["sensor/", "collector/", "pcaps/", "tests/", "common/metrics_http"],
}

CURSOR = re.compile(
    r"\b(memcpy|memmove|ntoh[sl]|be(16|32|64)toh|le(16|32|64)toh)\b"
    r"|\(\s*(const\s+)?(uint8_t|unsigned char|char)\s*\*\s*\)"
    r"|(\.|->)(p|left)\b(?!\s*\()"
)
SENDING = re.compile(
    r"\b(pcap_inject|pcap_sendpacket|pcap_sendqueue_\w+|send|sendto|sendmsg|sendmmsg|listen"
    r"|accept4?|bind|connect)\s*\("
)
WORDS = re.compile(
    r"(?<![\w}])/" + r"work/|\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"
    + "|deb" + r"\.debian\.org|registry" + r"\.npmjs|pypi" + r"\.org|crates" + r"\.io"
)
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def project_files():
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    return sorted(set(out.stdout.splitlines()))


def code_only(text):
    """The text with comments and strings blanked, line numbers kept; and the // comments' offsets."""
    slashes = []

    def blank(match):
        token = match.group(0)
        if token.startswith("//"):
            slashes.append(match.start())
        if token.startswith(('"', "'")):
            return token[0] + token[0]
        return re.sub(r"[^\n]", " ", token)

    return TOKEN.sub(blank, text), slashes


def folder_rule(table, name):
    prefixes = [prefix for prefix in table if name.startswith(prefix)]
    return table[max(prefixes, key=len)] if prefixes else None


class Checker:
    def __init__(self):
        self.findings = []
        self.ndpi_users = []

    def say(self, name, line, what):
        self.findings.append(f"{name}:{line}: {what}")

    def words(self, name, text):
        for number, line in enumerate(text.splitlines(), 1):
            found = WORDS.search(line)
            if found:
                self.say(name, number, f"'{found.group(0)}' has no place in the project")

    def includes(self, name, text):
        allowed = folder_rule(INCLUDES, name)
        for number, line in enumerate(text.splitlines(), 1):
            own = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            library = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
            if own and allowed is not None and not own.group(1).startswith(tuple(allowed)):
                self.say(name, number, f'includes "{own.group(1)}"; allowed: {" ".join(allowed)}')
            if not library:
                continue
            if library.group(1).startswith("ndpi"):
                self.ndpi_users.append((name, number))
            for pattern, folders in LIBRARIES.items():
                if re.match(pattern, library.group(1)) and not name.startswith(tuple(folders)):
                    self.say(name, number, f"includes <{library.group(1)}>; only {folders} may")

    def each_line(self, name, code, pattern, what):
        for number, line in enumerate(code.splitlines(), 1):
            found = pattern.search(line)
            if found:
                self.say(name, number, f"'{found.group(0).strip()}': {what}")

    def functions(self, name, code):
        opened = title = None
        lines = code.splitlines()
        for number, line in enumerate(lines, 1):
            if line.rstrip() == "{":
                opened = number
                title = next((s for s in reversed(lines[: number - 1]) if re.match(r"\w", s)), "")
            elif line.rstrip() == "}" and opened:
                found = re.search(r"(\w+)\s*\(", title)
                function = found.group(1) if found else "?"
                length = number - opened - 1
                if length > FUNCTION_LINES and (name, function) not in LONG_FUNCTIONS:
                    self.say(name, opened, f"{function}() has {length} lines, limit {FUNCTION_LINES}")
                opened = None

    def source(self, name, text):
        code, slashes = code_only(text)
        lines = text.count("\n")
        if lines > FILE_LINES and name not in LONG_FILES:
            self.say(name, lines, f"file has {lines} lines, limit {FILE_LINES}")
        for offset in slashes:
            self.say(name, text.count("\n", 0, offset) + 1, "comments are /* */")
        self.each_line(name, code, re.compile(r"\btypedef\s+struct\b"), "no typedef for structs")
        self.includes(name, text)
        self.functions(name, code)
        if name.startswith("sensor/"):
            self.each_line(name, code, SENDING, "the sensor never sends and never listens")
        decoder = re.fullmatch(r"protocols/(\w+)\.c", name)
        if decoder and decoder.group(1) not in CURSOR_KIT and name not in CURSOR_EXEMPT:
            self.each_line(name, code, CURSOR, "packet bytes are read through the cursor only")

    def script(self, name, text):
        first = text.split("\n", 1)[0]
        if first.startswith("#!") and first != "#!/usr/bin/python3":
            self.say(name, 1, f"'{first}': Python scripts say #!/usr/bin/python3")
        try:
            compile(text, name, "exec")
        except SyntaxError as error:
            self.say(name, error.lineno or 1, error.msg)

    def finish(self):
        if len({name for name, _ in self.ndpi_users}) > 1:
            for name, number in self.ndpi_users:
                self.say(name, number, "nDPI's headers belong in one file alone")
        for name in [*LONG_FILES, *CURSOR_EXEMPT, *(name for name, _ in LONG_FUNCTIONS)]:
            if name not in self.known:
                self.say(name, 0, "named as an exception, but there is no such file")

    def run(self):
        self.known = set(project_files())
        for name in sorted(self.known):
            try:
                with open(name, "rb") as file:
                    raw = file.read()
            except (FileNotFoundError, IsADirectoryError):
                continue
            if b"\0" in raw[:4096] or name == "LICENSE":
                continue
            text = raw.decode("utf-8", "replace")
            self.words(name, text)
            if name.endswith((".c", ".h")):
                self.source(name, text)
            elif name.endswith(".py"):
                self.script(name, text)
        self.finish()
        print("\n".join(self.findings))
        return 1 if self.findings else 0


if __name__ == "__main__":
    sys.exit(Checker().run())
