"""Word documents (DOCX, DOCM): how they are recognised; `reader` reads them."""

from __future__ import annotations

import io
import re
import zipfile

from indexer.extraction.embedded import PICTURES
from indexer.extraction.zip_errors import ZIP_ERRORS

NAME = "docx"
LABEL = "Word 文档"
SUFFIXES = (".docx", ".docm")
SANDBOXED_FROM = 0
READER = "indexer.extraction.docx.reader"
RENDERER = PICTURES

_MAIN, _TYPES = "word/document.xml", "[Content_Types].xml"
_MOST = 1024 * 1024
_WORD = re.compile(rb"(?:wordprocessingml\.(?:document|template)|ms-word\.\w+\.macroEnabled\w*)\.main")


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes are a ZIP archive with the main part of a Word document.

    Its usual name is `word/document.xml`; under another name its type tells it.
    """
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(part.replace("\\", "/").lower() == _MAIN for part in package.NameToInfo):
                return True
            if _TYPES not in package.NameToInfo:
                return False
            with package.open(_TYPES) as file:
                return _WORD.search(file.read(_MOST)) is not None
    except ZIP_ERRORS:
        # Truncated on its way: only its name still tells the format.
        return name.lower().endswith(SUFFIXES)
