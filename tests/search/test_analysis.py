"""The segmenter's contract: both segmenters cut alike, offsets and positions are sound."""

from __future__ import annotations

import itertools
import marshal
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from indexer.search.analysis import (
    Jieba,
    RJieba,
    Segmenter,
    Token,
    cut_words,
    index_analyzer,
    index_words,
    load_segmenter,
    query_analyzer,
    read_user_words,
)
from indexer.text.fold import fold

TEXTS = [
    "全年义务教育均衡发展，PM2.5平均浓度下降5.3%。",
    "二〇二〇年本机关共收到政府信息公开申请一百二十三件，结转0件；",
    "編著、專著和名著的出版顯著增加，著力推進“互聯網+”行動。",
    "2016-2020年规划—1—4号机组，联系电话（020）8797-1234，网址 http://www.example.cn/a_b?c=1",
    "　　一是强化“放管服”改革；二是完善COVID-19防控。ＡＢＣ１２３ ﬁ",
    "𠮷林街道办事处！？……\n\n下一行",
    "",
    " \t|| --- **",
]


@pytest.fixture(scope="module")
def both() -> tuple[Segmenter, Segmenter]:
    pytest.importorskip("rjieba", reason="no rjieba on this platform")
    return Jieba(read_user_words()), RJieba(read_user_words())


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_slices_of_the_text(text: str) -> None:
    folded = fold(text)
    for token in index_analyzer(folded):
        assert folded[token.start : token.end] == token.text
        assert any(map(str.isalnum, token.text))


@pytest.mark.parametrize("text", TEXTS)
def test_positions_count_words_and_parts_share_their_words_position(text: str) -> None:
    folded = fold(text)
    words = list(query_analyzer(folded))
    assert [word.position for word in words] == list(range(len(words)))
    for token in index_analyzer(folded):
        whole = words[token.position]
        assert whole.start <= token.start < token.end <= whole.end
    assert set(words) <= set(index_analyzer(folded))


def test_long_words_are_found_by_their_parts() -> None:
    assert [token.text for token in index_analyzer("义务教育")] == ["义务教育", "义务", "教育"]
    assert list(query_analyzer("义务教育")) == [Token("义务教育", 0, 0, 4)]


def test_user_words_are_folded_and_kept_whole() -> None:
    assert {"显着", "名着", "规范性文件"} <= set(read_user_words())
    for word in read_user_words():
        assert fold(word) == word
        assert [token.text for token in query_analyzer(word)] == [word]


def test_traditional_and_simplified_are_the_same_words() -> None:
    assert list(query_analyzer(fold("著名的規範性文件"))) == list(query_analyzer(fold("着名的规范性文件")))


def test_punctuation_is_no_token() -> None:
    assert [token.text for token in query_analyzer("教育、，。“医疗”！|+-*")] == ["教育", "医疗"]


def test_segmenter_is_loaded_once() -> None:
    assert load_segmenter() is load_segmenter()


def test_shared_jieba_is_left_alone() -> None:
    import jieba

    Jieba(["虚构专用词"])
    assert not jieba.dt.FREQ or "虚构专用词" not in jieba.dt.FREQ


@pytest.mark.parametrize("text", TEXTS)
def test_words_of_words_are_the_words_of_the_text(text: str) -> None:
    folded = fold(text)
    by_word = [term for word in cut_words(folded) for term in index_words(word)]
    assert by_word == [token.text for token in index_analyzer(folded)]
    assert {word for word in cut_words("\n".join([folded, folded])) if "\n" in word} == {"\n"}


@pytest.mark.parametrize("text", TEXTS)
def test_jieba_and_rjieba_cut_alike(text: str, both: tuple[Segmenter, Segmenter]) -> None:
    jieba, rjieba = both
    folded = fold(text)
    assert spoken(jieba.cut(folded)) == spoken(rjieba.cut(folded))
    assert "".join(jieba.cut(folded)) == "".join(rjieba.cut(folded)) == folded


def test_jieba_and_rjieba_cut_real_texts_alike(real: Path, both: tuple[Segmenter, Segmenter]) -> None:
    jieba, rjieba = both
    files = sorted((real / "real").rglob("*.txt"))[:4]
    assert files
    grams: set[str] = set()
    for line in itertools.chain.from_iterable(
        file.read_text("utf-8", "replace").splitlines() for file in files
    ):
        folded = fold(line)
        assert spoken(jieba.cut(folded)) == spoken(rjieba.cut(folded))
        grams.update(map("".join, pairwise(folded)))
    assert {gram for gram in grams if jieba.knows(gram) != rjieba.knows(gram)} == set()


def spoken(words: Iterable[str]) -> list[str]:
    """The words that count as tokens."""
    return [token for word in words for token in index_words(word)]


def test_jieba_neither_reads_nor_leaves_a_cache_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Anybody on the machine may write there; jieba takes what is called so for its own.
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(marshal.dumps(({"甲乙丙": 10_000_000}, 10_000_000)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    segmenter = Jieba([])
    assert not segmenter.knows("甲乙丙")
    assert segmenter.knows("政府")
    assert list(tmp_path.iterdir()) == [planted]
