"""What the papers of a mediation have in common: sums, sides, who mediated, places to sign."""

from __future__ import annotations

from contract.joint.joint import Joint
from contract.joint.mediation import SIDE_ROLES, Side, yuan

from .paper import Row, Signatures, Table
from .parts import parties_of
from .writing import DATE_BY_HAND, Writing

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capital(fen: int) -> str:
    """A sum as it is written out in Chinese where it must not be changed: 壹佰元伍角整."""
    whole, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    said = f"{_whole(whole)}元" if whole else ""
    if not jiao and not rest:
        return f"{said or '零元'}整"
    if jiao:
        said += f"{_FIGURES[jiao]}角"
    elif whole:
        said += "零"
    return said + (f"{_FIGURES[rest]}分" if rest else "整")


def _whole(number: int) -> str:
    said, gap = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10_000**place % 10_000
        if not part:
            gap = gap or bool(said)
            continue
        if said and (gap or part < 1_000):
            said += "零"
        said, gap = f"{said}{_group(part)}{_GROUPS[place]}", False
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for place in range(len(_PLACES) - 1, -1, -1):
        figure = number // 10**place % 10
        if not figure:
            gap = bool(said)
            continue
        said, gap = f"{said}{'零' if gap else ''}{_FIGURES[figure]}{_PLACES[place]}", False
    return said


def money(fen: int, writing: Writing) -> str:
    """A sum in running text; in Chinese written out, too."""
    return writing.say(f"人民币{yuan(fen)}元（大写：{capital(fen)}）", f"CNY {yuan(fen)}")


def named(side: Side, writing: Writing) -> str:
    """A side with how many people it is."""
    name = writing.words(side.name)
    return writing.say(f"{name}（{side.people}人）", f"{name} ({side.people} people)")


def role(side: Side, writing: Writing) -> str:
    """In what part it sits there."""
    return writing.known(SIDE_ROLES, side.role)


def sides_table(joint: Joint, writing: Writing) -> Table:
    """Who is at odds; one that left with when."""
    say = writing.say
    rows = []
    for n, side in enumerate(joint.sides, 1):
        left = ""
        if side.left_at is not None:
            when = writing.short(side.left_at)
            left = say(f"{when} 退出：", f"left {when}: ") + writing.words(side.left_reason)
        cells = (str(n), writing.words(side.name), role(side, writing), str(side.people))
        rows.append(Row((*cells, writing.short(side.joined_at)), left))
    head = (
        say("序号", "No."),
        say("当事方", "Side"),
        say("身份", "Part"),
        say("人数", "People"),
        say("登记时间", "Entered"),
    )
    return Table(head, (8, 40, 18, 12, 22), tuple(rows))


def mediators(joint: Joint, writing: Writing) -> list[str]:
    """The departments that sat with the sides; before any did, those that take part."""
    sat = {code for one in joint.sessions if one.state == "held" for code in one.mediators}
    return [writing.unit(p.unit, p.unit_name) for p in parties_of(joint) if p.unit in sat or not sat]


def signatures(joint: Joint, writing: Writing) -> Signatures:
    """A place for each side at the table and for each department that mediated."""
    say, when = writing.say, writing.say(DATE_BY_HAND, "")
    signs, day = say("签名（盖章、按指印）", "Signed (seal)"), say("日期", "Date")
    sides = [
        ((f"{role(side, writing)}{say('：', ': ')}{writing.words(side.name)}",), (signs, ""), (day, when))
        for side in joint.at_table
    ]
    units = [
        ((f"{say('调解单位：', 'Mediated by: ')}{name}",), (say("签名", "Signed"), ""), (day, when))
        for name in mediators(joint, writing)
    ]
    return Signatures((*sides, *units))
