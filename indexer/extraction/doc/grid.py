"""Closes up columns that are hardly a hair wide: cells of old documents end where they end, in no grid."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from itertools import accumulate

from lxml import etree
from lxml.etree import _Element

from indexer.extraction.tables.edges import join_near

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def straighten(package: bytes) -> bytes:
    """Return a Word document (DOCX) whose tables have no columns narrower than two millimetres.

    Raises:
        zipfile.BadZipFile, KeyError, etree.XMLSyntaxError: it is none.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for info in source.infolist():
            if info.filename == _MAIN:
                root = etree.fromstring(source.read(info), etree.XMLParser(resolve_entities=False))
                for table in root.iter(f"{_W}tbl"):
                    _close_up(table)
                target.writestr(_MAIN, etree.tostring(root))
            elif info.filename.endswith((".xml", ".rels")):
                target.writestr(info.filename, source.read(info))
    return written.getvalue()


def _close_up(table: _Element) -> None:
    widths = [int(column.get(f"{_W}w", "0")) for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
    edges = list(accumulate(widths, initial=0))
    columns = join_near(edges)
    if len(columns) == len(edges):
        return
    numbers = [bisect_right(columns, edge) for edge in edges]
    for row in table.iterfind(f"{_W}tr"):
        at = 0
        spans = [
            *row.iterfind(f"{_W}trPr/{_W}gridBefore"),
            *(cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in row.iterfind(f"{_W}tc")),
        ]
        for span in spans:
            end = min(at + (1 if span is None else int(span.get(f"{_W}val", "1"))), len(widths))
            if span is not None:
                span.set(f"{_W}val", str(max(numbers[end] - numbers[at], 1)))
            at = end
