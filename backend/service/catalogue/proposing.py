"""What a command says a version shall hold: the rows of its file, or its items, each read or refused."""

from __future__ import annotations

import msgspec

from backend.service.importing.faults import FileRefused, ImportRefused
from backend.service.importing.reading import read_bytes
from backend.service.refusal import ServiceRefused, wrong_input
from contract.catalogue import ITEMS, Proposal, ProposeVersion
from contract.machine import Names
from contract.problem import FieldFault
from contract.reference import Reference

from . import mapping
from .planning import Ground, plan
from .rows import RowReader
from .vocabulary import Reading, Vocabulary


class Read(msgspec.Struct, frozen=True):
    """What was read, and the name of the mapping that read it ("" where it came as items)."""

    readings: tuple[Reading, ...]
    source: str


def read(command: ProposeVersion, content: bytes | None, reference: Reference) -> Read:
    """The rows or items of a command; `content` is its file's. Raises ServiceRefused (validation) where the
    file can't be read at all."""
    if (command.items is None) is (command.file is None):
        raise wrong_input(
            "items", "one_of", "", "须给出文件或事项之一", "give a file or items, one of the two"
        )
    if command.items is not None:
        words = Vocabulary(reference)
        return Read(tuple(words.read(n, item) for n, item in enumerate(command.items, start=1)), "")
    assert command.file is not None
    if content is None:
        raise wrong_input(
            "file.sha256", "stored", command.file.sha256, "文件尚未上传", "the file has not been uploaded"
        )
    try:
        return rows_of(content, command.file.mapping_toml.encode(), command.file.mapping, reference)
    except ImportRefused as refused:
        raise refused_whole(refused) from None


def rows_of(content: bytes, toml: bytes, shipped: str, reference: Reference) -> Read:
    """The rows of a file by a mapping (TOML, or the name of a shipped one); raises ImportRefused."""
    meant = mapping.parse(toml or mapping.shipped(shipped))
    sheet = read_bytes(content, meant)
    if len(sheet.rows) > ITEMS:
        raise FileRefused(
            "too_many",
            f"有 {len(sheet.rows)} 行，上限 {ITEMS}",
            f"the file has {len(sheet.rows)} rows, the limit is {ITEMS}",
        )
    return Read(tuple(RowReader(meant, sheet, reference)), meant.name)


def refused_whole(refused: ImportRefused) -> ServiceRefused:
    """A file or a mapping that can't be read, as a refusal of the service."""
    says = Names(f"文件整体被拒：{refused.says.zh}", f"the file is refused whole: {refused.says.en}")
    told = FieldFault("file", refused.rule, "", refused.says.zh, refused.says.en)
    return ServiceRefused("validation", says, faults=(told,))


def checked(command: ProposeVersion, given: Read, reference: Reference, ground: Ground, now: int) -> Proposal:
    """What a version would come to; nothing is written. Raises ServiceRefused (validation)."""
    return plan(command, given.readings, reference, ground, now).proposal
