#!/usr/bin/env bash
# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# A training step of the same matrices in fp32, in turns: TensorFlow Java's graph mode, then ours. Each is told beside a
# large matrix product of its own engine. From the root of a built checkout: docs/scripts/tensorflow-step/run.sh [TURNS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
libraries=${TMPDIR:-/tmp}/seance-tensorflow-step
[ -d "$libraries" ] || mvn -B -q -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$libraries"
for _ in $(seq "${1:-3}"); do
    java -cp "$libraries/*" "$here/TensorFlowStep.java" 6 384 128 8192 256 16 4 2>/dev/null
    ./seance bench train --architecture nanochat --precision fp32 --windows L --optimizer adamw --accumulation-steps 1 --micro-batch 16 --warm-up 1 --rounds 2 --steps 1 |
        grep -E 'matrix product|model FLOP|MFU'
done
