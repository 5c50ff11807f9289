"""The lights as people with each kind of dichromacy see them: told apart by colour or by shape, and legible.

What they see is simulated by Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
of Color Vision Deficiency" (IEEE TVCG 15(6), 2009), at severity 1.0; how far apart two colours are seen is
CIEDE2000, by Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (Color Research and Application
30(1), 2005), whose table of test data is tried first.
"""

import itertools
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.light import Light, draw_light, symbol
from widgets.theme import MINIMUM_CONTRAST, contrast, load_tokens

Colour = NDArray[np.float64]
"""Three numbers."""

TOKENS = load_tokens()
PAIRS = list(itertools.combinations((Light.GREEN, Light.AMBER, Light.RED), 2))
APART = 10.0
"""CIEDE2000 from which two small marks far from each other are told apart at a glance."""
SHARED, CLEARLY = 0.85, 0.6
"""Of the px that two shapes of equal size cover together, the part that may be of both; and the part where
nothing but the shapes tells them apart."""
BY_SHAPE_ALONE = {
    ("light", "protan"): {(Light.AMBER, Light.RED)},
    ("light", "deutan"): {(Light.AMBER, Light.RED)},
}
"""Where the given tokens come closer to each other than that."""
LEAST = dict.fromkeys(("text", "dim", "faint"), MINIMUM_CONTRAST)
LEAST_OF_COLOURS = 3.0
"""What is written in a light's colour or the accent stands beside its mark: WCAG 2.2, 1.4.11. To whom sees
the colours as they are all of them have the contrast of text (test_theme)."""

# Rows by linear R, G, B; the paper's supplementary tables, severity 1.0.
SEEN_BY = {
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""The kinds of dichromacy and what of linear RGB each leaves."""

XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ.sum(axis=1)
"""D65, as sRGB has it."""


def linear(colour: QColor) -> Colour:
    """Linear RGB 0 … 1 of a colour of the screen."""
    given = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)


def seen(colour: QColor, kind: str) -> QColor:
    """The colour of the screen that looks to others as this one does to who has the deficiency."""
    left = np.clip(SEEN_BY[kind] @ linear(colour), 0.0, 1.0)
    coded = np.where(left <= 0.0031308, left * 12.92, 1.055 * left ** (1 / 2.4) - 0.055)
    return QColor.fromRgbF(*(float(part) for part in coded))


def lab(colour: QColor) -> Colour:
    """CIE L*a*b* under D65."""
    ratio = XYZ @ linear(colour) / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one: Colour, other: Colour) -> float:
    """The difference of two colours in L*a*b*, all weights 1; the equations' numbers are those of Sharma."""
    (l1, a1, b1), (l2, a2, b2) = (map(float, one)), (map(float, other))
    mean_c7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - sqrt(mean_c7 / (mean_c7 + 25.0**7)))  # (4)
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))  # (7)
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180  # (10)
    if turn == -180:
        turn = 180.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        mean_h = h1 + h2
    elif abs(h1 - h2) <= 180:
        mean_h = (h1 + h2) / 2
    else:
        mean_h = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2  # (14)
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    around = 30 * exp(-(((mean_h - 275) / 25) ** 2))
    rt = -sin(radians(2 * around)) * 2 * sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_published_table(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(difference, abs=5e-5)
    assert ciede2000(np.array(other), np.array(one)) == pytest.approx(difference, abs=5e-5)


def test_the_simulation_keeps_greys_and_takes_colours_away() -> None:
    for kind in SEEN_BY:
        assert ciede2000(lab(seen(QColor("#808080"), kind)), lab(QColor("#808080"))) < 0.5
    red, green = QColor("#C04040"), QColor("#508040")
    apart = {kind: ciede2000(lab(seen(red, kind)), lab(seen(green, kind))) for kind in SEEN_BY}
    assert apart["tritan"] > 2 * max(apart["protan"], apart["deutan"])


def shape(light: Light) -> NDArray[np.bool_]:
    """The px that a light covers, painted at the size of a table's."""
    image = QImage(20, 20, QImage.Format.Format_Grayscale8)
    image.fill(QColor("black"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_light(painter, QPointF(10, 10), 10, light, QColor("white"))
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(20, image.bytesPerLine())
    return np.asarray(raw[:, :20] > 127)


def shared(one: Light, other: Light) -> float:
    """Of the px that two lights cover together, the part that is of both."""
    a, b = shape(one), shape(other)
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_each_light_has_a_shape_of_its_own(one: Light, other: Light) -> None:
    assert shared(one, other) < SHARED
    assert symbol(one) != symbol(other)


@pytest.mark.parametrize("kind", SEEN_BY)
@pytest.mark.parametrize("mode", TOKENS.colours)
def test_the_colours_of_lights_come_apart_but_where_shapes_must_do(mode: str, kind: str) -> None:
    colours = {light: QColor(TOKENS.colours[mode][light.value]) for pair in PAIRS for light in pair}
    seen_as = {light: lab(seen(colour, kind)) for light, colour in colours.items()}
    close = {pair for pair in PAIRS if ciede2000(seen_as[pair[0]], seen_as[pair[1]]) < APART}
    assert close == BY_SHAPE_ALONE.get((mode, kind), set())
    assert all(shared(*pair) < CLEARLY for pair in close)


@pytest.mark.parametrize("kind", SEEN_BY)
@pytest.mark.parametrize("mode", TOKENS.colours)
def test_inks_read_whatever_is_seen_of_their_colours(mode: str, kind: str) -> None:
    colours = TOKENS.colours[mode]
    measured = {
        (ink, surface): contrast(seen(QColor(colours[ink]), kind), seen(QColor(colours[surface]), kind))
        for surface, inks in TOKENS.surfaces.items()
        for ink in inks
    }
    faint = {pair: found for pair, found in measured.items() if found < LEAST.get(pair[0], LEAST_OF_COLOURS)}
    assert not faint
