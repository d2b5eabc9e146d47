"""Word documents (DOCX, DOCM): how they are recognised; `reader` reads them."""

from __future__ import annotations

import io
import zipfile

NAME = "docx"
SUFFIXES = (".docx", ".docm")
SANDBOXED_FROM = 0
READER = "indexer.extraction.docx.reader"

_MAIN = "word/document.xml"


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes are a ZIP archive with the main part of a Word document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _MAIN in package.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # Truncated on its way: only its name still tells the format.
        return name.lower().endswith(SUFFIXES)
