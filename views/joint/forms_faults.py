"""What is wrong in the form of a step: in a field by itself, and in fields that do not go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from contract.action import FileRef
from views.fields import PlaceBox
from views.joint import approval_words, forms_words, mediation_words
from views.joint.forms_held import HeldField, NumberField
from views.step_fields import MomentField
from widgets.choice import ChoiceBox
from widgets.form import Form

translate = QCoreApplication.translate


_NAMED = {
    "fen": ("sum",),
    "lon": ("point", "area"),
    "lat": ("point", "area"),
    "minutes": ("every", "sat"),
    "attended": ("present",),
    "value": ("limit", "scores"),
    "measure": ("limit",),
}
"""Fields that a refusal names as the act does, where a form calls them otherwise."""


def refuse(form: Form, errors: Mapping[str, str]) -> bool:
    """Says what was refused (by the act's fields) under the fields it is about; False where some of it is
    about none of them."""
    fields = form.fields()
    known: dict[str, str] = {}
    homeless = not errors
    for name, said in errors.items():
        key = next((one for one in (name, *_NAMED.get(name, ())) if one in fields), "")
        if key:
            known[key] = said
        else:
            homeless = True
    if known:
        form.set_errors(known)
    return not homeless


def wrong(key: str, field: QWidget, now: int) -> str:
    """What is wrong with what stands in a field, in words that say what to do; "" for nothing."""
    match field:
        case HeldField():
            return field.wrong()
        case NumberField() if field.is_wrong():
            return translate("JointFields", "A whole number is needed here")
        case MomentField() if field.text().strip():
            at = field.instant()
            return forms_words.missing("until") if at is None or at <= now else ""
        case PlaceBox() if field.text().strip():
            spot = field.spot()
            if spot is None:
                return translate("JointFields", "Choose the place from the list, or type longitude, latitude")
            if key == "point" and spot.lon is None:
                return translate(
                    "JointFields", "An area is no point: choose an address, or type longitude, latitude"
                )
            return ""
        case ChoiceBox() if field.text().strip() and field.value() is None:
            return translate("JointFields", "Choose it from the list, or empty the line")
        case _:
            return ""


def together(step: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What the values of a step's fields say together, by field."""
    match step:
        case "agree/drawn":
            if values.get("unit") and values.get("body"):
                return {
                    "body": translate("JointFields", "Either a unit or a body outside: empty one of the two")
                }
            if not (values.get("unit") or values.get("body")):
                return {"unit": translate("JointFields", "Say to whom it is handed over")}
        case "agree/signed_outside" if len(values.get("files") or ()) > 1:
            return {"files": translate("JointFields", "One file holds what was signed: take the others out")}
        case "evidence/brought" if values.get("document") and not _documents(values.get("files") or ()):
            said = translate("JointFields", "Choose which of the files is the document, or empty the line")
            return {"document": said}
        case "decide/released" if values.get("entry") and not values.get("instead"):
            said = translate("JointFields", "Say who is called on this entry, or empty the entry")
            return {"instead": said}
        case _:
            pass
    return mediation_words.together(step, dict(values)) or approval_words.together(
        step, values.get("owed"), values.get("until")
    )


def _documents(files: tuple[FileRef, ...]) -> list[FileRef]:
    return [file for file in files if file.kind == "document"]
