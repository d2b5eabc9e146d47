"""Pictures between the lines of a report: how many stand after each line, for what they show is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.report.document import Block, Table

_SMALLEST = 160
"""Pixels that a picture of a table is wide at least; icons, seals and codes to scan are smaller."""
_ORNAMENT = re.compile(
    r"icon|ico[_.-]|/ico|logo|share|weixin|wechat|weibo|qrcode|erweima|ewm|blank|spacer|loading|arrow|banner|"
    r"filetype|print|close|favicon|\.ico\b|/skin/|/template|/theme|/style|govicon|conac|dzjg|beian|ga\.png",
    re.I,
)


def is_content(source: str, width: int | None, height: int | None) -> bool:
    """Whether a picture of a page may show part of its text: it is no ornament, and not known to be small.

    Args:
        source: its address; one that holds the picture itself says nothing of what it is.
        width, height: in pixels, None where the page does not say.
    """
    if any(side is not None and side < _SMALLEST / 4 for side in (width, height)):
        return False
    named = "" if source.lstrip()[:5].lower() == "data:" else source
    return (width is None or width >= _SMALLEST) and not _ORNAMENT.search(named)


def settle(blocks: Iterable[Block | Table]) -> list[Block | Table]:
    """Count the pictures that came as blocks without words for the last line with words before them.

    Before the first line there is nothing to count them for: they are a page's ornament, or a cover.
    """
    settled: list[Block | Table] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Table) or block.text:
            if isinstance(block, Block):
                last = len(settled)
            settled.append(block)
        elif last is not None and isinstance(line := settled[last], Block):
            settled[last] = replace(line, pictures=line.pictures + block.pictures)
    return settled
