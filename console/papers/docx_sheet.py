"""Sheets as DOCX. python-docx takes half a second and 20 MB: this module is imported when a paper is made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .laying import BODY_PT, CAPTION_PT, ENGLISH, MARGINS, PAGE, PAGE_PT, PITCH_PT, TABLE_PT, TITLE_PT
from .paper import Paper, Side

BODY, HEAD, TITLE = "仿宋", "黑体", "宋体"
"""What offices' Word has; readers without them take what the font table names beside them."""
INSTEAD = {BODY: "Noto Serif CJK SC", TITLE: "Noto Serif CJK SC", HEAD: "Noto Sans CJK SC"}
LATIN = "Times New Roman"
_SIDES = {
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
}
_WIDE = PAGE[0] - MARGINS[1] - MARGINS[3]


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _dress(run: Run, size: float, family: str = BODY, *, bold: bool = False) -> Run:
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.name = LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), LATIN)
    fonts.set(qn("w:eastAsia"), family)
    return run


class DocxSheet:
    """One document; `made` is the local time that it says it was made."""

    def __init__(self, paper: Paper, made: datetime) -> None:
        self._chinese = paper.language.startswith("zh")
        self._scale = 1.0 if self._chinese else ENGLISH
        self._document = document = Document()
        said = document.core_properties
        said.title, said.author, said.last_modified_by = paper.title, paper.office, paper.office
        said.subject, said.comments, said.language = paper.number, "", paper.language.replace("_", "-")
        said.created = said.modified = made
        self._dress_page()
        self._dress_styles(paper.language)
        self._name_fonts()

    # -- the page -------------------------------------------------------------------------------------------
    def _dress_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.top_margin, section.right_margin = Mm(MARGINS[0]), Mm(MARGINS[1])
        section.bottom_margin, section.left_margin = Mm(MARGINS[2]), Mm(MARGINS[3])
        section.footer_distance = Mm(MARGINS[2] - 12)
        # Odd pages are numbered at the outer edge on the right, even ones on the left.
        self._document.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            line = footer.paragraphs[0]
            line.alignment = _SIDES[side]
            edge = Pt(PAGE_PT)
            line.paragraph_format.right_indent = line.paragraph_format.left_indent = edge
            self._number(line)

    def _number(self, line: Paragraph) -> None:
        _dress(line.add_run("— "), PAGE_PT, TITLE)
        for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
            run = _dress(line.add_run("" if kind != "shown" else text), PAGE_PT, TITLE)
            if kind in ("begin", "separate", "end"):
                run._element.append(_element("w:fldChar", fldCharType=kind))
            elif not kind:
                code = OxmlElement("w:instrText")
                code.text = f" {text} "
                run._element.append(code)
        _dress(line.add_run(" —"), PAGE_PT, TITLE)

    def _dress_styles(self, language: str) -> None:
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, Pt(BODY_PT * self._scale)
        properties = normal.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
        for known in properties.findall(qn("w:lang")):
            properties.remove(known)
        other = "en-US" if self._chinese else language.replace("_", "-")
        properties.append(_element("w:lang", val=other, eastAsia="zh-CN"))
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)

    def _name_fonts(self) -> None:
        """Says in the font table what stands for a family where it is not installed."""
        part = next(
            rel.target_part for rel in self._document.part.rels.values() if rel.reltype.endswith("/fontTable")
        )
        named = "".join(
            f'<w:font w:name="{family}"><w:altName w:val="{other}"/></w:font>'
            for family, other in INSTEAD.items()
        )
        part._blob = part.blob.replace(b"</w:fonts>", f"{named}</w:fonts>".encode())

    # -- blocks ---------------------------------------------------------------------------------------------
    def _line(self, *, pitch: bool = True) -> Paragraph:
        line = self._document.add_paragraph()
        if pitch:
            line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            line.paragraph_format.line_spacing = Pt(PITCH_PT * self._scale)
        return line

    def title(self, text: str, number: str) -> None:
        line = self._line(pitch=False)
        line.alignment = _SIDES["centre"]
        line.style = self._document.styles["Normal"]
        line.paragraph_format.keep_with_next = True
        _dress(line.add_run(text), TITLE_PT * self._scale, TITLE, bold=True)
        under = self._line()
        under.alignment = _SIDES["centre"]
        under.paragraph_format.space_after = Pt(PITCH_PT * self._scale / 2)
        _dress(under.add_run(number), BODY_PT * self._scale)

    def heading(self, text: str) -> None:
        line = self._line()
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6 * self._scale)
        self._indent(line)
        _dress(line.add_run(text), BODY_PT * self._scale, HEAD, bold=not self._chinese)

    def _indent(self, line: Paragraph) -> None:
        """Two characters, as Word counts them in Chinese text."""
        if self._chinese:
            line.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
            line._element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")

    def text(self, text: str, side: Side, indented: bool, held: bool) -> None:
        line = self._line()
        line.paragraph_format.keep_with_next = held
        line.alignment = _SIDES[side if self._chinese or side != "both" else "left"]
        if indented:
            self._indent(line)
        elif side == "right":
            line.paragraph_format.right_indent = Pt(2 * BODY_PT * self._scale)
        if not self._chinese:
            line.paragraph_format.space_after = Pt(4)
        _dress(line.add_run(text), BODY_PT * self._scale)

    def table(
        self, head: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[Sequence[str], str]]
    ) -> None:
        table = self._document.add_table(0, len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        shares = [_WIDE * width / sum(widths) for width in widths]
        for column, wide in zip(table.columns, shares, strict=True):
            column.width = Mm(wide)
        if head:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
            for cell, text in zip(row.cells, head, strict=True):
                self._fill(cell, text, HEAD, centred=True, bold=not self._chinese)
        for cells, under in rows:
            made = table.add_row()
            for n, (cell, text) in enumerate(zip(made.cells, cells, strict=True)):
                label = not head and n == 0
                self._fill(cell, text, HEAD if label else BODY, bold=label and not self._chinese)
            if under:
                whole = table.add_row().cells
                self._fill(whole[0].merge(whole[-1]), under, BODY)
        for made in table.rows:
            for cell, wide in zip(made.cells, shares, strict=True):
                if cell._tc.grid_span == 1:
                    cell.width = Mm(wide)
            if all(len(cell.text) < 200 for cell in made.cells):
                made._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        self._gap()

    def _gap(self) -> None:
        gap = self._document.add_paragraph()
        gap.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        gap.paragraph_format.line_spacing = Pt(8)

    def _fill(
        self, cell: _Cell, text: str, family: str, *, centred: bool = False, bold: bool = False
    ) -> None:
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        if centred:
            line.alignment = _SIDES["centre"]
        for n, part in enumerate(text.split("\n")):
            run = line.add_run()
            if n:
                run.add_break()
            run.add_text(part)
            _dress(run, TABLE_PT * (1.0 if self._chinese else 0.9), family, bold=bold)

    def picture(self, png: bytes, caption: str) -> None:
        line = self._line(pitch=False)
        line.alignment = _SIDES["centre"]
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(png), width=Mm(_WIDE))
        shape._inline.docPr.set("descr", caption)
        below = self._line(pitch=False)
        below.alignment = _SIDES["centre"]
        below.paragraph_format.space_after = Pt(6)
        _dress(below.add_run(caption), CAPTION_PT * (1.0 if self._chinese else 0.9))

    def signatures(self, places: Sequence[Sequence[Sequence[str]]]) -> None:
        table = self._document.add_table(0, 2)
        table.autofit = False
        wide = _WIDE / 2
        for start in range(0, len(places), 2):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            for cell in row.cells:
                cell.width = Mm(wide)
            for cell, place in zip(row.cells, places[start : start + 2], strict=False):
                for n, said in enumerate(place):
                    line = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
                    line.paragraph_format.line_spacing = Pt(PITCH_PT * self._scale)
                    line.paragraph_format.keep_with_next = n + 1 < len(place)
                    self._sign(line, said, wide)
        self._gap()

    def _sign(self, line: Paragraph, said: Sequence[str], wide: float) -> None:
        size = BODY_PT * self._scale * 0.875
        if len(said) == 1:
            _dress(line.add_run(said[0]), size, HEAD, bold=not self._chinese)
            return
        what, value = said
        _dress(line.add_run(f"{what}{'：' if self._chinese else ': '}"), size)
        if value:
            _dress(line.add_run(value), size)
        else:
            line.paragraph_format.tab_stops.add_tab_stop(
                Mm(wide - 8), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES
            )
            _dress(line.add_run("\t"), size)

    def ended(self) -> bytes:
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()
