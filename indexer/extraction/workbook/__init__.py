"""Spreadsheets (XLSX, XLSM, and XLS of before 2007, which WPS writes as ET too): how they are recognised.

The statutory tables come in them, without the report that they belong to.
"""

from __future__ import annotations

import io
import zipfile

from indexer.extraction.zip_errors import ZIP_ERRORS

NAME = "workbook"
LABEL = "电子表格"
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et")
SANDBOXED_FROM = 0
READER = "indexer.extraction.workbook.reader"
RENDERER = ""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "Workbook".encode("utf-16-le")
"""The stream with the cells (MS-XLS 2.1.2), in the directory."""
_MAIN = "xl/workbook."


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes are a package with a workbook, or a compound file with the stream of one."""
    if data.startswith(_OLE):
        return _STREAM in data
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(part.replace("\\", "/").lower().startswith(_MAIN) for part in package.NameToInfo)
    except ZIP_ERRORS:
        # Truncated on its way: only its name still tells the format.
        return name.lower().endswith(SUFFIXES)
