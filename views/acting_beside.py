"""The steps beside the plain way as the bar has them: their keys, what their forms ask, their acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract import action as act

KEYS = {
    "extend/asked": "T",
    "extend/endorsed": "T",
    "extend/approved": "T",
    "extend/refused": "Shift+T",
    "suspend/asked": "H",
    "suspend/approved": "H",
    "suspend/refused": "Shift+H",
    "resume": "H",
    "escalate": "Shift+E",
    "arbitrate": "Shift+D",
    "make_safe/ordered": "Shift+S",
    "make_safe/done": "Shift+S",
    "repair/done": "Shift+R",
    "restore/done": "Shift+Y",
    "errand/collected": "Shift+B",
    "errand/handed_in": "Shift+B",
    "errand/brought_back": "Shift+B",
    "unmerge": "M",
    "link/made": "Shift+K",
    "link/undone": "Shift+K",
    "part/given": "Shift+G",
    "part/taken": "Shift+G",
    "part/done": "Shift+J",
    "part/withdrawn": "Shift+W",
    "mediate/set": "Shift+M",
    "mediate/agreed": "Shift+M",
    "mediate/not_agreed": "Shift+N",
    "mediate/put_off": "Shift+I",
    "supervise/ordered": "Shift+U",
    "supervise/replied": "Shift+U",
    "supervise/lifted": "Shift+L",
    "follow/begun": "Shift+F",
    "follow/ended": "Shift+F",
    "accountability/settled": "Shift+A",
    "force_close/asked": "Shift+C",
    "force_close/endorsed": "Shift+C",
    "force_close/approved": "Shift+C",
    "force_close/refused": "Shift+X",
    "appeal/asked": "Shift+P",
    "appeal/approved": "Shift+P",
    "appeal/refused": "Shift+O",
}
ASKS: dict[str, tuple[str, ...]] = {
    "extend/asked": ("value!", "reason!", "files"),
    "extend/endorsed": ("note",),
    "extend/approved": ("note",),
    "extend/refused": ("reason!",),
    "suspend/asked": ("cause!", "until!", "reason!", "files"),
    "suspend/approved": ("note",),
    "suspend/refused": ("reason!",),
    "escalate": ("reason!", "files"),
    "arbitrate": ("unit!", "ground!", "entry", "reason!"),
    "make_safe/ordered": ("unit!", "note"),
    "make_safe/done": ("result!", "files"),
    "repair/done": ("result!", "files"),
    "restore/done": ("result!", "files"),
    "errand/collected": ("result!", "files"),
    "errand/handed_in": ("result!", "files"),
    "errand/brought_back": ("result!", "files"),
    "unmerge": ("reason!",),
    "link/made": ("into!", "note"),
    "link/undone": ("reason!",),
    "part/given": ("unit!", "task!", "until!"),
    "part/taken": ("note",),
    "part/done": ("result!", "files"),
    "part/withdrawn": ("unit!", "reason!"),
    "mediate/set": ("parties!", "place!", "until!", "note"),
    "mediate/agreed": ("result!", "files!"),
    "mediate/not_agreed": ("result!", "files"),
    "mediate/put_off": ("until!", "reason!"),
    "supervise/ordered": ("kind!", "reply_due!", "reason!"),
    "supervise/replied": ("result!", "files"),
    "accountability/settled": ("result!", "files"),
    "force_close/asked": ("reason!", "files"),
    "force_close/endorsed": ("note",),
    "force_close/approved": ("note",),
    "force_close/refused": ("reason!",),
    "appeal/asked": ("reason!", "files"),
    "appeal/approved": ("reason!",),
    "appeal/refused": ("reason!",),
}
STAGES = (
    *("make_safe/done", "repair/done", "restore/done"),
    *("errand/collected", "errand/handed_in", "errand/brought_back"),
)
"""Steps by which a unit reports a stage of its work done; each comes before the whole is."""
DANGER = (
    "extend/refused",
    "suspend/refused",
    "force_close/asked",
    "force_close/endorsed",
    "force_close/approved",
    "force_close/refused",
    "appeal/refused",
    "part/withdrawn",
)
"""Steps that take something away from somebody."""


def act_of(step: str, given: Mapping[str, Any]) -> act.Act:
    """The act of a step (`contract.lifecycle_beside`) with a form's values by field."""
    action, _, outcome = step.partition("/")
    reason, result = str(given.get("reason", "")), str(given.get("result", ""))
    note, files = str(given.get("note", "")), tuple(given.get("files", ()))
    decided: Any = outcome
    match action:
        case "resume":
            return act.Resume(note=note)
        case "unmerge":
            return act.Unmerge(reason=reason)
        case "link":
            into = str(given.get("into") or "")
            return act.Link(outcome=decided, into=into, reason=reason, note=note)
        case "escalate":
            return act.Escalate(reason=reason, files=files)
        case "arbitrate":
            return act.Arbitrate(
                unit=given["unit"],
                ground=given["ground"],
                cite=str(given.get("cite", "")),
                entry=str(given.get("entry") or ""),
                reason=reason,
            )
        case "make_safe":
            unit = str(given.get("unit") or "")
            return act.MakeSafe(outcome=decided, unit=unit, result=result, note=note, files=files)
        case "repair":
            return act.Repair(result=result, files=files)
        case "restore":
            return act.Restore(result=result, files=files)
        case "errand":
            return act.Errand(outcome=decided, result=result, files=files)
        case "extend":
            value = float(given.get("value") or 0)
            return act.Extend(outcome=decided, value=value, reason=reason, note=note, files=files)
        case "suspend":
            cause: Any = given.get("cause") or ""
            return act.Suspend(
                outcome=decided, cause=cause, until=given.get("until"), reason=reason, note=note, files=files
            )
        case "supervise":
            kind: Any = given.get("kind") or ""
            return act.Supervise(
                outcome=decided,
                kind=kind,
                reply_due=given.get("reply_due"),
                reason=reason,
                result=result,
                note=note,
                files=files,
            )
        case "part":
            unit, task = str(given.get("unit") or ""), str(given.get("task", ""))
            return act.Share(
                outcome=decided,
                unit=unit,
                task=task,
                until=given.get("until"),
                result=result,
                reason=reason,
                note=note,
                files=files,
            )
        case "mediate":
            parties = tuple(filter(None, str(given.get("parties", "")).split(",")))
            place, until = str(given.get("place", "")), given.get("until")
            return act.Mediate(
                outcome=decided,
                parties=parties,
                place=place,
                until=until,
                result=result,
                reason=reason,
                note=note,
                files=files,
            )
        case "follow":
            return act.Follow(outcome=decided, note=note)
        case "accountability":
            return act.Settle(result=result, files=files)
        case "force_close":
            return act.ForceClose(outcome=decided, reason=reason, note=note, files=files)
        case "appeal":
            return act.Appeal(outcome=decided, reason=reason, files=files)
        case _:
            raise LookupError(f"no form for step {step}")
