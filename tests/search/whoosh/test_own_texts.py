"""Texts come back in their own characters, whatever these are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.engines.whoosh.own_texts import pack_own_texts, unpack_own_text
from indexer.search.engines.whoosh.pair_index import index_texts
from indexer.search.engines.whoosh.units import to_units
from indexer.text.fold import fold

CHARACTERS = st.one_of(
    st.characters(),
    st.sampled_from("，,：（)ＧGDP％%㎡著着乾干\u200b\n①𠮷1２，，，公开"),
    st.just("\ud800"),
)
TEXTS = st.lists(st.tuples(st.text(max_size=4), st.text(CHARACTERS, max_size=60)), max_size=8)


def written(passages: list[tuple[str, str]]) -> dict[str, np.ndarray]:
    found = index_texts([to_units(fold(f"{head}\n{text}")) for head, text in passages])
    return found | pack_own_texts((text for _, text in passages), found["units"], found["ends"])


@given(TEXTS)
def test_every_text_comes_back(passages: list[tuple[str, str]]) -> None:
    arrays = written(passages)
    for number, (_, text) in enumerate(passages):
        assert unpack_own_text(arrays, number) == text


@pytest.mark.parametrize("text", ["", "公" * 70_000 + "，", "Ｇ" * 300, "甲" * 65_535 + "Ａ", "乙" * 65_536])
def test_long_and_odd_texts_come_back(text: str) -> None:
    arrays = written([("题", "前"), ("题", text), ("题", "后")])
    assert [unpack_own_text(arrays, number) for number in range(3)] == ["前", text, "后"]


def test_prose_takes_next_to_nothing() -> None:
    text = "2021年，全区主动公开政府信息1200条（其中通过政府网站公开900条）；GDP增长8.1%，比上年好！" * 20
    arrays = written([("题", text)])
    kept = sum(arrays[name].nbytes for name in ("own_sizes", "own_ends", "own_places", "own_units"))
    assert kept < len(text) / 2
