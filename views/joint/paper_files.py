"""Papers as files: written where a person chose, on a thread of their own, over nothing that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from console.errors import StorageFault
from console.outlines import rings_of
from console.papers import laying
from console.papers.offered import Kind
from console.papers.paper import Paper
from console.papers.place import Place
from console.papers.writing import Writing
from console.situation.part import write_whole
from console.tasks import Worker
from contract.joint.joint import Joint
from contract.machine import Names
from views.map.street_ground import streets_of
from widgets.map import MapArea
from widgets.paper_map import PaperGround, PaperPlace, map_picture
from widgets.paper_sheet import Form, PdfSheet

DOCX, PDF = "docx", "pdf"
FORMATS = (DOCX, PDF)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: papers of which kinds on a joint action, as which of `FORMATS`, into which
    folder; the place and the ground of their map (GeoJSON of streets and of the smallest areas, empty where
    there is none)."""

    joint: Joint
    kinds: Sequence[Kind]
    formats: Sequence[str]
    folder: Path
    writing: Writing
    place: Place | None
    streets: bytes
    areas: bytes


def form_of(language: str) -> Form:
    """How a PDF in this language looks."""
    chinese = language.startswith("zh")
    scale = 1.0 if chinese else laying.ENGLISH
    small = 1.0 if chinese else 0.9
    return Form(
        margins=laying.MARGINS,
        title=laying.TITLE_PT * scale,
        body=laying.BODY_PT * scale,
        pitch=laying.PITCH_PT * scale,
        table=laying.TABLE_PT * small,
        caption=laying.CAPTION_PT * small,
        number=laying.PAGE_PT,
        indent=chinese,
        colon="：" if chinese else ": ",
    )


def picture_of(order: Order) -> bytes:
    """The situation map as PNG; nothing where the action has no place."""
    place, writing = order.place, order.writing
    if place is None:
        return b""
    say, reference = writing.say, writing.reference
    areas = []
    schematic, bare = False, not (order.streets or order.areas)
    for code, rings in rings_of(order.areas) if order.areas else ():
        area = reference.area(code)
        schematic |= area is not None and area.schematic
        label = code if area is None else say(area.short, area.names.en)
        areas.append(MapArea(code, label, [np.array(ring, np.float64) for ring in rings]))
    ground = PaperGround(
        streets=list(streets_of(order.streets)) if order.streets else (),
        areas=areas,
        north=say("北", "N"),
        metres=say("{n} 米", "{n} m"),
        kilometres=say("{n} 千米", "{n} km"),
        note=say("网格界线为示意", "Outlines of grids are schematic")
        if schematic
        else say("本机没有道路和网格界线", "This seat has no streets and no outlines")
        if bare
        else "",
    )
    shown = PaperPlace(
        point=place.point,
        radius=place.radius,
        ring=np.array(place.ring, np.float64).reshape(-1, 2),
        tickets=place.tickets,
    )
    return map_picture(shown, ground)


def write_paper(order: Order, kind: Kind, form: str, picture: bytes) -> Path:
    """Writes one paper as one file; gives which. Raises StorageFault."""
    paper = kind.write(order.joint, order.writing)
    content = laying.lay(paper, _sheet(paper, form, order), picture)
    file = free_name(order.folder, paper.stem, form)
    try:
        write_whole(file, content)
    except OSError as error:
        why = error.strerror or str(error)
        says = Names(f"文件无法写入：{why}", f"the file cannot be written: {why}")
        raise StorageFault(says) from error
    return file


def _sheet(paper: Paper, form: str, order: Order) -> laying.Sheet:
    if form == PDF:
        return PdfSheet(f"{paper.number} {paper.title}", paper.office, form_of(paper.language))
    # Half a second of imports and 20 MB, for whoever makes a paper.
    from console.papers.docx_sheet import DocxSheet

    return DocxSheet(paper, order.writing.local(paper.made_at).replace(tzinfo=None))


async def write_papers(order: Order) -> list[Path]:
    """Writes them all on a thread of their own, one after the other, so that who stops waits for one. Raises
    StorageFault: what was written until then stays."""
    worker = Worker("papers")
    try:
        picture = await worker.do(picture_of, order)
        return [
            await worker.do(write_paper, order, kind, form, picture)
            for kind in order.kinds
            for form in order.formats
        ]
    finally:
        worker.close()


def free_name(folder: Path, stem: str, form: str) -> Path:
    """The file's name; with a number where there is one of that name: somebody may have written in it."""
    file, n = folder / f"{stem}.{form}", 2
    while file.exists():
        file, n = folder / f"{stem} {n}.{form}", n + 1
    return file
