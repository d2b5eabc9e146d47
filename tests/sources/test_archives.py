"""TAR, 7z and RAR archives and mails are folders as ZIP archives are, within the same bounds."""

from __future__ import annotations

import io
import os
import tarfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.archive.outcome import FileOutcome
from indexer.errors import OversizedSource, SourceError, UnreadableSource
from indexer.ingest.add import add as add_files
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources.bundles import budget as limits
from indexer.sources.bundles import kinds
from indexer.sources.bundles.bundles import Bundles
from indexer.sources.upload import unpack
from tests.sources.archives import MAKERS, make_7z, make_mail, make_rar, make_tar
from tests.sources.test_zip import OTHER, REPORT, zipped

FILES = {
    "年报/2021.html": REPORT,
    "年报/2020.html": OTHER,
    "年报/封面.jpg": b"\xff\xd8\xff",
    "年报/空.html": b"",
}
QUICK = 10.0


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def add(path: Path, home: Path) -> dict[str, FileOutcome]:
    outcomes: list[FileOutcome] = []
    add_files([path], Settings(home=home), lambda outcome, _total: outcomes.append(outcome))
    return {outcome.path.relative_to(path.parent).as_posix(): outcome for outcome in outcomes}


@pytest.mark.parametrize("name", MAKERS)
def test_files_of_an_archive_are_read(name: str, tmp_path: Path) -> None:
    files = {label.replace("/", "_"): data for label, data in FILES.items()} if name == "a.eml" else FILES
    path = write(tmp_path, name, MAKERS[name](files))
    bundles = Bundles()
    assert bundles.list_members(path) == tuple(sorted(files))
    for label in sorted(files, reverse=True):
        assert bundles.read(path, label, 10**7) == files[label]
    assert bundles.read(path, sorted(files)[0], 9) == files[sorted(files)[0]][:10]


@pytest.mark.parametrize("name", ["a.tar.gz", "a.7z", "a.rar", "a.eml"])
def test_they_are_added_as_those_of_a_folder(name: str, tmp_path: Path) -> None:
    path = write(tmp_path, name, MAKERS[name]({"2021.html": REPORT, "封面.jpg": b"\xff\xd8\xff"}))
    outcomes = add(path, tmp_path / "home")
    assert {label: outcome.status for label, outcome in outcomes.items()} == {
        f"{name}/2021.html": "added",
        f"{name}/封面.jpg": "skipped",
    }
    archive = open_archive(Settings(home=tmp_path / "home"))
    assert archive.files.find_original("disclosure-990101-2021").read() == REPORT
    assert {outcome.status for outcome in add(path, tmp_path / "home").values()} == {"unchanged", "skipped"}
    report, _ = Readers(Settings()).inspect(path / "2021.html")
    assert report.year == 2021


def test_archives_of_several_kinds_in_each_other(tmp_path: Path) -> None:
    inner = {"一.tar.xz": make_tar({"2021.html": REPORT}, "xz"), "二.zip": zipped({"2020.html": OTHER})}
    path = write(tmp_path, "a.eml", make_mail({"年报.tgz": make_tar(inner, "gz")}))
    assert Bundles().list_members(path) == ("年报.tgz/一.tar.xz/2021.html", "年报.tgz/二.zip/2020.html")
    path = write(tmp_path, "b.zip", zipped({"a.tar": make_tar({"b.tar": make_tar({"c.tar": make_tar({})})})}))
    with pytest.raises(OversizedSource, match="3 层"):
        Bundles().list_members(path)


def test_the_content_tells_the_kind(tmp_path: Path) -> None:
    for name in ("a.rar", "a.zip", "a.7z", "a.tar.xz"):
        path = write(tmp_path, name, make_tar({"2021.html": REPORT}, "gz"))
        assert Bundles().list_members(path) == ("2021.html",)


def test_names_are_labels_only(tmp_path: Path) -> None:
    files = {"../../etc/passwd.html": b"1", "/etc/x.html": b"2", "C:\\a\\b.html": b"3", "a/.b.html": b"4"}
    path = write(tmp_path, "a.tar", make_tar(files))
    assert Bundles().list_members(path) == ("C/a/b.html", "etc/passwd.html", "etc/x.html")


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tar", make_tar({"云泽市/二〇二一年年报.html": REPORT}, encoding="gb18030"))
    assert Bundles().list_members(path) == ("云泽市/二〇二一年年报.html",)


def test_links_and_devices_are_no_files(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"{kind!r}.html")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("2021.html")
        info.size = len(REPORT)
        tar.addfile(info, io.BytesIO(REPORT))
    assert Bundles().list_members(write(tmp_path, "a.tar", buffer.getvalue())) == ("2021.html",)


def sparse(size: int) -> bytes:
    """A file of a few bytes that says it has many (GNU sparse format 1.0)."""
    info = tarfile.TarInfo("a.html")
    info.size = 512
    info.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "a.html",
        "GNU.sparse.realsize": str(size),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(b"0\n".ljust(512, b"\0")))
    return buffer.getvalue()


def many(count: int) -> bytes:
    return make_tar({f"{n}.html": b"" for n in range(count)}, "gz")


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.tar", lambda: make_tar({}), "没有文件"),
        ("a.tar.gz", lambda: make_tar(FILES, "gz")[:4000], "已损坏"),
        ("a.tar.xz", lambda: make_tar(FILES, "xz")[:4000], "已损坏"),
        ("a.tar", lambda: b"x" * 3000, "已损坏"),
        ("a.tgz", lambda: b"", "已损坏"),
        ("a.7z", lambda: make_7z(FILES)[:3000], "已损坏"),
        ("a.7z", lambda: make_7z(FILES, "密码"), "设有密码"),
        ("a.rar", lambda: make_rar(FILES, store=True)[:3000], "已损坏"),
        ("a.rar", lambda: make_rar(FILES, password="密码"), "设有密码"),
        ("a.tar.gz", lambda: make_tar({f"{n}.html": bytes(10 * 1024**2) for n in range(8)}, "gz"), "200 倍"),
        ("a.7z", lambda: make_7z({f"{n}.html": bytes(10 * 1024**2) for n in range(8)}), "200 倍"),
        ("a.tar", lambda: sparse(10**12), "200 倍"),
        ("a.tgz", lambda: many(limits.MOST_FILES + 1), "文件太多"),
        ("a.tgz", lambda: make_tar({"a.zip": zipped({"b.html": bytes(70 * 1024**2)})}), "200 倍"),
    ],
)
def test_bad_archives_are_named(name: str, make: object, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, name, make())  # type: ignore[operator]
    began = time.process_time()
    (outcome,) = add(path, tmp_path / "home").values()
    assert (outcome.status, outcome.message.count("。")) == ("failed", 1)
    assert said in outcome.message
    ((_, refused),) = unpack(path.read_bytes(), f"上传{name}", 10**6)
    assert isinstance(refused, SourceError)
    assert said in refused.message
    assert f"上传{name}" in refused.message
    assert time.process_time() - began < QUICK


def test_a_stored_file_of_another_sum_is_told(tmp_path: Path) -> None:
    data = bytearray(make_rar({"2021.html": REPORT}, store=True))
    data[-200] ^= 1
    with pytest.raises(UnreadableSource, match="已损坏"):
        Bundles().list_members(write(tmp_path, "a.rar", bytes(data)))


def test_without_the_programs_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = make_rar({"2021.html": REPORT})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableSource, match="libarchive-tools"):
        Bundles().list_members(write(tmp_path, "a.rar", packed))


def test_what_bsdtar_cannot_unpack_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = write(tmp_path, "bsdtar", b"#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(UnreadableSource, match="不支持"):
        Bundles().list_members(write(tmp_path, "a.rar", make_rar({"2021.html": REPORT})))


def test_an_old_solid_archive_needs_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.rar", make_rar({"2021.html": REPORT, "2020.html": OTHER}, solid="rar29"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableSource, match="固实"):
        Bundles().list_members(path)


def test_without_py7zr_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make_7z({"2021.html": REPORT})
    folder = tmp_path / "py7zr"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise ModuleNotFoundError")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnreadableSource, match="pip install py7zr"):
        Bundles().list_members(write(tmp_path, "a.7z", data))


def test_an_archive_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.tar", make_tar(FILES))
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.0)
    with pytest.raises(OversizedSource, match=r"时间或内存超过上限"):
        Bundles().list_members(path)


def test_an_archive_that_needs_much_memory_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("memory is bounded on Linux only")
    monkeypatch.setattr(kinds, "KINDS", tuple(replace(kind, megabytes=20) for kind in kinds.KINDS))
    header = tarfile.TarInfo("a.html")
    header.pax_headers = {"comment": "年" * 20_000_000}
    with pytest.raises(OversizedSource, match="内存超过"):
        Bundles().list_members(write(tmp_path, "a.tar", header.tobuf(tarfile.PAX_FORMAT)))


def test_what_was_unpacked_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    path = write(tmp_path, "a.zip", zipped({"b.tar": make_tar({"2021.html": REPORT})}))
    bundles = Bundles()
    assert bundles.list_members(path) == ("b.tar/2021.html",)
    assert not list((tmp_path / "tmp").iterdir())
    assert bundles.read(path, "b.tar/2021.html", 10**7) == REPORT
    with pytest.raises(UnreadableSource):
        bundles.list_members(write(tmp_path, "c.tar", b"x" * 1000))
    assert not list((tmp_path / "tmp").iterdir())


def test_a_mail_without_a_report_attached_is_its_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.eml", make_mail({"logo.png": b"\x89PNG"}, "全年主动公开政府信息1200条。"))
    bundles = Bundles()
    assert bundles.list_members(path) == ("logo.png", "正文.txt")
    assert "1200条" in bundles.read(path, "正文.txt", 1000).decode()


@pytest.mark.parametrize(
    "header",
    [
        'filename="=?GB2312?B?wOTLrrDs?=.html"',
        "filename*=GBK''%C0%E4%CB%AE%B0%EC.html",
        'filename="冷水办.html"',
        "filename*0*=utf-8''%E5%86%B7%E6%B0%B4; filename*1*=%E5%8A%9E.html",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_of_what_is_attached(header: str, encoding: str, tmp_path: Path) -> None:
    mail = f"MIME-Version: 1.0\nContent-Type: text/html\nContent-Disposition: attachment; {header}\n\n<p>年报"
    path = write(tmp_path, "a.eml", mail.encode(encoding))
    assert Bundles().list_members(path) == ("冷水办.html",)


def test_a_mail_in_a_mail_is_opened(tmp_path: Path) -> None:
    inner = make_mail({"2021.html": REPORT})
    head = b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    data = head + b"Content-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    assert Bundles().list_members(write(tmp_path, "a.eml", data)) == ("报送年报.eml/2021.html",)


@cache
def _make_once(name: str) -> bytes:
    """An archive whose bytes do not depend on the second in which it was made."""
    return MAKERS[name]({"a.html": REPORT[:500]})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_archive_is_refused_or_read_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["a.tar", "a.tgz", "stored.rar", "a.eml", "a.7z"]))
    whole = bytearray(_make_once(name))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for _, each in unpack(bytes(whole), name, 10**6):
        assert isinstance(each, bytes | SourceError)
