"""``grid-console``: the seat. Exit status: 0 ended, 1 the self-test found something, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="grid-console", description="A seat of a grid command centre.")
    made.add_argument("--server", metavar="URL", help="the centre's backend (kept for the next time)")
    made.add_argument(
        "--profile",
        metavar="DIR",
        type=Path,
        help="where this seat keeps its data (default: the platform's place)",
    )
    made.add_argument(
        "--lang", choices=("zh_CN", "en"), help="the interface's language (default: the system's)"
    )
    made.add_argument("--theme", choices=("dark", "light", "system"), help="kept for the next time")
    made.add_argument("--self-test", action="store_true", help="open every view once and say what went wrong")
    made.add_argument(
        "--automation", metavar="SOCKET", type=Path, help="answer questions about the windows there"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a seat to its end."""
    options = parser().parse_args(arguments)
    if options.self_test:
        from console.selftest import self_test

        return self_test(options.server, options.profile, options.lang)
    from console.app import run

    return run(
        profile=options.profile,
        server=options.server,
        language=options.lang,
        theme=options.theme,
        automation=options.automation,
    )


if __name__ == "__main__":
    sys.exit(main())
