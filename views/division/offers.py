"""What can be done on the screen now: the actions at its foot, the likely one first."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from console.division import DivisionDraft
from contract.division import Division
from widgets.action_bar import BarAction

translate = QCoreApplication.translate


class Standing(NamedTuple):
    """What is looked at, and by whom."""

    edits: bool
    draft: DivisionDraft | None
    picked: int
    division: Division | None
    last: bool
    ready: bool
    refused: bool
    can_restore: bool
    overtaken: bool
    why_not: str


def deeds() -> list[tuple[str, str, str]]:
    """What can be done by a key: key, deed, text."""
    return [
        ("N", "new", translate("DivisionOffers", "Divide anew")),
        ("/", "find", translate("DivisionOffers", "Find a grid")),
        ("S", "split", translate("DivisionOffers", "Split along a line")),
        ("M", "merge", translate("DivisionOffers", "Merge the picked grids")),
        ("V", "cede", translate("DivisionOffers", "Move the border")),
        ("R", "rename", translate("DivisionOffers", "Rename the grid")),
        ("I", "import", translate("DivisionOffers", "Import GeoJSON")),
        ("U", "undo", translate("DivisionOffers", "Take the last change back")),
        ("C", "check", translate("DivisionOffers", "Check the draft")),
        ("P", "adopt", translate("DivisionOffers", "Adopt the division")),
        ("L", "lay_over", translate("DivisionOffers", "Lay the changes over the new division")),
        ("D", "discard", translate("DivisionOffers", "Discard the draft")),
        ("B", "restore", translate("DivisionOffers", "Bring the draft back")),
        ("O", "call_off", translate("DivisionOffers", "Call a coming division off")),
    ]


def offers(at: Standing) -> list[BarAction]:
    """The actions."""
    if not at.edits:
        return []
    texts = {what: (key, text) for key, what, text in deeds()}

    def action(what: str, *, primary: bool = False, why: str = "") -> BarAction:
        key, text = texts[what]
        reason = why or at.why_not
        return BarAction(what, text, key, primary, enabled=not reason, reason=reason)

    find = BarAction("find", texts["find"][1], "/")
    if at.draft is None:
        found = [action("new", primary=True), action("import"), find]
        if at.can_restore:
            found.append(BarAction("restore", texts["restore"][1], "B"))
        if at.division is not None and at.division.standing == "coming" and at.last:
            found.append(action("call_off"))
        return found
    one = translate("DivisionOffers", "Pick one grid on the map first")
    two = translate("DivisionOffers", "Pick neighbouring grids on the map first")
    found = []
    if at.overtaken and at.draft.changes:
        found.append(action("lay_over", primary=True))
    elif at.ready:
        found.append(action("adopt", primary=True))
    if at.refused:
        found.append(action("undo", primary=True))
    found += [
        action("split", primary=not at.ready and at.picked == 1, why="" if at.picked == 1 else one),
        action("merge", primary=not at.ready and at.picked > 1, why="" if at.picked > 1 else two),
        action("cede", why="" if at.picked == 1 else one),
        action("rename", why="" if at.picked == 1 else one),
        action("import"),
        find,
    ]
    if at.draft.changes:
        if not at.refused:
            found.append(action("undo"))
        if not at.ready:
            found.append(action("check"))
    found.append(BarAction("discard", texts["discard"][1], "D"))
    return found
