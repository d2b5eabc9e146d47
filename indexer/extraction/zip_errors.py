"""What `zipfile` raises where an archive is damaged, truncated or locked: it documents only a part of it."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(OSError, EOFError, ValueError, OverflowError, RuntimeError),
)
"""Errors of reading an archive; an unknown compression (NotImplementedError) is a RuntimeError."""
