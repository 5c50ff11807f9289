"""事项准入: a unit applies to have an item admitted, changed or vetoed; the duty officer decides; everybody
concerned sees what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.errors import ConsoleError
from console.ids import uuid7
from contract.admission import Admission, Apply, Decide, TakeBack
from contract.catalogue import ProposedItem
from views.admission.ground import Ground
from views.admission.list_panel import PAGES, AdmissionList, page_text, wish_words
from views.admission.write_page import OTHERWISE, WritePage
from views.catalogue.inline_form import InlineForm, reason
from views.context import Context
from views.on_line import why_not
from views.screen import Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction

WISHES = ("admit", "change", "veto")


class AdmissionScreen(Screen):
    """The screen: units write, the duty officer decides, leader and administrator look."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "admission", "")
        self.title = self.tr("Admission")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        actor = context.desk.actor
        role = actor.role if actor is not None else ""
        self._applies, self._decides = role == "handler", role == "duty"
        self._asking = self._again = False
        self._keys: dict[str, str] = {}
        self.list = AdmissionList(context, self)
        self.ground = Ground(context, self)
        self._writing: WritePage | None = None
        self.form = InlineForm("admission.decision", context.desk.drafts, self)
        self.bar = ActionBar(self)
        self.bar.setObjectName("admission.actions")
        theme.set_property(self.bar, "edge", "top")
        right = QWidget(self)
        theme.set_surface(right, "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ground, 1)
        column.addWidget(self.form)
        column.addWidget(self.bar)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("admission.split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(0, 6)
        split.setStretchFactor(1, 5)
        split.setSizes([720, 600])
        self.stack = QStackedWidget(self)
        self._desk_page = split
        self.stack.addWidget(split)
        self.fill(self.stack)
        self._bind()
        self._connect()
        self._offer()
        self.ask()

    def _connect(self) -> None:
        desk = self.context.desk
        desk.heard.connect(self._on_heard)
        desk.connection_changed.connect(self._offer)
        desk.session_changed.connect(self._on_session)
        desk.reference_changed.connect(self._show_current)
        self.list.current_changed.connect(self._show_current)
        self.list.table.menu_requested.connect(lambda _ids, point: self._menu(point))
        self.bar.triggered.connect(self._do)
        self.form.submitted.connect(self._on_form)
        self.form.opened.connect(self._offer)
        self.form.closed.connect(self._offer)
        self.form.closed.connect(self._to_list)

    @property
    def write(self) -> WritePage:
        """Where an application is written, made when it is first needed."""
        if self._writing is None:
            self._writing = WritePage(self.context, self)
            self._writing.sent.connect(self._on_sent)
            self._writing.left.connect(self._leave)
            self.stack.addWidget(self._writing)
        return self._writing

    def _bind(self) -> None:
        bind = self.keys.bind
        deeds: list[tuple[str, str, str]] = []
        if self._applies:
            deeds += [
                ("A", "admit", self.tr("Apply to admit an item")),
                ("E", "change", self.tr("Apply to change an item")),
                ("V", "veto", self.tr("Apply to veto an item")),
                ("T", "take_back", self.tr("Take the application back")),
            ]
        if self._decides:
            deeds += [
                ("P", "approved", self.tr("Approve")),
                ("X", "refused", self.tr("Refuse")),
                ("E", OTHERWISE, self.tr("Approve otherwise than asked for")),
            ]
        for key, what, text in deeds:
            bind(key, partial(self._do, what), text)
        bind("Escape", self.escape, self.tr("Back"))
        for number, page in enumerate(PAGES, 1):
            bind(str(number), partial(self.list.show_page, page), page_text(page))
        hints = " · ".join(f"{key} {text}" for key, _, text in deeds)
        self.list.set_hints(hints or self.tr("1 … 5 pages · ? all keys"))

    # --- what the frame asks -----------------------------------------------------------------------------
    def count(self) -> int | None:
        """Those that are to be decided, None before the centre has said it."""
        return self.list.waiting()

    def enter(self) -> None:
        """What there is, is asked for anew; the list takes the keys, or the form that is open."""
        super().enter()
        self.ask()
        self._to_list()

    def escape(self) -> None:
        """The smallest thing that is open is closed."""
        if self._is_writing():
            self._leave()
        elif self.form.deed:
            self.form.close_form()
        else:
            self._to_list()

    def show_page(self, page: str, entry: str = "") -> None:
        """Shows a page of the list."""
        self.list.show_page(page, entry)

    def _to_list(self) -> None:
        if self.stack.currentWidget() is self._desk_page and not self.form.deed:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- asking ------------------------------------------------------------------------------------------
    def _on_heard(self, kind: str) -> None:
        if kind in ("", "admission"):
            self.ask()

    def _on_session(self) -> None:
        self._offer()
        if self.context.desk.session == "in":
            self.ask()

    def ask(self) -> None:
        """The applications as they are now; what is shown stays where the centre does not answer."""
        desk = self.context.desk
        if why_not(desk):
            return
        if self._asking:
            self._again = True
            return
        self._asking = True

        def done(found: tuple[Admission, ...]) -> None:
            self._asking = False
            self.list.show_list(found)
            self.count_changed.emit()
            if self._again:
                self._again = False
                self.ask()

        def failed(_error: ConsoleError) -> None:
            self._asking = self._again = False

        desk.run("applications to the catalogue", desk.admissions.all(), done, failed, self)

    # --- showing -----------------------------------------------------------------------------------------
    def _show_current(self) -> None:
        self.ground.show_one(self.list.current())
        self._offer()

    def _offer(self) -> None:
        one, offline = self.list.current(), why_not(self.context.desk)
        self.list.say_empty()

        def on_line(id_: str, text: str, key: str, *, primary: bool = False) -> BarAction:
            return BarAction(id_, text, key, primary, enabled=not offline, reason=offline)

        found = []
        waiting = one is not None and one.state == "applied"
        if self._decides and one is not None and waiting:
            approve = self.tr("Approve {number}").format(number=one.number)
            found.append(on_line("approved", approve, "P", primary=True))
            found.append(on_line("refused", self.tr("Refuse"), "X"))
            if one.proposed is not None:
                found.append(on_line(OTHERWISE, self.tr("Approve otherwise"), "E"))
        if self._applies:
            found += [
                BarAction("admit", self.tr("Apply: new item"), "A", primary=True),
                BarAction("change", self.tr("Apply: change"), "E"),
                BarAction("veto", self.tr("Apply: veto"), "V"),
            ]
            if waiting:
                found.append(on_line("take_back", self.tr("Take back"), "T"))
        self.bar.set_actions(found)
        self.bar.setVisible(bool(found) and not self.form.deed)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.bar.actions_shown():
            entry = menu.addAction(f"{action.text}\t{action.key}")
            entry.setEnabled(action.enabled)
            entry.triggered.connect(lambda _on=False, what=action.id: self._do(what))
        menu.popup(point)

    # --- doing -------------------------------------------------------------------------------------------
    def _do(self, what: str) -> None:
        action = next((one for one in self.bar.actions_shown() if one.id == what), None)
        if action is None or self.form.deed or self._is_writing():
            return
        if not action.enabled:
            self.context.tell(action.reason)
            return
        one = self.list.current()
        if what in WISHES:
            self._write(what, None)
        elif what == OTHERWISE:
            self._write(what, one)
        elif what == "take_back" and one is not None:
            self._take_back(one)
        elif one is not None:
            self._decide(what, one)

    def _write(self, what: str, about: Admission | None) -> None:
        self.stack.setCurrentWidget(self.write)
        self.write.open(what, about)

    def _is_writing(self) -> bool:
        return self.stack.currentWidget() is not self._desk_page

    def _leave(self) -> None:
        self.stack.setCurrentWidget(self._desk_page)
        self._to_list()

    def _key(self, what: str) -> str:
        """One key for one thing to do, until it is answered."""
        return self._keys.setdefault(what, uuid7())

    def _on_sent(self, what: str, code: str, item: ProposedItem | None, why: str) -> None:
        desk = self.context.desk
        offline = why_not(desk)
        if offline:
            self.write.say(offline)
            return
        about = self.write.about()

        def done(one: Admission) -> None:
            self._keys.pop(what, None)
            self.write.done()
            self._leave()
            if what == OTHERWISE:
                self._told_of(one)
            else:
                said = self.tr("Application {number} is sent: {wish} {item}")
                item_name = self.context.desk.say(one.item_names)
                wish = wish_words(one.wish)
                self.context.tell(said.format(number=one.number, wish=wish, item=item_name))
                self.list.show_page("applied")
            self.ask()

        def failed(error: ConsoleError) -> None:
            if error.problem is not None:
                self._keys.pop(what, None)
            self.write.refuse(error)

        if what == OTHERWISE and about is not None:
            command = Decide(action_id=self._key(what), outcome="approved", reason=why, proposed=item)
            desk.run("decide", desk.admissions.decide(about.id, command), done, failed, self)
        else:
            applied = Apply(
                action_id=self._key(what),
                wish="admit" if what == "admit" else "change" if what == "change" else "veto",
                reason=why,
                item=code or None,
                proposed=item,
            )
            desk.run("apply", desk.admissions.apply(applied), done, failed, self)

    def _decide(self, outcome: str, one: Admission) -> None:
        title = self.tr("Approve {number}: the next version carries it")
        if outcome == "refused":
            title = self.tr("Refuse {number}")
        verb = self.tr("Approve") if outcome == "approved" else self.tr("Refuse")
        ask = reason(self.tr("Reason of the centre"))
        self._about = one
        self.form.open(
            outcome, one.id, title.format(number=one.number), verb, [ask], danger=outcome == "refused"
        )

    def _on_form(self, outcome: str, values: dict[str, str]) -> None:
        desk, one = self.context.desk, self._about
        offline = why_not(desk)
        if offline:
            self.form.say(offline)
            return
        key = f"{outcome} {one.id}"

        def done(decided: Admission) -> None:
            self._keys.pop(key, None)
            self.form.done()
            self._told_of(decided)
            self.ask()

        command = Decide(
            action_id=self._key(key),
            outcome="approved" if outcome == "approved" else "refused",
            reason=values["reason"],
        )
        work = desk.admissions.decide(one.id, command)
        desk.run("decide", work, done, self._refused(key, self.form.say), self)

    def _told_of(self, one: Admission) -> None:
        said = self.tr("{number} is approved; the next version carries it")
        if one.state == "refused":
            said = self.tr("{number} is refused")
        self.context.tell(said.format(number=one.number))

    def _take_back(self, one: Admission) -> None:
        desk, key = self.context.desk, f"take back {one.id}"

        def done(taken: Admission) -> None:
            self._keys.pop(key, None)
            self.context.tell(self.tr("{number} is taken back").format(number=taken.number))
            self.ask()

        command = TakeBack(action_id=self._key(key))
        work = desk.admissions.take_back(one.id, command)
        desk.run("take back", work, done, self._refused(key, self.context.tell), self)

    def _refused(self, key: str, say: Callable[[str], None]) -> Callable[[ConsoleError], None]:
        """Says why not, and asks how it stands; after a refusal the next try is another command."""

        def failed(error: ConsoleError) -> None:
            say(self.context.desk.say(error.says))
            if error.problem is not None:
                self._keys.pop(key, None)
                self.ask()

        return failed
