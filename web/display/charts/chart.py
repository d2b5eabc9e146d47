"""Charts as SVG inside the page, drawn by pygal. The same numbers always stand beside them as a table.

pygal brings a script and a style sheet with every picture, which the portal's Content-Security-Policy
refuses: both are taken out, and `lists.css` dresses pygal's classes, in light, dark and print.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from markupsafe import Markup
from pygal.style import Style

_WIDE, _NARROW = 860, 400
_LABEL = 15
_SMALL = {0, 1, 2, 3, 4, 5}
_MOST_LABELS = {_WIDE: 14, _NARROW: 6}

MOST_LINES = 6
"""How many lines a chart can show so that each can be told from the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers under one name, one for each label; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, drawn twice: for a desk and for a phone."""

    wide: Markup
    narrow: Markup


def draw_lines(labels: Sequence[str], shown: Sequence[Line]) -> Chart:
    """Lines over years; a line breaks off where a number is missing. A single line bears its numbers."""
    return Chart(_lines(labels, shown, _WIDE), _lines(labels, shown, _NARROW))


def draw_bars(labels: Sequence[str], shown: Line) -> Chart:
    """One number of each label below the others, as bars from left to right."""
    return Chart(_bars(labels, shown, _WIDE), _bars(labels, shown, _NARROW))


def _lines(labels: Sequence[str], shown: Sequence[Line], width: int) -> Markup:
    every = -(-len(labels) // _MOST_LABELS[width])
    chart = pygal.Line(
        x_labels=labels,
        x_labels_major=labels[(len(labels) - 1) % every :: every],  # the last year always has its label
        show_minor_x_labels=False,
        allow_interruptions=True,
        dots_size=4,
        include_x_axis=True,
        print_values=len(shown) == 1,
        height=360,
        **_options(width),
    )
    numbers = [value for line in shown for value in line.values if value is not None]
    if set(numbers) <= _SMALL:
        chart.y_labels = range(int(max(numbers, default=1) or 1) + 1)  # counts have no fractions
    for line in shown[:MOST_LINES]:
        chart.add(line.name, line.values)
    return _render(chart)


def _bars(labels: Sequence[str], shown: Line, width: int) -> Markup:
    longest = max(map(_ems, labels), default=0) * _LABEL
    # pygal takes every character for 0.6 em wide.
    missing = longest - max(map(len, labels), default=0) * _LABEL * 0.6
    chart = pygal.HorizontalBar(
        x_labels=list(reversed(labels)),
        include_x_axis=True,
        print_values=True,
        print_values_position="top",
        show_x_labels=False,  # every bar bears its number
        height=40 + 36 * len(labels),
        **(_options(width) | {"margin_left": 10 + max(0, round(missing))}),
    )
    chart.add(shown.name, tuple(reversed(shown.values)))
    return _render(chart)


def _options(width: int) -> dict[str, Any]:
    return {
        "style": Style(label_font_size=_LABEL, value_font_size=14, no_data_font_size=18),
        "width": width,
        "margin": 10,
        "margin_top": 26,
        "margin_right": 38,
        "show_legend": False,
        "truncate_label": -1,
        "value_formatter": number,
        "no_data_text": "没有可以画出的数",
        "min_scale": 2,
        "max_scale": 6,
        "js": (),
        "no_prefix": True,
        "disable_xml_declaration": True,
    }


def number(value: float) -> str:
    """A number as people read it: `1,204`, `3.5`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0")


def _ems(text: str) -> float:
    """About how wide a text is."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "FWA" else 0.6 for char in text)


def _render(chart: Any) -> Markup:
    chart.add_xml_filter(_tame)
    return Markup(chart.render())  # noqa: S704  # labels are escaped by the XML writer


def _tame(root: Any) -> Any:
    """Without scripts, styles, ids and hidden descriptions: the table says it all."""
    for element in list(root.iter("{*}script", "{*}style", "{*}desc")):
        element.getparent().remove(element)
    for element in root.iter():
        element.attrib.pop("id", None)
        element.attrib.pop("style", None)
        if element.get("text-anchor") == "left":  # pygal's word for it is none of SVG's
            element.set("text-anchor", "start")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return root
