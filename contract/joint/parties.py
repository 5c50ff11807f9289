"""What departments do in a joint action, and what is done about them: each on its own line."""

from __future__ import annotations

from msgspec.structs import replace

from contract.account import Actor
from contract.carried import position, reason_given, to_come
from contract.clock import MINUTE, Clock, Limit, end, start
from contract.coordinates import metres
from contract.machine import Names
from contract.reference import Reference
from contract.refused import RoleRefused, StepRefused, wrong

from . import action as a
from .approving import running
from .clocks import ended, started
from .guards import form_of, may_arrive, may_object, may_score, may_sign_in, own_party
from .joint import Joint
from .leaving import left
from .party import Arrival, Objection, Party, Score
from .rules import JointKind
from .spot import SafetyWatch

PartyAct = (
    a.Call
    | a.JoinIn
    | a.JointSignIn
    | a.JointArrive
    | a.Object
    | a.DecideObjection
    | a.Remind
    | a.MarkAbsent
    | a.Substitute
    | a.Safety
    | a.Rate
)


def named(joint: Joint, one: a.Named, at: int, ref: Reference, *, instead_of: str = "") -> Party:
    """A department as it is named; raises InputRefused."""
    unit = ref.unit(one.unit)
    if unit is None:
        raise wrong("act.parties", one.unit, "known", "没有这个单位", "no such unit")
    if any(p.takes_part and p.unit == unit.code for p in joint.parties):
        raise wrong("act.parties", one.unit, "once", "该单位已在其中", "that unit takes part already")
    kind = ref.district.joint.kind(joint.kind)
    if kind is None:  # the district dropped it since
        raise wrong("act.kind", joint.kind, "known", "没有这种联合行动", "no such kind of joint action")
    return Party(
        unit=unit.code,
        unit_path=unit.path,
        unit_name=unit.names.zh,
        lead=one.lead,
        changed_at=at,
        entry=one.entry,
        ground=one.ground,
        sign_in_limit=Limit(one.sign_in, "minutes") if one.sign_in else kind.sign_in,
        arrive_limit=_arrive(one, kind),
        instead_of=instead_of,
    )


def _arrive(one: a.Named, kind: JointKind) -> Limit | None:
    """In what time a department is to be on the spot; None where there is none to come to."""
    if kind.form == "approval":
        return None
    return Limit(one.arrive, "minutes") if one.arrive else kind.arrive


def called(joint: Joint, party: Party, at: int, ref: Reference) -> Party:
    """A department that is called: its clock to sign in begins."""
    assert party.sign_in_limit is not None
    clock = started(joint, f"sign_in:{party.unit}", party.sign_in_limit, at, ref)
    return replace(party, state="called", changed_at=at, sign_in=clock)


def moved(joint: Joint, act: PartyAct, actor: Actor, at: int, ref: Reference) -> Joint:
    """The row after an event of a department; raises Refused."""
    match act:
        case a.Call():
            if act.meet_at is not None and act.meet_at < at:
                raise wrong(
                    "act.meet_at", act.meet_at, "to_come", "集合时间须在将来", "the time to meet is to come"
                )
            if act.meet_at is not None and act.meet_at > at:
                to_come(act.meet_at, at, "act.meet_at")
            parties = tuple(called(joint, p, at, ref) if p.state == "named" else p for p in joint.parties)
            return replace(joint, parties=parties, approvals=running(joint, at, ref), meet_at=act.meet_at)
        case a.JoinIn():
            return _joined(joint, act.party, at, ref)
        case a.JointSignIn():
            return _signed_in(joint, act, actor, at, ref)
        case a.JointArrive():
            return _arrived(joint, act, actor, at, ref)
        case a.Object():
            return _objected(joint, act, actor, at)
        case a.DecideObjection():
            after = _decided(joint, act, actor, at, ref)
            if act.outcome == "kept":
                return after
            return left(after, act.unit, act.instead, act.reason, actor, at, ref)
        case a.Remind():
            party = _waiting(joint, act.unit)
            return with_party(joint, party, replace(party, reminders=party.reminders + 1, reminded_at=at))
        case a.MarkAbsent():
            party = _waiting(joint, act.unit)
            if party.signed_in_at is not None and form_of(joint, ref) == "approval":
                raise StepRefused(Names("该单位已签收", "the department has signed in"))
            if party.state == "objecting":
                raise StepRefused(Names("该单位的异议尚未裁定", "its objection awaits its decision"))
            return with_party(joint, party, replace(party, state="absent", absent_at=at, changed_at=at))
        case a.Substitute():
            after = _substituted(joint, act, at, ref)
            return left(after, act.unit, act.instead, act.reason, actor, at, ref)
        case a.Safety():
            return _watched(joint, act, actor, at, ref)
        case a.Rate():
            return _rated(joint, act, actor, at)


def with_party(joint: Joint, old: Party, new: Party) -> Joint:
    """The row with one department's line anew."""
    return replace(joint, parties=tuple(new if p is old else p for p in joint.parties))


def _signed_in(joint: Joint, act: a.JointSignIn, actor: Actor, at: int, ref: Reference) -> Joint:
    party = own_party(joint, act.unit, actor, may_sign_in)
    limit = party.arrive_limit
    meet_at = joint.meet_at
    if limit is not None and meet_at is not None and not limit.working and meet_at > at + limit.amount:
        limit = Limit((meet_at - at) / MINUTE, "minutes")
    return with_party(
        joint,
        party,
        replace(
            party,
            state="signed_in",
            changed_at=at,
            signed_in_at=at,
            signed_in_by=actor.name,
            sign_in=ended(joint, party.sign_in, at, ref),
            arrive=None if limit is None else started(joint, f"arrive:{party.unit}", limit, at, ref),
            absent_at=None,
            objection=_given_up(party, actor, at),
        ),
    )


def _arrived(joint: Joint, act: a.JointArrive, actor: Actor, at: int, ref: Reference) -> Joint:
    party = own_party(joint, act.unit, actor, may_arrive)
    position(act.lon, act.lat)
    away = distance(joint, act.lon, act.lat)
    arrival = Arrival(
        at=at,
        by=actor.id,
        name=actor.name,
        people=act.people,
        lon=act.lon,
        lat=act.lat,
        metres=away,
        within=None if away is None else away <= ref.district.joint.radius,
    )
    return with_party(
        joint,
        party,
        replace(
            party,
            state="on_site",
            changed_at=at,
            arrival=arrival,
            arrive=ended(joint, party.arrive, at, ref),
            absent_at=None,
            objection=_given_up(party, actor, at),
        ),
    )


def _given_up(party: Party, actor: Actor, at: int) -> Objection | None:
    """Its objection: who signs in or comes gives up one that is not decided."""
    held = party.objection
    if party.state != "objecting" or held is None:
        return held
    return replace(held, decided="given_up", decided_at=at, decided_by=actor.name)


def distance(joint: Joint, lon: float | None, lat: float | None) -> int | None:
    """Metres from the action's place, None where either is unknown."""
    if lon is None or lat is None or joint.lon is None or joint.lat is None:
        return None
    return round(metres(lon, lat, joint.lon, joint.lat))


def _objected(joint: Joint, act: a.Object, actor: Actor, at: int) -> Joint:
    party = own_party(joint, act.unit, actor, may_object)
    reason_given(act.reason)
    objection = Objection(at=at, by=actor.id, name=actor.name, reason=act.reason, entry=act.entry)
    return with_party(joint, party, replace(party, state="objecting", changed_at=at, objection=objection))


def _decided(joint: Joint, act: a.DecideObjection, actor: Actor, at: int, ref: Reference) -> Joint:
    party = next((p for p in joint.active if p.unit == act.unit and p.state == "objecting"), None)
    if party is None or party.objection is None:
        raise wrong("act.unit", act.unit, "objecting", "该单位没有待裁定的异议", "that unit does not object")
    reason_given(act.reason)
    _another(act.unit, act.instead)
    objection = replace(
        party.objection,
        decided=act.outcome,
        decided_at=at,
        decided_by=actor.name,
        decision=act.reason,
    )
    if act.outcome == "kept":
        back = "signed_in" if party.signed_in_at is not None else "called"
        return with_party(joint, party, replace(party, state=back, changed_at=at, objection=objection))
    gone = replace(out_of_it(joint, party, "released", at, ref), objection=objection)
    after = with_party(joint, party, gone)
    if act.instead:
        one = a.Named(unit=act.instead, lead=party.lead, entry=act.entry, ground=act.ground)
        return _joined(after, one, at, ref, instead_of=party.unit)
    if party.lead:
        raise wrong(
            "act.instead",
            "",
            "lead",
            "免除主办单位须同时指定新的主办单位",
            "name the unit that leads instead",
        )
    return after


def _another(unit: str, instead: str) -> None:
    """Raises InputRefused where a department is to stand in for itself: its clocks would begin anew."""
    if unit == instead:
        raise wrong("act.instead", instead, "other", "须另选一个单位", "it cannot stand in for itself")


def out_of_it(joint: Joint, party: Party, state: str, at: int, ref: Reference) -> Party:
    """A department that takes part no more: its clocks end."""
    return replace(
        party,
        state=state,
        changed_at=at,
        sign_in=ended(joint, party.sign_in, at, ref),
        arrive=ended(joint, party.arrive, at, ref),
    )


def _joined(joint: Joint, one: a.Named, at: int, ref: Reference, *, instead_of: str = "") -> Joint:
    if one.lead and joint.lead is not None:
        raise wrong("act.party", one.unit, "lead", "已有主办单位", "there is a lead department already")
    party = called(joint, named(joint, one, at, ref, instead_of=instead_of), at, ref)
    return replace(joint, parties=(*joint.parties, party))


def _waiting(joint: Joint, unit: str) -> Party:
    """A department that has not come yet."""
    party = next((p for p in joint.active if p.unit == unit), None)
    if party is None:
        raise wrong("act.unit", unit, "party", "该单位未参加此行动", "that unit takes no part in it")
    if party.arrival is not None:
        raise StepRefused(Names("该单位已到场", "the department is on the spot"))
    return party


def _substituted(joint: Joint, act: a.Substitute, at: int, ref: Reference) -> Joint:
    party = _waiting(joint, act.unit)
    reason_given(act.reason)
    _another(act.unit, act.instead)
    after = with_party(joint, party, out_of_it(joint, party, "substituted", at, ref))
    one = a.Named(unit=act.instead, lead=party.lead, entry=act.entry, ground=act.ground)
    return _joined(after, one, at, ref, instead_of=party.unit)


def _watched(joint: Joint, act: a.Safety, actor: Actor, at: int, ref: Reference) -> Joint:
    party = own_party(joint, act.unit, actor)
    held = next((w for w in joint.safety if w.unit == party.unit and w.ended_at is None), None)
    if act.outcome == "started":
        if held is not None:
            raise StepRefused(Names("该单位的安全联络已开始", "its safety timer runs already"))
        if not act.people:
            raise wrong("act.people", 0, "required", "请填写现场人数", "say how many people are there")
        if party.arrival is None:
            # Else nobody could end the timer of a department that is substituted before it came.
            raise StepRefused(Names("该单位尚未到场", "the department is not on the spot yet"))
        minutes = act.minutes or ref.district.joint.safety_minutes
        watch = SafetyWatch(
            unit=party.unit,
            unit_name=party.unit_name,
            minutes=minutes,
            people=act.people,
            clock=_timer(party.unit, minutes, at, ref),
            since=at,
            last_at=at,
        )
        return replace(joint, safety=(*joint.safety, watch))
    if held is None:
        raise StepRefused(Names("该单位没有进行中的安全联络", "it has no safety timer that runs"))
    if act.outcome == "heard":
        after = replace(
            held,
            clock=_timer(held.unit, held.minutes, at, ref),
            last_at=at,
            last_by=actor.name,
            heard=held.heard + 1,
        )
    else:
        clock = end(held.clock, at, ref.calendar)
        after = replace(held, clock=clock, ended_at=at, last_at=at, last_by=actor.name)
    return replace(joint, safety=tuple(after if w is held else w for w in joint.safety))


def _timer(unit: str, minutes: int, at: int, ref: Reference) -> Clock:
    return start(f"safety:{unit}", Limit(minutes, "minutes"), at, ref.calendar, ref.district.amber)


def _rated(joint: Joint, act: a.Rate, actor: Actor, at: int) -> Joint:
    score = Score(value=act.value, by=actor.id, name=actor.name, at=at, words=act.words)
    if act.outcome == "whistle":
        party = own_party(joint, act.unit, actor)
        return with_party(joint, party, replace(party, whistle_score=score))
    found = next((p for p in joint.active if p.unit == act.unit), None)
    if found is None:
        raise wrong("act.unit", act.unit, "party", "该单位未参加此行动", "that unit takes no part in it")
    if not may_score(found, actor):
        raise RoleRefused(
            Names("不能评价本单位，由区中心评价", "nobody scores their own department; the centre does")
        )
    return with_party(joint, found, replace(found, score=score))
