"""The engines that `search.py` compares: each indexes the same words and answers the same questions.

Peers get the text's words ready-made (folded and segmented as ours are, in the time that is
measured), one field of text, and columns for year, division and section. Ours indexes title and
heading besides and can find any run of characters: it does more work, not less.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import tantivy
from whoosh import columns, fields, highlight, query, scoring, sorting
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage

from indexer.search.analysis import cut_words, index_words
from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh import WhooshEngine
from indexer.search.query.tree import And, Everything, Node, Or, Phrase, Query, Words, Years
from indexer.settings import Settings
from indexer.text.fold import fold


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: all or any of some words, or one phrase; perhaps of some years only.

    Attributes:
        sort: kind of question, for the table.
        words: none asks for everything.
        all_first: passages with all words come before those with any of them.
        phrase: the words' characters one after the other, "" if they may stand anywhere.
    """

    sort: str
    words: tuple[str, ...] = ()
    any_of: bool = False
    phrase: str = ""
    years: tuple[int, int] | None = None
    all_first: bool = False


class Peer(Protocol):
    """One engine with its index in one folder."""

    name: str

    def index(self, entries: Iterable[list[Entry]]) -> None:
        """Make the index and publish it."""

    def open(self) -> None:
        """Open the index anew, as after a start."""

    def ask(self, question: Question) -> int:
        """Ten hits with snippets and the counts of three facets over all hits; the number of hits."""


def words(text: str) -> str:
    """The words of a text, as all peers index them."""
    return " ".join(part for word in cut_words(fold(text)) for part in index_words(word))


class Ours:
    """Nianbao's engine."""

    name = "nianbao"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = replace(Settings(), home=folder)

    def index(self, entries: Iterable[list[Entry]]) -> None:
        with WhooshEngine(self._folder, self._settings).write() as writer:
            for report in entries:
                writer.add(report)
            writer.compact()  # as the last batch of a large run

    def open(self) -> None:
        self.engine = WhooshEngine(self._folder, self._settings)
        self.engine.search(Query(limit=1))

    def ask(self, question: Question) -> int:
        results = self.engine.search(self.query(question))
        return results.total

    def query(self, question: Question) -> Query:
        """The question as our query."""
        leaves: tuple[Node, ...] = tuple(Words(word) for word in question.words)
        tree: Node = Or(leaves) if question.any_of else And(leaves)
        if question.phrase:
            tree = Phrase(question.phrase)
        elif len(leaves) < 2:
            tree = leaves[0] if leaves else Everything()
        years = (Years(*question.years),) if question.years else ()
        if question.all_first:
            # As free text is asked: passages with all words, then those with a part, by what they cover.
            return Query(tree=And(leaves), terms=leaves, runs=question.words, years=years)
        return Query(tree=tree, years=years)

    def same(self, question: Question) -> int:
        """Hits under the peers' rules: words of the text only, cut as the segmenter cut them."""
        snapshot = self.engine._current().snapshot  # type: ignore[union-attr]
        from indexer.search.engines.whoosh.matches import intersect, unite

        sets = [snapshot.with_word("text", word.encode()) for word in question.words]
        found = (unite if question.any_of else intersect)(sets) if sets else snapshot.everything
        if question.years:
            return int(snapshot.in_years((Years(*question.years),))[found.docs].sum())
        return len(found)


class Tantivy:
    """tantivy-py."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
        builder.add_text_field("district", fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("year", indexed=True, fast=True)
        builder.add_unsigned_field("section", indexed=True, fast=True)
        self._schema = builder.build()

    def index(self, entries: Iterable[list[Entry]]) -> None:
        index = tantivy.Index(self._schema, path=str(self._folder))
        writer = index.writer(1_000_000_000, 2)
        for report in entries:
            for entry in report:
                document = tantivy.Document()
                document.add_text("text", words(entry.text))
                document.add_text("district", entry.region.codes[-1] if entry.region else "")
                document.add_unsigned("year", entry.year or 0)
                document.add_unsigned("section", entry.section)
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        index = tantivy.Index.open(str(self._folder))
        index.config_reader("manual", 1)
        index.reload()
        self._searcher = index.searcher()

    def ask(self, question: Question) -> int:
        asked = self._query(question)
        result = self._searcher.search(asked, 10)
        facets = {
            "year": {"terms": {"field": "year", "size": 100}},
            "section": {"terms": {"field": "section", "size": 10}},
            "district": {"terms": {"field": "district", "size": 4000}},
        }
        self._searcher.aggregate(asked, facets)
        snippets = tantivy.SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        for _, address in result.hits:
            snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(result.count)

    def _query(self, question: Question) -> Any:
        def term(word: str) -> Any:
            return tantivy.Query.term_query(self._schema, "text", word)

        if question.phrase:
            asked = tantivy.Query.phrase_query(self._schema, "text", list(question.words))
        elif question.words:
            occur = tantivy.Occur.Should if question.any_of else tantivy.Occur.Must
            asked = tantivy.Query.boolean_query([(occur, term(word)) for word in question.words])
            if question.all_first:
                whole = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Must, term(word)) for word in question.words]
                )
                first = (tantivy.Occur.Should, tantivy.Query.boost_query(whole, 10.0))
                asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, asked), first])
        else:
            asked = tantivy.Query.all_query()
        if question.years:
            span = tantivy.Query.range_query(
                self._schema, "year", tantivy.FieldType.Unsigned, *question.years
            )
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, span)])
        return asked


class Fts5:
    """SQLite FTS5."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._path = folder / "fts.db"

    def index(self, entries: Iterable[list[Entry]]) -> None:
        with sqlite3.connect(self._path) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("CREATE TABLE section (id INTEGER PRIMARY KEY, year INT, section INT, district TEXT)")
            db.execute(
                "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = \"unicode61 tokenchars '.%'\")"
            )
            rows = (entry for report in entries for entry in report)
            for at, entry in enumerate(rows):
                district = entry.region.codes[-1] if entry.region else ""
                db.execute(
                    "INSERT INTO section VALUES (?, ?, ?, ?)", (at, entry.year, entry.section, district)
                )
                db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (at, words(entry.text)))

    def open(self) -> None:
        self._db = sqlite3.connect(self._path)

    def ask(self, question: Question) -> int:
        where, values = self._where(question)
        joined = f"FROM words JOIN section ON section.id = words.rowid {where}"
        order = "ORDER BY rank" if question.words else ""
        shown = "snippet(words, 0, '<b>', '</b>', '…', 40)" if question.words else "substr(text, 1, 120)"
        self._db.execute(f"SELECT {shown} {joined} {order} LIMIT 10", values).fetchall()
        counts: Counter[Any] = Counter()
        total = 0
        for facets in self._db.execute(f"SELECT year, section.section, district {joined}", values):
            counts.update(facets)
            total += 1
        return total

    def _where(self, question: Question) -> tuple[str, list[Any]]:
        conditions, values = [], []
        if question.words:
            quoted = [f'"{word}"' for word in question.words]
            match = (
                f'"{" ".join(question.words)}"'
                if question.phrase
                else (" OR " if question.any_of else " AND ").join(quoted)
            )
            conditions.append("words MATCH ?")
            values.append(match)
        if question.years:
            conditions.append("year BETWEEN ? AND ?")
            values += question.years
        return f"WHERE {' AND '.join(conditions)}" if conditions else "", values


class StockWhoosh:
    """Whoosh as it comes: its own codec, writer, matchers and highlighter."""

    name = "Whoosh"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._storage = FileStorage(str(folder))
        text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True, phrase=True)
        self._schema = fields.Schema(
            text=text,
            district=fields.COLUMN(columns.RefBytesColumn()),
            year=fields.NUMERIC(sortable=True),
            section=fields.NUMERIC(sortable=True),
        )

    def index(self, entries: Iterable[list[Entry]]) -> None:
        writer = self._storage.create_index(self._schema).writer(limitmb=1024)
        for report in entries:
            for entry in report:
                district = (entry.region.codes[-1] if entry.region else "").encode()
                writer.add_document(
                    text=words(entry.text), district=district, year=entry.year, section=entry.section
                )
        writer.commit()

    def open(self) -> None:
        self._searcher = self._storage.open_index().searcher(weighting=scoring.BM25F())

    def ask(self, question: Question) -> int:
        terms = [query.Term("text", word) for word in question.words]
        asked: Any = query.Every()
        if question.phrase:
            asked = query.Phrase("text", list(question.words))
        elif terms:
            asked = query.Or(terms) if question.any_of else query.And(terms)
        if question.years:
            asked = query.And([asked, query.NumericRange("year", *question.years)])
        facets = sorting.Facets()
        for name in ("year", "section", "district"):
            facets.add_facet(name, sorting.FieldFacet(name, maptype=sorting.Count))
        results = self._searcher.search(asked, limit=10, groupedby=facets)
        for name in ("year", "section", "district"):
            results.groups(name)
        results.fragmenter = highlight.ContextFragmenter()
        # Grouping makes Whoosh ignore the limit: only ten are shown.
        for hit in results[:10]:
            hit.highlights("text")
        return len(results)


PEERS = {peer.name: peer for peer in (Ours, Tantivy, Fts5, StockWhoosh)}
