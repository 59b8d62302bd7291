#!/bin/sh
# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# Who trains a vocabulary sooner? Times whole processes, start and all, of `seance tokenizer train` against any other
# programs on the same text. The runs are interleaved, so that what else the machine does strikes all alike, and one
# round before the first is not counted. For each program: medians of wall seconds (and the least), processor seconds
# and peak memory, and its medians as multiples of Seance's.
#
#   docs/scripts/tokenizer-duel.sh TEXT_FILE [COMMAND...]
#
# Each COMMAND is one argument, run by sh, in which $TEXT, $SIZE, $THREADS and $OUT (an empty folder) are set:
#
#   docs/scripts/tokenizer-duel.sh novels.txt 'spm_train --input=$TEXT --model_prefix=$OUT/m --vocab_size=$SIZE \
#       --model_type=bpe --num_threads=$THREADS'
#
# SIZE=32768 THREADS=2 RUNS=5 are the defaults; SEANCE=PATH names another seance than the checkout's. Needs GNU time.
set -eu

[ $# -ge 1 ] && [ -r "$1" ] || {
    echo "usage: $0 TEXT_FILE [COMMAND...]" >&2
    exit 2
}
[ -x /usr/bin/time ] || {
    echo "$0: there is no /usr/bin/time (Debian: apt install time)" >&2
    exit 2
}
export TEXT="$1" SIZE="${SIZE:-32768}" THREADS="${THREADS:-2}" OUT
RUNS=${RUNS:-5}
SEANCE=${SEANCE:-$(dirname -- "$0")/../../seance}
export SEANCE
shift
# shellcheck disable=SC2016 # the runner expands them
set -- '"$SEANCE" tokenizer train "$TEXT" --size "$SIZE" --threads "$THREADS" --to "$OUT" --quiet' "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
OUT=$work/out

run=0
while [ "$run" -le "$RUNS" ]; do
    number=0
    for command in "$@"; do
        number=$((number + 1))
        rm -rf "$OUT"
        mkdir "$OUT"
        if ! /usr/bin/time -o "$work/time" -f '%e %U %S %M' sh -c "$command" >"$work/log" 2>&1; then
            echo "$0: this failed: $command" >&2
            tail -n 20 "$work/log" >&2
            exit 1
        fi
        [ "$run" -eq 0 ] || cat "$work/time" >>"$work/times-$number"
    done
    run=$((run + 1))
done

# The middle of the numbers on standard input, the lower one of two.
median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
echo "${model:-$(uname -m)}, $(nproc 2>/dev/null || echo '?') cores; $TEXT, $(wc -c <"$TEXT") bytes, $SIZE tokens," \
    "$THREADS threads; medians of $RUNS"
printf '%9s %9s %9s %9s %8s %8s  %s\n' 'wall s' 'least' 'CPU s' 'peak MB' 'wall x' 'CPU x' command
number=0
for command in "$@"; do
    number=$((number + 1))
    times=$work/times-$number
    wall=$(awk '{ print $1 }' "$times" | median)
    least=$(awk '{ print $1 }' "$times" | sort -n | head -n 1)
    cpu=$(awk '{ print $2 + $3 }' "$times" | median)
    peak=$(awk '{ print $4 / 1000 }' "$times" | median)
    [ "$number" -gt 1 ] || {
        our_wall=$wall
        our_cpu=$cpu
    }
    printf '%s %s %s %s %s %s\n' "$wall" "$least" "$cpu" "$peak" "$our_wall" "$our_cpu" | COMMAND=$command awk \
        '{ printf "%9.2f %9.2f %9.2f %9.0f %8.2f %8.2f  %s\n", $1, $2, $3, $4, $1 / $5, $3 / $6, ENVIRON["COMMAND"] }'
done
