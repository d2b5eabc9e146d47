"""A stream of cells: what it is made of, and how far known labels reach in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.report.document import Cell

Reading = tuple[tuple[Cell, ...], int]
"""The cells of a table, and how many cells of the stream it took."""

BLANK = re.compile(r"\s+")
_VALUE = re.compile(r"(?:[+\-－]?[\d０-９][\d０-９,，.]*(?:件|宗|条|项|次|万元|元)?|[/／\\]|[-—–－]+|无|)\Z")


def is_value(cell: str) -> bool:
    """Whether a cell holds what is in a table's body: a number, `/`, a dash or nothing."""
    return bool(_VALUE.match(BLANK.sub("", cell)))


def skip_labels(stream: list[str], at: int, order: Sequence[str]) -> int | None:
    """Where the stream goes on after these labels, however they are broken over cells; None if it differs."""
    wanted, said = "".join(order), ""
    while len(said) < len(wanted) and at < len(stream):
        said += stream[at]
        at += 1
    return at if said == wanted else None
