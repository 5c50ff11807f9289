"""The grammar of the command line: what is typed, in any width and any language, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.initials import initials
from contract.lifecycle import TABLE
from contract.machine import Names
from tests.work import calls
from views.acting import asks_of
from views.command.completion import complete
from views.command.grammar import Number, Places, Trouble, parse, target_of
from views.command.meaning import Do, Find, FindAction, Go, Look, Say, understand
from views.command.text import plain, read, squeezed
from views.command.vocabulary import BUILT_IN, Lexicon, Vocabulary, verb
from widgets.matching import Candidate


def _step_names() -> dict[str, list[Names]]:
    return {
        f"{r.action}/{r.outcome}".rstrip("/"): [r.names] for r in TABLE.transitions if r.action != "report"
    }


RENAMED = Names("派单", "Send out")
"""This district calls a dispatch otherwise; the table's own word holds as well."""


def candidate(text: str, code: str) -> Candidate:
    return Candidate(text, code, initials(text), "", code)


UNITS = (
    candidate("石湾中队", "U-1"),
    candidate("望湖中队", "U-2"),
    candidate("望湖街道办事处", "U-3"),
    candidate("区住建局", "340111"),
)
ITEMS = (candidate("井盖缺失", "3-2-01"), candidate("占道经营", "1-1-01"), candidate("路灯 不亮", "3-2-02"))
AREAS = (candidate("望湖03-05", "990001001001-03"), candidate("石湾01-02", "990001001002-01"))
WORDS = (
    candidate("满意", "satisfied"),
    candidate("基本满意", "basically"),
    candidate("不满意", "not_satisfied"),
)
SCREENS = (Candidate("派遣", "", "pq", "", "dispatch"), Candidate("受理", "", "sl", "", "intake"))


def vocabulary() -> Vocabulary:
    names = _step_names()
    names["dispatch"].insert(0, RENAMED)
    verbs = [verb(step, said, "zh_CN", initials) for step, said in names.items()]
    verbs += [verb(key, [said], "zh_CN", initials, others) for key, said, others in BUILT_IN]
    fields = {"unit": UNITS, "item": ITEMS, "area": AREAS, "satisfaction": WORDS}
    lexicons = {key: Lexicon(candidates) for key, candidates in fields.items()}
    return Vocabulary(tuple(verbs), Lexicon(SCREENS), lexicons, asks_of)


VOCABULARY = vocabulary()


@dataclass
class Here:
    """A list of tickets t1, t2, …, numbered 2026000001, 2026000002, …"""

    size: int = 12
    selected: tuple[str, ...] = ("t2",)
    taken: dict[str, int] = field(default_factory=dict)
    usual: tuple[str, ...] = ()

    def chosen(self) -> Sequence[str]:
        return self.selected

    def shown(self, n: int) -> Sequence[str]:
        return [f"t{k}" for k in range(1, min(n, self.size) + 1)]

    def count(self) -> int:
        return self.size

    def numbered(self, tail: str) -> Sequence[str]:
        return [f"t{k}" for k in range(1, self.size + 1) if f"2026{k:06d}".endswith(tail)]

    def takes(self, step: str, ids: Sequence[str]) -> int:
        return self.taken.get(step, 0)

    def likely(self, key: str, ids: Sequence[str]) -> Sequence[object]:
        return self.usual if key == "unit" else ()


def said(text: str, here: Here | None = None, most: int = 200) -> object:
    return understand(text, VOCABULARY, here or Here(), most)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("pq 石湾 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("pd 石湾 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("派单 swzd 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("派遣石湾 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("pd石湾 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("ｐｄ　石湾　３", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("：pd 石湾 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("send-out U-1 3", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("dispatch 3 石湾", Do("dispatch", ("t3",), {"unit": "U-1"})),
        ("pd 340111 3", Do("dispatch", ("t3",), {"unit": "340111"})),
        ("pd3", Do("dispatch", ("t3",))),
        ("pd", Do("dispatch", ("t2",))),
        ("pd 1-3", Do("dispatch", ("t1", "t2", "t3"))),
        ("pd 3～1", Do("dispatch", ("t1", "t2", "t3"))),
        ("pd 3至5", Do("dispatch", ("t3", "t4", "t5"))),
        ("pd 1，4、9", Do("dispatch", ("t1", "t4", "t9"))),
        ("pd 1, 4, 9", Do("dispatch", ("t1", "t4", "t9"))),
        ("pd 0007", Do("dispatch", ("t7",))),
        ("pd #7", Do("dispatch", ("t7",))),
        ("pd 2026000007", Do("dispatch", ("t7",))),
        ("pd 全部", Do("dispatch", tuple(f"t{n}" for n in range(1, 13)))),
        ("hj 3：不属于受理范围", Do("refuse", ("t3",), {"reason": "不属于受理范围"})),
        ("hj 3 不属于受理范围", Do("refuse", ("t3",), {"reason": "不属于受理范围"})),
        ("hj；Not ours: Ask them", Do("refuse", ("t2",), {"reason": "Not ours: Ask them"})),
        ("cb 3：请尽快 3 日内办结", Do("urge", ("t3",), {"note": "请尽快 3 日内办结"})),
        ("la jgqs 望湖03-05 3", Do("file", ("t3",), {"item": "3-2-01", "area": "990001001001-03"})),
        ("la 路灯不亮 990001001001-03", Do("file", ("t2",), {"item": "3-2-02", "area": "990001001001-03"})),
        ("pj 3 jbmy", Do("evaluate", ("t3",), {"satisfaction": "basically"})),
        ("pj 满意", Do("evaluate", ("t2",), {"satisfaction": "satisfied"})),
        ("hb 3 0009", Do("merge", ("t3",), {"into": "t9"})),
        ("hb 1-3 并入 0009", Do("merge", ("t1", "t2", "t3"), {"into": "t9"})),
        ("ja 1-2", Do("close", ("t1", "t2"))),
        ("go pq", Go("dispatch")),
        ("转到 受理", Go("intake")),
        ("/井盖 望湖", Find("井盖 望湖")),
        ("／井盖", Find("井盖")),
        ("why 3", Look("why", ("t3",))),
        ("3", Look("show", ("t3",))),
        ("0007", Look("show", ("t7",))),
        ("select 1-3", Look("select", ("t1", "t2", "t3"))),
        ("xyj", Say("next")),
        ("？", Say("help")),
        ("联动 夜市 LD26-0117", FindAction("夜市 LD26-0117")),
        ("ld", FindAction("")),
        ("吹哨", Say("whistle")),
    ],
)
def test_what_is_said(text: str, meaning: object) -> None:
    assert said(text) == meaning


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("", "empty", ""),
        ("  ： ", "empty", ""),
        ("qqq 3", "verb", "qqq"),
        ("pd 石湾 13", "no place", "13"),
        ("pd 石湾 0", "no place", "0"),
        ("pd 石湾 999999", "no number", "999999"),
        ("pd 不存在 3", "no unit", "不存在"),
        ("ja 3 石湾", "word", "石湾"),
        ("go 什么", "no screen", "什么"),
        ("go", "no screen", ""),
        ("why 1-3", "one only", "为何到期"),
        ("pd 望湖 3", "which unit", ""),
    ],
)
def test_what_is_wrong_is_named(text: str, kind: str, word: str) -> None:
    found = said(text)
    assert isinstance(found, Trouble)
    assert (found.kind, found.word) == (kind, word)


def test_a_tail_of_several_numbers_is_asked_back() -> None:
    found = said("pd 石湾 #1", Here(size=12))
    assert isinstance(found, Trouble)
    assert (found.kind, found.number) == ("which number", 2)


def test_the_selection_decides_between_verbs() -> None:
    # hc: 核查通过 and 核查不通过 both begin so.
    both = said("hc")
    assert isinstance(both, Trouble)
    assert both.kind == "which verb"
    assert both.offers == ("核查通过", "核查不通过")
    found = said("hc", Here(taken={"verify/passed": 1}))
    assert found == Do("verify/passed", ("t2",))


def test_the_usual_unit_decides_between_units() -> None:
    assert said("pd 望湖", Here(usual=("U-2",))) == Do("dispatch", ("t2",), {"unit": "U-2"})


def test_more_than_one_command_takes_is_left_out_and_counted() -> None:
    assert said("pd 全部", Here(size=12), most=5) == Do("dispatch", ("t1", "t2", "t3", "t4", "t5"), {}, 7)


def test_nothing_chosen_is_said() -> None:
    found = said("pd", Here(selected=()))
    assert isinstance(found, Trouble)
    assert found.kind == "no tickets"
    assert isinstance(said("pd 全部", Here(size=0)), Trouble)


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("派遣pd石湾 　3-—1，、,：:；;/#至to0409全部hjla望湖满意"), st.characters()
        ),
        max_size=40,
    )
)
def test_no_text_breaks_it(text: str) -> None:
    here = Here(taken={"dispatch": 1})
    understand(text, VOCABULARY, here, 20)
    for caret in {0, len(text) // 2, len(text)}:
        found = complete(text, caret, VOCABULARY, here, 20)
        assert 0 <= found.start <= found.end == caret


@pytest.mark.parametrize(
    "text",
    [
        "1" * 20_000,
        "1," * 10_000,
        "派遣石湾垃圾" * 3_333,
        "pd 石湾 " * 4_000,
        "la 井 盖 " * 4_000,
        "hj " + "2026000001 " * 2_000,
        "la " + "2026000001 " * 200,
        "hj " + "不 " * 10_000,
        "hj 1：" + "不属于受理范围" * 3_000,
    ],
    ids=lambda text: text[:9],
)
def test_what_is_pasted_by_mistake_is_read_at_once(text: str) -> None:
    """Each letter and each name is looked at a few times, never each name at each word or all letters at
    each letter: some 20 calls of each are made, by the text that takes the most."""
    many = [candidate(f"第{n}网格", f"99{n:010d}") for n in range(3_000)]
    vocabulary = Vocabulary(
        VOCABULARY.verbs, VOCABULARY.screens, {**VOCABULARY.fields, "area": Lexicon(many)}, asks_of
    )
    here = Here(taken={"dispatch": 1})
    understand("la 3", vocabulary, here, 200)

    def work() -> None:
        understand(text, vocabulary, here, 200)
        complete(text, len(text), vocabulary, here, 200)

    assert calls(work) < 60 * (len(text) + len(many))


@given(st.text(max_size=60))
def test_making_plain_keeps_every_place(text: str) -> None:
    flat = plain(text)
    assert len(flat) == len(text)
    assert plain(flat) == flat
    typed = read(text)
    for word in typed.words:
        assert flat[word.start : word.end] == word.text
        assert word.text
    assert squeezed(text) == squeezed(flat)


BEGINNINGS = ("", "pd ", "派单 ", "pd 3 ", "la ", "la 井盖缺失 ", "pj 3 ", "go ", "gp 1-2 ", "hj 3 ")


@given(st.sampled_from(BEGINNINGS), st.text(alphabet="pdlahjswzdjgqs石湾望湖井盖满意派单受理0-", max_size=4))
def test_what_completion_offers_is_understood_as_what_it_stands_for(beginning: str, typed: str) -> None:
    here = Here()
    text = beginning + typed
    found = complete(text, len(text), VOCABULARY, here, 20)
    for match in found.matches:
        put = str(match.candidate.data)
        whole = text[: found.start] + put
        readings = parse(whole, VOCABULARY)
        assert not isinstance(readings, Trouble), (whole, readings)
        shown = match.candidate.text
        if not read(text[: found.start]).words:
            assert [r.verb.shown for r in readings] == [shown], whole
        elif readings[0].verb.id == "go":
            assert isinstance(said(whole), Go)
        else:
            given_now = [c for r in readings for found_ in r.values.values() for c in found_]
            assert shown in [c.text for c in given_now], whole
            # And it is the only one meant.
            assert all(len(several) == 1 for r in readings for several in r.values.values()), whole


@given(st.integers(1, 999), st.integers(1, 999))
def test_places(low: int, high: int) -> None:
    assert target_of(f"{low}-{high}") == Places(((min(low, high), max(low, high)),))


def test_figures_that_are_no_places() -> None:
    assert target_of("03-05") is None
    assert target_of("0123") == Number("0123")
    assert target_of("#12") == Number("12")
    assert target_of("a1") is None
    assert target_of("yq20261122-00003") == Number("yq20261122-00003")
    assert target_of("20261122-00003") == Number("20261122-00003")
