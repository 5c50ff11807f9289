"""An action's log, and the line in which a note is written to all who take part."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.joint.action import Say
from contract.joint.joint import Joint, JointDetail
from contract.joint.log import JointEntry
from contract.refused import Refused
from views.context import Context
from views.joint.log import entries_of
from views.joint.log_lines import Lines
from views.joint.offering import NOTE
from views.on_line import why_not
from widgets import theme
from widgets.text import TextField
from widgets.timeline import Mark, TimelineEntry, TimelineView

_KEPT = 24
"""Logs of so many actions are kept in memory, for who goes to and fro between them."""
OLDER = "older"
"""The key of the last entry, where the log goes further back than what is shown."""


class Notes(QWidget):
    """The log of one action. What is half written to it is kept, each action's own. `said` when a note was
    given to the outbox, `failed(text)` why it was not; `came` when more of the log is there."""

    said = Signal()
    failed = Signal(str)
    came = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("joint.notes")
        self._context = context
        self._joint: Joint | None = None
        self._logs: dict[str, Lines] = {}
        self._older: set[str] = set()
        self._asked: dict[str, int] = {}
        self._filling = False
        self.log = TimelineView(self, name=self.tr("Log of the action"))
        self.log.setObjectName("joint.log")
        self.log.setMinimumHeight(1)  # what is said over it keeps its lines with large text on a low screen
        self.log.entry_activated.connect(self._on_entry)
        self.log.clicked.connect(lambda index: self._on_entry(self.log.entries()[index.row()].key))
        self.log.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.says = QLabel(self)
        self.says.setObjectName("joint.log.says")
        self.says.setWordWrap(True)
        self.says.setContentsMargins(16, 4, 16, 4)
        theme.set_role(self.says, "faint")
        self.says.hide()
        self.line = TextField(self.tr("Write to all departments, Enter sends"), self, name=self.tr("Note"))
        self.line.setObjectName("joint.note")
        self.line.textChanged.connect(self._keep)
        self.line.submitted.connect(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.says)
        column.addWidget(self.log, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.line)
        column.addLayout(foot)
        context.desk.connection_changed.connect(self._on_connection)

    def show_joint(self, joint: Joint | None) -> None:
        """Shows an action's log; one that has grown is asked for again."""
        other = (joint.id if joint is not None else "") != (self._joint.id if self._joint else "")
        self._joint = joint
        if other:
            self._fill()
        self._tell()
        if joint is not None:
            offered = any(row.action == NOTE for row in self._context.desk.joints.offers(joint.id))
            self.line.setVisible(offered)
            self._ask(joint)

    def retell(self) -> None:
        """The instants as today has them."""
        self._tell()

    # --- the log -----------------------------------------------------------------------------------------
    def _ask(self, joint: Joint) -> None:
        held = self._logs.get(joint.id)
        grown = held is None or held.last < joint.entries
        if not grown or self._asked.get(joint.id) == joint.entries or why_not(self._context.desk):
            return
        if self._context.desk.joints.server_row(joint.id) is None:
            return
        self._asked[joint.id] = joint.entries
        desk = self._context.desk

        def failed(error: ConsoleError) -> None:
            self._asked.pop(joint.id, None)
            if self._joint is not None and self._joint.id == joint.id and joint.id not in self._logs:
                self._say(desk.say(error.says))

        desk.run("log of a joint action", desk.joints.detail(joint.id), self._on_detail, failed, self)

    def _on_detail(self, detail: JointDetail) -> None:
        joint_id = detail.joint.id
        self._asked.pop(joint_id, None)
        held = self._logs.pop(joint_id, None)
        self._logs[joint_id] = Lines(detail.log) if held is None else held.with_newest(detail.log)
        while len(self._logs) > _KEPT:
            del self._logs[next(iter(self._logs))]
        if self._joint is not None and self._joint.id == joint_id:
            self._tell()
            self.came.emit()
            self._ask(self._joint)

    def entries(self) -> tuple[JointEntry, ...]:
        """The log of the action shown, oldest first, as far as it has come."""
        held = self._logs.get(self._joint.id) if self._joint is not None else None
        return held.lines if held is not None else ()

    def _on_entry(self, key: object) -> None:
        if key == OLDER:
            self.ask_older()

    def _on_scrolled(self, value: int) -> None:
        bar = self.log.verticalScrollBar()
        if value and value >= bar.maximum() - bar.pageStep():
            self.ask_older()

    def ask_older(self) -> None:
        """Asks for the lines before those that are shown, once at a time."""
        joint, desk = self._joint, self._context.desk
        held = self._logs.get(joint.id) if joint is not None else None
        if joint is None or held is None or not held.before or joint.id in self._older or why_not(desk):
            return
        joint_id = joint.id
        self._older.add(joint_id)

        def came(detail: JointDetail) -> None:
            self._older.discard(joint_id)
            now = self._logs.get(joint_id)
            if now is not None:
                self._logs[joint_id] = now.with_older(detail.log)
            if self._joint is not None and self._joint.id == joint_id:
                shown = self.log.currentIndex().row()
                on = shown >= 0 and self.log.entries()[shown].key == OLDER
                self._tell()
                if on:
                    self.log.setCurrentIndex(self.log.model().index(shown, 0))

        def failed(error: ConsoleError) -> None:
            self._older.discard(joint_id)
            if self._joint is not None and self._joint.id == joint_id:
                self.failed.emit(desk.say(error.says))

        asked = desk.joints.detail(joint_id, held.before)
        desk.run("older lines of a joint action", asked, came, failed, self)

    def _tell(self) -> None:
        joint = self._joint
        log = self._logs.get(joint.id, Lines()) if joint is not None else Lines()
        entries = entries_of(log.lines, self._context.now(), self._context.reference)
        if log.before:
            said = self.tr("{n} earlier entries: Enter shows more").format(n=log.before - 1)
            entries.append(TimelineEntry(time="", who="", what=said, mark=Mark.NOTE, key=OLDER))
        self.log.set_entries(entries)
        if joint is None or (log.lines and log.last >= joint.entries):
            self._say("")
            return
        away = why_not(self._context.desk)
        if away:
            old = self.tr("The log is as it was when the centre last answered")
            none = self.tr("The log comes when the centre answers again")
            self._say(old if log.lines else none)
        else:
            self._say("" if log.lines else self.tr("The log is being fetched"))

    def _say(self, text: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))

    def _on_connection(self) -> None:
        if self._joint is not None:
            self._tell()
            self._ask(self._joint)

    # --- writing -----------------------------------------------------------------------------------------
    def _draft(self) -> str:
        return f".joint.note:{self._joint.id}" if self._joint is not None else ""

    def _fill(self) -> None:
        key = self._draft()
        self._filling = True
        self.line.setText(str(self._context.desk.drafts.load(key).get("text", "")) if key else "")
        self._filling = False

    def _keep(self, text: str) -> None:
        key = self._draft()
        if key and not self._filling:
            self._context.desk.drafts.save(key, {"text": text})

    def _send(self) -> None:
        text = self.line.text().strip()
        if not text or self._joint is None:
            return
        try:
            self._context.desk.joints.submit(self._joint.id, Say(note=text))
        except Refused as refused:
            self.failed.emit(self._context.desk.say(refused.says))
            return
        except ConsoleError as error:
            self.failed.emit(self._context.desk.say(error.says))
            return
        self.line.clear()
        self.said.emit()
