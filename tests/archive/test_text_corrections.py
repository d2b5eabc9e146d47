"""Headings and cells are corrected where they were read, and nowhere else."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrected_reports import apply
from indexer.archive.contributions.corrected_texts import correct_texts
from indexer.archive.contributions.corrections import Correction
from indexer.archive.contributions.text_corrections import (
    CellCorrection,
    HeadingCorrection,
    find_heading_source,
    list_tables,
)
from indexer.errors import NotAReport
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.reading.read import Known, read
from indexer.ingest.reindex import reindex
from indexer.report.document import Cell, Table
from indexer.report.doubt import Topic
from indexer.report.report import Report
from indexer.settings import Settings
from indexer.text.change import Change

CORPUS = Path(__file__).parents[2] / "corpus"
PAGE = CORPUS / "disclosure" / "东湖区" / "2019.html"


def read_page(data: bytes, kind: str = "") -> Report:
    return read(data, "年报.html", Settings(), known=Known(kind))[0]


@pytest.fixture(scope="module")
def report() -> Report:
    return read_page(PAGE.read_bytes())


def test_a_heading_and_its_number(report: Report) -> None:
    third = report.sections[3]
    heading = HeadingCorrection(4, find_heading_source(third), "三、申请情况", 4)
    corrected = correct_texts(report, [heading], ())
    assert corrected.sections[3].heading == "三、申请情况"
    assert corrected.sections[3].number == 4
    assert corrected.sections[3].blocks == third.blocks
    # Lines of two sections of one number are counted on.
    following = [section for section in corrected.sections if section.number == 4]
    assert following[1].first == following[0].first + len(following[0].lines)
    assert any(doubt.about is Topic.SECTIONS for doubt in corrected.doubts)  # there is no third any more


def test_a_heading_that_was_taken_for_a_paragraph() -> None:
    data = PAGE.read_text("utf-8").replace("五、存在的主要问题及改进情况", "还有一些不足")
    report = read_page(data.encode())
    assert any("存在的主要问题" in doubt.sentence for doubt in report.doubts)
    assert 5 not in {section.number for section in report.sections}
    heading = HeadingCorrection(0, "还有一些不足", "五、还有一些不足", 5)
    corrected = correct_texts(report, [heading], ())
    (fifth,) = (section for section in corrected.sections if section.number == 5)
    assert fifth.heading == "五、还有一些不足"
    assert fifth.blocks
    assert not corrected.doubts
    lines = sum(len(section.lines) for section in report.sections)
    assert sum(len(section.lines) for section in corrected.sections) == lines - 1


@given(data=st.data(), text=st.text("0123456789件—", max_size=6))
def test_one_cell_and_no_other(report: Report, data: st.DataObject, text: str) -> None:
    tables = list_tables(report.sections)
    place = data.draw(st.integers(1, len(tables)))
    cell = data.draw(st.sampled_from(tables[place - 1].cells))
    correction = CellCorrection(place, cell.row, cell.column, cell.text, text)
    corrected = correct_texts(report, (), [correction])
    after = list_tables(corrected.sections)
    for number, (old, new) in enumerate(zip(tables, after, strict=True), 1):
        for before, now in zip(old.cells, new.cells, strict=True):
            meant = number == place and before == cell
            assert now == (replace(before, text=text) if meant else before)
    assert corrected.doubts == report.doubts


@pytest.mark.parametrize(
    "correction",
    [
        Correction(cells=(CellCorrection(1, 0, 0, "别的字", "1"),)),
        Correction(cells=(CellCorrection(9, 0, 0, "", "1"),)),
        Correction(headings=(HeadingCorrection(2, "别的字", "一、概况"),)),
        Correction(headings=(HeadingCorrection(99, "", "一、概况"),)),
        Correction(headings=(HeadingCorrection(0, "哪里都没有这一段", "一、概况"),)),
    ],
)
def test_what_is_read_otherwise_by_now_is_left_and_said(report: Report, correction: Correction) -> None:
    corrected = apply(correction, report)
    assert corrected.sections == report.sections
    (doubt,) = set(corrected.doubts) - set(report.doubts)
    assert "没有采用" in doubt.sentence


def test_a_repaired_cell_is_known_by_its_source(report: Report) -> None:
    """However it is repaired: beside other reports it may be repaired otherwise."""
    correction = CellCorrection(1, 0, 0, "数\ufffd", "数量")
    for repaired in ("数目", "数据"):
        changes = (Change(1, 2, "\ufffd", repaired[1], "lost", 0.5),)
        table = Table((Cell(repaired, 0, 0, changes=changes),))
        found = replace(report, sections=(replace(report.sections[0], blocks=(table,)),))
        (cell,) = list_tables(correct_texts(found, (), [correction]).sections)[0].cells
        assert (cell.text, cell.changes) == ("数量", ())


def test_the_kind_that_a_person_says_is_read(tmp_path: Path) -> None:
    work = (CORPUS / "work" / "云泽市" / "2024.html").read_text("utf-8")
    both = PAGE.read_text("utf-8").replace("</body>", f"{work}</body>").encode()
    assert read_page(both).kind == "disclosure"
    forced = read_page(both, "work")
    assert (forced.kind, forced.outline) == ("work", "work_report")
    with pytest.raises(NotAReport):
        read_page(PAGE.read_bytes(), "work")
    settings = Settings(tmp_path / "home")
    (tmp_path / "both.html").write_bytes(both)
    add([tmp_path / "both.html"], settings, lambda _outcome, _total: None)
    (summary,) = open_archive(settings).list_summaries()
    done = correct(summary.id, Correction(kind="work", who="王芳", reason="两份合在一页"), settings)
    for _ in range(2):
        record = open_archive(settings).read_report(done.id)
        assert record.report.kind == "work"
        assert any("类型（政府工作报告）" in note for note in record.reading.notes)
        reindex(settings, lambda _outcome, _total: None)


def test_a_correction_outlives_its_file_and_earlier_ones_are_read() -> None:
    whole = Correction(
        2020,
        "云泽市财政局",
        "990101",
        "王芳",
        "2026-01-05T01:00:00+00:00",
        "原文误写",
        "disclosure",
        (HeadingCorrection(1, "a", "b", 2),),
        (CellCorrection(1, 2, 3, "4", "5"),),
    )
    assert Correction.from_json(json.loads(json.dumps(dataclasses.asdict(whole)))) == whole
    early = {"year": 2018, "body": "", "region": "", "who": "甲"}
    assert Correction.from_json(early) == Correction(2018, who="甲")
    told = list(whole.compare(Correction(2018, who="甲")))
    assert "年度：2018 → 2020" in told
    assert "第 1 张表第 3 行第 4 列：4 → 5" in told
    assert list(whole.compare(whole)) == []
