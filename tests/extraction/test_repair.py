"""A document is mended before it is outlined, and nothing of the source is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.report.document import Block, Cell, Document, Table
from indexer.report.report import Paragraph, Report
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from indexer.text.change import Change
from indexer.text.damage import Damage, add_up, count
from indexer.text.source_map import undo

DAMAGED = Path(__file__).parents[1] / "cases" / "disclosure_2019" / "damaged-copy.html"
CONVERTED = "建立健全政務(wù)公開機(jī)制，規范製度(dù)，進(jìn)一步推進(jìn)公開"
REAL_PHRASES = (
    "健全完善政务公开机制",
    "全力推进基层政务公开",
    "“六保”相关政策",
    "政府数据公开",
    "强化监督规范信息公开管理",
)


def test_a_clean_document_comes_back_as_it_was() -> None:
    table = Table((Cell("规章", 0, 0), Cell("0", 0, 1)))
    document = Document(
        (Block("一、总体情况"), table), "年报", {"title": "年报", "url": "https://a.example/?b=1"}
    )
    assert mend(document) == document


def test_of_very_many_shifted_stretches_the_first_are_read_and_the_others_marked() -> None:
    """Each takes a while: a page made of nothing else would keep a reader for minutes."""
    damaged = "全面推进?窆?kāi)，及时公开政府信息。"
    plain = "办得怎么样?全省各级政府认真贯彻落实各项工作部署?"
    document = Document(tuple(map(Block, [plain, *[damaged] * 4, plain])), "年报", {})
    mended = mend(document, most_shifted=2)
    changes = [block.changes for block in mended.blocks if isinstance(block, Block)]
    assert changes[0] == changes[5] == ()
    read = [[change.after != change.before for change in found] for found in changes[1:5]]
    assert read == [[True], [False], [False], [False]]  # the question counted as well
    assert {change.kind for found in changes for change in found} == {"shift"}
    assert all(change.confidence == 0 for found in changes[2:] for change in found)


def test_titles_blocks_and_cells_keep_their_changes() -> None:
    table = Table((Cell("信息內(nèi)容", 0, 0), Cell("0", 0, 1)))
    document = Document((Block(CONVERTED, 2), table), "年度報(bào)告", {"title": "工作報(bào)告"})
    mended = mend(document)
    block, cells = mended.blocks
    assert isinstance(block, Block)
    assert isinstance(cells, Table)
    assert (block.text, block.level) == ("建立健全政务公开机制，规范制度，进一步推进公开", 2)
    assert undo(block.text, block.changes) == CONVERTED
    assert [(cell.text, bool(cell.changes)) for cell in cells.cells] == [("信息内容", True), ("0", False)]
    assert (mended.title, mended.metadata["title"]) == ("年度报告", "工作报告")
    assert [undo(*title) for title in mended.mended_titles.items()] == ["年度報(bào)告", "工作報(bào)告"]


def test_what_repair_bares_at_the_ends_is_no_part_of_a_block() -> None:
    source = "\u200b&nbsp;总体情况&nbsp;\u200b"
    (block,) = mend(Document((Block(source), Block("\u200b")))).blocks
    assert isinstance(block, Block)
    assert block.text == "总体情况"
    assert undo(block.text, block.changes) == source


def _changed(report: Report) -> list[tuple[str, tuple[Change, ...]]]:
    texts = [(report.title, report.title_changes)]
    for section in report.sections:
        texts.append((section.heading, section.heading_changes))
        for block in section.blocks:
            lines = [block] if isinstance(block, Paragraph) else block.cells
            texts += [(line.text, line.changes) for line in lines]
    return [(text, changes) for text, changes in texts if changes]


def test_every_text_of_a_damaged_report_leads_back_to_its_source(tmp_path: Path) -> None:
    report, _ = Readers(Settings(home=tmp_path)).inspect(DAMAGED)
    document = extract(DAMAGED.read_bytes(), DAMAGED.name, Settings(home=tmp_path))
    said = f"{document.title}\n{document.text}"
    changed = _changed(report)
    assert len(changed) > 15
    assert [text for text, changes in changed if undo(text, changes) not in said] == []
    assert count(change for _, changes in changed for change in changes) == report.damage


def test_shifted_numbers_are_points_again(tmp_path: Path) -> None:
    report, _ = Readers(Settings(home=tmp_path)).inspect(DAMAGED)
    points = [block for block in report.sections[0].blocks if isinstance(block, Paragraph) and block.label]
    assert [(point.label, point.level) for point in points] == [("（一）", 1), ("（二）", 1), ("（三）", 1)]


def test_damage_is_counted_by_what_became_of_it() -> None:
    changes = [
        Change(0, 1, "務", "务", "conversion"),
        Change(1, 3, "?x", "文", "shift", 0.5),
        Change(3, 4, "\ue000", "\ue000", "private", 0.0),
        Change(5, 6, "開", "开", "conversion"),
    ]
    found = count(changes)
    assert found == (Damage("conversion", 2), Damage("private", 0, 0, 1), Damage("shift", 0, 1))
    assert add_up([found, found]) == tuple(
        Damage(d.kind, 2 * d.mended, 2 * d.guessed, 2 * d.left) for d in found
    )
    assert found[0].sentence == "繁简误转 2 处：修复 2"
    assert Damage("lost", 1, 2, 3).sentence == "数字或年月脱漏 6 处：修复 1，推测 2，未能修复 3"


@pytest.fixture(scope="module")
def real_settings(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of the real damaged report and of a clean one."""
    settings = Settings(home=tmp_path_factory.mktemp("real") / "home")
    clean = sorted((real / "real" / "work-reports").glob("*.txt"))[0]
    add([real / "real" / "000_c63954c7f54a9b27.txt", clean], settings, lambda _outcome, _total: None)
    return settings


@pytest.mark.parametrize("phrase", REAL_PHRASES)
def test_the_real_damaged_report_is_found(real_settings: Settings, phrase: str) -> None:
    exact = phrase if "“" in phrase else f"“{phrase}”"
    hits = open_archive(real_settings).search(parse_query(exact, settings=real_settings)).hits
    assert [hit.district for hit in hits] == ["从化区"]
    assert hits[0].damage > 100


def test_its_headings_are_points(real_settings: Settings) -> None:
    archive = open_archive(real_settings)
    summary = next(summary for summary in archive.list_summaries() if summary.district == "从化区")
    section = archive.read_report(summary.id).report.sections[0]
    labels = [block.label for block in section.blocks if isinstance(block, Paragraph)]
    assert labels == ["", "（一）", "（二）", "（三）", "（四）"]
    assert {damage.kind for damage in summary.damage} == {"conversion", "pinyin", "shift"}


def test_clean_real_reports_have_no_damage(real: Path, tmp_path: Path) -> None:
    paths = sorted((real / "real" / "work-reports").glob("*.txt"))
    assert len(paths) == 15
    for path in paths:
        assert Readers(Settings(home=tmp_path)).inspect(path)[0].damage == ()
