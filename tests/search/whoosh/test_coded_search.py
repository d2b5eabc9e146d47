"""Titles and headings are searched as one text of bytes: found is what is in one of them, numbers whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.search.borders import find_whole
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.coded_search import find_coded
from indexer.search.engines.whoosh.columns import pack_codes
from indexer.search.engines.whoosh.pair_index import index_texts
from indexer.search.engines.whoosh.units import to_units

CHARACTERS = st.sampled_from("1240.,年公开二十百𠮷२")


@given(
    st.lists(st.text(CHARACTERS, max_size=12), min_size=1, max_size=8),
    st.text(CHARACTERS, min_size=1, max_size=4),
    st.booleans(),
)
@example(["21年1年1", "年1年", "1年1"], "1年1", False)
@example(["公", "公公"], "公公", False)
@example(["开1", "2年"], "2", False)
@example(["1,234", "1.2", "2,2"], "2", False)
@example(["1२1२", "1२"], "२1", False)
@example(["一百二十", "二十年"], "二十", True)
def test_finds_what_is_whole_in_one_value(values: list[str], run: str, numerals: bool) -> None:
    column = pack_codes(values, np.arange(len(values), dtype=np.int32))
    whole = [next(find_whole(run, value, numerals), None) is not None for value in values]
    assert find_coded(column, run, numerals).tolist() == whole


@pytest.mark.parametrize("fewest", [1, 256])
@given(
    texts=st.lists(st.text("公开府，政\n", max_size=9), min_size=1, max_size=6),
    unit=st.sampled_from("公府，政区"),
)
def test_a_single_character_is_found_wherever_it_stands(fewest: int, texts: list[str], unit: str) -> None:
    """Also where the pairs that it begins are so common that they are kept as bits."""
    characters = Characters(index_texts(map(to_units, texts), fewest))
    assert characters.containing(unit).tolist() == [at for at, text in enumerate(texts) if unit in text]
