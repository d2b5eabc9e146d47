"""A run is found as a phrase of positions just where it stands in a line, numbers whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.borders import find_whole
from indexer.search.engines.opensearch.tokens import (
    GAP,
    STACK,
    encode,
    make_characters,
    make_plain,
    make_positions,
    make_query,
    make_surroundings,
)

TEXT = st.text("12,.％ 一二百点万年甲\n\x01\x06\u2028𠮷", max_size=14)
RUN = st.text("12,.％ 一二百点万年甲\x01\x06𠮷", min_size=1, max_size=5)


def find(positions: str, query: str) -> list[int]:
    """What the engine does with a phrase: each token on its position, one after the other."""
    stacks = [set(position.split(STACK)) for position in positions.split(" ")] if positions else []
    tokens = query.split(" ")
    return [
        at
        for at in range(len(stacks) - len(tokens) + 1)
        if all(token == GAP or token in stacks[at + step] for step, token in enumerate(tokens))
    ]


@given(TEXT, RUN, st.booleans())
def test_a_run_is_found_where_it_stands_whole(text: str, run: str, numerals: bool) -> None:
    whole = list(find_whole(run, text, numerals))
    assert find(make_positions(text), make_query(run, numerals)) == whole
    assert find(make_positions(text), make_characters(run, numerals)) == whole


@given(TEXT, RUN)
def test_a_plain_run_is_found_inside_numbers_too(text: str, run: str) -> None:
    there = [at for at in range(len(text)) if text.startswith(run, at)]
    assert find(make_positions(text), make_plain(run)) == there


@given(TEXT, st.text("1甲年", max_size=2), st.text("1甲年", max_size=2))
def test_surroundings_leave_one_character_open(text: str, before: str, after: str) -> None:
    whole = [
        at
        for at in range(len(text))
        if text.startswith(before, at)
        and text.startswith(after, at + len(before) + 1)
        and at + len(before) + len(after) < len(text)
    ]
    found = find(make_positions(text), make_surroundings(before, after))
    # The last character of the first run may stand for itself alone, and so may the next one's.
    assert set(whole) <= set(found)


@pytest.mark.parametrize("text", ["\ud800甲", " \t\n\x00\x1f", "甲𠮷"])
def test_each_character_is_one_that_the_engine_takes(text: str) -> None:
    encoded = encode(text)
    assert len(encoded) == len(text)
    encoded.encode("utf-8")
    assert not any(char.isspace() or ord(char) < 32 for char in encoded)
