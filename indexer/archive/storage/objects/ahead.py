"""Asks several questions at once whose answers come over the network, and yields the answers in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


def ask_ahead(
    ask: Callable[[_Asked], _Answer], questions: Iterable[_Asked], width: int
) -> Iterator[tuple[_Asked, _Answer]]:
    """Yield each question with its answer, in order.

    Args:
        ask: what it raises is raised where its answer would come.
        width: questions asked at once, and answers held that nobody has taken yet; 1 to ask one by
            one.
    """
    if width == 1:
        for question in questions:
            yield question, ask(question)
        return
    waiting: deque[tuple[_Asked, Future[_Answer]]] = deque()
    coming = iter(questions)
    with ThreadPoolExecutor(width, "nianbao-objects") as threads:
        try:
            while True:
                for question in islice(coming, width - len(waiting)):
                    waiting.append((question, threads.submit(ask, question)))
                if not waiting:
                    return
                question, future = waiting.popleft()
                yield question, future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
