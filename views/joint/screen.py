"""联动台: joint actions by phase, and the one under the cursor in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from console.joints.joints import JointChanges
from contract.joint.lifecycle import TABLE
from contract.mandate import Mandate
from contract.ticket import Ticket
from views import words
from views.context import Context
from views.joint import naming, offering
from views.joint.acting import About, JointActing
from views.joint.awaited import first_awaited
from views.joint.board_pane import BoardPane
from views.joint.forms_words import gone_out
from views.joint.menus import Menus
from views.joint.moving import Moving
from views.joint.narrowing import Narrowing
from views.joint.offering import Offer
from views.joint.page import JointPage
from views.joint.papers import KEY as PAPERS
from views.joint.papers import Papers
from views.joint.papers import title as papers_title
from views.joint.running import rank
from views.joint.splits import Splits
from views.screen import Here, Screen
from widgets import theme
from widgets.action_bar import BarAction
from widgets.keys import Binding

_PASS_S = 15
"""So often what time alone makes another is told anew, beside what ticks."""


class JointScreen(Screen):
    """The screen. Its number counts the actions under way."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "joint", "")
        self.title = self.tr("Joint actions")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self.pane = BoardPane(context, self)
        self.board = self.pane.board
        self.page = JointPage(context, self)
        self.acting = JointActing(context, self)
        self.moving = Moving(context, self.board, self.acting, self)
        self.papers = Papers(context, self)
        self.menus = Menus(context, self.page, self.acting, self)
        self._offers: list[Offer] = []
        self._letters: set[str] = set()
        self._standing: dict[str, tuple[Callable[[], None], str]] = {}
        self._before = ""
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setObjectName("joint.split")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.pane)
        self.split.addWidget(self.page)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self._splits = Splits(context.desk, self.split, self.page.split)
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.fill(whole)
        self._splits.recall()
        self._connect()
        self._bind()
        self.pane.take_all()
        self._on_current(None)

    def _connect(self) -> None:
        desk = self.context.desk
        desk.joints.changed.connect(self._on_changed)
        desk.joints.reloaded.connect(self._on_reloaded)
        desk.reference_changed.connect(self._on_reference)
        desk.connection_changed.connect(self._on_connection)
        self.context.ticker.tick.connect(self._on_tick)
        board = self.board
        board.current_changed.connect(self._on_current)
        board.activated.connect(lambda _key: self.open_whole())
        board.preview_requested.connect(lambda _key: self.look_closer())
        board.menu_requested.connect(self._card_menu)
        self.page.bar.triggered.connect(self._press)
        self.page.menu_requested.connect(self.menus.show_row)
        self.page.opened.connect(self.menus.open_row)
        self.page.chosen_changed.connect(self._offer)
        self.page.ticket_wanted.connect(self.context.open_ticket)
        self.page.campaign_wanted.connect(self._to_campaign)
        self.page.said.connect(self.context.tell)
        self.acting.ended.connect(lambda _taken: self._offer())

    def _bind(self) -> None:
        bind = self.keys.bind
        bind("/", self.pane.search.setFocus, self.tr("Search"))
        for n, (chip, text) in enumerate(
            (
                ("all", self.tr("All of them")),
                ("mine", self.tr("Those of this department or street")),
                ("late", self.tr("Those that are late")),
                ("kind", self.tr("A kind")),
            ),
            1,
        ):
            bind(str(n), partial(self.pane.press, chip), text)
        bind("5", partial(self.context.go, "joint_figures"), self.tr("Figures of the half-year"))
        self._standing["6"] = (self._to_campaign, self.tr("To its campaign"))
        bind("6", *self._standing["6"])
        bind("N", self.next_pressing, self.tr("The next that needs somebody"))
        bind("M", self.write, self.tr("Write a note"))
        whistle = self.context.whistle
        if whistle is not None:
            bind("W", partial(whistle), self.tr("Propose a joint action"))
        bind("Y", self.turn_side, self.tr("Log or map"))
        bind(PAPERS, self.make_papers, papers_title())
        bind(".", self.page.bar.open_more, self.tr("More actions"))
        bind("Escape", self.escape, self.tr("Back"))

    # --- what changes ------------------------------------------------------------------------------------
    def _on_changed(self, changes: JointChanges) -> None:
        self.pane.take(changes.changed, changes.gone)
        # Not only the card under the cursor: one that came to nothing is shown without a card.
        shown = self.page.joint
        if shown is not None and shown.id in (*changes.changed, *changes.gone):
            self._show(shown.id)
        self.count_changed.emit()

    def _on_reloaded(self) -> None:
        self.pane.take_all()
        shown = self.page.joint
        alone = shown is not None and self._stands_alone(shown.id)
        if self.isVisible() and not alone:
            self._choose()
        if shown is not None and (alone or shown.id == self.board.current()):
            # What is chosen in it stays: only another action begins anew.
            self._show(shown.id)
        else:
            self._on_current(self.board.current())
        self.count_changed.emit()

    def _stands_alone(self, joint_id: str) -> bool:
        """Whether it is looked at though no card of it is on the board."""
        here = self.context.desk.joints.get(joint_id) is not None
        return here and self.is_whole() and self.board.current() is None

    def _on_reference(self) -> None:
        self.pane.set_kinds()
        self._on_reloaded()

    def _on_connection(self) -> None:
        self.pane.say_age()
        self._offer()

    def _on_tick(self) -> None:
        if not self.isVisible():
            return
        self.pane.pass_time()
        self.page.tell_lacks()
        if self.context.now() // 1000 % _PASS_S == 0:
            self.pane.say_age()
            self.page.pass_time()
            self._offer()

    def _on_current(self, key: object) -> None:
        self._before = str(key) if key is not None else self._before
        shown = self.page.joint
        if key is None and shown is not None and self._stands_alone(shown.id):
            # Its card has left the board, such as one called off: who reads it reads on.
            self._show(shown.id)
            return
        self.page.matrix.clear_current()
        self._show(str(key) if key is not None else "")

    def _show(self, joint_id: str) -> None:
        joint = self.context.desk.joints.get(joint_id) if joint_id else None
        self.page.show_joint(joint)
        self._offer()

    # --- what may be done --------------------------------------------------------------------------------
    def _offer(self) -> None:
        """The bar and its letters, as things stand."""
        joint, actor = self.page.joint, self.context.desk.actor
        self._offers = []
        if joint is not None and actor is not None:
            self._offers = offering.bar(
                joint,
                self.context.desk.joints.offers(joint.id),
                actor,
                self.context.now(),
                self.context.reference,
                self.page.chosen_unit(),
            )
        first = next((one.id for one in self._offers if not one.why and not one.danger), "")
        self.page.bar.set_actions([_button(one, likely=one.id == first) for one in self._offers])
        self.page.bar.setVisible(bool(self._offers))
        wanted = offering.by_letter(self._offers)
        for letter in self._letters - wanted.keys():
            self.keys.unbind(letter)
            if letter in self._standing:
                self.keys.bind(letter, *self._standing[letter])
        for letter, one in wanted.items():
            self.keys.bind(letter, partial(self._press, one.id), one.text)
        self._letters = set(wanted)

    def _press(self, id_: str) -> None:
        found = next((one for one in self._offers if one.id == id_ and not one.why), None)
        if found is not None:
            self._begin(found)

    def _begin(self, offer: Offer) -> None:
        if self.page.joint is not None:
            about = About(unit=offer.unit)
            self.acting.begin(self.page.joint.id, offer.action, offer.outcome, about)

    def make_papers(self) -> None:
        """Asks which papers of the action in front are to be saved."""
        if self.page.joint is not None:
            self.papers.begin(self.page.joint.id)

    def _card_menu(self, _key: str, at: QPoint) -> None:
        menu = self.menus.menu([one for one in self._offers if not one.why])
        menu.addSeparator()
        menu.addAction(self.tr("Open it whole")).triggered.connect(self.open_whole)
        menu.addAction(self.tr("Write a note")).triggered.connect(self.write)
        menu.addAction(f"{papers_title()}\t{PAPERS}").triggered.connect(self.make_papers)
        self.menus.add_tickets(menu)
        menu.popup(at)

    # --- going about -------------------------------------------------------------------------------------
    def open_whole(self) -> None:
        """The action alone: the board gives its room."""
        if self.page.joint is not None:
            self.pane.hide()
            self.page.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_closer(self) -> None:
        """The keys go to the departments of the action."""
        if self.page.is_low():
            self.open_whole()
        self.page.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> None:
        """The caret goes to where a note is written; on a low screen the board gives its room first."""
        if self.page.joint is not None:
            if self.page.is_low():
                self.open_whole()
            self.page.write()

    def is_whole(self) -> bool:
        """Whether the action stands alone."""
        return self.pane.isHidden()

    def _to_campaign(self, campaign_id: str = "") -> None:
        """To a campaign, else to that of the action in front, else to all of them."""
        joint, look = self.page.joint, self.context.look_at_campaign
        tie = joint.campaign if joint is not None else None
        wanted = campaign_id or (tie.id if tie is not None else "")
        if wanted and look is not None:
            look(wanted)
        else:
            self.context.go("campaigns")

    def _keys(self) -> list[str]:
        """The actions on the board, column by column."""
        return [key for known in TABLE.states for key in self.board.keys_of(known.name)]

    def turn_side(self) -> None:
        """From the log to the map and back."""
        if self.page.is_low():
            self.open_whole()
        self.page.show_side("log" if self.page.views.is_on("map") else "map")

    def next_pressing(self) -> None:
        """To the action that needs somebody most, then to the next."""
        now = self.context.now()

        found = map(self.context.desk.joints.get, self._keys())
        keys = [one.id for one in sorted(filter(None, found), key=partial(rank, now=now))]
        if keys:
            current = self.board.current()
            here = keys.index(current) if current in keys else -1
            self.board.select(keys[(here + 1) % len(keys)])

    def look_for(self, asked: str) -> None:
        """Shows those with these words, "" all of them; the cursor goes to the first that there is."""
        self.pane.search.setText(asked)
        self.pane.narrow(Narrowing(text=asked.strip()))
        found = self._keys()
        if asked.strip() and found and self.board.current() not in found:
            self.board.select(found[0])
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_joint(self, joint_id: str) -> bool:
        """Puts the cursor on an action; what narrows the board gives way. False where there is none."""
        if self.context.desk.joints.get(joint_id) is None:
            return False
        if not self.board.select(joint_id):
            self.pane.clear()
            if not self.board.select(joint_id):
                # One that came to nothing stands in no column: it is shown alone.
                self.board.select(None)
                self._show(joint_id)
                self.open_whole()
        return True

    # --- what the frame asks -----------------------------------------------------------------------------
    def here(self) -> list[Here]:
        """The steps of the action in front, and all others there are: for the palette."""
        joint = self.page.joint
        steps = [
            Here(f"joint.{one.id}", one.text, one.key, joint.number, partial(self._begin, one))
            for one in self._offers
            if joint is not None and not one.why
        ]
        reference = self.context.reference
        return steps + [
            Here(
                f"joint:{one.id}",
                words.dotted((one.title, naming.where(one, reference))),
                one.number,
                naming.phase(one.state, reference),
                partial(self.show_joint, one.id),
            )
            for one in self.context.desk.joints.rows()
        ]

    def citing(self) -> tuple[Ticket | None, bool]:
        """No ticket; whether the form that is open cites an entry."""
        return None, self.acting.cites()

    def cite(self, entry: Mandate) -> bool:
        """Cites an entry in the form that is open."""
        return self.acting.cite(entry)

    def count(self) -> int | None:
        """Actions under way."""
        return self.pane.open_count()

    def bindings(self) -> list[Binding]:
        return [
            Binding("← → ↑ ↓", self.tr("Another card")),
            Binding("Ctrl+← Ctrl+→", self.tr("Move it to another phase")),
            Binding("Enter", self.tr("Open it whole")),
            *self.keys.bindings(),
        ]

    def enter(self) -> None:
        super().enter()
        self.pane.pass_time()
        self.pane.say_age()
        self.page.notes.retell()
        self._choose()
        search = self.pane.search
        if not (search.hasFocus() and search.text()):
            (self.page.matrix if self.is_whole() else self.board).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        """Who comes finds the action of before in front, else the first that waits for them."""
        if self.board.current() is None and not (self._before and self.board.select(self._before)):
            now, reference = self.context.now(), self.context.reference
            self.board.select(first_awaited(self._keys(), self.context.desk, now, reference))

    def leave(self) -> None:
        super().leave()
        self._remember()

    def escape(self) -> None:
        """Back to the board; there, all of it again."""
        if self.is_whole():
            self.pane.show()
            self._choose()
            if self.board.current() is None:
                self._show("")
            self.board.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.pane.clear() or not self.board.hasFocus():
            self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        super().keep()
        self._remember()

    def reset_layout(self) -> None:
        self._splits.reset()

    def _remember(self) -> None:
        # While the action stands alone the board has no room of its own.
        if not self.is_whole():
            self._splits.remember()


def _button(one: Offer, *, likely: bool) -> BarAction:
    hint = words.begun(gone_out()) if one.action == "joint_remind" else ""
    return BarAction(one.id, one.text, one.key, likely, not one.why, one.why, danger=one.danger, hint=hint)
