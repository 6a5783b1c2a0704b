"""What is not for a community to do: whom it goes to, and what is said to the resident.

北京市接诉即办工作条例 art 11: emergencies go at once to 110, 119, 120 or 122; what is before a court, in
petition or in review is redirected with advice.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Ground:
    """A ground: how it is called, to whom it leads, and the words to say."""

    label: str | Promise
    to: str | Promise = ""
    say: str | Promise = ""


OTHER = "other"
GROUNDS = {
    OTHER: Ground(_("归别的单位")),
    "police": Ground(
        _("报警（110）"),
        _("110 报警台"),
        _(
            "这件事要警察马上处理。已请您拨打110，或由我们替您拨打；请先到安全的地方，不要正面冲突。"
        ),
    ),
    "fire": Ground(
        _("火警和抢险（119）"),
        _("119 指挥中心"),
        _(
            "这件事要消防马上处理。已请您拨打119，或由我们替您拨打；请马上离开危险的地方，不要坐电梯。"
        ),
    ),
    "ambulance": Ground(
        _("急救（120）"),
        _("120 急救中心"),
        _("病人要马上送医。已请您拨打120，或由我们替您拨打；请守着病人，不要随便移动他。"),
    ),
    "traffic": Ground(
        _("交通事故（122）"),
        _("122 交通事故报警台"),
        _("这件事由交警处理。已请您拨打122，或由我们替您拨打；请人先撤到路边，放好警示牌。"),
    ),
    "court": Ground(
        _("正在诉讼或仲裁"),
        _("受理案件的法院或仲裁委员会"),
        _(
            "这件事法院或仲裁委员会正在处理，社区不能另作决定。请把情况和证据交给承办的法官或仲裁员；需要法律援助可以拨打12348。"
        ),
    ),
    "petition": Ground(
        _("正在信访"),
        _("受理信访的机关"),
        _("这件事信访机关已经受理，会在规定的期限内书面答复您。请向受理机关查询进度。"),
    ),
    "review": Ground(
        _("正在行政复议"),
        _("行政复议机关"),
        _("这件事正在行政复议，复议决定会书面送达您。请向复议机关补充材料、查询进度。"),
    ),
}
