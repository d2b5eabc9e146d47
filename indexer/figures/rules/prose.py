"""Text against table: what the running text says in numbers must stand in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.figures.claim import Claim, find_claims
from indexer.figures.figure import Figure
from indexer.figures.finding import Finding, Outcome
from indexer.figures.rules.base import Basis, Case, Rule, Weighed, make_finding, show, weigh
from indexer.report import form

_CELLS = {
    "received": ("3.new.total",),
    "accepted": ("3.new.total",),
    "done": ("3.done.total",),
    "carried_in": ("3.carried_in.total",),
    "carried_out": ("3.carried_out.total",),
    "review": ("4.review.total",),
    "lawsuits": ("4.direct.total", "4.after_review.total"),
    "direct": ("4.direct.total",),
    "after_review": ("4.after_review.total",),
    "disputes": ("4.review.total", "4.direct.total", "4.after_review.total"),
}
"""The cells whose sum each matter of the text is."""

_ALSO = {"accepted": (("3.new.total", "3.carried_in.total"), ("3.done.total",))}
"""What else a word may mean: 受理 counts new requests, all that were open, or those dealt with."""


def _text(rule: Rule, case: Case) -> Iterator[Finding]:
    by_key = case.cells
    found = list(find_claims(case.sections, case.year, case.body))
    for claim in found:
        names = _CELLS[claim.matter]
        if claim.including:
            names = ("3.new.total", "3.carried_in.total")
        cells = [by_key[name] for name in names if name in by_key]
        if len(cells) < len(names):
            continue
        weighed = weigh(cells, (), claim.number)
        for other in _ALSO.get(claim.matter, ()):
            if weighed.outcome is Outcome.FAILS and all(name in by_key for name in other):
                weighed = weigh([by_key[name] for name in other], (), claim.number)
        if weighed.outcome is Outcome.FAILS and (doubt := _doubt(claim, found, by_key)):
            weighed = Weighed(weighed.left, weighed.right, Outcome.CANNOT_JUDGE, doubt)
        names_shown = "加".join(form.name_cell(name) for name in names)
        start = f"正文“{claim.mention.words}”，{names_shown}为 {show(weigh(cells, ()).left)}，"
        subject = f"{claim.matter}:{claim.mention.words}"
        yield make_finding(rule, case, weighed, start, Basis(subject, cells, mention=claim.mention))


def _doubt(claim: Claim, found: list[Claim], by_key: dict[str, Figure]) -> str:
    """Why a number that differs may still be right, as a Chinese sentence; "" where nothing speaks for it."""
    if claim.matter in _ALSO:
        return "“受理”“处理”的件数口径不一，无法判断。"
    if not claim.sure:
        return "不能确定这句话说的是全年合计，无法判断。"
    if claim.own_level:
        return "这句话只说本级，表的口径可能不同，无法判断。"
    names = _CELLS[claim.matter]
    for other in found:
        if other.matter == claim.matter and other.own_level:
            total = sum(by_key[name].value or 0 for name in names)
            if other.number == total:
                return "表的口径是本级，与这句话不同，无法判断。"
    return ""


RULES = (
    Rule(
        "text",
        "图文相符",
        "正文所说的收到、办结、结转、行政复议、行政诉讼件数，与表三、表四相应的数字相同。",
        "同一份报告的正文与表格",
        (),
        _text,
    ),
)
