"""What is asked for in the small form: a new name, a file to import, adopting, calling off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from contract.division import CallOffDivision, Division, FileMapping, Rename, Replace, System
from contract.reference import Area
from views.catalogue.inline_form import Ask, InlineForm, reason
from views.catalogue.path_field import PathField
from views.context import Context
from views.division.drafting import Drafting
from views.on_line import why_not
from widgets.text import TextField

translate = QCoreApplication.translate

SYSTEMS: dict[str, System] = {
    "wgs84": "wgs84",
    "wgs-84": "wgs84",
    "cgcs2000": "wgs84",
    "gcj02": "gcj02",
    "gcj-02": "gcj02",
    "bd09": "bd09",
    "bd-09": "bd09",
}
"""Coordinate systems as people write them."""


class SmallDeeds(QObject):
    """`called_off()` when a division went, `found(code)` when a grid was looked for."""

    called_off = Signal()
    found = Signal(str)

    def __init__(self, context: Context, form: InlineForm, drafting: Drafting) -> None:
        super().__init__(form)
        self._context = context
        self._form = form
        self._drafting = drafting
        self._about = ""
        self._key = ""
        form.submitted.connect(self._on_form)

    def find(self) -> None:
        """Asks for a grid by code, name or initials."""
        label = translate("DivisionDeeds", "Code, name or initials")
        needed = translate("DivisionDeeds", "Say which grid")
        ask = Ask("words", label, lambda parent: TextField("", parent, name=label), "", needed)
        title = translate("DivisionDeeds", "Pick a grid on the map by its name")
        self._form.open("find", "", title, translate("DivisionDeeds", "Pick it"), [ask])

    def _look_for(self, typed: str) -> None:
        proposal = self._drafting.proposal
        gone = {one.area.code for one in proposal.gone} if proposal is not None else set()
        drawn = [one.area for one in proposal.grids] if proposal is not None else []
        reference = self._context.reference
        parents = {area.parent for area in reference.areas}
        standing = [a for a in reference.areas if a.code not in gone and a.code not in parents]
        wanted = typed.strip().lower()

        def rank(area: Area) -> int:
            said = (area.code, area.short, area.names.zh, area.initials, area.names.en)
            low = [text.lower() for text in said]
            if wanted in low:
                return 0
            return 1 if any(text.startswith(wanted) for text in low) else 2 if wanted in low[2] else 9

        best = min([*drawn, *standing], key=rank, default=None)
        if best is None or rank(best) == 9:
            self._form.say(translate("DivisionDeeds", "No grid is called so"))
            return
        self._form.done()
        self.found.emit(best.code)

    def rename(self, code: str) -> None:
        """Asks for the names."""
        self._about = code
        proposal = self._drafting.proposal
        drawn = {one.area.code: one.area for one in proposal.grids} if proposal is not None else {}
        area = drawn.get(code) or self._context.reference.area(code)
        if area is None:
            return
        self._form.open(
            "rename",
            code,
            translate("DivisionDeeds", "Name of grid {code}").format(code=code),
            translate("DivisionDeeds", "Rename it"),
            [
                _text("short", translate("DivisionDeeds", "Short name"), area.short),
                _text("zh", translate("DivisionDeeds", "Name in Chinese"), area.names.zh),
                _text("en", translate("DivisionDeeds", "Name in English"), area.names.en),
            ],
            columns=3,
        )

    def import_file(self) -> None:
        """Asks for the file and what it holds."""
        label = translate("DivisionDeeds", "File (GeoJSON)")

        def make(parent: QWidget) -> PathField:
            filters = [
                translate("DivisionDeeds", "GeoJSON (*.geojson *.json)"),
                translate("DivisionDeeds", "All files (*)"),
            ]
            return PathField("division.import", label, filters, saving=False, parent=parent)

        plain = FileMapping()
        needed = translate("DivisionDeeds", "Choose the file")
        self._form.open(
            "import",
            "",
            translate("DivisionDeeds", "Put the grids of a file in the place of those that stand"),
            translate("DivisionDeeds", "Import it"),
            [
                Ask("path", label, make, str(Path.home()) + "/", needed),
                _text("system", translate("DivisionDeeds", "Coordinates: WGS-84, GCJ-02 or BD-09"), "WGS-84"),
                _text(
                    "within",
                    translate("DivisionDeeds", "Only within (code of a street or community; empty: all)"),
                    "",
                ),
                _text(
                    "mapping",
                    translate(
                        "DivisionDeeds", "Properties: code, Chinese name, English name, short name, parent"
                    ),
                    f"{plain.code}, {plain.zh}, {plain.en}, {plain.short}, {plain.parent}",
                ),
            ],
            columns=2,
        )

    def adopt(self) -> None:
        """Asks once more: it tells everybody."""
        draft, proposal = self._drafting.draft, self._drafting.proposal
        if draft is None or proposal is None:
            return
        title = translate(
            "DivisionDeeds",
            "Adopt {name} from {day} on: {before} grids become {after}; open tickets keep theirs",
        )
        day = self._drafting.day()
        self._form.open(
            "adopt",
            draft.id,
            title.format(name=draft.id, day=day, before=proposal.before, after=proposal.after),
            translate("DivisionDeeds", "Adopt it"),
            [_text("title", translate("DivisionDeeds", "What people call it (may be empty)"), draft.title)],
        )

    def call_off(self, id_: str) -> None:
        """Asks why."""
        if not id_:
            return
        self._about, self._key = id_, uuid7()
        title = translate("DivisionDeeds", "Call division {name} off: the grids stay as they are")
        self._form.open(
            "call_off",
            id_,
            title.format(name=id_),
            translate("DivisionDeeds", "Call it off"),
            [reason(translate("DivisionDeeds", "Reason"))],
            danger=True,
        )

    def _on_form(self, deed: str, values: dict[str, str]) -> None:
        if deed == "find":
            self._look_for(values["words"])
            return
        offline = why_not(self._context.desk)
        if offline:
            self._form.say(offline)
            return
        match deed:
            case "rename":
                self._form.done()
                self._drafting.add(
                    Rename(grid=self._about, short=values["short"], zh=values["zh"], en=values["en"])
                )
            case "import":
                self._take_file(values)
            case "adopt":
                self._form.done()
                self._drafting.adopt(values["title"])
            case _:
                self._take_away(values["reason"])

    def _take_file(self, values: dict[str, str]) -> None:
        system = SYSTEMS.get(values["system"].strip().lower().replace(" ", ""))
        if system is None:
            self._form.say(translate("DivisionDeeds", "The coordinates are WGS-84, GCJ-02 or BD-09"))
            return
        named = [part.strip() for part in values["mapping"].replace("，", ",").split(",")]
        named += [""] * (5 - len(named))
        try:
            ref = self._context.desk.files.add(Path(values["path"]).expanduser())
        except ConsoleError as error:
            self._form.say(self._context.desk.say(error.says))
            return
        code, zh, en, short, parent = named[:5]
        mapping = FileMapping(code=code, zh=zh, en=en, short=short, parent=parent, system=system)
        self._form.done()
        self._drafting.add(
            Replace(sha256=ref.sha256, name=ref.name, within=values["within"].strip(), mapping=mapping)
        )

    def _take_away(self, why: str) -> None:
        desk, name = self._context.desk, self._about

        def gone(_one: Division) -> None:
            self._form.done()
            told = translate("DivisionDeeds", "Division {name} is called off")
            self._context.tell(told.format(name=name))
            self.called_off.emit()

        def failed(error: ConsoleError) -> None:
            self._key = uuid7()
            self._form.say(desk.say(error.says))

        work = desk.divisions.call_off(name, CallOffDivision(action_id=self._key, reason=why))
        desk.run("call a division off", work, gone, failed, self)


def _text(key: str, label: str, text: str) -> Ask:
    """A field of one line."""

    def make(parent: QWidget) -> TextField:
        return TextField("", parent, name=label)

    return Ask(key, label, make, text)
