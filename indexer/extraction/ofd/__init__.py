"""OFD files (GB/T 33190-2016, the national format of fixed layout): how they are recognised; `reader` reads
them."""

from __future__ import annotations

import io
import zipfile

from indexer.extraction.zip_errors import ZIP_ERRORS

NAME = "ofd"
LABEL = "OFD"
SUFFIXES = (".ofd",)
SANDBOXED_FROM = 0
READER = "indexer.extraction.ofd.reader"
RENDERER = "indexer.extraction.ofd.rendering"

_MAIN, _OFFICE = "ofd.xml", "[Content_Types].xml"


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes are a ZIP archive with the entry that leads an OFD file (7.1)."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.NameToInfo
            return _OFFICE not in names and any(part.lower() == _MAIN for part in names)
    except ZIP_ERRORS:
        # Truncated on its way: only its name still tells the format.
        return name.lower().endswith(SUFFIXES)
