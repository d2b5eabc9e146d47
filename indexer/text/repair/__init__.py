"""Undoes damage to a text, and records every change: the passes in their order.

A pass is a function from a text to changes. Each sees what the passes before it made of the text;
the changes are chained, so that all offsets are those of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from indexer.text.change import Change, apply, chain_changes
from indexer.text.repair import conversion, marks, mojibake, pinyin, shift
from indexer.text.repair.diagnosis import CLEAN, Diagnosis, diagnose

__all__ = ["Diagnosis", "Repaired", "diagnose", "repair"]

Pass = Callable[[str], Iterable[Change]]

# Shifted stretches come before notes: they need the note behind them to know their last character.
# Soft hyphens are bytes of double-encoded text, and must not go before it is undone.
_BEFORE: tuple[Pass, ...] = (mojibake.find, marks.find_invisible)
# What is lost is marked before conversion, which would make a guess of it.
_MARKS: tuple[Pass, ...] = (marks.find_private, marks.find_lost)

_SUSPECT = re.compile(
    r"[?(&\u00ad\u00c2-\u00f4\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\ufffd\U000f0000-\U0010ffff]"
    r"|(?:19|20)[0-9]{2}(?:[0-9]|年[0-9]{3})"
)
"""What no damaged text lacks; most paragraphs have none of it and need no further look."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair.

    Attributes:
        text: how it reads now.
        changes: what was changed or marked, in order, not overlapping; offsets in the source.
            `apply(source, changes) == text`.
    """

    text: str
    changes: tuple[Change, ...] = ()


def repair(text: str, diagnosis: Diagnosis = CLEAN) -> Repaired:
    """Mend a text: one block of a document, of one or several lines.

    Args:
        text: as extraction yields it.
        diagnosis: what the document as a whole is (`diagnose`): only a text that was converted back
            to traditional is shown in simplified; shifted stretches read better with it.
    """
    passes: list[Pass] = []
    shifted = partial(shift.find, evidence=diagnosis.evidence, reading=not diagnosis.exhausted)
    if _SUSPECT.search(text):
        passes += [*_BEFORE, shifted, pinyin.find]
    if passes or diagnosis.converted:
        passes += _MARKS
    if diagnosis.converted:
        passes.append(conversion.find)
    changes: tuple[Change, ...] = ()
    for each in passes:
        changes = chain_changes(text, changes, tuple(each(apply(text, changes))))
    return Repaired(apply(text, changes), changes)
