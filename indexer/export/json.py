"""JSON: what was asked, then `rows`, then their `count`. A file that was broken off is no JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from indexer.export.base import ExportTable

MEDIA_TYPE = "application/json"

_ROWS_A_PIECE = 200


def write(listing: ExportTable) -> Iterator[bytes]:
    """Yield the listing as one JSON object."""
    head = {"title": listing.title} | {fact.name: fact.value for fact in listing.about}
    yield (_dump(head)[:-1] + ',\n"rows": [').encode()
    count, piece = 0, []
    for row in listing.rows:
        shown = {column.name: row.get(column.name) for column in listing.columns}
        piece.append(("\n" if not count else ",\n") + _dump(shown))
        count += 1
        if len(piece) == _ROWS_A_PIECE:
            yield "".join(piece).encode("utf-8", "replace")
            piece.clear()
    yield ("".join(piece) + f'\n],\n"count": {count}}}\n').encode("utf-8", "replace")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
