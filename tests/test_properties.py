"""Laws that hold for any text and any query."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.search.needles import find_needles
from indexer.search.query.parse import parse_query
from indexer.search.query.relaxation import to_typed
from indexer.search.query.tree import And, Node, Not, Or, Query
from indexer.search.snippet import choose_snippet, find_marks
from indexer.text.fold import fold, fold_with_offsets

CHINESE = "政府信息公开申请教育医疗水的年国務開於著，。：、\n （）“”\u200bﬁＡa1２-"
texts = st.text() | st.text(alphabet=CHINESE, max_size=300)
SYNTAX = [
    "AND",
    "OR",
    "NOT",
    "与",
    "或",
    "非",
    "-",
    "(",
    ")",
    "（",
    "）",
    "|",
    '"',
    "“",
    "”",
    "「",
    "」",
    " ",
    "\u3000",
]
FIELDS = [
    "年份:",
    "year:",
    "章节：",
    "类型:",
    "标题:",
    "小标题:",
    "title:",
    "2019..2021",
    "5",
    "work",
    "未详",
]
WORDS = ["教育", "医疗", "信息公开", "水", "1893", "C++", "*", "+", "互联网+", "ﬁ", "\u200b", "：", ".."]
queries = st.lists(st.sampled_from([*SYNTAX, *FIELDS, *WORDS, " ", " "]), max_size=25).map("".join) | st.text(
    max_size=60
)


unhurried = settings(deadline=None)
"""The first example loads the segmenter, and machines differ."""


class Places:
    """Knows no division."""

    def find_codes(self, name: str) -> tuple[str, ...]:
        return ()

    def to_value(self, code: str) -> str:
        return code


def parsed(text: str) -> Query | None:
    try:
        return parse_query(text, places=Places())
    except QueryError:
        return None


@unhurried
@given(texts)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@unhurried
@given(texts, texts)
def test_folding_is_concatenative(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@unhurried
@given(texts)
def test_offsets_lead_back_to_the_source(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    places = offsets or range(len(text) + 1)
    assert len(places) == len(folded) + 1
    for at, char in enumerate(folded):
        assert char in fold(text[places[at]])


@unhurried
@given(queries)
def test_every_query_has_a_meaning_or_a_sentence(text: str) -> None:
    query = parsed(text)
    if query is not None:
        assert depth(query.tree) < 100


@unhurried
@example("甲 AND 甲")
@example("甲 与)或")
@example("甲(非)乙")
@example("NOT(-甲)")
@example("-AND(甲乙丙丁 与 ANDANDANDANDANDANDANDAND与")
@given(queries)
def test_meanings_can_be_typed_again(text: str) -> None:
    query = parsed(text)
    if query is not None:
        again = parsed(to_typed(query.tree))
        assert again is not None
        assert again.tree == query.tree


@unhurried
@given(queries, texts, st.integers(1, 50), st.integers(10, 200))
def test_snippets_are_slices_of_the_text(text: str, passage: str, first: int, width: int) -> None:
    query = parsed(text)
    if query is None:
        return
    assert "".join(span.text for span in find_marks(query.tree, passage)) == passage
    snippet = choose_snippet(find_needles(query.tree), passage, first, width)
    assert snippet.text in passage
    assert first <= snippet.line <= first + passage.count("\n")
    assert all(span.text for span in snippet.spans)


def depth(tree: Node) -> int:
    if isinstance(tree, And | Or):
        return 1 + max(map(depth, tree.nodes))
    return 1 + depth(tree.node) if isinstance(tree, Not) else 1
