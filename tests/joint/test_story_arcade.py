"""Shiwan: a covered walk breaks. A grid worker reports it, the street's enforcement committee takes it on,
the offices meet on the spot with the property company, a contractor repairs it, the company takes it over."""

from __future__ import annotations

from collections.abc import Callable

from contract import action as a
from contract.clock import DAY, HOUR
from contract.joint import action as j
from tests.backend.running import new_id
from tests.joint.story import Story

GRID = "440604010004-02"
SPOT = {"lon": 113.1165, "lat": 22.9860}
STREET, WORKER = "s-CC-S010", f"g-{GRID}"
COMMITTEE = "u-CC-S010-W3"
LEAD, WORKS, STATION = "CC-S010-ZF", "CC-S010-CJ", "CC-440604010004"
UNITS = (LEAD, WORKS, STATION)
COMPANY = "小区物业服务企业"


def test_the_broken_arcade(tell: Callable[[str], Story]) -> None:
    story = tell("chancheng")
    begun = story.clock.now()
    taken_on(story)
    met(story)
    repaired(story)
    handed_over(story)
    story.sound(UNITS)
    joint = story.joint
    assert joint.state == "closed"
    assert (joint.people, len(joint.problems), joint.failures) == (7, 2, 0)
    total = story.figures(begun).total
    assert (total.actions, total.closed, total.people, total.problems) == (1, 1, 7, 2)
    assert (total.handled, total.ticketed) == (1, 1)


def taken_on(story: Story) -> None:
    """The ticket, and the committee that makes it a matter of several."""
    before = story.photo(WORKER)
    story.report(
        WORKER,
        channel="grid",
        title="骑楼顶板缺口，碎块松动",
        text="铺面前骑楼顶板破了一个口子，边上的碎块还在掉，行人要绕着走",
        item="5-2-02",
        area=GRID,
        **SPOT,
        files=(before,),
    )
    story.later(4)
    story.step(STREET, a.Accept())
    story.step(STREET, a.File(item="5-2-02", area=GRID))
    story.step(STREET, a.Dispatch(unit=WORKS))
    story.later(5)
    story.step(f"u-{WORKS}", a.SignIn())
    story.later(15)
    story.step(f"u-{WORKS}", a.MakeSafe(outcome="done", result="拉起警戒带，架好防护"))
    story.propose(
        COMMITTEE,
        j.Propose(
            outcome="committee",
            kind="repair",
            title="骑楼破损联合处置",
            reason="产权与维护责任不清，需执法、城建、社区和物业一起商定",
            area=GRID,
            place="玫瑰社区临街骑楼",
            urgency="urgent",
            **SPOT,
            tickets=(story.ticket.id,),
            wanted=UNITS,
        ),
    )
    assert story.joint.tickets[0].number == story.ticket.number
    # The street's own seat decides nothing here, the centre's duty officer does.
    named = j.Approve(
        parties=(
            j.Named(unit=LEAD, lead=True, entry="duty:5-002-2"),
            j.Named(unit=WORKS, entry="duty:5-002"),
            j.Named(unit=STATION, entry="duty:5-002-3"),
        )
    )
    assert story.refused(STREET, named).status == 403
    story.later(10)
    story.do("duty01", named)
    assert all("骑楼破损" in party.ground for party in story.joint.parties)
    story.do("seat01", j.Call(note="带好防护用品"))


def met(story: Story) -> None:
    """The offices on the spot, the company with them, and what they agree on."""
    story.refused(f"u-{LEAD}", j.Muster())
    story.check_in({LEAD: 3, WORKS: 2, STATION: 2})
    assert set(story.lights().values()) == {("green", "green")}
    story.do(f"u-{LEAD}", j.Muster())
    story.later(50)
    story.do(
        f"u-{LEAD}",
        j.Plan(
            minutes="由执法办委托有资质的施工单位修复，城建办验工；修好后交物业日常维护，社区告知商户。",
            attended=(
                j.Attends(people=3, unit=LEAD),
                j.Attends(people=2, unit=WORKS),
                j.Attends(people=2, unit=STATION),
                j.Attends(people=1, name=COMPANY),
            ),
            tasks=(
                j.Given(id="repair", unit=LEAD, text="委托第三方修复顶板", until=story.clock.now() + 3 * DAY),
                j.Given(id="inspect", unit=WORKS, text="验收施工质量", until=story.clock.now() + 4 * DAY),
                j.Given(id="inform", unit=STATION, text="告知沿街商户", until=story.clock.now() + 4 * HOUR),
            ),
        ),
    )
    assert [one.name for one in story.joint.minutes.attended if not one.unit] == [COMPANY]  # type: ignore[union-attr]
    story.do(f"u-{LEAD}", j.Begin())


def repaired(story: Story) -> None:
    """The contractor's work, two problems met with, the evidence."""
    story.bring(f"u-{LEAD}", "before")
    story.do(f"u-{STATION}", j.TaskStep(outcome="taken", task="inform"))
    story.later(90)
    story.do(f"u-{STATION}", j.TaskStep(outcome="done", task="inform", result="已逐户告知"))
    story.do(f"u-{LEAD}", j.TaskStep(outcome="taken", task="repair"))
    story.do(f"u-{LEAD}", j.Safety(outcome="started", people=4, minutes=30))
    for _ in range(2):
        story.later(25)
        story.do(f"u-{LEAD}", j.Safety(outcome="heard"))
    story.do(f"u-{WORKS}", j.ProblemStep(outcome="found", problem="wire", text="顶板内电线外皮破损"))
    story.do(f"u-{WORKS}", j.ProblemStep(outcome="found", problem="drain", text="落水管脱落，属另一栋"))
    story.do(f"u-{LEAD}", j.ProblemStep(outcome="handled", problem="wire", result="更换并穿管"))
    other = story.by("seat01").seat.done(
        new_id(), 0, a.Report(channel="grid", title="沿街落水管脱落", area=GRID, **SPOT)
    )
    story.do("seat01", j.ProblemStep(outcome="ticketed", problem="drain", ticket=other.ticket.id))
    assert story.joint.problems[1].number == other.ticket.number
    story.later(20)
    story.do(f"u-{LEAD}", j.Safety(outcome="ended"))
    story.do(f"u-{LEAD}", j.TaskStep(outcome="done", task="repair", result="顶板修复，试淋无渗漏"))
    story.bring(f"u-{LEAD}", "after")
    story.bring(f"u-{LEAD}", "result", words="施工与验收记录")
    assert story.refused(f"u-{LEAD}", j.Complete(result="修复完成")).status == 409
    story.do(f"u-{WORKS}", j.TaskStep(outcome="done", task="inspect", result="质量合格"))
    story.do(f"u-{LEAD}", j.Complete(result="修复完成"))


def handed_over(story: Story) -> None:
    """Signed by both sides, accepted, evaluated, closed; and the ticket with it."""
    story.do(
        f"u-{LEAD}",
        j.Agree(outcome="drawn", text="修复后的骑楼由物业日常巡查维护，每季报一次状况。", body=COMPANY),
    )
    assert story.refused(f"u-{LEAD}", j.HandOver()).status == 409
    story.do(f"u-{LEAD}", j.Agree(outcome="signed"))
    assert story.refused(f"u-{LEAD}", j.HandOver()).status == 409
    story.do(f"u-{LEAD}", j.Agree(outcome="signed_outside", files=(story.photo(f"u-{LEAD}"),)))
    story.do(f"u-{LEAD}", j.HandOver(note="原件存执法办"))
    done = (story.photo(f"u-{WORKS}"),)
    files = tuple(
        a.FileRef(**{**_fields(done[0]), "kind": kind})
        for kind in ("photo_after", "result_note", "signature")
    )
    story.step(f"u-{WORKS}", a.Handle(result="骑楼已修复，移交物业维护", files=files))
    story.step(WORKER, a.Verify())
    story.step(STREET, a.Close())
    story.do("seat01", j.VerifyJoint(note="现场复看，牢固"))
    story.score(COMMITTEE, {LEAD: 5, WORKS: 5, STATION: 4})
    story.do("seat01", j.CloseJoint())
    assert story.read_ticket("seat01").state == "closed"


def _fields(file: a.FileRef) -> dict[str, object]:
    return {name: getattr(file, name) for name in file.__struct_fields__}
