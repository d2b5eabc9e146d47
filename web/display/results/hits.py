"""Hits as a list, for showing.

Like a facet's values (see `facets`) they are most of a page's cost when a template puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.report.names import UNTITLED, format_year, name_section
from indexer.search.groups import ReportGroup
from indexer.search.results import Hit, Span
from web.display.names import name_kind
from web.display.places import link_place
from web.language.choice import read_language
from web.language.marking import mark_element
from web.language.sentences import localize_plain
from web.language.words import translate, translate_count


def install(app: Flask) -> None:
    """Give templates `hit_items(hits, typed)` and `hit_facts(group)`."""
    app.jinja_env.globals["hit_items"] = render_hits
    app.jinja_env.globals["hit_facts"] = list_facts


def render_hits(hits: Iterable[Hit], typed: str) -> Markup:
    """Return an item for each hit: its report, what that is, its section and a slice of its text.

    Args:
        typed: the query, which the report's page marks.
    """
    # All pieces are escaped.
    return Markup("".join([_item(hit, typed) for hit in hits]))  # noqa: S704


def list_facts(group: ReportGroup) -> Markup:
    """Return the place, year, body and kind of a report with hits."""
    return Markup(_facts(read_language().code, group.year, group.region, group.body, group.kind))  # noqa: S704  # escaped


def _item(hit: Hit, typed: str) -> str:
    code = read_language().code
    facts = _facts(code, hit.year, hit.region, hit.body, hit.kind)
    if hit.damage:
        facts += '\n    <span class="repaired">' + translate("原网页文字有损坏，已修复") + "</span>"
    if hit.recognised:
        words = translate("文字由图片识别，请对照原件")
        facts += f'\n    <span class="recognised">{words}</span>'
    zh = mark_element()
    heading = _marked(hit.heading_spans, hit.heading, name_section(hit.section, hit.kind))
    return f"""<li class="hit">
  <p class="hit-facts">
    {facts}
  </p>
  <h2><a href="{escape(hit.url(typed))}">{_marked(hit.title_spans, hit.title, UNTITLED)}</a></h2>
  <p class="hit-section"><span class="number">{_number(code, hit.section)}</span>{heading}</p>
{_slice(hit, zh)}{_more(hit, typed)}</li>
"""


def _marked(spans: Sequence[Span], text: str, otherwise: str) -> str:
    """Words of a report, or where it has none, what the portal says instead."""
    if not (spans or text):
        return escape(localize_plain(otherwise))
    shown = "".join([_span(span) for span in spans]) or escape(text)
    zh = mark_element()
    return f"<span{zh}>{shown}</span>" if zh else shown


def _more(hit: Hit, typed: str) -> str:
    if not hit.more:
        return ""
    address = escape(hit.url(typed).partition("#")[0])
    words = translate_count("这份报告另有 %(num)s 处", hit.more)
    return f'  <p class="hit-more"><a href="{address}">{words}</a></p>\n'


@lru_cache(4096)
def _facts(_code: str, of_year: int | None, region: tuple[str, ...], body: str, of_kind: str) -> str:
    zh = mark_element()
    facts = [
        ("", str(link_place(region))),
        ("", escape(localize_plain(format_year(of_year)))),
        (zh, escape(body)),
        ("", escape(localize_plain(name_kind(of_kind)))),
    ]
    return "\n    ".join([f"<span{marked}>{fact}</span>" for marked, fact in facts if fact])


@lru_cache
def _number(_code: str, section: int) -> str:
    return translate(
        '<span class="visually-hidden">第 </span>%(number)s<span class="visually-hidden"> 部分：</span>',
        number=section,
    )


def _slice(hit: Hit, zh: str) -> str:
    spans, _, before, after = hit.snippet
    if not spans:
        return ""
    cut = '<span class="cut">…</span>'
    text = "".join([_span(span) for span in spans])
    return f'  <p class="snippet"{zh}>{cut if before else ""}{text}{cut if after else ""}</p>\n'


def _span(span: Span) -> str:
    text, hit = span
    return f"<mark>{escape(text)}</mark>" if hit else escape(text)
