"""The tokens: both themes whole, and every ink readable on every surface it stands on."""

import re
import string

import pytest
from PySide6.QtGui import QColor

from widgets.theme import MINIMUM_CONTRAST, RESOURCES, contrast, load_tokens

TOKENS = load_tokens()
PAIRS = [
    (mode, surface, ink)
    for mode in TOKENS.colours
    for surface, inks in TOKENS.surfaces.items()
    for ink in inks
]

# The colours the interface is described by; derived tones are free.
GIVEN = {
    "base": ("#14171C", "#F4F5F7"),
    "panel": ("#1B1F26", "#FFFFFF"),
    "raised": ("#232830", "#EDF1F6"),
    "line": ("#2E3540", "#D5DBE3"),
    "text": ("#E6EAF0", "#1B2430"),
    "dim": ("#A7B0BE", "#4D5868"),
    "faint": ("#8A94A3", "#5E6876"),
    "accent": ("#6CB0FF", "#1560C8"),
    "selection": ("#1F3350", "#DCE9FB"),
    "green": ("#3FBF95", "#14724F"),
    "amber": ("#F2B33D", "#8A5A00"),
    "red": ("#FF7A70", "#B92B25"),
}


@pytest.mark.parametrize(("mode", "surface", "ink"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_every_ink_reads_on_every_surface_it_stands_on(mode: str, surface: str, ink: str) -> None:
    colours = TOKENS.colours[mode]
    assert contrast(QColor(colours[ink]), QColor(colours[surface])) >= MINIMUM_CONTRAST


@pytest.mark.parametrize("surface", ["base", "panel", "raised"])
def test_text_and_lights_are_measured_on_the_three_grounds(surface: str) -> None:
    assert {"text", "dim", "faint", "accent", "green", "amber", "red"} <= set(TOKENS.surfaces[surface])


def test_the_lights_are_measured_on_a_selected_row_and_on_the_map() -> None:
    for surface in ("selection", "map_ground", "map_area", "map_area_chosen"):
        assert {"text", "green", "amber", "red"} <= set(TOKENS.surfaces[surface])


def test_the_given_tokens_are_the_given_ones() -> None:
    for name, (dark, light) in GIVEN.items():
        assert (TOKENS.colours["dark"][name], TOKENS.colours["light"][name]) == (dark, light)


def test_sizes_and_rows_are_the_given_ones() -> None:
    assert sorted(TOKENS.sizes.values()) == [12, 14, 18, 20]
    assert list(TOKENS.rows.values()) == [28, 32, 40]
    assert TOKENS.families[0] == "Noto Sans CJK SC"


def test_every_colour_is_a_plain_one() -> None:
    for colours in TOKENS.colours.values():
        for name, value in colours.items():
            assert re.fullmatch(r"#[0-9A-F]{6}", value), name


@pytest.mark.parametrize("sheet", ["controls.qss", "docking.qss"])
def test_style_sheets_name_only_what_there_is(sheet: str) -> None:
    text = (RESOURCES / "themes" / sheet).read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", text), "a colour outside the token file"
    for name in string.Template(text).get_identifiers():
        if name.startswith("icon_"):
            assert all((RESOURCES / "icons" / mode / f"{name[5:]}.svg").is_file() for mode in TOKENS.colours)
        elif not name.startswith("px_"):
            assert name in TOKENS.colours["dark"], name


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_a_theme_that_lacks_a_colour_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (RESOURCES / "themes" / "tokens.toml").read_text(encoding="utf-8")
    damaged = tmp_path / "tokens.toml"
    damaged.write_text(text.replace('base = "#14171C"', "", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="base"):
        load_tokens(damaged)
