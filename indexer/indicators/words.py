"""Turns of phrase around indicators, as patterns over folded text, from the reports of `indicators.tsv`."""

from __future__ import annotations

import re

from indexer.indicators.value import NUMBER, PASSING

FILL = re.compile(
    r"(?:预计|预期|约|将|要|力争|确保|争取|努力|完成|实现|达到?|为|是|突破|超过?|控制|保持|稳定|维持|"
    r"在|总量|总额|规模|"
    r"年均|平均|同比|实际|名义|按可比价(?:格)?(?:计算)?|可比口径|同口径|可比|扣除价格因素|"
    r"比(?=[增降])|(?:比|较)(?:上年|去年|上年同期|同期|20\d\d年|“?十[一二三四]五”?末|20\d\d年底)(?:末|底)?|全年|"
    r"按可比口径|按同口径|按现价|累计|均|都|分别|再|又|进一步|首次|成功|一举|的|"
    r"年度|增长目标|预期目标|目标|建议|安排|任务|以上|也|已|已经|可|可望|有望|只|仅|每人每月|每人每年|"
    r"每月|每年|总数|数量|面积|里程|,|:|\s|”|\((?:按可比价计算|现价|含税|gdp|下同|预计数?(?:,下同)?)\))*"
)
"""What may stand between an indicator and its number and says nothing else of it."""
DIRECTION = re.compile(
    r"(?P<up>增长率|增长|增加|提高|提升|上升|上涨|增幅|涨幅|增速|增|涨|升)|(?P<down>下降率|下降|降低|"
    r"减少|回落|压减|降幅|降)"
)
"""Upwards or downwards."""
LEVEL = re.compile(
    r"(?:增加|提高|提升|扩大|上升|增长|发展|下降|降低|降|减少|压减|增|升|突破|回落)(?:到|至|为)"
)
"""What leads to a level: 提高到."""
AVERAGE = re.compile("年均|平均每年|每年")
"""An average of years."""
BASE = re.compile(
    r"(?:由|从)(?:20\d\d年(?:底)?的?|上年的?|五年前的?|“?十[一二三四]五”?末的?)?"
    + NUMBER.pattern.replace("?P<", "?P<b_")
)
"""The number from which something rose or fell."""
CROSSED = re.compile(
    r"(?:首次|再次|成功|一举|已|又)*(?:突破|超过|跨上|迈上)"
    + NUMBER.pattern.replace("?P<", "?P<c_")
    + r"(?:大关|台阶)?[,、](?:达到?|为|实现|完成)"
)
"""A round number that was passed, before the number itself: 首次突破 100 亿元，达到 102 亿元."""
_MARK = "大关|台阶|关口"
"""What a round number is called that is passed."""
STEP = re.compile(
    r"(?:总量|规模)?(?:首次|再次|成功|一举|已|又|历史性地?)*"
    rf"(?:{PASSING})"
    rf"(?:[一二三四五六七八九十两百千万]{{1,4}}亿元?|新的?|一个(?:新的?|大)?)(?:{_MARK})[,、]"
)
"""A round number in words that was passed: 迈上千亿元台阶，."""
ASIDE = re.compile(
    r"[,、](?:总量|规模|增速|增幅|位次|排名)?(?:首次|继续|连续[一二三四五六七八九十\d]{1,2}年|再次|稳|仍|均|并)*"
    r"(?:居|位居|位列|列|排名?|跃居|跃升|跻身|成为|进入|名列|领先)"
    r"(?:[^,。;、:()\d]|第\d{1,2}|\d{1,2}(?=[位名强个])){1,24}(?=[,、])"
)
"""A clause between two numbers of one indicator that only says its rank: 稳居全国前十."""
REMARK = re.compile(rf"\([^()\d]{{1,14}}\)|{_MARK}")
"""What is said in brackets of a number or an indicator: (预计数,下同), (同口径); of a round number."""
TOTAL = re.compile(
    r"(?:总数|总里程|总量|总规模|累计总数|累计)(?:已)?(?:达到?|为|超过|突破)?|(?:基本建成|竣工|开工|"
    r"新开工)(?=\d)"
)
"""What leads from what is new to how much there is in all."""
UNKNOWN = re.compile(r"(?:(?:、|和|与|及)[\u3400-\u9fff]{2,12}?)+(?=(?:预计|均|年均|同比)*分别)")
"""Further members of a list of indicators that are not known."""
SHARE = re.compile(
    r"[,、]?占(?:全市|全省|全区|全州|全县|地方)?(?:一般公共预算|公共财政预算|财政|总)?(?:总)?(?:支出|gdp|地区生产总值|生产总值)"
    r"(?:的)?(?:比重|比例|比)?(?:达到?|为|的)?"
)
"""What leads from a sum to its share in the whole."""
AFTER = re.compile(r"(?:(?:个|的)?(?:建设|改造|任务|项目|工程)?)(?:[,;。、)]|$|以上|左右|和|及)")
"""What may follow an indicator whose number is before it."""
UNKNOWN_MEMBER = re.compile(r"(?:、|和|与|及)[\u3400-\u9fff]{2,12}?(?:、|和|与|及|以及)")
"""A member of a list of indicators that is not known, with what joins it to both sides."""
LIST = re.compile(r"、|和|与|及|以及|,")
"""What parts numbers of a list."""
JOINT = re.compile(r"、|和|与|及|以及")
"""What joins indicators to a list."""
ADDED = re.compile(
    r"(?:新增|新认定|新培育|净增|新建|新改建|新登记|新设立|新注册|改造|完成|新开工|开工|建成)$|"
    r"^(?:新增|新认定|净增|新建|新登记)"
)
"""What is new: right before an indicator or its number, or at its beginning."""
BEFORE = re.compile(
    r"(?:^|[,;。:、!?(\s”]|全[市省区州县国年]|[市省区州县]内|[我本][市省区州县]|全社会|各类|预计|其中|地方|实现|完成|"
    r"新增|净增|增加|建成|新建|改建|新改建|新?改扩建|改造|"
    r"确保|力争|推动|推进|加快|促进|保持|带动|使|让|争取|累计|当年|年均|开工|开工建设|启动|实施|"
    r"主要指标|约束性指标|目标|目标是|末|年|期间|时期|[一二三四五六七八九十点要]是|和|与|及|城市|"
    r"城镇|农村|中心|主|背景下|条件下|情况下|形势下|建设|\)建|整治|提质|抓好|做好|加强|稳步|提高|扩大|"
    r"培育|认定|新培育|新认定|发展|强化|完善|降低|引进|预期|增长的|来看|方面|同比|一年|五年|实际|总|"
    r"经济|约|达到)$"
)
"""What may stand right before an indicator: else it is that of something smaller (a zone's, a firm's)."""
