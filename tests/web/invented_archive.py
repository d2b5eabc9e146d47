"""An archive of fifteen invented reports for the portal's tests: every state of a page, quickly built."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.catalogue.writing.report_rows import prepare_rows
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.archive.storage.home import Home
from indexer.ingest.entry import insert_report
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.transaction import open_transaction
from indexer.report.document import Cell, Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import BodyKind, Kind, Paragraph, Region, Report, Section, number_lines
from indexer.report.series import Aliases
from indexer.settings import Settings

ORIGINAL = "<html><script>alert(1)</script>原文 {}</html>"
"""What each original holds, with its number, in GB 18030."""

CITY = ("990000", "990100"), ("示例省", "云泽市")


def _district(code: str, name: str) -> Region:
    return Region((*CITY[0], code), (*CITY[1], name))


EAST, WEST = _district("990101", "东湖区"), _district("990102", "西岭区")


def _table() -> Table:
    """Head and two rows of a table of requests: cells that span rows and columns, and a blank one."""
    cells = [
        Cell("本列数据的勾稽关系", 0, 0, 2, 1),
        Cell("申请人情况", 0, 1, 1, 3),
        Cell("自然人", 1, 1),
        Cell("法人或其他组织", 1, 2),
        Cell("总计", 1, 3),
        Cell("一、本年新收政府信息公开申请数量", 2, 0),
        *(Cell(text, 2, at) for at, text in enumerate(("12", "3", "15"), 1)),
        Cell("二、上年结转政府信息公开申请数量", 3, 0),
        *(Cell(text, 3, at) for at, text in enumerate(("0", "", "0"), 1)),
    ]
    return Table(tuple(cells))


def _sections(place: str, year: int) -> tuple[Section, ...]:
    def plain(*lines: str) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(line) for line in lines)

    return number_lines(
        (
            Section(1, "", plain(f"本报告由{place}人民政府办公室编制（示例）。")),
            Section(
                1,
                "一、总体情况",
                (
                    Paragraph(f"{year} 年，{place}推进政务公开，公开老旧小区改造计划。"),
                    Paragraph("（一）主动公开。全年公开信息 1,204 条。", "（一）", 1),
                    Paragraph("（二）依申请公开。全年收到依申请公开 15 件。", "（二）", 1),
                ),
            ),
            Section(2, "二、主动公开政府信息情况", plain("公开规范性文件 8 件。")),
            Section(3, "三、收到和处理政府信息公开申请情况", (_table(),)),
            Section(4, "四、政府信息公开行政复议、行政诉讼情况", ()),
            Section(
                5,
                "五、存在的主要问题及改进情况",
                plain(
                    "问题：政务公开培训不够。<script>alert(1)</script>", f"{year + 1} 年将加强政务公开培训。"
                ),
            ),
            Section(6, "六、其他需要报告的事项", plain("无。")),
        )
    )


def _report(region: Region | None, year: int | None, **changes: Any) -> Report:
    place = region.name if region else "某"
    report = Report(
        Kind.DISCLOSURE,
        "disclosure_2019",
        f"{place}{year or ''}年政府信息公开工作年度报告（示例）",
        year,
        f"{place}人民政府",
        BodyKind.GOVERNMENT,
        region,
        _sections(place, year or 2020),
        "2021-01-29",
        "https://example.org/report",
    )
    return replace(report, **changes)


def invent_reports() -> tuple[Report, ...]:
    """Twelve reports of two districts over six years, one that replaces the first, one of a bureau, and one
    of unknown place and year.
    """
    doubts = (Doubt(Topic.SECTIONS, "第四部分没有内容。"),)
    return (
        *(_report(region, year) for region in (EAST, WEST) for year in range(2018, 2024)),
        _report(EAST, 2018, doubts=doubts, url="javascript:alert(1)"),
        _report(EAST, 2018, body="云泽市东湖区财政局", body_kind=BodyKind.DEPARTMENT),
        _report(None, None, body="某镇人民政府", published="", url=""),
    )


def build_archive(settings: Settings) -> None:
    """Build an archive of the invented reports."""
    home = Home(settings.home)
    originals = Originals(home)
    with home.lock_for_writing():
        generation = home.begin()
        with open_for_writing(home, generation, settings, create=True) as archive:
            with open_transaction(archive) as batch:
                for number, report in enumerate(invent_reports()):
                    data = ORIGINAL.format(number).encode("gb18030")
                    sha256 = hashlib.sha256(data).hexdigest()
                    prepared = prepare_rows(report, Reading("html", "gb18030"), sha256, settings, Aliases())
                    name, day = f"{report.year}-{number}.html", "2026-01-05T08:00:00+00:00"
                    source = Source(sha256, name, f"corpus/{name}", len(data), day, number + 1, "")
                    outcome = insert_report(batch, prepared, source)
                    originals.store(data, replace(source, report=outcome.id))
            home.publish(generation)
