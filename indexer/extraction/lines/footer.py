"""What sites set below every page: whose site it is, who counts its visitors, what else there is to see."""

from __future__ import annotations

import re

_FOOTER = re.compile(
    r"版权所有|网站标识码|ICP备|^(?:©|Ⓒ)\s*\d{4}|中文域名|公网安备|公安备案号|Copyright|浏览器版本|政府网站找错|"
    r"^(?:主办|承办|协办|维护|运维|技术支持)(?:单位)?\s*[：:]",
    re.I,
)
# Whose site it is: 版权所有：云岭县教育局, 主办单位：…, …主办.
_OWNER = re.compile(
    r"(?:主办(?:单位)?|版权所有|版权归|Copyright[^一-鿿]{0,24}?)[：:©\s]*(?P<a>[一-鿿]{4,24}?)(?=[^一-鿿]|版权|主办|承办|所有|$)"
    r"|(?P<b>[一-鿿]{4,24}?)\s*(?:版权所有|主办(?!单位))",
    re.I,
)
_AROUND = re.compile(
    r"^今天是?\s*[：:]?\s*\d{4}年|^\d{4}年\d{1,2}月\d{1,2}日,?\s*星期[一二三四五六日天]"
    r"|^(?:您是)?第?\s*\d+\s*位(?:访客|访问者|浏览者)|^(?:总|今日|累计|本页)?访问(?:人数|总数|总量|量)?\s*[：:]\s*\d*$|^点赞\s*\d*$"
    r"|(?:对您|是否)[^。]{0,4}(?:有帮助|有用)\s*[?？：:]?|^您(?:访问的链接)?即将离开|^(?:标签|Tags?)\s*[：:]"
    r"|(?:建议使用|推荐使用|最佳)[^。]{0,30}(?:浏览|分辨率)|^[晴阴多云雷阵小中大暴雨雪转]{1,6}\s*-?\d{1,2}\s*(?:℃|°)"
    r"|^[^。，；：:]{2,16}(?:部门|市县|区县|政府|新闻|媒体|直属|相关|机关)网站(?:群)?$|^[^。，；：:\s]{2,20}(?:门户网站|政府网|信息网|政务网)$|^中国[·•][一-鿿]{2,8}$"
    r"|^(?:[-—–]\s*\d{1,3}\s*[-—–]|\d{1,3}/\d{1,3}|共\s*\d{1,3}\s*页|第\s*\d{1,3}\s*页[,，]?\s*(?:/?\s*共\s*\d{1,3}\s*页)?|[XxⅩ×])$"
    # Who took a picture, or wrote for a newspaper: …作政府工作报告。云岭日报记者 李一 摄.
    r"|(?:本报|日报|晚报|新华社|新闻|融媒体?|全媒体)[^。，；]{0,16}(?:记者|通讯员)(?!采访|提问|见面|招待|协会)\s*[一-鿿·、\s]{2,16}$"
    r"|^[^。；]{0,24}[：:]\s*点击(?:此处)?(?:查看|下载|阅读|进入)[^。；]{0,16}$"
    r"|^(?:[<《]*上一页)?\s*(?:\d{1,2}\s+)*\d{1,2}\s*下一页[>》]*$",
    re.I,
)
_LONGEST, _LONGEST_EXTRA = 120, 60


def is_footer(line: str) -> bool:
    """Whether a line names whose site it is, or who made it; below it nothing is the report's."""
    return len(line) < _LONGEST and bool(_FOOTER.search(line))


def is_extra(line: str) -> bool:
    """Whether a line before or after a report counts visitors or pages, asks for opinions, or leads away."""
    return len(line) <= _LONGEST_EXTRA and bool(_AROUND.search(line))


def find_owner(line: str) -> str:
    """Whose site a footer says that it is, "" where it does not."""
    owner = _OWNER.search(line)
    return (owner["a"] or owner["b"]) if owner else ""
