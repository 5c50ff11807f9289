"""``grid-console``: the seat.

``grid-console export-map`` writes a situation map and shows nothing (`console.export_map`).

Exit status: 0 closed, 1 the self-test found something, 2 wrong usage, 3 the profile cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import starting


def parser() -> argparse.ArgumentParser:
    """The command line."""
    options = argparse.ArgumentParser(
        prog="grid-console",
        description="The seat of a grid command centre.",
        epilog="grid-console export-map --server URL --out FILE writes a situation map (export-map --help).",
    )
    options.add_argument("--server", default="", metavar="URL", help="the centre's system")
    options.add_argument("--profile", type=Path, metavar="DIR", help="where this seat keeps what is its own")
    options.add_argument("--lang", choices=("zh_CN", "en"), default="", help="default: the system's")
    options.add_argument("--theme", choices=("dark", "light"), default="")
    options.add_argument(
        "--self-test",
        action="store_true",
        help="open every view on a small replica, or with --server on that backend "
        "(GRID_LOGIN and GRID_PASSWORD name the account); fails on any unexpected message",
    )
    options.add_argument("--automation", type=Path, metavar="SOCKET", help="answer questions of a test there")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the console; gives the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["export-map"]:
        from .export_map import main as export_map

        return export_map(words[1:])
    if words[:1] == ["write-map"]:
        from .situation.apart import main as write_map

        return write_map(list(words[1:]))
    given = parser().parse_args(words)
    if not given.self_test:
        starting.begin()
    from .app import Options, run
    from .settings import default_profile

    options = Options(
        server=given.server,
        language=given.lang,
        theme=given.theme,
        automation=given.automation,
    )
    if given.self_test:
        from .selftest import run as self_test

        return self_test(options, given.profile)
    return run(options, given.profile or default_profile())


if __name__ == "__main__":
    sys.exit(main())
