"""What a district's profile says of joint actions (`[joint]`): who may start one, kinds, limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from contract.clock import ClockError, Limit, parse_limit
from contract.joint.joint import WAYS
from contract.joint.rules import FORMS, REMINDED, JointKind, JointRules
from contract.joint.spot import EVIDENCE_KINDS
from contract.machine import Names

LIMITS = ("approve", "call", "muster", "plan", "begin", "hand_over", "verify", "evaluate", "close")
"""Limits of the phases; "none" takes one away."""
_OTHERS = ("prefix", "radius", "safety_minutes", "photo_margin", "ways", "kinds", "remind")


def joint_rules(table: dict[str, Any]) -> JointRules:
    """The rules of a profile, the general ones where it is silent; raises ValueError that names the field."""
    stated = dict(table.get("joint", {}))
    if unknown := stated.keys() - {*LIMITS, *_OTHERS}:
        raise ValueError(f"joint: nothing is called {min(unknown)}")
    said: dict[str, Any] = {name: _limit(name, stated[name]) for name in LIMITS if name in stated}
    if "photo_margin" in stated:
        margin = _limit("photo_margin", stated["photo_margin"])
        if margin is None or margin.working:
            raise ValueError("joint: photo_margin is a time that always runs")
        said["photo_margin"] = margin
    for name in ("radius", "safety_minutes"):
        if name in stated:
            said[name] = _whole(name, stated[name])
    if "remind" in stated:
        said["remind"] = _remind(stated["remind"])
    if "prefix" in stated:
        said["prefix"] = str(stated["prefix"])
    if "ways" in stated:
        said["ways"] = {way: tuple(map(str, types)) for way, types in stated["ways"].items()}
        if strange := said["ways"].keys() - set(WAYS):
            raise ValueError(f"joint.ways: nothing is called {min(strange)}")
    if "kinds" in stated:
        said["kinds"] = tuple(_kind(one) for one in stated["kinds"])
        keys = [kind.key for kind in said["kinds"]]
        if not keys or len(set(keys)) < len(keys):
            raise ValueError("joint.kinds: at least one, each key once")
    return JointRules(**said)


def strange_types(rules: JointRules, types: Iterable[str]) -> str:
    """A type of units that may start one by the profile and that no unit of the district has, "" for none."""
    known = {*types}
    named = (of for way in rules.ways.values() for of in way)
    return min((of for of in named if of not in known), default="")


def _kind(stated: dict[str, Any]) -> JointKind:
    said = dict(stated)
    key = str(said.pop("key", ""))
    where = f"joint.kinds {key or '?'}"
    names = Names(str(said.pop("zh", "")), str(said.pop("en", "")))
    if not key or not names.zh or not names.en:
        raise ValueError(f"{where}: key, zh and en are needed")
    evidence = {str(kind): _whole(where, count) for kind, count in said.pop("evidence", {}).items()}
    if strange := evidence.keys() - set(EVIDENCE_KINDS):
        raise ValueError(f"{where}: no evidence is called {min(strange)}")
    form = str(said.pop("form", "spot"))
    if form not in FORMS:
        raise ValueError(f"{where}: no form is called {form}")
    if unknown := said.keys() - {"sign_in", "arrive", "handle"}:
        raise ValueError(f"{where}: nothing is called {min(unknown)}")
    limits = {name: _limit(f"{where}: {name}", text) for name, text in said.items()}
    if None in limits.values():
        raise ValueError(f"{where}: every limit has a length")
    kind = JointKind(key=key, names=names, form=form, evidence=evidence)
    return replace(kind, **{name: limit for name, limit in limits.items() if limit})


def _limit(name: str, text: Any) -> Limit | None:
    if text == "none":
        return None
    try:
        return parse_limit(str(text))
    except ClockError as error:
        raise ValueError(f"joint: {name}: {error}") from error


def _remind(stated: dict[str, Any]) -> dict[str, Limit | None]:
    """How far apart reminders are; "never" takes those of a clock away."""
    if unknown := stated.keys() - {*LIMITS, *REMINDED}:
        raise ValueError(f"joint.remind: no clock is called {min(unknown)}")
    return {
        str(name): _limit(f"remind: {name}", "none" if text == "never" else text)
        for name, text in stated.items()
    }


def _whole(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"joint: {name}: {value!r} is no whole number above zero")
    return value
