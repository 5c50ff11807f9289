"""What can go wrong in a console, by whose matter it is.

ConsoleError
├── InputWrong          the person's input: `problem.errors` says which field, value and rule (400, 413)
├── NotAllowed          the role, the scope or the table does not allow it (403, 404, 409)
├── Conflict            somebody was first: `problem.first`, `problem.ticket` (412)
├── LoginRequired       no session, or one that ended (401)
├── EnvironmentFault    not ours and not the person's: it may go away by itself
│   ├── Unreachable         no connection, a time-out, a stream that broke
│   ├── Busy                429, 503: come back after `retry_after` seconds
│   ├── BackendFault        any other 5xx; `problem.instance` finds it in the backend's log
│   ├── CursorExpired       410: the feed no longer reaches back so far
│   └── StorageFault        the profile folder: full, read only, or written by a newer console
├── UndoRefused         the action cannot be taken back any more; the text says why
└── ConsoleBug          our bug: what the other side or our own file said breaks the contract

Refusals that the console finds itself before it sends anything are `contract.advance.Refused`.
"""

from __future__ import annotations

from contract.machine import Names
from contract.problem import Problem


class ConsoleError(Exception):
    """Root of the tree. `says` is the reason for people, in both languages."""

    def __init__(self, says: Names, problem: Problem | None = None) -> None:
        super().__init__(says.en)
        self.says = says
        self.problem = problem


class InputWrong(ConsoleError):
    """What was given is wrong."""


class NotAllowed(ConsoleError):
    """Not allowed, or not there for this account."""


class Conflict(ConsoleError):
    """Somebody was first."""


class LoginRequired(ConsoleError):
    """No session, or one that ended; or the password is wrong."""


class EnvironmentFault(ConsoleError):
    """Network, backend or disk: the same may succeed later."""


class Unreachable(EnvironmentFault):
    """The backend does not answer."""


class Busy(EnvironmentFault):
    """The backend asks to wait `retry_after` seconds."""

    def __init__(self, says: Names, problem: Problem | None = None, retry_after: float = 1.0) -> None:
        super().__init__(says, problem)
        self.retry_after = retry_after


class BackendFault(EnvironmentFault):
    """The backend failed."""


class CursorExpired(EnvironmentFault):
    """The feed does not reach back to the cursor: a snapshot is needed."""


class StorageFault(EnvironmentFault):
    """The profile folder cannot be used."""


class UndoRefused(ConsoleError):
    """The action cannot be taken back."""


class ConsoleBug(ConsoleError):
    """Something broke the contract between console and backend."""


def unreachable(detail: str = "") -> Unreachable:
    """No connection to the backend; `detail` is technical and goes behind the words."""
    tail = f" ({detail})" if detail else ""
    return Unreachable(Names(f"连接不上中心系统{tail}", f"the centre's system does not answer{tail}"))
