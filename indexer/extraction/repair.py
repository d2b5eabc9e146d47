"""Mends a document after extraction and before outlining, so that a mended heading is one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.report.document import Block, Document, Table
from indexer.text.change import Change, apply, chain_changes
from indexer.text.damage import INVISIBLE
from indexer.text.repair import Diagnosis, diagnose, repair, shift

# Blocks are stripped (`document.Block`); what a shifted stretch or an entity reads as may begin with a blank.
_ENDS = re.compile(r"\A\s+|\s+\Z")
_MOST_SHIFTED, _FEW_SHIFTED, _LONG = 80, 20, 200_000
"""Shifted stretches of a document that are read back, each 60 ms; fewer where there are so many characters,
which take seconds by themselves. A real report of 4,000 characters has 5; beyond, somebody plays with us."""


def mend(document: Document, others: Iterable[str] = (), most_shifted: int = _MOST_SHIFTED) -> Document:
    """The document with every title, block and cell mended, its changes kept; the same one if it is clean.

    Args:
        document: as extraction yields it.
        others: texts of undamaged reports (`indexer.text.repair.diagnosis.diagnose`).
        most_shifted: shifted stretches that are read back, fewer in a very long document.
    """
    texts = list(_texts(document))
    mended = _Mender(diagnose(texts, others), most_shifted if sum(map(len, texts)) < _LONG else _FEW_SHIFTED)
    title, changes = mended(document.title)
    metadata = {key: mended(value) for key, value in document.metadata.items() if key != "url"}
    titles = {title: changes, **{text: found for key, (text, found) in metadata.items() if key == "title"}}
    blocks = tuple(_block(block, mended) for block in document.blocks)
    return replace(
        document,
        blocks=tuple(block for block in blocks if isinstance(block, Table) or block.text),
        title=title,
        metadata={**document.metadata, **{key: text for key, (text, _) in metadata.items()}},
        mended_titles={text: found for text, found in titles.items() if found},
    )


def _texts(document: Document) -> Iterator[str]:
    yield document.title
    for block in document.blocks:
        if isinstance(block, Table):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


def _block(block: Block | Table, mended: _Mender) -> Block | Table:
    # What was recognised in a picture has no bytes, tags or fonts that could be damaged.
    if isinstance(block, Block) and block.changes:
        return block
    if isinstance(block, Table) and any(cell.changes for cell in block.cells):
        return block
    if isinstance(block, Block):
        text, changes = mended(block.text)
        return replace(block, text=text, changes=changes) if changes else block
    cells = [(cell, *mended(cell.text)) for cell in block.cells]
    if not any(changes for _, _, changes in cells):
        return block
    return replace(
        block, cells=tuple(replace(cell, text=text, changes=changes) for cell, text, changes in cells)
    )


class _Mender:
    """Mends the texts of a document in their order, and shifted stretches while there are not too many."""

    def __init__(self, diagnosis: Diagnosis, most_shifted: int) -> None:
        self._diagnosis = diagnosis
        self._left = most_shifted

    def __call__(self, text: str) -> tuple[str, tuple[Change, ...]]:
        """The text as it reads now, and what was changed."""
        if self._diagnosis.evidence and not self._diagnosis.exhausted:
            self._left -= shift.count(text)
            if self._left < 0:
                self._diagnosis = replace(self._diagnosis, exhausted=True)
        repaired = repair(text, self._diagnosis)
        if not repaired.changes:
            return text, ()
        tidied = [Change(*ends.span(), ends[0], "", INVISIBLE) for ends in _ENDS.finditer(repaired.text)]
        if not tidied:
            return repaired.text, repaired.changes
        changes = chain_changes(text, repaired.changes, tidied)
        return apply(text, changes), changes
