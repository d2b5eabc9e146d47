"""What is asked of a promise's outcome (加装电梯 兑现了吗), without the words that only ask."""

from __future__ import annotations

import re

_DONE = "兑现|落实|完成|做到|实现|做成|办成|办好|建成|到位"
_ASKS = "了吗|了没有|了没|没有|吗|(?:[做办干搞]?得)?(?:怎么样|怎样|如何|咋样)了?|情况(?:怎么样|如何)?"
_TAIL = re.compile(
    rf"[\s,，]{{0,9}}(?:(?:有没有|是否|后来)?(?:{_DONE})?(?:{_ASKS})|(?:有没有|是否)(?:{_DONE}))[\s?？。!！]{{0,9}}$"
)
_HEAD = re.compile(r"^(?:请问|想知道|想问|(?:说好|承诺|答应)过?[的要]?)[\s,，]{0,9}")
_LONGEST = 200  # characters of a question


def drop_question(typed: str) -> str:
    """Return what was typed without words that ask what became of it; as it is if nothing would be left."""
    words = typed.strip()
    if len(words) > _LONGEST:
        return typed
    left = _TAIL.sub("", _HEAD.sub("", words))
    return left if len(left) > 1 and left != words else typed
