#!/usr/bin/env bash
# Takes out what a test is there to notice, and fails unless it does: each patch in src/test/mutations has the name of the
# test class that must fail with it. Works on a copy of the checkout.
#
#     sidecar-npy/src/test/sh/mutations.sh
set -euo pipefail
cd "$(dirname "$0")/../../../.."
checkout=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files -co --exclude-standard -z | tar -c --null -T - | tar -x -C "$work"
cd "$work"

run() { # test class
    mvn -o -q -pl sidecar-npy -am -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false test
}

unnoticed=0
for mutation in "$checkout"/sidecar-npy/src/test/mutations/*.patch; do
    test=$(basename "$mutation" .patch)
    report=sidecar-npy/target/surefire-reports/TEST-dev.sidecar.npy.$test.xml
    rm -f "$report"
    patch -s -p1 <"$mutation"
    if run "$test" >printed 2>&1; then
        echo "$test does not notice its mutation"
        unnoticed=1
    elif ! grep -Eq '<testsuite [^>]* (failures|errors)="[1-9]' "$report" 2>/dev/null; then
        cat printed
        echo "$test did not run"
        unnoticed=1
    else
        echo "$test notices its mutation"
    fi
    patch -s -R -p1 <"$mutation"
done
exit $unnoticed
