"""What is done at a mediation table: sides come and leave, sit together, settle or part."""

from __future__ import annotations

from msgspec.structs import replace

from contract.account import Actor
from contract.carried import FURTHEST, reason_given, said, to_come
from contract.clock import MINUTE
from contract.machine import Names
from contract.refused import StepRefused, wrong

from . import action as a
from .joint import Joint
from .mediation import Performed, Session, Settlement, Side, Signature, Unsettled

TableAct = a.SideStep | a.SessionStep | a.SettlementStep
AT_ODDS = 2
"""So many sides at least sit at a table before they settle."""


def table_since(joint: Joint, act: TableAct) -> int:
    """The instant on which a step at the table stands: the last event of what it is about."""
    called = joint.called_at or joint.origin.at
    match act:
        case a.SideStep():
            side = next((one for one in joint.sides if one.id == act.side), None)
            return joint.origin.at if side is None else side.joined_at
        case a.SessionStep():
            session = next((one for one in joint.sessions if one.id == act.session), None)
            return called if session is None else session.set_at
        case _:
            # What was agreed on stands on who sat there, and on an acceptance that opened the table again.
            sides = [at for one in joint.sides for at in (one.joined_at, one.left_at or 0)]
            failed = [one.at for one in joint.failed]
            held = joint.settlement
            if held is None:
                return max(called, *sides, *failed, 0)
            paid = [one.at for one in held.performed]
            signed = [one.at for one in held.signatures]
            own = (held.drawn_at, held.confirmed_at or 0, held.defaulted_at or 0, *paid, *signed)
            return max(called, *sides, *failed, *own)


def reopened(joint: Joint) -> Joint:
    """The row after an acceptance that failed: the table is open again. What was not confirmed by a court nor
    performed in part is to be signed anew; what was stands, and so does a default."""
    after = replace(joint, unsettled=None)
    held = joint.settlement
    if held is None or held.confirmed_at or held.performed or held.defaulted_at:
        return after
    return replace(after, settlement=replace(held, signatures=(), signed_at=None))


def mediated(joint: Joint, act: TableAct, actor: Actor, at: int) -> Joint:
    """The row after a step at the table; raises Refused."""
    match act:
        case a.SideStep():
            return _side(joint, act, at)
        case a.SessionStep():
            return _session(joint, act, actor, at)
        case a.SettlementStep(outcome="drawn"):
            return _drawn(joint, act, actor, at)
        case a.SettlementStep(outcome="signed"):
            return _signed(joint, act, actor, at)
        case a.SettlementStep(outcome="broken"):
            reason_given(act.reason)
            said(act.referred, "act.referred", "请填写引导的途径", "say where the sides were sent")
            return replace(joint, unsettled=Unsettled(at, actor.name, act.reason, act.referred))
        case _:
            return _after(joint, act, actor, at)


# ---- sides ----
def _side(joint: Joint, act: a.SideStep, at: int) -> Joint:
    found = next((one for one in joint.sides if one.id == act.side), None)
    if joint.settlement is not None and joint.settlement.signatures:
        raise StepRefused(Names("调解协议已有一方签署", "one side has signed the settlement already"))
    if act.outcome == "joined":
        if found is not None:
            raise StepRefused(Names("该当事方已登记", "the side is entered already"))
        said(act.name, "act.name", "请填写当事方称呼", "say what the side is called")
        if any(one.name == act.name.strip() for one in joint.at_table):
            raise wrong("act.name", act.name, "once", "已有同名当事方", "a side is called that already")
        if not act.role:
            raise wrong("act.role", "", "required", "请选择当事方身份", "say in what part it sits there")
        if not act.people:
            raise wrong("act.people", 0, "required", "请填写人数", "say how many people it is")
        side = Side(id=act.side, name=act.name.strip(), role=act.role, people=act.people, joined_at=at)
        return replace(joint, sides=(*joint.sides, side))
    if found is None:
        raise wrong("act.side", act.side, "known", "没有这个当事方", "no such side")
    if found.left_at is not None:
        raise StepRefused(Names("该当事方已退出", "the side has left already"))
    reason_given(act.reason)
    gone = replace(found, left_at=at, left_reason=act.reason)
    return replace(joint, sides=tuple(gone if one is found else one for one in joint.sides))


# ---- sessions ----
def _session(joint: Joint, act: a.SessionStep, actor: Actor, at: int) -> Joint:
    found = next((one for one in joint.sessions if one.id == act.session), None)
    if found is not None and found.state != "set":
        raise StepRefused(Names("该调解会已有结果", "the session is over"))
    match act.outcome:
        case "set":
            if found is not None:
                raise StepRefused(Names("该调解会已约定", "the session is set already"))
            if act.at is None:
                raise wrong("act.at", "", "required", "请选择时间", "say when")
            said(act.place, "act.place", "请填写地点", "say where")
            when = to_come(act.at, at, "act.at")
            return _with(joint, None, _set(joint, act, when, at, actor))
        case "held":
            if found is None:
                said(act.place, "act.place", "请填写地点", "say where")
                found_now = _set(joint, act, at, at, actor)
            else:
                found_now = found
            return _with(joint, found, _held(joint, found_now, act, actor, at))
        case _:
            if found is None:
                raise wrong("act.session", act.session, "known", "没有这次调解会", "no such session")
            reason_given(act.reason)
            off = replace(found, state="cancelled", held_at=at, words=act.reason, ended_by=actor.name)
            return _with(joint, found, off)


def _set(joint: Joint, act: a.SessionStep, when: int, at: int, actor: Actor) -> Session:
    return Session(
        id=act.session, n=len(joint.sessions) + 1, at=when, place=act.place, set_at=at, set_by=actor.name
    )


def _with(joint: Joint, old: Session | None, new: Session) -> Joint:
    if old is None:
        return replace(joint, sessions=(*joint.sessions, new))
    return replace(joint, sessions=tuple(new if one is old else one for one in joint.sessions))


def _held(joint: Joint, session: Session, act: a.SessionStep, actor: Actor, at: int) -> Session:
    attended = tuple(dict.fromkeys(act.attended))
    known = {one.id for one in joint.sides}
    if strange := next((one for one in attended if one not in known), ""):
        raise wrong("act.attended", strange, "known", "没有这个当事方", "no such side")
    begun = _begun(session, act, at)
    gone = {one.id for one in joint.sides if one.left_at is not None and one.left_at <= begun}
    if absent := next((one for one in attended if one in gone), ""):
        raise wrong("act.attended", absent, "left", "该当事方此前已退出", "the side had left before it")
    if not attended:
        raise wrong("act.attended", "", "required", "请选择到会的当事方", "say which sides came")
    mediators = tuple(dict.fromkeys(act.mediators))
    takes_part = {party.unit for party in joint.active}
    if strange := next((one for one in mediators if one not in takes_part), ""):
        raise wrong("act.mediators", strange, "party", "该单位未参加此行动", "that unit takes no part in it")
    said(act.words, "act.words", "请填写调解情况", "say what came of it")
    if not act.minutes:
        raise wrong("act.minutes", 0, "required", "请填写时长", "say how long it sat")
    return replace(
        session,
        at=begun,
        state="held",
        held_at=at,
        minutes=act.minutes,
        attended=attended,
        mediators=mediators,
        words=act.words,
        ended_by=actor.name,
    )


def _begun(session: Session, act: a.SessionStep, at: int) -> int:
    """When a session that was held began: it was over when that was entered. Raises InputRefused."""
    latest = at - act.minutes * MINUTE
    if act.at is None:
        return min(session.at, latest)
    if not at - FURTHEST <= act.at <= latest:
        raise wrong(
            "act.at", act.at, "past", "开始时间加时长须已过去", "begin and length must lie in the past"
        )
    return act.at


# ---- the settlement ----
def _drawn(joint: Joint, act: a.SettlementStep, actor: Actor, at: int) -> Joint:
    # One that not all have signed may be drawn up anew: it is another then, and nobody has signed it.
    held = joint.settlement
    if held is not None and (held.id == act.settlement or held.signed_at is not None):
        raise StepRefused(Names("该调解协议已拟订", "the settlement is drawn up already"))
    said(act.settlement, "act.settlement", "缺少协议标识", "the settlement has no id")
    if len(joint.at_table) < AT_ODDS:
        raise StepRefused(Names("当事方不足两方", "fewer than two sides are at the table"))
    said(act.text, "act.text", "请填写协议内容", "say what is agreed")
    until = None if act.until is None else to_come(act.until, at, "act.until")
    if act.fen and until is None:
        raise wrong("act.until", "", "required", "请选择履行期限", "say by when it is to be paid")
    drawn = Settlement(
        id=act.settlement, text=act.text, drawn_at=at, drawn_by=actor.name, fen=act.fen, until=until
    )
    return replace(joint, settlement=drawn)


def _signed(joint: Joint, act: a.SettlementStep, actor: Actor, at: int) -> Joint:
    held = joint.settlement
    assert held is not None  # guard settlement_drawn
    if act.settlement != held.id:
        raise StepRefused(Names("该协议已另行拟订", "another settlement was drawn up since"))
    if all(one.id != act.side for one in joint.at_table):
        raise wrong("act.side", act.side, "known", "没有这个当事方", "no such side")
    if len(joint.at_table) < AT_ODDS:
        raise StepRefused(Names("当事方不足两方", "fewer than two sides are at the table"))
    if any(one.side == act.side for one in held.signatures):
        raise StepRefused(Names("该当事方已签署", "the side has signed already"))
    if not act.files:
        raise wrong("act.files", "", "required", "请上传已签署的协议", "bring the signed paper")
    signature = Signature(side=act.side, at=at, by=actor.name, file=act.files[0])
    signatures = (*held.signatures, signature)
    whole = {one.side for one in signatures} >= {one.id for one in joint.at_table}
    signed = replace(held, signatures=signatures, signed_at=at if whole else None)
    return replace(joint, settlement=signed)


def _after(joint: Joint, act: a.SettlementStep, actor: Actor, at: int) -> Joint:
    held = joint.settlement
    assert held is not None  # guards settlement_signed, settlement_awaited
    match act.outcome:
        case "confirmed":
            if held.confirmed_at is not None:
                raise StepRefused(Names("已登记司法确认", "a court has confirmed it already"))
            said(act.document, "act.document", "请填写文书编号", "give the document's number")
            return replace(joint, settlement=replace(held, confirmed_at=at, document=act.document))
        case "performed":
            if not 0 < act.fen <= held.fen - held.paid:
                raise wrong(
                    "act.fen",
                    act.fen,
                    "range",
                    "金额须大于零且不超过未履行部分",
                    "more than is due, or nothing",
                )
            one = Performed(at=at, by=actor.name, fen=act.fen, words=act.note, files=act.files)
            return replace(joint, settlement=replace(held, performed=(*held.performed, one)))
        case _:
            reason_given(act.reason)
            if held.until is not None and at < held.until:
                raise StepRefused(Names("履行期限未到", "it is not due yet"))
            return replace(joint, settlement=replace(held, defaulted_at=at, defaulted_reason=act.reason))
