"""`/commitments`: what was promised, and what later reports say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from indexer.archive.catalogue.records import Record
from indexer.commitments.record import Commitment, Dossier
from indexer.commitments.search.results import CommitmentResults
from indexer.errors import QueryError
from indexer.export.rows import COMMITMENTS_TITLE, list_commitments
from indexer.report.beijing import read_today
from indexer.report.report import Paragraph
from indexer.search.query.asked_outcome import drop_question
from indexer.search.query.tree import Node
from indexer.search.results import Span
from indexer.search.snippet import find_marks
from indexer.verdict import Subject, Verdict
from web.api.parameters import describe
from web.context import the_archive, the_settings
from web.display.download import SUFFIXES, KeptList, download, read_terms
from web.display.names import filter_value
from web.loss import find_commitments, read_verdicts
from web.parameters.commitments import FACETS, NAMES, CommitmentsAsked
from web.parameters.paging import list_pages
from web.parameters.search import check

pages = Blueprint("commitments", __name__)


@dataclass(frozen=True, slots=True)
class _Item:
    """A commitment in the list: its words with what was searched marked, and how it was judged."""

    commitment: Commitment
    spans: tuple[Span, ...]
    verdict: Verdict | None


@pages.get("/commitments")
def commitments() -> Response:
    """One page of commitments with facets; 400 with what was typed where the question has no meaning."""
    asked, said = CommitmentsAsked.read(request.args), ""
    try:
        check(request.args, request.query_string)
        asked, query, wanted = asked.wanted(the_settings())
        found = find_commitments(query, wanted)
        instead = drop_question(asked.q) if asked.q and not found.total else asked.q
        if instead != asked.q:
            other = replace(asked, search=asked.search.with_words(instead)).wanted(the_settings())
            if (answered := find_commitments(*other[1:])).total:
                said = asked.q
                (asked, query, wanted), found = other, answered
    except QueryError as error:
        page = render_template("commitments_error.html", asked_commitments=asked, message=error.message)
        return make_response(page, error.status)
    last = min(found.pages, the_settings().max_page)
    return make_response(
        render_template(
            "commitments.html",
            asked_commitments=asked,
            query=query,
            said=said,
            results=found,
            items=_items(found, query.tree),
            chips=_chips(asked, found),
            facet_names=NAMES,
            hidden=0 if asked.class_ else sum(v.count for v in found.facets["class"] if not v.selected),
            unlisted=_unlisted(asked, found),
            last=last,
            numbers=list_pages(found.page, last),
            files=[(s.upper(), asked.on_page(1).url(f"/commitments.{s}")) for s in ("csv", "xlsx", "json")],
        )
    )


@pages.get(f"/commitments.<{SUFFIXES}:suffix>")
def listing(suffix: str) -> Response:
    """All commitments that match, as a file.

    Raises:
        QueryError: the question has no meaning.
    """
    check(request.args, request.query_string)
    asked, query, wanted = CommitmentsAsked.read(request.args).wanted(the_settings())
    terms = read_terms(asked.on_page(1).url())
    lists, state = the_archive().commitments.read_state()
    # It says when it was made: what was made on another day is made anew.
    kept = KeptList(lists, f"{state} {read_today()} {terms} {suffix}", COMMITMENTS_TITLE)
    if answer := kept.answer(suffix):
        return answer
    return download(list_commitments(the_archive(), query, wanted, terms), suffix, kept)


@pages.get("/commitments/<key>")
def commitment(key: str) -> str:
    """A commitment in its context, what later reports say of it, how it was judged, where it comes back.

    Raises:
        NotFound: no report makes it.
    """
    dossier = the_archive().commitments.read_dossier(key)
    commitment = dossier.commitment
    record = the_archive().read_report(commitment.source.report)
    return render_template(
        "commitment.html",
        dossier=dossier,
        commitment=commitment,
        sample=record.sample,
        context=_context(record, dossier),
        answers=[(answer, _cut(answer.evidence.text, answer.evidence.spans)) for answer in dossier.answers],
        verdict=read_verdicts(Subject.COMMITMENT, [key]).get(key),
    )


@pages.get("/api/commitments")
@describe(
    "一页承诺",
    "q year district class topic having state verdict sort page after before",
    "CommitmentPage",
    "承诺",
)
def commitments_json() -> Response:
    """One page of commitments with facets, as JSON. Errors are `{"error": {"code", "message"}}`."""
    check(request.args, request.query_string)
    _, query, wanted = CommitmentsAsked.read(request.args).wanted(the_settings())
    return jsonify(the_archive().commitments.find(query, wanted).to_json())


@pages.get("/api/commitments/<key>")
@describe("一条承诺，和后来的报告怎样说到它", "", "Commitment", "承诺")
def commitment_json(key: str) -> Response:
    """A commitment with its evidence, its like, and how it was judged, as JSON."""
    verdict = the_archive().verdicts.read(Subject.COMMITMENT, [key]).get(key)
    dossier = the_archive().commitments.read_dossier(key).to_json()
    return jsonify(dossier | {"verdict": verdict.to_json() if verdict else None})


def _items(found: CommitmentResults, tree: Node) -> list[_Item]:
    keys = [commitment.key for commitment in found.commitments]
    verdicts = read_verdicts(Subject.COMMITMENT, keys)
    return [_Item(p, find_marks(tree, p.text), verdicts.get(p.key)) for p in found.commitments]


def _chips(asked: CommitmentsAsked, found: CommitmentResults) -> list[tuple[str, str, str]]:
    """Every chosen filter: its facet's name, its own, and the address without it."""
    labels = {(name, v.value): v.label for name, values in found.facets.items() for v in values}
    return [
        (name, labels.get((facet, value)) or filter_value(facet, value), asked.without(facet, value).url())
        for facet, name in NAMES.items()
        for value in asked.chosen(facet)
    ]


def _unlisted(asked: CommitmentsAsked, found: CommitmentResults) -> list[tuple[str, str]]:
    """Chosen values that have no box of their own (ranges of years), to be kept by the form."""
    listed = {name: {v.value for v in values} for name, values in found.facets.items()}
    return [
        (facet, value)
        for facet in ("year", "district", *FACETS)
        for value in asked.chosen(facet)
        if value not in listed[facet]
    ]


def _context(record: Record, dossier: Dossier) -> list[tuple[Span, ...]]:
    """The lines that the commitment is in, with its words marked."""
    place = dossier.commitment.place
    context = []
    for section in record.report.sections:
        for line, block in section.number_blocks():
            if (
                section.number == place.section
                and place.line <= line <= place.last
                and isinstance(block, Paragraph)
            ):
                start = place.start if line == place.line else 0
                end = place.end if line == place.last else len(block.text)
                context.append(_cut(block.text, ((start, end),)))
    return context


def _cut(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    """A text with these stretches marked."""
    parts, at = [], 0
    for start, end in spans:
        parts += [Span(text[at:start]), Span(text[start:end], True)]
        at = end
    return tuple(part for part in [*parts, Span(text[at:])] if part.text)
