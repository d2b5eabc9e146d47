"""Comparing figures: only what the forms let compare, and a reason wherever there is no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.figures.comparison import compare, find_item, list_items
from indexer.figures.figure import CellPlace, Figure, Figures, Meaning, StatutoryTable, Unread
from indexer.figures.results import Heading, ReportFigures

HEADING = Heading("disclosure-990101-2021", "disclosure-990101", "某区 2021 年报", 2021, "某区人民政府", None)


def _cell(key: str, text: str) -> Figure:
    table, row, column = key.split(".")
    number = int(text) if text.lstrip("-").isdecimal() else None
    meaning = (
        Meaning.NUMBER
        if number is not None
        else Meaning.BLANK
        if not text
        else Meaning.NOT_APPLICABLE
        if text == "/"
        else Meaning.TEXT
    )
    return Figure(int(table), row, column, (row,), (column,), text, meaning, number, CellPlace(3, 4, 0, 1, 1))


def _filed(form: int | None, cells: dict[str, str], unread: tuple[Unread, ...] = ()) -> ReportFigures:
    tables = {int(key[0]) for key in cells}
    return ReportFigures(
        HEADING,
        Figures(
            form,
            tuple(
                StatutoryTable(
                    n, form or 0, tuple(_cell(k, text) for k, text in cells.items() if int(k[0]) == n)
                )
                for n in sorted(tables)
            ),
            unread,
        ),
    )


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [("12", 12, ""), ("", None, "空白"), ("/", None, "“/”"), ("约三件", None, "约三件")],
)
def test_a_blank_is_no_zero_and_a_stroke_no_blank(text: str, value: int | None, said: str) -> None:
    (point,) = compare(find_item("3.new.total"), [_filed(2021, {"3.new.total": text})])
    assert (point.value, point.said, point.anchor) == (value, text, "s3-4")
    assert said in point.reason
    assert bool(point.reason) == (value is None)


def test_other_handling_is_the_sum_of_its_three_since_2021() -> None:
    other = find_item("3.other.total")
    parts = {"3.other_uncorrected.total": "2", "3.other_unpaid.total": "0", "3.other_rest.total": "1"}
    (before,) = compare(other, [_filed(2019, {"3.other.total": "4"})])
    (since,) = compare(other, [_filed(2021, parts)])
    (open_,) = compare(other, [_filed(2021, parts | {"3.other_unpaid.total": ""})])
    assert (before.value, since.value, open_.value) == (4, 3, None)
    assert "三项之和" in since.reason
    assert "不能相加" in open_.reason
    assert other.limits == ""


def test_what_a_form_does_not_have_is_refused_with_the_reason() -> None:
    issued = find_item("2.regulations.issued")
    (point,) = compare(issued, [_filed(2019, {"2.regulations.made": "1"})])
    assert (point.value, point.said) == (None, None)
    assert "不能相比" in point.reason
    assert "2021 年度起" in issued.limits


def test_an_unread_table_is_said_with_its_reason() -> None:
    (point,) = compare(find_item("3.new.total"), [_filed(2021, {}, (Unread(3, "表头残缺。"),))])
    assert (point.value, point.reason) == (None, "表头残缺。")
    (gone,) = compare(find_item("3.new.total"), [_filed(2021, {"3.new.natural": "1"})])
    assert "没有这一格" in gone.reason


@pytest.mark.parametrize(
    "key", ["", "3", "3.new", "3.new.nobody", "9.new.total", "3.new.total.x", "..", "4.new.total"]
)
def test_what_the_tables_do_not_have_is_no_item(key: str) -> None:
    with pytest.raises(QueryError):
        find_item(key)


def test_items_compare_over_2020_exactly_where_the_notices_let_them() -> None:
    both = {wanted.key for wanted in list_items() if len(wanted.forms) == 2}
    second = {key for key in both if key.startswith("2.")}
    assert second == {f"2.{row}.decisions" for row in ("licences", "penalties", "coercion")}
    assert {wanted.key for wanted in list_items() if wanted.table == 4} <= both
    third = {
        wanted.key.split(".")[1] for wanted in list_items() if wanted.table == 3 and len(wanted.forms) == 1
    }
    assert third == {"other_uncorrected", "other_unpaid", "other_rest"}
    assert len({wanted.name for wanted in list_items()}) > 200


@given(st.text(max_size=30))
def test_no_text_is_taken_for_an_item_by_chance(key: str) -> None:
    known = {wanted.key for wanted in list_items()}
    try:
        found = find_item(key)
    except QueryError:
        assert key not in known
    else:
        assert found.key == key


def _requests(**cells: str) -> dict[str, str]:
    usual = {"new": "40", "carried_in": "10", "done": "40", "carried_out": "10", "granted": "12"}
    return {f"3.{row}.total": text for row, text in (usual | cells).items()}


def test_rates_follow_from_the_cells_with_their_formula() -> None:
    (granted,) = compare(find_item("5.granted.rate"), [_filed(2021, _requests())])
    assert (granted.value, granted.said) == (30.0, "12 ÷ 40")
    assert "三（七）总计" in granted.reason
    (carried,) = compare(find_item("5.carried.rate"), [_filed(2021, _requests())])
    assert carried.value == 20.0


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"done": ""}, "总计”不是数"),
        ({"granted": "/"}, "不是数"),
        ({"done": "0", "granted": "0"}, "除数是 0"),
        ({"done": "5"}, "可能有误"),
    ],
)
def test_a_rate_is_refused_with_the_reason(cells: dict[str, str], why: str) -> None:
    (point,) = compare(find_item("5.granted.rate"), [_filed(2021, _requests(**cells))])
    assert point.value is None
    assert why in point.reason


def test_cases_that_are_not_decided_are_no_part_of_the_rate() -> None:
    cells = {
        f"4.{block}.{column}": number
        for block in ("direct", "after_review")
        for column, number in (("corrected", "1"), ("total", "6"), ("pending", "2"))
    }
    (point,) = compare(find_item("5.lawsuits.rate"), [_filed(2021, cells)])
    assert (point.value, point.said) == (25.0, "2 ÷ 8")
