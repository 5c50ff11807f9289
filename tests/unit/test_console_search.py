"""Search over the replica: what a scan of arrays finds is what a reader of the rule finds, text by text."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console import initials
from console.replica import search
from console.replica.columns import Columns
from console.replica.search import END, Scan, Vocabulary, fold, letters_of, words_of
from contract.ticket import Ticket
from resources.pinyin import make
from tests.console_matter import reported

CHARACTERS = "井盖停车长路灯一三3３〇零壹陆aAＡｂb-，· 。１1ⅱ㎡①重庆行\u3000𠮷😀é\uffff\n"
TEXTS = st.text(st.sampled_from(CHARACTERS), max_size=9)
ASKED = st.text(st.sampled_from(CHARACTERS + "jgtczlhq"), min_size=1, max_size=4)


def naive(asked: str, fields: tuple[str, ...]) -> bool:
    """The rule, said once more: every word stands in one of the fields, each character as itself or by its
    initial; what folds to nothing is passed over."""

    def holds(word: list[str], field: str) -> bool:
        there = [(fold(c), letters_of(c)) for c in field.replace(END, "") if fold(c)]
        for start in range(len(there) - len(word) + 1):
            part = there[start : start + len(word)]
            if all(
                (c in letters if c.isascii() and c.isalpha() else c == plain)
                for c, (plain, letters) in zip(word, part, strict=True)
            ):
                return True
        return False

    words = [[fold(c) for c in word.replace(END, "") if fold(c)] for word in asked.replace(END, "").split()]
    return all(any(holds(word, field) for field in fields) for word in words if word)


def found(scan: Scan, asked: str) -> list[bool]:
    out = np.ones(scan.rows, np.bool_)
    for word in words_of(asked):
        out &= scan.holding(word)
    return list(map(bool, out))


@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.tuples(TEXTS, TEXTS)), max_size=20),
    ASKED,
)
def test_one_word_is_found_where_the_rule_says(
    rows: list[tuple[str, str]], changes: list[tuple[int, tuple[str, str]]], asked: str
) -> None:
    scan = Scan()
    scan.put(range(len(rows)), rows)
    for at, fields in changes:
        at %= len(rows)
        rows[at] = fields
        scan.put([at], [fields])
    for word in words_of(asked) or [None]:
        if word is not None:
            whole = word.tobytes().decode("utf-16-le", "surrogatepass")
            assert list(map(bool, scan.holding(word))) == [naive(whole, fields) for fields in rows]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8), ASKED)
def test_columns_find_the_same_for_all_and_for_some(rows: list[tuple[str, str, str]], asked: str) -> None:
    columns = Columns(lambda _: None)
    for n, (title, place, item) in enumerate(rows):
        columns.put(_ticket(n, title, place, item))
    wanted = [
        naive(asked, (columns.number[n], *row, columns.area_name.at(n), columns.unit_name.at(n)))
        for n, row in enumerate(rows)
    ]
    assert list(map(bool, columns.matches(asked))) == wanted
    for n in range(len(rows)):
        assert list(map(bool, columns.matches(asked, np.array([n])))) == [wanted[n]]
    few = np.array([len(rows) - 1, 0])
    columns.matches("井盖")
    assert list(map(bool, columns._scan.part(few).holding(words_of("井盖")[0]))) == [
        naive("井盖", (columns.number[n], *rows[n][:2])) for n in few
    ]


def _ticket(n: int, title: str, place: str, item: str) -> Ticket:
    return replace(reported(n), title=title, place=place, item_name=item, area_name="望湖 03-05")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("井", "井盖松动"),
        ("井盖", "路口井盖松动"),
        ("jg", "路口井盖松动"),
        ("j盖", "路口井盖松动"),
        ("JG", "路口井盖松动"),
        ("wh 井盖", "望湖路口井盖松动"),
        ("ｌｅｄ", "LED 屏不亮"),
        ("led", "ＬＥＤ屏不亮"),
        ("三号楼", "3号楼漏水"),
        ("12号", "１２号"),
        ("二〇二六", "2026年"),
        ("路灯不亮已三天", "路灯不亮，已三天"),
        ("cjl", "长江路"),
        ("zjl", "长江路"),
        ("yhzx", "银行中心"),
        ("bh20261122-00012", "BH20261122-00012"),
        ("2200012", "BH20261122-00012"),
        ("𠮷", "𠮷祥里"),
    ],
)
def test_what_a_person_types_is_found(asked: str, text: str) -> None:
    scan = Scan()
    scan.put([0, 1], [("", text), ("无关", "别处")])
    assert found(scan, asked) == [True, False]


def test_a_word_does_not_reach_over_the_end_of_a_field() -> None:
    scan = Scan()
    scan.put([0, 1], [("路", "灯"), ("灯路", "灯")])
    assert found(scan, "路灯") == [False, False]
    assert found(scan, "灯路") == [False, True]


def test_many_changes_leave_no_more_than_a_quarter_behind() -> None:
    scan = Scan()
    scan.put(range(300), [(f"工单 {n}", "长江路") for n in range(300)])
    for n in range(2_000):
        scan.put([n % 300], [(f"工单 {n}", "望湖路")])
        assert scan._lost * 4 <= scan._used
    assert found(scan, "长江") == [False] * 300
    assert found(scan, "wh") == [True] * 300
    assert sum(found(scan, "1999")) == 1


def test_a_long_array_is_looked_at_across_its_blocks() -> None:
    scan = Scan()
    scan.put(range(30_000), [(f"{n:05d}甲乙丙丁戊", f"子丑寅卯辰{n:05d}") for n in range(30_000)])
    for number in (0, 8_191, 12_345, 21_845, 29_999):
        assert np.flatnonzero(found(scan, f"{number:05d}甲乙")).tolist() == [number]
    assert sum(found(scan, "丙丁")) == 30_000
    assert found(scan, "戊己").count(True) == 0


def test_a_vocabulary_follows_its_column() -> None:
    words = Vocabulary()
    values = ["", "照明设施"]
    assert found(words.of(values), "zm") == [False, True]
    values.append("照明井")
    assert found(words.of(values), "zm") == [False, True, True]
    assert found(words.of(["", "别的"]), "zm") == [False, False]


def test_the_tables_hold_what_each_character_folds_to() -> None:
    units, letters = search._tables()
    for code in (*range(0xD800), *range(0xE000, 0xFFFF)):
        plain = fold(chr(code))
        assert units[code] == (ord(plain) if plain else 0), hex(code)
        if plain:
            assert letters[code] == search._letter_code(letters_of(chr(code))), hex(code)


def test_the_letters_are_those_of_the_dictionary() -> None:
    assert make.FILE.read_text("ascii") == make.table()
    assert initials.FIRST == make.FIRST
    assert initials.initials("望湖中队 A-3〇") == "whzda3l"
    assert letters_of("长") == "cz"
    assert all(len(pair) == 2 and pair[0] < pair[1] for pair in initials.ALSO.values())
    assert all(initials.letter(c) in pair for c, pair in initials.ALSO.items())
    assert all(a != b for a, b in pairwise(sorted(initials.ALSO)))
