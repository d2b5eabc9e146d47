"""Who wrote, edited, checked and photographed what a page shows: （责任编辑：李一）, 文/李一 图/王二."""

from __future__ import annotations

import re

_ROLE = (
    r"(?:信息|发布|内容|网站|网络|稿件|本文|文章|本期|本版|值班|执行|责任|图文|新媒体)?"
    r"(?:编辑|责编|编审|编校|审编|主编|副主编|总编|美编|监制|总监制|审核|审校|复核|初审|复审|终审|[一二三]审|[一二三]校|校对|审签|签发|核发|撰稿|撰文|作者|供稿|投稿"
    r"|通讯员|记者|摄影|摄像|拍摄|制图|制作|策划|统筹|供图|配图|图片|文字|录入|上传|发布|排版|来源|信源|出处)(?:人员|人|员|者|单位)?"
)
_SHORT_ROLE = r"(?:图文|文图|文|图|编|审|摄)"
_SAID = r"\s?[：:/丨｜|]\s?"
_NAME = r"[一-鿿A-Za-z0-9·．.（）()“”]{1,20}+"
_NAMES = rf"{_NAME}(?!\s?[：:/丨｜|])(?:[ 、,，]{_NAME}(?!\s?[：:/丨｜|])){{0,4}}"
_PART = rf"(?>{_ROLE}(?:{_ROLE})?{_SAID}|{_SHORT_ROLE}{_SAID})(?>(?:{_NAMES})?)"
_OPEN, _CLOSE = r"[（(\[【]?", r"[）)\]】]?"
_CREDIT = re.compile(rf"^{_OPEN}\s?(?>(?:{_PART}[\s,，;；|、]{{0,6}}+){{1,6}}){_CLOSE}$")
_FROM = re.compile(
    rf"^{_OPEN}(?:转载自|转自|摘自|摘编自|来自|原载于?|原标题)\s?[：:]?\s?[^。；;]{{2,40}}{_CLOSE}$"
)
# （李一 摄）, 本报记者 李一 摄影报道
_PHOTOGRAPHED = re.compile(
    r"^[（(]?(?:[一-鿿]{2,10}[ /·])?\s?[一-鿿]{2,4}\s?(?:摄|摄影|摄影报道|供图)[）)]?$"
)
# …在云岭市开幕,市长作政府工作报告。 云岭日报记者 李一 摄; 李一作政府工作报告。
_CAPTION = re.compile(
    r"^[^；;]{2,160}(?:记者|通讯员)\s?[一-鿿·、 ]{2,16}?\s?(?:摄|摄影|摄影报道)[）)]?$"
    r"|^[一-鿿·]{2,8}(?:同志)?作(?:了)?《?政府工作报告》?。?$"
)
_LONGEST = 80


def is_caption(line: str) -> bool:
    """Whether a line is written below a photograph, by its photographer or by what all such speeches show."""
    return bool(_CAPTION.match(line.strip()))


def is_credit(line: str) -> bool:
    """Whether a line before or after a report says who made the page, and nothing else."""
    line = line.strip()
    if len(line) > _LONGEST:
        return False
    return bool(_CREDIT.match(line) or _FROM.match(line) or _PHOTOGRAPHED.match(line))
