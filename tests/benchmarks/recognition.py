"""How well scans are read: a PDF with text as pictures of its pages, beside the PDF itself.

    python tests/benchmarks/recognition.py PDF [DPI …]

Each page is rendered, turned by one or two degrees, and saved as a JPEG of low quality; the whole is read as
a scan. Another time it is a bad copy: in two shades, with 1,500 specks a page. Prints, for each, whether the
report is the same (kind, year, body, region, sections), the share of characters of prose that differ, how
many cells are right, wrong cells without a mark, processor time a page, and memory at its peak.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

from indexer.ingest.reading.readers import Readers
from indexer.report.document import Cell, Table
from indexer.report.report import Report
from indexer.settings import Settings
from indexer.text.change import CERTAIN

RESOLUTIONS = (150, 200, 300)
SKEWS = (1.0, -1.3, 2.0, -1.7)
QUALITY = 40
DIRTY, SPECKS = 200, 1_500
EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scan beside what it is a scan of.

    Attributes:
        same: whether kind, year, body, region, and numbers and headings of sections are the same.
        error: share of the characters of prose that differ.
        cells: cells of tables, and `right` those that are as they were, in the same place.
        doubtful: cells in which a character is marked as doubtful.
        silent: wrong cells without such a mark, each as it was and as it was read.
    """

    same: bool
    error: float
    cells: int
    right: int
    doubtful: int
    silent: tuple[tuple[str, str], ...]


def make_scan(pdf: bytes, dpi: int, pages: slice = EVERY, specks: int = 0) -> bytes:
    """Return a PDF of pictures of the pages of a PDF.

    Args:
        dpi: dots an inch.
        pages: those that are taken.
        specks: of dirt on a page; the pages are in two shades then.
    """
    file = pypdfium2.PdfDocument(pdf)
    pictures = []
    for at, number in enumerate(range(len(file))[pages]):
        picture = file[number].render(scale=dpi / 72).to_pil().convert("L")
        degrees = SKEWS[at % len(SKEWS)]
        picture = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=250)
        if specks:
            pictures.append(_soil(picture, specks))
            continue
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=QUALITY)
        pictures.append(Image.open(written))
    scan = io.BytesIO()
    options = {} if specks else {"quality": QUALITY}
    pictures[0].save(scan, "PDF", save_all=True, append_images=pictures[1:], resolution=float(dpi), **options)
    return scan.getvalue()


def _soil(picture: Image.Image, specks: int) -> Image.Image:
    """A page in two shades, with specks of one to three pixels."""
    chance, pen = random.Random(1), ImageDraw.Draw(picture)
    for _ in range(specks):
        x, y, size = chance.randrange(picture.width), chance.randrange(picture.height), chance.randrange(3)
        pen.rectangle((x, y, x + size, y + size), chance.randrange(120))
    return picture.point([255 * (shade > 150) for shade in range(256)]).convert("1")


def compare(scan: Report, text: Report) -> Comparison:
    """Compare a report read from a scan with the one that it is a scan of."""
    prose = "\n".join(_list_prose(text))
    edits = Levenshtein.distance(prose, "\n".join(_list_prose(scan)))
    cells, read = _list_cells(text), _list_cells(scan)
    pairs = list(_align(cells, read))
    return Comparison(
        _describe(scan) == _describe(text),
        edits / len(prose),
        len(cells),
        sum(true is not None and other is not None and other.text == true.text for true, other in pairs),
        sum(_is_doubtful(cell) for cell in read),
        tuple(
            (true.text if true else "", other.text if other else "")
            for true, other in pairs
            if true is None or other is None or (other.text != true.text and not _is_doubtful(other))
        ),
    )


def _align(cells: Sequence[Cell], read: Sequence[Cell]) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Each cell beside the one that it was read as; None where there is none."""
    keys = [_name(cell) for cell in cells], [_name(cell) for cell in read]
    for change in Levenshtein.opcodes(*keys):
        own, its = cells[change.src_start : change.src_end], read[change.dest_start : change.dest_end]
        yield from zip_longest(own, its)


def _name(cell: Cell) -> str:
    return f"{cell.row} {cell.column} {cell.rowspan} {cell.colspan} {cell.text}"


def _describe(report: Report) -> tuple[object, ...]:
    sections = [(section.number, section.heading) for section in report.sections]
    return report.kind, report.year, report.body, report.region, sections


def _list_prose(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield section.heading
        yield from (block.text for block in section.blocks if not isinstance(block, Table))


def _list_cells(report: Report) -> list[Cell]:
    blocks = (block for section in report.sections for block in section.blocks)
    return [cell for block in blocks if isinstance(block, Table) for cell in block.cells]


def _is_doubtful(cell: Cell) -> bool:
    return any(change.confidence < CERTAIN for change in cell.changes)


def measure_process(pid: int) -> tuple[float, int]:
    """Return the processor time of a process, in seconds, and its memory at its peak, in MiB (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return ticks / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) // 1024


def measure(path: Path, resolutions: Sequence[int]) -> bool:
    """Print what the module says, and return whether the bounds are kept."""
    kept = True
    data = path.read_bytes()
    with tempfile.TemporaryDirectory() as folder, Readers(Settings(home=Path(folder))) as readers:
        text, _ = readers.read(data, path.name)
        for dpi, specks in [*((each, 0) for each in resolutions), (DIRTY, SPECKS)]:
            scan = make_scan(data, dpi, specks=specks)
            pages = len(pypdfium2.PdfDocument(scan))
            report, _ = readers.read(scan, "scan.pdf")
            seconds, megabytes = measure_process(readers.recogniser.pool.pids[0])
            readers.close()  # the next one is measured in a process of its own
            found = compare(report, text)
            print(
                f"{dpi} dpi{', a bad copy' if specks else ''}: "
                f"{'same report' if found.same else 'ANOTHER REPORT'}, "
                f"characters of prose that differ {found.error:.2%}, "
                f"cells right {found.right}/{found.cells}, doubtful {found.doubtful}, "
                f"wrong without a mark {len(found.silent)}, "
                f"{seconds / pages:.1f} s a page, {megabytes} MiB",
                *found.silent,
                flush=True,
            )
            kept &= found.same and not found.silent and (bool(specks) or found.error <= 0.015)
            kept &= dpi != 200 or bool(specks) or found.right >= 0.98 * found.cells
    return kept


if __name__ == "__main__":
    sys.exit(not measure(Path(sys.argv[1]), [int(each) for each in sys.argv[2:]] or RESOLUTIONS))
