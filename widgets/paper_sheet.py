"""Sheets of A4 as PDF: running text, tables that go on over pages, pictures, places to sign.

The page is laid out here line by line with Qt's text layout, which breaks Chinese lines by the Unicode rules
(no mark of punctuation begins a line), and written by Qt's PDF writer, which embeds the letters used. All of
it may be done on another thread than the GUI's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QRawFont,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from widgets.pdf_letters import renamed

PER_MM = 50
"""Units of the page a millimetre: 1270 dpi."""
_POINT = 25.4 / 72 * PER_MM
SERIF = ("FangSong", "仿宋", "STFangsong", "Noto Serif CJK SC", "Songti SC", "SimSun")
SANS = ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Microsoft YaHei")
SONG = ("SimSun", "宋体", "STSong", "Noto Serif CJK SC")
_PAD, _PAD_SIDE = 0.9 * PER_MM, 1.4 * PER_MM
_INK = QColor("#000000")
_ALIGNED = {
    "both": Qt.AlignmentFlag.AlignJustify,
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "centre": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True, slots=True)
class Form:
    """How the page looks: margins above, right, below, left (mm), sizes and the pitch of lines (points)."""

    margins: tuple[float, float, float, float]
    title: float
    body: float
    pitch: float
    table: float
    caption: float
    number: float
    indent: bool
    """Whether a paragraph's first line begins two characters in."""
    colon: str
    """What stands between a label and its value."""


@dataclass(slots=True)
class _Laid:
    """Text laid into lines of a width; the layout keeps them alive."""

    layout: QTextLayout
    lines: list[QTextLine]
    pitch: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch

    def draw(self, painter: QPainter, x: float, y: float, first: int, last: int) -> None:
        """Draws lines [first, last), the first of them at (x, y)."""
        for n, line in enumerate(self.lines[first:last]):
            # The letters stand in the middle of their pitch.
            top = y + n * self.pitch + (self.pitch - line.height()) / 2
            line.draw(painter, QPointF(x, top - line.y()))


class PdfSheet:
    """One document. Use it on one thread from its making to `ended`."""

    def __init__(self, title: str, office: str, form: Form) -> None:
        self._form = form
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = writer = QPdfWriter(self._buffer)
        writer.setResolution(round(PER_MM * 25.4))
        writer.setTitle(title)
        writer.setAuthor(office)
        page = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
        writer.setPageLayout(page)
        above, right, below, left = (margin * PER_MM for margin in form.margins)
        size = QSizeF(210 * PER_MM, 297 * PER_MM)
        self._area = QRectF(left, above, size.width() - left - right, size.height() - above - below)
        self._y = self._area.top()
        self._page = 1
        self._letters: set[str] = set()
        self._fonts: dict[tuple[str, ...], QRawFont] = {}
        self._head: _Laid | None = None
        """The head of a section whose first block has not come yet."""
        self._held: _Laid | None = None
        """A paragraph that waits for what it is to stand above."""
        self._painter = QPainter(writer)
        self._painter.setPen(_INK)

    # -- pages ----------------------------------------------------------------------------------------------
    @property
    def _room(self) -> float:
        return self._area.bottom() - self._y

    def _break(self) -> None:
        self._foot()
        self._writer.newPage()
        self._page += 1
        self._y = self._area.top()

    def _need(self, height: float) -> None:
        """Goes to the next page where that much has no room on this one."""
        if height > self._room and self._y > self._area.top():
            self._break()

    def _foot(self) -> None:
        """The page's number between dashes: odd ones at the right, even ones at the left, a letter in."""
        font = self._font(SONG, self._form.number)
        edge = self._form.number * _POINT
        words = self._laid(f"— {self._page} —", font, self._area.width() - 2 * edge)
        option = words.layout.textOption()
        side = Qt.AlignmentFlag.AlignRight if self._page % 2 else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(side)
        words.layout.setTextOption(option)
        words.draw(self._painter, self._area.left() + edge, self._area.bottom() + 7 * PER_MM, 0, 1)

    # -- words ----------------------------------------------------------------------------------------------
    def _font(self, families: Sequence[str], size: float, *, bold: bool = False) -> QFont:
        font = QFont(list(families))
        font.setPointSizeF(size)
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # Variants by language and ligatures are glyphs that no letter leads to: copies would lack them.
        for feature in ("locl", "liga"):
            font.setFeature(QFont.Tag(feature), 0)
        self._fonts.setdefault(tuple(families), QRawFont.fromFont(font))
        return font

    def _laid(
        self,
        text: str,
        font: QFont,
        width: float,
        *,
        side: str = "left",
        pitch: float = 0.0,
        indent: float = 0.0,
    ) -> _Laid:
        """Text in lines of a width; `pitch` in units, 0 for one and a third of the letters' size."""
        # A line end of its own is Qt's line separator: the layout breaks there.
        self._letters.update(text)
        layout = QTextLayout(text.replace("\n", "\u2028"), font, self._writer)
        option = QTextOption(_ALIGNED[side])
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines: list[QTextLine] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            shift = 0.0 if lines else indent
            line.setLineWidth(width - shift)
            line.setPosition(QPointF(shift, 0.0))
            lines.append(line)
        layout.endLayout()
        return _Laid(layout, lines, pitch or font.pointSizeF() * _POINT * 1.35)

    def _flow(self, words: _Laid, *, least: int = 2) -> None:
        """Puts lines on the page, on as many pages as they take; no page ends or begins with fewer than
        `least` of them where there are more."""
        done, count = 0, len(words.lines)
        while done < count:
            fits = int((self._room + 1) / words.pitch)
            take = min(fits, count - done)
            if 0 < count - done - take < least:
                take -= least - (count - done - take)
            if take < min(least, count - done):
                self._break()
                continue
            words.draw(self._painter, self._area.left(), self._y, done, done + take)
            self._y += take * words.pitch
            done += take

    @property
    def _pitch(self) -> float:
        return self._form.pitch * _POINT

    def title(self, text: str, number: str) -> None:
        """The title in the middle, its number below."""
        form = self._form
        font = self._font(SONG, form.title, bold=True)
        self._flow(self._laid(text, font, self._area.width(), side="centre"))
        body = self._font(SERIF, form.body)
        self._flow(self._laid(number, body, self._area.width(), side="centre", pitch=self._pitch))
        self._y += self._pitch / 2

    def heading(self, text: str) -> None:
        """The head of a section: put down with what comes next, on the same page."""
        form = self._form
        font = self._font(SANS, form.body, bold=not form.indent)
        indent = 2 * form.body * _POINT if form.indent else 0.0
        self._head = self._laid(text, font, self._area.width(), pitch=self._pitch, indent=indent)

    def _begin(self, least: float) -> None:
        """A block of which that much stands on its first page begins: so does the head before it."""
        above = 6 * _POINT * self._form.body / 16
        head, self._head = self._head, None
        held, self._held = self._held, None
        if held is not None:
            least += held.height
        if head is None:
            self._need(least)
        else:
            self._need(above + head.height + least)
            if self._y > self._area.top():
                self._y += above
            self._flow(head)
        if held is not None:
            self._flow(held)

    def text(self, text: str, side: str, indented: bool, held: bool = False) -> None:
        """A paragraph; `held`: on the page of what comes next."""
        form = self._form
        if side == "both" and not form.indent:
            side = "left"
        width = self._area.width()
        if side == "right":
            width -= 2 * form.body * _POINT
        indent = 2 * form.body * _POINT if indented and form.indent else 0.0
        font = self._font(SERIF, form.body)
        words = self._laid(text, font, width, side=side, pitch=self._pitch, indent=indent)
        if held and words.height < self._area.height() / 3:
            self._held = words
            return
        self._begin(min(2, len(words.lines)) * self._pitch)
        self._flow(words)
        if not form.indent:
            self._y += 4 * _POINT

    # -- tables ---------------------------------------------------------------------------------------------
    def table(
        self, head: Sequence[str], widths: Sequence[int], rows: Sequence[tuple[Sequence[str], str]]
    ) -> None:
        """A table whose rows go on over pages; its head is repeated."""
        form = self._form
        whole = sum(widths)
        wide = [self._area.width() * width / whole for width in widths]
        plain = self._font(SERIF, form.table)
        strong = self._font(SANS, form.table, bold=not form.indent)
        top = [
            self._cell(text, strong, room, side="centre") for text, room in zip(head, wide, strict=bool(head))
        ]
        started = False
        for cells, under in rows:
            laid = [
                self._cell(text, strong if not head and n == 0 else plain, room)
                for n, (text, room) in enumerate(zip(cells, wide, strict=True))
            ]
            below = [self._cell(under, plain, self._area.width())] if under else []
            height = (
                max(words.height for words in laid)
                + 2 * _PAD
                + (below[0].height + 2 * _PAD if below else 0.0)
            )
            above = max((words.height for words in top), default=0.0) + 2 * _PAD
            if not started:
                self._begin(min(above + height, self._area.height() / 2))
            if height + (0.0 if started else above) > self._room and height < self._area.height() / 2:
                self._break()
                started = False
            if top and not started:
                self._row(top, wide, None)
            started = True
            again = (top, wide) if top else None
            self._row(laid, wide, again)
            if below:
                self._row(below, [self._area.width()], again)
        self._y += 3 * PER_MM

    def _cell(self, text: str, font: QFont, room: float, *, side: str = "left") -> _Laid:
        return self._laid(text, font, room - 2 * _PAD_SIDE, side=side)

    def _row(
        self,
        cells: Sequence[_Laid],
        wide: Sequence[float],
        head: tuple[Sequence[_Laid], Sequence[float]] | None,
    ) -> None:
        """A row, in slices where it is higher than what is left; the head is repeated above the next."""
        done = [0] * len(cells)
        while True:
            pitch = max(words.pitch for words in cells)
            if self._room < pitch + 2 * _PAD:
                self._break()
                if head is not None:
                    self._row(*head, None)
            fits = int((self._room - 2 * _PAD + 1) / pitch)
            takes = [min(fits, len(words.lines) - at) for words, at in zip(cells, done, strict=True)]
            height = max(take * words.pitch for take, words in zip(takes, cells, strict=True)) + 2 * _PAD
            x = self._area.left()
            self._painter.setPen(QPen(_INK, 0.2 * PER_MM))
            for n, (words, room) in enumerate(zip(cells, wide, strict=True)):
                self._painter.drawRect(QRectF(x, self._y, room, height))
                words.draw(self._painter, x + _PAD_SIDE, self._y + _PAD, done[n], done[n] + takes[n])
                done[n] += takes[n]
                x += room
            self._y += height
            if all(at == len(words.lines) for words, at in zip(cells, done, strict=True)):
                return

    # -- pictures, signatures -------------------------------------------------------------------------------
    def picture(self, png: bytes, caption: str) -> None:
        """A picture as wide as the page, its words below it on the same page."""
        image = QImage.fromData(png)
        width = self._area.width()
        height = width * image.height() / max(image.width(), 1)
        font = self._font(SERIF, self._form.caption)
        words = self._laid(caption, font, width, side="centre")
        self._begin(height + words.height + 4 * PER_MM)
        self._y += 1 * PER_MM
        self._painter.drawImage(QRectF(self._area.left(), self._y, width, height), image)
        self._y += height + 1.5 * PER_MM
        self._flow(words)
        self._y += 2 * PER_MM

    def signatures(self, places: Sequence[Sequence[Sequence[str]]]) -> None:
        """Places to sign, two beside each other; each pair on one page."""
        form = self._form
        size = form.body * 0.875
        plain, strong = self._font(SERIF, size), self._font(SANS, size, bold=not form.indent)
        half = self._area.width() / 2
        room = half - 8 * PER_MM
        for start in range(0, len(places), 2):
            pair = [
                [
                    (
                        self._laid(
                            said[0] if len(said) == 1 else form.colon.join(said),
                            strong if len(said) == 1 else plain,
                            room,
                            pitch=self._pitch,
                        ),
                        len(said) == 2 and not said[1],
                    )
                    for said in place
                ]
                for place in places[start : start + 2]
            ]
            height = max(sum(words.height for words, _ in place) for place in pair)
            self._begin(height)
            for n, place in enumerate(pair):
                y = self._y
                for words, by_hand in place:
                    x = self._area.left() + n * half
                    words.draw(self._painter, x, y, 0, len(words.lines))
                    y += words.height
                    if by_hand:
                        last = words.lines[-1]
                        self._painter.setPen(QPen(_INK, 0.2 * PER_MM))
                        at = y - self._pitch * 0.22
                        self._painter.drawLine(
                            QPointF(x + last.naturalTextWidth(), at), QPointF(x + room, at)
                        )
            self._y += height + self._pitch / 4

    def ended(self) -> bytes:
        """The whole file."""
        self._begin(0.0)
        self._foot()
        self._painter.end()
        self._buffer.close()
        return renamed(bytes(self._buffer.data().data()), self._meant())

    def _meant(self) -> Callable[[str], str]:
        """For a letter that was not written the one with its glyph that was."""
        written: dict[tuple[tuple[str, ...], int], str] = {}
        for families, font in self._fonts.items():
            for letter in self._letters:
                for glyph in font.glyphIndexesForString(letter):
                    written[families, glyph] = letter

        def meant(letter: str) -> str:
            if letter in self._letters:
                return letter
            for families, font in self._fonts.items():
                for glyph in font.glyphIndexesForString(letter):
                    if glyph and (found := written.get((families, glyph))) is not None:
                        return found
            return letter

        return meant
