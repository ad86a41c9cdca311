"""All tests of incidents: main.py BUILD_DIR [torture | accept | TEST...]."""

import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# The stage and the results of the tests of delivery, and the schemas of those of records.
sys.path[1:1] = [os.path.join(HERE, "..", "delivery"), os.path.join(HERE, "..", "records"),
                os.path.join(HERE, "..")]

# pylint: disable=wrong-import-position
import commands  # noqa: E402
import crashes  # noqa: E402
import sharing  # noqa: E402
import stories  # noqa: E402
import tap  # noqa: E402

# Rounds of kills: in `make test`, and in `make torture`.
SHORT, LONG = 6, 100


def main():
    build, names = sys.argv[1], sys.argv[2:]
    if names == ["accept"]:
        sys.exit(stories.accept(build))
    long_form = names == ["torture"]
    seed = int(time.time()) if long_form else 1
    tests = [(stories.stories,), (crashes.batches,), (crashes.kills, LONG if long_form else SHORT, seed),
             (crashes.no_room,), (commands.commands,), (commands.alone,), (commands.questions,),
             (sharing.beside,), (sharing.held,), (sharing.there_and_back,),
             (sharing.records_of_others,)]
    for test, *more in tests:
        if not names or long_form or test.__name__ in names:
            tap.trial(test, build, *more)
    tap.end()


main()
