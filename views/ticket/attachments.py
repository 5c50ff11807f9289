"""A ticket's files as thumbnails; their content is fetched when it comes in sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.errors import ConsoleError
from contract.action import FileRef
from views import words
from views.context import Context
from widgets.moments import short_time
from widgets.thumbnails import Lightbox, Thumbnail, ThumbnailStrip


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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._strip)
        self.hide()

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
        held = self._context.desk.files.cached(ref.sha256) if ref.mime.startswith("image/") else None
        return Thumbnail(ref.sha256, words.evidence(ref.kind), taken, held, ref.name)

    def _fetch(self, sha256: str) -> None:
        ref = next((f for f in self._files if f.sha256 == sha256), None)
        if ref is None or sha256 in self._asked or not ref.mime.startswith("image/"):
            return
        self._asked.add(sha256)
        self._context.desk.run(
            "fetch a file",
            self._context.desk.file_bytes(sha256),
            lambda content: self._strip.set_image(sha256, content),
            self._on_failed,
            self,
        )

    def _on_failed(self, error: ConsoleError) -> None:
        self.failed.emit(self._context.desk.say(error.says))

    def _open(self, sha256: str) -> None:
        hashes = [f.sha256 for f in self._files]
        if sha256 in hashes:
            items = [self._item(f) for f in self._files]
            box = Lightbox(items, hashes.index(sha256), self.window())
            box.setObjectName("ticket.files.lightbox")
            for item, ref in zip(items, self._files, strict=True):
                if item.image is None and ref.mime.startswith("image/"):
                    self._context.desk.run(
                        "fetch a file",
                        self._context.desk.file_bytes(ref.sha256),
                        partial(box.set_image, ref.sha256),
                        self._on_failed,
                        box,
                    )
            box.show()
