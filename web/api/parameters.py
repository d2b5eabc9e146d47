"""Parameters of the API: what each is called, means and may be, declared once for code and description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from indexer.indicators.register import read_register
from indexer.report.form import APPLICANTS
from indexer.report.names import KIND_NAMES
from indexer.search.auditing.concordance import CONCORDANCE_SORTS
from indexer.search.auditing.trend import MOST_PHRASES
from web.parameters.concordance import LINES, MOST_LINES

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address.

    Attributes:
        meaning: a Chinese sentence for readers.
        schema: JSON Schema of one value.
        repeats: whether it may be given several times.
    """

    meaning: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address of the API does, for its description.

    Attributes:
        summary: a Chinese sentence.
        parameters: keys of `PARAMETERS`, () where it takes none.
        answer: name of the schema of what it answers (`web.api.schemas`).
        media: media type of that.
        tag: what it is listed under.
    """

    summary: str
    parameters: tuple[str, ...] = ()
    answer: str = "Anything"
    media: str = "application/json"
    tag: str = "其他"


_PAGE = {"type": "integer", "minimum": 1, "default": 1}
_YEAR = {"type": "string", "examples": ["2020", "2015..2019"]}
_ENUMERATED_SORT = {"type": "string", "enum": ["relevance", "newest", "oldest"]}

PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {
        "q": Parameter("检索词，写法与检索页相同", {"type": "string", "examples": ["老旧小区 改造"]}),
        "phrases": Parameter(
            f"要数的词语，按原文一字不差；最多 {MOST_PHRASES} 个",
            {"type": "string", "examples": ["加装电梯"]},
            repeats=True,
        ),
        "one_q": Parameter("要找的词语，按原文一字不差", {"type": "string", "examples": ["加装电梯"]}),
        "year": Parameter("年度，或一段年度", _YEAR, repeats=True),
        "district": Parameter("地区的名称或代码，含其下级", {"type": "string"}, repeats=True),
        "section": Parameter("法定章节", {"type": "string", "enum": list("123456")}, repeats=True),
        "kind": Parameter("报告的类型", {"type": "string", "enum": [*KIND_NAMES]}, repeats=True),
        "sort": Parameter("排序", _ENUMERATED_SORT),
        "page": Parameter("第几页", _PAGE),
        "literal": Parameter(
            "不作理解、只按字面检索的部分",
            {
                "type": "string",
                "enum": ["place", "year", "kind", "synonym", "correction", "question", "all"],
            },
            repeats=True,
        ),
        "class": Parameter("承诺的类别；不写时为 checkable 和 task", repeats=True),
        "topic": Parameter("承诺的主题", repeats=True),
        "having": Parameter("承诺写明了什么", repeats=True),
        "state": Parameter("承诺后来怎样", repeats=True),
        "verdict": Parameter("人工核对的意见", repeats=True),
        "after": Parameter("只要排在这一条之后的（上一页答复中的 after）"),
        "before": Parameter("只要排在这一条之前的（上一页答复中的 before）"),
        "rule": Parameter("核对规则的代号", repeats=True),
        "outcome": Parameter("核对的结果；不写时为 fails", repeats=True),
        "body": Parameter(
            "机构的编号，即 /api/bodies 的 series；指标对比写 disclosure- 加编号", repeats=True
        ),
        "report": Parameter("报告的编号", repeats=True),
        "item": Parameter(
            "统计表的项目；写 prose. 加指标的代号（如 prose.gdp）时，转到 /api/targets", repeats=True
        ),
        "applicant": Parameter("申请人", {"type": "string", "enum": list(APPLICANTS)}),
        "one_body": Parameter("机构的编号"),
        "one_year": Parameter("年度，四位数字", {"type": "string", "pattern": "^[0-9]{4}$"}),
        "one_district": Parameter("地区的名称或代码，含其下级"),
        "one_kind": Parameter("报告的类型", {"type": "string", "enum": [*KIND_NAMES]}),
        "indicator": Parameter("指标的代号", {"type": "string", "enum": [*read_register()]}),
        "targets_sort": Parameter("排序", {"type": "string", "enum": ["target", "done"]}),
        "figures_sort": Parameter("排序：value 按第一个项目", {"type": "string", "enum": ["value"]}),
        "lines_sort": Parameter("各行的顺序", {"type": "string", "enum": [*CONCORDANCE_SORTS]}),
        "size": Parameter(
            "一页几行", {"type": "integer", "minimum": 1, "maximum": MOST_LINES, "default": LINES}
        ),
        "two_reports": Parameter("报告的编号；左右各写一次", repeats=True),
        "two_places": Parameter("地区的名称或代码；左右各写一次", repeats=True),
        "two_years": Parameter(
            "年度，四位数字；左右各写一次", {"type": "string", "pattern": "^[0-9]{4}$"}, repeats=True
        ),
        "one_section": Parameter(
            "法定章节；不写时是两边都有的第一个", {"type": "string", "enum": list("123456")}
        ),
        "cursor": Parameter("上一页答复中的 next；收录新报告不影响它", {"type": "string", "maxLength": 200}),
        "limit": Parameter("一页几条", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}),
        "fields": Parameter("只要这些字段，用逗号隔开", {"type": "string", "examples": ["id,title"]}),
    }
)
"""By key; that is the parameter's name, but for what `find_name` makes of it."""
_NAMES = {
    "phrases": "q",
    "one_q": "q",
    "lines_sort": "sort",
    "one_body": "body",
    "two_reports": "report",
    "two_places": "place",
    "two_years": "year",
    "one_section": "section",
    "one_year": "year",
    "one_district": "district",
    "one_kind": "kind",
    "targets_sort": "sort",
    "figures_sort": "sort",
}


def find_name(key: str) -> str:
    """Return what a parameter is called in addresses."""
    return _NAMES.get(key, key)


def describe(
    summary: str, parameters: str = "", answer: str = "Anything", tag: str = "其他"
) -> Callable[[View], View]:
    """Return a decorator that says what an address of the API does; it changes nothing of that.

    Args:
        parameters: keys of `PARAMETERS`, with blanks between.
        answer: name of the schema of its answer.
    """
    operation = Operation(summary, tuple(parameters.split()), answer, tag=tag)
    _check(operation.parameters)

    def mark(view: View) -> View:
        view.operation = operation  # type: ignore[attr-defined]
        return view

    return mark


def _check(keys: Iterable[str]) -> None:
    unknown = [key for key in keys if key not in PARAMETERS]
    if unknown:
        raise ValueError(f"no such parameters: {unknown}")
