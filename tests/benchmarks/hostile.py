"""Hostile files: 1,000 seeded mutations of every format, and bombs. Each ends in a report or one sentence.

    python tests/benchmarks/hostile.py [NUMBER] [SEED]

Prints what took longest and most memory, and every breach of the bounds (10 s, 1 GB, one sentence).
"""

from __future__ import annotations

import gzip
import io
import random
import re
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import docx
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import NianbaoError
from indexer.extraction import workbook
from indexer.extraction.formats import SUFFIXES
from indexer.ingest.reading.readers import Readers
from indexer.settings import Settings
from indexer.sources import files as corpus
from tests.benchmarks import hostile_parts
from tests.extraction.layout.ofd_maker import make_ofd
from tests.extraction.made_files import load
from tests.extraction.test_mhtml import saved
from tests.ingest.test_joining import make_workbook
from tests.sources.archives import make_7z, make_mail, make_rar, make_tar

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 10.0, 1024.0
File = tuple[str, bytes]
Bomb = tuple[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file: how long it took, the memory that it took, what was said of it."""

    name: str
    seconds: float
    megabytes: float
    said: str
    fault: str = ""

    @property
    def breach(self) -> bool:
        """Whether it overstepped a bound or ended in anything but a report or a sentence."""
        return bool(self.fault) or self.seconds > SECONDS or self.megabytes > MEGABYTES


def judge(path: Path, readers: Readers) -> Verdict:
    """Read a file, or each file of an archive, as `nianbao add` does; of an archive the slowest counts.

    Pictures are recognised in a process with bounds of its own, but looked at, and made pages of, as here.
    """
    before = _forget_peak(readers)
    began = time.perf_counter()
    said, fault = [], ""
    files = corpus.walk([path], SUFFIXES).files
    longest = time.perf_counter() - began
    for found in files:
        began = time.perf_counter()
        try:
            if found.suffix in workbook.SUFFIXES:
                data = corpus.read(found, readers.settings.max_file_bytes).data
                said.append(f"tables {sorted(readers.read_tables(data, found.name).tables)}")
                continue
            report, _ = readers.inspect(found)
            said.append(f"{report.kind.value} {report.year}")
        except NianbaoError as error:
            said.append(error.message)
            if "\n" in error.message or not re.search("[一-鿿]", error.message):
                fault = "not a sentence"
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        longest = max(longest, time.perf_counter() - began)
    return Verdict(path.name, longest, _peak(readers, before), "；".join(said[:3]), fault)


def seeds() -> list[File]:
    """A sound report in every format."""
    folder = ROOT / "corpus" / "disclosure"
    page = (folder / "东湖区" / "2021.html").read_bytes()
    text = (folder / "西岭区" / "2020.txt").read_bytes()
    lines = [line for line in text.decode("utf-8", "replace").splitlines() if line.strip()]
    return [
        ("report.html", page),
        ("gbk.html", (folder / "云泽市" / "2014.html").read_bytes()),
        ("report.txt", text),
        ("report.docx", word(lines)),
        ("report.pdf", printed(lines)),
        ("scan.png", drawn("PNG")),
        ("scan.jpg", drawn("JPEG")),
        ("scan.tiff", drawn("TIFF")),
        ("report.zip", zipped({"年报/2021.html": page, "年报/2020.docx": word(lines[:20])})),
        ("report.doc", load(".doc")),
        ("report.wps", load(".doc")),
        ("report.rtf", load(".rtf")),
        ("pictured.rtf", hostile_parts.make_pictured_rtf(hostile_parts.make_picture(size=(400, 300)))),
        ("report.xlsx", make_workbook()),
        ("pictured.docx", hostile_parts.make_pictured_word()),
        ("pictured.html", hostile_parts.make_pictured_page(hostile_parts.make_picture())),
        ("pictured.mht", hostile_parts.make_pictured_archive()),
        ("scanned.ofd", hostile_parts.make_scanned_ofd(hostile_parts.make_picture())),
        ("report.ofd", make_ofd(printed(lines))),
        ("report.mht", saved(("text/html", page, "quoted-printable"))),
        ("report.tar", make_tar({"年报/2021.html": page})),
        ("report.tgz", make_tar({"年报/2021.html": page}, "gz")),
        ("report.rar", make_rar({"年报/2021.html": page}, store=True)),
        ("report.eml", make_mail({"2021.html": page})),
        *([("report.7z", make_7z({"年报/2021.html": page}))] if find_spec("py7zr") else []),
    ]


def drawn(kind: str) -> bytes:
    """A picture."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((600, 800)).save(buffer, kind)
    return buffer.getvalue()


def word(lines: list[str]) -> bytes:
    """Lines as a Word document, with a table."""
    document, buffer = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(5, 4)
    for row in range(5):
        for column in range(4):
            table.cell(row, column).text = f"{row * column}"
    table.cell(0, 0).merge(table.cell(0, 3))
    document.save(buffer)
    return buffer.getvalue()


def printed(lines: list[str]) -> bytes:
    """Lines as a PDF whose streams are not compressed, so that mutations reach them, with a ruled table."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for start in range(0, len(lines), 25):
        canvas.setFont("STSong-Light", 12)
        for at, line in enumerate(lines[start : start + 25]):
            canvas.drawString(80, 760 - 20 * at, line[:35])
        canvas.grid([80, 180, 280, 380], [100, 130, 160, 190])
        for at in range(9):
            canvas.drawString(90 + 100 * (at % 3), 105 + 30 * (at // 3), str(at))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    """Files as a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mutants(number: int, seed: int) -> Iterator[File]:
    """Sound files, each hurt once to five times."""
    chance = random.Random(seed)
    sound = seeds()
    for at in range(number):
        name, data = sound[at % len(sound)]
        if name.endswith("docx") and chance.random() < 0.6:
            hurt = _inside(data, chance)
        else:
            hurt = data
            for _ in range(chance.randint(1, 5)):
                hurt = chance.choice(_MUTATIONS)(hurt, chance)
        if chance.random() < 0.1:
            hurt, name = hurt + chance.choice(sound)[1], chance.choice(sound)[0]
        yield f"{at:04}-{name}", hurt


def _flip(data: bytes, chance: random.Random) -> bytes:
    hurt = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        if hurt:
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
    return bytes(hurt)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 2000) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randint(1, 300)]
    return data[:start] + piece * chance.choice((2, 10, 3000)) + data[start:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """Another figure where one is: offsets, lengths and spans become absurd."""
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    place = chance.choice(found)
    figure = chance.choice((b"0", b"-1", b"99999999999", b"4294967296", b"1e9", b"00", place[0] * 3))
    return data[: place.start()] + figure + data[place.end() :]


def _tag(data: bytes, chance: random.Random) -> bytes:
    """A tag more, once or many times."""
    tags = (
        b"<table>",
        b"<td colspan=9999 rowspan=9999>",
        b"</div>",
        b"<!--",
        b"<script>",
        b"[[[[",
        b"<</A",
        b"&#0;",
    )
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(tags) * chance.choice((1, 50, 5000)) + data[start:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.randbytes(chance.randint(1, 5000)) + data[start:]


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _truncate,
    _drop,
    _repeat,
    _number,
    _tag,
    _noise,
)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """A Word document one of whose parts is hurt, the package around it whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(["word/document.xml", "word/document.xml", "word/styles.xml", "word/numbering.xml"])
    if name in parts:
        parts[name] = chance.choice(_MUTATIONS)(parts[name], chance)
    return zipped(parts)


def bombs() -> Iterator[Bomb]:
    """Files that are small and want to be large, deep or endless."""
    prose = "一、总体情况\n全年主动公开政府信息1200条，群众满意度不断提高。\n"
    million = 1_000_000
    yield "deep.html", lambda: b"<div>" * million + "深".encode() + b"</div>" * million
    yield "inline.html", lambda: b"<b><i>" * 200_000 + "深".encode()
    yield "tags.html", lambda: b"<p>a<br>" * 2 * million
    yield "attributes.html", lambda: b"<p " + b"a=1 " * 4 * million + b">"
    yield (
        "spans.html",
        lambda: "".join(["<table><tr>", *["<td colspan=9999 rowspan=9999>格"] * 200]).encode(),
    )
    yield "rows.html", lambda: ("<table>" + "<tr><td>a<td>1<td>2" * 60_000 + "</table>").encode()
    yield "entities.html", lambda: b"&amp;" * 3 * million
    yield "comment.html", lambda: b"<p><!--" * million
    yield "line.txt", lambda: "报告".encode() * 3 * million
    yield "lines.txt", lambda: b"\n".join([prose.encode()] * 200_000)
    yield "headings.txt", lambda: "一、".encode() * 2 * million
    yield "labels.txt", lambda: "第二十条第（一）项\n".encode() * 50_000
    yield "cells.txt", lambda: "申请人情况 | 1 | 2\n".encode() * 200_000
    yield "bars.txt", lambda: b"|" * 5 * million
    yield "numbers.txt", lambda: "（一）".encode() * million
    yield "utf16.txt", lambda: b"\xff\xfe" + "年".encode("utf-16-le") * 5 * million
    yield "zeros.txt", lambda: bytes(15 * million)
    yield "noise.txt", lambda: random.Random(7).randbytes(5 * million)
    report = "云泽市2019年政府信息公开工作年度报告\n一、总体情况\n"
    yield "shifted.txt", lambda: (report + "全面推进?窆?kāi)，及时公开政府信息。\n" * 20_000).encode()
    yield "shifted-line.txt", lambda: (report + "全面推进?窆?kāi)，及时公开。" * 20_000).encode()
    yield from _word_bombs()
    yield from _old_word_bombs()
    yield from _pdf_bombs()
    yield from _zip_bombs()
    yield from _archive_bombs()
    yield from hostile_parts.list_bombs()


def _word_bombs() -> Iterator[Bomb]:
    w = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"

    def package(xml: str) -> bytes:
        return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})

    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    yield (
        "entities.docx",
        lambda: package(
            f"<!DOCTYPE w [<!ENTITY e0 '年报'>{entities}]><w:document {w}><w:body>&e11;</w:body></w:document>"
        ),
    )
    yield (
        "outside.docx",
        lambda: package(
            f"<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document {w}>&x;</w:document>"
        ),
    )
    yield "swollen.docx", lambda: package("<!--" + " " * 300_000_000 + "-->")
    yield "deep.docx", lambda: package(f"<w:document {w}><w:body>" + "<w:sdt>" * 200_000)
    body = f"<w:document {w}><w:body>"
    run = "<w:p><w:r><w:t>年报</w:t></w:r></w:p>"
    yield "nested.docx", lambda: package(f"{body}{'<w:sdt>' * 240}{run}")
    yield "long.docx", lambda: package(f"{body}{run * 500_000}</w:body></w:document>")
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='9999'/><w:vMerge/></w:tcPr>{run}</w:tc>"
    rows = f"<w:tr>{cell * 20}</w:tr>" * 5000
    yield "table.docx", lambda: package(f"{body}<w:tbl>{rows}</w:tbl></w:body></w:document>")
    tables = "<w:tbl><w:tr><w:tc>" * 60 + run + "</w:tc></w:tr></w:tbl>" * 60
    yield "tables.docx", lambda: package(f"{body}{tables}</w:body></w:document>")


def _old_word_bombs() -> Iterator[Bomb]:
    def rtf(body: str) -> bytes:
        return ("{\\rtf1\\ansi\\ansicpg936 " + body).encode("latin-1")

    yield "deep.rtf", lambda: rtf("{" * 3_000_000)
    yield "rows.rtf", lambda: rtf(r"\trowd\cellx9\cellx99 1\cell 2\cell\row " * 200_000)
    yield "cells.rtf", lambda: rtf(r"\trowd" + r"\cellx9" * 400_000 + r" 1\cell" * 400_000 + r"\row ")
    edges = "".join(rf"\cellx{n * 50}" for n in range(20_000))
    yield "columns.rtf", lambda: rtf(rf"\trowd{edges}" + r" 1\cell" * 20_000 + r"\row ")
    yield "links.rtf", lambda: rtf(r'{\field{\*\fldinst{HYPERLINK "a" ' * 100_000)
    yield "pictures.rtf", lambda: rtf(r"{\*\shppict{\pict\bin9999999999 " * 100_000)
    yield "halves.rtf", lambda: rtf(r"\'d2" * 2_000_000)
    yield "characters.rtf", lambda: rtf(r"\uc999999999 \u99999999 ?" * 300_000)
    sound = load(".doc")
    yield "empty.doc", lambda: sound[:512] + bytes(10_000_000)
    yield "chain.doc", lambda: sound[:512] + b"\0\0\0\0" * 3_000_000 + sound[512:]


def _pdf_bombs() -> Iterator[Bomb]:
    def file(*objects: bytes) -> bytes:
        body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, text) for n, text in enumerate(objects, 1))
        return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R>>\n%%EOF"

    root, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>"
    )

    def stream(data: bytes, more: bytes = b"") -> bytes:
        return b"<</Length %d %s>>stream\n%s\nendstream" % (len(data), more, data)

    def packed() -> bytes:
        return zlib.compress(zlib.compress(bytes(500_000_000), 9), 9)

    yield "flate.pdf", lambda: file(root, pages, page, stream(packed(), b"/Filter[/FlateDecode/FlateDecode]"))
    yield (
        "operators.pdf",
        lambda: file(
            root, pages, page, stream(zlib.compress(b"0 0 m 9 9 l S " * 3_000_000), b"/Filter/FlateDecode")
        ),
    )
    grid = b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(0, 600, 1))
    yield "rules.pdf", lambda: file(root, pages, page, stream(grid))
    yield "loop.pdf", lambda: file(root, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"
    yield "form.pdf", lambda: file(root, pages, page, stream(b"/X Do " * 20, form))
    yield "arrays.pdf", lambda: file(root, pages, page, b"[" * 500_000)
    many = b"<</Type/Pages/Kids[" + b"3 0 R " * 200_000 + b"]/Count 200000>>"
    yield "pages.pdf", lambda: file(root, many, page, stream(b""))
    yield "length.pdf", lambda: file(root, pages, page, b"<</Length 99999999999>>stream\nx")


def _zip_bombs() -> Iterator[Bomb]:
    def zeros() -> bytes:
        return zipped({f"{n}.html": bytes(19_000_000) for n in range(3)})

    yield "zeros.zip", zeros
    yield (
        "layers.zip",
        lambda: _layers(zeros(), 3),
    )
    yield "many.zip", lambda: zipped({f"{n}.html": b"" for n in range(30_000)})
    yield "names.zip", lambda: zipped({f"{'../' * n}etc/{n}.html": b"x" for n in range(20)})
    yield "long-name.zip", lambda: zipped({"年" * 15_000 + ".html": b"<p>x"})
    yield "huge.zip", lambda: zipped({"a.html": bytes(500_000_000)})


def _archive_bombs() -> Iterator[Bomb]:
    zeros = {f"{n}.html": bytes(19_000_000) for n in range(20)}
    for kind in ("gz", "bz2", "xz"):
        yield f"zeros.tar.{kind}", lambda kind=kind: make_tar(zeros, kind)
        yield f"layers.tar.{kind}", lambda kind=kind: _layered(kind, bytes(60_000_000))
    yield "endless.tgz", lambda: gzip.compress(bytes(500_000_000))
    yield "many.tgz", lambda: make_tar({f"{n}.html": b"" for n in range(100_000)}, "gz")
    header = tarfile.TarInfo("a.html")
    header.pax_headers = {"comment": "年" * 60_000_000}
    yield "header.tgz", lambda: gzip.compress(header.tobuf(tarfile.PAX_FORMAT))
    yield "zeros.rar", lambda: make_rar(zeros)
    yield "layers.rar", _make_layered_rar
    if find_spec("py7zr"):
        yield "zeros.7z", lambda: make_7z(zeros)
        yield "mixed.7z", lambda: make_7z({"a.tgz": make_tar({"b.zip": zipped(zeros)}, "gz")})
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000))
    yield "deep.eml", lambda: b"MIME-Version: 1.0\n" + deep
    part = b"--b\nContent-Disposition: attachment; filename=a.html\n\nx\n"
    yield "parts.eml", lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 100_000
    yield "words.eml", lambda: b"Content-Disposition: attachment; filename=" + b"=?gbk?q?=c4?= " * 300_000
    rest = b"Content-Type: message/rfc822\n\n" * 5_000
    yield "mails.eml", lambda: b"MIME-Version: 1.0\n" + rest


def _layered(kind: str, data: bytes) -> bytes:
    for name in ("a.html", f"b.tar.{kind}", f"c.tar.{kind}"):
        data = make_tar({name: data}, kind)
    return data


def _make_layered_rar() -> bytes:
    data = make_rar({"a.html": b"x"}, store=True)
    for name in ("a.rar", "b.rar", "c.rar", "d.rar"):
        data = make_rar({name: data}, store=True)
    return data


def _layers(data: bytes, width: int) -> bytes:
    inner = zipped({f"{n}.zip": data for n in range(width)})
    return zipped({f"{n}.zip": inner for n in range(width)})


def _forget_peak(readers: Readers) -> float:
    """Begin to look for the most memory in use; return what this process has in use now, in MiB."""
    for process in ("self", *readers.pool.pids):
        Path(f"/proc/{process}/clear_refs").write_text("5")
    return _read_peak("self")


def _peak(readers: Readers, before: float) -> float:
    """Most memory in use since `_forget_peak`, in MiB, by a process that reads for this one, or by this one
    beyond what it had in use: it may be that of a thousand tests.
    """
    return max(_read_peak("self") - before, *map(_read_peak, map(str, readers.pool.pids)), 0.0)


def _read_peak(process: str) -> float:
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Judge them all."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    verdicts = []
    with tempfile.TemporaryDirectory() as folder, Readers(Settings()) as readers:
        readers.recogniser.is_enabled = False  # it has bounds of its own
        for name, data in chain(((n, make()) for n, make in bombs()), mutants(number, seed)):
            path = Path(folder, name)
            path.write_bytes(data)
            verdicts.append(judge(path, readers))
            if verdicts[-1].breach:
                print("BREACH", verdicts[-1])
            path.unlink()
    reports = sum(bool(re.match("disclosure|work|tables", verdict.said)) for verdict in verdicts)
    print(f"{len(verdicts)} files, {reports} read, {sum(verdict.breach for verdict in verdicts)} breaches")
    for key in ("seconds", "megabytes"):
        worst = sorted(verdicts, key=lambda verdict: getattr(verdict, key), reverse=True)[:8]
        print(f"most {key}:", *(f"{v.name} {getattr(v, key):.1f} ({v.said[:40]})" for v in worst), sep="\n  ")


if __name__ == "__main__":
    main()
