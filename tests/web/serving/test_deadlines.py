"""Which of the requests that wait is answered next."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.serving import dispatcher
from web.serving.deadlines import count_parts
from web.serving.dispatcher import Dispatcher

QUICK, SLOW = 0.003, 0.01
"""What a page takes, s: so little that nobody notices the order, and more."""
ONE, MANY = "养老服务", "加装电梯 OR 老旧小区 OR 停车位 OR 充电桩"


class Portal:
    """Answers requests for pages by a clock of its own.

    Attributes:
        answered: the names of the requests, in the order in which they were answered.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, takes: float) -> None:
        self.now, self.takes, self.dispatcher = 0.0, takes, Dispatcher()
        self.answered: list[str] = []
        monkeypatch.setattr(dispatcher, "monotonic", lambda: self.now)
        for _ in range(300):  # what pages take is seen from those before
            self.ask("", ONE)
            self.dispatcher.answer_waiting()
        self.answered.clear()

    def ask(self, name: str, question: str, path: str = "/search") -> None:
        """A request comes."""

        def service() -> None:
            self.now += self.takes
            self.answered.append(name)

        request = SimpleNamespace(error=None, path=path, query=urlencode({"q": question}))
        self.dispatcher.add_task(
            Mock(requests=[request], total_outbufs_len=0, service=service, adj=SimpleNamespace())
        )

    def answer(self, most: int = 1000) -> list[str]:
        """Answer those that wait, but no more than so many."""
        while self.dispatcher.is_waited_for and most:
            self.dispatcher.answer_waiting()
            most -= 1
        return self.answered


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Portal]:
    return lambda takes: Portal(monkeypatch, takes)


def test_where_pages_take_long_a_short_question_is_before_a_long_one(
    portal: Callable[[float], Portal],
) -> None:
    slow = portal(SLOW)
    slow.ask("many", MANY)
    slow.ask("one", ONE)
    slow.ask("two", "养老 床位")
    assert slow.answer() == ["one", "two", "many"]


def test_where_pages_are_quick_all_come_in_turn(portal: Callable[[float], Portal]) -> None:
    quick = portal(QUICK)
    for number, question in enumerate((MANY, ONE, MANY, ONE)):
        quick.ask(str(number), question)
    assert quick.answer() == ["0", "1", "2", "3"]


def test_a_long_question_does_not_wait_for_all_that_come_after_it(portal: Callable[[float], Portal]) -> None:
    slow = portal(SLOW)
    slow.ask("many", MANY)
    for number in range(100):
        slow.ask(str(number), ONE)
        slow.answer(number + 1)
        if "many" in slow.answered:
            break
    assert 1 < len(slow.answered) < 20


def test_of_equal_questions_the_first_is_before_the_others(portal: Callable[[float], Portal]) -> None:
    slow = portal(SLOW)
    for number in range(5):
        slow.ask(str(number), ONE)
    assert slow.answer() == ["0", "1", "2", "3", "4"]


def test_a_page_that_breaks_is_no_trouble_of_the_next(portal: Callable[[float], Portal]) -> None:
    quick = portal(QUICK)
    broken: Any = Mock(
        requests=[SimpleNamespace(error=None, path="/search", query="q=x")],
        total_outbufs_len=0,
        adj=SimpleNamespace(),
    )
    broken.service.side_effect = ValueError
    quick.dispatcher.add_task(broken)
    quick.ask("next", ONE)
    assert quick.answer() == ["next"]


def test_after_a_process_stood_still_nobody_waits_for_long(portal: Callable[[float], Portal]) -> None:
    slow = portal(SLOW)
    slow.takes = 60
    slow.ask("still", ONE)
    slow.answer()
    slow.takes, asked = SLOW, slow.now
    slow.ask("many", " ".join(ONE * 30))
    while "many" not in slow.answered:
        slow.ask("one", ONE)
        slow.answer(1)
    assert slow.now - asked < 1


@given(st.text(max_size=200))
def test_any_address_has_parts(query: str) -> None:
    assert count_parts(query) >= 0


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", 0),
        ("q=a", 1),
        ("q=a+b", 2),
        ("q=a%20b+c", 3),
        ("q=a%E3%80%80b", 2),
        ("q=a&title=a+b+c", 1),
        (urlencode({"q": "养老服务"}), 1),
        (urlencode({"q": "加装电梯老旧小区停车位充电桩"}), 4),
        ("year=2020", 0),
        ("%" * 60_000, 0),
        ("q=" + "+" * 60_000, 512),
    ],
)
def test_blanks_and_characters_part_a_question(query: str, parts: int) -> None:
    assert count_parts(query) == parts
