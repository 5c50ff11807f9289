"""``grid-console``: the seat.

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
    options = argparse.ArgumentParser(prog="grid-console", description="The seat of a grid command centre.")
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
    given = parser().parse_args(arguments)
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
