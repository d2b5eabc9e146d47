"""A promise's figure stands beside the figure of the same thing, and beside no other."""

from __future__ import annotations

import pytest

from indexer.commitments.matching.figure_pairs import pair_figures
from indexer.commitments.quantity import read_quantities
from indexer.text.fold import fold


@pytest.mark.parametrize(
    ("promise", "passage", "pairs"),
    [
        # One of a unit on either side.
        ("加装电梯186部。", "完成既有住宅加装电梯203部。", ["186部 203部"]),
        # Several of that unit: the words before it say which.
        (
            "力争充电桩总量达到8万个。",
            "充电桩总量8.3万个，新增停车场40个、口袋公园12个。",
            ["达到8万个 8.3万个"],
        ),
        (
            "新建农村敬老院6座，社区食堂30座。",
            "新建社区食堂28座、农村敬老院7座。",
            ["6座 7座", "30座 28座"],
        ),
        # Of another thing, or of two alike: none is shown.
        ("建成口袋公园20个。", "新增停车场40个、幼儿园12个。", []),
        ("建成口袋公园20个。", "东区口袋公园9个，西区口袋公园13个。", []),
        ("改造管网30公里，道路12公里。", "新建公路55公里。", []),
        ("改造老旧小区40个。", "全面完成年度任务。", []),
        ("收入年均增长12%和13%。", "旅游业年均增长14%。", []),
    ],
)
def test_figures_of_the_same_thing(promise: str, passage: str, pairs: list[str]) -> None:
    promised = read_quantities(fold(promise))
    found = pair_figures(promised, promise, passage)
    assert [f"{ours.text} {theirs.text}" for ours, theirs in found] == pairs
