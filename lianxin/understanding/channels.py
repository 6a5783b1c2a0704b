"""By which way a request reached the community, where the words tell."""

import re

from lianxin.understanding.draft import Evidence

_CHANNELS = (
    (
        "phone",
        "说到来电",
        re.compile(
            "来电|致电|(?<![0-9])12345(?![0-9])|热线|打来电话|打电话的|(?:电话|热线)接到|打(?:了)?(?:个)?电话(?:到|给"
            "|来|向|反映|报修|求助|说)(?!物业|房东|施工|他|她|儿|110|120|119)|电话(?:反映"
            "|咨询|求助|报修|投诉|里说|称)|拨打(?:社区|居委|热线)"
            "|^[^,。]{0,12}[ :]电话[ :]|^电话[ :,]|^喂|社区吗|居委会吗"
            "|接到?[^,。]{0,10}电话|接电话|电话记录|在电话"
        ),
    ),
    (
        "meeting",
        "说到会议",
        re.compile(
            "议事会|座谈会|恳谈会|协商会|业主大会|居民大会|居民会议|代表会议?|党员大会"
            "|支部会|院坝会|板凳会|坝坝会|茶话会|听证会|开会|会议上|会上|例会|议事厅|圆桌会"
            "|民主生活会|碰头会|楼栋会"
        ),
    ),
    (
        "visit",
        "说到入户走访",
        re.compile(
            "入户|走访|家访|上门(?:走访|探访|看望|慰问(?!的事|品)|了解|核实|探望)|探访|上门时"
            "|看望(?!的人)|慰问时|敲门行动|摸排"
        ),
    ),
    (
        "patrol",
        "说到巡查",
        re.compile(
            "(?<!不)(?<!没人)(?<!没有人)(?<!从不)(?:巡查|巡逻|巡楼|巡视|巡检|巡院|夜巡"
            "|例行检查|日常检查|排查)(?!不)"
        ),
    ),
    (
        "online",
        "说到网上",
        re.compile(
            "群里(?!骂|吵|造谣|天天|都)|(?:家长|业主|居民|微信|网格|楼栋|邻里|住户|团购|小区)群(?!里?(?:骂|吵|造谣)|主|体|众|租)|群聊"
            "|群[:]|微信(?!同号|号|支付|转账|付款|扫码)|短信(?=:|反映|留言|说|求助|投诉|来)|发来?(?:了)?短信|小程序|公众号|网上(?:留言|反映|投诉|提交|诉求)|留言|发邮件"
            "|邮箱收|(?<!电)(?<!热)线上(?!头|面|的)|平台(?:留言|工单|反映|提交)|随手拍|扫码(?:反映|提交|上报)"
            "|APP(?:上|里)?(?:反映|提交|留言)|私信|论坛|市长信箱|QQ"
        ),
    ),
    (
        "walk_in",
        "说到来社区",
        re.compile(
            "来(?:到)?(?:社区|居委|服务中心|便民|办公室|窗口|大厅|服务站|党群)(?!人|派"
            "|工作)|到(?:社区|居委会?|居委|服务中心|便民服务|党群服务|办公室|窗口|办事大厅"
            "|村委)(?!卫生|医院|门口|食堂)[^,。]{0,10}|来访|来办|前台|跑到社区|上门反映"
            "|当面|亲自来|走进社区|柜台|窗口(?!说|让|要|讲)|去(?:过)?(?:社区|居委会?)(?:问|反映|说|找)|来人反映|来领|来(?:取|咨询)|找到(?:社区|居委"
            "|书记)"
        ),
    ),
)
_NOT_THE_CHANNEL = re.compile("(?:打电话给物业|群租|请|让|想请|盼|希望|要)[^,。]{0,6}$")


def channel(text: str) -> tuple[str | None, Evidence | None]:
    """Return the channel that the plain text tells of, the earliest named where there are several."""
    found = []
    for name, reason, pattern in _CHANNELS:
        for match in pattern.finditer(text):
            if not _NOT_THE_CHANNEL.search(text[max(0, match.start() - 10) : match.start()]):
                found.append((match.start(), name, Evidence(*match.span(), match[0], reason, 0.96)))
                break
    if not found:
        return None, None
    _, name, evidence = min(found, key=lambda one: one[0])
    return name, evidence
