#!/usr/bin/env bash
# Makes .venv out of the hash-locked requirements: `run` what demo and seats need, `dev` everything; and .venv-bench
# (`bench`): Qt WebEngine for the map's peer, which no seat and no test has.
# A stamp with the lock's hash makes the second run free; `dev` contains `run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
kind=${1:?"run, dev or bench"}
python=${PYTHON:-python3}
bin=.venv/bin

# Of pyproject.toml only what an installation comes from: the configuration of tools, below its first rule, is not.
stamp() { { cat "$1" packaging/make-venv.sh; sed '/^# ----/,$d' pyproject.toml; } | sha256sum | cut -c1-64; }
stands() { [[ -x $bin/python && -f .venv/$1.stamp && $(<".venv/$1.stamp") == "$(stamp "$2")" ]]; }

case $kind in
    run)
        lock=requirements.lock
        if stands dev requirements-dev.lock || stands run "$lock"; then exit 0; fi ;;
    dev)
        lock=requirements-dev.lock
        if stands dev "$lock"; then exit 0; fi ;;
    bench)
        lock=requirements-bench.lock
        own=.venv-bench
        wanted=$(sha256sum <"$lock")
        if [[ -x $own/bin/python && -f $own/bench.stamp && $(<$own/bench.stamp) == "$wanted" ]]; then exit 0; fi
        echo "Setting up $own"
        [[ -x $own/bin/python ]] || "$python" -m venv "$own"
        rm -f "$own/bench.stamp"
        "$own/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps \
            --requirement "$lock"
        echo "$wanted" >"$own/bench.stamp"
        exit 0 ;;
    *) echo "make-venv.sh: run, dev or bench, not '$kind'" >&2; exit 2 ;;
esac

echo "Setting up .venv ($kind)"
[[ -x $bin/python ]] || "$python" -m venv .venv
rm -f .venv/run.stamp .venv/dev.stamp
pip=("$bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes --no-deps --requirement "$lock"
# The project itself, in place; setuptools came with the lock, so nothing is fetched for the build.
"${pip[@]}" install --no-deps --no-build-isolation --editable .
stamp "$lock" >".venv/$kind.stamp"
