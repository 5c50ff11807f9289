"""Tickets with everything beside their way, made at a real backend by those whose matter it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.pair.backend_process import Person

GRID = "990001001001-01"
UNIT = "T-S1-ZF"
OTHER_UNIT = "T-D-CG"
ITEM = "1-1-03"
HOUR = 3_600_000
WORDS = "柳树路口的井盖碎了，夜里很危险，已经有人绊倒，请尽快派人处理"


class Matter:
    """A ticket that goes from hand to hand: each act at the version the last one left."""

    def __init__(self, people: Callable[[str], Person], title: str, text: str = "") -> None:
        self._people = people
        self._known: dict[str, Person] = {}
        self.clerk = self.person("seat02")
        self.id = self.clerk.report(title, area=GRID, **({"text": text} if text else {}))

    def person(self, login: str) -> Person:
        """Somebody at the backend, logged in once."""
        if login not in self._known:
            self._known[login] = self._people(login)
        return self._known[login]

    def row(self) -> Any:
        """The ticket's row as the backend has it."""
        return self.clerk.ticket(self.id)

    def by(self, login: str, **act: Any) -> Matter:
        """One act of somebody's."""
        self.person(login).act(self.id, self.row()["version"], **act)
        return self

    def by_unit(self, **act: Any) -> Matter:
        """One act of the unit's."""
        return self.by(f"u-{UNIT}", **act)

    def filed(self) -> Matter:
        """Taken in and filed."""
        return self.by("seat02", action="accept").by("seat02", action="file", item=ITEM, area=GRID)

    def sent(self, unit: str = UNIT) -> Matter:
        """Taken in, filed and dispatched."""
        return self.filed().by("seat02", action="dispatch", unit=unit)

    def taken(self) -> Matter:
        """In the unit's hands."""
        return self.by_unit(action="sign_in").by_unit(action="handle", outcome="started")

    def failed(self, times: int) -> Matter:
        """Handled, and found not to be done, so often."""
        for _ in range(times):
            self.by_unit(action="handle", outcome="done", result="已清理")
            self.by("seat02", action="verify", outcome="failed", reason="现场仍有噪音")
        return self


def everything(people: Callable[[str], Person]) -> dict[str, Matter]:
    """A ticket for each thing that a desk shows, by what it is."""

    def matter(title: str) -> Matter:
        return Matter(people, title)

    made = {name: matter(f"{title}，{WORDS}").sent() for name, title in _TITLES.items()}
    then = made["asked"].row()["changed_at"] + 30 * HOUR
    for name in ("asked", "endorsed", "suspended", "standing", "forced", "supervised", "answered", "account"):
        made[name].taken()
    made["asked"].by_unit(action="extend", outcome="asked", value=1, reason="须等材料到货，周三可以施工")
    made["endorsed"].by_unit(action="extend", outcome="asked", value=0.5, reason="当事人外出未归")
    made["endorsed"].by("duty01", action="extend", outcome="endorsed", note="情况属实")
    ask = {
        "action": "suspend",
        "outcome": "asked",
        "cause": "outside",
        "until": then,
        "reason": "等产权单位答复",
    }
    made["suspended"].by_unit(**ask)
    made["standing"].by_unit(**{**ask, "cause": "planned"}).by("duty01", action="suspend", outcome="approved")
    made["forced"].by("seat02", action="force_close", outcome="asked", reason="当事人已撤诉")
    order = {"action": "supervise", "outcome": "ordered", "kind": "leader", "reply_due": then}
    for name in ("supervised", "answered"):
        made[name].by("leader01", **order, reason="群众反映强烈，请于明日前说明进展和下一步安排")
    made["answered"].by_unit(action="supervise", outcome="replied", result="已到场，今日完成")
    made["account"].failed(2)
    made["back"].by_unit(action="sign_in").by_unit(action="return", reason="不属于本单位路段，应由城管局承担")
    made["again"].by_unit(action="sign_in").by_unit(action="return", reason="不属于本单位职责")
    made["again"].by("seat02", action="redispatch", unit=OTHER_UNIT)
    made["again"].by(f"u-{OTHER_UNIT}", action="return", reason="应由街道承担")
    made["raised"].by_unit(action="escalate", reason="涉及产权争议，超出街道权限")
    made["bound"].by_unit(action="return", reason="非我职责")
    made["bound"].by(
        "duty01", action="arbitrate", unit=UNIT, ground="duty_list", cite="3-001", reason="清单已明确"
    )
    made["unsafe"].by("seat02", action="make_safe", outcome="ordered", unit="", note="先围挡")
    made["parts"].by("seat02", action="part", outcome="given", unit=OTHER_UNIT, task="修复路灯", until=then)
    made["merged"] = matter(WORDS)
    made["merged"].by("seat02", action="merge", into=made["asked"].id)
    made["like"] = matter(WORDS)
    return made


_TITLES = {
    "asked": "夜间施工噪音",
    "endorsed": "广场舞音响过大",
    "suspended": "空调外机噪音",
    "standing": "锅炉房轰鸣",
    "forced": "店铺喇叭叫卖",
    "supervised": "酒吧凌晨扰民",
    "answered": "装修敲打不停",
    "account": "工地打桩",
    "back": "犬吠扰民",
    "again": "道路切割噪音",
    "raised": "高架桥噪音",
    "bound": "变压器嗡鸣",
    "unsafe": "广告牌晃动作响",
    "parts": "路灯镇流器作响",
}
