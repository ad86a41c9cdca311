"""Results as TAP."""

import sys
import traceback

_n = 0
_failed = 0


def ok(good, sentence, *why):
    """why: lines that say what was seen, printed when it is not good."""
    global _n, _failed
    _n += 1
    print(f"{'ok' if good else 'not ok'} {_n} - {sentence}", flush=True)
    if not good:
        _failed += 1
        for text in why:
            for line in str(text).splitlines()[-25:]:
                print(f"# {line}", flush=True)
    return good


def skip(sentence, why):
    global _n
    _n += 1
    print(f"ok {_n} - {sentence} # SKIP {why}", flush=True)


def trial(test, *args):
    """A test that stops with an exception is one that failed, not the end of all."""
    try:
        test(*args)
    except Exception:  # pylint: disable=broad-except
        ok(False, f"{test.__name__} comes to its end", traceback.format_exc())


def end():
    print(f"1..{_n}")
    sys.exit(1 if _failed else 0)
