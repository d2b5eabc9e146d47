"""The first of many hits are found without scoring all, what hits cover and facets count without looking at
each of them."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.engines.whoosh import WhooshEngine, cover, facets, matches, thresholds
from indexer.search.engines.whoosh.cover import find_covered
from indexer.search.engines.whoosh.coverage import WordCoverage, find_least
from indexer.search.engines.whoosh.facets import Columns, Narrowed
from indexer.search.engines.whoosh.matches import Chosen, Matches
from indexer.search.engines.whoosh.scoring import WeightedTerm
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.engines.whoosh.thresholds import find_lowest
from indexer.search.query.tree import (
    About,
    And,
    District,
    InYears,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Synonyms,
    Words,
    Years,
)
from indexer.settings import Settings
from tests.search.test_engines import NAMES, REPORTS

SIZE = 200
SETS = st.lists(st.sets(st.integers(0, SIZE - 1), max_size=SIZE), min_size=1, max_size=6)
SAID = ("教育", "医疗", "水", "精准扶贫", "公开", "政府信息公开", "2016", "工作", "报告", "没有的词")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    engine = WhooshEngine(
        tmp_path_factory.mktemp("index"), Settings(), name_of=lambda code, _name: NAMES[code]
    )
    with engine.write() as writer:
        for entries in REPORTS.values():
            writer.add(entries)
    current = engine._current()
    assert current
    yield current.snapshot
    engine.close()


LEAVES = st.one_of(
    st.builds(Words, st.sampled_from(SAID)),
    st.builds(Words, st.sampled_from(SAID), st.sampled_from(("title", "heading"))),
    st.builds(Phrase, st.sampled_from(SAID)),
    st.builds(lambda word, other: Synonyms(Words(word), (other,)), *[st.sampled_from(SAID)] * 2),
    st.just(InYears((Years(2016, 2016),))),
    st.builds(lambda word: About(Words(word), InYears((Years(2016, 2016),))), st.sampled_from(SAID)),
)
TREES = st.recursive(
    LEAVES,
    lambda trees: st.one_of(
        st.builds(lambda nodes: And(tuple(nodes)), st.lists(trees, min_size=1, max_size=3)),
        st.builds(lambda nodes: Or(tuple(nodes)), st.lists(trees, min_size=1, max_size=5)),
        st.builds(Not, trees),
    ),
    max_leaves=6,
)


@given(st.lists(TREES, min_size=1, max_size=18), st.integers(1, 30), st.integers(0, 9))
def test_the_foremost_are_among_those_that_are_scored(
    snapshot: Snapshot, nodes: list[Node], most: int, left: int
) -> None:
    tree = Or(tuple(nodes))
    kept = np.arange(snapshot.size) % 10 >= left
    every, found = (each.compress(kept[each.docs]) for each in (snapshot.find(tree), snapshot.find(tree)))
    with patch.object(matches, "_FEW", 1), patch.object(matches, "_FEWEST", 0):
        best = found.foremost(most)
    known = dict(zip(every.docs.tolist(), every.scores.tolist(), strict=True))
    scored = dict(zip(best.docs.tolist(), best.scores.tolist(), strict=True))
    assert list(scored) == sorted(scored)
    assert scored == pytest.approx({doc: known[doc] for doc in scored}, rel=1e-6)
    highest = sorted(known.values(), reverse=True)[:most]
    assert all(score < highest[-1] for doc, score in known.items() if doc not in scored)


def test_few_are_scored_where_some_have_much_more() -> None:
    asked: list[int] = []

    def score(docs: np.ndarray) -> np.ndarray:
        asked.extend(docs.tolist())
        return (docs < 10).astype(np.float32)

    def find_foremost(found: Matches, most: int) -> Matches:
        return found.compress(found.docs < 2 * most)

    found = Matches(Chosen(SIZE, np.arange(SIZE)), score, find_foremost)
    assert found.foremost(10) is found  # so few are scored at once
    with patch.object(matches, "_FEWEST", 0):
        assert len(found.foremost(10).scores) == 20
        assert len(asked) == 20
        assert found.foremost(100) is found


def as_terms(sets: list[set[int]], abouts: int) -> list[WeightedTerm]:
    terms = []
    for number, docs in enumerate(sets):
        words = Words(f"词{number}")
        term = About(words, InYears((Years(2016, 2016),))) if number < abouts else words
        terms.append(WeightedTerm(term, Chosen(SIZE, np.array(sorted(docs), np.intp)), 1.0 + number))
    return terms


@given(SETS, st.sets(st.integers(0, SIZE - 1), max_size=9), st.booleans(), st.integers(0, 3))
def test_cover_by_class_is_cover_by_passage(
    sets: list[set[int]], whole: set[int], required: bool, abouts: int
) -> None:
    terms = as_terms(sets, abouts)
    left_out = Chosen(SIZE, np.array(sorted(whole), np.intp))
    only = Chosen(SIZE, np.arange(0, SIZE, 2)) if required else None
    with patch.object(cover, "SCORED", 20):
        found = find_covered(terms, left_out, only)
        with patch.object(Chosen, "many", False):
            one_by_one = find_covered(terms, left_out, only)
        scored = found.find_scored(), one_by_one.find_scored()
    docs = found.found.docs
    assert docs.tolist() == one_by_one.found.docs.tolist()
    assert found.cover_at(docs).tolist() == one_by_one.cover_at(docs).tolist()
    assert scored[0] == scored[1]


@given(SETS)
def test_classes_tell_which_sets_passages_are_in(sets: list[set[int]]) -> None:
    coverage = WordCoverage(SIZE, [Chosen(SIZE, np.array(sorted(docs), np.intp)) for docs in sets])
    for doc, number in enumerate(coverage.classes.tolist()):
        assert {at for at in range(len(sets)) if number >> at & 1} == {
            at for at, docs in enumerate(sets) if doc in docs
        }
    counts = coverage.count()
    assert counts.sum() == SIZE
    sums = coverage.sum_values([np.float32(2**at) for at in range(len(sets))])
    assert sums.tolist() == list(range(coverage.size))
    wanted = np.arange(coverage.size) % 3 == 1
    assert coverage.find(wanted).tolist() == np.flatnonzero(coverage.classes % 3 == 1).tolist()
    ordered = sorted(coverage.classes.tolist(), reverse=True)
    assert [find_least(sums, counts, place + 1) for place in range(SIZE)] == ordered
    assert [coverage.find_least(sums, place + 1) for place in range(SIZE)] == ordered


DISTRICT = District("其中一个", (sorted(NAMES)[0],))


@given(st.integers(1, 10), st.data())
def test_what_is_known_of_some_passages_is_known_of_them_alone(sets: int, data: st.DataObject) -> None:
    drawn = [data.draw(st.sets(st.integers(0, SIZE - 1), max_size=8)) for _ in range(sets)]
    coverage = WordCoverage(SIZE, [Chosen(SIZE, np.array(sorted(docs), np.intp)) for docs in drawn])
    docs = np.array(sorted(data.draw(st.sets(st.integers(0, SIZE - 1)))), np.intp)
    narrowed = coverage.narrow(docs)
    assert narrowed.size == 2 << sets
    assert narrowed.classes.tolist() == [coverage.classes.item(doc) + (1 << sets) for doc in docs.tolist()]


@given(st.lists(st.integers(0, 99), max_size=40))
def test_what_is_there_is_numbered_by_table_or_by_sorting(values: list[int]) -> None:
    numbers = np.array(values, np.intp)
    for sparse in (0, 1000):
        with patch.object(facets, "_SPARSE", sparse):
            listed, which = facets._number(numbers, 100)
        assert listed.tolist() == sorted(set(values))
        assert listed.take(which).tolist() == values


CHOICES = st.builds(
    Query,
    years=st.sampled_from([(), (Years(2016, 2016),), (Years(2015, None),)]),
    sections=st.sampled_from([(), (1,), (1, 2)]),
    districts=st.sampled_from([(), (DISTRICT,)]),
)


@given(st.sets(st.integers(0, 5000)), CHOICES)
def test_facets_count_under_the_choices_in_the_others(
    snapshot: Snapshot, chosen: set[int], query: Query
) -> None:
    columns = Columns(snapshot, lambda _code, name: name)
    docs = [doc for doc in sorted(chosen) if doc < snapshot.size]
    narrowed = Narrowed(query, Chosen(snapshot.size, np.array(docs, np.intp)), columns)
    of_districts = snapshot.match_districts(query.districts) if query.districts else None
    axes, kinds = columns.axes, snapshot.kinds.codes.tolist()
    cells, regions, kept = np.zeros(axes.shape, np.int32), np.zeros(len(snapshot.paths), np.int32), []
    let_through = axes.choose(query) or axes.all
    for doc in docs:
        cell = axes.years.index(snapshot.year.item(doc)), snapshot.section.item(doc), kinds[doc]
        fits = all(mask[at] for mask, at in zip(let_through, cell, strict=True))
        region = snapshot.regions.codes.item(doc)
        inside = of_districts is None or bool(of_districts[region])
        cells[cell] += inside
        regions[region] += fits
        kept.append(fits and inside)
    counted = narrowed.count()
    assert counted.cells.tolist() == cells.ravel().tolist()
    assert counted.regions.tolist() == regions.tolist()
    assert (narrowed.kept is None and all(kept)) or narrowed.kept.tolist() == kept
    # Many hits are counted class by class.
    classes = columns.classes
    counts = np.bincount(classes.of_passage[docs], minlength=len(classes.cells))
    together = columns.add_up(counts, narrowed._of_cells, narrowed._of_divisions)
    assert together.cells.tolist() == cells.ravel().tolist()
    assert together.regions.tolist() == regions.tolist()


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=300), st.data())
def test_a_place_is_found_without_ordering(numbers: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(numbers)))
    for kind in (np.int64, np.float32):
        with patch.object(thresholds, "_FEW", 0):
            assert find_lowest(np.array(numbers, kind), place) == sorted(numbers)[place - 1]
