"""What is said of a division: its changes, its findings, what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from contract.division import Cede, Change, DivisionProposal, Finding, Merge, Rename, Replace, Split
from contract.machine import Names
from contract.reference import Area, Reference, Share
from views import words

translate = QCoreApplication.translate


def called(area: Area | None, code: str = "") -> str:
    """A grid by its short name."""
    return code if area is None else area.short or words.pick(area.names)


def change_text(change: Change, name: dict[str, str], reference: Reference) -> str:
    """A change in words; `name` has what new grids are called."""

    def grid(code: str) -> str:
        return name.get(code) or called(reference.area(code), code)

    match change:
        case Split():
            return translate("Division", "Split {grid}").format(grid=grid(change.grid))
        case Merge():
            return translate("Division", "Merge {grids}").format(grids=words.listed(map(grid, change.grids)))
        case Cede():
            return translate("Division", "Move the border of {grid}").format(grid=grid(change.to))
        case Rename():
            text = translate("Division", "Rename {grid}: {name}")
            return text.format(grid=grid(change.grid), name=change.short or change.zh or change.en)
        case Replace():
            return translate("Division", "Import {file}").format(file=change.name)


def shares(found: Sequence[Share], name: dict[str, str], reference: Reference) -> str:
    """常青 02-09 56 %, 常青 02-10 44 %."""
    said = [
        f"{name.get(one.code) or called(reference.area(one.code), one.code)} {one.share:.0%}" for one in found
    ]
    return words.listed(said)


def hectares(m2: float) -> str:
    """Ground as people size it."""
    return f"{m2 / 10_000:.1f}"


def summary(proposal: DivisionProposal) -> str:
    """What it comes to, in a line or two."""
    if proposal.faults:
        n = len(proposal.faults)
        return translate("Division", "Not possible as it stands; faults: {n}").format(n=n)
    fresh = sum(one.fresh for one in proposal.grids)
    text = translate(
        "Division",
        "{before} → {after} grids: {gone} withdrawn, {fresh} new, {redrawn} redrawn. No hole, no overlap.",
    )
    out = [
        text.format(
            before=proposal.before,
            after=proposal.after,
            gone=len(proposal.gone),
            fresh=fresh,
            redrawn=len(proposal.grids) - fresh,
        )
    ]
    if proposal.repairs:
        out.append(translate("Division", "Repairs: {n}").format(n=len(proposal.repairs)))
    return "\n".join([*out, *(words.begun(words.pick(one)) for one in proposal.notices)])


def first_fault(proposal: DivisionProposal) -> str:
    """Why a change cannot be made."""
    one = proposal.faults[0]
    return words.begun(words.pick(Names(one.zh, one.en)))


def where(one: Finding, name: dict[str, str], reference: Reference) -> str:
    """Of which feature or grid it is said."""
    found = []
    if one.feature:
        found.append(translate("Division", "feature {n}").format(n=one.feature))
    if one.code:
        found.append(name.get(one.code) or called(reference.area(one.code), one.code))
    return words.dotted(found)
