"""What a person gave an act at a mediation table, as captions and values."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contract.joint import action as act
from contract.joint.joint import Joint
from views import words
from views.context import Context
from views.joint import mediation_words
from widgets.moments import day_time

translate = QCoreApplication.translate


def of(
    given: act.SideStep | act.SessionStep | act.SettlementStep, context: Context
) -> Iterator[tuple[str, str]]:
    """What only these carry; what was left empty is empty."""
    match given:
        case act.SideStep():
            yield translate("Outbox", "Side"), given.name
            yield translate("Outbox", "Part at the table"), mediation_words.role(given.role)
            yield translate("Outbox", "People"), str(given.people or "")
        case act.SessionStep():
            yield translate("Outbox", "When"), _time(given.at, context)
            yield translate("Outbox", "Minutes that it sat"), str(given.minutes or "")
        case act.SettlementStep():
            yield translate("Outbox", "Sum"), mediation_words.sum_of(given.fen) if given.fen else ""
            yield translate("Outbox", "By when"), _time(given.until, context)
            yield translate("Outbox", "Number of the document"), given.document
            yield translate("Outbox", "Referred to"), given.referred


def about(given: act.JointAct, joint: Joint) -> Iterator[tuple[str, str]]:
    """The side and the session that it was done to, in their words."""
    side = next((one for one in joint.sides if one.id == getattr(given, "side", "")), None)
    if side is not None and not getattr(given, "name", ""):
        yield translate("Outbox", "Side"), side.name
    session = next((one for one in joint.sessions if one.id == getattr(given, "session", "")), None)
    if session is not None:
        yield translate("Outbox", "Session"), words.dotted((mediation_words.session(session), session.place))
    if isinstance(given, act.SessionStep) and given.attended:
        names = {one.id: one.name for one in joint.sides}
        yield (
            translate("Outbox", "Sides that came"),
            words.listed(names.get(id_, id_) for id_ in given.attended),
        )


def _time(instant: int | None, context: Context) -> str:
    return "" if instant is None else day_time(words.local(instant, context.reference))
