"""A call being taken: who, what, where, which item; proposals and like tickets come while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.feed import Suggestions
from contract.reference import Unit
from contract.refused import Refused
from views import choices, words
from views.context import Context
from views.correcting import REPLACES, give_up_corrected
from views.intake.call_draft import CallDraft, Far, further
from views.intake.call_fields import CallFields
from views.intake.call_foot import CallFoot
from views.likely import Likely
from views.on_line import why_not
from widgets import theme
from widgets.empty import BusyLine
from widgets.facts import Advice
from widgets.keys import KeyMap

_ASK_MS = 450
_FEWEST = 4
"""Letters that a proposal is asked for with."""


class CallForm(QWidget):
    """The form. `name` is its draft's key; `first_types` are the channel types offered first (a phone at a
    seat, the grid worker's own at a grid). `submitted(ticket_id)`; `opened(ticket_id)` for a like ticket;
    `left` when its person goes back to the list."""

    submitted = Signal(str)
    opened = Signal(str)
    left = Signal()
    located = Signal(object)
    """The `Spot` chosen, None when it is taken back."""

    def __init__(
        self,
        context: Context,
        name: str,
        first_types: tuple[str, ...],
        *,
        can_file: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.form")
        theme.set_surface(self, "panel")
        self._context = context
        self._name = name
        self._can_file = can_file
        self._suggestions = Suggestions()
        self._asked = 0
        # The item and grid that the proposals were made for: a unit proposed for others is no proposal.
        self._proposed_for = ("", "")
        self._replaces = ""
        self._fields = CallFields(
            context, name, first_types, lambda: self._suggestions.items, can_file=can_file, parent=self
        )
        self._build()
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(_ASK_MS)
        self._ask.timeout.connect(self._suggest)
        self.keys = KeyMap(self)
        self.keys.bind("Ctrl+Return", self.submit_likely)
        self.keys.bind("Ctrl+Shift+Return", lambda: self.submit("report"))
        self.keys.bind("Ctrl+D", lambda: self.submit("dispatch"))
        self.keys.bind("Escape", self.left.emit)
        self._restore()
        context.desk.drafts_changed.connect(self._on_drafts)

    # --- building ----------------------------------------------------------------------------------------
    def _build(self) -> None:
        self._foot = CallFoot(self._name, self, seat=self._can_file)
        self._busy = BusyLine(self)
        self._advice = Advice(self)
        self._advice.hide()
        self._nearby = Likely(self._context, "call.nearby", self.tr("It is this one"), self)
        self._wrong = QLabel(self)
        self._wrong.setObjectName(f"{self._name}.wrong")
        theme.set_role(self._wrong, "error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        for part in (self._fields.form, self._advice, self._nearby, self._wrong, self._fields.more):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._foot)
        self._connect()

    def _connect(self) -> None:
        fields = self._fields
        fields.edited.connect(self._on_edit)
        fields.passed_on.connect(self.focusNextChild)
        fields.located.connect(self.located)
        fields.area_proposed.connect(self._on_located_by_words)
        fields.item_proposed.connect(self._refresh_foot)
        self._nearby.opened.connect(self.opened)
        self._nearby.same.connect(self.submit_same)
        self._foot.wanted.connect(self._on_wanted)
        self._foot.cleared.connect(self.clear)

    # --- what is in it -----------------------------------------------------------------------------------
    def draft(self) -> CallDraft:
        """What was typed and chosen so far."""
        return self._fields.read(proposed=False)

    def whole(self) -> CallDraft:
        """The same with what is proposed and stands in the fields to be seen: what is submitted."""
        return self._fields.read(proposed=True)

    def _restore(self) -> None:
        kept = self._context.desk.drafts.load(self._name)
        self._replaces = str(kept.get(REPLACES, ""))
        self._fields.fill(CallDraft.of(kept) if kept else self._blank(), kept)
        self._refresh_foot()
        if kept:
            self._ask.start()

    def take_up(self) -> None:
        """Fills the form with its draft as it is kept now."""
        self._restore()

    def _on_drafts(self) -> None:
        """The draft was discarded elsewhere: what stands in the form goes, too."""
        if not self._context.desk.drafts.load(self._name) and not self.draft().is_empty():
            self._empty()

    def clear(self) -> None:
        """Empties the form; the caret goes back to where typing starts."""
        self._context.desk.drafts.forget(self._name)
        self._empty()
        self.focus_first()

    def _empty(self) -> None:
        self._replaces = ""
        self._ask.stop()
        self._propose_nothing()
        self._fields.area.propose(None)
        self._fields.clear_errors()
        self._wrong.hide()
        self._fields.fill(self._blank(), {})
        self._refresh_foot()

    def _blank(self) -> CallDraft:
        """An empty form: the channel stays, and a grid worker reports from the own grid."""
        actor = self._context.desk.actor
        area = actor.area_path.split("/")[-1] if actor is not None and actor.role == "grid" else ""
        return CallDraft(channel=self._fields.channel(), area=area)

    def focus_first(self) -> None:
        """The caret goes to the first field that is still empty."""
        self._fields.focus_first()

    def point(self, lon: float, lat: float) -> None:
        """A place (WGS-84 degrees) was clicked on the map while the form is open."""
        self._fields.area.locate(lon, lat)

    # --- proposals ---------------------------------------------------------------------------------------
    def _on_edit(self) -> None:
        kept = self.draft().kept() | self._fields.half_typed()
        if kept and self._replaces:
            kept[REPLACES] = self._replaces
        self._context.desk.drafts.save(self._name, kept)
        self._fields.clear_errors()
        self._wrong.hide()
        self._refresh_foot()
        self._ask.start()

    def _on_located_by_words(self) -> None:
        """A grid was proposed: the unit depends on it."""
        self._refresh_foot()
        self._ask.start()

    def _suggest(self) -> None:
        draft = self.draft()
        draft.area = self.whole().area
        if self._fields.area.chosen_value() is None:
            self._fields.area.propose_from(draft.place or draft.text)
        if len(draft.text.strip()) + len(draft.title.strip()) < _FEWEST:
            self._propose_nothing()
            return
        self._asked += 1
        asked = self._asked
        self._busy.set_busy(True)
        desk = self._context.desk

        def done(found: Suggestions) -> None:
            if asked == self._asked:
                self._busy.set_busy(False)
                first = found.items[0].code if found.items else ""
                self._proposed_for = (draft.item or first, draft.area)
                self._show(found)

        def failed(_error: ConsoleError) -> None:
            if asked == self._asked:
                self._busy.set_busy(False)
                if why_not(desk):
                    self._show_without()

        desk.run(
            "proposals for a call",
            desk.suggest(
                title=draft.heading(),
                text=draft.text,
                area=draft.area,
                item=draft.item,
                lon=draft.lon,
                lat=draft.lat,
                component=draft.component,
            ),
            done,
            failed,
            self,
        )

    def _propose_nothing(self) -> None:
        """What was proposed was for other words; what is still on its way is, too."""
        self._asked += 1
        self._busy.set_busy(False)
        self._show(Suggestions())

    def _show_without(self) -> None:
        """Off line: what the catalogue says by itself, and that it is no more than that."""
        self._suggestions = Suggestions()
        rest = self.tr("choose the item; the unit is then the one that the catalogue names")
        self._advice.set_lines([(self.tr("Off line"), self.tr("no proposals of the centre's"), rest)])
        self._advice.show()
        self._nearby.show_found(None)
        self._refresh_foot()

    def _show(self, found: Suggestions) -> None:
        self._suggestions = found
        self._fields.item.propose(choices.suggested(found.items)[0] if found.items else None)
        lines = []
        if self._fields.item.chosen_value() is None:
            for number, item in enumerate(found.items[:2]):
                head = self.tr("Item") if number == 0 else self.tr("or")
                lines.append((head, words.pick(item.names), choices.reasons(item)))
        if found.units and self._fields.item.value():
            lines.append((self.tr("Unit"), words.pick(found.units[0].names), choices.reasons(found.units[0])))
        lines += [(self.tr("Note"), words.begun(words.pick(told)), "") for told in found.notices]
        self._advice.set_lines(lines)
        self._advice.setVisible(bool(lines))
        self._nearby.show_found(found, self._place())
        self._refresh_foot()

    def _place(self) -> tuple[float, float] | None:
        """Where the matter lies, as far as it is known."""
        draft = self.whole()
        return (draft.lon, draft.lat) if draft.lon is not None and draft.lat is not None else None

    def _unit(self, draft: CallDraft) -> Unit | None:
        """Where it would be dispatched to."""
        reference = self._context.reference
        if not draft.can_file():
            return None
        if self._suggestions.units and self._proposed_for == (draft.item, draft.area):
            return reference.unit(self._suggestions.units[0].code)
        item = reference.item_at(draft.item, self._context.now())
        return reference.responsible(item, draft.area) if item is not None else None

    def _refresh_foot(self) -> None:
        draft = self.whole()
        files = self._can_file and draft.can_file()
        unit = self._unit(draft) if self._can_file else None
        self._foot.offer(files, words.pick(unit.names) if unit is not None else "")

    # --- submitting --------------------------------------------------------------------------------------
    def submit_likely(self) -> None:
        """As far as what is known allows: filed where item and grid are chosen, else recorded."""
        self.submit("file" if self._can_file and self.whole().can_file() else "report")

    def _on_wanted(self, far: str) -> None:
        if far == "dispatch":
            self.submit("dispatch")
        elif far == "report":
            self.submit("report")
        else:
            self.submit_likely()

    def submit_same(self, into: str) -> None:
        """The call is about a ticket that is open already: recorded and merged into it."""
        self._submit("report", into)

    def submit(self, far: Far) -> None:
        """Records the call, and goes on as far as asked."""
        self._submit(far, "")

    def _submit(self, far: Far, into: str) -> None:
        # What is recorded only carries no proposal: nobody has said that it is so.
        draft = self.whole() if far != "report" else self.draft()
        faults = {}
        if not draft.heading():
            faults["text"] = self.tr("Write what happened; a few words are enough")
        if far != "report" and not draft.item:
            faults["item"] = self.tr("Choose the item, or record only")
        if far != "report" and not draft.area:
            faults["area"] = self.tr("Choose the grid, or record only")
        if self._can_file and self._fields.component.wrong():
            faults["component"] = self._fields.component.wrong()
        unit = self._unit(draft)
        if far == "dispatch" and unit is None and not faults:
            faults["item"] = self.tr("No unit is named for this item here; dispatch it from the queue")
        if faults:
            self._fields.form.set_errors(faults)
            return
        desk = self._context.desk
        try:
            # All of it or nothing: what could not be kept is submitted again, and must not be there twice.
            ticket_id, made = desk.report_on(
                draft.report(only=far == "report"), further(far, draft, unit, into)
            )
        except (Refused, ConsoleError) as why:
            self._say(desk.say(why.says))
            return
        done = {
            "report": self.tr("Recorded"),
            "file": self.tr("Recorded and filed"),
            "dispatch": self.tr("Recorded, filed and dispatched"),
        }[far]
        self._context.tell_undo(words.dotted((done, draft.heading())), made)
        if self._replaces:
            give_up_corrected(self._context, self._replaces)
        self.clear()
        self.submitted.emit(ticket_id)

    def _say(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.show()
