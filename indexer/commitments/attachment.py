"""What stands behind a speech: lists of what will be done, and explanations of its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.commitments.role import Role, Sentence
from indexer.commitments.vocabulary import compile_pattern
from indexer.report.report import Paragraph, Section
from indexer.text.fold import fold

_HEADING = 40  # longest heading, characters
_FIRST = 3  # lines that may be headings of an attachment


def announces_tasks(section: Section) -> bool:
    """Whether a section is a list of what will be done, by its heading or its first lines."""
    return any(_match("list", heading) for heading in _list_headings(section))


def set_aside(section: Section, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences of a work report's section; explanations of terms and headings of lists are no
    tasks.
    """
    is_glossary = _match("glossary", fold(section.heading))
    for sentence in sentences:
        words = sentence.piece.folded
        is_list = False
        if sentence.piece.opens and len(words) <= _HEADING:
            is_list = _match("list", words)
            is_glossary = not is_list and (is_glossary or _match("glossary", words))
        if is_glossary or is_list:
            yield replace(sentence, role=Role.OTHER, explains=is_glossary)
        else:
            yield sentence


def _list_headings(section: Section) -> Iterator[str]:
    yield fold(section.heading)
    for at, (_, block) in enumerate(section.number_blocks()):
        if at == _FIRST:
            return
        if isinstance(block, Paragraph) and len(block.text) <= _HEADING:
            yield fold(block.text).strip()


def _match(what: str, words: str) -> bool:
    """Whether words are the heading of a `list` of tasks, or of a `glossary` (also 注 释, set wide)."""
    words = "".join(words.split())
    return len(words) <= _HEADING and compile_pattern("attached", what).fullmatch(words) is not None
