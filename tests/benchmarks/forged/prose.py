"""The running text of invented reports: true and false claims among sentences that claim nothing."""

from __future__ import annotations

from random import Random

from tests.benchmarks.forged.figures import Truth

_SAID = {
    "received": (
        "全年共收到政府信息公开申请{n}",
        "{y}年，全区收到政府信息公开申请{n}",
        "本年度新收政府信息公开申请{n}",
        "{y}年，我单位共收到公民、法人和其他组织提出的政府信息公开申请{n}",
        "新收申请{n}",
        "共收到{n}政府信息公开申请",
        "本年新收政府信息公开申请数量为{n}",
        "报告期内，收到申请共计{n}",
    ),
    "carried_in": ("上年结转{n}", "上一年度结转申请{n}", "加上上年结转{n}", "上年度结转政府信息公开申请{n}"),
    "done": ("办结{n}", "全年办结{n}", "已全部依法答复{n}", "共办结{n}", "已办结申请{n}", "按期答复{n}"),
    "carried_out": (
        "结转下年度继续办理{n}",
        "结转下年{n}",
        "结转至下一年度{n}",
        "{n}结转下年度办理",
        "结转{n}",
    ),
    "review": (
        "因政府信息公开被申请行政复议{n}",
        "行政复议{n}",
        "全年发生行政复议案件{n}",
        "收到行政复议申请{n}",
    ),
    "lawsuits": ("被提起行政诉讼{n}", "行政诉讼{n}", "发生行政诉讼案件{n}"),
}
_IDLE = {
    1: (
        "上半年收到政府信息公开申请{n}，办理及时。",
        "全年办结12345热线工单{n}，群众满意率稳步上升。",
        "区司法局办理行政复议案件{n}，公开了全部决定书。",
        "开展模拟申请{n}，检查各单位的答复质量。",
        "制发规范性文件{n}，公开目录{n}。",
        "近五年累计收到政府信息公开申请{n}。",
        "法院审结涉企行政诉讼{n}，均依法公开。",
    ),
    3: (
        "其中自然人申请{n}，法人或其他组织申请{n}。",
        "与上年相比，申请量增加{n}。",
        "通过网络提交的申请{n}，当面提交的{n}。",
        "上一年收到申请{n}，主要涉及征地。",
        "区水利局收到申请{n}，办结{n}。",
        "部分公开{n}，不予公开{n}，均说明了理由。",
        "接受电话咨询{n}。",
    ),
    4: ("其中结果维持{n}，结果纠正{n}。", "上年被申请行政复议{n}。", "纠正的{n}均因未区分处理。"),
    5: ("下一年将办好公开申请，力争办结超期申请{n}。", "抽查答复文书{n}，差错率下降。"),
}


def prose(random: Random, truth: Truth) -> dict[int, list[str]]:
    """Paragraphs by section."""
    said = dict(truth.claims)
    paragraphs: dict[int, list[str]] = {number: [] for number in range(1, 7)}
    order = ("received", "carried_in", "done", "carried_out")
    requests = [_clause(random, matter, said[matter], truth.year) for matter in order if matter in said]
    disputes = [_clause(random, m, said[m], truth.year) for m in ("review", "lawsuits") if m in said]
    if requests:
        paragraphs[3].append(random.choice(("，", "，", "；", "。")).join(requests) + "。")
    if disputes:
        paragraphs[4].append("，".join(disputes) + "。")
    for section, sentences in _IDLE.items():
        for sentence in random.sample(sentences, random.choice((0, 1, 2))):
            while "{n}" in sentence:
                sentence = sentence.replace("{n}", _count(random, random.randrange(1, 400)), 1)
            paragraphs[section].append(sentence)
    return paragraphs


def _clause(random: Random, matter: str, number: int, year: int) -> str:
    form = random.choice(_SAID[matter])
    if matter == "carried_in" and form.startswith("加上上年"):
        form = "上年结转{n}"
    return form.replace("{n}", _count(random, number)).replace("{y}", str(year))


def _count(random: Random, number: int) -> str:
    style = random.choice(("plain", "plain", "wide", "commas", "chinese", "spaced"))
    unit = random.choice("件件件宗份起条")
    if style == "chinese" and number < 10000:
        return _chinese(number) + unit
    text = f"{number:,}" if style == "commas" else str(number)
    if style == "wide":
        text = "".join(chr(ord(digit) + 0xFEE0) for digit in text)
    return f" {text} {unit}" if style == "spaced" else text + unit


def _chinese(number: int) -> str:
    """A number in words: 一百零五, 十三."""
    if number == 0:
        return "零"
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        elif words:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words
