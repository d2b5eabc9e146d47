"""The layouts of invented reports: web pages and texts as sites make them of the same figures."""

from __future__ import annotations

from random import Random

from tests.benchmarks.forged.figures import COLUMNS, Truth, disclosed, table_rows

_ITEMS = {
    "regulations": ("规章",),
    "normative": ("规范性文件", "行政规范性文件"),
    "licences": ("行政许可",),
    "other_services": ("其他对外管理服务事项",),
    "penalties": ("行政处罚",),
    "coercion": ("行政强制",),
    "fees": ("行政事业性收费",),
    "procurement": ("政府集中采购",),
}
_HEADS = {
    "made": "本年新制作数量",
    "published": "本年新公开数量",
    "in_public": "对外公开总数量",
    "previous": "上一年项目数量",
    "change": "本年增/减",
    "decisions": "处理决定数量",
    "projects": "采购项目数量",
    "amount": "采购总金额",
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
    "in_force": "现行有效件数",
    "charged": "本年收费金额（单位：万元）",
}
_THREE = "三、本年度办理结果"
_PATHS = {
    "new": ["一、本年新收政府信息公开申请数量"],
    "carried_in": ["二、上年结转政府信息公开申请数量"],
    "granted": [_THREE, "（一）予以公开"],
    "granted_part": [_THREE, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"],
    "refused_secret": [_THREE, "（三）不予公开", "1.属于国家秘密"],
    "refused_law": [_THREE, "（三）不予公开", "2.其他法律行政法规禁止公开"],
    "refused_safety": [_THREE, "（三）不予公开", "3.危及“三安全一稳定”"],
    "refused_third_party": [_THREE, "（三）不予公开", "4.保护第三方合法权益"],
    "refused_internal": [_THREE, "（三）不予公开", "5.属于三类内部事务信息"],
    "refused_process": [_THREE, "（三）不予公开", "6.属于四类过程性信息"],
    "refused_enforcement": [_THREE, "（三）不予公开", "7.属于行政执法案卷"],
    "refused_inquiry": [_THREE, "（三）不予公开", "8.属于行政查询事项"],
    "refused": [_THREE, "（三）不予公开", "小计"],
    "lacking_unheld": [_THREE, "（四）无法提供", "1.本机关不掌握相关政府信息"],
    "lacking_unmade": [_THREE, "（四）无法提供", "2.没有现成信息需要另行制作"],
    "lacking_unclear": [_THREE, "（四）无法提供", "3.补正后申请内容仍不明确"],
    "lacking": [_THREE, "（四）无法提供", "小计"],
    "declined_petition": [_THREE, "（五）不予处理", "1.信访举报投诉类申请"],
    "declined_repeat": [_THREE, "（五）不予处理", "2.重复申请"],
    "declined_publication": [_THREE, "（五）不予处理", "3.要求提供公开出版物"],
    "declined_excessive": [_THREE, "（五）不予处理", "4.无正当理由大量反复申请"],
    "declined_confirm": [_THREE, "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"],
    "declined": [_THREE, "（五）不予处理", "小计"],
    "other_uncorrected": [
        _THREE,
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ],
    "other_unpaid": [
        _THREE,
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ],
    "other_rest": [_THREE, "（六）其他处理", "3.其他"],
    "other_sum": [_THREE, "（六）其他处理", "小计"],
    "other": [_THREE, "（六）其他处理"],
    "done": [_THREE, "（七）总计"],
    "carried_out": ["四、结转下年度继续办理"],
}
_ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]

Spanned = tuple[str, int, int]
"""Text, rows and columns that a cell spans."""
Rows = list[list[Spanned]]


def page(random: Random, truth: Truth, name: str, prose: dict[int, list[str]]) -> tuple[bytes, str]:
    """A report as a file, and the layout that it has: `html`, `bars` or `lines` (a cell a line).

    A text with a cell a line loses its blanks, so that a table with one cannot be read for certain.
    """
    layout = random.choice(("html", "html", "html", "html", "bars", "lines"))
    tables = {2: _two(random, truth), 3: _three(random, truth), 4: _four(random, truth)}
    title = f"{name}{truth.year}年政府信息公开工作年度报告"
    opening = f"统计期限自{truth.year}年1月1日起至{truth.year}年12月31日止。"
    heads = ["总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况"]
    heads += ["政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"]
    parts = [opening]
    for number, head in enumerate(heads, 1):
        parts += [f"{'一二三四五六'[number - 1]}、{head}", *prose.get(number, [])]
        if layout == "html":
            parts += _html(random, tables[number], number) if number in tables else []
        elif number in tables:
            flat = [row for table in tables[number] for row in table]
            parts += [line for row in flat for line in _text(row, layout)]
    parts.append("无其他需要报告的事项。")
    if layout != "html":
        return "\n".join([title, *parts]).encode(), layout
    body = "\n".join(part if part.startswith("<table") else f"<p>{part}</p>" for part in parts)
    head = f'<html><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1><div class='article'>{body}</div></body></html>".encode(), layout


def _two(random: Random, truth: Truth) -> list[Rows]:
    """Table 2, as one table or a table an item."""
    split = random.random() < 0.2
    tables: list[Rows] = [[]]
    for at, (item, columns, items) in enumerate(disclosed(truth.form)):
        width = 3 if not split else len(columns)
        if split and at:
            tables.append([])
        tables[-1].append([(f"第二十条第（{item}）项", 1, width + 1)])
        last = width - len(columns) + 1
        heads = [_HEADS[column] for column in columns]
        if truth.form == 2021:
            heads = [head.replace("处理决定数量", "本年处理决定数量") for head in heads]
        tables[-1].append([("信息内容", 1, 1), *_stretched(heads, last)])
        for row in items:
            values = [truth.texts[f"2.{row}.{column}"] for column in columns]
            tables[-1].append([(random.choice(_ITEMS[row]), 1, 1), *_stretched(values, last)])
    return tables


def _stretched(texts: list[str], last: int) -> list[Spanned]:
    return [(text, 1, last if at == len(texts) - 1 else 1) for at, text in enumerate(texts)]


def _three(random: Random, truth: Truth) -> list[Rows]:
    """Table 3, perhaps cut in two, with its head again or without it, with or without its group labels."""
    group = list(_ORGANISATIONS)
    columns = list(COLUMNS)
    if "column" in truth.subtotals:
        first = random.random() < 0.3
        group.insert(0 if first else 5, "小计")
        columns.insert(1 if first else 6, "organisations")
    note = _NOTE if random.random() < 0.8 else ""
    head: Rows = [
        [(note, 3, 3), ("申请人情况", 1, len(columns))],
        [("自然人", 2, 1), ("法人或其他组织", 1, len(group)), ("总计", 2, 1)],
        [(name, 1, 1) for name in group],
    ]
    keys = table_rows(truth)
    cut = random.randrange(5, len(keys) - 3) if random.random() < 0.2 else len(keys)
    bare = random.random() < 0.5
    tables = [head + _body(truth, keys[:cut], columns)]
    if cut < len(keys):
        tables.append(([] if bare else head) + _body(truth, keys[cut:], columns))
    return tables


def _body(truth: Truth, keys: list[str], columns: list[str]) -> Rows:
    found: Rows = []
    for at, key in enumerate(keys):
        path, row = _PATHS[key], list[Spanned]()
        for depth, label in enumerate(path):
            if at and _PATHS[keys[at - 1]][: depth + 1] == path[: depth + 1] and depth + 1 < len(path):
                continue
            high = 1
            if depth + 1 < len(path):
                while at + high < len(keys) and _PATHS[keys[at + high]][: depth + 1] == path[: depth + 1]:
                    high += 1
            row.append((label, high, 1 if depth + 1 < len(path) else 3 - depth))
        row += [(truth.texts[f"3.{key}.{column}"], 1, 1) for column in columns]
        found.append(row)
    return found


def _four(random: Random, truth: Truth) -> list[Rows]:
    values = [
        truth.texts[f"4.{block}.{result}"]
        for block in ("review", "direct", "after_review")
        for result in ("upheld", "corrected", "other", "pending", "total")
    ]
    first = [(result, 2, 1) for result in _OUTCOMES] if random.random() < 0.5 else []
    suits = [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)]
    rows: Rows = [[("行政复议", 1 if first else 2, 5), ("行政诉讼", 1, 10)], [*first, *suits]]
    rows.append([(result, 1, 1) for result in _OUTCOMES * (2 if first else 3)])
    return [[*rows, [(value, 1, 1) for value in values]]]


def _html(random: Random, tables: list[Rows], number: int) -> list[str]:
    """Rows as tables; Word wraps cells in paragraphs, some sites get a row span wrong."""
    word, head = random.random() < 0.5, random.random() < 0.3
    # Browsers end a span with its table, so pages with too long a one look right; too long is common.
    longer = number == 3 and random.random() < 0.1
    pages = []
    for rows in tables:
        lines = []
        for at, row in enumerate(rows):
            cells = []
            for text, high, wide in row:
                tag = "th" if head and number == 3 and at < 3 else "td"
                long = high + 9 if longer and text == _THREE and at + high >= len(rows) - 1 else high
                spans = (f' rowspan="{long}"' if high > 1 else "") + (
                    f' colspan="{wide}"' if wide > 1 else ""
                )
                shown = text.replace(" ", "&nbsp;") or random.choice(("", "&nbsp;"))
                if len(text) > 6 and not text.strip()[-1:].isdecimal() and random.random() < 0.2:
                    shown = f"{text[:3]}<br>\n{text[3:]}"
                inner = f'<p class="MsoNormal"><span>{shown}</span></p>' if word else shown
                cells.append(f"<{tag}{spans}>{inner}</{tag}>")
            lines.append(f"<tr>{''.join(cells)}</tr>")
        pages.append(f"<table border='1'><tbody>{''.join(lines)}</tbody></table>")
    return pages


def _text(row: list[Spanned], layout: str) -> list[str]:
    texts = [text for text, _, _ in row if text.strip() or layout == "bars"]
    if layout == "lines":
        return texts
    return [" | ".join(texts)]
