"""Charts: pictures without scripts or styles, true to their numbers, and safe whatever a body is called."""

from __future__ import annotations

import re

import pytest

from web.display.charts.chart import Line, draw_bars, draw_lines, number

YEARS = [str(year) for year in range(2012, 2025)]


def _dots(svg: str) -> int:
    return svg.count("<circle")


def test_a_line_has_a_dot_for_every_number_and_breaks_off_where_one_is_missing() -> None:
    whole = draw_lines(YEARS, [Line("甲", tuple(map(float, range(13))))])
    broken = draw_lines(YEARS, [Line("甲", (*map(float, range(6)), None, *map(float, range(6))))])
    assert (_dots(whole.wide), _dots(broken.wide)) == (13, 12)
    assert [svg.count('class="line reactive') for svg in (whole.wide, broken.wide)] == [1, 2]


def test_a_single_line_bears_its_numbers() -> None:
    assert ">1,204<" in draw_lines(["2020", "2021"], [Line("甲", (3, 1204))]).wide
    assert ">3<" not in draw_lines(["2020", "2021"], [Line("甲", (3, 1204)), Line("乙", (5, 6))]).wide


def test_on_a_phone_labels_have_room_and_the_last_year_stays() -> None:
    shown = re.findall(r">(20\d\d)<", draw_lines(YEARS, [Line("甲", (1.0,) * 13)]).narrow)
    assert shown[-1] == "2024"
    assert len(shown) <= 6
    assert re.findall(r">(20\d\d)<", draw_lines(YEARS, [Line("甲", (1.0,) * 13)]).wide) == YEARS


@pytest.mark.parametrize("part", ["<script", "<style", "style=", " id=", 'text-anchor="left"'])
def test_nothing_in_it_that_the_page_may_not_have(part: str) -> None:
    for chart in (draw_lines(YEARS, [Line("甲", (1.0,) * 13)]), draw_bars(["甲", "乙"], Line("数", (1, 2)))):
        assert part not in chart.wide
        assert part not in chart.narrow


def test_names_are_escaped() -> None:
    chart = draw_bars(["<script>alert(1)</script>", '"甲"&乙'], Line("<b>", (1, 2)))
    assert "<script" not in chart.wide
    assert "&lt;script&gt;" in chart.wide


def test_nothing_to_draw_is_said() -> None:
    assert "没有可以画出的数" in draw_lines(["2020"], [Line("甲", (None,))]).wide


def test_numbers_as_people_read_them() -> None:
    assert [number(value) for value in (0, 1204, 1.5, -3, 1234.25)] == ["0", "1,204", "1.5", "-3", "1,234.25"]
