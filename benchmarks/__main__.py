"""`python -m benchmarks NAME …`: measures and prints one JSON object a line; without a name, all of them."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence

import msgspec

from .figure import Figure

BENCHES = (
    "queue_sort",
    "queue_filter",
    "queue_changes",
    "queue_tick",
    "search",
    "deadline_pan",
    "map_pan",
    "map_update",
    "joint_board",
    "joint_move",
    "start_warm",
    "memory",
    "catch_up",
    "intake",
    "geocode",
    "feed_latency",
)
"""Every name is a module of this package with `run() -> Figure`."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    names: list[str] = parser.parse_args(arguments).names
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    for name in names or BENCHES:
        run: Callable[[], Figure] = importlib.import_module(f"benchmarks.{name}").run
        sys.stdout.write(msgspec.json.encode(run()).decode() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
