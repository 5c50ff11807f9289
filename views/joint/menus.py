"""The menus of the joint board: of a card, of a row of the page; and what Enter on a row does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from views.context import Context
from views.joint import offering
from views.joint.acting import About, JointActing
from views.joint.offering import Offer
from views.joint.page import JointPage

translate = QCoreApplication.translate

_ABOUT = {"task", "problem", "side", "session", "approval", "evidence"}


class Menus:
    """Steps on what stands under the hand, of the action that the page shows."""

    def __init__(self, context: Context, page: JointPage, acting: JointActing, over: QWidget) -> None:
        """`over` is the widget that the menus belong to."""
        self._context, self._page, self._acting, self._over = context, page, acting, over

    def menu(self, offers: Sequence[Offer], about: About | None = None) -> QMenu:
        """A menu of steps; `about` is what all of them are about (None: each its own department)."""
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        joint = self._page.joint
        for one in offers:
            text = f"{one.text}\t{one.key}" if one.key else one.text
            entry = menu.addAction(text.replace("&", "&&"))
            if joint is not None:
                what = about if about is not None else About(unit=one.unit)
                entry.triggered.connect(partial(self._acting.begin, joint.id, one.action, one.outcome, what))
        return menu

    def add_tickets(self, menu: QMenu) -> None:
        """The ways to the tickets that the action deals with."""
        joint = self._page.joint
        for tied in joint.tickets if joint is not None else ():
            text = translate("JointScreen", "Ticket {number}").format(number=tied.number or tied.title)
            menu.addAction(text).triggered.connect(partial(self._context.open_ticket, tied.id))

    def of_row(self, row: str) -> tuple[list[Offer], About]:
        """The steps on a row of the page (``unit:…``, ``task:…``, …), and what they are about."""
        joint, actor = self._page.joint, self._context.desk.actor
        kind, _, id_ = row.partition(":")
        if joint is None or actor is None:
            return [], About()
        offered = self._context.desk.joints.offers(joint.id)
        reference = self._context.reference
        if kind == "unit":
            return offering.about_party(joint, offered, actor, id_, reference), About(unit=id_)
        about = About(**{kind if kind in _ABOUT else "evidence": id_})
        return offering.about_item(joint, offered, actor, row, reference), about

    def show_row(self, row: str, at: QPoint) -> None:
        """The menu of a row, where anything can be done on it."""
        offers, about = self.of_row(row)
        if offers:
            self.menu(offers, about).popup(at)

    def open_row(self, row: str) -> None:
        """Enter on a row takes the likeliest step on it; on a problem that is a ticket it opens that."""
        joint = self._page.joint
        kind, _, id_ = row.partition(":")
        if joint is None:
            return
        if kind == "problem":
            problem = next((one for one in joint.problems if one.id == id_), None)
            if problem is not None and problem.ticket:
                self._context.open_ticket(problem.ticket)
                return
        offers, about = self.of_row(row)
        if offers:
            self._acting.begin(joint.id, offers[0].action, offers[0].outcome, about)
