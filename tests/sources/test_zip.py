"""ZIP archives are folders: their files are taken in under their names, and no name leads anywhere else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.outcome import FileOutcome
from indexer.errors import OversizedSource, SourceError, UnreadableSource
from indexer.extraction.formats import SUFFIXES
from indexer.ingest.add import add as add_files
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.bundles import budget as limits
from indexer.sources.bundles import bundles as bundle

ROOT = Path(__file__).parents[2]
REPORT = (ROOT / "corpus" / "disclosure" / "东湖区" / "2021.html").read_bytes()
OTHER = (ROOT / "corpus" / "disclosure" / "东湖区" / "2020.html").read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def in_gbk(name: str, data: bytes) -> bytes:
    """An archive as Windows packs it in China: the name in GBK, and nothing that says so."""
    raw = name.encode("gbk")
    return zipped({"x" * len(raw): data}).replace(b"x" * len(raw), raw)


def add(path: Path, home: Path) -> dict[str, FileOutcome]:
    outcomes: list[FileOutcome] = []
    add_files([path], Settings(home=home), lambda outcome, _total: outcomes.append(outcome))
    return {outcome.path.relative_to(path.parent).as_posix(): outcome for outcome in outcomes}


def test_files_of_an_archive_are_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "东湖区.zip"
    inner = zipped({"2020.html": OTHER})
    files = {
        "年报/2021.html": REPORT,
        "年报/往年.zip": inner,
        "封面.jpg": b"\xff\xd8\xff",
        "__MACOSX/._a.html": b"x",
    }
    path.write_bytes(zipped(files))
    outcomes = add(path, tmp_path / "home")
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "东湖区.zip/年报/2021.html": "added",
        "东湖区.zip/年报/往年.zip/2020.html": "added",
        "东湖区.zip/封面.jpg": "skipped",
    }
    original = open_archive(Settings(home=tmp_path / "home")).files.find_original("disclosure-990101-2021")
    assert original.read() == REPORT
    assert {outcome.status for outcome in add(path, tmp_path / "home").values()} == {"unchanged", "skipped"}


def test_archives_inside_folders_are_opened(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(zipped({"2021.html": REPORT}))
    assert corpus.walk([tmp_path], SUFFIXES).files == (tmp_path / "in" / "a.zip" / "2021.html",)


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(in_gbk("云泽市/二〇二一年年报.html", REPORT))
    assert bundle.Bundles().list_members(path) == ("云泽市/二〇二一年年报.html",)
    assert corpus.read(path / "云泽市" / "二〇二一年年报.html", 10**6).data == REPORT


def test_a_file_in_an_archive_can_be_inspected(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x/2021.html": REPORT}))
    report, _ = Readers(Settings()).inspect(tmp_path / "a.zip" / "x" / "2021.html")
    assert report.year == 2021


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\windows\\a.html", "C/windows/a.html"),
        ("a/\x00../b\n.html", "a/b.html"),
        ("..\\..\\x.html", "x.html"),
    ],
)
def test_names_are_labels_only(name: str, label: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({name.replace("\x00", "~"): REPORT}).replace(b"a/~..", b"a/\x00.."))
    assert bundle.Bundles().list_members(path) == (label,)
    assert corpus.read(path / label, 10**6).data == REPORT
    assert not (tmp_path.parent / "etc").exists()


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.html": REPORT, "./a.html": OTHER}))
    assert bundle.Bundles().list_members(path) == ("a(2).html", "a.html")
    assert corpus.read(path / "a(2).html", 10**6).data == OTHER


def nested(depth: int) -> bytes:
    data = zipped({"a.html": REPORT})
    for _ in range(depth - 1):
        data = zipped({"a.zip": data})
    return data


def locked() -> bytes:
    data = bytearray(zipped({"a.html": REPORT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({}), "没有文件"),
        (zipped({"a.html": REPORT})[:-40], "损坏"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (nested(4), "3 层"),
        (locked(), "密码"),
        (zipped({"a.html": b"<p>" + bytes(30 * 1024 * 1024)}), "20 MB"),
        (zipped({f"{n}.html": b"" for n in range(limits.MOST_FILES + 1)}), "20000 个"),
    ],
)
def test_bad_archives_are_named(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (outcome,) = add(path, tmp_path / "home").values()
    assert outcome.status == "failed"
    assert said in outcome.message


def test_archives_three_deep_are_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(nested(3))
    assert bundle.Bundles().list_members(tmp_path / "a.zip") == ("a.zip/a.zip/a.html",)


def test_an_archive_that_says_it_is_huge_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    (tmp_path / "a.zip").write_bytes(zipped({"a.html": REPORT}))
    with pytest.raises(OversizedSource, match="解压后"):
        bundle.Bundles().list_members(tmp_path / "a.zip")


def test_archives_in_an_archive_have_one_bound_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped({"a.html": REPORT})
    (tmp_path / "a.zip").write_bytes(zipped({"1.zip": inner, "2.zip": inner}))
    monkeypatch.setattr(limits, "MOST_INNER", 2 * len(inner))
    assert len(bundle.Bundles().list_members(tmp_path / "a.zip")) == 2
    monkeypatch.setattr(limits, "MOST_INNER", 2 * len(inner) - 1)
    with pytest.raises(OversizedSource, match="解压后共超过"):
        bundle.Bundles().list_members(tmp_path / "a.zip")


def test_an_archive_is_not_read_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.html": REPORT}))
    with pytest.raises(UnreadableSource, match="nianbao add"):
        corpus.read(tmp_path / "a.zip", 10**6)
    with pytest.raises(SourceError, match="没有 b"):
        corpus.read(tmp_path / "a.zip" / "b.html", 10**6)
