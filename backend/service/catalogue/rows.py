"""From a row of a file to an item, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import asdict, replace

from backend.service.importing.mapping import Source
from backend.service.importing.reading import Row, Sheet
from backend.service.profile import initials
from contract.catalogue import ProposalFault
from contract.clock import Limit, parse_limit
from contract.reference import Item, Reference

from .mapping import CatalogueMapping, HandlerSource, LimitSource
from .vocabulary import (
    NAMED_BY,
    Draft,
    Reading,
    RefusedRow,
    Vocabulary,
    clean,
    control,
    fault,
    named,
    parts,
    unknown_handler,
)

_CODE = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")


class _Faulty(Exception):
    def __init__(self, told: ProposalFault) -> None:
        super().__init__(told.en)
        self.told = told


class RowReader:
    """Turns the rows of one file into items of one district."""

    def __init__(self, mapping: CatalogueMapping, sheet: Sheet, reference: Reference) -> None:
        self._mapping = mapping
        self._sheet = sheet
        self._words = Vocabulary(reference)
        self._at = {name: n for n, name in reversed(list(enumerate(sheet.columns)))}

    def __iter__(self) -> Iterator[Reading]:
        for row in self._sheet.rows:
            if row.fault is not None:
                yield RefusedRow(row.line, "", (ProposalFault(**asdict(row.fault)),))
            else:
                yield self._read(row)

    def _read(self, row: Row) -> Reading:
        wrong: list[ProposalFault] = []
        base, handler, unassigned = "", "", False
        texts: dict[str, str] = {}
        limits: dict[str, Limit | None] = {}
        try:
            base = self._base(row)
        except _Faulty as faulty:
            wrong.append(faulty.told)
        for name, source in self._mapping.fields.sources():
            try:
                if isinstance(source, HandlerSource):
                    handler, unassigned = self._handler(row, source)
                else:
                    texts[name] = self._text(row, name, source)
            except _Faulty as faulty:
                wrong.append(faulty.told)
        for name, limit in self._mapping.limits.items():
            try:
                limits[name] = self._limit(row, name, limit)
            except _Faulty as faulty:
                wrong.append(faulty.told)
        if wrong:
            return RefusedRow(row.line, base, tuple(replace(each, line=row.line) for each in wrong))
        try:
            item = self._item(base, texts, limits, handler)
        except _Faulty as faulty:
            return RefusedRow(row.line, base, (self._placed(row.line, faulty.told),))
        if wrong := self._words.faults(item):
            return RefusedRow(row.line, base, tuple(self._placed(row.line, each) for each in wrong))
        code = self._mapping.code
        return Draft(
            line=row.line,
            base=base,
            item=item,
            several=code.several,
            apart=code.apart,
            unassigned=unassigned,
        )

    def _item(self, base: str, texts: dict[str, str], limits: dict[str, Limit | None], handler: str) -> Item:
        def pair(name: str) -> Any:
            return named(texts.get(f"{name}_zh", ""), texts.get(f"{name}_en", ""))

        share = texts.get("amber", "")
        try:
            amber = float(share) if share else None
        except ValueError:
            raise _Faulty(fault("amber", "number", share, "不是数", "is not a number")) from None
        item = Item(
            code=base,
            version="",
            effective_from=0,
            category=texts["category"],
            category_names=pair("category"),
            names=pair("name"),
            initials=initials(texts["name_zh"]),
            kind=self._words.kind(texts.get("kind", "")) or "event",
            level=self._words.level(texts.get("level", "")),
            handler=handler,
            amber=amber,
            file_standard=pair("file_standard"),
            close_standard=pair("close_standard"),
            keywords=parts(texts.get("keywords", "")),
            evidence=tuple(self._words.evidence(word) for word in parts(texts.get("evidence", ""))),
        )
        return replace(item, **limits)

    def _placed(self, line: int, told: ProposalFault) -> ProposalFault:
        """A fault of an item with its row's line and column."""
        columns: tuple[str, ...] = ()
        if told.field in self._mapping.limits:
            columns = self._mapping.limits[told.field].columns
        for name, source in self._mapping.fields.sources():
            if not columns and told.field in (name, NAMED_BY.get(name), name.removesuffix("_zh")):
                columns = source.columns
        return replace(told, line=line, column="+".join(columns))

    def _cells(self, row: Row, columns: Sequence[str]) -> list[str]:
        words = (row.cells[self._at[name]] for name in columns)
        said = (c if isinstance(c, str) else c.isoformat(" ", "seconds") for c in words)
        return [text for word in said if (text := clean(word))]

    def _base(self, row: Row) -> str:
        source = self._mapping.code
        cells = self._cells(row, source.columns)
        if len(cells) < len(source.columns):
            raise _told(source.columns, fault("code", "required", "", "不能为空", "is empty"))
        code = source.prefix + source.join.join(cells)
        if not _CODE.fullmatch(code):
            zh, en = "只能有字母、数字和 _ . : -，最多 64 个", "takes letters, digits and _ . : -, 64 at most"
            raise _told(source.columns, fault("code", "pattern", code, zh, en))
        return code

    def _text(self, row: Row, name: str, source: Source) -> str:
        text = source.constant
        if text is None:
            text = source.join.join(self._cells(row, source.columns))
        if source.values:
            text = source.values.get(text, text if source.otherwise is None else source.otherwise)
        if control(text):
            words = fault(name, "control", "", "含有控制字符", "holds control characters")
            raise _told(source.columns, words)
        return text if "standard" in name else " ".join(text.split())

    def _handler(self, row: Row, source: HandlerSource) -> tuple[str, bool]:
        """The role or unit, and whether the cell names units of which the district has none."""
        said = " ".join(self._cells(row, source.columns))
        each = said.split(source.split) if source.split else [said]
        words = [word for word in (part.strip() for part in each) if word]
        for word in words:
            handler = source.values.get(word, word)
            if self._words.acts(handler):
                return handler, False
        if words and source.otherwise is None:
            raise _told(source.columns, unknown_handler(said))
        return source.otherwise or "", bool(words)

    def _limit(self, row: Row, name: str, source: LimitSource) -> Limit | None:
        if source.constant:
            return parse_limit(source.constant.replace("_", " "))
        cells = [" ".join(self._cells(row, (column,))) for column in source.columns]
        amount, word = cells if source.unit else (cells[0], "")
        if source.text and amount:
            found = _AMOUNT.fullmatch(amount)
            if found is None:
                words = fault(name, "limit", amount, "应为数值加单位", "must be a number and a unit")
                raise _told(source.columns, words)
            amount, word = found[1], found[2].strip()
        if not amount and not word:
            return None
        try:
            value = float(amount)
        except ValueError:
            words = fault(name, "number", amount, "不是数", "is not a number")
            raise _told(source.columns[:1], words) from None
        one = self._mapping.unit(word)
        if one is None:
            zh = f"的单位“{word}”在映射中没有说明"
            en = f"has the unit “{word}”, which the mapping does not name"
            raise _told(source.columns[-1:], fault(name, "unit", word, zh, en))
        return Limit(value * one.value, one.unit)


def _told(columns: Sequence[str], told: ProposalFault) -> _Faulty:
    return _Faulty(replace(told, column="+".join(columns)))
