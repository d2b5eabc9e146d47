"""A feed (Atom, RFC 4287) of reports that were added: what is followed, and each report as an entry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from feedgenerator import Atom1Feed
from flask import Response

from indexer.archive.additions import AdditionPage
from indexer.archive.catalogue.additions import Addition
from indexer.report.names import UNTITLED, format_place, format_year, name_section
from indexer.search.groups import ReportGroup
from web.context import the_archive
from web.display.names import name_kind
from web.host import make_permanent_address

_IDS = uuid.UUID("5d3c1c2e-5a0b-5a86-9f0b-2a9e5a3f7c11")
"""Names of this kind of entries and feeds: RFC 9562, section 5.5."""
_EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
"""What a feed without entries says of its last change, so that it stays the same."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What is followed.

    Attributes:
        title: what people call it.
        path: of the feed, with its query and without the number of a page.
        page: path of the page that shows the same.
        name: the same for the same things that are followed, wherever the portal is; part of its entries' ids
            where they say more than that a report was added.
        typed: words that were searched for.
        groups: hits by report, where something was searched for.
    """

    title: str
    path: str
    page: str
    name: str
    typed: str = ""
    groups: Mapping[str, ReportGroup] = field(default_factory=dict)


class PagedFeed(Atom1Feed):  # type: ignore[misc]  # the package has no types
    """An Atom feed in pages (RFC 5005, section 3), whose last change is that of its entries."""

    def add_root_elements(self, handler: Any) -> None:
        """Write the elements before the entries; `next` leads to the page behind."""
        super().add_root_elements(handler)
        for relation in ("first", "next"):
            if address := self.feed.get(relation):
                handler.addQuickElement("link", "", {"rel": relation, "href": address})

    def latest_post_date(self) -> datetime:
        """Return the time of the last change of an entry."""
        return max((item["updateddate"] for item in self.items), default=_EMPTY_SINCE)


def answer_feed(feed: Feed, page: AdditionPage, before: int) -> Response:
    """A page of a feed.

    Args:
        before: what the address asked for; 0 for the first page.
    """
    joint = "&" if "?" in feed.path else "?"
    own = f"{feed.path}{joint}before={before}" if before else feed.path
    written = PagedFeed(
        title=f"{feed.title} · 年报检索",
        link=make_permanent_address(feed.page),
        description="新收录的报告。同一份原文件只出现一次：重建、改正都不改变条目的编号。",
        language="zh-CN",
        author_name="年报检索",
        feed_url=make_permanent_address(own),
        feed_guid=_make_id("feed", feed.name),
        first=make_permanent_address(feed.path),
        next=make_permanent_address(f"{feed.path}{joint}before={page.following}") if page.following else "",
    )
    for addition in page.items:
        written.add_item(**_make_item(addition, feed))
    response = Response(written.writeString("utf-8"), content_type=Atom1Feed.content_type)
    # Every change of an archive is a run, and the last run's end is never before that of a change.
    if runs := the_archive().list_runs():
        response.last_modified = datetime.fromisoformat(runs[0].ended)
    return response


def _make_item(addition: Addition, feed: Feed) -> dict[str, Any]:
    group = feed.groups.get(addition.id)
    facts = [
        name_kind(addition.kind),
        format_year(addition.year),
        format_place(addition.region),
        addition.body,
        "示例" if addition.sample else "",
    ]
    if group:
        where = name_section(group.section, group.kind)
        facts.append(f"共 {group.hits} 处符合，最相关的在“{where}”" if where else f"共 {group.hits} 处符合")
    address = group.url(feed.typed) if group else f"/reports/{quote(addition.id)}"
    return {
        "title": addition.title or UNTITLED,
        "link": make_permanent_address(address),
        "description": escape("；".join(filter(None, facts))),
        "author_name": addition.body or "年报检索",
        "pubdate": datetime.fromisoformat(addition.added),
        "updateddate": datetime.fromisoformat(addition.changed),
        "unique_id": _make_id("entry", feed.name if group else "", addition.sha256),
        "categories": (addition.kind,),
    }


def _make_id(*parts: str) -> str:
    return uuid.uuid5(_IDS, "\n".join(parts)).urn
