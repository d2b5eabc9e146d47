"""Binds the pages of an article into one file, each as it came (MIME, RFC 2046, 5.1.3; cf. RFC 2557)."""

from __future__ import annotations

import hashlib
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import replace

from indexer.sources.web.client import Download


def bind(first: Download, further: Sequence[Download], are_pictures: bool = False) -> Download:
    """A download whose bytes are an archive of all pages in order; the same bytes for the same pages.

    Args:
        further: its further pages, or the pictures on it.
    """
    related = "related" if are_pictures else "mixed"
    pages = [first, *further]
    border = f"----nianbao-{hashlib.sha256(b'|'.join(page.body for page in pages)).hexdigest()[:32]}"
    lines = [
        b"MIME-Version: 1.0",
        f"Snapshot-Content-Location: {first.final}".encode(),
        f'Content-Type: multipart/{related}; boundary="{border}"'.encode(),
        b"",
    ]
    for page in pages:
        kind = page.headers.get("content-type", "text/html").partition(";")[0].strip() or "text/html"
        if are_pictures and page is not first:
            kind = kind if kind.startswith("image/") else "image/*"
        lines += [
            f"--{border}".encode(),
            f"Content-Type: {kind}".encode(),
            f"Content-Location: {page.final if page is first else page.url}".encode(),
            b"Content-Transfer-Encoding: base64",
            b"",
            encodebytes(page.body),
        ]
    lines += [f"--{border}--".encode(), b""]
    name = f"{first.name.rpartition('.')[0] or first.name}.mht"
    headers = {**first.headers, "content-disposition": f'attachment; filename="{name}"'}
    return replace(first, body=b"\r\n".join(lines), headers=headers)
