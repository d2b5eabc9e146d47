"""The words in which reports tell how many requests, reviews and lawsuits there were."""

from __future__ import annotations

import re

_HAN = "〇零一二两三四五六七八九十百千万廿"
_NUMBER = rf"(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+|(?<![{_HAN}])[{_HAN}]++)"
COUNT = re.compile(rf"(?<![\d.第,]){_NUMBER}\s*(?P<unit>[件宗条份起])(?!次|套|余|多|事)")
"""A number with its unit."""
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
"""Full-width digits to plain ones, place by place."""
SENTENCE = re.compile(r"[。；;！？!?]")
CLAUSE = re.compile(r"(?<!\d)[，,]|[，,](?!\d{3})|[。；;！？!?：:（）()]")
"""Where a clause ends; not the comma in 1,234."""

_TOTAL = (
    r"(?>(?:的?(?:总数|总量|数量|数|共计|总计|合计|共有|共|计|为|是|有|达到|达|了|案件|案|件数|件))*)\s*+"
)
_REQUEST = (
    r"(?:(?:各类|公民|公众|社会|群众|、|法人|和|或者?|其[他它]组织|提出|提交|的){0,20}(?:政府|政务)?信息)?"
    r"(?:公开)?的?申请"
)
_DISPUTE = (
    r"(?:因?(?:政府|政务)?信息公开(?:工作)?(?:而)?)?"
    r"(?:被|引起|引发|发生|产生|收到|申请|提起|涉及|涉|的|新收){0,12}"
)
ENDING = tuple(
    (matter, re.compile(f"(?:{pattern})\\Z"))
    for matter, pattern in (
        ("received", rf"(?:新收到?|收到)的?{_REQUEST}{_TOTAL}"),
        ("received", rf"新收{_TOTAL}"),
        ("accepted", rf"(?:受理|处理|办理)的?{_REQUEST}{_TOTAL}"),
        ("done", rf"(?:办结|答复|办理完毕|处理完毕)(?:完毕)?的?(?:{_REQUEST})?{_TOTAL}"),
        (
            "carried_in",
            rf"(?:上|上一|去)年度?结转(?:本年度?)?(?:继续)?(?:办理|处理)?的?(?:{_REQUEST})?{_TOTAL}",
        ),
        ("carried_in", rf"承接上一?年度?(?:结转)?的?(?:{_REQUEST})?{_TOTAL}"),
        (
            "carried_out",
            r"(?<!年)(?<!年度)结转(?:(?:至|到|入)?(?:下|下一|次|明|20\d\d)年度?)?(?:继续)?(?:办理|处理|答复)?的?"
            rf"(?:{_REQUEST})?{_TOTAL}",
        ),
        ("disputes", rf"{_DISPUTE}行政复议(?:案件)?(?:、|和|及|与|或)(?:被?提起)?(?:行政)?诉讼{_TOTAL}"),
        ("review", rf"{_DISPUTE}行政复议(?:申请)?{_TOTAL}"),
        ("direct", rf"(?:未经复议)?直接(?:起诉|提起行政诉讼)(?:的|行政诉讼)*{_TOTAL}"),
        ("after_review", rf"(?:经)?复议后(?:再)?(?:起诉|提起行政诉讼)(?:的|行政诉讼)*{_TOTAL}"),
        ("lawsuits", rf"{_DISPUTE}(?:行政)?诉讼{_TOTAL}"),
    )
)
"""How the words before a number end, by the matter that it counts."""
DISPUTED = frozenset({"disputes", "review", "direct", "after_review", "lawsuits"})
"""Matters of table 4."""
ON_REQUESTS, ON_DISPUTES = 3, 4
"""Statutory sections of the two matters."""
ABOUT_REQUESTS = re.compile("公开的?申请")
ABOUT_DISCLOSURE = re.compile("信息公开")
RECEIVING = re.compile(r"(?:新收到?|收到)(?:了|共|共计|的)*\s*\Z")
"""Before a number whose noun follows it (收到 3 件申请)."""
LEAVING = re.compile(rf"的?(?:{_REQUEST})?(?:将|需|须)?(?:结转|转入)(?:至|到|入)?(?:下|下一|次|明|20\d\d)年")
"""After a number: what is carried over (3 件结转下年度)."""
OF_REQUEST = re.compile(_REQUEST)
OF_REVIEW = re.compile(r"(?:因?政府信息公开)?(?:的|被申请)*行政复议(?!、|和|及|与|或)")
OF_LAWSUIT = re.compile(r"(?:因?政府信息公开)?(?:的|被提起)*行政诉讼")
HAVING = re.compile(r"(?:被申请|被提起|发生|共有|收到|产生|引发|涉及)(?:了|共|共计)*\s*\Z")
"""Before a number whose noun follows it (发生 3 件行政复议)."""
INCLUDING = re.compile(r"[，,（(]?\s*(?:其中)?(?:包括|包含|含|其中)[^。；]{0,4}?(?:上|上一|去)年度?结转")
"""After a number of requests: those carried over are among them."""

NONE_RECEIVED = re.compile(
    rf"(?:没有|未|无)(?:新)?(?:收到|接到)(?:公民、法人(?:和|或者?)其他组织提出的)?{_REQUEST}(?=[。，；,;]|\Z)"
)
"""That there was no request."""
NONE_DISPUTED = re.compile(
    rf"(?:没有|未|无){_DISPUTE}(?P<review>行政复议)?(?:申请|案件)?(?:、|和|及|与|或|也没有|，也未)?{_DISPUTE}"
    r"(?P<suit>(?:行政)?诉讼)?(?:案件|情况|情形|事项)?(?:的?发生)?(?=[。，；,;]|\Z)"
)
"""That there was no review, no lawsuit, or neither."""

PARTIAL = re.compile(
    r"其中|分别|网上|网络|网站|在线|线上|平台|系统|邮件|信函|邮寄|传真|当面|当场|现场|窗口|书面|电话|自然人|企业|"
    r"科研|公益|律师|类|涉及.{0,200}的|关于|要求|上半年|下半年|季度|\d月份?(?!\d*日)|[一二三四五六七八九十]月份?|以来|累计|"
    r"比上|较上|同比|环比|比去|较去|增加|减少|增长|下降|上升|平均|最多|模拟|抽查|咨询|举报|逾期|延期|超期|"
    r"维持|纠正|撤销|驳回|审结|胜诉|败诉|败|未结|计划|力争|拟|将于|收费|仍有|重复|撤回"
)
"""Words for a part of the requests, a part of the year, or a comparison."""
ONE_OF = re.compile(
    r"(?<![我本全各])(?:[一-鿿]{1,12}(?:局|委|厅|镇|乡|街道|公司|中心|部门|单位)|[一-鿿]{2,12}办(?:公室|(?=[新收共接])))(?!公)"
)
"""Another body than the one that reports."""
OTHER_YEAR = re.compile(r"上年|去年|上一年|上年度|前年|往年|(?P<year>20\d\d)年")
_SCOPE = (
    r"全[国省市区县镇乡局委办厅院系州盟旗街道]+|[省市区县州]{1,2}(?:政府)?本级|"
    r"我(?:单位|机关|[国省市区县镇乡局委办厅院街道]+)|本[省市区县镇乡局委办厅院机关单位]+|"
    r"各级(?:行政机关|政府)?|各(?:部门|单位|地区)|行政机关|机关|政府"
)
WHOLE = re.compile(_SCOPE)
"""Words for the whole of a division or body."""
PLAIN = re.compile(
    rf"(?>(?:政府信息公开|{_SCOPE}|[省市区县州镇乡]|20\d\d年度?|\d+月\d+日|至|本年度?|全年|年内|当年|年度|报告期内?|期间|共计|共|总共|合计|一共|累计|已经?|均|都|"
    r"全部|依法|依规|按期|按时|按规定|及时|实际|新收|同时|并|加上?|另有?|还有?|尚有|有|仍|在|内|的|、|和|及|与|因|被|"
    r"工作|方面|情况|\s)*)\Z"
)
"""Words before a matter that narrow nothing."""
COMPARED = re.compile(
    r"(?:比|较|与|同)(?:上年|去年|上一年|前年|20\d\d年)度?(?:同期|相比)?|(?:上|上一|去)年度?结转"
)
"""Comparisons with other years, and what was carried over from them."""
ANEW = re.compile("全年|本年|共|总")
"""Words that begin a sum for the whole year."""
OWN_LEVEL = re.compile("本级|政府办公?室?|机关本身")
"""The government's own level, without what is below it."""
