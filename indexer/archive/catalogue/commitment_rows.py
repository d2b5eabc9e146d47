"""All that one report by itself says of promises, as rows: worked out in any process, written by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from indexer.archive.database import dump
from indexer.commitments.passage import Passage, passages
from indexer.commitments.record import State
from indexer.commitments.role import Role
from indexer.commitments.sentence import Place
from indexer.commitments.similarity import bands, bare
from indexer.commitments.statement import Statement, sentences, statements
from indexer.report.report import Report
from indexer.text.fold import fold
from indexer.verdict import hash_key


def prepare(series: str, report: Report) -> dict[str, Any]:
    """What a report promises and says, as values of JSON.

    Args:
        series: what all reports of the same body and kind share of their ids.

    Returns:
        `speaker` and `commitments`, rows of these tables but for ids; `bands` of each commitment
        (`likeness.bands`); `passages` that may answer promises (`passages_of`).
    """
    read = list(sentences(report))
    found = [s for s in statements(report, read) if s.role is Role.COMMITMENT]
    keys = _keys(f"{series}-{report.year}", (statement.words for statement in found))
    said = passages(sentence for _, listed in read for sentence in listed)
    return {
        "speaker": {"series": series.partition("-")[2], "kind": report.kind.value, "year": report.year},
        "commitments": [_row(key, statement) for key, statement in zip(keys, found, strict=True)],
        "bands": [list(bands(bare(statement.words))) for statement in found],
        "passages": [[p.text, p.folded, *place_row(p.place).values()] for p in said],
    }


def passages_of(prepared: dict[str, Any]) -> tuple[Passage, ...]:
    """The passages that `prepare` turned into rows."""
    return tuple(Passage(text, folded, Place(*place)) for text, folded, *place in prepared["passages"])


def keys_under(identity: str, prepared: dict[str, Any]) -> Iterator[str]:
    """The keys of the same commitments if their report were of another identity (`naming.identify`)."""
    series, _, year = identity.rpartition("-")
    said = (row["text"][len(row["label"]) :] for row in prepared["commitments"])
    return _keys(f"{series}-{None if year == 'nd' else year}", said)


def _keys(report: str, found: Iterable[str]) -> Iterator[str]:
    """A key for each promise; one that a report makes twice has two."""
    seen: Counter[str] = Counter()
    for said in found:
        words = "".join(fold(said).split())
        seen[words] += 1
        yield hash_key(report, words, *([str(seen[words])] if seen[words] > 1 else []))


def _row(key: str, statement: Statement) -> dict[str, object]:
    return {
        "key": key,
        **place_row(statement.place),
        "label": statement.label,
        "text": statement.text,
        "parts": dump([asdict(part) for part in statement.parts] if len(statement.parts) > 1 else []),
        "year": statement.year,
        "action": statement.action,
        "object": statement.object,
        "figures": dump([asdict(figure) for figure in statement.figures]),
        "deadlines": dump([asdict(deadline) for deadline in statement.deadlines]),
        "topics": dump(statement.topics),
        "state": State.WAITING.value,
    }


def place_row(place: Place) -> dict[str, int]:
    """Columns of a place."""
    return {name: getattr(place, name) for name in ("section", "line", "start", "last", "end")}
