"""What sites set below every page: whose site it is, who counts its visitors, what else there is to see."""

from __future__ import annotations

import re

_FOOTER = re.compile(
    r"版权所有|网站标识码|ICP备|^(?:©|Ⓒ)\s*\d{4}|公网安备|公安备案号|Copyright|All Rights? Reserved"
    r"|^(?:政府网站)?标识码\s*[：:]|^备案(?:序|编)?号\s*[：:]|^(?:Produced|Power(?:ed)?)\s+By\b",
    re.I,
)
# Words that a report may have in a sentence, too.
_LIKELY = re.compile(
    r"中文域名|浏览器版本|政府网站找错|^技术支持\s"
    r"|^(?:网站)?(?:主办|承办|协办|承制|制作|维护|运维|运营|管理|设计制作|版权|技术支持|建设)(?:单位|部门)?\s*[：:]"
)
# Whose site it is: 版权所有：云岭县教育局, 主办单位：…, …主办.
_OWNER = re.compile(
    r"(?:主办(?:单位)?|版权所有|版权归|Copyright[^一-鿿]{0,24}?)[：:©\s]*(?P<a>[一-鿿]{4,24}?)(?=[^一-鿿]|版权|主办|承办|所有|$)"
    r"|(?P<b>[一-鿿]{4,24}?)\s*(?:版权所有|主办(?!单位))",
    re.I,
)
_AROUND = re.compile(
    r"^(?:[您你]好[！，,!]?\s*)?今天是?\s*(?:[：:]|\d{4}年)|^\d{4}年\d{1,2}月\d{1,2}日,?\s*星期[一二三四五六日天]|^星期[一二三四五六日天]$"
    r"|^[^。，,；;]{0,16}(?:对您|是否|对本)[^。，,；;]{0,12}(?:有帮助|有用|满意|评价)[^。，,；;]{0,4}[?？：:]?$|^您(?:访问的链接)?即将离开|^(?:标签|Tags?)\s*[：:]|^(?:请您|您的?)[^。，,]{0,10}评价[^。，,]{0,6}$"
    r"|^\s*(?:是\s+否|有\s+无)\s*$"
    r"|^[^。]{0,16}(?:建议使用|推荐使用|最佳)[^。]{0,30}(?:浏览|分辨率)|^[晴阴多云雷阵小中大暴雨雪转]{1,6}\s*-?\d{1,2}\s*(?:℃|°)"
    r"|^\W{0,6}[^。，,；;：:]{2,16}(?:部门|市县|区县|政府|新闻|媒体|直属|相关|机关)网站(?:群|链接)?\W{0,6}$|^[^。，,；;：:\s]{2,20}(?:门户网站|门户网|官网|政府网|信息网|政务网|教育网|公众信息网)$|^中国[·•][一-鿿]{2,8}$"
    r"|^[^。，,；;：:\s]{2,16}(?:局|委|厅|政府|办公室|法院|中心)网站$|^(?:本)?网站(?:已)?支持IPv6(?:访问|网络)?$"
    r"|^(?:[-—–]\s*\d{1,3}\s*[-—–]|\d{1,3}/\d{1,3}|第\s*\d{1,3}\s*页[,，]?\s*(?:/?\s*共\s*\d{1,3}\s*页)?|[XxⅩ×])$"
    # Who wrote for a newspaper: 新云泽·云泽日报记者 李一.
    r"|(?:本报|日报|晚报|新华社|新闻|融媒体?|全媒体)[^。，,；;]{0,16}(?:记者|通讯员)(?!采访|提问|见面|招待|协会)\s*[一-鿿·、\s]{2,16}$"
    r"|^[^。；;]{0,24}[：:]\s*点击(?:此处)?(?:查看|下载|阅读|进入)[^。；;]{0,16}$"
    r"|^(?:发布|发表|更新|上传|刊登|编辑)[于者]\s*[：:]?\s*[^。，,；;]{2,24}$|^(?:网站|投稿|投诉|纠错)(?:联系)?(?:电话|邮箱|热线)\s*[：:][^。；;]{0,40}$|^E-?mail\s*[：:]\s*[\w.@-]+$"
    r"|^(?:数据来源|解读链接|简介|热搜词?)\s*[：:]$",
    re.I,
)
_LONGEST, _LONGEST_EXTRA = 120, 60


def is_footer(line: str) -> bool:
    """Whether a line names whose site it is, or who made it; below it nothing is the report's."""
    return len(line) < _LONGEST and bool(
        _FOOTER.search(line) or (not line.endswith("。") and _LIKELY.search(line))
    )


def is_extra(line: str) -> bool:
    """Whether a line before or after a report counts visitors or pages, asks for opinions, or leads away."""
    return len(line) <= _LONGEST_EXTRA and not line.endswith("。") and bool(_AROUND.search(line))


def find_owner(line: str) -> str:
    """Whose site a footer says that it is, "" where it does not."""
    owner = _OWNER.search(line)
    return (owner["a"] or owner["b"]) if owner else ""
