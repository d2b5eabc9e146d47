"""Which division a name stands for, where several have the same: told apart by what the document says."""

from __future__ import annotations

from typing import NamedTuple

from indexer.outlines.identity.postcodes import find_province
from indexer.report.doubt import Doubt, Topic
from indexer.report.regions import COUNTRY, read_divisions
from indexer.report.report import Region


class Wording(NamedTuple):
    """What a document says, by how much it weighs.

    Attributes:
        near: titles, metadata, breadcrumb and contact: they name the issuing body.
        text: everything else.
    """

    near: str
    text: str


def settle(names: list[str], said: Wording, levels: set[str] | None) -> tuple[Region | None, Doubt | None]:
    """Return the region that names stand for, and a doubt where several could be.

    Args:
        names: of divisions; it is the lowest of them that the others lead to.
        said: what the document says besides, which tells namesakes apart.
        levels: those that it speaks for, where it says so.
    """
    best: Region | None = None
    for name in dict.fromkeys(names):
        regions = find_candidates(name, names, said, levels)
        if len(regions) > 1:
            return None, Doubt(Topic.REGION, f"“{name}”在全国不止一处，原文没有写明是哪里的。")
        if not regions:
            continue
        region = regions[0]
        if best is None or region.codes[: len(best.codes)] == best.codes:
            best = region
        elif best.codes[: len(region.codes)] != region.codes:
            # Two places that do not contain each other: the first one named is the subject.
            continue
    return best, None


def find_candidates(name: str, names: list[str], said: Wording, levels: set[str] | None) -> list[Region]:
    """Return the divisions that a name may stand for: one where it is certain.

    Args:
        name: of a division.
        names: named in the same place, among them those above it.
        said: what the document says besides.
        levels: those that it speaks for, where it says so.
    """
    regions = list(read_divisions().find(name))
    if levels:
        regions = [r for r in regions if read_divisions().find_level(r.code) in levels] or regions
    if len(regions) > 1:
        led = [r for r in regions if any(above in names for above in r.path[:-1])]
        regions = led or regions
    if len(regions) > 1:
        # The division above must be named in such a place, or right before the name: that a report of
        # a 鼓楼区 mentions a visit to 南京市 says nothing of where it is.
        counts = {
            r: sum(said.near.count(above) + said.text.count(above + name) for above in r.path[:-1])
            for r in regions
        }
        most = max(counts.values())
        if most and sum(count == most for count in counts.values()) == 1:
            regions = [r for r in regions if counts[r] == most]
    if len(regions) > 1 and (province := find_province(f"{said.near}\n{said.text}")):
        regions = [r for r in regions if r.codes[0] == province] or regions
    return [r for r in regions if read_divisions().find_level(r.code) != COUNTRY]
