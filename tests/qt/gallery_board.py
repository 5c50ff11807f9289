"""A board of cards and a matrix of steps to be looked at: parts of the gallery, and what their tests stand
on.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from widgets.board import Badge, Board, BoardColumn, Card, Tone
from widgets.countdown import Remaining, Ticker
from widgets.light import Light
from widgets.matrix import Matrix, MatrixCell, MatrixRow, MatrixStep

PHASES = (
    ("approve", "待审批"),
    ("called", "已召集"),
    ("on_spot", "现场"),
    ("handling", "处置中"),
    ("evidence", "证据"),
    ("hand_over", "移交"),
    ("evaluate", "待评价"),
)
SUBJECTS = (
    ("夜市占道", "常青", "区城管局"),
    ("非法采石复核", "大圩", "望湖街道综合执法队"),
    ("骑楼破损", "包公", "区住建局"),
    ("违建拆除", "骆岗", "区城管局"),
    ("油烟扰民", "芜湖路", "区生态环境分局"),
    ("占道施工整治", "望湖", "望湖街道综合执法队"),
    ("黑车聚集", "南站", "交警二大队"),
    ("无证洗车", "烟墩", "区城管局"),
    ("井盖权属", "同安", "区住建局"),
    ("骑楼维护移交", "包公", "区住建局"),
    ("群租房", "滨湖", "辖区派出所"),
    ("散煤", "常青", "区市场监管局"),
)
LEFT = (-247, 100, 480, 1_560, 5_400, 11_100, 29_400)
STEPS = ("签收", "报到", "方案", "处置", "证据", "移交", "评价")


def left_of(key: str) -> Remaining:
    """What is left for a card, made from its number."""
    number = int(key)
    left = LEFT[number % len(LEFT)] + number * 7
    light = Light.RED if left < 0 else Light.AMBER if left < 600 else Light.GREEN
    working = left > 20_000
    return Remaining(left, light, working, not working, 28_800 if working else 86_400)


def some_card(number: int, column: str, *, pending: bool = False) -> Card:
    """One of the actions above."""
    subject, place, lead = SUBJECTS[number % len(SUBJECTS)]
    badges = [Badge(f"缺 {number % 3}", Tone.AMBER, "未到场")] if number % 3 else []
    badges += [Badge("停", hint="已暂停")] if number % 7 == 3 else []
    badges += [Badge("再办", Tone.RED, "评价未过")] if number % 11 == 5 else []
    return Card(
        str(number),
        column,
        f"{subject} · {place}",
        (f"主办 {lead}", f"LD26-{number:04d} · {5 - number % 3}/5 到"),
        light_text=STEPS[number % 4] if number % 5 else "",
        ticking=True,
        badges=tuple(badges),
        pending=pending,
        order=float(number % 13),
    )


def some_cards(count: int, columns: tuple[tuple[str, str], ...] = PHASES) -> list[Card]:
    """So many, spread unevenly over the columns; the sixth is pending."""
    shares = (2, 3, 4, 6, 2, 1, 5)
    where = [key for (key, _), share in zip(columns, shares, strict=False) for _ in range(share)]
    return [some_card(n, where[n * 5 % len(where)], pending=n == 6) for n in range(count)]


def make_board(ticker: Ticker | None = None, count: int = 23, parent: QWidget | None = None) -> Board:
    """A board of joint actions, by phase."""
    board = Board(ticker, left_of, parent, name="联动台")
    board.set_columns([BoardColumn(key, title) for key, title in PHASES])
    board.set_cards(some_cards(count))
    order = [key for key, _ in PHASES]

    def next_ones(key: str) -> set[str]:
        card = board.card(key)
        here = order.index(card.column) if card is not None else len(order)
        return set(order[here + 1 : here + 2])

    board.set_droppable(next_ones)
    board.set_empty("没有进行中的联合行动", "街道吹哨、部门申请或专委会提议后,会出现在这里。")
    return board


DEPARTMENTS = (
    ("望湖街道综合执法队", "主办", ("13:31", "13:58", "14:20")),
    ("区城管局", "协办", ("13:33", "14:05", "14:20")),
    ("区住建局", "协办", ("13:40",)),
    ("辖区派出所", "协办", ("13:29", "14:01", "14:20")),
    ("交警二大队", "协办", ()),
)
LIMITS = {0: 6_000, 1: 6_000, 2: 480, 3: 6_000, 4: -247}


def matrix_left(row: str, _step: str) -> Remaining:
    """What is left of the limit a department is in."""
    left = LIMITS[int(row)]
    light = Light.RED if left < 0 else Light.AMBER
    return Remaining(left, light, running=row != "3")


def matrix_cells() -> list[MatrixCell]:
    """What the departments above have done, and what each is at."""
    cells = []
    for number, (_, _, done) in enumerate(DEPARTMENTS):
        for step, time in zip(STEPS, done, strict=False):
            light = Light.RED if time == "13:40" else Light.GREEN
            cells.append(MatrixCell(str(number), step, light, time, done=True, hint="坐席代签"))
        cells.append(MatrixCell(str(number), STEPS[len(done)], ticking=True, pending=number == 1))
    return cells


def make_matrix(ticker: Ticker | None = None, parent: QWidget | None = None) -> Matrix:
    """Departments by steps."""
    matrix = Matrix(ticker, matrix_left, parent, name="单位进度")
    matrix.set_steps([MatrixStep(step, step) for step in STEPS])
    matrix.set_rows(
        [
            MatrixRow(str(number), title, note, strong=note == "主办")
            for number, (title, note, _) in enumerate(DEPARTMENTS)
        ]
    )
    matrix.set_cells(matrix_cells())
    return matrix
