"""Puts headings together that stand over two lines.

一、 above 总体情况, 四、政府信息公开行政复议、 above 行政诉讼情况.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.outlines.headings import Style, find_number, make_matching_text
from indexer.report.document import Block, Document, Table
from indexer.text.change import Change

_OUTER = (Style.PART, Style.CHAPTER, Style.POINT)
_LONGEST_HALF, _LONGEST_WHOLE = 30, 45
# What a heading cannot end with: the second half of it is on the next line.
_OPEN = re.compile(
    r"(?:[、及和与的]|存在的?|主动公开政府|收到和处理|处理政府信息|政府信息公开行政|申请行政|被申请|其他需要|需要报告|改进)$"
)
_ENDED = re.compile(r"[。；;：:，,！？!?|]")


def join_headings(document: Document) -> Document:
    """The document with each heading in one block; the same one where every heading is."""
    blocks: list[Block | Table] = []
    for block in document.blocks:
        last = blocks[-1] if blocks else None
        if isinstance(last, Block) and isinstance(block, Block) and _belongs(last, block):
            blocks[-1] = _join(last, block)
        else:
            blocks.append(block)
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=tuple(blocks))


def _belongs(first: Block, second: Block) -> bool:
    """Whether a line is the rest of the heading that the line before it begins."""
    if len(first.text) > _LONGEST_HALF or not first.text or find_number(second.text):
        return False
    found = find_number(first.text, spaced=True)
    if found is None or found.style not in _OUTER:
        return _is_bare_number(first.text) and _is_words(second.text)
    words = first.text[found.end :].strip()
    if not words:
        return _is_words(second.text)
    whole = f"{words}{second.text}"
    return (
        bool(_OPEN.search(make_matching_text(words)))
        and len(whole) <= _LONGEST_WHOLE
        and not _ENDED.search(whole)
        and "情况" in second.text[-6:] + ("情况" if second.text.endswith(("事项", "措施")) else "")
    )


def _is_bare_number(text: str) -> bool:
    """Whether a line is nothing but 一 or 二: the number of a heading that lost its stop."""
    return bool(re.fullmatch(r"[一二三四五六七八九十]", text.strip()))


def _is_words(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST_WHOLE
        and not _ENDED.search(text.rstrip("。：:"))
        and not re.search(r"\d$", text)
    )


def _join(first: Block, second: Block) -> Block:
    stop = "、" if _is_bare_number(first.text) else ""
    start = len(first.text) + len(stop)
    moved = (replace(change, start=change.start + start, end=change.end + start) for change in second.changes)
    changes: Sequence[Change] = (*first.changes, *moved)
    return Block(f"{first.text}{stop}{second.text}", first.level or second.level, tuple(changes))
