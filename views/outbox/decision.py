"""The right side of the outbox: one entry laid out, and what can be done with it. Its parts stand; only what
they say changes, so that nothing moves under the hand that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.outbox import OutboxRow
from contract.feed import Entry
from contract.joint.joint import Joint
from contract.joint.log import JointEntry
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.outbox import half_written, telling
from views.outbox.comparing import lines_of, now_of
from views.outbox.comparison import Comparison
from views.outbox.entries import Entry as Listed
from views.outbox.line import Line
from views.ticket.history import entries_of
from views.waiting import waiting_words
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.facts import Fact, FactsGrid
from widgets.timeline import TimelineView

_LEAST_TIMELINE = 96
_Logged = Entry | JointEntry


def _now_of(row: OutboxRow, context: Context) -> Ticket | Joint | None:
    """What it is an act on, as the centre has it."""
    if row.is_joint:
        # Read in with the first conflict on a joint action.
        from views.outbox import joint_comparing

        return joint_comparing.now_of(row, context)
    return now_of(row, context)


def _lines_of(row: OutboxRow, context: Context) -> list[Line]:
    if row.is_joint:
        from views.outbox import joint_comparing

        return joint_comparing.lines_of(row, context)
    return lines_of(row, context)


class Decision(QWidget):
    """One entry. `wanted(what)`: ``reapply``, ``drop``, ``correct``, ``open``, ``copy``, ``restore``,
    ``withdraw``, ``reapply_all``, ``drop_all``."""

    wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outbox.decision")
        theme.set_surface(self, "panel")
        self._context = context
        self._entry: Listed | None = None
        self._alike = 0
        self._asked: tuple[str, int] = ("", 0)
        self._since: tuple[_Logged, ...] = ()
        self._head = self._label("head", "title")
        self._under = self._label("under", "dim")
        self._says = self._label("says", "")
        self._advice = self._label("advice", "dim")
        self._comparison = Comparison(self)
        self._written_head = self._caption(self.tr("What you gave"))
        self._written = FactsGrid(2, self)
        self._written.setObjectName("outbox.written")
        self._later = self._label("later", "dim")
        self._since_head = self._caption("")
        self._timeline = TimelineView(self)
        self._timeline.setObjectName("outbox.timeline")
        self._timeline.setMinimumHeight(theme.current().px(_LEAST_TIMELINE))
        self._why_not = self._label("why_not", "dim")
        self._why_not.setContentsMargins(16, 0, 16, 6)
        self.bar = ActionBar(self)
        self.bar.setObjectName("outbox.actions")
        self.bar.triggered.connect(self.wanted)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (
            self._head,
            self._under,
            self._says,
            self._advice,
            self._comparison,
            self._written_head,
            self._written,
            self._later,
            self._since_head,
            self._timeline,
        ):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scroll = scroll
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self._why_not)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"outbox.{name}")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            theme.set_role(label, role)
        return label

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text, self)
        theme.set_role(label, "caption")
        return label

    # --- what it shows -----------------------------------------------------------------------------------
    @property
    def entry(self) -> Listed | None:
        """What is laid out."""
        return self._entry

    def show_entry(self, entry: Listed | None, alike: int) -> None:
        """Lays an entry out (None: nothing); `alike` counts the entries of its kind on its page."""
        other = entry is None or self._entry is None or entry.key != self._entry.key
        self._entry, self._alike = entry, alike
        if other:
            self._since, self._asked = (), ("", 0)
            self._scroll.verticalScrollBar().setValue(0)
        self._scroll.widget().setVisible(entry is not None)
        if entry is None:
            self.bar.set_actions(())
            self._say(self._why_not, "")
            return
        self._fill(entry)
        self._ask(entry)

    def refresh(self) -> None:
        """The same entry as everything stands now."""
        if self._entry is not None:
            self._fill(self._entry)
            self._ask(self._entry)

    def _say(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
        label.setVisible(bool(text))

    def _fill(self, entry: Listed) -> None:
        self._say(self._head, words.dotted((entry.what, entry.number)))
        if entry.draft is not None:
            self._fill_draft(entry)
            return
        row, context = entry.row, self._context
        assert row is not None
        self._say(self._under, telling.subject(row, context))
        problem = row.problem
        first = problem.first if problem is not None else None
        done = telling.when(row.done_at, context)
        stuck = entry.page in ("conflict", "parked")
        comparing = stuck and (row.seen is not None or row.seen_joint is not None)
        theirs = self.tr("Now")
        if entry.page == "conflict" and first is not None:
            theirs = self.tr("Theirs: {who}, {when}").format(
                who=first.by, when=telling.when(first.at, context)
            )
            says = self.tr("{who} was first: {what}, {when}. You acted {done}.").format(
                who=first.by,
                what=context.desk.action_name(first.action),
                when=telling.when(first.at, context),
                done=done,
            )
            self._say(self._says, says)
            self._say(self._advice, "")
        elif entry.page == "parked" and problem is not None:
            self._say(
                self._says, self.tr("The centre says: {what}").format(what=" ".join(telling.said(problem)))
            )
            self._say(self._advice, telling.advice(row, problem))
        else:
            how = (
                self.tr("dropped; it can be brought back until you log out")
                if entry.page == "dropped"
                else ""
            )
            self._say(self._says, words.dotted((done, how or waiting_words(row))))
            self._say(self._advice, "")
        self._comparison.setVisible(comparing)
        if comparing:
            seen = self.tr("When you acted, {when}").format(when=done)
            self._comparison.set_heads(seen, self.tr("Yours"), theirs)
            self._comparison.set_lines(_lines_of(row, context))
        self._give(telling.written(row, context))
        later = [r for r in context.desk.outbox if r.follows and r.object_id == row.object_id and r.n > row.n]
        names = words.listed(telling.what(r, context) for r in later) if stuck else ""
        self._say(
            self._later,
            self.tr("Later steps of yours wait for it: {steps}").format(steps=names) if names else "",
        )
        self._since_head.setText(
            self.tr("In its log since") if row.is_joint else self.tr("In the ticket's timeline since")
        )
        self._show_since(stuck)
        self._offer(entry)

    def _fill_draft(self, entry: Listed) -> None:
        draft = entry.draft
        assert draft is not None
        self._say(self._under, "")
        at = telling.when(draft.changed_at, self._context)
        how = (
            self.tr("discarded; it can be brought back until you log out")
            if entry.page == "dropped"
            else self.tr("not sent")
        )
        self._say(self._says, words.dotted((self.tr("Last typed {when}").format(when=at), how)))
        for label in (self._advice, self._later):
            self._say(label, "")
        self._comparison.hide()
        self._give(half_written.written_in(draft, self._context))
        self._show_since(False)
        self._offer(entry)

    def _give(self, lines: Sequence[tuple[str, str]]) -> None:
        facts = [
            Fact(caption, value, key=str(n), span=2 if len(value) > 40 or "\n" in value else 1)
            for n, (caption, value) in enumerate(lines)
        ]
        self._written.set_facts(facts)
        for part in (self._written_head, self._written):
            part.setVisible(bool(facts))

    # --- what can be done --------------------------------------------------------------------------------
    def _offer(self, entry: Listed) -> None:
        desk = self._context.desk
        why_not = ""
        actions: list[BarAction] = []
        copy = BarAction("copy", self.tr("Copy the text"), "C")
        look = [BarAction("open", self.tr("Open the ticket"), "O")]
        if entry.row is not None and entry.row.is_joint:
            there = self._context.look_at_joint is not None and bool(desk.joints.get(entry.row.joint_id))
            look = [BarAction("open", self.tr("Open the joint action"), "O")] if there else []
        match entry.page:
            case "conflict" | "parked":
                assert entry.row is not None
                why_not = desk.why_not_reapply(entry.key)
                again = self.tr("Re-apply yours") if entry.page == "conflict" else self.tr("Send it again")
                actions = [
                    BarAction(
                        "reapply", again, "R", primary=not why_not, enabled=not why_not, reason=why_not
                    ),
                    BarAction("drop", self.tr("Drop yours"), "X", primary=bool(why_not)),
                ]
                if half_written.has_form(entry.row, self._context):
                    actions.append(BarAction("correct", self.tr("Correct and send again"), "E"))
                actions += [*look, copy]
                if self._alike > 1:
                    n = self._alike
                    actions += [
                        BarAction("reapply_all", self.tr("Re-apply all {n} alike").format(n=n), "Shift+R"),
                        BarAction("drop_all", self.tr("Drop all {n} alike").format(n=n), "Shift+X"),
                    ]
            case "waiting":
                if desk.can_undo(entry.key):
                    actions.append(BarAction("withdraw", self.tr("Withdraw"), "X"))
                actions += [*look, copy]
            case "dropped":
                actions = [BarAction("restore", self.tr("Bring back"), "B", primary=True), *look, copy]
            case _:
                actions = [
                    BarAction("correct", self.tr("Go on writing"), "E", primary=True),
                    BarAction("drop", self.tr("Discard"), "X"),
                    copy,
                ]
        self.bar.set_actions(actions)
        self._say(
            self._why_not,
            self.tr("It can't be done again as it is: {why}").format(why=why_not) if why_not else "",
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._entry is not None:
            self._ask(self._entry)

    # --- the timeline since ------------------------------------------------------------------------------
    def _ask(self, entry: Listed) -> None:
        """Asks for the timeline once per row of the ticket, on line only, and only where somebody sees it."""
        row, desk = entry.row, self._context.desk
        if row is None or entry.page not in ("conflict", "parked"):
            return
        if not self.isVisible() or desk.connection.link != "live":
            return
        now = _now_of(row, self._context)
        asked = (entry.key, now.seq if now is not None else 0)
        if asked == self._asked:
            return
        self._asked = asked
        held = row.seen_joint if row.is_joint else row.seen
        seen = held.changed_at if held is not None else row.done_at

        def since(lines: Iterable[_Logged]) -> None:
            if self._asked == asked:
                self._since = tuple(e for e in lines if e.at > seen or e.received_at > row.done_at)
                self._show_since(True)

        def failed(_error: ConsoleError) -> None:
            if self._asked == asked:
                self._asked = ("", 0)

        if row.is_joint:
            log = desk.joints.detail(row.joint_id)
            desk.run("log of a conflict", log, lambda detail: since(detail.log), failed, self)
        else:
            page = desk.detail(row.ticket_id)
            desk.run("timeline of a conflict", page, lambda detail: since(detail.timeline), failed, self)

    def _show_since(self, wanted: bool) -> None:
        there = wanted and bool(self._since)
        for part in (self._since_head, self._timeline):
            part.setVisible(there)
        entry, context = self._entry, self._context
        if there and entry is not None and entry.row is not None:
            row = entry.row
            ticket = None if row.is_joint else now_of(row, context) or row.seen
            if ticket is not None:
                lines = [line for line in self._since if isinstance(line, Entry)]
                self._timeline.set_entries(entries_of(lines, ticket, (), context.now(), context.desk))
            elif row.is_joint:
                from views.joint.log import entries_of as logged

                log = [line for line in self._since if isinstance(line, JointEntry)]
                self._timeline.set_entries(logged(log, context.now(), context.reference))
