"""What the words of a place say: roads, a crossing of two, a door, an estate with a building, a place.

Nothing is looked up here: which of the readings is meant, the register decides (`finding`). Rules stand in
the order in which they are tried; a road is what ends like one, and a joining word joins two roads alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from .spelling import CROSS, spelled

ROAD_END = "高速公路|高架路|高架桥|大道|大街|胡同|国道|省道|县道|公路|高速|高架|路|街|巷|弄"
_END = re.compile(ROAD_END)
_RING = re.compile(r"[东西南北内外中][一二三四五六]环(?:路|线)?")
_ROAD = re.compile(rf"[^{CROSS}与、/\\()\-—~:+&]{{1,8}}?(?:{ROAD_END})")
_WEAK = ("街", "巷", "弄", "胡同", "高架", "高速", "公路", "县道", "国道", "省道")
_NO_ROAD = re.compile(r"(?:道路|小路|马路|铁路|线路|岔路|半路|一路|[向内外侧]路|走街)|.*(?:道路|无名路|街道)")
_NOT_IN_ROAD = re.compile(r"[侧旁]|.内|门口|门前|大门|[东西南北]门.{2}|附近|对面|\d+米")
_BRANCH = re.compile(r"[一二三四五六七八九十东西南北0-9]{0,3}(?:支路|支巷|巷|弄)(?![口道])")
_JOIN = re.compile(r"[与、/\\\-—~:+&]|和|跟|同|及|至|到")
_AFTER_WEAK = re.compile(rf"$|[{CROSS}与和、/()\-—~:]|\d|[东西南北]?[侧边段头]|附近|对面|口|门|旁|内|处|和")
_PROVINCE = re.compile(
    r"^(?:北京|上海|天津|重庆|内蒙古自治|广西壮族自治|西藏自治|宁夏回族自治|新疆维吾尔自治|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西"
    r"|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)[省市区](?![立直委府级])"
)
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,3}市(?![场民政委直立容政府])(?=.{2,})")
_ZONE = re.compile(
    r"^[^路街道与]{0,8}?(?:工业园区|工业区|开发区|高新区|产业园区|示范区|街道办事处|街道)(?=.{2,})"
)
_TOWN = re.compile(r"^[\u4e00-\u9fff]{2,3}[镇乡](?=.{3,})")
_PART = re.compile(r"^[东西南北中](?:段|延伸段|沿线)")
_DOOR = re.compile(
    r"^(?:门牌)?(\d{1,5})((?:[-之附](?:\d{1,4}))?)号(?!楼|线|院线|公馆|桥)(院?)([-之附]\d{1,4}(?:号)?)?"
)
_HOUSE = re.compile(r"([a-z]?\d{1,4}|[a-z])(号楼|座(?!落)|单元)")
_UNIT = re.compile(r"^\d{1,3}单元(?:\d{1,4}室?)?")
_TAIL = re.compile(
    r"(?:[东西南北正大侧后前]|东南|东北|西南|西北|[0-9一二三]号)门(?:口|前|外|内|处|旁|边|附近|$)|[东西南北]门(?=[东西南北])|大?门(?:口|前|外|内|旁|面)"
    r"|[东西南北]{1,2}(?:侧|边|面|端|头|角|向)|附近|斜?对面|对过|隔壁|旁边?|边上|(?<![医学法检])院内|里面|楼下|楼上|路边|周边|进门|下桥|上桥|工地"
    r"|约?\d+米|门$|内(?![科蒙衣燃])|处$|处附近|地下|停车场入口|方向|往[东西南北]|里$|上$|边$|口$|段$"
)
_OFFSET = re.compile(
    r"(东南|东北|西南|西北|东|西|南|北)(?:侧|边|面|方向|端|口)?(?:约|大约)?(\d{1,5})(?:多)?(?:米|道路)"
    r"|(东南|东北|西南|西北|东|西|南|北)(?:侧|边|面|角|端|$)"
)
_STRETCH = re.compile(r"\(([^()]+?)[-—~至到]([^()]+?)(?:段)?\)")
_BUS = re.compile(r"公交车?站(?:牌|台|点|亭)?|公交(?:牌|台)")
_NOBODYS = re.compile(
    r"(?:人行道|非?机动车道?|公交车道|居民区|小区|道路|无名道?路|东西向|南北向|左右|路段|主路|辅路|绿化带|路面|马路|人行横道|公厕)+"
)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What words say. `roads` are all roads named, in order; `pairs` the crossings they may mean, likeliest
    first; `number` a door on `road`; `places` names of estates and places, the most particular last as
    people say them and first here; `building` a building's mark ("3号楼"); `offset` the tail ("北侧100米");
    `stretch` the two roads between which a part of `road` lies."""

    text: str
    roads: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    crossing: bool = False
    number: int = 0
    sub: str = ""
    places: tuple[str, ...] = ()
    building: str = ""
    offset: str = ""
    stretch: tuple[str, str] | None = None

    @property
    def road(self) -> str:
        """The road that a door or a place lies on, "" where none is named."""
        return self.roads[0] if self.roads else ""

    @property
    def road_alone(self) -> bool:
        """Whether nothing but one road is named."""
        return len(self.roads) == 1 and self.text == self.roads[0]


def paired(first: str, second: str) -> tuple[str, str]:
    """Two roads in the order in which a crossing is kept."""
    return (first, second) if first <= second else (second, first)


def road_named(name: str) -> str:
    """A road's name as it is compared: without a zone before it, a ring with its 路."""
    name = spelled(name).replace(CROSS, "")
    for start in (_PROVINCE, _CITY, _ZONE, _TOWN):
        found = start.match(name)
        if found is not None and len(name) - found.end() >= 2:
            name = name[found.end() :]
    ring = _RING.fullmatch(name)
    if ring is not None:
        return name.removesuffix("路").removesuffix("线") + "路"
    for end in ("高架桥", "高架路", "高架"):
        if name.endswith(("路" + end, "道" + end)):
            return name.removesuffix(end)
    return name


def understood(text: str, above: Collection[str] = (), roads: Collection[str] = ()) -> Said:
    """What words say. `above` are names of the district and its streets, which may stand in front; `roads`
    are known, so that a 街 or 巷 among them is told from a name that begins like one."""
    whole = spelled(text)
    stretch = _STRETCH.search(whole)
    plain = whole
    between: tuple[str, str] | None = None
    if stretch is not None:
        between = (road_named(stretch[1]), road_named(stretch[2]))
        plain = whole[: stretch.start()] + whole[stretch.end() :]
    plain = _led(plain, above)
    parts = [part for part in re.split(r"[()]", plain) if part]
    reading = _Reading(above, roads)
    for part in parts:
        reading.read(part)
    if reading.pairs and len(parts) > 1 and not reading.crossing:
        reading.pairs.clear()
    return Said(
        text=whole,
        roads=tuple(dict.fromkeys(reading.roads)),
        pairs=() if between is not None else tuple(dict.fromkeys(reading.pairs)),
        crossing=reading.crossing,
        number=reading.number,
        sub=reading.sub,
        places=tuple(dict.fromkeys(reversed(reading.places))),
        building=reading.building,
        offset=reading.offset,
        stretch=between,
    )


def _led(text: str, above: Collection[str]) -> str:
    """Without province, city, district, street in front."""
    while True:
        text = text.lstrip("-/~")
        found = _PROVINCE.match(text) or _CITY.match(text)
        if found is None:
            named = next((a for a in above if text.startswith(a) and len(text) - len(a) >= 2), "")
            if named and text[len(named)] not in "委政人法检公":
                text = text[len(named) :]
                continue
            found = _ZONE.match(text) or _TOWN.match(text)
            # 镇 and 乡 are in names, too: what is left must begin with a road.
            if found is not None and _ROAD.match(text[found.end() :]) is None:
                found = None
        if found is None:
            return text
        text = text[found.end() :]


class _Reading:
    """Reads one part after the other of what stands between brackets."""

    def __init__(self, above: Collection[str], roads: Collection[str]) -> None:
        self._above = above
        self._known = roads
        self.roads: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.places: list[str] = []
        self.crossing = False
        self._other = ("", "")
        """A road after a joining word, and the road that it is together with that word."""
        self.number, self.sub, self.building, self.offset = 0, "", "", ""

    def read(self, text: str) -> None:
        at = 0
        run: list[tuple[str, bool]] = []
        """Roads that stand together, each with whether a joining word stood before it."""
        joined = False
        while at < len(text):
            if text[at] == CROSS:
                self._cross(run)
                run, joined, at = [], False, at + 1
                continue
            join = _JOIN.match(text, at) if run and not joined else None
            if join is not None:
                behind = _road_at(text, join.end(), self._known)
                # 和 begins names, too (和平路): what is left of one must be a name of its own.
                if behind is not None and (join[0] not in "和跟同及至到" or len(behind[0]) >= 3):
                    whole = _road_at(text, at, self._known)
                    self._other = (behind[0], whole[0]) if whole is not None else self._other
                    joined, at = True, join.end()
                    continue
            road = _road_at(text, at, self._known)
            if road is not None:
                name, at = road
                if run and not joined and run[-1][0].endswith(name):
                    run.pop()
                run.append((name, joined))
                joined = False
                continue
            end = self._words(text, at, run)
            joined, at = False, end
        self._beside(run)

    def _cross(self, run: list[tuple[str, bool]]) -> None:
        """A word that says crossing came after these roads."""
        names = [name for name, _ in run]
        self.roads += names
        self.crossing = True
        if len(names) >= 2:
            self.pairs.append(paired(names[-2], names[-1]))
            if names[-1] == self._other[0]:
                self.pairs.append(paired(names[-2], self._other[1]))
            if names[0] != names[-2] and names[0] != names[-1]:
                self.pairs.append(paired(names[0], names[-1]))
        elif names and self.roads[:-1]:
            self.pairs += [paired(other, names[-1]) for other in self.roads[:-1] if other != names[-1]]

    def _beside(self, run: list[tuple[str, bool]]) -> None:
        """Roads after which nothing says crossing."""
        names = [name for name, _ in run]
        for n in range(1, len(run)):
            if run[n][1] and run[n][0] != run[n - 1][0]:
                self.pairs.append(paired(run[n - 1][0], run[n][0]))
        self.roads += names

    def _words(self, text: str, at: int, run: list[tuple[str, bool]]) -> int:
        """Everything up to the next crossing sign; gives where it ends."""
        end = text.find(CROSS, at)
        end = len(text) if end < 0 else end
        words = text[at:end]
        if end < len(text):
            # 口 of a crossing of a named place: the words belong to a name, not to two roads.
            self._beside(run)
            run.clear()
        inside = _known_in(words, self._known)
        if inside is not None:
            # A road that is known, behind other words (皮革城北区4楼广州路163号).
            self._places(words[:inside])
            return at + inside
        words = _PART.sub("", words)
        door = _DOOR.match(words)
        if door is not None and (run or self.roads):
            self.number = int(door[1])
            self.sub = (door[2] + (door[4] or "")).strip()
            words = words[door.end() :]
        self._places(words)
        return end

    def _places(self, words: str) -> None:
        if not words:
            return
        beside = _OFFSET.match(words)
        tail = _TAIL.match(words) if beside is None else beside
        if tail is not None:
            self.offset = self.offset or _offset(words)
            self._places(words[tail.end() :])
            return
        words = _BUS.sub("公交站", words)
        house = _HOUSE.search(words)
        if house is not None:
            self.building = house[0]
            behind = _UNIT.sub("", words[house.end() :])
            words = words[: house.start()]
            if not words and len(behind) >= 2:
                words = behind
        tail = _TAIL.search(words, 1)
        behind_tail = ""
        if tail is not None:
            self.offset = self.offset or _offset(words[tail.start() :])
            behind_tail = words[tail.end() :]
            words = words[: tail.start()]
        name = _name(words, self._above)
        if name:
            self.places.append(name)
        if len(behind_tail) >= 4 and not _OFFSET.match(behind_tail):
            self._places(behind_tail)


def _name(words: str, above: Collection[str]) -> str:
    """A place's own name, without a city or street in front; "" for what names nothing."""
    words = words.strip("与、/-—~:+&的")
    words = _led(words, above)
    return words if len(words) >= 2 and not words.isdecimal() and not _NOBODYS.fullmatch(words) else ""


def _offset(words: str) -> str:
    found = _OFFSET.search(words)
    if found is None:
        return ""
    return f"{found[1]}{found[2]}米" if found[1] else found[3]


def _road_at(text: str, at: int, known: Collection[str]) -> tuple[str, int] | None:
    """The road that begins at a place of a text and where it ends, None where none does."""
    ring = _RING.match(text, at)
    if ring is not None:
        return road_named(ring[0]), ring.end()
    for end in _ends(text, at):
        name = text[at:end]
        if _NO_ROAD.fullmatch(name) or _NOT_IN_ROAD.search(name):
            continue
        weak = name.endswith(_WEAK) and not name.endswith("大街") and name not in known
        if weak and not _AFTER_WEAK.match(text, end) and _ROAD.match(text, end) is None:
            continue
        if len(name) < 3 and name[-1] in "巷弄街":
            continue
        if name not in known and (alone := _behind_zone(name, known)):
            return alone, end
        branch = _BRANCH.match(text, end)
        if branch is not None:
            name, end = text[at : branch.end()], branch.end()
        return road_named(name), end
    return None


def _known_in(words: str, known: Collection[str]) -> int | None:
    """Where the first known road begins in words that do not begin with it; None without one."""
    if not known:
        return None
    for end in _END.finditer(words):
        for length in range(min(end.end() - 1, 9), 2, -1):
            if words[end.end() - length : end.end()] in known:
                return end.end() - length
    return None


def _behind_zone(name: str, known: Collection[str]) -> str:
    """The known road in a name that is a zone and a road (高新区蜀锦路), "" where it is not."""
    if not known:
        return ""
    zones = (at for at in range(2, len(name) - 2) if name[at - 1] in "区园镇乡村城市县期")
    return next((name[at:] for at in zones if name[at:] in known), "")


def _ends(text: str, at: int) -> Iterator[int]:
    """Where a road that begins at a place may end: the first word that ends one, or a longer one."""
    found = _ROAD.match(text, at)
    while found is not None:
        yield found.end()
        end = found.end()
        found = re.compile(rf"[^{CROSS}与、/\\()\-—~:+&]{{1,9}}?(?:{ROAD_END})").match(text, end)
        if found is None or found.end() - at > 9:
            return
