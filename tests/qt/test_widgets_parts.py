"""The parts of a screen: what they offer, what they keep while their content changes, what they say."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.qt.gallery import picture
from tests.qt.looks import faults
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.chips import Chip, ChipBar, ChipChoice
from widgets.empty import BusyLine, PanelState, StatePanel
from widgets.facts import Advice, Fact, FactsGrid
from widgets.folded import FoldedText
from widgets.frame import Frame, HintLine
from widgets.gauge import RateGauge
from widgets.light import Light, LightDot
from widgets.lightbox import Lightbox
from widgets.status_bar import StatusBar, StatusItem
from widgets.thumbnails import Thumbnail, ThumbnailStrip
from widgets.timeline import Mark, TimelineEntry, TimelineView
from widgets.toast import ToastHost
from widgets.top_bar import Screen, ScreenTab, TopBar

ACTIONS = (
    BarAction("dispatch", "Dispatch", "D", primary=True),
    BarAction("suspend", "Suspend", "H", enabled=False, reason="Dispatch it first"),
    BarAction("merge", "Merge", "M"),
    BarAction("refuse", "Refuse", "X", danger=True),
)


@pytest.fixture(autouse=True)
def styled(qapp: QApplication) -> None:
    theme.current().apply(qapp)


def shown(qtbot: QtBot, widget: QWidget, width: int = 800, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_actions_are_offered_with_reasons(qtbot: QtBot) -> None:
    bar = ActionBar()
    shown(qtbot, bar, 900, 60)
    bar.set_actions(ACTIONS)
    assert bar.button("suspend").toolTip() == "Dispatch it first"
    assert not bar.button("suspend").isEnabled()
    with qtbot.waitSignal(bar.triggered) as triggered:
        qtbot.mouseClick(bar.button("dispatch"), Qt.MouseButton.LeftButton)
    assert triggered.args == ["dispatch"]


def test_a_button_keeps_its_focus_while_the_actions_change(qtbot: QtBot) -> None:
    bar = ActionBar()
    shown(qtbot, bar, 900, 60)
    bar.set_actions(ACTIONS)
    merge = bar.button("merge")
    bar.set_actions([BarAction("merge", "Merge into 431", "M"), *ACTIONS[:1]])
    assert bar.button("merge") is merge
    assert merge.text() == "Merge into 431"
    with pytest.raises(KeyError):
        bar.button("refuse")


def test_what_does_not_fit_is_behind_more(qtbot: QtBot) -> None:
    bar = ActionBar()
    bar.set_actions(ACTIONS)
    width = bar.button("dispatch").sizeHint().width() + 32 + 8 + 90
    shown(qtbot, bar, width, 60)
    assert bar.button("dispatch").isVisible()
    assert not bar.button("refuse").isVisible()
    bar.open_more()
    menu = open_menu()
    entries = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert "Refuse" in entries
    # An open menu outlives what the feed brings meanwhile.
    bar.set_actions(ACTIONS[:3])
    assert open_menu() is menu
    with qtbot.waitSignal(bar.triggered) as triggered:
        entries["Refuse"].trigger()
    assert triggered.args == ["refuse"]
    menu.close()


def test_chips_tell_only_what_a_person_did(qtbot: QtBot) -> None:
    bar = ChipBar()
    shown(qtbot, bar)
    told: list[tuple[str, object]] = []
    bar.toggled.connect(lambda key, on: told.append((key, on)))
    bar.chosen.connect(lambda key, data: told.append((key, data)))
    streets = (ChipChoice("Luogang", 1), ChipChoice("Wanghu & more", 2))
    chips = [Chip("open", "Open", 38, True), Chip("street", "Street", choices=streets)]
    bar.set_chips(chips)
    bar.set_count("open", 39)
    bar.set_on("open", False)
    bar.set_choice("street", 2)
    assert told == []
    buttons = bar.findChildren(QPushButton)
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert told == [("open", True)]
    assert buttons[0].text() == "Open 39"
    assert buttons[1].accessibleName() == "Street: Wanghu & more"
    bar.open_choices("street")
    menu = open_menu()
    menu.actions()[2].trigger()
    menu.close()
    assert told[-1] == ("street", 1)
    bar.set_chips([Chip("street", "Street", choices=streets), Chip("mine", "Mine", 2)])
    assert bar.is_on("street")
    assert bar.findChildren(QPushButton)[1].text().startswith("Luogang")


def test_chips_flow_into_lines(qtbot: QtBot) -> None:
    bar = ChipBar()
    qtbot.addWidget(bar)
    bar.set_chips([Chip(str(i), f"Filter number {i}") for i in range(12)])
    assert bar.heightForWidth(300) > 2 * bar.heightForWidth(3000)


def test_the_top_bar_counts_and_changes_screens(qtbot: QtBot) -> None:
    bar = TopBar()
    shown(qtbot, bar, 1000, 40)
    bar.set_centre("Baohe")
    bar.set_screens([Screen("intake", "Intake", "Ctrl+1"), Screen("dispatch", "Dispatch")])
    bar.set_count("dispatch", 38)
    bar.set_count("nowhere", 1)
    bar.set_current("dispatch")
    tabs = {tab.screen_key: tab for tab in bar.findChildren(ScreenTab)}
    assert tabs["dispatch"].isChecked()
    assert tabs["dispatch"].accessibleName() == "Dispatch 38"
    with qtbot.waitSignal(bar.screen_chosen) as chosen:
        qtbot.mouseClick(tabs["intake"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["intake"]
    bar.set_seat("Seat 07", "ready", Light.GREEN)
    bar.set_time("14:32:07")


def test_screens_that_do_not_fit_are_behind_more(qtbot: QtBot) -> None:
    bar = TopBar()
    bar.set_screens([Screen(str(i), f"A screen of a long name {i}") for i in range(9)])
    shown(qtbot, bar, 700, 40)
    more = next(b for b in bar.findChildren(QPushButton) if b.isVisible())
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = open_menu()
    with qtbot.waitSignal(bar.screen_chosen) as chosen:
        menu.actions()[-1].trigger()
    assert chosen.args == ["8"]
    menu.close()


def test_status_items_come_change_and_go(qtbot: QtBot) -> None:
    bar = StatusBar()
    shown(qtbot, bar, 900, 28)
    bar.set_item("link", "On line", Light.GREEN)
    bar.set_item("view", "Street", right=True)
    names = {item.accessibleName() for item in bar.findChildren(StatusItem) if item.isVisible()}
    assert names == {"On line", "Street"}
    bar.set_item("link", "Off line since 14:02", Light.RED)
    link = next(c for c in bar.findChildren(StatusItem) if "14:02" in c.accessibleName())
    with qtbot.waitSignal(bar.item_clicked) as clicked:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert clicked.args == ["link"]
    bar.remove_item("link")
    bar.remove_item("link")


def test_what_has_no_room_in_the_status_is_folded_by_what_it_matters(qtbot: QtBot) -> None:
    bar = StatusBar()
    bar.set_importance(("link", "conflicts", "age", "outbox", "alarms"))
    shown(qtbot, bar, 1200, 28)
    gauge = RateGauge(1, 10)
    gauge.setObjectName("status.alarms")
    gauge.show_rate("Alarms", Light.RED, "2", 3, "3 in 10 min")
    for key, text in (("age", "Data of 3 s ago"), ("link", "Off line since 14:02"), ("outbox", "To send 4")):
        bar.set_item(key, text, hint=f"hint of {key}")
    bar.set_item("conflicts", "Conflicts 0")
    bar.add_widget(gauge)
    bar.set_item("scope", "R&D park", right=True)

    def in_sight() -> list[str]:
        items = [i for i in bar.findChildren(QAbstractButton) if i.isVisible()]
        assert faults(bar) == []
        return [i.objectName()[7:] for i in sorted(items, key=lambda i: i.x())]

    def folding() -> list[str]:
        """What goes as the bar becomes narrower, the first first."""
        gone: list[str] = []
        for width in range(1200, 260, -3):
            bar.resize(width, 28)
            gone += sorted(set(bar.folded()) - set(gone))
        return gone

    assert in_sight() == ["age", "link", "outbox", "conflicts", "alarms", "scope"]
    assert bar.findChild(StatusItem, "status.scope").geometry().right() == bar.width() - 25
    assert folding() == ["R&D park", "Alarms, 2, 3 in 10 min", "To send 4", "Data of 3 s ago", "Conflicts 0"]
    bar.set_item("outbox", "To send 4", Light.AMBER, "hint of outbox")
    assert folding()[-2:] == ["Conflicts 0", "To send 4"]
    assert in_sight() == ["link", "more"]
    more = bar.findChild(StatusItem, "status.more")
    assert "Conflicts 0" in more.toolTip()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = open_menu()
    entry = next(a for a in menu.actions() if a.text() == "To send 4")
    assert entry.toolTip() == "hint of outbox"
    with qtbot.waitSignal(bar.item_clicked) as clicked:
        entry.trigger()
    assert clicked.args == ["outbox"]
    menu.close()
    bar.remove_item("outbox")
    bar.set_item("link", "On line", Light.GREEN)
    bar.resize(1200, 28)
    assert in_sight() == ["age", "link", "conflicts", "alarms", "scope"]


def test_facts_are_selectable_and_their_links_act(qtbot: QtBot) -> None:
    grid = FactsGrid()
    shown(qtbot, grid)
    grid.set_facts(
        [Fact("Reporter", "138****2207 <b>", "reporter", "Show"), Fact("Grid", "03-05", light=Light.AMBER)]
    )
    value = next(c for c in grid.findChildren(QLabel) if "138" in c.text())
    assert "&lt;b&gt;" in value.text()
    assert value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    with qtbot.waitSignal(grid.link_activated) as activated:
        value.linkActivated.emit("reporter")
    assert activated.args == ["reporter"]
    grid.set_facts([Fact("Reporter", "13812342207", "reporter"), Fact("Grid", "03-05")])
    assert next(c for c in grid.findChildren(QLabel) if "1381" in c.text()) is value


def test_advice_hides_when_there_is_none(qtbot: QtBot) -> None:
    advice = Advice()
    qtbot.addWidget(advice)
    advice.set_lines([("Send to", "Wanghu <team>", "6 under way")])
    assert not advice.isHidden()
    assert "Wanghu <team>" in advice.accessibleName()
    advice.set_lines([])
    assert advice.isHidden()


def entries(count: int) -> list[TimelineEntry]:
    marks = list(Mark)
    return [
        TimelineEntry(f"14:{i % 60:02d}", f"Seat {i}", "noted", "words " * (i % 30), marks[i % 6], i)
        for i in reversed(range(count))
    ]


def test_a_timeline_stays_where_it_is_read(qtbot: QtBot) -> None:
    view = TimelineView()
    shown(qtbot, view, 400, 300)
    view.set_entries(entries(60))
    QApplication.processEvents()
    view.verticalScrollBar().setValue(400)
    top = view.indexAt(QPoint(5, 5)).data()
    y = view.visualRect(view.indexAt(QPoint(5, 5))).top()
    view.setCurrentIndex(view.model().index(20, 0))
    view.verticalScrollBar().setValue(400)
    chosen = view.currentIndex().data()
    view.set_entries(entries(63))
    QApplication.processEvents()
    assert view.indexAt(QPoint(5, 5)).data() == top
    assert view.visualRect(view.indexAt(QPoint(5, 5))).top() == y
    assert [i.data() for i in view.selectedIndexes()] == [chosen]


def test_a_timeline_at_its_top_shows_the_newest(qtbot: QtBot) -> None:
    view = TimelineView()
    shown(qtbot, view, 400, 300)
    view.set_entries(entries(60))
    view.set_entries(entries(61))
    assert view.verticalScrollBar().value() == 0


def test_timeline_entries_are_copied(qtbot: QtBot) -> None:
    view = TimelineView()
    shown(qtbot, view, 400, 300)
    view.set_entries(entries(5))
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 5
    assert lines[0].startswith("14:04  Seat 4  noted")
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(view.entry_activated) as activated:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert activated.args == [3]


def test_pictures_are_asked_for_when_they_come_in_sight(qtbot: QtBot) -> None:
    strip = ThumbnailStrip()
    asked: list[str] = []
    strip.image_wanted.connect(asked.append)
    strip.set_items([Thumbnail("a", "near", "14:15"), Thumbnail("b", "far", image=picture(10))])
    assert asked == []
    shown(qtbot, strip)
    qtbot.waitUntil(lambda: asked == ["a"])
    strip.set_image("a", picture(200))
    strip.set_image("gone", b"")
    strip.set_items([Thumbnail("a", "near", "14:15")])
    assert strip.items()[0].image == picture(200)
    assert asked == ["a"]
    tile = next(c for c in strip.children() if isinstance(c, QWidget) and not c.isHidden())
    with qtbot.waitSignal(strip.opened) as opened:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert opened.args == ["a"]


def test_the_lightbox_goes_round_and_closes(qtbot: QtBot) -> None:
    box = Lightbox(
        [Thumbnail("a", "near", image=picture(1)), Thumbnail("b", "paper", name="x.pdf", image=b"%PDF")]
    )
    shown(qtbot, box, 500, 400)
    QTest.keyClick(box, Qt.Key.Key_Left)
    assert box.index() == 1
    QTest.keyClick(box, Qt.Key.Key_Right)
    assert box.index() == 0
    with qtbot.waitSignal(box.destroyed):
        QTest.keyClick(box, Qt.Key.Key_Escape)


def test_a_notice_offers_to_take_the_newest_act_back(qtbot: QtBot) -> None:
    window = QWidget()
    shown(qtbot, window, 800, 600)
    toast = ToastHost(window)
    toast.notify("Dispatched 431", "Undo", "Z", "first")
    toast.notify("Dispatched 432", "Undo", "Z", "second")
    assert toast.isVisible()
    assert toast.text() == "Dispatched 432"
    assert toast.geometry().bottom() < window.height()
    window.resize(500, 400)
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.acted) as acted:
        toast.act()
    assert acted.args == ["second"]
    assert not toast.isVisible()
    with qtbot.assertNotEmitted(toast.acted):
        toast.act()
    toast.notify("Merged", seconds=0.05)
    qtbot.waitUntil(lambda: not toast.isVisible())
    toast.notify("Filed", "Undo", "Z", 7)
    toast.withdraw(7)
    assert toast.text() == ""


def test_what_must_not_be_missed_stands_until_it_is_read(qtbot: QtBot) -> None:
    window = QWidget()
    shown(qtbot, window, 800, 600)
    toast = ToastHost(window, read_key="R")
    toast.notify_lasting("07 took 431 over", "Open", "O", "one")
    toast.notify_lasting("07 took 432 over", "Open", "O", "two")
    toast.notify_lasting("07 took 433 over", "Open", "O", "three")
    assert toast.text() == "07 took 431 over"
    # What is said meanwhile is said at once, and then it stands there again.
    toast.notify("Filed", seconds=0.05)
    assert toast.text() == "Filed"
    toast.read()
    assert toast.text() == "Filed"
    qtbot.waitUntil(lambda: toast.text() == "07 took 431 over")
    assert toast.isVisible()
    toast.withdraw("two")
    read = toast.findChild(QPushButton, "toast.read")
    assert read is not None
    read.click()
    assert toast.text() == "07 took 433 over"
    with qtbot.waitSignal(toast.acted) as acted:
        toast.act()
    assert acted.args == ["three"]
    assert not toast.isVisible()


class _Ground(QWidget):
    def notice_ground(self) -> QWidget | None:
        return self.findChild(QWidget, "ground")


def test_a_notice_stands_whole_where_its_window_says(qtbot: QtBot) -> None:
    window = _Ground()
    ground = QWidget(window)
    ground.setObjectName("ground")
    ground.setGeometry(40, 0, 480, 500)
    shown(qtbot, window, 800, 600)
    toast = ToastHost(window)
    for text in ("Filed", "坐席07 took BH20261120-00532 over: 交接班，原坐席已经离席，工单改由本席继续办理"):
        toast.notify_lasting(text, "Open", "Ctrl+Shift+A")
        QApplication.processEvents()
        assert ground.geometry().contains(toast.geometry())
        assert faults(toast) == []
        toast.read()


def test_states_of_a_panel(qtbot: QtBot) -> None:
    panel = StatePanel(PanelState.EMPTY, "Nothing returned", "What units send back comes here.")
    shown(qtbot, panel)
    button = panel.findChild(QPushButton)
    assert button is not None
    assert not button.isVisible()
    panel.set_state(PanelState.ERROR, "Not sent", "It is kept here.", "Send now")
    with qtbot.waitSignal(panel.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.accessibleName() == "Not sent. It is kept here."
    line = BusyLine()
    shown(qtbot, line, 300, 2)
    line.set_busy(True)
    line.set_busy(False)


def test_the_frame_holds_its_parts(qtbot: QtBot) -> None:
    frame = Frame()
    centre, command = QLabel("work"), HintLine("Ctrl+K")
    frame.set_centre_widget(centre)
    frame.set_command_line(command)
    shown(qtbot, frame, 1000, 600)
    assert frame.top.y() == 0
    assert frame.top.geometry().bottom() < centre.y()
    assert centre.geometry().bottom() < command.mapTo(frame, QPoint(0, 0)).y()
    assert command.mapTo(frame, command.rect().bottomLeft()).y() < frame.status.y()
    assert frame.status.geometry().bottom() == frame.height() - 1
    other = QLabel("other")
    frame.set_centre_widget(other)
    assert not centre.isVisible()


def test_a_dot_says_its_light(qtbot: QtBot) -> None:
    dot = LightDot(Light.AMBER)
    qtbot.addWidget(dot)
    assert dot.accessibleName() == "near its limit"
    dot.set_light(Light.RED)
    assert dot.accessibleName() == "past its limit"


def test_many_words_stand_folded_until_all_of_them_are_asked_for(qtbot: QtBot) -> None:
    long = "路口的井盖坏了，晚上看不见，请尽快处理。" * 20
    held = FoldedText("words", "All of it", "Less")
    qtbot.addWidget(held)
    held.resize(400, 300)
    held.show()
    label, more = held.findChildren(QLabel)[0], held.findChildren(QPushButton)[0]

    held.set_text("短")
    assert label.text() == "短"
    assert not held.folded()
    assert not more.isVisible()

    held.set_text(long)
    assert held.folded()
    assert more.isVisible()
    assert more.text() == "All of it"
    assert label.text().endswith("…")
    assert long.startswith(label.text()[:-1])
    # Four lines stand there: what is shown is no higher than them, and a fifth would have had room for more.
    line = label.fontMetrics().lineSpacing()
    assert 3 * line < label.heightForWidth(400) <= 4 * line + 4
    assert label.accessibleName() == long

    more.click()
    assert label.text() == long
    assert more.text() == "Less"
    held.set_text(long)
    assert label.text() == long
    held.resize(300, 300)
    assert label.text() == long
    more.click()
    assert held.folded()
    held.set_text("\n".join("一二三四五六七"))
    assert label.text() == "一\n二\n三\n四…"
    qtbot.waitUntil(lambda: faults(held) == [])
