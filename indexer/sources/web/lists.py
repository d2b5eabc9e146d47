"""Lists of reports on the web: the addresses that one names, over all of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.errors import SourceError
from indexer.sources.web import links
from indexer.sources.web.address import normalize
from indexer.sources.web.client import Client

_MORE_PAGES = "目录共有 {total} 页，分页由网页脚本生成，只读了 {read} 页，其余各页的网址请另行给出"
_MOST_PAGES = 50


def find_reports(client: Client, url: str, notify: Callable[[str], None]) -> Iterator[str]:
    """Yield the addresses of reports that a list of links names, its further pages included (at most 50).

    Args:
        notify: called with a sentence where the list has more pages than were read.

    Raises:
        SourceError: its first page cannot be downloaded.
    """
    waiting, seen, known = [normalize(url)], set[str](), set[str]()
    total = 1
    while waiting and len(seen) < _MOST_PAGES:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        try:
            page = client.get(at)
        except SourceError:
            if len(seen) == 1:
                raise
            continue
        found, further = links.find_reports(page.body, page.final)
        if pager := links.find_script_pager(page.body, page.final):
            further += pager.addresses
            total = max(total, pager.total)
        fresh = [address for address in found if address not in known]
        known.update(fresh)
        yield from fresh
        # A page that names nothing new is a list of something else.
        waiting += further if fresh else []
    if len(seen) < total:
        notify(_MORE_PAGES.format(total=total, read=len(seen)))
