#!/bin/bash
# Fuzzing with libFuzzer: tests/fuzz/run.sh BUILD_DIR [regress|short]
#
#   regress   every input of corpus/X and regress/X once
#   short     ten seconds a target, the same seed each time; part of `make test`
#   (none)    FUZZ_S seconds a target; new inputs stay in BUILD_DIR/corpus/X
set -u
build=$1
mode=${2:-long}
here=tests/fuzz
export UBSAN_OPTIONS=print_stacktrace=1
common=(-timeout=20 -rss_limit_mb=2048 -print_final_stats=1)
case $mode in
short) seconds=10 common+=(-seed=1) ;;
*) seconds=${FUZZ_S:-60} ;;
esac

# One target; prints "ok|not ok - sentence" and what went wrong.
one() {
	local target=$1 work=$build/run/$1.$mode
	rm -rf "$work"
	mkdir -p "$work" "$build/corpus/$target" "$build/found"
	local inputs=("$here/corpus/$target" "$here/regress/$target")
	local dirs=() dir
	for dir in "${inputs[@]}"; do
		[ -d "$dir" ] && dirs+=("$dir")
	done
	local args=("${common[@]}" "-artifact_prefix=$build/found/$target-")
	[ -e "$here/$target.dict" ] && args+=("-dict=$here/$target.dict")
	case $mode in
	regress) args+=(-runs=0) ;;
	short) dirs=("$work" "${dirs[@]}") args+=("-max_total_time=$seconds") ;;
	*) dirs=("$build/corpus/$target" "${dirs[@]}") args+=("-max_total_time=$seconds") ;;
	esac
	if [ ${#dirs[@]} -eq 0 ]; then
		echo "not ok - fuzz_$target: has no inputs in $here/corpus/$target"
		return
	fi
	if "$build/$here/fuzz_$target" "${args[@]}" "${dirs[@]}" >"$work/log" 2>&1; then
		local runs
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
		if [ "${runs:-0}" -gt 0 ]; then
			echo "ok - fuzz_$target: $mode, nothing found"
			echo "# $runs inputs"
			return
		fi
	fi
	echo "not ok - fuzz_$target: $mode"
	grep -vE '^(#[0-9]|INFO:|stat::)' "$work/log" | tail -n 30 | sed 's/^/# /'
	echo "# the input is in $build/found; keep it in $here/regress/$target with the fix"
}

number=0 bad=0
results=$build/run/results.$mode
mkdir -p "$build/run"
targets=()
for source in "$here"/fuzz_*.c; do
	[ -e "$source" ] || break
	target=$(basename "$source" .c)
	targets+=("${target#fuzz_}")
done
# Two at a time: a target uses one core.
for ((i = 0; i < ${#targets[@]}; i += 2)); do
	one "${targets[i]}" >"$results.0" &
	: >"$results.1"
	[ $((i + 1)) -lt ${#targets[@]} ] && one "${targets[i + 1]}" >"$results.1"
	wait
	while IFS= read -r line; do
		case $line in
		"ok - "* | "not ok - "*)
			number=$((number + 1))
			[[ $line == not* ]] && bad=1
			echo "${line%% - *} $number - ${line#* - }"
			;;
		*) echo "$line" ;;
		esac
	done < <(cat "$results.0" "$results.1")
done
echo "1..$number"
exit $bad
