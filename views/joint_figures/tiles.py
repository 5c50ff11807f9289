"""What a period comes to, in figures over the table: a line of them, or as many as the width needs."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from contract.joint.figures import JointCount
from contract.joint.mediation import yuan
from views.joint_figures.lines import WAN, written
from widgets import theme
from widgets.even import EvenLayout
from widgets.hearing import hear

translate = QCoreApplication.translate


class Tile(QWidget):
    """A figure, its caption below it."""

    def __init__(self, name: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"jointfigures.tile.{name}")
        self._caption = caption
        self._figure = QLabel("—", self)
        self._below = QLabel(caption, self)
        theme.set_role(self._below, "dim")
        for label in (self._figure, self._below):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._figure)
        column.addWidget(self._below)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._restyle()
        hear(theme.current(), "changed()", self, "_restyle()")

    @Slot()
    def _restyle(self) -> None:
        self._figure.setFont(theme.font("large", semibold=True, tabular=True))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width(), theme.current().px(96)), hint.height())

    def show_figure(self, figure: str) -> None:
        """Another figure."""
        self._figure.setText(figure)
        self.setAccessibleName(f"{self._caption}: {figure}")

    def set_caption(self, caption: str) -> None:
        """Another caption."""
        self._caption = caption
        self._below.setText(caption)

    def figure(self) -> str:
        """What stands there."""
        return self._figure.text()


class Tiles(QWidget):
    """Actions, people, problems, and how well it went; of mediations and approvals where the district's kinds
    have these `forms`."""

    def __init__(self, forms: Container[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_surface(self, "panel")
        theme.set_property(self, "edge", "bottom")
        captions = {
            "actions": translate("JointFigures", "actions"),
            "people": translate("JointFigures", "people sent"),
            "problems": translate("JointFigures", "problems"),
            "ended": translate("JointFigures", "problems dealt with"),
            "arrival": translate("JointFigures", "arrived in time"),
            "minutes": translate("JointFigures", "minutes to arrive"),
            "hours": translate("JointFigures", "hours to complete"),
            "score": translate("JointFigures", "stars for departments"),
        }
        if "mediation" in forms:
            captions["settlement"] = translate("JointFigures", "mediations settled")
            captions["performed"] = translate("JointFigures", "yuan performed")
        if "approval" in forms:
            captions["approval"] = translate("JointFigures", "approved in time")
        row = EvenLayout(self, gap=12)
        row.setContentsMargins(16, 10, 16, 10)
        self._tiles = {name: Tile(name, caption, self) for name, caption in captions.items()}
        for tile in self._tiles.values():
            row.addWidget(tile)

    def show_count(self, count: JointCount) -> None:
        """The figures of a count."""
        f, r = count.total, count.rates
        led = translate("JointFigures", "actions led")
        self._tiles["actions"].set_caption(led if count.unit else translate("JointFigures", "actions"))
        said = {
            "actions": str(f.actions),
            "people": str(f.people),
            "problems": str(f.problems),
            "ended": written(r.ended_problems, "share"),
            "arrival": written(r.parties.arrival, "share"),
            "minutes": written(r.parties.arrival_minutes, "mean"),
            "hours": written(r.complete_hours, "mean"),
            "score": written(r.parties.score, "mean"),
        }
        said |= {
            "settlement": written(r.settlement, "share"),
            "performed": money(f.performed_fen),
            "approval": written(r.parties.approval, "share"),
        }
        exact = translate("JointFigures", "¥{performed} performed of ¥{settled} settled on")
        tips = {
            "settlement": translate(
                "JointFigures", "{settled} of {ended} mediations that came to an end"
            ).format(settled=f.settled, ended=f.mediations),
            "performed": exact.format(performed=yuan(f.performed_fen), settled=yuan(f.settled_fen)),
            "approval": translate("JointFigures", "{n} of {due} approvals that were due").format(
                n=f.parties.approvals_in_time, due=f.parties.approvals_due
            ),
        }
        for name, tile in self._tiles.items():
            tile.show_figure(said[name])
            tile.setToolTip(tips.get(name, ""))

    def clear(self) -> None:
        """Nothing is known."""
        for tile in self._tiles.values():
            tile.show_figure("—")
            tile.setToolTip("")

    def figure(self, name: str) -> str:
        """What stands in one."""
        return self._tiles[name].figure()


def money(fen: int) -> str:
    """A sum in yuan; from ten thousand on in ten thousands of them (万元)."""
    if fen < WAN:
        return yuan(fen)
    return translate("JointFigures", "{n}×10k").format(n=written(fen, "wan"))
