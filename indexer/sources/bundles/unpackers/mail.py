"""Takes the files out of a mail (RFC 5322, as `.eml`): what is attached, or its own text where nothing is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value
from pathlib import Path

from indexer.extraction.formats import SUFFIXES as REPORTS
from indexer.sources.bundles.kinds import SUFFIXES as BUNDLES
from indexer.sources.bundles.label import decode_name
from indexer.sources.bundles.store import Store

_MOST_BYTES = 64 * 1024**2
_TEXTS = {"text/html": "正文.html", "text/plain": "正文.txt"}
"""Names for the text of a mail by its type, the first is preferred."""
_LONGEST = 4_000
_ESCAPED = re.compile("[\udc80-\udcff]")


def unpack(path: Path, store: Store) -> None:
    """Put the files of a mail into a store: those attached that may be reports, else its text and the others.

    Raises:
        OversizedSource: there are too many files or bytes.
        UnreadableSource: it is larger than a mail may be.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise store.deny(f"是超过 {_MOST_BYTES >> 20} MB 的邮件，请把附件另存后再收录。")
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    attached = list(_list_attached(message))
    # The text of a mail with a report attached says no more than that there is one.
    if not any(name.lower().endswith((*REPORTS, *BUNDLES)) for name, _ in attached):
        attached = [*_find_text(message), *attached]
    store.expect([len(content) for _, content in attached])
    for name, content in attached:
        store.copy(name, io.BytesIO(content))


def _list_attached(message: Message) -> Iterator[tuple[str, bytes]]:
    for part in _walk(message):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield f"{_find_subject(inner[0])}.eml", inner[0].as_bytes()
        elif name := _find_name(part):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield name, content


def _find_text(message: Message) -> list[tuple[str, bytes]]:
    parts = [part for part in _walk(message) if not _find_name(part)]
    for kind, name in _TEXTS.items():
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(content, bytes) and content.strip():
                return [(name, content)]
    return []


def _walk(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail that hold no others; of a mail in it the whole."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part is not message and part.get_content_type() == "message/rfc822":
            yield part
        elif isinstance(payload, list):
            waiting += [each for each in reversed(payload) if isinstance(each, Message)]
        else:
            yield part


def _find_name(part: Message) -> str:
    """Return the name of a file that is attached, "" where the part is none."""
    for field, header in (("filename", "Content-Disposition"), ("name", "Content-Type")):
        _clean(part, header)
        if value := part.get_param(field, header=header):
            return _decode(collapse_rfc2231_value(value)).replace("/", "_").replace("\\", "_").strip()
    return ""


def _find_subject(message: Message) -> str:
    _clean(message, "Subject")
    return _decode(str(message.get("Subject") or "")) or "转发的邮件"


def _clean(part: Message, header: str) -> None:
    """Decode a header that holds bytes of no stated encoding: `email` would give them as �.

    One that is longer than any is emptied: reading it takes time by the square of its length.
    """
    raw = next((str(value) for name, value in part.raw_items() if name.lower() == header.lower()), "")
    if len(raw) > _LONGEST:
        part.replace_header(header, "")
    elif _ESCAPED.search(raw):
        part.replace_header(header, decode_name(raw.encode("utf-8", "surrogateescape")))


def _decode(text: str) -> str:
    """Return what a header says in encoded words (RFC 2047)."""
    pieces = []
    for piece, charset in decode_header(text):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        try:
            # Mails say gb2312 where they mean its extension.
            pieces.append(piece.decode("gb18030" if "gb" in (charset or "") else charset or "ascii"))
        except (LookupError, UnicodeDecodeError):
            pieces.append(decode_name(piece))
    return "".join(pieces)
