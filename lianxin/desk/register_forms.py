"""The clean input of the register's pages."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.base import clock
from lianxin.base.actor import Actor
from lianxin.base.forms import Line
from lianxin.desk.forms import Day
from lianxin.people.models import OrganisationKind, Person, Role
from lianxin.territory.models import PARENTS, Level, Place
from lianxin.territory.queries import grids_of, places_in
from lianxin.territory.ranges import parted

_CHOOSE = _("请选择")
# A post may be for any of these; a home or a public place has no staff.
_STAFFED = (
    Level.DISTRICT,
    Level.STREET,
    Level.COMMUNITY,
    Level.GRID,
    Level.COMPOUND,
    Level.BUILDING,
    Level.STAIRWELL,
)


class NewPlacesForm(forms.Form):
    level = forms.ChoiceField(label=_("建什么"))
    names = Line(
        label=_("名称"),
        max_length=500,
        help_text=_("几个之间用顿号隔开，如 1号楼、2号楼；连号写成 101-104。"),
    )
    code = Line(
        label=_("编码"), required=False, max_length=40, help_text=_("社区要有编码，如 tongxin。")
    )

    def clean(self) -> dict:
        clean = super().clean()
        if clean.get("level") == Level.COMMUNITY and not clean.get("code"):
            self.add_error("code", _("社区要有编码，用拼音就好，如 tongxin。"))
        return {
            "level": clean.get("level"),
            "written": clean.get("names"),
            "code": clean.get("code", ""),
        }


class PlaceForm(forms.Form):
    name = Line(label=_("名称"), max_length=80)
    aliases = Line(label=_("别名"), required=False, help_text=_("居民的叫法，几个之间用顿号隔开。"))
    code = Line(label=_("编码"), required=False, max_length=40)
    bankrupt_employer = Line(
        label=_("原属哪家破产企业"),
        required=False,
        max_length=80,
        help_text=_("企业破产后没有人管的小区才填，写企业名；它的事项会进“破产企业小区清单”。"),
    )

    def __init__(self, *args: object, place: Place, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "name": place.name,
            "aliases": "、".join(place.aliases),
            "code": place.code,
            "bankrupt_employer": place.bankrupt_employer,
        }
        if place.level != Level.COMPOUND:
            del self.fields["bankrupt_employer"]

    def clean_aliases(self) -> list[str]:
        return parted(self.cleaned_data["aliases"])


class GridForm(forms.Form):
    grid = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("网格"),
        empty_label=_CHOOSE,
        error_messages={"required": _("请选择网格。")},
    )


def place_forms(
    place: Place, data: dict | None
) -> tuple[NewPlacesForm, PlaceForm, GridForm | None]:
    """Return the forms of a place's page; only the one that was sent is filled in."""
    sent = data.get("do") if data else None
    adding = NewPlacesForm(data if sent == "add" else None, auto_id="add_%s")
    adding.fields["level"].choices = [
        (level.value, level.label) for level, above in PARENTS.items() if place.level in above
    ]
    changing = PlaceForm(data if sent == "change" else None, place=place, auto_id="change_%s")
    if place.level != Level.STAIRWELL:
        return adding, changing, None
    grid = GridForm(
        data if sent == "grid" else None, initial={"grid": place.grid_id}, auto_id="grid_%s"
    )
    grid.fields["grid"].queryset = grids_of(place)
    return adding, changing, grid


class PersonForm(forms.Form):
    """A new person, or the correction of one; a telephone left empty in a correction stays as it is."""

    name = Line(label=_("姓名"), max_length=80)
    title = Line(
        label=_("称呼"), required=False, max_length=40, help_text=_("如 大爷、女士、楼栋长。")
    )
    phone = Line(label=_("电话"), required=False, max_length=30)
    community = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("社区"),
        empty_label=_CHOOSE,
        error_messages={"required": _("请选择社区。")},
    )

    def __init__(
        self, *args: object, communities: QuerySet[Place], person: Person | None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["community"].queryset = communities
        if person:
            self.initial = {
                "name": person.name,
                "title": person.title,
                "community": person.community_id,
            }
            self.fields["community"].required = False
            self.fields["phone"].help_text = _("留空就不改。")

    def clean(self) -> dict:
        clean = super().clean()
        if self.person:
            clean = {name: value for name, value in clean.items() if value or name == "title"}
        return clean


class PeopleListForm(forms.Form):
    """Whose persons to take out as a list, and what for."""

    community = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("社区"),
        empty_label=_CHOOSE,
        error_messages={"required": _("请选择社区。")},
    )
    purpose = Line(
        label=_("用途"),
        max_length=200,
        help_text=_("5 到 200 字。会印在每一页上，也和您的名字一起留下记录。"),
    )
    full = forms.BooleanField(
        label=_("号码写全"),
        required=False,
        help_text=_("不勾选时电话、身份证号遮住，出生只写年份。"),
    )

    def __init__(
        self, *args: object, communities: QuerySet[Place], may_reveal: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities
        if len(communities) == 1:
            self.initial["community"] = communities[0].pk
        if not may_reveal:
            del self.fields["full"]


class OrganisationForm(forms.Form):
    name = Line(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _CHOOSE), *OrganisationKind.choices])
    area = forms.ModelChoiceField(Place.objects.none(), label=_("服务的地方"), empty_label=_CHOOSE)

    def __init__(self, *args: object, areas: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["area"], areas)


class PostForm(forms.Form):
    """A post for a person of the register, with a login where one is named."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("谁"), empty_label=_CHOOSE)
    organisation = forms.ModelChoiceField(None, label=_("单位"), empty_label=_CHOOSE)
    role = forms.ChoiceField(label=_("职务"), choices=[("", _CHOOSE), *Role.choices])
    area = forms.ModelChoiceField(Place.objects.none(), label=_("负责区域"), empty_label=_CHOOSE)
    since = Day(label=_("从哪天起"), initial=clock.today)
    username = Line(
        label=_("登录名"),
        required=False,
        max_length=150,
        help_text=_("要用电脑或手机办事的才填。填了会给一个设密码的链接。"),
    )

    def __init__(
        self,
        *args: object,
        people: QuerySet,
        organisations: QuerySet,
        areas: list,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = _person_words
        self.fields["organisation"].queryset = organisations
        _offer(self.fields["area"], areas)


def _person_words(person: Person) -> str:
    where = person.community.name if person.community_id else ""
    return " ".join(part for part in (person.name, person.title, where) if part)


class EndForm(forms.Form):
    until = Day(label=_("最后一天"))


class LoginForm(forms.Form):
    username = Line(label=_("登录名"), max_length=150)


class FileForm(forms.Form):
    what = forms.ChoiceField(
        label=_("哪一种表"),
        choices=[("places", _("地点")), ("people", _("人员")), ("posts", _("单位和任职"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("表格文件（xlsx、xls、ods 或 CSV）"),
        error_messages={"required": _("请选择文件。"), "empty": _("文件是空的。")},
    )
    dry_run = forms.BooleanField(
        label=_("先只检查，不写入"),
        required=False,
        help_text=_("人员总是先给您看，点了“导入”才写入。"),
    )


def areas(actor: Actor) -> list[tuple[str, str]]:
    """Return the places that somebody may be responsible for, each by its names from the top."""
    rows = list(places_in(actor.keeps).filter(level__in=_STAFFED))
    names = {place.pk: place.name for place in rows}
    parents = {place.pk: place.parent_id for place in rows}
    return sorted(
        ((str(pk), _path_words(pk, names, parents)) for pk in names), key=lambda row: row[1]
    )


def _path_words(pk: object, names: dict, parents: dict) -> str:
    """Return a place's names from the top of what is kept; the top itself only where it stands alone."""
    path = []
    while pk in names and (not path or parents[pk] in names):
        path.append(names[pk])
        pk = parents[pk]
    return " / ".join(reversed(path))


def _offer(field: forms.ModelChoiceField, areas: list[tuple[str, str]]) -> None:
    """Offer the areas that were found with their whole paths, without asking for each again."""
    field.queryset = Place.objects.filter(pk__in=[pk for pk, _words in areas])
    field.choices = [("", _CHOOSE), *areas]
