"""Rights: each permission with a sentence, each role with the permissions that it lists.

The page `docs/rights.md` is drawn from these tables.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.people.models import Role


class Permission(models.TextChoices):
    RECORD = "record", _("记民情、登记事项")
    TAKE_IN = "take_in", _("受理登记的事项，当场办结能当场办结的")
    DISPATCH = "dispatch", _("派单和改派，挂账和恢复，转出，登记撤回")
    WORK = "work", _("承办派给自己的事项：接单、记进展、办结、退回")
    AMEND = "amend", _("更正事项的地点、类别、摘要和反映人")
    WHISTLE = "whistle", _("吹哨：社区自己办不了的，请部门、街道、物业来一起办")
    SUPERVISE = "supervise", _("督办：要求承办的一级限时答复")
    VERIFY = "verify", _("核查别人办的事项")
    CONFIRM = "confirm", _("回访居民，代记居民的答复（自己办的除外）")
    CLOSE = "close", _("结案，重开已结的事项")
    REVEAL = (
        "reveal",
        _("写明用途后查看完整电话（维护登记簿的还有身份证号、出生日期），留下记录"),
    )
    READ_REVEALS = "read_reveals", _("查看谁在什么时候、为什么看过完整号码")
    READ_REGISTER = "read_register", _("查找负责区域里的人，号码遮住")
    READ_LEDGER = "read_ledger", _("查看和导出台账")
    KEEP_REGISTER = "keep_register", _("维护登记簿：地点、人员、单位、任职")
    KEEP_RULES = "keep_rules", _("维护工作日历、办公时间、期限规定和职责清单")
    KEEP_LOGINS = "keep_logins", _("开设登录账号，重置密码")


@dataclass(frozen=True)
class RoleRights:
    """What a role permits, and how far it reaches.

    `sees`: "area" sees the post's area; "held" sees only what it holds or recorded (somebody who
    answers from outside the community); "nothing" sees no matters at all.
    `for_organisation`: answers for whatever its organisation holds.
    """

    permissions: frozenset[str]
    sees: str = "area"
    for_organisation: bool = False


P = Permission
# The fields that whoever may reveal at all may see in full.
PHONES = ("phone", "requester_phone")
# A whole list of a community's persons, taken out with its numbers in full, or masked.
LIST, MASKED_LIST = "list", "masked_list"
# Who has nothing else keeps the house in order, and does no work on matters.
KEEPING = frozenset({P.KEEP_REGISTER, P.KEEP_RULES, P.KEEP_LOGINS})
_OFFICE = {
    P.RECORD, P.TAKE_IN, P.DISPATCH, P.WORK, P.AMEND, P.VERIFY, P.CONFIRM, P.CLOSE, P.REVEAL, P.READ_LEDGER,
    P.WHISTLE,
}  # fmt: skip
_GRID = {
    P.RECORD, P.WORK, P.AMEND, P.VERIFY, P.CONFIRM, P.REVEAL, P.WHISTLE, P.READ_REGISTER,
}  # fmt: skip
_OUTSIDE = RoleRights(frozenset({P.WORK}), sees="held", for_organisation=True)

RIGHTS: dict[str, RoleRights] = {
    Role.SECRETARY: RoleRights(frozenset(_OFFICE | KEEPING | {P.READ_REGISTER, P.READ_REVEALS})),
    Role.OFFICE_WORKER: RoleRights(frozenset(_OFFICE | {P.KEEP_REGISTER, P.READ_REGISTER})),
    Role.GRID_CHIEF: RoleRights(frozenset(_GRID)),
    Role.GRID_WORKER: RoleRights(frozenset(_GRID)),
    Role.BUILDING_CAPTAIN: RoleRights(frozenset({P.RECORD, P.WORK, P.CONFIRM})),
    Role.RESIDENT_REP: RoleRights(frozenset({P.RECORD, P.WORK, P.CONFIRM})),
    Role.BRANCH_SECRETARY: RoleRights(frozenset({P.RECORD, P.WORK, P.VERIFY, P.CONFIRM})),
    Role.PROPERTY_MANAGER: _OUTSIDE,
    Role.DEPARTMENT_OFFICER: _OUTSIDE,
    Role.VOLUNTEER: RoleRights(frozenset({P.WORK}), sees="held"),
    Role.STREET_OFFICER: RoleRights(frozenset(_OFFICE | {P.SUPERVISE, P.READ_REVEALS})),
    Role.DISTRICT_OFFICER: RoleRights(
        frozenset(
            {
                P.TAKE_IN,
                P.DISPATCH,
                P.SUPERVISE,
                P.VERIFY,
                P.CONFIRM,
                P.CLOSE,
                P.REVEAL,
                P.READ_LEDGER,
                P.KEEP_RULES,
                P.READ_REVEALS,
            }
        )
    ),
    Role.ADMINISTRATOR: RoleRights(KEEPING, sees="nothing"),
}
