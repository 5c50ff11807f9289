"""How an act in the outbox stands, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.outbox import OutboxRow

translate = QCoreApplication.translate


def waiting_words(row: OutboxRow) -> str:
    """How a row of the outbox stands."""
    match row.state:
        case "sending":
            return translate("History", "being sent")
        case "held":
            return translate("History", "held until what it follows is settled")
        case "conflict":
            return translate("History", "somebody was first")
        case "parked":
            return translate("History", "refused by the centre")
        case _ if row.tries:
            return translate("History", "waiting to be sent again")
        case _:
            return translate("History", "waiting to be sent")
