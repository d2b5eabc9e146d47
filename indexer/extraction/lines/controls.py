"""Lines that are nothing but the site's own words: its buttons, its menu, its search box."""

from __future__ import annotations

import re

_WORDS = (
    "正文复制|复制正文|复制全文|打印本页|打印文本|打印文章|打印正文|打印此页|打印|"
    "关闭窗口|关闭本页|关闭|收藏本页|收藏此页|收藏|加入收藏夹|加入收藏|设为首页|分享到|分享至|分享|微信|新浪微博|腾讯微博|微博|"
    "QQ空间|QQ好友|QQ|复制链接|我要纠错|纠错|朗读|语音播报|收听|返回顶部|返回首页|返回列表|返回|顶部|TOP|下载文件|文件下载|"
    "下载|全真版|文字版|字号|字体大小|字体|默认|大字|放大|缩小|大|中|小|保护视力色|登录|注册|注销|搜索|首页|网站首页|"
    "文档简介|文档介绍|举报|点赞|选择特殊符号|选择搜索类型|请输入搜索|打开主菜单|主菜单|播报|编辑|讨论|上传视频|联络我们|帮助中心|意见反馈|站内搜索|"
    "长者模式|退出长者模式|长者版|无障碍浏览|无障碍阅读|无障碍|网站无障碍|关怀版|适老版|适老化|老年模式|繁體|繁体版|繁体|"
    "简体版|简体|手机版|移动版|English|网站地图|联系我们|关于我们|使用帮助|隐私保护|网站声明"
)
# A page's menus and headings: with a report's own words around them they may be the report's.
_MENU = (
    "长者助手|适老化阅读|进入关怀版|进入长者版|切换繁體|切换繁体|繁體中文|繁体中文|简体中文|请输入关键[字词]|请输入搜索内容|下载PDF版|PDF下载"
    "|下载文字版|收藏本站|智能问答|智能机器人|智能客服|(?:本)?网站(?:已)?支持IPv6|政务新媒体|客户端下载|客户端|APP下载|APP|微信公众[号平台]{1,2}"
    "|返回上一页|返回上页|返回上级|回到顶部|开启朗读|背景色|背景|大字版|正文内容|正文|文件信息|信息详情|详细信息|详情|栏目导航|导航|菜单|展开|收起"
    "|更多|more|政务邮箱|OA办公|RSS订阅|RSS|官方微信|官方微博|政务微博|政务微信|有用|没用|无用|一般|我要评论|发表评论|发表您的评论|评论|为您推荐"
    "|党政机关|事业单位|关注我们|视频解读|图文解读|政策解读|文字解读|浏览器推荐|隐私声明|法律声明|站点地图|互动交流|政民互动|新闻中心|新闻动态"
    "|办事服务|政务服务|政务公开|机构设置|机构职能|通知公告|专题专栏|领导之窗|内容|法定主动公开内容|政府信息公开专栏|信息公开专栏|政府信息公开指南"
    "|政府信息公开制度|数据开放|网上办事|在线服务|公众参与|走进[一-鿿]{2,4}|头条|空间|微博空间|相关链接|相关附件|相关阅读|附件下载|责任编辑|辅助线|配色|重置|页面|END|全文完|完"
)

_BUTTON = "|".join(sorted(_WORDS.split("|"), key=len, reverse=True))
_ANY = "|".join(sorted(f"{_WORDS}|{_MENU}".split("|"), key=len, reverse=True))
_BETWEEN = r"[\s|·•丨:：,，、/【】\[\]()（）<>《》-]"
# Atomic and possessive: 字体大小字体大小… must not be tried in every division into words.
_BUTTONS = re.compile(rf"^(?:{_BETWEEN}*+(?>{_ANY}))++{_BETWEEN}*+$", re.I)
_SURE = "打印本页|关闭窗口|关闭本页|加入收藏|设为首页|分享到|分享至|返回顶部|返回列表|字体大小|我要纠错"
_CONTROL = re.compile(
    rf"^{_BETWEEN}*+(?:(?>{_SURE})|(?>{_BUTTON}){_BETWEEN}*+(?>{_BUTTON}))(?:{_BETWEEN}*+(?>{_BUTTON}))*+{_BETWEEN}*+$",
    re.I,
)


def is_menu(line: str) -> bool:
    """Whether a line is nothing but words of a site's buttons and menus."""
    return bool(_BUTTONS.match(line))


def is_control(line: str) -> bool:
    """Whether a line is buttons for sure, also between a report's own lines."""
    return bool(_CONTROL.match(line))
