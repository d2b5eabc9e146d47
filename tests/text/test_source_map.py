"""Mended text leads back to its source, whole and in slices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.text.change import Change, apply
from indexer.text.source_map import cut, locate, undo


@st.composite
def mended(draw: st.DrawFn) -> tuple[str, tuple[Change, ...]]:
    """A source and changes to it, in order and not overlapping."""
    source = draw(st.text("甲乙丙丁ab ", max_size=20))
    borders = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8, unique=True)))
    changes = [
        Change(a, b, source[a:b], draw(st.text("戊己庚 ", max_size=4)), "shift", draw(st.floats(0, 1)))
        for a, b in zip(borders[::2], borders[1::2], strict=False)
    ]
    return source, tuple(changes)


@given(mended())
def test_undo_gives_the_source(case: tuple[str, tuple[Change, ...]]) -> None:
    source, changes = case
    text = apply(source, changes)
    assert undo(text, changes) == source
    for start, end, change in locate(changes):
        assert text[start:end] == change.after


@given(mended(), st.integers(0, 20), st.integers(0, 20))
def test_a_slice_is_made_by_its_changes(case: tuple[str, tuple[Change, ...]], one: int, two: int) -> None:
    source, changes = case
    text = apply(source, changes)
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    part, kept = cut(text, changes, start, end)
    assert part == text[start:end]
    was = undo(part, kept)
    assert was in source
    assert apply(was, kept) == part
    assert all(was[change.start : change.end] == change.before for change in kept)


@given(mended(), st.integers(0, 20))
def test_two_slices_miss_nothing_of_the_source(case: tuple[str, tuple[Change, ...]], border: int) -> None:
    source, changes = case
    text = apply(source, changes)
    border = min(border, len(text))
    first, second = cut(text, changes, 0, border), cut(text, changes, border)
    assert source.startswith(undo(*first))
    assert source.endswith(undo(*second))
    assert len(undo(*first)) + len(undo(*second)) >= len(source)


def test_a_note_stays_with_its_character() -> None:
    changes = (Change(1, 6, "(kuàng)"[:5], "", "pinyin"), Change(7, 8, "開", "开", "conversion"))
    text = "況。开"
    assert cut(text, changes, 0, 1) == ("況", changes[:1])
    assert cut(text, changes, 1) == ("。开", (Change(1, 2, "開", "开", "conversion"),))


def test_a_shifted_stretch_across_a_border_is_kept_whole_on_both_sides() -> None:
    changes = (Change(0, 3, "?。ㄈ", "（三）", "conversion"), Change(3, 5, "?!", "保”相", "shift", 0.5))
    assert cut("（三）保”相", changes, 0, 4) == (
        "（三）保",
        (changes[0], Change(3, 5, "?!", "保", "shift", 0.5)),
    )
    assert cut("（三）保”相", changes, 4) == ("”相", (Change(0, 2, "?!", "”相", "shift", 0.5),))
