"""Colours, fonts, row heights and style sheets of the interface, made from `resources/themes/tokens.toml`.

One `Theme` serves the process. Widgets that paint by hand ask `color`, `font` and `current().row_height` at
paint time and repaint on `current().changed`; all others are styled by the sheet it installs.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip, QWidget

from widgets.restyling import Restyling

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""Folder of the installed resources; beside the packages in a source tree and in a bundle alike."""

MINIMUM_CONTRAST = 4.5
"""WCAG 2.1 AA ratio every ink has on every surface it stands on."""


class Density(StrEnum):
    """How much air a row has; the value names its row height in the token file."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The token file as read. Colours by mode and name, `surfaces` inks by surface, sizes and rows in px at
    100 %.
    """

    colours: Mapping[str, Mapping[str, str]]
    surfaces: Mapping[str, tuple[str, ...]]
    families: tuple[str, ...]
    mono: tuple[str, ...]
    sizes: Mapping[str, int]
    rows: Mapping[str, int]


def load_tokens(path: Path = RESOURCES / "themes" / "tokens.toml") -> Tokens:
    """Reads the token file; raises `ValueError` when the two themes do not name the same colours."""
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if raw["dark"].keys() != raw["light"].keys():
        raise ValueError(f"{path.name}: dark and light differ in {raw['dark'].keys() ^ raw['light'].keys()}")
    return Tokens(
        colours={"dark": raw["dark"], "light": raw["light"]},
        surfaces={surface: tuple(inks) for surface, inks in raw["surfaces"].items()},
        families=tuple(raw["fonts"]["families"]),
        mono=tuple(raw["fonts"]["mono"]),
        sizes=raw["fonts"]["sizes"],
        rows=raw["rows"],
    )


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(ink: QColor, surface: QColor) -> float:
    """WCAG 2.1 contrast ratio of two opaque colours, 1 … 21."""
    lighter, darker = sorted((_luminance(ink), _luminance(surface)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class _SheetValues(Mapping[str, str]):
    """What a style sheet may name: tokens, `px_N` scaled pixels, `icon_x` files of the mode."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def __getitem__(self, name: str) -> str:
        if name.startswith("px_"):
            return f"{self._theme.px(int(name[3:]))}px"
        if name.startswith("icon_"):
            return (RESOURCES / "icons" / self._theme.mode / f"{name[5:]}.svg").as_posix()
        return self._theme.color(name).name()

    def __iter__(self) -> Iterator[str]:
        return iter(self._theme.tokens.colours[self._theme.mode])

    def __len__(self) -> int:
        return len(self._theme.tokens.colours[self._theme.mode])


class Theme(QObject):
    """The look now in force; `changed` comes when palette, fonts and sheet are installed and the window
    worked in has them. What is out of sight takes the sheet in the next turns of the loop."""

    changed = Signal()

    def __init__(self, tokens: Tokens | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens or load_tokens()
        self._wanted = "dark"
        self._mode = "dark"
        self._density = Density.NORMAL
        self._scale = 1.0
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool, bool, bool], QFont] = {}
        self._mono: dict[str, QFont] = {}
        self._families: list[str] = []
        self._restyling: Restyling | None = None

    # -- what is in force ------------------------------------------------------------------------------------

    @property
    def mode(self) -> str:
        """`dark` or `light`."""
        return self._mode

    @property
    def density(self) -> Density:
        return self._density

    @property
    def text_scale(self) -> float:
        """0.9 … 2.0; 1.0 is 14 px body text."""
        return self._scale

    @property
    def row_height(self) -> int:
        """Height of a table row in px, density and text scale applied."""
        return self.px(self.tokens.rows[self._density.value])

    def px(self, length: float) -> int:
        """A length of the 100 % layout in px at the text scale in force."""
        return round(length * self._scale)

    def color(self, name: str) -> QColor:
        """The token's colour in the mode in force. Do not change the returned object. Raises `KeyError`."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(self.tokens.colours[self._mode][name])
        return found

    def font(
        self, size: str = "body", *, semibold: bool = False, italic: bool = False, tabular: bool = False
    ) -> QFont:
        """A font of the one family; `size` is a key of `[fonts.sizes]`. Do not change the returned object."""
        key = (size, semibold, italic, tabular)
        found = self._fonts.get(key)
        if found is None:
            found = QFont(self._installed_families())
            found.setPixelSize(self.px(self.tokens.sizes[size]))
            found.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
            found.setItalic(italic)
            if tabular:
                found.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[key] = found
        return found

    def mono_font(self, size: str = "small") -> QFont:
        """The fixed-width font keys and commands are set in. Do not change the returned object."""
        found = self._mono.get(size)
        if found is None:
            found = self._mono[size] = QFont(list(self.tokens.mono))
            found.setPixelSize(self.px(self.tokens.sizes[size]))
        return found

    def _installed_families(self) -> list[str]:
        # Absent families cost a font database look-up at every painted glyph run, so only those present are
        # named.
        if not self._families:
            present = set(QFontDatabase.families())
            self._families = [name for name in self.tokens.families if name in present] or ["sans-serif"]
        return self._families

    # -- changing it -----------------------------------------------------------------------------------------

    def apply(self, app: QApplication) -> None:
        """Installs style, palette, fonts and sheet on the application and keeps them current from then on."""
        if self._restyling is None or self._restyling.app is not app:
            self._restyling = Restyling(app)
            self._restyling.done.connect(self.changed)
            app.setStyle(QStyleFactory.create("Fusion"))
            app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._install()

    def set_mode(self, mode: str) -> None:
        """`dark`, `light`, or `system` to follow the desktop. Raises `ValueError` for anything else."""
        if mode not in ("dark", "light", "system"):
            raise ValueError(f"no such mode: {mode}")
        self._wanted = mode
        resolved = self._system_mode() if mode == "system" else mode
        if resolved != self._mode:
            self._mode = resolved
            self._install()

    def set_density(self, density: Density) -> None:
        if density != self._density:
            self._density = density
            # No sheet and no font depends on it.
            self.changed.emit()

    def set_text_scale(self, scale: float) -> None:
        """Raises `ValueError` outside 0.9 … 2.0."""
        if not 0.9 <= scale <= 2.0:
            raise ValueError(f"text scale {scale} is outside 0.9 … 2.0")
        if scale != self._scale:
            self._scale = scale
            self._install()

    def restyling(self) -> bool:
        """Whether something out of sight still waits for the look."""
        return self._restyling is not None and self._restyling.busy()

    def _system_mode(self) -> str:
        if self._restyling is None:
            return "dark"
        light = self._restyling.app.styleHints().colorScheme() == Qt.ColorScheme.Light
        return "light" if light else "dark"

    def _system_changed(self) -> None:
        if self._wanted == "system":
            self.set_mode("system")

    def _install(self) -> None:
        self._colours.clear()
        self._fonts.clear()
        self._mono.clear()
        if self._restyling is not None:
            app = self._restyling.app
            app.setPalette(self.palette())
            QToolTip.setPalette(self.palette())
            if app.font() != self.font():
                app.setFont(self.font())
            self._restyling.put(self.stylesheet())
        self.changed.emit()

    def palette(self) -> QPalette:
        """The mode's colours as Qt's roles, for what no sheet reaches."""
        palette = QPalette()
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        for target, token in {
            role.Window: "panel",
            role.WindowText: "text",
            role.Base: "base",
            role.AlternateBase: "panel",
            role.Text: "text",
            role.Button: "raised",
            role.ButtonText: "text",
            role.BrightText: "red",
            role.ToolTipBase: "raised",
            role.ToolTipText: "text",
            role.PlaceholderText: "faint",
            role.Highlight: "accent_fill",
            role.HighlightedText: "on_accent",
            role.Link: "accent",
            role.LinkVisited: "accent",
            role.Accent: "accent",
            role.Light: "raised",
            role.Midlight: "raised",
            role.Mid: "line",
            role.Dark: "line",
            role.Shadow: "base",
        }.items():
            palette.setColor(target, self.color(token))
        for target in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, target, self.color("faint"))
        return palette

    def stylesheet(self) -> str:
        """The sheet of all ordinary controls and of the docking system, whose managers have none of their
        own."""
        return self._sheet("controls.qss") + self._sheet("docking.qss")

    def _sheet(self, name: str) -> str:
        template = (RESOURCES / "themes" / name).read_text(encoding="utf-8")
        return string.Template(template).substitute(_SheetValues(self))


_current: Theme | None = None


def current() -> Theme:
    """The theme of this process, made on first use."""
    global _current
    if _current is None:
        _current = Theme()
    return _current


def color(name: str) -> QColor:
    """`current().color(name)`."""
    return current().color(name)


def font(size: str = "body", *, semibold: bool = False, italic: bool = False, tabular: bool = False) -> QFont:
    """`current().font(…)`."""
    return current().font(size, semibold=semibold, italic=italic, tabular=tabular)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Sets a property the sheet selects by, and has the sheet look at the widget again if it has before."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def set_role(widget: QWidget, role: str) -> None:
    """A label's role: dim, faint, caption, title, large, strong or error."""
    set_property(widget, "role", role)


def set_surface(widget: QWidget, surface: str) -> None:
    """The surface a widget lays: base, panel, raised or card."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    set_property(widget, "surface", surface)
