"""A Document as JSON and back, between the process that reads a file and the one that asked for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.report.document import Block, Cell, Document, Table


def to_json(document: Document) -> dict[str, Any]:
    """A document fresh from its file, before anything was mended in it."""
    return {
        "title": document.title,
        "metadata": dict(document.metadata),
        "format": document.format,
        "encoding": document.encoding,
        "notes": list(document.notes),
        "blocks": [asdict(block) for block in document.blocks],
    }


def from_json(value: dict[str, Any]) -> Document:
    """The document again.

    Raises:
        KeyError, TypeError: it is none.
    """
    return Document(
        tuple(_block(block) for block in value["blocks"]),
        value["title"],
        value["metadata"],
        value["format"],
        value["encoding"],
        tuple(value["notes"]),
    )


def _block(value: dict[str, Any]) -> Block | Table:
    if "cells" not in value:
        return Block(value["text"], value["level"])
    cells = tuple(Cell(**{**cell, "changes": ()}) for cell in value["cells"])
    return Table(cells, value["flattened"])
