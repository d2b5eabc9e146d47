"""Cells that arrive with bars between them, as programs that flatten pages write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.extraction.lines.prose import is_heading
from indexer.extraction.tables.stream import is_value

_ALONE = re.compile(r"\s*[|｜]\s*\Z")
_BAR = re.compile("[|｜]")
# Bars with blanks between and without at the end: cells, and what is left of merged ones.
_SPACED, _FILLER = re.compile(r"\s[|｜]\s"), re.compile(r"[|｜]{2}\s*\Z")
_ENOUGH, _SHORTEST = 3, 3
LOOKED_AT = 14
"""Lines by which it is known how cells are parted."""


def are_alternating(lines: Sequence[str]) -> bool:
    """Whether lines are cells with a line that is nothing but a bar between each two."""
    looked_at = lines[:LOOKED_AT]
    alone = [len(line) <= _SHORTEST and _ALONE.match(line) is not None for line in looked_at]
    return sum(alone) >= _ENOUGH and not any(
        _BAR.search(line) for line, is_alone in zip(looked_at, alone, strict=True) if not is_alone
    )


def join_alternating(lines: Sequence[str], most: int) -> tuple[list[str], dict[int, int]]:
    """The cells between lines that are bars; a label may go over several lines.

    Args:
        most: cells that are wanted.

    Returns:
        The cells, and for each number of cells that ends with a line the number of lines up to there.
    """
    cells: list[str] = []
    ends: dict[int, int] = {}
    parted = True
    for at, line in enumerate(lines):
        if _ALONE.match(line):
            if parted and cells:
                cells.append("")
            parted = True
            continue
        if parted:
            if len(cells) >= most:
                break
            cells.append(line)
        elif is_value(cells[-1]) or is_heading(line):
            break  # what follows the last figure without a bar is no cell
        else:
            cells[-1] += line
        parted = False
        ends[len(cells)] = at + 1
    return cells, ends


def has_filler(line: str) -> bool:
    """Whether a line of cells ends in bars that only make up for merged cells: ` | 3 | ||`."""
    filler = _FILLER.search(line)
    return filler is not None and _SPACED.search(line, 0, filler.start()) is not None


def strip_filler(cells: list[str], wide: int) -> list[str]:
    """The cells of a row without blanks behind them that only make up for merged cells.

    Args:
        wide: values that a row of figures has.
    """
    said = [at for at, cell in enumerate(cells) if cell]
    if not said or said[-1] == len(cells) - 1:
        return cells
    first = next((at for at in said if is_value(cells[at])), None)
    if first is None:
        return cells[: said[-1] + 1]
    values = cells[first : first + wide]
    # Blanks among the figures may be figures left out: then it is not certain which are too many.
    whole = first > 0 and len(values) == wide and all(map(bool, values)) and all(map(is_value, values))
    return cells[: first + wide] if whole and said[-1] < first + wide else cells
