"""The desk's joint actions, made when somebody first asks for them: a seat that only holds tickets has none
of it in memory."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from console.clock import BackendClock
from console.net.client import Client
from console.outbox import Outbox, OutboxRow
from console.reference import ReferenceData
from console.replica.replica import Replica
from contract.account import Actor
from contract.machine import Names
from contract.reference import Reference

if TYPE_CHECKING:
    from .joints import Joints


class WithJoints:
    """Part of `Desk`."""

    clock: BackendClock
    _client: Client
    _outbox: Outbox
    _reference: ReferenceData
    _replica: Replica

    @cached_property
    def joints(self) -> Joints:
        """The joint actions in scope: what is shown, what may be done, what is done."""
        from .joints import Joints

        return Joints(
            self._replica.joints,
            self._outbox,
            self._replica.columns,
            self.clock,
            self._client,
            self._reference,
            seat=self._who,
            touched=self._acted,
            names=self,
        )

    def holds_joints(self) -> bool:
        """Whether there is any in scope: for who would count them, and needs nothing else of them."""
        return bool(self._replica.joints.rows)

    def _joint_version(self, row: OutboxRow) -> int:
        return self.joints.version_for(row)

    def _who(self) -> tuple[Actor | None, Reference | None]:
        """Who sits here, and the reference that holds."""
        raise NotImplementedError

    def _acted(self, ids: Iterable[str]) -> None:
        """The outbox of these tickets or joint actions changed."""
        raise NotImplementedError

    def say(self, names: Names | None) -> str:
        """A name in the interface's language."""
        raise NotImplementedError

    def renamed(self, key: str) -> Names | None:
        """The district's own word for a state or an action."""
        raise NotImplementedError
