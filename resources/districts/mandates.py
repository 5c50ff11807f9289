"""Composes a district's duty list and powers list out of its own catalogue and units.

Every entry is worded here, from the name of an item, the roles that handle it and what is done about it; the
laws named are the national ones of a role's field, by their titles alone. No list of a real authority is in
it. A duty's first entry has the code that the catalogue's column `duty` gives the item.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import NamedTuple

import compose
from pypinyin import Style, lazy_pinyin

COLUMNS = [
    *("version", "effective_from", "list", "code", "kind", "level", "unit", "name_zh", "name_en"),
    *("basis_zh", "basis_en", "items", "initials"),
]
DUTIES = {"yicheng": 498}
POWERS = {"yicheng": 4242, "baohe": 1200, "laoshan": 900, "tongnan": 700, "chancheng": 900}
USUAL_DUTIES = 500

LAWS = {
    "urban_management": ("城市市容和环境卫生管理条例", "Regulations on Urban Appearance and Sanitation"),
    "municipal": ("城市道路管理条例", "Regulations on Urban Roads"),
    "greening": ("城市绿化条例", "Regulations on Urban Greening"),
    "drainage": ("城镇排水与污水处理条例", "Regulations on Urban Drainage and Sewage"),
    "water_supply": ("城市供水条例", "Regulations on Urban Water Supply"),
    "gas": ("城镇燃气管理条例", "Regulations on Urban Gas"),
    "power": ("电力供应与使用条例", "Regulations on the Supply and Use of Electricity"),
    "telecom": ("中华人民共和国电信条例", "Telecommunications Regulations"),
    "transport": ("中华人民共和国道路运输条例", "Road Transport Regulations"),
    "traffic_police": ("中华人民共和国道路交通安全法", "Road Traffic Safety Law"),
    "police": ("中华人民共和国治安管理处罚法", "Public Security Administration Penalties Law"),
    "ecology": ("中华人民共和国环境保护法", "Environmental Protection Law"),
    "housing": ("物业管理条例", "Property Management Regulations"),
    "market": ("中华人民共和国消费者权益保护法", "Consumer Protection Law"),
    "emergency": ("中华人民共和国突发事件应对法", "Emergency Response Law"),
    "fire": ("中华人民共和国消防法", "Fire Protection Law"),
    "health": ("公共场所卫生管理条例", "Regulations on Sanitation in Public Places"),
    "civil_affairs": ("社会救助暂行办法", "Interim Measures on Social Assistance"),
    "human_resources": ("中华人民共和国劳动法", "Labour Law"),
    "insurance": ("中华人民共和国社会保险法", "Social Insurance Law"),
    "education": ("中华人民共和国教育法", "Education Law"),
    "agriculture": ("中华人民共和国农业法", "Agriculture Law"),
    "water": ("中华人民共和国水法", "Water Law"),
    "ocean": ("中华人民共和国海域使用管理法", "Law on the Use of Sea Areas"),
    "culture": ("公共文化体育设施条例", "Regulations on Public Cultural and Sports Facilities"),
    "scenic": ("风景名胜区条例", "Regulations on Scenic Areas"),
    "justice": ("中华人民共和国人民调解法", "People's Mediation Law"),
    "planning": ("中华人民共和国城乡规划法", "Urban and Rural Planning Law"),
    "enterprise": ("优化营商环境条例", "Regulations on the Business Environment"),
    "approval": ("中华人民共和国行政许可法", "Administrative Licensing Law"),
    "disabled": ("中华人民共和国残疾人保障法", "Law on the Protection of Persons with Disabilities"),
    "community_station": ("中华人民共和国城市居民委员会组织法", "Organic Law of Residents' Committees"),
    "centre": ("信访工作条例", "Regulations on Public Complaints"),
}
# Whose field a role's work lies in: that of the department with the powers.
FIELD = {
    **dict.fromkeys(("sanitation", "urban_squad", "street_team", "bikes"), "urban_management"),
    **dict.fromkeys(("lighting", "street_construction"), "municipal"),
    **dict.fromkeys(("police_station", "board_safety", "committee_governance"), "police"),
    **dict.fromkeys(
        ("street_service", "board_livelihood", "board_party", "committee_service"), "civil_affairs"
    ),
    **dict.fromkeys(("development", "industry", "street_economy", "board_economy"), "enterprise"),
    **dict.fromkeys(("street_centre", "area_centre", "duty_office", "supervision"), "centre"),
    "market_station": "market",
    "heating": "housing",
    "bus": "transport",
    "street_emergency": "emergency",
    "mediation": "justice",
    "committee_enforcement": "urban_management",
}
# The department that answers for a field where the district has none of that name.
DEPARTMENT = {
    **dict.fromkeys(("municipal", "drainage", "water_supply", "gas", "telecom", "power"), "housing"),
    **dict.fromkeys(("greening", "scenic", "ocean"), "urban_management"),
    "community_station": "civil_affairs",
    "human_resources": "civil_affairs",
    "insurance": "civil_affairs",
    "disabled": "civil_affairs",
    "culture": "education",
    "water": "agriculture",
}
SERVING = {
    *("civil_affairs", "human_resources", "insurance", "education", "culture", "enterprise", "approval"),
    *("disabled", "community_station", "centre", "justice", "health"),
}

Wording = tuple[str, str]


class Facet(NamedTuple):
    """What a duty says of an item: who, and in what words."""

    who: str
    zh: str
    en: str


HANDLE = Facet("handler", "负责“{zh}”的处置，按结案标准办结", "Handling of “{en}” to its closing standard")
CO = Facet("co", "协同处置“{zh}”，按主办单位要求派员到场", "Taking part in “{en}”, on the spot when called")
FACETS = (
    Facet("watch", "日常巡查发现“{zh}”并及时上报", "Patrolling for “{en}” and reporting it at once"),
    Facet(
        "check", "核查“{zh}”的处置结果，提出是否结案的意见", "Verifying on the spot how “{en}” was handled"
    ),
    Facet("guide", "指导督促“{zh}”的处置，制定工作标准", "Guiding and urging the handling of “{en}”"),
    Facet("watch", "宣传“{zh}”的有关规定，引导群众遵守", "Making the rules on “{en}” known to residents"),
    Facet("handler", "建立“{zh}”台账，定期报送处置情况", "Keeping a record of “{en}” and reporting on it"),
    Facet("handler", "向反映人答复“{zh}”的办理情况", "Answering who reported “{en}”"),
    Facet("guide", "分析“{zh}”的高发点位和时段，组织专项整治", "Finding where and when “{en}” is frequent"),
    Facet("check", "督办逾期未办结的“{zh}”", "Following up “{en}” that is past its limit"),
)
URGENT = Facet("handler", "“{zh}”危及安全时先行处置并设置警示", "Making “{en}” safe before it is repaired")

_WHO: tuple[Wording, ...] = (
    ("个人", "a person"),
    ("企业", "an enterprise"),
    ("个体工商户", "a sole trader"),
    ("施工单位", "a contractor"),
    ("物业服务企业", "a property manager"),
    ("建设单位", "a developer"),
    ("经营单位", "an operator"),
    ("其他组织", "another body"),
)
_HOW: tuple[Wording, ...] = (
    ("造成“{zh}”", "causing “{en}”"),
    ("造成“{zh}”且逾期不改正", "causing “{en}” and not putting it right in time"),
    ("再次造成“{zh}”", "causing “{en}” again"),
    ("造成“{zh}”并产生危害后果", "causing “{en}” with harm done"),
)


def _each(kind: str, form: Wording, words: tuple[Wording, ...]) -> Iterator[tuple[str, str, str]]:
    for zh, en in words:
        yield kind, form[0].replace("*", zh), form[1].replace("*", en)


def _enforcing() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    found += _each("inspection", ("对“{zh}”的*", "*: “{en}”"), (("日常检查", "Regular inspection"),))
    found += _each("penalty", (f"对*{_HOW[0][0]}的处罚", f"Penalty for * {_HOW[0][1]}"), _WHO[:3])
    found += _each(
        "compulsion",
        ("对“{zh}”*", "* over “{en}”"),
        (("依法代履行", "Performance in another's stead"), ("涉案物品的扣押", "Seizure of goods")),
    )
    found += _each("other", ("对“{zh}”责任人的*", "* who is answerable for “{en}”"), (("约谈", "Summoning"),))
    found += _each("reward", ("对举报“{zh}”的*", "*: reports of “{en}”"), (("奖励", "Reward"),))
    for how in _HOW[1:]:
        found += _each("penalty", (f"对*{how[0]}的处罚", f"Penalty for * {how[1]}"), _WHO[:3])
    found += _each(
        "inspection",
        ("对“{zh}”的*", "*: “{en}”"),
        (
            ("专项检查", "Special inspection"),
            ("随机抽查", "Random inspection"),
            ("举报核查", "Inspection upon a report"),
            ("整改复查", "Inspection after rectification"),
            ("联合检查", "Joint inspection"),
        ),
    )
    found += _each(
        "permit",
        ("与“{zh}”有关的许可的*", "* of permits that concern “{en}”"),
        (
            ("审批", "Granting"),
            ("变更", "Change"),
            ("延续", "Renewal"),
            ("注销", "Cancellation"),
            ("补发", "Replacement"),
        ),
    )
    found += _each(
        "compulsion",
        ("对“{zh}”*", "* over “{en}”"),
        (
            ("有关场所的查封", "Sealing of premises"),
            ("逾期不缴罚款的加处罚款", "Added fines for late payment"),
            ("有关设施的强制拆除", "Forced removal of structures"),
            ("采取紧急措施", "Urgent measures"),
        ),
    )
    found += _each(
        "confirmation",
        ("对“{zh}”的*", "* of “{en}”"),
        (("责任认定", "Finding who answers"), ("情形鉴定", "Expert finding"), ("整改确认", "Confirmed end")),
    )
    found += _each(
        "levy",
        ("因“{zh}”应缴*的征收", "Levy of * due to “{en}”"),
        (("恢复费用", "the cost of restoring"), ("占用费用", "charges for use")),
    )
    found += _each(
        "other",
        ("对“{zh}”的*", "*: “{en}”"),
        (
            ("信用记录", "Entry in the credit record"),
            ("案件移送", "Handing the case over"),
            ("情况通报", "Notice to others concerned"),
            ("备案", "Filing for the record"),
            ("结果公示", "Publication of the outcome"),
        ),
    )
    found.append(("ruling", "因“{zh}”引起的损失赔偿争议的裁决", "Ruling on damages that arise from “{en}”"))
    for how in _HOW:
        found += _each("penalty", (f"对*{how[0]}的处罚", f"Penalty for * {how[1]}"), _WHO[3:])
    return found


def _serving() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    found += _each("service", ("“{zh}”的*", "*: “{en}”"), (("咨询", "Advice"), ("受理", "Acceptance")))
    found += _each("confirmation", ("“{zh}”的*", "*: “{en}”"), (("资格认定", "Finding of entitlement"),))
    found += _each("inspection", ("对“{zh}”的*", "*: “{en}”"), (("专项检查", "Special inspection"),))
    found += _each("payment", ("“{zh}”所涉待遇的*", "* of benefits: “{en}”"), (("核定", "Fixing"),))
    found += _each(
        "service",
        ("“{zh}”的*", "*: “{en}”"),
        (
            ("预约办理", "Handling by appointment"),
            ("帮办代办", "Handling on behalf"),
            ("上门服务", "Service at home"),
            ("结果送达", "Delivery of the outcome"),
            ("投诉受理", "Taking of complaints"),
            ("信息公开", "Publication of information"),
            ("办后回访", "Call-back"),
        ),
    )
    found += _each(
        "confirmation",
        ("“{zh}”的*", "*: “{en}”"),
        (
            ("信息登记", "Registration"),
            ("变更登记", "Registration of a change"),
            ("注销登记", "Deregistration"),
            ("证明出具", "Issue of a certificate"),
            ("年度复核", "Yearly review"),
        ),
    )
    found += _each(
        "payment",
        ("“{zh}”所涉待遇的*", "* of benefits: “{en}”"),
        (
            ("发放", "Payment"),
            ("补发", "Late payment"),
            ("停发", "Ending"),
            ("追回", "Recovery"),
            ("标准调整", "Change of rates"),
        ),
    )
    found += _each(
        "inspection",
        ("对“{zh}”的*", "*: “{en}”"),
        (
            ("资金使用检查", "Inspection of funds"),
            ("入户核查", "Visit to check"),
            ("服务质量检查", "Inspection of quality"),
            ("档案检查", "Inspection of files"),
            ("投诉核查", "Inspection upon a complaint"),
        ),
    )
    found += _each(
        "permit",
        ("与“{zh}”有关的许可的*", "* of permits that concern “{en}”"),
        (
            ("审批", "Granting"),
            ("变更", "Change"),
            ("延续", "Renewal"),
            ("注销", "Cancellation"),
            ("补发", "Replacement"),
        ),
    )
    for zh, en in (
        ("弄虚作假", "giving false information"),
        ("逾期不退回所得", "not giving back what was gained"),
        ("再次违反规定", "breaking the rules again"),
    ):
        form = (f"对*在“{{zh}}”中{zh}的处罚", f"Penalty for * {en}: “{{en}}”")
        found += _each("penalty", form, _WHO)
    found += _each(
        "other",
        ("对“{zh}”的*", "*: “{en}”"),
        (
            ("信用记录", "Entry in the credit record"),
            ("情况通报", "Notice to others concerned"),
            ("备案", "Filing for the record"),
            ("结果公示", "Publication of the outcome"),
            ("统计报送", "Returns"),
        ),
    )
    found += _each("reward", ("“{zh}”先进的*", "*: merit in “{en}”"), (("表彰", "Commendation"),))
    found.append(("ruling", "因“{zh}”引起的争议的裁决", "Ruling on disputes that arise from “{en}”"))
    return found


PREFIX = {
    "penalty": "CF",
    "permit": "XK",
    "inspection": "JC",
    "compulsion": "QZ",
    "confirmation": "QR",
    "levy": "ZS",
    "payment": "JF",
    "ruling": "CJ",
    "reward": "JL",
    "other": "QT",
    "service": "FW",
}


class _Roles:
    """The roles of a district: at what level each stands, and who answers for a field."""

    def __init__(self, key: str) -> None:
        plan = tomllib.loads((compose.SOURCE / "organisations.toml").read_text("utf-8"))[key]
        self.level: dict[str, str] = {}
        for line in [plan["centre"], *plan["units"]]:
            self.level[line.split("|")[2].strip()] = "district"
        for level in ("street", "area", "community"):
            for line in plan.get(f"{level}_units", []):
                self.level.setdefault(line.split("|")[2].strip(), level)

    def first(self, *roles: str) -> str:
        """The first of the roles that the district has."""
        found: str = next(role for role in roles if role in self.level)
        return found

    def department(self, role: str) -> str:
        """The department in whose field a role works."""
        field = FIELD.get(role, role)
        known = [name for name in (field, DEPARTMENT.get(field, "")) if self.level.get(name) == "district"]
        return known[0] if known else self.first("urban_management")

    def of(self, who: str, item: compose.Placed) -> str:
        """Who has a facet of an item."""
        match who:
            case "handler":
                return item.handler
            case "watch":
                return self.first("community_station", "street_centre")
            case "check":
                return self.first("street_centre", "centre")
            case _:
                return self.department(item.handler)


def _row(plan: dict[str, str], roles: _Roles, cells: dict[str, str]) -> dict[str, str]:
    role = cells["unit"]
    field = FIELD.get(role, role)
    law = LAWS.get(field) or LAWS[DEPARTMENT.get(field, "urban_management")]
    letters = "".join(lazy_pinyin(cells["name_zh"], style=Style.FIRST_LETTER, errors="default")).lower()
    row = {
        "version": plan["version"],
        "effective_from": plan["effective_from"],
        "level": roles.level[role],
        "basis_zh": f"《{law[0]}》",
        "basis_en": law[1],
        "initials": "".join(c for c in letters if c.isalnum() and c.isascii()),
        **cells,
    }
    return {name: row[name] for name in COLUMNS}


def rows(key: str) -> list[dict[str, str]]:
    """The rows of mandates.csv: the duty list, then the powers list."""
    plan = tomllib.loads((compose.SOURCE / "catalogue.toml").read_text("utf-8"))[key]
    roles, items = _Roles(key), compose.placed(key)
    found = [_row(plan, roles, cells) for cells in _duties(key, roles, items)]
    return found + [_row(plan, roles, cells) for cells in _powers(key, roles, items)]


def _duties(key: str, roles: _Roles, items: list[compose.Placed]) -> list[dict[str, str]]:
    wanted = DUTIES.get(key, USUAL_DUTIES)
    by_item: dict[str, list[tuple[str, Facet]]] = {item.code: [(item.handler, HANDLE)] for item in items}
    for item in items:
        own = by_item[item.code]
        own += [(role, CO) for role in item.co_handlers]
        own += [(item.handler, URGENT)] if item.entry.make_safe else []
    count = sum(len(own) for own in by_item.values())
    for facet in FACETS:
        for item in items:
            if count < wanted:
                by_item[item.code].append((roles.of(facet.who, item), facet))
                count += 1
    made = []
    for item in items:
        names = {"zh": item.entry.name, "en": item.entry.english}
        for n, (role, facet) in enumerate(by_item[item.code], start=1):
            made.append(
                {
                    "list": "duty",
                    "code": item.duty if n == 1 else f"{item.duty}-{n}",
                    "kind": "duty",
                    "unit": role,
                    "name_zh": facet.zh.format(**names),
                    "name_en": facet.en.format(**names),
                    "items": item.code,
                }
            )
    return made[:wanted]


def _powers(key: str, roles: _Roles, items: list[compose.Placed]) -> Iterator[dict[str, str]]:
    enforcing, serving = _enforcing(), _serving()
    counts: dict[str, int] = {}
    left = POWERS[key]
    for n in range(max(len(enforcing), len(serving))):
        for item in items:
            department = roles.department(item.handler)
            forms = serving if FIELD.get(item.handler, item.handler) in SERVING else enforcing
            if n >= len(forms) or not left:
                continue
            left -= 1
            kind, zh, en = forms[n]
            counts[kind] = counts.get(kind, 0) + 1
            # The first inspection is the street's own where the street handles it.
            own = kind == "inspection" and n == 0 and roles.level[item.handler] == "street"
            names = {"zh": item.entry.name, "en": item.entry.english}
            yield {
                "list": "powers",
                "code": f"{PREFIX[kind]}-{counts[kind]:04d}",
                "kind": kind,
                "unit": item.handler if own else department,
                "name_zh": zh.format(**names),
                "name_en": en.format(**names),
                "items": item.code,
            }
    if left:
        raise ValueError(f"{key}: {left} powers are lacking")
