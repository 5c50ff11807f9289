"""Forms that were begun and not sent: what they are, where they are taken up again; and an act of the outbox
turned back into its form, to be corrected."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from console.drafts import Draft
from console.outbox import OutboxRow
from contract import action as act
from views import words
from views.acting import step_name
from views.context import Context
from views.intake.call_draft import CallDraft
from views.outbox import telling

translate = QCoreApplication.translate

CALLS = {"call": "intake", "found": "grid"}
"""Forms of reports by key, and the screen each stands on."""
_SHOWN = ("text", "title", "reason", "result", "note", "place", "name")


def heading_of(draft: Draft, context: Context) -> tuple[str, str, str]:
    """A draft in words: which form, the ticket's number, its first words."""
    about = next((str(draft.values[key]) for key in _SHOWN if draft.values.get(key)), "")
    about = about.split("\n", 1)[0]
    files = draft.values.get("files") or ()
    if not about and files:
        about = translate("Outbox", "files: {n}").format(n=len(files))
    if draft.key in CALLS:
        what = translate("Outbox", "Call") if draft.key == "call" else translate("Outbox", "Report")
        return what, "", about
    step, _, ticket_id = draft.key.partition(":")
    ticket = context.desk.store.get(ticket_id)
    name = step_name(step, context.desk.action_name)
    return name, ticket.number if ticket is not None else "", about


def written_in(draft: Draft, context: Context) -> list[tuple[str, str]]:
    """All that a draft holds, as captions and values."""
    captions = {
        "name": translate("Outbox", "Caller"),
        "phone": translate("Outbox", "Phone"),
        "title": translate("Outbox", "Title"),
        "text": translate("Outbox", "What happened"),
        "reason": translate("Outbox", "Reason"),
        "result": translate("Outbox", "What was done"),
        "note": translate("Outbox", "Note"),
        "item": translate("Outbox", "Item"),
        "unit": translate("Outbox", "Unit"),
        "area": translate("Outbox", "Grid"),
        "place": translate("Outbox", "Place"),
        "satisfaction": translate("Outbox", "Satisfaction"),
    }
    found = []
    for key, caption in captions.items():
        value = str(draft.values.get(key) or "")
        match key:
            case "item":
                value = telling.item_name(value, context)
            case "unit":
                value = telling.unit_name(value, context)
            case "area":
                value = telling.area_name(value, context)
            case "satisfaction":
                value = words.satisfaction(value)
        if value:
            found.append((caption, value))
    files = draft.values.get("files") or ()
    if files:
        names = words.listed(str(file.get("name") or "") for file in files)
        found.append((translate("Outbox", "Files"), names))
    return found


def _files(files: tuple[act.FileRef, ...]) -> list[dict[str, Any]]:
    return [
        {
            "sha256": f.sha256,
            "name": f.name,
            "kind": f.kind,
            "mime": f.mime,
            "size": f.size,
            "taken_at": f.taken_at,
        }
        for f in files
    ]


def has_form(row: OutboxRow, context: Context) -> bool:
    """Whether an act can be corrected in the form that it came from."""
    if row.is_joint:
        # Read in with the first act on a joint action that came to nothing.
        from views.joint import correcting

        return correcting.form_of(row.joint_act, context.reference) is not None
    return form_of(row) is not None


def form_of(row: OutboxRow) -> tuple[str, dict[str, Any]] | None:
    """The step whose form an act came from, with its values as the form keeps them; None for an act that
    has no form to correct."""
    given = row.act
    files = _files(getattr(given, "files", ()))
    match given:
        case act.Report():
            caller = given.reporter or act.Reporter()
            draft = CallDraft(
                channel=given.channel,
                name=caller.name,
                phone=caller.phone,
                contact=caller.contact,
                title=given.title,
                text=given.text,
                place=given.place,
                area=given.area,
                lon=given.lon,
                lat=given.lat,
                item=given.item,
                kind=given.kind,
                files=given.files,
            )
            return "call", draft.kept()
        case act.Refuse():
            return "refuse", {"reason": given.reason}
        case act.Merge():
            return "merge", {"into": given.into, "note": given.note}
        case act.File():
            place = {"area": given.area, "lon": given.lon, "lat": given.lat, "place": given.place}
            return "file", {"item": given.item, **place, "component": given.component or ""}
        case act.Dispatch() | act.Redispatch():
            return "assign", {"unit": given.unit, "note": given.note}
        case act.Handle() if given.outcome == "done":
            found = {"visit": given.visit} if given.visit else {}
            return "handle/done", {"result": given.result, "files": files, **found}
        case act.Return():
            return "return", {"reason": given.reason, "files": files}
        case act.Verify():
            key = "reason" if given.outcome == "failed" else "note"
            text = given.reason if given.outcome == "failed" else given.note
            return f"verify/{given.outcome}", {key: text, "files": files}
        case act.Evaluate():
            return "evaluate", {"satisfaction": given.satisfaction, "note": given.note}
        case act.Reopen():
            return "reopen", {"reason": given.reason}
        case act.Urge():
            return "urge", {"note": given.note}
        case _:
            return None
