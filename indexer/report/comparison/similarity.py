"""How similar texts are, and which of them are versions of one report.

The same report comes from two addresses, under two names, or corrected: all are kept, the one that was
added last is the current one, the others are a click away. A body has one report of a kind a year
(《中华人民共和国政府信息公开条例》 第四十九条), but the body may be read wrongly, and then one would hide
another: so two texts count as versions only if they are similar besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Report
from indexer.report.report_json import list_lines
from indexer.text.fold import fold

_SIGNS = re.compile(r"[\W_]+")

SIMILAR = 0.6
"""The similarity (Jaccard, of character triples) from which two texts of one identity are one report's.

Of the sample reports no two share more than 0.39, those of different bodies and one year 0.35 at most; of
real work reports of one year no two shared more than 0.13.
"""


Triples = NDArray[np.uint64]
"""Character triples as numbers, in order and once."""


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
        self.triples = number_triples("".join(lines).translate(_LETTERS))

    def similarity(self, other: Text) -> float:
        """Return the similarity of two texts: 1 for the same characters, whatever the files look like."""
        return measure_jaccard(self.triples, other.triples)


def number_triples(plain: str) -> Triples:
    """Return every three neighbouring characters of a text as a number of 63 bits, in order and once."""
    points = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    # A code point has 21 bits: three make a number.
    triples = points[:-2] << np.uint64(42) | points[1:-1] << np.uint64(21) | points[2:]
    triples.sort()
    return triples[np.diff(triples, prepend=np.uint64(0)) > 0]


def measure_jaccard(one: Triples, other: Triples) -> float:
    """Return the share of all triples of two texts that both have, 0 to 1; 0 where neither has any."""
    both = np.concatenate([one, other])
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / (len(both) - common) if len(both) else 0.0


def compare(one: Report, other: Report) -> float:
    """Return the similarity of two reports' texts (see `Text`)."""
    return extract_text(one).similarity(extract_text(other))


def extract_text(report: Report) -> Text:
    """Return a report's text."""
    return Text(line for section in report.sections for line in (section.heading, *section.lines))


def parse_text(content: str) -> Text:
    """Return the text of a report that is in JSON (`report_json`)."""
    return Text(list_lines(json.loads(content)))


def find_successors(
    versions: Iterable[tuple[str, str, str]], is_similar: Callable[[str, str], bool]
) -> dict[str, str]:
    """Return which reports of one identity are superseded: the ids of their successors, by their own.

    Args:
        versions: id, path and body of each, in the order of adding.
        is_similar: whether the texts of two of them, given by id, are one report's.
    """
    current: list[tuple[str, str, str]] = []
    by: dict[str, str] = {}
    for one in versions:
        report_id, path, body = one
        for other_id, other_path, other_body in current:
            if other_path == path or (other_body == body and is_similar(other_id, report_id)):
                by[other_id] = report_id
        current = [*(other for other in current if other[0] not in by), one]
    return by
