"""Which texts are versions of one report.

The same report comes from two addresses, under two names, or corrected: all are kept, the one that was
taken in last is shown, the others are a click away. A body has one report of a kind a year (《中华人民共和国
政府信息公开条例》 第四十九条), but what a text says of its body may be read wrongly, and then a report would
hide another: so two texts count as versions only if they are alike besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

import numpy as np

from indexer.report.report import Report
from indexer.report.report_json import lines_of
from indexer.text.fold import fold

_SIGNS = re.compile(r"[\W_]+")

ALIKE = 0.6
"""Share of common character triples (Jaccard) from which two texts of one identity are one report's.

Of the sample reports no two share more than 0.39, those of different bodies and one year 0.35 at most; of
real work reports of one year no two shared more than 0.13.
"""


class _Letters(dict[int, str]):
    """What each code point is in the form in which texts are compared, worked out when first seen."""

    def __missing__(self, code: int) -> str:
        letters = self[code] = _SIGNS.sub("", fold(chr(code)))
        return letters


_LETTERS = _Letters()


class Text:
    """A report's text in the form in which texts are compared: letters and figures alone, folded.

    Attributes:
        triples: each three characters that stand together in it, as a number, in order and once.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Takes headings, paragraphs and cells, in order."""
        plain = "".join(lines).translate(_LETTERS)
        points = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
        # A code point has 21 bits: three make a number.
        triples = points[:-2] << np.uint64(42) | points[1:-1] << np.uint64(21) | points[2:]
        triples.sort()
        self.triples = triples[np.diff(triples, prepend=np.uint64(0)) > 0]

    def alike(self, other: Text) -> float:
        """How much of two texts is the same: 1 for the same characters, whatever the files look like."""
        one, two = self.triples, other.triples
        both = np.concatenate([one, two])
        both.sort()
        common = int(np.count_nonzero(both[1:] == both[:-1]))
        return common / (len(one) + len(two) - common) if len(one) or len(two) else 0.0


def alike(one: Report, other: Report) -> float:
    """How much of two reports' texts is the same (see `Text`)."""
    return text_of(one).alike(text_of(other))


def text_of(report: Report) -> Text:
    """A report's text."""
    return Text(line for section in report.sections for line in (section.heading, *section.lines))


def text_in(content: str) -> Text:
    """The text of a report that is in JSON (`report_json`)."""
    return Text(lines_of(json.loads(content)))


def successors(filed: Iterable[tuple[str, str, str]], alike: Callable[[str, str], bool]) -> dict[str, str]:
    """Which reports of one identity are replaced, and by which.

    Args:
        filed: id, path and body of each, in the order of taking in.
        alike: whether the texts of two of them, given by id, are one report's.
    """
    standing: list[tuple[str, str, str]] = []
    by: dict[str, str] = {}
    for one in filed:
        report_id, path, body = one
        for other in standing:
            if other[1] == path or (other[2] == body and alike(other[0], report_id)):
                by[other[0]] = report_id
        standing = [*(other for other in standing if other[0] not in by), one]
    return by
