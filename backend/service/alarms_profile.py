"""What a district's profile says of the alarms of sensors (`[alarms.<kind>]`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contract.clock import Limit, parse_limit
from contract.machine import Names
from contract.visit import AlarmRule, AlarmStep


def alarms(table: dict[str, Any]) -> tuple[AlarmRule, ...]:
    """The rules of a profile, none where it says nothing of alarms; raises ValueError or KeyError."""
    levels = [str(level["key"]) for level in reversed(table["levels"])]
    return tuple(_rule(key, stated, levels) for key, stated in table.get("alarms", {}).items())


def _rule(key: str, stated: dict[str, Any], levels: list[str]) -> AlarmRule:
    steps = tuple(
        AlarmStep(str(step["level"]), str(step["role"]), _limit(step["sign_in"]), _limit(step["confirm"]))
        for step in stated["steps"]
    )
    asked = [step.level for step in steps]
    first = levels.index(asked[0]) if asked and asked[0] in levels else len(levels)
    if not asked or asked != levels[first : first + len(asked)]:
        raise ValueError(f"alarms.{key}: its steps go up {', '.join(levels)}, one each")
    if any(limit.working or limit.amount <= 0 for step in steps for limit in (step.sign_in, step.confirm)):
        raise ValueError(f"alarms.{key}: its limits run day and night, and are more than nothing")
    return AlarmRule(
        key=key,
        names=_names(stated),
        item=str(stated["item"]),
        measure=_names(stated["measure"]),
        unit=_names(stated["unit"]),
        steps=steps,
    )


def _limit(text: object) -> Limit:
    return parse_limit(str(text).replace("_", " "))


def _names(table: dict[str, Any]) -> Names:
    return Names(str(table["zh"]), str(table["en"]))


def fault_of(rules: Iterable[AlarmRule], items: set[str], roles: set[str]) -> str:
    """What a rule names that the district does not have, "" for nothing."""
    for rule in rules:
        if rule.item not in items:
            return f"alarms.{rule.key}: no item {rule.item} in catalogue.csv"
        for step in rule.steps:
            if step.role not in roles:
                return f"alarms.{rule.key}: no unit of the role {step.role} in organisations.csv"
    return ""
