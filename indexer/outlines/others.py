"""Documents that speak about reports, and quote their titles and chapters, without being one."""

from __future__ import annotations

import re

# What is printed over a paper in a journal (GB/T 7713 and the notes on its classification).
_PAPER = (
    re.compile(r"^[\[【(]?关键词[\]】)]?[:;]?", re.MULTILINE),
    re.compile(r"^[\[【(]?(?:内容)?(?:摘要|提要)[\]】)]?[:;]?", re.MULTILINE),
    re.compile(r"[\[【(]?中图分类号"),
    re.compile(r"[\[【(]?文献标[识志]码"),
    re.compile(r"[\[【(]?文章编号"),
    re.compile(r"^[\[【(]?(?:作者简介|基金项目|作者单位)", re.MULTILINE),
    re.compile(r"^.{2,16}学报.{0,4}\d{4}年.{0,4}期$", re.MULTILINE),
)
_HEAD, _ENOUGH = 3000, 2
# xx市第x届, 增长xx%: what a report to be copied leaves open.
_LEFT_OPEN = re.compile(
    r"(?<![A-Za-z0-9@./])[xX×]{2,}(?![A-Za-z@./])"
    r"|(?<=[㐀-鿿])[xX×*]{1,8}(?:\.[xX×*]{1,6})?(?=[省市县区镇乡届个万亿项条件人户次元%])"
)
_TEMPLATE = 6


def is_paper(text: str) -> bool:
    """Whether a text is a paper: it begins with what journals print over one.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    return sum(bool(sign.search(text, 0, _HEAD)) for sign in _PAPER) >= _ENOUGH


def is_template(text: str) -> bool:
    """Whether a text is a model to be copied: it leaves places and figures open.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    return len(_LEFT_OPEN.findall(text[:_HEAD])) >= _TEMPLATE


def is_none(text: str) -> bool:
    """Whether a text is no report, whatever it quotes: a paper, a model to be copied."""
    return is_paper(text) or is_template(text)
