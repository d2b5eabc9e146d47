"""Widths of punctuation: a picture hardly shows them, and Chinese text has them full."""

from __future__ import annotations

import re

_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff。，、；：！？“”‘’《》〔〕（）—]")


def widen(text: str) -> str:
    """Return a line with the half-width marks that stand beside Chinese characters full; as long as it was.

    A bracket is as wide as the one that it closes.
    """
    made = list(text)
    opened: list[int] = []
    for at, mark in enumerate(text):
        if mark not in ",;:!?()（）":
            continue
        beside = any(_CHINESE.match(other) for other in (made[at - 1] if at else "", text[at + 1 : at + 2]))
        if beside:
            made[at] = mark.translate(_FULL)
        if mark in "(（":
            opened.append(at)
        elif mark in ")）" and opened:
            first = opened.pop()
            if "（" in (made[first], made[at].replace("）", "（")):
                made[first], made[at] = "（", "）"
    return "".join(made)
