"""A small ZIP archive that represents a large one is refused with one sentence, before it is unpacked."""

from __future__ import annotations

import io
import struct
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.outcome import FileOutcome
from indexer.errors import OversizedSource, SourceError, UnreadableSource
from indexer.ingest.add import add
from indexer.settings import Settings
from indexer.sources.bundles import budget as limits
from indexer.sources.bundles.bundles import Bundles
from indexer.sources.files import FileReader
from indexer.sources.upload import unpack

REPORT = (Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2021.html").read_bytes()
QUICK = 5.0
"""Seconds of processor time in which any of these is refused; most take a hundredth of that."""


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def overlapping(count: int, unpacked_bytes: int, suffix: str = ".html") -> bytes:
    """Many entries of the table of contents that all name the same packed bytes."""
    return _overlapping(count, b"<p>" + bytes(unpacked_bytes), suffix)


def _overlapping(count: int, data: bytes, suffix: str) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(data) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(data), len(packed), len(data))
    name = b"00000" + suffix.encode()
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sizes
    body = local + struct.pack("<HH", len(name), 0) + name + packed
    entries = b""
    for number in range(count):
        entry = b"%05d" % number + suffix.encode()
        entries += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sizes
        entries += struct.pack("<HHHHHII", len(entry), 0, 0, 0, 0, 0, 0) + entry
    end = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entries), len(body), 0)
    return body + entries + b"PK\x05\x06" + end


def staggered() -> bytes:
    """Files that each begin inside the one before."""
    data = bytearray(zipped({f"{n}.html": REPORT for n in range(3)}, zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    (start,) = struct.unpack_from("<I", data, second + 42)
    struct.pack_into("<I", data, second + 42, start - 100)
    return bytes(data)


def large_directory() -> bytes:
    count = 400_000
    entries = (b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x") * count
    return entries + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(entries), 0, 0)


def nested(inner: bytes, count: int) -> bytes:
    return zipped({f"{n}.zip": inner for n in range(count)})


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "overlapping": (lambda: overlapping(500, 100_000), "重叠"),
    "overlapping a lot": (lambda: overlapping(19_000, 15 * 1024**2), "GB"),
    "overlapping inside": (lambda: nested(overlapping(500, 100_000), 2), "重叠"),
    "nested overlapping": (lambda: _overlapping(60, zipped({"a.html": REPORT}), ".zip"), "重叠"),
    "beginning inside": (staggered, "重叠"),
    "zeros": (lambda: zipped({f"{n}.html": bytes(10 * 1024**2) for n in range(8)}), "200 倍"),
    "zeros inside": (lambda: nested(zipped({"a.html": bytes(12 * 1024**2)}), 8), "200 倍"),
    "archives of zeros": (lambda: nested(zipped({"a.bin": b""}) + bytes(30 * 1024**2), 4), "200 倍"),
    "many inside": (lambda: nested(zipped({f"{n}.html": b"" for n in range(5001)}), 4), "20000 个"),
    "folders": (lambda: zipped({f"{n}/": b"" for n in range(20_001)}), "20000 个"),
    "large table of contents": (large_directory, "20000 个"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_stands_for_too_much_is_refused_at_once(name: str, tmp_path: Path) -> None:
    make, said = ATTACKS[name]
    path = tmp_path / "a.zip"
    path.write_bytes(make())
    began = time.process_time()
    outcomes: list[FileOutcome] = []
    add([path], Settings(home=tmp_path / "home"), lambda outcome, _total: outcomes.append(outcome))
    (outcome,) = outcomes
    assert (outcome.status, outcome.message.count("。")) == ("failed", 1)
    assert said in outcome.message
    ((_, refused),) = unpack(path.read_bytes(), "上传.zip", 10**6)
    assert isinstance(refused, SourceError)
    assert said in refused.message
    assert "上传.zip" in refused.message
    assert time.process_time() - began < QUICK


@pytest.mark.parametrize("name", ["a.html", "a/" * 30_000 + "a.html", "a" * 60_000 + ".html"])
def test_thousands_of_one_name_are_read_in_time(name: str, tmp_path: Path) -> None:
    names = 2_000 if len(name) < 100 else 40
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings(action="ignore"):
        for number in range(names):
            archive.writestr(name, b"%d" % number)
    path = tmp_path / "a.zip"
    path.write_bytes(buffer.getvalue())
    began = time.process_time()
    reader = FileReader()
    labels = Bundles().list_members(path)
    assert len(set(labels)) == names
    assert {reader.read(path / label, 100).data for label in labels} == {b"%d" % n for n in range(names)}
    assert time.process_time() - began < QUICK


def test_an_archive_that_takes_too_long_is_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.html": REPORT, "b.html": REPORT}))
    bundles = Bundles()
    assert bundles.read(path, "a.html", 10**6) == REPORT
    monkeypatch.setattr(limits, "MOST_SECONDS", -1.0)
    with pytest.raises(OversizedSource, match="其余文件未读取"):
        bundles.read(path, "b.html", 10**6)


def test_an_archive_of_the_64_bit_format_is_read(tmp_path: Path) -> None:
    data = zipped({"a.html": REPORT})
    at = data.rindex(b"PK\x05\x06")
    count, _, size, start = struct.unpack_from("<HHII", data, at + 8)
    record = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<IQI", 0, at, 1)
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path = tmp_path / "a.zip"
    path.write_bytes(data[:at] + b"PK\x06\x06" + record + b"PK\x06\x07" + locator + b"PK\x05\x06" + end)
    assert Bundles().read(path, "a.html", 10**6) == REPORT


def test_a_report_that_packs_well_is_read(tmp_path: Path) -> None:
    # Fifty copies of one report, each packed for itself: what an archive of a county looks like at best.
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{n}.html": REPORT * 20 for n in range(50)}))
    assert len(Bundles().list_members(path)) == 50


@given(st.data())
def test_a_damaged_archive_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(nested(zipped({"a.html": REPORT[:500]}), 2))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for _, each in unpack(bytes(whole), "a.zip", 10**6):
        assert isinstance(each, bytes | SourceError)


def test_overlap_is_told_of_a_sound_archive_too(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(staggered())
    with pytest.raises(UnreadableSource, match="重新打包"):
        Bundles().read(path, "0.html", 10**6)
