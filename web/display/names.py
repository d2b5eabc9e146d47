"""What pages call things, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Flask
from flask_babel import format_date
from markupsafe import Markup

from indexer.archive.contributions.acts import DEED_NAMES
from indexer.archive.contributions.text_corrections import list_tables
from indexer.archive.outcome import STATUS_NAMES
from indexer.commitments.classes import CLASS_NAMES
from indexer.commitments.record import STATE_NAMES as COMMITMENT_STATES
from indexer.extraction.formats import LABELS
from indexer.figures.finding import OUTCOME_NAMES
from indexer.indicators.value import IndicatorValue, Measure
from indexer.ingest.staging.item import STANDING_NAMES
from indexer.language.languages import SOURCE
from indexer.report.anchor import format_anchor
from indexer.report.beijing import BEIJING
from indexer.report.form import APPLICANTS
from indexer.report.names import (
    FACET_NAMES,
    KIND_NAMES,
    SORT_NAMES,
    UNKNOWN_BODY,
    UNKNOWN_PLACE,
    UNKNOWN_YEAR,
    UNTITLED,
    format_place,
    format_year,
    name_section,
)
from indexer.report.report import UNKNOWN, Region
from indexer.verdict import VERDICT_NAMES
from web.display.reports.findings import make_anchor
from web.language.choice import read_language
from web.language.marking import mark
from web.language.place_names import name_path
from web.language.sentences import localize, localize_plain
from web.language.words import translate
from web.parameters.figures import NEWEST, PROSE
from web.parameters.figures import SORTS as FIGURE_SORTS

COMMAND_NAMES = {
    "add": "收录",
    "reindex": "重建",
    "remove": "撤下",
    "fetch": "下载",
    "correct": "改正",
    "show": "选定版本",
    "undo": "恢复",
}
"""What a run of the log did, by the command that it was."""

_BODY_KINDS = {
    "government": "政府",
    "township": "乡镇、街道",
    "department": "部门",
    "zone": "开发区",
    "agency": "垂直管理机构",
    "other": "其他单位",
}
_DAMAGE = {
    "pinyin": "汉字后面被插进拼音，已去掉",
    "shift": "丢了半个汉字，后面连带错成乱码，按字节和上下文还原",
    "conversion": "简体文稿被转成繁体，显示为简体",
    "mojibake": "字符编码被读错，或网页代码留在文中",
    "invisible": "零宽字符等，已去掉",
    "private": "只有原网站字体才能显示的字，不能辨认",
    "lost": "如“202011日”，缺什么无从得知，不补写",
}


def name_kind(value: str) -> str:
    """Short name of a kind of report."""
    return KIND_NAMES.get(value, value)


def name_body_kind(value: str | None) -> str:
    """Name of a kind of organ, "" where it is not known."""
    return _BODY_KINDS.get(value or "", "")


def place(region: Region | Sequence[str] | None) -> str:
    """Return a division, or its path, as one text: `广东省 › 广州市`, or that it is not known."""
    return format_place(region.path if isinstance(region, Region) else region or ())


def format_size(octets: int) -> str:
    """Size of a file: `812 字节`, `12.4 KB`, `1.3 MB`."""
    if octets < 1024:
        return f"{octets} 字节"
    if octets < 1024 * 1024:
        return f"{octets / 1024:.1f} KB"
    return f"{octets / 1024 / 1024:.1f} MB"


def name_format(name: str) -> str:
    """What a format is called."""
    return LABELS.get(name, name)


def name_damage(kind: str) -> str:
    """What a kind of damage is and what was done about it, "" for one without words."""
    return _DAMAGE.get(kind, "")


def is_quoted(typed: str) -> bool:
    """Whether something that was typed is in quotes."""
    return any(mark in typed for mark in '"“”「」＂')


def filter_value(facet: str, value: str) -> str:
    """A chosen filter in words: `2015–2017 年`, `第 5 部分`, `从化区`."""
    if facet == "year":
        if value == UNKNOWN:
            return UNKNOWN_YEAR
        first, _, last = value.partition("..")
        if ".." not in value:
            return f"{value} 年"
        return f"{first}–{last} 年" if first and last else f"{first} 年起" if first else f"{last} 年止"
    if facet == "section":
        return f"第 {value} 部分"
    if facet == "kind":
        return name_kind(value)
    return UNKNOWN_PLACE if value == UNKNOWN else value


def format_day(moment: str) -> str:
    """`2026 年 1 月 5 日` of an ISO 8601 time, as the language of the page writes it: the day in Beijing, if
    it says where it is that time."""
    found = _parse_moment(moment)
    if found is None:
        return moment
    if read_language() is SOURCE:
        return f"{found.year} 年 {found.month} 月 {found.day} 日"
    # A pattern of CLDR: months have names in English.
    return str(format_date(found, translate("y 年 M 月 d 日")))


def format_moment(moment: str) -> str:
    """`2026 年 1 月 5 日 09:30` of an ISO 8601 time, in Beijing."""
    found = _parse_moment(moment)
    return f"{format_day(moment)} {found:%H:%M}" if found else moment


def _parse_moment(moment: str) -> datetime | None:
    """Return an ISO 8601 time, in Beijing if it says where it is that time; None for another text."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return found.astimezone(BEIJING) if found.tzinfo else found


def state_value(value: IndicatorValue, measure: Measure) -> Markup:
    """A number of an indicator as it is, with the direction that it goes in: `增长 6.5%左右`."""
    if measure is Measure.LEVEL:
        return mark(value.text)
    up = "增长" if measure is Measure.GROWTH else "提高"
    return localize("下降" if value.high < 0 else up) + " " + mark(value.text)


def _place(region: Region | Sequence[str] | None) -> Markup:
    path = region.path if isinstance(region, Region) else region
    return name_path(path) if path else localize(UNKNOWN_PLACE)


def install(app: Flask) -> None:
    """Give the words to templates as filters."""
    app.jinja_env.filters.update(
        year=lambda year: localize_plain(format_year(year)),
        kind=lambda value: localize_plain(name_kind(value)),
        body_kind=lambda value: localize_plain(name_body_kind(value)),
        section=lambda number, kind: localize_plain(name_section(number, kind)),
        place=_place,
        path=name_path,
        finding_anchor=make_anchor,
        size=lambda octets: localize_plain(format_size(octets)),
        file_format=lambda name: localize_plain(name_format(name)),
        filter_value=lambda facet, value: localize(filter_value(facet, value)),
        stated=state_value,
        quoted=is_quoted,
        damage=lambda kind: localize_plain(name_damage(kind)),
        day=format_day,
        moment=format_moment,
        thousands=lambda number: f"{number:,}",
    )
    app.jinja_env.globals.update(
        UNKNOWN=UNKNOWN,
        UNKNOWN_YEAR=UNKNOWN_YEAR,
        UNKNOWN_BODY=UNKNOWN_BODY,
        UNTITLED=UNTITLED,
        line_anchor=format_anchor,
        list_tables=list_tables,
        KIND_NAMES=KIND_NAMES,
        COMMAND_NAMES=COMMAND_NAMES,
        DEED_NAMES=DEED_NAMES,
        STANDING_NAMES=STANDING_NAMES,
        STATUS_NAMES=STATUS_NAMES,
        CLASS_NAMES=CLASS_NAMES,
        COMMITMENT_STATES=COMMITMENT_STATES,
        FACET_NAMES=FACET_NAMES,
        SORT_NAMES=SORT_NAMES,
        VERDICT_NAMES=VERDICT_NAMES,
        OUTCOME_NAMES=OUTCOME_NAMES,
        FIGURE_SORTS=FIGURE_SORTS,
        NEWEST=NEWEST,
        PROSE=PROSE,
        APPLICANTS={key: label.words for key, label in APPLICANTS.items()},
    )
