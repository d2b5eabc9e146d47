"""The statutory forms: which cells tables 2, 3 and 4 have, and the words that tell them.

Sources: 国办公开办函〔2019〕60号 (reports for 2019 and 2020), 〔2021〕30号 (since 2021). Rows and columns
have keys that are the same in both; `indexer.figures.labels` knows them by their words.
"""

from __future__ import annotations

from functools import lru_cache

ITEMS = {
    "regulations": "规章",
    "normative": "行政规范性文件",
    "licences": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalties": "行政处罚",
    "coercion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}
"""Rows of table 2 (条例 art. 20), by key."""

MEASURES = {
    "made": "本年新制作数量",
    "published": "本年新公开数量",
    "in_public": "对外公开总数量",
    "previous": "上一年项目数量",
    "change": "本年增/减",
    "decisions": "本年处理决定数量",
    "projects": "采购项目数量",
    "amount": "采购总金额",
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
    "in_force": "现行有效件数",
    "charged": "本年收费金额",
}
"""Columns of table 2, by key. `amount` and `charged` are in 万元."""

APPLICANTS = {
    "natural": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "welfare": "社会公益组织",
    "legal": "法律服务机构",
    "other": "其他",
    "total": "总计",
}
"""Columns of table 3, by key; all but the first and the last are 法人或其他组织."""

ORGANISATIONS = "organisations"
"""Column that some sites add to table 3: the subtotal of 法人或其他组织."""

_GRANTED = {"granted": "（一）予以公开", "granted_part": "（二）部分公开"}
_REFUSED = {
    "refused_secret": "（三）1.属于国家秘密",
    "refused_law": "（三）2.其他法律行政法规禁止公开",
    "refused_safety": "（三）3.危及“三安全一稳定”",
    "refused_third_party": "（三）4.保护第三方合法权益",
    "refused_internal": "（三）5.属于三类内部事务信息",
    "refused_process": "（三）6.属于四类过程性信息",
    "refused_enforcement": "（三）7.属于行政执法案卷",
    "refused_inquiry": "（三）8.属于行政查询事项",
}
_LACKING = {
    "lacking_unheld": "（四）1.本机关不掌握相关政府信息",
    "lacking_unmade": "（四）2.没有现成信息需要另行制作",
    "lacking_unclear": "（四）3.补正后申请内容仍不明确",
}
_DECLINED = {
    "declined_petition": "（五）1.信访举报投诉类申请",
    "declined_repeat": "（五）2.重复申请",
    "declined_publication": "（五）3.要求提供公开出版物",
    "declined_excessive": "（五）4.无正当理由大量反复申请",
    "declined_confirm": "（五）5.要求行政机关确认或重新出具已获取信息",
}
_OTHER = {
    "other_uncorrected": "（六）1.申请人无正当理由逾期不补正",
    "other_unpaid": "（六）2.申请人逾期未按收费通知要求缴纳费用",
    "other_rest": "（六）3.其他",
}
REQUESTS = {
    "new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    **_GRANTED,
    **_REFUSED,
    **_LACKING,
    **_DECLINED,
    **_OTHER,
    "other": "（六）其他处理",
    "done": "三、（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
"""Rows of table 3 of both forms, by key. Until 2020 其他处理 is one row (`other`), since 2021 three."""

SUBTOTALS = {
    "refused": ("（三）不予公开小计", tuple(_REFUSED)),
    "lacking": ("（四）无法提供小计", tuple(_LACKING)),
    "declined": ("（五）不予处理小计", tuple(_DECLINED)),
    "other_sum": ("（六）其他处理小计", tuple(_OTHER)),
}
"""Rows that some sites add to table 3: their words, and the rows that they sum up."""

BLOCKS = {"review": "行政复议", "direct": "未经复议直接起诉", "after_review": "复议后起诉"}
"""Blocks of table 4, taken as its rows, by key."""

RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}
"""Columns of each block of table 4, by key."""

_ONLY_2019 = {"other"}
_ONLY_2021 = set(_OTHER)

_DISCLOSED_2019 = {
    ("regulations", "normative"): ("made", "published", "in_public"),
    ("licences", "other_services", "penalties", "coercion"): ("previous", "change", "decisions"),
    ("fees",): ("previous", "change"),
    ("procurement",): ("projects", "amount"),
}
_DISCLOSED_2021 = {
    ("regulations", "normative"): ("issued", "repealed", "in_force"),
    ("licences", "penalties", "coercion"): ("decisions",),
    ("fees",): ("charged",),
}


def outcomes(form: int) -> tuple[str, ...]:
    """Keys of the rows of table 3 that add up to its 总计: how requests ended."""
    other = tuple(_OTHER) if form == 2021 else ("other",)
    return (*_GRANTED, *_REFUSED, *_LACKING, *_DECLINED, *other)


@lru_cache(maxsize=8)
def cells(number: int, form: int) -> tuple[str, ...]:
    """Names (`3.new.total`) of all cells of a statutory table, in the order of the form."""
    if number == 2:
        layout = _DISCLOSED_2021 if form == 2021 else _DISCLOSED_2019
        return tuple(
            f"2.{row}.{column}" for rows, columns in layout.items() for row in rows for column in columns
        )
    if number == 3:
        absent = _ONLY_2019 if form == 2021 else _ONLY_2021
        return tuple(f"3.{row}.{column}" for row in REQUESTS if row not in absent for column in APPLICANTS)
    return tuple(f"4.{row}.{column}" for row in BLOCKS for column in RESULTS)


def words(key: str) -> str:
    """A cell's name for people: `表三“一、本年新收政府信息公开申请数量”的“总计”`."""
    number, row, column = key.split(".")
    if number == "2":
        return f"表二“{ITEMS[row]}”的“{MEASURES[column]}”"
    if number == "3":
        name = SUBTOTALS[row][0] if row in SUBTOTALS else REQUESTS[row]
        return f"表三“{name}”的“{applicant(column)}”"
    return f"表四“{BLOCKS[row]}”的“{RESULTS[column]}”"


def row_words(key: str) -> str:
    """A row's name for people: `表三“一、本年新收政府信息公开申请数量”`."""
    return words(key).rpartition("的")[0]


def applicant(column: str) -> str:
    """A column of table 3 for people."""
    return "法人或其他组织小计" if column == ORGANISATIONS else APPLICANTS[column]
