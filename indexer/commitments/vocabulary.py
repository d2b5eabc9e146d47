"""The words by which commitments are known: `indexer/data/commitments.tsv`, where each has its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class VocabularyRow:
    """A line of the table.

    Attributes:
        role: the class that it speaks for, the name of a topic, or the kind of a bound.
        value: a weight or a reach, "" where the list has none.
        words: a regular expression over folded text.
    """

    role: str
    value: str
    words: str


@cache
def read_rows(name: str) -> tuple[VocabularyRow, ...]:
    """The lines of one list, in their order."""
    text = (files("indexer") / "data" / "commitments.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        VocabularyRow(role, value, words) for listed, role, value, words, _source in lines if listed == name
    )


@cache
def compile_pattern(name: str, role: str = "") -> re.Pattern[str]:
    """One list (one role of it) as a pattern; plain words are tried longest first."""
    found = [row.words for row in read_rows(name) if row.role == role]
    if any(char in words for words in found for char in "([?\\"):
        return re.compile("|".join(found))
    words = {word for row in found for word in row.split("|")}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))


@cache
def list_topics() -> tuple[str, ...]:
    """Names of the topics, in the order in which they are offered."""
    return tuple(row.role for row in read_rows("topic"))
