"""What was never meant to be read: variables of templates, scripts, names of pictures, marks of markup."""

from __future__ import annotations

import re

# The name of a picture that is not there, or its place in Markdown.
_PICTURE = re.compile(
    r"^[^。；;]{1,60}\.(?:jpe?g|png|gif|bmp|webp)$|^(?:!\[[^\[\]]{0,60}\]\([^()\s]{0,300}\)\s?)+$"
    r"|^[\[（(【]?(?:图片|image|img|图像)[\]）)】]$",
    re.I,
)
# What a site's template should have filled in: {{title}}, ${date}, <%=name%>, [!--title--].
_TEMPLATE = re.compile(
    r"^\W*(?:[\w一-鿿]{0,6}[：:]?\s{0,9})?(?:\{\{[^{}]*\}\}|[$#]\{[^{}]*\}|<%[^%]*%>|\[!--.{0,99}?--\]|\{[$@][\w.]+\}|undefined|null|NaN)\W*$"
)
_SCRIPT = re.compile(
    r"^(?:var\s+[\w$]+\s*=|(?:async\s+)?function\b\s*[\w$]*\s*\(|(?:document|window|location)\.\w+|\$\(|jQuery\b|javascript:|//\s?<!\[CDATA"
    r"|</?(?:script|style|div|span|p|br|a|img|table|tr|td|iframe|link|meta)\b[^<>]*>?|<!--|&(?:nbsp|gt|lt|amp|quot|ensp|emsp);|@(?:media|import)\b|[.#][\w-]+\s*\{)"
    r"|^[\s();]*[{}][\s{}();,]*$"
)
# /resources/public/20210129/a1.pdf: where a file is, that a page shows by itself.
_PLACE = re.compile(r"^(?:https?://[!-~]+|/(?:[\w.-]+/)+[\w.-]*)$", re.ASCII)
_ENTITIES = re.compile(r"^(?:&[a-z]{2,8};?\s*|-->\s*|<!--\s*)+$", re.I)
_HAN = re.compile("[一-鿿]")
_FEW_HAN = 8
_LONGEST = 400


def is_leftover(line: str) -> bool:
    """Whether a line is of code or markup, not of a text; no sentence of a report is like it."""
    if len(line) > _LONGEST:
        return False
    if _TEMPLATE.match(line) or _PICTURE.match(line) or _ENTITIES.match(line) or _PLACE.match(line):
        return True
    return bool(_SCRIPT.match(line)) and len(_HAN.findall(line)) <= _FEW_HAN
