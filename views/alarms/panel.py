"""The alarm panel over the right of the frame: what demands the operator, and the report behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.alarms.kinds import FLOOD, STEADY
from console.alarms.lines import Line
from console.alarms.watch import Alarms
from views import words
from views.alarms import alarm_words
from views.alarms.line_rows import LineRows
from views.alarms.report_page import ReportPage
from views.alarms.shelving import Shelving
from views.context import Context
from views.queue_spec import NUMBER
from widgets import theme
from widgets.action_bar import ActionBar, BarAction, KeyedButton
from widgets.chips import Chip, ChipBar
from widgets.frame import HintLine
from widgets.keys import KeyMap
from widgets.table import Column, ColumnKind, ColumnTableModel, TableView
from widgets.yielding import YieldingArea

WIDTH = 880
"""Px at 100 %; two thirds of the window at most on a wide one, all but a margin on a narrow one."""


class AlarmPanel(QFrame):
    """Laid over `host`, between its bars; the focus comes back to where it was. `muting` asks for quiet or
    for sound again, `opened(ticket id)` for a ticket, `action_opened(joint id)` for a joint action."""

    muting = Signal()
    opened = Signal(str)
    action_opened = Signal(str)

    def __init__(self, context: Context, alarms: Alarms, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("alarms.panel")
        self.setAccessibleName(self.tr("Alarms"))
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        theme.set_surface(self, "panel")
        self._context = context
        self._alarms = alarms
        self._host = host
        self._back: QWidget | None = None
        self._opened: frozenset[str] = frozenset()
        self._margins = (0, 0)
        actor = context.desk.actor
        self._role = actor.role if actor is not None else ""
        self._rows = LineRows(context, self._role)
        self._make()
        self._bind()
        alarms.changed.connect(self.refresh)
        context.ticker.tick.connect(self._on_tick)
        host.installEventFilter(self)
        self.hide()

    # --- what it is made of ------------------------------------------------------------------------------
    def _make(self) -> None:
        self._title = QLabel(self.tr("Alarms"), self)
        theme.set_role(self._title, "title")
        self._rate = QLabel(self)
        self._rate.setObjectName("alarms.rate")
        theme.set_role(self._rate, "dim")
        self._sound = QLabel(self)
        self._sound.setObjectName("alarms.sound")
        theme.set_role(self._sound, "faint")
        self._sound.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for label in (self._rate, self._sound):
            label.setWordWrap(True)
        self._pages = ChipBar(self, name=self.tr("Pages"))
        self._pages.setObjectName("alarms.pages")
        self._pages.set_chips([Chip("now", self.tr("Now"), on=True), Chip("report", self.tr("Alarm report"))])
        self._pages.toggled.connect(lambda key, _on: self.show_page(key))
        close = KeyedButton(self.tr("Close"), "Esc", self)
        close.setObjectName("alarms.close")
        close.setProperty("flat", True)
        close.clicked.connect(self.dismiss)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 10, 8)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._pages)
        head.addStretch(1)
        head.addWidget(close)
        under = QHBoxLayout()
        under.setContentsMargins(16, 0, 16, 8)
        under.setSpacing(16)
        under.addWidget(self._rate, 3)
        under.addWidget(self._sound, 2)

        columns = [
            Column("priority", self.tr("Priority"), ColumnKind.LIGHT, 88, sortable=False),
            Column("age", self.tr("For"), ColumnKind.NUMBER, 68, sortable=False),
            Column("what", self.tr("What"), ColumnKind.TWO_PART, 120, stretch=True, sortable=False),
            Column("number", self.tr("Number"), ColumnKind.NUMBER, 152, sortable=False, sample=NUMBER),
            Column("where", self.tr("From"), ColumnKind.TEXT, 100, sortable=False),
            Column("state", self.tr("State"), ColumnKind.TEXT, 214, sortable=False),
        ]
        self.model = ColumnTableModel(self._rows, columns, self)
        self.model.sort_by([("priority", True)])
        self.table = TableView(self.model, None, self, name=self.tr("Alarms"))
        self.table.setObjectName("alarms.table")
        self.table.set_empty(
            self.tr("Nothing demands you"),
            self.tr("What is yours and needs you comes here, the most urgent first."),
        )
        self._shelving = Shelving(self)
        self._bar = ActionBar(self, name=self.tr("What to do with alarms"))
        self._bar.setObjectName("alarms.act")
        self._bar.triggered.connect(self._act)
        now = QWidget(self)
        column = QVBoxLayout(now)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._shelving)
        column.addWidget(self._bar)
        column.addWidget(
            HintLine(
                self.tr("Space acknowledges and goes on · Enter opens the ticket · ← → folds a group"), now
            )
        )
        self._report = ReportPage(self._context, self._alarms, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(now)
        self._stack.addWidget(YieldingArea(self._report))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(under)
        layout.addWidget(self._stack, 1)

        self.table.preview_requested.connect(lambda _slot: self.acknowledge())
        self.table.activated_row.connect(self._on_enter)
        self.table.current_changed.connect(lambda _slot: self._refresh_bar())
        self._shelving.decided.connect(self._on_decided)
        self._shelving.left.connect(self._leave_shelving)

    def _bind(self) -> None:
        keys = self.keys = KeyMap(self)
        keys.bind("K", self.acknowledge, self.tr("Acknowledge and go on"))
        keys.bind("A", self.acknowledge_all, self.tr("Acknowledge all that is shown"))
        keys.bind("S", lambda: self._ask(out=False), self.tr("Shelve"))
        keys.bind("X", lambda: self._ask(out=True), self.tr("Take out of service"))
        keys.bind("B", self.bring_back, self.tr("Bring back"))
        keys.bind("M", self.muting.emit, self.tr("Sound off or on"))
        keys.bind("T", lambda: self.show_page("report" if self._on_now() else "now"), self.tr("Alarm report"))
        keys.bind("Right", lambda: self._unfold(True))
        keys.bind("Left", lambda: self._unfold(False))
        keys.bind("Escape", self.escape, self.tr("Back"))

    # --- coming and going --------------------------------------------------------------------------------
    def open(self, top: int, bottom: int) -> None:
        """Shows it, `top` and `bottom` px off the host's edges, with the focus on the first line."""
        self._margins = (top, bottom)
        self._back = self._host.window().focusWidget()
        self.refresh(hidden=True)
        self._place()
        self.show()
        self.raise_()
        self.show_page("now")

    def dismiss(self) -> None:
        """Takes it away."""
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self._back = None

    def stand_over(self, window: QWidget) -> None:
        """Another window of the same person has it; it is closed in the one before."""
        if self.isVisible():
            self.dismiss()
        self._host.removeEventFilter(self)
        self._host = window
        window.installEventFilter(self)
        self.setParent(window)

    def escape(self) -> None:
        """Leaves what is asked, else the report, else the panel."""
        if self._shelving.isVisible():
            self._leave_shelving()
        elif not self._on_now():
            self.show_page("now")
        else:
            self.dismiss()

    def _on_now(self) -> bool:
        return self._stack.currentIndex() == 0

    def show_page(self, key: str) -> None:
        """``now`` or ``report``."""
        self._stack.setCurrentIndex(0 if key == "now" else 1)
        for name in ("now", "report"):
            self._pages.set_on(name, name == key)
        if key == "now":
            if not self.table.selected_ids() and self.model.count():
                self.table.select_row(self.model.row_id(0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._report.enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps its place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        top, bottom = self._margins
        wide = min(theme.current().px(WIDTH), self._host.width() - theme.current().px(24))
        self.setGeometry(self._host.width() - wide, top, wide, self._host.height() - top - bottom)

    # --- what is shown -----------------------------------------------------------------------------------
    def refresh(self, *, hidden: bool = False) -> None:
        """Shows the lines of this moment; rows that are as they were stay where they are."""
        if not (hidden or self.isVisible()):
            return
        told = self._rows.show(self._alarms.lines(self._opened))
        if told:
            self.model.changed(told)
        self._say_rate()
        self._refresh_bar()

    def _on_tick(self) -> None:
        if self.isVisible():
            self.model.repaint_rows(self.model.visible_ids().tolist())
            self._say_rate()

    def _say_rate(self) -> None:
        rate = self._alarms.rate
        count = rate.now(self._context.now())
        target = self.tr("good: up to {steady} in 10 min, flood: from {flood}").format(
            steady=STEADY, flood=FLOOD
        )
        self._rate.setText(words.dotted((alarm_words.rate_text(count, rate.level), target)))

    def say_sound(self, text: str) -> None:
        """How it stands with sound: muted for how long, or no device; "" for all well."""
        if text != self._sound.text():
            self._sound.setText(text)

    def _line(self) -> Line | None:
        current = self.table.current_id()
        return self._rows.line(current) if current is not None else None

    def _refresh_bar(self) -> None:
        line = self._line()
        state = line.first.state if line is not None else ""
        demands = state in ("unacknowledged", "returned")
        stands = line is not None and any(alarm.stands for alarm in line.alarms)
        aside = state in ("shelved", "out")
        about = line.first.about if line is not None and not line.group else None
        ticket = about is not None and bool(about.ticket_id or about.joint_id)
        action = about is not None and bool(about.joint_id)
        open_text = self.tr("Open the joint action") if action else self.tr("Open the ticket")
        some = any(a.state in ("unacknowledged", "returned") for a in self._alarms.board.alarms.values())
        actions = [
            BarAction("acknowledge", self.tr("Acknowledge"), "Space", primary=demands, enabled=demands),
            BarAction("all", self.tr("Acknowledge all"), "A", enabled=some),
            BarAction("open", open_text, "Enter", enabled=ticket),
            BarAction(
                "shelve",
                self.tr("Shelve"),
                "S",
                enabled=stands and state in ("unacknowledged", "acknowledged"),
                reason=self.tr("Only what stands can be shelved"),
            ),
            BarAction(
                "out",
                self.tr("Out of service"),
                "X",
                enabled=stands and state in ("unacknowledged", "acknowledged", "shelved"),
            ),
            BarAction("back", self.tr("Bring back"), "B", enabled=aside),
            BarAction("mute", self.tr("Sound off or on"), "M"),
        ]
        self._bar.set_actions(actions)

    # --- what a person does ------------------------------------------------------------------------------
    def _act(self, name: str) -> None:
        {
            "acknowledge": self.acknowledge,
            "all": self.acknowledge_all,
            "open": lambda: self._on_enter(self.table.current_id()),
            "shelve": lambda: self._ask(out=False),
            "out": lambda: self._ask(out=True),
            "back": self.bring_back,
            "mute": self.muting.emit,
        }[name]()

    def acknowledge(self) -> None:
        """Acknowledges the line under the cursor, which goes on to the next that demands."""
        line, current = self._line(), self.table.current_id()
        if line is None or current is None:
            return
        following = self.table.neighbour(current)
        if self._alarms.acknowledge(line.keys):
            after = self._rows.line(following) if following is not None else None
            if (
                following is not None
                and after is not None
                and after.first.state in ("unacknowledged", "returned")
            ):
                self.table.select_row(following)
            elif self.model.count():
                self.table.select_row(self.model.row_id(0))

    def acknowledge_all(self) -> None:
        """Acknowledges all that is shown."""
        self._alarms.acknowledge(key for line in self._alarms.lines() for key in line.keys)

    def bring_back(self) -> None:
        """Ends the shelf, puts back into service."""
        line = self._line()
        if line is not None:
            self._alarms.bring_back(line.keys)

    def _on_enter(self, slot: int | None) -> None:
        line = self._rows.line(slot) if slot is not None else None
        if line is None:
            return
        if line.group:
            self._unfold(line.key not in self._opened)
        elif line.first.about.ticket_id:
            self._back = None
            self.dismiss()
            self.opened.emit(line.first.about.ticket_id)
        elif line.first.about.joint_id:
            self._back = None
            self.dismiss()
            self.action_opened.emit(line.first.about.joint_id)

    def _unfold(self, wanted: bool) -> None:
        line = self._line()
        if line is not None and line.parent and not wanted:
            # From a member: its group is folded, and the cursor goes there.
            slot = self._rows.slot(line.parent)
            line = self._rows.line(slot)
            self.table.select_row(slot)
        if line is None or not line.group:
            return
        self._opened = self._opened | {line.key} if wanted else self._opened - {line.key}
        self.refresh()

    def _ask(self, *, out: bool) -> None:
        line = self._line()
        if line is None or not any(alarm.stands for alarm in line.alarms):
            return
        alone = None if line.group else line.first.about
        about = (alone.number, alone.subject) if alone is not None else ()
        what = words.dotted((alarm_words.line_name(line, self._role), *about))
        self._asked = line.keys
        title = self.tr("Out of service: {what}") if out else self.tr("Shelve: {what}")
        self._shelving.ask(title.format(what=what), out=out)

    def _on_decided(self, minutes: int, reason: str) -> None:
        if minutes:
            self._alarms.shelve(self._asked, minutes, reason)
        else:
            self._alarms.take_out(self._asked, reason)
        self._leave_shelving()

    def _leave_shelving(self) -> None:
        self._shelving.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
