"""The command line of a window: reads at every key, says what it would do, does it on Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from console.errors import ConsoleError
from views.bulk.part import BulkPart
from views.bulk.plan import MOST, Fate, Plan
from views.command import preview
from views.command.completion import Completions, complete
from views.command.grammar import Trouble
from views.command.meaning import Do, Find, FindAction, Go, Look, Meaning, Say, understand
from views.command.seat_words import vocabulary_of
from views.command.situation import AtSeat
from views.command.vocabulary import Vocabulary
from views.everywhere import Deed
from views.kept_text import KeptText
from widgets.command_line import KEPT, CommandLine

if TYPE_CHECKING:
    from views.seat_window import SeatWindow

_HISTORY = ".command"
_AGAIN_MS = 250


class CommandPart(QObject):
    """The part."""

    def __init__(self, seat: SeatWindow) -> None:
        super().__init__(seat)
        self.setObjectName("command.part")
        self._seat = seat
        bulk = seat.findChild(BulkPart, "bulk.part")
        assert isinstance(bulk, BulkPart), "the command line does through the bulk part what it does"
        self._bulk = bulk
        self._vocabulary: Vocabulary | None = None
        self._since = 0
        self.here = AtSeat(seat.desk, bulk.planner, seat.current)
        self._meaning: Meaning | Trouble = Trouble("empty")
        self._plan: Plan | None = None
        self._completions = Completions(0, 0)
        self._before: QWidget | None = None
        line = self.line = CommandLine(self.tr("Command: pd 石湾 3, ja 1-5, /words, ? keys"))
        line.setObjectName("command")
        line.line.setObjectName("command.line")
        line.edited.connect(self._read)
        line.submitted.connect(self._submit)
        line.completed.connect(self._complete)
        line.cancelled.connect(self._leave_line)
        line.line.cursorPositionChanged.connect(self._on_caret)
        line.set_history([str(one) for one in seat.desk.drafts.load(_HISTORY).get("said", [])])
        seat.frame.set_command_line(line)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._read_again)
        seat.desk.changed.connect(self._on_change)
        seat.desk.reference_changed.connect(self._forget_words)
        seat.screen_shown.connect(self._on_change)
        KeptText(line.line, seat.desk.drafts, ".command.line")
        add = seat.everywhere.add
        text = self.tr("Command line")
        add(Deed("command", text, ":", self.begin, letter=True))
        add(Deed("command.shifted", text, "Shift+:", self.begin, letter=True, listed=False))
        add(Deed("command.typing", text, "Ctrl+;", self.begin, listed=False))

    # --- the line ----------------------------------------------------------------------------------------
    def begin(self, text: str = "") -> None:
        """Puts the caret into the line, with a beginning typed already."""
        focus = QApplication.focusWidget()
        if focus is not self.line.line:
            self._before = focus
        self.here.forget()
        if text:
            self.line.set_text(text)
        self.line.line.setFocus()
        self._read(self.line.text())

    def _leave_line(self) -> None:
        """The focus goes back to where it was."""
        before, self._before = self._before, None
        if before is not None and before.isVisible() and before is not self.line.line:
            before.setFocus()
        else:
            screen = self.here.queue_screen()
            if screen is not None:
                screen.queue.ground.setFocus()

    def words(self) -> Vocabulary:
        """What may be said now: the items of the catalogue as it is in force now."""
        desk = self._seat.desk
        since = desk.reference.in_force_since(desk.clock.now()) if desk.reference is not None else 0
        if self._vocabulary is None or self._since != since:
            from views.roles import screens_of

            actor = desk.actor
            titles = screens_of(actor.role if actor is not None else "")
            screens = [(key, titles[key][0]) for key in self._seat.screens() if key in titles]
            self._vocabulary, self._since = vocabulary_of(desk, screens), since
        return self._vocabulary

    def _forget_words(self) -> None:
        self._vocabulary = None
        self._on_change()

    def _on_change(self, _what: object = None) -> None:
        """Whatever has changed, the preview says what holds now."""
        self.here.forget()
        if self.line.text() and not self._again.isActive():
            self._again.start()

    def _read_again(self) -> None:
        if self.line.text():
            self._look(self.line.text())

    # --- reading -----------------------------------------------------------------------------------------
    def _read(self, text: str) -> None:
        if not text.strip():
            self._meaning, self._plan = Trouble("empty"), None
            self.line.set_preview("")
            self.line.set_completions(())
            return
        self._look(text)
        self._offer()

    def _look(self, text: str) -> None:
        """What the text means now, and what it would do."""
        vocabulary = self.words()
        self._meaning = meaning = understand(text, vocabulary, self.here, MOST)
        self._plan = None
        if isinstance(meaning, Trouble):
            # What may still become one of several is not wrong yet.
            self.line.set_preview(preview.of_trouble(meaning), wrong=not meaning.kind.startswith("which"))
            return
        if isinstance(meaning, Do):
            self._plan = self._bulk.planner.plan(meaning.step, meaning.ids, meaning.values)
        said = preview.of_meaning(meaning, vocabulary, self._bulk.planner, self._plan)
        wrong = self._plan is not None and not self._plan.ready() and not self._plan.count(Fate.LACKS)
        self.line.set_preview(said, wrong=wrong)

    def _on_caret(self, _before: int, _after: int) -> None:
        if self.line.text() and self.line.line.hasFocus():
            self._offer()

    def _offer(self) -> None:
        field = self.line.line
        self._completions = complete(field.text(), field.cursorPosition(), self.words(), self.here, MOST)
        found = self._completions
        typed = field.text()[found.start : found.end]
        # One that is written whole already needs no list.
        done = len(found.matches) == 1 and str(found.matches[0].candidate.data) == typed
        self.line.set_completions(() if done else found.matches)

    def _complete(self, put: object) -> None:
        found, text = self._completions, self.line.text()
        behind = text[found.end :]
        space = "" if behind.startswith(" ") else " "
        self.line.line.setText(f"{text[: found.start]}{put}{space}{behind.lstrip()}")
        self.line.line.setCursorPosition(found.start + len(str(put)) + 1)

    # --- doing -------------------------------------------------------------------------------------------
    def _submit(self, text: str) -> None:
        self.here.forget()
        self._look(text)
        meaning = self._meaning
        if isinstance(meaning, Trouble):
            return
        if isinstance(meaning, Do):
            self._do(meaning)
            return
        self._done()
        self._leave_line()
        match meaning:
            case Go(screen):
                self._seat.go(screen)
            case Find(asked):
                screen_in_front = self.here.queue_screen()
                if screen_in_front is not None:
                    screen_in_front.queue.search_for(asked)
                    screen_in_front.queue.ground.setFocus()
            case FindAction(asked):
                self._find_action(asked)
            case Look(how, ids):
                self._look_at(how, ids)
            case Say(what):
                self._say(what)

    def _do(self, meaning: Do) -> None:
        plan = self._plan
        assert plan is not None
        if not plan.ready():
            if plan.count(Fate.LACKS):
                # What is missing is asked for; nothing given so far is lost.
                self._done()
                self._leave_line()
                self._bulk.open(meaning.step, meaning.ids, meaning.values)
            return
        try:
            run = self._bulk.perform(plan, meaning.values)
        except ConsoleError as error:
            self.line.set_preview(self._seat.desk.say(error.says), wrong=True)
            return
        self._done()
        self._leave_line()
        if len(plan.lines) > 1 and len(plan.ready()) < len(plan.lines):
            self._bulk.watch(run)

    def _done(self) -> None:
        kept = self.line.history()[-KEPT:]
        self._seat.desk.drafts.save(_HISTORY, {"said": kept})
        self.line.clear()

    def _look_at(self, how: str, ids: tuple[str, ...]) -> None:
        screen = self.here.queue_screen()
        if how == "open" or screen is None:
            self._seat.context.open_ticket(ids[0])
        elif how == "show" and len(ids) == 1:
            if not screen.show_ticket(ids[0]):
                self._seat.context.open_ticket(ids[0])
        elif how == "why":
            screen.show_ticket(ids[0])
            screen.ticket.ask_why()
        else:
            screen.queue.select_many(ids)
            screen.queue.ground.setFocus()

    def _find_action(self, asked: str) -> None:
        """The board of joint actions, narrowed; the cursor on what is found."""
        from views.joint.screen import JointScreen

        self._seat.go("joint")
        screen = self._seat.current()
        if isinstance(screen, JointScreen):
            screen.look_for(asked)

    def _say(self, what: str) -> None:
        if what == "undo":
            self._seat.notices.undo_last()
        elif what == "help":
            self._seat.show_keys()
        elif what == "whistle":
            whistle = self._seat.context.whistle
            if whistle is not None:
                whistle(self.here.chosen())
        else:
            screen = self.here.queue_screen()
            if screen is not None:
                screen.take_next()

    # --- what the window asks of a part ------------------------------------------------------------------
    def keep(self) -> None:
        """The history is kept as it grows."""

    def leave(self) -> None:
        """The person goes."""
        self._seat.desk.changed.disconnect(self._on_change)
        self._seat.desk.reference_changed.disconnect(self._forget_words)
        self._again.stop()
        self.line.close_list()
