"""What leads from a page to others: the page before and after it, and lists of what else there is."""

from __future__ import annotations

import re

_NEIGHBOUR = re.compile(
    r"^[\[【<《]?(?:上|下|前|后)一?(?:篇|条|页|则)(?:文章|新闻|信息)?[\]】>》]?\s?[：:].{0,160}$"
    r"|^[\[【<《]?(?:上|下|前|后)一(?:篇|条|则)(?:文章|新闻|信息)?[\]】>》]?(?:\s{0,3}[\[【<《]?下一(?:篇|条|则)[\]】>》]?)?$"
    # （下转第四版）: where a newspaper goes on with it.
    r"|^[（(]\s?(?:下转|上接|紧接|转)第?\s?[A-Z]?\s?[一二三四五六七八九十\d]{1,3}\s?版[^（）()]{0,10}[）)]$"
    r"|^(?:没有了|暂无(?:数据|内容|信息|评论|更多)?|(?:已经?|这)?是?(?:最后|第一)一?[篇条页]了?)$"
)
_PAGER = re.compile(
    r"^(?=.*页)(?:[\[【<《(（]?(?:首\s?页|[上下前后]\s?一?\s?页|尾页|末页|共\s?\d{1,4}\s?页|第\s?\d{1,4}\s?页|\d{1,4})[\]】>》)）]?[\s|,，/…]*+){2,40}$"
)
_RELATED = re.compile(
    r"^\W{0,4}(?:相关词条|参考资料|参考文献|词条标签|延伸阅读|扩展阅读|大家都在看|快速通道|附件列表)\W{0,4}$"
    r"|^\W{0,4}(?:相关|推荐|热门|热点|最新|猜你|本类|同类|本栏|栏目|精彩|图片|今日|站内|随机|友情|常用|网站|快速|其他|更多|媒体|为您|图文|点击|阅读|浏览)(?:政策)?"
    r"(?:链接|文章|阅读|新闻|报道|专题|图片|信息|文档|文件|稿件|内容|解读|推荐|更新|附件|喜欢|资讯|热点|排行榜?|头条|导读|要闻|视频).{0,4}$"
)
_NAMED = re.compile(
    r"^\W{0,3}(?:一?图(?:读懂|解)|图文解读|文字解读|政策解读|解读|视频)\s?[：:|].{0,80}$|^\W{0,3}(?:解读链接|图解|一图读懂)\s?[：:]?$"
)


def is_neighbour(line: str) -> bool:
    """Whether a line leads to the page before or after this one, or says that there is none."""
    return bool(_NEIGHBOUR.match(line))


def is_pager(line: str) -> bool:
    """Whether a line leads to the pages of a list or of a long article."""
    return bool(_PAGER.match(line))


def is_related(line: str) -> bool:
    """Whether a line is over a list of links: below a report, all that follows is the site's."""
    return bool(_RELATED.match(line))


def is_link(line: str) -> bool:
    """Whether a line before or after a report leads to what explains it."""
    return bool(_NAMED.match(line))
