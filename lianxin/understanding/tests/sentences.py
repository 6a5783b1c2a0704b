"""Invented entries with what is to be understood of them, on Monday 23 November 2026.

A row: words | date | compound building unit room free | name title phone | category | urgency | channel.
`-` is nothing, `/` parts right answers; a further matter adds `+ CATEGORY urgency`.
TRIED were looked at while the rules were written, KEPT_ASIDE only counted.
"""

TODAY = "2026-11-23"

TRIED = """
11月20日，枫林苑小区陈阿姨反映3栋2单元门口的路灯坏了一周。 | 2026-11-20 | 枫林苑小区 3 2 - 门口 | 陈 阿姨 - | LIGHTING | normal | -
上周四上午，锦绣花园5号楼302住户王建军来电，楼上卫生间漏水把他家吊顶泡了，电话13700001234。 | 2026-11-19 | 锦绣花园 5 - 302 -/楼上卫生间 | 王建军 住户 13700001234 | HOUSE_LEAK | urgent | phone
昨天走访时，丽景家园7栋的独居老人刘奶奶说腿脚不便，想请人上门理发。 | 2026-11-22 | 丽景家园 7 - - - | 刘 奶奶/老人 - | ELDER | normal | visit
快来人啊，翠湖苑2栋1单元501厨房着火了，冒黑烟！ | - | 翠湖苑 2 1 501 厨房/- | - - - | FIRE | emergency | -
电梯里关着两个人，出不来，按铃没人应，东方名城12栋 | - | 东方名城 12 - - - | - - - | ELEVATOR | emergency | -
我妈早上出门买菜到现在没回家，她有老年痴呆，穿红棉袄。福安里6号 | - | 福安里/福安里6号 6/- - - - | - - - | ELDER | emergency | -
北苑社区网格员小吴巡查发现，机床厂宿舍4栋楼道里停着三辆电动车拉线充电。 | - | 机床厂宿舍 4 - - 楼道/楼道里 | 小吴 网格员 - | FIRE | urgent | patrol
11/18 来访 赵大哥 物业费涨了三毛没有公示 滨江一号小区 | 2026-11-18 | 滨江一号小区 - - - - | 赵 大哥 - | PROPERTY | normal | walk_in
家里天然气味道特别大，头晕，不敢开灯，东湖小区9栋3单元201 | - | 东湖小区 9 3 201 - | - - - | UTILITY | emergency | -
居民在微信群里说，广场舞音响开到晚上十点，孩子没法写作业。 | - | - - - - 广场/- | - 居民 - | NOISE | normal | online
我想问问居住证怎么办，要带什么材料？ | - | - - - - - | - - - | CERT | normal | -
三件事：一是8栋楼道灯不亮，二是垃圾桶满了没人倒，三是想装个晾衣架。春晖苑 | - | 春晖苑 8 - - -/楼道 | - - - | LIGHTING | normal | - + SANITATION normal + FACILITY normal
楼下车库门口的井盖不见了，天黑看不清，昨晚差点摔进去。明月山庄 | - | 明月山庄 - - - 楼下车库门口 | - - - | ROAD | urgent | -
11月3号居民议事会上，业主代表提出小区缺停车位，建议把东侧空地划线停车。桂花园 | 2026-11-03 | 桂花园 - - - 东侧空地/东侧 | - 业主代表 - | PARKING/RENOVATE | normal | meeting
孙大爷打电话到社区，说楼顶太阳能水管冻裂，水顺着外墙往下流，府前街21号院2单元。 | - | 府前街21号院 - 2 - 楼顶 | 孙 大爷 - | UTILITY | urgent | phone
有人拿刀在菜市场门口追着人砍，赶紧报警！ | - | - - - - 菜市场门口 | - - - | ORDER | emergency | -
大前天晚上，我家电动车电瓶被偷了，希望装个监控。学府花园11栋楼下 | - | 学府花园 11 - - 楼下 | - - - | ORDER/SECURITY | urgent | -
6栋的老周和8栋的老郑为停车吵了好几次，请社区调解。 | - | - 6/- - - - | - - - | DISPUTE/PARKING | normal | -
本月12日，残疾人潘师傅来社区申请更换轮椅。 | 2026-11-12 | - - - - - | 潘 师傅 - | SPECIAL | normal | walk_in
附3栋化粪池又满了，粪水流到路上，臭得不行。 | - | - 附3 - - 化粪池/路 | - - - | DRAIN | urgent | -
老党员建议把旧锅炉房改造成居民食堂。幸福里小区 | - | 幸福里小区 - - - 锅炉房/- | - 党员/老党员 - | RENOVATE | normal | -
感谢网格员小何帮我爸找到了丢失的存折。 | - | - - - - - | - - - | OTHER | normal | -
楼上那家天天半夜剁肉，咚咚咚响，神经衰弱了。杏花村小区14-2-602 | - | 杏花村小区 14 2 602 -/楼上 | - - - | NOISE | normal | -
有个孩子挂在四楼防盗窗外面！银杏苑3栋！ | - | 银杏苑 3 - - 四楼/- | - - - | SPECIAL/ORDER/FIRE/BUILDING_SAFETY/SECURITY | emergency | -
自来水发黄三天了，烧开还有铁锈味。机关家属院1号楼 | - | 机关家属院 1 - - - | - - - | UTILITY | urgent | -
金桂花园有人在楼下烧纸，火苗窜到绿化带了 | - | 金桂花园 - - - 楼下/绿化带 | - - - | FIRE | emergency/urgent | -
一楼商户把油烟管直接对着小区排，熏得二楼不敢开窗。碧水湾3栋 | - | 碧水湾 3 - - 一楼/-/二楼 | - - - | POLLUTION | normal | -
11月15日下午，阳光家园业主刘芳（13912340000）在小程序上反映，3单元门禁坏了，外人随便进。 | 2026-11-15 | 阳光家园 - 3 - - | 刘芳 业主 13912340000 | SECURITY | normal | online
邻居听见隔壁402一直喊救命，还有砸东西的声音。明珠花园6栋 | - | 明珠花园 6 - 402 -/隔壁 | - 邻居/- - | ORDER | emergency | -
社区什么时候组织老年人体检？ | - | - - - - - | - - - | HEALTH | normal | -
我是6栋1单元的，想申请临时救助，老公尿毒症透析，家里没钱了。 | - | - 6 1 - - | - - - | HARDSHIP | urgent | -
树枝都伸到我家窗户里了，刮大风啪啪打玻璃，能不能来修剪一下，馨园小区4栋301 | - | 馨园小区 4 - 301 -/窗户 | - - - | GREENING | normal/urgent | -
单元门锁坏了关不上，另外楼道灯也不亮，4号楼2单元。 | - | - 4 2 - -/单元门 | - - - | SECURITY | normal | - + LIGHTING normal
流浪狗咬了小孩的腿，流血了，和平里小区南门 | - | 和平里小区 - - - 南门 | - - - | ANIMAL | urgent/emergency | -
朝阳新村12栋顶楼住户反映屋面漏雨，床都湿了。 | - | 朝阳新村 12 - - 顶楼/屋面 | - 住户 - | HOUSE_LEAK | urgent | -
前天孟女士带着孩子来社区，咨询明年小学报名要哪些材料。 | 2026-11-21 | - - - - - | 孟 女士 - | CERT | normal | walk_in
3楼的老伯三天没下楼了，敲门没人应，打电话也不接！兴隆小区5栋3单元 | - | 兴隆小区 5 3 - 3楼 | - - - | ELDER | emergency | -
门口摆摊卖水果的把人行道占完了，轮椅都过不去。 | - | - - - - 门口/人行道 | - - - | STREET | normal | -
失业大半年，想学个电焊，社区有没有培训？李伟 13612345678 | - | - - - - - | 李伟 - 13612345678 | EMPLOY | normal | -
楼上一直往下扔烟头，上礼拜六差点砸到婴儿车。万和城8栋 | - | 万和城 8 - - -/楼上 | - - - | BUILDING_SAFETY/SANITATION | urgent | -
暖气不热，屋里才十三度，家里有月子里的娃。供销社宿舍2-301 | - | 供销社宿舍 2 - 301 - | - - - | UTILITY | urgent | -
西门的快递柜把盲道挡住了。 | - | - - - - 西门 | - - - | STREET/FACILITY/SPECIAL | normal | -
想加装电梯，一楼不同意，我们三单元请社区来协调。玉泉小区17栋 | - | 玉泉小区 17 3 - -/一楼 | - - - | RENOVATE | normal | -
二〇二六年十月八日，紫荆苑楼组长何桂兰报告，7栋外墙瓷砖大面积脱落，已拉警戒线。 | 2026-10-08 | 紫荆苑 7 - - 外墙/- | 何桂兰 楼组长 - | BUILDING_SAFETY | urgent | -
配电箱一直在滴水，滋滋冒火花！华盛公寓负一层 | - | 华盛公寓 - - - 负一层/配电箱 | - - - | UTILITY | emergency | -
小区里好多野猫半夜叫，希望捉一捉。 | - | - - - - - | - - - | ANIMAL/NOISE | normal | -
我不想活了，你们谁都别管我 | - | - - - - - | - - - | ORDER | emergency | -
儿童滑梯断了一块板，有钉子露出来，怕孩子受伤。海棠湾中心花园 | - | 海棠湾 - - - 中心花园/花园 | - - - | FACILITY | urgent | -
公交站旁边工地凌晨两点还在打桩，全家睡不着。 | - | - - - - 公交站旁边工地/公交站旁边/工地 | - - - | NOISE | normal | -
顶楼业主擅自搭建阳光房，把排水沟都堵了。凤凰城21栋 | - | 凤凰城 21 - - 顶楼 | - -/业主 - | ILLEGAL_BUILD | normal/urgent | -
"""

KEPT_ASIDE = """
10月9日，雅居苑小区何大叔反映2栋东侧下水道堵塞，污水漫到花坛边。 | 2026-10-09 | 雅居苑小区 2 - - 东侧/花坛边 | 何 大叔 - | DRAIN | urgent | -
前天下午，文博花园16栋业主秦女士到社区，说要求公开地下车库收费标准。 | 2026-11-21 | 文博花园 16/- - - -/地下车库 | 秦 女士 - | PROPERTY | normal | walk_in
上周二，网格员老范入户走访，橡胶厂宿舍3栋2单元402的韩大娘说家里灯泡坏了够不着。 | 2026-11-17 | 橡胶厂宿舍 3 2 402 - | 韩 大娘 - | UTILITY/ELDER/LIGHTING | normal | visit
来人啊我爸在家晕倒了叫不醒，银河花园七栋三单元九零一 | - | 银河花园 7 3 901 - | - - - | HEALTH/ELDER | emergency | -
水表井里一直往外喷水，半条街都淹了，工农路58号门口 | - | 工农路58号 - - - 门口 | - - - | UTILITY | urgent | -
邻居家门缝里往外冒烟，敲门没有人！御龙湾10栋2单元 | - | 御龙湾 10 2 - - | - - - | FIRE | emergency | -
小区健身器材上的跑步机踏板裂了，老人容易夹脚。梅香苑 | - | 梅香苑 - - - - | - - - | FACILITY | normal/urgent | -
11月11日 来电 钱先生 13300009999 反映青年公寓B座电梯异响 | 2026-11-11 | 青年公寓 B - - - | 钱 先生 13300009999 | ELEVATOR | normal/urgent | phone
我家小孩四岁，在小区里一转眼就不见了，找了半小时！锦江华庭 | - | 锦江华庭 - - - - | - - - | SPECIAL | emergency | -
能不能在活动室办个书法班，退休了没事干。 | - | - - - - 活动室/- | - - - | CULTURE | normal | -
一个是公厕晚上不开门，另一个是路边的健身椅断了。老城根公园那边 | - | - - - - 老城根公园/公厕/公园 | - - - | SANITATION | normal | - + FACILITY normal
高空掉下来一个花盆，把楼下停的车砸了，新时代小区6栋 | - | 新时代小区 6 - - 楼下/- | - - - | BUILDING_SAFETY | urgent | -
業主群裡有人講，地下停車場燈全部唔著，好黑好驚。翠華苑 | - | 翠华苑 - - - 地下停车场 | - -/业主 - | LIGHTING | normal/urgent | online
隔壁两口子打起来了，男的拿菜刀，孩子在哭！ | - | - - - - -/隔壁 | - - - | ORDER | emergency | -
高龄补贴三月份起就没到账，想请社区查一下，住光明里12号，老人叫方秀英 | - | 光明里/光明里12号 12/- - - - | -/方秀英 -/老人 - | CERT | normal | -
老旧线路打火花，烧糊味很大，纺织厂家属院5号楼一单元楼道 | - | 纺织厂家属院 5 1 - 楼道 | - - - | UTILITY/FIRE | emergency | -
今年9月28日，议事会上居民代表何丽提议给健康路小学门口装减速带。 | 2026-09-28 | - - - - 健康路小学门口 | 何丽 居民代表 - | ROAD | normal | meeting
12栋后面围墙歪了，下面天天有孩子玩，怕倒。 | - | - 12 - - 后面围墙/后面 | - - - | BUILDING_SAFETY | urgent | -
李婆婆老伴去世，一个人住，天天念叨没人说话，想请志愿者去陪陪她。玉带花园1-2-303 | - | 玉带花园 1 2 303 - | -/李 -/婆婆 - | ELDER | normal | -
停电了！整栋楼都黑了，12楼还有人吸氧机要用电！天骄公馆4栋 | - | 天骄公馆 4 - - 12楼/- | - - - | UTILITY | urgent/emergency | -
物业保安昨天又和外卖员打起来，素质太差，要求换保安队。星海湾 | - | 星海湾 - - - - | - - - | PROPERTY/ORDER | normal/urgent | -
菜鸟驿站门口三轮车乱停，堵住了消防通道。银杏花园东门 | - | 银杏花园 - - - 东门/驿站门口/门口 | - - - | FIRE/PARKING | urgent | -
十月底的时候就跟你们说过，车棚顶漏雨，至今没人来。电建小区 | - | 电建小区 - - - 车棚 | - - - | HOUSE_LEAK/FACILITY | normal/urgent | -
上上周五许师傅打来电话，2号楼水管半夜爆了，地下室全是水，13500007788。和顺家园 | 2026-11-13 | 和顺家园 2 - - 地下室 | 许 师傅 13500007788 | UTILITY | urgent | phone
独居的郭奶奶摔倒在卫生间起不来，门反锁着，秀水苑18栋202 | - | 秀水苑 18 - 202 卫生间 | - - - | ELDER/HEALTH | emergency | -
希望社区组织免费量血压，最好每月一次。 | - | - - - - - | - - - | HEALTH | normal | -
楼梯扶手摇摇晃晃，昨天外婆差点摔下去。古井巷15号 | - | 古井巷15号 - - - 楼梯/- | - - - | FACILITY | urgent | -
陌生人敲门推销净水器，还要看身份证，怀疑是骗子。绿洲花苑8栋 | - | 绿洲花苑 8 - - - | - - - | ORDER | urgent/normal | -
我儿子有自闭症，想问有没有康复补贴。 | - | - - - - - | - - - | SPECIAL | normal | -
垃圾清运车早上五点就轰隆隆响，能不能晚点来，柳荫里 | - | 柳荫里 - - - - | - - - | NOISE/SANITATION | normal | -
绿化带被人铲了种白菜，还浇大粪，臭死了。春江苑4栋北面 | - | 春江苑 4 - - 北面/绿化带 | - - - | GREENING | normal | -
新5栋二单元对讲机坏了，外卖进不来，还有楼顶的水箱盖子没了。 | - | - 新5 2 - -/楼顶 | - - - | SECURITY | normal/urgent | - + UTILITY/FACILITY normal/urgent
房东把押金扣了不退，还换了锁不让我进。城西公寓1102 | - | 城西公寓 - - 1102 - | - - - | DISPUTE | normal/urgent | -
马蜂在三楼空调外机上做了个脸盆大的窝。南苑小区20幢 | - | 南苑小区 20 - - 三楼 | - - - | ANIMAL | urgent/normal | -
有人站在楼顶边上要往下跳，快点！！光华大厦 | - | 光华大厦 - - - 楼顶/楼顶边上 | - - - | ORDER | emergency | -
刚刚有个老头掉进东边那个池塘了 | - | - - - - 东边池塘/东边/池塘 | - - - | ELDER/ORDER/HEALTH/OTHER | emergency | -
孩子读高一，家里低保，学费还差三千多，能帮帮吗？兰花小区2栋 梁秀珍 13811112222 | - | 兰花小区 2 - - - | 梁秀珍 - 13811112222 | HARDSHIP | normal | -
热力公司说明天停暖检修，可我家今天就凉了。康馨园9栋601 | - | 康馨园 9 - 601 - | - - - | UTILITY | urgent | -
路口那棵老槐树被雷劈断，横在马路上，车过不去。建设街 | - | -/建设街 - - - 路口/建设街 | - - - | GREENING | urgent/normal | -
师傅说电梯钢丝绳磨损严重还让用，住户都不敢坐，望江楼小区3幢 | - | 望江楼小区 3 - - - | - -/住户/师傅 - | ELEVATOR | urgent | -
群众来电，称滨河路夜市烧烤摊油烟呛人。 | - | - - - - 滨河路夜市/滨河路 | - 群众 - | POLLUTION/STREET | normal | phone
小张，帮我取个快递呗，腿疼下不了楼，5栋302老杨 | - | - 5 - 302 - | 老杨 - - | CERT/ELDER | normal | -
外墙保温层被大风吹掉一大片，砸坏了两辆车。世纪新城15栋 | - | 世纪新城 15 - - 外墙 | - - - | BUILDING_SAFETY | urgent | -
两户人家为了过道里的鞋柜大吵，请派人调解。瑞景园6栋 | - | 瑞景园 6 - - 过道/过道里 | - - - | DISPUTE/STREET | normal | -
家里煤气软管老化，想换新的，应该找谁？ | - | - - - - - | - - - | UTILITY | normal/urgent | -
退役军人优待证丢了怎么补办？ | - | - - - - - | - - - | SPECIAL/CERT | normal | -
我在小区门口捡到一个钱包，交到社区了，请失主来领。 | - | - - - - 门口/小区门口 | - - - | OTHER | normal | walk_in/-
11月9日楼栋长彭玉兰巡楼，发现6栋灭火器全部过期。金色家园 | 2026-11-09 | 金色家园 6 - - - | 彭玉兰 楼栋长 - | FIRE | normal/urgent | patrol
下水管返臭，卫生间没法进人，302室，蓝天公寓 | - | 蓝天公寓 - - 302 -/卫生间 | - - - | DRAIN | normal/urgent | -
出租屋隔成七个小间，住了二十来个人，天天乱拉电线。永安里3栋501 | - | 永安里 3 - 501 - | - - - | ILLEGAL_BUILD/FIRE | normal/urgent | -
怡和苑3栋1单元102黄阿姨反映人民广场公交站牌倒了，差点砸到人。 | - | - - - - 人民广场公交站/人民广场 | 黄 阿姨 - | FACILITY/ROAD | urgent | -
听说要征收平房区，什么时候开始登记？ | - | - - - - -/平房区 | - - - | RENOVATE/CERT | normal | -
健身广场缺两张桌子，另外想搞个象棋比赛，同时楼道小广告太多。枣园小区 | - | 枣园小区 - - - 健身广场 | - - - | FACILITY | normal | - + CULTURE normal + SANITATION normal
工人在脚手架上触电了，人挂在上面不动！ | - | - - - - -/脚手架 | - - - | UTILITY/BUILDING_SAFETY/HEALTH/ORDER | emergency | -
咱院儿那路灯忒暗了，晚上遛弯儿都看不清道儿。石油大院 | - | 石油大院 - - - - | - - - | LIGHTING | normal | -
前几天我打12345反映过，二楼平台堆的装修垃圾还是没清。中天国际2栋 | - | 中天国际 2 - - 二楼平台/二楼 | - - - | SANITATION | normal | phone/-
"""


def rows(block: str) -> list[dict]:
    """Return the entries of a block with their right answers."""
    return [_row(line) for line in block.strip().splitlines()]


def _row(line: str) -> dict:
    words, day, place, person, category, urgency, rest = (
        part.strip() for part in line.split(" | ")
    )
    channel, *further = (part.strip() for part in rest.split(" + "))
    return {
        "text": words,
        "reported_on": _choices(day),
        "place": dict(
            zip(
                ("compound", "building", "unit", "room", "free"),
                map(_choices, place.split()),
                strict=True,
            )
        ),
        "reporter": dict(
            zip(("name", "title", "phone"), map(_choices, person.split()), strict=True)
        ),
        "category": _choices(category),
        "urgency": _choices(urgency),
        "channel": _choices(channel),
        "further": [tuple(map(_choices, matter.split())) for matter in further],
    }


def _choices(words: str) -> set[str | None]:
    return {None if word == "-" else word for word in words.split("/")}
