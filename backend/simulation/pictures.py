"""Pictures that stand in for photographs and papers: drawn, few, marked as simulated in both languages."""

from __future__ import annotations

import base64
import hashlib
import random
import struct
import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

from backend.simulation.draws import stream
from contract.action import FileRef

Canvas = NDArray[np.uint8]

WIDTH, HEIGHT = 640, 480
VARIANTS = 4
MIME = "image/png"

_MARK_SHAPE = (26, 262)
# The words 模拟材料 SIMULATED as bits, row by row: the backend carries no font.
_MARK = (
    b"c-nQ7F>ezw6oB8!65h@$71uNWqKB|@e+4Gi>q1;1<t~auV4(L0BKQfcMGSSwkc|#34A43{iEOE(40XlTk9U_fc(7#o+3)lBp"
    b"5al#0H6Sq&~#vANfBovGQ27xb10xems!OjJ^Hmgw9jg^jdKa;;c#{+AkJ}8H+22#_YENo*xZR}<s3+kJ6wbgq5OJI2$R>+01"
    b"JYfLCO{eT8UREko(hlxXnt$4?j-;WUFN5wGhBuiFum`d5g=xvlU`Eu?fI~b0fa8N`bHf9Jsc;M0WmWis*010yC4jmp#JsN-;"
    b"w~^ujpXL`F>Ur2zqgyU-y-8*sE@s~uTrE<`nwNEQa5<f2F5bY6kt(<?O1JDW$oM6wXTm7+&TT#t~-3&A#Q90X-5APQ{08TJT"
    b"UqZm$%Myv9Rl(*&BAMGuCx$Y1cMTsDy25}o~k)H<c_)}o5O7C=s5U0%KUh(=fE}QqZt+lkWg2=nG`yQe6dxTMB<oT<qJF{2^"
    b"fT)?T*BwHHuCrjy?y;p}9WR!XA$kB_^ZKJ81dgV+@Mn!a3+-@_9{)gq$Eiw{R#Jcxy#@K?6ZOK~cBb_(rb66%r?>XOD@wjEM"
    b"9e&^k8Lqt&8QF@7xUG0j23rBlZ6ItHgK`tjSYX>wIe4BRmzazb!45u8ll;`XUp$A3e+!zXjKZD(UvC8JmijDPS)QBDq)U8a<"
    b"CmW7f`$?MD@QPQ9%Y3?0?OnfPdqLN!k"
)


@cache
def _mark() -> NDArray[np.bool_]:
    bits = np.unpackbits(np.frombuffer(zlib.decompress(base64.b85decode(_MARK)), np.uint8))
    rows, columns = _MARK_SHAPE
    return bits[: rows * columns].reshape(rows, columns).astype(bool)


def _png(canvas: Canvas) -> bytes:
    """A PNG file (8-bit RGB) of a canvas of shape (height, width, 3)."""
    height, width, _ = canvas.shape
    lines = np.zeros((height, 1 + width * 3), np.uint8)
    lines[:, 1:] = canvas.reshape(height, width * 3)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(lines.tobytes(), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _box(canvas: Canvas, x: int, y: int, w: int, h: int, colour: tuple[int, int, int]) -> None:
    canvas[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = colour


def _disc(canvas: Canvas, x: int, y: int, r: int, colour: tuple[int, int, int]) -> None:
    rows, columns = np.ogrid[: canvas.shape[0], : canvas.shape[1]]
    canvas[(columns - x) ** 2 + (rows - y) ** 2 <= r * r] = colour


def _street(chance: random.Random, littered: bool, near: bool) -> Canvas:
    canvas = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    sky = np.linspace(0, 1, HEIGHT)[:, None]
    canvas[:] = (np.array((176, 200, 222)) * (1 - sky) + np.array((226, 232, 236)) * sky).astype(np.uint8)[
        :, None
    ]
    horizon = 90 if near else 250
    x = -20
    while x < WIDTH:
        width, height = chance.randrange(60, 130), chance.randrange(80, 210)
        wall = chance.choice(((188, 178, 165), (168, 172, 178), (196, 188, 172), (150, 158, 168)))
        _box(canvas, x, horizon - height, width, height, wall)
        for row in range(horizon - height + 14, horizon - 16, 26):
            for column in range(x + 10, x + width - 14, 22):
                _box(canvas, column, row, 12, 14, (112, 128, 144))
        x += width + chance.randrange(4, 26)
    for _ in range(4):
        middle = chance.randrange(WIDTH)
        _box(canvas, middle - 4, horizon - 40, 8, 50, (96, 78, 62))
        _disc(canvas, middle, horizon - 58, chance.randrange(22, 36), (92, 132, 88))
    pavement = 150 if not near else 260
    _box(canvas, 0, horizon, WIDTH, pavement, (170, 168, 162))
    for column in range(0, WIDTH, 32):
        _box(canvas, column, horizon, 1, pavement, (152, 150, 144))
    _box(canvas, 0, horizon + pavement // 2 - 8, WIDTH, 16, (196, 172, 96))
    _box(canvas, 0, horizon + pavement, WIDTH, HEIGHT, (92, 94, 98))
    for column in range(10, WIDTH, 110):
        _box(canvas, column, horizon + pavement + (HEIGHT - horizon - pavement) // 2, 60, 6, (222, 222, 214))
    if littered:
        middle, scale = chance.randrange(200, 440), 2 if near else 1
        for _ in range(26):
            dx, dy = round(chance.gauss(0, 60 * scale)), round(chance.gauss(0, 16 * scale))
            colour = chance.choice(
                ((122, 92, 60), (60, 88, 120), (148, 60, 52), (70, 70, 66), (190, 176, 140))
            )
            at = (middle + dx, horizon + pavement // 2 + dy)
            if chance.random() < 0.5:
                _disc(canvas, *at, chance.randrange(6, 18) * scale, colour)
            else:
                size = chance.randrange(12, 40) * scale, chance.randrange(10, 26) * scale
                _box(canvas, at[0], at[1] - size[1], *size, colour)
    return canvas


def _paper(chance: random.Random) -> Canvas:
    canvas = np.full((HEIGHT, WIDTH, 3), 214, np.uint8)
    _box(canvas, 120, 20, 400, 440, (252, 252, 248))
    _box(canvas, 220, 52, 200, 14, (60, 60, 64))
    for row in range(96, 400, 22):
        _box(canvas, 156, row, chance.randrange(180, 330), 5, (150, 152, 156))
    _disc(canvas, 430, 392, 44, (206, 60, 56))
    _disc(canvas, 430, 392, 39, (252, 252, 248))
    _disc(canvas, 430, 392, 12, (206, 60, 56))
    return canvas


def _stamped(canvas: Canvas) -> Canvas:
    """The canvas with the band that says what it is."""
    mark = _mark()
    rows, columns = mark.shape
    top = HEIGHT - rows - 22
    band = canvas[top - 10 : top + rows + 10]
    band[:] = (band * 0.25).astype(np.uint8)
    for left in (24, WIDTH - columns - 24):
        canvas[top : top + rows, left : left + columns][mark] = (255, 214, 92)
    return canvas


_SCENES = ("before", "after", "near", "far", "paper")


def scene_of(kind: str) -> str:
    """Which drawing a kind of file gets."""
    for scene in ("before", "after", "near", "far"):
        if kind.endswith(scene):
            return scene
    return "paper"


@cache
def drawing(scene: str, variant: int) -> bytes:
    """One PNG file; `scene` is before, after, near, far or paper."""
    # Before and after show the same street.
    chance = stream(7, "street", variant)
    if scene == "paper":
        return _png(_stamped(_paper(chance)))
    return _png(_stamped(_street(chance, littered=scene != "after", near=scene == "near")))


@cache
def _sha256(scene: str, variant: int) -> str:
    return hashlib.sha256(drawing(scene, variant)).hexdigest()


def all_drawings() -> dict[str, bytes]:
    """Every file the simulation refers to, by its SHA-256."""
    return {_sha256(s, v): drawing(s, v) for s in _SCENES for v in range(VARIANTS)}


def reference(kind: str, variant: int, taken_at: int | None = None) -> FileRef:
    """What an act carries to refer to a drawing."""
    scene = scene_of(kind)
    return FileRef(
        sha256=_sha256(scene, variant),
        name=f"simulated-{scene}-{variant + 1}.png",
        kind=kind,
        mime=MIME,
        size=len(drawing(scene, variant)),
        taken_at=taken_at,
    )


def evidence(kinds: tuple[str, ...], chance: random.Random) -> tuple[FileRef, ...]:
    """One file for each kind that is asked for, all of the same place."""
    variant = chance.randrange(VARIANTS)
    return tuple(reference(kind, variant) for kind in kinds)
