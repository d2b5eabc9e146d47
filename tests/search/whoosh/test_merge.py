"""Segments are joined into what would have been written at once, and within bounds of memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import numpy as np
import pytest

from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh import WhooshEngine, merge, weaving
from indexer.search.engines.whoosh import merge_policy as joining
from indexer.search.engines.whoosh.mmap import MappedStorage
from indexer.search.engines.whoosh.schema import SCHEMA, WORD_FIELDS
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.settings import Settings
from tests.search.test_engines import NAMES, REPORTS, expected, found, parse


def new_engine(folder: Path) -> WhooshEngine:
    return WhooshEngine(folder, Settings(), name_of=lambda code, _name: NAMES[code])


def parts(folder: Path) -> list[Part]:
    index = MappedStorage(str(folder)).open_index(schema=SCHEMA)
    return [Part(index.storage, segment) for segment in index._segments()]


def in_turn(engine: WhooshEngine, reports: Iterable[list[Entry]]) -> None:
    """Each report in a transaction of its own, after a former state of it."""
    for entries in reports:
        with engine.write() as writer:
            writer.add(entries[:1])
        with engine.write() as writer:
            writer.add(entries)


def compacted(engine: WhooshEngine) -> None:
    with engine.write() as writer:
        writer.compact()
        writer.changed = True


@pytest.mark.parametrize("slab", [1, 7, 1 << 20])
def test_joined_is_what_is_written_at_once(tmp_path: Path, slab: int) -> None:
    with new_engine(tmp_path / "once").write() as writer:
        for entries in REPORTS.values():
            writer.add(entries)
    engine = new_engine(tmp_path / "turns")
    in_turn(engine, REPORTS.values())
    with patch.object(merge, "_SLAB", slab), patch.object(weaving, "_SLAB", slab):
        compacted(engine)
    (once,), (joined,) = parts(tmp_path / "once"), parts(tmp_path / "turns")
    for name in SCHEMA.names():
        if SCHEMA[name].column_type:
            assert_same(once.column(name), joined.column(name))
    for field in (*WORD_FIELDS, "report"):
        one, other = once.words.whole(field), joined.words.whole(field)
        assert one.terms == other.terms
        assert np.array_equal(one.ends, other.ends)
        assert np.array_equal(one.weights, other.weights)
        docs = [words.docs.read_all(0, len(words.terms)) for words in (one, other)]
        assert len(docs[0]) == len(one.weights)
        assert np.array_equal(*docs)
    assert once.totals == joined.totals
    assert all(np.array_equal(once.length_bytes(name), joined.length_bytes(name)) for name in WORD_FIELDS)


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    assert all(np.array_equal(array, other[name]) for name, array in one.items())


def test_a_transaction_copies_no_more_than_it_is_worth(tmp_path: Path) -> None:
    engine = new_engine(tmp_path)
    largest = max(sum(len(entry.text) for entry in entries) for entries in REPORTS.values())
    with patch.object(joining, "_EVER", 2 * largest), patch.object(joining, "_EACH", 1):
        in_turn(engine, REPORTS.values())
    several = len(parts(tmp_path))
    assert all(part.characters.ends[-1] <= 2 * largest for part in parts(tmp_path))
    compacted(engine)  # a large run copies all there is
    assert len(parts(tmp_path)) < several
    for typed in ("教育", "“精准扶贫”", "水 -医疗"):
        assert found(engine, parse(typed)) == expected(parse(typed))


def test_what_the_disk_has_no_room_for_is_left_as_it_is(tmp_path: Path) -> None:
    engine = new_engine(tmp_path)
    with patch.object(joining, "disk_usage", return_value=Mock(free=0)):
        in_turn(engine, REPORTS.values())
        compacted(engine)
    assert len(parts(tmp_path)) > joining._FAN
    assert found(engine, parse("教育")) == expected(parse("教育"))


def test_a_large_segment_is_not_copied_for_a_small_one(tmp_path: Path) -> None:
    engine = new_engine(tmp_path)
    first, second, *_ = REPORTS.values()
    with engine.write() as writer:
        for number in range(40):
            writer.add(replace(entry, report=f"{number}") for entry in second)
    with engine.write() as writer:
        writer.add(first[:1])
    sizes = sorted(part.size for part in parts(tmp_path))
    compacted(engine)
    assert sorted(part.size for part in parts(tmp_path)) == sizes
