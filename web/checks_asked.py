"""What `/checks` is asked for ↔ its address, both ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer import RULES, Fact, FindingFilter, Outcome, QueryError, Settings
from web.querystring import Asked
from web.wording import OUTCOME_NAMES

_LISTS = ("year", "district", "rule", "outcome", "body", "report")
_NAMES = {
    "year": "年度",
    "district": "地区",
    "rule": "规则",
    "outcome": "结果",
    "body": "机构",
    "report": "报告",
}
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class ChecksAsked:
    """What an address asks for; several values of one parameter are alternatives.

    Attributes:
        outcome: outcomes to show, those that fail where none is chosen.
        body: series of bodies.
        report: ids of reports.
        page: from 1.
    """

    year: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, args: MultiDict[str, str]) -> ChecksAsked:
        """Take the parameters of an address; blank ones count as absent, unknown ones are ignored.

        Raises:
            QueryError: the page is no number.
        """
        lists = (tuple(dict.fromkeys(v.strip() for v in args.getlist(name) if v.strip())) for name in _LISTS)
        page = args.get("page", "").strip() or "1"
        if not page.isdecimal() or not 1 <= int(page) <= _LAST_PAGE:
            raise QueryError(f"页码“{page[:20]}”不对，请写成正整数。")
        year, district, rule, outcome, body, report = lists
        return cls(year, district, rule, outcome, body, report, int(page))

    def filter(self, settings: Settings) -> tuple[ChecksAsked, FindingFilter]:
        """The findings that are meant, and the question with the districts' proper names.

        Raises:
            QueryError: a year, division, rule or outcome is none.
        """
        districts = Asked(district=self.district).query(settings).districts
        wanted = FindingFilter(
            self.report,
            self.body,
            tuple(_year(value) for value in self.year),
            tuple(code for district in districts for code in district.codes),
            tuple(_one_of(value, {rule.id for rule in RULES}, "规则") for value in self.rule),
            tuple(Outcome(_one_of(value, set(Outcome), "结果")) for value in self.outcome)
            or (Outcome.FAILS,),
        )
        return replace(self, district=tuple(district.value for district in districts)), wanted

    def chosen(self, part: str) -> tuple[str, ...]:
        """The chosen values of a parameter."""
        values: tuple[str, ...] = getattr(self, part)
        return values or ((Outcome.FAILS.value,) if part == "outcome" else ())

    def url(self, path: str = "/checks") -> str:
        """The address of the page that answers."""
        pairs = [(name, value) for name in _LISTS for value in getattr(self, name)]
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def on_page(self, page: int) -> ChecksAsked:
        """Another page of the same."""
        return replace(self, page=page)

    def facts(self) -> tuple[Fact, ...]:
        """What was asked, for exported files."""
        rules = {rule.id: rule.name for rule in RULES}
        shown = {"outcome": OUTCOME_NAMES, "rule": rules}
        return tuple(
            Fact(
                part,
                _NAMES[part],
                "、".join(shown.get(part, {}).get(v, v) for v in self.chosen(part)) or "全部",
            )
            for part in _LISTS
        )


def _year(value: str) -> int:
    if not (value.isdecimal() and len(value) == 4):
        raise QueryError(f"“{value[:20]}”不是年份，请写成 2021。")
    return int(value)


def _one_of(value: str, known: set[str], what: str) -> str:
    if value not in known:
        raise QueryError(f"没有名为“{value[:40]}”的{what}，请从筛选项中选择。")
    return value
