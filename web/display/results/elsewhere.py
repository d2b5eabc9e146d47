"""Where else on the portal a question is answered: on the page of its place, among the promises, or among
targets and results.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from indexer.commitments.record import FollowUp
from indexer.indicators.mention import find_indicator
from indexer.report.place_names import resolve_place
from indexer.search.query.tree import Grasp, Query, Understood
from web.display.places import format_place_address
from web.display.results.understanding import FACETS_OF_GRASPS
from web.parameters.address import format_address
from web.parameters.targets import TargetsAsked

_MOST_PLACES = 2


class Elsewhere(NamedTuple):
    """Another page that answers a question: its address, and what is to be found there."""

    url: str
    label: str


def list_elsewhere(query: Query) -> tuple[Elsewhere, ...]:
    """Return the pages that answer an interpreted query too (`Archive.interpret`).

    A place that it names leads to its page and to what was promised there. Its free words are looked for
    among the promises of its places and years, where it asks for what came of it also among those that a
    later report may answer; an indicator that it names leads to targets and results, of
    its year where it has just one.
    """
    if query.years or query.districts or query.sections or query.kinds:
        return ()
    places = tuple(_list_places(query.understood))
    return (*places, *_list_by_words(query)) if query.runs else places


def _list_by_words(query: Query) -> tuple[Elsewhere, ...]:
    typed = " ".join(query.runs)
    pairs = [("q", typed), *_list_facts(query.understood)]
    found = [Elsewhere(format_address("/commitments", pairs), f"承诺里的“{typed}”")]
    if any(each.grasp is Grasp.QUESTION for each in query.understood):
        heard = [("state", FollowUp.FOUND.value), ("state", FollowUp.NONE.value)]
        found.append(Elsewhere(format_address("/commitments", pairs + heard), "这些承诺中已有后来的报告的"))
    if indicator := find_indicator(query.typed):
        years = [value for name, value in pairs if name == "year"]
        year = years[0] if len(years) == 1 and years[0].isdecimal() else ""
        when = f"{year} 年" if year else ""
        label = f"{when}各地{indicator.name}的目标与完成"
        found.append(Elsewhere(TargetsAsked(indicator=indicator.key, year=year).url() + "#answer", label))
    return tuple(found)


def _list_places(understood: tuple[Understood, ...]) -> Iterator[Elsewhere]:
    """Pages of the places that are meant, two at most; of a name that several have the choice among them."""
    named = [each for each in understood if each.grasp is Grasp.PLACE]
    for each in named[:_MOST_PLACES]:
        name = each.values[0]
        codes = resolve_place(name)
        if len(each.values) > 1:
            yield Elsewhere(format_address("/places", [("name", each.typed)]), f"各个叫“{each.typed}”的地方")
        elif len(codes) == 1:
            yield Elsewhere(format_place_address(codes[0]), f"{name}的页面")
            yield Elsewhere(format_address("/commitments", [("district", name)]), f"{name}承诺了什么")


def _list_facts(understood: tuple[Understood, ...]) -> Iterator[tuple[str, str]]:
    for grasp in (Grasp.YEAR, Grasp.PLACE):
        for each in understood:
            if each.grasp is grasp:
                yield from ((FACETS_OF_GRASPS[grasp], value) for value in each.values)
