"""What happens when a version is put in force, in words, before it is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from contract.catalogue import Proposal
from contract.machine import Names
from views import words

translate = QCoreApplication.translate


def sentences(proposal: Proposal) -> Iterator[str]:
    """How many items come, go and change, what is refused, what it carries, and what it leaves alone."""
    told = proposal.difference
    total = told.unchanged + len(told.changed) + len(told.added)
    counts = translate(
        "CataloguePreview", "{n} items: {a} added, {c} changed, {w} withdrawn, {u} as they are."
    )
    yield counts.format(
        n=total, a=len(told.added), c=len(told.changed), w=len(told.withdrawn), u=told.unchanged
    )
    if proposal.refused:
        refused = translate("CataloguePreview", "{n} rows are refused: see the faults.")
        yield refused.format(n=proposal.refused)
    elif proposal.faults:
        fault = proposal.faults[0]
        yield words.begun(words.pick(Names(fault.zh, fault.en))) + translate(
            "CataloguePreview", ".", "ends a sentence"
        )
    if proposal.admissions:
        carries = translate("CataloguePreview", "It carries {applications}.")
        yield carries.format(applications=words.listed(proposal.admissions))
    for notice in proposal.notices:
        yield words.begun(words.pick(notice)) + translate("CataloguePreview", ".", "ends a sentence")
    if proposal.accepted:
        yield translate("CataloguePreview", "Tickets that are filed keep their version.")


def text(proposal: Proposal) -> str:
    """All of it as one text."""
    return (" " if words.language() == "en" else "").join(sentences(proposal))
