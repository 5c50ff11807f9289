"""Files as thumbnails; pictures are fetched when they come in sight, and again when the centre is back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.action import FileRef
from views import words
from views.context import Context
from views.on_line import why_not
from views.ticket.taken_out import PDF, TakenOut
from widgets.lightbox import Lightbox
from widgets.moments import short_time
from widgets.thumbnails import Thumbnail, ThumbnailStrip


class Attachments(QWidget):
    """The strip. `failed(text)` says why a file cannot be shown."""

    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ticket.files")
        self._context = context
        self._files: tuple[FileRef, ...] = ()
        self._asked: set[str] = set()
        self._strip = ThumbnailStrip(self)
        self._strip.setObjectName("ticket.files.strip")
        self._strip.image_wanted.connect(self._fetch)
        self._strip.opened.connect(self._open)
        self._out = TakenOut(context, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._strip)
        self.hide()
        context.desk.connection_changed.connect(self._on_connection)

    def show_files(self, files: Sequence[FileRef]) -> None:
        """Shows these files; the strip hides when there are none."""
        if tuple(files) == self._files:
            return
        self._files = tuple(files)
        self._asked.clear()
        self._strip.set_items([self._item(ref) for ref in files])
        self.setVisible(bool(files))

    def open_first(self) -> None:
        """Opens the first file in full."""
        if self._files:
            self._open(self._files[0].sha256)

    def _item(self, ref: FileRef) -> Thumbnail:
        taken = ""
        if ref.taken_at is not None:
            reference = self._context.desk.reference
            now = words.local(self._context.now(), reference)
            taken = short_time(words.local(ref.taken_at, reference), now)
        picture = ref.mime.startswith("image/")
        held = self._context.desk.files.cached(ref.sha256) if picture else None
        kind, opens = words.evidence(ref.kind), ref.mime == PDF
        return Thumbnail(ref.sha256, kind, taken, held, ref.name, picture=picture, opens=opens)

    def _fetch(self, sha256: str) -> None:
        ref = self._ref(sha256)
        if ref is None or sha256 in self._asked or not ref.mime.startswith("image/"):
            return
        self._asked.add(sha256)
        self._context.desk.run(
            "fetch a file",
            self._context.desk.file_bytes(sha256),
            lambda content: self._strip.set_image(sha256, content),
            partial(self._on_failed, sha256),
            self,
        )

    def _ref(self, sha256: str) -> FileRef | None:
        return next((f for f in self._files if f.sha256 == sha256), None)

    def _on_failed(self, sha256: str, error: ConsoleError) -> None:
        self._asked.discard(sha256)
        self._strip.set_missing(sha256, self._missing())
        self.failed.emit(self._context.desk.say(error.says))

    def _missing(self) -> str:
        return self.tr("off line") if why_not(self._context.desk) else self.tr("not here")

    def _on_connection(self) -> None:
        if not why_not(self._context.desk):
            self._strip.ask_again()

    def _open(self, sha256: str) -> None:
        hashes = [f.sha256 for f in self._files]
        if sha256 in hashes:
            items = [self._item(f) for f in self._files]
            box = Lightbox(items, hashes.index(sha256), self.window())
            box.setObjectName("ticket.files.lightbox")
            box.save_wanted.connect(lambda key: self._save(key, box))
            box.open_wanted.connect(self._open_elsewhere)
            for item in items:
                if item.image is None and item.picture:
                    self._context.desk.run(
                        "fetch a file",
                        self._context.desk.file_bytes(item.key),
                        partial(box.set_image, item.key),
                        partial(self._on_failed_large, box, item.key),
                        box,
                    )
            box.show()

    def _on_failed_large(self, box: Lightbox, sha256: str, error: ConsoleError) -> None:
        box.set_missing(sha256, self._context.desk.say(error.says))

    def _save(self, sha256: str, over: QWidget) -> None:
        ref = self._ref(sha256)
        if ref is not None:
            self._out.save(ref, over)

    def _open_elsewhere(self, sha256: str) -> None:
        ref = self._ref(sha256)
        if ref is not None:
            self._out.open(ref)
