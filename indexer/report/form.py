"""The statutory forms: which cells tables 2, 3 and 4 have, and the words that tell them.

Sources: 国办公开办函〔2019〕60号 (reports for 2019 and 2020), 〔2021〕30号 (since 2021). Rows and columns
have keys that are the same in both. All that a form prints is said here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """What the forms call a row or column.

    Attributes:
        words: its words in the form.
        sign: a pattern that its spellings on real sites have and no other label of its table has; it sees
            them as `figures.labels.normalize` gives them.
    """

    words: str
    sign: str


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A row that some sites add to table 3.

    Attributes:
        group: what the rows that it sums up have in common (`不予公开`).
        words: its words.
        parts: keys of the rows that it sums up.
    """

    group: str
    words: str
    parts: tuple[str, ...]


ARTICLE = "第二十条"
"""Of the regulations: its items head the parts of table 2."""
ITEM = rf"{ARTICLE}第?\s*[（(][一五六八九][）)]"
"""Pattern of the heading of a part of table 2."""
CONTENT = "信息内容"
"""Over the rows of a part of table 2."""
APPLICANTS_HEAD = "申请人情况"
"""Over the columns of table 3."""
LEGAL_PERSONS = Label("法人或其他组织", "^法人或其")
"""Over the columns of table 3 between the first and the last."""
BALANCE_START = r"[（(]本列"
BALANCE = rf"{BALANCE_START}数据的勾稽关系.{{0,60}}[）)]"
"""Patterns of the note in the corner of table 3, its beginning and all of it."""
REVIEW, LAWSUIT = "行政复议", "行政诉讼"
"""Over the columns of table 4."""

ITEMS = {
    "regulations": Label("规章", "^规章$"),
    "normative": Label("行政规范性文件", "规范性文件$"),
    "licences": Label("行政许可", "^行政许可$"),
    "other_services": Label("其他对外管理服务事项", "^其[他它]对外管理服务事项$"),
    "penalties": Label("行政处罚", "^行政处罚$"),
    "coercion": Label("行政强制", "^行政强制(?:措施)?$"),
    "fees": Label("行政事业性收费", "^行政事业性收费$"),
    "procurement": Label("政府集中采购", "^政府集中采购$"),
}
"""Rows of table 2 (条例 art. 20), by key."""

MEASURES = {
    "made": Label("本年新制作数量", "新制作"),
    "published": Label("本年新公开数量", "新公开"),
    "in_public": Label("对外公开总数量", "对外公开总"),
    "previous": Label("上一年项目数量", "上一?年(?:度)?项目"),
    "change": Label("本年增/减", "本年(?:度)?增"),
    "decisions": Label("本年处理决定数量", "处理决定"),
    "projects": Label("采购项目数量", "采购项目"),
    "amount": Label("采购总金额", "采购(?:总?金|总)额"),
    "issued": Label("本年制发件数", "制发"),
    "repealed": Label("本年废止件数", "废止"),
    "in_force": Label("现行有效件数", "现行有效"),
    "charged": Label("本年收费金额", "收费(?:总)?金额"),
}
"""Columns of table 2, by key. `amount` and `charged` are in 万元."""

APPLICANTS = {
    "natural": Label("自然人", "^自然人$"),
    "business": Label("商业企业", "^商业企业$"),
    "research": Label("科研机构", "^科研机构$"),
    "welfare": Label("社会公益组织", "^社会公益组织$"),
    "legal": Label("法律服务机构", "^法律服务机构$"),
    "other": Label("其他", "^其他$"),
    "total": Label("总计", "^(?:总计|合计)$"),
}
"""Columns of table 3, by key; all but the first and the last are 法人或其他组织."""

ORGANISATIONS = "organisations"
"""Column that some sites add to table 3: the subtotal of 法人或其他组织."""
ORGANISATIONS_LABEL = Label("法人或其他组织小计", "^(?:法人(?:或其[他它]组织)?)?[(]?小计[)]?$")

_GRANTED = {
    "granted": Label("（一）予以公开", "^予以公开"),
    "granted_part": Label("（二）部分公开", "^部分公开"),
}
_REFUSED = {
    "refused_secret": Label("（三）1.属于国家秘密", "^属于国家秘密"),
    "refused_law": Label("（三）2.其他法律行政法规禁止公开", "法律.{0,60}禁止公开"),
    "refused_safety": Label("（三）3.危及“三安全一稳定”", "三安全一稳定"),
    "refused_third_party": Label("（三）4.保护第三方合法权益", "第三方合法权益"),
    "refused_internal": Label("（三）5.属于三类内部事务信息", "内部事务"),
    "refused_process": Label("（三）6.属于四类过程性信息", "过程性信息"),
    "refused_enforcement": Label("（三）7.属于行政执法案卷", "行政执法案卷"),
    "refused_inquiry": Label("（三）8.属于行政查询事项", "行政查询"),
}
_LACKING = {
    "lacking_unheld": Label("（四）1.本机关不掌握相关政府信息", "^本?(?:行政)?机关不掌握"),
    "lacking_unmade": Label("（四）2.没有现成信息需要另行制作", "没有现成信息"),
    "lacking_unclear": Label("（四）3.补正后申请内容仍不明确", "补正后.{0,60}不明确"),
}
_DECLINED = {
    "declined_petition": Label("（五）1.信访举报投诉类申请", "信访.{0,60}投诉"),
    "declined_repeat": Label("（五）2.重复申请", "^重复申请"),
    "declined_publication": Label("（五）3.要求提供公开出版物", "公开出版物"),
    "declined_excessive": Label("（五）4.无正当理由大量反复申请", "大量反复申请"),
    "declined_confirm": Label("（五）5.要求行政机关确认或重新出具已获取信息", "重新出具"),
}
_OTHER = {
    "other_uncorrected": Label("（六）1.申请人无正当理由逾期不补正", "逾期不补正"),
    "other_unpaid": Label("（六）2.申请人逾期未按收费通知要求缴纳费用", "收费通知"),
    "other_rest": Label("（六）3.其他", "^其[他它]$"),
}
REQUESTS = {
    "new": Label("一、本年新收政府信息公开申请数量", "^本年(?:度)?新收"),
    "carried_in": Label("二、上年结转政府信息公开申请数量", "^上(?:一)?年(?:度)?结转"),
    **_GRANTED,
    **_REFUSED,
    **_LACKING,
    **_DECLINED,
    **_OTHER,
    "other": Label("（六）其他处理", "^其[他它]处理$"),
    "done": Label("三、（七）总计", "^(?:总计|合计)$"),
    "carried_out": Label("四、结转下年度继续办理", "结转下(?:一)?年"),
}
"""Rows of table 3 of both forms, by key. Until 2020 其他处理 is one row (`other`), since 2021 three."""

REQUEST_PARTS = ("本年新收", "上年结转", "本年度办理结果", "结转下年度")
"""How the four parts of table 3 begin, without their numbers."""

SUBTOTALS = {
    "refused": Subtotal("不予公开", "（三）不予公开小计", tuple(_REFUSED)),
    "lacking": Subtotal("无法提供", "（四）无法提供小计", tuple(_LACKING)),
    "declined": Subtotal("不予处理", "（五）不予处理小计", tuple(_DECLINED)),
    "other_sum": Subtotal("其他处理", "（六）其他处理小计", tuple(_OTHER)),
}
"""Rows that some sites add to table 3, by key."""

BLOCKS = {
    "review": Label(REVIEW, "^(?!.*(?:诉讼|未经复议|直接起诉|复议后)).*行政复议"),
    "direct": Label("未经复议直接起诉", "未经复议|直接起诉"),
    "after_review": Label("复议后起诉", "^(?!.*(?:未经复议|直接起诉)).*复议后"),
}
"""Blocks of table 4, taken as its rows, by key; their signs see all labels over a column, joined by `|`."""

RESULTS = {
    "upheld": Label("结果维持", "^结果维持$"),
    "corrected": Label("结果纠正", "^结果纠正$"),
    "other": Label("其他结果", "^其他结果$"),
    "pending": Label("尚未审结", "^尚未审结$"),
    "total": Label("总计", "^(?:总计|合计)$"),
}
"""Columns of each block of table 4, by key."""

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
_DISCLOSED = {
    year: tuple(f"2.{row}.{column}" for rows, columns in layout.items() for row in rows for column in columns)
    for year, layout in ((2019, _DISCLOSED_2019), (2021, _DISCLOSED_2021))
}
_REQUESTED = {
    year: tuple(f"3.{row}.{column}" for row in REQUESTS if row not in absent for column in APPLICANTS)
    for year, absent in ((2019, set(_OTHER)), (2021, {"other"}))
}
_DISPUTED = tuple(f"4.{row}.{column}" for row in BLOCKS for column in RESULTS)


def list_outcomes(form: int) -> tuple[str, ...]:
    """Keys of the rows of table 3 that add up to its 总计: how requests ended."""
    other = tuple(_OTHER) if form == 2021 else ("other",)
    return (*_GRANTED, *_REFUSED, *_LACKING, *_DECLINED, *other)


def list_cells(number: int, form: int) -> tuple[str, ...]:
    """Return names (`3.new.total`) of all cells of a statutory table, in the order of the form."""
    if number == 4:
        return _DISPUTED
    return (_DISCLOSED if number == 2 else _REQUESTED)[2021 if form == 2021 else 2019]


def list_own_measures(form: int) -> frozenset[str]:
    """Keys of the columns of table 2 that only this form has."""
    own, other = (
        {cell.split(".")[2] for cell in list_cells(2, year)}
        for year in (form, 2019 if form == 2021 else 2021)
    )
    return frozenset(own - other)


def name_cell(key: str) -> str:
    """Return a cell's name for people: `表三“一、本年新收政府信息公开申请数量”的“总计”`."""
    column = key.split(".")[2]
    if key.startswith("3."):
        return f"{name_row(key)}的“{name_applicant(column)}”"
    return f"{name_row(key)}的“{(MEASURES if key.startswith('2.') else RESULTS)[column].words}”"


def name_row(key: str) -> str:
    """Return the name of a cell's row for people: `表三“一、本年新收政府信息公开申请数量”`."""
    number, row, _ = key.split(".")
    if number == "2":
        return f"表二“{ITEMS[row].words}”"
    if number == "3":
        return f"表三“{(SUBTOTALS.get(row) or REQUESTS[row]).words}”"
    return f"表四“{BLOCKS[row].words}”"


def name_applicant(column: str) -> str:
    """Return the name of a column of table 3 for people."""
    return (ORGANISATIONS_LABEL if column == ORGANISATIONS else APPLICANTS[column]).words
