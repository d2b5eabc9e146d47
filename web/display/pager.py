"""Links to the other pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from web.language.choice import read_language
from web.language.words import translate
from web.parameters.paging import Asked, page_addresses


def install(app: Flask) -> None:
    """Give templates `pager(asked, page, last, numbers, beside)`."""
    app.jinja_env.globals["pager"] = render_pager


def render_pager(
    asked: Asked, page: int, last: int, numbers: Sequence[int], beside: tuple[str, str] | None = None
) -> Markup:
    """Links to pages, nothing where there is one alone.

    Args:
        asked: what the present page answers.
        page: its number.
        last: number of pages.
        numbers: pages to link to, 0 for a gap (`web.parameters.paging.list_pages`).
        beside: addresses of the page before and of the next one, "" for none, where they are not those of
            their numbers.
    """
    if last <= 1:
        return Markup()
    code = read_language().code
    addresses = page_addresses(asked, (page - 1, page + 1, *numbers))
    previous, following = beside or (
        addresses[page - 1] if page > 1 else "",
        addresses[page + 1] if page < last else "",
    )
    words, before, after = _write_words(code)
    parts = [f'<nav class="pager" aria-label="{words}">\n']
    if previous:
        parts.append(f'  <a rel="prev" href="{escape(previous)}">{before}</a>\n')
    parts.append("  <ol>\n")
    for number in numbers:
        if number:
            current = ' aria-current="page"' if number == page else ""
            link = f'<a href="{escape(addresses[number])}"{current}>{_name(code, number)}</a>'
            parts.append(f"    <li>{link}</li>\n")
        else:
            parts.append('    <li class="gap" aria-hidden="true">…</li>\n')
    parts.append("  </ol>\n")
    if following:
        parts.append(f'  <a rel="next" href="{escape(following)}">{after}</a>\n')
    parts.append("</nav>\n")
    return Markup("".join(parts))  # noqa: S704  # all pieces are escaped or this project's


@lru_cache
def _write_words(_code: str) -> tuple[str, str, str]:
    """In the language of the page, whose code keeps them apart from the others'."""
    return escape(translate("分页")), translate("上一页"), translate("下一页")


@lru_cache(1024)
def _name(_code: str, number: int) -> str:
    return translate(
        '<span class="visually-hidden">第 </span>%(number)s<span class="visually-hidden"> 页</span>',
        number=number,
    )
