"""The board: every open ticket at the instant at which it falls due, in lanes, with the load ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from console.deadlines import Placement
from console.deadlines_falling import Falling
from console.replica.column import Bools
from console.replica.columns import Changes, Slots
from contract.lifecycle import is_open
from views import words
from views.context import Context
from views.deadlines.axis import Axis
from views.deadlines.bar import BoardBar
from views.deadlines.foretelling import Foretelling
from views.deadlines.lanes import KINDS, BoardLanes
from views.deadlines.load import LoadAhead
from views.deadlines.marks import marks_of
from views.deadlines.phrases import moment
from views.deadlines.telling import Telling
from views.deadlines.tips import Tips
from views.filtering.due import Due
from views.filters import LIGHTS, Sieve
from views.queue.kept import Arrangement
from views.queue.list_panel import ListPanel
from views.queue_spec import Page, QueueSpec
from widgets.frame import HintLine
from widgets.keys import KeyMap
from widgets.lanes import Lane, LaneBoard, Marks
from widgets.light import Light
from widgets.table.order import Rows

UNFOLDED = "unfolded"
TURNING_KEY = "Ctrl+T"
FOLD_KEY = "Ctrl+G"
_TURNING = Due("shift")


class BoardPanel(ListPanel):
    """Lanes in place of a table's rows. Pages are kinds of lanes; all of them show the same tickets."""

    def __init__(self, context: Context, spec: QueueSpec, parent: QWidget | None = None) -> None:
        super().__init__(context, spec, parent, arranges=False)
        self._lanes = BoardLanes(context, self._rows)
        self._tips = Tips(context, self._rows)
        self._fits: Sieve = self._sieve()
        self._placement = self._placed()
        self._unseen = Falling(context.desk.store)
        self._wanted = False
        """Whether anybody has looked at it: until then nothing is placed, and nothing held for it."""
        self._foretelling = Foretelling(context, self)
        self._many: list[str] = []
        self._judged_at = context.now()
        self._load = LoadAhead(context)
        self._kept_lanes: set[int] = set()
        self._bar = BoardBar(spec.key, self)
        zone = timezone(timedelta(minutes=context.reference.calendar.utc_offset))
        self.board = LaneBoard(zone, self, name=spec.pages[0].text)
        self.board.setObjectName(f"{spec.key}.board")
        # A unit's name may be longer than its lane's head.
        self.board.setProperty("free_text", True)
        self.board.set_words(self._tips.label, self._tips.said)
        self.board.set_load_caption(self.tr("Due each hour"))
        for page in spec.pages:
            # They are ways to look at the same tickets, so none has a number of its own.
            self._head.pages.set_count(page.key, None)
        self._hints = HintLine(spec.hints(), self)
        self._axis = Axis(context, self.board)
        self._stand(self._bar, self.board, self._hints)
        self._telling = Telling(self.board, self, self.isVisible)
        self._telling.recount.connect(self._recount)
        self._connect()
        self.arrange(self._memory.arrangement())
        self._say_age()

    def _connect(self) -> None:
        self._listen()
        desk, board = self._context.desk, self.board
        board.current_changed.connect(self._on_current)
        board.activated.connect(lambda slot: self.opened.emit(self.id_of(slot)))
        board.preview_requested.connect(lambda slot: self.previewed.emit(self.id_of(slot)))
        board.menu_requested.connect(self._on_menu)
        board.looked.connect(self._refresh_hints)
        self._bar.light_toggled.connect(self._on_light)
        self._bar.turning_toggled.connect(self.show_turning)
        self._bar.fold_toggled.connect(self.fold)
        self._foretelling.told.connect(self._on_foretold)
        desk.changed.connect(self._on_changed)
        desk.reloaded.connect(self._on_reloaded)
        desk.searchable.connect(self._on_searchable)

    def bind(self, keys: KeyMap) -> None:
        super().bind(keys)
        keys.bind(TURNING_KEY, self.show_turning, self.tr("Only what turns red before close of work"))
        keys.bind(FOLD_KEY, self.fold, self.tr("Nights and holidays folded, or all of the time"))

    # --- what shows the tickets says ---------------------------------------------------------------------
    @property
    def ground(self) -> LaneBoard:
        return self.board

    @property
    def foretelling(self) -> Foretelling:
        """What turns red before close of work."""
        return self._foretelling

    def slots_shown(self) -> Rows:
        self._want()
        slots = self._placement.by_due()
        return slots[self._seen(slots)].astype(np.int32)

    def current_id(self) -> str:
        slot = self.board.current()
        return self.id_of(slot) if slot is not None else ""

    def selected_ids(self) -> list[str]:
        current = self.current_id()
        if len(self._many) > 1 and current in self._many:
            return [one for one in self._many if self._stands(one)]
        return [current] if current else []

    def select(self, ticket_id: str) -> bool:
        if not self._stands(ticket_id):
            return False
        self._telling.catch_up()
        self.board.select(self._context.desk.store.slot(ticket_id))
        return True

    def select_many(self, ids: Sequence[str]) -> None:
        found = [one for one in ids if self._stands(one)]
        if found:
            self.select(found[0])
        self._many = found
        self.board.ring(list(map(self._context.desk.store.slot, found)) if len(found) > 1 else [])
        self.selection_changed.emit()
        self._refresh_hints()

    def begin(self) -> None:
        self._telling.catch_up()
        if self.board.current() is None:
            first = self.slots_shown()[:1]
            if len(first):
                self.board.select(int(first[0]), show=False)

    def _stands(self, ticket_id: str) -> bool:
        self._want()
        slot = self._context.desk.store.slot(ticket_id)
        placement = self._placement
        if not 0 <= slot < len(placement.on) or not placement.on[slot]:
            return False
        return bool(self._seen(np.array([slot], np.int64))[0])

    def count_of(self, page: Page) -> int:
        """All open tickets past their limit that this account sees; every page has the same."""
        del page
        return int((self._open() & (self._context.desk.store.due < self._context.now())).sum())

    # --- what narrows it ---------------------------------------------------------------------------------
    def _apply(self) -> None:
        """Filter or lanes are others: everything anew, the cursor and the stretch in sight stay."""
        wanted = self._filter
        self._lanes.kind = self._page.key if self._page.key in KINDS else KINDS[0]
        # How many are in each light is said whatever lights are chosen, so these choose among what stands.
        self._filter = replace(wanted, lights=())
        self._fits = self._sieve()
        self._filter = wanted
        self._placement = self._placed()
        self._kept_lanes.clear()
        self._say_filter()
        self._fill()
        if self.isVisible():
            self._go_along()

    def _go_along(self) -> None:
        """The lanes show where the cursor stands; one that stood on what is not there goes to the first."""
        current = self.current_id()
        if self._stands(current):
            self.board.show_lane(int(self._placement.lane[self._context.desk.store.slot(current)]))
            return
        first = self.slots_shown()[:1]
        if current and len(first):
            self.board.select(int(first[0]))

    def _placed(self) -> Placement:
        return Placement(self._context.desk.store, self._lanes.codes, self._fits)

    def _want(self) -> None:
        """Somebody looks at it, or asks what stands on it."""
        if not self._wanted:
            self._wanted = True
            self._fill()

    def _fill(self) -> None:
        self._unseen.anew()
        if self._wanted:
            self._judged_at = now = self._context.now()
            self._placement.fill(now)
            self._foretelling.follow(self._placement)
            self._telling.anew()
        self._recount()

    # --- what the lanes are to show ----------------------------------------------------------------------
    def slots(self) -> Slots:
        """Tickets that stand on the board in the lights chosen, by slot."""
        slots = self._placement.slots()
        return slots[self._seen(slots)]

    def shows(self, slots: Slots) -> Bools:
        """Which of the slots these are."""
        return self._placement.on[slots] & self._seen(slots)

    def marks(self, slots: Slots) -> Marks:
        """Their marks; the axis reaches as far as they do."""
        marks = marks_of(self._placement, self._context.desk.store, slots)
        self._axis.reach(marks.at)
        return marks

    def _seen(self, slots: Slots) -> Bools:
        """Which of those that stand on the board the chosen lights leave."""
        return np.isin(self._placement.light[slots], self._lights())

    def _lights(self) -> list[int]:
        """The codes of the lights chosen, all of them where none is."""
        return [LIGHTS[Light(light)] for light in self._filter.lights] or list(LIGHTS.values())

    def _on_light(self, light: str, on: bool) -> None:
        self.narrow(self._filter.adding("lights", light) if on else self._filter.without("lights", light))

    def show_turning(self) -> None:
        """Only those that turn red before close of work; again: all."""
        if self._filter.due == _TURNING:
            self.narrow(replace(self._filter, due=None, lights=()))
        else:
            self.show_turning_of("")

    def show_turning_of(self, unit: str) -> None:
        """Only what turns red before close of work at a unit (its path); "" for what the filter leaves."""
        units = (unit,) if unit else self._filter.units
        # What is past its limit already does not turn any more.
        self.narrow(replace(self._filter, units=units, due=_TURNING, lights=("amber", "green")))

    def _set_empty(self, title: str, text: str) -> None:
        self.board.set_empty(title, text)

    # --- how it is arranged ------------------------------------------------------------------------------
    def fold(self) -> None:
        """Folds what does not count as working time, or shows all of it."""
        self._axis.fold(not self._axis.folded)
        self._show_on()
        self._keep()

    def arrangement(self) -> Arrangement:
        return Arrangement(self._page.key, self._filter, group="" if self._axis.folded else UNFOLDED)

    def arrange(self, wanted: Arrangement) -> None:
        """Lanes, filter and axis at once."""
        self._axis.fold(wanted.group != UNFOLDED)
        super().arrange(wanted)

    # --- changes -----------------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes) -> None:
        self._rows.touched(changes.slots)
        if not self._wanted:
            self._unseen.note(changes.slots)
            self.count_changed.emit()
            return
        self._foretelling.touched(changes.slots)
        moves = self._placement.take(changes.slots, self._context.now())
        self._telling.tell(np.union1d(moves.placed, moves.gone))
        current = self.board.current()
        if current is not None and current in moves.gone and not self._context.desk.store.alive[current]:
            # Its slot may be another ticket's soon.
            with self._telling.moving():
                self.board.select(None)

    def _on_reloaded(self) -> None:
        self._foretelling.forget()
        self._lanes.forget()
        self._apply()
        if self.isVisible():
            self.begin()

    def _on_searchable(self) -> None:
        if self._filter.words:
            self._fill()

    def _on_reference(self) -> None:
        self._axis.renew()
        super()._on_reference()

    def _on_tick(self) -> None:
        super()._on_tick()
        now = self._context.now()
        if not self._wanted:
            if self._unseen.falls(now):
                self.count_changed.emit()
            return
        before, self._judged_at = self._judged_at, now
        turned = self._placement.pass_time(now)
        if len(turned):
            self._telling.tell(turned)
        if self._filter.due is not None or self._filter.mine:
            # An hour comes nearer, a claim runs out, without any change from the backend.
            others = self._fits.turning(before, now)
            if len(others):
                moves = self._placement.take(others, now)
                self._telling.tell(np.union1d(moves.placed, moves.gone))
        if self.isVisible():
            self._axis.set_now(now)
            if self._load.is_over(now):
                self._recount()
        self._foretelling.tick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want()
        self._axis.set_now(self._context.now())
        self._telling.catch_up()
        self._recount()
        self._foretelling.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._foretelling.rest()

    # --- counts ------------------------------------------------------------------------------------------
    def _recount(self) -> None:
        """Figures of lights, lanes and slices, a few times a second at most."""
        self.count_changed.emit()
        if not self.isVisible():
            return
        placement = self._placement
        _, green, amber, red = placement.lights()
        self._bar.set_counts({"red": red, "amber": amber, "green": green})
        self._show_on()
        seen = self.slots()
        self._line.set_count(len(seen), int(self._open().sum()))
        load = self._load.count(placement, seen)
        self.offer_lanes(counted=True)
        self.board.set_load(load)
        self._refresh_hints()
        self._foretelling.ask()

    def _open(self) -> Bools:
        """By slot, which tickets are open, whatever the filter says."""
        store = self._context.desk.store
        return store.alive & store.state.where(is_open)

    def offer_lanes(self, *, counted: bool) -> None:
        """The lanes that hold something, and those that held something since they were last laid out: a lane
        that empties stays where it is. Without `counted` only lanes that are new are a reason."""
        used = self._placement.lanes_in_use(self._lights())
        if not counted and self._kept_lanes.issuperset(used):
            return
        self._kept_lanes.update(used)
        lanes = [
            Lane(code, self._lanes.name(code), self._detail(code), self._load.said(code))
            for code in self._lanes.in_order(self._kept_lanes)
        ]
        self.board.set_lanes(lanes)

    def _detail(self, code: int) -> str:
        return self._load.detail(code, int(np.take(self._placement.lane_counts(code), self._lights()).sum()))

    def _refresh_hints(self, *_stretch: object) -> None:
        selected = self.tr("{n} selected").format(n=len(self._many)) if len(self._many) > 1 else ""
        self._hints.set_text(words.dotted((selected, self._axis.unsure(), self.spec.hints())))

    def _on_foretold(self) -> None:
        found = self._foretelling.forecast
        when = moment(found.until, self._context)
        self._bar.set_turning(self.tr("Red by close of work {when}").format(when=when), found.due)
        self._show_on()

    def _show_on(self) -> None:
        self._bar.show_on(self._filter.lights, self._filter.due == _TURNING, self._axis.folded)

    # --- what a person did -------------------------------------------------------------------------------
    def _on_current(self, slot: object) -> None:
        if self._telling.applying:
            return
        current = self.id_of(slot) if isinstance(slot, int) else ""
        if self._many and current not in self._many:
            self._many = []
            self.board.ring([])
            self._refresh_hints()
        self.current_changed.emit(current)
        self.selection_changed.emit()

    def _on_menu(self, slot: object, point: QPoint) -> None:
        if isinstance(slot, int):
            self.menu_requested.emit(self.id_of(slot), point)
