"""What may be asked of commitments, from strings as they stand in a URL or on a command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indexer.commitments.classes import CLASS_NAMES, SHOWN
from indexer.commitments.record import STATE_NAMES
from indexer.commitments.search.facets import VERDICTS
from indexer.commitments.search.results import HAVING, CommitmentFilter
from indexer.commitments.vocabulary import list_topics
from indexer.errors import QueryError

ALL = "all"
"""The value that represents all classes."""


def parse_commitment_filter(
    topic: Iterable[str] = (),
    having: Iterable[str] = (),
    state: Iterable[str] = (),
    verdict: Iterable[str] = (),
    class_: Iterable[str] = (),
) -> CommitmentFilter:
    """A filter from strings; blank ones choose nothing.

    Args:
        class_: classes, `all` for all of them; those of `classes.SHOWN` where none
            is given.

    Raises:
        QueryError: a value that none of them has.
    """
    return CommitmentFilter(
        _chosen(topic, {name: name for name in list_topics()}, "主题"),
        _chosen(having, HAVING, "内容"),
        _chosen(state, {value.value: name for value, name in STATE_NAMES.items()}, "结果"),
        _chosen(verdict, VERDICTS, "核对意见"),
        _classes(class_),
    )


def _classes(values: Iterable[str]) -> tuple[str, ...]:
    names = {value.value: name for value, name in CLASS_NAMES.items()}
    chosen = _chosen(values, {**names, ALL: "全部"}, "类别")
    if ALL in chosen:
        return tuple(names)
    return chosen or tuple(value.value for value in SHOWN)


def _chosen(values: Iterable[str], known: Mapping[str, str], what: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    for value in chosen:
        if value not in known:
            offered = "、".join(f"{key}（{name}）" if key != name else key for key, name in known.items())
            raise QueryError(f"{what}没有“{value[:40]}”，可以用：{offered}。")
    return chosen
