"""What the commands of ``grid-backend`` for catalogue, lists, register and rosters have in common: arguments
of a file that is taken in, doing it as the command line, what is said of it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from backend.service.importing.faults import ImportRefused
from backend.service.importing.telling import SHOWN, column_of, write_faults
from backend.service.refusal import ServiceRefused, wrong_input
from backend.service.steps import Aside, Done, Pending
from backend.services import Services
from contract.account import Actor
from contract.catalogue import ProposalFault
from contract.component import ComponentFault
from contract.duty import RosterFault
from contract.machine import Names

NOTHING_WRITTEN = 3
"""The exit status where a file was refused."""


def beneath(command: argparse.ArgumentParser, dest: str) -> Callable[[str, str], argparse.ArgumentParser]:
    """How commands beneath one are added: by name and words. `dest` has the name of the one that is given."""
    below = command.add_subparsers(dest=dest, required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        leaf = below.add_parser(name, help=words, description=words)
        # Also here, where a person writes it; the command's own default stands where it is not given.
        leaf.add_argument("--database", default=argparse.SUPPRESS, help="sqlite:///FILE or postgresql://…")
        leaf.add_argument("--district")
        leaf.add_argument("--lang", choices=("zh", "en"), default=_language(), help="language of the summary")
        return leaf

    return add


def add_mapped_file(leaf: argparse.ArgumentParser) -> None:
    """The arguments of a file of which a mapping says what its columns mean."""
    add_file(leaf)
    words = "a mapping file, or the name of one that comes along (default: own)"
    leaf.add_argument("--mapping", default="own", help=words)
    leaf.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")


def add_file(leaf: argparse.ArgumentParser) -> None:
    """The arguments of a file that is taken in."""
    leaf.add_argument("file", type=Path)
    leaf.add_argument(
        "--accept-partial", action="store_true", help="let the good rows in where others are refused"
    )
    leaf.add_argument("--report", type=Path, metavar="OUT.csv", help="write the refused rows to a file")


def actor_of(district: str) -> Actor:
    """The command line as somebody who acts."""
    return Actor(id="", name="grid-backend", role="admin", district=district, area_path=district)


async def perform(services: Services, district: str, work: Aside) -> bytes:
    """Do it as the command line; gives the answer, or raises ServiceRefused."""
    piece = Pending(actor_of(district), services.clock.now(), work)
    (outcome,) = await services.performer.perform(district, [piece])
    if not isinstance(outcome, Done):
        raise outcome
    return outcome.body


def faults_for_people(faults: Sequence[ProposalFault | ComponentFault | RosterFault], lang: str) -> list[str]:
    """A line for each of the first refused rows."""
    lines = []
    for fault in faults[:SHOWN]:
        where = f" [{column_of(fault)}]" if column_of(fault) else ""
        zh, en = f"    第 {fault.line} 行{where}：{fault.zh}", f"    line {fault.line}{where}: {fault.en}"
        lines.append(Names(zh, en).of(lang))
    more = len(faults) - SHOWN
    return [*lines, Names(f"    另有 {more} 条", f"    {more} more").of(lang)] if more > 0 else lines


def content_of(path: Path) -> bytes:
    """What a file holds; raises ServiceRefused where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise wrong_input(
            "file", "unreadable", path.name, f"读不到文件：{path.name}", f"{path.name}: {error.strerror}"
        ) from None


def refused(options: argparse.Namespace, why: ImportRefused | ServiceRefused) -> int:
    """Says why nothing of a file went in; gives the exit status."""
    first = why.faults[0].rule if isinstance(why, ServiceRefused) and why.faults else ""
    rule = why.rule if isinstance(why, ImportRefused) else first or why.kind
    say({"file": options.file.name, "refused": rule, "zh": why.says.zh, "en": why.says.en})
    nothing = Names("未写入任何内容：", "nothing was written: ")
    tell(nothing.of(options.lang) + why.says.of(options.lang))
    return NOTHING_WRITTEN


def status_of(*, accepted: bool, refused: int) -> int:
    """The exit status of a file that was looked at: 0 every row is in (or would be), 1 some were refused and
    the rest is in, 3 nothing was written."""
    return (1 if refused else 0) if accepted else NOTHING_WRITTEN


class TakenIn(Protocol):
    """What a file of a register comes to."""

    @property
    def accepted(self) -> bool: ...
    @property
    def refused(self) -> int: ...
    @property
    def faults(self) -> Sequence[ComponentFault]: ...


def tell_of(options: argparse.Namespace, told: TakenIn, counted: Names, *more: Names) -> int:
    """Says what a file came to: an object for programs, for people the counts, more lines, and the first of
    the refused rows, all of which are written where `--report` says; gives the exit status."""
    if options.report is not None:
        write_faults(options.report, told.faults)
    say(told)
    lines = [counted, *more]
    if options.dry_run:
        lines.insert(0, Names("试运行，未写入任何内容", "dry run, nothing was written"))
    elif not told.accepted:
        lines.insert(0, Names("未写入任何内容", "nothing was written"))
    lang: str = options.lang
    tell("\n".join((*(line.of(lang) for line in lines), *faults_for_people(told.faults, lang))))
    return status_of(accepted=told.accepted, refused=told.refused)


def say(said: object) -> None:
    """One JSON object, for programs."""
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Words for people."""
    sys.stderr.write(text + "\n")


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if named.startswith("zh") else "en"
