"""What each of a seat's daily acts costs the GUI thread: its longest event, in ms of the thread's own CPU.

    python -m tests.soak.acts --out FOLDER [--times 8] [--database FILE]

Keys of the X server on a real console with a real backend, as `tests.soak.shift`, but one act after the
other, each awaited, while nothing else happens.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from stage.backend import BackendProcess
from tests.soak.shift import PASSWORD
from tests.tour.station import START_LIMIT_S, Station, until

TELL_MS = "1"
QUIET_LOOKS = 3


@dataclass(frozen=True)
class Cost:
    """The longest event of each time an act was done (ms), and what the longest of all was."""

    act: str
    longest: list[float]
    what: str


def acts(seat: Station) -> dict[str, Callable[[], None]]:
    """The acts by name, in an order in which each finds what it needs."""

    def keys(*chords: str) -> Callable[[], None]:
        return lambda: seat.key(*chords)

    def file() -> None:
        seat.key("n")
        seat.ask(wait=3, find="ticket.actions.take_in")
        seat.key("f")
        seat.ask(idle=True)
        seat.key("Return")

    def dispatch() -> None:
        seat.key("n")
        seat.ask(wait=3, find="ticket.actions.dispatch")
        seat.key("d")
        seat.ask(idle=True)
        seat.key("ctrl+Return")

    def search() -> None:
        seat.key("slash")
        seat.type("lj")
        seat.ask(idle=True)
        seat.key("Escape", "Escape")

    def command() -> None:
        seat.key("ctrl+semicolon")
        seat.type("pd")
        seat.ask(idle=True)
        seat.key("Escape", "Escape")

    return {
        "Ctrl+1 … 5: another screen": keys("ctrl+1", "ctrl+2", "ctrl+3", "ctrl+4", "ctrl+5"),
        "↓: another ticket": keys("ctrl+5", "Home", "Down", "Down", "Down"),
        "Shift+↓: several": keys("ctrl+5", "Home", "shift+Down", "shift+Down", "shift+End", "Home"),
        "End, Home": keys("End", "Home"),
        "1 … 3: another page": keys("ctrl+5", "1", "2", "3", "1"),
        "/: search": search,
        "Ctrl+F: filter": keys("ctrl+f", "Escape", "Escape"),
        "Enter: open": keys("Home", "Return", "Escape"),
        "Y: why": keys("y", "Escape"),
        "T: take a call": keys("ctrl+1", "t", "Escape", "Escape"),
        "N, F, Enter: file": file,
        "N, D, Ctrl+Enter: dispatch": dispatch,
        "Ctrl+K: palette": keys("ctrl+k", "Escape"),
        "Ctrl+;: command line": command,
        "F1: sheet of keys": keys("F1", "Escape"),
        "F10: density": keys("F10"),
        "F9: theme": keys("F9"),
        "Ctrl+= and Ctrl+-: text size": keys("ctrl+equal", "ctrl+minus"),
    }


def settle(seat: Station) -> None:
    """Waits until the console has nothing to do or to send."""
    for _ in range(QUIET_LOOKS if seat.alive() else 0):
        seat.ask(idle=True)
        until("nothing to be sent", lambda: not seat.state()["outbox"] or None)
        seat.ask(wait=0.25, find="no such control")


def measure(out: Path, times: int, database: Path | None) -> list[Cost]:
    """Does each act so many times."""
    out.mkdir(parents=True, exist_ok=True)
    figures = out / "figures.jsonl"
    figures.unlink(missing_ok=True)
    os.environ["GRID_PROBE_TELL_MS"] = TELL_MS
    probed = (sys.executable, "-m", "tests.soak.probed", str(figures))
    held = database or out / "grid.sqlite"
    found: list[Cost] = []
    with ExitStack() as stack:
        backend = BackendProcess(["--demo", "--database", f"sqlite:///{held}"], out / "backend.log")
        stack.enter_context(backend)
        seat = Station("seat", "seat01", backend.url, out, console=probed)
        stack.enter_context(seat)

        def done(name: str, act: Callable[[], None], count: int) -> None:
            longest, what = [], ""
            for _ in range(count):
                before = figures.stat().st_size
                act()
                settle(seat)
                with figures.open("rb") as lines:
                    lines.seek(before)
                    told = [json.loads(line) for line in lines.read().splitlines()]
                slow = max((x for x in told if "slow" in x), key=lambda x: float(x["slow"]), default=None)
                longest.append(float(slow["slow"]) if slow is not None else 0.0)
                if slow is not None and longest[-1] == max(longest):
                    what = f"{slow['what']} {slow['stack'][:300]}"
            found.append(Cost(name, longest, what))

        def start() -> None:
            seat.log_in(PASSWORD)
            until("the seat to follow the backend", seat.settled, START_LIMIT_S)

        done("log in, all screens made", start, 1)
        for name, act in acts(seat).items():
            done(name, act, times)
        done("log out", seat.log_out, 1)
        done("log in again", start, 1)
        done("close", seat.leave, 1)
    return found


def main() -> None:
    """By hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    for cost in measure(given.out, given.times, given.database):
        first, rest = cost.longest[0], cost.longest[1:]
        print(f"{cost.act:30} first {first:6.1f}  then at most {max(rest, default=0.0):6.1f} ms")
        print(f"    {cost.what}")


if __name__ == "__main__":
    main()
