"""Stretches that were read one byte off, made from text of our own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text.change import CERTAIN, apply
from indexer.text.repair import diagnose, repair
from indexer.text.repair.gbk import list_characters, list_dropped
from indexer.text.repair.language_model import load_model

WORDING = Path(__file__).parents[2] / "indexer" / "data" / "wording"

DOCUMENT = [
    "　　（一）主动公开。全面推进政务公开，及时公开政府信息，回应社会关切。",
    "　　（二）依申请公开。健全完善依申请公开工作机制，规范办理流程。",
    "　　（三）政府信息管理。加强政府信息公开平台建设，强化监督保障。",
]


def one_off(before: str, stretch: str, note: str) -> str:
    """What shows where the stretch's first byte was lost and a note follows it."""
    encoded = stretch.encode("gbk")[1:]
    pairs = [encoded[at : at + 2].decode("gbk", "ignore") for at in range(0, len(encoded) - 1, 2)]
    return f"{before}?{''.join(pairs)}?{note})"


def test_one_off_does_what_was_seen_on_a_real_page() -> None:
    assert one_off("", "　（二）細", "xì") == "?。ǘ┘?xì)"


@pytest.mark.parametrize(
    ("before", "stretch", "note", "after"),
    [
        ("", "　（二）细", "xì", "化工作要求。"),
        ("全面推进", "政务公开", "kāi", "，及时公开政府信息。"),
        ("健全", "完善依申请公开工作", "zuò", "机制。"),
        ("加强政府信息公开", "平台建", "jiàn", "设。"),
    ],
)
def test_a_shifted_stretch_reads_again(before: str, stretch: str, note: str, after: str) -> None:
    damaged = one_off(before, stretch, note) + after
    found = repair(damaged, diagnose([*DOCUMENT, damaged]))
    assert found.text == before + stretch + after
    (change,) = found.changes
    assert change.kind == "shift"
    assert change.before == damaged[change.start : change.end]


def test_a_simplified_text_has_simplified_readings() -> None:
    damaged = one_off("", "带着", "zhe") + "问题公开。"
    found = repair(damaged, diagnose([*DOCUMENT, "带着问题公开信息。", damaged]))
    assert found.text == "带着问题公开。"


def test_a_note_in_the_middle_of_a_character() -> None:
    found = repair("重視政府?dāng)?shù)據(jù)公開")
    assert found.text == "重視政府數據公開"
    assert [change.kind for change in found.changes] == ["shift", "pinyin"]


def test_what_cannot_be_read_is_marked() -> None:
    found = repair("加强?wù)公开")
    assert found.text == "加强?wù)公开"
    (change,) = found.changes
    assert change.is_marked
    assert change.confidence < CERTAIN


@pytest.mark.parametrize(
    "text", ["为什么?因为我们要公开A信息", "公开了吗?没有?有", "what?什么B", "是?否?不清楚?"]
)
def test_questions_stay(text: str) -> None:
    assert repair(text, diagnose([*DOCUMENT, text])).changes == ()


def test_no_dropped_pair_is_a_character() -> None:
    assert not [pair for pair in list_characters() if pair[1] in list_dropped().get(pair[0], ())]


def test_report_text_is_likelier_than_shifted_text() -> None:
    assert load_model().mean("全面推进政务公开工作") > load_model().mean("。ㄒ唬┤ν七") + 2


def test_a_document_speaks_for_its_own_words() -> None:
    own = "云浮鹤影桥"
    assert load_model().adapt(own * 2).mean(own) > load_model().mean(own) + 1


@settings(deadline=None)  # the model loads when first needed
@given(st.text(st.sampled_from("政务公开，。（一）推进"), max_size=12))
def test_probabilities_of_what_follows_sum_to_one_at_most(text: str) -> None:
    state = load_model().start(text)
    scores = [load_model().read(state, char)[0][0] for char in "的公开政务，。一0（"]
    assert sum(2.718281828459045**score for score in scores) <= 1.0


@settings(deadline=None, max_examples=15)
@given(st.text(st.sampled_from("?務。ㄒ唬┤ν七M(jìn)ù"), max_size=300))
def test_no_run_of_question_marks_takes_forever(text: str) -> None:
    began = time.process_time()
    found = repair(text)
    assert apply(text, found.changes) == found.text
    assert time.process_time() - began < 30


@pytest.mark.parametrize("stretch", ["国民", "公共", "更加"])
def test_a_stretch_that_was_dropped_whole_reads_again(stretch: str) -> None:
    notes = {"国民": "mín", "公共": "gòng", "更加": "jiā"}
    texts = ["国民经济平稳增长。", "公共服务水平提高。", "群众更加满意。"]
    before, after = {
        "国民": ("", "经济平稳增长。"),
        "公共": ("", "服务水平提高。"),
        "更加": ("群众", "满意。"),
    }[stretch]
    damaged = one_off(before, stretch, notes[stretch]) + after
    assert f"??{notes[stretch]})" in damaged
    assert repair(damaged, diagnose([*DOCUMENT, *texts, damaged])).text == before + stretch + after


def test_other_reports_are_asked_only_where_a_stretch_was_shifted() -> None:
    def others() -> Iterator[str]:
        yield "公开"
        raise AssertionError

    diagnose(["为什么?因为要公开。", "公開(kāi)"], others())
    with pytest.raises(AssertionError):
        diagnose([one_off("", "　（二）細", "xì")], others())


def test_no_wording_is_taken_from_the_reports_that_repair_is_measured_on(real: Path) -> None:
    reports = "\n".join(path.read_text("utf-8") for path in (real / "real" / "work-reports").glob("*.txt"))
    runs = {reports[at : at + 10] for at in range(len(reports) - 9)}
    lines = [line for path in WORDING.rglob("*.txt") for line in path.read_text("utf-8").split()]
    assert len(lines) > 1000
    assert [line for line in lines if any(line[at : at + 10] in runs for at in range(len(line) - 9))] == []
