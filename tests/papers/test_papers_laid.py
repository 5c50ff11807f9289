"""The papers as files: opened again with other programs' libraries."""

import asyncio
import io
import itertools
import time
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from console.errors import StorageFault
from console.papers.offered import KINDS
from console.papers.place import place_of
from console.papers.writing import Writing
from console.tasks import Tasks
from contract.joint.joint import Joint
from tests.papers.matter import BAOHE, POINTS, T0, reference, whole
from views.joint.paper_files import DOCX, FORMATS, PDF, Order, form_of, picture_of, write_papers
from widgets.paper_map import SIZE, PaperPlace, window_of
from widgets.paper_sheet import PdfSheet

NOW = T0 + 5 * 3_600_000
AREAS = b'{"type":"FeatureCollection","features":[]}'


def order(folder: Path, language: str = "zh_CN", formats: tuple[str, ...] = FORMATS) -> Order:
    joint: Joint = whole()
    writing = Writing(language, reference(), NOW)
    return Order(
        joint=joint,
        kinds=KINDS,
        formats=formats,
        folder=folder,
        writing=writing,
        place=place_of(joint, 300, POINTS),
        streets=(BAOHE / "streets.geojson").read_bytes(),
        areas=AREAS,
    )


def packed(text: str) -> str:
    """Without what a line's end puts in."""
    return "".join(text.split())


def written_text(file: Path | io.BytesIO) -> str:
    """What all pages say in one go, without their numbers."""
    pages = [packed(page.extract_text()) for page in PdfReader(file).pages]
    return "".join(page.removesuffix(f"—{n}—") for n, page in enumerate(pages, 1))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_what_is_written_is_read_again(tmp_path: Path, qapp: QApplication, language: str) -> None:
    given = order(tmp_path, language)
    files = await write_papers(given)
    assert [file.suffix for file in files] == [".docx", ".pdf"] * 4
    for n, kind in enumerate(given.kinds):
        paper = kind.write(given.joint, given.writing)
        document = docx.Document(str(files[2 * n]))
        text = written_text(files[2 * n + 1])
        assert document.paragraphs[0].text == paper.title
        assert document.core_properties.author == paper.office
        for block in paper.blocks:
            match block.__class__.__name__:
                case "Text" | "Heading":
                    said = packed(block.text)  # type: ignore[union-attr]
                    assert said in packed("".join(p.text for p in document.paragraphs))
                    assert said in text
        # Every cell stands in the document's tables and in the PDF's text.
        cells = {packed(c.text) for table in document.tables for row in table.rows for c in row.cells}
        for block in paper.blocks:
            for row in getattr(block, "rows", ()):
                assert {packed(cell) for cell in row.cells} <= cells
        assert packed(paper.number) in text
        assert len(document.inline_shapes) == 1


async def test_heads_of_tables_are_repeated_and_pages_numbered(tmp_path: Path, qapp: QApplication) -> None:
    evidence = (await write_papers(order(tmp_path, formats=(DOCX, PDF))))[-2:]
    document = docx.Document(str(evidence[0]))
    heads = document.element.body.findall(f".//{qn('w:tblHeader')}")
    assert len(heads) == 2
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        assert " PAGE " in footer._element.xpath("string(.)")
    pages = [page.extract_text() for page in PdfReader(evidence[1]).pages]
    assert len(pages) >= 2
    for n, page in enumerate(pages, 1):
        assert f"—{n}—" in packed(page)
    assert all("提供单位及人" in packed(page) for page in pages[:2])


async def test_the_letters_used_go_along(tmp_path: Path, qapp: QApplication) -> None:
    (file, *_) = await write_papers(order(tmp_path, formats=(PDF,)))
    box = PdfReader(file).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    fonts = [font for page in PdfReader(file).pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (within,) = font.get_object()["/DescendantFonts"]
        described = within.get_object()["/FontDescriptor"].get_object()
        assert any(key.startswith("/FontFile") for key in described)


async def test_nothing_that_is_there_is_written_over(tmp_path: Path, qapp: QApplication) -> None:
    first = await write_papers(order(tmp_path, formats=(DOCX,)))
    first[0].write_text("somebody's own")
    second = await write_papers(order(tmp_path, formats=(DOCX,)))
    assert first[0].read_text() == "somebody's own"
    assert second[0].name == "LD26-0117 联合行动通知书 2.docx"


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, qapp: QApplication) -> None:
    with pytest.raises(StorageFault):
        await write_papers(order(tmp_path / "gone", formats=(DOCX,)))


@pytest.mark.alone
async def test_the_loop_goes_on_while_they_are_written(tmp_path: Path, qapp: QApplication) -> None:
    """No turn of the loop takes a tenth of a second of its thread's own time."""
    turns = [time.thread_time()]
    over = False

    async def beat() -> None:
        while not over:
            await asyncio.sleep(0.001)
            turns.append(time.thread_time())

    beats = Tasks().start("beat", beat())
    files = await write_papers(order(tmp_path))
    over = True
    await beats
    assert len(files) == 8
    longest = max(after - before for before, after in itertools.pairwise(turns))
    assert longest < 0.1, f"{longest * 1000:.0f} ms"


def test_the_map_shows_the_whole_circle(tmp_path: Path, qapp: QApplication) -> None:
    image = QImage.fromData(picture_of(order(tmp_path)))
    assert (image.width(), image.height()) == SIZE
    import numpy as np

    window = window_of(PaperPlace((117.32, 31.785), 300.0, np.empty((0, 2)), ()))
    west, south, east, north = window.bounds()
    # Metres on the ground at 31.8 degrees north are 0.85 of Mercator's.
    assert (north - south) * 0.85 > 600
    assert (east - west) / (north - south) == pytest.approx(SIZE[0] / SIZE[1])


def test_nobody_signs_a_page_that_says_nothing(qapp: QApplication) -> None:
    said = "本协议自双方签字之日起生效，由双方各存一份，另一份由中心存档备查。" * 3
    for lines in range(1, 23):
        sheet = PdfSheet("t", "o", form_of("zh_CN"))
        for _ in range(lines):
            sheet.text("一行", "left", False)
        sheet.text(said, "both", True, held=True)
        sheet.signatures(((("甲方", ""), ("日期", "")), (("乙方", ""), ("日期", ""))))
        pages = [packed(page.extract_text()) for page in PdfReader(io.BytesIO(sheet.ended())).pages]
        assert "双方各存一份" in next(page for page in pages if "甲方" in page)
        assert "".join(pages).count(packed(said)) == 1


def test_a_cell_higher_than_a_page_goes_on(qapp: QApplication) -> None:
    sheet = PdfSheet("t", "o", form_of("zh_CN"))
    sheet.heading("一、长表")
    sheet.table(
        ("甲", "乙"), (20, 80), [(("1", "很长的说明。" * 900), "注：" + "末" * 3000), (("2", "短"), "")]
    )
    file = io.BytesIO(sheet.ended())
    assert len(PdfReader(file).pages) > 3
    text = written_text(file)
    assert text.count("末") == 3000
    # The head is repeated above each page's part.
    assert text.replace("甲乙", "").count("很长的说明。") == 900
    assert text.endswith("2短")
