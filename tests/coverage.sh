#!/bin/bash
# Runs the suites on the build with counters and says what they reach: tests/coverage.sh BUILD_DIR
# Fails under 90 % of the lines or 80 % of the branches of protocols/; the rest is shown.
set -eu
cd "$(dirname "$0")/.."
build=$1

VARIANT=$(basename "$build") tests/run.sh unit cli golden property || echo "coverage: tests failed; figures follow" >&2
gcovr --root . --object-directory "$build" --exclude 'tests/' --exclude 'pcaps/' \
	--exclude-unreachable-branches --exclude-throw-branches --print-summary \
	--html-details "$build/coverage.html" --txt | cut -c1-72
gcovr --root . --object-directory "$build" --filter 'protocols/' --exclude-unreachable-branches \
	--fail-under-line 90 --fail-under-branch 80 --print-summary >"$build/protocols.txt" && rc=0 || rc=$?
echo "protocols/:"
tail -n 3 "$build/protocols.txt"
echo "details: $build/coverage.html"
exit "$rc"
