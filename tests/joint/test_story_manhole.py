"""Zhangcha: a manhole cover that nobody owns. It is made safe while those who may own it are asked side by
side; nobody does, and the fallback unit takes it over for good."""

from __future__ import annotations

from collections.abc import Callable

from contract import action as a
from contract.clock import DAY, HOUR
from contract.joint import action as j
from tests.joint.story import Story

GRID = "440604011209-01"
SPOT = {"lon": 113.0567, "lat": 23.0517}
STREET, WORKER = "s-CC-S011", f"g-{GRID}"
COMMITTEE = "u-CC-S011-W3"
MUNICIPAL, WORKS = "CC-U-SZ", "CC-S011-CJ"
ASKED = ("CC-U-PS", "CC-U-TX", "CC-U-DL")
"""Who may own what lies under it: drains, lines, power."""
FALLBACK = "CC-D-CG"


def test_the_ownerless_manhole(tell: Callable[[str], Story]) -> None:
    story = tell("chancheng")
    begun = story.clock.now()
    assert story.services.references.get("440604").reference.district.fallback == FALLBACK
    called(story)
    made_safe_while_asked(story)
    nobody_owns_it(story)
    taken_over(story)
    story.sound((MUNICIPAL, WORKS, *ASKED, FALLBACK))
    joint = story.joint
    assert (joint.state, joint.kind) == ("closed", "ownerless")
    assert joint.agreement is not None
    assert (joint.agreement.to_unit, joint.agreement.signed) == (FALLBACK, True)
    assert all(task.state == "done" for task in joint.tasks)
    assert story.figures(begun).total.closed == 1
    assert story.ticket.unit == FALLBACK
    assert story.read_ticket("seat01").state == "closed"


def called(story: Story) -> None:
    """An ownerless component is a matter of its own kind, with shorter times."""
    story.report(
        WORKER,
        channel="grid",
        title="巷口井盖塌陷，盖上没有标识",
        text="井盖裂成两半，没有单位标记，附近问不到是谁家的",
        item="4-2-01",
        kind="component",
        area=GRID,
        **SPOT,
        files=(story.photo(WORKER),),
    )
    story.step(STREET, a.Accept())
    story.step(STREET, a.File(item="4-2-01", area=GRID))
    story.step(STREET, a.Dispatch(unit=MUNICIPAL))
    assert story.ticket.beside.safe is not None, "making safe runs from the dispatch on"
    # The municipal unit is not the committee's: the street ties its ticket by whistling.
    story.propose(
        STREET,
        j.Propose(
            outcome="whistle",
            kind="ownerless",
            title="无主井盖先行处置与确权",
            reason="权属不明，一边排险一边找责任单位",
            urgency="danger",
            area=GRID,
            place="张槎村巷口",
            **SPOT,
            tickets=(story.ticket.id,),
            wanted=(MUNICIPAL, *ASKED),
        ),
    )
    story.later(5)
    story.do(
        "duty01",
        j.Approve(
            parties=(
                j.Named(unit=MUNICIPAL, lead=True, entry="duty:4-001"),
                j.Named(unit=WORKS, entry="duty:4-001-2"),
                *(j.Named(unit=unit) for unit in ASKED),
            )
        ),
    )
    story.do("duty01", j.Call())
    now = story.clock.now()
    assert {p.sign_in.due_at for p in story.joint.active if p.sign_in} == {now + 15 * 60_000}


def made_safe_while_asked(story: Story) -> None:
    """The hole is closed off first; the owners are looked for at the same time, each by a task."""
    story.check_in({MUNICIPAL: 3, WORKS: 2, **dict.fromkeys(ASKED, 1)}, minutes=2)
    story.do(f"u-{MUNICIPAL}", j.Muster())
    now = story.clock.now()
    story.do(
        f"u-{MUNICIPAL}",
        j.Plan(
            minutes="市政先加临时盖板并围挡；排水、通信、供电同时核对管线图，一小时内回话。",
            attended=tuple(j.Attends(people=1, unit=unit) for unit in (MUNICIPAL, WORKS, *ASKED)),
            tasks=(
                j.Given(id="safe", unit=MUNICIPAL, text="临时盖板、围挡、警示灯", until=now + HOUR),
                *(
                    j.Given(id=f"own-{n}", unit=unit, text="核对是否本单位井盖", until=now + HOUR)
                    for n, unit in enumerate(ASKED)
                ),
            ),
        ),
    )
    story.do(f"u-{MUNICIPAL}", j.Begin())
    story.bring(f"u-{MUNICIPAL}", "before")
    running = [task for task in story.joint.tasks if task.clock.running]
    assert len(running) == 1 + len(ASKED), "safe and asked side by side"
    story.step(f"u-{MUNICIPAL}", a.SignIn())
    story.later(20)
    story.step(f"u-{MUNICIPAL}", a.MakeSafe(outcome="done", result="已加盖板并围挡"))
    story.do(f"u-{MUNICIPAL}", j.TaskStep(outcome="done", task="safe", result="盖板、围挡、警示灯到位"))
    assert story.ticket.beside.safe is not None
    assert story.ticket.beside.safe.ended_at == story.clock.now()


def nobody_owns_it(story: Story) -> None:
    """Each says that it is not theirs: the fallback unit is called in, and the ticket goes there."""
    for n, unit in enumerate(ASKED):
        story.later(10)
        story.do(f"u-{unit}", j.TaskStep(outcome="done", task=f"own-{n}", result="管线图上无此井"))
    story.step(f"u-{MUNICIPAL}", a.Return(reason="排查后查无权属单位"))
    story.step("duty01", a.Arbitrate(unit=FALLBACK, ground="fallback", reason="查无权属，由兜底单位管养"))
    story.do("duty01", j.JoinIn(party=j.Named(unit=FALLBACK), reason="查无权属，兜底单位到场接收"))
    joined = story.joint.party(FALLBACK)
    assert joined is not None
    assert joined.sign_in is not None
    assert joined.sign_in.started_at == story.clock.now()
    story.check_in({FALLBACK: 2}, minutes=8)
    until = story.clock.now() + DAY
    story.do(
        f"u-{MUNICIPAL}",
        j.TaskStep(outcome="given", task="mend", unit=FALLBACK, text="换新井盖，登记入册", until=until),
    )


def taken_over(story: Story) -> None:
    """The fallback unit mends it, signs for it, and has it from then on."""
    story.later(180)
    story.step(f"u-{FALLBACK}", a.SignIn())
    story.step(f"u-{FALLBACK}", a.Repair(result="换装防沉降井盖"))
    story.later(30)
    story.step(f"u-{FALLBACK}", a.Restore(result="路面恢复"))
    story.do(f"u-{FALLBACK}", j.TaskStep(outcome="done", task="mend", result="已换新并编号"))
    story.bring(f"u-{FALLBACK}", "after")
    story.bring(f"u-{MUNICIPAL}", "result", words="确权结论与管养登记")
    story.do(f"u-{MUNICIPAL}", j.Complete(result="已排险换盖，由兜底单位管养"))
    story.do(
        f"u-{MUNICIPAL}",
        j.Agree(outcome="drawn", text="该井盖自即日起由接收单位管养。", unit=FALLBACK),
    )
    story.do(f"u-{MUNICIPAL}", j.Agree(outcome="signed"))
    assert story.refused(f"u-{MUNICIPAL}", j.HandOver()).status == 409
    story.do(f"u-{FALLBACK}", j.Agree(outcome="signed"))
    story.do(f"u-{MUNICIPAL}", j.HandOver())
    photo = story.photo(f"u-{FALLBACK}")
    kinds = ("photo_after", "result_note")
    fields = {name: getattr(photo, name) for name in photo.__struct_fields__}
    files = tuple(a.FileRef(**{**fields, "kind": kind}) for kind in kinds)
    story.step(f"u-{FALLBACK}", a.Handle(result="井盖已换新，纳入管养", files=files))
    story.step(WORKER, a.Verify())
    story.step(STREET, a.Close())
    story.do("seat01", j.VerifyJoint())
    units = (MUNICIPAL, WORKS, *ASKED, FALLBACK)
    story.score(STREET, dict.fromkeys(units, 5))
    story.do("seat01", j.CloseJoint())
