"""Which screens a role has, and in which order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QScrollArea

from views.context import Context
from views.outbox.screen import OutboxScreen

ON_DEMAND = frozenset(
    {"duty", "components", "catalogue", "map", "division", "joint", "campaigns", "joint_figures"}
)
"""Screens of what lies at the centre, the map and the joint board: they count nothing until somebody looks,
and are made then; the joint board before, where its person has joint actions (`views.joint.part`)."""


def on_demand(role: str) -> frozenset[str]:
    """Which of a role's screens wait until somebody looks. A grid worker's own duty does not: it sends the
    check-ins that wait, and counts them."""
    return frozenset() if role == "grid" else ON_DEMAND


Makers = dict[str, tuple[str, Callable[[Context], Any]]]
"""key → (title, how the screen is made)."""


_MODULES = (
    "views.queue",
    "views.ticket.panel",
    "views.desks.rounds",
    "views.intake.screen",
    "views.dispatch.screen",
    "views.seat_state.board",
    "widgets.lanes",
    "views.deadlines.screen",
    "views.desks.approvals",
    "views.desks.arbitration",
    "views.desks.supervision",
    "views.alarms.panel",
    "views.duty.screen",
    "views.catalogue.screen",
    "views.admission.screen",
    "views.components.screen",
)


def reading_in() -> Iterator[None]:
    """Reads the modules of the screens in, so that the log-in need not, one between two yields; and has the
    binding make its types of all widgets there are, which it does when it first has to tell of what kind one
    is: before the first of them, for who logs in at once, and of what they brought at the end."""
    QScrollArea().viewport()
    yield
    for module in _MODULES:
        if module not in sys.modules:
            import_module(module)
            yield
    QScrollArea().viewport()


def _late(module: str, name: str) -> Callable[[Context], Any]:
    """The maker of that name, whose module is read in when the screen is first made: the screen in front does
    not wait for it."""

    def make(context: Context) -> Any:
        return getattr(import_module(module), name)(context)

    return make


def screens_of(role: str) -> Makers:
    """The screens of a role, in their order."""
    from views.desks import rounds
    from views.dispatch.screen import dispatch_screen
    from views.intake.screen import grid_screen, intake_screen

    translate = QCoreApplication.translate
    tickets = (translate("Tickets", "Tickets"), rounds.all_screen)
    outbox = (translate("OutboxScreen", "To send"), OutboxScreen)
    deadlines = {
        "deadlines": (translate("Deadlines", "Deadlines"), _late("views.deadlines.screen", "DeadlineScreen"))
    }
    seats = {"seats": (translate("SeatsScreen", "Seats"), _late("views.seat_state.board", "SeatsScreen"))}
    approvals = {
        "approvals": (translate("Approvals", "Approvals"), _late("views.desks.approvals", "approvals_screen"))
    }
    arbitration = {
        "arbitration": (
            translate("Arbitration", "Arbitration"),
            _late("views.desks.arbitration", "arbitration_screen"),
        )
    }
    supervision = {
        "supervision": (
            translate("Supervision", "Supervision"),
            _late("views.desks.supervision", "supervision_screen"),
        )
    }
    catalogue = {
        "catalogue": (
            translate("CatalogueScreen", "Catalogue"),
            _late("views.catalogue.screen", "CatalogueScreen"),
        )
    }
    admission = {
        "admission": (
            translate("AdmissionScreen", "Admission"),
            _late("views.admission.screen", "AdmissionScreen"),
        )
    }
    components = {
        "components": (
            translate("ComponentScreen", "Components"),
            _late("views.components.screen", "ComponentScreen"),
        )
    }
    division = {
        "division": (translate("Division", "Grids"), _late("views.division.screen", "DivisionScreen"))
    }
    live_map = {"map": (translate("Map", "Map"), _late("views.map.screen", "MapScreen"))}
    figures = {
        "joint_figures": (
            translate("JointFiguresScreen", "Joint figures"),
            _late("views.joint_figures.screen", "JointFiguresScreen"),
        )
    }
    joint = {"joint": (translate("JointScreen", "Joint actions"), _late("views.joint.screen", "JointScreen"))}
    campaigns = {
        "campaigns": (
            translate("Campaigns", "Campaigns"),
            _late("views.campaigns.screen", "CampaignScreen"),
        )
    }
    duty = {"duty": (translate("DutyScreen", "On duty"), _late("views.duty.screen", "DutyScreen"))}
    mine = {"duty": (translate("MyDutyScreen", "On duty"), _late("views.duty.mine", "MyDutyScreen"))}
    match role:
        case "seat" | "duty":
            return {
                "intake": (translate("Intake", "Intake"), intake_screen),
                "dispatch": (translate("Dispatch", "Dispatch"), dispatch_screen),
                **({**approvals, **arbitration, **supervision} if role == "duty" else {}),
                "closing": (translate("Closing", "Closing"), rounds.closing_screen),
                "callback": (translate("CallBack", "Call-back"), rounds.callback_screen),
                "tickets": tickets,
                **deadlines,
                "outbox": outbox,
                **live_map,
                **joint,
                **campaigns,
                **(seats if role == "duty" else {}),
                **duty,
                **catalogue,
                **components,
                **(admission if role == "duty" else {}),
                **figures,
            }
        case "handler":
            return {
                "handling": (translate("Handling", "Handling"), rounds.handling_screen),
                **supervision,
                "tickets": tickets,
                **deadlines,
                "outbox": outbox,
                **joint,
                **campaigns,
                **duty,
                **catalogue,
                **components,
                **admission,
                **figures,
            }
        case "grid":
            return {
                "grid": (translate("Grid", "Grid"), grid_screen),
                **mine,
                "tickets": tickets,
                "outbox": outbox,
            }
        case "leader":
            return {
                "tickets": tickets,
                **approvals,
                **supervision,
                **deadlines,
                "outbox": outbox,
                **live_map,
                **joint,
                **campaigns,
                **seats,
                **duty,
                **catalogue,
                **components,
                **admission,
                **figures,
            }
        case "admin":
            return {
                **catalogue,
                **admission,
                **components,
                **division,
                **duty,
                "tickets": tickets,
                "outbox": outbox,
                **seats,
                **figures,
            }
        case _:
            return {"tickets": tickets, "outbox": outbox}
