"""How to see a page on a phone, and to share or follow it: 扫一扫在手机打开当前页."""

from __future__ import annotations

import re

_SHARING = re.compile(
    r"^[（(]?(?:微信)?(?:扫一扫|扫码|扫描)[^。]{0,40}$|^用?手机(?:扫|查看|浏览|阅读)[^。]{0,30}$|^.{0,12}二维码$"
    r"|^[^。]{0,24}(?:扫描|扫一扫|扫码|扫一下|长按|识别|微信扫)[^。]{0,20}(?:二维码|关注|下载|分享|阅读)[^。]{0,30}[。！!]?$"
    r"|^(?:请?用|请?打开|在|点击)?[^。，,；;]{0,8}微信[^。；;]{0,12}(?:扫一扫|扫一下|“发现”)[^。；;]{0,30}[。！!]?$"
    r"|^(?:欢迎|敬请|请)?关注[^。，,]{0,16}(?:公众号|官方微信|官方微博|微信号|视频号)[^。]{0,20}[。！!]?$"
    r"|^更多(?:精彩|资讯|内容|信息)[^。]{0,40}$"
    r"|^\W*点击[^。，,；;]{0,20}(?:进入|查看|观看|下载|阅读)[^。；;]{0,20}$|^\W*(?:点击|点此)[^。，,；;：:\d]{2,14}$"
)
# Set by a script into the middle of an article; no sentence of a report is like it.
_HERE = re.compile(
    r"^[（(]?(?:微信|用微信|手机)?扫一扫[^。，,；;]{0,24}$"
    r"|^(?:一键)?分享(?:到|至)\s?[：:]?(?>(?:\s?(?:微信|新浪|腾讯|微博|QQ空间|QQ好友|QQ|朋友圈|好友|空间|豆瓣|人人网|更多|\d{1,5}))*)$"
)


def is_sharing(line: str) -> bool:
    """Whether a line before or after a report is about sharing the page or following its site."""
    return bool(_SHARING.match(line) or _HERE.match(line))


def is_sharing_here(line: str) -> bool:
    """Whether a line is about sharing the page for sure, also between a report's own lines."""
    return bool(_HERE.match(line))
