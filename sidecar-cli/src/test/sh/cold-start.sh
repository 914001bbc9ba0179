#!/usr/bin/env bash
# Prints what starting the command costs: the CPU time (user and system, median of RUNS, milliseconds) of an empty Java
# program, of the launcher, and of plain `java -jar`, and how many empty programs each is worth. After `mvn package`:
#
#     sidecar-cli/src/test/sh/cold-start.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/../../.."
runs=${1:-15}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'class Empty { public static void main(String[] args) {} }' >"$work/Empty.java"
"${java}c" -d "$work" "$work/Empty.java"

milliseconds() { # command; the median over the runs
    local TIMEFORMAT='%U %S'
    for ((i = 0; i <= runs; i++)); do
        rm -rf "$work/params"
        { time "$@" >"$work/printed" 2>&1; } 2>&1
    done | tail -n "$runs" | awk '{ printf "%.0f\n", ($1 + $2) * 1000 }' | sort -n | sed -n "$(((runs + 1) / 2))p"
}

add=(add --audio-root src/test/resources/dataset/ecdc --cond-root "$work/params" --const scene_id=7 --lin gain=0:1)
empty=$(milliseconds "$java" -cp "$work" Empty)
printf '%-40s %5d ms\n' 'empty program' "$empty"
report() { # label, command
    local label=$1 spent
    shift
    spent=$(milliseconds "$@")
    printf '%-40s %5d ms %6s x\n' "$label" "$spent" "$(awk "BEGIN { printf \"%.1f\", $spent / $empty }")"
}
report 'sidecar --version' target/sidecar --version
report 'sidecar add, five clips' target/sidecar "${add[@]}"
report 'java -jar sidecar.jar --version' "$java" -jar target/sidecar.jar --version
report 'java -jar sidecar.jar add, five clips' "$java" -jar target/sidecar.jar "${add[@]}"
