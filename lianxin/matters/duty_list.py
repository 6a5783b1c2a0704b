"""The lines of the duty list that hold where a district has no own.

Few on purpose: refused is only what is plainly a department's by law, and whatever is on no line may be
given to anybody as before.
"""

from django.utils.translation import gettext_lazy as _

from lianxin.matters.duties import DutyRule
from lianxin.matters.models import Duty

CERTIFICATES = _("民发〔2020〕20号，第一批不应由社区出具的证明")
PENALTIES = _("行政处罚法第十七条")
CONSTITUTION = _("宪法第一百一十一条")
POLICE = _("公安派出所")
ENFORCEMENT = _("综合行政执法部门")


def _certificate(words: str, lead: object) -> DutyRule:
    return DutyRule(Duty.NEVER, CERTIFICATES, category="CERT", words=words, lead=lead)


SHIPPED = (
    DutyRule(Duty.MUST, _("人民调解法第八条"), category="DISPUTE"),
    # To run an errand for somebody is no certificate.
    DutyRule(
        Duty.ASSIST,
        CONSTITUTION,
        category="CERT",
        words="代办、代领、代取、代跑、跑腿、陪",
        lead=_("出具证明的单位"),
    ),
    DutyRule(Duty.ASSIST, CONSTITUTION, category="ORDER", lead=POLICE),
    DutyRule(Duty.ASSIST, _("消防法第三十二条"), category="FIRE", lead=_("消防救援机构")),
    DutyRule(
        Duty.ASSIST,
        _("社会救助暂行办法第四条"),
        category="HARDSHIP",
        lead=_("街道办事处和民政部门"),
    ),
    DutyRule(
        Duty.ASSIST,
        _("城乡规划法第六十四条"),
        category="ILLEGAL_BUILD",
        lead=_("城乡规划主管部门和综合行政执法部门"),
    ),
    _certificate(
        "无犯罪证明、无犯罪记录证明、亲属关系证明、户籍证明、身份信息证明、户口登记 证明、养犬证明、失踪证明",
        POLICE,
    ),
    _certificate(
        "婚姻状况证明、婚姻关系证明、单身证明、未婚证明、分居证明", _("民政部门的婚姻登记机关")
    ),
    _certificate(
        "出生证明、死亡证明、疾病证明、疾病状况证明、意外伤害证明、婚育证明、婚育状况证明、生育证明",
        _("卫生健康部门和医疗机构"),
    ),
    _certificate("残疾证明、残疾状况证明", _("残疾人联合会")),
    _certificate("就业证明、就业状况证明、失业证明、无业证明", _("人力资源和社会保障部门")),
    _certificate("房产证明、存款证明、财产证明、偿还能力证明", _("管这份财产登记的单位")),
    _certificate("继承证明、继承权证明", _("公证机构")),
    _certificate("住所证明、经营场所证明、营业场所证明", _("市场监督管理部门")),
    _certificate("遗失证明、丢失证明、证丢 证明、证掉 证明", _("原来发证的单位")),
    DutyRule(
        Duty.NEVER,
        _("城乡规划法第六十八条"),
        category="ILLEGAL_BUILD",
        words="强制拆除、强拆",
        lead=_("县级以上人民政府责成的部门"),
    ),
    *(
        DutyRule(
            Duty.NEVER,
            PENALTIES,
            category=category,
            words="罚款、没收、查封、吊销",
            lead=ENFORCEMENT,
        )
        for category in ("STREET", "ILLEGAL_BUILD", "POLLUTION")
    ),
    DutyRule(
        Duty.NEVER,
        _("行政处罚法第十八条"),
        category="ORDER",
        words="拘留",
        lead=_("公安机关"),
    ),
)
