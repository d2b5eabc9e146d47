"""What `/checks` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.finding_filter import OPINIONS, FindingChoice, parse_finding_filter
from indexer.export import Fact
from indexer.figures.finding import OUTCOME_NAMES, Outcome
from indexer.figures.results import FindingFilter
from indexer.figures.rules import RULE_NAMES
from indexer.search.query.values import number, parse_districts, parse_years
from web.parameters.address import format_address

_LISTS = ("year", "district", "rule", "outcome", "body", "report")
_NAMES = {
    "year": "年度",
    "district": "地区",
    "rule": "规则",
    "outcome": "结果",
    "body": "机构",
    "report": "报告",
    "verdict": "核对意见",
}
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class ChecksAsked:
    """What an address asks for; several values of one parameter are alternatives.

    Attributes:
        outcome: outcomes to show, those that fail where none is chosen.
        body: series of bodies.
        report: ids of reports.
        verdict: what people judged, a key of `OPINIONS`; "" for whatever they did.
        page: from 1.
    """

    year: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    verdict: str = ""
    page: int = 1

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> ChecksAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored.

        Raises:
            QueryError: the page is no number, or too large a one.
        """
        lists = (tuple(dict.fromkeys(v.strip() for v in args.getlist(name) if v.strip())) for name in _LISTS)
        page = number(args.get("page"), 1, _LAST_PAGE, "页码")
        year, district, rule, outcome, body, report = lists
        verdict = args.get("verdict", "").strip()
        return cls(year, district, rule, outcome, body, report, verdict, page)

    def filter(self, verdicts: Verdicts) -> tuple[ChecksAsked, FindingFilter]:
        """Return the question with years and divisions by their proper names, and the filter that it means.

        Raises:
            QueryError: a year, division, rule, outcome or verdict is none.
        """
        choice = FindingChoice(
            self.year, self.district, self.rule, self.outcome, self.body, self.report, self.verdict
        )
        wanted = parse_finding_filter(choice, (Outcome.FAILS,), verdicts)
        year = tuple(span.value for span in parse_years(self.year))
        district = tuple(each.value for each in parse_districts(self.district, None))
        return replace(self, year=year, district=district), wanted

    def chosen(self, part: str) -> tuple[str, ...]:
        """The chosen values of a parameter."""
        values: tuple[str, ...] = getattr(self, part)
        return values or ((Outcome.FAILS.value,) if part == "outcome" else ())

    def url(self, path: str = "/checks") -> str:
        """The address of the page that answers."""
        pairs = [(name, value) for name in _LISTS for value in getattr(self, name)]
        pairs += [("verdict", self.verdict)] if self.verdict else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return format_address(path, pairs)

    def on_page(self, page: int) -> ChecksAsked:
        """Another page of the same."""
        return replace(self, page=page)

    def facts(self) -> tuple[Fact, ...]:
        """What was asked, for exported files."""
        names = {outcome.value: name for outcome, name in OUTCOME_NAMES.items()} | RULE_NAMES
        asked = {part: "、".join(names.get(value, value) for value in self.chosen(part)) for part in _LISTS}
        asked["verdict"] = OPINIONS.get(self.verdict, "")
        return tuple(Fact(part, _NAMES[part], words or "全部") for part, words in asked.items())
