"""From the words of a place to entries of the register, each with a reason and how exact it is.

Nothing is made up: a crossing is found where the register has one of these two roads, a door by its number
or by the nearest number that is registered, a place by its name. Where nothing of it is known, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from contract.machine import Names

from .index import Index, shorter
from .understanding import Said, paired, understood

MOST = 20
SAME_PLACE = 300.0
"""Metres within which entries of one name are one place."""
NUMBERS = 40
"""How far in numbers the nearest known door may lie."""
_LETTERS = re.compile(r"([a-z]+?)(\d{1,5})?(?:号|hao)?")
_COMMON = re.compile(
    r"(?:.{0,2}(?:小学|中学|幼儿园|菜市场|菜场|农贸市场|停车场|工地|公园|广场|医院|超市|药房|药店|公交站|加油站|卫生院|派出所|村委会|居委会"
    r"|社区|宿舍|小区|大厦|酒店|宾馆|市场|银行))|中国\w{2}银行|中国银行|[建工农中]行|\w{2}银行|家乐福超市|中国石化加油站|\w{2}大药房"
)
"""Names of which a city has many: without its road one of these says nothing."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate: the entry `n` of the index, what it is shown as, why, how exact, and how good (small is
    good)."""

    rank: float
    n: int
    kind: str
    exact: str
    text: str
    reason: Names


_EXACT = {
    "crossing": "crossing",
    "door": "door",
    "building": "building",
    "community": "community",
    "place": "place",
    "road": "road",
}


def found(index: Index, said: Said) -> list[Found]:
    """Candidates for what was said, best first, at most 20; none where the register does not know it."""
    if not index.count or not said.text:
        return []
    hits: dict[int, Found] = {}
    for one in _all(index, said):
        there = hits.get(one.n)
        if there is None or one.rank < there.rank:
            hits[one.n] = one
    return sorted(hits.values(), key=lambda one: (one.rank, len(one.text), one.n))[:MOST]


def _all(index: Index, said: Said) -> Iterator[Found]:
    if said.text.isascii() and said.text.replace("-", "").isalnum() and not said.text.isdecimal():
        yield from _spelt(index, said.text)
    whole = list(_written(index, said))
    whole += _crossings(index, said)
    whole += _places(index, said)
    whole += _doors(index, said)
    yield from whole
    if not whole:
        yield from _sounding(index, said)
        yield from _partly(index, said)


def _of(index: Index, n: int, rank: float, zh: str, en: str, *, exact: str = "", text: str = "") -> Found:
    one = index.entry(n)
    return Found(
        rank=rank,
        n=n,
        kind=one.kind,
        exact=exact or _EXACT[one.kind],
        text=text or one.name,
        reason=Names(zh, en),
    )


def _written(index: Index, said: Said) -> Iterator[Found]:
    for n in index.by_text(said.text):
        yield _of(index, n, 0.5, "登记的名称相同", "registered by this very name")


# ---- crossings ----
def _crossings(index: Index, said: Said, rank: float = 1.0, why: Names | None = None) -> Iterator[Found]:
    for pair in said.pairs:
        entries = index.crossing(pair)
        if entries:
            yield from _crossing(index, pair, entries, said, rank, why)
            return
    if not said.pairs and said.stretch is None and len(said.roads) == 2:
        pair = paired(*said.roads)
        entries = index.crossing(pair)
        if entries:
            told = Names(
                "两条道路连写，登记中有其路口", "both roads are named, and their crossing is registered"
            )
            yield from _crossing(index, pair, entries, said, rank + 1, told)


def _crossing(
    index: Index,
    pair: tuple[str, str],
    entries: Sequence[int],
    said: Said,
    rank: float,
    why: Names | None,
) -> Iterator[Found]:
    # An entry that lies beside the crossing (北侧100米) tells of it where none lies on it.
    plain = [n for n in entries if not index.entry(n).offset] or list(entries)
    aside = [n for n in entries if said.offset and index.entry(n).offset == said.offset]
    a, b = pair
    text = f"{a}与{b}交叉口"
    for nth, group in enumerate(_grouped(index, aside or plain)):
        n = group[0]
        one = index.entry(n)
        zh, en = f"{a}与{b}的路口", f"the crossing of {a} and {b}"
        if why is not None:
            zh, en = f"{why.zh}：{zh}", f"{why.en}: {en}"
        if one.offset and one.offset != said.offset:
            zh, en = f"{zh}（登记为其{one.offset}）", f"{en} (registered {one.offset} of it)"
        elif said.offset and one.offset != said.offset:
            zh, en = f"{zh}，“{said.offset}”未计入", f"{en}; “{said.offset}” is not reckoned in"
        shown = one.name if one.offset or one.place else text
        yield _of(index, n, rank + 0.1 * nth, zh, en, exact="crossing", text=shown)


def _grouped(index: Index, entries: list[int]) -> Iterator[list[int]]:
    """Entries that are one place, the middle one first of each group."""
    left = entries
    for _ in range(5):
        if not left:
            return
        best, far = index.middle(left, SAME_PLACE)
        there = set(far)
        yield [best, *(n for n in left if n != best and n not in there)]
        left = far


# ---- places and buildings ----
def _places(index: Index, said: Said) -> Iterator[Found]:
    for nth, name in enumerate(said.places):
        rank = 1.0 + 0.2 * nth
        if said.building:
            marks = index.building(name, said.building)
            built = list(_on(index, marks, name, said, rank, "building"))
            if built:
                yield from built
                continue
        hits = list(_on(index, index.place(name), name, said, rank + 0.3, ""))
        # What is only called alike is not taken together with what is said beside it (南门北侧).
        if not hits and not said.offset:
            alike = _on(index, index.alike(name), shorter(name), said, rank + 1.5, "")
            hits = [msgspec.structs.replace(one, reason=_nearly(one.reason)) for one in alike]
        if not hits and len(name) >= 5:
            hits = list(_ending(index, name, said, rank + 2))
        yield from hits


def _nearly(reason: Names) -> Names:
    """A reason by a name, where the name is only alike."""
    zh = reason.zh.replace("名称和道路相同", "名称相近，道路相同").replace("名称相同", "名称相近")
    return Names(zh, reason.en.replace("its name", "nearly its name"))


def _on(
    index: Index, entries: Sequence[int], name: str, said: Said, rank: float, exact: str
) -> Iterator[Found]:
    """Entries of a name, those on the road that was said first; of another road only where one place alone is
    called so."""
    if not entries:
        return
    roads = set(said.roads)
    here: list[int] = []
    without: list[int] = []
    elsewhere: list[int] = []
    for n in entries:
        one = index.entry(n)
        own = {road for road in (one.road, one.road2) if road}
        (here if own & roads else without if not own or not roads else elsewhere).append(n)
    missing = f"，未登记{said.building}" if said.building and not exact else ""
    lacking = f"; {said.building} is not registered" if missing else ""
    if here or without:
        zh, en = ("名称和道路相同", "its name and its road") if here else ("名称相同", "its name")
        for nth, group in enumerate(_grouped(index, here or without)):
            yield _of(
                index,
                group[0],
                rank + (0 if here else 0.2) + 0.1 * nth,
                zh + missing,
                en + lacking,
                exact=exact or _area_of(index, group[0]),
            )
        return
    if _COMMON.fullmatch(name) or len(name) < 4:
        return
    groups = list(_grouped(index, elsewhere))
    if len(groups) == 1:
        n = groups[0][0]
        road = index.entry(n).road
        zh = f"名称相同，登记在{road}{missing}"
        en = f"its name; registered on {road}{lacking}"
        yield _of(index, n, rank + 1, zh, en, exact=exact or _area_of(index, n))


def _area_of(index: Index, n: int) -> str:
    one = index.entry(n)
    if one.building or one.kind == "community":
        return "community"
    return "crossing" if one.kind == "crossing" else "place" if one.place else _EXACT[one.kind]


def _ending(index: Index, name: str, said: Said, rank: float) -> Iterator[Found]:
    """A registered name at the end of a longer one, on the same road (高架桥皖能大厦)."""
    for at in range(1, len(name) - 3):
        known = name[at:]
        hits = [n for n in index.place(known) if said.road and index.entry(n).road == said.road]
        if hits and not _COMMON.fullmatch(known):
            for group in _grouped(index, hits):
                yield _of(index, group[0], rank, f"所述含有“{known}”", f"the words hold “{known}”")
            return


# ---- doors ----
def _doors(index: Index, said: Said) -> Iterator[Found]:
    if not said.number or not said.road:
        return
    doors, away = index.door(said.road, said.number, NUMBERS)
    if not doors:
        return
    if said.sub and not away:
        doors = [n for n in doors if index.entry(n).sub == said.sub] or doors
    for n in doors[:5]:
        one = index.entry(n)
        if away:
            zh = f"最近的已登记门牌，相差{away}号"
            en = f"the nearest number that is registered, {away} away from {said.number}"
            yield _of(index, n, 4.0, zh, en, exact="near_door")
        else:
            same = one.sub == said.sub
            zh = "门牌相同" if same else f"门牌相同，未登记“{said.sub}”"
            en = "its number" if same else f"its number; “{said.sub}” is not registered"
            yield _of(index, n, 1.0 if same else 1.4, zh, en, exact="door")


# ---- other ways of writing ----
def _sounding(index: Index, said: Said) -> Iterator[Found]:
    """What is spoken like it: an input method's wrong choice (徽洲大道)."""
    changed: dict[str, str] = {}
    for road in said.roads:
        if road not in index.roads:
            alike = [head for head in index.sounding(road) if head in index.roads]
            if len(alike) != 1:
                return
            changed[road] = alike[0]
    names = []
    for name in said.places:
        alike = [] if index.place(name) else [head for head in index.sounding(name) if index.place(head)]
        names.append(alike[0] if len(alike) == 1 else name)
    if not changed and names == list(said.places):
        return
    meant = said_with(said, changed, names)
    words = "、".join(
        [*changed.values(), *(n for n, was in zip(names, said.places, strict=True) if n != was)]
    )
    for one in (*_crossings(index, meant), *_places(index, meant), *_doors(index, meant)):
        yield msgspec.structs.replace(
            one,
            rank=one.rank + 2.5,
            reason=Names(f"同音：{words}；{one.reason.zh}", f"sounds like {words}; {one.reason.en}"),
        )
    if said.road_alone and changed:
        yield from _road(index, next(iter(changed.values())), 5.0)


def said_with(said: Said, changed: dict[str, str], places: Iterable[str]) -> Said:
    """The same with other roads and places."""
    return msgspec.structs.replace(
        said,
        roads=tuple(changed.get(road, road) for road in said.roads),
        pairs=tuple(paired(changed.get(a, a), changed.get(b, b)) for a, b in said.pairs),
        places=tuple(places),
    )


def _partly(index: Index, said: Said) -> Iterator[Found]:
    """What begins like it or holds it, where it may be a part that is still being typed."""
    if said.crossing or said.stretch is not None or said.number or said.building:
        return
    if said.road_alone and said.road in index.roads:
        yield from _road(index, said.road, 5.0)
        return
    if len(said.roads) == 1 and len(said.places) == 1 and said.text.endswith(said.places[0]):
        # A road and the beginning of a place on it.
        for name in index.containing(said.places[0], 200):
            if name.startswith(said.places[0]):
                hits = [n for n in index.place(name) if index.entry(n).road == said.road]
                yield from _begun(index, hits, 5.0, said.places[0])
        return
    words = said.text
    if said.roads or not 2 <= len(words) <= 20:
        return
    names = index.containing(words, MOST)
    for nth, name in enumerate(names):
        rank = (5.0 if name.startswith(words) else 7.0) + 0.01 * nth
        yield from _begun(index, index.place(name)[:3], rank, words)
        if name in index.roads:
            yield from _road(index, name, rank + 0.5)


def _begun(index: Index, entries: Sequence[int], rank: float, words: str) -> Iterator[Found]:
    for group in _grouped(index, list(entries)):
        yield _of(index, group[0], rank, f"名称中含有“{words}”", f"its name holds “{words}”")


def _road(index: Index, road: str, rank: float) -> Iterator[Found]:
    """The places that a road alone may go on to: its crossings, those with long roads first."""
    others = []
    for n in index.crossings_on(road):
        one = index.entry(n)
        other = one.road2 if one.road == road else one.road
        others.append((-index.doors_on(other), n, other))
    for nth, (_, n, other) in enumerate(sorted(others)[:10]):
        one = index.entry(n)
        zh, en = f"{road}上的路口", f"a crossing on {road}"
        shown = one.name if one.offset else f"{road}与{other}交叉口"
        yield _of(index, n, rank + 0.01 * nth, zh, en, exact="crossing", text=shown)


def _spelt(index: Index, letters: str) -> Iterator[Found]:
    """Pinyin, whole or by initials, of a name, or of a road with a number (hzdd100)."""
    parts = _LETTERS.fullmatch(letters)
    if parts is None or len(parts[1]) < 2:
        return
    same, begun, whole = index.spelt(parts[1], MOST)
    number = int(parts[2]) if parts[2] else 0
    for names, rank, zh, en in (
        (same, 2.5, "拼音首字母相同", "its pinyin initials"),
        (whole, 3.0, "拼音相同或开头相同", "its pinyin"),
        (begun, 6.0, "拼音首字母开头相同", "its pinyin initials begin so"),
    ):
        for nth, name in enumerate(names):
            at = rank + 0.02 * nth
            if number:
                doors, away = index.door(name, number, 0)
                for n in doors[:1] if not away else ():
                    yield _of(index, n, at, zh, en)
                continue
            for group in _grouped(index, index.place(name)[:5]):
                yield _of(index, group[0], at, zh, en)
            if name in index.roads:
                yield from _road(index, name, at + 0.5)


# ---- what is not known ----
def unknown(index: Index, said: Said) -> Names | None:
    """Why nothing is found of words that speak of a place; None where they speak of none."""
    if not (said.roads or said.places or said.number):
        return None
    foreign = [road for road in said.roads if road not in index.roads]
    if foreign:
        words = "、".join(foreign)
        return Names(f"登记中没有“{words}”", f"the register does not have “{words}”")
    if said.stretch is not None:
        a, b = said.stretch
        ends = [end for end in said.stretch if index.crossing(paired(said.road, end))]
        zh, en = (
            f"{said.road}（{a}至{b}）是一段道路",
            f"{said.road} from {a} to {b} is a stretch, not a point",
        )
        if ends:
            zh += "；已登记与" + "、".join(ends) + "的路口"
            en += "; registered: its crossing with " + ", ".join(ends)
        return Names(zh, en)
    if said.pairs:
        a, b = said.pairs[0]
        return Names(f"登记中没有{a}与{b}的路口", f"no crossing of {a} and {b} is registered")
    if said.number and said.road:
        return Names(
            f"登记中{said.road}没有{said.number}号，附近也没有门牌",
            f"{said.road} has no number {said.number} in the register, and none near it",
        )
    if said.places:
        where = f"{said.road}上" if said.road else "登记中"
        of = f" on {said.road}" if said.road else ""
        name = said.places[0]
        return Names(f"{where}没有登记“{name}”", f"“{name}” is not registered{of}")
    if said.road_alone:
        return Names("只有道路：请补充门牌、路口或地点", "a road alone: add a number, a crossing or a place")
    return Names("登记中没有这一地点", "the register does not have this place")


def read(index: Index, text: str, above: Sequence[str]) -> Said:
    """What words say, with the register's roads as known ones."""
    return understood(text, above, index.roads)
