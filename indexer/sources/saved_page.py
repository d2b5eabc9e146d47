"""A page that was saved with its pictures beside it, as one file (MHT, RFC 2557): each part as it came."""

from __future__ import annotations

import hashlib
import re
from base64 import encodebytes
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from indexer.extraction.html import SUFFIXES
from indexer.extraction.lines.pictures import is_content

FindBeside = Callable[[str], bytes | None]
"""Returns the bytes of a file beside a page by its path from there; None where there is none."""

_IMAGE = re.compile(rb"<img\b", re.I)
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
MOST_PICTURE = 10 * 1024 * 1024
"""Bytes of a picture beside a page."""
_MOST = 100
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\?#]", re.I)


def include_pictures(page: bytes, name: str, find: FindBeside, max_bytes: int) -> bytes:
    """Return a page with those pictures beside it that may show a part of its text, as one archive; the page
    itself where there are none, or where it is no page by its name. The same bytes for the same files.

    Args:
        name: the page's file name.
        find: finds the pictures.
        max_bytes: most bytes of the archive; pictures for which there is no room are left out.
    """
    if not name.lower().endswith(SUFFIXES) or not _IMAGE.search(page):
        return page
    parts = [_make_part("text/html", name, page)]
    room = max_bytes - len(parts[0]) - 1000
    for source, picture in _list_pictures(page, find):
        part = _make_part("image/*", source, picture)
        if len(part) <= room:
            room -= len(part)
            parts.append(part)
    return _bind(parts) if len(parts) > 1 else page


def _list_pictures(page: bytes, find: FindBeside) -> Iterator[tuple[str, bytes]]:
    # By its name: what looks at pages and pictures is not loaded for files that have none.
    tree = import_module("indexer.sources.web.markup").parse(page)
    if tree is None:
        return
    sources = dict.fromkeys(str(source).strip() for source in tree.xpath("//img/@src"))
    wanted = [source for source in sources if _is_beside(source) and is_content(source, None, None)]
    for source in wanted[:_MOST]:
        data = find(unquote(source))
        if data and data.startswith(_SIGNATURES) and _is_legible(data):
            yield source, data


def _is_beside(source: str) -> bool:
    """Whether an address is that of a file in the page's folder, or below it."""
    return bool(source) and not _ELSEWHERE.match(source) and ".." not in PurePosixPath(unquote(source)).parts


def _is_legible(data: bytes) -> bool:
    return bool(import_module("indexer.extraction.recognition.image_file").is_legible(data))


def _make_part(kind: str, name: str, data: bytes) -> bytes:
    lines = [
        f"Content-Type: {kind}",
        f"Content-Location: {quote(unquote(name))}",
        "Content-Transfer-Encoding: base64",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + encodebytes(data)


def _bind(parts: list[bytes]) -> bytes:
    border = b"----nianbao-" + hashlib.sha256(b"|".join(parts)).hexdigest()[:32].encode()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="' + border + b'"\r\n\r\n'
    return (
        head
        + b"".join(b"--" + border + b"\r\n" + part + b"\r\n" for part in parts)
        + b"--"
        + border
        + b"--\r\n"
    )
