"""What two versions of a report say differently: nothing lost, nothing invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import parse_correction
from indexer.errors import TooDifferent
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.report.comparison.difference import Altered, AlteredTable, Same, differ
from indexer.report.document import Cell, Table
from indexer.report.report import Kind, Paragraph, Report, Section
from indexer.settings import Settings
from indexer.text.diff import Effort, Piece, compare
from web import create_app

REPORT = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2021.html"
OTHER = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2019.html"
OLD, NEW = "disclosure-990101-2021", "disclosure-990101-2021-2"

WORDS = st.text("甲乙丙1,2。；ab", max_size=60)
TABLES = st.lists(
    st.lists(st.sampled_from(["", "0", "12", "件数", "收入"]), min_size=2, max_size=2), max_size=3
)


def table(rows: Sequence[Sequence[str]]) -> Table:
    return Table(tuple(Cell(text, i, j) for i, row in enumerate(rows) for j, text in enumerate(row)))


def report(*sections: Section) -> Report:
    return Report(Kind.DISCLOSURE, "disclosure_2019", "年报", 2021, "", None, None, sections)


BLOCKS = st.one_of(WORDS.map(Paragraph), TABLES.map(table))
SECTIONS = st.builds(
    Section,
    st.integers(1, 6),
    st.sampled_from(["", "一、总体情况", "二、存在的问题"]),
    st.lists(BLOCKS, max_size=5).map(tuple),
)
REPORTS = st.lists(SECTIONS, max_size=4).map(lambda sections: report(*sections))


@given(WORDS, WORDS)
def test_the_pieces_together_are_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new, Effort())
    assert "".join(piece.before for piece in pieces) == old
    assert "".join(piece.after for piece in pieces) == new
    assert all(piece.before or piece.after for piece in pieces)


@given(WORDS, WORDS, WORDS)
def test_only_what_differs_is_told(head: str, put_in: str, tail: str) -> None:
    changed = [p for p in compare(head + tail, head + put_in + tail, Effort()) if not p.same]
    assert bool(changed) == bool(put_in)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("受理1,204件", "受理1,304件", [("受理", "受理"), ("1,204", "1,304"), ("件", "件")]),
        ("已经完成。", "没有完成。", [("已经", "没有"), ("完成。", "完成。")]),
        ("同样", "同样", [("同样", "同样")]),
        ("", "新", [("", "新")]),
    ],
)
def test_a_change_is_told_as_people_would(old: str, new: str, told: list[tuple[str, str]]) -> None:
    assert list(compare(old, new, Effort())) == [Piece(*each) for each in told]


@given(REPORTS, REPORTS)
def test_every_line_of_both_versions_is_told_once(old: Report, new: Report) -> None:
    parts = differ(old, new)
    items = [item for part in parts for item in part.items]
    for version, side in ((old, "before"), (new, "after")):
        lines = 1 + sum(bool(section.heading) + len(section.lines) for section in version.sections)
        told = sum(_height(item, side) for item in items)
        rows = sum(block.height for s in version.sections for block in s.blocks if isinstance(block, Table))
        # A table that is compared cell by cell is one line, or with others alike part of a `Same`.
        assert lines - rows <= told + _blank(version)
        assert told <= lines + _blank(version)
    assert not any(part.changed for part in differ(old, old))


def _height(item: Same | Altered | AlteredTable, side: str) -> int:
    if isinstance(item, Same):
        return item.lines
    return 1 if isinstance(item, AlteredTable) or getattr(item, side) else 0


def _blank(version: Report) -> int:
    return sum(isinstance(block, Table) and not block.height for s in version.sections for block in s.blocks)


def test_lines_cells_and_sections_are_told_where_they_stand() -> None:
    first = Section(
        1, "一、总体情况", (Paragraph("照旧。"), Paragraph("公开1204件。"), Paragraph("全部完成。"))
    )
    form = table([["", "本年"], ["规章", "12"], ["规范性文件", "7"]])
    old = report(first, Section(2, "二、主动公开", (form,)))
    cells = tuple(replace(cell, text="21") if cell.text == "12" else cell for cell in form.cells)
    new = report(
        replace(first, blocks=(Paragraph("照旧。"), Paragraph("公开1304件。"))),
        Section(2, "二、主动公开", (Table(cells),)),
        Section(5, "五、存在的问题", (Paragraph("人手不足。"),)),
    )
    parts = differ(old, new)
    assert [(part.section, part.changed) for part in parts if part.changed] == [(0, 2), (1, 1), (2, 2)]
    _, altered, gone = parts[1].items
    assert isinstance(altered, Altered)
    assert altered.after
    assert altered.after.line == 2
    assert Piece("1204", "1304") in altered.pieces
    assert isinstance(gone, Altered)
    assert gone.after is None
    assert gone.before
    assert gone.before.text == "全部完成。"
    (told,) = (item for item in parts[2].items if isinstance(item, AlteredTable))
    (cell,) = told.cells
    assert (cell.row_name, cell.column_name, cell.before, cell.after) == ("规章", "本年", "12", "21")


def test_a_table_with_every_cell_altered_ends_in_a_sentence() -> None:
    old, new = (
        report(Section(1, "", (table([["机关", f"{value}{row}"] for row in range(1_900)]),)))
        for value in ("收", "发")
    )
    with pytest.raises(TooDifferent, match="请分别打开阅读"):
        differ(old, new)


def test_texts_too_long_and_different_end_in_a_sentence() -> None:
    shuffled = random.Random(7)
    texts = ["".join(shuffled.choices("的一是在不了有和人这中大为上个国我以要他", k=700_000)) for _ in "12"]
    for cut in (700_000, 30):
        lines = [[Paragraph(text[at : at + cut]) for at in range(0, len(text), cut)] for text in texts]
        old, new = (report(Section(1, "", tuple(each))) for each in lines)
        with pytest.raises(TooDifferent, match="请分别打开阅读"):
            differ(old, new)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "home")
    text = (
        REPORT.read_text("utf-8")
        .replace("纠错1105条", "纠错1150条")
        .replace("<p>　　（六）", "<p>　　（六）<b>两个</b>&lt;i&gt;")
    )
    later = tmp_path / "later.html"
    later.write_text(text, "utf-8")
    for path in (REPORT, later, OTHER):
        add([path], settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def test_the_page_tells_what_was_changed_whichever_version_is_named_first(client: FlaskClient) -> None:
    pages = [client.get(f"/reports/{one}/against/{other}") for one, other in ((OLD, NEW), (NEW, OLD))]
    assert [page.status_code for page in pages] == [200, 200]
    mains = [page.text.partition("<main")[2].partition("</main>")[0] for page in pages]
    assert mains[0] == mains[1]
    assert "共 2 处不同" in pages[0].text
    assert "〔删去：</span>1105<" in pages[0].text
    assert "〔加上：</span>1150<" in pages[0].text
    assert "两个&lt;i&gt;" in pages[0].text
    assert "<i>" not in pages[0].text
    assert f"/reports/{NEW}/against/{OLD}" in client.get(f"/reports/{NEW}").text


@pytest.mark.parametrize(
    "address",
    [f"{OLD}/against/{OLD}", f"{OLD}/against/disclosure-990101-2019", f"{OLD}/against/x", f"x/against/{OLD}"],
)
def test_what_are_no_versions_of_each_other_is_not_found(client: FlaskClient, address: str) -> None:
    page = client.get(f"/reports/{address}")
    assert page.status_code == 404
    assert "没有找到" in page.text


def test_a_pair_too_different_is_said_on_the_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.text.diff._STEPS", 1)
    monkeypatch.setattr(Effort.__init__, "__defaults__", (1,))
    page = client.get(f"/reports/{OLD}/against/{NEW}")
    assert page.status_code == 422
    assert "请分别打开阅读" in page.text
    assert f"/reports/{OLD}" in page.text


def test_former_ids_of_either_lead_on(settings: Settings, client: FlaskClient) -> None:
    for each in (NEW, OLD):
        correct(each, parse_correction("2020", "", "", "甲"), settings)
    now = sorted(
        summary.id
        for summary in open_archive(settings).list_summaries()
        if summary.id.endswith(("2020", "2020-2"))
    )
    page = client.get(f"/reports/{OLD}/against/{NEW}", follow_redirects=True)
    assert page.status_code == 200
    assert "共 2 处不同" in page.text
    assert all(f"/reports/{each}" in page.text for each in now)
