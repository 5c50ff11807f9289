"""The papers of a joint action, chosen and saved: notice, minutes, agreement, settlement, evidence."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.papers.offered import Kind
from console.papers.offered import kinds as kinds_of
from console.papers.place import place_of
from console.papers.writing import Writing
from contract.joint.joint import Joint
from contract.reference import Reference
from views import words
from views.context import Context
from views.joint.forms_sheet import FormSheet, paragraphs
from views.saving import documents
from widgets import theme
from widgets.text import ENTER_KEYS

translate = QCoreApplication.translate
_NAME = "joint.papers"
KEY = "Ctrl+P"
"""Of the deed, where a joint action is in front."""


def title() -> str:
    """What the deed is called."""
    return translate("JointPapers", "Papers")


class _Box(QCheckBox):
    """Space switches it. Enter is the sheet's; some desktops would switch a box with it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Choice(QWidget):
    """Which papers, and as what: those that there are yet are chosen."""

    def __init__(self, joint: Joint, reference: Reference, parent: QWidget) -> None:
        super().__init__(parent)
        self._kinds = kinds_of(joint, reference)
        self._papers: dict[str, QCheckBox] = {}
        self._formats: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for kind in self._kinds:
            why = kind.lacking(joint)
            text = words.begun(words.pick(kind.names))
            box = self._papers[kind.key] = self._box(f"paper.{kind.key}", text)
            box.setChecked(why is None)
            box.setEnabled(why is None)
            column.addWidget(box)
            if why is not None:
                column.addWidget(self._reason(words.pick(why)))
        caption = QLabel(translate("JointPapers", "Saved as"), self)
        theme.set_role(caption, "caption")
        column.addSpacing(6)
        column.addWidget(caption)
        for form, text in (
            ("docx", translate("JointPapers", "Word (.docx), to be worked on")),
            ("pdf", translate("JointPapers", "PDF, to be printed and sent")),
        ):
            box = self._formats[form] = self._box(f"form.{form}", text)
            box.setChecked(True)
            column.addWidget(box)

    def _box(self, name: str, text: str) -> QCheckBox:
        box = _Box(text, self)
        box.setObjectName(f"{_NAME}.{name}")
        return box

    def _reason(self, text: str) -> QLabel:
        """Why a paper cannot be chosen yet, under its name."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setContentsMargins(theme.current().px(24), 0, 0, 2)
        theme.set_role(label, "dim")
        return label

    def kinds(self) -> list[Kind]:
        """The papers chosen, in their order."""
        return [kind for kind in self._kinds if self._papers[kind.key].isChecked()]

    def formats(self) -> list[str]:
        """As what they are saved."""
        return [form for form, box in self._formats.items() if box.isChecked()]

    def begin(self) -> bool:
        """Puts the focus on the first that can be switched; whether there is one."""
        for box in self._papers.values():
            if box.isEnabled():
                box.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


class Papers(QObject):
    """Of one screen, `host`. `begin(joint_id)` asks which and where to; `told` is what came of it."""

    told = Signal(str)

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._host = host
        self._sheet: FormSheet | None = None
        self._choice: Choice | None = None
        self._joint_id = ""
        self._folder = ""
        self.told.connect(context.tell)

    def _joint(self) -> Joint | None:
        """As the centre has it: a paper says nothing that is not there yet."""
        return self._context.desk.joints.server_row(self._joint_id)

    def begin(self, joint_id: str) -> None:
        """Shows which papers there are."""
        self._joint_id = joint_id
        joint = self._joint()
        if joint is None:
            self.told.emit(self.tr("There are papers once the centre has received the proposal"))
            return
        sheet = self._over()
        self._choice = Choice(joint, self._context.reference, sheet)
        waits = ""
        if self._context.desk.joints.pending(joint_id):
            waits = self.tr("What waits here to be sent is not in the papers yet")
        kept = self.tr("Files that are there already are kept; the map shows place, area and tickets.")
        sheet.open(
            words.dotted((title(), joint.number, joint.title)),
            self.tr("Choose a folder"),
            self._choice,
            told=paragraphs((kept,)),
            warned=waits,
            wide=False,
        )
        if not self._choice.begin():
            sheet.focus_foot()

    def is_open(self) -> bool:
        """Whether the papers are shown."""
        return self._sheet is not None and self._sheet.isVisible()

    def _over(self) -> FormSheet:
        window = self._host.window()
        if self._sheet is None:
            sheet = self._sheet = FormSheet(window, _NAME)
            sheet.submitted.connect(self.submit)
            sheet.left.connect(self.leave)
            sheet.destroyed.connect(self._forget_sheet)
            self.destroyed.connect(sheet.deleteLater)
        else:
            self._sheet.stand_over(window)
        return self._sheet

    def _forget_sheet(self) -> None:
        self._sheet = self._choice = None

    def leave(self) -> None:
        """Puts the sheet away."""
        if self._sheet is not None:
            self._sheet.dismiss()
        self._choice = None

    def submit(self) -> None:
        """Asks for the folder; it stops nothing."""
        choice, sheet = self._choice, self._sheet
        if choice is None or sheet is None:
            return
        if not choice.kinds() or not choice.formats():
            sheet.say(self.tr("Choose at least one paper and one format"))
            return
        kinds, formats = choice.kinds(), choice.formats()
        dialog = QFileDialog(sheet.window(), self.tr("Folder for the papers"))
        dialog.setObjectName(f"{_NAME}.dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QGuiApplication.platformName() != "windows")
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Save here"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(self._folder or documents())
        dialog.fileSelected.connect(lambda path: self.write(kinds, formats, Path(path)))
        dialog.open()

    def write(self, kinds: Sequence[Kind], formats: Sequence[str], folder: Path) -> None:
        """Writes them there; says when they are, or why not."""
        joint = self._joint()
        self._folder = str(folder)
        self.leave()
        if joint is None:
            self.told.emit(self.tr("The action is no longer here"))
            return
        ready = [kind for kind in kinds if kind.lacking(joint) is None]
        desk = self._context.desk
        work = self._written(joint, ready, formats, folder)
        desk.run("papers", work, self._done, self._failed, self)

    async def _written(
        self, joint: Joint, kinds: Sequence[Kind], formats: Sequence[str], folder: Path
    ) -> list[Path]:
        # Qt's PDF writer and the map's painter, for whoever makes a paper.
        from views.joint.paper_files import Order, write_papers

        desk, reference = self._context.desk, self._context.reference
        writing = Writing(words.language(), reference, self._context.now())
        points = {}
        for tied in joint.tickets:
            ticket = desk.store.get(tied.id)
            if ticket is not None and ticket.lon is not None and ticket.lat is not None:
                points[tied.id] = (ticket.lon, ticket.lat)
        place = place_of(joint, reference.district.joint.radius, points)
        streets = areas = b""
        if place is not None:
            streets, areas = await self._ground()
        return await write_papers(Order(joint, kinds, formats, folder, writing, place, streets, areas))

    async def _ground(self) -> tuple[bytes, bytes]:
        """Streets and outlines of grids; what is not kept off line is left out, and the map says so."""
        desk = self._context.desk
        levels = [level.key for level in self._context.reference.district.levels]
        streets = areas = b""
        with contextlib.suppress(ConsoleError):
            streets = await desk.streets()
        with contextlib.suppress(ConsoleError):
            areas = await desk.geometry("grid" if "grid" in levels else levels[-1])
        return streets, areas

    def _done(self, files: list[Path]) -> None:
        folder = files[0].parent.name if files else ""
        text = self.tr("{n} files written into {folder}").format(n=len(files), folder=folder)
        self.told.emit(text)

    def _failed(self, error: ConsoleError) -> None:
        text = self.tr("The papers were not written: {why}")
        self.told.emit(text.format(why=self._context.desk.say(error.says)))
