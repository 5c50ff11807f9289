"""Fields of forms that no plain text box can be: how satisfied somebody is, a place, files as evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.desk import Desk
from console.errors import ConsoleError
from contract.action import FileRef
from contract.feed import Located
from views import words
from views.choices import Spot, area_candidate, area_candidates, coordinates, located_candidate, named_in
from views.step_fields import LengthField, MomentField, OneOfField
from widgets import theme
from widgets.choice import Candidate, ChoiceBox, match
from widgets.text import TextArea, TextField

_SHORTEST_PLACE = 2
_ASK_MS = 180
"""What is typed is asked about when nobody has typed for so long."""
_POINT_MS = 1_200
"""How long the typing of a point rests before it is located without Enter."""
_TO_THE_POINT = ("point", "door", "building", "place", "crossing", "area")
"""How exact a place must be for its point to be meant; of others the grid alone is."""


def value_of(field: QWidget) -> Any:
    """What stands in a field of a form: text trimmed, a code, an instant, a (code, lon, lat) triple, files;
    empty or None where nothing does."""
    match field:
        case TextArea():
            return field.toPlainText().strip()
        case MomentField():
            return field.instant()
        case LengthField():
            return field.length()
        case TextField():
            return field.text().strip()
        case PlaceBox():
            spot = field.spot()
            return (spot.code, spot.lon, spot.lat) if spot is not None and spot.code else None
        case ChoiceBox() | OneOfField():
            return field.value()
        case FilesField():
            return field.files()
        case _:
            raise TypeError(f"{type(field).__name__} is no field of a form")


class PlaceBox(ChoiceBox):
    """Grid, community or street by name, code or initials; an address, a crossing, an estate or a point,
    which the backend locates."""

    located = Signal(object)
    """A `Spot` once it is known, None when it is taken back."""
    not_located = Signal(str)
    """Why the point that was meant has no area here; "" once it has one."""

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        asks = QCoreApplication.translate("PlaceBox", "Grid, address, crossing, initials, or lon, lat")
        super().__init__(placeholder=asks, parent=parent)
        self.setObjectName(name)
        self.line.setObjectName(f"{name}.line")
        self._desk = desk
        self._asked = ""
        self._words = ""
        reference = desk.reference
        self._areas = area_candidates(reference) if reference is not None else []
        self._found: tuple[str, tuple[Located, ...]] = ("", ())
        """What the backend found, and for which words."""
        self.set_provider(self._offers)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)
        self.submitted.connect(self._on_submitted)
        self.edited.connect(self._on_edited)
        self.chosen.connect(self.located)
        self.cleared.connect(lambda: self.located.emit(None))

    def spot(self) -> Spot | None:
        """What is chosen."""
        value = self.value()
        return value if isinstance(value, Spot) else None

    def set_value(self, candidate: Candidate | None) -> None:
        """Puts a place into the line; the words of a place may propose one anew, and a point that is still
        being located is meant no more."""
        self._words = self._asked = ""
        super().set_value(candidate)

    def set_area(self, code: str, lon: float | None = None, lat: float | None = None) -> None:
        """Chooses an area by its code, with a point in it."""
        reference = self._desk.reference
        area = reference.area(code) if reference is not None else None
        if area is None or reference is None:
            self.set_value(None)
            return
        plain = area_candidate(area, reference)
        self.set_value(
            type(plain)(plain.text, plain.code, plain.initials, plain.reason, Spot(code, lon, lat))
        )

    def propose_from(self, words_of_place: str) -> None:
        """Proposes the area that the words of a place name."""
        asked = words_of_place.strip()
        if asked == self._words:
            return
        self._words = asked
        if len(asked) < _SHORTEST_PLACE:
            self.propose(None)
            return
        reference = self._desk.reference
        named = named_in(asked, reference) if reference is not None else None
        if named is not None and reference is not None:
            self.propose(area_candidate(named, reference, self.tr("named in the words")))
            return

        def done(found: list[Located]) -> None:
            inside = [f for f in found if f.code and (not f.exact or f.exact in _TO_THE_POINT)]
            if asked == self._words:
                self.propose(located_candidate(inside[0]) if inside else None)

        def failed(_error: ConsoleError) -> None:
            # Nobody asked for a proposal: that none came is no fault of the field's, and is asked for anew.
            if asked == self._words:
                self._words = ""

        self._desk.run("locate words", self._desk.locate(asked), done, failed, self)

    def locate(self, lon: float, lat: float) -> None:
        """Chooses the smallest area that holds a point."""
        self._asked = f"{lon},{lat}"
        asked = self._asked

        def done(found: list[Located]) -> None:
            if asked != self._asked:
                return
            inside = [f for f in found if f.code]
            if not inside:
                self.not_located.emit(self.tr("This point lies in no area of the district"))
            else:
                best = inside[0]
                self.not_located.emit("")
                spot = located_candidate(best)
                self.set_value(
                    type(spot)(spot.text, spot.code, spot.initials, spot.reason, Spot(best.code, lon, lat))
                )
                self.located.emit(Spot(best.code, lon, lat))

        def failed(error: ConsoleError) -> None:
            if asked == self._asked:
                self.not_located.emit(self._desk.say(error.says))

        self._desk.run("locate a point", self._desk.locate_point(lon, lat), done, failed, self)

    def _on_edited(self, text: str) -> None:
        self._asked = ""
        if coordinates(text) is not None:
            # The first digits of a point are one, too: it is located when the typing rests, or at Enter.
            self._asking.start(_POINT_MS)
        elif len(text.strip()) >= _SHORTEST_PLACE:
            self._asking.start(_ASK_MS)
        else:
            self._asking.stop()

    def _offers(self, query: str) -> list[Candidate]:
        """The areas at hand first, which are there at once, then the addresses that the backend found."""
        areas = [one.candidate for one in match(query, self._areas)]
        of, found = self._found
        if not query.strip() or of != query.strip():
            return areas
        return [*areas, *(_address_candidate(f) for f in found if f.code and f.address)]

    def _ask(self) -> None:
        asked = self.text().strip()
        if self.candidate() is not None or len(asked) < _SHORTEST_PLACE:
            return
        point = coordinates(asked)
        if point is not None:
            self.locate(*point)
            return

        def done(found: list[Located]) -> None:
            if self.text().strip() != asked or self.candidate() is not None:
                return
            self._found = (asked, tuple(found))
            # A list in which somebody has moved stays as it is.
            untouched = not self.is_open() or self._list.highlighted() <= 0
            if untouched and self.line.hasFocus() and not self.line.composing:
                self.open_list()

        def failed(_error: ConsoleError) -> None:
            """The areas at hand stand: nothing was asked for by name."""

        self._desk.run("locate what is typed", self._desk.locate(asked), done, failed, self)

    def _on_submitted(self) -> None:
        """Enter found nothing to choose: a point is located now; else says why, where the backend knows."""
        point = coordinates(self.text())
        if point is not None and self.candidate() is None:
            self._asking.stop()
            self.locate(*point)
            return
        of, found = self._found
        if self.candidate() is None and found and not found[0].code and of == self.text().strip():
            self.not_located.emit(self._desk.say(found[0].reason))


def _address_candidate(found: Located) -> Candidate:
    """An address as a form's place: its point where it is that exact, else the grid alone."""
    made = located_candidate(found)
    if found.exact in _TO_THE_POINT:
        return made
    return Candidate(made.text, made.code, made.initials, made.reason, Spot(found.code))


class FilesField(QWidget):
    """Files that go with an act: chosen, dropped or pasted, each with what it shows."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, name: str, kinds: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._desk = desk
        self._name = name
        self._kinds = tuple(dict.fromkeys(kinds))
        self._rows: list[_FileRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._add = QPushButton(self.tr("Add files…"), self)
        self._add.setObjectName(f"{name}.add")
        self._add.clicked.connect(self.choose)
        self._paste = QPushButton(self.tr("Paste a picture"), self)
        self._paste.setObjectName(f"{name}.paste")
        self._paste.setProperty("flat", True)
        self._paste.clicked.connect(self.paste)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._add)
        buttons.addWidget(self._paste)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._list)
        layout.addLayout(buttons)
        self.setFocusProxy(self._add)

    def files(self) -> tuple[FileRef, ...]:
        """The files, each with the kind chosen for it."""
        return tuple(row.ref() for row in self._rows)

    def set_files(self, files: Sequence[FileRef]) -> None:
        """Shows files kept in a draft."""
        for row in list(self._rows):
            self._remove(row)
        for ref in files:
            self._append(ref)

    def choose(self) -> None:
        """Opens the file chooser (never modal to the program)."""
        dialog = QFileDialog(self, self.tr("Choose files"))
        dialog.setObjectName(f"{self._name}.dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, QGuiApplication.platformName() != "windows")
        dialog.setNameFilters([self.tr("Pictures (*.jpg *.jpeg *.png *.webp)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.add_paths([Path(p) for p in paths]))
        dialog.open()

    def paste(self) -> None:
        """Takes the picture on the clipboard."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self.refused.emit(self.tr("There is no picture on the clipboard"))
            return
        self._keep(
            lambda: self._desk.files.add_bytes(png_of(image), self.tr("pasted") + ".png", self._next_kind())
        )

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Takes files in; one that cannot be taken is said, the others go in."""
        for path in paths:
            self._keep(partial(self._desk.files.add, path, self._next_kind()))

    def _keep(self, take: Callable[[], FileRef]) -> None:
        try:
            ref = take()
        except ConsoleError as error:
            self.refused.emit(self._desk.say(error.says))
            return
        self._append(ref)
        self.changed.emit()

    def _next_kind(self) -> str:
        """The first kind asked for that no file shows yet."""
        held = {row.ref().kind for row in self._rows}
        return next((k for k in self._kinds if k not in held), self._kinds[0] if self._kinds else "other")

    def _append(self, ref: FileRef) -> None:
        row = _FileRow(ref, self._kinds, f"{self._name}.{len(self._rows)}", self)
        row.removed.connect(lambda: self._remove(row))
        row.changed.connect(self.changed)
        self._rows.append(row)
        self._list.addWidget(row)

    def _remove(self, row: _FileRow) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_paths([Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()])
        event.acceptProposedAction()


class _FileRow(QWidget):
    """One file: its name and size, what it shows, and the way to take it out again."""

    removed = Signal()
    changed = Signal()

    def __init__(self, ref: FileRef, kinds: Sequence[str], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._ref = ref
        self._kind = QComboBox(self)
        self._kind.setObjectName(f"{name}.kind")
        self._kind.setAccessibleName(self.tr("What the file shows"))
        for kind in dict.fromkeys((*kinds, ref.kind, "other")):
            self._kind.addItem(words.evidence(kind), kind)
        self._kind.setCurrentIndex(self._kind.findData(ref.kind))
        self._kind.currentIndexChanged.connect(self.changed)
        text = QLabel(f"{ref.name}  {size_words(ref.size)}", self)
        theme.set_role(text, "dim")
        drop = QPushButton(self.tr("Remove"), self)
        drop.setObjectName(f"{name}.remove")
        drop.setProperty("flat", True)
        drop.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._kind)
        layout.addWidget(text, 1)
        layout.addWidget(drop)

    def ref(self) -> FileRef:
        """The file as an act carries it."""
        ref = self._ref
        return FileRef(
            sha256=ref.sha256,
            name=ref.name,
            kind=str(self._kind.currentData()),
            mime=ref.mime,
            size=ref.size,
            taken_at=ref.taken_at,
        )


def size_words(size: int) -> str:
    """A file's size as people read it."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(size // 1024, 1)} KB"


def png_of(image: QImage) -> bytes:
    """A picture as the bytes of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # QImage.save wants text for the format where its own type hints say bytes.
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())
