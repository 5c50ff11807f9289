"""A joint action of Baohe from whistle to hand-over, made step by step by the contract's function."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from contract.account import Actor, Role
from contract.action import FileRef
from contract.joint import action as a
from contract.joint.advance import Known, advance, propose
from contract.joint.joint import Joint, JointTicket
from contract.reference import Reference
from tests.backend.test_simulation import BAOHE, reference_of

MINUTE = 60_000
T0 = round(datetime(2026, 11, 23, 1, 0, tzinfo=UTC).timestamp() * 1000)
"""Monday, 09:00 in Hefei."""
PLACE = (117.3205, 31.7850)
RING = ((117.3185, 31.7838), (117.3222, 31.7836), (117.3228, 31.7862), (117.3188, 31.7864))
TICKETS = (
    JointTicket(
        id="t1", number="BH26-1123-0007", title="骑楼顶板脱落 骑楼北侧檐口混凝土块掉落，请联系13812345678"
    ),
    JointTicket(id="t2", number="BH26-1123-0009", title="店外经营 骑楼下三家门店占道堆物，行人绕行车道"),
    JointTicket(id="t3", number="BH26-1122-0411", title="路面坑洼 骑楼前人行道塌陷约两平方米"),
)
POINTS = {"t1": (117.3205, 31.7851), "t2": (117.3206, 31.7849), "t3": (117.3217, 31.7856)}
LEAD, MARKET, POLICE, WORKS = "BH-D-ZJ", "BH-D-SC", "BH-D-GA", "BH-U-SZ"


@cache
def reference() -> Reference:
    """The district as it is in its folder."""
    return reference_of(BAOHE)


def actor(name: str, role: Role, unit: str = "", area: str = "340111") -> Actor:
    """Somebody of the district."""
    ref = reference()
    whose, where = ref.unit(unit), ref.area(area)
    assert where is not None
    return Actor(
        id=name,
        name=name,
        role=role,
        district=ref.district.code,
        unit=unit,
        unit_path=whose.path if whose is not None else "",
        area=area,
        area_path=where.path,
    )


STREET = actor("骆岗坐席", "seat", "BH-S001", "340111001")
DUTY = actor("周值班长", "duty")
PEOPLE = {
    code: actor(f"{name}", "handler", code)
    for code, name in zip((LEAD, MARKET, POLICE, WORKS), ("吴工", "许所", "韩警官", "何队"), strict=True)
}
MINUTES_TEXT = """会议由区住建局主持，与会单位现场查看了骑楼北侧檐口、人行道塌陷处和占道门店，议定如下事项：
一是先行处置。市政养护中心立即对塌陷处围挡并铺设钢板，保障行人通行；骑楼北侧设警戒线，禁止通行。
二是限期修复。由区住建局委托有资质的第三方对檐口进行拆除加固，同步检测其余顶板。
三是规范经营。市场监管部门会同街道对占道经营门店下达责令改正通知书，逾期不改的依法处理。
四是移交管护。修复完成并验收后，骑楼公共部分移交骆岗街道负责日常巡查和维护。"""


class Story:
    """The action so far."""

    def __init__(self, kind: str = "repair") -> None:
        self.at = T0
        self.joint: Joint = propose(
            "0192f0c1-0000-7000-8000-000000000117",
            "LD26-0117",
            a.Propose(
                outcome="whistle",
                kind=kind,
                title="黄山路骑楼顶板脱落联合处置",
                reason="骑楼北侧檐口混凝土多次脱落，涉及房屋安全、占道经营和道路塌陷，街道无权单独处置。",
                text="当事门店电话13812345678，夜间行人较多。",
                urgency="danger",
                place="黄山路与徽州大道交口东北侧骑楼",
                area="340111001008-01",
                lon=PLACE[0],
                lat=PLACE[1],
                ring=RING,
                tickets=tuple(ticket.id for ticket in TICKETS),
                wanted=(LEAD, MARKET),
            ),
            STREET,
            T0,
            reference(),
            TICKETS,
        )

    def act(self, act: a.JointAct, by: Actor, minutes: float = 3, known: Known | None = None) -> Story:
        """One act, so many minutes after the last."""
        self.at += round(minutes * MINUTE)
        given = known if known is not None else Known()
        self.joint = advance(self.joint, act, by, self.at, reference(), known=given)
        return self

    def approved(self) -> Story:
        """The duty officer names the departments."""
        named = (
            a.Named(
                unit=LEAD, lead=True, entry="3-009", ground="城镇房屋使用安全管理", sign_in=20, arrive=60
            ),
            a.Named(unit=MARKET, entry="7-012", ground="无证经营和占道经营查处"),
            a.Named(unit=POLICE, ground="现场秩序维护"),
            a.Named(unit=WORKS, entry="4-001", ground="市政道路设施养护"),
        )
        return self.act(a.Approve(parties=named), DUTY)

    def called(self) -> Story:
        """All are called."""
        return self.approved().act(a.Call(meet_at=self.at + 90 * MINUTE), DUTY)

    def met(self) -> Story:
        """They sign in, come, and agree on a plan; the police do not come."""
        self.called()
        for code, person in PEOPLE.items():
            self.act(a.JointSignIn(unit=code), person)
        for n, (code, person) in enumerate(PEOPLE.items()):
            if code != POLICE:
                self.act(a.JointArrive(people=n + 3, lon=PLACE[0], lat=PLACE[1] + 0.0005), person, 8)
        self.act(a.Muster(), PEOPLE[LEAD])
        tasks = tuple(
            a.Given(id=f"task-{n}", unit=unit, text=text, until=self.at + hours * 60 * MINUTE)
            for n, (unit, text, hours) in enumerate(
                (
                    (WORKS, "塌陷处围挡、铺设钢板，骑楼北侧设警戒线", 3),
                    (LEAD, "委托第三方拆除加固檐口，检测其余顶板", 72),
                    (MARKET, "向占道经营的三家门店下达责令改正通知书", 24),
                )
            )
        )
        attended = (
            a.Attends(unit=LEAD, people=3),
            a.Attends(unit=MARKET, people=4),
            a.Attends(unit=WORKS, people=6),
            a.Attends(name="骆岗物业服务有限公司", people=2),
        )
        return self.act(a.Plan(minutes=MINUTES_TEXT, attended=attended, tasks=tasks), PEOPLE[LEAD], 40)

    def handed_over(self) -> Story:
        """Tasks and problems end, evidence is brought, the agreement is signed by both."""
        self.met().act(a.Begin(), PEOPLE[LEAD])
        for n, (code, result) in enumerate(
            (
                (WORKS, "已围挡并铺设钢板"),
                (LEAD, "檐口已拆除加固，其余顶板检测合格"),
                (MARKET, "三家门店已整改"),
            )
        ):
            self.act(a.TaskStep(outcome="done", task=f"task-{n}", result=result), PEOPLE[code], 20)
        self.act(
            a.ProblemStep(outcome="found", problem="p1", text="骑楼内消防通道堆放杂物", place="骑楼二段"),
            PEOPLE[LEAD],
        )
        self.act(a.ProblemStep(outcome="handled", problem="p1", result="当场清理"), PEOPLE[LEAD])
        self.act(a.ProblemStep(outcome="found", problem="p2", text="路灯电缆裸露"), PEOPLE[WORKS])
        self.act(
            a.ProblemStep(outcome="handed_on", problem="p2", unit="BH-U-LD", reason="属照明设施养护范围"),
            PEOPLE[LEAD],
        )
        for n, (kind, name, by) in enumerate(
            (
                ("before", "檐口脱落处.jpg", LEAD),
                ("after", "檐口修复后.jpg", LEAD),
                ("before", "塌陷处远景.jpg", WORKS),
                ("document", "责令改正通知书.pdf", MARKET),
                ("result", "结构检测报告.pdf", LEAD),
            )
        ):
            self.brought(f"e{n}", kind, name, by)
        self.act(
            a.EvidenceStep(outcome="struck", evidence="e2", reason="拍摄角度不清，重新拍摄"), PEOPLE[LEAD]
        )
        self.act(
            a.Agree(
                outcome="drawn",
                unit="BH-S001",
                text="骑楼北侧修复后的檐口、顶板及公共通道，自验收合格之日起由乙方负责日常巡查和维护。\n"
                "随本协议移交：修复施工资料一套、结构检测报告一份、证据清单一份。",
            ),
            PEOPLE[LEAD],
        )
        self.act(a.Agree(outcome="signed"), PEOPLE[LEAD])
        self.act(a.Agree(outcome="signed"), actor("骆岗街道王主任", "handler", "BH-S001"), 30)
        return self

    def brought(self, item: str, kind: str, name: str, by: str, taken: int | None = None) -> Story:
        """An item of evidence, taken two minutes ago at the place."""
        file = FileRef(
            sha256=(item.encode().hex() * 32)[:64].ljust(64, "0"),
            name=name,
            kind=kind,
            mime="image/jpeg",
            size=1,
            taken_at=taken if taken is not None else self.at + 2 * MINUTE,
        )
        document = "包市监责改〔2026〕118号" if kind == "document" else ""
        act = a.EvidenceStep(
            outcome="brought",
            evidence=item,
            kind=kind,  # type: ignore[arg-type]
            document=document,
            lon=PLACE[0],
            lat=PLACE[1] + 0.0003,
            files=(file,),
        )
        return self.act(act, PEOPLE[by])


def whole() -> Joint:
    """An action of which every paper can be made."""
    return Story().handed_over().joint


def texts(rows: Sequence[Sequence[str]]) -> str:
    """Cells of a table as one text."""
    return "\n".join("\t".join(row) for row in rows)
