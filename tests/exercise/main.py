"""All tests of exercises: main.py BUILD_DIR [TEST...]."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# The stage, the results and the desk of other suites.
sys.path[1:1] = [os.path.join(HERE, "..", "delivery"), os.path.join(HERE, "..", "incidents")]

# pylint: disable=wrong-import-position
import blind  # noqa: E402
import countries  # noqa: E402
import teams  # noqa: E402
import tap  # noqa: E402


def main():
    build, names = sys.argv[1], sys.argv[2:]
    for test in (teams.team, teams.idle, teams.wrong, countries.countries, countries.injected, blind.blind):
        if not names or test.__name__ in names:
            tap.trial(test, build)
    tap.end()


main()
