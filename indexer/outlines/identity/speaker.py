"""Who speaks in a report: 我县, 我局, 我镇, 园区."""

from __future__ import annotations

import re
from collections import Counter

from indexer.report.report import BodyKind

# 我局, 本委: who speaks, where no name is given; 委托 and 办理 are no bodies.
_SPEAKER = re.compile(
    r"[我本](?:(?P<office>办(?![理公法事学]))|(?P<department>局|厅|委(?!托|员)|院|校|公司|集团|中心)|(?P<town>镇|乡(?!村)|街道)|(?P<own>省|市|区|县|旗|州))"
    r"|(?:^|(?<=[。;,\n]))(?P<zone>园区|管委会)(?=[坚按认深严全积持始以高通结着对围紧][^,。\n])"
)


def find_speaker(text: str) -> BodyKind | None:
    """The kind of body that speaks of itself most (我县, 我局, 我镇, 园区); None where none does."""
    counts = Counter(match.lastgroup for match in _SPEAKER.finditer(text))
    kinds = {
        "office": BodyKind.DEPARTMENT,
        "department": BodyKind.DEPARTMENT,
        "town": BodyKind.TOWNSHIP,
        "own": BodyKind.GOVERNMENT,
        "zone": BodyKind.ZONE,
    }
    return kinds[str(counts.most_common(1)[0][0])] if counts else None
