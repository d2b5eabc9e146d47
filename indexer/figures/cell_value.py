"""What a cell of figures says: number, blank, stroke, or other words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.figures.figure import Meaning, Number

_NUMBER = re.compile(r"([+\-−]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?: ?(?:件|宗|条|项|次|份|个|万元|元))?")
_CHANGE = re.compile(r"(增|减)(?:加|少)?")
_LONGEST = 60
_STROKE = re.compile(r"[/\\\-−—–―─]+")


def read(text: str) -> tuple[Meaning, Number | None]:
    """What a cell says, and its number.

    Digits may be full width, thousands parted by commas, a unit may follow; `增5` and `减少5` are 5 and −5.
    Digits with a blank between them are no number: which of them belong together is not certain.
    """
    return _read(text) if len(text) <= _LONGEST else (Meaning.TEXT if text.strip() else Meaning.BLANK, None)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Meaning, Number | None]:
    folded = unicodedata.normalize("NFKC", text).replace("\u200b", "").strip()
    if not folded:
        return Meaning.BLANK, None
    if _STROKE.fullmatch(folded):
        return Meaning.NOT_APPLICABLE, None
    change = _CHANGE.match(folded)
    found = _NUMBER.fullmatch(folded[change.end() :] if change else folded)
    if not found or (change and found[1]):
        return Meaning.TEXT, None
    sign = -1 if found[1] in ("-", "−") or (change and change[1] == "减") else 1
    whole, fraction = int(found[2].replace(",", "")), found[3]
    return Meaning.NUMBER, sign * (float(f"{whole}{fraction}") if fraction else whole)
