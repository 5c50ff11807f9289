"""Every widget on two pages, to be looked at: `python -m tests.qt.gallery --shots DIR` (needs a display).

Writes a picture a page, theme and language; the pages are made of nothing but `widgets`, so what they show
is the widgets' own. The same pages serve the tests of the widgets together.
"""

from __future__ import annotations

import argparse
import itertools
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt, QTranslator
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.chips import Chip, ChipBar, ChipChoice, SearchField
from widgets.choice import Candidate, ChoiceBox, match
from widgets.clock_strip import ClockCell, ClockStrip
from widgets.command_line import CommandLine
from widgets.countdown import Remaining, Ticker
from widgets.empty import PanelState, StatePanel
from widgets.facts import Advice, Fact, FactsGrid
from widgets.form import Form
from widgets.frame import Frame, HintLine
from widgets.gauge import RateGauge
from widgets.light import Light
from widgets.map import MapArea, MapCanvas, MapMarker, MarkerKind
from widgets.moments import age, full_clock
from widgets.palette import Palette
from widgets.table import Column, ColumnKind, ColumnTableModel, Pill, PillTone, TableView, text_key
from widgets.text import TextArea, TextField
from widgets.thumbnails import Thumbnail, ThumbnailStrip
from widgets.time_bar import Tick, TimeBar
from widgets.timeline import Mark, TimelineEntry, TimelineView
from widgets.toast import ToastHost
from widgets.top_bar import Screen
from widgets.yielding import YieldingArea

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 14, 32, 7, tzinfo=ZONE)

MATTERS = (
    ("上水井盖缺失", "徽州大道与南二环路口东侧,夜间有人绊倒", "包公 07-12", "兜底:街道应急队", "12345"),
    ("占道施工无围挡", "望江东路地铁口,尘土大,行人绕入机动车道", "望湖 03-05", "区城管局 望湖中队", "网格员"),
    ("夜间噪声", "同一工地第 3 次反映,已并入 2 件", "烟墩 02-11", "区住建局", "12345"),
    ("路灯不亮", "派遣已提交,等待确认", "滨湖 05-02", "市政养护一队", "小程序"),
    ("暴露垃圾", "菜市场后巷,已有照片 2 张", "常青 01-08", "常青街道环卫所", "视频巡查"),
    ("独居老人用电异常", "连续 9 小时无用电,请上门查看", "芜湖路 04-03", "本网格网格员", "传感"),
    ("违规搭建", "顶楼加建彩钢板,退回 1 次:街道称不属其权限", "骆岗 02-06", "研判:权力清单 3-114", "退回"),
    ("物业不作为", "电梯停运两天,高层住户出行困难", "同安 06-01", "区市场监管局", "留言板"),
    ("道路破损", "非机动车道塌陷约 1 m,已放锥桶", "大圩 01-02", "市政养护二队", "12345"),
)
LEFT = (-372, 228, 425, 680, 761, 782, 11_100, 29_400, 64_800)


class SampleRows:
    """A `RowSource` of so many rows, made from the matters above; tests change its columns under the
    model.
    """

    def __init__(self, count: int, seed: int = 7) -> None:
        random = np.random.default_rng(seed)
        self.left = np.resize(np.array(LEFT, dtype=np.float64), count)
        if count > len(LEFT):
            self.left[len(LEFT) :] = np.sort(random.integers(900, 200_000, count - len(LEFT)))
        self.kind = np.arange(count) % len(MATTERS)
        self.number = np.arange(412, 412 + count)
        self.present = np.ones(count, dtype=np.bool_)
        self.waiting = {3}

    def size(self) -> int:
        return len(self.left)

    def alive(self) -> NDArray[np.bool_]:
        return self.present

    def sort_key(self, column: str) -> NDArray[Any]:
        if column == "due":
            return self.left
        if column == "number":
            return self.number
        place = ("matter", "words", "grid", "unit", "channel").index(column) if column != "who" else 0
        return np.array([text_key(matter[place]) for matter in MATTERS])[self.kind]

    def cell(self, row: int, column: str) -> object:
        matter, words, grid, unit, channel = MATTERS[self.kind[row]]
        if column == "due":
            left = int(self.left[row])
            light = Light.RED if left < 0 else Light.AMBER if left < 600 else Light.GREEN
            working = left > 20_000
            return Remaining(left, light, working, not working, 28_800 if working else 86_400)
        if column == "number":
            return f"BH26112{self.number[row]:06d}"
        if column == "matter":
            return matter, words
        if column == "who":
            pills = {
                1: Pill("07", PillTone.MINE),
                2: Pill("09 4′", PillTone.SILENT, "09"),
                3: Pill("07", PillTone.MINE),
                5: Pill("12"),
            }
            return pills.get(row)
        return {"grid": grid, "unit": unit, "channel": channel}[column]

    def pending(self, row: int) -> bool:
        return row in self.waiting


COLUMNS = (
    Column("due", "剩余", ColumnKind.COUNTDOWN, 128),
    Column("number", "编号", ColumnKind.NUMBER, 152),
    Column("matter", "事项 · 内容", ColumnKind.TWO_PART, 260, stretch=True),
    Column("grid", "网格", ColumnKind.TEXT, 112),
    Column("unit", "建议承办", ColumnKind.TEXT, 150),
    Column("channel", "渠道", ColumnKind.TEXT, 132),
    Column("who", "占用", ColumnKind.PILL, 68),
)

UNITS = (
    Candidate("区城管局 望湖中队", "2-031", "qcgj whzd", "职责清单 2-031 · 在办 6 件", 1),
    Candidate("望湖街道综合执法队", "2-044", "whjdzhzfd", "在办 14 件", 2),
    Candidate("区住建局", "3-002", "qzjj", "工地归口", 3),
    Candidate("区市场监管局", "3-114", "qscjgj", "", 4),
    Candidate("市政养护一队", "5-001", "szyhyd", "", 5),
)


def picture(hue: int) -> bytes:
    """A picture's bytes: a street's colours, no more."""
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(QPointF(0, 0), QPointF(320, 240))
    shade.setColorAt(0, QColor.fromHsv(hue, 60, 190))
    shade.setColorAt(1, QColor.fromHsv(hue, 90, 70))
    painter.fillRect(image.rect(), shade)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def blocks(columns: int = 9, rows: int = 7) -> list[MapArea]:
    """Uneven quarters of a town, each with its neighbours' edges."""
    random = np.random.default_rng(3)
    corner = random.uniform(-0.3, 0.3, (rows + 1, columns + 1, 2))
    lattice = np.dstack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))) + corner
    lattice = np.array([117.29, 31.78]) + lattice * np.array([0.006, 0.005])
    areas = []
    for r, c in itertools.product(range(rows), range(columns)):
        ring = np.array([lattice[r, c], lattice[r, c + 1], lattice[r + 1, c + 1], lattice[r + 1, c]])
        areas.append(MapArea(f"{r}-{c}", f"{MATTERS[(r + c) % 9][2].split()[0]} {r:02d}-{c:02d}", [ring]))
    return areas


def make_map() -> MapCanvas:
    canvas = MapCanvas()
    areas = blocks()
    canvas.set_areas("grid", areas)
    edge = np.concatenate([area.rings[0] for area in areas])
    west, south, east, north = *edge.min(axis=0), *edge.max(axis=0)
    hull = np.array([[west, south], [east, south], [east, north], [west, north]])
    canvas.set_areas("street", [MapArea("s", "", [hull])], outline_only=True)
    canvas.highlight("grid", "3-4")
    lights = (Light.GREEN, Light.AMBER, Light.RED)
    spots = np.random.default_rng(5).uniform((west, south), (east, north), (24, 2))
    markers = [MapMarker(str(i), x, y, lights[(i * 7) % 11 % 3]) for i, (x, y) in enumerate(spots.tolist())]
    place = areas[31].rings[0].mean(axis=0)
    markers.append(MapMarker("here", place[0], place[1], Light.AMBER))
    markers.append(
        MapMarker("unit", place[0] + 0.002, place[1] + 0.001, kind=MarkerKind.UNIT, label="望湖中队 320 m")
    )
    canvas.set_markers(markers)
    canvas.select_marker("here")
    canvas.set_note("内部边界为示意")
    canvas.centre_on(place[0], place[1], 2600)
    return canvas


def make_ticket(ticker: Ticker) -> QWidget:
    """A ticket as the parts make it."""
    panel = QWidget()
    theme.set_surface(panel, "panel")
    title = QLabel("占道施工无围挡")
    theme.set_role(title, "title")
    line = QLabel("BH26112000431 · 已立案 14:20 · 网格员上报 · 市容环境 3-2-07")
    theme.set_role(line, "dim")
    line.setWordWrap(True)
    strip = ClockStrip(ticker)
    strip.set_cells(
        [
            ClockCell(
                "stage",
                "派遣 · 本环节",
                lambda: Remaining(228, Light.AMBER),
                sub="限 15 分钟,连续计时",
                why=True,
            ),
            ClockCell(
                "duty",
                "处置 · 责任时限",
                lambda: Remaining(28_800 + 3 * 3600, Light.GREEN, True, False, 28_800),
                sub="到 11月23日 周一 14:20",
                why=True,
            ),
            ClockCell("repeat", "重复", value="2", sub="200 m 内 · 24 h 内"),
        ]
    )
    advice = Advice()
    advice.set_lines(
        [
            ("建议派", "区城管局 望湖中队", "· 职责清单 2-031 · 本网格近 30 天 41 件,按时 98 % · 在办 6 件"),
            ("其次", "", "望湖街道综合执法队 · 在办 14 件"),
        ]
    )
    facts = FactsGrid()
    facts.set_facts(
        [
            Fact("地点", "望江东路 128 号 地铁 1 号线 C 口"),
            Fact("网格", "望湖街道 03-05(网格长在岗)"),
            Fact("反映人", "反映人 138****2207", "reporter", "显示"),
            Fact("附件", "近景 2 · 远景 1"),
        ]
    )
    thumbs = ThumbnailStrip()
    thumbs.set_items(
        [
            Thumbnail("a", "近景", "14:15", picture(30)),
            Thumbnail("b", "远景", "14:15", picture(200)),
            Thumbnail("c", "近景", "14:16"),
        ]
    )
    timeline = TimelineView()
    timeline.set_entries(
        [
            TimelineEntry("14:31", "坐席 07", "占用", mark=Mark.NOW, key=4),
            TimelineEntry("14:20", "系统", "立案 · 事项 3-2-07 版本 2026-07", key=3),
            TimelineEntry(
                "14:18", "坐席 03", "备注", "来电人说夜里也有人施工,请一并核实工地的夜间许可。", Mark.NOTE, 5
            ),
            TimelineEntry("14:17", "坐席 03", "受理 · 核对地点", mark=Mark.GOOD, key=2),
            TimelineEntry("14:15", "网格员 03-05", "上报 · 照片 3", key=1),
        ]
    )
    bar = ActionBar()
    bar.set_actions(
        [
            BarAction("dispatch", "派遣 望湖中队", "D", primary=True),
            BarAction("other", "改派", "A"),
            BarAction("suspend", "挂起", "H", enabled=False, reason="先派遣"),
            BarAction("merge", "合并", "M"),
            BarAction("whistle", "吹哨", "W"),
            BarAction("return", "退回 街道", "R"),
            BarAction("refuse", "回绝", "X", danger=True),
        ]
    )
    bar.setProperty("edge", "top")
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 12, 0, 0)
    layout.setSpacing(8)
    upper = QWidget()
    column = QVBoxLayout(upper)
    column.setContentsMargins(16, 0, 16, 0)
    column.setSpacing(8)
    for part in (title, line, strip, advice, facts, thumbs):
        column.addWidget(part)
    column.addStretch(1)
    layout.addWidget(YieldingArea(upper))
    layout.addWidget(timeline, 1)
    layout.addWidget(bar)
    return panel


def make_frame(ticker: Ticker, count: int = 9) -> Frame:
    """A dispatch screen as the parts make it."""
    frame = Frame()
    frame.top.set_centre("包河区指挥中心")
    names = ("受理台", "派遣台", "时限台", "网格图", "联动台", "保障台", "研判台")
    frame.top.set_screens([Screen(name, name, f"Ctrl+{i + 1}") for i, name in enumerate(names)])
    for name, number in zip(names, (7, 38, 4, None, 3, None, 5), strict=True):
        frame.top.set_count(name, number)
    frame.top.set_current("派遣台")
    frame.top.set_seat("坐席 07", "就绪", Light.GREEN)
    frame.top.set_time(full_clock(NOW))
    chips = ChipBar()
    streets = tuple(ChipChoice(matter[2].split()[0] + "街道", i) for i, matter in enumerate(MATTERS))
    chips.set_chips(
        [
            Chip("open", "待派遣", 38, True),
            Chip("returned", "退回", 5),
            Chip("mine", "我的", 6),
            Chip("street", "街道", choices=streets),
            Chip("light", "灯", choices=(ChipChoice("红", 1),)),
            Chip("channel", "渠道", choices=(ChipChoice("12345", 1),)),
        ]
    )
    chips.set_choice("street", 6)
    search = SearchField("搜索:编号、文字、拼音首字母")
    search.setFixedWidth(260)
    filters = QWidget()
    theme.set_surface(filters, "panel")
    filters.setProperty("edge", "bottom")
    row = QHBoxLayout(filters)
    row.setContentsMargins(12, 7, 12, 7)
    row.addWidget(chips, 1)
    row.addWidget(search)
    model = ColumnTableModel(SampleRows(count), COLUMNS)
    table = TableView(model, ticker, name="待派遣")
    model.setParent(table)
    model.sort_by([("due", True)])
    table.select_row(1)
    table.set_empty("没有待派遣的工单", "新立案的工单会出现在这里;用 F 换筛选。")
    left = QWidget()
    theme.set_surface(left, "panel")
    column = QVBoxLayout(left)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(filters)
    column.addWidget(table, 1)
    column.addWidget(
        HintLine("选中 1 件 · 空格 预览 · Enter 打开 · D 派遣 · R 退回 · M 合并 · N 下一件 · ? 全部按键")
    )
    right = QSplitter(Qt.Orientation.Vertical)
    right.addWidget(make_ticket(ticker))
    right.addWidget(make_map())
    right.setSizes([600, 380])
    whole = QSplitter(Qt.Orientation.Horizontal)
    whole.addWidget(left)
    whole.addWidget(right)
    whole.setSizes([1060, 859])
    frame.set_centre_widget(whole)
    command = CommandLine("输入命令或拼音首字母 · Ctrl+K 全部动作")
    command.set_text("pd wh 431")
    command.set_preview("派遣 BH…431 占道施工无围挡 → 区城管局 望湖中队 · Enter 执行 · Esc 取消")
    frame.set_command_line(command)
    frame.palette_over = Palette(frame, lambda query: [m.candidate for m in match(query, UNITS)])  # type: ignore[attr-defined]
    frame.status.set_item("link", "在线", Light.GREEN)
    frame.status.set_item("age", f"数据 {age(0.4)}")
    frame.status.set_item("out", "待发 1")
    frame.status.set_item("conflict", "冲突 0")
    gauge = RateGauge(1, 10)
    gauge.show_rate("告警", Light.AMBER, "1 条未确认", 2, "10 分钟 2 条")
    frame.status.add_widget(gauge)
    frame.status.set_item("view", "街道视图 · 紧凑", right=True)
    frame.toast = ToastHost(frame)  # type: ignore[attr-defined]
    frame.table = table  # type: ignore[attr-defined]
    return frame


def make_parts() -> QWidget:
    """Forms, choosing, ordinary controls and the states of a panel."""
    page = QWidget()
    theme.set_surface(page, "panel")
    form = Form(2)
    form.add("caller", "来电号码", TextField("138…"))
    form.add("name", "称呼", TextField())
    box = ChoiceBox("编号、文字或拼音首字母")
    box.set_candidates(UNITS)
    form.add("unit", "承办单位", box, span=2)
    words = TextArea("他们说了什么", lines=4)
    words.setPlainText("望江东路地铁口的工地没有围挡")
    form.add("words", "内容", words, span=2, hint="Ctrl+Enter 提交")
    form.add("place", "地点", TextField("路名、门牌或网格编号"), span=2)
    form.set_error("place", "没有这个网格。请写街道名或编号,例如 望湖 03-05")
    controls = QVBoxLayout()
    combo = QComboBox()
    combo.addItems([unit.text for unit in UNITS])
    spin = QSpinBox()
    spin.setAccessibleName("紧急程度")
    tabs = QTabBar()
    for name in ("全部", "待核查", "已结"):
        tabs.addTab(name)
    off = QPushButton("结案(缺证据 2)")
    off.setEnabled(False)
    primary = QPushButton("派遣")
    primary.setProperty("primary", True)
    check, radio = QCheckBox("匿名"), QRadioButton("满意")
    check.setChecked(True)
    radio.setChecked(True)
    for widget in (tabs, combo, spin, check, radio, primary, QPushButton("改派"), off):
        controls.addWidget(widget)
    controls.addStretch(1)
    states = QVBoxLayout()
    for state, title, text, act in (
        (PanelState.EMPTY, "没有退回的工单", "被承办单位退回的工单会出现在这里。", ""),
        (PanelState.ERROR, "附件没有传上去", "照片仍在这台机器上,连接恢复后会自动再传。", "现在再传"),
    ):
        states.addWidget(StatePanel(state, title, text, act))
    row = QHBoxLayout()
    row.setSpacing(32)
    row.addWidget(form, 2)
    row.addLayout(controls, 1)
    row.addLayout(states, 1)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(24, 24, 24, 24)
    layout.setSpacing(24)
    layout.addLayout(row, 1)
    layout.addWidget(make_time_bar())
    page.form = form  # type: ignore[attr-defined]
    page.box = box  # type: ignore[attr-defined]
    return page


def make_time_bar() -> TimeBar:
    """A day with its rush hours, at half past two."""
    midnight = datetime(2026, 11, 20, tzinfo=ZONE)
    begin, hour = round(midnight.timestamp() * 1000), 3_600_000
    bar = TimeBar(lambda at: full_clock(datetime.fromtimestamp(at / 1000, ZONE)), name="当天")
    ticks = [Tick(begin + n * hour, f"{n:02d}:00") for n in range(0, 25, 2)]
    bar.set_range(begin, begin + 24 * hour, ticks)
    chance = np.random.default_rng(7)
    rush = np.concatenate(
        [chance.normal(at, wide, n) for at, wide, n in ((9, 1, 300), (15, 2, 400), (12, 5, 200))]
    )
    bar.set_events(np.sort(begin + (np.clip(rush, 0, 24) * hour).astype(np.int64)))
    bar.set_value(begin + 14 * hour + hour // 2)
    return bar


def settle(app: QApplication) -> None:
    """Lets what is posted happen."""
    for _ in range(30):
        app.processEvents()


def main() -> None:
    # It stands on what is above.
    from tests.qt.gallery_board import make_board, make_matrix
    from tests.qt.gallery_lanes import make_lanes
    from tests.qt.gallery_map import make_live_map

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shots", type=Path, required=True)
    arguments.add_argument("--qm", type=Path, help="a compiled translation for the Chinese pages")
    arguments.add_argument("--size", default="1920x1080")
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--density", default="normal")
    given = arguments.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    given.shots.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look = theme.current()
    look.apply(app)
    look.set_text_scale(given.scale)
    look.set_density(theme.Density(given.density))
    translator = QTranslator()
    for language in ("zh", "en"):
        if language == "zh" and given.qm and translator.load(str(given.qm)):
            app.installTranslator(translator)
        else:
            app.removeTranslator(translator)
        for mode in ("dark", "light"):
            look.set_mode(mode)
            ticker = Ticker(lambda: NOW.timestamp())
            frame = make_frame(ticker)
            frame.resize(width, height)
            frame.show()
            frame.toast.notify("已派遣 BH26112000433 给 市政养护一队", "撤回", "Z", 1)  # type: ignore[attr-defined]
            frame.table.setFocus()  # type: ignore[attr-defined]
            settle(app)
            frame.grab().save(str(given.shots / f"frame-{mode}-{language}.png"))
            frame.palette_over.begin("wh")  # type: ignore[attr-defined]
            settle(app)
            frame.grab().save(str(given.shots / f"palette-{mode}-{language}.png"))
            frame.close()
            parts = make_parts()
            parts.resize(1366, 768)
            parts.show()
            parts.box.line.setFocus()  # type: ignore[attr-defined]
            parts.box.line.setText("wh")  # type: ignore[attr-defined]
            parts.box.open_list()  # type: ignore[attr-defined]
            settle(app)
            parts.grab().save(str(given.shots / f"parts-{mode}-{language}.png"))
            parts.close()
            lanes = make_lanes()
            lanes.resize(width, height - 180)
            lanes.show()
            lanes.select(100)
            settle(app)
            lanes.grab().save(str(given.shots / f"lanes-{mode}-{language}.png"))
            lanes.close()
            board = make_board(ticker, 60)
            board.resize(width, height - 180)
            board.show()
            board.select("20")
            settle(app)
            board.grab().save(str(given.shots / f"board-{mode}-{language}.png"))
            board.close()
            matrix = make_matrix(ticker)
            matrix.resize(width, 240)
            matrix.show()
            matrix.select("2", "报到")
            settle(app)
            matrix.grab().save(str(given.shots / f"matrix-{mode}-{language}.png"))
            matrix.close()
            for name, measured in (("map", True), ("marks", False)):
                live = make_live_map(measured=measured)
                live.resize(width, height - 180)
                live.show()
                settle(app)
                live.grab().save(str(given.shots / f"{name}-{mode}-{language}.png"))
                live.close()
            ticker.stop()


if __name__ == "__main__":
    main()
