"""What kinds, steps and clocks are called on the screen."""

from django.utils.translation import gettext_lazy as _

KINDS = {"request": _("诉求"), "whistle": _("吹哨"), "response": _("报到")}

STEPS = {
    "record": _("登记"),
    "take_in": _("受理"),
    "dispatch": _("派单"),
    "reassign": _("改派"),
    "accept": _("接单"),
    "give_back": _("退回"),
    "note": _("记进展"),
    "contact": _("联系居民"),
    "attach": _("补充附件"),
    "enquire": _("问归属"),
    "escalate": _("上报"),
    "answer": _("答复"),
    "supervise": _("督办"),
    "urge": _("催办"),
    "pause": _("暂停期限"),
    "unpause": _("恢复期限"),
    "extend": _("延期"),
    "amend": _("更正"),
    "finish": _("办结"),
    "handle_now": _("当场办结"),
    "verify": _("核查"),
    "return_visit": _("回访"),
    "confirm": _("居民答复"),
    "close": _("结案"),
    "carry": _("挂账"),
    "resume": _("恢复办理"),
    "redirect": _("转出"),
    "withdraw": _("撤回"),
    "reopen": _("重开"),
    "whistle": _("吹哨"),
    "respond": _("答应或拒绝"),
    "arrive": _("到场"),
    "plan": _("联合方案"),
    "minute": _("议事记录"),
    "lead": _("换牵头单位"),
    "rate": _("互评"),
    "dispose": _("处置附件"),
    "recount": _("重算期限"),
}

CLOCKS = {
    "accept": _("接单"),
    "contact": _("首次联系"),
    "finish": _("办结"),
    "return_visit": _("回访"),
    "reply": _("答复督办和催办"),
    "hop": _("上级答复"),
    "rise": _("自动上报"),
    "respond": _("报到"),
    "arrive": _("到场"),
}
