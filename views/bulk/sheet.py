"""The sheet over the window in which a step on several tickets is looked at, done, and watched.

Before: one form for what the step asks, and under it each ticket with what it would become, what it lacks, or
why it is refused. After Enter the same rows say how each of them goes, until the sheet is closed; what was
begun goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.replica.columns import Changes
from views import words
from views.acting import ONLINE
from views.bulk.form import BulkForm
from views.bulk.plan import Fate, Line, Plan, Planner
from views.bulk.run import UNDER_WAY, BulkRun, Part, Stage
from views.context import Context
from views.ticket import form_words
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.light import Light
from widgets.outcome_list import Outcome, OutcomeList
from widgets.text import ENTER_KEYS
from widgets.veil import Veil

WIDTH, LEAST_ROWS = 920, 4
"""Px at 100 %, and rows of tickets that are always in sight."""

_FATES = {Fate.READY: Light.NONE, Fate.LACKS: Light.AMBER, Fate.REFUSED: Light.RED}
_STAGES = {
    Stage.TAKEN: Light.GREEN,
    Stage.CONFLICT: Light.RED,
    Stage.PARKED: Light.RED,
    Stage.FAILED: Light.RED,
    Stage.MOVED_ON: Light.RED,
}
_PLACES = {Fate.REFUSED: 0, Fate.LACKS: 1, Fate.READY: 2}


class BulkSheet(Veil):
    """One at a time. `begin` does what is ready: it gives the run, or raises ConsoleError; `take_back` takes
    one back; `decide` leads to what of it waits for a decision."""

    def __init__(
        self,
        context: Context,
        planner: Planner,
        begin: Callable[[Plan, Mapping[str, Any]], BulkRun],
        take_back: Callable[[BulkRun], None],
        decide: Callable[[BulkRun], None],
        window: QWidget,
    ) -> None:
        super().__init__(window, density=0.6)
        self.setObjectName("bulk")
        self._context, self._planner = context, planner
        self._begin, self._take_run_back, self._decide_on = begin, take_back, decide
        self._step = ""
        self._ids: tuple[str, ...] = ()
        self._plan: Plan | None = None
        self._run: BulkRun | None = None
        self._on_the_way: dict[str, dict[str, Any]] = {}
        """Drafts of commands that the centre has not answered."""
        self._form: BulkForm | None = None
        self._back: QWidget | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(60)
        self._again.timeout.connect(self._look)
        self._make()
        context.desk.changed.connect(self._on_changed)
        context.desk.connection_changed.connect(self._on_link)

    def _make(self) -> None:
        self._card = QFrame(self)
        self._card.setObjectName("bulk.card")
        theme.set_surface(self._card, "card")
        self._title = QLabel(self._card)
        self._title.setObjectName("bulk.title")
        theme.set_role(self._title, "title")
        self._told = QLabel(self._card)
        self._told.setObjectName("bulk.told")
        self._told.setWordWrap(True)
        theme.set_role(self._told, "dim")
        self._hold = QVBoxLayout()
        self._list = OutcomeList(self._card, name=self.tr("Tickets and what becomes of them"))
        self._list.setObjectName("bulk.list")
        self._do = KeyedButton("", "Enter", self._card)
        self._do.setObjectName("bulk.do")
        self._do.setProperty("primary", True)
        self._do.clicked.connect(self._on_do)
        self._undo = KeyedButton(self.tr("Take all back"), "Ctrl+Z", self._card)
        self._undo.setObjectName("bulk.undo")
        self._undo.clicked.connect(self._take_back)
        self._decide = KeyedButton(self.tr("Decide on conflicts"), "", self._card)
        self._decide.setObjectName("bulk.decide")
        self._decide.clicked.connect(self._on_decide)
        self._close = KeyedButton(self.tr("Cancel"), "Esc", self._card)
        self._close.setObjectName("bulk.close")
        self._close.setProperty("flat", True)
        self._close.clicked.connect(self.dismiss)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._do, self._undo, self._decide, self._close):
            foot.addWidget(button)
        foot.addStretch(1)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(self._hold)
        layout.addWidget(self._told)
        layout.addWidget(self._list, 1)
        layout.addLayout(foot)

    # --- opening -----------------------------------------------------------------------------------------
    def open(self, step: str, ids: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Looks at a step on these tickets, with what is given already."""
        self._forget()
        self._step, self._ids = step, tuple(ids)
        form = BulkForm(self._context, self._planner, step, ids, self._card)
        draft = _draft_of(step)
        kept = {} if draft in self._on_the_way else self._context.desk.drafts.load(draft)
        form.fill(kept | dict(values or {}))
        form.changed.connect(self._on_edit)
        form.moved.connect(self._say_key)
        form.submitted.connect(self._on_do)
        self._form = form
        self._hold.addWidget(form)
        self._look()
        self._show()
        if not form.focus_first():
            self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_run(self, run: BulkRun) -> None:
        """Shows how a run goes that was begun elsewhere."""
        self._forget()
        self._watch(run)
        self._show()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        window = self.parentWidget()
        assert window is not None
        if not self.isVisible():
            self._back = window.window().focusWidget()
        self.cover()
        self._place()

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it, with what it shows."""
        shown = self.isVisible()
        self.setParent(window)
        if shown:
            self._show()

    def _forget(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        if self._run is not None:
            self._run.changed.disconnect(self._refresh)
        self._run = self._plan = None

    def dismiss(self) -> None:
        """Closes the sheet; what was begun goes on."""
        self.hide()
        self._forget()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def run(self) -> BulkRun | None:
        """What is being watched."""
        return self._run

    # --- before ------------------------------------------------------------------------------------------
    def _on_edit(self) -> None:
        if self._form is not None:
            self._context.desk.drafts.save(_draft_of(self._step), self._form.draft())
            self._again.start()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and self._run is None and not changes.ids.isdisjoint(self._ids):
            self._again.start()

    def _on_link(self) -> None:
        """What is done on line only can be done now, or no longer."""
        if self.isVisible():
            self._again.start()

    def _look(self) -> None:
        if self._run is None and self._form is not None:
            self._plan = self._planner.plan(self._step, self._ids, self._form.values())
            self._refresh()

    def _on_do(self) -> None:
        if self._run is not None:
            self.dismiss()
            return
        form = self._form
        if form is None:
            return
        self._again.stop()
        self._look()
        plan = self._plan
        assert plan is not None
        if not plan.ready():
            form.focus_first()
            return
        try:
            run = self._begin(plan, form.values())
        except ConsoleError as error:
            self._told.setText(self._context.desk.say(error.says))
            theme.set_role(self._told, "error")
            return
        drafts, draft = self._context.desk.drafts, _draft_of(self._step)
        if self._step in ONLINE:
            self._on_the_way[draft] = drafts.load(draft)
            run.ended.connect(self._on_ended)
        else:
            drafts.forget(draft)
        self._forget()
        self._watch(run)
        self._place()
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    # --- after -------------------------------------------------------------------------------------------
    def _watch(self, run: BulkRun) -> None:
        self._run = run
        run.changed.connect(self._refresh)
        self._refresh()

    def _take_back(self) -> None:
        if self._run is not None:
            self._take_run_back(self._run)

    def _on_ended(self, step: str, failed: int, _how: str) -> None:
        """The words of a command are kept until the centre has it, those typed for the next one anyway."""
        drafts, draft = self._context.desk.drafts, _draft_of(step)
        sent = self._on_the_way.pop(draft, None)
        if not failed and drafts.load(draft) == sent:
            drafts.forget(draft)

    def _on_decide(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            self._decide_on(run)

    # --- what it shows -----------------------------------------------------------------------------------
    def _refresh(self) -> None:
        run, plan = self._run, self._run.plan if self._run is not None else self._plan
        if plan is None:
            return
        count = self.tr("{n} tickets") if len(plan.lines) != 1 else self.tr("{n} ticket")
        self._title.setText(words.dotted((plan.verb, count.format(n=len(plan.lines)))))
        self.setAccessibleName(self._title.text())
        lines = sorted(plan.lines, key=lambda line: _PLACES[line.fate])
        if run is None:
            theme.set_role(self._told, "dim")
            self._told.setText(plan.told())
            self._list.show_outcomes([_before(line) for line in lines])
            self._say_key()
            self._do.setEnabled(bool(plan.ready()))
            self._close.set_content(self.tr("Cancel"), "Esc")
        else:
            theme.set_role(self._told, "dim")
            self._told.setText(run.told())
            part = {p.line.ticket_id: p for p in run.parts}
            self._list.show_outcomes([_after(run, part[line.ticket_id]) for line in lines])
            self._do.set_content(self.tr("Close"), "Enter")
            self._do.setEnabled(True)
        self._close.setVisible(run is None)
        self._undo.setVisible(run is not None and bool(run.groups))
        self._undo.setEnabled(run is not None and run.count(Stage.SENT, Stage.TAKEN) > 0)
        self._decide.setVisible(run is not None and run.count(Stage.CONFLICT, Stage.PARKED) > 0)

    def _say_key(self) -> None:
        """In a field of several lines Enter is a new line."""
        plan, form = self._plan, self._form
        if plan is not None and form is not None:
            key = "Ctrl+Enter" if form.has_words() else "Enter"
            text = self.tr("{verb}: {n}").format(verb=plan.verb, n=len(plan.ready()))
            self._do.set_content(text, key)

    def _place(self) -> None:
        self._card.ensurePolished()
        room = self.size() * 0.94
        px = theme.current().px
        lines = len(self._run.parts) if self._run is not None else len(self._ids)
        width = min(px(WIDTH), room.width())
        row = theme.current().row_height
        self._list.setMinimumHeight(row * min(max(lines, 1), LEAST_ROWS) + 2)
        layout = self._card.layout()
        assert layout is not None
        layout.activate()
        rest = self._card.sizeHint().height() - self._list.sizeHint().height()
        height = min(rest + row * max(lines, LEAST_ROWS) + 4, round(room.height()))
        self._card.resize(width, max(height, self._card.minimumSizeHint().height()))
        self._card.move((self.width() - width) // 2, (self.height() - self._card.height()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        # The window's key takes back what was done last, whatever is shown here.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and self._run is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo.click()
        elif event.key() in ENTER_KEYS:
            self._on_do()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif self._form is not None and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self._form.digit(event.key() - int(Qt.Key.Key_1))


def _draft_of(step: str) -> str:
    return f".bulk:{step}"


def _before(line: Line) -> Outcome:
    says = line.says
    if line.fate is Fate.LACKS:
        says = form_words.lacking(says)
    return Outcome(
        line.ticket_id, line.number, line.subject, says, _FATES[line.fate], line.fate is Fate.REFUSED
    )


def _after(run: BulkRun, part: Part) -> Outcome:
    line = part.line
    light = _STAGES.get(part.stage, Light.NONE)
    quiet = part.stage is Stage.LEFT or part.stage in UNDER_WAY
    return Outcome(line.ticket_id, line.number, line.subject, run.said(part), light, quiet)
