"""Finds what is wrong with a document as a whole, which repair must know and no paragraph shows by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.text.repair import conversion, shift


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What passes need to know of the document.

    Attributes:
        converted: the text was written in simplified and converted back to traditional.
        evidence: the document's own text, where it may have shifted stretches: what a report says in
            one place it says in others, and that helps to read them. Empty otherwise.
        exhausted: the document has so many shifted stretches that these are only marked.
    """

    converted: bool = False
    evidence: str = field(default="", repr=False)
    exhausted: bool = False


CLEAN = Diagnosis()


def diagnose(texts: Iterable[str], others: Iterable[str] = ()) -> Diagnosis:
    """Look at all of a document's texts: paragraphs, headings, cells.

    Args:
        texts: the document's.
        others: texts of undamaged reports, of the same body or kind, whose words count as the
            document's own; asked for only where there may be shifted stretches.
    """
    texts = list(texts)
    evidence = "\n".join([*texts, *others]) if any(map(shift.is_suspect, texts)) else ""
    return Diagnosis(conversion.is_converted(texts), evidence)
