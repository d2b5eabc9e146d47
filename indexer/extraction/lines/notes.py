"""Lines in the form in which the site's words are looked for: folded, without the notes of mirror sites."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.fold import fold

# 務(wù), 電話(huà): readings that mirror sites set behind characters; `text.repair` takes them out later.
_NOTE = re.compile(r"(?<=[㐀-鿿])[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[）)]")

# One line is looked at as a heading, a label, a footer and more, in turn; few are kept.
_KEPT = 512


@lru_cache(maxsize=_KEPT)
def fold_line(text: str) -> str:
    """A text in the form of `text.fold`, without readings behind its characters."""
    return _NOTE.sub("", fold(text))
