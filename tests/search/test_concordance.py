"""Every place of a phrase is listed once, as it stands and in order: plain scans agree."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from indexer.report.report import Kind
from indexer.search.auditing.concordance import WIDTH, ConcordanceSort, Occurrence
from indexer.search.auditing.pinyin_order import rank_units
from indexer.search.borders import find_whole
from indexer.search.engines.base import Engine, Entry
from indexer.search.engines.whoosh import WhooshEngine
from indexer.search.engines.whoosh.units import BREAK
from indexer.search.query.exact import list_phrases, make_exact
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.tree import Phrase, Query
from indexer.settings import Settings
from indexer.text.fold import fold
from tests.search.kinds_of_engines import KINDS
from tests.search.test_engines import (  # noqa: F401
    CITY,
    ENTRIES,
    PROVINCE,
    REPORTS,
    Opened,
    Places,
    make_index,
    opened,
    region,
)

PHRASES = [
    "公开",
    "12",
    "義務教育",
    "ffi",
    "一",
    "总体情况",
    "政府信息公开年报",
    "公开 OR 申请",
    "公开 -教育",
    "的",
]


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """All reports in several segments, some of them removed and added again."""
    index = make_index(request, tmp_path_factory.mktemp("engine") / "index")
    engine = index.open()
    reports = list(REPORTS.values())
    for start in range(0, len(reports), 13):
        with engine.write() as writer:
            for entries in reports[start : start + 13]:
                writer.add(entries)
    with engine.write() as writer:
        writer.remove(ENTRIES[0].report)
        writer.add(reports[5])
    with engine.write() as writer:
        writer.add(reports[0])
    yield engine
    engine.close()
    index.delete()


def ask(typed: str, choices: Choices | None = None) -> Query:
    phrase = make_exact(parse_query(typed))
    scope = parse_query("", choices or Choices(), places=Places())
    return replace(scope, typed=phrase.typed, tree=phrase.tree)


def list_all(engine: Engine, query: Query, sort: ConcordanceSort = ConcordanceSort.PLACE) -> list[Occurrence]:
    found = engine.find_places(query, sort)
    lines = found.list_lines(0, found.total)
    assert len(lines) == found.total
    assert lines[2:5] == found.list_lines(2, 5)
    return list(lines)


def scan(phrase: str, entry: Entry) -> Counter[tuple[str, int]]:
    """How often a phrase stands in each line of a passage; its title is line 0."""
    lines = Counter[tuple[str, int]]()
    texts = [(0, entry.title)] if entry.ordinal == 0 else []
    texts += [(entry.first, entry.heading)]  # each section of these reports has one passage
    texts += list(enumerate(entry.text.split("\n"), entry.first))
    for line, text in texts:
        lines[entry.report, line] += len(list(find_whole(phrase, fold(text))))
    return +lines


def order_by_pinyin(text: str) -> list[tuple[str, str]]:
    """Syllable and tone of each character as people look them up; what is no Chinese comes before."""
    return [("" if char < "一" else _look_up(char), char) for char in text]


def _look_up(char: str) -> str:
    sound = lazy_pinyin(char, style=Style.TONE3, neutral_tone_with_five=True)[0]
    return sound.replace("v", "u").replace("ü", "u")[:-1] + (":" if "v" in sound else "") + sound[-1]


@pytest.mark.parametrize("characters", ["阿安报大东工路绿吕峦略轮落女庆区重", "爸八吧", "1a，。中"])
def test_characters_are_ranked_as_in_a_dictionary(characters: str) -> None:
    ranks = rank_units()
    said = "".join(sorted(characters, key=lambda char: ranks.item(ord(char))))
    assert (
        said == {"阿": "阿安报大东工路吕绿峦略轮落女庆区重", "爸": "八爸吧", "1": "1a。，中"}[characters[0]]
    )
    assert ranks.item(BREAK) == 0
    assert len(set(ranks.tolist())) == len(ranks)


@pytest.mark.parametrize("typed", PHRASES)
@pytest.mark.parametrize("sort", ConcordanceSort)
def test_every_place_is_listed_once(engine: Engine, typed: str, sort: ConcordanceSort) -> None:
    query = ask(typed)
    expected = Counter[tuple[str, int]]()
    for entry in ENTRIES:
        text = fold(f"{entry.title if not entry.ordinal else ''}\n{entry.heading}\n{entry.text}")
        if typed == "公开 -教育" and "教育" in text:
            continue
        for phrase in list_phrases(query.tree):
            expected += scan(phrase, entry)
    lines = list_all(engine, query, sort)
    assert Counter((line.report, line.line) for line in lines) == expected
    assert expected


def test_a_line_is_what_stands_there(engine: Engine) -> None:
    texts = {(entry.report, entry.first): entry for entry in ENTRIES}
    for line in list_all(engine, ask("公开 OR oﬃce OR 方式单一 OR 5.3%")):
        assert fold(line.word) in ("公开", "office", "方式单一", "5.3%")
        entry = next(
            entry
            for (report, first), entry in texts.items()
            if report == line.report and (not line.line or 0 <= line.line - first <= entry.text.count("\n"))
        )
        at = entry.text.split("\n")[line.line - entry.first] if line.line else entry.title
        said = line.left + line.word + line.right
        assert said in at or said in entry.heading
        assert line.cut_left == (not at.startswith(line.left) and said in at)
        assert max(len(line.left), len(line.right)) <= WIDTH


def test_lines_are_in_order(engine: Engine) -> None:
    query = ask("公开")
    right = [fold(line.right)[:9] for line in list_all(engine, query, ConcordanceSort.RIGHT)]
    assert right == sorted(right, key=order_by_pinyin)
    assert right != sorted(right)
    left = [fold(line.left)[::-1][:9] for line in list_all(engine, query, ConcordanceSort.LEFT)]
    assert left == sorted(left, key=order_by_pinyin)
    years = [line.year or 0 for line in list_all(engine, query, ConcordanceSort.YEAR)]
    assert years == sorted(years)
    places = list(dict.fromkeys(line.region for line in list_all(engine, query)))
    assert len(places) == len({line.region for line in list_all(engine, query)}), "each place in one stretch"


def test_filters_choose_the_lines(engine: Engine) -> None:
    every = list_all(engine, ask("公开"))
    some = list_all(engine, ask("公开", Choices(["2015..2018"], ["云港市"], ["1"], [Kind.DISCLOSURE])))
    assert some == [
        line
        for line in every
        if 2015 <= (line.year or 0) <= 2018
        and "云港市" in line.region
        and line.section == 1
        and line.kind == Kind.DISCLOSURE
    ]


def test_too_many_are_not_sorted_by_their_text(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    places = type(engine.find_places(ask("公开"), ConcordanceSort.PLACE)).__module__
    monkeypatch.setattr(sys.modules[places], "MOST_SORTED", 3)
    found = engine.find_places(ask("公开"), ConcordanceSort.LEFT)
    assert found.sort is ConcordanceSort.PLACE
    assert found.list_lines(0, 9) == engine.find_places(ask("公开"), ConcordanceSort.PLACE).list_lines(0, 9)


def test_a_heading_over_several_passages_counts_once(opened: Opened) -> None:  # noqa: F811
    engine = opened()
    known = ("某县2020年政府工作報告", 2020, Kind.WORK, "某县人民政府", region(PROVINCE, CITY))
    with engine.write() as writer:
        writer.add(Entry("r", at, *known, 1, "一、工作回顾", 1 + at, f"第{at}段的工作。") for at in range(3))
    lines = list_all(engine, ask("工作"))
    assert [(line.line, line.left) for line in lines] == [
        (0, "某县2020年政府"), (1, "一、"), (1, "第0段的"), (2, "第1段的"), (3, "第2段的"),
    ]  # fmt: skip
    assert lines[0].url.endswith("/r?q=%E2%80%9C%E5%B7%A5%E4%BD%9C%E2%80%9D")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("甲乙𠮷①ﬁ\u3000 1", max_size=12), min_size=1, max_size=4),
    st.text("甲乙𠮷①1", min_size=1, max_size=2),
)
def test_places_among_characters_that_fold_to_others(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], phrase: str
) -> None:
    engine = WhooshEngine(tmp_path_factory.mktemp("odd"), Settings())
    with engine.write() as writer:
        writer.add([Entry("r", 0, "题", 2020, Kind.WORK, "", None, 1, "章", 1, "\n".join(texts))])
    query = Query(typed=phrase, tree=Phrase(phrase))
    lines = list_all(engine, query)
    assert len(lines) == sum(len(list(find_whole(fold(phrase), fold(text)))) for text in texts)
    for line in lines:
        assert fold(phrase) in fold(line.word)
        assert line.left + line.word + line.right in texts[line.line - 1].strip() + " "
    engine.close()
