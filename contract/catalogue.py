"""The item catalogue as something that is kept: its versions, what one changes, and who asks for what.

A version begins on a date and holds the rows in which it differs from what was in force before it; an item
that it leaves out stands in it as withdrawn. Tickets keep the version that they were filed by.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from .action import Id, Reason
from .beside import STAGED
from .clock import Limit
from .machine import Names
from .reference import Item

ITEMS = 5_000
"""So many items a version may have."""
LIMITS = ("dispatch", "sign_in", "arrive", "handle", "verify", "evaluate", *STAGED.values())
"""The fields of an item that are limits."""

FIELDS: dict[str, Names] = {
    "category": Names("类别编码", "category code"),
    "category_names": Names("类别", "category"),
    "names": Names("事项名称", "name"),
    "kind": Names("类型", "kind"),
    "handler": Names("承办角色", "handler"),
    "level": Names("事件等级", "event level"),
    "dispatch": Names("派遣时限", "limit to dispatch"),
    "sign_in": Names("签收时限", "limit to sign in"),
    "arrive": Names("到场时限", "limit to arrive"),
    "handle": Names("处置时限", "limit to handle"),
    "verify": Names("核查时限", "limit to verify"),
    "evaluate": Names("评价时限", "limit to evaluate"),
    "make_safe": Names("先行处置时限", "limit to make safe"),
    "repair": Names("修复时限", "limit to repair"),
    "restore": Names("恢复时限", "limit to restore"),
    "collect": Names("代办收件时限", "limit to collect the papers"),
    "hand_in": Names("代办送办时限", "limit to hand them in"),
    "bring_back": Names("代办送达时限", "limit to bring the result back"),
    "amber": Names("预警比例", "share left at amber"),
    "file_standard": Names("立案标准", "filing standard"),
    "close_standard": Names("结案标准", "closing standard"),
    "keywords": Names("关键词", "keywords"),
    "evidence": Names("佐证材料", "evidence"),
}
"""What an item says beside its code and version, in the order in which people read it."""

UNITS: dict[str, Names] = {
    "minutes": Names("分钟", "minutes"),
    "hours": Names("小时", "hours"),
    "natural_days": Names("自然日", "natural days"),
    "urgent_hours": Names("紧急工作时", "urgent hours"),
    "working_hours": Names("工作时", "working hours"),
    "working_days": Names("工作日", "working days"),
}
"""Units of limits, as sheets write them."""

EVIDENCE: dict[str, Names] = {
    "photo_before": Names("处置前照片", "photo before"),
    "photo_after": Names("处置后照片", "photo after"),
    "legal_document": Names("法律文书", "legal document"),
    "signature": Names("签名", "signature"),
    "measurement": Names("测量记录", "measurement"),
}
"""Evidence that an item may demand of a handling, as a file."""

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+$")]
VersionName = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_.-]+$")]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Rest = Literal["withdraw", "keep"]
"""What becomes of the items that a version does not name: it is the whole catalogue and they are withdrawn,
or it is a supplement and they stay."""
_Word = Annotated[str, msgspec.Meta(max_length=200)]
_Standard = Annotated[str, msgspec.Meta(max_length=4_000)]


class ProposedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in Chinese; the English one is the same where it is not given."""

    zh: _Word
    en: _Word = ""


class ProposedStandard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A standard in Chinese; the English one is the same where it is not given."""

    zh: _Standard = ""
    en: _Standard = ""


class ProposedItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item as it shall be. `handler` is a role, or a unit's code; `handle` must be there."""

    code: Code
    category: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    category_names: ProposedName
    names: ProposedName
    kind: Annotated[str, msgspec.Meta(max_length=64)] = "event"
    handler: Annotated[str, msgspec.Meta(max_length=64)] = ""
    level: Annotated[str, msgspec.Meta(max_length=64)] = ""
    dispatch: Limit | None = None
    sign_in: Limit | None = None
    arrive: Limit | None = None
    handle: Limit | None = None
    verify: Limit | None = None
    evaluate: Limit | None = None
    make_safe: Limit | None = None
    repair: Limit | None = None
    restore: Limit | None = None
    collect: Limit | None = None
    hand_in: Limit | None = None
    bring_back: Limit | None = None
    amber: float | None = None
    file_standard: ProposedStandard | None = None
    close_standard: ProposedStandard | None = None
    keywords: Annotated[tuple[_Word, ...], msgspec.Meta(max_length=100)] = ()
    evidence: Annotated[tuple[_Word, ...], msgspec.Meta(max_length=20)] = ()


class ProposedFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stored file (CSV or XLSX) and what its columns mean: the name of a mapping that comes with the
    product, or a mapping as TOML."""

    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    mapping: Annotated[str, msgspec.Meta(max_length=64)] = "own"
    mapping_toml: Annotated[str, msgspec.Meta(max_length=100_000)] = ""


class ProposeVersion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that puts a version in force, or asks what it would change; `action_id` is its key.

    `effective_from` is a day of the district's calendar, today at the earliest; today means from now on.
    What it holds is in `file` or in `items`, one of the two. `partial` lets the good rows of a file in
    although others are refused. With `admissions` it carries the applications that were approved: what the
    centre decided of an item counts, whatever the file says of it. `base` is the version that is in force
    until then, as whoever proposes knows it: where it is another, somebody was first, and nothing is taken.
    """

    action_id: Id
    version: VersionName
    effective_from: Day
    rest: Rest = "withdraw"
    partial: bool = False
    admissions: bool = True
    base: VersionName | None = None
    file: ProposedFile | None = None
    items: Annotated[tuple[ProposedItem, ...], msgspec.Meta(max_length=ITEMS)] | None = None


class CallOff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The command that calls a version off before it begins, with a reason; what it carried waits again."""

    action_id: Id
    reason: Reason


class CatalogueVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version: since when it is in force, how many items are in force with it, how many it withdrew.

    `standing` is past, current or coming (or called_off, where that is answered). `put_at`, `by` and `source`
    are empty for a version that came with the district's profile.
    """

    version: str
    effective_from: int
    standing: str
    items: int
    rows: int
    withdrawn: int
    put_at: int | None = None
    by: str = ""
    source: str = ""


class FieldChange(msgspec.Struct, frozen=True):
    """One field of an item before and after, as the item holds it, and in words."""

    field: str
    names: Names
    before: Any
    after: Any
    before_words: Names
    after_words: Names


class ItemChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item that was added, withdrawn or changed; `fields` say what changed. `admission` is the number of
    the decided application that asked for it."""

    code: str
    names: Names
    fields: tuple[FieldChange, ...] = ()
    admission: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What is other in `after` than in `before` (names of versions), items by their codes."""

    before: str
    after: str
    added: tuple[ItemChange, ...] = ()
    withdrawn: tuple[ItemChange, ...] = ()
    changed: tuple[ItemChange, ...] = ()
    unchanged: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is other."""
        return not (self.added or self.withdrawn or self.changed)


class ProposalFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong with one row or item: its line in the file (of items: its place, from 1), column, field,
    what stood there (cut at 80 characters), the rule, the reason."""

    line: int
    rule: str
    column: str = ""
    field: str = ""
    value: str = ""
    zh: str
    en: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What a proposed version comes to. `accepted` says that it can be put in force as it was sent: nothing
    is refused, or what is refused may stay out (`partial`).

    `rows` = `items` + `refused`. `notices` are what somebody should know who puts it in force, `admissions`
    the numbers of the applications that it carries.
    """

    version: str
    effective_from: int
    accepted: bool
    in_force: bool
    rows: int
    items: int
    refused: int
    difference: Difference
    faults: tuple[ProposalFault, ...] = ()
    notices: tuple[Names, ...] = ()
    admissions: tuple[str, ...] = ()


class CatalogueMapping(msgspec.Struct, frozen=True):
    """A mapping that comes with the product: what the columns of a file mean, as TOML."""

    name: str
    names: Names
    toml: str


class CatalogueItems(msgspec.Struct, frozen=True, kw_only=True):
    """The whole catalogue as one version has it."""

    version: str
    effective_from: int
    items: tuple[Item, ...]
    withdrawn: tuple[Item, ...]
