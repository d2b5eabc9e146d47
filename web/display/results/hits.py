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
from indexer.search.results import Hit, Snippet, Span
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
    code, zh = read_language().code, mark_element()
    # All pieces are escaped.
    return Markup("".join([_item(hit, typed, code, zh) for hit in hits]))  # noqa: S704


def list_facts(group: ReportGroup) -> Markup:
    """Return the place, year, body and kind of a report with hits."""
    return Markup(_facts(read_language().code, group.year, group.region, group.body, group.kind))  # noqa: S704  # escaped


def _item(hit: Hit, typed: str, code: str, zh: str) -> str:
    """Return the item of a hit.

    Args:
        code: of the language of the page.
        zh: what marks words of reports on it (`mark_element`).
    """
    facts = _facts(code, hit.year, hit.region, hit.body, hit.kind)
    if hit.damage:
        facts += '\n    <span class="repaired">' + translate("原网页文字有损坏，已修复") + "</span>"
    if hit.recognised:
        words = translate("文字由图片识别，请对照原件")
        facts += f'\n    <span class="recognised">{words}</span>'
    title = _words(hit.title_spans, hit.title, zh) or escape(localize_plain(UNTITLED))
    heading = _words(hit.heading_spans, hit.heading, zh)
    if not heading:
        heading = escape(localize_plain(name_section(hit.section, hit.kind)))
    address = hit.url(typed)
    return f"""<li class="hit">
  <p class="hit-facts">
    {facts}
  </p>
  <h2><a href="{escape(address)}">{title}</a></h2>
  <p class="hit-section"><span class="number">{_number(code, hit.section)}</span>{heading}</p>
{_slice(hit.snippet, zh)}{_more(hit.more, address)}</li>
"""


def _words(spans: Sequence[Span], text: str, zh: str) -> str:
    """Words of a report; "" where it has none."""
    shown = _mark(spans) if spans else escape(text)
    return f"<span{zh}>{shown}</span>" if zh and shown else shown


def _more(count: int, address: str) -> str:
    """Say how many other hits a report has; nothing where there are none."""
    if not count:
        return ""
    words = translate_count("这份报告另有 %(num)s 处", count)
    return f'  <p class="hit-more"><a href="{escape(address.partition("#")[0])}">{words}</a></p>\n'


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


def _slice(snippet: Snippet, zh: str) -> str:
    spans, _, before, after = snippet
    if not spans:
        return ""
    cut = '<span class="cut">…</span>'
    text = _mark(spans)
    return f'  <p class="snippet"{zh}>{cut if before else ""}{text}{cut if after else ""}</p>\n'


def _mark(spans: Sequence[Span]) -> str:
    return "".join([f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in spans])
