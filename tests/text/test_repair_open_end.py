"""Shifted stretches that end in a lone half, are long, or cannot be read: read, or marked, in time."""

from __future__ import annotations

import time

import pytest
from opencc import OpenCC

from indexer.text.change import CERTAIN, apply
from indexer.text.damage import count
from indexer.text.fold import fold
from indexer.text.repair import diagnose, repair
from indexer.text.repair import shift as shifts

TEXTS = [
    ("我县严格执行“三审三", "校”制度", "，确保内容准确。"),
    ("进一步完善依申请", "公开工作", "流程，规范答复文书格式。"),
    ("全面落实", "先审后发", "制度，加强保密审查。"),
    ("加大“双公示”力度，行政许", "可和行政", "处罚信息上网公开。"),
    ("统计期限自2022年1月1日起", "至", "2022年12月31日止。"),
    ("工作人员业务", "能力有待", "提高。"),
    ("健全信息发布审核机制，", "严格落实", "三级审核制度。"),
]


def cut_short(before: str, stretch: str, after: str, dropped: str = "") -> str:
    """What shows where the first byte of a stretch was lost, and the last one is alone.

    Args:
        dropped: what represents a pair that GBK has no character for.
    """
    inner = stretch.encode("gbk")[1:-1]
    shown = []
    for at in range(0, len(inner), 2):
        try:
            shown.append(inner[at : at + 2].decode("gbk"))
        except UnicodeDecodeError:
            shown.append(dropped)
    return f"{before}?{''.join(shown)}?{after}"


@pytest.mark.parametrize(("before", "stretch", "after"), TEXTS[:4])
@pytest.mark.parametrize("traditional", [False, True])
def test_a_stretch_that_ends_in_a_lone_half_is_read(
    before: str, stretch: str, after: str, traditional: bool
) -> None:
    convert = OpenCC("s2t").convert if traditional else str
    parts = [convert(part) for part in (before, stretch, after)]
    damaged = cut_short(*parts)
    found = repair(damaged, diagnose([damaged]))
    assert fold(found.text) == fold("".join(parts))
    assert [damage.kind for damage in count(found.changes)][:1] == ["shift"]


@pytest.mark.parametrize(("before", "stretch", "after"), TEXTS)
@pytest.mark.parametrize("dropped", ["", "_"])
def test_nothing_is_made_up(before: str, stretch: str, after: str, dropped: str) -> None:
    """What is read with certainty is right; what is not is marked, or left."""
    damaged = cut_short(before, stretch, after, dropped)
    changes = tuple(shifts.find(damaged))
    sure = tuple(change for change in changes if change.confidence >= CERTAIN)
    assert not sure or apply(damaged, sure) == before + stretch + after


LONG = (
    "严格执行信息发布审核和保密审查制度，进一步完善依申请公开工作流程，规范答复文书格式，"
    "全面推进基层政务公开标准化规范化，健全政府信息管理动态调整机制。"
)


@pytest.mark.parametrize("characters", [20, 40, 60])
def test_a_stretch_too_long_to_be_read_is_marked(characters: int) -> None:
    damaged = cut_short("（一）", LONG[:characters], "。")
    (change,) = shifts.find(damaged)
    assert (change.confidence, change.before) == (0.0, change.after)
    assert len(change.before) > characters // 3


def test_a_short_stretch_that_cannot_be_read_is_marked() -> None:
    (change,) = shifts.find(cut_short("健全信息发布审核机制，", "严格落实", "三级审核制度。"))
    assert change.confidence == 0.0


@pytest.mark.parametrize("characters", [2, 4, 6, 9, 14, 60])
def test_a_stretch_takes_no_longer_than_its_share(characters: int) -> None:
    """100 ms on a machine that has nothing else to do; here others run beside."""
    damaged = cut_short("（一）", LONG[:characters], "。")
    list(shifts.find(damaged))
    began = time.process_time()
    list(shifts.find(damaged))
    assert time.process_time() - began < 0.4


@pytest.mark.parametrize(
    "text",
    [
        "公开了吗?没有?有",
        "什么是政府信息?什么是依申请公开?",
        "如何申请?通过信函、当面、网络均可?是的。",
        "file_name?参数_编号?",
        "是_?否_?",
    ],
)
def test_questions_stay(text: str) -> None:
    assert not list(shifts.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "編製說明:本年度報告根據國家法律編製。我局進行了全麵自查,行政強製6項。",
        "會議紀要由辦公室整理，負責人應當麵談話；強製措施、機製健全、製止違法行為。",
        "本機關髮布規範性文件，全麵髮展，隻有少數欄目未更新，裏麵內容已核對。",
    ],
)
def test_few_signs_of_conversion_are_enough(text: str) -> None:
    diagnosis = diagnose([text])
    assert diagnosis.converted
    assert "全麵" not in repair(text, diagnosis).text


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_texts_that_are_traditional_by_origin_stay(variant: str) -> None:
    text = OpenCC(variant).convert(
        "本府编制施政报告，制定标准，全面检讨里程与头发、面粉、标志、杂志、干部与饼干，只有一只，系统关系，松树放松，征求特征。"
    )
    assert not diagnose([text] * 3).converted
