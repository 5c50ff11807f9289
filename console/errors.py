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

Refusals that the console finds itself before it sends anything are `contract.refused.Refused`.
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


_CAUSES = {
    "certificate": Names(
        "中心系统的证书不可信，请联系管理员（本机时间不对也会这样）",
        "the centre's certificate is not trusted: tell the administrator (a wrong clock here does this, too)",
    ),
    "name": Names(
        "找不到中心系统的地址，请检查网络或地址",
        "the centre's address cannot be found: check network or address",
    ),
    "refused": Names(
        "中心系统没有运行或拒绝连接", "the centre's system is not running, or refuses the connection"
    ),
    "timeout": Names("中心系统超时未答", "the centre's system did not answer in time"),
    "broken": Names("与中心系统的连接中断", "the connection to the centre's system broke"),
    "between": Names(
        "网络中有其他设备代答（如上网认证页面），未到达中心系统",
        "something in between answers instead of the centre's system (a portal, a proxy)",
    ),
    "proxy": Names("代理服务器不通", "the proxy does not let it through"),
}


def unreachable(detail: str = "", cause: str = "") -> Unreachable:
    """No connection to the backend; `detail` is technical and goes behind the words of the cause:
    ``certificate``, ``name``, ``refused``, ``timeout``, ``broken``, ``between``, ``proxy``."""
    tail = f" ({detail})" if detail else ""
    says = _CAUSES.get(cause, Names("连接不上中心系统", "the centre's system does not answer"))
    return Unreachable(Names(f"{says.zh}{tail}", f"{says.en}{tail}"))
