"""What is offered while somebody types."""

from __future__ import annotations

from tests.search.test_engines import Opened, engine, opened, simple  # noqa: F401


def test_words_of_the_texts_complete_what_is_typed(opened: Opened) -> None:  # noqa: F811
    completing = opened()
    with completing.write() as writer:
        for at in range(3):
            writer.add([simple(f"r{at}", "发展养老服务，推进老旧小区改造。养老金按时发放。")])
        writer.add([simple("one", "教育")])
    assert "养老金" in completing.complete("养老", 8)
    assert completing.complete("老旧小区改", 8) == ("老旧小区改造",)
    assert completing.complete("教", 8) == ()
    assert completing.complete("", 8) == ()
    assert completing.complete("养" * 100, 8) == ()


def test_no_index_completes_nothing(opened: Opened) -> None:  # noqa: F811
    assert opened().complete("养老", 8) == ()
