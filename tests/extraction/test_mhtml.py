"""Pages that a browser saved as one file."""

from __future__ import annotations

import quopri
from base64 import encodebytes

import pytest

from indexer.errors import EmptySource
from indexer.extraction import extract
from indexer.report.document import Block
from indexer.settings import Settings

PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"
PAGE = f"<html><head><title>年报</title></head><body><p>一、总体情况</p><p>{PROSE}</p></body></html>"


def saved(*parts: tuple[str, bytes, str], address: str = "https://www.xiling.example/2038.html") -> bytes:
    """An archive of parts: type, content, and how this is encoded."""
    lines = [
        b"From: <Saved by Blink>",
        f"Snapshot-Content-Location: {address}".encode(),
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="--b"',
        b"",
    ]
    for kind, content, encoding in parts:
        coded = quopri.encodestring(content) if encoding == "quoted-printable" else encodebytes(content)
        head = f"----b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        lines += [head.encode(), coded]
    return b"\r\n".join([*lines, b"----b--\r\n"])


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", ["年报.mhtml", "年报.mht", "下载"])
def test_the_page_in_it_is_read(encoding: str, charset: str, name: str) -> None:
    data = saved(("text/html", PAGE.encode(charset), encoding), ("image/png", b"\x89PNG" * 9, "base64"))
    document = extract(data, name, Settings())
    assert [block.text for block in document.blocks if isinstance(block, Block)] == ["一、总体情况", PROSE]
    assert (document.format, document.encoding) == ("mhtml", charset)
    assert document.metadata["url"] == "https://www.xiling.example/2038.html"


def test_a_page_that_only_frames_others() -> None:
    frame = b"<html><body><iframe src='cid:1'></iframe></body></html>"
    data = saved(("text/html", frame, "base64"), ("text/html", PAGE.encode(), "base64"))
    assert PROSE in extract(data, "a.mht", Settings()).text


@pytest.mark.parametrize("parts", [(), (("text/html", b"<html><body></body></html>", "base64"),)])
def test_an_archive_without_text_is_refused(parts: tuple[tuple[str, bytes, str], ...]) -> None:
    with pytest.raises(EmptySource, match="MHT 网页归档中没有"):
        extract(saved(*parts), "a.mht", Settings())


def test_a_page_that_speaks_of_mail_is_a_page() -> None:
    page = PAGE.replace("<p>一", "<pre>\nMIME-Version: 1.0\n</pre><p>一")
    assert extract(page.encode(), "a.html", Settings()).format == "html"
