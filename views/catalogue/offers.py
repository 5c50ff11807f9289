"""What can be done on the catalogue's screen now: the actions at its foot, the likely one first."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from console.catalogue_draft import WITHDRAWN, CatalogueDraft, Line
from contract.catalogue import CatalogueVersion
from widgets.action_bar import BarAction

translate = QCoreApplication.translate


class Standing(NamedTuple):
    """What is looked at, and by whom."""

    edits: bool
    on_draft: bool
    draft: CatalogueDraft | None
    version: CatalogueVersion | None
    line: Line | None
    ready: bool
    overtaken: bool
    can_restore: bool
    why_not: str


def offers(at: Standing) -> list[BarAction]:
    """The actions."""
    if at.on_draft and at.draft is not None:
        return _on_draft(at, at.draft)
    return _on_version(at)


def _on_draft(at: Standing, draft: CatalogueDraft) -> list[BarAction]:
    def on_line(id_: str, text: str, key: str, *, primary: bool = False) -> BarAction:
        return BarAction(id_, text, key, primary, enabled=not at.why_not, reason=at.why_not)

    put = translate("CatalogueOffers", "Put version {name} in force").format(name=draft.version.strip())
    found = []
    if at.overtaken:
        text = translate("CatalogueOffers", "Lay the changes over it")
        found.append(on_line("lay_over", text, "L", primary=True))
    if at.ready:
        found.append(on_line("put", put, "P", primary=True))
    else:
        text = translate("CatalogueOffers", "Check")
        found.append(on_line("check", text, "C", primary=not at.overtaken))
    if not draft.of_file and at.line is not None and at.line.state != WITHDRAWN:
        found.append(BarAction("change", translate("CatalogueOffers", "Change the item"), "E"))
    if not draft.of_file:
        found.append(BarAction("add", translate("CatalogueOffers", "Add an item"), "A"))
    if not draft.of_file and at.line is not None:
        if at.line.state:
            found.append(BarAction("undo", translate("CatalogueOffers", "Leave it as it was"), "U"))
        if at.line.state != WITHDRAWN:
            found.append(BarAction("withdraw", translate("CatalogueOffers", "Withdraw the item"), "W"))
    if at.ready:
        found.append(on_line("check", translate("CatalogueOffers", "Check"), "C"))
    found.append(BarAction("discard", translate("CatalogueOffers", "Discard the draft"), "D"))
    return found


def _on_version(at: Standing) -> list[BarAction]:
    found = []
    if at.edits:
        if at.draft is None:
            found.append(BarAction("new", translate("CatalogueOffers", "New version"), "N", primary=True))
            found.append(BarAction("import", translate("CatalogueOffers", "Read a table in"), "I"))
        else:
            found.append(BarAction("new", translate("CatalogueOffers", "Go on with the draft"), "N"))
    if at.version is not None:
        export = translate("CatalogueOffers", "Write out as a table")
        found.append(BarAction("export", export, "X", enabled=not at.why_not, reason=at.why_not))
    if at.edits and at.version is not None and at.version.standing == "coming":
        text = translate("CatalogueOffers", "Call it off")
        found.append(BarAction("call_off", text, "O", enabled=not at.why_not, reason=at.why_not, danger=True))
    if at.edits and at.can_restore:
        found.append(BarAction("restore", translate("CatalogueOffers", "Bring the draft back"), "B"))
    return found
