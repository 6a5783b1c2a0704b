"""Who told it, and whom it is about."""

import re
from dataclasses import dataclass, replace

from lianxin.understanding.draft import PersonDraft
from lianxin.understanding.personal import telephones

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄"
    "穆萧尹姚邵湛汪祁毛狄米贝臧成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘解应宗丁宣邓单杭洪包诸左石崔吉龚程邢裴陆荣翁荀惠甄曲"
    "封储靳段焦巴牧谷车侯全班仰仲宫宁仇甘厉祖武符刘景詹龙叶司黎薄印白蒲鄂索赖卓屠蒙乔阴苍闻党翟谭姬申冉桑桂牛寿边燕尚农温庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满匡国文寇广阙东欧聂晁勾敖冷辛阚简饶曾沙养须丰关查游竺权盖益桓公肖付涂代覃佟岳冼兰揭粟练栗逄郗闫仝佘况尧昝晋束栾楚檀池洛浦濮璩睢綦缪芮苟茅莘菅蔺萨訾谌豆"
    "赫迟逯邝邸郁郄郦郜鄢钮铁阎隋隗鞠鹿麦亓亢伊侯牟岑敬符芦"
)
_SURNAME = rf"(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|[{_SURNAMES}])"
_COURTESY = (
    "[所队站班组科处局院校园馆厂会部]长|会计|干事|嫂子|阿姐|阿嫂|阿哥|阿叔|阿嬷|爷叔|老伯伯|老太爷|老头|大姑|大爷爷|老爷爷|老奶奶|太婆|老爹|老哥|老姐|老弟|大姨|大舅|嬢嬢|孃孃|小哥|护士|主任|书记|经理|店长|警官|大爷|大妈|大娘|大叔|大婶|大嫂|大姐|大哥|大伯|老伯|阿姨|阿婆|阿公|阿伯|伯伯"
    "|伯母|叔叔|奶奶|爷爷|婆婆|爹爹|娭毑|嗲嗲|公公|先生|女士|小姐|师傅|老师|太太"
    "|同志|老人|老师傅|医生|老太太|老太|大夫|教授|老汉|大爹|姑娘|小伙子|老爷子|老板"
    "|伯|叔|婶|姨|嫂|姐|哥|奶|爷"
)
_ROLE = (
    "志愿者队长|志愿队长|队长|巡逻队|外卖小哥|党员代表|退休工人|退休干部|老干部|工人|村民小组长|党小组长|业委会主任|业委会成员|消防志愿者|退役老兵|学生家长|护工|宿管|老支书|村支书|支书|民警|辅警|社工"
    "|护士|司机|车主|户主|房主|店长|老板娘|水电工|电工|维修工|门卫|值班员|快递小哥|外卖员|骑手|清洁工|班主任"
    "|家属|保姆|管家|摊主|市民|网友|小组长|组长|新业主|老住户|老居民|业主代表|居民代表|村民代表|楼栋长|楼组长|单元长|楼长|网格长|网格员|老党员|党员"
    "|志愿者|居民(?!代表|群|议事|楼|区|小区|大会)|住户|业主(?!群|大会|委)|租户|租客|商户|群众|村民|邻居|家长|来电人|来访人|房东"
    "|保安|保洁员|保洁|环卫工|老职工|职工|退休教师"
    "|党支部书记|支部书记|物业经理|店主|快递员|老街坊|街坊|房客|退役军人|小学生|学生"
)
_OFFICE = (
    "[\u4e00-\u9fff]{2,8}(?:服务站|公司|大队|中心|街道办)|残联|妇联|派出所|学校|幼儿园|街道办|街道|物业|业委会|民政局|卫生站|医院|供电所"
    "|自来水公司|燃气公司|消防队|城管|司法所|团委|工会|老年大学|敬老院|养老院"
    "|居委会|小学|中学"
)
_SPEAKS = (
    "抱着|拄着|推着|牵着|背着|提着|坐着轮椅|冒雨|专程|急匆匆|匆匆|红着眼|送来|送了|送上|送锦旗|为社区送|给社区送|来了|来信|来函|走访|入户|微信|短信|汇报|感谢|报的|提的|反映|反应|来电|致电|打来电话|打电话|电话|来访|来社区|到社区|来到|来居委|到居委"
    "|来办|来问|来反|来说|来找|来咨|来求|来领|来取|报告|上报|反馈|投诉|求助|咨询"
    "|告知|提出|提议|建议|联名|要求|请求|希望|担心|申请|表示|抱怨|诉说|诉苦|报修"
    "|登门|上门反"
    "|想|问|找到|找社区|找网格|看到|发现|巡|称|称,|说|讲|话|告诉|喊|呼吁|举报|提醒"
    "|留言|发短信|在群里|在业主群|在微信|在小程序|通过|焦急|哭|拨打|拨|向社区"
    "|向网格|向居委|跑来|赶来|求社区|询问|打听|想请|过来|代表|倡议|写信|要|带着"
    "|拿着|气冲冲|听|联系社区|和社区|跟社区|跟网格|把情况"
)
_BETWEEN = (
    rf"(?:(?:又|再次|再|今天|昨天|刚才|刚刚|刚|也|今早|多次|就|一早|急忙|专门|特地"
    rf"|特意|上午|下午|早上|晚上|中午|则|还|都|正|一直|气愤地|着急地|,+|:|和\S{{1,6}}"
    rf"|有点|有些|很|在[^,。]{{1,10}}?(?=发现|看到|巡)|等\S{{0,4}}|他们|\([^()]{{0,30}}\)|[0-9\- ]{{7,16}}|先后|联合|一起"
    rf"|在[^,。]{{1,8}}?[时中后上]"
    rf"|[,和与]{_SURNAME}[\u4e00-\u9fff]{{0,2}}?(?:{_COURTESY})等?|向我们|在电话里"
    rf"|在会上|在走访时|在群里|路过|下楼|散步时|巡楼时|本人|一家|夫妇|家属)){{0,3}}?"
)
_WITH_TITLE = re.compile(
    rf"(?:{_ROLE})?(?P<name>老?{_SURNAME}(?:[\u4e00-\u9fff]{{1,2}}?)??|[老小阿]{_SURNAME})(?P<title>{_COURTESY})"
)
_WITH_ROLE = re.compile(
    rf"(?P<title>{_ROLE})[: ]?(?P<name>[老小阿]{_SURNAME}(?![\u4e00-\u9fff]?(?:大爷"
    rf"|大妈|阿姨))|{_SURNAME}(?:某某?|[\u4e00-\u9fff]{{1,2}}))"
    rf"(?=[,。;:!? ()0-9]|$|{_BETWEEN}(?:{_SPEAKS}))"
)
_OF_SURNAME = re.compile(
    rf"(?:姓(?=.{{1,2}}的))?(?P<name>{_SURNAME})(?:姓|(?<=姓.)的|(?<=姓..)的)(?P<title>{_ROLE}|{_COURTESY}|男子|女子)(?={_BETWEEN}(?:{_SPEAKS}))"
)
_LISTED = re.compile(
    rf"(?:^|(?<=[,。;:!? \n]))(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}})[, (](?=[男女][, )]|[0-9]{{1,2}}岁)"
)
_CALLED = re.compile(
    rf"(?:我(?:是|叫)[^,。;!? ]{{0,4}}(?:女儿|儿子|孙女|孙子|老伴|媳妇|爱人|邻居|家属|侄女|外甥)|[我俺]叫|[我俺]是|我系|我名叫|免贵姓|我姓|本人|姓名[: ]?|联系人[: ]?|报告人[: ]?|反映人[: ]?"
    rf"|来电人[: ]|诉求人[: ]?|署名[: ]?|找|敬上|—{{1,2}}"
    rf"|姓)(?P<name>{_SURNAME}(?:[\u4e00-\u9fff]{{1,2}})?)(?=[,。;:!? ()0-9]|$)"
)
_BARE = re.compile(
    rf"(?:^|(?<=[,。;:!? \n的时]))(?P<name>老{_SURNAME}头|[老小阿]{_SURNAME}|阿(?![姨婆公伯叔嫂哥姐妹弟爷妈爸嬷])[\u4e00-\u9fff]|{_SURNAME}[\u4e00-\u9fff]{{1,2}}?)(?={_BETWEEN}(?:{_SPEAKS}))"
)
_SIGNED = re.compile(
    rf"(?:^"
    rf"|(?<=[,。;:!? /\n)]))(?P<name>[老小阿]{_SURNAME}|{_SURNAME}[\u4e00-\u9fff]{{1,2}})[ ,:/(]*(?=(?:电话"
    rf"|手机|联系电话|tel)?[: ]*1[3-9][0-9 \-]{{9,12}}|$)"
)
_SIGNED_ROLE = re.compile(
    rf"(?:(?<=[ 。!?])|—{{1,2}}|-{{2}})[^—,。]{{0,14}}?(?P<title>{_ROLE})(?:群)?(?=[\s。)]*$)"
)
_TITLE_ALONE = re.compile(
    rf"(?P<title>{_ROLE}|老板|医生|护士|老人|大爷|大妈|大娘|大婶|婆婆|阿姨|奶奶|爷爷|大姐|大叔|大哥"
    rf"|大嫂|老太太|老大爷|老汉|姑娘|小伙子|男子|女子|女士"
    rf"|先生)(?:们)?(?={_BETWEEN}(?:{_SPEAKS}))"
)
_OFFICE_SPEAKS = re.compile(
    rf"(?P<title>{_OFFICE})(?=(?:今天|昨天|上午|下午|再次|又|的?\S{{0,3}})?(?:来电"
    rf"|来函|转来|打来|致电|反映|转办|通知社区|告知))"
)
_NOT_NAMES = re.compile(
    "^(?:成员|谢了|高兴|安静|安心|关注|从速|高度|方案|成功|单独|和气|查处|查明|温暖|景观|池塘|铁路|铁门|代表|许多|常常|方便|高空|于是|任何|何时|安全|温度|万一|马上|马路|石头|单元"
    "|应该|关于|顾客|居民|居住|金额|平时|平常|程度|幸好|全楼|全家|全体|全小|成天"
    "|成年|都说|广场|国家|文明|公司|公共|公园|路边|路灯|路口|房子|房东|车主|车子"
    "|边上|向社|向我|连续|单位|江边|管理|管道|方向|强烈|和|时间|支持|曾经|班上|华人"
    "|党员|党支|充电|养老|养狗|解决|解释|查看|农民|印象|申请|步行|终于|牛奶|白天"
    "|东边|东门|简直|关键|包括|应急|满意|满楼|易燃|国庆|乐意|盛大|常年|广大|游客"
    "|习惯|容易|米面|古树|司机|房屋|房管|平安|左右|左边|左邻|鱼塘|花|石油|武装|水管"
    "|安装|冷得|热|冷|毛病|米|路过|路|安|华|温|高层|高龄|高温|高处|金属|康复|柏油"
    "|黄色|白蚁|明明|严重|成立|顾|祝|通过|强|麻烦|江|应|全|解|包|查|从|都|边|连|满"
    "|向|曾|简)$|^(?:谢谢|公租|公积|公示|许多|方便|高空|任何|安全|居民|麻烦|应该|关于|马上|单元|全|老人"
    "|路|都|向|从|连|查|满|养|终于|广场|充电|申请|严重|管|国家|公司|房|车|解|成天"
    "|曾经|平时|边|应|强烈|东|左|支|农|步|古|容|习|须|文明|单|党)"
)
_NOT_TOLD_BY = re.compile(
    "(?:谢谢|感谢|多亏|表扬|找|请|给|帮|替|为|叫|让|送|教|和|跟|与|骂|打|问|被|对"
    "|把|独居的?|空巢的?|孤寡的?|瘫痪的?|照顾|联系|骗|通知|叫做|去|撞了个?|忽悠|害"
    "|看望|慰问|陪)$"
)
_SUBJECT = re.compile(
    rf"(?:独居|空巢|孤寡|盲人|残疾|高龄|患病|瘫痪|失独|留守"
    rf"|困难)[^,。;]{{0,6}}?(?P<name>{_SURNAME}[\u4e00-\u9fff]?)(?P<title>大爷|大妈"
    rf"|大娘|奶奶|爷爷|老人|阿姨|师傅|老太|婆婆|伯伯|叔叔|老太太)"
    r"|(?:给|帮|替|为|我|她|他|俺|咱)(?:家)?(?P<kin>妈妈|爸爸|奶奶|爷爷|外婆|姥姥"
    r"|姥爷|外公|老伴|儿子|女儿|孙子|孙女|母亲|父亲|丈夫|妻子|婆婆|公公|老公|老婆|妈"
    r"|爸)"
    rf"|住户姓(?P<surname>{_SURNAME})|一户(?P<elder>老人)"
)


_GLUED = re.compile(
    "[\u4e00-\u9fff](?<![的户栋楼元室号主员民代表长者是位说安请叫找今天由据接到给向及和与])$"
)


_KIN = ("老人", "奶奶", "爷爷", "婆婆", "老太太", "老汉")
_AT_HOME = re.compile("(?:家里?|我|我们|有位?|有个|一位|一个)的?$")
_IS_OFFICE = re.compile(_OFFICE)
_HAN = re.compile("[\u4e00-\u9fff]")
_PAUSE = re.compile("[,。;!? ]|$")
_NUMBER_FOLLOWS = re.compile(
    r"[ ,(:/]*(?:电话|手机|联系电话)?[: ]*(?:1[3-9]|0[0-9]{2}|[一幺][三四五六七八九])"
)
_LABEL = re.compile("(?:反映|联系|来电|来访|报告|诉求|投诉|申请)人[: ]?$|姓名[: ]?$")
_SELF = re.compile("(?:我是|我系|本人)[^,。;!?]{0,12}$")
_ANY_NAME = rf"(?P<name>[老小阿]{_SURNAME}|{_SURNAME}[\u4e00-\u9fff]{{0,2}}?)(?P<title>{_COURTESY}|{_ROLE})?"
_BEFORE_A_NUMBER = re.compile(
    rf"(?:^|(?<=[ ,。;:!?/()\n是姓找叫主民户系])){_ANY_NAME}[ ,:/(]*(?:的|本人|联系)?"
    r"(?:电话|手机|号码|联系方式|微信|tel)?(?:号码?)?(?:是|为)?[ ,:(+]*$",
    re.IGNORECASE,
)
_BEHIND_A_NUMBER = re.compile(
    rf"[ ,:/()]*(?:我?姓|我是|我叫|找|联系人)?[: ]?{_ANY_NAME}(?=$|[ ,。;!?/)])"
)
_SELF_ROLE = re.compile(
    rf"我(?:是|系)[^,。;!? ]{{0,8}}?的?(?P<title>{_ROLE}|物业|业委会|学校)(?=[,。;!? ]|$)"
)
# A name after the address or the number at the end of an entry, apart from its sentences.
_ALONE = re.compile(
    rf"(?:^|(?<=[ 。;!?/\n0-9]))(?:(?P<name>[老小阿]{_SURNAME}|{_SURNAME}(?=家?$))家?(?=[ ,。;!?/):]|$))"
)


@dataclass(frozen=True)
class Told:
    """A person with where the words stand, how sure it is that it is the one, and where the telephone stands."""

    person: PersonDraft
    start: int
    end: int
    reason: str
    sure: float = 0.9
    phone: tuple[int, int] = (0, 0)


_NOBODY = Told(PersonDraft(), 0, 0, "")


def reporter(text: str) -> Told:
    """Return who told it: the one that governs a verb of telling, or that signs with name or telephone."""
    told = _first_speaker(text)
    phone = next(telephones(text), None)
    if phone is None:
        return told
    start, end, number = phone
    if told is _NOBODY:
        told = _beside_number(text, start, end) or Told(PersonDraft(), start, end, "留有电话", 0.6)
    person = replace(told.person, phone=number)
    return replace(told, person=person, phone=(start, end))


def _beside_number(text: str, start: int, end: int) -> Told | None:
    """Return who is named right before or behind a telephone: 孟 13655501234, 13655501234 小孟."""
    before = _BEFORE_A_NUMBER.search(text, max(0, start - 20), start)
    for match in (before, _BEHIND_A_NUMBER.match(text, end)):
        if match and (len(match["name"]) == 1 or _is_full_name(match["name"])):
            person = PersonDraft(match["name"], match["title"])
            return Told(person, match.start("name"), match.end("name"), "写在电话旁边的姓名", 0.85)
    return None


def subject(text: str, told: Told) -> Told | None:
    """Return the person concerned, where it is somebody else than the one who told."""
    match = _SUBJECT.search(text)
    if match is None:
        return None
    name = match["name"] or match["surname"]
    title = match["title"] or match["kin"] or match["elder"] or "住户"
    person = PersonDraft(name, title)
    if (person.name, person.title) == (told.person.name, told.person.title):
        return None
    return Told(person, *match.span(), "所说的事关系到此人", 0.8)


def _first_speaker(text: str) -> Told:
    candidates = [*_named_speakers(text), *_role_speakers(text)]
    if candidates:
        return min(
            candidates, key=lambda told: (told.person.name is None and _is_worker(told), told.start)
        )
    return _signer(text) or _NOBODY


def _is_worker(told: Told) -> bool:
    """Tell whether an office or somebody on duty speaks, often for a resident who is named too."""
    if _IS_OFFICE.fullmatch(told.person.title or ""):
        return True
    return told.person.title in ("网格员", "楼栋长", "志愿者", "业主", "居民", "住户")


_GOVERNS = re.compile(rf"{_BETWEEN}(?:{_SPEAKS}|:)")
_ENDS_IN_A_PLACE = re.compile("(?<=..)[苑园城府邨村湾邸墅郡阁里坊院楼区路街巷]$|家$")
_ENDS_IN_TITLE = re.compile(f"(?:{_COURTESY})$")


def _named_speakers(text: str) -> list[Told]:
    found = []
    for match in _WITH_TITLE.finditer(text):
        if _is_told_by(text, match) and _GOVERNS.match(text, match.end()):
            name, at = _trimmed(match["name"], text[: match.start("name")])
            if name:
                found.append(
                    Told(
                        PersonDraft(name, match["title"]),
                        match.start("name") + at,
                        match.end(),
                        "由此人说起",
                    )
                )
    for pattern in (_WITH_ROLE, _OF_SURNAME, _BARE):
        for match in pattern.finditer(text):
            if _is_full_name(match["name"]) and _is_told_by(text, match):
                title = (
                    match["title"].replace("老党员", "党员")
                    if "title" in pattern.groupindex
                    else None
                )
                found.append(Told(PersonDraft(match["name"], title), *match.span(), "由此人说起"))
    return found


def _trimmed(name: str, before: str) -> tuple[str, int]:
    """Return the name and where it begins: glued to other words only its last sign is sure (紫金庄园孙先生)."""
    at = 0
    if len(name) > 1 and _GLUED.search(before) and re.fullmatch(_SURNAME, name[-1]):
        name, at = name[-1], len(name) - 1
    return ("", 0) if len(name) > 1 and _NOT_NAMES.search(name) else (name, at)


def _is_full_name(name: str) -> bool:
    return not (
        _NOT_NAMES.search(name) or _ENDS_IN_TITLE.search(name) or _ENDS_IN_A_PLACE.search(name)
    )


def _role_speakers(text: str) -> list[Told]:
    found = []
    for pattern in (_TITLE_ALONE, _OFFICE_SPEAKS):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 2) : match.start()]
            named = re.search(rf"{_SURNAME}$", before) and match["title"] not in _ROLE.split("|")
            if not named and _is_told_by(text, match):
                title = match["title"].replace("老党员", "党员")
                found.append(Told(PersonDraft(None, title), *match.span(), "由此人或单位说起"))
    return found


def _is_told_by(text: str, match: re.Match) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    if match["title" if "title" in match.re.groupindex else "name"] in _KIN and _AT_HOME.search(
        before
    ):
        return False
    return not _NOT_TOLD_BY.search(before)


def _signer(text: str) -> Told | None:
    for match in _WITH_ROLE.finditer(text):
        if _is_full_name(match["name"]):
            return Told(PersonDraft(match["name"], match["title"]), *match.span(), "写明的姓名")
    for match in _WITH_TITLE.finditer(text):
        if _is_written_down(text, match):
            name, at = _trimmed(match["name"], text[: match.start("name")])
            if name:
                person = PersonDraft(name, match["title"])
                return Told(person, match.start("name") + at, match.end(), "写明的姓名")
    for pattern in (_CALLED, _LISTED, _SIGNED, _ALONE):
        for match in pattern.finditer(text):
            if _is_full_name(match["name"]):
                return Told(PersonDraft(match["name"]), *match.span("name"), "写明的姓名", 0.85)
    for pattern in (_SELF_ROLE, _SIGNED_ROLE):
        match = pattern.search(text)
        if match:
            return Told(PersonDraft(None, match["title"]), *match.span("title"), "落款", 0.85)
    return None


def _is_written_down(text: str, match: re.Match) -> bool:
    """Tell whether the person stands beside a telephone or a label, after 我是, or apart from the sentence."""
    before, after = text[: match.start()], text[match.end() : match.end() + 12]
    if _NUMBER_FOLLOWS.match(after) or _LABEL.search(before[-5:]):
        return True
    if _SELF.search(before) and _PAUSE.match(after):
        return True
    apart = not _HAN.match(before[-1:])
    ends = not after or after.startswith((" ", "\n"))
    return bool((apart and re.match(r"[ /\n]|[。)]?$", after)) or ends) and _is_told_by(text, match)
