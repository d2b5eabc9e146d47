"""CSV that opens in Excel with Chinese intact: UTF-8 with a byte order mark, RFC 4180.

The file has one heading row and data below it, and nothing else, so that programs read it as it is.
What was asked is in the heading of the last column, whose cells are empty. A text that a
spreadsheet might take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from indexer.export.base import ExportTable, Value, is_formula

MEDIA_TYPE = "text/csv; charset=utf-8"

_PIECE = 64 * 1024


def write(listing: ExportTable) -> Iterator[bytes]:
    """Yield the listing as CSV."""
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    about = "；".join(f"{fact.title}：{fact.value}" for fact in listing.about)
    rows.writerow([*(_harmless(column.title) for column in listing.columns), _harmless(about)])
    yield codecs.BOM_UTF8
    for row in listing.rows:
        rows.writerow([*(_harmless(row.get(column.name)) for column in listing.columns), ""])
        if buffer.tell() > _PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def _harmless(value: Value) -> Value:
    return f"'{value}" if is_formula(value) else value


def _taken(buffer: io.StringIO) -> bytes:
    # A lone surrogate out of a damaged source must not break the file off in the middle.
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data
