"""What the forms of a mediation table ask, what they are about, and the acts that come of what was given.

A step is named as in `views.joint.forms_acts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.ids import uuid7
from contract.action import FileRef
from contract.joint import action as act
from contract.joint.joint import Joint

NEW = "new"
"""A session that was held and was not set before."""
ASKS: dict[str, tuple[str, ...]] = {
    "side/joined": ("name!", "role!", "people!"),
    "side/left": ("reason!",),
    "session/set": ("at!", "place!"),
    "session/held": ("present!", "mediators", "sat!", "place", "words!", "files"),
    "session/cancelled": ("reason!",),
    "settlement/drawn": ("text!", "sum", "until"),
    "settlement/signed": ("files!",),
    "settlement/confirmed": ("document!", "files"),
    "settlement/performed": ("sum!", "note", "files"),
    "settlement/defaulted": ("reason!",),
    "settlement/broken": ("reason!", "referred!"),
}
"""What the form of a step asks for, required ones marked ``!``."""
TARGETS = {
    "side/left": "side",
    "settlement/signed": "side",
    "session/held": "session",
    "session/cancelled": "session",
}
"""What a step is done to."""


def targets(step: str, joint: Joint) -> list[str]:
    """The ids of what a step may be done to now."""
    held = joint.settlement
    match step:
        case "side/left":
            return [side.id for side in joint.at_table]
        case "settlement/signed":
            signed = {one.side for one in held.signatures} if held is not None else set()
            return [side.id for side in joint.at_table if side.id not in signed]
        case "session/held":
            return [*_set(joint), NEW]
        case _:
            return _set(joint)


def _set(joint: Joint) -> list[str]:
    return [one.id for one in joint.sessions if one.state == "set"]


def known(step: str, joint: Joint) -> dict[str, Any]:
    """What an act names beside what is asked for: the settlement that was shown."""
    if step == "settlement/signed" and joint.settlement is not None:
        return {"settlement": joint.settlement.id}
    return {}


def acts_of(step: str, target: str, given: Mapping[str, Any]) -> list[act.JointAct]:
    """What a step submits; `given` holds the form's values by field, `sum` in fen. KeyError where it is no
    step of a mediation table."""
    if step not in ASKS:
        raise KeyError(step)
    files: tuple[FileRef, ...] = tuple(given.get("files") or ())
    reason, text = str(given.get("reason") or ""), str(given.get("text") or "")
    fen = int(given.get("sum") or 0)
    match step:
        case "side/joined":
            return [
                act.SideStep(
                    outcome="joined",
                    side=uuid7(),
                    name=str(given["name"]),
                    role=given["role"],
                    people=given["people"],
                )
            ]
        case "side/left":
            return [act.SideStep(outcome="left", side=target, reason=reason)]
        case "session/set":
            return [
                act.SessionStep(
                    outcome="set", session=uuid7(), at=given["at"], place=str(given.get("place") or "")
                )
            ]
        case "session/held":
            return [_held(target, given, files)]
        case "session/cancelled":
            return [act.SessionStep(outcome="cancelled", session=target, reason=reason)]
        case "settlement/drawn":
            until = given.get("until")
            drawn = act.SettlementStep(outcome="drawn", settlement=uuid7(), text=text, fen=fen, until=until)
            return [drawn]
        case "settlement/signed":
            of = str(given.get("settlement") or "")
            return [act.SettlementStep(outcome="signed", settlement=of, side=target, files=files)]
        case "settlement/confirmed":
            document = str(given.get("document") or "")
            return [act.SettlementStep(outcome="confirmed", document=document, files=files)]
        case "settlement/performed":
            note = str(given.get("note") or "")
            return [act.SettlementStep(outcome="performed", fen=fen, note=note, files=files)]
        case "settlement/defaulted":
            return [act.SettlementStep(outcome="defaulted", reason=reason)]
        case _:
            referred = str(given.get("referred") or "")
            return [act.SettlementStep(outcome="broken", reason=reason, referred=referred)]


def _held(target: str, given: Mapping[str, Any], files: tuple[FileRef, ...]) -> act.SessionStep:
    fresh = target in ("", NEW)
    return act.SessionStep(
        outcome="held",
        session=uuid7() if fresh else target,
        place=str(given.get("place") or "") if fresh else "",
        attended=tuple(given.get("present") or ()),
        mediators=tuple(given.get("mediators") or ()),
        minutes=given.get("sat") or 0,
        words=str(given.get("words") or ""),
        files=files,
    )
