"""The ticket: heading, clocks, advice, facts, words, files, timeline, and at its foot what may be done now.

It shows what the replica has at once, and what only the backend knows (timeline, reasons) when it has come;
until then, and off line, the last of it stays. A change of the row touches only the parts it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.replica.columns import Changes
from contract.feed import Detail, Shown, Suggestion, Suggestions
from contract.ticket import Ticket
from views import words
from views.acting import Step, online_steps, steps_for
from views.choices import reasons
from views.context import Context
from views.rows import LEASE, SILENT_AFTER, TicketRows
from views.ticket.act_form import ActForm
from views.ticket.attachments import Attachments
from views.ticket.doing import Doing
from views.ticket.facts import clock_cells, facts_of, heading, under_heading
from views.ticket.history import entries_of
from views.ticket.why import WhyPanel
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.clock_strip import ClockStrip
from widgets.empty import BusyLine, PanelState, StatePanel
from widgets.facts import Advice, FactsGrid
from widgets.timeline import TimelineView

_RELOAD_MS = 200
_ADVISED = ("reported", "accepted", "filed", "returned", "reopened")
_MOST_WORDS = 4_000


class TicketPanel(QWidget):
    """One ticket. `acted(ticket_id, step_id)` after a step was taken; `shown(ticket)` when the row shown is
    another or has changed (None for none)."""

    acted = Signal(str, str)
    shown = Signal(object)
    bar_changed = Signal()

    def __init__(
        self, context: Context, name: str, empty: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.ticket")
        theme.set_surface(self, "panel")
        self._context = context
        self._rows = TicketRows(context.desk)
        self._ticket: Ticket | None = None
        self._detail: Detail | None = None
        self._advice: Suggestions | None = None
        self._reporter: tuple[str, str] | None = None
        self._steps: list[Step] = []
        self.doing = Doing(context, self)
        self._build(empty)
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(_RELOAD_MS)
        self._reload.timeout.connect(self._load)
        self._connect()
        self._refresh()

    # --- building ----------------------------------------------------------------------------------------
    def _build(self, empty: tuple[str, str]) -> None:
        self._busy = BusyLine(self)
        self._title = QLabel(self)
        self._title.setObjectName("ticket.title")
        theme.set_role(self._title, "title")
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._under = QLabel(self)
        self._under.setObjectName("ticket.under")
        theme.set_role(self._under, "dim")
        self._under.setWordWrap(True)
        self._under.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._holder = QLabel(self)
        self._holder.setObjectName("ticket.holder")
        self._holder.setWordWrap(True)
        self._strip = ClockStrip(self._context.ticker, self)
        self._strip.setObjectName("ticket.clocks")
        self._why = WhyPanel(self)
        self._advised = Advice(self)
        self._advised.setObjectName("ticket.advice")
        self._facts = FactsGrid(2, self)
        self._facts.setObjectName("ticket.facts")
        self._words = QLabel(self)
        self._words.setObjectName("ticket.words")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._files = Attachments(self._context, self)
        self._timeline = TimelineView(self)
        self._timeline.setObjectName("ticket.timeline")
        self._note = QLabel(self)
        self._note.setObjectName("ticket.note")
        theme.set_role(self._note, "faint")
        self._note.setWordWrap(True)

        top = QWidget()
        upper = QVBoxLayout(top)
        upper.setContentsMargins(16, 12, 16, 8)
        upper.setSpacing(8)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title)
        head.addWidget(self._under)
        upper.addLayout(head)
        for part in (
            self._holder,
            self._strip,
            self._why,
            self._advised,
            self._facts,
            self._words,
            self._files,
        ):
            upper.addWidget(part)
        upper.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(top)
        self._bar = ActionBar(self)
        self._bar.setObjectName("ticket.actions")
        self._form = ActForm(self._context, self)

        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addWidget(self._scroll, 3)
        layout.addWidget(self._note)
        layout.addWidget(self._timeline, 2)
        layout.addWidget(self._bar)
        layout.addWidget(self._form)
        self._note.setContentsMargins(16, 0, 16, 4)
        self._empty = StatePanel(PanelState.EMPTY, empty[0], empty[1], parent=self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(page)

    def _connect(self) -> None:
        desk = self._context.desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_reloaded)
        desk.outbox_changed.connect(self._refresh_history)
        desk.connection_changed.connect(self._on_connection)
        self._bar.triggered.connect(self.take)
        self._form.submitted.connect(self._on_form)
        self._form.cancelled.connect(self.close_form)
        self._facts.link_activated.connect(self._on_link)
        self._strip.why_requested.connect(self._on_why)
        self._why.closed.connect(self._why.hide)
        self._files.failed.connect(self._say)
        self.doing.done.connect(self._on_done)
        self.doing.refused.connect(self._on_refused)
        self.doing.failed.connect(self._on_command_failed)

    # --- which ticket ------------------------------------------------------------------------------------
    @property
    def ticket(self) -> Ticket | None:
        """The ticket shown."""
        return self._ticket

    def show_ticket(self, ticket_id: str) -> None:
        """Shows another ticket ("" for none). A form that was open keeps its words as a draft."""
        if self._ticket is not None and self._ticket.id == ticket_id:
            return
        self._form.close_form()
        self._why.hide()
        self._detail = self._advice = self._reporter = None
        self._say("")
        self._ticket = self._context.desk.store.get(ticket_id) if ticket_id else None
        self._scroll.verticalScrollBar().setValue(0)
        self._refresh()
        if ticket_id:
            self._load(ticket_id)

    def _load(self, ticket_id: str = "") -> None:
        """Asks the backend for what only it knows."""
        wanted = ticket_id or (self._ticket.id if self._ticket is not None else "")
        if not wanted:
            return
        desk = self._context.desk
        self._busy.set_busy(True)
        desk.run(
            "ticket page",
            desk.detail(wanted),
            lambda d: self._on_detail(wanted, d),
            self._on_not_loaded,
            self,
        )
        actor = desk.actor
        ticket = self._ticket
        if (
            actor is not None
            and actor.role in ("seat", "duty")
            and ticket is not None
            and ticket.state in _ADVISED
        ):
            desk.run(
                "advice",
                desk.suggestions(wanted),
                lambda s: self._on_advice(wanted, s),
                lambda _e: None,
                self,
            )

    def _on_detail(self, wanted: str, detail: Detail) -> None:
        if self._ticket is not None and self._ticket.id != wanted:
            return
        self._busy.set_busy(False)
        self._detail = detail
        self._say("")
        if self._ticket is None:
            self._ticket = detail.ticket
            self._refresh()
        else:
            self._refresh_history()
            self._refresh_advice()
            self._files.show_files(detail.files)

    def _on_not_loaded(self, error: ConsoleError) -> None:
        self._busy.set_busy(False)
        if self._detail is None:
            self._say(
                self.tr("The timeline comes when the centre answers: {why}").format(
                    why=self._context.desk.say(error.says)
                )
            )

    def _on_advice(self, wanted: str, advice: Suggestions) -> None:
        if self._ticket is None or self._ticket.id != wanted:
            return
        self._advice = advice
        self._refresh_advice()
        self._refresh_clocks()
        self._refresh_bar()
        self._form.advise(advice)

    def _on_changed(self, changes: Changes) -> None:
        if self._ticket is None or self._ticket.id not in changes.ids:
            return
        fresh = self._context.desk.store.get(self._ticket.id)
        if fresh is None:
            self._refresh_bar()
            return
        before, self._ticket = self._ticket, fresh
        self._refresh()
        if fresh.seq != before.seq:
            self._reload.start()

    def _on_reloaded(self) -> None:
        if self._ticket is not None:
            self._ticket = self._context.desk.store.get(self._ticket.id)
            self._refresh()

    def _on_connection(self) -> None:
        if self._detail is None and self._ticket is not None and self._context.desk.connection.link == "live":
            self._reload.start()

    # --- what it shows -----------------------------------------------------------------------------------
    def _refresh(self) -> None:
        ticket = self._ticket
        self._stack.setCurrentIndex(0 if ticket is None else 1)
        if ticket is not None:
            desk, reference, now = self._context.desk, self._context.reference, self._context.now()
            self._title.setText(heading(ticket, reference))
            self._under.setText(under_heading(ticket, desk.state_name(ticket.state), now, reference))
            self._refresh_holder(ticket, now)
            self._refresh_clocks()
            self._refresh_facts()
            text = ticket.text or ticket.title
            self._words.setText(text[:_MOST_WORDS])
            self._words.setVisible(bool(text) and text != self._title.text())
            self._refresh_advice()
            self._refresh_history()
            if self._detail is not None and self._detail.ticket.id == ticket.id:
                self._files.show_files(self._detail.files)
            else:
                self._files.show_files(())
        self._refresh_bar()
        self.shown.emit(ticket)

    def _refresh_holder(self, ticket: Ticket, now: int) -> None:
        """Who else is in it: said before anything is opened."""
        pill = self._rows.pill(ticket.claim)
        actor = self._context.desk.actor
        other = (
            pill is not None and ticket.claim is not None and (actor is None or ticket.claim.by != actor.id)
        )
        self._holder.setVisible(other)
        if other and pill is not None:
            self._holder.setText(pill.hint)
            silent = now - (ticket.claim.until - LEASE if ticket.claim else now) >= SILENT_AFTER
            theme.set_role(self._holder, "error" if silent else "dim")

    def _refresh_facts(self) -> None:
        assert self._ticket is not None
        actor = self._context.desk.actor
        may = actor is not None and actor.role in ("seat", "duty", "handler")
        self._facts.set_facts(facts_of(self._ticket, self._context.reference, self._reporter, may))

    def _refresh_clocks(self) -> None:
        assert self._ticket is not None
        nearby = len(self._advice.nearby) if self._advice is not None else None
        self._strip.set_cells(clock_cells(self._ticket, self._context.reference, self._context.now, nearby))
        if not self._why.isHidden():
            self._explain(self._why.name)

    def _refresh_advice(self) -> None:
        lines: list[tuple[str, str, str]] = []
        ticket, advice = self._ticket, self._advice
        if ticket is not None and ticket.state in ("reported", "accepted") and advice is not None:
            for number, found in enumerate(advice.items[:2]):
                head = self.tr("Item") if number == 0 else self.tr("or")
                lines.append((head, words.pick(found.names), reasons(found)))
        elif ticket is not None and ticket.state in ("filed", "returned", "reopened"):
            for number, found in enumerate(self._units()[:2]):
                head = self.tr("Dispatch to") if number == 0 else self.tr("or")
                lines.append((head, words.pick(found.names), reasons(found)))
        if ticket is not None and ticket.state == "returned":
            back = next((e for e in reversed(self._timeline_of()) if e.action == "return"), None)
            if back is not None:
                lines.insert(0, (self.tr("Returned"), back.name, back.words))
        if (
            advice is not None
            and advice.nearby
            and ticket is not None
            and ticket.state in ("reported", "accepted")
        ):
            first = advice.nearby[0]
            lines.append(
                (self.tr("Nearby"), first.number, words.dotted(words.subject(first, self._context.reference)))
            )
        self._advised.set_lines(lines)
        self._advised.setVisible(bool(lines))

    def _timeline_of(self) -> tuple[Any, ...]:
        return self._detail.timeline if self._detail is not None else ()

    def _units(self) -> list[Suggestion]:
        """Units that are proposed; until the backend has spoken, the one that the catalogue names."""
        if self._advice is not None and self._advice.units:
            return list(self._advice.units)
        unit = self._rows.likely_unit(self._ticket) if self._ticket is not None else None
        return [Suggestion(code=unit.code, names=unit.names, score=1.0)] if unit is not None else []

    def _refresh_history(self) -> None:
        ticket = self._ticket
        if ticket is None:
            return
        desk = self._context.desk
        waiting = [row for row in desk.outbox if row.ticket_id == ticket.id]
        self._timeline.set_entries(
            entries_of(self._timeline_of(), ticket, waiting, self._context.now(), desk)
        )

    def _refresh_bar(self) -> None:
        ticket, desk = self._ticket, self._context.desk
        steps: list[Step] = []
        if ticket is not None and desk.store.slot(ticket.id) >= 0:
            units = self._units()
            steps = steps_for(ticket, desk.offers(ticket.id), desk.action_name, units[0] if units else None)
            steps += online_steps(*self._held_by(ticket))
        if steps != self._steps:
            self._steps = steps
            self._bar.set_actions(
                [
                    BarAction(
                        s.id,
                        s.text,
                        s.key,
                        primary=number == 0 and s.id not in ("claim", "note"),
                        danger=s.danger,
                    )
                    for number, s in enumerate(steps)
                ]
            )
            opened = self._form.step
            if opened is not None and opened.id not in {s.id for s in steps}:
                self._form.close_form()
            self.bar_changed.emit()

    def _held_by(self, ticket: Ticket) -> tuple[str, bool]:
        claim, actor, now = ticket.claim, self._context.desk.actor, self._context.now()
        if claim is None or claim.until <= now or actor is None:
            return "", False
        return (
            ("me", False) if claim.by == actor.id else ("other", now - (claim.until - LEASE) >= SILENT_AFTER)
        )

    # --- acting ------------------------------------------------------------------------------------------
    def steps(self) -> list[Step]:
        """What the bar offers, likely first."""
        return list(self._steps)

    def take_key(self, key: str) -> bool:
        """Takes the step that has a key, the likelier of two; False where the ticket offers none."""
        for step in self._steps:
            if step.key == key:
                self.take(step.id)
                return True
        return False

    def take(self, step_id: str) -> None:
        """Takes a step at once, or opens its form."""
        ticket = self._ticket
        step = next((s for s in self._steps if s.id == step_id), None)
        if ticket is None or step is None:
            return
        if step.at_once:
            self.doing.perform(step, ticket, {})
        else:
            self._form.open(step, ticket, self._advice)

    def _on_form(self, step: Step, values: Mapping[str, Any]) -> None:
        if self._ticket is not None and self.doing.perform(step, self._ticket, values):
            self._form.forget()
            self.close_form()

    def _on_done(self, ticket_id: str, step_id: str) -> None:
        if step_id in ("note", "attach"):
            self._reload.start()
        self.acted.emit(ticket_id, step_id)

    def _on_refused(self, errors: dict[str, str], text: str) -> None:
        if self._form.step is not None:
            self._form.refuse(errors, text)
        else:
            self._say(text, wrong=True)

    def _on_command_failed(self, text: str) -> None:
        self._say(text, wrong=True)

    def close_form(self) -> bool:
        """Closes the form, or the explanation; False where neither was open."""
        if not self._form.isHidden():
            self._form.close_form()
            self.setFocus()
            return True
        if not self._why.isHidden():
            self._why.hide()
            return True
        return False

    # --- showing more ------------------------------------------------------------------------------------
    def ask_why(self) -> None:
        """Explains the clock that is due first, or closes the explanation."""
        if not self._why.isHidden():
            self._why.hide()
            return
        ticket = self._ticket
        if ticket is None:
            return
        clocks = [c for c in (ticket.stage, ticket.responsibility) if c is not None]
        running = [c for c in clocks if c.running] or clocks
        if running:
            self._explain(min(running, key=lambda c: c.due_at or 0).name)

    def _on_why(self, key: str) -> None:
        ticket = self._ticket
        clock = (
            (ticket.responsibility if key == "responsibility" else ticket.stage)
            if ticket is not None
            else None
        )
        if clock is not None:
            if not self._why.isHidden() and self._why.name == clock.name:
                self._why.hide()
            else:
                self._explain(clock.name)

    def _explain(self, name: str) -> None:
        ticket = self._ticket
        clocks = (ticket.responsibility, ticket.stage) if ticket is not None else ()
        clock = next((c for c in clocks if c is not None and c.name == name), None)
        if clock is None:
            self._why.hide()
            return
        told = None
        if self._detail is not None:
            told = next((w for w in self._detail.why if w.clock == clock), None)
        self._why.explain(clock, self._context.now(), self._context.reference, told)

    def reveal(self) -> None:
        """Shows the reporter in full; the backend writes down who saw it."""
        ticket = self._ticket
        if ticket is None or self._reporter is not None:
            return

        def done(shown: Shown) -> None:
            if self._ticket is not None and self._ticket.id == ticket.id:
                self._reporter = (words.dotted((shown.name, shown.contact)), shown.phone)
                self._refresh_facts()

        desk = self._context.desk
        desk.run(
            "show the reporter",
            desk.reveal_reporter(ticket.id),
            done,
            lambda error: self._say(desk.say(error.says), wrong=True),
            self,
        )

    def _on_link(self, key: str) -> None:
        if key == "reporter":
            self.reveal()

    def more(self) -> None:
        """Opens the actions that the bar has no room for."""
        self._bar.open_more()

    def preview(self) -> None:
        """Opens the first of the files."""
        self._files.open_first()

    def copy_number(self, put: Callable[[str], None]) -> None:
        """Hands the number on, for the clipboard."""
        if self._ticket is not None:
            put(self._ticket.number)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        theme.set_role(self._note, "error" if wrong else "faint")
        self._note.setText(text)
        self._note.setVisible(bool(text))
