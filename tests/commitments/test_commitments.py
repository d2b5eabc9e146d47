"""What reports promise is read as it is, at its place, and nothing is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.commitments.role import Role
from indexer.commitments.sentence import split_pieces
from indexer.commitments.statement import Statement, read_statements
from indexer.ingest.reading.readers import Readers
from indexer.outlines.headings import make_paragraph
from indexer.report.document import Table
from indexer.report.report import Kind, Report, Section
from indexer.settings import Settings
from tests.commitments import judged


def _report(*lines: str, year: int = 2020, number: int = 5, kind: Kind = Kind.DISCLOSURE) -> Report:
    section = Section(number, "五、存在的主要问题及改进情况", tuple(make_paragraph(line) for line in lines))
    return Report(kind, "", "", year, "", None, None, (section,))


def _commitments(report: Report) -> list[Statement]:
    return [statement for statement in read_statements(report) if statement.role is Role.COMMITMENT]


def _words_at(report: Report, statement: Statement) -> str:
    """The words that stand in the report at the place of a statement."""
    place = statement.place
    lines: dict[int, str] = {}
    for section in report.sections:
        if section.number == place.section:
            for line, block in section.number_blocks():
                assert not isinstance(block, Table)
                lines[line] = block.text
    if place.line == place.last:
        return lines[place.line][place.start : place.end]
    middle = [lines[line] for line in range(place.line + 1, place.last)]
    return "".join([lines[place.line][place.start :], *middle, lines[place.last][: place.end]])


@pytest.mark.parametrize("half", ["tune", "held"])
def test_judged_sentences(half: str) -> None:
    table, borders, wrong = judged.scores(half)
    assert borders >= 0.98, wrong
    for score in table.values():
        assert score.f1 >= 0.95, wrong


def test_the_real_district_report(real: Path) -> None:
    report, _ = Readers(Settings()).inspect(next((real / "real").glob("000_*.txt")))
    found = read_statements(report)
    problems = [s.text for s in found if s.role is Role.PROBLEM]
    assert [text[:6] for text in problems] == ["公开意识不够", "依申请公开不", "个别单位仍存"]
    promised = [s for s in found if s.role is Role.COMMITMENT and s.place.section == 5]
    assert [s.label for s in promised] == ["一是", "二是", "三是", "四是"]
    assert [len(s.parts) for s in promised] == [5, 3, 4, 2]
    assert {s.year for s in promised} == {2021}
    for statement in found:
        assert _words_at(report, statement) == statement.text


def test_a_promise_with_all_its_parts() -> None:
    [commitment] = _commitments(_report("2021年，一是8月底前编制示范文本不少于1,200种，供全市使用。"))
    assert commitment.label == "一是"
    assert (commitment.year, commitment.action, commitment.object[:4]) == (2021, "编制", "示范文本")
    [figure] = commitment.figures
    assert (figure.value, figure.unit, figure.bound) == (1200, "种", "min")
    assert [d.date for d in commitment.deadlines] == ["2021-08-31"]


def test_what_is_not_said_is_empty() -> None:
    [commitment] = _commitments(_report("下一步，让群众更满意。"))
    assert (commitment.action, commitment.object, commitment.figures, commitment.deadlines) == (
        "",
        "",
        (),
        (),
    )


@pytest.mark.parametrize(
    ("words", "action", "thing"),
    [
        ("把监测数据改为可下载的文件", "改为", "监测数据"),
        ("开发区用地指标按月公开", "公开", "开发区用地指标"),
        ("对村务公开栏每季度随机抽查20个村", "抽查", "20个村"),
        ("进一步深化政务网上公开工作", "深化", "政务网上公开工作"),
        ("我局将新建监测点15个", "新建", "监测点15个"),
    ],
)
def test_action_and_object(words: str, action: str, thing: str) -> None:
    [commitment] = _commitments(_report(f"2021年，{words}。"))
    assert (commitment.action, commitment.object) == (action, thing)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("年底前完成", "2021-12-31"),
        ("上半年上线", "2021-06-30"),
        ("6月前完成", "2021-05-31"),
        ("2022年3月15日前完成", "2022-03-15"),
        ("一季度建成", "2021-03-31"),
        ("竣工后30日内公布", ""),
        ("汛前完成", ""),
    ],
)
def test_deadlines(words: str, date: str) -> None:
    [commitment] = _commitments(_report(f"2021年，改造工程{words}。"))
    assert [deadline.date for deadline in commitment.deadlines] == [date]


@pytest.mark.parametrize(
    ("words", "value", "unit", "bound"),
    [
        ("覆盖企业5万户", 50_000, "户", ""),
        ("占比不低于40%", 40, "%", "min"),
        ("控制在3%以内", 3, "%", "max"),
        ("财政收入增长6%左右", 6, "%", "about"),
        ("投资1.6亿元", 160_000_000, "元", ""),
        ("公布十二个街区", 12, "个", ""),
    ],
)
def test_figures(words: str, value: float, unit: str, bound: str) -> None:
    [commitment] = _commitments(_report(f"2021年，{words}。"))
    [figure] = commitment.figures
    assert (figure.value, figure.unit, figure.bound) == (value, unit, bound)


def test_signs_in_quotes_and_brackets_cut_nothing() -> None:
    [commitment] = _commitments(_report("2021年，推行“一看；二问。三办”做法（含社区；村）并公布。"))
    assert commitment.text.endswith("并公布。")


def test_tasks_of_a_work_report_stand_one_by_one() -> None:
    report = _report(
        "（一）建设教育强区。扩建学校2所，新增学位945个；新开办幼儿园5所。",
        year=2021,
        number=3,
        kind=Kind.WORK,
    )
    assert [(c.text, c.year) for c in _commitments(report)] == [
        ("扩建学校2所，新增学位945个；", 2021),
        ("新开办幼儿园5所。", 2021),
    ]


def test_a_sentence_broken_over_lines_is_one() -> None:
    report = _report("2021年，将建立制度，", "公布名单，", "接受监督。")
    [commitment] = _commitments(report)
    assert (commitment.place.line, commitment.place.last) == (1, 3)
    assert _words_at(report, commitment) == commitment.text


_TEXTS = st.text(
    st.sampled_from("一二三是（）()“”；。：，、2021年月底前将公开 \u3000Ａ㎏務第.1"), max_size=60
)


@given(st.lists(_TEXTS, max_size=4))
def test_every_place_leads_back_to_the_words(lines: list[str]) -> None:
    report = _report(*lines)
    for statement in read_statements(report):
        assert "".join(_words_at(report, statement).split()) == "".join(statement.text.split())
    for section in report.sections:
        kept = "".join(piece.text for piece in split_pieces(section))
        assert "".join(kept.split()) == "".join("".join(lines).split())
