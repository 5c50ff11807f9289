"""What a citizen wrote, without what says who they are: for answers that anybody may read.

It takes out numbers that reach or identify a person (telephone, identity card, bank card, plate, account
names of messengers, e-mail), the room they live in, and names that the text itself introduces or that are
given. It is a net, not a proof: who publishes more than this interface does must read what they publish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

GONE = "***"

_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·\s]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"\+?\(?\d(?:[\s()（）.\-－—·]{0,2}\d){6,24}[Xx]?")
_ACCOUNT = re.compile(r"((?:微信|QQ|qq|扣扣)(?:号码|号)?\s*(?:是|为|[:：])?\s*)[A-Za-z0-9_-]{5,20}")
_NAMED = re.compile(
    r"((?:我叫|名叫|我的名字是|(?:姓名|联系人|投诉人|来电人|反映人|举报人)\s*(?:是|为|[:：]))\s*)[\u4e00-\u9fff·]{2,3}"
)
_ROOM = re.compile(r"[A-Za-z]?\d{3,4}(?=\s*(?:室|户|号房|房间))")


def redacted(text: str, names: Iterable[str] = ()) -> str:
    """The text with every such place as ``***``; `names` are names that must not stand in it either."""
    for name in names:
        if len(name.strip()) >= 2:
            text = text.replace(name.strip(), GONE)
    text = _MAIL.sub(GONE, text)
    text = _PLATE.sub(GONE, text)
    text = _DIGITS.sub(_unless_date, text)
    text = _ACCOUNT.sub(rf"\1{GONE}", text)
    text = _NAMED.sub(rf"\1{GONE}", text)
    return _ROOM.sub(GONE, text)


_DATE = re.compile(r"(?:19|20)\d{2}([-.\s])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?:\s\d{1,2})?")


def _unless_date(found: re.Match[str]) -> str:
    """Dates are runs of digits too; they say nothing about a person."""
    return found[0] if _DATE.fullmatch(found[0]) else GONE
