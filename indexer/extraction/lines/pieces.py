"""Puts a text together again that a site for documents cut into numbered pieces.

Such sites show the text of a file as 1、…, 2、…, 3、…, each a few hundred characters, cut inside of sentences
and names; the numbers are theirs, not the report's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.report.document import Block, Table

_NUMBER = re.compile(r"(\d{1,3})、")
_ENDED = re.compile(r"[。！？；：]\W*$")
# 1、1甲县…: the number of the first page, which the file itself had.
_PAGE = re.compile(r"\d{1,2}(?=[一-鿿]{3})(?!\d*[年月日个条件项宗份章届号])")
_LEAST, _FEWEST = 120, 2
"""Characters of the first piece, and pieces: points of a list are shorter, or end with their sentences."""


def find_pieces(lines: Sequence[str]) -> range:
    """Offsets of the lines that are the pieces of one text; empty where there are none.

    Pieces count up from 1, are long, and most break off without the end of a sentence.
    """
    at = next((at for at, line in enumerate(lines) if _is_piece(line, 1)), len(lines))
    end = at
    while end < len(lines) and _is_piece(lines[end], end - at + 1):
        end += 1
    found = [_NUMBER.sub("", line, count=1) for line in lines[at:end]]
    broken = sum(not _ENDED.search(piece) for piece in found[:-1])
    lengths_differ = any(len(a) > 4 * len(b) for a, b in pairwise(found[:-1]))
    if len(found) < _FEWEST or broken * 2 <= len(found) - 1 or lengths_differ:
        return range(0)
    return range(at, end)


def join_pieces(lines: Sequence[str]) -> list[str]:
    """The lines with the pieces among them made one line."""
    found = find_pieces(lines)
    if not found:
        return list(lines)
    return [*lines[: found.start], _join(lines[found.start : found.stop]), *lines[found.stop :]]


def join_blocks(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks with those made one that a site cut a text into; what was mended or recognised is none."""
    lines = [block.text if isinstance(block, Block) and not block.changes else "" for block in blocks]
    found = find_pieces(lines)
    if not found:
        return list(blocks)
    whole = Block(_join(lines[found.start : found.stop]))
    return [*blocks[: found.start], whole, *blocks[found.stop :]]


def _join(pieces: Sequence[str]) -> str:
    """The text that was cut into these pieces, without their numbers."""
    whole = "".join(_NUMBER.sub("", piece, count=1) for piece in pieces).strip()
    return whole[page.end() :] if (page := _PAGE.match(whole)) else whole


def _is_piece(line: str, number: int) -> bool:
    """Whether a line is the piece of this number; the last of them may be short."""
    found = _NUMBER.match(line)
    return found is not None and int(found[1]) == number and (number > 1 or len(line) >= _LEAST)
