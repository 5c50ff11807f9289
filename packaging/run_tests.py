"""All tests, as many at a time as there are cores: what `make test` runs without ARGS.

The files of each folder go in their order to pytest processes of their own, each with its screen, its
database servers and its folder of temporary files, so that a test stands where it stands in one whole run:
behind those of its folder, or first. What measures the program's own time runs alone, at the end. Prints a
line for each process that ended, and all that one said in which something failed. The exit status is the
number of those.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
MOST = 12
"""Files a process: few enough that the last ones to end keep all cores busy, and a screen and servers are
started seldom enough."""
NO_TESTS = 5
"""Pytest's exit status where all were deselected."""
FIRST = ("qt", "pair", "tour", "hour", "backend", "unit")
"""The folders that take longest go first."""
ALONE = (TESTS / "soak", TESTS / "unit" / "test_benchmarks.py")
"""What measures: nothing else runs beside it."""
_SUMMARY = re.compile(r" in \d+\.\d+s")
_COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed)")


@dataclass(frozen=True)
class Share:
    """The files of one process, and its name."""

    name: str
    files: Sequence[Path]


@dataclass(frozen=True)
class Ended:
    """What came of a share: exit status, seconds, all it said, and how many tests ended how."""

    share: Share
    status: int
    seconds: float
    said: str

    @property
    def failed(self) -> bool:
        """Whether something in it did not pass, or could not run."""
        return self.status not in (0, NO_TESTS)

    @property
    def counts(self) -> Counter[str]:
        """How many passed, failed, …, by pytest's summary."""
        summary = next((line for line in reversed(self.said.splitlines()) if _SUMMARY.search(line)), "")
        return Counter({what: int(count) for count, what in _COUNTED.findall(summary)})


def shares(tests: Path = TESTS, alone: Iterable[Path] = ALONE) -> list[Share]:
    """Every file of tests once, but those that run alone: folders in their order, files in theirs."""
    apart = set(alone)
    by_folder: dict[Path, list[Path]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        if not apart.intersection((file, *file.parents)):
            by_folder.setdefault(tests / file.relative_to(tests).parts[0], []).append(file)
    ranks = {name: n for n, name in enumerate(FIRST)}
    found = []
    for folder in sorted(by_folder, key=lambda folder: (ranks.get(folder.name, len(FIRST)), folder.name)):
        files = by_folder[folder]
        parts = -(-len(files) // MOST)
        for n in range(parts):
            some = files[n * len(files) // parts : (n + 1) * len(files) // parts]
            found.append(Share(f"{folder.name} {n + 1}/{parts}" if parts > 1 else folder.name, some))
    return found


def run(share: Share) -> Ended:
    """One process, to its end."""
    started = time.monotonic()
    cache = f".cache/pytest-{re.sub(r'[^a-z0-9]+', '-', share.name)}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-o", f"cache_dir={cache}", *map(str, share.files)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Ended(share, done.returncode, time.monotonic() - started, done.stdout)


def tell(ended: Ended) -> None:
    """A line; where something failed, all of it."""
    if ended.failed:
        print(ended.said.rstrip())
    counts = ", ".join(f"{count} {what}" for what, count in ended.counts.items()) or "nothing"
    how = "FAILED" if ended.failed else "ok"
    print(f"{ended.share.name}: {how}, {counts} ({ended.seconds:.0f} s)", flush=True)


def main() -> int:
    """Runs all; how many processes had something that failed."""
    started = time.monotonic()
    ended: list[Ended] = []
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for done in as_completed([pool.submit(run, share) for share in shares()]):
            tell(done.result())
            ended.append(done.result())
    for path in ALONE:
        ended.append(run(Share(f"{path.stem} alone", [path])))
        tell(ended[-1])
    total = sum((one.counts for one in ended), Counter[str]())
    counts = ", ".join(f"{count} {what}" for what, count in total.items())
    print(f"{counts} in {time.monotonic() - started:.0f} s")
    return sum(one.failed for one in ended)


if __name__ == "__main__":
    sys.exit(main())
