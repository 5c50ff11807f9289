"""One item of the draft, laid out to be changed. What is typed is kept per item until it is taken over."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from contract.catalogue import ProposedItem
from views import words
from views.catalogue.item_form import ItemForm, typed_of
from views.catalogue.item_words import said
from views.context import Context
from widgets import theme
from widgets.action_bar import KeyedButton
from widgets.keys import KeyMap
from widgets.yielding import YieldingArea

translate = QCoreApplication.translate


class ItemPage(QWidget):
    """`taken(ProposedItem)` when it is taken over, `left` when it is left; what was typed is kept then."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._open = False
        self._kept = ""
        self._from: ProposedItem | None = None
        theme.set_surface(self, "panel")
        self._title = QLabel(self)
        theme.set_role(self._title, "title")
        self.form = ItemForm("catalogue.item", context.reference)
        self._take = KeyedButton(translate("ItemPage", "Take over into the draft"), "Ctrl+Enter", self)
        self._take.setObjectName("catalogue.item.take")
        self._take.setProperty("primary", True)
        self._take.clicked.connect(self.take)
        self._leave = KeyedButton(translate("ItemPage", "Back"), "Esc", self)
        self._leave.setObjectName("catalogue.item.leave")
        self._leave.setProperty("flat", True)
        self._leave.clicked.connect(self.left)
        inside = QWidget()
        theme.set_surface(inside, "panel")
        hold = QVBoxLayout(inside)
        hold.setContentsMargins(16, 8, 16, 8)
        hold.addWidget(self.form)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self._take)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 4)
        head.addWidget(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(YieldingArea(inside, self, least=160), 1)
        column.addLayout(foot)
        keys = KeyMap(self)
        keys.bind("Ctrl+Return", self.take)
        keys.bind("Escape", self.left.emit)
        self.form.submitted.connect(self.take)
        self.form.edited.connect(self._keep)

    def open(self, item: ProposedItem | None, *, fixed: bool) -> None:
        """Lays an item out (None: a new one), with what was typed before; `fixed`: its code stays."""
        self._open, self._from = True, item
        self._kept = f".catalogue item {item.code if item is not None else ''}"
        if item is None:
            self._title.setText(translate("ItemPage", "A new item"))
        else:
            self._title.setText(words.dotted((item.code, said(item.names))))
        kept = self._context.desk.drafts.load(self._kept)
        self.form.take(kept or (typed_of(item) if item is not None else {}))
        self.form.fix_code(fixed)
        self.form.field("name_zh" if fixed else "code").setFocus()

    def is_open(self) -> bool:
        """Whether an item is laid out."""
        return self._open

    def hide_page(self) -> None:
        """It is laid out no more; what was typed is kept."""
        self._open = False

    def take(self) -> None:
        """Hands the item on, or says what is wrong with it."""
        item = self.form.item()
        if item is not None and self._open:
            self._context.desk.drafts.forget(self._kept)
            self.taken.emit(item)

    def _keep(self) -> None:
        if not self._open:
            return
        typed = self.form.typed()
        before = typed_of(self._from) if self._from is not None else {}
        if typed == {key: value for key, value in before.items() if key in typed}:
            self._context.desk.drafts.forget(self._kept)
        else:
            self._context.desk.drafts.save(self._kept, typed)
