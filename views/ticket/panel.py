"""The ticket: heading, clocks, advice, facts, words, files, timeline, and at its foot what may be done now.

It shows what the replica has at once, and what only the backend knows (timeline, reasons) when it has come;
until then, and off line, the last of it stays. A change of the row touches only the parts it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.replica.columns import Changes
from contract.feed import Detail, Entry, Suggestion, Suggestions
from contract.ticket import Ticket
from views import words
from views.acting import ONLINE, WHISTLE, Step, online_steps, steps_for, whistling
from views.claims import holder
from views.context import Context
from views.duty.on_ticket import TicketDuty
from views.on_line import why_not
from views.rows import TicketRows
from views.ticket.advising import advice_lines
from views.ticket.asking import Asking
from views.ticket.bar import awaited_first, bar_actions
from views.ticket.component_facts import KEY as COMPONENT
from views.ticket.component_facts import with_others
from views.ticket.doing import Doing
from views.ticket.explaining import Explaining
from views.ticket.facts import clock_cells, facts_of, heading, under_heading
from views.ticket.history import entries_of
from views.ticket.kin import Kin
from views.ticket.onward import ONWARD, Onward, onward
from views.ticket.page import TicketPage
from views.ticket.revealing import Revealing
from views.ticket.submitting import Submitting
from widgets import theme


class TicketPanel(QWidget):
    """One ticket. `acted(ticket_id, step_id)` after a step was taken; `entered(ticket)` when a step's form
    has been opened on it, `left(ticket_id)` when that has gone; `shown(ticket)` when the row shown is another
    or has changed (None for none)."""

    acted = Signal(str, str)
    entered = Signal(object)
    left = Signal(str)
    shown = Signal(object)
    bar_changed = Signal()
    wanted = Signal()
    """Something was asked for that is to be seen here, and another panel lies over this one."""

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
        self._steps: list[Step] = []
        self._away = ""
        self._held_by = ""
        self._onward: Onward | None = None
        self.doing = Doing(context, self)
        self._page = TicketPage(context, empty, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._asking = Asking(context.desk, self)
        self._revealing = Revealing(context.desk, self)
        self._duty = TicketDuty(context, self)
        self._explaining = Explaining(context, self._page, lambda: (self._ticket, self._detail), self)
        self._kin = Kin(context, self._page, self.take, self)
        self.submitting = Submitting(self._page, self.doing, lambda: (self._ticket, self._away), self)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        desk = self._context.desk
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_reloaded)
        desk.outbox_changed.connect(self._refresh_history)
        desk.connection_changed.connect(self._on_connection)
        self._context.ticker.tick.connect(self._on_tick)
        self._asking.told.connect(self._on_detail)
        self._asking.failed.connect(self._on_not_told)
        self._asking.advised.connect(self._on_advice)
        self._asking.busy.connect(self._page.busy.set_busy)
        self._revealing.told.connect(self._refresh_facts)
        self._duty.told.connect(self._refresh_facts)
        for asked in (self._revealing, self._duty):
            asked.failed.connect(lambda error: self._say(desk.say(error.says), wrong=True))
        self._page.bar.triggered.connect(self.take)
        self._page.facts.link_activated.connect(self._on_link)
        self._page.files.failed.connect(self._say)
        self.doing.done.connect(self._on_done)
        self.submitting.said.connect(self._on_said)
        self.submitting.closed.connect(self.setFocus)
        self.submitting.opened.connect(self.entered)
        self.submitting.left.connect(self.left)

    # --- which ticket ------------------------------------------------------------------------------------
    @property
    def ticket(self) -> Ticket | None:
        """The ticket shown."""
        return self._ticket

    def show_ticket(self, ticket_id: str) -> None:
        """Shows another ticket ("" for none). A form that was open keeps its words as a draft."""
        if self._ticket is not None and self._ticket.id == ticket_id:
            return
        self.submitting.shut()
        self._explaining.close()
        self._detail = self._advice = None
        self._kin.told(None)
        self._revealing.forget()
        self._say("")
        self._ticket = self._context.desk.store.get(ticket_id) if ticket_id else None
        self._page.upper.verticalScrollBar().setValue(0)
        self._refresh()
        if ticket_id:
            self._asking.ask(ticket_id, self._ticket)
        else:
            self._asking.forget()

    def _on_detail(self, detail: Detail) -> None:
        self._detail = detail
        self._page.told()
        self._kin.told(detail)
        if self._ticket is None:
            self._ticket = detail.ticket
            self._refresh()
        else:
            self._refresh_history()
            self._refresh_advice()
            if detail.of_component:
                self._refresh_facts()
            self._page.files.show_files(detail.files)

    def _on_not_told(self, error: ConsoleError) -> None:
        if self._detail is None:
            # What a technician would want to know stands at the link in the status line.
            why = self._context.desk.say(error.says).partition(" (")[0]
            told = self.tr("The timeline comes when the centre answers: {why}").format(why=why)
            self._page.say(told, until_told=True)

    def _on_advice(self, advice: Suggestions) -> None:
        if self._ticket is None:
            return
        self._advice = advice
        self._refresh_bar()
        self._refresh_advice()
        self._refresh_clocks()
        self._page.form.advise(advice)

    def _on_tick(self) -> None:
        now, ticket = self._context.now(), self._ticket
        self._page.why.tick(now)
        if ticket is not None and ticket.claim is not None and self.isVisible():
            # A claim falls silent and runs out without any change from the backend.
            before = self._held_by
            self._refresh_holder(ticket, now)
            if self._held_by != before:
                self._refresh_bar()

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
            self._asking.ask_again(fresh)

    def _on_reloaded(self) -> None:
        if self._ticket is not None:
            self._ticket = self._context.desk.store.get(self._ticket.id)
            self._refresh()

    def _on_connection(self) -> None:
        if self._ticket is not None and why_not(self._context.desk) != self._away:
            self._refresh_bar()
            self._refresh_facts()
            self._refresh_advice()
        if self._detail is None and self._ticket is not None and self._context.desk.connection.link == "live":
            self._asking.ask_again(self._ticket)

    # --- what it shows -----------------------------------------------------------------------------------
    def _refresh(self) -> None:
        ticket = self._ticket
        self._page.show_ticket(ticket is not None)
        if ticket is not None:
            desk, reference, now = self._context.desk, self._context.reference, self._context.now()
            self._page.title.setText(heading(ticket, reference))
            self._page.under.setText(under_heading(ticket, desk.state_name(ticket.state), now, reference))
            self._refresh_bar()
            self._refresh_holder(ticket, now)
            self._refresh_clocks()
            self._refresh_facts()
            # What a device said stands among the facts.
            said = "" if ticket.beside.visit is not None else ticket.text or ticket.title
            self._page.show_words(said)
            self._refresh_advice()
            self._refresh_history()
            told = self._detail is not None and self._detail.ticket.id == ticket.id
            self._page.files.show_files(self._detail.files if self._detail is not None and told else ())
        else:
            self._refresh_bar()
        self.shown.emit(ticket)

    def _refresh_holder(self, ticket: Ticket, now: int) -> None:
        """Who else is in it: said before anything is opened."""
        who = self._held_by = holder(ticket.claim, self._context.desk.actor, now)
        pill = self._rows.pill(ticket.claim)
        self._page.holder.setVisible(who in ("other", "silent"))
        if pill is not None:
            self._page.holder.setText(pill.hint)
            theme.set_role(self._page.holder, "error" if who == "silent" else "dim")

    def _refresh_facts(self) -> None:
        assert self._ticket is not None
        actor = self._context.desk.actor
        may = actor is not None and actor.role in ("seat", "duty", "handler")
        away = bool(why_not(self._context.desk))
        reference, now = self._context.reference, self._context.now()
        main = self._context.desk.store.get(self._ticket.merged_into)
        into = main.number if main is not None else ""
        facts = facts_of(self._ticket, now, reference, self._revealing.reporter, may, away, into)
        facts = with_others(facts, self._detail, self._context.desk.state_name)
        self._page.facts.set_facts(self._duty.among(facts, self._ticket))

    def _refresh_clocks(self) -> None:
        assert self._ticket is not None
        nearby = len(self._advice.nearby) if self._advice is not None else None
        cells = clock_cells(self._ticket, self._context.reference, self._context.now, nearby)
        self._page.clocks.set_cells(cells)
        self._explaining.refresh()

    def _refresh_advice(self) -> None:
        if self._ticket is not None:
            lines = advice_lines(self._ticket, self._advice, self._units(), self._timeline(), self._context)
            if self._onward is not None:
                lines.insert(0, self._onward.line())
            self._page.advised.set_lines(lines)
            self._page.advised.setVisible(bool(lines))
            self._kin.advised(self._ticket, self._advice)

    def _timeline(self) -> tuple[Entry, ...]:
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
        self._page.timeline.set_entries(
            entries_of(self._timeline(), ticket, waiting, self._context.now(), desk)
        )
        self._page.history_changed()

    def _refresh_bar(self) -> None:
        ticket, desk = self._ticket, self._context.desk
        steps: list[Step] = []
        if ticket is not None and desk.store.slot(ticket.id) >= 0:
            units = self._units()
            offers, named = desk.offers(ticket.id), desk.action_name
            steps = awaited_first(steps_for(ticket, offers, named, units[0] if units else None))
            now = self._context.now()
            self._onward = onward(ticket, steps, self._advice, self._context.reference, now)
            if self._onward is not None:
                steps.insert(0, self._onward.step())
            steps += online_steps(ticket.claim, desk.actor, now)
            steps += [whistling()] if self._context.whistle is not None else []
        else:
            self._onward = None
        away = why_not(desk)
        if steps != self._steps or away != self._away:
            self._steps, self._away = steps, away
            self._page.bar.set_actions(bar_actions(steps, ticket, away))
            opened = self._page.form.step
            if opened is not None and opened.id not in {s.id for s in steps}:
                # Sent by this person, here or in another window, the draft goes with this turn of the loop.
                draft, _ = self._page.form.kept()
                QTimer.singleShot(0, self, partial(self._say_kept, draft))
                self.submitting.shut()
            self.bar_changed.emit()

    def _say_kept(self, draft: str) -> None:
        if self._context.desk.drafts.load(draft):
            self._say(self.tr("This step is no longer possible; what you wrote is kept: To send, Drafts"))

    # --- acting ------------------------------------------------------------------------------------------
    def steps(self) -> list[Step]:
        """What the bar offers, likely first."""
        return list(self._steps)

    def open_step(self) -> str:
        """The step whose form is open, "" for none."""
        return self.submitting.step_id()

    def take_key(self, key: str, *, seen: bool) -> None:
        """Takes the step that has a key, the likelier of two. `seen`: the ticket had come to be shown before
        the key; nothing goes all the way as proposed that was not to be seen."""
        step = next((s for s in self._steps if s.key == key), None)
        if step is not None:
            seen = seen and self.isVisible()
            self._come_forward()
            if seen or step.id != ONWARD:
                self.take(step.id)

    def _come_forward(self) -> None:
        if not self.isVisible():
            self.wanted.emit()

    def take_digit(self, number: int) -> bool:
        """Gives a figure (from 0) to the open form; False where it asks for none."""
        return self._page.form.take_digit(number)

    def point(self, lon: float, lat: float) -> bool:
        """Gives a place to the open form; False where it asks for none."""
        return self._page.form.point(lon, lat)

    def take(self, step_id: str) -> None:
        """Takes a step at once, or opens its form."""
        ticket = self._ticket
        step = next((s for s in self._steps if s.id == step_id), None)
        if ticket is None or step is None:
            return
        if self._away and step.id in ONLINE:
            self._say(self._away, wrong=True)
        elif step.id == ONWARD and self._onward is not None:
            self.doing.perform(step, ticket, self._onward.values(ticket))
        elif step.id == WHISTLE and self._context.whistle is not None:
            self._context.whistle((ticket.id,))
        elif step.at_once:
            self.doing.perform(step, ticket, {})
        else:
            self._come_forward()
            self.submitting.open(step, ticket, self._advice)

    def _on_said(self, ticket: Ticket, text: str) -> None:
        """Something was not done: said on the page of its ticket, elsewhere with its number."""
        if self._ticket is not None and self._ticket.id == ticket.id:
            self._say(text, wrong=True)
        else:
            self._context.tell(words.dotted((ticket.number, text)))

    def _on_done(self, ticket_id: str, step_id: str) -> None:
        if step_id in ("note", "attach") and self._ticket is not None:
            self._asking.ask_again(self._ticket)
        self.acted.emit(ticket_id, step_id)

    def close_form(self) -> bool:
        """Closes the form, or the explanation; False where neither was open."""
        return self.submitting.close() or self._explaining.close()

    # --- showing more ------------------------------------------------------------------------------------
    def ask_why(self) -> None:
        """Explains the clock that is due first, or closes the explanation."""
        self._come_forward()
        self._explaining.ask()

    def reveal(self) -> None:
        """Shows the reporter in full; the backend writes down who saw it."""
        if self._ticket is not None:
            self._come_forward()
            self._revealing.ask(self._ticket.id)

    def _on_link(self, key: str) -> None:
        if key == "reporter":
            self.reveal()
        elif key == COMPONENT and self._ticket is not None and self._ticket.beside.component is not None:
            self._context.look_at_component(self._ticket.beside.component.code)
        elif key.startswith("linked."):
            self._context.open_ticket(key.removeprefix("linked."))
        elif key == "into" and self._ticket is not None:
            self._context.open_ticket(self._ticket.merged_into)
        else:
            self._duty.follow(key)

    def more(self) -> None:
        """Opens the actions that the bar has no room for."""
        self._come_forward()
        self._page.bar.open_more()

    def preview(self) -> None:
        """Opens the first of the files."""
        self._page.files.open_first()

    def copy_number(self, put: Callable[[str], None]) -> None:
        """Hands the number on, for the clipboard."""
        if self._ticket is not None:
            put(self._ticket.number)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self._page.say(text, wrong=wrong)
