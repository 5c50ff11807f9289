"""Who logs in sees a frame, then a screen, then the others: each in an event of its own."""

from __future__ import annotations

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer

from tests.console_matter import until
from tests.pair.backend_process import PASSWORD
from tests.pair.joint_play import STREET, WHISTLE
from tests.qt.looks import at_rest
from tests.qt.seat_room import CONTROL, Room, Rooms
from views.joint.screen import JointScreen
from views.roles import ON_DEMAND


class Steps(QObject):
    """Which screens there were before each event of a timer of the seat, and at each turn of the loop."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.made: list[tuple[str, ...]] = []
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self.note)
        dispatcher.awake.connect(self.note)
        room.desk.session_changed.connect(self.note)

    def note(self) -> None:
        """Notes the screens there are, where they are others."""
        seat = self._room.window.seat
        if seat is None:
            return
        if not self.made or tuple(seat.made()) != self.made[-1]:
            self.made.append(tuple(seat.made()))
        for timer in seat.findChildren(QTimer):
            timer.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Timer:
            self.note()
        return False


async def test_the_frame_stands_before_its_first_screen_and_screens_come_one_by_one(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room()
        steps = Steps(room)
        await room.desk.log_in("seat01", PASSWORD)
        await until(lambda: room.window.seat is not None and not room.seat.busy_making())
        steps.note()
        keys = [key for key in room.seat.screens() if key not in ON_DEMAND]
        assert len(keys) < len(room.seat.screens()), "what lies at the centre waits until somebody looks"
        assert steps.made == [tuple(keys[:count]) for count in range(len(keys) + 1)]
        assert room.seat.current().key == keys[0]


async def test_a_key_for_a_screen_before_any_was_made_is_obeyed(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room()

        def go() -> None:
            assert room.seat.made() == ()
            room.key(Qt.Key.Key_3, CONTROL)

        room.desk.session_changed.connect(go, Qt.ConnectionType.SingleShotConnection)
        await room.desk.log_in("seat01", PASSWORD)
        await until(lambda: room.window.seat is not None and not room.seat.busy_making())
        assert room.seat.current().key == room.seat.screens()[2]


async def test_another_language_begins_where_work_stood(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        await room.go("closing")
        before = room.seat
        gone: list[str] = []
        for key in before.made():
            before.screen_of(key).destroyed.connect(lambda _=None, key=key: gone.append(key))
        before.destroyed.connect(lambda: gone.append("frame"))
        keys = list(before.made())
        room.window.set_language("zh_CN")
        assert room.seat is not before
        await until(lambda: bool(room.seat.made()))
        assert room.seat.current().key == "closing"
        assert room.seat.made() == ("closing",)
        await until(lambda: "frame" in gone)
        assert gone == [*keys, "frame"], "each screen by itself, then the frame"


async def test_screens_that_stood_in_windows_of_their_own_are_made_one_by_one(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("seat01")
        for key in (Qt.Key.Key_3, Qt.Key.Key_4):
            room.seat.go("intake")
            room.key(key, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        beside = room.seat.elsewhere
        assert beside is not None
        stood = list(beside.held())
        assert len(stood) == 2
        await room.leave()
        again = await open_room()
        steps = Steps(again)
        await again.desk.log_in("seat01", PASSWORD)
        await until(lambda: again.window.seat is not None and not again.seat.busy_making())
        steps.note()
        made_ahead = [key for key in again.seat.screens() if key not in ON_DEMAND]
        assert [len(made) for made in steps.made] == list(range(len(made_ahead) + 1))
        beside = again.seat.elsewhere
        assert beside is not None
        assert list(beside.held()) == stood


async def test_what_a_grid_worker_has_to_send_waits_for_no_look(rooms: Rooms) -> None:
    async with rooms as open_room:
        room = await open_room("g-990001001001-01")
        assert "duty" in room.seat.made(), "check-ins that wait are sent from there"


async def test_the_board_of_joint_actions_is_made_behind_for_whoever_holds_any(rooms: Rooms) -> None:
    async with rooms as open_room:
        street = await open_room(STREET, profile="street")
        street.desk.joints.propose(WHISTLE)
        await until(lambda: "joint" in street.seat.made(), 30)
        assert street.seat.current().key != "joint", "nobody went there"
        count = street.seat.screen_of("joint").count()
        assert count
        # What comes to the board while nobody looks is on it when somebody does.
        joint_id, _ = street.desk.joints.propose(WHISTLE)
        await street.go("joint")
        screen = street.seat.current()
        assert isinstance(screen, JointScreen)
        assert screen.count() == count + 1
        assert screen.board.card(joint_id) is not None
        assert await at_rest(street.window) == []
