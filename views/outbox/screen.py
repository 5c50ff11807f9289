"""The outbox: a list at the left, one entry laid out at the right, decided by keys; nothing jumps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from console.errors import ConsoleError, UndoRefused
from console.replica.columns import Changes
from contract.refused import Refused
from views import words
from views.context import Context
from views.correcting import REPLACES
from views.narrow_columns import without_room
from views.outbox import half_written, list_columns, telling
from views.outbox.decision import Decision
from views.outbox.entries import PAGES, Entry, EntryRows, entries_of
from views.screen import Screen
from widgets import theme
from widgets.chips import Chip, ChipBar
from widgets.frame import HintLine
from widgets.keys import Binding
from widgets.table import ColumnTableModel, TableView

if TYPE_CHECKING:
    from console.joints.joints import JointChanges
    from console.outbox import OutboxRow
    from views.outbox.joint_correcting import JointCorrecting


class OutboxScreen(Screen):
    """The screen. Every change is taken row by row; selection, scroll and focus are the person's."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "outbox", "")
        self.title = self.tr("To send")
        self.setAccessibleName(self.title)
        self._entries = EntryRows(context)
        self._page = PAGES[0]
        self._hears_joints = False
        self._correcting: JointCorrecting | None = None
        theme.set_surface(self, "panel")
        self._chips = ChipBar(self)
        self._chips.setObjectName("outbox.chips")
        self._chips.set_chips(
            [
                Chip("conflict", self.tr("Conflicts"), count=0),
                Chip("parked", self.tr("Parked"), count=0),
                Chip("waiting", self.tr("Waiting"), count=0),
                Chip("dropped", self.tr("Dropped"), count=0),
                Chip("draft", self.tr("Drafts"), count=0),
            ]
        )
        bar = QWidget(self)
        theme.set_surface(bar, "panel")
        theme.set_property(bar, "edge", "bottom")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 6, 12, 6)
        head.addWidget(self._chips, 1)
        self._model = ColumnTableModel(self._entries, list_columns.columns(), self)
        self._model.sort_by([("at", True)])
        self._model.set_filter(lambda slots: self._entries.is_on(slots, self._page))
        self.table = TableView(self._model, context.ticker, self)
        self.table.setObjectName("outbox.table")
        self.table.setAccessibleName(self.title)
        self.table.installEventFilter(self)
        theme.current().changed.connect(self._fit_columns)
        hints = self.tr(
            "J K another · R re-apply · X drop · E correct · Shift+R, Shift+X all alike · 1 … 5 lists"
        )
        left = QWidget(self)
        theme.set_surface(left, "panel")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        column.addWidget(HintLine(hints, self))
        self._decision = Decision(context, self)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("outbox.split")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._decision)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 6)
        split.setSizes([500, 600])
        self.fill(split)
        # What comes together is shown together, once per turn of the loop.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._bind()
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        desk = self.context.desk
        desk.outbox_changed.connect(self._soon.start)
        desk.drafts_changed.connect(self._soon.start)
        desk.reloaded.connect(self._soon.start)
        desk.changed.connect(self._on_changed)
        desk.connection_changed.connect(self._decision.refresh)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(lambda _slot: self._do("open"))
        self._chips.toggled.connect(lambda key, _on: self.show_page(key))
        self._decision.wanted.connect(self._do)

    def _bind(self) -> None:
        bind = self.keys.bind
        bind("J", lambda: self._step(1), self.tr("The next"))
        bind("K", lambda: self._step(-1), self.tr("The one before"))
        for key, what, text in (
            ("R", "reapply", self.tr("Re-apply yours")),
            ("X", "drop", self.tr("Drop yours")),
            ("E", "correct", self.tr("Correct and send again")),
            ("O", "open", self.tr("Open the ticket")),
            ("C", "copy", self.tr("Copy the text")),
            ("B", "restore", self.tr("Bring back what was dropped")),
            ("Shift+R", "reapply_all", self.tr("Re-apply all alike")),
            ("Shift+X", "drop_all", self.tr("Drop all alike")),
        ):
            bind(key, partial(self._do, what), text)
        for number, page in enumerate(PAGES):
            bind(str(number + 1), partial(self.show_page, page), "")

    def bindings(self) -> list[Binding]:
        """The keys of this screen."""
        pages = [Binding("1 … 5", self.tr("Conflicts, parked, waiting, dropped, drafts"))]
        return [b for b in super().bindings() if b.text] + pages

    # --- what is listed ----------------------------------------------------------------------------------
    def count(self) -> int | None:
        """Rows that are not done."""
        return len(self.context.desk.outbox)

    def enter(self) -> None:
        """The focus goes to the list; where the page in front is empty, to the first page that is not."""
        super().enter()
        self.refresh()
        if not self._entries.on(self._page):
            found = next((page for page in PAGES if self._entries.on(page)), self._page)
            self.show_page(found)
        self._choose_one()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> None:
        """The focus goes back to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, page: str, entry: str = "") -> None:
        """Shows conflicts, parked, waiting, dropped or drafts; the cursor goes to an entry by its key."""
        if page not in PAGES:
            return
        self._page = page
        self._model.changed(self._entries.put(entries_of(self.context)))
        self._model.refilter()
        self._set_chips()
        self._say_empty()
        if entry and (slot := self._entries.slot(entry)) >= 0:
            self.table.select_row(slot)
        self._choose_one()
        self._show_current()

    def _choose_one(self) -> None:
        if self.table.current_id() is None and self._model.count():
            self.table.select_row(self._model.row_id(0))

    def refresh(self) -> None:
        """Takes over what changed; the entry laid out stays the one under the cursor."""
        self._hear_joints()
        before = self.table.current_id()
        place = self._model.view_row(before) if before is not None else -1
        self._model.changed(self._entries.put(entries_of(self.context)))
        if place >= 0 and before is not None and self._model.view_row(before) < 0 and self._model.count():
            # What was decided is gone: the one that stands in its place is next.
            self.table.select_row(self._model.row_id(min(place, self._model.count() - 1)))
        self._set_chips()
        self._say_empty()
        self._show_current()
        self.count_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        stuck = {row.ticket_id for row in self.context.desk.outbox}
        if not stuck.isdisjoint(changes.ids):
            self._soon.start()

    def _hear_joints(self) -> None:
        """From the first act on a joint action on: before it, the seat need not hold any."""
        desk = self.context.desk
        if self._hears_joints or not any(row.is_joint for row in desk.outbox):
            return
        self._hears_joints = True
        desk.joints.changed.connect(self._on_joints_changed)
        desk.joints.reloaded.connect(self._soon.start)

    def _on_joints_changed(self, changes: JointChanges) -> None:
        stuck = {row.joint_id for row in self.context.desk.outbox}
        if not stuck.isdisjoint(changes.changed | changes.gone):
            self._soon.start()

    def _set_chips(self) -> None:
        for page in PAGES:
            self._chips.set_count(page, len(self._entries.on(page)))
            self._chips.set_on(page, page == self._page)

    def _say_empty(self) -> None:
        title, text = list_columns.nothing(self._page)
        self.table.set_empty(title, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _fit_columns(self) -> None:
        # The last pixels are the scroll bar's.
        room = self.table.width() - theme.current().px(12)
        self.table.header.leave_out(without_room(list_columns.columns(), list_columns.LEAST, room))
        self.table.header.stretch(self.table.viewport().width())

    # --- the one under the cursor ------------------------------------------------------------------------
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        slot = self.table.current_id()
        return self._entries.entry(slot) if slot is not None else None

    def _on_current(self, _slot: object) -> None:
        self._show_current()

    def _show_current(self) -> None:
        entry = self.current()
        self._decision.show_entry(entry, len(self._alike(entry)) if entry is not None else 0)

    def _alike(self, entry: Entry) -> list[Entry]:
        return [e for e in self._entries.on(entry.page) if e.kind == entry.kind]

    def _chosen(self) -> list[Entry]:
        """What is selected, in the order shown; else the entry under the cursor."""
        found = [self._entries.entry(slot) for slot in self.table.selected_ids()]
        chosen = [entry for entry in found if entry is not None]
        current = self.current()
        return chosen or ([current] if current is not None else [])

    def _step(self, step: int) -> None:
        current = self.table.current_id()
        following = self.table.neighbour(current, step) if current is not None else None
        if following is not None:
            self.table.select_row(following)
        else:
            self._choose_one()

    # --- deciding ----------------------------------------------------------------------------------------
    def _do(self, what: str) -> None:
        if self._soon.isActive():
            # Keys may be faster than the list: what was decided is taken out of it first.
            self._soon.stop()
            self.refresh()
        entry = self.current()
        if entry is None:
            return
        if what == "drop" and entry.page == "waiting":
            what = "withdraw"
        elif what not in {action.id for action in self._decision.bar.actions_shown()}:
            return
        chosen = [e for e in self._chosen() if e.page == entry.page]
        acts: dict[str, Callable[[], None]] = {
            "reapply": lambda: self._reapply(chosen),
            "drop": lambda: self._drop(chosen),
            "withdraw": lambda: self._withdraw(chosen),
            "restore": lambda: self._restore(chosen),
            "reapply_all": lambda: self._reapply(self._alike(entry)),
            "drop_all": lambda: self._drop(self._alike(entry)),
            "correct": lambda: self._correct(entry),
            "open": lambda: self._open(entry),
            "copy": lambda: self._copy(chosen),
        }
        acts[what]()

    def _reapply(self, entries: list[Entry]) -> None:
        done, why = 0, ""
        for entry in sorted(entries, key=lambda e: e.row.n if e.row is not None else 0):
            try:
                self.context.desk.reapply(entry.key)
                done += 1
            except (Refused, ConsoleError) as error:
                why = why or self.context.desk.say(error.says)
        if why and not done:
            self.context.tell(why)
        elif why:
            left = len(entries) - done
            said = self.tr("Sent again: {done}; not possible: {left} ({why})")
            self.context.tell(said.format(done=done, left=left, why=why))
        else:
            self.context.tell(self.tr("Sent again: {done}").format(done=done))

    def _drop(self, entries: list[Entry]) -> None:
        desk = self.context.desk
        gone: list[str] = []
        for entry in entries:
            if entry.draft is not None:
                self._discard(entry)
                continue
            try:
                desk.drop(entry.key)
                gone.append(entry.key)
            except (Refused, ConsoleError) as error:
                self.context.tell(desk.say(error.says))
        if gone:
            self.context.tell_undo(self.tr("Dropped: {n}").format(n=len(gone)), tuple(gone))

    def _withdraw(self, entries: list[Entry]) -> None:
        """Of several on one ticket the last goes first; what cannot be taken back says why."""
        desk = self.context.desk
        chains: dict[str, list[str]] = {}
        for row in sorted((e.row for e in entries if e.row is not None), key=lambda row: row.n):
            chains.setdefault(row.object_id, []).append(row.action_id)
        try:
            how = desk.undo_many(tuple(chains.values()))
        except ConsoleError as error:
            self.context.tell(desk.say(error.says))
            return
        reasons = dict.fromkeys(desk.say(one.says) for one in how if isinstance(one, UndoRefused))
        if reasons:
            self.context.tell(words.listed(reasons))

    def _discard(self, entry: Entry) -> None:
        draft = entry.draft
        assert draft is not None
        self.context.desk.drafts.discard(draft.key)
        self.context.tell(self.tr("Discarded; it stands under Dropped until you log out"))

    def _restore(self, entries: list[Entry]) -> None:
        desk = self.context.desk
        for entry in entries:
            try:
                if entry.draft is not None:
                    if not desk.drafts.restore(entry.draft.key):
                        self.context.tell(
                            self.tr("Another was begun in its place: send or discard that first")
                        )
                else:
                    desk.restore(entry.key)
            except ConsoleError as error:
                self.context.tell(desk.say(error.says))

    def _correct(self, entry: Entry) -> None:
        """Opens the form that the act came from, filled with what was given; the row goes when it is sent."""
        drafts = self.context.desk.drafts
        if entry.draft is not None:
            key = entry.draft.key
        else:
            assert entry.row is not None
            if entry.row.is_joint:
                self._correct_joint(entry.row)
                return
            form = half_written.form_of(entry.row)
            if form is None:
                return
            step, values = form
            if step == "call":
                actor = self.context.desk.actor
                step = key = "found" if actor is not None and actor.role == "grid" else "call"
            else:
                key = f"{step}:{entry.row.ticket_id}"
            held = drafts.load(key)
            if held and held.get(REPLACES) != entry.key:
                self.context.tell(self.tr("That form holds something half written: send or discard it first"))
                return
            if not held:
                drafts.save(key, {**values, REPLACES: entry.key})
        if not self.context.take_up(key):
            self.context.tell(self.tr("The ticket does not allow this step now; what you wrote is kept here"))

    def _correct_joint(self, row: OutboxRow) -> None:
        """The form of an act on a joint action stands over the window, wherever it is called for."""
        from views.outbox.joint_correcting import JointCorrecting

        if self._correcting is None:
            self._correcting = JointCorrecting(self.context, self)
        why_not = self._correcting.correct(row)
        if why_not:
            self.context.tell(why_not)

    def _open(self, entry: Entry) -> None:
        if entry.row is not None and entry.row.is_joint:
            if self.context.look_at_joint is not None:
                self.context.look_at_joint(entry.row.joint_id)
            return
        ticket_id = entry.row.ticket_id if entry.row is not None else ""
        if entry.draft is not None:
            ticket_id = entry.draft.key.partition(":")[2]
        self.context.open_ticket(ticket_id)

    def _copy(self, entries: list[Entry]) -> None:
        parts = []
        for entry in entries:
            if entry.row is not None:
                parts.append(telling.as_text(entry.row, self.context))
            elif entry.draft is not None:
                lines = half_written.written_in(entry.draft, self.context)
                given = "\n".join(f"{caption}: {value}" for caption, value in lines)
                parts.append(f"{words.dotted((entry.what, entry.number))}\n{given}")
        QGuiApplication.clipboard().setText("\n\n".join(parts))
        self.context.tell(self.tr("Copied"))
