"""SEAM: a file → Document. The formats are listed in `formats`; none is loaded before a file needs it."""

from __future__ import annotations

from indexer.errors import OversizedSource
from indexer.extraction import formats
from indexer.extraction.base import Recognised
from indexer.report.document import Document
from indexer.settings import Settings


def extract(data: bytes, name: str, settings: Settings, recognised: Recognised | None = None) -> Document:
    """Read a file in this process. Its content decides the format; its name only where that leaves a doubt.

    What strangers made is read by `indexer.ingest.reading.readers`, in a process bounded in time and memory.

    Args:
        data: the whole file.
        name: the file's name.
        settings: limits.
        recognised: pages that are pictures as they were recognised so far; None not to offer recognition.

    Raises:
        RecognitionNeeded: further pages are pictures.
        EmptySource: no text.
        OversizedSource: more bytes, or a deeper or longer page, than the limits allow.
        UnknownFormat: no format that is read.
        UndecodableSource: no encoding makes sense of the bytes.
        UnreadableSource: damaged, or locked with a password.
    """
    if len(data) > settings.max_file_bytes:
        raise OversizedSource(
            f"文件超过 {settings.max_file_bytes / 1048576:g} MB 的上限，未读取；"
            "如确需收录，请调大 NIANBAO_MAX_FILE_BYTES。"
        )
    return formats.read(formats.find_format(data, name), data, settings, recognised)
