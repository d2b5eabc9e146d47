"""How similar two commitments are, word for word, by the triples of their characters.

Figures count as one and the same: a commitment that comes back with another figure has come back.
"""

from __future__ import annotations

import re

from indexer.report.comparison.sketch import number_short_bands
from indexer.text.fold import fold

SIMILAR = 0.6
"""The similarity (Jaccard, of character triples) from which two commitments are shown as similar."""

_SHORTEST = 10  # 加强队伍建设 is everybody's; characters
_SIGNS = re.compile(r"[^\w]|_")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")


def normalize(words: str) -> str:
    """Return a commitment in the form in which it is compared: folded letters, figures as 0, no signs."""
    return _SIGNS.sub("", _FIGURES.sub("0", fold(words)))


def number_bands(plain: str) -> tuple[int, ...]:
    """Return numbers of which two similar texts very probably share one; () for a text too short to compare.

    Args:
        plain: a commitment as `normalize` returns it.
    """
    return number_short_bands(plain) if len(plain) >= _SHORTEST else ()
