"""A feed reader that keeps state: what it has shown once it never shows again."""

from __future__ import annotations

from dataclasses import dataclass, field

import feedparser
from flask.testing import FlaskClient


@dataclass
class Follower:
    """Follows one feed as readers do: conditional requests, entries known by their ids.

    Attributes:
        paging: whether it goes on to older pages for as long as there is something new on a page.
        seen: ids that it has shown.
        fresh: how often the feed was sent, and not answered by "not modified".
    """

    client: FlaskClient
    path: str
    paging: bool = True
    seen: set[str] = field(default_factory=set)
    fresh: int = 0
    _tag: str = ""

    def look(self) -> list[str]:
        """Return the titles of what is new, the last first."""
        answer = self.client.get(self.path, headers={"If-None-Match": self._tag})
        if answer.status_code == 304:
            return []
        assert answer.status_code == 200, answer.get_data(as_text=True)
        self.fresh += 1
        self._tag = answer.headers["ETag"]
        shown: list[str] = []
        while True:
            read = feedparser.parse(answer.get_data())
            assert not read.bozo, read.bozo_exception
            assert len({entry.id for entry in read.entries}) == len(read.entries)
            new = [entry for entry in read.entries if entry.id not in self.seen]
            self.seen |= {entry.id for entry in new}
            shown += [entry.title for entry in new]
            following = [link.href for link in read.feed.links if link.rel == "next"]
            if not (self.paging and new and following):
                return shown
            answer = self.client.get(following[0])
