"""The index is a Whoosh index: Whoosh's own API reads and writes it, and finds and scores the same."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from whoosh import fields, scoring
from whoosh import query as wq
from whoosh.analysis import RegexTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage, Storage
from whoosh.index import FileIndex
from whoosh.matching import Matcher
from whoosh.reading import CorruptIndexError

from indexer.errors import ArchiveDamaged
from indexer.search.engines.whoosh import WhooshEngine, characters
from indexer.search.engines.whoosh.arrays import read_arrays, write_arrays
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.codec import WORDS_EXT, ArrayCodec, ArraySegment
from indexer.search.engines.whoosh.columns import pack_values
from indexer.search.engines.whoosh.common_numbers import index_common_numbers
from indexer.search.engines.whoosh.contents import ContentsFile
from indexer.search.engines.whoosh.matches import Chosen, Matches, intersect, unite
from indexer.search.engines.whoosh.merge import merge_parts
from indexer.search.engines.whoosh.mmap import MappedStorage
from indexer.search.engines.whoosh.number_lists import PlainLists, read_lists
from indexer.search.engines.whoosh.pair_index import index_texts
from indexer.search.engines.whoosh.schema import SCHEMA, to_document
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import write_segment
from indexer.search.engines.whoosh.units import decode_text, to_key, to_pair, to_units
from indexer.search.query.tree import Node
from indexer.settings import Settings
from indexer.text.fold import fold
from indexer.text.fold_units import fold_texts
from tests.search.test_engines import (
    ENTRIES,
    NAMES,
    QUERIES,
    REPORTS,
    expected,
    found,
    matches,
    parse,
    stands,
)
from tests.search.whoosh.matching import compiled, walked

ENTRY = {(entry.report, entry.ordinal): entry for entry in ENTRIES}


def new_engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, Settings(), name_of=lambda code, _name: NAMES[code])


def opened(folder: Path) -> FileIndex:
    return MappedStorage(str(folder)).open_index(schema=SCHEMA)


def by_ours(folder: Path) -> None:
    with new_engine(folder).write() as writer:
        for entries in REPORTS.values():
            writer.add(entries)


def by_whoosh(folder: Path) -> None:
    folder.mkdir()
    writer = MappedStorage(str(folder)).create_index(SCHEMA).writer(codec=ArrayCodec())
    for entry in ENTRIES:
        writer.add_document(**to_document(entry))
    writer.commit()


@pytest.fixture(scope="module", params=[by_ours, by_whoosh], ids=lambda write: write.__name__)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports in one segment."""
    folder = tmp_path_factory.mktemp("whoosh") / "index"
    request.param(folder)
    return folder


OF_OUR_OWN = ("|", "12", "百分之五点三", "1200", "1,893", "12个村")
"""Whoosh has no query for numbers in other notations, nor for words near each other in any order."""


@pytest.mark.parametrize(
    "typed",
    [typed for typed in QUERIES if typed not in OF_OUR_OWN and "NEAR" not in typed and "~" not in typed],
)
def test_same_hits_and_scores_as_whooshs_matchers(folder: Path, typed: str) -> None:
    tree = parse(typed).tree
    current = new_engine(folder)._current()
    assert current
    ours = current.snapshot.find(tree)
    with opened(folder).searcher(weighting=scoring.BM25F(B=0.5)) as searcher:
        reader = searcher.reader()
        keys = zip(reader.column_reader("report_id"), reader.column_reader("ordinal"), strict=True)
        entries = [ENTRY[key] for key in keys]

        def holds(node: Node) -> Iterator[int]:
            return (number for number, entry in enumerate(entries) if matches(node, entry))

        theirs = walked(compiled(tree, holds, len(entries)), searcher)
    assert ours.docs.tolist() == sorted(theirs)
    assert ours.scores.tolist() == pytest.approx([theirs[n] for n in sorted(theirs)], rel=1e-5)


@pytest.mark.parametrize("typed", ["教育", "“精准扶贫”", "水 -医疗", "年份:2016 教育"])
def test_our_engine_reads_what_whoosh_wrote(folder: Path, typed: str) -> None:
    assert found(new_engine(folder), parse(typed)) == expected(parse(typed))


def test_both_writers_write_the_same_words(tmp_path: Path) -> None:
    by_ours(tmp_path / "ours")
    by_whoosh(tmp_path / "whoosh")
    with opened(tmp_path / "ours").reader() as ours, opened(tmp_path / "whoosh").reader() as theirs:
        assert list(ours.all_terms()) == list(theirs.all_terms())
        for field, term in theirs.all_terms():
            assert weighed(ours.postings(field, term)) == weighed(theirs.postings(field, term))
            assert ours.term_info(field, term).weight() == theirs.term_info(field, term).weight()
        for name in ("title", "heading", "text"):
            assert ours.field_length(name) == theirs.field_length(name)
            for number in range(theirs.doc_count_all()):
                assert ours.doc_field_length(number, name) == theirs.doc_field_length(number, name)
        for name in SCHEMA.names():
            if SCHEMA[name].column_type:
                assert list(ours.column_reader(name)) == list(theirs.column_reader(name)), name


def weighed(matcher: Matcher) -> list[tuple[int, float]]:
    weights = []
    while matcher.is_active():
        weights.append((matcher.id(), matcher.weight()))
        matcher.next()
    return weights


def test_whoosh_deletes_updates_and_merges_what_we_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    by_ours(folder)
    gone, changed, *_ = REPORTS
    entry = REPORTS[changed][0]
    writer = opened(folder).writer(codec=ArrayCodec())
    assert writer.delete_by_term("report", gone) == len(REPORTS[gone])
    writer.delete_by_term("report", changed)
    writer.add_document(**(to_document(entry) | {"text": "崭新文字", "exact": ("崭新文字", "崭新文字")}))
    writer.commit(merge=False)
    engine = new_engine(folder)
    assert engine.list_reports() == set(REPORTS) - {gone}
    assert [hit.report for hit in engine.search(parse("崭新")).hits] == [changed]
    before = {typed: len(found(engine, parse(typed))) for typed in ("", "教育", "“精准扶贫”")}
    opened(folder).writer(codec=ArrayCodec()).commit(optimize=True)
    assert len(opened(folder)._segments()) == 1
    assert {typed: len(found(new_engine(folder), parse(typed))) for typed in before} == before
    with new_engine(folder).write() as again:
        again.add(REPORTS[gone])
    assert new_engine(folder).list_reports() == set(REPORTS)


GENERAL = fields.Schema(
    path=fields.ID(unique=True, stored=True),
    body=fields.TEXT(analyzer=RegexTokenizer(), stored=True, chars=True, spelling=True),
    size=fields.NUMERIC(sortable=True, stored=True),
    tags=fields.KEYWORD(commas=True),
)


@pytest.mark.parametrize("codec", [W3Codec, ArrayCodec])
@pytest.mark.parametrize("storage", [FileStorage, MappedStorage, RamStorage])
def test_any_schema_works_with_the_codec(codec: type, storage: type, tmp_path: Path) -> None:
    """What Whoosh's own codec does, ours does: phrases, prefixes, ranges, spelling, updates, vectors."""
    kept = storage() if storage is RamStorage else storage(str(tmp_path))
    index = kept.create_index(GENERAL)
    for start in (0, 10):
        writer = index.writer(codec=codec())
        for number in range(start, start + 10):
            body = f"report {number} about water and schools number{number % 3}"
            writer.update_document(
                path=f"/{number}", body=body, size=number, tags="a,b" if number % 2 else "b"
            )
        writer.commit(merge=False)
    writer = index.writer(codec=codec())
    writer.update_document(path="/3", body="report three about rivers", size=300, tags="c")
    writer.delete_by_term("path", "/4")
    writer.commit(merge=False)
    for _ in range(2):
        with index.searcher() as searcher:

            def paths(query: wq.Query, searcher: object = searcher) -> set[str]:
                return {hit["path"] for hit in searcher.search(query, limit=None)}  # type: ignore[attr-defined]

            assert paths(wq.Phrase("body", ["water", "and"])) == {f"/{n}" for n in range(20)} - {"/3", "/4"}
            assert paths(wq.Phrase("body", ["and", "water"])) == set()
            assert paths(wq.Prefix("body", "riv")) == {"/3"}
            assert paths(wq.NumericRange("size", 17, 400)) == {"/17", "/18", "/19", "/3"}
            assert paths(wq.Term("tags", "c")) == {"/3"}
            assert paths(wq.FuzzyTerm("body", "watar")) == paths(wq.Term("body", "water"))
            assert [hit["path"] for hit in searcher.search(wq.Every(), sortedby="size", limit=2)] == [
                "/0",
                "/1",
            ]
            assert searcher.suggest("body", "schols") == ["schools"]
            assert searcher.doc_count() == 19
            reader = searcher.reader()
            assert sorted(set(reader.field_terms("tags"))) == ["a", "b", "c"]
            assert {word for _, word in reader.most_frequent_terms("body", 2)} == {b"about", b"report"}
        index.writer(codec=codec()).commit(optimize=True)


def test_old_segments_are_named(tmp_path: Path) -> None:
    storage = FileStorage(str(tmp_path))
    schema = fields.Schema(report=fields.ID())
    writer = storage.create_index(schema).writer()
    writer.add_document(report="a")
    writer.commit()
    with pytest.raises(ArchiveDamaged, match="reindex"):
        new_engine(tmp_path).search(parse("教育"))


# The parts, by properties ------------------------------------------------------------------------

TEXTS = st.lists(st.text("公开信息政务ab\n12𠮷，", max_size=30), min_size=1, max_size=6)


@given(TEXTS, st.text("公开信息政务ab12𠮷，", min_size=1, max_size=4))
def test_characters_are_found_exactly_where_they_stand(texts: list[str], run: str) -> None:
    index = Characters(index_texts([to_units(text) for text in texts]))
    there = [at for at, text in enumerate(texts) if any(stands(run, line) for line in text.split("\n"))]
    assert index.containing(run).tolist() == there
    assert [decode_text(index.units, index.ends, at) for at in range(len(texts))] == texts


@given(TEXTS, st.text("公开信息政务ab𠮷", min_size=3, max_size=4), st.booleans(), st.data())
def test_passages_beside_those_known_are_found(
    texts: list[str], run: str, is_said: bool, data: st.DataObject
) -> None:
    texts = [*texts, *([f"公{run}", run[:-1], run[1:] + run[:-1]] if is_said else [])]
    for fewest in (0, 256):
        index = Characters(index_texts([to_units(text) for text in texts], fewest))
        there = [at for at, text in enumerate(texts) if any(run in line for line in text.split("\n"))]
        known = data.draw(st.sets(st.sampled_from(there))) if there else set()
        with patch.object(characters, "_FEW", -1), patch.object(characters, "_EACH", 0):
            found = index.containing(run, known=np.array(sorted(known), np.intp))
        assert found.tolist() == there


@given(TEXTS, st.text("12", min_size=1, max_size=2))
def test_a_common_number_is_known_by_its_bits(texts: list[str], run: str) -> None:
    arrays = index_texts([to_units(text) for text in texts])
    index = Characters(arrays | index_common_numbers(Characters(arrays), fewest=0))
    there = [at for at, text in enumerate(texts) if any(stands(run, line) for line in text.split("\n"))]
    assert index.containing(run).tolist() == there
    assert index.having_number(run).nonzero()[0].tolist() == there
    assert (to_key(run) in index._number_rows) >= bool(there)


@given(TEXTS, st.text("公开信息政务\n𠮷", min_size=1, max_size=3))
def test_a_common_pair_is_known_by_its_bits(texts: list[str], run: str) -> None:
    index = Characters(index_texts([to_units(text) for text in texts], fewest=0))
    there = [any(run in line for line in text.split("\n")) for text in texts]
    pair = to_pair(run)
    mask = None if pair is None else index.common(pair)
    if len(to_units(run)) == 2 and any(there):
        assert mask is not None
        assert mask.tolist() == there
    else:
        assert mask is None


@given(st.lists(st.text(), max_size=5))
def test_folding_at_once_is_folding(texts: list[str]) -> None:
    folded, straight = fold_texts(texts)
    for text, units, is_straight in zip(texts, folded, straight.tolist(), strict=True):
        assert np.array_equal(units, to_units(fold(text)))
        if is_straight:
            assert len(units) == len(text)
        else:
            assert any(
                len(fold(char)) != 1 or max(char, fold(char)) > "\uffff" or "\ud800" <= char <= "\udfff"
                for char in text
            )


SIZE = 64
SETS = st.sets(st.integers(0, SIZE - 1), max_size=SIZE)


def as_chosen(docs: set[int], by_mask: bool) -> Chosen:
    mask = np.zeros(SIZE, np.bool_)
    mask[list(docs)] = True
    return Chosen(SIZE, mask=mask) if by_mask else Chosen(SIZE, np.flatnonzero(mask))


@given(st.lists(st.tuples(SETS, st.booleans()), min_size=1, max_size=4))
def test_sets_combine_as_sets_do(sets: list[tuple[set[int], bool]]) -> None:
    listed = [docs for docs, _ in sets]
    common, together = set.intersection(*listed), set.union(*listed)
    assert intersect([as_chosen(*each) for each in sets]).docs.tolist() == sorted(common)
    assert unite([as_chosen(*each) for each in sets]).docs.tolist() == sorted(together)


@given(SETS, SETS, st.booleans())
def test_what_is_left_out_is_not_scored(docs: set[int], left: set[int], known: bool) -> None:
    asked: list[int] = []

    def score(some: NDArray[np.intp]) -> NDArray[np.float32]:
        asked.extend(some.tolist())
        return some.astype(np.float32) / 2

    found = Matches(as_chosen(docs, by_mask=False), score)
    if known:
        assert found.scores.tolist() == [number / 2 for number in sorted(docs)]
    kept = found.compress(as_chosen(left, by_mask=True).mask[found.docs])
    assert kept.docs.tolist() == sorted(docs & left)
    assert kept.scores.tolist() == [number / 2 for number in sorted(docs & left)]
    assert asked == sorted(docs if known else docs & left)


@given(st.binary(max_size=200))
def test_any_bytes_are_arrays_or_a_damaged_index(data: bytes) -> None:
    for whole in (data, b"NBARRAY1" + data):
        with pytest.raises(CorruptIndexError):
            read_arrays(memoryview(whole))


def test_a_search_goes_on_where_files_were_taken_away(tmp_path: Path) -> None:
    """A commit deletes the segments that it joins; a thread may be at a search in them."""
    by_ours(tmp_path / "index")
    engine = new_engine(tmp_path / "index")
    engine.list_reports()  # opens the index
    for path in (tmp_path / "index").iterdir():
        if path.suffix == ".seg" or "_" in path.name:
            path.unlink()
    with patch.object(engine, "_current", return_value=engine._opened):
        for typed in ("教育", "“精准扶贫”", "title:年度", "heading:情况"):
            query = parse(typed)
            assert found(engine, query) == expected(query)


def test_an_index_of_earlier_versions_is_read_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = "indexer.engines.whoosh.codec"
    with monkeypatch.context() as earlier:  # where the classes of segments were then
        earlier.setitem(sys.modules, former, sys.modules[ArrayCodec.__module__])
        earlier.setattr(ArrayCodec, "__module__", former)
        earlier.setattr(ArraySegment, "__module__", former)
        by_ours(tmp_path)
    assert former.encode() in next(tmp_path.glob("*.toc")).read_bytes()
    engine = new_engine(tmp_path)
    assert engine.list_reports() == frozenset(REPORTS)
    with engine.write() as writer:
        writer.remove(next(iter(REPORTS)))
    assert len(new_engine(tmp_path).list_reports()) == len(REPORTS) - 1


def test_a_table_of_contents_makes_nothing_but_segments() -> None:
    planted = ContentsFile(pickle.dumps(os.getcwd), "MAIN_1.toc")
    with pytest.raises(pickle.UnpicklingError, match="getcwd"):
        planted.read_pickle()
    assert ContentsFile(pickle.dumps([{1, 2}, "x"]), "MAIN_1.toc").read_pickle() == [{1, 2}, "x"]


def test_segments_of_before_are_read_and_merged(tmp_path: Path) -> None:
    """They keep their texts apart, and lists of numbers in four bytes a number."""
    folder = tmp_path / "index"
    by_whoosh(folder)
    storage = opened(folder).storage
    (segment,) = opened(folder)._segments()
    texts = [Part(storage, segment).shown(number) for number in range(len(ENTRIES))]
    exact = folder / W3Codec.column_filename(segment, "exact")
    rewrite_as_before(storage, exact, "places", "starts")
    rewrite_as_before(storage, folder / segment.make_filename(WORDS_EXT), "docs", "")
    with storage.create_file(W3Codec.column_filename(segment, "shown")) as file:
        write_arrays(file, pack_values([text.encode() for text in texts]))
    former = Part(opened(folder).storage, segment)
    assert isinstance(former.characters.places_of, PlainLists)
    assert isinstance(former.words.whole("text").docs, PlainLists)
    assert [former.shown(number) for number in range(former.size)] == texts
    for typed in ("教育", "“精准扶贫”", "水 -医疗", "水", "12个村"):
        assert found(new_engine(folder), parse(typed)) == expected(parse(typed))
    live = np.arange(former.size) % 3 > 0
    merged = write_segment(storage, "MAIN", merge_parts([former, former], [live, ~live]))
    chosen = [*itertools.compress(texts, live), *itertools.compress(texts, ~live)]
    assert [Part(storage, merged).shown(number) for number in range(former.size)] == chosen


def rewrite_as_before(storage: Storage, path: Path, lists: str, starts: str) -> None:
    """Write a file of arrays with one of its lists in four bytes a number, without what was not kept then.

    Args:
        starts: what is called where each of them begins; "": that is there already.
    """
    arrays = read_arrays(memoryview(path.read_bytes()))
    packed = read_lists(arrays, lists)
    sizes = packed.measure()
    kept = {name: array for name, array in arrays.items() if not name.startswith(("own_", f"{lists}_"))}
    kept[lists] = packed.read_all(0, len(sizes)).astype(np.uint32 if starts else np.int32)
    if starts:
        kept[starts] = np.concatenate([[0], sizes.cumsum()]).astype(np.uint32)
    path.unlink()
    with storage.create_file(path.name) as file:
        write_arrays(file, kept)
