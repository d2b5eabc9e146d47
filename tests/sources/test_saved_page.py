"""Pages that were saved with their pictures beside them are one file with these."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.errors import OversizedSource
from indexer.extraction import extract
from indexer.report.document import Table
from indexer.settings import Settings
from indexer.sources import files
from indexer.sources.upload import unpack
from tests.extraction.test_embedded import ABOVE, BELOW, PROSE, TABLE, make_picture

MOST = 20_000_000


def make_page(*sources: str) -> bytes:
    tags = "".join(f'<p><img src="{source}"></p>' for source in sources)
    return f"<html><body><p>{ABOVE}</p><p>{PROSE}</p>{tags}<p>{BELOW}</p></body></html>".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "年报_files").mkdir()
    (tmp_path / "年报_files" / "表 3.png").write_bytes(make_picture())
    (tmp_path / "年报_files" / "small.png").write_bytes(make_picture(size=(90, 90)))
    (tmp_path / "beside.png").write_bytes(make_picture(90))
    return tmp_path


def read(path: Path) -> bytes:
    return files.read(path, MOST).data


@pytest.mark.parametrize("source", ["年报_files/表 3.png", "年报_files/%E8%A1%A8%203.png", "./beside.png"])
def test_a_picture_beside_a_page_is_read_with_it(folder: Path, source: str) -> None:
    page = folder / "年报.html"
    page.write_bytes(make_page(source))
    data = read(page)
    assert data == read(page)
    document = extract(data, page.name, Settings(), {1: TABLE})
    assert [isinstance(block, Table) for block in document.blocks] == [False, False, True, False]
    assert extract(data, page.name, Settings()).unread == 1


@pytest.mark.parametrize(
    "source",
    [
        "年报_files/small.png",
        "../secret.png",
        "/etc/hostname",
        "https://a.example/1.png",
        "gone.png",
        "年报.txt",
    ],
)
def test_what_is_not_beside_it_or_no_picture_of_text_is_left(folder: Path, source: str) -> None:
    (folder.parent / "secret.png").write_bytes(make_picture())
    (folder / "年报.txt").write_bytes(make_page())
    page = folder / "年报.html"
    page.write_bytes(make_page(source))
    assert read(page) == make_page(source)


def test_no_link_leads_out_of_the_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.png"
    outside.write_bytes(make_picture())
    (folder / "link.png").symlink_to(outside)
    page = folder / "年报.html"
    page.write_bytes(make_page("link.png"))
    assert read(page) == make_page("link.png")


def test_the_same_in_an_archive(folder: Path) -> None:
    packed = folder / "2021.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/年报.html", make_page("年报_files/1.png"))
        archive.writestr("a/年报_files/1.png", make_picture())
    data = read(packed / "a" / "年报.html")
    assert extract(data, "年报.html", Settings()).unread == 1
    sent = dict(unpack(packed.read_bytes(), "2021.zip", MOST))
    assert sent["2021.zip/a/年报.html"] == data


def test_pictures_for_which_there_is_no_room_are_left_out(folder: Path) -> None:
    page = folder / "年报.html"
    page.write_bytes(make_page("beside.png"))
    assert files.read(page, len(make_page("beside.png")) + 500).data == make_page("beside.png")
    with pytest.raises(OversizedSource):
        files.read(page, 10)
