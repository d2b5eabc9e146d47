"""How many reports say each of a list of phrases, by place and year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.errors import QueryError
from indexer.report.report import UNKNOWN
from indexer.search.address import format_counted_address
from indexer.search.query.exact import make_exact
from indexer.search.query.parse import parse_query
from indexer.search.query.tree import Query
from indexer.settings import Settings

MOST_PHRASES = 200
"""Phrases of one list."""
_LONGEST = 200
"""Characters of one phrase."""
_HEADS = frozenset(("词语", "词", "短语", "关键词", "检索词", "phrase", "keyword", "query"))
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class PhraseList:
    """A list of phrases as it was read.

    Attributes:
        phrases: what is looked for, each once.
        problems: what could not be read, in sentences.
    """

    phrases: tuple[Query, ...]
    problems: tuple[str, ...]


class BatchCounts(NamedTuple):
    """What an engine counted.

    Attributes:
        years: the years of the reports, None where it is not known, which comes last.
        held: for each place the reports held of each year.
        said: for each phrase that was counted, and each place, the reports of each year that say it.
    """

    years: tuple[int | None, ...]
    held: tuple[tuple[int, ...], ...]
    said: tuple[tuple[tuple[int, ...], ...], ...]


class BatchRow(NamedTuple):
    """A phrase in one place.

    Attributes:
        phrase: its number in the list.
        place: what the district filter takes, "" for all.
        held, said: reports of each year that are held, and that say it.
    """

    phrase: int
    place: str
    held: tuple[int, ...]
    said: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list of phrases counted, as far as there was time.

    Attributes:
        phrases: the whole list.
        scope: the filters; each of its districts is a place of its own.
    """

    phrases: tuple[Query, ...]
    scope: Query
    counts: BatchCounts

    @property
    def places(self) -> tuple[str, ...]:
        """The places; "" alone stands for all."""
        return tuple(district.value for district in self.scope.districts) or ("",)

    @property
    def left(self) -> tuple[Query, ...]:
        """The phrases that there was no time for."""
        return self.phrases[len(self.counts.said) :]

    def rows(self) -> Iterator[BatchRow]:
        """Yield a row for each phrase and place."""
        for number, said in enumerate(self.counts.said):
            for place, held, counts in zip(self.places, self.counts.held, said, strict=True):
                yield BatchRow(number, place, held, counts)

    def format_url(self, row: BatchRow, year: int | str | None = "") -> str:
        """Return the address of the search that finds just the reports of a number; "" for all years."""
        value = "" if year == "" else str(year or UNKNOWN)
        places = [row.place] if row.place else []
        return format_counted_address(self.phrases[row.phrase], self.scope, value, places)

    def to_json(self) -> dict[str, Any]:
        """The answer of `nianbao batch --json`."""
        return {
            "years": list(self.counts.years),
            "rows": [
                {
                    "phrase": self.phrases[row.phrase].typed,
                    "place": row.place,
                    "held": list(row.held),
                    "reports": list(row.said),
                    "total": sum(row.said),
                    "url": self.format_url(row),
                }
                for row in self.rows()
            ],
            "not_counted": [query.typed for query in self.left],
        }


def read_list(lines: Sequence[str], settings: Settings) -> PhraseList:
    """Return the phrases of a list, one a line; blank ones and those that came before are left out.

    Raises:
        QueryError: there are none, or too many.
    """
    typed = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not typed:
        raise QueryError("名单里没有词语，请一行写一个。")
    if len(typed) > MOST_PHRASES:
        raise QueryError(f"名单有 {len(typed)} 个词语，一次最多 {MOST_PHRASES} 个，请分几次统计。")
    phrases: dict[str, Query] = {}
    problems = []
    for line in typed:
        try:
            if len(line) > _LONGEST:
                raise QueryError(f"有 {len(line)} 个字，最多 {_LONGEST} 个。")
            query = make_exact(parse_query(line, settings=settings))
            phrases.setdefault(query.typed, query)
        except QueryError as error:
            problems.append(f"“{line[:30]}”没有统计：{error.message}")
    return PhraseList(tuple(phrases.values()), tuple(problems))


def read_lines(data: bytes, name: str) -> tuple[str, ...]:
    """Return the lines of a list in a file: text with a phrase a line, or the first column of a CSV file.

    Raises:
        QueryError: it is no text, or no CSV.
    """
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise QueryError(f"“{name[:40]}”不是文本，请用 .txt（一行一个词语）或 .csv（词语在第一列）。")
    if "\0" in text:
        raise QueryError(f"“{name[:40]}”不是文本，请另存为 .txt 或 .csv 再试。")
    if not name.lower().endswith(".csv"):
        return tuple(text.splitlines())
    try:
        # Spreadsheets of old end a row with a carriage return alone.
        cells = [row[0] for row in csv.reader(io.StringIO(text, newline=None)) if row]
    except csv.Error:  # a quotation mark that nothing closes
        raise QueryError(f"“{name[:40]}”不是文本，请另存为 .txt 或 .csv 再试。") from None
    return tuple(cells[1:] if cells and cells[0].strip().lower() in _HEADS else cells)
