"""Half-typed forms: kept per account, written a moment after the last key, back after crash or log-out."""

from __future__ import annotations

from typing import Any


class Drafts:
    """`key` names a form and what it is about, such as ``intake`` or ``return:<ticket id>``."""

    def load(self, key: str) -> dict[str, Any]:
        """What was typed ({} for nothing). Values are what JSON can hold."""
        raise NotImplementedError

    def save(self, key: str, values: dict[str, Any]) -> None:
        """Keeps what was typed; to be called at every edit. Empty values forget the draft."""
        raise NotImplementedError

    def forget(self, key: str) -> None:
        """The form was submitted or thrown away."""
        raise NotImplementedError

    def keys(self) -> list[str]:
        """Drafts of this operator, newest first."""
        raise NotImplementedError
