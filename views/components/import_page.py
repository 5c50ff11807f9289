"""A file of the register, read in: which one, what its columns mean, what it changes; then it goes in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from contract.catalogue import ProposalFault
from contract.component import ComponentFile, ComponentImport, ComponentMapping, ImportComponents
from views import words
from views.catalogue.faults_panel import FaultsPanel
from views.catalogue.path_field import PathField, table_filters
from views.components import component_words as said
from views.context import Context
from views.on_line import why_not
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.empty import BusyLine
from widgets.form import Form
from widgets.keys import KeyMap
from widgets.text import TextArea, TextField

translate = QCoreApplication.translate

_KEPT = ".component import"
_OWN = "own"


class ImportPage(QWidget):
    """`taken(ComponentImport)` when a file went in, `left` when the page is left; what was typed is kept."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        self._context = context
        self._shipped: dict[str, ComponentMapping] = {}
        self._checked: ImportComponents | None = None
        self._asked = 0
        self.file = PathField(
            "components.import.file",
            translate("Components", "Table to read in"),
            table_filters(),
            saving=False,
            parent=self,
        )
        self.reason = TextField("", self, name=translate("Components", "Reason"))
        self.reason.setObjectName("components.import.reason")
        self.mapping = QComboBox(self)
        self.mapping.setObjectName("components.import.mapping")
        self.partial = QCheckBox(
            translate("Components", "Let the good rows in although others are refused"), self
        )
        self.partial.setObjectName("components.import.partial")
        self.toml = TextArea("", self, name=translate("Components", "Mapping"), lines=8)
        self.toml.setObjectName("components.import.toml")
        self.toml.setFont(theme.current().mono_font())
        form = self.form = Form(2, self, name=translate("Components", "Read a table in"))
        form.add("file", translate("Components", "File (XLSX or CSV)"), self.file, span=2)
        form.add("reason", translate("Components", "Reason, for the history"), self.reason)
        form.add("mapping", translate("Components", "What its columns mean"), self.mapping)
        form.add("partial", translate("Components", "Rows that are refused"), self.partial, span=2)
        label = translate("Components", "Mapping (TOML): edited here, it goes with this file only")
        form.add("toml", label, self.toml, span=2)
        self._says = QLabel(self)
        self._says.setObjectName("components.import.says")
        self._says.setWordWrap(True)
        self._busy = BusyLine(self)
        self.faults = FaultsPanel("components.import.faults", context.ticker, self)
        self.check_button = KeyedButton(translate("Components", "Check"), "Ctrl+Enter", self)
        self.check_button.setObjectName("components.import.check")
        self.check_button.clicked.connect(self.check)
        self.take_button = KeyedButton(translate("Components", "Take it in"), "Ctrl+Shift+Enter", self)
        self.take_button.setObjectName("components.import.take")
        self.take_button.clicked.connect(self.take)
        back = KeyedButton(translate("Components", "Back"), "Esc", self)
        back.setObjectName("components.import.leave")
        back.setProperty("flat", True)
        back.clicked.connect(self.left)
        self._stand(back)
        keys = KeyMap(self)
        keys.bind("Ctrl+Return", self.check)
        keys.bind("Ctrl+Shift+Return", self.take)
        keys.bind("Escape", self.left.emit)
        form.submitted.connect(self.check)
        self.file.edited.connect(self._edited)
        self.file.submitted.connect(self.check)
        self.reason.textChanged.connect(self._edited)
        self.mapping.currentIndexChanged.connect(self._on_mapping)
        self.partial.toggled.connect(self._edited)
        self.toml.textChanged.connect(self._edited)
        self._edited()

    def _stand(self, back: KeyedButton) -> None:
        title = QLabel(translate("Components", "Read a table into the register"), self)
        theme.set_role(title, "title")
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(8)
        for button in (self.check_button, self.take_button, back):
            foot.addWidget(button)
        foot.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 6)
        head.setSpacing(10)
        for part in (title, self.form, self._says):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._busy)
        column.addLayout(head)
        column.addWidget(self.faults, 1)
        column.addLayout(foot)

    def open(self) -> None:
        """Lays the page out with what was typed before."""
        kept = self._context.desk.drafts.load(_KEPT)
        self.file.set_path(str(kept.get("file", "")))
        if kept.get("reason"):
            self.reason.setText(str(kept["reason"]))
        self.form.focus_first()
        desk = self._context.desk
        if not self._shipped and not why_not(desk):
            desk.run("mappings", desk.components.mappings(), self._on_mappings, lambda _error: None, self)

    def _on_mappings(self, found: tuple[ComponentMapping, ...]) -> None:
        self._shipped = {one.name: one for one in found}
        self.mapping.clear()
        for one in found:
            self.mapping.addItem(words.pick(one.names), one.name)
        self.mapping.setCurrentIndex(max(self.mapping.findData(_OWN), 0))

    def _on_mapping(self) -> None:
        one = self._shipped.get(str(self.mapping.currentData() or ""))
        if one is not None:
            self.toml.setPlainText(one.toml)

    def _edited(self, *_: object) -> None:
        """What the check said was of something else."""
        self._checked = None
        self._asked += 1
        self._offer()
        self._say("")
        self.faults.show_faults(())
        for key in ("file", "reason"):
            self.form.set_error(key, "")
        kept = {"file": self.file.line.text().strip(), "reason": self.reason.text().strip()}
        if self.isVisible():
            self._context.desk.drafts.save(_KEPT, kept)

    def _offer(self) -> None:
        ready = self._checked is not None
        self.take_button.setEnabled(ready)
        theme.set_property(self.take_button, "primary", ready)
        theme.set_property(self.check_button, "primary", not ready)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._says.setText(text)
        self._says.setVisible(bool(text))
        theme.set_role(self._says, "error" if wrong else "strong")

    # --- asking ------------------------------------------------------------------------------------------
    def _command(self) -> ImportComponents | None:
        """What stands there as a command; says what is wrong where it is none."""
        path, why, faults = self.file.path(), self.reason.text().strip(), {}
        if path is None or not path.is_file():
            faults["file"] = translate("Components", "There is no such file")
        if not why:
            faults["reason"] = translate("InlineForm", "Give the reason")
        if faults or path is None:
            self.form.set_errors(faults)
            return None
        desk = self._context.desk
        try:
            ref = desk.files.add(Path(path))
        except ConsoleError as error:
            self.form.set_error("file", desk.say(error.says))
            return None
        name = str(self.mapping.currentData() or _OWN)
        shipped, toml = self._shipped.get(name), self.toml.toPlainText()
        edited = toml if shipped is None or toml != shipped.toml else ""
        file = ComponentFile(sha256=ref.sha256, mapping=name, mapping_toml=edited)
        return ImportComponents(action_id=uuid7(), reason=why, file=file, partial=self.partial.isChecked())

    def check(self) -> None:
        """Asks the centre what the file would change."""
        desk, offline = self._context.desk, why_not(self._context.desk)
        if offline:
            self._say(offline, wrong=True)
            return
        command = self._command()
        if command is None:
            return
        self._asked += 1
        asked = self._asked
        self._busy.set_busy(True)

        def done(told: ComponentImport) -> None:
            self._busy.set_busy(False)
            if asked == self._asked:
                self._checked = command if told.accepted else None
                self._told(told)
                self._offer()

        desk.run("check components", desk.components.check(command), done, self._failed, self)

    def take(self) -> None:
        """Takes in what was checked."""
        desk, command, offline = self._context.desk, self._checked, why_not(self._context.desk)
        if command is None:
            return
        if offline:
            self._say(offline, wrong=True)
            return
        self._busy.set_busy(True)
        self.take_button.setEnabled(False)

        def done(told: ComponentImport) -> None:
            self._busy.set_busy(False)
            desk.drafts.forget(_KEPT)
            self._checked = None
            self._offer()
            self.taken.emit(told)

        desk.run("import components", desk.components.take_in(command), done, self._failed, self)

    def _failed(self, error: ConsoleError) -> None:
        self._busy.set_busy(False)
        self._offer()
        self._say(self._context.desk.say(error.says), wrong=True)

    def _told(self, told: ComponentImport) -> None:
        counts = translate(
            "Components",
            "{rows} rows: {added} new, {changed} changed, {same} as they were, {ownerless} ownerless, "
            "{refused} refused",
        ).format(
            rows=told.rows,
            added=told.added,
            changed=told.changed,
            same=told.unchanged,
            ownerless=told.ownerless,
            refused=told.refused,
        )
        self._say(counts, wrong=not told.accepted)
        self.faults.show_faults(
            [
                ProposalFault(
                    line=one.line,
                    rule=one.rule,
                    column=one.column,
                    field=said.field_text(one.field),
                    value=one.value,
                    zh=one.zh,
                    en=one.en,
                )
                for one in told.faults
            ]
        )
