"""What is done to a whole version by a small form: writing it out as a table, calling it off."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.catalogue import FORMS
from console.errors import ConsoleError
from console.ids import uuid7
from contract.catalogue import CallOff, CatalogueVersion
from views.catalogue.inline_form import Ask, InlineForm, reason
from views.catalogue.path_field import PathField, table_filters
from views.context import Context
from views.on_line import why_not

translate = QCoreApplication.translate


class SmallDeeds(QObject):
    """`form` stands where its screen puts it. `called_off(version)` when a version went."""

    called_off = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._version = ""
        self._key = ""
        self.form = InlineForm("catalogue.form", context.desk.drafts)
        self.form.submitted.connect(self._on_form)

    def export(self, one: CatalogueVersion) -> None:
        """Asks where to."""
        self._version = one.version
        name = translate("CatalogueDeeds", "catalogue-{version}.xlsx").format(version=one.version)
        label = translate("CatalogueDeeds", "Where to (XLSX or CSV)")

        def make(parent: QWidget) -> PathField:
            return PathField("catalogue.export", label, table_filters(), saving=True, parent=parent)

        needed = translate("CatalogueDeeds", "Say where the file shall be")
        ask = Ask("path", label, make, str(Path.home() / name), needed)
        title = translate("CatalogueDeeds", "Write version {version} out").format(version=one.version)
        self.form.open("export", one.version, title, translate("CatalogueDeeds", "Write it"), [ask])

    def call_off(self, one: CatalogueVersion) -> None:
        """Asks why."""
        self._version, self._key = one.version, uuid7()
        title = translate("CatalogueDeeds", "Call version {version} off: what it carried waits again")
        self.form.open(
            "call_off",
            one.version,
            title.format(version=one.version),
            translate("CatalogueDeeds", "Call it off"),
            [reason(translate("CatalogueDeeds", "Reason"))],
            danger=True,
        )

    def _on_form(self, deed: str, values: dict[str, str]) -> None:
        offline = why_not(self._context.desk)
        if offline:
            self.form.say(offline)
        elif deed == "export":
            self._write(Path(values["path"]).expanduser())
        else:
            self._take_away(values["reason"])

    def _failed(self, error: ConsoleError) -> None:
        self.form.say(self._context.desk.say(error.says))

    def _write(self, place: Path) -> None:
        desk = self._context.desk
        form = place.suffix.lower().removeprefix(".")
        if form not in FORMS:
            self.form.say(translate("CatalogueDeeds", "The name must end in .xlsx or .csv"))
            return

        def written(_size: int) -> None:
            self.form.done()
            self._context.tell(translate("CatalogueDeeds", "Written: {path}").format(path=place))

        work = desk.catalogue.write_out(self._version, form, place)
        desk.run("write the catalogue out", work, written, self._failed, self)

    def _take_away(self, why: str) -> None:
        desk, version = self._context.desk, self._version

        def gone(_one: CatalogueVersion) -> None:
            self.form.done()
            told = translate("CatalogueDeeds", "Version {version} is called off")
            self._context.tell(told.format(version=version))
            self.called_off.emit(version)

        def failed(error: ConsoleError) -> None:
            self._key = uuid7()
            self._failed(error)

        work = desk.catalogue.call_off(version, CallOff(action_id=self._key, reason=why))
        desk.run("call a version off", work, gone, failed, self)
