"""What several papers have: the map's section, the tickets, who takes part, the foot."""

from __future__ import annotations

from collections.abc import Iterable

from contract.joint.joint import Joint
from contract.joint.party import Party
from contract.machine import Names

from .paper import Block, Map, Paper, Row, Table, Text
from .place import is_placed
from .writing import Sections, Writing


def paper_of(key: str, names: Names, joint: Joint, writing: Writing, blocks: Iterable[Block]) -> Paper:
    """A paper of a joint action, under its number."""
    return Paper(
        key=key,
        title=writing.of(names),
        number=joint.number,
        language=writing.language,
        office=writing.office,
        made_at=writing.now,
        blocks=tuple(blocks),
    )


def parties_of(joint: Joint) -> list[Party]:
    """The departments in it, the lead first."""
    return sorted(joint.active, key=lambda party: not party.lead)


def tickets_table(joint: Joint, writing: Writing) -> Table:
    """The tied tickets, numbered as on the map."""
    say = writing.say
    return Table(
        (say("序号", "No."), say("工单编号", "Ticket"), say("事项", "Matter")),
        (8, 30, 62),
        tuple(
            Row((str(n), ticket.number, writing.words(ticket.title)))
            for n, ticket in enumerate(joint.tickets, 1)
        ),
    )


def map_section(joint: Joint, writing: Writing, section: Sections) -> list[Block]:
    """The situation map; nothing where the place is nowhere on a map."""
    if not is_placed(joint):
        return []
    say = writing.say
    radius = writing.reference.district.joint.radius
    known = [
        say(f"虚线圆为到场认定范围，半径{radius}米", f"the dashed circle of {radius} m counts as on the spot")
        if joint.lon is not None
        else "",
        say("实线围合处为划定的行动区域", "the solid outline is the area of the action")
        if joint.ring
        else "",
        say("圆内数字为关联工单序号", "figures are the tickets by their numbers") if joint.tickets else "",
    ]
    words = say("；", "; ").join(text for text in known if text)
    caption = f"{say('图：', 'Map: ')}{writing.where(joint)}{say('。', '. ')}{words}{say('。', '.')}"
    return [section("现场位置", "The place"), Map(caption)]


def closing(writing: Writing, at: int) -> list[Block]:
    """Who issues it, and the day."""
    return [Text(writing.office, "right", indented=False), Text(writing.day(at), "right", indented=False)]
