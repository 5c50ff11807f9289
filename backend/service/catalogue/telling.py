"""Proposals, differences and versions in a few lines for people, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from contract.catalogue import CatalogueVersion, Difference, ItemChange, Proposal
from contract.machine import Names
from contract.reference import Reference

from .planning import day_of

SHOWN = 20
"""Faults and items that are told one by one; the rest are counted."""


def of_proposal(told: Proposal, reference: Reference, language: str, *, dry_run: bool) -> str:
    """What became of a proposed version, or what would."""
    day = day_of(reference, told.effective_from)
    if told.in_force:
        head = Names(
            f"版本 {told.version} 自 {day} 起生效", f"version {told.version} is in force from {day} on"
        )
    elif dry_run:
        head = Names(
            f"试运行，未写入任何内容：版本 {told.version}，自 {day} 起",
            f"dry run, nothing was written: version {told.version}, from {day} on",
        )
    else:
        head = Names(
            f"版本 {told.version} 被拒，未写入任何内容",
            f"version {told.version} is refused, nothing was written",
        )
    counts = Names(
        f"  {told.rows} 行：{told.items} 项可用，{told.refused} 行被拒",
        f"  {told.rows} rows: {told.items} items, {told.refused} refused",
    )
    lines = [head.of(language), counts.of(language)]
    for fault in told.faults[:SHOWN]:
        where = f" [{fault.column}]" if fault.column else ""
        at = Names(f"第 {fault.line} 行{where}：", f"line {fault.line}{where}: ").of(language)
        value = Names(f"（{fault.value}）", f" ({fault.value})").of(language) if fault.value else ""
        lines.append(f"    {at if fault.line else ''}{Names(fault.zh, fault.en).of(language)}{value}")
    if len(told.faults) > SHOWN:
        kinds = Counter(fault.rule for fault in told.faults).most_common()
        rest, each = len(told.faults) - SHOWN, ", ".join(f"{rule} {n}" for rule, n in kinds)
        lines.append(
            Names(f"    另有 {rest} 条；合计：{each}", f"    {rest} more; in all: {each}").of(language)
        )
    lines += [f"  {notice.of(language)}" for notice in told.notices]
    if not told.accepted and told.refused and told.items:
        lines.append(
            Names(
                "  加 --accept-partial 可只导入其余的行",
                "  --accept-partial lets the other rows in",
            ).of(language)
        )
    lines.append(of_difference(told.difference, language))
    return "\n".join(lines)


def of_difference(found: Difference, language: str) -> str:
    """What one version changes against another."""
    head = Names(
        f"{found.before or '（无）'} → {found.after}：新增 {len(found.added)}，停用 {len(found.withdrawn)}，"
        f"变更 {len(found.changed)}，不变 {found.unchanged}",
        f"{found.before or '(none)'} → {found.after}: {len(found.added)} added, "
        f"{len(found.withdrawn)} withdrawn, {len(found.changed)} changed, {found.unchanged} as they were",
    )
    lines = [head.of(language)]
    lines += _items(found.added, "+", language)
    lines += _items(found.withdrawn, "-", language)
    lines += _items(found.changed, "~", language)
    return "\n".join(lines)


def _items(changes: tuple[ItemChange, ...], sign: str, language: str) -> Iterable[str]:
    for change in changes[:SHOWN]:
        asked = f"  [{change.admission}]" if change.admission else ""
        yield f"  {sign} {change.code}  {change.names.of(language)}{asked}"
        for field in change.fields:
            was, now = field.before_words.of(language), field.after_words.of(language)
            yield f"      {field.names.of(language)}: {was} → {now}"
    if len(changes) > SHOWN:
        rest = len(changes) - SHOWN
        yield Names(f"  {sign} 另有 {rest} 项", f"  {sign} {rest} more").of(language)


def of_versions(found: Iterable[CatalogueVersion], reference: Reference, language: str) -> str:
    """A line a version."""
    standing = {
        "past": Names("已过", "past"),
        "current": Names("现行", "current"),
        "coming": Names("待生效", "coming"),
    }
    lines = []
    for version in found:
        day = day_of(reference, version.effective_from)
        said = standing[version.standing].of(language)
        words = Names(
            f"{version.items} 项，本版写入 {version.rows} 项，其中停用 {version.withdrawn} 项",
            f"{version.items} items, {version.rows} of them written by it, {version.withdrawn} withdrawn",
        ).of(language)
        lines.append(f"{version.version}  {day}  {said}  {words}  {version.by}".rstrip())
    return "\n".join(lines)
