"""How fast commitments are added and found: `python tests/benchmarks/commitments_speed.py [SECTIONS]`.

Makes as many sections (70,000) as reports of invented bodies: the sample disclosure reports, each with its
body's own name and figures, ten years a body. Prints sections per second of all that adding a report
does for commitments (reading, writing, bands, and looking for evidence in the next reports) in batches of
200, by the clock and by the time of the one core that is used; then what loading takes that a search needs,
and how long pages of commitments take.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Reading
from indexer.archive.catalogue.writing.commitment_rows import make_commitment_rows
from indexer.archive.catalogue.writing.report_rows import prepare_rows
from indexer.archive.commitment_loading import CommitmentLoader
from indexer.archive.preservation.source import Source
from indexer.archive.storage.database_place import DatabasePlace
from indexer.commitments.search.results import CommitmentFilter
from indexer.ingest.reading.readers import Readers
from indexer.report.regions import COUNTY, read_divisions
from indexer.report.report import Paragraph, Region, Report
from indexer.report.series import Aliases
from indexer.search.query.parse import parse_query
from indexer.settings import Settings

CORPUS = Path(__file__).parent.parent.parent / "corpus" / "disclosure"
QUERIES = ("学位", "数据 开放", "“示范文本”", "公开 -指南", "年份:2015..2018 排污", "", "水", "地区:东湖区")
BATCH = 200
_YEAR = re.compile(r"(20[12]\d)年")
_FIGURE = re.compile(r"(?<![\d.年月])[1-9]\d{1,3}(?![\d.年月日])")


class Unread:
    """In the place of figures and findings, which are not measured here."""

    def insert(self, *_: object) -> tuple[int, ...]:
        return ()

    def update(self) -> None: ...


def varied(report: Report, body: int, year: int) -> Report:
    """A sample report as that of another body and year, with figures of its own."""
    shift = year - (report.year or 0)
    figures = random.Random(f"{body}-{year}")

    def told(text: str) -> str:
        text = _YEAR.sub(lambda found: f"{int(found[1]) + shift}年", text)
        return _FIGURE.sub(lambda found: str(figures.randrange(2, 2 * int(found[0]))), text)

    sections = tuple(
        replace(
            s,
            blocks=tuple(replace(b, text=told(b.text)) if isinstance(b, Paragraph) else b for b in s.blocks),
        )
        for s in report.sections
    )
    region = regions()[body]
    return replace(report, year=year, region=region, body=f"{region.name}人民政府", sections=sections)


@cache
def regions() -> list[Region]:
    """All counties: each is a body's."""
    known = read_divisions()
    return [
        region
        for code in known.list_codes()
        if known.find_level(code) == COUNTY and (region := known.find_by_code(code))
    ]


def reports(sections: int) -> list[Report]:
    samples = [Readers(Settings()).inspect(path)[0] for path in sorted(CORPUS.rglob("20*.html"))]
    found: list[Report] = []
    count = body = 0
    while count < sections:
        for year in range(2012, 2022):
            report = varied(samples[(body + year) % len(samples)], body, year)
            found.append(report)
            count += len(report.sections)
        body += 1
    return found


def take_in(catalogue: Catalogue, found: list[Report]) -> tuple[float, float]:
    spent = busy = 0.0
    for start in range(0, len(found), BATCH):
        with catalogue.write() as writer:
            commitments = writer.commitments
            writer.findings = writer.commitments = writer.supplement = Unread()  # type: ignore[assignment]
            listed = []
            for number, report in enumerate(found[start : start + BATCH], start):
                series = f"disclosure-{report.region.code if report.region else number}"
                identity = f"{series}-{report.year}"
                source = Source(f"{number:064d}", "", f"/{number}", 0, "", number, identity)
                made = prepare_rows(report, Reading("html", "utf-8"), source.sha256, Settings(), Aliases())
                writer.insert(replace(made, identity=identity), 1, source)
                listed.append((identity, series, report))
            began, from_ = time.perf_counter(), time.process_time()
            for identity, series, report in listed:
                commitments.insert(identity, make_commitment_rows(series, series, report))
            commitments.update()
            spent += time.perf_counter() - began
            busy += time.process_time() - from_
    return spent, busy


def main(sections: int) -> None:
    found = reports(sections)
    count = sum(len(report.sections) for report in found)
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(DatabasePlace(Path(folder) / "catalogue.sqlite"), create=True)
        spent, busy = take_in(catalogue, found)
        print(
            f"{len(found)} reports, {count} sections: {spent:.1f} s, {count / spent:.0f} sections/s;", end=" "
        )
        print(f"{busy:.1f} s of one core, {count / busy:.0f} sections/s")
        began = time.perf_counter()
        store = catalogue.commitments
        loader = CommitmentLoader()
        finder = loader.load("", store)
        print(f"all commitments loaded in {time.perf_counter() - began:.2f} s", end=", ")
        began = time.perf_counter()
        loader.load("", store)
        print(f"again where few have changed in {time.perf_counter() - began:.2f} s")
        for typed in QUERIES:
            times = []
            for _ in range(9):
                total = (page := finder.find(parse_query(typed), CommitmentFilter(), {}, store.read)).total
                times.append(page.took_ms)
            name = typed or "(everything)"
            print(f"{name:<24} {total:>6}  first {times[0]:6.1f} ms  then {median(times[1:]):6.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 70_000)
