"""A report and its JSON are the same thing said twice."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from indexer.report.document import Cell, Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import BodyKind, Kind, Paragraph, Region, Report, Section
from indexer.report.report_json import from_json, to_json, to_public_json
from indexer.text.change import Change

TEXT = st.text(max_size=12)
CHANGES = st.lists(
    st.builds(
        lambda start, before, after, kind, sure: Change(
            start, start + len(before), before, after, kind, sure
        ),
        st.integers(0, 99),
        TEXT,
        TEXT,
        TEXT,
        st.floats(0, 1),
    ),
    max_size=2,
).map(tuple)
PARAGRAPHS = st.builds(Paragraph, TEXT, TEXT, st.integers(0, 4), CHANGES)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables whose cells stand in order, with spans."""
    places = sorted(draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6)))
    cells = (
        Cell(
            draw(TEXT),
            row,
            column,
            draw(st.integers(1, 3)),
            draw(st.integers(1, 3)),
            draw(st.booleans()),
            draw(CHANGES),
        )
        for row, column in places
    )
    return Table(tuple(cells), draw(st.booleans()))


SECTIONS = st.builds(
    Section,
    st.integers(1, 6),
    TEXT,
    st.lists(st.one_of(PARAGRAPHS, tables()), max_size=4).map(tuple),
    st.integers(1, 99),
    CHANGES,
)
REGIONS = st.builds(
    Region,
    st.lists(TEXT, min_size=1, max_size=4).map(tuple),
    st.lists(TEXT, min_size=1, max_size=4).map(tuple),
)
REPORTS = st.builds(
    Report,
    kind=st.sampled_from(Kind),
    outline=TEXT,
    title=TEXT,
    year=st.none() | st.integers(2000, 2040),
    body=TEXT,
    body_kind=st.none() | st.sampled_from(BodyKind),
    region=st.none() | REGIONS,
    sections=st.lists(SECTIONS, max_size=4).map(tuple),
    published=TEXT,
    url=TEXT,
    doubts=st.lists(st.builds(Doubt, st.sampled_from(Topic), TEXT), max_size=3).map(tuple),
    title_changes=CHANGES,
)


@given(REPORTS)
def test_round_trip(report: Report) -> None:
    assert from_json(json.loads(json.dumps(to_json(report), ensure_ascii=False))) == report


def test_a_report_that_was_stored_before_has_doubts_about_nothing_known() -> None:
    doubts = (Doubt(Topic.YEAR, "年度由正文推断，原文没有写明。"),)
    report = Report(Kind.WORK, "work_report", "", None, "", None, None, (), doubts=doubts)
    stored = to_json(report) | {"doubts": ["年度由正文推断，原文没有写明。"]}
    assert from_json(stored).doubts == (Doubt(Topic.UNKNOWN, "年度由正文推断，原文没有写明。"),)


def test_people_and_scripts_are_given_sentences() -> None:
    doubts = (Doubt(Topic.BODY, "未能确定发布机构。"),)
    report = Report(Kind.WORK, "work_report", "", None, "", None, None, (), doubts=doubts)
    assert to_public_json(report) == to_json(report) | {"doubts": ["未能确定发布机构。"]}


def test_anchors_are_those_of_the_lines() -> None:
    table = Table((Cell("甲", 0, 0), Cell("乙", 1, 0)))
    section = Section(3, "三、申请", (Paragraph("一"), table, Paragraph("二")), first=5)
    report = Report(Kind.DISCLOSURE, "disclosure_2019", "", None, "", None, None, (section,))
    blocks = to_json(report)["sections"][0]["blocks"]
    assert [block["anchor"] for block in blocks] == ["s3-5", "s3-6", "s3-8"]
    assert [list(row[0].values()) for row in blocks[1]["rows"]] == [["甲", 0], ["乙", 0]]
