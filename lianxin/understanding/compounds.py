"""Estates, courtyards and numbered streets named in a plain text, known or found by their form."""

import re
from dataclasses import replace

from lianxin.understanding.address import CHINESE, NUMBER, Address, Taken
from lianxin.understanding.gazetteer import Gazetteer
from lianxin.understanding.spots import DISTRICT, HEADS

_STREET = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}(?:[0-9]{{1,2}}(?=[路街]))?(?:大道|大街|胡同|路|街|巷|弄|里|坊"
    rf"|条)(?:[东西南北中]段)?(?:{NUMBER}[弄巷条横])?[甲乙丙]?(?:(?:[0-9]{{1,4}}-)?{NUMBER}号(?!楼|线|栋|门(?![口前]))(?:大院|院)?"
    rf"|[0-9]{{1,4}}(?=$|[,。;!? ])|{NUMBER}弄(?![堂口里]|{NUMBER}号(?!楼)))"
)
_YARD = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,6}})?(?<![{CHINESE}0-9排栋幢]){NUMBER}号(?:大院|院(?!墙)|家属院"
    rf"|小区)"
)
_LONG = (
    "小区|家属区|生活区|别墅区|回迁房|花苑|家园|庄园|新村|新城|公寓|大厦|嘉园|名苑|雅苑|佳苑|名城|豪庭|豪苑"
    "|国际|家属院|家属楼|宿舍|大院"
    "|华府|华庭|世家|名邸|御景|半岛|公馆|山庄|丽都|新苑|景苑|别墅|家苑|明珠|丽景"
    "|水岸|雅居|人家|绿洲|润园|佳园|馨园|老区|逸居|华城|锦城|天地|雅筑|一品|花都|名都|香郡|名门|世纪城|新天地|花城|名筑|名居|雅园|云庭|尚城|御府|安置房|住宅区|职工楼|集资楼|新区"
)
_PHASE = rf"(?:{NUMBER}期|[东西南北]区|[A-Z]区|{NUMBER}[村区组队](?={NUMBER}(?:栋|幢|座|号)))?"
_NAMED = re.compile(
    rf"[\u4e00-\u9fff]{{2,10}}?(?:(?<!中心)(?<!小)(?<!街心)花园|{_LONG})(?!学校|长途"
    rf"|新闻){_PHASE}"
    rf"|[\u4e00-\u9fff]{{2,8}}(?:广场|中心)(?:[A-Z]区)?(?={NUMBER}(?:栋|幢|座|号楼)|[A-Z][座栋])"
)
# What breaks or is missing stands right behind a name: 松江里水压太小.
_FAULTY = (
    "那[堆条棵辆]|电梯|电题|路灯|水[管压表费]|水(?:浑|黄|发|有|小|冻)|停[水电气暖]|没[水电气人灯]|断[水电]|门禁|监控|井盖|路面|垃圾"
    "|暖气|下水|污水|化粪|外墙|墙皮|物业|道闸|充电桩|健身器|快递柜|噪音|不安全|有狗|流浪[狗猫]|乱停|装修|消防"
)
_SHORT = re.compile(
    rf"[\u4e00-\u9fff]{{1,7}}?[苑园里城府湾庭居坊阁轩台邸邨村楼院堡墅郡]{_PHASE}(?![路街巷]|幼儿园|小学|中学|学校|医院|公园|市场|超市)"
    rf"(?=$|[,。;!?:()/\n ]|(?:{HEADS})|(?:新|附|老|[A-Z])?{NUMBER}(?:栋|幢|座|号|弄|单元|楼|层"
    rf"|排|-|#)|[A-Za-z][栋座]"
    r"|[东西南北正大后侧]{1,2}门|[东西南北]侧|小?高层|洋房|负[一二三1-3]|业主|居民|住户|中心|楼组长|楼栋长|楼长|网格"
    r"|的?[\u4e00-\u9fff](?:大爷|大妈|阿姨|先生|女士|奶奶|爷爷|师傅|大姐|大叔|大哥"
    r"|太太))"
    rf"|[\u4e00-\u9fff]{{2,7}}?[里坊园湾苑府庭居](?={_FAULTY})"
    r"|[\u4e00-\u9fff]{1,7}?[苑园府湾庭轩阁邸墅郡](?=有人|有个|那|这|内|门口|大门"
    r"|楼下|广场|地下|院内|物业|小广场|[东西南北]大门|新|附"
    r"|老?(?!长)[\u4e00-\u9fff]{1,3}(?:反映|来电|说))"
    r"|[\u4e00-\u9fff]{1,7}?[苑邸郡墅轩](?=[\u4e00-\u9fff])(?![路街巷])"
    r"|[\u4e00-\u9fff]{1,7}?[里园府湾庭居坊](?=[装加修建办搞设添种]|的[\u4e00-\u9fff,。;])"
    rf"|[\u4e00-\u9fff]{{2,4}}[一壹]号(?:{NUMBER}期)?(?={NUMBER}(?:栋|幢|座|号楼))"
    rf"|[\u4e00-\u9fff]{{2,7}}楼(?={NUMBER}(?:栋|幢|座|号|单元|楼|层))"
)
# A name without any sign of being one, told by who lives there, or by its number alone.
_LIVED_IN = re.compile(
    r"(?:^|(?<=[,。;:!?\n 是]))[\u4e00-\u9fff]{3,6}?(?=的?(?:业主|住户|租户|居民)$|的(?:业主|住户|租户|居民)|(?:业主|住户|居民)"
    r"(?:反映|来电|投诉|说|到社区|[\u4e00-\u9fff]{1,3}(?:反映|来电|投诉|先生|女士|大爷|大妈|阿姨|师傅)))"
)
_NOT_LIVED_IN = re.compile(
    "[我你他她的有多几位名各全附周热老整这那本区楼元栋一二三四五六七八九十退住街来到在说让请对给被受许不前后早上下今昨新某该其外很都也"
    "和与群党无困独隔每同原低高当些]"
)
_WITH_NUMBER = re.compile(
    rf"(?:^|(?<=[,。;:!?\n 住在]))[\u4e00-\u9fff]{{1,5}}[塘洲坡坝桥湖山岭坪岛岸溪江头湾畔渡场院浜埭宅墩岙坞垟垄冲坨屯庄寨堡铺洼村](?:{NUMBER})号(?=$|[,。;!?) ])"
)
# A name that stands alone at the end: 臭死了。翡翠印象
_AT_THE_END = re.compile(rf"(?<=[。!?;\n ])[\u4e00-\u9fff]{{4,7}}(?:{NUMBER}期)?$")
_NOT_AT_THE_END = re.compile(
    rf"{HEADS}|问题|咨询|申请|报名|事宜|[路街巷河江]|[谢请急望盼求速快办管修处理解决回复联系电话的了着过吗呢吧啊呀哦哈嘛哇是不没人来去叫忙坏好怎么什哪已经将并从停暖气漏堵脏乱差烂噪响太怕死危险要会能想可]"
)
_NOT_A_COMPOUND = re.compile(
    "(?:户|老|别|冤|几|居|楼上|楼下|隔壁|对门|一)人家$|^(?:[东西南北中A-Z]区|.{1,3}期)$|(?:[公校花果]园|坛|操场|现场|市场|广场|大厅|餐厅|客厅|假期|学期|节|这儿|那儿|乡|会|电话|视频|照片|家|屋|院|楼|群|车|夜|心|哪|这|那|手|店|房|厂|村|梯|区|公|城|道|子|水|洞|箱"
    "|管|井|桶|池|库|沟|箱|机|室|厅|网|镇|眼|嘴|肚)里$"
    "|(?:公|校|儿|乐|陵|动物|植物)园$|(?:中心|小|街心|后|屋顶|空中)花园$|(?:医|学"
    "|法|影|剧|养老|敬老|住|出|病|庭|中|福利|检察|本|小|全|后|前)院$"
    "|(?:邻|民|起|定|独|分|移|旧)居$|(?:阳|天|平|窗|后|月|灶|舞|柜|站|视|露|吧|讲"
    "|阶|前)台$"
    "|政府$|(?:家|法|开)庭$|(?:进|商|全|县|省|长|影|本|古|美食)城$|(?:作|牌)坊$"
    "|(?:上|下|顶|大|高|整|跳|民|公|学|诊|本|们|面|元|爬|宅|住|旧|老|栋|号|这|那|全"
    "|底|登|塔|层|坠|炮|骑)楼$|[一二三四五六七八九十0-9]楼$"
    "|(?:农|本|全|城中)村$|社区$|[在到进出回住是]小区$"
    "|(?:棚|坛|廊|元|站|堂|市|校|场|丛|怀|包|兜|锅|碗|盆|缸|缝|坑|泥|地|柜|间|角|头|绿化带|树林|竹林|鱼塘|池塘)里$"
    "|^(?:邻里|公里|[千百万]里|.?这里|.?那里|哪里)$|(?:腐|磨|染)坊$"
    "|^(?:老旧|整个|全|本|该|各|每个|开放式?|封闭|几个|无?物业|所有|附近|新建|安置"
    "|高档|住宅|居民|一个|单位|老)(?:小区|家园|宿舍|大院|公寓|花园)$"
    "|^(?:小区|花园|宿舍|公寓|新村|大厦|家属院|大院|家属楼|别墅|国际|住宅区|新区)$"
    "|路$|街$"
)
_SURE = {_AT_THE_END: 0.6, _LIVED_IN: 0.75, _WITH_NUMBER: 0.85}
# What may stand before a name and is no part of it; the longest run of it ends the search leftward.
_LEAD_IN = re.compile(
    "来到|走进|进入|到达|送到|联系|情况|一同|一起|听见|看见|得知|获悉|了解到|住在|家住|位于|地址|来自|住址|我们|你们|他们|咱们|俺们|大家|反映|反应|来电"
    "|投诉|发现|巡查|查看|看到|走访|关于|前往|接到|收到"
    "|业主|居民|住户|租户|群众|村民|网格员|楼栋长|志愿者|组长|大爷|大妈|阿姨|先生"
    "|女士|奶奶|爷爷|师傅|大姐|大叔|大哥|老人|社区|街道"
    "|今天|昨天|前天|今早|昨晚|昨夜|今晚|上午|下午|晚上|早上|中午|夜里|凌晨|半夜"
    "|傍晚|刚才|请问|麻烦|由于|因为|还有|另外|以及|附近|旁边|对面|隔壁|喂|入户"
    "|听说|核实|快来|赶紧|赶快|快到|救命|着火|起火|看看|检查|通知|电话|工单|热线"
    "|12345|马路|门口|楼下|楼上|希望|建议|要求|独居|退休|困难|党员"
    rf"|{DISTRICT}|(?<=[一-鿿]{{2}})(?<![铁公马])(?:路|大街|大道|街)(?=[一-鿿]{{3}})(?!道|坊|口|边|面|灯)"
    "|[吗呢吧啊呀啦嘛咯哦哒喽嘞]|死人|[住是在到去从我你他她它咱俺的了着过把被让给说称请与跟就也又这那没离每叫讲帮想问用]"
    "|有(?!为)|(?<=[\u4e00-\u9fff0-9])和(?![平谐美顺园润悦苑家睦畅盛兴馨泰信风天])|(?<=[0-9])[日号]|社区"
    "|街道|小区(?=.)|整(?=栋|个)"
)


def compounds(text: str, gazetteer: Gazetteer) -> list[Address]:
    """Return the compounds named in a plain text: the known ones, then those that have the form of one."""
    found = [
        Address(name.start, name.end, compound=name.name, known=True, how=name.how, sure=name.sure)
        for name in gazetteer.compounds_in(text)
    ]
    taken = Taken(text, found)
    for pattern in (_STREET, _YARD, _NAMED, _SHORT, _WITH_NUMBER, _LIVED_IN, _AT_THE_END):
        for match in pattern.finditer(text):
            start = match.start() + lead_in(text, *match.span())
            name = text[start : match.end()]
            address = Address(start, match.end(), compound=name, sure=_SURE.get(pattern, 0.88))
            if _is_name(name, pattern) and not taken.touches(address):
                found.append(address)
                taken.add(address)
    return _in_full(found)


def _in_full(found: list[Address]) -> list[Address]:
    """Return the compounds, a shortened name (老年公寓) in full where the text also gives it so."""
    names = {c.compound for c in found if c.compound and not c.known}

    def full(name: str) -> str:
        return max((n for n in names if n.endswith(name)), key=len, default=name)

    return [c if c.known else replace(c, compound=full(c.compound or "")) for c in found]


def lead_in(text: str, start: int, end: int) -> int:
    """Return how many characters of a match belong to what stands before the name."""
    # The number of a date before a name ("13日桃花苑") is looked back at, hence the search in the whole text.
    length = 0
    for word in _LEAD_IN.finditer(text, start, end - 1):
        # 和 may be part of a name (泰和公寓), a whole word before 公寓 is not.
        only_part = len(word[0]) == 1 and _NOT_A_COMPOUND.search(text[word.end() : end])
        if word.end() < end - 1 and not only_part:
            length = word.end() - start
    return length


def _is_name(name: str, pattern: re.Pattern) -> bool:
    if pattern is _LIVED_IN:
        return not _NOT_LIVED_IN.search(name)
    if pattern is _AT_THE_END:
        return len(name) > 3 and not (_NOT_LIVED_IN.search(name) or _NOT_AT_THE_END.search(name))
    if pattern in (_STREET, _YARD, _WITH_NUMBER):
        return not re.match("[路街巷弄里]|家里|屋里|院里|[一-鿿]?区里", name)
    bare = re.sub(rf"(?:{NUMBER}期|[东西南北A-Z]区)$", "", name)
    return len(bare) >= 3 - (pattern is _SHORT and len(bare) == 2) and not _NOT_A_COMPOUND.search(
        bare
    )
