"""What a person corrects settles the doubts about it, and no others."""

from __future__ import annotations

import pytest

from indexer.archive.contributions.corrected_reports import apply
from indexer.archive.contributions.corrections import Correction
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Kind, Report

DOUBTS = (
    Doubt(Topic.YEAR, "年度由正文推断，原文没有写明。"),
    Doubt(Topic.BODY, "未能确定发布机构。"),
    Doubt(Topic.REGION, "“鼓楼区”在全国不止一处，原文没有写明是哪里的。"),
    Doubt(Topic.SECTIONS, "没有找到这些法定章节：机构的年度区划。原文可能缺少，或用了别的标题。"),
    Doubt(Topic.UNKNOWN, "未能从标题和正文确定年度。"),
)


@pytest.mark.parametrize(
    ("correction", "settled"),
    [
        (Correction(), []),
        (Correction(year=2020), [Topic.YEAR]),
        (Correction(body="云泽市财政局"), [Topic.BODY]),
        (Correction(region="990101"), [Topic.REGION]),
        (Correction(year=2020, body="云泽市财政局"), [Topic.YEAR, Topic.BODY]),
    ],
)
def test_only_doubts_about_what_was_corrected_are_settled(
    correction: Correction, settled: list[Topic]
) -> None:
    report = Report(Kind.DISCLOSURE, "disclosure_2019", "", None, "", None, None, (), doubts=DOUBTS)
    left = apply(correction, report).doubts
    assert left == tuple(doubt for doubt in DOUBTS if doubt.about not in settled)
