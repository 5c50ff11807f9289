"""A shift at a seat, sped up: ten times the district's volume comes in while an operator works by keys.

    python -m tests.soak.shift --out FOLDER [--hours 8] [--speed 30] [--rate 10] [--database FILE]

Everything is real: the backend's process, the simulated citizens, units and seats that post to it, the
console with the probe in it, and the keys that the X server gives it. What was found stands in
FOLDER/figures.jsonl; `Figures` reads it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stage.backend import BackendProcess, program
from tests.tour.station import START_LIMIT_S, Station, until

PASSWORD = "baohe-demo-2026"
WINDOWS = 4
WARM = 0.25
"""The share of the shift after which the console is warm: caches are full, every screen was seen."""
HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Figures:
    """What the probe told."""

    samples: list[dict[str, Any]]
    slow: list[dict[str, Any]]
    held: list[dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> Figures:
        """Out of the probe's file."""
        whole = path.read_text("utf-8").rpartition("\n")[0]
        lines = [json.loads(line) for line in whole.splitlines()]
        return cls(
            [x["sample"] for x in lines if "sample" in x],
            [x for x in lines if "slow" in x],
            [x["held"] for x in lines if "held" in x],
        )

    def medians(self, name: str) -> list[float]:
        """The median of a figure in each of the windows after the warm-up."""
        warm = self.samples[round(len(self.samples) * WARM) :]
        size = len(warm) / WINDOWS
        cut = [warm[round(n * size) : round((n + 1) * size)] for n in range(WINDOWS)]
        return [statistics.median(s[name] for s in part) for part in cut]

    def spread(self, name: str) -> float:
        """How far the medians lie apart, as a share of the smallest."""
        found = self.medians(name)
        return max(found) / min(found) - 1

    def growth(self, name: str) -> float:
        """By how much the last median is above the first."""
        found = self.medians(name)
        return found[-1] - found[0]

    def unaccounted(self, value: str) -> list[int]:
        """The references of None, True or False that no object accounts for, at each count but the first,
        which comes while the program is still being read in."""
        return [count[value] for count in self.held[1:]]

    def worst(self) -> dict[str, Any]:
        """The event that took the most of the GUI thread's own CPU for the machine that it ran on, from the
        program's first to its last; `even` is what it would have taken at the nominal pace (ms). A pace that
        became better between the event and its measuring is that of the whole shift."""
        whole = statistics.median(sample["pace"] for sample in self.samples)
        even = [{"even": round(x["slow"] / max(x["pace"], whole), 1), **x} for x in self.slow]
        return max(even, key=lambda x: float(x["even"]), default={"even": 0.0, "slow": 0.0, "what": ""})


class Operator:
    """Somebody who works the whole shift through, by keys alone, a round at a time."""

    def __init__(self, seat: Station, seed: int = 1) -> None:
        self._seat = seat
        self._chance = random.Random(seed)
        self.rounds = 0

    def work(self) -> None:
        """One round of what a seat does all day."""
        self.rounds += 1
        self._take_in()
        self._dispatch()
        self._look_around()
        if self.rounds % 4 == 0:
            self._take_a_call()
        if self.rounds % 6 == 0:
            self._change_the_look()
        if self.rounds % 12 == 0:
            self._seat.key("F1", "Escape")

    def _settle(self) -> None:
        self._seat.ask(idle=True)

    def _take_in(self) -> None:
        seat = self._seat
        seat.key("ctrl+1", "1", "n")
        self._settle()
        if seat.find("ticket.actions.take_in") is not None:
            seat.key("f")
            seat.key("Return")
            self._settle()
        seat.key("Escape")

    def _dispatch(self) -> None:
        seat = self._seat
        seat.key("ctrl+2", "1", "n")
        self._settle()
        if seat.find("ticket.actions.dispatch") is not None:
            seat.key("d")
            self._settle()
        seat.key("Down", "Down", "Up")

    def _look_around(self) -> None:
        seat, chance = self._seat, self._chance
        seat.key(f"ctrl+{chance.randrange(3, 6)}")
        seat.key(str(chance.randrange(1, 4)), *["Down"] * chance.randrange(1, 6))
        self._settle()
        seat.key("y", "Escape", "slash")
        seat.type(chance.choice(("lj", "ds", "wg", "jt")))
        self._settle()
        seat.key("Escape", "Escape", "Home", "End", "Home")
        seat.key("Return")
        self._settle()
        seat.key("Escape")

    def _change_the_look(self) -> None:
        # Larger text and back: each size has its glyphs kept, and a warm console has seen those it will see.
        for key in ("F9", "F10", "ctrl+equal", "ctrl+minus"):
            self._seat.key(key)
            self._settle()

    def _take_a_call(self) -> None:
        seat = self._seat
        seat.key("ctrl+1", "t")
        seat.see("call.form")
        seat.type(f"caller {self.rounds}")
        seat.key("Tab", "Tab")
        seat.type(f"the lamp at number {self.rounds} is out since yesterday evening")
        self._settle()
        seat.key("ctrl+shift+Return")
        self._settle()
        seat.key("Escape")


@contextmanager
def simulated(server: str, *, rate: float, speed: float, seats: int, log: Path) -> Iterator[None]:
    """Citizens, units and other seats at work, for the length of a `with` block."""
    command = [program("grid-backend"), "simulate", "--server", server, "--rate", str(rate)]
    command += ["--speed", str(speed), "--seats", str(seats)]
    with log.open("ab") as said:
        player = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        yield
    finally:
        player.terminate()
        player.wait(30)


def play(out: Path, *, hours: float, speed: float, rate: float, database: Path | None = None) -> Figures:
    """Plays a shift of so many hours of the backend's time."""
    out.mkdir(parents=True, exist_ok=True)
    figures = out / "figures.jsonl"
    figures.unlink(missing_ok=True)
    held = database or out / "grid.sqlite"
    probed = (sys.executable, "-X", "faulthandler", "-m", "tests.soak.probed", str(figures))
    with ExitStack() as stack:
        backend = BackendProcess(["--demo", "--database", f"sqlite:///{held}"], out / "backend.log")
        stack.enter_context(backend)
        seat = Station("seat", "seat01", backend.url, out, console=probed)
        stack.enter_context(seat)
        seat.log_in(PASSWORD)
        until("the seat to follow the backend", seat.settled, START_LIMIT_S)
        stack.enter_context(
            simulated(backend.url, rate=rate, speed=speed, seats=20, log=out / "simulation.log")
        )
        end = int(seat.state()["now"]) + round(hours * HOUR_MS)
        operator = Operator(seat)
        while int(seat.state()["now"]) < end:
            operator.work()
        print(f"soak: {operator.rounds} rounds, {seat.state()['tickets']} tickets", flush=True)
        worked = Figures.read(figures)
        # What is held falls when the person goes; what their going takes is timed like all the rest.
        seat.log_out()
        seat.leave()
        return replace(worked, slow=Figures.read(figures).slow)


def told(figures: Figures) -> str:
    """The figures as a person reads them."""
    names = (
        "rss_kb",
        "tasks",
        "threads",
        "files",
        "widgets",
        "objects",
        "timers",
        "tracked",
        "events",
        "ending_ms",
        "pace",
    )
    lines = [f"{name:10} {figures.medians(name)}" for name in (*names, "None", "True", "False")]
    lines += [
        f"{name:10} not accounted for: {figures.unaccounted(name)}" for name in ("None", "True", "False")
    ]
    worst = sorted(figures.slow, key=lambda s: -float(s["slow"]))[:25]
    lines += [f"{slow['slow']:7} ms at {slow['pace']} {slow['what']}  [{slow['stack']}]" for slow in worst]
    return "\n".join(lines)


def main() -> None:
    """By hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hours", type=float, default=8)
    parser.add_argument("--speed", type=float, default=30)
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    print(
        told(play(given.out, hours=given.hours, speed=given.speed, rate=given.rate, database=given.database))
    )


if __name__ == "__main__":
    main()
