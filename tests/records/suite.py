"""What the checks of records share: results as TAP, the folder's records, schemas."""
import glob
import json
import os
import re
import sys
import warnings

warnings.simplefilter("ignore")
import jsonschema  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
FORMATS = os.path.join(ROOT, "..", "shared", "formats")
DATE_TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)")
CHECKER = jsonschema.FormatChecker()
failed = False


@CHECKER.checks("date-time", raises=ValueError)
def is_date_time(value):
    return not isinstance(value, str) or DATE_TIME.fullmatch(value) is not None


def result(good, sentence, reasons=()):
    """A test's line, and why it failed."""
    global failed
    print(f"{'ok' if good else 'not ok'} - {sentence}")
    if not good:
        failed = True
        for reason in list(reasons)[:20]:
            print("# " + str(reason).replace("\n", " ")[:300])
    sys.stdout.flush()


def skip(sentence, reason):
    print(f"ok - {sentence} # SKIP {reason}")


def end():
    sys.exit(1 if failed else 0)


def files(extension):
    """The records of that extension: paths."""
    return sorted(glob.glob(os.path.join(sys.argv[1], "*." + extension)))


def read(path):
    """The JSON of a file; text that is no UTF-8 and keys that stand twice are errors."""
    def once(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{path}: a key stands twice in {keys}")
        return dict(pairs)
    with open(path, encoding="utf-8", newline="") as f:
        return json.load(f, object_pairs_hook=once)


def foreign(name):
    """The path of a schema that others publish; None: it is not here."""
    path = os.path.join(FORMATS, name)
    return path if os.path.exists(path) else None


def validator(path, kind=jsonschema.Draft7Validator):
    with open(path, encoding="utf-8") as f:
        schema = json.load(f)
    kind.check_schema(schema)
    return kind(schema, format_checker=CHECKER)


def errors(check, document, name):
    """What is wrong with a document: lines."""
    return [f"{name}: /{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in check.iter_errors(document)]


def strings(value):
    """Every text of a document, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, v in value.items():
            yield key
            yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)
