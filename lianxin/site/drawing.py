"""The pages of the documentation that are drawn from the tables in the code."""

from collections.abc import Iterable
from itertools import groupby

from lianxin.access.roles import RIGHTS, Permission
from lianxin.matters.flow import Flow, Step, flows
from lianxin.matters.models import Answer, Channel, Outcome, State, Urgency
from lianxin.matters.words import KINDS, STEPS
from lianxin.people.models import OrganisationKind, Role
from lianxin.site.glossary import TERMS
from lianxin.territory.models import Level
from lianxin.understanding.categories import CATEGORIES

_DRAWN = "> 本页由 `lianxin draw` 从代码里的表画出，请不要手改；表改了就重画一次。"
_SEES = {
    "area": "负责区域内的事项",
    "held": "只有自己承办或自己登记的",
    "nothing": "不看事项",
}


def pages() -> dict[str, str]:
    """Return every drawn page by its file name."""
    return {"flows.md": _flows(), "rights.md": _rights(), "terms.md": _terms()}


# Flows.


def _flows() -> str:
    return _page("流程", *(part for flow in flows() for part in _flow(flow)))


def _flow(flow: Flow) -> list[str]:
    verify = "、".join(_step_name(step.name) for step in flow.steps if step.name in flow.doing)
    afresh = "、".join(_step_name(step.name) for step in flow.steps if step.name in flow.opening)
    return [
        f"## {KINDS[flow.kind]} `{flow.kind}`",
        f"编号以 `{flow.prefix}-` 开头。方框里是状态、代码和轮到谁，箭头上是步骤。",
        _diagram(flow),
        "### 轮到谁",
        _table(
            ("状态", "代码", "轮到谁"),
            [(State(s).label, f"`{s}`", flow.turn_of.get(s, "—")) for s in _states(flow)],
        ),
        "### 每一步",
        "“到”写着“不变”的步骤只添一条记录。“填什么”里带 * 的必填。",
        _table(
            ("步骤", "代码", "从", "到", "谁可以", "填什么"), [_row(step) for step in flow.steps]
        ),
        f"做过{verify}的人算经手人，不能核查，也不能代记居民的答复。{afresh}之后，经手人重新算起。",
        f"许可的意思见[岗位与许可](rights.md)。用到的许可：{_permissions(flow)}。",
    ]


def _states(flow: Flow) -> list[str]:
    used = {state for step in flow.steps for state in step.frm + step.to}
    return [state for state in State.values if state in used]


def arrows(flow: Flow) -> list[tuple[str, str, str]]:
    """Return every way that a step can go: from, to, name of the step."""
    ways = {
        (frm, to, step.name) for step in flow.steps for frm in step.frm for to in step.to or (frm,)
    }
    order = {name: n for n, name in enumerate(STEPS)}
    ranks = {state: n for n, state in enumerate(State.values)}
    return sorted(ways, key=lambda way: (ranks[way[0]], ranks[way[1]], order[way[2]]))


def _diagram(flow: Flow) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {flow.first} : {STEPS['record']}"]
    for state in _states(flow):
        lines.append(f"    {state} : {State(state).label} {state}")
        if state in flow.turn_of:
            lines.append(f"    {state} : 轮到{flow.turn_of[state]}")
    moves = [way for way in arrows(flow) if way[0] != way[1]]
    for (frm, to), ways in groupby(moves, key=lambda way: way[:2]):
        lines.append(f"    {frm} --> {to} : {_names(name for _frm, _to, name in ways)}")
    return "\n".join([*lines, "```"])


def _names(steps: Iterable[str]) -> str:
    return "、".join(str(STEPS[name]) for name in steps)


def _step_name(name: str) -> str:
    return f"“{STEPS[name]}”"


def _row(step: Step) -> tuple[object, ...]:
    return (
        STEPS[step.name],
        f"`{step.name}`",
        _labels(step.frm),
        _labels(step.to) or "不变",
        "；".join(str(rule.says) for rule in step.who),
        "、".join(
            f"{field.label}{'*' if field.required else ''}"
            for field in step.asks.base_fields.values()
        )
        or "—",
    )


def _labels(states: Iterable[str]) -> str:
    return "、".join(str(State(state).label) for state in states)


def _permissions(flow: Flow) -> str:
    said = " ".join(str(rule.says) for step in flow.steps for rule in step.who).split()
    return "、".join(
        f"`{permission}`（{permission.label}）" for permission in Permission if permission in said
    )


# Rights.


def _rights() -> str:
    return _page(
        "岗位与许可",
        "权利来自任职：一个人担任几个职务，就有这几个职务的许可合在一起。任职期满或离任，许可当天就没有了。",
        "## 许可",
        _table(("许可", "可以做什么"), [(f"`{p}`", p.label) for p in Permission]),
        "## 每个职务有哪些许可",
        _table(
            ("职务", *(f"`{p}`" for p in Permission)),
            [(Role(role).label, *_ticks(role)) for role in RIGHTS],
        ),
        "## 每个职务看得见什么",
        "看不见的事项，对这个人就是不存在：列表、查找、计数、台账里都没有，按编号打开也是“没有找到”。",
        _table(
            ("职务", "代码", "看得见", "代单位承办"),
            [
                (
                    Role(role).label,
                    f"`{role}`",
                    _SEES[rights.sees],
                    "是" if rights.for_organisation else "—",
                )
                for role, rights in RIGHTS.items()
            ],
        ),
        "自己承办的和自己登记的事项，各职务都看得见。“代单位承办”的人，还看得见派给本单位的事项。",
    )


def _ticks(role: str) -> list[str]:
    return ["✓" if permission in RIGHTS[role].permissions else "" for permission in Permission]


# Terms.


def _terms() -> str:
    return _page(
        "用语",
        "同一个东西，屏幕上、文档里、代码里只有一个叫法。这里只列代码现在真正用到的。",
        "## 名词",
        _table(("中文", "英文", "代码"), [(zh, en, f"`{code}`") for zh, en, code in TERMS]),
        *_choices("状态", State),
        "## 步骤",
        _coded((label, name) for name, label in STEPS.items()),
        *_choices("地点的级别", Level),
        *_choices("单位类型", OrganisationKind),
        *_choices("职务", Role),
        *_choices("紧急程度", Urgency),
        *_choices("渠道", Channel),
        *_choices("结果", Outcome),
        *_choices("居民的答复", Answer),
        "## 类别",
        _coded((entry.zh, code) for code, entry in CATEGORIES.items()),
    )


def _choices(title: str, choices: type) -> tuple[str, str]:
    return f"## {title}", _coded((label, value) for value, label in choices.choices)


def _coded(rows: Iterable[tuple[object, str]]) -> str:
    return _table(("中文", "代码"), [(label, f"`{code}`") for label, code in rows])


# Markdown.


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", _DRAWN, *parts]) + "\n"


def _table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    heads = tuple(heads)
    return "\n".join(_line(cells) for cells in (heads, ["---"] * len(heads), *rows))


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"
