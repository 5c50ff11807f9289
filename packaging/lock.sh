#!/usr/bin/env bash
# Resolves pyproject.toml into the lock files: hashes, every platform, no registry address.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
resolve() {
    local out=$1
    shift
    .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
        --output-file "$out" "$@"
}
resolve requirements-dev.lock --extra backend --extra console --extra build --extra dev
# What seats and servers run is a part of what was tested: the same versions.
resolve requirements.lock --extra backend --extra console --extra build --constraint requirements-dev.lock
# What the map is measured beside, in an environment of its own.
resolve requirements-bench.lock --extra bench --constraint requirements-dev.lock
