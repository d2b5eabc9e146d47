"""Mends a document after extraction and before outlining, so that a mended heading is one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.document import Block, Document, Table
from indexer.text.change import Change, apply, chain
from indexer.text.marks import INVISIBLE
from indexer.text.repair import Diagnosis, diagnose, repair

# Blocks are stripped (`document.Block`); what a shifted stretch or an entity reads as may begin with a blank.
_ENDS = re.compile(r"\A\s+|\s+\Z")


def mend(document: Document, others: Iterable[str] = ()) -> Document:
    """The document with every title, block and cell mended, its changes kept; the same one if it is clean.

    Args:
        document: as extraction yields it.
        others: texts of undamaged reports (`indexer.text.diagnosis.diagnose`).
    """
    diagnosis = diagnose(_texts(document), others)
    title, changes = _mended(document.title, diagnosis)
    metadata = {key: _mended(value, diagnosis) for key, value in document.metadata.items() if key != "url"}
    titles = {title: changes, **{text: found for key, (text, found) in metadata.items() if key == "title"}}
    blocks = tuple(_block(block, diagnosis) for block in document.blocks)
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


def _block(block: Block | Table, diagnosis: Diagnosis) -> Block | Table:
    if isinstance(block, Block):
        text, changes = _mended(block.text, diagnosis)
        return replace(block, text=text, changes=changes) if changes else block
    cells = [(cell, *_mended(cell.text, diagnosis)) for cell in block.cells]
    if not any(changes for _, _, changes in cells):
        return block
    return replace(
        block, cells=tuple(replace(cell, text=text, changes=changes) for cell, text, changes in cells)
    )


def _mended(text: str, diagnosis: Diagnosis) -> tuple[str, tuple[Change, ...]]:
    repaired = repair(text, diagnosis)
    if not repaired.changes:
        return text, ()
    tidied = [Change(*ends.span(), ends[0], "", INVISIBLE) for ends in _ENDS.finditer(repaired.text)]
    if not tidied:
        return repaired.text, repaired.changes
    changes = chain(text, repaired.changes, tidied)
    return apply(text, changes), changes
