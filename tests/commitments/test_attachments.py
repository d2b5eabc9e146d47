"""Lists that are attached to a speech are promises, its glossary is not."""

from __future__ import annotations

import pytest

from indexer.commitments.attachment import announces_tasks
from indexer.commitments.matching.candidate import find_candidates
from indexer.commitments.role import Role
from indexer.commitments.statement import group_statements, read_sentences
from indexer.report.report import Kind, Paragraph, Report, Section, number_lines

ITEMS = ("1.新建口袋公园10座。", "2.改造背街小巷12条。", "3.开办托育班8个，增设托位160个。")
NOTES = ("1.“一园三区”：到2026年建成一个园区、三个片区。", "2.两化融合：工业化与信息化融合，新建平台5个。")


def _report(*sections: Section) -> Report:
    return Report(Kind.WORK, "", "云泽市政府工作报告", 2024, "", None, None, number_lines(sections))


def _promises(report: Report) -> list[tuple[int, str]]:
    found = group_statements(report, read_sentences(report))
    return [(s.place.section, s.text) for s in found if s.role is Role.COMMITMENT]


def _section(number: int, heading: str, *lines: str) -> Section:
    return Section(number, heading, tuple(Paragraph(line) for line in lines))


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        ("附件：云泽市2024年十件民生实事", ()),
        ("附件1", ("2024年十件民生实事",)),
        ("附件", ("云泽市2024年拟实施民生实事项目清单",)),
        ("附：2024年全市为民办实事的具体项目", ()),
        ("附件2", ("2024年重点工作任务分解表",)),
    ],
)
def test_each_item_of_an_attached_list_is_a_promise(heading: str, first: tuple[str, ...]) -> None:
    section = _section(6, heading, *first, *ITEMS)
    assert announces_tasks(section)
    assert _promises(_report(section)) == [(6, item) for item in ITEMS]


def test_a_list_is_followed_by_the_glossary() -> None:
    section = _section(
        6, "附件：2024年民生实事", *ITEMS, "有关注释：", *NOTES, "附件2 2024年惠民工程", "新建学校2所。"
    )
    texts = [text for _, text in _promises(_report(section))]
    assert texts == [*ITEMS, "新建学校2所。"]


@pytest.mark.parametrize("heading", ["附件：名词解释", "《政府工作报告》注释", "附件3 有关用语说明", "注 释"])
def test_a_glossary_promises_and_answers_nothing(heading: str) -> None:
    report = _report(_section(6, heading, *NOTES))
    assert _promises(report) == []
    assert list(find_candidates(report.kind, read_sentences(report))) == []


def test_what_was_done_of_a_list_is_no_promise() -> None:
    for heading in ("附件：2023年十件民生实事办理情况", "附件：2023年民生实事完成情况"):
        assert not announces_tasks(_section(6, heading, *ITEMS))
